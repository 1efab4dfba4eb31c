"""Other right answers to 03-large-language-models: each must get full marks."""
import math

import numpy as np

from course.exercise.mistakes import right


@right("batch")
def by_places(ids, starts, T):
    places = np.array(starts)[:, None] + np.arange(T)
    return ids[places], ids[places + 1]


@right("batch")
def two_loops(ids, starts, T):
    x, y = [], []
    for start in starts:
        row_x, row_y = [], []
        for step in range(T):
            row_x.append(ids[start + step])
            row_y.append(ids[start + step + 1])
        x.append(row_x)
        y.append(row_y)
    return np.array(x), np.array(y)


@right("batch")
def one_wide_table(ids, starts, T):
    wide = np.stack([ids[s:s + T + 1] for s in starts])
    return wide[:, :-1], wide[:, 1:]


@right("batch")
def rolled(ids, starts, T):
    following = np.roll(ids, -1)
    return [np.array([row[s:s + T] for s in starts]) for row in (ids, following)]


@right("batch")
def sliding(ids, starts, T):
    every = np.lib.stride_tricks.sliding_window_view(ids, T + 1)[list(starts)]
    return every[:, :T], every[:, 1:T + 1]


@right("gradient")
def by_identity_rows(P, targets):
    return (P - np.eye(P.shape[1])[targets]) / len(P)


@right("gradient")
def by_loop(P, targets):
    slopes = P / len(targets)
    for row, target in enumerate(targets):
        slopes[row, target] -= 1 / len(targets)
    return slopes


@right("gradient")
def by_comparison(P, targets):
    wish = np.arange(P.shape[1]) == np.asarray(targets)[:, None]
    return (P - wish) / P.shape[0]


@right("gradient")
def nested_lists(P, targets):
    n = len(targets)
    return [[(p - (1 if column == target else 0)) / n for column, p in enumerate(row)] for row, target in zip(P.tolist(), targets)]


