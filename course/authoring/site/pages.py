"""A notebook as the site shows it: every cell run with the course's own answers, so that all figures are
drawn; and no answer shown.

In place of an answer stands the stub that students get, in place of a test what they see of it. What answers
a guess is folded.
"""

import copy
import re
import tempfile
from collections.abc import Callable

from nbclient import NotebookClient
from nbformat import NotebookNode

from course.authoring.release import released
from course.files import coursedir
from course.files.coursedir import CourseError
from course.notebook import document

FOLDED, CODE_FOLDED = "hide-output", "hide-input"  # MyST-NB's tags
GUESS = re.compile(r"^(my_\w+(?:, *my_\w+)*) *=", re.MULTILINE)


def page(assignment: str, run: Callable | None = None) -> NotebookNode:
    """The notebook of an assignment as the site shows it. run(nb, assignment): who runs it. Raises
    CourseError if a cell of the source fails.
    """
    source = document.read(coursedir.notebook("source", assignment))
    nb = (run or ran)(source, assignment)
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise CourseError(
                    f"source/{assignment}: cell {cell.id} fails ({output.ename}: {output.evalue}). No site was made."
                )
    return shown(nb, released(source))


def ran(nb: NotebookNode, assignment: str) -> NotebookNode:
    """The notebook, run from top to bottom in a folder of its own, without what of its tests nobody sees."""
    nb = copy.deepcopy(nb)
    practised = set(re.findall(r"\btrial\(.*?\"(my_\w+)\"\)", "\n".join(cell.source for cell in nb.cells)))
    for cell in nb.cells:
        cell.source = document.without(cell.source, "HIDDEN TESTS")
        if not practised.isdisjoint(GUESS.findall(cell.source)):
            # a reader has nowhere to guess: the answers, folded
            cell.source = cell.source.replace("None", '"?"')
    with tempfile.TemporaryDirectory() as place:
        NotebookClient(
            nb,
            timeout=600,
            kernel_name="python3",
            skip_cells_with_tag="",
            resources={"metadata": {"path": place}},
        ).execute()
    return nb


def shown(nb: NotebookNode, release: NotebookNode) -> NotebookNode:
    """A notebook that ran, without what students do not see. release: the same cells, as students get them."""
    theirs = {cell.id: cell for cell in release.cells}
    nb.cells = [cell for cell in nb.cells if cell.id in theirs]
    guesses = set()
    for cell in nb.cells:
        is_answer = cell.source != theirs[cell.id].source and document.kind(cell) != "test"
        cell.source = theirs[cell.id].source
        if cell.cell_type != "code":
            continue
        if is_answer:
            cell.outputs = []  # it may show what the answer is
        if is_folded(cell, guesses):
            cell.metadata.tags = [*document.tags(cell), FOLDED]
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            cell.metadata.tags = [*document.tags(cell), CODE_FOLDED]
        guesses |= {name for names in GUESS.findall(cell.source) for name in re.split(", *", names)}
    return nb


def is_folded(cell: NotebookNode, guesses: set[str]) -> bool:
    """Whether what a cell prints or draws answers a guess that was asked for above it."""
    return bool(cell.outputs) and not guesses.isdisjoint(re.findall(r"\bmy_\w+", cell.source))
