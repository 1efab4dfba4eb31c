"""A process that grades one submission after another: python -m course.classroom.grade.worker DESCRIPTOR [ENCODING …]

It splits off the zygote first, while it knows nothing; then it leaves for a jail of its own, loads what the examiner needs, and
serves jobs from the descriptor (pool.py), a line of JSON each. For each it has a student's process and an examiner's process
made, carries the examiner's orders to the zygote, and ends both.
"""
import base64
import contextlib
import gc
import importlib
import os
import pkgutil
import select
import signal
import socket
import sys
import tempfile
import time

import numpy as np  # noqa: F401  before the fork: both sides have it

import course
from course.classroom.grade import jail, landlock, lockdown, seccomp
from course.classroom.grade.line import Line
from course.classroom.grade.zygote import FILE, MEMORY, NOT_LOCKED, SECONDS, Zygote

ALL_SECONDS = 900                # for one submission: the examiner has its own, shorter limits


def main(descriptor, encodings):
    coordinator = Line(socket.socket(fileno=descriptor))
    folder = os.path.dirname(course.__file__)
    for module in pkgutil.iter_modules(course.__path__):                 # the notebooks' modules: no work on import
        if module.name not in ("classroom", "cli", "student"):
            importlib.import_module(f"course.{module.name}")
    import tiktoken
    for name in encodings:
        tiktoken.get_encoding(name)
    read, listed = lockdown.environment(folder)
    no_jail = jail.reason(read)
    zygote = Zygote(folder, jailed=not no_jail)
    signal.signal(signal.SIGINT, signal.SIG_IGN)                         # the coordinator's to handle
    from course.classroom.grade.exam import make
    from course.classroom.grade.examiner import Examiner
    if not no_jail:
        jail.enter(read, ["/tmp"])
        os.environ.update(HOME="/tmp", TMPDIR="/tmp")
        tempfile.tempdir = None
    zygote.ready()
    coordinator.send({"jail": no_jail, "landlock": landlock.version()})
    exams, steps = {}, seccomp.program()
    while (job := coordinator.receive()) is not None:
        if "exam" in job:
            exams[job["exam"]] = make(job["assignment"], job["tests"], job["ways"])
            gc.collect()
            gc.freeze()                                                  # the examiners share these pages
            continue

        def examine(sock, boss, pid):
            lockdown.lock(os.getppid(), read, listed, [], steps, 4 * MEMORY, SECONDS, FILE)
            from course import check
            exam = exams[job["key"]]
            check.seed, check.wrong_ways = job["seed"], exam.wrong
            files = {name: base64.b64decode(content) for name, content in job["files"].items()}
            examiner = Examiner(sock, exam, lambda word: boss.send([word]), job["seconds"], job["draw"])
            boss.send(["done", *examiner.examine(job["notebook"], files, pid)])

        coordinator.send(grade(zygote, examine, coordinator))


def grade(zygote, examine, coordinator):
    """One submission by two processes -> ["done", notebook, outcome, remarks] or ["failed", why]."""
    ours, theirs = socket.socketpair()
    mine, boss = socket.socketpair()
    student = zygote.spawn(theirs)
    examiner = os.fork()
    if examiner == 0:
        try:
            for sock in mine, theirs, coordinator.socket, zygote.socket:
                sock.close()
            examine(ours, Line(boss), student)
            os._exit(0)
        except BaseException as error:
            with contextlib.suppress(BaseException):
                Line(boss).send(["failed", f"{type(error).__name__}: {error}"])
        finally:
            os._exit(1)
    for sock in ours, theirs, boss:
        sock.close()
    result, line, end = ["failed", "the examiner's process ended"], Line(mine), time.monotonic() + ALL_SECONDS
    while True:
        ready, _, _ = select.select([mine, coordinator.socket], [], [], max(0, end - time.monotonic()))
        if coordinator.socket in ready:                                  # it says nothing while we work: it is gone
            os._exit(0)                                                  # and all our children with us
        if mine not in ready:
            result = ["failed", f"it took longer than {ALL_SECONDS} s"]
            break
        said = line.receive()
        if said in (["interrupt"], ["end"]):
            os.kill(student, signal.SIGINT if said == ["interrupt"] else signal.SIGKILL)     # not reaped: the number is its own
        else:
            result = said or result
            break
    with contextlib.suppress(ProcessLookupError):
        os.kill(examiner, signal.SIGKILL)
    os.waitpid(examiner, 0)
    status = zygote.end(student)
    if status == NOT_LOCKED:
        result = ["failed", "the student's process could not be locked down"]
    mine.close()
    return result


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
