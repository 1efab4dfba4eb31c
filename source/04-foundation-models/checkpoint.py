"""Make the checkpoint of 04-foundation-models with the notebook's own answers: `python source/04-foundation-models/checkpoint.py`."""
import json

from course import data
from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons.models import smollm
from course.lessons.models.batching import generate_each


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`. The notebook's cell `shots` says what is measured."""
    names = {"few_shot": reference("few_shot"), "generate_each": generate_each, "model": smollm.load()}
    exec(cell("shots").split("\nexamples = ")[0], names)
    return {"shots": names["measure"]()}


def cell(name):
    """The source of a cell of the notebook."""
    notebook = json.loads((data.FOLDER.parents[1] / "source/04-foundation-models/04-foundation-models.ipynb").read_text("utf-8"))
    return "".join(next(each["source"] for each in notebook["cells"] if each["id"] == name))


if __name__ == "__main__":
    checkpoint.write("04-foundation-models", make())
