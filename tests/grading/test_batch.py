import contextlib
import functools
import json
import os
import re
import shutil
import sqlite3
import time

import nbformat
import pytest
from nbformat.v4 import new_output
from nbgrader.converters import NbGraderException
from sqlalchemy import create_engine

from course import cli
from course.files import coursedir
from course.gradebook import database
from course.grading import batch, inputs, log
from course.nbgrader_plugins import autograde
from course.notebook import document
from course.reports import class_report
from course.sandbox import kernel
from course.sandbox.job import FAILED, GRADED, WARNED, Result
from course.submission import store
from tests import tiny
from tests.tiny import cell

pytestmark = pytest.mark.usefixtures("with_gradebook")


def running(**failing):
    """A run in which the tests of these exercises fail: nothing is executed, so that a batch takes no time."""

    def run(job):
        nb = nbformat.from_dict(job.notebook)
        for each in nb.cells:
            name = each.metadata.get("nbgrader", {}).get("grade_id", "")
            if name in job.tests and name.rpartition("-test")[0] in failing.get(job.student, []):
                each.outputs = [
                    new_output(
                        "error",
                        ename="NotYet",
                        evalue="Double: not yet.\nIt gave 3.",
                        traceback=["Double: not yet.", "It gave 3."],
                    )
                ]
        return Result(nb, GRADED)

    return run


def grade(run=None, **how):
    return {done.student: done for done in batch.grade("01-tiny", run=run or running(), **how)}


def grades(student="ada"):
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        notebook = gradebook.find_submission_notebook("01-tiny", "01-tiny", student)
        return {
            grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
            for grade in notebook.grades
        }


def autograded(root, student="ada"):
    return document.read(root / "autograded" / student / "01-tiny/01-tiny.ipynb")


# --- one submission ---


@pytest.mark.slow
def test_marks_are_in_the_gradebook_and_the_notebook_is_in_autograded(course):
    tiny.submit(course, "ada", **tiny.RIGHT)
    done = grade(running(ada=["answer"]))["ada"]
    assert (done.outcome, done.points, done.out_of, done.remarks) == (GRADED, 3, 6, [])
    assert grades() == {
        "double-test": (1, None, False),
        "double-test-2": (2, None, False),
        "answer-test": (0, None, False),
        "written": (None, None, True),
    }
    nb = autograded(course)
    assert "HIDDEN TESTS" in cell(nb, "double-test").source and "MARK SCHEME" in cell(nb, "written").source
    assert cell(nb, "double").source == tiny.RIGHT["double"]
    assert cell(nb, "written-answer").source == tiny.RIGHT["written_answer"]


def test_the_job_holds_all_that_a_run_takes_and_no_outputs(course):
    folder = tiny.submit(course, "ada", **tiny.RIGHT)
    (folder / "data.csv").write_text("1")
    seen = []
    grade(lambda job: seen.append(job) or Result(job.notebook, GRADED))
    (job,) = (job for job in seen if job.student)  # the source's own answers go first
    assert list(job.tests) == ["double-test", "double-test-2", "answer-test"]
    assert job.files["data.csv"] == b"1" and "misconceptions.py" not in job.files
    assert "misconceptions.py" in job.ways
    assert not any(each.get("outputs") for each in job.notebook["cells"])


def test_hidden_tests_are_those_of_the_source_whatever_was_handed_in(course):
    tiny.submit(course, "ada", double_test="assert True")
    done = grade()["ada"]
    assert done.outcome == WARNED and "double-test was edited" in done.remarks[0]
    assert "double(7) == 14" in cell(autograded(course), "double-test").source


def test_an_answer_typed_into_the_question_is_there_to_be_marked(course):
    nb = tiny.answers(course, course / "submitted/ada/01-tiny/01-tiny.ipynb")
    cell(nb, "written").source += "\n\nBecause!"
    document.write(nb, course / "submitted/ada/01-tiny/01-tiny.ipynb")
    grade()
    assert "Because!" in [each.source for each in autograded(course).cells]


def test_a_link_out_of_the_folder_is_not_followed(course):
    folder = tiny.submit(course, "ada", **tiny.RIGHT)
    (folder / "book.db").symlink_to(course / "nbgrader_config.py")
    done = grade()["ada"]
    assert done.outcome == WARNED and "book.db is a link" in done.remarks[0]
    assert not (course / "autograded/ada/01-tiny/book.db").exists()


