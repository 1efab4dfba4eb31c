"""What docs/privacy.md promises: nothing personal is in git, and a student who is to be forgotten is gone."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course.gradebook import database
from course.grading import batch
from course.reports import class_page, class_report, marking, summary, written_answers
from course.reports.feedback import feedback
from course.sandbox.job import GRADED, Result
from tests import tiny

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "privacy.md").read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "roster.csv",
        "inbox/a.zip",
        "collected/ada/x.zip",
        "submitted/ada/01/01.ipynb",
        "autograded/ada/01.ipynb",
        "autograded/_log/01-tiny.jsonl",
        "feedback/ada/x.html",
        "answers/01-tiny.html",
        "answers/01-tiny.csv",
        "report/01-tiny.html",
        "marks-01.json",
        "marks.jsonl",
        "gradebook.db",
        "gradebook.db-journal",
        "marks.csv",
        "marks-01.csv",
        "grades.csv",
        ".course-seed",
        "work/x",
        "outbox/x.zip",
        "participants.csv",
        "class.csv",
        "homework.ipynb",
        "submissions-01.zip",
    ],
)
def test_what_is_personal_is_not_in_git(name, tmp_path):
    if shutil.which("git") is None:
        pytest.fail("this test needs git")
    shutil.copy(ROOT / ".gitignore", tmp_path / ".gitignore")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert subprocess.run(["git", "-C", str(tmp_path), "check-ignore", "-q", name]).returncode == 0


def test_the_page_names_every_folder_and_file_that_it_speaks_of_as_git_ignores_them():
    for name in re.findall(
        r"`([\w.*-]+(?:/|\.csv|\.jsonl?|\.db|seed))`",
        PAGE.split("## On the instructor's machine")[1].split("##")[0],
    ):
        assert f"/{name.rstrip('/*')}" in (ROOT / ".gitignore").read_text(), name


@pytest.mark.slow
def test_a_forgotten_student_is_nowhere_and_the_others_are(course, with_gradebook):
    for student in "ada", "bob":
        tiny.submit(course, student, **tiny.RIGHT)
        (course / "collected" / student).mkdir(parents=True)
    list(batch.grade("01-tiny", run=lambda job: Result(nbformat.from_dict(job.notebook), GRADED)))
    for student in "ada", "bob":
        feedback("01-tiny", student)
    options = database.options("01-tiny")
    with database.lent(options.coursedir) as gradebook:
        table, _ = marking.write(written_answers.read(options, gradebook))
    table.write_text(table.read_text("utf-8-sig").replace("written,,", "written,1,"))
    assert marking.mark(table, "eva").entered == 2
    class_page.write(summary.of(class_report.report("01-tiny"), *summary.outline("01-tiny")))
    recipe = PAGE.split("```")[1].strip()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    subprocess.run(
        ["sh", "-e", "-c", recipe],
        cwd=course,
        check=True,
        env=os.environ | {"PATH": path},
        capture_output=True,
    )

    def traces(student):
        return [
            file
            for file in course.rglob("*")
            if student in file.relative_to(course).parts
            or file.is_file()
            and f'"{student}"'.encode() in file.read_bytes()
            and file.suffix == ".jsonl"
        ]

    assert (
        traces("ada") == []
        and {file.name for file in traces("bob")} >= {"bob", "01-tiny.jsonl", "marks.jsonl"}
        and not table.exists()
        and not (course / "report").exists()
    )
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        assert [student.id for student in gradebook.students] == ["bob"]
