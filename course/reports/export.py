"""Marks that leave the house: for a spreadsheet, for Canvas, for Moodle. Where nobody has given a mark the
place is empty, and never a 0.

    csv       a line for each student and assignment, in the columns of nbgrader's own export, and how each
              stands
    canvas    a line a student, in the columns of Canvas's gradebook: Student, ID, SIS User ID, SIS Login ID,
              Section, then the assignments,
              and a second line, Points Possible, as Canvas's own export has them. Upload it in Canvas's
              gradebook.
    moodle    a line a student, with the columns of Moodle's participants and the assignments. Upload it in
              Moodle's gradebook, Import, CSV
              file, and map Email address, or ID number, to the users. (docs.moodle.org, Grade import.)

nbgrader's own export writes 0 for whoever handed in nothing; it is not used for marks.
"""

import csv
import datetime
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from course.files import coursedir, csv_files
from course.files.coursedir import CourseError
from course.files.terminal import printable
from course.reports.class_report import not_taken_in, report
from course.submission import deadline
from course.submission.roster import CANVAS, MOODLE, Roster, by_moodle, kept

GRADED, WAITING, UNGRADABLE, UNGRADED, MISSING = (
    "graded",
    "waiting for a person",
    "could not be graded",
    "not graded yet",
    "not handed in",
)
NOT_TAKEN_IN = "not taken in"  # what came was refused, or somebody must say whose it is
OF_CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
FIRST, LAST = ("first name", "given name"), ("last name", "surname", "family name")
OF_NBGRADER = [
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
]


class Mark(NamedTuple):
    status: str
    # points, before anything is taken off; while a person is waited for, those there are so far
    raw: float | None = None
    late: float = 0  # what is taken off


class Exported(NamedTuple):
    lines: int
    statuses: dict  # assignment -> Counter of statuses
    left_out: list  # students that the platform would not know
    disputed: list  # written answers on which markers disagree
    out_of: dict  # assignment -> points that can be had
    newer: dict  # assignment -> students who have handed in something since that is not graded


def export(
    path: Path | str, db: str | None = None, form: str = "csv", assignments: Sequence[str] = ()
) -> Exported:
    """Write the marks of these assignments (default: all that were ever graded) to `path`. db: another
    gradebook. Raises CourseError.
    """
    path = csv_files.place(path)
    names = [
        name
        for name in assignments or coursedir.assignments()
        if assignments or coursedir.notebooks("release", name)
    ]
    reports = {name: report(name, db) for name in names}
    reports = {name: found for name, found in reports.items() if assignments or found.marks or found.remarks}
    if not any(found.marks or found.remarks for found in reports.values()):
        raise CourseError("nothing has been graded yet: `course grade NN` does that. No file was written.")
    roster = kept()
    marks = {name: marks_of(name, found, roster) for name, found in reports.items()}
    most = {name: sum(found.out_of.values()) for name, found in reports.items()}
    statuses = {name: Counter(mark.status for mark in each.values()) for name, each in marks.items()}
    lines, left_out = {"csv": _for_a_spreadsheet, "canvas": _for_canvas, "moodle": _for_moodle}[form](
        marks, most, roster, db
    )
    csv_files.write(path, [[printable(str(cell)) for cell in line] for line in lines], marked=form == "csv")
    return Exported(
        len(lines) - (2 if form == "canvas" else 1),
        statuses,
        left_out,
        [f"{name} {line}" for name, found in reports.items() for line in found.disputed],
        most,
        {name: newer for name, found in reports.items() if (newer := _newer(name, found))},
    )


def _newer(assignment, found):
    """Those with marks for something else than what lies in submitted/ now."""
    from course.grading import inputs
    from course.grading import log as batches
    from course.sandbox.job import FAILED

    newer = []
    for student, last in batches.read(assignment).items():
        home = coursedir.root() / "submitted" / student / assignment
        if (
            student in found.marks
            and last.outcome != FAILED
            and home.is_dir()
            and inputs.files_hash(home) != last.submission
        ):
            newer.append(student)
    return sorted(newer)


def marks_of(assignment: str, found, roster: Roster | None) -> dict[str, Mark]:
    """How everybody stands who is on the roster, handed in, or was graded -> {student: Mark}, in order.
    found: the assignment's Report.
    """
    from course.grading import log as batches
    from course.sandbox.job import FAILED

    log = batches.read(assignment)
    handed_in = {file.parent.parent.name for file in coursedir.root().glob(f"submitted/*/{assignment}/*")}
    marks = {}
    for student in sorted({*(roster.people if roster else ()), *handed_in, *found.marks, *log}):
        mine = found.marks.get(student)
        # what an older hand-in earned stands in the gradebook, and counts for nothing yet
        if student in log and log[student].outcome == FAILED:
            marks[student] = Mark(
                UNGRADABLE,
                *([sum(points or 0 for points in mine.values()), found.penalties[student]] if mine else []),
            )
        elif mine:
            waits = any(points is None for points in mine.values())
            marks[student] = Mark(
                WAITING if waits else GRADED,
                sum(points or 0 for points in mine.values()),
                found.penalties[student],
            )
        else:
            marks[student] = Mark(
                UNGRADED
                if student in handed_in
                else NOT_TAKEN_IN
                if student in not_taken_in(found.refused)
                else MISSING
            )
    return marks


