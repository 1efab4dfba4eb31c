"""How an exercise stands: by its points, and by what of it is *further*, work that may stay open and is no
failure while it does.

    >>> state(1, 2), state(1, 2, still_open=1), state(0, 1, still_open=1)
    ('partly', 'right', 'open')
"""

from collections.abc import Mapping

from nbformat import NotebookNode

from course.notebook.document import kind, tags


def state(points: float | None, out_of: float, still_open: float = 0) -> str:
    """ "waiting" (for a mark), "right", "partly", "not yet", or "open": all of it is further, and nobody has
    begun it.

    still_open: how many of the points it could earn are those of further work that is open.
    """
    if points is None:
        return "waiting"
    if still_open and still_open >= out_of:
        return "open"
    return "right" if points + still_open >= out_of else "partly" if points > 0 else "not yet"


def open_tests(graded: NotebookNode, scores: Mapping, given: NotebookNode | None = None) -> set[str]:
    """The tests of further work that nobody has begun: they earned nothing, and their message says that
    nothing is written.

    scores: {cell: Score}; given: the notebook as it was given, whose tags say what is further (default: those
    of `graded`).
    """
    further = {
        named(cell) for cell in (given or graded).cells if kind(cell) == "test" and "further" in tags(cell)
    }
    lost = {name for name in further if name in scores and scores[name].points == 0}
    return {
        named(cell)
        for cell in graded.cells
        if kind(cell) == "test" and named(cell) in lost and unwritten(cell)
    }


def unwritten(test: NotebookNode) -> bool:
    """Whether a test that ran says that there is nothing to test yet."""
    said = [
        output.evalue
        for output in test.get("outputs", [])
        if output.output_type == "error" and output.ename == "NotYet"
    ]
    return bool(said) and all(
        text.partition("\n")[0].endswith("not written yet.") or "is not defined. Run the cell above" in text
        for text in said
    )


def named(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")
