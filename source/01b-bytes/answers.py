"""Other right answers to 01b-bytes: what must get full marks as well."""
import codecs
from itertools import pairwise

import numpy as np

from course.exercise.mistakes import right


@right("vocabulary")
def by_recursion_of_ids(merges):
    def token(i):
        return bytes([i]) if i < 256 else token(merges[i - 256][0]) + token(merges[i - 256][1])
    return {i: token(i) for i in range(256 + len(merges))}


@right("vocabulary")
def by_a_list(merges):
    tokens = [i.to_bytes(1, "big") for i in range(256)]
    for pair in merges:
        tokens.append(b"".join(tokens[i] for i in pair))
    return dict(enumerate(tokens))


@right("decode")
def by_a_loop(ids, vocab):
    raw = b""
    for i in ids:
        raw += vocab[i]
    return str(raw, "utf-8", "replace")


@right("decode")
def bit_by_bit(ids, vocab):
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    return "".join(decoder.decode(vocab[i]) for i in ids) + decoder.decode(b"", final=True)


@right("encode")
def by_scanning(piece, ranks):
    parts = [piece[i:i + 1] for i in range(len(piece))]
    while True:
        best, at = None, None
        for i in range(len(parts) - 1):
            rank = ranks.get(parts[i] + parts[i + 1])
            if rank is not None and (best is None or rank < best):
                best, at = rank, i
        if at is None:
            return [ranks[part] for part in parts]
        parts = parts[:at] + [parts[at] + parts[at + 1]] + parts[at + 2:]


@right("encode")
def by_recursion_of_parts(piece, ranks):
    def join(parts):
        found = [(ranks[a + b], i) for i, (a, b) in enumerate(pairwise(parts)) if a + b in ranks]
        if not found:
            return parts
        _, i = min(found)
        return join((*parts[:i], parts[i] + parts[i + 1], *parts[i + 2:]))
    return [ranks[part] for part in join(tuple(bytes([byte]) for byte in piece))]


@right("encode")
def all_of_a_rank_at_once(piece, ranks):
    parts = [bytes([byte]) for byte in piece]
    while pairs := [a + b for a, b in pairwise(parts) if a + b in ranks]:
        best, joined = min(pairs, key=ranks.get), []
        while parts:
            width = 2 if b"".join(parts[:2]) == best and len(parts) > 1 else 1
            joined.append(b"".join(parts[:width]))
            parts = parts[width:]
        parts = joined
    return [ranks[part] for part in parts]


@right("cost")
def in_two_parts(tokens_in, tokens_out, price_in, price_out):
    sent = tokens_in / 1e6 * price_in
    back = tokens_out / 1e6 * price_out
    return sent + back


@right("cost")
def by_dot_product(tokens_in, tokens_out, price_in, price_out):
    return np.dot([tokens_in, tokens_out], [price_in, price_out]) * 1e-6


@right("vocabulary")
def vocabulary_from_its_beginning(merges):
    vocab = {}
    for i in range(256):
        vocab[i] = bytes([i])
    for first, second in merges:
        vocab[len(vocab)] = vocab[first] + vocab[second]
    return vocab


@right("decode")
def decode_from_its_beginning(ids, vocab):
    whole = b""
    for i in ids:
        whole = whole + vocab[i]
    return whole.decode("utf-8", errors="replace")


@right("encode")
def encode_from_its_beginning(piece, ranks):
    parts = [bytes([byte]) for byte in piece]
    while True:
        best = None
        lowest = float("inf")
        for i in range(len(parts) - 1):
            joined = parts[i] + parts[i + 1]
            if joined in ranks and ranks[joined] < lowest:
                best = i
                lowest = ranks[joined]
        if best is None:
            ids = []
            for part in parts:
                ids.append(ranks[part])
            return ids
        parts[best] = parts[best] + parts[best + 1]
        del parts[best + 1]
