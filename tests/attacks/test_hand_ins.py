"""Hand-ins that were made to do damage, or are damaged: none stops the others, is taken for somebody else's,
loses anybody's work, or takes memory, disk or time.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile

import pytest

from course import cli
from course.files.coursedir import CourseError
from course.reports import feedback_zip
from course.submission import bundle, rejected
from course.submission.collecting import archive, classify, collect, decision
from course.submission.collecting.bare_notebook import time_of
from tests.sent import (
    CANVAS,
    MOODLE,
    NAME,
    answer,
    bare,
    lines,
    opened,
    packed,
    put,
    students,
    unpack,
    whole_course,
    zipped_by_submit,
)

# --- one stops the collection of all others ---


def test_a_zip_whose_notebook_is_damaged_stops_nobody(course, inbox):
    data = bytearray(packed({"my homework.ipynb": bare(course)}))
    at = 30 + len("my homework.ipynb")
    # no deflate stream begins so: zlib.error, which is no OSError and no ValueError
    data[at : at + 40] = b"\xff" * 40
    put(inbox, "a.zip", bytes(data))
    put(inbox, "b.zip", zipped_by_submit(course, "zoe"))
    found = lines(inbox)
    assert found["b.zip"] == "collected" and any(outcome.startswith("refused") for outcome in found.values())


@pytest.mark.parametrize(
    "data",
    [b'{"cells": [{"metadata": null}]}', b'{"cells": [{"metadata": []}]}', b'{"cells": [{"metadata": "x"}]}'],
    ids=range(3),
)
def test_a_notebook_whose_cells_have_odd_metadata_stops_nobody(course, inbox, data):
    put(inbox, "a.ipynb", data)
    put(inbox, "b.zip", zipped_by_submit(course, "zoe"))
    found = lines(inbox)
    assert found["b.zip"] == "collected" and found["a.ipynb"].startswith("refused")


def test_a_name_that_is_not_in_utf8_stops_nobody(course, inbox):
    """A Moodle zip that was unpacked on Linux: José in Latin-1. What was taken in is said to be, and those
    after it are, too.
    """
    put(inbox, b"Jos\xe9_7_assignsubmission_file_/ada.zip", zipped_by_submit(course, "ada"))
    put(inbox, "z.zip", zipped_by_submit(course, "zoe"))
    assert list(lines(inbox).values()) == ["collected", "collected"]


def test_a_file_with_a_name_that_is_not_in_utf8_beside_a_manifest_stops_nobody(course, inbox):
    unpack(zipped_by_submit(course), inbox / "ada")
    put(inbox, b"ada/01-tiny/r\xe9sum\xe9.txt", b"x")
    put(inbox, "z.zip", zipped_by_submit(course, "zoe"))
    assert lines(inbox)["z.zip"] == "collected"


def test_a_bare_notebook_in_a_folder_that_is_not_in_utf8_stops_nobody(course, inbox, in_class):
    in_class(MOODLE)
    put(inbox, b"Jos\xe9_7_assignsubmission_file_/ada.ipynb", bare(course))
    put(inbox, "z.zip", zipped_by_submit(course, "frida"))
    assert lines(inbox)["z.zip"] == "collected"


def test_a_file_of_a_year_that_no_calendar_has_has_a_time(tmp_path):
    """ext4 cuts such a time off; XFS, Btrfs and tmpfs keep it, and `touch -d @9999999999999` sets it."""
    file = type("File", (), {"stat": lambda self: type("About", (), {"st_mtime": 9_999_999_999_999.0})()})()
    assert time_of(file, {})[0].year < 9999


def test_a_time_that_no_program_can_read_stops_nobody(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "ada/x.ipynb", bare(course))
    # decimal.InvalidOperation, which is no ValueError
    put(inbox, "ada/timestamp.txt", b"11h" + b"1" * 30 + b"m0")
    put(inbox, "b.zip", zipped_by_submit(course, "frida"))
    assert lines(inbox)["b.zip"] == "collected"


def test_a_zip_packed_by_lzma_and_damaged_stops_nobody(course, inbox):
    data = bytearray(packed({"x.ipynb": os.urandom(300)}, zipfile.ZIP_LZMA))
    data[60:120] = b"\xff" * 60
    put(inbox, "a.zip", bytes(data))
    put(inbox, "b.zip", zipped_by_submit(course, "zoe"))
    assert lines(inbox)["b.zip"] == "collected"


def test_an_absolute_name_in_a_students_zip_stops_nobody(course, inbox, capsys):
    put(inbox, "a.zip", packed({"/homework.ipynb": bare(course)}))
    put(inbox, "b.zip", zipped_by_submit(course, "zoe"))
    cli.main(["collect", str(inbox)])  # ValueError: '/homework.ipynb' is not in the subpath of …
    assert (course / "submitted/zoe").exists()


def test_a_zip_with_a_file_of_no_name_is_a_sentence(course, inbox):
    from course.reports import preview

    path = put(inbox, "a.zip", packed({"Q": b"x"}).replace(b"Q", b"\0"))  # a name ends at the first NUL
    assert "IndexError" not in lines(path)[str(path.name)]
    with pytest.raises(CourseError, match="a.zip is refused: '' would be written outside of its folder"):
        preview.try_one("01-tiny", path)  # course grade 01 --try


# --- whose it is ---

GRADESCOPE = "submission_1:\n  :submitters:\n  - :name: Frida Kahlo\n    :email: frida@x.org\nsubmission_2:\n  :submitters:\n  - :name: Ada Lovelace\n    :email: ada@x.org\n"


def test_an_absolute_name_in_a_students_zip_does_not_hide_whose_it_is(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "a.zip", zipped_by_submit(course, "ada", double="ada's own"))
    lines(inbox)
    shutil.rmtree(inbox)
    put(
        inbox,
        "submissions.zip",
        packed(
            {
                "kahlofrida_4712_99_x.zip": packed(
                    {
                        "/lovelaceada_4711_5_x.zip": zipped_by_submit(
                            course, "ada", "20261126T000000Z", double="frida's"
                        )
                    }
                )
            }
        ),
    )
    list(collect.collect(inbox / "submissions.zip"))
    assert answer(course) == "ada's own"


@pytest.mark.parametrize("roster", ["Frida,Kahlo,ada", "Kahlo,Frida,ada"])
def test_of_two_whom_moodle_calls_the_same_none_hands_in_for_the_other(course, inbox, in_class, roster):
    in_class(f"First name,Last name,Username,Email address\n{roster},a@x.org\nFrida,Kahlo,frida,f@x.org\n")
    put(
        inbox,
        "Frida Kahlo_7_assignsubmission_file_/a.zip",
        zipped_by_submit(course, "ada", double="ada's own"),
    )
    (said,) = lines(inbox).values()
    assert (
        "it says that it is ada's, and came as ada or frida's, in Frida Kahlo_7_assignsubmission_file_"
        in said
        and students(course) == set()
    )


def test_a_students_own_list_does_not_say_whose_a_hand_in_is(course, inbox, in_class):
    """Frida's zip, in Gradescope's export, holds a submission_metadata.yml by which her folder is Ada's."""
    in_class(MOODLE)
    put(inbox, "first.zip", zipped_by_submit(course, "ada", double="ada's own"))
    lines(inbox)
    (inbox / "first.zip").unlink()
    put(inbox, "export/submission_metadata.yml", GRADESCOPE.encode())
    theirs = "submission_1:\n  :submitters:\n  - :name: Ada Lovelace\n    :email: ada@x.org\n"
    put(
        inbox,
        "export/submission_1/hw.zip",
        packed(
            {
                "submission_metadata.yml": theirs,
                "x.zip": zipped_by_submit(course, "ada", "20261126T000000Z", double="frida's"),
            }
        ),
    )
    lines(inbox)
    assert answer(course) == "ada's own"


