"""What students and platforms send, as bytes, and where it is put; what `course collect` makes of it."""

import io
import os
import unicodedata
import warnings
import zipfile

import pytest

from course.notebook import document
from course.student import work
from course.submission import bundle, roster
from course.submission.collecting import collect
from tests import tiny

NAME = "01-tiny/01-tiny.ipynb"
CANVAS = 'Student,ID,SIS User ID,SIS Login ID,Section\n"Lovelace, Ada",4711,s1,ada,A\n"Kahlo, Frida",4712,s2,frida,A\n"Noether, Emmy",4713,s3,emmy,A\n'
MOODLE = "First name,Last name,Username,Email address\nAda,Lovelace,ada,ada@x.org\nFrida,Kahlo,frida,frida@x.org\nConan,O'Brien,conan,conan@x.org\nA_B,Under,ab,ab@x.org\n"


@pytest.fixture
def inbox(course):
    work.start("01-tiny")
    (course / "inbox").mkdir()
    return course / "inbox"


@pytest.fixture
def in_class(course, tmp_path_factory):
    """in_class(text) makes a platform's file of its students the roster."""

    def keep(text):
        path = tmp_path_factory.mktemp("platform") / "class.csv"
        path.write_text(text, "utf-8")
        return roster.keep(roster.read(path))

    return keep


def zipped_by_submit(course, who="ada", when="20261125T124500Z", double="pass", **more):
    """What `course submit` makes -> bytes."""
    tiny.answers(course, course / "work" / NAME, double=double, **more)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "now", lambda: bundle.unstamp(when))
        path, _ = work.submit("01-tiny", who)
    data = path.read_bytes()
    path.unlink()
    return data


def bare(course, double="pass"):
    """A notebook -> bytes."""
    path = course / "a notebook"
    tiny.answers(course, path, double=double)
    data = path.read_bytes()
    path.unlink()
    return data


def packed(files, how=zipfile.ZIP_DEFLATED):
    """A zip of {name: bytes}, or of pairs, where a name may be there twice -> bytes."""
    stream = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(stream, "w", how) as box:
        for name, data in files.items() if isinstance(files, dict) else files:
            box.writestr(name, data)
    return stream.getvalue()


def packed_as(files, encoded):
    """A zip of {name: bytes} that does not say how its names, `encoded(name)`, are encoded."""

    class Named(zipfile.ZipInfo):
        def _encodeFilenameFlags(self):  # noqa: N802  zipfile's
            return encoded(self.filename), self.flag_bits

    return packed([(Named(name), data) for name, data in files.items()])


def of_a_mac(name):
    """As its Finder writes a name: in UTF-8, letters and accents apart."""
    return unicodedata.normalize("NFD", name).encode()


def opened(data):
    """A zip -> {name: bytes}."""
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return {name: box.read(name) for name in box.namelist()}


def whole_course(home, **steps):
    """The notebook of each step of somebody's course, as work=bytes -> {name in a zip: bytes}."""
    return {f"{home}/{step}/{NAME}": data for step, data in steps.items()}


def unpack(data, folder):
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        box.extractall(folder)


def put(inbox, name, data, when=None):
    """Write a file; its name may be bytes of any encoding."""
    path = (
        inbox / name
        if isinstance(name, str)
        else type(inbox)(os.fsdecode(os.path.join(os.fsencode(inbox), name)))
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if when:
        os.utime(path, (when,) * 2)
    return path


def lines(inbox, who=None):
    """{name: outcome} of a collect."""
    return {
        str(file.relative_to(inbox) if inbox.is_dir() else file): outcome
        for file, _, outcome in collect.collect(inbox, who)
    }


def students(course):
    """Of whom something is handed in."""
    return (
        {folder.name for folder in (course / "submitted").iterdir()}
        if (course / "submitted").exists()
        else set()
    )


def answer(course, who="ada"):
    """Their answer to the first exercise, as it counts."""
    nb = document.read(course / "submitted" / who / NAME)
    return next(cell.source for cell in nb.cells if cell.id == "double")


def everything(course):
    """All bytes of all that is kept below collected/ and submitted/, those in zips too."""
    found = []
    for step in ("collected", "submitted"):
        for file in (course / step).rglob("*"):
            if file.is_file():
                found.append(file.read_bytes())
                if zipfile.is_zipfile(file):
                    with zipfile.ZipFile(file) as box:
                        found += [box.read(name) for name in box.namelist()]
    return b"\n".join(found)
