"""When work is late, and what that costs: decided whenever marks are shown, so that a rule may change without a new grading."""
import csv
import datetime

import pytest

from course import cli
from course.classroom import due, report, roster
from course.classroom.export import export
from course.classroom.feedback import marks
from course.classroom.places import CourseError
from course.classroom.stock import book
from tests import tiny

UTC = datetime.UTC
NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=UTC)             # when the tests' students hand in
HOUR = datetime.timedelta(hours=1)


def said(capsys, *words):
    status = cli.main([*words])
    out = capsys.readouterr()
    return status, out.out + out.err


def give_points(student, cell="written", points=2):
    with book.lent(book.options("01-tiny").coursedir) as gradebook:
        grade = gradebook.find_grade(cell, "01-tiny", "01-tiny", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


@pytest.mark.parametrize("rule, late", [
    (due.Rule(NOON), None), (due.Rule(NOON - HOUR, grace=60), None),                                  # to the second
    (due.Rule(NOON - HOUR, grace=59), due.Late(HOUR, 0)),
    (due.Rule(NOON - HOUR, late=10), due.Late(HOUR, 1)),                                              # a day has begun
    (due.Rule(NOON - 24 * HOUR, late=10), due.Late(24 * HOUR, 1)), (due.Rule(NOON - 25 * HOUR, late=10), due.Late(25 * HOUR, 2)),
    (due.Rule(NOON - 999 * HOUR, late=10), due.Late(999 * HOUR, 10)),                                 # never more than all
    (due.Rule(NOON - HOUR, late=100), due.Late(HOUR, 10)),
    (due.Rule(NOON - 99 * HOUR, late=50, extensions={"ada": NOON}), None), (due.Rule(NOON, late=50, extensions={"ada": NOON - HOUR}), due.Late(HOUR, 5))])
def test_who_is_late_and_what_it_takes_of_ten_points(rule, late):
    assert due.lateness(rule, "ada", NOON, 10) == late
    assert due.lateness(rule, "ada", NOON.replace(tzinfo=None), 10) == late                           # nbgrader's times are in UTC, and do not say so


def test_of_whom_nobody_knows_the_time_is_not_late():
    assert due.lateness(due.Rule(NOON, late=100), "ada", None, 10) is None


@pytest.mark.parametrize("text, time", [("2026-12-01 18:00 UTC", datetime.datetime(2026, 12, 1, 18, tzinfo=UTC)), ("2026-12-01T18:00+01:00", datetime.datetime(2026, 12, 1, 17, tzinfo=UTC)),
                                        ("2026-12-01 18:00 Europe/Berlin", datetime.datetime(2026, 12, 1, 17, tzinfo=UTC)), ("2026-07-01 18:00 Europe/Berlin", datetime.datetime(2026, 7, 1, 16, tzinfo=UTC))])
def test_a_date_is_read_as_people_write_it(text, time):
    assert due.parsed(text) == time


def test_without_a_zone_it_is_this_machines():
    assert due.parsed("2026-12-01 18:00") == datetime.datetime(2026, 12, 1, 18).astimezone()


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01 18:00", "", "2026-12-01 18:00 Nowhere/At_all", "18:00"])
def test_what_is_no_date_is_refused_in_one_sentence(text):
    with pytest.raises(CourseError, match="is no date and time. Write it as"):
        due.parsed(text)


def test_a_rule_set_after_grading_counts_everywhere_and_changing_it_needs_no_force(graded, capsys, tmp_path):
    give_points("ada")

    def of_ada():
        export(tmp_path / "m.csv")
        with open(tmp_path / "m.csv", newline="") as stream:
            row = next(row for row in csv.DictReader(stream) if row["student_id"] == "ada")
        return report.report("01-tiny").penalties["ada"], row["score"], marks("01-tiny", "ada", f"sqlite:///{graded / 'gradebook.db'}")[2]
    assert of_ada() == (0, "6", 0)
    assert said(capsys, "due", "01", "2026-11-24 13:00 UTC", "--late", "10")[0] == 0
    assert of_ada() == (pytest.approx(.6), "5.4", pytest.approx(.6))
    said(capsys, "due", "01", "--late", "100")
    assert of_ada() == (6, "0", 6)
    assert said(capsys, "due", "01", "2026-11-26 13:00 UTC", "--student", "ada") == (
        0, "01-tiny: due 2026-11-24 13:00 UTC; being late takes all points\n  ada: due 2026-11-26 13:00 UTC\n")
    assert of_ada() == (0, "6", 0)
    said(capsys, "due", "01", "--student", "ada")
    assert of_ada() == (6, "0", 6)


def test_the_exported_due_date_is_the_students_own(graded, capsys, tmp_path):
    said(capsys, "due", "01", "2026-11-24 13:00 UTC")
    said(capsys, "due", "01", "2026-11-26 13:00 UTC", "--student", "ada")
    export(tmp_path / "m.csv")
    with open(tmp_path / "m.csv", newline="") as stream:
        dates = {row["student_id"]: row["duedate"] for row in csv.DictReader(stream)}
    assert (dates["ada"], dates["bob"]) == ("2026-11-26 13:00:00+00:00", "2026-11-24 13:00:00+00:00")


def test_the_report_says_who_is_late_also_where_it_costs_nothing(graded, capsys):
    said(capsys, "due", "01", "2026-11-24 10:30 UTC")
    assert "Late:\n  ada: by 1 day 1 h, which costs nothing" in report.text(report.report("01-tiny"))


@pytest.mark.parametrize("rule, who", [
    (None, []), (due.Rule(NOON), [""]), (due.Rule(NOON - HOUR), []), (due.Rule(NOON - HOUR, grace=60), [""]), (due.Rule(NOON - HOUR, extensions={"ada": NOON, "bob": NOON - HOUR}), ["ada"]),
    (due.Rule(NOON, extensions={"ada": NOON + HOUR}), ["", "ada"])])
def test_who_may_still_hand_in(rule, who):
    assert list(due.running(rule, NOON)) == who


RUBRIC = "the rubric"


def test_while_somebody_may_still_hand_in_pages_with_the_rubric_are_named_and_who_it_is(graded, capsys):
    said(capsys, "due", "01", "2026-11-24 13:00 UTC")
    said(capsys, "due", "01", "2126-12-03 18:00 UTC", "--student", "eve")
    assert RUBRIC not in said(capsys, "feedback", "01")[1]                     # no written answer has its points
    give_points("ada")
    line = "1 of these pages prints the rubric, and somebody may still hand in (eve until 3 December 18:00): better send them after that.\n"
    assert said(capsys, "feedback", "01")[1].startswith(line)
    assert RUBRIC not in said(capsys, "feedback", "01", "--student", "bob")[1]
    give_points("bob")
    said(capsys, "due", "01", "2126-12-01 18:00 UTC")
    assert said(capsys, "feedback", "01")[1].startswith(
        "2 of these pages print the rubric, and somebody may still hand in (everybody until 1 December 18:00, eve until 3 December 18:00): better send them after that.\n")
    said(capsys, "due", "01", "2026-11-24 13:00 UTC")
    said(capsys, "due", "01", "--student", "eve")
    assert RUBRIC not in said(capsys, "feedback", "01")[1]


def test_points_of_a_check_print_no_rubric(graded, capsys):
    said(capsys, "due", "01", "2126-12-01 18:00 UTC")
    give_points("ada", "double-test", 1)
    assert RUBRIC not in said(capsys, "feedback", "01")[1]


def test_the_report_says_until_when_whoever_is_missing_has_an_extension(graded, made, capsys):
    roster.keep(roster.read(made("id\nada\nzoe\nyan\n")))
    said(capsys, "due", "01", "2026-11-24 13:00 UTC")
    said(capsys, "due", "01", "2126-12-03 18:00 UTC", "--student", "zoe")
    said(capsys, "due", "01", "2026-11-25 13:00 UTC", "--student", "yan")
    assert "Not handed in (2):\n  yan\n  zoe, until 3 December 18:00\n" in report.text(report.report("01-tiny")) + "\n"


def test_an_extension_for_nobody_is_refused_and_nothing_changes(graded, capsys):
    said(capsys, "due", "01", "2026-11-24 10:30 UTC")
    before = due.rule("01-tiny")
    status, words = said(capsys, "due", "01", "2026-11-26 10:30 UTC", "--student", "zoe")
    assert status == 1 and "nobody is called 'zoe'" in words and due.rule("01-tiny") == before


@pytest.mark.parametrize("words, told", [(["--late", "10"], '01-tiny has no due date yet: `course due 01-tiny "2026-12-01 18:00"` sets one.'),
                                         (["2026-11-26 10:30", "--student", "ada"], "01-tiny has no due date yet: `course due 01-tiny"),
                                         (["2026-11-26 10:30", "--late", "120"], "from 0 to 100"), (["2026-11-26 10:30", "--grace", "-1"], "a number of minutes")])
def test_what_cannot_hold_is_refused_in_one_sentence(course, capsys, words, told):
    status, out = said(capsys, "due", "01", *words)
    assert status == 1 and told in out and due.rule("01-tiny") is None


def test_without_a_rule_it_says_so(course, capsys):
    assert said(capsys, "due", "01") == (0, "01-tiny has no due date.\n")


@pytest.mark.parametrize("by, words", [(datetime.timedelta(seconds=1), "1 min"), (datetime.timedelta(minutes=65), "1 h 5 min"), (datetime.timedelta(days=2, hours=3, minutes=9), "2 days 3 h")])
def test_a_length_is_said_as_people_say_it(by, words):
    assert due.length(by) == words


@pytest.mark.parametrize("date", ["2026-12-01 18:00 Europe/Berlin", "2026-12-01 18:00 UTC", "2026-12-01 18:00-05:30", "2026-12-01 18:00"])
def test_a_zone_is_shown_when_it_is_set_as_it_is_when_it_is_asked_for(course, capsys, date):
    tiny.submit(course, "ada")
    assert said(capsys, "due", "01", date) == said(capsys, "due", "01")
    assert said(capsys, "due", "01", date, "--student", "ada") == said(capsys, "due", "01")


@pytest.mark.parametrize("who", ["ada", "nobody"])
def test_an_extension_that_nobody_gave_cannot_be_taken_back_and_it_is_said(course, capsys, who):
    tiny.submit(course, "ada")
    said(capsys, "due", "01", "2026-12-01 18:00 UTC")
    assert said(capsys, "due", "01", "--student", who) == (1, f"course: {who} has no extension of 01-tiny: there is none to take back. Nothing was changed.\n")


def test_what_holds_for_everybody_is_not_taken_with_an_extension(course, capsys):
    tiny.submit(course, "ada")
    cli.main(["due", "01", "2026-12-01 18:00"])
    capsys.readouterr()
    for option in ("--grace", "--late"):
        assert cli.main(["due", "01", "2026-12-03 18:00", "--student", "ada", option, "10"]) == 1
        assert "hold for everybody: give them without --student" in capsys.readouterr().err
    assert due.rule("01-tiny").extensions == {}
