"""Whether a release is still what its source gives: without one misconception run, so that lint and kit can
always ask.

The notebook is made again and compared. The signs would take many seconds: their seal tells whether they, or
the code that they were made from, have changed since. What the package itself does with that code is not in
it; tests/source looks at that.
"""

import json

from course.authoring.release import SEAL, released, seal
from course.files.coursedir import CourseError, is_plain, root
from course.notebook import document


def stale(assignment: str) -> dict[str, str]:
    """The files of a release that are not as `course release` would make them -> {name: what is wrong}; {} if
    there was never a release.

    Raises CourseError for a source that gives none.
    """
    source, folder = root() / "source" / assignment, root() / "release" / assignment
    if not folder.exists() or is_plain(assignment):
        return {}
    nb = document.read(source / f"{assignment}.ipynb")
    try:
        want = document.dumps(released(nb))
    except Exception as error:  # nbgrader's steps: a region without its end, a label that is none
        raise CourseError(
            f"source/{assignment} gives no release ({str(error).partition(chr(10))[0]}): `course lint {assignment}` says what to mend."
        ) from error
    fresh = {
        f"{assignment}.ipynb": lambda text: text == want,
        "signs.json": lambda text: _holds(text, source, nb),
    }
    return {
        f"release/{assignment}/{name}": "is not what the source gives now" if file.exists() else "is missing"
        for name, is_fresh in fresh.items()
        if not (file := folder / name).exists()
        or not is_fresh(file.read_text(encoding="utf-8", errors="replace"))
    }


def _holds(text, source, nb):
    """Whether the seal of signs.json is that of its signs and of the source."""
    try:
        signs = json.loads(text)
        return signs.pop(SEAL, None) == seal(source, nb, signs)
    except (ValueError, AttributeError, TypeError):  # damaged by hand
        return False
