"""The process that runs a student's cells: an IPython shell behind a socket. It holds nothing that the
student may not know.

It lends five functions to the examiner: `look` up a name, `run` a cell, `put` a file, say what was `stopped`,
and what it `lacks` now. It is lent one: `show`, for what cells put out. All that it says about itself may be
forged by the student's code, so the examiner believes none of it.
"""

import ast
import base64
import builtins
import contextlib
import io
import mmap
import os
import pdb
import random
import signal
import socket
import sys
import tempfile
import threading
import time
import warnings
from typing import Any

import numpy as np
import tiktoken
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import select_figure_formats
from IPython.utils.text import SList
from traitlets import Type

from course.check.calls import line_of_student, warned
from course.check.scopes import names
from course.sandbox.protocol.rpc import MOST_LENT, SHOW, Peer

DEFINES = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom
OFTEN, MUCH = 0.25, 32_000  # seconds, characters: show what there is at least so often
MOST = 5_000_000  # characters of one print: more than the examiner takes
DEEP = 3000  # calls inside of calls: a right answer may go through a long list so
ROOM = 128 << 20  # bytes that must be left for what comes next
# seconds by the clock, and of work in them: then threads are at work, also on a busy machine
GLANCE, BUSY = 0.02, 0.005
RESTS, NO_PEACE = 3, 0.3  # glances in a row without work; seconds of work, after which nobody waits for such
MOST_STOPPED = 100  # names of functions
# a tight box would draw every figure twice
PICTURE = {"bbox_inches": None, "pil_kwargs": {"compress_level": 1}}


class Outputs:
    """What the running cell has put out, and the examiner has not seen yet."""

    def __init__(self):
        self.waiting, self.size, self.since, self.show, self.wanted, self.refused = (
            [],
            0,
            0,
            None,
            False,
            False,
        )
        self.failed = False  # whether the cell has put out an error

    def add(self, *item):
        if not self.wanted:  # no cell runs: a test calls an answer, with hidden cases
            return
        if item[0] == "stream":
            item = *item[:2], item[2][:MOST]
        last = self.waiting[-1] if self.waiting else None
        if item[0] == "stream" and last and last[:2] == item[:2]:
            last[2].append(item[2])
        else:
            self.waiting.append((*item[:2], [item[2]]) if item[0] == "stream" else item)
        self.failed |= item[0] == "error"
        self.size += len(item[2])
        if self.size > MUCH or time.monotonic() - self.since > OFTEN:
            self.flush()

    def flush(self):
        if threading.current_thread() is not threading.main_thread() or not self.show:
            if self.size > 100 * MUCH:  # a thread that prints without end
                self.waiting.clear()
            return
        waiting, self.waiting, self.size = self.waiting, [], 0
        if (
            waiting
            and not self.refused
            and not self.show([(*w[:2], "".join(w[2])) if w[0] == "stream" else w for w in waiting])
        ):
            self.refused = True  # once in a cell: the error is put out, too
            raise RuntimeError("too much output: the rest is left out")
        self.since = time.monotonic()


OUTPUTS = Outputs()


class Stream(io.TextIOBase):
    encoding, errors = "utf-8", "replace"

    def __init__(self, name):
        self.name = name

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            OUTPUTS.add("stream", self.name, text)
        return len(text)

    def writable(self):
        return True


def as_text(data):
    return {
        mime: base64.b64encode(what).decode() if isinstance(what, bytes) else what
        for mime, what in data.items()
    }


class Hook(DisplayHook):
    def start_displayhook(self):
        pass

    write_output_prompt = finish_displayhook = start_displayhook

    def update_user_ns(self, result):
        """`_`, `__` and `___`, as in a notebook, unless a cell took the names; no `Out`, which would keep
        everything.
        """
        names = "_", "__", "___"
        if all(self.shell.user_ns.get(name, "") is getattr(self, name) for name in names):
            for name, value in zip(names, (result, self._, self.__)):
                setattr(self, name, value)
                self.shell.user_ns[name] = value

    def write_format_data(self, data, metadata=None):
        OUTPUTS.add("execute_result", as_text(data), {})


class Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, *, transient=None, update=False, **_):
        OUTPUTS.add("display_data", as_text(data), {})

    def clear_output(self, wait=False):
        pass


