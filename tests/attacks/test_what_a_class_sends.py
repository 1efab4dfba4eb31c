"""What a real class sends, by mistake, by its platform's habits, or on purpose: nothing counts in place of
something else, is lost without a line, stops others, or takes time.
"""

import datetime
import hashlib
import json
import os
import shutil
import time
import unicodedata
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from course import cli
from course.reports import class_report
from course.submission import rejected, store
from course.submission.collecting import archive, classify, collect, unix_accounts
from tests.sent import (
    CANVAS,
    MOODLE,
    NAME,
    answer,
    bare,
    lines,
    of_a_mac,
    opened,
    packed,
    packed_as,
    put,
    students,
    unpack,
    whole_course,
    zipped_by_submit,
)

EXPORT = (
    "submission_1:\n  :submitters:\n  - :name: Frida Kahlo\n    :email: frida@x.org\n  :created_at: 2026-11-25 12:00:00.000000000 Z\n"
    "submission_2:\n  :submitters:\n  - :name: Ada Lovelace\n    :email: ada@x.org\n  :created_at: 2026-11-25 13:00:00.000000000 Z\n"
)
EXCHANGE = "ada+01-tiny+2026-11-26 12:45:00.000000 UTC"


def exported(course, ada):
    """Gradescope's zip: Frida's work, and what lies in Ada's folder."""
    return packed(
        {"submission_metadata.yml": EXPORT, "submission_1/01-tiny.ipynb": bare(course, "frida's")}
        | {f"submission_2/{name}": data for name, data in ada.items()}
    )


def standing():
    return rejected.standing("01-tiny")


# --- the wrong work counts ---


@pytest.mark.parametrize("by", ["the exchange", "Gradescope"])
def test_a_copy_beside_the_notebook_does_not_count_in_its_place(course, inbox, in_class, by):
    """Jupyter's Duplicate makes 01-tiny-Copy1.ipynb, `nbgrader submit` and Gradescope take the whole folder,
    and all of it has one time; - stands before . in the order of names.
    """
    in_class(MOODLE)
    files = {"01-tiny.ipynb": bare(course, "ada's own"), "01-tiny-Copy1.ipynb": bare(course, "an old copy")}
    if by == "Gradescope":
        put(inbox, "export.zip", exported(course, files))
    else:
        for name, data in files.items():
            put(inbox, f"{EXCHANGE}/{name}", data)
    lines(inbox)
    assert answer(course) == "ada's own"


def test_of_a_whole_course_that_gradescope_has_unpacked_only_work_counts(course, inbox, in_class):
    """ "Of a zip of the whole course only work/ and outbox/ count": for Canvas. Here the untouched release has
    the same time, and stands before work/.
    """
    in_class(MOODLE)
    put(
        inbox,
        "export.zip",
        exported(
            course,
            {
                **whole_course(
                    "course", work=bare(course, "ada's own"), release=(course / "release" / NAME).read_bytes()
                ),
                "course/outbox/01-tiny_ada_20261125T124500Z.zip": zipped_by_submit(
                    course, double="ada's own"
                ),
            },
        ),
    )
    lines(inbox)
    assert answer(course) == "ada's own"


# --- lost without a line, or from the report ---


@pytest.mark.parametrize("where", ["Gradescope", "her own zip", "a shared folder"])
def test_a_notebook_beside_an_unpacked_hand_in_is_not_lost_without_a_line(course, inbox, in_class, where):
    """The corrected notebook, laid beside the zip's content; in the shared folder it is somebody else's, who
    left it its name.
    """
    in_class(MOODLE if where == "Gradescope" else CANVAS)
    first, later = opened(zipped_by_submit(course, double="first")), bare(course, "later")
    if where == "Gradescope":
        put(inbox, "export.zip", exported(course, first | {"01-tiny.ipynb": later}))
    elif where == "her own zip":
        put(inbox, "lovelaceada_4711_98_hw.zip", packed(first | {"01-tiny.ipynb": later}))
    else:
        unpack(packed(first), inbox / "week-1")
        put(inbox, "week-1/01-tiny.ipynb", later)
    said = lines(inbox)
    later = said[
        {
            "Gradescope": "export.zip/submission_2/01-tiny.ipynb",
            "her own zip": "lovelaceada_4711_98_hw.zip/01-tiny.ipynb",
            "a shared folder": "week-1/01-tiny.ipynb",
        }[where]
    ]
    if where == "a shared folder":
        assert later.startswith(
            "not taken in, and nothing was replaced: it is a bare notebook, and nothing says whose."
        )
    else:
        assert (
            later.startswith("collected, and replaces the one of 2026-11-25 12:45:00 UTC")
            and answer(course) == "later"
        )


def test_what_a_student_lays_beside_the_manifest_in_her_zip_is_not_lost_without_a_line(
    course, inbox, in_class
):
    """She drags an essay into the zip that `course submit` made."""
    in_class(CANVAS)
    put(
        inbox, "lovelaceada_4711_98_hw.zip", packed(opened(zipped_by_submit(course)) | {"essay.pdf": b"%PDF"})
    )
    said = lines(inbox)
    assert said == {
        "lovelaceada_4711_98_hw.zip": "collected; essay.pdf was left out: it lies beside what `course submit` packed"
    }


def test_a_link_in_a_students_zip_is_a_line(course, inbox, in_class):
    """A Mac packs links as links; `course submit` says "is a link and was left out: put a copy there"."""
    in_class(CANVAS)
    link = zipfile.ZipInfo("data.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    put(
        inbox,
        "lovelaceada_4711_98_hw.zip",
        packed([("01-tiny.ipynb", bare(course)), (link, b"../data/data.csv")]),
    )
    said = lines(inbox)
    assert (
        said["lovelaceada_4711_98_hw.zip"]
        == "left out: a link, data.csv: what it leads to is not in the hand-in"
    )


def test_a_manifest_that_lists_anothers_notebook_does_not_hide_it(course, inbox, in_class):
    """A shared folder; Frida's file has no name of hers, and Emmy's manifest lists it."""
    in_class(CANVAS)
    put(inbox, "hw final.ipynb", bare(course, "frida's"))
    put(
        inbox,
        "manifest.json",
        json.dumps(
            {
                "student": "emmy",
                "assignment": "01-tiny",
                "time": "2026-11-25T12:45:00+00:00",
                "sha256": {"hw final.ipynb": ""},
            }
        ).encode(),
    )
    said = lines(inbox)
    assert said["inbox"] == "refused: 01-tiny.ipynb is not in it" and said["hw final.ipynb"].startswith(
        "not taken in, and nothing was replaced: it is a bare notebook"
    )


def test_work_in_release_beside_an_untouched_work_is_not_lost_without_a_line(course, inbox, in_class):
    """She opened release/01-tiny/01-tiny.ipynb and worked there, and hands in the whole course: work/ is as
    `course start` made it.
    """
    in_class(CANVAS)
    put(
        inbox,
        "lovelaceada_4711_98_course.zip",
        packed(
            whole_course(
                "c", work=(course / "release" / NAME).read_bytes(), release=bare(course, "ada's own")
            )
        ),
    )
    said = lines(inbox)
    assert said["lovelaceada_4711_98_course.zip"] == (
        "left out: a notebook that is not as given out, and where nobody works: c/release/01-tiny/01-tiny.ipynb. If that is the work, unpack it, and collect that notebook with `--as ID`"
    )


