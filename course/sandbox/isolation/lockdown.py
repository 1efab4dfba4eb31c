"""Lay down every power that grading does not need, for good: files, calls, memory, identity.

In order, since each step takes away what an earlier one needs: limits, identity, capabilities, death with the
parent, no new privileges, Landlock, seccomp. `environment` is what stays readable: Python, its packages, the
course; no answer is in it.
"""

import contextlib
import ctypes
import os
import signal
import sysconfig
from collections.abc import Iterable

from course.sandbox.isolation import landlock, limits, seccomp
from course.sandbox.isolation.libc import libc, must

NOBODY = 65534
# above all numbers that people and services have, and one for each process
USERS = range(1 << 30, (1 << 30) + (1 << 22))
SYSTEM = [
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/etc/ld.so.cache",
    "/dev/null",
    "/dev/urandom",
]
DEATH_SIGNAL, DUMPABLE, NO_NEW_PRIVS = 1, 4, 38


def environment(course: str, hidden: Iterable[str] = ()) -> tuple[list[str], list[str]]:
    """Paths that Python, its packages and the folder `course` need, less `hidden` -> (to read, only to list)."""
    paths = sysconfig.get_paths()
    wanted = [
        os.path.dirname(paths["stdlib"]),
        paths["purelib"],
        paths["platlib"],
        *SYSTEM,
        course,
        os.path.join(os.path.dirname(course), "tiktoken_ext"),
    ]
    read, listed = [], []
    for path in dict.fromkeys(map(os.path.abspath, wanted)):
        if os.path.exists(path) and not any(path.startswith(other + "/") for other in wanted):
            around(path, hidden, read, listed)
    return read, listed


def around(path, hidden, read, listed):
    """Grant `path`; if something hidden lies below it, its other children one by one."""
    if any(each.startswith(path + "/") for each in hidden):
        listed.append(path)
        for child in sorted(os.listdir(path)):
            around(os.path.join(path, child), hidden, read, listed)
    elif path not in hidden:
        read.append(path)


def users() -> range:
    """Numbers of users that a process of root may become, each one by itself, so that what is counted by user
    (threads) is its own; in a container that has few of them, the upper half of those. Empty if we are not
    root. Needs /proc.
    """
    if os.geteuid():
        return range(0)
    with open("/proc/self/uid_map") as file:
        ours = [range(start, start + count) for start, _, count in (map(int, line.split()) for line in file)]
    if any(each[0] <= USERS[0] and USERS[-1] <= each[-1] for each in ours):
        return USERS
    most = max(ours, key=len)
    return most[len(most) // 2 :] if len(most) > 1000 else range(NOBODY, NOBODY + 1)


def user_of_this_process(ours: range) -> int:
    return ours[os.getpid() % len(ours)]


def threads_of_ours() -> int:
    """Threads that the user whom students' code runs as has now, on the whole machine: none yet of root's
    (see `users`). Needs /proc.
    """
    uid, count = os.geteuid(), 0
    for process in filter(str.isdigit, os.listdir("/proc") if uid else ()):
        with contextlib.suppress(OSError):  # it has just ended
            if os.stat(f"/proc/{process}").st_uid == uid:
                count += len(os.listdir(f"/proc/{process}/task"))
    return count


def stay_on(cpu: int | None) -> None:
    """Run on this processor only, if it is one and still ours to use."""
    if cpu is not None:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, [cpu])


def drop(parent: int, ours: range) -> None:
    """Become a user of one's own (root only), lose every capability, die with `parent`, gain nothing by exec."""
    if ours:
        own = user_of_this_process(ours)
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(own, own, own)
    capabilities = (ctypes.c_uint32 * 6)()
    must(libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), capabilities), "drop capabilities")
    must(libc.prctl(DUMPABLE, 0, 0, 0, 0), "be not dumpable")
    die_with(parent)  # a change of identity forgets it: hence here
    must(libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0), "gain no privileges")


def die_with(parent: int) -> None:
    """Have the kernel kill this process when `parent` ends."""
    must(libc.prctl(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0), "die with the parent")
    if os.getppid() != parent:  # it died before this
        os._exit(1)


def lock(
    parent: int,
    read: list[str],
    listed: list[str],
    write: list[str],
    program: bytes,
    memory: int,
    seconds: int,
    size: int,
    threads: int,
    ours: range,
) -> None:
    """All of it. program: seccomp.program(), made once; ours: users(). Raises OSError: then nothing of the
    student's may run.
    """
    limits.restrict(memory, seconds, size, threads)
    drop(parent, ours)
    landlock.restrict(
        [(path, landlock.READ) for path in read]
        + [("/dev/null", landlock.READ | landlock.WRITE_FILE | landlock.TRUNCATE)]  # to silence what prints
        + [(path, landlock.LIST) for path in listed]
        + [(path, landlock.every_right() & ~landlock.EXECUTE) for path in write]
    )
    seccomp.restrict(program)
