"""A student's own folder: start an assignment, see how far one is, hand it in. What a student wrote is never
overwritten.

    work/01-tokens/01-tokens.ipynb      the notebook that one works in; older attempts in kept/ beside it
    work/.course.json                   who one is, and what the last check said
    outbox/01-tokens_ada_20261125T124500Z.zip      what was handed in, when
"""

import datetime
import json
import shutil
from pathlib import Path

from course.files import coursedir
from course.files.atomic import whole
from course.files.coursedir import CourseError
from course.names import exercise_of
from course.submission.bundle import an_id, pack, stamp, unstamp


def start(assignment):
    """Put the release into work/, leaving alone what is there -> names of the files that were put."""
    source, target = coursedir.root() / "release" / assignment, folder(assignment)
    if not source.is_dir():
        raise CourseError(f"{assignment} is not in release/. Ask your instructor for the current kit.")
    put = []
    for file in sorted(file for file in source.rglob("*") if file.is_file()):
        name = file.relative_to(source)
        if not (target / name).exists():
            with whole(target / name) as new:
                shutil.copyfile(file, new)
            put.append(name.as_posix())
    return put


def again(assignment, exercise):
    """One exercise afresh, its answer and its tests -> the copy of the notebook as it was.

    Everything else stays. A cell of the exercise that was deleted comes back.
    """
    from course.notebook import document
    from course.notebook.order import put_back

    nb, release = opened(assignment), released_by_us(assignment)
    given = [cell for cell in release.cells if exercise_of(cell.id) == exercise]
    if exercise not in document.labeled(release):
        names = [name for name, cell in document.labeled(release).items() if document.kind(cell) != "test"]
        raise CourseError(f"{assignment} has no exercise {exercise!r}. It has: {', '.join(names)}.")
    kept = keep(assignment)
    # of a cell and its copy, which has the label as well, the cell itself, as in grading
    mine = {cell.id: cell for cell in nb.cells}
    mine = document.labeled(nb) | {
        name: cell
        for name, cell in mine.items()
        if cell.metadata.get("nbgrader", {}).get("grade_id", name) == name
    }
    for cell in given:
        if cell.id in mine:
            mine[cell.id].source = cell.source
            mine[cell.id].metadata.update(cell.metadata)  # with its checksum: `course update` goes by it
            if mine[cell.id].cell_type == "code":
                mine[cell.id].update(outputs=[], execution_count=None)
        else:
            put_back(nb, release, cell)
    document.write(nb, coursedir.notebook("work", assignment))
    return kept


def released_by_us(assignment):
    """The release. Raises CourseError for one that `course release` has not made: its cells have other ids
    than labels, or it has several notebooks.
    """
    from course.notebook import document

    release = document.read(coursedir.notebook("release", assignment))
    if len(coursedir.names(assignment)) > 1 or any(
        cell.get("id") != name for name, cell in document.labeled(release).items()
    ):
        raise CourseError(
            f"{assignment} was made with nbgrader alone, and cannot be renewed in part. Nothing was changed. "
            f"If you rename your notebook, `course start {assignment}` puts a fresh one there."
        )
    return release


def keep(assignment):
    """Copy the notebook into kept/, under the time -> the copy."""
    file = coursedir.notebook("work", assignment)
    stem = file.parent / "kept" / f"{assignment}_{stamp(now())}"
    copy, n = stem.with_suffix(".ipynb"), 2
    while copy.exists():
        copy, n = stem.with_name(f"{stem.name}-{n}").with_suffix(".ipynb"), n + 1
    with whole(copy) as new:
        shutil.copyfile(file, new)
    return copy


def opened(assignment, name=""):
    """The student's notebook; name: which one of several. Raises CourseError that says which file is damaged
    or missing, and what to do.
    """
    from course.notebook.reading import Unreadable, read

    file = coursedir.notebook("work", assignment, name=name)
    here = file.relative_to(coursedir.root()).as_posix()
    if not file.exists():
        others = ", ".join(sorted(other.name for other in file.parent.glob("*.ipynb")))
        instead = f" If {others} is your work, rename it; otherwise" if others else ""
        raise CourseError(f"{here} is missing.{instead} `course start {assignment}` puts a fresh one there.")
    try:
        return read(file)
    except Unreadable as error:
        raise CourseError(
            f"{Path(here).parent.as_posix()}/{error}. It was left unchanged. "
            f"If you rename it, `course start {assignment}` puts a fresh one there."
        ) from error


