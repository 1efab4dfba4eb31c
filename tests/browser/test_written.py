"""The page of all answers to a question, as a marker sees it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_markdown_cell
from playwright.sync_api import expect

from course.reports import written_answers
from course.reports.marker_log import Mark
from course.reports.written_answers import Answer
from tests.reports.test_feedback import notebook


@pytest.fixture
def address(tmp_path):
    """Of a page with twenty answers: two markers disagree on the first, the second is to be looked at again,
    the third is empty, the others wait.
    """
    texts = ["Names *never* end. " * n for n in range(1, 19)] + [
        "x" * 400,
        "| a | b |\n|---|---|\n| 1 | 2 |\n\nso $n^2$",
    ]
    each = [
        Answer(
            "ada",
            f"K{n // 5 + 2}Q{n % 5 + 2}",
            "written",
            4,
            "",
            [new_markdown_cell(text)],
            True,
            None,
            "",
            False,
            (),
        )
        for n, text in enumerate(texts)
    ]
    said = [
        Mark("", "mini", "ada", "written", marker, points, "Why?", "", False, marker == "eva")
        for marker, points in (("eva", 3), ("tom", 1))
    ]
    each[:3] = (
        each[0]._replace(points=3, history=said, comment="Yes."),
        each[1]._replace(points=2, again=True),
        each[2]._replace(cells=[]),
    )
    path = tmp_path / "answers.html"
    path.write_text(written_answers.page(notebook(), each), "utf-8")
    return path.as_uri()


def test_on_a_wide_screen_the_rubric_stays_beside_the_answers(address, open_page):
    page = open_page(address)
    rubric, last = page.locator(".rubric"), page.locator(".box").last
    last.scroll_into_view_if_needed()
    expect(rubric.get_by_text("the rubric says")).to_be_in_viewport()
    beside, answer = rubric.bounding_box(), last.bounding_box()
    assert beside["x"] + beside["width"] < answer["x"]


def test_on_a_narrow_one_it_stands_above_them(address, open_page):
    page = open_page(address, width=390)
    rubric, first = page.locator(".rubric").bounding_box(), page.locator(".box").first.bounding_box()
    assert rubric["y"] + rubric["height"] < first["y"] and rubric["x"] == first["x"]
    page.locator(".box").last.scroll_into_view_if_needed()
    expect(page.locator(".rubric")).not_to_be_in_viewport()


def test_what_is_to_be_looked_at_again_and_what_is_in_dispute_is_a_click_away(address, open_page):
    page = open_page(address)
    assert (
        page.locator(".lead").inner_text()
        == "20 answers: 18 wait for a mark, 1 to look at again, 1 in dispute."
    )
    page.locator(".todo a", has_text="K2Q3").click()
    expect(page.locator("#written-K2Q3")).to_be_in_viewport()
    assert (
        "look again: it has changed since it got 2 of 4" in page.locator("#written-K2Q3 header").inner_text()
    )
    assert (
        "markers disagree: eva\u00a03, tom\u00a01 (gradebook: 3)"
        in page.locator("#written-K2Q2 header").inner_text()
    )


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "phone"])
def test_everybody_can_read_the_page(address, open_page, dark, width):
    page = open_page(address, dark=dark, width=width)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
