"""Notebooks and files made to take the coordinator's memory: none takes it to 500 MB, and whoever comes after them is graded."""
import json
import os
import subprocess
import sys

import pytest
from nbformat.v4 import new_code_cell

from course.classroom import notebooks
from course.classroom.grade import inputs, reading
from tests import tiny

MOST_MEMORY = 500_000_000                                # bytes; nbgrader and a warm batch take 120 million

GRADE = r'''
import re, sys
from course.classroom.grade import batch
for done in batch.grade("01-tiny", sys.argv[1:]):
    print(done.student, done.outcome, *done.remarks, sep="|")
print(re.search(r"VmHWM:\s+(\d+) kB", open("/proc/self/status").read())[1] + "000")
'''


def listed(item, times):
    return f"[{','.join([item] * times)}]"


def code(**more):
    return {"cell_type": "code", "id": "z", "metadata": {}, "source": "", "execution_count": None, "outputs": []} | more


def with_metadata(nb, text):
    return json.dumps(nb | {"metadata": {"x": "@"}}, ensure_ascii=False).replace('"@"', text)


def with_cell(nb, **more):
    return json.dumps(nb | {"cells": [code(**more), *nb["cells"]]}, ensure_ascii=False)


ROOM, MANY = reading.LARGEST - 100_000, reading.MOST // 2 - 10_000
TOO_MANY, NO_NOTEBOOK = "values: clear its outputs", "is not a notebook that can be read"
LARGE = {
    "nine megabytes of dicts": (lambda nb: with_metadata(nb, listed("{}", 3_000_000)), TOO_MANY),
    "as many dicts as may be": (lambda nb: with_metadata(nb, listed("{}", MANY)), ""),
    "as many keys as may be": (lambda nb: with_metadata(nb, "{%s}" % ",".join(f'"{n:060}":1' for n in range(MANY))), ""),
    "as many lists as may be, as deep as may be": (lambda nb: with_metadata(nb, listed("[" * 50 + "]" * 50, MANY // 26)), ""),
    "deeper": (lambda nb: with_metadata(nb, "[" * 70 + "]" * 70), NO_NOTEBOOK),
    "lines": (lambda nb: "ab\n" * (ROOM // 3), TOO_MANY),
    "a text without end": (lambda nb: '{"a":"' + r"\"" * (ROOM // 2), NO_NOTEBOOK),
    "outputs that are none": (lambda nb: with_cell(nb, outputs=[{}] * MANY), ""),
    "data that is none": (lambda nb: with_cell(nb, outputs=[{"output_type": "display_data", "metadata": {}, "data": {f"a{n}": 1 for n in range(20_000)}}]), ""),
    "tags that are none": (lambda nb: with_cell(nb, metadata={"tags": [1] * MANY}), ""),
    "a key of no sense": (lambda nb: json.dumps(nb | {f"a{n}": 1 for n in range(MANY // 2)}), ""),
    "an old one with outputs that are none": (lambda nb: json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"metadata": {}, "cells": [
        {"cell_type": "code", "input": "", "language": "python", "metadata": {}, "outputs": [{"output_type": "pyout", "metadata": {}}] * (MANY // 4)}]}]}), ""),
    "four bytes a letter": (lambda nb: with_cell(nb, source="#" + "x" * ROOM + "\U0001f600"), ""),
}


@pytest.mark.slow
def test_whatever_is_handed_in_the_coordinator_takes_less_than_500_mb_and_goes_on(course):
    release = json.loads((course / "release/01-tiny/01-tiny.ipynb").read_text())
    for name, (make, _) in LARGE.items():
        home = tiny.submit(course, name.replace(" ", "-"), **tiny.RIGHT)
        (home / "01-tiny.ipynb").write_text(make(release))
    (home / "beside").write_bytes(os.urandom(inputs.LARGEST - 1000))     # beside the last of them, which takes most
    tiny.submit(course, "zoe", **tiny.RIGHT)
    done = subprocess.run([sys.executable, "-c", GRADE, *(name.replace(" ", "-") for name in LARGE), "zoe"], env=os.environ | {"COURSE_ROOT": str(course)}, text=True,
                          capture_output=True, timeout=200, check=False)
    assert not done.returncode, done.stderr
    *lines, memory = done.stdout.splitlines()
    said = dict(line.split("|", 1) for line in lines)
    for name, (_, why) in LARGE.items():
        line = said[name.replace(" ", "-")]
        assert ("could not be graded" in line and why in line) if why else line.startswith("graded"), line
    assert said["zoe"] == "graded"
    assert int(memory) < MOST_MEMORY


def test_a_notebook_with_long_outputs_full_of_numbers_is_read(course, tmp_path):
    nb = notebooks.read(course / "release/01-tiny/01-tiny.ipynb")
    text = "[1, 2, {3: [4]}],\n\\" * 120_000
    nb.cells.append(new_code_cell("print(x)", id="long", outputs=[{"output_type": "stream", "name": "stdout", "text": text}]))
    notebooks.write(nb, tmp_path / "a.ipynb")
    assert (tmp_path / "a.ipynb").read_bytes().count(b",") > reading.MOST
    assert reading.read(tmp_path / "a.ipynb") == nb


def test_a_time_without_end_is_none(course):
    home = tiny.submit(course, "ada")
    with (home / "timestamp.txt").open("wb") as stream:
        stream.truncate(5 << 30)
    with pytest.raises(reading.Unreadable, match="timestamp.txt holds no time"):
        inputs.timestamp(home)


@pytest.mark.slow
def test_nor_do_several_that_take_most_one_after_the_other(course):
    for student in "ada", "bob", "cid":
        home = tiny.submit(course, student, **tiny.RIGHT | {"double": "def double(x):\n    return x + x\nprint(chr(0x1f600) * 3_900_000)"})
        nb = json.loads((home / "01-tiny.ipynb").read_text())
        nb["cells"].insert(0, {"cell_type": "markdown", "id": "big", "metadata": {}, "source": "\U0001f600" * (ROOM // 4)})
        (home / "01-tiny.ipynb").write_text(json.dumps(nb, ensure_ascii=False), encoding="utf-8")
        (home / "beside").write_bytes(os.urandom(inputs.LARGEST - 1000))
    done = subprocess.run([sys.executable, "-c", GRADE, "ada", "bob", "cid"], env=os.environ | {"COURSE_ROOT": str(course)}, text=True, capture_output=True, timeout=200, check=False)
    assert not done.returncode, done.stderr
    *lines, memory = done.stdout.splitlines()
    assert len(lines) == 3 and all("graded" in line for line in lines) and int(memory) < MOST_MEMORY


@pytest.mark.slow
def test_looking_for_an_answer_that_lost_its_label_takes_no_more_memory_either(course):
    home = tiny.submit(course, "mallory", **tiny.RIGHT)
    nb = json.loads((home / "01-tiny.ipynb").read_text())
    nb["cells"] = [code(source="0\n" * 1_000_000), *(each for each in nb["cells"] if each["id"] != "double")]
    (home / "01-tiny.ipynb").write_text(json.dumps(nb))
    done = subprocess.run([sys.executable, "-c", GRADE, "mallory"], env=os.environ | {"COURSE_ROOT": str(course)}, text=True, capture_output=True, timeout=200, check=False)
    assert not done.returncode, done.stderr
    assert int(done.stdout.splitlines()[-1]) < MOST_MEMORY
