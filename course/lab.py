"""Open JupyterLab: for a student on work/, for an instructor on the whole course, with formgrader.

The Lab process starts in the course's folder, since Validate reads nbgrader_config.py only from there.
"""
import os
import subprocess
import sys
from pathlib import Path

from course.classroom import places

SETTINGS = Path(__file__).parent / "labconfig"           # no news dialogue; for students, no panel for authors


def lab(assignment=None, instructor=False, browser=True):
    """Run JupyterLab until it is stopped -> its exit status."""
    (places.root() / "work").mkdir(exist_ok=True)
    return subprocess.call(command(assignment, instructor, browser), cwd=places.root(), env=environment(instructor))


def command(assignment=None, instructor=False, browser=True):
    """The command line that starts it."""
    opened = [f"{'source' if instructor else 'work'}/{assignment}/{assignment}.ipynb"] if assignment else []
    return [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={places.root() if instructor else places.root() / 'work'}",
            *([] if browser else ["--no-browser"]), *opened]


def environment(instructor=False):
    """The settings that Lab finds, and one thread for numpy: two slow each other down beside another busy process."""
    paths = [str(SETTINGS / ("instructor" if instructor else "student")), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    return {"OPENBLAS_NUM_THREADS": "1"} | os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}
