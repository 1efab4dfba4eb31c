"""Who is in the class: read once from the platform's own file, kept in roster.csv, asked wherever names or
absences matter.

    course roster participants.csv

roster.csv has `id`, `name` and `mail`, and after them the columns of the file as they came: `course export`
gives them back to the platform. Without one nothing is known of who should have handed in, and everything
else works as before.
"""

import contextlib
import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from course.files import coursedir, csv_files
from course.files.atomic import whole
from course.files.coursedir import CourseError
from course.files.terminal import shown
from course.submission.bundle import an_id
from course.submission.moodle import ENGLISH, participants

OWN = ("id", "name", "mail")
CANVAS, MOODLE, GRADESCOPE, PLAIN = "Canvas", "Moodle", "Gradescope", "a plain list"
NO_STUDENT = ("points possible", "manual posting", "student, test")  # rows of Canvas's file that are nobody's
NEEDED = (
    "Canvas's gradebook has Student, ID and SIS Login ID; Moodle's participants have first name, last name and Email address, or what these are in its other languages; "
    "Gradescope's roster has SID, Email and Role; "
    "any other needs a column called id, or `--id COLUMN` says which column has the ids"
)

NAMELESS = (
    "We recognize no column of names in it, so we cannot compare a platform's name for a hand-in with the id in it. "
    "Call the columns First name, Last name and Email address, and give it again."
)


class Person(NamedTuple):
    id: str  # what the student gives `course submit`
    name: str
    mail: str
    row: dict  # the platform's own columns, as they came


class Roster(NamedTuple):
    kind: str  # CANVAS, MOODLE, GRADESCOPE or PLAIN
    columns: list  # of the platform's file, in its order
    people: dict  # id -> Person
    remarks: list  # what is no error, and worth a look


def read(path: Path | str, column: str | None = None) -> Roster:
    """The roster in a file. column: which of its columns has the ids, if not the usual one. Raises
    CourseError for what cannot be one.
    """
    path = Path(path)
    columns, rows = csv_files.read(path)
    kind, theirs = _kind(columns), participants(columns)
    if column and column not in columns and not (column := _named(columns, wanted := column)):
        raise CourseError(
            f"{shown(path.name)} has no column {wanted!r}. It has: {', '.join(map(shown, columns))}."
        )
    if not column and kind == CANVAS and "SIS Login ID" not in columns:
        raise CourseError(
            f"{shown(path.name)} looks like Canvas's gradebook, and has no column 'SIS Login ID'. Export it with that column, or name another one of ids with --id. "
            f"It has: {', '.join(map(shown, columns))}."
        )
    if not column and kind is None:
        raise CourseError(
            f"{shown(path.name)} has no column of ids. {NEEDED}. It has: {', '.join(map(shown, columns))}."
        )
    rows, remarks = _students(rows, columns) if kind == GRADESCOPE else (rows, [])
    column = column or _column_of_ids(kind, columns, theirs, [row for _, row in rows])
    people, lines = {}, {}
    for line, row in rows:
        written = row[column].strip()
        if kind == CANVAS and (
            row["Student"].strip().lower().startswith(NO_STUDENT)
            or not any(row[name].strip() for name in ("Student", "ID", column))
        ):
            continue
        if not written:
            raise CourseError(
                f"{shown(path.name)}, line {line}: {column!r} is empty. Fill it in, or name another column of ids with --id."
            )
        if not (who := an_id(written)):
            raise CourseError(
                f"{shown(path.name)}, line {line}: {shown(written)!r} cannot be an id: use at most 64 letters and digits, with . _ @ - between them. "
                "Name another column of ids with --id."
            )
        if who in people:
            raise CourseError(
                f"{shown(path.name)}: the id {who!r} is in line {lines[who]} and in line {line}. Each student needs their own."
            )
        name, mail = theirs.person(row) if theirs else (_name(kind, row), _mail(row))
        people[who], lines[who] = Person(who, name, mail, row), line
    if not people:
        raise CourseError(f"{shown(path.name)} has no students in it.")
    nameless = [NAMELESS] * (len(columns) > 1 and not any(person.name for person in people.values()))
    return Roster(kind or PLAIN, columns, people, remarks + _same_names(people) + nameless)


def keep(roster: Roster) -> Path:
    """Write roster.csv, all of it or nothing -> its path."""
    path = file()
    with whole(path) as new, new.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow([*OWN, *roster.columns])
        for person in roster.people.values():
            out.writerow(
                [person.id, person.name, person.mail, *(person.row[name] for name in roster.columns)]
            )
    return path


