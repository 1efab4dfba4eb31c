"""The ways people get 03-large-language-models wrong, and what to say. The message comes first, then the functions that do it."""
import math

import numpy as np

from course.exercise.mistakes import wrong

# --- batch ---

def windows(ids, starts, T, x=0, y=1, width=0):
    """Windows that begin `x` and `y` places after each start, `width` ids longer than T."""
    return tuple(np.array([ids[s + shift:s + shift + T + width] for s in starts]) for shift in (x, y))


wrong("batch", """Your y is x again: the model is asked for the token it is already reading. Copying would score perfectly, and teach it nothing. The target is the next token.""",
      lambda ids, starts, T: windows(ids, starts, T, y=0))
wrong("batch", """Your y is two places ahead. It skips the token right after each one, so the model never learns it.""",
      lambda ids, starts, T: windows(ids, starts, T, y=2))
wrong("batch", """Your y is the window that comes *after* x, T ids later. Each target is only one place after the id above it.""",
      lambda ids, starts, T: windows(ids, starts, T, y=T))
wrong("batch", """Your windows begin one place too early. `starts` counts places from 0, as Python does.""",
      lambda ids, starts, T: windows(ids, [s - 1 for s in starts], T))
wrong("batch", """You added 1 to the *ids*. The next id is the one at the next place in the text.""",
      lambda ids, starts, T: (windows(ids, starts, T)[0], windows(ids, starts, T)[0] + 1))
wrong("batch", """Your y wraps round: its last id is the first of the window again. The last target is the id that comes next in the *text*.""",
      lambda ids, starts, T: (windows(ids, starts, T)[0], np.roll(windows(ids, starts, T)[0], -1, axis=1)))
@wrong("batch")
def shifts_a_view(ids, starts, T):
    """A slice of an array is a view: what you write into it is written into `ids`, and into x. Take y as a slice of its own, or copy first."""
    x, y = [], []
    for start in starts:
        window = ids[start:start + T]
        x.append(window)
        for i in range(T):
            window[i] = ids[start + i + 1]
        y.append(window)
    return np.array(x), np.array(y)


wrong("batch", """Your y is one id short. Both ends of the slice move one place on, the end as well as the beginning.""",
      lambda ids, starts, T: (windows(ids, starts, T)[0], np.array([ids[s + 1:s + T] for s in starts])),
      lambda ids, starts, T: ([ids[s:s + T] for s in starts], [ids[s + 1:s + T] for s in starts]),
      lambda ids, starts, T: ([ids[s:s + T].tolist() for s in starts], [ids[s + 1:s + T].tolist() for s in starts]))
wrong("batch", """Only the end of your y has moved on: it still begins with the first id of x. Its beginning moves one place on, too.""",
      lambda ids, starts, T: (windows(ids, starts, T)[0], windows(ids, starts, T, width=1)[0]),
      lambda ids, starts, T: ([ids[s:s + T] for s in starts], [ids[s:s + T + 1] for s in starts]))
wrong("batch", """Only the last window is left: each round of your loop overwrites what the one before made. Each start has a row of its own.""",
      lambda ids, starts, T: tuple(table[-1] for table in windows(ids, starts, T)),
      lambda ids, starts, T: tuple(table[-1:] for table in windows(ids, starts, T)),
      lambda ids, starts, T: (windows(ids, starts, T)[0], windows(ids, starts, T)[1][-1]),
      lambda ids, starts, T: (windows(ids, starts, T)[0][-1], windows(ids, starts, T)[1]))
wrong("batch", """A slice takes two places, from and up to: `ids[s:T]` ends at place T of the text. A window that begins at s ends at s + T.""",
      *[lambda ids, starts, T, rows=rows, more=more: tuple(rows([ids[s + shift:T + more * shift] for s in starts]) for shift in (0, 1))
        for rows in (list, np.array) for more in (0, 1)])
wrong("batch", """Your y is one place *before* x: that is what came last, not what comes next.""",
      lambda ids, starts, T: windows(ids, starts, T, y=-1))
@wrong("batch")
def cuts_y_out_of_x(ids, starts, T):
    """You cut y out of x, the list of windows. Both are cut out of `ids`: y is `ids[start + 1:start + T + 1]`."""
    x, y = [], []
    for start in starts:
        x.append(ids[start:start + T])
        y.append(x[start + 1:start + T + 1])
    return np.array(x), np.array(y)


wrong("batch", """`starts` is a whole list, and a window has one start. Take them one at a time: `for start in starts:`.""",
      lambda ids, starts, T: (ids[starts:starts + T], ids[starts + 1:starts + T + 1]))
wrong("batch", """You returned x alone. Return both tables, with a comma: `x, y`.""",
      lambda ids, starts, T: windows(ids, starts, T)[0],
      lambda ids, starts, T: [ids[s:s + T] for s in starts])
wrong("batch", """`x and y` is one of the two, the last. To return both, write a comma: `x, y`.""",
      lambda ids, starts, T: windows(ids, starts, T)[1])
wrong("batch", """You put x and y together, window by window. Return two tables: all that is read, and all that comes next.""",
      lambda ids, starts, T: np.array([[x, y] for x, y in zip(*windows(ids, starts, T))]),
      lambda ids, starts, T: [(x, y) for x, y in zip(*windows(ids, starts, T))])
wrong("batch", """You returned y first and x second. What is read comes first.""",
      lambda ids, starts, T: windows(ids, starts, T)[::-1])
wrong("batch", """You kept one target for each window, the one after its end. Each of the T tokens has a target of its own.""",
      lambda ids, starts, T: (windows(ids, starts, T)[0], np.array([ids[s + T] for s in starts])),
      lambda ids, starts, T: (windows(ids, starts, T)[0], np.array([[ids[s + T]] for s in starts])),
      lambda ids, starts, T: (windows(ids, starts, T)[0], np.array([[ids[s + T]] * T for s in starts])))
wrong("batch", """Your windows are one id too short. The model reads T ids, `ids[start:start + T]`, and the last target is one id further on. (A slice stops before its second number.)""",
      lambda ids, starts, T: windows(ids, starts, T, width=-1))
wrong("batch", """Your windows are one id too long. Each has T columns: from the start up to, but not including, the start plus T.""",
      lambda ids, starts, T: windows(ids, starts, T, width=1),
      lambda ids, starts, T: (windows(ids, starts, T, width=1)[0], windows(ids, starts, T)[1]))
wrong("batch", """Your rows are in the order of the text, not of `starts`. Row i belongs to start number i.""",
      lambda ids, starts, T: windows(ids, sorted(starts), T))
wrong("batch", """You read `starts` as window numbers, and multiplied by T. They are places in the text.""",
      lambda ids, starts, T: windows(ids, [s * T for s in starts], T))
wrong("batch", """Your windows are columns. Make them rows: a row for each start, and T columns.""",
      lambda ids, starts, T: tuple(table.T for table in windows(ids, starts, T)))
wrong("batch", """Your windows are joined into one long row. Each start has a row of its own.""",
      lambda ids, starts, T: tuple(table.ravel() for table in windows(ids, starts, T)))
wrong("batch", """You didn't use `starts`: your windows come one after another from the beginning of the text.""",
      lambda ids, starts, T: windows(ids, range(len(starts)), T),
      lambda ids, starts, T: windows(ids, [i * T for i in range(len(starts))], T))
@wrong("batch")
def one_list_with_two_names(ids, starts, T):
    """`x = y = []` is one list with two names, so both hold everything. Make two: `x, y = [], []`."""
    x = y = []
    for start in starts:
        x.append(ids[start:start + T])
        y.append(ids[start + 1:start + T + 1])
    return np.array(x), np.array(y)


@wrong("batch")
def by_value(ids, starts, T):
    """You looked for the id, and took what follows where it *first* comes. The same id may come more than once: go by places, not by values."""
    every = list(ids)
    x = [every[start:start + T] for start in starts]
    return np.array(x), np.array([[every[every.index(each) + 1] for each in row] for row in x])


@wrong("batch")
def moves_the_text(ids, starts, T):
    """The tables are right, but you changed `ids`, which the caller still needs. For y cut another slice, one place further on."""
    x = np.array([ids[s:s + T] for s in starts])
    ids[:-1] = ids[1:].copy()
    return x, np.array([ids[s:s + T] for s in starts])


wrong("batch", """Your x is y: both are one place further on. (`y = x` is a second name for the same table, so what you write into y is in x, too.)""",
      lambda ids, starts, T: windows(ids, starts, T, x=1))
wrong("batch", """Your windows have 3 ids, as in the example. How many there are says T.""",
      lambda ids, starts, T: windows(ids, starts, 3))
wrong("batch", """In a dictionary, or a set, the same start comes only once. If a start comes twice in `starts`, it has two rows: use a list.""",
      lambda ids, starts, T: windows(ids, list(dict.fromkeys(starts)), T))
wrong("batch", """Your x and y hold places in the text, not the ids at those places.""",
      lambda ids, starts, T: windows(np.arange(len(ids)), starts, T))


# --- gradient ---

def one_hot(P, targets):
    return np.eye(P.shape[1])[targets]


wrong("gradient", """Your signs are flipped: you took what came minus what was predicted. A slope points uphill, so it is P minus 1 at the target; the step downhill turns it round.""",
      lambda P, targets: (one_hot(P, targets) - P) / len(targets))
wrong("gradient", """You didn't divide by N, the number of examples. The loss is their *mean*; without the division, a larger batch would mean larger steps. (If you did divide, was it by N − 1?)""",
      lambda P, targets: (P - one_hot(P, targets)) / (len(targets) - 1),
      lambda P, targets: P - one_hot(P, targets))
wrong("gradient", """Your signs are flipped, and you didn't divide by the number of examples. A slope points uphill: P minus 1 at the target, all divided by N.""",
      lambda P, targets: one_hot(P, targets) - P)
