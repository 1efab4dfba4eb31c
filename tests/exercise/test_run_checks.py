"""course.exercise.run_checks: what a test cell says and gives, without a kernel."""

import sys
from pathlib import Path

from course.check.context import current
from course.exercise.run_checks import answer_of, attempt, elsewhere
from course.exercise.way import Way, Ways

CELL = """
from course.check import grading
with grading("01-mini/double") as g:
    assert double(2) == 4
"""

PARTS = """
from course.check import grading
with grading("01-mini/double") as g:
    with g.part(1):
        assert double(2) == 4
    with g.part(2):
        assert double(3) == 6
"""


def test_a_right_answer_gets_the_cells_points_and_reads_nothing():
    tried = attempt(CELL, {"double": lambda n: n + n})
    assert (tried.points(3), tried.lines) == (3, [])


def test_a_wrong_answer_gets_nothing_and_reads_why():
    tried = attempt(CELL, {"double": lambda n: n})
    assert (tried.points(3), tried.lines) == (0, ["Double: not yet.", "double(2) gave 2; it should give 4."])


def test_parts_are_counted_as_nbgrader_counts_what_is_displayed_first():
    tried = attempt(PARTS, {"double": lambda n: 4})
    assert tried.points(3) == 1 and tried.error


def test_a_mistake_is_named_by_the_ways_that_are_given():
    ways = Ways(
        {"double": [Way("double", "same", "function", lambda n: n, "You gave back what you were given.")]}, {}
    )
    assert attempt(CELL, {"double": lambda n: n}, ways).lines[-1] == "You gave back what you were given."


def test_what_an_attempt_changed_is_put_back():
    before = current(), sys.displayhook, sys.stdout
    attempt(CELL, {"double": lambda n: n}, Ways({"double": []}, {}), seed="another")
    assert (current(), sys.displayhook, sys.stdout) == before


def test_a_value_is_copied_so_that_no_test_can_change_it_for_the_next():
    words = ["a"]
    attempt("words.append('b')", {"words": words})
    assert words == ["a"]


def test_a_wrong_choice_is_the_right_sorting_with_one_item_elsewhere():
    way = Way("stack", "serve as application", "choice", ("serve", "application"), "why")
    assert answer_of(way, {"serve": "infrastructure", "prompt": "application"}) == {
        "serve": "application",
        "prompt": "application",
    }


def test_elsewhere_is_an_empty_folder_and_only_for_a_while():
    before = Path.cwd()
    with elsewhere():
        assert not any(Path.cwd().iterdir())
    assert Path.cwd() == before
