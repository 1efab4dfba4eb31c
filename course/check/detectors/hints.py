"""What can be seen in a student's own code and calls where no misconception has a name for it. Each is a
fact, never a guess.
"""

import ast
import builtins
import functools
import itertools
import linecache
import re
import textwrap

import numpy as np

from course.check.calls import Call, call_and_record, snapshot
from course.check.cells import imported, quoted
from course.check.errors import POWER
from course.check.values import canonical

LONGEST = 20_000  # characters of source that are looked at
# things that stand in one another in a function: to write out what is deeper, Python itself gives up
DEEPEST = 100
MOST_ASKED = 10_000  # things of an argument that are looked at
MODULES = {"np", "numpy", "math", "random", "re", "string", "itertools", "collections", "functools"}
LEAST_POWER = -745  # e to the power of less is 0
# how a list, a set or a dictionary comes to hold more
GROW = "add", "append", "appendleft", "extend", "insert", "update"


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


def ends_at_once(name: str, source: str) -> str | None:
    """Whether the answer has a loop that does some work and then returns, whatever happens, in its first
    round.
    """
    tree = function_of(name, source)
    loops = (
        [node for node in nodes_of(tree) if isinstance(node, (ast.For, ast.While)) and _ends_at_once(node)]
        if tree
        else []
    )
    if not loops:
        return None
    # behind a `break` the function goes on
    what = (
        "loop"
        if any(isinstance(node, ast.Break) for loop in loops for node in ast.walk(loop))
        else "function"
    )
    return f"There is a `return` inside a loop, without a condition: the {what} ends in {'its' if what == 'loop' else 'the'} first round."


def never_begins(name: str, source: str) -> str | None:
    """Whether an answer has a `while` that asks for a name which is nothing (`None`) when it is reached."""
    tree = function_of(name, source)
    for block in (getattr(node, "body", None) for node in ([tree, *nodes_of(tree)] if tree else [])):
        for n, loop in enumerate(block if isinstance(block, list) else []):
            asked = _asked_for(loop.test) if isinstance(loop, ast.While) else ""
            above = [node for each in block[:n] for node in ast.walk(each)]
            given = [
                node for node in above if isinstance(node, ast.Assign) and asked in map(_base, node.targets)
            ]
            if (
                asked
                and given
                and given[-1] in block
                and _is_none(given[-1].value)
                and sum(_stores(node, asked) for node in above) == len(given)
            ):
                return (
                    f"`{asked}` is nothing (`None`) when Python reaches your `while`, so the loop never starts. "
                    "`while True:` repeats until a `return` or a `break`."
                )
    return None


def stands_still(name: str, source: str) -> str | None:
    """Whether an answer that did not come to an end has a `while i < …` with a way through it on which `i`
    stays as it is.
    """
    tree = function_of(name, source)
    for loop in (node for node in nodes_of(tree) if isinstance(node, ast.While)) if tree else ():
        counter = (
            loop.test.left.id
            if isinstance(loop.test, ast.Compare) and isinstance(loop.test.left, ast.Name)
            else ""
        )
        if counter and not _moves_on(loop.body, counter):
            sets = next(
                (
                    node
                    for node in ast.walk(loop)
                    if isinstance(node, ast.Assign) and _sets(node, counter) and _is_fixed(node.value)
                ),
                None,
            )
            if sets:
                step = ast.unparse(sets.value).lstrip("+")
                return f"{quoted(ast.get_source_segment(textwrap.dedent(source), sets) or '')} sets `{counter}` to {step} each time, so the `while` never ends. `{counter} += {step}` adds {step} to it."
            return f"There is a way through your `while` on which `{counter}` stays as it is, so it never ends. Each way needs a line that moves on, such as `{counter} += 1`."
    return None


