"""The process that students are forked from. It was split off before the worker saw a test, a misconception or a submission.

A fork inherits all memory of its parent, freed memory included: so the parent must never have held a secret. The worker
sends a letter and, for a spawn, the student's end of a socket pair:

    S + descriptor -> pid            spawn: fork, lock down, serve
    E + pid -> exit status           end it, and reap it
"""
import os
import shutil
import signal
import socket
import struct
import sys
import tempfile

from course.classroom.grade import jail, lockdown, seccomp

PID = struct.Struct("<i")
HOME, SCRATCH = "/home/student", "/home/course"      # in the jail: the student's own folder, ours
MEMORY, DISK, FILE = 1 << 30, 64 << 20, 64 << 20     # bytes: on top of what the zygote has; in all files; in one
SECONDS = 600                                        # of CPU, for all cells together: a belt, the examiner's deadlines are the braces
NOT_LOCKED = 77                                      # exit status of a student process that could not be locked down


class Zygote:
    """The worker's handle."""

    def __init__(self, course, jailed):
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        worker = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            self.socket.close()
            with everything_ends():
                live(theirs, worker, course, jailed)
        theirs.close()

    def spawn(self, sock):
        socket.send_fds(self.socket, [b"S"], [sock.fileno()])
        return PID.unpack(self.socket.recv(4))[0]

    def end(self, pid):
        self.socket.send(b"E" + PID.pack(pid))
        return PID.unpack(self.socket.recv(4))[0]

    def ready(self):
        """Wait until it is warm. Raises OSError with its last words if it died."""
        word = self.socket.recv(1000)
        if word != b"ready":
            raise OSError(f"the student's process could not be made: {word.decode() or 'it ended'}")


class everything_ends:
    """A process that leaves this block, however, is over: no handler of its parent runs twice."""

    def __enter__(self):
        pass

    def __exit__(self, kind, error, trace):
        if error and "COURSE_DEBUG" in os.environ:
            sys.excepthook(kind, error, trace)
        os._exit(0 if error is None else 1)


def live(sock, worker, course, jailed):
    """The zygote's life: warm up, then serve the worker until it goes."""
    try:
        read, listed = lockdown.environment(course, hidden=[os.path.join(course, "classroom")])
        size = open("/proc/self/statm", "rb", buffering=0)               # kept open: there is no /proc in the jail
        import matplotlib.pyplot  # noqa: F401  with the user's own font cache, which the jail has not
        import course.classroom.grade.student as student
        if jailed:
            jail.enter(read, [HOME, SCRATCH])
        os.environ.update(HOME=HOME if jailed else tempfile.gettempdir(), IPYTHONDIR=SCRATCH if jailed else tempfile.mkdtemp())
        os.chdir(os.environ["HOME"])
        shell = student.warm()
        if jailed:
            jail.read_only("/")
        memory = MEMORY + int(size.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        size.close()
        steps = seccomp.program()
        lockdown.die_with(worker)
    except BaseException as error:
        sock.send(str(error).encode()[:900])
        raise
    for name in [name for name in sys.modules if name.startswith("course.classroom")]:
        del sys.modules[name]
    homes = {}
    zygote = os.getpid()
    sock.send(b"ready")
    while True:
        order, given, _, _ = socket.recv_fds(sock, 16, 1)
        if not order:
            return
        if order == b"S":
            home = HOME if jailed else new_home()
            child = os.fork()
            if child == 0:
                be_a_student(shell, student, given[0], home, jailed, zygote, read, listed, steps, memory)
            os.close(given[0])
            homes[child] = home
            sock.send(PID.pack(child))
        else:
            child, = PID.unpack(order[1:])
            os.kill(child, signal.SIGKILL)           # ours, and not reaped: the number cannot be another's
            _, status = os.waitpid(child, 0)
            if not jailed:
                shutil.rmtree(homes[child], ignore_errors=True)
            del homes[child]
            sock.send(PID.pack(os.waitstatus_to_exitcode(status)))


def be_a_student(shell, student, descriptor, home, jailed, zygote, read, listed, steps, memory):
    """In the fork: nothing but the socket, then the lock-down, then the student's cells."""
    status = NOT_LOCKED
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.setsid()
        nothing = os.open("/dev/null", os.O_RDWR)
        for place in 0, 1, 2:
            os.dup2(nothing, place)
        os.dup2(descriptor, 3)
        os.closerange(4, os.sysconf("SC_OPEN_MAX"))
        if jailed:
            jail.room(home, DISK)
        os.chdir(home)
        os.environ.update(HOME=home, TMPDIR=home, MPLCONFIGDIR=home)
        tempfile.tempdir = None
        lockdown.lock(zygote, read, listed, [home], steps, memory, SECONDS, FILE)
        status = 0
        student.serve(shell, socket.socket(fileno=3))
    finally:
        os._exit(status)


def new_home():
    """A folder on disk for one student, where there can be no jail."""
    home = tempfile.mkdtemp(prefix="course-grade-")
    if os.geteuid() == 0:
        os.chown(home, lockdown.NOBODY, lockdown.NOBODY)
    return home

