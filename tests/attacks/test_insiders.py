"""Tricks of who knows the grader's own code: what they would take is time, memory, another's points, or the
word 'could not be graded'.
"""

import json
import os
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course.check import close
from course.grading import batch
from course.notebook.reading import identify
from course.notebook.repair import mend
from course.sandbox.job import FAILED
from course.sandbox.timeouts import Slow
from tests import tiny
from tests.attacks.conftest import TESTS, assignment, cell, run

pytestmark = pytest.mark.slow  # together they wait for a minute

KEPT = {"total": 2, "mean": 2, "last": 1}


# -- the coordinator -----------------------------------------------------------------------------------------


def nested_finally(depth, exits, indent=""):
    """Python copies a `finally` once for each way out of its `try`: each level multiplies the compiled code
    by so many.
    """
    if not depth:
        return f"{indent}double = 1\n"
    return (
        f"{indent}while a:\n{indent} try:\n"
        + f"{indent}  if a: break\n" * exits
        + f"{indent}  pass\n{indent} finally:\n"
        + nested_finally(depth - 1, exits, indent + "  ")
    )


def with_unlabelled(source):
    """A submission whose answer `double` was deleted, and that has a cell of this source without a label."""
    nb = tiny.notebook()
    nb.cells = [each for each in nb.cells if each.id != "double"] + [new_code_cell(source, id="mine")]
    return nb


def test_a_cell_of_a_kilobyte_without_a_label_does_not_hold_the_coordinator():
    start = time.process_time()
    mend(with_unlabelled(nested_finally(5, 5)), tiny.notebook())
    assert time.process_time() - start < 0.3