def _moves_on(block, name):
    """Whether each way through a block gives a name another value, or leaves the loop; inside another loop or
    a `try` any way will do.
    """
    for each in block:
        if (
            isinstance(each, (ast.Return, ast.Break, ast.Raise))
            or isinstance(each, ast.AugAssign)
            and _sets(each, name)
        ):
            return True
        if isinstance(each, ast.Continue):
            return False
        if isinstance(each, ast.Assign) and _sets(each, name) and not _is_fixed(each.value):
            return True
        if isinstance(each, ast.If):
            if _moves_on(each.body, name) and _moves_on(each.orelse, name):
                return True
        elif hasattr(each, "body") and _sets(each, name):
            return True
    return False


def _sets(node, name):
    return any(_stores(part, name) for part in ast.walk(node))


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
    kept = {each for each, value in given if _is_none(value)} & {
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


def _asked_for(test):
    """The name x of `while x:`, `while x is not None:` or `while x != None:`; "" of any other."""
    if (
        isinstance(test, ast.Compare)
        and isinstance(test.ops[0], (ast.IsNot, ast.NotEq))
        and len(test.ops) == 1
        and _is_none(test.comparators[0])
    ):
        test = test.left
    return getattr(test, "id", "")


def _is_none(node):
    return isinstance(node, ast.Constant) and node.value is None


def _stores(node, name):
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)


def shrinks_under_its_loop(name: str, source: str, call: Call) -> str | None:
    """Whether an answer that left a list's end, or changed what it was given, takes items out of the very
    list that a `for` goes along.
    """
    tree = function_of(name, source)
    if tree is None or type(call.raised).__name__ != "IndexError" and (call.raised or call.changed is None):
        return None
    for loop in (node for node in nodes_of(tree) if isinstance(node, ast.For)):
        if not call.raised and any(isinstance(node, (ast.Break, ast.Return)) for node in ast.walk(loop)):
            continue  # it may end there
        zipped = isinstance(loop.iter, ast.Call) and getattr(loop.iter.func, "id", "") == "zip"
        along = {*map(_named, loop.iter.args if zipped else [loop.iter])} & {
            *map(_shortened, ast.walk(loop))
        } - {""}
        if not call.raised:
            # its own list may not have changed in this call
            along &= {argument.arg for argument in tree.args.args}
        if walked := min(along, default=None):
            return (
                f"You take items out of `{walked}` while a `for` loops over it: it gets shorter, and the remaining items move up. "
                "Build a new list, or use `while`, which checks its condition every time."
            )
    return None


def _shortened(node):
    """The list out of which a statement may take items: `del x[i]`, `x[i:j] = …`, `x.pop(…)`, `x.remove(…)`;
    "" of anything else.
    """
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("pop", "remove"):
        return getattr(node.func.value, "id", "")
    if isinstance(node, (ast.Delete, ast.Assign)) and isinstance(target := node.targets[0], ast.Subscript):
        if isinstance(node, ast.Delete) or isinstance(target.slice, ast.Slice):
            return getattr(target.value, "id", "")
    return ""


def stays_as_it_began(name: str, source: str) -> str | None:
    """Whether an answer gives back a name that is given one plain value, `made = 0` or `made = []`, and that
    nothing in it can change.
    """
    tree = function_of(name, source)
    returns = [node.value for node in nodes_of(tree) if isinstance(node, ast.Return)] if tree else []
    if (
        len(returns) != 1
        or not isinstance(returns[0], ast.Name)
        or returns[0].id in {each.arg for each in ast.walk(tree.args) if isinstance(each, ast.arg)}
    ):
        return None
    kept = returns[0].id
    values = [
        node.value
        for node in nodes_of(tree)
        if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == [kept]
    ]
    plain = [value for value in values if getattr(value, "id", "") != kept]  # `made = made` changes nothing
    met = sum(isinstance(node, ast.Name) and node.id == kept for node in ast.walk(tree))
    if (
        len(plain) == 1
        and met == 1 + len(values) + len(values) - len(plain)
        and (isinstance(plain[0], ast.Constant) or ast.unparse(plain[0]) in ("[]", "{}", "list()", "dict()"))
    ):
        return f"`{kept}` starts as {quoted(ast.unparse(plain[0]))} and is returned like that: no line changes it."
    return None


