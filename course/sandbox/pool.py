"""Locked-down workers, kept warm: `run(job)` takes one that is idle, or has one made.

It may be called from as many threads as there should be workers. A job goes to a worker as a line of JSON and
comes back as one; a worker holds no state of a submission between two of them.
"""

import atexit
import base64
import contextlib
import functools
import hashlib
import json
import os
import queue
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence

from course.sandbox.canary import NotIsolated, check_isolation
from course.sandbox.isolation import preload
from course.sandbox.job import FAILED, GRADED, Job, Result
from course.sandbox.protocol.framing import JsonLine

ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "NBGRADER_EXECUTION": "autograde",
}
# nothing else of ours: students can read it
KEPT = "PATH", "HOME", "TMPDIR", "OPENBLAS_CORETYPE", "LD_LIBRARY_PATH"


class Nursery:
    """The process that workers are forked from, from this side. It warms up while we go on."""

    def __init__(self, python: Sequence[str] = (sys.executable,)):
        if sys.platform != "linux":
            raise NotIsolated(
                "Grading locks students' code in by means that only Linux has. "
                "On Windows, grade in WSL 2; on a Mac, in a Linux container."
            )
        self.control, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | ENVIRONMENT
        # a pipe that nobody reads would be full some day, and hold whoever writes into it
        self.words = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [*python, "-P", "-m", "course.sandbox.worker", str(theirs.fileno())],
            env=environment,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.words,
            start_new_session=True,
        )
        theirs.close()
        self.loaded = False

    def worker(self, loaders: Sequence[str] = ()) -> "Worker":
        """A new worker. loaders: names of public.LOADERS to call before the first; later workers have the
        same. Raises OSError.
        """
        ours, theirs = socket.socketpair()
        try:
            if not self.loaded:
                JsonLine(self.control).send(loaders)
                self.loaded = True
            socket.send_fds(self.control, [b"w"], [theirs.fileno()])
        except BrokenPipeError:
            pass  # its last words come below
        theirs.close()
        worker = Worker(ours)
        if worker.hello is None:
            words = self.last_words() if self.process.poll() is not None else ""
            raise OSError((words or "a worker process ended before it was ready").splitlines()[-1])
        if "error" in worker.hello:
            raise OSError(worker.hello["error"])
        return worker

    def close(self) -> None:
        self.control.close()
        if not self.loaded:
            self.process.kill()  # it was not needed, and may still be warming up
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.words.close()

    def last_words(self) -> str:
        """What the process said as it ended."""
        self.words.seek(max(0, self.words.seek(0, os.SEEK_END) - 10_000))
        return self.words.read().decode("utf-8", "replace").strip()


class Worker:
    """A worker process, from this side. hello: its pid, and what isolates its students."""

    def __init__(self, sock):
        self.line, self.exams, self.alive = JsonLine(sock), set(), True
        self.hello = self.line.receive()

    def run(self, job: Job, cpu: int | None = None) -> Result:
        """Grade one job. cpu: the processor that its two processes are to share."""
        key = key_of(
            job.assignment,
            job.name,
            tuple(job.tests.items()),
            tuple(job.ways.items()),
            tuple(job.beside.items()),
        )
        if key not in self.exams:
            self.exams.add(key)
            self.line.send(
                {
                    "exam": key,
                    "assignment": job.assignment,
                    "name": job.name,
                    "tests": job.tests,
                    "ways": as_text(tuple(job.ways.items())),
                    "beside": in_letters(job.beside),
                }
            )
        files = in_letters(job.files)
        code = [cell for cell in job.notebook["cells"] if cell["cell_type"] == "code"]
        self.line.send(
            {
                "key": key,
                "notebook": {"cells": code},
                "given": job.given,
                "kept": list(job.kept),
                "python": python_of(job.notebook),
                "files": files,
                "seed": job.seed,
                "seconds": job.seconds,
                "draw": job.draw,
                "cpu": cpu,
            }
        )
        answer = self.line.receive()
        self.alive = isinstance(answer, list)
        if not self.alive:
            return Result(job.notebook, FAILED, ["a process of ours ended while this was graded"])
        if answer[0] == "failed":
            return Result(job.notebook, FAILED, answer[1:])
        ran = [
            job.kept[i] if outputs is None else (outputs, count)
            for i, (outputs, count) in enumerate(answer[1])
        ]
        return Result(with_outputs(job.notebook, ran), *answer[2:])

    def close(self) -> None:
        self.line.socket.close()


