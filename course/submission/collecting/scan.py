"""One collecting: what lies in a folder or a zip, hand-in by hand-in, unpacked under bounds. Whatever is
wrong with one of them is a line, and stops nobody.

    Inbox(None, folder).all(files)             # every file below a folder
    Inbox("ada").one(file)                     # one file, and whose it is
"""

import contextlib
import functools
import hashlib
import itertools
import shutil
import stat
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePath, PurePosixPath

from course.files import coursedir
from course.files.atomic import is_full
from course.files.terminal import shown, tame
from course.submission import roster
from course.submission.bundle import LARGEST, LARGEST_FILE, Refused, opened
from course.submission.collecting import archive, classify, gradescope, unix_accounts
from course.submission.collecting.decision import Decide
from course.submission.collecting.intake import Outcomes
from course.submission.collecting.owner import Names, agreed
from course.submission.collecting.platform_names import OF_THE_EXCHANGE
from course.submission.file_names import LONGEST_NAME, is_notebook, of_environments
from course.submission.store import hash_of

NOBODYS = (
    "refused: by its name it is a hand-in of somebody who is not on the roster, but it holds hand-ins of several. If it is your platform's download, rename it, "
    "for instance to submissions, and collect again"
)
NOTHING = "nothing in it is anybody's work: ask for what `course submit` makes"
DOWNLOADS = (
    "it looks like your platform's download, but is inside another zip: unpack it, and collect the folder"
)
UNPACKED = ".unpacked-"  # beside what is kept: where a hand-in lies while it is collected


