"""A release is the source without its answers: stubs for solutions, no hidden tests, no mark scheme, and the
signs of mistakes.

nbgrader's own preprocessors do it (see course.authoring.stubs), so `nbgrader generate_assignment` and
formgrader's button make the same (course.nbgrader_plugins.generate_assignment).
A *sign* is a hash of all that a misconception does in a visible test; the student's kernel looks its own up
in `signs.json` and can name the mistake, though no wrong answer, and no right one, was shipped. A *seal*
beside them says which source they were made from, so that course.authoring.stale need not make them again to
know.
"""

import copy
import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import InstantiateTests, SaveCells

from course import check
from course.authoring.stubs import preprocessors
from course.check import known_mistakes
from course.exercise import mistakes, mutation
from course.exercise.run_checks import answer_of, attempt, elsewhere, graded, instead
from course.exercise.way import Way, Ways, reference_of
from course.files.coursedir import CourseError, is_plain, root
from course.notebook import document

LOOK_ALIKES = '''"""Look-alikes by rule (course/exercise/mutation.py) that are another mistake than those of misconceptions.py.

`course release` writes this list: answer -> {look-alike: the misconception that it is kin to, or ""}.
Grading makes them again by their names, and keeps a message silent where one that is no kin does the same.
"""'''
# each hand-in's cases are drawn from another: a mistake must lose points with any
SEEDS = "check", "one", "two", "three", "four"
SEAL = "made from"  # in signs.json; no sign has this form


def released(nb: NotebookNode) -> NotebookNode:
    """The notebook as students get it."""
    nb = copy.deepcopy(nb)
    for preprocessor in preprocessors:
        if preprocessor not in (SaveCells, InstantiateTests):  # the ones that want a gradebook, or a kernel
            nb, _ = preprocessor()(nb, {"nbgrader": {}, "metadata": {}})
    return nb


def signs(nb: NotebookNode, ways: Ways) -> dict[str, str]:
    """Sign -> message, for each misconception, and each look-alike, that a visible test shows; none where
    another looks the same.
    """
    found = {}
    for exercise in document.exercises(nb):
        right = {name: reference_of(nb, name) for name in exercise.answers}
        for test in exercise.tests:
            source, label = document.visible(test), document.grades(test)[0]
            innocent = asked(label, source, right)
            for name, way in each(exercise, ways.right):
                innocent |= asked(label, source, right | {name: answer_of(way, right[name])})
            for name, way in each(exercise, ways.wrong):
                for sign in asked(label, source, right | {name: answer_of(way, right[name])}) - innocent:
                    found.setdefault(sign, []).append(way)
            for name, way in each(exercise, ways.alike):
                stopped = []
                for sign in asked(label, source, right | {name: noting(stopped, way.fresh())}) - innocent:
                    if not stopped:  # as in grading: that both stop with the same error says little
                        found.setdefault(sign, []).append(way)
    named = {sign: known_mistakes.the_name(ways) for sign, ways in sorted(found.items())}
    return {sign: message for sign, message in named.items() if message}


def each(exercise: document.Exercise, ways: dict) -> list[tuple[str, Way]]:
    """The (answer, way) of an exercise; no sortings, whose form is all that a visible test sees."""
    return [(name, way) for name in exercise.answers for way in ways.get(name, []) if way.kind != "choice"]


