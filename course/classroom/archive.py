"""What lies in a folder, or in a zip, sorted into hand-ins: a platform's whole download, a student's own zip, an exchange.

    packed       what `course submit` packed and somebody, or some program, has unpacked: a folder with a manifest.json
    notebook     a notebook, with the files beside it where a folder of its own holds them
    file         anything else, to be read as a zip or refused

It is somebody's input: names are shown and never used, sizes are counted while they come, and links and whatever is no file are left out.
"""
import contextlib
import datetime
import json
import os
import stat
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePath, PurePosixPath
from typing import NamedTuple

from course.classroom.submission import LARGEST, LARGEST_MANIFEST, PIECE, Refused, hidden, is_litter, names_in, opened, shown

MOST_FILES, LARGEST_IN_ALL, DEEPEST = 20_000, 20_000_000_000, 3           # files; bytes unpacked; zips in zips
PACKED, NOTEBOOK, FILE = "packed", "notebook", "file"
MANIFEST, LIST = "manifest.json", "submission_metadata.yml"               # of `course submit`, of Gradescope
NOT_WORK = {"kept", "release", "autograded", "feedback"}                 # in a zip of one's whole course: older attempts, and what nobody wrote

KINDS = {".pdf": "a PDF", ".doc": "a Word document", ".docx": "a Word document", ".odt": "a text document", ".pages": "a Pages document", ".rtf": "a text document",
         ".xls": "a spreadsheet", ".xlsx": "a spreadsheet", ".pptx": "a presentation", ".html": "a web page", ".htm": "a web page", ".py": "a Python file",
         ".png": "a picture", ".jpg": "a picture", ".jpeg": "a picture", ".gif": "a picture", ".heic": "a picture", ".webp": "a picture",
         ".rar": "a RAR archive", ".7z": "a 7-Zip archive", ".tar": "a tar archive", ".gz": "a gzip archive", ".tgz": "a tar archive"}


class HandIn(NamedTuple):
    kind: str
    name: PurePosixPath                        # of the file, or of the folder that holds it all
    files: list                                # names in the listing: the notebook's, or the manifest's, first


class Folder:
    """A folder's files, by their names in it."""

    def __init__(self, files: list[Path], home: Path):
        self.paths = {PurePosixPath(*file.relative_to(home).parts): file for file in files if not file.name.startswith(".")}

    def names(self):
        return list(self.paths)

    def of(self, manifest):
        """The names that go with a manifest which lies at the top: other hand-ins may lie beside it."""
        file = self.paths[manifest]
        with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError, OSError):
            if file.is_file() and not file.is_symlink() and file.stat().st_size <= LARGEST_MANIFEST:
                said = json.loads(file.read_bytes())
                return [name for name in self.paths if name.parts[0] == said["assignment"] or name.as_posix() in said["sha256"]]
        return []

    def copy(self, name, target):
        file = self.paths[name]
        if file.is_symlink() or not file.is_file():
            raise Refused(f"{shown(name)} is {'a link' if file.is_symlink() else 'not a file'}")
        if file.stat().st_size > 2 * LARGEST:
            raise Refused(f"{shown(name)} has more than {2 * LARGEST / 1e6:.0f} MB")
        with file.open("rb") as source, target.open("xb") as out:
            while part := source.read(PIECE):
                out.write(part)
        os.utime(target, (file.stat().st_mtime,) * 2)


