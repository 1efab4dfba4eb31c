"""The system calls that remain: a list of what Python needs, in the kernel's own filter language. All else is
"not permitted".

No fork (only threads), no exec, no socket (only pairs of them), no signal to another process, no mount, no
ptrace, no chmod or chown (Landlock would let them through), no shared memory. Numbers: x86_64, aarch64 (the
latter never run by us).
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Collection, Iterable
from typing import Any

from course.sandbox.isolation.libc import libc, must

CALLS = """
read 0 63; write 1 64; readv 19 65; writev 20 66; pread64 17 67; pwrite64 18 68; preadv 295 69; pwritev 296 70; lseek 8 62
close 3 57; close_range 436 436; dup 32 23; dup2 33 -; dup3 292 24; pipe 22 -; pipe2 293 59; open 2 -; openat 257 56
creat 85 -; stat 4 -; fstat 5 80; lstat 6 -; newfstatat 262 79; statx 332 291; access 21 -; faccessat 269 48
faccessat2 439 439; readlink 89 -; readlinkat 267 78; getdents 78 -; getdents64 217 61; getcwd 79 17; chdir 80 49
fchdir 81 50; statfs 137 43; fstatfs 138 44; truncate 76 45; ftruncate 77 46; fallocate 285 47; fsync 74 82; fdatasync 75 83
fadvise64 221 223; flock 73 32; sendfile 40 71; copy_file_range 326 285; umask 95 166; rename 82 -; renameat 264 38
renameat2 316 276; unlink 87 -; unlinkat 263 35; mkdir 83 -; mkdirat 258 34; rmdir 84 -; link 86 -; linkat 265 37
mmap 9 222; munmap 11 215; mremap 25 216; mprotect 10 226; madvise 28 233; brk 12 214; mincore 27 232; msync 26 227
membarrier 324 283; poll 7 -; ppoll 271 73; select 23 -; pselect6 270 72; epoll_create 213 -; epoll_create1 291 20
epoll_ctl 233 21; epoll_wait 232 -; epoll_pwait 281 22; epoll_pwait2 441 441; eventfd 284 -; eventfd2 290 19
timerfd_create 283 85; timerfd_settime 286 86; timerfd_gettime 287 87; recvfrom 45 207; sendto 44 206; recvmsg 47 212
sendmsg 46 211; shutdown 48 210; getsockopt 55 209; setsockopt 54 208; getsockname 51 204; getpeername 52 205; futex 202 98
set_robust_list 273 99; get_robust_list 274 100; rseq 334 293; arch_prctl 158 -; sched_yield 24 124
sched_getaffinity 204 123; sched_getparam 143 121; sched_getscheduler 145 120; getcpu 309 168; getpriority 140 141
rt_sigaction 13 134; rt_sigprocmask 14 135; rt_sigreturn 15 139; rt_sigpending 127 136; rt_sigtimedwait 128 137
rt_sigsuspend 130 133; sigaltstack 131 132; pause 34 -; alarm 37 -; setitimer 38 103; getitimer 36 102
restart_syscall 219 128; time 201 -; gettimeofday 96 169; clock_gettime 228 113; clock_getres 229 114; nanosleep 35 101
clock_nanosleep 230 115; times 100 153; getrusage 98 165; getrlimit 97 163; sysinfo 99 179; uname 63 160; getrandom 318 278
getpid 39 172; getppid 110 173; gettid 186 178; getpgrp 111 -; getpgid 121 155; getsid 124 156; getuid 102 174
geteuid 107 175; getgid 104 176; getegid 108 177; getresuid 118 148; getresgid 120 150; getgroups 115 158; wait4 61 260
waitid 247 95; exit 60 93; exit_group 231 94
"""

# With conditions on arguments: (word, mask, values) asks that word & mask is one of the values.
# Argument n is words 2n (low) and 2n + 1.
THREAD = 0x10000
# is it a terminal, its size, bytes waiting, …
TERMINAL = 0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x802C542A
# duplicates, flags and locks; not who gets a signal
DESCRIPTOR = 0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032
NAMES = 15, 16, 0x53564D41  # names of threads and memory; never the death signal
CONDITIONS: list[tuple[Any, Any]] = [
    ((56, 220), [(0, THREAD, [THREAD])]),  # clone
    ((302, 261), [(4, ~0, [0]), (5, ~0, [0])]),  # prlimit64: to read, never to set
    # socketpair: AF_UNIX, SOCK_STREAM (asyncio wakes itself by one)
    ((53, 199), [(0, ~0, [1]), (2, 15, [1])]),
    ((16, 29), [(2, ~0, TERMINAL)]),  # ioctl
    ((72, 25), [(2, ~0, DESCRIPTOR)]),  # fcntl
    ((157, 167), [(0, ~0, NAMES)]),  # prctl
]
CLONE3, TGKILL = 435, (234, 131)

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, the kernel's name of it
ALLOW, KILL, REFUSE, ABSENT = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
LOAD, AND, EQUAL, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06


def step(code: int, k: int, then: int = 0, otherwise: int = 0) -> bytes:
    """One instruction: jump so many steps further if it holds, else so many."""
    return struct.pack("<HBBI", code, then, otherwise, k & 0xFFFFFFFF)


def rule(number: int, checks: Iterable[tuple[int, int, Collection[int]]] = (), verdict: int = ALLOW) -> bytes:
    """Steps for one call: on to the next rule if it is not this one."""
    body = b""
    for word, mask, values in checks:
        body += step(LOAD, 16 + 4 * word) + step(AND, mask)
        body += b"".join(step(EQUAL, value, then=len(values) - i) for i, value in enumerate(values)) + step(
            RETURN, REFUSE
        )
    body += step(RETURN, verdict)
    return step(EQUAL, number, otherwise=len(body) // 8) + body


def program() -> bytes:
    """The filter, less its end. Raises OSError on a machine that the tables do not know."""
    if platform.machine() not in MACHINES:
        raise OSError(f"no table of system calls for {platform.machine()}")
    column, machine = MACHINES[platform.machine()]
    steps = step(LOAD, 4) + step(EQUAL, machine, then=1) + step(RETURN, KILL) + step(LOAD, 0)
    if column == 0:
        # x32: other numbers for the same calls
        steps += step(AT_LEAST, 0x40000000, otherwise=1) + step(RETURN, KILL)
    for call in CALLS.replace("\n", ";").split(";"):
        number = (call.split() or "---")[1 + column]
        if number != "-":
            steps += rule(int(number))
    for numbers, checks in CONDITIONS:
        steps += rule(numbers[column], checks)
    return steps + rule(CLONE3, verdict=ABSENT)  # "absent": the C library then takes clone


def restrict(program: bytes) -> None:
    """From now on, and for good: only the calls of `program`, and signals to oneself. Needs NO_NEW_PRIVS.
    Raises OSError.
    """
    steps = (
        program
        + rule(TGKILL[MACHINES[platform.machine()][0]], [(0, ~0, [os.getpid()])])
        + step(RETURN, REFUSE)
    )
    held = ctypes.create_string_buffer(steps, len(steps))
    header = struct.pack("@HP", len(steps) // 8, ctypes.addressof(held))
    must(libc.prctl(22, 2, ctypes.c_char_p(header), 0, 0), "seccomp")  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
