"""course.notebook.given_cells: the release's own code is there when answers are graded, whatever a student
did to its cell.
"""

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.grading import batch
from course.notebook import document
from course.notebook.given_cells import changed
from course.notebook.repair import mend
from tests import tiny
from tests.tiny import cell

IMPORTS = "from math import factorial"
ANSWER = "def double(x):\n    return factorial(2) * x"


@pytest.fixture
def release(release):
    """The tiny release, and on top of it a cell with what answers may use, and a picture."""
    release.cells.insert(1, new_code_cell(IMPORTS, id="imports"))
    release.cells.insert(2, new_code_cell("fig = 1", id="picture", metadata={"tags": ["skip-execution"]}))
    return release


def test_a_cell_of_the_releases_that_was_deleted_is_put_back_in_its_place(work, release):
    work.cells = [each for each in work.cells if each.id != "imports"]
    mended, remarks = mend(work, release)
    assert [each.id for each in mended.cells[:3]] == ["title", "imports", "picture"] and cell(
        mended, "imports"
    ).source == IMPORTS
    assert remarks == ["of the release's own code imports was deleted: the original was put back"]


def test_a_picture_that_was_deleted_is_not_missed(work, release):
    work.cells = [each for each in work.cells if each.id != "picture"]
    assert mend(work, release)[1] == []


def test_tags_that_say_whether_a_cell_runs_are_the_releases(work, release):
    cell(work, "imports").metadata["tags"] = ["skip-execution"]
    cell(work, "picture").metadata = {}
    mended, remarks = mend(work, release)
    assert "skip-execution" not in cell(mended, "imports").metadata["tags"] and cell(
        mended, "picture"
    ).metadata["tags"] == ["skip-execution"]
    assert remarks == []


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_one_that_became_a_text_is_code_again(work, release, kind):
    work.cells[1] = new_markdown_cell(IMPORTS, id="imports") | {"cell_type": kind}
    assert cell(mend(work, release)[0], "imports").cell_type == "code"


def test_what_was_written_in_one_stays_and_is_known_as_changed(work, release):
    cell(work, "imports").source = "import os\n" + IMPORTS
    mended, remarks = mend(work, release)
    assert cell(mended, "imports").source.startswith("import os") and remarks == []
    assert changed(mended, release) == {"imports": IMPORTS} and changed(release, release) == {}


# --- graded ---


@pytest.fixture
def graded(course):
    """graded(how) -> points of the answers, and remarks, of a submission whose notebook `how` changes."""
    for step in "release", "source":
        file = course / f"{step}/01-tiny/01-tiny.ipynb"
        nb = document.read(file)
        nb.cells.insert(1, new_code_cell(IMPORTS, id="imports"))
        document.write(nb, file)

    def grade(how):
        folder = tiny.submit(course, "ada", double=ANSWER, answer="answer = 42")
        file = folder / "01-tiny.ipynb"
        nb = json.loads(file.read_text())
        how(nb)
        file.write_text(json.dumps(nb))
        (done,) = batch.grade("01-tiny", force=True)
        return done.points, done.remarks

    return grade


def replaced(source):
    def how(nb):
        nb["cells"][1]["source"] = source

    return how


@pytest.mark.slow
def test_an_import_that_fails_on_top_of_the_given_ones_costs_nothing(graded):
    points, remarks = graded(replaced("import no_such_package\n" + IMPORTS))
    assert points == 4
    assert "cell imports, which was given, was changed and stopped: the original ran after it" in remarks
    assert (
        "no no_such_package here: cell imports imports it, and only the course's packages are there in grading"
        in remarks
    )


@pytest.mark.slow  # it waits for what never ends
@pytest.mark.parametrize("source", [f"import os\n{IMPORTS}\nos._exit(1)", f"while True: pass\n{IMPORTS}"])
def test_one_that_ends_the_process_or_never_ends_costs_nothing_either(graded, source, monkeypatch):
    monkeypatch.setattr(batch, "SECONDS", 1)
    points, remarks = graded(replaced(source))
    assert points == 4 and any("the original ran after it" in remark for remark in remarks)


def test_one_that_was_deleted_costs_nothing(graded):
    assert graded(lambda nb: nb["cells"].pop(1)) == (
        4,
        ["of the release's own code imports was deleted: the original was put back"],
    )


# --- another Python ---


def written_with(version, source):
    def how(nb):
        nb["metadata"]["language_info"] = {"name": "python", "version": version}
        next(cell for cell in nb["cells"] if cell["id"] == "double")["source"] = source

    return how


def test_an_answer_that_may_need_a_newer_python_is_remarked(graded):
    points, remarks = graded(written_with("3.99.1", "def double(x) -> :\n    return 2 * x"))
    assert points == 1 and len(remarks) == 1
    assert (
        remarks[0].startswith("cell double stopped with SyntaxError")
        and "it was written with Python 3.99, and is graded with 3." in remarks[0]
    )


@pytest.mark.slow
@pytest.mark.parametrize("version", ["", "3", "2.7", "4.0", None, [1], {"a": 1}, "3.99999999"])
def test_a_version_that_is_none_is_not_remarked(graded, version):
    assert graded(written_with(version, "def double(x) -> :\n    return 2 * x"))[1] == []


@pytest.mark.slow
def test_nor_is_an_error_that_every_python_makes(graded):
    assert graded(written_with("3.99.1", "def double(x):\n    return 2 * x\nprint(None.a)"))[1] == []
