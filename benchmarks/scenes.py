"""How well the course's GPT learns to draw and to tell, from one running text: over seeds, by temperature,
and where it cannot succeed.

    python benchmarks/scenes.py                     three seeds, one core, about two minutes
    python benchmarks/scenes.py --seeds 1
"""

import argparse
import os
import tempfile

# one core; nothing is loaded
os.environ["OPENBLAS_NUM_THREADS"], os.environ["COURSE_CACHE"] = "1", tempfile.mkdtemp()

import numpy as np  # noqa: E402
from gpt import machine  # noqa: E402

from course.lessons.models.gpt import GPT  # noqa: E402
from course.lessons.models.training import train  # noqa: E402
from course.lessons.worlds import scenes  # noqa: E402

# for the last line: its color is known, its shape is known, and the two are never seen together
NEVER = "pink heart"


def trained(seed, known, book, pictures, tokens):
    """A GPT that has read so many pictures of known captions, in both directions -> it, and the record of its
    training.
    """
    rng, end = np.random.default_rng(seed), scenes.FIRST_CODE + len(book)
    read = [known[i] for i in rng.integers(len(known), size=pictures)]
    codes = scenes.encoded(np.array([scenes.draw(caption, rng) for caption in read]), book)
    text = scenes.running_text(scenes.library(read, codes), end, rng)
    gpt = GPT(vocab=end + 1, width=96, seed=seed)
    return gpt, train(gpt, text, tokens=tokens, T=64, lr=0.01, seed=seed, threads=1)[-1]


def same(said, asked):
    """Share of the captions that are right, in per cent."""
    return 100 * np.mean([a == b for a, b in zip(said, asked)])


def examined(gpt, book, asked, rng):
    """Captions right, and drawings recognized by the model itself and by comparing, at temperatures .7 and 1
    -> five shares in per cent.
    """
    drawn = np.array([scenes.draw(caption, rng) for caption in asked])
    shares = [same(scenes.tell(gpt, scenes.encoded(drawn, book)), asked)]
    for temperature in (0.7, 1):
        codes = scenes.paint(gpt, asked, rng, temperature)
        shares += [
            same(scenes.tell(gpt, codes), asked),
            same(map(scenes.recognize, scenes.decoded(codes, book)), asked),
        ]
    return shares


def row(name, record, shares):
    print(
        f"{name:12} {record['seconds']:8.1f} {record['tokens']:9,} {record['loss']:6.3f} "
        + "".join(f"{share:10.1f}" for share in shares),
        flush=True,
    )


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--seeds", type=int, default=3)
    parse.add_argument("--pictures", type=int, default=16_000)
    parse.add_argument("--tokens", type=int, default=750_000)
    parse.add_argument("--codes", type=int, default=192)
    options = parse.parse_args()
    print(f"{machine()}; {options.pictures:,} pictures of known captions, {options.codes} codes")
    print(f"{'':39}{'captions':>10}{'drawn at .7, seen by':>20}{'drawn at 1, seen by':>20}")
    print(
        f"{'':12} {'seconds':>8} {'tokens':>9} {'loss':>6} {'right (%)':>10}{'itself':>10}{'comparing':>10}{'itself':>10}{'comparing':>10}"
    )
    for seed in range(options.seeds):
        known, new = scenes.split(seed)
        book = scenes.codebook(options.codes, seed)
        gpt, record = trained(seed, known, book, options.pictures, options.tokens)
        row(f"seed {seed}", record, examined(gpt, book, new, np.random.default_rng(seed)))

    never = [caption for caption in scenes.captions() if NEVER in caption]
    known = [caption for caption in scenes.split(0)[0] if NEVER not in caption]
    book = scenes.codebook(options.codes, 0, known)
    gpt, record = trained(0, known, book, options.pictures, options.tokens)
    row(NEVER, record, examined(gpt, book, never, np.random.default_rng(0)))

    print("\ncodes   mean squared error   recognized after coding (%)")
    captions, rng = scenes.captions(), np.random.default_rng(0)
    pictures = np.array([scenes.draw(caption, rng) for caption in captions])
    for K in (8, 32, 192):
        back = scenes.decoded(scenes.encoded(pictures, book := scenes.codebook(K)), book)
        print(
            f"{K:5}   {((back - pictures) ** 2).mean():18.5f}   {same(map(scenes.recognize, back), captions):27.1f}"
        )
    print(f"  all   {0:18.5f}   {same(map(scenes.recognize, pictures), captions):27.1f}")


if __name__ == "__main__":
    main()
