"""Plain data as bytes, between two processes that do not trust each other.

    >>> there = Exchange(); ids = [1, (2, [3])]; sent = there.encode(ids)
    >>> here = Exchange(); here.decode(sent)
    [1, (2, [3])]

No pickle, no class by name: what comes out is None, a bool, number, text, bytes, a tuple, range, list, dict,
set, deque, array of numbers, Fraction, Decimal, number of numpy's that Python has not, or random generator,
of exactly these types, whatever went in. A subclass goes in as its base, by the base's own methods, so a
number that claims to equal everything arrives as the number it is.

A message is a list of *bodies*, one for each mutable container, and a root; containers refer to each other by
number. Both sides count alike, so one Exchange carries a call and its return: an argument that the callee
changed comes back as a new body for the same number and is filled in place, and a result that *is* an
argument comes back as that argument.
"""

import math
import random
import re
import struct
from collections import Counter, deque
from collections.abc import Callable, ItemsView, Mapping, Sequence, ValuesView
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import numpy as np

from course.check.values import COARSE
from course.sandbox.protocol import generators

MOST_BYTES = 64 << 20  # of one message
MOST_ITEMS = 2_000_000  # in one message
MOST_DIGITS = 4_000  # of a Fraction's two numbers, and before or behind a Decimal's point
# items, 32 bytes being one, that somebody meets who walks through all of a value: shared ones each time
MOST_WALKED = 2_000_000
TURNS = 1000  # that one goes round in a list that holds itself, before Python's recursion ends
DEEPEST = 80  # tuples inside of tuples
MOST_ALIKE = 100  # keys of a set or dict that have one hash

COUNT = struct.Struct("<I")
REAL, COMPLEX = struct.Struct("<d"), struct.Struct("<dd")
TAGGED_COUNT, TAGGED_REAL = struct.Struct("<cI"), struct.Struct("<cd")
DTYPE = re.compile(r"[<>|][biufcSU][1-9]\d{0,8}|[<>][mM]8\[\d{0,9}[a-zA-Z]{1,2}\]")  # no objects, no fields


class Refused(TypeError):
    """A value that does not cross; the text says what to return instead."""


class Damaged(ValueError):
    """Bytes that no honest encoder wrote."""


