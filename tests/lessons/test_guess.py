"""course.lessons.guess: a guess is shown beside the answer, and one that was not made is not called a guess."""

import pytest

from course.lessons.guess import your_guess

my_length, my_kinds = 6, {"a": "one", "b": None}


def test_a_guess_is_found_by_its_name_and_may_never_have_been_made():
    assert (
        your_guess("my_length", "nats") == "your guess: 6 nats"
        and your_guess("my_width", "nats") == "no guess yet"
    )
    assert [your_guess("my_kinds", of=kind) for kind in "abc"] == [
        "your guess: one",
        "no guess yet",
        "no guess yet",
    ] and your_guess("my_sizes", of="a") == "no guess yet"


def test_a_list_of_nothing_but_open_guesses_is_none():
    assert (
        your_guess(["…", None]) == "no guess yet"
        and your_guess(["…", "John"]) == "your guess: ['…', 'John']"
        and your_guess([]) == "your guess: []"
    )


def test_a_guess_is_shown_with_its_unit():
    assert your_guess(1.3, "nats") == "your guess: 1.3 nats"
    assert your_guess("characters") == "your guess: characters"
    assert (
        your_guess("a lot", "%") == "your guess: a lot, which is no number"
        and your_guess("20 %", "%") == "your guess: 20 %"
    )
    assert (
        your_guess("b ", among=("a", "b")) == "your guess: b"
        and your_guess(None, among=("a", "b")) == "no guess yet"
    )
    assert your_guess(" Yes ", among=("yes", "no")) == "your guess: yes"
    assert your_guess("c", among=("a", "b")) == "your guess: c, which is none of 'a', 'b'" and your_guess(
        ["a"], among=("a", "b")
    ).endswith("none of 'a', 'b'")


def test_a_guess_that_python_worked_out_is_shown_to_four_digits():
    assert (
        your_guess(6.0112671744041615, "nats") == "your guess: 6.011 nats"
        and your_guess(2.0) == "your guess: 2"
    )
    assert your_guess(123_456.5) == "your guess: 123456.5" and your_guess(-1 / 3) == "your guess: -0.3333"


def test_a_share_that_was_meant_in_another_unit_is_told():
    assert (
        your_guess(0.8, "%") == "your guess: 0.8 %, that is less than one in a hundred"
        and your_guess(80.0, "%") == "your guess: 80 %"
    )


def test_zero_is_a_guess():
    assert your_guess(0) == "your guess: 0"


@pytest.mark.parametrize("nothing", [None, ..., "", "…", " ? ", "..."])
def test_what_nobody_has_filled_in_is_no_guess_yet(nothing):
    assert your_guess(nothing, "nats") == "no guess yet"


def test_a_unit_that_was_written_down_is_not_said_twice():
    assert your_guess("20 %", "%") == your_guess("20%", "%") == your_guess(20, "%") == "your guess: 20 %"


def test_a_decimal_comma_is_told():
    assert (
        your_guess((2, 6), "nats")
        == "your guess: 2.6 nats (in Python with a point; with a comma they are two numbers)"
    )


def test_the_space_before_a_token_is_shown():
    assert your_guess(" John") == "your guess: ' John'"


def test_a_word_without_quotes_and_a_surprise_without_its_minus_are_told():
    def tokens():
        pass

    assert your_guess(tokens) == "your guess: `tokens`, which is a function. Did you forget the quotes?"
    assert (
        your_guess(-6.0112, "nats")
        == "your guess: -6.011 nats, but a surprise is never below zero. Is a minus missing, or one too many? It is −log(p): of 1/4, say, −log(1/4), which is log(4)."
    )
