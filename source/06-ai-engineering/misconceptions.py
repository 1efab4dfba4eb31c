"""The ways people get 06-ai-engineering wrong, and what to say. The message comes first, then the functions that do it."""
import re
from math import ceil, exp, floor, log, prod

import numpy as np

from course.classroom.author.mutants import reference, wrong, wrong_choice
from course.helpdesk import LABELS, idf, words

# --- fill ---


def tidy(text):
    return " ".join(text.split())


wrong("fill", """You used `format`, which wants to fill every brace in the template, and stops at (or swallows) those that are no holes. Replace the text `{message}`, and nothing else.""",
      lambda template, message: template.format(message=tidy(message)),
      lambda template, message: template.format(message=message))
wrong("fill", """The message's white space came in as it is. A line break in it begins a new line of *your* prompt. (Cutting at single spaces, and joining with single spaces, gives back the same text.)""",
      lambda template, message: template.replace("{message}", message))
wrong("fill", """You tidied up the two ends alone. White space inside the message has to become one space, too: a line break there begins a new line of your prompt.""",
      lambda template, message: template.replace("{message}", message.strip()))
wrong("fill", """You took the white space away altogether: words that it kept apart are one word now. One space has to stay.""",
      lambda template, message: template.replace("{message}", "".join(message.split())),
      lambda template, message: template.replace("{message}", message.strip().replace("\n", "").replace("\t", "").replace("\r", "")),
      lambda template, message: template.replace("{message}", message.replace("\n", "").strip()),
      lambda template, message: template.replace("{message}", re.sub(r"[\n\r\t]+", "", message).strip()))
wrong("fill", """Each white space became a space of its own, so several stand in a row. A whole *stretch* of it has to become one.""",
      lambda template, message: template.replace("{message}", message.replace("\n", " ").strip()),
      lambda template, message: template.replace("{message}", message.strip().replace("\n", " ").replace("\t", " ").replace("\r", " ")),
      lambda template, message: template.replace("{message}", re.sub(r"\s", " ", message).replace("  ", " ").strip()),
      lambda template, message: template.replace("{message}", re.sub(r"\s", " ", message).strip()),
      lambda template, message: template.replace("{message}", re.sub(r"\s", " ", message)),
      lambda template, message: template.replace("{message}", message.replace("\n", " ")),
      lambda template, message: template.replace("{message}", " ".join(message.strip().split("\n"))),
      lambda template, message: template.replace("{message}", " ".join(message.splitlines()).strip()),
      lambda template, message: template.replace("{message}", " ".join(message.strip().splitlines())))
wrong("fill", """Only spaces were tidied up. Line breaks and tabs are white space, too: `split()` without an argument knows them all.""",
      lambda template, message: template.replace("{message}", re.sub(" +", " ", message).strip()),
      lambda template, message: template.replace("{message}", re.sub(" +", " ", message)),
      lambda template, message: template.replace("{message}", " ".join(part for part in message.split(" ") if part)),
      lambda template, message: template.replace("{message}", re.sub(" +", " ", message.strip(" "))))
wrong("fill", """At an end of the message a space is left over. There is to be none.""",
      lambda template, message: template.replace("{message}", re.sub(r"\s+", " ", message)),
      lambda template, message: template.replace("{message}", tidy(message) + " "),
      lambda template, message: template.replace("{message}", " " + tidy(message)),
      lambda template, message: template.replace("{message}", re.sub(r"\s+", " ", message).rstrip()),
      lambda template, message: template.replace("{message}", re.sub(r"\s+", " ", message).lstrip()))
wrong("fill", """You tidied up the whole prompt. The template's own line breaks and spaces have a meaning: only the message is tidied up.""",
      lambda template, message: tidy(template.replace("{message}", message)),
      lambda template, message: tidy(template).replace("{message}", tidy(message)),
      lambda template, message: template.strip().replace("{message}", tidy(message)),
      lambda template, message: template.replace("{message}", tidy(message)).strip(),
      lambda template, message: re.sub(r"\s+", " ", template.replace("{message}", message)))
wrong("fill", """The message stands at an end of the template, and the hole is still there. It belongs in the place of `{message}`.""",
      lambda template, message: template + tidy(message),
      lambda template, message: template + " " + tidy(message),
      lambda template, message: template + "\n" + tidy(message),
      lambda template, message: tidy(message) + template,
      lambda template, message: tidy(message) + "\n" + template,
      lambda template, message: f"{template}{message}")
wrong("fill", """The braces of the hole are still there. The text to replace is `{message}`, with its braces.""",
      lambda template, message: template.replace("message", tidy(message)),
      lambda template, message: template.replace("{message}", "{" + tidy(message) + "}"),
      lambda template, message: template.replace("message", message))
wrong("fill", """The template came back as it was: nothing was put into its hole. `replace(old, new)` looks for exactly `old`, here `{message}`, and gives a *new* text, which has to be kept, or returned.""",
      lambda template, message: template)
wrong("fill", """Only the message came back. Its template belongs around it.""",
      lambda template, message: tidy(message),
      lambda template, message: message)
wrong("fill", """Something was taken out of the template beside the hole. Everything else in it stays, other braces, too.""",
      lambda template, message: re.sub(r"\{.*?\}", lambda found: tidy(message), template),
      lambda template, message: template.replace("{message}", tidy(message)).replace("{", "").replace("}", ""),
      lambda template, message: template.split("{message}")[0] + tidy(message),
      lambda template, message: tidy(message) + template.split("{message}")[-1])
wrong("fill", """A backslash in the message was read as a command: that is what `re.sub` does with its replacement. `replace` takes a text as it is.""",
      lambda template, message: re.sub(r"\{message\}", tidy(message), template),
      lambda template, message: re.sub("{message}", tidy(message), template))
wrong("fill", """Something in the message itself was changed beside its white space. Capitals, signs and braces stay as the customer wrote them.""",
      lambda template, message: template.replace("{message}", tidy(message).lower()),
      lambda template, message: template.replace("{message}", tidy(message).replace("{", "").replace("}", "")),
      lambda template, message: template.replace("{message}", " ".join(re.findall(r"\w+", message))),
      lambda template, message: template.replace("{message}", " ".join(words(message))))


wrong("fill", """You put in the name of a variable: in quotes it is a text like any other. Without quotes it is what the name stands for.""",
      lambda template, message: template.replace("{message}", "tidy"),
      lambda template, message: template.replace("{message}", "message"))
wrong("fill", """You joined the letters: a text is gone through letter by letter. Cut it into its words first, and join those.""",
      lambda template, message: template.replace("{message}", " ".join(message)),
      lambda template, message: template.replace("{message}", " ".join(message.strip())))
wrong("fill", """You replaced one kind of white space after the other, and some is left: tabs, other line ends, or three spaces in a row. `split()` without an argument cuts at every stretch of any kind.""",
      lambda template, message: template.replace("{message}", message.strip().replace("\n", " ").replace("  ", " ")),
      lambda template, message: template.replace("{message}", message.replace("\n", " ").replace("  ", " ").strip()))


# --- choose ---

def totals(worth):
    return {label: sum(tokens) for label, tokens in worth.items()}


wrong("choose", """You took the mean of the tokens, so an answer of many tokens pays nothing for being long. Along an answer log-probabilities are added.""",
      lambda worth: max(worth, key=lambda label: sum(worth[label]) / len(worth[label])),
      lambda worth: max(worth, key=lambda label: np.mean(worth[label])))
wrong("choose", """You looked at the first token alone. A label may begin well and go on badly: all of its tokens count.""",
      lambda worth: max(worth, key=lambda label: worth[label][0]),
      lambda worth: max(worth, key=worth.get))
wrong("choose", """You looked at the last token alone. All tokens of a label count.""",
      lambda worth: max(worth, key=lambda label: worth[label][-1]))
wrong("choose", """You turned the logarithms into probabilities and added those up. Along an answer probabilities are *multiplied*: their logarithms are added. A sum of probabilities rewards length.""",
      lambda worth: max(worth, key=lambda label: sum(exp(each) for each in worth[label])))
wrong("choose", """That is the *least* likely label. Log-probabilities are negative: the likeliest is the one nearest to zero.""",
      lambda worth: min(worth, key=lambda label: sum(worth[label])),
      lambda worth: max(worth, key=lambda label: abs(sum(worth[label]))),
      lambda worth: max(worth, key=lambda label: -sum(worth[label])))
wrong("choose", """You multiplied the log-probabilities. Probabilities would be multiplied; their logarithms are added.""",
      lambda worth: max(worth, key=lambda label: prod(worth[label])))
wrong("choose", """You compared single tokens: the likeliest, or the unlikeliest, of each label. The sum over all its tokens decides.""",
      lambda worth: max(worth, key=lambda label: max(worth[label])),
      lambda worth: max(worth, key=lambda label: min(worth[label])))


def against_the_sum(worth_of):
    """A search that compares something else of the new label with the sum of the best."""
    def choose(worth):
        best = None
        for label, tokens in worth.items():
            if best is None or worth_of(tokens) > sum(worth[best]):
                best = label
        return best
    choose.__name__ = "<lambda>"
    return choose


wrong("choose", """One side of your comparison is a sum, and the other is not: a single token, or a mean, of the new label. It is the *sums* of both that are compared.""",
      against_the_sum(max), against_the_sum(lambda tokens: tokens[0]))


def keeps(what):
    """A search that keeps something else than the label, and looks it up in the next round."""
    def choose(worth):
        best = None
        for tokens in worth.values():
            if best is None or sum(tokens) > sum(worth[best]):
                best = what(tokens)
        return best
    choose.__name__ = "<lambda>"
    return choose


wrong("choose", """You keep a sum, or the list of tokens, in `best`, and then look it up as if it were a label. Keep the label.""",
      keeps(sum), keeps(list))
wrong("choose", """You add up the label, which is a text. Its log-probabilities are in the list: `tokens`, or `worth[label]`.""",
      lambda worth: max(worth, key=lambda label: sum(label)))
wrong("choose", """That is the sum. The *label* that has it is wanted: a text.""",
      lambda worth: max(sum(tokens) for tokens in worth.values()),
      lambda worth: max(map(sum, worth.values())))
wrong("choose", """These are the log-probabilities of the label. The label itself is wanted: a text.""",
      lambda worth: max(worth.values(), key=sum),
      lambda worth: worth[max(worth, key=lambda label: sum(worth[label]))])
