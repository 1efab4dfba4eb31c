"""Who runs the jobs: threads of this machine, each with a locked-down pair of processes, or the workers of a
Dask cluster.

    with here(workers=8) as team: ...                    # `course grade 01 --workers 8`
    with cluster("tcp://10.0.0.5:8786") as team: ...     # `course grade 01 --scheduler tcp://10.0.0.5:8786`

A job is a pure function's argument and holds its files, so it does not matter where it runs, nor how often: a
worker that dies loses nothing, since Dask gives its jobs to another. Workers need the course's package and no
disk in common with us; no worker ever sees the gradebook.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, ThreadPoolExecutor, wait
from dataclasses import dataclass

from course.files.coursedir import CourseError

MOST_BYTES = 4_000_000  # under way for each worker; one that is larger than that of all of them is alone


@dataclass(frozen=True)
class Team:
    """Anything that runs functions, and how many at a time."""

    executor: Executor
    size: Callable[[], int]


@contextlib.contextmanager
def here(workers: int | None = None) -> Iterator[Team]:
    """`workers` jobs at a time on this machine; by default as many as it has cores that we may use."""
    workers = workers or cores()
    with ThreadPoolExecutor(workers) as executor:
        try:
            yield Team(executor, lambda: workers)
        finally:
            executor.shutdown(cancel_futures=True)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()  # type: ignore[return-value]  # known on a Mac


@contextlib.contextmanager
def cluster(scheduler: str) -> Iterator[Team]:
    """The workers that are, or will be, connected to the Dask scheduler at this address."""
    try:
        from distributed import Client
    except ImportError as error:
        raise CourseError(
            "--scheduler needs Dask: `pip install distributed`, here and on every worker, the same version."
        ) from error
    try:
        client = Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise CourseError(
            f"there is no Dask scheduler at {scheduler} ({error}). `dask scheduler` starts one and prints its address."
        ) from error
    with client, client.get_executor(pure=False) as executor:
        if not client.nthreads():
            raise CourseError(
                f"the scheduler at {scheduler} has no workers. `dask worker {scheduler}` starts one."
            )
        try:
            yield Team(executor, lambda: sum(client.nthreads().values()))
        finally:
            executor.shutdown(wait=False)


def spread(
    team: Team, function: Callable, tasks: Iterable[tuple], size: Callable = lambda key: 0
) -> Iterator[tuple]:
    """Have the team call function(*arguments) for each (key, arguments) -> (key, future), as they are done.

    Six times as many as can run are under way, and new ones come when twice as many are left: nobody waits,
    memory stays flat, and who makes and takes the tasks does several in a row. One at a time costs a fifth
    more: others have used the processor's caches in between. A task whose arguments are None is done already:
    its future is None. size(key): bytes of a task; of large ones fewer are under way, MOST_BYTES for each
    that can run.
    """
    waiting = {}

    def done(left):
        while len(running := [future for future in waiting if not future.done()]) > left:
            wait(running, return_when=FIRST_COMPLETED)
        for future in [future for future in waiting if future.done()]:
            yield waiting.pop(future), future

    try:
        for key, arguments in tasks:
            if arguments is None:
                yield key, None
                continue
            waiting[team.executor.submit(function, *arguments)] = key
            del key, arguments  # the next is made before these names are given away
            if len(waiting) >= 6 * team.size():
                yield from done(2 * team.size())
            while waiting and sum(map(size, waiting.values())) > MOST_BYTES * team.size():
                yield from done(len(waiting) - 1)
        while waiting:
            yield from done(len(waiting) - 1)
    finally:
        for future in waiting:  # the batch was stopped: what has not begun need not
            future.cancel()
