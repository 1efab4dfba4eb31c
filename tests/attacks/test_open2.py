"""What who knows the grader's own code still takes: points for wrong answers, a call-back's life, the coordinator's time."""
import json
import subprocess
import sys

import pytest

from course.classroom.grade import FAILED
from tests.attacks.conftest import cell
from tests.attacks.test_open import run

# -- points for wrong answers -----------------------------------------------------------------------------------------------------

COUNTS = """
from course.check import grading
with grading("attack/count") as g:
    for _ in range(5):
        n = g.int(70_000, 10**9)
        want = 12 * n
        assert count(n) == want
"""
SMALLER = COUNTS.replace("g.int(70_000, 10**9)", "2 * g.int(85, 300) + 1").replace("12 * n", "12 * n + 1")
COARSE = {"infinity in half precision": (COUNTS, "np.float16('inf')"), "infinity in half precision, in an array of one": (COUNTS, "np.array([np.inf], np.float16)"),
          "infinity in half precision, in an array of none": (COUNTS, "np.array(np.inf, np.float16)"),
          "an answer that forgets to add one, in half precision": (SMALLER, "np.float16(12 * n)")}


@pytest.mark.parametrize("how", COARSE)
def test_a_number_that_makes_others_coarse_is_not_equal_to_them(pool, how):
    source, gives = COARSE[how]
    cells = [cell("count", f"import numpy as np\ndef count(n):\n    return {gives}", solution=True), cell("count-test", source, grade=True, points=2, locked=True)]
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
    cells = [cell("first", "def first(letters):\n    one = letters[0]\n    letters.clear()\n    return one", solution=True),
             cell("first-test", source, grade=True, points=2, locked=True)]
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
pytestmark = pytest.mark.slow                        # together they wait for a minute



def test_what_a_test_told_before_it_was_stopped_is_no_answer_as_it_runs_again(pool):
    cells = [cell("mine", "def code(): \n    while True: pass\ncode()"), cell("code", TWICE, solution=True), cell("code-test", PARTS, grade=True, points=3, locked=True)]
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
    from tests.attacks.conftest import TESTS
    total = TESTS["total-test"][1]
    cells = [cell("wrap", "kept = []\ndef wrap(f):\n    kept.append(f)\n    return lambda ids: f(ids)", solution=True), cell("wrap-test", LENDS, grade=True, points=1, locked=True),
             cell("free", "import os; os._exit(1)"),
             cell("total", "def total(ids):\n    return kept[-1](ids)", solution=True), cell("total-test", total, grade=True, points=2, locked=True)]
    assert run(pool, cells, {"wrap-test": LENDS, "total-test": total})[1] == {"wrap-test": 1, "total-test": 0}


# -- "could not be graded", at will -----------------------------------------------------------------------------------------------

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


# -- the coordinator --------------------------------------------------------------------------------------------------------------

def test_spaces_around_a_colon_do_not_hold_the_coordinator():
    code = ("from tests.attacks.test_open import *; "
            "mend(with_unlabelled('x = 1\\na' + ' ' * 9_000 + ':' + ' ' * 9_000), tiny.notebook())")
    try:
        subprocess.run([sys.executable, "-c", code], check=True, timeout=10)
    except subprocess.TimeoutExpired:
        pytest.fail("ten seconds were not enough")


def test_ids_that_clash_do_not_hold_the_coordinator(tmp_path):
    ids = ["a" * 50 + "-3", "a" * 50, "a" * 50]
    cells = [{"cell_type": "markdown", "id": name, "metadata": {}, "source": ""} for name in ids]
    (tmp_path / "01.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    code = f"from pathlib import Path; from course.classroom.grade.mend import read; read(Path({str(tmp_path)!r}, '01.ipynb'))"
    try:
        subprocess.run([sys.executable, "-c", code], check=True, timeout=10)
    except subprocess.TimeoutExpired:
        pytest.fail("ten seconds were not enough")
