"""A tiny course for tests of the path of data: built once through the real release, copied for each test. A
class that was graded, and what a student hands in.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest
from nbformat.v4 import new_output

from course.grading import batch
from course.notebook import document
from course.sandbox.job import GRADED, Result
from tests import tiny
from tests.sent import in_class, inbox  # noqa: F401  for whatever test asks for them

ROOT = Path(__file__).parents[1]
# before numpy is imported: no more threads than tests at a time
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYTHONHASHSEED", "0")  # so that all workers name a set's test alike
# nbgrader looks for alembic there
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def pytest_configure(config):
    """One folder for weights and notebooks that ran: what one test makes, others load."""
    if "COURSE_CACHE" not in os.environ:
        made = tempfile.TemporaryDirectory(prefix="course-tests-")
        os.environ["COURSE_CACHE"] = made.name  # workers inherit it
        config.add_cleanup(made.cleanup)


def pytest_collection_modifyitems(items):
    for item in items:
        if "model" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")  # the real one: 0.6 GB, and seconds for a sentence


@pytest.fixture(scope="session")
def tiny_course_once(tmp_path_factory):
    root = tmp_path_factory.mktemp("tiny")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(root))
        return tiny.make(root)


@pytest.fixture
def course(tiny_course_once, tmp_path, monkeypatch):
    """The root of a course with one assignment, 01-tiny, that nobody has started."""
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    return tiny.copy(tiny_course_once, tmp_path)


@pytest.fixture
def measured():
    """measured(figure) -> the figure, drawn, so that what is in it has its place; closed after the test."""
    figures = []

    def ready(figure):
        figures.append(figure)
        figure.canvas.draw()
        return figure

    yield ready
    for figure in figures:
        plt.close(figure)


@pytest.fixture(scope="session")
def empty_gradebook(tiny_course_once, tmp_path_factory):
    """A new gradebook has a dozen tables to make: one for all tests, to copy."""
    from course.gradebook import database

    place = tmp_path_factory.mktemp("book")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(tiny_course_once))
        with database.lent(database.options("01-tiny", place).coursedir):
            return place / "gradebook.db"


@pytest.fixture
def with_gradebook(course, empty_gradebook):
    """A course whose gradebook is there already."""
    shutil.copy(empty_gradebook, course / "gradebook.db")


SAID = {
    "ada": {},
    "bob": {
        "double-test": "Double: not yet.\ndouble(7) gave 49; it should give 14.\nYou squared it.",
        "double-test-2": "Double: not yet.\ndouble(5) gave 25; it should give 10.\nYou squared it.",
    },
    "cid": {
        "double-test": "Double: not yet.\ndouble(7) gave 49; it should give 14.\nYou squared it.",
        "answer-test": "Answer: not written yet.\nPut it in.",
    },
    "eve": {"double-test": "Double: not yet.\ndouble(7) gave 7; it should give 14."},
}


@pytest.fixture
def graded(course, with_gradebook):
    """A class of four, and mal, whose notebook is damaged."""

    def run(job):
        nb = nbformat.from_dict(job.notebook)
        for cell in nb.cells:
            if said := SAID.get(job.student, {}).get(cell.id):
                cell.outputs = [new_output("error", ename="NotYet", evalue=said, traceback=said.split("\n"))]
        return Result(nb, GRADED)

    for student in SAID:
        tiny.submit(course, student, written_answer="Because.")
    tiny.submit(course, "mal").joinpath("01-tiny.ipynb").write_text("{")
    list(batch.grade("01-tiny", run=run))
    return course


@pytest.fixture
def answered(course, with_gradebook):
    """answered(eve="Because.") hands in these written answers and grades them -> the course. Three are there
    already; cid's is empty.
    """

    def hand_in(**answers):
        for student, text in answers.items():
            tiny.submit(course, student, **tiny.RIGHT | {"written_answer": text})
        list(batch.grade("01-tiny", run=lambda job: Result(nbformat.from_dict(job.notebook), GRADED)))
        return course

    hand_in(
        ada_king="A sum of two equals is even.",
        bob_noyce="It  is $2x$, so *even*.\n",
        cid_vicious="*Your answer goes here.*",
    )
    return hand_in


@pytest.fixture
def made(course, tmp_path):
    def write(text, encoding="utf-8", name="class.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def release(course):
    return document.read(course / "release/01-tiny/01-tiny.ipynb")


@pytest.fixture
def work(release):
    """The submission of a student who changed answers alone."""
    nb = nbformat.from_dict(release)
    tiny.cell(nb, "double").source = tiny.RIGHT["double"]
    return nb