def test_what_is_hidden_and_all_that_a_student_handed_in_is_a_line(course, inbox, in_class):
    in_class(MOODLE)
    put(inbox, "export.zip", exported(course, {".ipynb_checkpoints/01-tiny-checkpoint.ipynb": bare(course)}))
    said = lines(inbox)
    assert (
        said["export.zip/submission_2"]
        == "refused: nothing in it is anybody's work: ask for what `course submit` makes; from Ada Lovelace (ada)"
    )


@pytest.mark.parametrize("way", ["Gradescope", "Canvas", "course submit, and Gradescope"])
def test_who_made_an_environment_of_the_folder_of_the_work_has_handed_in(course, inbox, in_class, way):
    """`python -m venv .`: the work lies beside pyvenv.cfg."""
    in_class(CANVAS if way == "Canvas" else MOODLE)
    environment = {
        "pyvenv.cfg": b"home = /usr",
        "bin/activate": b"",
        "lib/python3.13/site-packages/x.py": b"",
    }
    if way == "Canvas":
        put(
            inbox,
            "lovelaceada_4711_98_hw.zip",
            packed(
                {
                    f"homework/{name}": data
                    for name, data in (environment | {"01-tiny.ipynb": bare(course)}).items()
                }
            ),
        )
    elif way == "Gradescope":
        put(inbox, "export.zip", exported(course, environment | {"01-tiny.ipynb": bare(course)}))
    else:
        put(course, "work/01-tiny/pyvenv.cfg", b"home = /usr")
        put(inbox, "export.zip", exported(course, opened(zipped_by_submit(course))))
    said = lines(inbox)
    assert "ada" in students(course), said
    theirs = {
        "Canvas": ["left out: a virtual environment, in bin, lib and the like, in homework"],
        "Gradescope": ["left out: a virtual environment, in bin, lib and the like, in submission_2"],
    }
    assert [outcome for outcome in said.values() if outcome.startswith("left out")] == theirs.get(way, [])


def test_a_pyvenv_cfg_in_a_shared_folder_hides_nobody(course, inbox, in_class):
    """One student lays a file there; or unpacks an environment in the wrong place. One line, of no name, and
    exit status 0.
    """
    in_class(CANVAS)
    put(inbox, "week-1/pyvenv.cfg", b"")
    put(inbox, "week-1/lovelaceada_4711_98_hw.zip", zipped_by_submit(course))
    put(inbox, "week-1/kahlofrida_4712_98_hw.zip", zipped_by_submit(course, "frida"))
    said = lines(inbox)
    assert students(course) == {"ada", "frida"}, said


def test_what_was_refused_of_one_assignment_is_not_settled_by_another(course, inbox, in_class):
    """02 is damaged; then the late ones of 01 are collected."""
    in_class(CANVAS)
    put(course, "release/02-next/02-next.ipynb", (course / "release" / NAME).read_bytes())
    put(inbox, "02/lovelaceada_4711_98_hw.zip", zipped_by_submit(course)[:200])
    put(inbox, "01/lovelaceada_4711_77_hw.zip", zipped_by_submit(course))
    lines(inbox / "02")
    lines(inbox / "01")
    lines(inbox / "02")
    assert [refusal.name for refusal in rejected.standing("02-next")] == ["lovelaceada_4711_98_hw.zip"]


def of_the_next(course, who):
    """What `course submit 02` makes of the same notebook."""
    put(course, "release/02-next/02-next.ipynb", (course / "release" / NAME).read_bytes())
    files = opened(zipped_by_submit(course, who))
    return packed(
        {
            "manifest.json": files["manifest.json"].replace(b"01-tiny", b"02-next"),
            "02-next/02-next.ipynb": files[NAME],
        }
    )


def test_a_hand_in_of_another_assignment_than_the_others_of_a_download_is_a_line_each_time(
    course, inbox, in_class, capsys
):
    """Emmy has uploaded last week's zip."""
    in_class(CANVAS)
    mine = {
        f"{name}_{number}_99_hw.zip": zipped_by_submit(course, who)
        for name, number, who in (("lovelaceada", 4711, "ada"), ("kahlofrida", 4712, "frida"))
    }
    file = put(
        inbox, "submissions.zip", packed(mine | {"noetheremmy_4713_99_hw.zip": of_the_next(course, "emmy")})
    )
    line = "submissions.zip/noetheremmy_4713_99_hw.zip: of another assignment: it was taken in as 02-next, but most of this download is 01-tiny\n"
    assert cli.main(["collect", str(file)]) == 0 and capsys.readouterr().out.startswith(
        f"{line}3 collected, 1 of another assignment\n"
    )
    assert cli.main(["collect", str(file)]) == 0 and capsys.readouterr().out.startswith(line)
    assert (course / "submitted/emmy/02-next/02-next.ipynb").exists()


def test_of_a_folder_in_which_two_assignments_are_mixed_neither_is_another(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "lovelaceada_4711_99_hw.zip", zipped_by_submit(course))
    put(inbox, "lovelaceada_4711_98_hw.zip", of_the_next(course, "ada"))
    assert set(lines(inbox).values()) == {"collected"}


def test_an_older_hand_in_is_nothing_better(course, inbox, in_class):
    """Ada's newest is damaged, and on the report; then an older download is collected."""
    in_class(CANVAS)
    put(inbox, "2/lovelaceada_4711_98_hw.zip", zipped_by_submit(course))
    put(inbox, "3/lovelaceada_4711_99_hw.zip", zipped_by_submit(course, "ada", "20261126T000000Z")[:300])
    put(
        inbox,
        "1/lovelaceada_4711_97_hw.zip",
        zipped_by_submit(course, "ada", "20261120T000000Z", double="old"),
    )
    for week in ("2", "3", "1"):
        said = lines(inbox / week)
    assert list(said.values())[0].startswith("kept, but") and [refusal.name for refusal in standing()] == [
        "lovelaceada_4711_99_hw.zip"
    ]


def test_a_rar_beside_what_was_taken_in_may_be_the_better_work(course, inbox, in_class):
    """A picture or a PDF lies beside the work; an archive may be the work."""
    in_class(CANVAS)
    put(inbox, "lovelaceada_4711_97_hw.zip", zipped_by_submit(course))
    put(inbox, "lovelaceada_4711_98_corrected.rar", b"Rar!\x1a\x07")
    lines(inbox)
    assert [refusal.student for refusal in standing()] == ["ada"]


@pytest.mark.parametrize("unpacked", [False, True])
def test_a_download_that_is_refused_for_its_name_is_on_the_report(course, inbox, in_class, unpacked):
    """The whole class: the report says that nobody has handed in."""
    in_class(CANVAS)
    both = {
        "lovelaceada_4711_5_x.zip": zipped_by_submit(course),
        "kahlofrida_4712_5_x.zip": zipped_by_submit(course, "frida"),
    }
    if unpacked:
        for name, data in both.items():
            put(inbox, f"homework_2026_11_27/{name}", data)
    else:
        put(inbox, "homework_2026_11_27.zip", packed(both))
    (said,) = lines(inbox).values()
    assert said.startswith("refused") and any("homework_2026_11_27" in refusal.name for refusal in standing())


