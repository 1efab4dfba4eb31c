"""Other right answers to 05-four-trainings: each must get full marks."""
import hashlib
import itertools
import math
from collections import Counter, defaultdict

import numpy as np

from course.exercise.mistakes import right, right_value


@right("fingerprint")
def from_four_bytes(weights):
    return "".join(f"{byte:02x}" for byte in hashlib.sha256(weights.tobytes()).digest()[:4])


@right("fingerprint")
def piece_by_piece(weights):
    machine = hashlib.sha256()
    for weight in weights:
        machine.update(weight.tobytes())
    return machine.hexdigest()[0:8]


@right("fingerprint")
def by_name(weights):
    return hashlib.new("sha256", np.ascontiguousarray(weights)).hexdigest()[:8]


@right("one_step")
def by_numpys_norm(weights, slope, lr):
    return weights - lr * slope / max(1, np.linalg.norm(slope))


@right("one_step")
def by_the_smaller_factor(weights, slope, lr):
    length = math.sqrt(sum(each * each for each in slope))
    return weights - slope * lr * (min(1, 1 / length) if length else 1)


@right("one_step")
def number_by_number(weights, slope, lr):
    length = sum(float(each) ** 2 for each in slope) ** .5
    return [weight - lr * (each / length if length > 1 else each) for weight, each in zip(weights, slope)]


@right("one_step")
def in_a_copy_of_the_weights(weights, slope, lr):
    new, arrow = weights.copy(), np.array(slope)
    if np.sqrt(np.dot(arrow, arrow)) >= 1:
        arrow = arrow / np.sqrt(np.dot(arrow, arrow))
    new -= lr * arrow
    return new


@right("learn")
def by_recursion(weights, batches, slope_of, step):
    if len(batches) == 0:
        return weights, []
    loss, slope = slope_of(weights, batches[0])
    made, losses = by_recursion(step(weights, slope), batches[1:], slope_of, step)
    return made, [loss] + losses


@right("learn")
def step_before_the_loss_is_noted(weights, batches, slope_of, step):
    losses = []
    for batch in batches:
        loss, slope = slope_of(weights, batch)
        weights = step(weights, slope)
        losses.append(loss)
    return weights, losses


@right("learn")
def with_a_copy_and_a_counter(weights, batches, slope_of, step):
    now, i, losses = weights.copy(), 0, []
    while i < len(batches):
        both = slope_of(now, batches[i])
        losses += [both[0]]
        now = step(now, both[1])
        i += 1
    return [now, losses]


@right("replay")
def by_places(new, old, share):
    gone = round(len(new) * share)
    kept = len(new) - gone
    return [new[i] if i < kept else old[i - kept] for i in range(len(new))]


@right("replay")
def in_a_copy(new, old, share):
    batch, gone = list(new), round(share * len(new))
    for i in range(gone):
        batch[len(batch) - gone + i] = old[i]
    return batch


@right("replay")
def popped(new, old, share):
    batch = new.copy()
    gone = round(share * len(new))
    for _ in range(gone):
        batch.pop()
    batch.extend(old[:gone])
    return batch


@right("replay")
def chained(new, old, share):
    gone = round(len(new) * share)
    return list(itertools.chain(new[:len(new) - gone], itertools.islice(old, gone)))


@right("adapter_slopes")
def by_einsum(slope, A, B):
    return [np.einsum("ij,kj->ik", slope, B), np.einsum("ik,ij->kj", A, slope)]


@right("adapter_slopes")
def three_loops(slope, A, B):
    of_A, of_B = np.zeros(A.shape), np.zeros(B.shape)
    for i in range(len(A)):
        for k in range(len(B)):
            for j in range(len(B[0])):
                of_A[i, k] += slope[i, j] * B[k, j]
                of_B[k, j] += A[i, k] * slope[i][j]
    return of_A, of_B


@right("adapter_slopes")
def turned_and_turned_back(slope, A, B):
    return np.dot(B, slope.T).T, np.matmul(np.transpose(A), slope)


@right("adapter_slopes")
def adapter_slopes_from_its_beginning(slope, A, B):
    of_A = slope @ B.T
    of_B = A.T @ slope
    return of_A, of_B


@right("chat")
def grown(turns):
    text = ""
    for who, said in turns:
        text += "<" + who + "> " + said + " "
        if who == "bot":
            text += "<end> "
    if turns[-1][0] == "user":
        text += "<bot>"
    return text.strip()


@right("chat")
def by_words(turns):
    words = []
    for who, said in turns:
        words += [f"<{who}>", said] + ["<end>"] * (who == "bot")
    return " ".join(words + ["<bot>"] * (words[-1] != "<end>"))


