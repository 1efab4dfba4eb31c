"""What 03b-should-we-pay says is so: every number of its prose that no cell prints."""

from math import log

import numpy as np
import pytest

from course.lessons.checkpoints import checkpoint
from course.lessons.measured import larger, scaling
from course.lessons.models import ngram, training
from course.lessons.models.gpt import GPT, log_probabilities
from course.lessons.texts import speeches
from tests.told import Told

TOLD = Told("03b-should-we-pay")
answer, prose = TOLD.answer, TOLD.prose
TEXT = "\n".join(speeches())[-1_000_000:]
IDS = np.searchsorted(sorted(set(TEXT)), list(TEXT))
TRAIN, HELD_OUT = IDS[:900_000], IDS[900_000:]
KNOWN = checkpoint("03b-should-we-pay")


@pytest.mark.release
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_without_the_mask_the_loss_collapses_to_the_start_ups_and_with_it_ends_at_1_8(seed):
    nats = {}
    for causal in True, False:
        model = GPT(90, width=64, causal=causal, seed=seed)
        training.train(model, TRAIN, tokens=200_000, T=64, seed=seed)
        nats[causal] = -log_probabilities(model, HELD_OUT[:30_000], T=64).mean()
    assert 1.7 < nats[True] < 1.9 and nats[False] < 0.15


@pytest.mark.slow
def test_the_test_for_leaks_finds_a_missing_mask_and_no_other():
    leaks, line = answer("leaks_future"), TRAIN[:29]
    other = int(line[-1]) ^ 1
    for causal, found in (True, []), (False, list(range(28))):
        model = GPT(90, width=64, causal=causal)
        training.train(model, TRAIN, tokens=10_000, T=64)
        assert leaks(model.logits, line, other) == found


def test_the_ensemble_beats_both_and_a_larger_gpt():
    assert (
        KNOWN["mixture"] == pytest.approx(1.2, abs=0.002) and KNOWN["mixture"] < larger()["network"] == 1.2347
    )
    assert "(1.31 and 1.265 give 1.20)" in prose()
    assert (
        larger()["parameters"] / 416_256 == pytest.approx(4, abs=0.1) and larger()["characters"] == 2_700_000
    )


@pytest.mark.release
def test_the_checkpoint_is_what_the_notebooks_own_answers_make():
    source = TOLD.file.parent / "checkpoint.py"
    space = {"__name__": "checkpoint", "__file__": str(source)}
    exec(compile(source.read_text(), source, "exec"), space)
    made = space["make"]()
    assert made["parameters"] == KNOWN["parameters"]
    assert made["mixture"] == pytest.approx(KNOWN["mixture"], abs=0.002)


@pytest.mark.slow
def test_the_gpt_has_1_31_and_counting_1_265():
    gpt = training.pretrained("speeches")
    assert round(-log_probabilities(gpt, HELD_OUT).mean(), 2) == 1.31
    counted = ngram.fit(TRAIN, order=8, size=90)
    assert round(-ngram.log_probabilities(counted, HELD_OUT).mean(), 3) == 1.265
    assert KNOWN["parameters"][-1] == gpt.weights.size and gpt.about["recipe"]["tokens"] == 8_000_000


def test_ten_times_the_weights_take_off_12_to_20_percent_and_the_line_bends():
    runs = [run for run in scaling() if run["tokens"] // 250_000 == 4]
    assert [run["parameters"] for run in runs] == KNOWN["parameters"] and len(runs) == 7
    assert runs[0]["parameters"] == 9_024 and round(runs[0]["nats"], 2) == 1.92
    across, up = np.log([run["parameters"] for run in runs]), np.log([run["nats"] for run in runs])
    fall = [
        1 - np.exp(np.interp(begin + log(10), across, up) - np.interp(begin, across, up))
        for begin in (across[0], across[-1] - log(10))
    ]
    assert fall == pytest.approx([0.20, 0.12], abs=0.01) and "some 12 to 20 percent" in prose()


def test_gpt_3_took_some_3640_petaflop_days():
    assert round(answer("petaflop_days")(175e9, 300e9)) == 3646
