"""What a report says in numbers and sentences: of small classes whose numbers anybody can count."""

import json

import numpy as np
import pytest

from course import cli
from course.grading.failures import NO_KNOWN, NOT_WRITTEN
from course.reports import class_report, summary, teach_again
from course.reports.class_report import Fall, Report

SQUARED = "You squared it. Twice two hides the difference."


def of(marks, mistakes=None, out_of=None, written=(), titles=None, **more):
    """The summary of a class: marks is {exercise: points of each student, in turn}."""
    out_of = out_of or {name: 2 for name in marks}
    students = [f"s{n:03}" for n in range(len(next(iter(marks.values()), ())))]
    each = {
        student: {name: points[n] for name, points in marks.items()} for n, student in enumerate(students)
    }
    mistakes = {mistake: [f"s{n:03}" for n in range(count)] for mistake, count in (mistakes or {}).items()}
    return summary.of(
        Report("01-tiny", out_of, each, dict.fromkeys(each, 0), mistakes, {}, {}, **more),
        titles or {},
        set(written),
    )


def exercise(found, name):
    return next(each for each in found["exercises"] if each["exercise"] == name)


# --- numbers ---


def test_success_is_the_classs_share_of_the_points_of_those_who_have_a_mark():
    found = exercise(of({"double": [2, 1, 0, None], "answer": [2, 2, 2, 2]}), "double")
    assert (
        found["success"],
        found["mean"],
        found["marked"],
        found["waiting"],
        found["students_who_lost"],
        found["points_lost"],
    ) == (0.5, 1, 3, 1, 2, 3)


def test_discrimination_is_the_correlation_of_an_exercise_with_the_rest_without_it():
    a, b, c = [2, 2, 2, 1, 1, 2, 0, 0, 1, 0], [2, 1, 2, 2, 0, 1, 1, 0, 0, 0], [1, 2, 2, 1, 2, 0, 2, 1, 0, 0]
    found = of({"a": a, "b": b, "c": c})
    for name, own, rest in ("a", a, np.add(b, c)), ("b", b, np.add(a, c)), ("c", c, np.add(a, b)):
        assert exercise(found, name)["discrimination"] == pytest.approx(
            np.corrcoef(own, rest)[0, 1], abs=1e-4
        )


def test_it_is_1_where_the_rest_orders_the_class_just_so_and_less_than_0_where_the_good_ones_fail():
    points = [0, 1, 2] * 4
    assert exercise(of({"a": points, "b": points}), "a")["discrimination"] == 1
    assert exercise(of({"a": points, "b": points[::-1]}), "a")["discrimination"] < 0


@pytest.mark.parametrize(
    "marks",
    [
        {"a": [1] * 12, "b": [0, 1, 2] * 4},
        {"a": [0, 1, 2] * 4, "b": [1] * 12},
        {"a": [0, 1, 2] * 4},
        {"a": [0, 1, 2] * 3, "b": [0, 1, 2] * 3},
    ],
    ids=["all have the same here", "all have the same in the rest", "there is no rest", "nine students"],
)
def test_where_it_is_not_defined_or_chance_it_is_not_there(marks):
    assert exercise(of(marks), "a")["discrimination"] is None


def test_an_exercise_that_some_wait_for_is_nobodys_rest():
    points = [0, 1, 2] * 4
    assert (
        exercise(of({"a": points, "b": points, "written": [None, *points[1:]]}), "a")["discrimination"] == 1
    )


def test_the_distribution_has_every_total_once_the_highest_in_the_last_column():
    totals = of({"a": [0, 1, 2, 2, 2], "b": [0, 0, 0, 1, 2]})["totals"]
    assert [(bin["from"], bin["to"], bin["students"]) for bin in totals["bins"] if bin["students"]] == [
        (0, 0.5, 1),
        (1, 1.5, 1),
        (2, 2.5, 1),
        (3, 3.5, 1),
        (3.5, 4, 1),
    ]
    assert (
        totals["mean"],
        totals["median"],
        totals["lowest"],
        totals["highest"],
        totals["lower_quartile"],
        totals["upper_quartile"],
    ) == (2, 2, 0, 4, 1, 3)


