import datetime
import errno
import hashlib
import io
import json
import os
import shutil
import stat
import sys
import warnings
import zipfile

import pytest

from course import cli
from course.files.coursedir import CourseError
from course.gradebook import database  # noqa: F401  once, not in each process that is killed
from course.notebook import document
from course.reports import class_report
from course.student import work
from course.submission import bundle, deadline, rejected
from course.submission.collecting import clock, collect
from tests import sent, tiny

NAME = "01-tiny/01-tiny.ipynb"


def hand_in(course, inbox, name, who="ada", when="20261125T124500Z", double="pass"):
    """A zip made by `course submit`, under the name that a learning platform gave it."""
    tiny.answers(course, course / "work" / NAME, double=double)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "now", lambda: bundle.unstamp(when))
        path, _ = work.submit("01-tiny", who)
    target = inbox / name
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)
    return target


def collected(inbox):
    return [outcome for _, _, outcome in collect.collect(inbox)]


def answer(course, who="ada"):
    nb = document.read(course / "submitted" / who / NAME)
    return next(cell.source for cell in nb.cells if cell.id == "double")


def test_a_zip_becomes_a_submission_as_nbgrader_wants_it(course, inbox):
    hand_in(course, inbox, "a.zip", double="x = 1")
    assert collected(inbox) == ["collected"]
    assert answer(course) == "x = 1"
    assert (course / "submitted/ada/01-tiny/timestamp.txt").read_text() == "2026-11-25 12:45:00 UTC\n"
    assert sorted(file.name for file in (course / "submitted/ada").iterdir()) == ["01-tiny"]


def test_the_manifest_counts_whatever_a_platform_calls_the_file_or_its_folder(course, inbox):
    hand_in(course, inbox, "Muster, Eva (1234)_7_assignsubmission_file_/01-tiny_ada_2026 (1).zip", who="eva")
    hand_in(course, inbox, "deep/er/x.ZIP.bin", who="bo")
    assert collected(inbox) == ["collected"] * 2
    assert (course / "submitted/eva/01-tiny").is_dir() and (course / "submitted/bo/01-tiny").is_dir()


def test_a_time_in_the_future_is_refused_or_it_would_stay_the_newest_for_ever(course, inbox):
    hand_in(course, inbox, "a.zip", when="29990101T000000Z", double="x = 1")
    assert collected(inbox) == [
        "refused: its time, 2999-01-01 00:00 UTC, is in the future: ask ada to set the clock and submit again"
    ]


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_the_newest_wins_and_every_one_is_kept(course, inbox, order):
    hand_in(course, inbox, f"{order[0]}.zip", when="20261125T124500Z", double="old")
    hand_in(course, inbox, f"{order[1]}.zip", when="20261125T124501Z", double="new")
    outcomes = collected(inbox)
    replaced = (
        "collected, and replaces the one of 2026-11-25 12:45:00 UTC, which is kept in collected/ada/01-tiny"
    )
    assert (
        outcomes == ["collected", replaced]
        if order == "ab"
        else ["collected", "kept, but the one of 2026-11-25 12:45:01 is newer"]
    )
    assert answer(course) == "new"
    kept = [file.name for file in (course / "collected/ada/01-tiny").iterdir()]
    assert sorted(kept) == ["20261125T124500Z.zip", "20261125T124501Z.zip"]


def test_one_that_is_late_and_replaces_one_of_which_nobody_knows_the_time_is_said_to_be(
    course, inbox, in_class
):
    in_class(MOODLE)
    deadline.keep("01-tiny", deadline.Rule(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC), 0, 10))
    bare(course, inbox / "ada.ipynb", double="old")
    collected(inbox)
    hand_in(course, inbox, "ada.zip", double="new")
    assert any(
        outcome.startswith("collected, and is ") and "which takes " in outcome for outcome in collected(inbox)
    )


TIME = "the one of 2026-11-25 12:45:00 UTC, which is kept in collected/ada/01-tiny"
BETTER = "`course grade` lets the better one count"


@pytest.mark.parametrize(
    "due_at, extended, cost, said",
    [
        (
            "2026-11-25T18:00",
            None,
            10,
            f"collected, and is 1 day 17 h late, which takes 20 % of its points, and 0 % of those of the one before: it replaces {TIME}; {BETTER}",
        ),
        ("2026-11-25T18:00", None, 0, f"collected, and replaces {TIME}"),
        ("2026-11-25T18:00", "2026-11-28T18:00", 10, f"collected, and replaces {TIME}"),
        (
            "2026-11-25T08:00",
            None,
            10,
            f"collected, and is 2 days 3 h late, which takes 30 % of its points, and 10 % of those of the one before: it replaces {TIME}; {BETTER}",
        ),
        ("2026-11-28T18:00", None, 10, f"collected, and replaces {TIME}"),
        (None, None, 10, f"collected, and replaces {TIME}"),
    ],
    ids=[
        "late",
        "late, and costs nothing",
        "an extension",
        "the first was late as well",
        "in time",
        "no rule",
    ],
)
def test_what_being_late_costs_is_said_of_a_replacement_that_loses_more_than_the_one_before(
    course, inbox, due_at, extended, cost, said
):
    def time(text):
        return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)

    if due_at:
        deadline.keep(
            "01-tiny", deadline.Rule(time(due_at), 15, cost, {"ada": time(extended)} if extended else {})
        )
    hand_in(course, inbox, "a.zip", when="20261125T124500Z", double="old")
    hand_in(course, inbox, "b.zip", when="20261127T110000Z", double="new")
    assert collected(inbox) == ["collected", said]


def test_collecting_twice_changes_nothing(course, inbox):
    hand_in(course, inbox, "a.zip")
    collected(inbox)
    (course / "submitted/ada/01-tiny/marker").touch()
    assert collected(inbox) == ["collected before"]
    assert (course / "submitted/ada/01-tiny/marker").exists()


def test_two_submissions_of_one_second_are_both_kept(course, inbox):
    hand_in(course, inbox, "a.zip", double="one")
    hand_in(course, inbox, "b.zip", double="two")
    assert collected(inbox) == [
        "collected",
        "kept, but another one of the same time, 2026-11-25 12:45:00, was there before",
    ]
    assert len(list((course / "collected/ada/01-tiny").iterdir())) == 2
    assert collected(inbox) == ["collected before"] * 2


def test_a_submission_that_came_another_way_is_put_aside(course, inbox):
    tiny.submit(course, "ada", when="2026-11-24 08:00:00.123456 UTC", double="by mail")
    hand_in(course, inbox, "a.zip", double="by zip")
    collected(inbox)
    assert answer(course) == "by zip"
    kept = document.read(course / "collected/ada/01-tiny/20261124T080000Z/01-tiny.ipynb")
    assert "by mail" in [cell.source for cell in kept.cells]


def box(files, manifest=None, links=(), how=zipfile.ZIP_DEFLATED):
    """A zip by hand; the manifest is right unless given."""
    right = {
        "student": "mal",
        "assignment": "01-tiny",
        "time": "2026-11-25T12:45:00+00:00",
        "sha256": {
            name.removeprefix("01-tiny/"): hashlib.sha256(data).hexdigest() for name, data in files.items()
        },
    }
    stream = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(stream, "w", how) as out:
        if manifest != "none":
            out.writestr("manifest.json", json.dumps(right | (manifest or {})))
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = how
            if name in links:
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            out.writestr(entry, data)
    return stream.getvalue()


BAD = {
    "not a zip": (b"hello", "not a zip that can be read"),
    "cut off": (box({NAME: b"{}" * 500})[:-30], "not a zip that can be read"),
    "zip slip": (box({NAME: b"{}", "01-tiny/../../../evil": b""}), "outside of its folder"),
    "absolute": (box({NAME: b"{}", "/tmp/evil": b""}), "outside of its folder"),
    "windows drive": (box({NAME: b"{}", "C:/evil": b""}), "outside of its folder"),
    "backslash": (box({NAME: b"{}", "01-tiny/..\\evil": b""}), "outside of its folder"),
    "link": (box({NAME: b"{}", "01-tiny/link": b"/etc/passwd"}, links=["01-tiny/link"]), "is a link"),
    "bomb": (box({NAME: b"{}", "01-tiny/zeros": bytes(2_000_000)}), "it would unpack to more than"),
    "many files": (box({NAME: b"{}"} | {f"01-tiny/{n}": b"" for n in range(1001)}), "more than 1000 files"),
    "no manifest": (box({"01-tiny/x.txt": b"{}"}, "none"), "it has no manifest: `course submit`"),
    "no manifest, and no notebook of the course": (
        box({NAME: b"[]"}, "none"),
        "not a notebook that can be read",
    ),
    "manifest of no sense": (box({NAME: b"{}"}, {"time": 5}), "its manifest cannot be read"),
    "another course's": (box({NAME: b"{}"}, {"assignment": "07-other"}), "no assignment '07-other'"),
    "no name": (box({NAME: b"{}"}, {"student": "../ada"}), "cannot be a student's id"),
    "a list as name": (box({NAME: b"{}"}, {"student": ["a"]}), "cannot be a student's id"),
    "no notebook": (box({"01-tiny/x.txt": b""}), "01-tiny.ipynb is not in it"),
    "damaged": (box({NAME: b"{}"}, {"sha256": {"01-tiny.ipynb": "0"}}), "ask mal for it again"),
    "file under a file": (
        box({NAME: b"{}", "01-tiny/a": b"", "01-tiny/a/b": b""}),
        "as a file and as a folder",
    ),
    "folder over a file": (
        box({NAME: b"{}", "01-tiny/a/b": b"", "01-tiny/a": b""}),
        "as a file and as a folder",
    ),
    "the same file twice": (box({NAME: b"{}", "01-tiny//a": b"", "01-tiny/a": b""}), "is in it twice"),
    "a name without end": (box({NAME: b"{}", "01-tiny/" + "a/" * 5000 + "b": b""}), "too long a name"),
    "folders in folders": (box({NAME: b"{}", "01-tiny/" + "a/" * 30 + "b": b""}), "is too long a name"),
    "folders without end": (
        box({NAME: b"{}"} | {f"01-tiny/{n}/a/b/c/d/e": b"" for n in range(500)}),
        "more than 1000 files and folders",
    ),
    "a part of a name that no disk takes": (
        box({NAME: b"{}", "01-tiny/" + "a" * 300: b""}),
        "is too long a name",
    ),
    "the same in letters of two bytes": (
        box({NAME: b"{}", "01-tiny/" + "ä" * 200: b""}),
        "is too long a name",
    ),
    "a folder where the time goes": (
        box({NAME: b"{}", "01-tiny/timestamp.txt/x": b""}),
        "has a folder timestamp.txt, where the time of a submission is written: ask mal to rename it",
    ),
    "a hidden file": (box({NAME: b"{}", "01-tiny/.git/config": b""}), ".git/config is hidden"),
    "a time before there were computers": (
        box({NAME: b"{}"}, {"time": "0001-01-02T00:00:00+00:00"}),
        "its manifest cannot be read",
    ),
    "hashes of no sense": (box({NAME: b"{}"}, {"sha256": [[1, 2], ["a", 3]]}), "its manifest cannot be read"),
    "bzip2": (box({NAME: b"{}"}, how=zipfile.ZIP_BZIP2), "in a way that `course submit` does not use"),
    "lzma": (box({NAME: b"{}"}, how=zipfile.ZIP_LZMA), "in a way that `course submit` does not use"),
    **{
        f"settings: {name}": (
            box({NAME: b"{}", f"01-tiny/{name}": b""}),
            "for their settings, by its name: ask mal to rename",
        )
        for name in (
            "nbgrader_config.py",
            "deep/er/NBGrader_config.json",
            "jupyter_config.py",
            "jupyter_lab_config.json",
            "ipython_config.py",
            "matplotlibrc",
            "sitecustomize.py",
            "sitecustomize/__init__.py",
            "usercustomize.pyc",
        )
    },
    **{
        f"a module: {name}": (
            box({NAME: b"{}", f"01-tiny/{name}": b""}),
            "in place of a module of its own: ask mal to rename",
        )
        for name in (
            "ipykernel_launcher.py",
            "deep/readline.py",
            "numpy/__init__.py",
            "comm.abi3.so",
            "json.pyc",
        )
    },
}


