"""Every test, in parts, three at a time: each part prints what it found and how long it took. Exit status 1 if one failed.

    make test           every one; sets up first
    make quick          those that take a moment: `python tests/run.py quick`

    python tests/run.py slow        times those of `make quick`, and those in tests/slow.txt, and writes that list anew: what took more than SLOW seconds
                                    there is left to `make test`. Run it alone on a machine, now and then.
"""
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

NOTEBOOKS = "tests/source/test_notebooks_run.py"
GRADING = [f"tests/{room}" for room in ("grading", "sandbox", "notebook", "student")]
CLASS = [f"tests/{room}" for room in ("authoring", "exercise", "files", "gradebook", "nbgrader_plugins", "rehearsal", "reports", "submission")]
APART = ["tests/attacks", "tests/browser", *GRADING, *CLASS, "tests/conformance", "tests/server"]
ELSEWHERE = [f"--ignore={place}" for place in (NOTEBOOKS, *APART)]
# The two longest first and the shortest last, so that all end at about the same time; training and browser late, as they load what the notebooks have trained
# and put out. By folders, and by marks only where a file has both: to collect all tests takes a quarter of a minute.
PARTS = {
    "notebooks run": [NOTEBOOKS],
    "attacks": ["tests/attacks"],
    "grading": GRADING,
    "class": CLASS,
    "exercises": ["tests/source", f"--ignore={NOTEBOOKS}", "-m", "not training"],
    "browser": ["tests/browser"],
    "training": [*ELSEWHERE, "-m", "training"],
    "package": [*ELSEWHERE, "--ignore=tests/source", "-m", "not training"],
    "server": ["tests/server", "tests/conformance"],
}
IN_SECONDS = "not browser and not server and not training and not slow"
HERE = [f"--ignore={place}" for place in ("tests/source", "tests/check", "tests/attacks", *GRADING, *CLASS)]
QUICK = {
    "class": [*CLASS, "-m", IN_SECONDS],
    "notebooks": ["tests/source", "-m", IN_SECONDS],
    "grading": [*GRADING, "-m", IN_SECONDS],
    "check": ["tests/check", "-m", IN_SECONDS],
    "package": [*HERE, "-m", IN_SECONDS],
}                                               # and no attacks: most of them wait
SLOW = .3                                       # seconds, alone on a machine; four thousand tests take a moment each
LIST = Path(__file__).with_name("slow.txt")
LIMIT = 75 * 60                                 # seconds for one part: no more than it has where all of them have ninety minutes
AT_A_TIME = 3                                   # parts, on two cores: the attacks and the server mostly wait
NO_TESTS = 5                                    # pytest's exit status when a mark has no test yet


def run(arguments, trained, *more):
    """Run one part -> (exit status, seconds, what it printed). trained: a folder for weights: what one test trains, others load. more: options of pytest."""
    start = time.monotonic()
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "COURSE_CACHE": trained}      # no more threads than parts
    try:
        done = subprocess.run([sys.executable, "-m", "pytest", "--durations=12", *arguments, *more], env=environment, timeout=LIMIT,
                              text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        status, text = done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        status, text = 1, (late.stdout or b"").decode(errors="replace") + f"\nstopped after {LIMIT} s"
    return 0 if status == NO_TESTS else status, time.monotonic() - start, text


def list_slow():
    """Time the tests of QUICK, also those that are on the list, and write the list anew; what ends it early leaves the list as it was."""
    before, longest = LIST.read_text(), {}
    LIST.write_text("")
    try:
        with tempfile.TemporaryDirectory() as folder:
            for part, arguments in QUICK.items():
                report = Path(folder, f"{part}.xml")
                status, seconds, text = run(arguments, folder, f"--junitxml={report}")
                print(f"=== {part}: {seconds:.0f} s{text[-2000:] * bool(status)}", flush=True)
                for case in ElementTree.parse(report).iter("testcase"):
                    name = f"{case.get('classname')}::{case.get('name').partition('[')[0]}"
                    longest[name] = max(longest.get(name, 0), float(case.get("time")))
    except BaseException:
        LIST.write_text(before)
        raise
    LIST.write_text("".join(f"{name}\n" for name, seconds in sorted(longest.items()) if seconds > SLOW))
    print(f"{sum(seconds > SLOW for seconds in longest.values())} of {len(longest)} took more than {SLOW} s: {LIST}")


def main():
    if sys.argv[1:] == ["slow"]:
        return list_slow()
    start, failed, parts = time.monotonic(), [], QUICK if sys.argv[1:] == ["quick"] else PARTS
    with tempfile.TemporaryDirectory() as trained, ThreadPoolExecutor(AT_A_TIME) as pool:
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
