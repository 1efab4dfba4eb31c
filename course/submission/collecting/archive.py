"""What lies in a folder, or in a zip: names, and what is left out of them; read and copied under bounds, and
packed again.

It is somebody's input: names are shown and never used, sizes are counted while they come, and links and
whatever is no file are left out.
"""

import contextlib
import datetime
import errno
import json
import math
import os
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from course.submission.bundle import LARGEST, MOST, PIECE, Refused, files_in, names_in, opened, shown
from course.submission.collecting import unix_accounts
from course.submission.collecting.platform_names import is_platforms
from course.submission.file_names import (
    environments,
    hidden,
    hidden_below,
    is_litter,
    is_no_name,
    is_notebook,
    of_environments,
    outside_environments,
)

# files, but for hidden ones; bytes unpacked; zips in zips
MOST_FILES, LARGEST_IN_ALL, DEEPEST = 20_000, 20_000_000_000, 3
MOST_LISTED = 200_000  # files that one student's zip and those in it list, hidden ones too
MANIFEST = "manifest.json"  # of `course submit`
ARCHIVES = {".rar", ".7z", ".tar", ".gz", ".tgz"}  # which may be somebody's work
# nobody waits for a pipe's other end
PLAIN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
SAFE = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED  # others make much of little before one can stop them

KINDS = {
    ".pdf": "a PDF",
    ".doc": "a Word document",
    ".docx": "a Word document",
    ".odt": "a text document",
    ".pages": "a Pages document",
    ".rtf": "a text document",
    ".xls": "a spreadsheet",
    ".xlsx": "a spreadsheet",
    ".pptx": "a presentation",
    ".html": "a web page",
    ".htm": "a web page",
    ".py": "a Python file",
    ".png": "a picture",
    ".jpg": "a picture",
    ".jpeg": "a picture",
    ".gif": "a picture",
    ".heic": "a picture",
    ".webp": "a picture",
    ".rar": "a RAR archive",
    ".7z": "a 7-Zip archive",
    ".tar": "a tar archive",
    ".gz": "a gzip archive",
    ".tgz": "a tar archive",
}


class Folder:
    """A folder's files, by their names in it. Others may write in it meanwhile, as in nbgrader's exchange:
    what has become a link is not followed.
    """

    def __init__(self, files: list[Path], home: Path):
        self.home = home
        paths = {
            PurePosixPath(*file.relative_to(home).parts): file for file in files if not is_litter(file.name)
        }
        visible = {name for name in paths if not hidden(name)}
        above: Any = (hidden_below(str(name)) for name in paths.keys() - visible)
        self.unseen = set(map(PurePosixPath, above))
        # in place of a hand-in one is refused
        self.links = [
            str(name) for name in sorted(visible) if paths[name].is_symlink() and not may_be_one(name)
        ]
        self.paths = {name: paths[name] for name in visible.difference(map(PurePosixPath, self.links))}
        self.left_out, self.environments, self.seen = (
            [],
            environments(self.paths),
            outside_environments(self.paths),
        )
        self.owners = {}  # of what was opened: to whom else it belongs on this machine

    def names(self):
        return list(self.seen)

    def all(self):
        """Those in virtual environments as well."""
        return list(self.paths)

    def read(self, name, most):
        """What a file holds; b"" if that is more than `most` bytes, or if it is no file."""
        with contextlib.suppress(Refused), self._open(name) as source:
            return data if len(data := source.read(most + 1)) <= most else b""
        return b""

    def copy(self, name, target, most):
        with self._open(name) as source:
            _pour(iter(lambda: source.read(PIECE), b""), target, most)
            os.utime(target, (os.fstat(source.fileno()).st_mtime,) * 2)

    def bounds_of(self, name):
        """Of a zip that one student has put there."""
        return Bounds(2 * LARGEST, MOST_LISTED)

    def _open(self, name):
        """A file, to be read. Raises Refused for a link, also on the way to it, and for what is no file."""
        with contextlib.ExitStack() as on_the_way:
            at = {}
            if os.open in os.supports_dir_fd:  # not on Windows
                for part in (self.home, *name.parts[:-1]):
                    # the first is the instructor's own choice
                    at = {"dir_fd": _opened(part, FOLDER | PLAIN * bool(at), at)}
                    on_the_way.callback(os.close, at["dir_fd"])
            stream = os.fdopen(_opened(name.name if at else self.paths[name], PLAIN, at), "rb")
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            self.owners[name] = unix_accounts.owner_of_open(stream.fileno())
            return stream
        stream.close()
        raise Refused(f"{shown(name)} is not a file")


