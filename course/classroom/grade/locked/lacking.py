"""What the examiner's own process lacks (memory, threads, open files, disk) is nobody's mistake: no mark may come of it."""
import errno


class Lacking(Exception):
    """The examiner's own process ran out of something."""


LACKS = {errno.ENOMEM: "memory, or too few threads", errno.EAGAIN: "memory, or too few threads", errno.EMFILE: "room for open files",
         errno.ENFILE: "room for open files", errno.ENOSPC: "room on the disk", errno.EDQUOT: "room on the disk"}


def lack(error: BaseException) -> str | None:
    """What this process ran out of, if that is why an error was raised here; None for other errors, and those of the student's process."""
    if getattr(error, "theirs", False):
        return None
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, RuntimeError) and "can't start new thread" in str(error):
        return "room for threads"
    return LACKS.get(error.errno) if isinstance(error, OSError) else None
