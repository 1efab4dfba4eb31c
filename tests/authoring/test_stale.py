"""course.authoring.stale: a release that is incomplete, or is not what its source gives now, is noticed, and
in no time.
"""

import json
import shutil
import time

import pytest

from course import cli
from course.authoring import kit, lint, release
from course.authoring.stale import stale
from course.files.coursedir import CourseError
from course.notebook import document
from tests import mini

NOTEBOOK, SIGNS = "release/01-mini/01-mini.ipynb", "release/01-mini/signs.json"
OLD, MISSING = "is not what the source gives now", "is missing"


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """The little course, released: seconds, so once for all tests here, which copy it."""
    place = tmp_path_factory.mktemp("once")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(mini.course(place)))
        release.release("01-mini")
    return place


@pytest.fixture
def folder(once, tmp_path, monkeypatch):
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    document.write_text(tmp_path / "docs/students.md", "")
    document.write_text(tmp_path / "Makefile", "")
    return tmp_path


def edit(file, old, new):
    assert old in (text := file.read_text("utf-8"))
    file.write_text(text.replace(old, new), "utf-8")


@pytest.mark.slow
def test_a_release_that_was_made_from_the_source_as_it_is_is_fresh_and_so_is_what_was_never_released(folder):
    began = time.process_time()
    assert stale("01-mini") == {} and time.process_time() - began < 1
    shutil.rmtree(folder / "release")
    assert stale("01-mini") == {}


CHANGED = {
    "a sentence": ("01-mini.ipynb", "Merging turns", "To merge turns", {NOTEBOOK}),
    "a visible test": (
        "01-mini.ipynb",
        "[1, 2, 3, 1, 2], (1, 2), 4) == [4, 3, 4]",
        "[1, 2, 3, 1, 2], (1, 2), 5) == [5, 3, 5]",
        {NOTEBOOK, SIGNS},
    ),
    "a hidden test": ("01-mini.ipynb", "range(20)", "range(30)", {SIGNS}),
    "a solution": ("01-mini.ipynb", "i += 1 + hit", "i = i + 1 + hit", {SIGNS}),
    "points": ("01-mini.ipynb", '"points": 3', '"points": 4', {NOTEBOOK, SIGNS}),
    "a message": ("misconceptions.py", "step over two", "go on by two", {SIGNS}),
    "another right answer": ("answers.py", "spent = False", "spent = 0", {SIGNS}),
    "a look-alike": ("look_alikes.py", "LOOK_ALIKES = {", "LOOK_ALIKES = {\n", {SIGNS}),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", CHANGED)
def test_what_changed_in_the_source_makes_what_comes_of_it_stale(folder, what):
    name, old, new, files = CHANGED[what]
    edit(folder / "source/01-mini" / name, old, new)
    assert stale("01-mini") == dict.fromkeys(files, OLD)


@pytest.mark.parametrize("file", [NOTEBOOK, SIGNS])
def test_a_file_that_is_missing_damaged_or_edited_by_hand_is_named(folder, file):
    whole = (folder / file).read_text()
    for other in (
        "",
        "{",
        "[]",
        '{"made from": 1}',
        whole.replace("01-mini", "02-mini").replace("the middle 1 twice", "it twice"),
    ):
        (folder / file).write_text(other)
        assert stale("01-mini") == {file: OLD}
    (folder / file).write_bytes(b"\xff\xfe")
    assert stale("01-mini") == {file: OLD}
    (folder / file).unlink()
    assert stale("01-mini") == {file: MISSING}


def test_signs_of_which_some_are_lost_as_where_two_versions_were_merged_are_stale(folder):
    signs = json.loads((folder / SIGNS).read_text())
    del signs[min(signs)]
    (folder / SIGNS).write_text(json.dumps(signs))
    assert stale("01-mini") == {SIGNS: OLD}


def test_windows_line_endings_of_a_checkout_and_outputs_that_lab_saved_are_no_change(folder):
    nb = document.read(folder / "source/01-mini/01-mini.ipynb")
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.execution_count = 1
    document.write(nb, folder / "source/01-mini/01-mini.ipynb")
    for file in [file for file in folder.rglob("*") if file.suffix in (".py", ".ipynb", ".json")]:
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert stale("01-mini") == {}


@pytest.mark.slow
def test_a_stale_release_is_a_finding_of_lint_once_there_is_no_other(folder, capsys):
    edit(folder / "source/01-mini/misconceptions.py", "step over two", "go on by two")
    assert cli.main(["lint", "01"]) == 1
    assert capsys.readouterr().out.startswith(
        f"source/01-mini/01-mini.ipynb, cell (all): {SIGNS} {OLD}. Make it again: `course release 01-mini`."
    )
    edit(folder / "source/01-mini/01-mini.ipynb", "Merging turns", "Merging simply turns")
    assert ["simply" in finding.what for finding in lint.lint("01-mini")] == [True]


@pytest.mark.slow
def test_no_kit_is_made_of_a_stale_or_incomplete_release_and_the_message_says_what_and_what_to_do(
    folder, capsys
):
    (folder / SIGNS).unlink()
    edit(folder / "source/01-mini/01-mini.ipynb", "Merging turns", "To merge turns")
    assert cli.main(["kit", str(folder / "kit.zip")]) == 1 and not (folder / "kit.zip").exists()
    assert capsys.readouterr().err.splitlines() == [
        "Searching everything that is packed for answers: some ten seconds …",
        f"course: {NOTEBOOK} {OLD}; {SIGNS} {MISSING}. `course release 01-mini` makes that again, and then the kit can be made.",
    ]
    release.release("01-mini")
    assert cli.main(["kit", str(folder / "kit.zip")]) == 0


def test_a_source_that_gives_no_release_is_said_in_a_sentence(folder):
    edit(folder / "source/01-mini/01-mini.ipynb", "### END HIDDEN TESTS", "### END")
    with pytest.raises(
        CourseError, match="^source/01-mini gives no release .*: `course lint 01-mini` says what to mend.$"
    ) as error:
        kit.kit(folder / "kit.zip")
    assert "\n" not in str(error.value)
