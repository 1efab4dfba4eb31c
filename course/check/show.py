"""Values as a student reads them in a message: on one line, cut where they are long, and where two long ones
part.
"""

import copy
import re
import reprlib
from itertools import islice
from typing import Any

import numpy as np

from course.check.values import MOST_BITS, canonical


class _OneLine(reprlib.Repr):
    def __init__(self):
        super().__init__()
        self.maxlist = self.maxtuple = self.maxarray = self.maxset = 12
        self.maxdict, self.maxstring, self.maxother, self.maxlevel = 8, 90, 90, 4

    def repr_bytes(self, value, level):
        return self.repr_str(value, level)

    # in the dict's own order: reprlib would sort it, and ranks are in an order for a reason
    def repr_dict(self, value, level):
        if level <= 0 and value:
            return "{...}"
        many = len(value) > self.maxdict  # then a few say which it is, and of their numbers the first digits
        shown = [
            f"{self.repr1(k, level - 1)}: {f'{v:.4g}' if many and isinstance(v, float) else self.repr1(v, level - 1)}"
            for k, v in islice(value.items(), 4 if many else None)
        ]
        return "{%s}" % ", ".join(shown + ["..."] * many)

    def repr_Counter(self, value, level):
        return self.repr_dict(dict(value), level)

    repr_defaultdict = repr_OrderedDict = repr_Counter

    def repr_ndarray(self, value, level):
        if value.dtype.kind in "USOV":  # numpy cuts none of its texts
            some = value.ravel()[: self.maxarray + 1].tolist()
            return f"array({self.repr1(some if value.ndim else some[0], level)}" + (
                f"; shape {value.shape})" if value.ndim > 1 else ")"
            )
        # the first ones and the last say which it is; all of them would be a wall
        if value.ndim > 1 and value.size > 40:
            ends = [
                np.array2string(
                    value.ravel()[part],
                    precision=4,
                    separator=", ",
                    max_line_width=200,
                    suppress_small=_needs_no_exponent(value),
                )[1:-1].strip()
                for part in (slice(4), slice(-2, None))
            ]
            return f"array({ends[0]}, ..., {ends[1]}; shape {value.shape})"
        kind = "" if value.dtype in USUAL else f", dtype={value.dtype}"
        digits = (
            {"float_kind": lambda number: np.format_float_positional(number, precision=4, trim=".")}
            if _needs_no_exponent(value)
            else None
        )
        return (
            "array("
            + " ".join(
                np.array2string(value, precision=4, separator=", ", threshold=20, formatter=digits).split()
            ).replace("[ ", "[")
            + f"{kind})"
        )

    def repr_int(self, value, level):
        return (
            super().repr_int(value, level)
            if value.bit_length() <= MOST_BITS
            else "(a whole number of thousands of digits)"
        )

    def repr_Generator(self, value, level):  # a copy is asked: looking must not use the number up
        return f"<generator whose random() gives {copy.deepcopy(value).random():.3g}>"

    def repr_instance(self, value, level):
        if isinstance(value, np.generic):
            return repr(value.item())
        if callable(value):
            return f"<{getattr(value, '__name__', 'a function')}>"
        # an address says nothing, and differs each time
        return re.sub(r" at 0x[0-9A-Fa-f]+", "", super().repr_instance(value, level))

    repr_function = repr_method = repr_type = repr_builtin_function_or_method = repr_instance


def show_value(value: object) -> str:
    """A value on one line, of which a person reads the beginning at most."""
    text = _LINE.repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _needs_no_exponent(value):
    """Whether four digits after the point say what the numbers are: none is tiny, and none is huge. 800.9163
    is compared more easily than 8.0092e+02.
    """
    sizes = np.abs(value[value != 0]) if value.dtype.kind == "f" else np.zeros(0)
    return sizes.size > 0 and 1e-3 <= sizes.min() and sizes.max() < 1e6


# what numpy makes of Python's own; another has to be said, or the call is another one
USUAL = {np.dtype(kind) for kind in (bool, int, float, complex)}
_LINE, LONGEST = _OneLine(), 1_000  # characters


def show_difference(got: Any, want: Any) -> str:
    """Where two long sequences or texts of a kind, or two tables of numbers, first differ -> a clause, or ''
    if they are short enough to compare by eye.
    """
    if isinstance(got, np.ndarray) and got.ndim > 1 and isinstance(want, (list, np.ndarray)):
        return _of_tables(got, want)
    if isinstance(got, dict) and isinstance(want, dict):
        return _of_dicts(got, want)
    if (
        type(got) is not type(want)
        or not isinstance(want, (list, tuple, str, bytes))
        or len(show_value(want)) >= len(repr(want))
    ):
        return ""
    for i, (a, b) in enumerate(zip(got, want)):
        if a != b:
            near = slice(max(0, i - 8), i + 8)
            return (
                f" They first differ at index {i}: {show_value(got[near])} instead of {show_value(want[near])}."
                if isinstance(want, (str, bytes))
                else f" They first differ at index {i}: {show_value(a)} instead of {show_value(b)}."
            )
    return f" Yours has {len(got):,} items; it should have {len(want):,}." if len(got) != len(want) else ""


def _of_dicts(got, want):
    """Of two dictionaries what is missing, what is extra, and what has the wrong value, where something is
    right: it helps to know what is not to be changed.
    """
    right = [key for key in want if key in got and canonical(got[key]) == canonical(want[key])]
    groups = {
        "Missing": [key for key in want if key not in got],
        "Extra": [key for key in got if key not in want],
        "Wrong value": [key for key in want if key in got and key not in right],
    }
    found = [f"{what}: {_few(keys)}." for what, keys in groups.items() if keys]
    return f" Right: {_few(right)}. " + " ".join(found) if right and found and len(want) > 1 else ""


def _few(keys):
    return ", ".join(show_value(key) for key in keys[:4]) + (
        f" and {len(keys) - 4} more" if len(keys) > 4 else ""
    )


def _of_tables(got, want):
    """Where two arrays part, or whose shape is another."""
    try:
        want = np.asarray(want, float)
        if got.shape != want.shape:
            return f" Its shape is {got.shape}, and should be {want.shape}."
        places = np.argwhere(~np.isclose(got.astype(float), want))
    except (ValueError, TypeError):  # rows of different lengths, or no numbers
        return ""
    if not len(places) or got.size <= 12:
        return ""
    first = tuple(places[0].tolist())
    return (
        f" They first differ at {list(first)}: {show_value(got[first])} instead of {show_value(want[first])}."
    )


KINDS = {
    int: "whole numbers",
    float: "numbers",
    str: "texts",
    bytes: "bytes",
    tuple: "tuples",
    list: "lists",
    dict: "dictionaries",
    bool: "True and False",
}


def of_another_kind(got: object, want: object) -> str | None:
    """What to say of a list whose items are all of one kind, where those that are asked for are all of
    another.
    """
    if not (isinstance(got, (list, tuple)) and isinstance(want, (list, tuple))):
        return None
    if got and all(map(callable, got)) and not any(map(callable, want)):
        return f"Your {type(got).__name__} holds functions. Did you forget the brackets after a name? `f(x)` is the result of `f`."
    ours, theirs = {*map(type, want)}, {*map(type, got)}
    if (
        len(ours) != 1
        or len(theirs) != 1
        or ours == theirs
        or ours | theirs == {int, float}
        or not ours | theirs <= KINDS.keys()
    ):
        return None
    return f"Your {type(got).__name__} holds {KINDS[theirs.pop()]}; it should hold {KINDS[ours.pop()]}."
