"""What stays behind (nothing), what is refused when a layer is missing, and what happens to a process's
children when it is killed.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from course.sandbox import canary as canary_module
from course.sandbox.canary import NotIsolated, check_isolation
from course.sandbox.job import FAILED, Job
from course.sandbox.pool import Nursery, Pool
from tests.attacks.conftest import OPEN_ROOT, PYTHON, TESTS, USERS, assignment

OWN = next(iter(USERS.values()))


def job(seconds=30, **cells):
    return Job(
        "attack",
        "m",
        assignment(cells),
        {name: source for name, (_, source) in TESTS.items()},
        {},
        "s",
        {},
        seconds,
    )


@pytest.fixture(scope="module")
def nursery():
    nursery = Nursery(OWN)
    yield nursery
    nursery.close()


@pytest.fixture
def worker(nursery):
    worker = nursery.worker()
    yield worker
    worker.close()


def gone(processes):
    _, alive = psutil.wait_procs(processes, timeout=5)
    return [p for p in alive if p.is_running() and p.status() != psutil.STATUS_ZOMBIE] == []


def family(worker, size):
    """All processes below a worker, as soon as there are so many."""
    for _ in range(500):
        found = psutil.Process(worker.hello["pid"]).children(recursive=True)
        if len(found) == size:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{len(found)} processes, not {size}")


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["nursery", "worker", "zygote", "student", "examiner"])
def test_after_a_kill_9_of_any_of_its_processes_nothing_runs_on(victim, request):
    nursery = Nursery(OWN) if victim == "nursery" else request.getfixturevalue("nursery")
    worker, results = nursery.worker(), []
    thread = threading.Thread(
        target=lambda: results.append(worker.run(job(seconds=3, free="while True: pass")))
    )
    thread.start()
    below = family(worker, 3)  # zygote, examiner, student
    zygote = next(p for p in below if p.children())
    student = zygote.children()[0]
    examiner = next(p for p in below if p not in (zygote, student))
    {
        "nursery": nursery.process,
        "worker": psutil.Process(worker.hello["pid"]),
        "zygote": zygote,
        "student": student,
        "examiner": examiner,
    }[victim].kill()
    thread.join(60)
    if victim == "student":
        assert "ended the Python process" in results[0].remarks[0]
    else:
        assert results[0].outcome == FAILED and results[0].remarks
    assert gone([student, examiner])
    worker.close()
    assert gone(below)
    if victim == "nursery":
        nursery.close()


@pytest.mark.slow
def test_a_coordinator_that_is_killed_leaves_nothing():
    code = """if True:
        from course.sandbox.pool import Nursery
        from tests.attacks.test_isolation import job, OWN
        worker = Nursery(OWN).worker(); print(worker.hello['pid'], flush=True)
        worker.run(job(free='while True: pass'))"""
    coordinator = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    below = [psutil.Process(int(coordinator.stdout.readline()))]
    for _ in range(500):
        if len(below[0].children(recursive=True)) == 3:
            break
        time.sleep(0.02)
    below += below[0].children(recursive=True)
    assert len(below) == 4
    coordinator.kill()
    coordinator.wait()
    coordinator.stdout.close()
    assert gone(below)


def test_nothing_is_left_on_disk_or_in_shared_memory(worker):
    places = [Path(tempfile.gettempdir()), Path("/dev/shm")]
    before = [set(place.iterdir()) for place in places]
    worker.run(job(free="open('left', 'w').write('x')\nimport tempfile; tempfile.mkdtemp()"))
    after = [
        {path for path in set(place.iterdir()) - old if path.owner() in ("root", "nobody")}
        for place, old in zip(places, before)
    ]
    assert not [path for path in after[0] | after[1] if "left" in path.name or "course-grade" in path.name]


def test_one_submission_sees_nothing_of_the_one_before(worker):
    worker.run(
        job(
            free="open('left', 'w').write('x')\nimport numpy; numpy.left = 1\nimport builtins; builtins.left = 1"
        )
    )
    seen = worker.run(
        job(
            free="import os, numpy, builtins\nprint(os.path.exists('left'), hasattr(numpy, 'left'), hasattr(builtins, 'left'))"
        )
    )
    assert "False False False" in str(seen.notebook.cells[0].outputs)


@pytest.mark.release
def test_memory_and_descriptors_stay_flat_over_a_thousand_submissions(worker):
    process = psutil.Process(worker.hello["pid"])
    zygote = process.children()[0]

    def size():
        return [p.memory_info().rss for p in (process, zygote)], [p.num_fds() for p in (process, zygote)]

    task = job(free="x = list(range(10**5))")
    task.notebook["cells"][3:] = []  # one exercise is enough
    for _ in range(100):
        worker.run(task)
    memory, descriptors = size()
    for _ in range(1000):
        worker.run(task)
    later, still = size()
    assert still == descriptors
    assert all(now < then + 2_000_000 for now, then in zip(later, memory)), (memory, later)


MANY_THREADS = """
import ctypes, threading, time
ctypes.CDLL(None).mallopt(-8, 1)                    # or each thread would take 64 MB of address space
threading.stack_size(32768)
for n in range(450): threading.Thread(target=time.sleep, args=(2,), daemon=True).start()
print("all", n)
time.sleep(1)"""


@pytest.mark.slow
@pytest.mark.parametrize("user", [user for user in USERS if "without" not in user])
def test_the_threads_of_one_submission_are_not_counted_for_another(user):
    with Pool(python=USERS[user]) as pool, ThreadPoolExecutor(2) as both:
        results = list(both.map(pool.run, [job(free=MANY_THREADS)] * 2))
    assert ["all 449" in str(result.notebook.cells[0].outputs) for result in results] == [True, True]


LACKING = {
    "memory": "bytearray(10**13)",
    "room for threads": 'raise RuntimeError("can\'t start new thread")',
    "room for open files": "raise OSError(24, 'Too many open files')",
    "room on the disk": "raise OSError(28, 'No space left on device')",
}


@pytest.mark.parametrize("what", LACKING)
@pytest.mark.parametrize("where", ["before", "in the block", "in a part of it"])
def test_what_the_examiner_itself_lacks_is_no_ones_zero(worker, what, where):
    source = {
        "before": f"from course.check import grading\n{LACKING[what]}\nwith grading('attack/total') as g:\n    assert total([1]) == 1",
        "in the block": f"from course.check import grading\nwith grading('attack/total') as g:\n    assert total([1]) == 1\n    {LACKING[what]}",
        "in a part of it": f"from course.check import grading\nwith grading('attack/total') as g:\n    with g.part(1):\n        assert total([1]) == 1\n        {LACKING[what]}",
    }[where]
    asked = job()
    result = worker.run(
        Job("attack", "m", asked.notebook, asked.tests | {"total-test": source}, {}, "s", {}, 30)
    )
    assert result.outcome == FAILED and result.remarks == [
        f"in total-test the examiner had too little {what}: grade it again when the machine has more"
    ]


def test_what_the_students_process_lacks_is_the_answers_own(worker):
    result = worker.run(job(total="def total(ids):\n    raise MemoryError"))
    assert result.outcome != FAILED and "MemoryError" in str(result.notebook.cells[2].outputs)


def test_a_canary_that_gets_out_stops_the_batch(worker, monkeypatch):
    monkeypatch.setattr(
        canary_module, "PROBE", canary_module.PROBE.replace("socket.socket,", "socket.socketpair,")
    )
    with pytest.raises(NotIsolated, match="could open a socket"):
        check_isolation(worker)


def test_a_kernel_without_landlock_is_refused_with_a_remedy(worker):
    worker.hello["landlock"] = 0
    with pytest.raises(NotIsolated, match="Linux 5.13.*security.md"):
        check_isolation(worker)


def test_other_systems_are_refused_with_a_remedy(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(NotIsolated, match="WSL 2"):
        Pool().run(job())


@pytest.mark.slow
def test_a_machine_without_a_table_of_calls_is_refused():
    broken = [
        *PYTHON,
        "-c",
        "import platform, sys; platform.machine = lambda: 'riscv64'\n"
        "from course.sandbox.worker import nursery; nursery(int(sys.argv[4]))",
    ]  # after -P -m MODULE
    with Pool(python=broken) as pool, pytest.raises(NotIsolated, match="riscv64"):
        pool.run(job())


if os.geteuid() == 0:

    def test_an_environment_that_nobody_may_read_is_refused_with_a_remedy():
        only_root = '''root="$1"; shift; hold=$(mktemp -d); mount --bind "$root" "$hold"; mount -t tmpfs -o mode=700 none "$root"
for part in .venv course; do [ ! -e "$hold/$part" ] || { mkdir "$root/$part"; mount --bind "$hold/$part" "$root/$part"; }; done; umount "$hold"; rmdir "$hold"; exec "$@"'''
        closed = [
            *OPEN_ROOT,
            "sh",
            "-ec",
            only_root,
            "sh",
            str(Path(__file__).parents[2]),
            "setpriv",
            "--bounding-set=-sys_admin",
            *PYTHON,
        ]
        with Pool(python=closed) as pool, pytest.raises(NotIsolated, match="readable by everybody"):
            pool.run(job())

    def test_without_namespaces_the_instructor_is_told_what_is_weaker():
        with Pool(python=USERS["user without a jail"]) as pool:
            pool.run(job())
            assert "No mount namespace" in pool.remarks[0]


def test_a_test_cell_that_is_broken_is_told_and_the_worker_goes_on(worker):
    broken = Job("attack", "m", assignment({}), {"total-test": "with grading(): ("}, {}, "s", {}, 5)
    assert worker.run(broken).remarks and worker.run(broken).outcome == FAILED
    assert worker.run(job()).outcome == "graded"


def test_points_in_part_arrive_with_the_message(worker):
    tests = {
        "total-test": "from course.check import grading\nwith grading('attack/total') as g:\n    with g.part(1):\n        assert total([1]) == 1\n"
        "    with g.part(1):\n        assert total([1, 2]) == 4"
    }
    outputs = worker.run(Job("attack", "m", assignment({}), tests, {}, "s", {}, 5)).notebook.cells[2].outputs
    assert [output.output_type for output in outputs] == ["execute_result", "error"]
    assert outputs[0].data["text/plain"] == "1" and "it should give 4" in outputs[1].evalue


def test_a_misconception_is_named_by_running_it_where_the_student_cannot_see_it(worker):
    wrong = b'from course.exercise.mistakes import wrong\n@wrong("total")\ndef first(ids):\n    """You took the first one only."""\n    return ids[0] if ids else 0'
    source = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    task = Job(
        "attack",
        "m",
        assignment({"total": "def total(ids):\n    return ids[0] if ids else 0"}),
        {name: source for name, (_, source) in TESTS.items()},
        {},
        "s",
        {"misconceptions.py": wrong, "attack.ipynb": source},
        5,
    )
    assert "You took the first one only." in str(worker.run(task).notebook.cells[2].outputs)


@pytest.mark.slow
def test_a_submission_that_needs_no_process_of_the_students_is_graded_before_there_is_one(worker):
    empty = job()
    empty.notebook["cells"] = []
    assert {worker.run(empty).outcome for _ in range(20)} == {"graded"}
