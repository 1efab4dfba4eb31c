"""What is said of an answer that is a value, such as a sorting: what is there, never what should be."""

import ast
import linecache
import types
from typing import Any

from course.check.asserts import Failed
from course.check.context import current
from course.check.known_mistakes import sign_of_value
from course.check.not_yet import NotYet
from course.check.show import show_value
from course.check.values import canonical, close


class ValueAnswers:
    """Of the block it knows what stands here."""

    title: str
    exercise: str
    filename: str
    given: dict  # the answers by name

    def not_yet(self, *lines: str | tuple[str, ...] | None, sign: str | None = None) -> NotYet:
        return NotYet(f"{self.title}: not yet.", *filter(None, lines), sign=sign)

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
        return None

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


def words_in(subject: ast.expr) -> tuple[Any, ...]:
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
