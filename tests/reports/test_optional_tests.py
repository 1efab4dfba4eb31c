"""course.reports.optional_tests: what may stay open is no failure, and nothing else is let off."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course.reports.feedback.render import Score
from course.reports.optional_tests import open_tests, state

UNWRITTEN = "Sort: not written yet.\n`sort` still holds `...`: put your answer there."


@pytest.mark.parametrize(
    "points, out_of, still_open, stands",
    [
        (2, 2, 0, "right"),
        (1, 2, 0, "partly"),
        (0, 2, 0, "not yet"),
        (None, 2, 0, "waiting"),
        (1, 2, 1, "right"),
        (0, 2, 1, "not yet"),
        (1, 3, 1, "partly"),
        (0, 1, 1, "open"),
        (0, 2, 2, "open"),
        (None, 2, 1, "waiting"),
    ],
)
def test_an_exercise_whose_core_is_full_is_right_and_one_that_is_all_further_is_open(
    points, out_of, still_open, stands
):
    assert state(points, out_of, still_open) == stands


def notebook(*said, tags=("further",), name="NotYet"):
    mark = {"grade": True, "grade_id": "sort-test", "solution": False, "task": False}
    return new_notebook(
        cells=[
            new_code_cell(
                metadata={"nbgrader": mark, "tags": list(tags)},
                outputs=[new_output("error", ename=name, evalue=text, traceback=[]) for text in said],
            )
        ]
    )


LOST = {"sort-test": Score(0, 1)}


def test_further_work_that_nobody_has_begun_is_open():
    assert open_tests(notebook(UNWRITTEN), LOST) == {"sort-test"}


@pytest.mark.parametrize(
    "nb, scores",
    [
        (notebook("Sort: not yet.\nsort(1) gave 2."), LOST),
        (notebook(), LOST),
        (notebook(UNWRITTEN, name="NameError"), LOST),
        (notebook("Sort: not yet.\nYou wrote: not written yet."), LOST),
        (notebook(UNWRITTEN, "Sort: not yet."), LOST),
        (notebook(UNWRITTEN, tags=[]), LOST),
        (notebook(UNWRITTEN), {"sort-test": Score(0.5, 1)}),
        (notebook(UNWRITTEN), {"sort-test": Score(None, 1)}),
        (notebook(UNWRITTEN), {}),
    ],
)
def test_what_was_tried_or_has_points_or_is_core_is_not(nb, scores):
    assert open_tests(nb, scores) == set()


def test_a_tag_of_a_students_own_opens_nothing():
    assert open_tests(notebook(UNWRITTEN), LOST, given=notebook(tags=[])) == set()
    assert open_tests(notebook(UNWRITTEN, tags=[]), LOST, given=notebook()) == {"sort-test"}


def test_further_work_whose_cell_was_deleted_is_open_too():
    assert open_tests(
        notebook("Sort: not yet.\n`sort` is not defined. Run the cell above first, then this one."), LOST
    ) == {"sort-test"}
