"""A batch that is killed at any moment loses nothing, and what it has finished is not graded again."""

import contextlib
import json
import os
import random
import signal
import time

import nbformat
import pytest

from course import cli
from course.gradebook import database
from course.grading import batch, inputs, log
from course.sandbox import executors
from course.sandbox.job import GRADED, Result
from tests import tiny

pytestmark = [pytest.mark.usefixtures("with_gradebook"), pytest.mark.slow]  # batches that are killed
STUDENTS = [f"s{n:02}" for n in range(40)]


@contextlib.contextmanager
def coordinator(root, **how):
    """A process that grades, and notes each run -> its number. Killed with the block, with nothing but the
    number.
    """

    def run(job):
        if job.student:  # and not the source's own answers, which go first
            with (root / "runs").open("a") as runs:
                runs.write(f"{job.student}\n")
        time.sleep(0.02)
        return Result(nbformat.from_dict(job.notebook), GRADED)

    number = os.fork()
    if not number:
        with contextlib.suppress(BaseException), executors.here(2) as team:
            list(batch.grade("01-tiny", run=run, team=team, **how))
            os._exit(0)
        os._exit(1)
    yield number
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)


def lines(file):
    return file.read_text().split("\n")[:-1] if file.exists() else []


def logged(root):
    return [
        entry["student"]
        for line in lines(log.file("01-tiny", root))
        if "student" in (entry := json.loads(line))
    ]


@pytest.mark.slow
def test_a_batch_killed_at_random_moments_ends_as_one_that_was_not(course):
    moments = random.Random(7)
    for student in STUDENTS:
        tiny.submit(course, student, **tiny.RIGHT)
    killed = 0
    for _ in range(30):
        before, ran = logged(course), len(lines(course / "runs"))
        with coordinator(course) as number:
            end, wait = time.monotonic() + 60, moments.uniform(0, 0.1)
            while len(logged(course)) < min(len(before) + 2, len(STUDENTS)) and time.monotonic() < end:
                time.sleep(0.001)
            time.sleep(wait)
            if not os.waitpid(number, os.WNOHANG)[0]:
                os.kill(number, signal.SIGKILL)
                os.waitpid(number, 0)
                killed += 1
        assert not set(before) & set(lines(course / "runs")[ran:]), "what was in the log was run again"
        if len(set(logged(course))) == len(STUDENTS):
            break
    assert killed >= 3 and sorted(logged(course)) == STUDENTS
    assert inputs.waiting(inputs.read(database.options("01-tiny"))) == []
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        marks = {
            submission.student_id: (submission.score, len(submission.notebooks[0].grades))
            for submission in gradebook.assignment_submissions("01-tiny")
        }
    assert marks == dict.fromkeys(STUDENTS, (4, 4))
    files = {
        file.relative_to(course / "autograded").as_posix()
        for file in (course / "autograded").glob("*/01-tiny/*.ipynb")
    }
    assert files == {f"{student}/01-tiny/01-tiny.ipynb" for student in STUDENTS}


def test_whom_a_killed_run_had_under_way_comes_last_in_the_next_and_is_named_first(course, capsys):
    for student in STUDENTS[:6]:
        tiny.submit(course, student, **tiny.RIGHT)

    def killed(job):
        if job.student == "s01":
            os.kill(os.getpid(), signal.SIGKILL)
        return Result(nbformat.from_dict(job.notebook), GRADED)

    for _ in range(2):  # each run ends by it
        if not (number := os.fork()):
            with executors.here(1) as team:
                list(batch.grade("01-tiny", run=killed, team=team))
            os._exit(0)
        assert os.waitpid(number, 0)[1] == signal.SIGKILL
    left = inputs.read(database.options("01-tiny")).under_way.left
    # the second run has graded those that no run was killed by
    assert "s01" in left and set(logged(course)) >= set(STUDENTS[:6]) - left.keys()
    assert cli.main(["grade", "01"]) == 0
    assert "A run was killed while it graded s0" in capsys.readouterr().out
    assert sorted(logged(course)) == STUDENTS[:6] and set(logged(course)[-len(left) :]) == left.keys()
    assert not inputs.read(database.options("01-tiny")).under_way.left and not list(
        course.glob("autograded/_log/*.under-way")
    )


