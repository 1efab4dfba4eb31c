"""What lies in an inbox is sorted into hand-ins: none swallows another one.

A hundred and twenty odd hand-ins, five of each kind: none is lost, none is somebody else's, no mark is wrong,
and each oddity is a line.
"""

import io
import os
import unicodedata
import zipfile

import pytest

from course import cli
from course.reports import class_report
from course.student import work
from course.submission import bundle, rejected, roster
from tests import tiny
from tests.sent import CANVAS, answer, bare, everything, lines, packed, put, unpack, zipped_by_submit
from tests.sent import students as all_students

RIGHT, HALF = (
    {"double": "def double(x):\n    return x + x", "answer": "answer = 42"},
    {"double": "def double(x):\n    return x + x", "answer": "answer = 41"},
)
NOTEBOOK = "01-tiny/01-tiny.ipynb"
TAKEN, DECIDE, REFUSED = "taken in", "to be decided", "refused"


class Student:
    def __init__(self, kind, n):
        self.kind, self.n, self.number = kind, n, 1000 + n
        self.id = {"another script": f"張偉{n}", "typed on a Mac": f"josé{n}"}.get(kind, f"s{n}")
        self.given, self.family = f"Given{n}", f"Family{n}"
        self.work = RIGHT if n % 2 else HALF

    def canvas(self, name, late=False, attachment=7):
        """What Canvas calls a file that this student uploads."""
        return (
            f"{self.family}{self.given}".lower()
            + f"_{'LATE_' if late else ''}{self.number}_{attachment}{self.n}_{name}"
        )

    def notebook(self, course, work_=None):
        path = course / "a notebook"
        tiny.answers(course, path, **(work_ or self.work))
        return path.read_bytes()

    def zip(self, course, who=None, when="20261125T124500Z", work_=None):
        """What `course submit` makes of this student's work -> (name, bytes)."""
        work.start("01-tiny")
        tiny.answers(course, course / "work" / NOTEBOOK, **(work_ or self.work))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(work, "now", lambda: bundle.unstamp(when))
            path, _ = work.submit("01-tiny", who or self.id)
        data = path.read_bytes()
        path.unlink()
        return path.name, data


def again(data, rename, more=None):
    """A zip that somebody opened and packed again."""
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return packed({rename(name): box.read(name) for name in box.namelist()} | (more or {}))