class Exchange:
    """One message and its answer: they share the numbering of containers.

    lend: turns a function or iterator into a number that the other side can call; borrow: the way back (see
    wire.Peer).
    """

    widen = False  # whether an array of one coarse number arrives as one of Python's precision

    def __init__(
        self,
        lend: Callable[[object], bytes] | None = None,
        borrow: Callable[[bytes, "Reader"], object] | None = None,
    ):
        self.lend, self.borrow = lend, borrow
        self.shared, self.numbers = [], {}  # containers by number; id -> number
        self.bodies = []  # as last sent or received
        self.sizes, self.inside = [], []  # of each: its items, and numbers of the containers in it
        self.met, self.made = [], 0  # of the body or root at hand: containers in it; items in all
        self.roots = []  # containers in the roots of both messages

    # -- out -------------------------------------------------------------------------------------------------

    def encode(self, root: object) -> bytes:
        """Bytes of `root`, and of every container that is new or has changed. Raises Refused."""
        self.met, self.made = [], 0
        top, changed, number = self.inline(root), [], 0
        in_root = self.met
        while number < len(self.shared):  # grows while bodies are written
            self.met, made = [], self.made
            body = self.body(self.shared[number])
            if number == len(self.bodies) or body != self.bodies[number]:
                self.note(number, body, self.made - made)
                changed.append((number, body))
            else:
                self.made = made  # it is not sent again
            number += 1
        if not self.can_be_walked(in_root):
            raise Refused(
                "so many lists inside of lists, the same ones again and again, cannot cross: return less"
            )
        parts = [COUNT.pack(len(changed))]
        for number, body in changed:
            parts += COUNT.pack(number), COUNT.pack(len(body)), body
        sent = b"".join(parts) + top
        if len(sent) > MOST_BYTES:
            raise Refused("more than 64 MB cannot cross: return less")
        return sent

    def inline(self, value, depth=0):
        """What stands for `value` inside of another body: itself, or the number of a container."""
        if value is None or value is True or value is False or value is ...:
            return {None: b"N", True: b"T", False: b"F", ...: b"."}[value]
        kind = base_of(value)
        if kind is int:
            value = int.__index__(value)
            return SHORT_INTS[value] if 0 <= value < len(SHORT_INTS) else whole_number(value)
        if kind is bytes:
            return b"b" + sized(bytes.__getitem__(value, slice(None)))
        if kind is str:
            return b"s" + sized(str.encode(value, "utf-8", "surrogatepass"))
        if kind is float:
            return b"f" + REAL.pack(float.__float__(value))
        if kind in FILL:
            return b"@" + COUNT.pack(self.number(value))
        if kind is complex:
            return b"c" + COMPLEX.pack(value.real, value.imag)
        if kind is range:
            short(value)
            return b"r" + b"".join(self.inline(n) for n in (value.start, value.stop, value.step))
        if kind in (tuple, frozenset):
            if depth >= DEEPEST:
                raise Refused(f"tuples are nested over {DEEPEST} deep: return something flatter")
            return (b"(" if kind is tuple else b"z") + self.items(kind.__iter__(value), depth + 1)
        if kind is Fraction or kind is Decimal:
            return exact(kind, value)
        if kind in SCALARS:
            return b"n" + sized(np.dtype(kind).str.encode()) + sized(kind.tobytes(value))
        if kind is np.generic:
            return self.inline(plain_number(value), depth)
        if kind is type({}.keys()):
            return self.inline(set(value), depth)
        if self.lend and (callable(value) or hasattr(type(value), "__next__")):
            return self.lend(value)
        if isinstance(value, Mapping):  # a UserDict, a ChainMap: to a reader a dict
            return self.inline(dict(value), depth)
        if isinstance(value, (Sequence, ValuesView, ItemsView)):
            return self.inline(list(value), depth)
        raise Refused(f"{a_thing(value)} cannot be graded: return a list, a dict, a number or a text")

    def items(self, values, depth=0):
        parts = []
        for value in values:  # most are small numbers and texts: they need no call each
            kind = type(value)
            if kind is int and 0 <= value < len(SHORT_INTS):
                parts.append(SHORT_INTS[value])
            elif kind is str:
                text = value.encode("utf-8", "surrogatepass")
                parts.append(TAGGED_COUNT.pack(b"s", len(text)) + text)
            elif kind is float:
                parts.append(TAGGED_REAL.pack(b"f", value))
            else:
                parts.append(self.inline(value, depth))
        self.made += len(parts)
        if self.made > MOST_ITEMS:
            raise Refused(f"more than {MOST_ITEMS:,} items cannot cross: return less")
        return COUNT.pack(len(parts)) + b"".join(parts)

    def number(self, value):
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.shared)
            self.shared.append(value)
        self.met.append(self.numbers[id(value)])
        return self.met[-1]

    def body(self, value):
        """A container's kind and content, with the containers in it as numbers."""
        kind = base_of(value)
        if kind is set:
            spread([*set.__iter__(value)])
        if kind is list or kind is deque or kind is set:
            return TAG[kind] + self.items(kind.__iter__(value))
        if kind is dict or kind is Counter:
            spread([*dict.keys(value)])
            return TAG[kind] + self.items(part for item in dict.items(value) for part in item)
        if kind is bytearray:
            return TAG[kind] + bytes(value)
        if kind is np.ndarray:
            array = np.array(value, order="C", subok=False)
            name = array.dtype.str
            if not DTYPE.fullmatch(name):
                raise Refused(f"an array of dtype {array.dtype} cannot be graded: use numbers or texts")
            return TAG[kind] + sized(name.encode()) + self.items(array.shape) + array.tobytes()
        state = generators.state_of(value)
        if state is None:
            raise Refused("only the generators that np.random.default_rng makes can cross")
        return TAG[kind] + self.inline(state)

    # -- how much it is --------------------------------------------------------------------------------------

    def note(self, number, body, items):
        """Remember a container as it is now; `met` are the containers in it."""
        if number == len(self.bodies):
            self.bodies.append(body)
            self.sizes.append(0)
            self.inside.append([])
        self.bodies[number], self.sizes[number], self.inside[number] = (
            body,
            1 + items + len(body) // 32,
            self.met,
        )

    def can_be_walked(self, root):
        """Whether what is shared is not so much, or so deep in itself, that to compare, show or copy it would
        take for ever. root: the containers in it.

        Sixty lists, each twice in the next, are sent in a kilobyte; who walks through them meets 2 to the
        power of 60.
        """
        self.roots += root
        every = [number for met in (self.roots, *self.inside) for number in met]
        if len(set(every)) == len(every):  # each in one place only
            return True
        # of each container that has been left: items in it and below; those that end in a round
        total, endless = {}, set()
        for top in range(len(self.inside)):
            if top in total:
                continue
            # of those that are open; met so far
            path, above, below = [(top, iter(self.inside[top]))], {top: 0}, {top: self.sizes[top]}
            while path:
                number, rest = path[-1]
                for inner in rest:
                    if inner in total:
                        below[number] += total[inner]
                    elif inner in above:  # it holds itself: round and round, until Python has had enough
                        around = above[number] + below[number] - above[inner]
                        # else nobody gets to here
                        if around * TURNS > MOST_WALKED and not {number, inner} & endless:
                            return False
                        for each, _ in reversed(path):
                            if each in endless:
                                break
                            endless.add(each)
                    else:
                        above[inner], below[inner] = above[number] + below[number], self.sizes[inner]
                        path.append((inner, iter(self.inside[inner])))
                        break
                else:
                    path.pop()
                    del above[number]
                    total[number] = below.pop(number)
                    if path:
                        below[path[-1][0]] += total[number]
                    if total[number] > MOST_WALKED:
                        return False
        return sum(total[number] for number in root) <= MOST_WALKED

    # -- in --------------------------------------------------------------------------------------------------

    def decode(self, sent: bytes) -> object:
        """The root of a message; containers of ours that the other side changed are changed too. Raises,
        whatever came.
        """
        read = Reader(sent, self)
        mine, changed = len(self.shared), []
        for _ in range(read.count(9)):
            number, body = COUNT.unpack(read.take(4))[0], read.sized()
            if number < mine and body[:1] == self.bodies[number][:1]:
                pass
            elif number == len(self.shared):  # new: an empty one now, filled when all of them are there
                new = EMPTY[body[:1]](body)
                if self.widen and body[:1] == b"A" and new.size == 1 and new.dtype.str in FINE:
                    new = new.astype(FINE[new.dtype.str])
                self.numbers[id(new)] = number
                self.shared.append(new)
                self.note(number, body, 0)
            else:
                raise Damaged("a container out of order")
            changed.append((number, body))
        for number, body in changed:
            self.met, made = [], read.made
            content = Reader(body, self, read, new=number >= mine)
            FILL_BY_TAG[body[:1]](self.shared[number], content)
            content.end()
            self.note(number, body, read.made - made)
        self.met = []
        root = read.value()
        read.end()
        if not self.can_be_walked(self.met):
            raise Damaged("what is shared is too much")
        return root


