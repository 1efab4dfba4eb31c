"""What 03-large-language-models says is so: every number of its prose that no cell prints."""

from functools import cache
from math import exp, log

import numpy as np
import pytest

from course.lessons import checkpoints
from course.lessons.measured import rungs
from course.lessons.models import ngram, training
from course.lessons.models.gpt import GPT, log_probabilities
from course.lessons.texts import speeches
from tests.told import Told

TOLD = Told("03-large-language-models")
FILE, answer, prose, cell = TOLD.file, TOLD.answer, TOLD.prose, TOLD.cell
TEXT = "\n".join(speeches())[-1_000_000:]
SYMBOLS = sorted(set(TEXT))
IDS = np.searchsorted(SYMBOLS, list(TEXT))
TRAIN, HELD_OUT = IDS[:900_000], IDS[900_000:]
SPEECH = HELD_OUT[-len(speeches()[-1]) :]
RUNGS = {row["model"]: row for row in rungs()}


def ids(text):
    return np.searchsorted(SYMBOLS, list(text))


@cache
def gpt():
    return training.pretrained("speeches")


@cache
def by_answers():
    """The notebook's whole forward pass, with its own answers -> its names."""
    made = {"np": np, "training": training}
    made |= {name: answer(name) for name in ("attention_weights", "attention", "layer")}
    exec(cell("my-gpt"), made)
    return made


# -- the text and the table ----------------------------------------------------------------------------------


def test_labelling_gpt_3s_text_by_hand_would_cost_4_2_billion_dollars():
    assert round(300e9 * 5 / 3600 * 10 / 1e9, 1) == 4.2 and "4.2 billion dollars" in prose()


def test_guessing_blindly_costs_4_50_nats():
    assert len(SYMBOLS) == 90 and round(log(90), 2) == 4.50


def test_the_counted_table_has_2_48_nats_and_the_learned_one_2_51():
    counts = np.ones((90, 90))
    np.add.at(counts, (TRAIN[:-1], TRAIN[1:]), 1)
    counted = counts / counts.sum(axis=1, keepdims=True)
    learned = np.array(checkpoints.checkpoint("03-large-language-models")["bigram"])
    loss = [-np.log(P[HELD_OUT[:-1], HELD_OUT[1:]]).mean() for P in (counted, np.maximum(learned, 1e-9))]
    assert round(loss[0], 2) == 2.48 and loss[1] == pytest.approx(2.51, abs=0.02)
    assert "2.51 nats against 2.48" in prose()
    assert 0.40 < learned[ids("h")[0], ids("e")[0]] < 0.45  # "e follows h in four cases out of ten"
    assert 0.14 < learned[ids(" ")[0], ids("t")[0]] < 0.17


@pytest.mark.release
def test_the_checkpoint_file_is_what_the_notebooks_own_answers_make():
    source = FILE.parent / "checkpoint.py"
    space = {"__name__": "checkpoint", "__file__": str(source)}
    exec(compile(source.read_text(), source, "exec"), space)
    kept = checkpoints.checkpoint("03-large-language-models")["bigram"]
    assert np.allclose(space["make"]()["bigram"], kept, atol=1e-3)


# -- attention -----------------------------------------------------------------------------------------------


def test_the_three_tokens_of_the_picture():
    made = {}
    exec(cell("matmul").split("print")[0], {"np": np}, made)
    q, k, v = made["q"], made["k"], made["v"]
    assert (q @ k.T).tolist() == [[2, 2, 1], [4, 1, 4], [6, 2, 2]]
    weights = answer("attention_weights")(q @ k.T / 2)
    assert weights.round(3).tolist() == [[1, 0, 0], [0.818, 0.182, 0], [0.787, 0.107, 0.107]]
    assert np.exp([3, 1, 1]).round(1).tolist() == [20.1, 2.7, 2.7] and "20.1, 2.7 and 2.7" in prose()
    mixed = answer("attention")(q, k, v, answer("attention_weights"))
    assert mixed.tolist() == pytest.approx(np.array([[0, 3], [0.36, 2.45], [0.64, 2.47]]), abs=0.006)
    assert np.dot([1, 2, 5, 1], [0, 0, 1, 1]) == 6


