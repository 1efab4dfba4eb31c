"""From what a class sends, a platform's whole zip or a folder, to submitted/, as nbgrader wants it.

What lies there is sorted into hand-ins (archive.py), whose each is is decided (whose.py), and it is taken in (keep.py), put aside for a person to decide,
or refused (refusals.py). One bad zip never stops the others; each oddity is a line.
"""
import contextlib
import datetime
import errno
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePath

from course.classroom import archive, bare, due, early, places, refusals, roster
from course.classroom.keep import REPLACES, hash_of, note_name, take_in, time_kept, timestamp, who_handed_in
from course.classroom.progress import tame
from course.classroom.submission import TIME, Refused, Submission, an_id, left_out, opened, read, shown
from course.classroom.whole import is_full
from course.classroom.whose import against, agreed, called, claims, gradescopes, handed_in, is_late, of_name, platforms_part

UNKNOWN = "when it was handed in is not known, and it counts as in time"
UNPACKED = ".unpacked-"                                  # beside what is kept: where a hand-in lies while it is collected


def collect(folder: Path | str, who: str | None = None) -> Iterator[tuple[Path, Submission | None, str]]:
    """Take in every file below `folder`, or in a platform's zip, or one file -> (file, Submission or None, what became of it) for each, in order.

    who: whose the one file is, whatever it says. Raises CourseError if `folder` is nothing of it, if another is at work, and once the disk is full:
    that is no student's fault.
    """
    folder = Path(folder)
    if not folder.exists():
        raise places.CourseError(f"there is no file and no folder {tame(str(folder))}.")
    if who is not None and not folder.is_file():
        raise places.CourseError(f"--as is for one file, a zip or a notebook, and {tame(str(folder))} is a folder. Nothing was changed.")
    if who is not None:
        _known(who)
    if folder.is_file() and (zipfile.is_zipfile(folder) or folder.suffix == ".ipynb"):
        with _alone():
            inbox = _Inbox(an_id(who) if who else None)
            yield from inbox.notebook(folder, Path(folder.name)) if folder.suffix == ".ipynb" else inbox.file(folder, Path(folder.name))
        return
    if not folder.is_dir():
        kind = "no zip that can be read" if folder.suffix.lower() == ".zip" else archive.kind_of(folder)
        raise places.CourseError(f"{tame(str(folder))} is not a folder: it is {kind}. Name what your platform gave you: its zip, or the folder that you unpacked it into.")
    from course.classroom.grade.inputs import below  # a second to import
    found, closed = below(folder)
    with _alone():
        for file in closed:
            yield file, None, "refused: this folder cannot be opened. Mend that, and collect again"
        yield from _Inbox(None, folder).listing(archive.Folder(found, folder), Path(), 0)