def thrown_away(name: str, source: str) -> str | None:
    """Whether an answer has a line that compares or calculates, and throws away what comes of it, where
    something may be given a value instead.
    """
    tree = function_of(name, source)
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


def adds_nothing(name: str, source: str) -> str | None:
    """Whether an answer has `=+` where `+=` was meant: what is given a value so is used elsewhere, and is
    nowhere given one with a minus.
    """
    tree = function_of(name, source)
    if tree is None or "+" not in source:
        return None
    text, used = (
        textwrap.dedent(source),
        [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
        + [argument.arg for argument in tree.args.args],
    )
    assigned = [
        (node, ast.unparse(node.targets[0]))
        for node in nodes_of(tree)
        if isinstance(node, ast.Assign) and len(node.targets) == 1
    ]
    signed = {left for node, left in assigned if isinstance(_first_sign(node.value), ast.USub)}
    for node, left in assigned:
        if (
            not isinstance(_first_sign(node.value), ast.UAdd)
            or left in signed
            or used.count(_base(node.targets[0])) < 2
        ):
            continue
        line = ast.get_source_segment(text, node).splitlines()[0]
        if written := re.match(
            r"\s*=(\+|\s*\+\s)", line[len(ast.get_source_segment(text, node.targets[0])) :]
        ):
            added = line[len(ast.get_source_segment(text, node.targets[0])) + written.end() :]
            return (
                f"{quoted(line)} gives `{left}` the value of {quoted(added)}. To add it, write `+=`."
                if added
                else None
            )
    return None


def _first_sign(value):
    """What stands in front of a value: the plus of `+x`, and of `+x * 2`, which is `(+x) * 2`; None without a
    sign.
    """
    while isinstance(value, (ast.BinOp, ast.IfExp)):
        value = value.left if isinstance(value, ast.BinOp) else value.body
    return value.op if isinstance(value, ast.UnaryOp) else None


def kept_outside(name: str, source: str) -> str | None:
    """Whether an answer gives back a list or dict that stands outside of its function, and that each call
    adds to.
    """
    tree, whole = function_of(name, source), parsed(textwrap.dedent(source))
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
        getattr(node.func.value, "id", "")
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
            node.func.value
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in GROW
            else (node.value if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) else None)
        )
        if isinstance(grown, ast.Name) and grown.id in (outside & given) - inside - emptied:
            return f"`{grown.id}` is outside your function: it is made once, and every call adds to what the last one left. Make it inside, in the first line."
    return None


