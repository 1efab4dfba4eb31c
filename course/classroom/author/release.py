"""A release is the source without its answers: stubs for solutions, no hidden tests, no mark scheme, and the signs of mistakes.

nbgrader's own preprocessors do it, so stock `nbgrader generate_assignment` makes the same notebook (see course.classroom.author.stubs).
A *sign* is a hash of all that a misconception does in a visible test; the student's kernel looks its own up in `signs.json`
and can name the mistake, though no wrong answer, and no right one, was shipped.
"""
import copy
import json

from nbgrader.preprocessors import SaveCells

from course import check
from course.classroom import notebooks
from course.classroom.author import mutants
from course.classroom.author.attempts import answer_of, attempt
from course.classroom.places import root
from course.classroom.author.stubs import preprocessors


def released(nb):
    """The notebook as students get it."""
    nb = copy.deepcopy(nb)
    for preprocessor in preprocessors:
        if preprocessor is not SaveCells:                                # the only one that wants a gradebook
            nb, _ = preprocessor()(nb, {"nbgrader": {}, "metadata": {}})
    return nb


def signs(nb, ways):
    """Sign -> message, for each misconception that a visible test shows; none where two misconceptions look the same."""
    found = {}
    for exercise in notebooks.exercises(nb):
        right = {name: mutants.reference_of(nb, name) for name in exercise.answers}
        for test in exercise.tests:
            source, graded = notebooks.visible(test), notebooks.grades(test)[0]
            innocent = asked(graded, source, right)
            for name, way in each(exercise, ways.right):
                innocent |= asked(graded, source, right | {name: answer_of(way, right[name])})
            for name, way in each(exercise, ways.wrong):
                for sign in asked(graded, source, right | {name: answer_of(way, right[name])}) - innocent:
                    found.setdefault(sign, set()).add(way.message)
    return {sign: messages.pop() for sign, messages in sorted(found.items()) if len(messages) == 1}


def each(exercise, ways):
    """The (answer, way) of an exercise; no sortings, whose form is all that a visible test sees."""
    return [(name, way) for name in exercise.answers for way in ways.get(name, []) if way.kind != "choice"]


def asked(exercise, source, answers):
    """The signs that a student's kernel would look up for these answers -> set."""
    tried = attempt(source, answers, signs={})
    values = {check.sign_of_value(exercise, name, value) for name, value in answers.items() if not callable(value)}
    return values | {tried.error.sign} - {None} if isinstance(tried.error, check.NotYet) else values


def build(assignment):
    """The files of a release -> {name: text}. The same bytes on every Python, locale and hash seed."""
    folder = root() / "source" / assignment
    nb = notebooks.read(folder / f"{assignment}.ipynb")
    found = signs(nb, mutants.load(folder))
    return {f"{assignment}.ipynb": notebooks.dumps(released(nb)),
            "signs.json": json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"}


def release(assignment):
    """Write release/NN/ from source/NN/ -> its folder."""
    folder = root() / "release" / assignment
    for name, text in build(assignment).items():
        notebooks.write_text(folder / name, text)
    return folder