def kept() -> Roster | None:
    """The roster of roster.csv; None without one. Somebody may have added a line by hand. Raises CourseError
    for what cannot be read.
    """
    if not file().exists():
        return None
    mend = f"Give `course roster` your platform's file again, or mend {file().name}."
    try:
        with file().open(newline="", encoding="utf-8-sig") as stream:
            lines = csv.reader(stream)
            columns = next(lines, [])[len(OWN) :]
            rows = [
                (lines.line_num, [*row, *[""] * (len(OWN) + len(columns) - len(row))])
                for row in lines
                if any(map(str.strip, row))
            ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"{file().name} cannot be read ({error}). {mend}") from error
    if nobody := next((line for line, row in rows if not an_id(row[0])), None):
        raise CourseError(f"{file().name}, line {nobody}: the first entry is not an id. {mend}")
    people = {an_id(row[0]): Person(an_id(row[0]), *row[1:3], dict(zip(columns, row[3:]))) for _, row in rows}  # type: ignore[arg-type, call-arg]  # looked at above
    return Roster(_kind(columns) or PLAIN, columns, people, [])


def gone(new: Roster) -> list[str]:
    """The ids that roster.csv has, and the new one has no more."""
    with contextlib.suppress(CourseError):  # what cannot be read is replaced
        return sorted((before := kept()) and before.people.keys() - new.people.keys() or ())
    return []


def file() -> Path:
    return coursedir.root() / "roster.csv"


def by_moodle(roster: Roster) -> list[str]:
    """The columns of Moodle's list by which it knows its users, in their order."""
    theirs = participants(roster.columns)
    known = set(theirs or ("First name", "Last name", "Surname", "ID number", "Username", ENGLISH))
    return [column for column in roster.columns if column in known]


def family_first(person: Person) -> str:
    """A name as some platforms are set to write it, "Lovelace Ada"; "" where the roster's file does not say
    which is which.
    """
    mine = {name.lower(): value.strip() for name, value in person.row.items()}
    first, last = mine.get("first name"), mine.get("last name") or mine.get("surname")
    if theirs := participants([*person.row]):
        first, last = (person.row[column].strip() for column in theirs[:2])
    return f"{last} {first}" if first and last else ""


def _kind(columns):
    if {"Student", "ID"} <= set(columns):
        return CANVAS
    if ENGLISH in columns or participants(columns):
        return MOODLE
    if _named(columns, "id"):
        return PLAIN
    return GRADESCOPE if all(_named(columns, name) for name in ("SID", "Email", "Role")) else None


def _named(columns, name):
    """The column of that name, whatever its capitals; None without one."""
    return next((column for column in columns if column.lower() == name.lower()), None)


def _students(rows, columns):
    """Of Gradescope's rows those of students, for its roster has the staff as well -> (rows, remarks)."""
    roles = [row[_named(columns, "Role")].strip() for _, row in rows]
    staff = Counter(role for role in roles if role.lower() not in ("student", ""))
    counted = f"{staff.total()} {'rows are not students' if staff.total() > 1 else 'row is not a student'}, and left out: {', '.join(f'{n} {shown(role)}' for role, n in staff.items())}."
    return [row for row, role in zip(rows, roles) if role not in staff], [counted] if staff else []


def _column_of_ids(kind, columns, theirs, rows):
    """The first of the usual ones that is not empty from top to bottom, as Moodle's ID number often is."""
    usual = {
        CANVAS: ["SIS Login ID"],
        MOODLE: [theirs.login, theirs.number, theirs.mail] if theirs else ["Username", "ID number", ENGLISH],
        GRADESCOPE: [_named(columns, "SID"), _named(columns, "Email")],
    }.get(kind, [_named(columns, "id")])
    there = [name for name in usual if name in columns]
    return next((name for name in there if any(row[name].strip() for row in rows)), there[0])


def _name(kind, row):
    mine = {name.lower(): value.strip() for name, value in row.items()}
    if kind == CANVAS:
        return mine["student"]
    parts = [mine[name] for name in ("first name", "last name", "surname") if mine.get(name)]
    full = mine.get("full name") or mine.get("name") or ""
    return " ".join(parts) if len(parts) > 1 or not full else full


def _mail(row):
    return next(
        (
            value.strip()
            for name, value in row.items()
            if name.lower() in ("mail", "email", "e-mail", "email address")
        ),
        "",
    )


def _same_names(people):
    found = {}
    for person in people.values():
        found.setdefault(person.name, []).append(person.id)
    return [
        f"two students are called {shown(name)}: {', '.join(ids)}. Their ids tell them apart."
        for name, ids in found.items()
        if name and len(ids) > 1
    ]