@pytest.mark.parametrize("data, why", BAD.values(), ids=BAD)
def test_a_bad_zip_is_one_line_and_stops_nothing(course, inbox, monkeypatch, data, why):
    monkeypatch.setattr(bundle, "LARGEST", 1_000_000)
    before = {file for file in course.rglob("*") if "inbox" not in file.parts}
    (inbox / "0.zip").write_bytes(data)
    (bad,) = collected(inbox)
    assert bad.startswith("refused: ") and "\n" not in bad and why in bad
    assert not (course / "submitted/mal/01-tiny").exists()
    assert not {file for file in course.rglob("evil")} and len(before) >= 5
    hand_in(course, inbox, "1.zip")
    assert [outcome.partition(":")[0] for outcome in collected(inbox)][-1] == "collected"


def test_no_name_of_somebody_elses_commands_the_terminal(course, inbox, capsys):
    evil = "\x1b]0;owned\x07\x1b[2J\n\u202e"
    (inbox / f"{evil}.zip").write_bytes(box({NAME: b"{}", f"01-tiny/{evil}/../x": b""}))
    (inbox / "b.zip").write_bytes(box({NAME: b"{}", f"01-tiny/{evil}": b""}, links=[f"01-tiny/{evil}"]))
    (inbox / "c.zip").write_bytes(box({NAME: b"{}"}, {"student": evil}))
    (inbox / "d.zip").write_bytes(box({NAME: b"{}"}, {"assignment": [evil]}))
    (inbox / "e.zip").write_bytes(box({NAME: b"{}"}, {"sha256": {evil: "0"}}))
    (inbox / "f.zip").write_bytes(box({NAME: b"{}", f"01-tiny/.{evil}": b""}))
    cli.main(["collect", str(inbox)])
    out = capsys.readouterr().out
    assert (
        out.count("refused: ") == 6
        and len(out.splitlines()) == 7
        and all(line.isprintable() for line in out.splitlines())
    ), out


def test_a_size_that_lies_does_not_help(inbox, monkeypatch):
    monkeypatch.setattr(bundle, "LARGEST", 1_000_000)
    data = box({NAME: b"{}", "01-tiny/zeros": bytes(2_000_000)})
    (inbox / "0.zip").write_bytes(data.replace((2_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert collected(inbox)[0].startswith("refused: ")


def test_what_a_file_manager_leaves_is_passed_over(inbox):
    (inbox / ".DS_Store").write_bytes(b"x")
    assert collected(inbox) == []


def test_a_link_in_the_folder_is_not_followed(inbox, tmp_path):
    (inbox / "0.zip").symlink_to("/etc/hostname")
    assert collected(inbox) == ["refused: it is a link"]


def test_a_folder_that_cannot_be_opened_is_a_line_and_stops_nobody(course, inbox, monkeypatch):
    def closed(place):
        if str(place).endswith("mallory"):
            raise PermissionError(errno.EACCES, "Permission denied", str(place))
        return real(place)

    (inbox / "mallory").mkdir()
    hand_in(course, inbox, "zoe.zip", who="zoe")
    real = os.scandir
    monkeypatch.setattr(os, "scandir", closed)
    found = [(file.name, outcome) for file, _, outcome in collect.collect(inbox)]
    assert found == [
        ("mallory", "refused: this folder cannot be opened. Mend that, and collect again"),
        ("zoe.zip", "collected"),
    ]


def test_what_is_no_file_is_refused_and_not_waited_for(course, inbox):
    os.mkfifo(inbox / "pipe.zip")
    assert collected(inbox) == ["refused: it is not a file"]


def test_a_folder_that_is_none_is_said(course):
    with pytest.raises(CourseError, match="not a folder"):
        list(collect.collect(course / "nbgrader_config.py"))


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("submisions.zip", None, "there is no file or folder submisions.zip."),
        ("a folder", None, "there is no file or folder a folder."),
        (
            "work.pdf",
            b"%PDF",
            "work.pdf is not a folder: it is a PDF, and neither a zip nor a notebook. Name what your platform gave you: its zip, or the folder that you unpacked it into.",
        ),
        (
            "half.zip",
            b"PK",
            "half.zip is not a folder: it is not a zip that can be read. Name what your platform gave you: its zip, or the folder that you unpacked it into.",
        ),
    ],
)
def test_a_path_that_is_nothing_to_collect_is_said_to_be_what_it_is(
    course, monkeypatch, capsys, name, data, said
):
    monkeypatch.chdir(course)
    if data:
        (course / name).write_bytes(data)
    assert cli.main(["collect", name]) == 1 and capsys.readouterr().err == f"course: {said}\n"


@pytest.mark.parametrize(
    "name, said",
    [
        ("homework.pdf", "it is a PDF, and neither a zip nor a notebook"),
        ("a.DOCX", "it is a Word document, and neither a zip nor a notebook"),
        ("a.jpeg", "it is a picture, and neither a zip nor a notebook"),
        ("a.rar", "it is a RAR archive, and neither a zip nor a notebook"),
        ("a.xyz", "it is neither a zip nor a notebook"),
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["", "as a zip, such as a Word document is"])
def test_what_is_no_hand_in_is_called_what_it_is(course, inbox, name, said, packed):
    (inbox / name).write_bytes(box({"word/document.xml": b"x"}, "none") if packed else b"words")
    assert collected(inbox) == [f"refused: {said}"] or packed and name == "a.xyz"


def test_a_hand_in_may_be_called_a_word_document(course, inbox):
    hand_in(course, inbox, "a.docx", double="x = 1")
    assert collected(inbox) == ["collected"] and answer(course) == "x = 1"


# --- cut short: a full disk, or a kill ---


def left_behind(course):
    return sorted(
        file.name
        for step in ("submitted", "collected")
        for file in (course / step).rglob(".*")
        if file.name != ".lock"
    )


def test_after_a_full_disk_nothing_counts_as_collected_and_a_second_try_does_it(course, inbox, monkeypatch):
    def full(file, target):
        target.write_bytes(file.read_bytes()[:100])
        raise OSError(28, "No space left on device")

    hand_in(course, inbox, "a.zip", double="x = 1")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", full)
        with pytest.raises(CourseError, match="the disk is full: .* collect the same folder again"):
            collected(inbox)
    assert not (course / "submitted/ada").exists() and not (course / "collected/ada").exists()
    assert collected(inbox) == ["collected"] and answer(course) == "x = 1"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT], ids=["the disk", "what one may use of it"])
