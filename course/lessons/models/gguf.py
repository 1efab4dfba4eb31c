"""GGUF, a common format for trained models in one file: facts by name, then arrays, most of them quantised to
four bits a number.

    >>> facts, tensors = read(path.read_bytes())
    >>> facts["llama.block_count"], tensors["blk.0.attn_q.weight"]().shape
    (30, (576, 576))

A quantised number is a whole one from 0 to 15, of which 32 share a scale and a lowest value: five bits a
number instead of 32, and rounded. Only what the course's model needs is read: 32-bit floats, Q8_0 and Q4_1,
little-endian, version 3.

Source: the specification of GGUF in github.com/ggml-org/ggml. The package `gguf` reads the same; for the
facts of the course's model alone, most of them the 98,052 texts of its vocabulary, it takes longer than the
model's whole loading takes here.
"""

import struct

import numpy as np

# kinds of facts
NUMBERS = {0: "B", 1: "b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "?", 10: "<Q", 11: "<q", 12: "<d"}
TEXT, LIST = 8, 9
FLOAT, Q4_1, Q8_0 = 0, 3, 8  # kinds of arrays


class _Place:
    """A place in the file's bytes, and what is read from there on."""

    def __init__(self, content):
        self.content, self.at = content, 0

    def bytes(self, n):
        self.at += n
        if self.at > len(self.content):
            raise ValueError("the GGUF file ends too early")
        return self.content[self.at - n : self.at]

    def number(self, form):
        (value,) = struct.unpack(form, self.bytes(struct.calcsize(form)))
        return value

    def text(self):
        return self.bytes(self.number("<Q")).decode()

    def fact(self, kind):
        if kind == TEXT:
            return self.text()
        if kind == LIST:
            kind, n = self.number("<I"), self.number("<Q")
            return [self.fact(kind) for _ in range(n)]
        if kind not in NUMBERS:
            raise ValueError(f"there is no kind {kind} of fact in a GGUF file of version 3")
        return self.number(NUMBERS[kind])


def read(content):
    """The bytes of a GGUF file -> facts {name: number, text or list}, tensors {name: a function without
    arguments that gives the float32 array}.

    An array is unpacked when its function is called: nobody needs all of them twice. ValueError if it is not
    such a file.
    """
    place = _Place(content)
    if content[:8] != b"GGUF" + struct.pack("<I", 3):
        raise ValueError("this is no GGUF file of version 3")
    place.at = 8
    n_tensors, n_facts = place.number("<Q"), place.number("<Q")
    facts = {place.text(): place.fact(place.number("<I")) for _ in range(n_facts)}
    about = {}
    for _ in range(n_tensors):
        name = place.text()
        # the file names the innermost side first
        shape = tuple(place.number("<Q") for _ in range(place.number("<I")))[::-1]
        about[name] = shape, place.number("<I"), place.number("<Q")
    align = facts.get("general.alignment", 32)
    start = -(-place.at // align) * align
    return facts, {name: lambda of=of: _unpacked(content, start, *of) for name, of in about.items()}


def _unpacked(content, start, shape, kind, offset):
    """One array, as float32 of its shape."""
    n = int(np.prod(shape))
    if kind == FLOAT:
        return np.frombuffer(content, "<f4", n, start + offset).reshape(shape)
    if kind not in (Q4_1, Q8_0):
        raise ValueError(f"arrays of kind {kind} are not read here: only 32-bit floats, Q4_1 and Q8_0")
    size = {Q4_1: 20, Q8_0: 34}[kind]  # bytes of a block of 32 numbers
    blocks = np.frombuffer(content, np.uint8, n // 32 * size, start + offset).reshape(-1, size)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)  # (blocks, 1)
    out = np.empty((n // 32, 32), np.float32)
    if kind == Q8_0:
        np.multiply(blocks[:, 2:].view(np.int8), scale, out=out)
    else:
        np.multiply(blocks[:, 4:] & 15, scale, out=out[:, :16])  # two numbers a byte: the lower halves first
        np.multiply(blocks[:, 4:] >> 4, scale, out=out[:, 16:])
        out += blocks[:, 2:4].copy().view("<f2").astype(np.float32)
    return out.reshape(shape)
