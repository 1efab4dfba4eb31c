"""A name that only cells make which grading skips: what can run runs where an answer uses it; of what cannot,
the answer is told in the notebook, where it works.
"""

import json

import pytest

from course.check.detectors import skipped
from tests.attacks.conftest import cell as code

DRAWS, TRAINS, RUNS = ["skip-execution"], ["skip-execution", "not-in-grading"], []
PICTURE = "order = {'a': 1}\nfig = 1"
TEST = "from course.check import grading\nwith grading('01-mini/place') as g:\n    assert place('a') == 1"
USES = "def place(x):\n    return order[x]"


@pytest.fixture
def kernel(monkeypatch, tmp_path):
    """kernel(cells, more) -> what the last one prints or says: `cells` are in the saved notebook, (source,
    tags); `more` are run and not saved.
    """
    import IPython
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    monkeypatch.chdir(tmp_path)

    def run(*cells, more=()):
        nb = {
            "cells": [
                {"cell_type": "code", "source": source.splitlines(True), "metadata": {"tags": tags}}
                for source, tags in cells
            ]
        }
        (tmp_path / "01-mini.ipynb").write_text(json.dumps(nb))
        results = [
            shell.run_cell(source, store_history=True)
            for source in [*(source for source, _ in cells), *more, TEST]
        ]
        return str(results[-1].error_in_exec or "")

    return run


def test_an_answer_that_uses_a_name_of_a_cell_that_trains_is_told_that_it_would_not_work_in_grading(kernel):
    said = kernel((PICTURE, TRAINS), (USES, RUNS))
    assert said.startswith(
        "Place: not yet.\n`place` works here, but would not when it is graded.\n`order` comes from a cell that is not run when you are graded"
    )


def test_an_answer_that_uses_a_name_of_a_cell_that_draws_is_told_nothing_since_that_cell_runs_in_grading(
    kernel,
):
    assert kernel((PICTURE, DRAWS), (USES, RUNS)) == ""


@pytest.mark.parametrize(
    "cells",
    [
        [(PICTURE, RUNS), (USES, RUNS)],
        [(PICTURE, TRAINS), ("order = {'a': 1}", RUNS), (USES, RUNS)],
        [(PICTURE, TRAINS), ("order = {'a': 1}\n" + USES, RUNS)],
        [(PICTURE, TRAINS), ("def place(x):\n    order = {x: 1}\n    return order[x]", RUNS)],
        [(PICTURE, TRAINS), ("def place(order):\n    return 1", RUNS)],
    ],
)
def test_a_name_that_another_cell_makes_too_or_that_is_the_answers_own_is_no_trouble(kernel, cells):
    assert kernel(*cells) == ""


def test_a_name_that_a_star_import_brings_is_no_trouble(kernel):
    cells = (
        ("array = [1]", TRAINS),
        ("from numpy import *", RUNS),
        ("def place(x):\n    return int(array([1])[0])", RUNS),
    )
    assert kernel(*cells) == "" and "`order` comes from a cell" in kernel(
        (PICTURE, TRAINS), ("from numpy import *", RUNS), (USES, RUNS)
    )


def test_a_cell_that_is_not_saved_yet_counts_as_well(kernel):
    assert kernel((PICTURE, TRAINS), more=["order = {'a': 1}", USES]) == ""


CHECKS = """from course.check import grading
length = {'a': 1}
with grading('01-mini/place') as g:
    assert place('a') == length['a']
    ### BEGIN HIDDEN TESTS
    secret = {'b': 2}
    assert place('b') == 2
    ### END HIDDEN TESTS
"""


def test_an_answer_that_uses_a_name_of_a_check_is_told_so_too(kernel, tmp_path):
    check = code("other-test", "length = {'a': 1}", grade=True, points=1, locked=True)
    answer = code("place", "def place(x):\n    return length[x]", solution=True)
    assert kernel((check["source"], RUNS), (answer["source"], RUNS)) == ""
    nb = {"cells": [check, answer]}
    (tmp_path / "01-mini.ipynb").write_text(json.dumps(nb))
    assert skipped.in_answer(answer["source"], "place", "01-mini").startswith(
        "`length` comes from a cell that is not run when you are graded"
    )


