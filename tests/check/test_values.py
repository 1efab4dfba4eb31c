"""When two answers are the same."""
from collections import Counter

import numpy as np
import pytest

from course.check.values import canonical, close


@pytest.mark.parametrize("a, b", [
    (np.int64(3), 3), (np.float64(.5), .5), (.1 + .2, .3), (0., -0.), ({1: 2, 3: 4}, {3: 4, 1: 2}), ({"b", "a"}, {"a", "b"}),
    (Counter("aab"), {"a": 2, "b": 1}), ([np.int32(1)], [1]), (float("nan"), float("nan")), (np.array([1., 2.]), np.array([1., 2.]))])
def test_these_are_the_same_answer(a, b):
    assert canonical(a) == canonical(b)


@pytest.mark.parametrize("a, b", [
    (1, True), (1, 1.), ([1, 2], (1, 2)), ("1", 1), (None, ...), ([[1], 2], [[1, 2]]), (b"a", "a"), (np.array([1]), [1]), ("a,b", ["a", "b"])])
def test_these_are_not(a, b):
    assert canonical(a) != canonical(b)


def test_close_takes_numbers_arrays_and_what_is_made_of_them():
    assert close(.1 + .2, .3) and close([1, 2], np.array([1., 2.])) and close({"a": [1.]}, {"a": [1 + 1e-9]}) and close(1e9 + 1, 1e9)
    assert close(float("inf"), float("inf")) and close([0, -np.inf], [0, -np.inf])


@pytest.mark.parametrize("got", [0, 1e300, -float("inf"), float("nan")])
def test_nothing_is_close_to_infinity_but_infinity(got):
    assert not close(got, float("inf"))


@pytest.mark.parametrize("got", [float("nan"), [.3], "0.3", None, .301, True, {"a": .3}, [[1], [1, 2]]])
def test_nan_another_shape_or_kind_is_never_close(got):
    assert not close(got, .3)


def test_close_looks_at_no_more_than_the_right_answer_has():
    many = [1.]
    for _ in range(40):                              # a million million numbers, in forty lists
        many = [many, many]
    assert not close(many, 1.) and not close(many, [1., 1.]) and not close(many, [[1., 1.], [1., 1.]])
    assert not close(range(10**15), 1.) and not close(range(10**15), [0., 1.])
    assert close(range(3), [0., 1., 2.]) and close([np.array([1., 2.])], [[1., 2.]])
