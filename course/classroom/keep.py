"""A hand-in that is in order, taken in: kept for ever, and in its place if it is the student's newest.

    collected/ada/01-tokens/20261125T124500Z.zip     every submission, as it came
    submitted/ada/01-tokens/                         the newest one, unpacked, with timestamp.txt

It is unpacked beside its place, then kept, then moved there: whenever that is cut short, nothing is half there, and taking it in again does
what is left to do.
"""
import contextlib
import datetime
import filecmp
import hashlib
import os
import shutil
from pathlib import Path

from course.classroom import places
from course.classroom.submission import TIME, Refused, Submission, read, stamp, time_text, unpack, unstamp
from course.classroom.whole import whole

CAME_AS = "came-as.txt"                                  # among what is kept of a student
REPLACES = "collected, and replaces"
UNSURE = "time-of-the-file.txt"                          # in place of timestamp.txt: it says which of two is newer, and makes nobody late


def take_in(submission: Submission, file: Path, sure: bool = True) -> str:
    """Unpack a zip, keep it, and put it into its place if it is the student's newest -> what became of it. sure: whether its time can make one late.

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
        write_time(new, time, sure)
        if not before:
            with whole(kept) as copy:
                shutil.copyfile(file, copy)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        _remove_if_empty(home.parent, kept.parent, kept.parent.parent)
        raise
    if is_newest and last and _same_work(new, home):      # whose time stays: nobody is late for handing in the same again
        shutil.rmtree(new)
        return "collected before" if before else f"kept, and it is the same work as the one of {last:%Y-%m-%d %H:%M:%S}, which counts"
    if not is_newest:
        shutil.rmtree(new)
        at = f"{last:%Y-%m-%d %H:%M:%S}"
        if last == time:
            return f"kept, but another one of the same time, {at}, was there before"
        return f"kept, but the one of {at} is newer" + ("" if sure else f" than this file, of {time:%Y-%m-%d %H:%M:%S}: when it was handed in nobody knows")
    replaced = home.exists()
    if replaced:
        put_aside(home, kept.parent, old)
    os.replace(new, home)
    shutil.rmtree(old, ignore_errors=True)
    if replaced:
        before = f"the one of {last:%Y-%m-%d %H:%M:%S} UTC" if last else "one without a time"
        return f"{REPLACES} {before}, which is kept in {kept.parent.relative_to(places.root()).as_posix()}"
    return "collected"


def _place_to_keep(submission, file):
    """Where a zip is kept, or has been: two of one second are told apart by what is in them."""
    kept = places.root() / "collected" / submission.student / submission.assignment / f"{stamp(submission.time)}.zip"
    if kept.exists() and hash_of(kept) != (mine := hash_of(file)):
        return kept.with_stem(f"{kept.stem}-{mine[:8]}")
    return kept


def time_kept(submission: Submission, file: Path | None = None) -> datetime.datetime | None:
    """The time of what is kept of a student already, if it is this zip, byte for byte; without `file` if it is the same files. None otherwise."""
    home = places.root() / "collected" / submission.student / submission.assignment
    for kept in sorted(home.glob("[0-9]*.zip")):
        with contextlib.suppress(Refused, OSError):      # one that was kept in part is not kept
            if filecmp.cmp(kept, file, shallow=False) if file else read(kept, submission.student).hashes == submission.hashes:
                return unstamp(kept.name[:16])
    return None


def who_handed_in(assignment: str, hashes: dict) -> str | None:
    """Of whom the same files, and no others, are kept already; None if of nobody."""
    for kept in sorted((places.root() / "collected").glob(f"*/{assignment}/[0-9]*.zip")):
        with contextlib.suppress(Refused, OSError):      # one that was kept in part is not kept
            if read(kept, who := kept.parts[-3]).hashes == hashes:
                return who
    return None


def _same_work(one, other):
    """Whether two folders hold the same files, but for the time."""
    names = [{file.relative_to(home) for file in home.rglob("*") if file.is_file() and file.name not in (TIME, UNSURE)} for home in (one, other)]
    return names[0] == names[1] and all(filecmp.cmp(one / name, other / name, shallow=False) for name in names[0])


def hash_of(file: Path) -> str:
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


def write_time(folder: Path, time: datetime.datetime, sure: bool = True) -> None:
    """Write when it was handed in, as nbgrader wants it; a time that nobody can be held to, where only `timestamp` looks."""
    (folder / (TIME if sure else UNSURE)).write_text(f"{time:%Y-%m-%d %H:%M:%S} UTC\n")


def timestamp(folder: Path) -> datetime.datetime | None:
    """When it was handed in, by its timestamp.txt in any form that nbgrader writes; None if that cannot be read."""
    from nbgrader.utils import parse_utc
    try:
        text = time_text(folder / (TIME if (folder / TIME).exists() else UNSURE))
        return parse_utc(text).replace(tzinfo=datetime.UTC) if text else None
    except (OSError, ValueError, OverflowError):
        return None


def note_name(submission: Submission, part: str) -> None:
    """Note under which name the platform gave it: `course feedback --zip` sends back under the same."""
    path = places.root() / "collected" / submission.student / submission.assignment / CAME_AS
    if not path.exists() or path.read_text("utf-8") != part:
        with whole(path) as new:
            new.write_text(part, "utf-8")
