"""Gradescope's list, submission_metadata.yml: whose each folder beside it is, and when it was handed in.

    submission_99:
      :submitters:
      - {:name: Ada Lovelace, :sid: '1', :email: ada@x.org}
      :created_at: 2026-11-25 12:00:00.000000000 Z

It is read as a stream of plain texts: nothing is built of it but what stands above, and what refers to
something else in it (an alias, of which little can make much) is no list of Gradescope's.
"""

import contextlib
import datetime
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

LARGEST = 5_000_000  # bytes; of 300 students 0.2 million
FOLDER = re.compile(r"submission_\d+", re.ASCII)
NOTHING = ("", "~", "null")


class Listed(NamedTuple):
    """What the list says of a folder."""

    people: list  # {name, sid, email} of each who handed it in
    time: datetime.datetime | None  # when that was, in UTC


def read(text: bytes) -> dict[str, Listed]:
    """A list -> {folder: Listed}. Raises ValueError for what is none."""
    import yaml  # not for those who have no such list

    if len(text) > LARGEST:
        raise ValueError(f"it has more than {LARGEST / 1e6:.0f} MB")
    found = {}
    try:
        for path, value in _leaves(yaml, text):
            match path:
                case (folder, ":submitters", int(), key) if FOLDER.fullmatch(folder):
                    people = found.setdefault(folder, ([], []))[0]
                    if path[2] >= len(people):
                        people.append({})
                    people[-1][key.lstrip(":")] = value
                case (folder, ":created_at") if FOLDER.fullmatch(folder):
                    found.setdefault(folder, ([], []))[1].append(value)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("it is damaged") from error
    return {
        folder: Listed(people, _in_utc(times[-1]) if times else None)
        for folder, (people, times) in found.items()
    }


def _leaves(yaml, text) -> Iterator[tuple[tuple, str]]:
    """Each text in the list, and the keys and numbers that lead to it. Raises ValueError for what refers to
    something else.
    """
    path: list[Any]
    path, open_lists = [], []  # of each mapping and list that is open: its key or its number by now
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("it refers to itself")
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            path.pop(), open_lists.pop()
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent, yaml.ScalarEvent)):
            is_key = bool(path) and not open_lists[-1] and path[-1] is None
            if is_key and not isinstance(event, yaml.ScalarEvent):
                raise ValueError("a name in it is no text")
            if path and open_lists[-1]:
                path[-1] += 1
            if is_key:
                path[-1] = event.value
                continue
            if isinstance(event, yaml.ScalarEvent):
                if not (event.implicit[0] and event.value in NOTHING):
                    yield tuple(path), event.value
            else:
                path.append(-1 if isinstance(event, yaml.SequenceStartEvent) else None)
                open_lists.append(isinstance(event, yaml.SequenceStartEvent))
                if len(path) > 20:
                    raise ValueError("it has lists in lists without end")
                continue
        _done(path, open_lists)


def _done(path, open_lists):
    """A value has ended: in a mapping a key comes next."""
    if path and not open_lists[-1]:
        path[-1] = None


def _in_utc(time):
    """What stands behind :created_at: as a time; None if it is none."""
    with contextlib.suppress(ValueError, OverflowError):
        time = datetime.datetime.fromisoformat(re.sub(r"\s+(?=[Z+-])", "", time.strip()))
        return (
            (time if time.tzinfo else time.replace(tzinfo=datetime.UTC))
            .astimezone(datetime.UTC)
            .replace(microsecond=0)
        )
    return None
