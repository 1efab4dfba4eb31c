"""A help desk: messages to sort, pages to look things up in, and a clerk, who asks a language model and
remembers what it has read.

    >>> clerk = Clerk()
    >>> clerk.ask("Message: I can't sign in.\\nCategory:", ["account", "praise"])          # of each answer,
                                                                                           the log-probability
                                                                                           (nats) of its
                                                                                           tokens
    {'account': [-9.5…], 'praise': [-13.2…]}

What a prompt has in common with the one before is not read again: only from where they differ (*prefix
caching*).

Where the model is not installed, what it said when it was asked for the course stands in: `clerk.recorded`
tells, and a prompt of your own is then not on record.
"""

import hashlib
import json
import re
import time
import tomllib
from functools import cache
from math import log
from typing import NamedTuple

import numpy as np

from course import data
from course.lessons.models import smollm
from course.lessons.models.batching import MOST, Batch, in_batches, write_on

LABELS = "billing", "delivery", "fault", "account", "praise"  # which desk has to act; the last: none
RECORD = "helpdesk/recorded.json"


class Message(NamedTuple):
    """What a customer wrote, the label that is right, and the label that a word of it suggests falsely, or
    None.
    """

    text: str
    label: str
    trap: str | None


class Page(NamedTuple):
    """A help page, a question that it answers, and the number that is the answer."""

    text: str
    question: str
    answer: int


def messages(split):
    """The messages to write prompts with ("dev", twenty) or to score with ("held-out", sixty) -> list of
    Message.
    """
    return [
        Message(each["text"], each["label"], each.get("trap"))
        for each in _table("messages")
        if each["split"] == split
    ]


def pages():
    """The help pages -> list of Page."""
    return [Page(each["text"], each["question"], each["answer"]) for each in _table("pages")]


def words(text):
    """The words of a text, in lower case, without signs -> list of str."""
    return "".join(sign if sign.isalnum() else " " for sign in text.lower()).split()


def idf(texts):
    """How rare each word is: the natural logarithm of how many texts there are for one that has it -> {word:
    weight}. Source: K. Spärck Jones (1972).
    """
    sets = [set(words(text)) for text in texts]
    weights = {
        word: log(len(texts) / sum(word in each for each in sets)) for each in sets for word in sorted(each)
    }
    # so that a sum is the same in any order, and ties are ties
    return {word: round(weight * 2**20) / 2**20 for word, weight in weights.items()}


def nearest(text, texts):
    """Which of the texts shares most with this one: the sum of the idf of the different words that both have -> int,
    the earliest of equals.
    """
    asked, weights = set(words(text)), idf(texts)
    return max(range(len(texts)), key=lambda i: sum(weights[word] for word in asked & set(words(texts[i]))))


def shares_of(logs):
    """What logarithms of probabilities are as shares of their sum: {label: log} -> {label: share}, in all 1."""
    everything = np.logaddexp.reduce(list(logs.values()))
    return {label: float(np.exp(each - everything)) for label, each in logs.items()}


def mean_of(shares):
    """The mean share of each label: [{label: share}, …] -> {label: share}."""
    return {label: sum(each[label] for each in shares) / len(shares) for label in shares[0]}


def first_number(text):
    """The first whole number in a text -> int, or None if there is none."""
    found = re.search(r"\d+", text)
    return found and int(found[0])


class NotOnRecord(smollm.ModelMissing):
    """The model is not installed, and nobody asked it this when the record was made."""


