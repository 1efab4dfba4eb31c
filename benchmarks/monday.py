"""A class on Monday: how long an instructor waits for each command, and how much memory it takes.

    python benchmarks/monday.py                    # 300 students hand in 01-tokens, three of ten answers
                                                   wrong, by one zip as Canvas makes it
    python benchmarks/monday.py --students 60

Of all assignments, and of a class that answers in every way that is known, `course rehearse` prints its own
table of seconds. Times are those of the whole command, start-up included; memory is the largest that the
command's own process had.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]
from classes import ENVIRONMENT, OURS, make  # noqa: E402

NAME = "01-tokens"
ASKED = {"collect": 30, "report": 3, "page": 3, "feedback": 10, "regrade": 120}  # seconds for 300 students


def hand_in(root, inbox):
    """Turn submitted/ into Canvas's zip of `course submit`'s zips, and a roster."""
    people = ["Student,ID,SIS User ID,SIS Login ID,Section"]
    with zipfile.ZipFile(inbox, "w") as box:
        for n, folder in enumerate(sorted((root / "submitted").iterdir())):
            notebook = (folder / NAME / f"{NAME}.ipynb").read_bytes()
            manifest = {
                "assignment": NAME,
                "student": folder.name,
                "time": "2026-11-25T12:45:00+00:00",
                "sha256": {f"{NAME}.ipynb": hashlib.sha256(notebook).hexdigest()},
            }
            with (
                box.open(
                    f"family{n}given{n}_{n + 1}_{n + 5000}_{NAME}_{folder.name}_20261125T124500Z.zip", "w"
                ) as out,
                zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as inner,
            ):
                inner.writestr("manifest.json", json.dumps(manifest))
                inner.writestr(f"{NAME}/{NAME}.ipynb", notebook)
            people.append(f'"Family{n}, Given{n}",{n + 1},x{n},{folder.name},A')
    (root / "class.csv").write_text("\n".join(people) + "\n")
    shutil.rmtree(root / "submitted")


def timed(root, *command):
    """Run a command of the course -> (seconds, MB)."""
    start = time.perf_counter()
    running = subprocess.Popen(
        [sys.executable, "-m", "course.cli", *map(str, command)],
        cwd=root,
        env=ENVIRONMENT | {"COURSE_ROOT": str(root)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = running.stderr.read()
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"course {' '.join(map(str, command))} failed:\n{said}")
    return time.perf_counter() - start, used.ru_maxrss / 1000


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--students", type=int, default=300)
    n = options.parse_args().students
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "course"
        root.mkdir()
        make(root, NAME, n, wrong=0.3, stock=False)
        hand_in(root, inbox := Path(place) / "submissions.zip")
        shutil.copy(OURS / "nbgrader_config.py", root)
        print(
            f"{n} students, {NAME}; {inbox.stat().st_size / 1e6:.0f} MB in one zip\n\n{'':10}{'seconds':>9}{'asked':>7}{'MB':>7}"
        )
        for what, command in (
            ("roster", ["roster", root / "class.csv"]),
            ("collect", ["collect", inbox]),
            ("again", ["collect", inbox]),
            ("grade", ["grade", NAME]),
            ("report", ["report", NAME]),
            ("page", ["report", NAME, "--html"]),
            ("export", ["export", root / "marks.csv"]),
            ("feedback", ["feedback", NAME]),
            ("regrade", ["grade", NAME, "--force"]),
        ):
            seconds, memory = timed(root, *command)
            asked = f"{ASKED[what] * n / 300:.0f}" if what in ASKED else ""
            print(f"{what:10}{seconds:9.1f}{asked:>7}{memory:7.0f}", flush=True)


if __name__ == "__main__":
    main()
