"""The C library, for what Python's own modules do not offer. A call that fails is an OSError that says what
was tried.
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def must(result: int, what: str) -> int:
    """The result of a call of libc. Raises OSError if it is negative: all that we call say so by -1."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result