@right("chat")
def by_places_of_turns(turns):
    parts = [f"<user> {said}" if i % 2 == 0 else f"<bot> {said} <end>" for i, (_, said) in enumerate(turns)]
    return " ".join(parts + (["<bot>"] if len(turns) % 2 else []))


@right("chat")
def recursive(turns):
    (who, said), rest = turns[0], turns[1:]
    text = f"<user> {said}" if who == "user" else f"<bot> {said} <end>"
    if rest:
        return text + " " + recursive(rest)
    return text + (" <bot>" if who == "user" else "")


@right("answer_mask")
def running_counts(ids, bot, end):
    mask = []
    for i in range(1, len(ids)):
        before = ids[:i]
        last_bot = max((k for k, each in enumerate(before) if each == bot), default=-1)
        last_end = max((k for k, each in enumerate(before) if each == end), default=-1)
        mask.append(last_bot > last_end)
    return mask


@right("answer_mask")
def by_pieces(ids, bot, end):
    mask, i = [False] * (len(ids) - 1), 0
    while i < len(ids):
        if ids[i] == bot:
            stop = ids.index(end, i)
            mask[i:stop] = [True] * (stop - i)
            i = stop
        i += 1
    return mask


@right("answer_mask")
def ones_and_zeros(ids, bot, end):
    mask, on = [], 0
    for read in ids[:-1]:
        on = 1 if read == bot else 0 if read == end else on
        mask.append(on)
    return mask


@right("answer_mask")
def guess_by_guess(ids, bot, end):
    mask, answering = [], ids[0] == bot
    for guess in ids[1:]:
        mask.append(answering)
        if guess == bot:
            answering = True
        if guess == end:
            answering = False
    return mask


@right("answer_mask")
def with_numpy(ids, bot, end):
    ids = np.array(ids)
    places = np.where((ids == bot) | (ids == end), np.arange(len(ids)), -1)
    latest = np.maximum.accumulate(places)[:-1]
    return [bool(place >= 0 and ids[place] == bot) for place in latest]


@right("masked_loss")
def by_index(surprises, mask):
    return float(np.array(surprises)[np.array(mask)].mean())


@right("masked_loss")
def in_a_loop(surprises, mask):
    total = n = 0
    for i in range(len(mask)):
        if mask[i]:
            total += surprises[i]
            n += 1
    return total / n


@right("masked_loss")
def by_products(surprises, mask):
    return np.dot(surprises, mask) / sum(mask)


@right("masked_loss")
def averaged(surprises, mask):
    return np.average(surprises, weights=mask)


@right("lead")
def now_and_then(chosen, rejected, ref_chosen, ref_rejected):
    return (chosen - rejected) - (ref_chosen - ref_rejected)


@right("lead")
def without_brackets(chosen, rejected, ref_chosen, ref_rejected):
    return chosen - ref_chosen - rejected + ref_rejected


@right("lead")
def lead_by_numpy(chosen, rejected, ref_chosen, ref_rejected):
    gained = np.array([chosen, rejected]) - np.array([ref_chosen, ref_rejected])
    return gained[0] - gained[1]


@right("dpo_loss")
def log_one_plus(chosen, rejected, ref_chosen, ref_rejected, beta):
    return math.log(1 + math.exp(beta * (rejected - ref_rejected - chosen + ref_chosen)))


@right("dpo_loss")
def logaddexp(chosen, rejected, ref_chosen, ref_rejected, beta):
    return np.logaddexp(0, -beta * ((chosen - rejected) - (ref_chosen - ref_rejected)))


@right("dpo_loss")
def as_softmax(chosen, rejected, ref_chosen, ref_rejected, beta):
    a, b = math.exp(beta * (chosen - ref_chosen)), math.exp(beta * (rejected - ref_rejected))
    return -math.log(a / (a + b))


@right("when_to_stop")
def the_best_so_far(steps, right, liked, least):
    best = most = None
    for i in range(len(steps)):
        if right[i] >= least:
            if most is None or liked[i] > most:
                most = liked[i]
                best = steps[i]
    return best


@right("when_to_stop")
def when_to_stop_from_its_beginning(steps, right, liked, least):
    best, most = None, -1
    for step, share, like in zip(steps, right, liked):
        if share >= least and like > most:
            best, most = step, like
    return best


@right("when_to_stop")
def by_numpy_where(steps, right, liked, least):
    values = np.where(np.array(right) >= least, liked, -np.inf)
    return int(np.array(steps)[values.argmax()]) if np.isfinite(values).any() else None


@right("when_to_stop")
def one_maximum(steps, right, liked, least):
    return max(((each, step) for step, share, each in zip(steps, right, liked) if not share < least), key=lambda pair: pair[0], default=(None, None))[1]


