"""Random generators cross as their state. They may come back advanced, as by honest use, but not set as one
likes.

Whoever chooses the examiner's state knows every case that it will draw from it, and could bring a table of
their answers.
"""

import math
import random
from typing import Any

import numpy as np

Generator = random.Random | np.random.Generator
MULTIPLIER, MASK = 0x2360ED051FC65DA44385DF649FCCF645, (1 << 128) - 1  # of numpy's PCG64
MOST_STEPS = 1 << 40
MOST_BLOCKS = 200  # of the Mersenne twister's 624 numbers
TWISTER = 624
LOOKED_BACK = 4096  # numbers drawn last, in which what a generator keeps for the next call is looked for


def state_of(generator: Generator) -> tuple | None:
    """Its state as plain numbers, or None for a kind of generator that does not cross."""
    if isinstance(generator, random.Random):
        return generator.getstate()
    bits = generator.bit_generator
    if type(bits) is np.random.PCG64:
        state = bits.state
        return state["state"]["state"], state["state"]["inc"], state["has_uint32"], state["uinteger"]
    return None


def set_state(generator: Generator, state: tuple) -> None:
    if isinstance(generator, random.Random):
        generator.setstate(state)
        return
    now, inc, has, spare = state
    generator.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": now, "inc": inc},
        "has_uint32": has,
        "uinteger": spare,
    }


def advance(generator: Generator, state: tuple) -> None:
    """Set a generator of ours to a state that honest use could have led to. Raises ValueError for another."""
    before: Any = state_of(generator)
    if isinstance(generator, random.Random):
        honest = twisted(before, state)
    else:
        distance = steps(before[0], state[0], before[1])
        honest = state[1] == before[1] and distance < MOST_STEPS and spared(before, state, distance)
    if not honest:
        raise ValueError("a generator came back with a state that use does not lead to")
    set_state(generator, state)


def spared(before: tuple, after: tuple, distance: int) -> bool:
    """Whether half a number that waits in numpy's generator is none, the one that waited before, or half of
    one drawn on the way.
    """
    if not after[2] or after[2:] == before[2:]:
        return True
    bits = np.random.PCG64(0)
    last = min(distance, LOOKED_BACK)
    start = before[:2] + (0, 0)
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": start[0], "inc": start[1]},
        "has_uint32": 0,
        "uinteger": 0,
    }
    bits.advance(distance - last)
    return after[3] in (bits.random_raw(last) >> np.uint64(32)) if last else False


def steps(start: int, end: int, inc: int) -> int:
    """How often x -> MULTIPLIER x + inc leads from `start` to `end`, modulo 2**128: bit by bit, lowest first."""
    multiplier, plus, bit, distance = MULTIPLIER, inc, 1, 0
    while start != end and bit <= MASK:
        if (start ^ end) & bit:
            start = (start * multiplier + plus) & MASK
            distance |= bit
        plus = (multiplier + 1) * plus & MASK
        multiplier = multiplier * multiplier & MASK
        bit <<= 1
    return distance


def twisted(before: tuple, after: tuple) -> bool:
    """Whether a Mersenne twister leads from one state to the other within MOST_BLOCKS, and the normal number
    that waits in it, if one does, waited before or was made on the way.
    """
    twin, numbers, place = random.Random(), after[1][:TWISTER], after[1][TWISTER]
    twin.setstate((3, before[1], None))
    drawn = []
    for _ in range(MOST_BLOCKS):
        now = twin.getstate()[1]
        left = (place if now[:TWISTER] == numbers else TWISTER) - now[TWISTER]
        if left < 0:
            return False
        drawn = (drawn + [twin.getrandbits(32) for _ in range(left)])[-LOOKED_BACK:]
        if now[:TWISTER] == numbers:
            return after[2] in (None, before[2]) or after[2] in normals(drawn)
        twin.getrandbits(32)  # the first of a block makes the block
        twin.setstate((3, (*twin.getstate()[1][:TWISTER], 0), None))
    return False


def normals(drawn: list[int]) -> set[float]:
    """The second numbers of the pairs that random.gauss would have made of four 32-bit numbers in a row,
    wherever it began.
    """

    def uniform(i):  # as random.random makes it of two
        return ((drawn[i] >> 5) * 67108864 + (drawn[i + 1] >> 6)) / 9007199254740992

    return {
        math.sin(uniform(i) * 2 * math.pi) * math.sqrt(-2 * math.log(1 - uniform(i + 2)))
        for i in range(len(drawn) - 3)
    }
