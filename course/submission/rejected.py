"""What could not be taken in stays on a list until something better comes: collected/_refused/, a small file
for each, and a copy of what a person must decide.

    collected/_refused/5f0c….json        {"name", "assignment", "student", "why", "kept", "settled", "sure",
                                         "time", "whose", "claimants", "hashes", "file"}
    collected/_refused/5f0c….zip         the hand-in, if nothing is wrong with it but whose it is

No student's id begins with _. Delete a file, and it is off the list.
"""

import hashlib
import json
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from course.files import coursedir
from course.files.atomic import whole


class Refusal(NamedTuple):
    name: str  # of the file, as it came
    assignment: str | None  # as far as anybody knows
    student: str | None
    why: str
    kept: str = ""  # where its copy is, from the course's folder
    settled: bool = False  # something better has come
    sure: bool = True  # whether its time can make one late
    time: str = ""  # when the platform says that it came, in ISO 8601
    whose: str = ""  # whom the platform names, for a person to read
    claimants: tuple | list = ()  # ids of those for whom it came, where the hand-in itself says another
    hashes: tuple | list = ()  # SHA-256 of the file, and of all that is in it
    # SHA-256 of the file, also of one that anybody may have, as the notebook that was given out
    file: str = ""
    # assignments of which something better has come, where nobody knows of which this is
    came: tuple | list = ()


TEXT = str, type(None)
# of the fields
KINDS = str, TEXT, TEXT, str, str, bool, bool, str, str, (tuple, list), (tuple, list), str, (tuple, list)


class Listed:
    """The list, read once: for whoever puts many on it, and alone."""

    def __init__(self):
        self.each = dict(_each())  # path -> Refusal
        self.settled = {}  # (hash, whose) of what is settled -> why it was on the list, and what became of it
        for refusal in self.each.values():
            self._index(refusal)

    def _index(self, refusal):
        if refusal.settled:
            self.settled |= {(mark, _whose(refusal)): refusal.why for mark in refusal.hashes}

    def _write(self, path, refusal):
        _write(path, refusal)
        self.each[path] = refusal
        self._index(refusal)

    def of(self, kept: str) -> Refusal | None:
        """The refusal of which `kept` is the copy; None if it is none."""
        return (
            next((refusal for refusal in self.each.values() if refusal.kept == kept), None) if kept else None
        )

    def note(self, refusal: Refusal, copy: Path | None = None) -> Refusal:
        """Put it on the list, with a copy of the file -> the refusal as it stands there: the same bytes that
        were there already stay as they were, but for what is known of them by now; and what was settled under
        another name is settled.
        """
        path = _path(refusal)
        before = self.each.get(path)
        if before and (before.settled or not copy or (coursedir.root() / before.kept).is_file()):
            now = (
                before
                if before.settled
                else before._replace(why=refusal.why, whose=refusal.whose, claimants=refusal.claimants)
            )
            if _alike(now) != _alike(before):
                self._write(path, now)
            return now
        if why := self.settled_as(refusal):
            refusal, copy = refusal._replace(settled=True, why=why), None
        if copy:
            with whole(path.with_suffix(".zip")) as new:
                shutil.copyfile(copy, new)
            refusal = refusal._replace(kept=path.with_suffix(".zip").relative_to(coursedir.root()).as_posix())
        self._write(path, refusal)
        return refusal

    def settled_as(self, refusal: Refusal) -> str | None:
        """What became of the same bytes of the same student, under whatever name they came; None if nothing
        did.
        """
        return next(
            (
                self.settled[mark, _whose(refusal)]
                for mark in refusal.hashes
                if (mark, _whose(refusal)) in self.settled
            ),
            None,
        )

    def is_of(self, refusal: Refusal, assignment: str, settled: bool) -> None:
        """It has become known of which assignment one is, and whether something better has come."""
        now = self.each.get(path := _path(refusal))
        if now and not now.assignment:
            self._write(path, now._replace(assignment=assignment, settled=now.settled or settled))

    def settle(
        self,
        student: str,
        assignment: str,
        name: str,
        kept: str = "",
        hashes: Collection[str] = (),
        file: str = "",
        whose: Collection[str] = (),
        unknown: str = "",
        better: bool = True,
    ) -> None:
        """What was refused is off the list, if it is the copy `kept`, or has one of these hashes; or if
        something `better` has come from that student for that assignment, and no person has to decide it. If
        nobody knows of which assignment it was, and it had another name, it is off the list of this one. Of a
        `file` that anybody may have, only the one that came under this name. What is others' stays, though it
        be the same to the byte. whose: what the platform calls them, by this roster and without; unknown: the
        latter, if nobody knew them then, either.

        The copy goes: what was taken in is kept with the student's other work.
        """
        is_only = len(coursedir.assignments()) == 1
        open_ = {path: refusal for path, refusal in self.each.items() if not refusal.settled}
        alike = {
            path: refusal
            for path, refusal in open_.items()
            if not {*hashes}.isdisjoint(refusal.hashes)
            and refusal.student in (None, student)
            and student in (refusal.claimants or [student])
            # Ada Lovelace (ada): as Names.called says it
            and (refusal.whose in ("", *whose) or refusal.whose.endswith(f"({student})"))
        }
        if len({refusal.whose for refusal in alike.values()} - {""}) > 1:
            alike = {path: refusal for path, refusal in alike.items() if not refusal.whose}
        same = [
            path
            for path, refusal in open_.items()
            if file and refusal.file == file and refusal.name == name and refusal.whose in ("", *whose)
        ]
        for path, refusal in open_.items():
            is_theirs = (
                refusal.student == student
                or refusal.name == name
                and student in refusal.claimants
                or unknown
                and refusal.whose == unknown
            )
            is_of_it = (
                refusal.assignment == assignment
                or not refusal.assignment
                and (is_only or refusal.name == name)
            )
            is_earlier = better and not refusal.kept and is_theirs
            if is_earlier and not refusal.assignment and not is_of_it and assignment not in refusal.came:
                self._write(path, refusal := refusal._replace(came=(*refusal.came, assignment)))
            if is_earlier and is_of_it or path in alike or same == [path] or kept and refusal.kept == kept:
                taken = (
                    f"; it was taken in as {student}'s, and is kept in collected/{student}/{assignment}"
                    if refusal.kept
                    else ""
                )
                self._write(path, refusal._replace(settled=True, why=refusal.why + taken))
                if refusal.kept:
                    path.with_suffix(".zip").unlink(missing_ok=True)


