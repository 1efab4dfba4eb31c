"""A notebook is a list of cells; an exercise is a solution cell and the test cells named after it.

>>> nb = read("source/01-tokens/01-tokens.ipynb")
>>> [exercise.name for exercise in exercises(nb)]
['count', 'merge', …]
>>> exec(slice_for(nb, "merge"), namespace := {})       # the author's merge, and what it needs, nothing
                                                        else
"""

import ast
import hashlib
import itertools
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.files.atomic import whole
from course.files.coursedir import CourseError
from course.names import exercise_of

# --- files ---


def read(path: Path | str) -> NotebookNode:
    """The notebook at `path`, sources as strings. Raises CourseError, with what to do, for a file that is no
    notebook.
    """
    try:
        # nbformat.reads would mend what lint is to find
        nb = nbformat.v4.reads(Path(path).read_text(encoding="utf-8"))
        if nb.nbformat == 4:
            return nb
    except (ValueError, AttributeError, KeyError, TypeError):
        pass
    raise CourseError(
        f"{path} is not a notebook that can be read. "
        "Save it again from JupyterLab, or get it again from where you had it."
    )


def read_if_there(path: Path | str) -> NotebookNode | None:
    """The same; None for a file that is not there, or is no notebook."""
    try:
        return read(path)
    except (OSError, CourseError):
        return None


def dumps(nb: NotebookNode) -> str:
    """The one text of a notebook, nbformat's: keys sorted, indented by 1, letters as they are, a newline at
    the end.
    """
    return "".join(_pieces(nb))


def _pieces(nb):
    """That text, in pieces: one of each cell.

    In a class most cells are the author's, so each is written out once; long ones are a student's with
    pictures, and would only be kept.
    """
    cells = [
        _cell(text)
        if len(text := compact(cell)) < LONGEST_KEPT
        else _bounded(_indented(_by_line(cell), "\n  "), text)
        for cell in nb["cells"]
    ]
    metadata = {name: value for name, value in nb["metadata"].items() if name not in TRANSIENT}
    whole = {
        name: [_bounded(_indented(value, "\n "), compact(value))]
        for name, value in (nb | {"metadata": metadata}).items()
        if name != "cells"
    }
    whole["cells"] = (
        ["[\n  ", *[text for cell in cells for text in (",\n  ", cell)][1:], "\n ]"] if cells else ["[]"]
    )
    texts = [text for name in sorted(whole) for text in (",\n ", quoted(name), ": ", *whole[name])][1:]
    return ["{\n ", *texts, "\n}\n"]


LONGEST_KEPT = 20_000  # characters
GIVEN = "given"  # metadata of a released cell: see given_as
TRANSIENT = "orig_nbformat", "orig_nbformat_minor", "signature"
quoted = json.encoder.encode_basestring
compact = json.JSONEncoder(separators=(",", ":")).encode


@lru_cache(4096)
def _cell(text):
    return _bounded(_indented(_by_line(json.loads(text)), "\n  "), text)


def _bounded(text, short):
    """A text with its indents, or without where they would be most of it: lists in lists, an output of
    nothing but line ends.
    """
    return text if len(text) < 3 * len(short) + 1000 else short


def _indented(value, margin):
    """A value as JSON; what begins a line after its first one is `margin`."""
    inner = margin + " "
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict):
        items = [f"{quoted(name)}: {_indented(value[name], inner)}" for name in sorted(value)]
        return f"{{{inner}{f',{inner}'.join(items)}{margin}}}" if items else "{}"
    if isinstance(value, (list, tuple)):
        items = [quoted(item) if type(item) is str else _indented(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(items)}{margin}]" if items else "[]"
    return json.dumps(value)


def _by_line(cell):
    """A cell as it stands in a file: texts as lists of lines."""
    cell = {
        **cell,
        "metadata": {name: value for name, value in cell["metadata"].items() if name != "trusted"},
    }
    if isinstance(cell.get("source"), str):
        cell["source"] = cell["source"].splitlines(True)
    if "attachments" in cell:
        cell["attachments"] = {name: _bundle_by_line(bundle) for name, bundle in cell["attachments"].items()}
    if cell["cell_type"] == "code":
        cell["outputs"] = [_output_by_line(output) for output in cell["outputs"]]
    return cell


def _output_by_line(output):
    if output["output_type"] in ("execute_result", "display_data"):
        return {**output, "data": _bundle_by_line(output.get("data", {}))}
    if output["output_type"] == "stream" and isinstance(output["text"], str):
        return {**output, "text": output["text"].splitlines(True)}
    return output


