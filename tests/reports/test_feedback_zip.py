"""course feedback --zip: the pages go back by the platform through which the submissions came."""

import warnings
import zipfile

import pytest

from course import cli
from course.reports.feedback_zip import Sent, named, told, zipped
from course.student import work
from course.submission import bundle
from course.submission.collecting import collect
from tests import tiny
from tests.sent import CANVAS, lines, packed, put, zipped_by_submit


def hand_in(course, name, who):
    work.start("01-tiny")
    tiny.answers(course, course / "work/01-tiny/01-tiny.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "now", lambda: bundle.unstamp("20261125T124500Z"))
        path, _ = work.submit("01-tiny", who)
    target = course / "inbox" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    path.rename(target)


@pytest.mark.parametrize(
    "came, goes",
    [
        (
            "Ada Lovelace_7_assignsubmission_file_/work.zip",
            "Ada Lovelace_7_assignsubmission_file_/01-tiny-feedback.html",
        ),
        (
            "Ada Lovelace_7_assignsubmission_file/work.zip",
            "Ada Lovelace_7_assignsubmission_file_/01-tiny-feedback.html",
        ),
        (
            "Ada Lovelace_7_assignsubmission_file_work.zip",
            "Ada Lovelace_7_assignsubmission_file_/01-tiny-feedback.html",
        ),
        ("lovelaceada_4711_99_work.zip", "lovelaceada_4711_99_01-tiny-feedback.html"),
        (
            "lovelaceada_LATE_4711_99_01-tiny_ada_20261125T124500Z-1.zip",
            "lovelaceada_LATE_4711_99_01-tiny-feedback.html",
        ),
        ("by mail.zip", "ada_01-tiny-feedback.html"),
    ],
    ids=["Moodle", "Moodle since 4.1", "Moodle, no folders", "Canvas", "Canvas, late", "neither"],
)
def test_a_page_goes_back_under_the_name_under_which_the_platform_gave_the_submission(course, came, goes):
    hand_in(course, came, "ada")
    list(collect.collect(course / "inbox"))
    assert named("01-tiny", "ada") == (goes, came != "by mail.zip")


def moodles_reading(name):
    """The participant's number and the file's name, as mod/assign/feedback/file/importziplib.php finds them."""
    parts = name.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) >= 4 and info[1].isdigit():
            return int(info[1]), "/".join([*info[4:], *parts]).lstrip("/")


def canvas_reading(name):
    """The student's and the attachment's number, as Canvas finds them: the first two parts that are numbers."""
    return [int(part) for part in name.split("_") if part.isdigit()][:2]


def test_moodle_and_canvas_read_the_names_as_meant(course):
    hand_in(course, "Ada Lovelace_7_assignsubmission_file_/work.zip", "ada")
    hand_in(course, "kahlofrida_LATE_4712_98_01-tiny_frida_20261125T124500Z.zip", "frida")
    list(collect.collect(course / "inbox"))
    assert moodles_reading(named("01-tiny", "ada")[0]) == (7, "01-tiny-feedback.html")
    assert canvas_reading(named("01-tiny", "frida")[0]) == [4712, 98]


def known(course, *students):
    for student in students:
        kept = course / "collected" / student / "01-tiny"
        kept.mkdir(parents=True)
        (kept / "came-as.txt").write_text(f"{student} Lovelace_7_assignsubmission_file_")