def begins_too_high(worth):
    best = 0
    for label, tokens in worth.items():
        if sum(tokens) > best:
            best, answer = sum(tokens), label
    return answer


wrong("choose", """Your search begins at a number that no sum reaches: all of them are below zero. Begin with the first label's sum, or with minus infinity (`-float("inf")`).""",
      begins_too_high,
      lambda worth: "",
      lambda worth: 0)
wrong("choose", """The first label came out, whatever follows. Does your loop end in its first round? Or does the sum go on growing from label to label? It has to begin anew with each.""",
      lambda worth: next(iter(worth)),
      lambda worth: list(worth)[0])
wrong("choose", """The last label came out, whatever came before it. Keep the best so far, and compare.""",
      lambda worth: list(worth)[-1])
wrong("choose", """That is where the label stands. The label itself is wanted: a text.""",
      lambda worth: max(range(len(worth)), key=lambda i: sum(list(worth.values())[i])),
      lambda worth: int(np.argmax([sum(tokens) for tokens in worth.values()])))
wrong("choose", """You gave more than the label. The label alone is wanted: a text.""",
      lambda worth: max(totals(worth).items(), key=lambda pair: pair[1]),
      lambda worth: [max(worth, key=lambda label: sum(worth[label]))],
      lambda worth: max((sum(tokens), label) for label, tokens in worth.items()),
      lambda worth: sorted(worth, key=lambda label: -sum(worth[label])),
      lambda worth: totals(worth),
      lambda worth: {max(worth, key=lambda label: sum(worth[label])): max(map(sum, worth.values()))})
wrong("choose", """The largest label by the alphabet came out: `max` of a dictionary compares its keys. Tell it by what to compare, with `key=`.""",
      lambda worth: max(worth))
wrong("choose", """The label with the fewest tokens came out. What they are worth decides.""",
      lambda worth: min(worth, key=lambda label: len(worth[label])))


# --- difference ---

def moments(d):
    d = np.asarray(d, float)
    return float(d.mean()), float(d.std(ddof=1)), len(d)


def paired(a, b):
    return moments(np.subtract(a, b))


def not_bracketed(a, b, times):
    d = [x - y for x, y in zip(a, b)]
    mean = sum(d) / len(d)
    return mean, times * (sum((each - mean) ** 2 for each in d) / len(d) - 1) ** .5 / len(d) ** .5


def spread(a, b, make):
    """The right mean, and an error made from (the differences, their mean, their number)."""
    d = np.subtract(a, b).astype(float)
    return float(d.mean()), float(make(d, d.mean(), len(d)))


@wrong("difference")
def unpaired(a, b):
    """You judged a and b each by itself, and put the two errors together. They are *the same* messages: subtract message by message first, then look how the differences scatter."""
    (x, s, n), (y, t, _) = moments(a), moments(b)
    return x - y, 2 * (s * s / n + t * t / n) ** .5


wrong("difference", """That is one standard error. Two are wanted: twice as wide.""",
      lambda a, b: (paired(a, b)[0], paired(a, b)[1] / len(a) ** .5))
wrong("difference", """You left out dividing by the root of n. Your number says how single *messages* scatter; a standard error says how far their mean is to be trusted.""",
      lambda a, b: (paired(a, b)[0], 2 * paired(a, b)[1]),
      lambda a, b: (paired(a, b)[0], paired(a, b)[1]),
      lambda a, b: (paired(a, b)[0], 2 * float(np.std(np.subtract(a, b)))),
      lambda a, b: (paired(a, b)[0], float(np.std(np.subtract(a, b)))))
wrong("difference", """You divided by n instead of its *root*. (`n ** 1/2` is no root but half of n: the power comes first. Write `n ** .5`.) Four times as many messages make the error half as large, not a quarter.""",
      lambda a, b: (paired(a, b)[0], 2 * paired(a, b)[1] / len(a)),
      lambda a, b: (paired(a, b)[0], 2 * float(np.std(np.subtract(a, b))) / len(a)),
      lambda a, b: (paired(a, b)[0], paired(a, b)[1] / len(a)))
wrong("difference", """Your standard deviation divides by n, which makes it a little too small. With numpy that is `np.std` as it comes: the task divides by n − 1 (`ddof=1`).""",
      lambda a, b: (paired(a, b)[0], 2 * float(np.std(np.subtract(a, b))) / len(a) ** .5),
      lambda a, b: (paired(a, b)[0], float(np.std(np.subtract(a, b))) / len(a) ** .5))
wrong("difference", """The sign is turned round: that is b − a. `difference(a, b)` says how much better *a* is.""",
      lambda a, b: (-paired(a, b)[0], 2 * paired(a, b)[1] / len(a) ** .5))
wrong("difference", """You lost the signs: 1 − 0 and 0 − 1 are two different things, and cancel each other out. Subtract, without `abs` and without counting where they differ.""",
      lambda a, b: (moments(np.abs(np.subtract(a, b)))[0], 2 * moments(np.abs(np.subtract(a, b)))[1] / len(a) ** .5),
      lambda a, b: (moments(np.abs(np.subtract(a, b)))[0], 2 * paired(a, b)[1] / len(a) ** .5),
      lambda a, b: (abs(paired(a, b)[0]), 2 * paired(a, b)[1] / len(a) ** .5))
wrong("difference", """The first number is the *sum* of the differences. Their mean is wanted: divided by how many there are.""",
      lambda a, b: (sum(a) - sum(b), 2 * paired(a, b)[1] / len(a) ** .5))
wrong("difference", """These are the two ends, mean minus and mean plus two standard errors. The mean itself and the two standard errors are wanted.""",
      lambda a, b: (paired(a, b)[0] - 2 * paired(a, b)[1] / len(a) ** .5, paired(a, b)[0] + 2 * paired(a, b)[1] / len(a) ** .5))
wrong("difference", """p · (1 − p) / n is for a share of right answers. These are differences, −1, 0 and 1: take *their* standard deviation.""",
      lambda a, b: (sum(a) / len(a) - sum(b) / len(b), 2 * (abs(sum(a) - sum(b)) / len(a) * (1 - abs(sum(a) - sum(b)) / len(a)) / len(a)) ** .5))
wrong("difference", """Two things: you subtracted a from b, and forgot the root, so that this is the variance, and no standard deviation.""",
      lambda a, b: (np.mean(np.subtract(b, a)), 2 * np.var(np.subtract(b, a), ddof=1) / len(a) ** .5))
wrong("difference", """You forgot the root: that is the *variance* (the mean square), not the standard deviation. (`x ** 1/2` is no root but half of x: the power comes first. Write `x ** .5`.)""",
      lambda a, b: spread(a, b, lambda d, m, n: 2 * (((d - m) ** 2).sum() / (n - 1) / 2) / n ** .5),
      lambda a, b: spread(a, b, lambda d, m, n: 2 * (((d - m) ** 2).sum() / (n - 1) / 2) / (n / 2)),
      lambda a, b: spread(a, b, lambda d, m, n: 2 * d.std(ddof=1) / (n / 2)),
      lambda a, b: (paired(a, b)[0], 2 * paired(a, b)[1] ** 2 / len(a) ** .5),
      lambda a, b: (paired(a, b)[0], 2 * paired(a, b)[1] ** 2 / len(a)),
      lambda a, b: (paired(a, b)[0], 2 * float(np.var(np.subtract(a, b))) / len(a) ** .5))
wrong("difference", """You divided by the root of n − 1. The n − 1 belongs in the standard deviation; the mean is over n messages.""",
      lambda a, b: (paired(a, b)[0], 2 * paired(a, b)[1] / (len(a) - 1) ** .5))
wrong("difference", """The two numbers have changed places: first the mean of the differences, then two standard errors.""",
      lambda a, b: (2 * paired(a, b)[1] / len(a) ** .5, paired(a, b)[0]))
wrong("difference", """Only one number came back. Two are wanted: the mean of the differences, and two standard errors of it.""",
      lambda a, b: paired(a, b)[0],
      lambda a, b: 2 * paired(a, b)[1] / len(a) ** .5)
wrong("difference", """The scatter is that of one list alone. It is the *differences* that scatter: subtract first.""",
      lambda a, b: (paired(a, b)[0], 2 * moments(a)[1] / len(a) ** .5),
      lambda a, b: (paired(a, b)[0], 2 * moments(b)[1] / len(a) ** .5))
wrong("difference", """These are per cent. Shares between −1 and 1 are wanted.""",
      lambda a, b: (100 * paired(a, b)[0], 200 * paired(a, b)[1] / len(a) ** .5))
wrong("difference", """You took only the messages in which the two differ. Those in which they agree are messages, too: their difference is 0.""",
      lambda a, b: where_they_differ(a, b))


def where_they_differ(a, b):
    d = [x - y for x, y in zip(a, b) if x != y]
    return (moments(d)[0], 2 * moments(d)[1] / len(d) ** .5) if len(d) > 1 else (0.0, 0.0)


wrong("difference", """Brackets are missing: `total / n - 1` takes 1 away from the quotient. Write `/ (n - 1)`.""",
      lambda a, b: (paired(a, b)[0], 2 * (sum((x - y - paired(a, b)[0]) ** 2 for x, y in zip(a, b)) / len(a) - 1) / len(a) ** .5),
      lambda a, b: not_bracketed(a, b, 2),
      lambda a, b: not_bracketed(a, b, 1))
wrong("difference", """You added two errors, one for each list. It is the *differences* that scatter: subtract first, message by message.""",
      lambda a, b: (paired(a, b)[0], 2 * (moments(a)[1] + moments(b)[1]) / len(a) ** .5))
wrong("difference", """The root is around too much or too little: the standard deviation is a root already, and it is divided by the root of n alone.""",
      lambda a, b: spread(a, b, lambda d, m, n: 2 * (d.std(ddof=1) / n) ** .5),
      lambda a, b: spread(a, b, lambda d, m, n: 2 * d.std(ddof=1) ** .5 / n ** .5),
      lambda a, b: spread(a, b, lambda d, m, n: (2 * d.std(ddof=1) / n) ** .5))
wrong("difference", """You squared the differences themselves. First the mean is taken away from each, then comes the square.""",
      lambda a, b: spread(a, b, lambda d, m, n: 2 * ((d ** 2).sum() / (n - 1)) ** .5 / n ** .5))
