"""Make the checkpoint of 05-four-trainings from the notebook's own answers: `python source/05-four-trainings/checkpoint.py`."""
import json

import numpy as np

from course import data, life
from course.classroom.author.mutants import reference
from course.world import BOT, END, LISTS, NUMBER, WORDS, World


def make():
    """The data that later cells draw on -> dict; see `course.checkpoints`."""
    replay, chat, answer_mask, few_shot = map(reference, ("replay", "chat", "answer_mask", "few_shot"))
    texts = [chat(turns) for turns in World(seed=0).conversations(320, np.random.default_rng(2))]
    masks = [answer_mask(row.tolist(), NUMBER[BOT], NUMBER[END]) for row in life.rows(texts)]
    prompts = {}
    for n in (0, 1, 2, 4):                                               # as in the cell few_shot-try
        rng, prompts[n] = np.random.default_rng(5), []
        for _ in range(120):
            column, drawn = rng.integers(len(LISTS)), rng.choice(list(WORDS), n + 1, replace=False).tolist()
            prompts[n].append(few_shot([(word, WORDS[word][column]) for word in drawn[:-1]], drawn[-1]))
    return {"replay": replay(list(range(8)), list(range(8, 16)), .5), "chats": texts,
            "masks": ["".join("01"[counts] for counts in mask) for mask in masks], "prompts": prompts}


def dumps():
    return json.dumps(make()) + "\n"


if __name__ == "__main__":
    path = data.FOLDER / "checkpoints" / "05-four-trainings.json"
    path.write_bytes(dumps().encode())
    print(f"{path} is made again: put its sha256 into SHA256SUMS")
