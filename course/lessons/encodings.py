"""The vocabularies of three generations of GPT, so that the stock `tiktoken.get_encoding` works without a
network.

    >>> tiktoken.get_encoding("r50k_base").encode("My name is")
    [3666, 1438, 318]

tiktoken looks for a vocabulary in a cache folder, under the sha1 of the address that it would download it
from. The course carries the files under those names, and `ready` shows tiktoken the way. tiktoken itself
calls it, through `tiktoken_ext/course_encodings.py`, before it makes its first encoding: no notebook has to
import this module.
"""

import os
from pathlib import Path

from course import data

FILES = {  # name -> sha1 of its address
    "r50k_base": "0ea1e91bbb3a60f729a8dc8f777fd2fc07cd8df4",  # GPT-2 and GPT-3
    "cl100k_base": "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",  # GPT-4
    "o200k_base": "fb374d419588a4632f3f557e76b4b70aebbca790",  # GPT-4o
}
FOLDER = data.FOLDER / "encodings"


def ready():
    """Let tiktoken find the three vocabularies. DataError if one that the course carries is missing or
    altered.

    A cache folder of the user's own stays in use, and gets what it lacks; where it cannot be written, or
    caching is switched off, tiktoken reads the course's folder. All three are checked first, because tiktoken
    *deletes* a file with a wrong hash, and then goes to the network.
    """
    vocabularies = {file: data.read(f"encodings/{file}") for file in FILES.values()}
    # the order is tiktoken's
    own = os.environ.get("TIKTOKEN_CACHE_DIR", os.environ.get("DATA_GYM_CACHE_DIR"))
    if not (own and _fill(Path(own), vocabularies)):
        os.environ["TIKTOKEN_CACHE_DIR"] = str(FOLDER)


def _fill(folder, vocabularies):
    """Put into `folder` what it lacks (or has with a wrong hash, which tiktoken would delete) -> True if all
    is there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in vocabularies.items():
            path = folder / name
            if not path.exists() or path.read_bytes() != content:
                _write(path, content)
    except OSError:
        return False
    return True


def _write(path, content):
    """All of the file or nothing of it: another process may be reading the same folder."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
