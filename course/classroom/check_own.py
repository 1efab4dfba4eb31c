"""Check one's own work: the very path that a class's submissions take, in a private place, and its feedback in the browser.

    work/.course/        submitted/, autograded/, feedback/ and gradebook.db of one student called `me`

The gradebook of a class is never touched. A kit has no source/: there the visible tests count, and the page says so.
"""
import shutil
from pathlib import Path
from typing import NamedTuple

from course import student
from course.classroom import notebooks, places
from course.classroom.places import CourseError
from course.classroom.report import exercise

ME, SEED = "me", "check"


class Checked(NamedTuple):
    exercises: dict                 # exercise -> (points, most)
    remarks: list                   # what was odd about the notebook
    page: Path                      # the feedback
    isolated: bool                  # whether the code was locked in while it ran


def check(assignment, self_mark=None):
    """Grade the work -> Checked. Raises CourseError for a notebook that cannot be read.

    self_mark: points that one gives to one's own written answer; kept apart from the others, and remembered.
    """
    from course.classroom.feedback import feedback, marks
    student.opened(assignment)
    place = places.root() / "work" / ".course"
    hand_in(assignment, place / "submitted" / ME / assignment)
    done, isolated = grade(assignment, place)
    task, _, most = written(assignment)
    mark = self_mark if self_mark is not None else student.recall().get("checks", {}).get(assignment, {}).get("self_mark")
    page = feedback(assignment, ME, root=place, own=True, self_marks={} if mark is None else {task: mark})
    scores, _, _ = marks(assignment, ME, f"sqlite:///{place / 'gradebook.db'}")
    scores.pop(task, None)
    exercises = by_exercise(scores)
    points, out_of = map(sum, zip(*exercises.values()))
    remember(assignment, points=points, out_of=out_of, when=student.stamp(student.now()), self_mark=mark, self_out_of=most)
    return Checked(exercises, done.remarks, page, isolated)


def grade(assignment, place):
    """By the examiner; where it cannot lock code in, in a kernel like JupyterLab's -> (Outcome, whether it was locked in)."""
    from course.classroom.grade import FAILED, batch, canary, kernel
    how, isolated = {"force": True, "place": place, "seed": SEED}, True
    try:
        done, = batch.grade(assignment, **how)
    except CourseError as error:
        if not isinstance(error.__cause__, canary.NotIsolated):
            raise
        (done,), isolated = batch.grade(assignment, run=kernel.run, **how), False
    if done.outcome == FAILED:
        raise CourseError(f"work/{assignment}/{assignment}.ipynb could not be checked: {'; '.join(done.remarks)}.")
    return done, isolated


def by_exercise(scores):
    """{test cell: Score} -> {exercise: (points, most)}."""
    total = {}
    for name, score in scores.items():
        points, most = total.get(exercise(name), (0, 0))
        total[exercise(name)] = points + (score.points or 0), most + score.out_of
    return total


def hand_in(assignment, target):
    """A fresh copy of the work."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(student.work(assignment), target, ignore=shutil.ignore_patterns("kept", ".*"))


def remember(assignment, **facts):
    checks = student.recall().get("checks", {})
    student.remember(checks=checks | {assignment: checks.get(assignment, {}) | facts})


def written(assignment):
    """The written question -> (its cell's name, rubric, points); (None, "", 0) without one. A kit holds no rubric."""
    from course.classroom.grade import book
    for cell in book.exam(assignment).cells:
        if notebooks.kind(cell) == "task":
            rubric = "\n".join(notebooks.lines_of(cell.source, "MARK SCHEME")).strip()
            return cell.metadata.nbgrader.grade_id, rubric, notebooks.points(cell)
    return None, "", 0