def one_alone(which):
    """One square is left: the last one, if the sum begins again in each round, or the first one, if the loop ends after it."""
    return lambda a, b: spread(a, b, lambda d, mean, n: 2 * ((d[which] - mean) ** 2 / (n - 1)) ** .5 / n ** .5)


wrong("difference", """Of the squares only one is left. Does the sum begin again at 0 in each round (that line belongs before the loop), or does the loop end in its first round?""",
      one_alone(-1), one_alone(0),
      lambda a, b: (float(a[-1] - b[-1]) / len(a), one_alone(-1)(a, b)[1]))
wrong("difference", """A message is missing: your loop leaves out the first or the last. (`range(n)` ends at n − 1 by itself.)""",
      lambda a, b: reference("difference")(a[:-1], b[:-1]),
      lambda a, b: reference("difference")(a[1:], b[1:]))
wrong("difference", """The squares were added up and not divided by n − 1: a standard deviation is the root of a *mean* square.""",
      lambda a, b: spread(a, b, lambda d, m, n: 2 * ((d - m) ** 2).sum() ** .5),
      lambda a, b: spread(a, b, lambda d, m, n: 2 * ((d - m) ** 2).sum() / n ** .5))
def not_added_up(a, b):
    """`total = x - y` in the place of `+=`: the last difference is left, and its share is taken for the mean."""
    d = np.subtract(a, b)
    m = float(d[-1]) / len(d)
    return m, 2 * (float(((d - m) ** 2).sum()) / (len(d) - 1)) ** .5 / len(d) ** .5


wrong("difference", """Your mean is wrong: of the differences only the last one is left. `=` replaces what was there; `+=` adds to it.""",
      not_added_up)
wrong("difference", """Your mean is wrong: `sum(a) - sum(b) / n` divides the second sum alone. Put the difference in brackets.""",
      lambda a, b: (sum(a) - sum(b) / len(a), paired(a, b)[1] * 2 / len(a) ** .5))
wrong("difference", """`x - m ** 2` squares the mean alone: the power comes first. Write `(x - m) ** 2`.""",
      lambda a, b: spread(a, b, lambda d, mean, n: 2 * (max(0, sum(d - mean ** 2)) / (n - 1)) ** .5 / n ** .5))
wrong("difference", """You added up the distances to the mean before squaring, and they cancel each other out. Square each one, then add up.""",
      lambda a, b: (paired(a, b)[0], 0.0))


# --- confusion ---

def counted(truth, guesses, rows, columns):
    pairs = list(zip(truth, guesses))
    return [[pairs.count((row, column)) for column in columns] for row in rows]


wrong("confusion", """Rows and columns have changed places: your rows are what the messages were *called*. A row is for what they are.""",
      lambda truth, guesses, labels: counted(guesses, truth, labels, labels))
wrong("confusion", """You put the labels into an order of your own. Rows and columns come in the order of `labels`.""",
      lambda truth, guesses, labels: counted(truth, guesses, sorted(labels), sorted(labels)),
      lambda truth, guesses, labels: counted(truth, guesses, sorted(set(truth)), sorted(set(truth))),
      lambda truth, guesses, labels: counted(truth, guesses, labels[::-1], labels[::-1]),
      lambda truth, guesses, labels: counted(truth, guesses, list(dict.fromkeys(truth)), list(dict.fromkeys(truth))),
      lambda truth, guesses, labels: counted(truth, guesses, sorted(set(truth) | set(guesses)), sorted(set(truth) | set(guesses))))
wrong("confusion", """These are shares. Counts are wanted: whole numbers of messages.""",
      lambda truth, guesses, labels: [[each / (sum(row) or 1) for each in row] for row in counted(truth, guesses, labels, labels)],
      lambda truth, guesses, labels: [[each / len(truth) for each in row] for row in counted(truth, guesses, labels, labels)],
      lambda truth, guesses, labels: [[100 * each / (sum(row) or 1) for each in row] for row in counted(truth, guesses, labels, labels)])
wrong("confusion", """Only what is right was counted. The mistakes beside the diagonal are what such a matrix is made for.""",
      lambda truth, guesses, labels: [[count if row == column else 0 for column, count in zip(labels, counts)] for row, counts in zip(labels, counted(truth, guesses, labels, labels))],
      lambda truth, guesses, labels: [sum(t == g == label for t, g in zip(truth, guesses)) for label in labels])
def looks_in_the_messages(truth, guesses, labels):
    table = [[0] * len(labels) for _ in labels]
    for what, called in zip(truth, guesses):
        table[list(truth).index(what)][list(guesses).index(called)] += 1
    return table


wrong("confusion", """Row and column were looked up by the same label. A row is for what a message is, a column for what it was called.""",
      lambda truth, guesses, labels: counted(truth, truth, labels, labels),
      lambda truth, guesses, labels: counted(guesses, guesses, labels, labels))
wrong("confusion", """You went through the five labels of our desk. Rows and columns come from `labels`, which may hold others, or fewer.""",
      lambda truth, guesses, labels: counted(truth, guesses, LABELS, LABELS))
wrong("confusion", """You looked for a label in the list of messages. Its row and column are its place in `labels`.""",
      looks_in_the_messages)
wrong("confusion", """Your rows are as long as there are messages. A row has a place for each *label*: `[0] * len(labels)`.""",
      lambda truth, guesses, labels: [row + [0] * (len(truth) - len(labels)) for row in counted(truth, guesses, labels, labels)])
wrong("confusion", """Only the mistakes were counted. What is right belongs in, too, on the diagonal.""",
      lambda truth, guesses, labels: [[0 if row == column else count for column, count in zip(labels, counts)] for row, counts in zip(labels, counted(truth, guesses, labels, labels))])
wrong("confusion", """You put a 1 wherever something happened. How *often* it happened is wanted: add 1 each time.""",
      lambda truth, guesses, labels: [[min(1, each) for each in row] for row in counted(truth, guesses, labels, labels)])
wrong("confusion", """All of your rows are the same. Is it *one* list, shown several times (`[[0] * n] * n`, or a row made once, before the loop)? Or is the row's label never asked for?""",
      lambda truth, guesses, labels: [[list(guesses[:len(truth)]).count(column) for column in labels]] * len(labels))
wrong("confusion", """That is one long list. A row for each label is wanted: a list of lists.""",
      lambda truth, guesses, labels: [count for row in counted(truth, guesses, labels, labels) for count in row])
wrong("confusion", """That is a dictionary. Rows in the order of `labels` are wanted: a list of lists of numbers.""",
      lambda truth, guesses, labels: dict(zip(labels, counted(truth, guesses, labels, labels))),
      lambda truth, guesses, labels: {row: dict(zip(labels, counts)) for row, counts in zip(labels, counted(truth, guesses, labels, labels))},
      lambda truth, guesses, labels: {(row, column): count for row, counts in zip(labels, counted(truth, guesses, labels, labels)) for column, count in zip(labels, counts)})
wrong("confusion", """You counted each list by itself. A cell is about *pairs*: a message that is the row's label **and** was called the column's.""",
      lambda truth, guesses, labels: [[truth.count(row) + guesses.count(column) for column in labels] for row in labels],
      lambda truth, guesses, labels: [[min(truth.count(row), guesses.count(column)) for column in labels] for row in labels],
      lambda truth, guesses, labels: [[truth.count(label) for label in labels], [guesses.count(label) for label in labels]])
wrong("confusion", """Every message was compared with every guess, so your counts are far too large. Go through both lists together (`zip`).""",
      lambda truth, guesses, labels: [[sum(t == row and g == column for t in truth for g in guesses) for column in labels] for row in labels])


def running(truth, guesses, labels, anew):
    """Counts that go on from cell to cell; anew: whether each row begins at 0."""
    table, n = [], 0
    for row in counted(truth, guesses, labels, labels):
        n = 0 if anew else n
        table.append([n := n + each for each in row])
    return table


@wrong("confusion")
def sorts_the_labels(truth, guesses, labels):
    """You sorted `labels` itself: the rows have come into an order of your own, and whoever called has lost theirs. Take the labels as they come."""
    labels.sort()
    return counted(truth, guesses, labels, labels)


wrong("confusion", """A counter goes on from cell to cell. It has to begin at 0 for each of them.""",
      lambda truth, guesses, labels: running(truth, guesses, labels, True),
      lambda truth, guesses, labels: running(truth, guesses, labels, False))
wrong("confusion", """A message is missing: your loop leaves out the first or the last.""",
      lambda truth, guesses, labels: counted(truth[1:], guesses[1:], labels, labels),
      lambda truth, guesses, labels: counted(truth[:-1], guesses[:-1], labels, labels))
wrong("confusion", """You counted messages that are the row's label **or** were called the column's. Both have to hold at once.""",
      lambda truth, guesses, labels: [[sum(t == row or g == column for t, g in zip(truth, guesses)) for column in labels] for row in labels])
wrong("confusion", """A row (or column) of a label that does not come is left out. Every label in `labels` has a row and a column, if only of zeros.""",
      lambda truth, guesses, labels: counted(truth, guesses, [label for label in labels if label in truth], labels),
      lambda truth, guesses, labels: counted(truth, guesses, [label for label in labels if label in truth], [label for label in labels if label in guesses]),
      lambda truth, guesses, labels: counted(truth, guesses, *[[label for label in labels if label in truth or label in guesses]] * 2))
wrong("confusion", """The labels themselves stand in your table. Numbers alone are wanted: which label a row is for, one knows from `labels`.""",
      lambda truth, guesses, labels: [[label, *row] for label, row in zip(labels, counted(truth, guesses, labels, labels))],
      lambda truth, guesses, labels: [[label, row] for label, row in zip(labels, counted(truth, guesses, labels, labels))],
      lambda truth, guesses, labels: [(label, row) for label, row in zip(labels, counted(truth, guesses, labels, labels))])


# --- scores ---

def parts(matrix, i):
    hits = matrix[i][i]
    return hits, sum(row[i] for row in matrix), sum(matrix[i])


def ratio(a, b):
    return a / b if b else 0


def f1(p, r):
    return 2 * p * r / (p + r) if p + r else 0


def with_f1(p, r):
    return p, r, f1(p, r)


