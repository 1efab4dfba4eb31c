"""What nbgrader (its commands, formgrader, and the Validate button) is told about this course.

nbgrader reads this file from the folder in which it, or the JupyterLab process, was started: start both here. The folders
source/, release/, submitted/, autograded/, feedback/ and the file gradebook.db have nbgrader's own names.
"""

from pathlib import Path

from course.authoring.stubs import preprocessors
from course.nbgrader_plugins import autograde, formgrader, generate_assignment, generate_feedback

c = get_config()  # noqa: F821 (traitlets defines it)

c.CourseDirectory.course_id = "foundation-models"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)

# Seconds for one cell, for Validate too: many times what any of ours needs, and what an endless loop costs you in grading.
c.Execute.timeout = 60

# A release as `course release` makes it: stubs that run, and none of the answers that lie beside the notebook.
c.GenerateAssignment.preprocessors = preprocessors
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "misconceptions.py",
    "answers.py",
    "checkpoint.py",
    "look_alikes.py",
    "kept",
]

# nbgrader's exchange, for a class that works on one machine: a student's side of it is work/. One setting turns it on, and says where it is:
# c.Exchange.root = "/srv/nbgrader/exchange"
c.Exchange.assignment_dir = str(Path(__file__).resolve().parent / "work")
c.ExchangeFactory.collect = "course.nbgrader_plugins.collect.Collect"
c.ExchangeFactory.release_feedback = "course.nbgrader_plugins.release_feedback.ReleaseFeedback"

# `nbgrader generate_assignment` and formgrader's button make that release whole, with signs.json, or leave the one that is there.
generate_assignment.install()

# `nbgrader autograde` and formgrader's button grade as `course grade` does: isolated, in parallel, a submission a transaction.
autograde.install()

# `nbgrader generate_feedback` and its button write the page of `course feedback`, which shows no hidden test.
generate_feedback.install()

# Formgrader's page runs nothing that a student wrote.
formgrader.install()
