"""What lies in a folder, or in a zip, sorted into hand-ins: a platform's whole download, a student's own zip,
an exchange.

    packed       what `course submit` packed and somebody, or some program, has unpacked: a manifest.json, and
                 the files that it lists
    notebook     a notebook, with the files beside it where a folder of its own holds them
    file         anything else, to be read as a zip or refused

No zip, no notebook, no manifest and nothing that came by itself is ever beside a hand-in: each is one of its
own, and maybe another student's.
"""

import contextlib
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from course.files import coursedir
from course.submission.bundle import LARGEST, LARGEST_MANIFEST, MOST, Refused, files_in, names_in, opened
from course.submission.collecting.archive import MANIFEST, Folder, Zip, is_first, may_be_one
from course.submission.collecting.platform_names import is_platforms
from course.submission.file_names import LONGEST_NAME, is_notebook, leads_out

PACKED, NOTEBOOK, FILE = "packed", "notebook", "file"
LIST = "submission_metadata.yml"  # of Gradescope
WORK, KEPT = {"work", "outbox"}, "kept"  # in one's whole course; older attempts
NOT_WORK = {KEPT, "release", "autograded", "feedback"}  # … and what nobody wrote


class HandIn(NamedTuple):
    kind: str
    name: PurePosixPath  # of the file, or of the folder that holds it all
    files: list  # names in the listing: the notebook's, or the manifest's, first

    def may_be_work(self):
        """Whether it may be somebody's work, by its name: no picture, no PDF."""
        return self.kind != FILE or self.name.suffix.lower() == ".zip"


def unpacked(
    listing: Folder | Zip, hand_in: HandIn, place: Path, most: float = 2 * LARGEST
) -> dict[PurePosixPath, Path]:
    """Copy a hand-in's files to `place`, under no names of their own -> {name: where it lies now}. Raises
    Refused as soon as it is more than one may hand in. most: bytes of a file that may be a zip of others' as
    well.
    """
    if len(hand_in.files) > MOST:
        raise Refused(f"it would unpack to more than {MOST} files or {LARGEST / 1e6:.0f} MB")
    left, paths = most if hand_in.kind == FILE else LARGEST, {}
    for n, file in enumerate(hand_in.files):
        paths[file] = place / f"{n:05}"
        listing.copy(file, paths[file], left)
        left -= paths[file].stat().st_size
    return paths


def is_one(file: Path, of_many: bool = False, speaks: Callable = is_platforms) -> bool:
    """Whether a file is a zip with hand-ins in it, and no hand-in itself: that is refused by what is wrong
    with it, a name that leads elsewhere say. of_many: it may be a platform's, with the hand-ins of many: one
    student's names are no others' matter. speaks(folder): whether the one folder around all says whose it is.
    """
    if file.is_symlink() or not file.is_file():
        return False
    with contextlib.suppress(Refused), opened(file) as box:
        names = names_in(files_in(box), speaks).values()
        listing = Zip(box, speaks)
        if not of_many and any(map(leads_out, listing.left_out)):
            return False
        others = [name for name in listing.names() if may_be_one(name)]
        if MANIFEST in names:
            assignment = _said(listing, PurePosixPath(MANIFEST)).get("assignment")
            is_ours = isinstance(assignment, str) and assignment in coursedir.assignments()
            mine = {f"{name}.ipynb" for name in coursedir.names(assignment)} if is_ours else set()
            flat = (
                set()
                if any(str(name) == f"{assignment}/{each}" for name in others for each in mine)
                else mine
            )
            others = [
                name
                for name in others
                if name.parts[0] not in {MANIFEST, assignment, *flat}
                and (is_ours or name.suffix.lower() == ".zip")
            ]
        return bool(others)
    return False


def sorted_out(
    listing: Folder | Zip, own: Callable, apart: Callable = lambda home, name: False
) -> list[HandIn]:
    """The hand-ins of a listing, in order of their names; in a folder the notebook that is called as its
    assignment comes first: of one time, the first counts.

    own(name): the folder in it that is surely one student's, and holds a name, whose notebook may lie at its
    top with its files beside it; None if there is none. apart(folder, name): whether what lies below a folder
    came by itself, by its name.
    """
    left = {name for name in of_work(listing, own) if name.name != LIST}
    found = []
    manifests = sorted(
        (name for name in left if name.name == MANIFEST), key=lambda name: (len(name.parts), name)
    )
    inside, homes = {}, {name.parent for name in manifests}
    home: PurePosixPath | None
    first: Any
    # work may lie where an environment was made of its folder
    for name in {*left, *listing.all()} if homes else ():
        for home in homes.intersection(name.parents):
            inside.setdefault(home, []).append(name)
    taken = set()
    for first in manifests:
        if first in taken:
            continue
        mine = set(
            _listed(listing, first, own, apart, [name for name in inside[first.parent] if name not in taken])
        )
        taken |= {first, *mine}
        found.append(HandIn(PACKED, first.parent, [first, *sorted(mine - {first})]))
    left -= taken
    notebooks, beside = {}, {}
    for name in left:
        if is_notebook(name):
            notebooks.setdefault(name.parent, []).append(name)
    for several in notebooks.values():
        several.sort()
        if own(several[0]) is not None and (parts := _parts({name.name for name in several})):
            several.sort(key=lambda name: name.name not in parts)
            alone = [name for name in several[1:] if name.name in _named_notebooks() - parts]
            beside[several[0]] = [name for name in several[1:] if name not in alone]
            several[1:] = alone
    for name in left:
        home = next((folder for folder in name.parents if folder in notebooks), None)
        if home is not None and not may_be_one(name) and _takes(home, notebooks[home], name, own, apart):
            beside.setdefault(notebooks[home][0], []).append(name)
    left -= {name for names in beside.values() for name in names}
    for name in left:
        found.append(
            HandIn(NOTEBOOK if is_notebook(name) else FILE, name, [name, *sorted(beside.get(name, ()))])
        )
    first = {
        f"{name}.ipynb" for assignment in coursedir.assignments() for name in coursedir.names(assignment)
    }
    return sorted(found, key=lambda hand_in: [(part not in first, part) for part in hand_in.name.parts])


