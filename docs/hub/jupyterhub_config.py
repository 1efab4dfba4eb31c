"""JupyterHub for a class on one machine. docs/jupyterhub.md says what lies where; the tests run this very file.

jupyterhub                      # as root, in the folder of this file
"""

import grp
import sys
from pathlib import Path

from course.student import lab

HERE = Path(__file__).resolve().parent
KIT = HERE.parent / "class.zip"  # what `course kit` made
STUDENTS, INSTRUCTORS = "course-students", "course-instructors"  # Unix groups: who may come in, and as what

# What a user's Lab is begun by, as that user: the kit is unpacked once. nbgrader reads its configuration from the folder in which Lab starts.
START = """python=$0 kit=$1 folder=$2; shift 2
[ -e "$folder" ] || "$python" -m zipfile -e "$kit" .
cd "$folder" && mkdir -p work && exec "$python" -m jupyterhub.singleuser "$@"
"""


def prepare(spawner):
    """An instructor gets Lab on the whole course, with formgrader; a student on work/, with nbgrader's list of assignments."""
    teaches = spawner.user.name in grp.getgrnam(INSTRUCTORS).gr_mem
    folder = "course" if teaches else "foundation-models"
    spawner.cmd = ["sh", "-c", START, sys.executable, str(KIT), folder]
    spawner.notebook_dir = f"~/{folder}" if teaches else f"~/{folder}/work"
    spawner.environment = {"OPENBLAS_NUM_THREADS": "1"} | lab.settings(teaches, hub=True)


c = get_config()  # noqa: F821 (traitlets defines it)

c.JupyterHub.bind_url = (
    "http://127.0.0.1:8000"  # this machine alone: a web server with a certificate stands before it
)
c.ConfigurableHTTPProxy.command = [str(HERE / "node_modules/.bin/configurable-http-proxy")]

# Passwords are the machine's own, by PAM; each Lab is a process of its user.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {STUDENTS, INSTRUCTORS}
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.pre_spawn_hook = prepare
c.Spawner.start_timeout = c.Spawner.http_timeout = 180  # seconds: a class comes in the same minute

c.Spawner.args = [
    # A kernel talks to its Lab over sockets in the user's home. By default it is ports, at which every user of the machine can listen.
    "--KernelManager.transport=ipc",
    # Lab's terminals find `course`: a login shell would forget where.
    "--ServerApp.terminado_settings=shell_command=bash",
]