# --- the batch ---

DAMAGED = {
    "cut off": (
        lambda folder: (folder / "01-tiny.ipynb").write_text("{"),
        "not a notebook that can be read (not JSON)",
    ),
    "missing": (lambda folder: (folder / "01-tiny.ipynb").unlink(), "01-tiny.ipynb is missing"),
    "renamed": (
        lambda folder: (folder / "01-tiny.ipynb").rename(folder / "mine.ipynb"),
        "there is mine.ipynb: rename it",
    ),
    "empty": (
        lambda folder: (folder / "01-tiny.ipynb").write_text('{"nbformat": 4, "cells": 7}'),
        "is not a notebook",
    ),
}


@pytest.mark.parametrize("damage, why", DAMAGED.values(), ids=DAMAGED)
def test_one_that_cannot_be_graded_is_told_and_stops_nobody(course, damage, why):
    damage(tiny.submit(course, "bob"))
    for student in "ada", "eve":
        tiny.submit(course, student, **tiny.RIGHT)
    done = grade()
    assert [done[student].outcome for student in ("ada", "bob", "eve")] == [GRADED, FAILED, GRADED]
    assert why in done["bob"].remarks[0] and done["bob"].points is None


def test_a_run_that_breaks_is_told_and_stops_nobody(course):
    for student in "ada", "bob", "eve":
        tiny.submit(course, student, **tiny.RIGHT)

    def run(job):
        assert job.student != "bob", "out of order"
        return running()(job)

    done = grade(run)
    assert [done[student].outcome for student in ("ada", "bob", "eve")] == [GRADED, FAILED, GRADED]
    assert "out of order" in done["bob"].remarks[0]


@pytest.mark.slow
def test_one_that_cannot_be_graded_keeps_the_marks_it_had(course):
    folder = tiny.submit(course, "ada", **tiny.RIGHT)
    grade()
    before = grades()
    (folder / "01-tiny.ipynb").write_text("{")
    assert grade()["ada"].outcome == FAILED
    assert grades() == before and cell(autograded(course), "double")


@pytest.mark.slow
def test_nothing_is_graded_twice(course):
    for student in "ada", "bob":
        tiny.submit(course, student, **tiny.RIGHT)
    assert set(grade()) == {"ada", "bob"} and grade() == {}
    tiny.submit(course, "bob", double="x")
    assert set(grade()) == {"bob"}
    assert set(grade(students=["ada"], force=True)) == {"ada"}
    assert set(grade(force=True)) == {"ada", "bob"}


@pytest.mark.slow
def test_what_a_batch_did_before_it_was_killed_is_kept(course):
    for student in "ada", "bob", "eve":
        tiny.submit(course, student, **tiny.RIGHT)
    going = batch.grade("01-tiny", run=running())
    done = {next(going).student}
    going.close()
    with log.file("01-tiny").open("a") as stream:
        stream.write('{"student": "ev')  # killed while it wrote
    assert set(grade()) | done == {"ada", "bob", "eve"} and not set(grade())


@pytest.mark.slow
def test_a_corrected_test_grades_everybody_again(course):
    tiny.submit(course, "ada", **tiny.RIGHT)
    grade()
    path = course / "source/01-tiny/01-tiny.ipynb"
    path.write_text(path.read_text().replace("double(7) == 14", "double(8) == 16"))
    assert set(grade()) == {"ada"}
    assert "double(8) == 16" in cell(autograded(course), "double-test").source


@pytest.mark.slow
def test_the_same_submission_gives_the_same_bytes(course):
    tiny.submit(course, "ada", **tiny.RIGHT)
    path = course / "autograded/ada/01-tiny/01-tiny.ipynb"
    grade()
    once = path.read_bytes()
    grade(force=True)
    assert path.read_bytes() == once


def test_a_student_who_handed_in_nothing_is_named(course):
    with pytest.raises(coursedir.CourseError, match="zoe has not submitted 01-tiny"):
        grade(students=["zoe"])


def test_the_log_has_a_line_a_submission(course):
    tiny.submit(course, "ada", **tiny.RIGHT)
    tiny.submit(course, "bob").joinpath("01-tiny.ipynb").write_text("{")
    grade()
    lines = [json.loads(line) for line in log.file("01-tiny").read_text().splitlines()]
    assert {(line["student"], line["outcome"], line["points"]) for line in lines} == {
        ("ada", GRADED, 4),
        ("bob", FAILED, None),
    }
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT.*\+00:00", line["time"]) for line in lines)


