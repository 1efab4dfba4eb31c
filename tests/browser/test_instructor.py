"""An instructor's way from a student's zip to a mark given by hand, and to the page on which the student
finds it.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from course.notebook import document
from course.reports.class_report import LOOK_AGAIN
from tests.browser.test_student import WRONG

ANSWER = """Words make short texts, but their list is never finished: 186 words of one new speech were in none of 248 others.

Characters are few and lack nothing, but the same text is 4.5 times as long, and reading costs more.

Byte-pair encoding keeps what is frequent whole, and cuts what is rare. It is bad at texts in languages that it rarely saw."""
COMMENT = "Clear, and *both* figures are there. What does a word never seen become?"


@pytest.fixture(scope="module")
def graded(classroom, course):
    """Ada's work is graded: all is right but merge, and the written answer waits."""
    course("start", "01")
    work = classroom / "work" / "01-tokens" / "01-tokens.ipynb"
    nb = document.read(work)
    right = {
        cell.id: cell.source
        for cell in document.read(classroom / "source" / "01-tokens" / "01-tokens.ipynb").cells
    }
    for cell in nb.cells:
        if document.kind(cell) == "solution":
            cell.source = (
                WRONG if cell.id == "merge" else re.sub(r".*### (BEGIN|END) SOLUTION\n?", "", right[cell.id])
            )
        elif cell.id == "written-answer":
            cell.source = ANSWER
    document.write(nb, work)
    course("submit", "01", "--who", "ada")
    course("collect", "outbox")
    assert "1 graded" in course("grade", "01")
    return classroom


@pytest.fixture(scope="module")
def feedback(graded, course):
    """feedback() -> the address of ada's page, written anew."""

    def write():
        course("feedback", "01")
        return (graded / "feedback" / "ada" / "01-tokens" / "01-tokens.html").as_uri()

    return write


@pytest.fixture(scope="module")
def address(feedback):
    return feedback()


def test_a_mark_given_in_formgrader_is_on_the_students_page(feedback, lab, open_page, picture):
    before = open_page(feedback())
    assert "Your written answer waits for your instructor" in before.locator(".lead").inner_text()
    assert "MARK SCHEME" not in before.content() and "1 point, words" not in before.content()

    with lab("--instructor") as at:
        page = open_page(at("lab?reset"))
        page.locator(".lm-MenuBar-item", has_text="Nbgrader").wait_for()
        page.goto(at("formgrader/gradebook/01-tokens/01-tokens"))
        page.locator("table a", has_text="Submission").click()
        points, comment = page.locator("input#written.score"), page.locator("textarea#written-comment")
        expect(points).to_be_focused()  # it opens at the mark that is to be given
        expect(points).to_be_in_viewport()
        assert page.get_by_text("186 words of one new speech").is_visible()
        assert page.locator(".nbgrader_cell .scheme", has_text="1 point, words").count() == 1
        points.fill("3")
        points.press("Tab")
        expect(page.locator("#written_extra_credit")).to_be_focused()
        comment.fill(COMMENT)
        comment.press("Escape")
        page.wait_for_load_state("networkidle")
        page.locator(".comment-saved.glyphicon-ok:visible").wait_for()
        # who sees it may be to answer it
        page.evaluate(
            "document.querySelectorAll('.scheme li, .scheme p, .students p').forEach(each => each.style.filter = 'blur(8px)')"
        )
        picture(page, "formgrader.png")

        page.goto(page.url.partition("?")[0])  # nothing waits for a mark: at the first written answer
        expect(points).to_be_focused()
        expect(points).to_be_in_viewport()
        # as the keys for the next submission do: at the same field
        page.goto(page.url.partition("?")[0] + "?index=2")
        expect(page.locator(".tabbable").nth(2)).to_be_focused()
        expect(points).not_to_be_in_viewport()

    after = open_page(feedback())
    assert "3 of 4 points" in after.locator("#written header").inner_text()
    assert "Clear, and both figures are there." in after.locator("#written .comment").inner_text()
    assert "1 point, words" in after.content()  # now that it cannot be copied any more
    picture(after, "feedback.png", full_page=True, clip={"x": 130, "y": 30, "width": 1020, "height": 870})


