"""The ways people get 03-large-language-models wrong, and what to say."""

import numpy as np

from course.exercise.mistakes import edit, instead, result

# --- batch ---

x_rows, y_rows = "np.array([ids[s:s + T] for s in starts])", "np.array([ids[s + 1:s + 1 + T] for s in starts])"


def first_occurrence(ids, starts, T):
    every = list(ids)
    x = [every[start : start + T] for start in starts]
    return np.array(x), np.array([[every[every.index(each) + 1] for each in row] for row in x])


def shifted_in_place(ids, starts, T):
    x = np.array([ids[s : s + T] for s in starts])
    ids[:-1] = ids[1:].copy()
    return x, np.array([ids[s : s + T] for s in starts])


batch = {
    "Your y is x again: the model is asked for the token it is already reading. The target is the next one.":
        edit("ids[s + 1:s + 1 + T]", "ids[s + 0:s + T]"),
    "Your y is two ids ahead, and skips the token right after each one.":
        edit("ids[s + 1:s + 1 + T]", "ids[s + 2:s + 2 + T]"),
    "Your y is the window that comes *after* x. Each target is only one index after the id above it.":
        edit("ids[s + 1:s + 1 + T]", "ids[s + T:s + T + T]"),
    "Your y is one id *before* x: that's what came last, not what comes next.":
        edit("ids[s + 1:s + 1 + T]", "np.roll(ids, 1)[s:s + T]"),
    "You added 1 to the *ids*. The next id is the one at the next index of the text.":
        edit(y_rows, "x + 1"),
    "The last target of each row is the first id of x again. It's the id that comes next in the *text*.":
        edit(y_rows, "np.roll(x, -1, axis=1)"),
    "Your y is one id short. Both ends of the slice move by one, the end as well as the beginning.":
        edit("ids[s + 1:s + 1 + T]", "ids[s + 1:s + T]"),
    "Only the end of your y has moved: it still begins with the first id of x.":
        edit("ids[s + 1:s + 1 + T]", "ids[s:s + 1 + T]"),
    "Your windows are one id too short. A slice stops before its second number: `ids[s:s + T]` has T ids.":
        [result("(it[0][:, :-1], it[1][:, :-1])"), edit("ids[s:s + T]", "ids[s:s + T - 1]")],
    "A slice takes two indices, from and up to: `ids[s:T]` ends at index T of the text. A window that begins at s ends at s + T.":
        [instead("([ids[s:T] for s in starts], [ids[s + 1:T] for s in starts])"), instead("([ids[s:T] for s in starts], [ids[s + 1:T + 1] for s in starts])")],
    "Only one window is left. Each start has a row of its own.":
        [result("(it[0][-1:], it[1][-1:])"), result("(it[0][-1], it[1][-1])"), result("(it[0][:1], it[1][:1])")],
    "Your windows lie one after the other, from the beginning of the text. Each begins at one of `starts`.":
        edit(x_rows, "np.array([ids[i * T:i * T + T] for i in range(len(starts))])"),
    "`range(len(starts))` gives 0, 1, 2 … and not the starts. `for start in starts` gives the starts themselves.":
        instead("batch(ids, list(range(len(starts))), T)"),
    "`starts` is a whole list. Take one start at a time: `for start in starts:`.":
        instead("(ids[starts:starts + T], ids[starts + 1:starts + T + 1])"),
    "You returned one table. Return both, with a comma: `x, y`.":
        [result("it[0]"), result("it[1]")],
    "You put x and y together, window by window. Return two tables: all that is read, and all that comes next.":
        result("list(zip(*it))"),
    "You returned y first and x second. What is read comes first.":
        result("it[::-1]"),
    "You kept one target for each window. Each of the T tokens has a target of its own.":
        [edit("ids[s + 1:s + 1 + T]", "ids[s + T]"), edit("ids[s + 1:s + 1 + T]", "[ids[s + T]]")],
    "You looked for what follows an id where it *first* occurs. Go by indices, not by values.":
        instead(first_occurrence),
    "The tables are right, but you changed `ids`, which the caller still needs.":
        instead(shifted_in_place),
}


# --- gradient ---

