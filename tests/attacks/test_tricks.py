"""Tricks that must not pay: each tries to have wrong answers pass, or to read what it must not."""

import time

import pytest

from tests.attacks.conftest import HIDDEN

RIGHT_TOTAL = "def total(ids):\n    return sum(ids)"
WRONG = "def total(ids):\n    return 3"

# name: cells. `total` is wrong in all of them, and must earn nothing; the other exercises are right, and must
# earn all.
NO_POINTS = {
    "an input transformer that empties cells": {
        "free": "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'] if 'total' in ''.join(lines) else lines)",
        "total": WRONG,
    },
    "an AST transformer that drops asserts": {
        "total": WRONG,
        "free": """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Drop())""",
    },
    "an exception handler": {
        "free": "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)",
        "total": WRONG,
    },
    "a hook on exceptions": {
        "free": "import sys; sys.excepthook = lambda *a: None; get_ipython().showtraceback = lambda *a, **k: None",
        "total": WRONG,
    },
    "points shown by the display hook": {
        "free": "import sys",
        "total": "def total(ids):\n    get_ipython().displayhook(2); sys.displayhook(2)\n    return 3",
    },
    "points published as a result": {
        "total": "def total(ids):\n    from IPython.display import display\n    display(2); print(2)\n    return 3"
    },
    "the error taken back": {
        "free": "get_ipython().events.register('post_run_cell', lambda *a: display.clear_output())\nfrom IPython import display",
        "total": WRONG,
    },
    "a number that equals everything": {
        "total": "class Yes(int):\n    __eq__ = lambda s, o: True\n    __hash__ = int.__hash__\ndef total(ids):\n    return Yes(3)"
    },
    "an object that equals everything": {
        "total": "class Yes:\n    __eq__ = lambda s, o: True\ndef total(ids):\n    return Yes()"
    },
    "a float that equals everything": {
        "total": "class Yes(float):\n    __eq__ = __le__ = __ge__ = lambda s, o: True\ndef total(ids):\n    return Yes(3)"
    },
    "an array that equals everything": {
        "total": """
import numpy as np
class Yes(np.ndarray):
    def __array_ufunc__(self, *a, **k): return np.True_
    __eq__ = lambda s, o: np.True_
def total(ids):
    return np.zeros(()).view(Yes)"""
    },
    "an answer that reflects the comparison": {
        "total": "class R:\n    def __eq__(s, o): return True\n    __req__ = __eq__\n    def __class__(self): return int\ndef total(ids):\n    return [R()]"
    },
    "patched builtins": {
        "free": "import builtins\nbuiltins.sum = lambda x: 3\nbuiltins.__build_class__ = None",
        "total": WRONG,
    },
    "a patched AssertionError": {
        "free": "import builtins\nbuiltins.AssertionError = type('A', (Exception,), {'__init__': lambda s, *a: None})",
        "total": WRONG,
    },
    "a patched grading": {
        "free": "import course.check as c\nc.grading.__exit__ = lambda *a: True\nc.NotYet = ValueError",
        "total": WRONG,
    },
    "course.check replaced": {
        "free": "import sys, types\nsys.modules['course.check'] = m = types.ModuleType('m')\nm.grading = print",
        "total": WRONG,
    },
    "own course package": {
        "files": {"course/__init__.py": b"", "course/check/__init__.py": b"class grading:\n    pass"},
        "total": WRONG,
    },
    "course.check edited on disk": {
        "free": "import course.check\ntry: open(course.check.__file__, 'a').write('x')\nexcept OSError: pass",
        "total": WRONG,
    },
    "asserts switched off": {
        "free": "import sys, os\nos.environ['PYTHONOPTIMIZE'] = '2'\n__debug__",
        "total": WRONG,
    },
    "frame introspection": {
        "total": """
import sys
def total(ids):
    f = sys._getframe()
    while f:
        for space in f.f_locals, f.f_globals:
            if 'want' in space: return space['want']
        f = f.f_back
    return 3"""
    },
    "gc introspection": {
        "total": """
import gc
def total(ids):
    for o in gc.get_objects():
        if type(o) is dict and 'want' in o: return o['want']
    return 3"""
    },
    "the call stack tells a test": {
        "total": "import traceback\ndef total(ids):\n    t = ''.join(traceback.format_stack())\n    return sum(ids) if 'total-test' in t or 'grading' in t else 3"
    },
    "right when visible": {"total": "def total(ids):\n    return sum(ids) if ids == [1, 2] else 3"},
    "a table of the seen cases": {
        "total": "table = {(1, 2): 3, (): 0}\ndef total(ids):\n    return table.get(tuple(ids), 3)"
    },
    "right the first times": {
        "total": "n = 0\ndef total(ids):\n    global n\n    n += 1\n    return sum(ids) if n < 12 else 3"
    },
    "right when asked again": {
        "total": "seen = set()\ndef total(ids):\n    key = tuple(ids)\n    if key in seen: return sum(ids)\n    seen.add(key)\n    return 3"
    },
    "NaN": {"total": "def total(ids):\n    return float('nan')"},
    "the argument bent to the answer": {"total": "def total(ids):\n    ids[:] = [3]\n    return 3"},
    "the argument changed after the call": {
        "free": "import threading, time",
        "total": """
def total(ids):
    def later():
        while True: ids[:] = [3]
    threading.Thread(target=later, daemon=True).start()
    return 3""",
    },
    "a result changed after the call": {
        "total": "kept = []\ndef total(ids):\n    kept.append([3]); return kept[-1]"
    },
    "True for one": {"total": "def total(ids):\n    return len(ids) == 2"},
    "a right answer as a text": {"total": "def total(ids):\n    return str(sum(ids))"},
    "a right answer as an exception": {"total": "def total(ids):\n    raise StopIteration(sum(ids))"},
    "an exception that means nothing is wrong": {"total": "def total(ids):\n    raise SystemExit(0)"},
    "NotYet raised by the answer": {
        "total": "from course.check import NotYet\ndef total(ids):\n    raise NotYet()"
    },
    "GeneratorExit": {"total": "def total(ids):\n    raise GeneratorExit"},
    "a test defined before the test": {
        "free": "want = 3\nids = []\nsecret = None\ng = None\ngrading = print\nclose = lambda *a: True",
        "total": WRONG,
    },
    "every name taken": {
        "free": "for n in ['assert', 'sum', 'range', 'g', 'want', '_', 'grading', 'close', 'np']: globals()[n] = lambda *a: 3",
        "total": WRONG,
    },
}

