"""How well and how fast the course's transformer learns a text file, beside counting, beside PyTorch, and by
size.

    python benchmarks/gpt.py FILE                    three minutes, or seven passes, on the first 90 % of the
                                                     characters, scored on the last 10 %
    python benchmarks/gpt.py FILE --tokens 1000000 --seeds 3
    python benchmarks/gpt.py speeches                the last million characters of the State of the Union, as
                                                     in 02-next-token
    python benchmarks/gpt.py --speed                 one thread against its own matrix product, and against
                                                     PyTorch if that is there
    python benchmarks/gpt.py --scaling               the table course/data/scaling.csv: loss by size of the
                                                     model and of the data
    python benchmarks/gpt.py --larger                the table course/data/larger.csv: four times the course's
                                                     GPT on three times its text (an hour of computing)

PyTorch is no dependency of the course: `pip install torch` into an environment of its own, for the comparison
alone.
"""

import argparse
import csv
import multiprocessing
import os
import platform
import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from course.lessons.models import ngram
from course.lessons.models.gpt import GPT, generate, log_probabilities
from course.lessons.models.training import optimisers, parts_of, progress, train
from course.lessons.texts import speeches

SCALING, LARGER = (
    Path(__file__).parents[1] / "course" / "data" / name for name in ("scaling.csv", "larger.csv")
)
# times that a text is read at most, if --tokens says nothing: a fast machine would read it more often, and
# learn it by heart
PASSES = 7
# characters at the start of the training text that choose the mixture's weight; only the final count sees
# them (at its end
PIECE = 20_000
# a play of tinyshakespeare begins that goes on in the held-out tenth: without that
# beginning the names in it would be new)


def characters(name):
    """A text file, or the speeches -> ids for training, ids held out, symbols."""
    text = "\n".join(speeches())[-1_000_000:] if name == "speeches" else Path(name).read_text("utf-8")
    symbols = sorted(set(text))
    ids = np.searchsorted(symbols, list(text)).astype(np.uint8 if len(symbols) < 256 else np.int64)
    cut = len(ids) * 9 // 10
    return ids[:cut], ids[cut:], symbols


def processor():
    """The processor's name, as far as the system knows it."""
    try:
        return next(
            line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")
        )
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def machine():
    """The processor's name, the kind of processor that its matrix product is written for, and how busy it is."""
    kernel = (
        next((info.get("architecture") for info in threadpool_info() if info["user_api"] == "blas"), None)
        or "an unknown one"
    )
    return f"{processor()}, matrix product for {kernel}" + (
        f" (load {os.getloadavg()[0]:.1f})" if hasattr(os, "getloadavg") else ""
    )


def as_on_a_laptop(avx2=False):
    """Where a matrix product is prescribed, run this command once more without that: numpy then takes the one
    that suits the processor, as on a student's machine.

    avx2: without AVX-512, which most laptops lack; PyTorch is asked for the same.
    """
    wanted = (
        {
            "OPENBLAS_CORETYPE": "Haswell",
            "ATEN_CPU_CAPABILITY": "avx2",
            "MKL_ENABLE_INSTRUCTIONS": "AVX2",
            "ONEDNN_MAX_CPU_ISA": "AVX2",
        }
        if avx2
        else {}
    )
    rest = {
        name: value
        for name, value in os.environ.items()
        if name not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
    } | wanted
    if rest != dict(os.environ):
        sys.exit(subprocess.run([sys.executable, *sys.argv], env=rest).returncode)


def peak():
    """The most memory that this process has had, in MB."""
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def mixed(model, counts, w):
    """Mean loss of w parts of the model and 1 - w of the counts, from their log-probabilities."""
    return -np.logaddexp(np.log(w) + model, np.log(1 - w) + counts).mean()


def record(path, rows, about):
    """Write a table that ships with the course, what it is and where it was measured above it."""
    with open(path, "w", newline="") as file:
        file.write(f"# {about}\n# {date.today()}, {processor()}\n")
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


# -- how well ------------------------------------------------------------------------------------------------


