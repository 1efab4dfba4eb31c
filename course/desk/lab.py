"""Open JupyterLab: for a student on work/, for an instructor on the whole course, with formgrader.

The Lab process starts in the course's folder, since Validate reads nbgrader_config.py only from there.
"""
import os
import subprocess
import sys
from pathlib import Path

from course.classroom import places

SETTINGS = Path(__file__).parent / "labconfig"           # everyone: no news dialogue; student: of nbgrader's panels, Validate alone


def lab(assignment=None, instructor=False, browser=True):
    """Run JupyterLab until it is stopped -> its exit status."""
    (places.root() / "work").mkdir(exist_ok=True)
    with subprocess.Popen(command(assignment, instructor, browser), cwd=places.root(), env=environment(instructor)) as server:
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:                    # Lab gets it too, and asks whether to stop
                pass


def command(assignment=None, instructor=False, browser=True):
    """The command line that starts it."""
    root = places.root()
    words = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root if instructor else root / 'work'}"]
    if not browser:
        words.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:     # in a container; otherwise Lab refuses
        words.append("--allow-root")
    if assignment:
        words.append(str(places.notebook("source" if instructor else "work", assignment)))
    return words


def environment(instructor=False):
    """The settings that Lab finds; the environment's own commands on PATH; and one thread for numpy: two slow each other down
    beside another busy process. An instructor opens students' notebooks: no program that Lab starts beside one takes its modules from there."""
    settings = [SETTINGS / "everyone"] if instructor else [SETTINGS / "student", SETTINGS / "everyone"]
    return {"OPENBLAS_NUM_THREADS": "1"} | os.environ | ({"PYTHONSAFEPATH": "1"} if instructor else {}) | {
        "JUPYTER_CONFIG_PATH": join(*settings, os.environ.get("JUPYTER_CONFIG_PATH")),
        "PATH": join(Path(sys.executable).parent, os.environ.get("PATH"))}


def join(*paths):
    return os.pathsep.join(str(path) for path in paths if path)
