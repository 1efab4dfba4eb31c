"""What a class hands in, as an instructor gets it: Canvas's zip of all files, and its list of the class."""

import datetime
import hashlib
import io
import json
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from course.rehearsal.deal import Student
from course.submission import deadline
from course.submission.bundle import stamp

IN_TIME, DUE, LATE = (datetime.datetime(2020, 3, 2, hour, tzinfo=datetime.UTC) for hour in (12, 18, 19))
RULE = deadline.Rule(DUE, late=10)  # an hour late takes 10 %
COLUMNS = "Student,ID,SIS User ID,SIS Login ID,Section"


@dataclass(frozen=True)
class HandIn:
    """What one student has to hand in of an assignment. notebook: the bytes of theirs; given: of the one that
    was given out.
    """

    student: Student
    assignment: str
    notebook: bytes
    given: bytes

    def file(self, when: datetime.datetime = IN_TIME) -> str:
        """What `course submit` calls its zip."""
        return f"{self.assignment}_{self.student.id}_{stamp(when)}.zip"

    def zip(self, when: datetime.datetime = IN_TIME, notebook: bytes | None = None) -> bytes:
        """What `course submit` packs."""
        files = {f"{self.assignment}.ipynb": notebook or self.notebook}
        manifest = {
            "assignment": self.assignment,
            "student": self.student.id,
            "time": when.isoformat(),
            "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        }
        return packed(
            {"manifest.json": json.dumps(manifest).encode()}
            | {f"{self.assignment}/{name}": data for name, data in files.items()}
        )

    def name(self, file: str, late: bool = False, attachment: int = 1) -> str:
        """What Canvas calls a file that this student uploads."""
        who = self.student
        return (
            f"{who.family}{who.given}".lower()
            + f"_{'LATE_' if late else ''}{who.number}_{attachment}{who.number}_{file}"
        )


def packed(files: dict[str, bytes]) -> bytes:
    """A zip of {name: content}."""
    stream = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in files.items():
            box.writestr(name, data)
    return stream.getvalue()


def roster(students: Iterable[Student]) -> str:
    """Canvas's list of these students, as CSV."""
    return "\n".join(
        [
            COLUMNS,
            *(f'"{who.family}, {who.given}",{who.number},x{who.number},{who.id},A' for who in students),
            "",
        ]
    )


def write(path: Path, files: dict[str, bytes]) -> None:
    """Canvas's zip of all that was handed in."""
    with zipfile.ZipFile(path, "w") as box:
        for name, data in files.items():
            box.writestr(name, data)
