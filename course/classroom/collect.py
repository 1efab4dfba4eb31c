"""From a folder of zips, as students made them with `course submit`, to submitted/, as nbgrader wants it.

    collected/ada/01-tokens/20261125T124500Z.zip     every submission, as it came
    submitted/ada/01-tokens/                         the newest one, unpacked, with timestamp.txt

One bad zip never stops the others. A zip is unpacked beside its place, then kept, then moved there: whenever that is cut short,
nothing is half there, and collecting the same folder again does what is left to do.
"""
import contextlib
import datetime
import errno
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from course.classroom import archive, places
from course.classroom.progress import tame
from course.classroom.submission import TIME, Refused, Submission, read, shown, stamp, time_text, unpack
from course.classroom.whole import is_full, whole

UNPACKED = ".unpacked-"                                  # beside what is kept: where a zip of zips lies while it is collected


def collect(folder: Path | str) -> Iterator[tuple[Path, Submission | None, str]]:
    """Take in every file below `folder`, or in a platform's zip -> (file, Submission or None, what became of it) for each, in order.

    Raises CourseError if `folder` is neither, if another is at work, and once the disk is full: that is no student's fault.
    """
    folder = Path(folder)
    if folder.is_file() and zipfile.is_zipfile(folder):
        with _alone():
            yield from _each(folder, Path(folder.name))
        return
    if not folder.is_dir():
        raise places.CourseError(f"{folder} is not a folder, and no zip. Name what your platform gave you: its zip, or the folder that you unpacked it into.")
    from course.classroom.grade.inputs import below  # a second to import
    found, closed = below(folder)
    with _alone():
        for file in closed:
            yield file, None, "refused: this folder cannot be opened. Mend that, and collect again"
        for file in found:
            if not file.name.startswith("."):            # .DS_Store and its like
                yield from _each(file, file)


def _each(file, name, depth=0):
    """A hand-in, or all those in a zip of zips -> as `collect` gives them. name: what to call it."""
    if depth == archive.DEEPEST or not archive.is_one(file):
        submission, outcome = _collected(file)
        if submission is None and name.suffix == ".ipynb":
            outcome = ("refused: a bare notebook does not say whose it is. Ask for what `course submit` makes; or put it where a zip would go, "
                       "submitted/ID/NN/NN.ipynb; `course grade NN --try` shows what is in it")
        yield name, submission, tame(outcome)
        return
    try:
        with tempfile.TemporaryDirectory(dir=places.root() / "collected", prefix=UNPACKED) as place:
            for inside, path in archive.members(file, Path(place)):
                yield from _each(path, name / inside, depth + 1)
                path.unlink()
    except Refused as error:
        yield name, None, tame(f"refused: {error}")
    except OSError as error:
        if is_full(error):
            raise places.CourseError(f"the disk is full: not all of {shown(name)} was collected. Make room, and collect it again: it goes on where it was.") from error
        yield name, None, tame(f"refused: it could not be read or written ({shown(error)}). Mend that, and collect again")


def _collected(file):
    """One file -> (Submission or None, what became of it), whatever is in it."""
    try:
        submission = read(file)
        return submission, take_in(submission, file)
    except Refused as error:
        return None, f"refused: {error}"
    except OSError as error:                             # names that this system cannot write, or a disk that fails
        if is_full(error):
            raise places.CourseError(f"the disk is full: nothing from {shown(file.name)} on was collected. "
                                     "Make room, and collect the same folder again: it goes on where it was.") from error
        if error.errno == errno.ENAMETOOLONG:
            return None, f"refused: a name in it is too long for this disk: ask {submission.student} for shorter ones"
        return None, f"refused: it could not be read or written ({shown(error)}). Mend that, and collect again"
    except Exception as error:                           # the zip's fault or ours: it is reported, and the next one is read
        return None, f"refused: {type(error).__name__}: {shown(error)}"


@contextlib.contextmanager
def _alone():
    """For one `course collect` at a time: two would unpack into the same folder."""
    from course.classroom.stock import book  # a second to import
    with contextlib.ExitStack() as stack:
        stack.enter_context(book.alone(places.root() / "collected" / ".lock", "another `course collect` is at work: try again when it is done."))
        for left_behind in (places.root() / "collected").glob(f"{UNPACKED}*"):                 # by a run that was killed
            shutil.rmtree(left_behind, ignore_errors=True)
        yield


def take_in(submission: Submission, file: Path) -> str:
    """Unpack a zip, keep it, and put it into its place if it is the student's newest -> what became of it.

    Raises Refused for what is in the zip, OSError for what cannot be written; then nothing has changed but what a second try repairs.
    """
    who, assignment, time, _ = submission
    kept = _place_to_keep(submission, file)
    home, before = places.root() / "submitted" / who / assignment, kept.exists()
    new, old = (home.with_name(f".{assignment}.{word}") for word in ("new", "old"))
    last = timestamp(home)
    is_newest = not home.exists() or not last or last < time
    is_done = before and (not is_newest or home.exists() and not last and not new.exists())       # the last: put there by hand since
    for left_behind in new, old:                         # by a run that was killed
        shutil.rmtree(left_behind, ignore_errors=True)
    for left_behind in kept.parent.glob(".*.new"):
        left_behind.unlink()
    if is_done:
        return "collected before"
    try:
        unpack(file, submission, new)
        write_time(new, time)
        if not before:
            with whole(kept) as copy:
                shutil.copyfile(file, copy)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        _remove_if_empty(home.parent, kept.parent, kept.parent.parent)
        raise
    if not is_newest:
        shutil.rmtree(new)
        at = f"{last:%Y-%m-%d %H:%M:%S}"
        return f"kept, but another one of the same time, {at}, was there before" if last == time else f"kept, but the one of {at} is newer"
    if home.exists():
        put_aside(home, kept.parent, old)
    os.replace(new, home)
    shutil.rmtree(old, ignore_errors=True)
    return "collected"


def _place_to_keep(submission, file):
    """Where a zip is kept, or has been: two of one second are told apart by what is in them."""
    kept = places.root() / "collected" / submission.student / submission.assignment / f"{stamp(submission.time)}.zip"
    if kept.exists() and _hash(kept) != (mine := _hash(file)):
        return kept.with_stem(f"{kept.stem}-{mine[:8]}")
    return kept


def _hash(file):
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _remove_if_empty(*folders):
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def put_aside(home: Path, kept: Path, old: Path) -> None:
    """Move away what an earlier submission left: into `kept`, or to be deleted, to `old`, if its zip is kept."""
    last = timestamp(home)
    name = stamp(last) if last else "without-a-time"
    target, n = kept / name, 2
    if (kept / f"{name}.zip").exists():
        target = old
    while target.exists():
        target, n = kept / f"{name}-{n}", n + 1
    os.replace(home, target)


def write_time(folder: Path, time: datetime.datetime) -> None:
    """Write when it was handed in, as nbgrader wants it."""
    (folder / TIME).write_text(f"{time:%Y-%m-%d %H:%M:%S} UTC\n")


def timestamp(folder: Path) -> datetime.datetime | None:
    """When it was handed in, by its timestamp.txt in any form that nbgrader writes; None if that cannot be read."""
    from nbgrader.utils import parse_utc
    try:
        text = time_text(folder / TIME)
        return parse_utc(text).replace(tzinfo=datetime.UTC) if text else None
    except (OSError, ValueError, OverflowError):
        return None