def learn(options):
    known, new, symbols = characters(options.file)
    piece, fit_on, V = known[:PIECE], known[PIECE:], len(symbols)
    order = min(options.order, 64 // V.bit_length())
    some = ngram.log_probabilities(ngram.fit(fit_on, order, V), piece)
    floor = ngram.log_probabilities(ngram.fit(known, order, V), new)
    print(f"{machine()}; {len(known):,} characters to learn from, {len(new):,} held out, {V} different ones")
    print(
        f"width {options.width}, {options.layers} layers, {options.heads} heads, windows of {options.window}, batches of {options.batch}, {options.optimizer}; "
        f"counting to n = {order}: {-floor.mean():.4f} nats"
    )
    print(
        "seed      tokens   wall (s)    CPU (s)   training   held out   on windows of 256   weight   mixed (and of 256)   peak (MB)"
    )
    for seed in range(options.seeds):
        gpt = GPT(V, options.width, options.layers, options.heads, seed=seed)
        began = time.process_time()
        history = train(
            gpt,
            fit_on,
            options.tokens or PASSES * len(fit_on),
            options.seconds,
            options.window,
            options.batch,
            options.lr,
            options.optimizer,
            seed,
            threads=options.threads,
            watch=progress if options.watch else None,
        )
        spent, last = time.process_time() - began, history[-1]
        own = log_probabilities(gpt, piece)
        w = min(np.arange(0.05, 1, 0.05), key=lambda w: mixed(own, some, w))
        short, long = (log_probabilities(gpt, new, T) for T in (128, 256))
        print(
            f"{seed:4} {last['tokens']:11,} {last['seconds']:10.1f} {spent:10.1f} {last['loss']:10.4f} {-short.mean():10.4f} {-long.mean():19.4f} "
            f"{w:8.2f} {mixed(short, floor, w):11.4f} {mixed(long, floor, w):8.4f} {peak():11.0f}",
            flush=True,
        )


# -- how fast ------------------------------------------------------------------------------------------------

V, C, L, H, T, B = 65, 128, 2, 4, 128, 16


def operations(tokens):
    """Multiplications and additions of one forward and backward pass: six for a weight and a token, twelve
    for C in each pair of places.
    """
    return tokens * (6 * (12 * L * C**2 + V * C) + 12 * L * C * T)


def interleaved(*calls, rounds=40, clock=time.thread_time):
    """The calls in turn, so that a busy machine is busy for all -> list of seconds for each.

    Each is called once unmeasured before it is measured: what the others left in the cache is nothing of its
    own.
    """
    spent = [[] for _ in calls]
    for _ in range(rounds):
        for call, seconds in zip(calls, spent):
            call()
            began = clock()
            call()
            seconds.append(clock() - began)
    return spent


def a_batch():
    """A transformer, a batch for it, and a function for its forward and backward pass: a part of the texts at
    a time, as in training, each by `map`.
    """
    rng = np.random.default_rng(0)
    gpt = GPT(V, C, L, H)
    gpt.weights += rng.normal(size=len(gpt.weights)).astype(np.float32) * 0.02
    x, y = rng.integers(V, size=(2, B, T))
    parts = parts_of(B)
    into = np.empty((len(parts), len(gpt.weights)), np.float32)
    return (
        gpt,
        x,
        y,
        lambda map=map: list(map(lambda part, out: gpt.slope(x[part], y[part], out=out), parts, into)),
    )


def passes(rounds):
    """In a process of its own: batches one after the other -> seconds of wall time, the least for one."""
    *_, slopes = a_batch()
    with threadpool_limits(1, "blas"):
        return min(interleaved(slopes, rounds=rounds, clock=time.perf_counter)[0])


def speed(options):
    gpt, x, y, slopes = a_batch()
    matrix, product = (
        np.random.default_rng(0).normal(size=(1024, 1024)).astype(np.float32),
        np.empty((1024, 1024), np.float32),
    )
    print(f"{machine()}; numpy {np.__version__}")
    print(
        f"width {C}, {L} layers, {H} heads, {V} symbols, windows of {T}, batches of {B}, {len(parts_of(B))} parts"
    )
    with threadpool_limits(1, "blas"):
        theirs = torch_slope(gpt, x, y)
        calls = [lambda: np.matmul(matrix, matrix, out=product), slopes] + ([theirs] if theirs else [])
        spent = interleaved(*calls)
        best = 2 * 1024**3 / min(spent[0])
        share = [operations(B * T) / b / (2 * 1024**3 / a) for a, b in zip(*spent[:2])]
        print(f"matrix product, one thread           {best / 1e9:8.0f} GF/s at best")
        print(
            f"forward and backward, one thread     {B * T / statistics.median(spent[1]):8,.0f} tokens/s of processor time; "
            f"{statistics.median(share):.2f} of the matrix product beside it, {operations(B * T) / min(spent[1]) / best:.2f} best against best"
        )
        if theirs:
            ratio = [b / a for a, b in zip(*spent[1:])]
            print(
                f"PyTorch, the same, one thread        {B * T / statistics.median(spent[2]):8,.0f} tokens/s; ours is {statistics.median(ratio):.2f} times as fast"
            )
        with ThreadPoolExecutor(2) as pool:
            one, two = interleaved(slopes, lambda: slopes(pool.map), rounds=150, clock=time.perf_counter)
        print(
            f"two threads                          {B * T / min(two):8,.0f} tokens/s of wall time; {min(one) / min(two):.2f} times one, best against best, "
            f"{statistics.median(a / b for a, b in zip(one, two)):.2f} median (an idle machine is needed)"
        )
        with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
            list(pool.map(passes, (1, 1)))  # so that both have started before either is measured
            both = list(pool.map(passes, (150, 150)))
        print(
            f"two processes, a batch each          {sum(B * T / one for one in both):8,.0f} tokens/s; {sum(min(one) / own for own in both):.2f} times one: "
            "what this machine allows"
        )
        out = np.empty_like(gpt.weights)
        gpt.slope(x, y, out=out)
        for name in ("muon", "adamw"):
            steps = optimisers(gpt, out, name, 1e-6)
            batch, step = map(
                statistics.median,
                interleaved(
                    slopes, lambda steps=steps: [one.step(W, g, lr) for one, W, g, lr in steps], rounds=20
                ),
            )
            print(f"a step of {name:26} {1e3 * step:8.1f} ms; {step / (batch + step):.0%} of the training")
        began = time.thread_time()
        generate(gpt, [0], 2_000)
        print(
            f"writing, with cache                  {2_000 / (time.thread_time() - began):8,.0f} tokens/s of processor time"
        )
    print(f"memory so far                        {peak():8.0f} MB")


def torch_slope(gpt, x, y):
    """The same model in PyTorch: a function that does a forward and a backward pass; None if PyTorch is not
    there.
    """
    try:
        import torch
        from torch.nn import functional as F
    except ImportError:
        print("PyTorch is not installed here: no comparison (pip install torch)")
        return None
    torch.set_num_threads(1)
    E, W, out = (torch.tensor(view.copy(), requires_grad=True) for view in gpt.views(gpt.weights).values())
    ids, targets = torch.tensor(x), torch.tensor(y).ravel()
    distance = torch.arange(T)[:, None] - torch.arange(T)
    bias = (-distance * 2.0 ** -torch.linspace(1, 7, H)[:, None, None]).masked_fill(distance < 0, -torch.inf)[
        None
    ]

    def norm(a):
        return F.rms_norm(a, (C,), eps=1e-6)

    def shift(a):
        c = C // 4
        return torch.cat(
            [F.pad(a[:, :-1, :c], (0, 0, 1, 0)), F.pad(a[:, :-2, c : 2 * c], (0, 0, 2, 0)), a[:, :, 2 * c :]],
            -1,
        )

    def slope():
        E.grad = W.grad = out.grad = None
        a = F.embedding(ids, norm(E))
        for layer in range(L):
            qkv = shift(norm(a)) @ W[layer, :3].reshape(3 * C, C).T
            q, k, v = qkv.view(B, T, 3, H, C // H).permute(2, 0, 3, 1, 4)
            a = (
                a
                + F.scaled_dot_product_attention(q, k, v, attn_mask=bias).transpose(1, 2).reshape(B, T, C)
                @ W[layer, 3]
            )
            up = F.relu(shift(norm(a)) @ W[layer, 4:8].reshape(4 * C, C).T)
            a = a + up.square() @ W[layer, 8:].reshape(4 * C, C)
        loss = F.cross_entropy((norm(a) @ out).view(-1, V), targets)
        loss.backward()
        return loss.item(), torch.cat([one.grad.ravel() for one in (E, W, out)]).numpy()

    ours, theirs = gpt.slope(x, y), slope()
    difference = np.abs(ours[1] - theirs[1]).max() / np.abs(ours[1]).max()
    print(
        f"PyTorch {torch.__version__}, the same model: loss {theirs[0]:.5f}, ours {ours[0]:.5f}; "
        f"the gradients differ by {difference:.0e} of the largest slope at most"
    )
    return slope


# -- by size -------------------------------------------------------------------------------------------------

GRID = [
    (width, tokens) for tokens in (250_000, 1_000_000, 4_000_000) for width in (16, 24, 32, 48, 64, 96, 128)
]


def scaling(options):
    """One model for each width and number of tokens, on the speeches; one row each."""
    known, new, symbols = characters("speeches")
    rows = []
    for width, tokens in GRID:
        gpt, began = GPT(len(symbols), width, 2, max(2, width // 32)), time.process_time()
        history = train(gpt, known, tokens=tokens, T=64, batch=8, threads=options.threads)
        nats = -log_probabilities(gpt, new, 64).mean()
        rows.append(
            {
                "width": width,
                "parameters": len(gpt.weights),
                "tokens": history[-1]["tokens"],
                "nats": f"{nats:.4f}",
                "training": f"{history[-1]['loss']:.4f}",
                "cpu_seconds": f"{time.process_time() - began:.1f}",
            }
        )
        print(*rows[-1].values(), flush=True)
    record(
        SCALING,
        rows,
        "python benchmarks/gpt.py --scaling: one model a row, 2 layers, seed 0, windows of 64, batches of 8, Muon; trained on the first 900,000 of the last\n"
        "# million characters of the speeches until `tokens` were read; `nats`: mean loss on the 100,000 held out; `training`: on the last hundredth of the training",
    )


def first_letters(characters):
    """Which of them begin a word, of letters and apostrophes -> (n,), true or false."""
    inside = np.array([c.isalpha() or c in "'’" for c in characters])
    return inside & ~np.concatenate([[False], inside[:-1]])


def written(gpt, symbols, begun="My fellow Americans, "):
    """What it writes after the words that the notebook begins with, with the notebook's seed and temperature,
    in a line.
    """
    return "".join(
        symbols[i] for i in generate(gpt, [symbols.index(c) for c in begun], 150, rng=1, temperature=0.7)
    ).replace("\n", " ")


def larger(options, characters=2_700_000, width=256, heads=8, tokens=16_000_000):
    """All three grow at once: more parameters, more of the speeches, more reading; and counting on the same
    text. One row.
    """
    text = "\n".join(speeches())
    symbols = sorted(set(text))
    ids = np.searchsorted(symbols, list(text))
    known, new = ids[-100_000 - characters : -100_000], ids[-100_000:]
    gpt, began = GPT(len(symbols), width, 2, heads), time.process_time()
    history = train(
        gpt,
        known,
        tokens=options.tokens or tokens,
        threads=options.threads,
        watch=progress if options.watch else None,
    )
    spent = time.process_time() - began
    network, counting = (
        -log_probabilities(gpt, new),
        -ngram.log_probabilities(ngram.fit(known, 8, len(symbols)), new),
    )
    first = first_letters([symbols[i] for i in new])
    row = {
        "characters": len(known),
        "parameters": len(gpt.weights),
        "tokens": history[-1]["tokens"],
        "network": f"{network.mean():.4f}",
        "training": f"{history[-1]['loss']:.4f}",
        "counting": f"{counting.mean():.4f}",
        "network_first": f"{network[first].mean():.4f}",
        "counting_first": f"{counting[first].mean():.4f}",
        "cpu_seconds": f"{spent:.0f}",
        "writes": written(gpt, symbols),
    }
    print(*row.values())
    if not options.tokens:  # a shorter one only shows that it runs
        record(
            LARGER,
            [row],
            f"python benchmarks/gpt.py --larger: a model of width {width}, 2 layers and {heads} heads, seed 0, windows of 128, batches of 16, Muon, and counting\n"
            "# (n = 8), both on the last characters of the speeches but for the 100,000 held out, on which `network` and `counting` are their losses (nats a character),\n"
            "# `…_first` at the first letters of words; `writes`: after `My fellow Americans, `, 150 characters, seed 1, temperature .7",
        )


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("file", nargs="?", help="a text file in UTF-8, or `speeches`")
    parse.add_argument("--speed", action="store_true", help="how fast instead of how well")
    parse.add_argument("--avx2", action="store_true", help="as on a processor without AVX-512")
    parse.add_argument("--scaling", action="store_true", help="write the table of losses by size")
    parse.add_argument(
        "--larger",
        action="store_true",
        help="write the losses of a larger model, and of counting, on more text",
    )
    parse.add_argument("--tokens", type=int, help="train on so many characters")
    parse.add_argument(
        "--seconds",
        type=float,
        help="train for so many seconds of wall time (default: 180, if --tokens is not given)",
    )
    parse.add_argument("--seeds", type=int, default=1, help="how many trainings (default: %(default)s)")
    parse.add_argument("--width", type=int, default=128)
    parse.add_argument("--layers", type=int, default=2)
    parse.add_argument("--heads", type=int, default=4)
    parse.add_argument("--window", type=int, default=128)
    parse.add_argument("--batch", type=int, default=16)
    parse.add_argument("--lr", type=float)
    parse.add_argument("--optimizer", default="muon")
    parse.add_argument("--order", type=int, default=7, help="of the counting model (default: %(default)s)")
    parse.add_argument("--threads", type=int, default=2)
    parse.add_argument("--watch", action="store_true", help="print the progress of each training")
    options = parse.parse_args()
    if not options.tokens and not options.seconds:
        options.seconds = 180
    if options.speed:
        speed(options)
    elif options.scaling:
        scaling(options)
    elif options.larger:
        larger(options)
    elif options.file:
        learn(options)
    else:
        parse.error("which file? Or --speed, --scaling or --larger")


if __name__ == "__main__":
    as_on_a_laptop("--avx2" in sys.argv)
    main()