def test_a_students_own_list_does_not_take_anothers_work(course, inbox, in_class):
    """Frida's zip says that submission_2, which is Ada's, is Frida's."""
    in_class(MOODLE)
    put(inbox, "export/submission_metadata.yml", GRADESCOPE.encode())
    theirs = "submission_2:\n  :submitters:\n  - :name: Frida Kahlo\n    :email: frida@x.org\n"
    put(
        inbox,
        "export/submission_1/hw.zip",
        packed({"submission_metadata.yml": theirs, "01-tiny.ipynb": bare(course, "frida's")}),
        1764000000,
    )
    put(inbox, "export/submission_2/01-tiny.ipynb", bare(course, "ada's own"), 1764000100)
    lines(inbox)
    assert answer(course, "ada") == "ada's own" and answer(course, "frida") == "frida's"


@pytest.mark.parametrize(
    "text, name",
    [
        # enrolled since, or no student of this class: Canvas says that it is not ada
        (CANVAS, "mallory_9999_99_work.zip"),
        (CANVAS, "emmy_noether_4713_99_work.zip"),  # Canvas leaves a _ in a name where it is
        # 4712 calls herself x_4711: Canvas takes _4711_ out of a name, and not _4711 at its end
        (CANVAS, "x_4711_4712_99_work.zip"),
        (MOODLE, "Mal Lory_9_assignsubmission_file_/work.zip"),
        # Moodle takes ' & < > " ` | : \ / out of names (PARAM_FILE)
        (MOODLE, "Conan OBrien_9_assignsubmission_file_/work.zip"),
        (MOODLE, "Group A-Frida Kahlo_9_assignsubmission_file_/work.zip"),
    ],
    ids=["Canvas", "Canvas, _", "Canvas, a number in a name", "Moodle", "Moodle, '", "Moodle, a group"],
)
def test_whom_a_platform_calls_by_a_name_that_is_not_adas_hands_in_nothing_for_ada_unseen(
    course, inbox, in_class, text, name
):
    in_class(text)
    put(inbox, "first.zip", zipped_by_submit(course, "ada", double="ada's own"))
    lines(inbox)
    (inbox / "first.zip").unlink()
    put(inbox, name, zipped_by_submit(course, "ada", "20261126T000000Z", double="mallory's"))
    lines(inbox)
    assert answer(course) == "ada's own"


def test_no_student_says_to_whom_their_page_is_sent(course, inbox, in_class):
    """A folder of each student; Frida calls her file as Canvas would call Ada's, and hers goes to Ada."""
    in_class(CANVAS)
    put(inbox, "mail/lovelaceada_471_99_x.zip", zipped_by_submit(course, "frida"))  # 471 is nobody's number
    lines(inbox)
    assert feedback_zip.named("01-tiny", "frida") == ("frida_01-tiny-feedback.html", False)


