import datetime
import json
import os
import re
import sys
import zipfile

import pytest

from course.files.coursedir import CourseError
from course.notebook import document
from course.student import work
from course.submission import bundle
from course.submission.collecting.collect import collect
from tests import tiny


@pytest.fixture
def started(course):
    work.start("01-tiny")
    return course / "work/01-tiny/01-tiny.ipynb"


def sources(path):
    return {cell.id: cell.source for cell in document.read(path).cells}


def clock(monkeypatch, text):
    monkeypatch.setattr(work, "now", lambda: bundle.unstamp(text))


# --- start ---


def test_start_puts_the_release_into_work(course):
    assert work.start("01-tiny") == ["01-tiny.ipynb", "signs.json"]
    assert (course / "work/01-tiny/01-tiny.ipynb").read_bytes() == (
        course / "release/01-tiny/01-tiny.ipynb"
    ).read_bytes()


def test_start_leaves_what_is_there_as_it_is(started):
    started.write_text("my work")
    assert work.start("01-tiny") == []
    assert started.read_text() == "my work"


def test_start_puts_back_a_deleted_notebook_alone(started):
    (started.parent / "mine.txt").write_text("notes")
    (started.parent / "signs.json").write_text("{}")
    started.unlink()
    assert work.start("01-tiny") == ["01-tiny.ipynb"]
    assert (started.parent / "mine.txt").read_text() == "notes"
    assert (started.parent / "signs.json").read_text() == "{}"


def test_an_assignment_that_is_not_released_is_said(course):
    with pytest.raises(CourseError, match="09-none is not in release/"):
        work.start("09-none")


# --- start --again ---


def test_one_exercise_afresh_leaves_the_others_and_keeps_the_old_attempt(course, started):
    tiny.answers(course, started, **tiny.RIGHT, double_test="pass")
    old = started.read_bytes()
    kept = work.again("01-tiny", "double")
    new, released = sources(started), sources(course / "release/01-tiny/01-tiny.ipynb")
    assert new["double"] == released["double"] and new["double-test"] == released["double-test"]
    assert new["answer"] == tiny.RIGHT["answer"] and new["written-answer"] == tiny.RIGHT["written_answer"]
    assert kept.parent == started.parent / "kept" and kept.read_bytes() == old


def test_two_attempts_in_one_second_are_both_kept(course, started, monkeypatch):
    clock(monkeypatch, "20261125T124500Z")
    kept = []
    for attempt in "first", "second":
        tiny.answers(course, started, double=attempt)
        kept.append(work.again("01-tiny", "double"))
    assert [sources(copy)["double"] for copy in kept] == ["first", "second"]


@pytest.mark.parametrize("label", [{"grade_id": ["double"]}, {"grade_id": {}}, "double", [], 5])
def test_a_label_that_is_none_keeps_no_exercise_from_coming_back(started, label):
    nb = json.loads(started.read_text())
    next(cell for cell in nb["cells"] if cell["id"] == "double-test")["metadata"]["nbgrader"] = label
    started.write_text(json.dumps(nb))
    work.again("01-tiny", "double")
    assert sources(started)["double-test"]


def test_a_deleted_exercise_comes_back_in_its_place(started):
    nb = document.read(started)
    whole = [cell.id for cell in nb.cells]
    nb.cells = [cell for cell in nb.cells if cell.id not in ("double", "double-test")]
    document.write(nb, started)
    work.again("01-tiny", "double")
    assert [cell.id for cell in document.read(started).cells] == whole


def test_an_exercise_that_does_not_exist_is_answered_with_those_that_do(started):
    before = started.read_bytes()
    with pytest.raises(CourseError, match="'treble'. It has: double, answer, written"):
        work.again("01-tiny", "treble")
    assert started.read_bytes() == before and not (started.parent / "kept").exists()


def test_a_written_answer_afresh_has_its_place_for_the_answer_back(course, started):
    tiny.answers(course, started, **tiny.RIGHT)
    work.again("01-tiny", "written")
    assert (
        sources(started)["written-answer"] == "*Your answer goes here.*"
        and sources(started)["double"] == tiny.RIGHT["double"]
    )


