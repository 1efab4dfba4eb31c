"""Whose a hand-in is, by the names under which a platform gave it.

    lovelaceada_LATE_12345_678901_work.zip               Canvas: its number of the student, and one of the file
    Ada Lovelace_7_assignsubmission_file_/work.zip       Moodle: the full name, and a number of the hand-in
    submission_99/, and submission_metadata.yml          Gradescope: number, mail and name, in its list, and when it was handed in
    ada+01-tokens+2026-11-25 12:45:00.000000 UTC/        nbgrader's exchange: the id
    01-tokens_ada_20261125T124500Z.zip                   `course submit`: the id
    ada/, ada@example.org.zip, Ada Lovelace.zip          id, mail or name of somebody on the roster

A platform's names are its own, and no student can write another's; those of a file are the student's. A roster says who is meant by most of them.
"""
import contextlib
import datetime
import re
import unicodedata
from pathlib import PurePath
from typing import NamedTuple

from course.classroom import places
from course.classroom.roster import CANVAS, Roster
from course.classroom.submission import an_id

OF_CANVAS = re.compile(r"(?P<name>[^_]*)_(?:LATE_)?(?P<number>\d+)_\d+_.+")                  # as Canvas's ContentZipper writes them
OF_MOODLE = re.compile(r"(?P<name>[^_]+)_\d+_assign(?:submission|feedback)_\w+")             # as its importer of feedback files reads them
OF_THE_EXCHANGE = re.compile(r"(?P<id>[^+]+)\+(?P<assignment>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \w+)(\+.*)?")


class Claim(NamedTuple):
    ids: frozenset                             # who may be meant: several of one name
    name: str                                  # the part of the path that says so
    sure: bool                                 # a platform says it, and not the student


class Listed(NamedTuple):
    """What Gradescope's list says of a folder."""
    people: list                               # {name, sid, email} of each who handed it in
    time: datetime.datetime | None             # when that was, in UTC


def claims(path: PurePath, roster: Roster | None, listed: dict[str, Listed]) -> list[Claim]:
    """What the parts of a path say -> [Claim]. listed: Gradescope's list, as `gradescopes` reads it."""
    people, found = list(roster.people.values()) if roster else [], []
    own = re.compile(rf"(?:^|_)(?:{'|'.join(map(re.escape, places.assignments()))})_(?P<id>.+)_\d{{8}}T\d{{6}}Z")

    def say(ids, part, sure):
        if ids := frozenset(ids):
            found.append(Claim(ids, part, sure))
    for part in path.parts:
        part = unicodedata.normalize("NFC", part)          # a Mac takes letters and accents apart
        bare = re.sub(r"\.(zip|ipynb)$", "", part, flags=re.IGNORECASE)
        if match := OF_THE_EXCHANGE.fullmatch(part):
            say({an_id(match["id"])} - {None}, part, True)
        elif people and roster.kind == CANVAS and (match := OF_CANVAS.fullmatch(part)):
            say((person.id for person in people if person.row["ID"].strip() == match["number"]), part, True)
        elif match := OF_MOODLE.match(part):
            say((person.id for person in people if _same(person.name, match["name"])), part, True)
        elif part in listed:
            say((person.id for person in people for who in listed[part].people if _is(person, who)), part, True)
        elif any(_same(bare, known) for person in people for known in (person.id, person.mail, person.name) if known):
            say((person.id for person in people if any(_same(bare, known) for known in (person.id, person.mail, person.name) if known)), part, False)
        if match := own.search(part):
            say({an_id(match["id"])} - {None}, part, False)
    return found


def of_name(name: str, roster: Roster) -> list[str]:
    """The ids of those on a roster who have this name, or this mail; "Lovelace, Ada" is Ada Lovelace."""
    def turned(text):
        return " ".join(reversed(text.split(", ", 1)))
    return [person.id for person in roster.people.values() if name.strip() and (_same(turned(name), turned(person.name)) or _same(name, person.mail))]


def _same(one, other):
    return _plain(one) == _plain(other)


def _plain(name):
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def _is(person, who):
    """Whether somebody of Gradescope's list is on the roster: by mail, else by number, else by name."""
    for key, mine in (("email", person.mail), ("sid", person.id), ("name", person.name)):
        if who.get(key) and mine:
            return _same(who[key], mine)
    return False


def gradescopes(text: bytes) -> dict[str, Listed]:
    """Gradescope's list: folder -> Listed; {} if it cannot be read."""
    import yaml  # not for those who have no such list
    with contextlib.suppress(yaml.YAMLError, AttributeError, TypeError, ValueError, RecursionError, UnicodeDecodeError):
        return {str(folder): Listed([{str(key).lstrip(":"): str(value) for key, value in who.items() if value is not None} for who in about.get(":submitters") or []],
                                    _in_utc(about.get(":created_at")))
                for folder, about in yaml.safe_load(text).items()}
    return {}


def _in_utc(time):
    """What stands behind :created_at: as a time; None if it is none."""
    with contextlib.suppress(ValueError, OverflowError, TypeError):
        time = time if isinstance(time, datetime.datetime) else datetime.datetime.fromisoformat(time)
        return (time if time.tzinfo else time.replace(tzinfo=datetime.UTC)).astimezone(datetime.UTC).replace(microsecond=0)
    return None


def handed_in(path: PurePath, listed: dict[str, Listed]) -> datetime.datetime | None:
    """When Gradescope took in what lies in a folder of its list, in UTC; None if it does not say."""
    return next((listed[part].time for part in path.parts if part in listed), None)


def called(path: PurePath, roster: Roster | None, listed: dict[str, Listed]) -> str:
    """Whom a platform names, for a person to read, such as "Mei Lin (me1012)"; "" if it names nobody."""
    sure = [claim.ids for claim in claims(path, roster, listed) if claim.sure]
    people = roster.people if roster else {}
    if meant := sorted(frozenset.intersection(*sure)) if sure else []:
        return " or ".join(f"{people[who].name} ({who})" if who in people and people[who].name else who for who in meant)
    of_list = next((listed[part].people for part in path.parts if part in listed), [])
    return (" and ".join(f"{who.get('name') or '?'} ({who.get('sid') or who.get('email') or '?'})" for who in of_list)
            or next((match["name"] for part in path.parts if (match := OF_MOODLE.match(part))), ""))


def agreed(said: list[Claim]) -> str | None:
    """The one student whom all claims allow; None if there is no such, or more than one."""
    everybody = frozenset.intersection(*(claim.ids for claim in said)) if said else frozenset()
    return next(iter(everybody)) if len(everybody) == 1 else None


def against(who: str, said: list[Claim]) -> Claim | None:
    """The first claim that it is somebody else's; a platform's before a file's."""
    return next((claim for claim in sorted(said, key=lambda claim: not claim.sure) if who not in claim.ids), None)


def is_late(path: PurePath) -> bool:
    """Whether Canvas says that it came late."""
    return any(OF_CANVAS.fullmatch(part) and part.split("_")[1] == "LATE" for part in path.parts)


def platforms_part(path: PurePath) -> str | None:
    """The part of a path that Canvas or Moodle made, under which it takes something back for the same student."""
    return next((part for part in path.parts if OF_MOODLE.match(part) or OF_CANVAS.fullmatch(part)), None)
