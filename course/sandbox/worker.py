"""The process that grades one submission after another, and the nursery that it is forked from.

The nursery (python -m course.sandbox.worker DESCRIPTOR) imports and warms up what notebooks use, once, and
knows nothing else. For each socket that the coordinator sends it, it forks a worker. A worker splits off its
zygote first, while it knows nothing either; then it leaves for a jail, and serves jobs from its socket
(pool.py). For each it has a student's process and an examiner's process made, carries the examiner's orders
(another student's process is one), and ends both.
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
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np  # noqa: F401  before the forks: all have it

import course
from course import FOR_NOTEBOOKS
from course.sandbox.isolation import jail, landlock, lockdown, preload, seccomp
from course.sandbox.isolation.limits import FILE, MEMORY, SECONDS, THREADS
from course.sandbox.job import unpack
from course.sandbox.protocol.framing import JsonLine
from course.sandbox.student_process import Shell, warm
from course.sandbox.zygote import NOT_LOCKED, PID, Zygote, size_of_self

ALL_SECONDS = 900  # for one submission: the examiner has its own, shorter limits
OFTEN = 0.25  # seconds: look at a student's files, where no jail bounds them
COURSE = os.path.dirname(course.__file__)


def nursery(descriptor: int) -> None:
    """Warm up, then fork a worker for each socket that comes, until the coordinator goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the coordinator's to handle
    for room in FOR_NOTEBOOKS:  # no work on import
        for module in pkgutil.walk_packages(
            importlib.import_module(f"course.{room}").__path__, f"course.{room}."
        ):
            importlib.import_module(module.name)
    shell = warm()
    control = socket.socket(fileno=descriptor)
    preload.load(JsonLine(control).receive() or [])
    read, _ = lockdown.environment(COURSE)
    no_jail = jail.reason(read)
    gc.collect()
    gc.freeze()  # children share these pages: let no collection write into them
    while True:
        message, given, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            break
        if os.fork() == 0:
            control.close()
            coordinator = JsonLine(socket.socket(fileno=given[0]))
            try:
                work(coordinator, shell, no_jail)
            except BaseException as error:
                coordinator.send({"error": str(error)})
            finally:
                os._exit(0)
        os.close(given[0])
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def work(coordinator: JsonLine, shell: Shell, no_jail: str | None) -> None:
    """A worker's life: serve jobs until the coordinator goes."""
    nursery = os.getppid()
    zygote = Zygote(shell, COURSE, jailed=not no_jail)
    from course.sandbox.check_process import Examiner
    from course.sandbox.check_suite import make  # what may hold answers: not before the zygote is made
    from course.sandbox.isolation.shortage import Lacking

    read, listed = lockdown.environment(COURSE)
    memory, ours = 2 * MEMORY + size_of_self(), lockdown.users()
    # twice: a student may have used up a number that both share
    threads = 2 * THREADS + lockdown.threads_of_ours()
    if not no_jail:
        jail.enter(read, ["/tmp"])
        os.environ.update(HOME="/tmp", TMPDIR="/tmp")
        tempfile.tempdir = None
    lockdown.die_with(nursery)
    zygote.ready()
    coordinator.send({"pid": os.getpid(), "jail": no_jail, "landlock": landlock.version()})
    exams: dict[str, Any] = {}
    program = seccomp.program()
    while (job := coordinator.receive()) is not None:
        if "exam" in job:
            try:
                exams[job["exam"]] = (
                    make(job["assignment"], job["tests"], job["ways"], job["name"]),
                    place_for(job["beside"], no_jail),
                )
            except Exception as error:  # every job will fail by it
                exams[job["exam"]] = error, None
            gc.collect()
            gc.freeze()  # the examiners share these pages
            continue

        def examine(sock, boss, pid):
            warnings.simplefilter("ignore")  # on a student's source, which is read here: nobody reads them
            lockdown.stay_on(job["cpu"])
            exam, beside = exams[job["key"]]
            lockdown.lock(
                os.getppid(),
                read + [beside] * bool(beside),
                listed,
                [],
                program,
                memory,
                SECONDS,
                FILE,
                threads,
                ours,
            )
            if isinstance(exam, Exception):
                raise exam
            if beside:
                os.chdir(beside)
                sys.path.append(beside)  # the author's own modules are found, and never shadow another
            files = from_letters(job["files"])

            def another():
                boss.send(["again"])
                return receive_student(boss.socket)

            examiner = Examiner(
                sock,
                exam,
                lambda word: boss.send([word]),
                another,
                job["seconds"],
                job["draw"],
                job["seed"],
                job["python"],
            )
            try:
                notebook, *outcome = examiner.examine(job["notebook"], files, pid, job["given"], job["kept"])
            except Lacking as error:
                boss.send(["failed", str(error)])
                return
            boss.send(
                ["done", [(cell["outputs"], cell["execution_count"]) for cell in notebook["cells"]], *outcome]
            )

        coordinator.send(grade(zygote, examine, coordinator, job["cpu"]))
    zygote.close()


