"""`nbgrader generate_feedback` and formgrader's button write the page that `course feedback` writes.

nbgrader's own shows the whole notebook, hidden tests and mark schemes with it. nbgrader_config.py calls
install().
"""

from pathlib import Path

from nbgrader.converters import GenerateFeedback as Stock


class GenerateFeedback(Stock):
    """nbgrader's converter, which reads the options and finds what was graded; the page is ours."""

    def init_destination(self, assignment_id, student_id):
        """Whether there is something to do: the page is made from the gradebook each time."""
        return student_id not in self.coursedir.student_id_exclude.split(",")

    def init_assignment(self, assignment_id, student_id):
        """The page needs no other files: none of a student's are copied."""

    def convert_single_notebook(self, notebook_filename):
        from course.reports import feedback  # not earlier: every Validate reads nbgrader_config.py

        of = self.init_single_notebook_resources(notebook_filename)["nbgrader"]
        assignment, student, name = of["assignment"], of["student"], of["notebook"]
        released = Path(
            self.coursedir.format_path(self.coursedir.release_directory, ".", assignment), f"{name}.ipynb"
        )
        feedback.write(
            Path(notebook_filename),
            Path(self._format_dest(assignment, student), f"{name}.html"),
            released,
            student,
            feedback.marks(assignment, student, of["db_url"], name),
        )


def install() -> None:
    """Put our converter in the two places where nbgrader takes its own from."""
    from nbgrader.apps import api, generatefeedbackapp

    api.GenerateFeedback = generatefeedbackapp.GenerateFeedback = GenerateFeedback
