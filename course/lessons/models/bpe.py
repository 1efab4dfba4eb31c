"""Byte-pair encoding, fast: a merge changes few counts, so correct those and recount nothing.

    >>> tokenizer = train(["low lower lowest"], 3)
    >>> [tokenizer.decode_single_token_bytes(i) for i in tokenizer.encode("lowest")]
    [b'low', b'e', b's', b't']

A text is cut into pieces first, and pairs never cross from one piece to the next. Equal pieces are one piece
with a weight, the most frequent pair waits at the top of a heap, and each pair knows in which pieces it
stands.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import groupby, pairwise

import regex
import tiktoken

# GPT-2's rule for cutting (github.com/openai/tiktoken, openai_public.py, MIT): endings like 's, words,
# numbers,
# signs, each with the space before it; then runs of white space, which leave their last space to the next
# word.
SPLIT = regex.compile(r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+""")


def pieces(text):
    """Cut `text` as GPT-2 does -> list of str that join to the text again.

    pieces("It's 9 o'clock") -> ['It', "'s", ' 9', ' o', "'", 'clock']
    """
    return SPLIT.findall(text)


@dataclass(frozen=True)
class Tokenizer:
    """Token bytes and their ids: tiktoken encodes and decodes with them.

    ranks: dict bytes -> id. It must hold all 256 single bytes; then there is no text that it cannot encode.
    """

    ranks: dict

    @cached_property
    def _encoding(self):
        return tiktoken.Encoding(
            "course", pat_str=SPLIT.pattern, mergeable_ranks=self.ranks, special_tokens={}
        )

    @cached_property
    def merges(self):
        """The pairs of ids that were merged, in the order in which they were learned: of each token of two
        bytes or more its two parts.

        Its parts are what is left of it where no token is as long as it is. (Two pairs that made the same
        bytes were one token: the later one counts.)
        """
        longest_first = sorted((token for token in self.ranks if len(token) > 1), key=len, reverse=True)
        found, shorter = {}, dict(self.ranks)
        for _, same in groupby(longest_first, key=len):
            same = list(same)
            for token in same:
                del shorter[token]
            parts = tiktoken.Encoding(
                "shorter", pat_str=SPLIT.pattern, mergeable_ranks=shorter, special_tokens={}
            )
            for token in same:
                # encode takes no bytes that are no text
                found[self.ranks[token]] = tuple(parts._encode_single_piece(token))
        return [found[i] for i in sorted(found)]

    def decode_single_token_bytes(self, token):
        """The bytes that id `token` stands for; KeyError for an id that there is not."""
        return self._encoding.decode_single_token_bytes(token)

    def encode(self, text):
        """Text -> list of ids."""
        return self._encoding.encode_ordinary(text)

    def decode(self, ids):
        """List of ids -> text. Bytes that are no valid UTF-8 become U+FFFD."""
        return self._encoding.decode(ids)


def train(texts, merges):
    """Learn up to `merges` merges from an iterable of texts -> Tokenizer.

    Ids 0 to 255 are the bytes; each merge mints the next id for the most frequent pair. **Ties go to the
    smaller pair of ids**, so that the order of the texts does not matter. Ends early when no pair is left.
    """
    weight = Counter(piece for text in texts for piece in pieces(text))
    words = [list(piece.encode()) for piece in weight]  # each different piece once, as ids
    weight = list(weight.values())  # how often it stands in the texts
    count, where = Counter(), defaultdict(set)  # of a pair: its frequency; the words it is in
    for w, ids in enumerate(words):
        for pair in pairwise(ids):
            count[pair] += weight[w]
            where[pair].add(w)

    def merged(ids, a, b, new_id):
        out, i, last = [], 0, len(ids) - 1
        while i <= last:
            if ids[i] == a and i < last and ids[i + 1] == b:
                out.append(new_id)
                i += 2
            else:
                out.append(ids[i])
                i += 1
        return out

    heap = [(-n, pair) for pair, n in count.items()]
    heapify(heap)
    token = {i: bytes([i]) for i in range(256)}
    while heap and len(token) < 256 + merges:
        n, pair = heappop(heap)
        if -n != count[pair]:  # its count has changed since it was pushed
            continue
        new_id = len(token)
        token[new_id] = token[pair[0]] + token[pair[1]]
        change = Counter()
        for w in where.pop(pair):
            before = words[w]
            words[w] = after = merged(before, *pair, new_id)
            for p in pairwise(before):
                change[p] -= weight[w]
            for p in pairwise(after):
                change[p] += weight[w]
                where[p].add(w)
        for p, by in change.items():
            count[p] += by
            if by and count[p]:
                heappush(heap, (-count[p], p))
    return Tokenizer({b: i for i, b in token.items()})
