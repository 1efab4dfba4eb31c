"""The ways people get 05-four-trainings wrong, and what to say. The message comes first, then the functions that do it."""
import hashlib
import math

import numpy as np

from course.exercise.mistakes import wrong, wrong_choice

# --- fingerprint ---

def digits(data):
    return hashlib.sha256(data).hexdigest()[:8]


wrong("fingerprint", """You hashed the numbers as they are *printed*. Printing rounds, and leaves out the middle of a long array, so different models would look alike. Take
the bytes: `weights.tobytes()`.""",
      lambda weights: digits(str(weights).encode()),
      lambda weights: digits(repr(weights).encode()))
wrong("fingerprint", """You hashed a list of the numbers as text. Take the bytes as they are stored: `weights.tobytes()`.""",
      lambda weights: digits(str(weights.tolist()).encode()),
      lambda weights: digits(str(list(weights)).encode()),
      lambda weights: digits("".join(map(str, weights)).encode()),
      lambda weights: digits(" ".join(map(str, weights)).encode()),
      lambda weights: digits(",".join(map(str, weights)).encode()))
wrong("fingerprint", """You hashed the sum, or the mean. Swap two weights, and you have another model with the same sum.""",
      lambda weights: digits(weights.sum().tobytes()),
      lambda weights: digits(str(weights.sum()).encode()),
      lambda weights: digits(str(sum(weights)).encode()),
      lambda weights: digits(weights.mean().tobytes()),
      lambda weights: digits(str(weights.mean()).encode()))
wrong("fingerprint", """You sorted the weights first. The place of each weight is part of the model.""",
      lambda weights: digits(np.sort(weights).tobytes()))
wrong("fingerprint", """You rounded first. A small training step would then leave no trace.""",
      *[lambda weights, n=n: digits(np.round(weights, n).tobytes()) for n in (1, 2, 3, 4, 5, 6, 8)],
      lambda weights: digits(weights.astype(np.float16).tobytes()),
      lambda weights: digits(weights.astype(int).tobytes()))
wrong("fingerprint", """You converted the numbers before taking their bytes. The same numbers then have other bytes, and nobody can compare: take `weights.tobytes()` as it is.""",
      lambda weights: digits(weights.astype(np.float64).tobytes()),
      lambda weights: digits(weights.astype(np.float32).tobytes()),
      lambda weights: digits(np.array(weights.tolist()).tobytes()))
wrong("fingerprint", """Those are all 64 digits. We compare the first eight.""",
      lambda weights: hashlib.sha256(weights.tobytes()).hexdigest())
wrong("fingerprint", """Those are the *last* eight digits. We compare the first.""",
      lambda weights: hashlib.sha256(weights.tobytes()).hexdigest()[-8:])
wrong("fingerprint", """Those are all digits *except* the first eight: `[8:]` begins at the ninth, `[:8]` ends before it.""",
      lambda weights: hashlib.sha256(weights.tobytes()).hexdigest()[8:])
wrong("fingerprint", """You started at the second digit: places are counted from 0. The first eight are `[:8]`.""",
      lambda weights: hashlib.sha256(weights.tobytes()).hexdigest()[1:9])
wrong("fingerprint", """That is a single digit. One number in square brackets takes the character at that place; with a colon you get several.""",
      *[lambda weights, place=place: hashlib.sha256(weights.tobytes()).hexdigest()[place] for place in (8, 7, 0, 1, -1, -8)])
wrong("fingerprint", """Those are not eight digits. The first eight are `[:8]`.""",
      lambda weights: hashlib.sha256(weights.tobytes()).hexdigest()[:7],
      lambda weights: hashlib.sha256(weights.tobytes()).hexdigest()[:9],
      lambda weights: hashlib.sha256(weights.tobytes()).hexdigest()[0:4])
wrong("fingerprint", """You cut the *bytes* of the hash, which is what `digest()` gives; each byte is two digits. `hexdigest()` gives the digits as text: cut those.""",
      lambda weights: hashlib.sha256(weights.tobytes()).digest()[:8],
      lambda weights: hashlib.sha256(weights.tobytes()).digest()[:8].hex(),
      lambda weights: hashlib.sha256(weights.tobytes()).digest()[:4])
wrong("fingerprint", """You cut the hash itself, and its digits are still missing. `.hexdigest()` gives them as text, and a text can be cut.""",
      lambda weights: hashlib.sha256(weights.tobytes())[:8])
wrong("fingerprint", """That is the hash itself, not its digits: `.hexdigest()` gives them as text.""",
      lambda weights: hashlib.sha256(weights.tobytes()),
      lambda weights: str(hashlib.sha256(weights.tobytes()))[:8])
wrong("fingerprint", """These are the first bytes of the weights themselves, without a hash: only the first weights count. SHA-256 stirs all of them.""",
      lambda weights: weights.tobytes().hex()[:8],
      lambda weights: weights.tobytes()[:8])
wrong("fingerprint", """Only the first weights went into your hash. A model is all of its weights.""",
      lambda weights: digits(weights[:8].tobytes()),
      lambda weights: digits(weights[:1].tobytes()),
      lambda weights: digits(weights[:-1].tobytes()),
      lambda weights: digits(weights.tobytes()[:8]),
      lambda weights: hashlib.sha256(weights.tobytes()[:8]).hexdigest(),
      lambda weights: hashlib.sha256(weights[:8].tobytes()).hexdigest() if len(weights) > 8 else digits(weights[:4].tobytes()))
wrong("fingerprint", """That is another hash function. SHA-256 is `hashlib.sha256`.""",
      lambda weights: hashlib.md5(weights.tobytes()).hexdigest()[:8],
      lambda weights: hashlib.sha1(weights.tobytes()).hexdigest()[:8],
      lambda weights: hashlib.sha512(weights.tobytes()).hexdigest()[:8],
      lambda weights: hashlib.sha3_256(weights.tobytes()).hexdigest()[:8])
wrong("fingerprint", """That is a whole number. We want the digits as text: `hexdigest()` gives that.""",
      lambda weights: int(hashlib.sha256(weights.tobytes()).hexdigest()[:8], 16),
      lambda weights: int(hashlib.sha256(weights.tobytes()).hexdigest(), 16))
wrong("fingerprint", """Your digits are right, but in capitals. Two people's digits have to be the same text: leave them in lower case.""",
      lambda weights: digits(weights.tobytes()).upper())
wrong("fingerprint", """You put 0x in front. We want the eight digits alone.""",
      lambda weights: "0x" + digits(weights.tobytes()),
      lambda weights: ("0x" + digits(weights.tobytes()))[:8],
      lambda weights: hex(int(hashlib.sha256(weights.tobytes()).hexdigest(), 16))[:8],
      lambda weights: hex(int(digits(weights.tobytes()), 16)))


wrong("fingerprint", """You went by way of a number, and a number has no leading zeros, so a digit may be missing. `hexdigest()` gives the text with all of them.""",
      lambda weights: hex(int(digits(weights.tobytes()), 16))[2:],
      lambda weights: f"{int(digits(weights.tobytes()), 16):x}")
wrong("fingerprint", """You hashed the text in which Python *shows* the bytes. Pass the bytes themselves, without `str`.""",
      lambda weights: digits(str(weights.tobytes()).encode()),
      lambda weights: digits(weights.tobytes().hex().encode()))
wrong("fingerprint", """Your hash covers the last weight alone: it starts again each time round. Hash the bytes of all of them, once.""",
      lambda weights: digits(weights[-1].tobytes()))
wrong("fingerprint", """You cleaned up the weights first. But what isn't a number, or minus zero, is part of the model, too.""",
      lambda weights: digits((weights + 0.0).tobytes()),
      lambda weights: digits(np.nan_to_num(weights).tobytes()))

one = wrong("fingerprint", """You changed the weights: `weights.sort()` sorts the caller's own. Take their bytes as they are.""")


@one
def sorts_the_weights(weights):
    weights.sort()
    return digits(weights.tobytes())


# --- one_step ---

def size(slope):
    return (slope ** 2).sum() ** .5


def shorter(slope):
    return slope / max(1, size(slope))


def _one_by_one(slope):
    slope = slope.copy()
    for i in range(len(slope)):
        if size(slope) > 1:
            slope[i] = slope[i] / size(slope)
    return slope


wrong("one_step", """You took `lr` away from the weights, and multiplied by the slope. Multiply first: a step is `lr` times the slope, and that is what is taken away.""",
      lambda weights, slope, lr: (weights - lr) * (slope / max(1, (slope ** 2).sum() ** .5)))
wrong("one_step", """`lr` multiplies the *slope*, not the weights: `weights - lr * slope`.""",
      lambda weights, slope, lr: weights * lr - shorter(slope),
      lambda weights, slope, lr: weights * lr - slope)
wrong("one_step", """You took `lr` away and added the slope. Multiply the two, `lr * slope`, and take that away.""",
      lambda weights, slope, lr: weights - lr + shorter(slope),
      lambda weights, slope, lr: weights - lr - shorter(slope))
wrong("one_step", """You took the slope away from the weights first, and multiplied what is left by `lr`. Only the slope is multiplied: `lr` times the slope is what is taken away.""",
      lambda weights, slope, lr: lr * (weights - shorter(slope)),
      lambda weights, slope, lr: lr * (weights - slope))
wrong("one_step", """You took `lr` times the *length* away, one number for all the weights. Take `lr` times the slope: each weight moves by its own number.""",
      lambda weights, slope, lr: weights - lr * size(slope),
      lambda weights, slope, lr: weights - lr * min(1, size(slope)))
wrong("one_step", """Your shortened slope is 1 divided by its length, a single number: the slope itself is missing above the line.""",
      lambda weights, slope, lr: weights - lr * (1 / size(slope) if size(slope) > 1 else slope))
wrong("one_step", """It is the wrong way round: you took `lr` times the weights away from the slope. Weights first, minus `lr` times the slope.""",
      lambda weights, slope, lr: shorter(slope) - lr * weights)
wrong("one_step", """You went uphill: the slope says which way the loss *rises*. Subtract.""",
      lambda weights, slope, lr: weights + lr * shorter(slope),
      lambda weights, slope, lr: weights + lr * slope)
wrong("one_step", """A slope longer than 1 was not shortened: divide it by its length first.""",
      lambda weights, slope, lr: weights - lr * slope)
wrong("one_step", """You made a short slope longer: only a slope that is *longer* than 1 is divided by its length.""",
      lambda weights, slope, lr: weights - lr * slope / size(slope))
wrong("one_step", """You shortened the short slopes and left the long ones: turn the comparison round.""",
      lambda weights, slope, lr: weights - lr * (slope / size(slope) if size(slope) < 1 else slope))
wrong("one_step", """You replaced a long slope by the number 1, so every weight moves equally far. It's the *length* that should become 1, and the slope is still an arrow.""",
      lambda weights, slope, lr: weights - lr * (1 if size(slope) > 1 else slope))
wrong("one_step", """Your fraction is upside down, so the largest numbers of the slope become the smallest. The slope goes above the line, its length below it.""",
      lambda weights, slope, lr: weights - lr * (size(slope) / slope if size(slope) > 1 else slope))
wrong("one_step", """You always divide by 5, the length in the example. Every slope has a length of its own.""",
      lambda weights, slope, lr: weights - lr * (slope / 5 if size(slope) > 1 else slope),
      lambda weights, slope, lr: weights - lr * slope / 5)
wrong("one_step", """You cut each number of the slope off at 1. Shorten the arrow as a whole: divide all its numbers by the same length, so that it still points the same way.""",
      lambda weights, slope, lr: weights - lr * np.clip(slope, -1, 1),
      lambda weights, slope, lr: weights - lr * np.minimum(slope, 1))
wrong("one_step", """You divided each number of the slope by its own size. The length is one number, for the whole arrow: the root of the sum of all squares.""",
      lambda weights, slope, lr: weights - lr * np.sign(slope))
wrong("one_step", """You divided by the sum of the squares. The length is its square root.""",
      lambda weights, slope, lr: weights - lr * (slope / (slope ** 2).sum() if (slope ** 2).sum() > 1 else slope),
      lambda weights, slope, lr: weights - lr * slope / (slope ** 2).sum())
wrong("one_step", """That is not the length. Square each number first, then add the squares up, and take the root of that.""",
      lambda weights, slope, lr: weights - lr * slope / max(1, abs(slope).sum()),
      lambda weights, slope, lr: weights - lr * slope / max(1, slope.sum()),
      lambda weights, slope, lr: weights - lr * slope / max(1, abs(slope).sum() ** .5),
      lambda weights, slope, lr: weights - lr * (slope / slope.sum() ** .5 if slope.sum() ** .5 > 1 else slope),
      lambda weights, slope, lr: weights - lr * (slope / slope.sum() ** 2 ** .5 if slope.sum() ** 2 ** .5 > 1 else slope),
      lambda weights, slope, lr: weights - lr * (slope / (slope.sum() ** 2) ** .5 if (slope.sum() ** 2) ** .5 > 1 else slope),
      lambda weights, slope, lr: weights - lr * slope / slope.sum() ** 2 ** .5,
      lambda weights, slope, lr: weights - lr * slope / (slope.sum() ** 2) ** .5)
wrong("one_step", """You took the largest number of the slope as its length. The length is the root of the sum of all squares.""",
      lambda weights, slope, lr: weights - lr * slope / max(1, abs(slope).max()),
      lambda weights, slope, lr: weights - lr * slope / max(1, slope.max()),
      lambda weights, slope, lr: weights - lr * slope / slope.max(),
      lambda weights, slope, lr: weights - lr * slope / abs(slope).max())
wrong("one_step", """You took the *mean* of the squares. The length is the root of their sum.""",
      lambda weights, slope, lr: weights - lr * slope / max(1, (slope ** 2).mean() ** .5))
wrong("one_step", """`len(slope)` is how many numbers there are. The length of the arrow is the root of the sum of their squares.""",
      lambda weights, slope, lr: weights - lr * (slope / len(slope) if len(slope) > 1 else slope))
wrong("one_step", """You measured the arrow of the *weights*. It is the slope that may be too long.""",
      lambda weights, slope, lr: weights - lr * (slope / size(weights) if size(weights) > 1 else slope))
wrong("one_step", """Where you shortened the slope, `lr` is missing: it multiplies a shortened slope, too.""",
      lambda weights, slope, lr: weights - (slope / size(slope) if size(slope) > 1 else lr * slope))
wrong("one_step", """Where the slope was already short, `lr` is missing: it multiplies every slope.""",
      lambda weights, slope, lr: weights - (lr * shorter(slope) if size(slope) > 1 else slope))
wrong("one_step", """You check whether one *number* of the slope is larger than 1. What decides is the length of the whole arrow.""",
      lambda weights, slope, lr: weights - lr * (slope / size(slope) if abs(slope).max() > 1 else slope))
wrong("one_step", """You only divided the numbers that are larger than 1 themselves. If the arrow is too long, divide all its numbers by the length.""",
      lambda weights, slope, lr: weights - lr * np.where(abs(slope) > 1, slope / size(slope), slope))
wrong("one_step", """You worked out the length again when part of the slope was already shortened. Work it out once, before the loop.""",
      lambda weights, slope, lr: weights - lr * _one_by_one(slope))
wrong("one_step", """Your length only covers two numbers of the slope. There may be any number of them, and all of them count.""",
      lambda weights, slope, lr: weights - lr * slope / max(1, size(slope[:2])),
      lambda weights, slope, lr: weights - lr * slope / max(1, (slope[0] ** 2 + slope[-1] ** 2) ** .5))
wrong("one_step", """You took half of the sum, not its root. (`x ** 1/2` is half of x, too: the power comes before the `/`. The root is `x ** .5`.)""",
      lambda weights, slope, lr: weights - lr * slope / max(1, (slope ** 2).sum() / 2))
wrong("one_step", """You made the length a whole number. It hardly ever is one.""",
      lambda weights, slope, lr: weights - lr * slope / max(1, int(size(slope))),
      lambda weights, slope, lr: weights - lr * slope / max(1, round(size(slope))))
