"""A course of its own for a rehearsal, in a temporary folder: the instructor's folders and gradebook are only
read.

Of the instructor's settings none is taken over, since they may name a gradebook; the limit for a cell is
shorter, so that a loop without end costs little. The class's seed is, if there is one: so the hidden tests
draw the cases that they will draw for the class.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from course.files import coursedir
from course.files.coursedir import CourseError
from course.sandbox.pool import ENVIRONMENT

SEED = ".course-seed"
CONFIG = """from pathlib import Path

from course.authoring.stubs import preprocessors

c = get_config()
c.CourseDirectory.course_id = "rehearsal"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "misconceptions.py", "answers.py", "checkpoint.py", "look_alikes.py", "kept"]
c.Execute.timeout = 5
c.GenerateAssignment.preprocessors = preprocessors
"""


def make(assignments: list[str], seed: object) -> Path:
    """A new folder with the sources and releases of these assignments -> the folder. Raises CourseError, with
    what to do, for one that cannot be graded.
    """
    ours = coursedir.root()
    if not assignments:
        raise CourseError(f"there is nothing in {ours / 'source'} that could be rehearsed.")
    for name in assignments:
        if not coursedir.notebook("source", name, name=name).exists():
            raise CourseError(
                f"source/{name} has no notebook, and without its answers nobody can be pretended."
            )
        if not coursedir.notebook("release", name, name=name).exists():
            raise CourseError(f"{name} is not in release/. `course release {name}` makes it.")
    place = Path(tempfile.mkdtemp(prefix="course-rehearsal-")).resolve()
    for name in assignments:
        for step in "source", "release":
            shutil.copytree(
                ours / step / name,
                place / step / name,
                ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"),
            )
    (place / coursedir.CONFIG).write_text(CONFIG, "utf-8")
    if (ours / SEED).is_file():
        shutil.copy(ours / SEED, place / SEED)
    else:
        (place / SEED).write_text(f"rehearsal {seed}", "utf-8")
    return place


@contextlib.contextmanager
def inside(place: Path) -> Iterator[None]:
    """The course is the one in `place` while the block runs; what is started meanwhile has the order of sets,
    and the one thread, that a student's process has in grading.
    """
    like_a_students = {
        name: value
        for name, value in ENVIRONMENT.items()
        if name == "PYTHONHASHSEED" or name.endswith("_NUM_THREADS")
    }
    before = dict(os.environ)
    os.environ.update(like_a_students | {"COURSE_ROOT": str(place)})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