@pytest.mark.parametrize("name", ["lovelaceada_4711_text.html", "lovelaceada_LATE_4711_link.html"])
def test_what_canvas_makes_of_a_text_or_a_link_is_on_the_report(course, inbox, in_class, name):
    """Ada wrote into the field instead of uploading: what came was refused, and the report says that she has
    handed in nothing.
    """
    in_class(CANVAS)
    put(inbox, name, b"<p>see my cloud")
    lines(inbox)
    assert [refusal.student for refusal in standing()] == ["ada"]


def test_moodles_online_text_beside_a_file_that_was_taken_in_is_not_refused_for_ever(course, inbox, in_class):
    in_class(MOODLE)
    put(inbox, "Ada Lovelace_7_assignsubmission_file_/hw.zip", zipped_by_submit(course))
    put(inbox, "Ada Lovelace_7_assignsubmission_onlinetext_/onlinetext.html", b"<p>here it is")
    lines(inbox)
    lines(inbox)
    assert standing() == []


def test_of_a_groups_hand_in_each_is_named(course, inbox, in_class):
    """Gradescope's list names two submitters; the zip has the id of one, and the report says that the other
    has handed in nothing.
    """
    in_class(MOODLE)
    both = "submission_1:\n  :submitters:\n  - :name: Frida Kahlo\n    :email: frida@x.org\n  - :name: Ada Lovelace\n    :email: ada@x.org\n"
    put(
        inbox,
        "export.zip",
        packed({"submission_metadata.yml": both, "submission_1/hw.zip": zipped_by_submit(course)}),
    )
    said = lines(inbox)
    assert said == {
        "export.zip/submission_1/hw.zip": "collected; it was handed in for frida too, and `--as` takes it in as theirs"
    } and students(course) == {"ada"}
    assert [(refusal.student, refusal.name) for refusal in standing()] == [
        ("frida", "export.zip/submission_1/hw.zip")
    ]


# --- for somebody else, unseen ---


@pytest.mark.parametrize("kind", ["zip", "ipynb"])
def test_a_backslash_behind_canvass_name_hides_whose_it_is_not(course, inbox, in_class, kind):
    r"""Frida uploads a file called \lovelaceada_4711_9_y.zip: kahlofrida_4712_98_ is no name of Canvas's,
    since nothing stands behind it.
    """
    in_class(CANVAS)
    put(
        inbox,
        "submissions.zip",
        packed(
            {
                "noetheremmy_4713_99_x.zip": zipped_by_submit(course, "emmy"),
                rf"kahlofrida_4712_98_\lovelaceada_4711_9_y.{kind}": zipped_by_submit(
                    course, "ada", double="frida's"
                )
                if kind == "zip"
                else bare(course),
            }
        ),
    )
    said = lines(inbox / "submissions.zip")
    assert "ada" not in students(course), said


def test_the_platforms_name_of_the_folder_that_is_collected_counts(course, inbox, in_class):
    """One late folder of Moodle's; its zip says that it is Ada's."""
    in_class(MOODLE)
    home = inbox / "Frida Kahlo_9_assignsubmission_file_"
    put(home, "hw.zip", zipped_by_submit(course, "ada", double="frida's"))
    said = lines(home)
    assert "ada" not in students(course), said


def test_what_was_taken_for_another_before_there_was_a_roster_does_not_count_on_unsaid(
    course, inbox, in_class
):
    """Frida wrote Ada's id. With a roster the line says "not taken in, and nothing was replaced", and Frida's
    work is what is graded as Ada's.
    """
    put(inbox, "lovelaceada_4711_98_hw.zip", zipped_by_submit(course, "ada", double="ada's own"))
    put(
        inbox,
        "kahlofrida_4712_98_hw.zip",
        zipped_by_submit(course, "ada", "20261126T000000Z", double="frida's"),
    )
    lines(inbox)
    in_class(CANVAS)
    said = lines(inbox)
    assert answer(course) == "frida's" and "nothing was replaced" not in said["kahlofrida_4712_98_hw.zip"]
    assert (
        "came as frida's, in kahlofrida_4712_98_hw.zip; it was taken in before as ada's, and counts. If it is not theirs, "
        "`unzip -o collected/ada/01-tiny/20261125T124500Z.zip '01-tiny/*' -d submitted/ada` goes back to the one before"
    ) in said["kahlofrida_4712_98_hw.zip"]


@pytest.mark.parametrize("kind", ["a notebook", "ada's zip", "ada's zip, unpacked", "mallory's zip"])
def test_a_folder_in_the_exchange_that_belongs_to_somebody_else_waits(
    course, inbox, in_class, monkeypatch, kind
):
    """Everybody can make a folder of any name in the exchange's inbound/; nbgrader's own `collect` looks at
    its owner, warns, and takes it.
    """
    in_class(CANVAS)
    if kind == "a notebook":
        put(inbox, f"{EXCHANGE}/01-tiny.ipynb", bare(course, "mallory's"))
    elif kind == "ada's zip, unpacked":
        unpack(zipped_by_submit(course, double="mallory's"), inbox / EXCHANGE)
    else:
        put(inbox, f"{EXCHANGE}/hw.zip", zipped_by_submit(course, kind.partition("'")[0], double="mallory's"))
    put(inbox, f"{EXCHANGE.replace('ada', 'frida')}/01-tiny.ipynb", bare(course, "frida's"))
    monkeypatch.setattr(
        unix_accounts, "owner_of", lambda folder: "frida" if folder.name.startswith("frida") else "mallory"
    )
    said = lines(inbox)
    (line,) = (outcome for name, outcome in said.items() if name.startswith("ada"))
    why = {
        "a notebook": "it is a bare notebook, and it lies in a folder that belongs to mallory, and not to ada",
        "mallory's zip": f"it says that it is mallory's, and came as ada's, in {EXCHANGE}",
    }.get(kind, "it says that it is ada's, and came as mallory's, in a folder that belongs to mallory")
    assert line.startswith(f"not taken in, and nothing was replaced: {why}") and students(course) == {"frida"}
    assert [refusal.whose for refusal in standing()] == ["mallory"]


def owned(monkeypatch, **by):
    """Each of {user: [names of files and folders, with all in them]} belongs to that user, everything else to
    whoever collects.
    """

    def owner_of(path):
        return next((user for user, names in by.items() if {*path.parts} & {*names}), None)

    monkeypatch.setattr(unix_accounts, "owner_of", owner_of)
    monkeypatch.setattr(
        unix_accounts, "owner_of_open", lambda stream: owner_of(Path(os.readlink(f"/proc/self/fd/{stream}")))
    )


NOT_ADAS = {  # what emmy puts into a folder that is collected -> why it waits
    "ada.ipynb": "it is a bare notebook, by its name ada's, and ada.ipynb belongs to emmy on this machine",
    "ada/01-tiny.ipynb": "it is a bare notebook, by its name ada's, and 01-tiny.ipynb belongs to emmy on this machine",
    "Ada Lovelace.zip": "it says that it is ada's, and Ada Lovelace.zip belongs to emmy on this machine",
    "01-tiny_ada_20261126T124500Z.zip": "it says that it is ada's, and 01-tiny_ada_20261126T124500Z.zip belongs to emmy on this machine",
    "lovelaceada_4711_98_hw.zip": "it says that it is ada's, and lovelaceada_4711_98_hw.zip belongs to emmy on this machine",
    "several.zip": "it says that it is ada's, and several.zip belongs to emmy on this machine",
    "ada/": "it says that it is ada's, and manifest.json belongs to emmy on this machine",
    "": "it says that it is ada's, and manifest.json belongs to emmy on this machine",
}
LATER = {"when": "20261126T124500Z", "double": "emmy's"}


