"""Texts and names that a student's function mixes up: quotes too many, an f or brackets missing."""

import ast
import itertools
import re
from typing import Any

from course.check.calls import Call
from course.check.cells import quoted
from course.check.detectors.syntax_tree import GROW, MODULES, MOST_ASKED, base_name, function_of, nodes_of


def truth_in_quotes(name: str, source: str, call: Call) -> str | None:
    """Whether an answer compares something with the text "True" or "False" where no such text comes in, and
    none is made.
    """
    tree = function_of(name, source)
    words: list[Any] = (
        [
            node
            for node in nodes_of(tree)
            if isinstance(node, ast.Constant) and node.value in ("True", "False")
        ]
        if tree
        else []
    )
    if not words or any(_is_said_in(word.value, [call.args, call.kwargs]) for word in words):
        return None
    compared = [
        node
        for node in nodes_of(tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.ops[0], (ast.Eq, ast.NotEq))
        and len(node.ops) == 1
    ]
    pairs: list[Any] = [
        (word, other, node.ops[0])
        for node in compared
        for word, other in ((node.comparators[0], node.left), (node.left, node.comparators[0]))
        if word in words
    ]
    called = {
        base_name(target)
        for node in nodes_of(tree)
        if isinstance(node, ast.Assign) and any(isinstance(part, ast.Call) for part in ast.walk(node.value))
        for target in node.targets
    }
    if len(pairs) < len(words):  # a text that the answer itself makes may be asked for
        return None
    for word, other, how in pairs:
        if isinstance(other, (ast.Name, ast.Subscript, ast.Attribute)) and base_name(other) not in called | {
            ""
        }:
            asks = f"if {'' if (word.value == 'True') == isinstance(how, ast.Eq) else 'not '}{ast.unparse(other)}:"
            return f'In quotes, `"{word.value}"` is a text. The truth value has no quotes: `{word.value}`. And {quoted(asks)} is enough to ask for it.'
    return None


