"""Look-alikes: wrong answers that nobody writes down, made from the reference by rule, and what may be said
of each rule.

    >>> [way.name for way in made(nb, "merge")]
    ['return in the loop', 'only the last round', 'off by one', 'off by one 2', …]

They prove that the tests have teeth, and keep a misconception's message silent where another mistake does the
same. To add a rule, write it and put it with its message into tree_mutants.RULES or result_mutants.WRAPPED;
"" where nothing can be said, None where nobody would make that mistake: it proves the tests, and silences no
message.
"""

import ast
import contextlib
import copy
import functools
import linecache
import random
import signal
import warnings
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from course.check.calls import call_and_record, snapshot
from course.exercise.result_mutants import WITH_STATE, WRAPPED
from course.exercise.run_checks import attempt
from course.exercise.tree_mutants import RULES
from course.exercise.way import Way, Ways, reference_of
from course.notebook import document, slicing


def made(nb: NotebookNode, answer: str) -> list[Way]:
    """Every look-alike of a function, by rule -> list of Way; [] for an answer that is no function."""
    source = slicing.slice_for(nb, answer)
    name = f"<look-alikes of {answer}>"
    linecache.cache[name] = len(source), None, source.splitlines(True), name
    space = {"__name__": "reference"}
    exec(compile(source, name, "exec"), space)
    if not callable(space[answer]):
        return []
    solution = next(cell for cell in slicing.cells_for(nb, answer)[::-1] if document.kind(cell) == "solution")
    functions = [node for node in ast.parse(solution.source).body if isinstance(node, ast.FunctionDef)]
    found = []
    for rule, (trees, message) in RULES.items():
        n = 0
        for i, function in enumerate(functions):
            for tree in trees(function):
                n += 1
                changed = [*functions[:i], tree, *functions[i + 1 :]]
                code = ast.fix_missing_locations(ast.Module(copy.deepcopy(changed), []))
                # once, and not at all where nobody asks for it
                compiled = functools.cache(functools.partial(compile, code, "<look-alike>", "exec"))
                found.append(_way(answer, rule, n, message, functools.partial(_run, compiled, space, answer)))
        arguments = functions[-1].args.args if functions and functions[-1].name == answer else []
    for rule, (wrapper, message) in WRAPPED.items():
        has_state = wrapper in WITH_STATE
        make = functools.partial(wrapper, space[answer])
        found.append(
            _way(
                answer,
                rule,
                1,
                message,
                make if has_state else functools.partial(functools.partial, wrapper, space[answer]),
                has_state,
            )
        )
    n = 0
    for i, one in enumerate(arguments):
        for j in range(i + 1, len(arguments)):
            n += 1
            found.append(
                _way(
                    answer,
                    "arguments swapped",
                    n,
                    f"`{one.arg}` and `{arguments[j].arg}` are swapped.",
                    functools.partial(functools.partial, _swapped, space[answer], i, j),
                )
            )
    return found


def _way(answer, rule, n, message, make, has_state=False):
    return Way(
        answer,
        rule if n == 1 else f"{rule} {n}",
        "function",
        None,
        message,
        make,
        has_state,
        is_look_alike=True,
    )


def _run(compiled, space, answer):
    own = dict(space)
    exec(compiled(), own)
    return own[answer]


def _swapped(right, i, j, *args, **kwargs):
    args = list(args)
    if j < len(args):
        args[i], args[j] = args[j], args[i]
    return right(*args, **kwargs)


# calls of an exercise; seconds of processor time for all of them
SEEDS, MOST, SECONDS = ("check", "another"), 60, 1
KIN = 0.75  # share of the wrong calls in which kin do the same


class Hangs(BaseException):
    """A look-alike that does not come to an end."""