def put_in_her_name(course, inbox, name):
    """-> the names of what emmy has made."""
    if name in ("", "ada/"):
        unpack(zipped_by_submit(course, **LATER), inbox / name)
        return ["manifest.json", "01-tiny"] if not name else ["ada"]
    data = bare(course, "emmy's") if name.endswith(".ipynb") else zipped_by_submit(course, **LATER)
    put(inbox, name, packed({"week 1/ada.zip": data}) if name == "several.zip" else data)
    return [name.partition("/")[0]]


@pytest.mark.parametrize(
    "name, why, where",
    [
        (name, why, where)
        for name, why in NOT_ADAS.items()
        for where in ("a folder", "nbgrader's exchange", "named alone")
        if where != "named alone" or name and "/" not in name
    ],
)
def test_whoever_can_write_into_what_is_collected_hands_in_for_nobody_else(
    course, inbox, in_class, monkeypatch, where, name, why
):
    """In a folder where a class writes everybody can make `ada.zip`, and nobody a file that belongs to Ada."""
    in_class(CANVAS)
    if where == "nbgrader's exchange":
        put(inbox, f"{EXCHANGE.replace('ada', 'frida')}/01-tiny.ipynb", bare(course, "frida's"))
    put(inbox, "mine.zip", zipped_by_submit(course, double="ada's own"))
    lines(inbox)
    emmys = put_in_her_name(course, inbox, name)
    owned(monkeypatch, emmy=emmys, frida=[EXCHANGE.replace("ada", "frida")], ada=["mine.zip"])
    said = lines(inbox / name) if where == "named alone" else lines(inbox)
    (outcome,) = (outcome for each, outcome in said.items() if not each.startswith(("mine", "frida")))
    assert outcome.startswith(
        f"not taken in, and nothing was replaced: {why} (has emmy only copied it? Make it yours by `chown`, and collect again). `course collect "
    )
    assert answer(course) == "ada's own" and students(course) - {"frida"} == {"ada"} and len(standing()) == 1
    owned(monkeypatch)  # she had only copied it
    lines(inbox)
    assert standing() == [] and answer(course) == "emmy's"


def test_beside_folders_of_the_exchange_a_users_name_is_the_id_without_a_roster_too(
    course, inbox, monkeypatch
):
    put(inbox, f"{EXCHANGE.replace('ada', 'frida')}/01-tiny.ipynb", bare(course, "frida's"))
    put(inbox, "homework.zip", zipped_by_submit(course))
    owned(monkeypatch, emmy=["homework.zip"], frida=[EXCHANGE.replace("ada", "frida")])
    assert lines(inbox)["homework.zip"].startswith(
        "not taken in, and nothing was replaced: it says that it is ada's, and homework.zip belongs to emmy"
    )


def test_without_a_roster_a_line_says_for_whom_it_was_taken_in(course, inbox, monkeypatch):
    """Then nobody knows that emmy is a student: she may teach."""
    put(inbox, "homework.zip", zipped_by_submit(course))
    put(inbox, "mine.zip", zipped_by_submit(course, "emmy"))
    owned(monkeypatch, emmy=["homework.zip", "mine.zip"])
    assert lines(inbox) == {
        "homework.zip": "collected",
        "mine.zip": "collected",
        ".": "theirs by name alone: what was taken in for ada belongs on this machine to emmy",
    }


def test_what_whoever_else_teaches_has_unpacked_is_taken_in_and_a_line_says_so(
    course, inbox, in_class, monkeypatch
):
    """So it is where users are not called as on the roster; and 1001 is a user's number on another machine's
    disk, and here a student's id.
    """
    in_class("id,name\n1001,Emmy Noether\nada@x.org,Ada Lovelace\nfrida,Frida Kahlo\n")
    for name, who, day in (
        ("Frida Kahlo_7_assignsubmission_file_/01.zip", "frida", 25),
        ("disk/frida.zip", "frida", 26),
        ("a.zip", "ada@x.org", 25),
    ):
        put(inbox, name, zipped_by_submit(course, who, f"202611{day}T124500Z"))
    owned(
        monkeypatch, tanya=["Frida Kahlo_7_assignsubmission_file_"], ada=["a.zip"], **{"user 1001": ["disk"]}
    )
    said = [outcome for _, _, outcome in collect.collect(inbox) if outcome.startswith("theirs by name alone")]
    assert students(course) == {"ada@x.org", "frida"}
    assert [outcome.partition(", who")[0] for outcome in said] == [
        f"theirs by name alone: what was taken in for frida belongs on this machine to {user}"
        for user in ("tanya", "user 1001")
    ]


def test_who_teaches_and_is_on_the_roster_takes_nothing_for_their_own(course, inbox, in_class, monkeypatch):
    """Moodle's list has the teachers, too. One who has unpacked a download as a user of their own: it waits,
    for the same could be a student's trick.
    """
    in_class(MOODLE)
    put(inbox, "export.zip", exported(course, {"01-tiny.ipynb": bare(course, "ada's own")}))
    owned(monkeypatch, conan=["export.zip"])
    said = lines(inbox)
    assert students(course) == set() and all(
        "belongs to conan on this machine (has conan only copied it?" in outcome for outcome in said.values()
    )
    owned(monkeypatch)
    lines(inbox)
    assert students(course) == {"ada", "frida"} and standing() == []


def test_a_pair_that_hands_in_the_same_is_not_decided_by_the_one_of_them_who_copied_it(
    course, inbox, in_class, monkeypatch
):
    in_class(CANVAS)
    put(inbox, "ada.zip", zipped_by_submit(course))
    put(inbox, "emmy.zip", zipped_by_submit(course, "emmy"))
    owned(monkeypatch, emmy=["ada.zip", "emmy.zip"])
    for _ in range(2):
        assert (
            lines(inbox)["ada.zip"].startswith("not taken in, and nothing was replaced")
            and students(course) == {"emmy"}
            and len(standing()) == 1
        )


def test_what_another_has_laid_beside_a_hand_in_is_no_part_of_it_unseen(course, inbox, in_class, monkeypatch):
    """A helper.py of Emmy's would run in Ada's name. What is the instructor's is no stranger's."""
    in_class(CANVAS)
    put(inbox, "week 1/ada/01-tiny.ipynb", bare(course, "ada's own"))
    put(inbox, "week 1/ada/helper.py", b"emmy's")
    put(inbox, "week 1/frida/01-tiny.ipynb", bare(course, "frida's"))
    put(inbox, "week 1/frida/helper.py", b"given out")
    owned(monkeypatch, ada=["ada"])
    monkeypatch.setattr(
        unix_accounts,
        "owner_of_open",
        lambda stream: (
            {"ada": "emmy"}.get(Path(os.readlink(f"/proc/self/fd/{stream}")).parent.name)
            if os.readlink(f"/proc/self/fd/{stream}").endswith("helper.py")
            else None
        ),
    )
    assert "helper.py belongs to emmy on this machine" in lines(inbox)["week 1/ada/01-tiny.ipynb"]
    assert students(course) == {"frida"} and (course / "submitted/frida/01-tiny/helper.py").exists()