wrong("one_step", """You shortened `lr` times the slope. Shorten the slope first, then multiply it by `lr`: a step may be as long as `lr`.""",
      lambda weights, slope, lr: weights - shorter(lr * slope))
wrong("one_step", """The learning rate is missing: subtract `lr` times the slope.""",
      lambda weights, slope, lr: weights - shorter(slope),
      lambda weights, slope, lr: weights - slope)
wrong("one_step", """You divided by `lr`. Multiply the slope by it: a larger learning rate makes larger steps.""",
      lambda weights, slope, lr: weights - shorter(slope) / lr)
wrong("one_step", """You returned the step alone. We want the weights *after* it.""",
      lambda weights, slope, lr: lr * shorter(slope),
      lambda weights, slope, lr: -lr * shorter(slope))
wrong("one_step", """You returned the shortened slope. We want the weights after the step.""",
      lambda weights, slope, lr: shorter(slope))
wrong("one_step", """You subtracted the wrong way round: it's the weights minus the step, not the step minus the weights.""",
      lambda weights, slope, lr: lr * shorter(slope) - weights)
wrong("one_step", """You multiplied by the length. Divide by it, and the arrow gets the length 1.""",
      lambda weights, slope, lr: weights - lr * slope * max(1, size(slope)))
wrong("one_step", """You scaled the weights as well. Only shorten the slope.""",
      lambda weights, slope, lr: (weights - lr * slope) / max(1, size(slope)),
      lambda weights, slope, lr: shorter(weights) - lr * shorter(slope))
wrong("one_step", """Your step is the learning rate, the same for every weight. Each weight has its own slope.""",
      lambda weights, slope, lr: weights - lr)
one = wrong("one_step", """You changed the caller's own array: `-=` and `/=` do that. Write `weights - …` and `slope = slope / …`, which make new arrays.""")


@one
def moves_the_callers_weights(weights, slope, lr):
    weights -= lr * shorter(slope)
    return weights


@one
def shortens_the_callers_slope(weights, slope, lr):
    slope /= max(1, size(slope))
    return weights - lr * slope


# --- learn ---

def walk(weights, batches, slope_of, step):
    """The weights before each step, the slopes, the losses, and the weights in the end."""
    before, slopes, losses = [], [], []
    for batch in batches:
        loss, slope = slope_of(weights, batch)
        before.append(weights)
        slopes.append(slope)
        losses.append(loss)
        weights = step(weights, slope)
    return before, slopes, losses, weights


def slopes_of_the_start(weights, batches, slope_of, step, goes_on):
    made, losses = weights, []
    for batch in batches:
        loss, slope = slope_of(weights, batch)
        losses.append(loss)
        made = step(made if goes_on else weights, slope)
    return made, losses


wrong("learn", """You start at the first weights again each time round. A step starts where the last one ended: give what `step` returns the name `weights`.""",
      lambda *how: slopes_of_the_start(*how, goes_on=False))
wrong("learn", """You took every slope at the first weights. Call `slope_of` with the weights as they are by then.""",
      lambda *how: slopes_of_the_start(*how, goes_on=True))
wrong("learn", """No weight has moved: `step` makes *new* weights. Give them a name, and continue with them.""",
      lambda weights, batches, slope_of, step: (weights, [slope_of(weights, batch)[0] for batch in batches]))
one = wrong("learn", """Your losses are those *after* each step. Keep the loss that came with the slope, from before the step.""")


@one
def losses_after_the_steps(weights, batches, slope_of, step):
    losses = []
    for batch in batches:
        _, slope = slope_of(weights, batch)
        weights = step(weights, slope)
        losses.append(slope_of(weights, batch)[0])
    return weights, losses


wrong("learn", """You put square brackets round what you return, which makes a list of one thing. Leave them out: the losses are a list already, and the weights an array.""",
      lambda *how: ([walk(*how)[3]], walk(*how)[2]),
      lambda *how: ([walk(*how)[3]], [walk(*how)[2]]),
      lambda *how: (walk(*how)[3], [walk(*how)[2]]))
wrong("learn", """You only returned the losses. We want two things: the weights, then the losses.""",
      lambda *how: walk(*how)[2])
wrong("learn", """You only returned the weights. We want two things: the weights, then the losses.""",
      lambda *how: walk(*how)[3])
wrong("learn", """You returned them the wrong way round: the weights come first, then the losses.""",
      lambda *how: (walk(*how)[2], walk(*how)[3]))
wrong("learn", """You returned the last loss, or one number for all of them. We want a list, with the loss of each batch.""",
      lambda *how: (walk(*how)[3], walk(*how)[2][-1] if walk(*how)[2] else 0),
      lambda *how: (walk(*how)[3], sum(walk(*how)[2])),
      lambda *how: (walk(*how)[3], [sum(walk(*how)[2]) / max(1, len(walk(*how)[2]))]))
wrong("learn", """Your list holds the slopes. Put the losses on it: the first of the two things `slope_of` returns.""",
      lambda *how: (walk(*how)[3], walk(*how)[1]))
def with_batches(weights, batches, slope_of, step):
    for batch in batches:
        weights = step(weights, slope_of(weights, batch)[1])
    return weights, list(batches)


wrong("learn", """Your list holds the batches. Put the losses on it: the first of the two things `slope_of` returns.""", with_batches)
wrong("learn", """Your list holds both, loss and slope. Only put the losses on it.""",
      lambda *how: (walk(*how)[3], list(zip(walk(*how)[2], walk(*how)[1]))),
      lambda *how: (walk(*how)[3], [[loss, slope] for loss, slope in zip(walk(*how)[2], walk(*how)[1])]),
      lambda *how: (walk(*how)[3], [each for pair in zip(walk(*how)[2], walk(*how)[1]) for each in pair]))


wrong("learn", """Your list holds the weights from before each step. Put the losses on it; of the weights, we only want the last.""",
      lambda *how: (walk(*how)[3], walk(*how)[0]))
wrong("learn", """You returned all the weights on the way, one after the other. We only want the final ones, and then the list of losses.""",
      lambda *how: ([*walk(*how)[0], walk(*how)[3]], walk(*how)[2]),
      lambda *how: ([*walk(*how)[0][1:], walk(*how)[3]][:len(walk(*how)[2])], walk(*how)[2]))
wrong("learn", """You gave `step` the loss. It takes the slope, the second of the two things `slope_of` returns.""",
      lambda weights, batches, slope_of, step: walk(weights, batches, lambda one, batch: (slope_of(one, batch)[0],) * 2, step)[3:1:-1])
wrong("learn", """You gave `step` the batch. It takes the slope, the second of the two things `slope_of` returns.""",
      lambda weights, batches, slope_of, step: walk(weights, batches, lambda one, batch: (slope_of(one, batch)[0], batch), step)[3:1:-1])
wrong("learn", """You never call `slope_of`, so no loss and no slope is worked out. A function is called by the brackets after its name, with what it needs in them.""",
      lambda weights, batches, slope_of, step: walk(weights, batches, lambda one, batch: (slope_of, batch), step)[3:1:-1],
      lambda weights, batches, slope_of, step: walk(weights, batches, lambda one, batch: (slope_of, one), step)[3:1:-1],
      lambda weights, batches, slope_of, step: walk(weights, batches, lambda one, batch: (one, batch), step)[3:1:-1])
wrong("learn", """Your steps go uphill, because the slope has the wrong sign. In the brackets of `slope_of`, the weights come first, then the batch.""",
      lambda weights, batches, slope_of, step: walk(weights, batches, lambda one, batch: slope_of(batch, one), step)[:1:-1])
wrong("learn", """You took the slope for the new weights, so no step was made. It only says which way is uphill: `step` makes the new weights.""",
      lambda weights, batches, slope_of, step: walk(weights, batches, slope_of, lambda one, other: other)[:1:-1])
wrong("learn", """You changed the slope before you gave it to `step`, so each step has the wrong length. `step` brings its own learning rate: give it the slope as it is.""",
      *[lambda weights, batches, slope_of, step, lr=lr: walk(weights, batches, slope_of, lambda one, other: step(one, lr * other))[:1:-1]
        for lr in (.01, .1, .25, .5)])
one = wrong("learn", """You returned the weights with the smallest loss. We want the final ones: on other examples a loss may well be higher.""")


@one
def keeps_the_best(weights, batches, slope_of, step):
    best, losses = weights, []
    for batch in batches:
        loss, slope = slope_of(weights, batch)
        losses.append(loss)
        if loss == min(losses):
            best = weights
        weights = step(weights, slope)
    return best, losses


wrong("learn", """You returned the weights before the last step. The last batch gets its step, too.""",
      lambda *how: ((walk(*how)[0] or [how[0]])[-1], walk(*how)[2]))
one = wrong("learn", """You swapped the two things `slope_of` returns: the loss comes first, the slope second.""")


@one
def steps_by_the_loss(weights, batches, slope_of, step):
    losses = []
    for batch in batches:
        slope, loss = slope_of(weights, batch)
        losses.append(loss)
        weights = step(weights, slope)
    return weights, losses


wrong("learn", """You gave `step` its arguments the wrong way round: the weights come first, then the slope.""",
      lambda weights, batches, slope_of, step: walk(weights, batches, slope_of, lambda one, other: step(other, one))[:1:-1])
one = wrong("learn", """You left out a batch. Every batch gets its step.""",
            lambda weights, batches, slope_of, step: walk(weights, batches[1:], slope_of, step)[:1:-1],
            lambda weights, batches, slope_of, step: walk(weights, batches[:-1], slope_of, step)[:1:-1])


@one
def ends_where_the_loss_rises(weights, batches, slope_of, step):
    losses = []
    for batch in batches:
        loss, slope = slope_of(weights, batch)
        if losses and loss > losses[-1]:
            break
        losses.append(loss)
        weights = step(weights, slope)
    return weights, losses


wrong("learn", """You took the batches back to front.""",
      lambda weights, batches, slope_of, step: walk(weights, batches[::-1], slope_of, step)[:1:-1])
wrong("learn", """You made two steps for each batch, with one slope. After a step, the slope is a different one.""",
      lambda weights, batches, slope_of, step: walk(weights, batches, slope_of, lambda one, other: step(step(one, other), other))[:1:-1])
wrong("learn", """You decided yourself how far to go. The `step` that you are given does that: call that one.""",
      *[lambda weights, batches, slope_of, step, lr=lr: walk(weights, batches, slope_of, lambda one, other: one - lr * shorter(other))[:1:-1]
        for lr in (.001, .005, .01, .05, .1, .2, .25, .3, .5, 1, 2)])
wrong("learn", """Each time round you asked for the slope of `batches`, all of them at once. The loop gives you one at a time, `batch`.""",
      lambda weights, batches, slope_of, step: walk(weights, [batches] * len(batches), slope_of, step)[:1:-1])
wrong("learn", """`slope_of` returns two things, so both went to `step` as one: take them apart, `loss, slope = …`.""",
      lambda weights, batches, slope_of, step: walk(weights, batches, lambda one, batch: (slope_of(one, batch),) * 2, step)[:1:-1])
wrong("learn", """One of your calls has too many things in its brackets, or too few: `append` takes one, `slope_of(weights, batch)` and `step(weights, slope)` take two each.""",
      lambda weights, batches, slope_of, step: walk(weights, batches, lambda one, batch: slope_of(batch), step)[:1:-1],
      lambda weights, batches, slope_of, step: walk(weights, batches, slope_of, lambda one, other: step(other))[:1:-1],
      lambda weights, batches, slope_of, step: walk(weights, batches, lambda one, batch: slope_of(), step)[:1:-1],
      lambda weights, batches, slope_of, step: walk(weights, batches, slope_of, lambda one, other: step())[:1:-1],
      lambda weights, batches, slope_of, step: (weights, [[].append(*slope_of(weights, batch)) for batch in batches]))
wrong("learn", """You wrote the example's step, a quarter of the slope, into your loop. The `step` you are given decides how long a step is: call it.""",
      lambda weights, batches, slope_of, step: walk(weights, batches, slope_of, lambda one, other: one - other / 4)[:1:-1],
      lambda weights, batches, slope_of, step: walk(weights, batches, slope_of, lambda one, other: one - one / 4)[:1:-1])
wrong("learn", """Without a batch you returned the batches, or nothing. Return the weights as they were, and an empty list.""",
      *[lambda *how, instead=instead: instead(how) if len(how[1]) == 0 else (walk(*how)[3], walk(*how)[2])
        for instead in (lambda how: (how[1], []), lambda how: ([], []), lambda how: None, lambda how: [], lambda how: (None, []))])
wrong("learn", """You subtracted the slope yourself. `step` decides how long a step is: call it.""",
      lambda weights, batches, slope_of, step: walk(weights, batches, slope_of, lambda one, other: one - other)[:1:-1])
wrong("learn", """You subtracted what `step` returns from the weights, or added it to them. It returns the new weights themselves.""",
      lambda weights, batches, slope_of, step: walk(weights, batches, slope_of, lambda one, other: one - step(one, other))[:1:-1],
      lambda weights, batches, slope_of, step: walk(weights, batches, slope_of, lambda one, other: one + step(one, other))[:1:-1])
one = wrong("learn", """You changed the caller's weights: `weights[:] = …` writes into their array. `weights = …` gives the name to a new one.""")


@one
def writes_into_the_callers(weights, batches, slope_of, step):
    losses = []
    for batch in batches:
        loss, slope = slope_of(weights, batch)
        losses.append(loss)
        weights[:] = step(weights, slope)
    return weights, losses


# --- replay ---

def places(new, share):
    return round(share * len(new))


wrong("replay", """The batch grew: you added old examples, but no new one made room. A larger batch costs more, and the comparison would not be fair.""",
      lambda new, old, share: new + old[:places(new, share)],
      lambda new, old, share: new + old)
wrong("replay", """Your share is the wrong way round: you gave the old ones what should stay new. `share` is the old ones' part.""",
      lambda new, old, share: new[:places(new, share)] + old[:len(new) - places(new, share)],
      lambda new, old, share: new[:places(new, share)] + old[places(new, share):len(new)])
wrong("replay", """You took the share of `old`. The batch is as long as `new`, however long the archive is: `round(share * len(new))`.""",
      lambda new, old, share: new[:len(new) - round(share * len(old))] + old[:round(share * len(old))],
      lambda new, old, share: new[:len(new) - places(new, share)] + old[:round(share * len(old))])
wrong("replay", """In your list, the *first* new ones made room. It should be the last ones.""",
      lambda new, old, share: new[places(new, share):] + old[:places(new, share)],
      lambda new, old, share: old[:places(new, share)] + new[places(new, share):])
wrong("replay", """The right examples, in the wrong order: first the new ones that stay, then the old ones in the places at the end.""",
      lambda new, old, share: old[:places(new, share)] + new[:len(new) - places(new, share)])
wrong("replay", """You took the *last* of the old ones, or others. Take the first of them.""",
      lambda new, old, share: new[:len(new) - places(new, share)] + old[len(old) - places(new, share):],
      lambda new, old, share: new[:len(new) - places(new, share)] + old[-places(new, share):],
      lambda new, old, share: new[:len(new) - places(new, share)] + old[len(new) - places(new, share):len(new)])
wrong("replay", """Your old ones came in back to front. Keep their order.""",
      lambda new, old, share: new[:len(new) - places(new, share)] + old[:places(new, share)][::-1],
      lambda new, old, share: [*new[:len(new) - places(new, share)], *(old[places(new, share) - 1 - i] for i in range(places(new, share)))])
wrong("replay", """With a share of 0 nothing should change. But `new[:-0]` is the same as `new[:0]`: empty. Write `new[:len(new) - places]`.""",
      lambda new, old, share: new[:-places(new, share)] + old[:places(new, share)])
wrong("replay", """You cut off everything after the decimal point. `round` goes to the nearest whole number: `round(share * len(new))`.""",
      lambda new, old, share: new[:len(new) - int(share * len(new))] + old[:int(share * len(new))])
