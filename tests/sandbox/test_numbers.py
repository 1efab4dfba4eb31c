"""A number of any kind means in grading what it means in the notebook: it is close to what it is near, and
`==` is Python's.
"""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from course.check import close
from course.sandbox import pool
from course.sandbox.job import Job
from tests.check.test_check import run

IMPORTS = "import numpy as np\nfrom decimal import Decimal\nfrom fractions import Fraction\n"
SPACE = {"np": np, "Decimal": Decimal, "Fraction": Fraction, "close": close}
CASES = [
    (value, check)
    for values, checks in [
        (
            [
                "Fraction(1, 10)",
                "Decimal('.1')",
                "np.float64(.1)",
                "np.float32(.1)",
                "np.float16(.1)",
                "np.longdouble(.1)",
                "np.longdouble('.1')",
                ".1",
                "[.1]",
            ],
            [
                "close(f(), .1)",
                "f() == .1",
                "f() == Fraction(1, 10)",
                "f() == Decimal('.1')",
                "close(f(), Fraction(1, 10))",
                "f() < .2",
            ],
        ),
        (
            ["Fraction(1, 2)", "Decimal('.5')", "np.float64(.5)", "np.float32(.5)", "np.complex64(.5)", ".5"],
            ["close(f(), .5)", "f() == .5", "f() == Fraction(1, 2)"],
        ),
        (
            [
                "Fraction(1)",
                "Decimal(1)",
                "np.float32(1)",
                "np.int64(1)",
                "np.uint8(1)",
                "np.bool_(True)",
                "True",
                "1",
            ],
            ["close(f(), 1)", "f() == 1", "f() == True", "f() + 1 == 2", "f() in {1: 2}", "close(f(), True)"],
        ),
        (
            [
                "[Fraction(1, 2), 1]",
                "[Decimal('.5'), 1]",
                "[np.float32(.5), np.int64(1)]",
                "[Fraction(1, 2), True]",
                "[Fraction(1, 2), 'b']",
                "(Fraction(1, 2), Decimal(1))",
                "[Fraction(1, 2), 1 + 0j]",
            ],
            ["close(f(), [.5, 1])", "f() == [.5, 1]", "list(f()) == [.5, 1]"],
        ),
        (["np.array([Fraction(1, 2), 1])"], ["close(f(), [.5, 1])"]),
        (
            ["{'a': Fraction(1, 3)}", "{'a': Decimal(1) / 3}"],
            ["close(f(), {'a': 1 / 3})", "f() == {'a': 1 / 3}", "f()['a'] == Fraction(1, 3)"],
        ),
        (
            ["Decimal('nan')", "Decimal('sNaN')", "Decimal('inf')", "2**70", "Fraction(2**70)", "10**400"],
            [
                "close(f(), .5)",
                "close(f(), float('inf'))",
                "close(f(), 2**70)",
                "f() == 2**70",
                "f() == float('inf')",
            ],
        ),
    ]
    for value in values
    for check in checks
]


def in_grading():
    """Which cases pass in grading."""
    cells, tests = [], {}
    for n, (value, check) in enumerate(CASES):
        name, test = (
            f"f{n}-test",
            f"from course.check import close, grading\n{IMPORTS}with grading('x/f{n}') as g:\n    assert {check.replace('f()', f'f{n}()')}",
        )
        marks = (
            {"grade_id": f"f{n}", "grade": False, "solution": True},
            {"grade_id": name, "grade": True, "solution": False},
        )
        sources = f"{IMPORTS}def f{n}():\n    return {value}", test
        cells += [
            {
                "cell_type": "code",
                "id": mark["grade_id"],
                "metadata": {"nbgrader": mark},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for mark, source in zip(marks, sources)
        ]
        tests[name] = test
    done = pool.run(
        Job(
            "x",
            "ada",
            {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
            tests,
            {},
            "seed",
            {},
            60,
        )
    ).notebook
    return {case: cell.outputs for case, cell in zip(CASES, done.cells[1::2], strict=True)}


@pytest.fixture(scope="module")
def graded():
    return in_grading()


@pytest.mark.slow
@pytest.mark.parametrize("value, check", CASES)
def test_a_number_is_graded_as_it_is_checked_in_the_notebook(value, check, graded):
    failed = run(f"assert {check}", "x/f", f=lambda: eval(value, SPACE), **SPACE)
    assert bool(graded[value, check]) == bool(failed), (failed, graded[value, check])


@pytest.mark.parametrize(
    "value", ["Fraction(1, 10)", "Decimal('.1')", "np.float64(.1)", "np.float32(.1)", "np.longdouble(.1)"]
)
def test_every_kind_of_number_is_close_to_what_it_is_near(value, graded):
    assert graded[value, "close(f(), .1)"] == graded[value, "close(f(), Fraction(1, 10))"] == []


def test_equal_is_what_python_says(graded):
    passes = {case for case, outputs in graded.items() if not outputs}
    assert {
        ("Fraction(1, 2)", "f() == .5"),
        ("np.float32(.1)", "f() == .1"),
        ("np.float64(.1)", "f() == Decimal('.1')"),
    } & passes == {("Fraction(1, 2)", "f() == .5")}
    assert (
        ("[Fraction(1, 2), True]", "close(f(), [.5, 1])") not in passes
        and ("True", "close(f(), 1)") not in passes
        and ("True", "f() == 1") in passes
    )
