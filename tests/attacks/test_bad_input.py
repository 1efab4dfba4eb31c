"""Bad input to survive: what a cell may do by mistake or malice, and how it ends. Every other exercise keeps
its points.
"""

import json
import re

import pytest

from course.sandbox.job import Job
from tests.attacks.conftest import TESTS, assignment, cell

ALL = {"total": 2, "mean": 2, "last": 1}
NO_TOTAL = ALL | {"total": 0}
LOST = {"total": 0, "mean": 0, "last": 0}

# name: (cells, points, what the remarks to the instructor hold, what the notebook shows)
CASES = {
    "nothing is wrong": ({}, ALL, "", ""),
    "an endless loop in a cell": (
        {"free": "while True: pass"},
        ALL,
        "cell free took longer than 1 s",
        "This cell took longer",
    ),
    "an endless loop in an answer": (
        {"total": "def total(ids):\n    while True: pass"},
        NO_TOTAL,
        "total-test took longer",
        "took too long and was stopped",
    ),
    "waiting for ever": ({"free": "import time; time.sleep(10**6)"}, ALL, "cell free took longer", ""),
    "a loop that swallows the interrupt": (
        {
            "free": "while True:\n    try:\n        while True: sum(range(1000))\n    except BaseException: pass",
            "seconds": 3,
        },
        ALL,
        "cell free took too long",
        "This cell took too long and had to be ended",
    ),
    "endless output": ({"free": "while True: print('x' * 1000)"}, ALL, "too much", "too much output"),
    "50 MB of printed text": ({"free": "print('x' * 50_000_000)"}, ALL, "too much", "too much output"),
    "50 MB on stderr, by an answer": (
        {
            "total": "import sys\ndef total(ids):\n    print('x' * 5_000_000, file=sys.stderr)\n    return sum(ids)"
        },
        ALL,
        "",
        "",
    ),
    "8 GB of memory": ({"free": "import numpy as np; x = np.ones(10**9)"}, ALL, "", "MemoryError"),
    "memory without end": (
        {"free": "x = []\nwhile True: x.append(bytearray(10**8))", "seconds": 60},
        ALL,
        "cell free left no memory",
        "MemoryError",
    ),
    "a fork": ({"free": "import os; os.fork()"}, ALL, "does not allow", "PermissionError"),
    "a process pool": (
        {"free": "import multiprocessing as m; m.Process(target=print).start()"},
        ALL,
        "does not allow",
        "Error",
    ),
    "a program": (
        {"free": "import subprocess; subprocess.run(['ls'])"},
        ALL,
        "does not allow",
        "PermissionError",
    ),
    "a shell command": ({"free": "!pip install evil\n%pip install evil"}, ALL, "", "not run in grading"),
    "deep recursion": ({"total": "def total(ids):\n    return total(ids)"}, NO_TOTAL, "", "RecursionError"),
    "recursion without the brake": (
        {"free": "import sys; sys.setrecursionlimit(10**9)\ndef f(n): return [f(n)]\nf(0)"},
        None,
        "",
        "",
    ),
    "os._exit in a cell": (
        {"free": "import os; os._exit(0)"},
        ALL,
        "cell free ended the Python process",
        "This cell ended the Python process",
    ),
    "os._exit in an answer": (
        {"mean": "import os\ndef mean(x):\n    os._exit(0)"},
        ALL | {"mean": 0},
        "mean-test ended",
        "ended the Python process",
    ),
    "os._exit in each answer": (
        {name: f"import os\ndef {name}(x):\n    os._exit(0)" for name in ALL},
        LOST,
        "last-test ended",
        "ended the Python process",
    ),
    "os._exit in a cell and in an answer": (
        {"free": "import os; os._exit(0)", "total": "import os\ndef total(ids):\n    os._exit(0)"},
        NO_TOTAL,
        "cell free ended",
        "ended the Python process",
    ),
    "a kernel that runs no cells any more": (
        {"free": "get_ipython().run_cell = None"},
        ALL,
        "cell free broke the kernel",
        "",
    ),
    "a kernel that is broken by an answer": (
        {"mean": "get_ipython().run_cell = None\ndef mean(x):\n    return 0"},
        ALL | {"mean": 0},
        "cell mean broke the kernel",
        "",
    ),
    "sys.exit in a cell": ({"free": "import sys; sys.exit()"}, ALL, "", "SystemExit"),
    "sys.exit in an answer": (
        {"total": "import sys\ndef total(ids):\n    sys.exit()"},
        NO_TOTAL,
        "",
        "raised SystemExit",
    ),
    "exit()": ({"free": "exit()"}, ALL, "", "does nothing"),
    "a segmentation fault": ({"free": "import ctypes; ctypes.string_at(0)"}, ALL, "cell free ended", ""),
    "a loop in C that hears no interrupt": (
        {"mean": "def mean(x):\n    return sum(range(10**12))"},
        ALL | {"mean": 0},
        "mean-test took too long",
        "may never end",
    ),
    "a thread left running": (
        {"free": "import threading, time\nthreading.Thread(target=lambda: time.sleep(10**6)).start()"},
        ALL,
        "",
        "",
    ),
    "a thread that prints without end": (
        {
            "free": "import threading\ndef f():\n    while True: print('x' * 1000)\nthreading.Thread(target=f, daemon=True).start()"
        },
        ALL,
        None,
        "",
    ),
    "threads without end": (
        {
            "free": "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,)).start()"
        },
        None,
        "",
        "",
    ),
    "killing the parent": (
        {"free": "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"},
        ALL,
        "does not allow",
        "PermissionError",
    ),
    "killing everybody": (
        {"free": "import os, signal; os.kill(-1, signal.SIGKILL)"},
        ALL,
        "does not allow",
        "PermissionError",
    ),
    "a new session": ({"free": "import os; os.setsid()"}, ALL, "does not allow", "PermissionError"),
    "deleting everything": (
        {
            "free": "import shutil; shutil.rmtree('/', ignore_errors=True); shutil.rmtree('.', ignore_errors=True)"
        },
        ALL,
        "",
        "",
    ),
    "a file without end": (
        {"free": "f = open('f', 'wb')\nwhile True: f.write(bytes(10**6)); f.flush()"},
        ALL,
        "",
        "Error",
    ),
    "descriptors without end": (
        {"free": "f = [open('f', 'w') for _ in range(10**4)]"},
        ALL,
        "",
        "Too many open files",
    ),
    "a link to outside": (
        {"free": "import os; os.symlink('/etc/passwd', 'p')"},
        ALL,
        "does not allow",
        "PermissionError",
    ),
    "own numpy.py": (
        {
            "files": {"numpy.py": b"raise SystemExit", "random.py": b"1/0"},
            "free": "import numpy, random; print(numpy.ones(1))",
        },
        ALL,
        "",
        "[1.]",
    ),
    "own module": (
        {"files": {"mine.py": b"x = 41"}, "free": "import mine; print(mine.x + 1)"},
        ALL,
        "",
        "42",
    ),
    "a file with an odd name": (
        {"files": {"a b/ü 🙂.txt": b"ja"}, "free": "print(open('a b/ü 🙂.txt').read())"},
        ALL,
        "",
        "ja",
    ),
    "a huge file": ({"files": {"huge": bytes(70_000_000)}}, ALL, "huge", ""),
    "null bytes": (
        {"free": "print('a\\0b')\n'\\0'", "total": "def total(ids):\n    return '\\0'"},
        NO_TOTAL,
        "",
        "",
    ),
    "source that is no text for a file": ({"free": "print('\\ud800')"}, ALL, "", ""),
    "a syntax error": ({"total": "def total(ids:"}, NO_TOTAL, "", "SyntaxError"),
    "input()": (
        {"free": "input('name?')"},
        ALL,
        "cell free asks for something with input()",
        "nobody types in grading",
    ),
    "a call of the network": (
        {"free": "import urllib.request; urllib.request.urlopen('http://example.org')"},
        ALL,
        "",
        "URLError",
    ),
    "a warning in a right answer": (
        {"total": "import warnings\ndef total(ids):\n    warnings.warn('careful')\n    return sum(ids)"},
        ALL,
        "",
        "",
    ),
    "a figure that nobody grades": (
        {"free": "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"},
        ALL,
        "",
        "Figure size",
    ),
    "top-level await": (
        {"free": "import asyncio\nawait asyncio.sleep(0)\nprint('awaited')"},
        ALL,
        "",
        "awaited",
    ),
    "the display machinery": (
        {"free": "from IPython.display import HTML\nHTML('<script>alert(1)</script>')"},
        ALL,
        "",
        "<script>",
    ),
    "a result that cannot cross": (
        {"total": "class A: pass\ndef total(ids):\n    return A()"},
        NO_TOTAL,
        "",
        "cannot be graded",
    ),
    "a result with a vicious repr": (
        {
            "free": "class A:\n    def __repr__(self): raise SystemExit\nA()",
            "total": "def total(ids):\n    return A()",
        },
        NO_TOTAL,
        "",
        "",
    ),
    "an exception with a vicious text": (
        {
            "total": "class E(Exception):\n    def __str__(self): raise SystemExit\ndef total(ids):\n    raise E"
        },
        NO_TOTAL,
        "",
        "raised E",
    ),
    "not written": (
        {"total": "def total(ids):\n    raise NotImplementedError()"},
        NO_TOTAL,
        "",
        "not written yet",
    ),
    "a name that is missing": ({"total": ""}, NO_TOTAL, "", "not defined"),
    "an endless result": (
        {"total": "import itertools\ndef total(ids):\n    return itertools.count()"},
        NO_TOTAL,
        "",
        "",
    ),
    "lists that hold each other twice, sixty deep": (
        {"total": "def total(ids):\n    x = []\n    for _ in range(60): x = [x, x]\n    return x"},
        NO_TOTAL,
        "",
        "cannot cross: return less",
    ),
    "tuples that hold each other twice, sixty deep": (
        {
            "total": "def total(ids):\n    x = ()\n    for _ in range(60): x = (x, x)\n    return x",
            "seconds": 10,
        },
        NO_TOTAL,
        "",
        "cannot cross: return less",
    ),
    "the same, put into the argument": (
        {
            "total": "def total(ids):\n    x = []\n    for _ in range(60): x = [x, x]\n    ids.append(x)\n    return 3"
        },
        NO_TOTAL,
        "",
        "cannot cross: return less",
    ),
    "a large list in itself": (
        {"total": "def total(ids):\n    x = [[*range(10_000)]]; x.append(x)\n    return x"},
        NO_TOTAL,
        "",
        "cannot cross: return less",
    ),
    "a list in itself": (
        {"total": "def total(ids):\n    x = []; x.append(x)\n    return x"},
        NO_TOTAL,
        "",
        "",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_it_ends_well(hand_in, case):
    cells, points, remark, shown = CASES[case]
    got = hand_in(**cells)
    if points is not None:
        assert got.points == points, got.text
    if remark is not None:
        assert (remark in got.remarks) if remark else not got.remarks or points is None, got.remarks
    assert shown in got.text


def test_files_without_end_fill_no_disk(hand_in, pool):
    got = hand_in(free="for i in range(10**6): open(str(i), 'wb').write(bytes(10**6))")
    assert got.points == ALL
    # without a jail it is stopped by its time, and cleared away
    assert pool.remarks or "No space left" in got.text


def test_threads_are_counted(hand_in):
    got = hand_in(
        free="""
import ctypes, threading, time
ctypes.CDLL(None).mallopt(-8, 1)                    # or each thread would take 64 MB of address space
threading.stack_size(32768)
n, wait = 0, True
def one():
    while wait: time.sleep(.1)
try:
    for n in range(2000): threading.Thread(target=one, daemon=True).start()
except RuntimeError as error: print(n, error)
wait = False""",
        seconds=5,
    )
    assert "can't start new thread" in got.text and got.points == ALL


@pytest.mark.slow
def test_an_endless_loop_in_an_answer_costs_the_time_of_one_cell_and_not_of_each_that_calls_it(pool):
    """The demonstrations and the test together; each further one is stopped after a little while, here a
    quarter of a second.
    """
    shown = [
        cell(f"shown-{i}", "print(total([1]))" if i % 2 else "def twice(): return total([1])\ntwice()")
        for i in range(8)
    ]
    nb = assignment({"total": "def total(ids):\n    while True: pass"})
    nb["cells"][2:2] = shown
    author = {"cells": [*shown, *assignment({})["cells"]], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    ways = {"attack.ipynb": json.dumps(author).encode(), "misconceptions.py": b"", "answers.py": b""}
    result = pool.run(
        Job("attack", "m", nb, {name: source for name, (_, source) in TESTS.items()}, {}, "s", ways, 4)
    )
    took = [
        float(seconds) for seconds in re.findall(r"took longer than ([\d.]+) s", "\n".join(result.remarks))
    ]
    assert took[0] == 3 and took[-1] == 1 and set(took[1:-1]) == {0.25} and len(took) == 9
    assert [
        "as what it uses had been before" in str(each.outputs) for each in result.notebook.cells[2:10]
    ] == [False] + [True] * 7
    assert [len(each.outputs) for each in result.notebook.cells if each.id in ("mean-test", "last-test")] == [
        0,
        0,
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "body, how",
    [
        ("sum(range(10**12))", "took too long and had to be ended"),
        ("__import__('os')._exit(1)", "ended the Python process"),
    ],
)
def test_a_demonstration_of_what_ended_a_test_is_not_run_and_says_how_it_ended(pool, body, how):
    shown = cell("shown", "mean([1])")
    nb = assignment({"mean": f"def mean(x):\n    return {body}"})
    nb["cells"].append(shown)
    author = {"cells": [*assignment({})["cells"], shown], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    ways = {"attack.ipynb": json.dumps(author).encode(), "misconceptions.py": b"", "answers.py": b""}
    result = pool.run(
        Job("attack", "m", nb, {name: source for name, (_, source) in TESTS.items()}, {}, "s", ways, 1)
    )
    assert f"This cell was not run: what it uses {how} in a test." in str(result.notebook.cells[-1].outputs)


def test_what_comes_from_a_cell_that_runs_no_more_is_said_to_be_missing_for_that(hand_in):
    got = hand_in(mean="import os\nos._exit(1)\ndef mean(x):\n    return x.mean()")
    assert got.points == ALL | {"mean": 0}
    assert "`mean` doesn't exist, because its cell stopped: it ended or broke the Python process" in got.text


ODD = {
    "import pandas": "no pandas here: cell free imports it, and only the course's packages are there in grading",
    "import os; os.fork()": "cell free tried something that grading does not allow ([Errno 1] Operation not permitted)",
    "get_ipython().ast_transformers.append(None)": "cell free reaches into IPython or Python itself (ast_transformers)",
    "get_ipython().input_transformers_post.append(lambda lines: lines)": "cell free reaches into IPython or Python itself (input_transformers_post)",
}


@pytest.mark.parametrize("source", ODD)
def test_what_was_odd_is_said_to_the_instructor(hand_in, source):
    assert hand_in(free=source).remarks.startswith(ODD[source])


def test_a_worker_goes_on_after_all_that(hand_in):
    assert hand_in().points == ALL


def test_the_line_of_the_student_is_told(hand_in):
    assert "your line 3: `return 1 / 0`" in hand_in(total="def total(ids):\n    # no\n    return 1 / 0").text


def test_an_answer_that_is_not_there_since_its_cell_asked_for_input_says_so_with_the_remedy(hand_in):
    got = hand_in(total="n = int(input('how many? '))\ntotal = sum")
    assert got.points == NO_TOTAL
    assert "input" in str(got.outputs["total-test"]) or "input" in got.remarks


def test_a_generator_is_called_one_and_not_by_a_name_of_ours(hand_in):
    assert "classroom" not in hand_in(total="def total(ids):\n    yield sum(ids)").text


# --- what works in JupyterLab's kernel, and costs nothing here ---

ABOVE = {
    "a magic of JupyterLab's kernel": "%autosave 60",
    "another": "%connect_info",
    "one that needs more": "%store",
    "a list of files": "files = !ls\nlen(files), files.n",
    "who one is": "import getpass\ngetpass.getuser()",
    "a package that is not here": "import no_such_package",
    "an error": "1 / 0",
    "a figure that fails": "import matplotlib.pyplot as plt\nplt.plot([1], [2, 3])",
}


@pytest.mark.parametrize("what", ABOVE)
def test_a_line_that_works_elsewhere_costs_the_answer_below_it_nothing(hand_in, what):
    got = hand_in(total=f"{ABOVE[what]}\nimport math\n\ndef total(ids):\n    return int(math.fsum(ids))")
    assert got.points["total"] == 2


def test_what_stands_above_the_line_that_stopped_is_not_made_again_and_values_below_it_are_not_made(hand_in):
    got = hand_in(
        total="made = []\ndef total(ids):\n    return sum(ids) + len(made)\n1 / 0\nmade = [1]\ndef other():\n    return 1",
        last="def last(ids):\n    return ids[-1] * other()",
    )
    assert got.points["total"] == 2 and got.points["last"] == 1


@pytest.mark.parametrize("answer", ["def total(ids):\n    return sum(ids)", "total = sum"])
def test_an_older_version_below_the_line_that_stopped_is_not_taken_for_the_answer(hand_in, answer):
    got = hand_in(
        total=f"{answer}\nraise SystemExit('what is below is my first try')\ndef total(ids):\n    return 0"
    )
    assert got.points["total"] == 2


def test_an_answer_that_needs_what_is_not_here_is_told_why(hand_in):
    got = hand_in(total="import no_such_package\n\ndef total(ids):\n    return no_such_package.sum(ids)")
    assert (
        got.points["total"] == 0
        and "no_such_package" in str(got.outputs["total-test"])
        and "no no_such_package here" in got.remarks
    )


def test_tracing_mounting_and_changing_permissions_are_refused(hand_in):
    got = hand_in(
        free="""
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
open('mine', 'w').close()
def refused(call, *args):
    ctypes.set_errno(0)
    return call(*args) == -1 and ctypes.get_errno() in (errno.EPERM, errno.EACCES)
print([refused(libc.ptrace, 0, 0, 0, 0), refused(libc.mount, b'none', b'.', b'tmpfs', 0, None), refused(libc.chmod, b'mine', 0o777), refused(libc.fchmodat, -100, b'mine', 0o777, 0)])"""
    )
    assert "[True, True, True, True]" in got.text
