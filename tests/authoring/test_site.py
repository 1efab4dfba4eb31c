"""What a page of the site shows of a notebook, and where its links lead. The site itself is looked at in a
browser: tests/browser/test_site.py.
"""

import copy
from pathlib import Path, PurePosixPath

import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.authoring.release import released
from course.authoring.site import pages
from course.authoring.site.build import contents, linked
from course.files import coursedir
from course.files.coursedir import CourseError
from course.notebook import document


def run(nb, assignment):
    """As if each cell had printed its own name."""
    nb = copy.deepcopy(nb)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = [new_output("stream", text=f"printed by {cell.id}\n")]
    return nb


def printed(page):
    return {
        cell.id: "".join(output.get("text", "") for output in cell.outputs)
        for cell in page.cells
        if cell.cell_type == "code"
    }


def test_in_place_of_an_answer_stands_the_stub_and_nothing_that_it_showed(course):
    page = pages.page("01-tiny", run)
    theirs = {
        cell.id: cell.source
        for cell in released(document.read(coursedir.notebook("source", "01-tiny"))).cells
    }
    assert {cell.id: cell.source for cell in page.cells} == theirs
    assert "return 2 * x" not in document.dumps(page) and printed(page)["double"] == ""


def test_no_hidden_test_and_no_mark_scheme_is_shown_and_what_a_check_says_is(course):
    page = pages.page("01-tiny", run)
    assert "HIDDEN" not in document.dumps(page) and "MARK SCHEME" not in document.dumps(page)
    assert printed(page)["double-test"] == "printed by double-test\n"


@pytest.mark.slow
def test_hidden_tests_are_not_run_for_it_either():
    """They take a good part of a notebook's time, and leave nothing to be seen."""
    nb = new_notebook(
        cells=[new_code_cell("### BEGIN HIDDEN TESTS\nprint('hidden')\n### END HIDDEN TESTS\nprint('seen')")]
    )
    assert printed(pages.ran(nb, "01-tiny")) == {nb.cells[0].id: "seen\n"}


@pytest.mark.slow
def test_where_nobody_can_guess_what_is_practised_is_answered_and_other_guesses_stay_open():
    cells = [
        new_code_cell("my_ways, my_count = [None, None, None], None"),
        new_code_cell("my_ways = [None, None, None]"),
        new_code_cell("my_count = None"),
        new_code_cell('from course.lessons.practice import trial\ntrial("ways", "my_ways")'),
        new_code_cell("print(my_count)"),
    ]
    ran = printed(pages.ran(new_notebook(cells=cells), "01-tiny"))
    assert ran[cells[3].id].count("no guess yet · answer: ") == 3 and ran[cells[4].id] == "None\n"


def test_a_source_that_fails_makes_no_page(course):
    def fails(nb, assignment):
        nb = run(nb, assignment)
        next(cell for cell in nb.cells if cell.cell_type == "code").outputs = [
            new_output("error", ename="ValueError", evalue="no", traceback=[])
        ]
        return nb

    with pytest.raises(CourseError, match=r"cell \S+ fails \(ValueError: no\). No site was made"):
        pages.page("01-tiny", fails)


def test_what_answers_a_guess_is_folded_and_the_guess_itself_and_all_else_is_not():
    cells = [
        new_markdown_cell("**Predict.** How many?"),
        new_code_cell("my_count, my_share = None, None"),
        new_code_cell("draw()"),
        new_code_cell("print(your_guess('my_count'))"),
        new_code_cell("print(my_share, 1)"),
        new_code_cell("my_count"),
    ]
    nb = run(new_notebook(cells=cells), "")
    nb.cells[-1].outputs = []
    page = pages.shown(nb, new_notebook(cells=cells))
    assert [pages.FOLDED in document.tags(cell) for cell in page.cells] == [
        False,
        False,
        False,
        True,
        True,
        False,
    ]


def test_code_that_only_draws_is_folded_as_in_the_notebook():
    cells = [new_code_cell("draw()", metadata={"jupyter": {"source_hidden": True}}), new_code_cell("x = 1")]
    page = pages.shown(run(new_notebook(cells=cells), ""), new_notebook(cells=cells))
    assert [document.tags(cell) for cell in page.cells] == [[pages.CODE_FOLDED], []]


PAGES = {PurePosixPath(name) for name in ("README.md", "docs/students.md", "release/01-tiny/01-tiny.ipynb")}


@pytest.mark.parametrize(
    "file, before, after",
    [
        ("README.md", "[01](release/01-tiny/01-tiny.ipynb)", "[01](release/01-tiny/01-tiny.ipynb)"),
        ("README.md", "![a picture](docs/pictures/x.png)", "![a picture](docs/pictures/x.png)"),
        (
            "README.md",
            "[below](#set-up) and [there](https://example.org/a)",
            "[below](#set-up) and [there](https://example.org/a)",
        ),
        ("docs/students.md", "[set up](../README.md#set-up)", "[set up](../index.md#set-up)"),
        (
            "docs/students.md",
            "a module ([codec.py](../course/codec.py)), [a folder](../tests/attacks)",
            "a module (codec.py), a folder",
        ),
    ],
)
def test_a_link_leads_to_a_page_of_the_site_or_elsewhere_or_is_none(file, before, after):
    assert linked(before, PurePosixPath(file), PAGES) == after


def test_the_notebooks_stand_at_the_side_by_number_and_title():
    text = contents({"01-b": "01 · Tokens", "00-a": "00 · Start here"})
    assert (
        text.index("00 · Start here <release/00-a/00-a>")
        < text.index("01 · Tokens <release/01-b/01-b>")
        < text.index("docs/students")
    )


def test_the_workflow_of_a_public_forge_makes_the_site_by_the_same_command_and_publishes_that_folder():
    root = Path(__file__).parents[2]
    steps = yaml.safe_load((root / ".github/workflows/site.yml").read_text())["jobs"]["site"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [
        "make site"
    ] and "authoring.site.build site\n" in (root / "Makefile").read_text()
    assert {"path": "site"} in [step.get("with") for step in steps]
