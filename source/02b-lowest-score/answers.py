"""Other right answers to 02b-lowest-score: what must get full marks as well."""

from collections import Counter, defaultdict
from math import log

import numpy as np

from course.exercise.mistakes import right, right_value

right_value("honest", {"F": "leaks", "E": "honest", "D": "leaks", "C": "leaks", "B": "honest", "A": "leaks"})
right_value("honest", defaultdict(lambda: "leaks", A="leaks", B="honest", C="leaks", D="leaks", E="honest", F="leaks"))


@right("bits_per_character")
def with_numpy(tokens, surprisals):
    return np.sum(surprisals) / np.log(2) / len("".join(tokens))


@right("bits_per_character")
def with_a_loop(tokens, surprisals):
    bits = characters = 0
    for token, nats in zip(tokens, surprisals):
        bits += nats / log(2)
        characters += len(token)
    return bits / characters


@right("discount")
def with_if(count, total, kinds, p, d):
    rest = d * kinds * p
    if count:
        return (count - d + rest) / total
    return rest / total


@right("discount")
def discount_from_its_starter_code(count, total, kinds, p, d):
    kept = max(count - d, 0) / total
    handed_out = d * kinds / total
    return kept + handed_out * p


@right("continuation_counts")
def with_counter(grams):
    return Counter(gram[1:] for gram in grams)


@right("continuation_counts")
def with_sets(grams):
    before = defaultdict(set)
    for first, *rest in grams:
        before["".join(rest)].add(first)
    return {rest: len(firsts) for rest, firsts in before.items()}
