"""How the commands say a path, and how wide the terminal is."""

import shutil
from pathlib import Path

from course.files import coursedir


def here(path):
    """A path as one would type it in the course's folder."""
    path = Path(path)
    return path.relative_to(coursedir.root()) if path.is_relative_to(coursedir.root()) else path


def width():
    return min(100, shutil.get_terminal_size().columns)
