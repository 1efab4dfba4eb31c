"""Other right answers to 02-next-token: other styles, all worth full marks."""
import math
from collections import Counter, defaultdict
from itertools import accumulate
from math import exp, inf, log

import numpy as np

from course.exercise.mistakes import right, right_value


def ngrams(text, n):
    """The notebook's own, which the beginning of an exercise uses."""
    return [text[i:i + n] for i in range(len(text) - n + 1)]


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


@right("count_tokens")
def with_default_zero(counts, first):
    found = defaultdict(int)
    for name in counts:
        found[first(name) if name != "(any other name)" else name] += counts[name]
    return found


@right("count_tokens")
def for_each_token_a_sum(counts, first):
    names = [name for name in counts if not name.startswith("(")]
    found = {token: sum(counts[name] for name in names if first(name) == token) for token in map(first, names)}
    return found | {name: counts[name] for name in counts if name.startswith("(")}


@right("count_tokens")
def with_counter_update(counts, first):
    found = Counter()
    for name, count in counts.items():
        found.update({name if name == "(any other name)" else first(name): count})
    return dict(found)


@right("add_spellings")
def with_default(counts, spellings):
    merged = defaultdict(int)
    merged[spellings[0]] = 0
    for name, count in counts.items():
        merged[spellings[0] if name in spellings else name] += count
    return merged


@right("add_spellings")
def copied_and_popped(counts, spellings):
    merged = dict(counts)
    merged[spellings[0]] = sum([merged.pop(name, 0) for name in spellings])
    return merged


@right("count_contexts")
def with_counters(text, n):
    counts = defaultdict(Counter)
    for i in range(n - 1, len(text)):
        counts[text[i - n + 1:i]][text[i]] += 1
    return counts


@right("count_contexts")
def windows_first(text, n):
    counts = {}
    for gram, count in Counter(text[i:i + n] for i in range(len(text) - n + 1)).items():
        counts.setdefault(gram[:-1], {})[gram[-1]] = count
    return counts


@right("witten_bell")
def with_a_weight(counts, context, token, shorter):
    after = counts.get(context)
    if after is None:
        return shorter
    weight = sum(after.values()) / (sum(after.values()) + len(after))
    return weight * after.get(token, 0) / sum(after.values()) + (1 - weight) * shorter


@right("witten_bell")
def with_a_counter_too(counts, context, token, shorter):
    after = Counter(counts.get(context))
    below = after.total() + len(after)
    return after[token] / below + len(after) / below * shorter if below else shorter


@right("interpolate")
def by_recursion_from_the_top(tables, before, token, size, mix):
    if not tables:
        return 1 / size
    *lower, highest = tables
    return mix(highest, before[len(before) - len(lower):] if len(before) >= len(lower) else before, token, by_recursion_from_the_top(lower, before, token, size, mix))


@right("interpolate")
def while_there_are_contexts(tables, before, token, size, mix):
    p = 1 / size
    for back in range(min(len(before) + 1, len(tables))):
        p = mix(tables[back], before[len(before) - back:], token, p)
    return p


@right("interpolate")
def as_long_as_it_was_seen(tables, before, token, size, mix):
    p = 1 / size
    for n, counts in enumerate(tables, 1):
        context = before[-(n - 1):] if n > 1 else ""
        if context not in counts:
            break
        p = mix(counts, context, token, p)
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


@right("score")
def with_numpy_sums(tokens, surprises):
    return {"bits per character": np.sum(surprises) / np.log(2) / sum(map(len, tokens)), "perplexity": np.exp(np.mean(surprises))}


@right("score")
def text_first(tokens, surprises):
    text = "".join(tokens)
    bits = [nats * math.log2(math.e) for nats in surprises]
    return {"perplexity": 2 ** (sum(bits) / len(bits)), "bits per character": sum(bits) / len(text)}


right_value("honest", {"F": "leaks", "E": "honest", "D": "leaks", "C": "leaks", "B": "honest", "A": "leaks"})
right_value("honest", defaultdict(lambda: "leaks", A="leaks", B="honest", C="leaks", D="leaks", E="honest", F="leaks"))


@right("write")
def by_recursion(guess, choose, start, length):
    if length == 0:
        return list(start)
    return by_recursion(guess, choose, [*start, choose(guess(list(start)))], length - 1)


@right("write")
def while_too_short(guess, choose, start, length):
    tokens = start[:]
    while len(tokens) < len(start) + length:
        tokens += [choose(guess(tokens))]
    return tokens


@right("write")
def by_accumulate(guess, choose, start, length):
    *_, last = accumulate(range(length), lambda tokens, _: tokens + [choose(guess(tokens))], initial=list(start))
    return last


@right("soften")
def in_plain_python(logits, T):
    most = max(logits)
    weights = [math.exp((logit - most) / T) for logit in logits]
    return [weight / sum(weights) for weight in weights]


@right("soften")
def by_logarithms(logits, T):
    scores = np.array(logits) / T
    return np.exp(scores - np.logaddexp.reduce(scores))


@right("top_k")
def with_argsort(logits, k):
    kept = np.full(len(logits), -np.inf)
    best = np.argsort(-np.asarray(logits), kind="stable")[:k]
    kept[best] = np.asarray(logits)[best]
    return kept


@right("top_k")
def one_by_one(logits, k):
    left, kept = list(logits), [-inf] * len(logits)
    for _ in range(k):
        i = left.index(max(left))
        kept[i], left[i] = logits[i], -inf
    return kept


