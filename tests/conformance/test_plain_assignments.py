"""Assignments that are made with nbgrader alone (plain.py) get here, on every cell, the mark that nbgrader's
own `autograde` gives.
"""

import logging
import os
import shutil
import sys

import pytest
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from course.grading import batch
from tests.conformance import plain


@pytest.fixture(scope="module")
def two_courses(tmp_path_factory):
    """Twice the same course with all hand-ins: for nbgrader to grade, and for us."""
    stock, ours = tmp_path_factory.mktemp("stock"), tmp_path_factory.mktemp("ours")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", os.path.dirname(sys.executable), prepend=os.pathsep)  # of alembic
        patch.setenv("COURSE_ROOT", str(stock))
        plain.make(stock, *plain.ASSIGNMENTS)
        for name, assignment in plain.ASSIGNMENTS.items():
            for student, changes in assignment.hand_ins.items():
                plain.submit(stock, name, student, changes)
        shutil.copytree(stock, ours, dirs_exist_ok=True)
        patch.setenv("COURSE_ROOT", str(ours))
        yield stock, ours


def by_nbgrader(root, name):
    converter = Autograde(coursedir=CourseDirectory(root=str(root), assignment_id=name))
    converter.log.setLevel(logging.CRITICAL)
    converter.start()
    return plain.marks(root, name)


def points(marks, student):
    total = sum(score or 0 for (whose, *_), (score, _) in marks.items() if whose == student)
    return f"{total:g}" + " and a person's" * any(
        score is None for (whose, *_), (score, _) in marks.items() if whose == student
    )


@pytest.mark.parametrize("name", plain.ASSIGNMENTS)
def test_every_cell_gets_the_mark_of_nbgrader(two_courses, name):
    theirs, lines = by_nbgrader(two_courses[0], name), []
    outcomes = list(batch.grade(name, tell=lines.append))
    ours = plain.marks(two_courses[1], name)
    for student in plain.ASSIGNMENTS[name].hand_ins:
        print(f"{name:16}{student:12}{points(theirs, student):>20}{points(ours, student):>20}")
    print(*lines, sep="\n")
    assert {done.student for done in outcomes} == {student for student, *_ in ours} and len(ours) >= 6
    assert ours == theirs