def softmax(logits):
    """As the notebook's: a rehearsal writes it into pretend students' notebooks, so it stands here."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@right("weigh")
def hides_in_a_copy(scores):
    hidden = scores.copy()
    for i in range(len(scores)):
        hidden[i, i + 1:] = -np.inf
    return softmax(hidden)


@right("weigh")
def softmax_of_what_a_row_sees(scores):
    shares = np.zeros(scores.shape)
    for i in range(len(scores)):
        shares[i, :i + 1] = softmax(scores[i, :i + 1])
    return shares


@right("weigh")
def cell_by_cell(scores):
    hidden = scores.copy()
    for row in range(len(scores)):
        for place in range(len(scores)):
            if place > row:
                hidden[row, place] = float("-inf")
    return softmax(hidden)


@right("weigh")
def lists_that_end_in_zeros(scores):
    return [list(softmax(row[:i + 1])) + [0] * (len(row) - i - 1) for i, row in enumerate(scores)]


@right("weigh")
def row_slices(scores):
    shares = np.zeros(scores.shape)
    for i in range(len(scores)):
        end = i + 1
        seen = scores[i, :end]
        powers = np.exp(seen - seen.max())
        shares[i, :end] = powers / powers.sum()
    return shares


@right("weigh")
def copy_and_fill(scores):
    seen = scores.astype(float)
    seen[np.triu_indices(len(seen), k=1)] = float("-inf")
    powers = np.exp(seen - seen.max(axis=1)[:, None])
    return powers / powers.sum(axis=1)[:, None]


@right("weigh")
def very_low_number(scores):
    seen = scores + np.triu(np.full(scores.shape, -1e12), 1)
    powers = np.exp(seen - seen.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@right("weigh")
def with_math(scores):
    table = []
    for i, row in enumerate(scores.tolist()):
        top = max(row[:i + 1])
        powers = [math.exp(row[j] - top) if j <= i else 0.0 for j in range(len(row))]
        table.append([power / sum(powers) for power in powers])
    return table


@right("weigh")
def cut_after_the_largest_seen(scores):
    seen = np.tri(len(scores), dtype=bool)
    top = np.where(seen, scores, -np.inf).max(axis=1, keepdims=True)
    powers = np.where(seen, np.exp(np.minimum(scores - top, 0)), 0)
    return powers / powers.sum(axis=1, keepdims=True)


@right("attention")
def divides_the_queries(q, k, v, weigh):
    return weigh((q / np.sqrt(q.shape[-1])) @ np.transpose(k)) @ v


@right("attention")
def by_einsum(q, k, v, weigh):
    scores = np.einsum("id,jd->ij", q, k) / math.sqrt(k.shape[1])
    return np.einsum("ij,jc->ic", weigh(scores), v)


@right("attention")
def in_loops(q, k, v, weigh):
    T, d = q.shape
    scores = np.zeros((T, T))
    for i in range(T):
        for j in range(T):
            scores[i, j] = sum(q[i, n] * k[j, n] for n in range(d)) / d ** .5
    shares = weigh(scores)
    return np.array([sum(shares[i, j] * v[j] for j in range(T)) for i in range(T)])


@right("attention")
def with_dot(q, k, v, weigh):
    return np.dot(weigh(np.matmul(q, k.T) * q.shape[1] ** -.5), v)


@right("peeks")
def in_a_loop(model, ids, other):
    copy = np.array(list(ids[:-1]) + [other])
    first, second = model(ids), model(copy)
    found = []
    for i in range(len(ids) - 1):
        if np.any(np.abs(np.array(first[i]) - np.array(second[i])) > 1e-9):
            found.append(i)
    return found


@right("peeks")
def by_flatnonzero(model, ids, other):
    changed = np.append(ids[:-1], other)
    gap = np.abs(np.asarray(model(ids), float) - np.asarray(model(changed), float)).reshape(len(ids), -1).max(axis=1)
    return np.flatnonzero(gap[:-1] > 1e-8)


@right("peeks")
def by_where(model, ids, other):
    twin = ids.copy()
    twin[len(ids) - 1] = other
    before, after = np.array(model(ids)), np.array(model(twin))
    same = before == after
    if same.ndim == 2:
        same = same.all(axis=1)
    return [int(place) for place in np.where(~same[:-1])[0]]


@right("peeks")
def back_from_the_end(model, ids, other):
    twin = ids.copy()
    twin[-1] = other
    one, two = model(ids), model(twin)
    return sorted(place for place in range(len(ids) - 2, -1, -1) if not np.array_equal(one[place], two[place]))


@right("mixed")
def in_a_sum(a, b, w):
    return sum(-math.log(w * p + (1 - w) * q) for p, q in zip(a, b)) / len(a)


@right("mixed")
def by_mean(a, b, w):
    return float(np.mean(-np.log(b + w * (a - b))))


@right("mixed")
def by_average(a, b, w):
    return -np.average(np.log(np.average([a, b], axis=0, weights=[w, 1 - w])))


@right("mixed")
def by_product(a, b, w):
    total = 0.0
    for i in range(len(a)):
        total += math.log2(w * a[i] + (1 - w) * b[i])
    return -total * math.log(2) / len(a)


@right("parameters")
def formula(V, C, L):
    return 2 * V * C + 12 * L * C ** 2


@right("parameters")
def sum_over_shapes(V, C, L):
    layer = [(C, C)] * 4 + [(C, 4 * C), (4 * C, C)]
    return sum(rows * columns for rows, columns in [(V, C), (C, V), *layer * L])


@right("parameters")
def layer_by_layer(V, C, L):
    total = V * C
    for _ in range(L):
        total += 4 * C * C + C * 4 * C + 4 * C * C
    return total + C * V


@right("petaflop_days")
def in_steps(N, D):
    operations = 6 * N * D
    seconds = operations / 10 ** 15
    return seconds / 60 / 60 / 24


@right("petaflop_days")
def parts_of_six(N, D):
    forward = 2 * N * D
    return (forward + 2 * forward) / (24 * 3600 * 1e15)


@right("petaflop_days")
def scaled_first(N, D):
    return (N / 1e9) * (D / 1e6) * 6 / 86400


@right("exponent")
def by_covariance(x, loss):
    u, w = np.log(x), np.log(loss)
    return -((u - u.mean()) * (w - w.mean())).sum() / ((u - u.mean()) ** 2).sum()


@right("exponent")
def by_lstsq(x, loss):
    A = np.column_stack([np.log(x), np.ones(len(x))])
    return -np.linalg.lstsq(A, np.log(loss), rcond=None)[0][0]


@right("exponent")
def other_base(x, loss):
    return -np.polyfit(np.log10(x), np.log10(loss), deg=1)[0]


@right("exponent")
def by_statistics(x, loss):
    from statistics import linear_regression
    return -linear_regression([math.log(each) for each in x], [math.log(each) for each in loss]).slope


@right("batch")
def batch_from_its_beginning(ids, starts, T):
    x, y = [], []
    for start in starts:
        x.append(ids[start:start + T])
        y.append(ids[start + 1:start + 1 + T])
    return np.array(x), np.array(y)


@right("softmax")
def softmax_from_its_beginning(logits):
    lowered = logits - logits.max(axis=1, keepdims=True)
    powers = np.exp(lowered)
    sums = powers.sum(axis=1, keepdims=True)
    return powers / sums


@right("gradient")
def gradient_from_its_beginning(P, targets):
    slopes = P.copy()
    for row in range(len(targets)):
        slopes[row, targets[row]] -= 1
    return slopes / len(targets)


@right("attention")
def attention_from_its_beginning(q, k, v, weigh):
    d = q.shape[1]
    scores = q @ k.T / d ** .5
    shares = weigh(scores)
    return shares @ v


@right("peeks")
def peeks_from_its_beginning(model, ids, other):
    changed = ids.copy()
    changed[-1] = other
    before, after = model(ids), model(changed)
    places = []
    for place in range(len(ids) - 1):
        if not np.allclose(before[place], after[place]):
            places.append(place)
    return places


@right("mixed")
def mixed_from_its_beginning(a, b, w):
    chances = w * a + (1 - w) * b
    return -np.log(chances).mean()


@right("parameters")
def parameters_from_its_beginning(V, C, L):
    entrance, exit = V * C, C * V
    layer = 4 * C * C + 2 * C * 4 * C
    return entrance + L * layer + exit


@right("petaflop_days")
def petaflop_days_from_its_beginning(N, D):
    operations = 6 * N * D
    day = 1e15 * 86_400
    return operations / day