def truth_in_quotes(name: str, source: str, call: Call) -> str | None:
    """Whether an answer compares something with the text "True" or "False" where no such text comes in, and
    none is made.
    """
    tree = function_of(name, source)
    words = (
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
    pairs = [
        (word, other, node.ops[0])
        for node in compared
        for word, other in ((node.comparators[0], node.left), (node.left, node.comparators[0]))
        if word in words
    ]
    called = {
        _base(target)
        for node in nodes_of(tree)
        if isinstance(node, ast.Assign) and any(isinstance(part, ast.Call) for part in ast.walk(node.value))
        for target in node.targets
    }
    if len(pairs) < len(words):  # a text that the answer itself makes may be asked for
        return None
    for word, other, how in pairs:
        if isinstance(other, (ast.Name, ast.Subscript, ast.Attribute)) and _base(other) not in called | {""}:
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


def _base(target):
    """The name that an item, or a part, is one of: `counts` of `counts[x]`; "" where there is none."""
    while isinstance(target, (ast.Subscript, ast.Attribute)):
        target = target.value
    return getattr(target, "id", "")


def starts_again(name: str, source: str) -> str | None:
    """Whether an answer begins something at its start in each round of a loop, and changes it there when
    nothing asks for it any more before the next.
    """
    tree = function_of(name, source)
    for loop in (node for node in nodes_of(tree) if isinstance(node, (ast.For, ast.While))) if tree else ():
        if any(isinstance(node, (ast.Break, ast.Return)) for node in ast.walk(loop)):
            continue
        for n, begin in enumerate(loop.body):
            names = _begun(begin)
            if names and all(_is_lost(each, tree, loop, n) for each in names):
                line = (ast.get_source_segment(textwrap.dedent(source), begin) or "").splitlines()[:1]
                return f"{quoted(line[0] if line else names[0])} is inside the loop, so it starts again in every round. Put this line before the loop."
    return None


def _begun(node):
    """The names that a statement begins with a fixed or an empty value: `total = 0`, `found = []`, `total, n
    = 0, 0`; [] of any other.
    """
    if not isinstance(node, ast.Assign):
        return []
    values = node.value.elts if isinstance(node.value, ast.Tuple) and node.value.elts else [node.value]
    names = [
        part
        for target in node.targets
        for part in (target.elts if isinstance(target, ast.Tuple) else [target])
    ]
    return (
        [each.id for each in names]
        if all(map(_is_fixed, values)) and all(isinstance(each, ast.Name) for each in names)
        else []
    )


def _is_fixed(value):
    """Whether a value is a number, a text or the like, or nothing yet: `0`, `-1`, `""`, `None`, `[]`, `{}`."""
    return isinstance(
        value.operand if isinstance(value, ast.UnaryOp) else value, ast.Constant
    ) or ast.unparse(value) in ("[]", "{}")


def _is_lost(name, tree, loop, n):
    """Whether what becomes of a name in a round of a loop, behind the n-th statement of its body, is asked
    for by nothing before the next.
    """

    def uses(*nodes):
        return any(
            isinstance(part, ast.Name) and part.id == name for node in nodes for part in ast.walk(node)
        )

    later = loop.body[n + 1 :]
    if uses(*loop.body[:n]) or isinstance(loop, ast.While) and uses(loop.test):  # the next round asks first
        return False
    if any(
        isinstance(node, (ast.For, ast.While, ast.FunctionDef, ast.Lambda, ast.ClassDef)) and uses(node)
        for statement in later
        for node in ast.walk(statement)
    ):
        return False
    met = [what for statement in later for what in _met(name, statement)]
    after = (
        node
        for node in nodes_of(tree)
        if isinstance(node, ast.Name)
        and node.id == name
        and isinstance(node.ctx, ast.Load)
        and node.lineno > loop.end_lineno
    )
    # it may be in a list already, and change there
    if any(isinstance(part, (ast.List, ast.Dict)) for part in ast.walk(loop.body[n])) and "read" in met:
        return False
    return "changed" in met and "read" not in met[met.index("changed") :] and ("read" in met or any(after))


def _met(name, node, only_if=False):
    """How a name is met in a statement, in the order of the text: "read", or "changed" where nothing else
    learns of it.
    """
    if isinstance(node, (ast.If, ast.With, ast.Try)):
        for part in ast.iter_child_nodes(node):
            yield from _met(name, part, only_if or not isinstance(node, ast.With))
        return
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AugAssign)
        else []
    )
    grows = (
        node.value.func
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "attr", "") in GROW
        else None
    )
    own = [part for part in ast.walk(node) if isinstance(part, ast.Name) and part.id == name]
    reads = [part for part in own if isinstance(part.ctx, ast.Load)]
    if grows is not None and own and _base(grows.value) == name:
        yield from ["changed"] if len(own) == 1 else ["read", "changed"]
    elif len(targets) == 1 and _base(targets[0]) == name:
        if reads or only_if or isinstance(node, ast.AugAssign):
            yield "changed"
    elif own:
        yield "read"


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


def came_back(name: str, source: str, call: Call) -> str | None:
    """Whether what an answer gave back is what it was given, as it was."""
    tree = function_of(name, source)
    names = [argument.arg for argument in tree.args.args] if tree else []
    if call.same is None or call.changed or call.same >= len(names):
        return None
    return f"You returned `{names[call.same]}` itself, exactly as it came in. Return what you made from it."


