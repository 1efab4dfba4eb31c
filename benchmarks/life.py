"""The whole life of the small model, in several worlds: what each stage gives and takes, what it costs, and
how long it takes.

    python benchmarks/life.py                       five seeds, one core, about three minutes
    python benchmarks/life.py --seeds 1
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

# one core; nothing is loaded
os.environ["OPENBLAS_NUM_THREADS"], os.environ["COURSE_CACHE"] = "1", tempfile.mkdtemp()

import numpy as np  # noqa: E402
from gpt import processor  # noqa: E402

from course.exercise.way import reference_of  # noqa: E402
from course.lessons.worlds import life  # noqa: E402
from course.lessons.worlds.preferences import Preference, pairs  # noqa: E402
from course.lessons.worlds.world import (  # noqa: E402
    BOT,
    END,
    KINDS,
    LISTS,
    NUMBER,
    POLITE,
    UNASKED,
    UNCITED,
    USER,
    VOCABULARY,
    WORDS,
    World,
    log_book,
    question,
)
from course.notebook import document  # noqa: E402

# about people of whom post-training had no question
ASKED = [(name, kind) for name in UNASKED for kind in KINDS]
NOTEBOOK = document.read(
    Path(__file__).parents[1] / "source" / "05-four-trainings" / "05-four-trainings.ipynb"
)
# as in the notebook: `make test` then trains the same model once, and not for each test that asks for it
ALBUM = 0, 20, 100, 800


def one_life(seed):
    """Train and examine one model from its first weights on -> {what: figure}, in order."""
    chat, answer_mask, replay, few_shot = (
        reference_of(NOTEBOOK, name) for name in ("chat", "answer_mask", "replay", "few_shot")
    )
    world, ledger, found = World(seed), [], {}
    rng = np.random.default_rng(seed)
    book, new = world.library(rng, 400_000), world.library(rng, 20_000)
    rng = np.random.default_rng(seed + 1)
    log, log_new = log_book(rng, 14_000), log_book(rng, 10_000)
    began = time.process_time()
    base = life.newborn(seed)
    losses, _ = life.train(
        base, life.windows(book, 800, 16), "pre-training", ledger, lr=0.007, optimizer="muon", album=ALBUM
    )
    found["seconds"] = time.process_time() - began
    found |= {"first loss": losses[0], "pre-trained": life.loss(base, new), "facts": life.recall(base, world)}
    for shots in (0, 1, 2, 4):
        found[f"{shots} examples"] = lists(base, few_shot, shots, np.random.default_rng(7))
    found["base answers"] = right(world, life.answers(base, [question(*each) for each in ASKED]))

    cards, old = life.windows(log, 18, 12), life.windows(book, 18, 12, seed=1)
    began = time.process_time()
    tuned, scratch, mended = life.copy(base), life.newborn(seed + 1), life.copy(base)
    found["log, before"] = life.loss(base, log_new)
    life.train(tuned, cards, "finetuning", ledger)
    life.train(scratch, cards, "from scratch", [])
    life.train(mended, [np.array(replay(list(a), list(b), 0.5)) for a, b in zip(cards, old)], "replay", [])
    for name, model in (("tuned", tuned), ("scratch", scratch), ("replay", mended)):
        found |= {
            f"{name}: log": life.loss(model, log_new),
            f"{name}: general": life.loss(model, new),
            f"{name}: facts": life.recall(model, world),
        }

    turns = world.conversations(320, np.random.default_rng(seed + 2))
    texts = life.rows([chat(each) for each in turns])
    mask = np.array([answer_mask(list(map(int, row)), NUMBER[BOT], NUMBER[END]) for row in texts], bool)
    bot = life.copy(base)
    life.train(bot, life.epochs(texts, mask, 4), "instruction tuning", ledger, lr=0.001)
    reports(found, "SFT", bot, world)
    polite, rng = life.copy(bot), np.random.default_rng(seed + 3)
    life.train(
        polite, pairs(world, 15, rng), "preferences", ledger, lr=3e-4, slope=Preference(bot), operations=8
    )
    reports(found, "DPO", polite, world)
    overdone = life.copy(bot)
    life.train(overdone, pairs(world, 40, rng), "overdone", [], lr=6e-4, slope=Preference(bot), operations=8)
    reports(found, "over-optimised", overdone, world)
    found["seconds, all"] = time.process_time() - began + found["seconds"]
    total = sum(cost for *_, cost in ledger)
    found |= {f"share of {stage} (%)": 100 * cost / total for stage, _, cost in ledger}
    found |= {
        f"tokens of {stage} (%)": 100 * tokens / sum(n for _, n, _ in ledger) for stage, tokens, _ in ledger
    }
    return found


def lists(model, few_shot, shots, rng, n=120):
    """Share of words completed rightly, as an opposite, in French or in Spanish, after so many examples of
    that list.
    """
    prompts, wanted = [], []
    for _ in range(n):
        column, words = rng.integers(len(LISTS)), rng.choice(list(WORDS), shots + 1, replace=False)
        prompts.append(few_shot([(word, WORDS[word][column]) for word in words[:-1]], str(words[-1])))
        wanted.append(WORDS[words[-1]][column])
    return np.mean(
        [a == b for a, b in zip(life.next_words(model, [f"{END} {each}" for each in prompts]), wanted)]
    )


def right(world, said):
    """Share of the questions ASKED that are answered with the right word."""
    return np.mean([world.facts[name][kind] in answer.split() for answer, (name, kind) in zip(said, ASKED)])


def reports(found, name, model, world):
    """What a post-trained model does: answers, manners, stopping, a note about a stranger, a false note,
    plain completion.
    """
    asked, rng = [f"{USER} {question(*each)} {BOT}" for each in ASKED], np.random.default_rng(3)
    drawn, likeliest = life.answers(model, asked, rng), life.answers(model, asked)
    found |= {
        f"{name}: answers": right(world, likeliest),
        f"{name}: polite, drawn": np.mean([POLITE in answer for answer in drawn]),
        f"{name}: polite, likeliest": np.mean([POLITE in answer for answer in likeliest]),
        f"{name}: stops": np.mean([answer.endswith(END) for answer in likeliest]),
    }
    for what, people in ("note", UNCITED), ("false note", UNASKED):
        notes = [
            (
                who,
                kind,
                rng.choice([v for v in KINDS[kind][1] if who in UNCITED or v != world.facts[who][kind]]),
            )
            for who in people
            for kind in KINDS
        ]
        said = life.answers(
            model,
            [
                f"{USER} {world.fact(who, kind, value)} {question(who, kind)} {BOT}"
                for who, kind, value in notes
            ],
        )
        found[f"{name}: {what}"] = np.mean(
            [value in answer.split() for answer, (_, _, value) in zip(said, notes)]
        )
    found[f"{name}: facts"] = life.recall(model, world)


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
    print(f"{len(VOCABULARY)} words, {life.newborn().weights.size:,} weights; {processor()}\n")
    for name in table[0]:
        values = [one[name] for one in table]
        print(
            f"{name:36} {' '.join(f'{value:7.3f}' for value in values)}   lowest {min(values):.3f}, highest {max(values):.3f}"
        )


if __name__ == "__main__":
    main()
