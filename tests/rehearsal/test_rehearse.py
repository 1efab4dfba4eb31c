"""`course rehearse`: a pretend class, and every mark compared with the one that it must be. A rehearsal that
finds nothing in a course that is wrong would be worth nothing.
"""

import ast
import os
import re
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course import cli
from course.authoring import release
from course.check import scopes
from course.exercise import mistakes
from course.exercise.run_checks import elsewhere, run
from course.files.coursedir import CourseError
from course.notebook import document, slicing
from course.rehearsal import deal, irregular, lines, rehearse, scratch
from course.rehearsal.deal import REFERENCE, RIGHT, UNTOUCHED, WRONG, Lesson
from course.rehearsal.rehearse import FEWEST, Rehearsal
from course.rehearsal.source_text import source_of
from course.sandbox import pool
from tests import mini

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow  # a class each


def released(folder, patch, **how):
    """A course of the mini assignment, released -> its folder."""
    patch.setenv("COURSE_ROOT", str(mini.course(folder, **how)))
    release.release("01-mini")
    return folder


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(tmp_path))  # where the scratch folders are
    # what a loop without end costs
    monkeypatch.setattr(scratch, "CONFIG", scratch.CONFIG.replace("timeout = 5", "timeout = 1"))
    return lambda **how: released(tmp_path / "course", monkeypatch, **how)


def rehearsed(folder, students=FEWEST, seed=1):
    """What a rehearsal finds -> Row."""
    place = scratch.make(["01-mini"], seed)
    with Rehearsal(["01-mini"], students, seed, place) as rehearsal:
        return rehearsal.run("01-mini")


def files(folder):
    return {
        file.relative_to(folder).as_posix(): (file.stat().st_mtime_ns, file.read_bytes())
        for file in folder.rglob("*")
        if file.is_file()
    }


# --- answers as a student would hand them in ---

FORMS = '''
import math
from collections import Counter, defaultdict
from fractions import Fraction

import numpy as np

from course.exercise.mistakes import reference, right, right_value, wrong, wrong_value
from course.names import exercise_of as named

TABLE = {(1, 2): [99, math.inf], "rest": Fraction(1, 3)}


def helper(ids):
    return [other(each) for each in ids]


def other(each):
    return each if each else len(TABLE)


@wrong("merge")
def with_a_helper(ids, pair, new_id):
    """A helper, which needs another and a table."""
    return helper(ids)


@wrong("merge")
def by_itself(ids, pair, new_id):
    """It calls itself."""
    return ids[:1] + by_itself(ids[1:], pair, new_id) if len(ids) > 1 else []


def in_both(message, *functions):
    def form(function, turned):
        def formed(*arguments, at=None):
            made = function(*arguments)
            return made[::-1] if turned else made
        formed.__name__ = "<lambda>"
        return formed
    wrong("merge", message, *[form(each, turned) for each in functions for turned in (True, False)])


in_both("Made in a function.", lambda ids, pair, new_id: ids[1:], lambda ids, pair, new_id: reference("merge")(ids, pair, new_id + 1))
wrong("merge", "Two in a line.", lambda ids, pair, new_id: ids, lambda ids, pair, new_id: [lambda: 1, [i + 1 for i in ids]][1])
wrong("merge", "With defaults.", *(lambda ids, pair, new_id, by=by, kept=[]: [i // by for i in ids] + kept for by in (2, float("inf"))))
wrong("merge", "Of numpy.", lambda ids, pair, new_id: np.array(ids) + math.floor(1.5), lambda ids, pair, new_id: Counter(ids))


@wrong("merge")
def picture(ids, pair, new_id):
    """A name that the notebook has, too."""
    return fig(ids) + [named("merge-test-2")]


def fig(ids):
    return ids + [1]


wrong_value("cooking_split", defaultdict(list, {"a": [1]}), "A dictionary with a default.")
wrong_value("cooking_split", (np.array([1.5, 2]), b"x", {1, 2}, 1j, None, range(3) and float("-inf")), "Values of many kinds.")
'''


def test_an_answer_is_written_out_with_all_that_it_needs_and_does_the_same(tmp_path):
    folder = mini.course(tmp_path, misconceptions=FORMS) / "source/01-mini"
    nb, ways = document.read(folder / "01-mini.ipynb"), mistakes.load(folder)
    merge = [*ways.wrong["merge"], *ways.right["merge"]]
    assert len(merge) == 15
    for way in merge:
        text, space = source_of(way, nb, slicing.bindings(nb)), {}
        assert "classroom" not in text and "wrong" not in text and (way.message or "classroom") not in text
        with elsewhere():
            run(text, space)
        for ids in [1, 2, 3, 1, 2], [5], [4, 1, 2]:
            assert repr(space["merge"](list(ids), (1, 2), 9)) == repr(way.fresh()(list(ids), (1, 2), 9)), text


