"""A random generator may come back advanced, and not otherwise."""
import random

import numpy as np
import pytest

from course.classroom.grade.locked import generators
from course.classroom.grade.locked.codec import Exchange


def call(generator, use):
    """Let `use` have the generator on the other side of an exchange."""
    caller, callee = Exchange(), Exchange()
    use(callee.decode(caller.encode((generator,)))[0])
    caller.decode(callee.encode(None))


@pytest.mark.parametrize("use", [lambda g: None, lambda g: g.random(), lambda g: g.random(10**5), lambda g: g.choice(9), lambda g: g.normal(size=99),
                                 lambda g: g.permutation(50)])
def test_a_numpy_generator_comes_back_as_after_use(use):
    ours, twin = np.random.default_rng(3), np.random.default_rng(3)
    call(ours, use)
    use(twin)
    assert ours.bit_generator.state == twin.bit_generator.state


@pytest.mark.parametrize("use", [lambda g: None, lambda g: g.random(), lambda g: [g.random() for _ in range(3000)], lambda g: g.shuffle(list(range(99)))])
def test_a_random_random_comes_back_as_after_use(use):
    ours, twin = random.Random(3), random.Random(3)
    call(ours, use)
    use(twin)
    assert ours.getstate() == twin.getstate()


@pytest.mark.parametrize("ours, other", [(np.random.default_rng(3), np.random.default_rng(4)), (random.Random(3), random.Random(4))])
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
