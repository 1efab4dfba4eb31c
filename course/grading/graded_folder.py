"""The folder of a graded submission, autograded/STUDENT/NN: made beside its place, and put there whole."""

import os
import shutil
from pathlib import Path

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.converters import Autograde

from course.gradebook.database import Exam
from course.grading.inputs import folder
from course.notebook import document
from course.sandbox.job import unpack
from course.submission.store import TIMES


def being_made(options: Autograde, student: str = "") -> Path:
    """Where a student's folder is made, before it takes its place; without a student, where all of them are."""
    folders = options.coursedir
    return Path(folders.format_path(folders.autograded_directory, ".being-graded", student))


def make(
    options: Autograde,
    exams: dict[str, Exam],
    student: str,
    new: Path,
    files: dict[str, bytes],
    graded: dict[str, NotebookNode],
) -> None:
    """Write what was graded into the folder `new`; notebooks that were graded another time stay."""
    home = folder(options, "autograded", student)
    shutil.rmtree(new, ignore_errors=True)
    for name in exams:
        if name not in graded and options.coursedir.notebook_id != "*" and (home / f"{name}.ipynb").exists():
            files = files | {f"{name}.ipynb": (home / f"{name}.ipynb").read_bytes()}
    unpack(files, new)
    new.mkdir(parents=True, exist_ok=True)
    for name in TIMES:  # the exchange asks for it
        if (time := folder(options, "submitted", student) / name).is_file() and not time.is_symlink():
            shutil.copyfile(time, new / name)
    for name, nb in graded.items():
        document.write(nb, new / f"{name}.ipynb")


def put(options: Autograde, assignment: str, student: str, new: Path) -> None:
    """Let autograded/ hold `new`, all of it or nothing."""
    home = folder(options, "autograded", student)
    if home.exists():
        utils.rmtree(str(home))
    home.parent.mkdir(parents=True, exist_ok=True)
    os.replace(new, home)
    options.set_permissions(assignment, student)