def test_a_full_disk_is_said_once_and_no_student_is_told_off_for_it(
    course, inbox, monkeypatch, capsys, number
):
    def full(file, target):
        if "ada" not in target.parts:
            raise OSError(number, os.strerror(number))
        return real(file, target)

    real = shutil.copyfile
    for who in "ada", "bob", "eve":
        hand_in(course, inbox, f"{who}.zip", who=who)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", full)
        assert cli.main(["collect", str(inbox)]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == ["1 collected", "Next: `course grade 01-tiny`."]
    assert said.err == (
        "course: the disk is full: nothing from bob.zip on was collected. "
        "Make room, and collect the same folder again: it picks up where it left off.\n"
    )
    assert collected(inbox) == ["collected before", "collected", "collected"]


def test_a_name_that_is_too_long_for_this_disk_alone_is_the_names_fault(course, inbox, monkeypatch):
    def short(self, *how, **more):
        if len(self.name) > 143:  # as an encrypted disk has it
            raise OSError(errno.ENAMETOOLONG, "File name too long")
        return real(self, *how, **more)

    real = collect.Path.open
    (inbox / "0.zip").write_bytes(box({NAME: b"{}", "01-tiny/" + "a" * 200: b""}))
    monkeypatch.setattr(collect.Path, "open", short)
    assert collected(inbox) == ["refused: a name in it is too long for this disk: ask mal for shorter ones"]


def test_a_folder_of_a_student_that_would_be_refused_is_left_out_and_named_as_it_is_packed(course, inbox):
    (course / "work/01-tiny/timestamp.txt").mkdir()
    (course / "work/01-tiny/timestamp.txt/x").touch()
    path, left_out = work.submit("01-tiny", "ada")
    assert "timestamp.txt/x was left out" in str(left_out) and "another name" in str(left_out)
    path.replace(inbox / "a.zip")
    assert collected(inbox) == ["collected"]


def test_one_that_came_by_hand_with_a_time_that_was_typed_on_windows_is_not_replaced_by_an_older_one(
    course, inbox
):
    tiny.submit(course, "ada", double="by mail")
    (course / "submitted/ada/01-tiny/timestamp.txt").write_bytes(
        "2026-11-25 13:00:00 UTC\r\n".encode("utf-16")
    )
    hand_in(course, inbox, "a.zip", double="by zip")
    assert (
        collected(inbox) == ["kept, but the one of 2026-11-25 13:00:00 is newer"]
        and answer(course) == "by mail"
    )


def test_a_zip_that_was_kept_in_part_does_not_count_as_kept(course, inbox):
    file = hand_in(course, inbox, "a.zip", double="x = 1")
    half = course / "collected/ada/01-tiny/20261125T124500Z.zip"
    half.parent.mkdir(parents=True)
    half.write_bytes(file.read_bytes()[:100])
    assert collected(inbox) == ["collected"] and answer(course) == "x = 1"
    assert file.read_bytes() in [kept.read_bytes() for kept in half.parent.iterdir()]


def killed_at(n, inbox):
    """Collect in a process that is killed before it touches the disk for the n-th time -> whether it was."""
    if (pid := os.fork()) == 0:
        touched = iter(range(n))
        sys.addaudithook(lambda event, _: event in TOUCHES and next(touched, None) is None and os._exit(9))
        collected(inbox)
        os._exit(0)
    return os.waitpid(pid, 0)[1] != 0


TOUCHES = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove"}


@pytest.mark.slow
@pytest.mark.parametrize("before", ["nothing", "an older one", "one that came by mail"])
def test_a_kill_at_any_moment_leaves_nothing_half_and_a_second_try_does_the_rest(
    course, inbox, before, tmp_path_factory
):
    hand_in(course, inbox, "a.zip", when="20261125T124500Z", double="old")
    if before == "an older one":
        collected(inbox)
    elif before == "one that came by mail":
        (course / "submitted/ada/01-tiny").mkdir(parents=True)
        shutil.copy(course / "work" / NAME, course / "submitted/ada" / NAME)
    (inbox / "a.zip").unlink()
    new = hand_in(course, inbox, "b.zip", when="20261125T124501Z", double="new")
    steps, at_first = ("submitted", "collected"), tmp_path_factory.mktemp("at-first")
    for step in steps:
        (course / step).mkdir(exist_ok=True)
        shutil.copytree(course / step, at_first / step)
    for n in range(1000):
        for step in steps:
            shutil.rmtree(course / step)
            shutil.copytree(at_first / step, course / step)
        was_killed = killed_at(n, inbox)
        home = course / "submitted/ada/01-tiny"
        assert (
            not home.exists()
            or answer(course) == "old"
            or (home / "timestamp.txt").read_text()
            and answer(course) == "new"
        ), n
        collected(inbox)
        assert (
            answer(course) == "new" and (home / "timestamp.txt").read_text() == "2026-11-25 12:45:01 UTC\n"
        ), n
        assert (course / "collected/ada/01-tiny/20261125T124501Z.zip").read_bytes() == new.read_bytes(), n
        assert left_behind(course) == [], n
        assert (
            before != "one that came by mail"
            or (course / "collected/ada/01-tiny/without-a-time/01-tiny.ipynb").exists()
        ), n
        assert collected(inbox) == ["collected before"], n
        if not was_killed:
            break
    assert 10 < n < 900


def test_a_kill_while_a_zip_is_kept_leaves_no_half_of_it(course, inbox):
    new = hand_in(course, inbox, "a.zip")
    if (pid := os.fork()) == 0:

        def half(file, target):
            target.write_bytes(file.read_bytes()[:100])
            os._exit(9)

        shutil.copyfile = half
        collected(inbox)
        os._exit(0)
    assert os.waitpid(pid, 0)[1] != 0 and collected(inbox) == ["collected"]
    (kept,) = (course / "collected/ada/01-tiny").iterdir()
    assert kept.read_bytes() == new.read_bytes()


def test_two_at_a_time_are_one_too_many(course, inbox):
    hand_in(course, inbox, "a.zip")
    for _ in collect.collect(inbox):
        with pytest.raises(CourseError, match="another `course collect` is running"):
            collected(inbox)


def test_what_was_put_there_by_hand_since_is_left_alone(course, inbox):
    hand_in(course, inbox, "a.zip", double="by zip")
    collected(inbox)
    (course / "submitted/ada/01-tiny/timestamp.txt").unlink()
    assert (
        collected(inbox) == ["collected before"]
        and not (course / "submitted/ada/01-tiny/timestamp.txt").exists()
    )


def test_who_went_back_to_an_earlier_hand_in_and_deleted_the_time_keeps_it_when_the_same_is_collected_again(
    course, inbox
):
    hand_in(course, inbox, "a.zip", when="20261125T120000Z", double="in time")
    hand_in(course, inbox, "b.zip", when="20261126T120000Z", double="late")
    collected(inbox)
    with zipfile.ZipFile(course / "collected/ada/01-tiny/20261125T120000Z.zip") as box:
        box.extract(NAME, course / "submitted/ada")
    (course / "submitted/ada/01-tiny/timestamp.txt").unlink()
    assert collected(inbox) == ["collected before"] * 2 and answer(course) == "in time"
    hand_in(course, inbox, "c.zip", when="20261127T120000Z", double="newer")
    assert (
        collected(inbox)[-1].startswith("collected, and replaces one without a time")
        and answer(course) == "newer"
    )


# --- what people send ---


def packed_again(zipped, rename, more=()):
    """The same files under other names, as a Mac or Windows packs them."""
    with zipfile.ZipFile(zipped) as box:
        files = {name: box.read(name) for name in box.namelist()}
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in files.items():
            box.writestr(rename(name), data)
        for name in more:
            box.writestr(name, b"litter")
    return zipped


@pytest.mark.parametrize(
    "rename, more",
    [
        (
            lambda name: f"01-tiny_ada_20261125T124500Z/{name}",
            [
                "__MACOSX/01-tiny_ada_20261125T124500Z/._manifest.json",
                "01-tiny_ada_20261125T124500Z/.DS_Store",
            ],
        ),
        (lambda name: f"my homework/{name}", []),
        (lambda name: name, ["__MACOSX/._manifest.json", "01-tiny/._01-tiny.ipynb", "01-tiny/Thumbs.db"]),
        (lambda name: f"folder\\{name}".replace("/", "\\"), []),
        (lambda name: name.replace("/", "\\"), ["desktop.ini"]),
    ],
    ids=["a Mac", "a folder around it", "a Mac's litter", "Windows, a folder around it", "Windows"],
)
def test_a_zip_that_was_opened_and_packed_again_is_taken_as_it_was(course, inbox, rename, more):
    packed_again(hand_in(course, inbox, "a.zip", double="x = 1"), rename, more)
    assert collected(inbox) == ["collected"] and answer(course) == "x = 1"
    assert sorted(file.name for file in (course / "submitted/ada/01-tiny").iterdir()) == [
        "01-tiny.ipynb",
        "timestamp.txt",
    ]


def unpacked(zipped, folder, flat=False):
    """A zip of `course submit` unpacked, as a platform or a person does it. flat: without the assignment's
    folder.
    """
    folder.mkdir(parents=True)
    with zipfile.ZipFile(zipped) as box:
        for name in box.namelist():
            target = folder / (name.rpartition("/")[2] if flat else name)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(box.read(name))
    zipped.unlink()
    return folder


@pytest.mark.parametrize("flat", [False, True], ids=["in the assignment's folder", "flat"])
@pytest.mark.parametrize("which", ["the folder above", "the folder itself"])
def test_a_zip_that_was_unpacked_is_taken_as_it_was(course, inbox, flat, which):
    folder = unpacked(hand_in(course, inbox, "a.zip", double="x = 1"), inbox / "submission_907", flat)
    assert (
        collected(inbox if which == "the folder above" else folder) == ["collected"]
        and answer(course) == "x = 1"
    )
    assert (course / "submitted/ada/01-tiny/timestamp.txt").read_text() == "2026-11-25 12:45:00 UTC\n"
    assert sorted(file.name for file in (course / "submitted/ada/01-tiny").iterdir()) == [
        "01-tiny.ipynb",
        "timestamp.txt",
    ]
    assert collected(inbox) == ["collected before"]


def test_a_zip_that_was_packed_again_flat_is_taken_as_it_was_and_what_nobody_packed_stays_outside(
    course, inbox
):
    packed_again(
        hand_in(course, inbox, "a.zip", double="x = 1"), lambda name: name.rpartition("/")[2], ["random.py"]
    )
    assert (
        collected(inbox) == ["collected; random.py was left out: it lies beside what `course submit` packed"]
        and answer(course) == "x = 1"
    )
    assert not (course / "submitted/ada/01-tiny/random.py").exists()


def test_a_flat_notebook_that_is_not_what_was_packed_is_refused(course, inbox):
    folder = unpacked(hand_in(course, inbox, "a.zip"), inbox / "submission_907", flat=True)
    tiny.answers(course, folder / "01-tiny.ipynb", double="x = 'changed since'")
    assert collected(inbox) == ["refused: 01-tiny.ipynb is not what was packed: ask ada for it again"]


def test_other_hand_ins_beside_one_that_was_unpacked_are_hand_ins_of_their_own(course, inbox):
    beside = hand_in(course, inbox, "b.zip", who="bob", double="x = 2").read_bytes()
    folder = unpacked(hand_in(course, inbox, "a.zip", double="x = 1"), inbox / "all")
    (folder / "b.zip").write_bytes(beside)
    assert (
        collected(folder) == ["collected"] * 2
        and answer(course) == "x = 1"
        and answer(course, "bob") == "x = 2"
    )


def test_zips_beside_a_bare_notebook_in_a_folder_are_hand_ins_of_their_own(course, inbox):
    hand_in(course, inbox, "by mail/a.zip", double="x = 1")
    tiny.answers(course, inbox / "by mail/homework.ipynb")
    assert [outcome.partition(",")[0] for outcome in collected(inbox)] == [
        "collected",
        "not taken in",
    ] and answer(course) == "x = 1"


def test_a_folder_that_is_a_hand_in_is_called_by_its_own_name_in_a_line(course, inbox, capsys):
    folder = unpacked(hand_in(course, inbox, "a.zip"), inbox / "submission_907")
    (folder / "01-tiny/01-tiny.ipynb").unlink()
    assert cli.main(["collect", str(folder)]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "submission_907: refused: 01-tiny.ipynb is not in it"


@pytest.mark.parametrize(
    "rename",
    [
        lambda name: f"../{name}",
        lambda name: f"..\\{name}".replace("/", "\\"),
        lambda name: f"a/../../{name}",
        lambda name: f"C:\\{name}".replace("/", "\\"),
    ],
)
def test_no_name_leads_out_of_the_folder_by_being_packed_again(course, inbox, rename):
    packed_again(hand_in(course, inbox, "a.zip"), rename)
    before = {file for file in course.rglob("*") if "inbox" not in file.parts}
    (said,) = collected(inbox)
    new = {file.relative_to(course).parts[0] for file in course.rglob("*") if "inbox" not in file.parts} - {
        file.relative_to(course).parts[0] for file in before
    }
    assert (
        said == "collected"
        and new <= {"submitted", "collected"}
        or said.startswith("refused")
        and not (course / "submitted").exists()
    )


def platform(inbox, target, extra=()):
    """The whole download of a platform: the hand-ins in folders, in one zip."""
    with zipfile.ZipFile(target, "w") as box:
        for file in sorted(inbox.rglob("*.zip")):
            box.write(file, file.relative_to(inbox).as_posix())
        for name, data in extra:
            box.writestr(name, data)
    return target


def test_a_platforms_zip_is_collected_as_it_was_downloaded(course, inbox, tmp_path_factory):
    hand_in(course, inbox, "Lovelace, Ada_1_assignsubmission_file_/a.zip", who="ada", double="x = 1")
    hand_in(course, inbox, "Kahlo, Frida_2_assignsubmission_file_/b.zip", who="frida", double="x = 2")
    whole = platform(
        inbox,
        tmp_path_factory.mktemp("download") / "submissions.zip",
        [("__MACOSX/._a.zip", b""), ("notes.txt", b"hello")],
    )
    found = {str(file): outcome for file, _, outcome in collect.collect(whole)}
    assert found == {
        "submissions.zip/Lovelace, Ada_1_assignsubmission_file_/a.zip": "collected",
        "submissions.zip/Kahlo, Frida_2_assignsubmission_file_/b.zip": "collected",
        "submissions.zip/notes.txt": "refused: it is neither a zip nor a notebook",
    }
    assert answer(course, "frida") == "x = 2" and not list((course / "collected").glob(".unpacked-*"))
    assert [outcome for _, _, outcome in collect.collect(whole)][:2] == ["collected before"] * 2


def test_a_zip_in_a_zip_in_a_folder_is_found(course, inbox, tmp_path_factory):
    hand_in(course, inbox, "a.zip", double="x = 1")
    once = platform(inbox, tmp_path_factory.mktemp("zips") / "once.zip")
    (inbox / "a.zip").unlink()
    shutil.copy(once, inbox / "twice.zip")
    assert collected(inbox) == ["collected"] and answer(course) == "x = 1"


def test_zips_in_zips_without_end_are_refused_and_leave_nothing(course, inbox):
    inner = hand_in(course, inbox, "a.zip").read_bytes()
    for _ in range(6):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as box:
            box.writestr("a.zip", inner)
        inner = stream.getvalue()
    (inbox / "a.zip").write_bytes(inner)
    assert [said.partition(":")[0] for said in collected(inbox)] == ["refused"] and not list(
        (course / "collected").glob(".unpacked-*")
    )


def test_an_archive_that_is_too_much_is_refused_while_it_comes(course, inbox, monkeypatch):
    from course.submission.collecting import archive

    monkeypatch.setattr(archive, "LARGEST_IN_ALL", 50_000)
    hand_in(course, inbox, "a.zip")
    (inbox / "b.zip").write_bytes(b"")
    whole = platform(inbox, inbox / "all.zip", [("big.zip", os.urandom(90_000))])
    (inbox / "a.zip").unlink()
    (inbox / "b.zip").unlink()
    outcomes = [outcome for _, _, outcome in collect.collect(whole)]
    assert outcomes[-1].startswith("refused: it would unpack to more than") and "collected" in outcomes


def test_what_a_killed_run_had_unpacked_is_gone_after_the_next(course, inbox):
    left = course / "collected" / ".unpacked-abc"
    left.mkdir(parents=True)
    (left / "00000").write_bytes(b"somebody's work")
    hand_in(course, inbox, "a.zip")
    assert collected(inbox) == ["collected"] and not left.exists()


# --- whose it is: the manifest, the platform's names, the roster ---

CANVAS = 'Student,ID,SIS User ID,SIS Login ID,Section\n"Lovelace, Ada",4711,s1,ada,A\n"Kahlo, Frida",4712,s2,frida,A\n"Noether, Emmy",4713,s3,emmy,A\n'
MOODLE = "First name,Last name,Username,Email address\nAda,Lovelace,ada,ada@x.org\nFrida,Kahlo,frida,frida@x.org\nFrida,Kahlo,frida2,f2@x.org\n"


def refused_still(course):
    return [(refusal.student, refusal.why) for refusal in rejected.standing("01-tiny")]


@pytest.mark.parametrize(
    "text, name",
    [
        (CANVAS, "lovelaceada_4711_99_work.zip"),
        (CANVAS, "lovelaceada_LATE_4711_99_01-tiny_ada_20261125T124500Z.zip"),
        (MOODLE, "Ada Lovelace_7_assignsubmission_file_/work.zip"),
        (MOODLE, "Ada Lovelace_7_assignsubmission_file/work.zip"),
        (MOODLE, "ada@x.org/work.zip"),
        (MOODLE, "ADA.zip"),
        (CANVAS, "work.zip"),
    ],
    ids=["Canvas", "Canvas, late", "Moodle", "Moodle since 4.1", "a mail", "an id", "nothing"],
)
def test_names_that_agree_with_the_manifest_cost_nothing(course, inbox, in_class, text, name):
    in_class(text)
    hand_in(course, inbox, name)
    assert collected(inbox) == ["collected"]


@pytest.mark.parametrize(
    "text, name",
    [
        (CANVAS, "kahlofrida_4712_99_work.zip"),
        (MOODLE, "Frida Kahlo_8_assignsubmission_file_/work.zip"),
        (MOODLE, "frida/work.zip"),
        (CANVAS, "01-tiny_frida_20261125T124500Z.zip"),
    ],
    ids=["Canvas", "Moodle, two of one name", "an id", "course submit's"],
)
def test_nobody_hands_in_for_somebody_else_unseen_and_nothing_is_replaced(
    course, inbox, in_class, text, name
):
    in_class(text)
    hand_in(course, inbox, "first.zip", double="ada's own")
    collected(inbox)
    (inbox / "first.zip").unlink()
    hand_in(course, inbox, name, when="20261125T130000Z", double="frida's")
    (said,) = collected(inbox)
    assert (
        said.startswith("not taken in, and nothing was replaced: it says that it is ada's, and came as frida")
        and answer(course) == "ada's own"
    )
    (kept,) = (course / "collected/_refused").glob("*.zip")
    assert (
        f"`course collect collected/_refused/{kept.name} --as ID`" in said and len(refused_still(course)) == 1
    )
    assert [outcome for _, _, outcome in collect.collect(kept, "frida")] == ["collected"]
    assert (
        answer(course, "frida") == "frida's" and answer(course) == "ada's own" and refused_still(course) == []
    )
    assert collected(inbox) == [
        f"decided before: {said.partition(': ')[2].partition('. `course')[0]}; it was taken in as frida's, and is kept in collected/frida/01-tiny"
    ]


@pytest.mark.parametrize(
    "name, who",
    [
        ("work.zip", "Ada"),
        ("01-tiny_ADA_20261125T124500Z.zip", "ADA"),
        ("ada/work.zip", "Ada"),
        ("Ada Lovelace.zip", "Ada"),
        ("lovelaceada_4711_99_work.zip", "Ada"),
    ],
)
def test_an_id_in_other_capitals_than_the_rosters_is_the_same_one(course, inbox, in_class, name, who):
    in_class(CANVAS)
    hand_in(course, inbox, "first.zip", when="20261125T120000Z", double="first")
    collected(inbox)
    (inbox / "first.zip").unlink()
    hand_in(course, inbox, name, who=who, double="second")
    assert collected(inbox) == [
        f"collected, and replaces the one of 2026-11-25 12:00:00 UTC, which is kept in collected/ada/01-tiny; as ada's: the id in it is written {who}"
    ]
    assert sent.students(course) == {"ada"} and answer(course) == "second"


def test_where_the_roster_has_an_id_in_two_spellings_each_is_its_own(course, inbox, in_class):
    in_class("id\nada\nAda\n")
    hand_in(course, inbox, "a.zip", who="ada", double="ada's")
    hand_in(course, inbox, "b.zip", who="Ada", double="Ada's")
    hand_in(course, inbox, "c.zip", who="ADA", double="whose?")
    assert (
        collected(inbox) == ["collected"] * 3
        and sent.students(course) == {"ada", "Ada", "ADA"}
        and answer(course) == "ada's"
    )


def test_a_name_that_canvas_writes_family_first_is_known_as_people_write_it(course, inbox, in_class):
    in_class(CANVAS)
    bare(course, inbox / "Ada Lovelace.ipynb", double="x = 5")
    assert collected(inbox) == [
        "collected; a bare notebook, as ada's; nobody knows when it was handed in, so it counts as in time"
    ]
    (inbox / "Ada Lovelace.ipynb").unlink()
    hand_in(course, inbox, "Ada Lovelace.zip", who="frida", when="20261125T130000Z")
    assert collected(inbox)[0].startswith(
        "not taken in, and nothing was replaced: it says that it is frida's, and came as ada's, in Ada Lovelace.zip. "
    )


def test_an_id_that_was_mistyped_is_known_by_the_platforms_number(course, inbox, in_class):
    in_class(CANVAS)
    hand_in(course, inbox, "lovelaceada_4711_99_work.zip", who="adda")
    (said,) = collected(inbox)
    assert (
        said
        == "collected; as ada's, by lovelaceada_4711_99_work.zip: the id in it, adda, is not on the roster"
    )
    assert (course / "submitted/ada/01-tiny").exists() and not (course / "submitted/adda").exists()


def test_gradescopes_export_is_read_by_its_list(course, inbox, in_class):
    in_class(MOODLE)
    with zipfile.ZipFile(hand_in(course, inbox, "a.zip", double="unpacked by Gradescope")) as box:
        box.extractall(inbox / "assignment_1_export/submission_99")
    (inbox / "a.zip").unlink()
    shutil.copy(course / "work" / NAME, inbox / "assignment_1_export/submission_98.ipynb")
    (inbox / "assignment_1_export/submission_98").mkdir()
    (inbox / "assignment_1_export/submission_98.ipynb").rename(
        inbox / "assignment_1_export/submission_98/mine.ipynb"
    )
    (inbox / "assignment_1_export/submission_metadata.yml").write_text(
        "---\nsubmission_99:\n  :submitters:\n  - :name: Ada Lovelace\n    :sid: '1'\n    :email: ada@x.org\n  :created_at: 2026-11-25 12:00:00.000000000 Z\n"
        "submission_98:\n  :submitters:\n  - :name: Frida Kahlo\n    :email: f2@x.org\n"
    )
    outcomes = collected(inbox)
    assert len(outcomes) == 2 and all(outcome.startswith("collected") for outcome in outcomes), outcomes
    assert (
        answer(course) == "unpacked by Gradescope"
        and (course / "submitted/frida2/01-tiny/01-tiny.ipynb").exists()
    )


def gradescopes(inbox, *submissions):
    """An export of Gradescope's, to be filled: its list says of each (number, name, sid, time) whose it is
    and when it was handed in -> its folder.
    """
    home = inbox / "assignment_1_export"
    home.mkdir(exist_ok=True)
    (home / "submission_metadata.yml").write_text(
        "---\n"
        + "".join(
            f"submission_{number}:\n  :submitters:\n  - :name: {name}\n    :sid: '{sid}'\n    :email: {sid}@x.org\n"
            + (f"  :created_at: {time}\n" if time else "")
            for number, name, sid, time in submissions
        ),
        "utf-8",
    )
    return home


def bare(course, path, when=1764000000, **sources):
    path.parent.mkdir(exist_ok=True, parents=True)
    tiny.answers(course, path, **sources)
    os.utime(path, (when,) * 2)
    return path


def when_handed_in(course, who="ada"):
    file = course / "submitted" / who / "01-tiny/timestamp.txt"
    return file.read_text() if file.exists() else None


@pytest.mark.parametrize(
    "time",
    [
        "2026-11-20 12:00:00.987654321 Z",
        "2026-11-20 13:00:00.000000000 +01:00",
        "2026-11-20 04:00:00.000000000 -08:00",
        "'2026-11-20T12:00:00Z'",
    ],
)
def test_a_bare_notebook_was_handed_in_when_gradescope_says(course, inbox, in_class, time):
    in_class(MOODLE)
    bare(
        course,
        gradescopes(inbox, (9, "Ada Lovelace", "ada", time)) / "submission_9/mine.ipynb",
        double="x = 5",
    )
    assert collected(inbox) == [
        "collected; a bare notebook, as ada's; its time, 2026-11-20 12:00 UTC, is Gradescope's"
    ]
    assert when_handed_in(course) == "2026-11-20 12:00:00 UTC\n" and collected(inbox) == ["collected before"]


@pytest.mark.parametrize("time", ["", "soon", "[1]", "0001-01-01 00:00:00 +01:00"])
def test_where_gradescope_says_no_time_nobody_knows_it(course, inbox, in_class, time):
    in_class(MOODLE)
    bare(course, gradescopes(inbox, (9, "Ada Lovelace", "ada", time)) / "submission_9/mine.ipynb")
    assert (
        collected(inbox)[0].endswith("nobody knows when it was handed in, so it counts as in time")
        and when_handed_in(course) is None
    )


def test_a_manifests_own_time_counts_and_gradescopes_only_where_that_is_in_the_future(
    course, inbox, in_class
):
    in_class(MOODLE)
    home = gradescopes(
        inbox,
        (9, "Ada Lovelace", "ada", "2026-11-26 12:00:00 Z"),
        (8, "Frida Kahlo", "frida", "2026-11-26 13:00:00 Z"),
    )
    hand_in(course, home, "submission_9/a.zip")
    hand_in(course, home, "submission_8/b.zip", who="frida", when="29990101T000000Z")
    assert sorted(collected(inbox)) == [
        "collected",
        "collected; its own time, 2999-01-01 00:00 UTC, is in the future, so Gradescope's counts: 2026-11-26 13:00 UTC",
    ]
    assert (when_handed_in(course), when_handed_in(course, "frida")) == (
        "2026-11-25 12:45:00 UTC\n",
        "2026-11-26 13:00:00 UTC\n",
    )
    assert collected(inbox) == ["collected before"] * 2


@pytest.mark.parametrize(
    "time, says",
    [
        ("2026-11-20 12:00:00 Z", "its time, 2026-11-20 12:00 UTC, is Gradescope's"),
        ("", "nobody knows when it was handed in, so it counts as in time"),
    ],
)
def test_what_a_person_decides_was_handed_in_when_gradescope_says_and_if_it_does_not_the_line_says_so(
    course, inbox, time, says
):
    bare(course, gradescopes(inbox, (9, "Ada Lovelace", "ada", time)) / "submission_9/mine.ipynb")
    collected(inbox)
    (kept,) = (course / "collected/_refused").glob("*.zip")
    assert [outcome for _, _, outcome in collect.collect(kept, "ada")] == [f"collected; {says}"]
    assert when_handed_in(course) == ("2026-11-20 12:00:00 UTC\n" if time else None)


def test_what_a_person_decides_and_has_a_time_in_the_future_has_gradescopes(course, inbox, in_class):
    in_class(MOODLE)
    hand_in(
        course,
        gradescopes(inbox, (9, "Ada Lovelace", "ada", "2026-11-26 12:00:00 Z")),
        "submission_9/a.zip",
        who="frida",
        when="29990101T000000Z",
    )
    assert collected(inbox)[0].startswith(
        "not taken in, and nothing was replaced: it says that it is frida's, and came as ada's"
    )
    (kept,) = (course / "collected/_refused").glob("*.zip")
    assert [outcome.partition(",")[0] for _, _, outcome in collect.collect(kept, "ada")] == [
        "collected; its own time"
    ] and when_handed_in(course) == "2026-11-26 12:00:00 UTC\n"


# --- a clock that is wrong: a student's, or this machine's ---


def clock_says(monkeypatch, time):
    """This machine's clock, for whatever asks whether a time is in the future."""
    monkeypatch.setattr(
        clock, "now", lambda: datetime.datetime.fromisoformat(time).replace(tzinfo=datetime.UTC)
    )


@pytest.mark.parametrize("kind", ["a zip", "unpacked"])
def test_what_was_collected_before_is_no_refusal_because_the_clock_says_otherwise_now(
    course, inbox, monkeypatch, kind
):
    file = hand_in(course, inbox, "a.zip")
    if kind == "unpacked":
        unpacked(file, inbox / "submission_9", flat=True)
    assert collected(inbox) == ["collected"]
    clock_says(monkeypatch, "2020-01-01")
    assert collected(inbox) == ["collected before"]
    hand_in(course, inbox, "b.zip", who="bob")
    assert sorted(collected(inbox))[1].startswith("refused: its time, 2026-11-25 12:45 UTC, is in the future")


def test_what_counts_as_of_gradescopes_time_keeps_it_when_the_clock_is_right_again(
    course, inbox, in_class, monkeypatch
):
    in_class(MOODLE)
    hand_in(
        course, gradescopes(inbox, (9, "Ada Lovelace", "ada", "2026-11-25 12:50:00 Z")), "submission_9/a.zip"
    )
    with monkeypatch.context() as patch:
        clock_says(patch, "2020-01-01")
        assert collected(inbox)[0].startswith(
            "collected; its own time, 2026-11-25 12:45 UTC, is in the future"
        )
    assert collected(inbox) == ["collected before"] and when_handed_in(course) == "2026-11-25 12:50:00 UTC\n"


def test_a_bare_notebook_whose_file_is_of_another_time_now_was_collected_before(course, inbox, in_class):
    in_class(MOODLE)
    path = bare(course, inbox / "ada.ipynb", double="x = 5")
    collected(inbox)
    os.utime(path, (1764000100,) * 2)
    assert (
        collected(inbox) == ["collected before"]
        and len(list((course / "collected/ada/01-tiny").glob("*.zip"))) == 1
    )


@pytest.mark.parametrize(
    "future, right, said",
    [
        (
            5,
            4,
            "By this machine's clock, which says 2020-01-01 00:00 UTC, the times of 5 of 9 hand-ins are in the future: they were refused. If the clock is wrong, set it, and collect again.",
        ),
        (5, 5, None),
        (4, 0, None),
    ],
)
def test_where_most_are_of_the_future_this_machines_clock_is_asked_about_and_no_student(
    course, inbox, monkeypatch, capsys, future, right, said
):
    for n in range(future):
        hand_in(course, inbox, f"early{n}.zip", who=f"early{n}")
    for n in range(right):
        hand_in(course, inbox, f"right{n}.zip", who=f"right{n}", when="20191231T120000Z")
    clock_says(monkeypatch, "2020-01-01")
    assert cli.main(["collect", str(inbox)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("By this machine's clock")] == ([said] if said else [])
    assert len([line for line in lines if "to set the clock" in line]) == (0 if said else future)
    assert f"{future} refused" in " ".join(lines)


def test_where_most_count_as_of_gradescopes_time_one_line_says_so(
    course, inbox, in_class, monkeypatch, capsys
):
    in_class("id,name,mail\n" + "".join(f"s{n},S {n},s{n}@x.org\n" for n in range(6)))
    home = gradescopes(inbox, *((n, f"S {n}", f"s{n}", "2026-11-25 12:50:00 Z") for n in range(6)))
    for n in range(6):
        hand_in(course, home, f"submission_{n}/a.zip", who=f"s{n}")
    clock_says(monkeypatch, "2020-01-01")
    assert cli.main(["collect", str(inbox)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "By this machine's clock, which says 2020-01-01 00:00 UTC, the times of 6 of 6 hand-ins are in the future: Gradescope's count instead. If the clock is wrong, set it before you collect more.",
        "6 collected",
        "Next: `course grade 01-tiny`.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "- 1",
        "submission_9: 5",
        "submission_9:\n  :submitters: [1]",
        "!!python/object/apply:os.system ['touch evil']",
        "\x00",
    ],
)
def test_a_list_of_no_sense_is_no_list(course, inbox, text):
    (inbox / "submission_metadata.yml").write_text(text)
    hand_in(course, inbox, "a.zip")
    assert collected(inbox) == ["collected"] and not list(course.rglob("evil"))


# --- a notebook that came bare ---


@pytest.mark.parametrize(
    "name, why",
    [
        ("frida.ipynb", "id"),
        ("Frida Kahlo_8_assignsubmission_file_/Untitled (2).ipynb", "two of one name"),
        ("ada@x.org/my homework.ipynb", "mail"),
        ("01-tiny_ada_20261125T124500Z.ipynb", "course submit's"),
    ],
)
def test_a_bare_notebook_is_known_by_its_cells_and_taken_in_for_whom_its_name_says(
    course, inbox, in_class, name, why
):
    in_class(MOODLE)
    path = inbox / name
    path.parent.mkdir(exist_ok=True)
    tiny.answers(course, path, double="x = 5")
    os.utime(path, (1764000000,) * 2)
    (said,) = collected(inbox)
    if why == "two of one name":
        assert (
            said.startswith("not taken in")
            and "a bare notebook, and nothing says whose" in said
            and not (course / "submitted").exists()
        )
        return
    who = "frida" if why == "id" else "ada"
    assert (
        said
        == f"collected; a bare notebook, as {who}'s; nobody knows when it was handed in, so it counts as in time"
        and answer(course, who) == "x = 5"
    )
    assert not (course / "submitted" / who / "01-tiny/timestamp.txt").exists()
    assert collected(inbox) == ["collected before"]


def test_without_a_roster_a_bare_notebook_waits_for_somebody_to_say_whose_it_is(course, inbox):
    tiny.answers(course, inbox / "homework final.ipynb", double="x = 5")
    (said,) = collected(inbox)
    assert said.startswith(
        "not taken in, and nothing was replaced: it is a bare notebook, and nothing says whose"
    )
    (kept,) = (course / "collected/_refused").glob("*.zip")
    copy = shutil.copy(kept, course / "copy.zip")
    (outcome,) = [outcome for _, _, outcome in collect.collect(kept, "ada")]
    assert (
        outcome == "collected; nobody knows when it was handed in, so it counts as in time"
        and answer(course) == "x = 5"
        and refused_still(course) == []
        and not kept.exists()
    )
    # and nobody is late by the time of a file
    assert not (course / "submitted/ada/01-tiny/timestamp.txt").exists()
    # only a person can say whose it is
    assert [outcome for _, _, outcome in collect.collect(copy)] == ["refused: '' cannot be a student's id"]


def test_the_file_itself_may_be_taken_in_as_well_and_is_off_the_list(course, inbox):
    tiny.answers(course, inbox / "homework.ipynb", double="x = 5")
    list(collect.collect(inbox / "homework.ipynb"))
    (outcome,) = [outcome for _, _, outcome in collect.collect(inbox / "homework.ipynb", "ada")]
    assert outcome.startswith("collected; a bare notebook, as ada's") and refused_still(course) == []


def test_a_bare_notebook_that_canvas_calls_late_has_the_time_of_its_file(course, inbox, in_class):
    in_class(CANVAS)
    path = inbox / "lovelaceada_LATE_4711_99_Untitled.ipynb"
    tiny.answers(course, path, double="x = 5")
    os.utime(path, (1764000000,) * 2)
    assert collected(inbox) == [
        "collected; a bare notebook, as ada's; its time, 2025-11-24 16:00 UTC, is the file's"
    ]
    assert (course / "submitted/ada/01-tiny/timestamp.txt").read_text() == "2025-11-24 16:00:00 UTC\n"


def test_of_two_without_a_sure_time_the_newer_file_counts(course, inbox, in_class):
    in_class(MOODLE)
    for name, when, double in (("a/ada.ipynb", 1764000100, "new"), ("b/ada.ipynb", 1764000000, "old")):
        (inbox / name).parent.mkdir()
        tiny.answers(course, inbox / name, double=double)
        os.utime(inbox / name, (when,) * 2)
    collected(inbox)
    assert answer(course) == "new"


def test_one_file_is_taken_in_as_nobody_who_is_not_in_the_class(course, inbox, in_class):
    in_class(MOODLE)
    tiny.answers(course, inbox / "homework.ipynb")
    with pytest.raises(CourseError, match="nobody is called 'adda': --as takes an id of the roster"):
        list(collect.collect(inbox / "homework.ipynb", "adda"))


@pytest.mark.parametrize(
    "text, who, said",
    [
        (
            MOODLE,
            "Ada Lovelace",
            "--as takes an id, and 'Ada Lovelace' is what ada is called: `--as ada`. Nothing was changed.",
        ),
        (
            MOODLE,
            "lovelace, ada",
            "--as takes an id, and 'lovelace, ada' is what ada is called: `--as ada`. Nothing was changed.",
        ),
        (
            CANVAS,
            "Ada Lovelace",
            "--as takes an id, and 'Ada Lovelace' is what ada is called: `--as ada`. Nothing was changed.",
        ),
        (
            MOODLE,
            "ADA",
            "--as takes an id, and 'ADA' is what ada is called: `--as ada`. Nothing was changed.",
        ),
        (
            MOODLE,
            "ada@x.org",
            "--as takes an id, and 'ada@x.org' is what ada is called: `--as ada`. Nothing was changed.",
        ),
        (
            MOODLE,
            "Frida Kahlo",
            "--as takes an id, and 'Frida Kahlo' is what frida and frida2 are called: say which. Nothing was changed.",
        ),
        (
            MOODLE,
            "Ivo Petrov",
            "--as takes an id, and 'Ivo Petrov' cannot be one: letters and digits, and . _ @ - between them. Nothing was changed.",
        ),
        (
            None,
            "Ivo Petrov",
            "--as takes an id, and 'Ivo Petrov' cannot be one: letters and digits, and . _ @ - between them. Nothing was changed.",
        ),
        (
            MOODLE,
            "",
            "--as takes an id, and '' cannot be one: letters and digits, and . _ @ - between them. Nothing was changed.",
        ),
    ],
    ids=[
        "a name",
        "turned round",
        "Canvas's",
        "in capitals",
        "a mail",
        "two of one name",
        "nobody's",
        "no roster",
        "nothing",
    ],
)
def test_as_takes_an_id_and_says_whose_it_is_where_a_name_was_given(course, inbox, in_class, text, who, said):
    if text:
        in_class(text)
    tiny.answers(course, inbox / "homework.ipynb")
    with pytest.raises(CourseError) as error:
        list(collect.collect(inbox / "homework.ipynb", who))
    assert str(error.value) == said and not (course / "submitted").exists()


def test_as_is_for_one_file(course, inbox):
    with pytest.raises(
        CourseError,
        match="--as is for one file, a zip or a notebook, and .*inbox is a folder. Nothing was changed.",
    ):
        list(collect.collect(inbox, "ada"))


def test_a_bare_notebook_that_does_not_count_is_said_to_be_older_only_by_its_file(course, inbox, in_class):
    in_class(MOODLE)
    hand_in(course, inbox, "a.zip", when="20261120T124500Z")
    bare(course, inbox / "ada.ipynb", double="x = 5")
    assert collected(inbox) == [
        "collected",
        "kept, but the one of 2026-11-20 12:45:00 is newer than this file, of 2025-11-24 16:00:00: nobody knows when it was handed in; a bare notebook, as ada's",
    ]


def test_what_was_settled_goes_back_under_the_name_that_the_platform_gave_it(course, inbox, in_class):
    in_class(CANVAS)
    hand_in(course, inbox, "kahlofrida_4712_99_work.zip", who="ada")
    collected(inbox)
    (kept,) = (course / "collected/_refused").glob("*.zip")
    list(collect.collect(kept, "frida"))
    assert (course / "collected/frida/01-tiny/came-as.txt").read_text() == "kahlofrida_4712_99_work.zip"


def test_the_files_beside_a_notebook_come_with_it_and_what_is_not_work_does_not(course, inbox, in_class):
    in_class(MOODLE)
    with zipfile.ZipFile(inbox / "ada.zip", "w") as box:
        for name, data in {
            "work/01-tiny/01-tiny.ipynb": (course / "work" / NAME).read_bytes(),
            "work/01-tiny/mine.py": b"x = 1",
            "work/01-tiny/kept/old.ipynb": b"{}",
            "work/01-tiny/.ipynb_checkpoints/01-tiny-checkpoint.ipynb": b"{}",
            "work/01-tiny/numpy.py": b"",
            "release/01-tiny/01-tiny.ipynb": (course / "release" / NAME).read_bytes(),
        }.items():
            box.writestr(name, data)
    (said,) = collected(inbox)
    assert said.startswith("collected; a bare notebook, as ada's")
    assert sorted(file.name for file in (course / "submitted/ada/01-tiny").iterdir()) == [
        "01-tiny.ipynb",
        "mine.py",
        "time-of-the-file.txt",
    ]


def test_the_exchange_of_nbgrader_says_who_and_when(course, inbox):
    home = inbox / "ada+01-tiny+2026-11-25 12:45:00.123456 UTC+x9"
    home.mkdir()
    tiny.answers(course, home / "01-tiny.ipynb", double="x = 5")
    (home / "timestamp.txt").write_text("2026-11-25 12:45:00.123456 UTC")
    assert collected(inbox) == [
        "collected; a bare notebook, as ada's; its time, 2026-11-25 12:45 UTC, is the exchange's"
    ]
    assert (
        answer(course) == "x = 5"
        and (course / "submitted/ada/01-tiny/timestamp.txt").read_text() == "2026-11-25 12:45:00 UTC\n"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"{" * 100_000,
        b'{"cells": [5, {"metadata": {"nbgrader": 3}}]}',
        '{"cells": []}'.encode("utf-16"),
    ],
    ids=range(6),
)
def test_what_is_no_notebook_of_the_course_is_refused_by_a_sentence(course, inbox, data):
    (inbox / "ada.ipynb").write_bytes(data)
    (said,) = collected(inbox)
    assert said.startswith("refused: it is ") and "notebook" in said


# --- what was refused stays on the list until something better comes ---


def test_a_refusal_stays_in_the_report_until_something_better_comes(course, inbox, in_class, capsys):
    in_class(CANVAS)
    (inbox / "lovelaceada_4711_98_work.zip").write_bytes(b"cut off")
    assert collected(inbox)[0].startswith("refused: not a zip")
    assert refused_still(course) == [("ada", "not a zip that can be read (File is not a zip file)")]
    tiny.submit(course, "frida")
    (course / "autograded").mkdir(exist_ok=True)
    assert "Refused, and nothing better has come:" in class_report.text(
        class_report.report("01-tiny")
    ) and "lovelaceada_4711_98_work.zip" in class_report.text(class_report.report("01-tiny"))
    hand_in(course, inbox, "lovelaceada_4711_99_work.zip")
    collected(inbox)
    assert refused_still(course) == []
    collected(inbox)  # the damaged one still lies there
    assert refused_still(course) == []


def test_where_mails_are_the_ids_what_stands_before_the_at_is_the_student_and_no_line_and_anothers_is_not_the_senders(
    course, inbox, in_class
):
    in_class(
        "First name,Last name,ID number,Email address\nDan,Vaughan,,dvaughan@uni.example\nAda,Lovelace,,ada@uni.example\nBo,Ek,,bo@uni.example\n"
    )
    for number, name, who in (
        (1, "Dan Vaughan", "dvaughan"),
        (2, "Ada Lovelace", "ada"),
        (3, "Bo Ek", "dvaughan"),
    ):
        hand_in(course, inbox, f"{name}_{number}_assignsubmission_file_/hw.zip", who=who)
    assert sorted(outcome.partition(".")[0] for outcome in collected(inbox)) == [
        "collected",
        "collected",
        "not taken in, and nothing was replaced: it says that it is dvaughan@uni",
    ]
    assert sorted(folder.name for folder in (course / "submitted").iterdir()) == [
        "ada@uni.example",
        "dvaughan@uni.example",
    ]


@pytest.mark.parametrize("platform", [CANVAS, None], ids=["a roster", "none"])
def test_of_several_assignments_it_is_off_the_list_of_the_one_of_which_something_better_has_come(
    course, inbox, in_class, platform
):
    (course / "release/02-tiny").mkdir()
    shutil.copy(course / "release" / NAME, course / "release/02-tiny/02-tiny.ipynb")
    if platform:
        in_class(platform)
    sent.put(inbox, "lovelaceada_4711_98_hw.zip", b"cut off")
    collected(inbox)
    # nobody knows of which it is
    assert [len(rejected.standing(name)) for name in ("01-tiny", "02-tiny")] == [1, 1]
    sent.put(course, "second/lovelaceada_4711_99_better.zip", sent.zipped_by_submit(course))
    collected(course / "second")
    assert rejected.standing("01-tiny") == [] and len(rejected.standing("02-tiny")) == 1
    collected(inbox)  # the damaged one still lies there
    assert rejected.standing("01-tiny") == []


@pytest.mark.parametrize("again", ["the very file", "its notebook"])
def test_what_was_taken_in_for_somebody_under_another_name_is_off_the_list(course, inbox, again):
    zipped = hand_in(course, inbox, "odd/01-tiny.zip", when="29990101T000000Z")
    notebook = bare(course, inbox / "odd/Untitled.ipynb", double="x = 7")
    outcomes = collected(inbox)
    assert (
        len(outcomes) == 2
        and len(refused_still(course)) == 2
        and len(list((course / "collected/_refused").glob("*.zip"))) == 1
    )
    if again == "the very file":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "SKEW", clock.SKEW * 1_000_000)
            list(collect.collect(shutil.copy(zipped, course / "by mail.zip"), "bob"))
    else:
        list(collect.collect(shutil.copy(notebook, course / "by mail.ipynb"), "bob"))
    still = rejected.standing("01-tiny")
    assert [refusal.name for refusal in still] == (
        ["odd/Untitled.ipynb"] if again == "the very file" else ["odd/01-tiny.zip"]
    )
    assert len(list((course / "collected/_refused").glob("*.zip"))) == (again == "the very file")


def test_what_a_person_has_taken_in_is_not_asked_about_when_it_lies_in_a_folder_as_well(course, inbox):
    file = bare(course, inbox / "homework.ipynb", double="x = 7")
    list(collect.collect(file, "ada"))
    assert collected(inbox) == ["collected before, as ada's"] and refused_still(course) == []


def test_what_was_settled_is_not_listed_again_when_it_comes_under_another_name(course, inbox, in_class):
    in_class(MOODLE)
    home = gradescopes(inbox, (9, "Ada Lovelace", "ada", ""), (8, "Frida Kahlo", "frida", ""))
    (home / "submission_9").mkdir()
    (home / "submission_9/work.pdf").write_bytes(b"%PDF")
    hand_in(course, home, "submission_8/x.zip", who="ada")
    collected(inbox)
    decide = next(refusal.kept for refusal in rejected.standing("01-tiny") if refusal.kept)
    list(collect.collect(course / decide, "frida"))
    list(collect.collect(hand_in(course, course, "better.zip")))
    assert refused_still(course) == []
    assert [outcome.partition(":")[0] for outcome in collected(home)] == [
        "decided before",
        "refused",
    ] and refused_still(course) == []
    assert not list((course / "collected/_refused").glob("*.zip"))


def test_the_same_notebook_of_somebody_else_stays_on_the_list(course, inbox):
    home = gradescopes(inbox, (9, "Ada Lovelace", "ada", ""), (8, "Frida Kahlo", "frida", ""))
    for number in 9, 8:
        bare(course, home / f"submission_{number}/mine.ipynb", double="x = 7")
    collected(inbox)
    kept = next(refusal.kept for refusal in rejected.standing("01-tiny") if "Ada" in refusal.whose)
    list(collect.collect(course / kept, "ada"))
    assert [refusal.whose for refusal in rejected.standing("01-tiny")] == ["Frida Kahlo (frida)"]


def test_whom_somebody_handed_in_for_settles_nothing_by_handing_in_the_same(course, inbox, in_class):
    in_class(CANVAS)
    file = hand_in(course, inbox, "kahlofrida_4712_99_work.zip", who="ada")
    collected(inbox)
    shutil.copy(file, inbox / "lovelaceada_4711_98_work.zip")
    collected(inbox)
    assert answer(course) and [refusal.whose for refusal in rejected.standing("01-tiny")] == [
        "Kahlo, Frida (frida)"
    ]


def test_of_untouched_notebooks_none_settles_anothers(course, inbox):
    for name in "a.ipynb", "b.ipynb":
        shutil.copy(course / "release" / NAME, inbox / name)
    collected(inbox)
    list(collect.collect(inbox / "a.ipynb", "ada"))
    assert [refusal.name for refusal in rejected.standing("01-tiny")] == ["b.ipynb"]


@pytest.mark.parametrize(
    "text, name, whose",
    [
        (MOODLE, "submission_7/work.txt", "Ada Lovelace (ada)"),
        (None, "submission_7/work.txt", "Ada Lovelace (ada@gs)"),
        (MOODLE, "Ada Lovelace_7_assignsubmission_file_/work.txt", "Ada Lovelace (ada)"),
        (
            MOODLE,
            "Frida Kahlo_7_assignsubmission_file_/work.txt",
            "Frida Kahlo (frida) or Frida Kahlo (frida2)",
        ),
        (None, "Frida Kahlo_7_assignsubmission_file_/work.txt", "Frida Kahlo"),
        (CANVAS, "lovelaceada_4711_99_work.txt", "Lovelace, Ada (ada)"),
        (None, "lovelaceada_4711_99_work.zip", "lovelaceada, number 4711"),
        (MOODLE, "ada/work.txt", ""),
    ],
    ids=[
        "Gradescope",
        "Gradescope, no roster",
        "Moodle",
        "Moodle, two of one name",
        "Moodle, no roster",
        "Canvas",
        "Canvas, no roster",
        "no platform",
    ],
)
def test_a_refusal_says_whose_it_is_where_the_platform_does(course, inbox, in_class, text, name, whose):
    if text:
        in_class(text)
    (inbox / "submission_metadata.yml").write_text(
        f"submission_7:\n  :submitters:\n  - :name: Ada Lovelace\n    :sid: ada@gs\n    :email: {'ada@x.org' if text else ''}\n"
    )
    (inbox / name).parent.mkdir(exist_ok=True)
    (inbox / name).write_bytes(b"words")
    (said,) = collected(inbox)
    assert said.startswith("refused: ") and said.endswith(f"; from {whose}") == bool(whose), said
    assert [refusal.whose for refusal in rejected.standing("01-tiny")] == [whose]
    if whose:
        assert f"{name} (from {whose}): " in rejected.told(rejected.standing("01-tiny")[0])


def test_nobody_is_asked_to_set_a_clock_but_whom_the_platform_names(course, inbox, in_class):
    home = gradescopes(inbox, (10, "Kira Novak", "ki1010", ""))
    hand_in(course, home, "submission_10/a.zip", who="jos\u00e9", when="29990101T000000Z")
    assert collected(inbox) == [
        "refused: its time, 2999-01-01 00:00 UTC, is in the future: ask Kira Novak (ki1010) to set the clock and submit again"
    ]
    in_class("id,name,mail\nki1010,Kira Novak,ki1010@x.org\n")
    assert collected(inbox) == [
        "refused: its time, 2999-01-01 00:00 UTC, is in the future: ask Kira Novak (ki1010) to set the clock and submit again"
    ]


def test_what_lies_beside_work_that_was_taken_in_is_a_line_and_not_on_the_list(course, inbox, in_class):
    in_class(MOODLE)
    home = gradescopes(inbox, (9, "Ada Lovelace", "ada", ""))
    hand_in(course, home, "submission_9/01-tiny.zip")
    (home / "submission_9/random.py").write_text("1")
    (home / "submission_9/0.txt").write_text("1")
    assert [outcome.partition(":")[0] for outcome in collected(inbox)] == [
        "refused",
        "collected",
        "refused",
    ] and refused_still(course) == []


def test_what_a_person_must_decide_is_listed_first(course, inbox, capsys):
    (inbox / "broken.zip").write_bytes(b"cut off")
    bare(course, inbox / "x.ipynb")
    for n in range(5):
        (inbox / f"broken{n}.zip").write_bytes(b"cut off")
    collected(inbox)
    assert [refusal.name for refusal in rejected.standing("01-tiny")][0] == "x.ipynb" and len(
        rejected.standing("01-tiny")
    ) == 7


def test_a_list_of_refusals_from_before_is_read(course):
    (course / "collected/_refused").mkdir(parents=True)
    (course / "collected/_refused/0.json").write_text(
        '{"name": "a.zip", "assignment": null, "student": null, "why": "x", "kept": "", "settled": false, "sure": true}'
    )
    assert rejected.standing("01-tiny")[0].whose == ""


# --- ids ---


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("josé", "josé"),
        ("jose\u0301", "josé"),
        ("张伟", "张伟"),
        ("अनिल", "अनिल"),
        ("Ωμέγα.7", "Ωμέγα.7"),
        ("o@x.org", "o@x.org"),
    ],
)
def test_an_id_may_be_in_any_script_and_is_kept_in_one_way(course, inbox, typed, kept):
    assert bundle.an_id(typed) == kept
    hand_in(course, inbox, "a.zip", who=work.identify(typed))
    assert collected(inbox) == ["collected"] and (course / "submitted" / kept / "01-tiny").is_dir()


