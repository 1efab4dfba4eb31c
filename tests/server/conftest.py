"""Servers that the tests start for themselves, on loopback, in folders of their own, and stop again."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from tests import tiny
from tests.server.loopback import free_port, until


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("server")


@pytest.fixture
def start(tmp_path_factory):
    """start(*command, **how) -> a process, ended with the test."""
    running = []

    def begin(*command, **how):
        log = (tmp_path_factory.mktemp("log") / "log").open("w+b")
        process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, **how)
        process.log = lambda: Path(log.name).read_text(errors="replace")
        running.append(process)
        return process

    yield begin
    for process in reversed(running):
        process.terminate()
    for process in running:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(start, course, tmp_path_factory):
    """A Dask scheduler and two workers, for whom the course's folder does not exist -> (its address, the workers)."""
    from course.classroom.grade.executors import cluster as join
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    start(sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard",
          cwd=tmp_path_factory.mktemp("scheduler"))
    workers = []
    for _ in range(2):
        home = tmp_path_factory.mktemp("worker")
        workers.append(start(*without(course), sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", 1, "--no-nanny",
                             "--no-dashboard", "--local-directory", home, cwd=home, env={**os.environ, "COURSE_ROOT": "/nowhere"}))

    def ready():
        try:
            with join(address) as team:
                return team.size() == 2
        except Exception:
            return False
    until(ready, "two workers")
    return address, workers


def without(folder):
    """The beginning of a command that cannot see what is in `folder`: another machine, as far as that goes."""
    namespace = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    return [*namespace, "sh", "-c", f'mount -t tmpfs -o size=4k none "{folder}" && exec "$@"', "sh"]


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server, run by a user that is not root -> the address of an empty database."""
    commands = Path(shutil.which("initdb") or max(Path("/usr/lib/postgresql").glob("*/bin/initdb"))).resolve().parent
    home, port = Path(tempfile.mkdtemp(prefix="postgres-")), free_port()
    who = {}
    if os.geteuid() == 0:
        shutil.chown(home, "nobody")
        who = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    subprocess.run([commands / "initdb", "-D", home / "data", "-U", "course", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"],
                   check=True, stdout=subprocess.DEVNULL, cwd=home, **who)
    server = subprocess.Popen([commands / "postgres", "-D", home / "data", "-h", "127.0.0.1", "-p", str(port), "-k", home], cwd=home,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **who)
    try:
        until(lambda: subprocess.run([commands / "pg_isready", "-h", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL).returncode == 0,
              "PostgreSQL")
        subprocess.run([commands / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "course", "course"], check=True)
        yield f"postgresql+psycopg://course@127.0.0.1:{port}/course"
    finally:
        server.send_signal(signal.SIGINT)                # at once, and in order
        server.wait(30)
        shutil.rmtree(home)


@pytest.fixture
def classroom(course, with_gradebook):
    """Six submissions: right, wrong, late, damaged, one that ends Python and one that never ends."""
    tiny.submit(course, "ada", **tiny.RIGHT)
    tiny.submit(course, "bob", **tiny.RIGHT | {"double": "def double(x):\n    return x * x"})
    tiny.submit(course, "cyd", **tiny.RIGHT)
    tiny.submit(course, "dee")
    (course / "submitted/dee/01-tiny/01-tiny.ipynb").write_text("{")
    tiny.submit(course, "eve", **tiny.RIGHT | {"answer": "import os\nos._exit(0)"})
    tiny.submit(course, "fay", **tiny.RIGHT | {"double": "def double(x):\n    return 2 * x\nwhile True:\n    pass"})
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.Execute.timeout = 3\n")
    return course