class Clerk:
    """Asks the model. `fresh` and `kept`: how many tokens of the last prompt (of several together: of what
    they begin with in common) were read, and how many had been read before.

    model: a SmolLM; None takes the one that is installed, or the record if there is none.
    """

    def __init__(self, model=None):
        self.fresh = self.kept = 0
        try:
            self.model = model or smollm.load()
        except smollm.ModelMissing as error:
            self.model = None
            print(
                f"{error}\nUntil then, recorded answers stand in: what it said when this notebook was written."
            )
        self.forget()

    @property
    def recorded(self):
        """Whether the record stands in for the model."""
        return self.model is None

    def forget(self):
        """Read the next prompt from its beginning."""
        self.ids, self.last, self.reader = [], None, self.model and smollm.Reader(self.model)

    def ask(self, prompt, labels=LABELS):
        """How likely each label is as what follows the prompt and a space -> {label: list of the
        log-probabilities (nats) of its tokens}.

        NotOnRecord where the record stands in and does not have this prompt with these labels.
        """
        if self.recorded:
            return _on_record(prompt, labels)
        first, tokens = (
            _logs(self.read(self.model.encode(prompt))),
            {label: self.model.encode(" " + label) for label in labels},
        )
        said, longer = (
            {label: [float(first[ids[0]])] for label, ids in tokens.items()},
            [label for label, ids in tokens.items() if len(ids) > 1],
        )
        for start in range(0, len(longer), MOST):  # side by side: each weight is fetched once for all of them
            some = longer[start : start + MOST]
            for label, rows in zip(
                some,
                Batch(self.reader).read({n: tokens[label][:-1] for n, label in enumerate(some)}, every=True),
            ):
                said[label] += [
                    float(_logs(row)[token]) for row, token in zip(rows.astype(float), tokens[label][1:])
                ]
        return said

    def write(self, prompt, n=16):
        """What the model writes after the prompt, up to the end of the line, n tokens at most: the likeliest
        each time -> str.

        NotOnRecord where the record stands in and does not have it; what is on record has as many tokens as
        were asked for then.
        """
        if self.recorded:
            return _on_record(prompt, ["wrote"])["wrote"]
        logits = self.read(self.model.encode(prompt))
        return self._lines(lambda more: self._read_on(more[0])[None], logits[None], n)[0]

    def ask_each(self, prompts, labels=LABELS):
        """What `ask` says to each of many prompts, several of which are read together -> list of {label: list
        of log-probabilities}.
        """
        # `ask` reads labels of several tokens side by side
        if self.recorded or any(len(self.model.encode(" " + label)) > 1 for label in labels):
            return [self.ask(prompt, labels) for prompt in prompts]
        tokens = {label: self.model.encode(" " + label)[0] for label in labels}
        rows = (_logs(row.astype(float)) for _, logits in self._in_batches(prompts) for row in logits)
        return [{label: [float(row[token])] for label, token in tokens.items()} for row in rows]

    def write_each(self, prompts, n=16):
        """What `write` gives for each of many prompts, several of which are read together -> list of str."""
        if self.recorded:
            return [self.write(prompt, n) for prompt in prompts]
        return [
            line for batch, logits in self._in_batches(prompts) for line in self._lines(batch.read, logits, n)
        ]

    def speeds(self):
        """How fast the model reads a prompt of 256 tokens, and writes one by one, on this computer now ->
        (tokens a second, tokens a second). Not for the record.
        """
        ids = self.model.encode(messages("held-out")[0].text * 40)[:264]
        self.forget()
        start = time.perf_counter()
        self.read(ids[:256])
        middle = time.perf_counter()
        for n in range(257, 265):
            self.read(ids[:n])
        return 256 / (middle - start), 8 / (time.perf_counter() - middle)

    def _in_batches(self, prompts):
        def begin(ids):  # what they have in common
            self.read(ids) if ids else self.forget()
            return self.reader

        return in_batches(map(self.model.encode, prompts), begin)

    def _lines(self, read, logits, n):
        """How each text goes on, up to the end of the line -> list of str. read, logits: as `write_on` takes
        them.
        """
        written = write_on(
            read, logits, n, self.model.control.values(), enough=lambda ids: "\n" in self.model.decode(ids)
        )
        return [self.model.decode(ids).split("\n")[0].strip() for ids in written]

    def read(self, ids):
        """The logits of what follows the prompt with these ids -> (V,); it is read from where it differs from
        the one before.

        ValueError if there are no ids, or more than the model reads.
        """
        ids = list(ids)
        known = self.last is not None and ids == self.ids
        same = (
            len(ids)
            if known
            else next(
                (n for n, (new, old) in enumerate(zip(ids[:-1], self.ids)) if new != old),
                max(0, min(len(ids) - 1, len(self.ids))),
            )
        )
        # whatever answer came after the prompt before is forgotten
        self.reader.n, self.fresh, self.kept = same, len(ids) - same, same
        if not known:
            self.last, self.ids = None, ids[:same]  # should reading fail, so much is still true
            self.last, self.ids = self._read_on(ids[same:]), ids
        return self.last

    @smollm.ONE_THREAD
    def _read_on(self, ids):
        return self.reader.read(ids).astype(float)


def _logs(logits):
    """The log-probability of each token, from the logits (V,)."""
    above = logits - logits.max()
    return above - log(np.exp(above).sum())


_WHY = "this prompt was not recorded: only the model itself can answer it. " + smollm.REMEDY


def key(prompt):
    """Under what a prompt is on record -> str."""
    return hashlib.sha256(prompt.encode()).hexdigest()[:16]


def _on_record(prompt, wanted):
    """What was said to the prompt, of each that is wanted -> dict."""
    said = _record().get(key(prompt), {})
    if not set(wanted) <= set(said):
        raise NotOnRecord(_WHY)
    return {each: said[each] for each in wanted}


@cache
def _record():
    return json.loads(data.read(RECORD))


@cache
def _table(name):
    """The rows of a file of the help desk."""
    (rows,) = tomllib.loads(data.read(f"helpdesk/{name}.toml").decode()).values()
    return rows
