"""What size buys: the losses of GPTs of several widths, each trained on several amounts of text, as the course measured them (course/data/README.md says how).

    >>> runs = scaling()
    >>> runs[0]["width"], runs[0]["tokens"], runs[0]["nats"]
    (16, 500…, 2.…)
"""
import csv

from course.data import read


def scaling():
    """One dict a training, small models first: width, parameters, tokens read, nats on held-out speeches, training (nats), cpu_seconds -> list."""
    lines = [line for line in read("scaling.csv").decode().splitlines() if not line.startswith("#")]
    return [{name: float(value) if "." in value else int(value) for name, value in row.items()} for row in csv.DictReader(lines)]
