"""A hand-in that is in order, taken in: kept for ever, and in its place if it is the student's newest;
`active` may put back an earlier one.

    collected/ada/01-tokens/20261125T124500Z.zip     every submission, as it came
    collected/ada/01-tokens/20261125T124500Z.unsure  nobody knows when it came: the time is the file's
    submitted/ada/01-tokens/                         the one that counts, unpacked, with timestamp.txt

It is unpacked beside its place, then kept, then moved there: whenever that is cut short, nothing is half
there, and taking it in again does what is left to do.
"""

import contextlib
import datetime
import filecmp
import functools
import hashlib
import itertools
import json
import os
import shutil
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

from course.files import coursedir
from course.files.atomic import whole
from course.files.terminal import printable
from course.submission.bundle import LARGEST, Refused, Submission, read, stamp, time_in, unpack, unstamp
from course.submission.file_names import TIME

# among what is kept of a student
KEPT, CAME_AS, CHOSEN = f"{'[0-9]' * 8}T{'[0-9]' * 6}Z*.zip", "came-as.txt", "chosen.txt"
REPLACES = "collected, and replaces"
WAS_TAKEN = "it was taken in before as"
NOBODY = "nobody"  # for whom a zip is read if only its files matter
# in place of timestamp.txt: it says which of two is newer, and makes nobody late
UNSURE = "time-of-the-file.txt"
TIMES = TIME, UNSURE


def take_in(submission: Submission, file: Path, sure: bool = True) -> str:
    """Unpack a zip, keep it, and put it into its place if it is the student's newest -> what became of it.
    sure: whether its time can make one late.

    Raises Refused for what is in the zip, OSError for what cannot be written; then nothing has changed but
    what a second try repairs.
    """
    who, assignment, time, _ = submission
    kept = _place_to_keep(submission, file)
    home, before = coursedir.root() / "submitted" / who / assignment, kept.exists()
    new, old = (home.with_name(f".{assignment}.{word}") for word in ("new", "old"))
    last: Any = timestamp(home)
    until = last and max(
        [last, *(unstamp(other.name[:16]) for other in kept.parent.glob(KEPT) if other != kept)]
    )
    is_newest = not home.exists() or not last or until < time
    # or another counts since, by a person or by its marks
    is_done = before and home.exists() and not new.exists()
    for left_behind in new, old:  # by a run that was killed
        shutil.rmtree(left_behind, ignore_errors=True)
    for left_behind in (*kept.parent.glob(".*.new"), *home.glob(".*.new")):
        left_behind.unlink()
    if is_done:
        return "collected before"
    try:
        unpack(file, submission, new)
        is_same = last and _hashes(home) == _but_the_time(submission.hashes)
        if not before:
            if not sure:
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.with_suffix(".unsure").touch()
            with whole(kept) as copy:
                shutil.copyfile(file, copy)
        every = attempts(who, assignment)
        mine = next(each for each in every if kept in each.files)
        write_time(new, mine.time or mine.newest, mine.time is not None)
        _set_time(home, every)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        if not before:
            kept.unlink(missing_ok=True)
            kept.with_suffix(".unsure").unlink(missing_ok=True)
        _remove_if_empty(home.parent, kept.parent, kept.parent.parent)
        raise
    if is_same or not is_newest:
        shutil.rmtree(new)
    if is_same:
        now: Any = timestamp(home)
        since = (
            ", with the earlier time"
            if now < last
            else ", with the new time, since other work came in between"
            if now > last
            else ""
        )
        return (
            "collected before"
            if before
            else f"kept, and it is the same work as the one of {last:%Y-%m-%d %H:%M:%S}, which counts{since}"
        )
    if not is_newest:
        if until == time:
            return f"kept, but another one of the same time, {time:%Y-%m-%d %H:%M:%S}, was there before"
        return f"kept, but the one of {until:%Y-%m-%d %H:%M:%S} is newer" + (
            ""
            if sure
            else f" than this file, of {time:%Y-%m-%d %H:%M:%S}: nobody knows when it was handed in"
        )
    replaced = home.exists()
    _replace(home, new, kept.parent, old)
    (kept.parent / CHOSEN).unlink(missing_ok=True)
    if replaced:
        before = f"the one of {last:%Y-%m-%d %H:%M:%S} UTC" if last else "one without a time"
        return f"{REPLACES} {before}, which is kept in {kept.parent.relative_to(coursedir.root()).as_posix()}"
    return "collected"


def _replace(home, new, kept, old):
    if home.exists():
        put_aside(home, kept, old)
    os.replace(new, home)
    shutil.rmtree(old, ignore_errors=True)


