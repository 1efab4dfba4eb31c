"""Marks that fell: what an exercise had before a grading took points away, noted in the log for as long as it
has less.

    {"merge": [2.0, True]}               it had 2 points; True: the same hand-in, by tests that changed;
                                         False: a newer hand-in earns less
"""

from course.gradebook.transaction import Submission
from course.names import exercise_of

Fell = dict[str, list]


def points(marks: Submission) -> dict[str, float]:
    """{exercise: points} as the gradebook holds them at this moment, less those that wait for a mark."""
    found = {}
    for cell, row in (item for notebook in marks.notebooks.values() for item in notebook.grades.items()):
        given = row.auto_score if row.manual_score is None else row.manual_score
        found.setdefault(exercise_of(cell), []).append(
            None if given is None else given + (row.extra_credit or 0)
        )
    return {exercise: sum(each) for exercise, each in found.items() if None not in each}


def fell(before: dict[str, float], now: dict[str, float], noted: Fell, same: bool) -> Fell:
    """What has fallen by this grading, or by one before it and is still lower. noted: what the last one
    noted; same: whether the hand-in is the one that was graded then.
    """
    every = {
        exercise: max([old, same], noted.get(exercise, [0, same]), key=lambda each: each[0])
        for exercise, old in before.items()
    }
    return {exercise: each for exercise, each in every.items() if exercise in now and now[exercise] < each[0]}