@pytest.mark.parametrize(
    "out_of, width, columns",
    [(1, 0.5, 2), (6, 0.5, 12), (10, 1, 10), (25, 2, 13), (100, 10, 10), (7.5, 1, 8)],
)
def test_it_has_thirteen_columns_at_most_of_a_width_that_one_counts_by(out_of, width, columns):
    bins = of({"a": [out_of]}, out_of={"a": out_of})["totals"]["bins"]
    assert (bins[0]["to"], len(bins), bins[-1]["to"]) == (width, columns, out_of)


def test_a_total_is_less_what_lateness_costs_and_never_below_0():
    assert summary.totals(
        Report("x", {"a": 2}, {"ada": {"a": 2}, "bob": {"a": None}}, {"ada": 0.5, "bob": 1}, {}, {}, {})
    ) == [1.5, 0]


@pytest.mark.parametrize("marks", [{}, {"a": []}])
def test_of_an_empty_class_there_are_no_totals_and_no_means(marks):
    found = of(marks)
    assert found["totals"] is None and found["teach_again"] == ["Nobody has a mark yet."]
    assert all(each["success"] is None and each["discrimination"] is None for each in found["exercises"])


# --- what to teach again ---

TITLES = {"merge": "Exercise 1 · Merge", "split": "Exercise 2 · Split"}


def test_what_cost_most_points_comes_first_with_its_numbers_and_its_commonest_mistake():
    found = of(
        {"merge": [2] * 14 + [0] * 6, "split": [2] * 11 + [0] * 9, "train": [2] * 20},
        {("merge", SQUARED): 6, ("split", "You cut at `.` alone. Look."): 5, ("split", "Other."): 4},
        titles=TITLES,
    )
    assert found["teach_again"] == [
        "Exercise 2 · Split: the class has 55 % of its points, and 9 of 20 students lost some; 5 were told “You cut at `.` alone.”",
        "Exercise 1 · Merge: the class has 70 % of its points, and 6 of 20 students lost some; 6 were told “You squared it.”",
        "In the other exercise the class has 100 % of the points.",
    ]


def test_there_are_three_sentences_at_most():
    assert len(of({name: [0, 1, 2] * 4 for name in "abcdef"})["teach_again"]) == 3


def test_a_class_that_did_well_hears_nothing_again():
    assert of({"a": [2] * 19 + [0], "b": [2] * 20}, {("a", SQUARED): 1})["teach_again"] == [
        "Nothing: in each exercise the class has 95 % of the points or more, and no mistake was named to more than 1 of 20 students."
    ]
    assert of({"a": [2] * 20})["teach_again"] == [
        "Nothing: in each exercise the class has 100 % of the points or more, and no known mistake was found."
    ]


def test_a_mistake_that_many_make_is_said_though_it_costs_little():
    sentence, _ = of({"a": [1] * 4 + [2] * 16, "b": [2] * 20}, {("a", SQUARED): 4})["teach_again"]
    assert (
        sentence
        == "A: the class has 90 % of its points, and 4 of 20 students lost some; 4 were told “You squared it.”"
    )


def test_where_most_had_not_written_it_that_is_said_and_no_mistake():
    (sentence,) = of({"a": [0] * 8 + [2] * 12}, {("a", NOT_WRITTEN): 7, ("a", SQUARED): 1})["teach_again"]
    assert (
        sentence
        == "A: the class has 60 % of its points, and 8 of 20 students lost some; 7 had not written it."
    )


def test_where_no_mistake_stands_out_none_is_made_up():
    assert of({"a": [0] * 20}, {("a", NO_KNOWN): 20})["teach_again"] == [
        "A: the class has 0 % of its points, and all 20 students lost some, by mistakes that differ: none of them is a known one."
    ]
    assert of({"a": [0] * 10 + [2] * 10}, {("a", SQUARED): 1})["teach_again"][0].endswith(
        "by mistakes that differ: none was named to more than 1."
    )


@pytest.mark.parametrize("n, said", [(1, "Only one student has marks"), (4, "Only 4 students have marks")])
def test_of_a_few_students_nothing_is_said_of_a_class(n, said):
    assert of({"a": [0] * n}, {("a", SQUARED): n})["teach_again"] == [
        f"{said}: too few to say what a class should hear again."
    ]


