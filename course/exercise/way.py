"""One way to answer an exercise, right or wrong, all that are known of an assignment, and the source's own
answer.
"""

import copy
import linecache
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from course.notebook.slicing import slice_for


@dataclass
class Way:
    """One way to answer: a function, a value, or one (item, choice) of a sorting; `message` is for the
    student.
    """

    answer: str
    name: str
    kind: str  # function, value, choice
    value: Any
    message: str = ""
    make: Callable | None = None  # of a look-alike, and of what is written as text: what makes its function
    has_state: bool = False  # whether a call may depend on the calls before it
    text: str = ""  # the cell that it stands for, where that is how it was written
    is_look_alike: bool = False
    kin: str = ""  # of a look-alike: the message of the misconception that it does not speak against

    def fresh(self) -> Callable:
        """Its function, without memory of earlier calls: a default such as `={}` is made again."""
        if self.make:
            return self.make()
        if not getattr(self.value, "__defaults__", None):
            return self.value
        new = types.FunctionType(
            self.value.__code__,
            self.value.__globals__,
            self.value.__name__,
            copy.deepcopy(self.value.__defaults__),
            self.value.__closure__,
        )
        new.__kwdefaults__ = copy.deepcopy(self.value.__kwdefaults__)
        return new


@dataclass
class Ways:
    """What is known of an assignment: answer -> its ways."""

    wrong: dict
    right: dict
    alike: dict = field(default_factory=dict)  # look-alikes by rule, where they are another kind of mistake


def reference_of(notebook: NotebookNode, answer: str) -> object:
    """The value that `answer` has in a source notebook."""
    source = slice_for(notebook, answer)
    name = f"<reference {answer}>"
    linecache.cache[name] = len(source), None, source.splitlines(True), name
    space = {"__name__": "reference"}
    exec(compile(source, name, "exec"), space)
    return space[answer]