wrong("scores", """Precision and recall have changed places. Precision is about all that were *called* so: a column. Recall is about all that *are*: a row.""",
      lambda matrix, i: with_f1(ratio(parts(matrix, i)[0], parts(matrix, i)[2]), ratio(parts(matrix, i)[0], parts(matrix, i)[1])))
wrong("scores", """Your F1 is the ordinary mean of the two. It forgives one very poor half; the harmonic mean, 2 · precision · recall / (precision + recall), does not.""",
      lambda matrix, i: (ratio(parts(matrix, i)[0], parts(matrix, i)[1]), ratio(parts(matrix, i)[0], parts(matrix, i)[2]),
                         (ratio(parts(matrix, i)[0], parts(matrix, i)[1]) + ratio(parts(matrix, i)[0], parts(matrix, i)[2])) / 2),
      lambda matrix, i: (ratio(parts(matrix, i)[0], parts(matrix, i)[2]), ratio(parts(matrix, i)[0], parts(matrix, i)[1]),
                         (ratio(parts(matrix, i)[0], parts(matrix, i)[1]) + ratio(parts(matrix, i)[0], parts(matrix, i)[2])) / 2))


def third(make):
    """The right precision and recall, with another F1."""
    def scored(matrix, i):
        p, r = ratio(parts(matrix, i)[0], parts(matrix, i)[1]), ratio(parts(matrix, i)[0], parts(matrix, i)[2])
        return p, r, make(p, r)
    scored.__name__ = "<lambda>"
    return scored


wrong("scores", """The third number is not F1: it is 2 · precision · recall / (precision + recall). Look at the 2, at the brackets, and at what is divided by what.""",
      third(lambda p, r: ratio(p * r, p + r)), third(lambda p, r: (p * r) ** .5), third(lambda p, r: p * r), third(lambda p, r: 2 * p * r),
      third(lambda p, r: ratio(2 * p * r, p) + r), third(lambda p, r: ratio(2 * (p + r), p * r)), third(lambda p, r: p + r), third(min), third(lambda p, r: ratio(p + r, p * r)),
      third(lambda p, r: ratio(p + r, 2 * p * r)))


def pair(precision, recall, known=()):
    """Precision and recall made from (hits, called, are, all, matrix, i), and the F1 that follows from them."""
    def scored(matrix, i):
        hits, called, are = parts(matrix, i)
        everything = sum(map(sum, matrix))
        return with_f1(precision(hits, called, are, everything), recall(hits, called, are, everything))
    scored.__name__ = "<lambda>"
    return scored


wrong("scores", """Your F1 is hits / (hits + both kinds of mistakes), which is another measure (Jaccard's). F1 counts the hits twice: 2 · hits / (2 · hits + both kinds of mistakes).""",
      lambda matrix, i: (*with_f1(ratio(parts(matrix, i)[0], parts(matrix, i)[1]), ratio(parts(matrix, i)[0], parts(matrix, i)[2]))[:2],
                         ratio(parts(matrix, i)[0], parts(matrix, i)[1] + parts(matrix, i)[2] - parts(matrix, i)[0])))
wrong("scores", """For precision you took *accuracy*, the share of all that is right. Precision asks only those that were called label i: a column.""",
      lambda matrix, i: with_f1(sum(row[j] for j, row in enumerate(matrix)) / sum(map(sum, matrix)), ratio(parts(matrix, i)[0], parts(matrix, i)[2])))


def mean_of_all(matrix, i):
    three = [with_f1(ratio(parts(matrix, j)[0], parts(matrix, j)[1]), ratio(parts(matrix, j)[0], parts(matrix, j)[2])) for j in range(len(matrix))]
    return three, [sum(each[part] for each in three) / len(matrix) for part in range(3)]


wrong("scores", """That is the mean over all labels. The three numbers of label i alone are wanted.""",
      lambda matrix, i: with_f1(*mean_of_all(matrix, i)[1][:2]),
      lambda matrix, i: tuple(mean_of_all(matrix, i)[1]))
wrong("scores", """You divided by all messages. Other labels do not belong here: precision is a share of those *called* so, recall a share of those that *are*.""",
      pair(lambda h, c, a, n: ratio(h, n), lambda h, c, a, n: ratio(h, n)),
      pair(lambda h, c, a, n: ratio(h, n), lambda h, c, a, n: ratio(h, a)),
      pair(lambda h, c, a, n: ratio(h, c), lambda h, c, a, n: ratio(h, n)),
      pair(lambda h, c, a, n: ratio(c, n), lambda h, c, a, n: ratio(a, n)))
wrong("scores", """You divided the hits by the *mistakes*. Divide by the whole column, and by the whole row: the hits are among them.""",
      pair(lambda h, c, a, n: ratio(h, c - h), lambda h, c, a, n: ratio(h, a - h)),
      pair(lambda h, c, a, n: ratio(h, c - h), lambda h, c, a, n: ratio(h, a)),
      pair(lambda h, c, a, n: ratio(h, c), lambda h, c, a, n: ratio(h, a - h)))
wrong("scores", """You took all that is right, of every label, for the hits. The hits of label i are one number: `matrix[i][i]`.""",
      lambda matrix, i: with_f1(ratio(sum(row[k] for k, row in enumerate(matrix)), parts(matrix, i)[1]), ratio(sum(row[k] for k, row in enumerate(matrix)), parts(matrix, i)[2])))
wrong("scores", """Where there is nothing to divide by, the number is 0, by the rule of the task; and three numbers are wanted there, too.""",
      lambda matrix, i: tuple(1 if not parts(matrix, i)[k] else each for k, each in zip((1, 2, 0), reference("scores")(matrix, i))),
      lambda matrix, i: (ratio(parts(matrix, i)[0], parts(matrix, i)[1]) if parts(matrix, i)[1] else 1, *reference("scores")(matrix, i)[1:]),
      lambda matrix, i: tuple(1.0 if k and not parts(matrix, i)[k] else float(each) for k, each in zip((1, 2, 0), reference("scores")(matrix, i))),
      lambda matrix, i: (ratio(parts(matrix, i)[0], parts(matrix, i)[1]) if parts(matrix, i)[1] else 1, *map(float, reference("scores")(matrix, i)[1:])),
      lambda matrix, i: reference("scores")(matrix, i) if parts(matrix, i)[1] and parts(matrix, i)[2] else 0,
      lambda matrix, i: reference("scores")(matrix, i) if parts(matrix, i)[1] and parts(matrix, i)[2] else (0, 0),
      lambda matrix, i: reference("scores")(matrix, i) if parts(matrix, i)[1] and parts(matrix, i)[2] else None)
wrong("scores", """One sum goes on where the other ended: row and column are two sums, and each begins at 0.""",
      pair(lambda h, c, a, n: ratio(h, c + a), lambda h, c, a, n: ratio(h, a)),
      pair(lambda h, c, a, n: ratio(h, c), lambda h, c, a, n: ratio(h, c + a)))
wrong("scores", """You divided by how many numbers stand in the row (`len`). How many messages they count is their sum.""",
      lambda matrix, i: with_f1(ratio(parts(matrix, i)[0], parts(matrix, i)[1]), ratio(parts(matrix, i)[0], len(matrix[i]))),
      lambda matrix, i: with_f1(ratio(parts(matrix, i)[0], len(matrix)), ratio(parts(matrix, i)[0], parts(matrix, i)[2])),
      lambda matrix, i: with_f1(ratio(parts(matrix, i)[0], len(matrix)), ratio(parts(matrix, i)[0], len(matrix[i]))))
wrong("scores", """You gave the same number twice: row and column are two different sums. `sum(matrix[i])` is the row, `sum(row[i] for row in matrix)` the column.""",
      pair(lambda h, c, a, n: ratio(h, a), lambda h, c, a, n: ratio(h, a)),
      pair(lambda h, c, a, n: ratio(h, c), lambda h, c, a, n: ratio(h, c)))
wrong("scores", """These are per cent. Shares between 0 and 1 are wanted.""",
      lambda matrix, i: tuple(100 * each for each in reference("scores")(matrix, i)),
      lambda matrix, i: [100 * each for each in reference("scores")(matrix, i)])
wrong("scores", """You are at the neighbouring label. `i` counts from 0, as places in a list do.""",
      lambda matrix, i: reference("scores")(matrix, i - 1),
      lambda matrix, i: reference("scores")(matrix, (i + 1) % len(matrix)))
def nan_at_zero(matrix, i):
    hits, called, are = parts(matrix, i)                                  # numpy's 0 / 0 is nan
    return [hits / whole if whole else float("nan") for whole in (called, are, (called + are) / 2)]


def nan_everywhere(matrix, i):
    p, r, _ = nan_at_zero(matrix, i)
    return p, r, float("nan") if not p + r > 0 else f1(p, r)


def zero_in_f1(matrix, i):
    hits, called, are = parts(matrix, i)
    p, r = ratio(hits, called), ratio(hits, are)
    return p, r, 2 * p * r / (p + r)


wrong("scores", """You divided by zero: a label that was never called, or was never there, or of which nothing is right (precision + recall is 0, too). Look first whether there is something to divide by; where not, the number is 0.""",
      zero_in_f1,
      lambda matrix, i: zero_in_f1(matrix, i) if parts(matrix, i)[1] and parts(matrix, i)[2] else reference("scores")(matrix, i),
      lambda matrix, i: (matrix[i][i] / sum(row[i] for row in matrix), matrix[i][i] / sum(matrix[i]),
                         2 * matrix[i][i] / (sum(row[i] for row in matrix) + sum(matrix[i]))),
      lambda matrix, i: nan_at_zero(matrix, i),
      lambda matrix, i: nan_everywhere(matrix, i))


wrong("scores", """Only two numbers came back: F1 is wanted, too.""",
      lambda matrix, i: reference("scores")(matrix, i)[:2],
      lambda matrix, i: list(reference("scores")(matrix, i)[:2]))
wrong("scores", """That is F1 alone. Precision, recall and F1 are wanted, in this order.""",
      lambda matrix, i: reference("scores")(matrix, i)[2])
wrong("scores", """The numbers are right, and rounded. Give them as they are.""",
      lambda matrix, i: tuple(round(each, 2) for each in reference("scores")(matrix, i)),
      lambda matrix, i: tuple(round(each, 1) for each in reference("scores")(matrix, i)))