def test_whose_a_zip_is_is_asked_of_the_file_that_is_read(course, inbox, in_class, monkeypatch):
    """It was Ada's when it was found. Between that and reading it, Emmy has laid another into its place."""
    in_class(CANVAS)
    put(inbox, "ada.zip", zipped_by_submit(course, double="emmy's"))
    monkeypatch.setattr(unix_accounts, "owner_of", lambda path: "ada")
    monkeypatch.setattr(unix_accounts, "owner_of_open", lambda stream: "emmy")
    assert lines(inbox)["ada.zip"].startswith(
        "not taken in, and nothing was replaced: it says that it is ada's, and ada.zip belongs to emmy"
    )


def test_a_folder_of_the_exchange_that_is_gone_when_its_owner_is_asked_is_nobodys(
    course, inbox, in_class, monkeypatch
):
    in_class(CANVAS)
    put(inbox, f"{EXCHANGE}/01-tiny.ipynb", bare(course, "emmy's"))

    def gone(path):
        raise FileNotFoundError

    monkeypatch.setattr(unix_accounts, "owner_of", gone)
    assert (
        all(outcome.startswith("not taken in, and nothing was replaced") for outcome in lines(inbox).values())
        and students(course) == set()
    )


def test_what_waits_waits_as_well_where_its_copy_is_collected(course, inbox, in_class, monkeypatch):
    """Where that folder is open to a group it is read from another copy, and is still the one that waits."""
    in_class(CANVAS)
    put(inbox, "hw.zip", zipped_by_submit(course, double="emmy's"))
    put(inbox, "kahlofrida_4712_98_hw.zip", zipped_by_submit(course, "ada"))
    owned(monkeypatch, emmy=["hw.zip"])
    lines(inbox)
    monkeypatch.setattr(unix_accounts, "may_change", lambda path: True)
    for place in (course / "collected/_refused", next((course / "collected/_refused").glob("*.zip"))):
        waiting = [outcome for name, outcome in lines(place).items() if name.endswith(".zip")]
        assert (
            waiting
            and all(outcome.startswith("not taken in") for outcome in waiting)
            and students(course) == set()
        )


@pytest.mark.parametrize("kind", ["a zip", "a notebook"])
def test_what_counted_before_anybody_knew_whose_file_it_is_is_not_said_to_wait(
    course, inbox, in_class, monkeypatch, kind
):
    """With a roster it would. It was a person's decision, or a line was there then: a line is there again,
    with what to do if it is wrong.
    """
    name = "ada.zip" if kind == "a zip" else "lovelaceada_4711_98_hw.ipynb"
    in_class(CANVAS)
    put(inbox, "mine.zip", zipped_by_submit(course, double="ada's own"))
    put(inbox, name, zipped_by_submit(course, **LATER) if kind == "a zip" else bare(course, "emmy's"))
    lines(inbox)
    owned(monkeypatch, emmy=[name])
    said = lines(inbox)[name]
    assert (
        said.startswith(f"collected before, as ada's: {name} belongs to emmy on this machine")
        and standing() == []
    )


def test_what_a_person_has_decided_stays_decided(course, inbox, in_class, monkeypatch):
    in_class(CANVAS)
    put(inbox, "hw.zip", zipped_by_submit(course))
    owned(monkeypatch, emmy=["hw.zip"])
    lines(inbox)
    lines(next((course / "collected/_refused").glob("*.zip")), "ada")
    assert (
        lines(inbox)["hw.zip"].startswith("decided before: ")
        and students(course) == {"ada"}
        and standing() == []
    )


@pytest.mark.parametrize(
    "user, roster, whose, waits",
    [
        ("emmy", "id,name,mail\ns1,Emmy Noether,emmy@x.org\nada,Ada Lovelace,ada@x.org\n", "ada", True),
        ("UNI\\emmy", CANVAS, "ada", True),
        ("emmy@uni.example", CANVAS, "ada", True),
        ("ada", "id,name\nada,Ada Lovelace\nada@x.org,Ada Li\n", "ada@x.org", True),
        ("4711", "id\n4711\n4712\n", "4712", True),
        ("emmy", "id\nemmy@a.org\nemmy@b.org\nada\n", "ada", True),
        ("ada", "id,name\nada@x.org,Ada Lovelace\n", "ada@x.org", False),
        ("ada@uni.example", CANVAS, "ada", False),
    ],
)
def test_who_a_user_is_on_the_roster(course, inbox, in_class, monkeypatch, user, roster, whose, waits):
    in_class(roster)
    put(inbox, "hw.zip", zipped_by_submit(course, whose))
    owned(monkeypatch, **{user: ["hw.zip"]})
    said = lines(inbox)
    assert said["hw.zip"].startswith("not taken in" if waits else "collected") and len(said) == 1


def test_of_two_whom_a_user_may_be_one_is_taken_in_and_it_is_said(course, inbox, in_class, monkeypatch):
    in_class("id\nemmy@a.org\nemmy@b.org\n")
    put(inbox, "hw.zip", zipped_by_submit(course, "emmy@a.org"))
    owned(monkeypatch, emmy=["hw.zip"])
    assert (
        lines(inbox)["."]
        == "theirs by name alone: what was taken in for emmy@a.org belongs on this machine to emmy, who may be emmy@a.org or emmy@b.org"
    )


def test_with_mails_for_ids_the_exchange_works_by_what_stands_before_the_at(
    course, inbox, in_class, monkeypatch
):
    in_class("id,name\nada@x.org,Ada Lovelace\nemmy@x.org,Emmy Noether\n")
    put(inbox, f"{EXCHANGE}/01-tiny.ipynb", bare(course))
    put(inbox, f"{EXCHANGE.replace('ada', 'emmy@x.org')}/01-tiny.ipynb", bare(course, "emmy's"))
    owned(monkeypatch, ada=[EXCHANGE], emmy=[EXCHANGE.replace("ada", "emmy@x.org")])
    assert all(outcome.startswith("collected") for outcome in lines(inbox).values()) and students(course) == {
        "ada@x.org",
        "emmy@x.org",
    }


def test_a_students_own_list_in_gradescopes_form_says_nothing(course, inbox, in_class, monkeypatch):
    in_class(MOODLE)
    unpack(exported(course, {"01-tiny.ipynb": bare(course, "ada's own")}), inbox)
    owned(monkeypatch, conan=["submission_metadata.yml"])
    assert (
        "it belongs to conan on this machine, who is a student" in lines(inbox)["submission_metadata.yml"]
        and students(course) == set()
    )
    owned(monkeypatch, tanya=["submission_metadata.yml"])
    assert (
        lines(inbox)["submission_metadata.yml"]
        == "theirs by name alone: this list belongs on this machine to tanya, who is no student by any roster"
    )
    assert students(course) == {"ada", "frida"}


def test_what_is_too_large_for_a_copy_is_read_where_it_lies(course, inbox, in_class, monkeypatch):
    in_class(CANVAS)
    put(inbox, "submissions.zip", packed({"lovelaceada_4711_98_hw.zip": zipped_by_submit(course)}))
    put(inbox, "hw.zip", zipped_by_submit(course, "frida"))
    owned(monkeypatch, emmy=["hw.zip"])
    monkeypatch.setattr(unix_accounts, "may_change", lambda path: True)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=10))
    said = lines(inbox)
    assert students(course) == {"ada"} and "hw.zip belongs to emmy" in said["hw.zip"]


