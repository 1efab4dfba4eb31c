"""A class's submissions of every kind, and the servers to grade them with."""

from pathlib import Path

import pytest

from tests import tiny
from tests.server import loopback


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("release")


@pytest.fixture
def cluster(course):
    with loopback.dask(hidden=course) as running:
        yield running


@pytest.fixture(scope="session")
def postgres():
    with loopback.postgres() as address:
        yield address


@pytest.fixture
def classroom(course, with_gradebook):
    """Six submissions: two right, one wrong, one damaged, one that ends Python and one that never ends."""
    tiny.submit(course, "ada", **tiny.RIGHT)
    tiny.submit(course, "bob", **tiny.RIGHT | {"double": "def double(x):\n    return x * x"})
    tiny.submit(course, "cyd", **tiny.RIGHT)
    tiny.submit(course, "dee")
    (course / "submitted/dee/01-tiny/01-tiny.ipynb").write_text("{")
    tiny.submit(course, "eve", **tiny.RIGHT | {"answer": "import os\nos._exit(0)"})
    tiny.submit(
        course, "fay", **tiny.RIGHT | {"double": "def double(x):\n    return 2 * x\nwhile True:\n    pass"}
    )
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.Execute.timeout = 3\n")
    return course
