"""nbgrader's exchange, by its own commands and the one setting of docs/instructors.md: from the release to
the page that comes back.
"""

import getpass
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course.reports import feedback
from tests import tiny

ROOT = Path(__file__).parents[2]


@pytest.fixture
def exchange(tmp_path_factory):
    return tmp_path_factory.mktemp("exchange")


@pytest.fixture
def desk(course, exchange, tmp_path_factory):
    """A student's kit, of the class whose course is `course`."""
    shutil.copy(ROOT / "nbgrader_config.py", course)
    with (course / "nbgrader_config.py").open("a") as config:
        print(f'c.Exchange.root = "{exchange}"', file=config)
    desk = tmp_path_factory.mktemp("desk")
    shutil.copytree(course, desk, dirs_exist_ok=True, ignore=shutil.ignore_patterns("source"))
    return desk


def run(where, module, *words):
    """A command in a folder -> what it said."""
    environment = {name: value for name, value in os.environ.items() if name != "COURSE_ROOT"} | {
        "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"],
        "JUPYTER_DATA_DIR": str(where / ".jupyter"),
    }
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=where,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.release
def test_what_is_released_fetched_submitted_and_collected_is_graded_and_its_page_comes_back(
    course, exchange, desk
):
    who, work = getpass.getuser(), desk / "work/01-tiny"
    run(course, "nbgrader", "release_assignment", "01-tiny")
    assert "01-tiny" in run(desk, "nbgrader", "list")
    run(desk, "nbgrader", "fetch_assignment", "01-tiny")
    assert sorted(file.name for file in work.iterdir()) == ["01-tiny.ipynb", "signs.json"]
    assert "work/01-tiny is already there" in run(desk, "course.cli", "start", "01")
    run(desk, "course.cli", "start", "01", "--again", "double")  # an older attempt, in kept/
    assert "Nothing is new" in run(desk, "course.cli", "update", "01")
    tiny.answers(desk, work / "01-tiny.ipynb", **tiny.RIGHT)
    run(desk, "nbgrader", "submit", "01-tiny")

    tiny.submit(course, "zip", **tiny.RIGHT)  # somebody hands in as most classes do
    inbound = next(exchange.glob("*/inbound"))
    (next(inbound.iterdir()) / "link.txt").symlink_to(course / "source/01-tiny/01-tiny.ipynb")
    # anybody may write there
    for odd in ("x+01-tiny+yesterday", "ada+02-other+2026-11-25 12:45:00 UTC", "a note.txt"):
        (inbound / odd).mkdir()
        shutil.copy(work / "01-tiny.ipynb", inbound / odd)
    said = run(course, "nbgrader", "collect", "01-tiny")
    assert (
        "collected; a bare notebook" in said
        and "link.txt: what it leads to is not in the hand-in" in said
        and "x+01-tiny+yesterday was left out: nbgrader calls no hand-in so" in said
    )
    assert sorted(file.name for file in (course / "submitted").iterdir()) == sorted({who, "zip"})
    assert sorted(file.name for file in (course / "submitted" / who / "01-tiny").iterdir()) == [
        "01-tiny.ipynb",
        "signs.json",
        "submission_secret.txt",
        "timestamp.txt",
    ]
    run(course, "course.cli", "grade", "01")
    lines = [json.loads(line) for line in (course / "autograded/_log/01-tiny.jsonl").read_text().splitlines()]
    assert {line["student"]: (line["outcome"], line["points"]) for line in lines} == {
        who: ("graded", 4),
        "zip": ("graded", 4),
    }

    run(course, "course.cli", "feedback", "01")
    said = run(course, "nbgrader", "release_feedback", "01-tiny")
    assert "zip did not hand in by the exchange" in said and f"Releasing feedback for student '{who}'" in said
    run(desk, "nbgrader", "fetch_feedback", "01-tiny")
    (page,) = (work / "feedback").glob("*/01-tiny.html")
    assert (
        page.read_bytes() == (course / "feedback" / who / "01-tiny/01-tiny.html").read_bytes()
        and "4 of" in page.read_text()
    )

    tiny.answers(desk, work / "01-tiny.ipynb", answer="answer = 41")  # and again
    run(desk, "nbgrader", "submit", "01-tiny")
    assert "replaces the one of" in run(course, "nbgrader", "collect", "01-tiny")
    run(course, "course.cli", "grade", "01")
    run(course, "nbgrader", "generate_feedback", "01-tiny", "--force")
    run(course, "nbgrader", "release_feedback", "01-tiny")
    run(desk, "nbgrader", "fetch_feedback", "01-tiny")
    old, new = sorted((work / "feedback").glob("*/01-tiny.html"))
    assert (
        old.read_text() != new.read_text() == (course / "feedback" / who / "01-tiny/01-tiny.html").read_text()
    )
    assert (
        "outbox/01-tiny_ada_" in (said := run(desk, "course.cli", "submit", "01", "--who", "ada"))
        and "Note:" not in said
    )


SECRET = "0123456789abcdef" * 8


@pytest.mark.slow
@pytest.mark.parametrize(
    "secret, is_one",
    [
        (SECRET, True),
        ("", False),
        (SECRET[1:], False),
        (SECRET.upper(), False),
        ("../" * 43, False),
        (None, False),
    ],
)
def test_only_a_secret_as_nbgrader_makes_it_goes_with_the_page(graded, secret, is_one):
    home = graded / "autograded/ada/01-tiny"
    if secret is not None:
        (home / feedback.SECRET).write_text(secret)
    feedback.feedback("01-tiny", "ada")
    there = sorted(file.name for file in (graded / "feedback/ada/01-tiny").iterdir())
    assert there == (
        ["01-tiny.html", "submission_secret.txt", "timestamp.txt"] if is_one else ["01-tiny.html"]
    )
