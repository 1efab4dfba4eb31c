"""Who marked what: marks.jsonl, a line for each mark that `course mark` took in. None is ever changed; a
later one of the same marker counts instead.
"""

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from course.files import coursedir
from course.files.atomic import whole
from course.files.coursedir import CourseError

FORMGRADER = "formgrader"  # who gave what is in the gradebook, and was never taken in here


class Mark(NamedTuple):
    time: str  # in UTC
    assignment: str
    student: str
    question: str  # the cell's name
    marker: str
    points: float
    comment: str
    answer: str  # which answer it is for, see written_answers.py
    final: bool  # it settles what was said before
    entered: bool  # whether it went into the gradebook


def read(assignment: str) -> dict[tuple[str, str], list[Mark]]:
    """All marks of an assignment, in their order -> {(student, question): [Mark]}. Raises CourseError for a
    file that cannot be read.
    """
    found = {}
    for n, line in enumerate(_text().splitlines(), 1):
        try:
            mark = Mark(**json.loads(line))
        except (ValueError, TypeError):
            raise CourseError(
                f"marks.jsonl, line {n}, cannot be read: mend it, or put back a copy of the file."
            ) from None
        if mark.assignment == assignment:
            found.setdefault((mark.student, mark.question), []).append(mark)
    return found


@contextlib.contextmanager
def adding(new: Sequence[Mark]) -> Iterator[None]:
    """Add marks to the file if the block comes to its end; all of them, or none."""
    with whole(file()) as path:
        path.write_text(_text() + "".join(f"{json.dumps(mark._asdict())}\n" for mark in new), "utf-8")
        yield


def standing(marks: Sequence[Mark], answer: str, given: float | None) -> dict[str, float]:
    """What is said of an answer -> {marker: points}: the last mark of each on this answer, from the last
    final one on.

    given: what the gradebook holds for this answer; if nobody here has put it there, formgrader has, and is
    one of the markers.
    """
    on_it = [mark for mark in marks if mark.answer == answer]
    last = max((n for n, mark in enumerate(on_it) if mark.final), default=0)
    found = {mark.marker: mark.points for mark in on_it[last:]}
    entered = next((mark for mark in reversed(marks) if mark.entered), None)
    if given is not None and not (entered and entered.answer == answer and entered.points == given):
        found[FORMGRADER] = given
    return found


def told(said: dict[str, float]) -> str:
    """eva 3, tom 1"""
    return ", ".join(f"{marker} {points:g}" for marker, points in said.items())


def file() -> Path:
    return coursedir.root() / "marks.jsonl"


def _text():
    return file().read_text("utf-8") if file().exists() else ""
