"""One at a time: a lock that ends with whoever holds it."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from course.files.atomic import is_full
from course.files.coursedir import CourseError

FULL = "the disk is full. Make room, and give the command again: it goes on where it was."
IN_USE = "gradebook.db is in use by another program (another `course grade`?): try again when it is done."


@contextlib.contextmanager
def alone(file: Path, in_use: str = IN_USE) -> Iterator[None]:
    """For one batch at a time: two would write the same files. SQLite locks `file` on every system, and only
    while we live.

    Raises CourseError: in_use, or why `file` cannot be written.
    """
    with contextlib.ExitStack() as stack:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context(
                contextlib.closing(
                    sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
                )
            )
            lock.execute("begin exclusive")
        except (sqlite3.OperationalError, OSError) as error:
            if "locked" in str(error):
                raise CourseError(in_use) from error
            raise CourseError(
                FULL
                if is_full(error)
                else f"{file.parent} cannot be written ({error}): make it writable, and try again."
            ) from error
        yield