minus_one = "slopes[np.arange(len(targets)), targets] -= 1"
gradient = {
    "You didn't divide by N. The loss is a mean, so each slope is divided by the number of examples.":
        edit("slopes / len(targets)", "slopes"),
    "You divided by the number of tokens in a row. N is the number of examples: `len(targets)`.":
        edit("slopes / len(targets)", "slopes / P.shape[1]"),
    "You divided by how many numbers the table has. N is the number of examples: `len(targets)`.":
        edit("slopes / len(targets)", "slopes / P.size"),
    "You forgot the minus 1. At the token that came, the slope is its probability minus 1.":
        edit("    " + minus_one + "\n", ""),
    "The slopes point uphill: you took 1 − P at the token that came, and −P elsewhere. It's P − 1, and P.":
        result("-it"),
    "You took off 1/N, and divided by N again. Take off 1, then divide all of it.":
        edit("-= 1", "-= 1 / len(targets)"),
    "You divided first, and then took off 1. Take off 1, then divide all of it.":
        edit("P.copy()\n    " + minus_one + "\n    return slopes / len(targets)", "P / len(targets)\n    " + minus_one + "\n    return slopes"),
    "You took 1 off the whole column of each target. Each example has its own row: `slopes[row, targets[row]]`.":
        [edit("slopes[np.arange(len(targets)), targets]", "slopes[:, targets]"), edit("np.arange(len(targets)), ", ":, ")],
    "You took 1 off a whole row. In each row only the token that came loses 1: `slopes[row, targets[row]]`.":
        [edit("slopes[np.arange(len(targets)), targets] -= 1", "slopes -= 1"), edit("np.arange(len(targets)), targets", "targets")],
    "You took 1 off in the first column, or along the diagonal. The column is the token that came: `targets[row]`.":
        [edit("np.arange(len(targets)), targets", "np.arange(len(targets)), 0"), edit("np.arange(len(targets)), targets", "np.arange(len(targets)), np.arange(len(targets)) % P.shape[1]")],
    "A row was left out. `for row in range(len(targets))` goes through all of them.": [
        edit("np.arange(len(targets)), targets", "0, targets[0]"),
        edit("np.arange(len(targets)), targets", "np.arange(len(targets) - 1), targets[:-1]"),
        edit("np.arange(len(targets)), targets", "np.arange(1, len(targets)), targets[1:]"),
    ],
    "You added 1 at the token that came. Its slope is its probability *minus* 1.":
        edit("-= 1", "+= 1"),
    "You put −1 in place of the probability. The slope is the probability minus 1: `-=`.":
        edit("-= 1", "= -1"),
    "You put 0 at the token that came. The slope is its probability minus 1: `-=`.":
        edit("-= 1", "= 0"),
    "You returned only the slopes of the tokens that came. The others have slopes, too: return the whole table.":
        result("it[np.arange(len(targets)), targets]"),
    "That is the loss, a single number. The gradient is a table with a slope for each logit.":
        instead("-np.log(P[np.arange(len(targets)), targets]).mean()"),
    "You multiplied by N. A mean divides.":
        edit("slopes / len(targets)", "slopes * len(targets)"),
    "The numbers are right, but you changed `P`, which the caller still needs. Begin with `P.copy()`.":
        edit("P.copy()", "P"),
    "You returned the ones and zeros alone. The slope is the probability minus those.":
        edit("P.copy()", "np.zeros(P.shape)"),
}


# --- attention weights ---


def hidden(scores, where, value):
    masked = scores.astype(float)
    for i in range(len(scores)):
        masked[where(i)] = value
    return masked


def no_largest_taken_off(scores):
    powers = np.tril(np.exp(scores))
    return powers / powers.sum(axis=1, keepdims=True)


