"""The tiny assignment as it was given, and as a student hands it in who changed answers alone."""
import nbformat
import pytest

from course.classroom import notebooks
from tests import tiny
from tests.tiny import cell


@pytest.fixture
def release(course):
    return notebooks.read(course / "release/01-tiny/01-tiny.ipynb")


@pytest.fixture
def work(release):
    """The submission of a student who changed answers alone."""
    nb = nbformat.from_dict(release)
    cell(nb, "double").source = tiny.RIGHT["double"]
    return nb
