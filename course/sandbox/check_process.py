"""The process that asks: it has a submission's cells run by the student's process, and runs the test cells
itself.

A test cell sees the student's answers as copies and stubs (rpc.py), by name, and nothing else of theirs.
Only its outcome here counts: what the student's process says about its own cells is shown, never believed. A
plain test, as nbgrader's are, without `with grading(…)`, runs in the student's process, as nbgrader would
have it.

A cell that ends that process costs its own exercise: in another process the cells before it run again,
without it. A function that had to be stopped once gets little time afterwards.
"""

import builtins
import contextlib
import io
import linecache
import socket
import sys
import time
from collections.abc import Callable, Collection
from typing import Any

from IPython import get_ipython

from course import check
from course.check.context import Context, within
from course.check.detectors.skipped import needed
from course.check.scopes import defined, read
from course.names import exercise_of, title_of
from course.sandbox import suspicion
from course.sandbox.check_suite import COMPLAINED, Exam
from course.sandbox.job import GRADED, WARNED
from course.sandbox.protocol.outputs import TOO_MUCH, as_output, failure, size_of
from course.sandbox.protocol.rpc import LACKS, LOOK, PUT, RUN, Broken, Iterator, Late, Peer, Stub
from course.sandbox.stateful import is_stateful
from course.sandbox.time_limits import SECONDS, Watched
from course.sandbox.timeouts import Slow

AFTERWARDS = 2  # seconds, at least, to say what a cell has left
MOST_OUTPUT = 4 << 20  # bytes in all outputs of a notebook; of one cell a quarter
MOST_ITEMS = 2000  # outputs of one cell
MOST_PROCESSES = 6  # for one notebook


