"""The gradebook after `course grade` holds what it holds after stock `nbgrader autograde`: row by row."""

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook

from course.grading import batch
from tests import tiny

CONFIG = """
from course.authoring.stubs import preprocessors                 # so that nbgrader's release is ours
c = get_config()
c.LateSubmissionPlugin.penalty_method = 'zero'
c.GenerateAssignment.preprocessors = preprocessors
"""
ROWS = """
select student.id, base_cell.name, grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade, n.late_submission_penalty, a.timestamp
from grade join submitted_notebook n on grade.notebook_id = n.id join submitted_assignment a on n.assignment_id = a.id
join student on a.student_id = student.id join base_cell on grade.cell_id = base_cell.id
union all
select student.id, base_cell.name, comment.auto_comment, comment.manual_comment, null, null, n.flagged, null
from comment join submitted_notebook n on comment.notebook_id = n.id join submitted_assignment a on n.assignment_id = a.id
join student on a.student_id = student.id join base_cell on comment.cell_id = base_cell.id"""

FLAGGED = "('ada', 'written', None, 1.5, 0.25, 1, None, '2026-11-25 13:00:00.000000')"
UNFLAGGED = FLAGGED.replace("1, None", "0, None")
# nbgrader has a person look at a question that nobody answered
NOT_WRITTEN, WAITS = "'written', 0.0, None, None, 0", "'written', None, None, None, 1"


def rows(root):
    with sqlite3.connect(root / "gradebook.db") as db:
        return sorted(map(str, db.execute(ROWS)))


def nbgrader(root, *command):
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]  # nbgrader starts `alembic`
    subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=root,
        check=True,
        capture_output=True,
        env=os.environ | {"PATH": path},
    )


def by_hand(root):
    """What an instructor enters in formgrader."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment("01-tiny", duedate="2026-11-26 00:00:00 UTC")
        for student, cell, points in ("ada", "written", 1.5), ("bob", "double-test", 0.5):
            grade = gradebook.find_grade(cell, "01-tiny", "01-tiny", student)
            grade.manual_score, grade.needs_manual_grade, grade.extra_credit = points, False, 0.25
            gradebook.find_comment("written", "01-tiny", "01-tiny", student).manual_comment = "Well said."
        gradebook.db.commit()


@pytest.mark.release
def test_late_edited_empty_wrong_and_marked_by_hand_and_handed_in_again(course, tmp_path_factory):
    (course / "nbgrader_config.py").write_text(CONFIG)
    tiny.submit(course, "ada", **tiny.RIGHT)
    tiny.submit(course, "bob", double="def double(x): return x * x", answer="answer = 42")
    tiny.submit(course, "late", when="2026-11-27 12:00:00 UTC", **tiny.RIGHT)
    tiny.submit(course, "empty")
    tiny.submit(course, "edited", double_test="assert True", **tiny.RIGHT)
    tiny.submit(course, "syntax", double="def double(x:", answer="answer = 1 / 0")
    stock = tmp_path_factory.mktemp("stock")
    shutil.copytree(course, stock, dirs_exist_ok=True)
    nbgrader(stock, "generate_assignment", "01-tiny", "--force")
    shutil.copy(stock / "gradebook.db", course / "gradebook.db")
    for force in [], ["--force"]:
        nbgrader(stock, "autograde", "01-tiny", *force)
        assert {done.outcome for done in batch.grade("01-tiny", force=True)} <= {
            "graded",
            "graded with a warning",
        }
        ours = rows(course)
        assert sorted(
            UNFLAGGED if row == FLAGGED else row.replace(NOT_WRITTEN, WAITS) for row in ours
        ) == rows(stock)
        assert sorted(row.split("'")[1] for row in ours if NOT_WRITTEN in row) == ["bob", "empty", "syntax"]
        by_hand(stock)
        by_hand(course)
        for root in stock, course:  # a written answer that has been marked is handed in again, changed
            tiny.submit(
                root,
                "ada",
                when="2026-11-25 13:00:00 UTC",
                **tiny.RIGHT | {"written_answer": "Another answer."},
            )
    assert any("Well said." in row for row in rows(course))
    assert FLAGGED in ours  # and keeps its mark; that a person should look at it again, nbgrader does not say
    # the penalty is all of the points
    assert any("'late'" in row and "4.0, '2026-11-27" in row for row in rows(course))
