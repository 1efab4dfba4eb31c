"""Marks that a grading took points from are noted until they are given back: whoever corrects a test is to
see whom it cost what.
"""

import pytest
from nbformat.v4 import new_output

from course.grading import batch
from course.reports import class_report
from course.reports.class_report import Fall
from course.sandbox.job import FAILED
from tests import tiny
from tests.grading.test_manual_marks import change, run, save


@pytest.fixture
def regraded(course, with_gradebook):
    """regraded() grades ada's work anew, by tests that find it wrong; regraded(right=True) by tests that do
    not.
    """
    tiny.submit(course, "ada", **tiny.RIGHT)
    list(batch.grade("01-tiny", run=run))

    def grade(right=False):
        def strict(job):
            done = run(job)
            if not right:
                for cell in done.notebook.cells:
                    if cell.id == "double-test-2":
                        cell.outputs = [
                            new_output(
                                "error",
                                ename="NotYet",
                                evalue="Double: not yet.",
                                traceback=["Double: not yet."],
                            )
                        ]
            return done

        list(batch.grade("01-tiny", run=strict, force=True))
        return class_report.report("01-tiny").fell

    return grade


@pytest.mark.slow
def test_a_mark_that_a_regrade_of_the_same_hand_in_lowers_is_noted_with_what_it_was(regraded):
    assert class_report.report("01-tiny").fell == {}
    assert regraded() == {"ada": {"double": Fall(3, 1, True)}}
    assert (
        "\nMarks that fell in the last grading:\n  ada: double 3 → 1, with other tests"
        in class_report.text(class_report.report("01-tiny"))
    )


@pytest.mark.slow
def test_it_stays_noted_by_gradings_that_change_nothing_until_the_points_are_back(regraded):
    regraded()
    assert regraded() == {"ada": {"double": Fall(3, 1, True)}}
    assert regraded(right=True) == {}
    assert regraded(right=True) == {}


@pytest.mark.slow
def test_what_a_person_gives_back_is_no_fall_and_what_they_gave_before_falls_with_no_grading(
    course, regraded
):
    save(course, "written", 2)
    regraded()
    save(course, "double-test-2", 2)
    assert class_report.report("01-tiny").fell == {} and regraded() == {}


@pytest.mark.slow
def test_of_a_newer_hand_in_that_earns_less_it_is_said_that_it_is_a_newer_one(course, regraded):
    change(course, lambda nb: None, double="def double(x):\n    return x * x")
    list(batch.grade("01-tiny", run=run))
    found = class_report.report("01-tiny")
    assert found.fell == {
        "ada": {"double": Fall(3, 0, False)}
    } and "  ada: double 3 → 0, with a newer hand-in" in class_report.text(found)


@pytest.mark.slow
def test_a_hand_in_that_cannot_be_graded_leaves_the_note_as_it_was(course, regraded):
    regraded()
    (course / "submitted/ada/01-tiny/01-tiny.ipynb").write_text("{")
    assert [done.outcome for done in batch.grade("01-tiny", run=run)] == [FAILED]
    assert class_report.report("01-tiny").fell == {"ada": {"double": Fall(3, 1, True)}}


def test_who_has_all_that_an_exercise_gives_has_lost_nothing_though_it_gives_less_than_before():
    assert (
        class_report.falls(
            {"double": [3, True], "answer": [1, True]},
            {"double": 2, "answer": None},
            {"double": 2, "answer": 1},
        )
        == {}
    )