# --- a damaged notebook ---


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[1, 2]", b'{"cells": 5, "nbformat": 4}', b"\xff\xfe\x00", b'{"nbformat": 9, "cells": []}'],
)
@pytest.mark.parametrize(
    "command", [lambda: work.submit("01-tiny", "ada"), lambda: work.again("01-tiny", "double")]
)
def test_a_damaged_notebook_is_named_with_what_to_do_and_left_as_it_is(started, damage, command):
    started.write_bytes(damage)
    with pytest.raises(
        CourseError, match=r"^work/01-tiny/01-tiny.ipynb is not a .*rename it, `course start 01-tiny`"
    ) as error:
        command()
    assert "\n" not in str(error.value)
    assert started.read_bytes() == damage


def test_a_missing_notebook_is_named_with_what_to_do(started):
    started.unlink()
    with pytest.raises(CourseError, match=r"work/01-tiny/01-tiny.ipynb is missing. `course start 01-tiny`"):
        work.submit("01-tiny", "ada")


def test_a_missing_notebook_under_another_name_is_pointed_at(started):
    started.rename(started.with_name("01-tiny-Copy1.ipynb"))
    with pytest.raises(
        CourseError,
        match="is missing. If 01-tiny-Copy1.ipynb is your work, rename it; otherwise `course start",
    ):
        work.submit("01-tiny", "ada")


def test_a_notebook_of_a_version_to_come_is_said_to_be_one(started):
    started.write_text(started.read_text().replace('"nbformat": 4', '"nbformat": 5'))
    with pytest.raises(CourseError, match=r"\(nbformat 5: only 3 and 4 are known here\)"):
        work.submit("01-tiny", "ada")


def test_a_notebook_saved_by_an_older_jupyter_is_handed_in(started):
    nb = json.loads(started.read_text())
    nb["nbformat_minor"] = 2
    for cell in nb["cells"]:
        del cell["id"]
    started.write_text(json.dumps(nb))
    assert work.submit("01-tiny", "ada")[1] == []
    assert work.unwritten("01-tiny") == {"double": 3, "answer": 1, "written": 2}


# --- submit ---


def test_a_submission_says_who_when_and_what(started, monkeypatch):
    clock(monkeypatch, "20261125T124500Z")
    (started.parent / "data.csv").write_text("1,2")
    work.again("01-tiny", "double")
    path, remarks = work.submit("01-tiny", "ada")
    assert path.name == "01-tiny_ada_20261125T124500Z.zip" and remarks == []
    with zipfile.ZipFile(path) as box:
        manifest = json.loads(box.read("manifest.json"))
        # neither kept/ nor signs.json
        assert sorted(box.namelist()) == ["01-tiny/01-tiny.ipynb", "01-tiny/data.csv", "manifest.json"]
    assert (manifest["student"], manifest["assignment"], manifest["time"]) == (
        "ada",
        "01-tiny",
        "2026-11-25T12:45:00+00:00",
    )
    assert set(manifest["sha256"]) == {"01-tiny.ipynb", "data.csv"}


def test_every_submission_stays(started, monkeypatch):
    clock(monkeypatch, "20261125T124500Z")
    first, _ = work.submit("01-tiny", "ada")
    before = first.read_bytes()
    clock(monkeypatch, "20261126T080000Z")
    work.submit("01-tiny", "ada")
    assert len(list(first.parent.iterdir())) == 2 and first.read_bytes() == before


def test_submissions_of_one_second_take_the_seconds_after_it_so_that_the_last_is_the_newest(
    started, monkeypatch
):
    clock(monkeypatch, "20261125T124559Z")
    paths = [work.submit("01-tiny", "ada")[0] for _ in range(3)]
    times = [json.loads(zipfile.ZipFile(path).read("manifest.json"))["time"] for path in paths]
    assert [path.stem[-16:] for path in paths] == ["20261125T124559Z", "20261125T124600Z", "20261125T124601Z"]
    assert times == ["2026-11-25T12:45:59+00:00", "2026-11-25T12:46:00+00:00", "2026-11-25T12:46:01+00:00"]


