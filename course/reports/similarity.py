"""Copied work, perhaps: students whose answers are the same beyond what the exercise forces. For a person to
judge, and never a mark.

    >>> find(read("01-tokens"))[0]
    Finding(students=['ada', 'bob'], same_bytes=False, functions={'merge': 45, 'encode': 68}, words={},
    weight=113)

Two functions are the same if their syntax trees are, whatever their names, comments, docstrings, annotations
and white space: each is hashed once, so that a class is compared in one walk, and never each with each. What
the exercise forces says nothing, and is dropped: the release's stub, the source's own answer, its other right
answers and its misconceptions, whatever is shorter than SHORT, and what more than FEW students have. The rest
weighs by its length, in parts, divided by the number of others who have it too.

Values are forced by their question, and are not compared. Of written answers those words count that stand in
a run of RUN, the same in both, which at most FEW students have, and the notebook has not.
"""

import ast
import hashlib
import itertools
import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from nbformat import NotebookNode

from course.files import coursedir
from course.files.coursedir import CourseError
from course.grading import log
from course.grading.inputs import below
from course.names import exercise_of
from course.notebook import document
from course.notebook.document import answer_in, kind
from course.notebook.reading import read as read_notebook
from course.notebook.repair import mend
from course.sandbox.suspicion import LARGEST

FEW = 4  # students: what more have is the usual answer
# parts of a function, its statements and expressions: one that is shorter says nothing; a pair that agrees in
# fewer is not named
SHORT, LEAST = 15, 60
RUN, LEAST_WORDS = 8, 20  # words
LONGEST = 60_000  # characters of an answer that are looked at
MODULES = "modules-beside-it"  # as an exercise: what was handed in beside the notebook


class Work(NamedTuple):
    """What one student wrote."""

    student: str
    answers: dict  # exercise -> source of its cells
    written: dict  # question -> text


class Given(NamedTuple):
    """What everybody had, and what is right or wrong in a way that is known."""

    answers: dict  # exercise -> its stub
    forms: set  # of functions that say nothing
    text: str  # all that the notebook says


class Class(NamedTuple):
    each: list  # [Work]
    given: Given
    unread: list  # students whose notebook cannot be read, or whose code is too long to be compared
    failed: set = frozenset()  # (student, exercise) that lost points when it was graded


class Finding(NamedTuple):
    """Students who agree: two; or as many as handed in the same to the byte, or the same that failed."""

    students: list
    same_bytes: bool
    functions: dict  # exercise -> parts of functions that are the same
    words: dict  # question -> words that are the same
    weight: float


# --- reading ---


def read(assignment: str, seen: Callable | None = None) -> Class:
    """What a class handed in, read as grading reads it, and what it had to begin with. seen: wraps the files,
    to show how far it is.
    """
    releases = {file.stem: document.read(file) for file in coursedir.notebooks("release", assignment)}
    files = sorted(
        {
            file.parent
            for file in coursedir.root().glob(f"submitted/*/{assignment}/*.ipynb")
            if file.stem in releases
        }
    )
    if not files:
        raise CourseError(f"nothing has been collected for {assignment}: `course collect` takes it in.")
    each, unread = [], []
    for home in seen(files) if seen else files:
        try:
            mine = joined(
                [
                    work(home.parent.name, mend(read_notebook(file, release), release)[0], release)
                    for name, release in releases.items()
                    if (file := home / f"{name}.ipynb").exists()
                ]
            )
            code = {
                exercise: code_of(source)
                for exercise, source in (
                    mine.answers | _beside(home, coursedir.root() / "release" / assignment)
                ).items()
            }
            each.append(
                mine._replace(
                    answers={exercise: source for exercise, source in code.items() if source is not None}
                )
            )
            if None in code.values():
                unread.append(mine.student)
        except Exception:  # whatever one student's file does to its reader, the others are compared
            unread.append(home.parent.name)
    failed = {
        (student, exercise)
        for student, last in log.read(assignment).items()
        for exercise, _ in last.said or ()
    }
    return Class(each, given(assignment, releases), unread, failed)


def _beside(home, release):
    """The modules in a folder that the release has not, as one source -> {MODULES: source}, or {}."""
    files = [
        file for file in below(home)[0] if file.suffix == ".py" and file.is_file() and not file.is_symlink()
    ]
    own = [
        file
        for file in files
        if not (
            (given := release / file.relative_to(home)).is_file() and given.read_bytes() == file.read_bytes()
        )
    ]
    return {MODULES: "\n\n".join(_start(file) for file in own)} if own else {}


def _start(file):
    """The text of a file; of one that is too large to be compared as much as says so."""
    return file.read_text("utf-8", "replace") if file.stat().st_size <= LARGEST else "x" * (LONGEST + 1)


def joined(works: list[Work]) -> Work:
    """What one student wrote in several notebooks."""
    return Work(
        works[0].student,
        *(
            {name: text for each in parts for name, text in each.items()}
            for parts in zip(*(each[1:] for each in works))
        ),
    )


