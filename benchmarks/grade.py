"""How fast a class is graded: stock `nbgrader autograde` and `course grade`, the same submissions, in turns, start-up counted.

    python benchmarks/grade.py                   # 300 submissions by us, 20 by stock, two rounds
    python benchmarks/grade.py --ours 1000 --rounds 1 --stock 0

The reference notebook has 13 code cells, six of them tests, numpy, and one pyplot figure; one answer in five is wrong. Both
must leave the same marks in the gradebook. Times are wall seconds of the whole command, divided by the number of submissions.
"""
import argparse
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

NAME = "reference"
EXERCISES = {                                        # name: (right, wrong, a case and its answer)
    "mean": ("return x.mean()", "return x.sum()", "close(mean(np.arange(5.)), want)", "2."),
    "softmax": ("e = np.exp(x - x.max())\n    return e / e.sum()", "return x / x.sum()", "close(softmax(np.zeros(4)), want)", "np.full(4, .25)"),
    "count": ("return {c: x.count(c) for c in set(x)}", "return {}", "count('abca') == want", "dict(a=2, b=1, c=1)"),
    "merge": ("return sorted(set(x))", "return sorted(x)", "merge([3, 1, 3]) == want", "[1, 3]"),
    "scale": ("return x * 2", "return x * x", "close(scale(np.array([1., 3.])), want)", "np.array([2., 6.])"),
    "words": ("return len(x.split())", "return len(x)", "words('one two three') == want", "3"),
}
FIGURE = """import numpy as np
import matplotlib.pyplot as plt
%matplotlib inline
fig, ax = plt.subplots(figsize=(4, 3))
ax.plot(np.sin(np.linspace(0, 9, 200)), label="sin")
ax.set(title="A wave", xlabel="x", ylabel="y")
ax.legend()
plt.show()"""


ENVIRONMENT = os.environ | {"PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]}        # nbgrader starts `alembic`


def label(name, points=None, **kind):
    mark = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, "grade_id": name} | kind
    return {"nbgrader": mark | ({} if points is None else {"points": points})}


def notebook(answers):
    """The reference notebook with these bodies of functions."""
    cells = [new_code_cell(FIGURE, id="figure")]
    for name, (_, _, check, want) in EXERCISES.items():
        test = f"from course.check import close, grading\nimport numpy as np\n\nwith grading('{NAME}/{name}'):\n    want = {want}\n    assert {check}"
        cells += (new_code_cell(f"def {name}(x):\n    {answers[name]}", id=name, metadata=label(name, solution=True)),
                  new_code_cell(test, id=f"{name}-test", metadata=label(f"{name}-test", 2, grade=True, locked=True)))
    return new_notebook(cells=cells, metadata={"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}})


def make_course(root, submissions):
    """A course with so many submissions, and nothing graded."""
    shutil.rmtree(root, ignore_errors=True)
    (root / "source" / NAME).mkdir(parents=True)
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'benchmark'\n")
    stub = {name: "### BEGIN SOLUTION\n    " + right + "\n    ### END SOLUTION" for name, (right, *_) in EXERCISES.items()}
    nbformat.write(notebook(stub), root / "source" / NAME / f"{NAME}.ipynb")
    subprocess.run([sys.executable, "-m", "nbgrader", "generate_assignment", NAME], cwd=root, check=True, capture_output=True, env=ENVIRONMENT)
    draw = random.Random(1)
    for n in range(submissions):
        folder = root / "submitted" / f"student-{n:04}" / NAME
        folder.mkdir(parents=True)
        nb = notebook({name: wrong if draw.random() < .2 else right for name, (right, wrong, *_) in EXERCISES.items()})
        nbformat.write(nb, folder / f"{NAME}.ipynb")


def stock(root):
    """-> wall seconds of the command."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "nbgrader", "autograde", NAME], cwd=root, check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - start


OURS = """
from course.classroom.grade.locked import pool
pool.pool()                                          # as `course grade` does
import resource
from course.classroom.grade import batch, executors, inputs
from course.classroom.stock import book
def used(): return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
given, outcomes, cpu = inputs.read(book.options({name!r})), [], []
with executors.here({workers}) as team:
    for done in batch.outcomes(given, inputs.waiting(given), team=team, draw={draw}):
        outcomes.append(done.outcome)
        cpu.append(used())
assert "could not be graded" not in outcomes
print((cpu[-1] - cpu[9]) / (len(cpu) - 10))
"""


def ours(root, workers, draw):
    """-> wall seconds of the command; CPU seconds of the coordinator for one submission more."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", OURS.format(name=NAME, workers=workers, draw=draw)], cwd=root, check=True,
                          capture_output=True, text=True, env=ENVIRONMENT | {"COURSE_ROOT": str(root)})
    return time.perf_counter() - start, float(done.stdout)


def marks(root):
    """All rows of marks in a gradebook, without their ids."""
    with sqlite3.connect(root / "gradebook.db") as db:
        return sorted(db.execute("""
            select assignment.id is not null, student.id, grade_cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade, grade.extra_credit
            from grade join submitted_notebook n on grade.notebook_id = n.id join submitted_assignment a on n.assignment_id = a.id
            join student on a.student_id = student.id join base_cell grade_cell on grade.cell_id = grade_cell.id
            left join assignment on a.assignment_id = assignment.id"""))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in ("ours", 300), ("stock", 20), ("rounds", 2):
        arguments.add_argument(f"--{name}", type=int, default=default)
    options = arguments.parse_args()
    rows = {}

    def note(name, n, measure, *arguments):
        before = used()
        wall, *coordinator = measure(*arguments)
        rows.setdefault(name, []).append([1000 * value / n for value in (wall, used() - before)] + [1000 * value for value in coordinator])

    with tempfile.TemporaryDirectory() as folder:
        for _ in range(options.rounds):
            if options.stock:
                root = Path(folder) / "stock"
                make_course(root, options.stock)
                note("nbgrader autograde", options.stock, lambda: [stock(root)])
                expected = marks(root)
            for workers, draw in (2, True), (2, False), (1, False):
                root = Path(folder) / "ours"
                make_course(root, options.ours)
                note(f"course grade --workers {workers}{' --figures all' if draw else ''}", options.ours, ours, root, workers, draw)
                if options.stock:
                    students = {row[1] for row in expected}
                    assert [row for row in marks(root) if row[1] in students] == expected, "the gradebooks differ"
    base = rows.get("nbgrader autograde")
    print(f"{options.ours} submissions by us, {options.stock} by stock, {options.rounds} rounds, the best of each; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'ms a submission':42}{'wall':>8}{'times stock':>13}{'all CPU':>9}{'times stock':>13}{'coordinator CPU':>17}")
    for name, measured in rows.items():
        best = [min(column) for column in zip(*measured)]
        times = [min(column) / mine for column, mine in zip(zip(*base), best)] if base else [0, 0]
        print(f"{name:42}{best[0]:8.1f}{times[0]:13.1f}{best[1]:9.1f}{times[1]:13.1f}{''.join(f'{c:17.1f}' for c in best[2:])}")


def used():
    """CPU seconds of all processes that we started and that have ended."""
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


if __name__ == "__main__":
    main()