# --- what is not written yet ---


def test_of_a_fresh_notebook_nothing_is_written(started):
    assert work.unwritten("01-tiny") == {"double": 3, "answer": 1, "written": 2}


def test_of_a_finished_one_everything_is(course, started):
    tiny.answers(course, started, **tiny.RIGHT)
    assert work.unwritten("01-tiny") == {}


@pytest.mark.parametrize(
    "code",
    [
        "def double(x):\n    raise NotImplementedError",
        "import math\n\ndef double(x):\n    'Twice x.'\n    raise NotImplementedError('later')",
        "double = ...",
        "double = {1: 2, 3: ...}",
        "double = [2, ...]",
    ],
)
def test_a_stub_that_was_moved_about_is_not_written_yet(course, started, code):
    tiny.answers(course, started, **tiny.RIGHT | {"double": code})
    assert work.unwritten("01-tiny") == {"double": 3}


@pytest.mark.parametrize(
    "code",
    [
        "def double(x):\n    if x is None:\n        raise NotImplementedError\n    return x + x",
        "def double(x)\n  oops",
        "x[..., 0] = 1",
        "pass",
    ],
)
def test_whatever_else_stands_there_somebody_wrote(course, started, code):
    tiny.answers(course, started, **tiny.RIGHT | {"double": code})
    assert work.unwritten("01-tiny") == {}