class Reader:
    """A cursor over received bytes. Nothing is made before the bytes for it are there."""

    def __init__(self, data, exchange, outer=None, new=True):
        self.data, self.at, self.exchange, self.outer, self.new = bytes(data), 0, exchange, outer or self, new
        self.made = 0
        if outer:
            self.at = 1  # after the body's tag

    def take(self, n):
        start, end = self.at, self.at + n
        if end > len(self.data):
            raise Damaged("too short")
        self.at = end
        return self.data[start:end]

    def rest(self):
        return self.take(len(self.data) - self.at)

    def end(self):
        if self.at != len(self.data):
            raise Damaged("too long")

    def sized(self):
        return self.take(COUNT.unpack(self.take(4))[0])

    def count(self, least=1):
        (n,) = COUNT.unpack(self.take(4))
        self.outer.made += n
        if n * least > len(self.data) - self.at or self.outer.made > MOST_ITEMS:
            raise Damaged("more items than bytes, or too many")
        return n

    def items(self, depth=0):
        made, data = [], self.data
        for _ in range(self.count()):  # see Exchange.items
            at = self.at
            head = data[at : at + 6]
            if head in BYTE:
                made.append(BYTE[head])
                self.at = at + 6
            elif head[:1] == b"f":
                made.append(REAL.unpack_from(data, at + 1)[0])
                self.at = at + 9
            elif head[:1] == b"s":
                self.at = at + 1
                made.append(str(self.sized(), "utf-8", "surrogatepass"))
            else:
                made.append(self.value(depth))
        return made

    def value(self, depth=0):
        tag = self.take(1)
        if tag == b"i":
            return int.from_bytes(self.sized(), "little", signed=True)
        if tag == b"@":
            (number,) = COUNT.unpack(self.take(4))
            self.exchange.met.append(number)
            return self.exchange.shared[number]
        if tag == b"f":
            return REAL.unpack(self.take(8))[0]
        if tag == b"s":
            return str(self.sized(), "utf-8", "surrogatepass")
        if tag == b"(" or tag == b"z":
            if depth > DEEPEST:
                raise Damaged("too deep")
            items = self.items(depth + 1)
            return tuple(items) if tag == b"(" else frozenset(spread(items))
        if tag in CONSTANTS:
            return CONSTANTS[tag]
        if tag == b"b":
            return self.sized()
        if tag == b"c":
            return complex(*COMPLEX.unpack(self.take(16)))
        if tag == b"r":
            return short(range(*(self.value() for _ in range(3))))
        if tag == b"q":
            return fraction(self.value(), self.value())
        if tag == b"d":
            return decimal(self.sized())
        if tag == b"n":
            return scalar(self.sized(), self.sized())
        if tag in b"lgY" and self.exchange.borrow:
            return self.exchange.borrow(tag, self)
        raise Damaged("an unknown tag")