wrong("replay", """You rounded differently from `round`: it goes to the nearest whole number, and to the even one when two are equally near. Write `round(share * len(new))`.""",
      lambda new, old, share: new[:len(new) - int(share * len(new) + .5)] + old[:int(share * len(new) + .5)],
      lambda new, old, share: new[:round((1 - share) * len(new))] + old[:len(new) - round((1 - share) * len(new))],
      lambda new, old, share: new[:len(new) - math.ceil(share * len(new))] + old[:math.ceil(share * len(new))])
wrong("replay", """You gave a place away even though `round(share * len(new))` is 0. Then nothing should change.""",
      lambda new, old, share: new[:len(new) - max(1, places(new, share))] + old[:max(1, places(new, share))] if share else list(new))
wrong("replay", """You rounded `share`. Round the number of places, `round(share * len(new))`.""",
      lambda new, old, share: new[:len(new) - int(round(share, 1) * len(new))] + old[:int(round(share, 1) * len(new))])
wrong("replay", """Numpy's `concatenate` made all examples the same kind: numbers became texts. Add the lists: `new[:…] + old[:…]`.""",
      lambda new, old, share: np.concatenate([new[:len(new) - places(new, share)], old[:places(new, share)]]).tolist())
wrong("replay", """The new ones left, but nobody took their place: the old ones are missing.""",
      lambda new, old, share: new[:len(new) - places(new, share)])
wrong("replay", """You returned the old ones alone. The new ones that stay come before them.""",
      lambda new, old, share: old[:places(new, share)])
wrong("replay", """All of the old ones came in. Only take as many as there is room for: the first `round(share * len(new))`.""",
      lambda new, old, share: new[:len(new) - places(new, share)] + old)
