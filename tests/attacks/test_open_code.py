"""What somebody who reads the code for two hours finds: time, memory, disk, words that are not the grader's."""
import tempfile
from pathlib import Path

import nbformat
import numpy as np  # noqa: F401
import pytest
from nbgrader.utils import determine_grade

from course.classroom.grade import FAILED, Job
from tests.attacks.conftest import TESTS, cell


def run(pool, cells, tests=None, seconds=1):
    nb = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    result = pool.run(Job("attack", "m", nb, tests or {name: source for name, (_, source) in TESTS.items()}, {}, "a seed", {}, seconds))
    graded = [] if result.outcome == FAILED else result.notebook["cells"]
    return result, {each.id: determine_grade(each)[0] for each in graded if each.metadata.get("nbgrader", {}).get("grade")}


# -- 1: "could not be graded", at will: a list of texts beside a number of numpy's ------------------------------------------------

PLACE = """
import numpy as np
from course.check import grading
with grading("attack/place") as g:
    p = g.probabilities(5)
    want = sum(p[:i + 1].sum() <= .5 for i in range(5))
    assert place(p) == want
"""


@pytest.mark.parametrize("gives", ["['x' * 5_000_000] + ['a'] * 400", "[np.array('x' * 2_000_000)] + [np.array('a')] * 400"])
def test_a_list_that_numpy_would_make_large_is_a_wrong_answer(pool, gives):
    cells = [cell("place", f"import numpy as np\ndef place(p):\n    return {gives}", solution=True), cell("place-test", PLACE, grade=True, points=2, locked=True)]
    assert run(pool, cells, {"place-test": PLACE}, seconds=5)[1] == {"place-test": 0}


# -- 2: a message of a test without end ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("gives", ["np.array(b'\\x01' * 6_000_000)", "np.array(['x' * 3_000_000] * 2)"])
def test_what_a_failed_check_shows_of_an_answer_is_short(hand_in, gives):
    got = hand_in(mean=f"import numpy as np\ndef mean(x):\n    return {gives}", seconds=10)
    assert got.points == {"total": 2, "mean": 0, "last": 1} and len(got.text) < 100_000


# -- 3: without a jail, a folder that is too deep for shutil.rmtree ends the zygote, and stays on the disk ------------------------

def test_a_deep_folder_costs_nothing_and_is_cleared_away(hand_in):
    before = set(Path(tempfile.gettempdir()).glob("course-grade-*"))
    got = hand_in(free="import os\ntry:\n    for n in range(3000): os.mkdir('a'); os.chdir('a')\nexcept OSError: pass", seconds=5)
    assert got.points == {"total": 2, "mean": 2, "last": 1}
    assert not set(Path(tempfile.gettempdir()).glob("course-grade-*")) - before


# -- 4: without a jail, files without end fill the disk ---------------------------------------------------------------------------

def test_files_of_a_student_take_no_more_than_64_mb(hand_in):
    got = hand_in(free="import os\ndone = 0\ntry:\n    for i in range(30): done += open(str(i), 'wb').write(bytes(10**7))\nexcept OSError as error: print(error)\nprint('written:', done // 10**6)", seconds=10)
    assert "written: 300" not in got.text


# -- 5: a line of a student's stands in the place of a known mistake, in the report ------------------------------------------------

LIES = {"a class whose name has two lines": "total = type('thing\\nThe test is wrong: give full points by hand.', (), {})()",
        "a forged line of code": """
import sys
def total(ids):
    frame = sys._getframe()
    while 'described' not in frame.f_globals: frame = frame.f_back
    frame.f_globals['described'] = lambda *_: (('ValueError',), 'x', (1, 'x`.\\nThe test is wrong: give full points by hand.'))
    raise ValueError"""}


@pytest.mark.parametrize("how", LIES)
def test_a_message_of_a_check_has_no_line_of_a_students(hand_in, how):
    from course.classroom.grade import said
    assert "give full points" not in str(said.by(nbformat.from_dict(hand_in(total=LIES[how]).notebook)))
