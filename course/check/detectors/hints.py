"""What can be seen in a student's own code and calls where no misconception has a name for it. Each is a
fact, never a guess.
"""

import ast
import builtins
import re
import textwrap
from typing import Any

from course.check.calls import Call, call_and_record, snapshot
from course.check.cells import imported, quoted
from course.check.detectors.accumulators import kept_too_early
from course.check.detectors.errors import POWER
from course.check.detectors.indexing import place_for_item
from course.check.detectors.numerics import too_small_for_exp
from course.check.detectors.syntax_tree import GROW, MODULES, function_of, nodes_of, parsed, text_of
from course.check.values import canonical


def remembers(call: Call, answer) -> str | None:
    """Whether the answer, called once more just as it was at first, gives something else."""
    if call.raised or any(map(callable, [*call.args, *call.kwargs.values()])):
        return None
    again, _ = call_and_record(call.name, answer, [snapshot(a) for a in call.args], snapshot(call.kwargs))
    if again.raised or canonical(again.result) == canonical(call.result):
        return None
    return (
        f"The same call, {call}, gives a different result the second time. Do you keep something from call to call? "
        "A default such as `={}` is made only once, and so is a variable outside the function."
    )


def gap_left(name: str, source: str, call: Call) -> str | None:
    """Whether a gap, `...`, of a beginning that an exercise gives is still open in an answer; in brackets
    behind an array it is numpy's, unless it stopped there.
    """
    tree = function_of(name, source)
    nodes = nodes_of(tree) if tree else []
    behind = [
        each.slice for each in nodes if isinstance(each, ast.Subscript) and "ellipsis" not in str(call.raised)
    ]
    of_numpy = {
        id(part) for each in behind for part in (each.elts if isinstance(each, ast.Tuple) else [each])
    }
    gap = next(
        (
            node
            for node in nodes
            if isinstance(node, ast.Constant) and node.value is ... and id(node) not in of_numpy
        ),
        None,
    )
    if gap is None:
        return None
    line = textwrap.dedent(source).splitlines()[gap.lineno - 1].partition("#")[0]
    return f"There is still a gap in the line {quoted(line)}: replace `...` with your own code."


def thrown_away(name: str, source: str) -> str | None:
    """Whether an answer has a line that compares or calculates, and throws away what comes of it, where
    something may be given a value instead.
    """
    tree: Any = function_of(name, source)
    goes_along = {
        part.id
        for loop in (nodes_of(tree) if tree else ())
        if isinstance(loop, ast.For)
        for part in ast.walk(loop.target)
        if isinstance(part, ast.Name)
    }
    for node in nodes_of(tree) if tree else ():
        value = node.value if isinstance(node, ast.Expr) else None
        first = getattr(value, "left", None)
        while isinstance(first, ast.BinOp):  # `text + word + " "` begins with text
            first = first.left
        if not isinstance(first, (ast.Name, ast.Subscript, ast.Attribute)):
            continue
        line, left = (quoted(ast.unparse(each))[1:-1] for each in (node, first))
        if isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq):
            return f"`{line}` only asks whether the two are equal. To give the left one a value, write a single `=`."
        if isinstance(value, ast.BinOp):
            if node is tree.body[-1] and not any(isinstance(each, ast.Return) for each in nodes_of(tree)):
                do = "To return it, write `return` in front."
            elif isinstance(first, ast.Subscript) or getattr(first, "id", "") in goes_along:
                # not the caller's, nor the loop's own
                do = "To keep it, put it where your answer collects its results: to the right of a `=`, or on a list."
            else:
                do = f"To keep it, give it a name, for example `{left} = {line}`."
            return f"The result of `{line}` is thrown away. {do}"
    return None


