"""When an assignment is due, and what being late costs: in due.json, asked whenever marks are shown, so that
a change needs no new grading.

    course due 01 "2026-12-01 18:00 Europe/Berlin" --grace 15 --late 10
    course due 01 "2026-12-03 18:00" --student ada

A share a day is taken off the points that somebody has, for each day that has begun since the due date, the
grace period and the extension are over; never more than all of them. Who is within the grace period is not
late. A day is over at the same time by the clock, also where clocks are put back in between and it has 25
hours: so due.json keeps the name of a zone behind the time.
"""

import datetime
import json
import math
import os
import re
import zoneinfo
from typing import Any, NamedTuple

from course.files import coursedir
from course.files.atomic import whole
from course.files.coursedir import CourseError
from course.files.terminal import tame

DAY = datetime.timedelta(days=1)
MOST_GRACE = 100_000  # minutes: ten weeks
FIRST_YEAR, LAST_YEAR = 2000, 2999  # of a due date: what is added to it has a date, too
LAST_TIME = datetime.datetime(9999, 12, 30, tzinfo=datetime.UTC)  # that every zone has


BEST, LATEST = "best", "latest"  # after the penalty; whatever it costs


class Rule(NamedTuple):
    """What holds for one assignment."""

    due: datetime.datetime  # with its zone
    grace: int = 0  # minutes
    late: float = 0  # per cent a day; 100 takes all
    extensions: dict = {}  # student -> their own due date
    counts: str = BEST  # which of a student's hand-ins

    def until(self, student: str) -> datetime.datetime:
        """A student's due date: no extension ends before everybody's time does, though that was moved since."""
        return max(
            self.due, self.extensions.get(student, self.due), key=lambda time: time.astimezone(datetime.UTC)
        )


class Late(NamedTuple):
    by: datetime.timedelta  # since it was due, the grace period included
    off: float  # points


def rule(assignment: str) -> Rule | None:
    """The rule of an assignment; None if nobody has set one. Raises CourseError for a file that cannot be
    read.
    """
    found = _read().get(assignment)
    if found is None:
        return None
    try:
        return Rule(
            _time(found["due"]),
            found["grace"],
            found["late"],
            {student: _time(time) for student, time in found["extensions"].items()},
            found.get("counts", BEST),
        )
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        raise CourseError(UNREADABLE) from None


def keep(assignment: str, new: Rule) -> None:
    """Write it into due.json, all of it or nothing."""
    every = _read() | {
        assignment: {
            "due": _text(new.due),
            "grace": new.grace,
            "late": new.late,
            "counts": new.counts,
            "extensions": {student: _text(time) for student, time in sorted(new.extensions.items())},
        }
    }
    with whole(_file()) as path:
        path.write_text(json.dumps(every, indent=1) + "\n", "utf-8")


def changed(
    assignment: str,
    old: Rule | None,
    time: datetime.datetime | None,
    grace: int | None,
    late: float | None,
    counts: str | None = None,
) -> Rule:
    """The rule with what is not None set anew. Raises CourseError for what no rule can be, and for a first
    one without a due date.
    """
    if grace is not None and not 0 <= grace <= MOST_GRACE or late is not None and not 0 <= late <= 100:
        raise CourseError(
            f"--grace is a number of minutes, {MOST_GRACE:,} at most, and --late a percentage for each day, from 0 to 100."
        )
    new: dict[str, Any] = {
        key: value
        for key, value in (("due", time), ("grace", grace), ("late", late), ("counts", counts))
        if value is not None
    }
    return Rule(**new) if old is None and time else existing(assignment, old)._replace(**new)


def extended(assignment: str, old: Rule | None, student: str, time: datetime.datetime | None) -> Rule:
    """The rule with an extension for one student, or with theirs taken back if `time` is None. Raises
    CourseError if there is nothing to extend, or to take back.
    """
    old = existing(assignment, old)
    others = {each: theirs for each, theirs in old.extensions.items() if each != student}
    if time is None and len(others) == len(old.extensions):
        raise CourseError(
            f"{tame(student)} has no extension for {assignment}: there is none to take back. Nothing was changed."
        )
    if time and time.astimezone(datetime.UTC) < old.due.astimezone(datetime.UTC):
        raise CourseError(
            f"{shown(time)} is not an extension: {assignment} is due {shown(old.due)} for everybody. Nothing was changed."
        )
    return old._replace(extensions=others | ({student: time} if time else {}))


def existing(assignment: str, rule: Rule | None) -> Rule:
    if rule is None:
        raise CourseError(
            f'{assignment} has no due date yet: `course due {assignment} "2026-12-01 18:00"` sets one.'
        )
    return rule


def lateness(of: Rule, student: str, time: datetime.datetime | None, points: float) -> Late | None:
    """How late a hand-in of this time was, and what it costs of these points; None if it was in time, or
    nobody knows when it came.

    time: with its zone, or in UTC.
    """
    if time is None:
        return None
    due, grace = of.until(student), datetime.timedelta(minutes=of.grace)
    time = min(time if time.tzinfo else time.replace(tzinfo=datetime.UTC), LAST_TIME)
    by = time - due.astimezone(datetime.UTC)
    if by <= grace:
        return None
    by_the_clock = time.astimezone(due.tzinfo) - due  # of one zone: Python compares what its clocks show
    return Late(
        by, min(points, points * of.late / 100 * max(1, math.ceil((min(by, by_the_clock) - grace) / DAY)))
    )


