"""Checks that explain: a `with` block that knows which exercise it grades, and says in three lines what went
wrong.

    with grading("01-tokens/merge") as g:
        assert merge([1, 2, 3, 1, 2], (1, 2), 4) == [4, 3, 4]

While the block runs, the answer `merge` is wrapped and each call recorded: arguments before, result,
arguments after. When an assert fails, the message is the failing call, what it gave and what it should give;
and, if the calls are those of a known misconception, what that is. To nbgrader the failure is an exception
like any other.
"""

import ast
import contextlib
import copy
import difflib
import hashlib
import linecache
import re
import sys
import traceback as tracebacks
import types
import warnings
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

import numpy as np

from course.check.asserts import Failed, failed_assert
from course.check.calls import Call, call_and_record, line_of_student, snapshot
from course.check.cells import (
    cell_of,
    did_not_run,
    near,
    sentence,
    since,
    source_of,
    taken_over,
    watch,
    with_its_line,
)
from course.check.context import current, in_a_kernel
from course.check.detectors import skipped
from course.check.detectors.accumulators import (
    adds_nothing,
    replaced_each_round,
    starts_again,
    stays_as_it_began,
)
from course.check.detectors.hints import (
    came_back,
    changes_nothing,
    from_elsewhere,
    gap_left,
    in_the_source,
    kept_outside,
    remembers,
    the_same_object,
    thrown_away,
)
from course.check.detectors.indexing import (
    beyond_the_last,
    item_for_place,
    pair_for_key,
    place_among_items,
    range_of_a_list,
    side_by_side,
    zero_is_nothing,
)
from course.check.detectors.loops import (
    ends_at_once,
    item_unused,
    loop_name_unused,
    never_begins,
    shrinks_under_its_loop,
    stands_still,
)
from course.check.detectors.numerics import root_of_each_square, times_for_rows_with_columns
from course.check.detectors.pieces import wrongly_cut
from course.check.detectors.quoting import (
    name_in_quotes,
    other_capitals,
    text_without_f,
    truth_in_quotes,
    without_brackets,
)
from course.check.detectors.syntax_tree import function_of
from course.check.draws import Draws
from course.check.errors import in_the_error, refused_in_grading
from course.check.hiding import SIGNS, hidden, local_names
from course.check.limits import LOOP, Stopped, between_calls
from course.check.scopes import read
from course.check.show import of_another_kind, show_difference, show_value
from course.check.values import canonical, close, has_shape, widened
from course.names import title_of

__all__ = ["grading", "close"]


class NotYet(AssertionError):
    """A check that failed, said in two or three lines (of a sorting two for each wrong choice) and without a
    traceback; `sign`: what its name was looked up by, if it was.

    What an answer gave never begins a line of its own: the third is the name of a mistake. A line that would
    be too long comes as a tuple, and is shown on several. untouched: whether it is further work that nobody
    has begun.
    """

    def __init__(self, *lines, sign=None, untouched=False):
        parts = [(line,) if isinstance(line, str) else line for line in lines]
        self.lines, self.sign, self.untouched = (
            ["\n".join(part.replace("\n", " ") for part in line) for line in parts],
            sign,
            untouched,
        )
        super().__init__("\n".join(self.lines))

    def _render_traceback_(self):  # what IPython prints instead of a traceback
        return self.lines


# -- naming a mistake ----------------------------------------------------------------------------------------


def sign(exercise: str, calls: list[Call]) -> str:
    """A hash of everything that was called up to the failure: it names a misconception without holding it."""
    return _hash(exercise, *(call.mark for call in calls))


def sign_of_value(exercise: str, name: str, value: object) -> str:
    """The same for an answer that is a value."""
    return _hash(exercise, name, canonical(value))


def _hash(*texts):
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def agrees(way, calls: list[Call]) -> bool:
    """Whether a wrong way, called the same, does the same in every call: result, and arguments after."""
    function = way.fresh()
    # the last one is where the answer failed: few agree with it
    for call in calls if way.has_state else calls[-1:] + calls[:-1]:
        again, _ = call_and_record(
            call.name, function, [snapshot(a) for a in call.args], snapshot(call.kwargs)
        )
        # asked the same, so the rest of their marks is the same
        if again.end != call.end or again.left != call.left:
            return False
    return True