def range_of_a_list(name: str, source: str, call: Call) -> str | None:
    """Whether an answer stopped since `range` was given a list: are its items meant, or its places?"""
    if not any(
        f"'{kind}' object cannot be interpreted as an integer" in str(call.raised)
        for kind in ("list", "str", "tuple", "dict")
    ):
        return None
    tree, (_, line) = (
        function_of(name, source),
        getattr(call.raised, "where", None) or _last_line(call.raised),
    )
    for loop in (
        node
        for node in (nodes_of(tree) if tree else ())
        if isinstance(node, (ast.For, ast.comprehension)) and isinstance(node.target, ast.Name)
    ):
        walked, each = re.fullmatch(r"range\((\w+)\)", ast.unparse(loop.iter)), loop.target.id
        if walked and walked[0] in (line or source):
            places = any(_indexed(part, walked[1], each) for part in tree.body)
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
                and _indexed(loop, loop.iter.id, loop.target.id, joined)
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
        isinstance(node, ast.Subscript) and _speaks_of(node.slice, loop.target.id) for node in ast.walk(loop)
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
        walked, along = _named(loop.iter), ast.unparse(loop.iter)
        if (
            along == f"range(len({walked}))"
            and not any(
                isinstance(node, ast.If) and "len(" in ast.unparse(node.test) for node in ast.walk(loop)
            )
            and f"{walked}[{ast.unparse(loop.target)} + 1]" in ast.unparse(loop)
        ):
            return f"The last place has no neighbor on its right, so `{walked}[{ast.unparse(loop.target)} + 1]` doesn't exist there. Stop one earlier: `range(len({walked}) - 1)`."
    return None


def times_for_rows_with_columns(name: str, source: str, call: Call) -> str | None:
    """Whether an answer that stopped over two shapes multiplies two of the tables that it was given number by
    number, and where it did so first.
    """
    tree = function_of(name, source) if "broadcast" in str(call.raised) else None
    tables = (
        {
            each.arg
            for each, value in zip(tree.args.args, call.args)
            if isinstance(value, np.ndarray) and value.ndim == 2
        }
        if tree
        else set()
    )
    products = [
        node
        for node in (nodes_of(tree) if tree else ())
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
    ]
    for node in sorted(products, key=lambda node: (node.lineno, node.col_offset)):
        if _base(node.left) in tables and _base(node.right) in tables:
            return f"{quoted(ast.unparse(node))} multiplies number by number. Rows with columns is `@`."
    return None


def root_of_each_square(name: str, source: str, call: Call) -> str | None:
    """Whether an answer that stopped since an array is no yes or no takes the root of each square by itself:
    their sum was meant, the square of a length.
    """
    tree = function_of(name, source) if "truth value of an array" in str(call.raised) else None
    for node in nodes_of(tree) if tree else ():
        inside = (
            node.left
            if isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Pow)
            and ast.unparse(node.right) in ("0.5", "1 / 2")
            else node.args[0]
            if isinstance(node, ast.Call)
            and node.args
            and ast.unparse(node.func) in ("np.sqrt", "numpy.sqrt")
            else None
        )
        if (
            isinstance(inside, ast.BinOp)
            and isinstance(inside.op, ast.Pow)
            and ast.unparse(inside.right) == "2"
        ):
            return f"{quoted(ast.unparse(node))} is an array: the root of each square by itself. For a length, add the squares up first, with `.sum()`."
    return None


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


def place_for_item(tree: ast.FunctionDef) -> str | None:
    """Whether the variable of `for i in range(len(items))` is used, and never to get an item."""
    for loop in (node for node in nodes_of(tree) if isinstance(node, ast.For)):
        walked = _named(loop.iter)
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
                and _speaks_of(node.slice, i)
                # `hidden[i, i:]`: it knows a place from an item
                for statement in loop.body
                for node in ast.walk(statement)
            )
            if used and not in_a_table and not _indexed(loop, walked, i):
                return f"`{i}` is a place, counted from 0. The item at that place in `{walked}` is `{walked}[{i}]`."
    return None


def _named(along):
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


