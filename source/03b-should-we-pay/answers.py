"""Other right answers to 03b-should-we-pay: what must get full marks as well."""

import math

import numpy as np

from course.exercise.mistakes import right


@right("leaks_future")
def leaks_future_from_its_starter_code(model, ids, other):
    changed = ids.copy()
    changed[-1] = other
    before, after = model(ids), model(changed)
    positions = []
    for i in range(len(ids) - 1):
        if not np.allclose(before[i], after[i]):
            positions.append(i)
    return positions


@right("leaks_future")
def in_one_table(model, ids, other):
    before = np.reshape(model(ids), (len(ids), -1))
    after = np.reshape(model(np.append(ids[:-1], other)), (len(ids), -1))
    return np.flatnonzero(np.abs(before - after)[:-1].max(axis=1) > 1e-9).tolist()


@right("parameters")
def with_a_loop(V, C, L):
    total = 2 * V * C
    for _ in range(L):
        total += 4 * C**2 + C * 4 * C + 4 * C * C
    return total


@right("parameters")
def in_one_line(V, C, L):
    return 2 * C * (V + 6 * L * C)


@right("exponent")
def by_least_squares(x, loss):
    u, w = np.log(x), np.log(loss)
    return -((u - u.mean()) * (w - w.mean())).sum() / ((u - u.mean()) ** 2).sum()


@right("exponent")
def turned_round(x, loss):
    return np.polyfit(np.log(x), -np.log(np.array(loss)), 1)[0]


@right("petaflop_days")
def step_by_step(N, D):
    operations = 6 * N * D
    day = 1e15 * 24 * 60 * 60
    return operations / day


@right("petaflop_days")
def in_seconds_first(N, D):
    return 6 * N * D / 10**15 / 86400


@right("ensemble_loss")
def with_a_loop_of_tokens(a, b, w):
    total = 0
    for p, q in zip(a, b):
        total -= math.log(w * p + (1 - w) * q)
    return total / len(a)


@right("ensemble_loss")
def by_logarithms(a, b, w):
    with np.errstate(divide="ignore"):
        return -np.mean(np.logaddexp(np.log(w) + np.log(a), np.log(1 - w) + np.log(b)))
