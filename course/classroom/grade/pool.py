"""Locked-down workers, kept warm: `run(job)` takes one that is idle, or starts one.

It may be called from as many threads as there should be workers. A job goes to a worker as a line of JSON and comes back as
one; a worker holds no state of a submission between two of them.
"""
import atexit
import base64
import functools
import hashlib
import json
import os
import queue
import re
import socket
import subprocess
import sys
import threading

import nbformat

from course.classroom.grade import FAILED, Job, Result
from course.classroom.grade.canary import NotIsolated, check_isolation
from course.classroom.grade.line import Line

ENVIRONMENT = {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "LANG": "C.UTF-8",
               "PYTHONDONTWRITEBYTECODE": "1", "NBGRADER_EXECUTION": "autograde"}
KEPT = "PATH", "HOME", "TMPDIR", "OPENBLAS_CORETYPE", "LD_LIBRARY_PATH"         # nothing else of ours: students can read it


class Worker:
    """One worker process, from this side."""

    def __init__(self, encodings=(), python=(sys.executable,)):
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | ENVIRONMENT
        self.process = subprocess.Popen(
            [*python, "-P", "-m", "course.classroom.grade.worker", str(theirs.fileno()), *encodings], env=environment,
            pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        theirs.close()
        self.line, self.exams, self.layers = Line(ours), set(), None

    def hello(self):
        """What isolates its students -> {layer: state}. Raises OSError."""
        if self.layers is None:
            self.layers = self.line.receive()
            if self.layers is None:
                raise OSError((self.process.stderr.read().decode().strip() or "a worker process ended").splitlines()[-1])
        return self.layers

    def run(self, job):
        """Grade one job -> Result."""
        self.hello()
        exam = {"assignment": job.assignment, "tests": job.tests, "ways": as_text(tuple(job.ways.items()))}
        key = key_of(job.assignment, tuple(job.tests.items()), tuple(job.ways.items()))
        if key not in self.exams:
            self.exams.add(key)
            self.line.send({"exam": key} | exam)
        files = {name: base64.b64encode(content).decode() for name, content in job.files.items()}
        self.line.send({"key": key, "notebook": job.notebook, "files": files, "seed": job.seed, "seconds": job.seconds, "draw": job.draw})
        answer = self.line.receive()
        if answer is None:
            return Result(job.notebook, FAILED, ["the worker process ended while it graded this"])
        if answer[0] == "failed":
            return Result(job.notebook, FAILED, answer[1:])
        return Result(nbformat.from_dict(answer[1]), *answer[2:])

    def close(self):
        self.line.socket.close()
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()


class Pool:
    """Workers that are started as they are needed, and kept. python: the command that starts Python. Its first job raises NotIsolated where code cannot be locked in."""

    def __init__(self, encodings=(), python=(sys.executable,)):
        self.encodings, self.python, self.idle, self.all = encodings, python, queue.LifoQueue(), []
        self.starting, self.remarks = threading.Lock(), None

    def run(self, job):
        try:
            worker = self.idle.get_nowait()
        except queue.Empty:
            worker = self.start()
        try:
            return worker.run(job)
        finally:
            if worker.process.poll() is None:
                self.idle.put(worker)
            else:
                worker.close()

    def start(self):
        if sys.platform != "linux":
            raise NotIsolated("Grading locks students' code in by means that only Linux has. On Windows, grade in WSL 2; on a Mac, in a Linux container.")
        worker = Worker(self.encodings, self.python)
        self.all.append(worker)
        with self.starting:
            if self.remarks is None:                     # the first one: try whether anything gets out
                self.remarks = check_isolation(worker)
        return worker

    def close(self):
        for worker in self.all:
            worker.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


@functools.cache
def pool(encodings):
    made = Pool(encodings)
    atexit.register(made.close)
    return made


def run(job: Job) -> Result:
    """Run one job. Raises NotIsolated."""
    return pool(encodings_in(tuple(job.tests.values()))).run(job)


@functools.lru_cache
def encodings_in(sources):
    """The vocabularies that an assignment's tests name: loaded before the students' processes are forked, or each would load them."""
    return tuple(sorted(set(re.findall(r"\b(?:r50k|cl100k|o200k)_base\b", "\n".join(sources)))))


@functools.lru_cache
def as_text(ways):
    """The files of source/NN that matter, as JSON can hold them."""
    return {name: content.decode("utf-8") for name, content in ways}


@functools.lru_cache
def key_of(*exam):
    """A name for an exam: workers keep it, and are told it once."""
    return hashlib.sha256(repr(exam).encode()).hexdigest()
