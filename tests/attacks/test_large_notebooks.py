"""Notebooks and files made to take the coordinator's memory: none takes it to 500 MB, and whoever comes after
them is graded.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course.grading import inputs
from course.notebook import document, reading
from course.sandbox.protocol import outputs
from tests import tiny

ROOT = Path(__file__).parents[2]
MOST_MEMORY = 500_000_000  # bytes; nbgrader and a warm batch take 120 million

GRADE = r"""
import re, sys, time
from course.grading import batch
for done in batch.grade(sys.argv[1], sys.argv[2:]):
    print(done.student, done.outcome, *done.remarks, sep="|")
print(time.process_time())
print(re.search(r"VmHWM:\s+(\d+) kB", open("/proc/self/status").read())[1] + "000")
"""


def listed(item, times):
    return f"[{','.join([item] * times)}]"


def code(**more):
    return {
        "cell_type": "code",
        "id": "z",
        "metadata": {},
        "source": "",
        "execution_count": None,
        "outputs": [],
    } | more


def with_metadata(nb, text):
    return json.dumps(nb | {"metadata": {"x": "@"}}, ensure_ascii=False).replace('"@"', text)


def with_cell(nb, **more):
    return json.dumps(nb | {"cells": [code(**more), *nb["cells"]]}, ensure_ascii=False)


ROOM, MANY = reading.LARGEST - 100_000, reading.MOST // 2 - 10_000
TOO_MANY, NO_NOTEBOOK = "lines: clear its outputs", "is not a notebook that can be read"
LARGE = {
    "nine megabytes of dicts": (lambda nb: with_metadata(nb, listed("{}", 3_000_000)), TOO_MANY),
    "as many dicts as may be": (lambda nb: with_metadata(nb, listed("{}", MANY)), ""),
    "as many keys as may be": (
        lambda nb: with_metadata(nb, "{%s}" % ",".join(f'"{n:060}":1' for n in range(MANY))),
        "",
    ),
    "as many lists as may be, as deep as may be": (
        lambda nb: with_metadata(nb, listed("[" * 50 + "]" * 50, MANY // 26)),
        "",
    ),
    "deeper": (lambda nb: with_metadata(nb, "[" * 70 + "]" * 70), NO_NOTEBOOK),
    "lines": (lambda nb: "ab\n" * (ROOM // 3), TOO_MANY),
    "a text without end": (lambda nb: '{"a":"' + r"\"" * (ROOM // 2), NO_NOTEBOOK),
    "outputs that are none": (lambda nb: with_cell(nb, outputs=[{}] * MANY), ""),
    "data that is none": (
        lambda nb: with_cell(
            nb,
            outputs=[
                {"output_type": "display_data", "metadata": {}, "data": {f"a{n}": 1 for n in range(20_000)}}
            ],
        ),
        "",
    ),
    "tags that are none": (lambda nb: with_cell(nb, metadata={"tags": [1] * MANY}), ""),
    "a key of no sense": (lambda nb: json.dumps(nb | {f"a{n}": 1 for n in range(MANY // 2)}), ""),
    "an old one with outputs that are none": (
        lambda nb: json.dumps(
            {
                "nbformat": 3,
                "nbformat_minor": 0,
                "metadata": {},
                "worksheets": [
                    {
                        "metadata": {},
                        "cells": [
                            {
                                "cell_type": "code",
                                "input": "",
                                "language": "python",
                                "metadata": {},
                                "outputs": [{"output_type": "pyout", "metadata": {}}] * (MANY // 4),
                            }
                        ],
                    }
                ],
            }
        ),
        "",
    ),
    "four bytes a letter": (lambda nb: with_cell(nb, source="#" + "x" * ROOM + "\U0001f600"), ""),
}


@pytest.mark.slow
def test_whatever_is_handed_in_the_coordinator_takes_less_than_500_mb_and_goes_on(course):
    release = json.loads((course / "release/01-tiny/01-tiny.ipynb").read_text())
    for name, (make, _) in LARGE.items():
        home = tiny.submit(course, name.replace(" ", "-"), **tiny.RIGHT)
        (home / "01-tiny.ipynb").write_text(make(release))
    # beside the last of them, which takes most
    (home / "beside").write_bytes(os.urandom(inputs.LARGEST - 1000))
    tiny.submit(course, "zoe", **tiny.RIGHT)
    done = subprocess.run(
        [sys.executable, "-c", GRADE, "01-tiny", *(name.replace(" ", "-") for name in LARGE), "zoe"],
        env=os.environ | {"COURSE_ROOT": str(course)},
        text=True,
        capture_output=True,
        timeout=200,
        check=False,
    )
    assert not done.returncode, done.stderr
    *lines, _, memory = done.stdout.splitlines()
    said = dict(line.split("|", 1) for line in lines)
    for name, (_, why) in LARGE.items():
        line = said[name.replace(" ", "-")]
        assert ("could not be graded" in line and why in line) if why else line.startswith("graded"), line
    assert said["zoe"] == "graded"
    assert int(memory) < MOST_MEMORY


def test_a_notebook_with_long_outputs_full_of_numbers_is_read(course, tmp_path):
    nb = document.read(course / "release/01-tiny/01-tiny.ipynb")
    text = "[1, 2, {3: [4]}],\n\\" * 120_000
    nb.cells.append(
        new_code_cell(
            "print(x)", id="long", outputs=[{"output_type": "stream", "name": "stdout", "text": text}]
        )
    )
    document.write(nb, tmp_path / "a.ipynb")
    assert (tmp_path / "a.ipynb").read_bytes().count(b",") > reading.MOST
    assert reading.read(tmp_path / "a.ipynb") == nb


def test_a_time_without_end_is_none(course):
    home = tiny.submit(course, "ada")
    with (home / "timestamp.txt").open("wb") as stream:
        stream.truncate(5 << 30)
    with pytest.raises(reading.Unreadable, match="timestamp.txt holds no time"):
        inputs.timestamp(home)


PRINTS = {
    "letters of four bytes": "print(chr(0x1f600) * 3_900_000)",
    "letters of which JSON makes six": "print(chr(0x1f600) + chr(1) * 980_000)",
    "plain ones and one of four": "print(chr(0x1f600) + 'x' * 980_000)",
}
TEXTS = {"of four bytes": "\U0001f600" * (ROOM // 4), "one of four bytes": "\U0001f600" + "x" * (ROOM - 4)}


@pytest.mark.release
@pytest.mark.parametrize("prints", PRINTS.values(), ids=PRINTS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_nor_do_several_that_take_most_one_after_the_other(course, prints, text):
    for student in "ada", "bob", "cid":
        home = tiny.submit(course, student, **tiny.RIGHT)
        nb = json.loads((home / "01-tiny.ipynb").read_text())
        nb["cells"] = [
            {"cell_type": "markdown", "id": "big", "metadata": {}, "source": text},
            *(code(id=f"own-{n}", source=prints) for n in range(4)),
            *nb["cells"],
        ]
        (home / "01-tiny.ipynb").write_text(json.dumps(nb, ensure_ascii=False), encoding="utf-8")
        (home / "beside").write_bytes(os.urandom(inputs.LARGEST - 1000))
    done = subprocess.run(
        [sys.executable, "-c", GRADE, "01-tiny", "ada", "bob", "cid"],
        env=os.environ | {"COURSE_ROOT": str(course)},
        text=True,
        capture_output=True,
        timeout=200,
        check=False,
    )
    assert not done.returncode, done.stderr
    *lines, _, memory = done.stdout.splitlines()
    assert len(lines) == 3 and all("graded" in line for line in lines) and int(memory) < MOST_MEMORY


@pytest.mark.parametrize("letter", ["\n", "\r", "\x0b", "\x85", "\u2028", "\x01", "\U0001f600", '"', "x"])
def test_what_is_printed_is_counted_as_it_is_written_or_higher(tmp_path, letter):
    for output in (
        new_output("stream", text=letter * 2000),
        new_output("display_data", {"text/html": letter * 2000}),
    ):
        bare, full = (new_notebook(cells=[new_code_cell(outputs=given)]) for given in ([], [output]))
        sizes = [
            document.write(nb, tmp_path / "a.ipynb") or (tmp_path / "a.ipynb").stat().st_size
            for nb in (bare, full)
        ]
        assert sizes[1] - sizes[0] < outputs.size_of(json.loads(json.dumps(output))) + 300


@pytest.mark.release
@pytest.mark.parametrize("prints", PRINTS.values(), ids=PRINTS)
def test_nor_do_many_small_ones_that_print_much(course, prints):
    for n in range(16):
        home = tiny.submit(course, f"s{n}", **tiny.RIGHT)
        nb = json.loads((home / "01-tiny.ipynb").read_text())
        nb["cells"] += [code(id=f"own-{n}", source=prints) for n in range(4)]
        (home / "01-tiny.ipynb").write_text(json.dumps(nb))
    done = subprocess.run(
        [sys.executable, "-c", GRADE, "01-tiny", *(f"s{n}" for n in range(16))],
        env=os.environ | {"COURSE_ROOT": str(course)},
        text=True,
        capture_output=True,
        timeout=200,
        check=False,
    )
    *lines, _, memory = done.stdout.splitlines()
    assert len(lines) == 16 and all("graded" in line for line in lines) and int(memory) < MOST_MEMORY
    assert (
        sum(file.stat().st_size for file in (course / "autograded/s0").rglob("*") if file.is_file())
        < 5_000_000
    )


@pytest.mark.slow
def test_nor_do_files_as_large_as_may_be_collected_that_are_not_read_for_their_outputs(course):
    much = reading.LARGEST_SUBMISSION - 1_000_000
    large = {
        "ada": '{"outputs":[],"a":["' + "x" * much,
        "bob": '{"a":{"outputs":[]},"outputs":["' + "x" * much,
        "cid": '"outputs":[],' * (much // 13),
    }
    for student, text in large.items():
        (tiny.submit(course, student, **tiny.RIGHT) / "01-tiny.ipynb").write_text(text)
    done = subprocess.run(
        [sys.executable, "-c", GRADE, "01-tiny", *large],
        env=os.environ | {"COURSE_ROOT": str(course)},
        text=True,
        capture_output=True,
        timeout=200,
        check=False,
    )
    assert not done.returncode, done.stderr
    *lines, _, memory = done.stdout.splitlines()
    assert (
        len(lines) == 3
        and all("10 are the limit" in line for line in lines)
        and int(memory) < MOST_MEMORY - 100_000_000
    )


@pytest.mark.slow
def test_looking_for_an_answer_that_lost_its_label_takes_no_more_memory_either(course):
    home = tiny.submit(course, "mallory", **tiny.RIGHT)
    nb = json.loads((home / "01-tiny.ipynb").read_text())
    nb["cells"] = [code(source="0\n" * 1_000_000), *(each for each in nb["cells"] if each["id"] != "double")]
    (home / "01-tiny.ipynb").write_text(json.dumps(nb))
    done = subprocess.run(
        [sys.executable, "-c", GRADE, "01-tiny", "mallory"],
        env=os.environ | {"COURSE_ROOT": str(course)},
        text=True,
        capture_output=True,
        timeout=200,
        check=False,
    )
    assert not done.returncode, done.stderr
    assert int(done.stdout.splitlines()[-1]) < MOST_MEMORY


# --- what is small until it is put right ---


def own(name, source):
    return code(id=name, source=source)


def between_moved(nb, source, each=1):
    """The release's cells from last to first, and cells of the student's own between them."""
    return nb | {
        "cells": [
            cell
            for i, cell in enumerate(reversed(nb["cells"]))
            for cell in (*(own(f"own-{i}-{j}", source(i)) for j in range(each)), cell)
        ]
    }


def copied(nb, n):
    """Each answer as it was given, and `n` long copies of it below."""
    cells = []
    for cell in nb["cells"]:
        cells.append(cell)
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cells += [
                cell | {"id": f"{cell['id']}-{i}", "source": f"{cell['source']}\n#{'x' * 700_000}"}
                for i in range(n)
            ]
    return nb | {"cells": cells}


REPAIRED = {
    "long cells between moved ones": lambda nb: between_moved(nb, lambda i: f"x = {i}\n#{'x' * 50_000}"),
    "names without end between moved ones": lambda nb: between_moved(
        nb, lambda i: "".join(f"a{n}=0\n" for n in range(i * 5000, i * 5000 + 5000))
    ),
    "short cells without end between moved ones": lambda nb: between_moved(
        nb, lambda i: f"x{i % 40} = 1", each=12
    ),
    "long copies of answers": lambda nb: copied(nb, 1),
    "an answer to all, below the last check": lambda nb: (
        nb | {"cells": [*nb["cells"], *(own(f"own-{i}", EVERY.format("#" * 19_000)) for i in range(100))]}
    ),
}
EVERY = (
    "".join(
        f"def {name}(*_):\n    pass\n"
        for name in ("merge", "encode", "decode", "apply_merges", "count_pairs", "train", "words_per_token")
    )
    + "{}"
)


@pytest.fixture
def tokens(tmp_path, monkeypatch):
    """A course of 01-tokens, which has cells enough."""
    for step in "source", "release":
        shutil.copytree(ROOT / step / "01-tokens", tmp_path / step / "01-tokens")
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    return tmp_path


@pytest.mark.release
def test_a_notebook_that_grows_as_it_is_put_right_takes_no_more_and_holds_up_nobody(tokens):
    release = document.read(tokens / "release/01-tokens/01-tokens.ipynb")
    hand_ins = {name.replace(" ", "-"): make(release) for name, make in REPAIRED.items()} | {"zoe": release}
    for name, nb in hand_ins.items():
        home = tokens / "submitted" / name / "01-tokens"
        home.mkdir(parents=True)
        (home / "01-tokens.ipynb").write_text(json.dumps(nb))
    done = subprocess.run(
        [sys.executable, "-c", GRADE, "01-tokens", *hand_ins],
        env=os.environ | {"COURSE_ROOT": str(tokens)},
        text=True,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert not done.returncode, done.stderr
    *lines, seconds, memory = done.stdout.splitlines()
    assert (
        len(lines) == len(hand_ins)
        and all("|graded" in line for line in lines)
        and int(memory) < MOST_MEMORY
        and float(seconds) < 20
    ), done.stdout
    for name in hand_ins:
        brought, left = (
            sum(file.stat().st_size for file in (tokens / step / name).rglob("*") if file.is_file())
            for step in ("submitted", "autograded")
        )
        assert left <= 3 * brought, (name, brought, left)