def test_through_a_link_the_folders_behind_it_are_looked_at_as_well(tmp_path):
    for folder, mode in ("open", 0o777), ("open/week", 0o755), ("mine", 0o755):
        (tmp_path / folder).mkdir()
        (tmp_path / folder).chmod(mode)
    file = tmp_path / "open/week/hw.zip"
    file.touch(0o644)
    (tmp_path / "mine/week").symlink_to(file.parent)
    assert unix_accounts.may_change(file) and unix_accounts.may_change(tmp_path / "mine/week/hw.zip")


def test_where_a_file_may_be_changed_while_it_is_read(tmp_path):
    """Open to others, in a folder in which others may put another into its place, or below such a folder; a
    sticky one lets nobody move what is somebody else's.
    """
    file = tmp_path / "a/b/hw.zip"
    file.parent.mkdir(parents=True)
    file.touch(0o644)
    for folder in file.parents[0], file.parents[1]:
        folder.chmod(0o755)
    assert not unix_accounts.may_change(file)
    for place, mode in (file, 0o666), (file, 0o664), (file.parent, 0o777), (file.parents[1], 0o775):
        before = place.stat().st_mode
        place.chmod(mode)
        assert unix_accounts.may_change(file)
        place.chmod(before)
    file.parent.chmod(0o1777)
    assert not unix_accounts.may_change(file)


@pytest.mark.parametrize("owner, said", [("me", None), ("root", None), ("nobody I know", "user 12345678")])
def test_a_folder_is_its_owners_unless_whoever_collects_has_copied_it(tmp_path, monkeypatch, owner, said):
    number = {"me": os.getuid(), "root": 0}.get(owner, 12345678)
    monkeypatch.setattr(type(tmp_path), "lstat", lambda self: SimpleNamespace(st_uid=number))
    assert unix_accounts.owner_of(tmp_path) == said


@pytest.mark.parametrize("which", ["the notebook", "its folder", "the zip"])
def test_what_becomes_a_link_while_it_is_collected_is_not_followed(
    course, inbox, in_class, monkeypatch, which
):
    """In the exchange a student may still write: a link to what only the instructor can read would come back
    as the student's own work, on the page.
    """
    in_class(CANVAS)
    secret = put(course, "source/the answers/01-tiny.ipynb", bare(course, "the answers"))
    zipped = put(course, "the class's/hw.zip", zipped_by_submit(course, "ada", double="frida's"))
    mine = (
        put(inbox, f"{EXCHANGE}/hw.zip", zipped_by_submit(course))
        if which == "the zip"
        else put(inbox, f"{EXCHANGE}/01-tiny.ipynb", bare(course))
    )
    was = classify.sorted_out

    def swapped(*args, **more):
        found = was(*args, **more)
        aside, target = (
            (mine.parent, secret.parent)
            if which == "its folder"
            else (mine, zipped if which == "the zip" else secret)
        )
        aside.rename(inbox / "aside")
        aside.symlink_to(target)
        return found

    monkeypatch.setattr(classify, "sorted_out", swapped)
    said = lines(inbox)
    name = EXCHANGE if which == "its folder" else mine.name
    assert list(said.values()) == [f"refused: {name} is a link; from Lovelace, Ada (ada)"] and not students(
        course
    )


# --- a whole class waits ---


@pytest.mark.parametrize(
    "names",
    [
        ("Group A-Participant_7", "Group B-Participant_8"),
        ("Teilnehmerin_7", "Teilnehmerin_8"),
        ("Participante 7_7", "Participante 8_8"),
    ],
    ids=["groups", "German", "Spanish"],
)
def test_where_moodle_hides_names_the_ids_count_in_groups_and_in_other_languages_too(
    course, inbox, in_class, names
):
    in_class(MOODLE)
    for name, who in zip(names, ("ada", "frida")):
        put(inbox, f"{name}_assignsubmission_file_/hw.zip", zipped_by_submit(course, who))
    said = lines(inbox)
    assert students(course) == {"ada", "frida"}, said


def test_a_moodle_that_writes_family_names_first_names_its_students(course, inbox, in_class):
    """Its setting fullnamedisplay: participants.csv has First name and Last name all the same."""
    in_class(MOODLE)
    put(inbox, "Lovelace Ada_7_assignsubmission_file_/hw.zip", zipped_by_submit(course))
    put(inbox, "Kahlo Frida_9_assignsubmission_file_/hw.ipynb", bare(course))
    said = lines(inbox)
    assert students(course) == {"ada", "frida"}, said


def test_mails_in_a_folder_with_a_date_are_no_canvass(course, inbox, in_class):
    """The instructor's own folder: each of them waits for --as, and no line says that another name would do."""
    in_class(CANVAS)
    for who in ("ada", "frida"):
        put(inbox, f"mails_2026_11_27/{who}.zip", zipped_by_submit(course, who))
    said = lines(inbox)
    assert [outcome.partition(". `")[0] for outcome in said.values()] == [
        f"not taken in, and nothing was replaced: it says that it is {who}'s, and mails_2026_11_27 names nobody on the roster (if you have called it so, rename it, and "
        "collect again)"
        for who in ("ada", "frida")
    ]


def test_a_dated_download_beside_a_single_one_says_that_another_name_would_do(course, inbox, in_class):
    in_class(CANVAS)
    put(
        inbox,
        "homework_2026_11_27.zip",
        packed(
            {
                "lovelaceada_4711_5_x.zip": zipped_by_submit(course),
                "kahlofrida_4712_5_x.zip": zipped_by_submit(course, "frida"),
            }
        ),
    )
    put(inbox, "noetheremmy_4713_5_x.zip", zipped_by_submit(course, "emmy"))
    said = lines(inbox)
    assert students(course) == {"emmy"} and [
        "homework_2026_11_27.zip names nobody on the roster (if you have called it so, rename it, and collect again)"
        in outcome
        for outcome in said.values()
    ] == [True, True, False]


def test_two_downloads_in_one_zip_are_downloads(course, inbox, in_class):
    """Whole they were read; in a zip Gradescope's list is not looked at, and more than 1000 files are
    refused.
    """
    in_class(MOODLE)
    put(
        inbox,
        "all.zip",
        packed(
            {
                "export-1.zip": exported(course, {"01-tiny.ipynb": bare(course)}),
                "export-2.zip": exported(course, {"01-tiny.ipynb": bare(course)}),
            }
        ),
    )
    said = lines(inbox / "all.zip")
    assert set(said.values()) == {
        "refused: it looks like your platform's download, but is inside another zip: unpack it, and collect the folder"
    }


def test_who_has_left_the_roster_is_not_asked_about_for_what_was_collected_before(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "lovelaceada_4711_98_hw.zip", zipped_by_submit(course))
    lines(inbox)
    in_class(CANVAS.replace('"Lovelace, Ada",4711,s1,ada,A\n', ""))
    assert lines(inbox)["lovelaceada_4711_98_hw.zip"].startswith("collected before") and standing() == []


