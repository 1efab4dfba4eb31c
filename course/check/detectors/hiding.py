"""A built-in function that a cell hid: `sum = 0` at the top of one answer's cell breaks each later answer
that calls `sum`.

Python says no more than "'int' object is not callable". Here the cell is found that gave the name to
something else.
"""

import ast
import builtins
import re
import sys
from collections.abc import Iterable, Iterator

from course.check.cells import cells
from course.check.context import current
from course.check.detectors.syntax_tree import function_of, parsed
from course.check.scopes import plain

SIGNS = "TypeError", "AttributeError"  # what Python raises where something else has the name of a function
LONGEST = 30  # characters of a value that are shown


def hidden(words: Iterable[str], space: dict) -> str | None:
    """What to say if one of these words is a built-in whose name was given to something else; None if none
    is.

    space: the names of the notebook. In grading they are not to be had, and the cells' text alone says it.
    """
    sources = current().sources
    ran = current().ran or sources
    found = givers(
        ((name if name in sources else "", source) for name, source in ran.items())
        if ran
        else ((_name_of(cell), cell) for cell in cells())
    )
    for word in words:
        if word in found and (
            ran or space.get(word) is not None and space[word] is not getattr(builtins, word)
        ):
            cell, value = found[word]
            whose = f"the cell of `{cell}`" if cell else "another cell"
            return f"`{word}` is no longer Python's own: {whose} gave that name to {value or 'something else'}. Rename it there, and restart the kernel."
    return None


def givers(sources: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Built-in -> (the name of the last cell that gave its name to something else, the text of what it gave
    it to).
    """
    found = {}
    for cell, source in sources:
        for name, value in bound(source):
            if value is None:
                found.pop(name, None)  # `del sum`: it is Python's again
            elif name != cell and callable(getattr(builtins, name, None)):
                found[name] = cell, value
    return found


def bound(source: str) -> Iterator[tuple[str, str | None]]:
    """The names that a cell gives, outside of its functions, and what to: its text, "" where that is long or
    no single thing; None: taken away.
    """
    try:
        yield from list(_bound(parsed(plain(source))))
    except RecursionError:  # a student wrote that
        return


def local_names(name: str, source: str) -> set[str]:
    """The names that the function `name` has for itself: its arguments, and what it gives a value."""
    tree = function_of(name, source)
    nodes = list(ast.walk(tree)) if tree else []
    return {node.arg for node in nodes if isinstance(node, ast.arg)} | {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _bound(node):
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        value = ast.unparse(node.value)
        yield node.targets[0].id, f"`{value}`" if len(value) <= LONGEST and "`" not in value else ""
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name, "a function of yours"
        yield from (
            (name, "") for each in ast.walk(node) if isinstance(each, ast.Global) for name in each.names
        )
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        module = getattr(node, "module", None)
        for alias in node.names:
            if alias.name == "*":
                there = sys.modules.get(module)
                yield from (
                    (name, f"that of `{module}`")
                    for name in getattr(there, "__all__", None) or dir(there)
                    if name[:1] != "_"
                )
            else:
                yield (
                    alias.asname or alias.name.partition(".")[0],
                    f"`{f'{module}.' if module else ''}{alias.name}`",
                )
    elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id, "" if isinstance(node.ctx, ast.Store) else None
    elif node is not None and not isinstance(
        node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    ):
        # their names are their own
        for child in ast.iter_child_nodes(node):
            yield from _bound(child)


def _name_of(cell):
    """The name by which a student knows a cell of this kernel: its function, or its value."""
    found = re.search(r"^def (\w+)", cell, re.MULTILINE) or re.search(
        r"^(?!(?:%s)\b)(\w+) *=(?!=)" % "|".join(dir(builtins)), cell, re.MULTILINE
    )
    return found[1] if found else ""