class Zip:
    """A zip's files, by their names in it; all that is copied out of it together is bounded."""

    def __init__(self, box: zipfile.ZipFile):
        self.box, self.left = box, LARGEST_IN_ALL
        entries = [entry for entry in box.infolist() if not entry.is_dir() and not is_litter(entry.filename) and not stat.S_ISLNK(entry.external_attr >> 16)]
        if len(entries) > MOST_FILES:
            raise Refused(f"it has more than {MOST_FILES:,} files")
        called = names_in(entries)
        self.entries = {PurePosixPath(called[entry.filename]): entry for entry in entries if entry.filename in called}

    def names(self):
        return list(self.entries)

    def of(self, manifest):
        return self.names()

    def copy(self, name, target):
        entry, most = self.entries[name], min(self.left, 2 * LARGEST + 1)       # one byte more than is taken as a hand-in
        with target.open("xb") as out:
            try:
                with self.box.open(entry) as stream:
                    while most > 0 and (part := stream.read(min(PIECE, most))):
                        out.write(part)
                        most, self.left = most - len(part), self.left - len(part)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
                raise Refused(f"{shown(name)} in it cannot be read ({shown(error)})") from error
        if self.left <= 0:
            raise Refused(f"it would unpack to more than {LARGEST_IN_ALL / 1e9:.0f} GB")
        with contextlib.suppress(ValueError, OverflowError, OSError):           # a date that is none: the file keeps the time at which it was unpacked
            os.utime(target, (time.mktime(datetime.datetime(*entry.date_time).timetuple()),) * 2)


def kind_of(name: PurePath) -> str:
    """What a file is that is no hand-in, by its name."""
    kind = KINDS.get(name.suffix.lower())
    return f"{kind}, and no zip and no notebook" if kind else "no zip and no notebook"


def is_packed(file: Path) -> bool:
    """Whether a file is a zip that `course submit` made, whatever it is called: a Word document is a zip, too."""
    with contextlib.suppress(Refused), opened(file) as box:
        return MANIFEST in names_in(box.infolist()).values()
    return False


def is_one(file: Path) -> bool:
    """Whether a file is a zip with hand-ins in it, and no hand-in itself."""
    if file.is_symlink() or not file.is_file():
        return False
    with contextlib.suppress(Exception), opened(file) as box:             # a damaged one is nobody's archive: it is refused as a hand-in
        names = list(names_in(box.infolist()).values())
        return MANIFEST not in names and not any(".." in name.split("/") for name in names) and any(name.lower().endswith((".zip", ".ipynb")) or name.endswith(f"/{MANIFEST}") for name in names)
    return False


def sorted_out(listing: Folder | Zip, whole: bool) -> Iterator[HandIn]:
    """The hand-ins of a listing, in order of their names. whole: it is one student's own, whose notebook may lie at the top, with its files beside it."""
    left = {name for name in listing.names() if not hidden(name) and not (whole and NOT_WORK & set(name.parts))}
    if whole and any("work" in name.parts for name in left):
        left = {name for name in left if {"work", "outbox"} & set(name.parts)}
    found = [HandIn(FILE, name, [name]) for name in left if name.name == LIST]
    left -= {name for hand_in in found for name in hand_in.files}
    for kind, is_first in ((PACKED, lambda name: name.name == MANIFEST), (NOTEBOOK, lambda name: name.suffix.lower() == ".ipynb")):
        for first in sorted(filter(is_first, left), key=lambda name: (len(name.parts), name)):
            home, own = first.parent, [name for name in left if name.parent == first.parent and is_first(name)]
            if first in left and own == [first] and (home.parts or whole or kind == PACKED):
                mine = left.intersection(listing.of(first)) if kind == PACKED and not home.parts else {name for name in left if name.is_relative_to(home)}
                if kind == NOTEBOOK and not whole:       # a zip beside it is a hand-in of its own, and maybe another student's
                    mine = {name for name in mine if name.suffix.lower() != ".zip"}
                files = [first, *sorted(mine - {first})]
                found.append(HandIn(kind, home if kind == PACKED else first, files))
                left -= set(files)
    found += [HandIn(NOTEBOOK if name.suffix.lower() == ".ipynb" else FILE, name, [name]) for name in left]
    yield from sorted(found, key=lambda hand_in: (hand_in.name.name != LIST, hand_in.name))


def packed(files: dict[str, Path], target: Path, manifest: dict | None = None) -> Path:
    """Files as the zip that `course submit` would have made; the same bytes each time. manifest: of one that has none -> the zip."""
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as box:
        if manifest is not None:
            box.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(manifest, indent=1, ensure_ascii=False), zipfile.ZIP_DEFLATED)
        for name, path in files.items():
            with path.open("rb") as source, box.open(zipfile.ZipInfo(name), "w") as out:
                while part := source.read(PIECE):
                    out.write(part)
    return target
