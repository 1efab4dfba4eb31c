"""Marks that leave the house: in the platforms' columns, with a status for each, and never a 0 that nobody
gave.
"""

import csv

import pytest

from course import cli
from course.files.coursedir import CourseError
from course.gradebook import database
from course.reports import class_report
from course.reports.export import (
    GRADED,
    MISSING,
    NOT_TAKEN_IN,
    OF_CANVAS,
    OF_NBGRADER,
    UNGRADABLE,
    UNGRADED,
    WAITING,
    export,
)
from course.submission import deadline, rejected, roster
from tests import tiny
from tests.submission.test_roster import CANVAS, MOODLE

PEOPLE = (
    CANVAS + '"Bo, B",103,s-3,bob,Monday,,\n"Mal, M",104,s-4,mal,Monday,,\n"Eve, E",105,s-5,eve,Monday,,\n'
)


@pytest.fixture
def marked(graded):
    """Ada's and Bob's written answers have their points; cid's and eve's wait; mal's notebook is damaged."""
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        for student, points in ("ada", 2), ("bob", 1.5):
            for grade in gradebook.find_submission("01-tiny", student).notebooks[0].grades:
                if grade.name == "written":
                    grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()
    return graded


def rows(path):
    with open(path, newline="", encoding="utf-8-sig") as stream:
        return list(csv.reader(stream))


def by_student(path):
    heading, *lines = rows(path)
    return {line[heading.index("student_id")]: dict(zip(heading, line)) for line in lines}


@pytest.mark.slow
def test_a_spreadsheet_gets_nbgraders_columns_and_how_each_stands(marked, tmp_path):
    done = export(tmp_path / "marks.csv")
    found = by_student(tmp_path / "marks.csv")
    assert rows(tmp_path / "marks.csv")[0] == [*OF_NBGRADER, "status"] and done.lines == 5
    assert (found["ada"]["score"], found["ada"]["max_score"], found["ada"]["status"]) == ("6", "6", GRADED)
    assert (found["bob"]["score"], found["bob"]["status"]) == ("2.5", GRADED)
    # the points so far are no mark yet
    assert (found["cid"]["raw_score"], found["cid"]["score"], found["cid"]["status"]) == ("2", "", WAITING)


@pytest.mark.slow
def test_where_nobody_gave_a_mark_the_place_is_empty_and_no_0(marked, made, tmp_path):
    tiny.submit(marked, "zoe")
    roster.keep(roster.read(made(PEOPLE)))
    done, found = export(tmp_path / "marks.csv"), by_student(tmp_path / "marks.csv")
    assert {who: (found[who]["score"], found[who]["status"]) for who in ("cid", "mal", "zoe", "frida")} == {
        "cid": ("", WAITING),
        "mal": ("", UNGRADABLE),
        "zoe": ("", UNGRADED),
        "frida": ("", MISSING),
    }
    assert done.statuses["01-tiny"] == {GRADED: 2, WAITING: 2, UNGRADABLE: 1, UNGRADED: 1, MISSING: 1}


@pytest.mark.slow
@pytest.mark.parametrize(
    "which",
    [
        {"student": "zoe", "why": "not a zip that can be read"},
        {"student": None, "why": "it says that it is ada's", "claimants": ["zoe"]},
        {"student": "zoe", "why": "not a zip that can be read", "assignment": None},
    ],
)
def test_who_handed_in_what_was_not_taken_in_has_not_handed_in_nothing(marked, made, tmp_path, which):
    roster.keep(roster.read(made("id\nada\nfrida\nzoe\n")))
    rejected.note(rejected.Refusal(**{"name": "zoe.zip", "assignment": "01-tiny"} | which))
    export(tmp_path / "marks.csv")
    assert {
        who: line["status"]
        for who, line in by_student(tmp_path / "marks.csv").items()
        if who in ("frida", "zoe")
    } == {"frida": MISSING, "zoe": NOT_TAKEN_IN}
    found = class_report.report("01-tiny")
    assert found.missing == ["frida"] and "zoe.zip: " in class_report.text(found)
    rejected.settle("zoe", "01-tiny", "zoe.zip")
    assert class_report.report("01-tiny").missing == ["frida", "zoe"]


@pytest.mark.slow
def test_what_a_student_earned_nothing_for_is_a_0(marked, tmp_path):
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        for grade in gradebook.find_submission("01-tiny", "eve").notebooks[0].grades:
            grade.manual_score, grade.needs_manual_grade = 0, False
        gradebook.db.commit()
    export(tmp_path / "marks.csv")
    assert by_student(tmp_path / "marks.csv")["eve"]["score"] == "0"


@pytest.mark.slow
def test_canvas_gets_its_own_columns_its_points_possible_and_the_assignments_number(marked, made, tmp_path):
    roster.keep(roster.read(made(PEOPLE)))
    done = export(tmp_path / "c.csv", form="canvas")
    heading, possible, *people = rows(tmp_path / "c.csv")
    assert heading == [*OF_CANVAS, "01-tiny (4711)"] and possible == [
        "    Points Possible",
        "",
        "",
        "",
        "",
        "6",
    ]
    assert people[0] == ["Lovelace, Ada", "101", "s-1", "ada", "Monday", "6"] and [
        row[-1] for row in people
    ] == ["6", "", "2.5", "", ""]
    assert done.lines == 5 and done.left_out == ["cid"]


@pytest.mark.slow
@pytest.mark.parametrize("form, people", [("canvas", PEOPLE), ("moodle", MOODLE)])
def test_what_the_points_are_out_of_is_said_since_the_platform_may_have_another_number(
    marked, made, tmp_path, capsys, form, people
):
    roster.keep(roster.read(made(people)))
    cli.main(["export", str(tmp_path / "c.csv"), "--format", form])
    assert (
        f"The points are out of 6 (01-tiny). {form.title()} keeps what it has as the most for an assignment: set the same there."
        in capsys.readouterr().out
    )