def test_the_seed_of_a_class_is_made_once_and_is_nobody_elses_to_read(course):
    seed = inputs.class_seed(database.options("01-tiny"))
    assert inputs.class_seed(database.options("01-tiny")) == seed and len(seed) == 32
    assert (course / ".course-seed").stat().st_mode & 0o077 == 0


# --- a gradebook that somebody else has open ---


@pytest.fixture
def another(course):
    """Another program's connection to the gradebook."""
    with contextlib.closing(
        sqlite3.connect(course / "gradebook.db", isolation_level=None, check_same_thread=False)
    ) as connection:
        yield connection


def test_a_gradebook_open_in_formgrader_is_graded_into_and_left_as_it_is_until_that_is_closed(
    course, another
):
    tiny.submit(course, "ada", **tiny.RIGHT)
    with database.lent(database.options("01-tiny").coursedir):
        another.execute("select * from student").fetchall()
    assert grade()["ada"].outcome == GRADED
    assert another.execute("pragma journal_mode").fetchone() == ("wal",)
    another.close()
    grades()
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as later:
        assert later.execute("pragma journal_mode").fetchone() == ("delete",)


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before", "while it is graded"])
def test_a_gradebook_that_another_program_locks_is_said_in_a_sentence_and_marks_nobody_as_not_to_be_graded(
    course, another, monkeypatch, moment
):
    # not 5 s
    monkeypatch.setattr(
        "nbgrader.api.create_engine", functools.partial(create_engine, connect_args={"timeout": 0.1})
    )
    tiny.submit(course, "ada", **tiny.RIGHT)

    def run(job):
        if moment != "before" and job.student:
            another.execute("begin immediate")
        return running()(job)

    if moment == "before":
        another.execute("begin exclusive")
    with pytest.raises(coursedir.CourseError, match="gradebook.db is in use by another program"):
        grade(run)
    another.execute("rollback")
    assert not log.read("01-tiny") and grade()["ada"].outcome == GRADED


def test_two_batches_at_once_are_one_too_many(course):
    tiny.submit(course, "ada", **tiny.RIGHT)
    tiny.submit(course, "bob", **tiny.RIGHT)
    first = batch.grade("01-tiny", run=running())
    next(first)
    with pytest.raises(coursedir.CourseError, match="in use by another program"):
        grade(force=True)
    assert [done.outcome for done in first] == [GRADED]


# --- marks by hand, and late ---


@pytest.mark.slow
def test_marks_given_by_hand_outlive_another_grading_and_one_that_overrules_a_test_is_looked_at_again(course):
    tiny.submit(course, "ada", **tiny.RIGHT)
    grade()
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        for name, points in ("written", 1.5), ("double-test", 0.5):
            by_hand = gradebook.find_grade(name, "01-tiny", "01-tiny", "ada")
            by_hand.manual_score, by_hand.needs_manual_grade = points, False
        gradebook.db.commit()
    assert grade(force=True)["ada"].points == 5
    assert grades()["written"] == (None, 1.5, False)
    assert grades()["double-test"] == (1, 0.5, True)


@pytest.mark.parametrize("sent, points", [("2026-11-25 11:59:59 UTC", 4), ("2026-11-25 12:00:01 UTC", 0)])
def test_nbgraders_rule_for_late_submissions_holds(course, sent, points):
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    )
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        gradebook.update_or_create_assignment("01-tiny", duedate="2026-11-25 12:00:00 UTC")
    tiny.submit(course, "ada", when=sent, **tiny.RIGHT)
    grade()
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        submission = gradebook.find_submission("01-tiny", "ada")
        assert submission.score - (submission.late_submission_penalty or 0) == points


# --- with a real kernel ---


