"""What every exercise of every notebook keeps: its tests let right answers pass, and wrong ones not, and say
why.

Test cells run here in this process, on answers that we wrote ourselves; whole notebooks run in
test_notebooks_run.py.
"""

import contextlib
import copy
import importlib
import itertools
import json
import pkgutil
import resource
from functools import cache
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from course import FOR_NOTEBOOKS, check
from course.authoring import lint, release
from course.authoring.stale import stale
from course.check import scopes, values
from course.exercise import mistakes, mutation
from course.exercise.run_checks import answer_of, attempt, elsewhere, graded, run
from course.exercise.way import reference_of
from course.notebook import document, slicing

ROOT = Path(__file__).parents[2]
LESSONS = {
    file.stem: lint.Lesson(file.stem, document.read(file), mistakes.load(file.parent))
    for file in sorted((ROOT / "source").glob("*/*.ipynb"))
}
EVERY = {
    f"{lesson.name}/{exercise.name}": (lesson, exercise)
    for lesson in LESSONS.values()
    for exercise in lesson.exercises
}
SEEDS = "check", "the class's own"

each_exercise = pytest.mark.parametrize("lesson, exercise", EVERY.values(), ids=EVERY)

# Their misconceptions take five seconds and more, most of them in 04.
LONG = {f"04-foundation-models/{name}" for name in ("one_sequence", "nearest", "patches", "few_shot")} | {
    "01b-bytes/encode"
}
each_long_marked = pytest.mark.parametrize(
    "lesson, exercise",
    [pytest.param(*which, marks=pytest.mark.slow if name in LONG else ()) for name, which in EVERY.items()],
    ids=EVERY,
)


@cache
def reference(name, answer):
    return reference_of(LESSONS[name].nb, answer)


@cache
def built(name):
    """The release's files: for its signs every misconception is tried in every visible test, once for all
    tests here.
    """
    return release.build(name)


def references(lesson, exercise):
    return {answer: reference(lesson.name, answer) for answer in exercise.answers}


def ways(lesson, exercise, which):
    """Each way to answer, with all the answers that a test needs -> (way, answers)."""
    right = references(lesson, exercise)
    for answer in exercise.answers:
        for way in getattr(lesson.ways, which).get(answer, []):
            yield way, right | {answer: answer_of(way, right[answer])}


@pytest.mark.slow
@each_exercise
@pytest.mark.parametrize("seed", [SEEDS[0], pytest.param(SEEDS[1], marks=pytest.mark.release)])
def test_the_reference_and_every_other_right_answer_get_full_marks(lesson, exercise, seed):
    right = references(lesson, exercise)
    for name, answers in [("the reference", right)] + [
        (way.name, answers) for way, answers in ways(lesson, exercise, "right")
    ]:
        assert graded(exercise, answers, lesson.ways, seed) == (exercise.points, []), name


def test_the_long_ones_are_exercises():
    assert LONG < EVERY.keys()


@pytest.mark.slow
@each_long_marked
@pytest.mark.parametrize("seed", [SEEDS[0], pytest.param(SEEDS[1], marks=pytest.mark.release)])
def test_every_misconception_loses_marks_and_is_called_by_its_own_name(lesson, exercise, seed):
    for way, answers in ways(lesson, exercise, "wrong"):
        points, read = graded(exercise, answers, lesson.ways, seed)
        assert points < exercise.points, f"{way.name} gets full marks"
        assert way.message in {line for lines in read for line in lines}, f"{way.name} is not named: {read}"
        others = {other.message for others in lesson.ways.wrong.values() for other in others} - {way.message}
        assert not others & {line for lines in read for line in lines}, (
            f"{way.name} is taken for another: {read}"
        )


# look-alikes that get full marks, and why they may: what tells them from a right answer is outside of the
# task
HARMLESS = {
    (
        "top_p",
        "the other end",
    ): "it subtracts the smallest logit instead of the largest: the same shares, but for the last digit at the border"
}


@pytest.mark.slow
@each_exercise
def test_every_look_alike_by_rule_loses_marks(lesson, exercise):
    assert [
        each for each in mutation.survivors(lesson.nb, lesson.ways, exercise) if each not in HARMLESS
    ] == []


@pytest.mark.release
@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_the_committed_look_alikes_are_those_that_release_finds(lesson, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(ROOT))
    committed = (ROOT / "source" / lesson.name / "look_alikes.py").read_text("utf-8")
    assert committed == release.look_alikes(lesson.name), f"`course release {lesson.name}` makes it fresh"


@pytest.mark.release
@each_exercise
def test_a_misconception_that_the_visible_tests_show_is_named_by_its_sign(lesson, exercise):
    signs = json.loads(built(lesson.name)["signs.json"])
    for way, answers in ways(lesson, exercise, "wrong"):
        read = [attempt(document.visible(test), answers, signs=signs).lines for test in exercise.tests]
        named = {line for lines in read for line in lines}
        assert not any(read) or way.message in named, f"{way.name} is not named: {read}"
        assert not (set(signs.values()) - {way.message}) & named, f"{way.name} is taken for another: {read}"


@pytest.mark.slow
@each_exercise
def test_the_untouched_stub_gets_nothing_and_is_told_kindly(lesson, exercise):
    nb = release.released(lesson.nb)
    stubs = {answer: reference_of(nb, answer) for answer in exercise.answers}
    points, read = graded(exercise, stubs, lesson.ways)
    assert points == 0
    assert len(read) == len(exercise.tests)
    assert all(lines[0].endswith("not written yet.") for lines in read), read


@each_exercise
def test_an_answer_that_is_missing_gets_nothing_and_is_told_kindly(lesson, exercise):
    points, read = graded(exercise, {}, lesson.ways)
    assert points == 0
    assert all("is not defined" in lines[1] for lines in read), read


