"""A tiny course for tests of the path of data: built once through the real release, copied for each test."""
import shutil
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from course import classroom  # noqa: F401  before nbformat is: that takes a second less then
from tests import tiny

LIST = Path(__file__).with_name("slow.txt")                          # `python tests/run.py slow` makes the list


def pytest_collection_modifyitems(items):
    slow = set(LIST.read_text().splitlines())
    for item in items:
        name = ".".join(item.path.relative_to(LIST.parent.parent).with_suffix("").parts)
        if "model" in getattr(item, "fixturenames", ()) or f"{name}::{getattr(item, 'originalname', item.name)}" in slow:
            item.add_marker("slow")                                  # a model: the real one, 0.6 GB, and seconds for a sentence


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
    from course.classroom.stock import book
    place = tmp_path_factory.mktemp("book")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(tiny_course_once))
        with book.lent(book.options("01-tiny", place).coursedir):
            return place / "gradebook.db"


@pytest.fixture
def with_gradebook(course, empty_gradebook):
    """A course whose gradebook is there already."""
    shutil.copy(empty_gradebook, course / "gradebook.db")