class Examiner(Watched):
    """One submission's examination.

    exam: check_suite.Exam. tell("interrupt") and tell("end") reach the student's process, which this one may not
    touch; another() has a new one made -> (socket, pid).
    """

    def __init__(
        self,
        sock: socket.socket,
        exam: Exam,
        tell: Callable[[str], None],
        another: Callable[[], tuple[socket.socket, int]],
        seconds: float = SECONDS,
        draw: bool = False,
        seed: str = "check",
        python: str | None = None,
    ):
        super().__init__(exam, tell, seconds)
        self.another, self.draw = another, draw
        self.own = {}  # names that test cells have bound: no student's name replaces them
        self.context = Context(seed, exam.wrong, exam.alike, exam.signs, skipped=exam.skipped)
        self.outputs, self.room = None, MOST_OUTPUT  # where `show` puts what comes; None: it is dropped
        self.python = suspicion.another_python(python)
        self.left_out = set()  # names of cells that are not to run again
        self.lacks = None  # what the student's process said with its answer to a cell that it lacks
        self.processes = 1
        # exercises whose test ended a process; cells that had to be stopped
        self.crashed, self.stopped = set(), set()
        self.tested = []
        # answers that ended a process, and what uses them; how the last did
        self.deadly, self.how = Slow(), ""
        self.meet(sock)

    def meet(self, sock):
        """Speak with a student's process from now on."""
        self.peer = Peer(sock, [self.show])
        self.peer.overdue, self.peer.widen = self.overdue, True

    def examine(
        self, notebook: dict, files: dict[str, bytes], pid: int, given: Any = None, kept: Collection[int] = ()
    ) -> tuple[dict, str, list[str]]:
        """Run all cells from top to bottom -> (notebook with outputs, outcome, remarks). Raises Lacking.

        given: what the release has in cells of its own that the student changed; it runs after one that
        failed, since answers stand on it. kept: numbers of cells that need not run, where no check can tell:
        their outputs are None.
        """
        self.pid, self.files, count = pid, files, 0
        code = [
            (cell["source"], cell["metadata"]) for cell in notebook["cells"] if cell["cell_type"] == "code"
        ]
        wanted = needed(code, self.exam.given)
        if kept and (
            wanted or any(test.is_plain for test in self.exam.tests.values()) or self.is_stateful(notebook)
        ):
            kept = ()
        self.put_all()
        for i, cell in enumerate(notebook["cells"]):
            if cell["cell_type"] != "code":
                continue
            cell["outputs"], cell["execution_count"] = [], None
            if i in kept:
                cell["outputs"], count = (
                    None,
                    count + ("skip-execution" not in cell["metadata"].get("tags", [])),
                )
                continue
            if "skip-execution" in cell["metadata"].get("tags", []) and i not in wanted:
                continue
            mark = cell["metadata"].get("nbgrader", {})
            name = mark.get("grade_id") or cell.get("id", f"{count + 1}")
            cell["execution_count"] = count = count + 1
            if mark.get("solution"):
                self.context.sources[name] = cell["source"]
            # a helper's, too
            if (mark.get("solution") or not mark.get("grade")) and cell["source"] not in self.exam.given:
                self.remark(suspicion.in_answer(f"the answer {name}", cell["source"]))
            if mark.get("grade") and not mark.get("solution") and name in self.exam.tests:
                if self.trouble:
                    self.begin_again()
                test = self.exam.tests[name]
                cell["outputs"] = (self.plain_test if test.is_plain else self.test)(name, test, count)
            else:
                if name in (given or {}) and not read(given[name])[1] <= read(cell["source"])[1]:
                    self.own_cell(f"{name}, as it was given", given[name], False, count)
                    self.remark(
                        f"cell {name}, which was given, lacks what it made: the original ran before it"
                    )
                cell["outputs"] = self.own_cell(name, cell["source"], bool(mark.get("grade")), count)
                if name in (given or {}) and any(
                    output["output_type"] == "error" for output in cell["outputs"]
                ):
                    cell["outputs"] += self.own_cell(f"{name}, as it was given", given[name], False, count)
                    self.remark(
                        f"cell {name}, which was given, was changed and stopped: the original ran after it"
                    )
                    self.context.stopped.pop(name, None)
        return notebook, WARNED if self.remarks else GRADED, self.remarks

    def is_stateful(self, notebook):
        """Whether a check may tell whether those before it ran."""
        own = [
            cell["source"]
            for cell in notebook["cells"]
            if cell["cell_type"] == "code"
            and "skip-execution" not in cell["metadata"].get("tags", [])
            and cell["metadata"].get("nbgrader", {}).get("grade_id") not in self.exam.tests
        ]
        return is_stateful(own, frozenset().union(*(test.needs for test in self.exam.tests.values())))

    def begin_again(self):
        """Another process for the student, in which the cells so far run again: without the one that ended or
        broke the last. A test that did may have asked for the one case in which its answer does, so the
        answer is left out only the second time.
        """
        while self.trouble and self.processes < MOST_PROCESSES and time.monotonic() < self.end:
            if self.culprit in self.exam.tests:
                exercise = exercise_of(self.culprit)
                self.leave_out(exercise if exercise in self.crashed else None)
                self.crashed.add(exercise)
                self.how = Broken(self.peer.broken).how if self.peer.broken else "ended the Python process"
                self.deadly.add({exercise} & self.exam.tests[self.culprit].needs, self.ran.values())
            else:
                self.leave_out(self.culprit)
            sock, self.pid = self.another()
            self.processes, self.trouble = self.processes + 1, None
            of_the_last = {name for name, value in self.own.items() if isinstance(value, (Stub, Iterator))}
            self.own = {name: value for name, value in self.own.items() if name not in of_the_last}
            self.meet(sock)
            self.put_all()
            for name, source in self.ran.items():
                if name not in self.left_out and not self.trouble and not self.is_deadly(source):
                    seconds = self.little if name in self.stopped else self.limit(source)
                    self.source = source
                    for text in source, "":  # and whether anything runs after it
                        with self.watch(name, seconds), self.blamed(name):
                            self.peer.call(RUN, text, False)
            # what tests made of the answers, for tests after them
            for name in self.tested if of_the_last else []:
                if self.exam.tests[name].makes & of_the_last and name != self.culprit and not self.trouble:
                    *_, space = self.test_once(name, self.exam.tests[name])
                    self.own |= {each: space[each] for each in of_the_last if each in space}

    def is_deadly(self, source):
        """Whether a demonstration that was given uses an answer that ended a process in its test: it would
        end the next.
        """
        return source in self.exam.given and self.deadly.is_used_by(source)

    def leave_out(self, name):
        if name:
            self.left_out.add(name)
            self.context.stopped[name] = "it ended or broke the Python process"

    @contextlib.contextmanager
    def blamed(self, name):
        """Whatever IPython itself raises is that cell's doing: what cells raise it reports."""
        try:
            yield
        except (Broken, Late):
            raise
        except Exception as error:
            self.remark(f"cell {name} broke the kernel ({type(error).__name__})")
            self.trouble, self.culprit = f"the cell {name}, further up, broke the kernel", name

    def put_all(self):
        for name, content in self.files.items():
            self.put(name, content)

    def put(self, name, content):
        """Give the student's process a file that was handed in."""
        with self.watch(f"file {name}", SECONDS):
            try:
                self.peer.call(PUT, name, content)
            except (Broken, Late):
                raise
            except Exception as error:
                self.remark(f"{name} was left out: {error}")

    # -- the student's cells ---------------------------------------------------------------------------------

    def own_cell(self, name, source, graded, count):
        """A cell of the student's, and what is to be remembered of it -> its outputs."""
        if self.trouble:
            self.begin_again()
        if self.is_deadly(source):
            self.remark(f"cell {name} was not run: what it uses {self.how} in a test")
            return [failure(f"This cell was not run: what it uses {self.how} in a test.")]
        outputs = self.run(name, source, graded, count)
        if source not in self.exam.given:  # an answer may be written anew below its own cell
            self.context.sources |= dict.fromkeys(defined(source) & self.context.sources.keys(), source)
        self.see_what_is_left(name, self.lacks)
        self.ran[name] = self.context.ran[name] = source
        self.slow.learn(source)
        self.slow_in_tests.learn(source)
        return outputs

    def run(self, name, source, graded, count):
        """A cell of the student's, run over there -> its outputs. A figure is drawn only where a person will
        give it points.
        """
        self.remark(suspicion.in_source(f"cell {name}", source))
        before = self.processes
        outputs, seen = self.run_once(name, source, graded)
        # by this cell, or by one before
        if self.culprit == name and not seen.why and self.trouble and before < MOST_PROCESSES:
            self.culprit = None
            self.begin_again()
            outputs, seen = self.run_once(name, source, graded)
        if seen.late:
            self.stopped.add(name)
        if seen.why:
            outputs.append(
                failure(f"This cell {seen.why}." if seen.here else f"This cell was not run: {seen.why}.")
            )
        for output in outputs:
            if output["output_type"] == "execute_result":
                output["execution_count"] = count
            elif output["output_type"] == "error" and not seen.why:
                self.remark(suspicion.in_error(name, output["ename"], output["evalue"]))
                what = output["ename"] == "SyntaxError" and suspicion.syntax_error(source) or output["evalue"]
                said = f"{output['ename']}: {what}".split("\n")[0][:200].rstrip(".: ")
                if self.python and suspicion.may_be_of_another_python(output["ename"], output["evalue"]):
                    said += f" (it was written with Python {self.python}, and is graded with {suspicion.THIS_PYTHON})"
                    self.remark(f"cell {name} stopped with {said}")
                self.context.stopped[name] = said
        return outputs

    def run_once(self, name, source, graded, is_test=False):
        self.outputs, self.source, self.lacks = [], source, None
        self.room_here, self.is_full = MOST_OUTPUT // 4, self.room < 0
        outputs = self.outputs
        with self.watch(name, self.limit(source)) as seen, self.blamed(name):
            self.lacks = self.peer.call(RUN, source, graded or self.draw, is_test)
        self.outputs = None
        return outputs, seen

    def show(self, items):
        """What the student's process says that the running cell put out -> whether there is room for more."""
        if self.outputs is None:
            return True
        for item in items:
            output = as_output(*item)
            self.room, self.room_here = self.room - size_of(output), self.room_here - size_of(output)
            if self.room < 0 or self.room_here < 0 or len(self.outputs) >= MOST_ITEMS:
                if self.outputs[-1:] != [TOO_MUCH]:
                    self.outputs.append(TOO_MUCH)
                    self.remark("a cell printed too much: the rest is left out")
                return self.is_full  # by cells before: this one goes on, and nothing is shown
            last = self.outputs[-1] if self.outputs else {}
            if (
                output["output_type"] == last.get("output_type") == "stream"
                and output["name"] == last["name"]
            ):
                last["text"] += output["text"]
            else:
                self.outputs.append(output)
        return True

    # -- test cells ------------------------------------------------------------------------------------------

    def test(self, name, test, count):
        """A test cell, run here -> its outputs: points in part, and what failed."""
        title = title_of(exercise_of(name))
        results, lines, seen, space = self.test_once(name, test)
        if seen.late:
            self.stopped.add(name)
        if seen.why:
            why = f"Your code {seen.why}." if seen.here else f"This test was not run: {seen.why}."
            lines = lines if lines and seen.here else [f"{title}: not yet.", why]
        self.own |= {each: space[each] for each in test.makes - self.exam.theirs if each in space}
        self.tested.append(name)
        self.see_what_is_left(name)
        outputs = [
            {
                "output_type": "execute_result",
                "data": {"text/plain": repr(result)},
                "metadata": {},
                "execution_count": count,
            }
            for result in results
        ]
        return outputs + ([failure(*lines)] if lines else [])

    def plain_test(self, name, test, count):
        """A test cell, run in the student's process, which may forge what it gives -> its outputs: no word of
        them but the points and what failed.
        """
        title = title_of(exercise_of(name))
        outputs, seen = self.run_once(name, test.source, False, True)
        if not seen.why:  # what it made is there for the cells after it, in another process, too
            self.ran[name] = test.source
        self.see_what_is_left(name, self.lacks)
        results = [
            output | {"data": {"text/plain": output["data"].get("text/plain", "")}, "execution_count": count}
            for output in outputs
            if output["output_type"] == "execute_result"
        ]
        errors = [
            f"The check stopped with {output['ename']}: {output['evalue'][:500]}"
            for output in outputs
            if output["output_type"] == "error"
        ]
        for output in outputs:
            if output["output_type"] == "error":
                self.remark(suspicion.in_error(name, output["ename"], output["evalue"]))
        errors += [COMPLAINED] * any(output.get("name") == "stderr" for output in outputs)
        if seen.why:
            errors = [f"Your code {seen.why}." if seen.here else f"This test was not run: {seen.why}."]
        # nbgrader goes by the first that counts: what was written to stderr, before a value in part
        return [failure(f"{title}: not yet.", *errors)] * bool(errors) + results

    def test_once(self, name, test):
        """A test cell -> points in part, what failed, how it went, its names. What was stopped in the
        student's own cells may be right, and has time here (KEPT), unless a test has stopped there.
        """
        title, results, lines = title_of(exercise_of(name)), [], None
        space = {"__name__": "__main__", "__builtins__": builtins, "get_ipython": get_ipython, **self.own}
        filename = f"<{name}>"
        linecache.cache[filename] = len(test.source), None, test.source.splitlines(True), filename
        with within(self.context), self.watch(name, self.limit_of_test(test.source)) as seen, quiet(results):
            try:
                for each in sorted(test.needs - self.own.keys()):
                    self.fetch(each, space)
                for part in test.parts:
                    exec(part, space)
            except check.NotYet as error:
                self.can_go_on(name, error)
                # a long case is one of its lines, shown on several
                lines = [line.split("\n") for line in error.lines]
            except (Broken, Late):
                raise
            except BaseException as error:
                self.can_go_on(name, error)
                lines = [
                    f"{title}: not yet.",
                    f"The check stopped with {type(error).__name__}: {str(error)[:500]}",
                ]
        self.peer.take_back()  # a call-back may be the right answer of another exercise
        return results, lines, seen, space

    def fetch(self, name, space):
        """Put the student's `name` into the space of a test, if they have it. Raises NotYet for what cannot
        be graded.
        """
        # a student could change it; proof.py meets it before anybody is graded
        if name in self.exam.no_answers:
            raise check.NotYet(
                "Not yet.", f"`{name}` is no answer. A check imports what it needs, or makes it."
            )
        try:
            found = self.peer.call(LOOK, name)
        except (Broken, Late):
            raise
        except Exception as error:
            raise check.NotYet("Not yet.", f"`{name}` cannot be graded: {error}") from None
        if type(found) is tuple and len(found) == 1:
            space[name] = found[0]

    def see_what_is_left(self, name, what=None):
        """Whoever leaves no memory to the others, or threads at work, pays for it alone: they run in another
        process. The student's process says so with the answer (what), or is asked, and may lie: about itself.
        """
        if self.trouble:
            return
        if not isinstance(what, str):
            with self.watch(name, max(self.little, AFTERWARDS)) as seen, self.blamed(name):
                what = self.peer.call(LACKS)
            if seen.late:  # its threads leave it no time to answer
                what = "peace"
        if not self.trouble and what in ("memory", "room for functions", "peace"):
            self.trouble, self.culprit = f"the cell {name}, further up, left no {what}", name
            self.remark(f"cell {name} left no {what}: what comes after it ran in another process")


@contextlib.contextmanager
def quiet(results):
    """Drop what a test prints (hidden cases could be read from it); keep what it displays: points for parts."""
    sys.displayhook = lambda value: results.append(value) if value is not None else None
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        sys.displayhook = sys.__displayhook__
