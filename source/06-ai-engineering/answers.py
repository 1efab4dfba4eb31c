"""Other right answers to 06-ai-engineering."""
import re
from collections import Counter
from heapq import nsmallest
from math import ceil, exp, log

import numpy as np

from course.exercise.mistakes import right, right_value
from course.lessons.sorting import shelved
from course.lessons.worlds.helpdesk import words

# --- fill ---


@right("fill")
def split_and_join(template, message):
    return " ".join(message.split()).join(template.split("{message}"))


@right("fill")
def parts(template, message):
    before, after = template.split("{message}")
    return before + re.sub(r"\s+", " ", message).strip() + after


# --- choose ---

@right("choose")
def loop(worth):
    best, most = None, None
    for label in worth:
        total = 0
        for token in worth[label]:
            total += token
        if most is None or total > most:
            best, most = label, total
    return best


@right("choose")
def in_order(worth):
    return sorted(worth, key=lambda label: np.sum(worth[label]))[-1]


@right("choose")
def smallest_surprise(worth):
    return min((-sum(tokens), label) for label, tokens in worth.items())[1]


# --- difference ---

@right("difference")
def by_numpy(a, b):
    d = np.array(a) - np.array(b)
    return d.mean(), 2 * np.std(d, ddof=1) / np.sqrt(len(d))


@right("difference")
def as_a_list(a, b):
    n = len(a)
    d = [a[i] - b[i] for i in range(n)]
    squares, total = sum(each * each for each in d), sum(d)
    return [total / n, 2 * (max(squares - total * total / n, 0) / (n - 1) / n) ** .5]


# --- confusion ---

@right("confusion")
def into_zeros(truth, guesses, labels):
    table = [[0] * len(labels) for _ in labels]
    for t, g in zip(truth, guesses):
        table[labels.index(t)][labels.index(g)] += 1
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


# --- scores ---

@right("scores")
def by_an_array(matrix, i):
    m = np.array(matrix)
    tp, fp, fn = m[i, i], m[:, i].sum() - m[i, i], m[i].sum() - m[i, i]
    return [tp / (tp + fp) if tp else 0, tp / (tp + fn) if tp else 0, 2 * tp / (2 * tp + fp + fn) if tp else 0]


@right("scores")
def step_by_step(matrix, i):
    called = 0
    for row in matrix:
        called += row[i]
    are = sum(matrix[i])
    p = 0.0
    if called > 0:
        p = matrix[i][i] / called
    r = 0.0
    if are > 0:
        r = matrix[i][i] / are
    f = 0.0
    if p + r > 0:
        f = 2 * p * r / (p + r)
    return p, r, f


# --- calibrate ---

@right("calibrate")
def difference_of_logs(shares, leaning):
    gap = {label: log(shares[label]) - log(leaning[label]) for label in shares}
    most = max(gap.values())
    power = {label: exp(gap[label] - most) for label in gap}
    return {label: power[label] / sum(power.values()) for label in power}


@right("calibrate")
def arrays(shares, leaning):
    labels = list(shares)
    x = np.array([shares[label] for label in labels]) / np.array([leaning[label] for label in labels])
    return dict(zip(labels, x / x.sum()))


# --- retrieve ---

@right("retrieve")
def the_nearest(question, pages, weights, k):
    q = set(words(question))
    return nsmallest(k, range(len(pages)), key=lambda i: (-round(sum(weights[w] for w in q & set(words(pages[i]))), 9), i))


@right("retrieve")
def by_argsort(question, pages, weights, k):
    q = words(question)
    score = np.zeros(len(pages))
    for i, page in enumerate(pages):
        seen = []
        for w in words(page):
            if w in q and w not in seen:
                seen.append(w)
                score[i] += weights[w]
    return np.argsort(-score.round(9), kind="stable")[:k].tolist()


@right("retrieve")
def pairs(question, pages, weights, k):
    scored = []
    for i, page in enumerate(pages):
        shared = sorted(set(words(question)).intersection(words(page)))
        scored.append((-sum(weights.get(w, 0) for w in shared), i))
    scored = sorted((round(s, 9), i) for s, i in scored)
    return [i for s, i in scored[:k]]


# --- bill, seconds, servers ---

@right("bill")
def dot(requests, fresh, kept, out, prices):
    return float(np.dot([fresh, kept, out], [prices[name] for name in ("input", "cached", "output")]) * requests / 1e6)


