"""The counting model: equal to a slow one that does by dictionaries what the books say, and fast enough to be
everybody's floor.
"""

from collections import Counter, defaultdict

import numpy as np
import pytest

from course.lessons.models import ngram
from course.lessons.texts import speeches


def speech(n):
    """`n` characters of a real speech as ids, and how many different ones there are."""
    text = "".join(speeches()[:20])[:n]
    symbols = sorted(set(text))
    return np.array([symbols.index(c) for c in text]), len(symbols)


# -- the slow one: dictionaries, one token at a time ---------------------------------------------------------


def windows(ids, order, ends):
    """Each token with the order - 1 before it, -1 where there are none."""
    item = []
    for token in ids:
        yield tuple([-1] * order + item + [token])[-order:]
        item = [] if token == ends else item + [token]


def slow_fit(ids, order, size, ends=None):
    """A function gram -> probability of its last token after the others."""
    counts = {order: Counter(windows(ids, order, ends))}
    for n in range(order - 1, 0, -1):
        counts[n] = Counter(gram[1:] for gram in counts[n + 1])  # one for each different token before it
    discount, total, taken = {}, defaultdict(int), defaultdict(float)
    for n, table in counts.items():
        of = Counter(table.values())
        if all(of[k] for k in (1, 2, 3, 4)):
            y = of[1] / (of[1] + 2 * of[2])
            d = [min(max(k - (k + 1) * y * of[k + 1] / of[k], 0.01), k - 0.01) for k in (1, 2, 3)]
        else:
            d = [min(max(of[1] / (of[1] + 2 * of[2]), 0.01), 0.99) if of[1] else 0.5] * 3
        discount[n] = d
        for gram, count in table.items():
            total[gram[:-1]] += count
            taken[gram[:-1]] += d[min(count, 3) - 1]

    def p(gram):
        if not gram:
            return 1 / size
        shorter, context = p(gram[1:]), gram[:-1]
        if context not in total:
            return shorter
        count = counts[len(gram)].get(gram, 0)
        own = count - discount[len(gram)][min(count, 3) - 1] if count else 0
        return (own + taken[context] * shorter) / total[context]

    return p


@pytest.mark.slow
@pytest.mark.parametrize("order", [1, 2, 4, 6])
def test_it_equals_a_slow_dictionary_version_on_twenty_thousand_characters(order):
    ids, size = speech(20_000)
    known, new = ids[:18_000], ids[18_000:]
    slow = slow_fit(known.tolist(), order, size)
    want = [np.log(slow(gram)) for gram in windows(new.tolist(), order, None)]
    assert ngram.log_probabilities(ngram.fit(known, order, size), new) == pytest.approx(want, abs=1e-6)


def test_it_equals_the_slow_version_where_items_end():
    ids, size = speech(4_000)
    slow = slow_fit(ids[:3_000].tolist(), 4, size, ends=1)
    want = [np.log(slow(gram)) for gram in windows(ids[3_000:].tolist(), 4, 1)]
    assert ngram.log_probabilities(ngram.fit(ids[:3_000], 4, size, ends=1), ids[3_000:]) == pytest.approx(
        want, abs=1e-6
    )


# -- what a distribution owes --------------------------------------------------------------------------------


@pytest.mark.parametrize("ends", [None, 1])
@pytest.mark.parametrize("order", [1, 3, 6, 9])
def test_every_distribution_sums_to_one_after_seen_and_unseen_contexts(order, ends):
    ids, size = speech(3_000)
    model = ngram.fit(ids, order, size, ends)
    rng = np.random.default_rng(0)
    contexts = [[], ids[:1], ids[100:103], ids[100:120]] + [rng.integers(size, size=n) for n in range(9)]
    for context in contexts:
        p = ngram.next_token(model, context)
        assert p.shape == (size,) and p.min() > 0
        assert p.sum() == pytest.approx(1, abs=1e-9)


def test_a_text_is_scored_by_the_same_distributions():
    ids, size = speech(3_000)
    model = ngram.fit(ids[:2_000], 5, size, ends=1)
    scores = ngram.log_probabilities(model, ids[2_000:2_200])
    for i, score in enumerate(scores):
        assert np.log(ngram.next_token(model, ids[2_000 : 2_000 + i])[ids[2_000 + i]]) == pytest.approx(
            score, abs=1e-9
        )


def test_no_window_reaches_over_the_end_of_an_item():
    model = ngram.fit([1, 2, 0, 1, 2, 0, 3, 2, 0], order=3, size=4, ends=0)
    assert ngram.next_token(model, [3, 0, 1]) == pytest.approx(ngram.next_token(model, [1]))
    assert ngram.next_token(model, [1, 2, 0]) == pytest.approx(ngram.next_token(model))


