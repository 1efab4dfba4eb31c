"""Which of a student's hand-ins counts: the best after the penalty, the newest if the instructor says so, or
the one that a person chose.
"""

import csv
import datetime
import shutil

import pytest
from nbgrader.api import Gradebook

from course import cli
from course.gradebook import database
from course.grading import active_submission, batch, inputs, log
from course.submission import deadline, store
from course.submission.collecting.collect import collect
from tests import sent, tiny

pytestmark = pytest.mark.slow  # each grades for real, in a second or two

RIGHT, LATER_RIGHT = "def double(x):\n    return x + x", "def double(x):\n    return 2 * x"  # 3 points
# 1 point, none
PARTLY, WRONG = "def double(x):\n    return {2: 4, 7: 14}.get(x)", "def double(x):\n    return x * x"
# the second loses 10 %, the third 40 %
IN_TIME, NEXT_DAY, DAYS_LATER = "20261125T120000Z", "20261126T120000Z", "20261129T120000Z"


@pytest.fixture
def hand_in(course, inbox):
    """hand_in(when, double) hands it in as ada's, and collects it -> what collecting says."""
    deadline.keep("01-tiny", deadline.Rule(datetime.datetime(2026, 11, 25, 18, tzinfo=datetime.UTC), late=10))

    def send(when, double, who="ada"):
        (file := inbox / f"{who}-{when}.zip").write_bytes(sent.zipped_by_submit(course, who, when, double))
        return next(outcome for *_, outcome in collect(file))

    return send


@pytest.fixture
def says(capsys):
    """says("grade", "01", …) -> what the command prints."""

    def give(*words):
        cli.main([*words])
        return "".join(capsys.readouterr())

    return give


def marks(course, who="ada"):
    """What is exported of somebody -> (when the hand-in that counts was made, its points, what lateness
    takes).
    """
    cli.main(["export", str(course / "marks.csv")])
    row = next(
        row
        for row in csv.DictReader((course / "marks.csv").open(encoding="utf-8-sig"))
        if row["student_id"] == who
    )
    return row["timestamp"][:10], float(row["raw_score"]), float(row["late_submission_penalty"])


@pytest.mark.parametrize(
    "hand_ins, counts",
    [
        ([(IN_TIME, RIGHT), (DAYS_LATER, LATER_RIGHT)], ("2026-11-25", 3, 0)),  # as good, and late
        ([(IN_TIME, PARTLY), (DAYS_LATER, RIGHT)], ("2026-11-29", 3, 1.2)),  # better, though late
        ([(IN_TIME, WRONG), (NEXT_DAY, RIGHT), (DAYS_LATER, PARTLY)], ("2026-11-26", 3, 0.3)),
        # neither has anything: the newest
        ([(IN_TIME, WRONG), (DAYS_LATER, WRONG + "\n")], ("2026-11-29", 0, 0)),
    ],
    ids=["in time", "late", "the second of three", "the newest"],
)
@pytest.mark.parametrize("graded_between", [True, False], ids=["graded after each", "graded at the end"])
def test_the_best_after_the_penalty_counts_in_whatever_order_they_come(
    course, hand_in, says, hand_ins, counts, graded_between
):
    for when, double in hand_ins:
        hand_in(when, double)
        if graded_between:
            says("grade", "01")
    says("grade", "01")
    assert marks(course) == counts
    assert "Nothing new" in says("grade", "01")


def test_which_one_counts_is_said_with_the_points_of_both(hand_in, says):
    hand_in(IN_TIME, RIGHT)
    hand_in(DAYS_LATER, LATER_RIGHT)
    assert (
        "ada: the hand-in of 2026-11-25 12:00:00 counts, with 3 points; that of 2026-11-29 12:00:00 has 1.8"
        in says("grade", "01")
    )


def test_the_newest_counts_if_the_instructor_says_so(course, hand_in, says):
    hand_in(IN_TIME, RIGHT)
    assert "the newest counts" not in hand_in(NEXT_DAY, LATER_RIGHT)
    says("grade", "01")
    assert "of several hand-ins the newest counts" in says("due", "01", "--counts", "latest")
    assert "ada: the hand-in of 2026-11-26 12:00:00 counts, in place of that of 2026-11-25 12:00:00" in says(
        "grade", "01"
    )
    assert marks(course) == ("2026-11-26", 3, 0.3)
    assert hand_in(DAYS_LATER, RIGHT + "\n").endswith("the newest counts")