def test_canvass_late_holds_against_a_time_that_the_student_wrote(course, inbox, in_class):
    in_class(CANVAS)
    put(
        inbox,
        "lovelaceada_LATE_4711_98_hw.zip",
        packed({"01-tiny.ipynb": bare(course), "timestamp.txt": b"2026-11-20 12:00:00 UTC"}),
    )
    (said,) = lines(inbox).values()
    assert "is the exchange's" not in said
    assert "2026-11-20" not in (course / "submitted/ada/01-tiny/timestamp.txt").read_text()


def asides(found):
    return [outcome for outcome in found.values() if outcome.startswith("not taken in")]


def test_whom_no_roster_knows_does_not_hand_in_for_ada_by_a_zip_that_looks_like_hers(course, inbox, in_class):
    in_class(CANVAS)
    inner = {
        f"{name}_5_x.zip": zipped_by_submit(course, who, double="mallory's")
        for name, who in (("lovelaceada_4711", "ada"), ("kahlofrida_4712", "frida"))
    }
    put(inbox, "submissions.zip", packed({"mallory_9999_99_work.zip": packed(inner)}))
    assert len(asides(lines(inbox))) == 2 and not students(course)
    (inbox / "submissions.zip").unlink()
    put(inbox, "mallory_9999_99_work.zip", packed(inner))  # unpacked, beside those of others
    put(inbox, "noetheremmy_4713_98_x.zip", zipped_by_submit(course, "emmy"))
    lines(inbox)
    assert students(course) == {"emmy"}


def test_a_name_that_is_nobodys_on_the_roster_is_said_and_a_new_roster_settles_it(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "mallory_9999_99_work.zip", zipped_by_submit(course, "mallory"))
    put(inbox, "mallory_9999_98_x.ipynb", bare(course, "2"))
    said = lines(inbox)
    assert (
        "it says that it is mallory's, and mallory_9999_99_work.zip names nobody on the roster"
        in said["mallory_9999_99_work.zip"]
    )
    assert (
        "a bare notebook, and mallory_9999_98_x.ipynb names nobody on the roster"
        in said["mallory_9999_98_x.ipynb"]
    )
    in_class(CANVAS + '"Lory, Mal",9999,s9,mallory,A\n')
    os.utime(inbox / "mallory_9999_98_x.ipynb", (1764000000,) * 2)
    assert (
        lines(inbox)["mallory_9999_99_work.zip"].startswith("collected")
        and rejected.standing("01-tiny") == []
    )


@pytest.mark.parametrize(
    "text, name, who",
    [
        (CANVAS, "lovelaceada_4711_99_01_02_homework.zip", "ada"),
        (CANVAS, "lovelaceada_LATE_4711_99_01_02_homework.zip", "ada"),
        (CANVAS, "homework.zip", "ada"),
        (MOODLE, "Conan OBrien_9_assignsubmission_file_/work.zip", "conan"),
        (MOODLE, "Group A-Frida Kahlo_9_assignsubmission_file_/work.zip", "frida"),
        (MOODLE, "A B Under_9_assignsubmission_file_/work.zip", "ab"),
        (MOODLE, "Participant_9_assignsubmission_file_/work.zip", "ada"),
        ("id\nada\n", "Ada Lovelace_9_assignsubmission_file_/work.zip", "ada"),
        ("id,name\nada,Ada Lovelace\n", "lovelaceada_4711_99_work.zip", "ada"),
    ],
    ids=[
        "Canvas, a file with numbers",
        "and late",
        "no platform",
        "Moodle, '",
        "Moodle, a group",
        "Moodle, _",
        "Moodle, names are hidden",
        "no names on the roster",
        "no numbers on the roster",
    ],
)
def test_what_a_platform_makes_of_names_is_theirs_all_the_same(course, inbox, in_class, text, name, who):
    in_class(text)
    put(inbox, name, zipped_by_submit(course, who))
    assert list(lines(inbox).values()) == ["collected"]


def test_who_may_be_of_a_group_or_have_a_longer_name_is_not_taken_for_somebody_unseen(
    course, inbox, in_class
):
    in_class(MOODLE)
    put(inbox, "Anna-Frida Kahlo_9_assignsubmission_file_/work.ipynb", bare(course))
    (said,) = asides(lines(inbox))
    assert "it came from Frida Kahlo (frida)" in said and not students(course)


def test_a_list_in_the_folder_that_gradescope_made_of_a_hand_in_is_not_believed(course, inbox, in_class):
    in_class(MOODLE)
    theirs = "submission_7:\n  :submitters:\n  - :name: Ada Lovelace\n    :email: ada@x.org\n"
    put(inbox, "export/submission_metadata.yml", GRADESCOPE.encode())
    put(inbox, "export/submission_1/submission_metadata.yml", theirs.encode())
    put(inbox, "export/submission_1/submission_7/x.ipynb", bare(course, "frida's"))
    lines(inbox)
    assert students(course) == {"frida"}


def test_a_list_that_is_none_is_a_line_where_gradescope_would_have_put_one(course, inbox):
    put(inbox, "submission_metadata.yml", b"a: &a [1]\nb: *a\n")
    put(inbox, "submission_1/x.zip", zipped_by_submit(course))
    assert lines(inbox) == {
        "submission_metadata.yml": "refused: it is not a Gradescope list that can be read (it refers to itself)",
        "submission_1/x.zip": "collected",
    }


