"""What is lent to nbgrader's steps leaves the rows that nbgrader's own objects leave."""

import datetime

import pytest
from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook

from course.gradebook.transaction import BatchGradebook, newest_schema

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own flush
NOON = datetime.datetime(2026, 11, 25, 12)


@pytest.fixture
def address(tmp_path, monkeypatch):
    """A gradebook with an assignment of two notebooks, due an hour before noon."""
    monkeypatch.setattr("nbgrader.api.get_alembic_version", newest_schema)
    address = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(address) as own:
        own.add_assignment("a", duedate=NOON - datetime.timedelta(hours=1))
        for notebook in "n", "m":
            own.add_notebook(notebook, "a")
            own.add_grade_cell("grade", notebook, "a", cell_type="code", max_score=2)
            own.add_grade_cell("both", notebook, "a", cell_type="markdown", max_score=1)
            own.add_task_cell("task", notebook, "a", cell_type="markdown", max_score=3)
            own.add_solution_cell("solution", notebook, "a")
            own.add_solution_cell("both", notebook, "a")
    return address


@pytest.fixture
def lending(address):
    book = BatchGradebook(address)
    yield book
    book.close_for_good()


def rows(address, student):
    """Everything of a student's but ids."""
    kept = {
        Grade: ["name", "auto_score", "manual_score", "extra_credit", "needs_manual_grade"],
        Comment: ["name", "auto_comment", "manual_comment"],
    }
    with Gradebook(address) as own:
        submission = own.find_submission("a", student)
        about = (
            submission.timestamp,
            submission.extension,
            submission.score,
            own.find_student(student).to_dict() | {"id": ""},
        )
        return about, sorted(
            str(
                (
                    notebook.name,
                    notebook.late_submission_penalty,
                    notebook.flagged,
                    type(row).__name__,
                    [getattr(row, name) for name in kept[type(row)]],
                )
            )
            for notebook in submission.notebooks
            for row in (*notebook.grades, *notebook.comments)
        )


def mark(book, student):
    """What SaveAutoGrades and AssignLatePenalties do -> the score that the penalty is reckoned from, and the
    seconds.
    """
    grade = book.find_grade("grade", "n", "a", student)
    grade.auto_score, grade.needs_manual_grade = 1.5, grade.manual_score is not None
    book.find_comment("both", "m", "a", student).auto_comment = "No response."
    book.db.commit()
    notebook = book.find_submission_notebook("n", "a", student)
    notebook.late_submission_penalty = notebook.score
    return notebook.score, book.find_submission("a", student).total_seconds_late


def by_hand(address, student):
    with Gradebook(address) as own:
        grade = own.find_grade("grade", "n", "a", student)
        grade.manual_score, grade.extra_credit = 2, 0.5
        own.find_comment("task", "n", "a", student).manual_comment = "Well said."
        own.grant_extension("a", student, minutes=20)


def test_a_new_submission_and_one_marked_by_hand_hold_what_nbgraders_own_hold(address, lending):
    for _ in range(2):
        with Gradebook(address) as own:
            own.update_or_create_student("own")
            own.update_or_create_submission("a", "own", timestamp=NOON)
            expected = mark(own, "own")
            own.db.commit()
        with lending.submission("a", "lent", NOON):
            assert mark(lending, "lent") == expected
        assert rows(address, "lent") == rows(address, "own")
        by_hand(address, "own")
        by_hand(address, "lent")
    assert expected == (2.5, 2400)


def test_nothing_of_a_submission_is_kept_if_saving_fails(address, lending):
    with pytest.raises(ZeroDivisionError), lending.submission("a", "ada", NOON):
        mark(lending, "ada")
        raise ZeroDivisionError
    with Gradebook(address) as own:
        kinds = SubmittedAssignment, SubmittedNotebook, Grade, Comment
        assert own.students == [] and all(own.db.query(kind).count() == 0 for kind in kinds)


def test_what_is_marked_by_hand_while_a_submission_is_saved_is_kept(address, lending):
    with lending.submission("a", "ada", NOON):
        mark(lending, "ada")
    with lending.submission("a", "ada", NOON):
        by_hand(address, "ada")
        lending.find_grade("grade", "n", "a", "ada").auto_score = 1
    with Gradebook(address) as own:
        grade = own.find_grade("grade", "n", "a", "ada")
        assert (grade.auto_score, grade.manual_score) == (1, 2)


def test_a_notebook_or_cell_that_is_not_there_is_missing_as_ever(lending):
    with lending.submission("a", "ada"):
        with pytest.raises(MissingEntry):
            lending.find_submission_notebook("x", "a", "ada")
        with pytest.raises(MissingEntry):
            lending.find_grade("solution", "n", "a", "ada")