wrong("gradient", """Only the tokens that came have a slope in your table. The others have one too: their own probability, which pushes wrong guesses down.""",
      lambda P, targets: (P - 1) * one_hot(P, targets) / len(targets),
      lambda P, targets: -one_hot(P, targets) / len(targets),
      lambda P, targets: (P - 1) * one_hot(P, targets))
wrong("gradient", """You divided by the number of rows *times* columns. The mean is over the N examples, the rows. Your steps would be too short by a factor of the number of tokens.""",
      lambda P, targets: (P - one_hot(P, targets)) / P.size)
wrong("gradient", """You divided by the number of columns. The mean is over the N examples, the rows. (Or was it by the sum of the targets?)""",
      lambda P, targets: (P - one_hot(P, targets)) / sum(targets),
      lambda P, targets: (P - one_hot(P, targets)) / P.shape[1])
wrong("gradient", """You divided by something other than N, the number of rows: by 2, as in the example, or by the number of *different* targets. Each example counts: N is `len(targets)`.""",
      lambda P, targets: (P - one_hot(P, targets)) / 2,
      lambda P, targets: (P - one_hot(P, targets)) / len(set(np.asarray(targets).tolist())))
wrong("gradient", """You divided the 1 that you subtract, but not P. Divide the whole difference by N.""",
      lambda P, targets: P - one_hot(P, targets) / len(targets))
wrong("gradient", """You divided P, but not the 1 that you subtract. Divide the whole difference by N.""",
      lambda P, targets: P / len(targets) - one_hot(P, targets))
wrong("gradient", """You divided only at the targets. All slopes of an example count for one Nth: divide the whole table.""",
      lambda P, targets: np.where(one_hot(P, targets) == 1, (P - 1) / len(targets), P))
wrong("gradient", """You divided at the targets, and then divided the whole table as well. What happens at a target is divided twice.""",
      lambda P, targets: np.where(one_hot(P, targets) == 1, (P - 1) / len(targets), P) / len(targets),
      lambda P, targets: (P - one_hot(P, targets) / len(targets)) / len(targets))
@wrong("gradient")
def ends_in_the_first_round(P, targets):
    """`return` stands inside the loop, which ends there: only the first row has lost its 1. Put it below the loop, without the indent."""
    slopes = P.copy()
    for row in range(len(targets)):
        slopes[row, targets[row]] -= 1
        return slopes / len(targets)


wrong("gradient", """You took off the 1 in another column than that of the token that came. Its column is the target itself, `targets[row]`: ids, too, count from 0.""",
      lambda P, targets: (P - np.eye(*P.shape)) / len(targets),
      lambda P, targets: (P - np.roll(one_hot(P, targets), -1, axis=1)) / len(targets))
wrong("gradient", """You took a softmax of P. P holds probabilities already: take them as they are.""",
      lambda P, targets: (shares(np.exp(P)) - one_hot(P, targets)) / len(targets))
wrong("gradient", """You took off the 1 where P is largest, that is, at the guess. What counts is the token that came: `targets`.""",
      lambda P, targets: (P - one_hot(P, P.argmax(axis=1))) / len(targets))
wrong("gradient", """Your table has three columns, as in the example. There may be more tokens: `P.shape[1]` says how many.""",
      lambda P, targets: (P - np.eye(3)[targets]) / len(targets))
wrong("gradient", """You subtracted or divided by more than one number. How many examples there are is `len(targets)`.""",
      lambda P, targets: (P - one_hot(P, targets)) / P.shape,
      lambda P, targets: (P - targets) / len(P),
      lambda P, targets: (P - one_hot(P, targets)) / targets)
wrong("gradient", """You divided by the sum of the slopes, and in each row that is 0. The mean is over the N examples: divide by N.""",
      lambda P, targets: (P - one_hot(P, targets)) / (P - one_hot(P, targets)).sum(axis=1, keepdims=True),
      lambda P, targets: (P - one_hot(P, targets)) / (P - one_hot(P, targets)).sum())
wrong("gradient", """These are the slopes of the tokens that came. The others have one, too: return the whole table, a row for each example.""",
      lambda P, targets: (P[np.arange(len(targets)), targets] - 1) / len(targets), lambda P, targets: P[np.arange(len(targets)), targets] - 1)
wrong("gradient", """You divided by N twice. Each example counts for one Nth, so once is enough.""",
      lambda P, targets: (P - one_hot(P, targets)) / len(targets) ** 2)
wrong("gradient", """Your signs are flipped at the targets: you have 1 minus the probability there, so the token that came would be pushed down. A slope points uphill.""",
      lambda P, targets: np.where(one_hot(P, targets) == 1, 1 - P, P) / len(targets),
      lambda P, targets: np.where(one_hot(P, targets) == 1, 1 - P, P))
wrong("gradient", """At each target you took off only what was missing, 1 minus the probability. Take off 1, however likely the token was.""",
      lambda P, targets: np.where(one_hot(P, targets) == 1, P - (1 - P), P) / len(targets))
wrong("gradient", """You added 1 at the targets, so the token that came would be pushed down harder than any other. There the slope is below zero.""",
      lambda P, targets: (P + one_hot(P, targets)) / len(targets))
wrong("gradient", """Your slope at each target is 0: you took off the whole probability, and nothing would push up the token that came.""",
      lambda P, targets: P * (1 - one_hot(P, targets)) / len(targets),
      lambda P, targets: P * (1 - one_hot(P, targets)))
wrong("gradient", """You put the same number at every target, whatever P says there. How far a token still has to rise depends on how likely it was.""",
      lambda P, targets: np.where(one_hot(P, targets) == 1, 1, P) / len(targets),
      lambda P, targets: np.where(one_hot(P, targets) == 1, -1, P) / len(targets))
wrong("gradient", """That is still P, perhaps divided by N. You haven't taken off the target of each row yet.""",
      lambda P, targets: P / len(targets),
      lambda P, targets: P)
wrong("gradient", """You averaged over the examples, so only one row is left. Each example keeps its row: for the mean, all you do is divide by N.""",
      lambda P, targets: (P - one_hot(P, targets)).mean(axis=0),
      lambda P, targets: (P - one_hot(P, targets)).sum(axis=0) / len(targets))
wrong("gradient", """You averaged all the slopes into one number. Each keeps its place in the table: for the mean loss, all you do is divide by N.""",
      lambda P, targets: (P - one_hot(P, targets)).mean(), lambda P, targets: ((P - one_hot(P, targets)) / len(targets)).mean())
wrong("gradient", """Your table of targets is only as wide as the largest target. Tokens that didn't come have a column too: make it as wide as P.""",
      lambda P, targets: (P - np.eye(int(np.max(targets)) + 1)[targets]) / len(targets))
wrong("gradient", """You subtracted 1 everywhere. In each row, subtract it only at the target.""",
      lambda P, targets: (P - 1) / len(targets))
wrong("gradient", """You subtracted the target's *id* from its row. Subtract 1, in the column whose number is the id.""",
      lambda P, targets: (P - np.asarray(targets)[:, None]) / len(targets),
      lambda P, targets: (P - one_hot(P, targets) * np.asarray(targets)[:, None]) / len(targets))
wrong("gradient", """These are slopes with respect to the probability: minus one over p. You need slopes with respect to the *logits*: P minus 1 at the target, divided by N.""",
      lambda P, targets: -one_hot(P, targets) / P / len(targets),
      lambda P, targets: -one_hot(P, targets) / P)
wrong("gradient", """That is the loss, or its parts. You need its slopes: a table of the same shape as P.""",
      lambda P, targets: -np.log(P[np.arange(len(targets)), targets]),
      lambda P, targets: -np.log(P[np.arange(len(targets)), targets]).mean())


@wrong("gradient")
def all_columns(P, targets):
    """In every row you subtracted 1 in the columns of *all* targets: `P[:, targets]`. Each row has a target of its own: in a loop, `targets[row]`."""
    slopes = P.copy()
    slopes[:, targets] -= 1
    return slopes / len(targets)


one = wrong("gradient", """There is no such row: they are counted from 0, so the last is N − 1.""")


@one
def rows_of_targets(P, targets):
    slopes = P.copy()
    slopes[targets] -= 1
    return slopes / len(targets)


@one
def begins_at_1(P, targets):
    slopes = P.copy()
    for row in range(1, len(targets) + 1):
        slopes[row, targets[row]] -= 1
    return slopes / len(targets)


one = wrong("gradient", """You divided the whole table inside the loop, so it is divided again in every round. Divide it once, after the loop.""")


@one
def divides_in_each_round(P, targets):
    slopes = P.copy()
    for row, target in enumerate(targets):
        slopes[row, target] -= 1
        slopes = slopes / len(targets)
    return slopes


@one
def divides_first_in_each_round(P, targets):
    slopes = P.copy()
    for row, target in enumerate(targets):
        slopes = slopes / len(targets)
        slopes[row, target] -= 1
    return slopes


@one
def divides_in_each_round_and_after(P, targets):
    return divides_in_each_round(P, targets) / len(targets)


@wrong("gradient")
def into_P(P, targets):
    """The slopes are right, but you wrote them into `P`, which is still needed for the loss. Work on a copy: `P.copy()`."""
    P[np.arange(len(targets)), targets] -= 1
    P /= len(targets)
    return P


one = wrong("gradient", """You changed `P`, which is still needed for the loss. Work on a copy: `P.copy()`. (An `=` alone only gives a table a second name.)""")


@one
def takes_off_in_P(P, targets):
    P[np.arange(len(targets)), targets] -= 1
    return P / len(targets)


# --- weigh ---

def shares(powers, axis=1):
    return powers / powers.sum(axis=axis, keepdims=True)