@pytest.mark.parametrize(
    "bad",
    [
        "",
        ".a",
        "a.",
        "-a",
        "a b",
        "a/b",
        "..",
        "a\u202eb",
        "a\u200bb",
        "\u0301a",
        "a\u3164b",
        "\u3164",
        "a\ufe0f",
        "a\u115fb",
        "a" * 65,
        "張" * 64,
        "a\n",
        "😀",
    ],
)
def test_what_cannot_be_an_id_is_none(bad):
    assert bundle.an_id(bad) is None


def test_the_same_work_handed_in_again_keeps_its_time(course, inbox):
    hand_in(course, inbox, "a.zip", when="20261125T124500Z", double="x = 1")
    hand_in(course, inbox, "b.zip", when="20261125T180000Z", double="x = 1")
    assert collected(inbox) == [
        "collected",
        "kept, and it is the same work as the one of 2026-11-25 12:45:00, which counts",
    ]
    assert (
        course / "submitted/ada/01-tiny/timestamp.txt"
    ).read_text() == "2026-11-25 12:45:00 UTC\n" and len(
        list((course / "collected/ada/01-tiny").glob("*.zip"))
    ) == 2
    assert collected(inbox) == ["collected before"] * 2
    hand_in(course, inbox, "c.zip", when="20261125T190000Z", double="x = 2")
    assert collected(inbox)[-1].startswith("collected, and replaces the one of 2026-11-25 12:45:00")


