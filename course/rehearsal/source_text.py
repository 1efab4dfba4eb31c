"""An answer as a student would hand it in: the source of a way to answer, with all that it needs, and nothing
of the course's classroom.

    >>> print(source_of(way, notebook, notebooks.bindings(notebook)))
    def double(x):
        return x + x

A way is a function that lives here, in this process. Its own text is found by the places that its code
remembers; what it needs (helpers, data, modules, what it was made with) is written down as it is now. So it
does not matter whether a function was made by a def, a lambda, a decorator or a loop.
"""

import ast
import builtins
import copy
import dis
import linecache
import math
import textwrap
import types
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache

import numpy as np
from nbformat import NotebookNode

from course.check.scopes import names
from course.exercise.mistakes import reference
from course.exercise.way import Way
from course.notebook import slicing

# what Python puts first, with no place of its own
NO_PLACE = {"RESUME", "COPY_FREE_VARS", "MAKE_CELL", "RETURN_GENERATOR", "POP_TOP"}


def source_of(way: Way, notebook: NotebookNode, bound: tuple, value: object = None) -> str:
    """The text of a cell in which `way` is the answer. bound: the notebook's `bindings`; value: what the way
    stands for, if that is no function.

    Raises ValueError for what cannot be written down.
    """
    if way.text:
        return way.text
    return _Writing(notebook, *bound).of(way.answer, way.value if way.kind == "function" else value)


class _Writing:
    """One cell that is being written: what stands above the answer, name by name."""

    def __init__(self, notebook, modules, others):
        self.notebook, self.modules, self.others = notebook, modules, others
        self.above, self.references, self.nameless = {}, set(), []

    def of(self, answer, value):
        if not isinstance(value, types.FunctionType):
            made = [f"{answer} = {self.text(value)}"]
        else:
            made = self.defined(value, answer)
        above = [text for text in self.above.values() if text]
        if self.references:
            above.insert(0, self.written_references())
        taken = self.others | {name for name, statement in self.modules.items() if statement not in above}
        if all(text.startswith(("import ", "from ")) for text in above) and taken.isdisjoint(self.above):
            return "\n".join([*above, *([""] if above else []), *made])
        # so that no name of the notebook's is taken
        inside = textwrap.indent("\n".join([*above, *made, f"return {answer}"]), "    ")
        return f"def make_{answer}():\n{inside}\n\n\n{answer} = make_{answer}()"

    def defined(self, function, name):
        """The lines that define a function under this name; what it needs is put above."""
        node = copy.deepcopy(_node_of(function))
        node.args.defaults, node.args.kw_defaults, node.decorator_list = (
            [],
            [None] * len(node.args.kwonlyargs),
            [],
        )
        uses, _ = names(
            ast.fix_missing_locations(
                ast.Module([ast.Expr(node) if isinstance(node, ast.Lambda) else node], [])
            )
        )
        own, free = (
            function.__code__.co_name,
            dict(zip(function.__code__.co_freevars, function.__closure__ or ())),
        )
        for used in sorted(uses - free.keys() - {"reference"}):
            if used in function.__globals__ and function.__globals__[used] is not function:
                self.put(used, function.__globals__[used], taken=name)
        self.references |= {call.args[0].value for call in ast.walk(node) if _is_reference(call, function)}
        arguments = node.args
        arguments.defaults = [self.expression(value) for value in function.__defaults__ or ()]
        arguments.kw_defaults = [
            self.expression((function.__kwdefaults__ or {})[each.arg])
            if each.arg in (function.__kwdefaults__ or {})
            else None
            for each in arguments.kwonlyargs
        ]
        if isinstance(node, ast.Lambda):
            node = ast.FunctionDef(name, arguments, [ast.Return(node.body)], [], lineno=1)
        else:
            node.name = name
            # the docstring is the message
            node.body = node.body[ast.get_docstring(node) is not None :] or [ast.Pass()]
        lines = [ast.unparse(ast.fix_missing_locations(node))]
        if own != name and own in uses and function.__globals__.get(own) is function:
            lines.append(f"{own} = {name}")  # it calls itself
        if free:
            given = ", ".join(self.text(cell.cell_contents) for cell in free.values())
            inside = textwrap.indent("\n".join([*lines, f"return {name}"]), "    ")
            lines = [f"def with_{name}({', '.join(free)}):\n{inside}", f"{name} = with_{name}({given})"]
        return lines

    def put(self, name, value, taken=""):
        """Have `name` stand for `value` above the answer."""
        if name == taken:
            raise ValueError(f"it needs another {name!r} than itself")
        if name in self.above:
            return
        self.above[name] = ""  # two may need each other
        if isinstance(value, types.ModuleType):
            self.above[name] = f"import {value.__name__}" + (f" as {name}" if name != value.__name__ else "")
        elif _is_ours(value):
            self.above[name] = "\n".join(self.defined(value, name))
        elif place := _place_of(value):
            module, its_name = place
            self.above[name] = f"from {module} import {its_name}" + (
                f" as {name}" if name != its_name else ""
            )
        else:
            text = self.text(value)
            self.above[name] = f"{name} = {text}"
        self.above[name] = self.above.pop(name)  # behind what it needs itself

    def expression(self, value):
        return ast.parse(self.text(value), mode="eval").body

    def text(self, value):
        """An expression for a value."""
        kind = type(value)
        if value is None or value is ... or kind in (bool, int, str, bytes, complex):
            return repr(value)
        if kind is float:
            return repr(value) if math.isfinite(value) else f"float({str(value)!r})"
        if kind in (list, set, tuple, frozenset):
            inside = ", ".join(map(self.text, value))
            return {
                list: f"[{inside}]",
                tuple: f"({inside}{',' * (len(value) == 1)})",
                set: f"{{{inside}}}" if value else "set()",
                frozenset: f"frozenset([{inside}])",
            }[kind]
        if kind is defaultdict:
            self.put("defaultdict", defaultdict)
            return f"defaultdict({self.text(value.default_factory)}, {self.text(dict(value))})"
        if isinstance(value, dict):
            inside = (
                "{" + ", ".join(f"{self.text(key)}: {self.text(item)}" for key, item in value.items()) + "}"
            )
            return inside if kind is dict else f"{self.named(kind)}({inside})"
        if kind in (Fraction, Decimal):
            return f"{self.named(kind)}({str(value)!r})"
        if isinstance(value, np.ndarray):
            self.put("np", np)
            return f"np.array({self.text(value.tolist())}, dtype={str(value.dtype)!r})"
        if isinstance(value, np.generic):
            self.put("np", np)
            return f"np.{kind.__name__}({self.text(value.item())})"
        if isinstance(value, types.FunctionType) and value.__globals__.get("__name__") == "reference":
            self.references.add(value.__name__)
            return f"reference({value.__name__!r})"
        if isinstance(value, types.FunctionType) and _is_ours(value) or _place_of(value):
            return self.named(value)
        raise ValueError(f"{value!r:.80} cannot be written down")

    def named(self, value):
        """A name for a function or a class, which is put above."""
        name = value.__name__
        # others may be called the same
        if _is_ours(value) and (name.startswith("<") or "<locals>" in value.__qualname__):
            self.nameless += [] if any(value is other for other in self.nameless) else [value]
            name = f"helper_{1 + next(n for n, other in enumerate(self.nameless) if other is value)}"
        if getattr(builtins, name, None) is not value:
            self.put(name, value)
        return name

    def written_references(self):
        """A function `reference`, which gives the author's own answers that are asked for."""
        lines = ["def reference(answer):"]
        for answer in sorted(self.references):
            lines += [
                f"    if answer == {answer!r}:",
                textwrap.indent(slicing.slice_for(self.notebook, answer), " " * 8),
                f"        return {answer}",
            ]
        return "\n".join(lines)


