"""What is to run of a submission, and what came of it.

A Result is a pure function of its Job, and a Job holds all that it takes, files too: any machine that has the
course's package may run it, whether or not it shares a disk with us.
"""

from dataclasses import dataclass, field
from pathlib import Path

GRADED, WARNED, FAILED = "graded", "graded with a warning", "could not be graded"
SECONDS = 60  # for one cell, if nbgrader_config.py sets no c.Execute.timeout


@dataclass(frozen=True)
class Job:
    """All that running a submission's notebook takes. Files are {relative path: content}."""

    assignment: str
    student: str
    notebook: dict  # sanitized: test cells as in source/, hidden tests included; no outputs
    # id -> source of the cells that test answers, hidden tests included: nothing else may judge
    tests: dict[str, str]
    files: dict[str, bytes]  # what lies beside the notebook
    seed: str  # of the random test cases (case_seed.py)
    # misconceptions.py, answers.py, and the source notebooks; in a student's kit signs.json and the release's
    ways: dict[str, bytes]
    seconds: float = SECONDS  # for one cell
    draw: bool = False  # figures, also where nobody gives points for them
    # id -> what the release has, of its own code that the student changed: run where theirs fails
    given: dict[str, str] = field(default_factory=dict)
    # number of a code cell -> outputs and count that it has kept (cell_dependencies.py): it need not run
    kept: dict[int, tuple] = field(default_factory=dict)
    name: str = ""  # the notebook's, if it is not the assignment's
    # of the files, the release's own: a test may read them
    beside: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What came of it."""

    notebook: dict  # with outputs
    outcome: str  # GRADED, WARNED or FAILED
    remarks: list[str] = field(default_factory=list)  # to the instructor: what was odd, or why it failed


def unpack(files: dict[str, bytes], folder: Path | str) -> None:
    """Write {relative path: content} below `folder`."""
    for name, content in files.items():
        file = Path(folder, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