class Attempt(NamedTuple):
    """One of a student's hand-ins. The same work handed in again is the same one, unless other work came in
    between.
    """

    key: str  # a hash of what is in it
    files: tuple[Path, ...]  # the zips that are kept of it, the oldest first
    time: datetime.datetime | None  # when it was first handed in, in UTC; None if nobody can be held to it

    @property
    def newest(self) -> datetime.datetime:
        return unstamp(self.files[-1].name[:16])

    @property
    def stamps(self) -> list[datetime.datetime]:
        return [unstamp(file.name[:16]) for file in self.files]

    def __str__(self):
        return f"{self.stamps[0]:%Y-%m-%d %H:%M:%S}"


def attempts(student: str, assignment: str) -> list[Attempt]:
    """All that is kept of a student, the oldest first."""
    kept = [
        file
        for file in sorted((coursedir.root() / "collected" / student / assignment).glob(KEPT))
        if _content(file)
    ]
    runs = [(key, tuple(files)) for key, files in itertools.groupby(kept, _content)]
    return [
        Attempt(
            key,
            files,
            next(
                (unstamp(file.name[:16]) for file in files if not file.with_suffix(".unsure").exists()), None
            ),
        )
        for key, files in runs
    ]


def with_several(assignment: str) -> list[str]:
    """The students of whom more than one zip is kept."""
    homes = (coursedir.root() / "collected").glob(f"*/{assignment}")
    return sorted(home.parent.name for home in homes if len(list(home.glob(KEPT))) > 1)


def in_place(student: str, assignment: str, among: list[Attempt]) -> Attempt | None:
    """The one that lies in submitted/, with the time that is written there; None if that is none of them, as
    what was put there by hand.
    """
    home = coursedir.root() / "submitted" / student / assignment
    mark = content_of(_hashes(home)) if home.is_dir() else None
    same, time = [each for each in among if each.key == mark], timestamp(home)
    found = max(same, key=lambda each: (time in each.stamps, each.newest), default=None)
    return found and found._replace(time=time if (home / TIME).exists() else None)


def _set_time(home, every):
    """Let what lies in submitted/ have the time that follows from all that is kept, in whatever order that
    came; a time written by hand stays.
    """
    there = in_place(home.parent.name, home.name, every)
    last = max(
        (each for each in every if there and each.key == there.key),
        key=lambda each: each.newest,
        default=None,
    )
    if there and there.time in there.stamps and last.time and not chosen(home.parent.name, home.name):
        write_time(home, last.time)


def put(student: str, assignment: str, attempt: Attempt) -> None:
    """Let it lie in submitted/, in place of what is there."""
    home = coursedir.root() / "submitted" / student / assignment
    new, old = (home.with_name(f".{assignment}.{word}") for word in ("new", "old"))
    for left_behind in new, old:  # by a run that was killed
        shutil.rmtree(left_behind, ignore_errors=True)
    unpack_to(student, attempt, new)
    _replace(home, new, attempt.files[0].parent, old)


def unpack_to(student: str, attempt: Attempt, folder: Path) -> None:
    """Unpack it into a new folder."""
    unpack(attempt.files[0], read(attempt.files[0], student), folder)
    write_time(folder, attempt.time or attempt.newest, attempt.time is not None)


def choose(student: str, assignment: str, attempt: Attempt | None) -> None:
    """Note which one a person chose; None: nobody has."""
    note = coursedir.root() / "collected" / student / assignment / CHOSEN
    if attempt is None:
        note.unlink(missing_ok=True)
        return
    with whole(note) as new:
        new.write_text(f"{attempt.files[0].name}\n")


def chosen(student: str, assignment: str) -> bool:
    """Whether a person chose which one counts."""
    return (coursedir.root() / "collected" / student / assignment / CHOSEN).exists()


def _place_to_keep(submission, file):
    """Where a zip is kept, or has been: two of one second are told apart by what is in them."""
    kept = (
        coursedir.root()
        / "collected"
        / submission.student
        / submission.assignment
        / f"{stamp(submission.time)}.zip"
    )
    if kept.exists() and hash_of(kept) != (mine := hash_of(file)):
        return kept.with_stem(f"{kept.stem}-{mine[:8]}")
    return kept


def time_kept(submission: Submission, file: Path | None = None) -> datetime.datetime | None:
    """The time of what is kept of a student already, if it is this zip, byte for byte; without `file` if it
    is the same files. None otherwise.
    """
    home = coursedir.root() / "collected" / submission.student / submission.assignment
    same = (
        (kept for kept in sorted(home.glob(KEPT)) if filecmp.cmp(kept, file, shallow=False))
        if file
        else _of_the_same(submission.hashes, home)
    )
    return next((unstamp(kept.name[:16]) for kept in same), None)


