"""The files of the course that a notebook names are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

NAMES = sorted(path.parent.name for path in ROOT.glob("source/*/*.ipynb"))


@pytest.mark.parametrize("name", NAMES)
def test_each_file_of_the_course_that_is_named_is_there(name):
    notebook = (ROOT / "source" / name / f"{name}.ipynb").read_text("utf-8")
    named = re.findall(r"\b(?:course|benchmarks)/[\w/]+\.py", notebook)
    assert [file for file in named if not (ROOT / file).exists()] == []