def test_a_plain_function_is_written_as_one_would_write_it(tmp_path):
    folder = mini.course(tmp_path) / "source/01-mini"
    nb, ways = document.read(folder / "01-mini.ipynb"), mistakes.load(folder)
    assert source_of(ways.wrong["merge"][0], nb, slicing.bindings(nb)) == (
        "def merge(ids, pair, new_id):\n    return [new_id if tuple(ids[i:i + 2]) == pair else ids[i] for i in range(len(ids))]"
    )


def test_a_written_answer_takes_no_name_that_the_notebook_has(tmp_path):
    folder = mini.course(tmp_path, misconceptions=FORMS) / "source/01-mini"
    nb, ways = document.read(folder / "01-mini.ipynb"), mistakes.load(folder)
    text = source_of(
        next(way for way in ways.wrong["merge"] if way.name == "picture"), nb, slicing.bindings(nb)
    )
    assert scopes.names(ast.parse(text))[1] == {"make_merge", "merge"}, text


def test_a_value_is_written_so_that_it_comes_out_the_same(tmp_path):
    folder = mini.course(tmp_path, misconceptions=FORMS) / "source/01-mini"
    nb, ways = document.read(folder / "01-mini.ipynb"), mistakes.load(folder)
    for way in [*ways.wrong["cooking_split"], *ways.right["cooking_split"]]:
        space = {}
        run(source_of(way, nb, slicing.bindings(nb), way.value), space)
        assert repr(space["cooking_split"]) == repr(way.value) and type(space["cooking_split"]) is type(
            way.value
        )


def test_what_cannot_be_written_out_is_named(tmp_path):
    folder = (
        mini.course(
            tmp_path,
            misconceptions="from course.exercise.mistakes import wrong_value\nwrong_value('cooking_split', object(), 'An object.')\n",
        )
        / "source/01-mini"
    )
    nb, ways = document.read(folder / "01-mini.ipynb"), mistakes.load(folder)
    with pytest.raises(ValueError, match="object.* cannot be written down"):
        source_of(
            ways.wrong["cooking_split"][0], nb, slicing.bindings(nb), ways.wrong["cooking_split"][0].value
        )


@pytest.mark.parametrize("name", sorted(folder.name for folder in (ROOT / "source").iterdir()))
def test_every_answer_of_the_course_can_be_written_out_and_runs_without_the_classroom(name, monkeypatch):
    """That it gets the same points is what a rehearsal looks at."""
    monkeypatch.setenv("COURSE_ROOT", str(ROOT))
    lesson = Lesson(name)
    with elsewhere():
        for answer in [
            answer for some in lesson.known.values() for answer in some if answer.kind != REFERENCE
        ]:
            text, space = lesson.alone(answer), {"__name__": "__main__"}
            run(text, space)
            assert answer.answer in space and "course.exercise" not in text, text


# --- who answers what ---


def dealt(lesson, n, seed, spoilt=None):
    students = [deal.Student(number) for number in range(1, n + 1)]
    lesson.deal(students, seed, spoilt or {})
    return [student.answers for student in students]


def test_every_message_and_every_right_answer_is_met_before_any_is_met_again(course):
    course()
    lesson = Lesson("01-mini")
    kinds = len({answer.message or answer for answer in lesson.known["merge"]})
    answers = [mine["merge"] for mine in dealt(lesson, 2 + 2 * kinds + 1, 7)][2:]
    met = [answer.message or answer for answer in answers if answer.kind != UNTOUCHED]
    assert len(met) == 2 * kinds + 1 - len(answers) // deal.ONE_OF and len(set(met)) == kinds
    assert {met.count(each) for each in met} == {2}


def test_one_touches_nothing_one_has_all_right_and_the_same_seed_deals_the_same(course):
    course()
    lesson = Lesson("01-mini")
    first, second, *others = dealt(lesson, 30, 7)
    assert {answer.kind for answer in first.values()} == {UNTOUCHED} and {
        answer.kind for answer in second.values()
    } == {REFERENCE}
    assert {answer.kind for mine in others for answer in mine.values()} == {
        UNTOUCHED,
        REFERENCE,
        RIGHT,
        WRONG,
    }
    assert dealt(lesson, 30, 7)[2:] == others != dealt(lesson, 30, 8)[2:]
    given = lesson.notebook(deal.Student(1, first))
    assert document.dumps(given) == document.dumps(lesson.release)
    assert "A short answer of s002" in lesson.notebook(deal.Student(2, second)).cells[-1].source


