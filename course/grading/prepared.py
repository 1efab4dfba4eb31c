"""A submission that is ready to run, and running its notebooks."""

import datetime
from dataclasses import dataclass, replace

from course.sandbox.job import GRADED, Result


@dataclass(frozen=True)
class Prepared:
    """A submission that is ready to run."""

    student: str
    jobs: dict  # notebook's name -> Job
    grounds: dict  # notebook's name -> what its outputs rest on
    remarks: list
    others: list  # what in it is as another release has it
    missing: list  # notebooks that were not handed in
    timestamp: datetime.datetime | None
    sent: str  # hash of its files
    size: int  # bytes that it takes, roughly


def run_each(run, jobs):
    """The notebooks of one submission, one after the other; in full, if what was odd in one might have
    touched what it kept.
    """

    def whole(job, result):
        return run(replace(job, kept={})) if job.kept and result.remarks else result

    return [whole(job, run(job)) for job in jobs]


def unrun(job):
    """`--no-execute`: marks by the outputs that the student's notebook came with."""
    return Result(job.notebook, GRADED)