class _Inbox:
    """One collecting: who is in the class, what a platform's list has said so far, and where hand-ins are unpacked."""

    def __init__(self, who: str | None, home: Path = Path()):
        self.who, self.home, self.roster, self.listed = who, home, roster.kept(), {}
        self.took = set()                                # (folder, student) of what was taken in

    def listing(self, listing, name, depth):
        """All hand-ins of a folder or a zip."""
        whole = bool(self.who or agreed(self.claims(name)))
        for hand_in in archive.sorted_out(listing, whole):
            inside = name / hand_in.name if (name / hand_in.name).parts else Path(self.home.resolve().name)       # a hand-in that lies at the top
            with self.reported(inside) as said, tempfile.TemporaryDirectory(dir=places.root() / "collected", prefix=UNPACKED) as place:
                if hand_in.kind == archive.FILE and hand_in.name.name != archive.LIST and isinstance(listing, archive.Folder):
                    yield from self.file(listing.paths[hand_in.name], inside, depth)
                    continue
                place = Path(place)
                paths = {file: place / f"{n:05}" for n, file in enumerate(hand_in.files)}
                for file, path in paths.items():
                    listing.copy(file, path)
                first = paths[hand_in.files[0]]
                if hand_in.name.name == archive.LIST:
                    self.listed |= gradescopes(first.read_bytes())
                elif hand_in.kind == archive.FILE:
                    yield from self.file(first, inside, depth)
                else:
                    home = hand_in.files[0].parent
                    files = {file.relative_to(home).as_posix(): path for file, path in paths.items()}
                    if hand_in.kind == archive.PACKED:
                        yield self.zip(archive.packed(files, place / "packed.zip"), inside)
                    else:
                        yield from self.notebook(first, inside, files)
            yield from said

    @contextlib.contextmanager
    def reported(self, name, hashes=()):
        """What goes wrong in here is a line, and stops nobody; but a full disk stops all. hashes: of the file, as far as they are known by then."""
        said = []
        try:
            yield said
        except Refused as error:
            said.append(self.refused(name, f"refused: {error}", hashes))
        except OSError as error:
            if is_full(error):
                raise places.CourseError(f"the disk is full: nothing from {shown(name.name)} on was collected. "
                                         "Make room, and collect the same folder again: it goes on where it was.") from error
            said.append(self.refused(name, f"refused: it could not be read or written ({shown(error)}). Mend that, and collect again", hashes))

    def file(self, file, name, depth=0):
        """A hand-in, or all those in a zip of them."""
        if depth == archive.DEEPEST or not archive.is_one(file):
            is_file, called = file.is_file() and not file.is_symlink(), name.suffix.lower()
            other = (is_file and called not in ("", ".zip")                     # a damaged zip says more of itself
                     and (called in archive.KINDS and not archive.is_packed(file) or not zipfile.is_zipfile(file)))
            yield self.refused(name, f"refused: it is {archive.kind_of(name)}", [hash_of(file)], beside=True) if other else self.zip(file, name)
            return
        with self.reported(name) as said, opened(file) as box:
            lines = self.listing(archive.Zip(box), name, depth + 1)
            if (first := next(lines, None)) is None:
                raise Refused("nothing in it is anybody's work: ask for what `course submit` makes")
            yield first
            yield from lines
        yield from said

    def zip(self, file, name):
        """A zip of `course submit`, or what is none."""
        submission = None
        with self.reported(name, hashes := []) as said:
            hashes += [hash_of(file)] if file.is_file() and not file.is_symlink() else []
            try:
                found = read(file, self.who)
                hashes.append(_of_the_notebook(found))
                submission, remark = self.whose(found, name)
                if submission is None:
                    return self.aside(name, file, found.assignment, remark, hashes=hashes, claimants=sorted(against(found.student, self.claims(name)).ids))
                submission, of_its_time = self.timed(submission, file, name)
                return self.taken(submission, file, name, "; ".join(filter(None, (remark, of_its_time))), hashes)
            except OSError as error:
                if error.errno == errno.ENAMETOOLONG and submission:
                    raise Refused(f"a name in it is too long for this disk: ask {submission.student} for shorter ones") from error
                raise
            except (Refused, places.CourseError):
                raise
            except Exception as error:                   # the zip's fault or ours: it is reported, and the next one is read
                raise Refused(f"{type(error).__name__}: {shown(error)}") from error
        return said[0]

    def whose(self, submission, name):
        """The manifest against the names under which it came -> (Submission, what is to be said of it), or (None, why nobody knows whose it is)."""
        if self.who:
            return submission, ""
        said, people = self.claims(name), self.roster.people if self.roster else {}
        other, sure = against(submission.student, said), agreed([claim for claim in said if claim.sure])
        if other is None:
            return submission, ""
        if sure and submission.student not in people:
            return submission._replace(student=sure), f"as {sure}'s, by {shown(other.name)}: the id in it, {submission.student}, is not on the roster"
        return None, f"it says that it is {submission.student}'s, and came as {' or '.join(sorted(other.ids))}'s, in {shown(other.name)}"

    def timed(self, submission, file, name):
        """When it was handed in: as before, if it is kept already, whatever the clock says now; else by itself, or by the platform where that cannot be
        -> (Submission, what is to be said of it)."""
        if kept := time_kept(submission, file):
            return submission._replace(time=kept), ""
        aside = refusals.of(_from_here(file))
        given = datetime.datetime.fromisoformat(aside.time) if aside and aside.time else handed_in(name, self.listed)
        if aside and not aside.sure:
            return submission, UNKNOWN
        if aside and submission.time == given:
            return submission, f"its time, {given:%Y-%m-%d %H:%M} UTC, is {bare.GRADESCOPE}"
        if not early.is_early(submission):
            return submission, ""
        if not given:
            raise early.refused(submission, called(name, self.roster, self.listed) or submission.student)
        return submission._replace(time=given), early.replaced(submission, given)

    def notebook(self, file, name, files=None):
        """A notebook that came bare, and the files beside it."""
        with self.reported(name, marks := [hash_of(file)]) as said, tempfile.TemporaryDirectory(dir=places.root() / "collected", prefix=UNPACKED) as place:
            assignment, who = bare.assignment_of(file, name), self.who or agreed(self.claims(name))
            time, by = bare.time_of(file, files or {}, name, handed_in(name, self.listed))
            mine = {f"{assignment}.ipynb": file} | {other: path for other, path in (files or {}).items()
                                                   if path != file and other != TIME and not left_out(other, path.stat().st_size)}
            hashes, sure = {other: hash_of(path) for other, path in mine.items()}, by != bare.FILE or is_late(name)
            if who and not sure:                         # the time of a file may change, and the clock; what is in it has not
                time = time_kept(Submission(who, assignment, time, hashes)) or time
            manifest = {"assignment": assignment, "student": who or "", "time": time.isoformat(), "sha256": hashes}
            packed = archive.packed({f"{assignment}/{other}": path for other, path in mine.items()}, Path(place, "packed.zip"), manifest)
            if who is None:
                whose = called(name, self.roster, self.listed)
                if not whose and marks[0] not in _untouched() and (before := who_handed_in(assignment, hashes)):
                    yield self.path(name), None, tame(f"collected before, as {before}'s")
                    return
                why = "it is a bare notebook, and nothing says whose" + (f", but that it came from {whose}" if whose else "")
                yield self.aside(name, packed, assignment, why, sure=sure, hashes=marks)
            else:
                remark = f"a bare notebook, as {who}'s; " + (f"its time, {time:%Y-%m-%d %H:%M} UTC, is {by}" if sure else UNKNOWN)
                yield self.taken(Submission(who, assignment, time, hashes), packed, name, remark, marks, sure)
        yield from said

    def taken(self, submission, file, name, remark, hashes, sure=True):
        """Take it in -> the line."""
        before = refusals.of(kept := _from_here(self.home / name, file))
        rule, home = due.rule(submission.assignment), places.root() / "submitted" / submission.student / submission.assignment
        last = timestamp(home) if (home / TIME).exists() else None               # one that nobody knows makes nobody late
        outcome = take_in(submission, file, sure := before.sure if before else sure)
        if outcome.startswith(REPLACES) and sure and rule and (late := _late_after_one_in_time(rule, submission, last)):
            outcome = f"collected, and is {due.length(late.by)} late: it replaces{outcome.removeprefix(REPLACES)}, and was in time"
        if part := platforms_part(PurePath(before.name) if before else name):
            note_name(submission, part)
        self.took.add((name.parent, submission.student))
        refusals.settle(submission.student, submission.assignment, str(name), kept, {*hashes})
        if outcome.startswith("kept"):                   # what does not count is neither late nor in time
            remark = remark.removesuffix(UNKNOWN).rstrip("; ")
        return self.path(name), submission, tame("; ".join(filter(None, (outcome, remark if outcome != "collected before" else ""))))

    def aside(self, name, file, assignment, why, hashes, **more):
        """Keep a copy of what a person must decide -> the line. more: what else is known of it, by the fields of a Refusal."""
        given = handed_in(name, self.listed)
        refusal = refusals.note(refusals.Refusal(str(name), assignment, None, why, time=given.isoformat() if given else "", whose=called(name, self.roster, self.listed),
                                                 hashes=sorted({*hashes} - _untouched()), **more), file)
        if refusal.settled:
            return self.path(name), None, tame(f"decided before: {why}")
        return self.path(name), None, tame(f"not taken in, and nothing was replaced: {why}. `course collect {refusal.kept} --as ID` takes it in as ID's")

    def refused(self, name, outcome, hashes=(), beside=False):
        """Put it on the list of what was refused -> the line. beside: it may lie beside a student's work, and is off the list where that was taken in."""
        claimed, whose = self.claims(name), called(name, self.roster, self.listed)
        assignment, student = next((each for each in places.assignments() if each in str(name)), None), self.who or agreed(claimed)
        if name.suffix.lower() in (".zip", ".ipynb") or claimed or whose:
            refusals.note(refusals.Refusal(str(name), assignment, student, outcome.removeprefix("refused: "), whose=whose, hashes=sorted({*hashes} - _untouched()),
                                           settled=beside and (name.parent, student) in self.took))
        return self.path(name), None, tame(f"{outcome}; from {whose}" if whose and whose not in outcome else outcome)

    def path(self, name):
        """A hand-in's path as a line may show it."""
        return self.home.joinpath(*map(tame, name.parts))

    def claims(self, name):
        return claims(name, self.roster, self.listed)


