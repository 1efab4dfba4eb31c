"""Rules that change the code of an answer: each takes a function's syntax tree and yields trees with one change each."""

import ast
import copy
from collections.abc import Callable

from course.exercise.mutant_messages import (
    BORDER,
    FIRST_ROUND,
    FLOORED,
    LAST_ROUND,
    ONE_OFF,
    OTHER_END,
    OTHER_EQUAL,
)


def return_in_the_loop(tree):
    for new, block, loop in _loops(tree):
        if isinstance(block[-1], ast.Return) and block[-1] is not loop:
            last = loop
            while isinstance(last.body[-1], (ast.For, ast.While)):
                last.body.append(copy.deepcopy(block[-1]))
                last = last.body[-2]
            last.body.append(block.pop())
            yield new
    for new, block, loop in _loops(tree):  # or only the outer one
        if (
            isinstance(block[-1], ast.Return)
            and block[-1] is not loop
            and isinstance(loop.body[-1], (ast.For, ast.While))
        ):
            loop.body.append(block.pop())
            yield new


def first_round_only(tree):
    for new, owner in _iterations(tree):
        owner.iter = _expression("list(it)[:1]", it=owner.iter)
        yield new


def last_round_only(tree):
    for new, owner in _iterations(tree):
        owner.iter = _expression("list(it)[-1:]", it=owner.iter)
        yield new
    for new, block, loop in _loops(tree):
        at = block.index(loop)
        first = at
        while first and isinstance(block[first - 1], ast.Assign):
            first -= 1
        if isinstance(loop, ast.For) and first < at:
            loop.body[:0] = block[first:at]
            del block[first:at]
            yield new


def one_off(tree):
    for one, call in _each(
        tree, lambda n: isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "range"
    ):
        for end, by in (-1, -1), (-1, 1), (0, 1), (0, -1):
            if end == -1 or len(call.args) > 1:
                yield from _changed(one, call, "args", end, by)
        if len(call.args) == 1:
            new, call = _copy(one, call)
            call.args.insert(0, ast.Constant(1))
            yield new
    for one, cut in _each(tree, lambda n: isinstance(n, ast.Slice)):
        for side in "lower", "upper":
            for by in (1, -1):
                old = getattr(cut, side)
                if old is None and by == (1 if side == "lower" else -1):
                    new, cut2 = _copy(one, cut)
                    setattr(
                        cut2, side, ast.Constant(by) if by > 0 else ast.UnaryOp(ast.USub(), ast.Constant(1))
                    )
                    yield new
                elif old is not None:
                    new, cut2 = _copy(one, cut)
                    setattr(
                        cut2,
                        side,
                        ast.BinOp(getattr(cut2, side), ast.Add() if by > 0 else ast.Sub(), ast.Constant(1)),
                    )
                    yield new


def at_the_border(tree):
    other = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
    for new, compare in _each(tree, lambda n: isinstance(n, ast.Compare) and type(n.ops[0]) in other):
        compare.ops[0] = other[type(compare.ops[0])]()
        yield new


def other_end(tree):
    swap = {"min": "max", "max": "min", "argmin": "argmax", "argmax": "argmin"}
    for new, call in _each(tree, lambda n: isinstance(n, ast.Call) and _called(n) in swap):
        if isinstance(call.func, ast.Name):
            call.func.id = swap[call.func.id]
        else:
            call.func.attr = swap[call.func.attr]
        yield new
    for one, key in _each(tree, lambda n: isinstance(n, ast.Lambda)):
        for i in range(sum(isinstance(n, ast.UnaryOp) and isinstance(n.op, ast.USub) for n in ast.walk(key))):
            new, key2 = _copy(one, key)
            [n for n in ast.walk(key2) if isinstance(n, ast.UnaryOp) and isinstance(n.op, ast.USub)][
                i
            ].op = ast.UAdd()
            yield new
    for new, call in _each(tree, lambda n: isinstance(n, ast.Call) and _called(n) == "sorted"):
        reverse = [word for word in call.keywords if word.arg == "reverse"]
        call.keywords = [word for word in call.keywords if word not in reverse]
        if not reverse:
            call.keywords.append(ast.keyword("reverse", ast.Constant(True)))
        yield new


