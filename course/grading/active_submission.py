"""Which of a student's hand-ins counts where a due date is set: of those that lateness costs the same the
newest, and of these the best, after the penalty; or the newest; or the one that a person chose.

    collected/ada/01-tokens/20261125T124500Z.zip     every hand-in, as it came
    collected/ada/01-tokens/chosen.txt               which of them a person chose, until a newer one is
                                                     collected
    submitted/ada/01-tokens/                         the one that counts: it is graded, shown and exported
    autograded/_log/01-tokens.attempts               what each has by the tests, and by hand
    autograded/_log/01-tokens.compared/              where they are graded

Those that are compared are graded apart from the gradebook, by the tests as they are and the class's seed. A
written answer counts there with all of its points, since what nobody has marked yet is to cost nothing. Once
somebody has marked it, or has overruled a check, or gave extra credit, these points count. That the newest of those which cost the same counts is for fairness:
the best of many would be the best of many guesses.
"""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from course.files.atomic import whole
from course.files.coursedir import CourseError
from course.files.terminal import tame
from course.gradebook import database
from course.grading import batch, inputs, log, manual_marks
from course.sandbox.executors import Team
from course.sandbox.job import FAILED
from course.submission import deadline, store

MOST = 5  # hand-ins of one student that are compared: those which lateness costs least


class Contested(NamedTuple):
    """A student for whom one of several hand-ins counts."""

    candidates: list[store.Attempt]  # the newest of each that costs the same
    there: store.Attempt  # the one in submitted/


def contested(given: inputs.Inputs, students: Iterable[str] | None = None) -> dict[str, Contested]:
    """Those for whom it may be another one than the one in submitted/. students: only these."""
    rule: Any = deadline.rule(given.assignment)
    name, found = given.assignment, {}
    for student in store.with_several(name) if rule else ():
        if store.chosen(student, name) or students is not None and student not in students:
            continue
        attempts = store.attempts(student, name)
        if there := store.in_place(student, name, attempts):  # or it was put there by hand
            attempts = sorted(
                (there if each.files == there.files else each for each in attempts),
                key=lambda each: each.newest,
            )
            levels = (
                {_late(rule, student, each, 100): each for each in attempts}
                if rule.counts == deadline.BEST
                else {0: attempts[-1]}
            )
            candidates = [levels[cost] for cost in sorted(levels)[:MOST]]
            if [each.files for each in candidates] != [there.files]:
                found[student] = Contested(candidates, there)
    return found


def settle(given: inputs.Inputs, those: dict[str, Contested], team: Team | None = None) -> Iterator[str]:
    """Let the hand-in that counts be the one in submitted/ -> a line on each student for whom it is another
    one now.
    """
    name, rule, under_way = (
        given.assignment,
        deadline.rule(given.assignment),
        log.UnderWay(f"{given.assignment}.compared"),
    )
    if killed := [student for student in under_way.left if student in those]:
        yield f"A run was killed while it compared the hand-ins of {', '.join(map(tame, killed))}: after those of all others they are compared again, one by one."
    points = _points(
        given, {student: each for student, each in those.items() if len(each.candidates) > 1}, under_way, team
    )
    for student, (candidates, there) in those.items():
        value = {
            each.files: round(had - _late(rule, student, each, had), 6)
            for each in candidates
            for had in [points.get((student, each.key), 0)]
        }
        best = max(candidates, key=lambda each: (value[each.files], each.newest))
        if best.files != there.files:
            store.put(student, name, best)
            why = (
                f", with {value[best.files]:g} points; that of {there} has {value[there.files]:g}"
                if there.files in value and len(candidates) > 1
                else f", in place of that of {there}"
            )
            yield tame(f"{student}: the hand-in of {best} counts{why}")


def choose(assignment: str, student: str, which: str) -> None:
    """Let one of a student's hand-ins count, by its time as `collected/` has it; or "best", and nobody has
    chosen any more. Raises CourseError.
    """
    if which == deadline.BEST:
        store.choose(student, assignment, None)
        return
    attempts = store.attempts(student, assignment)
    found = [each for each in attempts if any(file.stem.startswith(which) for file in each.files)]
    if len(found) != 1:
        there = ", ".join(each.files[-1].stem for each in attempts) or "none"
        raise CourseError(
            f"{tame(student)} has {'several hand-ins' if found else 'no hand-in'} {tame(which)} of {assignment} in collected/. There are: {there}. Nothing was changed."
        )
    store.put(student, assignment, found[0])
    store.choose(student, assignment, found[0])


def _late(rule, student, attempt, points):
    """What lateness takes of these points."""
    late = deadline.lateness(rule, student, attempt.time, points)
    return late.off if late else 0


