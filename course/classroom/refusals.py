"""What could not be taken in stays on a list until something better comes: collected/_refused/, a small file for each, and a copy of what a person must decide.

    collected/_refused/5f0c….json        {"name", "assignment", "student", "why", "kept", "settled", "sure", "time", "whose", "claimants", "hashes"}
    collected/_refused/5f0c….zip         the hand-in, if nothing is wrong with it but whose it is

No student's id begins with _. Delete a file, and it is off the list.
"""
import hashlib
import json
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from course.classroom import places
from course.classroom.keep import hash_of
from course.classroom.whole import whole


class Refusal(NamedTuple):
    name: str                                  # of the file, as it came
    assignment: str | None                     # as far as anybody knows
    student: str | None
    why: str
    kept: str = ""                             # where its copy is, from the course's folder
    settled: bool = False                      # something better has come
    sure: bool = True                          # whether its time can make one late
    time: str = ""                             # when the platform says that it came, in ISO 8601
    whose: str = ""                            # whom the platform names, for a person to read
    claimants: tuple | list = ()               # ids of those for whom it came, where the hand-in itself says another
    hashes: tuple | list = ()                  # SHA-256 of the file, and of its notebook


def note(refusal: Refusal, copy: Path | None = None) -> Refusal:
    """Put it on the list, with a copy of the file -> the refusal as it stands there: one that was there already stays as it was, and what was settled
    under another name is settled."""
    which = refusal.name, refusal.assignment, refusal.student, hash_of(copy) if copy else ""           # two may have one name
    key = hashlib.sha256("\0".join(map(str, which)).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    path = _folder() / f"{key}.json"
    if path.exists():
        return _read(path)
    if any(other.settled and not {*other.hashes}.isdisjoint(refusal.hashes) and _whose(other) == _whose(refusal) for _, other in _each()):
        refusal, copy = refusal._replace(settled=True), None
    if copy:
        with whole(path.with_suffix(".zip")) as new:
            shutil.copyfile(copy, new)
        refusal = refusal._replace(kept=path.with_suffix(".zip").relative_to(places.root()).as_posix())
    _write(path, refusal)
    return refusal


def settle(student: str, assignment: str, name: str, kept: str = "", hashes: Collection[str] = ()) -> None:
    """Something better has come from a student, or the file `name`, the copy `kept`, or what has one of these hashes, was taken in: what was refused
    of that is off the list. Only what is others' stays on it, though it be the same to the byte.

    The copy goes: what was taken in is kept with the student's other work.
    """
    each = [(path, refusal) for path, refusal in _each() if not refusal.settled]
    alike = [refusal for _, refusal in each if not {*hashes}.isdisjoint(refusal.hashes) and refusal.student in (None, student) and student in (refusal.claimants or [student])]
    if len({refusal.whose for refusal in alike} - {""}) > 1:
        alike = [refusal for refusal in alike if not refusal.whose]
    for path, refusal in each:
        same = (refusal.student, refusal.assignment) in ((student, assignment), (student, None))
        if same or refusal in alike or refusal.name == name or kept and refusal.kept == kept:
            _write(path, refusal._replace(settled=True))
            if refusal.kept and not same:
                path.with_suffix(".zip").unlink(missing_ok=True)


def of(kept: str) -> Refusal | None:
    """The refusal of which `kept` is the copy; None if it is none."""
    return next((refusal for _, refusal in _each() if kept and refusal.kept == kept), None)


def standing(assignment: str) -> list[Refusal]:
    """What was refused, and nothing better has come, of this assignment, and of nobody knows which; what a person must decide first."""
    found = [refusal for _, refusal in _each() if not refusal.settled and refusal.assignment in (assignment, None)]
    return sorted(found, key=lambda refusal: not refusal.kept)


def _whose(refusal):
    return refusal.student, refusal.assignment, refusal.whose, sorted(refusal.claimants)


def told(refusal: Refusal) -> str:
    """A line on it: its name, whose it is where the platform says so, and why."""
    whose = f" (from {refusal.whose})" if refusal.whose and refusal.whose not in refusal.why else ""
    return f"{refusal.name}{whose}: {refusal.why}"


def _each():
    return [(path, _read(path)) for path in sorted(_folder().glob("*.json"))]


def _read(path):
    return Refusal(**json.loads(path.read_text("utf-8")))


def _write(path, refusal):
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as new:
        new.write_text(json.dumps(refusal._asdict(), indent=1) + "\n", "utf-8")


def _folder():
    return places.root() / "collected" / "_refused"
