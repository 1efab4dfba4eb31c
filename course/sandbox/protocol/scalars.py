"""Values without parts as bytes: whole numbers, fractions, decimals, numpy's own; and what is too large to cross."""

import struct
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import numpy as np

MOST_ITEMS = 2_000_000  # in one message
MOST_DIGITS = 4_000  # of a Fraction's two numbers, and before or behind a Decimal's point
MOST_ALIKE = 100  # keys of a set or dict that have one hash

COUNT = struct.Struct("<I")


class Refused(TypeError):
    """A value that does not cross; the text says what to return instead."""


class Damaged(ValueError):
    """Bytes that no honest encoder wrote."""


def short(numbers):
    """A range that is no longer than what could be sent: three numbers are small, the list of them need not
    be.
    """
    if numbers and (numbers[-1] - numbers[0]) // numbers.step >= MOST_ITEMS:
        raise Refused("a range of so many numbers cannot cross: return a shorter one")
    return numbers


def spread(keys):
    """Keys that are not made to collide: many with one hash take a time that is quadratic, and that no signal
    interrupts.
    """
    if len(keys) > 10 * MOST_ALIKE:
        hashes = sorted(map(hash, keys))
        if any(one == other for one, other in zip(hashes, hashes[MOST_ALIKE:])):
            raise Refused("so many keys with the same hash cannot cross")
    return keys


def sized(data):
    return COUNT.pack(len(data)) + data


def whole_number(value):
    return b"i" + sized(value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True))


def exact(kind, value):
    """A Fraction as its two whole numbers, a Decimal as its digits."""
    if kind is Decimal:
        text = Decimal.__str__(value).encode()
        decimal(text)
        return b"d" + sized(text)
    two = Fraction.numerator.fget(value), Fraction.denominator.fget(value)
    fraction(*two)
    return b"q" + b"".join(whole_number(number) for number in two)


def fraction(numerator, denominator):
    """To reduce it takes a time that is quadratic in its digits."""
    if not (type(numerator) is type(denominator) is int and denominator > 0):
        raise Damaged("no such fraction")
    if max(numerator.bit_length(), denominator.bit_length()) > 10 / 3 * MOST_DIGITS:
        raise Refused(f"a Fraction with more than {MOST_DIGITS:,} digits cannot cross: return a float")
    return Fraction(numerator, denominator)


def decimal(text):
    """A few bytes can say 1E+999999999, and whoever makes a whole number of that needs a gigabyte."""
    try:
        made = Decimal(text[: 3 * MOST_DIGITS].decode("ascii"))
    except (InvalidOperation, ValueError) as error:
        raise Damaged("no such decimal") from error
    if (
        len(text) > 2 * MOST_DIGITS
        or made.is_finite()
        and max(abs(made.adjusted()), abs(made.as_tuple().exponent)) > MOST_DIGITS
    ):
        raise Refused(f"a Decimal with more than {MOST_DIGITS:,} digits cannot cross: return a float")
    return made


def scalar(name, data):
    """A number of numpy's that is finer than Python's. Coarse ones cross as Python's own: see
    course.check.values.widened.
    """
    kind = next((kind for kind in SCALARS if np.dtype(kind).str.encode() == name), None)
    if kind is None or len(data) != np.dtype(kind).itemsize:
        raise Damaged("no such number")
    return np.frombuffer(data, kind)[0]


def a_thing(value):
    name = type(value).__name__
    return f"{'an' if name[:1] in 'aeiouAEIOU' else 'a'} {name}"


def plain_number(value):
    """A numpy scalar as Python's own."""
    plain = value.item()
    if isinstance(plain, np.generic) or not isinstance(plain, (bool, int, float, complex, str, bytes)):
        raise Refused(f"{a_thing(value)} cannot be graded: return a number or a text")
    return plain


SCALARS = {np.longdouble, np.clongdouble}


MOST_BYTES = 64 << 20  # of one message
DEEPEST = 80  # tuples inside of tuples