def test_nothing_is_dealt_for_what_somebody_hostile_spoils_so_that_all_else_is_met(course):
    course()
    lesson = Lesson("01-mini")
    spoilt = {f"s{n:03}": "merge" for n in range(3, 21)}
    answers = dealt(lesson, 30, 7, spoilt)
    assert {mine["merge"].kind for mine in answers[2:20]} == {REFERENCE} and WRONG in {
        mine["cooking_split"].kind for mine in answers[2:20]
    }
    assert len({mine["merge"] for mine in answers[20:]}) >= len(
        {answer.message for answer in lesson.known["merge"]}
    )


# --- the run ---


def test_of_a_course_that_is_right_every_mark_is_as_expected_and_nothing_is_left_behind(
    course, capsys, monkeypatch, tmp_path
):
    folder = course()
    (folder / "gradebook.db").write_bytes(b"the class's own")
    before, environment = files(folder), dict(os.environ)
    assert cli.main(["rehearse", "--students", str(FEWEST), "--assignment", "1"]) == 0
    said = capsys.readouterr()
    row = said.out.splitlines()[1].split()
    assert row[:3] == ["01-mini", str(FEWEST), str(FEWEST)] and re.search(
        r" (\d+) of \1 ", said.out.splitlines()[1]
    )
    assert said.out.splitlines()[-1] == f"All {FEWEST} marks are as expected."
    assert f"graded {FEWEST - 5} of {FEWEST - 5}" in said.err  # refused, waiting or never handed in: five
    assert files(folder) == before and dict(os.environ) == environment
    assert [each.name for each in tmp_path.iterdir()] == ["course"]


def test_what_the_course_gets_wrong_is_found_and_kept_to_be_looked_at(course, capsys, monkeypatch, tmp_path):
    """A hidden test takes a list alone, where the task does not; and two misconceptions do the same, so that
    neither is called by its name.
    """
    nb = mini.notebook(
        mini.NOTEBOOK.replace(
            'assert list(cooking_split) == ["co", "oking"]', 'assert cooking_split == ["co", "oking"]'
        )
    )
    course(
        nb=nb,
        misconceptions=mini.MISCONCEPTIONS
        + '''
@wrong("merge")
def overlapping_again(ids, pair, new_id):
    """You looked back."""
    return [new_id if tuple(ids[i:i + 2]) == pair else ids[i] for i in range(len(ids))]
''',
    )
    assert cli.main(["rehearse", "--students", "30"]) == 1
    said = capsys.readouterr().out
    rejected = [line for line in said.splitlines() if "cooking_split: expected 1, got 0" in line]
    assert rejected and all(
        re.search(r"`value .*without the lock the tests give it as much: look at the tests", line)
        for line in rejected
    ), said
    assert (
        "merge: expected “You used the middle 1 twice: step over two.”, got “wrong, and no known mistake”. `overlapping` is a known mistake"
        in said
    )
    assert "merge: expected “You looked back.”" in said
    assert "of 30 marks are not as expected" in said
    page = Path(re.search(r"(\S+/feedback/\S+\.html)", said)[1])
    assert page.is_file() and page.is_relative_to(tmp_path)


def test_a_grader_that_is_wrong_is_found(course, monkeypatch):
    """It gives one student too many points, keeps a message to itself, has a trick pay, and a refusal and a
    page go missing.
    """
    course()

    def graded(name, **apart):
        if apart:  # which of several hand-ins counts
            yield from batch_grade(name, **apart)
            return
        for done in batch_grade(name):
            if any(message == "You used the middle 1 twice: step over two." for _, message in done.said):
                done.said[:] = [each for each in done.said if each[0] != "merge"]
            yield done
        place = Path(os.environ["COURSE_ROOT"])
        with Gradebook(f"sqlite:///{place / 'gradebook.db'}") as gradebook:
            grade = gradebook.find_grade("cooking_split-test", "01-mini", "01-mini", "s001")
            grade.auto_score = 1
            gradebook.db.commit()

    def pages(name, students, **how):
        yield from (each for each in write_pages(name, students, **how) if each[0] != "s002")

    batch_grade, write_pages = rehearse.batch.grade, rehearse.feedback.each
    monkeypatch.setattr(rehearse.batch, "grade", graded)
    monkeypatch.setattr(rehearse.feedback, "each", pages)
    right = "def merge(ids, pair, new_id):\n    return [] if not ids else [new_id] + merge(ids[2:], pair, new_id) if tuple(ids[:2]) == pair else ids[:1] + merge(ids[1:], pair, new_id)"
    monkeypatch.setitem(irregular.HOSTILE, "an answer that shows points", irregular.Hostile(right))
    monkeypatch.setitem(
        irregular.HOSTILE, "a cell that forks", irregular.Hostile("", "does not allow", free="1 + 1")
    )
    monkeypatch.setitem(irregular.ODD, "a PDF", irregular.Odd(irregular.as_it_should_be, irregular.REFUSED))
    monkeypatch.setitem(irregular.ODD, "an hour late", irregular.ODD["an hour late"]._replace(off=0))
    row = rehearsed(course)
    found = {(deviation.about, deviation.expected, deviation.got) for deviation in row.deviations}
    assert ("cooking_split", "0", "1") in found
    assert ("merge", "“You used the middle 1 twice: step over two.”", "nothing") in found
    assert ("the page", "a feedback page", "none (nobody wrote one)") in found
    assert any(about == "merge" and (expected, got) == ("0", "3") for about, expected, got in found)
    assert ("the remarks", "“does not allow”", "none") in found
    assert ("the hand-in", "refused", "it taken in") in found
    assert any(about == "lateness" and expected == "0 off" for about, expected, _ in found)
    assert row.right < row.students and row.named < row.to_name
    assert "marks are not as expected" in "\n".join(lines.lines([row], None))