@right("when_to_stop")
def sorted_by_what_is_liked(steps, right, liked, least):
    order = sorted(range(len(steps)), key=lambda place: (-liked[place], steps[place]))
    return next((steps[place] for place in order if right[place] >= least), None)


@right("few_shot")
def grown_text(examples, query):
    text = ""
    for word, answer in examples:
        text += word + " -> " + answer + " ; "
    return text + query + " ->"


@right("few_shot")
def as_pairs(examples, query):
    return " ; ".join(" -> ".join(pair) for pair in [*examples, (query, "")]).rstrip(" ")


@right("few_shot")
def recursive_prompt(examples, query):
    if not examples:
        return f"{query} ->"
    (word, answer), *rest = examples
    return f"{word} -> {answer} ; " + recursive_prompt(rest, query)


@right("shares")
def counted(entries):
    costs = Counter()
    for stage, cost in entries:
        costs[stage] += cost
    return {stage: cost / costs.total() * 100 for stage, cost in costs.items()}


@right("shares")
def running_sums(entries):
    whole, found = sum(cost for _, cost in entries), defaultdict(float)
    for stage, cost in entries:
        found[stage] += 100 * cost / whole
    return found


@right("shares")
def comprehension(entries):
    whole = sum(cost for _, cost in entries)
    return {stage: 100 * sum(cost for each, cost in entries if each == stage) / whole for stage, _ in entries}


@right("times")
def via_the_whole(pre, later, share):
    whole = later / (1 - share)
    return (whole - later) / pre


@right("times")
def by_odds(pre, later, share):
    return (share / (1 - share)) / (pre / later)


@right("times")
def stepwise(pre, later, share):
    later_share = 1 - share
    return share / later_share * later / pre


right_value("is_training", {case: "training" if case in "ACEH" else "no training" for case in "HGFEDCBA"})
right_value("is_training", defaultdict(lambda: "training", {case: "training" if case in "ACEH" else "no training" for case in "ABCDEFGH"}))
right_value("who", {"G": "model developer", "F": "application developer", "E": "user", "D": "application developer", "C": "model developer",
                    "B": "application developer", "A": "user"})
right_value("who", defaultdict(lambda: "user", A="user", B="application developer", C="model developer", D="application developer", E="user",
                               F="application developer", G="model developer"))


@right("fingerprint")
def fingerprint_from_its_beginning(weights):
    data = weights.tobytes()
    digits = hashlib.sha256(data).hexdigest()
    return digits[:8]


@right("chat")
def chat_from_its_beginning(turns):
    parts = []
    for who, text in turns:
        if who == "user":
            parts.append("<user> " + text)
        else:
            parts.append("<bot> " + text + " <end>")
    if who == "user":
        parts.append("<bot>")
    return " ".join(parts)


@right("answer_mask")
def answer_mask_from_its_beginning(ids, bot, end):
    mask, inside = [], False
    for each in ids:
        mask.append(inside)
        if each == bot:
            inside = True
        if each == end:
            inside = False
    return mask[1:]


@right("masked_loss")
def masked_loss_from_its_beginning(surprises, mask):
    counted = []
    for surprise, counts in zip(surprises, mask):
        if counts:
            counted.append(surprise)
    return sum(counted) / len(counted)


@right("few_shot")
def few_shot_from_its_beginning(examples, query):
    parts = []
    for word, answer in examples:
        parts.append(word + " -> " + answer)
    parts.append(query + " ->")
    return " ; ".join(parts)


@right("shares")
def shares_from_its_beginning(entries):
    costs, whole = {}, 0
    for stage, cost in entries:
        costs[stage] = costs.get(stage, 0) + cost
        whole = whole + cost
    return {stage: 100 * cost / whole for stage, cost in costs.items()}


@right("lead")
def lead_from_its_beginning(chosen, rejected, ref_chosen, ref_rejected):
    chosen_gained = chosen - ref_chosen
    rejected_gained = rejected - ref_rejected
    return chosen_gained - rejected_gained


@right("dpo_loss")
def dpo_loss_from_its_beginning(chosen, rejected, ref_chosen, ref_rejected, beta):
    ahead = (chosen - ref_chosen) - (rejected - ref_rejected)
    chance = 1 / (1 + math.exp(-beta * ahead))
    return -math.log(chance)


@right("replay")
def replay_from_its_beginning(new, old, share):
    places = round(share * len(new))
    stay = new[:len(new) - places]
    come = old[:places]
    return stay + come


@right("times")
def times_from_its_beginning(pre, later, share):
    whole = later / (1 - share)
    wanted = whole - later
    return wanted / pre
