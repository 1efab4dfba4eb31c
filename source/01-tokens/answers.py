"""Other right answers to 01-tokens: what must get full marks as well."""
import codecs
import heapq
import re
from collections import Counter, defaultdict
from functools import reduce
from itertools import chain, pairwise

import numpy as np
import tiktoken

from course.exercise.mistakes import right


def best_pair(counts):
    """As the notebook gives it."""
    often = max(counts.values())
    return min(pair for pair in counts if counts[pair] == often)


@right("words_per_token")
def by_pattern(text, encoding):
    return len(re.findall(r"\S+", text)) / len(tiktoken.get_encoding(encoding).encode(text))


@right("words_per_token")
def by_counting(text, encoding):
    words = sum(1 for _ in text.split())
    return np.divide(words, len(tiktoken.get_encoding(encoding).encode_ordinary(text)))


@right("split")
def from_bytes(text, encoding):
    encoding = tiktoken.get_encoding(encoding)
    return [token.decode() for token in encoding.decode_tokens_bytes(encoding.encode(text))]


@right("split")
def by_offsets(text, encoding):
    encoding = tiktoken.get_encoding(encoding)
    text, starts = encoding.decode_with_offsets(encoding.encode(text))
    return [text[a:b] for a, b in pairwise([*starts, len(text)])]


@right("ing_share")
def by_unpacking(splits):
    found = 0
    for split in splits:
        match split:
            case [_, "ing"]:
                found += 1
    return found / len(splits)


@right("ing_share")
def by_mean(splits):
    return np.mean([len(s) == 2 and s[-1] == "ing" for s in splits])


@right("count_pairs")
def by_counter(pieces):
    return Counter(chain.from_iterable(map(pairwise, pieces)))


@right("count_pairs")
def by_index(pieces):
    counts = defaultdict(int)
    for ids in pieces:
        for i in range(len(ids) - 1):
            counts[ids[i], ids[i + 1]] += 1
    return counts


@right("count_pairs")
def with_if(pieces):
    counts = {}
    for ids in pieces:
        for i in range(len(ids) - 1):
            pair = (ids[i], ids[i + 1])
            if pair in counts:
                counts[pair] += 1
            else:
                counts[pair] = 1
    return counts


@right("merge")
def item_by_item(ids, pair, new_id):
    merged = []
    i = 0
    while i < len(ids):
        if i < len(ids) - 1 and ids[i] == pair[0] and ids[i + 1] == pair[1]:
            merged.append(new_id)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


@right("merge")
def with_zip(ids, pair, new_id):
    merged, skip = [], False
    for here, after in zip(ids, [*ids[1:], None]):
        if skip:
            skip = False
        elif (here, after) == pair:
            merged.append(new_id)
            skip = True
        else:
            merged.append(here)
    return merged


@right("merge")
def by_recursion(ids, pair, new_id):
    if not ids:
        return []
    if tuple(ids[:2]) == pair:
        return [new_id, *by_recursion(ids[2:], pair, new_id)]
    return [ids[0], *by_recursion(ids[1:], pair, new_id)]


@right("merge")
def with_numpy(ids, pair, new_id):
    ids = np.array(ids, int)
    taken, keep = np.zeros(len(ids), bool), np.ones(len(ids), bool)
    for i in np.flatnonzero((ids[:-1] == pair[0]) & (ids[1:] == pair[1])):
        if keep[i]:
            taken[i], keep[i + 1] = True, False
    return np.where(taken, new_id, ids)[keep].tolist()


@right("train")
def by_sorting(pieces, n, count, merge):
    merges = []
    while len(merges) < n and (counts := count(pieces)):
        (pair, _), *_ = sorted(sorted(counts.items()), key=lambda item: item[1], reverse=True)
        merges.append(pair)
        pieces = [merge(ids, pair, 255 + len(merges)) for ids in pieces]
    return merges


@right("train")
def by_a_heap(pieces, n, count, merge):
    merges = []
    for i in range(n):
        heap = [(-often, pair) for pair, often in count(pieces).items()]
        if not heap:
            return merges
        heapq.heapify(heap)
        _, best = heapq.heappop(heap)
        pieces = list(map(lambda ids: merge(ids, best, 256 + i), pieces))
        merges.append(best)
    return merges


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


@right("words_per_token")
def words_per_token_from_its_beginning(text, encoding):
    ids = tiktoken.get_encoding(encoding).encode(text)
    words = text.split()
    return len(words) / len(ids)


@right("train")
def train_from_its_beginning(pieces, n, count, merge):
    learned = []
    for new_id in range(256, 256 + n):
        counts = count(pieces)
        if not counts:
            break
        best = best_pair(counts)
        learned.append(best)
        new_pieces = []
        for ids in pieces:
            new_pieces.append(merge(ids, best, new_id))
        pieces = new_pieces
    return learned


@right("train")
def train_by_a_search_of_its_own(pieces, n, count, merge):
    merges = []
    for new_id in range(256, 256 + n):
        counts = count(pieces)
        best = None
        for pair in counts:
            if best is None or (counts[pair] > counts[best] or counts[pair] == counts[best] and pair < best):
                best = pair
        if best is None:
            break
        merges.append(best)
        pieces = [merge(ids, best, new_id) for ids in pieces]
    return merges


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


@right("apply_merges")
def merges_by_reduce(ids, merges, merge):
    return reduce(lambda done, numbered: merge(done, numbered[1], 256 + numbered[0]), enumerate(merges), list(ids))


@right("apply_merges")
def merges_by_their_places(ids, merges, merge):
    done = list(ids)
    for k in range(len(merges)):
        if len(done) > 1:
            done = merge(done, merges[k], 256 + k)
    return done


@right("apply_merges")
def merges_from_its_beginning(ids, merges, merge):
    new_id = 256
    for pair in merges:
        ids = merge(ids, pair, new_id)
        new_id = new_id + 1
    return ids


@right("apply_merges")
def merges_until_nothing_changes(ids, merges, merge):
    before = None
    while before != ids:
        before = ids
        for new_id, pair in enumerate(merges, 256):
            ids = merge(ids, pair, new_id)
    return ids
