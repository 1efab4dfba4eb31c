"""`nbgrader collect` where every user of a machine may write into the exchange: a hand-in is of whom its folder belongs to, and brings plain files alone.

Left alone, it only warns where the owner is another, follows a student's link to any file of the instructor's, and ends at the first odd folder.
nbgrader_config.py names this class as the exchange's.
"""
import datetime
import errno
import os
import pwd
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect

from course.classroom.progress import tame
from course.classroom.submission import LARGEST, MOST


class Collect(ExchangeCollect):
    """nbgrader's, which names what cannot be the student's own, and leaves it out."""

    def init_src(self):
        super().init_src()
        self.src_records = [record for record in self.src_records if record["username"]]

    def _path_to_record(self, path):
        """What is left out is nobody's, so that it stands in the way of no other hand-in."""
        try:
            record = super()._path_to_record(path)
            if not self.check_owner or owned(path, record["username"]):
                return record
            why = f"it is not {record['username']}'s own folder"
        except (ExchangeError, ValueError, OverflowError, OSError) as error:              # a student's own words, read as a time
            why = error
        self._leave_out(path, why)
        return {"username": "", "filename": path, "timestamp": datetime.datetime.min}

    def do_copy(self, src, dest, log=None):
        """Of the folder `src` to `dest`. The student may change it meanwhile: what is copied is what was looked at."""
        with tempfile.TemporaryDirectory() as place:
            copy = Path(place, "copy")
            try:
                for name, why in plain_files(src, copy):
                    self._leave_out(name, why)
            except OSError as error:
                return self._leave_out(src, error)
            super().do_copy(copy, dest, log)

    def _leave_out(self, path, why):
        self.log.warning("%s is left out: %s", tame(str(path)), tame(str(why)))


def owned(path: str, user: str) -> bool:
    """Whether a path is a folder, and no link to one, of this user of the machine."""
    there = os.lstat(path)
    try:
        return stat.S_ISDIR(there.st_mode) and pwd.getpwuid(there.st_uid).pw_name == user
    except KeyError:
        return False


def plain_files(source: str, target: Path) -> Iterator[tuple[str, str]]:
    """Copy the plain files below `source` into the new folder `target` -> what was left out, and why. Raises OSError for what cannot be a hand-in."""
    size = count = 0
    for folder, folders, names, at in os.fwalk(source, onerror=_raise):                   # which enters no link
        here = target / Path(folder).relative_to(source)
        here.mkdir()
        for name in [*names, *(each for each in folders if stat.S_ISLNK(os.lstat(each, dir_fd=at).st_mode))]:
            try:
                file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=at)         # nobody waits for a pipe's other end
            except OSError as error:
                yield f"{folder}/{name}", "it is a link" if error.errno == errno.ELOOP else error.strerror
                continue
            with open(file, "rb") as stream:
                what = os.fstat(file)
                size, count = size + what.st_size, count + 1
                if size > LARGEST or count > MOST:
                    raise OSError(f"it has more than {MOST} files or {LARGEST / 1e6:.0f} MB")
                if stat.S_ISREG(what.st_mode):
                    (here / name).write_bytes(stream.read(what.st_size))                             # and no more, should it grow
                else:
                    yield f"{folder}/{name}", "it is no plain file"
    if not target.exists():
        raise OSError("it is no folder")


def _raise(error):
    raise error
