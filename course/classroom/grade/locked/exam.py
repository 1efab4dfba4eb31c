"""What the examiner knows of an assignment, made ready once for all submissions: tests, the author's imports, misconceptions."""
import ast
import builtins
import functools
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from course.check.skipped import made_by_skipped, needed, never_runs
from course.classroom import notebooks
from course.classroom.author import mutants
from course.classroom.grade.locked.codec import COUNT, Exchange


@dataclass(frozen=True)
class Test:
    """A test cell."""
    source: str
    parts: list                  # code objects; the last one shows its value, if it is an expression
    needs: frozenset             # names that it takes from elsewhere
    makes: frozenset             # names that it binds


@dataclass(frozen=True)
class Exam:
    tests: dict                  # id -> Test
    modules: dict = field(default_factory=dict)      # name -> the import statement by which the author's notebook binds it
    theirs: frozenset = frozenset()                  # names that other cells than tests bind: they are the student's to give
    skipped: frozenset = frozenset()                 # names that only cells bind which never run
    given: frozenset = frozenset()                   # sources of the author's cells, as a student sees them
    wrong: dict = field(default_factory=dict)        # answer -> ways to get it wrong
    alike: dict = field(default_factory=dict)        # answer -> look-alikes by rule
    signs: dict = field(default_factory=dict)        # sign -> message: in a kit, which holds no wrong ways


def make(assignment: str, tests: dict[str, str], ways: dict[str, str]) -> Exam:
    """The Exam of an assignment. tests: id -> source code; ways: file name -> text of what names mistakes (may be empty)."""
    made = {name: test(name, code) for name, code in tests.items()}
    author = ways.get(f"{assignment}.ipynb")
    if not author:
        return Exam(made, signs=json.loads(ways.get("signs.json", "{}")))
    nb = nbformat.reads(author, as_version=4)
    modules, theirs = notebooks.bindings(nb)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / assignment
        place.mkdir()
        for name, text in ways.items():
            (place / name).write_text(text, encoding="utf-8")
        known = mutants.load(place)
    cells = [(notebooks.visible(cell), cell.metadata) for cell in nb.cells if cell.cell_type == "code"]
    skipped, given = made_by_skipped([(source, never_runs(metadata)) for source, metadata in cells]), frozenset(source for source, _ in cells)
    needed(cells)                                                # reads them, once for all submissions
    wrong = {answer: [Crossing(**vars(way)) for way in some] for answer, some in known.wrong.items()}
    return Exam(made, modules, theirs, frozenset(skipped), given, wrong, known.alike)


class Crossing(mutants.Way):
    """A misconception to which happens what happens to the student's process that makes it: what it hands to the check's functions crosses, and its result."""

    def fresh(self):
        function = super().fresh()

        def crossed(*args, **kwargs):
            result = function(*map(_across, args), **{name: _across(value) for name, value in kwargs.items()})
            Exchange(lend=lambda _: b"").inline(result)
            return result
        return crossed


def _across(value):
    """A function of the check's as an answer has it, in another process: it gets copies, and of what can be called a function; any other value as it is."""
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


def test(name: str, source: str) -> Test:
    source = TransformerManager().transform_cell(source)         # magics become calls of get_ipython()
    tree = ast.parse(source, f"<{name}>")
    uses, binds = notebooks.names(tree)
    parts = [tree]
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        parts = [ast.Module(tree.body[:-1], []), ast.Interactive(tree.body[-1:])]
    codes = [compile(part, f"<{name}>", "single" if isinstance(part, ast.Interactive) else "exec") for part in parts]
    return Test(source, codes, frozenset(uses - binds - {"get_ipython", *dir(builtins)}), frozenset(binds))
