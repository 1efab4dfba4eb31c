"""docs/instructors.md, "A semester": its commands, in their order, for a class of three."""

import csv
import re
import shlex
import shutil
import zipfile
from pathlib import Path

import pytest

from course import cli
from course.notebook import document
from course.student import work
from course.submission import bundle
from course.submission.collecting import clock
from tests import tiny

PAGE = Path(__file__).parents[1] / "docs/instructors.md"
PEOPLE = 'Student,ID,SIS User ID,SIS Login ID,Section\n"Lovelace, Ada",1,x1,ada,A\n"Kahlo, Frida",2,x2,bob,A\n"Noether, Emmy",3,x3,cid,A\n"Hopper, Grace",4,x4,dot,A\n'


def blocks():
    """The commands of the section, a list for each of its blocks."""
    section = PAGE.read_text("utf-8").partition("## A semester\n")[2].partition("\n## ")[0]
    return [
        [shlex.split(line, comments=True)[1:] for line in block.splitlines()]
        for block in re.findall(r"^```\n(.*?)^```", section, re.M | re.S)
    ]


def canvas(course, name, hand_ins):
    """A zip as Canvas makes it, of what `course submit` makes."""
    with zipfile.ZipFile(course / name, "w") as box:
        for number, who, when, sources in hand_ins:
            work.start("01-tiny")
            tiny.answers(course, course / "work/01-tiny/01-tiny.ipynb", **sources)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(work, "now", lambda when=when: bundle.unstamp(when))
                path, _ = work.submit("01-tiny", who)
            box.write(path, f"some{who}_{number}_9{number}_{path.name}")


@pytest.fixture
def semester(course, monkeypatch, made):
    """What lies in the course's folder when its commands are given."""
    monkeypatch.chdir(course)
    document.write_text(course / "docs/students.md", "# For students\n")
    document.write_text(course / "Makefile", "setup:\n\techo up\n\n# --- from here on: tests\n")
    (course / "participants.csv").write_text(PEOPLE)
    right = {
        "double": "def double(x):\n    return x + x",
        "answer": "answer = 42",
        "written_answer": "It has a half, and the half again.",
    }
    wrong = right | {"double": "def double(x):\n    return x * x"}
    canvas(
        course,
        "submissions-01.zip",
        [(1, "ada", "20261202T120000Z", right), (2, "bob", "20261203T120000Z", wrong)],
    )
    canvas(course, "submissions-01-late.zip", [(4, "dot", "20261204T120000Z", right)])
    tiny.answers(course, course / "homework.ipynb", **right)
    shutil.rmtree(course / "work")
    # the page's dates are of a semester that may be to come
    monkeypatch.setattr(clock, "SKEW", clock.SKEW * 10_000)
    return course


@pytest.mark.slow
def test_a_whole_semester_goes_by_the_commands_of_the_page(semester, capsys):
    before, day_after, answers, corrected, end = blocks()
    said = {}

    def give(commands):
        for words in commands:
            status = cli.main([word.replace("01-tokens", "01-tiny") for word in words])
            said[" ".join(words)] = capsys.readouterr()
            # a tiny course lacks what lint asks for
            assert status in (0, None) or words[0] == "lint", (words, said[" ".join(words)])

    give(before)
    give(day_after)
    report = said["report 01"].out
    assert "Not handed in (1):\n  dot" in report and "bob (Kahlo, Frida): by 1 day" in report
    assert "You squared it." in report and "(Lovelace, Ada): by" not in report  # an extension
    assert (semester / "submitted/cid/01-tiny/01-tiny.ipynb").exists()

    give(answers[:1])
    table = semester / "answers/01-tiny.csv"
    lines = list(csv.DictReader(table.open(encoding="utf-8-sig")))
    with table.open("w", encoding="utf-8", newline="") as stream:
        out = csv.DictWriter(stream, lines[0])
        out.writeheader()
        out.writerows(line | {"points": "1.5", "comment": "Good."} for line in lines)
    give(answers[1:])
    marks = {
        row["Student"]: row for row in csv.DictReader((semester / "canvas-01.csv").open(encoding="utf-8"))
    }
    assert [marks[who]["01-tiny"] for who in ("Lovelace, Ada", "Hopper, Grace")] == ["5.5", ""]
    assert float(marks["Kahlo, Frida"]["01-tiny"]) < 2.5  # 2.5, less for two days
    with zipfile.ZipFile("back-01.zip") as box:
        assert sorted(box.namelist()) == [
            "cid_01-tiny-feedback.html",
            "someada_1_91_01-tiny-feedback.html",
            "somebob_2_92_01-tiny-feedback.html",
        ]

    source = semester / "source/01-tiny/01-tiny.ipynb"
    source.write_text(source.read_text().replace("assert double(7) == 14", "assert double(8) == 16"))
    give(corrected)
    assert "have changed: 3 submissions are graded again" in said["grade 01"].out

    give(end)
    rows = {row["student_id"]: row for row in csv.DictReader((semester / "marks.csv").open(encoding="utf-8"))}
    assert {who: row["status"] for who, row in rows.items()} == {
        "ada": "graded",
        "bob": "graded",
        "cid": "graded",
        "dot": "waiting for a person",
    }
    assert rows["ada"]["score"] == "5.5"
