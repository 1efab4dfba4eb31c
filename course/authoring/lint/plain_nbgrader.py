"""An assignment made with nbgrader alone: what nbgrader would refuse, and where grading has something to say."""

from collections.abc import Iterator

from course.authoring.lint.lesson import Finding
from course.authoring.release import released
from course.files import coursedir
from course.notebook import document
from course.sandbox.canary import NotIsolated


def nbgrader_releases_it(assignment: str) -> Iterator[Finding]:
    for name in coursedir.names(assignment):
        try:
            released(document.read(coursedir.notebook("source", assignment, name=name)))
        except Exception as error:
            # one of nbgrader's steps: a region without its end, a label that is none, two of one name
            yield Finding(
                f"source/{assignment}/{name}.ipynb",
                "(all)",
                f"nbgrader makes no release of it ({str(error).partition(chr(10))[0]})",
                "Correct that cell, or its label",
            )


def proof_of_a_plain_one(assignment: str) -> Iterator[Finding]:
    """What grading would say of it before anybody is graded."""
    from course.grading import batch

    try:
        found = batch.proved(assignment)
    except coursedir.CourseError as error:
        if not isinstance(error.__cause__, NotIsolated):
            yield Finding(
                f"source/{assignment}", "(all)", str(error).rstrip("."), "Then `course lint` says more"
            )
        return
    for test, why in found.failed.items():
        yield Finding(
            f"source/{assignment}",
            test,
            f"the source's own answers do not pass it{why}",
            "Correct the test, or the answer",
        )