def other_equal(tree):
    for new, call in _each(
        tree,
        lambda n: isinstance(n, ast.Call) and _called(n) in ("min", "max", "sorted", "argmax") and n.args,
    ):
        if _called(call) == "argmax":
            call.args[0], whole = _expression("it[::-1]", it=call.args[0]), call.args[0]
            _become(call, _expression("len(whole) - 1 - call", whole=whole, call=copy.copy(call)))
        else:
            call.args[0] = _expression("list(it)[::-1]", it=call.args[0])
        yield new
    for new, call in _each(
        tree, lambda n: isinstance(n, ast.Call) and _called(n) in ("min", "max", "sorted")
    ):
        for word in call.keywords:
            if (
                word.arg == "key"
                and isinstance(word.value, ast.Lambda)
                and isinstance(word.value.body, ast.Tuple)
            ):
                word.value.body = word.value.body.elts[0]
                yield new


def whole_numbers(tree):
    for new, division in _each(tree, lambda n: isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div)):
        division.op = ast.FloorDiv()
        yield new


def operands_swapped(tree):
    for new, each in _each(
        tree, lambda n: isinstance(n, ast.BinOp) and isinstance(n.op, (ast.Sub, ast.Div, ast.Pow))
    ):
        each.left, each.right = each.right, each.left
        yield new


def overwritten(tree):
    for new, add in _each(tree, lambda n: isinstance(n, ast.AugAssign)):
        _become(add, ast.Assign([add.target], add.value))
        yield new
    for new, put in _each(
        tree,
        lambda n: (
            isinstance(n, ast.Assign)
            and isinstance(n.targets[0], ast.Subscript)
            and isinstance(n.value, ast.BinOp)
            and isinstance(n.value.op, ast.Add)
        ),
    ):
        put.value = put.value.right
        yield new


def half_a_condition(tree):
    for one, both in _each(tree, lambda n: isinstance(n, ast.BoolOp)):
        for i in range(len(both.values)):
            new, both2 = _copy(one, both)
            _become(both2, both2.values[i])
            yield new


def another_start(tree):
    for new, number in _each(
        tree, lambda n: isinstance(n, ast.Constant) and type(n.value) is int and n.value in (0, 1, 256)
    ):
        number.value = {0: 1, 1: 0, 256: 257}[number.value]
        yield new


RULES: dict[str, tuple[Callable, str | None]] = {
    "return in the loop": (return_in_the_loop, FIRST_ROUND),
    "first round only": (first_round_only, FIRST_ROUND),
    "last round only": (last_round_only, LAST_ROUND),
    "off by one": (one_off, ONE_OFF),
    "at the border": (at_the_border, BORDER),
    "the other end": (other_end, OTHER_END),
    "another of equals": (other_equal, OTHER_EQUAL),
    "whole numbers": (whole_numbers, FLOORED),
    "operands swapped": (operands_swapped, ""),
    "overwritten": (overwritten, LAST_ROUND),
    "half a condition": (half_a_condition, ""),
    "another start": (another_start, ""),
}


def _copy(tree, node):
    """A copy of the tree -> (copy, the node in it)."""
    at = next(i for i, each in enumerate(ast.walk(tree)) if each is node)
    new = copy.deepcopy(tree)
    return new, next(each for i, each in enumerate(ast.walk(new)) if i == at)


def _each(tree, test):
    """For each node that passes `test`: (a copy of the tree, the node in it)."""
    for node in [node for node in ast.walk(tree) if test(node)]:
        yield _copy(tree, node)


def _become(node, other):
    node.__class__, node.__dict__ = other.__class__, other.__dict__


def _iterations(tree):
    yield from _each(tree, lambda n: isinstance(n, (ast.For, ast.comprehension)))


def _loops(tree):
    """For each loop: (a copy of the tree, the block that it stands in, the loop)."""
    for node in ast.walk(tree):
        for name in ("body", "orelse"):
            block = getattr(node, name, None)
            for i, each in enumerate(block if isinstance(block, list) else []):
                if isinstance(each, (ast.For, ast.While)):
                    new, owner = _copy(tree, node)
                    yield new, getattr(owner, name), getattr(owner, name)[i]


def _changed(tree, node, name, at, by):
    new, node = _copy(tree, node)
    values = getattr(node, name)
    values[at] = ast.BinOp(values[at], ast.Add() if by > 0 else ast.Sub(), ast.Constant(1))
    yield new


def _expression(text, **parts):
    """The tree of an expression whose names are replaced by other trees."""

    class Put(ast.NodeTransformer):
        def visit_Name(self, node):
            return parts.get(node.id, node)

    return Put().visit(ast.parse(text, mode="eval").body)


def _called(call):
    return getattr(call.func, "id", getattr(call.func, "attr", ""))
