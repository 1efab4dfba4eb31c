"""The random cases of a submission depend on what was handed in: the same work gets the same for ever, and
other work others.

So a page that shows what a hidden case should give tells nothing of the cases of the next hand-in, and no
answer of a class can be of use in another's.
"""

import hashlib
import json

from course.notebook.document import is_locked, tags
from course.submission.pseudonyms import keyed


def content(notebook: dict, files: dict[str, bytes]) -> str:
    """A hash of all that a student's code can tell from another hand-in: code that is not the author's alone,
    the order in which all code runs, or is left out, and the files beside it. The time of the hand-in is not
    among these, and no code gets it.
    """
    code = [
        [cell["id"], "" if is_locked(cell) else cell["source"], sorted(tags(cell))]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]
    beside = [(name, hashlib.sha256(data).hexdigest()) for name, data in sorted(files.items())]
    return hashlib.sha256(json.dumps([code, beside]).encode()).hexdigest()


def seed(of_the_class: str, content: str) -> str:
    """What a submission's random cases are drawn from: nobody computes the class's seed from it, nor from
    this the cases of another.
    """
    return keyed(of_the_class, "cases", content, length=64)
