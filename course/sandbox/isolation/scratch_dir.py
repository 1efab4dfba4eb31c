"""A student's folder on disk, where there can be no jail that bounds it: made, looked at, cleared away."""

import contextlib
import os
import tempfile

PREFIX, LONGEST = "course-grade-", 2_000  # of such a folder's name; characters of a path in it


def new() -> str:
    """A folder for one student."""
    return tempfile.mkdtemp(prefix=PREFIX)


def fits(folder: str, size: int, most: int) -> bool:
    """Whether what lies in a folder has `size` bytes at most, in `most` files and folders. Somebody writes
    there meanwhile.
    """
    number = 0
    for place, folders, files in os.walk(folder, onerror=lambda _: None):
        for name in files:
            with contextlib.suppress(OSError):
                size -= os.lstat(os.path.join(place, name)).st_blocks * 512
        number += len(folders) + len(files)
        if size < 0 or number > most or len(place) > LONGEST:
            return False
    return True


def clear(folder: str) -> None:
    """Remove it, however deep. Of a disk that is full, and of a folder that somebody else holds, something
    may stay: the next student has another.
    """
    with contextlib.suppress(OSError):
        while folder:
            folder = _without_its_top(folder)


def _without_its_top(folder):
    """Remove a folder and what lies in it, but for what lies one deeper -> a new folder with that; None if
    there is none. So all paths are short: a folder may be deeper than Python, or any path, can go.
    """
    below, number = tempfile.mkdtemp(prefix=PREFIX), 0
    for name in os.listdir(folder):
        place = os.path.join(folder, name)
        if os.path.islink(place) or not os.path.isdir(place):
            os.unlink(place)
            continue
        os.chmod(place, 0o700)
        for inner in os.listdir(place):
            os.rename(os.path.join(place, inner), os.path.join(below, str(number)))
            number += 1
        os.rmdir(place)
    os.rmdir(folder)
    if number:
        return below
    os.rmdir(below)
    return None