def softmax(logits):
    """As the notebook's: a rehearsal writes it into pretend students' notebooks, so it stands here."""
    return shares(np.exp(logits - logits.max(axis=-1, keepdims=True)), axis=-1)


def hidden(scores, places, what=-np.inf, rows=len):
    """What a loop makes that hides the `places` of row i."""
    made = scores.copy()
    for i in range(rows(scores)):
        made[places(i)] = what
    return made


def causal(scores, k=0, fill=-np.inf):
    seen = np.where(np.tri(len(scores), k=k, dtype=bool), scores, fill)
    return shares(np.exp(seen - seen.max(axis=1, keepdims=True)))


def seen_of(scores, axis=1, keepdims=True):
    """The scores, the future hidden, lowered by the largest that their row sees; axis=None: that any row sees."""
    seen = np.where(np.tri(len(scores), dtype=bool), scores, -np.inf)
    return seen - seen.max(axis=axis, keepdims=keepdims)


def places_seen(scores):
    """How many places each row sees, as a column."""
    return np.arange(1, len(scores) + 1)[:, None]


def in_slices_of(made):
    """Row by row: made(powers, what the row sees, the row) goes into the places that the row sees."""
    def weigh(scores):
        shares = np.zeros(scores.shape)
        for i, row in enumerate(scores):
            seen = row[:i + 1]
            shares[i, :i + 1] = made(np.exp(seen - seen.max()), seen, row)
        return shares
    weigh.__name__ = "<lambda>"
    return weigh


wrong("weigh", """Nothing is hidden: each token has shares for the ones after it, so it reads the answer.""",
      lambda scores: shares(np.exp(scores - scores.max(axis=1, keepdims=True))),
      lambda scores: shares(np.exp(scores)))
wrong("weigh", """The future has taken its share of your sum, so your rows add up to less than one. Hide it before the softmax, and divide by the sum of what the row *sees*.""",
      in_slices_of(lambda powers, seen, row: powers / np.exp(row - row.max()).sum()), in_slices_of(lambda powers, seen, row: powers / np.exp(row).sum()),
      lambda scores: np.tril(shares(np.exp(scores - scores.max(axis=1, keepdims=True)))),
      lambda scores: np.tril(shares(np.exp(scores))))
wrong("weigh", """You gave the future the score 0. But e to the power 0 is 1, so it takes a share of the sum. The score whose exponential is 0 is minus infinity.""",
      lambda scores: np.tril(softmax(np.tril(scores))),
      lambda scores: causal(scores, fill=0),
      lambda scores: shares(np.exp(np.tril(scores))))
wrong("weigh", """You hid place i itself too, but each token may look at itself: row i sees places 0 to i. (The first token has nothing else to look at. If you see nan, *not a number*: that is where it comes from.)""",
      lambda scores: np.where(np.arange(len(scores))[:, None] == 0, np.eye(len(scores))[0], np.nan_to_num(causal(scores, k=-1))),
      lambda scores: causal(scores, k=-1),
      lambda scores: np.nan_to_num(causal(scores, k=-1)))
wrong("weigh", """Your triangle fits only three tokens, as in the example. Make it as large as the table: `len(scores)`.""",
      lambda scores: causal(np.where(np.tri(3) == 1, scores, -np.inf)),
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, i + 1:], rows=lambda scores: 2)))
wrong("weigh", """Your triangle is upside down: it hides the past and shows the future. Row i sees places 0 to i.""",
      lambda scores: causal(scores[::-1, ::-1])[::-1, ::-1],
      lambda scores: softmax(np.triu(scores)))
wrong("weigh", """Your triangle is one place too wide: each token sees the one after it, the very token it has to guess.""",
      lambda scores: causal(scores, k=1))
wrong("weigh", """The future is hidden, but you divided by the sums of the *columns*. The shares in a row add up to one: `axis=1`.""",
      lambda scores: shares(np.tril(np.exp(scores - np.where(np.tri(len(scores), dtype=bool), scores, -np.inf).max(axis=1, keepdims=True))), axis=0),
      lambda scores: shares(np.tril(np.exp(scores)), axis=0),
      lambda scores: causal(scores[::-1, ::-1].T)[::-1, ::-1].T)
wrong("weigh", """All of it is nan. That happens where every score of a row is hidden, and where minus infinity is multiplied by 0. In row i write it into the places after i, and nowhere else.""",
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i:])),
      lambda scores: softmax(hidden(scores, lambda i: np.s_[:])),
      lambda scores: shares(np.exp(scores + (1 - np.tri(len(scores))) * -np.inf)),
      lambda scores: shares(np.exp(scores * np.tri(len(scores)) + (1 - np.tri(len(scores))) * -np.inf)))
wrong("weigh", """You hid every score that is 0, as if it were in the future. A score in the past may be 0 too: hide by place, not by value.""",
      lambda scores: shares(np.exp(np.where(np.tril(scores) == 0, -np.inf, scores) - np.where(np.tril(scores) == 0, -np.inf, scores).max(axis=1, keepdims=True))),
      lambda scores: shares(np.where(np.tril(scores) == 0, 0, np.exp(np.tril(scores) - np.tril(scores).max(axis=1, keepdims=True)))),
      lambda scores: shares(np.exp(np.where(np.tril(scores) == 0, -np.inf, scores))))
wrong("weigh", """The future is hidden, but these aren't shares yet. You still need the exponential, and the division by the sum of the row.""",
      lambda scores: np.tril(scores),
      lambda scores: np.where(np.tri(len(scores), dtype=bool), scores, -np.inf))
wrong("weigh", """These are the exponentials. You haven't divided them by the sum of their row yet.""",
      lambda scores: np.tril(np.exp(scores - np.where(np.tri(len(scores)) == 1, scores, -np.inf).max(axis=1, keepdims=True))),
      lambda scores: np.tril(np.exp(scores)))
wrong("weigh", """You divided by how many scores there are, so your rows don't add up to one. Shares come from dividing by the *sum* of the exponentials.""",
      *[lambda scores, size=size: np.tril(np.exp(scores - np.where(np.tri(len(scores)) == 1, scores, -np.inf).max(axis=1, keepdims=True))) / size(scores) for size in (places_seen, len)],
      *[lambda scores, size=size: np.tril(np.exp(scores)) / size(scores) for size in (places_seen, len)])
wrong("weigh", """You hid what a token may see, and kept what it may not: in row i what comes *after* place i is to be hidden.""",
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, :i + 1])),
      *[lambda scores, low=low: shares(np.exp(np.where(np.tri(len(scores)) == 1, low, scores) - np.where(np.tri(len(scores)) == 1, low, scores).max(axis=1, keepdims=True)))
        for low in (-np.inf, -1e9)])
wrong("weigh", """You divided the scores themselves by their sum, without the exponential.""",
      lambda scores: shares(np.tril(scores)))


def less(largest):
    """Row by row, with another number taken off before the exponential: largest(scores, i)."""
    def weigh(scores):
        shares = np.zeros(scores.shape)
        for i in range(len(scores)):
            powers = np.exp(scores[i, :i + 1] - largest(scores, i))
            shares[i, :i + 1] = powers / powers.sum()
        return shares
    weigh.__name__ = "<lambda>"
    return weigh


def in_slices(powers, end):
    """Row by row: the shares of powers(row, i) go into the row's places up to end(i)."""
    def weigh(scores):
        shares = np.zeros(scores.shape)
        for i, row in enumerate(scores):
            shares[i, :end(i)] = powers(row, i) / powers(row, i).sum()
        return shares
    weigh.__name__ = "<lambda>"
    return weigh


def sum_of_an_empty_table(scores):
    shares = np.zeros(scores.shape)
    for i in range(len(scores)):
        powers = np.exp(scores[i, :i + 1] - scores[i, :i + 1].max())
        shares[i, :i + 1] = powers / shares.sum()
    return shares


def rows_for_places(scores):
    shares = np.zeros(scores.shape)
    for i in range(len(scores)):
        seen = scores[:i + 1]
        powers = np.exp(seen - seen.max())
        shares[i, :i + 1] = powers / powers.sum()
    return shares


wrong("weigh", """The largest score of the whole row, or of the whole table, was subtracted (as `softmax` does, if the future is still there). If that one is hidden, the rest may be too small for exp. First hide, and then call `softmax`.""",
      less(lambda scores, i: scores.max()), less(lambda scores, i: scores[i].max()),
      lambda scores: np.nan_to_num(shares(np.tril(softmax(scores)))),
      lambda scores: shares(np.tril(np.exp(scores - scores.max()))),
      lambda scores: shares(np.tril(np.exp(scores - scores.max(axis=1, keepdims=True)))))
wrong("weigh", """You subtracted another number than the largest that the row sees. Some score may be far larger than that. Subtract the largest, or let `softmax` do it.""",
      less(lambda scores, i: scores[i, 0]), less(lambda scores, i: scores[i, i]), less(lambda scores, i: scores[i, :i + 1].min()),
      less(lambda scores, i: scores[i, :i + 1].mean()))
wrong("weigh", """This works for small scores. Large ones are too much for exp: call `softmax`, which first subtracts the largest of a row, or subtract the largest that the row *sees*.""",
      lambda scores: [[math.exp(each) / sum(map(math.exp, row[:i + 1])) if j <= i else 0 for j, each in enumerate(row)] for i, row in enumerate(scores.tolist())],
      lambda scores: np.array([[math.exp(each) / sum(map(math.exp, row[:i + 1])) if j <= i else 0 for j, each in enumerate(row)] for i, row in enumerate(scores)]),
      lambda scores: shares(np.tril(np.exp(scores))),
      lambda scores: shares(np.exp(scores) * np.tri(len(scores))),
      lambda scores: shares(np.exp(np.where(np.tri(len(scores), dtype=bool), scores, -np.inf))))
