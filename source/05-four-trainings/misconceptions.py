"""The ways people get 05-four-trainings wrong, and what to say."""

import hashlib

import numpy as np

from course.exercise.mistakes import edit, instead, result, wrong_choice

# --- checksum ---

hashed = "hashlib.sha256(weights.tobytes()).hexdigest()[:8]"
data = "weights.tobytes()"


def first_eight(data):
    return hashlib.sha256(data).hexdigest()[:8]


checksum = {
    "You hashed the numbers as they are *printed*. Printing rounds, and leaves out the middle of a long array. Take the bytes: `weights.tobytes()`.":
        [edit(data, "str(weights).encode()"), edit(data, "repr(weights).encode()")],
    "You hashed a list of the numbers as text. Take the bytes as they are stored: `weights.tobytes()`.":
        [edit(data, text + ".encode()") for text in ("str(weights.tolist())", "str(list(weights))", "''.join(map(str, weights))", "','.join(map(str, weights))")],
    "You hashed the sum, or the mean. Swap two weights, and another model has the same sum.":
        [edit(data, text) for text in ("weights.sum().tobytes()", "str(weights.sum()).encode()", "weights.mean().tobytes()", "str(sum(weights)).encode()")],
    "You sorted the weights first. The place of each weight is part of the model.":
        edit(data, "np.sort(weights).tobytes()"),
    "You rounded the weights first, so a small training step would leave no trace.":
        [edit(data, text) for text in (*(f"np.round(weights, {n}).tobytes()" for n in range(1, 7)), "weights.astype(np.float16).tobytes()", "weights.astype(int).tobytes()")],
    "You converted the numbers before taking their bytes. The same numbers then have other bytes. Take `weights.tobytes()` as it is.":
        [edit(data, text) for text in ("weights.astype(np.float64).tobytes()", "weights.astype(np.float32).tobytes()", "np.array(weights.tolist()).tobytes()")],
    "Those are all 64 digits. The checksum is the first eight.":
        edit("[:8]", ""),
    "Those are the *last* eight digits. The checksum is the first eight.":
        edit("[:8]", "[-8:]"),
    "Those are all digits *except* the first eight: `[8:]` begins at the ninth, `[:8]` ends before it.":
        edit("[:8]", "[8:]"),
    "You started at the second digit: places are counted from 0. The first eight are `[:8]`.":
        edit("[:8]", "[1:9]"),
    "That is a single digit. One number in square brackets takes the character at that place; with a colon you get several.":
        [edit("[:8]", f"[{place}]") for place in (8, 7, 0, -1)],
    "Those are not eight digits. The first eight are `[:8]`.":
        [edit("[:8]", part) for part in ("[:7]", "[:9]", "[:4]")],
    "You cut the *bytes* of the hash, which is what `digest()` gives; each byte is two digits. `hexdigest()` gives the digits as text.":
        [edit("hexdigest()[:8]", text) for text in ("digest()[:8]", "digest()[:8].hex()", "digest()[:4]")],
    "That is the hash itself, not its digits: `.hexdigest()` gives them as text.":
        [edit(hashed, "hashlib.sha256(weights.tobytes())"), edit(".hexdigest()", "")],
    "These are the first bytes of the weights themselves, so only the first weights count. SHA-256 stirs all of them.":
        [instead("weights.tobytes().hex()[:8]"), instead("weights.tobytes()[:8]")],
    "Only some of the weights went into your hash. A model is all of its weights.":
        [edit(data, f"weights[{part}].tobytes()") for part in (":8", ":1", ":-1", "-1")] + [edit(data, "weights.tobytes()[:8]")],
    "That is another hash function. SHA-256 is `hashlib.sha256`.":
        [edit("sha256", other) for other in ("md5", "sha1", "sha512", "sha3_256")],
    "You went by way of a number, and a number has no leading zeros. `hexdigest()` gives the text with all of them.":
        [result("hex(int(it, 16))[2:]"), result("f'{int(it, 16):x}'"), result("int(it, 16)"), result("hex(int(it, 16))")],
    "You hashed the text in which Python *shows* the bytes. Pass the bytes themselves.":
        [edit(data, "str(weights.tobytes()).encode()"), edit(data, "weights.tobytes().hex().encode()")],
}


# --- learn ---

noted = "losses.append(loss)"
asked = "loss, gradient = gradient_of(weights, batch)"
moved = "weights = step(weights, gradient)"
given_back = "return weights, losses"


