"""Training: show the model a batch, follow its gradient a step, and again; what was trained once is kept.

    >>> gpt = GPT(vocab=90)
    >>> history = train(gpt, ids, seconds=180, held_out=new[:10_000], watch=progress)
    >>> history[-1]
    {'done': 1.0, 'seconds': 180.0…, 'tokens': 6…, 'loss': 1.2…, 'held_out': 1.4…}

A gradient says in which direction each weight should go, not how far. That is the optimiser's part, and there
are two here. AdamW gives every weight a step of its own. Muon takes a matrix as one thing: it makes all
directions in which the matrix is to be turned equally strong, so that what is rare is learnt as fast as what
is frequent. To the same loss it takes about half as many tokens.

Sources: I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization (2019); K. Jordan et al., Muon
(2024); J. Liu et al., Muon is Scalable for LLM Training (2025), whose scale of the step is used here.
"""

import hashlib
import io
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from course import data
from course.lessons.models.gpt import GPT, log_probabilities

# -- the two optimisers --------------------------------------------------------------------------------------


class AdamW:
    """Every weight goes by its average slope, measured in the usual size of its slopes: rare or frequent,
    about lr in each step.
    """

    def __init__(self, weights, decay):
        self.mean, self.square, self.decay, self.steps = (
            np.zeros_like(weights),
            np.zeros_like(weights),
            decay,
            0,
        )

    def step(self, weights, slope, lr, betas=(0.9, 0.98)):
        self.steps += 1
        self.mean += (1 - betas[0]) * (slope - self.mean)
        self.square += (1 - betas[1]) * (slope**2 - self.square)
        # both began at zero
        mean, square = self.mean / (1 - betas[0] ** self.steps), self.square / (1 - betas[1] ** self.steps)
        weights *= 1 - lr * self.decay
        weights -= lr * mean / (np.sqrt(square) + 1e-8)


class Muon:
    """Every matrix goes by its average slope, made orthogonal: no direction in it is preferred to another."""

    def __init__(self, weights, decay):
        self.mean, self.decay = np.zeros_like(weights), decay

    def step(self, weights, slope, lr, beta=0.95):
        self.mean += (1 - beta) * (slope - self.mean)
        ahead = beta * self.mean + (1 - beta) * slope  # where the average is going (Nesterov)
        weights *= 1 - lr * self.decay
        weights -= lr * 0.2 * weights.shape[-1] ** 0.5 * orthogonal(ahead)  # .2: the size of AdamW's steps


def orthogonal(matrices, steps=5):
    """The nearest orthogonal matrix to each of (m, C, C), roughly: singular values between .7 and 1.2, by
    Newton and Schulz's iteration.
    """
    X = matrices / (np.linalg.norm(matrices, axis=(1, 2), keepdims=True) + 1e-12)
    for _ in range(steps):
        A = X @ X.swapaxes(1, 2)
        X = 3.4445 * X + (-4.775 * A + 2.0315 * A @ A) @ X
    return X


def optimisers(gpt, slope, optimizer, lr):
    """What is to be done in a step, in pieces that do not depend on each other -> [(optimizer, weights, their
    slopes, learning rate)].
    """
    if optimizer not in ("muon", "adamw"):
        raise ValueError(f'optimizer is "muon" or "adamw", not {optimizer!r}')
    W, g = gpt.views(gpt.weights), gpt.views(slope)
    if optimizer == "adamw":
        lr = lr or 0.004
        tables = [(AdamW, W[name], g[name], lr, 0.1 * (name == "hidden")) for name in W]
    else:
        lr = lr or 0.007
        tables = [(AdamW, W[name], g[name], lr / 0.7, 0) for name in ("embedding", "output")]
        blocks, slopes = (v["hidden"].reshape(-1, *v["hidden"].shape[2:]) for v in (W, g))  # (12 L, C, C)
        tables += [(Muon, blocks[i : i + 6], slopes[i : i + 6], lr, 0.1) for i in range(0, len(blocks), 6)]
    return [(kind(weights, decay), weights, slopes, rate) for kind, weights, slopes, rate, decay in tables]


def schedule(done):
    """The share of the learning rate when this share of the training is done: warming up, steady, then down
    to zero.
    """
    return min(1, (done + 1e-3) / 0.02, (1 - done) / 0.7)


# -- the loop ------------------------------------------------------------------------------------------------


