"""A call of an answer: what was asked, what came of it, and where in the student's code it went wrong."""

import contextlib
import copy
import functools
import linecache
import os
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.check.context import current
from course.check.limits import limited
from course.check.show import show_value
from course.check.values import (
    MOST_LISTED,
    MOST_MET,
    canonical,
    is_copy,
    is_of_own_making,
    is_small,
    is_too_much,
    widened,
)


@dataclass
class Call:
    """One call of an answer: what was asked, and what came of it."""

    name: str
    args: list  # before the call
    kwargs: dict
    line: int = 0  # in the test cell
    result: object = None
    raised: BaseException | None = None
    after: tuple = ()  # args and kwargs after the call
    same: int | None = None  # which of the args came back, itself

    def __str__(self):
        shown = [show_value(a) for a in self.args] + [f"{k}={show_value(v)}" for k, v in self.kwargs.items()]
        return f"{self.name}({', '.join(shown)})"

    @functools.cached_property
    def end(self) -> str:
        """What came of it as a text, the same of a list and of an array. Written once, as the next: it may be
        long, and is compared with a hundred others. The call is over by then.
        """
        return f"raised {kind_of(self.raised)}" if self.raised else canonical(_listed(self.result))

    @functools.cached_property
    def left(self) -> str:
        """What it has made of its arguments, as a text: "" if they are as they were, which most calls leave
        them.
        """
        before = self.args, self.kwargs
        with contextlib.suppress(RecursionError):  # a list that holds itself
            if is_copy(self.after, before):
                return ""
        text = canonical(self.after)
        return "" if text == canonical(before) else text

    @functools.cached_property
    def mark(self) -> str:
        """All of the call as a text: two answers that behave alike leave the same marks."""
        return "|".join(
            [
                self.name,
                canonical(self.args),
                canonical(self.kwargs),
                self.end,
                self.left or canonical((self.args, self.kwargs)),
            ]
        )

    @property
    def changed(self) -> tuple | None:
        """The argument that the call changed, as (before, after), or None."""
        before = [*self.args, *self.kwargs.values()]
        after = [*self.after[0], *self.after[1].values()]
        return next((pair for pair in zip(before, after) if canonical(pair[0]) != canonical(pair[1])), None)


def _listed(value, deep=3):
    """A value with its arrays as lists, so far in as answers have them: in a pair of tables."""
    if isinstance(value, np.ndarray):
        return value.tolist() if is_small(value) else value
    if deep and type(value) in (list, tuple) and len(value) <= MOST_LISTED:
        return type(value)(_listed(each, deep - 1) for each in value)
    return value


# what an error is about: words that Python's sentences have in every version, for its names with many causes
ABOUT = {
    "ValueError": ["empty", "in range", "unpack", "in list", "literal"],
    "TypeError": [
        "unhashable",
        "not callable",
        "not iterable",
        "no len()",
        "not subscriptable",
        "indices must be",
        "concat",
        "unsupported operand",
        "not supported between",
        "argument",
        "item assignment",
        "cannot be interpreted as an integer",
        "sequence item",
    ],
    "IndexError": ["assignment", "pop", "arrays used as indices"],
}


def kind_of(error: BaseException) -> str:
    """An error by its name, and by what it says where everybody may meet one: of a key that is missing the
    key, of arrays that do not fit numpy's sentence, of others a word. (Python's own sentences differ from one
    version to the next.)
    """
    # where it is graded, a function of the check's is a stub
    name, said = type(error).__name__, str(error).partition("\n")[0][:200].replace("'Stub'", "'function'")
    if name == "KeyError" or name == "ValueError" and ("array" in said or "operand" in said):
        return f"{name} {said}"
    if name == "AttributeError" and (found := re.search(r"'\w+' object has no attribute '\w+'", said)):
        return f"{name} {found[0]}"
    about = next((words for words in ABOUT.get(name, []) if words in said), "")
    of = (
        re.search(r"'(\w+)' object|of type '(\w+)'|'(\w+)' and '(\w+)'", said)
        if name == "TypeError"
        else None
    )
    return " ".join([name, about, *filter(None, of.groups() if of else ())]).strip()


