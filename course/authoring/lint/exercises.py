"""Rules for exercises: a stub that runs, one region, tests, mistakes and other right answers."""

import contextlib
import copy
import io

from course.authoring.stubs import ClearSolutions
from course.check.scopes import names
from course.notebook import document, slicing
from course.notebook.document import kind, parse

ENOUGH_WRONG, ENOUGH_RIGHT = 3, 2


def solutions_have_one_region(lesson):
    for cell in lesson.cells("solution"):
        if cell.source.count("### BEGIN SOLUTION") != 1 or not document.lines_of(cell.source, "SOLUTION"):
            yield (
                cell.id,
                "it has not one solution region",
                "Put the answer between ### BEGIN SOLUTION and ### END SOLUTION, once",
            )


def answers_keep_their_names(lesson):
    """What another cell binds under an answer's name is in its place from then on, for the student and for
    what comes after it.
    """
    answers = {name for exercise in lesson.exercises for name in exercise.answers}
    for cell in lesson.cells("code"):
        for name in sorted(answers & names(parse(cell))[1]):
            yield (
                cell.id,
                f"it gives another meaning to `{name}`, which is an answer",
                "Take another name there",
            )


def solutions_are_tested(lesson):
    for exercise in lesson.exercises:
        if not exercise.tests:
            yield exercise.name, "nothing tests it", f"Add a test cell with the id {exercise.name}-test"


def stubs_run(lesson):
    nb, _ = ClearSolutions()(copy.deepcopy(lesson.nb), {})
    for cell in nb.cells:
        if kind(cell) == "solution":
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    for name in names(parse(cell))[1]:
                        exec(slicing.slice_for(nb, name), {"__name__": "stub"})
            except Exception as error:
                yield (
                    cell.id,
                    f"its stub stops with {type(error).__name__}: {error}",
                    "What a student is given must run before it is filled in",
                )


def ways_are_enough(lesson):
    for exercise in lesson.exercises:
        for which, ways, enough, file in (
            ("misconceptions", lesson.ways.wrong, ENOUGH_WRONG, "misconceptions.py"),
            ("other right answers", lesson.ways.right, ENOUGH_RIGHT, "answers.py"),
        ):
            count = sum(len(ways.get(answer, [])) for answer in exercise.answers)
            if count < enough:
                yield exercise.name, f"it has {count} {which}", f"Write {enough} or more in {file}"


def grading_names_its_exercise(lesson):
    for exercise in lesson.exercises:
        for cell in exercise.tests:
            name, want = document.grades(cell)[0], f"{lesson.name}/{exercise.name}"
            if name != want:
                yield cell.id, f"it grades {name!r}", f'Begin it with: with grading("{want}") as g'


RULES = [
    solutions_have_one_region,
    answers_keep_their_names,
    solutions_are_tested,
    stubs_run,
    ways_are_enough,
    grading_names_its_exercise,
]
