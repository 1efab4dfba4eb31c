"""Answers that are not where they belong: cells that lost both id and label, as some tools leave them, or
were merged into their check, and answers written below it while their own cell stayed as it was. Found by
their text, or by what they define.
"""

from collections.abc import Iterable

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course.check.scopes import defined
from course.names import exercise_of
from course.notebook.document import kind
from course.notebook.reading import Unreadable

# characters of cells that are looked through for a lost answer: of one, of all
LONGEST_READ, MOST_READ = 20_000, 400_000


def recognize(nb: NotebookNode, release: NotebookNode, remarks: list[str]) -> None:
    """Give cells that lost both id and label (some tools strip them) the release's ids again: by their text,
    where it is the release's, and an answer by what it defines. Raises Unreadable where several cells could
    be it, and no other sign is left.
    """
    known = {cell["id"] for cell in release.cells}
    there = {cell["id"] for cell in nb.cells} | {
        cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in nb.cells
    }
    lost = [cell for cell in release.cells if cell["id"] not in there]
    if not lost:
        return
    free = [cell for cell in nb.cells if cell.id not in known and "nbgrader" not in cell.metadata]
    by_text = _by(free, lambda cell: (cell.cell_type, cell.source.strip()))
    for text, same in _by(lost, lambda given: (given.cell_type, given.source.strip())).items():
        found = by_text.get(text, [])
        if len(found) == len(same):
            for cell, given in zip(found, same):
                cell.id = given.id
    found_again = []
    stripped, defines = (
        len(lost) == len(release.cells),
        definitions(cell for cell in free if cell.id not in known),
    )
    for given in lost:
        if kind(given) == "solution" and (found := _in_its_check(nb, given, release)):
            place, check, answer = found
            nb.cells[place].source = check
            nb.cells.insert(place, new_code_cell(answer, id=given.id, metadata=NotebookNode(given.metadata)))
            remarks.append(f"solution cell {given.id} had been merged into its check: it was taken out of it")
        if kind(given) not in ("solution", "task") or given.id in {cell.id for cell in nb.cells}:
            continue
        if kind(given) == "task":
            found = [
                cell
                for cell in free
                if cell.cell_type == "markdown" and cell.source.strip().startswith(given.source.strip())
            ]
        else:
            wanted = defined(given.source)
            found = [cell for cell, names in defines if wanted and wanted <= names]
        found = [cell for cell in found if cell.id not in known]
        if len(found) == 1:
            found[0].id, found[0].metadata["nbgrader"] = given.id, NotebookNode(given.metadata.nbgrader)
            found_again.append(given.id)
        elif found and stripped:
            raise Unreadable(
                f"its cells have lost their labels, and {len(found)} of them could be the answer {given.id}: leave one, or put it "
                "into a fresh copy of the notebook"
            )
    if found_again:
        remarks.append(
            f"{', '.join(found_again)} had lost id and label: what it defines, or its question, said which it is"
        )


def definitions(cells: Iterable[NotebookNode]) -> list[tuple[NotebookNode, set[str]]]:
    """What code cells define -> [(cell, names)], of those that a person would write: others are long, or
    without end in number.
    """
    found, left = [], MOST_READ
    for cell in cells:
        if (
            cell.cell_type == "code"
            and len(cell.source) <= LONGEST_READ
            and left > 0
            and ("def " in cell.source or "=" in cell.source)
        ):
            left -= len(cell.source) + 100
            found.append((cell, defined(cell.source)))
    return found


def _in_its_check(nb, given, release):
    """An answer that was merged into the check below it, as by JupyterLab's "Merge Cell Above" -> (place of
    that cell, text of the check, text of the answer), or None.
    """
    wanted = defined(given.source)
    for test in (cell for cell in release.cells if kind(cell) == "test" and exercise_of(cell.id) == given.id):
        for place, cell in enumerate(nb.cells):
            if (
                cell.metadata.get("nbgrader", {}).get("grade_id", cell.id) == test.id
                and len(cell.source) <= LONGEST_READ
                and test.source.strip() in cell.source
            ):
                answer = cell.source.replace(test.source.strip(), "", 1).strip()
                if wanted and wanted <= defined(answer):
                    return place, test.source, answer
    return None


def is_left(cell: NotebookNode, given: NotebookNode) -> bool:
    """Whether an answer's cell is as it was given, or empty."""
    return cell.source.strip() in ("", given.source.strip())


def fill(
    nb: NotebookNode,
    release: NotebookNode,
    mine: NotebookNode,
    given: NotebookNode,
    copies: list[NotebookNode],
    remarks: list[str],
) -> None:
    """Write into an answer's cell that was left as it was given what stands elsewhere: in a copy of it, in
    its check, or in a cell of the student's own; of several the last. There it stays, too.
    """
    wanted, known = defined(given.source), {cell.id for cell in release.cells}
    written = [cell for cell in copies if not is_left(cell, given)]
    where = "a copy of it"
    if not written and (found := _in_its_check(nb, given, release)):
        place, check, answer = found
        nb.cells[place].source, mine.source = check, answer
        remarks.append(
            f"solution cell {given.id} was left as it was given, and its check holds an answer: that was taken"
        )
        return
    if not written:
        own = (cell for cell in nb.cells if cell.id not in known and "nbgrader" not in cell.metadata)
        written = [cell for cell, names in definitions(own) if wanted and wanted <= names]
        where = f"the cell {written[-1].id}" if written else ""
    if written:
        mine.source = written[-1].source
        remarks.append(
            f"solution cell {given.id} was left as it was given, and {where} holds an answer: that was taken"
        )


def _by(cells, key):
    """Cells that share a key -> {key: cells}."""
    found = {}
    for cell in cells:
        found.setdefault(key(cell), []).append(cell)
    return found


def where_defined(nb: NotebookNode, given: NotebookNode) -> NotebookNode | None:
    """The first cell that defines what the answer `given` should, or None."""
    wanted = defined(given.source)
    return next((cell for cell, names in definitions(nb.cells) if wanted and wanted <= names), None)