def test_the_reason_why_something_waits_is_todays(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "mallory_9999_99_x.zip", zipped_by_submit(course, "ada"))
    lines(inbox)
    in_class(CANVAS + '"Lory, Mal",9999,s9,mal,A\n')
    (said,) = lines(inbox).values()
    assert (
        "nobody on the roster" not in said
        and "mal" not in class_report.absent(set(), "01-tiny", standing())[0]
    ), said


def test_what_was_decided_for_the_wrong_student_says_as_whose_and_where_it_is(course, inbox, in_class):
    """--as emmy, where frida was meant: the copy is gone, and nothing says where Frida's work is now."""
    in_class(CANVAS)
    put(inbox, "kahlofrida_4712_98_hw.zip", zipped_by_submit(course, "ada"))
    lines(inbox)
    copy = course / standing()[0].kept
    list(collect.collect(copy, "emmy"))
    (said,) = lines(inbox).values()
    assert said.startswith("decided before") and said.endswith(
        "it was taken in as emmy's, and is kept in collected/emmy/01-tiny"
    )


# --- one student's oddity is the whole hand-in's, or the class's ---


@pytest.mark.parametrize("home", ["course/.venv", "course/env"])
def test_a_deep_name_in_an_environment_does_not_refuse_a_students_zip(course, inbox, in_class, home):
    """ "Left out are a virtual environment and names that not every disk can take; the rest of the hand-in
    counts." Through Canvas it does not.
    """
    in_class(CANVAS)
    put(
        inbox,
        "lovelaceada_4711_98_course.zip",
        packed(
            {
                **whole_course("course", work=bare(course)),
                f"{home}/pyvenv.cfg": b"",
                f"{home}/" + "include/" * 20 + "x.h": b"",
            }
        ),
    )
    said = lines(inbox)
    assert students(course) == {"ada"}, said


@pytest.mark.parametrize("unpacked", [True, False])
def test_a_file_whose_accent_a_mac_has_taken_apart_is_the_same_file(course, inbox, in_class, unpacked):
    in_class(CANVAS)
    put(course, "work/01-tiny/Übung.txt", b"x")
    files = {
        unicodedata.normalize("NFD", name): data for name, data in opened(zipped_by_submit(course)).items()
    }
    if unpacked:
        unpack(packed(files), inbox / "ada")
    else:
        put(inbox, "lovelaceada_4711_98_hw.zip", packed(files))
    said = lines(inbox)
    assert students(course) == {"ada"}, said


@pytest.mark.parametrize(
    "encoded", [of_a_mac, lambda name: name.encode("cp437")], ids=["a Mac's Finder", "old Windows"]
)
def test_names_of_which_a_zip_does_not_say_how_they_are_encoded_are_as_they_were(
    course, inbox, in_class, encoded
):
    in_class(MOODLE + "José,García,jose,jose@x.org\n")
    put(course, "work/01-tiny/Übung.txt", b"x")
    put(
        inbox,
        "m.zip",
        packed_as(
            {
                "José García_7_assignsubmission_file_/hw.zip": packed_as(
                    opened(zipped_by_submit(course, "jose")), encoded
                )
            },
            encoded,
        ),
    )
    assert [*lines(inbox).values()] == ["collected"] and (
        course / "submitted/jose/01-tiny/Übung.txt"
    ).read_bytes() == b"x"


@pytest.mark.parametrize(
    "name",
    [
        "ada/01-tiny.ipynb.json",
        "ada/01-tiny.ipynb.txt",
        "lovelaceada_4711_99_01-tiny.ipynb.json",
        "ada.ipynb.txt",
    ],
)
def test_a_notebook_behind_whose_ending_a_browser_wrote_another_is_one(course, inbox, in_class, name):
    in_class(CANVAS)
    put(inbox, name, bare(course, "x = 5"))
    assert (
        lines(inbox)
        == {
            name: "collected; a bare notebook, as ada's; nobody knows when it was handed in, so it counts as in time"
        }
        and answer(course) == "x = 5"
    )


def test_what_is_called_so_and_is_no_notebook_says_so(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "ada/01-tiny.ipynb.txt", b"Dear Eva, here it is")
    assert lines(inbox) == {
        "ada/01-tiny.ipynb.txt": "refused: it is not a notebook that can be read: ask for it again"
    }


def test_one_notebook_in_capitals_is_a_notebook(course, inbox):
    """In a folder it is one."""
    assert list(lines(put(inbox, "HW1.IPYNB", bare(course)), "ada").values())[0].startswith("collected")


