"""The ways people get 03b-should-we-pay wrong, and what to say."""

import numpy as np

from course.exercise.mistakes import edit, instead, result

# --- leaks future ---


def outputs(model, ids, other):
    changed = ids.copy()
    changed[-1] = other
    return list(zip(model(ids), model(changed)))[:-1]


def the_same_array(model, ids, other):
    changed = ids
    changed[-1] = other
    before, after = model(ids), model(changed)
    return [i for i in range(len(ids) - 1) if not np.allclose(before[i], after[i])]


def into_ids(model, ids, other):
    before = np.array(model(ids))
    ids[-1] = other
    after = model(ids)
    return [i for i in range(len(ids) - 1) if not np.allclose(before[i], after[i])]


def one_more_id(model, ids, other):
    before, after = model(ids), model(np.append(ids, other))
    return [i for i in range(len(ids) - 1) if not np.allclose(before[i], after[i])]


differs = "if not np.allclose(before[i], after[i])"
leaks_future = {
    "The last position is in your list. Its output may change, because the token there has changed.":
        edit("range(len(ids) - 1)", "range(len(ids))"),
    "You changed the *first* token. Everything after it may see it, so an honest model looks guilty.":
        edit("changed[-1] = other", "changed[0] = other"),
    "You appended `other`. Put it in place of the last id.":
        instead(one_more_id),
    "That's how many positions there are. Return a list of them: where, not how many.":
        result("len(it)"),
    "That says whether the model leaks. Return where: the list of positions.":
        result("bool(it)"),
    "An output may be a row of numbers, and `!=` gives an answer for each of them. `np.allclose(a, b)` answers for the whole row.":
        edit(differs, "if before[i] != after[i]"),
    "A row differs if *any* of its numbers does. You asked whether all do, or compared their sums.":
        [edit(differs, "if np.all(before[i] != after[i])"), edit(differs, "if abs(np.sum(before[i]) - np.sum(after[i])) > 1e-9")],
    "You compared the two lists of ids. Compare what the *model* makes of them.":
        edit("before, after = model(ids), model(changed)", "before, after = ids, changed"),
    "Those are the positions that stay the same. Return the ones that change.":
        edit("if not np", "if np"),
    "Indices begin at 0. Yours begin at 1.":
        result("[i + 1 for i in it]"),
    "You returned outputs. Return their positions.":
        instead("[float(np.sum(a)) for a, b in outputs(model, ids, other) if not np.allclose(a, b)]"),
    "You returned the ids at those positions. Return the positions themselves.":
        result("[int(ids[i]) for i in it]"),
    "You found only the first position that changes. Return all of them.":
        result("it[:1]"),
    "You looked only at the position before the last. A model may look further ahead.":
        result("it[-1:] if it[-1:] == [len(ids) - 2] else []"),
    "That's a yes or no for each position. Return the positions where it is yes.":
        instead("[not np.allclose(a, b) for a, b in outputs(model, ids, other)]"),
    "`changed = ids` makes no copy, so the model read the changed ids twice. `ids.copy()` is an array of its own.":
        instead(the_same_array),
    "The positions are right, but you changed `ids`, which the caller still needs. Change a copy.":
        instead(into_ids),
}


# --- parameters ---

