"""What becomes of a hand-in, and the line that says so: it is taken in, put aside until a person decides, or
refused.
"""

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from course.files import coursedir
from course.files.terminal import tame
from course.submission import deadline, rejected
from course.submission.bundle import Submission
from course.submission.collecting.owner import SOMEBODY, Names, agreed
from course.submission.file_names import TIME, is_notebook
from course.submission.store import (
    REPLACES,
    WAS_TAKEN,
    content_of,
    contents,
    hash_of,
    note_name,
    take_in,
    timestamp,
)

UNKNOWN = "nobody knows when it was handed in, so it counts as in time"
COUNTS = {deadline.BEST: "`course grade` lets the better one count", deadline.LATEST: "the newest counts"}
FEW, MANY = 10, 20  # lines on what was refused of one student's hand-in, of one kind and in all


class Outcomes:
    """For one `course collect`: who is in the class, what was refused before, what was taken in so far."""

    def __init__(self, names: Names, who: str | None, home: Path):
        self.names, self.who, self.home, self.refusals = names, who, home, rejected.Listed()
        self.untouched = _untouched()
        self.alone: Path | None = None  # the one file that is collected
        # the folder's own name, where a platform gave it: `home` ends with it, and so do names begin
        self.top = PurePath()
        self.took = set()  # (folder, student) of what was taken in
        # user of this machine -> {ids of those for whom it was taken in though it is that user's}
        self.others = {}
        self.lists = {}  # of Gradescope's: name -> user of this machine to whom it belongs
        self.came = {}  # download -> {assignment: paths of what was taken in}
        self.unsaid = {}  # download -> [what was refused of nobody knows which, is it settled] each
        self.alike: dict | None = None  # of one student's hand-in: outcome -> [lines that were given, others]
        self.contents = {}  # assignment -> {hash of all that was handed in: whose}

    def taken(
        self, submission: Submission, file: Path, name: PurePath, remark: str, marks: list, sure: bool = True
    ) -> tuple:
        """Take it in -> the line. marks: its hashes, the file's first. sure: whether its time can make one
        late.
        """
        before = self.refusals.of(kept := self.from_here(self._place(name), file))
        rule, home = (
            deadline.rule(submission.assignment),
            coursedir.root() / "submitted" / submission.student / submission.assignment,
        )
        last = timestamp(home) if (home / TIME).exists() else None  # one that nobody knows makes nobody late
        outcome = take_in(submission, file, sure := before.sure if before else sure)
        if (
            outcome.startswith(REPLACES)
            and sure
            and rule
            and (costs := _what_it_costs(rule, submission.student, timestamp(home), last))
        ):
            outcome = (
                f"collected, and {costs}: it replaces{outcome.removeprefix(REPLACES)}; {COUNTS[rule.counts]}"
            )
        if part := self.names.platforms_part(PurePath(before.name) if before else name, submission.student):
            note_name(submission, part)
        self.took.add((self.names.together(name), submission.student))
        if submission.assignment in self.contents:
            self.contents[submission.assignment].setdefault(content_of(submission.hashes), submission.student)
        self.came.setdefault(download := self.names.download(name), {}).setdefault(
            submission.assignment, []
        ).append(self.path(name))
        is_new, is_better = (
            outcome != "collected before",
            outcome.startswith("collected") and outcome != "collected before",
        )
        for each in self.unsaid.get(download, ()):
            each[1] |= is_better and each[0].student == submission.student
        remark = "; ".join(filter(None, (self._too(submission, name), remark)))
        called, unknown = self.names.called(name), self.names.unknown(name)
        self.refusals.settle(
            submission.student,
            submission.assignment,
            str(name),
            kept,
            {*marks, *self._members(name)},
            file=marks[0],
            whose=(called, unknown),
            unknown=unknown if self.names.people else called,
            better=is_better,
        )
        if outcome.startswith("kept"):  # what does not count is neither late nor in time
            remark = remark.removesuffix(UNKNOWN).rstrip("; ")
        return self.path(name), submission, tame("; ".join(filter(None, (outcome, remark if is_new else ""))))

    def _too(self, submission, name):
        """What is said where others have handed in the same, by their platform; of those who have nothing yet
        it is on the list.
        """
        others = sorted(self.names.group(name) - {submission.student}) if not self.who else []
        if not others:
            return ""
        remark = f"it was handed in for {' and '.join(others)} too, and `--as` takes it in as theirs"
        for other in others:
            if not (coursedir.root() / "submitted" / other / submission.assignment).exists():
                self.refusals.note(
                    rejected.Refusal(
                        str(name),
                        submission.assignment,
                        other,
                        f"it was handed in for {other} too, and taken in as {submission.student}'s alone: "
                        f"`course collect FILE --as {other}` takes it in as theirs",
                        whose=self.names.called(name),
                    )
                )
        return remark

    def of_others(self, place: PurePath) -> Iterator[tuple]:
        """A line on each of the users whose files were taken in now as others' work, since nobody knows them
        as students.
        """
        for name, user in self.lists.items():
            yield (
                self.path(name),
                None,
                tame(
                    f"theirs by name alone: this list belongs on this machine to {user}, who is no student by any roster"
                ),
            )
        for user, students in sorted(self.others.items()):
            mine = sorted(self.names.user(user) if self.names.people else ())
            who = (
                f", who may be {' or '.join(mine)}"
                if mine
                else ", who is not on the roster"
                if self.names.people
                else ""
            )
            some = f"{', '.join(sorted(students)[:FEW])}{f' and {len(students) - FEW} more' if len(students) > FEW else ''}"
            yield (
                place,
                None,
                tame(
                    f"theirs by name alone: what was taken in for {some} belongs on this machine to {user}{who}"
                ),
            )

    def of_another_assignment(self) -> Iterator[tuple]:
        """A line on each of the few hand-ins in a platform's download, which is of one assignment, that are
        of another than most in it.
        """
        for download, came in self.came.items():
            most = max(came, key=lambda assignment: len(came[assignment]))
            others = [
                (path, assignment)
                for assignment, paths in came.items()
                if assignment != most
                for path in paths
            ]
            if download is not None and len(others) <= FEW and len(others) < len(came[most]):
                yield from (
                    (
                        path,
                        None,
                        f"of another assignment: it was taken in as {assignment}, but most of this download is {most}",
                    )
                    for path, assignment in others
                )

    def done(self) -> None:
        """All that lay there was collected: what was refused in a platform's download, which is of one
        assignment, is of that one as well.
        """
        for download, refused in self.unsaid.items():
            if download is not None and len(found := self.came.get(download, ())) == 1:
                for refusal, is_settled in refused:
                    self.refusals.is_of(refusal, next(iter(found)), is_settled)

    def handed_in(self, assignment: str, hashes: dict) -> str | None:
        """Of whom the same files, and no others, are kept already; None if of nobody."""
        if assignment not in self.contents:
            self.contents[assignment] = contents(assignment)
        return self.contents[assignment].get(content_of(hashes))

    def aside(self, name: PurePath, file: Path, assignment: str, why: str, marks: list, **more) -> tuple:
        """Keep a copy of what a person must decide -> the line. more: what else is known of it, by the fields
        of a Refusal.
        """
        given = self.names.handed_in(name)
        refusal = self.refusals.note(
            rejected.Refusal(
                str(name),
                assignment,
                None,
                why,
                time=given.isoformat() if given else "",
                whose=self.names.called(name),
                hashes=sorted({*marks} - self.untouched),
                file=marks[0],
                **more,
            ),
            file,
        )
        return self._to_decide(name, refusal)

    def before(self, name: PurePath, submission: Submission, why: str, marks: list) -> tuple:
        """The line on what was taken in for its student before, though there is a reason now why it would not
        be.
        """
        refusal = rejected.Refusal(
            str(name),
            submission.assignment,
            None,
            why,
            whose=self.names.called(name),
            hashes=[*marks],
            claimants=[submission.student],
        )
        if decided := self.refusals.settled_as(refusal):
            return self.path(name), None, tame(f"decided before: {decided}")
        return (
            self.path(name),
            None,
            tame(
                f"collected before, as {submission.student}'s: {why}. If it is not theirs, docs/instructors.md says how to go back to an earlier one"
            ),
        )

    def waits(self, name: PurePath, file: Path) -> tuple | None:
        """The line on a copy that waits already until a person says whose it is; None for any other file."""
        refusal = self.refusals.of(self.from_here(self._place(name), file))
        return self._to_decide(name, refusal) if refusal else None

    def _to_decide(self, name, refusal):
        if refusal.settled:
            return self.path(name), None, tame(f"decided before: {refusal.why}")
        not_taken = "not taken in" if WAS_TAKEN in refusal.why else "not taken in, and nothing was replaced"
        return (
            self.path(name),
            None,
            tame(f"{not_taken}: {refusal.why}. `course collect {refusal.kept} --as ID` takes it in as ID's"),
        )

    def download(self, name: PurePath, outcome: str) -> tuple:
        """Refuse a download for its name -> the line. It is on the list until what is in it has come under
        another.
        """
        inside = self.names.shared[name.parts]
        self.refusals.note(
            rejected.Refusal(
                str(name),
                None,
                None,
                outcome.removeprefix("refused: "),
                claimants=sorted(frozenset().union(*inside.values()) - {SOMEBODY}),
                hashes=sorted(map(_member, inside)),
            )
        )
        return self.path(name), None, outcome

    def _members(self, name):
        """By what a hand-in in a download is known."""
        return [_member(claim.name) for claim in self.names.claims(name) if claim.sure]

    def refused(
        self, name: PurePath, outcome: str, marks: Sequence = (), beside: bool = False
    ) -> tuple | None:
        """Put it on the list of what was refused -> the line; None for one of many of one student. beside: it
        may lie beside a student's work, and is off the list where that was taken in.
        """
        if self.alike is not None:
            given = self.alike.setdefault(outcome, [0, 0])
            is_too_many = given[0] == FEW or sum(lines for lines, _ in self.alike.values()) >= MANY
            given[is_too_many] += 1
            if is_too_many:
                return None
        claimed, whose = self.names.claims(name), self.names.called(name)
        assignment, student = (
            next((each for each in coursedir.assignments() if each in str(name)), None),
            self.who or agreed(claimed),
        )
        if name.suffix.lower() == ".zip" or is_notebook(name) or claimed or whose:
            settled = beside and (self.names.together(name), student) in self.took
            refusal = rejected.Refusal(
                str(name),
                assignment,
                student,
                outcome.removeprefix("refused: "),
                whose=whose,
                hashes=sorted({*marks} - self.untouched),
                file=marks[0] if marks else "",
                settled=settled,
            )
            self.refusals.note(refusal)
            if not assignment:
                self.unsaid.setdefault(self.names.download(name), []).append([refusal, False])
        return (
            self.path(name),
            None,
            tame(f"{outcome}; from {whose}" if whose and whose not in outcome else outcome),
        )

    @contextlib.contextmanager
    def of_one(self, name: PurePath | None):
        """In here all lines are of what one student handed in, in the zip or the folder `name`, and only a
        few of what was refused are given; the others are counted in the lines that are lent, once it is done.
        """
        more = []
        if name is None or self.alike is not None:
            yield more
            return
        self.alike = {}
        try:
            yield more
        finally:
            alike, self.alike = (
                {outcome.removeprefix("refused: "): counts for outcome, counts in self.alike.items()},
                None,
            )
        more += [
            self.refused(name, f"refused: {others} more in it for the same reason: {why}")
            for why, (lines, others) in alike.items()
            if lines and others
        ]
        if others := sum(others for lines, others in alike.values() if not lines):
            more.append(
                self.refused(name, f"refused: {others} more in it are no hand-ins, for other reasons")
            )

    def _place(self, name):
        """Where a hand-in lies, if it lies in the folder and in no zip, and is not the one file that is
        collected.
        """
        return (
            self.alone
            if self.alone and name == PurePath(self.alone.name)
            else self.home / name.relative_to(self.top)
        )

    def path(self, name: PurePath) -> Path:
        """A hand-in's path as a line may show it."""
        return self.home.joinpath(*map(tame, name.relative_to(self.top).parts or name.parts))

    def from_here(self, *files: Path) -> str:
        """The path of the first file that lies in the course's folder, from there; "" if none does."""
        here = (file.resolve() for file in files if file.exists())
        return next(
            (
                file.relative_to(coursedir.root()).as_posix()
                for file in here
                if file.is_relative_to(coursedir.root())
            ),
            "",
        )


def _member(part):
    """A hash of what a platform calls one hand-in of its download."""
    return hashlib.sha256(part.encode("utf-8", "surrogateescape")).hexdigest()


def _what_it_costs(rule, student, time, last):
    """What being late costs a hand-in of `time`, if that is more than it would have cost the one of the time
    `last`, which it replaces; "" otherwise.
    """
    late, before = (deadline.lateness(rule, student, each, 100) for each in (time, last))
    less = before.off if before else 0
    if not late or late.off <= less:
        return ""
    return f"is {deadline.length(late.by)} late, which takes {late.off:g} % of its points, and {less:g} % of those of the one before"


def _untouched():
    """The hashes of the notebooks as they are given out, and of hand-ins that are nothing else: who hands in
    such a one may be anybody.
    """
    found = [
        {file.name: hash_of(file) for file in coursedir.notebooks("release", name)}
        for name in coursedir.assignments()
    ]
    return {mark for mine in found if mine for mark in (*mine.values(), content_of(mine))}
