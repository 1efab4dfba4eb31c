"""What the failed tests of a notebook said, once an exercise: noted in the log, so that a report need not
read everybody's notebook again.
"""

import re

from nbformat import NotebookNode

from course.files import coursedir
from course.files.terminal import tame
from course.grading.log import Outcome
from course.names import exercise_of
from course.notebook import document
from course.sandbox.job import FAILED

# in the place of a message
NOT_WRITTEN, NOT_RUN, NO_KNOWN = (
    "not written yet",
    "not run, because of a cell further up",
    "wrong, and no known mistake",
)
NOT_THERE = "not there: its cell stopped, or makes something else"


def by(nb: NotebookNode) -> set[tuple[str, str]]:
    """{(exercise, message)} of a graded notebook."""
    found = set()
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if document.kind(cell) == "test" and output.output_type == "error" and output.ename == "NotYet":
                # its lines, of which a long one is shown on several: the third is the mistake's name
                first, *rest = output.traceback
                if first.endswith("not written yet."):
                    message = NOT_WRITTEN
                elif rest and rest[0].startswith("This test was not run"):
                    message = NOT_RUN
                elif rest and re.match(
                    r"`\w+` (doesn't exist, because its cell|is not defined|cannot be graded)", rest[0]
                ):
                    message = NOT_THERE
                else:
                    message = tame(rest[1]) if len(rest) > 1 else NO_KNOWN
                    # a sorting's other choices
                    found |= {(exercise_of(cell.metadata.nbgrader.grade_id), tame(why)) for why in rest[3::2]}
                found.add((exercise_of(cell.metadata.nbgrader.grade_id), message))
    return found


def of(assignment: str, student: str, last: Outcome | None) -> set[tuple[str, str]]:
    """The same of a student: from their last Outcome, or, where it does not say, from the notebook in
    autograded/.
    """
    if last and last.outcome != FAILED and last.said is not None:
        return set(map(tuple, last.said))
    return set().union(
        *(by(document.read(path)) for path in coursedir.notebooks("autograded", assignment, student))
    )
