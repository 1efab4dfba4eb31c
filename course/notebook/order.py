"""The order of a submission's cells: the release's own run as in the release, a student's stand before what
they stood before.
"""

import bisect
from typing import Any

from nbformat import NotebookNode

from course.check.scopes import read
from course.notebook.document import kind


def put_back(nb: NotebookNode, release: NotebookNode, cell: NotebookNode) -> None:
    """Insert a cell of the release after the nearest cell before it that is still there."""
    order = names_of(release)
    before = set(order[: order.index(cell.metadata.get("nbgrader", {}).get("grade_id", cell.id))]) - {None}
    at = max((i + 1 for i, name in enumerate(names_of(nb)) if name in before), default=0)
    nb.cells.insert(at, cell)


def names_of(nb: NotebookNode) -> list[str | None]:
    """Which of the release's cells each cell is, if it is one: its label says so, or else its id, if that is
    no other's label.
    """
    labels = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in nb["cells"]]
    taken = set(labels)
    return [
        label or (cell["id"] if cell["id"] not in taken else None) for label, cell in zip(labels, nb["cells"])
    ]


def put_in_order(nb: NotebookNode, release: NotebookNode) -> list[str]:
    """Put the release's cells into its order, wherever they were moved to -> remarks. A student's own stay
    where they are, or go up: see _in_time.
    """
    places: dict[Any, int] = {name: place for place, name in enumerate(names_of(release)) if name}
    order: list[Any] = [places.get(name) for name in names_of(nb)]
    known = [place for place in order if place is not None]
    if known == sorted(known):
        return []
    stay = {None, *_longest_rising(known)}
    before, nb.cells = (
        list(zip(order, nb.cells)),
        [cell for place, cell in zip(order, nb.cells) if place in stay],
    )
    moved = sorted(((place, cell) for place, cell in before if place not in stay), key=lambda each: each[0])
    for _, cell in moved:
        put_back(nb, release, cell)
    _in_time(nb, before)
    _meanings(nb, before)
    return [
        f"{kind(cell)} cell {names_of(release)[place]} had been moved: it ran in its place"
        for place, cell in moved
    ]


def _in_time(nb, before):
    """A student's own cells stand before all of the release's cells that they stood before: those which now
    come too late go up. before: each cell's place in the release, or None, and the cell, as they stood.
    """
    # id of an own cell -> the place of the first cell, in the release's order, that was below it
    first, needed = None, {}
    for place, cell in reversed(before):
        if place is None:
            needed[id(cell)] = first
        else:
            first = place if first is None else min(first, place)
    places = {id(cell): place for place, cell in before}
    late, cells, passed = {}, [], -1
    for cell in nb.cells:
        place = places[id(cell)]
        if place is None and needed[id(cell)] is not None and needed[id(cell)] <= passed:
            late.setdefault(needed[id(cell)], []).append(cell)
        else:
            cells.append(cell)
            passed = max(passed, -1 if place is None else place)
    nb.cells = (
        [each for cell in cells for each in (*late.get(places[id(cell)], []), cell)] if late else nb.cells
    )


MOST_AGAIN = 20_000  # characters of a student's own cells, and of those that run once more


def _meanings(nb, before):
    """Where a student's own cells give a name twice, each of the release's cells meets the meaning that it
    had where the student ran it: the cell that gave it runs once more in front, as long as these are short.
    """
    was, now, cells, left = {}, {}, [], MOST_AGAIN
    if sum(len(cell.source) for place, cell in before if place is None) > MOST_AGAIN:
        return
    for place, cell in before:
        if place is None:
            now |= dict.fromkeys(_given_by(cell), cell)
        else:
            was[id(cell)] = dict(now)
    now = {}
    for cell in nb.cells:
        if id(cell) in was:
            for own in {
                id(own): own for name, own in was[id(cell)].items() if now.get(name, own) is not own
            }.values():
                left -= len(own.source)
                if left >= 0:
                    cells.append(NotebookNode(own, id=f"{own.id[:50]}-again-{len(cells)}"))
                    now |= dict.fromkeys(_given_by(own), own)
        else:
            now |= dict.fromkeys(_given_by(cell), cell)
        cells.append(cell)
    nb.cells = cells


def _given_by(cell):
    return read(cell.source)[1] if cell.cell_type == "code" else ()


def _longest_rising(numbers):
    """The longest part of a row of different numbers that rises, others left out."""
    ends, before = [], {}  # ends[n]: the smallest number that a rising row of n + 1 can end with
    for number in numbers:
        place = bisect.bisect(ends, number)
        before[number] = ends[place - 1] if place else None
        ends[place : place + 1] = [number]
    row = [ends[-1]]
    while before[row[-1]] is not None:
        row.append(before[row[-1]])
    return row[::-1]
