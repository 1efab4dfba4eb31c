"""A tiny course for tests of the path of data: built once through the real release, copied for each test."""
import pytest

import tiny


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