@pytest.mark.slow
def test_answers_that_are_right_wrong_endless_or_fatal(course):
    tiny.submit(course, "right", **tiny.RIGHT)
    tiny.submit(course, "wrong", double="def double(x): return x * x", answer="answer = 41")
    tiny.submit(course, "endless", double="while True: pass", answer=tiny.RIGHT["answer"])
    tiny.submit(course, "fatal", answer="import os; os._exit(0)", double=tiny.RIGHT["double"])
    noise = "import sys, warnings; print('x' * 9, file=sys.stderr); warnings.warn('w')"
    tiny.submit(
        course,
        "loud",
        double=f"def double(x):\n    {noise}\n    return 2 * x",
        answer="answer = 42\nwhile True: print('x' * 999)",
    )
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.Execute.timeout = 4\n")
    done = grade(kernel.run)
    assert {student: (each.outcome, each.points) for student, each in done.items()} == {
        "right": (GRADED, 4),
        "wrong": (GRADED, 0),
        "endless": (WARNED, 1),
        "fatal": (WARNED, 3),
        "loud": (WARNED, 4),
    }
    assert "took longer than 4 s" in done["endless"].remarks[0]
    assert done["fatal"].remarks == ["cell answer ended Python"]

    def said(student, name):
        return [output.evalue.split("\n") for output in cell(autograded(course, student), name).outputs]

    assert said("wrong", "double-test") == [
        [
            "Double: not yet.",
            "double(7) gave 49; it should give 14.",
            "You squared it. Twice two hides the difference.",
        ]
    ]
    assert said("endless", "double-test")[0][0] == "Double: not yet."
    assert said("fatal", "answer-test")[0][1].startswith("This test was not run")
    assert said("loud", "double-test") == []


# --- what is put there while a batch goes on, or by hand ---


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["read_to_run", "mend"])
def test_a_submission_that_was_collected_while_the_one_before_was_read_is_graded_next_time(
    course, monkeypatch, moment
):
    def step(*given, **how):
        done = real(*given, **how)
        tiny.submit(course, "ada", **tiny.RIGHT | {"answer": "answer = 43"})
        return done

    real = getattr(batch, moment)
    tiny.submit(course, "ada", **tiny.RIGHT)
    with monkeypatch.context() as patch:
        patch.setattr(batch, moment, step)
        grade()
    grade()
    assert "answer = 43" in [each.source for each in autograded(course).cells]
    assert grade() == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["bob\n", "\x1b[2Jbob", "J\udcf6rg"], ids=["a line feed", "a terminal's code", "Latin-1"]
)
def test_a_folder_whose_name_is_no_students_stops_nobody_and_is_named_in_a_line(course, name, capsys):
    tiny.submit(course, "ada", **tiny.RIGHT)
    tiny.submit(course, name, **tiny.RIGHT)
    done = grade()
    assert (
        done["ada"].outcome == GRADED
        and done[name].outcome == FAILED
        and done[name].remarks == ["the folder's name has letters that no student's id has: rename it"]
    )
    assert (
        cli.main(["grade", "01", "--workers", "1"]) == 1
        and cli.main(["report", "01", "--csv", str(course / "marks.csv")]) == 0
    )
    said = capsys.readouterr()
    for text in said.out, said.err, (course / "marks.csv").read_text("utf-8-sig"):
        assert (
            all(line.isprintable() for line in re.split(r"\r?\n", text.replace("\r\033[K", "")))
            and "rename it" in text
        )
    (course / "submitted" / name).rename(course / "submitted/bob")
    assert grade()["bob"].outcome == GRADED


@pytest.mark.slow
def test_nbgraders_own_command_names_such_a_folder_too(course, caplog, monkeypatch):
    tiny.submit(course, "bob\n", **tiny.RIGHT)
    with pytest.raises(NbGraderException, match="could not be graded: bob\ufffd$"):
        autograde.Autograde(coursedir=database.options("01-tiny").coursedir).start()
    assert "bob\ufffd: could not be graded; the folder's name" in caplog.text


def refuse(monkeypatch, name):
    """Let ada's file of this name not be read: root may read everything, so a mode of 000 shows nothing here."""

    def open_(self, *how, **more):
        if self.name == name and self.parts[-4:-1] == ("submitted", "ada", "01-tiny"):
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *how, **more)

    real = inputs.Path.open
    monkeypatch.setattr(inputs.Path, "open", open_)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mine.csv", "01-tiny.ipynb", "timestamp.txt"])
