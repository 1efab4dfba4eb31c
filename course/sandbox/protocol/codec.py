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

import struct
from collections import Counter, deque
from collections.abc import Callable, ItemsView, Mapping, Sequence, ValuesView
from decimal import Decimal
from fractions import Fraction

import numpy as np

from course.sandbox.protocol import generators
from course.sandbox.protocol.reader import (
    COMPLEX,
    DTYPE,
    EMPTY,
    FILL,
    FILL_BY_TAG,
    FINE,
    REAL,
    SHORT_INTS,
    TAG,
    Reader,
)
from course.sandbox.protocol.scalars import (
    COUNT,
    DEEPEST,
    MOST_BYTES,
    MOST_ITEMS,
    SCALARS,
    Damaged,
    Refused,
    a_thing,
    exact,
    plain_number,
    short,
    sized,
    spread,
    whole_number,
)

# items, 32 bytes being one, that somebody meets who walks through all of a value: shared ones each time
MOST_WALKED = 2_000_000
TURNS = 1000  # that one goes round in a list that holds itself, before Python's recursion ends
TAGGED_COUNT, TAGGED_REAL = struct.Struct("<cI"), struct.Struct("<cd")


class Exchange:
    """One message and its answer: they share the numbering of containers.

    lend: turns a function or iterator into a number that the other side can call; borrow: the way back (see
    rpc.Peer).
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


def base_of(value: object) -> type:
    """The type that `value` crosses as."""
    kind = type(value)
    if kind in CROSSES:
        return kind
    return next((kind for kind in kind.__mro__ if kind in CROSSES), object)


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
