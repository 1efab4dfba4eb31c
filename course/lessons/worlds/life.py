"""The life of a model: one function trains it in every stage, with the course's loop or somebody's own.

    >>> model = random_model(seed=0)
    >>> losses, _ = train(model, windows(library, steps=800, batch=16), "pre-training", lr=.007)

A batch is an array of ids, a row (T + 1) for each example; or such an array and a mask (T), which says what
guesses count. Which text the rows hold, whose answers the mask points at, who calls: that makes it
pre-training, finetuning or post-training. The loop does not know.
"""

import itertools
import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from course.lessons.models import training
from course.lessons.models.gpt import GPT, log_probabilities
from course.lessons.worlds.world import (
    BOT,
    END,
    KINDS,
    NUMBER,
    PEOPLE,
    POLITE,
    UNASKED,
    USER,
    VOCABULARY,
    ids,
    question,
)

T = 64  # tokens of a window


def random_model(seed=0):
    """A GPT for the words of the small world with random weights: it has not read anything yet."""
    return GPT(len(VOCABULARY), width=96, layers=2, heads=4, seed=seed)


def copy(model):
    """Another model with the same weights: what becomes of one does not touch the other."""
    other = GPT(model.vocab, model.width, model.layers, model.heads, model.causal, dtype=model.weights.dtype)
    other.weights[:] = model.weights
    return other


# -- what is read --------------------------------------------------------------------------------------------


def windows(text, steps, batch, seed=0):
    """`steps` batches of a running text, ids (N,) -> list of arrays (batch, T + 1): windows that do not
    overlap until all were read.

    ValueError if the text is shorter than two windows.
    """
    if len(text) <= 2 * T:
        raise ValueError(f"a text of {len(text)} ids is too short for windows of {T}")
    starts = training.window_starts(len(text), T, batch, np.random.default_rng(seed))
    return [text[next(starts)[:, None] + np.arange(T + 1)] for _ in range(steps)]


def rows(texts, length=33):
    """Texts as the rows of one array, filled up with <end> -> ids (len(texts), length). ValueError if one is
    longer.
    """
    filled = np.full((len(texts), length), NUMBER[END])
    for row, text in zip(filled, map(ids, texts)):
        if len(text) > length:
            raise ValueError(f"a row has {length} words; this text has {len(text)}")
        row[: len(text)] = text
    return filled


def epochs(array, mask, n, batch=16, seed=0):
    """All rows and their masks `n` times, each time in another order -> list of batches."""
    rng = np.random.default_rng(seed)
    order = np.concatenate([rng.permutation(len(array)) for _ in range(n)]).reshape(-1, batch)
    return [(array[part], mask[part]) for part in order]


# -- the one function that trains ----------------------------------------------------------------------------


def train(model, batches, stage, lr=0.003, slope=None, album=(), watch=None, loop=None):
    """Train `model` on the batches, a step each -> losses (nats), one a step, and the weights after the steps
    in `album`, {step: weights}.

    stage: "pre-training" steps by Muon, every other by AdamW; see course/lessons/models/training.py.
    slope(model, rows, mask, out) -> loss, with the slope of every weight put into `out`: `surprise` if there
    is none. watch: as for `training.train`. loop(weights, batches, slope_of, step) -> weights, losses:
    somebody's own in place of the course's. What was trained before on this computer is loaded.
    """
    slope = slope or surprise
    batches = [
        batch if isinstance(batch, tuple) else (batch, np.ones((len(batch), batch.shape[1] - 1), bool))
        for batch in batches
    ]
    optimizer = "muon" if stage == "pre-training" else "adamw"
    recipe = [model.vocab, model.width, model.layers, model.heads, model.causal, lr, optimizer, sorted(album)]
    parts = [
        repr(recipe),
        Path(__file__).read_bytes(),
        _by_what_it_does(slope),
        model.weights,
        *(part for batch in batches for part in batch),
    ]
    saved = training.kept(
        parts,
        lambda: _trained(model, batches, lr, optimizer, slope, set(album), watch, loop),
        like=model.weights,
    )
    model.weights[:] = saved["weights"]
    return saved["losses"].tolist(), dict(zip(sorted(album), saved["album"]))


def _trained(model, batches, lr, optimizer, slope, album, watch, loop):
    out, pages, before, counts = np.empty_like(model.weights), [], [], itertools.count()
    losses, began = before, time.perf_counter()
    optimizers = training.optimisers(model, out, optimizer, lr)

    def slope_of(weights, batch):
        model.weights[:] = weights
        before.append(slope(model, *batch, out))
        return before[-1], out

    def step(weights, slope):
        count = next(counts)  # steps before this one
        model.weights[:], out[:] = weights, slope
        if count in album:
            pages.append(model.weights.copy())
        out[:] *= min(1, 1 / max(np.linalg.norm(out), 1e-12))  # a long slope is shortened
        for one, part, slopes, rate in optimizers:  # all weights move a little, against their slopes
            one.step(part, slopes, rate * training.schedule(count / len(batches)))
        tenth = (count + 1) * 10 // len(batches)
        if watch and tenth > count * 10 // len(batches):
            read = sum(mask.size for _, mask in batches[: count + 1])
            seconds = time.perf_counter() - began
            done = (count + 1) / len(batches)
            watch([{"done": done, "seconds": seconds, "tokens": read, "loss": np.mean(before[-20:])}])
        return model.weights.copy()

    with threadpool_limits(1, "blas"):
        if loop:
            model.weights[:], losses = loop(model.weights.copy(), batches, slope_of, step)
        else:
            for batch in batches:
                slope_of(model.weights, batch)
                step(model.weights, out)
    if len(batches) in album:
        pages.append(model.weights.copy())
    return {"weights": model.weights, "losses": np.array(losses), "album": np.array(pages)}