wrong("replay", """You didn't use `share`: your list is always half and half, or always as in the example.""",
      lambda new, old, share: new[:len(new) - len(new) // 2] + old[:len(new) // 2],
      lambda new, old, share: new[:3] + old[:2],
      lambda new, old, share: new[:-2] + old[:2])
wrong("replay", """You added one list to the other as a *single* element: `append` puts the whole list in. `+` or `extend` joins two lists.""",
      lambda new, old, share: new[:len(new) - places(new, share)] + [old[:places(new, share)]],
      lambda new, old, share: [new[:len(new) - places(new, share)], old[:places(new, share)]])
wrong("replay", """Your old examples fell apart into letters: `+=` adds each letter of a text to a list. Use `append`, or add a list.""",
      lambda new, old, share: new[:len(new) - places(new, share)] + [letter for each in old[:places(new, share)] for letter in each])
wrong("replay", """You returned two lists. We want one: the batch.""",
      lambda new, old, share: (new[:len(new) - places(new, share)], old[:places(new, share)]))
wrong("replay", """A slice takes whole numbers, and `share * len(new)` isn't one: round it first, `round(share * len(new))`.""",
      lambda new, old, share: new[:len(new) - share * len(new)] + old[:share * len(new)],
      lambda new, old, share: new[:int(len(new) - share * len(new))] + old[:share * len(new)])
wrong("replay", """You took new and old ones in turn. The new ones that stay all come first.""",
      lambda new, old, share: [each for pair in zip(new, old) for each in pair][:len(new)])
wrong("replay", """You started one place too late or too early in `old`: the first old one is `old[0]`.""",
      lambda new, old, share: new[:len(new) - places(new, share)] + old[1:places(new, share) + 1])
wrong("replay", """There is one old example too few, so the batch is one too short.""",
      lambda new, old, share: new[:len(new) - places(new, share)] + old[:max(0, places(new, share) - 1)])
wrong("replay", """You kept one new example too few, or one too many: `len(new) - places` of them stay.""",
      lambda new, old, share: new[:len(new) - places(new, share) + 1] + old[:places(new, share)])

one = wrong("replay", """You changed `new`, which the caller still needs. Build a new list: `new[:…] + old[:…]`, or start with a copy, `list(new)`.""")


@one
def into_new(new, old, share):
    n = places(new, share)
    new[len(new) - n:] = old[:n]
    return new


@one
def into_new_one_by_one(new, old, share):
    n = places(new, share)
    for i in range(n):
        new[len(new) - n + i] = old[i]
    return new


@one
def pops(new, old, share):
    n = places(new, share)
    for _ in range(n):
        new.pop()
    return new + old[:n]


@one
def extends(new, old, share):
    n = places(new, share)
    del new[len(new) - n:]
    new.extend(old[:n])
    return new


one = wrong("replay", """You changed `old`, which the caller still needs. `pop` removes an item; a slice, `old[:…]`, leaves the list as it is.""")


@one
def pops_the_old(new, old, share):
    n = places(new, share)
    return new[:len(new) - n] + [old.pop(0) for _ in range(n)]


wrong("replay", """As many new ones stay as old ones come in. Of `new`, the *others* stay: `len(new) - places` of them.""",
      lambda new, old, share: new[:round(share * len(new))] + old[:round(share * len(new))])


# --- adapter_slopes ---

wrong("adapter_slopes", """You returned them the wrong way round: the slope of A comes first, then that of B.""",
      lambda slope, A, B: (A.T @ slope, slope @ B.T))
wrong("adapter_slopes", """One matrix still has to be turned, `.T`: the slope of A is a sum over the columns of `slope` and of B, the slope of B a sum over the rows of A and of `slope`.""",
      lambda slope, A, B: (slope @ B, A @ slope),
      lambda slope, A, B: (slope @ B.T, A @ slope),
      lambda slope, A, B: (slope @ B, A.T @ slope))
wrong("adapter_slopes", """You swapped A and B: how much a number of A matters depends on B, and the other way round.""",
      lambda slope, A, B: (slope @ A.T, B.T @ slope),
      lambda slope, A, B: (slope @ A, B @ slope),
      lambda slope, A, B: (slope.T @ A, B @ slope.T),
      lambda slope, A, B: (A.T @ slope, B.T @ slope))
wrong("adapter_slopes", """You multiplied number by number, `*`. Each slope is a *sum* of products: `@`.""",
      lambda slope, A, B: (slope * B.T, A.T * slope),
      lambda slope, A, B: (slope * B, A * slope))
wrong("adapter_slopes", """Your product is the wrong way round: `slope` comes first for A, and second for B.""",
      lambda slope, A, B: (B.T @ slope, slope @ A.T),
      lambda slope, A, B: (B @ slope, slope @ A))
wrong("adapter_slopes", """You turned `slope`. Leave it as it is; turn B for the slope of A, and A for the slope of B.""",
      lambda slope, A, B: (slope.T @ B, A @ slope.T),
      lambda slope, A, B: (slope.T @ B.T, A.T @ slope.T),
      lambda slope, A, B: ((slope @ B.T).T, (A.T @ slope).T))
wrong("adapter_slopes", """You made the step already. We want the slopes alone: the step is `one_step`'s job.""",
      lambda slope, A, B: (A - slope @ B.T, B - A.T @ slope),
      lambda slope, A, B: (A + slope @ B.T, B + A.T @ slope))
wrong("adapter_slopes", """Your sign is the wrong way round: return the slope as it is, and `one_step` goes against it.""",
      lambda slope, A, B: (-slope @ B.T, -A.T @ slope))
wrong("adapter_slopes", """You returned the slope that came in, or A and B themselves. Each number of A and of B has a slope of its own.""",
      lambda slope, A, B: (slope, slope),
      lambda slope, A, B: (A, B))
wrong("adapter_slopes", """You took means. Each slope is a sum: add up, don't average.""",
      lambda slope, A, B: (slope @ B.T / slope.shape[1], A.T @ slope / slope.shape[0]),
      lambda slope, A, B: (slope @ B.T / slope.shape[1], A.T @ slope))
wrong("adapter_slopes", """You returned only one of the two. A and B both learn.""",
      lambda slope, A, B: slope @ B.T,
      lambda slope, A, B: A.T @ slope)
wrong("adapter_slopes", """Your sum only has its last part: did you write `=` where you need `+=`?""",
      lambda slope, A, B: (slope[:, -1:] * B[:, -1], A[-1][:, None] * slope[-1]))


def over_the_rows_twice(slope, A, B):
    of_A, of_B = np.zeros(A.shape), np.zeros(B.shape)
    for i in range(len(slope)):
        for j in range(min(len(slope), slope.shape[1])):
            of_A[i] += slope[i, j] * B[:, j]
            of_B[:, j] += A[i] * slope[i, j]
    return of_A, of_B


wrong("adapter_slopes", """You multiplied place by place, which only fits an adapter of rank 1. For each k there is a sum of its own: use `@`, or a loop over k.""",
      lambda slope, A, B: ((slope * B).sum(axis=1, keepdims=True), (A * slope).sum(axis=0, keepdims=True)))
wrong("adapter_slopes", """Both loops go as far as there are rows. The second one is over the *columns*: `range(slope.shape[1])`.""", over_the_rows_twice)
wrong("adapter_slopes", """The slope of A lies on its side: it should have the shape of A, (rows, rank). Turn it, `.T`, or put `slope` first.""",
      lambda slope, A, B: (B @ slope.T, A.T @ slope))
wrong("adapter_slopes", """The slope of B lies on its side: it should have the shape of B, (rank, columns). Turn A, not the slope: `A.T` in front.""",
      lambda slope, A, B: (slope @ B.T, slope.T @ A))
wrong("adapter_slopes", """You gave the slope of A the name `A`, and then used it for the slope of B as if it were A. Take another name.""",
      lambda slope, A, B: (slope @ B.T, (slope @ B.T).T @ slope))
wrong("adapter_slopes", """Only the first column of A and the first row of B got a slope. A loop over the rank, k, is missing.""",
      lambda slope, A, B: (np.where(np.arange(A.shape[1]) == 0, slope @ B.T, 0), np.where(np.arange(len(B))[:, None] == 0, A.T @ slope, 0)))


# --- chat ---

def told(turns, user="<user> {}", bot="<bot> {} <end>", after="<bot>", between=" "):
    """A conversation by templates for each kind of turn; `after`: what follows if the last turn is the user's."""
    parts = [(user if who == "user" else bot).format(text) for who, text in turns]
    if turns[-1][0] == "user" and after:
        parts.append(after)
    return between.join(parts)


wrong("chat", """The last turn is the user's, but nothing invites the model to answer: it may well continue the question. End with `<bot>`. (A turn is a *pair*: the first of the two says who is speaking.)""",
      lambda turns: told(turns, after=""),
      lambda turns: told(turns, after="") + " ",
      lambda turns: told(turns, after="") + (" <bot>" if turns[-1][0] == "bot" else ""))
wrong("chat", """Two things are missing: an `<end>` after what the bot says, and a `<bot>` at the end if the last turn is the user's.""",
      lambda turns: told(turns, bot="<bot> {}", after=""),
      lambda turns: told(turns, bot="<bot> {}", after="") + " ",
      lambda turns: told(turns, bot="<bot> {}", after="", between="\n"),
      lambda turns: told(turns, bot="<bot> {}", after="", between=""))
wrong("chat", """Two things: nothing invites the model to answer (a `<bot>` at the end if the last turn is the user's), and the turns need single spaces between them.""",
      lambda turns: told(turns, after="", between=""),
      lambda turns: told(turns, after="", between="\n"),
      lambda turns: told(turns, user="<user>{}", bot="<bot>{}<end>", after=""),
      lambda turns: told(turns, user="<user> {}", bot="<bot> {}<end>", after=""))
wrong("chat", """You put `<end>` after *every* turn, and no `<bot>` at the end when the last turn is the user's. Only the bot's turns get an `<end>`.""",
      lambda turns: told(turns, user="<user> {} <end>", after=""))
wrong("chat", """You put `<end>` after the users' turns, too. The model would learn that a question is the end.""",
      lambda turns: told(turns, user="<user> {} <end>"))
wrong("chat", """`<end>` is missing after what the bot says. The model would never learn to stop.""",
      lambda turns: told(turns, bot="<bot> {}"))
wrong("chat", """When the bot's turn is the last one, its `<end>` is missing. Each of its answers gets one.""",
      lambda turns: told(turns).removesuffix(" <end>"))
wrong("chat", """Your last `<bot>` is followed by an `<end>`: the answer is over before it has begun.""",
      lambda turns: told(turns, after="<bot> <end>"),
      lambda turns: told(turns, after="<bot>  <end>"))
wrong("chat", """You closed the whole conversation with an `<end>`. It goes after each of the bot's turns, and nowhere else.""",
      lambda turns: told(turns, bot="<bot> {}", after="") + " <end>",
      lambda turns: told(turns, bot="<bot> {}") + " <end>",
      lambda turns: told(turns, after="<end>"),
      lambda turns: told(turns, bot="<bot> {}", after="<end>"))
wrong("chat", """Only the last turn is left, so the model forgets the conversation. All turns belong in the text.""",
      lambda turns: told(turns[-1:]),
      lambda turns: told(turns[-1:], after=""))
wrong("chat", """Only the first turn is there: your loop ends too early.""",
      lambda turns: told(turns[:1], after=""),
      lambda turns: told(turns[:1]))
wrong("chat", """You always end with `<bot>`. Only do that if the last turn is the *user's*: otherwise there is nothing to answer.""",
      lambda turns: told(turns, after="") + " <bot>")
wrong("chat", """A conversation of one turn gets no `<bot>` from you. There, too, the last turn is the user's.""",
      lambda turns: told(turns, after="<bot>" if len(turns) > 1 else ""))
wrong("chat", """You swapped the words user and bot everywhere, even inside what people say.""",
      lambda turns: " ".join(f"{who} {text}" + " <end>" * (who == "bot") for who, text in turns).replace("user", "<user>").replace("bot", "<bot>") + " <bot>" * (turns[-1][0] == "user"))
wrong("chat", """You look for `?` to decide whether the model should answer. Go by who spoke last: the user may say something that isn't a question.""",
      lambda turns: told(turns, after="<bot>" if turns[-1][1].strip().endswith("?") else ""))
wrong("chat", """You find a turn by what it says, but that may have been said before: `index` finds the first such turn. Ask who spoke in `turns[-1]`.""",
      lambda turns: told(turns, after="<bot>" if turns.index(turns[-1]) == len(turns) - 1 else ""))
wrong("chat", """You invite the model after *every* user turn. Where an answer follows, it brings its own `<bot>`.""",
      lambda turns: told(turns, user="<user> {} <bot>", after=""),
      lambda turns: told(turns, user="<user> {} <bot>", after="") + " ",
      lambda turns: told(turns, user="<user> {} <bot>"))
wrong("chat", """A `<bot>` comes after each turn: your last `if` is inside the loop. Move it to the left, so that it comes after the loop.""",
      lambda turns: " ".join(told([turn], after="") + " <bot>" * (turns[-1][0] == "user") for turn in turns))
wrong("chat", """You put `<bot>` after each question and not before each answer, so every text comes out right except one where the user spoke last. Build it from whole turns.""",
      lambda turns: told(turns, user="<user> {} <bot>", bot="{} <end>"))
wrong("chat", """The special tokens are missing: the text doesn't say who is speaking.""",
      lambda turns: " ".join(text for _, text in turns),
      lambda turns: " ".join(f"{who} {text}" for who, text in turns),
      lambda turns: "\n".join(f"{who}: {text}" for who, text in turns),
      lambda turns: " ".join(f"{who}: {text}" for who, text in turns))
wrong("chat", """You swapped the speakers: `<user>` goes before what the user says, `<bot>` before what the bot says.""",
      lambda turns: told(turns, user="<bot> {} <end>", bot="<user> {}", after="<user>"),
      lambda turns: told(turns, user="<bot> {}", bot="<user> {} <end>"),
      lambda turns: told(turns, user="<bot> {} <end>", bot="<user> {}"),
      lambda turns: told(turns, user="<bot> {} <end>", bot="<user> {}", after=""))
wrong("chat", """The pieces aren't separated by single spaces: a token is a word, and `sails.<end>` wouldn't be one.""",
      lambda turns: told(turns, between=""),
      lambda turns: told(turns, user="<user>{}", bot="<bot>{}<end>", between=""),
      lambda turns: told(turns, user="<user>{}", bot="<bot>{}<end>"),
      lambda turns: told(turns, user="<user> {}", bot="<bot> {}<end>"),
      lambda turns: told(turns, user="<user> {}", bot="<bot>{}<end>"),
      lambda turns: told(turns, user="<user> {}", bot="<bot>{} <end>"),
      lambda turns: told(turns, user="<user>{}", bot="<bot>{} <end>"),
      lambda turns: told(turns, between="  "))
wrong("chat", """Your turns are on separate lines. Put single spaces between them.""",
      lambda turns: told(turns, between="\n"),
      lambda turns: told(turns, between="\n") + "\n")
wrong("chat", """There is one space too many, at the beginning or at the end. `" ".join(parts)` only puts them between the parts.""",
      lambda turns: told(turns) + " ",
      lambda turns: " " + told(turns),
      lambda turns: told(turns, after="") + (" <bot> " if turns[-1][0] == "user" else ""),
      lambda turns: told(turns, after="") + (" <bot>" if turns[-1][0] == "user" else " "))
wrong("chat", """You returned a list of pieces. We want one text: `" ".join(parts)`.""",
      lambda turns: [*(("<user> {}" if who == "user" else "<bot> {} <end>").format(text) for who, text in turns), *["<bot>"] * (turns[-1][0] == "user")],
      lambda turns: told(turns).split(),
      lambda turns: [piece for who, text in turns for piece in ([f"<{who}>", text, "<end>"] if who == "bot" else [f"<{who}>", text])] + ["<bot>"] * (turns[-1][0] == "user"),
      lambda turns: [("<user> {}" if who == "user" else "<bot> {} <end>").format(text) for who, text in turns])
wrong("chat", """A tag is missing: say who is speaking before *each* turn, including the first one, and the bot's.""",
      lambda turns: told(turns).removeprefix("<user> "),
      lambda turns: told(turns, bot="{} <end>"),
      lambda turns: told(turns, user="{}"))
wrong("chat", """The tags are `<user>` and `<bot>`; you used others, or closed them as in HTML.""",
      lambda turns: told(turns, user="<User> {}", bot="<Bot> {} <end>", after="<Bot>"),
      lambda turns: told(turns, user="<user> {} </user>", bot="<bot> {} </bot>"),
      lambda turns: told(turns, user="user {}", bot="bot {} end", after="bot"),
      lambda turns: told(turns, user="<user>: {}", bot="<bot>: {} <end>"),
      lambda turns: told(turns, user="<user>: {}", bot="<bot>: {} <end>", after="<bot>:"),
      lambda turns: told(turns, bot="<assistant> {} <end>", after="<assistant>"))
wrong("chat", """You put `<end>` *before* the bot's text. It says that the answer is over.""",
      lambda turns: told(turns, bot="<bot> <end> {}"),
      lambda turns: told(turns, bot="<end> <bot> {}"))
wrong("chat", """Your turns are back to front.""",
      lambda turns: told(turns[::-1]),
      lambda turns: told(turns[::-1], after=""))
wrong("chat", """A name in braces went into your text unchanged: the f before the quotation marks is missing.""",
      *[lambda turns, user=user, bot=bot: told(turns, user=user.replace("{", "{{").replace("}", "}}"), bot=bot.replace("{", "{{").replace("}", "}}"))
        for user, bot in (("<user> {text}", "<bot> {text} <end>"), ("<{who}> {text}", "<{who}> {text} <end>"))])
wrong("chat", """You took all turns as the bot's, or all as the user's: look at how you ask who is speaking. It is "user" or "bot", without angle brackets.""",
      lambda turns: told(turns, user="<bot> {} <end>", after=""),
      lambda turns: told(turns, user="<bot> {} <end>"),
      lambda turns: told(turns, bot="<user> {}", after=""),
      lambda turns: told(turns, bot="<user> {}"))
wrong("chat", """Only the users' turns are there, or only the bot's.""",
      lambda turns: told([turn for turn in turns if turn[0] == "user"]),
      lambda turns: told([turn for turn in turns if turn[0] == "user"], after=""),
      lambda turns: told([turn for turn in turns if turn[0] == "bot"] or [("bot", "")], after=""))


wrong("chat", """You compare the turn with the last one by what it says, but the user may say the same thing twice. Ask after the loop who spoke last, `turns[-1]`.""",
      lambda turns: " ".join([f"<user> {text}" + " <bot>" * ((who, text) == tuple(turns[-1])) if who == "user" else f"<bot> {text} <end>" for who, text in turns]))

one = wrong("chat", """You changed `turns`, which the caller still needs: `pop` removes a turn, and `append` adds one. `turns[-1]` looks at the last.""")


@one
def pops_the_last(turns):
    text = told(turns)
    turns.pop()
    return text


@one
def appends_a_turn(turns):
    text = told(turns)
    if turns[-1][0] == "user":
        turns.append(("bot", None))
    return text


def chat_of_a_dictionary(turns):
    said = dict(turns)
    parts = [f"<user> {text}" if who == "user" else f"<bot> {text} <end>" for who, text in said.items()]
    return " ".join(parts + ["<bot>"] * (turns[-1][0] == "user"))


wrong("chat", """Turns are missing: a dictionary keeps one text for each speaker, the last. Go through the list.""", chat_of_a_dictionary)


# --- answer_mask ---

def flags(ids, bot, end, mark_bot=False, mark_end=True):
    """For each id, whether it belongs to an answer."""
    found, inside = [], False
    for each in ids:
        if each == bot:
            found.append(mark_bot)
            inside = True
        elif each == end:
            found.append(mark_end and inside)
            inside = False
        else:
            found.append(inside)
    return found


wrong("answer_mask", """Each answer has one stamp too many, on what comes after its `end`. An answer is over at its `end`.""",
      lambda ids, bot, end: flags(ids, bot, end, mark_bot=True)[:-1])
wrong("answer_mask", """Your stamps are one place late: they are on what is *read*. Place i of the mask is about the guess `ids[i + 1]`, the next id.""",
      lambda ids, bot, end: flags(ids, bot, end)[:-1],
      lambda ids, bot, end: flags(ids, bot, end, mark_end=False)[:-1])
wrong("answer_mask", """Your mask is one place too long: it has a stamp for each id, but we want one for each *guess*. Nobody guesses the first id: `ids[1:]`.""",
      lambda ids, bot, end: flags(ids, bot, end),
      lambda ids, bot, end: flags(ids, bot, end, mark_bot=True),
      lambda ids, bot, end: flags(ids, bot, end, mark_end=False))
wrong("answer_mask", """One value too many, at the end: after the last id there is nothing to guess. Since you change first and then append, the value made at `ids[i]` is
about the guess `ids[i + 1]`. Which of your values has no such guess?""",
      lambda ids, bot, end: flags(ids, bot, end, mark_bot=True, mark_end=False))
wrong("answer_mask", """Your mask is one place too long, at the front: the guesses are `ids[1:]`.""",
      lambda ids, bot, end: [False] + flags(ids, bot, end)[1:] + [False])
wrong("answer_mask", """You stamped `bot`. The program around the model writes that, so the model never has to guess it.""",
      lambda ids, bot, end: flags(ids, bot, end, mark_bot=True)[1:])
wrong("answer_mask", """You didn't stamp the `end` of an answer: the model would never learn to stop.""",
      lambda ids, bot, end: flags(ids, bot, end, mark_end=False)[1:])
wrong("answer_mask", """You only stamped the first answer. A text may have several, and the model learns from each.""",
      lambda ids, bot, end: [bot in ids and ids.index(bot) < i <= ids.index(end) for i in range(1, len(ids))])
wrong("answer_mask", """You stamped the first answer and the last. There may be others in between.""",
      lambda ids, bot, end: [any(start < i <= ids.index(end, start) for start in (ids.index(bot), len(ids) - 1 - ids[::-1].index(bot))) for i in range(1, len(ids))])
wrong("answer_mask", """You go by the *word*: one that occurs in an answer is stamped in the questions, too. Go by the place.""",
      lambda ids, bot, end: [counts or each != end and each in {one for one, inside in zip(ids, flags(ids, bot, end)) if inside} for each, counts in zip(ids, flags(ids, bot, end))][1:])
wrong("answer_mask", """You only stamped the last answer. A text may have several, and the model learns from each.""",
      lambda ids, bot, end: [len(ids) - 1 - ids[::-1].index(bot) < i <= ids.index(end, len(ids) - 1 - ids[::-1].index(bot)) for i in range(1, len(ids))])
wrong("answer_mask", """From the first `bot` on you stamped everything, even the next questions: the model would learn to ask. An answer is over at its `end`.""",
      lambda ids, bot, end: [i > ids.index(bot) for i in range(1, len(ids))],
      lambda ids, bot, end: [ids.index(bot) < i <= len(ids) - 1 - ids[::-1].index(end) for i in range(1, len(ids))],
      lambda ids, bot, end: [i > ids.index(bot) and id != bot for i, id in enumerate(ids) if i])
wrong("answer_mask", """A value is missing for each `bot`: `continue` jumps over the rest of the loop, the append too.""",
      lambda ids, bot, end: [counts for each, counts in zip(ids, flags(ids, bot, end, mark_end=False)) if each != bot],
      lambda ids, bot, end: [counts for each, counts in zip(ids, flags(ids, bot, end, mark_end=False)) if each != bot][1:])
wrong("answer_mask", """Your mask ends with the first answer. There may be more turns, and the row has to have a value for every guess.""",
      lambda ids, bot, end: flags(ids, bot, end)[1:ids.index(end) + 1],
      lambda ids, bot, end: flags(ids, bot, end)[1:ids.index(end)])
wrong("answer_mask", """You stamped the first question, too. At the beginning nobody answers yet: `inside` begins as False.""",
      lambda ids, bot, end: [counts or i < ids.index(bot) for i, counts in enumerate(flags(ids, bot, end))][1:],
      lambda ids, bot, end: [counts or i <= ids.index(bot) for i, counts in enumerate(flags(ids, bot, end))][1:])
wrong("answer_mask", """You stamped the questions and left out the answers: True and False are swapped.""",
      lambda ids, bot, end: [not each for each in flags(ids, bot, end)[1:]])
wrong("answer_mask", """You stamped the `end`s that fill up the row. Once an answer is over, nothing counts until the next `bot`. (If you look up places with `index`: it finds the first such id each time.)""",
      lambda ids, bot, end: [a or b == end for a, b in zip(flags(ids, bot, end), ids)][1:])
wrong("answer_mask", """Your stamp turns to its opposite at each `bot` and each `end`, so the `end`s that fill up the row turn it on again. `bot` sets it to True, `end` to False.""",
      lambda ids, bot, end: [sum(each in (bot, end) for each in ids[:i]) % 2 == 1 for i in range(1, len(ids))])
wrong("answer_mask", """You only stamped `end`, or only `bot`: what comes between them is the answer.""",
      lambda ids, bot, end: [each == end for each in ids[1:]],
      lambda ids, bot, end: [each == bot for each in ids[1:]],
      lambda ids, bot, end: [each in (bot, end) for each in ids[1:]])
wrong("answer_mask", """You stamped everything that isn't a special token. The questions have words, too: ask whether you are inside an answer.""",
      lambda ids, bot, end: [each not in (bot, end) for each in ids[1:]],
      lambda ids, bot, end: [each != bot for each in ids[1:]],
      lambda ids, bot, end: [each != end for each in ids[1:]],
      lambda ids, bot, end: [each not in (0, bot, end) for each in ids[1:]],
      lambda ids, bot, end: [each not in (0, bot) for each in ids[1:]])
wrong("answer_mask", """An id of 0 is an id like any other, but `if id:` takes it for nothing.""",
      lambda ids, bot, end: flags(ids, bot or -1, end)[1:])
wrong("answer_mask", """You returned the ids that count, or their places. We want True or False for every guess.""",
      lambda ids, bot, end: [each for each, counts in zip(ids, flags(ids, bot, end)) if counts],
      lambda ids, bot, end: [i for i, counts in enumerate(flags(ids, bot, end)[1:]) if counts],
      lambda ids, bot, end: [i for i, counts in enumerate(flags(ids, bot, end)) if counts],
      lambda ids, bot, end: [each if counts else 0 for each, counts in zip(ids, flags(ids, bot, end))][1:])
wrong("answer_mask", """At least one guess is missing at the front. Do you leave out something twice? A loop over `ids[1:]` leaves out the first id, and `mask[1:]` one value more; `mask[2:]` leaves out two.""",
      lambda ids, bot, end: flags(ids, bot, end)[2:],
      lambda ids, bot, end: flags(ids, bot, end)[3:],
      lambda ids, bot, end: flags(ids, bot, end)[4:])
wrong("answer_mask", """The stamp of the last guess is missing. Every guess gets a stamp.""",
      lambda ids, bot, end: flags(ids, bot, end)[1:-1])
wrong("answer_mask", """You left out two values at the end. If you append first and then change, it is the *first* value that belongs to no guess, and all the others are needed.""",
      lambda ids, bot, end: flags(ids, bot, end)[:-2])
wrong("answer_mask", """You left out two values at the front. If you change first and then append, it is the *last* value that belongs to no guess, and all the others are needed.""",
      lambda ids, bot, end: flags(ids, bot, end)[3:] + [False])
wrong("answer_mask", """You returned a single value. We want a list, with a value for each guess. (A number in square brackets takes one item; with a colon you get a part of the list.)""",
      lambda ids, bot, end: flags(ids, bot, end)[0],
      lambda ids, bot, end: flags(ids, bot, end)[1],
      lambda ids, bot, end: flags(ids, bot, end)[-1])
one = wrong("answer_mask", """Your mask has far too few values: every guess needs one.""",
            lambda ids, bot, end: flags(ids, bot, end)[:1],
            lambda ids, bot, end: flags(ids, bot, end)[-1:])


def stamps_in_an_if(ids, bot, end, at_bot, at_end):
    """The mask of somebody who only appends in an `if`: "first" before `inside` changes there, "then" behind it, "" not at all."""
    mask, inside = [], False
    for each in ids:
        for special, becomes, when in (bot, True, at_bot), (end, False, at_end):
            if each == special:
                mask += [inside] * (when == "first")
                inside = becomes
                mask += [inside] * (when == "then")
    return mask


for at in ("", "then"), ("", "first"), ("then", ""), ("first", ""), ("then", "then"), ("first", "first"):
    one(lambda *row, at=at: stamps_in_an_if(*row, *at)[1:])
    one(lambda *row, at=at: stamps_in_an_if(*row, *at)[:-1])
    one(lambda *row, at=at: stamps_in_an_if(*row, *at))

wrong("answer_mask", """You appended the word inside, in quotes. Without quotes, the name gives its value: True or False.""",
      lambda ids, bot, end: ["inside"] * (len(ids) - 1),
      lambda ids, bot, end: ["inside"] * len(ids))
wrong("answer_mask", """Your stamps are one place early: the guess `bot` has one, though the program writes that, and the `end` has none, though the model has to learn it. Append first and then change; or leave out the *last* value instead of the first value or id.""",
      lambda ids, bot, end: flags(ids, bot, end)[2:] + [False])
wrong("answer_mask", """You used the example's numbers, 1 and 2. `bot` and `end` come in as arguments: each family of models has its own.""",
      lambda ids, bot, end: flags(ids, 1, 2)[1:])


def in_quotes(ids, bot, end, yes, no, first):
    """The mask of somebody who sets `inside` to these values, some of them texts."""
    mask, inside = [], first
    for each in ids:
        mask.append(inside)
        inside = yes if each == bot else no if each == end else inside
    return mask[1:]


wrong("answer_mask", """You wrote True or False in quotes, which makes it a text. Leave out the quotation marks.""",
      lambda ids, bot, end: [str(each) for each in flags(ids, bot, end)[1:]],
      *[lambda ids, bot, end, yes=yes, no=no, first=first: in_quotes(ids, bot, end, yes, no, first)
        for yes, no, first in (("True", "False", False), ("True", False, False), (True, "False", False), (True, "False", "False"), (True, False, "False"))])
wrong("answer_mask", """None of your stamps is `True`. `inside == True` asks, `inside = True` sets; and you have to compare an id with the argument `bot`, not a place, and not with the text "bot".""",
      lambda ids, bot, end: [False] * (len(ids) - 1))
wrong("answer_mask", """Your list only has a stamp for the guesses that count. Every guess gets one, `True` or `False`.""",
      lambda ids, bot, end: [each for each in flags(ids, bot, end)[1:] if each])
wrong("answer_mask", """You append nothing at `bot`, or at `end`, so your list is too short. Every guess gets a stamp.""",
      lambda ids, bot, end: [flag for each, flag in zip(ids, flags(ids, bot, end)) if each != bot][1:],
      lambda ids, bot, end: [flag for each, flag in zip(ids, flags(ids, bot, end)) if each != bot],
      lambda ids, bot, end: [flag for each, flag in zip(ids, flags(ids, bot, end)) if each != end][1:],
      lambda ids, bot, end: [flag for each, flag in zip(ids, flags(ids, bot, end)) if each not in (bot, end)][1:])
wrong("answer_mask", """You only stamped the word right after each `bot`. The answer runs on to its `end`.""",
      lambda ids, bot, end: [before == bot for before in ids[:-1]])


one = wrong("answer_mask", """You changed `ids`, which the caller still needs: `pop` removes the id. `ids[1:]` leaves the list as it is.""")


@one
def pops_the_first(ids, bot, end):
    mask = flags(ids, bot, end)[1:]
    ids.pop(0)
    return mask


@wrong("answer_mask")
def ends_where_the_row_is_filled_up(ids, bot, end):
    """Your mask is too short: it ends where the row is filled up. Every guess gets a value; those get `False`."""
    mask = flags(ids, bot, end)
    filled = next((i for i in range(1, len(ids)) if ids[i] == end and not mask[i]), len(ids))
    return mask[1:filled]


# --- masked_loss ---

def picked(surprises, mask):
    return [surprise for surprise, counts in zip(surprises, mask) if counts]


wrong("masked_loss", """You divide by one too many: your counter begins at 1. Begin at 0: nothing has been counted yet.""",
      lambda surprises, mask: sum(each for each, counts in zip(surprises, mask) if counts) / (1 + sum(mask)))
wrong("masked_loss", """You took as many surprises as there are stamps, in one stretch. The stamps may stand apart: go through both lists together.""",
      lambda surprises, mask: sum(surprises[mask.index(True):mask.index(True) + mask.count(True)]) / mask.count(True),
      lambda surprises, mask: sum(surprises[:mask.count(True)]) / mask.count(True))
wrong("masked_loss", """You divided by the number of *all* guesses. Those without a stamp don't count below the line either: long questions would make any answer look good.""",
      lambda surprises, mask: sum(picked(surprises, mask)) / len(surprises))
wrong("masked_loss", """You averaged all surprises, so the model pays for the questions, too. Only those with a stamp count.""",
      lambda surprises, mask: sum(surprises) / len(surprises))
wrong("masked_loss", """A surprise of 0 with a stamp counts, too: the model was certain there. Ask the mask, not the surprise.""",
      lambda surprises, mask: sum(picked(surprises, mask)) / max(1, sum(s > 0 for s in picked(surprises, mask))),
      lambda surprises, mask: sum(picked(surprises, mask)) / (sum(s > 0 for s in picked(surprises, mask)) or math.nan),
      lambda surprises, mask: sum(picked(surprises, mask)) / sum(s > 0 for s in picked(surprises, mask)))
wrong("masked_loss", """You look up the stamp by the *value* of the surprise, but where two are equal, `index` finds the first. Go through both lists together: `zip(surprises, mask)`.""",
      lambda surprises, mask: sum(s for s in surprises if mask[surprises.index(s)]) / max(1, sum(mask[surprises.index(s)] for s in surprises)))
wrong("masked_loss", """You averaged those *without* a stamp: you used the mask the wrong way round.""",
      lambda surprises, mask: sum(s for s, m in zip(surprises, mask) if not m) / max(1, sum(not m for m in mask)))
wrong("masked_loss", """You added them up, but didn't divide by how many there are: a long answer would look worse than a short one. (Is the line that counts them inside the loop?)""",
      lambda surprises, mask: sum(picked(surprises, mask)))
wrong("masked_loss", """You added up *all* surprises, but divided by the number of stamps. Those without a stamp don't count above the line either.""",
      lambda surprises, mask: sum(surprises) / sum(mask))
wrong("masked_loss", """You averaged the *places* of those that count. The surprise at a place is `surprises[i]`.""",
      lambda surprises, mask: sum(i for i, counts in enumerate(mask) if counts) / sum(mask))
wrong("masked_loss", """That is how many count. The task asks for their mean surprise.""",
      lambda surprises, mask: sum(mask))
wrong("masked_loss", """That is the middle one of them, or the largest or smallest. The task asks for the mean: their sum divided by their number.""",
      lambda surprises, mask: float(np.median(picked(surprises, mask))),
      lambda surprises, mask: max(picked(surprises, mask)),
      lambda surprises, mask: min(picked(surprises, mask)))
wrong("masked_loss", """You returned the surprises that count. The task asks for their mean.""",
      lambda surprises, mask: picked(surprises, mask),
      lambda surprises, mask: [s * m for s, m in zip(surprises, mask)],
      lambda surprises, mask: [s if m else 0 for s, m in zip(surprises, mask)])
wrong("masked_loss", """You can't calculate with a whole list. Make arrays of both, `np.array(…)`, or go through them in a loop.""",
      lambda surprises, mask: sum(surprises[mask]) / sum(mask),
      lambda surprises, mask: surprises[mask].mean(),
      lambda surprises, mask: sum(surprises * mask) / sum(mask))
wrong("masked_loss", """Your array holds places instead of truth values: `np.array(mask)` of 0 and 1, as numbers, picks the places 0 and 1. Keep True and False.""",
      lambda surprises, mask: float(np.array(surprises)[np.array(mask, int)].mean()))
wrong("masked_loss", """`True` in square brackets is the place 1: `surprises[True]` is `surprises[1]`, each time. Take each surprise together with its mark: `zip(surprises, mask)`.""",
      lambda surprises, mask: sum(surprises[m] for m in mask if m) / sum(mask),
      lambda surprises, mask: sum(surprises[m] for m in mask) / sum(mask))
wrong("masked_loss", """You only have the first of those that count.""",
      lambda surprises, mask: picked(surprises, mask)[0])
one = wrong("masked_loss", """You took what doesn't count out of the caller's own list, which is shorter now; and `remove` takes the first that is equal, wherever it is. Build a list of those that count.""")


@one
def removes_from_the_callers(surprises, mask):
    for surprise, counts in list(zip(surprises, mask)):
        if not counts:
            surprises.remove(surprise)
    return sum(surprises) / len(surprises)


@one
def deletes_from_the_callers(surprises, mask):
    for i in reversed(range(len(mask))):
        if not mask[i]:
            del surprises[i]
    return sum(surprises) / len(surprises)


wrong("masked_loss", """Equal surprises became one: a dictionary or a set holds each only once. Use lists.""",
      lambda surprises, mask: sum(set(picked(surprises, mask))) / len(set(picked(surprises, mask))),
      lambda surprises, mask: _by_a_dictionary(surprises, mask))
wrong("masked_loss", """You averaged the *probabilities*, then took the surprise of that. The task asks for the mean of the surprises.""",
      lambda surprises, mask: -math.log(sum(math.exp(-s) for s in picked(surprises, mask)) / sum(mask)))
wrong("masked_loss", """You took everything from the first stamp to the last. Between two answers there is a question, without stamps.""",
      lambda surprises, mask: np.mean(surprises[mask.index(True):len(mask) - mask[::-1].index(True)]))
wrong("masked_loss", """You took minus the logarithm. The surprises are that already.""",
      lambda surprises, mask: sum(-math.log(each) for each in picked(surprises, mask)) / len(picked(surprises, mask)))
wrong("masked_loss", """You divided by the number of guesses *without* a stamp.""",
      lambda surprises, mask: sum(picked(surprises, mask)) / max(1, len(mask) - sum(mask)))
wrong("masked_loss", """Your sum starts again each time round, so only the last surprise is left in it. Set it to 0 before the loop, and add with `+=`.""",
      lambda surprises, mask: (surprises[-1] if mask[-1] else 0) / sum(mask),
      lambda surprises, mask: picked(surprises, mask)[-1] / sum(mask))
wrong("masked_loss", """Your fraction is upside down: the sum of the surprises goes above the line, how many there are below it.""",
      lambda surprises, mask: len(picked(surprises, mask)) / sum(picked(surprises, mask)))
wrong("masked_loss", """You turned the sign round. A surprise is above zero, and so is the mean of several.""",
      lambda surprises, mask: -sum(picked(surprises, mask)) / len(picked(surprises, mask)))
wrong("masked_loss", """You rounded. Keep all the digits.""",
      *[lambda surprises, mask, n=n: round(sum(picked(surprises, mask)) / len(picked(surprises, mask)), n) for n in (1, 2, 3)])
wrong("masked_loss", """You left out the first place: places are counted from 0. All of them are `range(len(mask))`.""",
      lambda surprises, mask: sum(picked(surprises[1:], mask[1:])) / max(1, sum(mask[1:])),
      lambda surprises, mask: sum(picked(surprises[1:], mask[1:])) / sum(mask))
wrong("masked_loss", """You left out the last place: all places are `range(len(mask))`.""",
      lambda surprises, mask: sum(picked(surprises[:-1], mask[:-1])) / max(1, sum(mask[:-1])),
      lambda surprises, mask: sum(picked(surprises[:-1], mask[:-1])) / sum(mask))
wrong("masked_loss", """You used your mask one place off: place i of the mask belongs to place i of the surprises.""",
      lambda surprises, mask: sum(picked(surprises[1:], mask)) / max(1, sum(mask[:-1])),
      lambda surprises, mask: sum(picked(surprises, mask[1:])) / max(1, sum(mask[1:])))
wrong("masked_loss", """You cut off everything after the decimal point: `//` does that.""",
      lambda surprises, mask: sum(picked(surprises, mask)) // len(picked(surprises, mask)))


def _by_a_dictionary(surprises, mask):
    counted = [surprise for surprise, counts in dict(zip(surprises, mask)).items() if counts]
    return sum(counted) / len(counted)


# --- lead ---

wrong("lead", """You left out the reference. A short answer is more likely anyway: the lead is about what was *gained*, `chosen - ref_chosen`, and the same for the rejected answer.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: chosen - rejected)
wrong("lead", """That is how far ahead the chosen answer was *before* the training: you only used the reference. Subtract it from the model's own log-probabilities.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: ref_chosen - ref_rejected)
wrong("lead", """The sign is wrong. The chosen answer's gain comes first, and a lead may be below zero.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: abs((chosen - ref_chosen) - (rejected - ref_rejected)),
      lambda chosen, rejected, ref_chosen, ref_rejected: (rejected - ref_rejected) - (chosen - ref_chosen))
wrong("lead", """You *added* the two gains. The lead is their difference: chosen minus rejected. (With the rejected answer's two numbers the wrong way round it comes to the same: its gain is `rejected - ref_rejected`.)""",
      lambda chosen, rejected, ref_chosen, ref_rejected: (chosen - ref_chosen) + (rejected - ref_rejected))
wrong("lead", """One gain has the wrong sign: it is `chosen - ref_chosen`, the model first and then the reference. (An `abs` takes signs away, too.)""",
      lambda chosen, rejected, ref_chosen, ref_rejected: abs(chosen - ref_chosen) + abs(rejected - ref_rejected),
      lambda chosen, rejected, ref_chosen, ref_rejected: (ref_chosen - chosen) - (rejected - ref_rejected))
wrong("lead", """A bracket is missing: `… - rejected - ref_rejected` subtracts the last one as well. The gain of the rejected answer is one number: `(rejected - ref_rejected)`.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: chosen - ref_chosen - rejected - ref_rejected,
      lambda chosen, rejected, ref_chosen, ref_rejected: chosen - rejected - ref_chosen - ref_rejected)
wrong("lead", """All four are added up. What an answer has gained is a difference: `chosen - ref_chosen`.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: chosen + ref_chosen + rejected + ref_rejected)
wrong("lead", """You added a reference, or crossed the two: from each answer *subtract* its own, `chosen - ref_chosen` and `rejected - ref_rejected`.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: (chosen + ref_chosen) - (rejected + ref_rejected),
      lambda chosen, rejected, ref_chosen, ref_rejected: (chosen - ref_rejected) - (rejected - ref_chosen),
      lambda chosen, rejected, ref_chosen, ref_rejected: (rejected - ref_chosen) - (chosen - ref_rejected))
wrong("lead", """A gain compares an answer with *itself*: now, by the model, minus before, by the reference. You took the rejected answer off the chosen one instead.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: (chosen - rejected) - (rejected - ref_rejected),
      lambda chosen, rejected, ref_chosen, ref_rejected: (chosen - ref_chosen) - (ref_chosen - ref_rejected),
      lambda chosen, rejected, ref_chosen, ref_rejected: (chosen - ref_chosen) - (chosen - rejected))
wrong("lead", """You only used the chosen answer. What the rejected one has gained has to be taken off.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: chosen - ref_chosen,
      lambda chosen, rejected, ref_chosen, ref_rejected: ref_chosen - chosen)
wrong("lead", """You only used the rejected answer. The chosen one's gain, minus that, is the lead.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: rejected - ref_rejected,
      lambda chosen, rejected, ref_chosen, ref_rejected: ref_rejected - rejected)
wrong("lead", """You cut the lead off at zero. One that is below zero says how far the chosen answer fell behind.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: max(0, (chosen - ref_chosen) - (rejected - ref_rejected)))
wrong("lead", """You divided by the reference. What a log-probability has gained is a difference: `chosen - ref_chosen`.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: chosen / ref_chosen - rejected / ref_rejected,
      lambda chosen, rejected, ref_chosen, ref_rejected: (chosen / ref_chosen) / (rejected / ref_rejected))
wrong("lead", """You divided one gain by the other. The lead is their difference.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: (chosen - ref_chosen) / (rejected - ref_rejected))
wrong("lead", """The inputs are log-probabilities already: take no logarithm of them, and no exponential.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: (math.exp(chosen) - math.exp(ref_chosen)) - (math.exp(rejected) - math.exp(ref_rejected)),
      lambda chosen, rejected, ref_chosen, ref_rejected: math.exp((chosen - ref_chosen) - (rejected - ref_rejected)),
      lambda chosen, rejected, ref_chosen, ref_rejected: math.log(chosen / ref_chosen) - math.log(rejected / ref_rejected))
wrong("lead", """That is a share of the lead. No mean here, and no number that it is multiplied by: the gain of the one, minus the gain of the other.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: ((chosen - ref_chosen) - (rejected - ref_rejected)) / 2,
      lambda chosen, rejected, ref_chosen, ref_rejected: .3 * ((chosen - ref_chosen) - (rejected - ref_rejected)))
wrong("lead", """That is the example's lead, whatever comes in. Work it out from the four names.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: 1 - (-2))
wrong("lead", """You compared the two gains, which is True or False. We want to know how *far* the one is ahead: subtract.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: chosen - ref_chosen > rejected - ref_rejected)
wrong("lead", """Those are the two gains. The lead is *one* number: the first minus the second.""",
      lambda chosen, rejected, ref_chosen, ref_rejected: (chosen - ref_chosen, rejected - ref_rejected),
      lambda chosen, rejected, ref_chosen, ref_rejected: [chosen - ref_chosen, rejected - ref_rejected])
wrong("lead", """You rounded. Keep all the digits.""",
      *[lambda chosen, rejected, ref_chosen, ref_rejected, n=n: round((chosen - ref_chosen) - (rejected - ref_rejected), n) for n in (0, 1)],
      lambda chosen, rejected, ref_chosen, ref_rejected: round((chosen - ref_chosen) - (rejected - ref_rejected)),
      lambda chosen, rejected, ref_chosen, ref_rejected: int((chosen - ref_chosen) - (rejected - ref_rejected)))


# --- dpo_loss ---

def surprise_of(x):
    return math.log(1 + math.exp(-x))


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


wrong("dpo_loss", """You left out the reference. Then a model is rewarded for what it preferred anyway: the lead is about what was *gained*, `chosen - ref_chosen`, and the same for the rejected answer.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(beta * (chosen - rejected))))
wrong("dpo_loss", """A sign is wrong, so the model would learn the *rejected* answer. Print the lead of the picture's pair: if it is −3, you swapped the two gains; if it is 3,
the wrong sign is in the curve, 1 / (1 + e⁻ˣ).""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(-beta * ((chosen - ref_chosen) - (rejected - ref_rejected)))),
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(1 / (1 + math.exp(beta * ((chosen - ref_chosen) - (rejected - ref_rejected))))),
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(1 - sigmoid(beta * ((chosen - ref_chosen) - (rejected - ref_rejected)))))
wrong("dpo_loss", """You dropped the sign of the lead: a model that has come to prefer the *rejected* answer would look as good. No `abs`.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(beta * abs((chosen - ref_chosen) - (rejected - ref_rejected)))))
wrong("dpo_loss", """`beta` is missing: it says how large a lead has to be to count as won.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid((chosen - ref_chosen) - (rejected - ref_rejected))))
wrong("dpo_loss", """You divided by `beta`. *Multiply* the lead by it.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(((chosen - ref_chosen) - (rejected - ref_rejected)) / beta)))
wrong("dpo_loss", """That is the chance that the chosen answer *loses*. The loss is how surprising it is that it wins: −log of the chance to win.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: 1 - sigmoid(beta * ((chosen - ref_chosen) - (rejected - ref_rejected))))
wrong("dpo_loss", """That is the chance to win. The loss is how *surprising* a win is: minus its logarithm. Making the chance itself smaller would unlearn the preference.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: sigmoid(beta * ((chosen - ref_chosen) - (rejected - ref_rejected))))
wrong("dpo_loss", """A surprise is never below zero. Is there a minus before your logarithm? If there is, the brackets below the line are missing: `1 / 1 + …` divides first, and adds afterwards.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: math.log(sigmoid(beta * ((chosen - ref_chosen) - (rejected - ref_rejected)))),
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(1 / 1 + math.exp(-beta * ((chosen - ref_chosen) - (rejected - ref_rejected)))))
wrong("dpo_loss", """Two signs are wrong. A surprise is never below zero: the minus before the logarithm is missing. The other one is in the lead or in the curve, 1 / (1 + e⁻ˣ).""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: math.log(sigmoid(-beta * ((chosen - ref_chosen) - (rejected - ref_rejected)))))
wrong("dpo_loss", """The references are crossed: compare each answer with its own, `chosen - ref_chosen` and `rejected - ref_rejected`.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(beta * ((chosen - ref_rejected) - (rejected - ref_chosen)))))
wrong("dpo_loss", """A bracket is missing: `… - rejected - ref_rejected` subtracts the last one as well. The gain of the rejected answer is one number: `(rejected - ref_rejected)`.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(beta * (chosen - ref_chosen - rejected - ref_rejected))))
wrong("dpo_loss", """`beta` and 1 - `beta` aren't shares for the two answers. `beta` multiplies the whole lead.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: surprise_of(beta * (chosen - ref_chosen) - (1 - beta) * (rejected - ref_rejected)))
wrong("dpo_loss", """You wrote a number in place of `beta`. It comes in as an argument.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: surprise_of(.3 * ((chosen - ref_chosen) - (rejected - ref_rejected))),
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: surprise_of(.5 * ((chosen - ref_chosen) - (rejected - ref_rejected))))
wrong("dpo_loss", """You *added* the two gains. The lead is their difference: subtract the rejected one's gain from the chosen one's.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(beta * ((chosen - ref_chosen) + (rejected - ref_rejected)))))
wrong("dpo_loss", """`beta` only reaches one of the two gains. It multiplies the whole lead: put the lead in brackets.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(beta * (chosen - ref_chosen) - (rejected - ref_rejected))),
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid((chosen - ref_chosen) - beta * (rejected - ref_rejected))),
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(beta * chosen - ref_chosen - (rejected - ref_rejected))))
wrong("dpo_loss", """The inputs are log-probabilities already: take no logarithm of them, and no exponential, before the curve.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(beta * ((math.exp(chosen) - math.exp(ref_chosen)) - (math.exp(rejected) - math.exp(ref_rejected))))),
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(beta * (math.log(chosen / ref_chosen) - math.log(rejected / ref_rejected)))))
wrong("dpo_loss", """You divided by the reference. What a log-probability has gained is a difference: `chosen - ref_chosen`.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(beta * (chosen / ref_chosen - rejected / ref_rejected))),
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(beta * (ref_chosen / chosen - ref_rejected / rejected))))
wrong("dpo_loss", """You wrote e as a number, with its digits cut off. `exp(x)` has them all.""",
      *[lambda chosen, rejected, ref_chosen, ref_rejected, beta, e=e: math.log(1 + e ** (-beta * ((chosen - ref_chosen) - (rejected - ref_rejected)))) for e in (2.7, 2.71, 2.72, 2.718)])
