"""Wrong answers as text: what misconceptions.py writes down of an exercise, and the cell that each stands for.

    count_pairs = {
        "You counted across the borders: count inside each piece.": instead("tally(pairwise(sum(pieces, [])))"),
        "You rounded.": [result(f"round(it, {n})") for n in (0, 1, 2)],
        "Your division is upside down.": edit("count / total", "total / count"),
    }

A dictionary with the name of the answer: message -> one wrong answer, or a list of several that look alike.
Each is the text of a cell, as a student would hand it in. A text may use what the notebook has above the
answer, what the file itself defines, and the answer's own name, which means the right one.
"""

import ast
import builtins
import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass

from nbformat import NotebookNode

from course.check.scopes import names
from course.exercise.way import Way
from course.notebook import slicing
from course.notebook.document import kind, solution


@dataclass(frozen=True)
class Wrong:
    """One wrong answer. verb: edit, result or instead; line: where misconceptions.py says so."""

    verb: str
    code: str
    old: str = ""
    line: int = 0


def edit(old: str, new: str) -> Wrong:
    """The source's own answer with one piece of its text changed; `old` occurs in it exactly once, white space
    counts.
    """
    return Wrong("edit", new, old, _line())


def result(code: str) -> Wrong:
    """An expression of the right result, `it`, and the parameters."""
    return Wrong("result", code, line=_line())


def instead(code: str | Callable) -> Wrong:
    """An expression of the parameters, or a function of the same file."""
    return Wrong("instead", code if isinstance(code, str) else code.__name__, line=_line())


def _line():
    return sys._getframe(2).f_lineno


def ways_of(answer: str, mistakes: dict, file: ast.Module, nb: NotebookNode) -> list[Way]:
    """The wrong answers of one exercise. file: the tree of misconceptions.py.

    Raises ValueError, with the line, for a text that stands for no cell.
    """
    writer, found, taken = _Writer(answer, file, nb), [], set()
    for message, some in mistakes.items():
        for wrong in some if isinstance(some, list) else [some]:
            try:
                text = writer.text(wrong)
                code = compile(text, f"misconceptions.py, line {wrong.line}", "exec")
            except (SyntaxError, ValueError) as error:
                raise ValueError(f"misconceptions.py, line {wrong.line}, `{answer}`: {error}") from error
            words = " ".join(message.split()[:5])
            name = next(n for n in [words, *(f"{words} ({i})" for i in range(2, 99))] if n not in taken)
            taken.add(name)
            make = functools.partial(writer.made, code)
            found.append(Way(answer, name, "function", None, message, make, _has_state(text), text=text))
    return found


def _has_state(text):
    """Whether a call may depend on earlier ones: a default is made once, and so is what stands outside."""
    body = ast.parse(text).body
    kept = any(not isinstance(node, (ast.FunctionDef, ast.Import, ast.ImportFrom)) for node in body)
    return kept or any(
        isinstance(node, ast.arguments) and node.defaults for node in ast.walk(ast.parse(text))
    )


class _Writer:
    """Writes the cells of one answer."""

    def __init__(self, answer, file, nb):
        self.answer, self.file, self.nb = answer, file, nb
        cell = next(c for c in reversed(slicing.cells_for(nb, answer)) if kind(c) == "solution")
        self.cell = solution(cell)
        tree = ast.parse(self.cell)
        self.function = next(node for node in tree.body if getattr(node, "name", "") == answer)
        self.alone = not names(tree)[1] - {answer}  # the cell makes nothing else
        self.slice = slicing.slice_for(nb, answer)
        self.known = names(ast.parse(self.slice))[1] | vars(builtins).keys()

    def text(self, wrong):
        if wrong.verb == "edit":
            if (n := self.cell.count(wrong.old)) != 1:
                raise ValueError(f"{wrong.old!r} occurs {n} times in the answer, not once")
            made, above = self.cell.replace(wrong.old, wrong.code), ""
            if ast.dump(ast.parse(made)) == ast.dump(ast.parse(self.cell)):
                raise ValueError("it is the answer itself")
        else:
            node, right = self._defined(wrong), f"right_{self.answer}"
            renamed = _Renamed({self.answer: right} if wrong.verb == "instead" else {})
            node.body = [renamed.visit(each) for each in node.body]
            is_asked = wrong.verb == "result" or renamed.found
            above = "" if self.alone and not is_asked else self.cell + "\n\n"
            above += f"{right} = {self.answer}\n\n" if is_asked else ""
            made = ast.unparse(ast.fix_missing_locations(node))
        needed = self._helpers(above + made)
        return "\n\n".join([*needed, above + made])

    def _defined(self, wrong):
        """The function that answers, as a node."""
        own = [node for node in self.file.body if getattr(node, "name", "") == wrong.code]
        if own and isinstance(own[0], ast.FunctionDef):
            node = ast.parse(ast.unparse(own[0])).body[0]
            node.body = [_Renamed({node.name: self.answer}).visit(each) for each in node.body]
            node.name = self.answer
            return node
        node = ast.parse(ast.unparse(self.function)).body[0]
        value = ast.parse(wrong.code.strip(), mode="eval").body
        node.body, node.decorator_list, node.returns = [ast.Return(value)], [], None
        if wrong.verb == "result":
            arguments = ", ".join(each.arg for each in node.args.args)
            node.body.insert(0, ast.parse(f"it = right_{self.answer}({arguments})").body[0])
        return node

    def _helpers(self, text):
        """The statements of the file that a text needs, in their order. Raises ValueError for a name that
        neither the file nor the notebook has.
        """
        binds = [names(ast.Module([node], [])) for node in self.file.body]
        uses, made = names(ast.parse(text))
        wanted, taken = uses - made - self.known, set()
        while more := {i for i, (_, b) in enumerate(binds) if i not in taken and b & wanted}:
            taken |= more
            wanted |= set().union(*(binds[i][0] for i in more)) - self.known
        if unknown := wanted - set().union(*(binds[i][1] for i in taken)):
            raise ValueError(f"nobody defines {', '.join(sorted(unknown))}")
        return [ast.unparse(self.file.body[i]) for i in sorted(taken)]

    @functools.cached_property
    def space(self):
        made = {"__name__": "reference"}
        exec(compile(self.slice, f"<reference {self.answer}>", "exec"), made)
        return made

    def made(self, code):
        """The function of a cell, without memory of earlier calls."""
        space = dict(self.space)
        exec(code, space)
        return space[self.answer]


class _Renamed(ast.NodeTransformer):
    def __init__(self, other):
        self.other, self.found = other, False

    def visit_Name(self, node):
        self.found |= node.id in self.other
        return ast.copy_location(ast.Name(self.other.get(node.id, node.id), node.ctx), node)