def back(submission: Submission, time: datetime.datetime) -> str:
    """What is said of a zip that was taken in for its student before, of that `time`, and would not be now:
    what to do where it counts.
    """
    who, assignment, *_ = submission
    kept = coursedir.root() / "collected" / who / assignment
    others = [file.name for file in sorted(kept.glob(KEPT)) if not file.name.startswith(stamp(time))]
    if timestamp(coursedir.root() / "submitted" / who / assignment) != time:
        return f"{WAS_TAKEN} {who}'s, and does not count"
    undo = (
        f"`unzip -o collected/{who}/{assignment}/{others[-1]} '{assignment}/*' -d submitted/{who}` goes back to the one before"
        if others
        else f"there is no other, so delete submitted/{who}/{assignment}"
    )
    return f"{WAS_TAKEN} {who}'s, and counts. If it is not theirs, {undo}"


def contents(assignment: str) -> dict[str, str]:
    """All that is kept of all students, by the hash of what was handed in -> the first student who has it."""
    found = {}
    for file in sorted((coursedir.root() / "collected").glob(f"*/{assignment}/{KEPT}")):
        found.setdefault(_content(file), file.parent.parent.name)
    return found


def _of_the_same(hashes, kept):
    """Of what is kept of a student that which has the same files."""
    mark = content_of(hashes)
    return (file for file in sorted(kept.glob(KEPT)) if _content(file) == mark)


def _content(file):
    """The hash of what is in a zip that is kept; "" for one that was kept in part: that is not kept."""
    about = file.stat()
    return _content_of(file, about.st_mtime_ns, about.st_size)


@functools.lru_cache(100_000)
def _content_of(file, _when, _size):
    with contextlib.suppress(Refused, OSError):
        return content_of(read(file, NOBODY).hashes)
    return ""


def _hashes(home):
    """Of the files in a folder, but for the time: {name: SHA-256}."""
    files = {
        unicodedata.normalize("NFC", file.relative_to(home).as_posix()): file
        for file in home.rglob("*")
        if file.is_file()
    }
    return {name: hash_of(file) for name, file in _but_the_time(files).items()}


def _but_the_time(files):
    return {name: each for name, each in files.items() if name not in TIMES}


def content_of(hashes: dict) -> str:
    """One hash of all that is handed in, however it is packed."""
    return hashlib.sha256(json.dumps(_but_the_time(hashes), sort_keys=True).encode()).hexdigest()


def hash_of(file: Path) -> str:
    """What tells a file from others. Of one that is larger than any hand-in, and so is refused: of its ends."""
    with file.open("rb") as stream:
        if (size := os.fstat(stream.fileno()).st_size) <= 2 * LARGEST:
            return hashlib.file_digest(stream, "sha256").hexdigest()
        ends = hashlib.sha256(f"{size} bytes".encode() + stream.read(1 << 20))
        stream.seek(-(1 << 20), os.SEEK_END)
        ends.update(stream.read(1 << 20))
        return ends.hexdigest()


def _remove_if_empty(*folders):
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def put_aside(home: Path, kept: Path, old: Path) -> None:
    """Move away what an earlier submission left: to be deleted, to `old`, if these very files are kept in a
    zip; else into `kept`.
    """
    last = timestamp(home)
    name = stamp(last) if last else "without-a-time"
    target, n = kept / name, 2
    if next(_of_the_same(_hashes(home), kept), None):
        target = old
    while target.exists() or target.parent == kept and target.with_name(f"{target.name}.zip").exists():
        target, n = kept / f"{name}-{n}", n + 1
    os.replace(home, target)


def write_time(folder: Path, time: datetime.datetime, sure: bool = True) -> None:
    """Write when it was handed in, as nbgrader wants it; a time that nobody can be held to, where only
    `timestamp` looks.
    """
    with whole(folder / (TIME if sure else UNSURE)) as new:
        new.write_text(f"{time:%Y-%m-%d %H:%M:%S} UTC\n")


def timestamp(folder: Path) -> datetime.datetime | None:
    """When it was handed in, by its timestamp.txt in any form that nbgrader writes; None if that cannot be
    read.
    """
    try:
        return time_in(folder / (TIME if (folder / TIME).exists() else UNSURE))
    except (OSError, ValueError):
        return None


def note_name(submission: Submission, part: str) -> None:
    """Note under which name the platform gave it: `course feedback --zip` sends back under the same."""
    path = coursedir.root() / "collected" / submission.student / submission.assignment / CAME_AS
    part = printable(part)  # a name may be in no encoding; the numbers in it are what counts
    if not path.exists() or path.read_text("utf-8") != part:
        with whole(path) as new:
            new.write_text(part, "utf-8")
