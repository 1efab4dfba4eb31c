"""A file is there whole, or as it was before: it is written beside its place, and moved there in one step.
And whether that failed for want of room.
"""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def whole(path: Path | str) -> Iterator[Path]:
    """`with whole(path) as new:` write to `new`. It becomes `path`; or, if an error ends the block, nothing
    does, and `new` is gone.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{os.getpid()}.new")
    try:
        yield new
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def is_full(error: BaseException) -> bool:
    """Whether an error says that there is no room on the disk, or none that this person may use; SQLite has
    words of its own for it.
    """
    return (
        getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
        or type(error).__name__ == "OperationalError"
        and "disk is full" in str(error)
    )
