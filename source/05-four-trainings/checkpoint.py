"""Make the checkpoint of 05-four-trainings from the notebook's own answers: `python source/05-four-trainings/checkpoint.py`."""
import numpy as np

from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons.worlds import life
from course.lessons.worlds.world import BOT, END, NUMBER, World, apply_chat_template


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`."""
    loss_mask, turns = reference("loss_mask"), World(seed=0).conversations(320, np.random.default_rng(2))
    rows = life.rows([apply_chat_template(each) for each in turns])
    masks = [loss_mask(row.tolist(), NUMBER[BOT], NUMBER[END]) for row in rows]
    return {"masks": ["".join("01"[counts] for counts in mask) for mask in masks]}


if __name__ == "__main__":
    checkpoint.write("05-four-trainings", make())