def noting(stopped: list, function: Callable) -> Callable:
    """The function, which notes when it stops with an error."""

    def noted(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except Exception:
            stopped.append(True)
            raise

    return noted


def asked(exercise: str, source: str, answers: dict) -> set[str]:
    """The signs that a student's kernel would look up for these answers -> set."""
    tried = attempt(source, answers, signs={})
    values = {
        known_mistakes.sign_of_value(exercise, name, value)
        for name, value in answers.items()
        if not callable(value)
    }
    return values | {tried.error.sign} - {None} if isinstance(tried.error, check.NotYet) else values


def look_alikes(assignment: str) -> str:
    """The text of look_alikes.py: which look-alikes are a mistake that misconceptions.py does not know."""
    folder = root() / "source" / assignment
    nb, ways, found = document.read(folder / f"{assignment}.ipynb"), mistakes.load(folder, alike=False), {}
    with elsewhere():
        for exercise in document.exercises(nb):
            found |= mutation.others(nb, ways, exercise)
    lines = [f"    {answer!r}: {names!r}," for answer, names in found.items()]
    return "\n".join([LOOK_ALIKES, "LOOK_ALIKES = {", *lines, "}", ""])


def seal(folder: Path, nb: NotebookNode, signs: dict[str, str]) -> str:
    """A hash of the signs and of the source that they were made from: its code, and the ways beside it. Line
    endings, outputs and prose play no part.
    """
    code = [
        (cell.id, cell.source, document.tags(cell), cell.metadata.get("nbgrader"))
        for cell in nb.cells
        if cell.cell_type == "code"
    ]
    beside = [
        file.read_text(encoding="utf-8")
        for name in ("misconceptions.py", "answers.py", "look_alikes.py")
        if (file := folder / name).exists()
    ]
    return hashlib.sha256(json.dumps([code, beside, signs], sort_keys=True).encode()).hexdigest()


def build(assignment: str) -> dict[str, str]:
    """The files of a release -> {name: text}. The same bytes on every Python, locale and hash seed."""
    folder = root() / "source" / assignment
    nb = document.read(folder / f"{assignment}.ipynb")
    found = signs(nb, mistakes.load(folder))
    return {
        f"{assignment}.ipynb": document.dumps(released(nb)),
        "signs.json": json.dumps(
            found | {SEAL: seal(folder, nb, found)}, indent=1, ensure_ascii=False, sort_keys=True
        )
        + "\n",
    }


def lucky(exercise: document.Exercise, right: dict, ways: Ways) -> Iterator[tuple[str, Way, str]]:
    """The mistakes that get all points of an exercise with the cases of one of SEEDS -> (answer, way, seed)."""
    # why is not asked here, and takes longest
    with instead(check.grading, "why", lambda *_: check.NotYet("It fails.")):
        for answer in exercise.answers:
            for way in ways.wrong.get(answer, []):
                for seed in SEEDS:
                    if (
                        graded(exercise, right | {answer: answer_of(way, right[answer])}, seed=seed)[0]
                        >= exercise.points
                    ):
                        yield answer, way, seed


def prove(assignment: str) -> None:
    """See that the source's own answers pass all of their tests, the hidden ones too, and that no registered
    mistake does, whatever cases are drawn.

    Raises CourseError for the first that is otherwise.
    """
    folder = root() / "source" / assignment
    nb, ways = document.read(folder / f"{assignment}.ipynb"), mistakes.load(folder, alike=False)
    with elsewhere():
        for exercise in document.exercises(nb):
            right = {name: reference_of(nb, name) for name in exercise.answers}
            for test in exercise.tests:
                points = test.metadata.nbgrader.points
                tried = attempt(test.source, right)
                if tried.points(points) != points:
                    why = f" ({' '.join(tried.lines[1:] or tried.lines)})" if tried.lines else ""
                    raise CourseError(
                        f"the source's own answer does not pass its own test {test.id}{why}. Nothing was released. "
                        f"Correct the test, or the answer, in source/{assignment}/: `course lint {assignment}` says more."
                    )
            for answer, way, seed in lucky(exercise, right, ways):
                raise CourseError(
                    f"the mistake {way.name} of `{answer}` gets all points with the cases that the seed {seed!r} draws. Nothing was released. "
                    f"Write out a case in the hidden test of {exercise.name} that shows it."
                )


def fresh(assignment: str) -> dict[str, str]:
    """The same, of a source that is right; the look-alikes that matter are noted first, beside the source."""
    prove(assignment)
    document.write_text(root() / "source" / assignment / "look_alikes.py", look_alikes(assignment))
    return build(assignment)


def release(assignment: str) -> Path:
    """Write release/NN/ from source/NN/ -> its folder. One that is made with nbgrader alone is made by
    nbgrader: its notebooks, the files beside them, and a line of each in the gradebook.
    """
    if is_plain(assignment):
        return _by_nbgrader(assignment)
    folder = root() / "release" / assignment
    for name, text in fresh(assignment).items():
        document.write_text(folder / name, text)
    return folder


def _by_nbgrader(assignment):
    from course.authoring.converter import GenerateAssignment
    from course.gradebook import database  # not earlier: every Validate reads nbgrader_config.py

    options = database.config()
    options.GenerateAssignment.preprocessors = preprocessors
    made = GenerateAssignment(coursedir=database.options(assignment).coursedir, config=options)
    made.force, said = True, []
    made.log = logging.Logger(assignment)
    made.log.addHandler(handler := logging.Handler(logging.ERROR))
    handler.emit = lambda record: said.append(record.getMessage())
    try:
        made.start()
    except (NbGraderException, SystemExit) as error:
        why = (
            next((line for line in said if not line.startswith("There was")), said[0] if said else str(error))
            .strip()
            .splitlines()
        )
        kept = " Put that cell back, or begin an assignment of another name." * any(
            "Cannot add or remove cells" in line for line in why
        )
        raise CourseError(
            f"nbgrader makes no release of source/{assignment}: {why[-1] if why else error}. Nothing was released.{kept}"
        ) from error
    return root() / "release" / assignment
