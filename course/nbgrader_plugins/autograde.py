"""`nbgrader autograde` and formgrader's button, taking our way: nbgrader's options and exit status, our
batch.

nbgrader_config.py calls install(). Whoever starts either of them in the course's folder then grades as
`course grade` does.
"""

from nbgrader.converters import Autograde as Stock
from nbgrader.converters import NbGraderException
from traitlets import Bool


class Autograde(Stock):
    """nbgrader's converter, which reads the options and finds the submissions; the grading is done by our
    batch.
    """

    locked = Bool(
        True,
        help="Whether students' code is locked in, and tests run apart from it. Without, all runs as in nbgrader: with your own rights.",
    ).tag(config=True)

    def convert_notebooks(self):
        if not self.locked:
            super().convert_notebooks()
            return
        from course.files.coursedir import CourseError
        from course.files.terminal import tame
        from course.grading import batch, inputs  # not earlier: every Validate reads nbgrader_config.py
        from course.sandbox.job import FAILED

        failed = []
        try:
            handed_in = [student for student in inputs.submitted(self) if self.files(student)]
            given = inputs.read(self)
            todo = inputs.waiting(given, handed_in, self.force)
            for student in todo:
                self.notebooks = self.files(student)
                self.run_pre_convert_hook()
            for done in batch.outcomes(given, todo, force=self.force, tell=self.log.warning):
                report = (
                    self.log.error
                    if done.outcome == FAILED
                    else self.log.warning
                    if done.remarks
                    else self.log.info
                )
                who = tame(done.student)
                report("%s: %s", who, "; ".join([done.outcome, *done.remarks]))
                for name in done.again if done.outcome != FAILED else ():
                    self.log.warning(
                        "%s: look again at %s: it has changed since you marked it, and your mark stands",
                        who,
                        name,
                    )
                self.notebooks = self.files(done.student)
                self.run_post_convert_hook()
                failed += [who] * (done.outcome == FAILED)
        except CourseError as error:
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from error
        if failed:
            raise NbGraderException(f"could not be graded: {', '.join(failed)}")

    def files(self, student):
        """The notebooks of a student that nbgrader's options select."""
        return self.assignments.get(self._format_source(self.coursedir.assignment_id, student), [])


def install() -> None:
    """Put our converter in the two places where nbgrader takes its own from."""
    from nbgrader.apps import api, autogradeapp

    api.Autograde = autogradeapp.Autograde = Autograde