def test_a_line_of_the_log_that_was_cut_short_costs_its_submission_only(course):
    for student in "ada", "bob", "cyd":
        tiny.submit(course, student, **tiny.RIGHT)
    list(batch.grade("01-tiny", ["ada", "bob"], run=lambda job: Result(job.notebook, GRADED)))
    file = log.file("01-tiny", course)
    file.write_bytes(file.read_bytes()[:-30])
    assert inputs.waiting(inputs.read(database.options("01-tiny"))) == ["bob", "cyd"]
    list(batch.grade("01-tiny", ["cyd"], run=lambda job: Result(job.notebook, GRADED)))
    assert inputs.waiting(inputs.read(database.options("01-tiny"))) == ["bob"]


# --- a batch with --force ---


def graded(**how):
    """Grade what waits -> students, and those of whom nothing was kept."""
    full = []

    def run(job):
        full.extend([job.student] if job.student and not job.kept else [])
        return Result(nbformat.from_dict(job.notebook), GRADED)

    run.__qualname__ = "run"
    done = sorted(outcome.student for outcome in batch.grade("01-tiny", run=run, **how))
    assert sorted(full) == done
    return done


def stopped(n, **how):
    """A batch with --force that is stopped after n -> whom it had done."""
    going = batch.grade(
        "01-tiny", run=lambda job: Result(nbformat.from_dict(job.notebook), GRADED), force=True, **how
    )
    done = sorted(next(going).student for _ in range(n))
    going.close()
    return done


@pytest.fixture
def six(course):
    students = ["ada", "bob", "cyd", "dot", "eve", "fay"]
    for student in students:
        tiny.submit(course, student, **tiny.RIGHT)
    assert graded() == students
    return students


def test_a_forced_batch_that_was_stopped_is_gone_on_with_by_a_plain_one(six):
    done = stopped(2)
    assert graded() == [student for student in six if student not in done] and graded() == []


def test_also_where_it_was_stopped_more_than_once_and_in_between_by_a_plain_one(six):
    done = stopped(2)
    going = batch.grade("01-tiny", run=lambda job: Result(nbformat.from_dict(job.notebook), GRADED))
    done.append(next(going).student)
    going.close()
    assert graded() == [student for student in six if student not in done] and graded() == []


def test_a_second_force_begins_anew(six):
    stopped(4)
    done = stopped(1)
    assert graded() == [student for student in six if student not in done]
    assert graded(force=True) == six and graded() == []


def test_force_for_some_has_nobody_else_graded(six):
    assert stopped(1, students=["bob", "cyd"]) in (["bob"], ["cyd"])
    assert graded() in (["bob"], ["cyd"]) and graded() == []


def test_a_plain_batch_for_one_leaves_the_others_to_the_next(six):
    done = stopped(2)
    first, *others = [student for student in six if student not in done]
    assert graded(students=[first]) == [first] and graded() == others


def test_one_that_could_not_be_graded_when_forced_waits_as_ever(six, course):
    (course / "submitted/ada/01-tiny/01-tiny.ipynb").write_text("{")
    stopped(6)
    tiny.submit(course, "ada", **tiny.RIGHT)
    assert graded() == ["ada"] and graded() == []


def test_a_forced_batch_that_is_killed_with_nothing_but_its_number_is_gone_on_with(course):
    for student in STUDENTS:
        tiny.submit(course, student, **tiny.RIGHT)
    graded()
    before = len(logged(course))
    with coordinator(course, force=True) as number:
        end = time.monotonic() + 60
        while len(logged(course)) < before + 5 and time.monotonic() < end:
            time.sleep(0.001)
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
    done = set(logged(course)[before:])
    assert 5 <= len(done) < len(STUDENTS) and graded() == sorted(set(STUDENTS) - done) and graded() == []
