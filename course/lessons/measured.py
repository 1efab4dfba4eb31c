"""Losses that the course measured beforehand, since a student would wait too long for them
(course/data/README.md says how).

    >>> runs = scaling()
    >>> runs[0]["width"], runs[0]["tokens"], runs[0]["nats"]
    (16, 250368, 2.13…)
    >>> larger()["counting"], larger()["network"]
    (1.2556, 1.2347)
"""

import csv
from contextlib import suppress

from course.data import read


def scaling():
    """One dict a training, small models first: width, parameters, tokens read, nats on held-out speeches,
    training (nats), cpu_seconds -> list.
    """
    return _table("scaling.csv")


def rungs():
    """Models from none trained to SmolLM2, on a speech that none has read -> list of dicts: model, weights, nats
    per character, and 160 characters after three prompts: americans, iraq, name.
    """
    return _table("ladder.csv")


def larger():
    """A GPT with four times the parameters of the course's on three times its text, and counting on the same
    -> dict.

    characters that both learned from; parameters of the GPT, and tokens that it read; network, counting: nats
    a character on the held-out speeches, network_first, counting_first: at the first letters of words;
    training: nats on the last hundredth of what the GPT read; cpu_seconds; writes: how it goes on after `My
    fellow Americans, `.
    """
    return _table("larger.csv")[0]


def _table(name):
    lines = [line for line in read(name).decode().splitlines() if not line.startswith("#")]
    return [{name: _value(text) for name, text in row.items()} for row in csv.DictReader(lines)]


def _value(text):
    """A number, if it is one."""
    for kind in int, float:
        with suppress(ValueError):
            return kind(text)
    return text