@pytest.mark.slow
def test_moodle_gets_what_it_knows_its_users_by_and_the_assignment(marked, made, tmp_path):
    roster.keep(roster.read(made(MOODLE)))
    export(tmp_path / "m.csv", form="moodle")
    assert rows(tmp_path / "m.csv") == [
        ["First name", "Last name", "ID number", "Email address", "01-tiny"],
        ["Ada", "Lovelace", "ada", "ada@example.org", "6"],
        ["Frida", "Kahlo", "frida", "frida@example.org", ""],
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "form, text, said",
    [
        ("canvas", None, "--format canvas needs Canvas's own columns, and there is no roster"),
        ("moodle", CANVAS, "--format moodle needs Moodle's own columns, and the roster is Canvas"),
        ("canvas", "id\nada\n", "--format canvas needs Canvas's own columns, and the roster is a plain list"),
    ],
)
def test_a_platform_needs_its_own_roster_and_no_file_is_written_without(
    marked, made, tmp_path, form, text, said
):
    if text:
        roster.keep(roster.read(made(text)))
    with pytest.raises(CourseError, match=said):
        export(tmp_path / "x.csv", form=form)
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.slow
@pytest.mark.parametrize("form, marked_as", [("csv", True), ("canvas", False)])
def test_a_spreadsheet_is_told_that_it_is_utf_8_and_a_platform_gets_no_such_mark(
    marked, made, tmp_path, form, marked_as
):
    roster.keep(roster.read(made(PEOPLE)))
    export(tmp_path / "m.csv", form=form)
    assert (tmp_path / "m.csv").read_bytes().startswith(b"\xef\xbb\xbf") == marked_as


@pytest.mark.slow
@pytest.mark.parametrize(
    "text, names",
    [
        ("id,First Name,Last Name\nada,Ada,Lovelace\n", ("Ada", "Lovelace")),
        ("First name,Surname,Username,Email address\nAda,Lovelace,ada,a@b.c\n", ("Ada", "Lovelace")),
        ("id,first_name,last_name\nada,Ada,Lovelace\n", ("Ada", "Lovelace")),
        (CANVAS, ("Ada", "Lovelace")),
        ("id,name\nada,Ada Lovelace\n", ("", "Ada Lovelace")),
        ("id\nada\n", ("", "")),
    ],
)
def test_a_spreadsheet_gets_the_names_that_the_roster_has(marked, made, tmp_path, text, names):
    roster.keep(roster.read(made(text)))
    export(tmp_path / "marks.csv")
    ada = by_student(tmp_path / "marks.csv")["ada"]
    assert (ada["first_name"], ada["last_name"]) == names


@pytest.mark.slow
@pytest.mark.parametrize(
    "date, times",
    [
        ("2026-11-25 12:30+01:00", ("2026-11-25 12:30:00+01:00", "2026-11-25 13:00:00+01:00")),
        ("2026-11-25 12:30 UTC", ("2026-11-25 12:30:00+00:00", "2026-11-25 12:00:00+00:00")),
        (None, ("", "2026-11-25 12:00:00+00:00")),
    ],
)
def test_due_date_and_time_have_one_zone_so_that_they_compare_as_they_stand(marked, tmp_path, date, times):
    if date:
        deadline.keep("01-tiny", deadline.Rule(deadline.parsed(date)))
    export(tmp_path / "marks.csv")
    ada = by_student(tmp_path / "marks.csv")["ada"]
    assert (ada["duedate"], ada["timestamp"]) == times


@pytest.mark.slow
def test_whoever_handed_in_something_newer_that_is_not_graded_is_named(marked, tmp_path, capsys):
    assert cli.main(["export", str(tmp_path / "marks.csv")]) == 0 and "newer" not in capsys.readouterr().out
    tiny.submit(marked, "ada", when="2026-11-25 13:00:00 UTC")
    tiny.submit(marked, "mal", when="2026-11-25 13:00:00 UTC")  # could not be graded: that is its status
    assert cli.main(["export", str(tmp_path / "marks.csv")]) == 0
    assert (
        "1 has handed in something newer of 01-tiny that is not graded yet (ada): `course grade 01-tiny`.\n"
        in capsys.readouterr().out
    )
    tiny.submit(marked, "bob", when="2026-11-25 13:00:00 UTC")
    assert export(tmp_path / "marks.csv").newer == {"01-tiny": ["ada", "bob"]}


@pytest.mark.slow
def test_a_folder_that_is_not_there_is_named_and_not_made(marked, tmp_path, capsys):
    assert cli.main(["export", str(tmp_path / "no/such/m.csv")]) == 1
    assert (
        capsys.readouterr().err
        == f"course: there is no folder {tmp_path}/no/such: make it, or name another. No file was written.\n"
        and not (tmp_path / "no").exists()
    )


def test_before_anything_is_graded_nothing_is_written(course, with_gradebook, tmp_path):
    with pytest.raises(CourseError, match="nothing has been graded yet"):
        export(tmp_path / "x.csv")
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.slow
def test_the_report_says_who_is_missing_and_who_is_unknown(marked, made):
    roster.keep(roster.read(made(PEOPLE)))
    found = class_report.report("01-tiny")
    assert (found.missing, found.unknown) == (["frida"], ["cid"])
    assert "Not handed in (1):\n  frida" in class_report.text(
        found
    ) and "Not on the roster:\n  cid" in class_report.text(found)


@pytest.mark.slow
def test_without_a_roster_nobody_is_missing(marked):
    found = class_report.report("01-tiny")
    assert (found.missing, found.unknown) == ([], []) and "roster" not in class_report.text(found)
