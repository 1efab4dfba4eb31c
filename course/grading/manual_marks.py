"""A mark given by hand stands over every grading; where what it was given for has changed since, a person is
asked to look again.

nbgrader itself asks so of each check that was overruled, whatever happened to it, and never of a written
answer. Here the mark is flagged (formgrader's "needs manual grade") and named if the answer has changed,
or is worth other points, until somebody saves it anew, or the answer is again one that was marked: a mark
belongs to its answer, so this one comes back with it.
"""

import hashlib
import json
from pathlib import Path

from nbformat import NotebookNode

from course.check.scopes import read
from course.gradebook.transaction import Submission
from course.names import exercise_of
from course.notebook import document
from course.notebook.document import answer_in, beside, kind

Marks = dict[tuple[str, str], tuple[float | None, bool]]
OfAnswers = dict[str, dict[str, float]]  # "01-tokens/written" -> {hash of an answer: the points it got}


def by_hand(marks: Submission) -> Marks:
    """The marks that a person gave -> {(notebook, cell): (what the check gave then, whether it is flagged)}."""
    return {
        (name, cell): (grade.auto_score, grade.needs_manual_grade)
        for name, notebook in marks.notebooks.items()
        for cell, grade in notebook.grades.items()
        if grade.manual_score is not None
    }


def flag(
    marks: Submission,
    given: Marks,
    graded: dict[str, NotebookNode | None],
    home: Path,
    released: dict[str, NotebookNode],
    asked: dict[str, str],
    had: OfAnswers,
) -> tuple[dict[str, str], OfAnswers]:
    """Flag the marks of a submission that are to be looked at again -> ({name: which answer got the mark},
    {"01-tokens/written": "5d41…"}; `had` with the marks given since).

    given: `by_hand` before it was graded. graded: its notebooks, None for one that was not handed in. home:
    the student's folder in autograded/, as the person who marked it saw it. released: as given to students.
    asked: what this gave last time.
    """
    old = {name: document.read_if_there(home / f"{name}.ipynb") for name in {name for name, _ in given}}
    found, points = {}, {path: dict(each) for path, each in had.items()}
    for (name, cell), (gave, flagged) in given.items():
        row, path = marks.notebook(name).grades[cell], f"{name}/{cell}"
        still = flagged and path in asked
        if name not in graded:
            found |= {path: asked[path]} if still else {}
            continue
        before, now = (
            _version(answer(cell, nb, released[name]), score, _out_of(cell, nb))
            for nb, score in ((old[name], gave), (graded[name], row.auto_score))
        )
        marked, known = asked[path] if still else before, points.setdefault(path, {})
        if not still:
            known[before] = row.manual_score
        if now in known:
            marked = now
            marks.mark(row, known[now])
        if marked != now:
            found[path] = marked if still or old[name] else ""  # nobody knows any more what was marked
            row.needs_manual_grade = True
        elif row.auto_score is None:  # of a check the flag is nbgrader's own
            row.needs_manual_grade = False
    return found, points


def _version(seen, score, out_of):
    """Another one for another answer, or for the same to which the check gives something else, or that is
    worth more or less.
    """
    return hashlib.sha256(
        json.dumps([seen, score if score is None else float(score), out_of], sort_keys=True).encode()
    ).hexdigest()


def _out_of(name, nb):
    cell = document.labeled(nb).get(name) if nb else None
    return document.points(cell) if cell else None


def is_asked(grade, asked: list[str]) -> bool:
    """Whether a mark (a Grade of nbgrader's) is to be looked at again. asked: those that the student's last
    Outcome names.
    """
    return bool(
        grade.needs_manual_grade
        and grade.manual_score is not None
        and f"{grade.notebook.name}/{grade.name}" in asked
    )


def _helpers(cells, first, released):
    """The cells of the student's own above an answer that make what it uses, or what they use in turn."""
    given, wanted, found = {cell.id for cell in released.cells}, set(read(cells[first].source)[0]), []
    for cell in reversed(cells[:first]):
        if cell.cell_type == "code" and cell.id not in given and read(cell.source)[1] & wanted:
            wanted |= read(cell.source)[0]
            found.append(cell)
    return found


def answer(name: str, nb: NotebookNode | None, released: NotebookNode) -> list[tuple] | None:
    """What a person sees as they mark cell `name` -> [(type, source, attachments)]; None if it is not there."""
    cells = nb.cells if nb else []
    at = {
        cell.metadata.nbgrader.grade_id: i
        for i, cell in enumerate(cells)
        if cell.metadata.get("nbgrader", {}).get("grade_id")
    }
    if name not in at:
        return None
    marked = cells[at[name]]
    if kind(marked) == "task":
        seen = answer_in(cells[at[name] + 1 :], released) or beside(cells, at[name], released)
    elif marked.metadata.nbgrader.get("solution"):
        seen = [marked]
    elif (first := at.get(exercise_of(name))) is not None:
        seen = [
            *_helpers(cells, first, released),
            *(cell for cell in cells[first : at[name]] if cell.cell_type == "code"),
        ]
    else:  # in another's course a test may be called anything
        seen = [cell for cell in cells if kind(cell) == "solution"]
    return [(cell.cell_type, cell.source.strip(), cell.get("attachments")) for cell in seen]


def nothing_written(rows: dict, given: NotebookNode, nb: NotebookNode) -> list[str]:
    """Give 0 to the written answers that were left as they were given, and to no others -> their names.

    rows: the notebook's grades in the gradebook {cell: row}.
    """
    questions = [
        cell
        for cell, each in document.labeled(given).items()
        if document.kind(each) == "task" and cell in rows
    ]
    found = [cell for cell in questions if cell in document.unwritten(nb, given)]
    for cell in questions:  # nbgrader leaves what an earlier hand-in got for it
        rows[cell].auto_score, rows[cell].needs_manual_grade = (
            (0, False) if cell in found else (None, rows[cell].manual_score is None)
        )
    return found
