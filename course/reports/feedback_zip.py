"""Feedback pages in one zip, under the names by which a platform gives them back to their students.

    Ada Lovelace_7_assignsubmission_file_/01-tokens-feedback.html       Moodle: Assignment, Upload multiple
                                                                        feedback files in a zip
    lovelaceada_4711_99_01-tokens-feedback.html                         Canvas: Assignment, Re-Upload
                                                                        Submissions
    ada_01-tokens-feedback.html                                         whoever did not come by either;
                                                                        Gradescope takes no pages back

The first two are as the platform's own download was called, which `course collect` remembers (came-as.txt):
Moodle's importer goes by the first number and the two words after it, Canvas by the first two numbers.
"""

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from course.files import coursedir
from course.files.atomic import whole
from course.files.coursedir import CourseError
from course.submission.file_names import ELSEWHERE, leads_out
from course.submission.store import CAME_AS

BY_MOODLE, BY_CANVAS = (
    re.compile(r"[^_]+_\d+_assign(?:submission|feedback)_[^_]+"),
    re.compile(r".*?_(?:LATE_)?\d+_\d+(?=_)"),
)
MOST = 20  # ids in a line


class Sent(NamedTuple):
    pages: int
    unknown: list  # students whom no platform's name is known of


def zipped(assignment: str, students: Iterable[str], path: Path | str) -> Sent:
    """Put the feedback pages of these students into a new zip. Raises CourseError if `path` is there already."""
    path, pages, unknown = Path(path), 0, []
    if path.exists():
        raise CourseError(f"{path} is already there, and was left unchanged: choose another name.")
    with whole(path) as new, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as box:
        for student in students:
            mine = [
                page
                for name in coursedir.names(assignment)
                if (page := coursedir.root() / "feedback" / student / assignment / f"{name}.html").exists()
            ]
            for page in mine:
                name, known = named(assignment, student, page.stem)
                # two who came in one upload
                box.write(
                    page,
                    name if name not in box.NameToInfo else f"{name.removesuffix('.html')}-{student}.html",
                )
                pages += 1
                unknown += [] if known or student in unknown else [student]
    return Sent(pages, unknown)


def told(path: Path | str, assignment: str, sent: Sent) -> list[str]:
    """What is to be said of a zip of pages: where it goes, and which pages do not go with it."""
    by_name, called = sent.pages - len(sent.unknown), f"ID_{assignment}-feedback.html"
    upload = 'upload it in Moodle by "Upload multiple feedback files in a zip", in Canvas by "Re-Upload Submissions"'
    ids = ", ".join(sent.unknown[:MOST]) + (
        f", and {len(sent.unknown) - MOST} more" if len(sent.unknown) > MOST else ""
    )
    if not sent.pages:
        return [f"{path} has none of them."]
    if not sent.unknown:
        return [
            f"{path} has {sent.pages} of them, under the names by which your platform gave the submissions: {upload}."
        ]
    if by_name == 0:
        return [
            f"{path} has {sent.pages} of them, called {called}: for none of them do we know a name by which a platform takes it back. "
            f"Canvas and Moodle have such names; Gradescope takes no pages back. Send each by hand, or by mail ({ids})."
        ]
    return [
        f"{path} has {sent.pages} of them, {by_name} of them under the names by which your platform gave the submissions: {upload}.",
        f"For {len(sent.unknown)} we know no such name: send theirs yourself; they are called {called} ({ids}).",
    ]


def named(assignment: str, student: str, notebook: str = "") -> tuple[str, bool]:
    """What a student's page is called in the zip, and whether a platform knows it by that. notebook: of
    several, which one it is about.
    """
    file = coursedir.root() / "collected" / student / assignment / CAME_AS
    came, page = (
        file.read_text("utf-8", errors="replace") if file.exists() else "",
        f"{notebook or assignment}-feedback.html",
    )
    if set(came) & ELSEWHERE or leads_out(came):  # no platform's: a student called it so
        came = ""
    if found := BY_MOODLE.match(came):
        return f"{found[0]}_/{page}", True
    if found := BY_CANVAS.match(came):
        return f"{found[0]}_{page}", True
    return f"{student}_{page}", False