def name_in_quotes(name: str, source: str, call: Call) -> str | None:
    """Whether an answer writes the name that its loop gives in quotes, for a key or as what a method is asked
    for, where no such text comes in.
    """
    tree = function_of(name, source)
    for loop in (node for node in nodes_of(tree) if isinstance(node, ast.For)) if tree else ():
        nodes = [node for statement in loop.body for node in ast.walk(statement)]
        made = [target for node in nodes if isinstance(node, ast.Assign) for target in node.targets]
        names = {
            node.id
            for target in [loop.target, *made]
            for node in ast.walk(target)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        asked = [node.slice for node in nodes if isinstance(node, ast.Subscript)] + [
            each
            for node in nodes
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            for each in node.args
        ]
        for word in (node.value for node in asked if isinstance(node, ast.Constant)):
            if isinstance(word, str) and word in names and not _is_said_in(word, [call.args, call.kwargs]):
                return f'In quotes, `"{word}"` is a word, the same in every round. Without quotes, `{word}` is what the loop gives or makes.'
    return None


def _is_said_in(word, values):
    """Whether a text among these values, or in what they hold, has a word in it."""
    left = [values]
    for _ in range(MOST_ASKED):
        value = left.pop() if left else None
        if isinstance(value, str) and word in value:
            return True
        for within in (
            (value, value.values())
            if isinstance(value, dict)
            else (value,)
            if isinstance(value, (list, tuple, set))
            else ()
        ):
            left += itertools.islice(within, MOST_ASKED)
        if not left or len(left) > MOST_ASKED:
            break
    return bool(left)  # of what is left, it may be


METHODS = {
    "append",
    "argmax",
    "argmin",
    "capitalize",
    "copy",
    "count",
    "decode",
    "encode",
    "extend",
    "flatten",
    "hexdigest",
    "items",
    "join",
    "keys",
    "lower",
    "max",
    "mean",
    "min",
    "pop",
    "ravel",
    "removesuffix",
    "replace",
    "rstrip",
    "split",
    "splitlines",
    "strip",
    "sum",
    "tobytes",
    "tolist",
    "upper",
    "values",
}


def without_brackets(name: str, source: str) -> str | None:
    """Whether an answer names a method and does not call it, where it needs what the method makes: compared,
    kept, returned, put on a list.
    """
    tree = function_of(name, source)
    for node in nodes_of(tree) if tree else ():
        inside = (
            [node.left, *node.comparators]
            if isinstance(node, ast.Compare)
            else [node.left, node.right]
            if isinstance(node, ast.BinOp)
            else [node.value]
            if isinstance(node, (ast.Return, ast.Assign, ast.AugAssign, ast.Expr))
            or isinstance(node, ast.Subscript)
            and isinstance(node.slice, ast.Slice)
            else node.args
            if isinstance(node, ast.Call)
            and (
                getattr(node.func, "attr", "") in (*GROW, "argmin", "argmax", "array")
                or getattr(node.func, "id", "") in ("len", "int", "float")
            )
            else []
        )
        for each in inside:
            if (
                isinstance(each, ast.Attribute)
                and each.attr in METHODS
                and base_name(each) not in MODULES
                and not isinstance(each.ctx, ast.Store)
            ):
                what = quoted(ast.unparse(each))[1:-1]
                return f"`{what}` without brackets is the function itself, not what it makes: `{what}()`."
    return None


def text_without_f(name: str, source: str) -> str | None:
    """Whether an answer has a text in quotes that holds all the names which a loop gives, two or more, or one
    of them in curly brackets: an f is missing.
    """
    tree = function_of(name, source)
    nodes = nodes_of(tree) if tree else []
    loops = [node for node in nodes if isinstance(node, (ast.For, ast.comprehension))]
    # pieces of f-strings
    formed = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    formed |= {
        id(getattr(node.func, "value", None))
        for node in nodes
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format"
    }
    formed |= {id(node.value) for node in nodes if isinstance(node, ast.Expr)}  # a docstring
    for loop in loops:
        names = {part.id for part in ast.walk(loop.target) if isinstance(part, ast.Name)}
        for node in nodes:
            text = (
                node.value
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in formed
                else ""
            )
            if any(f"{{{each}}}" in text for each in names):
                return f"An f is missing in front of {quoted(ast.unparse(node))}: without it the text holds the curly brackets and the names themselves."
            if (
                isinstance(node, ast.JoinedStr)
                and len(names) > 1
                and not any(isinstance(part, ast.FormattedValue) for part in node.values)
                and names <= set(re.findall(r"\w+", ast.unparse(node)[2:-1]))
            ):
                return f"In an f-string the names stand in curly brackets: without them, {quoted(ast.unparse(node))} is the same text in every round."
            if len(names) > 1 and names <= set(re.findall(r"\w+", text)):
                put = re.sub(rf"\b({'|'.join(map(re.escape, names))})\b", r"{\1}", text)
                return f"In quotes, {quoted(ast.unparse(node))} is the same text in every round. An f-string puts in what the names stand for: `f{ast.unparse(ast.Constant(put))}`."
    return None


def other_capitals(name: str, source: str, call: Call) -> str | None:
    """Whether an answer compares with a text in quotes that differs in capitals alone from one that it was
    given.
    """
    tree = function_of(name, source)
    given = {value for value in [*call.args, *call.kwargs.values()] if isinstance(value, str)}
    for node in (each for each in (nodes_of(tree) if tree else ()) if isinstance(each, ast.Compare)):
        for side in (node.left, *node.comparators):
            word = side.value if isinstance(side, ast.Constant) and isinstance(side.value, str) else None
            meant = next(
                (each for each in given if word and each != word and each.lower() == word.lower()), None
            )
            if meant and not any(isinstance(other, ast.Call) for other in (node.left, *node.comparators)):
                return f"`{word!r}` and `{meant!r}` are two different texts to Python: capital and small letters count."
    return None