def from_the_start(weights, batches, gradient_of, step):
    made, losses = weights, []
    for batch in batches:
        loss, gradient = gradient_of(weights, batch)
        losses.append(loss)
        made = step(weights, gradient)
    return made, losses


def gradients_of_the_start(weights, batches, gradient_of, step):
    made, losses = weights, []
    for batch in batches:
        loss, gradient = gradient_of(weights, batch)
        losses.append(loss)
        made = step(made, gradient)
    return made, losses


def in_place(weights, batches, gradient_of, step):
    losses = []
    for batch in batches:
        loss, gradient = gradient_of(weights, batch)
        losses.append(loss)
        weights[:] = step(weights, gradient)
    return weights, losses


learn = {
    "You start at the first weights again each time. A step starts where the last one ended: give what `step` returns the name `weights`.":
        instead(from_the_start),
    "You took every gradient at the first weights. Call `gradient_of` with the weights as they are by then.":
        instead(gradients_of_the_start),
    "No weight has moved: `step` makes *new* weights. Give them a name, and continue with them.":
        [edit(moved, "step(weights, gradient)"), edit("        " + moved + "\n", "")],
    "Your losses are those *after* each step. Keep the loss that came with the gradient, from before the step.":
        edit(noted + "\n        " + moved, moved + "\n        losses.append(gradient_of(weights, batch)[0])"),
    "You only returned the losses. Return two things: the weights, then the losses.":
        edit(given_back, "return losses"),
    "You only returned the weights. Return two things: the weights, then the losses.":
        edit(given_back, "return weights"),
    "You returned them the wrong way round: the weights come first, then the losses.":
        edit(given_back, "return losses, weights"),
    "You returned one number for all the losses. Return a list, with the loss of each batch.":
        [edit(given_back, "return weights, loss"), edit(given_back, "return weights, sum(losses)"), edit(given_back, "return weights, [sum(losses) / len(losses)]")],
    "Your list holds something else than the losses. Put on it the first of the two things `gradient_of` returns, and only that.":
        [edit(noted, f"losses.append({other})") for other in ("gradient", "batch", "weights", "(loss, gradient)", "[loss, gradient]")],
    "You returned all the weights on the way. Return only the final ones, and then the list of losses.":
        edit("losses = []\n    for batch in batches:\n        " + asked + "\n        " + noted + "\n        " + moved + "\n    return weights, losses",
             "losses, all_of_them = [], []\n    for batch in batches:\n        " + asked + "\n        " + noted + "\n        " + moved
             + "\n        all_of_them.append(weights)\n    return all_of_them, losses"),
    "You gave `step` something else than the gradient, which is the second of the two things `gradient_of` returns.":
        [edit(moved, f"weights = step(weights, {other})") for other in ("loss", "batch", "gradient_of")] + [edit(asked, "gradient, loss = gradient_of(weights, batch)")],
    "Both things went to `step` as one. Take them apart: `loss, gradient = …`.":
        edit(asked + "\n        " + noted, "loss = gradient_of(weights, batch)\n        gradient = loss\n        losses.append(loss[0])"),
    "The arguments are the wrong way round: the weights come first, in `gradient_of` and in `step`.":
        [edit(asked, "loss, gradient = gradient_of(batch, weights)"), edit(moved, "weights = step(gradient, weights)")],
    "You took the gradient for the new weights, so no step was made. `step` makes the new weights.":
        edit(moved, "weights = gradient"),
    "You decided yourself how far to go. The `step` that you're given does that: call it, with the gradient as it is.":
        [edit(moved, f"weights = {other}") for other in ("weights - gradient", "weights - gradient / 4", "weights - .01 * gradient", "weights - .1 * gradient",
                                                          "weights - .001 * gradient", "step(weights, gradient / 4)", "step(weights, .1 * gradient)")],
    "`step` returns the new weights themselves. You subtracted them from the old ones, or added them.":
        [edit(moved, "weights = weights - step(weights, gradient)"), edit(moved, "weights = weights + step(weights, gradient)")],
    "You left out a batch. Every batch gets its step.":
        [edit("in batches:", "in batches[1:]:"), edit("in batches:", "in batches[:-1]:")],
    "You made two steps for each batch, with one gradient. After a step, the gradient is another one.":
        edit(moved, moved + "\n        " + moved),
    "You asked for the gradient of `batches`, all of them at once. The loop gives you one at a time, `batch`.":
        edit(asked, "loss, gradient = gradient_of(weights, batches)"),
    "You changed the caller's own array. `weights = …` gives the name to a new one.":
        instead(in_place),
}


