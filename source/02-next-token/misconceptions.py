"""The ways people get 02-next-token wrong, and what to say. One function each; the docstring is the message."""
from math import exp, inf, log, log2

import numpy as np

from course.classroom.mutants import reference, wrong, wrong_choice

REST = "(any other name)"


# -- names ----------------------------------------------------------------------------------------------------------------

@wrong("to_probabilities")
def by_how_many_names(counts):
    """You divided by the number of different names. Divide by the number of people: the sum of all counts."""
    return {name: count / len(counts) for name, count in counts.items()}


@wrong("to_probabilities")
def by_the_largest(counts):
    """You divided by the largest count, so the commonest name gets 1: certain. Probabilities together are 1; divide by the sum."""
    return {name: count / max(counts.values()) for name, count in counts.items()}


@wrong("to_probabilities")
def in_per_cent(counts):
    """These are per cent. A probability goes from 0 to 1: three quarters is 0.75, not 75."""
    return {name: 100 * count / sum(counts.values()) for name, count in counts.items()}


@wrong("to_probabilities")
def whole_division(counts):
    """You divided with `//`, which drops what is behind the point. A share of a whole needs `/`."""
    return {name: count // sum(counts.values()) for name, count in counts.items()}


@wrong("most_likely")
def rest_is_a_name(counts):
    """`(any other name)` is the pile of all names that are not in the table. Nobody is called so: leave it out."""
    return max(counts, key=counts.get)


@wrong("most_likely")
def last_in_the_alphabet(counts):
    """You compared the names as words: `max` of a dictionary looks at its keys. Compare their counts."""
    return max(name for name in counts if name != REST)


@wrong("most_likely")
def rarest(counts):
    """You took the smallest count. The likeliest name is the one with the largest."""
    return min((name for name in counts if name != REST), key=counts.get)


@wrong("most_likely")
def count_instead_of_name(counts):
    """That is how often it was counted. The question is which name it is."""
    return max(count for name, count in counts.items() if name != REST)


@wrong("most_likely")
def first_in_the_table(counts):
    """You took the first name of the table. Our tables begin with the commonest; yours may not."""
    return next(name for name in counts if name != REST)


@wrong("add_spellings")
def others_stay(counts, spellings):
    """The other spellings are still in the table, so those people are counted twice. Their entries have to go."""
    return counts | {spellings[0]: sum(counts.get(name, 0) for name in spellings)}


@wrong("add_spellings")
def last_one_wins(counts, spellings):
    """Each spelling wrote over the one before, so only the last one's count is left. Add them up."""
    merged = {name: count for name, count in counts.items() if name not in spellings}
    for name in spellings:
        merged[spellings[0]] = counts.get(name, 0)
    return merged


@wrong("add_spellings")
def first_one_forgotten(counts, spellings):
    """You added up the other spellings and left out the first one's own count. It is one of the spellings."""
    merged = {name: count for name, count in counts.items() if name not in spellings}
    merged[spellings[0]] = sum(counts.get(name, 0) for name in spellings[1:])
    return merged


@wrong("add_spellings")
def in_place(counts, spellings):
    """Your table is right, but you changed the caller's own: its other spellings are gone. Build a new dictionary."""
    counts[spellings[0]] = sum(counts.pop(name, 0) for name in spellings)
    return counts


# -- n-grams --------------------------------------------------------------------------------------------------------------

def count_windows(text, starts, context, token):
    counts = {}
    for i in starts:
        after = counts.setdefault(text[i:i + context], {})
        after[text[i + token]] = after.get(text[i + token], 0) + 1
    return counts


@wrong("count_contexts")
def context_of_n(text, n):
    """Your context is n characters long. An n-gram has n in all: a context of n - 1, and the one that follows."""
    return count_windows(text, range(len(text) - n), n, n)


@wrong("count_contexts")
def last_window_missed(text, n):
    """You stopped one window too early. A text of 6 characters has 5 windows of 2: the last one starts at len(text) - n."""
    return count_windows(text, range(len(text) - n), n - 1, n - 1)


@wrong("count_contexts")
def windows_side_by_side(text, n):
    """You cut the text into blocks. Windows overlap: each character but the first few is the next one of some context."""
    return count_windows(text, range(0, len(text) - n + 1, n), n - 1, n - 1)


@wrong("count_contexts")
def each_once(text, n):
    """You noted what follows each context, but not how often: every count is 1. Add one each time it comes."""
    return {context: dict.fromkeys(after, 1) for context, after in reference("count_contexts")(text, n).items()}


@wrong("count_contexts")
def contexts_alone(text, n):
    """You counted how often each context occurs. We need to know what came after it: a dictionary for each context."""
    return {context: sum(after.values()) for context, after in reference("count_contexts")(text, n).items()}


@wrong("probability")
def of_everything(counts, context, token):
    """You divided by everything that was ever counted. Given the context, only what followed that context is in question."""
    return counts.get(context, {}).get(token, 0) / sum(sum(after.values()) for after in counts.values())


@wrong("probability")
def of_the_kinds(counts, context, token):
    """You divided by how many different tokens followed. Divide by how often the context was seen: the sum of its counts."""
    after = counts.get(context, {})
    return after.get(token, 0) / len(after) if after else 0.0


@wrong("probability")
def all_alike(counts, context, token):
    """You gave every token that followed the same share. The one that came three times of four has 0.75."""
    after = counts.get(context, {})
    return 1 / len(after) if token in after else 0.0


@wrong("probability")
def unseen_context_crashes(counts, context, token):
    """A context that was never seen is not in the table, and asking for it stopped your function. It should give 0.0."""
    after = counts[context]
    return after.get(token, 0) / sum(after.values())


@wrong("add_one")
def one_below(counts, context, token, size):
    """Below the line you added 1. Each of the `size` tokens was given one more, so the context has grown by `size`."""
    after = counts.get(context, {})
    return (after.get(token, 0) + 1) / (sum(after.values()) + 1)


@wrong("add_one")
def nothing_below(counts, context, token, size):
    """Above the line you added one, below nothing: all tokens together now have more than 1. Add `size` below."""
    after = counts.get(context, {})
    return (after.get(token, 0) + 1) / max(1, sum(after.values()))


@wrong("add_one")
def only_the_seen(counts, context, token, size):
    """You added one for the tokens that had been seen alone. The unseen ones are whom it is for."""
    after = counts.get(context, {})
    return (after[token] + 1) / (sum(after.values()) + size) if token in after else 0.0


@wrong("add_one")
def kinds_below(counts, context, token, size):
    """Below the line you added the number of different tokens seen here. Every token gets one more, also the unseen: add `size`."""
    after = counts.get(context, {})
    return (after.get(token, 0) + 1) / (sum(after.values()) + max(1, len(after)))


@wrong("witten_bell")
def weights_swapped(counts, context, token, shorter):
    """You swapped the weights: `total` is what the context is trusted with, `kinds` is what belongs to the shorter one."""
    after = counts.get(context, {})
    if not after:
        return shorter
    total, kinds = sum(after.values()), len(after)
    return (kinds * after.get(token, 0) / total + total * shorter) / (total + kinds)


@wrong("witten_bell")
def half_and_half(counts, context, token, shorter):
    """You mixed half and half. A context seen a thousand times deserves more trust than one seen once: that is what `kinds` is for."""
    after = counts.get(context, {})
    return .5 * after.get(token, 0) / sum(after.values()) + .5 * shorter if after else shorter


@wrong("witten_bell")
def shorter_only_if_unseen(counts, context, token, shorter):
    """You ask the shorter context only about tokens that never came. Then all together have more than 1. Every token gets its mix of both."""
    after = counts.get(context, {})
    return after[token] / sum(after.values()) if token in after else shorter


@wrong("witten_bell")
def one_for_kinds(counts, context, token, shorter):
    """You set 1 aside for the shorter context. It gets `kinds`: one for each different token that followed."""
    after = counts.get(context, {})
    return (after.get(token, 0) + shorter) / (sum(after.values()) + 1)


@wrong("witten_bell")
def new_context_is_nothing(counts, context, token, shorter):
    """After a context that was never seen you say 0: impossible. Where the context knows nothing, `shorter` is the whole answer."""
    after = counts.get(context, {})
    return reference("witten_bell")(counts, context, token, shorter) if after else 0.0


# -- scores ---------------------------------------------------------------------------------------------------------------

def surprises(probabilities, logarithm=log):
    return [-logarithm(p) if p > 0 else inf for p in probabilities]


@wrong("cross_entropy")
def log_of_the_mean(probabilities):
    """You took the mean of the probabilities first, and its logarithm then. Take each token's surprise first, the mean at the end."""
    return -log(sum(probabilities) / len(probabilities))


@wrong("cross_entropy")
def in_bits(probabilities):
    """You counted in bits: that is the logarithm to base 2. Nats are wanted: the natural logarithm."""
    return sum(surprises(probabilities, log2)) / len(probabilities)


@wrong("cross_entropy")
def sum_of_surprises(probabilities):
    """You added the surprises and did not divide. A longer text would always look worse: take the mean."""
    return sum(surprises(probabilities))


@wrong("cross_entropy")
def sign_lost(probabilities):
    """Your surprise is negative. Logarithms of probabilities are below zero; surprise is minus the logarithm."""
    return -sum(surprises(probabilities)) / len(probabilities)


@wrong("cross_entropy")
def zeros_left_out(probabilities):
    """You left out the tokens with probability 0, the worst guesses of all. One of them makes the mean infinite."""
    possible = [p for p in probabilities if p > 0]
    return sum(surprises(possible)) / len(possible)


@wrong("perplexity")
def two_to_the_nats(nats):
    """You took 2 to the power of it. That fits bits; nats come from the natural logarithm, so the base is e."""
    return 2 ** nats


@wrong("perplexity")
def one_in(nats):
    """That is 1 divided by the perplexity: the power of minus the nats. Cross-entropy is positive already."""
    return exp(-nats)


@wrong("perplexity")
def another_logarithm(nats):
    """You took the logarithm once more. Perplexity undoes it: e to the power of the nats."""
    return log(nats) if nats > 0 else 0.0


@wrong("bits_per_character")
def nats_kept(nats, characters):
    """These are nats per character. One nat is 1 / log(2) bits, about 1.44."""
    return nats / characters


@wrong("bits_per_character")
def times_log_two(nats, characters):
    """You multiplied by log(2), and made the number smaller. A bit is less than a nat, so there are more of them: divide."""
    return nats * log(2) / characters


@wrong("bits_per_character")
def times_characters(nats, characters):
    """You multiplied by the characters. The surprise of a token is shared out over its characters: divide."""
    return nats / log(2) * characters


@wrong("bits_per_character")
def per_token_still(nats, characters):
    """These are bits per token. Share them out over the characters that a token has."""
    return nats / log(2)


wrong_choice("honest", "A", "honest", "The speech it is scored on is among those that were counted. The model may know it by heart.")
wrong_choice("honest", "B", "leaks", "Ask what the model has seen of 2024 and 2026. The past may be used to predict the future.")
wrong_choice("honest", "C", "honest", "A second edition is another book by its cover only. How much of its text was counted?")
wrong_choice("honest", "D", "honest", "The best of eight was chosen because it did well on this very text. Some of that was luck, and luck does not repeat.")
wrong_choice("honest", "E", "leaks", "The text of the final score took no part in the choice of n. What could the model have learnt of it?")
wrong_choice("honest", "F", "honest", "A report that several papers printed may fall on both sides of the cut. Shuffling does not see that two are the same.")


@wrong("best_order")
def best_on_what_it_knows(on_train, on_new):
    """You chose by the text that was counted. There the longest context always wins: it remembers. Choose by the held-out text."""
    return min(sorted(on_train), key=on_train.get)


@wrong("best_order")
def worst(on_train, on_new):
    """You took the largest score. These are surprises: the lower, the better."""
    return max(sorted(on_new), key=on_new.get)


@wrong("best_order")
def score_instead_of_n(on_train, on_new):
    """That is the score. The question is which n has it."""
    return min(on_new.values())


@wrong("best_order")
def smallest_gap(on_train, on_new):
    """You chose where both scores are closest. A model that is bad at both has no gap either: choose by the held-out score alone."""
    return min(sorted(on_new), key=lambda n: abs(on_new[n] - on_train[n]))


@wrong("best_order")
def both_together(on_train, on_new):
    """You added both scores up. The score on the counted text says nothing about a text that nobody has seen yet: leave it out."""
    return min(sorted(on_new), key=lambda n: on_new[n] + on_train[n])


# -- writing --------------------------------------------------------------------------------------------------------------

@wrong("greedy")
def the_logit_itself(logits):
    """That is the largest logit. The question is where it stands: its position, from 0."""
    return max(logits)


@wrong("greedy")
def the_least_likely(logits):
    """You took the smallest. The larger the logit, the likelier the token, also when all are below zero."""
    return min(range(len(logits)), key=lambda i: logits[i])


@wrong("greedy")
def the_last_of_equals(logits):
    """Two logits are equally large, and you took the later one. The rule here: the first."""
    return max(range(len(logits)), key=lambda i: (logits[i], i))


@wrong("greedy")
def counted_from_one(logits):
    """You counted positions from 1. Python's first position is 0."""
    return max(range(len(logits)), key=lambda i: (logits[i], -i)) + 1


def softmax(scores):
    weights = np.exp(np.asarray(scores, float) - np.max(scores))
    return weights / weights.sum()


@wrong("soften")
def multiplied(logits, T):
    """You multiplied by T, so a high temperature makes it bolder about its favourite. Divide: hot is even, cold is sharp."""
    return softmax(np.asarray(logits) * T)


@wrong("soften")
def on_probabilities(logits, T):
    """You divided the probabilities by T. Divided by their sum again, they are what they were: T must come before the exponential."""
    return softmax(logits) / T / (softmax(logits) / T).sum()


@wrong("soften")
def softmax_twice(logits, T):
    """You turned logits into probabilities, divided these by T, and took exponentials again. The logits themselves are divided by T."""
    return softmax(softmax(logits) / T)


@wrong("soften")
def sums_to_anything(logits, T):
    """Together these are not 1. Divide the exponentials by their sum."""
    return np.exp(np.asarray(logits) / T - np.max(logits) / T)


@wrong("soften")
def overflows(logits, T):
    """exp of a number above 709 is too large for a computer, and infinite by infinite is no number. Subtract the largest logit from all of them first."""
    with np.errstate(all="ignore"):
        weights = np.exp(np.asarray(logits) / T)
        return weights / weights.sum()


def keep(logits, kept, gone=-inf):
    return [logit if i in kept else gone for i, logit in enumerate(logits)]


def best_first(logits):
    return sorted(range(len(logits)), key=lambda i: -logits[i])


@wrong("top_k")
def by_value(logits, k):
    """You kept everything as large as the k-th largest. Where several are equal, that is more than k: of equals the earlier goes first."""
    least = sorted(logits)[-k]
    return [logit if logit >= least else -inf for logit in logits]


@wrong("top_k")
def zero_instead(logits, k):
    """You set the others to 0. But 0 is a logit like any other, and exp(0) is 1. What is cut gets minus infinity."""
    return keep(logits, best_first(logits)[:k], 0.0)


@wrong("top_k")
def smallest_kept(logits, k):
    """You kept the k smallest. The likeliest are those with the largest logits."""
    return keep(logits, best_first(logits)[::-1][:k])


@wrong("top_k")
def k_removed(logits, k):
    """You cut the k likeliest and kept the others. k is how many stay."""
    return keep(logits, best_first(logits)[k:])


@wrong("top_k")
def one_too_few(logits, k):
    """You kept k - 1. The k-th largest still stays: look at your comparison, or at where your slice ends."""
    return keep(logits, best_first(logits)[:k - 1])


@wrong("top_k")
def only_the_kept(logits, k):
    """You gave back the k kept logits alone. The list keeps its length, or nobody knows any more which token is which."""
    return [logits[i] for i in best_first(logits)[:k]]


def until(logits, p, order, shares, stays):
    kept, reached = [], 0
    for i in order:
        if not stays and reached + shares[i] >= p:
            break
        kept.append(i)
        reached += shares[i]
        if reached >= p:
            break
    return keep(logits, kept)


@wrong("top_p")
def stops_before(logits, p):
    """You stopped before the token that reaches p. It still stays; without it the kept ones have less than p, or nothing is kept at all."""
    return until(logits, p, best_first(logits), softmax(logits), False)


@wrong("top_p")
def in_the_order_of_the_list(logits, p):
    """You added up in the order of the list. Go through the likeliest first, whatever their place."""
    return until(logits, p, range(len(logits)), softmax(logits), True)


@wrong("top_p")
def each_above_p(logits, p):
    """You compared each token's own probability with p. It is their sum, the likeliest first, that has to reach p."""
    shares = softmax(logits)
    return [logit if share >= p else -inf for logit, share in zip(logits, shares)]


@wrong("top_p")
def least_likely_first(logits, p):
    """You began with the least likely tokens. The likeliest come first."""
    return until(logits, p, best_first(logits)[::-1], softmax(logits), True)


@wrong("top_p")
def probabilities_back(logits, p):
    """You gave back probabilities. The task asks for logits: the kept ones as they came in, the others minus infinity."""
    kept = reference("top_p")(logits, p)
    return [float(share) if logit > -inf else -inf for logit, share in zip(kept, softmax(logits))]


@wrong("draw")
def the_likeliest(probabilities, rng):
    """You took the likeliest, whatever the dart. That is `greedy`; here each token comes as often as its probability says."""
    return int(np.argmax(probabilities))


@wrong("draw")
def all_equally_often(probabilities, rng):
    """You drew a position with all of them equally likely. The pieces of the line are as long as the probabilities."""
    return int(rng.integers(len(probabilities)))


@wrong("draw")
def generator_of_its_own(probabilities, rng):
    """You made a generator of your own, with a seed of your own: it throws the same dart each time. Throw with the `rng` you are given."""
    return int(np.random.default_rng(0).choice(len(probabilities), p=probabilities))


@wrong("draw")
def lengths_not_ends(probabilities, rng):
    """You compared the dart with each probability by itself. A piece ends where all probabilities up to it add up to."""
    dart = rng.random()
    return next((i for i, p in enumerate(probabilities) if dart < p), len(probabilities) - 1)


@wrong("draw")
def one_piece_further(probabilities, rng):
    """You are one piece too far. The dart hits the first piece whose end lies beyond it."""
    return min(reference("draw")(probabilities, rng) + 1, len(probabilities) - 1)


@wrong("draw")
def a_dart_for_each(probabilities, rng):
    """You threw a new dart for every token. One dart for all: whose piece does it hit?"""
    reached = 0
    for i, p in enumerate(probabilities):
        reached += p
        if rng.random() < reached:
            return i
    return len(probabilities) - 1
