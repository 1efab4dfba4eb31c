"""Run a submission in an ordinary Jupyter kernel: on any system, and as free as the person who starts it.

For one's own work, and where the examiner cannot be had. A cell that takes too long or prints too much is
stopped, and what comes after it still runs; if it cannot be stopped, the later tests say so.
"""

import contextlib
import json
import os
import queue
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client import BlockingKernelClient, KernelManager
from nbformat import NotebookNode
from nbformat.v4 import new_output, output_from_msg

from course.check.detectors.skipped import needed
from course.check.scopes import read
from course.names import exercise_of, title_of
from course.notebook.document import kind, tags
from course.sandbox.check_suite import COMPLAINED, is_plain
from course.sandbox.job import GRADED, WARNED, Job, Result, unpack

CHARACTERS = 200_000  # printed by one cell
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "NBGRADER_EXECUTION": "autograde",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def run(job: Job) -> Result:
    """Run all cells from top to bottom, test cells with hidden tests and misconceptions at hand."""
    return run_all([job])[0]


def run_all(jobs: list[Job]) -> list[Result]:
    """The notebooks of one submission in one folder, one after the other, as nbgrader runs them: a later one
    finds the files that an earlier one wrote.
    """
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above, jobs[0].assignment)  # nbgrader's has this name, too
        folder.mkdir()
        return [_run(job, str(folder)) for job in jobs]


def _run(job, folder):
    nb, remarks, trouble, seconds = nbformat.from_dict(job.notebook), [], "", job.seconds
    with tempfile.TemporaryDirectory() as secret:
        ways = Path(secret, job.assignment)  # misconceptions find their notebook by the folder's name
        unpack(job.files, folder)
        Path(folder, f"{job.name or job.assignment}.ipynb").write_text(nbformat.writes(nb), encoding="utf-8")
        unpack(job.ways, ways)
        with kernel(folder) as client:
            hidden = f"__import__('{__name__}', fromlist=['*']).set_up({job.seed!r}, {str(ways)!r})"
            ready = execute(client, hidden, max(seconds, 60))
            if ready.trouble or ready.errors:
                raise RuntimeError(
                    f"{job.assignment} cannot be graded: {ready.trouble or ready.errors[0].evalue}"
                )
            code = [cell for cell in nb.cells if cell.cell_type == "code"]
            wanted = needed([(cell.source, cell.metadata) for cell in code])
            for i, cell in enumerate(code):
                if "skip-execution" in tags(cell) and i not in wanted:
                    continue
                if trouble:
                    cell.outputs = [not_run(cell, trouble)]
                    continue
                if cell.id in job.given and not read(job.given[cell.id])[1] <= read(cell.source)[1]:
                    execute(client, job.given[cell.id], seconds)
                    remarks.append(
                        f"cell {cell.id}, which was given, lacks what it made: the original ran before it"
                    )
                ran = execute(client, cell.source, seconds)
                cell.outputs, cell.execution_count = ran.outputs, ran.count
                if cell.id in job.given and ran.errors:
                    remarks.append(
                        f"cell {cell.id}, which was given, was changed and stopped: the original ran after it"
                    )
                    cell.outputs += execute(client, job.given[cell.id], seconds).outputs
                if ran.trouble:
                    remarks.append(f"cell {_name(cell)} {ran.trouble}")
                    cell.outputs.append(not_run(cell, f"This cell {ran.trouble}."))
                if ran.ended:
                    trouble = f"This test was not run: the cell {_name(cell)}, further up, {ran.trouble}."
                if (name := cell.metadata.get("nbgrader", {}).get("grade_id")) in job.tests:
                    complained = is_plain(job.tests[name]) and any(
                        output.get("name") == "stderr" for output in cell.outputs
                    )
                    cell.outputs = verdict(cell) + [not_run(cell, COMPLAINED)] * complained
    return Result(nb, WARNED if remarks else GRADED, remarks)


