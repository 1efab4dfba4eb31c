"""course.figures.waiting: what is said while one waits."""

import pytest

from course.figures import waiting
from course.figures.waiting import counted


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand: clock[0] seconds."""
    now = [0.0]
    monkeypatch.setattr(waiting.time, "monotonic", lambda: now[0])
    return now


def test_what_is_soon_done_says_nothing(clock, capsys):
    assert list(counted(iter("abc"), "letters")) == ["a", "b", "c"] and list(counted([], "letters")) == []
    assert capsys.readouterr().out == ""


def test_what_takes_longer_says_how_far_it_is_and_at_last_how_long_it_took(clock, capsys):
    for _ in counted(range(4), "questions"):
        clock[0] += 5
    assert capsys.readouterr().out.split("\r")[1:] == [
        "1 of 4 questions, about 15 s to go",
        "2 of 4 questions, about 10 s to go",
        "3 of 4 questions, about 5 s to go ",
        "4 questions in 20 s               \n",
    ]


def test_it_says_so_once_a_second_at_most(clock, capsys):
    for _ in counted(range(100), "questions"):
        clock[0] += 0.1
    assert 7 <= capsys.readouterr().out.count("\r") <= 10
