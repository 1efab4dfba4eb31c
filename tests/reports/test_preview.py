"""course grade 01 --try FILE: a look at one hand-in, which leaves the class as it was."""

import hashlib
import json
import shutil
import zipfile

import pytest

from course import cli
from course.files.coursedir import CourseError
from course.grading import batch
from course.reports.preview import try_one
from tests import tiny


def everything(root):
    """What there is of the class: every file but those of tries -> {name: hash}."""
    return {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(root.rglob("*"))
        if file.is_file() and ".course-try" not in file.parts and file.name != ".course-seed"
    }


@pytest.fixture
def notebook(course, with_gradebook, tmp_path_factory):
    """A right answer to everything but `answer`, as somebody sent it by mail."""
    path = tmp_path_factory.mktemp("mail") / "my homework (2).ipynb"
    shutil.copy(course / "release/01-tiny/01-tiny.ipynb", path)
    tiny.answers(course, path, **(tiny.RIGHT | {"answer": "answer = 41"}))
    return path


@pytest.mark.slow
def test_a_notebook_is_graded_into_a_page_and_nothing_else_has_changed(course, notebook):
    before = everything(course)
    tried = try_one("01-tiny", notebook)
    assert (
        tried.points["double"] == (3, 3)
        and tried.points["answer"] == (0, 1)
        and tried.points["written"] == (None, 2)
    )
    assert tried.page.is_file() and "Double" in tried.page.read_text("utf-8")
    assert everything(course) == before


@pytest.mark.slow
def test_a_zip_is_graded_by_its_manifest(course, with_gradebook, capsys):
    assert cli.main(["start", "01"]) == 0
    tiny.answers(course, course / "work/01-tiny/01-tiny.ipynb", **tiny.RIGHT)
    assert cli.main(["submit", "01", "--who", "ada"]) == 0
    (zipped,) = (course / "outbox").glob("*.zip")
    before = everything(course)
    capsys.readouterr()
    assert cli.main(["grade", "01", "--try", str(zipped)]) == 0
    said = capsys.readouterr().out
    assert (
        "It is not in the gradebook. Page: .course-try/feedback/ada/01-tiny/01-tiny.html" in said
        and "double                   3 of 3" in said
    )
    assert everything(course) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "inside", ["my work/01-tiny (1).ipynb", "01-tiny.ipynb", "my work/01-tiny.ipynb.json"]
)
def test_a_zip_of_a_bare_notebook_is_graded_as_that_notebook_with_what_lies_beside_it(
    course, notebook, inside
):
    zipped = notebook.with_name("work.zip")
    with zipfile.ZipFile(zipped, "w") as box:
        box.write(notebook, inside)
        box.writestr(inside.replace(inside.rpartition("/")[2], "data/words.txt"), "hello")
    before = everything(course)
    assert (
        try_one("01-tiny", zipped).points
        == try_one("01-tiny", notebook).points
        == {"double": (3, 3), "answer": (0, 1), "written": (None, 2)}
    )
    try_one("01-tiny", zipped)
    assert (
        course / ".course-try/submitted/tried/01-tiny/data/words.txt"
    ).read_text() == "hello" and everything(course) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["01-tiny.ipynb.json", "01-TINY.IPYNB"])
def test_a_notebook_with_the_ending_of_a_browser_or_in_capitals_is_one(course, notebook, name):
    assert try_one("01-tiny", notebook.rename(notebook.with_name(name))).points["double"] == (3, 3)


@pytest.mark.slow
def test_a_second_try_leaves_nothing_of_the_first(course, notebook):
    try_one("01-tiny", notebook)
    (course / ".course-try" / "left").write_text("over")
    try_one("01-tiny", notebook)
    assert not (course / ".course-try" / "left").exists()


@pytest.mark.slow
def test_two_tries_at_a_time_do_not_show_each_others_marks(course, notebook, monkeypatch):
    other, refused, grade = notebook.with_name("other.ipynb"), [], batch.grade
    tiny.answers(course, other, double="def double(x):\n    return 0")

    def meanwhile(*args, **kwargs):  # as soon as the first is graded, somebody tries another one
        done = list(grade(*args, **kwargs))
        with pytest.raises(
            CourseError, match="another file is being tried: try again when it is done."
        ) as error:
            try_one("01-tiny", other)
        refused.append(error)
        return done

    monkeypatch.setattr(batch, "grade", meanwhile)
    tried = try_one("01-tiny", notebook)
    assert refused and tried.points["double"] == (3, 3)
    monkeypatch.setattr(batch, "grade", grade)
    assert try_one("01-tiny", other).points["double"] == (0, 3)


@pytest.mark.slow
def test_what_cannot_be_graded_says_so(course, with_gradebook, tmp_path_factory, capsys):
    broken = tmp_path_factory.mktemp("mail") / "x.ipynb"
    broken.write_text("{")
    assert cli.main(["grade", "01", "--try", str(broken)]) == 1
    assert (
        "not a notebook that can be read" in (said := capsys.readouterr().out)
        and "It could not be graded." in said
    )


@pytest.mark.parametrize(
    "name, said",
    [
        ("gone.ipynb", "is not a file"),
        ("x.txt", "is refused: not a zip that can be read"),
        ("x.zip", "is refused: there is no assignment '02-other'"),
    ],
)
def test_what_is_no_hand_in_is_one_sentence(course, with_gradebook, tmp_path_factory, name, said):
    file = tmp_path_factory.mktemp("mail") / name
    if name == "x.txt":
        file.write_text("hello")
    if name == "x.zip":
        with zipfile.ZipFile(file, "w") as box:
            box.writestr(
                "manifest.json",
                json.dumps(
                    {
                        "assignment": "02-other",
                        "student": "ada",
                        "time": "2026-11-25T12:00:00+00:00",
                        "sha256": {},
                    }
                ),
            )
    with pytest.raises(CourseError, match=said):
        try_one("01-tiny", file)


def test_a_hand_in_of_another_assignment_is_named(course, with_gradebook, monkeypatch, tmp_path_factory):
    shutil.copytree(course / "release/01-tiny", course / "release/02-tiny")
    (course / "release/02-tiny/01-tiny.ipynb").rename(course / "release/02-tiny/02-tiny.ipynb")
    file = tmp_path_factory.mktemp("mail") / "x.zip"
    with zipfile.ZipFile(file, "w") as box:
        box.writestr(
            "manifest.json",
            json.dumps(
                {"assignment": "02-tiny", "student": "ada", "time": "2026-11-25T12:00:00+00:00", "sha256": {}}
            ),
        )
    with pytest.raises(CourseError, match="is a hand-in of 02-tiny: `course grade 02-tiny --try` takes it."):
        try_one("01-tiny", file)