def score(mark: Mark) -> str:
    """What counts, once a person has seen all that waits for one; "" before that, and where there is no mark."""
    return f"{max(0, mark.raw - mark.late):g}" if mark.status == GRADED else ""  # type: ignore[operator]  # then it has points


def _for_a_spreadsheet(marks, most, roster, db):
    times = {(row["assignment"], row["student_id"]): row for row in _of_nbgrader(db)}
    lines = [[*OF_NBGRADER, "status"]]
    for name, each in marks.items():
        rule = deadline.rule(name)
        for student, mark in each.items():
            known, person = times.get((name, student), {}), roster.people.get(student) if roster else None
            first, last = known.get("first_name", ""), known.get("last_name", "")
            if person and not (last or first):
                first, last = _names(person)
            raw, late = (f"{mark.raw:g}", f"{mark.late:g}") if mark.raw is not None else ("", "")
            until = rule.until(student) if rule else _in_utc(known.get("duedate", ""))
            came = _in_utc(known.get("timestamp", ""))
            if came and until:
                came = came.astimezone(until.tzinfo)  # as they stand, the earlier one comes first
            lines.append(
                [
                    name,
                    until.isoformat(" ") if until else "",
                    came.isoformat(" ") if came else "",
                    student,
                    last,
                    first,
                    known.get("email") or (person.mail if person else ""),
                    raw,
                    late,
                    score(mark),
                    f"{most[name]:g}",
                    mark.status,
                ]
            )
    return lines, []


def _names(person):
    """First and last name by the roster's own columns; of a name that nobody has split, all of it as the
    last, but for "Lovelace, Ada".
    """
    row = {column.lower().replace("_", " "): text.strip() for column, text in person.row.items()}
    first, last = (
        next((row[column] for column in columns if row.get(column)), "") for columns in (FIRST, LAST)
    )
    if first or last:
        return first, last
    last, _, first = person.name.partition(", ")
    return first, last


def _in_utc(text):
    """A time of nbgrader's, which are in UTC and do not say so; None for an empty place."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC) if text else None


def _of_nbgrader(db):
    """The lines of nbgrader's own export, for due dates and times."""
    from nbgrader.plugins import CsvExportPlugin

    from course.gradebook import database

    with (
        tempfile.TemporaryDirectory() as folder,
        database.lent(database.options("*", db=db).coursedir) as gradebook,
    ):
        plugin = CsvExportPlugin(config=database.config())
        plugin.to = str(Path(folder) / "marks.csv")
        plugin.export(gradebook)
        with open(plugin.to, newline="") as stream:
            return list(csv.DictReader(stream))


def _needs(roster, kind, form):
    if roster is None or roster.kind != kind:
        has = "there is no roster" if roster is None else f"the roster is {roster.kind}"
        raise CourseError(
            f"--format {form} needs {kind}'s own columns, and {has}. Download the file from {kind}, then `course roster FILE`. No file was written."
        )


def _for_canvas(marks, most, roster, db):
    _needs(roster, CANVAS, "canvas")
    # 01-tokens (4711)
    headings = {
        name: next((column for column in roster.columns if column.split(" (")[0] == name), name)
        for name in marks
    }
    lines = [
        [*OF_CANVAS, *headings.values()],
        ["    Points Possible", *[""] * (len(OF_CANVAS) - 1), *(f"{most[name]:g}" for name in marks)],
    ]
    for student, person in roster.people.items():
        lines.append(
            [
                *(person.row.get(column, "") for column in OF_CANVAS),
                *(score(each[student]) for each in marks.values()),
            ]
        )
    return lines, _unknown(marks, roster)


def _for_moodle(marks, most, roster, db):
    _needs(roster, MOODLE, "moodle")
    own = by_moodle(roster)
    lines = [[*own, *marks]]
    for student, person in roster.people.items():
        lines.append(
            [
                *(person.row.get(column, "") for column in own),
                *(score(each[student]) for each in marks.values()),
            ]
        )
    return lines, _unknown(marks, roster)


def _unknown(marks, roster):
    return sorted({student for each in marks.values() for student in each} - roster.people.keys())