def test_a_written_answer_has_no_mistakes_to_name():
    assert of({"why": [1] * 20}, written=["why"])["teach_again"] == [
        "Why: the class has 50 % of its points, and all 20 students lost some."
    ]


@pytest.mark.parametrize(
    "message, first",
    [
        ("You squared it. Look.", "You squared it."),
        ("`a. b` is one. Two.", "`a. b` is one."),
        ("No stop", "No stop"),
        ("GPT-2.5 is it! So.", "GPT-2.5 is it!"),
        ("an open ` tick. Two.", "an open ` tick. Two."),
        ("", ""),
    ],
)
def test_of_a_message_the_first_sentence_is_said(message, first):
    assert teach_again.first_sentence(message) == first


@pytest.mark.parametrize(
    "share, said", [(0, "0 %"), (0.001, "1 %"), (0.555, "56 %"), (0.9999, "99 %"), (1, "100 %")]
)
def test_only_all_is_100_per_cent_and_only_nothing_is_0(share, said):
    assert teach_again.percent(share) == said


# --- the same for machines ---


@pytest.mark.slow
def test_the_json_has_the_numbers_of_the_page_under_the_keys_that_the_documents_name(
    graded, tmp_path, capsys
):
    assert cli.main(["report", "01", "--json", str(tmp_path / "r.json")]) == 0
    found = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert set(found) == {
        "assignment",
        "title",
        "out_of",
        "graded",
        "teach_again",
        "totals",
        "exercises",
        "fell",
        "could_not_be_graded",
        "refused",
        "look_again",
        "markers_disagree",
        "missing",
        "late",
        "not_on_the_roster",
        "odd",
        "students",
        "names",
    }
    assert set(found["exercises"][0]) == {
        "exercise",
        "title",
        "out_of",
        "written",
        "marked",
        "waiting",
        "mean",
        "success",
        "discrimination",
        "students_who_lost",
        "points_lost",
        "not_written",
        "mistakes",
    }
    assert (found["title"], found["graded"], found["out_of"]) == ("Tiny", 4, 6)
    assert found["students"][0] == {
        "student": "ada",
        "points": {"double": 3, "answer": 1, "written": None},
        "late": 0,
        "total": 4,
    }
    assert {"message": "You squared it.", "known": True, "students": ["bob", "cid"]} in found["exercises"][0][
        "mistakes"
    ]
    assert found["could_not_be_graded"] == [
        {"student": "mal", "remarks": ["01-tiny.ipynb is not a notebook that can be read (not JSON)"]}
    ]
    assert f"The numbers are in {tmp_path / 'r.json'}." in capsys.readouterr().out


def test_what_fell_is_in_it_with_what_it_was():
    assert of({"a": [1]}, fell={"s000": {"a": Fall(2, 1, True)}})["fell"] == [
        {"student": "s000", "exercise": "a", "old": 2, "new": 1, "same_hand_in": True}
    ]


def test_no_name_in_it_breaks_the_file(tmp_path):
    found = summary.of(
        Report("01-tiny", {"a": 1}, {"J\udcf6rg\x1b": {"a": 1}}, {"J\udcf6rg\x1b": 0}, {}, {}, {}), {}, set()
    )
    summary.write_json(found, tmp_path / "r.json")
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["students"][0]["student"] == "J\ufffdrg\ufffd"


@pytest.mark.parametrize("where", ["no/such/r.json", "."])
def test_where_no_json_can_be_written_it_is_said_before_anything_is_shown(graded, tmp_path, capsys, where):
    assert cli.main(["report", "01", "--json", str(tmp_path / where)]) == 1
    assert capsys.readouterr().out == ""


def test_titles_and_written_questions_are_those_of_the_release(course):
    assert summary.outline("01-tiny") == (
        {"": "Tiny", "double": "Exercise 1 · Double", "answer": "Exercise 2 · Answer", "written": "Written"},
        {"written"},
    )


def test_the_report_of_a_class_that_nobody_has_graded_is_a_sentence(course, with_gradebook, capsys):
    assert class_report.report("01-tiny").marks == {} and cli.main(["report", "01", "--html"]) == 1
    assert (
        "nothing has been graded for 01-tiny" in capsys.readouterr().err and not (course / "report").exists()
    )
