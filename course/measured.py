"""Losses that the course measured beforehand, since a student would wait too long for them (course/data/README.md says how).

    >>> runs = scaling()
    >>> runs[0]["width"], runs[0]["tokens"], runs[0]["nats"]
    (16, 250368, 2.13…)
    >>> shakespeare()["counting"], shakespeare()["network"]
    (1.5165, 1.481)
"""
import csv

from course.data import read


def scaling():
    """One dict a training, small models first: width, parameters, tokens read, nats on held-out speeches, training (nats), cpu_seconds -> list."""
    return _table("scaling.csv")


def shakespeare():
    """Counting and a GPT on a million characters of Shakespeare's plays -> dict.

    characters: that both learned from; repeated: the share of places in the held-out text from which 16 characters in a row stand somewhere in
    them; counting, network, mixed: nats a character on the held-out text; parameters of the GPT, and tokens that it has read.
    """
    return _table("shakespeare.csv")[0]


def _table(name):
    lines = [line for line in read(name).decode().splitlines() if not line.startswith("#")]
    return [{name: float(value) if "." in value else int(value) for name, value in row.items()} for row in csv.DictReader(lines)]
