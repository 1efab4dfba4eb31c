"""Where things are: the course's folder, its assignments, and the one that `01` means.

>>> resolve("01")
'01-tokens'
"""

import os
import re
from pathlib import Path


class CourseError(Exception):
    """Something that the reader of the message can mend; `course` prints it, as one line unless it names
    several things.
    """


CONFIG = "nbgrader_config.py"  # Python code, which runs as whoever gives the command
# a course's folders in which students' files lie
STUDENTS = {"inbox", "collected", "submitted", "autograded", "feedback", "answers"}
RENAMED = re.compile(r"\b(?:submitted|autograded|feedback)_directory\s*=\s*[rRuU]?([\"'])(.+?)\1")


def root() -> Path:
    """The folder that holds `nbgrader_config.py`: $COURSE_ROOT, or found upwards from here; never one that a
    student handed in.

    Raises CourseError without one.
    """
    named = os.environ.get("COURSE_ROOT")
    here = Path(named or ".").resolve()
    holders = [folder for folder in (here, *here.parents) if (folder / CONFIG).is_file()]
    if named:
        if any(_is_of_a_student(here, course) for course in holders):
            raise CourseError(
                f"COURSE_ROOT names {here}, where students' files lie: let it name the course's own folder."
            )
        return here
    for folder in holders:
        if not any(_is_of_a_student(folder, course) for course in holders):
            return folder
    raise CourseError(
        f"{here} is not in the course's folder. Go to the folder that holds nbgrader_config.py, and try again."
    )


def _is_of_a_student(folder, course):
    """Whether a folder lies where the course above it has students' files, so that its configuration may be
    somebody else's.
    """
    if folder == course or not folder.is_relative_to(course):
        return False
    return any(folder.is_relative_to(course / name) for name in students_folders(course))


def students_folders(course: Path) -> set[str]:
    """A course's folders in which students' files lie, as far as a plain text in its configuration renames
    them: it is read, not run, since nobody has said yet that it may be.
    """
    if not (course / CONFIG).is_file():
        return STUDENTS
    with (course / CONFIG).open(encoding="utf-8", errors="replace") as stream:
        return {*STUDENTS, *(name for _, name in RENAMED.findall(stream.read(100_000)))}


def is_kit() -> bool:
    """Whether this is what a class gets: releases, and none of the sources that they were made from."""
    try:
        folder = root()
    except CourseError:
        folder = Path(__file__).parents[2]  # where `course` was installed from
    return any((folder / "release").glob("*/*.ipynb")) and not any((folder / "source").glob("*/*.ipynb"))


def assignments() -> list[str]:
    """Names of all assignments, in order: every folder in release/ or source/ with a notebook."""
    return sorted(
        {file.parent.name for step in ("release", "source") for file in (root() / step).glob("[!.]*/*.ipynb")}
    )


def resolve(name: str) -> str:
    """The assignment that `name` means: its name, its number, or a beginning that only one has. Raises
    CourseError otherwise.
    """
    name = Path(name).name  # release/01-tokens/, as the shell completes it
    start, every = name.zfill(2) if name.isdigit() else name, assignments()
    found = [each for each in every if each == name or each.partition("-")[0] == start]
    found = found or [each for each in every if each.startswith(start)]
    if len(found) == 1:
        return found[0]
    if not every:
        raise CourseError(f"there are no assignments in {root() / 'release'}.")
    raise CourseError(
        f"{name!r} could be {' or '.join(found)}: say which."
        if found
        else f"there is no assignment {name!r}. There are: {', '.join(every)}."
    )


OURS = "misconceptions.py", "answers.py"


def is_plain(assignment: str) -> bool:
    """Whether an assignment of source/ is made with nbgrader alone: nothing of ours lies beside it."""
    return not any((root() / "source" / assignment / name).exists() for name in OURS)


def names(assignment: str) -> list[str]:
    """Names of an assignment's notebooks: the one of its own name, which most have alone, or else all that
    are released, in order.
    """
    for step in "release", "source":
        if found := sorted(
            (file.stem for file in (root() / step / assignment).glob("*.ipynb")),
            key=lambda name: (name != assignment, name),
        ):
            return found
    return [assignment]


def notebook(step: str, assignment: str, student: str = ".", name: str = "") -> Path:
    """The notebook of an assignment at a step of its path: notebook("work", "01-tokens"); submitted/ and the
    like by student. name: which one of several (default: the first).
    """
    return root() / step / student / assignment / f"{name or names(assignment)[0]}.ipynb"


def notebooks(step: str, assignment: str, student: str = ".") -> list[Path]:
    """All that are there of the notebooks of an assignment, at a step of their path."""
    return [
        file for name in names(assignment) if (file := notebook(step, assignment, student, name)).exists()
    ]
