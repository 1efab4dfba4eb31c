"""How fast a class is graded: stock `nbgrader autograde` and `course grade`, the same submissions, in turns,
start-up counted.

    python benchmarks/grade.py                            # the reference notebook: 300 submissions by us, 20
                                                          by stock, two rounds
    python benchmarks/grade.py --assignment 01-tokens     # as students hand it in, all answers right
    python benchmarks/grade.py --assignment 01-tokens --wrong .3
    python benchmarks/grade.py --ours 1000 --rounds 1 --stock 0

Both must leave the same marks in the gradebook. Times are those of the whole command, divided by the number
of submissions: wall, and processor time of all its processes. Start-up is in them, and in columns of its own:
what a command for one submission takes more than one submission does. The machine may be busy: of each figure
the best round counts, for stock as for us.
"""

import argparse
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]
from classes import ENVIRONMENT, REFERENCE, make  # noqa: E402

from course.files import coursedir  # noqa: E402

OURS = """
from course.sandbox import pool
pool.pool()                                          # as `course grade` does
import resource
from course.grading import batch, inputs
from course.sandbox import executors
from course.gradebook import database
def used(): return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
given, cpu = inputs.read(database.options({name!r})), []
with executors.here({workers}) as team:
    for done in batch.outcomes(given, inputs.waiting(given), team=team, draw={draw}):
        assert done.outcome != "could not be graded", done
        cpu.append(used())
first = min(9, len(cpu) - 1)
print((cpu[-1] - cpu[first]) / max(1, len(cpu) - 1 - first))
"""


def by_stock(root, name):
    """Run nbgrader's own command."""
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", name],
        cwd=root,
        check=True,
        capture_output=True,
        env=ENVIRONMENT,
    )


def by_us(root, name, workers, draw):
    """-> CPU seconds of the coordinator for one submission more."""
    done = subprocess.run(
        [sys.executable, "-c", OURS.format(name=name, workers=workers, draw=draw)],
        cwd=root,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT | {"COURSE_ROOT": str(root)},
    )
    return float(done.stdout)


def measured(function, *arguments):
    """-> wall seconds, seconds of processor time of all processes that it started, what it gave."""
    before, start = used(), time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - start, used() - before, result


def used():
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def ungraded(root, only=None):
    """The class at `root` with nothing graded; only: with so many submissions, in a copy -> its folder."""
    if only is not None:
        shutil.rmtree(copy := root.with_name("few"), ignore_errors=True)
        shutil.copytree(
            root, copy, ignore=shutil.ignore_patterns("autograded", "student-*", "gradebook.db-*")
        )
        for folder in sorted((root / "submitted").iterdir())[:only]:
            shutil.copytree(folder, copy / "submitted" / folder.name)
        root = copy
    shutil.rmtree(root / "autograded", ignore_errors=True)
    for file in root.glob("gradebook.db-*"):
        file.unlink()
    shutil.copy(root / "gradebook.empty", root / "gradebook.db")
    return root


def marks(root):
    """All rows of marks in a gradebook, without their ids."""
    with sqlite3.connect(root / "gradebook.db") as db:
        return sorted(
            db.execute("""
            select assignment.id is not null, student.id, grade_cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade, grade.extra_credit
            from grade join submitted_notebook n on grade.notebook_id = n.id join submitted_assignment a on n.assignment_id = a.id
            join student on a.student_id = student.id join base_cell grade_cell on grade.cell_id = grade_cell.id
            left join assignment on a.assignment_id = assignment.id""")
        )


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument(
        "--assignment",
        default=REFERENCE,
        metavar="NAME",
        help="such as 01-tokens; default: the reference notebook",
    )
    arguments.add_argument(
        "--wrong",
        type=float,
        metavar="SHARE",
        help="of wrong answers; default: 0.2 of the reference notebook's, else none",
    )
    for option, what in (
        ("ours", "submissions by us"),
        ("stock", "submissions by stock"),
        ("rounds", "how often"),
    ):
        arguments.add_argument(
            f"--{option}",
            type=int,
            help=f"{what}; default: 300, 20, 2 for the reference notebook, else 120, 10, 2",
        )
    options = arguments.parse_args()
    is_reference = options.assignment == REFERENCE
    name = REFERENCE if is_reference else coursedir.resolve(options.assignment)
    n_ours, n_stock, rounds, wrong = (
        default if given is None else given
        for given, default in zip(
            (options.ours, options.stock, options.rounds, options.wrong),
            (300, 20, 2, 0.2) if is_reference else (120, 10, 2, 0),
        )
    )
    ways = {
        f"course grade --workers {workers}{' --figures all' * draw}": (n_ours, by_us, name, workers, draw)
        for workers, draw in [*[(2, True)] * is_reference, (2, False), (1, False)]
    }
    ways = ({"nbgrader autograde": (n_stock, by_stock, name)} if n_stock else {}) | ways
    rows, expected = {way: [] for way in ways}, []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "class"
        make(root, name, max(n_ours, n_stock), wrong)
        shutil.copy(root / "gradebook.db", root / "gradebook.empty")
        for _ in range(rounds):
            for way, (n, grade, *arguments) in ways.items():
                one = measured(grade, ungraded(root, 1), *arguments)
                place = ungraded(root, n if n < max(n_ours, n_stock) else None)
                all_of_them = measured(grade, place, *arguments)
                start = [first - (last - first) / (n - 1) for first, last in zip(one[:2], all_of_them[:2])]
                rows[way].append(
                    [1000 * each / n for each in all_of_them[:2]] + [1000 * (all_of_them[2] or 0), *start]
                )
                if way == "nbgrader autograde":
                    expected = marks(place)
                students = {row[1] for row in expected}
                assert [row for row in marks(place) if row[1] in students] == expected, (
                    "the gradebooks differ"
                )
    print(
        f"{name}, {wrong:.0%} of the answers wrong: {n_ours} submissions by us, {n_stock} by stock, {rounds} rounds, the best of each; "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end"
    )
    print("the same marks" if n_stock else "no stock")
    print(
        f"{'ms a submission, start-up counted':42}{'wall':>8}{'times stock':>13}{'all CPU':>9}{'times stock':>13}{'coordinator CPU':>17}"
        f"{'start-up: wall, s':>19}{'CPU, s':>8}"
    )
    base = [min(column) for column in zip(*rows.get("nbgrader autograde", []))]
    for way, measures in rows.items():
        wall, cpu, coordinator, *start = (min(column) for column in zip(*measures))
        times = [stock / mine for stock, mine in zip(base, (wall, cpu))] or [0, 0]
        print(
            f"{way:42}{wall:8.1f}{times[0]:13.1f}{cpu:9.1f}{times[1]:13.1f}{coordinator:17.1f}{start[0]:19.1f}{start[1]:8.1f}"
        )


if __name__ == "__main__":
    main()
