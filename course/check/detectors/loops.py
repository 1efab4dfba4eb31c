"""When a student's loop begins and ends, and whether it uses what it goes along."""

import ast
import textwrap
from typing import Any

from course.check.calls import Call
from course.check.cells import quoted
from course.check.detectors.syntax_tree import (
    base_name,
    function_of,
    is_constant,
    is_none,
    is_stored,
    looped_over,
    nodes_of,
)


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
    block: Any
    for block in (getattr(node, "body", None) for node in ([tree, *nodes_of(tree)] if tree else [])):
        for n, loop in enumerate(block if isinstance(block, list) else []):
            asked = _asked_for(loop.test) if isinstance(loop, ast.While) else ""
            above = [node for each in block[:n] for node in ast.walk(each)]
            given = [
                node
                for node in above
                if isinstance(node, ast.Assign) and asked in map(base_name, node.targets)
            ]
            if (
                asked
                and given
                and given[-1] in block
                and is_none(given[-1].value)
                and sum(is_stored(node, asked) for node in above) == len(given)
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
                    if isinstance(node, ast.Assign) and _sets(node, counter) and is_constant(node.value)
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
        if isinstance(each, ast.Assign) and _sets(each, name) and not is_constant(each.value):
            return True
        if isinstance(each, ast.If):
            if _moves_on(each.body, name) and _moves_on(each.orelse, name):
                return True
        elif hasattr(each, "body") and _sets(each, name):
            return True
    return False


def _sets(node, name):
    return any(is_stored(part, name) for part in ast.walk(node))


def _asked_for(test):
    """The name x of `while x:`, `while x is not None:` or `while x != None:`; "" of any other."""
    if (
        isinstance(test, ast.Compare)
        and isinstance(test.ops[0], (ast.IsNot, ast.NotEq))
        and len(test.ops) == 1
        and is_none(test.comparators[0])
    ):
        test = test.left
    return getattr(test, "id", "")


def shrinks_under_its_loop(name: str, source: str, call: Call) -> str | None:
    """Whether an answer that left a list's end, or changed what it was given, takes items out of the very
    list that a `for` goes along.
    """
    tree = function_of(name, source)
    if tree is None or type(call.raised).__name__ != "IndexError" and (call.raised or call.changed is None):
        return None
    loop: Any
    for loop in (node for node in nodes_of(tree) if isinstance(node, ast.For)):
        if not call.raised and any(isinstance(node, (ast.Break, ast.Return)) for node in ast.walk(loop)):
            continue  # it may end there
        zipped = isinstance(loop.iter, ast.Call) and getattr(loop.iter.func, "id", "") == "zip"
        along = {*map(looped_over, loop.iter.args if zipped else [loop.iter])} & {
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


def loop_name_unused(name: str, source: str) -> str | None:
    """Whether a loop over one of the arguments never uses what it gives, and the whole argument in its place."""
    tree = function_of(name, source)
    given = {each.arg for each in tree.args.args} if tree else set()
    loop: Any
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
    tree: Any = function_of(name, source)
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
        (place, item), along = (each.id for each in loop.target.elts), ast.unparse(loop.iter.args[0])  # type: ignore[attr-defined]  # names all
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


def _ends_at_once(loop):
    forever = isinstance(loop, ast.While) and isinstance(loop.test, ast.Constant)
    skips = any(isinstance(node, ast.Continue) for node in ast.walk(loop))  # a `break` ends it as well
    return not forever and not skips and len(loop.body) > 1 and isinstance(loop.body[-1], ast.Return)
