"""Other right answers to 02-next-token: what must get full marks as well."""

from collections import Counter, defaultdict
from functools import reduce
from math import inf, log

import numpy as np

from course.exercise.mistakes import right


def ngrams(text, n):
    """As the notebook gives it."""
    return [text[i : i + n] for i in range(len(text) - n + 1)]


def last(text, k):
    """As the notebook gives it."""
    return text[max(0, len(text) - k) :]


@right("to_probabilities")
def with_a_loop(counts):
    total, result = 0, {}
    for name in counts:
        total += counts[name]
    for name in counts:
        result[name] = counts[name] / total
    return result


@right("to_probabilities")
def with_numpy(counts):
    shares = np.array(list(counts.values())) / np.sum(list(counts.values()))
    return dict(zip(counts, shares))


@right("count_contexts")
def with_counters(text, n):
    counts = defaultdict(Counter)
    for i in range(n - 1, len(text)):
        counts[text[i - n + 1 : i]][text[i]] += 1
    return counts


@right("count_contexts")
def grams_first(text, n):
    counts = {}
    for gram, count in Counter(text[i : i + n] for i in range(len(text) - n + 1)).items():
        counts.setdefault(gram[:-1], {})[gram[-1]] = count
    return counts


@right("count_contexts")
def count_contexts_from_its_starter_code(text, n):
    counts = {}
    for gram in ngrams(text, n):
        context = gram[:-1]
        token = gram[-1]
        if context not in counts:
            counts[context] = {}
        row = counts[context]
        row[token] = row.get(token, 0) + 1
    return counts


@right("interpolate")
def by_recursion(tables, before, token, size):
    if not tables:
        return 1 / size
    *lower, highest = tables
    p = by_recursion(lower, before, token, size)
    row = highest.get(before[len(before) - len(lower) :] if len(before) >= len(lower) else None, {})
    return 0.5 * p + 0.5 * row.get(token, 0) / sum(row.values()) if row else p


@right("interpolate")
def as_long_as_it_was_seen(tables, before, token, size):
    p = 1 / size
    for n, counts in enumerate(tables, 1):
        context = before[-(n - 1) :] if n > 1 else ""
        if context not in counts:
            break
        p = np.mean([p, counts[context].get(token, 0) / sum(counts[context].values())])
    return p


@right("interpolate")
def interpolate_from_its_starter_code(tables, before, token, size):
    p = 1 / size
    for n, table in enumerate(tables, 1):
        context = last(before, n - 1)
        if context in table:
            row = table[context]
            share = row.get(token, 0) / sum(row.values())
            p = (share + p) / 2
    return p


@right("cross_entropy")
def with_numpy_log(probabilities):
    with np.errstate(divide="ignore"):
        return -np.log(probabilities).mean()


@right("cross_entropy")
def one_at_a_time(probabilities):
    total = 0
    for p in probabilities:
        if p == 0:
            return inf
        total -= log(p)
    return total / len(probabilities)


@right("generate")
def generate_by_recursion(model, choose, start, length):
    if length == 0:
        return start
    return generate_by_recursion(model, choose, start + choose(model(start)), length - 1)


@right("generate")
def from_a_list(model, choose, start, length):
    tokens = [start]
    for _ in range(length):
        tokens.append(choose(model("".join(tokens))))
    return "".join(tokens)


@right("generate")
def by_reduce(model, choose, start, length):
    return reduce(lambda text, _: text + choose(model(text)), range(length), start)


@right("generate")
def generate_from_its_starter_code(model, choose, start, length):
    text = start
    for _ in range(length):
        P = model(text)
        text = text + choose(P)
    return text