def test_of_those_that_cost_the_same_the_newest_counts_since_the_best_of_many_would_be_the_best_of_many_guesses(
    course, hand_in, says
):
    hand_in(IN_TIME, RIGHT)
    hand_in("20261125T130000Z", PARTLY)
    hand_in(NEXT_DAY, WRONG)
    says("grade", "01")
    assert marks(course) == ("2026-11-25", 1, 0)
    assert (course / "submitted/ada/01-tiny/timestamp.txt").read_text().startswith("2026-11-25 13:00")


def test_what_was_handed_in_before_other_work_is_late_when_it_comes_again(course, hand_in, says):
    for when, double in [
        (IN_TIME, RIGHT),
        ("20261125T130000Z", PARTLY),
        (DAYS_LATER, RIGHT),
        ("20261130T120000Z", RIGHT),
    ]:
        hand_in(when, double)
        says("grade", "01")
    assert marks(course) == ("2026-11-29", 3, 1.2)  # of what lay there in time the newest counts, 1 point
    says("grade", "01", "--student", "ada", "--hand-in", IN_TIME)  # a person may choose the first
    assert marks(course) == ("2026-11-25", 3, 0)
    assert hand_in("20261201T120000Z", RIGHT).startswith("kept") and marks(course) == ("2026-11-25", 3, 0)
    says("grade", "01", "--student", "ada", "--hand-in", "best")
    says("grade", "01")
    assert marks(course) == ("2026-11-29", 3, 1.2)


def test_of_hundreds_a_few_are_graded_those_that_cost_least(hand_in, says):
    for day in range(25, 31):
        hand_in(f"202611{day}T120000Z", f"{PARTLY}\n# {day}")
    found = active_submission.contested(inputs.read(database.options("01-tiny")))["ada"]
    assert [str(each)[8:10] for each in found.candidates] == ["25", "26", "27", "28", "29"] and str(
        found.there
    )[8:10] == "30"


@pytest.mark.parametrize("how", [KeyboardInterrupt, "killed"])
def test_others_wait_for_nobody_and_a_comparison_that_was_ended_is_made_again_by_the_next_run(
    course, hand_in, says, monkeypatch, how
):
    hand_in(IN_TIME, RIGHT)
    hand_in(NEXT_DAY, WRONG)
    hand_in(IN_TIME, RIGHT, "bob")

    def end(given, *_, **__):
        assert log.read("01-tiny").keys() == {"bob"}
        given.under_way.add("ada")
        if how is KeyboardInterrupt:
            with given.under_way:
                raise KeyboardInterrupt
        raise KeyboardInterrupt

    given = inputs.read(database.options("01-tiny"))
    assert list(batch.outcomes(given, ["bob"]))
    with pytest.raises(KeyboardInterrupt), monkeypatch.context() as patch:
        patch.setattr(batch, "outcomes", end)
        list(active_submission.settle(given, active_submission.contested(given)))
    said = says("grade", "01")
    assert ("A run was killed while it compared the hand-ins of ada" in said) == (how == "killed")
    assert marks(course)[:2] == ("2026-11-25", 3) and not list(
        course.glob("autograded/_log/*.under-way")
    ) + list(course.glob("autograded/*.compared"))


def test_those_who_may_have_ended_a_run_are_compared_one_by_one_the_last_of_them_at_the_end(
    course, hand_in, says, monkeypatch
):
    for who in "ada", "bob", "cid":
        hand_in(IN_TIME, RIGHT, who)
        hand_in(NEXT_DAY, WRONG, who)
    seen, graded = [], active_submission._graded

    def noted(given, attempts, under_way, *rest):
        seen.append([*attempts])
        if "ada" in attempts:  # it ends the machine
            under_way.add("ada")
            raise KeyboardInterrupt
        return graded(given, attempts, under_way, *rest)

    (course / "autograded").mkdir(exist_ok=True)
    (course / "autograded/_log").mkdir()
    (course / "autograded/_log/01-tiny.compared.under-way").write_text('["ada", "bob"]')
    monkeypatch.setattr(active_submission, "_graded", noted)
    for _ in range(2):
        given = inputs.read(database.options("01-tiny"))
        with pytest.raises(KeyboardInterrupt):
            list(active_submission.settle(given, active_submission.contested(given)))
    assert seen == [["cid"], ["cid"], ["ada"], ["bob"], ["bob"], ["ada"]]