def kept_outside(name: str, source: str) -> str | None:
    """Whether an answer gives back a list or dict that stands outside of its function, and that each call
    adds to.
    """
    tree = function_of(name, source)
    whole: Any = parsed(textwrap.dedent(source))
    if tree is None:
        return None
    outside = {
        target.id
        for node in whole.body
        if isinstance(node, ast.Assign)
        for target in ast.walk(ast.Tuple(node.targets))
        if isinstance(target, ast.Name)
    }
    inside = {
        node.id for node in nodes_of(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    } | {each.arg for each in ast.walk(tree.args) if isinstance(each, ast.arg)}
    emptied = {
        getattr(getattr(node.func, "value", None), "id", "")
        for node in nodes_of(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "clear"
    }
    given = {
        node.id
        for back in nodes_of(tree)
        if isinstance(back, ast.Return) and back.value
        for node in ast.walk(back.value)
        if isinstance(node, ast.Name)
    }
    for node in nodes_of(tree):
        grown = (
            getattr(node.func, "value", None)
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in GROW
            else (node.value if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) else None)
        )
        if isinstance(grown, ast.Name) and grown.id in (outside & given) - inside - emptied:
            return f"`{grown.id}` is outside your function: it is made once, and every call adds to what the last one left. Make it inside, in the first line."
    return None


def came_back(name: str, source: str, call: Call) -> str | None:
    """Whether what an answer gave back is what it was given, as it was."""
    tree = function_of(name, source)
    names = [argument.arg for argument in tree.args.args] if tree else []
    if call.same is None or call.changed or call.same >= len(names):
        return None
    return f"You returned `{names[call.same]}` itself, exactly as it came in. Return what you made from it."


def changes_nothing(name: str, source: str, call: Call) -> str | None:
    """Whether an answer has a line whose outcome nobody gets: a call of a function that it was given, or a
    new value for the variable of a loop.
    """
    tree = function_of(name, source)
    given = {argument.arg for argument in tree.args.args} if tree else set()
    for node in nodes_of(tree) if tree else ():
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and getattr(node.value.func, "id", "") in given
        ):
            return f"The result of `{quoted(ast.unparse(node))[1:-1]}` is thrown away: give it a name, or pass it on."
        last = node.body[-1] if isinstance(node, ast.For) else None
        if (
            isinstance(last, ast.Assign)
            and isinstance(node.target, ast.Name)
            and ast.unparse(last.targets[0]) == node.target.id
        ):
            return f"`{quoted(ast.unparse(last))[1:-1]}` gives the name `{node.target.id}` another value, but only for this round. What you loop over doesn't change: put the values into something new."
    return None


def _compared_once(tree):
    """What to say of `each == bot or end`, where the second value is compared with nothing, or None."""
    for node in nodes_of(tree):
        if not (
            isinstance(node, ast.BoolOp)
            and isinstance(node.values[0], ast.Compare)
            and isinstance(node.values[0].ops[0], (ast.Eq, ast.NotEq))
        ):
            continue
        alone = node.values[1]
        if isinstance(alone, (ast.Name, ast.Constant)) and not isinstance(
            getattr(alone, "value", None), bool
        ):
            first, second, left = map(ast.unparse, (node.values[0], alone, node.values[0].left))
            sign, word = (
                "==" if isinstance(node.values[0].ops[0], ast.Eq) else "!=",
                "or" if isinstance(node.op, ast.Or) else "and",
            )
            return (
                f"`{first} {word} {second}` compares once: `{second}` by itself counts as true, unless it is 0 or empty. "
                f"Compare twice: `{first} {word} {left} {sign} {second}`."
            )
    return None