class Pool:
    """Workers that are made as they are needed, and kept. The first job raises NotIsolated where code cannot
    be locked in.

    python: the command that starts Python. remarks: what isolates less than it could, once that is known.
    """

    def __init__(self, python: Sequence[str] = (sys.executable,)):
        self.nursery, self.idle, self.all = Nursery(python), queue.LifoQueue(), []
        self.making = threading.Lock()
        self.remarks: list[str] | None = None
        # processor -> jobs
        self.choosing, self.jobs_on = threading.Lock(), dict.fromkeys(os.sched_getaffinity(0), 0)

    def run(self, job: Job) -> Result:
        """Run one job on a worker that is idle, or on a new one. Raises NotIsolated."""
        if job.kept and len(job.kept) == sum(cell["cell_type"] == "code" for cell in job.notebook["cells"]):
            return Result(with_outputs(job.notebook, job.kept.values()), GRADED)  # what has changed is text
        try:
            worker = self.idle.get_nowait()
        except queue.Empty:
            worker = self.make(loaders_for(tuple(job.tests.values()), tuple(job.ways.items())))
        try:
            with self.processor() as cpu:
                return worker.run(job, cpu)
        finally:
            if worker.alive:
                self.idle.put(worker)
            else:
                worker.close()

    @contextlib.contextmanager
    def processor(self) -> Iterator[int]:
        """One that has the fewest of our jobs: a student's process and the examiner's take turns, and to wake
        one on another processor costs three times what a call does. Where we run ourselves if we may: the
        kernel knows who else is busy.
        """
        from course.sandbox.isolation.libc import libc  # not on every system

        with self.choosing:
            cpu = min(self.jobs_on, key=lambda each: (self.jobs_on[each], each != libc.sched_getcpu()))
            self.jobs_on[cpu] += 1
        try:
            yield cpu
        finally:
            with self.choosing:
                self.jobs_on[cpu] -= 1

    def make(self, loaders: Sequence[str] = ()) -> Worker:
        """A new worker; the first one is tried, whether anything gets out."""
        with self.making:
            try:
                worker = self.nursery.worker(loaders)
            except OSError as error:
                raise NotIsolated(f"Grading cannot start: {error}.") from error
            self.all.append(worker)
            if self.remarks is None:
                self.remarks = check_isolation(worker)
        return worker

    def close(self) -> None:
        for worker in self.all:
            worker.close()
        self.nursery.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


@functools.cache
def pool() -> Pool:
    """The pool of this process. Called early, it warms up while the caller goes on."""
    made = Pool()
    atexit.register(made.close)
    return made


def run(job: Job) -> Result:
    """Run one job. Raises NotIsolated."""
    return pool().run(job)


def with_outputs(notebook, ran):
    """The notebook with what its code cells put out when they ran."""
    from nbformat import NotebookNode, from_dict  # not before the nursery is at work

    cells, ran = [], iter(ran)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            outputs, count = next(ran)
            cell = NotebookNode(cell, outputs=from_dict(outputs), execution_count=count)
        cells.append(cell)
    return NotebookNode(notebook, cells=cells)


def python_of(notebook: dict) -> str | None:
    """The version of Python that a notebook says it was run with."""
    about = notebook["metadata"].get("language_info")
    version = about.get("version") if isinstance(about, dict) else None
    return version[:20] if isinstance(version, str) else None


@functools.lru_cache
def loaders_for(tests: tuple, ways: tuple) -> list[str]:
    """What the tests of an assignment load, and the cells of the author's notebook that grading runs
    (public.LOADERS).
    """
    notebooks = [json.loads(content) for name, content in ways if name.endswith(".ipynb")]
    cells = [
        cell
        for nb in notebooks
        for cell in nb["cells"]
        if cell["cell_type"] == "code" and "skip-execution" not in cell["metadata"].get("tags", [])
    ]
    return preload.needed([*tests, *("".join(cell["source"]) for cell in cells)])


def in_letters(files: dict[str, bytes]) -> dict[str, str]:
    """Files as JSON can hold them."""
    return {name: base64.b64encode(content).decode() for name, content in files.items()}


@functools.lru_cache
def as_text(ways):
    """The files of source/NN that matter, as JSON can hold them."""
    return {name: content.decode("utf-8") for name, content in ways}


@functools.lru_cache
def key_of(*exam):
    """A name for an exam: workers are sent it once, and keep it."""
    return hashlib.sha256(repr(exam).encode()).hexdigest()
