"""What 02b-lowest-score says is so: every number of its prose that no cell prints."""

from math import log

import numpy as np
import pytest

from course.lessons import checkpoints
from course.lessons.models import ngram
from course.lessons.texts import speeches
from tests.told import Told

TOLD = Told("02b-lowest-score")
prose, cell, answer = TOLD.prose, TOLD.cell, TOLD.answer
KNOWN = checkpoints.checkpoint("02b-lowest-score")


@pytest.fixture(scope="module")
def space():
    """The notebook's own models of characters."""
    made = {}
    exec(cell("setup"), made)
    exec(cell("model"), made)
    return made


@pytest.mark.release
def test_the_checkpoint_is_what_the_notebooks_own_answers_make():
    source = TOLD.file.parent / "checkpoint.py"
    space = {"__name__": "checkpoint", "__file__": str(source)}
    exec(compile(source.read_text(), source, "exec"), space)
    assert space["make"]() == KNOWN, "python source/02b-lowest-score/checkpoint.py"


def test_the_friends_mix_scores_1_17_and_adds_up_to_more_than_1(space):
    def first_that_knows(count, total, kinds, p):
        return count / total if count else p

    tables, size = space["tables"][:6], space["size"]
    assert round(np.mean(space["surprisals"](tables, size, first_that_knows)), 2) == 1.17
    after = [space["probability"](tables, "name is ", c, size, first_that_knows) for c in set(space["text"])]
    assert round(sum(after), 2) == 1.24 and "(1.24 after `name is `)" in prose()


@pytest.mark.parametrize("mix", ["half_and_half", "discounted"])
def test_after_every_context_the_other_mixes_add_up_to_1(space, mix):
    def discounted(*numbers):
        return answer("discount")(*numbers, 0.75)

    for before in "name is ", "xh", "", "Iraq":
        after = [
            space["probability"](space["tables"], before, c, 90, space.get(mix, discounted))
            for c in sorted(set(space["text"]))
        ]
        assert sum(after) == pytest.approx(1)


def test_each_idea_alone_makes_it_worse_and_together_they_win():
    half, continuation, discounting, both, tokens = KNOWN["scores"]
    assert both < half < min(continuation, discounting) and tokens < both
    assert half == 1.356 and "**1.356 nats, or 1.956 bits.**" in prose() and round(half / log(2), 3) == 1.956


def test_at_midnight_the_recipe_is_behind_the_colleague_with_characters_and_ahead_with_tokens():
    colleague, you = KNOWN["bits"][2:]
    *_, both, tokens = (nats / log(2) for nats in KNOWN["scores"])
    assert tokens < colleague < both < you


def test_half_and_half_with_7_tables_is_the_model_of_02():
    assert KNOWN["bits"][3] * log(2) == pytest.approx(1.345, abs=0.0005)
    assert checkpoints.checkpoint("02-next-token")["on_new"][6] == 1.345


@pytest.mark.slow
def test_with_three_discounts_the_recipe_becomes_the_baseline():
    symbols = sorted(set(text := "\n".join(speeches())[-1_000_000:]))
    ids = np.searchsorted(symbols, list(text))
    model = ngram.fit(ids[:900_000], 8, len(symbols))
    assert round(-ngram.log_probabilities(model, ids[900_000:]).mean(), 3) == 1.265


def test_the_example_of_the_discount_is_calculated():
    assert answer("discount")(3, 4, 2, 0.1, 0.75) == pytest.approx(0.6)
    assert (3 - 0.75) / 4 == 0.5625 and 0.75 * 2 / 4 == 0.375 and 0.5625 + 0.0375 == pytest.approx(0.6)
