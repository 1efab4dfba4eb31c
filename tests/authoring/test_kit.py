"""course.authoring.kit: the zip for a class, and that no answer is in it."""

import gzip
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from course.authoring import kit
from course.authoring.release import release
from course.files.coursedir import CourseError
from course.notebook import document
from tests import mini

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """The little course, released: seconds, so once for all tests here, which copy it."""
    place = tmp_path_factory.mktemp("once")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(mini.course(place)))
        release("01-mini")
    return place


@pytest.fixture
def folder(once, tmp_path, monkeypatch):
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    for name in (
        "course/check/__init__.py",
        "course/data/table.csv",
        "course/__pycache__/check.pyc",
        "course/.DS_Store",
        "tiktoken_ext/course_encodings.py",
        "Makefile",
        "tests/test_it.py",
        "submitted/ada/01-mini/01-mini.ipynb",
        "gradebook.db",
        "docs/instructors.md",
        "docs/pictures/check.png",
        "docs/pictures/formgrader.png",
    ):
        document.write_text(tmp_path / name, f"# {name}\n")
    document.write_text(tmp_path / "docs" / "students.md", "![A check that passes](pictures/check.png)\n")
    document.write_text(
        tmp_path / "Makefile", "setup:\n\techo up\n\n# --- from here on: tests\ntest:\n\tpytest\n"
    )
    return tmp_path


def packed(path):
    with zipfile.ZipFile(path) as archive:
        return {name.removeprefix("foundation-models/"): archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
def test_a_kit_holds_releases_setup_package_and_students_documents_and_nothing_else(folder):
    assert sorted(packed(kit.kit(folder / "kit.zip"))) == [
        "Makefile",
        "README.md",
        "course/check/__init__.py",
        "course/data/table.csv",
        "docs/pictures/check.png",
        "nbgrader_config.py",
        "release/01-mini/01-mini.ipynb",
        "release/01-mini/signs.json",
        "tiktoken_ext/course_encodings.py",
    ]


@pytest.mark.slow
def test_its_readme_is_the_students_page_and_its_makefile_can_set_up(folder):
    files = packed(kit.kit(folder / "kit.zip"))
    assert files["README.md"] == b"![A check that passes](docs/pictures/check.png)\n"
    assert files["Makefile"] == b"setup:\n\techo up\n"


def test_the_same_files_make_the_same_kit(folder):
    one = kit.kit(folder / "one.zip").read_bytes()
    for file in folder.rglob("*.py"):
        file.touch()
    assert kit.kit(folder / "two.zip").read_bytes() == one


SECRETS = {
    "a solution": "merged.append(new_id if hit else ids[i])",
    "a hidden test": "if tuple(want[i:i + 2]) == pair:",
    "a mark scheme": "One point for each reason.",
    "a misconception": "return [new_id if tuple(ids[i:i + 2]) == pair else ids[i] for i in range(len(ids))]",
    "another right answer": "for left, right in zip(ids, ids[1:] + [None]):",
}


@pytest.mark.parametrize("line", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize(
    "file", ["course/check/__init__.py", "release/01-mini/01-mini.ipynb", "docs/students.md"]
)
def test_a_planted_secret_is_found_and_no_kit_is_made(line, file, folder):
    packed_as = {"docs/students.md": "README.md"}.get(file, file)
    planted = f"def f():\n        {line.replace(' ', '   ', 1)}\n"  # indented, and spaced otherwise
    if file.endswith(".ipynb"):
        nb = document.read(folder / file)
        nb.cells[0].source += planted
        document.write(nb, folder / file)
    else:
        document.write_text(folder / file, planted)
    with pytest.raises(CourseError, match=packed_as):
        kit.kit(folder / "kit.zip")
    assert not (folder / "kit.zip").exists()


def test_a_secret_in_a_notebooks_outputs_or_metadata_is_found():
    for place in (
        {"outputs": [{"text": ["x\n", "a line long enough to be one\n"]}]},
        {"metadata": {"note": "x\na line long enough to be one"}},
    ):
        files = {"a.ipynb": json.dumps({"cells": [place]}).encode()}
        assert kit.leaks(files, {"a line long enough to be one"}) == [
            ("a.ipynb", "a line long enough to be one")
        ]


def test_a_damaged_file_is_named_and_no_kit_is_made(folder):
    (folder / "release/01-mini/signs.json").write_text("{")
    with pytest.raises(CourseError, match="release/01-mini/signs.json is damaged: it is not JSON"):
        kit.kit(folder / "kit.zip")


def test_a_secret_in_a_packed_file_is_found():
    assert kit.leaks(
        {"a.txt.gz": gzip.compress(b"x\na line long enough to be one\n")}, {"a line long enough to be one"}
    )


def test_messages_and_what_the_notebook_shows_anyway_are_no_secrets(folder):
    secrets = kit.secrets(folder / "source")
    assert not any("step over two" in line or "GPT-2's way" in line for line in secrets)
    shown = mini.notebook(
        mini.NOTEBOOK.replace(
            "Merging turns",
            "`merged.append(new_id if hit else ids[i])`\n    merged.append(new_id if hit else ids[i])\n",
        )
    )
    document.write(shown, folder / "source" / "01-mini" / "01-mini.ipynb")
    assert SECRETS["a solution"] in secrets and SECRETS["a solution"] not in kit.secrets(folder / "source")


@pytest.mark.slow
def test_no_secret_of_any_assignment_is_in_the_kit_of_this_course(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(ROOT))
    files = packed(kit.kit(tmp_path / "kit.zip"))
    secrets = kit.secrets(ROOT / "source")
    assert len(secrets) >= 2 * len(list((ROOT / "source").glob("*/*.ipynb")))
    assert kit.leaks(files, secrets) == []
    assert not [
        name
        for name in files
        if name.startswith(("source/", "tests/", "submitted/", "autograded/"))
        or name.endswith(("/misconceptions.py", "/answers.py"))
    ]
