"""What the outputs of a run rest on, noted in the log: cells whose grounds are the same in the next batch
keep what they put out.

    noted = grounds(job, run) | {"outputs": outputs_hash(result.notebook)}
    kept(job, grounds(job, run), noted, old)             # in the next batch: {number of a code cell: what it
                                                         put out, its number}

They are taken from our own result in autograded/ alone, and only while it holds what the run gave, by its
hash in the log; a student's own outputs are never looked at. Whatever else was touched there, the submission
is graded in full.
"""

import hashlib
import json
import platform
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

import course
from course.grading.cell_dependencies import concerns, digest
from course.names import exercise_of
from course.notebook.document import tags
from course.sandbox.job import Job


def grounds(job: Job, run: Callable) -> dict:
    """{"common": hash of what every cell rests on, "exercises": {exercise: hash of what its tests rest on
    besides}}.
    """
    exercises = dict(concerns(job.name or job.assignment, job.tests, job.ways))
    cells = [
        (
            cell.get("id"),
            tags(cell),
            [cell["metadata"].get("nbgrader", {}).get(key) for key in ("grade_id", "grade", "solution")],
            None if test_of(cell, job) else cell["source"],
        )
        for cell in code_cells(job.notebook)
    ]
    files = [(name, digest(content)) for name, content in sorted(job.files.items())]
    common = (
        exercises.pop(""),
        environment(),
        run.__module__,
        run.__qualname__,
        job.assignment,
        cells,
        files,
        job.seed,
        job.seconds,
        job.draw,
        job.given,
        job.notebook["metadata"],
        job.name,
    )
    return {"common": digest(json.dumps(common, sort_keys=True)), "exercises": exercises}


def outputs_hash(nb: NotebookNode) -> str:
    return digest(json.dumps(_outputs(nb), sort_keys=True))


def kept(job: Job, now: dict, noted: dict, old: NotebookNode | None) -> dict[int, tuple]:
    """What the code cells put out that need not run: {number among them: (outputs, execution count)}.

    now: the job's grounds. noted: those in the log, with the hash of the outputs; {} for none. old: the
    notebook in autograded/, or None.
    """
    if not old or noted.get("common") != now["common"] or noted.get("outputs") != outputs_hash(old):
        return {}
    exercises, outputs = [test_of(cell, job) for cell in code_cells(job.notebook)], _outputs(old)
    changed = {
        exercise
        for exercise, ground in now["exercises"].items()
        if noted["exercises"].get(exercise) != ground
    }
    last = max((i for i, exercise in enumerate(exercises) if exercise in changed), default=-1)
    return {
        i: outputs[i]
        for i, exercise in enumerate(exercises)
        if i > last or exercise and exercise not in changed
    }


def code_cells(nb: dict) -> list[NotebookNode]:
    return [cell for cell in nb["cells"] if cell["cell_type"] == "code"]


def test_of(cell: NotebookNode, job: Job) -> str | None:
    """The exercise that a cell tests; None of other cells."""
    name = cell["metadata"].get("nbgrader", {}).get("grade_id")
    return exercise_of(name) if name in job.tests else None


@cache
def environment() -> str:
    """A hash of what grades: Python, the packages that are installed, and all files of the course's own."""
    sha, home = hashlib.sha256(), Path(course.__file__).parent
    packages = sorted(each.name for place in sys.path for each in Path(place).glob("*.dist-info"))
    sha.update(repr((sys.version, platform.machine(), packages)).encode())
    for file in sorted(
        each for each in home.rglob("*") if each.is_file() and each.parent.name != "__pycache__"
    ):
        sha.update(f"{file.relative_to(home)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return sha.hexdigest()


def _outputs(nb):
    return [(cell.get("outputs"), cell.get("execution_count")) for cell in code_cells(nb)]