def test_a_written_answer_waits_for_a_person_also_where_an_earlier_hand_in_had_none(course, says):
    tiny.submit(course, "ada", double=RIGHT)
    says("grade", "01")
    assert "0 wait for a mark" in says("answers", "01")
    tiny.submit(course, "ada", double=RIGHT, written_answer="A sum of two equals is even.")
    says("grade", "01")
    says("feedback", "01")
    assert "1 waits for a mark" in says("answers", "01")
    assert "One point a reason" not in (course / "feedback/ada/01-tiny/01-tiny.html").read_text("utf-8")


def mark_the_written_answer(course, says, points):
    says("answers", "01")
    table = course / "answers/01-tiny.csv"
    rows = list(csv.DictReader(table.open(encoding="utf-8-sig")))
    with table.open("w", encoding="utf-8", newline="") as file:
        (writer := csv.DictWriter(file, rows[0].keys())).writeheader()
        writer.writerows(row | {"points": points} for row in rows)
    return says("mark", str(table), "--by", "eva")


def test_once_a_written_answer_is_marked_its_points_are_what_counts(course, inbox, says):
    deadline.keep("01-tiny", deadline.Rule(datetime.datetime(2026, 11, 25, 18, tzinfo=datetime.UTC), late=30))
    for when, more in (IN_TIME, {}), (NEXT_DAY, {"written_answer": "Some words."}):
        (file := inbox / f"ada-{when}.zip").write_bytes(
            sent.zipped_by_submit(course, "ada", when, LATER_RIGHT, **more)
        )
        list(collect(file))
    says("grade", "01")
    assert marks(course)[0] == "2026-11-26"  # the answer may be worth what lateness costs
    said = mark_the_written_answer(course, says, 0)
    assert "another one may be the best now: ada. `course grade 01-tiny` compares them again." in said
    assert (
        "ada: the hand-in of 2026-11-25 12:00:00 counts, with 3 points; that of 2026-11-26 12:00:00 has 2.1"
        in says("grade", "01")
    )
    assert marks(course) == ("2026-11-25", 3, 0) and "Nothing new" in says("grade", "01")


def test_a_mark_counts_where_a_late_hand_in_has_taken_the_place_of_the_one_that_has_it(course, inbox, says):
    deadline.keep("01-tiny", deadline.Rule(datetime.datetime(2026, 11, 25, 18, tzinfo=datetime.UTC), late=10))

    def send(when, double, **more):
        (file := inbox / f"ada-{when}.zip").write_bytes(
            sent.zipped_by_submit(course, "ada", when, double, **more)
        )
        list(collect(file))

    send(IN_TIME, PARTLY, written_answer="Some words.")
    says("grade", "01")
    mark_the_written_answer(course, says, 0)
    send(NEXT_DAY, RIGHT)
    says("grade", "01")
    assert marks(course) == ("2026-11-26", 3, 0.3)


def test_the_mark_of_a_hand_in_comes_back_with_it(course, inbox, says):
    deadline.keep("01-tiny", deadline.Rule(datetime.datetime(2026, 11, 25, 18, tzinfo=datetime.UTC), late=10))

    def send(when, double, words, points):
        (file := inbox / f"ada-{when}.zip").write_bytes(
            sent.zipped_by_submit(course, "ada", when, double, written_answer=words)
        )
        list(collect(file))
        says("grade", "01")
        counted = marks(course)
        mark_the_written_answer(course, says, points)
        return counted

    send(IN_TIME, RIGHT, "Some words.", 1)
    assert send(NEXT_DAY, RIGHT, "Some other words.", 0)[0] == "2026-11-26"  # not marked yet
    says("grade", "01")
    assert marks(course) == ("2026-11-25", 4, 0)


@pytest.mark.parametrize(
    "given", [{"manual_score": 3}, {"extra_credit": 3}], ids=["overruled", "extra credit"]
)
def test_what_a_person_gave_for_a_check_counts_against_a_late_hand_in(course, hand_in, says, given):
    hand_in(IN_TIME, WRONG)
    says("grade", "01")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("double-test", "01-tiny", "01-tiny", "ada")
        for name, points in given.items():
            setattr(grade, name, points)
        gradebook.db.commit()
    hand_in(DAYS_LATER, PARTLY)
    says("grade", "01")
    assert marks(course) == ("2026-11-25", 3, 0)


def test_an_extension_lets_another_one_count_at_the_next_grading(course, hand_in, says):
    hand_in(IN_TIME, PARTLY)
    hand_in(DAYS_LATER, RIGHT)
    says("due", "01", "--late", "50")
    says("grade", "01")
    assert marks(course) == ("2026-11-25", 1, 0)
    says("due", "01", "2026-11-30 18:00 UTC", "--student", "ada")
    says("grade", "01")
    assert marks(course) == ("2026-11-29", 3, 0)