CONSTANTS = {b"N": None, b"T": True, b"F": False, b".": ...}


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


def base_of(value: object) -> type:
    """The type that `value` crosses as."""
    kind = type(value)
    if kind in CROSSES:
        return kind
    return next((kind for kind in kind.__mro__ if kind in CROSSES), object)


def a_thing(value):
    name = type(value).__name__
    return f"{'an' if name[:1] in 'aeiouAEIOU' else 'a'} {name}"


def plain_number(value):
    """A numpy scalar as Python's own."""
    plain = value.item()
    if isinstance(plain, np.generic) or not isinstance(plain, (bool, int, float, complex, str, bytes)):
        raise Refused(f"{a_thing(value)} cannot be graded: return a number or a text")
    return plain


# -- what a container is emptied and filled with, by its tag -------------------------------------------------


def empty_array(body):
    """An array of zeros; the body says how large, and must hold all of it."""
    read = Reader(body, None, Reader(b"", None))
    name = read.sized().decode("ascii")
    shape = read.items()
    if not DTYPE.fullmatch(name) or len(shape) > 32 or not all(type(n) is int and n >= 0 for n in shape):
        raise Damaged("no such array")
    dtype, size = np.dtype(name), 1
    for n in shape:
        size *= n
    if size * dtype.itemsize != len(read.rest()) or size > MOST_BYTES:
        raise Damaged("an array of another size")
    return np.zeros(shape, dtype)


def fill_array(array, read):
    name, shape = read.sized().decode("ascii"), tuple(read.items())
    sent = np.dtype(name) if array.size == 1 and FINE.get(name) == array.dtype else array.dtype
    if name != sent.str:
        raise Damaged("an array that changed its kind")
    if shape != array.shape:  # picture.shape = …, which changes the caller's own
        if (
            len(shape) > 32
            or not all(type(n) is int and n >= 0 for n in shape)
            or math.prod(shape) != array.size
        ):
            raise Damaged("an array that changed its size")
        array.shape = shape  # raises where numpy would have to copy
    if array.size:
        flat = np.frombuffer(read.rest(), sent if array.dtype.kind != "b" else np.uint8)
        # a bool is 0 or 1
        array[...] = flat.reshape(shape) if array.dtype.kind != "b" else flat.reshape(shape) != 0


def fill_dict(target, read):
    parts = read.items()
    dict.clear(target)
    dict.update(target, zip(spread(parts[::2]), parts[1::2], strict=True))


def fill_set(target, read):
    items = read.items()
    target.clear()
    target.update(spread(items))


def fill_list(target, read):
    target[:] = read.items()


def fill_deque(target, read):
    items = read.items()
    target.clear()
    target.extend(items)


def fill_bytearray(target, read):
    target[:] = read.rest()


def fill_generator(generator, read):
    (generators.set_state if read.new else generators.advance)(generator, read.value())


TAG = {
    list: b"L",
    dict: b"D",
    set: b"S",
    bytearray: b"B",
    Counter: b"C",
    deque: b"Q",
    np.ndarray: b"A",
    np.random.Generator: b"G",
    random.Random: b"R",
}
EMPTY = {
    b"L": lambda _: [],
    b"D": lambda _: {},
    b"S": lambda _: set(),
    b"B": lambda _: bytearray(),
    b"C": lambda _: Counter(),
    b"Q": lambda _: deque(),
    b"A": empty_array,
    b"G": lambda _: np.random.Generator(np.random.PCG64(0)),
    b"R": lambda _: random.Random(0),
}
FILL = {
    list: fill_list,
    dict: fill_dict,
    set: fill_set,
    bytearray: fill_bytearray,
    Counter: fill_dict,
    deque: fill_deque,
    np.ndarray: fill_array,
    np.random.Generator: fill_generator,
    random.Random: fill_generator,
}
FILL_BY_TAG = {tag: FILL[kind] for kind, tag in TAG.items()}
SHORT_INTS = [whole_number(value) for value in range(1 << 10)]  # most that cross are small
BYTE = {SHORT_INTS[value]: value for value in range(1 << 7)}  # those of one byte
FINE = {np.dtype(kind).str: np.dtype(complex if kind is np.complex64 else float) for kind in COARSE}
SCALARS = {np.longdouble, np.clongdouble}
CROSSES = {
    *FILL,
    *SCALARS,
    int,
    float,
    complex,
    str,
    bytes,
    range,
    tuple,
    frozenset,
    Fraction,
    Decimal,
    np.generic,
    type({}.keys()),
}
