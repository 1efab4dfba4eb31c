"""A submission's zip: what goes into it, how it is packed, and how it is read.

    01-tokens_ada_20261125T124500Z.zip
        manifest.json            {"assignment", "student", "time", "sha256": {name: hash}}
        01-tokens/…              the files

Who, what and when is read from the manifest: learning platforms rename what they are given. A zip is
somebody's input: its names are not trusted, nor are its sizes. It is unpacked a piece at a time: little
memory is needed, whatever is in it.
"""

import codecs
import contextlib
import datetime
import hashlib
import json
import re
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from course.files import LARGEST_SUBMISSION, coursedir
from course.files.atomic import whole
from course.files.terminal import shown
from course.submission.file_names import (
    ELSEWHERE,
    LONGEST_NAME,
    TIME,
    environments,
    files,
    hidden,
    hides_a_module,
    hides_the_time,
    is_litter,
    is_settings,
    is_too_long,
    leads_out,
    links,
)

LONGEST_ID, BYTES_OF_AN_ID = 64, 180  # a zip's name has the id, the assignment and the time in it
LARGEST, MOST = LARGEST_SUBMISSION, 1000  # bytes unpacked, files
LARGEST_FILE = 10_000_000  # bytes of a file beside the notebook
# bytes of what a zip says about its files; a platform's zip of a class lists all of theirs
LARGEST_MANIFEST, LARGEST_LIST = 1_000_000, 8_000_000
SAYS_UTF_8 = 0x800  # a bit of what a zip says of a name
LONGEST_TIME = 400  # bytes of timestamp.txt; nbgrader's have 35
PIECE = 1 << 16  # bytes unpacked at a time
# letters and marks that nobody sees
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


class Refused(Exception):
    """Why a file is no submission."""


class Submission(NamedTuple):
    student: str
    assignment: str
    time: datetime.datetime
    hashes: dict  # name -> SHA-256, as the manifest has it


def an_id(text: str) -> str | None:
    """An id as it is kept everywhere, composed (NFC): letters and digits of any script, and . _ @ - between
    them; None for what is none.
    """
    text = unicodedata.normalize("NFC", text)
    ends = [unicodedata.category(sign)[0] for sign in text]
    if (
        not 0 < len(text) <= LONGEST_ID
        or INVISIBLE.search(text)
        or len(text.encode(errors="replace")) > BYTES_OF_AN_ID
        or ends[0] not in "LN"
        or ends[-1] not in "LMN"
    ):
        return None
    return text if all(kind in "LMN" or sign in "._@-" for kind, sign in zip(ends, text)) else None


def pack(path: Path, assignment: str, who: str, time: datetime.datetime) -> list[str]:
    """Pack the work on an assignment, all of it or nothing -> remarks: what was left out, since collect would
    refuse it.
    """
    home, packed, remarks, too_many = coursedir.root() / "work" / assignment, {}, [], []
    folders, left, own = (
        set(),
        LARGEST - LARGEST_MANIFEST,
        {home / f"{name}.ipynb" for name in coursedir.names(assignment)},
    )
    # the notebooks first: they are never left out
    for file in sorted(files(home), key=lambda file: file not in own):
        name, size = file.relative_to(home).as_posix(), file.stat().st_size
        above = set(PurePosixPath(name).parents)
        if file not in own and (why := left_out(name, size)):
            remarks.append(f"{shown(name)} {why}")
        elif file in own or size <= left and len(packed) + len(folders | above) + 2 < MOST:
            # the manifest, too, and the folder around
            packed[name] = file.read_bytes()
            folders |= above
            left -= size
        else:
            too_many.append(name)
    remarks += [f"{shown(name)} is a link and was left out: put a copy there" for name in links(home)]
    remarks += [
        f"{shown(name) if name.parts else 'what lies in bin, lib and the like'} is a virtual environment and was left out"
        for name in sorted(environments(file.relative_to(home) for file in home.rglob("pyvenv.cfg")))
    ]
    if too_many:
        more = f" and {len(too_many) - 1} more were" if len(too_many) > 1 else " was"
        remarks.append(
            f"{shown(too_many[0])}{more} left out: "
            f"a submission has at most {MOST} files and folders, and {LARGEST / 1e6:.0f} MB"
        )
    manifest = {
        "assignment": assignment,
        "student": who,
        "time": time.isoformat(),
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in packed.items()},
    }
    with whole(path) as new, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False))
        for name, data in packed.items():
            box.writestr(f"{assignment}/{name}", data)
    return remarks


