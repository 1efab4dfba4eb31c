"""From a folder of zips, as students made them with `course submit`, to submitted/, as nbgrader wants it.

    collected/ada/01-tokens/20261125T124500Z.zip     every submission, as it came
    submitted/ada/01-tokens/                         the newest one, unpacked, with timestamp.txt

One bad zip never stops the others.
"""
import datetime
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from course.classroom import places
from course.classroom.submission import Refused, Submission, read, stamp


def collect(folder: Path | str) -> Iterator[tuple[Path, Submission | None, str]]:
    """Take in every file below `folder` -> (file, Submission or None, what became of it) for each, in order."""
    folder = Path(folder)
    if not folder.is_dir():
        raise places.CourseError(f"{folder} is not a folder. Unpack what your platform gave you, and name the folder.")
    for file in sorted(file for file in folder.rglob("*") if file.is_file() or file.is_symlink()):
        if file.name.startswith("."):                    # .DS_Store and its like
            continue
        try:
            submission = read(file)
            yield file, submission, take_in(submission, file)
        except (Refused, OSError) as error:              # OSError: names that this system cannot write, or a full disk
            yield file, None, f"refused: {error}"


def take_in(submission: Submission, file: Path) -> str:
    """Keep the zip, and unpack it if it is the student's newest -> what became of it."""
    who, assignment, time, _ = submission
    kept = places.root() / "collected" / who / assignment / f"{stamp(time)}.zip"
    if kept.exists():
        if kept.read_bytes() == file.read_bytes():
            return "collected before"
        kept = kept.with_stem(f"{kept.stem}-{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}")   # two in one second
        if kept.exists():
            return "collected before"
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, kept)
    home = places.root() / "submitted" / who / assignment
    if home.exists() and (last := timestamp(home)) and last >= time:
        return f"kept, but the one of {last:%Y-%m-%d %H:%M:%S} is newer"
    new = home.with_name(f".{assignment}.{os.getpid()}")
    shutil.rmtree(new, ignore_errors=True)
    for name, data in submission.files.items():
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).write_bytes(data)
    (new / "timestamp.txt").write_text(f"{time:%Y-%m-%d %H:%M:%S} UTC\n")
    if home.exists():
        put_aside(home, kept.parent)
    os.replace(new, home)
    return "collected"


def put_aside(home: Path, kept: Path) -> None:
    """Move away what an earlier submission left, unless its zip is kept."""
    last = timestamp(home)
    name = stamp(last) if last else "without-a-time"
    if (kept / f"{name}.zip").exists():
        shutil.rmtree(home)
        return
    target, n = kept / name, 2
    while target.exists():
        target, n = kept / f"{name}-{n}", n + 1
    os.replace(home, target)


def timestamp(folder: Path) -> datetime.datetime | None:
    """When it was handed in, by its timestamp.txt in any form that nbgrader writes; None if that cannot be read."""
    from nbgrader.utils import parse_utc
    try:
        text = (folder / "timestamp.txt").read_text(encoding="utf-8").strip()
        return parse_utc(text).replace(tzinfo=datetime.UTC) if text else None
    except (OSError, ValueError, OverflowError):
        return None