def test_a_manifest_that_lists_what_others_handed_in_does_not_take_it(course, inbox, in_class):
    in_class(CANVAS)
    theirs = {
        "week/kahlofrida_4712_99_work.zip": zipped_by_submit(course, "frida"),
        "week/hw.zip": zipped_by_submit(course, "emmy"),
    }
    manifest = b'{"student": "ada", "assignment": "01-tiny", "time": "2026-11-25T12:45:00+00:00", "sha256": {"kahlofrida_4712_99_work.zip": "", "hw.zip": "", "week/hw.zip": ""}}'
    for name, data in theirs.items():
        put(inbox, name, data)
    put(inbox, "week/manifest.json", manifest)
    put(inbox, "manifest.json", manifest)
    lines(inbox)
    assert students(course) == {"frida", "emmy"}


def test_a_manifest_in_a_zip_of_many_does_not_make_it_one_students(course, inbox):
    with zipfile.ZipFile(io.BytesIO(zipped_by_submit(course))) as box:
        ada = {name: box.read(name) for name in box.namelist()}
    put(
        inbox,
        "all.zip",
        packed(
            ada | {"b.zip": zipped_by_submit(course, "bob"), "cid/x.zip": zipped_by_submit(course, "cid")}
        ),
    )
    lines(inbox)
    assert students(course) == {"ada", "bob", "cid"}


# --- memory, disk, time ---

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
from course.submission.collecting.collect import collect
for file, submission, outcome in collect(sys.argv[1]):
    print(file.name, outcome, sep=": ", flush=True)
"""


def limited(course, inbox, seconds=60, memory=2_000_000_000):
    """Collect with so many bytes of address space (without anything hostile it takes 0.4 GB), and little time
    -> what it printed.
    """
    env = os.environ | {"COURSE_ROOT": str(course), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(inbox), str(memory)],
        env=env,
        text=True,
        capture_output=True,
        timeout=seconds,
        check=False,
    )


@pytest.mark.slow
def test_a_large_bare_notebook_takes_no_memory(course, inbox):
    put(inbox, "a.zip", packed({"x.ipynb": b'{"cells": [' + b'{"":0},' * 14_000_000 + b"0]}"}))  # 100 kB
    assert (inbox / "a.zip").stat().st_size < 500_000
    put(inbox, "b.zip", zipped_by_submit(course, "zoe"))
    done = limited(course, inbox)
    assert "b.zip: collected" in done.stdout and not done.returncode, done.stderr[-300:]


@pytest.mark.slow
def test_a_zip_packed_by_bzip2_takes_no_memory(course, inbox):
    """Of bzip2 all that a few bytes hold is unpacked at once, whatever size the zip says that it has."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as box:
        with box.open("x.ipynb", "w") as out:
            for _ in range(700):  # more than is left of the memory below
                out.write(bytes(1_000_000))
        box.infolist()[0].file_size = 1000
    put(inbox, "a.zip", stream.getvalue())
    put(inbox, "b.zip", zipped_by_submit(course, "zoe"))
    done = limited(course, inbox, memory=1_000_000_000)
    assert (
        ": refused: x.ipynb is packed in a way" in done.stdout
        and "b.zip: collected" in done.stdout
        and not done.returncode
    ), done.stdout + done.stderr[-300:]


def test_a_list_that_grows_takes_no_memory(course, inbox):
    """In a student's zip, or in the folder that Gradescope made of it."""
    grows = "  a: &a ['xxxxxxxx']\n" + "".join(
        f"  {b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefghi", "bcdefghij")
    )
    put(
        inbox,
        "a.zip",
        packed(
            {
                "submission_metadata.yml": f"submission_1:\n{grows}  :submitters:\n  - :name: *j\n",
                "x.ipynb": b"{}",
            }
        ),
    )
    put(inbox, "b.zip", zipped_by_submit(course, "zoe"))
    done = limited(course, inbox, 120)
    assert "b.zip: collected" in done.stdout and not done.returncode, done.stderr[-300:]


def test_a_students_zip_does_not_fill_the_disk(course, inbox, monkeypatch):
    """A hand-in has at most 100 MB; a notebook with files beside it is unpacked up to 20 GB before anybody
    counts.
    """
    for module in archive, classify:  # of one file: twice that
        monkeypatch.setattr(module, "LARGEST", 1_000_000)
    monkeypatch.setattr(bundle, "LARGEST", 1_000_000)
    written, was = [], archive.Zip.copy
    monkeypatch.setattr(
        archive.Zip,
        "copy",
        lambda self, name, target, most: (
            was(self, name, target, most),
            written.append(target.stat().st_size),
        ),
    )
    put(
        inbox,
        "a.zip",
        packed({"x/01-tiny.ipynb": bare(course)} | {f"x/{n}": bytes(1_900_000) for n in range(50)}),
    )
    (said,) = lines(inbox).values()
    assert said == "refused: it would unpack to more than 1000 files or 1 MB"
    assert sum(written) < 5_000_000


def test_a_zip_of_many_small_notebooks_takes_no_time(course, inbox):
    # 20,000 are let through: 25 times as long, for a zip of 1 MB
    files = [classify.PurePosixPath(f"{n:x}.ipynb") for n in range(4000)]
    start = time.process_time()
    assert (
        len(
            list(
                classify.sorted_out(
                    type("Listing", (), {"names": lambda self: files})(),
                    lambda name: classify.PurePosixPath(),
                )
            )
        )
        == 4000
    )
    assert time.process_time() - start < 1.5


