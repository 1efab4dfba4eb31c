"""Use an answer before it is known to work: what it gives, or a kind word, and the notebook goes on.

>>> peek(merge, [1, 2, 3, 1, 2], (1, 2), 4)
merge is not written yet. Once it is, you see here what it gives.
"""

import contextlib
import dis
import functools
import io
import math
import sys
from collections.abc import Callable, Iterator
from types import FunctionType

from course.check.limits import LOOP, Stopped, between_calls, limited

EACH = 60  # seconds of processor time


class Later(str):
    """A sentence in the place of a result. It is false, so `if result:` asks whether there is one."""

    def __repr__(self):
        return str(self)

    def __bool__(self):
        return False


def peek(answer: Callable, *arguments: object) -> object:
    """`answer(*arguments)`, or a Later that says why there is none yet: not written, nothing given back, or
    stopped: with an error, or since it took too long or too much memory (limits.py).

    A function that stands in the very cell that peeks is a demonstration, and may take its time: some are
    slow by right. The answers that it calls have less (EACH).
    """
    name, demonstration = getattr(answer, "__name__", "your answer"), False
    try:
        demonstration = (
            getattr(getattr(answer, "__code__", None), "co_filename", None)
            == sys._getframe(1).f_code.co_filename
        )
        with few_lines(), _demonstrated(answer, arguments) if demonstration else contextlib.nullcontext():
            made = answer(*arguments) if demonstration else limited(answer, arguments)
        return (
            Later(f"{name} returned nothing. Does it have a `return`?")
            if made is None and not demonstration
            else made
        )
    except NotImplementedError as error:
        missing = _innermost(error) or name
        return Later(
            f"{missing} is not written yet. Once it is, you will see its result here."
            if demonstration or missing == name
            else f"{name} needs {missing}, which is not written yet. Once it is, you will see the result here."
        )
    except Stopped as stop:
        return Later(f"{getattr(stop, 'who', name)} {stop}. {LOOP}")
    except NameError as error:
        if demonstration and error.name and _innermost(error) == name:
            return Later(
                f"{name} needs {error.name}, which is not there yet: run its cell first. (You don't have to fill it in.)"
            )
        return _stopped(error, answer, arguments, name)
    except Exception as error:
        return _stopped(error, answer, arguments, name)


def _stopped(error, answer, arguments, name):
    used = _used(answer, arguments, deep=True)
    more = (
        f"It uses {', '.join(used)}: the check below each exercise says more."
        if used
        else "The check below the exercise says more."
    )
    return Later(f"{name} stopped with {type(error).__name__}: {error}. {more}")


@contextlib.contextmanager
def _demonstrated(answer, arguments):
    """While the block runs, all of it may take long, and not all memory; and each call of one of the
    notebook's other functions has its limits.
    """
    space = answer.__globals__
    before = {name: space[name] for name in _used(answer, arguments)}

    def with_limits(function):
        @functools.wraps(function)
        def called(*args, **kwargs):
            try:
                return limited(function, args, kwargs, seconds=EACH)
            except Stopped as stop:
                stop.who = getattr(stop, "who", function.__name__)
                raise

        return called

    space.update({name: with_limits(function) for name, function in before.items()})
    try:
        with between_calls(math.inf):
            yield
    finally:
        space.update(before)


def _used(answer, arguments, deep=False):
    """The notebook's other functions that `answer` and the functions it is given speak of -> names. deep:
    those that these speak of, too.
    """
    if not hasattr(answer, "__code__"):  # not written in Python
        return []
    space, found = answer.__globals__, {}

    def is_ours(value):
        # nothing else is asked for anything: it may raise, whatever it is asked
        return isinstance(value, FunctionType) and value.__globals__ is space

    functions = [answer, *filter(is_ours, arguments)]
    for each in functions:  # grows while it is gone through
        named = [name for name in (each.__name__, *_names(each.__code__, deep)) if is_ours(space.get(name))]
        functions += [space[name] for name in dict.fromkeys(named) if deep and space[name] not in functions]
        found |= dict.fromkeys(named)
    return [name for name in found if space[name] is not answer]


def _names(code, deep):
    """The global names in a function's code; deep: and in that of the functions inside of it. (The `encode`
    of `piece.encode()` is none.)
    """
    own = [step.argval for step in dis.get_instructions(code) if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")]
    return [
        *own,
        *(
            name
            for inner in code.co_consts
            if deep and hasattr(inner, "co_names")
            for name in _names(inner, deep)
        ),
    ]


def _innermost(error):
    """The name of the function that raised, if it is one of the notebook's; '' otherwise."""
    traceback = error.__traceback__
    while traceback.tb_next:
        traceback = traceback.tb_next
    code = traceback.tb_frame.f_code
    return code.co_name if code.co_name.isidentifier() else ""


MOST = 40


class _FirstLines(io.TextIOBase):
    def __init__(self, to, most):
        self.to, self.left, self.more = to, most, 0

    def write(self, text):
        for line in text.splitlines(keepends=True):
            if self.left > 0:
                self.to.write(line)
            else:
                self.more += line.endswith("\n")
            self.left -= line.endswith("\n")
        return len(text)

    def flush(self):
        self.to.flush()


@contextlib.contextmanager
def few_lines(most: int = MOST) -> Iterator[None]:
    """Of what the block prints let the first lines through, and say at the end how many were left out."""
    first = _FirstLines(sys.stdout, most)
    try:
        with contextlib.redirect_stdout(first):
            yield
    finally:
        if first.more:
            print(
                f"(… and {first.more:,} more lines. Is there a `print` in your function that you no longer need?)"
            )
