"""One attempt: what a test cell says and gives for an answer, found out in this process, without a kernel.

For answers that we wrote ourselves (references, misconceptions, other right answers). A student's own code is
run by `course.sandbox.job`, never here.
"""

import contextlib
import copy
import functools
import io
import itertools
import linecache
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from course import check
from course.check.context import Context, within
from course.exercise.way import Way, Ways
from course.notebook.document import Exercise, points

_number = itertools.count()


@dataclass
class Attempt:
    """What came of it."""

    error: BaseException | None  # a check.NotYet, as a rule
    shown: Any  # the first value displayed: partial credit
    space: dict  # the cell's names afterwards

    def points(self, full: float) -> float:
        """As nbgrader counts them: what was displayed first, else all or nothing."""
        return self.shown if self.shown is not None else 0 if self.error else full

    @property
    def lines(self) -> list[str]:
        """What the student reads; [] if the checks passed."""
        return (
            self.error.lines
            if isinstance(self.error, check.NotYet)
            else [repr(self.error)]
            if self.error
            else []
        )


def attempt(
    source: str, answers: dict, ways: Ways | None = None, seed: str = "check", signs: Any = None
) -> Attempt:
    """Run the test cell `source` on `answers` (name -> function or value) -> Attempt.

    ways: to name mistakes as in grading; without them mistakes are named by signs, as for a student: by those
    in the folder, or by `signs`.
    """
    space = {
        "__name__": "__main__",
        **{name: answer if callable(answer) else copy.deepcopy(answer) for name, answer in answers.items()},
    }
    shown, error = [], None
    with (
        within(Context(seed, ways.wrong if ways else {}, ways.alike if ways else {}, signs)),
        instead(sys, "displayhook", shown.append),
    ):
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")  # of wrong answers, which overflow and divide by zero
            try:
                run(source, space)
            except (Exception, SystemExit) as failure:
                error = failure
    return Attempt(error, shown[0] if shown else None, space)


def graded(
    exercise: Exercise, answers: dict, ways: Ways | None = None, seed: str = "check"
) -> tuple[float, list[list[str]]]:
    """Attempts at all of an exercise's test cells, hidden tests included -> (points, what the student reads
    of each that fails).
    """
    attempts = [attempt(test.source, answers, ways, seed) for test in exercise.tests]
    return sum(each.points(points(test)) for each, test in zip(attempts, exercise.tests)), [
        each.lines for each in attempts if each.error
    ]


def answer_of(way: Way, reference: Any) -> object:
    """The answer that a way stands for: itself, or the right sorting with one item sorted wrongly."""
    return (
        {**reference, way.value[0]: way.value[1]}
        if way.kind == "choice"
        else way.fresh()
        if way.kind == "function"
        else way.value
    )


def run(source: str, space: dict) -> None:
    """Execute a cell, its lines known to tracebacks (and to `course.check`) as those of a cell in a kernel
    are.
    """
    exec(_compiled(source), space)


@functools.lru_cache(256)
def _compiled(source):
    """A test cell runs on hundreds of answers: it is compiled once for all of them."""
    name = f"<cell {next(_number)}>"
    linecache.cache[name] = len(source), None, source.splitlines(True), name
    return compile(source, name, "exec")


@contextlib.contextmanager
def elsewhere() -> Iterator[None]:
    """Work in an empty folder, so that nothing that lies about here (signs, say) has a part in it."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


@contextlib.contextmanager
def instead(owner: object, name: str, value: object) -> Iterator[None]:
    """Give `owner` another attribute while the block runs."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)