wrong("weigh", """You hide the future with a number that isn't low enough: a score in the past may be as low. Minus infinity is lower than any of them.""",
      *[lambda scores, low=low: causal(scores, fill=low) for low in (-1, -10, -100, -1000)],
      *[lambda scores, low=low: shares(np.exp((scores + np.triu(np.full(scores.shape, low), 1))
                                              - (scores + np.triu(np.full(scores.shape, low), 1)).max(axis=1, keepdims=True))) for low in (-1., -10., -100., -1000.)])
wrong("weigh", """Your rows have different lengths: row i has i + 1 numbers. Fill it up with zeros: the table is as wide as it is high.""",
      lambda scores: np.array([np.exp(row[:i + 1] - row[:i + 1].max()) / np.exp(row[:i + 1] - row[:i + 1].max()).sum() for i, row in enumerate(scores)]),
      lambda scores: np.array([(np.exp(row[:i + 1] - row[:i + 1].max()) / np.exp(row[:i + 1] - row[:i + 1].max()).sum()).tolist() for i, row in enumerate(scores)]),
      lambda scores: [(np.exp(row[:i + 1] - row[:i + 1].max()) / np.exp(row[:i + 1] - row[:i + 1].max()).sum()).tolist() for i, row in enumerate(scores)])
wrong("weigh", """You divided by the sum of the *scores*. The exponentials get their shares of their own sum. (`softmax` does both.)""",
      in_slices_of(lambda powers, seen, row: powers / seen.sum()), in_slices_of(lambda powers, seen, row: powers / row.sum()))
@wrong("weigh")
def begins_with_a_copy(scores):
    """What you begin with still holds the scores of the future. Begin with zeros: `np.zeros(scores.shape)`."""
    made = scores.copy()
    for i in range(len(scores)):
        seen = scores[i, :i + 1]
        powers = np.exp(seen - seen.max())
        made[i, :i + 1] = powers / powers.sum()
    return made


wrong("weigh", """You took a column where a row is meant: the row comes first, `scores[i, :i + 1]`.""",
      lambda scores: in_slices(lambda column, i: np.exp(column[:i + 1] - column[:i + 1].max()), lambda i: i + 1)(scores.T))
wrong("weigh", """Python's `max` works on one list, and `scores` is a table. Of the places that row i sees it is `scores[i, :i + 1].max()`; or let `softmax` do it.""",
      less(lambda scores, i: max(scores)))
wrong("weigh", """You subtracted a whole column, the largest of every row. In row i one number is to be taken off: the largest that it sees. (`softmax` does that.)""",
      less(lambda scores, i: scores.max(axis=1, keepdims=True)))
wrong("weigh", """You divided the wrong thing by the wrong sum. Of the exponentials each gets its share of *their* sum. (`softmax` does it.)""",
      in_slices_of(lambda powers, seen, row: seen / powers.sum()), sum_of_an_empty_table, in_slices_of(lambda powers, seen, row: (seen - seen.max()) / powers.sum()))
wrong("weigh", """Row i sees i + 1 places, 0 to i. `scores[i, :i]` leaves out place i itself, and is empty in the first row.""",
      lambda scores: np.array([np.append(np.exp(row[:i] - row[:i].max()), np.zeros(len(row) - i)) for i, row in enumerate(scores)]),
      in_slices(lambda row, i: np.exp(row[:i] - max(row[:i])), lambda i: i + 1),
      in_slices(lambda row, i: np.exp(row[:i]), lambda i: i + 1))
wrong("weigh", """Row i has i + 1 shares, for places 0 to i, and `shares[i, :i]` only has room for i of them. A slice ends before the place after the colon.""",
      in_slices(lambda row, i: np.exp(row[:i + 1] - row[:i + 1].max()), lambda i: i))
wrong("weigh", """Row i has only i + 1 shares, and you put them into the whole row. They go into places 0 to i; the zeros after them stay.""",
      in_slices(lambda row, i: np.exp(row[:i + 1] - row[:i + 1].max()), lambda i: None))
wrong("weigh", """You took the scores of the whole row, the future too, so there are more shares than places for them. Row i sees places 0 to i: `scores[i, :i + 1]`. (`scores[:i + 1]` takes whole rows.)""",
      rows_for_places,
      in_slices(lambda row, i: np.exp(row - row.max()), lambda i: i + 1))
wrong("weigh", """You divided by the root of the number of scores. The scores that `weigh` gets have already been divided.""",
      lambda scores: causal(scores / len(scores) ** .5))


one = wrong("weigh", """The shares are right, but you changed `scores`. (`hidden = scores` is a second name for the same table, and a slice such as `scores[i]` a view of it.) Work on a copy, `scores.copy()`.""")


@one
def hides_in_scores(scores):
    scores[np.triu_indices(len(scores), 1)] = -np.inf
    return causal(scores)


@one
def lowers_in_scores(scores):
    shares = np.zeros(scores.shape)
    for i in range(len(scores)):
        seen = scores[i, :i + 1]
        seen -= seen.max()
        shares[i, :i + 1] = softmax(seen)
    return shares


wrong("weigh", """The largest, or the sum, of each row lies flat, so numpy lays it along the rows. `keepdims=True` keeps it upright, as a column. (`softmax` does all that.)""",
      lambda scores: np.exp(seen_of(scores)) / np.exp(seen_of(scores)).sum(axis=1),
      lambda scores: shares(np.exp(seen_of(scores, keepdims=False))))
wrong("weigh", """All your shares together add up to one, as if the table were a single row. Each row has shares of its own.""",
      lambda scores: np.exp(seen_of(scores, axis=None)) / np.exp(seen_of(scores, axis=None)).sum())
wrong("weigh", """-1 is the last place, and a slice stops *before* it, so the last column is never hidden. Leave out the end: `[i, i + 1:]`.""",
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, i + 1:-1])))
wrong("weigh", """Row i sees *all* places from 0 to i, however far back. You showed it only the last one or two.""",
      lambda scores: softmax(np.where(np.tri(len(scores)) - np.tri(len(scores), k=-2) == 1, scores, -np.inf)))
wrong("weigh", """You divided by a running sum. In a row every exponential is divided by the same: the sum of all that the row sees.""",
      lambda scores: np.exp(seen_of(scores)) / np.cumsum(np.exp(seen_of(scores)), axis=1))
wrong("weigh", """Your sum goes on from row to row. Each row has a sum of its own: begin with 0 again.""",
      lambda scores: np.exp(seen_of(scores)) / np.cumsum(np.exp(seen_of(scores)).sum(axis=1))[:, None])
wrong("weigh", """Your loop leaves out row 0. The first token has a future, too: begin with 0, `range(len(scores))`.""",
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i + 1, i + 2:], rows=lambda scores: len(scores) - 1)),
      lambda scores: np.vstack([np.zeros((1, len(scores))), causal(scores)[1:]]))
wrong("weigh", """Your loop ends before the last row, so it stays empty. `range(len(scores))` goes up to the last one.""",
      lambda scores: np.vstack([causal(scores)[:-1], np.zeros((1, len(scores)))]))
wrong("weigh", """`return` stands inside the loop, which ends there, in the first round. Put it below the loop, without the indent.""",
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, i + 1:], rows=lambda scores: 1)),
      lambda scores: np.vstack([causal(scores)[:1], np.zeros((len(scores) - 1, len(scores)))]))
wrong("weigh", """Two things. You hid with the score 0, but e to the power 0 is 1: minus infinity hides. And you hid place i itself, which row i may see.""",
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, i:], 0)))
wrong("weigh", """Those are the shares of the last row only. Return a table, with a row for each token.""",
      lambda scores: causal(scores)[-1])
wrong("weigh", """All your rows are one and the same array, which each round of the loop overwrites. Make a new one in each round.""",
      lambda scores: np.array([causal(scores)[-1]] * len(scores)))
wrong("weigh", """You cut off large scores at some number, so two that differ become equal. Nothing need be cut off: `softmax` subtracts the largest of a row first.""",
      *[lambda scores, end=end: shares(np.tril(np.exp(np.clip(scores, -end, end)))) for end in (500, 700)],
      *[lambda scores, end=end: causal(np.clip(scores, -end, end)) for end in (500, 700)])
wrong("weigh", """You divided the shares once more. `softmax` has divided already: its rows add up to one.""",
      lambda scores: causal(scores) / len(scores), lambda scores: causal(scores) / places_seen(scores), lambda scores: causal(scores) / len(scores) ** .5)


@wrong("weigh")
def softmax_in_every_round(scores):
    """`softmax` stands inside the loop, and turns the whole table into shares again and again. Hide in all rows, and call it once, below the loop."""
    made = scores.copy()
    for i in range(len(scores)):
        made[i, i + 1:] = -np.inf
        made = softmax(made)
    return made


wrong("weigh", """You hid more than the future of row i: whole columns, or whole rows. In row i hide only what comes after place i: the row comes first in the brackets, then the places.""",
      lambda scores: softmax(hidden(scores, lambda i: np.s_[:, i + 1:])),
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, 1:])),
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i + 1:])))
wrong("weigh", """You hid only the very next token. All that comes after place i is the future: a slice, from i + 1 to the end.""",
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, i + 1:i + 2])),
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, i + 1])),
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, i + 1], rows=lambda scores: len(scores) - 1)))
wrong("weigh", """You hid only the last place of each row. All that comes after place i is the future: a slice, from i + 1 to the end.""",
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, -1])),
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, -1], rows=lambda scores: len(scores) - 1)))
wrong("weigh", """You hid place i and nothing else. Row i may look at itself; what comes after it is to be hidden: a slice, from i + 1 to the end.""",
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, i])))
wrong("weigh", """You hid the future with *plus* infinity, the highest score of all, or with nan, which turns all it touches into nan. The lowest score is minus infinity, `-np.inf`.""",
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, i + 1:], np.inf)),
      lambda scores: softmax(hidden(scores, lambda i: np.s_[i, i + 1:], np.nan)))
