"""Losses that the course measured beforehand, since a student would wait too long for them (course/data/README.md says how).

    >>> runs = scaling()
    >>> runs[0]["width"], runs[0]["tokens"], runs[0]["nats"]
    (16, 250368, 2.13…)
    >>> larger()["counting"], larger()["network"]
    (1.2556, 1.2347)
"""
import csv

from course.data import read


def scaling():
    """One dict a training, small models first: width, parameters, tokens read, nats on held-out speeches, training (nats), cpu_seconds -> list."""
    return _table("scaling.csv")


def larger():
    """A GPT with four times the parameters of the course's on three times its text, and counting on the same -> dict.

    characters that both learned from; parameters of the GPT, and tokens that it read; network, counting: nats a character on the held-out speeches,
    network_first, counting_first: at the first letters of words; training: nats on the last hundredth of what the GPT read; cpu_seconds; writes: what it made of `My fellow Americans, `.
    """
    return _table("larger.csv")[0]


def _table(name):
    lines = [line for line in read(name).decode().splitlines() if not line.startswith("#")]
    return [{name: value if name == "writes" else float(value) if "." in value else int(value) for name, value in row.items()} for row in csv.DictReader(lines)]
