"""The transformer: its gradient is the true one, nobody sees the future, and what a student plugs in gives
what the course's own gives.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from course.lessons.models.gpt import GPT, generate, log_probabilities
from course.lessons.models.layers import score_penalty


def model(causal=True, dtype=float, noise=0.3, seed=0, **form):
    """A small model that has learnt something or other, so that every weight matters."""
    gpt = GPT(**{"vocab": 11, "width": 8, "layers": 2, "heads": 2} | form, causal=causal, dtype=dtype)
    gpt.weights += (noise * np.random.default_rng(seed).normal(size=len(gpt.weights))).astype(dtype)
    return gpt


def ids(*shape, vocab=11, seed=1):
    return np.random.default_rng(seed).integers(vocab, size=shape)


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def gradient(P, targets):
    return (P - np.eye(P.shape[1])[targets]) / len(targets)


def slow_logits(gpt, ids):
    """The logits of one text (T,) by the formulas, a head at a time -> (T, V), and the attention weights."""
    T, C, H, seen = len(ids), gpt.width, gpt.heads, []

    def norm(x):
        return x / np.sqrt((x**2).mean(-1, keepdims=True) + 1e-6)

    def shift(x):
        c, y = C // 4, x.copy()
        y[:, : 2 * c] = 0
        y[1:, :c], y[2:, c : 2 * c] = x[:-1, :c], x[:-2, c : 2 * c]
        return y

    x = norm(gpt.embedding)[ids]
    for W in gpt.hidden:
        h, found = shift(norm(x)), []
        q, k, v = (np.split(h @ W[i].T, H, axis=1) for i in range(3))
        for head in range(H):
            penalty = score_penalty(T, H, gpt.causal, x.dtype)[head]
            seen.append(softmax(q[head] @ k[head].T / np.sqrt(C // H) + penalty))
            found.append(seen[-1] @ v[head])
        x = x + np.hstack(found) @ W[3]
        up = shift(norm(x)) @ np.vstack(W[4:8]).T
        x = x + np.maximum(up, 0) ** 2 @ np.vstack(W[8:])
    return norm(x) @ gpt.output, np.array(seen)


# -- the gradient --------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("causal", [True, False])
@pytest.mark.parametrize("name", ["embedding", "hidden", "output"])
def test_the_gradient_equals_the_numeric_one(name, causal):
    gpt, x, y = model(causal), ids(2, 6), ids(2, 6, seed=2)
    mine = gpt.views(gpt.slope(x, y)[1])[name]
    weights, numeric = gpt.views(gpt.weights)[name], np.zeros(mine.shape)
    for place in np.ndindex(mine.shape):
        losses, before = [], weights[place]
        for nudge in (1e-5, -1e-5):
            weights[place] = before + nudge
            losses.append(gpt.slope(x, y)[0])
        weights[place] = before
        numeric[place] = (losses[0] - losses[1]) / 2e-5
    tensors = (
        zip(mine.reshape(-1, 8, 8), numeric.reshape(-1, 8, 8)) if name == "hidden" else [(mine, numeric)]
    )
    for a, b in tensors:  # each of a layer's twelve by itself
        assert np.abs(a - b).max() <= 1e-6 * np.abs(b).max() and np.abs(b).max() > 0


@pytest.mark.parametrize("causal", [True, False])
def test_in_float32_it_is_the_same_but_for_rounding(causal):
    exact, rough = model(causal), model(causal, np.float32)
    want, got = (gpt.slope(ids(3, 20), ids(3, 20, seed=2)) for gpt in (exact, rough))
    assert got[1].dtype == np.float32 and got[0] == pytest.approx(want[0], abs=1e-5)
    assert np.abs(got[1] - want[1]).max() < 1e-4 * np.abs(want[1]).max()


def test_a_step_down_the_slope_lowers_the_loss():
    gpt, x, y = model(), ids(4, 16), ids(4, 16, seed=2)
    loss, slope = gpt.slope(x, y)
    gpt.weights -= 0.01 * slope
    assert gpt.slope(x, y)[0] < loss


def test_the_gradient_of_a_batch_is_the_mean_of_its_texts():
    gpt, x, y = model(), ids(3, 9), ids(3, 9, seed=2)
    alone = [gpt.slope(a, b) for a, b in zip(x, y)]
    loss, slope = gpt.slope(x, y)
    assert loss == pytest.approx(np.mean([one[0] for one in alone]))
    assert slope == pytest.approx(np.mean([one[1] for one in alone], axis=0), abs=1e-12)


def test_two_threads_do_not_get_into_each_others_way():
    gpt, texts = model(dtype=np.float32, width=32), [ids(2, 40, seed=seed) for seed in range(40)]
    want = [gpt.slope(x, x)[1] for x in texts]
    with ThreadPoolExecutor(4) as pool:
        assert all((a == b[1]).all() for a, b in zip(want, pool.map(lambda x: gpt.slope(x, x), texts)))


# -- the model -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("V, C, L, H", [(90, 128, 2, 4), (11, 8, 1, 1), (65, 48, 3, 2)])
def test_it_has_as_many_weights_as_it_says(V, C, L, H):
    gpt = GPT(V, C, L, H)
    assert (
        len(gpt.weights) == 2 * V * C + 12 * L * C**2 == sum(np.prod(shape) for shape in gpt.shapes.values())
    )
    assert gpt.shapes == {"embedding": (V, C), "hidden": (L, 12, C, C), "output": (C, V)}
    gpt.weights[:] = 0  # the names are views, no copies
    assert not gpt.embedding.any() and not gpt.hidden.any() and not gpt.output.any()


def test_at_first_every_token_is_as_likely_as_any_other():
    assert GPT(90).slope(ids(2, 9, vocab=90), ids(2, 9, vocab=90))[0] == pytest.approx(np.log(90), abs=1e-5)


def test_the_same_seed_makes_the_same_model():
    first, again, other = (GPT(11, seed=seed).weights for seed in (1, 1, 2))
    assert (first == again).all() and (first != other).any()


def test_a_batch_is_its_texts_one_by_one():
    gpt, x = model(), ids(3, 7)
    assert gpt.logits(x).shape == (3, 7, 11) and gpt.logits(x[0]).shape == (7, 11)
    assert gpt.logits(x) == pytest.approx(np.stack([gpt.logits(one) for one in x]))


@pytest.mark.parametrize("causal", [True, False])
def test_a_token_is_seen_by_those_after_it_and_without_the_mask_by_those_before(causal):
    gpt, text = model(causal), ids(10)
    other = text.copy()
    other[6] = (other[6] + 1) % 11
    changed = np.abs(gpt.logits(text) - gpt.logits(other)).max(-1) > 1e-9
    assert changed[6:].all() and changed[:6].all() == (not causal) == changed[:6].any()


def test_logits_are_not_overwritten_by_the_next_call():
    gpt = model()
    first = gpt.logits(ids(5))
    kept = first.copy()
    gpt.logits(ids(5, seed=9))
    assert (first == kept).all()


@pytest.mark.parametrize("dtype, near", [(float, 1e-9), (np.float32, 1e-3)])
def test_scores_may_be_far_too_large_for_exp(dtype, near):
    gpt = model(dtype=dtype)
    gpt.hidden[:, :2] *= 40  # scores in the thousands
    x = ids(2, 12)
    mine, slow = gpt.logits(x), [slow_logits(gpt, each)[0] for each in x]
    assert np.isfinite(mine).all() and np.isfinite(gpt.slope(x, x)[1]).all()
    assert mine == pytest.approx(np.array(slow), abs=near)


# -- plugging in ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("causal", [True, False])
def test_the_logits_are_those_of_the_formulas(causal):
    gpt = model(dtype=np.float32, width=32, heads=4, vocab=90, noise=0.1, causal=causal)
    x = ids(2, 50, vocab=90)
    assert gpt.logits(x) == pytest.approx(np.array([slow_logits(gpt, each)[0] for each in x]), abs=1e-4)


def test_where_the_heads_look_are_the_weights_of_the_formulas():
    gpt, x = model(), ids(6)
    assert gpt.look(x) == pytest.approx(slow_logits(gpt, x)[1].reshape(2, 2, 6, 6), abs=1e-12)


def test_a_students_gradient_gives_the_same_slope():
    gpt, x, y = model(), ids(2, 9), ids(2, 9, seed=2)
    loss, slope = gpt.slope(x, y)
    own_loss, own = gpt.slope(x, y, gradient=gradient)
    assert own_loss == pytest.approx(loss) and own == pytest.approx(slope, abs=1e-12)


@pytest.mark.parametrize(
    "mine, words",
    [
        ({"gradient": lambda P, t: None}, "gradient returned nothing; wanted is an array \\(10, 11\\)"),
        (
            {"gradient": lambda P, t: P[:, 0]},
            "gradient returned an array of the shape \\(10,\\); wanted is \\(10, 11\\)",
        ),
        ({"gradient": lambda P, t: P * np.nan}, "gradient returned nan or infinity at \\[0, 0\\]"),
        ({"gradient": lambda P, t: "P"}, "gradient returned no array of numbers but str"),
    ],
)
def test_what_a_students_slope_may_not_return(mine, words):
    with pytest.raises(ValueError, match=words):
        model().slope(ids(2, 5), ids(2, 5), **mine)


@pytest.mark.parametrize("wrong", [[], [11], [-1], [0.5]])
def test_ids_out_of_range_are_refused(wrong):
    for call in (
        lambda: model().logits(wrong),
        lambda: model().slope(wrong, wrong),
        lambda: generate(model(), wrong, 3),
    ):
        with pytest.raises(ValueError, match="from 0 to 10"):
            call()


def test_an_id_without_a_target_is_refused():
    for y in (ids(3), ids(3, 2)):
        with pytest.raises(ValueError, match="ids of the shape \\(2, 3\\) and targets of the shape \\(3,"):
            model().slope(ids(2, 3), y)


def test_a_width_that_cannot_be_divided_is_refused():
    with pytest.raises(ValueError, match="30 is not divisible"):
        GPT(11, width=30, heads=2)


# -- scoring a text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("N", [1, 2, 8, 9, 10, 41, 150])
def test_every_id_gets_one_probability_from_its_window(N):
    gpt, text = model(), ids(N)
    want = [-np.log(11)]
    for start in range(0, N - 1, 8):
        P = softmax(gpt.logits(text[start : start + 8]))
        want += [np.log(P[i, text[start + i + 1]]) for i in range(min(8, N - 1 - start))]
    assert log_probabilities(gpt, text, T=8) == pytest.approx(want)


def test_an_empty_text_is_scored_as_nothing():
    assert log_probabilities(model(), []).shape == (0,)


# -- writing -------------------------------------------------------------------------------------------------


def test_the_same_text_with_and_without_the_cache_of_keys_and_values():
    gpt = model(dtype=np.float32, width=32, heads=4, noise=0.2)
    text, start, T = list(ids(5)), 0, 16
    for _ in range(60):
        start = len(text) - T // 2 if len(text) - start > T else start
        text.append(int(slow_logits(gpt, np.array(text[start:]))[0][-1].argmax()))
    assert generate(gpt, ids(5), 60, temperature=0, T=T) == text[5:] and len(set(text)) > 3


def test_the_same_seed_writes_the_same_text():
    texts = [generate(model(), [1], 50, rng=rng) for rng in (1, np.random.default_rng(1), 2)]
    assert texts[0] == texts[1] != texts[2] and all(type(token) is int for token in texts[0])


def test_at_temperature_zero_it_writes_the_likeliest():
    gpt, text = model(), [4, 2]
    for token in generate(gpt, text, 10, temperature=0):
        assert token == gpt.logits(text)[-1].argmax()
        text.append(token)


def test_it_writes_with_the_models_own_frequencies():
    gpt = model(noise=0.1)
    drawn = [generate(gpt, [3, 7], 1, rng=seed)[0] for seed in range(2_000)]
    assert np.bincount(drawn, minlength=11) / 2_000 == pytest.approx(
        softmax(gpt.logits([3, 7])[-1]), abs=0.04
    )


def test_without_the_mask_it_writes_too():
    assert len(generate(model(causal=False), [1], 5)) == 5