def test_a_name_without_end_takes_no_time(course, inbox):
    """64 kB of name: `claims` looks for an id behind each of 8,000 beginnings, to its end, several times a
    hand-in.
    """
    put(inbox, "a.zip", packed({"01-tiny_" * 8000 + ".ipynb": b""}))
    start = time.process_time()
    assert len(lines(inbox)) == 1
    assert time.process_time() - start < 1


def test_a_students_zip_has_no_more_files_than_a_hand_in(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "lovelaceada_4711_98_hw.zip", packed({f"{n}.ipynb": b"{}" for n in range(1001)}))
    assert lines(inbox) == {
        "lovelaceada_4711_98_hw.zip": "refused: it has more than 1000 files; from Lovelace, Ada (ada)"
    }


def test_many_of_a_kind_in_a_students_zip_are_a_few_lines_and_one_that_counts(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "lovelaceada_4711_98_hw.zip", packed({f"{n:03}.ipynb": b"{}" for n in range(500)}))
    said = lines(inbox)
    assert len(said) == 11 and said["lovelaceada_4711_98_hw.zip"].startswith(
        "refused: 490 more in it for the same reason: it is a notebook, but of no assignment of this course"
    )
    assert len(rejected.standing("01-tiny")) == 11


@pytest.mark.slow
def test_refusals_without_end_take_no_time(course, inbox):
    """A thousand on the list: each new one asks for what was settled of the same bytes, and does not read the
    list again.
    """
    for n in range(1000):
        put(inbox, f"{n:04}.zip", b"damaged")
    start = time.process_time()
    assert len(lines(inbox)) == 1000 and time.process_time() - start < 10


def test_whatever_else_goes_wrong_with_one_is_its_line(course, inbox, monkeypatch):
    def broken(file, who=None):
        if "a.zip" in file.parts:
            raise RuntimeError("never heard of")
        return read(file, who)

    read = decision.read
    monkeypatch.setattr(decision, "read", broken)
    put(inbox, "a.zip", zipped_by_submit(course))
    put(inbox, "b.zip", zipped_by_submit(course, "zoe"))
    assert lines(inbox) == {"a.zip": "refused: RuntimeError: never heard of", "b.zip": "collected"}


def test_what_is_too_much_counts_each_time_that_it_is_unpacked(course, inbox, in_class, monkeypatch):
    for module in archive, classify:
        monkeypatch.setattr(module, "LARGEST", 1_000_000)
    in_class(CANVAS)
    put(inbox, "lovelaceada_4711_98_hw.zip", packed({f"{n:02}.ipynb": bytes(2_500_000) for n in range(20)}))
    written, pour = [], archive._pour
    monkeypatch.setattr(
        archive, "_pour", lambda pieces, target, most: (written.append(most), pour(pieces, target, most))
    )
    assert (
        all("it would unpack to more than" in outcome for outcome in lines(inbox).values())
        and sum(map(abs, written)) < 3_000_000
    )


# --- what waits, whom a list names, what a manifest lists ---

LISTED = "submission_1:\n  :submitters:\n  - :name: Frida Kahlo\n    :email: frida@x.org\nsubmission_2:\n  :submitters:\n  - :name: Ada Lovelace\n    :email: ada@x.org\n"


def waiting(course):
    return [refusal.name for refusal in rejected.standing("01-tiny")], len(
        list((course / "collected/_refused").glob("*.zip"))
    )


def test_what_waits_of_frida_is_not_deleted_because_ada_handed_in_the_same(course, inbox):
    """Two who work together. No roster."""
    put(inbox, "export/submission_metadata.yml", LISTED.encode())
    put(inbox, "export/submission_1/hw.ipynb", bare(course, "both"))
    lines(inbox / "export")
    assert waiting(course) == (["submission_1/hw.ipynb"], 1)
    put(inbox, "mail/x.zip", zipped_by_submit(course, "ada", double="both"))
    lines(inbox / "mail")
    assert waiting(course) == (["submission_1/hw.ipynb"], 1)


def test_collecting_the_same_again_does_not_decide_what_waits_for_a_person(course, inbox, in_class):
    """Two who work together, and one is not on the roster yet."""
    in_class(MOODLE)
    ada, mal = "Ada Lovelace_7_assignsubmission_file_/x.zip", "Mal Lory_9_assignsubmission_file_/x.zip"
    put(inbox, ada, zipped_by_submit(course, "ada", double="both"))
    put(inbox, mal, zipped_by_submit(course, "mal", double="both"))
    said = lines(inbox)
    assert waiting(course) == ([mal], 1)
    assert lines(inbox)[mal] == said[mal] and waiting(course) == ([mal], 1)


