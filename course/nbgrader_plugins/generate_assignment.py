"""nbgrader's converter of a source into a release, taking our way: `nbgrader generate_assignment` and
formgrader's button.
"""

from pathlib import Path

from course.authoring import converter


class GenerateAssignment(converter.GenerateAssignment):
    __doc__ = converter.GenerateAssignment.__doc__

    def _signs(self, assignment_id, student_id):
        """The text of signs.json; None of an assignment without misconceptions.py, such as one of nbgrader's
        own.
        """
        from course.authoring.release import fresh  # not earlier: every Validate reads nbgrader_config.py

        beside = Path(self._format_source(assignment_id, student_id), "misconceptions.py")
        return fresh(assignment_id)["signs.json"] if beside.exists() else None


def install() -> None:
    """Put our converter in the two places where nbgrader takes its own from."""
    from nbgrader.apps import api, generateassignmentapp

    api.GenerateAssignment = generateassignmentapp.GenerateAssignment = GenerateAssignment
