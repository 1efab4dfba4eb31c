"""The page that a student opens when the marks are in: one HTML file that needs nothing else, runs nothing,
and keeps secrets.

    >>> feedback("01-tokens", "ada")
    PosixPath('…/feedback/ada/01-tokens/01-tokens.html')

What a student wrote or printed is somebody's input: it goes through safe_html and markdown, and the page
forbids itself scripts and the network. Of a test cell nothing is shown but the message of a failed check.
"""

import re
import shutil
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import repeat
from pathlib import Path

from course.files import coursedir
from course.files.atomic import whole
from course.notebook.document import read, write_text
from course.reports.feedback.render import Score, page
from course.submission import deadline, store
from course.submission.file_names import TIME


def feedback(
    assignment: str,
    student: str,
    root: Path | None = None,
    db: str | None = None,
    found: dict | None = None,
    **own,
) -> Path:
    """Write feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html under `root` -> its path; of several notebooks a page
    each -> the first's.

    root: the folder that holds autograded/ (default: the course's); db: a gradebook's address (default:
    gradebook.db in root). found: the student's `marks` by notebook, if they have been read; own, visible,
    self_marks: as in `page`. Raises CourseError, with what to do, if nothing was graded.
    """
    root = Path(root or coursedir.root())
    graded = [
        file
        for name in coursedir.names(assignment)
        if (file := root / "autograded" / student / assignment / f"{name}.ipynb").exists()
    ]
    if not graded:
        raise coursedir.CourseError(
            f"{student} has not been graded for {assignment}: `course grade {assignment}` does that."
        )
    # of one's own work the command says it
    own.setdefault("ungraded", not own and student in _ungraded(assignment))
    if root == coursedir.root() and not own.get("own"):
        own.setdefault("which", _which(assignment, student, graded[0].parent))
    pages = [root / "feedback" / student / assignment / f"{file.stem}.html" for file in graded]
    for file, path in zip(graded, pages):
        write(
            file,
            path,
            coursedir.notebook("release", assignment, name=file.stem),
            student,
            found[file.stem]
            if found
            else marks(assignment, student, db or f"sqlite:///{root / 'gradebook.db'}", file.stem),
            **own,
        )
    return pages[0]


def each(
    assignment: str, students: list[str], db: str | None = None, workers: int = 1
) -> Iterator[tuple[str, Exception | None]]:
    """The pages of many, so many at a time -> (student, why there is no page, or None) for each, as they are
    written.
    """
    from course.gradebook import database

    with database.lent(database.options(assignment, db=db).coursedir) as gradebook:
        every = {
            submission.student.id: {
                notebook.name: marks_of(notebook, deadline.rule(assignment))
                for notebook in submission.notebooks
            }
            for submission in database.with_grades(gradebook, assignment)
        }
    newer = _ungraded(assignment)
    if workers < 2:
        yield from (
            _tried(assignment, student, db, every.get(student), student in newer) for student in students
        )
        return
    with ProcessPoolExecutor(workers, max_tasks_per_child=None) as pool:
        yield from pool.map(
            _tried,
            repeat(assignment),
            students,
            repeat(db),
            map(every.get, students),
            map(newer.__contains__, students),
            chunksize=4,
        )


def with_rubric(assignment: str, students: Collection[str], db: str | None = None) -> int:
    """How many of these students' pages print a rubric: those whose written answer a person has marked."""
    from nbgrader.api import TaskCell

    from course.gradebook import database

    with database.lent(database.options(assignment, db=db).coursedir) as gradebook:
        mine = [
            submission
            for submission in database.with_grades(gradebook, assignment)
            if submission.student.id in students
        ]
        return sum(
            any(
                isinstance(grade.cell, TaskCell) and grade.manual_score is not None
                for notebook in submission.notebooks
                for grade in notebook.grades
            )
            for submission in mine
        )


def _which(assignment, student, home):
    """The time of the hand-in that was graded, if it is one of several."""
    time = store.timestamp(home)
    return f"{time:%Y-%m-%d %H:%M} UTC" if time and len(store.attempts(student, assignment)) > 1 else ""


def _ungraded(assignment):
    """Those whose newest hand-in could not be graded."""
    from course.grading import log
    from course.sandbox.job import FAILED

    return {student for student, last in log.read(assignment).items() if last.outcome == FAILED}


def _tried(assignment, student, db, found, ungraded):
    try:
        feedback(assignment, student, db=db, found=found, ungraded=ungraded)
    except Exception as error:  # what one student wrote never keeps the others from their pages
        return student, error if isinstance(error, coursedir.CourseError) else RuntimeError(repr(error))
    return student, None


def write(graded: Path, path: Path, released: Path, student: str, marks: tuple, **own) -> None:
    """Write the page on the notebook `graded` to `path`; `released`: the notebook as it was given."""
    scores, comments, late = marks
    given = _given(released, released.stat().st_mtime_ns) if released.exists() else None
    write_text(path, page(read(graded), scores, comments, student=student, late=late, given=given, **own))
    _address(graded.parent, path.parent)


SECRET = "submission_secret.txt"  # nbgrader's exchange gives the page to whoever has it


def _address(graded, home):
    """Of what came by nbgrader's exchange, put beside the page what `nbgrader release_feedback` finds its
    reader by. Anything else of that name is a student's.
    """
    secret = graded / SECRET
    if (
        secret.is_file()
        and secret.stat().st_size == 128
        and re.fullmatch(rb"[0-9a-f]{128}", secret.read_bytes())
        and (graded / TIME).is_file()
    ):
        for name in SECRET, TIME:
            with whole(home / name) as new:
                shutil.copyfile(graded / name, new)


@lru_cache(1)
def _given(released, changed):
    return read(released)


def marks(
    assignment: str, student: str, db: str, name: str = ""
) -> tuple[dict[str, Score], dict[str, str], float]:
    """What the gradebook `db` holds -> ({cell: Score}, {cell: comment}, points taken off for lateness)."""
    from nbgrader.api import Gradebook  # half of a second: not for those who only want `page`

    with Gradebook(db) as gradebook:
        return marks_of(
            gradebook.find_submission_notebook(name or coursedir.names(assignment)[0], assignment, student),
            deadline.rule(assignment),
        )


def all_marks(assignment: str, student: str, db: str) -> dict[str, Score]:
    """The scores of all notebooks of an assignment."""
    return {
        cell: score
        for name in coursedir.names(assignment)
        for cell, score in marks(assignment, student, db, name)[0].items()
    }


def marks_of(notebook, rule: deadline.Rule | None) -> tuple[dict[str, Score], dict[str, str], float]:
    """The same of a SubmittedNotebook of nbgrader's."""
    scores = {
        grade.name: Score(
            None if grade.auto_score is None is grade.manual_score else grade.score, grade.max_score
        )
        for grade in notebook.grades
    }
    # what a person wrote; nbgrader's own "No response." says less than the message does
    comments = {
        comment.name: comment.manual_comment for comment in notebook.comments if comment.manual_comment
    }
    if not rule:
        return scores, comments, notebook.late_submission_penalty or 0
    found = deadline.lateness(
        rule,
        notebook.student.id,
        notebook.assignment.timestamp,
        sum(score.points or 0 for score in scores.values()),
    )
    return scores, comments, found.off if found else 0