class Shell(InteractiveShell):
    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)

    def _tee(self, channel):
        return contextlib.nullcontext()  # IPython would keep a copy of all that is printed

    def _showtraceback(self, kind, error, lines):
        if kind is KeyboardInterrupt:  # the examiner says why
            return
        try:
            text = str(error)
        except Exception:
            text = ""
        # 3.13's own word for some
        OUTPUTS.add(
            "error",
            "SyntaxError" if kind.__name__ == "_IncompleteInputError" else kind.__name__,
            text,
            list(lines),
        )

    def transform_cell(self, raw_cell: str) -> str:
        """IPython looks for magics and prompts by tokens, which is half of a small cell's cost: what is plain
        Python has none.
        """
        with contextlib.suppress(Exception), warnings.catch_warnings(action="ignore"):
            # a prompt that came along: plain Python too, but not meant as such
            if not raw_cell.startswith("In ["):
                ast.parse(raw_cell)
                return raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"
        return super().transform_cell(raw_cell)  # magics, half a line, a null byte: IPython knows what to say

    def define_what_is_left(self, source, error):
        """What a cell that stopped defines below the line that stopped it: an answer stands there, whatever
        was above it.
        """
        with contextlib.suppress(Exception):
            traceback = error.__traceback__
            while traceback and not (
                traceback.tb_frame.f_code.co_name == "<module>"
                and traceback.tb_frame.f_globals is self.user_global_ns
            ):
                traceback = traceback.tb_next
            nodes = ast.parse(self.transform_cell(source)).body if traceback else []
            _, above = names(ast.Module([node for node in nodes if node.lineno <= traceback.tb_lineno], []))
            # another cell's: below a line that stops lie old drafts, perhaps
            above |= self.user_global_ns.keys()
            for node in nodes:
                part = ast.Module([node], [])
                # else it is an older version
                if (
                    node.lineno > traceback.tb_lineno
                    and isinstance(node, DEFINES)
                    and not above & names(part)[1]
                ):
                    with contextlib.suppress(Exception):  # an import that fails: what needs it will say so
                        exec(
                            compile(part, f"<ipython-input-{self.execution_count}>", "exec"),
                            self.user_global_ns,
                        )

    def system(self, command):
        print("Shell commands are not run in grading.")
        self.user_ns["_exit_code"] = 0

    system_piped = system_raw = system

    def getoutput(self, command, *_, **__):
        self.system(command)
        return SList()

    def run_line_magic(self, magic_name, line, _stack_depth=1):
        if self.find_line_magic(magic_name):
            return super().run_line_magic(magic_name, line, _stack_depth + 1)
        print(f"%{magic_name} does nothing in grading.")  # JupyterLab's kernel has some of its own

    def show_usage_error(self, exc):
        OUTPUTS.add("error", "UsageError", str(exc), [])  # IPython's own way is to print it

    def ask_exit(self):
        print("exit() does nothing in grading.")

    def enable_gui(self, gui=None):
        pass

    def enable_matplotlib(self, gui=None):
        if not self.drawing:  # 4 ms, once is enough
            self.drawing = super().enable_matplotlib("inline")
        return self.drawing

    drawing, formats = None, None

    def render(self, formats):
        """Whether figures become pictures, or a line that says what was drawn: drawing is most of a
        submission's cost.
        """
        if formats != self.formats:
            select_figure_formats(self, formats, **PICTURE)
            self.formats = formats


def warm() -> Shell:
    """A shell that has done once what cells do, so that its children find everything imported -> Shell."""
    import matplotlib.pyplot  # noqa: F401

    HistoryManager.enabled = False  # type: ignore[assignment]  # of the class: the default
    sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell.instance(colors="nocolor", xmode="Plain", cache_size=0, ipython_dir=folder)
        shell.db = {}  # %cd notes folders there, by default in a file that nobody may write here
        shell.enable_matplotlib()
        shell.render({"png"})
        for source in WARMING:
            shell.run_cell(source)
    keep_tiktoken_from_answers()
    shell.reset(new_session=True)
    shell.execution_count = 1
    # or a student's first result would seem to be somebody else's
    shell.displayhook._, shell.displayhook.__, shell.displayhook.___ = "", "", ""
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    return shell


WARMING = [
    "import matplotlib.pyplot as plt, numpy as np; fig, ax = plt.subplots()\n"
    "ax.plot([1, 2], label='abcdefghijklmnopqrstuvwxyz'); ax.set_title('ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789.,:;-+()$x^2$')\n"
    "ax.bar([1, 2], [1, 2]); ax.imshow([[1, 2]]); ax.legend(); ax.set_xlabel('x'); ax.set_ylabel('y')",
    "print('x'); import sys; print('y', file=sys.stderr)",
    "1 + 1",
    "assert 1 == 2",
    "1 / 0",
    "def",
    "np.linalg.svd(np.eye(2)); np.random.default_rng(0).normal(size=3)",
    "raise NotImplementedError()",
    "%matplotlib inline",
    # what notebooks and tests import besides
    "import collections, functools, itertools, math, re, statistics, time, random",
]


