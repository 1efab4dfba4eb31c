"""A small assignment and a warm pool for the attacks, as every kind of user that we can be."""

import os
import sys
from types import SimpleNamespace

import pytest
from nbgrader.utils import determine_grade

from course.sandbox.job import FAILED, Job
from course.sandbox.pool import Pool
from tests.sent import in_class, inbox  # noqa: F401  for whatever test asks for them

HIDDEN = "hidden-mark-" + "8f1c"  # put together, so that it stands in no file as a whole

TESTS = {
    "total-test": (
        2,
        f'''
from course.check import grading
with grading("attack/total") as g:
    assert total([1, 2]) == 3
    secret = "{HIDDEN}"
    for _ in range(20):
        ids = g.ids()
        want = sum(ids)
        assert total(ids) == want
        assert g.unchanged()
''',
    ),
    "mean-test": (
        2,
        """
from course.check import close, grading
import numpy as np
with grading("attack/mean") as g:
    assert close(mean(np.array([1., 2.])), 1.5)
    for _ in range(5):
        x = g.logits(6)
        want = x.sum() / 6
        assert close(mean(x), want)
""",
    ),
    "last-test": (
        1,
        """
from course.check import grading
with grading("attack/last") as g:
    for _ in range(5):
        word = g.word()
        assert last(word) == word[-1]
""",
    ),
}
RIGHT = {
    "free": "",
    "total": "def total(ids):\n    return sum(ids)",
    "mean": "def mean(x):\n    return x.mean()",
    "last": "def last(word):\n    return word[-1]",
}

# Python may lie below root's home, which other users cannot read: in a mount namespace of its own it is open,
# and empty but for Python.
OPEN_ROOT = [
    "unshare",
    "--mount",
    "--propagation",
    "private",
    "sh",
    "-ec",
    '''
base="$1"; shift; home=~root
case "$base" in "$home"/*)
    hold=$(mktemp -d); mount --bind "$base" "$hold"; mount -t tmpfs -o mode=755 none "$home"
    mkdir -p "$base"; mount --bind "$hold" "$base"; umount "$hold"; rmdir "$hold"
esac
HOME=/nowhere exec "$@"''',
    "sh",
    sys.base_prefix,
]
NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
NO_NAMESPACES = [
    "unshare",
    "--user",
    "--map-current-user",
    "--keep-caps",
    "sh",
    "-c",
    'echo 0 > /proc/sys/user/max_user_namespaces; exec setpriv --inh-caps=-all --ambient-caps=-all "$@"',
    "sh",
]
PYTHON = [sys.executable]
USERS = (
    {
        "root": PYTHON,
        "user": [*OPEN_ROOT, *NOBODY, *PYTHON],
        "user without a jail": [*OPEN_ROOT, *NOBODY, *NO_NAMESPACES, *PYTHON],
        "root without a jail": [*OPEN_ROOT, "setpriv", "--bounding-set=-sys_admin", *PYTHON],
    }
    if os.geteuid() == 0
    else {"user": PYTHON, "user without a jail": [*NO_NAMESPACES, *PYTHON]}
)
OTHERS_AT_RELEASE = [
    pytest.param(user, marks=pytest.mark.release) if user != next(iter(USERS)) else user for user in USERS
]


@pytest.fixture(scope="session", params=OTHERS_AT_RELEASE)
def pool(request):
    with Pool(python=USERS[request.param]) as pool:
        yield pool


@pytest.fixture
def hand_in(pool):
    """Grade a submission: cells by name (right ones where none is given) -> points by exercise, remarks, all
    of its text.
    """

    def hand_in(files=None, seconds=1, **cells):
        notebook = assignment(cells)
        result = pool.run(
            Job(
                "attack",
                "mallory",
                notebook,
                {name: source for name, (_, source) in TESTS.items()},
                files or {},
                "a seed",
                {},
                seconds,
            )
        )
        assert result.outcome != FAILED, result.remarks
        outputs = {cell.id: cell.outputs for cell in result.notebook.cells}
        points = {
            name: determine_grade(cell)[0]
            for cell in result.notebook.cells
            if (name := cell.id.removesuffix("-test")) != cell.id
        }
        return SimpleNamespace(
            points=points,
            remarks="\n".join(result.remarks),
            outcome=result.outcome,
            outputs=outputs,
            text=str(outputs),
            notebook=result.notebook,
        )

    return hand_in


def assignment(cells):
    made = [cell(name, (RIGHT | cells)[name]) for name in ["free", *(cells.keys() - RIGHT.keys())]]
    for name in "total", "mean", "last":
        points, source = TESTS[f"{name}-test"]
        made += (
            cell(name, (RIGHT | cells)[name], solution=True),
            cell(f"{name}-test", source, grade=True, points=points, locked=True),
        )
    return {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def cell(name, source, **mark):
    nbgrader = {
        "grade_id": name,
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
        "schema_version": 3,
    } | mark
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"nbgrader": nbgrader} if mark else {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def run(pool, cells, tests=None, seconds=1):
    """Grade these cells -> the Result, and points by test cell (none if it could not be graded)."""
    nb = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    result = pool.run(
        Job(
            "attack",
            "m",
            nb,
            tests or {name: source for name, (_, source) in TESTS.items()},
            {},
            "a seed",
            {},
            seconds,
        )
    )
    graded = [] if result.outcome == FAILED else result.notebook["cells"]
    return result, {
        each.id: determine_grade(each)[0] for each in graded if each.metadata.get("nbgrader", {}).get("grade")
    }
