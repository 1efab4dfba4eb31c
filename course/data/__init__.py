"""Every file that the course ships is listed in SHA256SUMS, and is read only if its hash is right.

`sha256sum -c SHA256SUMS` says the same from outside; README.md tells where each file comes from and under
which licence.
"""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent


class DataError(Exception):
    """A file of the course is missing or altered; the message says which one, and how to get it back."""

    def _render_traceback_(self):  # in a notebook: the sentence alone, not a traceback into our code
        return [f"DataError: {self}"]


def hashes():
    """The table in SHA256SUMS -> {path below course/data: hexadecimal sha256}."""
    lines = (FOLDER / "SHA256SUMS").read_text("ascii").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def read(path):
    """The bytes of `path`, a file below course/data. DataError if it is missing, or is not what was
    published.
    """
    try:
        content = (FOLDER / path).read_bytes()
    except OSError as error:
        raise DataError(f"{FOLDER / path} cannot be read ({error.strerror}). {REMEDY}") from None
    if hashlib.sha256(content).hexdigest() != hashes()[path]:
        raise DataError(
            f"{FOLDER / path} is not the file that the course came with: its hash is wrong. {REMEDY}"
        )
    return content


REMEDY = (
    "To put it back: in a git clone type `git checkout -- course/data`; "
    "in an unpacked zip unpack it again; else install the course again."
)
