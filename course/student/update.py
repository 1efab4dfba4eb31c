"""An exercise that was corrected in mid-term: what is new in the release comes into a student's notebook, and
no answer is touched.

Of the course's own cells a check becomes the release's. A text, a stub or code that was given does so if
nobody has written into it: its checksum says so, nbgrader's of a cell with a label, the release's own of
another. What the notebook lacks is put where the release has it.
"""

import copy
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from course.check.scopes import defined
from course.files import coursedir
from course.files.atomic import whole
from course.files.coursedir import CourseError
from course.names import exercise_of
from course.notebook import document
from course.notebook.document import GIVEN, given_as, is_locked, kind
from course.notebook.misplaced_answers import where_defined
from course.notebook.order import names_of
from course.notebook.repair import has_nbgraders_checksum
from course.student import work

NEW = {
    "test": "its check is new",
    "solution": "its starting code is new",
    "task": "the question is new",
    "text": "its text is new",
    "code": "its code is new",
}
BACK = {
    "test": "a missing check was put back",
    "solution": "the missing cell for its answer was put back",
    "task": "the missing question was put back",
    "text": "a missing text was put back",
    "code": "missing code was put back",
}


class Update(NamedTuple):
    """What came of it: the copy of the notebook as it was (None if it is as it was), what is new, and what
    was left alone although it is new.
    """

    kept: Path | None
    new: list[str]
    left: list[str]


def update(assignment: str) -> Update:
    """Bring what is new in the release into the notebook in work/. Raises CourseError, and changes nothing,
    for a notebook that is none, or another's.
    """
    nb, release = work.opened(assignment), work.released_by_us(assignment)
    mine, of, counting, exercises = (
        _owners(nb),
        _belonging(release),
        document.labeled(release),
        document.exercises(release),
    )
    if not mine.keys() & (counting or of).keys():
        raise CourseError(
            f"work/{assignment}/{assignment}.ipynb has none of the exercises of {assignment}. It was left unchanged. "
            f"If you rename it, `course start {assignment}` puts a fresh one there."
        )
    texts = {exercise.text.id for exercise in exercises if exercise.text}
    there, new, left, before = {of[name] for name in mine if name in of}, {}, {}, None
    for given in release.cells:
        cell, name = mine.get(given.id), of[given.id]
        if cell is None:
            # its stub would undo an answer that stands elsewhere
            if kind(given) == "solution" and name in there and where_defined(nb, given):
                continue
            cell = mine[given.id] = copy.deepcopy(given)
            _insert(nb, cell, before, [each for name, each in mine.items() if name in of])
            new.setdefault(name, []).append(
                BACK[kind(given)] if name in there or name not in counting else "new"
            )
        elif _holds_answer(cell, given, counting.get(exercise_of(given.id))):
            left.setdefault(name, []).append(
                "your answer is in the cell of its check, which was left unchanged"
            )
        elif _is_new(cell, given):
            if kind(given) != "task" and is_locked(given) or _is_untouched(cell):
                new.setdefault(name, []).append(NEW[kind(given)])
                _take(cell, given)
            elif _mark(cell) != _mark(given) and (_mark(cell) or given.id in texts):
                # by whom, nothing says
                said = (
                    f"{NEW[kind(given)]} in the release"
                    if _mark(cell)
                    else "its text differs from the release's"
                )
                left.setdefault(name, []).append(
                    f"{said}; yours was left unchanged, since you may have written in it"
                )
        before = cell
    for gone in (name for name, cell in mine.items() if kind(cell) == "test" and name not in of):
        left.setdefault(exercise_of(gone), []).append(
            "a check in your notebook is no longer in the release, and no longer counts"
        )
    kept = None
    if new:
        kept = work.keep(assignment)
        document.write(nb, coursedir.notebook("work", assignment))
    lines = _lines(new)
    if put := work.start(assignment):
        lines.append(
            f"{', '.join(put)}: {'was' if len(put) == 1 else 'were'} missing, and {'has' if len(put) == 1 else 'have'} been put back"
        )
    if _renew_signs(assignment):
        lines.append("signs.json: the checks know your mistakes by their new names")
    return Update(kept, lines, _lines(left))


