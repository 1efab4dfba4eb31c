"""A platform's whole download: a zip of hand-ins, in folders or not, or in zips of their own.

It is somebody's input: names are shown and never used, sizes are counted while they come, and links and whatever is no file are left out.
"""
import contextlib
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from course.classroom.submission import LARGEST, PIECE, Refused, is_litter, names_in, opened, shown

MOST_FILES, LARGEST_IN_ALL, DEEPEST = 20_000, 20_000_000_000, 3           # files; bytes unpacked; zips in zips


def is_one(file: Path) -> bool:
    """Whether a file is a zip with other zips in it, and no hand-in itself."""
    if file.is_symlink() or not file.is_file():
        return False
    with contextlib.suppress(Exception), opened(file) as box:             # a damaged one is nobody's archive: it is refused as a hand-in
        names = names_in(box.infolist())
        return "manifest.json" not in names.values() and any(name.lower().endswith(".zip") for name in names.values())
    return False


def members(file: Path, place: Path) -> Iterator[tuple[PurePosixPath, Path]]:
    """Unpack one file after another below `place` -> (its name in the archive, where it lies now). Raises Refused for what is too much or damaged,
    OSError for what cannot be written."""
    left = LARGEST_IN_ALL
    with opened(file) as box:
        entries = [entry for entry in box.infolist() if not entry.is_dir() and not is_litter(entry.filename) and not stat.S_ISLNK(entry.external_attr >> 16)]
        if len(entries) > MOST_FILES:
            raise Refused(f"it has more than {MOST_FILES:,} files")
        for n, entry in enumerate(entries):
            path = place / f"{n:05}"
            with path.open("xb") as out:
                try:
                    with box.open(entry) as stream:
                        most = min(left, 2 * LARGEST + 1)                # one byte more than is taken as a hand-in
                        while most > 0 and (part := stream.read(min(PIECE, most))):
                            out.write(part)
                            most, left = most - len(part), left - len(part)
                except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
                    raise Refused(f"{shown(entry.filename)} in it cannot be read ({shown(error)})") from error
            if left <= 0:
                raise Refused(f"it would unpack to more than {LARGEST_IN_ALL / 1e9:.0f} GB")
            yield PurePosixPath(shown(entry.filename.replace("\\", "/"))), path