# --- loss_mask ---

body = "mask.append(in_answer)\n        if id == bot:\n            in_answer = True\n        elif id == end:\n            in_answer = False"
last = "return mask[1:]"


def by_the_word(ids, bot, end):
    words, inside = set(), False
    for each in ids:
        words |= {each} if inside else set()
        inside = each == bot or inside and each != end
    return [each in words for each in ids[1:]]


def first_answer(ids, bot, end):
    first = ids.index(bot)
    return [first < i <= ids.index(end, first) for i in range(1, len(ids))]


def last_answer(ids, bot, end):
    first = len(ids) - 1 - ids[::-1].index(bot)
    return [first < i <= ids.index(end, first) for i in range(1, len(ids))]


def popped(ids, bot, end):
    ids.pop(0)
    mask, inside = [], False
    for each in ids:
        mask.append(inside)
        inside = each == bot or inside and each != end
    return mask


def mask_of_one(ids, bot, end):
    return [ids[i] == bot for i in range(len(ids) - 1)]


loss_mask = {
    "Your mask is one place late: it marks what is *read*. Place i of the mask is about the guess `ids[i + 1]`, the next id.":
        edit(last, "return mask[:-1]"),
    "Your mask is one place too long: it has a value for each id. There is one for each *guess*, and nobody guesses the first id.":
        edit(last, "return mask"),
    "Your mask counts `bot`, and not the `end`: you change `inside` before you append, so every value comes one place early. Append first.":
        [edit(body + "\n    " + last, body.replace("mask.append(in_answer)\n        ", "") + "\n        mask.append(in_answer)\n    return " + part) for part in ("mask[1:]", "mask")],
    "You count `bot`. The program around the model writes that, so the model never has to guess it.":
        result("[a or b == bot for a, b in zip(it, ids[1:])]"),
    "You don't count the `end` of an answer: the model would never learn to stop.":
        result("[a and b != end for a, b in zip(it, ids[1:])]"),
    "You count the `end`s that fill up the row. Once an answer is over, nothing counts until the next `bot`.":
        [result("[a or b == end for a, b in zip(it, ids[1:])]"), edit("in_answer = False\n    return", "in_answer = not in_answer\n    return")],
    "From the first `bot` on everything counts, even the next questions. An answer is over at its `end`.":
        edit("        elif id == end:\n            in_answer = False\n", ""),
    "Only the first answer counts. A text may have several.":
        instead(first_answer),
    "Only the last answer counts. A text may have several.":
        instead(last_answer),
    "Only the word right after each `bot` counts. The answer runs on to its `end`.":
        instead(mask_of_one),
    "You count the first question, too. At the beginning nobody answers yet: `inside` begins as `False`.":
        edit("mask, in_answer = [], False", "mask, in_answer = [], True"),
    "The questions count and the answers don't: `True` and `False` are swapped.":
        result("[not each for each in it]"),
    "You go by the *word*: one that occurs in an answer counts in the questions, too. Go by the place.":
        instead(by_the_word),
    "You count every word that is no special token. The questions have words, too: ask whether you are inside an answer.":
        [instead("[each not in (bot, end) for each in ids[1:]]"), instead("[each != bot for each in ids[1:]]"), instead("[each != end for each in ids[1:]]")],
    "Return `True` or `False` for every guess. These are the ids that count, or their places.":
        [result("[each for each, counts in zip(ids[1:], it) if counts]"), result("[i for i, counts in enumerate(it) if counts]"), result("[counts for counts in it if counts]")],
    "Two values are gone at the front. Only one belongs to no guess: the first.":
        [edit(last, "return mask[2:]"), result("it[1:]")],
    "A value is missing at the end. Every guess gets one.":
        [edit(last, "return mask[1:-1]"), edit(last, "return mask[:-2]")],
    "You used the example's numbers, 1 and 2. `bot` and `end` come in as arguments.":
        edit("if id == bot:\n            in_answer = True\n        elif id == end", "if id == 1:\n            in_answer = True\n        elif id == 2"),
    "None of the guesses counts. `inside = True` sets, `inside == True` only asks.":
        [edit("in_answer = True", "in_answer == True"), edit("id == bot", "id == 'bot'")],
    "You changed `ids`, which the caller still needs: `pop` removes an id. `ids[1:]` leaves the list as it is.":
        instead(popped),
}