answering = False  # whether an answer is being called


def keep_tiktoken_from_answers() -> None:
    """To encode by a table of ranks is an exercise of 01, and tiktoken does it in a line: where an answer is
    called it makes no encoding but its own.
    """
    library: Any = tiktoken
    real = library._tiktoken.CoreBPE

    def made(*args):
        if answering and sys._getframe(2).f_globals.get("__name__") != "tiktoken.registry":
            raise RuntimeError(
                "tiktoken makes no encodings of a table while an answer is called: write yours"
            )
        return real(*args)

    library._tiktoken.CoreBPE = made  # what tiktoken.Encoding does it by
    sys.modules["tiktoken._educational"] = None  # type: ignore[assignment]  # no such module


class Student(Peer):
    """The student's end. An interrupt reaches the student's code only, never the conversation."""

    deaf, pending = True, False

    def __init__(self, *how):
        super().__init__(*how)
        self.stopped = {}  # names of the functions that an interrupt met, in a dict for their order

    def interrupt(self, _, frame):
        if self.deaf:
            self.pending = True
            return
        while frame:
            if frame.f_code.co_filename.startswith("<ipython-input"):  # the code of a cell
                self.stopped[frame.f_code.co_name] = True
            frame = frame.f_back
        raise KeyboardInterrupt

    def run(self, function, args, kwargs):
        self.pending = self.deaf = False
        try:
            if function in self.lent[: self.always]:
                return function(*args, **kwargs)
            global answering
            answering, before = True, answering
            try:
                with warned():
                    return function(*args, **kwargs)
            finally:
                answering = before
        finally:
            self.deaf = True

    def call(self, number, *args, **kwargs):
        deaf, self.deaf = self.deaf, True
        try:
            return super().call(number, *args, **kwargs)
        finally:
            self.deaf = deaf
            if self.pending and not deaf:
                self.pending = False
                raise KeyboardInterrupt


def serve(shell: Shell, sock: socket.socket) -> None:
    """Answer the examiner until it goes. The process is locked down by now."""

    def look(name):
        return (shell.user_ns[name],) if name in shell.user_ns else ()

    def run(source, render, is_test=False):
        shell.render({"png"} if render else set())
        OUTPUTS.wanted, OUTPUTS.refused = True, False
        try:
            OUTPUTS.failed = False
            done = shell.run_cell(source, store_history=True)
            error = done.error_before_exec or done.error_in_exec
            # sys.exit(), or a shell that shows no errors: nbgrader counts it, too
            if is_test and error and not OUTPUTS.failed:
                OUTPUTS.add("error", type(error).__name__, "", [])
            if done.error_in_exec:
                shell.define_what_is_left(source, done.error_in_exec)
        finally:
            with contextlib.suppress(RuntimeError):  # too much output: the examiner knows
                OUTPUTS.flush()
            OUTPUTS.wanted = False
        return lacks()  # with the answer: to be asked for it costs as much as a small cell

    def put(name, content):
        if os.path.dirname(name):
            os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "wb") as file:
            file.write(content)

    def lacks():
        try:
            mmap.mmap(-1, ROOM).close()
        except (OSError, MemoryError):
            return "memory"
        if len(me.lent) > MOST_LENT // 2:
            return "room for functions"
        began, quiet = time.process_time(), 0
        # threads may sleep, or be about to end, but not work while nobody asks anything
        while quiet < RESTS and len(sys._current_frames()) > 1:
            used = time.process_time()
            time.sleep(GLANCE)
            quiet = 0 if time.process_time() - used > BUSY else quiet + 1
            if time.process_time() - began > NO_PEACE:
                return "peace"
        return ""

    def stopped():
        return list(me.stopped)[:MOST_STOPPED]

    def asked(prompt=""):
        raise EOFError("nobody types in grading: write the value into the cell, in the place of input()")

    def stepped(*_, **__):
        print("breakpoint() does nothing in grading.")

    builtins.input, sys.breakpointhook, pdb.set_trace = asked, stepped, stepped
    sys.setrecursionlimit(DEEP)
    me = Student(sock, [look, run, put, stopped, lacks], lambda error: line_of_student(error, None))
    OUTPUTS.show = lambda items: me.call(SHOW, items)
    signal.signal(signal.SIGINT, me.interrupt)
    sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
    sys.path.append("")  # the student's own modules are found, and never shadow another
    random.seed(0)  # Python seeds a fork afresh: the same submission, the same bytes
    np.random.seed(0)
    while True:
        kind, content = me.receive()
        if kind:
            return
        me.serve(content)
