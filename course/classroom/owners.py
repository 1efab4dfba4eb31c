"""To whom files belong on this machine, where students may write into the folder that is collected: nbgrader's exchange, or a shared one.

There everybody can make a file of any name, and write any id into it; but nobody a file that belongs to somebody else. So its owner speaks:

    in nbgrader's exchange     whoever it is: there the user's name is the id
    anywhere else              if it is somebody on the roster. Anybody else may have copied it, as whoever else teaches: that is one line

What is root's or one's own says nothing: whoever collects has put it there.
"""
import functools
import os
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath
from typing import NamedTuple

from course.classroom.submission import LONGEST_NAME, an_id
from course.classroom.whose import OF_THE_EXCHANGE

INBOUND = "inbound"                                      # as nbgrader calls what students hand in


class Owner(NamedTuple):
    id: str
    what: str                                  # for a person to read


def owners(paths: dict[PurePath, Path], people: dict, on_roster: Callable) -> tuple[dict[tuple, Owner], set[str]]:
    """Whose each of {its name in a listing: where it lies} is -> ({parts of the name: Owner} of those that speak, the names of the others).

    people: the roster's, by id. on_roster(id): as the roster spells it."""
    paths = {name: path.absolute() for name, path in paths.items()}
    exchanges, found, strangers = set(_exchanges(paths.values())), {}, set()
    for name, path in paths.items():
        if not (owner := owner_of(path)):
            continue
        who = on_roster(an_id(owner) or owner)
        if not exchanges.isdisjoint(path.parents) or who in people and not owner.isdecimal():          # the number of one without a name may be anybody's id
            found[name.parts] = Owner(who, f"a {'folder' if path.is_dir() else 'file'} that belongs to {owner}")
        else:
            strangers.add(owner)
    return found, strangers


def _exchanges(paths: Iterable[Path]):
    for path in paths:
        if path.parent.name == INBOUND or OF_THE_EXCHANGE.fullmatch(path.name[:LONGEST_NAME]):
            yield path.parent


def owner_of(path: Path) -> str | None:
    """Whose it is on this machine, by name if there is one; None if it is one's own or root's, who copied it, or if nobody can say. Of a link, who made it."""
    try:
        number = path.lstat().st_uid
        return None if number in (0, os.getuid()) else _name_of(number)
    except (OSError, AttributeError):                    # Windows knows no such
        return None


@functools.cache
def _name_of(number):
    import pwd  # not on Windows
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
