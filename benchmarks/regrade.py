"""How much less a class is graded after one exercise's test has changed: everybody in full (--force), and by
plain `course grade`.

    python benchmarks/regrade.py                          # 01-tokens, 60 submissions, all answers right, two
                                                          workers
    python benchmarks/regrade.py --assignment 02-next-token --submissions 120

Each command runs in a process of its own, as `course grade` does. Seconds are those of all of it, and those
from the first submission that is done to the last, which grow with the class; the rest is start-up. One test
changes by a line that holds: of the first exercise, of one in the middle, of the last; then a mark scheme,
which no cell rests on. The marks must stay. The machine may be busy: the best of each is taken.
"""

import argparse
import ast
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]
from classes import ENVIRONMENT, make  # noqa: E402

from course.files import coursedir  # noqa: E402
from course.notebook import document  # noqa: E402

INNER = """
import time
from course.sandbox import pool
pool.pool()                                          # as `course grade` does
from course.grading import batch, inputs
from course.sandbox import executors
from course.gradebook import database
given, done = inputs.read(database.options({name!r})), []
with executors.here({workers}) as team:
    for each in batch.outcomes(given, inputs.waiting(given, force={force}), team=team, force={force}):
        done.append((each.student, each.outcome, each.points))
        first = time.perf_counter() if len(done) == 1 else first
print([time.perf_counter() - first, sorted(done)])
"""


def graded(root, **how):
    """-> (seconds of the command, seconds from the first submission to the last), marks."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", INNER.format(**how)],
        cwd=root,
        env=ENVIRONMENT | {"COURSE_ROOT": str(root)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    steady, marks = ast.literal_eval(done.stdout)
    return (time.perf_counter() - start, steady), marks


def change(path, name, times):
    """Change the source of a cell so that it means the same; each of the times in another way."""
    nb = document.read(path)
    cell = document.labeled(nb)[name]
    cell.source += "\n" + ("One more line.\n" if cell.cell_type == "markdown" else "assert True\n") * times
    document.write(nb, path)


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--assignment", default="01-tokens", metavar="NAME")
    arguments.add_argument("--submissions", type=int, default=60)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--rounds", type=int, default=2)
    options = arguments.parse_args()
    name, rows = coursedir.resolve(options.assignment), {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "class"
        make(root, name, options.submissions, stock=False)
        path = root / "source" / name / f"{name}.ipynb"
        every = document.exercises(document.read(path))
        tests = [every[i].tests[-1].id for i in (0, len(every) // 2, -1)]
        schemes = [
            cell
            for cell, text in document.labeled(document.read(path)).items()
            if document.kind(text) == "task"
        ]
        how = {"name": name, "workers": options.workers}
        _, marks = graded(root, force=False, **how)
        for times in range(1, options.rounds + 1):
            rows.setdefault("full (--force)", []).append(graded(root, force=True, **how)[0])
            for cell in [*tests, *schemes[:1]]:
                change(path, cell, times)
                seconds, again = graded(root, force=False, **how)
                assert again == marks, "the marks differ"
                rows.setdefault(f"{cell} changed", []).append(seconds)
    print(
        f"{name}, {options.submissions} right submissions, {options.workers} workers, the best of {options.rounds}; "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end"
    )
    print(f"{'':32}{'command, s':>12}{'of full':>9}{'first to last, s':>18}{'of full':>9}")
    full = [min(column) for column in zip(*rows["full (--force)"])]
    for what, measures in rows.items():
        command, steady = (min(column) for column in zip(*measures))
        print(f"{what:32}{command:12.1f}{command / full[0]:9.0%}{steady:18.1f}{steady / full[1]:9.0%}")


if __name__ == "__main__":
    main()
