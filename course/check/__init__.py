"""Checks that explain: a `with` block that knows which exercise it grades, and says in three lines what went
wrong.

    with grading("01-tokens/merge") as g:
        assert merge([1, 2, 3, 1, 2], (1, 2), 4) == [4, 3, 4]

While the block runs, the answer `merge` is wrapped and each call recorded: arguments before, result,
arguments after. When an assert fails, the message is the failing call, what it gave and what it should give;
and, if the calls are those of a known misconception, what that is. To nbgrader the failure is an exception
like any other.
"""

import contextlib
import linecache
import re
import sys
import traceback as tracebacks
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from course.check.calls import call_and_record
from course.check.cells import cell_of, did_not_run, sentence, since, watch
from course.check.context import current, in_a_kernel
from course.check.draws import Draws
from course.check.explanation import Explanation
from course.check.limits import Stopped, between_calls
from course.check.not_yet import NotYet, passed
from course.check.scopes import read
from course.check.show import show_value
from course.check.values import close, widened
from course.names import title_of

__all__ = ["grading", "close"]


class grading(Explanation, Draws):
    """Grade one exercise: `grading("01-tokens/merge")`, or with its answers named:
    `grading("01-tokens/encode", "encode", "decode")`.

    The random cases it draws (`g.ids()`, `g.text()`, …) depend on the exercise and the seed alone.
    items: of a sorting those that this cell is about; the others may still be open.
    """

    def __init__(self, exercise: str, *answers: str, items: Sequence = ""):
        super().__init__(f"{current().seed}/{exercise}")
        self.exercise = exercise
        self.answers = answers or (exercise.split("/")[-1],)
        self.items = items
        self.title = title_of(exercise.split("/")[-1])
        self.given, self.calls = {}, []
        self.earned: float | None = None
        self.lost: NotYet | None = None

    def __enter__(self):
        frame = sys._getframe(1)
        self.filename, self.space = frame.f_code.co_filename, frame.f_globals
        for name in self.answers:
            if why := did_not_run(name, not callable(self.space.get(name))):
                raise self.not_yet(
                    f"The cell of `{name}` did not run: {sentence(why)}",
                    since(name)
                    or self.hidden_in(cell_of(name), why)
                    or (self.in_other_letters(why) or self.words_it_may_be() or "A text needs quotes. ")
                    * ("is not defined" in why)
                    + "The check can only see an older version. " * (name in self.space)
                    + "Fix that cell, run it, then run this one.",
                )
            if name not in self.space:
                raise self.missing(name) from None
            asked = self.space[name]
            if self.items and isinstance(asked, dict):
                asked = {item: asked[item] for item in self.items if item in asked}
            if holds_ellipsis(asked):
                raise self.not_written(
                    f"`{name}` still holds `...`{place_of_ellipsis(asked)}: put your answer there"
                )
            self.given[name] = self.space[name]
            self.space[name] = widened(self.space[name])  # until the end of the block
        binds = read("".join(linecache.getlines(self.filename)))[1]
        # the student's
        self.theirs = {name: self.space[name] for name in binds - self.given.keys() if name in self.space}
        self.new = binds - self.given.keys() - self.theirs.keys()  # the check's own
        for name, answer in self.given.items():
            if callable(answer):
                self.space[name] = self.recorder(name, answer)
        self.quiet = contextlib.redirect_stderr(sys.stdout)  # a warning in a right answer costs nothing
        self.quiet.__enter__()
        self.silent = warnings.catch_warnings()  # what numpy warns of is said by the check
        self.silent.__enter__()
        warnings.simplefilter("ignore", RuntimeWarning)
        self.watch = between_calls()
        self.watch.__enter__()
        return self

    def __exit__(self, kind, error, traceback):
        with contextlib.suppress(Stopped):  # it goes on its way without this
            self.watch.__exit__(kind, error, traceback)
        self.quiet.__exit__(None, None, None)
        self.space.update(self.given)
        failure = (
            self.why(error, traceback) if error else self.lost or self.known_value() or self.not_to_be_had()
        )
        self.silent.__exit__(None, None, None)  # to find out why, the answer may have been called again
        # last: what was expected is worked out from the check's own names
        self.space.update(self.theirs | self.given)
        if in_a_kernel():  # in a student's kernel a slip in an answer is not to find them later
            for name in self.new:
                if self.space.get(name) is not self:
                    self.space.pop(name, None)
        if self.earned is not None and not self.is_read_by_a_student():
            sys.displayhook(self.earned)  # nbgrader takes the first result for the points
        if isinstance(error, KeyboardInterrupt):
            tracebacks.clear_frames(traceback)  # what was made until then is in their names, and would stay
        shown = in_a_kernel() and self.is_read_by_a_student()
        if failure:
            if shown:
                _display(failure.card())
            raise failure from None
        # of a value the visible checks see the form; what is right is hidden
        form_only = not current().wrong and not any(map(callable, self.given.values()))
        line = f"{self.title}: " + (
            f"filled in. `course check {short(self.exercise)}` says whether it is right; in a class you learn it when it is graded."
            if form_only
            else "these checks pass."
        )
        _display(passed(line)) if shown else print(line)

    def is_read_by_a_student(self) -> bool:
        """Whether this runs in a kernel of a student's who is at work, and nobody counts its points."""
        return current().own and "HIDDEN TESTS" not in "".join(linecache.getlines(self.filename))

    @contextlib.contextmanager
    def part(self, points: float) -> Iterator[None]:
        """Some of the cell's points: a failure inside costs these alone, and is said at the end."""
        self.earned = self.earned or 0
        try:
            yield
            self.earned += points
        except Exception as error:
            if not self.lost:
                self.lost = self.why(error, error.__traceback__)
                self.lost.__context__ = error  # as it would be if it were raised here

    def recorder(self, name: str, answer: Callable) -> Callable:
        def recorded(*args, **kwargs):
            helpers = {
                each: value
                for each, value in self.theirs.items()
                if getattr(value, "__globals__", None) is self.space
            }
            mine = {each: self.space[each] for each in helpers if each in self.space}
            # a helper may have a name that this check uses; and a recursive answer calls itself
            self.space.update(helpers | {name: answer})
            call, result = call_and_record(name, answer, args, kwargs, self.line())
            self.calls.append(call)
            self.space.update(mine | {name: recorded})
            if call.raised:
                raise call.raised
            return result

        return recorded

    def line(self) -> int:
        """The line of the test cell that is running."""
        frame: Any = sys._getframe(2)
        while frame and frame.f_code.co_filename != self.filename:
            frame = frame.f_back
        return frame.f_lineno if frame else 0

    def unchanged(self) -> bool:
        """Whether the last call left its arguments as they were."""
        return self.calls[-1].changed is None

    def raises(self, kind: type[BaseException], function: Callable, *args, **kwargs) -> bool:
        """Whether the call raises `kind`."""
        try:
            function(*args, **kwargs)
        except Exception as error:
            return isinstance(error, kind)
        return False


def _display(card):
    from IPython.display import display  # where there is a kernel, there is IPython

    display(card)


def short(exercise: str) -> str:
    """The assignment of an exercise as one types it: 06 for "06-ai-engineering/ways"."""
    return re.match(r"\d+[a-z]?(?=-)|[^/]*", exercise)[0]  # type: ignore[index]  # it matches any text


def place_of_ellipsis(value: object) -> str:
    """Where in a dict the first `...` is, as " for 'C'"; '' in anything else."""
    return (
        next((f" for {show_value(key)}" for key, item in value.items() if item is ...), "")
        if isinstance(value, dict)
        else ""
    )


def holds_ellipsis(value: object) -> bool:
    """Whether an answer is still a stub: `...`, alone or inside a list, tuple or dict."""
    if isinstance(value, dict):
        value = list(value.values())
    return value is ... or isinstance(value, (list, tuple)) and any(item is ... for item in value)


watch()
