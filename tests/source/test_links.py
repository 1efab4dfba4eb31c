"""A notebook's links lead to a place in it, and the files of the course that it names are there."""

import re
from pathlib import Path

import pytest

from course.notebook import document

ROOT = Path(__file__).parents[2]

NAMES = sorted(path.parent.name for path in ROOT.glob("source/*/*.ipynb"))


def texts(name):
    return [
        cell.source
        for cell in document.read(ROOT / "source" / name / f"{name}.ipynb").cells
        if cell.cell_type == "markdown"
    ]


@pytest.mark.parametrize("name", NAMES)
def test_each_place_that_links_lead_to_is_there_once_and_is_led_to(name):
    whole = "\n".join(texts(name))
    places, links = re.findall(r'<a id="([^"]+)"></a>', whole), re.findall(r"\]\(#([\w-]+)\)", whole)
    assert len(places) == len(set(places)) and set(places) == set(links)


@pytest.mark.parametrize("name", NAMES)
def test_each_file_of_the_course_that_is_named_is_there(name):
    notebook = (ROOT / "source" / name / f"{name}.ipynb").read_text("utf-8")
    named = re.findall(r"\b(?:course|benchmarks)/[\w/]+\.py", notebook)
    assert [file for file in named if not (ROOT / file).exists()] == []