@pytest.mark.parametrize("name", ["hw.zip", "ada.ipynb", "ada+01-tiny+2026-11-26 12:45:00 UTC+.ipynb"])
def test_whom_gradescope_names_and_the_roster_does_not_know_does_not_replace_adas_unseen(
    course, inbox, in_class, name
):
    """frida@x.org is not on this roster."""
    in_class("id,name,mail\nada,Ada Lovelace,ada@x.org\nfrida,Frida Kahlo,frida@uni.org\n")
    put(inbox, "first.zip", zipped_by_submit(course, "ada", double="ada's own"))
    lines(inbox)
    (inbox / "first.zip").unlink()
    put(inbox, "export/submission_metadata.yml", LISTED.encode())
    put(
        inbox,
        f"export/submission_1/{name}",
        zipped_by_submit(course, "ada", "20261126T000000Z", double="frida's")
        if name == "hw.zip"
        else bare(course, "frida's"),
    )
    (said,) = lines(inbox).values()
    assert (
        "submission_1 is, by Gradescope's list, Frida Kahlo (frida@x.org), who is not on the roster." in said
        and answer(course) == "ada's own"
    )


def test_a_deep_name_in_a_manifest_takes_no_time(course, inbox):
    """What takes the square of its length would take a minute. With no roster, or where no platform speaks."""
    manifest = json.dumps(
        {
            "assignment": "01-tiny",
            "student": "mal",
            "time": "2026-11-25T12:45:00+00:00",
            "sha256": {"a/" * 200_000 + "x.ipynb": ""},
        }
    )
    put(inbox, "a.zip", packed({"x/manifest.json": manifest, "y/z.zip": b""}))
    start = time.process_time()
    lines(inbox)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("with_a_roster", [True, False], ids=["", "no roster"])
@pytest.mark.parametrize("unpacked", [True, False], ids=["unpacked", "bare"])
def test_a_manifest_beside_a_students_folder_takes_nothing_out_of_it(
    course, inbox, in_class, with_a_roster, unpacked
):
    """A shared folder. Frida's is refused, or comes without a file, unsaid; or it is not there at all."""
    if with_a_roster:
        in_class(CANVAS)
    put(course, "work/01-tiny/mine.py", b"x = 1")
    if unpacked:
        unpack(zipped_by_submit(course, "frida", double="frida's"), inbox / "frida")
    else:
        put(inbox, "frida/01-tiny/01-tiny.ipynb", bare(course, "frida's"))
        put(inbox, "frida/01-tiny/mine.py", b"x = 1")
    manifest = {
        "assignment": "frida",
        "student": "ada",
        "time": "2026-11-25T12:45:00+00:00",
        "sha256": {"01-tiny/mine.py": "", "01-tiny/01-tiny.ipynb": ""},
    }
    put(inbox, "manifest.json", json.dumps(manifest).encode())
    said = lines(inbox)
    if unpacked or with_a_roster:
        assert (course / "submitted/frida/01-tiny/mine.py").exists(), said
    else:
        assert "frida/01-tiny/01-tiny.ipynb" in said


def test_a_list_that_is_too_long_is_a_line_and_not_no_list(course, inbox, in_class):
    """What one student's code printed stands in Gradescope's :results:."""
    in_class(MOODLE)
    listed = (LISTED + "  :results:\n    :output: '" + "x" * 5_000_001 + "'\n").encode()
    put(
        inbox,
        "export.zip",
        packed({"submission_metadata.yml": listed, "submission_1/hw.zip": zipped_by_submit(course, "frida")}),
    )
    assert any(
        "submission_metadata.yml" in name and "more than 5 MB" in said for name, said in lines(inbox).items()
    )


@pytest.mark.parametrize("name", ["desktop.ini", "Thumbs.db", "data/Thumbs.db"])
def test_what_windows_puts_into_a_students_folder_is_not_handed_in(course, inbox, name):
    put(course, f"work/01-tiny/{name}", b"x")
    put(inbox, "a.zip", zipped_by_submit(course))
    assert lines(inbox) == {"a.zip": "collected"}


# --- what one student puts into the class's one zip ---


def exported(course, ada):
    """Gradescope's zip: Frida's work, and what lies in Ada's folder."""
    return {
        "submission_metadata.yml": LISTED.encode(),
        "submission_1/01-tiny.ipynb": bare(course, "frida's"),
    } | {f"submission_2/{name}": data for name, data in ada.items()}


def environment(home, n=7500):
    return {f"{home}pyvenv.cfg": b"home = /usr"} | {
        f"{home}lib/python3.13/site-packages/a package with a long name/a module with a long name, {k}.py": b""
        for k in range(n)
    }


def test_a_virtual_environment_in_one_students_folder_stops_nobody_and_is_nobodys_work(
    course, inbox, in_class
):
    """Gradescope unpacks what was uploaded; the list of the class's zip is over 1 MB then."""
    in_class(MOODLE)
    put(
        inbox,
        "export.zip",
        packed(
            exported(
                course,
                {"01-tiny.ipynb": bare(course, "ada's own"), "notes.txt": b"mine", **environment("my env/")},
            )
        ),
    )
    start = time.process_time()
    said = lines(inbox)
    assert answer(course, "frida") == "frida's" and answer(course, "ada") == "ada's own", said
    assert said["export.zip/submission_2"] == "left out: a virtual environment, submission_2/my env"
    assert {file.name for file in (course / "submitted/ada/01-tiny").iterdir()} == {
        "01-tiny.ipynb",
        "notes.txt",
        "time-of-the-file.txt",
    }
    assert time.process_time() - start < 20


