"""The limits on a student's process: memory, processor time, files, processes."""

import resource

MEMORY, DISK, FILE = 1 << 30, 64 << 20, 64 << 20  # bytes: on top of what the zygote has; in all files; in one
FILES = 2_000  # files and folders
SECONDS = 600  # of CPU, for all cells: a belt; the examiner's deadlines are the braces
THREADS = 500  # on top of what the user has: the machine may run out of their numbers


def restrict(memory: int, seconds: int, size: int, threads: int) -> None:
    """From now on, and for good. memory: bytes of address space; seconds of CPU; size: bytes of one file; threads: of all processes of
    this user.
    """
    for what, most in {
        "AS": memory,
        "CPU": seconds,
        "FSIZE": size,
        "NPROC": threads,
        "CORE": 0,
        "NOFILE": 64,
        "MEMLOCK": 0,
        "MSGQUEUE": 0,
        "STACK": 8 << 20,
    }.items():
        what = getattr(resource, f"RLIMIT_{what}")
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
