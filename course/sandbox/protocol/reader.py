"""What arrives: a cursor over received bytes, and how each container is emptied and filled with them."""

import math
import random
import re
import struct
from collections import Counter, deque

import numpy as np

from course.check.values import COARSE
from course.sandbox.protocol import generators
from course.sandbox.protocol.scalars import (
    COUNT,
    DEEPEST,
    MOST_BYTES,
    MOST_ITEMS,
    Damaged,
    decimal,
    fraction,
    scalar,
    short,
    spread,
    whole_number,
)

REAL, COMPLEX = struct.Struct("<d"), struct.Struct("<dd")
DTYPE = re.compile(r"[<>|][biufcSU][1-9]\d{0,8}|[<>][mM]8\[\d{0,9}[a-zA-Z]{1,2}\]")  # no objects, no fields


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