def running(of: Rule | None, now: datetime.datetime | None = None) -> dict[str, datetime.datetime]:
    """Who may still hand in, the grace period included -> {student: their due date}; "" is everybody without
    an extension.
    """
    now = now or datetime.datetime.now(datetime.UTC)
    every = {student: of.until(student) for student in ("", *of.extensions)} if of else {}
    return {
        student: time
        for student, time in every.items()
        if of and now - time.astimezone(datetime.UTC) <= datetime.timedelta(minutes=of.grace)
    }


def parsed(text: str) -> datetime.datetime:
    """A due date as people write it: "2026-12-01 18:00", in this machine's zone, or with one behind it (UTC,
    +01:00, Europe/Berlin). Raises CourseError.
    """
    words = text.split()
    try:
        zone = (
            zoneinfo.ZoneInfo(words.pop()) if words and words[-1][0].isalpha() and words[-1] != "Z" else None
        )
        time = datetime.datetime.fromisoformat(" ".join(words))
        # a day alone would begin at its midnight, and people mean its end
        if re.fullmatch(r"[\d-]+", " ".join(words)):
            raise ValueError(text)
    except (ValueError, zoneinfo.ZoneInfoNotFoundError, OSError):
        raise CourseError(
            f'{text!r} is not a date and time. Write it as "2026-12-01 18:00", with a zone after it if it is not this machine\'s: "2026-12-01 18:00 Europe/Berlin".'
        ) from None
    if zone and time.tzinfo:
        raise CourseError(f"{text!r} has two zones: leave one out.")
    if not FIRST_YEAR <= time.year <= LAST_YEAR:
        raise CourseError(
            f"{text!r} cannot be a due date: the year must be from {FIRST_YEAR} to {LAST_YEAR}."
        )
    return time.replace(tzinfo=zone) if zone else time if time.tzinfo else _here(time)


def _here(time):
    """A time of this machine's clock, with the zone by its name, where it has one: only that says when clocks
    change.
    """
    name, there = (
        os.environ.get("TZ", "").removeprefix(":")
        or os.path.realpath("/etc/localtime").partition("/zoneinfo/")[2],
        time.astimezone(),
    )
    try:
        by_name = time.replace(tzinfo=zoneinfo.ZoneInfo(name)) if name else there
    except (ValueError, zoneinfo.ZoneInfoNotFoundError, OSError):  # CET-1CEST is a rule, and no name
        return there
    return by_name if by_name.utcoffset() == there.utcoffset() else there


def told(of: Rule) -> list[str]:
    """The rule in words, a line for each part."""
    cost = (
        "costs nothing"
        if not of.late
        else "takes all points"
        if of.late >= 100
        else f"takes {of.late:g} % of the points for each day that has begun"
    )
    lines = [
        f"due {shown(of.due)}; {of.grace} minutes of grace; being late {cost}"
        if of.grace
        else f"due {shown(of.due)}; being late {cost}"
    ]
    lines += ["of several hand-ins the newest counts"] if of.counts == LATEST else []
    return lines + [f"{student}: due {shown(of.until(student))}" for student in of.extensions]


def shown(time: datetime.datetime) -> str:
    """2026-12-01 18:00 UTC+01:00: the zone as it is then, whatever it was called."""
    offset: Any = time.utcoffset()
    return f"{time:%Y-%m-%d %H:%M} {datetime.timezone(offset)}"


def day(time: datetime.datetime) -> str:
    """3 December 18:00"""
    return f"{time.day} {time:%B %H:%M}"


def length(by: datetime.timedelta) -> str:
    """2 days 3 h, 5 h 10 min, 4 min."""
    minutes = math.ceil(by / datetime.timedelta(minutes=1))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        f"{days} day{'s' * (days > 1)}" if days else "",
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes and not days else "",
    ]
    return " ".join(filter(None, parts)) or "1 min"


UNREADABLE = "due.json cannot be read: mend it, or delete it and set the due dates again by `course due`."


def _text(time):
    """2026-12-01T18:00:00+01:00[Europe/Berlin], as RFC 9557 has it; without a name where there is none."""
    return time.isoformat() + (f"[{time.tzinfo.key}]" if isinstance(time.tzinfo, zoneinfo.ZoneInfo) else "")


def _time(text):
    """The same back. Raises ValueError, or what else is wrong with it."""
    text, _, name = text.removesuffix("]").partition("[")
    time = datetime.datetime.fromisoformat(text)
    return time.astimezone(zoneinfo.ZoneInfo(name)) if name else time


def _file():
    return coursedir.root() / "due.json"


def _read():
    if not _file().exists():
        return {}
    try:
        found = json.loads(_file().read_text("utf-8"))
    except ValueError:
        raise CourseError(UNREADABLE) from None
    if not isinstance(found, dict):
        raise CourseError(UNREADABLE)
    return found