def _indexed(loop, items, i, in_slices=False):
    """Whether `items[…i…]` stands anywhere in a loop; in_slices: `items[…i…:…]`."""
    return any(
        isinstance(node, ast.Subscript)
        and getattr(node.value, "id", "") == items
        and (isinstance(node.slice, ast.Slice) or not in_slices)
        and _speaks_of(node.slice, i)
        for node in ast.walk(loop)
    )


def _speaks_of(tree, name):
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(tree))


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


def moves_up(tree: ast.FunctionDef) -> str | None:
    """Whether a loop keeps the place of an item that it then takes out of the same list: the places that it
    finds after that are others.
    """
    for loop in (node for node in nodes_of(tree) if isinstance(node, (ast.For, ast.While))):
        calls = [
            node
            for statement in loop.body
            for node in ast.walk(statement)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) == 1
        ]
        found = {
            (ast.unparse(node.value.func.value), ast.unparse(node.targets[0]))
            for node in loop.body
            if isinstance(node, ast.Assign) and node.value in calls and node.value.func.attr == "index"
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


def too_small_for_exp(tree: ast.FunctionDef, call: Call) -> str | None:
    """Whether an answer raises e to such powers that a computer has no number for what comes of them."""
    used = any(
        isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "exp"
        for node in nodes_of(tree)
    )
    lists = (
        [
            part
            for each in call.args
            for part in (each.values() if isinstance(each, dict) else [each])
            if isinstance(part, (list, tuple))
        ]
        if used
        else []
    )
    if any(
        sum(number for number in each if type(number) is float) < LEAST_POWER for each in lists[:MOST_ASKED]
    ):
        return f"e to a power below {LEAST_POWER} is 0 to a computer: there `exp` makes all alike.".replace(
            "-", "−"
        )
    return None


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
                and _base(each) not in MODULES
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
        id(node.func.value)
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


def loop_name_unused(name: str, source: str) -> str | None:
    """Whether a loop over one of the arguments never uses what it gives, and the whole argument in its place."""
    tree = function_of(name, source)
    given = {each.arg for each in tree.args.args} if tree else set()
    for loop in (node for node in nodes_of(tree) if isinstance(node, ast.For)) if tree else ():
        nodes = [node for statement in loop.body for node in ast.walk(statement)]
        inside = [node.id for node in nodes if isinstance(node, ast.Name)]
        in_part = {
            id(part)
            for node in nodes
            for part in (
                [node.value]
                if isinstance(node, ast.Subscript)
                else node.args
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "len"
                else []
            )
        }
        # no item of it, nor its length
        whole = any(
            isinstance(node, ast.Name) and node.id == getattr(loop.iter, "id", "") and id(node) not in in_part
            for node in nodes
        )
        if (
            isinstance(loop.target, ast.Name)
            and loop.target.id != "_"
            and getattr(loop.iter, "id", "") in given
            and loop.target.id not in inside
            and whole
        ):
            return f"Your loop gives `{loop.target.id}`, and never uses it. Did you mean it where you wrote `{loop.iter.id}`, which is all of them?"
    return None


def item_unused(name: str, source: str, call: Call) -> str | None:
    """Whether a loop over `enumerate` never uses the item that it gives, and takes something else than those
    items by its place.
    """
    tree = function_of(name, source)
    for loop in (node for node in nodes_of(tree) if isinstance(node, ast.For)) if tree else ():
        if not (
            isinstance(loop.target, ast.Tuple)
            and len(loop.target.elts) == 2
            and all(isinstance(each, ast.Name) for each in loop.target.elts)
            and isinstance(loop.iter, ast.Call)
            and getattr(loop.iter.func, "id", "") == "enumerate"
            and loop.iter.args
        ):
            continue
        (place, item), along = (each.id for each in loop.target.elts), ast.unparse(loop.iter.args[0])
        inside = [node for statement in loop.body for node in ast.walk(statement)]
        taken = next(
            (
                node
                for node in inside
                if isinstance(node, ast.Subscript) and getattr(node.slice, "id", "") == place
            ),
            None,
        )
        if (
            taken
            and not any(
                isinstance(node, ast.Name) and node.id == item
                for node in ast.walk(tree)
                if node not in loop.target.elts
            )
            and ast.unparse(taken.value) != along
        ):
            return f"`enumerate` gives a place and an item, and your loop never uses the item, `{item}`. Did you mean `{ast.unparse(taken.value)}[{item}]`?"
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


def replaced_each_round(name: str, source: str) -> str | None:
    """Whether a number that begins before a loop gets another value in each of its rounds, without what it
    had, and is read behind the loop: `+=` was meant.
    """
    tree = function_of(name, source)
    for block in (
        []
        if tree is None
        else [node.body for node in (tree, *nodes_of(tree)) if isinstance(getattr(node, "body", None), list)]
    ):
        begun = set()
        for at, node in enumerate(block):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Constant)
                and type(node.value.value) in (int, float)
            ):
                begun |= {getattr(target, "id", "") for target in node.targets}
            elif isinstance(node, ast.For):
                behind = {
                    part.id
                    for later in block[at + 1 :]
                    for part in ast.walk(later)
                    if isinstance(part, ast.Name)
                }
                for line in node.body:
                    if (left := _replaced(line, node)) in begun & behind:
                        return f"{quoted(ast.unparse(line))} replaces what `{left}` was in each round of the loop, so only the last round counts. To add up, write `+=`."
    return None