@right("top_p")
def with_cumsum(logits, p):
    logits = np.asarray(logits)
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    order = np.argsort(-logits)
    before = np.cumsum(shares[order]) - shares[order]
    kept = np.full(len(logits), -np.inf)
    kept[order[before < p]] = logits[order[before < p]]
    return kept


@right("top_p")
def with_what_is_above(logits, p):
    weights = [math.exp(logit) for logit in logits]
    before = [sum(w for j, w in enumerate(weights) if (-w, j) < (-weights[i], i)) for i in range(len(weights))]
    return [x if above < p * sum(weights) else -inf for x, above in zip(logits, before)]


@right("top_p")
def the_later_of_equals(logits, p):                      # the task does not say which
    weights = [math.exp(logit) for logit in logits]
    kept, reached = [-inf] * len(logits), 0
    for i in sorted(range(len(logits))[::-1], key=lambda i: -logits[i]):
        if reached < p * sum(weights) * (1 - 1e-12):
            kept[i] = logits[i]
            reached += weights[i]
    return kept


@right("draw")
def with_choice(probabilities, rng):
    return int(rng.choice(len(probabilities), p=probabilities))


@right("draw")
def with_searchsorted(probabilities, rng):
    return np.searchsorted(np.cumsum(probabilities), rng.random(), side="right")


@right("draw")
def with_accumulate(probabilities, rng):
    dart = rng.random()
    return sum(end <= dart for end in accumulate(probabilities))


@right("one_shorter")
def with_counters_of_keys(counts):
    found = defaultdict(Counter)
    for context, after in counts.items():
        found[context[1:]].update(after.keys())
    return found


@right("one_shorter")
def by_sets_of_what_stands_before(counts):
    before = {}
    for context in counts:
        for token in counts[context]:
            before.setdefault((context[1:], token), set()).add(context[:1])
    found = {}
    for (context, token), those in before.items():
        found.setdefault(context, {})[token] = len(those)
    return found


@right("to_probabilities")
def to_probabilities_from_its_beginning(counts):
    total = sum(counts.values())
    shares = {}
    for name, count in counts.items():
        shares[name] = count / total
    return shares


@right("count_tokens")
def count_tokens_from_its_beginning(counts, first):
    tokens = {}
    for name, count in counts.items():
        if name == "(any other name)":
            token = name
        else:
            token = first(name)
        tokens[token] = tokens.get(token, 0) + count
    return tokens


@right("count_contexts")
def count_contexts_from_its_beginning(text, n):
    counts = {}
    for gram in ngrams(text, n):
        context = gram[:-1]
        token = gram[-1]
        if context not in counts:
            counts[context] = {}
        row = counts[context]
        row[token] = row.get(token, 0) + 1
    return counts


@right("witten_bell")
def witten_bell_from_its_beginning(counts, context, token, shorter):
    if context not in counts:
        return shorter
    row = counts[context]
    total, kinds = sum(row.values()), len(row)
    return (row.get(token, 0) + kinds * shorter) / (total + kinds)


@right("interpolate")
def interpolate_from_its_beginning(tables, before, token, size, mix):
    p = 1 / size
    for n, table in enumerate(tables, 1):
        context = before[max(0, len(before) - n + 1):]
        p = mix(table, context, token, p)
    return p


@right("score")
def score_from_its_beginning(tokens, surprises):
    characters = sum(len(token) for token in tokens)
    nats = sum(surprises)
    return {"perplexity": exp(nats / len(tokens)), "bits per character": nats / log(2) / characters}


@right("write")
def write_from_its_beginning(guess, choose, start, length):
    tokens = list(start)
    for _ in range(length):
        logits = guess(tokens)
        tokens.append(choose(logits))
    return tokens


@right("soften")
def soften_from_its_beginning(logits, T):
    scores = np.array(logits) / T
    scores = scores - scores.max()
    weights = np.exp(scores)
    return weights / weights.sum()


@right("draw")
def draw_from_its_beginning(probabilities, rng):
    dart = rng.random()
    reached = 0
    for i, p in enumerate(probabilities):
        reached = reached + p
        if dart < reached:
            return i
    return i


@right("add_spellings")
def add_spellings_from_its_beginning(counts, spellings):
    first = spellings[0]
    result = {first: 0}
    for name, count in counts.items():
        if name in spellings:
            result[first] = result[first] + count
        else:
            result[name] = count
    return result


@right("top_k")
def top_k_from_its_beginning(logits, k):
    places = sorted(range(len(logits)), key=lambda i: -logits[i])
    kept = places[:k]
    result = []
    for i in range(len(logits)):
        result.append(logits[i] if i in kept else -inf)
    return result


@right("top_p")
def top_p_from_its_beginning(logits, p):
    powers = [exp(each) for each in logits]
    result, reached = [-inf] * len(logits), 0
    for i in sorted(range(len(logits)), key=lambda i: powers[i], reverse=True):
        result[i] = logits[i]
        reached = reached + powers[i] / sum(powers)
        if reached >= p:
            break
    return result


@right("one_shorter")
def one_shorter_from_its_beginning(counts):
    table = {}
    for context, row in counts.items():
        short = context[1:]
        if short not in table:
            table[short] = {}
        for token in row:
            table[short][token] = table[short].get(token, 0) + 1
    return table
