"""The forms of the names that Canvas, Moodle and nbgrader's exchange give to what was handed in."""

import re
import unicodedata
from pathlib import PurePath
from typing import NamedTuple

from course.submission.file_names import LONGEST_NAME

NUMBER = re.compile(r"\d+", re.ASCII)
# as its importer of feedback files reads them
OF_MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assign(?:submission|feedback)_\w+")
NOT_IN_MOODLES = re.compile(r"""[&<>"`|':\\/]|\.\.""")  # what it takes out of names (PARAM_FILE)
A_DATE = re.compile(r"_(19|20)\d\d_\d\d?_\d", re.ASCII)  # homework_2026_11_27.ipynb names nobody
NO_FILE = ["text.html"], ["link.html"]  # what Canvas makes of what was typed instead
OF_THE_EXCHANGE = re.compile(
    r"(?P<id>[^+]+)\+(?P<assignment>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \w+)(\+.*)?"
)


class Reading(NamedTuple):
    """One way in which a name may be Canvas's: a _ and a number may be part of a student's own name, or of
    the file's.
    """

    name: str
    late: bool
    number: str


def readings(part: str) -> list[Reading]:
    """Every way in which part of a path may be Canvas's name: NAME_NUMBER_NUMBER_FILE, or
    NAME_NUMBER_text.html, with LATE after the first. FILE may be empty: of one that begins with a backslash
    the rest is the name of another file.
    """
    words, found = part.split("_") if len(part) <= LONGEST_NAME else [], []
    for n in range(1, len(words) - 1):
        if NUMBER.fullmatch(words[n]) and (
            n + 2 < len(words) and NUMBER.fullmatch(words[n + 1]) or words[n + 1 :] in NO_FILE
        ):
            late = n > 1 and words[n - 1] == "LATE"
            found.append(Reading("_".join(words[: n - late]), late, words[n]))
    return found


def names_of(user: str) -> set[str]:
    """How a user of a machine may be called elsewhere: DOMAIN\\ada and ada@uni.example are ada."""
    return {user, user.rpartition("\\")[2].partition("@")[0]}


def is_platforms(part: str) -> bool:
    """Whether part of a path has the form of Canvas's or of Moodle's names, whoever is meant."""
    return len(part) <= LONGEST_NAME and bool(OF_MOODLE.match(part) or readings(part))


def named_by_form(part):
    """Whom part of a path names by its form, also one whom nobody knows; "" if it has no platform's."""
    if match := OF_MOODLE.match(part[:LONGEST_NAME]):
        return match["name"]
    return (
        ""
        if A_DATE.search(part)
        else next((f"{way.name}, number {way.number}" for way in readings(part)), "")
    )


def is_late(path: PurePath) -> bool:
    """Whether Canvas says that it came late."""
    return any(way.late for part in path.parts for way in readings(part))


def turned(name: str) -> str:
    """ "Lovelace, Ada" -> "Ada Lovelace"."""
    return " ".join(reversed(name.split(", ", 1)))


def same_name(one, other):
    return plain_name(one) == plain_name(other)


def plain_name(name):
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def as_moodle_writes(name):
    return plain_name(NOT_IN_MOODLES.sub("", name).replace("_", " "))


def behind_a_group(name):
    """What may be somebody's name, where Moodle has written a group's before it: behind each -."""
    return [name[n + 1 :].strip() for n, sign in enumerate(name) if sign == "-"]


def letters_of(name):
    return "".join(filter(str.isalnum, plain_name(name)))


def is_person(person, who):
    """Whether somebody of Gradescope's list is on the roster: by mail, else by number, else by name."""
    theirs, mine = next(comparable(person, who), (None, None))
    return bool(mine) and same_name(theirs, mine)


def comparable(person, who):
    """What both have, the surest first -> (theirs, mine) each."""
    yield from (
        (who[key], mine)
        for key, mine in (("email", person.mail), ("sid", person.id), ("name", person.name))
        if who.get(key) and mine
    )
