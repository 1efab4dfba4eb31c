"""What a large class costs: the same submissions graded into SQLite, into PostgreSQL, and on a Dask cluster,
all on this machine.

    python benchmarks/scale.py                   # 1,000 submissions each way
    python benchmarks/scale.py --submissions 200
    python benchmarks/scale.py --submissions 200 --assignment 01-tokens

Without --assignment it is the reference notebook (classes.py); with it, one of the course's, all answers
right. Processor time is that of all processes, read from /proc; the wall time leaves out start-up. The last
lines carry the figures to 10,000 students and seven notebooks.
"""

import argparse
import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
from classes import ENVIRONMENT, REFERENCE, make  # noqa: E402

from tests.server import loopback  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")


def stat(number):
    """Parent, and seconds of processor time of a process with the children that it has waited for."""
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), sum(map(int, fields[11:15])) / TICK


def used_below(roots):
    """Seconds of processor time of these processes and all that descend from them."""
    found = {}
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            found[int(number)] = stat(number)
        except OSError:
            pass  # it has ended meanwhile
    below = set(roots)
    while new := {number for number, (parent, _) in found.items() if parent in below} - below:
        below |= new
    return sum(found[number][1] for number in below if number in found)


def inner(name, db, scheduler, workers):
    """Grade all -> figures. Runs in a process of its own, which is the coordinator."""
    from course.gradebook import database
    from course.grading import batch, inputs
    from course.sandbox import executors, pool

    sizes = []

    def weigh(job):
        if len(sizes) < 10:
            sizes.append(len(pickle.dumps(job)))
        return pool.run(job)

    given = inputs.read(database.options(name, db=db))
    todo = inputs.waiting(given, force=True)
    own = resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter()
    with executors.cluster(scheduler) if scheduler else executors.here(workers) as team:
        first, done = None, 0
        for outcome in batch.outcomes(
            given, todo, team=team, force=True, **({} if scheduler else {"run": weigh})
        ):
            assert outcome.outcome != "could not be graded", outcome
            first, done = first or time.perf_counter(), done + 1
        wall, now = time.perf_counter() - first, resource.getrusage(resource.RUSAGE_SELF)
        below = used_below([os.getpid()]) - now.ru_utime - now.ru_stime
    coordinator = now.ru_utime + now.ru_stime - own.ru_utime - own.ru_stime
    print(
        json.dumps(
            {
                "start": first - start,
                "wall": wall / (done - 1),
                "coordinator": coordinator / done,
                "workers": below / done,
                "bytes": max(sizes, default=0),
                "memory": now.ru_maxrss / 1024,
            }
        )
    )


def graded(root, name, workers, db=None, scheduler=None):
    command = [sys.executable, __file__, "--inner", json.dumps([name, db, scheduler, workers])]
    done = subprocess.run(
        command,
        cwd=root,
        env=ENVIRONMENT | {"COURSE_ROOT": str(root)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--submissions", type=int, default=1000)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--assignment", metavar="NAME")
    arguments.add_argument("--inner", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.inner:
        return inner(*json.loads(options.inner))
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        name = options.assignment or REFERENCE
        make(root, name, options.submissions, 0 if options.assignment else 0.2, stock=False)
        rows["SQLite"] = graded(root, name, options.workers)
        with loopback.postgres() as address:
            rows["PostgreSQL"] = graded(root, name, options.workers, db=address)
        with loopback.dask(hidden=root, workers=options.workers) as (address, crew):
            before = used_below([worker.pid for worker in crew])
            rows["SQLite, Dask"] = graded(root, name, options.workers, scheduler=address)
            rows["SQLite, Dask"]["workers"] = (
                used_below([worker.pid for worker in crew]) - before
            ) / options.submissions
    print(
        f"{options.submissions} submissions of {name}, {options.workers} workers, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end"
    )
    print(
        f"{'':14}{'start, s':>10}{'ms each':>10}{'coordinator, ms CPU':>22}{'workers, ms CPU':>18}{'coordinator, MB':>18}"
    )
    for name, row in rows.items():
        print(
            f"{name:14}{row['start']:10.1f}{1000 * row['wall']:10.1f}{1000 * row['coordinator']:22.1f}{1000 * row['workers']:18.1f}{row['memory']:18.0f}"
        )
    print(f"a job is {rows['SQLite']['bytes'] / 1000:.0f} kB")
    for name, row in rows.items():
        each, all_of_it = row["coordinator"] + row["workers"], 70_000
        print(
            f"10,000 students x 7 by {name}: {all_of_it * each / 3600:.1f} core-hours; "
            f"the coordinator alone {all_of_it * row['coordinator'] / 60:.0f} minutes, "
            f"busy all the time from {row['workers'] / row['coordinator']:.0f} workers on"
        )


if __name__ == "__main__":
    main()
