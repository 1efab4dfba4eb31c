"""Hand-ins whose time is in the future, by this machine's clock: a student's clock is wrong, or this
machine's.
"""

import datetime

from course.submission.bundle import Refused, Submission

SKEW = datetime.timedelta(hours=12)  # a student's clock, or its zone, may be wrong by so much
FEW = 5  # where fewer students' are of the future, their own clocks are wrong
# how the lines of such begin, if nothing else is to be said
REFUSED, REPLACED = "refused: its time, ", "collected; its own time, "


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def is_early(submission: Submission) -> bool:
    """Whether its time is in the future: it would stay the newest for ever."""
    return submission.time > now() + SKEW


def refused(submission: Submission, whom: str) -> Refused:
    """What is said of such a hand-in. whom: to ask for another."""
    return Refused(
        f"its time, {submission.time:%Y-%m-%d %H:%M} UTC, is in the future: ask {whom} to set the clock and submit again"
    )


def replaced(submission: Submission, time: datetime.datetime) -> str:
    """The same, where its platform knows a better one, `time`."""
    return f"its own time, {submission.time:%Y-%m-%d %H:%M} UTC, is in the future, so Gradescope's counts: {time:%Y-%m-%d %H:%M} UTC"


def is_of_one(outcome: str) -> bool:
    """Whether a line says this of a hand-in, and nothing else."""
    return outcome.startswith((REFUSED, REPLACED)) and " is in the future" in outcome


def whom(outcome: str) -> str:
    """Who is asked to set the clock; "" if nobody is."""
    return outcome.partition(": ask ")[2].removesuffix(" to set the clock and submit again")


def of_all(outcomes: list[str], n: int, students: int, everybody: int) -> str | None:
    """One line in the place of these outcomes, of n hand-ins, if they are of so many students of all that
    rather this machine's clock is wrong; None otherwise.
    """
    if students < FEW or 2 * students <= everybody:
        return None
    many = sum(outcome.startswith(REFUSED) for outcome in outcomes)
    instead = f"for {len(outcomes) - many} of them Gradescope's counts instead"
    ends = {0: "Gradescope's count instead", len(outcomes): "they were refused"}.get(
        many, f"{many} of them were refused; {instead}"
    )
    return (
        f"By this machine's clock, which says {now():%Y-%m-%d %H:%M} UTC, the times of {len(outcomes)} of {n} hand-ins are in the future: {ends}. "
        + (
            "If the clock is wrong, set it, and collect again."
            if many
            else "If the clock is wrong, set it before you collect more."
        )
    )