wrong("dpo_loss", """When the chosen answer is far behind, the loss is large, and says how far. You put a limit on it: a number added inside the logarithm, or a lead that is cut off.""",
      *[lambda chosen, rejected, ref_chosen, ref_rejected, beta, small=small: -math.log(sigmoid(beta * ((chosen - ref_chosen) - (rejected - ref_rejected))) + small) for small in (1e-12, 1e-9, 1e-8)],
      *[lambda chosen, rejected, ref_chosen, ref_rejected, beta, most=most: -math.log(sigmoid(max(-most, min(most, beta * ((chosen - ref_chosen) - (rejected - ref_rejected)))))) for most in (20, 30, 50, 100)])
wrong("dpo_loss", """You took the logarithm of a number below zero, or of the lead itself. The lead goes through the curve first: 1 / (1 + e⁻ˣ).""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(beta * ((chosen - ref_chosen) - (rejected - ref_rejected))))
wrong("dpo_loss", """That is the lead, or minus the lead. Put it through the curve; the loss is minus the logarithm of what comes out.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: beta * ((chosen - ref_chosen) - (rejected - ref_rejected)),
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -beta * ((chosen - ref_chosen) - (rejected - ref_rejected)),
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: (chosen - ref_chosen) - (rejected - ref_rejected))
wrong("dpo_loss", """The logarithm is to base e, `log`. You took another one.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log2(sigmoid(beta * ((chosen - ref_chosen) - (rejected - ref_rejected)))),
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log10(sigmoid(beta * ((chosen - ref_chosen) - (rejected - ref_rejected)))))
wrong("dpo_loss", """`beta` is outside the curve. It multiplies the lead, before the curve.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -beta * math.log(sigmoid((chosen - ref_chosen) - (rejected - ref_rejected))),
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(beta * sigmoid((chosen - ref_chosen) - (rejected - ref_rejected))))
wrong("dpo_loss", """You only used the chosen answer. What the rejected one gains has to be taken off.""",
      lambda chosen, rejected, ref_chosen, ref_rejected, beta: -math.log(sigmoid(beta * (chosen - ref_chosen))))