def kinds(course):
    """kind -> (what a student of it puts into Canvas's zip, or into the folder beside it: {name: bytes}; what
    comes of it; lines that collect prints).
    """

    def repacked(rename, more=None):
        def send(s):
            name, data = s.zip(course)
            return {s.canvas(name): again(data, rename, more)}

        return send

    def bare(name):
        return lambda s: {s.canvas(name): s.notebook(course)}

    def twice(s):
        name, data = s.zip(course)
        return {s.canvas(name): data, s.canvas(name, attachment=8): data}

    def older_and_newer(s):
        name, data = s.zip(course, work_={"double": "x = 1", "answer": "answer = 1"})
        later, newer = s.zip(course, when="20261125T180000Z")
        return {s.canvas(name): data, s.canvas(later.replace(".zip", "-1.zip"), attachment=8): newer}

    def damaged(s):
        name, data = s.zip(course)
        return {s.canvas(name): data[:200]}

    def damaged_and_good(s):
        name, data = s.zip(course, when="20261125T180000Z")
        return damaged(s) | {s.canvas(name, attachment=8): data}

    def for_the_last_of_their_kind(s):
        # s1's own is right, and older
        return {s.canvas("01-tiny.zip"): s.zip(course, who="s1", work_=HALF, when="20261126T000000Z")[1]}

    plain = {
        "as it should be": (lambda s: {s.canvas(s.zip(course)[0]): s.zip(course)[1]}, TAKEN, 0),
        "late": (lambda s: {s.canvas("work.zip", late=True): s.zip(course)[1]}, TAKEN, 0),
        "older and newer": (older_and_newer, TAKEN, 1),
        "the same twice": (twice, TAKEN, 0),
        "a zip in a zip": (lambda s: {s.canvas("homework.zip"): packed(dict([s.zip(course)]))}, TAKEN, 0),
        "a Mac, a folder around it": (
            repacked(lambda name: f"my homework/{name}", {"__MACOSX/my homework/._manifest.json": b"x"}),
            TAKEN,
            0,
        ),
        "a Mac's litter": (
            repacked(lambda name: name, {"__MACOSX/._manifest.json": b"x", ".DS_Store": b"x"}),
            TAKEN,
            0,
        ),
        "Windows": (repacked(lambda name: name.replace("/", "\\")), TAKEN, 0),
        "a bare notebook": (bare("01-tiny.ipynb"), TAKEN, 1),
        "a renamed notebook": (bare("Untitled (3).ipynb"), TAKEN, 1),
        "a folder by hand": (
            lambda s: {
                s.canvas("a.zip"): packed(
                    {f"work/{NOTEBOOK}": s.notebook(course), "work/01-tiny/kept/old.ipynb": b"{}"}
                )
            },
            TAKEN,
            1,
        ),
        "the whole course": (
            lambda s: {
                s.canvas("c.zip"): packed(
                    {
                        "/".join(("my course", step, NOTEBOOK)): data
                        for step, data in (
                            ("work", s.notebook(course)),
                            ("release", (course / "release" / NOTEBOOK).read_bytes()),
                        )
                    }
                )
            },
            TAKEN,
            1,
        ),
        "another's id": (lambda s: {s.canvas("x.zip"): s.zip(course, who=f"typo{s.n}")[1]}, TAKEN, 1),
        "another script": (lambda s: {s.canvas(s.zip(course)[0]): s.zip(course)[1]}, TAKEN, 0),
        "typed on a Mac": (
            lambda s: {s.canvas("x.zip"): s.zip(course, who=unicodedata.normalize("NFD", s.id))[1]},
            TAKEN,
            0,
        ),
        "a partner's": (for_the_last_of_their_kind, DECIDE, 1),
        "damaged": (damaged, REFUSED, 1),
        "damaged, then good": (damaged_and_good, TAKEN, 1),
        "a picture": (lambda s: {s.canvas("photo.zip"): b"\x89PNG"}, REFUSED, 1),
        "another course's notebook": (
            lambda s: {s.canvas("hw1.ipynb"): b'{"cells": [], "metadata": {}}'},
            REFUSED,
            1,
        ),
        "an empty zip": (lambda s: {s.canvas("empty.zip"): packed({})}, REFUSED, 1),
    }
    beside = {
        "unpacked": (
            lambda s: {f"{s.id}/{name}": data for name, data in unpacked(s.zip(course)[1])},
            TAKEN,
            0,
        ),
        "the exchange": (
            lambda s: {f"{s.id}+01-tiny+2026-11-25 12:45:00.000000 UTC/01-tiny.ipynb": s.notebook(course)},
            TAKEN,
            1,
        ),
        "by mail": (lambda s: {f"{s.id}.zip": s.zip(course)[1]}, TAKEN, 0),
    }
    return plain, beside


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return [(name, box.read(name)) for name in box.namelist()]