def set_up(seed: str, ways: str) -> None:
    """What the kernel does before the first cell. ways: folder of misconceptions.py."""
    import sys

    from course.check.context import Context, enter
    from course.exercise import mistakes

    signs = Path(ways, "signs.json")  # in a kit, which holds no misconceptions
    known = mistakes.load(ways)
    enter(
        Context(
            seed, known.wrong, known.alike, json.loads(signs.read_text("utf-8")) if signs.exists() else None
        )
    )
    sys.path.append("")  # a student's own modules are found, and never shadow another


@contextlib.contextmanager
def kernel(folder: str) -> Iterator[BlockingKernelClient]:
    """A fresh kernel that works in `folder` -> its client."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(
        cwd=folder,
        env=os.environ | ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        extra_arguments=["--IPKernelApp.ignore_cwd=True", "--HistoryManager.enabled=False"],
    )
    client: Any = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        client.manager = manager
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


class Run:
    """What one cell gave: outputs, execution count, and the trouble it made."""

    def __init__(self):
        self.outputs, self.count, self.trouble, self.ended = [], None, "", False

    @property
    def errors(self):
        return [output for output in self.outputs if output.output_type == "error"]


def execute(client: Any, source: str, seconds: float) -> "Run":
    """Run one cell -> Run."""
    ran, printed, clear_next = Run(), 0, False
    message = client.execute(source, allow_stdin=False, stop_on_error=False)
    deadline, grace = time.monotonic() + seconds, 5
    while True:
        try:
            got = client.get_iopub_msg(timeout=0.5)
        except queue.Empty:
            got = None
        if got is None and not client.manager.is_alive():
            ran.trouble, ran.ended = "ended Python", True
            return ran
        late = time.monotonic() > deadline
        if (late or printed > CHARACTERS) and not ran.trouble:
            ran.trouble = (
                f"took longer than {seconds:g} s and was stopped"
                if late
                else "printed too much and was stopped"
            )
            client.manager.interrupt_kernel()
            deadline = time.monotonic() + grace
        elif late:
            ran.trouble, ran.ended = ran.trouble.replace("was stopped", "could not be stopped"), True
            return ran
        if got is None or got["parent_header"].get("msg_id") != message:
            continue
        content = got["content"]
        if got["msg_type"] == "status" and content["execution_state"] == "idle":
            return ran
        if got["msg_type"] == "execute_input":
            ran.count = content["execution_count"]
        elif got["msg_type"] == "clear_output":
            clear_next = content["wait"]
            ran.outputs = ran.outputs if clear_next else []
        elif got["msg_type"] in ("stream", "display_data", "execute_result", "error"):
            ran.outputs, clear_next = [] if clear_next else ran.outputs, False
            printed += len(content.get("text", ""))
            if printed <= CHARACTERS:
                _append(ran.outputs, output_from_msg(got))


def verdict(cell: NotebookNode) -> list[NotebookNode]:
    """A test cell's outputs without anything printed: what an answer writes on stderr would cost its points,
    and hidden cases could be read from what it prints. A failure that `grading` had no time to explain is
    reported like the others.
    """
    outputs = [output for output in cell.outputs if output.output_type in ("execute_result", "error")]
    errors = [output for output in outputs if output.output_type == "error"]
    reported = [output for output in errors if output.ename == "NotYet"][-1:]
    lines = f"The check stopped with {errors[0].ename}." if errors and not reported else ""
    return [output for output in outputs if output.output_type != "error"] + (
        reported or ([not_run(cell, lines)] if errors else [])
    )


def not_run(cell: NotebookNode, why: str) -> NotebookNode:
    """An error in the form of `course.check.NotYet`."""
    title = title_of(exercise_of(_name(cell))) if kind(cell) == "test" else ""
    lines = [f"{title}: not yet.", why] if title else [why]
    return new_output("error", ename="NotYet", evalue="\n".join(lines), traceback=lines)


def _append(outputs, output):
    """Streams of one name in a row are one output, as in a saved notebook."""
    last = outputs[-1] if outputs else {}
    if output.output_type == "stream" and last.get("output_type") == "stream" and last.name == output.name:
        last.text += output.text
    else:
        outputs.append(output)


def _name(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id") or cell.id