WIRE = """
import gc, os, socket, struct
frame = lambda kind, content: struct.pack('<IB', len(content), kind) + content
wire = socket.socket(fileno=os.dup(3))
"""
# forged messages to the examiner: they end the conversation, and all that was not yet graded
FORGED = {
    "bytes at random": "wire.send(os.urandom(1000))",
    "a frame of 4 GB": "wire.send(b'\\xff' * 5)",
    "an answer before the question": "for _ in range(99): wire.send(frame(1, struct.pack('<I', 0) + b'T'))",
    "a call of nothing": "wire.send(frame(0, struct.pack('<II', 99, 0) + b'N'))",
    "a number out of range": "wire.send(frame(1, struct.pack('<I', 0) + b'@\\xff\\xff\\0\\0'))",
    "half a frame": "wire.send(b'\\x09\\0\\0'); os.close(3)",
    "an answer that is deep": "wire.send(frame(1, struct.pack('<I', 0) + b'(\\1\\0\\0\\0' * 10**5))",
    "an error of no class": "wire.send(frame(2, b'\\0\\0\\0\\0N'))",
    "calls within calls": "for _ in range(99): wire.send(frame(0, struct.pack('<II', 0, 0) + b'('+ struct.pack('<I', 0)))",
    "the end": "wire.shutdown(2)",
}


@pytest.mark.parametrize("trick", NO_POINTS)
def test_it_earns_nothing(hand_in, trick):
    got = hand_in(**NO_POINTS[trick])
    assert got.points == {"total": 0, "mean": 2, "last": 1}, got.text


@pytest.mark.parametrize("message", FORGED)
def test_a_forged_message_earns_nothing(hand_in, message):
    got = hand_in(total=WIRE + f"def total(ids):\n    {FORGED[message]}\n    return 3")
    assert got.points["total"] == 0, got.text
    got = hand_in(free=WIRE + FORGED[message], total=WRONG)
    assert got.points["total"] == 0, got.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "{s._eq(k): k for k in range(9)}",
        "set(k * (2**61 - 1) for k in range(40_000))",
        "{k * (2**61 - 1): 1 for k in range(40_000)}",
    ],
)
def test_keys_made_to_collide_are_stopped(hand_in, body):
    got = hand_in(total=f"def total(ids):\n    return {body}")
    assert got.points == {"total": 0, "mean": 2, "last": 1}, got.text


