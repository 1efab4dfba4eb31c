import csv

import pytest

from course import cli
from course.gradebook import database
from course.reports import class_report, feedback
from course.sandbox import suspicion
from course.submission import deadline, roster


@pytest.mark.slow
def test_marks_stand_by_student_and_exercise(graded):
    found = class_report.report("01-tiny")
    assert found.out_of == {"double": 3, "answer": 1, "written": 2}
    assert list(found.marks) == ["ada", "bob", "cid", "eve"]
    assert found.marks["cid"] == {"double": 2, "answer": 0, "written": None}


@pytest.mark.slow
def test_a_mistake_counts_once_for_a_student_however_many_tests_show_it(graded):
    assert dict(class_report.report("01-tiny").mistakes) == {
        ("double", "You squared it."): ["bob", "cid"],
        ("answer", "not written yet"): ["cid"],
        ("double", "wrong, and no known mistake"): ["eve"],
    }


def test_the_most_frequent_mistake_is_said_first(graded):
    lines = class_report.text(class_report.report("01-tiny")).splitlines()
    assert lines[lines.index("What the class got wrong (students):") + 1] == "    2  double: You squared it."


@pytest.mark.slow
def test_who_could_not_be_graded_is_not_a_silent_zero(graded):
    found = class_report.report("01-tiny")
    assert "mal" not in found.marks
    assert (
        "  mal: could not be graded: 01-tiny.ipynb is not a notebook that can be read (not JSON)"
        in class_report.text(found).splitlines()
    )


@pytest.mark.slow
def test_the_table_has_the_mean_and_shows_what_waits_for_a_mark(graded):
    table = {row[0]: row[1:] for row in class_report.rows(class_report.report("01-tiny"))}
    assert table["student"] == ["double", "answer", "written", "late", "total"]
    assert table["ada"] == ["3", "1", "", "0", "4"]
    assert table["mean"] == ["1.8", "0.8", "", "", "2.5"] and table["out of"] == ["3", "1", "2", "", "6"]
    assert "waits for a mark" in class_report.text(class_report.report("01-tiny"))


@pytest.mark.slow
def test_how_many_points_no_total_has_yet_is_said_until_all_are_given(graded):
    assert (
        "\nAn empty place waits for a mark, and is in no total: 4 students can still get 2 of the 6 points.\n"
        in class_report.text(class_report.report("01-tiny"))
    )
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        for student in "ada", "bob", "cid":
            gradebook.find_grade("written", "01-tiny", "01-tiny", student).manual_score = 1.5
        gradebook.db.commit()
    assert "is in no total: 1 student can still get 2 of the 6 points.\n" in class_report.text(
        class_report.report("01-tiny")
    )
    found = class_report.Report(
        "01-tiny",
        {"a": 2, "b": 3},
        {"ada": {"a": None, "b": None}, "bob": {"a": 1, "b": None}, "cid": {"a": 1, "b": 2}},
        dict.fromkeys(("ada", "bob", "cid"), 0),
        {},
        {},
        {},
    )
    assert "is in no total: 2 students can still get up to 5 of the 5 points.\n" in class_report.text(found)
    assert "in no total" not in class_report.text(found._replace(marks={"cid": found.marks["cid"]}))


@pytest.mark.slow
def test_on_a_screen_exercises_are_numbered_and_their_means_drawn(graded):
    lines = class_report.text(class_report.report("01-tiny")).splitlines()
    assert lines[0].split() == ["student", "1", "2", "3", "late", "total"]
    assert "    1  double   ████████████░░░░░░░░  1.8 of 3" in lines
    assert "    3  written  ····················  waits for marks" in lines


@pytest.mark.slow
def test_a_mark_by_hand_counts(graded):
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        gradebook.find_grade("written", "01-tiny", "01-tiny", "ada").manual_score = 1.5
        gradebook.db.commit()
    assert class_report.report("01-tiny").marks["ada"]["written"] == 1.5


@pytest.mark.slow
def test_the_csv_has_every_student_and_the_remarks(graded, tmp_path):
    class_report.write_csv(class_report.report("01-tiny"), tmp_path / "r.csv")
    with open(tmp_path / "r.csv", newline="", encoding="utf-8-sig") as stream:
        rows = {row["student"]: row for row in csv.DictReader(stream)}
    assert list(rows) == ["ada", "bob", "cid", "eve", "mal"]
    assert rows["bob"]["total"] == "1" and "could not be graded" in rows["mal"]["remarks"]


