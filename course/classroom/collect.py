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

from course.classroom import archive, bare, early, places, refusals, roster
from course.classroom.keep import hash_of, note_name, take_in, time_kept
from course.classroom.progress import tame
from course.classroom.submission import TIME, Refused, Submission, an_id, left_out, opened, read, shown
from course.classroom.whole import is_full
from course.classroom.whose import against, agreed, called, claims, gradescopes, handed_in, is_late, platforms_part

UNKNOWN = "when it was handed in is not known, and it counts as in time"
UNPACKED = ".unpacked-"                                  # beside what is kept: where a hand-in lies while it is collected


def collect(folder: Path | str, who: str | None = None) -> Iterator[tuple[Path, Submission | None, str]]:
    """Take in every file below `folder`, or in a platform's zip, or one file -> (file, Submission or None, what became of it) for each, in order.

    who: whose the one file is, whatever it says. Raises CourseError if `folder` is nothing of it, if another is at work, and once the disk is full:
    that is no student's fault.
    """
    folder = Path(folder)
    if who and not (folder.is_file() and an_id(who)):
        raise places.CourseError(f"--as is for one file, a zip or a notebook, and takes an id: {shown(folder)} as {shown(who)!r} is none of it.")
    expected = roster.kept()
    if who and expected and an_id(who) not in expected.people and not (places.root() / "submitted" / an_id(who)).is_dir():
        raise places.CourseError(f"nobody is called {shown(who)!r}: --as takes an id of the roster, or of somebody who has handed in. Nothing was changed.")
    if folder.is_file() and (zipfile.is_zipfile(folder) or folder.suffix == ".ipynb"):
        with _alone():
            inbox = _Inbox(an_id(who) if who else None)
            yield from inbox.notebook(folder, Path(folder.name)) if folder.suffix == ".ipynb" else inbox.file(folder, Path(folder.name))
        return
    if not folder.is_dir():
        raise places.CourseError(f"{folder} is not a folder, no zip and no notebook. Name what your platform gave you: its zip, or the folder that you unpacked it into.")
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
    def reported(self, name):
        """What goes wrong in here is a line, and stops nobody; but a full disk stops all."""
        said = []
        try:
            yield said
        except Refused as error:
            said.append(self.refused(name, f"refused: {error}"))
        except OSError as error:
            if is_full(error):
                raise places.CourseError(f"the disk is full: nothing from {shown(name.name)} on was collected. "
                                         "Make room, and collect the same folder again: it goes on where it was.") from error
            said.append(self.refused(name, f"refused: it could not be read or written ({shown(error)}). Mend that, and collect again"))

    def file(self, file, name, depth=0):
        """A hand-in, or all those in a zip of them."""
        if depth == archive.DEEPEST or not archive.is_one(file):
            is_file, called = file.is_file() and not file.is_symlink(), name.suffix.lower()
            other = is_file and called not in ("", ".zip") and not zipfile.is_zipfile(file)           # a damaged zip says more of itself
            yield self.refused(name, "refused: it is no zip and no notebook") if other else self.zip(file, name)
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
        with self.reported(name) as said:
            try:
                submission, remark = self.whose(read(file, self.who), name)
                if submission is None:
                    return self.aside(file, name, remark, read(file).assignment, given=handed_in(name, self.listed))
                submission, of_its_time = self.timed(submission, file, name)
                return self.taken(submission, file, name, "; ".join(filter(None, (remark, of_its_time))))
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
        with self.reported(name) as said, tempfile.TemporaryDirectory(dir=places.root() / "collected", prefix=UNPACKED) as place:
            assignment, who = bare.assignment_of(file, name), self.who or agreed(self.claims(name))
            time, by = bare.time_of(file, files or {}, name, given := handed_in(name, self.listed))
            mine = {f"{assignment}.ipynb": file} | {other: path for other, path in (files or {}).items()
                                                   if path != file and other != TIME and not left_out(other, path.stat().st_size)}
            hashes, sure = {other: hash_of(path) for other, path in mine.items()}, by != bare.FILE or is_late(name)
            if who and not sure:                         # the time of a file may change, and the clock; what is in it has not
                time = time_kept(Submission(who, assignment, time, hashes)) or time
            manifest = {"assignment": assignment, "student": who or "", "time": time.isoformat(), "sha256": hashes}
            packed = archive.packed({f"{assignment}/{other}": path for other, path in mine.items()}, Path(place, "packed.zip"), manifest)
            if who is None:
                yield self.aside(packed, name, "it is a bare notebook, and nothing says whose", assignment, sure, given if by == bare.GRADESCOPE else None)
            else:
                remark = f"a bare notebook, as {who}'s; " + (f"its time, {time:%Y-%m-%d %H:%M} UTC, is {by}" if sure else UNKNOWN)
                yield self.taken(Submission(who, assignment, time, hashes), packed, name, remark, sure)
        yield from said

    def taken(self, submission, file, name, remark, sure=True):
        """Take it in -> the line."""
        before = refusals.of(kept := _from_here(self.home / name, file))
        outcome = take_in(submission, file, before.sure if before else sure)
        if part := platforms_part(PurePath(before.name) if before else name):
            note_name(submission, part)
        refusals.settle(submission.student, submission.assignment, str(name), kept)
        return self.path(name), submission, tame("; ".join(filter(None, (outcome, remark if outcome != "collected before" else ""))))

    def aside(self, file, name, why, assignment, sure=True, given=None):
        """Keep a copy of what a person must decide -> the line. given: when the platform says that it came."""
        refusal = refusals.note(refusals.Refusal(str(name), assignment, None, why, sure=sure, time=given.isoformat() if given else ""), file)
        if refusal.settled:
            return self.path(name), None, tame(f"decided before: {why}")
        return self.path(name), None, tame(f"not taken in, and nothing was replaced: {why}. `course collect {refusal.kept} --as ID` takes it in as ID's")

    def refused(self, name, outcome):
        """Put it on the list of what was refused -> the line."""
        claimed = self.claims(name)
        assignment = next((each for each in places.assignments() if each in str(name)), None)
        if name.suffix.lower() in (".zip", ".ipynb") or claimed:
            refusals.note(refusals.Refusal(str(name), assignment, self.who or agreed(claimed), outcome.removeprefix("refused: ")))
        return self.path(name), None, tame(outcome)

    def path(self, name):
        """A hand-in's path as a line may show it."""
        return self.home.joinpath(*map(tame, name.parts))

    def claims(self, name):
        return claims(name, self.roster, self.listed)


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