class Inbox:
    """Where hand-ins are found, for one `course collect`. Its lines are (file, Submission or None, what
    became of it).
    """

    def __init__(self, who: str | None, home: Path = Path()):
        self.who, self.home, self.names = who, home, Names(roster.kept())
        self.outcomes = Outcomes(self.names, who, home)
        self.decide = Decide(self.names, who, self.outcomes)

    def all(self, files: list[Path]) -> Iterator[tuple]:
        """All hand-ins of the folder `home`, of its files."""
        home = PurePath(self.home.resolve().name)
        self.outcomes.top = home if self.names.is_named(home) else PurePath()
        yield from filter(None, self._listing(archive.Folder(files, self.home), self.outcomes.top, 0))
        yield from self.outcomes.of_others(self.home)
        yield from self.outcomes.of_another_assignment()
        self.outcomes.done()

    def one(self, file: Path) -> Iterator[tuple]:
        """A notebook, a hand-in, or a platform's zip."""
        name, self.outcomes.alone = PurePath(file.name), file
        with (
            self._reported(name) as said,
            self._as_it_is(archive.Folder([file], file.parent), PurePosixPath(name), file) as mine,
        ):
            yield from filter(
                None, self._notebook(mine, name) if is_notebook(name) else self._file(mine, name)
            )
        yield from said
        yield from self.outcomes.of_others(name)
        yield from self.outcomes.of_another_assignment()
        self.outcomes.done()

    def _is_somebodys(self, name):
        """Whether something says whose all that has this name is."""
        claims = self.names.claims(name)
        return bool(self.who or agreed(claims) or any(claim.sure for claim in claims))

    def _listing(self, listing, name, depth, outer=None):
        """All hand-ins of a folder, or of a zip in so many zips; None for each of many lines that are alike.
        outer: the bounds of the zip in which it is.
        """
        self.names.look(name, listing.names(), outside=depth <= 1)
        self.names.owners |= self._owners(listing, name)
        doubtful = [] if self.who else list(self.names.doubtful(name))
        yield from (self.outcomes.download(place, NOBODYS) for place in doubtful)
        if name in doubtful:
            return
        whole = self._is_somebodys(name)
        every = [*listing.all(), *(above / "hidden" for above in listing.unseen)]
        folders = {} if whole else _folders_of_gradescopes(every)
        if depth > 1 and any(file.parent in folders for file in classify.lists(listing)):
            raise Refused(DOWNLOADS)
        if depth > 1 or depth and whole:
            listing.be_one_students(outer)
        if not whole:
            yield from self._lists(listing, name, folders)
        own = self._own(name, whole)
        if depth and not whole:
            listing.be_of(own)
        hand_ins = classify.sorted_out(
            listing, own, *([] if whole else [lambda home, file: self.names.apart(name / home, name / file)])
        )
        known, taken = (
            {own(hand_in.files[0]) for hand_in in hand_ins},
            {file for hand_in in hand_ins for file in hand_in.files},
        )
        hand_ins = [
            hand_in
            for hand_in in hand_ins
            if not any((name / hand_in.name).is_relative_to(place) for place in doubtful)
        ]
        if self.who:
            self._is_one(hand_ins, name)
        for home, mine in itertools.groupby(hand_ins, lambda hand_in: own(hand_in.files[0])):
            with self.outcomes.of_one(name / home if home is not None else None) as more:
                for hand_in in mine:
                    # a hand-in that lies at the top
                    inside = (
                        name / hand_in.name
                        if (name / hand_in.name).parts
                        else PurePath(self.home.resolve().name)
                    )
                    with self._reported(inside) as said:
                        yield from self._hand_in(listing, hand_in, inside, depth)
                    yield from said
            yield from more
        yield from (
            self.outcomes.refused(name / home, f"refused: {NOTHING}")
            for home in sorted({own(file) for file in every} - {*known, None})
        )
        yield from self._left_out(listing, name, own, taken)

    def _own(self, name, whole):
        """own(file): of what lies below `name` the folder that is surely one student's, and holds the file;
        None if there is none.
        """

        @functools.cache
        def of(folder):
            return (
                folder.parts
                and of(folder.parent)
                or (folder if folder.parts and self.names.is_ones(name / folder) else None)
            )

        return lambda file: PurePosixPath() if whole else of(file.parent)

    def _lists(self, listing, name, folders):
        """Read Gradescope's lists. folders: those that lie beside such a list, by where that is."""
        for file in classify.lists(listing):
            with self._reported(name / file) as said:
                self._list(listing, file, name, folders.get(file.parent, ()))
            yield from said

    def _left_out(self, listing, name, own, taken):
        """A line on what was left out beside each hand-in. taken: the names of what was not, as what a
        manifest lists of an environment.
        """
        for folder, names in _by_folder(listing.left_out):
            many = f"{len(names)} files, as {shown(names[0])}," if len(names) > 1 else shown(names[0])
            yield (
                self.outcomes.path(name / folder),
                None,
                tame(f"left out: {many} since not every disk can take such a name"),
            )
        for folder, names in _by_folder(listing.links):
            many = f"{len(names)} links, as" if len(names) > 1 else "a link,"
            yield (
                self.outcomes.path(name / folder),
                None,
                tame(f"left out: {many} {shown(names[0])}: what it leads to is not in the hand-in"),
            )
        within = taken.union(*(file.parents for file in taken))
        left_out = [
            str(home)
            for home in listing.environments
            if within.isdisjoint(of_environments([home / "pyvenv.cfg"]))
        ]
        for folder, names in _by_folder(sorted(left_out)):
            many = f"{len(names)} virtual environments, as" if len(names) > 1 else "a virtual environment,"
            # the work lies beside them
            where = ["in bin, lib and the like"] * (PurePosixPath(names[0]) in within)
            where += [f"{'in ' * len(where)}{shown(names[0])}"] * (names[0] != ".")
            yield self.outcomes.path(name / folder), None, tame(f"left out: {many} {', '.join(where)}")
        for home, outside in classify.outside_of_work(listing, own).items():
            mine = [file for file in outside if classify.is_written(file.relative_to(home))]
            if mine:
                many = f"{len(mine)} notebooks lie" if len(mine) > 1 else "a notebook lies"
                yield (
                    self.outcomes.path(name / home),
                    None,
                    tame(
                        f"left out: {many} outside of work/, where the course keeps what one writes: {shown(mine[0])}"
                    ),
                )
            with self._reported(name / home) as said:
                if changed := [
                    file for file in outside if file not in mine and not self._is_untouched(listing, file)
                ]:
                    many = f"{len(changed)} notebooks that are" if len(changed) > 1 else "a notebook that is"
                    yield (
                        self.outcomes.path(name / home),
                        None,
                        tame(
                            f"left out: {many} not as given out, and where nobody works: {shown(changed[0])}. "
                            "If that is the work, unpack it, and collect that notebook with `--as ID`"
                        ),
                    )
            yield from said

    def _is_untouched(self, listing, file):
        return hashlib.sha256(listing.read(file, LARGEST_FILE)).hexdigest() in self.outcomes.untouched

    def _hand_in(self, listing, hand_in, name, depth):
        in_folder = isinstance(listing, archive.Folder)
        if hand_in.kind == classify.FILE and in_folder:
            with self._as_it_is(
                listing, hand_in.name, listing.paths[hand_in.name], self.names.exchanged(name)
            ) as file:
                yield from self._file(file, name, depth)
            return
        with _place() as place, contextlib.ExitStack() as stack:
            paths = classify.unpacked(listing, hand_in, place)
            if in_folder:
                stack.enter_context(
                    self.decide.belonging({file: listing.owners.get(file) for file in hand_in.files})
                )
            first, home = hand_in.files[0], hand_in.files[0].parent
            files = {
                unicodedata.normalize("NFC", file.relative_to(home).as_posix()): path
                for file, path in paths.items()
            }
            if hand_in.kind == classify.FILE:
                bounds = listing.bounds_of(first)
                ones = bounds if bounds.are_ones else None
                if ones:
                    ones.look_through(paths[first])
                yield from self._file(paths[first], name, depth, ones)
            elif hand_in.kind == classify.PACKED:
                yield from self._zip(archive.packed(files, place / "packed.zip"), name)
            else:
                yield from self._notebook(paths[first], name, files)

    @contextlib.contextmanager
    def _as_it_is(self, listing, name, file, is_ones=False):
        """A file of a folder: itself, or a copy, where somebody else might change it meanwhile; in here it is
        known to whom it belongs. is_ones: it is one student's, and no download.
        """
        with _place() as place:
            about, most = file.lstat(), 2 * LARGEST
            holes = about.st_size - 512 * getattr(about, "st_blocks", about.st_size)
            # nothing else is a download; and a copy has no holes
            is_file = stat.S_ISREG(about.st_mode)  # to open a pipe would wait for ever
            if not is_ones and is_file and holes < LARGEST and zipfile.is_zipfile(file):
                most = min(archive.LARGEST_IN_ALL, shutil.disk_usage(place).free // 2)
            # a download, for which there is no room twice, or what is refused for its size
            is_large = not is_ones and about.st_size > most
            if (
                self.who
                or is_large
                or not is_ones
                and (file.is_symlink() or not unix_accounts.may_change(file))
            ):
                with self.decide.belonging({name: unix_accounts.owner_of(file)}):
                    yield file
                return
            copy = classify.unpacked(listing, classify.HandIn(classify.FILE, name, [name]), place, most)[name]
            with self.decide.belonging({name: listing.owners[name]}):
                yield copy

    def _list(self, listing, file, name, folders):
        """Believe Gradescope's list of the folders beside it; not one that lies in a hand-in, nor one that
        says something else of a folder than an earlier one.
        """
        home = name / file.parent
        if not folders or any(claim.sure for claim in self.names.claims(home)) or self.names.is_listed(home):
            return
        text = listing.read(file, gradescope.LARGEST)
        if owner := listing.owners.get(file) if isinstance(listing, archive.Folder) else None:
            if self.names.user(owner):
                raise Refused(
                    f"it belongs to {owner} on this machine, who is a student: so it says nothing about the folders beside it"
                )
            self.outcomes.lists[name / file] = owner
        if not text:
            raise Refused(
                f"it is empty, or has more than {gradescope.LARGEST / 1e6:.0f} MB, so it cannot say whose the hand-ins beside it are"
            )
        try:
            said = gradescope.read(text)
        except ValueError as error:
            raise Refused(f"it is not a Gradescope list that can be read ({error})") from error
        self.names.listed = {
            (*home.parts, folder): who for folder, who in said.items() if folder in folders
        } | self.names.listed

    def _is_one(self, hand_ins, name):
        """Raise CourseError if what is to be one student's is many students', or many hand-ins."""
        work = [hand_in for hand_in in hand_ins if hand_in.may_be_work()]
        if len(work) > 1 or self.names.is_shared(name.parts):
            raise coursedir.CourseError(
                f"{shown(name)} holds {len(hand_ins)} hand-ins, but --as is for one: unpack it, and name that one. Nothing was changed."
            )

    def _file(self, file, name, depth=0, outer=None):
        """A hand-in, or all those in a zip of them."""
        if depth == archive.DEEPEST or not classify.is_one(
            file, depth == 0 and not self._is_somebodys(name), self.names.speaks
        ):
            is_file, kind = file.is_file() and not file.is_symlink(), name.suffix.lower()
            other = (
                is_file
                and kind not in ("", ".zip")  # a damaged zip says more of itself
                and (kind in archive.KINDS and not archive.is_packed(file) or not zipfile.is_zipfile(file))
            )
            if other:
                yield self.outcomes.refused(
                    name,
                    f"refused: it is {archive.kind_of(name)}",
                    [hash_of(file)],
                    beside=kind not in archive.ARCHIVES,
                )
            else:
                yield from self._zip(file, name)
            return
        with self._reported(name) as said, opened(file) as box:
            lines = self._listing(archive.Zip(box, self.names.speaks), name, depth + 1, outer)
            if (first := next(lines, None)) is None:
                raise Refused(NOTHING)
            yield first
            yield from lines
        yield from said

    def _zip(self, file, name):
        """A zip of `course submit`, or what is none."""
        with self._reported(name, marks := []) as said:
            yield self.decide.zip(file, name, marks)
        yield from said

    def _owners(self, listing, name):
        """Whose the folders of nbgrader's exchange are on this machine. In a zip nobody can say."""
        if not isinstance(listing, archive.Folder):
            return {}
        folders = {name / above: self.home / above for file in listing.paths for above in file.parents}
        found = {}
        for place, folder in folders.items():
            if OF_THE_EXCHANGE.fullmatch(place.name[:LONGEST_NAME]):
                try:
                    found[place.parts] = unix_accounts.owner_of(folder)
                except OSError:  # it was there, and who moves it about may not be whom it is called by
                    found[place.parts] = "?"
        return {place: owner for place, owner in found.items() if owner}

    def _notebook(self, file, name, files=None):
        """A notebook that came bare, and the files beside it."""
        with self._reported(name, marks := []) as said, _place() as place:
            yield self.decide.notebook(file, name, files or {}, place, marks)
        yield from said

    @contextlib.contextmanager
    def _reported(self, name, marks=()):
        """What goes wrong in here is a line, and stops nobody; but a full disk, and what is wrong with the
        course, stops all. marks: hashes of the hand-in, as far as they are known by then.
        """
        said = []
        try:
            yield said
        except coursedir.CourseError:
            raise
        except Exception as error:  # the hand-in's fault or ours: it is reported, and the next one is read
            try:
                self._stop_if_full(error, name)
                said.append(self.outcomes.refused(name, f"refused: {_why(error)}", marks))
            except OSError as another:
                self._stop_if_full(another, name)
                raise coursedir.CourseError(
                    f"the list of what was refused cannot be written ({shown(another)}). Mend that, and collect again."
                ) from another

    def _stop_if_full(self, error, name):
        if is_full(error):
            whose = self.names.called(name)
            raise coursedir.CourseError(
                f"the disk is full: nothing from {tame(str(name))}{f' (from {whose})' if whose else ''} on was collected. "
                "Make room, and collect the same folder again: it picks up where it left off."
            ) from error


def _why(error):
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, OSError):
        return f"it could not be read or written ({shown(error)}). Mend that, and collect again"
    return f"{type(error).__name__}: {shown(error)}"


def _by_folder(names):
    """Names in a zip -> (the folder at its top, names in it) of each; "" for those in none."""
    found = {}
    for name in names:
        found.setdefault(name.partition("/")[0].strip(".") if "/" in name.strip("/") else "", []).append(name)
    return found.items()


@contextlib.contextmanager
def _place():
    with tempfile.TemporaryDirectory(dir=coursedir.root() / "collected", prefix=UNPACKED) as place:
        yield Path(place)


def _folders_of_gradescopes(names):
    """Beside what a list may lie -> {folder: names of those in it that are called as Gradescope calls them}."""
    found = {}
    for name in names:
        for above, folder in zip(name.parents[1:], name.parents):
            if gradescope.FOLDER.fullmatch(folder.name):
                found.setdefault(above, set()).add(folder.name)
    return found