@pytest.mark.parametrize(
    "name, is_told",
    [("length", True), ("secret", False)],
    ids=["of a check that is seen", "of a hidden one, which nobody could use"],
)
def test_in_grading_a_name_of_a_check_is_called_by_its_reason(name, is_told):
    from course.sandbox.check_suite import make

    author = [
        code("place", "def place(x):\n    return 1", solution=True),
        code("place-test", CHECKS, grade=True, points=1, locked=True),
    ]
    ways = {
        "01-mini.ipynb": json.dumps({"cells": author, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}),
        "misconceptions.py": "",
        "answers.py": "",
    }
    assert (name in make("01-mini", {"place-test": CHECKS}, ways).skipped) == is_told


def test_without_the_notebook_beside_it_nothing_is_said(kernel, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert kernel((PICTURE, TRAINS), (USES, RUNS)) == ""


def graded(answer, tags, run=None):
    """What the check says of an answer below a cell that makes `order`, in grading; and what that cell put
    out.
    """
    from course.sandbox.job import Job
    from course.sandbox.pool import Pool

    author = [
        code("picture", PICTURE),
        code("place", "def place(x):\n    return 1", solution=True),
        code("place-test", TEST, grade=True, points=1, locked=True),
    ]
    author[0]["metadata"]["tags"] = tags
    ways = {
        "01-mini.ipynb": json.dumps(
            {"cells": author, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        ).encode(),
        "misconceptions.py": b"",
        "answers.py": b"",
    }
    given = [*author[:-2], code("place", answer, solution=True), author[-1]]
    job = Job(
        "01-mini",
        "m",
        {"cells": given, "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
        {"place-test": TEST},
        {},
        "s",
        ways,
        5,
    )
    if run:
        done = run(job)
    else:
        with Pool() as pool:
            done = pool.run(job)
    return str(done.notebook["cells"][-1]["outputs"]), done.notebook["cells"][0]["execution_count"]


@pytest.mark.slow
@pytest.mark.parametrize("answer", [USES, "place = order['a']"])
def test_in_grading_the_name_is_called_by_its_reason(answer):
    assert "`order` comes from a cell that is not run when you are graded" in graded(answer, TRAINS)[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "answer, ran",
    [
        (USES, True),
        ("def place(x):\n    return 1", False),
        ("order = {'a': 1}\n" + USES, False),
        ("def place(x):\n    order = {x: 1}\n    return order[x]", False),
    ],
)
def test_in_grading_a_cell_that_draws_runs_only_where_an_answer_uses_what_it_makes(answer, ran):
    from course.sandbox import kernel

    for run in None, kernel.run:
        said, count = graded(answer, DRAWS, run=run)
        assert "NotYet" not in said and bool(count) == ran


def test_what_such_a_cell_needs_in_turn_runs_as_well_the_nearest_one_above():
    cells = [
        ("a = 1", DRAWS),
        ("a = 2", DRAWS),
        ("order = a", DRAWS),
        ("x = 1", DRAWS),
        ("print(order)", RUNS),
        ("a = 3", DRAWS),
    ]
    assert skipped.needed([(source, {"tags": tags}) for source, tags in cells]) == {1, 2}
    assert (
        skipped.needed([(source, {"tags": tags}) for source, tags in cells], given={"print(order)"}) == set()
    )


def test_a_check_and_what_trains_are_needed_by_nobody():
    check = {"nbgrader": {"grade": True, "solution": False}, "tags": DRAWS}
    assert (
        skipped.needed([("order = 1", check), ("order = 1", {"tags": TRAINS}), ("print(order)", {})]) == set()
    )


def test_what_is_no_python_makes_and_uses_nothing():
    assert skipped.made_by_skipped(
        [
            ("def f(:", True),
            ("%matplotlib inline", True),
            ("return 1", True),
            ("x = 1", True),
            ("y = 2", False),
        ]
    ) == {"x"}


DEMONSTRATED = "def place(x):\n    return 1\n\nprint(place('a'), order)"


@pytest.mark.parametrize(
    "answer", [DEMONSTRATED, "def place(x):\n    return 1\n\nfor x in order:\n    print(place(x))"]
)
def test_a_right_function_with_a_demonstration_below_it_is_not_told_that_it_would_not_work(kernel, answer):
    assert kernel((PICTURE, TRAINS), (answer, RUNS)) == ""


@pytest.mark.slow
def test_and_in_grading_it_does_work():
    assert "NotYet" not in graded(DEMONSTRATED, TRAINS)[0]