def the_name(ways: list) -> str | None:
    """What to say where these misconceptions and look-alikes did all that an answer did: their message, if
    all have the same. A look-alike that is kin to one of the misconceptions does not speak against it. A
    wrong name is worse than none.
    """
    known = {way.message for way in ways if not way.make}
    messages = known | {way.message for way in ways if way.make and way.kin not in known}
    return next(iter(messages)) or None if len(messages) == 1 else None


# -- the block -----------------------------------------------------------------------------------------------


class grading(Draws):
    """Grade one exercise: `grading("01-tokens/merge")`, or with its answers named:
    `grading("01-tokens/encode", "encode", "decode")`.

    The random cases it draws (`g.ids()`, `g.text()`, …) depend on the exercise and the seed alone.
    items: of a sorting those that this cell is about; the others may still be open.
    further: whether this is work that may be left out; while it is not written, the message says so.
    """

    def __init__(self, exercise: str, *answers: str, items: Collection = "", further: bool = False):
        super().__init__(f"{current().seed}/{exercise}")
        self.exercise = exercise
        self.answers = answers or (exercise.split("/")[-1],)
        self.items, self.further = items, further
        self.title = title_of(exercise.split("/")[-1])
        self.given, self.calls = {}, []
        self.earned = self.lost = None

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
                self.lost = self.not_written(
                    f"`{name}` still holds `...`{place_of_ellipsis(asked)}: put your answer there",
                    begun=not all_ellipsis(asked),
                )
                if not self.may_be_calm(self.lost):
                    raise self.lost
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
        untouched = self.lost and self.lost.untouched  # then the block ran on what is not there
        failure = (
            self.why(error, traceback)
            if error and not untouched
            else self.lost or self.known_value() or self.not_to_be_had()
        )
        self.silent.__exit__(None, None, None)  # to find out why, the answer may have been called again
        # last: what was expected is worked out from the check's own names
        self.space.update(self.theirs | self.given)
        if in_a_kernel():  # in a student's kernel a slip in an answer is not to find them later
            for name in self.new:
                if self.space.get(name) is not self:
                    self.space.pop(name, None)
        if failure and self.may_be_calm(failure):
            print(failure.lines[0], failure.lines[-1])
            return True  # the cell has not failed
        if self.earned is not None and not self.is_read_by_a_student():
            sys.displayhook(self.earned)  # nbgrader takes the first result for the points
        if isinstance(error, KeyboardInterrupt):
            tracebacks.clear_frames(traceback)  # what was made until then is in their names, and would stay
        if failure:
            raise failure from None
        # of a value the visible checks see the form; what is right is hidden
        form_only = not current().wrong and not any(map(callable, self.given.values()))
        print(
            f"{self.title}: "
            + (
                f"filled in. `course check {short(self.exercise)}` says whether it is right; in a class you learn it when it is graded."
                if form_only
                else "these checks pass."
            )
        )

    def may_be_calm(self, failure: NotYet) -> bool:
        """Whether a failure need not look like one: further work that nobody has begun, while a student is at
        work. Where it is graded it has to fail, by whatever grader: there the cell has its hidden tests.
        """
        return failure.untouched and self.is_read_by_a_student()

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
        frame = sys._getframe(2)
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

    # -- what to say -----------------------------------------------------------------------------------------

    def not_yet(self, *lines: str | tuple[str, ...] | None, sign: str | None = None) -> NotYet:
        return NotYet(f"{self.title}: not yet.", *filter(None, lines), sign=sign)

    def mistake(
        self,
        line: str | tuple[str, ...],
        calls: list[Call],
        otherwise: str | None = None,
        beside: bool = True,
    ) -> NotYet:
        """What was called and what came of it, then the mistake by its name, or what to say without one.

        beside: also by what it did beside a change of what it was given; what is asked again gives something
        else after that, by chance.
        """
        mine = None if current().wrong else sign(self.exercise, self.calls)
        said = self.name_of_mistake(calls, self.calls) or (beside and self.beside_a_change(calls)) or None
        if calls:
            name = calls[-1].name
            source = self.source(name)
            if "`return`" not in (said or ""):  # it is there to see: what else agrees does so by chance
                said = self.first_of(calls[-1], source, said, otherwise)
            if (
                source
                and (means := re.findall(r"`(//|int)`", said or ""))
                and "ounded" not in said
                and not any(mean in source for mean in means)
            ):
                # what it says was not done (to round there are many ways): this came about in another
                said = None
            said = gap_left(name, source, calls[-1]) or since(name) or said
            first = next(call for call in self.calls if call.name == name)
            said = (
                said
                or in_the_source(name, source, calls[-1])
                or ("random" not in source and remembers(first, self.given[name]))
                or None
            )
        return self.not_yet(line, said or otherwise or current().unnamed(), sign=mine)

    def first_of(self, call: Call, source: str, named: str | None, otherwise: str | None) -> str | None:
        """What comes first of all that can be said of a call: what is there to see, then the mistake by its
        name; of one that stopped, why, before how its loop ends.
        """
        looks = (
            pair_for_key,
            times_for_rows_with_columns,
            root_of_each_square,
            shrinks_under_its_loop,
            range_of_a_list,
            item_for_place,
            side_by_side,
            beyond_the_last,
            changes_nothing,
            wrongly_cut,
            item_unused,
            other_capitals,
        )
        seen = next(filter(None, (look(call.name, source, call) for look in looks)), None) or zero_is_nothing(
            call.name, source
        )
        once, again = ends_at_once(call.name, source), starts_again(call.name, source)
        slips = [
            look(call.name, source)
            for look in (
                never_begins,
                thrown_away,
                adds_nothing,
                kept_outside,
                place_among_items,
                replaced_each_round,
                without_brackets,
                text_without_f,
                the_same_object,
                loop_name_unused,
            )
        ]
        elsewhere = (
            None
            if isinstance(call.raised, NameError)
            else from_elsewhere(call.name, source, beside="broadcast" in str(call.raised))
        )
        slip = next(
            filter(
                None,
                [
                    *slips,
                    elsewhere,
                    truth_in_quotes(call.name, source, call),
                    name_in_quotes(call.name, source, call),
                ],
            ),
            None,
        )
        if not call.raised:
            return (
                slip
                or stays_as_it_began(call.name, source)
                or again
                or once
                or seen
                or named
                or came_back(call.name, source, call)
            )
        if isinstance(call.raised, IndexError):
            # of a pair: it is no list that was left
            named = otherwise if "tuple" in str(call.raised) else named
            return seen or named or otherwise or slip or again or once
        if isinstance(call.raised, ZeroDivisionError):  # what counts to 0 may have begun again
            slip = slip or again or once
        if "not iterable" in str(call.raised) and (self.where(call.raised) or (0, ""))[1].startswith("for "):
            # it is this line; a known mistake with such an error has it elsewhere, perhaps
            named = otherwise or named
        return slip or seen or named or otherwise or again or once

    def not_written(self, how: str, begun: bool = False) -> NotYet:
        may = ["It is *further*, so you may skip it."] if self.further else []
        # the others are another cell's
        some = f", {self.items[0]} to {self.items[-1]}" if self.further and self.items else ""
        return NotYet(
            f"{self.title}{some}: not written yet.",
            f"{how}, run that cell, then this one.",
            *may,
            untouched=self.further and not begun,
        )

    def why(self, error: BaseException, traceback) -> NotYet:
        """What failed, as a NotYet; of what is too large to be explained, or without end, that it failed."""
        try:
            with between_calls():
                return self.explain(error, traceback)
        except MemoryError:
            return self.not_yet("The check failed, and the values are too large to show.")
        except Stopped:
            return self.not_yet(
                "The check failed, and what you returned can't be shown: looking at it never came to an end."
            )

    def explain(self, error: BaseException, traceback) -> NotYet:
        """What failed, as a NotYet."""
        if isinstance(error, NotYet):
            return error
        last = self.calls[-1] if self.calls else None
        if isinstance(error, KeyboardInterrupt):  # the student pressed stop, or the time was up
            during = last and last.raised is error
            how = str(error) if isinstance(error, Stopped) else "was still running when it was stopped"
            # a generator without end, an object that compares for ever
            if last and not during and isinstance(error, Stopped):
                return self.not_yet(f"What {last} returned {how} while the check looked at it.", LOOP)
            return self.not_yet(
                f"{last} {how}." if during else "The check was stopped.",
                during and (stands_still(last.name, self.source(last.name)) or LOOP),
            )
        if last and last.raised is error:
            if isinstance(error, NotImplementedError) and self.is_stub(last.name):
                if misspelt := near(last.name):
                    return self.not_yet(f"`{last.name}` is not written yet.", misspelt)
                return self.not_written(
                    f"In `{last.name}`, replace `raise NotImplementedError()` with your code"
                )
            where = self.where(error)
            source = self.source(last.name)
            if hid := self.hidden_in(
                where[1] if where else source, type(error).__name__, but=local_names(last.name, source)
            ):
                return self.not_yet(self.about_error(last, error), hid)
            own = (where or (0, ""))[1].startswith(("raise", "assert"))  # then the words are the student's
            without_end = (isinstance(error, MemoryError) or "too long" in getattr(error, "how", "")) and (
                stands_still(last.name, source) or LOOP
            )
            return self.mistake(
                self.about_error(last, error),
                [last],
                without_end
                or self.of_its_place(error)
                or (None if own else in_the_error(error, (where or (0, ""))[1])),
            )
        failed = failed_assert(traceback, self.filename, self.answers)
        if failed is None:
            stopped = f"The check stopped with {type(error).__name__}: {error}."
            return self.not_yet(
                (stopped, f"Just before, {last} gave {show_value(last.result)}.") if last else stopped
            )
        if failed.node.msg is not None and isinstance(error, AssertionError):
            return self.mistake(str(error), self.calls[-1:], beside=False)
        calls = [call for call in self.calls if call.line in failed.lines]
        if not calls and (value := self.value_in(failed.subject)):
            return self.about_value(value, failed)
        if one := self.first_wrong(calls, failed):
            return self.mistake(gave_instead(*one), one[:1], self.about_nothing(*one, failed))
        calls = (
            calls[-1:]
            if len(failed.lines) == 1 and self.one_call(failed.subject)
            else calls or self.calls[-1:]
        )
        if not calls:
            return self.not_yet(f"`{ast.unparse(failed.subject)}` does not hold.")
        # where `.unchanged()` is what failed, all results so far are right: which mistake gives them, too, is
        # chance
        return self.mistake(
            self.about_call(calls[-1], failed),
            calls,
            self.about_nothing(calls[-1], None if failed.expected is None else failed.value(), failed),
            beside=not ast.unparse(failed.subject).endswith(".unchanged()"),
        )

    def one_call(self, subject):
        return sum(isinstance(n, ast.Name) and n.id in self.answers for n in ast.walk(subject)) == 1

    def first_wrong(self, calls, failed):
        """Of `[answer(x) for x in …] == want` the first call that went wrong, and what it should give; None
        of any other assert.
        """
        if (
            isinstance(failed.subject, ast.ListComp)
            and failed.expected is not None
            and self.as_it(failed.subject.elt) == "it"
        ):
            want = failed.value()
            pairs = zip(calls[-len(want) :], want)
            return next(
                ((c, w) for c, w in pairs if not close(c.result, w) and canonical(c.result) != canonical(w)),
                None,
            )

    def source(self, name):
        """The text of the cell of the answer `name`; "" where it is not known."""
        return current().sources.get(self.exercise.split("/")[-1]) or source_of(self.given.get(name))

    def is_stub(self, name):
        """Whether an answer begins with the `raise` that it was given with: one further down may be meant;
        also where its text is not known.
        """
        tree = function_of(name, self.source(name))
        code = getattr(self.given[name], "__code__", None)
        known = tree and (
            code is None or code.co_firstlineno == min(each.lineno for each in (tree, *tree.decorator_list))
        )
        body = tree.body[ast.get_docstring(tree) is not None :] if known else []
        return not body or isinstance(body[0], ast.Raise)

    def where(self, error):
        """The student's line in which an error was raised -> (number, text), or None."""
        return getattr(error, "where", None) or line_of_student(error, self.filename)

    def hidden_in(self, source: str, error: str, but: set[str] = frozenset()) -> str | None:
        """What to say of a piece of code that stopped with `error`, if it speaks of a built-in that a cell
        hid; but: names of its own.
        """
        words = [word for word in re.findall(r"(?<![.\w])\w+", source) if word not in but]
        return hidden(words, self.space) if error.startswith(SIGNS) else None

    def of_its_place(self, error: BaseException) -> str | None:
        """Why an error may come of where the answer ran: its cell stopped above it, another took its name, or
        the name's never runs in grading, or grading refuses such a thing.
        """
        why = current().stopped.get(self.exercise.split("/")[-1])
        if why and isinstance(error, NameError):
            return f"Its cell stopped before: {sentence(why)} {in_the_error(ImportError(why)) or ''}".strip()
        if "not callable" in str(error) and (
            said := taken_over((self.where(error) or (0, ""))[1], self.space)
        ):
            return said
        return (
            skipped.about(skipped.named_in(error, current().skipped))
            or current().ran
            and refused_in_grading(error)
            or None
        )

    def missing(self, name: str) -> NotYet:
        """An answer that is not there, and why."""
        source = self.source(name)
        if why := current().stopped.get(self.exercise.split("/")[-1]):
            return self.not_yet(
                f"`{name}` doesn't exist, because its cell stopped: {sentence(with_its_line(why, source))}",
                self.hidden_in(source, why)
                or skipped.about(skipped.named_in(why, current().skipped))
                or self.words_it_may_be().strip() * ("is not defined" in why),
            )
        if misspelt := near(name):
            return self.not_yet(f"`{name}` is not defined.", misspelt)
        if current().ran and source.strip():  # as it was given it makes the name, or is empty
            return self.not_yet(f"`{name}` is not defined: the cell of this exercise defines something else.")
        return self.not_yet(f"`{name}` is not defined. Run the cell above first, then this one.")

    def in_other_letters(self, why: str) -> str:
        """A clause on a name of the notebook's that differs from an unknown one in capital and small letters
        alone, or is a constant of nearly that name.
        """
        unknown = re.search(r"name '(\w+)' is not defined", why)
        names = self.space.keys() - {"In", "Out"}  # these two are IPython's
        if unknown and (
            meant := next((each for each in sorted(names) if each.lower() == unknown[1].lower()), None)
        ):
            return f"Did you mean `{meant}`? Capital and small letters count. "
        meant = unknown and difflib.get_close_matches(
            unknown[1].upper(), [each for each in sorted(names) if each.isupper()], 1, 0.8
        )
        return f"Did you mean `{meant[0]}`? Check its spelling. " if meant else ""

    def not_to_be_had(self) -> NotYet | None:
        """An answer that works here, but would not when it is graded."""
        found = (
            skipped.in_answer(cell, name, self.exercise.split("/")[0])
            for name in self.given
            if (cell := cell_of(name))
        )
        return next(
            (
                self.not_yet(f"`{self.answers[0]}` works here, but would not when it is graded.", said)
                for said in found
                if said
            ),
            None,
        )

    def about_error(self, call, error):
        if how := getattr(error, "how", None):  # ours: see locked/wire.py
            return f"{call} {how}."
        where = self.where(error)
        # a message has three lines, whatever was raised
        text = str(error).strip().split("\n")[0][:200].rstrip(".")
        # numpy's own words of a product
        text = re.sub(
            r"Input operand \d has a mismatch in its core dimension \d, with gufunc signature \S+",
            "the shapes don't fit",
            text,
        )
        said = f"{type(error).__name__}: {text}" if text else type(error).__name__
        return f"{call} raised {said}." + (
            f" It happened in your line {where[0]}: `{where[1]}`." if where else ""
        )

    def about_call(self, call, failed):
        subject = failed.subject
        if isinstance(subject, ast.Call) and ast.unparse(subject.func).endswith(".raises"):
            got = f"raised {type(call.raised).__name__}" if call.raised else f"gave {show_value(call.result)}"
            return f"{call} {got}; it should raise {ast.unparse(subject.args[0])}."
        if isinstance(subject, ast.Call) and ast.unparse(subject.func).endswith(".unchanged"):
            before, after = call.changed
            return f"{call} changed what it was given: {show_value(before)} became {show_value(after)}."
        gave = f"{call} gave {show_value(call.result)}"
        it = self.as_it(subject)
        if (
            isinstance(subject, ast.Subscript)
            and it.startswith("it[")
            and isinstance(call.result, dict)
            and isinstance(subject.slice, ast.Constant)
            and subject.slice.value not in call.result
        ):
            return f"{gave}. It has no {show_value(subject.slice.value)}."
        if failed.expected is not None:
            want = failed.value()
            if it == "it":
                return gave_instead(call, want)
            now = self.is_now(it, call, failed)
            # one item, without the long rest
            if now and it.startswith("it[") and isinstance(subject, ast.Subscript):
                return f"{call}{it[2:]}{now} should be {show_value(want)}."
            return f"{gave}; `{it}`{now} should be {show_value(want)}."
        if it == "it":
            return f"{gave}; it should give {not failed.negated}."
        return f"{gave}; `{it}` should {'not ' if failed.negated else ''}hold."

    def as_it(self, subject):
        """The checked expression, with the answer's call as `it`: `sum(softmax(x))` -> 'sum(it)'."""
        answers = self.answers

        class It(ast.NodeTransformer):
            def visit_Call(self, node):
                return (
                    ast.Name("it")
                    if isinstance(node.func, ast.Name) and node.func.id in answers
                    else self.generic_visit(node)
                )

        return ast.unparse(It().visit(copy.deepcopy(subject)))

    def is_now(self, expression, call, failed):
        """What an expression of `it` comes to, as a clause: ' is 3, and'; '' where it cannot be said."""
        try:
            return f" is {show_value(eval(expression, failed.frame.f_globals, {**failed.frame.f_locals, 'it': snapshot(call.result)}))}, and"
        except Exception:
            return ""

    def about_nothing(self, call, want, failed):
        if ast.unparse(failed.subject).endswith(".unchanged()"):
            return "The caller still needs it as it was: build something new instead."
        if call.result is None and not (failed.expected is not None and failed.value() is None):
            return "It returned nothing: is there a `return` at its end, and wherever else it may end? (A `return` with nothing behind it gives nothing, too.)"
        return of_another_kind(call.result, want)

    def name_of_mistake(self, calls: list[Call], every: list[Call]) -> str | None:
        """The message of the one misconception that did all that these answers did, in `every` call of
        theirs, or None.
        """
        if not current().wrong:
            return current().message(sign(self.exercise, every))
        found = []
        for name in {call.name for call in calls}:
            mine = [call for call in every if call.name == name]
            # that both stop with the same error says little
            alike = [] if mine[-1].raised else current().alike.get(name, [])
            found += [
                way
                for way in [*current().wrong.get(name, []), *alike]
                if way.kind == "function" and agrees(way, mine)
            ]
        return the_name(found)

    def beside_a_change(self, calls: list[Call]) -> str | None:
        """The same of an answer that also changed what it was given, by its results alone; and that it did."""
        if not any(call.changed for call in self.calls):
            return None
        said = self.name_of_mistake(
            calls, [replace(call, after=(call.args, call.kwargs)) for call in self.calls]
        )
        return said and f"{said} (And you changed what you were given: build something new.)"

    # -- answers that are values -----------------------------------------------------------------------------

    def value_in(self, subject):
        """The value answer that an expression speaks of, or None."""
        return next(
            (
                n.id
                for n in ast.walk(subject)
                if isinstance(n, ast.Name) and n.id in self.given and not callable(self.given[n.id])
            ),
            None,
        )

    def about_value(self, name: str, failed: Failed) -> NotYet:
        """What to say of a value: what is there, never what should be."""
        value, it = self.given[name], ast.unparse(failed.subject)
        want = failed.value() if failed.expected is not None else None
        if (
            it == name
            and isinstance(value, dict)
            and isinstance(want, dict)
            and (
                others := [
                    item for item in want if item in value and canonical(value[item]) != canonical(want[item])
                ]
            )
        ):
            reasons = {
                way.value: way.message for way in current().wrong.get(name, []) if way.kind == "choice"
            }
            return self.not_yet(
                *(
                    line
                    for item in others
                    for line in (
                        f"For {show_value(item)} you chose {show_value(value[item])}.",
                        reasons.get((item, value[item]), "That is not where it belongs."),
                    )
                )
            )
        if words := words_in(failed.subject):
            where = f"`{name}` is"
            if isinstance(failed.subject.left, ast.Subscript):
                item = Failed(failed.node, failed.frame, failed.subject, failed.subject.left.slice).value()
                where, value = f"For {show_value(item)} there is", value[item]
            return self.not_yet(
                f"{where} {of_no_value(value) or show_value(value)}.", f"Use {either(words)}, in quotes."
            )
        shown = f"`{name}` is {of_no_value(value) or show_value(value)}"
        if it == name:
            shown += "."
        elif failed.expected is not None:
            shown += f"; `{it}` should be {show_value(want)}."
        else:
            shown += f"; `{it}` should {'not ' if failed.negated else ''}hold."
        return self.not_yet(shown, self.name_of_value(name))

    def words_it_may_be(self) -> str:
        """A clause on the words of which the check takes one, as in `assert kind["A"] in ("name", "verb")`;
        "" where there are none.
        """
        asserts = [
            node
            for node in ast.walk(ast.parse("".join(linecache.getlines(self.filename))))
            if isinstance(node, ast.Assert) and not node.msg
        ]
        words = next(filter(None, map(words_in, (node.test for node in asserts))), None)
        return f"Use {either(words)}, in quotes. " if words else ""

    def known_value(self) -> NotYet | None:
        """A value whose form is right, but which is known to be wrong: NotYet, or None."""
        for name, value in self.given.items():
            if not callable(value) and not current().wrong and (message := self.name_of_value(name)):
                return self.not_yet(f"`{name}` is {show_value(value)}.", message)

    def name_of_value(self, name: str) -> str | None:
        value = self.given[name]
        if not current().wrong:
            return current().message(sign_of_value(self.exercise, name, value))
        return next(
            (
                way.message
                for way in current().wrong.get(name, [])
                if way.kind == "value"
                and (canonical(way.value) == canonical(value) or close(value, way.value, 1e-3))
            ),
            None,
        )


