"""How fast `course.lessons.models.bpe` learns: 256 merges on 180 kB of speeches, against loops that recount
all pairs at each merge.

    python benchmarks/bpe.py

Rounds are interleaved, so that a busy machine slows all of them alike; the table has the fastest round of
each.
"""

from collections import Counter
from itertools import pairwise
from time import perf_counter

from course.lessons import texts
from course.lessons.models import bpe

MERGES, SIZE, ROUNDS = 256, 180_000, 3


def textbook(texts, merges, alike=False):
    """Merges by recounting everything -> list of pairs. alike: equal pieces are kept once, with a weight."""
    cut = [piece for text in texts for piece in bpe.pieces(text)]
    weight = Counter(cut)
    pieces = (
        [(list(p.encode()), weight[p]) for p in weight] if alike else [(list(p.encode()), 1) for p in cut]
    )
    learned = []
    for new_id in range(256, 256 + merges):
        counts = Counter()
        for ids, n in pieces:
            for pair in pairwise(ids):
                counts[pair] += n
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        pieces = [(replace(ids, best, new_id), n) for ids, n in pieces]
        learned.append(best)
    return learned


def replace(ids, pair, new_id):
    out, i = [], 0
    while i < len(ids):
        hit = ids[i] == pair[0] and i + 1 < len(ids) and ids[i + 1] == pair[1]
        out.append(new_id if hit else ids[i])
        i += 1 + hit
    return out


def tokens(pairs):
    """The merges as bytes, which is what a Tokenizer keeps -> list of bytes."""
    token = [bytes([b]) for b in range(256)]
    for a, b in pairs:
        token.append(token[a] + token[b])
    return token


def main():
    text = " ".join(texts.speeches()[-10:])[:SIZE]
    ways = {
        "course.lessons.models.bpe": lambda: list(bpe.train([text], MERGES).ranks),
        "recount, equal pieces once": lambda: tokens(textbook([text], MERGES, alike=True)),
        "recount all pieces (textbook)": lambda: tokens(textbook([text], MERGES)),
    }
    seconds, results = {way: [] for way in ways}, {}
    for _ in range(ROUNDS):
        for way, run in ways.items():
            start = perf_counter()
            results[way] = run()
            seconds[way].append(perf_counter() - start)
    assert len({tuple(r) for r in results.values()}) == 1, "the ways disagree"
    best = min(seconds["course.lessons.models.bpe"])
    print(
        f"{MERGES} merges, {len(text.encode()):,} bytes, fastest of {ROUNDS} interleaved rounds, same merges\n"
    )
    print(f"{'':32}{'seconds':>9}{'times course.lessons.models.bpe':>19}")
    for way, taken in seconds.items():
        print(f"{way:32}{min(taken):9.3f}{min(taken) / best:19.1f}")


if __name__ == "__main__":
    main()
