"""When two answers are the same."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from course.check.show import show_value
from course.check.values import canonical, close


def test_what_holds_itself_has_a_text_and_is_close_to_nothing():
    endless, table = [1], {}
    endless.append(endless)
    table["x"] = table
    for value in endless, table, [endless], (1, table):
        assert (
            canonical(value) == "<without end>" != canonical([1, [1]])
            and not close(value, [1, 2])
            and show_value(value)
        )


def test_rows_of_different_lengths_are_compared_row_by_row():
    assert close([[1, 2], np.array([3])], [[1, 2], [3]]) and close([(1, 2), [3]], [[1, 2], [3]])
    assert (
        not close([[1, 2], [3, 4]], [[1, 2], [3]])
        and not close([[1, 2]], [[1, 2], [3]])
        and not close([[1, 2], None], [[1, 2], [3]])
        and not close(5, [[1, 2], [3]])
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "a, b",
    [
        (np.int64(3), 3),
        (np.float64(0.5), 0.5),
        (0.1 + 0.2, 0.3),
        (0.0, -0.0),
        ({1: 2, 3: 4}, {3: 4, 1: 2}),
        ({"b", "a"}, {"a", "b"}),
        (Counter("aab"), {"a": 2, "b": 1}),
        ([np.int32(1)], [1]),
        (float("nan"), float("nan")),
        (np.array([1.0, 2.0]), np.array([1.0, 2.0])),
        (Fraction(1, 2), 0.5),
        (Decimal(".5"), 0.5),
        (Fraction(1, 3), Decimal(1) / 3),
        (np.longdouble(0.5), 0.5),
        (np.clongdouble(1j), 1j),
        (np.float32(0.5), 0.5),
    ],
)
def test_these_are_the_same_answer(a, b):
    assert canonical(a) == canonical(b)


@pytest.mark.parametrize(
    "a, b",
    [
        (1, True),
        (1, 1.0),
        ([1, 2], (1, 2)),
        ("1", 1),
        (None, ...),
        ([[1], 2], [[1, 2]]),
        (b"a", "a"),
        (np.array([1]), [1]),
        ("a,b", ["a", "b"]),
        (Fraction(1), 1),
        (Fraction(1, 2), Fraction(1, 3)),
        (Decimal(1), Decimal(2)),
        (Fraction(10**400), 1.0),
    ],
)
def test_these_are_not(a, b):
    assert canonical(a) != canonical(b)


def test_close_takes_numbers_arrays_and_what_is_made_of_them():
    assert (
        close(0.1 + 0.2, 0.3)
        and close([1, 2], np.array([1.0, 2.0]))
        and close({"a": [1.0]}, {"a": [1 + 1e-9]})
        and close(1e9 + 1, 1e9)
    )
    assert close(float("inf"), float("inf")) and close([0, -np.inf], [0, -np.inf])


@pytest.mark.parametrize(
    "number",
    [
        Fraction(1, 4),
        Decimal(".25"),
        np.float64(0.25),
        np.float32(0.25),
        np.float16(0.25),
        np.longdouble(0.25),
        0.25,
    ],
    ids=repr,
)
def test_close_takes_every_kind_of_number_on_either_side_and_in_what_is_made_of_them(number):
    assert (
        close(number, 0.25)
        and close(0.25, number)
        and close([number, 1], [0.25, 1])
        and close({"a": [number]}, {"a": [0.25]})
        and close((number,), np.array([0.25]))
    )
    assert (
        not close(number, 0.26) and not close([number], 0.25) and not close([number, True], [0.25, True, 1])
    )


def test_close_takes_no_true_or_text_among_exact_numbers_and_numbers_beyond_the_largest_float_are_close_to_none():
    assert (
        not close([Fraction(1, 4), True], [0.25, 1])
        and not close([Decimal(".25"), "1"], [0.25, 1])
        and not close(np.array([Fraction(1, 4)]), [0.25])
    )
    assert (
        not close(10**400, float("inf"))
        and not close(Decimal("sNaN"), 0.5)
        and not close(Decimal("NaN"), 0.5)
        and close(2**70, 2**70)
    )
    assert close(Decimal("inf"), float("inf"))


@pytest.mark.parametrize("got", [0, 1e300, -float("inf"), float("nan")])
def test_nothing_is_close_to_infinity_but_infinity(got):
    assert not close(got, float("inf"))


@pytest.mark.parametrize("got", [float("nan"), [0.3], "0.3", None, 0.301, True, {"a": 0.3}, [[1], [1, 2]]])
def test_nan_another_shape_or_kind_is_never_close(got):
    assert not close(got, 0.3)


def test_close_looks_at_no_more_than_the_right_answer_has():
    many = [1.0]
    for _ in range(40):  # a million million numbers, in forty lists
        many = [many, many]
    assert not close(many, 1.0) and not close(many, [1.0, 1.0]) and not close(many, [[1.0, 1.0], [1.0, 1.0]])
    assert not close(range(10**15), 1.0) and not close(range(10**15), [0.0, 1.0])
    assert close(range(3), [0.0, 1.0, 2.0]) and close([np.array([1.0, 2.0])], [[1.0, 2.0]])


def test_a_number_of_many_digits_is_compared_and_shown():
    assert (
        canonical(10**5000) != canonical(10**5000 + 1)
        and canonical(10**5000) == canonical(10**5000)
        and "thousands of digits" in show_value(10**5000)
    )
