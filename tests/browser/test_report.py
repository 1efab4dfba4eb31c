"""The report's page as an instructor opens it: of a class of 500, on a desk and on a phone, by light and in
the dark, and on paper.
"""

import random
from collections import defaultdict

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from course.reports import class_page, similarity_page, summary
from course.reports.class_report import Fall, Report
from course.reports.similarity import Class, Finding, Given, Work
from course.submission.rejected import Refusal

OPENS = 2  # seconds, for 500 students
NAMES = {f"ex_{n}": f"Exercise {n} · A name of some words" for n in range(1, 11)} | {
    "written": "Written answer",
    "": "Tokens: what a model reads",
}


def a_class(n, seed=1):
    """The Report of so many students on eleven exercises, with a dozen mistakes each, everything that can be
    open, and a fall in twenty.
    """
    draw, marks, mistakes = random.Random(seed), {}, defaultdict(list)
    out_of = {name: 3 for name in NAMES if name}
    for student in (f"student-{k:05}" for k in range(n)):
        skill = draw.random()
        marks[student] = {
            name: None if name == "written" else 3 if draw.random() < skill else draw.choice([0, 1, 2])
            for name in out_of
        }
        for name, points in marks[student].items():
            if points not in (3, None):
                mistakes[
                    name,
                    f"You did it in way {int(draw.expovariate(0.4)) % 12} of `{name}`. That is one of the ways in which it goes wrong, since they are many.",
                ].append(student)
    students = list(marks)
    return Report(
        "01-tokens",
        out_of,
        marks,
        {student: 0 for student in students},
        dict(mistakes),
        {
            student: ["a check cell was edited: the original was used", "could not be read"]
            for student in students[::25]
        },
        {students[0]: ["written (1 of 3)"]},
        missing=("zoe",),
        unknown=("who",),
        refused=(Refusal("a.zip", "01-tokens", None, "it is damaged"),),
        disputed=("K7Q4 written: eva 3, tom 1",),
        names={student: f"Given Family-{k}" for k, student in enumerate(students)},
        fell={student: {"ex_1": Fall(3, 2, True)} for student in students[::20]},
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(class_page.page(summary.of(a_class(500), NAMES, {}, {"written"})), "utf-8")
    return path.as_uri()


def opened(page):
    """Milliseconds until a page had loaded, and until it had been painted first."""
    return page.evaluate("""() => new Promise(done => new PerformanceObserver(list => done([performance.getEntriesByType("navigation")[0].loadEventEnd, list.getEntries()[0].startTime]))
        .observe({type: "paint", buffered: true}))""")


def test_the_report_of_500_students_opens_in_two_seconds(address, open_page):
    assert max(opened(open_page(address))) < 1000 * OPENS


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "phone"])
def test_everybody_can_read_the_page(open_page, tmp_path, dark, width):
    (tmp_path / "report.html").write_text(
        class_page.page(summary.of(a_class(60), NAMES, {}, {"written"})), "utf-8"
    )
    page = open_page((tmp_path / "report.html").as_uri(), dark=dark, width=width)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "phone"])
def test_everybody_can_read_the_page_of_answers_that_are_alike(open_page, tmp_path, dark, width):
    long = "def merge(ids, pair, new_id):\n    # a comment that is so long that it is wider than a phone, and wider than half of a desk, as lines of students are now and then\n    return ids\n"
    works = [
        Work(
            student,
            {"merge": long},
            {
                "written": "Words make short texts, but their list never ends, as we saw; and then characters are few. "
                * 3
            },
        )
        for student in ("ada", "bob", "cid")
    ]
    found = [
        Finding(["ada", "bob", "cid"], True, {"merge": 80}, {}, 80),
        Finding(["ada", "bob"], False, {"merge": 80}, {"written": 45}, 125),
    ]
    (tmp_path / "alike.html").write_text(
        similarity_page.page(
            Class(works, Given({}, set(), ""), ["mal"]), found, "01-tokens", {"ada": "Ada Lovelace"}
        ),
        "utf-8",
    )
    page = open_page((tmp_path / "alike.html").as_uri(), dark=dark, width=width)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_who_holds_a_mistake_is_a_click_away(address, open_page):
    page = open_page(address)
    held = page.locator("#ex-1 .mistakes li").first
    assert not held.locator(".who").is_visible()
    held.locator("summary").click()
    expect(held.locator(".who")).to_contain_text("Given Family-")


def test_it_loads_nothing_and_runs_nothing(address, heard):
    assert heard(address) == ([address], [], 0)


def test_on_paper_no_column_of_the_students_is_cut_off(address, open_page):
    page = open_page(address)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 660, "height": 960})  # A4 without its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 660
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
