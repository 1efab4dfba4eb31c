"""A student's first quarter of an hour, in a real browser."""

import pytest

from tests.browser.cells import cell, opened, run, validated, write

WRONG = """def merge(ids, pair, new_id):
    text = " ".join(str(i) for i in ids)
    text = text.replace(f"{pair[0]} {pair[1]}", str(new_id))
    return [int(i) for i in text.split()]"""  # far from a right one: it is on the pictures that README shows
RIGHT = """def merge(ids, pair, new_id):
    merged, i = [], 0
    while i < len(ids):
        hit = tuple(ids[i:i + 2]) == pair
        merged.append(new_id if hit else ids[i])
        i += 2 if hit else 1
    return merged"""


@pytest.fixture(scope="module")
def started(course, lab):
    course("start", "01")
    with lab("01") as address:
        yield address("lab/tree/01-tokens/01-tokens.ipynb?reset")


@pytest.fixture
def notebook(started, open_page):
    page = open_page(started)
    opened(page)
    return page


def test_lab_opens_on_the_notebook_and_nothing_stands_in_front_of_it(notebook):
    notebook.get_by_role("heading", name="How many r's are in strawberry?").wait_for()
    notebook.wait_for_timeout(3000)  # the question about news takes its time
    assert notebook.locator(".jp-Dialog").count() == 0
    assert notebook.locator(".jp-toast-button, .Toastify__toast").count() == 0


def test_a_student_has_validate_and_no_authors_panel(notebook):
    assert notebook.locator(".jp-NotebookPanel-toolbar >> text=Validate").is_visible()
    assert notebook.locator("text=Create Assignment").count() == 0
    assert notebook.locator(".lm-MenuBar-item", has_text="Nbgrader").count() == 0


def test_code_has_line_numbers_since_messages_name_lines(notebook):
    cell(notebook, "def merge(").scroll_into_view_if_needed()
    cell(notebook, "def merge(").locator(".cm-lineNumbers").wait_for()


def test_the_slider_is_moved_by_the_keys_that_lab_takes_for_its_cells(notebook):
    write(
        notebook,
        "def merge(",
        "from course.figures.widgets.count_player import count_player\ncount_player('banana', 3, 'Counting')",
    )
    run(notebook, "count_player(")
    notebook.locator(".count_player input").focus()
    notebook.keyboard.press("ArrowRight")
    notebook.keyboard.press("ArrowUp")
    assert notebook.locator(".count_player .says").inner_text() == "After an comes a: once so far."


def test_a_check_fails_is_read_is_mended_and_passes_and_validate_sees_it(notebook, picture):
    write(notebook, "def merge(", WRONG)
    run(notebook, "def merge(")
    said = run(notebook, '"01-tokens/merge"')
    card = notebook.locator(".check-card").first.inner_text().split()
    assert " ".join(card).startswith(
        "Merge: not yet. merge([11, 2], (1, 2), 9) gave [19] expected [11, 2] You"
    )
    assert "Compare ids, not their digits" in said and "it should give" not in said
    notebook.locator(".check-card").first.scroll_into_view_if_needed()
    cell(notebook, "def merge(").scroll_into_view_if_needed()
    picture(notebook, "notebook.png")

    write(notebook, "def merge(", RIGHT)
    run(notebook, "def merge(")
    assert "Merge: these checks pass." in run(notebook, '"01-tokens/merge"')

    said = validated(notebook)
    assert "Apply merges: not written yet." in said and "Merge: not" not in said
