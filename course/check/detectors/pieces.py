"""How an answer cuts pieces out of a table: what can be seen in its slices, and in the loops that they begin
at. Each is a fact, as in `course.check.detectors.hints`.
"""

import ast
from typing import Any

import numpy as np

from course.check.calls import Call
from course.check.detectors.syntax_tree import function_of, nodes_of


def wrongly_cut(name: str, source: str, call: Call) -> str | None:
    """What is wrong with the pieces that an answer cuts, by the first of these that sees something."""
    return next(
        filter(
            None,
            (
                look(name, source, call)
                for look in (sliced_twice, ends_at_a_length, rows_come_first, without_a_step)
            ),
        ),
        None,
    )


def sliced_twice(name: str, source: str, call: Call) -> str | None:
    """Whether an answer takes a part of a table in two steps, `table[2:4][0:2]`: both count rows."""
    tree = function_of(name, source)
    tables = (
        {
            each.arg
            for each, value in zip(tree.args.args, call.args)
            if isinstance(value, np.ndarray) and value.ndim > 1
        }
        if tree
        else set()
    )
    for node in nodes_of(tree) if tree else ():
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.slice, ast.Slice)
            and isinstance(node.value, ast.Subscript)
            and isinstance(node.value.slice, ast.Slice)
            and getattr(node.value.value, "id", "") in tables
        ):
            table = getattr(node.value.value, "id", "")
            return f"`{table}[…][…]` cuts rows twice. One pair of square brackets, with a comma, is for rows and columns: `{table}[2:4, 6:8]`."
    return None


def ends_at_a_length(name: str, source: str, call: Call) -> str | None:
    """Whether an answer slices from the place that `range(…, …, size)` gives to `size`, or to the range's
    end: a slice ends at a place.
    """
    tree = function_of(name, source)
    nodes = nodes_of(tree) if tree else []
    for loop in (node for node in nodes if isinstance(node, (ast.For, ast.comprehension))):
        if not (
            isinstance(loop.target, ast.Name)
            and isinstance(loop.iter, ast.Call)
            and getattr(loop.iter.func, "id", "") == "range"
            and len(loop.iter.args) == 3
        ):
            continue
        node: Any
        begin, step = loop.target.id, ast.unparse(loop.iter.args[2])
        for node in (
            each
            for each in nodes
            if isinstance(each, ast.Slice)
            and getattr(each.lower, "id", "") == begin
            and each.upper is not None
        ):
            upper, names = (
                ast.unparse(node.upper),
                all(
                    isinstance(part, (ast.Name, ast.BinOp, ast.operator, ast.expr_context))
                    for part in ast.walk(node.upper)
                ),
            )
            if (
                upper in (step, ast.unparse(loop.iter.args[1]))
                or isinstance(node.upper, ast.BinOp)
                and names
                and upper not in (f"{begin} + {step}", f"{step} + {begin}")
            ):
                return f"`{begin}:{upper}` goes from the place `{begin}` to the place `{upper}`, wherever it begins. To take {step} from there on: `{begin}:{begin} + {step}`."
    return None


def rows_come_first(name: str, source: str, call: Call) -> str | None:
    """Whether an answer takes the parts of a table's shape, or the slices that go along them, in the other
    order: the height, which counts rows, is first.
    """
    tree = function_of(name, source)
    nodes = nodes_of(tree) if tree else []
    for node in nodes:
        if not (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Tuple)
            and ast.unparse(node.value).endswith((".shape", ".shape[:2]"))
        ):
            continue
        if len(node.targets[0].elts) < 2:
            continue
        first, second = (getattr(each, "id", "") for each in node.targets[0].elts[:2])
        if "width" in first.lower() and "height" in second.lower():
            return f"`shape` counts the rows first, so its first part is the height: `{second}, {first}` is the order."
        along = {
            loop.target.id: {part.id for part in ast.walk(loop.iter) if isinstance(part, ast.Name)}
            for loop in nodes
            if isinstance(loop, (ast.For, ast.comprehension)) and isinstance(loop.target, ast.Name)
        }
        for part in (
            each.slice
            for each in nodes
            if isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Tuple)
        ):
            begins = [
                getattr(each.lower, "id", "") if isinstance(each, ast.Slice) else "" for each in part.elts[:2]
            ]
            if len(begins) == 2 and second in along.get(begins[0], ()) and first in along.get(begins[1], ()):
                return f"Rows come first in the square brackets. `{begins[1]}` goes along the {first}, so it says which rows; `{begins[0]}` goes along the {second} and belongs behind the comma."
    return None


def without_a_step(name: str, source: str, call: Call) -> str | None:
    """Whether an answer that stopped over pieces of several sizes cuts them, `left:left + size`, at every
    place that `range(width)` gives.
    """
    tree = function_of(name, source)
    nodes = nodes_of(tree) if tree and "inhomogeneous" in str(call.raised) else []
    for loop in (node for node in nodes if isinstance(node, (ast.For, ast.comprehension))):
        if (
            isinstance(loop.target, ast.Name)
            and isinstance(loop.iter, ast.Call)
            and getattr(loop.iter.func, "id", "") == "range"
            and len(loop.iter.args) in (1, 2)
        ):
            node: Any
            begin, end = loop.target.id, ast.unparse(loop.iter.args[-1])
            for node in (
                each
                for each in nodes
                if isinstance(each, ast.Slice)
                and getattr(each.lower, "id", "") == begin
                and isinstance(each.upper, ast.BinOp)
            ):
                step = next(
                    (
                        part.id
                        for part in ast.walk(node.upper)
                        if isinstance(part, ast.Name) and part.id != begin
                    ),
                    "",
                )
                if step:
                    return (
                        f"`for {begin} in {ast.unparse(loop.iter)}` stops at every place, so the pieces overlap, and the last ones end at the edge. "
                        f"A range has a step as well: `range(0, {end}, {step})`."
                    )
    return None
