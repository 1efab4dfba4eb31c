"""course.lessons.sorting: what a student puts on shelves, and what is said where that is no sorting."""

import pytest

from course.lessons.sorting import shelved


def test_the_shelves_of_the_docstring():
    assert shelved(3, top=[2], below=[1]) == {1: "below", 2: "top", 3: "no shelf"}


def test_a_task_on_two_shelves_gets_both_names():
    assert shelved(2, top=[1, 2], below=[2]) == {1: "top", 2: "top and below"}


def test_a_task_gets_dots_while_a_shelf_is_not_filled_yet_and_then_no_shelf():
    assert shelved(2) == {1: ..., 2: ...} == shelved(2, top=..., below=[]) == shelved(2, top=..., below=...)
    assert shelved(2, top=..., below=[1]) == {1: "below", 2: ...}
    assert shelved(2, top=[], below=[1]) == {1: "below", 2: "no shelf"}


@pytest.mark.parametrize(
    "shelf, said",
    [
        ("1, 2", "in square brackets"),
        (2, "in square brackets"),
        (None, "in square brackets"),
        ([1, 112], "holds 112"),
        ([0, 1], "holds 0"),
        (["1", "2"], "holds '1'.* without quotes"),
        ([True], "holds True"),
    ],
)
def test_what_is_no_list_of_tasks_is_named_with_its_shelf(shelf, said):
    with pytest.raises(ValueError, match=f"`top` .*{said}"):
        shelved(2, top=shelf)


def test_a_number_twice_on_one_shelf_is_there_once():
    assert shelved(1, top=[1, 1]) == {1: "top"}


@pytest.mark.parametrize("shelf", [(1, 3), {1, 3}, range(1, 4, 2)])
def test_a_shelf_may_be_a_tuple_a_set_or_a_range(shelf):
    assert shelved(3, top=shelf) == {1: "top", 2: "no shelf", 3: "top"}


def test_the_tasks_stand_in_their_order_whatever_that_of_the_shelves():
    assert list(shelved(4, top=[4, 2], below=[3, 1])) == [1, 2, 3, 4]