def test_a_file_that_cannot_be_read_stops_nobody_and_is_named_with_the_remedy(course, monkeypatch, name):
    folder = tiny.submit(course, "ada", **tiny.RIGHT)
    if name == "mine.csv":
        (folder / name).write_text("1")
    with monkeypatch.context() as patch:
        refuse(patch, name)
        tiny.submit(course, "bob", **tiny.RIGHT)
        done = grade()
        assert done["bob"].outcome == GRADED and done["ada"].outcome == FAILED
        assert done["ada"].remarks == [
            f"{name} cannot be read (Permission denied): make it readable, or ask for it again"
        ]
    assert grade()["ada"].outcome == GRADED


@pytest.mark.slow
def test_a_file_that_can_be_read_no_more_is_seen_by_the_next_batch(course, monkeypatch):
    (tiny.submit(course, "ada", **tiny.RIGHT) / "mine.csv").write_text("1")
    grade()
    refuse(monkeypatch, "mine.csv")
    assert grade()["ada"].outcome == FAILED and grades()["double-test"][0] == 1


def test_a_folder_that_cannot_be_read_is_not_passed_over(course, monkeypatch):
    def scandir(path):
        if str(path).endswith("data"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    real = os.scandir
    folder = tiny.submit(course, "ada", **tiny.RIGHT) / "data"
    folder.mkdir()
    (folder / "mine.csv").write_text("1")
    before = inputs.files_hash(folder.parent)
    monkeypatch.setattr(os, "scandir", scandir)
    assert inputs.files_hash(folder.parent) != before and "data cannot be read" in grade()["ada"].remarks[0]


def test_a_file_without_end_that_was_put_there_by_hand_takes_no_time_and_a_change_of_it_is_seen(course):
    file = tiny.submit(course, "ada", **tiny.RIGHT) / "huge"
    with file.open("wb") as stream:
        stream.truncate(10**12)  # it takes no place on the disk
    start = time.process_time()
    done, before = grade()["ada"], inputs.files_hash(file.parent)
    assert (
        time.process_time() - start < 5
        and done.outcome == WARNED
        and "huge and what follows were left out" in done.remarks[0]
    )
    assert grade() == {}
    file.write_text("small")
    assert inputs.files_hash(file.parent) != before and grade()["ada"].outcome == GRADED


def test_of_many_files_no_more_are_looked_at_than_the_largest_submission_has(course, monkeypatch):
    monkeypatch.setattr(inputs, "MOST_HASHED", 25_000)
    folder, read = tiny.submit(course, "ada", **tiny.RIGHT), []
    for n in range(10):
        (folder / f"{n}").write_bytes(bytes(10_000))
    real = inputs.Path.open
    monkeypatch.setattr(
        inputs.Path, "open", lambda self, *how, **more: read.append(self.name) or real(self, *how, **more)
    )
    inputs.files_hash(folder)
    assert sum((folder / name).stat().st_size for name in read) <= 25_000


# --- the seed of a class ---


def test_a_course_in_a_folder_with_brackets_in_its_name_is_graded(course, tmp_path_factory, monkeypatch):
    root = tmp_path_factory.mktemp("x") / "my [2026] course"
    shutil.copytree(course, root)
    monkeypatch.setenv("COURSE_ROOT", str(root))
    tiny.submit(root, "ada", **tiny.RIGHT)
    assert list(grade()) == ["ada"]


@pytest.mark.slow
def test_a_disk_that_is_full_ends_the_batch_with_a_sentence_and_nobodys_mark(course, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    for student in "ada", "bob":
        tiny.submit(course, student, **tiny.RIGHT)
    with monkeypatch.context() as patch:
        patch.setattr(document, "write", full)
        with pytest.raises(
            coursedir.CourseError, match="the disk is full. Make room, and give the command again"
        ):
            grade()
    assert log.read("01-tiny") == {} and {done.outcome for done in grade().values()} == {GRADED}


def test_a_folder_that_cannot_be_written_is_told_from_another_batch(course, monkeypatch):
    tiny.submit(course, "ada", **tiny.RIGHT)

    def refused(*_, **__):
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", refused)
    with pytest.raises(
        coursedir.CourseError, match="_log cannot be written .unable to open database file.: make it writable"
    ):
        grade()


@pytest.mark.slow
def test_what_cannot_be_written_leaves_the_marks_as_they_were(course, monkeypatch):
    tiny.submit(course, "ada", **tiny.RIGHT)
    grade()
    before, real = grades(), document.write
    tiny.submit(course, "ada", **tiny.RIGHT | {"double": "pass"})

    def refused(nb, path):
        raise UnicodeEncodeError("utf-8", "x", 0, 1, "no")

    with monkeypatch.context() as patch:
        patch.setattr(document, "write", refused)
        assert grade(running(ada=["double"]))["ada"].outcome == FAILED
    assert document.write is real and grades() == before


def test_remarks_without_end_are_counted(course):
    tiny.submit(course, "ada", **tiny.RIGHT)
    many = grade(lambda job: Result(job.notebook, WARNED, [f"remark {n}" for n in range(1000)]))["ada"]
    assert (
        len(many.remarks) == 101 and many.remarks[-1] == "and 900 more" and log.read("01-tiny")["ada"] == many
    )
    trick = "cell x tried something that grading does not allow (socket)"
    hidden = grade(
        lambda job: Result(job.notebook, WARNED, [*(f"remark {n}" for n in range(1000)), trick]), force=True
    )["ada"]
    assert hidden.remarks[0] == trick


def test_an_empty_seed_is_never_drawn_from(course):
    (course / ".course-seed").touch()
    tiny.submit(course, "ada", **tiny.RIGHT)
    with pytest.raises(
        coursedir.CourseError, match="course-seed is empty: .* Delete it, .* grade with --force"
    ):
        grade()


def test_a_full_disk_leaves_no_seed_and_the_next_batch_makes_one(course, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError):
            inputs.class_seed(database.options("01-tiny"))
    assert (
        list(course.glob(".course-seed*")) == [] and len(inputs.class_seed(database.options("01-tiny"))) == 32
    )


def test_two_batches_that_make_the_seed_at_once_agree(course, monkeypatch):
    def meanwhile(new, file):
        with monkeypatch.context() as patch:
            patch.setattr(os, "link", real)
            theirs.append(inputs.class_seed(database.options("01-tiny")))
        return real(new, file)

    real, theirs = os.link, []
    monkeypatch.setattr(os, "link", meanwhile)
    assert [inputs.class_seed(database.options("01-tiny"))] == theirs


def test_on_a_disk_without_links_there_is_a_seed_too(course, monkeypatch):
    def link(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    seed = inputs.class_seed(database.options("01-tiny"))
    assert (
        len(seed) == 32
        and inputs.class_seed(database.options("01-tiny")) == seed
        and len(list(course.glob(".course-seed*"))) == 1
    )


# --- the time of a submission ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_time_that_was_typed_on_windows_is_one(course, encoding):
    folder = tiny.submit(course, "ada", **tiny.RIGHT)
    (folder / "timestamp.txt").write_bytes("2026-11-25 12:00:00 UTC\r\n".encode(encoding))
    assert inputs.timestamp(folder).year == 2026 and store.timestamp(folder).year == 2026


@pytest.mark.parametrize("data", [b"tomorrow", b"\xff\xfe\x00", b"\xff" * 9, b"9" * 10**6])
def test_a_time_that_is_none_is_named_with_the_remedy(course, data):
    folder = tiny.submit(course, "ada", **tiny.RIGHT)
    (folder / "timestamp.txt").write_bytes(data)
    assert (
        grade()["ada"].remarks == ["timestamp.txt holds no time: write one into it, or delete it"]
        and store.timestamp(folder) is None
    )


@pytest.mark.parametrize("text, points", [("*Your answer goes here.*", 0), ("", 0), ("Because.", None)])
def test_a_written_answer_left_as_it_was_given_gets_0_and_is_listed_and_one_that_was_written_waits(
    course, text, points
):
    tiny.submit(course, "ada", **tiny.RIGHT | {"written_answer": text})
    grade()
    found = class_report.report("01-tiny")
    assert found.marks["ada"]["written"] == points
    assert found.mistakes == ({("written", "not written yet"): ["ada"]} if points == 0 else {})


@pytest.mark.parametrize("ending", ["jsonl", "proved", "attempts", "compared", "under-way"])
def test_a_students_id_is_never_the_name_of_a_file_of_the_log(course, with_gradebook, ending):
    for student in "ada", f"01-tiny.{ending}":
        tiny.submit(course, student)
    assert {done.student: done.outcome for done in batch.grade("01-tiny")} == {
        "ada": "graded",
        f"01-tiny.{ending}": "graded",
    }