def _points(given, every, under_way, team):
    """What each hand-in has -> {(student, key): points}; those that are not known yet are graded, each
    student's first, then each one's second …; at last, one by one, those of whoever may have ended a run, of
    whom the last one did, perhaps.
    """
    file, known, by_hand = log.file(given.assignment).with_suffix(".attempts"), {}, {}
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        noted = json.loads(file.read_text())
        by_hand = {(student, key): points for student, key, points in noted["by hand"]}
        known = (
            {(student, key): cells for student, key, cells in noted["cells"]}
            if noted["tests"] == given.tests
            else {}
        )
    by_hand |= _by_hand(given, every) if every else {}
    seed = inputs.class_seed(given.options)
    left = [student for student in under_way.left if student in every]
    for students in [sorted(every.keys() - set(left)), *([student] for student in left)]:
        new = {
            student: [each for each in every[student].candidates if (student, each.key) not in known]
            for student in students
        }
        for n in range(max(map(len, new.values()), default=0)):
            known |= _graded(
                given,
                {student: attempts[n] for student, attempts in new.items() if n < len(attempts)},
                under_way,
                seed,
                team,
            )
            _note(file, given, known, by_hand)  # a run that is stopped goes on here
    if every:
        _note(file, given, known, by_hand)
    return {
        which: sum(_counts(*cells[cell], *by_hand.get(which, {}).get(cell, (None, 0))) for cell in cells)
        for which, cells in known.items()
    }


def _counts(by_tests, most, by_hand, extra):
    """What one cell counts, as nbgrader adds it up."""
    return next(points for points in (by_hand, by_tests, most) if points is not None) + extra


def _note(file, given, known, by_hand):
    with whole(file) as writing:
        writing.write_text(
            json.dumps(
                {
                    "tests": given.tests,
                    "cells": [[*which, cells] for which, cells in known.items()],
                    "by hand": [[*which, points] for which, points in by_hand.items()],
                }
            )
        )


def _by_hand(given, those):
    """What persons gave to the hand-ins that were graded last -> {(student, key): {cell: (points or
    None, extra credit)}}."""
    graded = {
        student: key
        for student, each in those.items()
        if (last := given.log.get(student)) and (key := _graded_last(given, student, each, last.submission))
    }
    with database.lent(given.options.coursedir) as gradebook:
        return {
            (each.student.id, graded[each.student.id]): {
                f"{notebook.name}/{grade.name}": (grade.manual_score, grade.extra_credit or 0)
                for notebook in each.notebooks
                for grade in notebook.grades
                if (grade.manual_score is not None or grade.extra_credit)
                and not manual_marks.is_asked(grade, given.log[each.student.id].again)
            }
            for each in database.with_grades(gradebook, given.assignment)
            if each.student.id in graded
        }


def _graded_last(given, student, contested, submission):
    """The key of the hand-in with this hash, wherever it lies now, or None."""
    if submission == inputs.files_hash(inputs.folder(given.options, "submitted", student)):
        return contested.there.key
    for attempt in contested.candidates:
        with tempfile.TemporaryDirectory() as place:
            store.unpack_to(student, attempt, Path(place, "unpacked"))
            if submission == inputs.files_hash(Path(place, "unpacked")):
                return attempt.key
    return None


def _graded(given, attempts, under_way, seed, team):
    """Grade one hand-in of each student in a place of its own -> {(student, key): {cell: (points by its test,
    or None for what a person is to mark; its points)}}; nothing for what cannot be graded.
    """
    place = log.file(given.assignment).with_suffix(".compared")
    shutil.rmtree(place, ignore_errors=True)  # of a run that was killed
    for student, attempt in attempts.items():
        store.unpack_to(student, attempt, place / "submitted" / student / given.assignment)
    proved = log.file(given.assignment).with_suffix(".proved")
    if proved.exists():
        log.file(given.assignment, place).parent.mkdir(parents=True)
        shutil.copyfile(proved, log.file(given.assignment, place).with_suffix(".proved"))
    there = replace(inputs.read(database.options(given.assignment, place)), under_way=under_way)
    failed = {
        done.student
        for done in batch.outcomes(there, inputs.waiting(there), seed, team=team)
        if done.outcome == FAILED
    }
    with database.lent(there.options.coursedir) as gradebook:
        rows = {
            each.student.id: {
                f"{notebook.name}/{grade.name}": (grade.auto_score, grade.max_score)
                for notebook in each.notebooks
                for grade in notebook.grades
            }
            for each in database.with_grades(gradebook, given.assignment)
            if each.student.id not in failed
        }
    shutil.rmtree(place)
    return {(student, attempt.key): rows.get(student, {}) for student, attempt in attempts.items()}
