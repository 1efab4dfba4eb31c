"""What an honest notebook needs is there for it, locked in or not."""

import contextlib
import os
import threading

import nbformat
import pytest

from course.check.limits import LOOP
from course.grading import failures
from course.sandbox import pool
from course.sandbox.job import GRADED, Job

CELL = {"cell_type": "code", "id": "free", "metadata": {}, "outputs": [], "execution_count": None}


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["r50k_base", "cl100k_base", "o200k_base"])
def test_a_cell_may_use_an_encoding_that_no_test_names(encoding):
    source = f"import tiktoken; tiktoken.get_encoding({encoding!r}).decode(tiktoken.get_encoding({encoding!r}).encode('My name is'))"
    notebook = {"cells": [CELL | {"source": source}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    result = pool.run(Job("01-tiny", "ada", notebook, {}, {}, "seed", {}))
    assert result.outcome == GRADED and [
        output["data"]["text/plain"] for output in result.notebook.cells[0].outputs
    ] == ["'My name is'"]


def test_an_answer_whose_cell_stopped_is_told_with_the_reason():
    test = "from course.check import grading\nwith grading('01-tiny/double') as g:\n    assert double(1) == 2"
    cells = [
        CELL
        | {
            "id": "double",
            "metadata": {"nbgrader": {"grade_id": "double", "grade": False, "solution": True}},
            "source": "def double(x)\n    return 2",
        },
        CELL
        | {
            "id": "double-test",
            "metadata": {"nbgrader": {"grade_id": "double-test", "grade": True, "solution": False}},
            "source": test,
        },
    ]
    result = pool.run(
        Job(
            "01-tiny",
            "ada",
            {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
            {"double-test": test},
            {},
            "seed",
            {},
        )
    )
    assert result.notebook.cells[1].outputs[0].evalue.split("\n")[1] == (
        "`double` doesn't exist, because its cell stopped: SyntaxError: expected ':', in its line 1: `def double(x)`."
    )


def test_a_long_case_is_told_on_three_lines_of_which_none_begins_with_what_an_answer_gave():
    test = "import numpy as np\nfrom course.check import close, grading\nwith grading('01-tiny/halve') as g:\n    assert close(halve(np.ones((4, 4))), np.zeros((4, 4)))"
    cells = [
        CELL
        | {
            "id": "halve",
            "metadata": {"nbgrader": {"grade_id": "halve", "grade": False, "solution": True}},
            "source": "def halve(table):\n    return 'all\\nright' + 200 * '.'",
        },
        CELL
        | {
            "id": "halve-test",
            "metadata": {"nbgrader": {"grade_id": "halve-test", "grade": True, "solution": False}},
            "source": test,
        },
    ]
    result = pool.run(
        Job(
            "01-tiny",
            "ada",
            {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
            {"halve-test": test},
            {},
            "seed",
            {},
        )
    )
    _, call, gave, should = result.notebook.cells[1].outputs[0].evalue.split("\n")[:4]
    assert (
        call.startswith("halve(array(")
        and gave.startswith("gave 'all\\nright..")
        and should.startswith("it should give array(")
    )
    assert failures.by(nbformat.from_dict(result.notebook)) == {("halve", failures.NO_KNOWN)}


@pytest.mark.slow
@pytest.mark.parametrize(
    "body, how",
    [
        ("while True: pass", "took too long and was stopped."),
        (
            "made = []\n    while True: made += [x] * 10**6",
            "raised MemoryError. It happened in your line 3: `while True: made += [x] * 10**6`.",
        ),
        ("import itertools\n    return sum(itertools.repeat(0))", "took too long and had to be ended."),
    ],
    ids=["a loop", "one that takes all memory", "one that no signal stops"],
)
def test_an_endless_loop_is_called_one_with_the_call_and_is_a_known_mistake(body, how):
    test = "from course.check import grading\nwith grading('01-tiny/double') as g:\n    assert double(1) == 2"
    cells = [
        CELL
        | {
            "id": "double",
            "metadata": {"nbgrader": {"grade_id": "double", "grade": False, "solution": True}},
            "source": f"def double(x):\n    {body}",
        },
        CELL
        | {
            "id": "double-test",
            "metadata": {"nbgrader": {"grade_id": "double-test", "grade": True, "solution": False}},
            "source": test,
        },
    ]
    result = pool.run(
        Job(
            "01-tiny",
            "ada",
            {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
            {"double-test": test},
            {},
            "seed",
            {},
            seconds=30 if "made" in body else 1,
        )
    )
    assert result.notebook.cells[1].outputs[0].traceback == ["Double: not yet.", f"double(1) {how}", LOOP]
    assert failures.by(nbformat.from_dict(result.notebook)) == {("double", LOOP)}


def test_a_builtin_that_an_earlier_answer_hid_is_named_with_its_cell():
    sources = {
        "count": "sum = 0\ndef count(xs):\n    return len(xs)",
        "total": "def total(xs):\n    return sum(xs)",
    }
    tests = {
        f"{name}-test": f"from course.check import grading\nwith grading('01-tiny/{name}') as g:\n    assert {name}([1]) == 1"
        for name in sources
    }
    cells = [
        CELL
        | {
            "id": name,
            "source": source,
            "metadata": {"nbgrader": {"grade_id": name, "grade": name in tests, "solution": name in sources}},
        }
        for name, source in (sources | tests).items()
    ]
    result = pool.run(
        Job(
            "01-tiny",
            "ada",
            {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
            tests,
            {},
            "seed",
            {},
        )
    )
    assert result.notebook.cells[2].outputs == []
    assert result.notebook.cells[3].outputs[0].evalue.split("\n")[1:] == [
        "total([1]) raised TypeError: 'int' object is not callable. It happened in your line 2: `return sum(xs)`.",
        "`sum` is no longer Python's own: the cell of `count` gave that name to `0`. Rename it there, and restart the kernel.",
    ]


def test_jobs_are_spread_over_the_processors():
    made = pool.Pool.__new__(pool.Pool)
    made.choosing, made.jobs_on = threading.Lock(), dict.fromkeys(os.sched_getaffinity(0), 0)
    with contextlib.ExitStack() as running:
        taken = [running.enter_context(made.processor()) for _ in range(2 * len(made.jobs_on))]
        assert sorted(taken) == sorted(2 * list(made.jobs_on))
    assert set(made.jobs_on.values()) == {0}


def test_both_processes_of_a_job_run_on_the_processor_that_is_named():
    look = "import os; sorted(os.sched_getaffinity(0))"
    cells = [
        CELL | {"source": look, "id": "look"},
        CELL
        | {
            "source": look,
            "id": "look-test",
            "metadata": {"nbgrader": {"grade_id": "look-test", "grade": True, "solution": False}},
        },
    ]
    job = Job(
        "01-tiny",
        "ada",
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
        {"look-test": look},
        {},
        "seed",
        {},
    )
    worker, last = pool.pool().make(), max(os.sched_getaffinity(0))
    shown = [cell.outputs[0]["data"]["text/plain"] for cell in worker.run(job, last).notebook.cells]
    assert shown == [f"[{last}]"] * 2
