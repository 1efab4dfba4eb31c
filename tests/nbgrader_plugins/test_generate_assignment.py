"""nbgrader's own ways to make a release end in the release of `course release`, whole, or in the one that was
there.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.apps import NbGraderAPI, generateassignmentapp
from nbgrader.apps import api as nbgrader_api
from nbgrader.converters import GenerateAssignment as Stock
from traitlets.config import Config

from course.authoring import converter, release
from course.authoring.stubs import preprocessors
from course.gradebook import database
from course.nbgrader_plugins import generate_assignment
from course.notebook import document
from tests import tiny

ROOT = Path(__file__).parents[2]
SOLUTION = "return 2 * x"


@pytest.fixture
def course(course, with_gradebook, monkeypatch):
    for module in nbgrader_api, generateassignmentapp:  # what install() changes is put back afterwards
        monkeypatch.setattr(module, "GenerateAssignment", module.GenerateAssignment)
    generate_assignment.install()
    return course


def button(**how):
    """What formgrader calls."""
    config = Config()
    config.GenerateAssignment.preprocessors = preprocessors
    folders = database.options("01-tiny").coursedir
    folders.ignore = [*folders.ignore, "misconceptions.py", "answers.py", "look_alikes.py"]
    return NbGraderAPI(folders, config=config).generate_assignment("01-tiny", **how)


def nbgrader(root, *words):
    """The command, with the course's own nbgrader_config.py -> its exit status."""
    shutil.copy(ROOT / "nbgrader_config.py", root)
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]  # nbgrader starts `alembic`
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=root,
        capture_output=True,
        env=os.environ | {"PATH": path},
    ).returncode


def files(root):
    """All that is in release/ -> {name: bytes}."""
    return {
        file.relative_to(root / "release").as_posix(): file.read_bytes()
        for file in (root / "release").rglob("*")
        if file.is_file()
    }


def edit(root, name, old, new):
    file = root / "source/01-tiny" / name
    assert old in (text := file.read_text())
    file.write_text(text.replace(old, new))


def rows(root):
    """What the gradebook knows of the assignment's cells; ids, which are by chance, left out."""
    with sqlite3.connect(root / "gradebook.db") as db:
        return sorted(
            map(
                str,
                db.execute(
                    "select a.name, n.name, b.name, b.type, g.max_score, g.cell_type, s.source, s.checksum, s.locked from base_cell b "
                    "join notebook n on b.notebook_id = n.id join assignment a on n.assignment_id = a.id left join grade_cells g on b.id = g.id "
                    "left join source_cell s on b.id = s.id"
                ),
            )
        )


def expected(root):
    """Of the source as it is now, the files that `course release` makes."""
    release.release("01-tiny")
    return files(root)


@pytest.mark.slow
def test_the_button_makes_what_course_release_makes_of_a_source_that_has_changed(course):
    before = files(course)
    edit(course, "misconceptions.py", "You squared it.", "A square it is.")
    edit(course, "01-tiny.ipynb", "Write `double(x)`", "Now write `double(x)`")
    assert button()["success"]
    made = files(course)
    assert (
        made["01-tiny/signs.json"] != before["01-tiny/signs.json"]
        and b"Now write" in made["01-tiny/01-tiny.ipynb"]
    )
    assert made == expected(course)


@pytest.mark.slow
def test_release_after_release_in_one_process_goes_by_the_source_as_it_is_then(course):
    edit(course, "misconceptions.py", "return x * x", 'return reference("double")(x) + 2')
    edit(course, "misconceptions.py", "import wrong", "import reference, wrong")
    assert button()["success"]
    first = files(course)["01-tiny/signs.json"]
    edit(course, "01-tiny.ipynb", SOLUTION, "return 3 * x")
    for old, new in (
        ("double(2) == 4", "double(2) == 6"),
        ("double(7) == 14", "double(7) == 21"),
        ("want = n + n", "want = 3 * n"),
    ):
        edit(course, "01-tiny.ipynb", old, new)
    assert button()["success"]
    signs = files(course)["01-tiny/signs.json"]
    code = "from course.authoring import release; print(release.build('01-tiny')['signs.json'], end='')"
    assert signs != first
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=course, capture_output=True, check=True).stdout
        == signs
    )


@pytest.mark.slow
def test_the_gradebook_holds_what_nbgraders_own_converter_puts_there(course, monkeypatch):
    assert button()["success"]
    ours = rows(course)
    monkeypatch.setattr(nbgrader_api, "GenerateAssignment", Stock)
    (course / "gradebook.db").unlink()
    assert button()["success"] and not (course / "release/01-tiny/signs.json").exists()
    assert len(ours) > 5 and ours == rows(course)


