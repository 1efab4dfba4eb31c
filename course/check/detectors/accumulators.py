"""What a student's loop adds up: it begins anew in each round, is replaced or kept too early, or never changes."""

import ast
import re
import textwrap
from typing import Any

from course.check.cells import quoted
from course.check.detectors.syntax_tree import GROW, base_name, function_of, is_constant, nodes_of


def stays_as_it_began(name: str, source: str) -> str | None:
    """Whether an answer gives back a name that is given one plain value, `made = 0` or `made = []`, and that
    nothing in it can change.
    """
    tree: Any = function_of(name, source)
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
            or used.count(base_name(node.targets[0])) < 2
        ):
            continue
        segment: Any = ast.get_source_segment  # there is one: the tree is this text's
        line = segment(text, node).splitlines()[0]
        if written := re.match(r"\s*=(\+|\s*\+\s)", line[len(segment(text, node.targets[0])) :]):
            added = line[len(segment(text, node.targets[0])) + written.end() :]
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
        if all(map(is_constant, values)) and all(isinstance(each, ast.Name) for each in names)
        else []
    )


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
    if grows is not None and own and base_name(grows.value) == name:
        yield from ["changed"] if len(own) == 1 else ["read", "changed"]
    elif len(targets) == 1 and base_name(targets[0]) == name:
        if reads or only_if or isinstance(node, ast.AugAssign):
            yield "changed"
    elif own:
        yield "read"


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


def kept_too_early(tree):
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