def test_who_zips_the_whole_course_with_its_environment_hands_in_all_the_same(course, inbox, in_class):
    """`make setup` makes it, in a hidden folder: more files than one may hand in, and a list of more than 1
    MB.
    """
    in_class(CANVAS)
    put(
        inbox,
        "lovelaceada_4711_98_course.zip",
        packed(
            {
                **whole_course("course", work=bare(course, "ada's own")),
                **environment("course/.venv/"),
                **environment("course/env/", 1500),
            }
        ),
    )
    put(inbox, "kahlofrida_4712_99_x.zip", zipped_by_submit(course, "frida"))
    assert "collected" in lines(inbox)["kahlofrida_4712_99_x.zip"] and answer(course) == "ada's own"


@pytest.mark.parametrize(
    "name", ["a/" * 25 + "x.txt", "n" * 600, "../../x.txt"], ids=["deep", "long", "leads out"]
)
def test_a_name_that_no_disk_can_take_stops_none_of_the_class_and_is_a_line(course, inbox, in_class, name):
    in_class(MOODLE)
    put(
        inbox,
        "export.zip",
        packed(exported(course, {"01-tiny.ipynb": bare(course, "ada's own"), name: b"x"})),
    )
    said = lines(inbox / "export.zip")
    assert answer(course, "frida") == "frida's" and answer(course, "ada") == "ada's own", said
    assert len(said) == 3 and any(
        outcome.startswith("left out") and "submission_2" in line for line, outcome in said.items()
    ), said
    assert len(lines(inbox / "export.zip")) == 3


def test_names_that_no_disk_can_take_are_one_line_of_each_student(course, inbox, in_class):
    in_class(MOODLE)
    put(
        inbox,
        "export.zip",
        packed(
            exported(
                course,
                {
                    "01-tiny.ipynb": bare(course),
                    **{f"{n}/" * 25: b"x" for n in range(100)},
                    **{f"{'n' * 600}{n}": b"x" for n in range(100)},
                },
            )
        ),
    )
    said = [outcome for outcome in lines(inbox).values() if outcome.startswith("left out")]
    assert len(said) == 1 and "100 files" in said[0]


@pytest.mark.parametrize(
    "name, data",
    [("kahlofrida_4712_98_hw\\", True), ("kahlofrida_4712_98_\\", True), ("a\\", False), ("\\", False)],
    ids=range(4),
)
def test_a_backslash_at_the_end_of_a_name_stops_nobody_and_loses_nothing(course, inbox, in_class, name, data):
    in_class(CANVAS)
    put(
        inbox,
        "submissions.zip",
        packed(
            {
                "lovelaceada_4711_99_x.zip": zipped_by_submit(course),
                name: zipped_by_submit(course, "frida") if data else b"",
            }
        ),
    )
    said = lines(inbox / "submissions.zip")
    assert students(course) == ({"ada", "frida"} if data else {"ada"}), said


def test_the_same_work_of_two_of_whom_one_is_on_no_roster_waits_each_time(course, inbox, in_class):
    """Canvas says a name and a number of each, also of those whom the roster does not know."""
    in_class(CANVAS)
    put(inbox, "lovelaceada_4711_98_x.zip", zipped_by_submit(course, "ada", double="both"))
    mal, lou = "mallory_9999_99_x.zip", "lou_8888_99_x.zip"
    put(inbox, mal, zipped_by_submit(course, "mal", double="both"))
    put(inbox, lou, zipped_by_submit(course, "mal", double="both"))
    said = lines(inbox)
    assert (sorted(waiting(course)[0]), waiting(course)[1]) == ([lou, mal], 2)
    assert lines(inbox)[mal] == said[mal]
    in_class(CANVAS + '"Lory, Mal",9999,s9,mal,A\n')
    assert lines(inbox)[mal] == "collected" and waiting(course) == ([lou], 1)


@pytest.mark.parametrize(
    "roster, folder",
    [
        (MOODLE, "Ada Lovelace_7_assignsubmission_file_"),
        (MOODLE, "ada"),
        (None, "ada+01-tiny+2026-11-26 12:45:00 UTC"),
    ],
)
def test_a_download_of_one_unpacked_hand_in_says_whose_it_is(course, inbox, in_class, roster, folder):
    """Frida's manifest in Ada's folder: nobody hands in for somebody else unseen."""
    if roster:
        in_class(roster)
    files = {f"{folder}/{name}": data for name, data in opened(zipped_by_submit(course, "frida")).items()}
    put(inbox, "submissions.zip", packed(files))
    said = lines(inbox / "submissions.zip")
    assert folder in "".join(said) and not students(course), said


def test_the_zips_in_a_students_zip_have_one_budget(course, inbox, in_class, monkeypatch):
    for module in archive, classify:
        monkeypatch.setattr(module, "LARGEST", 1_000_000)
    in_class(CANVAS)
    put(
        inbox,
        "lovelaceada_4711_98_hw.zip",
        packed({f"{n:02}.zip": packed({"x.ipynb": bytes(1_900_000)}) for n in range(20)}),
    )
    written, pour = [], archive._pour
    monkeypatch.setattr(
        archive,
        "_pour",
        lambda pieces, target, most: (pour(pieces, target, most), written.append(target.stat().st_size)),
    )
    said = lines(inbox)
    assert sum(written) < 4_000_000 and all(outcome.startswith("refused") for outcome in said.values())


