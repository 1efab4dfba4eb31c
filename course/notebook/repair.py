"""What students do to cells is undone before grading, and reported: a copied, deleted, moved, edited or
relabelled cell costs no points.

The yardstick is the release, the notebook that the student was given. Nothing of the student's own is
dropped: a cell that came twice stays as an ordinary cell, and words typed into the question stand below it.
"""

from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from course.names import exercise_of
from course.notebook import document
from course.notebook.document import is_locked, kind, labeled
from course.notebook.given_cells import restore, retype
from course.notebook.misplaced_answers import fill, is_left, recognize, where_defined
from course.notebook.order import put_back, put_in_order
from course.notebook.reading import Unreadable, drop_odd_labels, node


def mend(nb: NotebookNode, release: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """The submission with the release's labels on the cells that count, in the release's order -> (notebook,
    remarks to the instructor).

    Raises Unreadable for a notebook that cannot be one of this assignment, and where nobody could say which
    cell is the answer.
    """
    nb, remarks, brought = _copy(nb), [], size(nb)
    drop_odd_labels(nb)
    counting, others = labeled(release), of_another_release(nb, release)
    recognize(nb, release, remarks)
    by_name, by_id = {}, {}
    for cell in nb["cells"]:
        by_name.setdefault(cell["metadata"].get("nbgrader", {}).get("grade_id"), []).append(cell)
        by_id.setdefault(cell["id"], []).append(cell)
    unlabelled = {
        name: [cell for cell in same if cell["metadata"].get("nbgrader", {}).get("grade_id") not in counting]
        for name, same in by_id.items()
    }
    mine = {
        name: _owner(given, by_name.get(name, []), unlabelled.get(given.id, []), remarks)
        for name, given in counting.items()
    }
    for name, given in counting.items():
        if kind(given) == "solution" and mine[name] is not None and is_left(mine[name], given):
            fill(nb, release, mine[name], given, by_name.get(name, []), remarks)
    answers = [name for name, given in counting.items() if not is_locked(given) or kind(given) == "task"]
    if answers and not any(mine[name] for name in answers) and any(cell.source.strip() for cell in nb.cells):
        raise Unreadable(
            "none of this assignment's answers is in it: perhaps it is the notebook of another one"
        )
    strange = 0
    for cell in nb["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if "nbgrader" in cell["metadata"] and mine.get(name) is not cell:
            del cell["metadata"]["nbgrader"]
            strange += name not in mine
    if strange:  # once, and without a word of theirs: many or long ones would hide what else is remarked
        remarks.append(
            f"{'a cell has a label' if strange == 1 else f'{strange} cells have labels'} that this assignment does not have: taken as ordinary cells"
        )
    if lost := [name for name, cell in mine.items() if cell is not None and "nbgrader" not in cell.metadata]:
        remarks.append(
            f"{lost[0] if len(lost) == 1 else f'{len(lost)} cells'} had lost the label, as some editors leave it: the cell's id or text said which it is"
        )
    for name, given in counting.items():
        said = []
        if mine[name] is None:
            said.append(_absent(nb, release, given))
        else:
            as_given = not is_locked(given) or _same(mine[name].source, given.source)
            is_an_others = not as_given and has_nbgraders_checksum(mine[name])
            said += _relabel(mine[name], given)
            if not as_given and kind(given) == "task" and not is_an_others:
                _keep_answer(nb, mine[name], given)
            elif not as_given and kind(given) != "task":
                said.append(
                    f"{kind(given)} cell {name} was edited ({_first_change(mine[name].source, given.source)}): the original was used"
                )
            if is_locked(given):
                mine[name].source = given.source
                _attach(mine[name], given)
        remarks += said if name not in others else []
    texts: Any = {
        given.id: given
        for given in release.cells
        if given.cell_type == "markdown" and "nbgrader" not in given.metadata
    }
    for cell in nb["cells"]:
        if (given := texts.get(cell["id"])) and cell.source.strip() == given.source.strip():
            _attach(cell, given)
    remarks += restore(nb, release) + put_in_order(nb, release)
    _one_id_each(nb, release)
    if size(nb) > 3 * (brought + size(release)):
        raise Unreadable(
            f"put right it would hold {size(nb) / 1e6:.0f} MB of text, and {brought / 1e6:.0f} were handed in"
        )
    there = [
        cell["metadata"]["nbgrader"]["grade_id"] for cell in nb["cells"] if "nbgrader" in cell["metadata"]
    ]
    if lost := [name for name, given in counting.items() if is_locked(given) and there.count(name) != 1]:
        raise Unreadable(f"{lost[0]} could not be put back")  # a test that is not there would take no points
    return nb, remarks


def size(nb: NotebookNode) -> int:
    """Characters of its cells."""
    return sum(len(cell["source"]) for cell in nb["cells"])


def of_another_release(nb: NotebookNode, release: NotebookNode) -> dict[str, str]:
    """What the author has changed since a notebook was given out, as far as it shows -> {name of a cell: what
    differs there}.

    Such a cell has nbgrader's own checksum, which speaks of its text and points; as has one that was edited
    together with it: that earns nothing, and is told the same way. A cell to write in has none that holds:
    there it is the points. What the release has besides was added then. Nothing of the text is told: whoever
    wrote it may have computed the checksum, too, and would write into the class's line, of anybody.
    """
    mine, found, gone = labeled(nb), {}, {}
    for name, given in labeled(release).items():
        if name not in mine:
            gone |= {name: f"{kind(given)} cell {name} (new)"} if is_locked(given) else {}
            continue
        labels, is_same = (
            _changed(mine[name], given),
            not is_locked(given) or _same(mine[name].source, given.source),
        )
        if (
            labels in ([], ["points"])
            and (labels or not is_same)
            and (not is_locked(given) or has_nbgraders_checksum(mine[name]))
        ):
            found[name] = f"{kind(given)} cell {name} ({', '.join(labels + ['text'] * (not is_same))})"
    return found and found | gone


def _copy(nb):
    """A copy whose cells may be changed: their sources, outputs and labels, not what is inside of an output."""
    return node(
        {
            **nb,
            "metadata": node(nb["metadata"]),
            "cells": [node({**cell, "metadata": node(cell["metadata"])}) for cell in nb["cells"]],
        }
    )


def _owner(given, found, same_id, remarks):
    """The one cell of the submission that stands for the release's cell `given`, or None. found: those
    labeled as it is.
    """
    name = given.metadata.nbgrader.grade_id
    original = [cell for cell in found if cell.id == given.id]
    if len(found) > 1:
        which = "the original" if original else "the last one"
        remarks.append(f"{kind(given)} cell {name} came {len(found)} times: {which} was used")
    if not found:  # labels lost, by another editor: the cell's id still says
        original = same_id
    return (original or found or [None])[-1]


def _absent(nb, release, given):
    name = given.metadata.nbgrader.grade_id
    if not is_locked(given):  # its stub would overwrite what was perhaps written elsewhere
        if not (where := where_defined(nb, given)):
            return f"solution cell {name} was deleted"
        runs = (
            "is not run when it is graded"
            if "skip-execution" in document.tags(where)
            else "runs where it stands"
        )
        return f"solution cell {name} was deleted; the cell {where.id} defines it, which {runs}"
    put_back(nb, release, cell := nbformat.from_dict(given))
    if kind(given) == "test" and (answer := labeled(release).get(exercise_of(name))):
        # whoever has the exercise under an earlier name defines its answer further down, perhaps
        places = {id(each): place for place, each in enumerate(nb.cells)}
        where = where_defined(nb, answer)
        if where is not None and places[id(where)] > places[id(cell)]:
            nb.cells.pop(places[id(cell)])
            nb.cells.insert(places[id(where)], cell)
    return f"{kind(given)} cell {name} was deleted: the original was put back"


def _one_id_each(nb, release):
    """Of two cells with one id it is the release's that keeps it."""
    ours, taken = {cell.id for cell in release.cells}, set()
    names = {cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in nb["cells"]} - {None}
    for number, cell in enumerate(nb["cells"]):
        mark = cell["metadata"].get("nbgrader", {}).get("grade_id")
        is_another_s = cell["id"] in ours - {mark} if mark else cell["id"] in names
        if cell["id"] in taken or is_another_s:
            cell["id"] = mark if mark and mark not in taken else f"own-{number}"
        taken.add(cell["id"])


def _attach(cell, given):
    """The pictures of the author's words are the author's."""
    cell.pop("attachments", None)
    if "attachments" in given:
        cell["attachments"] = given["attachments"]


def _same(source, original):
    """Whether two texts differ in white space at the ends of lines at most, as editors leave it."""
    return source == original or [line.rstrip() for line in source.strip().splitlines()] == [
        line.rstrip() for line in original.strip().splitlines()
    ]


def has_nbgraders_checksum(cell):
    """Whether nobody has changed it since nbgrader gave it its checksum, as in a test that the author
    corrected since; or whoever did has computed it again.
    """
    from nbgrader.utils import compute_checksum  # two seconds to import, and rarely needed

    try:
        return "checksum" in cell.metadata.get(
            "nbgrader", {}
        ) and cell.metadata.nbgrader.checksum == compute_checksum(cell)
    except Exception:  # of a label with a part missing, or of half a letter, there is none
        return False


def _relabel(cell, given):
    """Give `cell` the type, tags and labels of `given` -> remarks."""
    name = given.metadata.nbgrader.grade_id
    changed, remarks = _changed(cell, given) if "nbgrader" in cell.metadata else [], []
    if retype(cell, given):
        changed.append("type")
    if changed:
        remarks.append(
            f"{kind(given)} cell {name} was relabelled ({', '.join(changed)}): the original labels were used"
        )
    cell.metadata["nbgrader"] = NotebookNode(given.metadata.nbgrader)
    cell.metadata["tags"] = list(document.tags(given))
    return remarks


def _changed(cell, given):
    """Which of a cell's labels are others than those of `given`."""
    here, there = cell.metadata.get("nbgrader", {}), given.metadata.nbgrader
    return [
        key for key in ("grade", "solution", "locked", "task", "points") if here.get(key) != there.get(key)
    ]


def _keep_answer(nb, cell, given):
    """nbgrader puts the question back with its rubric; what the student typed into it goes into a cell below."""
    answer = cell.source.replace(given.source.strip(), "", 1).strip()
    if answer:
        place = next(i for i, each in enumerate(nb.cells) if each is cell)
        pictures = {"attachments": cell["attachments"]} if "attachments" in cell else {}
        nb.cells.insert(place + 1, new_markdown_cell(answer, id=f"{given.id}-in-the-question", **pictures))


def _first_change(source, original):
    lines, originals = source.split("\n"), original.split("\n")
    for number, line in enumerate(lines, 1):
        if originals[number - 1 : number] != [line]:
            return f"line {number}: `{line.strip()[:60]}`"
    return f"from line {len(lines) + 1} on"
