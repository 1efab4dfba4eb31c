"""Before anybody is graded by new tests: the notebook's own answers must pass them. By a test that is wrong itself a whole class would get 0.

It takes as long as one submission, and is done once for each state of the tests, which autograded/01-tokens.proved notes.

A plain nbgrader assignment, with no file of ours beside it, is graded as nbgrader would. Its tests may look at what cannot cross to the examiner: a figure, an
object of a class, what is printed. The proof tells: such a test fails the source's own answers there, and passes them in the student's own process, where nbgrader
runs every test. It is run there from then on, and a line says so, since whoever wants to can forge what it gives. So is a test that fails
its own answers, or has none to be tried on, or that shares state with answers (fixtures.py).
"""
import copy
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import NamedTuple

from nbformat import NotebookNode
from nbgrader import utils

from course.check.context import SIGNS
from course.files.atomic import whole
from course.files.coursedir import OURS, CourseError
from course.gradebook.database import Exam
from course.grading import log, reuse
from course.grading.inputs import Inputs, tests
from course.notebook import document
from course.sandbox import kernel
from course.sandbox.check_suite import make as make_exam
from course.sandbox.job import FAILED, Job, Result


class NotHere(CourseError):
    """A plain assignment that can be graded in an ordinary kernel alone."""


class Proof(NamedTuple):
    """Which tests run in the student's process, by notebook, and why. Of the course's own assignments none."""
    stays: dict[str, list[str]] = {}                     # they take what does not leave that process
    failed: dict[str, dict[str, str]] = {}               # the source's own answers fail them -> why, in brackets
    untried: dict[str, list[str]] = {}                   # the source holds no answers to try them on

    def inside(self, name: str) -> tuple[str, ...]:
        """Those of a notebook."""
        return tuple(test for some in self for test in some.get(name, ()))

    def lines(self, assignment: str) -> list[str]:
        """What is to be said before anybody is graded."""
        stays, untried = ([test for some in each.values() for test in some] for each in (self.stays, self.untried))
        failed = [f"{test}{why}" for some in self.failed.values() for test, why in some.items()]
        return [f"{assignment}: {', '.join(tests)}: {what}." for tests, what in ((stays, STAYS), (failed, FAILED_OWN), (untried, UNTRIED)) if tests]


FORGED = "in the student's process, where nbgrader runs every test, so that its points can be forged"
STAYS = f"what is tested there does not leave the student's process (a figure, an object, what is printed, what given cells make of answers). It runs {FORGED}"
FAILED_OWN = f"the source's own answers fail there. It is graded all the same, as nbgrader does, and runs {FORGED}"
UNTRIED = f"the source holds no answers to try it on. It runs {FORGED}"


def is_plain(given: Inputs) -> bool:
    """Whether it is made with nbgrader alone."""
    return not any(name in OURS or name == SIGNS for name in given.ways)


def read(given: Inputs) -> Proof | None:
    """The Proof of these tests, if there is one."""
    try:
        noted = json.loads(_file(given).read_text())
        return Proof(**noted["proof"]) if noted["of"] == _hash(given) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def note(given: Inputs, proof: Proof) -> None:
    """Note it."""
    _file(given).parent.mkdir(exist_ok=True)
    with whole(_file(given)) as new:
        new.write_text(json.dumps({"of": _hash(given), "proof": proof._asdict()}))


def _file(given):
    return log.file(given.assignment, given.options.coursedir.root).with_suffix(".proved")


def _hash(given):
    """Of the tests alone: a new message, or a new rubric, needs no new proof. Of a plain assignment of all that decides where they run."""
    of = {name: tests(exam.whole) for name, exam in given.exams.items()}
    if is_plain(given):
        of = [of, {name: (exam.given, exam.answers) for name, exam in given.exams.items()}, reuse.environment()]
    return hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()


def own(exam: Exam) -> NotebookNode | None:
    """The release with the source's answers in it; None if the source does not have them all, of which nbgrader is content, too."""
    nb = filled(exam)
    missing = (name not in exam.answers for name, cell in document.labelled(nb).items()
               if cell.cell_type == "code" and utils.is_solution(cell) and not utils.is_grade(cell))
    return None if exam.generated or any(missing) else nb


def filled(exam: Exam) -> NotebookNode:
    """The release with those of the source's answers in it that there are."""
    nb = copy.deepcopy(exam.given)
    for name, cell in document.labelled(nb).items():
        cell.source = exam.answers.get(name, cell.source)
    return nb


def prove(assignment: str, jobs: dict[str, Job], run: Callable[[Job], Result], executor: Executor) -> Proof:
    """Run these notebooks, which hold the source's own answers (name -> Job). Raises CourseError for a test that they do not pass."""
    for name, running in [(name, executor.submit(run, job)) for name, job in jobs.items()]:
        for test, why in _lost(name, jobs[name], running.result()).items():
            raise CourseError(f"the source's own answer does not pass its own test {test}{why}. Nobody was graded, since everybody would have lost these points. "
                              f"Correct the test, or the answer, in source/{assignment}/ (`course lint {assignment}` says more), `course release {assignment}`, and grade again.")
    return Proof()


def prove_plain(assignment: str, jobs: dict[str, Job], unanswered: set[str], run: Callable[[Job], Result], executor: Executor) -> Proof:
    """Find out where the tests of a plain assignment can run. jobs: its notebooks with the source's own answers; unanswered: those of them that have none.
    Raises NotHere for a test that passes in an ordinary kernel alone."""
    stays, failed, untried = {}, {}, {}
    for name, job in jobs.items():
        def lost(*tests, job=job, name=name):
            return _lost(name, job, executor.submit(run, replace(job, inside=tests)).result())
        if name in unanswered:
            untried[name] = [*job.tests]
            continue
        sharing = make_exam(assignment, job.tests, {file: content.decode() for file, content in job.ways.items()}, name).fixtures.share_state
        if not (inside := sorted(sharing | lost(*sharing).keys(), key=[*job.tests].index)):
            continue
        there = lost(*inside)
        if there and len(all_inside := lost(*job.tests)) < len(there):       # they share what they make
            there, inside = all_inside, [*job.tests]
        anywhere = _lost(name, job, kernel.run(job)) if there else {}
        for test in there.keys() - anywhere.keys():
            raise NotHere(f"{assignment}: the test {test} passes in an ordinary kernel, and not where students' code is locked in{there[test]}. Nobody was graded. "
                          f"`nbgrader autograde {assignment} --Autograde.locked=False` grades it as nbgrader does, and locks nothing in.")
        stays[name], failed[name] = [test for test in inside if test not in there], there
    return Proof(stays, failed, untried)


def _lost(name, job, result):
    """The tests that did not give all their points -> {test: why, in brackets}. Raises CourseError if it could not be graded."""
    if result.outcome == FAILED:
        raise CourseError(f"the source's own answers to {name} cannot be graded ({'; '.join(result.remarks)}), so nobody was.")
    return {test: _why(cell) for test, cell in document.labelled(result.notebook).items()
            if test in job.tests and utils.determine_grade(cell)[0] != utils.determine_grade(cell)[1]}


def _why(cell):
    """What the cell ended with: of a check's message the lines below its title."""
    error = next((output for output in cell.outputs if output.output_type == "error"), None)
    lines = [line.strip() for line in error.evalue.splitlines() if line.strip()] if error else []
    return f" ({' '.join(lines[1:] or lines).rstrip(': ')})" if lines else ""