@pytest.mark.slow
@each_exercise
def test_a_constant_gets_nothing(lesson, exercise):
    right = references(lesson, exercise)
    visible = attempt(document.visible(exercise.tests[0]), right).space["g"].calls
    for constant in [None, 0, 1, True, False, "", [], {}, (), *[call.result for call in visible[:1]]]:
        answers = {
            name: (lambda *_, constant=constant, **__: copy.deepcopy(constant))
            if callable(answer)
            else constant
            for name, answer in right.items()
        }
        points, _ = graded(exercise, answers, lesson.ways)
        assert points == 0, f"{constant!r} gets {points} points"


@pytest.mark.slow
@each_exercise
def test_an_answer_that_knows_the_visible_tests_by_heart_does_not_pass(lesson, exercise):
    right = references(lesson, exercise)
    for test in exercise.tests:
        known = {}
        for call in attempt(document.visible(test), right).space["g"].calls:
            known.setdefault(call.name, {})[values.canonical([call.args, call.kwargs])] = call.result
        if not known:  # a value: the visible tests look at its form only
            continue
        answers = {
            name: by_heart(known.get(name, {})) if callable(answer) else answer
            for name, answer in right.items()
        }
        assert attempt(test.source, answers, lesson.ways).error, (
            f"{test.id} has no hidden test that differs from the visible"
        )


@pytest.mark.slow
@each_exercise
def test_what_pages_tell_of_hidden_cases_is_of_no_use_to_the_next_hand_in(lesson, exercise):
    """The cases of each hand-in are others: neither the results in the order of the calls, nor those of nine
    hand-ins by their arguments, pass the tenth.
    """
    right = references(lesson, exercise)
    for test in exercise.tests:
        calls = [attempt(test.source, right, seed=f"hand-in {n}").space["g"].calls for n in range(9)]
        known, in_order = {}, {}
        for call in itertools.chain(*calls):
            known.setdefault(call.name, {})[values.canonical([call.args, call.kwargs])] = call.result
        for call in calls[-1]:
            in_order.setdefault(call.name, []).append(call.result)
        for learnt in (
            [
                {name: by_heart(results) for name, results in known.items()},
                {name: one_by_one(results) for name, results in in_order.items()},
            ]
            if known
            else ()
        ):
            assert attempt(test.source, right | learnt, seed="hand-in 9").error, (
                f"{test.id} is passed by what others were told"
            )


def one_by_one(results):
    left = iter(results)
    return lambda *_, **__: copy.deepcopy(next(left))


def by_heart(known):
    first = next(iter(known.values()), None)
    return lambda *args, **kwargs: copy.deepcopy(known.get(values.canonical([args, kwargs]), first))


def callables():
    """Everything that `import course.…` offers a student, private functions too."""
    for room in FOR_NOTEBOOKS:
        for module in pkgutil.walk_packages(
            importlib.import_module(f"course.{room}").__path__, f"course.{room}."
        ):
            # a warning adds a name
            for name, thing in list(vars(importlib.import_module(module.name)).items()):
                if (
                    callable(thing)
                    and not name.startswith("__")
                    and getattr(thing, "__module__", "") == module.name
                ):
                    yield f"{module.name}.{name}", thing


@contextlib.contextmanager
def memory(most):
    """No more than `most` bytes meanwhile: a model of any size can be asked for."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.slow
@each_exercise
def test_nothing_that_the_package_offers_passes(lesson, exercise, monkeypatch):
    # to explain some thirty thousand failures would take minutes
    monkeypatch.setattr(check.grading, "why", lambda *_: check.NotYet("It fails."))
    right = references(lesson, exercise)
    with elsewhere(), memory(8 << 30):
        for test in exercise.tests:
            answer = document.grades(test)[1][0]
            if callable(right[answer]):
                for name, thing in callables():
                    assert attempt(test.source, right | {answer: thing}).error, f"{name} passes {test.id}"
                    plt.close("all")


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_failing_one_exercise_changes_no_other_exercises_points(lesson):
    stubs = {cell.id: cell for cell in release.released(lesson.nb).cells}
    for failed in lesson.exercises:
        nb = copy.deepcopy(lesson.nb)
        nb.cells = [stubs[cell.id] if cell.id == failed.name else cell for cell in nb.cells]
        own = scopes.names(document.parse(failed.solution))[1]
        for other in lesson.exercises:
            needed = {cell.id for answer in other.answers for cell in slicing.cells_for(nb, answer)}
            cells = [cell for cell in nb.cells if cell.id in needed]
            if other.name == failed.name or not any(
                own & set().union(*scopes.names(document.parse(cell))) for cell in cells
            ):
                continue  # nothing that it needs speaks of the failed one
            space = {"__name__": "__main__"}
            for cell in cells:
                with elsewhere(), contextlib.suppress(Exception):  # in a notebook, too, the next cell runs
                    run(cell.source, space)
            answers = {answer: space[answer] for answer in other.answers if answer in space}
            assert graded(other, answers)[0] == other.points, f"{other.name} hangs on {failed.name}"


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_the_committed_release_is_of_this_source_by_its_seal(lesson, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(ROOT))
    assert (ROOT / "release" / lesson.name).is_dir() and stale(lesson.name) == {}, (
        f"`course release {lesson.name}` makes it fresh"
    )


@pytest.mark.slow  # it runs each misconception
@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_the_committed_release_is_what_release_makes_of_the_source(lesson, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(ROOT))
    folder = ROOT / "release" / lesson.name
    committed = (
        {file.name: file.read_bytes().decode() for file in folder.iterdir()} if folder.is_dir() else {}
    )
    assert committed == built(lesson.name), f"`course release {lesson.name}` makes it fresh"
