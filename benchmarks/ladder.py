"""What models of every size write, and what they lose on a speech that none of them can have read.

    python benchmarks/ladder.py         the table course/data/ladder.csv, in some ten minutes

The speech is that of 2026, which lies in the held-out tenth. SmolLM2 appeared in November 2024. It reads tokens
and gives no probability to a single character, so its loss is that of all its tokens, divided by the characters.
"""

import csv
import sys
from datetime import date
from math import log
from pathlib import Path

import numpy as np

from course.lessons.models import ngram, smollm, training
from course.lessons.models.gpt import GPT, generate, log_probabilities
from course.lessons.texts import speeches

LADDER = Path(__file__).parents[1] / "course" / "data" / "ladder.csv"
PROMPTS = "My fellow Americans, ", "The people of Iraq ", "My name is "
LENGTH, TEMPERATURE, SEED = 160, 0.7, 3
WINDOW = 1024  # tokens that SmolLM2 reads at once

text = "\n".join(speeches())[-1_000_000:]
symbols = sorted(set(text))
ids = np.searchsorted(symbols, list(text))
train, speech = ids[:900_000], ids[-len(speeches()[-1]) :]
assert "".join(symbols[i] for i in speech) == str(speeches()[-1]) and speeches()[-1].year == 2026


def in_symbols(prompt):
    return [symbols.index(c) for c in prompt]


def of_gpt(gpt, T=128):
    texts = [generate(gpt, in_symbols(p), LENGTH, SEED, TEMPERATURE, T=T) for p in PROMPTS]
    written = ["".join(symbols[i] for i in some) for some in texts]
    return gpt.weights.size, -log_probabilities(gpt, speech, T).mean(), written


def of_table(next_of, weights, nats):
    """Of a model that is a function: a text -> the probability of each symbol."""
    texts, rng = [], np.random.default_rng(SEED)
    for prompt in PROMPTS:
        some = in_symbols(prompt)
        for _ in range(LENGTH):
            p = next_of(some) ** (1 / TEMPERATURE)
            some.append(int(rng.choice(len(symbols), p=p / p.sum())))
        texts.append("".join(symbols[i] for i in some[len(prompt) :]))
    return weights, nats, texts


def of_bigram():
    counts = np.ones((len(symbols), len(symbols)))
    np.add.at(counts, (train[:-1], train[1:]), 1)
    P = counts / counts.sum(1, keepdims=True)
    return of_table(lambda some: P[some[-1]], P.size, -np.log(P[speech[:-1], speech[1:]]).mean())


def of_counting():
    model = ngram.fit(train, order=8, size=len(symbols))
    nats = -ngram.log_probabilities(model, speech).mean()
    return of_table(lambda some: ngram.next_token(model, some[-7:]), 0, nats)


def of_smollm():
    model, nats = smollm.load(), 0
    tokens = model.encode(str(speeches()[-1]))
    for i in range(0, len(tokens), WINDOW):
        window = tokens[i : i + WINDOW]
        before = tokens[i - 1 : i] or model.encode("\n")
        logits = model.logits([*before, *window[:-1]])
        logits = logits - logits.max(-1, keepdims=True)
        nats += np.log(np.exp(logits).sum(-1)).sum() - logits[np.arange(len(window)), window].sum()
    texts, rng = [], np.random.default_rng(SEED)
    for prompt in PROMPTS:
        some = model.encode(prompt.strip())
        begun = len(some)
        while len(model.decode(some[begun:])) < LENGTH + 1:
            p = smollm.next_token(model, some) ** (1 / TEMPERATURE)
            p[list(model.control.values())] = 0  # it was finetuned to end a turn: here it goes on
            some.append(int(rng.choice(len(p), p=p / p.sum())))
        texts.append(model.decode(some[begun:])[1 : LENGTH + 1])
    return sum(each.size for each in model.weights()), nats / len(str(speeches()[-1])), texts


def trained(width, tokens, **options):
    gpt = GPT(len(symbols), width=width, heads=options.pop("heads", 4))
    training.train(gpt, train, tokens=tokens, **options)
    return gpt


if __name__ == "__main__":
    models = {
        "untrained": lambda: of_gpt(GPT(len(symbols))),
        "one table": of_bigram,
        "9,000 weights": lambda: of_gpt(trained(16, 250_000, heads=2, T=64, batch=8), 64),
        "240,000 weights": lambda: of_gpt(trained(96, 1_000_000)),
        "8-gram": of_counting,
        "0.4 million": lambda: of_gpt(training.pretrained("speeches")),
        "135 million": of_smollm,
    }
    rows = []
    for name, made in models.items():
        weights, nats, texts = made()
        rows.append([name, weights, f"{nats:.4f}", *texts])
        print(name, weights, f"{nats:.4f}", *map(repr, texts), sep="\n  ", flush=True)
    with LADDER.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# python benchmarks/ladder.py: nats a character on the speech of 2026 (held out), and 160 characters after\n"
            f"# each of three prompts, temperature {TEMPERATURE}, seed {SEED}. SmolLM2 read windows of {WINDOW} tokens.\n"
            f"# {date.today()}, numpy {np.__version__}, log 90 is {log(90):.4f}\n"
        )
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["model", "weights", "nats", "americans", "iraq", "name"])
        writer.writerows(rows)
    sys.exit()