wrong("scores", """That is *accuracy*, the share of all that is right. It knows nothing of label i.""",
      lambda matrix, i: sum(row[k] for k, row in enumerate(matrix)) / sum(map(sum, matrix)))


# --- calibrate ---

def each_of(shares, leaning, make):
    return {label: make(shares[label], leaning[label]) for label in shares}


def quotients(shares, leaning):
    return each_of(shares, leaning, lambda s, n: s / n)


def shared(times):
    whole = sum(times.values())
    return {label: each / whole for label, each in times.items()}


def shared_quotients(shares, leaning):
    return shared(quotients(shares, leaning))


wrong("calibrate", """The leaning is still in. Each share after the message is to be divided by the leaning of *its own* label; here each stayed as it was, or all were divided by the same number.""",
      lambda shares, leaning: shared(shares),
      lambda shares, leaning: dict(shares))
wrong("calibrate", """You multiplied by the leaning instead of dividing: it counts twice now.""",
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: s * n)),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: s * n))
wrong("calibrate", """You subtracted the leaning: some shares come out below zero (and all together are 0). "How many times likelier" is a quotient.""",
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: s - n)),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: s - n),
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: max(0, s - n))),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: max(0, s - n)),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: abs(s - n)),
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: abs(s - n) + 1e-12)))
wrong("calibrate", """You divided what was gained by the leaning: (after − before) / before. What is asked is the quotient of the two shares alone.""",
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: (s - n) / n),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: s / n - 1))
wrong("calibrate", """Your numbers do not sum to 1: these are the quotients. Share out again: divide each by the sum of all *quotients* (the shares that came in summed to 1 before).""",
      quotients,
      lambda shares, leaning: {label: each / sum(shares.values()) for label, each in quotients(shares, leaning).items()},
      lambda shares, leaning: {label: each / sum(leaning.values()) for label, each in quotients(shares, leaning).items()})
wrong("calibrate", """You divided the wrong way round: by the share after the *message*. What the message has made likelier would become unlikelier.""",
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: n / s)),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: n / s))
wrong("calibrate", """`exp` and `log` have nothing to do here: these are shares already, no logarithms. Divide them as they are.""",
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: exp(s) / exp(n))),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: exp(s) / exp(n)),
      lambda shares, leaning: shared({label: exp(each) for label, each in quotients(shares, leaning).items()}),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: log(s) - log(n)),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: log(s) / log(n)),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: log(s / n)),
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: log(s) - log(n))),
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: log(s) / log(n))))
wrong("calibrate", """You divided by the largest quotient, or by how many there are. They have to sum to 1: divide each by their *sum*.""",
      lambda shares, leaning: {label: each / max(quotients(shares, leaning).values()) for label, each in quotients(shares, leaning).items()},
      lambda shares, leaning: {label: each / len(shares) for label, each in quotients(shares, leaning).items()})
wrong("calibrate", """You shared out the shares after the message by the sum of the quotients: what is shared out again are the *quotients* themselves.""",
      lambda shares, leaning: {label: each / sum(quotients(shares, leaning).values()) for label, each in shares.items()})
wrong("calibrate", """The last division is the wrong way round: each quotient is divided by the sum of all, and not the sum by it.""",
      lambda shares, leaning: {label: sum(quotients(shares, leaning).values()) / each for label, each in quotients(shares, leaning).items()})
wrong("calibrate", """These are numbers without their labels. A dictionary is wanted, label: share.""",
      lambda shares, leaning: list(shared_quotients(shares, leaning).values()),
      lambda shares, leaning: np.array(list(shared_quotients(shares, leaning).values())))
wrong("calibrate", """That is the likeliest label. The shares of all of them are wanted, as a dictionary.""",
      lambda shares, leaning: max(shares, key=lambda label: shares[label] / leaning[label]))
wrong("calibrate", """These are per cent. Numbers that sum to 1 are wanted.""",
      lambda shares, leaning: {label: 100 * each for label, each in shared_quotients(shares, leaning).items()})
wrong("calibrate", """You wrote into a dictionary that you were given. Whoever called still needs it as it was: make a new one.""",
      lambda shares, leaning: in_place(shares, leaning))


def over_a_growing_sum(shares, leaning):
    whole, result = 0, {}
    for label in shares:
        whole += shares[label] / leaning[label]
        result[label] = shares[label] / leaning[label] / whole
    return result


def over_a_changing_sum(shares, leaning):
    times = quotients(shares, leaning)
    for label in times:
        times[label] = times[label] / sum(times.values())
    return times


wrong("calibrate", """The sum changed while you were dividing by it. Make all quotients first, add them up, and only then divide.""",
      over_a_growing_sum, over_a_changing_sum)
wrong("calibrate", """You paired the two dictionaries by their order. It may differ: ask for each label by its name.""",
      lambda shares, leaning: shared({label: s / n for label, s, n in zip(shares, shares.values(), leaning.values())}))
wrong("calibrate", """You rounded, on the way or at the end. Leave the numbers as they are.""",
      lambda shares, leaning: shared({label: round(each, 1) for label, each in quotients(shares, leaning).items()}),
      lambda shares, leaning: shared({label: round(each, 2) for label, each in quotients(shares, leaning).items()}),
      lambda shares, leaning: {label: round(each, 2) for label, each in shared_quotients(shares, leaning).items()},
      lambda shares, leaning: {label: round(each, 4) for label, each in shared_quotients(shares, leaning).items()},
      lambda shares, leaning: {label: round(each, 3) for label, each in shared_quotients(shares, leaning).items()})


wrong("calibrate", """These are texts that look like numbers. Leave the numbers as they are; how many places are shown is for whoever prints them.""",
      lambda shares, leaning: {label: f"{each:.4f}" for label, each in shared_quotients(shares, leaning).items()},
      lambda shares, leaning: {label: f"{each:.2f}" for label, each in shared_quotients(shares, leaning).items()},
      lambda shares, leaning: {label: f"{each:.1%}" for label, each in shared_quotients(shares, leaning).items()})
wrong("calibrate", """Labels and numbers have changed places: `result[label] = …` has the label in the brackets, and the number on the right.""",
      lambda shares, leaning: {each: label for label, each in shared_quotients(shares, leaning).items()})
wrong("calibrate", """Every label has the same number, that of the last one: the second loop uses what the first one has left behind, instead of the quotient of its own label.""",
      lambda shares, leaning: dict.fromkeys(shares, list(shared_quotients(shares, leaning).values())[-1]))
wrong("calibrate", """The numbers are right, and stand at other labels: the labels were sorted, and the numbers were not.""",
      lambda shares, leaning: dict(zip(sorted(shares), shared_quotients(shares, leaning).values())))
wrong("calibrate", """You divided by 5.5, the sum of the quotients in the example. Here it is another: add them up.""",
      lambda shares, leaning: {label: each / 5.5 for label, each in quotients(shares, leaning).items()})
wrong("calibrate", """You wrote out the labels of the example. There may be others, and more or fewer: go through those that are given.""",
      lambda shares, leaning: shared({label: shares[label] / leaning[label] for label in ("billing", "delivery", "account")}),
      lambda shares, leaning: shared({label: shares.get(label, 0) / leaning.get(label, 1) for label in ("billing", "delivery", "account")}))
wrong("calibrate", """You went through the five labels of our desk. Here are others, or fewer: go through those in `shares`.""",
      lambda shares, leaning: shared({label: shares[label] / leaning[label] for label in LABELS}))
def by_share(shares, leaning):
    times = {share: share / leaning[label] for label, share in shares.items()}
    return {label: times[shares[label]] / sum(times.values()) for label in shares}


wrong("calibrate", """You used a share as a key. Two labels may have the same share, and then one of them is lost: the label is the key.""",
      by_share)
wrong("calibrate", """You raised what is small before dividing. Nothing here is 0: divide by the leaning as it is.""",
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: s / max(n, .05))),
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: s / (n + .01))),
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: (s + 1) / (n + 1))))


def in_place(shares, leaning):
    for label in shares:
        shares[label] = shares[label] / leaning[label]
    whole = sum(shares.values())
    for label in shares:
        shares[label] /= whole
    return shares


# --- retrieve ---

def ranked(score, k):
    return sorted(range(len(score)), key=lambda i: -score[i])[:k]


def common(question, page):
    return set(words(question)) & set(words(page))


def scored(question, pages, weights):
    return [sum(weights[word] for word in sorted(common(question, page))) for page in pages]


wrong("retrieve", """All words count alike: `the` weighs as much as `lamp`. Add up the *weights* of the shared words.""",
      lambda question, pages, weights, k: ranked([len(common(question, page)) for page in pages], k))
wrong("retrieve", """A word that a page has twice counts twice: a page that says `the` twice gains. Each different word counts once (`set`).""",
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in words(page) if word in words(question)) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in words(page) if word in set(words(question))) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(word in words(question) for word in words(page)) for page in pages], k))
wrong("retrieve", """A word that the *question* has twice counts twice. Each different word counts once (`set`).""",
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in words(question) if word in words(page)) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(word in words(page) for word in words(question)) for page in pages], k))
wrong("retrieve", """You divided by the length of the page: short pages win for being short.""",
      lambda question, pages, weights, k: ranked([each / len(words(page)) for each, page in zip(scored(question, pages, weights), pages)], k),
      lambda question, pages, weights, k: ranked([each / len(set(words(page))) for each, page in zip(scored(question, pages, weights), pages)], k),
      lambda question, pages, weights, k: ranked([len(common(question, page)) / len(words(page)) for page in pages], k),
      lambda question, pages, weights, k: ranked([each / (len(common(question, page)) or 1) for each, page in zip(scored(question, pages, weights), pages)], k))
wrong("retrieve", """You looked for letters inside of the page's text: `a` is in `lamp`. Compare words with words.""",
      lambda question, pages, weights, k: ranked([sum(weights.get(word, 0) for word in sorted(set(words(question))) if word in page.lower()) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights.get(word, 0) for word in sorted(set(words(question))) if word in page) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights.get(word, 0) for word in sorted(weights) if word in page.lower() and word in question.lower()) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in sorted(set(words(page))) if word in question) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in sorted(set(words(page))) if word in question.lower()) for page in pages], k))
wrong("retrieve", """All words of a page counted, whether the question has them or not. Only those that both have count.""",
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in sorted(set(words(page)))) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in words(page)) for page in pages], k))
def last_shared(question, pages, weights, k):
    """`=` in the place of `+=`: of the shared words the one that comes last in the page counts."""
    asked = set(words(question))
    return ranked([([weights[word] for word in words(page) if word in asked] or [0])[-1] for page in pages], k)