def _by_what_it_does(slope):
    """A slope without a `key` is known by what it does to a small example -> text."""
    if slope is surprise or hasattr(slope, "key"):
        return getattr(slope, "key", "")
    rng, tiny = np.random.default_rng(0), GPT(7, width=8, layers=1, heads=2)
    tiny.output[:] = rng.normal(size=tiny.output.shape)
    out = np.empty_like(tiny.weights)
    loss = slope(tiny, rng.integers(7, size=(4, 6)), rng.random((4, 5)) < 0.5, out)
    return repr(np.round([loss, *out], 5).tolist())


def surprise(model, array, mask, out):
    """The mean surprise (nats) of the guesses that the mask counts; its slope for every weight goes into
    `out`.
    """
    counts, loss = (mask / mask.sum()).ravel(), []

    def d_logits(P, targets):  # (N, V), (N,)
        here = np.arange(len(targets))
        loss.append(-counts @ np.log(np.maximum(P[here, targets], 1e-30)))
        P = P * counts[:, None]
        P[here, targets] -= counts
        return P

    model.slope(array[:, :-1], array[:, 1:], gradient=d_logits, out=out)
    return float(loss[0])


# -- what it can do ------------------------------------------------------------------------------------------


def loss(model, text):
    """Mean surprise (nats) of the text, ids (N,)."""
    return float(-log_probabilities(model, text, T).mean())


def surprises(model, array):
    """How surprising each guess `array[:, 1:]` was, in nats -> (B, T)."""
    logits = model.logits(array[:, :-1]).astype(float)
    logits -= logits.max(-1, keepdims=True)
    return np.log(np.exp(logits).sum(-1)) - np.take_along_axis(logits, array[:, 1:, None], -1)[..., 0]


def sure_of(model, asked, said, place):
    """The probability that a model gives to one word of what it said, after all the words before it -> float.
    asked, said: texts; place: of that word in `said`.
    """
    row = rows([f"{asked} {said}"], len(f"{asked} {said}".split()))
    return float(np.exp(-surprises(model, row)[0, len(asked.split()) + place - 1]))


def next_words(model, texts, rng=None):
    """What comes after each text: the likeliest word, or with an rng one drawn -> list of str."""
    found, by_length = [None] * len(texts), {}
    for place, text in enumerate(map(ids, texts)):
        by_length.setdefault(len(text), []).append((place, text))
    for group in by_length.values():  # texts of one length are read together
        logits = model.logits(np.array([text for _, text in group]))[:, -1].astype(float)  # (n, V)
        if rng is not None:
            logits += rng.gumbel(size=logits.shape)  # the largest is then drawn from the softmax
        for (place, _), word in zip(group, logits.argmax(-1)):
            found[place] = VOCABULARY[word]
    return found


def answers(model, texts, rng=None, most=12):
    """What the model goes on to say after each text, up to its first <end> or `most` words -> list of str,
    <end> included.
    """
    said = [""] * len(texts)
    for _ in range(most):
        open_ones = [i for i, so_far in enumerate(said) if not so_far.endswith(END)]
        for i, word in zip(open_ones, next_words(model, [f"{texts[i]} {said[i]}" for i in open_ones], rng)):
            said[i] = f"{said[i]} {word}".strip()
    return said


def facts_known(model, world, offered=False):
    """Share of all facts that the model completes rightly: after `mira eats`, `corn`. offered: it chooses
    among the twelve values that there are.
    """
    asked = [(name, kind) for name in PEOPLE for kind in KINDS]
    logits = model.logits(np.array([ids(f"{name} {kind}") for name, kind in asked]))[:, -1]  # (355, V)
    right = []
    for row, (name, kind) in zip(logits, asked):
        choices = ids(" ".join(KINDS[kind][1])) if offered else range(len(VOCABULARY))
        right.append(VOCABULARY[max(choices, key=row.__getitem__)] == world.facts[name][kind])
    return float(np.mean(right))


def exam(model, world, template=f"{USER} {{}} {BOT}"):
    """Share of the questions about people of whom no conversation told (UNASKED) that are answered with the
    right word. template: how a question is asked.
    """
    asked = [(name, kind) for name in UNASKED for kind in KINDS]
    said = answers(model, [template.format(question(*each)) for each in asked])
    return float(
        np.mean([world.facts[name][kind] in each.split() for (name, kind), each in zip(asked, said)])
    )


def politeness(model, seed=4):
    """Share of the answers to the exam's questions that say it is happy to help. They are drawn, not the
    likeliest ones.
    """
    asked = [f"{USER} {question(name, kind)} {BOT}" for name in UNASKED for kind in KINDS]
    return float(np.mean([POLITE in each for each in answers(model, asked, np.random.default_rng(seed))]))
