"""The numbers of the system calls that remain are those of libseccomp, for both kinds of processor."""

import ctypes

import pytest

from course.sandbox.isolation import seccomp

LISTED = [line.split() for line in seccomp.CALLS.replace("\n", ";").split(";") if line]
CONDITIONAL = ["clone", "prlimit64", "socketpair", "ioctl", "fcntl", "prctl"]  # in the order of CONDITIONS
ALONE = {"clone3": (seccomp.CLONE3, seccomp.CLONE3), "tgkill": seccomp.TGKILL}


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_numbers_are_those_of_libseccomp(machine):
    column, architecture = seccomp.MACHINES[machine]
    ours = {name: numbers[column] for name, *numbers in LISTED}
    ours |= {
        name: numbers[column] for name, (numbers, _) in zip(CONDITIONAL, seccomp.CONDITIONS, strict=True)
    }
    ours |= {name: numbers[column] for name, numbers in ALONE.items()}
    resolve = ctypes.CDLL("libseccomp.so.2").seccomp_syscall_resolve_name_arch
    theirs = {name: resolve(architecture, name.encode()) for name in ours}
    assert {name: str(number) for name, number in ours.items()} == {
        name: str(n) if n >= 0 else "-" for name, n in theirs.items()
    }
