"""From a folder of zips, as students made them with `course submit`, to submitted/, as nbgrader wants it.

    collected/ada/01-tokens/20261125T124500Z.zip     every submission, as it came
    submitted/ada/01-tokens/                         the newest one, unpacked, with timestamp.txt

Who, what and when is read from the manifest inside of each zip: learning platforms rename what they are given. A zip is
somebody's input: its names are not trusted, nor are its sizes. One bad zip never stops the others.
"""
import datetime
import hashlib
import json
import os
import shutil
import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from course.desk import work
from course.classroom import places

LARGEST, MOST = 100_000_000, 1000                        # bytes unpacked, files
SKEW = datetime.timedelta(hours=12)                      # a student's clock, or its zone, may be wrong by so much


class Refused(Exception):
    """Why a file is no submission."""


class Submission(NamedTuple):
    student: str
    assignment: str
    time: datetime.datetime
    files: dict                                          # name -> bytes


def collect(folder):
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


def read(file):
    """What is in a zip, checked -> Submission. Raises Refused."""
    if file.is_symlink():
        raise Refused("it is a link")
    try:
        with zipfile.ZipFile(file) as box:
            return _checked(_unpacked(box))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Refused(f"not a zip that can be read ({error})") from error


def _unpacked(box):
    """All files of a zip -> {name: bytes}."""
    entries = [entry for entry in box.infolist() if not entry.is_dir()]
    if len(entries) > MOST or sum(entry.file_size for entry in entries) > LARGEST:
        raise Refused(f"it would unpack to more than {MOST} files or {LARGEST / 1e6:.0f} MB")
    files, left = {}, LARGEST
    for entry in entries:
        name = PurePosixPath(entry.filename)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused(f"{entry.filename!r} is a link")
        if name.is_absolute() or ".." in name.parts or not name.parts or any(c in entry.filename for c in "\\:\0"):
            raise Refused(f"{entry.filename!r} would be written outside of its folder")
        with box.open(entry) as stream:                  # the size that the zip states may be a lie
            files[name.as_posix()] = stream.read(left + 1)
        left -= len(files[name.as_posix()])
        if left < 0:
            raise Refused(f"it would unpack to more than {LARGEST / 1e6:.0f} MB")
    return files


def _checked(files):
    """The files against their manifest -> Submission."""
    if "manifest.json" not in files:
        raise Refused("it has no manifest: `course submit` makes the zips that are collected here")
    try:
        manifest = json.loads(files["manifest.json"])
        who, assignment = manifest["student"], manifest["assignment"]
        time, hashes = datetime.datetime.fromisoformat(manifest["time"]), dict(manifest["sha256"])
        time = time.astimezone(datetime.UTC).replace(microsecond=0)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise Refused("its manifest cannot be read") from error
    if time > datetime.datetime.now(datetime.UTC) + SKEW:        # it would stay the newest for ever
        raise Refused(f"its time, {time:%Y-%m-%d %H:%M} UTC, is yet to come: ask {who} to set the clock and submit again")
    if assignment not in places.assignments():
        raise Refused(f"there is no assignment {assignment!r} in this course")
    if not isinstance(who, str) or not work.WHO.fullmatch(who):
        raise Refused(f"{who!r} cannot be a student's id")
    inside = {name.removeprefix(f"{assignment}/"): data for name, data in files.items() if name.startswith(f"{assignment}/")}
    if f"{assignment}.ipynb" not in inside:
        raise Refused(f"{assignment}.ipynb is not in it")
    found = {name: hashlib.sha256(data).hexdigest() for name, data in inside.items()}
    if damaged := [name for name in {*found, *hashes} if found.get(name) != hashes.get(name)]:
        raise Refused(f"{min(damaged)} is not what was packed: ask {who} for it again")
    return Submission(who, assignment, time, inside)


def take_in(submission, file):
    """Keep the zip, and unpack it if it is the student's newest -> what became of it."""
    who, assignment, time, _ = submission
    kept = places.root() / "collected" / who / assignment / f"{work.stamp(time)}.zip"
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


def put_aside(home, kept):
    """Move away what an earlier submission left, unless its zip is kept."""
    last = timestamp(home)
    name = work.stamp(last) if last else "without-a-time"
    if (kept / f"{name}.zip").exists():
        shutil.rmtree(home)
        return
    target, n = kept / name, 2
    while target.exists():
        target, n = kept / f"{name}-{n}", n + 1
    os.replace(home, target)


def timestamp(folder):
    """When it was handed in, by its timestamp.txt in any form that nbgrader writes; None if that cannot be read."""
    from nbgrader.utils import parse_utc
    try:
        text = (folder / "timestamp.txt").read_text(encoding="utf-8").strip()
        return parse_utc(text).replace(tzinfo=datetime.UTC) if text else None
    except (OSError, ValueError, OverflowError):
        return None