def left_out(name: str, size: int) -> str | None:
    """Why a file would not be taken in, for a note to the student; None if it would."""
    path = PurePosixPath(name)
    if size > LARGEST_FILE:
        return f"has more than {LARGEST_FILE / 1e6:.0f} MB and was left out"
    if is_settings(path):
        return "has the name of a program's settings and was left out: give it another name if your work needs it"
    if hides_a_module(path):
        return "has the name of a module that Python already has, and was left out: give it another name if your work needs it"
    if hides_the_time(path):
        return f"was left out, since {TIME} is where the time of a submission is written: give the folder another name"
    if not name.isprintable() or set(name) & ELSEWHERE or is_too_long(name):
        return "was left out, since not every system can write its name: give it a shorter one, of letters and digits"
    return None


def read(file: Path, who: str | None = None) -> Submission:
    """Who handed in what and when, by a zip's manifest; nothing is unpacked yet -> Submission. who: whose it
    is, whatever it says. Raises Refused.
    """
    if file.is_symlink():
        raise Refused("it is a link")
    if not file.is_file():
        raise Refused("it is not a file")
    with opened(file) as box:
        if "manifest.json" not in (entries := _entries(box)):
            raise Refused("it has no manifest: `course submit` makes the zips that are collected here")
        submission = _checked(b"".join(_content(box, entries["manifest.json"], LARGEST_MANIFEST)), who)
    if file.stat().st_size > 2 * LARGEST:  # what nobody unpacks would be kept, too
        raise Refused(
            f"it has {file.stat().st_size / 1e6:.0f} MB: ask {submission.student} to submit again with less"
        )
    return submission


def unpack(file: Path, submission: Submission, target: Path) -> None:
    """Write the files of a zip below `target`, which is new, a piece at a time, and compare each with the
    manifest. Raises Refused for what is in the zip, OSError for what cannot be written; then `target` is not
    whole.
    """
    who, start, found, left = submission.student, f"{submission.assignment}/", {}, LARGEST
    own = _own(submission)
    with opened(file) as box:
        entries = _entries(box)
        inside = {
            name.removeprefix(start): entry for name, entry in entries.items() if name.startswith(start)
        }
        # flat: a platform unpacked it without its folder
        if not own & inside.keys() and own & entries.keys():
            inside = {
                name: entry for name, entry in entries.items() if name in submission.hashes or name in own
            }
        if not own & inside.keys():
            raise Refused(f"{' and '.join(sorted(own))} {'is' if len(own) == 1 else 'are'} not in it")
        for name, entry in inside.items():
            if hidden(PurePosixPath(name)):
                raise Refused(f"{shown(name)} is hidden, and `course submit` packs no such file")
            if is_settings(PurePosixPath(name)):
                raise Refused(
                    f"programs would take {shown(name)} for their settings, by its name: ask {who} to rename or delete it and submit again"
                )
            if hides_a_module(PurePosixPath(name)):
                raise Refused(
                    f"Python would run {shown(name)} in place of a module of its own: ask {who} to rename or delete it and submit again"
                )
            if hides_the_time(PurePosixPath(name)):
                raise Refused(
                    f"it has a folder {TIME}, where the time of a submission is written: ask {who} to rename it and submit again"
                )
            sha, new = hashlib.sha256(), target / name
            new.parent.mkdir(parents=True, exist_ok=True)
            with new.open("xb") as stream:
                for part in _content(box, entry, left):
                    left -= len(part)
                    sha.update(part)
                    stream.write(part)
            found[name] = sha.hexdigest()
    if damaged := [
        name for name in {*found, *submission.hashes} if found.get(name) != submission.hashes.get(name)
    ]:
        raise Refused(f"{shown(min(damaged))} is not what was packed: ask {who} for it again")


