import shutil

import pytest

from course.files import coursedir
from course.files.coursedir import CourseError
from course.gradebook import database


def test_the_course_is_found_from_any_folder_inside_of_it(course, monkeypatch):
    monkeypatch.delenv("COURSE_ROOT")
    (course / "work/deep/er").mkdir(parents=True)
    monkeypatch.chdir(course / "work/deep/er")
    assert coursedir.root() == course


def test_outside_of_it_the_message_says_where_to_go(tmp_path_factory, monkeypatch):
    monkeypatch.delenv("COURSE_ROOT", raising=False)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(CourseError, match="Go to the folder that holds nbgrader_config.py"):
        coursedir.root()


EVIL = "open('it-ran', 'w').close()\nc = get_config()\n"


@pytest.mark.parametrize(
    "step", ["inbox", "collected", "submitted", "autograded", "feedback", "answers", "handed-in"]
)
@pytest.mark.parametrize("deeper", [".", "data"])
def test_a_configuration_that_a_student_handed_in_is_never_the_courses(course, monkeypatch, step, deeper):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write('c.CourseDirectory.submitted_directory = "handed-in"\n')
    home = course / step / "mallory/01-tiny"
    (home / deeper).mkdir(parents=True)
    (home / "nbgrader_config.py").write_text(EVIL)
    (home.parent / "nbgrader_config.py").write_text(EVIL + "c.CourseDirectory.submitted_directory = '.'\n")
    monkeypatch.delenv("COURSE_ROOT")
    monkeypatch.chdir(home / deeper)
    assert coursedir.root() == course and coursedir.resolve("01") == "01-tiny"
    database.options("01-tiny")
    assert not list(course.rglob("it-ran"))


def test_a_course_inside_of_another_one_is_its_own(course, monkeypatch):
    monkeypatch.delenv("COURSE_ROOT")
    # a name means something in the course's own folder only
    for inner in course / "next-year", course / "work/submitted":
        inner.mkdir(parents=True)
        (inner / "nbgrader_config.py").touch()
        monkeypatch.chdir(inner)
        assert coursedir.root() == inner


@pytest.mark.parametrize("named", ["submitted/mallory", "."])
def test_course_root_names_no_folder_of_a_students(course, monkeypatch, named):
    home = course / "submitted/mallory"
    home.mkdir(parents=True)
    (home / "nbgrader_config.py").write_text(EVIL)
    monkeypatch.setenv("COURSE_ROOT", named)
    monkeypatch.chdir(home if named == "." else course)
    with pytest.raises(CourseError, match="COURSE_ROOT names .*, where students' files lie"):
        coursedir.root()


@pytest.mark.parametrize("name", ["01", "1", "01-tiny", "01-t", "release/01-tiny", "work/01-tiny/"])
def test_a_beginning_or_a_path_means_the_assignment(course, name):
    assert coursedir.resolve(name) == "01-tiny"


@pytest.mark.parametrize("name", ["02", "tiny", "..", "01-tiny-2"])
def test_what_means_none_is_answered_with_those_that_there_are(course, name):
    with pytest.raises(CourseError, match=r"There are: 01-tiny\."):
        coursedir.resolve(name)


@pytest.mark.parametrize("gone, kit", [([], False), (["source"], True), (["source", "release"], False)])
def test_a_kit_has_releases_and_no_sources(course, gone, kit):
    for folder in gone:
        shutil.rmtree(course / folder)
    assert coursedir.is_kit() == kit


def test_what_could_mean_two_asks_which(course):
    (course / "release/01-twice").mkdir()
    (course / "release/01-twice/01-twice.ipynb").touch()
    with pytest.raises(CourseError, match="01-tiny or 01-twice: say which"):
        coursedir.resolve("01-t")
    assert coursedir.resolve("01-ti") == "01-tiny"


def test_a_number_means_the_assignment_and_a_letter_behind_it_the_companion(course):
    (course / "release/01b-more").mkdir()
    (course / "release/01b-more/01b-more.ipynb").touch()
    assert [coursedir.resolve(name) for name in ("01", "1", "01b")] == ["01-tiny", "01-tiny", "01b-more"]