wrong("weigh", """You hid the future *after* the softmax, with minus infinity. Hide the scores first: then softmax makes the zeros by itself, and shares out the rest.""",
      lambda scores: hidden(softmax(scores), lambda i: np.s_[i, i + 1:]))
wrong("weigh", """You called `softmax` twice. What comes out the first time are shares already, and the second time even a share of 0 gets something. Hide the scores, and call it once.""",
      lambda scores: softmax(causal(scores)),
      lambda scores: softmax(np.tril(softmax(scores))),
      lambda scores: softmax(hidden(softmax(scores), lambda i: np.s_[i, i + 1:])))
wrong("weigh", """The scores are lost: your table begins with zeros, so all that a row sees gets the same share. Begin with a copy, `scores.copy()`.""",
      lambda scores: softmax(hidden(np.zeros(scores.shape), lambda i: np.s_[i, i + 1:])))
wrong("weigh", """`softmax` of the whole table does not fit into a row. Hide row by row, and call `softmax` once, after the loop; or give it only what row i sees.""",
      lambda scores: in_slices_of(lambda powers, seen, row: softmax(scores))(scores))


# --- attention ---

wrong("attention", """You didn't divide the scores by √d. They grow with the length of the vectors, until one key takes nearly everything.""",
      lambda q, k, v, weigh: weigh(q @ k.T) @ v)
wrong("attention", """You divided by d, not by its root. The shares become too even, and every key is heard alike.""",
      lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1]) @ v)
wrong("attention", """Half of d is not its root, and neither is `d ** 1 / 2`: the power comes before the division. Write `d ** .5` or `np.sqrt(d)`.""",
      lambda q, k, v, weigh: weigh(q @ k.T / (q.shape[1] ** 1 / 2)) @ v,
      lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1] ** 1 / 2) @ v)
wrong("attention", """You divided by a higher power of d, not by its root, so the scores become far too small. Is the point missing, as in `d ** 5`?""",
      lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1] ** 5) @ v,
      lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1] ** 2) @ v)
wrong("attention", """You multiplied by √d. The scores are too large already: divide.""",
      lambda q, k, v, weigh: weigh(q @ k.T * q.shape[1] ** .5) @ v)
wrong("attention", """You divided by a fixed number. d is the number of columns of q, and differs from model to model.""",
      lambda q, k, v, weigh: weigh(q @ k.T / 2) @ v)
wrong("attention", """You divided by the root of the number of *tokens*, the rows. d is how many numbers a query has, the columns of q.""",
      lambda q, k, v, weigh: weigh(q @ k.T / len(q) ** .5) @ v,
      lambda q, k, v, weigh: weigh(q @ k.T / len(q)) @ v)
wrong("attention", """You divided by the root of the number of columns of v. What makes scores large is the length of queries and keys.""",
      lambda q, k, v, weigh: weigh(q @ k.T / v.shape[1] ** .5) @ v)
wrong("attention", """You mixed the values by the scores, and made shares of the result. First the shares, from the scores alone: `weigh(scores) @ v`.""",
      lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1] ** .5 @ v))
wrong("attention", """A comma makes two things: `q @ k.T, d ** .5` is a pair. To divide, write `/`.""",
      lambda q, k, v, weigh: weigh((q @ k.T, q.shape[1] ** .5)) @ v)
wrong("attention", """You mixed the keys, the queries or the scores. What is fetched are the *values*: `shares @ v`.""",
      lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1] ** .5) @ k, lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1] ** .5) @ q,
      lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1] ** .5) @ (q @ k.T / q.shape[1] ** .5))
wrong("attention", """You compared each query only with the key in its own row. Every query meets every key: `q @ k.T`.""",
      *[lambda q, k, v, weigh, root=root: weigh((q * k).sum(axis=1) / q.shape[1] ** root) @ v for root in (.5, 0)],
      lambda q, k, v, weigh: weigh(np.array([(q * k).sum(axis=1) / q.shape[1] ** .5] * len(q))) @ v,
      lambda q, k, v, weigh: weigh(np.array([(q * k).sum(axis=1) / q.shape[1] ** .5] * len(q)).T) @ v,
      lambda q, k, v, weigh: weigh(np.diag((q * k).sum(axis=1) / q.shape[1] ** .5)) @ v)
wrong("attention", """Your keys ask and your queries answer: the table is the wrong way round. A row belongs to a query, a column to a key: `q @ k.T`.""",
      lambda q, k, v, weigh: weigh(k @ q.T / q.shape[1] ** .5) @ v)
wrong("attention", """These are the shares. The parcels are missing: use the shares to mix the values, `… @ v`.""",
      lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1] ** .5))
wrong("attention", """You mixed the values by the scores themselves. `weigh` has to turn them into shares first.""",
      lambda q, k, v, weigh: q @ k.T / q.shape[1] ** .5 @ v)
wrong("attention", """You divided after `weigh`. Divide the scores before they become shares.""",
      lambda q, k, v, weigh: weigh(q @ k.T) / q.shape[1] ** .5 @ v)
wrong("attention", """Two things: you divided after `weigh`, and by the root of the number of *tokens*. Divide the scores before they become shares, and by √d: d is the number of columns of q.""",
      lambda q, k, v, weigh: weigh(q @ k.T) / len(q) ** .5 @ v,
      lambda q, k, v, weigh: weigh(q @ k.T) @ v / len(q) ** .5)
wrong("attention", """You multiplied each query by only one key, the one at its own place. Every query meets every key, in a table of dot products: `q @ k.T`.""",
      lambda q, k, v, weigh: (q * k).sum(axis=1, keepdims=True) / q.shape[1] ** .5 * v)
wrong("attention", """You compared queries with queries, or keys with keys. Queries meet keys: `q @ k.T`.""",
      lambda q, k, v, weigh: weigh(q @ q.T / q.shape[1] ** .5) @ v,
      lambda q, k, v, weigh: weigh(k @ k.T / q.shape[1] ** .5) @ v)
wrong("attention", """You mixed by the columns of the shares. Row i of the shares says what token i fetches: `shares @ v`.""",
      lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1] ** .5).T @ v)
wrong("attention", """`q @ k` (or `q * k`, or `q.T @ k`) is not the table of scores. Every query meets every key, so the keys, and only they, have to be the columns: `q @ k.T`.""",
      lambda q, k, v, weigh: weigh(q.T @ k / q.shape[1] ** .5) @ v,
      lambda q, k, v, weigh: weigh(q @ k / q.shape[1] ** .5) @ v,
      lambda q, k, v, weigh: weigh(q * k / q.shape[1] ** .5) @ v)
wrong("attention", """You put the values before the shares. It is `shares @ v`: rows of the shares meet columns of v.""",
      lambda q, k, v, weigh: v @ weigh(q @ k.T / q.shape[1] ** .5),
      lambda q, k, v, weigh: v.T @ weigh(q @ k.T / q.shape[1] ** .5))
wrong("attention", """`*` multiplies number by number, and mixes nothing. Each row of the shares mixes all the rows of v: `@` is meant.""",
      lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1] ** .5) * v,
      lambda q, k, v, weigh: v * weigh(q @ k.T / q.shape[1] ** .5))
wrong("attention", """You turned the values round: the rows of `v.T` are no longer tokens. Each row of the shares mixes the rows of v as they are.""",
      lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1] ** .5) @ v.T)
wrong("attention", """`weigh` alone is the function itself, and no table. The shares are what it gives back when you call it on the scores.""",
      lambda q, k, v, weigh: weigh @ v)
wrong("attention", """You turned the scores into shares by yourself. That is the job of `weigh`, whichever function it is: call it.""",
      lambda q, k, v, weigh: causal(q @ k.T / q.shape[1] ** .5) @ v,
      lambda q, k, v, weigh: shares(np.exp(q @ k.T / q.shape[1] ** .5)) @ v,
      lambda q, k, v, weigh: shares(q @ k.T / q.shape[1] ** .5) @ v)


wrong("attention", """You divided by the sum once more. What `weigh` gives back are the shares already, whatever they add up to: use them as they are.""",
      lambda q, k, v, weigh: shares(weigh(q @ k.T / q.shape[1] ** .5)) @ v)
wrong("attention", """You made shares of the scores by yourself, and then called `weigh` on these. It takes the scores, divided by √d, and nothing else.""",
      lambda q, k, v, weigh: weigh(softmax(q @ k.T / q.shape[1] ** .5)) @ v,
      lambda q, k, v, weigh: weigh(causal(q @ k.T / q.shape[1] ** .5)) @ v)
wrong("attention", """The root is of d alone, and the scores are divided by it: `… / d ** .5`. You took a root of the keys, or of the scores.""",
      lambda q, k, v, weigh: weigh(q @ k.T ** .5) @ v,
      lambda q, k, v, weigh: weigh((q @ k.T) ** .5) @ v,
      lambda q, k, v, weigh: weigh((q @ k.T / q.shape[1]) ** .5) @ v)
wrong("attention", """You added up what all tokens fetch. Each fetches for itself: return a row for each token.""",
      lambda q, k, v, weigh: sum(weigh(q @ k.T / q.shape[1] ** .5) @ v),
      lambda q, k, v, weigh: (weigh(q @ k.T / q.shape[1] ** .5) @ v).sum(axis=1))
wrong("attention", """You called `weigh` twice. It makes shares of the scores, once.""",
      lambda q, k, v, weigh: weigh(weigh(q @ k.T / q.shape[1] ** .5)) @ v)
wrong("attention", """`reshape` fills the numbers into another form, one after the other, and tears the keys apart. Rows and columns are swapped by `k.T`.""",
      lambda q, k, v, weigh: weigh(q @ k.reshape(k.shape[::-1]) / q.shape[1] ** .5) @ v)
