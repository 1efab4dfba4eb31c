import json
import shutil

import pytest

from course.check import known_mistakes
from course.check.calls import call_and_record
from course.files.coursedir import CourseError
from course.sandbox import canary, pool
from course.student import check_work, work
from tests import tiny


@pytest.fixture
def started(course):
    work.start("01-tiny")
    return course / "work/01-tiny/01-tiny.ipynb"


def test_the_written_question_is_known_with_its_rubric_and_points(course):
    assert check_work.written("01-tiny") == ("written", "One point a reason.", 2)


def test_points_are_added_up_by_exercise():
    from course.reports.feedback.render import Score

    scores = {"a-test": Score(1, 1), "a-test-2": Score(0, 2), "b-test": Score(None, 1)}
    assert check_work.by_exercise(scores) == {"a": (1, 3), "b": (0, 1)}


CHECKED = check_work.Checked(
    "01-tiny",
    {"double": (1, 3), "answer": (0, 1), "merge": (2, 2)},
    {
        "double": [
            "Double: not yet.",
            "double(3) gave 9; it should give 6.",
            "You squared it. Twice two hides the difference.",
        ],
        "answer": [
            "Answer: not written yet.",
            "`answer` still holds `...`: put your answer there, run that cell, then this one.",
        ],
    },
    ("written", "One point a reason.", 1),
    True,
    None,
    False,
    True,
    [],
    None,
)


def test_what_failed_says_why_below_its_points_and_what_is_not_written_says_that():
    assert check_work.text(CHECKED).startswith("""\
double  1 of 3
    double(3) gave 9; it should give 6.
    You squared it. Twice two hides the difference.
answer  0 of 1  not written yet
merge   2 of 2

3 of 6 points.

Your written answer (1 point) is yours to mark. What a good one has:

One point a reason.
""")


def test_of_one_exercise_alone_nothing_else_is_said_and_one_that_is_not_there_is_named():
    (name, *_) = CHECKED.exercises
    assert check_work.text(CHECKED, only=name).startswith(name)
    others = set(CHECKED.exercises) - {name}
    assert not [
        line for line in check_work.text(CHECKED, only=name).splitlines() if line.split()[0] in others
    ]
    with pytest.raises(CourseError, match="and no nothing"):
        check_work.text(CHECKED, only="nothing")


def test_without_the_hidden_tests_there_are_no_points():
    assert check_work.text(CHECKED._replace(visible=True)).splitlines() == [
        "double  passes in part",
        "    double(3) gave 9; it should give 6.",
        "    You squared it. Twice two hides the difference.",
        "answer  not written yet",
        "merge   passes",
        "",
        "1 of 3 exercises pass the visible checks. Hidden tests decide the marks.",
        "Your written answer (1 point) is for your instructor to mark.",
    ]


def test_a_sorting_of_which_a_kit_sees_the_form_alone_is_filled_in_and_does_not_count_as_passing():
    said = check_work.text(CHECKED._replace(visible=True, form=frozenset({"merge", "answer"}))).splitlines()
    assert "merge   filled in" in said and "answer  not written yet" in said
    assert (
        "0 of 2 exercises pass the visible checks, 1 more is filled in. Hidden tests decide the marks."
        in said
    )


def test_a_sorting_that_is_partly_filled_in_does_not_pass_in_part_and_what_is_missing_is_said_below():
    said = {
        "double": [
            "Double: not written yet.",
            "`double` still holds `...` for 1: put your answer there, run that cell, then this one.",
        ]
    }
    said = check_work.text(
        CHECKED._replace(visible=True, form=frozenset({"double", "merge"}), said=CHECKED.said | said)
    ).splitlines()
    assert (
        said[0] == "double  partly filled in"
        and said[1].startswith("    `double` still holds `...` for 1")
        and "passes" not in "".join(said)
    )


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["answer = 41", "answer = True", "answer = int('43')"])
def test_with_a_kit_a_number_in_its_form_is_filled_in_whatever_it_is(course, started, answer):
    shutil.rmtree(course / "source")
    tiny.answers(course, started, **tiny.RIGHT | {"answer": answer})
    checked = check_work.check("01-tiny")
    assert (
        checked.filled == {"answer"}
        and (checked.right, checked.judged) == (1, 1)
        and "answer  filled in" in check_work.text(checked)
    )
    seen = work.recall()["checks"]["01-tiny"]
    assert (seen["right"], seen["exercises"], seen["filled"]) == (1, 1, 1)


