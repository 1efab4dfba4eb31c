"""The report as a page: what stands on it, in which order, and that nothing that others wrote runs on it."""

import datetime
import html
import re

import pytest

from course import cli
from course.reports import class_page, class_report, summary
from course.reports.class_report import Fall, Report
from course.submission import deadline, rejected, roster
from tests.reports.test_class_report import PEOPLE

EVIL = "<script>evil()</script><img src=x onerror=evil()>\"'"


def page(found, titles=None):
    return class_page.page(summary.of(found, titles or {}, {"written"}))


def words(page):
    """The page's text, without what only draws."""
    return " ".join(
        html.unescape(
            re.sub(r"<[^>]+>", " ", re.sub(r"<(style|title)>.*?</\1>", "", page, flags=re.DOTALL))
        ).split()
    )


def a_class(points, **more):
    marks = {f"s{n:02}": {"double": each} for n, each in enumerate(points)}
    return Report(
        "01-tiny",
        {"double": 2},
        marks,
        dict.fromkeys(marks, 0),
        more.pop("mistakes", {}),
        more.pop("remarks", {}),
        more.pop("again", {}),
        **more,
    )


@pytest.mark.slow
def test_course_report_html_writes_it_where_git_does_not_look_and_says_so(graded, capsys):
    assert cli.main(["report", "01", "--html"]) == 0
    assert (
        graded / "report/01-tiny.html"
    ).is_file() and "The page is report/01-tiny.html" in capsys.readouterr().out


@pytest.mark.slow
def test_it_goes_from_what_to_teach_again_by_totals_and_exercises_to_what_is_open_and_the_students(graded):
    found = class_report.report("01-tiny")._replace(fell={"cid": {"double": Fall(3, 2, True)}})
    shown = page(found, summary.outline("01-tiny")[0])
    assert re.findall("<h2[^>]*>([^<]*)", shown) == [
        "What to teach again",
        "Totals",
        "Exercises",
        "Marks that fell",
        "What is open",
        "Students",
    ]
    said = words(shown)
    assert "Tiny 4 students graded 2.5 of 6 points on average, so far" in said
    assert "Only 4 students have marks: too few" in said
    assert "Exercise 1 · Double 58 % 1.8 / 3 –" in said  # success, mean, no discrimination with four
    assert (
        "2 students You squared it. bob, cid" in said and "1 student Wrong, and no known mistake. eve" in said
    )
    assert "cid: Exercise 1 · Double, 3 → 2, with other tests" in said
    assert "Could not be graded (1) mal: 01-tiny.ipynb is not a notebook that can be read (not JSON)" in said
    assert "Waits for a mark Written: 4 students" in said
    assert "ada 3 1 4 bob 0 1 1" in said


def test_all_that_the_text_of_the_report_names_has_its_place():
    found = a_class(
        [2, 1],
        mistakes={("double", "You squared it."): ["s01"]},
        remarks={"s00": ["a cell was edited"], "mal": ["could not be graded: no JSON"]},
        again={"s01": ["written (1 of 2)"]},
        missing=("zoe",),
        unknown=("who",),
        late={"s01": deadline.Late(datetime.timedelta(hours=25), 1)},
        refused=(
            rejected.Refusal("a.zip", "01-tiny", "ivy", "it is damaged"),
            rejected.Refusal(
                "b.zip", "01-tiny", None, "two ids", "collected/_refused/b.zip", whose="Ada Lovelace"
            ),
        ),
        disputed=("K7Q4 written: eva 3, tom 1",),
        until={"zoe": datetime.datetime(2026, 12, 3, 18, 0, tzinfo=datetime.UTC)},
        names={"zoe": "Zoe Zero"},
    )
    said = words(page(found))
    for each in (
        "s01: written (1 of 2)",
        "K7Q4 written: eva 3, tom 1",
        "zoe (Zoe Zero), until 3 December 18:00",
        "Not on the roster (1) who",
        "s01: by 1 day 1 h, 1 point off",
        "a.zip: it is damaged",
        "b.zip (from Ada Lovelace): two ids (collected/_refused/b.zip waits for course collect … --as ID )",
        "s00: a cell was edited",
        "mal: no JSON",
    ):
        assert each in said


