"""The odd and the hostile: what a few of the class do to their hand-in, and what should come of it.

Each is one student's. The others' marks must not change by it, nor the student's own where nothing is said
here.
"""

import io
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course.rehearsal.platforms import LATE, HandIn, packed

TAKEN, REFUSED, WAITS, MISSING = "taken in", "refused", "waits for a person", "not handed in"


class Odd(NamedTuple):
    """How somebody hands in."""

    files: Callable[[HandIn], dict[str, bytes]]  # what lies in the platform's zip
    outcome: str = TAKEN
    off: float = 0  # the share of the points that being late costs


class Hostile(NamedTuple):
    """What a notebook holds. {answer} is the name of the function that the exercise asks for."""

    text: str  # of the solution cell
    remark: str = ""  # what the instructor must be told, in these words
    free: str = ""  # a cell of the student's own, before all others: then the exercise keeps its marks
    test: str = ""  # in the place of the check


# --- odd ---


def again(data: bytes, rename: Callable[[str], str], more: dict[str, bytes] | None = None) -> bytes:
    """A zip that somebody opened and packed again."""
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return packed({rename(name): box.read(name) for name in box.namelist()} | (more or {}))


def as_it_should_be(it):
    return {it.name(it.file()): it.zip()}


def two(it):
    """What counts, and an hour late the stub."""
    return {
        it.name(it.file()): it.zip(),
        it.name(it.file(LATE), late=True, attachment=2): it.zip(when=LATE, notebook=it.given),
    }


ODD = {
    "a notebook that was renamed": Odd(lambda it: {it.name("Untitled (3).ipynb"): it.notebook}),
    "a notebook in a zip made by hand": Odd(
        lambda it: {it.name("homework.zip"): packed({f"my work/{it.assignment}.ipynb": it.notebook})}
    ),
    "a zip that a Mac packed again": Odd(
        lambda it: {
            it.name(it.file()): again(
                it.zip(), lambda name: name, {"__MACOSX/._manifest.json": b"x", ".DS_Store": b"x"}
            )
        }
    ),
    "a folder around it all": Odd(
        lambda it: {it.name("homework.zip"): again(it.zip(), lambda name: f"homework/{name}")}
    ),
    "two hand-ins, of which the better counts": Odd(two),
    "an hour late": Odd(lambda it: {it.name(it.file(LATE), late=True): it.zip(when=LATE)}, off=0.1),
    "somebody who is not on the roster": Odd(as_it_should_be, WAITS),
    "nothing handed in": Odd(lambda it: {}, MISSING),
    "a zip that is damaged": Odd(lambda it: {it.name(it.file()): it.zip()[:200]}, REFUSED),
    "a PDF": Odd(lambda it: {it.name("homework.pdf"): b"%PDF-1.7\n%%EOF\n"}, REFUSED),
    "a zip with a path that leads out": Odd(
        lambda it: {
            it.name(it.file()): again(
                it.zip(), lambda name: name, {f"{it.assignment}/../../../evil.txt": b"x"}
            )
        },
        REFUSED,
    ),
}
STRANGER = "somebody who is not on the roster"  # in every assignment the same one


# --- hostile ---

HIDDEN = '''def {answer}(*args, **kwargs):
    """Look for what is expected: in the frames below, in all that Python knows, and on the disk."""
    import gc
    import os
    import sys
    frame = sys._getframe()
    while frame:
        for space in (frame.f_globals, frame.f_locals):
            if "want" in space:
                return space["want"]
        frame = frame.f_back
    for each in gc.get_objects():
        if type(each) is dict and "want" in each:
            return each["want"]
    for folder, _, files in os.walk("/"):
        for name in files:
            if name in ("misconceptions.py", "answers.py", "gradebook.db"):
                return open(os.path.join(folder, name)).read()'''
NONE = "def {answer}(*args, **kwargs):\n    return None"

HOSTILE = {
    "a cell that ends the process": Hostile("import os\nos._exit(0)", "ended the Python process"),
    "a cell that loops for ever": Hostile("while True:\n    pass", "took longer than"),
    "an answer that looks for hidden tests": Hostile(HIDDEN),
    "an answer that equals everything": Hostile(
        "class Everything(float):\n    __eq__ = __le__ = __ge__ = lambda self, other: True\n    __hash__ = float.__hash__\n\n\n"
        "def {answer}(*args, **kwargs):\n    return Everything(-12345.6789)"
    ),
    "an answer that shows points": Hostile(
        "def {answer}(*args, **kwargs):\n    import sys\n    print(100)\n    sys.displayhook(100)\n    get_ipython().displayhook(100)"
    ),
    "a check that was patched": Hostile(
        "import course.check\ncourse.check.grading.__exit__ = lambda *error: True\ncourse.check.NotYet = ValueError\n\n\n"
        + NONE
    ),
    "a check that was edited": Hostile(NONE, "was edited", test="print('all checks pass')"),
    "a cell that forks": Hostile("", "does not allow", free="import os\nos.fork()"),
}


def spoil(nb: NotebookNode, how: Hostile, exercise: str, answer: str) -> None:
    """Put it into a notebook. exercise, answer: the solution cell, and the name of the function that is asked
    for there.
    """
    for cell in nb.cells:
        if cell.id == exercise and how.text:
            cell.source = how.text.replace("{answer}", answer)
        elif (
            how.test
            and cell.metadata.get("nbgrader", {}).get("grade")
            and cell.id.startswith(f"{exercise}-test")
        ):
            cell.source = how.test
    if how.free:
        nb.cells.insert(0, new_code_cell(how.free, id="of-my-own"))
