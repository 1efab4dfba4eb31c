"""One hand-in, graded for a look: into a page, and into no gradebook, no submitted/ and no log.

    course grade 01 --try late.ipynb
    course grade 01 --try 01-tokens_ada_20261125T124500Z.zip

It runs as `course grade` runs it, by the class's own seed, in a place of its own: `.course-try/`, which the
next try empties. One at a time.
"""

import shutil
import zipfile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from course.files import coursedir
from course.files.coursedir import CourseError
from course.files.terminal import shown
from course.submission.bundle import LARGEST, Refused, left_out, opened, read, unpack
from course.submission.collecting import archive, classify, clock
from course.submission.file_names import is_notebook
from course.submission.store import write_time

NOBODY = "tried"  # whose work a bare notebook is
LOCK = ".lock"


class Tried(NamedTuple):
    outcome: str  # of `course.sandbox.job`
    remarks: list
    points: dict  # exercise -> (points or None while it waits for a person, most)
    page: Path | None  # None if it could not be graded


def try_one(assignment: str, file: Path | str) -> Tried:
    """Grade a notebook, or a zip of `course submit` -> Tried. Raises CourseError for a file that is neither,
    or of another assignment, and while another is tried.
    """
    from course.files import locking
    from course.gradebook import database
    from course.grading import batch, inputs
    from course.names import exercise_of
    from course.reports.feedback import all_marks, feedback
    from course.sandbox.job import FAILED

    file, place = Path(file), coursedir.root() / ".course-try"
    seed = inputs.class_seed(database.options(assignment))
    with locking.alone(place / LOCK, "another file is being tried: try again when it is done."):
        _empty(place)
        who = _put(file, assignment, place)
        (done,) = batch.grade(assignment, place=place, seed=seed, force=True)
        if done.outcome == FAILED:
            return Tried(done.outcome, done.remarks, {}, None)
        points = {}
        for cell, (mine, most) in all_marks(assignment, who, f"sqlite:///{place / 'gradebook.db'}").items():
            before, of = points.get(exercise_of(cell), (0, 0))
            points[exercise_of(cell)] = None if mine is None or before is None else before + mine, of + most
        return Tried(done.outcome, done.remarks, points, feedback(assignment, who, root=place))


def _empty(place):
    """Take all out of it but the lock, which we hold."""
    for each in place.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)
        elif each.name != LOCK:
            each.unlink()


def _put(file, assignment, place):
    """The file's work as a submission below `place` -> whose it is."""
    if not file.is_file() or file.is_symlink():
        raise CourseError(f"{file} is not a file.")
    if is_notebook(file):
        if file.stat().st_size > LARGEST:
            raise CourseError(f"{shown(file.name)} has more than {LARGEST / 1e6:.0f} MB.")
        home = place / "submitted" / NOBODY / assignment
        home.mkdir(parents=True)
        shutil.copyfile(file, home / _called(assignment, file))
        return NOBODY  # and nobody knows when it was handed in: it is not late
    try:
        if zipfile.is_zipfile(file) and not archive.is_packed(file) and _bare(file, assignment, place):
            return NOBODY
        submission = read(file)
        if submission.assignment != assignment:
            raise CourseError(
                f"{shown(file.name)} is a hand-in of {submission.assignment}: `course grade {submission.assignment} --try` takes it."
            )
        if clock.is_early(submission):
            raise clock.refused(submission, submission.student)
        home = place / "submitted" / submission.student / assignment
        unpack(file, submission, home)
    except Refused as error:
        _empty(place)
        raise CourseError(f"{shown(file.name)} is refused: {error}") from None
    write_time(home, submission.time)
    return submission.student


def _called(assignment, file):
    """What a notebook is called where it is graded: of several as it is, if one has that name."""
    return (
        file.name
        if file.stem in coursedir.names(assignment)
        else coursedir.notebook("release", assignment).name
    )


def _bare(file, assignment, place):
    """The only notebook of a zip that nothing of ours has packed, and the files beside it, as a submission
    below `place` -> whether there is one. Raises Refused.
    """
    home, unpacked = place / "submitted" / NOBODY / assignment, place / "unpacked"
    with opened(file) as box:
        listing = archive.Zip(box)
        listing.be_one_students()
        found = [
            each
            for each in classify.sorted_out(listing, lambda name: PurePosixPath())
            if each.kind == classify.NOTEBOOK
        ]
        if len(found) != 1:
            return False
        unpacked.mkdir()
        for name, path in classify.unpacked(listing, found[0], unpacked).items():
            called = (
                _called(assignment, name)
                if name == found[0].name
                else name.relative_to(found[0].name.parent).as_posix()
            )
            if name == found[0].name or not left_out(called, path.stat().st_size):
                (home / called).parent.mkdir(parents=True, exist_ok=True)
                path.replace(home / called)
    return True
