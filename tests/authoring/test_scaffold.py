"""`course new`: the beginning of an assignment. What it writes needs words and ideas, and nothing else."""

import pytest

from course.authoring import lint, scaffold
from course.exercise import mistakes
from course.exercise.run_checks import attempt
from course.exercise.way import Ways, reference_of
from course.files.coursedir import CourseError
from course.notebook import document
from tests import mini

NAME = "03-large-language-models"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(mini.course(tmp_path)))
    return tmp_path / "source" / NAME


def read(folder):
    return document.read(folder / f"{NAME}.ipynb")


def test_an_assignment_begins_with_a_title_and_two_files_that_load(folder):
    assert [file.name for file in scaffold.assignment(NAME)] == [
        f"{NAME}.ipynb",
        "misconceptions.py",
        "answers.py",
    ]
    assert read(folder).cells[0].source.startswith("# Large language models\n")
    assert mistakes.load(folder) == Ways({}, {})


def test_of_a_new_exercise_lint_misses_its_ways_and_nothing_else(folder):
    scaffold.assignment(NAME)
    scaffold.exercise(NAME, "attention", 3)
    scaffold.exercise(NAME, "top_two", 1)
    assert {(f.cell, f.what) for f in lint.lint(NAME)} == {
        (name, what)
        for name in ("attention", "top_two")
        for what in ("it has 0 misconceptions", "it has 0 other right answers")
    }


def test_its_heading_has_number_title_and_points(folder):
    scaffold.assignment(NAME)
    assert scaffold.exercise(NAME, "attention", 3) == ["attention-task", "attention", "attention-test"]
    scaffold.exercise(NAME, "top_two", 1)
    headings = [exercise.text.source.split(".**")[0] for exercise in document.exercises(read(folder))]
    assert headings == ["**Exercise 1 · Attention (3 points)", "**Exercise 2 · Top two (1 point)"]


def test_its_own_answer_passes_its_test(folder):
    scaffold.assignment(NAME)
    scaffold.exercise(NAME, "attention")
    (exercise,) = document.exercises(read(folder))
    assert not attempt(exercise.tests[0].source, {"attention": reference_of(read(folder), "attention")}).error
    assert attempt(exercise.tests[0].source, {"attention": lambda x: 3}).error


def test_an_exercise_comes_before_the_written_question(folder):
    scaffold.exercise("01-mini", "attention")
    order = [cell.id for cell in document.read(folder.parent / "01-mini" / "01-mini.ipynb").cells]
    assert order[-4:] == ["attention-task", "attention", "attention-test", "written"]


@pytest.mark.parametrize("name", ["large-language-models", "3-models", "03-Models", "03_models", "03-", "03"])
def test_a_name_that_no_assignment_has_is_refused(name, folder):
    with pytest.raises(CourseError, match="cannot be an assignment"):
        scaffold.assignment(name)


def test_what_is_there_is_not_written_over(folder):
    with pytest.raises(CourseError, match="there already"):
        scaffold.assignment("01-mini")
    with pytest.raises(CourseError, match="an exercise merge already"):
        scaffold.exercise("01-mini", "merge")


@pytest.mark.parametrize(
    "name, points, why",
    [
        ("merge-test", 2, "cannot be an exercise"),
        ("count-pairs", 2, "cannot be an exercise"),
        ("Count", 2, "cannot be an exercise"),
        ("count", 0, "1 or more"),
    ],
)
def test_an_exercise_is_named_after_a_function_and_gives_points(name, points, why, folder):
    with pytest.raises(CourseError, match=why):
        scaffold.exercise("01-mini", name, points)