def _opened(path, how, at):
    try:
        return os.open(path, how, **at)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENOTDIR):  # a link to a folder is no folder
            raise
        raise Refused(f"{shown(path)} is a link") from error


class Bounds:
    """What may be unpacked of a zip, and of all zips in it together."""

    def __init__(self, most: int, listed: float = math.inf):
        # bytes, and what is left of them; files that may be listed
        self.most, self.left, self.listed = most, most, listed

    @property
    def are_ones(self):
        """Whether it is one student's."""
        return self.listed < math.inf

    def look_through(self, file: Path):
        """Count the files that a zip in it lists. Raises Refused once they are too many: each zip is looked
        through several times.
        """
        if self.listed > 0:
            with contextlib.suppress(Refused), opened(file) as box:
                self.listed -= len(box.infolist())
        if self.listed <= 0:
            raise Refused(f"it and the zips beside it list more than {MOST_LISTED:,} files")


class Zip:
    """A zip's files, by their names in it; two of one name are told apart. Those that no disk can take, or
    that lead out of it, are `left_out`; links are `links`; of what is hidden only the folders are known,
    `unseen`.
    """

    def __init__(self, box: zipfile.ZipFile, speaks: Callable = is_platforms):
        self.box, self.bounds, self.entries, self.left_out, self.links = (
            box,
            Bounds(LARGEST_IN_ALL),
            {},
            [],
            [],
        )
        # of several students: whose a name is, and their bounds
        self.own, self.each = (lambda name: None), {}
        entries, unseen = [entry for entry in files_in(box) if not is_litter(entry.filename)], set()
        called, twice = names_in(entries, speaks), {}
        for entry in entries:
            if (text := called.get(entry.filename)) is None:
                continue
            if (above := hidden_below(text)) is not None:
                unseen.add(above)
                continue
            if stat.S_ISLNK(entry.external_attr >> 16):
                self.links.append(text)
                continue
            if is_no_name(text):
                self.left_out.append(text)
                continue
            name = only = PurePosixPath(text)
            while only in self.entries:
                twice[name] = twice.get(name, 1) + 1
                only = name.with_stem(f"{name.stem} ({twice[name]})")
            self.entries[only] = entry
        self.unseen = {PurePosixPath(above) for above in unseen if not is_no_name(f"{above}/x")}
        self.environments, self.seen = environments(self.entries), outside_environments(self.entries)
        own = tuple(f"{name}/" for name in of_environments(self.entries))
        self.left_out, self.links = (
            [text for text in texts if not f"{text}/".startswith(own)]
            for texts in (self.left_out, self.links)
        )
        if len(self.seen) > MOST_FILES:
            raise Refused(
                f"it has more than {MOST_FILES:,} files: if it is your platform's, unpack it, and collect the folder"
            )

    def be_one_students(self, outer: Bounds | None = None):
        """One student hands in as much as is in a hand-in, some of it twice: in this zip, and in that of
        which it is part.
        """
        if len(self.seen) > MOST:
            raise Refused(f"it has more than {MOST} files")
        self.bounds = outer or Bounds(2 * LARGEST, MOST_LISTED)

    def be_of(self, own: Callable):
        """Each student has bounds of their own. own(name): the folder in it that is one student's, in which a
        name lies; None where that is nobody's for sure.
        """
        self.own = own

    def bounds_of(self, name):
        home = None if self.bounds.are_ones else self.own(name)
        return self.bounds if home is None else self.each.setdefault(home, Bounds(2 * LARGEST, MOST_LISTED))

    def names(self):
        return list(self.seen)

    def all(self):
        """Those in virtual environments as well."""
        return list(self.entries)

    def read(self, name, most):
        """What a file holds; b"" if that is more than `most` bytes. Raises Refused for what cannot be read,
        and once its student has had too much read.
        """
        found, bounds = bytearray(), self.bounds_of(name)
        for part in self._pieces(name):
            found += part
            bounds.left -= len(part)
            if bounds.left < 0:
                raise Refused(f"it would unpack to more than {bounds.most / 1e9:.1f} GB")
            if len(found) > most:
                return b""
        return bytes(found)

    def copy(self, name, target, most):
        bounds = self.bounds_of(name)
        in_all = bounds.left <= most
        try:
            _pour(self._pieces(name), target, min(most, bounds.left))
        except _TooMuch as error:
            raise (
                Refused(f"it would unpack to more than {bounds.most / 1e9:.1f} GB") if in_all else error
            ) from None
        finally:
            bounds.left -= target.stat().st_size  # what was too much, or damaged, has been unpacked as well
        entry = self.entries[name]
        # a date that is none: the file keeps the time at which it was unpacked
        with contextlib.suppress(ValueError, OverflowError, OSError):
            os.utime(target, (time.mktime(datetime.datetime(*entry.date_time).timetuple()),) * 2)

    def _pieces(self, name):
        entry = self.entries[name]
        if entry.compress_type not in SAFE:
            raise Refused(f"{shown(name)} is packed in a way that `course submit` does not use")
        try:
            with self.box.open(entry) as stream:
                while part := stream.read(PIECE):
                    yield part
        except Exception as error:  # a damaged one can break any line of what reads it
            raise Refused(
                f"{shown(name)} in it cannot be read ({shown(error).strip() or type(error).__name__})"
            ) from error


