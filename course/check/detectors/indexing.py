"""Where a student's function takes an item for its place, or looks beyond the last one."""

import ast
import linecache
import re
from typing import Any

import numpy as np

from course.check.calls import Call
from course.check.cells import quoted
from course.check.detectors.syntax_tree import function_of, is_none, looped_over, mentions, nodes_of


def zero_is_nothing(name: str, source: str) -> str | None:
    """Whether an answer that remembers a place, `None` at first, asks `if not place`: the place 0 counts as
    nothing there.
    """
    tree = function_of(name, source)
    nodes = list(nodes_of(tree)) if tree else []
    given = [
        (target.id, node.value)
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    places = {_place_from_0(node) for node in nodes if isinstance(node, ast.For)} - {""}
    kept = {each for each, value in given if is_none(value)} & {
        each for each, value in given if getattr(value, "id", "") in places
    }
    tests = [node.test for node in nodes if isinstance(node, (ast.If, ast.While, ast.IfExp))]
    asked = [
        part for test in tests for part in ast.walk(test) if isinstance(part, (ast.BoolOp, ast.UnaryOp))
    ] + [ast.Expr(test) for test in tests]
    for node in asked:
        values = (
            node.values
            if isinstance(node, ast.BoolOp)
            else [node.operand]
            if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
            else [getattr(node, "value", None)]
        )
        if wrong := {getattr(value, "id", "") for value in values} & kept:
            return f"0 is a place, too, but `if {min(wrong)}` treats it as nothing. Ask `{min(wrong)} is None`, or `is not None`."
    return None


def _place_from_0(loop):
    """The i of `for i in range(n):`, `for i in range(0, n):` and `for i, each in enumerate(items):`; "" of
    any other.
    """
    along = loop.iter if isinstance(loop.iter, ast.Call) else ast.Call(ast.Name(""), [], [])
    name, first = getattr(along.func, "id", ""), along.args[0] if along.args else None
    if name == "range" and (len(along.args) == 1 or isinstance(first, ast.Constant) and first.value == 0):
        return getattr(loop.target, "id", "")
    if (
        name == "enumerate"
        and len(along.args) == 1
        and not along.keywords
        and isinstance(loop.target, ast.Tuple)
    ):
        return getattr(loop.target.elts[0], "id", "")
    return ""


def place_among_items(name: str, source: str) -> str | None:
    """Whether an answer asks `i + 1 in ids` of an i by which it takes items out of the same list: that asks
    for an item, not for a place.
    """
    tree = function_of(name, source)
    nodes = list(nodes_of(tree)) if tree else []
    taken = {
        (each.value.id, part.id)
        for each in nodes
        if isinstance(each, ast.Subscript) and isinstance(each.value, ast.Name)
        for part in ast.walk(each.slice)
        if isinstance(part, ast.Name)
    }
    for node in nodes:
        if (
            isinstance(node, ast.Compare)
            and len(node.ops) == 1
            and isinstance(node.ops[0], (ast.In, ast.NotIn))
            and isinstance(node.left, ast.BinOp)
            and isinstance(node.left.left, ast.Name)
            and isinstance(node.comparators[0], ast.Name)
            and (node.comparators[0].id, node.left.left.id) in taken
        ):
            items, place = node.comparators[0].id, ast.unparse(node.left)
            return f"`{place} in {items}` asks whether the number {place} is one of the items. To ask whether there is such a place, write `{place} < len({items})`."
    return None


def pair_for_key(name: str, source: str, call: Call) -> str | None:
    """Whether an answer stopped since it asked a dictionary for one of the pairs that `.items()` gives."""
    tree = function_of(name, source)
    if (
        tree
        and isinstance(call.raised, KeyError)
        and isinstance(call.raised.args[0] if call.raised.args else None, tuple)
        and any(
            isinstance(node, ast.For)
            and isinstance(node.target, ast.Name)
            and ast.unparse(node.iter).endswith(".items()")
            for node in nodes_of(tree)
        )
    ):
        return "`.items()` gives pairs of a key and its value. Take them apart, `for name, count in counts.items()`, or loop over the keys alone, `for name in counts`."
    return None


def range_of_a_list(name: str, source: str, call: Call) -> str | None:
    """Whether an answer stopped since `range` was given a list: are its items meant, or its places?"""
    if not any(
        f"'{kind}' object cannot be interpreted as an integer" in str(call.raised)
        for kind in ("list", "str", "tuple", "dict")
    ):
        return None
    tree: Any = function_of(name, source)
    _, line = getattr(call.raised, "where", None) or _last_line(call.raised)
    loop: Any
    for loop in (
        node
        for node in (nodes_of(tree) if tree else ())
        if isinstance(node, (ast.For, ast.comprehension)) and isinstance(node.target, ast.Name)
    ):
        walked, each = re.fullmatch(r"range\((\w+)\)", ast.unparse(loop.iter)), loop.target.id
        if walked and walked[0] in (line or source):
            places = any(_is_indexed(part, walked[1], each) for part in tree.body)
            return f"`range` needs a number, and `{walked[1]}` is not one. " + (
                f"Its places are `range(len({walked[1]}))`."
                if places
                else f"To take its items one by one: `for {each} in {walked[1]}`."
            )
    return None


def _last_line(error):
    """The line in which an error was raised -> (number, text)."""
    trace = getattr(error, "__traceback__", None)
    while trace and trace.tb_next:
        trace = trace.tb_next
    return (
        (trace.tb_lineno, linecache.getline(trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        if trace
        else (0, "")
    )


def item_for_place(name: str, source: str, call: Call) -> str | None:
    """Whether the variable of `for x in items` is used as a place in them, in an answer that stopped there,
    or of a list that came in.
    """
    tree = function_of(name, source)
    if tree is None:
        return None
    joined = "can only concatenate" in str(call.raised)  # `text[char:char + 2]`: the sum stops first
    # wherever it stands as a place, as in a copy
    by_a_row = any(
        words in str(call.raised) for words in ("arrays used as indices", "only integer scalar arrays")
    )
    # of a dictionary none is said
    stopped = type(call.raised).__name__ == "IndexError" or "indices must be" in str(call.raised) or joined
    lists, keyed = (
        _lists_that_came_in(tree, call),
        {argument.arg for argument, given in zip(tree.args.args, call.args) if isinstance(given, dict)},
    )
    for loop in (node for node in nodes_of(tree) if isinstance(node, ast.For)):
        if (
            isinstance(loop.iter, ast.Name)
            and isinstance(loop.target, ast.Name)
            and loop.iter.id not in keyed
            and (
                stopped
                and _is_indexed(loop, loop.iter.id, loop.target.id, joined)
                or loop.iter.id in lists
                and (_is_place_itself(loop) or by_a_row and _in_brackets(loop))
            )
        ):
            return (
                f"`for {loop.target.id} in {loop.iter.id}` gives you the items of `{loop.iter.id}` one by one, so `{loop.target.id}` is an item already, and no place. "
                f"(For the places, write `for {loop.target.id} in range(len({loop.iter.id}))`.)"
            )
    return None


def _lists_that_came_in(tree, call):
    """The names of the lists that an answer was given, and of those that a loop takes out of one, where they
    stand for nothing else.
    """
    values = {argument.arg: value for argument, value in zip(tree.args.args, call.args)} | call.kwargs
    set_anew = [
        node.id
        for node in nodes_of(tree)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    ]
    values = {each: value for each, value in values.items() if each not in set_anew}
    for loop in (node for node in nodes_of(tree) if isinstance(node, ast.For)):
        inside, along = getattr(loop.target, "id", ""), values.get(getattr(loop.iter, "id", ""))
        if isinstance(along, (list, tuple)) and along and set_anew.count(inside) == 1:
            values[inside] = along[0]
    return {each for each, value in values.items() if isinstance(value, (list, tuple, np.ndarray))}


def _in_brackets(loop):
    """Whether what a loop gives stands in square brackets anywhere in it."""
    return any(
        isinstance(node, ast.Subscript) and mentions(node.slice, loop.target.id) for node in ast.walk(loop)
    )


def _is_place_itself(loop):
    """Whether `items[x]`, or `items[x + 1]` and the like, stands in the body of `for x in items`, with the x
    that the loop gives.
    """
    i = loop.target.id
    inside = [node for statement in loop.body for node in ast.walk(statement)]
    if any(
        isinstance(node, ast.Name) and node.id == i and not isinstance(node.ctx, ast.Load) for node in inside
    ):
        return False
    places = (
        list(ast.walk(node.slice))
        for node in inside
        if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == loop.iter.id
    )
    plain = ast.Name, ast.Constant, ast.BinOp, ast.operator, ast.Slice, ast.expr_context
    return any(
        all(isinstance(part, plain) for part in place) and any(getattr(part, "id", "") == i for part in place)
        for place in places
    )


def side_by_side(name: str, source: str, call: Call) -> str | None:
    """Whether an answer stopped in taking apart what `for a, b in c, d` gives: that is c, and then d."""
    tree = function_of(name, source)
    if tree is None or not any(
        words in str(call.raised) for words in ("too many values to unpack", "not enough values to unpack")
    ):
        return None
    for loop in (node for node in nodes_of(tree) if isinstance(node, (ast.For, ast.comprehension))):
        if (
            isinstance(loop.target, ast.Tuple)
            and isinstance(loop.iter, ast.Tuple)
            and len(loop.target.elts) == len(loop.iter.elts) > 1
            and all(isinstance(each, (ast.Name, ast.Attribute, ast.Subscript)) for each in loop.iter.elts)
        ):
            both = ", ".join(map(ast.unparse, loop.iter.elts))
            return (
                f"With a comma between them, the loop takes one after the other. {quoted(f'zip({both})')} takes them together, "
                "one of each in every round."
            )
    return None


def beyond_the_last(name: str, source: str, call: Call) -> str | None:
    """Whether an answer that left a list's end asks for the right-hand neighbor of each place, the last one's
    too.
    """
    tree = function_of(name, source)
    if tree is None or type(call.raised).__name__ != "IndexError":
        return None
    for loop in (node for node in nodes_of(tree) if isinstance(node, ast.For)):
        walked, along = looped_over(loop.iter), ast.unparse(loop.iter)
        if (
            along == f"range(len({walked}))"
            and not any(
                isinstance(node, ast.If) and "len(" in ast.unparse(node.test) for node in ast.walk(loop)
            )
            and f"{walked}[{ast.unparse(loop.target)} + 1]" in ast.unparse(loop)
        ):
            return f"The last place has no neighbor on its right, so `{walked}[{ast.unparse(loop.target)} + 1]` doesn't exist there. Stop one earlier: `range(len({walked}) - 1)`."
    return None


def place_for_item(tree: ast.FunctionDef) -> str | None:
    """Whether the variable of `for i in range(len(items))` is used, and never to get an item."""
    for loop in (node for node in nodes_of(tree) if isinstance(node, ast.For)):
        walked = looped_over(loop.iter)
        if walked and ast.unparse(loop.iter) == f"range(len({walked}))" and isinstance(loop.target, ast.Name):
            i = loop.target.id
            used = any(
                isinstance(node, ast.Name) and node.id == i
                for statement in loop.body
                for node in ast.walk(statement)
            )
            others = [
                node.value.id
                for statement in loop.body
                for node in ast.walk(statement)
                if isinstance(node, ast.Subscript)
                and isinstance(node.value, ast.Name)
                and isinstance(node.slice, ast.Name)
                and node.slice.id == i
            ]
            # two lists, walked through by the places of a third
            if used and len(set(others)) > 1 and walked not in others:
                return f"Your loop makes a round for each place in `{walked}`, and you look up `{others[0]}[{i}]`. Did you mean `range(len({others[0]}))`?"
            in_a_table = any(
                isinstance(node, ast.Subscript)
                and isinstance(node.slice, (ast.Tuple, ast.Slice))
                and mentions(node.slice, i)
                # `hidden[i, i:]`: it knows a place from an item
                for statement in loop.body
                for node in ast.walk(statement)
            )
            if used and not in_a_table and not _is_indexed(loop, walked, i):
                return f"`{i}` is a place, counted from 0. The item at that place in `{walked}` is `{walked}[{i}]`."
    return None


def _is_indexed(loop, items, i, in_slices=False):
    """Whether `items[…i…]` stands anywhere in a loop; in_slices: `items[…i…:…]`."""
    return any(
        isinstance(node, ast.Subscript)
        and getattr(node.value, "id", "") == items
        and (isinstance(node.slice, ast.Slice) or not in_slices)
        and mentions(node.slice, i)
        for node in ast.walk(loop)
    )
