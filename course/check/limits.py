"""A call of a student's function ends: after 20 s of processor time, or with 1 GB more memory than before it, it is stopped as if by ■.

    limited(merge, ([1, 2, 3], (1, 2), 4))           # the result; raises Stopped

A thread looks at the call that runs, ten times a second, and raises Stopped in it. The first call starts the thread; while nothing runs it
sleeps. It sends no signal, which Windows would not have, and which would look like the student's own ■. What C code does in one
piece, such as one call of numpy, cannot be stopped.
"""
import contextlib
import ctypes
import functools
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from course.check.context import current

SECONDS = 20                     # of processor time; and by the clock, since numpy may use many processors at once
MEMORY = 1 << 30                 # bytes, on top of what there was before the call
OFTEN = .1                       # seconds from look to look
AGAIN = 1                        # seconds after which a call that caught Stopped meets it once more
LOOP = "If it should have been quick, a loop in it may not end: what changes each time round?"


class Stopped(KeyboardInterrupt):
    """What a call is stopped by. Its text is the end of a sentence that begins with the call."""


def limited(function: Callable, args: Sequence, kwargs: Mapping | None = None, seconds: float | None = None) -> object:
    """`function(*args, **kwargs)`, watched where the context says so; a call inside of a watched one is part of it. Raises Stopped.

    seconds: of processor time, if not SECONDS.
    """
    kwargs = kwargs or {}
    if not current().watched or _watch.running:
        return function(*args, **kwargs)
    call = _watch.begin(SECONDS if seconds is None else seconds)
    try:
        return function(*args, **kwargs)
    except Stopped as stop:
        stop.args = call.why,
        raise
    finally:
        try:
            _watch.end(call)
        except Stopped:                              # it came when the call was over already
            _watch.end(call)


@dataclass(eq=False)
class Running:
    """A call: its thread, how long it may take, and the clocks and the memory as they were before it."""
    thread: int
    seconds: float                                   # that it may take
    used: float                                      # seconds of processor time
    began: float
    memory: int                                      # bytes
    again: float = 0                                 # when it may be stopped, by the clock
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

    def begin(self, seconds):
        if self.thread is None or not self.thread.is_alive():            # the first time, or in a fork
            self.lock, self.wake = threading.Lock(), threading.Event()
            self.thread = threading.Thread(target=self.look, name="limits of a call", daemon=True)
            self.thread.start()
        self.running = Running(threading.get_ident(), seconds, time.process_time(), time.monotonic(), memory())
        if not self.wake.is_set():
            self.wake.set()
        return self.running

    def end(self, call):
        with self.lock:
            self.running = None
            if call.why:
                raise_in(call.thread, None)                              # what has not arrived there is taken back

    def look(self):
        while True:
            self.wake.wait()
            time.sleep(OFTEN)                                            # many short calls cost no more than one
            call = self.running
            if call is None:
                self.wake.clear()
                if self.running:                                         # it began between these two lines
                    self.wake.set()
            elif time.monotonic() > call.again and (why := call.beyond()):
                with self.lock:
                    if self.running is call:
                        call.why, call.again = why, time.monotonic() + AGAIN
                        raise_in(call.thread, Stopped)


_watch = _Watch()


def raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Have a thread meet an exception in its next step of Python; None: no longer."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), None if error is None else ctypes.py_object(error))


def memory() -> int:
    """Bytes of memory that this process has; 0 where that cannot be known."""
    with contextlib.suppress(Exception):             # psutil comes with every kernel of Jupyter's; elsewhere only time counts
        info = process(os.getpid()).memory_info()
        return info.private if sys.platform == "win32" else info.rss
    return 0


@functools.cache
def process(pid: int) -> object:
    """psutil's handle of a process."""
    import psutil
    return psutil.Process(pid)