wrong("retrieve", """Only one shared word of each page counted, the last one. `=` replaces what was there; `+=` adds to it.""",
      last_shared)
wrong("retrieve", """Only the rarest shared word counted. Their weights are added up.""",
      lambda question, pages, weights, k: ranked([max((weights[word] for word in common(question, page)), default=0) for page in pages], k))
wrong("retrieve", """You cut the texts with `split`: capitals and full stops are still on the words, so `lamp?` is not `lamp`. `words` takes care of that.""",
      lambda question, pages, weights, k: ranked([sum(weights.get(word, 0) for word in sorted(set(question.split()) & set(page.split()))) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights.get(word, 0) for word in sorted(set(question.lower().split()) & set(page.lower().split()))) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights.get(word.lower(), 0) for word in sorted(set(question.split()) & set(page.split()))) for page in pages], k))
wrong("retrieve", """The worst pages come first. `sorted` begins with the smallest: turn it round, by the sign or by `reverse=True`.""",
      lambda question, pages, weights, k: sorted(range(len(pages)), key=lambda i: scored(question, pages, weights)[i])[:k])
wrong("retrieve", """The right pages, the best one last. Best first is wanted.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), k)[::-1],
      lambda question, pages, weights, k: sorted(range(len(pages)), key=lambda i: scored(question, pages, weights)[i])[-k:])
wrong("retrieve", """The right pages, but in the order in which they lie. Best first is wanted.""",
      lambda question, pages, weights, k: sorted(ranked(scored(question, pages, weights), k)))
wrong("retrieve", """Of pages with equal scores you put the later one first. Equal ones stay in their order: `reverse=True` on pairs, or turning a sorted list round, turns them, too.""",
      lambda question, pages, weights, k: sorted(range(len(pages)), key=lambda i: (scored(question, pages, weights)[i], i))[::-1][:k],
      lambda question, pages, weights, k: [i for _, i in sorted(((each, i) for i, each in enumerate(scored(question, pages, weights))), reverse=True)[:k]],
      lambda question, pages, weights, k: np.argsort(scored(question, pages, weights), kind="stable")[::-1][:k].tolist())
wrong("retrieve", """These are the pages. Their positions are wanted: whole numbers, from 0.""",
      lambda question, pages, weights, k: [pages[i] for i in ranked(scored(question, pages, weights), k)])
wrong("retrieve", """These are the scores. The *positions* of the best pages are wanted.""",
      lambda question, pages, weights, k: sorted(scored(question, pages, weights), reverse=True)[:k],
      lambda question, pages, weights, k: sorted(scored(question, pages, weights))[-k:],
      lambda question, pages, weights, k: sorted(scored(question, pages, weights))[:k],
      lambda question, pages, weights, k: sorted(scored(question, pages, weights))[::-1][:k],
      lambda question, pages, weights, k: scored(question, pages, weights)[:k],
      lambda question, pages, weights, k: scored(question, pages, weights))
wrong("retrieve", """Two pages with equal scores got the same position: `index` finds the first of them each time. Sort positions, not scores.""",
      lambda question, pages, weights, k: [scored(question, pages, weights).index(each) for each in sorted(scored(question, pages, weights), reverse=True)[:k]])
wrong("retrieve", """The sum goes on from page to page. It has to begin at 0 for each.""",
      lambda question, pages, weights, k: ranked(np.cumsum(scored(question, pages, weights)).tolist(), k))
wrong("retrieve", """That is one position. The first k of the sorted ones are wanted, as a list: `[:k]`.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), len(pages))[min(k, len(pages) - 1)])
wrong("retrieve", """You gave the scores along. Positions alone are wanted.""",
      lambda question, pages, weights, k: [(i, scored(question, pages, weights)[i]) for i in ranked(scored(question, pages, weights), k)],
      lambda question, pages, weights, k: [(scored(question, pages, weights)[i], i) for i in ranked(scored(question, pages, weights), k)])
wrong("retrieve", """You count the pages from 1. Positions begin at 0.""",
      lambda question, pages, weights, k: [i + 1 for i in ranked(scored(question, pages, weights), k)])
wrong("retrieve", """That is the best page alone. A list of the k best is wanted.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), 1)[0],
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), 1))
wrong("retrieve", """All pages came back. The k best are wanted.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), len(pages)))
wrong("retrieve", """Pages that share no word were left out. k pages are wanted, whatever they score.""",
      lambda question, pages, weights, k: [i for i in ranked(scored(question, pages, weights), k) if scored(question, pages, weights)[i] > 0])
wrong("retrieve", """You looked up the weight of a word that is in no page, so it has none. Ask for the weight of *shared* words only.""",
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in words(question)) for page in pages], k),
      lambda question, pages, weights, k: [weights[word] for word in reversed(words(question))])
wrong("retrieve", """You compared letters: a text is gone through letter by letter. `words` makes words of it, of question and page alike.""",
      lambda question, pages, weights, k: ranked([len(set(question) & set(page)) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in dict.fromkeys(words(page)) if word in set(question)) for page in pages], k))
wrong("retrieve", """The score was the key of a dictionary, so of two pages with the same score one is lost. Keep a list of scores, one for each page.""",
      lambda question, pages, weights, k: [i for _, i in sorted({each: i for i, each in enumerate(scored(question, pages, weights))}.items(), reverse=True)[:k]],
      lambda question, pages, weights, k: [i for _, i in sorted({each: i for i, each in reversed([*enumerate(scored(question, pages, weights))])}.items(), reverse=True)[:k]])
wrong("retrieve", """Three came back, whatever `k` is: cut at `[:k]`.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), 3))
wrong("retrieve", """You took what *either* of the two has (`|`), instead of what both have (`&`).""",
      lambda question, pages, weights, k: ranked([sum(weights.get(word, 0) for word in sorted(set(words(question)) | set(words(page)))) for page in pages], k))
wrong("retrieve", """You made weights of your own. They come in, as `weights`: another list of pages may have other ones.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, idf(pages)), k))


def a_score_for_each_word(question, pages, weights, k):
    """`append` one indent too deep: a score after each shared word, so there are more scores than pages."""
    score = []
    for page in pages:
        points = 0
        for word in words(page):
            if word in set(words(question)):
                points += weights[word]
                score.append(points)
    return ranked(score, k)


def a_score_for_each_shared_word(question, pages, weights, k):
    score = []
    for page in pages:
        points = 0
        for word in sorted(common(question, page)):
            points += weights[word]
            score.append(points)
    return sorted(range(len(pages)), key=lambda i: -score[i])[:k]


wrong("retrieve", """There is a score for each shared *word*: the `append` stands too far in. It comes once for each page, when its words have been added up.""",
      a_score_for_each_word, a_score_for_each_shared_word)
wrong("retrieve", """These are the first k pages. Their scores decide. (Are all scores 0? Then nothing was found that both have. Are both of them sets of *words*, `set(words(…))`, and none of letters?)""",
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in sorted(set(words(question)) & set(page)) if word in weights) for page in pages], k),
      lambda question, pages, weights, k: list(range(k)))


# --- bill ---

def priced(make):
    """What requests cost, made from (requests, fresh, kept, out, price of input, of cached, of output)."""
    def cost(requests, fresh, kept, out, prices):
        return make(requests, fresh, kept, out, prices["input"], prices["cached"], prices["output"])
    cost.__name__ = "<lambda>"
    return cost


wrong("bill", """The kept tokens were paid at the full price: keeping them would save nothing. They have a price of their own, `"cached"`.""",
      priced(lambda n, f, k, o, i, c, w: n * ((f + k) * i + o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * i + o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * ((f + k) * i + k * c + o * w) / 1e6))
wrong("bill", """The kept tokens cost nothing in your bill. They are cheap, not free.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + o * w) / 1e6))
wrong("bill", """Written tokens were paid like read ones. Writing has its own price, `"output"`, and is the dearest.""",
      priced(lambda n, f, k, o, i, c, w: n * ((f + o) * i + k * c) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + (k + o) * c) / 1e6))
wrong("bill", """The million is not where it belongs. The prices are for a million tokens: one token costs the price *divided* by a million.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w)),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) / 1e3),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) / 1e9),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) * 1e6))
def into_its_prices(requests, fresh, kept, out, prices):
    for kind in prices:
        prices[kind] /= 1_000_000
    return requests * (fresh * prices["input"] + kept * prices["cached"] + out * prices["output"])


wrong("bill", """You wrote into the prices that you were given. The next bill would be a million times too small: divide at the end, or in a new dictionary.""",
      into_its_prices)