def lists(listing: Folder | Zip) -> list[PurePosixPath]:
    """Gradescope's lists in a listing, the one that lies highest first."""
    return sorted(
        (name for name in listing.names() if name.name == LIST), key=lambda name: (len(name.parts), name)
    )


def of_work(listing: Folder | Zip, own: Callable) -> set[PurePosixPath]:
    """The names in a listing of what may be work: in the folder that is one student's, a whole course maybe,
    no older attempts and nothing that nobody wrote.
    """
    return {
        name
        for home, names in _by_home(listing, own)
        for name in (_of_work(_written(names, home), home) if home is not None else names)
    }


def outside_of_work(listing: Folder | Zip, own: Callable) -> dict[PurePosixPath, list[PurePosixPath]]:
    """The notebooks in each student's whole course that lie elsewhere than work does, and are not what was
    kept of older attempts -> {the folder: notebooks}.
    """
    found = {}
    for home, names in _by_home(listing, own):
        if home is not None:
            work = _of_work(_written(names, home), home)
            found[home] = sorted(
                name
                for name in names
                if name not in work and is_notebook(name) and KEPT not in name.relative_to(home).parts
            )
    return {home: names for home, names in found.items() if names}


def is_written(name: PurePosixPath) -> bool:
    """Whether somebody wrote what lies there, by the names of the folders in one's course."""
    return NOT_WORK.isdisjoint(name.parts)


def _by_home(listing, own):
    found = {}
    for name in listing.names():
        found.setdefault(own(name), set()).add(name)
    return found.items()


def _written(names, home):
    return {name for name in names if is_written(name.relative_to(home))}


def _parts(files):
    """The notebooks that are several of one assignment's, and so one hand-in; a copy of one, or a trial, that
    lies beside them is left out with a line.
    """
    parts = [files & {f"{name}.ipynb" for name in coursedir.names(each)} for each in coursedir.assignments()]
    return next((some for some in parts if len(some) > 1), set())


def _named_notebooks():
    return {f"{name}.ipynb" for each in coursedir.assignments() for name in coursedir.names(each)}


def _takes(home, notebooks, name, own, apart):
    """Whether the notebook of a folder, its only one, takes what lies beside it or below: not at the top of
    what many sent, and nothing that came by itself.
    """
    if len(notebooks) > 1 or own(notebooks[0]) != own(name):
        return False
    return (
        own(name) is not None or bool(home.parts) and not apart(home, notebooks[0]) and not apart(home, name)
    )


def _of_work(names, home):
    """Of the names in one's own folder those of work; all of them, if it is no whole course, whose notebooks
    lie below work/.
    """
    above = {*home.parents, home}
    holders = {
        folder.parent
        for name in names
        if may_be_one(name)
        for folder in name.parents
        if folder.name in WORK and folder not in above
    }
    if not holders or holders & {name.parent for name in names if is_first(name)}:
        return names
    return {name for name in names if WORK & set(name.relative_to(home).parts)}


def _said(listing, manifest):
    """What a manifest says; {} if it cannot be read: what is wrong with it is said when it is taken for a
    hand-in.
    """
    with contextlib.suppress(ValueError, RecursionError, OSError, Refused):
        if isinstance(said := json.loads(listing.read(manifest, LARGEST_MANIFEST)), dict):
            return said
    return {}


def _listed(listing, manifest, own, apart, names):
    """Of the names in a manifest's folder those that it lists: in the assignment's folder, or flat. Only of
    these it is asked whose they are. Flat, a notebook of another name is taken only from a folder that is its
    student's own.
    """
    said, home = _said(listing, manifest), manifest.parent
    hashes, assignment = said.get("sha256"), said.get("assignment")
    if not isinstance(hashes, dict) or len(hashes) > MOST:
        return
    # a Mac takes letters and accents apart
    inside = {unicodedata.normalize("NFC", name.relative_to(home).as_posix()): name for name in names}
    hashes = {unicodedata.normalize("NFC", name) for name in hashes if len(name) <= LONGEST_NAME}
    ours = assignment in coursedir.assignments()
    own_names = {f"{name}.ipynb" for name in coursedir.names(assignment)} if ours else set()
    for name, file in inside.items():
        start, _, rest = name.partition("/")
        is_packed = ours and start == assignment and rest in hashes
        is_flat = (
            "/" not in name
            and name in hashes
            and not (ours and f"{assignment}/{name}" in inside)
            and not name.lower().endswith(".zip")
        )
        is_mine = own(file) is not None
        if (
            is_packed or is_flat and (is_mine or name in own_names or not name.lower().endswith(".ipynb"))
        ) and (is_mine or not apart(home, file)):
            yield file