def _known(who):
    """Raise CourseError for what is nobody's id, and say which is meant if it is somebody's name."""
    expected, known = roster.kept(), an_id(who)
    if known and (expected is None or known in expected.people or (places.root() / "submitted" / known).is_dir()):
        return
    if meant := of_name(who, expected) if expected else []:
        is_of = f"is what {meant[0]} is called: `--as {meant[0]}`" if len(meant) == 1 else f"is what {' and '.join(meant)} are called: say which"
        raise places.CourseError(f"--as takes an id, and {shown(who)!r} {is_of}. Nothing was changed.")
    if not known:
        raise places.CourseError(f"--as takes an id, and {shown(who)!r} cannot be one: letters and digits, and . _ @ - between them. Nothing was changed.")
    raise places.CourseError(f"nobody is called {shown(who)!r}: --as takes an id of the roster, or of somebody who has handed in. Nothing was changed.")


def _late_after_one_in_time(rule, submission, last):
    """How late a hand-in is that replaces one of the time `last`, if that costs something, and the other would have cost nothing; None otherwise."""
    late, before = (due.lateness(rule, submission.student, time, 1) for time in (submission.time, last))
    return late if late and late.off and not before else None


def _untouched():
    """The hashes of the notebooks as they are given out: who hands in such a one may be anybody."""
    return {hash_of(file) for name in places.assignments() if (file := places.notebook("release", name)).exists()}


def _of_the_notebook(submission):
    """The hash that a manifest has of its notebook, whatever it is."""
    return str(submission.hashes.get(f"{submission.assignment}.ipynb"))


def _from_here(*files):
    """The path of the first file that lies in the course's folder, from there; "" if none does."""
    here = (file.resolve() for file in files if file.exists())
    return next((file.relative_to(places.root()).as_posix() for file in here if file.is_relative_to(places.root())), "")


@contextlib.contextmanager
def _alone():
    """For one `course collect` at a time: two would unpack into the same folder."""
    from course.classroom.stock import book  # a second to import
    with contextlib.ExitStack() as stack:
        stack.enter_context(book.alone(places.root() / "collected" / ".lock", "another `course collect` is at work: try again when it is done."))
        for left_behind in (places.root() / "collected").glob(f"{UNPACKED}*"):                 # by a run that was killed
            shutil.rmtree(left_behind, ignore_errors=True)
        yield
