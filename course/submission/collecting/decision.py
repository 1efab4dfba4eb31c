"""Whose a hand-in is, and when it was handed in: by itself, by the names under which it came, and by what is
known already. What they leave open, a person decides.
"""

import contextlib
import datetime
import errno
from pathlib import Path, PurePath
from typing import Any

from course.files import coursedir
from course.files.terminal import shown, tame
from course.submission.bundle import Refused, Submission, left_out, outside, read
from course.submission.collecting import archive, bare_notebook, clock
from course.submission.collecting.intake import UNKNOWN, Outcomes
from course.submission.collecting.owner import SOMEBODY, Names, against, agreed
from course.submission.collecting.platform_names import A_DATE, is_late, names_of
from course.submission.file_names import ELSEWHERE, TIME, is_too_long, leads_out
from course.submission.store import back, content_of, hash_of, time_kept

FEW = 5  # files that a line names
LEFT_OUT = "left out"  # the folder for them, in what is kept


class Decide:
    def __init__(self, names: Names, who: str | None, outcomes: Outcomes):
        self.names, self.who, self.outcomes = names, who, outcomes
        self.owners = {}  # of what is decided: file -> to whom else it belongs on this machine

    @contextlib.contextmanager
    def belonging(self, owners: dict):
        """In here all is of files that belong to these users. None: to whoever collects, or to root."""
        self.owners = {file: owner for file, owner in owners.items() if owner}
        try:
            yield
        finally:
            self.owners = {}

    def zip(self, file: Path, name: PurePath, marks: list) -> tuple:
        """A zip of `course submit` -> the line. `marks` gets its hashes. Raises Refused for what is none,
        OSError for what cannot be written.
        """
        if not self.who and (waits := self.outcomes.waits(name, file)):
            return waits
        marks += [hash_of(file)] if file.is_file() and not file.is_symlink() else []
        found = read(file, self.who)
        written, found = found.student, found._replace(student=self.names.on_roster(found.student))
        marks.append(content_of(found.hashes))
        submission, remark = self._whose(found, name)
        if submission is None:
            claim: Any = against(found.student, self.names.claims(name))
            claimants = sorted(claim.ids - {SOMEBODY})
            before = time_kept(found, file)
            # whoever has left since: nobody else is meant
            if before and not claimants and found.student not in self.names.people:
                return self.outcomes.path(name), None, "collected before"
            why = f"{remark}; {back(found, before)}" if before else remark
            return self.outcomes.aside(name, file, found.assignment, why, marks, claimants=claimants)
        if others := self._is_others(submission.student):
            # a person has decided it, or it was so before there was a roster, or it is a copy of theirs
            if time_kept(submission, file):
                return self.outcomes.before(name, submission, others, marks)
            return self.outcomes.aside(
                name,
                file,
                found.assignment,
                f"it says that it is {submission.student}'s, and {others}",
                marks,
                claimants=[submission.student],
            )
        if found.student not in (written, *self.names.short.get(written, ())):
            remark = f"as {found.student}'s: the id in it is written {written}"
        submission, of_its_time = self._timed(submission, file, name)
        beside = [
            f"{shown(other)} was left out: it lies beside what `course submit` packed"
            for other in outside(file, submission)
        ]
        try:
            return self._taken(
                submission, file, name, "; ".join(filter(None, (remark, *few(beside), of_its_time))), marks
            )
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                raise Refused(
                    f"a name in it is too long for this disk: ask {submission.student} for shorter ones"
                ) from error
            raise

    def _whose(self, submission, name):
        """The manifest against the names under which it came -> (Submission, what is to be said of it), or
        (None, why nobody knows whose it is).
        """
        if self.who:
            return submission, ""
        said = self.names.claims(name)
        other, sure = against(submission.student, said), agreed([claim for claim in said if claim.sure])
        if other is None:
            return submission, ""
        if sure and self.names.people and submission.student not in self.names.people:
            return (
                submission._replace(student=sure),
                f"as {sure}'s, by {shown(other.name)}: the id in it, {submission.student}, is not on the roster",
            )
        came = (
            f"came as {' or '.join(sorted(other.ids - {SOMEBODY}))}'s, in {shown(other.name)}"
            if other.ids
            else self._nobodys(other.name, name)
        )
        return None, f"it says that it is {submission.student}'s, and {came}"

    def _timed(self, submission, file, name):
        """When it was handed in: as before, if it is kept already, whatever the clock says now; else by
        itself, or by the platform where that cannot be -> (Submission, what is to be said of it).
        """
        if kept := time_kept(submission, file):
            return submission._replace(time=kept), ""
        aside = self.outcomes.refusals.of(self.outcomes.from_here(file))
        given = (
            datetime.datetime.fromisoformat(aside.time)
            if aside and aside.time
            else self.names.handed_in(name)
        )
        if aside and not aside.sure:
            return submission, UNKNOWN
        if aside and submission.time == given:
            return submission, f"its time, {given:%Y-%m-%d %H:%M} UTC, is {bare_notebook.GRADESCOPE}"
        if not clock.is_early(submission):
            return submission, ""
        if not given:
            raise clock.refused(submission, self.names.called(name) or submission.student)
        return submission._replace(time=given), clock.replaced(submission, given)

    def notebook(self, file: Path, name: PurePath, files: dict[str, Path], place: Path, marks: list) -> tuple:
        """A notebook that came bare, and the files beside it -> the line. place: where it may be packed.
        Raises as `zip` does.
        """
        marks.append(hash_of(file))
        (assignment, notebook), claims = bare_notebook.assignment_of(file, name), self.names.claims(name)
        if (
            lacking := {f"{each}.ipynb" for each in coursedir.names(assignment) if each != notebook}
            - files.keys()
        ):
            raise Refused(
                f"it is one of the notebooks of {assignment}, without {', '.join(sorted(lacking))}: ask for a zip of all of them, in one folder"
            )
        who, exchanged = self.who or agreed(claims), self.names.exchanged(name)
        time, by = bare_notebook.time_of(file, files, exchanged, self.names.handed_in(name))
        beside = {
            other: path for other, path in files.items() if path != file and not (exchanged and other == TIME)
        }
        odd = {other: why for other, path in beside.items() if (why := _why_left_out(other, path))}
        mine: Any = {f"{notebook}.ipynb": file} | {
            other: path for other, path in beside.items() if other not in odd
        }
        hashes, sure = (
            {other: hash_of(path) for other, path in mine.items()},
            by != bare_notebook.FILE or is_late(name),
        )
        # a notebook alone is less
        marks[:] = [
            *([] if beside else marks),
            content_of(hashes | {other: hash_of(beside[other]) for other in odd}),
        ]
        if who and not sure:  # the time of a file may change, and the clock; what is in it has not
            time = time_kept(Submission(who, assignment, time, hashes)) or time
        manifest = {
            "assignment": assignment,
            "student": who or "",
            "time": time.isoformat(),
            "sha256": hashes,
        }
        kept = {f"{assignment}/{other}": path for other, path in mine.items()} | {
            _safe(n, other): beside[other] for n, other in enumerate(odd)
        }
        packed, said = (
            archive.packed(kept, place / "packed.zip", manifest),
            [f"{shown(other)} {why}" for other, why in odd.items()],
        )
        too = sorted(other for other in mine if mine[other] != file)
        remarks = few(said)
        if who and (others := self._is_others(who)):
            if time_kept(mine := Submission(who, assignment, time, hashes)):
                return self.outcomes.before(name, mine, others, marks)
            return self.outcomes.aside(
                name,
                packed,
                assignment,
                f"it is a bare notebook, by its name {who}'s, and {others}",
                marks,
                sure=sure,
                claimants=[who],
            )
        if who:
            remarks = [
                f"a bare notebook, as {who}'s",
                *remarks,
                f"its time, {time:%Y-%m-%d %H:%M} UTC, is {by}" if sure else UNKNOWN,
            ]
            return self._taken(
                Submission(who, assignment, time, hashes), packed, name, "; ".join(remarks), marks, sure
            )
        whose, nobodys = (
            self.names.called(name),
            next((claim.name for claim in claims if claim.sure and not claim.ids), None),
        )
        before = (
            self.outcomes.handed_in(assignment, hashes) if marks[0] not in self.outcomes.untouched else None
        )
        # the latter: whoever has left since
        if before and (not whose and not nobodys or nobodys and before not in self.names.people):
            return self.outcomes.path(name), None, tame(f"collected before, as {before}'s")
        why = "it is a bare notebook, and " + (
            self._nobodys(nobodys, name)
            if nobodys
            else self.names.disowned(name)
            or "nothing says whose" + (f", but that it came from {whose}" if whose else "")
        )
        if too:
            why += f"; it came with {shown(too[0])}" + (
                f" and {len(too) - 1} more files" if len(too) > 1 else ""
            )
        return self.outcomes.aside(
            name,
            packed,
            assignment,
            "; ".join([why, *remarks]),
            marks,
            sure=sure,
            claimants=sorted(self.names.group(name)),
        )

    def _is_others(self, student):
        """What is said where a file belongs to another student on this machine; "" where none does."""
        for file, owner in self.owners.items() if not self.who else ():
            if (mine := self.names.user(owner)) and student not in mine and student not in names_of(owner):
                return f"{shown(file.name)} belongs to {owner} on this machine (has {owner} only copied it? Make it yours by `chown`, and collect again)"
        return ""

    def _taken(self, submission, *more):
        """Take it in -> the line. Of users who may be no students it is noted for whom."""
        line = self.outcomes.taken(submission, *more)
        for owner in self.owners.values() if line[2] != "collected before" and not self.who else ():
            if self.names.user(owner) != {submission.student} and submission.student not in names_of(owner):
                self.outcomes.others.setdefault(owner, set()).add(submission.student)
        return line

    def _nobodys(self, part, name):
        """What is said of a platform's part of a name that is nobody's; a folder that an instructor has
        called by its date looks so, too.
        """
        if self.names.is_listed(name):
            return (
                f"{shown(part)} is, by Gradescope's list, {self.names.called(name)}, who is not on the roster"
            )
        return f"{shown(part)} names nobody on the roster" + (
            " (if you have called it so, rename it, and collect again)" if A_DATE.search(part) else ""
        )


def few(remarks: list[str]) -> list[str]:
    """Of the remarks on what was left out the first, and how many more there are."""
    return remarks[:FEW] + (
        [f"{len(remarks) - FEW} more files beside it were left out"] if len(remarks) > FEW else []
    )


def _why_left_out(name, path):
    if name == TIME:
        return "was left out: a time is believed only in the folders of nbgrader's exchange"
    return left_out(name, path.stat().st_size)


def _safe(n, name):
    """Under which name a file is kept that is not taken in."""
    as_it_is = f"{LEFT_OUT}/{name}"
    return (
        f"{LEFT_OUT}/{n:04}"
        if leads_out(name) or set(name) & ELSEWHERE or not name.isprintable() or is_too_long(as_it_is)
        else as_it_is
    )
