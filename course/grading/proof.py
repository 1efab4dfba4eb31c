"""Before anybody is graded by new tests: the notebook's own answers must pass them. By a test that is wrong
itself a whole class would get 0.

It takes as long as one submission, and is done once for each state of the assignment's code, which
autograded/_log/01-tokens.proved notes.

Plain tests, as nbgrader's are, without `with grading(…)`, run in the student's process, where nbgrader runs
them: a line says so, since whoever wants to can forge what they give. One that fails the source's own answers
is named, and graded all the same.
"""

import copy
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import Executor
from typing import NamedTuple

from nbformat import NotebookNode
from nbgrader import utils

from course.check.context import SIGNS
from course.files.atomic import whole
from course.files.coursedir import CourseError
from course.gradebook.database import Exam
from course.grading import log
from course.grading.inputs import Inputs, tests
from course.notebook import document
from course.sandbox import kernel
from course.sandbox.check_suite import is_plain
from course.sandbox.job import FAILED, Job, Result


class NotHere(CourseError):
    """A plain assignment that can be graded in an ordinary kernel alone."""


class Proof(NamedTuple):
    """What is to be said of plain tests before anybody is graded."""

    plain: int = 0  # how many there are
    failed: dict[str, str] = {}  # the source's own answers fail them -> why, in brackets

    def lines(self, assignment: str) -> list[str]:
        """The Proof in sentences."""
        lines = [
            f"{assignment}: its tests without `with grading(…)`, {self.plain} in all, run beside the answers, as in nbgrader: their points can be forged."
        ] * bool(self.plain)
        named = ", ".join(f"{test}{why}" for test, why in self.failed.items())
        return lines + [
            f"{assignment}: {named}: the source's own answers fail there. It is graded all the same, and others may fail for the same reason."
        ] * bool(named)


def read(given: Inputs) -> Proof | None:
    """The Proof of these tests, if there is one."""
    try:
        noted = json.loads(_file(given).read_text())
        return Proof(**noted["proof"]) if noted["of"] == _hash(given) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def note(given: Inputs, proof: Proof) -> None:
    """Note it."""
    _file(given).parent.mkdir(parents=True, exist_ok=True)
    with whole(_file(given)) as new:
        new.write_text(json.dumps({"of": _hash(given), "proof": proof._asdict()}))


def _file(given):
    return log.file(given.assignment, given.options.coursedir.root).with_suffix(".proved")


def _hash(given):
    """Of all that runs: a new message, or a new rubric, needs no new proof."""
    runs = {
        name: [
            tests(exam.whole),
            exam.answers,
            [cell.source for cell in exam.given.cells if cell.cell_type == "code"],
        ]
        for name, exam in given.exams.items()
    } | {name: hashlib.sha256(data).hexdigest() for name, data in given.beside.items() if name != SIGNS}
    return hashlib.sha256(json.dumps(runs, sort_keys=True).encode()).hexdigest()


def own(exam: Exam) -> NotebookNode | None:
    """The release with the source's answers in it; None if the source does not have them all, of which
    nbgrader is content, too.
    """
    nb = copy.deepcopy(exam.given)
    missing = False
    for name, cell in document.labeled(nb).items():
        missing |= (
            cell.cell_type == "code"
            and utils.is_solution(cell)
            and not utils.is_grade(cell)
            and name not in exam.answers
        )
        cell.source = exam.answers.get(name, cell.source)
    return None if exam.generated or missing else nb


def prove(
    assignment: str, jobs: dict[str, Job], run: Callable[[Job], Result], executor: Executor
) -> dict[str, str]:
    """Run these notebooks, which hold the source's own answers (name -> Job) -> the tests that they fail
    {test: why}, which are plain. Raises CourseError for another, and NotHere for one that passes in an
    ordinary kernel alone.
    """
    running = {name: executor.submit(run, job) for name, job in jobs.items()}
    failed = {name: _lost(name, jobs[name], each.result()) for name, each in running.items()}
    for name, lost in failed.items():
        for test in (test for test in lost if not is_plain(jobs[name].tests[test])):
            raise CourseError(
                f"the source's own answer does not pass its own test {test}{lost[test]}. Nobody was graded, since everybody would have lost these points. "
                f"Correct the test, or the answer, in source/{assignment}/ (`course lint {assignment}` says more), `course release {assignment}`, and grade again."
            )
    ran = kernel.run_all(list(jobs.values())) if any(failed.values()) else []
    for (name, job), result in zip(jobs.items(), ran):
        lost = failed[name]
        for test in lost.keys() - _lost(name, job, result).keys():
            raise NotHere(
                f"{assignment}: the test {test} passes in an ordinary kernel, and not where students' code is locked in{lost[test]}. Nobody was graded. "
                f"`nbgrader autograde {assignment} --Autograde.locked=False` grades it as nbgrader does, and locks nothing in."
            )
    return {test: why for lost in failed.values() for test, why in lost.items()}


def _lost(name, job, result):
    """The tests that did not give all their points -> {test: why, in brackets}. Raises CourseError if it
    could not be graded.
    """
    if result.outcome == FAILED:
        raise CourseError(
            f"the source's own answers to {name} cannot be graded ({'; '.join(result.remarks)}), so nobody was."
        )
    lost = {}
    for test, cell in document.labeled(result.notebook).items():
        if test in job.tests:
            try:
                points, out_of = utils.determine_grade(cell)
            except ValueError as error:  # of a last line that gives more points than the cell has
                raise CourseError(
                    f"the test {test} of {name}: {error}. nbgrader grades nobody by it. Nobody was graded. Correct the test, or its points."
                ) from error
            if points != out_of:
                lost[test] = _why(cell)
    return lost


def _why(cell):
    """What the cell ended with: of a check's message the lines below its title."""
    error = next((output for output in cell.outputs if output.output_type == "error"), None)
    lines = [line.strip() for line in error.evalue.splitlines() if line.strip()] if error else []
    return f" ({' '.join(lines[1:] or lines).rstrip(': ')})" if lines else ""
