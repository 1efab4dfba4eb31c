"""A notebook that came bare, not as `course submit` packs it: which assignment it is, by its cells, and when
it was handed in.
"""

import contextlib
import datetime
import json
from functools import cache
from pathlib import Path, PurePath

from course.files import coursedir
from course.submission.bundle import Refused, parsed_time, time_in
from course.submission.file_names import TIME

FILE, GRADESCOPE = "the file's", "Gradescope's"  # who says when it was handed in, where nobody else does
ENOUGH = 0.5  # of an assignment's labels: what one deleted, or has in a copy, does not matter


def assignment_of(notebook: Path, name: PurePath) -> tuple[str, str]:
    """The assignment whose labeled cells a notebook has, and which of its notebooks it is; without labels, as
    its file's name says. Raises Refused.
    """
    mine = labels(_read(notebook))
    found = {
        which: len(mine & known) / len(known) for which, known in _released(coursedir.root()).items() if known
    }
    best = max(found, key=found.__getitem__, default=None)
    if best and found[best] >= ENOUGH:
        return best
    named = [which for which in _released(coursedir.root()) if which[1] in name.name]
    if not mine and len(named) == 1:
        return named[0]
    raise Refused(
        "it is a notebook, but of no assignment of this course: too few of its cells have the labels of one"
    )


def labels(notebook: dict) -> set[str]:
    """What nbgrader calls the cells of a notebook."""
    cells = notebook.get("cells")
    cells = cells if isinstance(cells, list) else []
    marks = [
        cell["metadata"].get("nbgrader")
        for cell in cells
        if isinstance(cell, dict) and isinstance(cell.get("metadata"), dict)
    ]
    return {
        mark["grade_id"] for mark in marks if isinstance(mark, dict) and isinstance(mark.get("grade_id"), str)
    }


def time_of(
    notebook: Path,
    files: dict[str, Path],
    exchanged: str | None = None,
    given: datetime.datetime | None = None,
) -> tuple[datetime.datetime, str]:
    """When it was handed in, in UTC, and who says so: the exchange, in whose folder it lies (`exchanged`), or
    the timestamp.txt that it wrote there; Gradescope (`given`); or the file itself. No timestamp.txt of any
    other folder is believed: whoever handed in may have written it.
    """
    now, time = datetime.datetime.now(datetime.UTC), None
    for read in (
        (lambda: time_in(files[TIME]) if TIME in files else None, lambda: parsed_time(exchanged))
        if exchanged
        else ()
    ):
        with contextlib.suppress(ValueError):  # what is no time says nothing
            time = time or read()
    if time is None and given:
        return given, GRADESCOPE
    return min(time or _changed(notebook, now), now).replace(
        microsecond=0
    ), "the exchange's" if time else FILE


def _changed(file, now):
    """When a file was changed; now, if that is in no calendar."""
    try:
        return datetime.datetime.fromtimestamp(max(0, file.stat().st_mtime), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return now


def _read(notebook):
    from course.notebook.reading import Unreadable, bounded  # half a second to import

    try:
        found = json.loads(bounded(notebook))
    except Unreadable as error:
        raise Refused(f"it is a notebook that {str(error).removeprefix(f'{notebook.name} ')}") from error
    except (ValueError, RecursionError) as error:
        raise Refused("it is not a notebook that can be read: ask for it again") from error
    if not isinstance(found, dict):
        raise Refused("it is not a notebook that can be read: ask for it again")
    return found


@cache
def _released(root):
    return {
        (name, file.stem): labels(json.loads(file.read_bytes()))
        for name in coursedir.assignments()
        for file in coursedir.notebooks("release", name)
    }
