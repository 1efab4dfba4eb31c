"""course.names: what the name of a cell says."""

import pytest

from course.names import EXERCISE, exercise_of, is_optional, title_of


@pytest.mark.parametrize(
    "cell, exercise",
    [
        ("merge", "merge"),
        ("merge-test", "merge"),
        ("merge-test-2", "merge"),
        ("merge-test-12", "merge"),
        ("written-answer", "written"),
        ("count-pairs-test", "count-pairs"),
        ("merge-test2", "merge-test2"),
        ("merge-testing", "merge-testing"),
        ("-test", "-test"),
        ("merge-task", "merge-task"),
        ("test", "test"),
        ("", ""),
    ],
)
def test_a_cell_belongs_to_the_exercise_that_it_is_named_after(cell, exercise):
    assert exercise_of(cell) == exercise


def test_a_title_is_the_name_in_words():
    assert title_of("count_pairs") == title_of("count-pairs") == "Count pairs"
    assert (
        title_of("dpo_loss") == "DPO loss"
        and title_of("your_gpt") == "Your GPT"
        and title_of("adopt") == "Adopt"
    )


def test_an_exercise_has_a_plain_name():
    assert [
        name
        for name in ("merge", "count_pairs", "count-pairs", "top_k2", "Merge", "2nd", "a b", "")
        if EXERCISE.fullmatch(name)
    ] == ["merge", "count_pairs", "count-pairs", "top_k2"]


def test_an_assignment_with_a_letter_behind_its_number_is_optional():
    assert [is_optional(name) for name in ("01b-bytes", "01-bytes", "1b-bytes")] == [True, False, False]
