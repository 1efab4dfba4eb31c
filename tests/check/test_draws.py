"""Random cases that are the same for the same seed."""

import numpy as np

from course.check.draws import Draws


def test_the_same_seed_draws_the_same_cases():
    a, b = Draws("s"), Draws("s")
    assert [a.ids(), a.pair(), a.text(), a.word()] == [b.ids(), b.pair(), b.text(), b.word()]
    assert np.array_equal(a.logits(5), b.logits(5)) and np.array_equal(a.probabilities(5), b.probabilities(5))


def test_ids_and_pairs_repeat_often_enough_to_catch_overlaps():
    g = Draws("s")
    pairs = [g.pair() for _ in range(300)]
    assert (
        100 < sum(a == b for a, b in pairs) < 220
        and all(len(g.ids()) <= 12 for _ in range(100))
        and any(g.ids() == [] for _ in range(100))
    )


def test_texts_have_other_scripts_emoji_and_odd_spaces():
    text = Draws("s").text(300)
    assert all(part in text for part in ["🙂", "नमस्ते", "\n", "\u00a0"]) and text.count(" ") > 100


def test_probabilities_sum_to_one():
    assert np.isclose(Draws("s").probabilities(7).sum(), 1)