def test_what_is_odd_of_many_is_one_line():
    found = a_class(
        [1] * 6,
        remarks={
            f"s{n:02}": ["their test cell is an older one", *["reaches out"] * (n == 3)] for n in range(6)
        },
    )
    assert "What was odd 6 students: their test cell is an older one s03: reaches out" in words(page(found))


def test_many_mistakes_of_an_exercise_are_folded_but_for_the_first_six():
    found = a_class(
        [1] * 12,
        mistakes={("double", f"Mistake {n}."): [f"s{k:02}" for k in range(12 - n)] for n in range(9)},
    )
    before, _, after = page(found).partition("<summary>3 more</summary>")
    assert "Mistake 5." in before and "Mistake 6." not in before and "Mistake 8." in after


def test_where_everybody_has_the_same_it_says_so():
    said = words(page(a_class([2] * 12)))
    assert (
        "All 12 have 2 of 2 points." in said
        and "Double 100 % 2.0 / 2 –" in said
        and "No check found a mistake here." in said
    )


def test_of_one_student_no_class_is_made():
    said = words(page(a_class([1])))
    assert (
        "1 student graded" in said
        and "The one total is 1 of 2 points." in said
        and "Only one student has marks: too few" in said
    )


def test_of_a_class_of_which_nothing_could_be_graded_it_says_what_there_is():
    found = a_class([], remarks={"mal": ["could not be graded: no JSON"]}, missing=("zoe",))
    said = words(page(found))
    assert (
        "0 students graded" in said
        and "Nobody has a mark yet." in said
        and "mal: no JSON" in said
        and "Not handed in (1) zoe" in said
    )
    assert "Totals" not in said and "Students" not in said


def test_the_distribution_is_said_in_words_for_those_who_do_not_see_it():
    assert (
        'role="img" aria-label="How many students have how many points. 0 to under 0.5: 1; 0.5 to under 1: 0; 1 to under 1.5: 0; 1.5 to 2: 2."'
        in page(a_class([0, 2, 2]))
    )


@pytest.mark.parametrize(
    "where", ["a name", "an id", "a message", "a remark", "a file", "a marker", "a title"]
)
def test_nothing_that_others_wrote_is_more_than_text(where):
    found = {
        "a name": lambda: a_class([1] * 6, names={"s00": EVIL}),
        "an id": lambda: Report(
            "01-tiny",
            {"double": 2},
            {EVIL: {"double": 1}},
            {EVIL: 0},
            {},
            {},
            {},
            missing=(EVIL,),
            unknown=(EVIL,),
        ),
        "a message": lambda: a_class([1] * 6, mistakes={("double", EVIL): ["s00"] * 6}),
        "a remark": lambda: a_class([1], remarks={"s00": [EVIL], "x": [f"could not be graded: {EVIL}"]}),
        "a file": lambda: a_class([1], refused=(rejected.Refusal(EVIL, None, None, EVIL, EVIL),)),
        "a marker": lambda: a_class([1], disputed=(EVIL,), again={"s00": [EVIL]}),
        "a title": lambda: a_class([1]),
    }[where]()
    shown = page(found, {"": EVIL, "double": EVIL} if where == "a title" else {})
    assert "&lt;script&gt;evil()" in shown
    assert "<script" not in shown and "<img" not in shown and "evil()>" not in shown


def test_it_forbids_itself_scripts_and_the_network_and_asks_for_nothing():
    shown = page(a_class([1] * 6))
    assert "default-src 'none'" in shown and not re.search(r"<script|<link|src=|url\(|https?:", shown)


@pytest.mark.slow
def test_names_are_those_of_the_roster(graded, made):
    roster.keep(roster.read(made(PEOPLE)))
    assert "ada (Ada Lovelace)" in page(class_report.report("01-tiny")) and "zoe (Zoe\ufffd[2J Zero)" in page(
        class_report.report("01-tiny")
    )
