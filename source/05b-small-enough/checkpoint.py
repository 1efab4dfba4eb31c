"""Make the checkpoint of 05b-small-enough from the notebook's own answers: `python source/05b-small-enough/checkpoint.py`, a minute or two."""
import numpy as np

from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons import checkpoints
from course.lessons.worlds import life
from course.lessons.worlds.world import World, apply_chat_template

ALL, EACH_32, BITS = "One scale for all weights", "One for every 32", range(8, 1, -1)


def assistant():
    """The base model and the assistant as notebook 05 makes them -> (model, model, world)."""
    world, base = World(seed=0), life.random_model(seed=0)
    library = world.library(np.random.default_rng(0), 400_000)
    life.train(base, life.windows(library, steps=800, batch=16), "pre-training", lr=.007)
    made = life.copy(base)
    rows = life.rows([apply_chat_template(each) for each in world.conversations(320, np.random.default_rng(2))])
    masks = np.array([[mark == "1" for mark in row] for row in checkpoints.checkpoint("05-four-trainings")["masks"]])
    life.train(made, life.epochs(rows, masks, 4), "post-training", lr=.001)
    return base, made, world


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`."""
    quantize = reference("quantize")
    _, model, world = assistant()
    weights, small = model.weights, life.copy(model)
    blocks = weights.reshape(-1, 32)
    typical = int(np.argsort(np.ptp(blocks, axis=1), kind="stable")[len(blocks) // 2])       # half of the blocks are narrower
    block, place = blocks[typical], slice(32 * typical, 32 * typical + 32)
    scales = []
    for name, size in (ALL, weights.size), (EACH_32, 32):
        scale = {"name": name, "rounded": {}, "right": {}, "facts": {}}
        for bits in BITS:
            small.weights[:] = np.concatenate([quantize(part, bits) for part in weights.reshape(-1, size)])
            scale["rounded"][str(bits)] = [round(float(w), 5) for w in small.weights[place]]
            with np.errstate(over="ignore"):                                                      # what is left of a model at two bits
                scale["right"][str(bits)] = round(life.exam(small, world), 3)
                scale["facts"][str(bits)] = round(life.facts_known(small, world), 3)
        part = weights if size > 32 else block
        scales.append(scale | {"low": round(float(part.min()), 5), "high": round(float(part.max()), 5)})
    return {"block": [round(float(w), 5) for w in block], "scales": scales}


if __name__ == "__main__":
    checkpoint.write("05b-small-enough", make())