# --- reward_margin ---

whole = "(chosen - ref_chosen) - (rejected - ref_rejected)"
reward_margin = {
    "You rounded. Keep all the digits.":
        [result("round(it, 1)"), result("round(it)"), result("int(it)")],
    "You left out the reference. A short answer is more likely anyway. What counts is what was *gained*: `chosen - ref_chosen`, and the same for the rejected answer.":
        edit(whole, "chosen - rejected"),
    "You only used the reference, so this is how far ahead the chosen answer was *before* the training.":
        edit(whole, "ref_chosen - ref_rejected"),
    "The sign is wrong. The chosen answer's gain comes first, and a margin may be below zero.":
        [edit(whole, "(rejected - ref_rejected) - (chosen - ref_chosen)"), result("abs(it)")],
    "You *added* the two gains. The margin is their difference, chosen minus rejected.":
        [edit(") - (", ") + ("), edit("(rejected - ref_rejected)", "(ref_rejected - rejected)")],
    "One gain has the wrong sign: it is `chosen - ref_chosen`, the model first and then the reference.":
        [edit("(chosen - ref_chosen)", "(ref_chosen - chosen)"), edit(whole, "abs(chosen - ref_chosen) - abs(rejected - ref_rejected)")],
    "A pair of parentheses is missing: `… - rejected - ref_rejected` subtracts the last one as well.":
        edit(whole, "chosen - ref_chosen - rejected - ref_rejected"),
    "From each answer *subtract* its own reference. You added one, or crossed the two.":
        [edit(whole, other) for other in ("(chosen + ref_chosen) - (rejected + ref_rejected)", "chosen + ref_chosen + rejected + ref_rejected",
                                          "(chosen - ref_rejected) - (rejected - ref_chosen)", "(chosen - rejected) + (ref_chosen - ref_rejected)")],
    "You only used the chosen answer. What the rejected one has gained has to be taken off.":
        edit(whole, "chosen - ref_chosen"),
    "You only used the rejected answer. The margin is the chosen one's gain, minus that.":
        edit(whole, "rejected - ref_rejected"),
    "You cut the margin off at zero. Below zero, it says how far the chosen answer fell behind.":
        result("max(0, it)"),
    "You divided by the reference. What a log-probability has gained is a difference.":
        edit(whole, "chosen / ref_chosen - rejected / ref_rejected"),
    "You divided one gain by the other. The margin is their difference.":
        edit(whole, "(chosen - ref_chosen) / (rejected - ref_rejected)"),
    "The inputs are log-probabilities already. Take no logarithm of them, and no exponential.":
        [edit(whole, "np.exp(chosen - ref_chosen) - np.exp(rejected - ref_rejected)"), result("np.exp(it)"), edit(whole, "np.log(chosen / ref_chosen) - np.log(rejected / ref_rejected)")],
    "That is a share of the margin. There is no mean here, and no factor: the one gain, minus the other.":
        [result(f"it * {factor}") for factor in (.5, .3, .1)],
    "That is the example's margin, whatever comes in. Work it out from the four names.":
        [edit(whole, "3"), edit(whole, "1 - (-2)")],
    "You compared the two gains, which is `True` or `False`. Subtract, to see how *far* the one is ahead.":
        edit(") - (", ") > ("),
    "Those are the two gains. The margin is *one* number, the first minus the second.":
        [edit(") - (", "), ("), edit(whole, "[chosen - ref_chosen, rejected - ref_rejected]")],
}


# --- is_training ---

for item, choice, message in (
    ("A", "no training", "There is no other way from random weights to a model. What do 700 billion tokens change?"),
    ("B", "training", "A hundred examples are still a prompt. What would the checksum be before and after?"),
    ("C", "no training", "It goes on guessing the next token, and its error on these letters gets smaller. Where is that kept?"),
    ("D", "training", "The weights are other ones afterwards. But which examples was the model shown, and which error was made smaller?"),
    ("E", "no training", "A mask decides which guesses count. What happens to those that do?"),
    ("F", "training", "Where are these notes kept? Not in the weights: they are put in front again each time."),
    ("G", "training", "The checksum changes, as it does when weights are rounded. Was anything learned from examples?"),
    ("H", "no training", "The model writes the examples here, and a program chooses. What is adjusted to its choices?"),
    ("I", "training", "The temperature decides how a word is drawn from the probabilities. Which weight has moved?"),
):
    wrong_choice("is_training", item, choice, message)
