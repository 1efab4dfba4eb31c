"""Which registered mistake did all that an answer did: found by doing it again, or by the sign of what was done."""

import hashlib

from course.check.calls import Call, call_and_record, snapshot
from course.check.values import canonical


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
    known = {way.message for way in ways if not way.is_look_alike}
    messages = known | {way.message for way in ways if way.is_look_alike and way.kin not in known}
    return next(iter(messages)) or None if len(messages) == 1 else None
