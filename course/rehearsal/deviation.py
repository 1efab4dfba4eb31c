"""What came of a hand-in, and what was otherwise than expected."""

from typing import Any, NamedTuple

from course.files.terminal import tame
from course.rehearsal import irregular
from course.rehearsal.deal import Student
from course.rehearsal.irregular import ODD

NOT_WRITTEN = "not written yet"


class Deviation(NamedTuple):
    student: str
    about: str  # an exercise, or what else of the hand-in
    expected: str
    got: str
    why: str  # why one may look at it

    def __str__(self):
        return tame(f"{self.student}, {self.about}: expected {self.expected}, got {self.got}. {self.why}")


class Row(NamedTuple):
    """What came of one assignment."""

    assignment: str
    students: int
    right: int  # students of whom all is as expected
    named: int  # misconceptions that were called by their names
    to_name: int  # and those that should have been
    met: int  # different answers that somebody handed in
    seconds: dict[str, float]  # of each of STEPS
    deviations: list[Deviation]


class Came(NamedTuple):
    """What the commands left of one assignment."""

    log: dict  # student -> Outcome of the batch
    report: Any
    lines: dict  # student -> line of the exported table
    collected: dict  # name of a file -> what became of it


def outcome(student: Student) -> str:
    """What should come of a student's hand-in."""
    return ODD[student.odd].outcome if student.odd in ODD else irregular.TAKEN


def said(student, came):
    """What the failed checks said -> {(exercise, message)}."""
    return {tuple(each) for each in came.log[student.id].said or ()} if student.id in came.log else set()


def heard(student, exercise, came):
    return (
        "; ".join(f"“{message}”" for name, message in sorted(said(student, came)) if name == exercise)
        or "nothing"
    )


def letters(text):
    return "".join(filter(str.isalnum, text))


def show(points):
    return "no mark" if points is None else f"{points:g}"
