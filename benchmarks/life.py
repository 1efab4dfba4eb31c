"""The whole life of the small model, in several worlds: what each stage gives and takes, and how long it takes.

python benchmarks/life.py                       five seeds, one core, about three minutes
python benchmarks/life.py --seeds 1
"""

import argparse
import os
import tempfile
import time

# one core; nothing is loaded
os.environ["OPENBLAS_NUM_THREADS"], os.environ["COURSE_CACHE"] = "1", tempfile.mkdtemp()

import numpy as np  # noqa: E402
from gpt import processor  # noqa: E402

from course.lessons.worlds import life  # noqa: E402
from course.lessons.worlds.preferences import Preference, pairs  # noqa: E402
from course.lessons.worlds.world import (  # noqa: E402
    BOT,
    KINDS,
    UNCITED,
    USER,
    VOCABULARY,
    World,
    apply_chat_template,
    ids,
    log_book,
    question,
)

# as in the notebook: `make test` then trains the same model once, and not for each test that asks for it
ALBUM, STOPS = (0, 20, 50, 100, 200, 400, 800), (0, 3, 6, 9, 12, 15, 20, 30, 40)


def one_life(seed):
    """Train and examine one model from its first weights on, as the notebook does -> {what: figure}, in order."""
    world, found, began = World(seed), {}, time.process_time()
    rng = np.random.default_rng(seed)
    library, new = world.library(rng, 400_000), world.library(rng, 20_000)
    rng = np.random.default_rng(seed + 1)
    log, log_new = log_book(rng, 14_000), log_book(rng, 10_000)
    base = life.random_model(seed)
    losses, _ = life.train(base, life.windows(library, 800, 16), "pre-training", lr=0.007, album=ALBUM)
    found["seconds of pre-training"] = time.process_time() - began
    found |= {
        "first loss": losses[0],
        "pre-trained": life.loss(base, new),
        "log, before": life.loss(base, log_new),
    }
    found |= {"facts": life.facts_known(base, world), "exam, before": life.exam(base, world)}

    pages, old = life.windows(log, 18, 12), life.windows(library, 18, 12, seed=1)
    mixed = [np.concatenate([page[:6], before[:6]]) for page, before in zip(pages, old)]
    beside = life.random_model(seed + 1)
    life.train(beside, pages, "finetuning")
    found["random, then 18: log"] = life.loss(beside, log_new)
    for name, batches, lr in (
        ("lr .001", pages, 0.001),
        ("lr .003", pages, 0.003),
        ("lr .01", pages, 0.01),
        ("replay", mixed, 0.003),
    ):
        tuned = life.copy(base)
        life.train(tuned, batches, "finetuning", lr=lr)
        found |= {f"{name}: log": life.loss(tuned, log_new), f"{name}: facts": life.facts_known(tuned, world)}
        if name == "lr .003":
            found["lr .003: facts, offered"] = life.facts_known(tuned, world, offered=True)

    rows, masks = conversations(world, seed + 2)
    assistant, late = life.copy(base), life.copy(base)
    life.train(assistant, life.epochs(rows, masks, 4), "post-training", lr=0.001)
    shifted = np.roll(masks, 1, axis=1)
    shifted[:, 0] = False
    losses, _ = life.train(late, life.epochs(rows, shifted, 4), "post-training", lr=0.001)
    found |= {"exam": life.exam(assistant, world), "shifted mask: exam": life.exam(late, world)}
    found["shifted mask: last loss"] = np.mean(losses[-5:])
    found["rounded: exam"] = life.exam(rounded(assistant), world)

    prefer, polite = Preference(assistant), life.copy(assistant)
    examples, (unseen,) = (
        pairs(world, 40, np.random.default_rng(seed + 3)),
        pairs(world, 1, np.random.default_rng(seed + 9)),
    )
    _, album = life.train(polite, examples, "post-training", lr=4e-4, slope=prefer, album=STOPS)
    for step, weights in album.items():
        polite.weights[:] = weights
        found[f"{step} steps: margin"] = prefer.margins(polite, *unseen).mean()
        found |= {
            f"{step} steps: polite": life.politeness(polite),
            f"{step} steps: right": life.exam(polite, world),
        }
    found["40 steps: facts"] = life.facts_known(polite, world)

    notes, asked = her_notes(world, seed + 11)
    trained = life.copy(assistant)
    life.train(trained, notes, "finetuning", lr=0.001)
    found["notes in front"] = as_noted(assistant, world, asked, in_front=True)
    found["notes, a new conversation"] = as_noted(assistant, world, asked)
    found |= {"trained on them": as_noted(trained, world, asked), "trained: exam": life.exam(trained, world)}
    found["seconds in all"] = time.process_time() - began
    return found


def conversations(world, seed):
    """320 conversations as rows of ids, and the mask of each."""
    turns = world.conversations(320, np.random.default_rng(seed))
    texts = [apply_chat_template(each).split() for each in turns]
    masks = np.zeros((len(texts), 32), bool)
    for mask, text in zip(masks, texts):
        inside = False
        for place, word in enumerate(text):
            mask[max(0, place - 1)] = inside
            inside = word == BOT or (inside and word != "<end>")
    return life.rows([" ".join(text) for text in texts]), masks


def rounded(model):
    """A copy with each weight rounded to one of 255 values."""
    other, widest = life.copy(model), np.abs(model.weights).max() / 127
    other.weights[:] = np.round(other.weights / widest) * widest
    return other


def her_notes(world, seed):
    """Batches of eighty notes about strangers, for eighty steps; and the notes, (name, kind, value)."""
    rng = np.random.default_rng(seed)
    notes = [(name, kind, str(rng.choice(KINDS[kind][1]))) for name in UNCITED for kind in KINDS]
    batches = [
        np.array([ids(" ".join(world.fact(*notes[i]) for i in rng.permutation(80)))[:65] for _ in range(16)])
        for _ in range(80)
    ]
    return batches, notes


def as_noted(model, world, notes, in_front=False):
    """Share of the questions that are answered as the notes say."""
    asked = [
        f"{USER} {world.fact(*note) + ' ' if in_front else ''}{question(*note[:2])} {BOT}" for note in notes
    ]
    said = life.answers(model, asked)
    return np.mean([note[2] in each.split() for note, each in zip(notes, said)])


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--seeds", type=int, default=5)
    parse.add_argument("--first", type=int, default=0)
    options = parse.parse_args()
    table = []
    for seed in range(options.first, options.first + options.seeds):
        began = time.process_time()
        table.append(one_life(seed))
        print(
            f"seed {seed}: {time.process_time() - began:.0f} s of processor time, examinations included",
            flush=True,
        )
    print(f"{len(VOCABULARY)} words, {life.random_model().weights.size:,} weights; {processor()}\n")
    for name in table[0]:
        values = [one[name] for one in table]
        print(
            f"{name:36} {' '.join(f'{value:7.3f}' for value in values)}   lowest {min(values):.3f}, highest {max(values):.3f}"
        )


if __name__ == "__main__":
    main()
