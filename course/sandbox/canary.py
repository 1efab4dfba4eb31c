"""Before a batch, a submission that tries to get out: if it gets anywhere, nothing is graded.

Its cell and its test cell try the same things, so that both the student's process and the examiner's are
tried.
"""

import ast
import os
import tempfile

from course.files.coursedir import CourseError
from course.sandbox.job import FAILED, Job

PROBE = """
import os, socket
def fork():
    if not os.fork():
        os._exit(0)
TRIES = {{
    "open a socket": socket.socket,
    "start a process": fork,
    "start a program": lambda: os.execv("/bin/true", ["true"]),
    "signal another process": lambda: os.kill(os.getppid(), 0),
    "read a file of yours": lambda: open({outside!r}),
    "write a file of yours": lambda: open({outside!r}, "a"),
    "write into Python's folder": lambda: open(os.path.join(os.path.dirname(os.__file__), "course-canary"), "w"),
    "change a file's permissions": lambda: os.chmod({outside!r}, 0o777),
}}
if {jailed}:
    TRIES["see that a file of yours exists"] = lambda: os.stat({outside!r})
def works(what):
    try:
        TRIES[what]()
    except OSError:
        return False
    return True
found = [what for what in TRIES if works(what)]
try:
    import this_is_no_module
except ImportError:
    pass
import {rare}
found
"""
RARE = "colorsys"  # a module that nothing has imported yet: Python's own folder can be read
READABLE = "Python and its packages must be readable by everybody: an environment below a private folder such as /root is not."
REMEDY = "See docs/security.md for what grading needs, or grade on a Linux machine, in WSL 2 or in a container that has it."


class NotIsolated(CourseError):
    """Students' code cannot be locked in here; the text says why, and what to do."""


def check_isolation(worker) -> list[str]:
    """Try `worker` -> what is weaker than it could be, as sentences. Raises NotIsolated."""
    layers = worker.hello
    if not layers["landlock"]:
        raise NotIsolated(
            "This kernel has no Landlock, which keeps students' code away from your files: "
            f"it takes Linux 5.13 or later, with `landlock` in /sys/kernel/security/lsm. {REMEDY}"
        )
    with tempfile.NamedTemporaryFile() as outside:
        os.chmod(outside.name, 0o666)
        source = PROBE.format(outside=outside.name, jailed=not layers["jail"], rare=RARE)
        result = worker.run(Job("canary", "", notebook(source), {"canary-test": source}, {}, "", {}))
    if result.outcome == FAILED:
        raise NotIsolated(f"Grading cannot start: {result.remarks[0]}. {READABLE} {REMEDY}")
    for cell, who in zip(result.notebook.cells, ("a student's process", "the examiner's process")):
        shown = cell.outputs[-1] if cell.outputs else {}
        if shown.get("output_type") != "execute_result":
            why = shown.get("evalue") or shown
            raise NotIsolated(
                f"Grading cannot start: {who} cannot do what it has to: {why}. {READABLE} {REMEDY}"
            )
        if found := ast.literal_eval(shown["data"]["text/plain"]):
            raise NotIsolated(f"Grading cannot start: {who} could {', '.join(found)}. {REMEDY}")
    if layers["jail"]:
        return [
            f"No mount namespace here ({layers['jail']}): students' code can see whether a path exists, "
            "and its files are on your disk."
        ]
    return []


def notebook(source: str) -> dict:
    cells = [
        {
            "cell_type": "code",
            "id": name,
            "source": source,
            "outputs": [],
            "execution_count": None,
            "metadata": {
                "nbgrader": {"grade_id": name, "grade": name != "canary", "solution": name == "canary"}
            },
        }
        for name in ("canary", "canary-test")
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