def test_a_name_that_a_mac_took_apart_is_the_same_name(course, inbox, in_class):
    in_class("First name,Last name,Username,Email address\nJos\u00e9,Ortega,jo,jo@x.org\n")
    path = inbox / "Jose\u0301 Ortega_7_assignsubmission_file_/work.ipynb"
    path.parent.mkdir()
    tiny.answers(course, path, double="x = 5")
    assert collected(inbox)[0].startswith("collected; a bare notebook, as jo's")


def test_two_of_one_name_that_a_person_must_decide_are_both_kept(course, inbox):
    for double in ("one", "two"):
        tiny.answers(course, inbox / "homework.ipynb", double=double)
        collected(inbox)
    kept = sorted((course / "collected/_refused").glob("*.zip"))
    assert len(kept) == 2 and len(refused_still(course)) == 2
    for file, who in zip(kept, ("ada", "bob")):
        assert [outcome for _, _, outcome in collect.collect(file, who)] == [
            "collected; nobody knows when it was handed in, so it counts as in time"
        ]
    assert {answer(course), answer(course, "bob")} == {"one", "two"}


# --- nothing that counts is lost ---


def test_one_put_there_by_hand_is_kept_though_a_zip_of_the_same_second_is(course, inbox):
    tiny.submit(course, "ada", when="2026-11-25 12:45:00 UTC", double="by mail")
    sent.put(inbox, "a.zip", sent.zipped_by_submit(course, double="by zip"))
    sent.lines(inbox)  # kept, but another one of the same time was there before
    sent.put(inbox, "b.zip", sent.zipped_by_submit(course, when="20261126T000000Z", double="newer"))
    said = sent.lines(inbox)["b.zip"]
    assert "which is kept in collected/ada/01-tiny" in said and b"by mail" in sent.everything(course)