def _own(submission):
    """The files' names of its assignment's notebooks."""
    return {f"{name}.ipynb" for name in coursedir.names(submission.assignment)}


def outside(file: Path, submission: Submission) -> list[str]:
    """The names in a zip of what was not packed, and is not unpacked: somebody laid it beside. Raises
    Refused.
    """
    with opened(file) as box:
        entries = _entries(box)
    start, own = f"{submission.assignment}/", _own(submission)
    mine = (
        {name for name in entries if name.startswith(start)}
        if any(f"{start}{name}" in entries for name in own)
        else submission.hashes.keys() | own
    )
    return sorted(
        name
        for name in entries
        if name not in mine and name != "manifest.json" and not hidden(PurePosixPath(name))
    )


class _Bounded:
    """A file of which nobody reads much at a time: a zip's list of its files may be as long as the zip."""

    def __init__(self, stream):
        self.stream, self.seek, self.tell, self.seekable = stream, stream.seek, stream.tell, stream.seekable

    def read(self, n=-1):
        data = self.stream.read(LARGEST_LIST + 1 if n < 0 else min(n, LARGEST_LIST + 1))
        if len(data) > LARGEST_LIST:
            raise Refused(
                f"its list of files is longer than {LARGEST_LIST / 1e6:.0f} MB: if it is your platform's, unpack it, and collect the folder"
            )
        return data


@contextlib.contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """A zip, of whose list of files no more is read than is safe. Raises Refused for what is none."""
    with _readable():
        stream = file.open("rb")
    with stream:
        with _readable():
            box = zipfile.ZipFile(_Bounded(stream))
            for entry in box.infolist():
                entry.filename = _as_meant(entry)
        yield box


def _as_meant(entry):
    """A name as whoever packed it sees it: a Mac's Finder writes UTF-8 and does not say so, and Python reads
    it as the letters of old.
    """
    if entry.flag_bits & SAYS_UTF_8 or entry.filename.isascii():
        return entry.filename
    with contextlib.suppress(UnicodeError):
        return entry.filename.encode("cp437").decode("utf-8")
    return entry.filename


@contextlib.contextmanager
def _readable():
    """Whatever goes wrong in here is the zip's fault: a damaged one can break any line of what reads it."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        why = shown(error).strip() or type(error).__name__
        raise Refused(f"not a zip that can be read ({why})") from error


def _entries(box):
    """The files of a zip -> {name: entry}. Raises Refused if one could be written elsewhere, or in no way
    that is safe to unpack.
    """
    entries = files_in(box)
    if len(entries) > MOST or sum(entry.file_size for entry in entries) > LARGEST:
        raise Refused(f"it would unpack to more than {MOST} files or {LARGEST / 1e6:.0f} MB")
    found, folders, names = {}, set(), names_in(entries)
    for entry in entries:
        if entry.filename not in names:
            continue
        # a Mac takes letters and accents apart
        name = PurePosixPath(unicodedata.normalize("NFC", names[entry.filename][:LONGEST_NAME]))
        if is_too_long(entry.filename):
            raise Refused(f"{shown(entry.filename)}… is too long a name")
        above = {folder.as_posix() for folder in name.parents}
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused(f"{shown(entry.filename)} is a link")
        if leads_out(names[entry.filename]) or set(names[entry.filename]) & ELSEWHERE:
            raise Refused(f"{shown(entry.filename)!r} would be written outside of its folder")
        # others make much of little before one can stop them
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(f"{shown(name)} is packed in a way that `course submit` does not use")
        if name.as_posix() in found:
            raise Refused(f"{shown(name)} is in it twice")
        if above & found.keys() or name.as_posix() in folders:
            raise Refused(f"{shown(name)} is in it as a file and as a folder")
        found[name.as_posix()] = entry
        folders |= above
        if len(found) + len(folders) > MOST:
            raise Refused(f"it would unpack to more than {MOST} files and folders")
    return found


def files_in(box: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The entries of a zip that are no folders. A name may be empty."""
    return [entry for entry in box.infolist() if not entry.filename.endswith("/")]