wrong("attention", """You added the token's own value to what it fetches. In a GPT the two are added later, outside of attention: return only what is fetched.""",
      lambda q, k, v, weigh: v + weigh(q @ k.T / q.shape[1] ** .5) @ v)
wrong("attention", """You took only the value with the largest share. A token fetches a mixture of all that it looks at: `shares @ v`.""",
      lambda q, k, v, weigh: v[weigh(q @ k.T / q.shape[1] ** .5).argmax(axis=1)])
wrong("attention", """That is what the last token fetches. Every token fetches something: return a row for each.""",
      lambda q, k, v, weigh: weigh(q @ k.T / q.shape[1] ** .5)[-1] @ v)
wrong("attention", """`np.zeros_like(v)` has room for whole numbers only if v has whole numbers, and cuts off the rest. Return `shares @ v`, or begin with `np.zeros(v.shape)`.""",
      lambda q, k, v, weigh: (weigh(q @ k.T / q.shape[1] ** .5) @ v).astype(v.dtype))


@wrong("attention")
def into_the_values(q, k, v, weigh):
    """You wrote what is fetched into `v`, while later rows still needed the values. (`result = v` is a second name for the same table.) Return a new one: `shares @ v`."""
    weighed = weigh(q @ k.T / q.shape[1] ** .5)
    for i in range(len(q)):
        v[i] = weighed[i] @ v
    return v


@wrong("attention")
def into_the_queries(q, k, v, weigh):
    """The result is right, but you changed `q` or `k`, which should stay unchanged: `q /= …` changes q, `q / …` is a new array."""
    q /= q.shape[1] ** .5
    return weigh(q @ k.T) @ v


one = wrong("attention", """You changed `q` or `k`, which should stay unchanged: `q /= …` changes q, `q / …` is a new array.""")


@one
def into_the_keys(q, k, v, weigh):
    k /= q.shape[1] ** .5
    return weigh(q @ k.T) @ v


@one
def into_both_roots(q, k, v, weigh):
    q /= q.shape[1] ** .25
    k /= k.shape[1] ** .25
    return weigh(q @ k.T) @ v


# --- peeks ---

def changed(ids, other, at=-1):
    new = np.array(ids)
    new[at] = other
    return new


def differ(a, b):
    """For each place whether two outputs differ -> array of bool."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    return ~np.isclose(a, b).reshape(len(a), -1).all(axis=1)


wrong("peeks", """The last place is in your list. Its output may change, because the token there has changed.""",
      lambda model, ids, other: np.flatnonzero(differ(model(ids), model(changed(ids, other)))).tolist())
wrong("peeks", """You changed the *first* token. All places after it may see it, so an honest model looks guilty. The last token is in nobody's past.""",
      lambda model, ids, other: np.flatnonzero(differ(model(ids), model(changed(ids, other, 0)))[:-1]).tolist(),
      lambda model, ids, other: np.flatnonzero(differ(model(ids), model(changed(ids, other, 0)))).tolist())
wrong("peeks", """You appended `other`. That adds a place instead of changing one: put it in place of the last id.""",
      lambda model, ids, other: np.flatnonzero(differ(model(ids), model(np.append(ids, other))[:-1])).tolist(),
      lambda model, ids, other: np.flatnonzero(differ(model(ids), model(np.append(ids, other))[:-1])[:-1]).tolist())
wrong("peeks", """You counted the places. Return a list of them: where, not how many.""",
      lambda model, ids, other: int(differ(model(ids), model(changed(ids, other)))[:-1].sum()))
wrong("peeks", """That says whether the model peeks. Return where: the list of places.""",
      lambda model, ids, other: bool(differ(model(ids), model(changed(ids, other)))[:-1].any()))
wrong("peeks", """The output at a place may be a row of numbers. Then `!=` gives a yes or no for each of them, and `if` can't choose. `np.allclose(a, b)` answers for the whole row.""",
      lambda model, ids, other: [i for i, (a, b) in enumerate(zip(np.asarray(model(ids))[:-1], np.asarray(model(changed(ids, other))))) if a != b])
wrong("peeks", """The output at a place may be a row of numbers. It differs if *any* of them does; you asked whether all do, or compared their sums.""",
      lambda model, ids, other: [i for i, (a, b) in enumerate(zip(np.asarray(model(ids))[:-1], np.asarray(model(changed(ids, other))))) if np.all(a != b)],
      lambda model, ids, other: [i for i, (a, b) in enumerate(zip(np.asarray(model(ids))[:-1], np.asarray(model(changed(ids, other))))) if abs(np.sum(a) - np.sum(b)) > 1e-9])
wrong("peeks", """You miss a change. Each output that differs counts, whichever way.""",
      lambda model, ids, other: np.flatnonzero(differ(model(ids), model(changed(ids, ids[-1] + other)))[:-1]).tolist(),
      lambda model, ids, other: [i for i, (a, b) in enumerate(zip(np.asarray(model(ids))[:-1], np.asarray(model(changed(ids, other))))) if np.any(b - a > 1e-9)],
      lambda model, ids, other: [i for i, (a, b) in enumerate(zip(np.asarray(model(ids))[:-1], np.asarray(model(changed(ids, other))))) if np.sum(b - a) > 1e-9])
wrong("peeks", """A place is in your list once for every number that differs there. List each place only once.""",
      lambda model, ids, other: np.where(np.abs(np.asarray(model(ids)) - np.asarray(model(changed(ids, other))))[:-1] > 1e-9)[0].tolist())
wrong("peeks", """You counted through the numbers of all rows in one go. Count rows instead: each row is one place, however many numbers it has.""",
      lambda model, ids, other: np.flatnonzero(np.abs(np.asarray(model(ids)) - np.asarray(model(changed(ids, other))))[:-1] > 1e-9).tolist())
wrong("peeks", """You replaced every id equal to the last one, or the first such id. Change only the one in the last *place*.""",
      lambda model, ids, other: np.flatnonzero(differ(model(ids), model(np.where(np.asarray(ids) == ids[-1], other, ids)))[:-1]).tolist(),
      lambda model, ids, other: np.flatnonzero(differ(model(ids), model(changed(ids, other, list(ids).index(ids[-1]))))[:-1]).tolist())
wrong("peeks", """That is a yes or no for each place. Return the numbers of the places where it is yes.""",
      lambda model, ids, other: differ(model(ids), model(changed(ids, other)))[:-1].tolist())
wrong("peeks", """You compared the two lists of ids. Compare what the *model* returns for them.""",
      lambda model, ids, other: np.flatnonzero(np.asarray(ids) != changed(ids, other)).tolist(),
      lambda model, ids, other: np.flatnonzero((np.asarray(ids) != changed(ids, other))[:-1]).tolist())
wrong("peeks", """Those are the places that stay the same. Return the ones that change.""",
      lambda model, ids, other: np.flatnonzero(~differ(model(ids), model(changed(ids, other)))[:-1]).tolist(),
      lambda model, ids, other: np.flatnonzero(~differ(model(ids), model(changed(ids, other)))).tolist())
wrong("peeks", """Places are counted from 0. Yours begin at 1.""",
      lambda model, ids, other: (np.flatnonzero(differ(model(ids), model(changed(ids, other)))[:-1]) + 1).tolist())
wrong("peeks", """You returned the outputs that change. Return their places.""",
      lambda model, ids, other: [float(out) for out, new in zip(model(ids)[:-1], model(changed(ids, other))) if not np.allclose(out, new)],
      lambda model, ids, other: [int(new) for out, new in zip(model(ids)[:-1], model(changed(ids, other))) if not np.allclose(out, new)])
wrong("peeks", """You returned the ids at those places. Return the places themselves, counted from 0.""",
      lambda model, ids, other: [int(ids[i]) for i in np.flatnonzero(differ(model(ids), model(changed(ids, other)))[:-1])])
wrong("peeks", """Every place is in your list. Only those count at which the two outputs differ.""",
      lambda model, ids, other: [i for i in range(len(ids) - 1) if differ(model(ids), model(changed(ids, other, i)))[i]],
      lambda model, ids, other: list(range(len(ids) - 1)) if differ(model(ids), model(changed(ids, other))).any() else [])
wrong("peeks", """You found only the first place that changes. There may be more: return them all, in a list.""",
      lambda model, ids, other: np.flatnonzero(differ(model(ids), model(changed(ids, other)))[:-1])[:1].tolist(),
      lambda model, ids, other: next(iter(np.flatnonzero(differ(model(ids), model(changed(ids, other)))[:-1]).tolist()), []))
wrong("peeks", """You looked only at the last place but one. A model may peek further.""",
      lambda model, ids, other: [len(ids) - 2] if differ(model(ids), model(changed(ids, other)))[-2] else [])


@wrong("peeks")
def the_same_array_twice(model, ids, other):
    """`b = ids` doesn't copy: both names are the same array, so the model read the changed one twice. `ids.copy()` is an array of its own."""
    same = ids
    before_ids = same
    same[-1] = other
    return np.flatnonzero(differ(model(before_ids), model(same))[:-1]).tolist()


@wrong("peeks")
def into_ids(model, ids, other):
    """The places are right, but you changed `ids`, which the caller still needs. Change a copy: `ids.copy()`."""
    before = np.array(model(ids))
    ids[-1] = other
    return np.flatnonzero(differ(before, model(ids))[:-1]).tolist()


# --- mixed ---

wrong("mixed", """You mixed the two losses. That is never better than both: mix the *probabilities*, then take the logarithm.""",
      lambda a, b, w: -w * np.log(a).mean() - (1 - w) * np.log(b).mean())
wrong("mixed", """You took the mean too early, and mixed two logarithms. Mix the *probabilities*, token by token; then the logarithm of each; and the mean last.""",
      lambda a, b, w: -(w * np.log(a.mean()) + (1 - w) * np.log(b.mean())), lambda a, b, w: w * np.log(a.mean()) + (1 - w) * np.log(b.mean()))
