"""What a student's function computes with numpy's functions or with powers, and does not mean."""

import ast

import numpy as np

from course.check.calls import Call
from course.check.cells import quoted
from course.check.detectors.syntax_tree import MOST_ASKED, base_name, function_of, nodes_of

LEAST_POWER = -745  # e to the power of less is 0


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
        if base_name(node.left) in tables and base_name(node.right) in tables:
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
        sum(number for number in each if type(number) in (int, float)) < LEAST_POWER
        for each in lists[:MOST_ASKED]
    ):
        return f"e to a power below {LEAST_POWER} is 0 to a computer: there `exp` makes all alike.".replace(
            "-", "−"
        )
    return None
