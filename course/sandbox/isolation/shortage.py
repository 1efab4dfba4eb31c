"""What the examiner's own process lacks (memory, threads, open files, disk) is nobody's mistake: no mark may
come of it.
"""

import errno
import mmap
import traceback


class Lacking(Exception):
    """The examiner's own process ran out of something."""


LACKS: dict[int | None, str] = {
    errno.ENOMEM: "memory, or too few threads",
    errno.EAGAIN: "memory, or too few threads",
    errno.EMFILE: "room for open files",
    errno.ENFILE: "room for open files",
    errno.ENOSPC: "room on the disk",
    errno.EDQUOT: "room on the disk",
}


def lack(error: BaseException) -> str | None:
    """What this process ran out of, if that is why an error was raised here; None for other errors, and those
    of the student's process.
    """
    if getattr(error, "theirs", False):
        return None
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, RuntimeError) and "can't start new thread" in str(error):
        return "room for threads"
    return LACKS.get(error.errno) if isinstance(error, OSError) else None


def has_room(size: int, error: BaseException | None) -> bool:
    """Whether this process can have `size` bytes, once what an error still holds is let go: then it was not
    memory that was lacking, but an answer that made too much of it. A list of long texts has 5 MB, and what
    numpy makes of it to compare it 8 GB.
    """
    while error:
        traceback.clear_frames(error.__traceback__)
        error = error.__context__
    try:
        mmap.mmap(-1, size).close()
    except (OSError, MemoryError):
        return False
    return True
