"""When work is late, and what that costs: decided whenever marks are shown, so that a rule may change without
a new grading.
"""

import csv
import datetime
import time

import pytest

from course import cli
from course.files.coursedir import CourseError
from course.gradebook import database
from course.reports import class_report
from course.reports.export import export
from course.reports.feedback import marks
from course.submission import deadline, roster
from tests import tiny

UTC = datetime.UTC
NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=UTC)  # when the tests' students hand in
HOUR = datetime.timedelta(hours=1)


def said(capsys, *words):
    status = cli.main([*words])
    out = capsys.readouterr()
    return status, out.out + out.err


def give_points(student, cell="written", points=2):
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        grade = gradebook.find_grade(cell, "01-tiny", "01-tiny", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


@pytest.fixture
def machine_in(monkeypatch):
    """machine_in("Europe/Berlin") puts this machine there, for a test."""

    def move(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def in_berlin(machine_in):
    machine_in("Europe/Berlin")


@pytest.mark.parametrize(
    "rule, late",
    [
        (deadline.Rule(NOON), None),
        (deadline.Rule(NOON - HOUR, grace=60), None),  # to the second
        (deadline.Rule(NOON - HOUR, grace=59), deadline.Late(HOUR, 0)),
        (deadline.Rule(NOON - HOUR, late=10), deadline.Late(HOUR, 1)),  # a day has begun
        (deadline.Rule(NOON - 24 * HOUR, late=10), deadline.Late(24 * HOUR, 1)),
        (deadline.Rule(NOON - 25 * HOUR, late=10), deadline.Late(25 * HOUR, 2)),
        (deadline.Rule(NOON - 999 * HOUR, late=10), deadline.Late(999 * HOUR, 10)),  # never more than all
        (deadline.Rule(NOON - HOUR, late=100), deadline.Late(HOUR, 10)),
        (deadline.Rule(NOON - 99 * HOUR, late=50, extensions={"ada": NOON}), None),
        (deadline.Rule(NOON - 99 * HOUR, late=50, extensions={"ada": NOON - HOUR}), deadline.Late(HOUR, 5)),
        # everybody's date was moved since
        (deadline.Rule(NOON, late=50, extensions={"ada": NOON - HOUR}), None),
    ],
)
def test_who_is_late_and_what_it_takes_of_ten_points(rule, late):
    assert deadline.lateness(rule, "ada", NOON, 10) == late
    # nbgrader's times are in UTC, and do not say so
    assert deadline.lateness(rule, "ada", NOON.replace(tzinfo=None), 10) == late


@pytest.mark.parametrize("by, days", [(16, 1), (24 * 60 + 10, 1), (24 * 60 + 15, 1), (24 * 60 + 16, 2)])
def test_of_a_day_only_what_is_over_the_grace_period_counts(by, days):
    assert deadline.lateness(
        deadline.Rule(NOON, grace=15, late=10), "ada", NOON + datetime.timedelta(minutes=by), 10
    ) == deadline.Late(datetime.timedelta(minutes=by), days)


@pytest.mark.parametrize("date", ["2026-10-24 18:00 Europe/Berlin", "2026-10-24 18:00"])
# in UTC: 18:00 in Berlin
@pytest.mark.parametrize(
    "came, days", [("2026-10-25T17:00", 1), ("2026-10-25T17:01", 2), ("2026-10-26T17:00", 2)]
)
def test_a_day_is_a_day_when_clocks_are_put_back(course, in_berlin, date, came, days):
    deadline.keep("01-tiny", deadline.Rule(deadline.parsed(date), late=10))
    assert (
        deadline.lateness(
            deadline.rule("01-tiny"), "ada", datetime.datetime.fromisoformat(came).replace(tzinfo=UTC), 10
        ).off
        == days
    )


# 24 hours; 40 minutes, and the clock shows 02:10
@pytest.mark.parametrize(
    "date, came", [("2026-03-28 18:00", "2026-03-29T17:00"), ("2026-10-25 02:30", "2026-10-25T01:10")]
)
def test_nobody_pays_for_a_day_that_is_not_over_because_a_clock_was_changed(in_berlin, date, came):
    assert (
        deadline.lateness(
            deadline.Rule(deadline.parsed(date), late=10),
            "ada",
            datetime.datetime.fromisoformat(came).replace(tzinfo=UTC),
            10,
        ).off
        == 1
    )


@pytest.mark.parametrize("zone", ["CET-1CEST,M3.5.0,M10.5.0/3", "Nowhere/At_all", ":America/New_York"])
def test_whatever_this_machines_zone_is_called_a_time_is_that_of_its_clock(course, machine_in, zone):
    machine_in(zone)
    until = deadline.parsed("2026-12-01 18:00")
    deadline.keep("01-tiny", deadline.Rule(until))
    assert until == datetime.datetime(2026, 12, 1, 18).astimezone() == deadline.rule("01-tiny").due


def test_a_due_date_of_a_file_without_names_of_zones_holds(course):
    (course / "due.json").write_text(
        '{"01-tiny": {"due": "2026-10-24T18:00:00+02:00", "grace": 15, "late": 10, "extensions": {"ada": "2026-10-26T18:00:00+01:00"}}}'
    )
    assert deadline.told(deadline.rule("01-tiny")) == [
        "due 2026-10-24 18:00 UTC+02:00; 15 minutes of grace; being late takes 10 % of the points for each day that has begun",
        "ada: due 2026-10-26 18:00 UTC+01:00",
    ]


@pytest.mark.parametrize("part", ['"tomorrow"', '"2026-10-24T18:00:00+02:00[Nowhere/At_all]"', "7", "null"])
@pytest.mark.parametrize(
    "whole", ['{{"01-tiny": {{"due": {}, "grace": 0, "late": 0, "extensions": {{}}}}}}', "[{}]"]
)
def test_a_file_that_was_damaged_is_one_sentence(course, whole, part):
    (course / "due.json").write_text(whole.format(part))
    with pytest.raises(CourseError, match="due.json cannot be read: mend it"):
        deadline.rule("01-tiny")


def test_of_whom_nobody_knows_the_time_is_not_late():
    assert deadline.lateness(deadline.Rule(NOON, late=100), "ada", None, 10) is None


@pytest.mark.parametrize(
    "text, moment",
    [
        ("2026-12-01 18:00 UTC", datetime.datetime(2026, 12, 1, 18, tzinfo=UTC)),
        ("2026-12-01T18:00+01:00", datetime.datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("2026-12-01 18:00 Europe/Berlin", datetime.datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("2026-07-01 18:00 Europe/Berlin", datetime.datetime(2026, 7, 1, 16, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_as_people_write_it(text, moment):
    assert deadline.parsed(text) == moment


def test_without_a_zone_it_is_this_machines():
    assert deadline.parsed("2026-12-01 18:00") == datetime.datetime(2026, 12, 1, 18).astimezone()


@pytest.mark.parametrize(
    "text",
    [
        "tomorrow",
        "2026-13-01 18:00",
        "",
        "2026-12-01 18:00 Nowhere/At_all",
        "18:00",
        "2026-12-01",
        "2026-12-01 Europe/Berlin",
    ],
)
def test_what_is_no_date_is_refused_in_one_sentence(text):
    with pytest.raises(CourseError, match="is not a date and time. Write it as"):
        deadline.parsed(text)


@pytest.mark.slow
def test_a_rule_set_after_grading_counts_everywhere_and_changing_it_needs_no_force(graded, capsys, tmp_path):
    give_points("ada")

    def of_ada():
        export(tmp_path / "m.csv")
        with open(tmp_path / "m.csv", newline="") as stream:
            row = next(row for row in csv.DictReader(stream) if row["student_id"] == "ada")
        return (
            class_report.report("01-tiny").penalties["ada"],
            row["score"],
            marks("01-tiny", "ada", f"sqlite:///{graded / 'gradebook.db'}")[2],
        )

    assert of_ada() == (0, "6", 0)
    assert said(capsys, "due", "01", "2026-11-24 13:00 UTC", "--late", "10")[0] == 0
    assert of_ada() == (pytest.approx(0.6), "5.4", pytest.approx(0.6))
    said(capsys, "due", "01", "--late", "100")
    assert of_ada() == (6, "0", 6)
    assert said(capsys, "due", "01", "2026-11-26 13:00 UTC", "--student", "ada") == (
        0,
        "01-tiny: due 2026-11-24 13:00 UTC; being late takes all points\n  ada: due 2026-11-26 13:00 UTC\n",
    )
    assert of_ada() == (0, "6", 0)
    said(capsys, "due", "01", "--student", "ada")
    assert of_ada() == (6, "0", 6)


@pytest.mark.slow
def test_the_exported_due_date_is_the_students_own(graded, capsys, tmp_path):
    said(capsys, "due", "01", "2026-11-24 13:00 UTC")
    said(capsys, "due", "01", "2026-11-26 13:00 UTC", "--student", "ada")
    export(tmp_path / "m.csv")
    with open(tmp_path / "m.csv", newline="") as stream:
        dates = {row["student_id"]: row["duedate"] for row in csv.DictReader(stream)}
    assert (dates["ada"], dates["bob"]) == ("2026-11-26 13:00:00+00:00", "2026-11-24 13:00:00+00:00")


def test_the_report_says_who_is_late_also_where_it_costs_nothing(graded, capsys):
    said(capsys, "due", "01", "2026-11-24 10:30 UTC")
    assert "Late:\n  ada: by 1 day 1 h, which costs nothing" in class_report.text(
        class_report.report("01-tiny")
    )


@pytest.mark.parametrize(
    "rule, who",
    [
        (None, []),
        (deadline.Rule(NOON), [""]),
        (deadline.Rule(NOON - HOUR), []),
        (deadline.Rule(NOON - HOUR, grace=60), [""]),
        (deadline.Rule(NOON - HOUR, extensions={"ada": NOON, "bob": NOON - HOUR}), ["ada"]),
        (deadline.Rule(NOON, extensions={"ada": NOON + HOUR}), ["", "ada"]),
    ],
)
def test_who_may_still_hand_in(rule, who):
    assert list(deadline.running(rule, NOON)) == who


RUBRIC = "the rubric"


@pytest.mark.slow
def test_while_somebody_may_still_hand_in_pages_with_the_rubric_are_named_and_who_it_is(graded, capsys):
    said(capsys, "due", "01", "2026-11-24 13:00 UTC")
    said(capsys, "due", "01", "2126-12-03 18:00 UTC", "--student", "eve")
    assert RUBRIC not in said(capsys, "feedback", "01")[1]  # no written answer has its points
    give_points("ada")
    line = "1 of these pages prints the rubric, and somebody may still hand in (eve until 3 December 18:00): better send them after that.\n"
    assert said(capsys, "feedback", "01")[1].startswith(line)
    assert RUBRIC not in said(capsys, "feedback", "01", "--student", "bob")[1]
    give_points("bob")
    said(capsys, "due", "01", "2126-12-01 18:00 UTC")
    assert said(capsys, "feedback", "01")[1].startswith(
        "2 of these pages print the rubric, and somebody may still hand in (everybody until 1 December 18:00, eve until 3 December 18:00): better send them after that.\n"
    )
    said(capsys, "due", "01", "2026-11-24 13:00 UTC")
    said(capsys, "due", "01", "--student", "eve")
    assert RUBRIC not in said(capsys, "feedback", "01")[1]


@pytest.mark.slow
def test_points_of_a_check_print_no_rubric(graded, capsys):
    said(capsys, "due", "01", "2126-12-01 18:00 UTC")
    give_points("ada", "double-test", 1)
    assert RUBRIC not in said(capsys, "feedback", "01")[1]


@pytest.mark.slow
def test_who_has_an_extension_is_not_due_before_everybody_else_when_the_due_date_is_moved(
    graded, capsys, tmp_path
):
    said(capsys, "due", "01", "2026-11-23 13:00 UTC", "--late", "100")
    said(capsys, "due", "01", "2026-11-24 13:00 UTC", "--student", "ada")
    assert class_report.report("01-tiny").penalties["ada"] == 4
    told = "01-tiny: due 2026-11-26 13:00 UTC; being late takes all points\n  ada: due 2026-11-26 13:00 UTC\n"
    assert said(capsys, "due", "01", "2026-11-26 13:00 UTC") == (0, told)
    export(tmp_path / "m.csv")
    with open(tmp_path / "m.csv", newline="", encoding="utf-8-sig") as stream:
        assert {row["duedate"] for row in csv.DictReader(stream)} == {"2026-11-26 13:00:00+00:00"}
    assert class_report.report("01-tiny").penalties["ada"] == 0
    assert [*deadline.running(deadline.rule("01-tiny"), NOON)] == ["", "ada"]


def test_an_extension_that_ends_before_the_due_date_is_refused(graded, capsys):
    said(capsys, "due", "01", "2026-12-01 18:00 UTC")
    assert said(capsys, "due", "01", "2026-11-30 18:00 UTC", "--student", "ada") == (
        1,
        "course: 2026-11-30 18:00 UTC is not an extension: 01-tiny is due 2026-12-01 18:00 UTC for everybody. Nothing was changed.\n",
    )
    assert deadline.rule("01-tiny").extensions == {}


@pytest.mark.slow
def test_the_report_says_until_when_whoever_is_missing_has_an_extension(graded, made, capsys):
    roster.keep(roster.read(made("id\nada\nzoe\nyan\n")))
    said(capsys, "due", "01", "2026-11-24 13:00 UTC")
    said(capsys, "due", "01", "2126-12-03 18:00 UTC", "--student", "zoe")
    said(capsys, "due", "01", "2026-11-25 13:00 UTC", "--student", "yan")
    assert (
        "Not handed in (2):\n  yan\n  zoe, until 3 December 18:00\n"
        in class_report.text(class_report.report("01-tiny")) + "\n"
    )


def test_an_extension_for_nobody_is_refused_and_nothing_changes(graded, capsys):
    said(capsys, "due", "01", "2026-11-24 10:30 UTC")
    before = deadline.rule("01-tiny")
    status, words = said(capsys, "due", "01", "2026-11-26 10:30 UTC", "--student", "zoe")
    assert status == 1 and "nobody is called 'zoe'" in words and deadline.rule("01-tiny") == before


def test_no_extension_is_for_a_folder_that_is_nobody(graded, capsys):
    said(capsys, "due", "01", "2026-11-24 12:00 UTC")
    for nobody in "..", ".", "ada/..", "":
        status, words = said(capsys, "due", "01", "2026-11-26 12:00 UTC", "--student", nobody)
        assert (
            status == 1
            and f"nobody is called {nobody!r}" in words
            and deadline.rule("01-tiny").extensions == {}
            and deadline.rule("01-tiny").due.day == 24
        )


@pytest.mark.parametrize("who", ["jos\u00e9", "jose\u0301", "José Díaz", "díaz@example.org"])
def test_an_extension_is_for_the_id_that_is_kept_however_its_person_was_named(course, made, capsys, who):
    roster.keep(roster.read(made("id,name,mail\njos\u00e9,José Díaz,díaz@example.org\n")))
    said(capsys, "due", "01", "2026-11-24 12:00 UTC")
    assert said(capsys, "due", "01", "2026-11-26 12:00 UTC", "--student", who)[0] == 0
    assert deadline.lateness(deadline.rule("01-tiny"), "jos\u00e9", NOON, 10) is None
    assert said(capsys, "due", "01", "--student", who)[0] == 0 and deadline.rule("01-tiny").extensions == {}


def test_a_name_of_two_is_refused_and_their_ids_named(course, made, capsys):
    roster.keep(roster.read(made("id,name\nada,Ada King\nada2,Ada King\n")))
    said(capsys, "due", "01", "2026-11-24 12:00 UTC")
    status, words = said(capsys, "due", "01", "2026-11-26 12:00 UTC", "--student", "ada king")
    assert (
        status == 1
        and words == "course: ada and ada2 are called 'ada king': say which, by --student ID.\n"
        and deadline.rule("01-tiny").extensions == {}
    )


@pytest.mark.parametrize(
    "words, told",
    [
        (["--late", "10"], '01-tiny has no due date yet: `course due 01-tiny "2026-12-01 18:00"` sets one.'),
        (["2026-11-26 10:30", "--student", "ada"], "01-tiny has no due date yet: `course due 01-tiny"),
        (["2026-11-26 10:30", "--late", "120"], "from 0 to 100"),
        (["2026-11-26 10:30", "--grace", "-1"], "a number of minutes"),
        (["2026-12-01 18:00 UTC", "--grace", "99999999999999"], "100,000 at most"),
        (["0001-01-01 00:00"], "the year must be from 2000 to 2999"),
        (["9999-12-31 23:59 UTC", "--grace", "15"], "the year must be from 2000 to 2999"),
    ],
)
def test_what_cannot_hold_is_refused_in_one_sentence(course, capsys, words, told):
    status, out = said(capsys, "due", "01", *words)
    assert status == 1 and told in out and deadline.rule("01-tiny") is None


@pytest.mark.parametrize(
    "date", ["2000-01-01 00:00", "2000-01-01 00:00 Pacific/Kiritimati", "2999-12-31 23:59 Pacific/Pago_Pago"]
)
@pytest.mark.parametrize("came", ["0001-01-01 00:00:00 UTC", "9999-12-31 23:59:59 UTC"])
def test_a_due_date_at_the_end_of_time_works_with_a_hand_in_there(course, capsys, date, came):
    assert said(capsys, "due", "01", date, "--grace", "100000", "--late", "10")[0] == 0
    late = deadline.lateness(
        deadline.rule("01-tiny"), "ada", datetime.datetime.fromisoformat(came.removesuffix(" UTC")), 10
    )
    assert (late.off if late else 0) == (10 if came.startswith("9") else 0)
    assert "" in deadline.running(deadline.rule("01-tiny"), NOON) or "2000" in date


def test_without_a_rule_it_says_so(course, capsys):
    assert said(capsys, "due", "01") == (0, "01-tiny has no due date.\n")


@pytest.mark.parametrize(
    "by, words",
    [
        (datetime.timedelta(seconds=1), "1 min"),
        (datetime.timedelta(minutes=65), "1 h 5 min"),
        (datetime.timedelta(days=2, hours=3, minutes=9), "2 days 3 h"),
    ],
)
def test_a_length_is_said_as_people_say_it(by, words):
    assert deadline.length(by) == words


@pytest.mark.parametrize(
    "date",
    ["2026-12-01 18:00 Europe/Berlin", "2026-12-01 18:00 UTC", "2026-12-01 18:00-05:30", "2026-12-01 18:00"],
)
def test_a_zone_is_shown_when_it_is_set_as_it_is_when_it_is_asked_for(course, capsys, date):
    tiny.submit(course, "ada")
    assert said(capsys, "due", "01", date) == said(capsys, "due", "01")
    assert said(capsys, "due", "01", date, "--student", "ada") == said(capsys, "due", "01")


@pytest.mark.parametrize("who", ["ada", "nobody"])
def test_an_extension_that_nobody_gave_cannot_be_taken_back_and_it_is_said(course, capsys, who):
    tiny.submit(course, "ada")
    said(capsys, "due", "01", "2026-12-01 18:00 UTC")
    assert said(capsys, "due", "01", "--student", who) == (
        1,
        f"course: {who} has no extension for 01-tiny: there is none to take back. Nothing was changed.\n",
    )


def test_what_holds_for_everybody_is_not_taken_with_an_extension(course, capsys):
    tiny.submit(course, "ada")
    cli.main(["due", "01", "2026-12-01 18:00"])
    capsys.readouterr()
    for option in ("--grace", "--late"):
        assert cli.main(["due", "01", "2026-12-03 18:00", "--student", "ada", option, "10"]) == 1
        assert "apply to everybody: give them without --student" in capsys.readouterr().err
    assert deadline.rule("01-tiny").extensions == {}