@pytest.mark.slow
def test_the_files_in_the_zips_of_a_students_zip_are_counted_together(course, inbox, in_class):
    """Each of them is looked through: a thousand lists of a megabyte take minutes."""
    in_class(CANVAS)
    inner = packed({f".{n}": b"" for n in range(15_000)})
    put(inbox, "lovelaceada_4711_98_hw.zip", packed({f"{n:03}.zip": inner for n in range(200)}))
    start = time.process_time()
    assert (
        all(outcome.startswith("refused") for outcome in lines(inbox).values())
        and time.process_time() - start < 30
    )


def test_a_zip_of_nobodys_that_holds_others_work_waits_until_it_is_called_otherwise(course, inbox, in_class):
    """Mallory, on no roster, alone in a folder; or a download that the instructor has called by its date."""
    in_class(CANVAS)
    both = packed(
        {
            "lovelaceada_4711_5_x.zip": zipped_by_submit(course),
            "kahlofrida_4712_5_x.zip": zipped_by_submit(course, "frida"),
        }
    )
    path = put(inbox, "homework_2026_11_27.zip", both)
    (said,) = lines(inbox).values()
    assert said.startswith("refused") and "rename it" in said and not students(course)
    (said,) = lines(path).values()
    assert said.startswith("refused") and not students(course)
    path.rename(inbox / "submissions.zip")
    assert students(course) == set() and list(lines(inbox).values()) == ["collected"] * 2
    assert rejected.standing("01-tiny") == []


def test_a_folder_of_nobodys_that_holds_others_work_waits_until_it_is_called_otherwise(
    course, inbox, in_class
):
    in_class(CANVAS)
    put(inbox, "homework_2026_11_27/lovelaceada_4711_5_x.zip", zipped_by_submit(course))
    put(inbox, "homework_2026_11_27/kahlofrida_4712_5_x.zip", zipped_by_submit(course, "frida"))
    (said,) = lines(inbox).values()
    assert said.startswith("refused") and "rename it" in said and not students(course)


def test_a_notebook_outside_of_work_in_a_zip_of_the_whole_course_is_said_to_be_left_out(
    course, inbox, in_class
):
    in_class(CANVAS)
    put(
        inbox,
        "lovelaceada_4711_98_course.zip",
        packed(
            {
                **whole_course(
                    "course", work=bare(course, "ada's own"), release=(course / "release" / NAME).read_bytes()
                ),
                "course/attic/my copy.ipynb": bare(course, "a copy"),
                "course/README.md": b"",
                "course/kept/01-tiny.ipynb": bare(course, "older"),
            }
        ),
    )
    said = lines(inbox)
    assert answer(course) == "ada's own" and len(said) == 2
    name, outcome = next(item for item in said.items() if item[1].startswith("left out"))
    assert (
        name == "lovelaceada_4711_98_course.zip"
        and "a notebook lies outside of work/" in outcome
        and outcome.endswith("course/attic/my copy.ipynb")
    )


def test_a_notebook_that_waits_waits_once_whenever_its_file_was_changed(course, inbox):
    put(inbox, "hw.ipynb", bare(course), 1764000000)
    lines(inbox)
    put(inbox, "hw.ipynb", bare(course), 1764000100)
    lines(inbox)
    assert waiting(course) == (["hw.ipynb"], 1)


def test_what_lies_beside_a_notebook_that_waits_is_said(course, inbox):
    """Without a roster nobody knows whether bob is somebody, or a folder of whoever wrote the notebook."""
    put(inbox, "week-1/hw.ipynb", bare(course))
    put(inbox, "week-1/bob/essay.pdf", b"%PDF")
    (said,) = lines(inbox).values()
    assert "bob/essay.pdf" in said


def test_the_same_work_under_two_names_of_canvass_is_two_hand_ins_without_a_roster_too(course, inbox):
    for name in ("lovelaceada_4711_99_x.ipynb", "kahlofrida_4712_98_x.ipynb"):
        put(inbox, name, bare(course, "both"), 1764000000)
    assert "it came from lovelaceada, number 4711" in lines(inbox)["lovelaceada_4711_99_x.ipynb"]
    list(collect.collect(course / rejected.standing("01-tiny")[0].kept, "ada"))
    assert len(waiting(course)[0]) == 1


def test_a_date_in_a_files_name_is_nobodys_number(course, inbox):
    put(inbox, "homework_2026_11_27.ipynb", bare(course))
    assert "nothing says whose. " in lines(inbox)["homework_2026_11_27.ipynb"]


@pytest.mark.parametrize("owner", {os.getuid(), 1234} if os.geteuid() == 0 else {os.getuid()})
@pytest.mark.parametrize("name", ["mallory.pdf", "mallory.zip", "mallory.txt", "behind.zip", "mallory/x.pdf"])
def test_a_large_file_with_holes_takes_no_time_and_no_room(course, inbox, name, owner):
    put(inbox, "ada.ipynb", bare(course))
    file = inbox / name
    file.parent.mkdir(exist_ok=True)
    file.touch()
    os.truncate(file, 50 << 30)
    if name == "behind.zip":
        with zipfile.ZipFile(file, "a") as box:
            box.writestr("a.txt", "a")
    for each in {file, file.parent} - {inbox}:
        os.chown(each, owner, -1)
    free, start = shutil.disk_usage(course).free, time.monotonic()
    said = lines(inbox)
    assert time.monotonic() - start < 5 and free - shutil.disk_usage(course).free < 100_000_000
    assert any(each.startswith(name.partition("/")[0]) for each in said) and "ada.ipynb" in said