def parts_of(batch):
    """Which texts of a batch a thread takes at a time: halves, or quarters where there are four cores and
    more -> slices.

    It depends on the machine, and not on how many threads are asked for: float32 added up in another order
    gives another sum.
    """
    size = -(-batch // (4 if _cores() >= 4 else 2))
    return [slice(i, i + size) for i in range(0, batch, size)]


def train(
    gpt,
    ids,
    tokens=None,
    seconds=None,
    T=128,
    batch=16,
    lr=None,
    optimizer="muon",
    seed=0,
    clip=1.0,
    batch_of=None,
    gradient=None,
    threads=None,
    held_out=None,
    watch=None,
):
    """Train `gpt` on the text `ids` (N,) until `tokens` are read or `seconds` have passed -> history, a list
    of about a hundred records.

    A record: share `done`, `seconds`, `tokens`, the mean training `loss` since the last record, in nats; in
    every tenth also `held_out`, the mean loss on the ids `held_out`. watch(history) is called after each. lr:
    None for what suits the optimizer, "muon" or "adamw". clip: a longer gradient is shortened to this length.
    Same seed and tokens, same weights, with any number of threads (None: one a core). Yours instead of ours:
    batch_of(ids, starts, T) -> x, y (batch, T); gradient as in `GPT.slope`. ValueError if there is no bound,
    if the text is shorter than two windows, or if a function of yours returns something else.
    """
    ids = gpt._checked(ids)
    if not (tokens or seconds):
        raise ValueError("how long? Give `tokens` or `seconds`")
    if len(ids) <= 2 * T:
        raise ValueError(f"a text of {len(ids)} ids is too short for windows of {T}")
    starts_of = window_starts(len(ids), T, batch, np.random.default_rng(seed))
    parts = parts_of(batch)
    slopes = np.empty((len(parts), len(gpt.weights)), gpt.weights.dtype)  # a gradient for each part
    total = np.empty_like(gpt.weights)
    steps = optimisers(gpt, total, optimizer, lr)
    shares = np.array([len(range(batch)[part]) / batch for part in parts], total.dtype)
    history, losses, read, done, began = [], [], 0, 0, time.perf_counter()
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(min(threads or _cores(), len(parts))) as pool:
        while done < 1:
            x, y = _batch(batch_of, ids, next(starts_of), T)
            slope = [
                pool.submit(gpt.slope, x[part], y[part], gradient, out) for part, out in zip(parts, slopes)
            ]
            losses.append(sum(share * one.result()[0] for share, one in zip(shares, slope)))
            np.dot(shares, slopes, out=total)
            length = np.sqrt(total @ total)
            if length > clip:
                total *= clip / length
            rate = schedule(done)
            for moved in [pool.submit(one.step, W, g, rate * lr) for one, W, g, lr in steps]:
                moved.result()
            read += x.size
            before, done = (
                done,
                min(
                    1,
                    max(
                        read / tokens if tokens else 0,
                        (time.perf_counter() - began) / seconds if seconds else 0,
                    ),
                ),
            )
            if int(100 * done) > int(100 * before) or not history:
                record = {
                    "done": done,
                    "seconds": time.perf_counter() - began,
                    "tokens": read,
                    "loss": float(np.mean(losses)),
                }
                if held_out is not None and (int(10 * done) > int(10 * before) or not history):
                    record["held_out"] = float(-log_probabilities(gpt, held_out, T).mean())
                history.append(record)
                losses = []
                if watch:
                    watch(history)
    return history


def progress(history, out=None):
    """A `watch`: on a terminal a bar with the loss, elsewhere a line for every tenth."""
    out, now = out or sys.stdout, history[-1]
    text = f"{now['done']:4.0%}  {now['seconds']:5.0f} s  {now['tokens']:10,} tokens  loss {now['loss']:.3f}"
    text += f"  held out {now['held_out']:.3f}" if "held_out" in now else ""
    if out.isatty():
        filled = int(20 * now["done"])
        print(
            f"\r[{'#' * filled}{'.' * (20 - filled)}] {text:<70}",
            end="\n" if now["done"] == 1 else "",
            file=out,
            flush=True,
        )
    elif len(history) == 1 or int(10 * now["done"]) > int(10 * history[-2]["done"]):
        print(text, file=out, flush=True)


def window_starts(n, T, batch, rng):
    """Where the windows of each batch begin in n ids, for ever -> arrays (batch,): none overlaps another
    until all were read; then from another first place.
    """
    waiting = np.empty(0, int)
    while True:
        while len(waiting) < batch:
            waiting = np.append(waiting, rng.permutation(np.arange(rng.integers(T), n - T, T)))
        yield waiting[:batch]
        waiting = waiting[batch:]


def _batch(batch_of, ids, starts, T):
    if not batch_of:
        read_and_next = ids[starts[:, None] + np.arange(T + 1)]  # (batch, T + 1)
        return read_and_next[:, :-1], read_and_next[:, 1:]
    pair = batch_of(ids, starts, T)
    if not isinstance(pair, (tuple, list, np.ndarray)) or len(pair) != 2:
        raise ValueError(f"batch_of returns two arrays, x and y, not {type(pair).__name__}")
    x, y = map(np.asarray, pair)
    for name, array in (("x", x), ("y", y)):
        if array.shape != (len(starts), T) or array.dtype.kind not in "iu":
            raise ValueError(
                f"batch_of: {name} should be ids of shape {len(starts), T}; it is {array.dtype} of shape {array.shape}"
            )
    return x, y


def _cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# -- what was trained once is kept ---------------------------------------------------------------------------


def cached(gpt, ids, **recipe):
    """As `train(gpt, ids, **recipe)`; but if the same was trained before on this computer, its weights are
    loaded -> history.

    The same: model, first weights, text, recipe, and what your functions do with a small example.
    """
    trained = []

    def make():
        trained.append(train(gpt, ids, **recipe))
        return _arrays(gpt.weights, trained[0])

    saved = kept(_parts(gpt, ids, recipe), make, like=gpt.weights)
    if trained:
        return trained[0]
    gpt.weights[:], history = saved["weights"], _about(saved)
    print(f"Loaded: this was trained before on this computer, in {history[-1]['seconds']:.0f} seconds.")
    if recipe.get("watch"):
        recipe["watch"](history)
    return history


def kept(parts, make, like=None):
    """What make() returns, a dict of arrays; but if it was made before on this computer from the same parts,
    arrays and texts, it is loaded.

    The files are in the folder COURSE_CACHE, or `course` in XDG_CACHE_HOME or ~/.cache, and may be deleted. A
    damaged file is made again, with a line that says so; so is one whose "weights" are not of the shape of
    `like`. The transformer's and this module's source count among the parts.
    """
    key = hashlib.sha256()
    for part in [
        *parts,
        *(Path(__file__).with_name(name).read_bytes() for name in ("gpt.py", "training.py")),
    ]:
        part = part.encode() if isinstance(part, str) else part
        array = np.frombuffer(part, np.uint8) if isinstance(part, bytes) else np.ascontiguousarray(part)
        key.update(f"{array.dtype} {array.shape} ".encode())  # where a part ends, and the next begins
        key.update(array)
    path = cache_folder() / f"trained-{key.hexdigest()[:24]}.npz"
    try:
        with np.load(io.BytesIO(path.read_bytes())) as file:
            saved = dict(file)
        if like is not None and saved["weights"].shape != like.shape:
            raise ValueError("another model")
        return saved
    except FileNotFoundError:
        pass
    except Exception as error:  # whatever the bytes made numpy stumble over
        print(f"{path} is damaged ({type(error).__name__}): training again.")
    made = make()
    _keep(path, _file(made))
    return made


def _keep(path, content):
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_bytes(content)
        os.replace(beside, path)  # all of it or nothing
    except OSError as error:
        print(
            f"Could not save the weights in {path.parent} ({error.strerror}): next time they will be trained again."
        )


def cache_folder():
    """Where trained weights are kept."""
    if os.environ.get("COURSE_CACHE"):
        return Path(os.environ["COURSE_CACHE"])
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "course"


def pretrained(name):
    """A model that ships with the course, such as "speeches" -> GPT; `.about` says what it has read, with
    which ids, and how well it does.

    course.data.DataError if the file is missing or altered.
    """
    saved = np.load(io.BytesIO(data.read(f"weights/{name}.npz")))
    about = _about(saved)
    gpt = GPT(**about["model"])
    gpt.weights[:] = saved["weights"]
    gpt.about = about
    return gpt


def dump(weights, about):
    """Weights and plain data as the bytes of one file."""
    return _file(_arrays(weights, about))


def _arrays(weights, about):
    return {"weights": weights, "about": np.frombuffer(json.dumps(about).encode(), np.uint8)}


def _file(arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def _about(saved):
    return json.loads(saved["about"].tobytes())


def _parts(gpt, ids, recipe):
    """All that decides what comes out, for `kept`: a function is known by what it does."""
    plain = {
        name: value
        for name, value in recipe.items()
        if name not in ("watch", "threads", "held_out", "batch_of", "gradient")
    }
    model = [gpt.vocab, gpt.width, gpt.layers, gpt.heads, gpt.causal]
    ids, rng = np.asarray(ids), np.random.default_rng(0)
    parts = [
        json.dumps([model, plain], sort_keys=True),
        gpt.weights,
        np.asarray(ids, np.int64),
        b"" if recipe.get("held_out") is None else np.asarray(recipe["held_out"], np.int64),
    ]
    T, logits = recipe.get("T", 128), rng.normal(size=(5, gpt.vocab))
    starts, targets = rng.integers(max(1, len(ids) - T), size=3), rng.integers(gpt.vocab, size=5)
    P = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    for name, example in (("batch_of", (ids, starts, T)), ("gradient", (P, targets))):
        if recipe.get(name):
            made = recipe[name](*(np.copy(a) if isinstance(a, np.ndarray) else a for a in example))
            parts += [name, np.round(np.asarray(made, float), 6) + 0.0]  # + 0: minus zero is zero
    return parts