def test_a_notebook_put_over_a_collected_one_by_hand_is_kept_when_a_newer_one_comes(course, inbox):
    sent.put(inbox, "a.zip", sent.zipped_by_submit(course, double="by zip"))
    sent.lines(inbox)
    # docs: "what you put into submitted/ by hand is graded too"
    (course / "submitted/ada" / NAME).write_bytes(sent.bare(course, "by mail"))
    sent.put(inbox, "b.zip", sent.zipped_by_submit(course, when="20261126T000000Z", double="newer"))
    sent.lines(inbox)
    assert answer(course) == "newer" and b"by mail" in sent.everything(course)


def test_the_newest_counts_in_whatever_order_they_are_collected(course, inbox):
    """A, B, and A again: it is A that counts."""
    sent.put(inbox, "1.zip", sent.zipped_by_submit(course, when="20261125T100000Z", double="A"))
    sent.put(inbox, "2.zip", sent.zipped_by_submit(course, when="20261125T120000Z", double="A"))
    sent.put(inbox, "3.zip", sent.zipped_by_submit(course, when="20261125T110000Z", double="B"))
    sent.lines(inbox)
    first = answer(course)
    sent.lines(inbox)
    assert (first, answer(course)) == ("A", "A")  # collecting the same twice changes nothing


