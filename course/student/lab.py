"""Open JupyterLab: for a student on work/, for an instructor on the whole course, with formgrader.

The Lab process starts in the course's folder, since Validate reads nbgrader_config.py only from there.
"""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

from course.files import coursedir

# everyone: no news dialogue; student: of nbgrader's panels, Validate alone; hub: its list, too
SETTINGS = Path(__file__).parent / "labconfig"


def lab(assignment=None, instructor=False, browser=True):
    """Run JupyterLab until it is stopped -> its exit status."""
    (coursedir.root() / "work").mkdir(exist_ok=True)
    with subprocess.Popen(
        command(assignment, instructor, browser), cwd=coursedir.root(), env=environment(instructor)
    ) as server:
        if not browser:
            threading.Thread(target=_say_where, args=(server, assignment, instructor), daemon=True).start()
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:  # Lab gets it too, and asks whether to stop
                pass


def command(assignment=None, instructor=False, browser=True):
    """The command line that starts it."""
    root = coursedir.root()
    words = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={root if instructor else root / 'work'}",
    ]
    if not browser:
        words.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container; otherwise Lab refuses
        words.append("--allow-root")
    if assignment:
        words.append(str(coursedir.notebook("source" if instructor else "work", assignment)))
    return words


def _say_where(server, assignment, instructor):
    """Print the link of the notebook, once Lab has said where it listens: Lab's own links lead to its
    launcher.
    """
    from jupyter_core.paths import jupyter_runtime_dir  # not for those whose browser opens

    about = Path(jupyter_runtime_dir()) / f"jpserver-{server.pid}.json"
    while server.poll() is None:
        time.sleep(0.5)  # and Lab prints its own lines meanwhile
        if about.exists():
            print(
                f"\nOpen this in your browser:\n    {link(json.loads(about.read_text('utf-8')), assignment, instructor)}\n",
                flush=True,
            )
            return


def link(server, assignment=None, instructor=False):
    """Where a notebook opens, or Lab itself. server: what Jupyter says of one that runs, {"url", "token",
    "root_dir"}.
    """
    path = (
        coursedir.notebook("source" if instructor else "work", assignment)
        .relative_to(server["root_dir"])
        .as_posix()
        if assignment
        else ""
    )
    return f"{server['url']}lab{f'/tree/{quote(path)}' if path else ''}" + (
        f"?token={server['token']}" if server.get("token") else ""
    )


def environment(instructor=False):
    """What Lab runs in: one thread for numpy, since two slow each other down beside another busy process; and
    `settings`.
    """
    return {"OPENBLAS_NUM_THREADS": "1"} | os.environ | settings(instructor)


def settings(instructor=False, hub=False):
    """The settings that Lab finds, and the environment's own commands on PATH. On a hub students hand in by
    nbgrader's panel. An instructor opens students' notebooks: no program that Lab starts beside one takes its
    modules from there.
    """
    kinds = ["everyone"] if instructor else ["hub", "student", "everyone"] if hub else ["student", "everyone"]
    return ({"PYTHONSAFEPATH": "1"} if instructor else {}) | {
        "JUPYTER_CONFIG_PATH": join(
            *(SETTINGS / kind for kind in kinds), os.environ.get("JUPYTER_CONFIG_PATH")
        ),
        "PATH": join(Path(sys.executable).parent, os.environ.get("PATH")),
    }


def join(*paths):
    return os.pathsep.join(str(path) for path in paths if path)