def _bundle_by_line(bundle):
    return {
        kind: data.splitlines(True)
        if isinstance(data, str) and (kind.startswith("text/") or kind in BY_LINE)
        else data
        for kind, data in bundle.items()
    }


BY_LINE = "application/javascript", "image/svg+xml"


def write(nb: NotebookNode, path: Path | str) -> None:
    """Write `nb` to `path`: the same bytes on every system, and never half of them."""
    # piece by piece: one letter of four bytes would make four of every letter
    with whole(path) as new, new.open("wb") as file:
        file.writelines(piece.encode() for piece in _pieces(nb))


def write_text(path: Path | str, text: str) -> None:
    """Write `text` as UTF-8 with LF, all of it or nothing."""
    with whole(path) as new:
        new.write_bytes(text.encode())


# --- cells ---


def kind(cell: NotebookNode) -> str:
    """What a cell is for: "solution" (also one that a person marks), "test", "task" (a written answer),
    "code" or "text".
    """
    mark = cell.metadata.get("nbgrader", {})
    for name, yes in (
        ("task", mark.get("task")),
        ("solution", mark.get("solution")),
        ("test", mark.get("grade")),
    ):
        if yes:
            return name
    return "code" if cell.cell_type == "code" else "text"


def labeled(nb: NotebookNode) -> dict[str, NotebookNode]:
    """The cells that count, by name, in order."""
    named = ((cell["metadata"].get("nbgrader", {}).get("grade_id"), cell) for cell in nb["cells"])
    return {name: cell for name, cell in named if name}


def is_locked(cell: NotebookNode) -> bool:
    """Whether the author alone writes this cell: tests and questions, but no answers."""
    mark = cell.metadata.get("nbgrader", {})
    return not mark.get("solution") and bool(mark.get("grade") or mark.get("locked") or mark.get("task"))


def tags(cell: NotebookNode) -> list[str]:
    return cell["metadata"].get("tags", [])


def given_as(name: str, source: str) -> str:
    """What a release notes, as metadata GIVEN, in a cell that carries no label, and so no checksum of
    nbgrader's: its id, and a hash of its source.
    """
    return f"{name} {hashlib.sha256(source.encode()).hexdigest()[:12]}"


def points(cell: NotebookNode) -> float:
    return cell.metadata.get("nbgrader", {}).get("points", 0)


def lines_of(source: str, what: str) -> list[str]:
    """The lines of the region `### BEGIN what` … `### END what`; [] without one."""
    return [line for line, inside in _marked(source, what) if inside]


def without(source: str, what: str) -> str:
    """The source less its region `### BEGIN what` … `### END what`, marks included."""
    return "\n".join(line for line, inside in _marked(source, what) if inside is None)


def _marked(source, what):
    """Each line with True inside of a region, False for its two marks, None outside."""
    inside = None
    for line in source.split("\n"):
        if f"BEGIN {what}" in line:
            yield line, False
            inside = True
        elif f"END {what}" in line:
            yield line, False
            inside = None
        else:
            yield line, inside


def solution(cell: NotebookNode) -> str:
    """The author's own answer in a solution cell, without the marks around it."""
    lines = cell.source.split("\n")
    return "\n".join(
        line for line in lines if not line.strip().startswith(("### BEGIN SOLUTION", "### END SOLUTION"))
    )


def visible(cell: NotebookNode) -> str:
    """What a student sees of a test cell."""
    return without(cell.source, "HIDDEN TESTS")


def joined(several: list[NotebookNode]) -> NotebookNode:
    """The cells of several notebooks in one."""
    return NotebookNode(several[0], cells=[cell for nb in several for cell in nb.cells])


# --- exercises ---


@dataclass(frozen=True)
class Exercise:
    name: str  # "merge": the solution cell's id
    text: NotebookNode | None  # the markdown cell just before: title, task and points
    solution: NotebookNode
    tests: list  # the test cells merge-test, merge-test-2, …

    @property
    def points(self):
        return sum(map(points, self.tests))

    @property
    def answers(self):
        """Names of the answers that the tests take, first named first."""
        return list(dict.fromkeys(answer for test in self.tests for answer in grades(test)[1]))


