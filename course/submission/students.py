"""Whom `--student` means: an id; or the full name, or the mail, of the one person on the roster who has it."""

from typing import Any

from course.files import coursedir
from course.files.coursedir import CourseError
from course.files.terminal import shown
from course.submission import roster
from course.submission.bundle import an_id
from course.submission.collecting.owner import of_name


def everybody() -> set[str]:
    """The ids of the roster, and of all who have handed in something."""
    expected = roster.kept()
    folders = (
        folder.name
        for folder in (coursedir.root() / "submitted").glob("*")
        if folder.is_dir() and not folder.name.startswith(".")
    )
    return {*folders, *(expected.people if expected else ())}


def student(said: str) -> str:
    """The id that is meant, as it is kept; if it is nobody's, what was said. Raises CourseError for the name
    of several.
    """
    composed: Any = an_id(said)
    known, expected = everybody(), roster.kept()
    if said in known or composed in known:
        return said if said in known else composed
    meant = of_name(said, expected) if expected else []
    if len(meant) > 1:
        raise CourseError(f"{' and '.join(meant)} are called {shown(said)!r}: say which, by --student ID.")
    return meant[0] if meant else composed or said
