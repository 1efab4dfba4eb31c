"""What each answer should get: the test cells, hidden tests included, run on it here, by processes of ours
that know nothing of the locked grader.

Each answer that somebody hands in is tried once: exercises do not hang on each other.
"""

import multiprocessing
import os
import random
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import numpy as np

from course.exercise.run_checks import answer_of, attempt, elsewhere, run
from course.exercise.way import reference_of
from course.notebook import document
from course.rehearsal.deal import REFERENCE, UNTOUCHED, Answer, Lesson
from course.sandbox import executors


class Expected:
    """`with Expected() as expected:` the marks are found out beside whatever else is at work."""

    def __enter__(self):
        self.asked = {}
        # none of what this process knows, and the order of sets is that of PYTHONHASHSEED
        fresh = multiprocessing.get_context("spawn")
        # grading goes first
        self.processes = ProcessPoolExecutor(
            executors.cores(), mp_context=fresh, initializer=os.nice, initargs=(5,)
        )
        return self

    def __exit__(self, *_):
        self.processes.shutdown(cancel_futures=True)

    def ask(self, assignment: str, answers: Collection[tuple[Answer, str]]) -> None:
        """Have these tried, each with the seed of its random cases, an exercise at a time."""
        for exercise in dict.fromkeys(answer.exercise for answer, _ in answers):
            mine = sorted({each for each in answers if each[0].exercise == exercise}, key=repr)
            self.asked[assignment, exercise] = self.processes.submit(points, assignment, mine)

    def of(self, assignment: str, answer: Answer, seed: str) -> float:
        """The points of an answer that was asked for."""
        return self.asked[assignment, answer.exercise].result()[answer, seed]

    def seen(self, assignment: str, answer: Answer, seed: str) -> list[str]:
        """What the checks say of the text of an answer, where that comes before any name."""
        return self.processes.submit(seen, assignment, answer, seed).result()


def points(assignment: str, answers: list[tuple[Answer, str]]) -> dict[tuple[Answer, str], float]:
    """What each of these answers to one exercise gets, its cases drawn from a seed -> {(answer, seed):
    points}.
    """
    lesson = _lesson(assignment)
    exercise = lesson.exercise(answers[0][0].exercise)
    found: dict[tuple[Answer, str], float] = {}
    right = {name: lesson.references[name] for name in exercise.answers}
    with elsewhere():
        for answer, seed in answers:
            found[answer, seed] = 0
            for test in exercise.tests:
                random.seed(0)
                np.random.seed(0)
                found[answer, seed] += attempt(
                    test.source, _given(lesson, answer, right), None, seed, {}
                ).points(document.points(test))
    return found


class _Named:
    """Signs by which every mistake has the same name."""

    NAME = "Here stands the name."

    def get(self, sign):
        return self.NAME


def seen(assignment: str, answer: Answer, seed: str) -> list[str]:
    """What is said of a function's text whatever its mistake is called, as that a loop goes along the list
    that it shortens -> lines.
    """
    lesson = _lesson(assignment)
    exercise, space, lines = lesson.exercise(answer.exercise), {"__name__": "__main__"}, []
    with elsewhere():
        run(lesson.alone(answer), space)
        for test in exercise.tests if callable(space[answer.answer]) else ():
            given = {name: lesson.references[name] for name in exercise.answers} | {
                answer.answer: space[answer.answer]
            }
            lines += [
                line
                for line in attempt(test.source, given, None, seed, _Named()).lines[2:]
                if not line.startswith(_Named.NAME)
            ]
    return lines


def _given(lesson, answer, right):
    """What a test cell takes, for an answer -> {name: function or value}."""
    if answer.kind == REFERENCE:
        return right
    if answer.kind == UNTOUCHED:
        return {name: reference_of(lesson.release, name) for name in right}
    return right | {answer.answer: answer_of(lesson.way(answer), right[answer.answer])}


@cache
def _lesson(assignment):
    return Lesson(assignment)