def _text_repeated(tree):
    """A text in quotes that is multiplied by a name -> as it is written, or None."""
    for node in nodes_of(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            for text, other in (node.left, node.right), (node.right, node.left):
                if (
                    isinstance(text, ast.Constant)
                    and isinstance(text.value, str)
                    and isinstance(other, ast.Name)
                ):
                    return ast.unparse(text).replace("'", '"')
    return None


def from_elsewhere(name: str, source: str, beside: bool = False) -> str | None:
    """Whether an answer uses a value of the notebook's that nobody passes to it, in place of an argument that
    it never uses; beside: or next to all of them. A module is no such value.
    """
    tree = function_of(name, source)
    if tree is None:
        return None
    inside = [node for part in tree.body for node in ast.walk(part)]
    read = [node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    called = {getattr(node.func, "id", "") for node in inside if isinstance(node, ast.Call)}
    made = {
        node.id for node in inside if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    } | {node.arg for node in inside if isinstance(node, ast.arg)}
    # functions of its own, `except … as`, imports
    made |= {getattr(node, "name", None) or "" for node in inside} | MODULES | set(dir(builtins)) | imported()
    given = [each.arg for each in (*tree.args.args, *tree.args.kwonlyargs)]
    free = sorted({each for each in read if each.islower()} - made - called - set(given))
    unused = [each for each in given if each not in read and each not in made]
    if len(free) != 1 or not given or len(unused) > 1 or not (unused or beside):
        return None
    meant = unused or given[:1]
    return (
        f"`{free[0]}` is something else in this notebook, which nobody passes to your function"
        + (f", and `{unused[0]}` is never used" if unused else "")
        + f". Did you mean `{meant[0]}`?"
    )


def argument_unused(name: str, source: str) -> str | None:
    """Whether an answer never uses an argument: what it does instead, such as calling a function of the
    notebook's, need not be what the check passes.
    """
    tree = function_of(name, source)
    if tree is None:
        return None
    used = {node.id for part in tree.body for node in ast.walk(part) if isinstance(node, ast.Name)}
    unused = [each.arg for each in tree.args.args if each.arg not in used]
    # one that uses none of them does not work with them yet
    if len(unused) != 1 or len(tree.args.args) == 1:
        return None
    return f"`{unused[0]}` comes in as an argument, and your function never uses it."


def moves_up(tree: ast.FunctionDef) -> str | None:
    """Whether a loop keeps the place of an item that it then takes out of the same list: the places that it
    finds after that are others.
    """
    for loop in (node for node in nodes_of(tree) if isinstance(node, (ast.For, ast.While))):
        calls: list[Any] = [
            node
            for statement in loop.body
            for node in ast.walk(statement)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) == 1
        ]
        found = {
            (ast.unparse(node.value.func.value), ast.unparse(node.targets[0]))  # type: ignore[attr-defined]  # of calls
            for node in loop.body
            if isinstance(node, ast.Assign) and node.value in calls and node.value.func.attr == "index"  # type: ignore[attr-defined]  # of calls
        }
        kept = {ast.unparse(each.args[0]) for each in calls if each.func.attr == "append"}
        for each in calls:
            if (
                each.func.attr == "pop"
                and (ast.unparse(each.func.value), place := ast.unparse(each.args[0])) in found
                and place in kept
            ):
                return f"After {quoted(ast.unparse(each))}, all that came later is one place further left: the places that you find from then on are others."
    return None


def from_left_to_right(tree: ast.FunctionDef) -> str | None:
    """Whether an answer has `a // b * c // d`: the last division is of all that comes before."""
    for node in nodes_of(tree):
        parts = [
            each
            for each in (
                node,
                getattr(node, "left", None),
                getattr(getattr(node, "left", None), "left", None),
            )
            if isinstance(each, ast.BinOp)
        ]
        if [type(each.op) for each in parts] == [ast.FloorDiv, ast.Mult, ast.FloorDiv] and len(
            {each.col_offset for each in parts}
        ) == 1:
            return f"{quoted(ast.unparse(node))} goes from left to right, so its last `//` divides all that comes before. Brackets keep two divisions apart: `(a // b) * (c // d)`."
    return None


def the_same_object(name: str, source: str) -> str | None:
    """Whether an answer compares two things with `is` that both are no constants."""
    tree = function_of(name, source)
    if tree and any(
        isinstance(op, (ast.Is, ast.IsNot))
        and not any(_constant(side) for side in (node.left, *node.comparators))
        for node in nodes_of(tree)
        if isinstance(node, ast.Compare)
        for op in node.ops
    ):
        return "`is` asks whether two names mean the same object. `==` asks whether two values are equal."
    return None


def in_the_source(name: str, source: str, call: Call) -> str | None:
    """What else the text of an answer shows."""
    tree = function_of(name, source)
    if callable(call.result):
        return "This is the function itself, not its result: it needs a pair of brackets after it."
    if tree is None:
        return None
    text = re.sub(r"#.*", "", text_of(tree, source))
    if (isinstance(call.result, tuple) or "'tuple'" in str(call.raised)) and (
        found := re.search(r"\b\d{1,3}(,\d{3})+\b", text)
    ):
        return f"A comma separates two things: `{found[0]}` is {found[0].count(',') + 1} numbers. Write large numbers without it, or with `_`: `{found[0].replace(',', '_')}`."
    if any(
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor) for node in nodes_of(tree)
    ) and not isinstance(call.result, (set, frozenset, bool)):
        return POWER
    returns = [node for node in nodes_of(tree) if isinstance(node, ast.Return) and node.value is not None]
    if not call.raised and call.result is None:
        if any(
            isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "print"
            for node in returns
        ):
            return "`print` shows something and gives nothing back, so that is what you return. Leave it out: `return` and the value itself."
        if inner := _called_by_nobody(tree):
            return f"There is another function inside yours, `{inner}`, and nothing calls it. Is the `def` line there twice?"
        if not returns and any(
            isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print" for node in nodes_of(tree)
        ):
            return "You print the result. `return` it instead, so that other code can use it."
        last, only = tree.body[-1], sum(isinstance(node, ast.Return) for node in nodes_of(tree)) == 1
        if only and isinstance(last, ast.Return) and isinstance(last.value, ast.Name):
            left = (
                "Does the `break` end the loop too early?"
                if any(isinstance(node, ast.Break) for node in nodes_of(tree))
                else "Is its `if` ever true? (Numbers below zero, say, are never larger than 0.)"
            )
            return f"When Python reaches `return {last.value.id}`, `{last.value.id}` is still nothing (`None`): no line that would change it has run. {left}"
        return None
    if found := _compared_once(tree):
        return found
    if not call.raised and (found := kept_too_early(tree)):
        return (
            f"`{found}` is part of the inner loop, so it keeps a number in each of its rounds, while it is still adding up. "
            "Move it below that loop: as far to the right as the line with the inner `for`."
        )
    if isinstance(call.raised, TypeError) and (found := _text_repeated(tree)):
        return f"`… * {found}` repeats a text. If it is a key, look up what it stands for: `d[{found}]`."
    if type(call.raised).__name__ == "UnboundLocalError" and (found := _function_made_a_variable(tree)):
        return (
            f"Inside your function, `{found}` is a variable, because you give it a value there. So `{found}(…)` no longer calls the function of that name. "
            "Give the variable another name."
        )
    if isinstance(call.raised, NameError):
        return None
    return (
        place_for_item(tree)
        or from_elsewhere(name, source, beside=True)
        or moves_up(tree)
        or from_left_to_right(tree)
        or too_small_for_exp(tree, call)
    )


def _function_made_a_variable(tree):
    """A name that is called in a function, and is given a value there by what it is called for, as in `words
    = words(text)`; or None.
    """
    for node in nodes_of(tree):
        names = (
            {target.id for target in getattr(node, "targets", []) if isinstance(target, ast.Name)}
            if isinstance(node, ast.Assign)
            else set()
        )
        if found := names & {
            getattr(call.func, "id", "") for call in ast.walk(node) if isinstance(call, ast.Call)
        }:
            return found.pop()
    return None


def _called_by_nobody(tree):
    """The name of a function that stands in a function, and is used nowhere but in itself; or None."""
    for inner in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        outside = (node for statement in tree.body if statement is not inner for node in ast.walk(statement))
        if not any(isinstance(node, ast.Name) and node.id == inner.name for node in outside):
            return inner.name
    return None


def _constant(side):
    return isinstance(side, ast.Constant)
