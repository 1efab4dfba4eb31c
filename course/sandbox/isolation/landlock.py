"""The files that remain: a list of folders and files, enforced by the kernel's Landlock. No TCP, no signals
out, either.

Landlock leaves a path's existence, chmod and chown free: the jail hides the one, seccomp refuses the others.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

from course.sandbox.isolation.libc import libc, must

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
TRUNCATE, DEVICE = 1 << 14, 1 << 15
READ, LIST = READ_FILE | READ_DIR, READ_DIR
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | DEVICE
CREATE, ADD_RULE, RESTRICT = 444, 445, 446  # the same on every machine


def call(number, *arguments):
    return must(libc.syscall(number, *arguments), "Landlock")


def version() -> int:
    """The kernel's Landlock version; 0 without."""
    return max(0, libc.syscall(CREATE, None, 0, 1))


def every_right() -> int:
    return (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(version(), 16)) - 1


def restrict(granted: Iterable[tuple[str, int]]) -> None:
    """From now on, and for good: only the files in `granted`, pairs of (path, rights). Needs NO_NEW_PRIVS.
    Raises OSError.
    """
    rights, abi = every_right(), version()
    # TCP; abstract sockets and signals
    attributes = struct.pack("QQQ", rights, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
    rules = call(CREATE, ctypes.c_char_p(attributes), 24 if abi >= 6 else 16 if abi >= 4 else 8, 0)
    for path, wanted in granted:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            wanted &= FILE_RIGHTS
        call(ADD_RULE, rules, 1, ctypes.c_char_p(struct.pack("=Qi", wanted & rights, place)), 0)
        os.close(place)
    call(RESTRICT, rules, 0)
    os.close(rules)