parameters = {
    "You counted one layer. Each of the L layers has weights of its own.":
        edit("L * layer", "layer"),
    "One of the two token tables is missing: there is one at the entrance and one at the exit.":
        edit(" + C * V", ""),
    "Both token tables are missing: V × C at the entrance and C × V at the exit.":
        edit("V * C + L * layer + C * V", "L * layer"),
    "The MLP is missing: one matrix of C × 4C, and one of 4C × C.":
        edit(" + 2 * C * 4 * C", ""),
    "Your layer has 8 C² weights. It should have 12: four matrices of C × C for attention, and two of 4 C² for the MLP.":
        [edit("2 * C * 4 * C", "C * 4 * C"), edit("4 * C * C + 2", "2")],
    "Attention has *four* matrices: for queries, keys, values, and one that brings the heads together.":
        [edit("layer = 4 *", "layer = 3 *"), edit("layer = 4 *", "layer = 1 *")],
    "The MLP's matrices have four times as many weights as C × C. You counted them as C × C.":
        edit("2 * C * 4 * C", "2 * C * C"),
    "The two token tables aren't in the layers: they come once, however many layers there are.":
        edit("V * C + L * layer + C * V", "L * (V * C + layer + C * V)"),
    "`L` multiplies only a part of the layer. Put brackets around it.":
        [instead("V * C + L * 4 * C * C + 8 * C * C + C * V"), instead("V * C + 4 * C * C + L * 8 * C * C + C * V")],
    "You multiplied 4C by 4C. The MLP's matrices are C × 4C and 4C × C.":
        edit("2 * C * 4 * C", "2 * 4 * C * 4 * C"),
    "A matrix has rows *times* columns. You added the two, or counted only one of them.":
        [edit("2 * C * 4 * C", "2 * (C + 4 * C)"), instead("2 * (V + C) + 12 * L * C * C"), instead("2 * V * C + 12 * L * C")],
    "`^` doesn't mean power in Python. C squared is `C ** 2`, or `C * C`.":
        [instead("2 * V * C + 12 * L * (C ^ 2)"), instead("2 * V * C + 12 * L * C ^ 2")],
    "You added biases, or weights for norms. This GPT has none: the matrices are all there is.":
        [edit("+ C * V", f"+ C * V + L * {n} * C") for n in (2, 4, 5, 9, 13)],
    "The matrix at the exit is C × V, not V × V.":
        edit("+ C * V", "+ V * V"),
}


# --- exponent ---

fit = "np.polyfit(np.log(x), np.log(loss), 1)"
exponent = {
    "The sign is missing: return minus the slope, so that a falling loss gives a positive number.":
        edit("return -slope", "return slope"),
    "You fitted the numbers themselves. Take the logarithm of both first.":
        edit(fit, "np.polyfit(x, loss, 1)"),
    "Only one of the two is in logarithms. Take the logarithm of both.":
        [edit(fit, "np.polyfit(np.log(x), loss, 1)"), edit(fit, "np.polyfit(x, np.log(loss), 1)")],
    "You swapped the two: `np.polyfit` takes x first, then the loss.":
        edit(fit, "np.polyfit(np.log(loss), np.log(x), 1)"),
    "That's the height of the line. `np.polyfit` returns the slope first.":
        edit("slope, _ = ", "_, slope = "),
    "You drew the line through the first and the last point. Least squares uses all of them.":
        instead("-(np.log(loss[-1]) - np.log(loss[0])) / (np.log(x[-1]) - np.log(x[0]))"),
    "You returned slope and height together. The slope is the first of the two.":
        instead(f"-{fit}"),
    "You always return a positive number. A loss that rises has a negative exponent.":
        edit("return -slope", "return abs(slope)"),
    "The last argument of `np.polyfit` is the degree: 1 for a straight line.":
        [edit("np.log(loss), 1)", "np.log(loss), 2)[:2]"), edit("np.log(loss), 1)", "np.log(loss), 0)[0], 0")],
    "You rounded. Keep all the digits.":
        [edit("return -slope", f"return round(-slope, {n})") for n in (1, 2)],
}


# --- petaflop days ---