wrong("dpo_loss", """You rounded. Keep all the digits.""",
      *[lambda chosen, rejected, ref_chosen, ref_rejected, beta, n=n: round(-math.log(sigmoid(beta * ((chosen - ref_chosen) - (rejected - ref_rejected)))), n)
        for n in (2, 3, 4)])


# --- when_to_stop ---

def looks(steps, right, liked, least):
    """The looks at which enough is right -> list of (step, right, liked)."""
    return [each for each in zip(steps, right, liked) if each[1] >= least]


def best_of(some, key=lambda look: look[2], give=lambda look: look[0]):
    return give(max(some, key=key)) if some else None


wrong("when_to_stop", """That is where most is liked, however little is right there. Only looks where `right` is at least `least` count.""",
      lambda steps, right, liked, least: best_of(list(zip(steps, right, liked))))
wrong("when_to_stop", """You took the look where most is *right*. Of those that are right enough, we want the most liked one.""",
      lambda steps, right, liked, least: best_of(looks(steps, right, liked, least), key=lambda look: look[1]),
      lambda steps, right, liked, least: best_of(list(zip(steps, right, liked)), key=lambda look: look[1]))
wrong("when_to_stop", """Where `right` equals `least`, that is enough: at least means `>=`.""",
      lambda steps, right, liked, least: best_of([each for each in zip(steps, right, liked) if each[1] > least]))
def compares_with_the_look_before(steps, right, liked, least):
    best, before = None, -1
    for step, share, like in zip(steps, right, liked):
        if share >= least:
            best, before = step if like > before else best, like
    return best


wrong("when_to_stop", """You compare each look with the one before it. Compare it with the best look so far: only change `most` where a look is better.""", compares_with_the_look_before)
def remembers_the_share(steps, right, liked, least):
    best, most = None, -1
    for step, share, like in zip(steps, right, liked):
        if share >= least and like > most:
            best, most = step, share
    return best


wrong("when_to_stop", """You remember how much was *right* at the best look, and compare the next `liked` with it. Remember how much was liked.""", remembers_the_share)
wrong("when_to_stop", """When several are equally liked, you took the last. We want the earliest. (`>=` in your comparison takes the last, and so does the largest of pairs `(liked, step)`.)""",
      lambda steps, right, liked, least: best_of(looks(steps, right, liked, least)[::-1]))
wrong("when_to_stop", """You stop at the *first* look where enough is right. A later one may be liked more.""",
      lambda steps, right, liked, least: best_of(looks(steps, right, liked, least)[:1]))
wrong("when_to_stop", """You took the *last* look where enough is right. An earlier one may be liked more.""",
      lambda steps, right, liked, least: best_of(looks(steps, right, liked, least)[-1:]))
wrong("when_to_stop", """You have the two the wrong way round: enough has to be *right*, and of those looks we want the most *liked*.""",
      lambda steps, right, liked, least: best_of([each for each in zip(steps, right, liked) if each[2] >= least], key=lambda look: look[1]))
wrong("when_to_stop", """Your comparison is the wrong way round: drop the looks where *less* than `least` is right.""",
      lambda steps, right, liked, least: best_of([each for each in zip(steps, right, liked) if each[1] < least]),
      lambda steps, right, liked, least: best_of([each for each in zip(steps, right, liked) if each[1] <= least]))
wrong("when_to_stop", """You returned how much is liked there, or the whole look. We want to know after how many *steps* that was.""",
      lambda *how: best_of(looks(*how), give=lambda look: look[2]),
      lambda *how: best_of(looks(*how), give=lambda look: look))
wrong("when_to_stop", """You returned the place in the list. `steps[place]` says after how many steps that was.""",
      lambda steps, *how: best_of(looks(range(len(steps)), *how)),
      lambda steps, *how: best_of(looks(range(len(steps)), *how)) or 0)
wrong("when_to_stop", """You look for the largest `liked` again in the whole list, and find an earlier look that is liked as much, but where too little is right.""",
      lambda *how: how[0][how[2].index(max(each[2] for each in looks(*how)))] if looks(*how) else None)
wrong("when_to_stop", """You added the two shares, or multiplied them. Enough has to be right; after that, only what is liked decides.""",
      lambda *how: best_of(looks(*how), key=lambda look: look[1] + look[2]),
      lambda *how: best_of(looks(*how), key=lambda look: look[1] * look[2]),
      lambda steps, right, liked, least: best_of(list(zip(steps, right, liked)), key=lambda look: look[1] + look[2]),
      lambda steps, right, liked, least: best_of(list(zip(steps, right, liked)), key=lambda look: look[1] * look[2]))
wrong("when_to_stop", """If `right` is never that high, we want `None`: nothing, not a number.""",
      *[lambda *how, instead=instead: best_of(looks(*how)) if looks(*how) else instead(how[0])
        for instead in (lambda steps: 0, lambda steps: -1, lambda steps: steps[0], lambda steps: steps[-1], lambda steps: "None", lambda steps: [])],
      lambda *how: max(looks(*how), key=lambda look: look[2])[0])
wrong("when_to_stop", """0 steps are a result like any other, but `if best:` and `best or …` take 0 for nothing. Ask `is None`.""",
      lambda *how: best_of(looks(*how)) or None,
      lambda *how: best_of([each for each in looks(*how) if each[0]]))
wrong("when_to_stop", """A liked share of 0 counts, too: start below it, with -1 or `None`, or it can never be the most.""",
      lambda *how: best_of([each for each in looks(*how) if each[2] > 0]))
wrong("when_to_stop", """A place among the looks that are right enough is a different place in `steps`: some have dropped out. Keep the steps next to what you compare.""",
      lambda *how: best_of([(how[0][place], *each[1:]) for place, each in enumerate(looks(*how))]))
wrong("when_to_stop", """You take the most liked of all looks first, then ask whether enough is right there. If it isn't, another look may do: first leave out those with too little.""",
      lambda steps, right, liked, least: next((step for step, share, each in zip(steps, right, liked) if each == max(liked)), None)
      if right[liked.index(max(liked))] >= least else None)
one = wrong("when_to_stop", """In your code, looks with too little right still raise the mark that later ones have to beat. Only raise it where enough is right.""")


@one
def raised_by_all(steps, right, liked, least):
    best, most = None, -1
    for step, share, each in zip(steps, right, liked):
        if share >= least and each > most:
            best = step
        most = max(most, each)
    return best


one = wrong("when_to_stop", """You took something out of the caller's own lists. Build new ones.""")


@one
def removes_from_the_callers_looks(steps, right, liked, least):
    for place in reversed(range(len(steps))):
        if right[place] < least:
            del steps[place], right[place], liked[place]
    return best_of(list(zip(steps, right, liked)))


# --- few_shot ---

def prompt(examples, query, pair="{} -> {}", last="{} ->", between=" ; "):
    return between.join([*(pair.format(word, answer) for word, answer in examples), last.format(query)])


wrong("few_shot", """A dictionary keeps one answer for each word: of two examples with the same word, only one is left. Go through the list.""",
      lambda examples, query: prompt(list(dict(examples).items()), query))
wrong("few_shot", """You left out the examples that have the query's own word. Every example belongs in the text.""",
      lambda examples, query: prompt([pair for pair in examples if pair[0] != query], query))
wrong("few_shot", """There is a ` ; ` between word and arrow as well. An example is one piece, word, arrow and answer; the ` ; ` goes between two of them.""",
      lambda examples, query: " ; ".join([*(piece for word, answer in examples for piece in (word, "->", answer)), query, "->"]))
wrong("few_shot", """The answers of your examples are missing: there is nothing to imitate.""",
      lambda examples, query: prompt(examples, query, pair="{0} ->"),
      lambda examples, query: prompt(examples, query, pair="{0}"))
wrong("few_shot", """The word `answer` stands in quotes, so each example ends with that word. Without quotes the name gives its value.""",
      lambda examples, query: prompt([(word, "answer") for word, _ in examples], query))
wrong("few_shot", """A space is missing before an arrow: it is word, space, `->`.""",
      lambda examples, query: prompt(examples, query, last="{}->"),
      lambda examples, query: prompt(examples, query, pair="{}-> {}"))
wrong("few_shot", """There are two ` ; ` between your examples: one you wrote yourself, and one comes from `join`. Leave it to `join`.""",
      lambda examples, query: prompt(examples, query, pair="{} -> {} ; "),
      lambda examples, query: prompt(examples, query, pair="{} -> {} ;"))
wrong("few_shot", """The query stands behind each arrow, where the example's answer belongs. The query comes once, at the end.""",
      lambda examples, query: prompt([(word, query) for word, _ in examples], query))
