"""Zips that were damaged on the way, and zips that were made to do damage: each ends as a line, and takes
little memory.
"""

import io
import json
import os
import random
import struct
import subprocess
import sys
import zipfile
from hashlib import sha256

import pytest

DAMAGES, MOST_MEMORY = 3000, 200_000_000  # zips; bytes of the whole process, nbgrader's 100 million included

COLLECT = r"""
import re, sys
from course.submission.collecting.collect import collect
for file, submission, outcome in collect(sys.argv[1]):
    print(file.relative_to(sys.argv[1]).parts[0], outcome, sep=": ")          # what lies in a zip stands for it
print(re.search(r"VmHWM:\s+(\d+) kB", open("/proc/self/status").read())[1] + "000")
"""


def collected(course, inbox):
    """Collect in a process of its own -> ({name of the file: what became of it}, bytes of memory that it
    took).
    """
    done = subprocess.run(
        [sys.executable, "-c", COLLECT, str(inbox)],
        env=os.environ | {"COURSE_ROOT": str(course)},
        text=True,
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert not done.returncode, done.stderr
    *lines, memory = done.stdout.splitlines()
    return dict(line.split(": ", 1) for line in lines), int(memory)


def pack(files, how=zipfile.ZIP_DEFLATED, **claims):
    manifest = {
        "student": "mal",
        "assignment": "01-tiny",
        "time": "2026-11-25T12:45:00+00:00",
        "sha256": {name: sha256(data).hexdigest() for name, data in files.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as box:
        box.writestr("manifest.json", json.dumps(manifest | claims))
        for name, data in files.items():
            box.writestr(f"01-tiny/{name}", data)
    return stream.getvalue()


def damaged(data, chance):
    """A few bytes changed, lost, doubled or put elsewhere; more often where a zip says what is in it, at its
    end.
    """
    data = bytearray(data)
    for _ in range(chance.randrange(1, 5)):
        at = (
            chance.randrange(len(data))
            if chance.random() < 0.5
            else max(0, len(data) - 1 - chance.randrange(400))
        )
        what = chance.randrange(6)
        if what < 3:
            data[at] = chance.randrange(256) if what else data[at] ^ 1 << chance.randrange(8)
        elif what == 3:
            del data[at : at + chance.randrange(1, 30)]
        elif what == 4:
            data[at:at] = data[at : at + chance.randrange(1, 30)]
        else:
            del data[max(1, at) :]
    return bytes(data)


@pytest.mark.slow
def test_each_of_thousands_of_damaged_zips_ends_as_a_line_and_none_of_them_takes_memory(course):
    chance, inbox = random.Random(1), course / "inbox"
    inbox.mkdir()
    files = {
        "01-tiny.ipynb": json.dumps({"cells": ["x" * 50] * 20}).encode(),
        "deep/er.txt": chance.randbytes(300),
        "ü.txt": b"",
    }
    whole = [
        pack(files, how)
        for how in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    ]
    for n in range(DAMAGES):
        (inbox / f"{n:04}.zip").write_bytes(damaged(whole[n % 4 if n % 8 < 4 else n % 2], chance))
    (inbox / "the last.zip").write_bytes(pack(files, student="zoe"))
    outcomes, memory = collected(course, inbox)
    assert len(outcomes) == DAMAGES + 1 and outcomes["the last.zip"] == "collected"
    kinds = {outcome.partition(":")[0].partition(",")[0] for outcome in outcomes.values()}
    assert kinds <= {"collected", "collected before", "kept", "refused"} and all(
        outcome.isprintable() for outcome in outcomes.values()
    )
    assert sum(outcome.startswith("refused: ") for outcome in outcomes.values()) > DAMAGES / 2
    assert memory < MOST_MEMORY
    kept = {file.read_bytes() for file in course.glob("collected/mal/01-tiny/*.zip")}
    assert (
        len(kept)
        == sum(
            outcome.startswith(("collected", "kept")) and outcome != "collected before"
            for outcome in outcomes.values()
        )
        - 1
    )


def nested(how, size):
    """A zip of little size that unpacks to `size` zeros."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as box:
        box.writestr(
            "manifest.json",
            json.dumps(
                {"student": "mal", "assignment": "01-tiny", "time": "2026-11-25T12:45:00+00:00", "sha256": {}}
            ),
        )
        with box.open("01-tiny/01-tiny.ipynb", "w") as out:
            for _ in range(size // 1_000_000):
                out.write(bytes(1_000_000))
    return stream.getvalue()


def claims_to_be_small(data, size):
    return data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def many_names(n):
    """A zip whose list of files is all that there is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as box:
        box.writestr("a", b"")
        box.filelist *= n
        box._didModify = True
    return stream.getvalue()


def listing(n):
    """A zip of so many empty files without the files."""
    entry = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0)
    names = b"".join(entry + b"%08d" % k for k in range(n))
    return names + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, len(names), 0, 0)


LARGE = {
    "bzip2": lambda: claims_to_be_small(nested(zipfile.ZIP_BZIP2, 300_000_000), 300_000_000),
    "lzma": lambda: claims_to_be_small(nested(zipfile.ZIP_LZMA, 300_000_000), 300_000_000),
    "deflate": lambda: nested(zipfile.ZIP_DEFLATED, 300_000_000),
    "deflate, and it lies": lambda: claims_to_be_small(
        nested(zipfile.ZIP_DEFLATED, 300_000_000), 300_000_000
    ),
    "names": lambda: many_names(60_000),
    "a manifest": lambda: pack({}, student=[{}] * 3_000_000),
    "a manifest of zeros": lambda: pack({}, student="0" * 90_000_000),
    "a file that is right": lambda: pack({"01-tiny.ipynb": b"{}", "data": bytes(95_000_000)}),
}


@pytest.mark.slow
def test_a_list_of_files_without_end_takes_little_memory(course):
    (course / "inbox").mkdir()
    (course / "inbox/a.zip").write_bytes(listing(400_000))
    said, memory = collected(course, course / "inbox")
    assert (
        said
        == {
            "a.zip": "refused: its list of files is longer than 8 MB: if it is your platform's, unpack it, and collect the folder"
        }
        and memory < MOST_MEMORY
    )


@pytest.mark.slow
def test_a_zip_that_unpacks_to_much_takes_little_memory_and_ends_as_a_line(course):
    inbox = course / "inbox"
    inbox.mkdir()
    for name, make in LARGE.items():
        (inbox / f"{name}.zip").write_bytes(make())
    outcomes, memory = collected(course, inbox)
    assert outcomes.pop("a file that is right.zip") == "collected"
    assert len(outcomes) == len(LARGE) - 1 and all(
        outcome.startswith("refused: ") for outcome in outcomes.values()
    ), outcomes
    assert memory < MOST_MEMORY


@pytest.mark.slow
def test_a_list_of_files_as_long_as_it_may_be_takes_little_memory_and_time(course):
    (course / "inbox").mkdir()
    (course / "inbox/a.zip").write_bytes(listing(145_000))
    said, memory = collected(course, course / "inbox")
    assert said["a.zip"].startswith("refused") and memory < 300_000_000