@right("bill")
def per_token(requests, fresh, kept, out, prices):
    cost = {name: price / 10 ** 6 for name, price in prices.items()}
    return (requests * fresh) * cost["input"] + (requests * kept) * cost["cached"] + (requests * out) * cost["output"]


@right("seconds")
def two_steps(tokens_in, tokens_out, reading, writing):
    prefill = tokens_in * (1 / reading)
    decode = tokens_out * (1 / writing)
    return decode + prefill


@right("seconds")
def by_array(tokens_in, tokens_out, reading, writing):
    return np.sum(np.array([tokens_in, tokens_out]) / np.array([reading, writing]))


@right("servers")
def counting_up(per_hour, seconds_each, busy):
    n = 1
    while n * 3600 * busy < per_hour * seconds_each:
        n += 1
    return n


@right("servers")
def floor_turned_round(per_hour, seconds_each, busy):
    return max(int(-(-(per_hour * seconds_each) // (3600 * busy))), 1)


@right("servers")
def as_float(per_hour, seconds_each, busy):
    return float(max(1, ceil(per_hour * seconds_each / 3600 / busy)))


# --- sortings: in another order, and by other ways to write it down ---

WAYS = "finetune finetune train train retrieve prompt retrieve train finetune prompt retrieve prompt".split()
LAYERS, ROLES = "maaimmaamaiaiaamaamaamaaiaiiamimmimaamam", "fnanmmfnmafanafnaamfanafnannfmnmmnmffmam"
NAMES = {"layers": {"a": "application", "m": "model", "i": "infrastructure"}, "roles": {"a": "AI", "m": "ML", "f": "full_stack", "n": "none"}}
right_value("ways", dict(zip("LKJIHGFEDCBA", WAYS)))
right_value("ways", dict(sorted(zip("LKJIHGFEDCBA", WAYS), key=lambda pair: pair[1])))
for answer, letters in ("layers", LAYERS), ("roles", ROLES):
    right_value(answer, {task: NAMES[answer][letter] for task, letter in reversed(list(enumerate(letters, 1)))})
    right_value(answer, shelved(40, **{name: [task for task, each in enumerate(letters, 1) if each == letter] for letter, name in reversed(NAMES[answer].items())}))


@right("fill")
def fill_from_its_beginning(template, message):
    tidy = " ".join(message.split())
    return template.replace("{message}", tidy)


@right("choose")
def choose_from_its_beginning(worth):
    best = None
    for label, tokens in worth.items():
        if best is None or sum(tokens) > sum(worth[best]):
            best = label
    return best


@right("difference")
def difference_from_its_beginning(a, b):
    differences = []
    for x, y in zip(a, b):
        differences.append(x - y)
    n = len(differences)
    m = sum(differences) / n
    squares = 0
    for each in differences:
        squares += (each - m) ** 2
    s = (squares / (n - 1)) ** .5
    return m, 2 * (s / n ** .5)


@right("confusion")
def confusion_from_its_beginning(truth, guesses, labels):
    table = []
    for _ in labels:
        table.append([0] * len(labels))
    for what, called in zip(truth, guesses):
        row, column = labels.index(what), labels.index(called)
        table[row][column] += 1
    return table


@right("scores")
def scores_from_its_beginning(matrix, i):
    hits = matrix[i][i]
    are = sum(matrix[i])
    called = 0
    for row in matrix:
        called += row[i]
    precision = hits / called if called else 0
    recall = hits / are if are else 0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0
    return precision, recall, f1


@right("calibrate")
def calibrate_from_its_beginning(shares, leaning):
    quotients = {}
    for label in shares:
        quotients[label] = shares[label] / leaning[label]
    whole = sum(quotients.values())
    result = {}
    for label in quotients:
        result[label] = quotients[label] / whole
    return result


@right("retrieve")
def retrieve_from_its_beginning(question, pages, weights, k):
    asked = set(words(question))
    score = []
    for page in pages:
        shared = asked & set(words(page))
        points = 0
        for word in shared:
            points += weights[word]
        score.append(points)
    order = sorted(range(len(pages)), key=lambda i: -score[i])
    return order[:k]


@right("bill")
def bill_from_its_beginning(requests, fresh, kept, out, prices):
    one = fresh * prices["input"] + (kept * prices["cached"] + out * prices["output"])
    return requests * one / 1_000_000
