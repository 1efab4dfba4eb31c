"""course.lessons.adapter: thin matrices beside frozen ones, and that only they learn."""

import numpy as np
import pytest

from course.lessons.adapter import Adapter
from course.lessons.worlds import life
from tests.lessons.test_gpt import model


def gradients(G, A, B):
    return G @ B.T, A.T @ G


def batch(seed=1):
    rng = np.random.default_rng(seed)
    return rng.integers(11, size=(3, 8)), np.ones((3, 7), bool)


def learned(thin, steps=5, lr=0.5):
    numbers, loss_and_gradient = thin.start, thin.loss_and_gradient(gradients)
    for _ in range(steps):
        numbers = numbers - lr * loss_and_gradient(numbers, batch())[1]
    return numbers


def test_an_adapter_that_has_not_learned_changes_nothing():
    gpt = model(noise=0.1)
    assert (Adapter(gpt).put_on(Adapter(gpt).start).weights == gpt.weights).all()


def test_beside_each_matrix_stand_thin_ones_and_their_product_is_added():
    gpt = model(noise=0.1)
    thin = Adapter(gpt, rank=3)
    numbers = np.random.default_rng(0).normal(size=len(thin.start))
    worn = thin.matrices(thin.put_on(numbers).weights)
    assert (
        sum(A.size + B.size for A, B in thin.pairs(numbers)) == len(numbers)
        and len(worn) == len(thin.frozen) == gpt.views(gpt.weights)["hidden"].shape[0] * 12 + 1
    )
    for W, frozen, (A, B) in zip(worn, thin.frozen, thin.pairs(numbers)):
        assert A.shape == (len(W), 3) and B.shape == (3, W.shape[1]) and W == pytest.approx(frozen + A @ B)


def test_the_slope_equals_the_numeric_one():
    thin = Adapter(model(layers=1, noise=0.1), rank=2)
    numbers = learned(thin, 2)
    loss_of, gradient = (
        thin.loss_and_gradient(gradients),
        thin.loss_and_gradient(gradients)(numbers, batch())[1],
    )
    for place in np.random.default_rng(0).integers(len(numbers), size=40):
        step = np.zeros_like(numbers)
        step[place] = 1e-5
        assert gradient[place] == pytest.approx(
            (loss_of(numbers + step, batch())[0] - loss_of(numbers - step, batch())[0]) / 2e-5,
            rel=1e-4,
            abs=1e-8,
        )


def test_it_learns_and_the_old_weights_stay_to_the_bit():
    gpt = model(noise=0.1)
    before, thin = gpt.weights.copy(), Adapter(gpt)
    numbers = learned(thin)
    assert (
        thin.loss_and_gradient(gradients)(numbers, batch())[0]
        < thin.loss_and_gradient(gradients)(thin.start, batch())[0] - 0.01
    )
    assert (
        (gpt.weights == before).all()
        and (thin.base.weights == before).all()
        and (thin.put_on(numbers).weights != before).any()
    )
    assert life.surprise(thin.put_on(numbers), *batch(), np.empty_like(before)) == pytest.approx(
        thin.loss_and_gradient(gradients)(numbers, batch())[0]
    )
