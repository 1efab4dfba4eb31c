"""Values in a message: what differs from run to run is left out."""

import numpy as np
import pytest

from course.check.show import of_another_kind, show_difference, show_value


@pytest.mark.parametrize("value", [object(), iter([1])])
def test_an_object_is_shown_without_its_address_which_differs_each_time(value):
    assert " at 0x" in repr(value)
    assert "0x" not in show_value(value)


def test_a_generator_is_shown_by_the_number_that_comes_next_and_keeps_it():
    rng = np.random.default_rng(8)
    assert show_value(rng) == "<generator whose random() gives 0.327>"
    assert round(rng.random(), 3) == 0.327


def test_a_dict_is_shown_in_its_own_order_and_one_of_more_than_eight_by_its_first_four():
    assert show_value({b"c": 0, b"a": {"z": 1, "y": 2}}) == "{b'c': 0, b'a': {'z': 1, 'y': 2}}"
    assert show_value(dict.fromkeys(range(9, 0, -1))) == "{9: None, 8: None, 7: None, 6: None, ...}"
    assert show_value({1: {2: {3: {4: {5: 6}}}}}) == "{1: {2: {3: {4: {...}}}}}"


def test_numbers_of_an_array_are_written_out_where_four_digits_say_what_they_are():
    assert show_value(np.array([[800, 800.9163], [-3000, 0]])) == "array([[800., 800.9163], [-3000., 0.]])"
    assert show_value(np.array([1e-5, 3000])) == "array([1.e-05, 3.e+03])" and "e+" in show_value(
        np.array([1e9, 1.5])
    )
    assert show_value(
        np.arange(14.0)
    ) == "array([0., 1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11., 12., 13.])" and "..." in show_value(
        np.arange(21)
    )


def test_a_large_table_is_shown_by_its_ends_and_its_shape():
    assert show_value(np.arange(60.0).reshape(5, 12)) == "array(0., 1., 2., 3., ..., 58., 59.; shape (5, 12))"
    assert (
        show_value(np.array([0.5, -1], np.float32)) == "array([0.5, -1.], dtype=float32)"
        and show_value(np.arange(2)) == "array([0, 1])"
    )
    assert show_value(np.arange(4).reshape(2, 2)) == "array([[0, 1], [2, 3]])"


def test_where_two_tables_part_is_said_or_that_their_shapes_differ():
    table = np.arange(24.0).reshape(2, 4, 3)
    other = table.copy()
    other[1, 0, 2] = 99
    assert show_difference(other, table.tolist()) == " They first differ at [1, 0, 2]: 99.0 instead of 14.0."
    assert (
        show_difference(other.reshape(8, 3), table.tolist())
        == " Its shape is (8, 3), and should be (2, 4, 3)."
    )
    assert (
        show_difference(other, [[1], [2, 3]])
        == show_difference(table, table.tolist())
        == show_difference(np.eye(2), [[1, 1], [1, 1]])
        == ""
    )


def test_of_a_long_dict_of_numbers_the_first_digits_are_enough():
    assert (
        show_value({word: 1.7917594909667969 for word in "abcdefghi"})
        == "{'a': 1.792, 'b': 1.792, 'c': 1.792, 'd': 1.792, ...}"
    )
    assert show_value({"a": 1.7917594909667969}) == "{'a': 1.7917594909667969}"


@pytest.mark.parametrize(
    "got, want, said",
    [
        ([b"ab"], [2], "Your list holds bytes; it should hold whole numbers."),
        (["a", "b"], [("a", "b")], "Your list holds texts; it should hold tuples."),
        ((1, 2), ["a"], "Your tuple holds whole numbers; it should hold texts."),
    ],
)
def test_that_the_items_of_a_list_are_of_another_kind_is_said(got, want, said):
    assert of_another_kind(got, want) == said


@pytest.mark.parametrize(
    "got, want",
    [([1], [1.5]), ([], [1]), ([1, "a"], [2]), ([1], [2]), (1, "a"), ([None], [1]), ({1: 2}, [1])],
)
def test_but_not_of_numbers_of_several_or_of_none(got, want):
    assert of_another_kind(got, want) is None
