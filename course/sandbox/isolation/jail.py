"""A root of its own: a process sees the folders it needs, read-only, at their usual places, and nothing else
even exists.

Works for root, and for an ordinary user where the kernel lets users have namespaces. `reason()` says why it
does not.
"""

import os
import struct
import tempfile
from collections.abc import Iterable
from typing import Any

from course.sandbox.isolation.libc import libc, must

NEW_MOUNTS, NEW_USER = 0x20000, 0x10000000
READ_ONLY, NO_SETUID, NO_DEVICES, BIND, RECURSIVE, PRIVATE = 1, 2, 4, 4096, 16384, 1 << 18
MOUNT_SETATTR, DETACH = 442, 2


def mount(source: Any, target: str, kind: Any = None, flags: int = 0, data: Any = None) -> None:
    source, place, kind, data = (text.encode() if text else None for text in (source, target, kind, data))
    must(libc.mount(source, place, kind, flags, data), f"mount {target}")


def read_only(path: str) -> None:
    """Everything below `path`, other mounts too."""
    attributes = struct.pack("QQQQ", READ_ONLY | NO_SETUID, 0, 0, 0)
    must(
        libc.syscall(MOUNT_SETATTR, -100, path.encode(), 0x8000, attributes, len(attributes)),
        f"make {path} read-only",
    )


def enter(granted: Iterable[str], folders: Iterable[str] = ()) -> None:
    """Leave for a root that holds the paths `granted` and new empty `folders`. Needs a process of one thread.
    Raises OSError.
    """
    user, group = os.geteuid(), os.getegid()
    must(libc.unshare(NEW_MOUNTS | (NEW_USER if user else 0)), "unshare")
    if user:
        for file, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            with open(f"/proc/self/{file}", "w") as f:
                f.write(text)
    mount(None, "/", flags=RECURSIVE | PRIVATE)
    sources = {path: os.open(path, os.O_PATH) for path in granted}  # before a mount on top hides some
    new = tempfile.gettempdir()
    mount("course", new, "tmpfs", NO_SETUID, "size=64m,nr_inodes=8k,mode=755")
    for path, source in sources.items():
        target = new + path
        if os.path.isdir(f"/proc/self/fd/{source}"):
            os.makedirs(target, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.close(os.open(target, os.O_CREAT))
        mount(f"/proc/self/fd/{source}", target, flags=BIND | RECURSIVE)
        if not path.startswith("/dev/"):
            read_only(target)
        os.close(source)
    for folder in folders:
        os.makedirs(new + folder, exist_ok=True)  # /tmp is there already if the course lies below it
    os.chdir(new)
    must(libc.pivot_root(b".", b"."), "pivot_root")
    must(libc.umount2(b".", DETACH), "leave the old root")
    os.chdir("/")


def room(path: str, size: int) -> None:
    """A new empty folder at `path`, of `size` bytes at most, that only this process sees; it is gone when the
    process is.
    """
    must(libc.unshare(NEW_MOUNTS), "unshare")
    mount("course", path, "tmpfs", NO_SETUID | NO_DEVICES, f"size={size},nr_inodes=2k,mode=777")


def reason(granted: Iterable[str]) -> str | None:
    """Why there can be no jail here, or None: tried in a process of its own."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            enter(granted, ["/room"])
            room("/room", 1 << 20)
        except BaseException as error:
            os.write(send, str(error).encode())
        os._exit(0)
    os.close(send)
    with os.fdopen(receive) as report:
        why = report.read()
    os.waitpid(child, 0)
    return why or None
