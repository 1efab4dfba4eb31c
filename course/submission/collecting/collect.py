"""From what a class sends, a platform's whole zip or a folder, to submitted/, as nbgrader wants it.

What lies there is sorted into hand-ins (scan.py, classify.py, archive.py), whose each is is decided
(decision.py, owner.py), and it is taken in (intake.py), put aside for a person to decide, or refused
(rejected.py). One bad zip never stops the others; each oddity is a line.
"""

import contextlib
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from course.files import coursedir, locking
from course.files.terminal import shown, tame
from course.files.walk import below
from course.submission import rejected, roster
from course.submission.bundle import Submission, an_id
from course.submission.collecting import archive
from course.submission.collecting.owner import of_name
from course.submission.collecting.scan import UNPACKED, Inbox
from course.submission.file_names import is_notebook


def collect(
    folder: Path | str, who: str | None = None, only: Callable = lambda name: True
) -> Iterator[tuple[Path, Submission | None, str]]:
    """Take in every file below `folder`, or in a platform's zip, or one file -> (file, Submission or None,
    what became of it) for each, in order.

    who: whose the one file is, whatever it says. only(name): whether to look at what in a folder has this
    name. Raises CourseError if `folder` is nothing of it, or the course's own; if another is at work; if what
    is to be `who`'s is more than one hand-in; and once the disk is full: that is no student's fault.
    """
    folder = Path(folder)
    if not folder.exists():
        raise coursedir.CourseError(f"there is no file or folder {tame(str(folder))}.")
    if who is not None and not folder.is_file():
        raise coursedir.CourseError(
            f"--as is for one file, a zip or a notebook, and {tame(str(folder))} is a folder. Nothing was changed."
        )
    if who is not None:
        _known(who)
    if folder.is_file() and (zipfile.is_zipfile(folder) or is_notebook(folder)):
        with _alone():
            yield from Inbox(an_id(who) if who else None).one(folder)
        return
    if not folder.is_dir():
        kind = "not a zip that can be read" if folder.suffix.lower() == ".zip" else archive.kind_of(folder)
        raise coursedir.CourseError(
            f"{tame(str(folder))} is not a folder: it is {kind}. Name what your platform gave you: its zip, or the folder that you unpacked it into."
        )
    _is_no_courses(folder)
    found, closed = below(folder)

    def meant(file):
        return file == folder or only(file.relative_to(folder).parts[0])

    with _alone():
        for file in filter(meant, closed):
            yield file, None, "refused: this folder cannot be opened. Mend that, and collect again"
        yield from Inbox(None, folder).all(list(filter(meant, found)))


def _is_no_courses(folder):
    """Raise CourseError for the course's own folder, and for one of those in it in which there are releases,
    or work that was collected before.
    """
    folder, root = folder.resolve(), coursedir.root().resolve()
    own = {"release", "source", *coursedir.students_folders(root)} - {"inbox"}
    is_own = any(folder.is_relative_to(root / name) for name in own) and not folder.is_relative_to(
        root / "collected/_refused"
    )
    if is_own or root.is_relative_to(folder):
        raise coursedir.CourseError(
            f"{tame(str(folder))} {'is' if is_own else 'holds'} the course's own: what is there was collected before, or is nobody's work. "
            "Name what your platform gave you: its zip, or the folder that you unpacked it into. Nothing was changed."
        )


def _known(who):
    """Raise CourseError for what is nobody's id, and say which is meant if it is somebody's name."""
    expected, known = roster.kept(), an_id(who)
    if known and (
        expected is None or known in expected.people or (coursedir.root() / "submitted" / known).is_dir()
    ):
        return
    if meant := of_name(who, expected) if expected else []:
        is_of = (
            f"is what {meant[0]} is called: `--as {meant[0]}`"
            if len(meant) == 1
            else f"is what {' and '.join(meant)} are called: say which"
        )
        raise coursedir.CourseError(f"--as takes an id, and {shown(who)!r} {is_of}. Nothing was changed.")
    if not known:
        raise coursedir.CourseError(
            f"--as takes an id, and {shown(who)!r} cannot be one: letters and digits, and . _ @ - between them. Nothing was changed."
        )
    raise coursedir.CourseError(
        f"nobody is called {shown(who)!r}: --as takes an id of the roster, or of somebody who has handed in. Nothing was changed."
    )


@contextlib.contextmanager
def _alone():
    """For one `course collect` at a time: two would unpack into the same folder."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(
            locking.alone(
                coursedir.root() / "collected" / ".lock",
                "another `course collect` is running: try again when it is done.",
            )
        )
        for left_behind in (coursedir.root() / "collected").glob(f"{UNPACKED}*"):  # by a run that was killed
            shutil.rmtree(left_behind, ignore_errors=True)
        rejected.clear()
        yield