def from_letters(files: dict[str, str]) -> dict[str, bytes]:
    return {name: base64.b64decode(content) for name, content in files.items()}


def place_for(files: dict[str, str], no_jail: str | None) -> str | None:
    """A folder, in the worker's jail alone, with the files that the author gave beside the notebook; None
    without any, or without a jail.
    """
    if not files or no_jail:
        return None
    folder = tempfile.mkdtemp()
    unpack(from_letters(files), folder)
    for place, _, names in os.walk(folder):
        for name in (".", *names):
            os.chmod(os.path.join(place, name), 0o755)  # the examiner may be another user
    return folder


def grade(zygote: Zygote, examine: Callable, coordinator: JsonLine, cpu: int | None) -> list:
    """One submission by two processes -> ["done", what each cell put out and its number, outcome, remarks] or
    ["failed", why].
    """
    ours, theirs = socket.socketpair()
    mine, boss = socket.socketpair()
    student: Any = zygote.spawn(theirs, cpu)
    examiner = os.fork()
    if examiner == 0:
        try:
            for sock in mine, theirs, coordinator.socket, zygote.socket:
                sock.close()
            examine(ours, JsonLine(boss), student)
            os._exit(0)
        except BaseException as error:
            with contextlib.suppress(BaseException):
                JsonLine(boss).send(["failed", f"{type(error).__name__}: {error}"])
        finally:
            os._exit(1)
    for sock in ours, theirs, boss:
        sock.close()
    result, line, end = (
        ["failed", "the examiner's process ended"],
        JsonLine(mine),
        time.monotonic() + ALL_SECONDS,
    )
    while True:
        left = max(0, end - time.monotonic())
        ready, _, _ = select.select(
            [mine, coordinator.socket], [], [], min(left, OFTEN) if zygote.home else left
        )
        if coordinator.socket in ready:  # it says nothing while we work: it is gone
            os._exit(0)  # and all our children with us
        if zygote.home and zygote.has_filled_its_room():
            os.kill(student, signal.SIGKILL)
        if mine not in ready and time.monotonic() < end:
            continue
        if mine not in ready:
            result = ["failed", f"it took longer than {ALL_SECONDS} s"]
            break
        said = line.receive()
        if said in (["interrupt"], ["end"]):
            # not reaped: the number is its own
            os.kill(student, signal.SIGINT if said == ["interrupt"] else signal.SIGKILL)
        elif said == ["again"]:
            if zygote.end(student) == NOT_LOCKED:
                student = None
                break
            ours, theirs = socket.socketpair()
            student = zygote.spawn(theirs, cpu)
            send_student(mine, ours, student)
            ours.close()
            theirs.close()
        else:
            result = said or result
            break
    with contextlib.suppress(ProcessLookupError):
        os.kill(examiner, signal.SIGKILL)
    os.waitpid(examiner, 0)
    if student is None or zygote.end(student) == NOT_LOCKED:
        result = ["failed", "the student's process could not be locked down"]
    mine.close()
    return result


def send_student(sock: socket.socket, end: socket.socket, pid: int) -> None:
    """Hand the examiner a new student's process: its socket, and its number."""
    socket.send_fds(sock, [PID.pack(pid)], [end.fileno()])


def receive_student(sock: socket.socket) -> tuple[socket.socket, int]:
    """What `send_student` sent. Raises OSError if the worker is gone."""
    number, given, _, _ = socket.recv_fds(sock, PID.size, 1)
    if not given:
        raise OSError("no new process came")
    return socket.socket(fileno=given[0]), PID.unpack(number)[0]


if __name__ == "__main__":
    nursery(int(sys.argv[1]))
