"""What 05b-small-enough says is so: every number of its prose that no cell prints."""

import numpy as np
import pytest

from course.lessons.adapter import Adapter
from course.lessons.checkpoints import checkpoint
from course.lessons.worlds import life
from course.lessons.worlds.world import log_book
from tests.told import Told

TOLD = Told("05b-small-enough")
answer, prose = TOLD.answer, TOLD.prose
ALL, EACH_32 = checkpoint("05b-small-enough")["scales"]


def made():
    source = TOLD.file.parent / "checkpoint.py"
    space = {"__name__": "checkpoint", "__file__": str(source)}
    exec(compile(source.read_text(), source, "exec"), space)
    return space


def test_a_model_takes_weights_times_bits_over_8():
    assert 134_515_008 * 32 / 8 / 1e6 == pytest.approx(TOLD.number(r"would fill (\d+) MB"), abs=1)
    assert "4 GB" in prose() and 3e9 * 4 / 1e9 == 12 and 3e9 * (4 + 32 / 32) / 8 / 1e9 < 1.9


def test_sixteen_levels_for_all_ruin_the_model_and_for_every_32_it_does_not_notice():
    assert ALL["right"]["4"] < 0.1 and EACH_32["right"]["4"] == 1 == ALL["right"]["8"]
    assert len(set(ALL["rounded"]["4"])) <= 3, "the levels around zero"


@pytest.mark.release
def test_the_checkpoint_is_what_the_notebooks_own_answers_make():
    for then, now in zip((ALL, EACH_32), made()["make"]()["scales"]):
        assert now["name"] == then["name"] and now["low"] == pytest.approx(then["low"], rel=0.2)
        assert [now["right"][bits] for bits in "84"] == pytest.approx(
            [then["right"][bits] for bits in "84"], abs=0.06
        )


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_adapter_learns_the_logbook_forgets_something_and_comes_off_again():
    base, assistant, world = made()["assistant"]()
    assert life.exam(assistant, world) > 0.99
    rng = np.random.default_rng(1)
    known, new = log_book(rng, 14_000), log_book(rng, 10_000)
    assert life.loss(base, new) == pytest.approx(TOLD.number(r"model's loss is ([\d.]+) nats"), abs=0.2)
    thin = Adapter(base, rank=4)
    numbers, gradient_of = thin.start, thin.loss_and_gradient(answer("adapter_gradients"))
    for page in life.windows(known, steps=60, batch=12):
        numbers = numbers - 0.1 * gradient_of(numbers, (page, np.ones((12, 64), bool)))[1]
    assert 14 < base.weights.size / numbers.size < 15.5, "a fifteenth"
    assert life.loss(thin.put_on(numbers), new) < 5
    assert life.facts_known(thin.put_on(numbers), world) < life.facts_known(base, world) - 0.03
    assert (thin.base.weights == base.weights).all()


def test_pre_training_took_98_percent_of_instructgpt():
    found = answer("shares")([("pre-training", 3640), ("answers", 4.9), ("preferences", 60)])
    assert round(found["pre-training"]) == 98
