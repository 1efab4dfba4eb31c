"""The beginning of an assignment, or of one more exercise in it: cells with their labels, and files to fill
in.

    course new 03-large-language-models
    course new 03-large-language-models attention --points 3

`notebook` makes cells of a text in which each begins with `# %% kind id [points]`.
"""

import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.files import coursedir
from course.files.coursedir import CourseError, root
from course.names import EXERCISE, exercise_of, title_of
from course.notebook import document

ASSIGNMENT = re.compile(r"\d\d[a-z]?-[a-z0-9]+(-[a-z0-9]+)*")
LESSON = """
# %% text intro
# {title}
Open with a question that a friend would ask, and answer it before the end.
"""
EXERCISE_CELLS = '''
# %% text {name}-task
**Exercise {number} · {title} ({points} point{s}).** Write `{name}(x)`: what goes in, what comes out, one example, and each rule that a right answer could miss.

# %% solution {name}
def {name}(x):
    """What it gives back.

    {name}(3) -> 3
    """
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION

# %% test {name}-test {points}
from course.check import grading

with grading("{assignment}/{name}") as g:
    assert {name}(3) == 3
    ### BEGIN HIDDEN TESTS
    for _ in range(20):
        n = g.int(4, 99)
        want = n
        assert {name}(n) == want
    ### END HIDDEN TESTS
'''
MISCONCEPTIONS = '''"""The ways people get {assignment} wrong, and what to say: `merge = {{"You …": edit("old", "new")}}`."""
from course.exercise.mistakes import edit, instead, result, wrong_choice, wrong_value  # noqa: F401
'''
ANSWERS = '''"""Other right answers to {assignment}: each must get full marks. `@right("merge")` stands above one."""
from course.exercise.mistakes import right, right_value  # noqa: F401
'''


def notebook(text: str) -> NotebookNode:
    """Cells headed `# %% kind id [points]` -> notebook. Kinds are those of `course.notebook.document.kind`."""
    nb = new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
        }
    )
    for part in re.split(r"^# %% ", text, flags=re.M)[1:]:
        head, _, source = part.partition("\n")
        kind, name, *points = head.split()
        metadata: dict[str, Any] = {}
        if kind in ("solution", "test", "task"):
            metadata["nbgrader"] = {
                "grade_id": name,
                "schema_version": 3,
                "grade": kind == "test",
                "solution": kind == "solution",
                "task": kind == "task",
                "locked": kind != "solution",
                **({"points": int(points[0])} if points else {}),
            }
        if kind == "test":
            metadata["tags"] = ["raises-exception"]
        make = new_markdown_cell if kind in ("text", "task") else new_code_cell
        nb.cells.append(make(source.strip("\n"), id=name, metadata=metadata))
    return nb


def assignment(name: str) -> list:
    """Begin source/NAME/: a notebook with a title, no misconceptions and no other answers -> the files.

    Raises CourseError for a name that is no assignment's, or one that is there.
    """
    if not ASSIGNMENT.fullmatch(name):
        raise CourseError(
            f"{name!r} cannot be an assignment: it takes two digits and words in small letters, like 03-large-language-models."
        )
    folder = root() / "source" / name
    if folder.exists():
        raise CourseError(f"source/{name} is there already. `course new {name} NAME` adds an exercise to it.")
    title = title_of(name.partition("-")[2])
    document.write(notebook(LESSON.format(title=title)), folder / f"{name}.ipynb")
    document.write_text(folder / "misconceptions.py", MISCONCEPTIONS.format(assignment=name))
    document.write_text(folder / "answers.py", ANSWERS.format(assignment=name))
    return [folder / f"{name}.ipynb", folder / "misconceptions.py", folder / "answers.py"]


def exercise(assignment: str, name: str, points: int = 2) -> list:
    """Add the cells of an exercise to the end of a notebook, before its written question -> their ids.

    Raises CourseError where the name is taken or cannot be a function's.
    """
    if not (EXERCISE.fullmatch(name) and exercise_of(name) == name and name.isidentifier()):
        raise CourseError(
            f"{name!r} cannot be an exercise: it is the name of the function that students write, like count_pairs."
        )
    if points < 1:
        raise CourseError(f"an exercise has a whole number of points, 1 or more, not {points}.")
    path = coursedir.notebook("source", assignment)
    nb = document.read(path)
    if any(exercise_of(cell.id) == name for cell in nb.cells):
        raise CourseError(f"{assignment} has an exercise {name} already.")
    number = len(document.exercises(nb)) + 1
    cells = notebook(
        EXERCISE_CELLS.format(
            assignment=assignment,
            name=name,
            title=title_of(name),
            number=number,
            points=points,
            s="s" * (points != 1),
        )
    ).cells
    end = next((i for i, cell in enumerate(nb.cells) if document.kind(cell) == "task"), len(nb.cells))
    nb.cells[end:end] = cells
    document.write(nb, path)
    return [cell.id for cell in cells]
