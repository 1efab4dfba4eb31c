"""`nbgrader autograde` and formgrader's button grade as `course grade` does: by the course's own
nbgrader_config.py.
"""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell

from course.gradebook import database
from course.grading import log
from course.notebook import document
from course.sandbox.job import FAILED, GRADED, WARNED
from tests.server.loopback import free_port, process, until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def classroom(classroom):
    """With the course's own configuration, and its short patience."""
    config = (ROOT / "nbgrader_config.py").read_text()
    (classroom / "nbgrader_config.py").write_text(config + "\nc.Execute.timeout = 3\n")
    return classroom


def nbgrader(root, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=root,
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(root)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


def outcomes(root):
    return {done.student: done.outcome for done in log.read("01-tiny", root).values()}


def points(student):
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        return gradebook.find_submission("01-tiny", student).score


def test_the_command_grades_as_the_course_does_and_its_exit_status_says_that_one_could_not_be_graded(
    classroom,
):
    status, told = nbgrader(classroom, "autograde", "01-tiny")
    assert status == 1 and "dee: could not be graded; 01-tiny.ipynb is not a notebook" in told
    assert outcomes(classroom) == {
        "ada": GRADED,
        "bob": GRADED,
        "cyd": GRADED,
        "dee": FAILED,
        "eve": WARNED,
        "fay": WARNED,
    }
    assert (points("ada"), points("bob")) == (4, 1)


def test_the_command_takes_a_student_a_database_and_force(classroom, postgres):
    def runs():
        # a forced batch also notes whom it is going to grade
        return log.file("01-tiny", classroom).read_text().count('"outcome": ')

    assert nbgrader(classroom, "autograde", "01-tiny", "--student", "ada", "--db", postgres)[0] == 0
    assert outcomes(classroom) == {"ada": GRADED}
    assert (
        nbgrader(classroom, "autograde", "01-tiny", "--student", "ada", "--db", postgres)[0] == 0
        and runs() == 1
    )
    assert (
        nbgrader(classroom, "autograde", "01-tiny", "--student", "ada", "--force", "--db", postgres)[0] == 0
        and runs() == 2
    )
    assert (
        nbgrader(classroom, "autograde", "01-tiny", "--student", "zoe", "--db", postgres)[0] == 1
        and runs() == 2
    )


def test_formgraders_button_grades_one_student_and_its_page_runs_nothing_of_theirs(classroom):
    notebook = classroom / "submitted/bob/01-tiny/01-tiny.ipynb"
    written = document.read(notebook)
    written.cells.append(new_markdown_cell("My **answer**. <script>alert(1)</script>"))
    document.write(written, notebook)
    port, token = free_port(), "for-this-test"
    command = [
        sys.executable,
        "-m",
        "jupyter_server",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={classroom}",
        "--ServerApp.port_retries=0",
        "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}",
    ]

    def ask(path, **how):
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/{path}", headers={"Authorization": f"token {token}"}, **how
        )
        return urllib.request.urlopen(request, timeout=120).read()

    with process(
        *command, cwd=classroom, env=os.environ | {"JUPYTER_CONFIG_DIR": str(classroom / "jupyter")}
    ) as server:

        def answers():
            assert server.poll() is None, server.log()
            try:
                return ask("api/status")
            except OSError:
                return False

        until(answers, "the server")
        graded = json.loads(ask("formgrader/api/submission/01-tiny/bob/autograde", method="POST", data=b""))
        assert graded["success"] and outcomes(classroom) == {"bob": GRADED} and points("bob") == 1
        assert json.loads(
            ask("formgrader/api/assignment/01-tiny/bob/generate_feedback", method="POST", data=b"")
        )["success"]
        feedback = (classroom / "feedback/bob/01-tiny/01-tiny.html").read_text()
        assert "Feedback for" in feedback and "want = n + n" not in feedback
        (ours,) = json.loads(ask("formgrader/api/submitted_notebooks/01-tiny/01-tiny"))
        page = ask(f"formgrader/submissions/{ours['id']}/").decode()
        assert "My <strong>answer</strong>." in page and "<script>alert" not in page
        refused = json.loads(ask("formgrader/api/submission/01-tiny/dee/autograde", method="POST", data=b""))
        assert not refused["success"] and "is not a notebook" in refused["log"]