@pytest.mark.slow
def test_of_120_odd_hand_ins_none_is_lost_none_is_anothers_and_no_mark_is_wrong(course, made, capsys):
    plain, beside = kinds(course)
    every = plain | beside
    assert len(every) == 24
    students = [Student(kind, 5 * k + i) for k, kind in enumerate(every) for i in range(1, 6)]
    lines = "".join(f'"{s.family}, {s.given}",{s.number},x{s.n},{s.id},A\n' for s in students)
    roster.keep(roster.read(made(f"Student,ID,SIS User ID,SIS Login ID,Section\n{lines}")))
    inbox = course / "inbox"
    inbox.mkdir()
    sent = {kind: [(s, every[kind][0](s)) for s in students if s.kind == kind] for kind in every}
    with zipfile.ZipFile(inbox / "submissions.zip", "w") as box:
        for name, data in sorted(
            (name, data) for kind in plain for _, files in sent[kind] for name, data in files.items()
        ):
            box.writestr(name, data)
    for name, data in (
        (name, data) for kind in beside for _, files in sent[kind] for name, data in files.items()
    ):
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_bytes(data)

    cli.main(["collect", str(inbox)])
    said = [
        line
        for line in capsys.readouterr().out.splitlines()
        if line.startswith(("submissions.zip", "s1", "s"))
    ]
    for kind, hand_ins in sent.items():
        for s, files in hand_ins:
            about = [
                line
                for line in said
                if any(name in line.partition(": ")[0] for name in files)
                or any(f"{s.id}/" in line.partition(": ")[0] for _ in files)
            ]
            assert len(about) == every[kind][2], (kind, s.id, about)

    taken = {s.id for s in students if every[s.kind][1] == TAKEN}
    assert {folder.name for folder in (course / "submitted").iterdir()} == taken
    assert cli.main(["grade", "01"]) == 0
    found = class_report.report("01-tiny")
    assert {who: sum(points or 0 for points in mine.values()) for who, mine in found.marks.items()} == {
        s.id: 4 if s.work is RIGHT else 3 for s in students if s.id in taken
    }
    standing = rejected.standing("01-tiny")
    assert {refusal.student for refusal in standing if refusal.student} == {
        s.id for s in students if every[s.kind][1] == REFUSED
    }
    to_decide = [refusal for refusal in standing if refusal.kept]
    assert len(to_decide) == 5 and all(os.path.exists(course / refusal.kept) for refusal in to_decide)
    assert found.missing == [] and found.unknown == []  # of each something came, be it refused
    told = class_report.text(found)
    assert all(refusal.name in told for refusal in standing)

    partner = next(s for s in students if every[s.kind][1] == DECIDE)
    kept = next(refusal.kept for refusal in to_decide if partner.canvas("") in refusal.name)
    assert cli.main(["collect", str(course / kept), "--as", partner.id]) == 0
    assert len([refusal for refusal in rejected.standing("01-tiny") if refusal.kept]) == 4


# --- no hand-in lies beside another ---


def test_one_bare_notebook_does_not_swallow_the_hand_ins_of_others_beside_it(course, inbox, in_class):
    """Canvas's download, unpacked into inbox/week-1/: one of them handed in a bare notebook."""
    in_class(CANVAS)
    put(inbox, "week-1/lovelaceada_4711_98_hw.ipynb", bare(course, "ada's own"))
    put(inbox, "week-1/kahlofrida_4712_99_work.zip", zipped_by_submit(course, "frida", double="frida's"))
    put(inbox, "week-1/noetheremmy_4713_97_work.zip", zipped_by_submit(course, "emmy", double="emmy's"))
    lines(inbox)
    assert not list((course / "submitted/ada").rglob("*.zip"))  # frida's work among ada's
    assert all_students(course) == {"ada", "frida", "emmy"}


def test_the_same_in_a_zip_that_a_mac_packed_again(course, inbox, in_class):
    in_class(CANVAS)
    put(
        inbox,
        "submissions.zip",
        packed(
            {
                "submissions/lovelaceada_4711_98_hw.ipynb": bare(course, "ada's own"),
                "submissions/kahlofrida_4712_99_work.zip": zipped_by_submit(
                    course, "frida", double="frida's"
                ),
            }
        ),
    )
    lines(inbox)
    assert (course / "submitted/frida").exists()


def test_one_that_was_unpacked_does_not_swallow_the_hand_ins_of_others_beside_it(course, inbox):
    """A shared folder, into which one put her zip's content; or a student who lays a manifest.json there."""
    unpack(zipped_by_submit(course), inbox / "week-1")
    put(inbox, "week-1/zoe.zip", zipped_by_submit(course, "zoe"))
    lines(inbox)
    assert all_students(course) == {"ada", "zoe"}


def test_two_files_of_one_name_in_a_zip_are_both_there_or_named(course, inbox):
    put(
        inbox,
        "all.zip",
        packed([("hw.zip", zipped_by_submit(course, "ada")), ("hw.zip", zipped_by_submit(course, "zoe"))]),
    )
    lines(inbox)
    assert all_students(course) == {"ada", "zoe"}