def _owners(nb):
    """Which cell stands for which of the release's, by label, mark or id -> {name: cell}; of copies the
    original, or else the last.
    """
    mine = {}
    for name, cell in zip(names_of(nb), nb.cells):
        name = name if "nbgrader" in cell.metadata else _given(cell)[0] or name
        if name is not None and (name not in mine or cell.id == name or mine[name].id != name):
            mine[name] = cell
    return mine


def _given(cell):
    """As what a cell without label was given -> (id, hash), empty where nothing says so."""
    mark = cell.metadata.get(GIVEN)
    return mark.partition(" ")[::2] if isinstance(mark, str) else ("", "")


def _belonging(release):
    """What to call each of the release's cells -> {id: its exercise or written question, or the heading above
    it}.
    """
    found, heading = {}, "the beginning"
    titles = {exercise.text.id: exercise.name for exercise in document.exercises(release) if exercise.text}
    names = document.labeled(release).keys()
    for cell in release.cells:
        line = re.match(r"\s*#{1,6} (.+)", cell.source) if cell.cell_type == "markdown" else None
        heading = f"“{line[1].strip()}”" if line else heading
        name = titles.get(cell.id, exercise_of(cell.id))
        found[cell.id] = name if name in names else heading
    return found


def _insert(nb, cell, before, course):
    """Put a cell after the one before it in the release, and after what the student wrote below that: an
    answer may go on there. But what stands between a text and the place of its answer comes after the answer.
    """
    course, at = set(map(id, course)), 0
    if before is not None:
        at = next(i for i, each in enumerate(nb.cells) if each is before) + 1
        while kind(cell) != "solution" and at < len(nb.cells) and id(nb.cells[at]) not in course:
            at += 1
    nb.cells.insert(at, cell)


def _holds_answer(cell, given, stub):
    """Whether an answer stands in the cell of its check, as after JupyterLab's "Merge Cell Above"."""
    wanted = defined(stub.source) - defined(given.source) if stub and kind(given) == "test" else set()
    return bool(wanted & defined(cell.source))


def _is_new(cell, given):
    """Whether a cell is not as the release has it; of a check its points and tags count, too. One that is, is
    marked for the next time.
    """
    if cell.source != given.source or cell.cell_type != given.cell_type:
        return True
    if kind(given) == "test":
        return any(cell.metadata.get(name) != given.metadata.get(name) for name in ("nbgrader", "tags"))
    cell.metadata.update({GIVEN: given.metadata[GIVEN]} if GIVEN in given.metadata else {})
    return False


def _is_untouched(cell):
    return (
        has_nbgraders_checksum(cell)
        if "nbgrader" in cell.metadata
        else cell.metadata.get(GIVEN) == given_as(_given(cell)[0], cell.source)
    )


def _mark(cell):
    """The checksum with which a cell was given; empty without."""
    return cell.metadata.get("nbgrader", {}).get("checksum") or _given(cell)[1]


def _take(cell, given):
    """Make a cell what the release has; its id stays. What it put out belongs to what it was."""
    name = cell.id
    cell.clear()
    cell.update(copy.deepcopy(given) | {"id": name})


def _renew_signs(assignment):
    """Whether signs.json, by which checks name mistakes, was another one."""
    there, here = (coursedir.root() / step / assignment / "signs.json" for step in ("release", "work"))
    if not there.exists() or there.read_bytes() == here.read_bytes():
        return False
    with whole(here) as new:
        shutil.copyfile(there, new)
    return True


def _lines(said):
    return [f"{name}: {'; '.join(dict.fromkeys(whats))}" for name, whats in said.items()]
