"""A notebook that came bare, not as `course submit` packs it: which assignment it is, by its cells, and when it was handed in."""
import datetime
import json
from functools import cache
from pathlib import Path, PurePath

from course.classroom import places
from course.classroom.submission import LARGEST, TIME, Refused, time_text
from course.classroom.whose import OF_THE_EXCHANGE

FILE, GRADESCOPE = "the file's", "Gradescope's"                # who says when it was handed in, where nobody else does
ENOUGH = .5                                    # of an assignment's labels: what one deleted, or has in a copy, does not matter


def assignment_of(notebook: Path, name: PurePath) -> str:
    """The assignment whose labelled cells a notebook has; of one without labels, that which its file's name says. Raises Refused."""
    mine = labels(_read(notebook))
    found = {assignment: len(mine & known) / len(known) for assignment, known in _released(places.root()).items() if known}
    best = max(found, key=found.get, default=None)
    if best and found[best] >= ENOUGH:
        return best
    named = [assignment for assignment in places.assignments() if assignment in name.name]
    if not mine and len(named) == 1:
        return named[0]
    raise Refused("it is a notebook, and of no assignment of this course: too few of its cells carry the labels of one")


def labels(notebook: dict) -> set[str]:
    """What nbgrader calls the cells of a notebook."""
    cells = notebook.get("cells")
    marks = [cell.get("metadata", {}).get("nbgrader", {}) for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []
    return {mark["grade_id"] for mark in marks if isinstance(mark, dict) and isinstance(mark.get("grade_id"), str)}


def time_of(notebook: Path, files: dict[str, Path], path: PurePath, given: datetime.datetime | None = None) -> tuple[datetime.datetime, str]:
    """When it was handed in, in UTC, and who says so: the exchange, a timestamp.txt beside it, Gradescope (`given`), or the file itself."""
    from nbgrader.utils import parse_utc
    texts = [match["time"] for part in path.parts if (match := OF_THE_EXCHANGE.fullmatch(part))]
    try:
        texts = ([time_text(files[TIME])] if TIME in files else []) + texts
        time, by = (parse_utc(texts[0]).replace(tzinfo=datetime.UTC), "the exchange's") if texts and texts[0] else (None, FILE)
    except (ValueError, OverflowError):
        time, by = None, FILE
    if time is None and given:
        return given, GRADESCOPE
    time = time or _changed(notebook)
    return min(time, datetime.datetime.now(datetime.UTC)).replace(microsecond=0), by


def _changed(file):
    return datetime.datetime.fromtimestamp(max(0, file.stat().st_mtime), datetime.UTC)


def _read(notebook):
    if notebook.stat().st_size > LARGEST:
        raise Refused(f"it has more than {LARGEST / 1e6:.0f} MB")
    try:
        found = json.loads(notebook.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Refused("it is no notebook that can be read: ask for it again") from error
    if not isinstance(found, dict):
        raise Refused("it is no notebook that can be read: ask for it again")
    return found


@cache
def _released(root):
    return {name: labels(json.loads(file.read_bytes())) for name in places.assignments() if (file := root / "release" / name / f"{name}.ipynb").exists()}