def test_a_file_beside_a_notebook_that_is_left_out_is_named(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "ada/hw.ipynb", bare(course))
    put(inbox, "ada/data.csv", os.urandom(11_000_000))
    put(inbox, "ada/random.py", b"x = 1")
    said = " ".join(lines(inbox).values())
    assert "data.csv" in said and "random.py" in said


def test_a_folder_called_work_beside_a_notebook_does_not_hide_it(course, inbox, in_class):
    in_class(CANVAS)
    put(
        inbox,
        "lovelaceada_4711_98_hw.zip",
        packed({"01-tiny.ipynb": bare(course, "ada's own"), "work/notes.txt": b"hello"}),
    )
    lines(inbox)
    assert answer(course) == "ada's own"


def test_what_is_left_out_of_a_bare_hand_in_is_kept_with_it(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "ada/hw.ipynb", bare(course, "ada's own"))
    put(inbox, "ada/random.py", b"what is in random.py")
    put(inbox, "ada/a:b.txt", b"what is in a:b.txt")
    put(inbox, "ada/timestamp.txt", b"2020-01-01 00:00:00 UTC")
    said = lines(inbox)["ada/hw.ipynb"]
    assert (
        said.startswith("collected; a bare notebook, as ada's; a:b.txt was left out")
        and "timestamp.txt was left out: a time is believed only in the folders of nbgrader's exchange"
        in said
    )
    assert sorted(file.name for file in (course / "submitted/ada/01-tiny").iterdir()) == [
        "01-tiny.ipynb",
        "time-of-the-file.txt",
    ]
    assert b"what is in random.py" in everything(course) and b"what is in a:b.txt" in everything(course)
    assert list(lines(inbox).values()) == ["collected before"]


def test_many_that_are_left_out_are_counted(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "ada/hw.ipynb", bare(course))
    for n in range(9):
        put(inbox, f"ada/{n}/random.py", b"")
    assert "4 more files beside it were left out" in lines(inbox)["ada/hw.ipynb"]


@pytest.mark.parametrize(
    "files, who",
    [
        (
            ["week/lovelaceada_4711_98_hw.ipynb", "week/kahlofrida_4712_97_notes.pdf"],
            ["week/kahlofrida_4712_97_notes.pdf", "week/lovelaceada_4711_98_hw.ipynb"],
        ),
        (["week/ada.ipynb", "week/frida.pdf"], ["week/ada.ipynb", "week/frida.pdf"]),
        (["week/ada.ipynb", "week/notes.txt"], ["week/ada.ipynb", "week/notes.txt"]),
        (["ada/hw.ipynb", "ada/data/notes_1_2_x.csv"], ["ada/hw.ipynb"]),
        (["ada/hw.ipynb", "ada/old/hw.ipynb", "ada/old/data.csv"], ["ada/hw.ipynb", "ada/old/hw.ipynb"]),
    ],
    ids=[
        "a platform's names",
        "somebody's own",
        "a notebook by itself",
        "a student's own folder",
        "two folders",
    ],
)
@pytest.mark.parametrize("with_a_roster", [True, False], ids=["", "no roster"])
def test_what_came_by_itself_is_beside_nobodys_notebook(course, inbox, in_class, files, who, with_a_roster):
    if with_a_roster:
        in_class(CANVAS)
    elif not files[0].startswith("week/lovelace"):
        files, who = files[:1], files[:1]
    for name in files:
        put(inbox, name, bare(course) if name.endswith("ipynb") else b"x")
    assert sorted(lines(inbox)) == who


def test_a_whole_course_in_a_zip_is_known_by_its_work_and_a_notebook_beside_it_counts_too(
    course, inbox, in_class
):
    in_class(CANVAS)
    home = "work/01-tiny"
    put(
        inbox,
        "ada.zip",
        packed(
            {
                f"c/{home}/01-tiny.ipynb": bare(course, "in work"),
                "c/docs/x.ipynb": b"{}",
                f"c/{home}/a.txt": b"x",
            }
        ),
    )
    said = lines(inbox)
    assert (
        list(said) == [f"ada.zip/c/{home}/01-tiny.ipynb", "ada.zip"]
        and said["ada.zip"].endswith("c/docs/x.ipynb")
        and answer(course) == "in work"
    )
