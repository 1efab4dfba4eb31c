"""Whatever runs for a student has its time: it is asked to stop, then ended, and the sentence says which. One
endless loop costs one cell's time, not that of each cell that meets it.
"""

import contextlib
import signal
import time
from collections.abc import Callable

from course.check.scopes import defined
from course.sandbox.check_suite import Exam
from course.sandbox.isolation.shortage import Lacking, has_room, lack
from course.sandbox.protocol.rpc import STOPPED, Broken, Late, Peer
from course.sandbox.timeouts import WORD, Slow

SECONDS = 60  # of CPU for one cell; three times that of waiting
AGAIN = 1 / 20  # so much of it for a cell that uses what has been stopped before
LEAST = 0.25  # seconds: but no less than this
# so much of it is kept for the first test of what was stopped elsewhere: a given cell may take the rest
KEPT = 1 / 4
OURS = 1 / 3  # so much of it our own process may work for one cell
GRACE = 1, 10  # after an interrupt: seconds of CPU, of waiting
ALL_SECONDS = 600  # for one notebook
# bytes from the student's process in one cell: so many may be why memory is short; so few can never be
MUCH, LITTLE = 16 << 20, 64 << 10
ROOM = 1 << 30  # bytes that a test may need
MOST_SLOW = 100  # names of functions that had to be stopped


class Seen:
    """How a cell went."""

    why, here, late = None, True, False


def cpu(pid: int) -> float:
    """Seconds of processor time that another process has used."""
    try:
        return time.clock_gettime(~pid << 3 | 2)
    except OSError:
        return float("inf")  # it is gone


class Watched:
    """Running cells within their time.

    exam: check_suite.Exam. tell("interrupt") and tell("end") reach the student's process, which this one may
    not touch. A subclass sets peer and pid when it has met one.
    """

    peer: Peer
    pid: int

    def __init__(self, exam: Exam, tell: Callable[[str], None], seconds: float = SECONDS):
        self.exam, self.tell, self.seconds = exam, tell, seconds
        self.little = max(LEAST, AGAIN * seconds)  # for what has been stopped before
        # trouble: why nothing can be asked any more, as a sentence's end; culprit: the cell that made it
        self.remarks, self.trouble, self.culprit = [], None, None
        self.end = time.monotonic() + ALL_SECONDS
        self.ran, self.source = {}, ""  # cells of the student's: name -> source, in order; of the last one
        self.slow, self.slow_in_tests = Slow(), Slow()

    @contextlib.contextmanager
    def watch(self, name, seconds=None):
        """Run a cell within its time -> what was seen: `why`, if it went wrong, and whether it was `here` or
        before.
        """
        seen, before = Seen(), self.trouble
        if before:
            seen.why, seen.here = before, False  # and whatever is asked raises Broken
        self.peer.late, self.peer.taken, self.is_ours, limit = False, 0, False, seconds or self.seconds
        self.allow(limit, 3 * limit)
        signal.signal(signal.SIGALRM, self.alarm)
        signal.signal(signal.SIGVTALRM, self.alarm)
        # for what hangs here: misconceptions
        signal.setitimer(signal.ITIMER_REAL, 3 * limit + 2 * GRACE[1], 1)
        # and for what takes us long: to compare and to show what came back
        signal.setitimer(signal.ITIMER_VIRTUAL, max(OURS * limit, LEAST), 1)
        left = False
        try:
            yield seen
        except (Broken, Late):
            left = True
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if before:
            return
        if late := self.peer.late:
            self.note_what_was_slow(name)
        if self.peer.broken:
            seen.why = Broken(self.peer.broken).how
            self.trouble, self.culprit = f"the cell {name}, further up, {seen.why}", name
        elif late:
            seen.late = True
            seen.why = f"took longer than {limit:g} s and was stopped" + (
                ", as what it uses had been before" if limit < self.seconds * (1 - KEPT) else ""
            )
            if self.is_ours:
                seen.why = "gave back so much that to compare it took too long"
        elif left:  # it asked a process that has been gone for longer
            seen.why = "called what has ended with an earlier process"
        if seen.why:
            self.remark(f"cell {name} {seen.why}")

    def note_what_was_slow(self, name):
        """Ask the student's process which functions it was stopped in. It may lie: about its own time. Where
        no cell makes one of them (a lambda, a module of the student's), the answers that the cell speaks of
        stand for it.
        """
        with contextlib.suppress(Exception):
            self.peer.late = False
            self.allow(*GRACE)
            said = [each for each in self.peer.call(STOPPED)[:MOST_SLOW] if type(each) is str]
            test, made = (
                self.exam.tests.get(name),
                set().union(*map(defined, (*self.ran.values(), self.source))),
            )
            if made.isdisjoint(said):
                answers = (
                    frozenset().union(*(each.needs for each in self.exam.tests.values()))
                    - self.exam.no_answers
                )
                said += answers & (test.needs if test else set(WORD.findall(self.source)))
            for slow in (self.slow, self.slow_in_tests) if test else (self.slow,):
                slow.add(said, self.ran.values())

    def limit(self, source):
        """Seconds for a cell: few if it uses, or what it uses does, a function that has been stopped before.
        So one endless loop in an answer costs one cell's time, not that of each cell that calls it: a
        demonstration that was given leaves the first test its part.
        """
        return (
            self.little
            if self.slow.is_used_by(source)
            else self.seconds * (1 - KEPT if source in self.exam.given else 1)
        )

    def limit_of_test(self, source):
        """The same for a test: few if a test was stopped in what it uses, its part (KEPT) if another cell
        was.
        """
        if self.slow_in_tests.is_used_by(source):
            return self.little
        return max(self.little, self.seconds * KEPT) if self.slow.is_used_by(source) else self.seconds

    def allow(self, allowed, patience):
        """From now on so many seconds of the student's processor time, and so many of waiting."""
        self.started, self.clock, self.allowed, self.patience = (
            time.monotonic(),
            cpu(self.pid),
            allowed,
            patience,
        )
        self.peer.deadline = min(self.started + allowed, self.end)

    def overdue(self):
        """The student's process has not answered in time -> a new deadline, or None."""
        now, used = time.monotonic(), cpu(self.pid) - self.clock
        if used < self.allowed * 0.95 and now < min(self.started + self.patience, self.end):
            # others had the processor: the same code, the same outcome
            return min(now + self.allowed - used, self.end)
        if self.peer.late or now > self.end:
            self.tell("end")
            return None
        self.peer.late = True
        self.tell("interrupt")
        self.allow(*GRACE)
        return self.peer.deadline

    def alarm(self, sign, _):
        self.is_ours = sign == signal.SIGVTALRM
        if self.is_ours and self.peer.busy:  # soon again
            return
        if self.peer.busy:  # to leave now would be to misread what comes next
            self.tell("end")
            self.peer.fail("took too long and had to be ended")
        self.peer.late = True
        raise Late

    def can_go_on(self, name, error):
        """Raise Lacking if a test failed for what this process lacked: that is not the student's fault,
        unless much of it was theirs.
        """
        first = error
        while error:
            if (why := lack(error)) and not (
                why == "memory"
                and (self.peer.taken > MUCH or self.peer.taken > LITTLE and has_room(ROOM, first))
            ):
                raise Lacking(
                    f"in {name} the examiner had too little {why}: grade it again when the machine has more"
                ) from error
            error = error.__context__

    def remark(self, text):
        """Tell the instructor, once; nothing if there is nothing."""
        if text and text not in self.remarks:
            self.remarks.append(text)
