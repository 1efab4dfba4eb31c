"""JupyterHub as docs/jupyterhub.md sets it up: with the configuration that it names, and users of this
machine who are removed again.

The hub runs where it sees processes and folders of its own. There the checkout holds what the documents put
in its place, the class's kit with the environment in it, so that no source lies where students could read it;
and a folder that is closed to others (Python below /root, say) is an open one with nothing in it but that.
"""

import contextlib
import grp
import json
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from functools import partial
from pathlib import Path

import pytest

from tests.server.loopback import free_port, process, until

ROOT = Path(__file__).parents[2]
STUDENTS, INSTRUCTOR, STRANGER = ("ada-hub", "ben-hub", "cid-hub"), "eva-hub", "dan-hub"
GROUPS = {name: "course-students" for name in STUDENTS} | {
    INSTRUCTOR: "course-instructors",
    STRANGER: "users",
}
MADE_HERE = "a user of the tests of foundation-models"
COURSE = [
    "course",
    "docs",
    "tiktoken_ext",
    "pyproject.toml",
    "requirements.lock",
    "model.lock",
    "environment.yml",
    "nbgrader_config.py",
    "LICENSE",
    "LICENSE-text",
    "Makefile",
    "source/01-tokens",
    "release/01-tokens",
]


class Hub:
    """A hub that runs, and its machine's users.

    address: where its first page is; srv: the folder of docs/jupyterhub.md, with exchange/ and hub/ in it.
    """

    def __init__(self, srv, homes):
        self.srv, self.homes = srv, homes
        self.passwords = {name: secrets.token_hex(8) for name in GROUPS}

    def home(self, user):
        return self.homes / user.partition("-")[0]

    def desk(self, user):
        """Where a user's Lab starts."""
        return self.home(user) / ("course" if user == INSTRUCTOR else "foundation-models")

    def run(self, user, *command, fails=False):
        """A command as a user gives it on the hub's machine, in the folder in which their Lab starts -> what
        it said.
        """
        path = f"PATH={Path(sys.executable).parent}:/usr/bin:/bin"
        inside = [
            "nsenter",
            f"--target={self.inside}",
            "--mount",
            "--pid",
            "setpriv",
            f"--reuid={user}",
            f"--regid={user}",
            "--init-groups",
            "--reset-env",
        ]
        done = subprocess.run(
            [*inside, "env", path, "sh", "-c", 'cd "$0" && exec "$@"', self.desk(user), *command],
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert (done.returncode != 0) == fails, done.stdout
        return done.stdout


@contextlib.contextmanager
def running():
    """The hub of a class, whose instructor has set up the course -> Hub."""
    if os.geteuid() != 0:
        pytest.fail(
            "The tests of JupyterHub make users of this machine and act as them: run them as root, in a container say."
        )
    # a short name: the sockets of a kernel have 107 letters at most, and lie in the home
    place = Path(tempfile.mkdtemp(prefix="hub", dir="/var/tmp"))
    place.chmod(0o755)
    hub = Hub(place / "srv", place)
    try:
        with users(hub):
            lay_out(hub)
            ports = [free_port() for _ in range(3)]
            hub.address = f"http://127.0.0.1:{ports[0]}"
            command = [
                Path(sys.executable).parent / "jupyterhub",
                f"--JupyterHub.bind_url={hub.address}",
                f"--JupyterHub.hub_bind_url=http://127.0.0.1:{ports[1]}",
                f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{ports[2]}",
            ]
            path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
            with process(
                *apart(hub),
                *command,
                stop=signal.SIGKILL,
                cwd=hub.srv / "hub",
                env=os.environ | {"PATH": path},
            ) as hub.process:
                until(lambda: answers(hub), "JupyterHub")
                (hub.inside,) = (
                    Path(f"/proc/{hub.process.pid}/task/{hub.process.pid}/children").read_text().split()
                )
                try:
                    hub.run(INSTRUCTOR, "course", "--help")
                except AssertionError as error:
                    pytest.fail(
                        f"Python and its packages must be readable by all users: install them with the umask 022. {error}"
                    )
                yield hub
    finally:
        shutil.rmtree(place)


def answers(hub):
    assert hub.process.poll() is None, hub.process.log()
    with contextlib.suppress(OSError):
        return urllib.request.urlopen(f"{hub.address}/hub/api", timeout=5).read()


@contextlib.contextmanager
def users(hub):
    """The class's users, each with a home that is closed to the others."""
    remove_users()
    groups = set(GROUPS.values()) - {group.gr_name for group in grp.getgrall()}
    try:
        for group in groups:
            subprocess.run(["groupadd", group], check=True)
        for user, group in GROUPS.items():
            subprocess.run(
                [
                    "useradd",
                    "--create-home",
                    "--key",
                    "HOME_MODE=0700",
                    "--home-dir",
                    hub.home(user),
                    "--groups",
                    group,
                    "--comment",
                    MADE_HERE,
                    "--shell",
                    "/bin/bash",
                    user,
                ],
                check=True,
            )
        subprocess.run(
            ["chpasswd"],
            input="".join(f"{user}:{word}\n" for user, word in hub.passwords.items()),
            text=True,
            check=True,
        )
        yield
    finally:
        remove_users()
        for group in groups:
            subprocess.run(["groupdel", group], check=True)


def remove_users():
    """Those that were made here, also by tests that were killed; never somebody else's."""
    for user in [
        user.pw_name for user in pwd.getpwall() if user.pw_name in GROUPS and user.pw_gecos == MADE_HERE
    ]:
        until(partial(removed, user), f"removing {user}, of whom a process may still end")


def removed(user):
    return subprocess.run(["userdel", user]).returncode == 0


def lay_out(hub):
    """What docs/jupyterhub.md has the machine's administrator and the instructor do."""
    (hub.srv / "hub").mkdir(parents=True)
    (hub.srv / "hub").chmod(0o700)
    for file in "jupyterhub_config.py", "package.json", "package-lock.json":
        shutil.copy(ROOT / "docs/hub" / file, hub.srv / "hub")
    npm = subprocess.Popen(
        ["npm", "ci", "--no-audit", "--no-fund"], cwd=hub.srv / "hub", stdout=subprocess.DEVNULL
    )
    (hub.srv / "exchange").mkdir()
    (hub.srv / "exchange").chmod(0o1777)

    course = hub.desk(INSTRUCTOR)
    course.mkdir()
    for part in COURSE:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        (course / part).parent.mkdir(exist_ok=True)
        copy(ROOT / part, course / part)
    with (course / "nbgrader_config.py").open("a") as config:
        print(f'c.Exchange.root = "{hub.srv / "exchange"}"', file=config)
    subprocess.run(["chown", "--recursive", f"{INSTRUCTOR}:{INSTRUCTOR}", course], check=True)
    made = subprocess.run(
        [sys.executable, "-m", "course.cli", "kit", hub.srv / "class.zip"],
        cwd=course,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"COURSE_ROOT": str(course)},
    )
    assert made.returncode == 0, made.stdout
    with zipfile.ZipFile(hub.srv / "class.zip") as kit:
        kit.extractall(hub.srv)  # srv/foundation-models
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", hub.srv / "foundation-models/course"], check=True
    )
    assert npm.wait() == 0, "npm ci failed, above"


def apart(hub):
    """The words before a command that runs among processes and folders of its own."""
    kit, environment, python = (
        str(path)
        for path in (hub.srv / "foundation-models", sys.prefix, Path(sys.executable).resolve().parents[1])
    )
    folders = {kit: str(ROOT), environment: environment, sys.base_prefix: sys.base_prefix, python: python}
    return [
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
        sys.executable,
        Path(__file__).with_name("apart.py"),
        json.dumps(folders),
    ]
