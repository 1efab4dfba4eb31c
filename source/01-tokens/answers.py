"""Other right answers to 01-tokens: what must get full marks as well."""
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
