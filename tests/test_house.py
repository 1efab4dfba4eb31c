"""The rooms of CONTRIBUTING.md. What a room imports, import-linter holds to the contracts in pyproject.toml."""

from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = [folder for folder in (ROOT / "course").iterdir() if (folder / "__init__.py").exists()]


def test_the_drawing_in_contributing_md_names_every_room():
    drawing = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## The house")[2].partition("## ")[0]
    assert {room.name for room in ROOMS} <= set(drawing.split())


def test_no_folder_has_more_modules_than_one_looks_through():
    every = [file for file in ROOT.glob("course/**/*.py") if file.name != "__init__.py"]
    assert {folder: n for folder, n in Counter(file.parent for file in every).items() if n > 16} == {}
