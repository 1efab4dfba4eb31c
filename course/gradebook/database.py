"""nbgrader's options and gradebook; the gradebook is opened once and lent to nbgrader's own preprocessors.

Left alone, each preprocessor opens the database for itself and commits after every cell: nine openings a
submission, and a batch that is killed leaves half of a student's marks. Here a submission is one transaction.
"""

import contextlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Assignment, Comment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ComputeChecksums,
    SaveCells,
    latesubmissions,
    overwritecells,
    overwritekernelspec,
    saveautogrades,
    savecells,
)
from sqlalchemy import make_url, select
from sqlalchemy.exc import OperationalError, SAWarning, SQLAlchemyError
from sqlalchemy.orm import joinedload, selectinload
from traitlets.config import Config, PyFileConfigLoader

from course.files import coursedir
from course.files.locking import IN_USE
from course.gradebook.transaction import BatchGradebook
from course.notebook import document
from course.notebook.document import is_locked, labeled
from course.notebook.reading import identify

# each opens its own `Gradebook`
BORROWERS = savecells, overwritecells, overwritekernelspec, saveautogrades, latesubmissions


def config() -> Config:
    """What nbgrader_config.py says: penalties, plug-ins, limits."""
    file = coursedir.root() / "nbgrader_config.py"
    return PyFileConfigLoader(file.name, path=str(file.parent)).load_config() if file.is_file() else Config()


def course_directory(place: Path, config: Config, **own) -> CourseDirectory:
    """nbgrader's folders under `place`. A private place shares the course's source and release, but has a
    gradebook of its own.
    """
    if place != coursedir.root():
        own = {
            "db_url": f"sqlite:///{place / 'gradebook.db'}",
            "source_directory": str(coursedir.root() / "source"),
            "release_directory": str(coursedir.root() / "release"),
        } | own
    return CourseDirectory(root=str(place), config=config, **own)


def options(assignment: str, place: Path | None = None, db: str | None = None) -> Autograde:
    """nbgrader's own converter, which holds all that `nbgrader autograde` can be given: folders, permissions,
    plug-ins, limits.

    place: the folder of submitted/ and autograded/; db: the gradebook's file, or its
    address, such as postgresql+psycopg://host/course.
    """
    settings = config()
    if db and "://" not in db:  # a file beside gradebook.db
        db = f"sqlite:///{Path(place or coursedir.root(), db)}"
    folders = course_directory(place or coursedir.root(), settings, **({"db_url": db} if db else {}))
    folders.assignment_id = assignment
    return Autograde(coursedir=folders, config=settings)


def with_grades(gradebook: Gradebook, assignment: str) -> list[SubmittedAssignment]:
    """All submissions of an assignment, their notebooks, marks and comments read at once: one by one 300 take
    some seconds.
    """
    notebooks_ = selectinload(SubmittedAssignment.notebooks)
    grades, comments = (
        notebooks_.selectinload(SubmittedNotebook.grades),
        notebooks_.selectinload(SubmittedNotebook.comments),
    )
    wanted = (
        grades.undefer(Grade.max_score),
        grades.joinedload(Grade.cell),
        comments.joinedload(Comment.cell),
        joinedload(SubmittedAssignment.student),
    )
    which = (
        select(SubmittedAssignment)
        .join(Assignment, SubmittedAssignment.assignment)
        .where(Assignment.name == assignment)
    )
    return gradebook.db.scalars(which.options(*wanted)).all()


@contextlib.contextmanager
def lent(folders: CourseDirectory) -> Iterator[BatchGradebook]:
    """The gradebook of a CourseDirectory, for us and for all of nbgrader's preprocessors, until the block
    ends.
    """
    try:  # without an id nbgrader makes no row for the course: PostgreSQL minds
        book = BatchGradebook(folders.db_url, folders.course_id or "default_course")
    except (SQLAlchemyError, ImportError) as error:  # ImportError: its driver is not installed
        if is_locked_by_another(error):
            raise coursedir.CourseError(IN_USE) from error
        why = str(error.__cause__ or error).strip().partition("\n")[0]
        raise coursedir.CourseError(
            f"the gradebook {make_url(folders.db_url)} cannot be opened: {why}"
        ) from error
    own = [module.Gradebook for module in BORROWERS]
    try:
        for module in BORROWERS:
            module.Gradebook = lambda *_: book
        with warnings.catch_warnings():
            # nbgrader flushes a submission before it is whole; harmless
            warnings.simplefilter("ignore", SAWarning)
            yield book
    except OperationalError as error:
        if is_locked_by_another(error):
            raise coursedir.CourseError(IN_USE) from error
        raise
    finally:
        for module, theirs in zip(BORROWERS, own):
            module.Gradebook = theirs
        book.close_for_good()