def test_an_answer_that_was_written_into_the_question_or_a_further_cell_is_one(course, started):
    nb = tiny.answers(course, started, **tiny.RIGHT | {"written_answer": ""})
    assert work.unwritten("01-tiny") == {"written": 2}
    more = json.loads(json.dumps(nb))
    next(cell for cell in more["cells"] if cell["id"] == "written")["source"] += "\nBecause."
    started.write_text(json.dumps(more))
    assert work.unwritten("01-tiny") == {}
    more = json.loads(json.dumps(nb))
    more["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "Because."})
    started.write_text(json.dumps(more))
    assert work.unwritten("01-tiny") == {}


def test_odd_cells_are_told_before_the_instructor_tells_them(course, started):
    tiny.answers(course, started, double_test="assert True")
    _, remarks = work.submit("01-tiny", "ada")
    assert remarks == ["test cell double-test was edited (line 1: `assert True`): the original was used"]


def test_a_large_file_is_left_out_and_said(started, monkeypatch):
    monkeypatch.setattr(bundle, "LARGEST_FILE", 10)
    (started.parent / "movie.mp4").write_bytes(b"x" * 11)
    path, remarks = work.submit("01-tiny", "ada")
    assert "movie.mp4 has more than" in remarks[0]
    assert "01-tiny/movie.mp4" not in zipfile.ZipFile(path).namelist()


def test_a_file_that_a_program_would_take_for_its_settings_is_left_out_and_said(started):
    (started.parent / "data").mkdir()
    for name in "nbgrader_config.py", "data/matplotlibrc", "data/my_config.py":
        (started.parent / name).touch()
    path, remarks = work.submit("01-tiny", "ada")
    assert [remark.partition(" has the name of a program's settings")[0] for remark in remarks] == [
        "data/matplotlibrc",
        "nbgrader_config.py",
    ]
    assert zipfile.ZipFile(path).namelist() == [
        "manifest.json",
        "01-tiny/01-tiny.ipynb",
        "01-tiny/data/my_config.py",
    ]


UNFIT = {
    "notes 10:30.txt": "not every system",
    "a\\b.txt": "not every system",
    "a/" * 250 + "b": "not every system",
    "a\udce4.txt": "not every system",
    "token.py": "module that Python already has",
    "numpy/__init__.py": "module that Python already has",
    "readline.cpython-311-x86_64-linux-gnu.so": "",
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_collect_would_refuse_is_left_out_and_said(course, started, name):
    file = started.parent / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    (started.parent / "my_own.py").touch()
    path, remarks = work.submit("01-tiny", "ada")
    assert len(remarks) == 1 and UNFIT[name] in remarks[0] and remarks[0].isprintable()
    assert zipfile.ZipFile(path).namelist() == ["manifest.json", "01-tiny/01-tiny.ipynb", "01-tiny/my_own.py"]
    assert [outcome for _, _, outcome in collect(path.parent)] == ["collected"]


def test_a_link_is_left_out_and_said(started, tmp_path):
    (tmp_path / "helpers.py").touch()
    (started.parent / "helpers.py").symlink_to(tmp_path / "helpers.py")
    path, remarks = work.submit("01-tiny", "ada")
    assert remarks == ["helpers.py is a link and was left out: put a copy there"]


def test_of_more_files_than_collect_takes_the_notebook_and_the_first_are_packed(course, started, monkeypatch):
    monkeypatch.setattr(bundle, "MOST", 7)
    for n in range(6):
        (started.parent / f"{n}.txt").touch()
    path, remarks = work.submit("01-tiny", "ada")
    assert remarks == [
        "3.txt and 2 more were left out: a submission has at most 7 files and folders, and 100 MB"
    ]
    assert [outcome for _, _, outcome in collect(path.parent)] == ["collected"]


def test_of_more_bytes_than_collect_takes_the_notebook_and_the_first_are_packed(course, started, monkeypatch):
    monkeypatch.setattr(bundle, "LARGEST", bundle.LARGEST_MANIFEST + 20_000)
    for name in "0.txt", "1.txt":
        (started.parent / name).write_text("x" * 10_000)
    path, remarks = work.submit("01-tiny", "ada")
    assert len(remarks) == 1 and remarks[0].startswith("1.txt was left out: a submission has at most")
    assert [outcome for _, _, outcome in collect(path.parent)] == ["collected"]


# --- a disk that is full ---


def test_a_submission_that_could_not_be_written_is_none(started, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(zipfile.ZipFile, "writestr", full)
        with pytest.raises(OSError):
            work.submit("01-tiny", "ada")
    assert list((started.parents[2] / "outbox").iterdir()) == [] and work.status()[0]["submitted"] is None


def half(file, new):
    new.write_bytes(file.read_bytes()[:100])
    raise OSError(28, "No space left on device")


def test_a_notebook_that_could_not_be_put_whole_is_put_the_next_time(course, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(work.shutil, "copyfile", half)
        with pytest.raises(OSError):
            work.start("01-tiny")
    assert work.start("01-tiny") == ["01-tiny.ipynb", "signs.json"]


def test_what_is_remembered_is_not_lost_by_a_disk_that_is_full(course, monkeypatch):
    work.remember(who="ada")

    def full(self, *_, **__):
        self.touch()
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(type(course), "write_text", full)
        with pytest.raises(OSError):
            work.remember(who="bob")
    assert work.recall() == {"who": "ada"}


def test_who_one_is_is_asked_once(course):
    assert work.identify(ask=lambda: "ada") == "ada"
    assert work.identify(ask=lambda: pytest.fail("asked again")) == "ada"
    assert work.identify("ada.l@uni-x_1") == "ada.l@uni-x_1"


@pytest.mark.parametrize("who", ["../ada", "a/b", "ada ", ".ada", "ada.", "a b", "x" * 65, "a\nb", "a\\b"])
def test_an_id_that_cannot_be_a_folder_everywhere_is_refused(course, who):
    with pytest.raises(CourseError, match="cannot be an id"):
        work.identify(who)
    assert work.recall() == {}


def test_without_anybody_to_ask_the_command_says_how(course):
    with pytest.raises(CourseError, match="--who ID"):
        work.identify()


# --- status ---


def test_one_goes_on_where_one_was_last(course, started):
    (course / "release/02-next").mkdir()
    (course / "release/02-next/02-next.ipynb").write_bytes(
        (course / "release/01-tiny/01-tiny.ipynb").read_bytes()
    )
    assert work.current() == "01-tiny"
    work.start("02-next")
    os.utime(started, (1, 1))
    assert work.current() == "02-next"


def test_somebody_new_begins_at_the_beginning(course):
    assert work.current() == "01-tiny"


def test_status_knows_what_was_started_checked_and_submitted(course, monkeypatch):
    (line,) = work.status()
    assert line == {"assignment": "01-tiny", "started": False, "check": None, "submitted": None}
    work.start("01-tiny")
    work.remember(checks={"01-tiny": {"points": 3, "out_of": 4}})
    for time in "20261125T124500Z", "20261126T080000Z":
        clock(monkeypatch, time)
        work.submit("01-tiny", "zoe" if time.startswith("20261125") else "ada")
    (line,) = work.status()
    assert line["started"] and line["check"]["points"] == 3
    assert line["submitted"] == datetime.datetime(2026, 11, 26, 8, tzinfo=datetime.UTC)


def test_a_zip_in_outbox_that_says_no_time_is_passed_over(course):
    (course / "outbox").mkdir()
    (course / "outbox/01-tiny_copyZ.zip").touch()
    assert work.status()[0]["submitted"] is None


def test_what_is_filled_in_is_told_apart_from_what_passes():
    assert work.passing(3, 9, 0) == "3 of 9 exercises pass the visible checks"
    assert work.passing(0, 0, 1) == "0 of 0 exercises pass the visible checks, 1 more is filled in"
    assert work.passing(3, 7, 2).endswith(", 2 more are filled in")


def test_a_damaged_memory_costs_nothing_but_itself(course):
    work.start("01-tiny")
    for damaged in "{", "[]", '{"checks": 5}':
        (course / "work/.course.json").write_text(damaged)
        assert work.identify("ada") == "ada" and work.status()[0]["started"]


def test_times_are_written_so_that_they_sort():
    assert re.fullmatch(r"\d{8}T\d{6}Z", bundle.stamp(work.now()))


@pytest.mark.parametrize("words", [["submit", "01", "--who", "ada"], ["check", "01"]])
def test_a_notebook_in_which_nobody_could_say_which_cell_is_the_answer_ends_as_a_line_with_the_remedy(
    started, capsys, words
):
    from course import cli

    nb = document.read(started)
    for number, cell in enumerate(nb.cells):
        cell.id = f"cell-{number}"
        cell.metadata.pop("nbgrader", None)
    at = next(i for i, cell in enumerate(nb.cells) if "def double" in cell.source)
    nb.cells[at : at + 1] = [
        nb.cells[at] | {"id": name, "source": f"def double(x):\n    return {name}"} for name in ("x", "xx")
    ]
    document.write(nb, started)
    assert cli.main(words) == 1
    assert "could be the answer double" in capsys.readouterr().err


@pytest.mark.parametrize("folder, said", [("my env", "my env"), (".", "what lies in bin, lib and the like")])
def test_a_virtual_environment_in_the_folder_or_of_it_is_not_packed_but_for_work_beside_it_and_one_note_says_so(
    course, started, folder, said
):
    home = course / "work/01-tiny" / folder
    for name in "bin", "lib/python3.13/site-packages":
        (home / name).mkdir(parents=True)
    (home / "pyvenv.cfg").write_text("home = /usr\n")
    (home / "lib/python3.13/site-packages/theirs.py").write_text("x = 1\n")
    (home / "mine.txt").write_text("x = 1\n")
    (home / "bin/python").symlink_to(sys.executable)
    path, remarks = work.submit("01-tiny", "ada")
    assert remarks == [f"{said} is a virtual environment and was left out"]
    with zipfile.ZipFile(path) as box:
        assert {*box.namelist()} == {
            "manifest.json",
            "01-tiny/01-tiny.ipynb",
            f"01-tiny/{'my env/' if folder != '.' else ''}mine.txt",
        }