# --- where a function stands ---


def _node_of(function):
    """The tree of a function: of all those that begin in its line and hold all places of its code, the
    innermost.
    """
    code = function.__code__
    places = [step.positions for step in dis.get_instructions(code) if step.opname not in NO_PLACE]
    places = [
        (p.lineno, p.col_offset, p.end_lineno, p.end_col_offset)
        for p in places
        if None not in (p.lineno, p.col_offset, p.end_lineno, p.end_col_offset) and p.end_col_offset
    ]
    found = []
    for node in _functions(code.co_filename).get(code.co_firstlineno, []):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
            return node
        if isinstance(node, ast.Lambda) and code.co_name == "<lambda>":
            body = node.body
            start, end = (body.lineno, body.col_offset), (body.end_lineno, body.end_col_offset)
            if all(start <= place[:2] and place[2:] <= end for place in places):
                found.append((end[0] - start[0], end[1] - start[1], len(found), node))
    if not found:
        raise ValueError(f"the text of {function.__name__} is not known")
    return min(found)[-1]


@cache
def _functions(file):
    """The functions of a file, by the line in which Python has them begin."""
    found = {}
    for node in ast.walk(ast.parse("".join(linecache.getlines(file)))):
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            found.setdefault(
                min(each.lineno for each in (node, *getattr(node, "decorator_list", ()))), []
            ).append(node)
    return found


def _is_ours(value):
    """Whether a function stands in a file of an assignment's answers, which no student has."""
    return isinstance(value, types.FunctionType) and value.__globals__.get("__name__", "").startswith(
        ("misconceptions_of_", "answers_of_")
    )


def _place_of(value):
    """Where a function, class or value can be imported from -> (module, name); None if nobody knows."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
    if module is None and isinstance(value, types.BuiltinFunctionType):
        module = getattr(value.__self__, "__name__", None)
    if isinstance(value, np.ufunc):
        module, name = "numpy", value.__name__
    ours = not isinstance(module, str) or module.startswith(
        ("misconceptions_of_", "answers_of_", "course.exercise")
    )
    return None if ours or not name.isidentifier() else (module, name)


def _is_reference(call, function):
    """Whether a node is `reference("…")`. Raises ValueError for one of which nobody knows what is asked for."""
    if not (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "reference"
        and function.__globals__.get("reference") is reference
    ):
        return False
    if not (len(call.args) == 1 and isinstance(call.args[0], ast.Constant)):
        raise ValueError("it asks for a reference by no name")
    return True
