"""A submission's zip: what goes into it, how it is packed, and how it is read.

    01-tokens_ada_20261125T124500Z.zip
        manifest.json            {"assignment", "student", "time", "sha256": {name: hash}}
        01-tokens/…              the files

Who, what and when is read from the manifest: learning platforms rename what they are given. A zip is somebody's input: its
names are not trusted, nor are its sizes.
"""
import datetime
import hashlib
import json
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePath, PurePosixPath
from typing import NamedTuple

from course.classroom import places

WHO = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._@-]{0,62}[A-Za-z0-9])?")
LARGEST, MOST = 100_000_000, 1000                        # bytes unpacked, files
LARGEST_FILE = 10_000_000                                # bytes of a file beside the notebook
SKEW = datetime.timedelta(hours=12)                      # a student's clock, or its zone, may be wrong by so much


class Refused(Exception):
    """Why a file is no submission."""


class Submission(NamedTuple):
    student: str
    assignment: str
    time: datetime.datetime
    files: dict                                          # name -> bytes


# --- what goes into it ---

def files(home: Path) -> Iterator[Path]:
    """Of a student's folder, the files that are theirs to hand in: no older attempts, nothing hidden, nothing of the release's."""
    for file in sorted(home.rglob("*")):
        name = file.relative_to(home)
        if file.is_file() and not file.is_symlink() and not hidden(name) and name.parts[0] != "kept" and name.as_posix() != "signs.json":
            yield file


def hidden(name: PurePath) -> bool:
    """Whether a file, or a folder on its way, is hidden or a cache."""
    return any(part.startswith((".", "__pycache__")) for part in name.parts)


def pack(path: Path, assignment: str, who: str, time: datetime.datetime) -> list[str]:
    """Pack the work on an assignment -> remarks: what was left out. Raises FileExistsError rather than overwrite."""
    home, packed, left_out = places.root() / "work" / assignment, {}, []
    for file in files(home):
        name = file.relative_to(home).as_posix()
        if file.stat().st_size > LARGEST_FILE and name != f"{assignment}.ipynb":
            left_out.append(f"{name} has more than {LARGEST_FILE / 1e6:.0f} MB and was left out")
        else:
            packed[name] = file.read_bytes()
    manifest = {"assignment": assignment, "student": who, "time": time.isoformat(),
                "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in packed.items()}}
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as box:
        box.writestr("manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False))
        for name, data in packed.items():
            box.writestr(f"{assignment}/{name}", data)
    return left_out


# --- reading it ---

def read(file: Path) -> Submission:
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
        raise Refused(f"its time, {time:%Y-%m-%d %H:%M} UTC, is in the future: ask {who} to set the clock and submit again")
    if assignment not in places.assignments():
        raise Refused(f"there is no assignment {assignment!r} in this course")
    if not isinstance(who, str) or not WHO.fullmatch(who):
        raise Refused(f"{who!r} cannot be a student's id")
    inside = {name.removeprefix(f"{assignment}/"): data for name, data in files.items() if name.startswith(f"{assignment}/")}
    if f"{assignment}.ipynb" not in inside:
        raise Refused(f"{assignment}.ipynb is not in it")
    found = {name: hashlib.sha256(data).hexdigest() for name, data in inside.items()}
    if damaged := [name for name in {*found, *hashes} if found.get(name) != hashes.get(name)]:
        raise Refused(f"{min(damaged)} is not what was packed: ask {who} for it again")
    return Submission(who, assignment, time, inside)


# --- its time, as names of files have it ---

def stamp(time: datetime.datetime) -> str:
    """20261125T124500Z; `time` in UTC."""
    return time.strftime("%Y%m%dT%H%M%SZ")


def unstamp(text: str) -> datetime.datetime:
    return datetime.datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