def _replaced(line, loop):
    """The name that a line of a loop gives a value made from the loop's own variable, where nothing else in
    the loop has to do with it; or None.
    """
    if not (
        isinstance(line, ast.Assign)
        and isinstance(line.targets[0], ast.Name)
        and isinstance(loop.target, ast.Name)
    ):
        return None
    left, read = line.targets[0].id, {part.id for part in ast.walk(line.value) if isinstance(part, ast.Name)}
    alone = sum(isinstance(part, ast.Name) and part.id == left for part in ast.walk(loop)) == 1
    return left if alone and loop.target.id in read else None


def _kept_too_early(tree):
    """An `items.append(total)` in an inner loop that is still adding up what its outer loop began at a number
    -> as it is written, or None.
    """
    for outer in (node for node in nodes_of(tree) if isinstance(node, ast.For)):
        begun = {
            getattr(node.targets[0], "id", "")
            for node in outer.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        }
        for inner in (node for node in outer.body if isinstance(node, ast.For)):
            totals = {
                getattr(node.target, "id", "") for node in inner.body if isinstance(node, ast.AugAssign)
            } & begun
            for call in (
                node.value
                for node in inner.body
                if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
            ):
                if (
                    getattr(call.func, "attr", "") == "append"
                    and call.args
                    and getattr(call.args[0], "id", None) in totals
                ):
                    return ast.unparse(call)
    return None


def in_the_source(name: str, source: str, call: Call) -> str | None:
    """What else the text of an answer shows."""
    tree = function_of(name, source)
    if callable(call.result):
        return "This is the function itself, not its result: it needs a pair of brackets after it."
    if tree is None:
        return None
    text = re.sub(r"#.*", "", _text_of(tree, source))
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
    if not call.raised and (found := _kept_too_early(tree)):
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


def _text_of(tree, source):
    """The lines of a function."""
    return "\n".join(textwrap.dedent(source).splitlines()[tree.lineno - 1 : tree.end_lineno])


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


def _called_by_nobody(tree):
    """The name of a function that stands in a function, and is used nowhere but in itself; or None."""
    for inner in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        outside = (node for statement in tree.body if statement is not inner for node in ast.walk(statement))
        if not any(isinstance(node, ast.Name) and node.id == inner.name for node in outside):
            return inner.name
    return None


def _ends_at_once(loop):
    forever = isinstance(loop, ast.While) and isinstance(loop.test, ast.Constant)
    skips = any(isinstance(node, ast.Continue) for node in ast.walk(loop))  # a `break` ends it as well
    return not forever and not skips and len(loop.body) > 1 and isinstance(loop.body[-1], ast.Return)


def _constant(side):
    return isinstance(side, ast.Constant)
