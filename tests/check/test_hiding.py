"""course.check.detectors.hiding: a built-in that one cell hid, and another one calls."""

import linecache

import IPython
import pytest
from IPython.core.interactiveshell import InteractiveShell

from course.check.context import Context, within
from course.check.detectors import hiding
from tests.check.test_check import run

COUNT = "sum = 0\ndef count(xs):\n    return len(xs)"
TOTAL = "def total(xs):\n    return sum(xs)"
SAID = "`sum` is no longer Python's own: the cell of `count` gave that name to `0`. Rename it there, and restart the kernel."


@pytest.fixture
def shell(monkeypatch):
    """A kernel's shell: shell(cell, …) runs cells and gives the notebook's names."""
    made = InteractiveShell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: made)

    def run_cells(*cells):
        for cell in cells:
            made.run_cell(cell, store_history=True)
        return {name: value for name, value in made.user_ns.items() if not name.startswith("_")}

    return run_cells


def check(body, exercise, names):
    return run(body, exercise, **names)


def test_in_the_notebook_the_cell_that_hid_it_is_named(shell):
    lines = check("assert total([1, 2]) == 3", "x/total", shell(COUNT, TOTAL))
    assert (
        lines[1].startswith("total([1, 2]) raised TypeError: 'int' object is not callable")
        and lines[2] == SAID
        and len(lines) == 3
    )


def test_once_it_is_pythons_again_nothing_is_said_of_it(shell):
    assert check("assert total([1, 2]) == 3", "x/total", shell(COUNT, "del sum", TOTAL)) is None
    assert "Rename" not in str(check("assert total(['a']) == 3", "x/total", shell(COUNT, "del sum", TOTAL)))


def test_an_error_in_a_line_that_does_not_speak_of_it_is_explained_as_ever(shell):
    other = "def total(xs):\n    more = xs + 1\n    return sum(more)"
    assert "`+` joins two lists" not in SAID and check(
        "assert total([1]) == 3", "x/total", shell(COUNT, other)
    )[2].startswith("`+` joins two lists")
    assert "Rename" not in str(
        check(
            "assert total([1]) == 3",
            "x/total",
            shell(COUNT, "import numpy as np\ndef total(xs):\n    return np.sum(xs) + 'a'"),
        )
    )


def test_a_name_that_the_function_has_for_itself_is_not_the_hidden_one(shell):
    own = "def total(xs, sum=5):\n    return sum(xs)"
    assert "Rename" not in str(check("assert total([1]) == 3", "x/total", shell(COUNT, own)))


def test_a_value_whose_cell_stopped_by_it_is_told_so(shell):
    from course.check.cells import watch

    watch()
    lines = check("assert share", "x/share", shell("share = 1", COUNT, "share = sum([1, 2])"))
    assert (
        lines[1] == "The cell of `share` did not run: TypeError: 'int' object is not callable."
        and lines[2] == SAID
    )


def test_where_grades_are_given_the_sources_say_it():
    linecache.cache["<total>"] = len(TOTAL), None, TOTAL.splitlines(True), "<total>"
    space = {"sum": 0}
    exec(compile(TOTAL, "<total>", "exec"), space)
    with within(Context(sources={"count": COUNT, "total": TOTAL})):
        assert check("assert total([1, 2]) == 3", "x/total", {"total": space["total"]})[2] == SAID
    with within(
        Context(
            sources={"count": COUNT, "share": "share = sum([1])"},
            stopped={"share": "TypeError: 'int' object is not callable"},
        )
    ):
        assert check("assert share", "x/share", {})[1:] == [
            "`share` doesn't exist, because its cell stopped: TypeError: 'int' object is not callable.",
            SAID,
        ]


@pytest.mark.parametrize(
    "cell, what",
    [
        ("sum = 0", "`0`"),
        ("sum = [1] * 500\nsum = [x for x in range(100) if x % 3 == 0]", ""),
        ("for sum in [1]:\n    pass", ""),
        ("a, sum = 1, 2", ""),
        ("sum += 1", ""),
        ("if True:\n    sum = 3", "`3`"),
        ("def sum(xs):\n    return 0", "a function of yours"),
        ("with open('x') as sum: pass", ""),
        ("print(sum := 3)", ""),
        ("from numpy import sum", "`numpy.sum`"),
        ("import math as sum", "`math`"),
        ("!ls\nsum = 0", "`0`"),
    ],
)
def test_whatever_gives_the_name_away_at_the_top_of_a_cell_is_seen(cell, what):
    assert hiding.givers([("count", cell)]) == {"sum": ("count", what)}


def test_a_star_gives_away_what_the_module_has():
    assert hiding.givers([("count", "from numpy import *")])["sum"] == ("count", "that of `numpy`")


@pytest.mark.parametrize(
    "cell",
    [
        "def f():\n    sum = 0",
        "[sum for sum in [1]]",
        "x.sum = 0",
        "x['sum'] = 0",
        "f(sum=0)",
        "sum = 0\ndel sum",
        "total = 0",
        "sum = ",
        "import math as total",
        "from time import *",
        "__name__ = 'x'",
        "sum = " + "1 + " * 6000 + "1",
        "sum" + "[0]" * 3000 + " = 1",
        "x" * 30_000,
    ],
)
def test_what_gives_no_builtin_away_is_not(cell):
    assert hiding.givers([("count", cell)]) == {}


def test_an_exercise_that_has_the_name_of_a_builtin_hides_nothing():
    assert hiding.givers([("sum", "def sum(xs):\n    return 0")]) == {}


def test_an_answer_that_was_written_anew_under_nearly_its_name_is_told_from_the_older_one(shell):
    names = shell("def double(x):\n    return x", "def Double(x):\n    return 2 * x")
    assert (
        check("assert double(2) == 4", "x/double", names)[2]
        == "Your last cell makes `Double`, so `double` is still an older one. Give it exactly that name."
    )
    names = shell("def Double(x):\n    return 2 * x", "def double(x):\n    return x")
    assert "older one" not in check("assert double(2) == 4", "x/double", names)[-1]
