"""Many texts at once (*batching*): each of the model's weights is fetched from memory once for all of them,
not once for each.

    >>> model = smollm.load()
    >>> texts = [model.encode(f"The capital of {country} is") for country in ("France", "Italy", "Japan")]
    >>> [model.decode(written) for written in generate_each(model, texts, 1)]
    [' Paris', ' Rome', ' Tokyo']

What the texts begin with in common is read once. Then their tokens stand in one row, and each looks at those
of its own text only.
"""

from collections.abc import Callable, Iterable, Iterator
from os.path import commonprefix

import numpy as np

from course.lessons.models.smollm import AT_ONCE, ONE_THREAD, Reader

# texts that are read together, and tokens of all of them: each more looks at more, and takes memory
MOST, LONGEST = 16, 2_048
SHARED = -1


class Batch:
    """Texts that begin with what `reader` has read, and go on side by side. Afterwards the reader stands
    where it stood.
    """

    def __init__(self, reader: Reader):
        self.reader, self.start = reader, reader.n
        self.owner = np.full(reader.n, SHARED)  # which text each token that is kept belongs to

    @ONE_THREAD
    def read(self, more: dict, every: bool = False) -> np.ndarray | list[np.ndarray]:
        """Read texts on. more: {number of a text: its next ids, one at least} -> logits (texts, V) of what
        follows each, in that order; with `every` of what follows each id, an array (T, V) for each text.

        ValueError if a text has no ids, or unknown ones, or more than the model reads.
        """
        reader, before = self.reader, {text: self.start + int((self.owner == text).sum()) for text in more}
        more = {text: reader.checked(ids, before[text]) for text, ids in more.items()}
        places = np.concatenate([before[text] + np.arange(len(ids)) for text, ids in more.items()])
        owner = np.concatenate([self.owner, *(np.full(len(ids), text) for text, ids in more.items())])
        ids, n, ends = (
            np.concatenate(list(more.values())),
            len(self.owner),
            np.cumsum([len(ids) for ids in more.values()]),
        )
        parts = []
        try:
            reader.n = n
            if len(owner) > reader.kept.shape[3]:
                reader.room(len(owner) + AT_ONCE)
            for part in np.array_split(np.arange(len(ids)), -(-len(ids) // AT_ONCE)):
                views = []
                for text in more:
                    # side by side, for the texts stand in a row
                    if len(rows := np.flatnonzero(owner[n + part] == text)):
                        seen = np.flatnonzero(
                            (owner[: n + part[rows[-1]] + 1] == SHARED)
                            | (owner[: n + part[rows[-1]] + 1] == text)
                        )
                        views.append((slice(rows[0], rows[-1] + 1), seen, seen > n + part[rows, None]))
                parts.append(reader.forward(ids[part], places[part], views))
        finally:
            reader.n = self.start
        self.owner = owner
        after = np.concatenate(parts)
        return (
            np.split(after @ reader.model.embedding.T, ends[:-1])
            if every
            else after[ends - 1] @ reader.model.embedding.T
        )


def in_batches(texts: Iterable, begin: Callable[[list], Reader]) -> Iterator[tuple[Batch, np.ndarray]]:
    """Read texts, lists of ids, some together -> for each such group its Batch and the logits (texts, V) of
    what follows each text.

    begin: takes the ids that a group has in common, perhaps none, and returns a reader that has read them.
    """
    group, tokens = [], 0
    for ids in texts:
        if group and (len(group) == MOST or tokens + len(ids) > LONGEST):
            yield _together(group, begin)
            group, tokens = [], 0
        group.append(list(ids))
        tokens += len(ids)
    if group:
        yield _together(group, begin)


def _together(group, begin):
    # at least the last token of each is its own
    common = commonprefix(group)[: max(0, min(map(len, group)) - 1)]
    batch = Batch(begin(common))
    return batch, batch.read({text: ids[len(common) :] for text, ids in enumerate(group)})


def write_on(
    read: Callable[[dict], np.ndarray],
    logits: np.ndarray,
    n: int,
    ends: Iterable = (),
    enough: Callable = lambda ids: False,
) -> list[list[int]]:
    """Write each text on by the likeliest token, up to `n` of them -> list of lists of ids.

    read: reads texts on, as that of a Batch. logits: of what follows each text (texts, V). ends: tokens that
    end a text, and are left out. enough: whether the ids written so far are all.
    """
    written, going = [[] for _ in logits], list(range(len(logits)))
    for left in reversed(range(n)):
        tokens = {text: token for text, token in zip(going, logits.argmax(1).tolist()) if token not in ends}
        for text, token in tokens.items():
            written[text].append(token)
        going = [text for text in tokens if not enough(written[text])]
        if not (going and left):
            break
        logits = read({text: written[text][-1:] for text in going})
    return written


def generate_each(model, texts: Iterable, n: int, stop=("<|im_end|>", "<|endoftext|>")) -> list[list[int]]:
    """What `smollm.generate` gives at temperature 0 after each of several texts, lists of ids -> list of
    lists of up to `n` ids.
    """

    def begin(ids):
        reader = Reader(model)
        if ids:
            ONE_THREAD(reader.read)(ids)
        return reader

    ends = {model.control[token] for token in stop}
    return [
        written
        for batch, logits in in_batches(texts, begin)
        for written in write_on(batch.read, logits, n, ends)
    ]
