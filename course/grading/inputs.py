"""What a batch reads: of an assignment once (exams, mistakes, log), of each submission its files, its hash
and its time.

    given = read(options)                                # options: nbgrader's converter, see stock.book
    todo = waiting(given)                                # students whose submission is still to be graded
"""

import contextlib
import datetime
import fnmatch
import glob
import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.converters import Autograde

from course.check.context import SIGNS
from course.files import coursedir
from course.files.walk import DEEPEST, below
from course.gradebook import database
from course.grading import log
from course.notebook import document
from course.notebook.document import labeled
from course.notebook.reading import Unreadable
from course.sandbox.job import FAILED
from course.submission import bundle

LARGEST = 50_000_000  # bytes of files beside the notebook; where it runs there is room for 64 MB
MOST_HASHED = 4 * LARGEST  # bytes of a submission that are looked at to know whether it has changed


@dataclass(frozen=True)
class Inputs:
    """What is the same for all submissions of an assignment."""

    options: Autograde
    exams: dict[str, database.Exam]  # by the notebook's name
    ways: dict[str, bytes]  # the files that name mistakes
    tests: str  # one hash of all that marks depend on besides the submission
    log: dict[str, log.Outcome]  # the last of each student; a batch adds its own
    under_way: Any  # log.UnderWay: whom a run that was killed left behind

    @property
    def assignment(self) -> str:
        return self.options.coursedir.assignment_id

    @property
    def is_plain(self) -> bool:
        """Whether it is made with nbgrader alone, and nothing of ours lies beside it."""
        return not any(name in coursedir.OURS or name == SIGNS for name in self.ways)

    @property
    def beside(self) -> dict[str, bytes]:
        """What lies beside the notebooks where they run: the release's files; of an assignment of nbgrader's
        the source's too, as its autograde has them.
        """
        homes = [folder(self.options, "source")] if self.is_plain else []
        found = [
            read_files(home, self.options.coursedir.ignore)[0]
            for home in [*homes, folder(self.options, "release")]
        ]
        return {name: content for files in found for name, content in files.items()}

    @property
    def chosen(self) -> set[str]:
        """Names of the notebooks that nbgrader's options select (all by default)."""
        return {name for name in self.exams if fnmatch.fnmatchcase(name, self.options.coursedir.notebook_id)}


def read(options: Autograde) -> Inputs:
    """Read it all. Raises CourseError, with what to do, if nothing can be graded."""
    folders = options.coursedir
    exams, mistakes = database.exams(folders, folders.assignment_id), ways(options)
    return Inputs(
        options,
        exams,
        mistakes,
        tests_hash(exams, mistakes),
        log.read(folders.assignment_id, folders.root),
        log.UnderWay(folders.assignment_id, folders.root),
    )


def submitted(options: Autograde) -> list[str]:
    """Students who have handed it in, in order: those that nbgrader's options select."""
    folders = options.coursedir
    # a name may hold a line feed
    shape: Any = re.compile(
        options._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True), re.DOTALL
    )
    pattern = os.path.relpath(options._format_source(folders.assignment_id, folders.student_id), folders.root)
    # the root may have brackets in its name
    paths = (os.path.join(folders.root, path) for path in glob.glob(pattern, root_dir=folders.root))
    every = [shape.match(path)["student_id"] for path in paths if os.path.isdir(path)]
    return sorted(set(every) - set(folders.student_id_exclude.split(",")))


def waiting(given: Inputs, students: Iterable[str] | None = None, force: bool = False) -> list[str]:
    """Students whose submission is still to be graded, those last by whom a run may have been ended. Raises
    CourseError for one who handed in nothing.
    """
    options, there = given.options, submitted(given.options)
    for student in students or []:
        if student not in there:
            raise coursedir.CourseError(
                f"{student} has not submitted {given.assignment}: "
                f"there is no folder {options._format_source(given.assignment, student)}."
            )
    students = sorted(dict.fromkeys(students or there), key=given.under_way.left.__contains__)
    if force or not given.log:
        return students
    held = database.holds(options.coursedir, given.assignment)

    def done(student):
        last, home = given.log.get(student), folder(options, "autograded", student)
        return (
            last
            and not last.due
            and student in held
            and last.outcome != FAILED
            and last.tests == given.tests
            and home.is_dir()
            and last.submission == files_hash(folder(options, "submitted", student))
            and given.chosen <= set(last.notebooks)
            and (
                options.coursedir.notebook_id == "*"
                or all((home / f"{name}.ipynb").exists() for name in last.notebooks)
            )
        )

    return [student for student in students if not done(student)]


def outdated(given: Inputs, students: Iterable[str]) -> list[str]:
    """Those of the students whose marks are by tests, or by known mistakes, that have changed since."""
    graded = (given.log[student] for student in students if student in given.log)
    return [last.student for last in graded if last.outcome != FAILED and last.tests != given.tests]


def tests(nb: NotebookNode) -> dict[str, str]:
    """The cells that test answers, not those which a person marks -> {id: source}."""
    return {
        name: cell.source
        for name, cell in labeled(nb).items()
        if cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)
    }


# --- files ---


