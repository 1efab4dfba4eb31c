"""What a failed check says: the call, what it gave and should give, and which mistake that is."""

import ast
import copy
import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from course.check.asserts import failed_assert
from course.check.calls import Call, line_of_student, snapshot
from course.check.cells import cell_of, near, sentence, source_of, taken_over, with_its_line
from course.check.context import current
from course.check.detectors import skipped
from course.check.detectors.choose_message import choose
from course.check.detectors.errors import in_the_error, refused_in_grading
from course.check.detectors.hiding import SIGNS, hidden, local_names
from course.check.detectors.loops import stands_still
from course.check.detectors.syntax_tree import function_of
from course.check.known_mistakes import agrees, sign, the_name
from course.check.limits import LOOP, Stopped, between_calls
from course.check.not_yet import Compared, NotYet
from course.check.show import of_another_kind, show_difference, show_value
from course.check.value_answers import ValueAnswers
from course.check.values import canonical, close, has_shape


class Explanation(ValueAnswers):
    """Of the block it knows, besides:"""

    answers: tuple[str, ...]  # their names
    items: Sequence  # of a sorting those that this cell is about
    space: dict  # the names of the notebook
    calls: list[Call]  # as they were recorded

    def mistake(
        self,
        line: str | tuple[str, ...],
        calls: Sequence[Call],
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
            where = calls[-1].raised and self.where(calls[-1].raised)
            said = choose(
                calls[-1],
                next(call for call in self.calls if call.name == name),
                self.given[name],
                self.source(name),
                said,
                otherwise,
                where[1] if where else "",
            )
        return self.not_yet(line, said or otherwise or current().unnamed(), sign=mine)

    def not_written(self, how: str) -> NotYet:
        return NotYet(f"{self.title}: not written yet.", f"{how}, run that cell, then this one.")

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
        last: Any = self.calls[-1] if self.calls else None
        if isinstance(error, KeyboardInterrupt):  # the student pressed stop, or the time was up
            during: Any = last and last.raised is error
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

    def first_wrong(self, calls, failed) -> tuple[Call, Any] | None:
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
        return None

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

    def hidden_in(self, source: str, error: str, but: Collection[str] = frozenset()) -> str | None:
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
        if how := getattr(error, "how", None):  # ours: see sandbox/protocol/rpc.py
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

    def name_of_mistake(self, calls: Sequence[Call], every: list[Call]) -> str | None:
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

    def beside_a_change(self, calls: Sequence[Call]) -> str | None:
        """The same of an answer that also changed what it was given, by its results alone; and that it did."""
        if not any(call.changed for call in self.calls):
            return None
        said = self.name_of_mistake(
            calls, [replace(call, after=(call.args, call.kwargs)) for call in self.calls]
        )
        return said and f"{said} (And you changed what you were given: build something new.)"


# characters: what is longer wraps in a notebook, and there one can't see where the next part begins
WIDE = 140


def gave_instead(call: Call, want: object) -> Compared:
    """What a call gave, and what it should give: a sentence, on one line or, where that would be a long one,
    on three.
    """
    sides, part = [], want
    while isinstance(part, list) and part:
        sides, part = [*sides, len(part)], part[0]
    # a whole table would be a wall of numbers
    table = isinstance(call.result, np.ndarray) and len(sides) > 1 and has_shape(want, tuple(sides))
    result, wanted = show_value(call.result), show_value(np.array(want) if table else want)
    differs = show_difference(call.result, want)
    gave, should = f"gave {result}", f"it should give {wanted}.{differs}"
    said = f"{call} {gave}; {should}"
    lines = (said,) if len(said) <= WIDE else (str(call), f"{gave};", should)
    return Compared(lines, (str(call), result, wanted, differs.strip()))
