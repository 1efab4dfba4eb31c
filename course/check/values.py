"""When two answers are the same: a canonical form for comparing and hashing, and `close` for numbers.

>>> canonical([1, 2.0]) == canonical([np.int64(1), 2.0])
True
>>> close([.1 + .2, 1], [.3, 1])
True
"""

import hashlib
from collections import deque
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

EXACT = Fraction, Decimal
COARSE = np.float16, np.float32, np.complex64
HOLD = list, tuple, set, frozenset, dict, deque
LONG = str, bytes, bytearray
FLOATS = {float}
ATOMS = {float, int, str, bytes, bool, type(None)}
MOST_MET = 2_000_000  # items, 32 letters or bytes being one; and the examiner's codec takes no more
MOST_BITS = 10_000  # of a whole number that is written in digits
MOST_LISTED = 1_000_000  # numbers or rows of an array that are looked at one by one


def canonical(value: object) -> str:
    """A text that two values share when a reader would call them the same answer.

    Numpy numbers count as Python's, a Fraction or Decimal as the float next to it; floats are compared to
    nine digits, dicts and sets in any order; lists and tuples differ, and so do 1, 1.0 and True. It does not
    depend on the hash seed, so it can be stored (see `course.check.known_mistakes.sign`).
    """
    try:
        return _canonical(value)
    except RecursionError:  # a list that holds itself, or very many in one another
        return "<without end>"


def _canonical(value):
    kind = type(value)  # first what most values are: whoever names a mistake writes millions of them
    if kind is float:
        return f"float({value + 0:.9g})"  # + 0: minus zero is zero
    if kind is list or kind is tuple:
        return f"{kind.__name__}({','.join([f'float({x + 0:.9g})' for x in value] if FLOATS.issuperset(map(type, value)) else map(_canonical, value))})"
    if kind is str:
        return repr(value)
    if isinstance(value, np.ndarray):
        content = (
            _canonical(value.tolist())
            if is_small(value)
            else hashlib.sha256(np.ascontiguousarray(value)).hexdigest()
        )
        return f"array({value.dtype.kind},{value.shape},{content})"
    if isinstance(value, np.generic):
        return _canonical(plain(value))
    if isinstance(value, EXACT):
        return _canonical(as_float(value))
    if isinstance(value, (float, complex)):
        return f"{type(value).__name__}({value + 0:.9g})"
    if isinstance(value, dict):
        return "{%s}" % ",".join(sorted(f"{_canonical(k)}:{_canonical(v)}" for k, v in value.items()))
    if isinstance(value, bytearray):
        return f"bytearray({bytes(value)!r})"
    if isinstance(value, deque):
        return f"deque({','.join(map(_canonical, value))})"
    if isinstance(value, (set, frozenset)):
        return "set(%s)" % ",".join(sorted(map(_canonical, value)))
    if isinstance(value, (list, tuple)):
        return f"{'list' if isinstance(value, list) else 'tuple'}({','.join(map(_canonical, value))})"
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        return hex(value)  # Python writes no more than 4,300 digits
    if value is None or isinstance(value, (bool, int, str, bytes, type(...))):
        return repr(value)
    return f"<{getattr(value, '__name__', type(value).__name__)}>"  # functions, iterators: by name only


def is_copy(value: Any, other: Any) -> bool:
    """Whether `canonical` certainly writes two values alike, since one is a copy of the other: that is seen
    ten times as fast as written. False says nothing.
    """
    kind = type(value)
    if kind is not type(other):
        return False
    if kind in ATOMS:
        return value == other
    if kind is list or kind is tuple:
        if FLOATS.issuperset(map(type, value)) and FLOATS.issuperset(map(type, other)):
            return value == other
        return len(value) == len(other) and all(map(is_copy, value, other))
    if kind is dict:
        return (
            len(value) == len(other)
            and all(map(is_copy, value, other))
            and all(map(is_copy, value.values(), other.values()))
        )
    return (
        kind is np.ndarray
        and value.dtype == other.dtype
        and value.dtype.kind != "O"
        and value.shape == other.shape
        and value.tobytes() == other.tobytes()
    )


def is_small(array: np.ndarray) -> bool:
    """Whether its numbers, and its rows, which may be empty, are few enough to make lists of them."""
    return array.dtype.kind == "O" or max(array.size, *array.shape, 0) <= MOST_LISTED


def is_of_own_making(value: object) -> bool:
    """Whether a value is of a class of the notebook's that is none of what can be sent to another process: it
    may say that it equals anything.
    """
    kind = type(value)
    known = (
        int,
        float,
        complex,
        str,
        bytes,
        bytearray,
        list,
        tuple,
        dict,
        set,
        frozenset,
        deque,
        np.ndarray,
        Sequence,
        Mapping,
        *EXACT,
    )
    return (
        kind.__module__ == "__main__"
        and not isinstance(value, known)
        and not callable(value)
        and not hasattr(kind, "__next__")
    )


