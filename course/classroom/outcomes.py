"""What becomes of a hand-in, and the line that says so: it is taken in, put aside until a person decides, or refused."""
import contextlib
from pathlib import Path, PurePath

from course.classroom import due, places, refusals
from course.classroom.keep import REPLACES, content_of, hash_of, note_name, take_in, timestamp
from course.classroom.progress import tame
from course.classroom.submission import TIME, Submission
from course.classroom.whose import Names, agreed

UNKNOWN = "when it was handed in is not known, and it counts as in time"
FEW = 10                                                 # lines of one kind on what is in one student's zip


class Outcomes:
    """For one `course collect`: who is in the class, what was refused before, what was taken in so far."""

    def __init__(self, names: Names, who: str | None, home: Path):
        self.names, self.who, self.home, self.refusals = names, who, home, refusals.Listed()
        self.untouched = _untouched()
        self.took = set()                                # (folder, student) of what was taken in
        self.alike = None                                # of one student's zip: outcome -> how often

    def taken(self, submission: Submission, file: Path, name: PurePath, remark: str, marks: list, sure: bool = True) -> tuple:
        """Take it in -> the line. marks: its hashes, the file's first. sure: whether its time can make one late."""
        before = self.refusals.of(kept := self.from_here(self.home / name, file))
        rule, home = due.rule(submission.assignment), places.root() / "submitted" / submission.student / submission.assignment
        last = timestamp(home) if (home / TIME).exists() else None               # one that nobody knows makes nobody late
        outcome = take_in(submission, file, sure := before.sure if before else sure)
        if outcome.startswith(REPLACES) and sure and rule and (late := _late_after_one_in_time(rule, submission.student, timestamp(home), last)):
            outcome = f"collected, and is {due.length(late.by)} late: it replaces{outcome.removeprefix(REPLACES)}, and was in time"
        if part := self.names.platforms_part(PurePath(before.name) if before else name, submission.student):
            note_name(submission, part)
        self.took.add((name.parent, submission.student))
        is_new = outcome != "collected before"
        self.refusals.settle(submission.student, submission.assignment, str(name), kept, {*marks},
                             file=marks[0], whose=(self.names.called(name), self.names.unknown(name)), better=is_new)
        if outcome.startswith("kept"):                   # what does not count is neither late nor in time
            remark = remark.removesuffix(UNKNOWN).rstrip("; ")
        return self.path(name), submission, tame("; ".join(filter(None, (outcome, remark if is_new else ""))))

    def aside(self, name: PurePath, file: Path, assignment: str, why: str, marks: list, **more) -> tuple:
        """Keep a copy of what a person must decide -> the line. more: what else is known of it, by the fields of a Refusal."""
        given = self.names.handed_in(name)
        refusal = self.refusals.note(refusals.Refusal(str(name), assignment, None, why, time=given.isoformat() if given else "", whose=self.names.called(name),
                                                      hashes=sorted({*marks} - self.untouched), file=marks[0], **more), file)
        return self._to_decide(name, refusal)

    def waits(self, name: PurePath, file: Path) -> tuple | None:
        """The line on a copy that waits already until a person says whose it is; None for any other file."""
        refusal = self.refusals.of(self.from_here(file))
        return self._to_decide(name, refusal) if refusal else None

    def _to_decide(self, name, refusal):
        if refusal.settled:
            return self.path(name), None, tame(f"decided before: {refusal.why}")
        return self.path(name), None, tame(f"not taken in, and nothing was replaced: {refusal.why}. `course collect {refusal.kept} --as ID` takes it in as ID's")

    def refused(self, name: PurePath, outcome: str, marks: list = (), beside: bool = False) -> tuple | None:
        """Put it on the list of what was refused -> the line; None for one of many that are alike. beside: it may lie beside a student's work, and is off the
        list where that was taken in."""
        if self.alike is not None:
            self.alike[outcome] = self.alike.get(outcome, 0) + 1
            if self.alike[outcome] > FEW:
                return None
        claimed, whose = self.names.claims(name), self.names.called(name)
        assignment, student = next((each for each in places.assignments() if each in str(name)), None), self.who or agreed(claimed)
        if name.suffix.lower() in (".zip", ".ipynb") or claimed or whose:
            self.refusals.note(refusals.Refusal(str(name), assignment, student, outcome.removeprefix("refused: "), whose=whose, hashes=sorted({*marks} - self.untouched),
                                                file=marks[0] if marks else "", settled=beside and (name.parent, student) in self.took))
        return self.path(name), None, tame(f"{outcome}; from {whose}" if whose and whose not in outcome else outcome)

    @contextlib.contextmanager
    def of_one_zip(self, name: PurePath | None):
        """In here all lines are of what is in one student's zip `name`, and only a few of those that are alike are given; the others are counted in the
        lines that are lent, once it is done."""
        more = []
        if name is None or self.alike is not None:
            yield more
            return
        self.alike = {}
        try:
            yield more
        finally:
            many, self.alike = {outcome: n - FEW for outcome, n in self.alike.items() if n > FEW}, None
        more += [self.refused(name, f"refused: {n} more in it are so: {outcome.removeprefix('refused: ')}") for outcome, n in many.items()]

    def path(self, name: PurePath) -> Path:
        """A hand-in's path as a line may show it."""
        return self.home.joinpath(*map(tame, name.parts))

    def from_here(self, *files: Path) -> str:
        """The path of the first file that lies in the course's folder, from there; "" if none does."""
        here = (file.resolve() for file in files if file.exists())
        return next((file.relative_to(places.root()).as_posix() for file in here if file.is_relative_to(places.root())), "")


def _late_after_one_in_time(rule, student, time, last):
    """How late a hand-in of `time` is that replaces one of the time `last`, if that costs something, and the other would have cost nothing; None otherwise."""
    late, before = (due.lateness(rule, student, each, 1) for each in (time, last))
    return late if late and late.off and not before else None


def _untouched():
    """The hashes of the notebooks as they are given out, and of hand-ins that are nothing else: who hands in such a one may be anybody."""
    found = {name: hash_of(file) for name in places.assignments() if (file := places.notebook("release", name)).exists()}
    return {*found.values(), *(content_of({f"{name}.ipynb": mark}) for name, mark in found.items())}
