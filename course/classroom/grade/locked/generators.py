"""Random generators cross as their state. They may come back advanced, as by honest use, but not set as one likes.

Whoever chooses the examiner's state knows every case that it will draw from it, and could bring a table of their answers.
"""
import random

import numpy as np

Generator = random.Random | np.random.Generator
MULTIPLIER, MASK = 0x2360ED051FC65DA44385DF649FCCF645, (1 << 128) - 1       # of numpy's PCG64
MOST_STEPS = 1 << 40
MOST_BLOCKS = 200                # of the Mersenne twister's 624 numbers
TWISTER = 624


def state_of(generator: Generator) -> tuple | None:
    """Its state as plain numbers, or None for a kind of generator that does not cross."""
    if isinstance(generator, random.Random):
        return generator.getstate()
    bits = generator.bit_generator
    if type(bits) is np.random.PCG64:
        state = bits.state
        return state["state"]["state"], state["state"]["inc"], state["has_uint32"], state["uinteger"]


def set_state(generator: Generator, state: tuple) -> None:
    if isinstance(generator, random.Random):
        generator.setstate(state)
        return
    now, inc, has, spare = state
    generator.bit_generator.state = {"bit_generator": "PCG64", "state": {"state": now, "inc": inc},
                                     "has_uint32": has, "uinteger": spare}


def advance(generator: Generator, state: tuple) -> None:
    """Set a generator of ours to a state that honest use could have led to. Raises ValueError for another."""
    before = state_of(generator)
    if isinstance(generator, random.Random):
        honest = twisted(before, state)
    else:
        honest = state[1] == before[1] and steps(before[0], state[0], before[1]) < MOST_STEPS
    if not honest:
        raise ValueError("a generator came back with a state that use does not lead to")
    set_state(generator, state)


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
    """Whether a Mersenne twister leads from one state to the other within MOST_BLOCKS."""
    twin, numbers = random.Random(), after[1][:TWISTER]
    twin.setstate((3, (*before[1][:TWISTER], TWISTER), None))
    for _ in range(MOST_BLOCKS):
        if twin.getstate()[1][:TWISTER] == numbers:
            return True
        twin.getrandbits(32)                         # the first of a block makes the block
        twin.setstate((3, (*twin.getstate()[1][:TWISTER], TWISTER), None))
    return False
