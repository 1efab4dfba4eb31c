"""What the failed tests of a notebook said, once an exercise: noted in the log, so that a report need not read everybody's notebook again."""
from nbformat import NotebookNode

from course.classroom import notebooks, places
from course.classroom.grade import FAILED
from course.classroom.grade.log import Outcome
from course.classroom.progress import tame
from course.names import exercise_of


def by(nb: NotebookNode) -> set[tuple[str, str]]:
    """{(exercise, message)} of a graded notebook."""
    found = set()
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if notebooks.kind(cell) == "test" and output.output_type == "error" and output.ename == "NotYet":
                first, *rest = output.evalue.split("\n")
                if first.endswith("not written yet."):
                    message = "not written yet"
                elif rest and rest[0].startswith("This test was not run"):
                    message = "not run, because of a cell further up"
                else:
                    message = tame(rest[1]) if len(rest) > 1 else "wrong, and no known mistake"
                    found |= {(exercise_of(cell.metadata.nbgrader.grade_id), tame(why)) for why in rest[3::2]}          # a sorting's other choices
                found.add((exercise_of(cell.metadata.nbgrader.grade_id), message))
    return found


def of(assignment: str, student: str, last: Outcome | None) -> set[tuple[str, str]]:
    """The same of a student: from their last Outcome, or, where it does not say, from the notebook in autograded/."""
    if last and last.outcome != FAILED and last.said is not None:
        return set(map(tuple, last.said))
    path = places.notebook("autograded", assignment, student)
    return by(notebooks.read(path)) if path.exists() else set()
