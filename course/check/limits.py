"""A call of a student's function ends: after 20 s of processor time, or with 1 GB more memory than before it,
it is stopped as if by ■.

    limited(merge, ([1, 2, 3], (1, 2), 4))           # the result; raises Stopped

A thread looks at the call that runs, ten times a second, and raises Stopped in it. The first call starts the
thread; while nothing runs it sleeps. It sends no signal, which Windows would not have, and which would look
like the student's own ■. A call that caught Stopped twice meets it in each further line. What C code does in
one piece, such as one call of numpy, cannot be stopped.
"""

import contextlib
import ctypes
import functools
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from course.check.context import current

SECONDS = 20  # of processor time; and by the clock, since numpy may use many processors at once
MEMORY = 1 << 30  # bytes, on top of what there was before the call
OFTEN = 0.1  # seconds from look to look
AGAIN = 1  # seconds after which a call that caught Stopped meets it once more
PATIENCE = 2  # so many times; then in each line
LOOP = "If it should be quick, one of its loops may never end: what changes each time round? (A `for` doesn't end either while its list grows.)"


class Stopped(KeyboardInterrupt):
    """What a call is stopped by. Its text is the end of a sentence that begins with the call."""


class _InEachLine(Stopped):
    """The same for a call that goes on from each: raised once by the thread, and from then on by a tracer in
    each line of the notebook's, so that no `except` is left in time.
    """

    def __init__(self, *why):
        super().__init__(*why)
        if _watch.running and not why:  # made by Python, in the thread that it is raised in
            frame = sys._getframe(1)
            while frame and frame.f_code is not limited.__code__:
                frame.f_trace, frame = _raise_in_a_cell, frame.f_back
            sys.settrace(_raise_in_a_cell)


def _raise_in_a_cell(frame, *_):
    if not _is_file(frame.f_code.co_filename):  # cells are compiled under names that are no files
        raise Stopped


_is_file = functools.cache(os.path.exists)


def limited(
    function: Callable, args: Sequence, kwargs: Mapping | None = None, seconds: float | None = None
) -> object:
    """`function(*args, **kwargs)`, watched where the context says so; a call inside of a watched one is part
    of it. Raises Stopped.

    seconds: of processor time, if not SECONDS.
    """
    kwargs = kwargs or {}
    if not current().watched or _watch.running and not _watch.running.between:
        return function(*args, **kwargs)
    with _watched(SECONDS if seconds is None else seconds):
        return function(*args, **kwargs)


@contextlib.contextmanager
def between_calls(seconds: float | None = None) -> Iterator[None]:
    """Watch also what happens between calls while the block runs, as long each time: what a call gave may be
    without end itself, and who goes through it, compares it or shows it is in the student's code again.
    Raises Stopped.
    """
    if not current().watched or _watch.running:
        yield
        return
    with _watched(SECONDS if seconds is None else seconds, between=True):
        yield


class _watched:
    """One call, or what stands between calls, within its limits."""

    def __init__(self, seconds, between=False):
        self.seconds, self.between = seconds, between

    def __enter__(self):
        self.outer, self.tracer = _watch.running, sys.gettrace()
        self.call = _watch.go_on(Running(threading.get_ident(), self.seconds, self.between))

    def __exit__(self, kind, error, traceback):
        try:
            self.end()
        except Stopped:  # it came when the call was over already
            self.end()
        if isinstance(error, Stopped) and self.call.why:
            error.args = (self.call.why,)

    def end(self):
        _watch.end(self.call)
        if self.call.stops > PATIENCE:
            sys.settrace(self.tracer)
        if self.outer:
            _watch.go_on(self.outer)


@dataclass(eq=False)
class Running:
    """A call: its thread, how long it may take, and the clocks and the memory as they were before it."""

    thread: int
    seconds: float  # that it may take
    between: bool = False  # whether it is what stands between calls
    used: float = 0  # seconds of processor time
    began: float = 0
    memory: int = 0  # bytes
    stops: int = 0  # how often it has been stopped
    again: float = 0  # when it may be stopped, by the clock
    why: str = ""

    def beyond(self) -> str:
        """Why it is to be stopped; "" while it is within its limits."""
        if min(time.process_time() - self.used, time.monotonic() - self.began) > self.seconds:
            return f"was still running after {self.seconds:g} s, and was stopped"
        if memory() - self.memory > MEMORY:
            return f"had taken {MEMORY / (1 << 30):.2g} GB of memory, and was stopped"
        return ""


class _Watch:
    """The thread that looks, and the one call that it looks at."""

    def __init__(self):
        self.running, self.thread = None, None

    def go_on(self, call):
        """Watch a call from now on; where it goes on after another in it, its time begins anew, and its
        memory does not.
        """
        if self.thread is None or not self.thread.is_alive():  # the first time, or in a fork
            self.lock, self.wake = threading.Lock(), threading.Event()
            self.thread = threading.Thread(target=self.look, name="limits of a call", daemon=True)
            self.thread.start()
        call.used, call.began, call.memory = time.process_time(), time.monotonic(), call.memory or memory()
        self.running = call
        if not self.wake.is_set():
            self.wake.set()
        return call

    def end(self, call):
        with self.lock:
            self.running = None
            if call.why:
                raise_in(call.thread, None)  # what has not arrived there is taken back

    def look(self):
        while True:
            self.wake.wait()
            time.sleep(OFTEN)  # many short calls cost no more than one
            call = self.running
            if call is None:
                self.wake.clear()
                if self.running:  # it began between these two lines
                    self.wake.set()
            elif time.monotonic() > call.again and (why := call.beyond()):
                with self.lock:
                    if self.running is call:
                        call.why, call.again, call.stops = why, time.monotonic() + AGAIN, call.stops + 1
                        raise_in(call.thread, Stopped if call.stops <= PATIENCE else _InEachLine)


_watch = _Watch()


def raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Have a thread meet an exception in its next step of Python; None: no longer."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread), None if error is None else ctypes.py_object(error)
    )


def memory() -> int:
    """Bytes of memory that this process has; 0 where that cannot be known."""
    # psutil comes with every kernel of Jupyter's; elsewhere only time counts
    with contextlib.suppress(Exception):
        info = process(os.getpid()).memory_info()
        # Windows takes pages out of memory as it likes: there what the process has asked for counts
        return info.vms if sys.platform == "win32" else info.rss
    return 0


@functools.cache
def process(pid: int) -> Any:
    """psutil's handle of a process."""
    import psutil

    return psutil.Process(pid)