UPLOAD = (
    'upload it in Moodle by "Upload multiple feedback files in a zip", in Canvas by "Re-Upload Submissions".'
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "students, said",
    [
        (
            ("ada", "bob", "cid", "eve"),
            [
                f"back.zip has 4 of them, under the names by which your platform gave the submissions: {UPLOAD}"
            ],
        ),
        (
            ("ada",),
            [
                f"back.zip has 4 of them, 1 of them under the names by which your platform gave the submissions: {UPLOAD}",
                "For 3 we know no such name: send theirs yourself; they are called ID_01-tiny-feedback.html (bob, cid, eve).",
            ],
        ),
        (
            (),
            [
                "back.zip has 4 of them, called ID_01-tiny-feedback.html: for none of them do we know a name by which a platform takes it back. Canvas and Moodle have such names; Gradescope takes no pages back. "
                "Send each by hand, or by mail (ada, bob, cid, eve)."
            ],
        ),
    ],
    ids=["all known", "some", "none"],
)
def test_what_is_said_of_the_zip_is_true_of_what_is_in_it(graded, monkeypatch, capsys, students, said):
    monkeypatch.chdir(graded)
    known(graded, *students)
    assert cli.main(["feedback", "01", "--zip", "back.zip"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == said


def test_of_many_whom_no_platform_knows_the_line_counts_those_that_it_does_not_name():
    each = [f"s{n}" for n in range(34)]
    (line,) = told("back.zip", "01-tiny", Sent(34, each))
    assert line.endswith("s18, s19, and 14 more).") and "s20" not in line
    assert told("back.zip", "01-tiny", Sent(20, each[:20]))[0].endswith("s18, s19).")


@pytest.mark.slow
def test_one_command_writes_the_pages_and_the_zip_and_names_whom_no_platform_knows(graded, capsys):
    kept = graded / "collected/ada/01-tiny"
    kept.mkdir(parents=True)
    (kept / "came-as.txt").write_text("Ada Lovelace_7_assignsubmission_file_")
    target = graded / "back.zip"
    assert cli.main(["feedback", "01", "--zip", str(target)]) == 0
    said = capsys.readouterr().out
    assert (
        "back.zip has 4 of them" in said
        and "For 3 we know no such name" in said
        and "(bob, cid, eve)" in said
    )
    with zipfile.ZipFile(target) as box:
        assert sorted(box.namelist()) == [
            "Ada Lovelace_7_assignsubmission_file_/01-tiny-feedback.html",
            *(f"{who}_01-tiny-feedback.html" for who in ("bob", "cid", "eve")),
        ]
        assert b"<html" in box.read("bob_01-tiny-feedback.html")
    before = target.read_bytes()
    assert (
        cli.main(["feedback", "01", "--zip", str(target)]) == 1
        and "is already there" in capsys.readouterr().err
        and target.read_bytes() == before
    )


def test_two_who_came_in_one_upload_get_a_page_each(course, inbox):
    put(inbox, "Ada Lovelace_7_assignsubmission_file_/ada.zip", zipped_by_submit(course, "ada"))
    put(inbox, "Ada Lovelace_7_assignsubmission_file_/zoe.zip", zipped_by_submit(course, "zoe"))
    lines(inbox)
    for who in ("ada", "zoe"):
        put(course, f"feedback/{who}/01-tiny/01-tiny.html", who.encode())
    with warnings.catch_warnings(action="ignore"):
        zipped("01-tiny", ["ada", "zoe"], course / "back.zip")
    with zipfile.ZipFile(course / "back.zip") as box:
        assert len(set(box.namelist())) == 2


def test_pages_go_back_under_the_names_of_the_hand_ins_and_not_of_the_download(course, inbox, in_class):
    """What the instructor called the platform's zip may look like Canvas's name of a hand-in: then it waits
    for another name.
    """
    in_class(CANVAS)
    path = put(
        inbox,
        "fm_2026_11_submissions.zip",
        packed(
            {
                "lovelaceada_4711_99_x.zip": zipped_by_submit(course, "ada"),
                "kahlofrida_4712_98_x.zip": zipped_by_submit(course, "frida"),
            }
        ),
    )
    assert "rename it" in lines(inbox)["fm_2026_11_submissions.zip"]
    path.rename(inbox / "fm submissions.zip")
    lines(inbox)
    assert [named("01-tiny", who)[0] for who in ("ada", "frida")] == [
        "lovelaceada_4711_99_01-tiny-feedback.html",
        "kahlofrida_4712_98_01-tiny-feedback.html",
    ]


@pytest.mark.parametrize(
    "name", ["a\\..\\b_7_assignsubmission_file_", "../x_4711_99_work.zip", "a:b_4711_99_work.zip"]
)
def test_no_page_goes_under_a_name_that_leads_elsewhere(course, name):
    kept = course / "collected/ada/01-tiny"
    kept.mkdir(parents=True)
    (kept / "came-as.txt").write_text(name)
    assert named("01-tiny", "ada") == ("ada_01-tiny-feedback.html", False)


def test_what_was_decided_for_somebody_else_does_not_go_back_by_the_platform(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "kahlofrida_4712_98_x.zip", zipped_by_submit(course, "ada"))
    lines(inbox)
    (kept,) = (course / "collected/_refused").glob("*.zip")
    list(collect.collect(kept, "ada"))
    assert named("01-tiny", "ada") == ("ada_01-tiny-feedback.html", False)