def test_a_long_cell_without_a_label_takes_little_of_the_coordinators_memory():
    code = (
        "from tests.attacks.test_insiders import *; mend(with_unlabelled('a;' * 400_000), tiny.notebook());"
        "import re; print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 500_000


def test_folders_inside_of_folders_do_not_stop_the_batch(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    root = tiny.make(tmp_path)
    for student in "ada", "mallory", "zoe":
        tiny.submit(root, student, **tiny.RIGHT)
    monkeypatch.chdir(root / "submitted/mallory/01-tiny")
    for _ in range(1100):
        os.mkdir("a")
        os.chdir("a")
    os.chdir(root)
    try:
        assert {done.student for done in batch.grade("01-tiny")} == {"ada", "mallory", "zoe"}
    finally:
        subprocess.run(["rm", "-rf", root / "submitted"], check=True)  # Python's own rmtree recurses, too


UNCOUNTED = {
    "keys": "for i in range(3): display({f'{i}' + 'x' * 20_000_000: ''}, raw=True); time.sleep(.3)",
    "empty lines": "for i in range(4): get_ipython()._showtraceback(ValueError, ValueError(), [''] * 1_500_000); time.sleep(.3)",
}


@pytest.mark.parametrize("what", UNCOUNTED)
def test_all_that_a_cell_puts_out_is_counted(pool, what):
    result, _ = run(pool, assignment({"free": f"import time\n{UNCOUNTED[what]}"})["cells"], seconds=30)
    assert (
        sum(
            len(part) + 1
            for each in result.notebook["cells"]
            for output in each["outputs"]
            for part in [*output.get("data", ()), *output.get("traceback", ())]
        )
        < 5_000_000
    )


def ten_seconds_are_enough_for(code):
    """Run it in a Python of its own, which may use ten seconds of processor time: whatever else the machine
    does, no more and no less.
    """
    limit = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (10, 10)); "
    assert subprocess.run([sys.executable, "-c", limit + code], timeout=300).returncode == 0, (
        "ten seconds were not enough"
    )


def test_spaces_around_a_colon_do_not_hold_the_coordinator():
    code = (
        "from tests.attacks.test_insiders import *; "
        "mend(with_unlabelled('x = 1\\na' + ' ' * 9_000 + ':' + ' ' * 9_000), tiny.notebook())"
    )
    ten_seconds_are_enough_for(code)


def test_ids_that_clash_do_not_hold_the_coordinator(tmp_path):
    ids = ["a" * 50 + "-3", "a" * 50, "a" * 50]
    cells = [{"cell_type": "markdown", "id": name, "metadata": {}, "source": ""} for name in ids]
    (tmp_path / "01.ipynb").write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    code = f"from pathlib import Path; from course.notebook.reading import read; read(Path({str(tmp_path)!r}, '01.ipynb'))"
    ten_seconds_are_enough_for(code)


def test_ids_that_were_chosen_to_clash_do_not_hold_it_either():
    ids = [f"x-{n}" for n in range(10, 12_000)] + ["x"] * 12_000
    start = time.process_time()
    nb = identify(NotebookNode(cells=[NotebookNode(id=name, metadata=NotebookNode()) for name in ids]))
    assert len({each["id"] for each in nb.cells}) == len(ids) and time.process_time() - start < 2


# -- points for wrong answers --------------------------------------------------------------------------------

COUNTS = """
from course.check import grading
with grading("attack/count") as g:
    for _ in range(5):
        n = g.int(70_000, 10**9)
        want = 12 * n
        assert count(n) == want
"""
SMALLER = COUNTS.replace("g.int(70_000, 10**9)", "2 * g.int(85, 300) + 1").replace("12 * n", "12 * n + 1")
COARSE = {
    "infinity in half precision": (COUNTS, "np.float16('inf')"),
    "infinity in half precision, in an array of one": (COUNTS, "np.array([np.inf], np.float16)"),
    "infinity in half precision, in an array of none": (COUNTS, "np.array(np.inf, np.float16)"),
    "an answer that forgets to add one, in half precision": (SMALLER, "np.float16(12 * n)"),
}


@pytest.mark.parametrize("how", COARSE)
def test_a_number_that_makes_others_coarse_is_not_equal_to_them(pool, how):
    source, gives = COARSE[how]
    cells = [
        cell("count", f"import numpy as np\ndef count(n):\n    return {gives}", solution=True),
        cell("count-test", source, grade=True, points=2, locked=True),
    ]
    assert run(pool, cells, {"count-test": source})[1] == {"count-test": 0}


EMPTIED = """
from collections import deque
from course.check import grading
with grading("attack/first") as g:
    letters = MADE
    want = letters[0]
    assert first(letters) == want
    assert g.unchanged()
"""


@pytest.mark.parametrize("made", ["deque(g.ids(5))", "bytearray(g.ids(5))"])
def test_an_answer_that_uses_up_what_it_is_given_has_changed_it(pool, made):
    source = EMPTIED.replace("MADE", made)
    cells = [
        cell(
            "first",
            "def first(letters):\n    one = letters[0]\n    letters.clear()\n    return one",
            solution=True,
        ),
        cell("first-test", source, grade=True, points=2, locked=True),
    ]
    assert run(pool, cells, {"first-test": source})[1] == {"first-test": 0}


PARTS = """
from course.check import grading
with grading("attack/code", "code", "back") as g:
    word = g.text()
    want = [ord(letter) * 7 + 3 for letter in word]
    with g.part(2):
        assert code(word) == want
    with g.part(1):
        assert back(want) == word
"""
TWICE = """
told = []
def code(word):
    return told[0] if told else None
def back(ids):
    if not told:
        told.append(ids)
        while True: pass
    return ''
"""


def test_what_a_test_told_before_it_was_stopped_is_no_answer_as_it_runs_again(pool):
    cells = [
        cell("mine", "def code(): \n    while True: pass\ncode()"),
        cell("code", TWICE, solution=True),
        cell("code-test", PARTS, grade=True, points=3, locked=True),
    ]
    assert run(pool, cells, {"code-test": PARTS}, seconds=2)[1] == {"code-test": 0}


LENDS = """
from course.check import grading
def right(ids):
    return sum(ids)
with grading("attack/wrap") as g:
    wrapped = wrap(right)
    assert wrapped([1, 2]) == 3
"""


def test_a_call_back_that_was_lent_again_in_a_fresh_process_answers_no_other_exercise(pool):
    total = TESTS["total-test"][1]
    cells = [
        cell(
            "wrap",
            "kept = []\ndef wrap(f):\n    kept.append(f)\n    return lambda ids: f(ids)",
            solution=True,
        ),
        cell("wrap-test", LENDS, grade=True, points=1, locked=True),
        cell("free", "import os; os._exit(1)"),
        cell("total", "def total(ids):\n    return kept[-1](ids)", solution=True),
        cell("total-test", total, grade=True, points=2, locked=True),
    ]
    assert run(pool, cells, {"wrap-test": LENDS, "total-test": total})[1] == {"wrap-test": 1, "total-test": 0}


MAKES = "made = make(3)\nassert made(4) == 7"
USES = """
from course.check import grading
known = [made(n) for n in range(3)]
with grading("attack/use") as g:
    assert use(known) == sum(known)
"""


def in_two_processes(pool, use):
    cells = [
        cell("make", "def make(n):\n    return lambda x: x + n", solution=True),
        cell("make-test", MAKES, grade=True, points=1, locked=True),
        cell("free", "import os; os._exit(1)"),
        cell("use", use, solution=True),
        cell("use-test", USES, grade=True, points=2, locked=True),
    ]
    return run(pool, cells, {"make-test": MAKES, "use-test": USES})


def test_a_test_that_stops_at_a_function_of_an_ended_process_has_failed(pool):
    _, points = in_two_processes(pool, "def use(numbers):\n    return 'wrong'")
    assert points["use-test"] == 0


@pytest.mark.parametrize("got, want", [(-(2**63), 0), (3 - 2**63, 3), (np.int8(-128), np.int8(0))])
def test_close_is_not_fooled_by_whole_numbers_that_wrap(got, want):
    assert not close(got, want)


# -- "could not be graded", at will --------------------------------------------------------------------------

AT_WILL = {
    "an exit status": {"total": "import os\ndef total(ids):\n    os._exit(77)"},
    "an array of no items and a billion rows": {
        "total": "import numpy as np\ndef total(ids):\n    return np.zeros((10**9, 0))"
    },
    "a kernel that breaks as cells are run again": {
        "total": "import os\ndef total(ids):\n    os._exit(1)",
        "second": "",
        "free": """
ip, again = get_ipython(), []
real = ip.run_cell
def run_cell(source, **how):
    if again: raise MemoryError('grade it again when the machine has more')
    return again.append(1) if source == '' else real(source, **how)
ip.run_cell = run_cell""",
    },
}


@pytest.mark.parametrize("how", AT_WILL)
def test_no_answer_makes_a_submission_one_that_could_not_be_graded(pool, how):
    result, _ = run(pool, assignment(AT_WILL[how])["cells"])
    assert result.outcome != FAILED, result.remarks


def test_a_chain_of_names_is_followed_in_little_time():
    slow, chain = Slow(), [f"def f{i}(): f{i - 1}()" for i in range(1, 1500)]
    start = time.process_time()
    slow.add(["f0"], chain)
    assert slow.is_used_by("f1499()") and not slow.is_used_by("g = 1    # f1499, f0\n'f0'")
    assert time.process_time() - start < 0.2


MANY = """
from course.check import grading
with grading("attack/total") as g:
    for _ in range(60):
        ids = g.ids(3)
        want = sum(ids)
        assert total(ids) == want
"""
FILLS = "def total(ids):\n    made = sum(ids)\n    ids.append(bytes(60_000_000))\n    ids.extend([] for _ in range(20_000))\n    return made"


def test_an_answer_that_fills_the_examiner_by_its_arguments_can_be_graded(pool):
    cells = [cell("total", FILLS, solution=True), cell("total-test", MANY, grade=True, points=2, locked=True)]
    result, _ = run(pool, cells, {"total-test": MANY}, seconds=30)
    assert result.outcome != FAILED, result.remarks


# -- one's trouble, another's points -------------------------------------------------------------------------

CRASHES_ONCE = "import os\ndef total(ids):\n    if ids == []: os._exit(1)\n    return sum(ids)"


def test_an_answer_that_ends_the_process_for_one_case_costs_no_exercise_that_calls_it_for_others(hand_in):
    assert hand_in(
        total=CRASHES_ONCE, mean="def mean(x):\n    return total(list(x)) / len(x)"
    ).points == KEPT | {"total": 0}


def test_a_helper_in_the_cell_of_an_answer_that_ends_the_process_stays(hand_in):
    got = hand_in(
        total=f"def plus(a, b):\n    return a + b\n{CRASHES_ONCE}",
        mean="def mean(x):\n    s = 0\n    for each in x: s = plus(s, each)\n    return s / len(x)",
    )
    assert got.points == KEPT | {"total": 0}


def test_what_a_test_made_of_an_answer_is_still_there_in_a_fresh_process(pool):
    uses = USES.replace("known = [made(n) for n in range(3)]\n", "").replace(
        "use(known) == sum(known)", "use(made, 4) == 7"
    )
    cells = [
        cell("make", "def make(n):\n    return lambda x: x + n", solution=True),
        cell("make-test", MAKES, grade=True, points=1, locked=True),
        cell("free", "import os; os._exit(1)"),
        cell("use", "def use(f, x):\n    return f(x)", solution=True),
        cell("use-test", uses, grade=True, points=2, locked=True),
    ]
    assert run(pool, cells, {"make-test": MAKES, "use-test": uses})[1] == {"make-test": 1, "use-test": 2}


def test_a_cell_of_ones_own_is_left_out_whatever_it_is_called(pool):
    cells = [cell("x-test", "import os; os._exit(1)"), *assignment({})["cells"]]
    assert run(pool, cells)[1] == {"total-test": 2, "mean-test": 2, "last-test": 1}


TAKES_ITS_TIME = """import time
def total(ids):
    end = time.process_time() + .03                  # on any machine: a test calls it 21 times, which is .6 s
    while time.process_time() < end: pass
    return sum(ids)"""


def test_a_right_answer_that_stood_in_an_endless_loop_of_the_students_has_its_time(pool):
    cells = assignment({"total": TAKES_ITS_TIME})["cells"]
    cells.insert(2, cell("mine", "while True: total([1, 2])"))
    assert run(pool, cells, seconds=6)[1]["total-test"] == 2


def test_a_cell_that_was_stopped_is_not_waited_for_again_in_each_fresh_process(pool):
    def work(**answers):
        """Seconds of processor time that it takes: others may be at work on this machine."""
        before = worked(pool)
        run(pool, assignment(answers)["cells"], seconds=6)
        return worked(pool) - before

    endless = {"free": "while True: pass"}
    crash = {name: f"import os\ndef {name}(x):\n    os._exit(1)" for name in ("total", "mean")}
    once = work(**endless)
    assert once > 5  # its time, all but a rest
    assert work(**endless, **crash) < once + 3  # in three processes, and not once more the six seconds


def worked(pool):
    """Seconds of processor time of all processes of a pool so far, those that have ended among them."""
    return sum(
        sum(each.cpu_times()[:4])
        for each in psutil.Process(pool.nursery.process.pid).children(recursive=True)
    )