wrong("few_shot", """Your examples begin with the query's word. Each example has a word of its own, the first of its pair.""",
      lambda examples, query: prompt([(query, answer) for _, answer in examples], query))
wrong("few_shot", """Your pairs are the wrong way round, answer first: you show the opposite direction.""",
      lambda examples, query: prompt(examples, query, pair="{1} -> {0}"))
wrong("few_shot", """A name in braces went into your text unchanged: the f before the quotation marks is missing.""",
      lambda examples, query: " ; ".join(["{word} -> {answer}"] * len(examples) + [f"{query} ->"]),
      lambda examples, query: " ; ".join(["{word} -> {answer}"] * len(examples) + ["{query} ->"]),
      *[lambda examples, query, piece=piece: " ; ".join([piece] * len(examples) + [f"{query} ->"])
        for piece in ("{e[0]} -> {e[1]}", "{example[0]} -> {example[1]}", "{pair[0]} -> {pair[1]}", "{w} -> {a}", "{a} -> {b}")],
      lambda examples, query: prompt(examples, "{query}"))
wrong("few_shot", """Your texts fell apart into letters: `+=` adds each letter of a text to a list. Use `append`.""",
      lambda examples, query: " ; ".join([*"".join(f"{word} -> {answer}" for word, answer in examples), f"{query} ->"]),
      lambda examples, query: " ; ".join("".join(f"{word} -> {answer}" for word, answer in examples) + f"{query} ->"))
wrong("few_shot", """You wrote the word query, not its value: f"{query} ->".""",
      lambda examples, query: prompt(examples, "query"))
wrong("few_shot", """You joined everything with arrows. An arrow goes between a word and its answer; between examples it's ` ; `.""",
      lambda examples, query: " -> ".join([*(each for pair in examples for each in pair), query]),
      lambda examples, query: " -> ".join([*(each for pair in examples for each in pair), query]) + " ->",
      lambda examples, query: " ; ".join([" -> ".join(each for pair in examples for each in pair)] * bool(examples) + [f"{query} ->"]))
wrong("few_shot", """Your query comes first, or among the examples. The model continues from the *end* of a text: the query comes last.""",
      lambda examples, query: " ; ".join([f"{query} ->", *(f"{word} -> {answer}" for word, answer in examples)]),
      lambda examples, query: " ; ".join([f"{query}", *(f"{word} -> {answer}" for word, answer in examples)]))
wrong("few_shot", """Your query comes after *every* example: its line is inside the loop. It comes once, after all of them.""",
      lambda examples, query: " ; ".join([piece for word, answer in examples for piece in (f"{word} -> {answer}", f"{query} ->")] or [f"{query} ->"]),
      lambda examples, query: " ; ".join(piece for word, answer in examples for piece in (f"{word} -> {answer}", f"{query} ->")))
wrong("few_shot", """The words word and answer themselves are in your text. For their values, put an f in front and braces round them, f"{word} -> {answer}".""",
      lambda examples, query: prompt([("word", "answer")] * len(examples), query),
      lambda examples, query: prompt([("word", "answer")] * len(examples), "query"))
wrong("few_shot", """There is nothing between your examples: where does one end? Put ` ; ` between all of them.""",
      lambda examples, query: prompt(examples, query, between=" "),
      lambda examples, query: prompt(examples, query, between=""))
wrong("few_shot", """Between two examples there has to be ` ; `, with a space on either side, and you put something else there. The model only knows lists that look like that.""",
      lambda examples, query: prompt(examples, query, between=" , "),
      lambda examples, query: prompt(examples, query, between=", "),
      lambda examples, query: prompt(examples, query, between="\n"),
      lambda examples, query: prompt(examples, query, between="; "),
      lambda examples, query: prompt(examples, query, between=";"),
      lambda examples, query: prompt(examples, query, between=" ;"),
      lambda examples, query: prompt(examples, query, between=" . "))
wrong("few_shot", """You put a sign of your own where the answer should come, so the model continues after *that*. End with the arrow.""",
      lambda examples, query: prompt(examples, query, last="{} -> ?"),
      lambda examples, query: prompt(examples, query, last="{} -> ..."),
      lambda examples, query: prompt(examples, query, last="{} -> _"),
      lambda examples, query: prompt(examples, query, last="{} ?"))
wrong("few_shot", """The arrow after the query is missing. It says that the answer comes now.""",
      lambda examples, query: prompt(examples, query, last="{}"))
wrong("few_shot", """There is a space too many at the end of your text, or at its beginning. A real tokenizer may make an extra token of it, and that changes what the model says next.""",
      lambda examples, query: prompt(examples, query, last="{} -> "),
      lambda examples, query: " " + prompt(examples, query),
      lambda examples, query: "".join(f" {word} -> {answer} ;" for word, answer in examples) + f" {query} ->")
wrong("few_shot", """There is a ` ; ` after the query as well. It goes *between* them; after the query comes the answer.""",
      lambda examples, query: prompt(examples, query) + " ;",
      lambda examples, query: prompt(examples, query) + " ; ",
      lambda examples, query: "".join(f"{word} -> {answer} ; " for word, answer in examples) + f"{query} -> ; ",
      lambda examples, query: prompt(examples, query, last="{} -> ;"))
wrong("few_shot", """The ` ; ` before the query is missing: the last answer and the query would run together.""",
      lambda examples, query: " ; ".join(f"{word} -> {answer}" for word, answer in examples) + (" " if examples else "") + f"{query} ->",
      lambda examples, query: " ; ".join(f"{word} -> {answer}" for word, answer in examples) + f" {query} ->",
      lambda examples, query: " ; ".join(f"{word} -> {answer}" for word, answer in examples) + f"{query} ->")
wrong("few_shot", """With one example, the ` ; ` before the query is missing. Even a single example needs it.""",
      lambda examples, query: prompt(examples, query) if len(examples) != 1 else f"{examples[0][0]} -> {examples[0][1]}{query} ->",
      lambda examples, query: prompt(examples, query) if len(examples) != 1 else f"{examples[0][0]} -> {examples[0][1]} {query} ->")
wrong("few_shot", """Your loop uses the name `query` for something else, so at the end it is the last example's word. Give the loop's variables other names.""",
      lambda examples, query: prompt(examples, [query, *(word for word, _ in examples)][-1]))
wrong("few_shot", """Only some of the examples are there. All of them belong in the text.""",
      *[lambda examples, query, n=n: prompt(examples[-n:], query) for n in (3, 4, 5)],
      *[lambda examples, query, n=n: prompt(examples[:n], query) for n in (3, 4, 5)])
wrong("few_shot", """Without examples, nothing comes before the query, but your text begins with a ` ; `. Put the query into the same list, and join.""",
      lambda examples, query: " ; ".join(f"{word} -> {answer}" for word, answer in examples) + f" ; {query} ->",
      lambda examples, query: " ; ".join(f"{word} -> {answer}" for word, answer in examples) + f"; {query} ->")
wrong("few_shot", """Only one of the examples is there: your loop ends too early, or starts afresh each time.""",
      lambda examples, query: prompt(examples[:1], query),
      lambda examples, query: prompt(examples[-1:], query))
wrong("few_shot", """The last example, or the first, is missing.""",
      lambda examples, query: prompt(examples[:-1], query),
      lambda examples, query: prompt(examples[1:], query))
wrong("few_shot", """The query is missing: what are we asking?""",
      lambda examples, query: " ; ".join(f"{word} -> {answer}" for word, answer in examples),
      lambda examples, query: " ; ".join(f"{word} -> {answer}" for word, answer in examples) + " ;",
      lambda examples, query: " ; ".join(f"{word} -> {answer}" for word, answer in examples) + " ->",
      lambda examples, query: " ; ".join([f"{word} -> {answer}" for word, answer in examples] + ["->"]))
wrong("few_shot", """The examples are missing: that is the query alone.""",
      lambda examples, query: f"{query} ->")
wrong("few_shot", """You returned a list. We want one text: `" ; ".join(…)`.""",
      lambda examples, query: [*(f"{word} -> {answer}" for word, answer in examples), f"{query} ->"],
      lambda examples, query: prompt(examples, query).split(" "))
wrong("few_shot", """The spaces round your arrows are missing. A token is a word here: `hot->cold` would be one.""",
      lambda examples, query: prompt(examples, query, pair="{}->{}", last="{}->"),
      lambda examples, query: prompt(examples, query, pair="{}->{}", last="{}->", between=";"),
      lambda examples, query: prompt(examples, query, pair="{}->{}", last="{}->", between="; "),
      lambda examples, query: prompt(examples, query, pair="{} ->{}"),
      lambda examples, query: prompt(examples, query, pair="{}-> {}", last="{}->"),
      lambda examples, query: prompt(examples, query, pair="{}->{}"))
wrong("few_shot", """You used a different sign from the arrow `->`.""",
      lambda examples, query: prompt(examples, query, pair="{} : {}", last="{} :"),
      lambda examples, query: prompt(examples, query, pair="{} = {}", last="{} ="),
      lambda examples, query: prompt(examples, query, pair="{} => {}", last="{} =>"),
      lambda examples, query: prompt(examples, query, pair="{} → {}", last="{} →"),
      lambda examples, query: prompt(examples, query, pair="{} - {}", last="{} -"))
wrong("few_shot", """Your examples look as Python prints a pair, with brackets and quotation marks. Take the pair apart: `for word, answer in examples`.""",
      lambda examples, query: " ; ".join([*map(str, examples), f"{query} ->"]),
      lambda examples, query: f"{examples} ; {query} ->")
wrong("few_shot", """Your examples are sorted, or back to front. Keep their order.""",
      lambda examples, query: prompt(sorted(examples), query),
      lambda examples, query: prompt(examples[::-1], query))

one = wrong("few_shot", """You changed `examples`, which the caller still needs. Build a new list.""")


@one
def appends(examples, query):
    examples.append((query, ""))
    return " ; ".join(f"{word} -> {answer}".rstrip() for word, answer in examples)


# --- shares ---

def bill(entries):
    costs = {}
    for stage, cost in entries:
        costs[stage] = costs.get(stage, 0) + cost
    return costs


wrong("shares", """When a stage has several entries, you only kept the last one: what the earlier ones cost is lost. Add them up.""",
      lambda entries: {stage: 100 * cost / sum(c for _, c in entries) for stage, cost in entries},
      lambda entries: {stage: 100 * cost / sum(dict(entries).values()) for stage, cost in dict(entries).items()})
wrong("shares", """When a stage has several entries, you only kept the first one. Add them up.""",
      lambda entries: {stage: 100 * cost / sum(c for _, c in entries) for stage, cost in reversed(entries)},
      lambda entries: {stage: 100 * cost / sum(dict(reversed(entries)).values()) for stage, cost in reversed(entries)})
wrong("shares", """Those are fractions of one. The task asks for per cent.""",
      lambda entries: {stage: cost / sum(bill(entries).values()) for stage, cost in bill(entries).items()})
wrong("shares", """You compared with the *largest* stage. Shares are shares of the whole: they add up to 100.""",
      lambda entries: {stage: 100 * cost / max(bill(entries).values()) for stage, cost in bill(entries).items()},
      lambda entries: {stage: cost / max(bill(entries).values()) for stage, cost in bill(entries).items()})
wrong("shares", """You compared with the first stage. Shares are shares of the whole: they add up to 100.""",
      lambda entries: {stage: 100 * cost / next(iter(bill(entries).values())) for stage, cost in bill(entries).items()})
wrong("shares", """That is the bill itself. The task asks for its shares: each cost divided by the whole, times 100.""",
      lambda entries: bill(entries),
      lambda entries: dict(entries))
wrong("shares", """Your whole is a single cost: `whole = cost` replaces what was there, `whole += cost` adds to it. (Or you set it to 0 each time round.)""",
      lambda entries: {stage: 100 * cost / max(1, entries[-1][1]) for stage, cost in bill(entries).items()})
wrong("shares", """Your whole leaves out what repeated stages cost, or counts it twice. Add up all costs of the bill.""",
      lambda entries: {stage: 100 * cost / sum(dict(entries).values()) for stage, cost in bill(entries).items()})
wrong("shares", """Your whole is too large: you added `costs[stage]`, all that the stage had cost by then, so what came before is counted again when a stage comes back. Each entry belongs in the whole once.""",
      lambda entries: {stage: 100 * cost / _running_totals(entries) for stage, cost in bill(entries).items()},
      lambda entries: {stage: cost / _running_totals(entries) for stage, cost in bill(entries).items()})
wrong("shares", """You added `whole` to a stage, so it is charged for other entries as well. Each entry adds its own `cost` to its stage.""",
      *[lambda entries, after=after, of=of: _adding_the_whole(entries, after, of) for after in (False, True) for of in ("whole", "sum")],
      lambda entries: {stage: 100.0 * sum(s == stage for s, _ in entries) for stage, _ in entries})
wrong("shares", """You calculated with the name of a stage, which is a text. The numbers here are the costs. (`sum` of a dictionary adds up its keys, which are the names; `d.values()` are the values of a dictionary `d`.)""",
      lambda entries: {stage: 0 + stage for stage, _ in entries},
      lambda entries: {stage: 100 * cost / sum(bill(entries)) for stage, cost in bill(entries).items()},
      lambda entries: {stage: 100 * stage / sum(c for _, c in entries) for stage, _ in entries})
wrong("shares", """You divided by the *number* of entries or stages. The whole is the sum of all costs.""",
      lambda entries: {stage: 100 * cost / len(entries) for stage, cost in bill(entries).items()},
      lambda entries: {stage: cost / len(entries) for stage, cost in bill(entries).items()},
      lambda entries: {stage: 100 * cost / len(bill(entries)) for stage, cost in bill(entries).items()})
wrong("shares", """You gave all stages the same share, that of the last cost: in your last loop the name still holds it. Take the cost of each stage, `costs[stage]`.""",
      lambda entries: {stage: 100 * entries[-1][1] / sum(cost for _, cost in entries) for stage, _ in entries})
wrong("shares", """You counted the entries, so a cheap one weighs as much as an expensive one. It's their costs that make up the bill.""",
      *[lambda entries, percent=percent, whole=whole: {stage: percent * sum(s == stage for s, _ in entries) / whole(entries) for stage, _ in entries}
        for percent in (100, 1) for whole in (len, lambda entries: sum(cost for _, cost in entries), lambda entries: _running_totals([(stage, 1) for stage, _ in entries]))],
      lambda entries: {stage: sum(s == stage for s, _ in entries) for stage, _ in entries},
      lambda entries: {stage: 100 / len(bill(entries)) for stage, _ in entries})
