"""Which of an author's bytes concern which exercise: its tests, the known ways to answer it, and the author's
own answers that those call.

    concerns("01-tokens", tests, ways)                   # {"merge": hash, "encode": hash, …, "": hash of what
                                                         concerns all}

A statement of misconceptions.py concerns each answer that it, or a helper that it uses, names as a text, or
whose dictionary it is; one that names none concerns all. Where nothing can be told apart (a test that takes what another exercise's test
made; magics), everything concerns every exercise.
"""

import ast
import hashlib
import re
from functools import lru_cache

import nbformat

from course.check import scopes
from course.check.detectors.skipped import made_by_skipped, never_runs
from course.check.scopes import read
from course.names import exercise_of
from course.notebook import document, slicing

# what declares nothing by itself, where nothing decorates it
HELPERS = ast.Import, ast.FunctionDef, ast.ClassDef


def concerns(notebook: str, tests: dict[str, str], ways: dict[str, bytes]) -> dict[str, str]:
    """{exercise: hash of what concerns it}, and of what concerns all under "". tests, ways: as in a Job."""
    return _concerns(notebook, tuple(tests.items()), tuple(ways.items()))


def digest(text: str | bytes) -> str:
    return hashlib.blake2b(
        text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text, digest_size=16
    ).hexdigest()


@lru_cache
def _concerns(notebook, tests, ways):
    try:
        found = _told_apart(notebook, dict(tests), dict(ways))
    except (SyntaxError, ValueError):
        found = dict.fromkeys(["", *(exercise_of(name) for name, _ in tests)], (tests, ways))
    return {exercise: digest(repr(texts)) for exercise, texts in found.items()}


def _told_apart(notebook, tests, ways):
    """{exercise: what concerns it}. Raises SyntaxError and ValueError where it cannot be told."""
    author, alike = (
        ways.pop(f"{notebook}.ipynb", None),
        ways.pop("look_alikes.py", b"LOOK_ALIKES = {}").decode(),
    )
    nb = nbformat.reads(author.decode(), as_version=4) if author else nbformat.v4.new_notebook()
    modules, theirs = slicing.bindings(nb)
    given = {cell.source: read(cell.source)[1] for cell in nb.cells if document.kind(cell) == "code"}
    # tests may take what they make
    given = (
        [*given]
        if any(made & read(source)[0] for made in given.values() for source in tests.values())
        else []
    )
    answers = _answers(tests)
    named = theirs.union(*filter(None, answers.values()))
    wrong, right = (
        _statements(ways.pop(file, b"").decode(), named) for file in ("misconceptions.py", "answers.py")
    )
    alike = ast.literal_eval(alike.partition("LOOK_ALIKES = ")[2])
    skipped = made_by_skipped(
        [(document.visible(cell), never_runs(cell.metadata)) for cell in nb.cells if cell.cell_type == "code"]
    )
    found = {
        "": (
            modules,
            given,
            sorted(theirs),
            sorted(skipped),
            ways,
            bool(wrong),
            [text for text, about in wrong + right if not about],
        )
    }
    for exercise, mine in answers.items():
        known = [(text, about) for text, about in wrong + right if mine is None or about & mine]
        called = named if mine is None else mine.union(*(about for _, about in known))
        found[exercise] = (
            [(name, source) for name, source in tests.items() if exercise_of(name) == exercise],
            [text for text, _ in known],
            [(name, _author_s(nb, name)) for name in sorted(called & theirs)],
            [(name, alike[name]) for name in sorted(alike) if mine is None or name in mine],
        )
    return found


def _answers(tests):
    """{exercise: the answers that its tests take, None if they do not say which}. Raises ValueError if the
    tests of two exercises share a name.
    """
    answers, makes = {}, {}
    for name, source in tests.items():
        tree, exercise = ast.parse(source), exercise_of(name)
        uses, binds = scopes.names(tree)
        if any((uses - binds) & made for other, made in makes.items() if other != exercise):
            raise ValueError(f"{name} takes what the test of another exercise made")
        makes.setdefault(exercise, set()).update(binds)
        calls = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "grading"
        ]
        plain = calls and all(
            isinstance(each, ast.Constant) and isinstance(each.value, str)
            for call in calls
            for each in call.args
        )
        mine = (
            {
                each.value
                for call in calls
                for each in call.args[1:] or [ast.Constant(call.args[0].value.rpartition("/")[2])]
            }
            if plain
            else None
        )
        before = answers.get(exercise, set())
        answers[exercise] = None if mine is None or before is None else before | mine
    return answers


def _statements(source, named):
    """The statements that declare something, each with the helpers that it uses -> [(text, which of the names
    it speaks of)].
    """
    nodes = [
        node
        for node in ast.parse(source).body
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    uses, binds = zip(*(scopes.names(ast.Module([node], [])) for node in nodes)) if nodes else ((), ())
    texts = [ast.unparse(node) for node in nodes]
    said = [
        {
            each.value
            for each in ast.walk(node)
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        }
        for node in nodes
    ]
    spoken = [texts & named | _answer_of(node, named) for node, texts in zip(nodes, said)]
    # wrong answers are written as text: what it may name
    uses = [
        used.union(*(re.findall(r"\w+", text) for text in texts)) if _answer_of(node, named) else used
        for node, used, texts in zip(nodes, uses, said)
    ]
    found = []
    for i, node in enumerate(nodes):
        taken, wanted = {i}, set(uses[i])
        while more := {j for j in range(len(nodes)) if j not in taken and binds[j] & wanted}:
            taken |= more
            wanted.update(*(uses[j] for j in more))
        about = set().union(*(spoken[j] for j in taken))
        if about or not _is_helper(node):
            found.append(("\n".join(texts[j] for j in sorted(taken)), about))
    return found


def _answer_of(node, named):
    """The answer whose wrong ways a statement writes down as a dictionary, if it does."""
    targets = node.targets if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) else []
    return {target.id for target in targets if isinstance(target, ast.Name)} & named


def _is_helper(node):
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name) for target in node.targets)
    if isinstance(node, ast.ImportFrom):
        return node.names[0].name != "*"
    return isinstance(node, HELPERS) and not getattr(node, "decorator_list", [])


def _author_s(nb, answer):
    """The author's cells on which an answer stands; none of what is no answer."""
    try:
        return [cell.source for cell in slicing.cells_for(nb, answer)]
    except KeyError:
        return []