wrong("mixed", """You divided the mixture by 2. It is shared out already: w and 1 − w add up to one.""",
      lambda a, b, w: -np.log((w * a + (1 - w) * b) / 2).mean())
wrong("mixed", """You multiplied the two parts. A mixture *adds* them: w parts of a, plus 1 − w parts of b.""",
      lambda a, b, w: -np.log(w * a * (1 - w) * b).mean(), lambda a, b, w: -np.log((w * a) * ((1 - w) * b)).mean())
wrong("mixed", """You mixed one of the two with itself. w of `a`, and 1 − w of `b`.""",
      lambda a, b, w: -np.log(w * a + (1 - w) * a).mean(), lambda a, b, w: -np.log(w * b + (1 - w) * b).mean())
wrong("mixed", """You gave w to the wrong model: w is the share of a, and 1 − w is the share of b.""",
      lambda a, b, w: -np.log((1 - w) * a + w * b).mean())
wrong("mixed", """You took the logarithm of the *mean*. A bad miss then hides behind its neighbours. Take the logarithm of each first, then the mean.""",
      lambda a, b, w: -np.log((w * a + (1 - w) * b).mean()))
wrong("mixed", """For each token you took the larger of the two. That is choosing after seeing the answer: a mixture is fixed beforehand.""",
      lambda a, b, w: -np.log(np.maximum(a, b)).mean(),
      lambda a, b, w: -np.log(np.maximum(w * a, (1 - w) * b)).mean())
wrong("mixed", """The shares of your two models don't add up to one: take w parts of a, and 1 − w parts of b.""",
      lambda a, b, w: -np.log(w * a + w * b).mean(),
      lambda a, b, w: -np.log(a + b).mean(),
      lambda a, b, w: -np.log(w * a + b).mean())
wrong("mixed", """You mixed half and half, whatever w is.""",
      lambda a, b, w: -np.log((a + b) / 2).mean())
wrong("mixed", """The sign is missing: surprise is *minus* the logarithm.""",
      lambda a, b, w: np.log(w * a + (1 - w) * b).mean())
wrong("mixed", """That is the sum of the surprises. For the mean, divide it by how many there are.""",
      lambda a, b, w: -np.log(w * a + (1 - w) * b).sum())
wrong("mixed", """You divided by the number of tokens twice. `mean` does that already: once is enough.""",
      lambda a, b, w: -np.log(w * a + (1 - w) * b).mean() / len(a))
wrong("mixed", """You multiplied all the chances, and took one logarithm. With thousands of tokens the product is too small for a computer, and becomes 0. Take the logarithm of each, and their mean.""",
      lambda a, b, w: -np.log(np.prod(w * a + (1 - w) * b)) / len(a))
wrong("mixed", """You divided the sum of the surprises by something other than the number of tokens. Both arrays are about the same tokens, and each token has one surprise.""",
      lambda a, b, w: -np.log(w * a + (1 - w) * b).sum() / (len(a) + len(b)),
      lambda a, b, w: -np.log(w * a + (1 - w) * b).sum() / 2,
      lambda a, b, w: -np.log(w * a + (1 - w) * b).sum() / (len(a) - 1),
      lambda a, b, w: -np.log(w * a + (1 - w) * b).sum() / w,
      lambda a, b, w: -np.log(w * a + (1 - w) * b).sum() / (w * a + (1 - w) * b).sum())
wrong("mixed", """You divided the *probabilities* by the number of tokens, so every token seems less likely than it is. The mean comes last, over the surprises.""",
      lambda a, b, w: -np.log((w * a + (1 - w) * b) / len(a)).mean(),
      lambda a, b, w: -np.log((w * a + (1 - w) * b) / len(a)).sum())
wrong("mixed", """You took the logarithm of negative numbers, which is nan. Print what the logarithm is given: no probability is below zero.""",
      lambda a, b, w: -np.log(w * a + (w - 1) * b).mean(),
      lambda a, b, w: np.log(-(w * a + (1 - w) * b)).mean(),
      lambda a, b, w: -np.log(np.log(w * a + (1 - w) * b)).mean())
wrong("mixed", """The logarithm is missing: minus a probability is not a surprise.""",
      lambda a, b, w: -np.mean(w * a + (1 - w) * b),
      lambda a, b, w: -np.sum(w * a + (1 - w) * b),
      lambda a, b, w: -(w * a + (1 - w) * b))
wrong("mixed", """`w` is a single number, and has no length. The mean is over the tokens.""",
      lambda a, b, w: -np.log(w * a + (1 - w) * b).sum() / len(w))
wrong("mixed", """You took a logarithm to base 2 or 10, so your loss is not in nats. Take the natural one.""",
      lambda a, b, w: -np.log2(w * a + (1 - w) * b).mean(),
      lambda a, b, w: -np.log10(w * a + (1 - w) * b).mean())
wrong("mixed", """The brackets are missing: (1 − w) times b. `1 - w * b` multiplies first.""",
      lambda a, b, w: -np.log(w * a + 1 - w * b).mean(),
      lambda a, b, w: -np.log(w * a + 1 - w).mean())
wrong("mixed", """You weighted each surprise by its probability, as in an entropy. The tokens that came all count the same: take the plain mean.""",
      lambda a, b, w: -((w * a + (1 - w) * b) * np.log(w * a + (1 - w) * b)).mean(),
      lambda a, b, w: -((w * a + (1 - w) * b) * np.log(w * a + (1 - w) * b)).sum())
wrong("mixed", """You divided the mixture by its sum, as if its numbers were one distribution. They aren't: each is the probability of a different token, at a different place.""",
      lambda a, b, w: -np.log((w * a + (1 - w) * b) / (w * a + (1 - w) * b).sum()).mean())


@wrong("mixed")
def into_both(a, b, w):
    """You changed `a` or `b`, which should stay unchanged: `a *= w` changes a, `w * a` is a new array."""
    a *= w
    b *= 1 - w
    return -np.log(a + b).mean()


one = wrong("mixed", """You changed `a` or `b`, which should stay unchanged: `a *= w` changes a, `w * a` is a new array.""")


@one
def into_a(a, b, w):
    a *= w
    a += (1 - w) * b
    return -np.log(a).mean()


@one
def only_into_a(a, b, w):
    a *= w
    return -np.log(a + (1 - w) * b).mean()


wrong("mixed", """You rounded the result. It needs more digits.""",
      *[lambda a, b, w, digits=digits: round(float(-np.log(w * a + (1 - w) * b).mean()), digits) for digits in (1, 2, 3, 4)])
wrong("mixed", """You divided each surprise, and didn't add them up. Return *one* number: the sum divided by how many there are, or `.mean()`.""",
      lambda a, b, w: -np.log(w * a + (1 - w) * b) / len(a), lambda a, b, w: -np.log(w * a + (1 - w) * b) / 2)
wrong("mixed", """Those are the surprises, one for each token. Return one number, their mean.""",
      lambda a, b, w: -np.log(w * a + (1 - w) * b))
wrong("mixed", """That is the mean probability. The loss is the mean *surprise*: first take minus the logarithm of each.""",
      lambda a, b, w: (w * a + (1 - w) * b).mean(),
      lambda a, b, w: w * a.mean() + (1 - w) * b.mean(),
      lambda a, b, w: w * a + (1 - w) * b)
wrong("mixed", """That is e to the power of the loss, a perplexity. Return the loss itself.""",
      lambda a, b, w: np.exp(-np.log(w * a + (1 - w) * b).mean()))


# --- parameters ---

wrong("parameters", """You counted only one layer. Each of the L layers has weights of its own.""",
      lambda V, C, L: 2 * V * C + 12 * C * C)
wrong("parameters", """One of the two token tables is missing: there is one at the entrance and one at the exit.""",
      lambda V, C, L: V * C + 12 * L * C * C)
wrong("parameters", """Both token tables are missing: V × C at the entrance and C × V at the exit.""",
      lambda V, C, L: 12 * L * C * C)
wrong("parameters", """The MLP is missing. It has two thirds of a layer's weights: C × 4C and 4C × C.""",
      lambda V, C, L: 2 * V * C + 4 * L * C * C)
wrong("parameters", """Your layer has 8 C² weights; it should have 12. Attention has four matrices of C × C, and the MLP *two* of 4 C²: C × 4C and 4C × C.""",
      lambda V, C, L: 2 * V * C + 8 * L * C * C)
wrong("parameters", """L multiplies only part of the layer. Everything in a layer comes L times: put brackets around it.""",
      lambda V, C, L: 2 * V * C + 4 * C * C + 8 * L * C * C,
      lambda V, C, L: 2 * V * C + 4 * L * C * C + 8 * C * C,
      lambda V, C, L: 2 * V * C + 4 * L * C * C + 4 * C * C + 4 * C * C,
      lambda V, C, L: 2 * V * C + 8 * L * C * C + 4 * C * C)
wrong("parameters", """The matrix at the exit is C × V: V columns of C numbers, `C * V` in all.""",
      lambda V, C, L: V * C + 12 * L * C * C + V,
      lambda V, C, L: V * C + 12 * L * C * C + C)
wrong("parameters", """You added biases, or weights for norms or places. This GPT has none: the matrices are all there is.""",
      lambda V, C, L: 2 * V * C + L * (12 * C * C + 9 * C),
      lambda V, C, L: 2 * V * C + L * (12 * C * C + 9 * C) + V,
      lambda V, C, L: 2 * V * C + L * (12 * C * C + 13 * C),
      lambda V, C, L: 2 * V * C + L * (12 * C * C + 2 * C),
      lambda V, C, L: 2 * V * C + L * (12 * C * C + 5 * C),
      lambda V, C, L: 2 * V * C + L * (12 * C * C + 4 * C))
