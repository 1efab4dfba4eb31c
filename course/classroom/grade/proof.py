"""Before anybody is graded by new tests: the notebook's own answers must pass them. By a test that is wrong itself a whole class would get 0.

It takes as long as one submission, and is done once for each state of the tests, which autograded/01-tokens.proved notes.
"""
import copy
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import Executor

from nbformat import NotebookNode
from nbgrader import utils

from course.classroom import notebooks
from course.classroom.grade import FAILED, Job, Result, log
from course.classroom.grade.inputs import Inputs, tests
from course.classroom.places import CourseError
from course.classroom.stock.book import Exam
from course.classroom.whole import whole


def is_there(given: Inputs) -> bool:
    """Whether these tests have been passed. nbgrader's own assignments, which have no misconceptions beside them, may have answers that fail: of them none is asked."""
    if not any(name.endswith(".py") for name in given.ways):
        return True
    file = _file(given)
    return file.exists() and file.read_text() == _hash(given)


def note(given: Inputs) -> None:
    """Note that they have been."""
    _file(given).parent.mkdir(exist_ok=True)
    with whole(_file(given)) as new:
        new.write_text(_hash(given))


def _file(given):
    return log.file(given.assignment, given.options.coursedir.root).with_suffix(".proved")


def _hash(given):
    """Of the tests alone: a new message, or a new rubric, needs no new proof."""
    return hashlib.sha256(json.dumps({name: tests(exam.whole) for name, exam in given.exams.items()}, sort_keys=True).encode()).hexdigest()


def own(exam: Exam) -> NotebookNode | None:
    """The release with the source's answers in it; None if the source does not have them all, of which nbgrader is content, too."""
    nb = copy.deepcopy(exam.given)
    for name, cell in notebooks.labelled(nb).items():
        if cell.cell_type == "code" and utils.is_solution(cell) and not utils.is_grade(cell):
            if exam.generated or name not in exam.answers:
                return None
            cell.source = exam.answers[name]
    return nb


def prove(assignment: str, jobs: dict[str, Job], run: Callable[[Job], Result], executor: Executor) -> None:
    """Run these notebooks, which hold the source's own answers (name -> Job). Raises CourseError for a test that they do not pass."""
    for name, running in [(name, executor.submit(run, job)) for name, job in jobs.items()]:
        result = running.result()
        if result.outcome == FAILED:
            raise CourseError(f"the source's own answers to {name} cannot be graded ({'; '.join(result.remarks)}), so nobody was.")
        for test, cell in notebooks.labelled(result.notebook).items():
            if test in jobs[name].tests and utils.determine_grade(cell)[0] != utils.determine_grade(cell)[1]:
                raise CourseError(f"the source's own answer does not pass its own test {test}{_why(cell)}. Nobody was graded, since everybody would have lost these points. "
                                  f"Correct the test, or the answer, in source/{assignment}/ (`course lint {assignment}` says more), `course release {assignment}`, and grade again.")


def _why(cell):
    """What the cell ended with: of a check's message the lines below its title."""
    error = next((output for output in cell.outputs if output.output_type == "error"), None)
    lines = [line.strip() for line in error.evalue.splitlines() if line.strip()] if error else []
    return f" ({' '.join(lines[1:] or lines)})" if lines else ""
