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

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from nbformat import NotebookNode

from course.files import coursedir
from course.files.coursedir import CourseError
from course.grading import log
from course.grading.inputs import below
from course.names import exercise_of
from course.notebook import document
from course.notebook.document import answer_in, kind
from course.notebook.function_forms import LONGEST, RUN, code_of, functions, hash_of, runs_of, words_of
from course.notebook.reading import read as read_notebook
from course.notebook.repair import mend
from course.sandbox.suspicion import LARGEST

FEW = 4  # students: what more have is the usual answer
# parts of a function, its statements and expressions: one that is shorter says nothing; a pair that agrees in
# fewer is not named
SHORT, LEAST = 15, 60
LEAST_WORDS = 20
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
    failed: set | frozenset = frozenset()  # (student, exercise) that lost points when it was graded


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
        by_bytes[hash_of(repr(own))].append((mine.student, own))
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