def exercises(nb):
    """The notebook's exercises, in order."""
    tests, kinds = {}, [kind(cell) for cell in nb.cells]
    for cell, what in zip(nb.cells, kinds):
        if what == "test":
            tests.setdefault(exercise_of(cell.id), []).append(cell)
    return [
        Exercise(
            cell.id,
            before if before and before.cell_type == "markdown" else None,
            cell,
            tests.get(cell.id, []),
        )
        for before, cell, what in zip([None, *nb.cells], nb.cells, kinds)
        if what == "solution"
    ]


def grades(cell):
    """What a test cell grades, by its `with grading("01-tokens/merge")` -> ("01-tokens/merge", ["merge"]);
    ("", []) without.
    """
    for node in ast.walk(parse(cell)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "grading":
            name, *answers = [argument.value for argument in node.args]
            return name, answers or [name.rpartition("/")[2]]
    return "", []


def answer_in(cells: list[NotebookNode], given: NotebookNode | None = None) -> list[NotebookNode]:
    """Of the cells after a written question, those that answer it: up to the next cell of nbgrader's or
    heading (of the notebook that was `given`, if it is known: an answer may have headings of its own), and
    not empty, nor still as they were given.
    """
    # by text: older versions save no ids
    as_given = {cell.source.strip() for cell in given.cells} if given else set()
    ids = {cell.id for cell in given.cells if re.match(r"#{1,6} ", cell.source)} if given else set()

    def goes_on(cell):
        heads = re.match(r"#{1,6} ", cell.source) and (
            not given or cell.source.strip() in as_given or cell.get("id") in ids
        )
        return "nbgrader" not in cell.metadata and not heads

    return [
        cell
        for cell in itertools.takewhile(goes_on, cells)
        if cell.source.strip() and cell.source.strip() not in as_given
    ]


def beside(cells: list[NotebookNode], i: int, given: NotebookNode) -> list[NotebookNode]:
    """What a student wrote around the written question in cell i, though not below it: their own words
    between the cells of nbgrader's before and after it.
    """
    as_given = {cell.source.strip() for cell in given.cells}
    below = {id(cell) for cell in answer_in(cells[i + 1 :], given)}

    def is_free(cell):
        return "nbgrader" not in cell.metadata

    around = [
        *reversed(list(itertools.takewhile(is_free, reversed(cells[:i])))),
        *itertools.takewhile(is_free, cells[i + 1 :]),
    ]
    return [
        cell
        for cell in around
        if cell.cell_type != "code"
        and cell.source.strip()
        and cell.source.strip() not in as_given
        and id(cell) not in below
    ]


def unwritten(nb: NotebookNode, given: NotebookNode) -> dict[str, float]:
    """What nobody has answered yet -> {name: points}, in order. given: the notebook as it was given.

    Not answered: a cell as it was given, a function that begins with `raise NotImplementedError()`, a value
    that holds `...`.
    """
    every = exercises(given)
    total = {exercise.name: exercise.points for exercise in every}
    as_given, found = {name: cell.source.strip() for name, cell in labeled(given).items()}, {}
    for i, cell in enumerate(nb.cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if kind(cell) == "solution" and (cell.source.strip() == as_given.get(name) or _is_stub(cell.source)):
            found[name] = total.get(name, 0)
        if (
            kind(cell) == "task"
            and not answer_in(nb.cells[i + 1 :], given)
            and not beside(nb.cells, i, given)
        ):
            found[name] = points(cell)
    return found


LONGEST_STUB = 20_000  # characters: what is longer was written by somebody, and may take gigabytes to parse


def _is_stub(source):
    """Whether code has a function that is still to be written, or a value. What stands inside of a
    class or a function is no answer.
    """
    try:
        nodes = ast.parse(source).body if len(source) < LONGEST_STUB else []
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # somebody wrote that
        return False
    bodies = [
        node.body[ast.get_docstring(node) is not None :]
        for node in nodes
        if isinstance(node, ast.FunctionDef)
    ]
    values = [node.value for node in nodes if isinstance(node, ast.Assign)]
    open_ = [
        any(
            isinstance(item, ast.Constant) and item.value is ...
            for item in getattr(value, "values" if isinstance(value, ast.Dict) else "elts", [value])
        )
        for value in values
    ]
    return any(
        body and isinstance(body[0], ast.Raise) and "NotImplementedError" in ast.unparse(body[0])
        for body in bodies
    ) or any(open_)


# --- names ---


def parse(cell: NotebookNode) -> ast.Module:
    """The cell's syntax tree. Raises SyntaxError that names the cell."""
    try:
        return ast.parse(cell.source)
    except SyntaxError as error:
        raise SyntaxError(f"cell {cell.id}: {error}") from error
