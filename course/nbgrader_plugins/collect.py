"""`nbgrader collect` and formgrader's button, taking our way: what lies in the exchange is taken in as
`course collect` does.

Left alone, it takes what somebody has put there in another's name, with a warning, and one odd name there
stops it. nbgrader_config.py names this class as the exchange's.
"""

import os
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect

from course.submission.collecting.platform_names import OF_THE_EXCHANGE


class Collect(ExchangeCollect):
    """nbgrader's options and exit status; the newest of each student counts, and all are kept, with and
    without --update.
    """

    def init_src(self):
        if not self.coursedir.course_id:
            self.fail("no course id: c.CourseDirectory.course_id in nbgrader_config.py says it")
        self.inbound = Path(self.root, self.coursedir.course_id, "inbound")
        if not self.inbound.is_dir() or not os.access(self.inbound, os.R_OK | os.X_OK):
            self.fail(
                f"{self.inbound} is no folder that you can read: has `nbgrader release_assignment` been run, by whoever runs this?"
            )
        if self.before_duedate:
            self.log.warning(
                "--before-duedate is left out: all count, and `course due %s` says what becomes of late ones",
                self.coursedir.assignment_id,
            )

    def copy_files(self):
        from course.files.coursedir import CourseError
        from course.files.terminal import tame

        # not earlier: every Validate reads nbgrader_config.py
        from course.submission.collecting.collect import collect
        from course.submission.collecting.decision import FEW

        odd, waiting = (
            [
                path.name
                for path in sorted(self.inbound.iterdir())
                if not OF_THE_EXCHANGE.fullmatch(path.name)
            ],
            0,
        )
        for name in odd[:FEW]:
            self.log.warning("%s was left out: nbgrader calls no hand-in so", tame(name))
        if len(odd) > FEW:
            self.log.warning("%d more were left out for their names", len(odd) - FEW)
        try:
            for file, submission, outcome in collect(self.inbound, only=self._is_meant):
                say = self.log.info if submission else self.log.warning
                say("%s: %s", tame(str(file.relative_to(self.inbound))), outcome)
                waiting += outcome.startswith(("refused", "not taken in"))
        except CourseError as error:
            self.fail(str(error))
        if waiting:
            self.log.warning(
                "%d of these lines are for you to read: what was not taken in stays on `course report %s`",
                waiting,
                self.coursedir.assignment_id,
            )

    def _is_meant(self, name):
        match = OF_THE_EXCHANGE.fullmatch(name)
        student = self.coursedir.student_id
        return (
            bool(match)
            and match["assignment"] == self.coursedir.assignment_id
            and student in ("", "*", match["id"])
        )