def is_too_much(value: object) -> bool:
    """Whether somebody who walks through all of it meets more than MOST_MET items, as many as grading lets
    cross; shared ones count each time, a list that holds itself once.
    """
    rest: list[tuple[Any, bool]] = [((value,), False)]
    above, met = set(), 0
    while rest:
        each, is_done = rest.pop()
        if is_done:
            above.discard(id(each))
        elif id(each) not in above:
            above.add(id(each))
            rest.append((each, True))
            met += len(each)
            for inner in () if met > MOST_MET else each.values() if isinstance(each, dict) else each:
                if isinstance(inner, HOLD):
                    rest.append((inner, False))
                elif isinstance(inner, LONG):
                    met += len(inner) // 32
                elif isinstance(inner, np.ndarray):
                    met += inner.nbytes // 32
            if met > MOST_MET:
                return True
    return False


def plain(value: np.generic) -> object:
    """A numpy scalar as Python's own; of those that Python has none for the nearest."""
    found = value.item()
    if isinstance(found, np.inexact):  # longdouble
        return complex(found) if isinstance(found, np.complexfloating) else float(found)
    return str(found) if isinstance(found, np.generic) else found


def widened(value: Any) -> Any:
    """An answer with numbers of Python's precision in the place of numpy's coarse ones, alone or in a list,
    tuple or dict. numpy rounds what it compares with to its own precision: a half-precision infinity equals
    every number above 65,520.
    """
    if isinstance(value, COARSE):
        return plain(value)
    if isinstance(value, np.ndarray) and value.size == 1 and value.dtype.type in COARSE:
        return value.astype(complex if value.dtype.kind == "c" else float)
    if type(value) in (list, tuple) and any(isinstance(item, COARSE) for item in value):
        return type(value)(map(widened, value))
    if type(value) is dict and any(isinstance(item, COARSE) for item in value.values()):
        return {key: widened(item) for key, item in value.items()}
    return value


def as_float(number: int | float | np.integer | np.floating | Fraction | Decimal) -> float:
    """The float next to a number; NaN where there is none."""
    try:
        return float(number)
    except (OverflowError, ValueError):  # beyond the largest; Decimal's signaling NaN
        return float("nan")


def as_array(value: object) -> np.ndarray:
    """Numbers as an array; Fractions, Decimals and large whole numbers become floats. Of another dtype where
    there is something else.
    """
    made = np.asarray(value)
    if made.dtype.kind != "O" or isinstance(value, np.ndarray):  # an array of objects cannot be graded
        return made
    numbers = [
        item
        for item in made.flat
        if isinstance(item, (int, float, np.integer, np.floating, *EXACT)) and not isinstance(item, bool)
    ]
    return (
        np.array([as_float(number) for number in numbers]).reshape(made.shape)
        if len(numbers) == made.size
        else made
    )


def close(got: object, want: object, tol: float = 1e-6) -> bool:
    """Whether numbers agree within `tol` (relative above 1) -> bool.

    Takes numbers (Fraction, Decimal and numpy's among them), arrays, nested lists and dicts of them. NaN,
    another shape, other keys, or something that is not a number is never close: `abs(got - want) > tol` would
    let NaN pass.
    """
    if isinstance(want, dict):
        return (
            isinstance(got, dict)
            and got.keys() == want.keys()
            and all(close(got[k], want[k], tol) for k in want)
        )
    try:
        b = as_array(want)
    except ValueError:  # rows of different lengths: row by row
        return (
            isinstance(got, (list, tuple))
            and isinstance(want, (list, tuple))
            and len(got) == len(want)
            and all(map(close, got, want, [tol] * len(want)))
        )
    try:
        if not has_shape(got, b.shape):
            return False
        a = as_array(got)
    except ValueError:
        return False
    if a.shape != b.shape or a.dtype.kind not in "iufc" or b.dtype.kind not in "iufc":
        return False
    with np.errstate(invalid="ignore"):  # inf - inf
        same = a == b  # whole numbers exactly; their differences may be too large for them
        a, b = (x.astype(float) if x.dtype.kind in "iu" else x for x in (a, b))
        # inf: itself alone
        return bool(np.all(same | np.isfinite(b) & (np.abs(a - b) <= tol * np.maximum(1, np.abs(b)))))


def has_shape(value: Any, shape: tuple) -> bool:
    """Whether nested sequences have a shape; it looks at no more than the shape has, however long or deep
    they are.
    """
    if hasattr(value, "shape"):
        return tuple(value.shape) == shape
    if not shape or not hasattr(value, "__len__"):
        return not shape and not hasattr(value, "__len__")
    return len(value) == shape[0] and all(has_shape(each, shape[1:]) for each in value)
