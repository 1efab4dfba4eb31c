"""Other right answers to 06-ai-engineering: each must get full marks."""
from collections import Counter
from math import exp, log

import numpy as np

from course.exercise.mistakes import right, right_value


@right("choose")
def by_its_total(log_probs):
    likely, most = None, None
    for label in log_probs:
        total = 0
        for token in log_probs[label]:
            total += token
        if most is None or total > most:
            likely, most = label, total
    return likely


@right("choose")
def in_order(log_probs):
    return sorted(log_probs, key=lambda label: np.sum(log_probs[label]))[-1]


@right("choose")
def smallest_surprise(log_probs):
    return min((-sum(tokens), label) for label, tokens in log_probs.items())[1]


@right("head_to_head")
def by_numpy(a, b):
    a, b = np.array(a), np.array(b)
    won, lost = ((a == 1) & (b == 0)).sum(), ((a == 0) & (b == 1)).sum()
    return won, lost, (won - lost) ** 2 <= 4 * (won + lost)


@right("head_to_head")
def by_differences(a, b):
    gaps = Counter(x - y for x, y in zip(a, b))
    return [gaps[1], gaps[-1], not abs(gaps[1] - gaps[-1]) > 2 * np.sqrt(gaps[1] + gaps[-1])]


@right("head_to_head")
def from_its_starter_code(a, b):
    won, lost = 0, 0
    for x, y in zip(a, b):
        if x == 1 and y == 0:
            won += 1
        if x == 0 and y == 1:
            lost += 1
    luck = abs(won - lost) <= 2 * (won + lost) ** .5
    return won, lost, luck


@right("confusion")
def table_from_its_starter_code(truth, guesses, labels):
    table = []
    for _ in labels:
        table.append([0] * len(labels))
    for what, called in zip(truth, guesses):
        row, column = labels.index(what), labels.index(called)
        table[row][column] += 1
    return table


@right("confusion")
def an_array(truth, guesses, labels):
    table = np.zeros((len(labels), len(labels)), int)
    for t, g in zip(truth, guesses):
        table[labels.index(t), labels.index(g)] += 1
    return table


@right("confusion")
def by_a_counter(truth, guesses, labels):
    counts = Counter(zip(truth, guesses))
    return [[counts[row, column] for column in labels] for row in labels]


@right("calibrate")
def difference_of_logs(shares, prior):
    gap = {label: log(shares[label]) - log(prior[label]) for label in shares}
    most = max(gap.values())
    power = {label: exp(gap[label] - most) for label in gap}
    return {label: power[label] / sum(power.values()) for label in power}


@right("calibrate")
def arrays(shares, prior):
    labels = list(shares)
    x = np.array([shares[label] for label in labels]) / np.array([prior[label] for label in labels])
    return dict(zip(labels, x / x.sum()))


@right("calibrate")
def shares_from_its_starter_code(shares, prior):
    quotients = {}
    for label in shares:
        quotients[label] = shares[label] / prior[label]
    total = sum(quotients.values())
    rescaled = {}
    for label in quotients:
        rescaled[label] = quotients[label] / total
    return rescaled


@right("bill")
def dot(requests, fresh, cached, out, prices):
    return float(np.dot([fresh, cached, out], [prices[name] for name in ("input", "cached", "output")]) * requests / 1e6)


@right("bill")
def per_token(requests, fresh, cached, out, prices):
    cost = {name: price / 10 ** 6 for name, price in prices.items()}
    return (requests * fresh) * cost["input"] + (requests * cached) * cost["cached"] + (requests * out) * cost["output"]


WAYS = dict(zip("IHGFEDCBA", "finetune train retrieve retrieve train finetune prompt retrieve prompt".split()))
right_value("ways", WAYS)
right_value("ways", dict(sorted(WAYS.items(), key=lambda pair: pair[1])))
