"""Every test, in parts, two at a time: each part prints what it found and how long it took. Exit status 1 if one failed.

    make test           every one; sets up first
    make quick          those that take seconds: `python tests/run.py quick`
"""
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

ELSE = "not browser and not server and not training"
PARTS = {                                       # the long ones first, so that both cores end at about the same time
    "training": ["-m", "training"],
    "classroom": ["tests/classroom", "-m", ELSE],
    "notebooks run": ["tests/source/test_notebooks_run.py", "-m", ELSE],
    "exercises": ["tests/source", "--ignore=tests/source/test_notebooks_run.py", "-m", ELSE],
    "package": ["--ignore=tests/source", "--ignore=tests/classroom", "-m", ELSE],
    "server": ["-m", "server"],
    "browser": ["-m", "browser"],
}
IN_SECONDS = f"{ELSE} and not slow"
HERE = ["--ignore=tests/source", "--ignore=tests/classroom", "--ignore=tests/attacks"]
QUICK = {
    "notebooks": ["tests/source", "-m", IN_SECONDS],
    "classroom": ["tests/classroom", "-m", IN_SECONDS],
    "check": ["tests/check", "tests/desk", "-m", IN_SECONDS],
    "package": [*HERE, "--ignore=tests/check", "--ignore=tests/desk", "-m", IN_SECONDS],
}                                               # and no attacks: most of them wait
LIMIT = 40 * 60                                 # seconds for one part
NO_TESTS = 5                                    # pytest's exit status when a mark has no test yet


def run(arguments, trained):
    """Run one part -> (exit status, seconds, what it printed). trained: a folder for weights: what one test trains, others load."""
    start = time.monotonic()
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "COURSE_CACHE": trained}      # two parts, two cores, no more threads than that
    try:
        done = subprocess.run([sys.executable, "-m", "pytest", "--durations=12", *arguments], env=environment, timeout=LIMIT,
                              text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        status, text = done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        status, text = 1, (late.stdout or b"").decode(errors="replace") + f"\nstopped after {LIMIT} s"
    return 0 if status == NO_TESTS else status, time.monotonic() - start, text


def main():
    start, failed, parts = time.monotonic(), [], QUICK if sys.argv[1:] == ["quick"] else PARTS
    with tempfile.TemporaryDirectory() as trained, ThreadPoolExecutor(2) as pool:
        running = {pool.submit(run, arguments, trained): part for part, arguments in parts.items()}
        for done in as_completed(running):
            part, (status, seconds, text) = running[done], done.result()
            print(f"=== {part}: {'failed' if status else 'passed'} in {seconds:.0f} s\n{text}", flush=True)
            if status:
                failed.append(part)
    print(f"=== all parts in {time.monotonic() - start:.0f} s; failed: {', '.join(failed) or 'none'}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
