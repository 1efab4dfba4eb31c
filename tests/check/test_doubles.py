"""course.check.doubles: what takes the place of a student's own functions is known to work, and answers no
exercise.
"""

import pytest

from course.check.doubles import always, first_two, merge_ends, merge_first


def test_one_counts_always_the_same_and_gives_a_dictionary_of_its_own_each_time():
    count = always({(1, 2): 3})
    count([[5, 6]]).clear()
    assert count([]) == {(1, 2): 3}


def test_a_message_shows_which_pair_is_the_most_frequent():
    assert always({(1, 2): 3}).__name__ == "whatever the pieces are, always {(1, 2): 3}"
    assert (
        always({(1, 2): 3, (9, 9): 8, (4, 4): 8}).__name__ == "whatever the pieces are, always {(9, 9): 8, …}"
    )


def test_of_several_pairs_at_once_one_says_so():
    with pytest.raises(
        TypeError, match=r"`merge` got the whole list of pairs, \[\(5, 6\)\], where it takes one pair"
    ):
        merge_ends([5, 6], [(5, 6)], 9)


def test_the_others_look_at_the_first_two_ids_alone_and_leave_what_they_are_given_as_it_is():
    pieces = [[5, 6, 5, 6], [5, 6], [7], []]
    assert first_two(pieces) == {(5, 6): 2} and pieces == [[5, 6, 5, 6], [5, 6], [7], []]
    assert (
        merge_first(pieces[0], (5, 6), 9) == [9, 5, 6]
        and merge_first([7, 5, 6], (5, 6), 9) == [7, 5, 6]
        and pieces[0] == [5, 6, 5, 6]
    )


def test_one_looks_at_the_last_two_as_well():
    ids = [5, 6, 5, 6, 5, 6]
    assert merge_ends(ids, (5, 6), 9) == [9, 5, 6, 9] and ids == [5, 6, 5, 6, 5, 6]
    assert merge_ends([7, 5, 6], (5, 6), 9) == [7, 9] and merge_ends([5, 6, 7], (5, 6), 9) == [9, 7]
    assert (
        merge_ends([5, 6], (5, 6), 9) == [9]
        and merge_ends([5], (5, 6), 9) == [5]
        and merge_ends([], (5, 6), 9) == []
    )
