"""Grading on a Dask cluster whose workers share no disk with us."""

import os

import pytest

from course.files.coursedir import CourseError
from course.gradebook import database
from course.grading import batch
from course.sandbox import executors
from course.sandbox.job import FAILED, GRADED, WARNED
from tests import tiny


def bytes_of(root, step="autograded"):
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in (root / step).glob("*/01-tiny/*")
        if file.is_file()
    }


def marks():
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        return {
            (submission.student_id, grade.name): (
                grade.auto_score,
                grade.manual_score,
                grade.needs_manual_grade,
            )
            for submission in gradebook.assignment_submissions("01-tiny")
            for grade in submission.notebooks[0].grades
        }


def test_a_cluster_gives_the_same_marks_remarks_and_bytes_as_this_machine(classroom, cluster):
    def told(outcomes):
        return sorted((done.student, done.outcome, tuple(done.remarks), done.points) for done in outcomes)

    with executors.here(2) as team:
        ours = told(batch.grade("01-tiny", team=team)), marks(), bytes_of(classroom)
    with executors.cluster(cluster[0]) as team:
        # another machine, as far as that goes
        assert team.executor.submit(os.listdir, str(classroom)).result() == []
        theirs = told(batch.grade("01-tiny", force=True, team=team)), marks(), bytes_of(classroom)
    assert ours == theirs
    assert [line[:2] for line in ours[0]] == [
        ("ada", GRADED),
        ("bob", GRADED),
        ("cyd", GRADED),
        ("dee", FAILED),
        ("eve", WARNED),
        ("fay", WARNED),
    ]


def test_a_worker_killed_in_the_middle_of_a_batch_loses_nothing(course, with_gradebook, cluster):
    address, workers = cluster
    students = [f"s{n:02}" for n in range(12)]
    for student in students:
        tiny.submit(
            course,
            student,
            **tiny.RIGHT | {"double": "def double(x):\n    return 2 * x\nimport time\ntime.sleep(1)"},
        )
    done = []
    with executors.cluster(address) as team:
        for outcome in batch.grade("01-tiny", team=team):
            done.append(outcome)
            if len(done) == 3:
                workers[0].kill()
                workers[0].wait()
    assert sorted((each.student, each.outcome, each.points) for each in done) == [
        (student, GRADED, 4) for student in students
    ]


def test_a_scheduler_that_is_not_there_is_told(course):
    with pytest.raises(
        CourseError, match="no Dask scheduler at tcp://127.0.0.1:9.*`dask scheduler` starts one"
    ):
        with executors.cluster("tcp://127.0.0.1:9"):
            pass