class _TooMuch(Refused):
    pass


def _pour(pieces, target, most):
    """Write pieces into a new file. Raises Refused as soon as there are more bytes than `most`."""
    with target.open("xb") as out:
        for part in pieces:
            if (most := most - len(part)) < 0:
                raise _TooMuch(f"it would unpack to more than {MOST} files or {LARGEST / 1e6:.0f} MB")
            out.write(part)


def kind_of(name: PurePath) -> str:
    """What a file is that is no hand-in, by its name."""
    kind = KINDS.get(name.suffix.lower())
    return f"{kind}, and neither a zip nor a notebook" if kind else "neither a zip nor a notebook"


def is_packed(file: Path) -> bool:
    """Whether a file is a zip that `course submit` made, whatever it is called: a Word document is a zip,
    too.
    """
    with contextlib.suppress(Refused), opened(file) as box:
        return MANIFEST in names_in(files_in(box)).values()
    return False


def is_first(name: PurePath) -> bool:
    """Whether a hand-in may begin with a file, beside which others lie."""
    return name.name == MANIFEST or is_notebook(name)


def may_be_one(name: PurePath) -> bool:
    """Whether a file may be a hand-in by itself, by its name: with what lies beside it, or with hand-ins in
    it.
    """
    return is_first(name) or name.suffix.lower() == ".zip"


def packed(files: dict[str, Path], target: Path, manifest: dict | None = None) -> Path:
    """Files as the zip that `course submit` would have made; the same bytes each time. manifest: of one that
    has none -> the zip.
    """
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as box:
        if manifest is not None:
            box.writestr(
                zipfile.ZipInfo(MANIFEST),
                json.dumps(manifest, indent=1, ensure_ascii=False),
                zipfile.ZIP_DEFLATED,
            )
        for name, path in files.items():
            with path.open("rb") as source, box.open(zipfile.ZipInfo(name), "w") as out:
                while part := source.read(PIECE):
                    out.write(part)
    return target
