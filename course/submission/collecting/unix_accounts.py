"""To whom a file belongs on this machine.

Where students write into the folder that is collected, a shared one or nbgrader's exchange, anybody can make
a file of any name, and write any id into it; but nobody one that belongs to somebody else. So what belongs to
one student is not taken in for another unseen. More than that an owner does not say: whoever else teaches may
have unpacked a download, and what is root's or one's own may have been copied.
"""

import functools
import os
import stat
from pathlib import Path

OTHERS_WRITE = 0o022


def owner_of(path: Path) -> str | None:
    """Whose it is, by name if there is one; None if it is one's own or root's, or if nobody can say. Of a
    link, who made it. Raises OSError if it is gone.
    """
    return _named(path.lstat().st_uid)


def owner_of_open(stream: int) -> str | None:
    """The same of a file that is open, whatever has its name by now."""
    return _named(os.fstat(stream).st_uid)


def may_change(path: Path) -> bool:
    """Whether somebody else may write into it, or put another file, or folder above it, in its place. Raises
    OSError if it is gone.
    """
    if not hasattr(os, "getuid"):  # Windows
        return False
    path, real = path.absolute(), path.parent.resolve()  # which differ where a link is on the way
    above = {*path.parents, real, *real.parents}
    modes = [folder.stat().st_mode for folder in above]
    # in a sticky one everybody has files of their own, and moves no other
    is_open = any(mode & OTHERS_WRITE and not mode & stat.S_ISVTX for mode in modes)
    return (
        bool(path.lstat().st_mode & OTHERS_WRITE) or is_open or any(owner_of(each) for each in (path, *above))
    )


def _named(number):
    # Windows knows no such
    return None if not hasattr(os, "getuid") or number in (0, os.getuid()) else _name_of(number)


@functools.cache
def _name_of(number):
    import pwd  # not on Windows

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"  # and no number that is somebody's id
