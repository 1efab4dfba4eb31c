"""`course new`: the beginning of an assignment. What it writes needs words and ideas, and nothing else."""
import pytest

from course.classroom import notebooks
from course.classroom.author import lint, mutants, new
from course.classroom.author.attempts import attempt
from course.classroom.places import CourseError
from tests.classroom import mini

NAME = "03-large-language-models"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(mini.course(tmp_path)))
    return tmp_path / "source" / NAME


def read(folder):
    return notebooks.read(folder / f"{NAME}.ipynb")


def test_an_assignment_begins_with_a_title_and_two_files_that_load(folder):
    assert [file.name for file in new.assignment(NAME)] == [f"{NAME}.ipynb", "misconceptions.py", "answers.py"]
    assert read(folder).cells[0].source.startswith("# Large language models\n")
    assert mutants.load(folder) == mutants.Ways({}, {})


def test_of_a_new_exercise_lint_misses_its_ways_and_nothing_else(folder):
    new.assignment(NAME)
    new.exercise(NAME, "attention", 3)
    new.exercise(NAME, "top_two", 1)
    assert {(f.cell, f.what) for f in lint.lint(NAME)} == {
        (name, what) for name in ("attention", "top_two") for what in ("it has 0 misconceptions", "it has 0 other right answers")}


def test_its_heading_has_number_title_and_points(folder):
    new.assignment(NAME)
    assert new.exercise(NAME, "attention", 3) == ["attention-task", "attention", "attention-test"]
    new.exercise(NAME, "top_two", 1)
    headings = [exercise.text.source.split(".**")[0] for exercise in notebooks.exercises(read(folder))]
    assert headings == ["**Exercise 1 · Attention (3 points)", "**Exercise 2 · Top two (1 point)"]


def test_its_own_answer_passes_its_test(folder):
    new.assignment(NAME)
    new.exercise(NAME, "attention")
    exercise, = notebooks.exercises(read(folder))
    assert not attempt(exercise.tests[0].source, {"attention": mutants.reference_of(read(folder), "attention")}).error
    assert attempt(exercise.tests[0].source, {"attention": lambda x: 3}).error


def test_an_exercise_comes_before_the_written_question(folder):
    new.exercise("01-mini", "attention")
    order = [cell.id for cell in notebooks.read(folder.parent / "01-mini" / "01-mini.ipynb").cells]
    assert order[-4:] == ["attention-task", "attention", "attention-test", "written"]


@pytest.mark.parametrize("name", ["large-language-models", "3-models", "03-Models", "03_models", "03-", "03"])
def test_a_name_that_no_assignment_has_is_refused(name, folder):
    with pytest.raises(CourseError, match="cannot be an assignment"):
        new.assignment(name)


def test_what_is_there_is_not_written_over(folder):
    with pytest.raises(CourseError, match="there already"):
        new.assignment("01-mini")
    with pytest.raises(CourseError, match="an exercise merge already"):
        new.exercise("01-mini", "merge")


@pytest.mark.parametrize("name, points, why", [("merge-test", 2, "cannot be an exercise"), ("count-pairs", 2, "cannot be an exercise"),
                                               ("Count", 2, "cannot be an exercise"), ("count", 0, "1 or more")])
def test_an_exercise_is_named_after_a_function_and_gives_points(name, points, why, folder):
    with pytest.raises(CourseError, match=why):
        new.exercise("01-mini", name, points)