# characters: what is longer wraps in a notebook, and there one can't see where the next part begins
WIDE = 140


def gave_instead(call: Call, want: object) -> tuple[str, ...]:
    """What a call gave, and what it should give: a sentence, on one line or, where that would be a long one,
    on three.
    """
    sides, part = [], want
    while isinstance(part, list) and part:
        sides, part = [*sides, len(part)], part[0]
    # a whole table would be a wall of numbers
    table = isinstance(call.result, np.ndarray) and len(sides) > 1 and has_shape(want, tuple(sides))
    gave, should = (
        f"gave {show_value(call.result)}",
        f"it should give {show_value(np.array(want) if table else want)}.{show_difference(call.result, want)}",
    )
    said = f"{call} {gave}; {should}"
    return (said,) if len(said) <= WIDE else (str(call), f"{gave};", should)


def words_in(subject: ast.expr) -> tuple[str, ...]:
    """The words of an `… in ("one", "another")`; () of anything else."""
    among = (
        subject.comparators[0]
        if isinstance(subject, ast.Compare) and isinstance(subject.ops[0], ast.In)
        else None
    )
    words = tuple(getattr(each, "value", None) for each in among.elts) if isinstance(among, ast.Tuple) else ()
    return words if all(isinstance(each, str) for each in words) else ()


def either(words: tuple[str, ...]) -> str:
    """("a", "b", "c") -> '"a", "b" or "c"'."""
    *most, last = (f'"{word}"' for word in words)
    return f"{', '.join(most)} or {last}" if most else last


def of_no_value(value: object) -> str:
    """What stands where a value should, if it is a function, a class or a module, as in "`retrieve`, which is
    a function"; "" of anything else.
    """
    kind = (
        "class"
        if isinstance(value, type)
        else "module"
        if isinstance(value, types.ModuleType)
        else "function"
        if callable(value)
        else ""
    )
    return kind and f"`{getattr(value, '__name__', 'it')}`, which is a {kind}"


def short(exercise: str) -> str:
    """The assignment of an exercise as one types it: 06 for "06-ai-engineering/ways"."""
    return re.match(r"\d+(?=-)|[^/]*", exercise)[0]


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


def all_ellipsis(value: object) -> bool:
    """Whether nothing at all was put into an answer that was given as `...`, alone or inside a list, tuple or
    dict.
    """
    if isinstance(value, dict):
        value = list(value.values())
    return value is ... or isinstance(value, (list, tuple)) and all(map(all_ellipsis, value))


watch()