def test_the_csv_is_marked_as_utf_8_and_nothing_in_it_is_a_formula(tmp_path):
    found = class_report.Report(
        "01-tiny",
        {"double": 3},
        {"ada": {"double": 3}},
        {"ada": 0.5},
        {},
        {"ada": ["x;\t-1+cmd|' /C calc'!A0", "Größe"], "=mal": ["=1+1"]},
        {},
    )
    class_report.write_csv(found, tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert list(csv.reader((tmp_path / "r.csv").open(newline="", encoding="utf-8-sig"))) == [
        ["student", "double", "late", "total", "remarks"],
        ["ada", "3", "-0.5", "2.5", "x;\ufffd'-1+cmd|' /C calc'!A0; Größe"],
        ["'=mal", "", "", "", "'=1+1"],
    ]


@pytest.mark.parametrize(
    "where, said", [("no/such/r.csv", "there is no folder"), (".", "is there, but is not a file")]
)
def test_where_no_file_can_be_written_it_is_said_before_anything_is_shown(
    graded, tmp_path, capsys, where, said
):
    assert cli.main(["report", "01", "--csv", str(tmp_path / where)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and said in err and not (tmp_path / "no").exists()


def test_of_many_remarks_on_one_student_three_are_shown_and_the_others_counted(tmp_path):
    found = class_report.Report("01-tiny", {}, {}, {}, {}, {"mal": list("abcde"), "ada": list("xyz")}, {})
    lines = class_report.text(found).splitlines()
    assert lines[lines.index("What was odd:") + 1 :] == [
        "  mal: a",
        "  mal: b",
        "  mal: c",
        "  mal: and 2 more (in the log)",
        "  ada: x",
        "  ada: y",
        "  ada: z",
    ]
    class_report.write_csv(found, tmp_path / "r.csv")
    assert "a; b; c; and 2 more (in the log)" in (tmp_path / "r.csv").read_text()


def test_a_student_called_mean_has_their_own_marks_alone(tmp_path):
    found = class_report.Report(
        "01-tiny",
        {"double": 3},
        {"ada": {"double": 3}, "mean": {"double": 0}},
        {"ada": 0, "mean": 0},
        {},
        {},
        {},
    )
    class_report.write_csv(found, tmp_path / "r.csv")
    with open(tmp_path / "r.csv", newline="", encoding="utf-8-sig") as stream:
        assert [(row["student"], row["total"]) for row in csv.DictReader(stream)] == [
            ("ada", "3"),
            ("mean", "0"),
        ]


def test_harmless_remarks_hide_none_that_may_be_a_trick():
    harmless = [f"{name}.ipynb is no notebook of this assignment: left out" for name in "abc"]
    for trick in (
        suspicion.in_error("x", "PermissionError", "socket"),
        suspicion.in_source("x", "get_ipython().run_cell = 1"),
        "test cell x was edited (line 1): the original was used",
        "cell x ended the Python process",
    ):
        assert class_report.few([*harmless, trick])[0] == trick
    assert class_report.few(harmless) == harmless


def test_before_any_grading_there_is_nothing_to_report(course, with_gradebook):
    found = class_report.report("01-tiny")
    assert not found.marks and not found.remarks


@pytest.mark.parametrize(
    "name, shown",
    [("J\udcf6rg", "J\ufffdrg"), ("bob\n", "bob\ufffd"), ("\x1b]0;mine\x07", "\ufffd]0;mine\ufffd")],
)
def test_a_folder_whose_name_is_no_students_keeps_nobody_from_the_table_and_commands_no_terminal(
    tmp_path, name, shown
):
    found = class_report.Report(
        "01-tiny",
        {"double": 3},
        {name: {"double": 1}, "zoe": {"double": 2}},
        {name: 0, "zoe": 0},
        {},
        {name: ["odd"], f"{name}2": ["odd"]},
        {name: ["written"]},
    )
    class_report.write_csv(found, tmp_path / "r.csv")
    rows = list(csv.reader((tmp_path / "r.csv").open(encoding="utf-8-sig")))
    assert [row[0] for row in rows] == ["student", shown, "zoe", f"{shown}2"] and rows[1][
        -1
    ] == "look again at written: changed since it was marked; odd"
    assert all(
        line.isprintable() for line in class_report.text(found).split("\n")
    ) and f"  {shown}: odd" in class_report.text(found)


@pytest.mark.slow
def test_what_is_odd_of_many_is_one_line_and_hides_nobody_else(graded):
    found = class_report.report("01-tiny")._replace(
        remarks={
            f"s{n}": ["their test cell is an older one", *["reaches into another process"] * (n == 3)]
            for n in range(5)
        }
    )
    lines = class_report.text(found).partition("What was odd:\n")[2].splitlines()
    assert lines == ["  5 students: their test cell is an older one", "  s3: reaches into another process"]


# --- names, where a roster has them ---

PEOPLE = (
    "id,name\nada,Ada Lovelace\nbob,\ncid,Cid Vicious the Second of that Name\neve,eve\nzoe,Zoe\x1b[2J Zero\n"
)


@pytest.mark.slow
def test_names_stand_beside_ids_in_the_table_and_in_every_list_but_that_of_pseudonyms(graded, made):
    roster.keep(roster.read(made(PEOPLE)))
    deadline.keep("01-tiny", deadline.Rule(deadline.parsed("2026-11-24 13:00 UTC")))
    found = class_report.report("01-tiny")
    found = found._replace(
        again={"ada": ["written (1 of 2)"]},
        remarks=found.remarks | {"ada": ["odd"]},
        disputed=("K7Q4 written: eva 3, tom 1",),
    )
    lines = class_report.text(found).splitlines()
    assert lines[:5] == [
        "student    1    2  3  late  total  name",
        "ada        3    1        0      4  Ada Lovelace",
        "bob        0    1        0      1",
        "cid        2    0        0      2  Cid Vicious the Second of that Name",
        "eve        2    1        0      3",
    ]
    assert {
        "  ada (Ada Lovelace): written (1 of 2)",
        "  ada (Ada Lovelace): odd",
        "  ada (Ada Lovelace): by 23 h, which costs nothing",
        "  bob: by 23 h, which costs nothing",
        "  zoe (Zoe\ufffd[2J Zero)",
        "  K7Q4 written: eva 3, tom 1",
    } <= set(lines)


@pytest.mark.slow
@pytest.mark.parametrize(
    "width, row",
    [
        (60, "cid        2    0        0      2  Cid Vicious the Second o…"),
        (43, "cid        2    0        0      2  Cid Vic…"),
        (42, "cid        2    0        0      2"),
    ],
)
def test_no_name_makes_a_row_of_the_table_longer_than_the_screen_is_wide(graded, made, width, row):
    roster.keep(roster.read(made(PEOPLE)))
    lines = class_report.text(class_report.report("01-tiny"), width).splitlines()
    assert lines[3] == row and len(row) <= width
    assert ("  cid      Cid Vicious the Second of that Name" in lines) == (width == 42)


@pytest.mark.slow
def test_the_csv_has_names_where_the_roster_has_and_no_such_column_without(graded, made, tmp_path):
    def heading_and(student):
        class_report.write_csv(class_report.report("01-tiny"), tmp_path / "r.csv")
        heading, *rows = csv.reader((tmp_path / "r.csv").open(newline="", encoding="utf-8-sig"))
        return heading[:3], next(row[:3] for row in rows if row[0] == student)

    assert heading_and("cid") == (["student", "double", "answer"], ["cid", "2", "0"])
    roster.keep(roster.read(made(PEOPLE + "mal,=1+1\n")))
    assert heading_and("cid") == (
        ["student", "name", "double"],
        ["cid", "Cid Vicious the Second of that Name", "2"],
    )
    assert heading_and("bob")[1] == ["bob", "", "0"] and heading_and("mal")[1] == ["mal", "'=1+1", ""]


def test_a_students_page_has_the_id_and_no_name(graded, made):
    roster.keep(roster.read(made(PEOPLE)))
    page = feedback.feedback("01-tiny", "ada").read_text("utf-8")
    assert "ada" in page and "Lovelace" not in page


def test_nobody_is_missing_in_what_is_optional(course, made):
    roster.keep(roster.read(made(PEOPLE)))
    assert class_report.absent(set(), "01-tiny", [])[0] and not class_report.absent(set(), "01b-tiny", [])[0]