def names_in(entries: list[zipfile.ZipInfo], speaks: Callable = lambda folder: False) -> dict[str, str]:
    """Under which names the files of a zip, as `files_in` gives them, count -> {name in the zip: name}. Zips
    that were opened and packed again are read as if they had not been: without the litter of a Mac or of
    Windows, with / for \\, and without the one folder around it all, unless that `speaks`: it says whose this
    is. What a name may be is checked afterwards.
    """
    names = {entry.filename: entry.filename for entry in entries if not is_litter(entry.filename)}
    if any("\\" in name for name in names) and not any("/" in name for name in names):
        full = {entry.filename for entry in entries if entry.file_size}
        # the others are folders
        names = {
            name: name.replace("\\", "/").rstrip("/")
            for name in names
            if not name.endswith("\\") or name in full
        }
    around = {name.partition("/")[0] for name in names.values()}
    if (
        len(around) == 1
        and f"{next(iter(around))}/manifest.json" in names.values()
        and not speaks(next(iter(around)))
    ):
        names = {name: inside.partition("/")[2] for name, inside in names.items()}
    return names


def _content(box, entry, most):
    """What an entry holds, in pieces, up to `most` bytes: the size that the zip states may be a lie. Raises
    Refused.
    """
    with _readable(), box.open(entry) as stream:
        while part := stream.read(min(PIECE, most + 1)):
            most -= len(part)
            if most < 0:
                raise Refused(f"it would unpack to more than {LARGEST / 1e6:.0f} MB")
            yield part


def _checked(manifest, whose):
    """What the manifest says, if it can be -> Submission."""
    try:
        manifest = json.loads(manifest)
        who, assignment = whose or manifest["student"], manifest["assignment"]
        time, hashes = datetime.datetime.fromisoformat(manifest["time"]), {**manifest["sha256"]}
        time = time.astimezone(datetime.UTC).replace(microsecond=0)
        if time.year < 1970:
            raise ValueError(time)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise Refused("its manifest cannot be read") from error
    if len(hashes) > MOST:
        raise Refused(f"it would unpack to more than {MOST} files or {LARGEST / 1e6:.0f} MB")
    if not isinstance(who, str) or not (known := an_id(who)):
        raise Refused(f"{shown(repr(who))} cannot be a student's id")
    if assignment not in coursedir.assignments():
        raise Refused(f"there is no assignment {shown(repr(assignment))} in this course")
    return Submission(
        known,
        assignment,
        time,
        {
            unicodedata.normalize("NFC", name) if len(name) <= LONGEST_NAME else name: sha
            for name, sha in hashes.items()
        },
    )


def stamp(time: datetime.datetime) -> str:
    """20261125T124500Z; `time` in UTC."""
    return time.strftime("%Y%m%dT%H%M%SZ")


def unstamp(text: str) -> datetime.datetime:
    return datetime.datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)


def time_in(file: Path) -> datetime.datetime | None:
    """When it was handed in, in UTC, by a timestamp.txt in any form that nbgrader writes; None if it is
    empty. Raises OSError, or ValueError for no time.
    """
    return parsed_time(time_text(file))


def parsed_time(text: str) -> datetime.datetime | None:
    """A time as nbgrader writes it; None for an empty text. Raises ValueError for no time."""
    from nbgrader.utils import parse_utc

    try:
        return parse_utc(text).replace(tzinfo=datetime.UTC) if text else None
    except (OverflowError, ArithmeticError, TypeError, AttributeError) as error:
        # which its parser lets through
        raise ValueError(f"{text!r} is no time") from error


def time_text(file: Path) -> str:
    """What a timestamp.txt says, whatever it was typed with: in UTF-8, or as Notepad and PowerShell write.
    Raises OSError, or ValueError for no text.
    """
    with file.open("rb") as stream:
        data = stream.read(LONGEST_TIME)
    return data.decode(
        "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    ).strip()