attention_weights = {
    "Your rows see the future: nothing is masked. In row i, everything after index i gets −∞ before the softmax.":
        instead("softmax(scores)"),
    "You set the future to 0 before the softmax, but e⁰ is 1, so it still gets a share. Minus infinity gets none.":
        edit("scores, -np.inf", "scores, 0"),
    "You set the weights of the future to 0 *after* the softmax, so a row no longer adds up to 1. Mask the scores first.":
        instead("np.tril(softmax(scores))"),
    "You masked index i itself. A token may attend to itself: mask from i + 1 on.":
        [edit("np.tri(len(scores))", "np.tri(len(scores), k=-1)"), instead("softmax(hidden(scores, lambda i: np.s_[i, i:], -np.inf))")],
    "One token of the future is still visible. In row i mask from i + 1 on.":
        edit("np.tri(len(scores))", "np.tri(len(scores), k=1)"),
    "You masked only the very next token. All that comes after index i is the future: a slice, from i + 1 to the end.":
        instead("softmax(hidden(scores, lambda i: np.s_[i, i + 1:i + 2], -np.inf))"),
    "You masked only the last column. In row i, mask everything from i + 1 to the end.":
        instead("softmax(hidden(scores[:, :], lambda i: np.s_[:-1, -1], -np.inf))"),
    "You masked the past and kept the future. In row i the indices 0 to i stay.":
        [edit("np.tri(len(scores))", "np.tri(len(scores)).T"), instead("softmax(hidden(scores, lambda i: np.s_[i, :i], -np.inf))")],
    "You masked whole columns for every row. The row comes first in the brackets: `masked[i, i + 1:]`.":
        instead("softmax(hidden(scores, lambda i: np.s_[:, i + 1:], -np.inf))"),
    "You masked with *plus* infinity, the highest score of all. The lowest is `-np.inf`.":
        edit("-np.inf", "np.inf"),
    "−1, −100 or −1000 isn't low enough: with large scores the future still gets a share. Minus infinity gets none.":
        [edit("-np.inf", number) for number in ("-1", "-10", "-100", "-1000", "-1e3")],
    "You divided by the sum of all the exponentials, not by that of the row. Each row adds up to 1 by itself.":
        instead("np.exp(np.where(np.tri(len(scores)) == 1, scores, -np.inf) - scores.max()) / np.exp(np.where(np.tri(len(scores)) == 1, scores, -np.inf) - scores.max()).sum()"),
    "You took the softmax down the columns. Each *row* gets weights of its own.":
        instead("softmax(np.where(np.tri(len(scores)) == 1, scores, -np.inf).T).T"),
    "Those are the masked scores. `softmax` is still missing.":
        edit("softmax(np.where(np.tri(len(scores)) == 1, scores, -np.inf))", "np.where(np.tri(len(scores)) == 1, scores, -np.inf)"),
    "You called `softmax` twice. What comes out the first time are the weights already.":
        result("softmax(it)"),
    "You took the exponentials of the scores as they are, and those of large scores are too large for a computer. `softmax` subtracts the largest first.":
        instead(no_largest_taken_off),
    "All that a row sees gets the same weight: the scores are lost. Begin with a copy, `scores.copy()`.":
        edit("== 1, scores, ", "== 1, 0, "),
    "You wrote into the caller's own `scores`. Begin with a copy: `scores.copy()`.":
        instead("softmax(hidden_in_place(scores))"),
    "Those are the weights of the last row alone. Return a table, with a row for each token.":
        result("it[-1]"),
}


def hidden_in_place(scores):
    scores[np.triu_indices(len(scores), 1)] = -np.inf
    return scores


# --- attention ---


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


scores = "q @ k.T / q.shape[1] ** .5"
final = "attention_weights(scores) @ v"
attention = {
    "You didn't divide the scores by √d. They grow with the length of the vectors, until one token takes nearly everything.":
        edit(scores, "q @ k.T"),
    "You divided by d, not by its root.":
        edit("q.shape[1] ** .5", "q.shape[1]"),
    "Half of d is not its root, and neither is `d ** 1 / 2`: the power comes before the division. Write `d ** .5`.":
        [edit("q.shape[1] ** .5", "(q.shape[1] / 2)"), edit("** .5", "** 1 / 2")],
    "You multiplied by √d. The scores are too large already: divide.":
        edit("k.T / q.shape", "k.T * q.shape"),
    "You divided by a fixed number. d is the number of columns of q, and differs from model to model.":
        edit("q.shape[1] ** .5", "2"),
    "You divided by the root of the number of *tokens*. d is how many numbers a query has, `q.shape[1]`.":
        [edit("q.shape[1]", "len(q)"), edit("q.shape[1]", "q.shape[0]")],
    "You divided by the root of the number of columns of v. d is that of the queries.":
        edit("q.shape[1]", "v.shape[1]"),
    "You mixed the keys, or the queries. What a token passes on is its *value*: `… @ v`.":
        [edit("(scores) @ v", "(scores) @ k"), edit("(scores) @ v", "(scores) @ q")],
    "That's no table of scores. Every query meets every key, and the keys have to be columns: `q @ k.T`.":
        [edit("q @ k.T", other) for other in ("q * k", "(q * k).sum(axis=1)", "(q * k).sum(axis=1, keepdims=True)", "q @ k", "q.T @ k")],
    "The table is the wrong way round. A row belongs to a query, a column to a key: `q @ k.T`.":
        edit("q @ k.T", "k @ q.T"),
    "You compared queries with queries, or keys with keys. Queries meet keys: `q @ k.T`.":
        [edit("q @ k.T", "q @ q.T"), edit("q @ k.T", "k @ k.T")],
    "Those are the weights. Use them to mix the values: `… @ v`.":
        edit(final, "attention_weights(scores)"),
    "You mixed the values by the scores themselves. `attention_weights` has to turn them into weights first.":
        edit(final, "scores @ v"),
    "You divided after the weights were made. Divide the scores before.":
        instead("attention_weights(q @ k.T) / q.shape[1] ** .5 @ v"),
    "You turned the scores into weights by yourself. Call the `attention_weights` that you're given, whichever it is.":
        [edit("attention_weights(scores)", "softmax(scores)"), edit("attention_weights(scores)", "softmax(np.where(np.tri(len(q)) == 1, scores, -np.inf))")],
    "`*` multiplies number by number, and mixes nothing. Each row of the weights mixes all the rows of v: `@`.":
        edit("(scores) @ v", "(scores) * v"),
    "You mixed by the columns of the weights. Row i says what token i receives: `weights @ v`.":
        [edit("(scores) @ v", "(scores).T @ v"), edit(final, "v.T @ attention_weights(scores)")],
    "You added the token's own value. That happens later, outside of attention: return only what is received.":
        edit("(scores) @ v", "(scores) @ v + v"),
    "You added up what all tokens receive. Return a row for each token.":
        [edit(final, "sum(attention_weights(scores) @ v)"), edit(final, "(attention_weights(scores) @ v)[-1]")],
}


