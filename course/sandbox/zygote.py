"""The process that a worker's students are forked from, split off before the worker sees a test or a
submission.

A fork inherits all memory of its parent, freed memory included: so the parent must never have held a secret.
The worker sends a letter and, for a spawn, the student's end of a socket pair:

    S + processor + descriptor -> pid + home    spawn: fork, lock down, serve; -1: on any processor; home: its
                                                folder, where there is no jail
    E + pid -> 0, or NOT_LOCKED                 end it, and reap it
"""

import fcntl
import os
import signal
import socket
import struct
import sys
import tempfile

from course import FOR_NOTEBOOKS
from course.sandbox.isolation import jail, lockdown, scratch_dir, seccomp
from course.sandbox.isolation.limits import DISK, FILE, FILES, MEMORY, SECONDS, THREADS
from course.sandbox.student_process import serve

PID = struct.Struct("<i")
HOME = "/home/student"  # in the jail: the student's own folder
VISIBLE = {*FOR_NOTEBOOKS, "__init__.py", "names.py", "__pycache__"}  # in course/
NOT_LOCKED = 77  # said of a student's process that could not be locked down


class Zygote:
    """The worker's handle."""

    def __init__(self, shell, course, jailed):
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        worker, self.home = os.getpid(), ""
        self.pid = os.fork()
        if self.pid == 0:
            try:
                self.socket.close()
                ZygoteProcess(shell, course, jailed).serve(theirs, worker)
            finally:
                os._exit(0)
        theirs.close()

    def spawn(self, sock: socket.socket, cpu: int | None) -> int:
        """A student's process that speaks on `sock` -> its pid."""
        socket.send_fds(self.socket, [b"S" + PID.pack(-1 if cpu is None else cpu)], [sock.fileno()])
        answer = self.socket.recv(5000)
        self.home = answer[PID.size :].decode()
        return PID.unpack(answer[: PID.size])[0]

    def has_filled_its_room(self) -> bool:
        """Whether the last student's files are more than a jail would have room for, where there is none. A
        file that is open, and deleted, is not seen.
        """
        return bool(self.home) and not scratch_dir.fits(self.home, DISK, FILES)

    def end(self, pid: int) -> int:
        """Kill it -> NOT_LOCKED if it could not be locked down, else 0."""
        self.socket.send(b"E" + PID.pack(pid))
        return PID.unpack(self.socket.recv(4))[0]

    def ready(self) -> None:
        """Wait until it can spawn. Raises OSError with its last words if it died."""
        word = self.socket.recv(1000)
        if word != b"ready":
            raise OSError(f"the student's process could not be made: {word.decode() or 'it ended'}")

    def close(self) -> None:
        self.socket.close()
        os.waitpid(self.pid, 0)


class ZygoteProcess:
    """The zygote itself, in its own process."""

    def __init__(self, shell, course, jailed):
        self.shell, self.jailed, self.homes = shell, jailed, {}
        self.read, self.listed = lockdown.environment(
            course, hidden=[os.path.join(course, name) for name in os.listdir(course) if name not in VISIBLE]
        )

    def serve(self, sock: socket.socket, worker: int) -> None:
        """Do as the worker says, until it goes."""
        try:
            self.memory = MEMORY + size_of_self()  # first: the jail has no /proc
            self.threads, self.users = THREADS + lockdown.threads_of_ours(), lockdown.users()
            if self.jailed:
                jail.enter(self.read, [HOME])
                jail.read_only("/")
            self.program = seccomp.program()
            lockdown.die_with(worker)
        except OSError as error:
            sock.send(str(error).encode()[:900])
            return
        for name in [
            name for name in sys.modules if name.startswith("course.") and name.split(".")[1] not in VISIBLE
        ]:
            del sys.modules[name]  # nothing to see: not even that they are there
        self.pid = os.getpid()
        sock.send(b"ready")
        while True:
            order, given, _, _ = socket.recv_fds(sock, 16, 1)
            if not order:
                return
            (number,) = PID.unpack(order[1:])
            if order[:1] == b"S":
                child = self.spawn(given[0], number)
                sock.send(PID.pack(child) + (b"" if self.jailed else self.homes[child][0].encode()))
            else:
                sock.send(PID.pack(self.end(number)))

    def spawn(self, descriptor, cpu):
        home = HOME if self.jailed else scratch_dir.new()
        # for the word that it could not be locked down: an exit status the student's code can choose
        hears, says = os.pipe()
        child = os.fork()
        if child == 0:
            self.become_a_student(descriptor, home, cpu, says)
        os.close(descriptor)
        os.close(says)
        self.homes[child] = home, hears
        return child

    def end(self, child):
        os.kill(child, signal.SIGKILL)  # ours, and not reaped: the number cannot be another's
        os.waitpid(child, 0)
        home, hears = self.homes.pop(child)
        failed = os.read(hears, 1)  # nothing of one that was ended before it had begun: it was not needed
        os.close(hears)
        if not self.jailed:
            scratch_dir.clear(home)
        return NOT_LOCKED if failed else 0

    def become_a_student(self, descriptor, home, cpu, says):
        """In the fork: nothing but the socket, then the lock-down, then the student's cells."""
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            os.setsid()
            lockdown.stay_on(None if cpu < 0 else cpu)
            nothing = os.open("/dev/null", os.O_RDWR)
            for place in 0, 1, 2:
                os.dup2(nothing, place)
            for place, each in enumerate(
                [fcntl.fcntl(each, fcntl.F_DUPFD, 10) for each in (descriptor, says)], 3
            ):
                os.dup2(each, place)  # by way of numbers above them: neither may stand in the other's place
            says = 4
            os.closerange(5, os.sysconf("SC_OPEN_MAX"))
            if self.jailed:
                jail.room(home, DISK)
            elif self.users:
                os.chown(home, lockdown.user_of_this_process(self.users), lockdown.NOBODY)
            os.chdir(home)
            os.environ.update(HOME=home, TMPDIR=home, MPLCONFIGDIR=home, USER="student")
            tempfile.tempdir = None
            lockdown.lock(
                self.pid,
                self.read,
                self.listed,
                [home],
                self.program,
                self.memory,
                SECONDS,
                FILE,
                self.threads,
                self.users,
            )
        except BaseException:
            os.write(says, b"0")
            os._exit(0)
        try:
            os.close(says)
            serve(self.shell, socket.socket(fileno=3))
        finally:
            os._exit(0)


def size_of_self() -> int:
    """Bytes of address space in use."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