def test_a_mistake_that_no_case_shows_is_not_released_and_is_named(course, monkeypatch):
    """The hidden tests draw nothing, and the visible ones do not tell."""
    text = mini.NOTEBOOK.replace("for _ in range(20):", "for _ in range(0):")
    how = {
        "nb": mini.notebook(text),
        "misconceptions": mini.MISCONCEPTIONS
        + '''
@wrong("merge")
def long_ones_not(ids, pair, new_id):
    """Long lists count, too."""
    return reference("merge")(ids, pair, new_id) if len(ids) < 99 else ids
''',
    }
    with pytest.raises(
        CourseError,
        match="the mistake in_place of `merge` gets all points with the cases that the seed 'check' draws. Nothing was released",
    ):
        course(**how)
    monkeypatch.setattr(release, "SEEDS", ())  # as with a seed that none of these is
    course(**how)
    row = rehearsed(course, 30)
    assert any(
        "`long_ones_not` is a mistake, and no case that was drawn for this hand-in shows it" in str(deviation)
        for deviation in row.deviations
    ), row


def test_the_hidden_tests_draw_the_cases_of_the_class_if_it_has_a_seed(course):
    folder = course()
    (folder / ".course-seed").write_text("the class's own")
    assert (scratch.make(["01-mini"], 1) / ".course-seed").read_text() == "the class's own"


# --- what cannot be rehearsed ---


@pytest.mark.parametrize(
    "words, says",
    [
        (["--students", str(FEWEST - 1)], f"{FEWEST - 1} students are too few"),
        (["--assignment", "7"], "there is no assignment '7'. There are: 01-mini"),
        (["--assignment", "01"], "01-mini is not in release/. `course release 01-mini` makes it"),
    ],
)
def test_what_cannot_be_is_said_with_a_remedy_and_leaves_nothing(
    course, capsys, monkeypatch, tmp_path, words, says
):
    folder = course()
    if "release" in says:
        (folder / "release/01-mini/01-mini.ipynb").rename(folder / "release/01-mini/02.ipynb")
    assert cli.main(["rehearse", *words]) == 1
    assert says in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["course"]


def test_a_course_without_sources_cannot_be_rehearsed(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    with pytest.raises(CourseError, match="nothing in .* that could be rehearsed"):
        scratch.make([], 1)


def test_where_nobody_can_be_graded_it_says_so_as_grade_does(course, capsys, monkeypatch):
    course()
    monkeypatch.setattr(pool, "pool", pool.Pool)
    monkeypatch.setattr(pool.sys, "platform", "darwin")
    assert cli.main(["rehearse"]) == 1
    assert "course: Grading locks students' code in by means that only Linux has" in capsys.readouterr().err


def test_what_a_crash_leaves_is_kept_and_its_place_is_said(course, monkeypatch, tmp_path):
    course()
    monkeypatch.setattr(Rehearsal, "run", lambda self, name: 1 / 0)
    with pytest.raises(ZeroDivisionError) as error:
        rehearse.rehearse(["01-mini"], FEWEST, 1)
    assert Path(error.value.__notes__[0].partition(": ")[2]).is_dir()


# --- all of it ---


@pytest.mark.release
def test_the_whole_course_is_rehearsed_and_every_mark_is_as_expected(monkeypatch, capsys):
    """The smallest class that there can be, through all seven."""
    monkeypatch.setenv("COURSE_ROOT", str(ROOT))
    status = cli.main(["rehearse", "--students", str(FEWEST), "--seed", "3"])
    said = capsys.readouterr().out
    assert status == 0 and f"All {7 * FEWEST} marks are as expected." in said, said