def snapshot(value: object) -> Any:
    """A copy that later changes do not reach; what cannot be copied (an iterator, a stub) stands for itself."""
    try:
        return copied(value, {})
    except Exception:
        return value


ATOMS = {int, float, complex, str, bytes, bool, type(None)}


def copied(value: Any, memo: dict) -> Any:
    """`copy.deepcopy`, two to five times as fast on lists and dicts of numbers and texts: each call of an
    answer makes four. The memo is deepcopy's own.
    """
    kind = type(value)
    if kind in ATOMS:
        return value
    if id(value) in memo:
        return memo[id(value)]
    if kind is list:
        made = memo[id(value)] = value[:]
        if not ATOMS.issuperset(map(type, made)):
            made[:] = [copied(each, memo) for each in value]
        return made
    if kind is dict and ATOMS.issuperset(map(type, value)):
        made = memo[id(value)] = value.copy()
        if not ATOMS.issuperset(map(type, made.values())):
            for key, each in value.items():
                made[key] = copied(each, memo)
        return made
    if kind is tuple and ATOMS.issuperset(map(type, value)):
        return value
    return copy.deepcopy(value, memo)


class TooMuch(TypeError):
    """What an answer made is too much to be looked at."""


@contextlib.contextmanager
def warned() -> Iterator[None]:
    """While an answer is called a warning is none but a warning, also where the notebook made errors of them
    to find one: what a check puts around a call does not reach the process in which the answer runs when it
    is graded.
    """
    raising: dict[str, Any] = {kind: "warn" for kind, how in np.geterr().items() if how == "raise"}
    if not raising and not any(each[0] == "error" for each in warnings.filters):
        yield
        return
    with np.errstate(**raising), warnings.catch_warnings():
        warnings.filters[:] = [each for each in warnings.filters if each[0] != "error"]  # type: ignore[index]  # a list
        yield


def call_and_record(
    name: str, function: Callable, args: list, kwargs: dict, line: int = 0
) -> tuple[Call, object]:
    """Call `function` -> (Call, its live result). What it raises is kept in the Call."""

    def copies() -> "tuple[list, dict]":
        return [snapshot(a) for a in args], {k: snapshot(v) for k, v in kwargs.items()}

    call, result = Call(name, *copies(), line), None
    try:
        with warned():
            result = limited(function, args, kwargs)
        if current().watched and any(map(is_too_much, (result, *args, *kwargs.values()))):
            raise TooMuch(f"more than {MOST_MET:,} items came back, or stand in an argument now")
        if current().watched and is_of_own_making(result):
            raise TypeError(
                f"{type(result).__name__} is a class of the notebook's, and an object of it cannot be graded: return a list, a dict, a number or a text"
            )
        call.same = next(
            (
                n
                for n, given in enumerate(args)
                if given is result and isinstance(given, (list, dict, set, np.ndarray))
            ),
            None,
        )
        result = widened(result)
        call.result = snapshot(result)
    except (KeyboardInterrupt, TooMuch) as error:  # what it left behind may be too much to copy
        call.raised, call.after = error, (call.args, call.kwargs)
        return call, None
    except BaseException as error:
        call.raised = error
    call.after = copies()
    return call, result


def line_of_student(error: BaseException, test_cell: str | None) -> tuple[int, str] | None:
    """The deepest line that an error passed through in the notebook cell where it first came to one, other
    than the test cell -> (number, text), or None.

    That cell is the student's own. What it calls may stand in another, and may be the notebook's.
    """
    found, own, traceback = None, None, error.__traceback__
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        text = linecache.getline(name, traceback.tb_lineno).strip()
        # cells are compiled under names that are no files
        if text and name != test_cell and not os.path.exists(name):
            own = own or name
            found = (traceback.tb_lineno, text) if name == own else found
        traceback = traceback.tb_next
    return found
