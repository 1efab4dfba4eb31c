"""Pictures of a help desk built on a language model: asked, measured, repaired and priced, drawn before it is
asked for. Each function gives a figure.

    show(paired([1, 1, 0], [1, 0, 0], ["short prompt", "long prompt"]), alt="…")
"""

from course.figures.helpdesk_pictures.confusion import heat, row_and_column
from course.figures.helpdesk_pictures.evaluation import (
    before_and_after,
    counting,
    divided_out,
    hole,
    paired,
    versions,
)
from course.figures.helpdesk_pictures.retrieval import likeliest, strips
from course.figures.helpdesk_pictures.stack import order_of_work, path, priced, shelves, timeline

__all__ = [
    "before_and_after",
    "counting",
    "divided_out",
    "heat",
    "hole",
    "likeliest",
    "order_of_work",
    "paired",
    "path",
    "priced",
    "row_and_column",
    "shelves",
    "strips",
    "timeline",
    "versions",
]
