"""How the one message for a mistake is chosen among all that could be said.

A detector takes an answer's name and source, and of OF_A_CALL also a call of it, and gives a sentence or None.
To add one, write it in the module of what it looks at, and put it into its place here: the first that speaks
is said.
"""

import re

from course.check.calls import Call
from course.check.cells import since
from course.check.detectors.accumulators import (
    adds_nothing,
    replaced_each_round,
    starts_again,
    stays_as_it_began,
)
from course.check.detectors.hints import (
    argument_unused,
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

OF_A_SOURCE = (
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
OF_A_CALL = (
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


def choose(
    call: Call,
    first: Call,
    answer: object,
    source: str,
    named: str | None,
    otherwise: str | None,
    line: str = "",
) -> str | None:
    """What is said of the call that failed, or None.

    first: the first call of the same answer; named: the message of the mistake that it is, if it is known;
    otherwise: what its error means; line: the student's, in which it was raised.
    """
    said = named
    if "`return`" not in (said or ""):  # it is there to see: what else agrees does so by chance
        said = first_of(call, source, said, otherwise, line)
    means = re.findall(r"`(//|int)`", said or "")
    if source and means and "ounded" not in (said or "") and not any(mean in source for mean in means):
        # what it says was not done (to round there are many ways): this came about in another
        said = None
    return (
        gap_left(call.name, source, call)
        or since(call.name)
        or said
        or in_the_source(call.name, source, call)
        or ("random" not in source and remembers(first, answer))
        or argument_unused(call.name, source)
    )


def first_of(call: Call, source: str, named: str | None, otherwise: str | None, line: str = "") -> str | None:
    """What comes first of all that can be said of a call: what is there to see, then the mistake by its
    name; of one that stopped, why, before how its loop ends.

    named: the message of the mistake that it is, if it is known; otherwise: what its error means; line: the
    student's, in which it was raised.
    """
    name = call.name
    seen = _first(look(name, source, call) for look in OF_A_CALL) or zero_is_nothing(name, source)
    once, again = ends_at_once(name, source), starts_again(name, source)
    slip = (
        _first(look(name, source) for look in OF_A_SOURCE)
        or not isinstance(call.raised, NameError)
        and from_elsewhere(name, source, beside="broadcast" in str(call.raised))
        or truth_in_quotes(name, source, call)
        or name_in_quotes(name, source, call)
    )
    if not call.raised:
        begun = stays_as_it_began(name, source)
        return slip or begun or again or once or seen or named or came_back(name, source, call)
    if isinstance(call.raised, IndexError):
        # of a pair: it is no list that was left
        named = otherwise if "tuple" in str(call.raised) else named
        return seen or named or otherwise or slip or again or once
    if isinstance(call.raised, ZeroDivisionError):  # what counts to 0 may have begun again
        slip = slip or again or once
    if "not iterable" in str(call.raised) and line.startswith("for "):
        # it is this line; a known mistake with such an error has it elsewhere, perhaps
        named = otherwise or named
    return slip or seen or named or otherwise or again or once


def _first(said):
    return next(filter(None, said), None)