def test_the_page_names_the_mistake_in_three_lines_and_opens_what_to_read_again(address, open_page, picture):
    page = open_page(address)
    page.get_by_role("link", name="3 · Merge", exact=True).click()
    merge = page.locator("#merge")
    assert (
        len(merge.locator(".message p").all()) == 3
        and "Compare ids, not their digits" in merge.locator(".message .why").inner_text()
    )
    assert not merge.get_by_text("wherever the pair occurs").is_visible()
    merge.get_by_text("Read again").click()
    assert merge.get_by_text("wherever the pair occurs").is_visible()
    page.evaluate("scrollTo(0, document.querySelector('#merge').offsetTop - 10)")
    picture(page, "feedback-merge.png", clip={"x": 130, "y": 0, "width": 1020, "height": 860})


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360], ids=["desk", "phone"])
def test_everybody_can_read_the_page(address, open_page, dark, width):
    page = open_page(address, dark=dark, width=width)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_loads_nothing_and_runs_nothing(address, heard):
    asked, said, scripts = heard(address)
    assert [url for url in asked if not url.startswith("data:")] == [address] and said == []
    assert scripts == 0


def test_on_paper_the_students_code_is_there_and_no_line_is_cut_off(address, open_page):
    page = open_page(address)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 660, "height": 960})  # A4 without its margins
    code = page.locator("#train pre").first  # of a right exercise, folded on the screen
    assert (
        code.bounding_box()["height"]
        > code.evaluate(
            "one => one.textContent.trim().split('\\n').length * parseFloat(getComputedStyle(one).fontSize)"
        )
        > 0
    )
    assert page.evaluate(
        "[...document.querySelectorAll('pre')].every(one => one.scrollWidth <= one.clientWidth)"
    )
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_marked_answer_that_is_handed_in_again_changed_is_listed_until_its_mark_is_resolved_in_formgrader(
    graded, course, lab, open_page
):
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as gradebook:
        mark = gradebook.find_grade("written", "01-tokens", "01-tokens", "ada")
        mark.manual_score, mark.needs_manual_grade = 3, False
        gradebook.db.commit()
    work = graded / "work" / "01-tokens" / "01-tokens.ipynb"
    nb = document.read(work)
    next(cell for cell in nb.cells if cell.id == "written-answer").source = (
        ANSWER + "\n\n### BEGIN MARK SCHEME\n- 4 points: this\n\nIt follows that $2^n$ words are lost."
    )
    document.write(nb, work)
    course("submit", "01")
    course("collect", "outbox")
    assert f"{LOOK_AGAIN}\n  ada: written\n" in course("grade", "01")
    assert f"{LOOK_AGAIN}\n  ada: written (3 of 4)\n" in course("report", "01")

    with lab("--instructor") as at:
        page, asked = open_page(at("lab?reset")), []
        page.locator(".lm-MenuBar-item", has_text="Nbgrader").wait_for()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(at("formgrader/gradebook/01-tokens/01-tokens"))
        assert page.locator("td.needs-manual-grade").get_attribute("data-search") == "needs manual grade"
        page.locator("table a", has_text="Submission").click()
        panel = page.locator(".nbgrader_cell", has=page.locator("input#written.score"))
        panel.locator("input#written.needs_manual_grade").wait_for()
        assert (
            page.locator(".scheme").count() == 1
            and "4 points: this" in page.locator(".students", has_text="186 words").inner_text()
        )
        assert page.locator(".students math msup").count() == 1
        panel.get_by_role("button", name="Resolve").click()
        panel.locator(".mark-graded").wait_for(state="hidden")
        page.wait_for_load_state("networkidle")
        assert (
            asked and [url for url in asked if not url.startswith((at("").partition("?")[0], "data:"))] == []
        )
    assert "Look again" not in course("report", "01")