def test_the_order_of_the_items_makes_no_difference():
    one, two = (ngram.fit(ids, 3, 4, ends=0) for ids in ([1, 2, 0, 3, 0], [3, 0, 1, 2, 0]))
    assert all(
        (a.keys == b.keys).all() and (a.counts == b.counts).all() for a, b in zip(one.levels, two.levels)
    )


@pytest.mark.parametrize("size, order", [(255, 8), (3, 32), (1, 64)])
def test_ids_may_fill_all_64_bits(size, order):
    ids = np.full(100, size - 1)
    model = ngram.fit(ids, order, size)
    assert ngram.next_token(model, ids).argmax() == size - 1
    assert ngram.next_token(model, ids).sum() == pytest.approx(1)


def test_the_ids_of_a_real_encoding_fit_to_order_four():
    model = ngram.fit([50_256, 0, 50_256, 0, 7], order=4, size=50_257)
    assert ngram.next_token(model, [50_256]).argmax() == 0


def test_a_longer_context_helps_on_a_real_speech():
    ids, size = speech(100_000)
    nats = [
        -ngram.log_probabilities(ngram.fit(ids[:90_000], n, size), ids[90_000:]).mean()
        for n in (1, 2, 3, 4, 5)
    ]
    assert nats == sorted(nats, reverse=True)


# -- writing, keeping ----------------------------------------------------------------------------------------


def test_the_same_seed_writes_the_same_text():
    ids, size = speech(3_000)
    model = ngram.fit(ids, 4, size)
    texts = [ngram.sample(model, 50, np.random.default_rng(seed), ids[:5]) for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]
    assert len(texts[0]) == 50 and all(type(token) is int for token in texts[0])


def test_what_it_writes_has_the_frequencies_that_it_learnt():
    model = ngram.fit([0, 1, 0, 1, 0, 2] * 200, order=2, size=3)
    text = ngram.sample(model, 3_000, np.random.default_rng(0))
    assert text.count(1) / len(text) == pytest.approx(1 / 3, abs=0.03)
    assert text.count(2) / len(text) == pytest.approx(1 / 6, abs=0.03)


@pytest.mark.parametrize("ends", [None, 1])
def test_a_saved_model_comes_back_the_same(tmp_path, ends):
    ids, size = speech(3_000)
    model = ngram.fit(ids[:2_000], 5, size, ends)
    ngram.save(model, tmp_path / "speech.model")
    again = ngram.load(tmp_path / "speech.model")
    assert (again.order, again.size, again.ends) == (5, size, ends)
    assert (ngram.log_probabilities(again, ids[2_000:]) == ngram.log_probabilities(model, ids[2_000:])).all()


def test_a_model_saved_twice_has_the_same_bytes(tmp_path):
    for name in "ab":
        ngram.save(ngram.fit([0, 1, 1, 0, 1], 2), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04 neither"])
def test_another_file_is_refused(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(ValueError, match="x is not a model written by ngram.save"):
        ngram.load(tmp_path / "x")


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        ngram.load(tmp_path / "nothing")


# -- what is refused -----------------------------------------------------------------------------------------


def test_an_empty_text_has_nothing_to_count():
    with pytest.raises(ValueError, match="nothing to count"):
        ngram.fit([], 3)


@pytest.mark.parametrize("order", [0, 10])
def test_an_order_that_does_not_fit_is_refused_with_the_one_that_does(order):
    with pytest.raises(ValueError, match="from 1 to 9"):
        ngram.fit([0, 1], order, size=88)


@pytest.mark.parametrize("ids", [[0, 3], [-1, 2], [0.5, 1.0]])
def test_an_id_out_of_range_is_refused(ids):
    with pytest.raises(ValueError, match="whole numbers from 0 to 2"):
        ngram.fit(ids, 2, size=3)
    model = ngram.fit([0, 1, 2], 2, size=3)
    with pytest.raises(ValueError, match="whole numbers from 0 to 2"):
        ngram.log_probabilities(model, ids)


def test_an_empty_text_is_scored_as_nothing():
    assert ngram.log_probabilities(ngram.fit([0, 1, 2], 2), []).shape == (0,)


def test_a_text_whose_counts_are_all_alike_still_leaves_something_for_the_unseen():
    model = ngram.fit([0, 1, 2, 3], 3, size=10)
    assert ngram.next_token(model, [0, 1]).min() > 0


@pytest.mark.slow
def test_ten_million_characters_are_counted_and_scored_to_order_six_in_seconds():
    import time

    ids = np.random.default_rng(0).zipf(1.3, 10_000_000).clip(1, 88).astype(np.uint8) - 1
    began = time.process_time()
    ngram.log_probabilities(ngram.fit(ids[:9_000_000], 6, 88), ids[9_000_000:])
    assert time.process_time() - began < 25