# --- layer ---

both = "x = x + attend(norm(x))\n    return x + mlp(norm(x))"
layer = {
    "What attention finds *replaces* what the token carried. Add it: the new x is x plus what was found.":
        edit("x = x + attend(norm(x))", "x = attend(norm(x))"),
    "What the MLP makes *replaces* what the token carried. Add it to the new x.":
        edit("return x + mlp(norm(x))", "return mlp(norm(x))"),
    "Nothing is added: both parts replace what the token carried. The residual connection adds what each part finds to x.":
        edit(both, "return mlp(norm(attend(norm(x))))"),
    "The MLP read the old x. It reads the new one, with what attention has found.":
        instead("x + attend(norm(x)) + mlp(norm(x))"),
    "You added the MLP's result to the *old* x, so what attention found is lost there. Add it to the new x.":
        instead("x + mlp(norm(x + attend(norm(x))))"),
    "The norm is missing before attention: `attend(norm(x))`.":
        edit("attend(norm(x))", "attend(x)"),
    "The norm is missing before the MLP: `mlp(norm(x))`.":
        edit("mlp(norm(x))", "mlp(x)"),
    "Both norms are missing. Each part reads `norm(x)`.":
        edit(both, "x = x + attend(x)\n    return x + mlp(x)"),
    "You put the norm on x itself, and added to that. Only what a part *reads* is normed; x is carried on as it is.":
        edit(both, "x = norm(x)\n    x = x + attend(x)\n    x = norm(x)\n    return x + mlp(x)"),
    "You put the norm on what a part returns. It belongs on what the part reads: `attend(norm(x))`.":
        edit(both, "x = x + norm(attend(x))\n    return x + norm(mlp(x))"),
    "You put the norm around the sum. It belongs on what each part reads: `x + attend(norm(x))`.":
        edit(both, "x = norm(x + attend(x))\n    return norm(x + mlp(x))"),
    "The MLP read the norm of what attention found alone. It reads the norm of the whole new x.":
        instead("x + attend(norm(x)) + mlp(norm(attend(norm(x))))"),
    "The MLP came first. Attention looks back first, then the MLP works on what it found.":
        edit(both, "x = x + mlp(norm(x))\n    return x + attend(norm(x))"),
    "The MLP is missing: attention is half of a layer.":
        edit("return x + mlp(norm(x))", "return x"),
    "Attention is missing: the MLP is half of a layer.":
        edit("    x = x + attend(norm(x))\n", ""),
    "`x += …` changes the caller's own x. Write `x = x + …`, which makes a new table.":
        edit("x = x + attend(norm(x))", "x += attend(norm(x))"),
    "You multiplied where the two should be added.":
        [edit("x = x + attend", "x = x * attend"), edit("return x + mlp", "return x * mlp")],
}
