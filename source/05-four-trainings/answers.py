"""Other right answers to 05-four-trainings: each must get full marks."""
import hashlib
from collections import defaultdict

import numpy as np

from course.exercise.mistakes import right, right_value


@right("checksum")
def from_four_bytes(weights):
    return "".join(f"{byte:02x}" for byte in hashlib.sha256(weights.tobytes()).digest()[:4])


@right("checksum")
def piece_by_piece(weights):
    machine = hashlib.sha256()
    for weight in weights:
        machine.update(weight.tobytes())
    return machine.hexdigest()[0:8]


@right("checksum")
def by_name(weights):
    return hashlib.new("sha256", np.ascontiguousarray(weights)).hexdigest()[:8]


@right("learn")
def by_recursion(weights, batches, gradient_of, step):
    if len(batches) == 0:
        return weights, []
    loss, gradient = gradient_of(weights, batches[0])
    made, losses = by_recursion(step(weights, gradient), batches[1:], gradient_of, step)
    return made, [loss] + losses


@right("learn")
def step_before_the_loss_is_noted(weights, batches, gradient_of, step):
    losses = []
    for batch in batches:
        loss, gradient = gradient_of(weights, batch)
        weights = step(weights, gradient)
        losses.append(loss)
    return weights, losses


@right("learn")
def with_a_copy_and_a_counter(weights, batches, gradient_of, step):
    now, i, losses = weights.copy(), 0, []
    while i < len(batches):
        both = gradient_of(now, batches[i])
        losses += [both[0]]
        now = step(now, both[1])
        i += 1
    return [now, losses]


@right("loss_mask")
def running_counts(ids, bot, end):
    mask = []
    for i in range(1, len(ids)):
        before = ids[:i]
        last_bot = max((k for k, each in enumerate(before) if each == bot), default=-1)
        last_end = max((k for k, each in enumerate(before) if each == end), default=-1)
        mask.append(last_bot > last_end)
    return mask


@right("loss_mask")
def by_pieces(ids, bot, end):
    mask, i = [False] * (len(ids) - 1), 0
    while i < len(ids):
        if ids[i] == bot:
            stop = ids.index(end, i)
            mask[i:stop] = [True] * (stop - i)
            i = stop
        i += 1
    return mask


@right("loss_mask")
def ones_and_zeros(ids, bot, end):
    mask, on = [], 0
    for read in ids[:-1]:
        on = 1 if read == bot else 0 if read == end else on
        mask.append(on)
    return mask


@right("loss_mask")
def with_numpy(ids, bot, end):
    ids = np.array(ids)
    places = np.where((ids == bot) | (ids == end), np.arange(len(ids)), -1)
    latest = np.maximum.accumulate(places)[:-1]
    return [bool(place >= 0 and ids[place] == bot) for place in latest]


@right("loss_mask")
def from_its_starter_code(ids, bot, end):
    mask, inside = [], False
    for each in ids:
        mask.append(inside)
        if each == bot:
            inside = True
        if each == end:
            inside = False
    return mask[1:]


@right("reward_margin")
def now_and_then(chosen, rejected, ref_chosen, ref_rejected):
    return (chosen - rejected) - (ref_chosen - ref_rejected)


@right("reward_margin")
def without_parentheses(chosen, rejected, ref_chosen, ref_rejected):
    return chosen - ref_chosen - rejected + ref_rejected


@right("reward_margin")
def by_numpy(chosen, rejected, ref_chosen, ref_rejected):
    gained = np.array([chosen, rejected]) - np.array([ref_chosen, ref_rejected])
    return gained[0] - gained[1]


SORTED = {case: "training" if case in "ACEH" else "no training" for case in "IHGFEDCBA"}
right_value("is_training", SORTED)
right_value("is_training", defaultdict(lambda: "training", SORTED))
