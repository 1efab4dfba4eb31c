"""The tree of a student's function, what several detectors ask of its nodes, and how much they look at."""

import ast
import functools
import textwrap

LONGEST = 20_000  # characters of source that are looked at
# things that stand in one another in a function: to write out what is deeper, Python itself gives up
DEEPEST = 100
MOST_ASKED = 10_000  # things of an argument that are looked at
MODULES = {"np", "numpy", "math", "random", "re", "string", "itertools", "collections", "functools"}
# how a list, a set or a dictionary comes to hold more
GROW = "add", "append", "appendleft", "extend", "insert", "update"


def is_none(node):
    """Whether a node is written `None`."""
    return isinstance(node, ast.Constant) and node.value is None


def is_stored(node, name):
    """Whether a node gives a value to this name."""
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)


def base_name(target):
    """The name that an item, or a part, is one of: `counts` of `counts[x]`; "" where there is none."""
    while isinstance(target, (ast.Subscript, ast.Attribute)):
        target = target.value
    return getattr(target, "id", "")


def is_constant(value):
    """Whether a value is a number, a text or the like, or nothing yet: `0`, `-1`, `""`, `None`, `[]`, `{}`."""
    return isinstance(
        value.operand if isinstance(value, ast.UnaryOp) else value, ast.Constant
    ) or ast.unparse(value) in ("[]", "{}")


def looped_over(along):
    """The list that a loop goes along: `items`, `range(len(items))`, `enumerate(items)`; "" of anything else."""
    while isinstance(along, (ast.Call, ast.BinOp)):
        along = (
            along.left
            if isinstance(along, ast.BinOp)
            else along.args[-1]
            if along.args and getattr(along.func, "id", "") in ("range", "len", "enumerate")
            else None
        )
    return getattr(along, "id", "")


def mentions(tree, name):
    """Whether this name stands anywhere in a tree."""
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(tree))


def text_of(tree, source):
    """The lines of a function."""
    return "\n".join(textwrap.dedent(source).splitlines()[tree.lineno - 1 : tree.end_lineno])


def parsed(source: str) -> ast.Module | None:
    """The tree of a text that a student wrote; None if it is very long, or no Python."""
    try:
        return ast.parse(source) if len(source) < LONGEST else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@functools.lru_cache(16)
def function_of(name: str, source: str) -> ast.FunctionDef | None:
    """The tree of the last function of this name that stands in no other, to be looked at only: ten hints ask
    for the same one; None without one, and if it is very deep.
    """
    tree = parsed(textwrap.dedent(source))
    all_of_them = (
        [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name]
        if tree
        else []
    )
    inside = {id(node) for each in all_of_them for node in ast.walk(each) if node is not each}
    found = next((node for node in (tree.body[::-1] if tree else []) if node in all_of_them), None) or next(
        (node for node in all_of_them[::-1] if id(node) not in inside), None
    )
    return None if found is None or _is_deep(found) else found


def _is_deep(tree):
    layer = [tree]
    for _ in range(DEEPEST):
        layer = [child for node in layer for child in ast.iter_child_nodes(node)]
    return bool(layer)


def nodes_of(tree):
    """The nodes of a function's body, without its docstring, and without what stands in a function inside of
    it.
    """
    found, rest = [], [*reversed(tree.body)]
    while rest:
        node = rest.pop()
        found.append(node)
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            rest += [*ast.iter_child_nodes(node)][::-1]
    return found