def submit(assignment, who):
    """Pack the work into outbox/ -> (the zip, remarks). Earlier ones stay. `who` as in `identify`."""
    remarks = [remark for _, some, _ in _mended(assignment) for remark in some]
    path, time = free_place(assignment, who)
    return path, remarks + pack(path, assignment, who, time)


def _mended(assignment):
    """Each notebook of the work as it would be graded -> (notebook, remarks, its release)."""
    from course.notebook import document
    from course.notebook.reading import identify
    from course.notebook.repair import mend

    for name in coursedir.names(assignment):
        release = identify(document.read(coursedir.notebook("release", assignment, name=name)))
        yield *mend(opened(assignment, name), release), release


def free_place(assignment, who):
    """Where the next submission goes, and its time: a second later than it is, while that second has one. The
    newest counts.
    """
    time = now()
    while (path := coursedir.root() / "outbox" / f"{assignment}_{who}_{stamp(time)}.zip").exists():
        time += datetime.timedelta(seconds=1)
    path.parent.mkdir(exist_ok=True)
    return path, time


def unwritten(assignment):
    """What of the work nobody has written yet -> {exercise or written question: points}."""
    from course.notebook import document

    return {
        name: points
        for nb, _, release in _mended(assignment)
        for name, points in document.unwritten(nb, release).items()
    }


def identify(who=None, ask=None):
    """Who hands in: `who`, or who it was the last time, or what `ask()` says. It is remembered. Raises
    CourseError.
    """
    who = who or recall().get("who") or (ask() if ask else None)
    if not who:
        raise CourseError("who are you? Give the id from your instructor once: `course submit NN --who ID`.")
    if not (known := an_id(who)):
        raise CourseError(
            f"{who!r} cannot be an id: use at most 64 letters and digits, with . _ @ - between them."
        )
    remember(who=known)
    return known


def current():
    """The assignment whose notebook was changed last; the first of all if none was started; None if there is
    none.
    """
    started = [
        (file.stat().st_mtime, name)
        for name in coursedir.assignments()
        if (file := coursedir.notebook("work", name)).exists()
    ]
    return max(started)[1] if started else next(iter(coursedir.assignments()), None)


def status():
    """How far one is: a line (dict) for each assignment."""
    checks, lines = recall().get("checks", {}), []
    for assignment in coursedir.assignments():
        handed_in = sorted(
            time for file in coursedir.root().glob(f"outbox/{assignment}_*Z.zip") if (time := _time_of(file))
        )
        lines.append(
            {
                "assignment": assignment,
                "started": coursedir.notebook("work", assignment).exists(),
                "check": checks.get(assignment),
                "submitted": handed_in[-1] if handed_in else None,
            }
        )
    return lines


def _time_of(file):
    """When a zip in outbox/ was made, by its name; None if the name says no time."""
    try:
        return unstamp(file.stem[-16:])
    except ValueError:
        return None


# --- what is remembered ---


def recall():
    """What work/.course.json holds; {} if it cannot be read."""
    try:
        found = json.loads((coursedir.root() / "work/.course.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("checks", {}), dict) else {}


def remember(**facts):
    with whole(coursedir.root() / "work/.course.json") as new:
        new.write_text(json.dumps(recall() | facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


# --- small words ---


def counted(points):
    return f"{points:g} point{'s' * (points != 1)}"


def passing(right, judged, filled):
    """How the visible checks of a kit stand. What they see the form of is filled in, and neither right nor
    wrong.
    """
    more = f", {filled} more {'is' if filled == 1 else 'are'} filled in" if filled else ""
    return f"{right} of {judged} exercises pass the visible checks{more}"


def folder(assignment):
    return coursedir.root() / "work" / assignment


def now():
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
