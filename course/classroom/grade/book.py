"""nbgrader's gradebook, opened once and lent to nbgrader's own preprocessors, with one transaction a submission.

Left alone, each preprocessor opens the database for itself and commits after every cell: nine openings a submission, and a
batch that is killed leaves half of a student's marks.
"""
import contextlib
import os
import sys
import warnings
from unittest import mock

import nbformat
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import CheckCellMetadata, ComputeChecksums, SaveCells
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from course.classroom import notebooks, places
from course.classroom.grade.mend import is_locked, labelled

BORROWERS = [f"nbgrader.preprocessors.{name}.Gradebook" for name in
             ("savecells", "overwritecells", "overwritekernelspec", "saveautogrades", "latesubmissions")]


class LentGradebook(Gradebook):
    """A gradebook that a borrower cannot close."""

    def close(self):
        pass

    def close_for_good(self):
        super().close()


def config():
    """What nbgrader_config.py says: penalties, plug-ins, limits."""
    file = places.root() / "nbgrader_config.py"
    return PyFileConfigLoader(file.name, path=str(file.parent)).load_config() if file.is_file() else Config()


def course_directory(place, config):
    """nbgrader's folders under `place`. A private place has a gradebook of its own, whatever the configuration says."""
    own = {} if place == places.root() else {"db_url": f"sqlite:///{place / 'gradebook.db'}"}
    return CourseDirectory(root=str(place), config=config, **own)


@contextlib.contextmanager
def lent(db_url):
    """The gradebook at `db_url`, for us and for all of nbgrader's preprocessors, until the block ends."""
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
    with mock.patch.dict(os.environ, PATH=path):         # a new gradebook has nbgrader start `alembic`
        book = LentGradebook(db_url)
    try:
        with contextlib.ExitStack() as patches, warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)   # nbgrader flushes a submission before it is whole; harmless
            for name in BORROWERS:
                patches.enter_context(mock.patch(name, lambda *_: book))
            yield book
    finally:
        book.close_for_good()


@contextlib.contextmanager
def transaction(book):
    """All that is saved in the block is saved at its end, or, if it fails, not at all."""
    def hold():                                          # as commit does: what was read before is stale
        book.db.flush()
        book.db.expire_all()
    with mock.patch.object(book.db, "commit", hold):
        try:
            yield
        except BaseException:
            book.db.rollback()
            raise
    book.db.commit()


def exam(assignment):
    """What is graded: the release, its tests and rubrics whole as in source/ (a kit has no source/: then the visible part)."""
    released, source = places.notebook("release", assignment), places.notebook("source", assignment)
    if not released.is_file():
        raise places.CourseError(f"{assignment} is not in release/. `course release {assignment}` makes it.")
    nb = notebooks.read(released)
    if source.is_file():
        whole = labelled(notebooks.read(source))
        for name, cell in labelled(nb).items():
            if name not in whole:
                raise places.CourseError(f"release/{assignment} is older than its source. `course release {assignment}` makes it anew.")
            if is_locked(cell):
                cell.source = whole[name].source
    return nb


def register(book, assignment, nb, resources):
    """Enter an assignment's cells, or what is new about them, into the gradebook, as `nbgrader generate_assignment` does."""
    nb = nbformat.from_dict(nb)
    book.update_or_create_assignment(assignment)
    for step in ComputeChecksums(), SaveCells(), CheckCellMetadata():
        try:
            nb, resources = step(nb, resources)
        except RuntimeError as error:                    # SaveCells: cells came or went while there are marks
            raise places.CourseError(f"{error}. Move gradebook.db away, and grade every submission again.") from error