def note(refusal: Refusal, copy: Path | None = None) -> Refusal:
    """Put one on the list, as `Listed.note` does."""
    return Listed().note(refusal, copy)


def settle(student: str, assignment: str, name: str, **more) -> None:
    """Take off the list what `Listed.settle` takes off."""
    Listed().settle(student, assignment, name, **more)


def standing(assignment: str) -> list[Refusal]:
    """What was refused, and nothing better has come, of this assignment, and of nobody knows which; what a
    person must decide first.
    """
    found = [
        refusal
        for _, refusal in _each()
        if not refusal.settled and refusal.assignment in (assignment, None) and assignment not in refusal.came
    ]
    return sorted(found, key=lambda refusal: not refusal.kept) + [
        Refusal(
            path.relative_to(coursedir.root()).as_posix(),
            None,
            None,
            "this file of the list is damaged: delete it, and collect again what was refused",
        )
        for path in damaged()
    ]


def damaged() -> list[Path]:
    """The files of the list that cannot be read."""
    return [path for path in sorted(_folder().glob("*.json")) if _read(path) is None]


def clear() -> None:
    """Delete what a run that was killed has left half."""
    for left_behind in _folder().glob(".*.new"):
        left_behind.unlink(missing_ok=True)


def told(refusal: Refusal) -> str:
    """A line on it: its name, whose it is where the platform says so, and why."""
    whose = f" (from {refusal.whose})" if refusal.whose and refusal.whose not in refusal.why else ""
    return f"{refusal.name}{whose}: {refusal.why}"


def _path(refusal):
    """Where a refusal is written, as it was first known: two may have one name."""
    which = refusal.name, refusal.assignment, refusal.student, refusal.file
    return (
        _folder()
        / f"{hashlib.sha256(chr(0).join(map(str, which)).encode('utf-8', 'surrogateescape')).hexdigest()[:12]}.json"
    )


def _alike(refusal):
    return refusal._replace(claimants=(*refusal.claimants,), hashes=(*refusal.hashes,), came=(*refusal.came,))


def _whose(refusal):
    return refusal.student, refusal.assignment, refusal.whose, *sorted(refusal.claimants)


def _each():
    return [(path, refusal) for path in sorted(_folder().glob("*.json")) if (refusal := _read(path))]


def _read(path):
    """A refusal; None if its file was damaged by hand, or by a disk."""
    try:
        found = Refusal(**json.loads(path.read_text("utf-8")))
        return found if all(isinstance(each, kind) for each, kind in zip(found, KINDS)) else None
    except (ValueError, TypeError, RecursionError):
        return None


def _write(path, refusal):
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as new:
        new.write_text(json.dumps(refusal._asdict(), indent=1) + "\n", "utf-8")


def _folder():
    return coursedir.root() / "collected" / "_refused"