@pytest.mark.slow
def test_a_file_beside_the_source_comes_along_and_one_that_is_there_no_more_goes_as_nbgrader_has_it(course):
    (course / "source/01-tiny/data").mkdir()
    (course / "source/01-tiny/data/table.csv").write_text("1,2")
    assert button()["success"] and files(course)["01-tiny/data/table.csv"] == b"1,2"
    (course / "source/01-tiny/data/table.csv").unlink()
    assert button()["success"] and sorted(files(course)) == ["01-tiny/01-tiny.ipynb", "01-tiny/signs.json"]


@pytest.mark.slow
def test_without_force_what_is_there_stays_and_what_is_missing_is_made(course):
    before = files(course)
    edit(course, "01-tiny.ipynb", "Write `double(x)`", "Now write `double(x)`")
    assert button(force=False)["success"] and files(course) == before
    shutil.rmtree(course / "release")
    assert button(force=False)["success"] and files(course) == expected(course) != before


@pytest.mark.slow
def test_an_assignment_that_the_gradebook_lacks_is_entered_or_with_create_off_nothing_is_released(course):
    before = files(course)
    edit(course, "01-tiny.ipynb", "Write `double(x)`", "Now write `double(x)`")
    assert not button(create=False)["success"] and files(course) == before and rows(course) == []
    assert button(create=True)["success"] and files(course) != before and rows(course)


@pytest.mark.slow
def test_a_source_that_lint_would_refuse_is_released_as_course_release_does(course):
    edit(course, "01-tiny.ipynb", "Write `double(x)`", "Simply write `double(x)`")
    assert button()["success"] and files(course) == expected(course)


FAILING = {
    "a source that is no notebook": ("01-tiny.ipynb", '"nbformat": 4', '"nbformat"'),
    "a region without its end": ("01-tiny.ipynb", "### END HIDDEN TESTS", "### END"),
    "a label that is none": ("01-tiny.ipynb", '"schema_version": 3', '"schema_version": 99'),
    "a solution that is not Python": ("01-tiny.ipynb", "answer = 42", "answer = = 42"),
    "a solution that stops": ("01-tiny.ipynb", "answer = 42", "answer = 1 / 0"),
    "a misconception that cannot be read": ("misconceptions.py", "def squared(x):", "def squared(x:"),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", FAILING)
def test_of_a_source_that_fails_the_release_and_the_gradebook_stay_as_they_were(course, what):
    assert button()["success"]
    before = files(course), rows(course)
    edit(course, *FAILING[what])
    done = button()
    assert (
        not done["success"]
        and "Nothing was released: release and the gradebook are as they were." in done["log"]
    )
    assert (files(course), rows(course)) == before and [
        each.name for each in (course / "release").iterdir()
    ] == ["01-tiny"]


def test_of_a_disk_that_is_full_the_release_stays_as_it_was(course, monkeypatch):
    before = files(course)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    for module, name in (converter.tempfile, "mkdtemp"), (converter.Path, "write_bytes"):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, full)
            assert not button()["success"]
        assert files(course) == before


@pytest.mark.slow
def test_while_marks_hang_on_a_cell_that_has_gone_nothing_is_released(course):
    assert button()["success"]
    with (
        database.lent(database.options("01-tiny").coursedir) as gradebook,
        gradebook.submission("01-tiny", "ada"),
    ):
        pass
    nb, before = tiny.notebook(), files(course)
    nb.cells = [cell for cell in nb.cells if cell.id != "double-test-2"]
    document.write(nb, course / "source/01-tiny/01-tiny.ipynb")
    assert not button()["success"] and files(course) == before


def test_an_assignment_of_nbgraders_own_kind_is_released_without_signs(course):
    for name in "misconceptions.py", "look_alikes.py":
        (course / "source/01-tiny" / name).unlink()
    assert button()["success"] and sorted(files(course)) == ["01-tiny/01-tiny.ipynb"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [["--force"], ["--force", "--create"], ["--force", "--no-db"], ["--force", "--notebook", "01-tiny"]],
    ids=" ".join,
)
def test_the_command_makes_what_course_release_makes_and_nothing_of_what_lies_beside_the_source(
    course, options
):
    (course / "source/01-tiny/checkpoint.py").write_text("made_by = 'the reference'")
    edit(course, "misconceptions.py", "You squared it.", "A square it is.")
    before = files(course)
    assert nbgrader(course, "generate_assignment", "01-tiny", *options) == 0
    made = files(course)
    assert made != before and made == expected(course) and bool(rows(course)) == ("--no-db" not in options)


@pytest.mark.slow
def test_of_a_source_that_fails_the_command_says_so_and_leaves_the_release_as_it_was(course):
    before = files(course)
    edit(course, "01-tiny.ipynb", "answer = 42", "answer = 1 / 0")
    assert nbgrader(course, "generate_assignment", "01-tiny", "--force") == 1 and files(course) == before
