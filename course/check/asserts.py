"""Which assert failed, and what it expected: read from the traceback and the cell's own source."""

import ast
import linecache
from dataclasses import dataclass
from typing import Any, TypeGuard


@dataclass
class Failed:
    """One failed assert of a test cell, taken apart."""

    node: ast.Assert
    frame: Any  # where its names have their values
    subject: Any  # a node: the side that comes from the student
    expected: Any = None  # a node: the side that does not, for == and close(…)
    negated: bool = False  # assert not …

    @property
    def lines(self) -> range:
        return range(self.node.lineno, self.node.end_lineno + 1)  # type: ignore[operator]  # it was parsed, so it has one

    def value(self) -> object:
        """The expected side's value; None of it is the student's, so evaluating it again is safe."""
        return eval(
            compile(ast.Expression(self.expected), "<expected>", "eval"),
            self.frame.f_globals,
            self.frame.f_locals,
        )


def failed_assert(traceback, filename: str, answers: tuple[str, ...]) -> Failed | None:
    """The assert of `filename` at which `traceback` ends -> Failed, or None if it ends in other code.

    answers: names that belong to the student. The position in the bytecode tells the assert apart from others
    on its line.
    """
    while traceback.tb_next:
        traceback = traceback.tb_next
    frame = traceback.tb_frame
    if frame.f_code.co_filename != filename:
        return None
    line, _, column, _ = list(frame.f_code.co_positions())[traceback.tb_lasti // 2]
    tree = ast.parse("".join(linecache.getlines(filename)))
    here = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert)
        and (node.lineno, node.col_offset) <= (line, column) <= (node.end_lineno, node.end_col_offset)
    ]
    return take_apart(here[-1], frame, answers) if here else None


def take_apart(node: ast.Assert, frame, answers: tuple[str, ...]) -> Failed:
    """An assert's subject and expected side -> Failed. The expected side is the one that calls no answer and
    names none.
    """
    test, negated = node.test, False
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, negated = test.operand, True
    sides = []
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        sides = [test.left, test.comparators[0]]
    elif is_call(test, "close") and len(test.args) >= 2:
        sides = test.args[:2]
    ours = [side for side in sides if not names(side) & set(answers)]
    if len(ours) == 1 and not negated:
        theirs = sides[1 - sides.index(ours[0])]
        return Failed(node, frame, theirs, ours[0])
    return Failed(node, frame, test, negated=negated)


def is_call(node: ast.AST, name: str) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