wrong("bill", """A price stands there without its tokens: each kind of token is multiplied by its own price.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + c + w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + w) / 1e6))
wrong("bill", """You asked for the prices by names that they have not. They are called `"input"`, `"cached"` and `"output"`.""",
      lambda requests, fresh, kept, out, prices: requests * (fresh * prices["fresh"] + kept * prices["kept"] + out * prices["out"]) / 1e6,
      lambda requests, fresh, kept, out, prices: requests * (fresh * prices["input"] + kept * prices["kept"] + out * prices["output"]) / 1e6,
      lambda requests, fresh, kept, out, prices: requests * (fresh * prices["input"] + kept * prices["cached"] + out * prices["out"]) / 1e6)
wrong("bill", """A million has six zeros. (`1_000_000`, or 1e6.)""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) / 1e7),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) / 1e5))
wrong("bill", """That is one request. There are `requests` of them.""",
      priced(lambda n, f, k, o, i, c, w: (f * i + k * c + o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: f * i + k * c + o * w))
wrong("bill", """Only a part of the request was multiplied by how many there are. All three kinds of tokens come once for each request: mind the brackets.""",
      priced(lambda n, f, k, o, i, c, w: (n * f * i + k * c + o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: (f * i + k * c + n * o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: (n * (f * i + k * c) + o * w) / 1e6))
wrong("bill", """Only a part was divided by the million. Mind the brackets: all three prices are for a million tokens.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w / 1e6)),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c) + n * o * w / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i / 1e6 + k * c + o * w)))
wrong("bill", """The prices of fresh and kept tokens have changed places. What was read before is the cheap part.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * c + k * i + o * w) / 1e6))
wrong("bill", """The writing is missing.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c) / 1e6))
wrong("bill", """All tokens together times all prices together: each kind has to be paid at its own price.""",
      priced(lambda n, f, k, o, i, c, w: n * (f + k + o) * (i + c + w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f + k + o) * (i + c + w) / 3e6),
      priced(lambda n, f, k, o, i, c, w: n * (f + k + o) * i / 1e6))
wrong("bill", """You rounded, or cut off what comes after the point (`//`). It is a sum for thousands of requests: leave it as it is.""",
      priced(lambda n, f, k, o, i, c, w: n * f // 1e6 * i + n * k // 1e6 * c + n * o // 1e6 * w),
      priced(lambda n, f, k, o, i, c, w: n * f * i // 1e6 + n * k * c // 1e6 + n * o * w // 1e6),
      priced(lambda n, f, k, o, i, c, w: round(n * (f * i + k * c + o * w) / 1e6, 2)),
      priced(lambda n, f, k, o, i, c, w: round(n * (f * i + k * c + o * w) / 1e6, 1)),
      priced(lambda n, f, k, o, i, c, w: round(n * (f * i + k * c + o * w) / 1e6)),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) // 1e6),
      priced(lambda n, f, k, o, i, c, w: int(n * (f * i + k * c + o * w) / 1e6)))
wrong("bill", """Fresh and kept tokens were taken for one another's part: the kept ones are not among the fresh ones. Nothing is to be subtracted.""",
      priced(lambda n, f, k, o, i, c, w: n * ((f - k) * i + k * c + o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + (k - f) * c + o * w) / 1e6))


wrong("bill", """`1,000,000` is three numbers, 1, 0 and 0. Write `1_000_000`, or 1e6.""",
      priced(lambda n, f, k, o, i, c, w: (n * (f * i + k * c + o * w) / 1, 0, 0)))
wrong("bill", """The kept tokens were paid once, for all requests together. They are read again, cheaply, with every one.""",
      priced(lambda n, f, k, o, i, c, w: (n * (f * i + o * w) + k * c) / 1e6))
wrong("bill", """The price of a million was paid for each million that was begun. Parts of a million cost their part.""",
      priced(lambda n, f, k, o, i, c, w: ceil(n * f / 1e6) * i + ceil(n * k / 1e6) * c + ceil(n * o / 1e6) * w))
wrong("bill", """You took the prices in the order in which they stand. Ask for each by its name: `prices["input"]`.""",
      lambda requests, fresh, kept, out, prices: requests * sum(n * p for n, p in zip((fresh, kept, out), prices.values())) / 1e6)
wrong("bill", """Brackets are missing: `requests` goes with the first product alone, and the million with the last.""",
      priced(lambda n, f, k, o, i, c, w: n * f * i + k * c + o * w / 1e6))
wrong("bill", """Brackets are missing: only the last product is multiplied by `requests`, and divided by the million. Add up all three first, in brackets.""",
      priced(lambda n, f, k, o, i, c, w: f * i + k * c + o * w * n / 1e6))


# --- seconds ---

wrong("seconds", """Everything goes at the speed of writing. A prompt is read in one go, and much faster.""",
      lambda tokens_in, tokens_out, reading, writing: (tokens_in + tokens_out) / writing)
wrong("seconds", """Everything goes at the speed of reading. An answer is written token after token, and that is slow.""",
      lambda tokens_in, tokens_out, reading, writing: (tokens_in + tokens_out) / reading)
wrong("seconds", """The two speeds have changed places.""",
      lambda tokens_in, tokens_out, reading, writing: tokens_in / writing + tokens_out / reading)
wrong("seconds", """You multiplied by the speed. At 50 tokens *a second* a hundred tokens take 2 seconds: divide.""",
      lambda tokens_in, tokens_out, reading, writing: tokens_in * reading + tokens_out * writing)
wrong("seconds", """The division is upside down: tokens divided by tokens a second are seconds.""",
      lambda tokens_in, tokens_out, reading, writing: reading / tokens_in + (writing / tokens_out if tokens_out else 0))
wrong("seconds", """You used an average speed. The two parts come one after the other, each at its own speed: add up the two times.""",
      lambda tokens_in, tokens_out, reading, writing: (tokens_in + tokens_out) / ((reading + writing) / 2),
      lambda tokens_in, tokens_out, reading, writing: (tokens_in + tokens_out) / (reading + writing))
wrong("seconds", """Only one of the two parts is in it: reading *and* writing take their time, one after the other.""",
      lambda tokens_in, tokens_out, reading, writing: tokens_in / reading,
      lambda tokens_in, tokens_out, reading, writing: tokens_out / writing,
      lambda tokens_in, tokens_out, reading, writing: max(tokens_in / reading, tokens_out / writing))
wrong("seconds", """These are milliseconds. Seconds are wanted.""",
      lambda tokens_in, tokens_out, reading, writing: 1000 * (tokens_in / reading + tokens_out / writing))
wrong("seconds", """You rounded, or divided without the rest (`//`). Leave it as it is.""",
      lambda tokens_in, tokens_out, reading, writing: round(tokens_in / reading + tokens_out / writing, 2),
      lambda tokens_in, tokens_out, reading, writing: round(tokens_in / reading + tokens_out / writing, 1),
      lambda tokens_in, tokens_out, reading, writing: tokens_in // reading + tokens_out // writing,
      lambda tokens_in, tokens_out, reading, writing: round(tokens_in / reading + tokens_out / writing))
wrong("seconds", """Two numbers came back. They come one after the other: add them up.""",
      lambda tokens_in, tokens_out, reading, writing: (tokens_in / reading, tokens_out / writing))


wrong("seconds", """The prompt was read again for each token that is written. What has been read is kept: reading comes once.""",
      lambda tokens_in, tokens_out, reading, writing: tokens_out * (tokens_in / reading + 1 / writing),
      lambda tokens_in, tokens_out, reading, writing: tokens_in / reading * tokens_out + tokens_out / writing,
      lambda tokens_in, tokens_out, reading, writing: sum((tokens_in + i) / reading + 1 / writing for i in range(tokens_out)))
wrong("seconds", """You are one token off. All `tokens_out` tokens are written at the speed of writing.""",
      lambda tokens_in, tokens_out, reading, writing: tokens_in / reading + (tokens_out - 1) / writing,
      lambda tokens_in, tokens_out, reading, writing: tokens_in / reading + (tokens_out + 1) / writing)
wrong("seconds", """Look at the brackets: each number of tokens is divided by its own speed, and then the two are added.""",
      lambda tokens_in, tokens_out, reading, writing: (tokens_in / reading + tokens_out) / writing,
      lambda tokens_in, tokens_out, reading, writing: tokens_in / (reading + tokens_out) / writing,
      lambda tokens_in, tokens_out, reading, writing: (tokens_in + tokens_out / writing) / reading,
      lambda tokens_in, tokens_out, reading, writing: tokens_in + tokens_out / reading + writing)
wrong("seconds", """The two times were subtracted, or multiplied. One comes after the other: add them up.""",
      lambda tokens_in, tokens_out, reading, writing: tokens_in / reading - tokens_out / writing,
      lambda tokens_in, tokens_out, reading, writing: abs(tokens_in / reading - tokens_out / writing),
      lambda tokens_in, tokens_out, reading, writing: (tokens_in / reading) * (tokens_out / writing))


# --- servers ---

wrong("servers", """You rounded down: with that many machines the queue grows all day. A part of a machine is a whole one.""",
      lambda per_hour, seconds_each, busy: int(per_hour * seconds_each / (3600 * busy)),
      lambda per_hour, seconds_each, busy: max(1, int(per_hour * seconds_each / (3600 * busy))),
      lambda per_hour, seconds_each, busy: max(1, per_hour * seconds_each // (3600 * busy)),
      lambda per_hour, seconds_each, busy: per_hour * seconds_each // (3600 * busy),
      lambda per_hour, seconds_each, busy: max(1, floor(per_hour * seconds_each / (3600 * busy))),
      lambda per_hour, seconds_each, busy: round(per_hour * seconds_each / (3600 * busy)),
      lambda per_hour, seconds_each, busy: max(1, round(per_hour * seconds_each / (3600 * busy))))
wrong("servers", """Your machines are busy all of the hour: there is no room for the busy minutes. Each may work only the share `busy` of it.""",
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / 3600),
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour * seconds_each / 3600)),
      lambda per_hour, seconds_each, busy: int(per_hour * seconds_each / 3600))
wrong("servers", """You multiplied by `busy`. Idle time needs *more* machines: divide by it.""",
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / 3600 * busy),
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour * seconds_each / 3600 * busy)))
wrong("servers", """You used the share that is *idle*. `busy` is the share of the hour in which a machine may work.""",
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / (3600 * (1 - busy))),
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour * seconds_each / (3600 * (1 - busy)))),
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / 3600 * (1 + (1 - busy))))
wrong("servers", """You added one to be safe, instead of rounding up. Where the work fits exactly, that is a machine too many.""",
      lambda per_hour, seconds_each, busy: int(per_hour * seconds_each / (3600 * busy)) + 1,
      lambda per_hour, seconds_each, busy: per_hour * seconds_each // (3600 * busy) + 1,
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / (3600 * busy)) + 1)
wrong("servers", """An hour has 3,600 seconds.""",
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / (60 * busy)),
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour * seconds_each / (60 * busy))),
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / busy),
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour * seconds_each / busy)))
wrong("servers", """There are only whole machines: round up.""",
      lambda per_hour, seconds_each, busy: per_hour * seconds_each / (3600 * busy))
wrong("servers", """You divided by the seconds of a request. A request that takes longer needs more machines, not fewer.""",
      lambda per_hour, seconds_each, busy: ceil(per_hour / seconds_each / (3600 * busy)),
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour / seconds_each / (3600 * busy))))
wrong("servers", """You rounded twice: first without `busy`, then with it. That makes too many. Round at the end, once.""",
      lambda per_hour, seconds_each, busy: ceil(ceil(per_hour * seconds_each / 3600) / busy))