def calls_of(exercise: document.Exercise, right: dict, answer: str) -> list[tuple[list, dict]]:
    """The arguments of all calls that an exercise's tests make of the answer, hidden ones included -> [(args,
    kwargs)].
    """
    found = []

    def spy(*args, **kwargs):
        found.append(([snapshot(a) for a in args], {k: snapshot(v) for k, v in kwargs.items()}))
        return right[answer](*args, **kwargs)

    for seed in SEEDS:
        for test in exercise.tests:
            attempt(test.source, right | {answer: spy}, seed=seed)
    step = max(1, len(found) // MOST)
    return found[:20] + found[20::step]  # the first are the visible ones


def crossed(calls: list[tuple[list, dict]], n: int = 200) -> list[tuple[list, dict]]:
    """Calls that take each argument from another of these, or join two -> n calls: what the tests could have
    asked as well.
    """
    rng, most = random.Random(0), max(len(args) for args, _ in calls)
    whole = [args for args, _ in calls if len(args) == most]

    def one(i):
        first, second = rng.choice(whole)[i], rng.choice(whole)[i]
        joins = isinstance(first, (list, str, bytes)) and type(first) is type(second) and rng.random() < 0.3
        return first + second if joins else first

    return [([one(i) for i in range(most)], {}) for _ in range(n)]


def survivors(nb: NotebookNode, ways: Ways, exercise: document.Exercise) -> list[tuple[str, str]]:
    """The look-alikes that get full marks although they are wrong -> [(answer, name)]: where the tests lack
    teeth.

    Wrong is what does otherwise than the reference, and than every other right answer, in the tests' calls or
    in calls that cross their arguments, wherever the reference does not stop with an error.
    """
    right, found = {name: reference_of(nb, name) for name in exercise.answers}, []
    for answer in (name for name in exercise.answers if callable(right[name])):
        # few: what they do is looked at, which takes longer
        unharmed = [way for way in made(nb, answer) if _passes(way, exercise, right)]
        known = [Way(answer, "the reference", "function", right[answer]), *ways.right.get(answer, [])]
        calls = calls_of(exercise, right, answer) if unharmed else []
        more = (
            [call for call in crossed(calls) if not behavior(known[0], [call])[0].startswith("raised ")]
            if unharmed
            else []
        )
        innocent = [behavior(way, calls + more) for way in known if way.kind == "function"]
        for way in unharmed:
            done = behavior(way, calls + more)
            if done is not None and done not in innocent:
                found.append((answer, way.name))
    return found


def _passes(way, exercise, right):
    try:
        with limited(SECONDS):
            return not any(
                attempt(test.source, right | {way.answer: way.fresh()}).error for test in exercise.tests
            )
    except Hangs:
        return False


def others(nb: NotebookNode, ways: Ways, exercise: document.Exercise) -> dict[str, dict[str, str]]:
    """The look-alikes that say more than misconceptions.py does -> answer -> {name: the misconception that it
    is kin to, or ""}.

    One that does what the reference does is no mistake there, and one that does all that a misconception does
    is that. Kin is what does the same in most of the calls in which one of the two is wrong: it does not
    speak against it. Of several that do the same and say the same, the first stands for all.
    """
    right, found = {name: reference_of(nb, name) for name in exercise.answers}, {}
    for answer in exercise.answers:
        if callable(right[answer]):
            calls = calls_of(exercise, right, answer)
            reference = Way(answer, "the reference", "function", right[answer])
            innocent = [
                behavior(way, calls)
                for way in [reference, *ways.right.get(answer, [])]
                if way.kind == "function"
            ]
            known = {
                way.name: behavior(way, calls) for way in ways.wrong.get(answer, []) if way.kind == "function"
            }
            seen = set()
            for way in (way for way in made(nb, answer) if way.message is not None):
                done = behavior(way, calls)
                if done is None or done in innocent or done in known.values():
                    continue
                near = max(known, key=lambda name: likeness(done, known[name], innocent[0]), default="")
                kin = near if near and likeness(done, known[near], innocent[0]) >= KIN else ""
                if (done, way.message) not in seen:
                    seen.add((done, way.message))
                    found.setdefault(answer, {})[way.name] = kin
    return found


def likeness(one: tuple | None, other: tuple | None, right: tuple) -> float:
    """In how many of the calls in which one of the two is wrong both do the same -> share."""
    if one is None or other is None:
        return 0
    wrong = [(a, b) for a, b, c in zip(one, other, right) if not a == b == c]
    return sum(a == b for a, b in wrong) / max(1, len(wrong))


def behavior(way: Way, calls: list[tuple[list, dict]]) -> Any:
    """What a way does in each of these calls -> tuple of texts to compare; None if it does not end."""
    function, marks = way.fresh(), []
    try:
        with limited(SECONDS), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of wrong answers, which overflow and divide by zero
            for args, kwargs in calls:
                call, _ = call_and_record(
                    way.answer,
                    function,
                    [snapshot(a) for a in args],
                    {k: snapshot(v) for k, v in kwargs.items()},
                )
                if isinstance(call.raised, Hangs):
                    return None
                # what it was asked is the same for all that are compared
                marks.append(f"{call.end}|{call.left}")
    except Hangs:
        return None
    return tuple(marks)


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise Hangs in the block after so many seconds of processor time, if this system can."""

    def stop(*_):
        raise Hangs

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
