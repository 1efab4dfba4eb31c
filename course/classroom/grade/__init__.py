"""Grading: a submission goes in, a notebook with outputs and an outcome come out.

    mend      what a student did to the cells is undone, and told        (submission, release) -> notebook, remarks
    batch     prepares each submission, has it run, saves the marks      prepare -> Job, run(Job) -> Result, save
    kernel    run(job) in an ordinary Jupyter kernel: on any system, without isolation
    examiner  run(job) by two locked-down processes: on Linux
    book      nbgrader's gradebook, lent to nbgrader's own preprocessors

A Result is a pure function of its Job, so that any executor may run it.
"""
from dataclasses import dataclass, field
from pathlib import Path

GRADED, WARNED, FAILED = "graded", "graded with a warning", "could not be graded"


@dataclass(frozen=True)
class Job:
    """All that running a submission takes."""
    assignment: str
    student: str
    notebook: dict                  # sanitised: test cells as in source/, hidden tests included; no outputs
    tests: list[str]                # ids of the cells that give points
    files: Path | None              # what lay beside the notebook; run() works on a copy
    seed: str                       # of the random test cases
    source_dir: Path | None         # misconceptions.py and answers.py; None in a student's kit


@dataclass(frozen=True)
class Result:
    """What came of it."""
    notebook: dict                  # with outputs
    outcome: str                    # GRADED, WARNED or FAILED
    remarks: list[str] = field(default_factory=list)     # to the instructor: what was odd, or why it failed
