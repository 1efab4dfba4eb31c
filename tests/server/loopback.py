"""Servers on loopback, each in a folder of its own, that end with the block in which they were started."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def until(true, what, seconds=90):
    """Wait until `true()` says so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what}: not within {seconds} s"
        time.sleep(0.1)


@contextlib.contextmanager
def process(*command, stop=signal.SIGTERM, **how):
    """A process, stopped by that signal; its `log()` is what it has printed."""
    with tempfile.TemporaryFile() as log:
        running = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, **how
        )
        running.log = lambda: os.pread(log.fileno(), 1 << 20, 0).decode(errors="replace")
        try:
            yield running
        finally:
            running.send_signal(stop)
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


@contextlib.contextmanager
def postgres():
    """A PostgreSQL server, run by a user that is not root -> the address of an empty database."""
    commands = (
        Path(shutil.which("initdb") or max(Path("/usr/lib/postgresql").glob("*/bin/initdb"))).resolve().parent
    )
    port, who = free_port(), {}
    with tempfile.TemporaryDirectory(prefix="postgres-") as home:
        if os.geteuid() == 0:
            shutil.chown(home, "nobody")
            who = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        how = {"cwd": home, **who}
        subprocess.run(
            [
                commands / "initdb",
                "-D",
                f"{home}/data",
                "-U",
                "course",
                "--auth=trust",
                "--no-sync",
                "-E",
                "UTF8",
                "--locale=C",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            **how,
        )
        with process(
            commands / "postgres",
            "-D",
            f"{home}/data",
            "-h",
            "127.0.0.1",
            "-p",
            port,
            "-k",
            home,
            stop=signal.SIGINT,
            **how,
        ) as server:
            here = ["-h", "127.0.0.1", "-p", str(port)]
            until(
                lambda: subprocess.run([commands / "pg_isready", "-q", *here]).returncode == 0, "PostgreSQL"
            )
            assert server.poll() is None, server.log()
            subprocess.run([commands / "createdb", *here, "-U", "course", "course"], check=True)
            yield f"postgresql+psycopg://course@127.0.0.1:{port}/course"


@contextlib.contextmanager
def dask(hidden, workers=2):
    """A Dask scheduler and workers for whom the folder `hidden` is empty -> (its address, the workers)."""
    from course.sandbox import executors

    port = free_port()
    address = f"tcp://127.0.0.1:{port}"

    def ready():
        with contextlib.suppress(Exception), executors.cluster(address) as team:
            return team.size() == workers

    with contextlib.ExitStack() as stack:

        def start(kind, *arguments, before=()):
            home = stack.enter_context(tempfile.TemporaryDirectory(prefix=f"dask-{kind}-"))
            return stack.enter_context(
                process(
                    *before,
                    sys.executable,
                    "-m",
                    f"distributed.cli.dask_{kind}",
                    *arguments,
                    "--no-dashboard",
                    cwd=home,
                    env=os.environ | {"COURSE_ROOT": "/nowhere", "DASK_TEMPORARY_DIRECTORY": home},
                )
            )

        start("scheduler", "--host", "127.0.0.1", "--port", port)
        crew = [
            start("worker", address, "--nthreads", 1, "--no-nanny", before=without(hidden))
            for _ in range(workers)
        ]
        until(ready, "the workers")
        yield address, crew


def without(folder):
    """The beginning of a command that cannot see what is in `folder`: another machine, as far as that goes."""
    namespace = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    return [*namespace, "sh", "-c", f'mount -t tmpfs -o size=4k none "{folder}" && exec "$@"', "sh"]