wrong("servers", """One machine is always needed, even while nobody asks: at least 1 is wanted.""",
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / (3600 * busy)))
wrong("servers", """You get 1, whatever the work. Is the fraction upside down, or `min` in the place of `max`?""",
      lambda per_hour, seconds_each, busy: min(1, ceil(per_hour * seconds_each / (3600 * busy))),
      lambda per_hour, seconds_each, busy: max(1, ceil(3600 * busy / (per_hour * seconds_each))) if per_hour else 1,
      lambda per_hour, seconds_each, busy: ceil(3600 * busy / (per_hour * seconds_each)) if per_hour else 1)
wrong("servers", """`//` cut off too early: a whole number of requests a second, or of requests a machine, is not what was asked for. Divide with `/`, and round up once, at the end.""",
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour // 3600 * seconds_each / busy)),
      lambda per_hour, seconds_each, busy: max(1, ceil(ceil(per_hour / 3600) * seconds_each / busy)))


# --- layers and roles: why a choice is wrong, and what to look at in this task; never which one is right ---

SHELF = {"application": "That shelf is for one product on a finished model.",
         "model": "That shelf is for weights, and for the data and methods they come from.",
         "infrastructure": "That shelf is for what serves every model and product alike: machines, networks, stores."}
TRADE = {"AI": "An AI engineer makes a finished model do the job, by prompt, context and tools, and judges its answers.",
         "ML": "An ML engineer trains, and knows the data and the mathematics of it.",
         "full_stack": "A full-stack engineer builds pages, servers, accounts and databases.",
         "none": "One of the three trades does have this skill."}
TASKS = {
    1: ("model", "full_stack", "It is a page, but no customer ever sees it: what are the choices that it collects used for?",
         "It is used for training; what has to be *built* is a page that works."),
    2: ("application", "none", "The terms are those of one assistant.",
         "It is a text, and no model reads it. Who writes texts that hold in court?"),
    3: ("application", "AI", "The messages are your customers', and what is compared are two prompts. No weight moves.",
         "The method is statistics; the thing that is judged is what a prompt makes a model say."),
    4: ("infrastructure", "none", "The cards do not know what will be computed on them.",
         "Power and cooling: is that prompts, mathematics, or web pages?"),
    5: ("model", "ML", "It is done for one shop. And still: what is different afterwards, a prompt or something in the model?",
         "Ten thousand examples are *learned* from. Which trade lets models learn?"),
    6: ("model", "ML", "Not to store the corpus, and not for one product: to make better what is learned from it.",
         "What is in the corpus decides what is learned. Whose material is that?"),
    7: ("application", "full_stack", "These are the chats of one product's users, in its own database.",
         "Chats are kept like orders or addresses. Who builds databases for a product?"),
    8: ("application", "none", "Nothing of a model or a machine is in it: for which product are they asked?",
         "All three should listen. But asking people well is a craft of its own."),
    9: ("model", "ML", "Thousands of machines are used for it. What comes out at the end, and did not exist before?",
         "It begins with random numbers: no finished model is there to be asked."),
    10: ("application", "AI", "The model and the machines stay as they are; for whose questions is the page?",
         "It reads a database, yes; but what must be right is what the model gets to see."),
    11: ("infrastructure", "full_stack", "A page, but its product is machine time, for everybody in the house.",
         "It reserves machines. What has to be built is a form, with a database behind it."),
    12: ("application", "AI", "The tool and its description belong to one assistant. The model that reads it is finished.",
         "The look-up is code. *When* it is used is said in words, to a model."),
    13: ("infrastructure", "none", "The jobs are trainings, perhaps; the card does not care.",
         "Ask who has a screwdriver, and a plan for the night."),
    14: ("application", "AI", "They are the bad answers of *your* assistant. They may lead to a better prompt long before they lead to a new model.",
         "Nobody improves answers that they have not read. Whose work are a model's answers?"),
    15: ("application", "full_stack", "One product's window, on its users' phones.",
         "It is a matter of pages, whoever answers in them."),
    16: ("model", "none", "What is checked is what a model may be made from.",
         "All three need the answer, and none of them can give it."),
    17: ("application", "AI", "Nothing is trained here, and no machine is touched: who reads these words, and for whose customers?",
         "Not a line of this is code: it is words that a finished model reads."),
    18: ("application", "AI", "You choose a model; you do not make one, and you do not run it. Whose customers are asked about?",
         "Both models are finished. What is judged are their answers to your questions."),
    19: ("model", "ML", "A setting, but of which work: asking a model, running a machine, or making weights?",
         "A prompt has no learning rate. Where is one set?"),
    20: ("application", "full_stack", "Customers of one product log in and pay there.",
         "Banks and law stand behind it; building it is ordinary work on the web."),
    21: ("application", "AI", "They grade your assistant's answers, and nothing is trained on the grades.",
         "The grades measure a finished model in its job."),
    22: ("model", "none", "Nobody builds a product or runs a machine here: for what will the answers be used?",
         "The answers will be training data. But finding and paying people is no engineering."),
    23: ("application", "AI", "What an assistant says when it does not know is decided product by product, and no weight changes for it.",
         "The rule is written in words, and a model has to follow it."),
    24: ("application", "full_stack", "The button stands in one product, and collects what its users think.",
         "Reading what it stores is another trade's; the button itself is a page and a table."),
    25: ("infrastructure", "none", "A chip multiplies for every model and every product.",
         "It multiplies matrices, and is designed by people who draw circuits."),
    26: ("application", "AI", "Examples in a prompt change no weight. They stand in front of one product's questions.",
         "Examples in a prompt are not training examples: what is fitted to them?"),
    27: ("infrastructure", "none", "The rack carries a thousand products and models, and is hot for all of them.",
         "Ask who is woken up."),
    28: ("infrastructure", "none", "Every training and every product of the house goes through these cables alike.",
         "Cables and switches: is that prompts, mathematics, or web pages?"),
    29: ("application", "full_stack", "One product's browser and one product's server are in it. The model behind is somebody else's.",
         "Whatever the model says, the key has to be hidden. Who builds servers?"),
    30: ("model", "ML", "It is decided long before there is a model that a product could use.",
         "Long before anybody can prompt it: what a model reads is decided by those who let it read."),
    31: ("infrastructure", "none", "The certificates are those of the machines under everything, not of one product.",
         "Not of one product's page: of a cluster. Who keeps clusters running?"),
    32: ("model", "ML", "It saves memory, and not by changing the machine: what is changed?",
         "What is lost by rounding is a question of numbers and of how a network works with them."),
    33: ("model", "ML", "Wherever it is used later, new weights come out of it.",
         "One model's answers are another's examples: somebody runs that learning."),
    34: ("infrastructure", "none", "It is text for training, perhaps. Storing it is the same for films.",
         "A thousand machines and a petabyte: is that prompts, mathematics, or one product's pages?"),
    35: ("model", "ML", "The preferences come from users; what is done with them makes weights.",
         "Choices of people become a loss that is made smaller."),
    36: ("application", "full_stack", "The words arrive anyway. What remains to be done happens on one product's page.",
         "The model sends word by word already; a page has to show it so."),
    37: ("application", "full_stack", "Customers see it, and it would be the same page if a person answered behind it.",
         "Nothing on this page depends on what a model says. Who builds pages?"),
    38: ("model", "ML", "Cutting text looks like preparation, and every weight of the model depends on it.",
         "It is learned from a corpus, before the first weight is."),
    39: ("application", "AI", "A promise of *your* assistant is tested. The model is as it is.",
         "The trick lies in the words, and in what a model answers to them."),
    40: ("model", "ML", "Perhaps a machine broke. To find out, one reads what happened in a run that makes weights.",
         "To know why a loss jumps one has to read a training."),
}
for answer, lines, place in ("layers", SHELF, 2), ("roles", TRADE, 3):
    for task, (*keys, of_layer, of_role) in TASKS.items():
        for choice, line in lines.items():
            if choice != keys[place - 2]:
                wrong_choice(answer, task, choice, f"{line} {(of_layer, of_role)[place - 2]}")


# --- ways ---

SITUATIONS = {
    "A": ("prompt", "train", "Months and millions, to find out what one evening can tell.",
          "There is no data yet, and one evening: what can be tried at once?"),
    "B": ("retrieve", "prompt", "However well you ask, it is not in the model. Somebody must fetch it.",
          "Where her order is, changes by the hour, and is nobody else's business."),
    "C": ("prompt", "finetune", "Nothing is missing in the weights: ask for the tone first.",
          "The model can do it already: has anybody asked it to?"),
    "D": ("finetune", "prompt", "You have measured that this road ends, and the labels lie unused.",
          "Nothing is missing that one could look up, and the task is language; but twenty thousand examples lie there."),
    "E": ("train", "finetune", "No pre-trained language model fits into 20 kilobytes; a tiny network of its own does.",
          "Think of the 20 kilobytes, and that it is a sound."),
    "F": ("retrieve", "finetune", "Weights do not remember where they have a sentence from.",
          "Every answer has to name its place in four thousand pages."),
    "G": ("prompt", "finetune", "Say so, or restrict the choice: it costs nothing, and is done today.",
          "It knows the word, and says too much around it: has it been told?"),
    "H": ("retrieve", "finetune", "By next week the weights are wrong, and you pay again.",
          "It is about facts that are in no model, and change every week."),
    "I": ("train", "prompt", "Rows of figures with known outcomes need no language: a small classical model learns them in minutes.",
          "These are rows of figures, and there are ten years of them: is it language at all?"),
    "J": ("train", "prompt", "It has never read a word about your game. It can play a million rounds.",
          "Nobody has ever written about this game, but an exact simulator is there."),
    "K": ("finetune", "train", "Sentences are language. Begin with a model that knows some.",
          "Many prompts were measured, and no fact is missing; eight thousand pairs lie there."),
    "L": ("finetune", "retrieve", "It would fetch the same four thousand tokens a million times.",
          "It works, and is too dear as it is; the style is a habit that never changes, and the task is language."),
}
WAY = {"prompt": "A prompt changes nothing in the model, and brings in nothing that is not in it.",
       "retrieve": "Retrieval puts a fact in front that the model lacks.",
       "finetune": "Finetuning changes weights: it needs many examples, and pays where a habit is to last.",
       "train": "Training from the beginning is for what no language model can begin with."}
for situation, (right_way, tempting, sentence, other) in SITUATIONS.items():
    for choice, line in WAY.items():
        if choice == tempting:
            wrong_choice("ways", situation, choice, sentence)
        elif choice != right_way:
            wrong_choice("ways", situation, choice, f"{line} {other}")