wrong("parameters", """`^` doesn't mean power in Python. C squared is `C ** 2`, or `C * C`.""",
      lambda V, C, L: 2 * V * C + 12 * L * (C ^ 2),
      lambda V, C, L: 2 * V * C + L * 12 * C ^ 2)
wrong("parameters", """A matrix of C × 4C has C *times* 4C numbers. You added the two sides.""",
      lambda V, C, L: 2 * V * C + L * (4 * C * C + 2 * (C + 4 * C)),
      lambda V, C, L: 2 * V * C + L * (4 * 2 * C + 2 * (C + 4 * C)),
      lambda V, C, L: 2 * (V + C) + L * (4 * 2 * C + 2 * (C + 4 * C)),
      lambda V, C, L: 2 * (V + C) + 12 * L * C * C)
wrong("parameters", """Attention has *four* matrices: queries, keys, values, and one that brings the heads together.""",
      lambda V, C, L: 2 * V * C + 11 * L * C * C,
      lambda V, C, L: 2 * V * C + 9 * L * C * C)
wrong("parameters", """The MLP's matrices are C × 4C and 4C × C: each has four times as many weights as C × C. You counted them as C × C.""",
      lambda V, C, L: 2 * V * C + 6 * L * C * C)
wrong("parameters", """The two token tables aren't in the layers: there is one at the entrance and one at the exit, however many layers come between.""",
      lambda V, C, L: L * (2 * V * C + 12 * C * C))
wrong("parameters", """A matrix has rows *times* columns, C × C numbers. You counted C for each.""",
      lambda V, C, L: 2 * V * C + 12 * L * C,
      lambda V, C, L: 2 * V + 12 * L * C * C,
      lambda V, C, L: 2 * V * C + L * (4 * C * C + 8 * C),
      lambda V, C, L: 2 * V * C + L * (4 * C + 8 * C * C))
wrong("parameters", """You multiplied 4C by 4C. The MLP's matrices are C × 4C and 4C × C.""",
      lambda V, C, L: 2 * V * C + L * (4 * C * C + 2 * 16 * C * C),
      lambda V, C, L: 2 * V * C + L * (4 * C * C + 16 * C * C))


# --- petaflop_days ---

wrong("petaflop_days", """The way back is missing: 2 N D is only the way forward. Training takes 6 operations for each weight and token.""",
      lambda N, D: 2 * N * D / (1e15 * 86400))
wrong("petaflop_days", """You counted 4 operations for each weight and token: the way back, without the way forward. Together they are 6.""",
      lambda N, D: 4 * N * D / (1e15 * 86400))
wrong("petaflop_days", """The 6 is missing: each weight takes six operations for every token.""",
      lambda N, D: N * D / (1e15 * 86400))
wrong("petaflop_days", """You divided by another number of seconds. A machine's day has 86,400.""",
      lambda N, D: 6 * N * D / (1e15 * 3600),
      lambda N, D: 6 * N * D / (1e15 * 60),
      lambda N, D: 6 * N * D / (1e15 * 1440),
      lambda N, D: 6 * N * D / (1e15 * 24))
wrong("petaflop_days", """Those are the machine's seconds. Divide by the 86,400 seconds in a day.""",
      lambda N, D: 6 * N * D / 1e15)
wrong("petaflop_days", """`10e15` is ten times 10¹⁵, which is 10¹⁶. Write `1e15`, or `10 ** 15`.""",
      lambda N, D: 6 * N * D / (10e15 * 86400))
wrong("petaflop_days", """Your fraction is upside down: that is how many such trainings fit into a day.""",
      lambda N, D: 1e15 * 86400 / (6 * N * D))
wrong("petaflop_days", """`^` doesn't mean power in Python: `10 ^ 15` is 5. Write `1e15`, or `10 ** 15`.""",
      lambda N, D: 6 * N * D / ((10 ^ 15) * 86400),
      lambda N, D: 6 * N * D / (10 ^ 15) / 86400,
      lambda N, D: 6 * N * D / (10 ^ 15 * 86400),
      lambda N, D: 6 * N * D / (86400 * 10 ^ 15))
wrong("petaflop_days", """Python goes from left to right: `a / b * c` divides by b alone. Put what you divide by in brackets, `a / (b * c)`.""",
      lambda N, D: 6 * N * D / 86400 * 1e15)
wrong("petaflop_days", """A comma turns one number into two: `86,400` is 86 and 400. Write `86400` or `86_400`.""",
      lambda N, D: (6 * N * D / 1e15 / 86, 400),
      lambda N, D: (6 * N * D / (1e15 * 86), 400))
wrong("petaflop_days", """You divided by another power of ten. Peta is 10¹⁵; tera is 10¹², exa 10¹⁸.""",
      lambda N, D: 6 * N * D / (1e12 * 86400),
      lambda N, D: 6 * N * D / (1e18 * 86400),
      lambda N, D: 6 * N * D / (1e9 * 86400))
wrong("petaflop_days", """Those are operations, or operations a second over one day. Divide by 10¹⁵ as well.""",
      lambda N, D: 6 * N * D,
      lambda N, D: 6 * N * D / 86400)
wrong("petaflop_days", """You added the parameters and the tokens. Every weight meets every token: multiply.""",
      lambda N, D: 6 * (N + D) / (1e15 * 86400))
wrong("petaflop_days", """You multiplied by the seconds in a day. A day's work is 10¹⁵ × 86,400 operations: divide by that.""",
      lambda N, D: 6 * N * D / 1e15 * 86400)
wrong("petaflop_days", """You rounded, with `round`, `//` or `int`. Fractions of a day count.""",
      lambda N, D: 6 * N * D // (1e15 * 86400),
      lambda N, D: int(6 * N * D / (1e15 * 86400)),
      lambda N, D: round(6 * N * D / (1e15 * 86400)),
      lambda N, D: round(6 * N * D / (1e15 * 86400), 1),
      lambda N, D: round(6 * N * D / (1e15 * 86400), 2))


# --- exponent ---

def line(x, y):
    return float(np.polyfit(x, y, 1)[0])


wrong("exponent", """You didn't flip the sign: a falling loss should give a positive number.""",
      lambda x, loss: line(np.log(x), np.log(loss)))
wrong("exponent", """You didn't take the natural logarithm of both. A power law is straight on *two* logarithmic axes.""",
      lambda x, loss: -line(np.log(x), loss),
      lambda x, loss: -line(x, np.log(loss)),
      lambda x, loss: -line(np.log10(x), loss),
      lambda x, loss: -line(np.log10(x), np.log(loss)),
      lambda x, loss: -line(np.log(x), np.log10(loss)))
wrong("exponent", """You took no logarithms: that is the slope of the loss itself.""",
      lambda x, loss: -line(x, loss))
wrong("exponent", """You took the line through only two of the points. The others count too: fit a line to them all, with `np.polyfit`.""",
      lambda x, loss: -(np.log(loss[-1]) - np.log(loss[0])) / (np.log(x[-1]) - np.log(x[0])),
      lambda x, loss: -(np.log(loss[1]) - np.log(loss[0])) / (np.log(x[1]) - np.log(x[0])))
wrong("exponent", """You swapped the axes: x goes to the right, the loss upwards. `np.polyfit(a, b, 1)` takes what goes to the right first.""",
      lambda x, loss: -line(np.log(loss), np.log(x)))
wrong("exponent", """That is the height of the line, the second number that `np.polyfit` returns. The slope is the first.""",
      lambda x, loss: float(np.polyfit(np.log(x), np.log(loss), 1)[1]),
      lambda x, loss: -float(np.polyfit(np.log(x), np.log(loss), 1)[1]))
wrong("exponent", """`np.polyfit` returns two numbers, slope and height. Return only the first, with its sign flipped.""",
      lambda x, loss: -np.polyfit(np.log(x), np.log(loss), 1),
      lambda x, loss: np.polyfit(np.log(x), np.log(loss), 1))
wrong("exponent", """`log` takes one number. `np.log` takes a list or an array.""",
      lambda x, loss: -line(math.log(x), math.log(loss)))
wrong("exponent", """You sorted sizes and losses apart from each other, so they no longer match. The points may come in any order: leave them.""",
      lambda x, loss: -line(np.log(sorted(x)), np.log(loss)),
      lambda x, loss: -line(np.log(x), np.log(sorted(loss, reverse=True))),
      lambda x, loss: -np.polyfit(np.log(np.sort(x)), np.log(np.sort(loss)), 1)[0])
wrong("exponent", """Your covariance and variance don't match: `np.cov` divides by n − 1 and `np.var` by n. Give `np.var` the argument `ddof=1`, or use `np.polyfit`.""",
      lambda x, loss: -float(np.cov(np.log(x), np.log(loss))[0, 1] / np.var(np.log(x))))
wrong("exponent", """Your line is forced through the origin. It may start at any height: subtract the means first, or use `np.polyfit`.""",
      lambda x, loss: -float((np.log(x) * np.log(loss)).sum() / (np.log(x) ** 2).sum()))
wrong("exponent", """`abs` takes the sign away. A rising loss has a negative exponent: flip the sign instead, `-slope`.""",
      lambda x, loss: abs(line(np.log(x), np.log(loss))))
wrong("exponent", """You averaged the slopes from point to point, so points that are close together count too much. Fit one line to all points.""",
      lambda x, loss: -float(np.mean(np.diff(np.log(loss)) / np.diff(np.log(x)))))
wrong("exponent", """You fitted a curve, not a straight line. The last argument of `np.polyfit` should be 1.""",
      lambda x, loss: -float(np.polyfit(np.log(x), np.log(loss), 2)[0]),
      lambda x, loss: -float(np.polyfit(np.log(x), np.log(loss), 2)[1]))
