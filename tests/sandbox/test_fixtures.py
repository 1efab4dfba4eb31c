"""What an author's cells give to tests: all that stands on no answer, as far as it stands above the test."""
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.sandbox import fixtures


def cell(source, name="", **mark):
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": name, "grade": False, "solution": False} | mark} if name else {})


def given(*sources, needs, answer=""):
    """The names that a test has from cells of the author's, below an answer."""
    nb = new_notebook(cells=[*map(cell, sources), cell(answer, "answer", solution=True), cell("", "t", grade=True)])
    made, space = fixtures.of(nb, {"t": {needs}}), {}
    for code, _ in made.statements[:made.above.get("t", 0)]:
        exec(code, space)
    return made, space


@pytest.mark.parametrize("source, name", [("import numpy as np", "np"), ("import os.path", "os"), ("from math import pi as p", "p"),
                                          ("%matplotlib inline\nimport math", "math"), ("from math import *", "sqrt")])
def test_an_import_of_any_form_and_a_test_that_takes_nothing_else_runs_nothing_else(source, name):
    made, _ = given(source, "long = [0] * 10 ** 9", needs=name)
    exec(made.imports[name], space := {})
    assert name in space and not made.above


@pytest.mark.parametrize("source", ["def helper(x):\n    return base + x", "class helper:\n    y = 1", "helper = [1, 2]", "helper = 0\nfor n in range(3):\n    helper += n"])
def test_a_function_a_class_and_data_with_what_they_need(source):
    made, space = given("base = 1", source, needs="helper")
    assert {"base", "helper"} <= made.names and "helper" in space


def test_what_is_given_anew_below_the_test_is_not_met_yet():
    nb = new_notebook(cells=[cell("x = 1"), cell("", "t", grade=True), cell("x = 2"), cell("", "u", grade=True)])
    assert fixtures.of(nb, {"t": {"x"}, "u": {"x"}}).above == {"t": 1, "u": 2}


@pytest.mark.parametrize("source, answer", [
    ("def helper():\n    return f(1)", "def f(x):\n    return x"), ("helper = [0]", "helper.append(1)"), ("helper = 1", "helper = 2"),
    ("base = f(1)\nhelper = base", "def f(x):\n    return x"), ("helper = [0]\ndef note(x):\n    helper.append(f(x))", "def f(x):\n    return x")])
def test_what_uses_an_answer_or_is_bound_or_changed_by_one_is_the_students(source, answer):
    made, space = given(source, needs="helper", answer=answer)
    assert "helper" not in made.names and "helper" not in space


def test_an_answer_may_use_and_seed_a_module_and_write_one_of_its_functions_anew():
    made, _ = given("import numpy as np\nfrom statistics import mean, median", needs="np", answer="np.random.seed(1)\ndef mean(x):\n    return 0")
    assert made.names == {"np", "median"}


def test_an_import_in_an_answer_is_the_students_unless_it_stands_in_the_stub():
    made, _ = given(needs="np", answer="import re\n### BEGIN SOLUTION\nimport numpy as np\n### END SOLUTION")
    assert made.names == {"re"}
    made, _ = given(needs="np", answer="import numpy as np")
    assert not made.names


def test_other_languages_give_nothing_and_stop_nothing():
    made, _ = given("%%bash\necho 1", "x = (", "return 1", "y = 2", needs="y")
    assert made.names == {"y"}