petaflop_days = {
    "The way back is missing: 2 N D is only the way forward. Training takes 6 operations for each weight and token.":
        edit("6 *", "2 *"),
    "You counted the way back alone. Together they are 6 operations.":
        edit("6 *", "4 *"),
    "The 6 is missing: six operations for each weight and token.":
        edit("6 * ", ""),
    "A day has 86,400 seconds: 24 hours of 60 minutes of 60 seconds.":
        [edit("86_400", n) for n in ("3_600", "1_440", "24", "60", "84_600")],
    "Those are the machine's seconds. Divide by the 86,400 seconds in a day.":
        edit("(1e15 * 86_400)", "1e15"),
    "`10e15` is 10¹⁶. Write `1e15`.":
        edit("1e15", "10e15"),
    "Peta is 10¹⁵. You divided by another power of ten.":
        [edit("1e15", n) for n in ("1e12", "1e9", "1e18", "1e13")],
    "`a / b * c` is a / b, times c. Put brackets around what you divide by.":
        edit("(1e15 * 86_400)", "1e15 * 86_400"),
    "Those are operations. Divide by what a machine does in a day.":
        edit(" / (1e15 * 86_400)", ""),
    "You added N and D. Each weight is used for each token: multiply.":
        edit("N * D", "(N + D)"),
    "You divided in whole numbers: `//` drops everything after the decimal point.":
        edit(" / (", " // ("),
    "You rounded. Keep all the digits.":
        [result(f"round(it, {n})") for n in (0, 1, 2, 3)],
    "Your fraction is upside down: divide the operations by what the machine does in a day.":
        instead("(1e15 * 86_400) / (6 * N * D)"),
}


# --- ensemble loss ---

mixed = "w * a + (1 - w) * b"
ensemble_loss = {
    "You mixed the two losses. Mix the *probabilities*, then take the logarithm.":
        instead("-w * np.log(a).mean() - (1 - w) * np.log(b).mean()"),
    "You divided the mixture by 2. w and 1 − w add up to 1 already.":
        edit(mixed, f"({mixed}) / 2"),
    "You multiplied the two parts. A mixture *adds* them.":
        edit(mixed, "w * a * (1 - w) * b"),
    "You mixed one of the two with itself: w parts of `a`, and 1 − w parts of `b`.":
        [edit(mixed, "w * a + (1 - w) * a"), edit(mixed, "w * b + (1 - w) * b")],
    "You gave w to the wrong model: w is the share of a, and 1 − w the share of b.":
        edit(mixed, "(1 - w) * a + w * b"),
    "You took the logarithm of the *mean*. Take the logarithm of each, then the mean.":
        instead(f"-np.log(({mixed}).mean())"),
    "For each token you took the larger of the two. That's choosing after seeing the answer.":
        edit(mixed, "np.maximum(a, b)"),
    "The shares don't add up to 1: take w parts of a, and 1 − w parts of b.":
        [edit(mixed, other) for other in ("w * a + w * b", "a + b", "w * a + b", "a + (1 - w) * b")],
    "You mixed half and half, whatever w is.":
        edit(mixed, "(a + b) / 2"),
    "The sign is missing: surprisal is *minus* the logarithm.":
        edit("-np.log", "np.log"),
    "That's the sum. For the mean, divide it by how many there are.":
        edit(".mean()", ".sum()"),
    "Those are the surprisals, one for each token. Return one number, their mean.":
        edit(".mean()", ""),
    "You multiplied all the probabilities. With thousands of tokens the product is too small for a computer.":
        instead(f"-np.log(np.prod({mixed})) / len(a)"),
    "That's the mean probability. Take minus the logarithm of each first.":
        instead(f"({mixed}).mean()"),
    "You took a logarithm to base 2 or 10, so your loss isn't in nats. Take the natural one.":
        [edit("np.log", "np.log2"), edit("np.log", "np.log10")],
    "The brackets are missing: (1 − w) times b. `1 - w * b` multiplies first.":
        edit("(1 - w) * b", "1 - w * b"),
    "That's a perplexity, e to the power of the loss. Return the loss itself.":
        result("np.exp(it)"),
    "You weighted each surprisal by its probability. The tokens that came all count the same.":
        instead(f"-(({mixed}) * np.log({mixed})).mean()"),
    "You changed `a` or `b`: `a *= w` changes a, `w * a` is a new array.":
        instead("in_place(a, b, w)"),
}


def in_place(a, b, w):
    a *= w
    a += (1 - w) * b
    return -np.log(a).mean()
