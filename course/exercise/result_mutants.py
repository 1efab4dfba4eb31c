"""Rules that change what an answer gives: each takes the function that is right and gives one that is not."""

import copy

import numpy as np

from course.exercise.mutant_messages import (
    FIRST_ROUND,
    FLOORED,
    IN_PLACE,
    KEPT,
    LAST_ROUND,
    ONE_OFF,
    PER_CENT,
    REVERSED,
    ROUNDED,
    SORTED,
    UNIQUE,
    UPSIDE_DOWN,
)


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
