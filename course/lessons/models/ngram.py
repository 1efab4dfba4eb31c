"""Counting is a language model: modified Kneser-Ney over token or character ids, the floor that every other
model is measured against.

    >>> model = fit(np.frombuffer(b"to be or not to be", np.uint8), order=3, size=128)
    >>> chr(next_token(model, list(b"to")).argmax())
    ' '

An n-gram is a token together with the n - 1 before it. Its ids are packed into one 64-bit number, the first
one highest, so that counting is sorting, and all that was seen after one context stands side by side. The
highest order keeps its counts. Every lower order asks another question: after how many *different* tokens has
this n-gram been seen? For that is what a shorter context is for: it speaks where the longer one is new.

Source: S. F. Chen and J. Goodman, An Empirical Study of Smoothing Techniques for Language Modeling (1998),
interpolated modified Kneser-Ney.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Level:
    """All n-grams of one length: T different ones, after C different contexts."""

    keys: np.ndarray  # (T,) uint64, ascending: the n-gram, packed
    counts: np.ndarray  # (T,) int64: how often seen, or (lower orders) after how many different tokens
    share: np.ndarray  # (T,) what its context gives to this n-gram by itself
    contexts: np.ndarray  # (C,) uint64, ascending: the n-gram without its last token
    rest: np.ndarray  # (C,) what the context leaves to the next shorter one


@dataclass(frozen=True)
class Model:
    """What `fit` has learnt; levels[n - 1] are the n-grams of length n."""

    order: int
    size: int  # how many tokens there are: 0 to size - 1
    ends: int | None  # the token that closes an item
    levels: tuple


def fit(ids, order=6, size=None, ends=None):
    """Count the n-grams of `ids`, up to the length `order` -> Model.

    ids: (N,) whole numbers from 0 to size - 1. size: how many tokens there are (None: up to the largest id).
    ends: the id that closes an item (of a list: the line break). No n-gram reaches over it: each item starts
    without a context. ValueError if an id is out of range, if there is nothing to count, or if `order` ids do
    not fit into 64 bits.
    """
    ids = np.asarray(ids)
    if not ids.size:
        raise ValueError("an empty text has nothing to count")
    size = int(ids.max()) + 1 if size is None else int(size)
    longest = 64 // _bits(size)
    if not 1 <= order <= longest:
        raise ValueError(
            f"with {size} different tokens an order from 1 to {longest} fits into 64 bits, not {order}"
        )
    keys = _pack(ids, order, size, ends)  # (N,)
    keys.sort()
    starts = _starts(keys)
    return _model(keys[starts], np.diff(starts, append=len(keys)), order, size, ends)


def log_probabilities(model, ids):
    """Log-probability of each token of `ids` after the ones before it, in nats -> (N,), all finite.

    The first token has no context, nor has the first one of each item. ValueError if an id is out of range.
    """
    ids = np.asarray(ids)
    keys, back = np.unique(_pack(ids, model.order, model.size, model.ends), return_inverse=True)  # (U,), (N,)
    p = np.full(len(keys), 1 / model.size)  # (U,), before anything is known
    for n, level in enumerate(model.levels, 1):
        # ascending questions: one walk through memory
        tails, place = np.unique(keys & _mask(n, model.size), return_inverse=True)
        share = _look_up(level.keys, level.share, tails, 0.0)
        rest = _look_up(level.contexts, level.rest, tails >> np.uint64(_bits(model.size)), 1.0)
        p = share[place] + rest[place] * p
    return np.log(p)[back]


def next_token(model, context=()):
    """Probability of every token after `context` (ids, the oldest first) -> (size,); they sum to one and none
    is zero.
    """
    text = np.append(np.asarray(context, np.int64), 0)[-model.order :]  # any token will do as the last one
    whole = int(_pack(text, model.order, model.size, model.ends)[-1]) >> _bits(model.size)
    p = np.full(model.size, 1 / model.size)
    for n, level in enumerate(model.levels, 1):
        tail = whole & int(_mask(n - 1, model.size))
        c = np.searchsorted(level.contexts, np.uint64(tail))
        if c == len(level.contexts) or level.contexts[c] != tail:
            break  # then every longer one is new as well
        first = tail << _bits(model.size)
        here = slice(
            np.searchsorted(level.keys, np.uint64(first)),
            np.searchsorted(level.keys, np.uint64(first + model.size), side="right"),
        )
        p *= level.rest[c]
        p[(level.keys[here] & _mask(1, model.size)).astype(int) - 1] += level.share[here]
    return p


def sample(model, n, rng, context=()):
    """`n` tokens after `context`, each drawn from the model's own distribution -> list of int. rng: a numpy
    Generator.
    """
    text = list(context)
    for _ in range(n):
        text.append(int(rng.choice(model.size, p=next_token(model, text[-model.order :]))))
    return text[len(text) - n :]


def sample_text(probabilities, text, symbols, n, rng):
    """`text` and n more characters, each drawn as a model of somebody's own says: probabilities(text so far)
    -> (len(symbols),), of any sum.
    """
    for _ in range(n):
        p = np.array(probabilities(text), float)
        text += symbols[rng.choice(len(symbols), p=p / p.sum())]
    return text


def save(model, path):
    """Write `model` to `path`: its longest n-grams and their counts, from which everything else follows."""
    form = [model.order, model.size, -1 if model.ends is None else model.ends]
    with open(path, "wb") as file:  # np.savez would change the file's name
        np.savez_compressed(file, keys=model.levels[-1].keys, counts=model.levels[-1].counts, form=form)


def load(path):
    """The model that `save` wrote to `path`. ValueError if that file is something else."""
    with open(path, "rb") as file:
        try:
            saved = np.load(file)
            keys, counts, (order, size, ends) = saved["keys"], saved["counts"], saved["form"].tolist()
        except Exception as error:  # whatever the bytes made numpy stumble over
            raise ValueError(f"{path} is not a model written by ngram.save") from error
    return _model(keys, counts, order, size, None if ends < 0 else ends)


def _bits(size):
    """Bits for one token: 0 is the place before a text, token t is t + 1."""
    return int(size).bit_length()


def _mask(n, size):
    """The last n tokens of a packed n-gram."""
    return np.uint64((1 << n * _bits(size)) - 1)


def _starts(keys):
    """Where each run of equal keys begins."""
    new = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    return np.flatnonzero(new)


def _pack(ids, order, size, ends):
    """Each token with the order - 1 before it in one number -> (N,) uint64."""
    if ids.size and (ids.dtype.kind not in "iu" or ids.min() < 0 or ids.max() >= size):
        raise ValueError(
            f"ids are whole numbers from 0 to {size - 1}; here they go from {ids.min()} to {ids.max()}"
        )
    symbols = ids.astype(np.uint64) + np.uint64(1)
    keys = symbols.copy()
    if ends is not None:
        closed = np.flatnonzero(ids[:-1] == ends) + 1  # where a new item begins
    for back in range(1, order):
        earlier = symbols[:-back] << np.uint64(back * _bits(size))
        if ends is not None:
            for k in range(back):  # the first `back` tokens of an item look at nothing
                reach = closed + k - back
                earlier[reach[(reach >= 0) & (reach < len(earlier))]] = 0
        keys[back:] |= earlier
    return keys


def _model(keys, counts, order, size, ends):
    """From the longest n-grams to all of them: the shorter ones are their tails, counted once for each
    different token before.
    """
    levels = []
    for n in range(order, 0, -1):
        levels.append(_level(keys, counts, size))
        keys = np.sort(keys & _mask(n - 1, size))
        starts = _starts(keys)
        keys, counts = keys[starts], np.diff(starts, append=len(keys))
    return Model(order, size, ends, tuple(reversed(levels)))


def _level(keys, counts, size):
    """Take a discount from every count; what was taken in a context is its rest."""
    discount = np.append(0, _discounts(counts))[np.minimum(counts, 3)]  # (T,)
    contexts = keys >> np.uint64(_bits(size))  # (T,), ascending like the keys
    starts = _starts(contexts)  # (C,)
    total = np.add.reduceat(counts, starts)  # (C,)
    rest = np.add.reduceat(discount, starts) / total  # (C,)
    share = (counts - discount) / np.repeat(total, np.diff(starts, append=len(keys)))  # (T,)
    return Level(keys, counts, share, contexts[starts], rest)


def _discounts(counts):
    """Chen and Goodman's three, for what was seen once, twice, and more often; one for all where too little
    was seen to tell them apart.
    """
    n = np.bincount(np.minimum(counts, 5), minlength=6)[:5].astype(float)
    if not n[1:].all():
        return np.full(3, np.clip(n[1] / (n[1] + 2 * n[2]) if n[1] else 0.5, 0.01, 0.99))
    y = n[1] / (n[1] + 2 * n[2])
    return np.clip([k - (k + 1) * y * n[k + 1] / n[k] for k in (1, 2, 3)], 0.01, [0.99, 1.99, 2.99])


def _look_up(keys, values, asked, missing):
    """The value of each asked key, or `missing`."""
    place = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.where(keys[place] == asked, values[place], missing)
