"""A whole course in a few cells: two exercises and a written answer, in a folder of its own. For tests of the
path of data.
"""

import shutil

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.authoring import release
from course.notebook import document

MISCONCEPTIONS = '''
from course.exercise.mistakes import wrong

@wrong("double")
def squared(x):
    """You squared it. Twice two hides the difference."""
    return x * x
'''


def label(grade_id, points=None, **kind):
    mark = {
        "grade": False,
        "solution": False,
        "locked": True,
        "task": False,
        "schema_version": 3,
        "grade_id": grade_id,
    } | kind
    mark |= {} if points is None else {"points": points}
    return {"nbgrader": mark, "tags": ["raises-exception"] if mark["grade"] else []}


def solution(name, source):
    return new_code_cell(source, id=name, metadata=label(name, solution=True, locked=False))


def test(name, points, exercise, visible, hidden):
    hidden = "\n".join(f"    {line}" for line in ["### BEGIN HIDDEN TESTS", *hidden, "### END HIDDEN TESTS"])
    source = f'from course.check import grading\n\nwith grading("01-tiny/{exercise}") as g:\n    {visible}\n{hidden}'
    return new_code_cell(source, id=name, metadata=label(name, points, grade=True))


def notebook():
    return new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        cells=[
            new_markdown_cell("# Tiny\n\n## Doubling", id="title"),
            new_markdown_cell("**Exercise 1 · Double (3 points).** Write `double(x)`.", id="double-task"),
            solution(
                "double", "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
            ),
            test("double-test", 1, "double", "assert double(2) == 4", ["assert double(7) == 14"]),
            test(
                "double-test-2",
                2,
                "double",
                "assert double(0) == 0",
                ["n = g.int(3, 9)", "want = n + n", "assert double(n) == want"],
            ),
            new_markdown_cell(
                "**Exercise 2 · Answer (1 point).** What is six times seven?", id="answer-task"
            ),
            solution("answer", "### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION"),
            test(
                "answer-test",
                1,
                "answer",
                "assert isinstance(answer, int)",
                ["want = 6 * 7", "assert answer == want"],
            ),
            new_markdown_cell(
                "**Written (2 points).** Why is doubling even?\n\n"
                "### BEGIN MARK SCHEME\nOne point a reason.\n### END MARK SCHEME",
                id="written",
                metadata=label("written", 2, task=True),
            ),
            new_markdown_cell("*Your answer goes here.*", id="written-answer"),
        ],
    )


def cell(nb, name):
    return next(each for each in nb.cells if each.id == name)


def make(root):
    """A course in `root` with one released assignment, 01-tiny. COURSE_ROOT must say `root` already."""
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    document.write(notebook(), root / "source/01-tiny/01-tiny.ipynb")
    (root / "source/01-tiny/misconceptions.py").write_text(MISCONCEPTIONS)
    release.release("01-tiny")
    return root


def answers(root, path, **sources):
    """Write the release to `path` with the sources of some cells replaced: answers(root, path, double="def
    double(x): …").
    """
    nb = document.read(root / "release/01-tiny/01-tiny.ipynb")
    for cell in nb.cells:
        cell.source = sources.get(cell.id.replace("-", "_"), cell.source)
    document.write(nb, path)
    return nb


def submit(root, student, when="2026-11-25 12:00:00 UTC", **sources):
    """A submission as collect leaves it."""
    folder = root / "submitted" / student / "01-tiny"
    answers(root, folder / "01-tiny.ipynb", **sources)
    (folder / "timestamp.txt").write_text(when)
    return folder


RIGHT = {
    "double": "def double(x):\n    return x + x",
    "answer": "answer = 42",
    "written_answer": "A sum of two equals is even.",
}


def copy(root, target):
    shutil.copytree(root, target, dirs_exist_ok=True)
    return target
