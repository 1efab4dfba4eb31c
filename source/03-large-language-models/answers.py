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


@right("attention_weights")
def hides_in_a_copy(scores):
    hidden = scores.copy()
    for i in range(len(scores)):
        hidden[i, i + 1:] = -np.inf
    return softmax(hidden)


@right("attention_weights")
def softmax_of_what_a_row_sees(scores):
    shares = np.zeros(scores.shape)
    for i in range(len(scores)):
        shares[i, :i + 1] = softmax(scores[i, :i + 1])
    return shares


@right("attention_weights")
def cell_by_cell(scores):
    hidden = scores.copy()
    for row in range(len(scores)):
        for place in range(len(scores)):
            if place > row:
                hidden[row, place] = float("-inf")
    return softmax(hidden)


@right("attention_weights")
def lists_that_end_in_zeros(scores):
    return [list(softmax(row[:i + 1])) + [0] * (len(row) - i - 1) for i, row in enumerate(scores)]


@right("attention_weights")
def row_slices(scores):
    shares = np.zeros(scores.shape)
    for i in range(len(scores)):
        end = i + 1
        seen = scores[i, :end]
        powers = np.exp(seen - seen.max())
        shares[i, :end] = powers / powers.sum()
    return shares


@right("attention_weights")
def copy_and_fill(scores):
    seen = scores.astype(float)
    seen[np.triu_indices(len(seen), k=1)] = float("-inf")
    powers = np.exp(seen - seen.max(axis=1)[:, None])
    return powers / powers.sum(axis=1)[:, None]


@right("attention_weights")
def very_low_number(scores):
    seen = scores + np.triu(np.full(scores.shape, -1e12), 1)
    powers = np.exp(seen - seen.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@right("attention_weights")
def with_math(scores):
    table = []
    for i, row in enumerate(scores.tolist()):
        top = max(row[:i + 1])
        powers = [math.exp(row[j] - top) if j <= i else 0.0 for j in range(len(row))]
        table.append([power / sum(powers) for power in powers])
    return table


@right("attention_weights")
def cut_after_the_largest_seen(scores):
    seen = np.tri(len(scores), dtype=bool)
    top = np.where(seen, scores, -np.inf).max(axis=1, keepdims=True)
    powers = np.where(seen, np.exp(np.minimum(scores - top, 0)), 0)
    return powers / powers.sum(axis=1, keepdims=True)


@right("attention")
def divides_the_queries(q, k, v, attention_weights):
    return attention_weights((q / np.sqrt(q.shape[-1])) @ np.transpose(k)) @ v


@right("attention")
def by_einsum(q, k, v, attention_weights):
    scores = np.einsum("id,jd->ij", q, k) / math.sqrt(k.shape[1])
    return np.einsum("ij,jc->ic", attention_weights(scores), v)


@right("attention")
def in_loops(q, k, v, attention_weights):
    T, d = q.shape
    scores = np.zeros((T, T))
    for i in range(T):
        for j in range(T):
            scores[i, j] = sum(q[i, n] * k[j, n] for n in range(d)) / d ** .5
    shares = attention_weights(scores)
    return np.array([sum(shares[i, j] * v[j] for j in range(T)) for i in range(T)])


@right("attention")
def with_dot(q, k, v, attention_weights):
    return np.dot(attention_weights(np.matmul(q, k.T) * q.shape[1] ** -.5), v)


@right("batch")
def batch_from_its_beginning(ids, starts, T):
    x, y = [], []
    for start in starts:
        x.append(ids[start:start + T])
        y.append(ids[start + 1:start + 1 + T])
    return np.array(x), np.array(y)


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
def attention_from_its_beginning(q, k, v, attention_weights):
    d = q.shape[1]
    scores = q @ k.T / d ** .5
    shares = attention_weights(scores)
    return shares @ v




@right("layer")
def in_two_lines(x, attend, mlp, norm):
    found = np.add(x, attend(norm(x)))
    return np.add(found, mlp(norm(found)))


@right("layer")
def without_new_names(x, attend, mlp, norm):
    x = x.copy()
    for part in attend, mlp:
        x += part(norm(x))
    return x
