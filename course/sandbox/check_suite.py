"""What the examiner knows of a notebook, made ready once for all submissions: tests, what the author's cells
make, misconceptions.
"""

import ast
import builtins
import functools
import json
import re
import tempfile
from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from course.check import scopes
from course.check.detectors.skipped import made_by_skipped, needed, never_runs
from course.check.scopes import read
from course.exercise import mistakes
from course.exercise.way import Way
from course.notebook import document, slicing
from course.sandbox.protocol.codec import Exchange
from course.sandbox.protocol.scalars import COUNT

COMPLAINED = "Something was written to stderr, such as a warning, and nbgrader then gives no points."
WITH_GRADING = re.compile(r"^\s*with grading\(", re.MULTILINE)


@dataclass(frozen=True)
class Test:
    """A test cell."""

    source: str
    parts: list  # code objects; the last one shows its value, if it is an expression
    needs: frozenset  # names that it takes from elsewhere
    makes: frozenset  # names that it binds
    # whether it is nbgrader's kind, without `with grading(…)`: it runs in the student's process
    is_plain: bool


@dataclass(frozen=True)
class Exam:
    tests: dict  # id -> Test
    # names that cells bind which are no tests: they are the student's to give
    theirs: frozenset = frozenset()
    # those of them that no answer binds: no check takes them from a student
    no_answers: frozenset = frozenset()
    skipped: frozenset = frozenset()  # names that only cells bind which never run
    given: frozenset = frozenset()  # sources of the author's cells, as a student sees them
    wrong: dict = field(default_factory=dict)  # answer -> ways to get it wrong
    alike: dict = field(default_factory=dict)  # answer -> look-alikes by rule
    signs: dict = field(default_factory=dict)  # sign -> message: in a kit, which holds no wrong ways


def make(assignment: str, tests: dict[str, str], ways: dict[str, str], name: str = "") -> Exam:
    """The Exam of a notebook. tests: id -> source code; ways: file name -> text of the author's notebooks and
    of what names mistakes (may be empty); name: the notebook's, if it is not the assignment's.
    """
    signs, author = json.loads(ways.get("signs.json", "{}")), ways.get(f"{name or assignment}.ipynb")
    if not author:
        return Exam({name: test(name, code) for name, code in tests.items()}, signs=signs)
    nb = nbformat.reads(author, as_version=4)
    theirs = _bound(nb)
    made = {name: test(name, code, theirs) for name, code in tests.items()}
    answers = _bound(NotebookNode(cells=[cell for cell in nb.cells if document.kind(cell) == "solution"]))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / assignment
        place.mkdir()
        for name, text in ways.items():
            (place / name).write_text(text, encoding="utf-8")
        known = mistakes.load(place)
    cells = [(document.visible(cell), cell.metadata) for cell in nb.cells if cell.cell_type == "code"]
    skipped, given = (
        made_by_skipped([(source, never_runs(metadata)) for source, metadata in cells]),
        frozenset(source for source, _ in cells),
    )
    needed(cells)  # reads them, once for all submissions
    wrong = {answer: [Crossing(**vars(way)) for way in some] for answer, some in known.wrong.items()}
    return Exam(made, theirs, theirs - answers, frozenset(skipped), given, wrong, known.alike, signs)


def _bound(nb):
    modules, others = slicing.bindings(nb)
    return others | modules.keys()


class Crossing(Way):
    """A misconception to which happens what happens to the student's process that makes it: what it hands to
    the check's functions crosses, and its result.
    """

    def fresh(self):
        function = super().fresh()

        def crossed(*args, **kwargs):
            result = function(*map(_across, args), **{name: _across(value) for name, value in kwargs.items()})
            Exchange(lend=lambda _: b"").inline(result)
            return result

        return crossed


def _across(value):
    """A function of the check's as an answer has it, in another process: it gets copies, and of what can be
    called a function; any other value as it is.
    """
    if not callable(value):
        return value
    lent = []

    def lend(each):
        lent.append(each)
        return b"l" + COUNT.pack(len(lent) - 1)

    def borrow(_, read):
        each = lent[COUNT.unpack(read.take(4))[0]]
        return (lambda *args, **kwargs: each(*args, **kwargs)) if callable(each) else each

    @functools.wraps(value)
    def called(*args, **kwargs):
        here, there = Exchange(lend, borrow), Exchange(lend, borrow)
        args, kwargs = there.decode(here.encode((args, kwargs)))
        return here.decode(there.encode(value(*args, **kwargs)))

    return called


def test(name: str, source: str, bound: Set[str] = frozenset()) -> Test:
    """A test cell, compiled. bound: names that other cells bind, Python's own perhaps: an answer may be
    called `sum`.
    """
    source = TransformerManager().transform_cell(source)  # magics become calls of get_ipython()
    if is_plain(source):
        uses, binds = read(source)
        return Test(source, [], frozenset(uses - {*dir(builtins)} | uses & bound), frozenset(binds), True)
    tree = ast.parse(source, f"<{name}>")
    uses, binds = scopes.names(tree)
    parts: list[Any] = [tree]
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        parts = [ast.Module(tree.body[:-1], []), ast.Interactive(tree.body[-1:])]
    codes = [
        compile(part, f"<{name}>", "single" if isinstance(part, ast.Interactive) else "exec")
        for part in parts
    ]
    return Test(
        source,
        codes,
        frozenset(uses - binds - {"get_ipython", *dir(builtins)} | uses & bound - binds),
        frozenset(binds),
        False,
    )


def is_plain(source: str) -> bool:
    """Whether a test cell is of nbgrader's kind, without `with grading(…)`."""
    return not WITH_GRADING.search(source)