def work(student: str, nb: NotebookNode, release: NotebookNode) -> Work:
    """A student's answers: each solution cell, with the cells of their own that stand near it; and what they
    wrote below a question.
    """
    as_given, answers, written, code = {cell.source.strip() for cell in release.cells}, {}, {}, []
    for i, cell in enumerate(nb.cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if kind(cell) == "solution":
            # with what stands above the first
            answers[exercise_of(name)] = code = [*([] if answers else code), cell.source]
        elif kind(cell) == "code" and cell.source.strip() not in as_given:
            code.append(cell.source)
        elif kind(cell) == "task":
            written[name] = "\n\n".join(each.source for each in answer_in(nb.cells[i + 1 :], release))
    return Work(student, {exercise: "\n\n".join(sources) for exercise, sources in answers.items()}, written)


def given(assignment: str, releases: dict[str, NotebookNode]) -> Given:
    """What everybody had: the release; and what its source knows as right or wrong, read and not run. A kit
    has no source.
    """
    cells = [cell for release in releases.values() for cell in release.cells]
    stubs = {
        exercise_of(cell.metadata.nbgrader.grade_id): cell.source
        for cell in cells
        if kind(cell) == "solution"
    }
    sources, folder = list(stubs.values()), coursedir.notebook("source", assignment).parent
    for source in filter(None, (document.read_if_there(folder / f"{name}.ipynb") for name in releases)):
        sources += [cell.source for cell in source.cells if kind(cell) == "solution"]
    sources += [
        file.read_text("utf-8")
        for file in (folder / "answers.py", folder / "misconceptions.py")
        if file.exists()
    ]
    return Given(
        stubs,
        set().union(*(functions(text, longest=None) for text in sources)),
        "\n".join(cell.source for cell in cells),
    )


# --- what is compared ---


@lru_cache(10_000)
def functions(source: str, longest: int | None = LONGEST) -> dict[str, int]:
    """The functions that a source defines -> {hash of the form: parts}. Of a source that is no Python the
    form is that of all its tokens.
    """
    if longest and (source := code_of(source, longest)) is None:
        return {}
    try:
        with warnings.catch_warnings(action="ignore"):  # about an odd backslash: a student wrote it
            tree = ast.parse(source)
        everywhere = {
            name
            for line in tree.body
            for each in (line, *getattr(line, "targets", ()))
            if (name := _bound(each))
        }
        return dict(_form(node, everywhere) for node in _defined(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tokens = _tokens(source)
        return {_hash(" ".join(tokens)): len(tokens) // 2} if tokens else {}  # a part takes about two of them


def code_of(source: str, longest: int = LONGEST) -> str | None:
    """A source that is not too long, without its comments if it is too long with them: these hide nothing.
    None of a longer one.
    """
    if len(source) > longest:
        source = re.sub(r"(?m)#.*$|^[ \t]*\n", "", source)
    return source if len(source) <= longest else None


def _defined(tree):
    """Each function, however it is written: def, a lambda with a name, a lambda that is declared as a wrong
    answer.
    """
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Lambda)
            and isinstance(node.targets[0], ast.Name)
        ):
            yield _from_lambda(node.value)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from (_from_lambda(each) for each in node.value.args if isinstance(each, ast.Lambda))


def _from_lambda(node):
    return ast.FunctionDef("it", node.args, [ast.Return(node.body)], [], lineno=1)


def _body(node):
    return node.body[ast.get_docstring(node, clean=False) is not None :]


def _form(node, everywhere):
    """A function -> hash of its syntax tree with a number in the place of each name that it binds, in order
    of appearance, and its parts. The tree is changed.

    everywhere: names that its source binds outside of functions.
    """
    parts = sum(isinstance(each, (ast.stmt, ast.expr)) for line in _body(node) for each in ast.walk(line))
    bound = everywhere | {name for each in ast.walk(node) if (name := _bound(each))}
    return _hash(ast.dump(_Plain(bound).visit(node))), parts


def _bound(node):
    """The name that a node of a syntax tree binds; None if it binds none."""
    if isinstance(node, ast.Name):
        return node.id if isinstance(node.ctx, ast.Store) else None
    return (
        node.arg
        if isinstance(node, ast.arg)
        else getattr(node, "name", None)
        if not isinstance(node, ast.alias)
        else None
    )


class _Plain(ast.NodeTransformer):
    """Takes out of a syntax tree what a person may change without changing what it does."""

    def __init__(self, bound):
        self.bound, self.numbers = bound, {}

    def generic_visit(self, node):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            node.body, node.decorator_list, node.returns = _body(node) or [ast.Pass()], [], None
        for field, of in (
            ("id", ast.Name),
            ("arg", ast.arg),
            (
                "name",
                (
                    ast.FunctionDef,
                    ast.AsyncFunctionDef,
                    ast.ClassDef,
                    ast.ExceptHandler,
                    ast.MatchAs,
                    ast.MatchStar,
                ),
            ),
        ):
            if isinstance(node, of) and getattr(node, field) in self.bound:
                setattr(node, field, f"v{self.numbers.setdefault(getattr(node, field), len(self.numbers))}")
        if isinstance(node, ast.arg):
            node.annotation = None
        if isinstance(node, ast.Constant):
            node.kind = None  # u"" is ""
        if isinstance(node, ast.AnnAssign) and node.value:
            return self.generic_visit(ast.Assign([node.target], node.value))
        return super().generic_visit(node)


TOKEN = re.compile(r"[^\W\d]\w*|\d[\w.]*|\"[^\"\n]*\"|'[^'\n]*'|[^\w\s]")


def _tokens(source):
    """A source's tokens without comments, its names by number."""
    numbers = {}
    return [
        f"v{numbers.setdefault(token, len(numbers))}" if token.isidentifier() else token
        for token in TOKEN.findall(re.sub(r"#.*", "", source))
    ]


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return re.findall(r"\w+", text.casefold())


def runs_of(words: list[str]) -> dict[int, list[int]]:
    """{hash of a run: places}, of each RUN words that follow one another."""
    found = defaultdict(list)
    for i in range(len(words) - RUN + 1):
        found[hash(tuple(words[i : i + RUN]))].append(i)
    return found


def _hash(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# --- who agrees ---


def find(those: Class) -> list[Finding]:
    """Students who agree, those first who handed in the same to the byte, then by weight."""
    holders = _holders(those)
    in_functions, in_words = _in_functions(holders), _in_words(those)
    # of two, not of more
    same = [
        finding._replace(words=in_words.get(tuple(finding.students), {})) for finding in _same_bytes(those)
    ]
    together = {pair for finding in same for pair in _pairs(finding.students)}
    many = defaultdict(lambda: defaultdict(int))
    for (_, parts), students in holders.items():
        if (
            len(students) > FEW
            and those.failed.issuperset(students.items())
            and not together.issuperset(_pairs(students))
        ):
            many[tuple(students)][next(iter(students.values()))] += parts
    pairs = [
        Finding(list(students), False, dict(code), {}, sum(code.values())) for students, code in many.items()
    ]
    for pair in (in_functions.keys() | in_words.keys()) - together:
        code, words = in_functions.get(pair, {}), in_words.get(pair, {})
        weight = sum(weight for _, weight in code.values())
        if weight >= LEAST or sum(words.values()) >= LEAST_WORDS:
            pairs.append(
                Finding(
                    list(pair),
                    False,
                    {exercise: parts for exercise, (parts, _) in code.items()},
                    words,
                    weight + sum(words.values()),
                )
            )
    return same + sorted(pairs, key=lambda finding: (-finding.weight, finding.students))


def _same_bytes(those):
    """Those who share all the code that they wrote, byte by byte, if it is enough to say something; the
    largest of such work first.
    """
    by_bytes = defaultdict(list)
    for mine in those.each:
        own = {
            exercise: source
            for exercise, source in mine.answers.items()
            if source.strip() != those.given.answers.get(exercise, "").strip()
        }
        by_bytes[_hash(repr(own))].append((mine.student, own))
    found = []
    for group in by_bytes.values():
        if len(group) > 1:
            parts = {
                exercise: n
                for exercise, source in group[0][1].items()
                if (n := sum(functions(source).values()))
            }
            if sum(parts.values()) >= LEAST:
                found.append(
                    Finding(sorted(student for student, _ in group), True, parts, {}, sum(parts.values()))
                )
    return sorted(found, key=lambda finding: (-finding.weight, finding.students))


def _holders(those):
    """{(form, parts): {student: exercise}} of functions that say something, wherever they stand."""
    holders = defaultdict(dict)
    for mine in those.each:
        for exercise, source in mine.answers.items():
            for form, parts in functions(source).items():
                if parts >= SHORT and form not in those.given.forms:
                    holders[form, parts].setdefault(mine.student, exercise)
    return holders


def _in_functions(holders):
    """{pair: {exercise of the first: (parts, weight)}} of functions that both have, and few others."""
    found = defaultdict(dict)
    for (_, parts), students in holders.items():
        if 2 <= len(students) <= FEW:
            for pair in _pairs(students):
                exercise = students[pair[0]]
                before, weight = found[pair].get(exercise, (0, 0))
                found[pair][exercise] = before + parts, weight + parts / (len(students) - 1)
    return found


def _in_words(those):
    """{pair: {question: words}} of written answers, in runs that both have, and few others."""
    common, found = runs_of(words_of(those.given.text)).keys(), defaultdict(dict)
    for question in {question for mine in those.each for question in mine.written}:
        holders, runs = defaultdict(list), {}
        for mine in those.each:
            runs[mine.student] = runs_of(words_of(mine.written.get(question, "")[:LONGEST]))
            for run in runs[mine.student].keys() - common:
                holders[run].append(mine.student)
        shared = defaultdict(set)
        for run, students in holders.items():
            if 2 <= len(students) <= FEW:
                for pair in _pairs(students):
                    shared[pair] |= {place + n for place in runs[pair[0]][run] for n in range(RUN)}
        for pair, places_ in shared.items():
            found[pair][question] = len(places_)
    return found


def _pairs(students: Iterable[str]):
    return itertools.combinations(sorted(students), 2)
