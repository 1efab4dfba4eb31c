"""Marks that come back in a table: checked before anything is changed, kept with who gave them, and in the
gradebook where markers agree.
"""

import csv
import hashlib
import io
import json

import pytest
from nbgrader.api import Gradebook

from course import cli
from course.files import locking
from course.files.coursedir import CourseError
from course.gradebook import database
from course.reports import class_report, feedback, marker_log, marking, written_answers
from course.reports.export import export

ADA, BOB, CID = "ada_king", "bob_noyce", "cid_vicious"


@pytest.fixture
def course(answered):
    return answered()


def out():
    """What `course answers` does -> (the table's path, where the last one went)."""
    options = database.options("01-tiny")
    with database.lent(options.coursedir) as gradebook:
        return marking.write(written_answers.read(options, gradebook))


def read():
    options = database.options("01-tiny")
    with database.lent(options.coursedir) as gradebook:
        return {answer.student: answer for answer in written_answers.read(options, gradebook).each}


def name(student):
    return read()[student].pseudonym


def lines():
    with out()[0].open(newline="", encoding="utf-8-sig") as stream:
        return {line["pseudonym"]: line for line in csv.DictReader(stream)}


def table(root, filled, delimiter=",", encoding="utf-8-sig", base=None, file="01-tiny-eva.csv"):
    """A table as it went out (or `base`), with points, or (points, comment), of some students -> its path."""
    rows = {pseudonym: dict(line) for pseudonym, line in (base or lines()).items()}
    for student, given in filled.items():
        points, comment = given if isinstance(given, tuple) else (given, rows[name(student)]["comment"])
        rows[name(student)] |= {"points": points, "comment": comment}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, marking.COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows.values())
    path = root / file
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def gradebook(root, student):
    """(points, comment, whether it needs a mark) as nbgrader has them."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as found:
        grade = found.find_grade("written", "01-tiny", "01-tiny", student)
        return (
            grade.manual_score,
            found.find_comment("written", "01-tiny", "01-tiny", student).manual_comment,
            grade.needs_manual_grade,
        )


def in_formgrader(root, student, points, comment=None):
    with Gradebook(f"sqlite:///{root}/gradebook.db") as found:
        grade = found.find_grade("written", "01-tiny", "01-tiny", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        found.find_comment("written", "01-tiny", "01-tiny", student).manual_comment = comment
        found.db.commit()


def disputed():
    return class_report.report("01-tiny").disputed


# --- out and back ---


@pytest.mark.slow
def test_the_table_has_a_line_for_each_answer_no_id_and_points_only_where_there_is_a_mark(course):
    in_formgrader(course, ADA, 1.5, "Why?")
    path, _ = out()
    text = path.read_text("utf-8-sig")
    assert text.splitlines()[0] == "pseudonym,question,points,out of,comment,answer,version" and not any(
        part in text for part in (ADA, BOB, CID)
    )
    assert {
        pseudonym: (line["question"], line["points"], line["out of"], line["comment"])
        for pseudonym, line in lines().items()
    } == {
        name(ADA): ("written", "1.5", "2", "Why?"),
        name(BOB): ("written", "", "2", ""),
        name(CID): ("written", "", "2", ""),
    }


@pytest.mark.slow
def test_the_table_has_each_answer_as_it_was_written_with_its_line_breaks(course, answered):
    answered(eve="One *reason*.\n\nAnd another: $2x$.")
    answers = {pseudonym: line["answer"] for pseudonym, line in lines().items()}
    assert answers == {
        name(ADA): "A sum of two equals is even.",
        name(BOB): "It  is $2x$, so *even*.",
        name(CID): "",
        name("eve"): "One *reason*.\n\nAnd another: $2x$.",
    }


@pytest.mark.slow
def test_the_same_words_stand_next_to_each_other_in_the_table(course, answered):
    answered(**{f"s{n}": "It is\n$2x$, so *even*." if n % 2 else f"Reason {n}." for n in range(8)})
    answers = [" ".join(line["answer"].split()) for line in lines().values()]
    same = [n for n, answer in enumerate(answers) if answer == "It is $2x$, so *even*."]
    assert len(same) == 5 and same == list(range(same[0], same[0] + 5))


@pytest.mark.slow
@pytest.mark.parametrize(
    "text, safe",
    [
        ("=1+1", "'=1+1"),
        ("- a figure\n- a reason", "'- a figure\n'- a reason"),
        ("@x", "'@x"),
        ("  +1", "'+1"),
        ("One;=1+1", "One;'=1+1"),
        ("One\n=1+1", "One\n'=1+1"),
        ("One\t=1+1", "One\t'=1+1"),
        ("x = 1", "x = 1"),
        ("-2.5", "-2.5"),
        ("One \x1b[2Jreason\x07", "One \ufffd[2Jreason\ufffd"),
        ("One\rreason\x85more", "One\nreason\nmore"),
        ("\u202eOne", "\ufffdOne"),
        ("x" * 10_005, "x" * 10_000 + "\n… and 5 characters more"),
    ],
)
def test_no_spreadsheet_takes_an_answer_for_a_formula_and_no_terminal_for_a_command(
    course, answered, text, safe
):
    answered(eve=text)
    assert lines()[name("eve")]["answer"] == safe


@pytest.mark.slow
def test_an_answer_is_nobodys_to_change_in_the_table_and_a_table_of_before_has_none(course):
    base = {pseudonym: line | {"answer": "Typed over."} for pseudonym, line in lines().items()}
    assert marking.mark(table(course, {ADA: "1"}, base=base), "eva").entered == 1
    before = course / "01-tiny-before.csv"
    with table(course, {BOB: "2"}).open(newline="", encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    with before.open("w", newline="", encoding="utf-8") as stream:
        out_ = csv.DictWriter(
            stream, [column for column in marking.COLUMNS if column != "answer"], extrasaction="ignore"
        )
        out_.writeheader()
        out_.writerows(rows)
    assert marking.mark(before, "eva").entered == 1 and gradebook(course, BOB)[0] == 2


@pytest.mark.slow
def test_a_line_is_named_by_its_number_in_a_spreadsheet_also_below_answers_of_several_lines(course, answered):
    answered(**{student: "One.\n\nTwo.\n\nThree." for student in (ADA, BOB, CID)})
    base = lines()
    base[list(base)[-1]]["points"] = "two"
    with pytest.raises(CourseError, match="01-tiny-eva.csv, line 4: 'two' is not a number"):
        marking.mark(table(course, {}, base=base), "eva")


@pytest.mark.slow
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_any_spreadsheet_gives_back_is_in_the_gradebook(course, delimiter, encoding):
    done = marking.mark(
        table(course, {ADA: ("1,5", "Schön.\nAnd *why*?"), BOB: "0"}, delimiter, encoding), "eva"
    )
    assert done[:5] == (2, 0, [], [], [])
    assert (
        gradebook(course, ADA) == (1.5, "Schön.\nAnd *why*?", False)
        and gradebook(course, BOB) == (0, None, False)
        and gradebook(course, CID) == (None, None, False)
    )


@pytest.mark.slow
def test_what_it_gave_is_in_report_feedback_and_export_as_formgraders_marks_are(course, tmp_path):
    marking.mark(table(course, {ADA: ("1.5", "And *why*?")}), "eva")
    assert class_report.report("01-tiny").marks[ADA]["written"] == 1.5
    page = feedback.feedback("01-tiny", ADA).read_text("utf-8")
    assert "1.5 of 2 points" in page and "And <em>why</em>?" in page
    export(tmp_path / "m.csv")
    assert (
        next(line for line in csv.DictReader((tmp_path / "m.csv").open()) if line["student_id"] == ADA)[
            "score"
        ]
        == "5.5"
    )


@pytest.mark.slow
def test_who_marked_what_is_kept_a_line_each(course):
    marking.mark(table(course, {ADA: ("1", "Why?")}), "eva")
    kept = [json.loads(line) for line in (course / "marks.jsonl").read_text().splitlines()]
    assert [
        (each["student"], each["question"], each["marker"], each["points"], each["comment"]) for each in kept
    ] == [(ADA, "written", "eva", 1, "Why?")]
    assert "1 of 2 points<span>, by eva</span>" in written_answers.page(*page_of())


def page_of():
    options = database.options("01-tiny")
    with database.lent(options.coursedir) as gradebook:
        found = written_answers.read(options, gradebook)
    return found.given, found.each


@pytest.mark.slow
def test_the_same_table_twice_is_taken_in_once(course):
    path = table(course, {ADA: "1", BOB: "2"})
    assert marking.mark(path, "eva").entered == 2
    before = (course / "marks.jsonl").read_bytes()
    assert marking.mark(path, "eva")[:2] == (0, 2) and (course / "marks.jsonl").read_bytes() == before


@pytest.mark.slow
def test_a_line_that_nobody_has_changed_is_nobodys_mark(course):
    marking.mark(table(course, {ADA: "1"}), "eva")
    assert marking.mark(table(course, {BOB: "2"}), "tom").entered == 1
    assert list(read()[ADA].said) == ["eva"] and list(read()[BOB].said) == ["tom"]


@pytest.mark.slow
def test_a_marker_may_change_their_own_mark(course):
    marking.mark(table(course, {ADA: ("1", "Why?")}), "eva")
    assert marking.mark(table(course, {ADA: ("2", "")}), "eva").entered == 1
    assert (
        gradebook(course, ADA) == (2, None, False)
        and len((course / "marks.jsonl").read_text().splitlines()) == 2
    )


@pytest.mark.slow
@pytest.mark.parametrize("comment", ["=1+1", "- good: a figure", "+1", "@tom", "'quoted'", "'=x"])
def test_a_comment_that_a_spreadsheet_would_take_for_a_formula_comes_back_as_it_was(course, comment):
    marking.mark(table(course, {ADA: ("1", comment)}), "eva")
    first = marker_log.read("01-tiny")[ADA, "written"][0].comment
    assert lines()[name(ADA)]["comment"][0] == "'" and marking.mark(table(course, {}), "tom").entered == 0
    assert (
        marking.mark(table(course, {ADA: ("2", lines()[name(ADA)]["comment"])}), "eva").entered == 1
        and gradebook(course, ADA)[1] == first
    )


# --- what cannot be ---


@pytest.mark.slow
@pytest.mark.parametrize(
    "change, said",
    [
        (
            {"pseudonym": "K1Q4"},
            "'K1Q4' is nobody's pseudonym in 01-tiny: `course answers 01-tiny` lists them",
        ),
        ({"question": "essay"}, "01-tiny has no written question 'essay': there is written"),
        ({"points": "two"}, "'two' is not a number of points"),
        ({"points": "nan"}, "'nan' is not a number of points"),
        ({"points": "1e0"}, "'1e0' is not a number of points"),
        ({"points": "."}, "'.' is not a number of points"),
        ({"points": "02. May"}, "'02. May' is not a number of points"),
        ({"points": "-1"}, "-1 points are fewer than 0"),
        ({"points": "2.5"}, "2.5 points are more than 2, the most there is"),
        (
            {"version": ""},
            "its version is not what `course answers` wrote: without it nobody knows which answer was marked",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_line_and_nothing_is_changed(course, change, said):
    base = lines()
    _, second, last = base
    base[second]["points"] = "1"
    base[last] |= {"points": "1"} | change
    before = gradebook(course, ADA), gradebook(course, BOB), gradebook(course, CID)
    with pytest.raises(CourseError) as error:
        marking.mark(table(course, {}, base=base), "eva")
    assert str(error.value) == f"01-tiny-eva.csv, line 4: {said}. Nothing was changed."
    assert (gradebook(course, ADA), gradebook(course, BOB), gradebook(course, CID)) == before and not (
        course / "marks.jsonl"
    ).exists()


@pytest.mark.slow
def test_all_lines_that_cannot_be_are_named_at_once_and_nothing_is_changed(course):
    base = lines()
    first, second, last = base
    base[first]["points"], base[second]["points"], base[last]["version"] = "two", "1", "?"
    with pytest.raises(CourseError) as error:
        marking.mark(table(course, {}, base=base), "eva")
    assert str(error.value).splitlines() == [
        "01-tiny-eva.csv has 2 lines that cannot be taken in. Nothing was changed.",
        "  line 2: 'two' is not a number of points.",
        "  line 4: its version is not what `course answers` wrote: without it nobody knows which answer was marked.",
    ]
    assert not (course / "marks.jsonl").exists()


@pytest.mark.slow
def test_of_many_lines_that_cannot_be_ten_are_named_and_the_others_counted(course):
    base = lines()
    line = next(iter(base.values()))
    with pytest.raises(CourseError) as error:
        marking.mark(
            table(course, {}, base=base | {f"K1Q{n}": line | {"pseudonym": f"K1Q{n}"} for n in range(12)}),
            "eva",
        )
    first, *named = str(error.value).splitlines()
    assert first == "01-tiny-eva.csv has 12 lines that cannot be taken in. Nothing was changed."
    assert (
        len(named) == 11
        and named[0].startswith("  line 5: 'K1Q0' is nobody's")
        and named[-1] == "  and 2 more."
    )


@pytest.mark.slow
def test_an_answer_that_stands_in_two_lines_is_refused(course):
    path = table(course, {ADA: "1"})
    path.write_text(path.read_text("utf-8-sig") + path.read_text("utf-8-sig").splitlines()[1] + "\n")
    with pytest.raises(
        CourseError, match=r"line 5: \w+ written is here twice: leave one. Nothing was changed."
    ):
        marking.mark(path, "eva")


@pytest.mark.parametrize(
    "text, said",
    [("pseudonym,question,comment,version\n", "has no column 'points'"), ("", "has no column 'pseudonym'")],
)
def test_a_table_without_its_columns_is_refused(course, text, said):
    (course / "01-tiny.csv").write_text(text)
    with pytest.raises(CourseError, match=said):
        marking.mark(course / "01-tiny.csv", "eva")


@pytest.mark.slow
@pytest.mark.parametrize(
    "file, marker, said",
    [
        ("marks.csv", "eva", "does not say which assignment it belongs to"),
        ("01-tiny.csv", "formgrader", "cannot be a marker"),
        ("01-tiny.csv", "", "cannot be a marker"),
        ("01-tiny.csv", "e\x1bva", "cannot be a marker"),
        ("01-tiny-gone.csv", "eva", "is not a file"),
    ],
)
def test_a_file_or_marker_without_a_name_is_refused(course, file, marker, said):
    with pytest.raises(CourseError, match=said):
        marking.mark(table(course, {ADA: "1"}, file=file) if "gone" not in file else course / file, marker)
    assert not (course / "marks.jsonl").exists()


@pytest.mark.slow
def test_while_a_batch_is_at_work_no_marks_are_taken_in(course):
    path = table(course, {ADA: "1"})
    with (
        locking.alone(course / "autograded/_log/.lock"),
        pytest.raises(CourseError, match="in use by another program"),
    ):
        marking.mark(path, "eva")
    assert marking.mark(path, "eva").entered == 1


@pytest.mark.slow
def test_if_who_marked_cannot_be_written_down_the_gradebook_has_no_mark_either(course, monkeypatch):
    path = table(course, {ADA: "1"})
    monkeypatch.setattr(marker_log, "file", lambda: course / "nbgrader_config.py" / "marks.jsonl")
    with pytest.raises(OSError):
        marking.mark(path, "eva")
    assert gradebook(course, ADA) == (None, None, True)


@pytest.mark.slow
def test_points_without_a_comment_are_a_mark_and_a_comment_without_points_is_named(course):
    done = marking.mark(table(course, {ADA: "1", BOB: ("", "Later.")}), "eva")
    assert done.entered == 1 and done.left_out == [(f"{name(BOB)} written", "it has no points")]
    assert gradebook(course, BOB) == (None, None, True)


# --- two markers ---


@pytest.mark.slow
def test_where_two_agree_the_gradebook_has_the_mark_and_both_comments(course):
    base = lines()
    marking.mark(table(course, {ADA: ("2", "Yes.")}, base=base), "eva")
    assert marking.mark(table(course, {ADA: ("2", "Good.")}, base=base), "tom").disputed == []
    assert (
        gradebook(course, ADA) == (2, "Yes.\n\nGood.", False)
        and read()[ADA].said == {"eva": 2, "tom": 2}
        and disputed() == ()
    )


@pytest.mark.slow
def test_where_two_disagree_the_gradebook_stays_as_it_was_and_it_is_named_everywhere_until_one_settles_it(
    course, capsys
):
    base, line = lines(), f"{name(ADA)} written: eva 2, tom 1"
    marking.mark(table(course, {ADA: ("2", "Yes.")}, base=base), "eva")
    path = table(course, {ADA: ("1", "One is enough?")}, base=base)
    assert cli.main(["mark", str(path), "--by", "tom"]) == 1
    assert f"  {line}\n" in capsys.readouterr().out
    assert gradebook(course, ADA) == (2, "Yes.", False)
    assert cli.main(["answers", "01"]) == 0 and f"  {line}\n" in capsys.readouterr().out
    page = written_answers.page(*page_of())
    assert "markers disagree: eva\u00a02, tom\u00a01" in page and "One is enough?" in page and "Yes." in page
    assert (
        cli.main(["report", "01"]) == 0 and f"{class_report.DISPUTED}\n  {line}\n" in capsys.readouterr().out
    )
    assert (
        cli.main(["export", str(course / "marks.csv")]) == 0
        and f"{class_report.DISPUTED}\n  01-tiny {line}\n" in capsys.readouterr().out
    )
    assert lines()[name(ADA)]["points"] == ""  # a person is to decide

    assert marking.mark(table(course, {ADA: ("1.5", "Half.")}), "anna", final=True).disputed == []
    assert (
        gradebook(course, ADA) == (1.5, "Half.", False)
        and disputed() == ()
        and read()[ADA].said == {"anna": 1.5}
    )


@pytest.mark.slow
def test_a_settled_mark_is_not_opened_again_by_a_table_that_was_taken_in_before(course):
    base = lines()
    eva, tom = (
        table(course, {ADA: "2"}, base=base, file="01-tiny-e.csv"),
        table(course, {ADA: "1"}, base=base, file="01-tiny-t.csv"),
    )
    for path, marker, final in (
        (eva, "eva", False),
        (tom, "tom", False),
        (table(course, {ADA: "1.5"}), "anna", True),
        (eva, "eva", False),
    ):
        marking.mark(path, marker, final)
    assert gradebook(course, ADA)[0] == 1.5 and disputed() == ()
    marking.mark(table(course, {ADA: "0"}), "eva")  # a new opinion is one
    assert gradebook(course, ADA)[0] == 1.5 and disputed() == (f"{name(ADA)} written: anna 1.5, eva 0",)


@pytest.mark.slow
def test_two_who_come_to_agree_need_nobody_else(course):
    base = lines()
    marking.mark(table(course, {ADA: "2"}, base=base), "eva")
    marking.mark(table(course, {ADA: "1"}, base=base), "tom")
    assert marking.mark(table(course, {ADA: "1"}), "eva").disputed == [] and gradebook(course, ADA)[0] == 1


@pytest.mark.slow
def test_another_mark_that_formgrader_gave_is_a_disagreement_and_not_overwritten(course):
    base = lines()
    in_formgrader(course, ADA, 1, "From formgrader.")
    assert [
        answer.name for answer in marking.mark(table(course, {ADA: ("2", "Yes.")}, base=base), "eva").disputed
    ] == [f"{name(ADA)} written"]
    assert gradebook(course, ADA) == (1, "From formgrader.", False) and disputed() == (
        f"{name(ADA)} written: eva 2, formgrader 1",
    )
    in_formgrader(course, ADA, 2, "From formgrader.")
    assert disputed() == ()


@pytest.mark.slow
def test_a_mark_that_formgrader_changed_after_it_was_taken_in_is_a_disagreement_too(course):
    marking.mark(table(course, {ADA: "2"}), "eva")
    in_formgrader(course, ADA, 1)
    assert disputed() == (f"{name(ADA)} written: eva 2, formgrader 1",)
    marking.mark(table(course, {ADA: "1"}), "anna", final=True)
    assert disputed() == () and gradebook(course, ADA)[0] == 1


@pytest.mark.slow
def test_the_same_mark_as_formgraders_keeps_its_comment_and_adds_the_new_one(course):
    base = lines()
    in_formgrader(course, ADA, 2, "From formgrader.")
    assert marking.mark(table(course, {ADA: ("2", "Yes.")}, base=base), "eva").disputed == []
    assert gradebook(course, ADA) == (2, "From formgrader.\n\nYes.", False)
    marking.mark(table(course, {ADA: ("2", "One for both.")}), "eva")  # whoever saw a comment may change it
    assert gradebook(course, ADA)[1] == "One for both."


# --- an older file ---


def eva_gave_another_mark_since(course):
    """Eva gave 1.5, formgrader 1, and then eva 1, in the newest table -> her older file."""
    old = table(course, {ADA: ("1.5", "Half.")}, file="01-tiny-old.csv")
    marking.mark(old, "eva")
    in_formgrader(course, ADA, 1, "Look at the figure.")
    assert (
        len(disputed()) == 1 and marking.mark(table(course, {ADA: ("1", "Yes, one.")}), "eva").disputed == []
    )
    return old


@pytest.mark.slow
@pytest.mark.parametrize("final", [False, True])
def test_an_older_file_takes_back_no_mark_that_its_marker_gave_since_and_it_is_said(course, capsys, final):
    old = eva_gave_another_mark_since(course)
    before = (course / "marks.jsonl").read_bytes(), gradebook(course, ADA)
    assert cli.main(["mark", str(old), "--by", "eva", *["--final"] * final]) == 1
    assert capsys.readouterr().out == (
        f"0 marks by eva.\nLeft out: {name(ADA)} written: eva gave 1.5 before, and 1 since, which stands. "
        "To go back, write 1.5 into a new table (`course answers 01-tiny`).\n"
    )
    assert ((course / "marks.jsonl").read_bytes(), gradebook(course, ADA)) == before


@pytest.mark.slow
def test_nor_does_it_where_markers_disagree_and_from_a_new_table_it_is_the_markers_to_give(course):
    old = table(course, {ADA: "1.5"}, file="01-tiny-old.csv")
    marking.mark(old, "eva")
    marking.mark(table(course, {ADA: "1"}), "eva")
    marking.mark(table(course, {ADA: "1.5"}), "tom")
    assert len(marking.mark(old, "eva").left_out) == 1 and disputed() == (
        f"{name(ADA)} written: eva 1, tom 1.5",
    )
    assert marking.mark(table(course, {}), "anna").entered == 0  # nobody has changed it
    assert (
        marking.mark(table(course, {ADA: "1.5"}), "eva").changed == [(f"{name(ADA)} written", 1, 1.5)]
        and disputed() == ()
    )


@pytest.mark.slow
def test_an_older_comment_of_the_same_points_is_left_out_too(course):
    old = table(course, {ADA: ("1", "Why?")}, file="01-tiny-old.csv")
    marking.mark(old, "eva")
    marking.mark(table(course, {ADA: ("1", "Because.")}), "eva")
    ((_, why),) = marking.mark(old, "eva").left_out
    assert (
        why.startswith("eva gave 1 before, and another comment since, which stands.")
        and gradebook(course, ADA)[1] == "Because."
    )


@pytest.mark.slow
def test_what_an_older_file_holds_that_is_new_is_a_mark_and_another_markers_is_too(course):
    old = eva_gave_another_mark_since(course)
    assert marking.mark(old, "tom").entered == 1 and disputed() == (f"{name(ADA)} written: eva 1, tom 1.5",)
    assert marking.mark(table(course, {BOB: "2"}), "eva").entered == 1


@pytest.mark.slow
def test_from_a_new_table_a_marker_goes_back_to_what_they_gave_before(course):
    eva_gave_another_mark_since(course)
    done = marking.mark(table(course, {ADA: ("1.5", "Half.")}), "eva")
    assert (done.entered, done.left_out, gradebook(course, ADA)) == (1, [], (1.5, "Half.", False))


@pytest.mark.slow
def test_points_that_the_gradebook_had_and_that_change_are_a_line_with_both_and_by_whom(course, capsys):
    marking.mark(table(course, {ADA: "1.5"}), "eva")
    path = table(course, {ADA: "2", BOB: "0"})
    assert cli.main(["mark", str(path), "--by", "eva"]) == 0
    assert (
        capsys.readouterr().out
        == f"2 marks by eva.\nChanged in the gradebook: {name(ADA)} written: 1.5 → 2, by eva.\n"
    )


# --- an answer that has changed ---


@pytest.mark.slow
def test_a_table_of_before_marks_no_answer_that_has_changed_since_and_names_it(course, answered, capsys):
    path = table(course, {ADA: "2", BOB: "1"})
    answered(ada_king="Another reason.")
    assert cli.main(["mark", str(path), "--by", "eva"]) == 1
    said = capsys.readouterr().out
    assert (
        said.startswith("1 mark by eva.\n")
        and f"Left out: {name(ADA)} written: the answer has changed since this file was written: look at the new one.\n"
        in said
    )
    assert gradebook(course, ADA) == (None, None, True) and gradebook(course, BOB)[0] == 1


@pytest.mark.slow
def test_a_marked_answer_that_has_changed_is_to_be_looked_at_again_until_the_new_one_is_marked(
    course, answered, capsys
):
    marking.mark(table(course, {ADA: ("2", "Yes.")}), "eva")
    answered(ada_king="Another reason.")
    assert (
        cli.main(["answers", "01"]) == 0
        and f"Look again at these: they have changed since they were marked.\n  {name(ADA)} written\n"
        in capsys.readouterr().out
    )
    assert "look again: it has changed since it got 2 of 2" in written_answers.page(
        *page_of()
    ) and class_report.report("01-tiny").again == {ADA: ["written (2 of 2)"]}
    assert lines()[name(ADA)]["points"] == "" and gradebook(course, ADA) == (2, "Yes.", True)
    assert marking.mark(table(course, {ADA: "1"}), "tom").disputed == []  # eva's was for another answer
    assert (
        gradebook(course, ADA) == (1, "Yes.", False)
        and class_report.report("01-tiny").again == {}
        and read()[ADA].said == {"tom": 1}
    )


@pytest.mark.slow
def test_a_marked_answer_that_was_changed_and_put_back_has_its_mark_and_nobody_is_to_look_again(
    course, answered, capsys
):
    before = read()[ADA].cells[0].source
    marking.mark(table(course, {ADA: "2"}), "eva")
    answered(ada_king="Another reason.")
    assert [answer.student for answer in read().values() if answer.again] == [ADA]
    answered(ada_king=before)
    assert gradebook(course, ADA) == (2, None, False) and read()[ADA].said == {"eva": 2}
    assert (
        cli.main(["answers", "01"]) == 0
        and "Look again" not in capsys.readouterr().out
        and lines()[name(ADA)]["points"] == "2"
    )


@pytest.mark.slow
def test_the_same_points_again_clear_the_flag_too(course, answered):
    marking.mark(table(course, {ADA: "2"}), "eva")
    answered(ada_king="Another reason.")
    assert gradebook(course, ADA) == (2, None, True)
    assert marking.mark(table(course, {ADA: "2"}), "eva").entered == 1 and gradebook(course, ADA) == (
        2,
        None,
        False,
    )


@pytest.mark.slow
def test_a_mark_that_formgrader_gave_to_the_new_answer_counts_though_it_is_the_same(course, answered):
    marking.mark(table(course, {ADA: "2"}), "eva")
    answered(ada_king="Another reason.")
    in_formgrader(course, ADA, 2)
    assert len(marking.mark(table(course, {ADA: "1"}), "tom").disputed) == 1 and disputed() == (
        f"{name(ADA)} written: tom 1, formgrader 2",
    )


# --- nobody's work is lost ---


@pytest.mark.slow
def test_a_table_that_was_filled_in_and_not_taken_in_is_kept_when_a_new_one_is_written(course, capsys):
    path, _ = out()
    filled = table(course / "answers", {ADA: "2"}, file=path.name).read_bytes()
    assert cli.main(["answers", "01"]) == 0
    assert "it is now answers/01-tiny-2.csv, and `course mark` takes that as well." in capsys.readouterr().out
    assert (course / "answers/01-tiny-2.csv").read_bytes() == filled
    assert (
        cli.main(["mark", str(course / "answers/01-tiny-2.csv"), "--by", "eva"]) == 0
        and gradebook(course, ADA)[0] == 2
    )


@pytest.mark.slow
def test_a_table_that_was_taken_in_or_never_filled_in_is_written_anew(course):
    path, _ = out()
    assert out() == (path, None)
    marking.mark(table(course / "answers", {ADA: "2"}, file=path.name), "eva")
    assert out() == (path, None) and [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.slow
def test_a_mark_of_before_the_points_were_lowered_stands_in_no_ones_way(course):
    marking.mark(table(course, {ADA: "2"}), "eva")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        for cell in found.find_notebook("01-tiny", "01-tiny").task_cells:
            cell.max_score = 1
        found.db.commit()
    path, _ = out()
    assert out() == (path, None)
    marking.mark(table(course, {BOB: "1"}), "eva")
    assert gradebook(course, BOB)[0] == 1 and gradebook(course, ADA)[0] == 2
    with pytest.raises(CourseError, match="2 points are more than 1"):
        marking.mark(table(course, {BOB: "2"}), "eva")


@pytest.mark.slow
def test_a_damaged_line_of_what_was_marked_is_named_and_nothing_is_forgotten(course):
    marking.mark(table(course, {ADA: "2"}), "eva")
    with (course / "marks.jsonl").open("a") as file:
        file.write("{\n")
    before = hashlib.sha256((course / "marks.jsonl").read_bytes()).digest()
    with pytest.raises(CourseError, match="marks.jsonl, line 2, cannot be read"):
        out()
    assert hashlib.sha256((course / "marks.jsonl").read_bytes()).digest() == before
