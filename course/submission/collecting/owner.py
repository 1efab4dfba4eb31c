"""Whose a hand-in is, by the names under which a platform gave it.

    lovelaceada_LATE_12345_678901_work.zip               Canvas: its number of the student, and one of the
                                                         file
    Ada Lovelace_7_assignsubmission_file_/work.zip       Moodle: the full name, and a number of the hand-in; a
                                                         group's name may stand before it
    lovelaceada_12345_text.html                          the same, where a text or a link was handed in
    submission_99/                                       Gradescope: number, mail and name, in its list, and
                                                         when it was handed in (gradescope.py)
    ada+01-tokens+2026-11-25 12:45:00.000000 UTC/        nbgrader's exchange: the id
    01-tokens_ada_20261125T124500Z.zip                   `course submit`: the id
    ada/, ada@example.org.zip, Ada Lovelace.zip          id, mail or name of somebody on the roster

A platform's names are its own, and no student can write another's; those of a file, and all that stands
inside of what a platform gave, are the student's. In the exchange everybody can make a folder of any name:
there its owner on this machine speaks, too. A roster says who is meant by most of them. A platform's name
that is nobody's on the roster says so: it is not nothing.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from course.files import coursedir
from course.submission.bundle import an_id
from course.submission.collecting.platform_names import (
    A_DATE,
    OF_MOODLE,
    OF_THE_EXCHANGE,
    as_moodle_writes,
    behind_a_group,
    comparable,
    is_person,
    is_platforms,
    letters_of,
    named_by_form,
    names_of,
    plain_name,
    readings,
    same_name,
    turned,
)
from course.submission.file_names import LONGEST_NAME, NOTEBOOK
from course.submission.roster import CANVAS, Roster, family_first

ANYBODY = "participant"  # what Moodle calls everybody where nobody's name is to be seen, in English
SOMEBODY = ""  # among ids: it may as well be somebody else, who is not on the roster


class Claim(NamedTuple):
    ids: frozenset  # who may be meant: several of one name, or nobody on the roster
    name: str  # the part of the path that says so
    sure: bool  # a platform says it, and not the student

    @property
    def is_of_namesakes(self) -> bool:
        """Whether it is a name of Moodle's that several on the roster have: what is in the zip, the student
        wrote.
        """
        return self.sure and len(self.ids - {SOMEBODY}) > 1 and bool(OF_MOODLE.match(self.name))


class Names:
    """What names say of whose a hand-in is, by a class's roster, and by the lists of Gradescope's that were
    found.
    """

    def __init__(self, roster: Roster | None):
        self.people = roster.people if roster else {}
        self.listed = {}  # parts of a folder's path -> Listed
        # parts of the path of a folder in nbgrader's exchange -> to whom it belongs on this machine
        self.owners = {}
        # parts of the path of what holds people's hand-ins -> {the part that says whose: whose}
        self.shared = {}
        self.nameless = set()  # parts of the path of what is Moodle's, with nobody's name to be seen
        self.known, self.named, self.numbered, self.sure, self.spelt, self.short = {}, {}, {}, {}, {}, {}
        for person in self.people.values():
            for name in {
                plain_name(known)
                for known in (person.id, person.mail, person.name, turned(person.name))
                if known
            }:
                self.known.setdefault(name, set()).add(person.id)
            self.spelt.setdefault(plain_name(person.id), []).append(person.id)
            for short in {plain_name(known).partition("@")[0] for known in (person.id, person.mail)}:
                self.short.setdefault(short, []).append(person.id)
            for name in {
                as_moodle_writes(turned(person.name)),
                as_moodle_writes(person.name),
                as_moodle_writes(family_first(person)),
            } - {""}:
                self.named.setdefault(name, set()).add(person.id)
            if roster and roster.kind == CANVAS:
                self.numbered.setdefault(person.row["ID"].strip(), set()).add(person.id)
        self.own = re.compile(
            rf"(?:^|_)(?:{'|'.join(map(re.escape, coursedir.assignments()))})_(?P<id>.+)_\d{{8}}T\d{{6}}Z"
        )

    def claims(self, path: PurePath) -> list[Claim]:
        """What the parts of a path say."""
        found, given = [], False  # given: by a platform to one student, who wrote all names that follow
        for n, part in enumerate(path.parts):
            # a Mac takes letters and accents apart
            place, part = path.parts[: n + 1], unicodedata.normalize("NFC", part[:LONGEST_NAME])
            ids: frozenset | None = self._sure(part, place)
            if ids is not None and not given:
                found.append(Claim(ids, part, True))
                given = True
                if owner := self.owners.get(place):
                    found.append(
                        Claim(
                            self.user(owner) | {self.on_roster(an_id(owner) or owner)},
                            f"a folder that belongs to {owner}",
                            True,
                        )
                    )
            elif ids or ids is None and (ids := self._weak(part)):
                found.append(Claim(ids, part, False))
            if (match := self.own.search(part)) and (who := an_id(match["id"])):
                found.append(Claim(frozenset({self.on_roster(who)}), part, False))
        return found

    def on_roster(self, who: str) -> str:
        """An id as the roster spells it, whatever its capitals, or a mail's beginning; as it is where the
        roster has it, none such, or several.
        """
        same = self.spelt.get(plain_name(who)) or self.short.get(plain_name(who), ())
        return same[0] if who not in self.people and len(same) == 1 else who

    def user(self, name: str) -> frozenset:
        """Who on the roster a user of this machine may be: by the id; else by what stands before the @ of ids
        and mails. Nobody without a roster, but where nbgrader's exchange is, for there the name is the id.
        """
        if not self.people and self.owners:
            return frozenset({an_id(each) for each in names_of(name)} - {None})
        known = {plain_name(each) for each in names_of(name)}
        mine = {who for who in self.people if plain_name(who) in known}
        return frozenset(
            mine
            or {
                person.id
                for person in self.people.values()
                for each in (person.id, person.mail)
                if plain_name(each).partition("@")[0] in known
            }
        )

    def _sure(self, part, place):
        """Whom a platform means by part of a path -> ids, which may be none; None if it is no platform's
        name, or none that this roster can be asked about.
        """
        if place[:-1] in self.nameless and OF_MOODLE.match(part):
            return None
        if place in self.listed:
            if place not in self.sure:
                self.sure[place] = self._of_gradescope(self.listed[place].people)
            return self.sure[place]
        if part not in self.sure:
            self.sure[part] = self._platforms(part)
        return self.sure[part]

    def _of_gradescope(self, listed):
        """Whom its list means: nobody, where the roster has what could be compared; None where it has nothing
        of it.
        """
        if meant := frozenset(
            person.id for person in self.people.values() for who in listed if is_person(person, who)
        ):
            return meant
        return (
            frozenset()
            if any(any(comparable(person, who)) for person in self.people.values() for who in listed)
            else None
        )

    def _platforms(self, part):
        if match := OF_THE_EXCHANGE.fullmatch(part):
            return frozenset(map(self.on_roster, {an_id(match["id"])} - {None}))
        if self.numbered and (ways := readings(part)):
            return self._of_canvas(ways)
        if (
            self.named
            and (match := OF_MOODLE.match(part))
            and ANYBODY
            not in ((name := as_moodle_writes(match["name"])), *(without_group := behind_a_group(name)))
        ):
            theirs = {who for each in without_group for who in self.named.get(each, ())}
            # Anna-Lena is not Lena, of a group called Anna
            return frozenset(self.named.get(name) or theirs and {*theirs, SOMEBODY})
        return None

    def _of_canvas(self, ways):
        """The one whom a name means whichever way it is read. Where there is more than one way, their own
        name says which.
        """
        meant = frozenset(who for way in ways for who in self.numbered.get(way.number, ()))
        if len(ways) == 1:
            return meant
        if len(meant) != 1:
            return frozenset()
        name = self.people[next(iter(meant))].name
        theirs = {letters_of(name), letters_of(turned(name))}
        return (
            meant
            if any(way.number in self.numbered and letters_of(way.name) in theirs for way in ways)
            else frozenset()
        )

    def _weak(self, part: str) -> frozenset:
        return frozenset(
            self.known.get(plain_name(NOTEBOOK.sub("", re.sub(r"\.zip$", "", part, flags=re.IGNORECASE))), ())
        )

    def look(self, home: PurePath, names: Iterable[PurePath], outside: bool) -> None:
        """Look at all names of a listing before they are asked about one by one: what holds two people's
        hand-ins is a download, whatever the instructor has called it. outside: it is no zip inside of a zip,
        which may be a student's.
        """
        if not outside:
            return
        self._look_for_names(home, names)
        for name in names:
            for n, part in enumerate(name.parts):
                if who := self._sure(
                    part := unicodedata.normalize("NFC", part[:LONGEST_NAME]),
                    (home / name).parts[: len(home.parts) + n + 1],
                ):
                    self.shared.setdefault((home / name).parts[: len(home.parts) + n], {})[part] = who
                    break

    def _look_for_names(self, home, names):
        """Where several of Moodle's are called by one name, which is nobody's, and none by another, it calls
        everybody so, in some language.
        """
        called = {}
        for place in {
            file.parts[: n + 1]
            for file in names
            for n, part in enumerate(file.parts)
            if OF_MOODLE.match(part[:LONGEST_NAME])
        }:
            match = OF_MOODLE.match(unicodedata.normalize("NFC", place[-1][:LONGEST_NAME]))
            called.setdefault(place[:-1], {}).setdefault(match["number"], as_moodle_writes(match["name"]))
        for place, found in called.items():
            theirs = {re.sub(r" \d+$", "", [name, *behind_a_group(name)][-1]) for name in found.values()}
            if len(found) > 1 and len(theirs) == 1 and theirs.isdisjoint(self.named):
                self.nameless.add((*home.parts, *place))

    def is_ones(self, path: PurePath) -> bool:
        """Whether all that lies in a folder is one student's, whoever that is, since a platform gave it to
        them.
        """
        part = unicodedata.normalize("NFC", path.name[:LONGEST_NAME])
        sure = self._sure(part, path.parts)
        return (
            bool(sure or path.parts in self.listed or OF_MOODLE.match(part))
            or sure is not None
            and not A_DATE.search(part)
        )

    def doubtful(self, home: PurePath) -> Iterator[PurePath]:
        """What a listing is, or the folders in it, that have a platform's name of nobody on the roster, and
        hold hand-ins of several: a download that was called by its date, say; or somebody's own, who looks
        like others.
        """
        for place in list(self.shared):
            is_in_it = (
                place[: len(home.parts)] == home.parts
                and self.is_shared(place)
                and not self.shared.get(place[:-1])
            )
            if (
                place
                and is_in_it
                and self._sure(unicodedata.normalize("NFC", place[-1][:LONGEST_NAME]), place) == frozenset()
            ):
                yield PurePath(*place)

    def is_named(self, path: PurePath) -> bool:
        """Whether a folder has a platform's name of somebody, and no date that looks so."""
        return any(claim.sure for claim in self.claims(path)) and not A_DATE.search(path.name)

    def is_shared(self, place: tuple) -> bool:
        """Whether a folder, or a zip, holds hand-ins of several, by the names in it."""
        return len({*self.shared.get(place, {}).values()}) > 1

    def speaks(self, folder: str) -> bool:
        """Whether a folder's name says whose all is that lies in it."""
        return is_platforms(folder) or bool(self.claims(PurePath(folder)))

    def apart(self, home: PurePath, name: PurePath) -> bool:
        """Whether what lies below a folder came by itself, and is no file of whoever's folder that is: by a
        name of a platform's, or by somebody's own.
        """
        mine = self.claims(home)
        if any(claim.sure for claim in mine):
            return False
        for n in range(len(home.parts), len(name.parts)):
            part = unicodedata.normalize("NFC", name.parts[n][:LONGEST_NAME])
            ids = self._sure(part, name.parts[: n + 1])
            if ids is None:
                ids = self._weak(part) or self._weak(PurePath(part).stem)
            if mine and ids and agreed(mine) not in ids or not mine and (ids or is_platforms(part)):
                return True
        return False

    def called(self, path: PurePath) -> str:
        """Whom a platform names, for a person to read, such as "Mei Lin (me1012)"; "" if it names nobody."""
        sure = [claim.ids for claim in self.claims(path) if claim.sure]
        # the last: whose a folder of the exchange is, nobody can choose
        if meant := (sure[-1] if sure else frozenset()) - {SOMEBODY}:
            return " or ".join(
                f"{self.people[who].name} ({who})" if who in self.people and self.people[who].name else who
                for who in sorted(meant)
            )
        listed = self._listed(path)
        return " and ".join(
            f"{who.get('name') or '?'} ({who.get('sid') or who.get('email') or '?'})"
            for who in (listed.people if listed else ())
        ) or next((said for part in path.parts if (said := named_by_form(part))), "")

    def unknown(self, path: PurePath) -> str:
        """What `called` says of the one whom a platform names here, as long as no roster knows them; "" where
        none does.
        """
        return next((named_by_form(claim.name) for claim in self.claims(path) if claim.sure), "")

    def _listed(self, path):
        return next(
            (
                self.listed[path.parts[:n]]
                for n in range(len(path.parts) + 1)
                if path.parts[:n] in self.listed
            ),
            None,
        )

    def is_listed(self, path: PurePath) -> bool:
        """Whether it lies in a folder of Gradescope's list."""
        return self._listed(path) is not None

    def group(self, path: PurePath) -> frozenset:
        """The ids of those who have handed in together what lies in a folder of Gradescope's list; none if it
        was one alone.
        """
        listed = self._listed(path)
        return (
            self._of_gradescope(listed.people) or frozenset()
            if listed and len(listed.people) > 1
            else frozenset()
        )

    def download(self, path: PurePath) -> tuple | None:
        """Parts of the path of the download by which a platform gave a hand-in: all in it is of one
        assignment; None if no platform gave it.
        """
        return next(
            (
                path.parts[:n]
                for n, part in enumerate(path.parts)
                if is_platforms(part) or path.parts[: n + 1] in self.listed
            ),
            None,
        )

    def together(self, path: PurePath) -> tuple:
        """Parts of the path of the folder where that lies which was handed in with it; Moodle has two for one
        hand-in, one of files and one of text.
        """
        given = next(
            (
                (n, part[: match.end("number")])
                for n, part in enumerate(path.parts)
                if (match := OF_MOODLE.match(part[:LONGEST_NAME]))
            ),
            None,
        )
        return (*path.parts[: given[0]], given[1]) if given else path.parent.parts

    def handed_in(self, path: PurePath) -> datetime.datetime | None:
        """When Gradescope took in what lies in a folder of its list, in UTC; None if it does not say."""
        return listed.time if (listed := self._listed(path)) else None

    def exchanged(self, path: PurePath) -> str | None:
        """When nbgrader's exchange took in what lies in a folder of its own, as it writes that; None if it
        lies in no such folder.
        """
        by = next((claim.name for claim in self.claims(path) if claim.sure), "")
        return match["time"] if (match := OF_THE_EXCHANGE.fullmatch(by)) else None

    def disowned(self, path: PurePath) -> str:
        """What is said of what lies in a folder of nbgrader's exchange that has another's name than its
        owner's; "" if it lies in none.
        """
        sure = [claim for claim in self.claims(path) if claim.sure and claim.ids]
        return (
            f"it lies in {sure[-1].name}, and not to {' or '.join(sorted(sure[0].ids))}"
            if len(sure) > 1 and not agreed(sure)
            else ""
        )

    def platforms_part(self, path: PurePath, student: str) -> str | None:
        """The part of a path under which Canvas or Moodle takes something back for this student; None if it
        gave it as nobody's, or as somebody else's.
        """
        if sure := next((claim for claim in self.claims(path) if claim.sure), None):
            return sure.name if student in sure.ids and is_platforms(sure.name) else None
        return next((part for part in path.parts if is_platforms(part)), None)


def of_name(name: str, roster: Roster) -> list[str]:
    """The ids of those on a roster who have this name, this mail, or this id in other capitals; "Lovelace,
    Ada" is Ada Lovelace.
    """
    return [
        person.id
        for person in roster.people.values()
        if name.strip()
        and (
            same_name(turned(name), turned(person.name))
            or same_name(name, person.mail)
            or same_name(name, person.id)
        )
    ]


def agreed(said: list[Claim]) -> str | None:
    """The one student whom all claims allow; None if there is no such, or more than one."""
    everybody = frozenset.intersection(*(claim.ids for claim in said)) if said else frozenset()
    return next(iter(everybody)) if len(everybody) == 1 else None


def against(who: str, said: list[Claim]) -> Claim | None:
    """The first claim that it is somebody else's, or nobody's, or as well a namesake's; a platform's before a
    file's.
    """
    return next(
        (
            claim
            for claim in sorted(said, key=lambda claim: not claim.sure)
            if who not in claim.ids or claim.is_of_namesakes
        ),
        None,
    )
