"""The rooms of CONTRIBUTING.md, and that every test is run. What a room imports, import-linter holds to the contracts in pyproject.toml."""
from collections import Counter
from pathlib import Path

from tests import run

ROOT = Path(__file__).parents[1]
ROOMS = [folder for folder in (ROOT / "course").iterdir() if (folder / "__init__.py").exists()]


def test_the_drawing_in_contributing_md_names_every_room():
    drawing = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## The house")[2].partition("## ")[0]
    assert {room.name for room in ROOMS} <= set(drawing.split())


def test_no_folder_has_more_modules_than_one_looks_through():
    every = [file for file in ROOT.glob("course/**/*.py") if file.name != "__init__.py"]
    assert {folder: n for folder, n in Counter(file.parent for file in every).items() if n > 16} == {}


def test_what_is_listed_as_slow_is_there():
    for line in (ROOT / "tests/slow.txt").read_text().splitlines():
        module, _, name = line.partition("::")
        assert f"def {name}(" in (ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8"), f"{line}: `python tests/run.py slow` makes the list anew"


def test_every_test_is_in_one_part_of_the_run():
    """What no part collects would never run. Where one leaves out what trains, another runs that."""
    def marks_where_it_is_collected(file):
        for words in run.PARTS.values():
            out = [ROOT / word.removeprefix("--ignore=") for word in words if word.startswith("--ignore=")]
            places = [ROOT / word for word in words if word.startswith("tests/")] or [ROOT / "tests"]
            if any(map(file.is_relative_to, places)) and not any(map(file.is_relative_to, out)):
                yield words[-1] if "-m" in words else "all"
    for file in ROOT.glob("tests/**/test_*.py"):
        assert sorted(marks_where_it_is_collected(file)) in (["all"], ["not training", "training"]), file
