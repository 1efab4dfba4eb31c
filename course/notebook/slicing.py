"""Program slicing: the code of a notebook on which a name depends, and nothing else."""

import ast
from collections import namedtuple
from functools import cache

from nbformat import NotebookNode

from course.check.scopes import names, plain
from course.notebook.document import kind, tags


def bindings(nb: NotebookNode) -> tuple[dict[str, str], frozenset[str]]:
    """What the cells bind that are no tests -> {name: the import statement that binds it}, the other names.
    Cells that are no Python bind nothing.
    """
    sources = [plain(cell.source) for cell in nb.cells if cell.cell_type == "code" and kind(cell) != "test"]
    modules = {
        (alias.asname or alias.name).partition(".")[0]: ast.unparse(node)
        for source in sources
        for node in _parsed(source)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    return modules, frozenset().union(
        *(names(ast.Module(_parsed(source), []))[1] for source in sources)
    ) - modules.keys()


def _parsed(source):
    """The statements of a text; none of what is no Python, or runs in no cell."""
    try:
        tree = ast.parse(source)
        names(tree)
        return tree.body
    except (SyntaxError, ValueError):
        return []


def slice_for(nb: NotebookNode, answer: str) -> str:
    """Source code that defines `answer` as the author did, with all that it needs of the cells before, and
    nothing else.

    Taken, backwards from the end of the answer's solution cell: statements that bind, change, or call a
    method of, a name still needed. Test cells and cells tagged `skip-execution` are never taken. Raises
    KeyError if no solution binds `answer`.
    """
    return ast.unparse(ast.Module([statement for _, statement in _slice(nb, answer)], []))


def cells_for(nb: NotebookNode, answer: str) -> list[NotebookNode]:
    """The cells that a slice is taken from: all that a student must have run for `answer` to be there."""
    taken = {id(cell) for cell, _ in _slice(nb, answer)}
    return [cell for cell in nb.cells if id(cell) in taken]


def _slice(nb, answer):
    cells = [
        cell
        for cell in nb.cells
        if cell.cell_type == "code" and kind(cell) != "test" and "skip-execution" not in tags(cell)
    ]
    bound = [
        set().union(*(step.binds for step in steps(cell.source))) if kind(cell) == "solution" else ()
        for cell in cells
    ]
    end = max((i for i, names in enumerate(bound) if answer in names), default=None)
    if end is None:
        raise KeyError(f"no solution cell defines {answer}")
    needed, taken = set(bound[end]), []  # helpers may stand below what calls them
    for cell, step in reversed([(each, step) for each in cells[: end + 1] for step in steps(each.source)]):
        if needed & (step.binds | step.changes):
            taken.append((cell, step.statement))
            if isinstance(
                step.statement, (ast.Assign, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
            ):
                needed -= step.binds  # bound for good: what it was before does not matter
            needed |= step.uses
    return taken[::-1]


Step = namedtuple("Step", "statement uses binds changes")


@cache
def steps(source: str) -> tuple[Step, ...]:
    """The statements of a cell, and what each does to names. Raises SyntaxError."""
    return tuple(
        Step(statement, *names(ast.Module([statement], [])), _changes(statement))
        for statement in ast.parse(source).body
    )


def _changes(statement):
    """Names of the objects that a statement changes in place: `d[0] = …`, `d.size = …`, `d.append(…)`."""
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            found.add(_base(node))
        elif (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
        ):
            found.add(_base(node.value.func))
    return found


def _base(node):
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
