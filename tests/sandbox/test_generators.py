"""A random generator may come back advanced, and not otherwise."""

import random

import numpy as np
import pytest

from course.sandbox.protocol import generators
from course.sandbox.protocol.codec import Exchange


def call(generator, use):
    """Let `use` have the generator on the other side of an exchange."""
    caller, callee = Exchange(), Exchange()
    use(callee.decode(caller.encode((generator,)))[0])
    caller.decode(callee.encode(None))


@pytest.mark.parametrize(
    "use",
    [
        lambda g: None,
        lambda g: g.random(),
        lambda g: g.random(10**5),
        lambda g: g.choice(9),
        lambda g: g.normal(size=99),
        lambda g: g.permutation(50),
        lambda g: g.integers(9),
        lambda g: (g.integers(9), g.random(50)),
        lambda g: g.integers(9, size=7),
    ],
)
def test_a_numpy_generator_comes_back_as_after_use(use):
    ours, twin = np.random.default_rng(3), np.random.default_rng(3)
    call(ours, use)
    use(twin)
    assert ours.bit_generator.state == twin.bit_generator.state


@pytest.mark.parametrize(
    "use",
    [
        lambda g: None,
        lambda g: g.random(),
        lambda g: [g.random() for _ in range(3000)],
        lambda g: g.shuffle(list(range(99))),
        lambda g: g.gauss(0, 1),
        lambda g: (g.gauss(0, 1), g.random()),
        lambda g: [g.gauss(0, 1) for _ in range(701)],
        lambda g: g.sample(range(50), 9),
    ],
)
def test_a_random_random_comes_back_as_after_use(use):
    ours, twin = random.Random(3), random.Random(3)
    call(ours, use)
    use(twin)
    assert ours.getstate() == twin.getstate()


@pytest.mark.parametrize(
    "ours, other",
    [(np.random.default_rng(3), np.random.default_rng(4)), (random.Random(3), random.Random(4))],
)
def test_a_state_of_ones_choice_is_refused(ours, other):
    before = generators.state_of(ours)
    with pytest.raises(ValueError, match="use does not lead to"):
        call(ours, lambda theirs: generators.set_state(theirs, generators.state_of(other)))
    assert generators.state_of(ours) == before


def test_the_steps_between_two_states_are_counted():
    start = np.random.PCG64(5)
    a = start.state["state"]
    start.advance(123_456)
    assert generators.steps(a["state"], start.state["state"]["state"], a["inc"]) == 123_456


def test_what_waits_in_a_generator_cannot_be_put_there():
    """The next `gauss`, and the next number of 32 bits, would be what the other side likes."""
    ours = random.Random(3)
    for state in (3, ours.getstate()[1], 0.5), (3, random.Random(3).getstate()[1], 0.0):
        with pytest.raises(ValueError, match="use does not lead to"):
            call(ours, lambda theirs, state=state: theirs.setstate(state))
    numbers = np.random.default_rng(3)
    for spare in (1, 7), (1, 2**32 - 1):
        with pytest.raises(ValueError, match="use does not lead to"):
            call(
                numbers,
                lambda theirs, spare=spare: generators.set_state(
                    theirs, (*generators.state_of(theirs)[:2], *spare)
                ),
            )


def test_what_waited_before_may_still_wait_or_have_been_used():
    ours, twin = random.Random(3), random.Random(3)
    numbers, same = np.random.default_rng(3), np.random.default_rng(3)
    for g in ours, twin:
        g.gauss(0, 1)
    for g in numbers, same:
        g.integers(9)
    for use in (lambda g: g.random()), (lambda g: g.gauss(0, 1)):
        call(ours, use)
        use(twin)
        assert ours.getstate() == twin.getstate()
    for use in (lambda g: g.random()), (lambda g: g.integers(9)):
        call(numbers, use)
        use(same)
        assert numbers.bit_generator.state == same.bit_generator.state


def test_a_twister_does_not_go_back_within_its_block():
    ours, before = random.Random(3), random.Random(3).getstate()
    ours.random()
    with pytest.raises(ValueError, match="use does not lead to"):
        call(ours, lambda theirs: theirs.setstate(before))
