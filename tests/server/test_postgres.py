"""The gradebook in PostgreSQL, on a server started for the test."""

from course import cli
from course.gradebook import database
from course.grading import batch, inputs
from tests import tiny


def rows(db=None):
    """All that nbgrader keeps of the submissions, but its own row numbers."""
    with database.lent(database.options("01-tiny", db=db).coursedir) as gradebook:
        return {
            (submission.student_id, grade.name): (
                submission.timestamp,
                submission.total_seconds_late,
                submission.score,
                notebook.late_submission_penalty,
                grade.auto_score,
                grade.manual_score,
                grade.extra_credit,
                grade.needs_manual_grade,
                grade.max_score,
                [comment.comment for comment in notebook.comments if comment.name == "written"],
            )
            for submission in gradebook.assignment_submissions("01-tiny")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def mark_by_hand(db=None):
    with database.lent(database.options("01-tiny", db=db).coursedir) as gradebook:
        gradebook.find_grade("written", "01-tiny", "01-tiny", "ada").manual_score = 1.5
        gradebook.find_grade("double-test", "01-tiny", "01-tiny", "bob").extra_credit = 0.5
        gradebook.find_comment("written", "01-tiny", "01-tiny", "ada").manual_comment = "Schön: why é? 🙂"
        gradebook.update_or_create_assignment("01-tiny", duedate="2026-11-25 11:00:00")
        gradebook.db.commit()


def test_postgresql_holds_what_sqlite_holds_also_after_marks_by_hand_and_another_grading(classroom, postgres):
    # the only one in time
    (classroom / "submitted/cyd/01-tiny/timestamp.txt").write_text("2026-11-24 09:00:00 UTC")
    with (classroom / "nbgrader_config.py").open("a") as config:
        config.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    seen = []
    for db in None, postgres:
        given = inputs.read(database.options("01-tiny", db=db))
        done = list(batch.outcomes(given, inputs.waiting(given, force=True), force=True))
        mark_by_hand(db)
        again = list(batch.outcomes(given, inputs.waiting(given, force=True), force=True))
        seen.append((rows(db), sorted((each.student, each.outcome, each.points) for each in done + again)))
    assert seen[0] == seen[1]
    assert seen[0][0]["ada", "written"][5] == 1.5 and seen[0][0]["ada", "written"][3] > 0 == (
        seen[0][0]["cyd", "written"][3] or 0
    )


def test_the_command_line_takes_the_address_of_a_database(classroom, postgres, capsys):
    assert cli.main(["grade", "01", "--student", "ada", "--force", "--workers", "1", "--db", postgres]) == 0
    assert "1 graded" in capsys.readouterr().out
    assert rows(postgres)["ada", "answer-test"][4] == 1


def test_a_database_that_is_not_there_is_told(classroom, capsys):
    assert cli.main(["grade", "01", "--db", "postgresql+psycopg://course@127.0.0.1:9/course"]) == 1
    assert "gradebook" in capsys.readouterr().err


def test_what_another_gradebook_holds_is_graded_again_for_this_one(classroom, postgres):
    tiny.submit(classroom, "gus", **tiny.RIGHT)

    def waiting(db=None):
        return "gus" in inputs.waiting(inputs.read(database.options("01-tiny", db=db)))

    list(batch.outcomes(inputs.read(database.options("01-tiny")), ["gus"]))
    assert not waiting() and waiting(postgres)
    (classroom / "gradebook.db").unlink()
    assert waiting()
