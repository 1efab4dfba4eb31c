"""Pictures of a help desk built on a language model: asked, measured, repaired and priced, drawn before it is
asked for. Each function gives a figure.

    show(paired([1, 1, 0], [1, 0, 0], ["short prompt", "long prompt"]), alt="…")
"""

from course.figures.helpdesk_pictures.evaluation import counting, divided_out, hole, paired
from course.figures.helpdesk_pictures.stack import order_of_work, path, priced

__all__ = ["counting", "divided_out", "hole", "order_of_work", "paired", "path", "priced"]