def test_collecting_the_courses_own_folder_changes_nothing(course, inbox, in_class):
    in_class(CANVAS)
    sent.put(inbox, "a.zip", sent.zipped_by_submit(course, double="ada's own"))
    sent.lines(inbox)
    shutil.rmtree(inbox)
    sent.put(course, "autograded/ada/" + NAME, sent.bare(course, "with outputs, and hidden tests"))
    with pytest.raises(CourseError):
        sent.lines(course)
    assert answer(course) == "ada's own"


def test_a_whole_platforms_zip_is_not_one_students(course, inbox, in_class):
    in_class(CANVAS)
    sent.put(
        inbox,
        "submissions.zip",
        sent.packed(
            {
                f"{name}_{number}_99_x.zip": sent.zipped_by_submit(course, who, f"20261125T12450{n}Z")
                for n, (name, number, who) in enumerate(
                    [
                        ("lovelaceada", 4711, "ada"),
                        ("kahlofrida", 4712, "frida"),
                        ("noetheremmy", 4713, "emmy"),
                    ]
                )
            }
        ),
    )
    with pytest.raises(CourseError):
        list(collect.collect(inbox / "submissions.zip", "ada"))
    assert not (course / "submitted/ada").exists()


def test_what_two_sent_under_one_name_is_not_off_the_list_when_one_of_them_is_decided(course, inbox):
    one, other = (
        sent.put(inbox, "week 1/homework.ipynb", sent.bare(course, "one's")),
        sent.put(inbox, "week 2/homework.ipynb", sent.bare(course, "the other's")),
    )
    for file in (one, other):  # both by mail, and nothing says whose
        sent.lines(file)
    assert len(list((course / "collected/_refused").glob("*.zip"))) == 2
    sent.lines(other, "ada")
    assert len(rejected.standing("01-tiny")) == 1  # one's is still to be decided …
    assert b"one's" in sent.everything(course)  # … and its copy is there