def test_the_three_answers_run_the_courses_gpt():
    prompt = ids("My fellow Americans, ")
    assert np.abs(gpt().logits(prompt) - by_answers()["my_gpt"](prompt)).max() < 5e-4


def test_a_head_looks_from_the_full_stop_at_the_opening_mark():
    phrase, seen = 'They said, "Do something.', []
    by_answers()["my_gpt"](ids(phrase), watch=seen)
    mark = phrase.index('"')
    assert len(seen) == 8 and round(seen[3][-1, mark], 2) == 0.95 and len(phrase) - 1 - mark == 13
    assert np.allclose(seen, gpt().look(ids(phrase)).reshape(8, 25, 25), atol=1e-4)
    assert "gives 95 % of its attention to the opening mark, thirteen characters back" in prose()


@pytest.mark.slow
def test_without_the_mlps_it_loses_more_than_without_attention_and_is_not_far_from_a_blind_guess():
    assert "held_out[:3_000].reshape(-1, 100)" in cell("break-it")
    windows = HELD_OUT[:3_000].reshape(-1, 100)
    exec(cell("break-it").split("def loss")[0], made := {})

    def loss(layer):
        logits = [by_answers()["my_gpt"](w[:-1], layer) for w in windows]
        P = [np.exp(one - one.max(1, keepdims=True)) for one in logits]
        P = [one / one.sum(1, keepdims=True) for one in P]
        return -np.mean([np.log(one[np.arange(99), w[1:]]) for one, w in zip(P, windows)])

    whole, no_attention, no_mlp = map(loss, (answer("layer"), made["no_attention"], made["no_mlp"]))
    assert whole + 0.3 < no_attention < no_mlp - 1 and 3.5 < no_mlp < log(90)


def test_the_mlps_hold_two_thirds_of_a_layers_weights():
    assert gpt().hidden.shape[1] == 12 and gpt().heads == 4 and gpt().width // 4 == 32


@pytest.mark.release
def test_without_a_mask_the_loss_collapses_on_held_out_text_too():
    model = GPT(90, width=64, causal=False)
    training.train(model, TRAIN, tokens=200_000, T=64)
    assert -log_probabilities(model, HELD_OUT[:30_000], T=64).mean() < 0.2


# -- size ----------------------------------------------------------------------------------------------------


def test_the_speech_of_2026_is_held_out():
    assert speeches()[-1].year == 2026 and len(speeches()[-1]) < 100_000


@pytest.mark.slow
def test_the_rungs_that_need_no_training_have_the_losses_of_the_table():
    model = ngram.fit(TRAIN, order=8, size=90)
    found = {
        "8-gram": -ngram.log_probabilities(model, SPEECH).mean(),
        "0.4 million": -log_probabilities(gpt(), SPEECH).mean(),
        "untrained": log(90),
    }
    assert found == pytest.approx({name: RUNGS[name]["nats"] for name in found}, abs=1e-3)
    assert round(-ngram.log_probabilities(model, HELD_OUT).mean(), 3) == 1.265 and "with 1.265" in prose()


def test_more_than_half_a_nat_a_character_is_10_to_the_24_for_a_sentence():
    gained = RUNGS["8-gram"]["nats"] - RUNGS["135 million"]["nats"]
    assert (
        gained > 0.5 and "counting has 1.309 nats" in prose() and round(RUNGS["8-gram"]["nats"], 3) == 1.309
    )
    assert 3e23 < exp(100 * gained) < 3e24 and "about 10²⁴ times" in prose()
    assert 134e6 < RUNGS["135 million"]["weights"] < 136e6


@pytest.mark.release
def test_a_short_training_ends_at_some_1_45_nats_behind_counting():
    model = GPT(90, width=96)
    training.train(model, TRAIN, tokens=1_000_000)
    loss = -log_probabilities(model, HELD_OUT).mean()
    assert loss == pytest.approx(1.45, abs=0.04) and loss > 1.3
    assert -log_probabilities(model, SPEECH).mean() == pytest.approx(
        RUNGS["240,000 weights"]["nats"], abs=0.05
    )
    assert model.weights.size == RUNGS["240,000 weights"]["weights"] == 238_464