def folder(options: Autograde, step: str, student: str = ".") -> Path:
    """The folder of a student's assignment at a step of its path."""
    name = getattr(options.coursedir, f"{step}_directory")
    return Path(
        os.path.normpath(options.coursedir.format_path(name, student, options.coursedir.assignment_id))
    )


def read_files(home: Path, ignore: list[str]) -> tuple[dict[str, bytes], list[str]]:
    """What lies beside a notebook: plain files only, no notebooks, nothing that nbgrader ignores -> ({name:
    content}, remarks).

    Raises OSError for a file or a folder that cannot be read: without it an answer could be marked as wrong.
    """

    def wanted(file):
        return not any(
            fnmatch.fnmatchcase(part, pattern) for part in file.relative_to(home).parts for pattern in ignore
        )

    files, remarks, size = {}, [], 0
    found, closed = below(home)
    for folder_ in filter(wanted, closed):
        os.scandir(folder_).close()  # raises what kept us out
        remarks.append(f"folders inside of folders, more than {DEEPEST} deep, were left out")
    for file in filter(wanted, found):
        name = file.relative_to(home)
        if file.suffix == ".ipynb":
            continue
        if file.is_symlink():
            remarks.append(f"{name} is a link: left out")
        elif file.is_file():
            size += file.stat().st_size
            if size > LARGEST:
                return files, [
                    *remarks,
                    f"more than {LARGEST / 1e6:.0f} MB of files: {name} and what follows were left out",
                ]
            files[name.as_posix()] = file.read_bytes()
    return files, remarks


def files_hash(home: Path) -> str:
    """One hash of the names and bytes of all files in a folder; of what cannot be read, of that; of what is
    too large to be read here, of its size and its time.
    """
    sha, left = hashlib.sha256(), MOST_HASHED
    found, closed = below(home)
    for file in found:
        try:
            if file.is_symlink() or not file.is_file():
                continue
            about = file.stat()
            _note(sha, file.relative_to(home), about.st_size)
            if about.st_size > min(left, LARGEST):
                _note(sha, "too large", about.st_mtime_ns)
                continue
            left -= about.st_size
            with file.open("rb") as stream:
                sha.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError as error:
            _note(sha, file.relative_to(home), "cannot be read", error.errno)
    for each in closed:
        _note(sha, each.relative_to(home), "cannot be read")
    return sha.hexdigest()


def _note(sha, *words):
    sha.update(
        "".join(f"{word.as_posix() if isinstance(word, Path) else word}\0" for word in words).encode(
            "utf-8", "surrogateescape"
        )
    )


def ways(options: Autograde) -> dict[str, bytes]:
    """The author's notebooks, and the files that name mistakes: {name: content}. Of a kit, the release's, and
    the signs.
    """
    source, release = folder(options, "source"), folder(options, "release")
    own = sorted(source.glob("*.ipynb"))
    is_ours = any((source / name).exists() for name in coursedir.OURS)
    files = (
        [*(sorted(source.glob("*.py")) if is_ours else ()), *own]
        if own
        else [*release.glob("signs.json"), *sorted(release.glob("*.ipynb"))]
    )
    return {file.name: file.read_bytes() for file in files}


def tests_hash(exams: dict[str, database.Exam], ways: dict[str, bytes]) -> str:
    """One hash of all that marks depend on besides the submission: tests, misconceptions, other answers."""
    sha = hashlib.sha256()
    for name, exam in exams.items():
        sha.update(f"{name}\0{document.dumps(exam.whole)}\0".encode())
    for name, content in ways.items():
        sha.update(content if name.endswith(".py") else b"")
    return sha.hexdigest()


def timestamp(home: Path) -> datetime.datetime | None:
    """When it was handed in, by timestamp.txt, in UTC; None without one. Raises Unreadable."""
    file = home / "timestamp.txt"
    if file.is_symlink() or file.exists() and not file.is_file():
        raise Unreadable("timestamp.txt is no plain file: write the time into one, or delete it")
    try:
        text = bundle.time_text(file)
        return utils.parse_utc(text) if text else None
    except FileNotFoundError:
        return None
    except (ValueError, ArithmeticError) as error:
        raise Unreadable("timestamp.txt holds no time: write one into it, or delete it") from error


def class_seed(options: Autograde) -> str:
    """The secret from which hidden tests draw their cases, made once for a class. Raises CourseError for a
    file that holds none.
    """
    file = Path(options.coursedir.root, ".course-seed")
    if not file.exists():
        _make(file, secrets.token_hex(16))
    seed = file.read_text().strip()
    if not seed:
        raise coursedir.CourseError(
            f"{file.name} is empty: a full disk or a kill left it so, and hidden tests would draw their cases from a seed that "
            "everybody knows. Delete it, or put back a copy of it; then grade with --force, so that all get the same cases."
        )
    return seed


def _make(file, text):
    """Write a file that only we may read, with all of its text or not at all; of two who make it at once, the
    first one's stays.
    """
    handle, new = tempfile.mkstemp(prefix=f"{file.name}.", dir=file.parent)  # its mode is 600
    try:
        with open(handle, "w") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(handle)
        try:
            os.link(new, file)
        except FileExistsError:
            pass
        except OSError:  # a disk without hard links, such as a USB stick
            os.replace(new, file)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(new)
