"""How well and how fast the course's counting model predicts a text file: one line an order.

python benchmarks/ngram.py FILE                  the first 90 % of the characters are counted, the last 10
                                                 % predicted
python benchmarks/ngram.py FILE --items          one item a line: nine of ten lines are counted (shuffled,
                                                 seed 0), the tenth predicted
python benchmarks/ngram.py speeches              the State of the Union, the first 10 million characters
python benchmarks/ngram.py names --items         5,163 American first names, each once
"""

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np

from course.lessons.models import ngram
from course.lessons.texts import first_names, speeches


def split(text, items):
    """Nine tenths to count, one tenth to predict -> (str, str)."""
    if not items:
        return text[: len(text) * 9 // 10], text[len(text) * 9 // 10 :]
    lines = [line + "\n" for line in text.splitlines()]
    order = np.random.default_rng(0).permutation(len(lines))
    cut = len(lines) * 9 // 10
    return "".join(lines[i] for i in order[:cut]), "".join(lines[i] for i in order[cut:])


def codes(text):
    """The code point of every character -> (N,) uint32."""
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("file", help="a text file in UTF-8, or `speeches`, or `names`")
    parse.add_argument(
        "--items", action="store_true", help="one item a line; no context reaches over a line break"
    )
    parse.add_argument("--orders", default="2,3,4,5,6,7,8,9", help="which orders (default: %(default)s)")
    options = parse.parse_args()
    built_in = {
        "speeches": lambda: "\n".join(speeches())[:10_000_000],
        "names": lambda: "\n".join(first_names()) + "\n",
    }
    text = built_in.get(options.file, lambda: Path(options.file).read_text("utf-8"))()
    symbols = np.unique(codes(text))  # (V,)
    known, new = (
        np.searchsorted(symbols, codes(part)).astype(np.uint8 if len(symbols) < 256 else np.uint32)
        for part in split(text, options.items)
    )
    ends = int(np.searchsorted(symbols, ord("\n"))) if options.items else None
    print(f"{len(known):,} characters counted, {len(new):,} predicted, {len(symbols)} different ones")
    print("order   nats/char   bits/char   perplexity   count (s)   score (s)   peak (MB)")
    for order in map(int, options.orders.split(",")):
        if order > 64 // len(symbols).bit_length():
            print(f"{order:5}   does not fit into 64 bits")
            continue
        began = time.perf_counter()
        model = ngram.fit(known, order, len(symbols), ends)
        counted = time.perf_counter()
        nats = -ngram.log_probabilities(model, new).mean()
        scored = time.perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        print(
            f"{order:5} {nats:11.4f} {nats / np.log(2):11.4f} {np.exp(nats):12.2f} {counted - began:11.2f} {scored - counted:11.2f} {peak:11.0f}"
        )


if __name__ == "__main__":
    main()