def test_what_is_to_be_decided_of_one_week_is_not_thrown_away_by_the_next(course, inbox, in_class):
    """A shared folder of each student, in which the newest lies under the same name."""
    in_class(CANVAS)
    sent.put(inbox, "frida/hw.zip", sent.zipped_by_submit(course, "ada", double="whose is this"))
    sent.lines(inbox)
    assert len(rejected.standing("01-tiny")) == 1
    sent.put(
        inbox, "frida/hw.zip", sent.zipped_by_submit(course, "frida", "20261126T000000Z", double="frida's")
    )
    sent.lines(inbox)
    assert b"whose is this" in sent.everything(course)


def test_one_refused_later_under_the_same_name_is_on_the_list_again(course, inbox, in_class):
    in_class(CANVAS)
    sent.put(inbox, "ada/hw.zip", b"damaged")
    sent.lines(inbox)
    sent.put(inbox, "ada/hw.zip", sent.zipped_by_submit(course))
    sent.lines(inbox)
    sent.put(inbox, "ada/hw.zip", b"damaged again, in another week")
    sent.lines(inbox)
    assert [refusal.student for refusal in rejected.standing("01-tiny")] == ["ada"]


def test_one_that_was_there_before_does_not_take_a_newer_refusal_off_the_list(course, inbox, in_class):
    in_class(CANVAS)
    sent.put(inbox, "lovelaceada_4711_2_work.zip", sent.zipped_by_submit(course))
    sent.lines(inbox)
    sent.put(inbox, "lovelaceada_4711_1_again.zip", b"damaged")  # newer, and by its name before the other
    sent.lines(inbox)
    assert [refusal.student for refusal in rejected.standing("01-tiny")] == ["ada"]


def test_a_list_entry_that_was_damaged_by_hand_stops_nobody(course, inbox):
    sent.put(inbox, "a.zip", sent.zipped_by_submit(course))
    sent.put(course, "collected/_refused/0123456789ab.json", b"")
    assert sent.lines(inbox) == {"a.zip": "collected"}


def test_a_copy_that_is_gone_is_made_again(course, inbox):
    sent.put(inbox, "x.ipynb", sent.bare(course))
    sent.lines(inbox)
    (kept,) = (course / "collected/_refused").glob("*.zip")
    kept.unlink()  # by hand, or by a disk that lost it
    (said,) = sent.lines(inbox).values()
    assert f"`course collect collected/_refused/{kept.name} --as ID`" in said and kept.exists()


@pytest.mark.parametrize("order", ["abc", "acb", "bac", "bca", "cab", "cba"])
def test_who_hands_in_one_thing_and_another_and_the_first_again_has_handed_it_in_at_the_second_time(
    course, inbox, order
):
    for n, which in enumerate(order):
        when, double = {
            "a": ("20261125T100000Z", "A"),
            "b": ("20261125T110000Z", "B"),
            "c": ("20261125T120000Z", "A"),
        }[which]
        sent.put(inbox, f"{n}.zip", sent.zipped_by_submit(course, when=when, double=double))
    for _ in range(2):
        said = list(sent.lines(inbox).values())
        assert (
            answer(course) == "A"
            and (course / "submitted/ada/01-tiny/timestamp.txt").read_text() == "2026-11-25 12:00:00 UTC\n"
        )
    assert said == ["collected before"] * 3 and len(list((course / "collected/ada/01-tiny").iterdir())) == 3


@pytest.mark.parametrize(
    "folder",
    [
        ".",
        "..",
        "release",
        "submitted",
        "submitted/ada",
        "collected",
        "collected/ada",
        "autograded",
        "source",
    ],
)
def test_no_folder_of_the_courses_own_is_collected(course, inbox, monkeypatch, folder):
    sent.put(inbox, "a.zip", sent.zipped_by_submit(course))
    sent.lines(inbox)
    (course / folder).mkdir(exist_ok=True)
    monkeypatch.chdir(course)
    with pytest.raises(CourseError, match="the course's own: .* Nothing was changed."):
        list(collect.collect(folder))


def test_what_waits_for_a_person_goes_on_waiting_when_it_is_collected_as_it_is(course, inbox, in_class):
    in_class(CANVAS)
    sent.put(inbox, "kahlofrida_4712_99_work.zip", sent.zipped_by_submit(course))
    sent.put(inbox, "x.ipynb", sent.bare(course))
    said, waiting = sent.lines(inbox), course / "collected/_refused"
    assert sorted(
        outcome for name, outcome in sent.lines(waiting).items() if name.endswith(".zip")
    ) == sorted(said.values())
    assert not sent.students(course) and len(rejected.standing("01-tiny")) == 2
    assert [
        outcome
        for file in waiting.glob("*.zip")
        for outcome in sent.lines(file).values()
        if not outcome.startswith("not taken in")
    ] == []


def test_a_folder_that_the_configuration_renames_is_not_collected(course, inbox):
    (course / "nbgrader_config.py").write_text('c.CourseDirectory.submitted_directory = "turned in"\n')
    (course / "turned in").mkdir()
    with pytest.raises(CourseError, match="the course's own"):
        list(collect.collect(course / "turned in"))


def test_as_is_for_one_hand_in_and_not_for_two_in_a_zip(course, inbox):
    path = sent.put(
        inbox, "two.zip", sent.packed({"a.zip": sent.zipped_by_submit(course), "b.ipynb": sent.bare(course)})
    )
    with pytest.raises(
        CourseError,
        match="two.zip holds 2 hand-ins, but --as is for one: unpack it, and name that one. Nothing was changed.",
    ):
        list(collect.collect(path, "ada"))
    one = sent.put(inbox, "one.zip", sent.packed({"a.zip": sent.zipped_by_submit(course), "notes.pdf": b"x"}))
    assert [outcome.partition(":")[0] for _, _, outcome in collect.collect(one, "bob")] == [
        "collected",
        "refused",
    ] and sent.students(course) == {"bob"}


def test_a_copy_with_more_in_it_than_was_taken_in_stays_until_it_is_decided(course, inbox):
    """The same notebook came by mail; the one that waits has a file beside it."""
    sent.put(inbox, "x/hw.ipynb", sent.bare(course, "both"))
    sent.put(inbox, "x/mine.txt", b"only here")
    sent.lines(inbox)
    list(collect.collect(sent.put(course, "mail.ipynb", sent.bare(course, "both")), "ada"))
    assert len(rejected.standing("01-tiny")) == 1 and b"only here" in sent.everything(course)


def test_a_damaged_file_of_the_list_is_named_in_the_report_and_what_a_kill_left_is_cleared(course, inbox):
    sent.put(course, "collected/_refused/0123456789ab.json", b'{"name": 5}')
    sent.put(course, "collected/_refused/.99.new", b"half")
    sent.lines(inbox)
    (damaged,) = rejected.standing("01-tiny")
    assert (
        rejected.told(damaged)
        == "collected/_refused/0123456789ab.json: this file of the list is damaged: delete it, and collect again what was refused"
    )
    assert not (course / "collected/_refused/.99.new").exists()


def test_a_full_disk_says_from_whose_on_nothing_was_collected(course, inbox, in_class, monkeypatch):
    def full(file, target):
        raise OSError(errno.ENOSPC, "No space left on device")

    in_class(CANVAS)
    sent.put(inbox, "lovelaceada_4711_99_x.ipynb", sent.bare(course))
    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(
        CourseError,
        match=r"nothing from lovelaceada_4711_99_x.ipynb \(from Lovelace, Ada \(ada\)\) on was collected",
    ):
        sent.lines(inbox)