def test_a_long_line_is_wrapped_and_cut():
    long = CHECKED._replace(
        said={"double": ["Double: not yet.", "double(1) gave " + "[1, 2], " * 100 + "[3]"]}
    )
    lines = check_work.text(long, width=60).splitlines()
    assert (
        lines[1].startswith("    double(1) gave [1, 2],")
        and lines[3].endswith(" …")
        and lines[4] == "answer  0 of 1"
    )
    assert max(map(len, lines[:5])) <= 60


@pytest.mark.parametrize("damage", ["", "{", '{"nbformat": 4, "cells": 7}'])
def test_a_damaged_notebook_is_named_with_what_to_do_before_anything_starts(started, damage):
    started.write_text(damage)
    with pytest.raises(CourseError, match="^work/01-tiny/01-tiny.ipynb is not a .*`course start 01-tiny`"):
        check_work.check("01-tiny")
    assert started.read_text() == damage and not (started.parents[1] / ".course").exists()


@pytest.mark.slow
def test_a_self_learner_gets_the_full_marks_hidden_tests_included(course, started):
    # the visible cases
    tiny.answers(course, started, **tiny.RIGHT | {"double": "def double(x):\n    return {0: 0, 2: 4}[x]"})
    before = started.read_bytes()
    checked = check_work.check("01-tiny", self_mark=1.5)
    assert (
        checked.exercises == {"double": (0, 3), "answer": (1, 1)}
        and checked.remarks == []
        and not checked.visible
    )
    assert checked.said["double"][1].startswith("double(7) raised KeyError: 7.")
    seen = work.recall()["checks"]["01-tiny"]
    assert (seen["points"], seen["out_of"], seen["self_mark"], seen["self_out_of"]) == (1, 4, 1.5, 2)
    assert "One point a reason" in checked.page.read_text()
    assert (
        started.read_bytes() == before
        and not (course / "gradebook.db").exists()
        and not (course / "submitted").exists()
    )
    check_work.check("01-tiny")
    assert work.recall()["checks"]["01-tiny"]["self_mark"] == 1.5


@pytest.mark.slow
def test_with_a_kit_the_visible_tests_count(course, started):
    shutil.rmtree(course / "source")
    tiny.answers(course, started, **tiny.RIGHT | {"double": "def double(x):\n    return {0: 0, 2: 4}[x]"})
    checked = check_work.check("01-tiny")
    assert checked.exercises == {"double": (3, 3), "answer": (1, 1)} and checked.visible
    assert "1 of 1 <small>exercises pass the visible checks; 1 more is filled in" in checked.page.read_text()
    assert check_work.written("01-tiny")[1] == ""


@pytest.mark.slow
@pytest.mark.parametrize("isolated", [True, False])
def test_with_a_kit_a_mistake_is_named_by_its_sign(course, started, monkeypatch, isolated):
    def refuse():
        raise canary.NotIsolated("no such kernel")

    shutil.rmtree(course / "source")
    call, _ = call_and_record("double", lambda x: x + 1, [2], {})
    (course / "release/01-tiny/signs.json").write_text(
        json.dumps({known_mistakes.sign("01-tiny/double", [call]): "You added one."})
    )
    tiny.answers(course, started, **tiny.RIGHT | {"double": "def double(x):\n    return x + 1"})
    if not isolated:
        monkeypatch.setattr(pool, "pool", refuse)
    assert check_work.check("01-tiny").said["double"] == [
        "Double: not yet.",
        "double(2) gave 3; it should give 4.",
        "You added one.",
    ]


@pytest.mark.slow
def test_where_code_cannot_be_locked_in_it_runs_in_a_kernel_and_that_is_known(course, started, monkeypatch):
    def refuse():
        raise canary.NotIsolated("no such kernel")

    monkeypatch.setattr(pool, "pool", refuse)
    tiny.answers(course, started, **tiny.RIGHT)
    checked = check_work.check("01-tiny")
    assert checked.exercises == {"double": (3, 3), "answer": (1, 1)} and not checked.isolated