def is_locked_by_another(error: Exception) -> bool:
    return isinstance(error, OperationalError) and "database is locked" in str(error)


def holds(folders: CourseDirectory, assignment: str) -> set[str]:
    """Students of whom the gradebook has marks for the assignment."""
    with lent(folders) as book:
        return set(
            book.db.scalars(
                select(SubmittedAssignment.student_id)
                .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
                .where(Assignment.name == assignment)
            )
        )


@dataclass(frozen=True)
class Exam:
    """One notebook of an assignment."""

    given: NotebookNode  # as it was released
    whole: NotebookNode  # the same, with hidden tests and rubrics
    generated: bool  # whether only `nbgrader generate_assignment` can make the tests
    # the source's own code, by the cell's name, where it is more than what was released; {} in a kit
    answers: dict[str, str]


def exams(folders: CourseDirectory, assignment: str) -> dict[str, Exam]:
    """What is graded: each notebook of the release, its tests and rubrics whole as in source/ -> {name:
    Exam}.

    A kit has no source/: then the visible part. Raises CourseError.
    """
    release, source = (
        Path(folders.format_path(step, ".", assignment))
        for step in (folders.release_directory, folders.source_directory)
    )
    found = {file.stem: _exam(file, source / file.name) for file in sorted(release.glob("*.ipynb"))}
    if not found:
        raise coursedir.CourseError(
            f"{assignment} is not in {release.parent.name}/. `course release {assignment}` makes it."
        )
    return found


def exam(assignment: str) -> NotebookNode:
    """The whole notebook of an assignment of this course; of several, one with all their cells."""
    return document.joined(
        [exam.whole for exam in exams(course_directory(coursedir.root(), config()), assignment).values()]
    )


def _exam(released, source):
    given = identify(document.read(released))
    language = given.metadata.get("kernelspec", {}).get("language", "python")
    if language != "python":
        raise coursedir.CourseError(
            f"{released.name} is written in {language}: only Python can be graded here."
        )
    whole, generated = nbformat.from_dict(given), False
    originals = labeled(document.read(source)) if source.is_file() else None
    for name, cell in labeled(whole).items() if originals is not None else ():
        original = originals.get(name)
        if original is None:
            raise coursedir.CourseError(
                f"release/{released.parent.name}/{released.name} is older than its source. `course release {released.parent.name}` makes it again."
            )
        # an instruction to nbgrader, which puts the tests into the gradebook
        if "AUTOTEST" in original.source:
            generated = True
        elif is_locked(cell):
            cell.source = original.source
    released_as = labeled(given)
    answers = {
        name: cell.source
        for name, cell in (originals or {}).items()
        if cell.cell_type == "code"
        and document.kind(cell) == "solution"
        and name in released_as
        and cell.source.strip() != released_as[name].source.strip()
    }
    return Exam(given, whole, generated, answers)


def register(book: BatchGradebook, assignment: str, nb: NotebookNode, resources: dict) -> None:
    """Enter a notebook's cells, or what is new about them, into the gradebook, as `nbgrader
    generate_assignment` does.
    """
    nb = nbformat.from_dict(nb)
    book.update_or_create_assignment(assignment)
    for step in ComputeChecksums(), SaveCells(), CheckCellMetadata():
        try:
            nb, resources = step(nb, resources)
        except RuntimeError as error:  # SaveCells: cells came or went while there are marks
            raise coursedir.CourseError(
                f"{error}. Move gradebook.db away, and grade every submission again."
            ) from error
    book.forget()
