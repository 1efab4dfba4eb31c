"""nbgrader's own ways to write feedback end in the page of `course feedback`."""

import nbformat
import pytest
from nbformat.v4 import new_output
from nbgrader.apps import NbGraderAPI, generatefeedbackapp
from nbgrader.apps import api as nbgrader_api

from course.gradebook import database
from course.grading import batch
from course.nbgrader_plugins import generate_feedback
from course.reports import feedback
from course.sandbox.job import GRADED, Result
from tests import tiny


@pytest.fixture
def graded(course, with_gradebook, monkeypatch):
    """Ada's test has failed, and ben's; nbgrader_config.py is read as in the course."""

    def run(job):
        nb = nbformat.from_dict(job.notebook)
        if job.student:  # and not the source's own answers, which go first
            next(cell for cell in nb.cells if cell.id == "double-test").outputs = [
                new_output(
                    "error",
                    ename="NotYet",
                    evalue="Double: not yet.\ndouble(7) gave 49; it should give 14.",
                    traceback=["Double: not yet.", "double(7) gave 49; it should give 14."],
                )
            ]
        return Result(nb, GRADED)

    for student in "ada", "ben":
        tiny.submit(course, student, **tiny.RIGHT).joinpath("notes.html").write_text("<script>")
    list(batch.grade("01-tiny", run=run))
    for module in nbgrader_api, generatefeedbackapp:  # what install() changes is put back afterwards
        monkeypatch.setattr(module, "GenerateFeedback", module.GenerateFeedback)
    generate_feedback.install()
    return course


def page(root, student="ada"):
    return root / "feedback" / student / "01-tiny/01-tiny.html"


def button(**how):
    """What formgrader calls."""
    done = NbGraderAPI(database.options("01-tiny").coursedir).generate_feedback("01-tiny", **how)
    assert done["success"], done
    return done


@pytest.mark.slow
def test_formgraders_button_writes_the_courses_page_in_which_no_line_of_a_hidden_test_stands(graded):
    button(student_id="ada")
    written = page(graded).read_text()
    assert "double(7) gave 49" in written and "HIDDEN" not in written and "MARK SCHEME" not in written
    assert all(
        line not in written
        for line in ["assert double(7) == 14", "want = n + n", "want = 6 * 7", "One point a reason."]
    )
    feedback.feedback("01-tiny", "ada")
    assert page(graded).read_text() == written and not page(graded, "ben").exists()


def test_the_command_writes_a_page_for_everybody_and_copies_nothing_of_theirs(graded):
    app = generatefeedbackapp.GenerateFeedbackApp()
    app.coursedir, app.extra_args = database.options("").coursedir, ["01-tiny"]
    app.coursedir.assignment_id = ""
    app.start()
    assert "HIDDEN" not in page(graded).read_text() and page(graded, "ben").exists()
    assert [file.name for file in page(graded).parent.iterdir()] == ["01-tiny.html"]


@pytest.mark.slow
def test_a_mark_given_after_the_page_was_made_is_on_the_next_one_without_force(graded):
    button()
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        gradebook.find_grade("written", "01-tiny", "01-tiny", "ada").manual_score = 2
        gradebook.db.commit()
    before = page(graded).read_text()
    button(force=False)
    assert page(graded).read_text() != before and "5 of 6 points" in page(graded).read_text()
