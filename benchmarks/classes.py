"""Classes to grade: so many submissions of the reference notebook, or of one of the course's own, right or
with some answers wrong.

The reference notebook stays as it is, for comparison over time: 13 code cells, six of them tests, numpy, and
one pyplot figure. A submission of a course's notebook is the release with the source's solutions in it, run
once as its student would have, so it holds outputs and pictures. Wrong answers are the misconceptions of the
source.
"""

import ast
import builtins
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from course.check import scopes
from course.notebook import document

OURS = Path(__file__).parents[1]
# nbgrader starts `alembic`
ENVIRONMENT = os.environ | {
    "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"],
    "COURSE_SEED": "benchmark",
}  # stock draws the hidden tests' cases by it
REFERENCE = "reference"
EXERCISES = {  # name: (right, wrong, a case and its answer)
    "mean": ("return x.mean()", "return x.sum()", "close(mean(np.arange(5.)), want)", "2."),
    "softmax": (
        "e = np.exp(x - x.max())\n    return e / e.sum()",
        "return x / x.sum()",
        "close(softmax(np.zeros(4)), want)",
        "np.full(4, .25)",
    ),
    "count": (
        "return {c: x.count(c) for c in set(x)}",
        "return {}",
        "count('abca') == want",
        "dict(a=2, b=1, c=1)",
    ),
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
CONFIG = """
from course.authoring.stubs import preprocessors                 # nbgrader's release is ours; its `autograde` is its own
c = get_config()
c.CourseDirectory.course_id = "benchmark"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "misconceptions.py", "answers.py", "checkpoint.py", "look_alikes.py"]
c.Execute.timeout = 60
c.GenerateAssignment.preprocessors = preprocessors
"""


def make(root: Path, name: str, submissions: int, wrong: float = 0, stock: bool = True) -> None:
    """A course below `root` with so many submissions, and nothing graded. wrong: the share of wrong answers;
    stock: so that stock can grade it.
    """
    (root / "source").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG)
    (root / ".course-seed").write_text(ENVIRONMENT["COURSE_SEED"])
    draw = random.Random(1)
    if name == REFERENCE:
        right, wrongs = (
            make_reference(root),
            {exercise: [f"def {exercise}(x):\n    {bad}"] for exercise, (_, bad, *_) in EXERCISES.items()},
        )
    else:
        right, wrongs = make_real(root, name), wrong_answers(name) if wrong else {}
    if stock or name == REFERENCE:
        subprocess.run(
            [sys.executable, "-m", "nbgrader", "generate_assignment", name, "--force"],
            cwd=root,
            check=True,
            capture_output=True,
            env=ENVIRONMENT,
        )
    if name != REFERENCE:  # with the signs of mistakes, which nbgrader does not make
        shutil.copytree(OURS / "release" / name, root / "release" / name, dirs_exist_ok=True)
    for n in range(submissions):
        nb = nbformat.from_dict(right)
        for cell in nb.cells:
            if cell.id in wrongs and draw.random() < wrong:
                cell.source = draw.choice(wrongs[cell.id])
        document.write(nb, root / "submitted" / f"student-{n:05}" / name / f"{name}.ipynb")


def label(name, points=None, **kind):
    mark = {
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
        "schema_version": 3,
        "grade_id": name,
    } | kind
    return {"nbgrader": mark | ({} if points is None else {"points": points})}


def reference(answers):
    """The reference notebook with these bodies of functions."""
    cells = [new_code_cell(FIGURE, id="figure")]
    for name, (_, _, check, want) in EXERCISES.items():
        test = f"from course.check import close, grading\nimport numpy as np\n\nwith grading('{REFERENCE}/{name}'):\n    want = {want}\n    assert {check}"
        cells += (
            new_code_cell(
                f"def {name}(x):\n    {answers[name]}", id=name, metadata=label(name, solution=True)
            ),
            new_code_cell(
                test, id=f"{name}-test", metadata=label(f"{name}-test", 2, grade=True, locked=True)
            ),
        )
    return new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
        },
    )


def make_reference(root):
    """Write its source -> a right submission."""
    stub = {
        name: "### BEGIN SOLUTION\n    " + right + "\n    ### END SOLUTION"
        for name, (right, *_) in EXERCISES.items()
    }
    document.write(reference(stub), root / "source" / REFERENCE / f"{REFERENCE}.ipynb")
    return reference({name: right for name, (right, *_) in EXERCISES.items()})


def make_real(root, name):
    """Copy the source of one of our assignments -> a right submission, as it was when its student last saved
    it.
    """
    shutil.copytree(
        OURS / "source" / name, root / "source" / name, ignore=shutil.ignore_patterns("__pycache__")
    )
    nb, source = (document.read(OURS / step / name / f"{name}.ipynb") for step in ("release", "source"))
    right = {
        cell.id: re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", cell.source).rstrip()
        for cell in source.cells
        if document.kind(cell) == "solution"
    }
    for cell in nb.cells:
        cell.source = right.get(cell.id, cell.source)
    NotebookClient(
        nb,
        kernel_name="python3",
        allow_errors=True,
        skip_cells_with_tag="",
        record_timing=False,
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(OURS / "release" / name)}},
    ).execute()
    return nb


# -- wrong answers: the misconceptions, as cells -------------------------------------------------------------


def wrong_answers(name):
    """{id of a solution cell: [its source with a misconception]}, of functions that need nothing but what
    lies beside them.
    """
    tree = ast.parse((OURS / "source" / name / "misconceptions.py").read_text("utf-8"))
    beside = {each: node for node in tree.body if not declared(node) for each in binds(node)} | {
        "reference": None,
        "wrong": None,
    }
    found = {}
    for node in tree.body:
        for answer, wrong in declared(node):
            parts, needed = [wrong], [wrong]
            while needed:
                for used in (beside[each] for each in names(needed.pop()) & beside.keys()):
                    if used not in parts:
                        parts.insert(0, used)
                        needed += [used] * (used is not None)
            if None not in parts:
                found.setdefault(answer, []).append("\n\n\n".join(map(ast.unparse, parts)))
    return found


def declared(node):
    """The wrong functions that a statement declares by `wrong` -> (answer, statement that defines it) each."""
    if isinstance(node, ast.FunctionDef):
        for call in node.decorator_list:
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "wrong":
                answer = ast.literal_eval(call.args[0])
                # less its message
                yield answer, ast.FunctionDef(answer, node.args, node.body[1:], [], lineno=1)
    elif (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "id", "") == "wrong"
    ):
        answer = ast.literal_eval(node.value.args[0])
        for function in node.value.args[1:]:
            if isinstance(function, ast.Lambda):
                yield answer, ast.Assign([ast.Name(answer, ast.Store())], function, lineno=1)


def binds(node):
    """Names that a statement binds at the top level."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.partition(".")[0] for alias in node.names}
    return scopes.names(ast.Module([node], []))[1]


def names(node):
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} - set(dir(builtins))