# The student's own codec bent to send what an honest one refuses. It is found through the frames below an
# answer.
BENT = """
import sys
def wire():
    frame = sys._getframe()
    while 'described' not in frame.f_globals: frame = frame.f_back
    return frame.f_globals
"""
LARGE_FROM_LITTLE = {
    "a million keys made to collide": "wire()['Exchange'].body = lambda self, value: b'S' + self.items(k * (2**61 - 1) for k in range(10**6)); return []",
    "a range of fifty million": "return range(5 * 10**7)",
    "lists that hold each other twice, sixty deep": "wire()['Exchange'].can_be_walked = lambda *_: True; y = []\n    for _ in range(60): y = [y, y]\n    return y",
    "an exception of 60 MB": "wire()['described'] = lambda *_: (('ValueError',), 'x' * 60_000_000, None); raise ValueError",
}


@pytest.mark.slow
@pytest.mark.parametrize("what", LARGE_FROM_LITTLE)
def test_little_that_is_sent_makes_nothing_large_here(hand_in, what):
    start = time.monotonic()
    got = hand_in(mean=f"{BENT}\ndef mean(x):\n    {LARGE_FROM_LITTLE[what]}")
    assert got.points["total"] == 2 and got.points["mean"] == 0, got.text
    assert time.monotonic() - start < 60 and len(got.text) < 20_000


def test_close_is_not_fooled_by_nan_or_arrays_that_agree_with_everything(hand_in):
    for body in (
        "return float('nan')",
        "return np.full(6, np.nan)",
        "return np.zeros((6, 6))",
        "return np.ma.masked_all(())",
        "return np.inf",
    ):
        assert hand_in(mean=f"import numpy as np\ndef mean(x):\n    {body}").points == {
            "total": 2,
            "mean": 0,
            "last": 1,
        }


LOOK_FOR = {
    "in memory": "import gc\nfound = [o for o in gc.get_objects() if type(o) in (dict, list, tuple) and mark in str(o)[:10**6] and 'mark' not in str(o)[:10**6]]",
    "in modules": "import sys\nfound = [m for m in sys.modules if 'mutants' in m or 'exam' in m.split('.')[-1:] or 'classroom' in m]",
    "in files": """
import os
found = []
for base, _, names in os.walk('/'):
    for name in names:
        path = os.path.join(base, name)
        if name in ('misconceptions.py', 'answers.py', 'gradebook.db', 'signs.json') or 'classroom' in path.replace('nbgrader', ''): found.append(path)""",
    "in the environment": "import os\nfound = [v for k, v in os.environ.items() if 'seed' in (k + v).lower() and k != 'PYTHONHASHSEED']",
    "in other processes": """
import os
found = []
for path in '/proc/1/cmdline', '/proc/self/environ', '/proc/self/mem', f'/proc/{os.getppid()}/environ':
    try: open(path); found.append(path)
    except OSError: pass""",
    "by import": """
found = []
for name in 'course.exercise.mistakes', 'course.sandbox.check_process', 'course.notebook.document':
    try: __import__(name); found.append(name)
    except (ImportError, OSError): pass""",
    "among descriptors": """
import os
found = []
for n in [0, 1, 2] + list(range(4, 64)):
    try: found.append(os.readlink(f'/proc/self/fd/{n}')) if n > 2 else None; os.fstat(n); found.append(n) if n > 2 else None
    except OSError: pass""",
    "in all of its memory": """
import ctypes, re
found, needle = [], (mark.swapcase()).encode()
# every object the collector knows, and what they refer to
import gc
for o in gc.get_objects():
    for r in gc.get_referents(o):
        if type(r) is str and len(r) < 10**6 and mark in r and 'needle' not in r and r != mark: found.append(r[:80])""",
}


@pytest.mark.parametrize("where", LOOK_FOR)
def test_there_is_nothing_to_find(hand_in, where):
    half = len(HIDDEN) // 2
    got = hand_in(
        free=f"mark = {HIDDEN[:half]!r} + {HIDDEN[half:]!r}\n{LOOK_FOR[where]}\nprint('found:', found)"
    )
    assert "found: []" in got.text
    assert HIDDEN not in got.text