def test_one_option_chooses_a_hand_in_until_a_newer_one_comes(course, hand_in, says):
    hand_in(IN_TIME, RIGHT)
    hand_in(NEXT_DAY, PARTLY)
    says("grade", "01", "--student", "ada", "--hand-in", "20261126")
    assert marks(course)[:2] == ("2026-11-26", 1)
    says("grade", "01")
    assert marks(course)[:2] == ("2026-11-26", 1)
    says("grade", "01", "--student", "ada", "--hand-in", "best")
    assert marks(course)[:2] == ("2026-11-25", 3)
    says("grade", "01", "--student", "ada", "--hand-in", "20261126")
    hand_in(DAYS_LATER, WRONG)
    says("grade", "01")
    assert marks(course)[:2] == ("2026-11-25", 3)


@pytest.mark.parametrize(
    "words, said",
    [
        (
            ["--student", "ada", "--hand-in", "20201126"],
            "There are: 20261125T120000Z, 20261126T120000Z. Nothing was changed",
        ),
        (["--student", "ada", "--hand-in", "202611"], "ada has several hand-ins 202611 of 01-tiny"),
        (["--hand-in", "20261126"], "give `--student ID` with it"),
    ],
)
def test_a_hand_in_that_is_not_there_or_is_nobodys_is_refused(hand_in, says, words, said):
    hand_in(IN_TIME, RIGHT)
    hand_in(NEXT_DAY, PARTLY)
    assert said in says("grade", "01", *words)


def test_collecting_all_again_leaves_the_one_that_counts_in_its_place(course, inbox, hand_in, says):
    hand_in(IN_TIME, RIGHT)
    hand_in(DAYS_LATER, PARTLY)
    says("grade", "01")
    assert [outcome for *_, outcome in collect(inbox)] == ["collected before", "collected before"]
    assert "Nothing new" in says("grade", "01") and marks(course) == ("2026-11-25", 3, 0)


def test_what_was_put_there_by_hand_stays(course, hand_in, says):
    hand_in(IN_TIME, RIGHT)
    hand_in(NEXT_DAY, RIGHT + "\n")
    tiny.submit(course, "ada", double=WRONG)
    says("grade", "01")
    assert marks(course)[1] == 0


def test_without_a_due_date_the_newest_counts_as_in_nbgrader(course, hand_in, says):
    (course / "due.json").unlink()
    hand_in(IN_TIME, RIGHT)
    hand_in(NEXT_DAY, PARTLY)
    says("grade", "01")
    assert marks(course)[:2] == ("2026-11-26", 1)


def test_each_hand_in_is_graded_once_apart_and_nothing_of_it_stays(course, hand_in, says, monkeypatch):
    seen = []
    graded = active_submission._graded
    monkeypatch.setattr(
        active_submission,
        "_graded",
        lambda given, attempts, *rest: seen.append(len(attempts)) or graded(given, attempts, *rest),
    )
    for who in "ada", "bob":
        hand_in(IN_TIME, RIGHT, who)
        hand_in(NEXT_DAY, PARTLY, who)
    says("grade", "01")
    says("grade", "01", "--force")
    assert seen == [2, 2] and marks(course, "bob") == ("2026-11-25", 3, 0)
    hand_in(DAYS_LATER, WRONG)
    says("grade", "01")
    assert seen == [2, 2, 1]


def test_a_time_that_is_only_the_files_makes_nobody_late_also_once_it_is_put_back(course, hand_in, says):
    hand_in(IN_TIME, WRONG)
    hand_in(DAYS_LATER, RIGHT)
    (course / f"collected/ada/01-tiny/{DAYS_LATER}.unsure").touch()
    shutil.rmtree(course / "submitted")
    store.put("ada", "01-tiny", store.attempts("ada", "01-tiny")[0])
    says("grade", "01")
    assert (course / "submitted/ada/01-tiny" / store.UNSURE).exists() and marks(course)[1:] == (3, 0)


def test_the_page_says_which_hand_in_it_is_about_if_there_are_several(course, hand_in, says):
    hand_in(IN_TIME, RIGHT)
    says("grade", "01")
    says("feedback", "01")
    page = course / "feedback/ada/01-tiny/01-tiny.html"
    assert "more than once" not in page.read_text("utf-8")
    hand_in(DAYS_LATER, PARTLY)
    says("grade", "01")
    says("feedback", "01")
    assert "The hand-in that counts is the one of 2026-11-25 12:00 UTC" in page.read_text("utf-8")