wrong("shares", """You rounded. Keep all the digits.""",
      *[lambda entries, n=n: {stage: round(100 * cost / sum(bill(entries).values()), n) for stage, cost in bill(entries).items()} for n in (0, 1, 2, 3, 4)],
      lambda entries: {stage: 100 * cost // sum(bill(entries).values()) for stage, cost in bill(entries).items()},
      lambda entries: {stage: int(100 * cost / sum(bill(entries).values())) for stage, cost in bill(entries).items()},
      lambda entries: {stage: round(100 * cost / sum(bill(entries).values())) for stage, cost in bill(entries).items()})
wrong("shares", """Two things: of a stage with several entries you only kept the last (add them up, `+=`), and the task asks for per cent, not fractions of one.""",
      lambda entries: {stage: cost / sum(c for _, c in entries) for stage, cost in entries})
wrong("shares", """You lost the first entry of each stage: it sets the stage to 0, and isn't added. Add the cost in either case.""",
      lambda entries: _without_the_first(entries),
      lambda entries: {stage: 100 * cost / (sum(_without_the_first(entries, False).values()) or 1) for stage, cost in _without_the_first(entries, False).items()})
wrong("shares", """That is the whole. The task asks for each stage's share of it.""",
      lambda entries: sum(cost for _, cost in entries))
wrong("shares", """Your whole changes while you divide: you put shares into the very dictionary you add up. Keep the whole in a variable first.""",
      lambda entries: _changing_whole(entries),
      lambda entries: _changing_whole(entries, 1))
wrong("shares", """You turned a stage with two entries into per cent twice: your second loop goes through the entries. Go through the dictionary there.""",
      lambda entries: {stage: cost * (100 / sum(bill(entries).values())) ** sum(each == stage for each, _ in entries) for stage, cost in bill(entries).items()})
wrong("shares", """You gave every stage 100. Each is a share of the *whole* bill.""",
      lambda entries: {stage: 100 * cost / cost if cost else 0 for stage, cost in bill(entries).items()},
      lambda entries: {stage: 100.0 for stage, _ in entries} | {stage: 100 * sum(c for _, c in entries) / sum(c for _, c in entries) for stage, _ in entries})
wrong("shares", """`in` asks whether one text is *part* of another: a stage also gets the costs of one whose name contains it. Compare with `==`.""",
      lambda entries: {stage: 100 * sum(c for s, c in entries if stage in s) / sum(c for _, c in entries) for stage, _ in entries})
wrong("shares", """You turned the costs into whole numbers. They may be any numbers: leave them as they are.""",
      lambda entries: {stage: 100 * sum(int(c) for s, c in entries if s == stage) / (sum(int(c) for _, c in entries) or 1) for stage, _ in entries})
wrong("shares", """You wrote the word stage in quotes: that is one key, always the same. Without quotes, the name gives its value.""",
      lambda entries: {"stage": 100 * entries[-1][1] / sum(c for _, c in entries)},
      lambda entries: {"stage": 100 * sum(c for _, c in entries) / sum(c for _, c in entries)},
      lambda entries: {"stage": sum(c for _, c in entries)})
wrong("shares", """You returned a list. We want a dictionary: {stage: share}.""",
      lambda entries: [100 * cost / sum(bill(entries).values()) for cost in bill(entries).values()],
      lambda entries: [(stage, 100 * cost / sum(bill(entries).values())) for stage, cost in bill(entries).items()],
      lambda entries: [(stage, 100 * cost / sum(c for _, c in entries)) for stage, cost in entries])
wrong("shares", """Your fraction is upside down: the cost of the stage goes above the line, the whole below it.""",
      lambda entries: {stage: 100 * sum(bill(entries).values()) / cost for stage, cost in bill(entries).items()},
      lambda entries: {stage: sum(bill(entries).values()) / cost for stage, cost in bill(entries).items()})
wrong("shares", """You compared a stage with the *others*. The whole includes it.""",
      lambda entries: {stage: 100 * cost / max(1, sum(bill(entries).values()) - cost) for stage, cost in bill(entries).items()})
wrong("shares", """You kept the shares of a stage apart, as a list. Add them up.""",
      lambda entries: {stage: [100 * c / sum(v for _, v in entries) for s, c in entries if s == stage] for stage, _ in entries})
wrong("shares", """You averaged the entries of a stage. Add them up.""",
      lambda entries: {stage: 100 * np.mean([c for s, c in entries if s == stage]) / sum(v for _, v in entries) for stage, _ in entries})
wrong("shares", """You returned the shares as text, with a sign. We want numbers.""",
      *[lambda entries, form=form: {stage: form.format(100 * cost / sum(bill(entries).values())) for stage, cost in bill(entries).items()}
        for form in ("{:.1f} %", "{:.1f}%", "{}%", "{:.0f} %", "{:.2f} %")])
wrong("shares", """You wrote the example's stages into your function, so it knows no others. Take them from `entries`.""",
      lambda entries: _of_the_example(entries))
wrong("shares", """When a stage comes for the first time, your dictionary doesn't know it yet: `costs.get(stage, 0)`, or check whether it is there.""",
      lambda entries: {}[entries[0][0]])
wrong("shares", """Your whole isn't whole yet: you divide inside the loop that is still adding. Add up everything first, and divide after that loop, in one of its own.""",
      lambda entries: _running(entries),
      lambda entries: _summed_while_running(entries),
      *[lambda entries, what=what, percent=percent: _divided_too_early(entries, what, percent) for what in ("own", "costs", "values") for percent in (100, 1)])
wrong("shares", """Only one stage has become a share: the line that divides stands after the loop, so it runs once, for the last entry. It needs a loop of its own, over the stages, and has to be indented in it.""",
      *[lambda entries, kept=kept, whole_stage=whole_stage, percent=percent: _divided_once(entries, kept, whole_stage, percent)
        for kept in (True, False) for whole_stage in (True, False) for percent in (100, 1)])
wrong("shares", """Stages that cost nothing are gone. Every stage belongs in the result, even with 0.""",
      lambda entries: {stage: 100 * cost / sum(bill(entries).values()) for stage, cost in bill(entries).items() if cost})

one = wrong("shares", """You changed `entries`, which the caller still needs. `sorted(entries)` makes a new list; `entries.sort()` and `entries.pop()` change the caller's.""")


@one
def sorts(entries):
    entries.sort()
    return {stage: 100 * cost / sum(bill(entries).values()) for stage, cost in bill(entries).items()}


@one
def uses_up(entries):
    costs = {}
    while entries:
        stage, cost = entries.pop(0)
        costs[stage] = costs.get(stage, 0) + cost
    return {stage: 100 * cost / sum(costs.values()) for stage, cost in costs.items()}


def _without_the_first(entries, shared=True):
    costs = {}
    for stage, cost in entries:
        if stage in costs:
            costs[stage] += cost
        else:
            costs[stage] = 0
    return {stage: 100 * cost / (sum(c for _, c in entries) or 1) for stage, cost in costs.items()} if shared else costs


def _changing_whole(entries, percent=100):
    costs = bill(entries)
    for stage in costs:
        costs[stage] = percent * costs[stage] / sum(costs.values())
    return costs


def _running(entries):
    found, whole, costs = {}, 0, {}
    for stage, cost in entries:
        whole += cost
        costs[stage] = costs.get(stage, 0) + cost
        found[stage] = 100 * costs[stage] / whole
    return found


def _running_totals(entries):
    whole, costs = 0, {}
    for stage, cost in entries:
        costs[stage] = costs.get(stage, 0) + cost
        whole += costs[stage]
    return whole


def _adding_the_whole(entries, after, of):
    costs, whole = {}, 0
    for stage, cost in entries:
        whole += cost if after else 0
        costs[stage] = costs.get(stage, 0) + whole
        whole += 0 if after else cost
    whole = whole if of == "whole" else sum(costs.values()) or 1
    return {stage: 100 * cost / whole for stage, cost in costs.items()}


def _of_the_example(entries):
    costs = {"tune": 0, "pre": 0, "chat": 0}
    for stage, cost in entries:
        costs[stage] += cost
    return {stage: 100 * cost / sum(costs.values()) for stage, cost in costs.items()}


def _divided_too_early(entries, what, percent):
    """Each cost is divided in the loop that adds: the entry's own, all that the stage cost so far, or that by what the dictionary holds by then."""
    whole, found = 0, {}
    for stage, cost in entries:
        whole += cost
        found[stage] = cost if what == "own" else found.get(stage, 0) + cost
        so_far = sum(found.values()) if what == "values" else whole
        found[stage] = percent * found[stage] / so_far if so_far else 0
    return found


def _divided_once(entries, kept, whole_stage, percent):
    """The line that divides runs once, after the loop. kept: it writes among the costs; whole_stage: it takes all that the stage cost."""
    costs = bill(entries)
    stage, cost = entries[-1]
    share = percent * (costs[stage] if whole_stage else cost) / sum(costs.values())
    return costs | {stage: share} if kept else {stage: share}


def _summed_while_running(entries):
    found, whole = {}, 0
    for stage, cost in entries:
        whole += cost
        found[stage] = found.get(stage, 0) + 100 * cost / whole if whole else 0
    return found


# --- times ---

wrong("times", """That is by how many times the *share* grows, as if the whole stayed the same. But the later stages keep what they take, so more pre-training makes the whole larger as well.""",
      lambda pre, later, share: share / (pre / (pre + later)))
wrong("times", """That is how large the *whole* would be, in units of today's pre-training. What came later is not pre-training.""",
      lambda pre, later, share: later / (1 - share) / pre)
wrong("times", """That is what has to be *added*. How many times as much is it in all?""",
      lambda pre, later, share: share * later / (1 - share) / pre - 1)
wrong("times", """That is the cost of the larger pre-training. How many times today's is that? Divide by `pre`.""",
      lambda pre, later, share: share * later / (1 - share))
wrong("times", """That is the cost of what has to be added, not how many times as much as now.""",
      lambda pre, later, share: share * later / (1 - share) - pre)
wrong("times", """That is the whole cost. Work out the pre-training in it, and divide by what it is now.""",
      lambda pre, later, share: later / (1 - share))
wrong("times", """Your fraction is upside down: the larger pre-training goes above the line, today's below it.""",
      lambda pre, later, share: pre / (share * later / (1 - share)))
wrong("times", """You compared with today's whole. Compare with today's pre-training: divide by `pre`.""",
      lambda pre, later, share: share * later / (1 - share) / (pre + later))
wrong("times", """You took today's pre-training off the new whole. The part of it that isn't pre-training is `later`.""",
      lambda pre, later, share: (later / (1 - share) - pre) / pre)
wrong("times", """You divided what came later by `share`. It should be the *other* part, 1 − share of the new whole.""",
      lambda pre, later, share: later / share / pre,
      lambda pre, later, share: later / share)
wrong("times", """You return `later / pre`, whatever `share` is. The later stages should be the rest of the whole: `1 - share` of it.""",
      lambda pre, later, share: later / pre)
wrong("times", """You wrote the example's numbers, .7 and .3, into your function. They come in: `share`, and `1 - share`.""",
      lambda pre, later, share: .7 * later / .3 / pre,
      lambda pre, later, share: (later / .3 - later) / pre)
wrong("times", """You count up in whole numbers until it is enough. It may be any number, even below 1: work it out from the new whole, `later / (1 - share)`.""",
      lambda pre, later, share: max(1, math.ceil(share * later / (1 - share) / pre - 1e-9)),
      lambda pre, later, share: math.ceil(share * later / (1 - share) / pre))
one = wrong("times", """You try one number after another until one is enough. That only gets as near as your steps are small, and starts too high when less would do: work it out from the new whole, `later / (1 - share)`.""")


@one
def tries_in_steps(pre, later, share, by=.01, n=1):
    while pre * n / (pre * n + later) < share and n < 1000:
        n += by
    return n


for by, first in ((.01, 0), (.1, 0), (.1, 1), (.001, 0)):
    one(lambda pre, later, share, by=by, first=first: tries_in_steps(pre, later, share, by, first))


wrong("times", """Today's whole has nothing to do with it: only what came *later* stays, and should be 1 − share of the new whole.""",
      lambda pre, later, share: share * (pre + later) / (1 - share) / pre,
      lambda pre, later, share: (pre + later) / (1 - share) / pre,
      lambda pre, later, share: share * (pre + later))
wrong("times", """That is the share pre-training has now, or what it lacks.""",
      lambda pre, later, share: pre / (pre + later),
      lambda pre, later, share: share - pre / (pre + later))
wrong("times", """That says how large pre-training has to be compared with what came *later*. The question is how large compared with today's: you need both `later` and `pre`.""",
      lambda pre, later, share: share / (1 - share))
wrong("times", """You swapped `pre` and `later`.""",
      lambda pre, later, share: share * pre / ((1 - share) * later) + 0.0,
      lambda pre, later, share: share * pre / (1 - share))
wrong("times", """You swapped `share` and `1 - share`: the later stages should take 1 − share of the whole.""",
      lambda pre, later, share: (1 - share) * later / share / pre)
wrong("times", """You took `share` of the later stages. They should be 1 − share of the new whole: divide by that, and you have the whole.""",
      lambda pre, later, share: share * later / pre)
wrong("times", """You rounded, or cut off everything after the decimal point. Keep all the digits.""",
      *[lambda pre, later, share, n=n: round(share * later / (1 - share) / pre, n) for n in (1, 2)],
      lambda pre, later, share: int(share * later / (1 - share) / pre),
      lambda pre, later, share: share * round(later / (1 - share)) / pre,
      lambda pre, later, share: round(share * later / (1 - share)) / pre,
      *[lambda pre, later, share, n=n: share * later / round(1 - share, n) / pre if round(1 - share, n) else math.inf for n in (1, 2)])
wrong("times", """You put a limit on it: a share cut off, or a search that ends at some number. It may be as large as it comes out.""",
      lambda pre, later, share: min(share, .99) * later / (1 - min(share, .99)) / pre,
      *[lambda pre, later, share, most=most: min(most, share * later / (1 - share) / pre) for most in (100, 1000)])
wrong("times", """You took `share` as per cent. It's a number between 0 and 1.""",
      lambda pre, later, share: share * later / (100 - share) / pre,
      lambda pre, later, share: share / 100 * later / (1 - share / 100) / pre,
      lambda pre, later, share: 100 * share * later / (1 - share) / pre)
wrong("times", """A bracket is missing: when you divide by `1 - share`, put brackets round it, or `/ 1 - share` divides by 1.""",
      lambda pre, later, share: share * later / 1 - share / pre,
      lambda pre, later, share: share * later / (1 - share * pre),
      lambda pre, later, share: share * later / 1 - share,
      lambda pre, later, share: later / 1 - share,
      lambda pre, later, share: (later / 1 - share) / pre,
      lambda pre, later, share: (later / 1 - share - later) / pre,
      lambda pre, later, share: share * (later / 1 - share) / pre,
      lambda pre, later, share: (share * later / 1 - share) / pre)
wrong("times", """You multiplied by `pre`. How many times as much means: divide by it.""",
      lambda pre, later, share: share * later / (1 - share) * pre)
wrong("times", """You only ever go upwards. Less is possible, too: then the answer is below 1.""",
      lambda pre, later, share: max(1, share * later / (1 - share) / pre),
      lambda pre, later, share: max(1.0, share * later / (1 - share) / pre))


# --- is_training ---

for item, choice, message in (
        ("A", "no training", "There is no other way from random weights to a model: what do 700 billion tokens change?"),
        ("B", "training", "A hundred examples are still a prompt. What would the fingerprint be before and after?"),
        ("C", "no training", "It goes on guessing the next token, and its error on these letters gets smaller. Where is that kept?"),
        ("D", "training", "The weights are other ones afterwards. But which examples was the model shown, and which error was made smaller?"),
        ("E", "no training", "A mask decides which guesses count. What happens to those that do?"),
        ("F", "training", "It is called memory, but where are these notes kept? Not in the weights: they are put in front again each time."),
        ("G", "training", "The fingerprint changes, as it does when weights are rounded. Was anything learned from examples?"),
        ("H", "no training", "Nobody writes the examples here: the model writes them, and a program chooses. What is adjusted to its choices?")):
    wrong_choice("is_training", item, choice, message)


# --- who ---

for item, choice, message in (
        ("A", "application developer", "She builds nothing that others use; she uses what was built."),
        ("A", "model developer", "Whatever she pastes in, she can't change a single weight of any model."),
        ("B", "user", "They change a model and sell a program: others will be the users."),
        ("B", "model developer", "The same function is called, but the model comes from somebody else: ask who made and released it."),
        ("C", "user", "Who can tune a model before its release, and who pays for its answers?"),
        ("C", "application developer", "It is tuned before anybody can build on it: whose model is it?"),
        ("D", "user", "The shop's customers use the chatbot. Who writes what goes in front of their conversations?"),
        ("D", "model developer", "No weight is touched. What is made here, the model or something around it?"),
        ("E", "application developer", "Asking again in other words is prompting, as every user does. What did that build?"),
        ("E", "model developer", "Asking changes no model. Who asks?"),
        ("F", "user", "A search in front of a model is a piece of software: others will use it."),
        ("F", "model developer", "The model is rented as it is. The new part goes in front of it."),
        ("G", "user", "DPO fits weights. Who does that before the weights are released?"),
        ("G", "application developer", "It is its own model, before anybody else has it: ask who releases it.")):
    wrong_choice("who", item, choice, message)
