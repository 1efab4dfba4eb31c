import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from jupyter_core.paths import jupyter_runtime_dir
from traitlets.config import PyFileConfigLoader

from course.student import lab, work


def test_a_student_sees_work_and_starts_in_the_notebook(course):
    command = lab.command("01-tiny")
    assert f"--ServerApp.root_dir={course / 'work'}" in command
    assert command[-1] == str(course / "work/01-tiny/01-tiny.ipynb")


def test_an_instructor_sees_the_whole_course(course):
    assert f"--ServerApp.root_dir={course}" in lab.command(instructor=True)


def test_numpy_gets_one_thread_unless_the_user_says_otherwise(course, monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    assert lab.environment()["OPENBLAS_NUM_THREADS"] == "1"
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    assert lab.environment()["OPENBLAS_NUM_THREADS"] == "4"


@pytest.mark.slow
def test_no_program_that_an_instructors_lab_starts_beside_a_students_notebook_is_the_students(
    course, tmp_path
):
    (tmp_path / "ipykernel_launcher.py").write_text("print('mine')")
    # as Lab starts a kernel, in the notebook's folder
    start = [sys.executable, "-m", "ipykernel_launcher", "--version"]
    said = [
        subprocess.run(
            start, cwd=tmp_path, env=lab.environment(instructor), capture_output=True, text=True, check=True
        ).stdout
        for instructor in (False, True)
    ]
    assert said[0] == "mine\n" and "mine" not in said[1] and said[1]


def test_on_a_hub_nbgrader_finds_the_courses_configuration_from_work_and_its_kernels_are_at_no_port(
    course, monkeypatch
):
    folder, *others = lab.settings(hub=True)["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert [Path(other).name for other in others[:2]] == ["student", "everyone"]
    (course / "work").mkdir()
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.Exchange.root = '/here'\n")
    monkeypatch.delenv("COURSE_ROOT")
    monkeypatch.chdir(course / "work")
    config = PyFileConfigLoader("nbgrader_config.py", path=folder).load_config()
    assert (
        config.Exchange.root == "/here"
        and config.KernelManager.transport == "ipc"
        and Path(config.KernelManager.ip).parent == Path(jupyter_runtime_dir())
    )


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.parametrize("instructor", [False, True])
def test_lab_starts_without_a_news_dialogue_and_without_panels_that_students_do_not_need(course, instructor):
    work.start("01-tiny")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = lab.command("01-tiny", instructor, browser=False) + [
        f"--ServerApp.port={port}",
        "--IdentityProvider.token=t",
    ]
    server = subprocess.Popen(command, cwd=course, env=lab.environment(instructor), stderr=subprocess.DEVNULL)
    try:
        page = get(port, "lab").decode()
        config = json.loads(re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.S)[1])
        off = {name.partition(":")[2] for name in config["disabledExtensions"]}
        not_for_students = {"create-assignment", "formgrader", "menu"}
        assert off & not_for_students == (set() if instructor else not_for_students)
        assert "validate-assignment" not in off
        dialogue = json.loads(get(port, "lab/api/settings/@jupyterlab/apputils-extension:notification"))
        assert dialogue["schema"]["properties"]["fetchNews"]["default"] == "false"
        assert get(port, "api/contents/" + ("work/" if instructor else "") + "01-tiny/01-tiny.ipynb")
    finally:
        server.kill()
        server.wait()


def get(port, path, seconds=40):
    """The answer of a server that may still be starting."""
    for _ in range(seconds * 4):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}?token=t", timeout=20).read()
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(path)


@pytest.mark.slow
@pytest.mark.slow
def test_without_a_browser_a_link_is_printed_that_opens_the_notebook(course):
    work.start("01-tiny")
    with subprocess.Popen(
        [sys.executable, "-m", "course.cli", "lab", "01", "--no-browser"],
        env=os.environ | {"COURSE_ROOT": str(course)},
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as ours:
        try:
            link = next(line.strip() for line in ours.stdout if "/lab/tree/" in line)
            address, token = link.split("?token=")
            assert address.endswith("/lab/tree/01-tiny/01-tiny.ipynb") and len(token) > 20
            with urllib.request.urlopen(link, timeout=30) as page:
                assert b"01-tiny.ipynb" in page.read()
        finally:
            os.killpg(ours.pid, signal.SIGKILL)


def test_a_link_leads_to_the_notebook_where_lab_was_started(course):
    server = {"url": "http://localhost:8890/", "token": "t", "root_dir": str(course / "work")}
    assert lab.link(server, "01-tiny") == "http://localhost:8890/lab/tree/01-tiny/01-tiny.ipynb?token=t"
    assert lab.link(server | {"token": ""}) == "http://localhost:8890/lab"
    assert (
        lab.link(server | {"root_dir": str(course)}, "01-tiny", instructor=True)
        == "http://localhost:8890/lab/tree/source/01-tiny/01-tiny.ipynb?token=t"
    )
