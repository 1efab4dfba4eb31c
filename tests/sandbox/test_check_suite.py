"""What the examiner takes from the author's notebook, and what it asks the student for."""

import contextlib
import sys

import nbformat
import pytest

from course.check import known_mistakes
from course.check.calls import call_and_record
from course.sandbox import check_suite
from course.sandbox.protocol import rpc


def test_a_test_asks_for_the_names_that_it_does_not_bind_itself():
    made = check_suite.test(
        "t", "import math\nfor x in range(3):\n    assert square(x) == math.pow(x, 2), message"
    )
    assert made.needs == {"square", "message"} and {"math", "x"} <= made.makes


def test_a_last_expression_is_shown_as_points_in_part():
    shown, space = [], {"grading": contextlib.nullcontext}
    hook, sys.displayhook = sys.displayhook, shown.append
    try:
        for part in check_suite.test("t", "with grading(): x = 1\nx + 1").parts:
            exec(part, space)
    finally:
        sys.displayhook = hook
    assert shown == [2]


def test_magics_are_calls():
    assert check_suite.test("t", "%matplotlib inline\nwith grading('e'): assert x").needs == {"grading", "x"}


def test_what_other_cells_than_answers_bind_is_taken_from_nobody():
    label = {"nbgrader": {"grade_id": "f", "solution": True, "grade": False}}
    nb = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("import numpy as np"),
            nbformat.v4.new_code_cell("def f(): pass", metadata=label),
        ]
    )
    made = check_suite.make("a", {"t": "assert f(np.pi)"}, {"a.ipynb": nbformat.writes(nb)})
    assert made.no_answers == {"np"} and made.theirs == {"np", "f"}


def test_misconceptions_come_along():
    nb = nbformat.v4.new_notebook(cells=[])
    code = 'from course.exercise.mistakes import wrong\n@wrong("f")\ndef less(x):\n    """You took one off."""\n    return x - 1'
    made = check_suite.make("a", {}, {"a.ipynb": nbformat.writes(nb), "misconceptions.py": code})
    assert [way.message for way in made.wrong["f"]] == ["You took one off."]


def test_a_misconception_whose_result_cannot_cross_is_refused_as_the_students_is_and_so_is_called_by_its_name():
    nb = nbformat.v4.new_notebook(cells=[])
    code = (
        "import hashlib\nfrom course.exercise.mistakes import wrong\n"
        'wrong("f", "That is the hash itself.", lambda x: hashlib.sha256(x))\nwrong("f", "These are its digits.", lambda x: hashlib.sha256(x).hexdigest())'
    )
    made = check_suite.make("a", {}, {"a.ipynb": nbformat.writes(nb), "misconceptions.py": code})

    def refused(x):  # what the examiner meets, since the student's process sends no such thing
        raise rpc.rebuilt(
            (
                ("Refused", "TypeError"),
                "a HASH cannot be graded: return a list, a dict, a number or a text",
                None,
            )
        )

    call, _ = call_and_record("f", refused, [b"x"], {})
    assert [known_mistakes.agrees(way, [call]) for way in made.wrong["f"]] == [True, False]


def test_a_misconception_whose_call_hands_over_what_cannot_cross_meets_the_students_error_and_so_is_called_by_its_name():
    nb = nbformat.v4.new_notebook(cells=[])
    code = (
        "from course.exercise.mistakes import wrong\n"
        'wrong("f", "Your brackets are square.", lambda add, x: add(list[x]))\nwrong("f", "That is no list.", lambda add, x: add(x[0]))'
    )
    made = check_suite.make("a", {}, {"a.ipynb": nbformat.writes(nb), "misconceptions.py": code})

    def stopped(add, x):  # what the examiner meets: `list[x]` can be called, and so came as a stub
        raise rpc.rebuilt((("TypeError",), "'Stub' object is not iterable", None))

    call, _ = call_and_record("f", stopped, [sum, [1, 2]], {})
    assert [known_mistakes.agrees(way, [call]) for way in made.wrong["f"]] == [True, False]


def test_what_a_check_s_function_does_to_what_it_is_given_comes_back_to_a_misconception():
    grow = check_suite._across(lambda items, extra: items.append(extra()) or items)
    items = [1]
    assert grow(items, lambda: 2) is items == [1, 2]


def test_a_test_that_is_no_python_fails_every_submission_with_its_name():
    with pytest.raises(SyntaxError, match="my-test"):
        check_suite.make("a", {"my-test": "with grading('e'): assert ("}, {})