def test_one_students_folder_does_not_use_up_what_the_class_may_unpack(course, inbox, in_class, monkeypatch):
    """200 notebooks of zeros, 20 MB in all, stand before Ada's."""
    for module in archive, classify:
        monkeypatch.setattr(module, "LARGEST", 1_000_000)
    monkeypatch.setattr(archive, "LARGEST_IN_ALL", 200_000_000 // 10)
    in_class(MOODLE)
    put(
        inbox,
        "export.zip",
        packed(
            {
                "submission_metadata.yml": EXPORT,
                **{f"submission_1/{n:03}.ipynb": bytes(990_000) for n in range(21)},
                "submission_2/01-tiny.ipynb": bare(course),
            }
        ),
    )
    said = lines(inbox)
    assert students(course) == {"ada"}, list(said.items())[-1]


# --- and the other way round: what must not be taken for any of these ---


def test_who_hands_in_nothing_but_a_release_has_not_handed_in_nothing(course, inbox, in_class):
    in_class(CANVAS)
    put(inbox, "lovelaceada_4711_98_course.zip", packed(whole_course("c", release=bare(course, "ada's own"))))
    said = [outcome for _, _, outcome in collect.collect(inbox)]
    assert (
        len(said) == 2
        and said[0].startswith("refused: nothing in it is anybody's work")
        and "not as given out" in said[1]
    )
    assert [refusal.student for refusal in standing()] == ["ada"]


def test_what_a_manifest_lists_is_handed_in_though_it_lies_in_an_environment(course, inbox, in_class):
    """An older `course submit` packed them."""
    in_class(MOODLE)
    files = opened(zipped_by_submit(course))
    said = json.loads(files["manifest.json"])
    said["sha256"] |= {name: hashlib.sha256(b"x").hexdigest() for name in ("pyvenv.cfg", "bin/activate")}
    files |= {
        "manifest.json": json.dumps(said).encode(),
        "01-tiny/pyvenv.cfg": b"x",
        "01-tiny/bin/activate": b"x",
    }
    put(inbox, "export.zip", exported(course, files))
    assert (
        "collected" in [outcome for _, _, outcome in collect.collect(inbox)]
        and (course / "submitted/ada/01-tiny/bin/activate").exists()
    )


def test_a_deep_name_in_a_students_zip_is_left_out_and_the_rest_counts(course, inbox, in_class):
    in_class(CANVAS)
    put(
        inbox,
        "lovelaceada_4711_98_hw.zip",
        packed({"01-tiny.ipynb": bare(course), "a/" * 25 + "x.txt": b"x"}),
    )
    assert lines(inbox)["lovelaceada_4711_98_hw.zip/a"].startswith("left out: a/a/a/") and students(
        course
    ) == {"ada"}


@pytest.mark.parametrize("name", ["week-1", "homework_2026_11_27", "ada"])
def test_any_other_name_of_the_folder_that_is_collected_says_nothing(course, inbox, in_class, name):
    """An instructor's own: ada may be who downloaded it."""
    in_class(CANVAS)
    put(inbox, f"{name}/hw.zip", zipped_by_submit(course, "frida"))
    assert lines(inbox / name) == {"hw.zip": "collected"}


def test_where_moodle_names_others_a_name_that_is_nobodys_is_somebodys(course, inbox, in_class):
    """Mallory, on no roster, has two folders beside Frida's; and one in another folder, where nobody else has
    one.
    """
    in_class(MOODLE)
    for name in ("Mal Lory_7", "Mal Lory_8", "Frida Kahlo_9"):
        put(
            inbox,
            f"{name}_assignsubmission_file_/hw.zip",
            zipped_by_submit(course, "frida" if "Frida" in name else "ada"),
        )
    put(inbox, "late/Mal Lory_7_assignsubmission_file_/hw.zip", zipped_by_submit(course, "ada"))
    lines(inbox)
    assert students(course) == {"frida"}


@pytest.mark.parametrize("name", ["lovelaceada_4711_97_hw.zip", "lovelaceada_4711_99_hw.zip"])
def test_what_came_in_the_download_of_an_assignment_is_of_that_one_and_is_settled_by_a_later_hand_in(
    course, inbox, in_class, name
):
    """No name says it; all else in the download is of 01. In the first case Ada's own better one came with
    it, and before it.
    """
    in_class(CANVAS)
    put(course, "release/02-next/02-next.ipynb", (course / "release" / NAME).read_bytes())
    put(inbox, "1/lovelaceada_4711_98_hw.zip", zipped_by_submit(course)[:200])
    put(inbox, "1/kahlofrida_4712_98_hw.zip", zipped_by_submit(course, "frida"))
    put(inbox, f"1/{name}" if "97" in name else f"2/{name}", zipped_by_submit(course))
    lines(inbox / "1")
    assert [refusal.assignment for refusal in standing()] == ["01-tiny"] and rejected.standing(
        "02-next"
    ) == []
    if "99" in name:
        lines(inbox / "2")
        assert standing() == []


# --- time, and lines without end ---


@pytest.mark.parametrize("way", ["Gradescope", "Canvas, each refused otherwise"])
def test_many_that_are_refused_of_one_student_are_a_few_lines(course, inbox, in_class, way):
    """3,000 take 20 s and are 3,000 lines of the report, for good."""
    if way == "Gradescope":
        in_class(MOODLE)
        put(inbox, "export.zip", exported(course, {f"{n}.ipynb": b"{}" for n in range(100)}))
    else:
        in_class(CANVAS)
        said = {"student": "ada", "time": "2026-11-25T12:45:00+00:00", "sha256": {}}
        put(
            inbox,
            "lovelaceada_4711_98_hw.zip",
            packed({f"{n}/manifest.json": json.dumps(said | {"assignment": f"no {n}"}) for n in range(100)}),
        )
    said = lines(inbox)
    assert len(said) < 30 and len(standing()) < 30, (len(said), len(standing()))


def later_and_later(course, n):
    """A zip of n hand-ins, each newer than the one before."""
    files = opened(zipped_by_submit(course))
    said, first = json.loads(files["manifest.json"]), datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

    def one(k):
        notebook = files[NAME] + b" " * k
        mine = said | {
            "time": (first + datetime.timedelta(seconds=k)).isoformat(),
            "sha256": {"01-tiny.ipynb": hashlib.sha256(notebook).hexdigest()},
        }
        return packed({"manifest.json": json.dumps(mine), NAME: notebook})

    return packed({f"{k:03}.zip": one(k) for k in range(n)})


def counted(monkeypatch, module):
    """How often a module reads a zip's manifest."""
    reads, was = [], module.read
    monkeypatch.setattr(module, "read", lambda *args: (reads.append(args), was(*args))[1])
    return reads


@pytest.mark.slow
def test_a_zip_of_ever_newer_hand_ins_takes_no_square_of_time(course, inbox, in_class, monkeypatch):
    """Of 999, in a zip of 2 MB, each looks through all before: 100 take 10 s, 200 take 40 s, 999 a quarter of
    an hour.
    """
    in_class(CANVAS)
    put(inbox, "lovelaceada_4711_98_hw.zip", later_and_later(course, 40))
    reads = counted(monkeypatch, store)
    lines(inbox)
    assert len(reads) < 40 * 10, len(reads)


def test_notebooks_that_nobody_is_named_by_do_not_each_look_through_the_class(course, inbox, monkeypatch):
    """300 of them and 300 students take a minute and a half; a zip of thousands, by mail, hours."""
    data = zipped_by_submit(course)
    for n in range(40):
        put(course, f"collected/s{n}/01-tiny/20261125T124500Z.zip", data)
    for n in range(40):
        put(inbox, f"{n}.ipynb", bare(course, f"{n}"))
    reads = counted(monkeypatch, store)
    lines(inbox)
    assert len(reads) < 40 * 10, len(reads)


@pytest.mark.slow
def test_manifests_in_a_students_zip_are_counted_before_they_are_read(course, inbox, in_class):
    """Each has nearly 1 MB, and each of its 85,000 names is looked for: half a second each, of which 999 may
    be in it.
    """
    in_class(CANVAS)
    said = {
        "student": "frida",
        "assignment": "01-tiny",
        "time": "2026-11-25T12:45:00+00:00",
        "sha256": {f"{n:x}": 0 for n in range(85_000)},
    }
    put(
        inbox,
        "kahlofrida_4712_98_hw.zip",
        packed({f"{n}/manifest.json": json.dumps(said, separators=(",", ":")) for n in range(12)}),
    )
    start = time.process_time()
    lines(inbox)
    assert time.process_time() - start < 5


def test_future_times_of_one_student_do_not_hide_the_line_on_another(course, inbox, in_class, capsys):
    """Nor do they say that this machine's clock is wrong."""
    in_class(CANVAS)
    files = opened(zipped_by_submit(course))
    said = json.loads(files["manifest.json"])
    put(
        inbox,
        "lovelaceada_4711_98_hw.zip",
        packed(
            {
                f"{n}.zip": packed(
                    files | {"manifest.json": json.dumps(said | {"time": f"2099-01-01T12:{n}:00+00:00"})}
                )
                for n in range(10, 50)
            }
        ),
    )
    put(inbox, "noetheremmy_4713_98_hw.zip", zipped_by_submit(course, "emmy", "20991125T124500Z"))
    put(inbox, "kahlofrida_4712_98_hw.zip", zipped_by_submit(course, "frida"))
    cli.main(["collect", str(inbox)])
    assert "noetheremmy_4713_98_hw.zip: refused" in capsys.readouterr().out


@pytest.mark.slow
def test_hidden_names_in_a_students_zip_take_no_time(course, inbox, in_class):
    """72,000 deep ones, which is what 8 MB of list hold, take 15 s of the processor: each is taken apart for
    an environment in which none of them lies.
    """
    in_class(CANVAS)
    deep = "." + "a/" * 19
    put(
        inbox,
        "lovelaceada_4711_98_hw.zip",
        packed(
            {"01-tiny.ipynb": bare(course), "env/pyvenv.cfg": b""}
            | {f"{deep}{n}": b"" for n in range(30_000)}
        ),
    )
    start = time.process_time()
    lines(inbox)
    assert time.process_time() - start < 4
