"""Look-alikes: wrong answers that nobody writes down, made from the reference by rule, and what may be said
of each rule.

    >>> [way.name for way in made(nb, "merge")]
    ['return in the loop', 'only the last round', 'off by one', 'off by one 2', …]

They prove that the tests have teeth, and keep a misconception's message silent where another mistake does the
same. A rule takes a function's syntax tree and yields trees with one change each, or, under WRAPPED, takes
the function that is right and gives one that is not. To add one, write it and put it into RULES or WRAPPED
with its message; "" where nothing can be said, None where nobody would make that mistake: it proves the
tests, and silences no message.
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

import numpy as np
from nbformat import NotebookNode

from course.check.calls import call_and_record, snapshot
from course.exercise.run_checks import attempt
from course.exercise.way import Way, Ways, reference_of
from course.notebook import document

FIRST_ROUND = "Your function ends in the first round of its loop: check how far its `return` is indented."
LAST_ROUND = "Only the last round of the loop is left in your result: each round starts again, or overwrites what the one before made."
ONE_OFF = "You are off by one: check where your loop or slice begins, and where it ends."
BORDER = "One of your comparisons goes wrong when both sides are equal: should that case count?"
OTHER_END = "You took the smallest where you need the largest, or the other way round."
OTHER_EQUAL = "When several are equal, the task asks for a different one."
FLOORED = "You cut off everything after the decimal point: `//` and `int` do that."
IN_PLACE = "You changed what you were given. The caller still needs it: build a new one."
KEPT = "Something is left over from an earlier call. What you collect has to start empty every time: a default such as `={}` is made only once, and so is a variable outside."
ROUNDED = "You rounded. Return all the digits: rounding is for printing."
SORTED = "The order is not the one the task asks for: sorting, or a set, has lost it."
REVERSED = "Your result is back to front."
UNIQUE = "What came twice is there only once: a set, or the keys of a dictionary, keep no repeats."
UPSIDE_DOWN = "Your fraction is upside down."
PER_CENT = "Your number is a hundred times too large, like a percentage."


# --- rules for trees ---


def return_in_the_loop(tree):
    for new, block, loop in _loops(tree):
        if isinstance(block[-1], ast.Return) and block[-1] is not loop:
            last = loop
            while isinstance(last.body[-1], (ast.For, ast.While)):
                last.body.append(copy.deepcopy(block[-1]))
                last = last.body[-2]
            last.body.append(block.pop())
            yield new
    for new, block, loop in _loops(tree):  # or only the outer one
        if (
            isinstance(block[-1], ast.Return)
            and block[-1] is not loop
            and isinstance(loop.body[-1], (ast.For, ast.While))
        ):
            loop.body.append(block.pop())
            yield new


def first_round_only(tree):
    for new, owner in _iterations(tree):
        owner.iter = _expression("list(it)[:1]", it=owner.iter)
        yield new


def last_round_only(tree):
    for new, owner in _iterations(tree):
        owner.iter = _expression("list(it)[-1:]", it=owner.iter)
        yield new
    for new, block, loop in _loops(tree):
        at = block.index(loop)
        first = at
        while first and isinstance(block[first - 1], ast.Assign):
            first -= 1
        if isinstance(loop, ast.For) and first < at:
            loop.body[:0] = block[first:at]
            del block[first:at]
            yield new


def one_off(tree):
    for one, call in _each(
        tree, lambda n: isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "range"
    ):
        for end, by in (-1, -1), (-1, 1), (0, 1), (0, -1):
            if end == -1 or len(call.args) > 1:
                yield from _changed(one, call, "args", end, by)
        if len(call.args) == 1:
            new, call = _copy(one, call)
            call.args.insert(0, ast.Constant(1))
            yield new
    for one, cut in _each(tree, lambda n: isinstance(n, ast.Slice)):
        for side in "lower", "upper":
            for by in (1, -1):
                old = getattr(cut, side)
                if old is None and by == (1 if side == "lower" else -1):
                    new, cut2 = _copy(one, cut)
                    setattr(
                        cut2, side, ast.Constant(by) if by > 0 else ast.UnaryOp(ast.USub(), ast.Constant(1))
                    )
                    yield new
                elif old is not None:
                    new, cut2 = _copy(one, cut)
                    setattr(
                        cut2,
                        side,
                        ast.BinOp(getattr(cut2, side), ast.Add() if by > 0 else ast.Sub(), ast.Constant(1)),
                    )
                    yield new


def at_the_border(tree):
    other = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
    for new, compare in _each(tree, lambda n: isinstance(n, ast.Compare) and type(n.ops[0]) in other):
        compare.ops[0] = other[type(compare.ops[0])]()
        yield new


def other_end(tree):
    swap = {"min": "max", "max": "min", "argmin": "argmax", "argmax": "argmin"}
    for new, call in _each(tree, lambda n: isinstance(n, ast.Call) and _called(n) in swap):
        if isinstance(call.func, ast.Name):
            call.func.id = swap[call.func.id]
        else:
            call.func.attr = swap[call.func.attr]
        yield new
    for one, key in _each(tree, lambda n: isinstance(n, ast.Lambda)):
        for i in range(sum(isinstance(n, ast.UnaryOp) and isinstance(n.op, ast.USub) for n in ast.walk(key))):
            new, key2 = _copy(one, key)
            [n for n in ast.walk(key2) if isinstance(n, ast.UnaryOp) and isinstance(n.op, ast.USub)][
                i
            ].op = ast.UAdd()
            yield new
    for new, call in _each(tree, lambda n: isinstance(n, ast.Call) and _called(n) == "sorted"):
        reverse = [word for word in call.keywords if word.arg == "reverse"]
        call.keywords = [word for word in call.keywords if word not in reverse]
        if not reverse:
            call.keywords.append(ast.keyword("reverse", ast.Constant(True)))
        yield new


def other_equal(tree):
    for new, call in _each(
        tree,
        lambda n: isinstance(n, ast.Call) and _called(n) in ("min", "max", "sorted", "argmax") and n.args,
    ):
        if _called(call) == "argmax":
            call.args[0], whole = _expression("it[::-1]", it=call.args[0]), call.args[0]
            _become(call, _expression("len(whole) - 1 - call", whole=whole, call=copy.copy(call)))
        else:
            call.args[0] = _expression("list(it)[::-1]", it=call.args[0])
        yield new
    for new, call in _each(
        tree, lambda n: isinstance(n, ast.Call) and _called(n) in ("min", "max", "sorted")
    ):
        for word in call.keywords:
            if (
                word.arg == "key"
                and isinstance(word.value, ast.Lambda)
                and isinstance(word.value.body, ast.Tuple)
            ):
                word.value.body = word.value.body.elts[0]
                yield new


def whole_numbers(tree):
    for new, division in _each(tree, lambda n: isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div)):
        division.op = ast.FloorDiv()
        yield new


def operands_swapped(tree):
    for new, each in _each(
        tree, lambda n: isinstance(n, ast.BinOp) and isinstance(n.op, (ast.Sub, ast.Div, ast.Pow))
    ):
        each.left, each.right = each.right, each.left
        yield new


def overwritten(tree):
    for new, add in _each(tree, lambda n: isinstance(n, ast.AugAssign)):
        _become(add, ast.Assign([add.target], add.value))
        yield new
    for new, put in _each(
        tree,
        lambda n: (
            isinstance(n, ast.Assign)
            and isinstance(n.targets[0], ast.Subscript)
            and isinstance(n.value, ast.BinOp)
            and isinstance(n.value.op, ast.Add)
        ),
    ):
        put.value = put.value.right
        yield new


def half_a_condition(tree):
    for one, both in _each(tree, lambda n: isinstance(n, ast.BoolOp)):
        for i in range(len(both.values)):
            new, both2 = _copy(one, both)
            _become(both2, both2.values[i])
            yield new


def another_start(tree):
    for new, number in _each(
        tree, lambda n: isinstance(n, ast.Constant) and type(n.value) is int and n.value in (0, 1, 256)
    ):
        number.value = {0: 1, 1: 0, 256: 257}[number.value]
        yield new


RULES = {
    "return in the loop": (return_in_the_loop, FIRST_ROUND),
    "first round only": (first_round_only, FIRST_ROUND),
    "last round only": (last_round_only, LAST_ROUND),
    "off by one": (one_off, ONE_OFF),
    "at the border": (at_the_border, BORDER),
    "the other end": (other_end, OTHER_END),
    "another of equals": (other_equal, OTHER_EQUAL),
    "whole numbers": (whole_numbers, FLOORED),
    "operands swapped": (operands_swapped, ""),
    "overwritten": (overwritten, LAST_ROUND),
    "half a condition": (half_a_condition, ""),
    "another start": (another_start, ""),
}


# --- rules for what comes back ---


def nothing_back(right, *args, **kwargs):
    right(*args, **kwargs)


def given_back(right, *args, **kwargs):
    return args[0] if args else None


def first_that_came(right, *args, **kwargs):
    """The first key or item of an argument, if such is asked for; 0 for a position."""
    found = right(*args, **kwargs)
    firsts = [next(iter(a)) for a in args if isinstance(a, (list, dict, tuple)) and a]
    return next(
        (first for first in firsts[::-1] if type(first) is type(found)), 0 if type(found) is int else found
    )


def last_that_came(right, *args, **kwargs):
    """The same of the last."""
    found = right(*args, **kwargs)
    lasts = [list(a)[-1] for a in args if isinstance(a, (list, dict, tuple)) and a]
    longest = max((len(a) for a in args if hasattr(a, "__len__")), default=1)
    return next(
        (last for last in lasts[::-1] if type(last) is type(found)),
        longest - 1 if type(found) is int else found,
    )


def in_place(right, *args, **kwargs):
    found = right(*args, **kwargs)
    own = next(
        (
            a
            for a in args
            if type(a) is type(found) and isinstance(a, (list, dict, set, np.ndarray)) and a is not found
        ),
        None,
    )
    if own is None or isinstance(own, np.ndarray) and own.shape != np.shape(found):
        return found
    if isinstance(own, (dict, set)):
        own.clear()
        own.update(found)
    else:
        own[:] = found
    return own


def turned(function):
    """A rule that changes what comes back."""

    def rule(right, *args, **kwargs):
        return function(right(*args, **kwargs))

    rule.__name__ = function.__name__
    return rule


def numbers(function):
    """The same for numbers, alone or in lists, arrays and dicts."""

    def change(found):
        if isinstance(found, dict):
            return {key: change(value) for key, value in found.items()}
        if isinstance(found, (list, tuple)):
            return type(found)(map(change, found))
        if isinstance(found, np.ndarray) and found.dtype.kind == "f":
            return np.array([function(float(x)) for x in found.ravel()]).reshape(found.shape)
        return function(float(found)) if isinstance(found, (float, np.floating)) else found

    change.__name__ = function.__name__
    return turned(change)


def part(name, which):
    """A rule by which only a part of a list, text or dict comes back."""

    def change(found):
        if isinstance(found, dict):
            return dict(list(found.items())[which])
        return found[which] if isinstance(found, (list, tuple, str, bytes, np.ndarray)) else found

    change.__name__ = name
    return turned(change)


@turned
def ordered(found):
    try:
        return (
            sorted(found)
            if isinstance(found, list)
            else dict(sorted(found.items()))
            if isinstance(found, dict)
            else found
        )
    except TypeError:
        return found


@turned
def backwards(found):
    return found[::-1] if isinstance(found, (list, tuple, str, bytes, np.ndarray)) else found


@turned
def once_each(found):
    try:
        return list(dict.fromkeys(found)) if isinstance(found, list) else found
    except TypeError:
        return found


@turned
def in_a_list(found):
    return [found]


@turned
def as_text(found):
    # the last digits differ from one machine to another
    return found if isinstance(found, (float, np.floating, np.ndarray)) else str(found)


@turned
def one_more(found):
    return found + 1 if type(found) is int else found


@turned
def one_less(found):
    return found - 1 if type(found) is int else found


@numbers
def two_places(x):
    return round(x, 2)


@numbers
def three_places(x):
    return round(x, 3)


@numbers
def cut_off(x):
    return int(x) if np.isfinite(x) else x


@numbers
def turned_over(x):
    return 1 / x if x else x


@numbers
def per_cent(x):
    return 100 * x


@numbers
def the_rest(x):
    return 1 - x


@numbers
def negative(x):
    return -x


def kept_between_calls(right):
    earlier = []

    def wrong(*args, **kwargs):
        found = right(*args, **kwargs)
        if earlier and type(found) is type(earlier[0]) and isinstance(found, dict):
            both = dict(earlier[0])
            for key, value in found.items():
                both[key] = both[key] + value if key in both and type(value) is int else value
            found = both
        elif earlier and type(found) is type(earlier[0]) and isinstance(found, list):
            found = earlier[0] + found
        earlier[:] = [copy.deepcopy(found)]
        return found

    return wrong


def first_result_again(right):
    earlier = []

    def wrong(*args, **kwargs):
        earlier.append(right(*args, **kwargs))
        return copy.deepcopy(earlier[0])

    return wrong


def remembered_by_the_first_argument(right):
    earlier = {}

    def wrong(*args, **kwargs):
        found, key = right(*args, **kwargs), repr(args[:1])
        return copy.deepcopy(earlier.setdefault(key, found))

    return wrong


WITH_STATE = kept_between_calls, first_result_again, remembered_by_the_first_argument

WRAPPED = {
    "nothing given back": (nothing_back, ""),
    "given back as it came": (given_back, "You returned what came in."),
    "the first that came in": (
        first_that_came,
        "You returned the first one, whatever comes after it: does your loop end in its first round?",
    ),
    "the last that came in": (last_that_came, LAST_ROUND),
    "only the first of it": (part("first", slice(1)), FIRST_ROUND),
    "only the last of it": (part("last", slice(-1, None)), LAST_ROUND),
    "without the last of it": (part("but_last", slice(-1)), ONE_OFF),
    "without the first of it": (part("but_first", slice(1, None)), ONE_OFF),
    "changed in place": (in_place, IN_PLACE),
    "sorted": (ordered, SORTED),
    "back to front": (backwards, REVERSED),
    "no repeats": (once_each, UNIQUE),
    "in a list": (in_a_list, "Your result is inside a list of its own: return what is in it."),
    "as text": (as_text, "Your result is a text: return the value itself, not the way Python writes it."),
    "one more": (one_more, ONE_OFF),
    "one less": (one_less, ONE_OFF),
    "rounded to two places": (two_places, ROUNDED),
    "rounded to three places": (three_places, ROUNDED),
    "cut off at the point": (cut_off, FLOORED),
    "upside down": (turned_over, UPSIDE_DOWN),
    "in per cent": (per_cent, PER_CENT),
    "one minus it": (the_rest, ""),
    "minus it": (negative, "The sign is wrong: plus and minus are swapped."),
    "kept between calls": (kept_between_calls, KEPT),
    "always the first result": (first_result_again, None),
    "remembered by the first argument": (remembered_by_the_first_argument, None),
}


# --- making them ---


def made(nb: NotebookNode, answer: str) -> list[Way]:
    """Every look-alike of a function, by rule -> list of Way; [] for an answer that is no function."""
    source = document.slice_for(nb, answer)
    name = f"<look-alikes of {answer}>"
    linecache.cache[name] = len(source), None, source.splitlines(True), name
    space = {"__name__": "reference"}
    exec(compile(source, name, "exec"), space)
    if not callable(space[answer]):
        return []
    solution = next(
        cell for cell in document.cells_for(nb, answer)[::-1] if document.kind(cell) == "solution"
    )
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
    return Way(answer, rule if n == 1 else f"{rule} {n}", "function", None, message, make, has_state)


def _run(compiled, space, answer):
    own = dict(space)
    exec(compiled(), own)
    return own[answer]


def _swapped(right, i, j, *args, **kwargs):
    args = list(args)
    if j < len(args):
        args[i], args[j] = args[j], args[i]
    return right(*args, **kwargs)


# --- telling them apart ---

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


def behavior(way: Way, calls: list[tuple[list, dict]]) -> tuple[str, ...] | None:
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


# --- trees ---


def _copy(tree, node):
    """A copy of the tree -> (copy, the node in it)."""
    at = next(i for i, each in enumerate(ast.walk(tree)) if each is node)
    new = copy.deepcopy(tree)
    return new, next(each for i, each in enumerate(ast.walk(new)) if i == at)


def _each(tree, test):
    """For each node that passes `test`: (a copy of the tree, the node in it)."""
    for node in [node for node in ast.walk(tree) if test(node)]:
        yield _copy(tree, node)


def _become(node, other):
    node.__class__, node.__dict__ = other.__class__, other.__dict__


def _iterations(tree):
    yield from _each(tree, lambda n: isinstance(n, (ast.For, ast.comprehension)))


def _loops(tree):
    """For each loop: (a copy of the tree, the block that it stands in, the loop)."""
    for node in ast.walk(tree):
        for name in ("body", "orelse"):
            block = getattr(node, name, None)
            for i, each in enumerate(block if isinstance(block, list) else []):
                if isinstance(each, (ast.For, ast.While)):
                    new, owner = _copy(tree, node)
                    yield new, getattr(owner, name), getattr(owner, name)[i]


def _changed(tree, node, name, at, by):
    new, node = _copy(tree, node)
    values = getattr(node, name)
    values[at] = ast.BinOp(values[at], ast.Add() if by > 0 else ast.Sub(), ast.Constant(1))
    yield new


def _expression(text, **parts):
    """The tree of an expression whose names are replaced by other trees."""

    class Put(ast.NodeTransformer):
        def visit_Name(self, node):
            return parts.get(node.id, node)

    return Put().visit(ast.parse(text, mode="eval").body)


def _called(call):
    return getattr(call.func, "id", getattr(call.func, "attr", ""))