def test_hidden_cases_that_an_answer_prints_are_dropped(hand_in):
    got = hand_in(
        total="import sys\ndef total(ids):\n    print('SEEN', ids); print('SEEN', file=sys.stderr); display('SEEN')\n    return sum(ids)"
    )
    assert got.points["total"] == 2 and "SEEN" not in got.text


def test_a_cell_that_calls_itself_a_test_is_run_by_the_student_and_judges_nothing(pool):
    from course.sandbox.job import Job
    from tests.attacks.conftest import TESTS, assignment, cell

    nb = assignment({"total": WRONG})
    nb["cells"].append(
        cell(
            "mine",
            "import sys; print([m for m in sys.modules if 'classroom' in m])",
            grade=True,
            points=9,
            locked=True,
        )
    )
    nb["cells"].append(cell("total-test", "print('I am the test')", grade=True, points=2, locked=True))
    done = pool.run(
        Job("attack", "m", nb, {name: source for name, (_, source) in TESTS.items()}, {}, "s", {}, 1)
    ).notebook
    assert "'[]\\n'" in str(done.cells[-2].outputs) and "not yet" in str(done.cells[-1].outputs)


def test_a_call_back_that_was_kept_answers_no_other_exercise(pool):
    """The test of `each` lends a right `total`; an answer keeps it, and has it do the work of the exercise
    after it.
    """
    from course.sandbox.job import Job
    from tests.attacks.conftest import TESTS, cell

    lends = """
from course.check import grading
def right(ids):
    return sum(ids)
with grading("attack/each") as g:
    assert each(right, [[1, 2], [3]]) == [3, 3]
    for _ in range(5):
        rows = [g.ids(), g.ids()]
        want = [sum(ids) for ids in rows]
        assert each(right, rows) == want
"""
    keeps = "kept = []\ndef each(f, rows):\n    kept.append(f)\n    return [f(row) for row in rows]"
    nb = {
        "cells": [
            cell("each", keeps, solution=True),
            cell("each-test", lends, grade=True, points=2, locked=True),
            cell("total", "def total(ids):\n    return kept[-1](ids)", solution=True),
            cell("total-test", TESTS["total-test"][1], grade=True, points=2, locked=True),
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    done = pool.run(
        Job("attack", "m", nb, {"each-test": lends, "total-test": TESTS["total-test"][1]}, {}, "s", {}, 1)
    ).notebook
    assert done.cells[1].outputs == []
    assert "it has ended" in str(done.cells[3].outputs) and "not yet" in str(done.cells[3].outputs)


def test_an_answer_may_ask_a_call_back_from_several_threads(pool):
    from course.sandbox.job import Job
    from tests.attacks.conftest import cell

    lends = """
from course.check import grading
with grading("attack/each") as g:
    for _ in range(5):
        rows = [[n, n + 1] for n in range(g.int(20, 40))]
        want = [sum(ids) for ids in rows]
        assert each(lambda ids: sum(ids), rows) == want
"""
    answer = "from concurrent.futures import ThreadPoolExecutor\ndef each(f, rows):\n    with ThreadPoolExecutor(4) as pool:\n        return list(pool.map(f, rows))"
    nb = {
        "cells": [
            cell("each", answer, solution=True),
            cell("each-test", lends, grade=True, points=2, locked=True),
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    done = pool.run(Job("attack", "m", nb, {"each-test": lends}, {}, "s", {}, 5)).notebook
    assert done.cells[1].outputs == []


def test_the_same_submission_gives_the_same_bytes(hand_in, pool):
    cells = {
        "free": "import random, numpy as np\nprint(random.random(), np.random.rand(), hash('a'), {'a', 'b', 'c'}, object())\nlambda: 0",
        "total": "import matplotlib.pyplot as plt\ndef total(ids): return 1 / 0\nplt.plot([1, 2]); plt.show()",
    }
    first = hand_in(**cells).notebook
    pool.idle.put(pool.make())  # another worker
    assert first == hand_in(**cells).notebook


@pytest.mark.parametrize("where", ["total", "free"])
def test_what_tiktoken_has_ready_is_told_wherever_it_stands(hand_in, where):
    used = "import tiktoken\nready = tiktoken.Encoding._core_bpe if False else None\n"
    got = hand_in(**{where: used + ("def total(ids):\n    return sum(ids)" if where == "total" else "")})
    assert f"the answer {where} calls tiktoken's own (_core_bpe): is that the student's work?" in got.remarks
