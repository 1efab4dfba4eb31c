"""The ways people get 06-ai-engineering wrong, and what to say. The message comes first, then the functions that do it."""
import re
from math import ceil, exp, floor, log, prod
from zlib import crc32

import numpy as np

from course.exercise.mistakes import reference, wrong, wrong_choice
from course.lessons.worlds.helpdesk import LABELS, idf, words

# --- fill ---


def tidy(text):
    return " ".join(text.split())


wrong("fill", """`format` tries to fill every brace in the template: where a brace isn't a hole, it stops or swallows it. Replace the text `{message}`, and nothing else.""",
      lambda template, message: template.format(message=tidy(message)),
      lambda template, message: template.format(message=message))
wrong("fill", """The message's white space came in untouched. A line break in it starts a new line of *your* prompt. (If you cut at single spaces and join with single spaces, you get the same text back.)""",
      lambda template, message: template.replace("{message}", message))
wrong("fill", """You tidied up only the two ends. White space inside the message has to become one space, too: a line break there starts a new line of your prompt.""",
      lambda template, message: template.replace("{message}", message.strip()))
wrong("fill", """You removed the white space altogether, so words that it kept apart have become one word. Leave one space.""",
      lambda template, message: template.replace("{message}", "".join(message.split())),
      lambda template, message: template.replace("{message}", message.strip().replace("\n", "").replace("\t", "").replace("\r", "")),
      lambda template, message: template.replace("{message}", message.replace("\n", "").strip()),
      lambda template, message: template.replace("{message}", re.sub(r"[\n\r\t]+", "", message).strip()))
wrong("fill", """A brace of the hole is left over: `{message}` has nine characters. `replace` counts for you.""",
      lambda template, message: template.replace("{message}", " ".join(message.split()) + "}"),
      lambda template, message: template.replace("{message}", "{" + " ".join(message.split())))
wrong("fill", """Each white-space character became its own space, so there are several in a row. A whole *stretch* has to become one space.""",
      lambda template, message: template.replace("{message}", message.replace("\n", " ").strip()),
      lambda template, message: template.replace("{message}", message.replace("\n", " ").replace("\t", " ").replace("  ", " ").strip()),
      lambda template, message: template.replace("{message}", message.strip().replace("\n", " ").replace("\t", " ").replace("\r", " ")),
      lambda template, message: template.replace("{message}", re.sub(r"\s", " ", message).replace("  ", " ").strip()),
      lambda template, message: template.replace("{message}", re.sub(r"\s", " ", message).strip()),
      lambda template, message: template.replace("{message}", re.sub(r"\s", " ", message)),
      lambda template, message: template.replace("{message}", message.replace("\n", " ")),
      lambda template, message: template.replace("{message}", " ".join(message.strip().split("\n"))),
      lambda template, message: template.replace("{message}", " ".join(message.splitlines()).strip()),
      lambda template, message: template.replace("{message}", " ".join(message.strip().splitlines())))
wrong("fill", """You tidied up only spaces. Line breaks and tabs are white space, too: `split()` without an argument knows them all.""",
      lambda template, message: template.replace("{message}", re.sub(" +", " ", message).strip()),
      lambda template, message: template.replace("{message}", re.sub(" +", " ", message)),
      lambda template, message: template.replace("{message}", " ".join(part for part in message.split(" ") if part)),
      lambda template, message: template.replace("{message}", re.sub(" +", " ", message.strip(" "))))
wrong("fill", """There is still a space at one end of the message. Leave none there.""",
      lambda template, message: template.replace("{message}", re.sub(r"\s+", " ", message)),
      lambda template, message: template.replace("{message}", tidy(message) + " "),
      lambda template, message: template.replace("{message}", " " + tidy(message)),
      lambda template, message: template.replace("{message}", re.sub(r"\s+", " ", message).rstrip()),
      lambda template, message: template.replace("{message}", re.sub(r"\s+", " ", message).lstrip()))
wrong("fill", """You tidied up the whole prompt. The template's own line breaks and spaces mean something: tidy up only the message.""",
      lambda template, message: tidy(template.replace("{message}", message)),
      lambda template, message: tidy(template).replace("{message}", tidy(message)),
      lambda template, message: template.strip().replace("{message}", tidy(message)),
      lambda template, message: template.replace("{message}", tidy(message)).strip(),
      lambda template, message: re.sub(r"\s+", " ", template.replace("{message}", message)))
wrong("fill", """The message is at one end of the template, and the hole is still there. It belongs in place of `{message}`.""",
      lambda template, message: template + tidy(message),
      lambda template, message: template + " " + tidy(message),
      lambda template, message: template + "\n" + tidy(message),
      lambda template, message: tidy(message) + template,
      lambda template, message: tidy(message) + "\n" + template,
      lambda template, message: f"{template}{message}")
wrong("fill", """The hole's braces are still there. The text to replace is `{message}`, braces included.""",
      lambda template, message: template.replace("message", tidy(message)),
      lambda template, message: template.replace("{message}", "{" + tidy(message) + "}"),
      lambda template, message: template.replace("message", message))
wrong("fill", """The template came back unchanged: nothing went into its hole. `replace(old, new)` looks for exactly `old`, here `{message}`, and gives a *new* text: keep it, or return it.""",
      lambda template, message: template)
wrong("fill", """Only the message came back. It needs its template around it.""",
      lambda template, message: tidy(message),
      lambda template, message: message)
wrong("fill", """Something other than the hole was taken out of the template. Leave everything else in it, other braces included.""",
      lambda template, message: re.sub(r"\{.*?\}", lambda found: tidy(message), template),
      lambda template, message: template.replace("{message}", tidy(message)).replace("{", "").replace("}", ""),
      lambda template, message: template.split("{message}")[0] + tidy(message),
      lambda template, message: tidy(message) + template.split("{message}")[-1])
wrong("fill", """A backslash in the message was read as a command: that is how `re.sub` reads its replacement. `replace` takes a text literally.""",
      lambda template, message: re.sub(r"\{message\}", tidy(message), template),
      lambda template, message: re.sub("{message}", tidy(message), template))
wrong("fill", """You changed more of the message than its white space. Leave capitals, signs and braces as the customer wrote them.""",
      lambda template, message: template.replace("{message}", tidy(message).lower()),
      lambda template, message: template.replace("{message}", tidy(message).replace("{", "").replace("}", "")),
      lambda template, message: template.replace("{message}", " ".join(re.findall(r"\w+", message))),
      lambda template, message: template.replace("{message}", " ".join(words(message))))


wrong("fill", """You put in the name of a variable: in quotes it is a text like any other. Without quotes it is the variable's value.""",
      lambda template, message: template.replace("{message}", "tidy"),
      lambda template, message: template.replace("{message}", "message"))
wrong("fill", """You joined the letters: Python walks through a text letter by letter. Cut it into words first, and join those.""",
      lambda template, message: template.replace("{message}", " ".join(message)),
      lambda template, message: template.replace("{message}", " ".join(message.strip())))
wrong("fill", """You replaced one kind of white space after another, and some is left: tabs, other line ends, or three spaces in a row. `split()` without an argument cuts at every stretch of any kind.""",
      lambda template, message: template.replace("{message}", message.strip().replace("\n", " ").replace("  ", " ")),
      lambda template, message: template.replace("{message}", message.replace("\n", " ").replace("  ", " ").strip()))


# --- choose ---

def totals(worth):
    return {label: sum(tokens) for label, tokens in worth.items()}


wrong("choose", """You took the mean over the tokens, so a long answer pays nothing for its length. Along an answer, log-probabilities add up.""",
      lambda worth: max(worth, key=lambda label: sum(worth[label]) / len(worth[label])),
      lambda worth: max(worth, key=lambda label: np.mean(worth[label])))
wrong("choose", """Only the first tokens decided here: to Python, the list whose first item is larger is the larger one. All of a label's tokens count.""",
      lambda worth: max(worth, key=lambda label: worth[label][0]),
      lambda worth: max(worth, key=worth.get))
wrong("choose", """You looked at only the last token. All tokens of a label count.""",
      lambda worth: max(worth, key=lambda label: worth[label][-1]))
wrong("choose", """You turned the logarithms into probabilities and added those. Along an answer probabilities are *multiplied*, so it is their logarithms that add up. A sum of probabilities rewards length.""",
      lambda worth: max(worth, key=lambda label: sum(exp(each) for each in worth[label])))
wrong("choose", """That is the *least* likely label. Log-probabilities are negative: the likeliest is the one nearest to zero.""",
      lambda worth: min(worth, key=lambda label: sum(worth[label])),
      lambda worth: max(worth, key=lambda label: abs(sum(worth[label]))),
      lambda worth: max(worth, key=lambda label: -sum(worth[label])))
def keeps_an_old_sum(worth):
    best = best_total = None
    for label, tokens in worth.items():
        if best is None:
            best, best_total = label, sum(tokens)
        elif sum(tokens) > best_total:
            best = label
    return best


wrong("choose", """You keep the best label so far, and not its sum: every later one is compared with the first label's. Keep both up to date.""", keeps_an_old_sum)
wrong("choose", """You multiplied the log-probabilities. You multiply probabilities, but you add their logarithms.""",
      lambda worth: max(worth, key=lambda label: prod(worth[label])))
wrong("choose", """You compared single tokens: each label's likeliest, or its unlikeliest. The sum over all its tokens decides.""",
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


wrong("choose", """One side of your comparison is a sum; the other is a single token, or a mean, of the new label. Compare the *sums* of both.""",
      against_the_sum(max), against_the_sum(min), against_the_sum(lambda tokens: tokens[0]))


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


wrong("choose", """You keep a sum, or a list of tokens, in `best`, and then look it up like a label. Keep the label.""",
      keeps(sum), keeps(list))
wrong("choose", """You compared the label itself, a text, with a sum, a number. What counts is the sum of the label's log-probabilities.""",
      lambda worth: [label > sum(tokens) for label, tokens in worth.items()],
      lambda worth: [sum(tokens) < label for label, tokens in worth.items()])
wrong("choose", """You added up the label itself, which is a text. Its log-probabilities are in the list: `tokens`, or `worth[label]`.""",
      lambda worth: max(worth, key=lambda label: sum(label)))
wrong("choose", """That is the sum. Return the *label* that has it: a text.""",
      lambda worth: max(sum(tokens) for tokens in worth.values()),
      lambda worth: max(map(sum, worth.values())))
wrong("choose", """These are a label's log-probabilities. Return the label itself: a text.""",
      lambda worth: max(worth.values()),
      lambda worth: max(worth.values(), key=sum),
      lambda worth: worth[max(worth, key=lambda label: sum(worth[label]))])


def begins_too_high(highest, answer):
    """A search that begins at a number, and at an answer."""
    def choose(worth):
        best, found = highest, answer
        for label, tokens in worth.items():
            if sum(tokens) > best:
                best, found = sum(tokens), label
        return found
    choose.__name__ = "<lambda>"
    return choose


wrong("choose", """Your search found nothing: none of these labels beats the number that it begins at. Begin with the first label.""",
      *(begins_too_high(best, before) for best in (-5, -100) for before in ("", None)),
      lambda worth: "",
      lambda worth: 0)
wrong("choose", """You always get the first label, whatever follows it.""",
      lambda worth: next(iter(worth)),
      lambda worth: list(worth)[0])
wrong("choose", """You always get the last label, whatever came before it. Keep the best so far, and compare.""",
      lambda worth: list(worth)[-1])
wrong("choose", """That is the label's position. Return the label itself: a text.""",
      lambda worth: max(range(len(worth)), key=lambda i: sum(list(worth.values())[i])),
      lambda worth: int(np.argmax([sum(tokens) for tokens in worth.values()])))
wrong("choose", """You got a pair: the right label, and its log-probabilities. Return only the first of the two, the label.""",
      lambda worth: max(worth.items(), key=lambda item: sum(item[1])),
      lambda worth: list(max(worth.items(), key=lambda item: sum(item[1]))))
wrong("choose", """You got a pair, that of the label that comes last in the alphabet: pairs are compared by what is first in them. Compare the sums, and return only the label.""",
      lambda worth: max(worth.items()))
wrong("choose", """You returned more than the label. Return only the label: a text.""",
      lambda worth: max(totals(worth).items(), key=lambda pair: pair[1]),
      lambda worth: [max(worth, key=lambda label: sum(worth[label]))],
      lambda worth: max((sum(tokens), label) for label, tokens in worth.items()),
      lambda worth: sorted(worth, key=lambda label: -sum(worth[label])),
      lambda worth: totals(worth),
      lambda worth: {max(worth, key=lambda label: sum(worth[label])): max(map(sum, worth.values()))})
wrong("choose", """You got the label that comes last in the alphabet: you compared the labels themselves (as `max` of a dictionary does). Compare the sums of their log-probabilities.""",
      lambda worth: max(worth))
wrong("choose", """You got the label with the fewest tokens. What counts is what they are worth.""",
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


def around_a_sum(a, b):
    d = [x - y for x, y in zip(a, b)]
    total = sum(d)
    return total, 2 * (sum((each - total) ** 2 for each in d) / (len(d) - 1)) ** .5 / len(d) ** .5


def each_with_each(a, b):
    d = np.subtract.outer(a, b).ravel()
    return d.mean(), 2 * d.std(ddof=1) / len(d) ** .5


wrong("difference", """You compared every message of `a` with every one of `b`: a loop inside a loop. They are the same messages in the same order: `zip(a, b)` walks through both together.""", each_with_each)


wrong("difference", """You rounded. Return the numbers as they are.""",
      *[lambda a, b, n=n: tuple(round(each, n) for each in (paired(a, b)[0], 2 * paired(a, b)[1] / len(a) ** .5)) for n in (0, 1, 2)])
wrong("difference", """Your *m* is the sum of the differences. The mean is the sum, divided by how many there are.""", around_a_sum,
      lambda a, b: (float(np.subtract(a, b).sum()), spread(a, b, lambda d, m, n: 2 * d.std(ddof=1) / n ** .5)[1]))


@wrong("difference")
def unpaired(a, b):
    """You judged a and b separately, and combined the two errors. They are *the same* messages: first subtract message by message, then see how the differences scatter."""
    (x, s, n), (y, t, _) = moments(a), moments(b)
    return x - y, 2 * (s * s / n + t * t / n) ** .5


wrong("difference", """That is one standard error. The task asks for two: twice as wide.""",
      lambda a, b: (paired(a, b)[0], paired(a, b)[1] / len(a) ** .5))
wrong("difference", """You didn't divide by the root of n. Your number says how single *messages* scatter; a standard error says how far you can trust their mean.""",
      lambda a, b: (paired(a, b)[0], 2 * paired(a, b)[1]),
      lambda a, b: (paired(a, b)[0], paired(a, b)[1]),
      lambda a, b: (paired(a, b)[0], 2 * float(np.std(np.subtract(a, b)))),
      lambda a, b: (paired(a, b)[0], float(np.std(np.subtract(a, b)))))
wrong("difference", """You divided by n instead of its *root*. (`n ** 1/2` isn't a root but half of n: the power comes first. Write `n ** .5`.) Four times as many messages halve the error; they don't quarter it.""",
      lambda a, b: (paired(a, b)[0], 2 * paired(a, b)[1] / len(a)),
      lambda a, b: (paired(a, b)[0], 2 * float(np.std(np.subtract(a, b))) / len(a)),
      lambda a, b: (paired(a, b)[0], paired(a, b)[1] / len(a)))
wrong("difference", """Your standard deviation divides by n, which makes it a little too small. Numpy's `np.std` does that by default: the task divides by n − 1 (`ddof=1`).""",
      lambda a, b: (paired(a, b)[0], 2 * float(np.std(np.subtract(a, b))) / len(a) ** .5),
      lambda a, b: (paired(a, b)[0], float(np.std(np.subtract(a, b))) / len(a) ** .5))
wrong("difference", """The sign is the wrong way round: that is b − a. `difference(a, b)` says how much better *a* is.""",
      lambda a, b: (-paired(a, b)[0], 2 * paired(a, b)[1] / len(a) ** .5))
wrong("difference", """You lost the signs: 1 − 0 and 0 − 1 are different, and cancel each other out. Subtract, without `abs`, and without counting where the two differ.""",
      lambda a, b: (moments(np.abs(np.subtract(a, b)))[0], 2 * moments(np.abs(np.subtract(a, b)))[1] / len(a) ** .5),
      lambda a, b: (moments(np.abs(np.subtract(a, b)))[0], 2 * paired(a, b)[1] / len(a) ** .5),
      lambda a, b: (abs(paired(a, b)[0]), 2 * paired(a, b)[1] / len(a) ** .5))
wrong("difference", """The first number is the *sum* of the differences. For their mean, divide by how many there are.""",
      lambda a, b: (sum(a) - sum(b), 2 * paired(a, b)[1] / len(a) ** .5))
wrong("difference", """These are the two ends of the range: the mean minus and plus two standard errors. Return the mean itself, and the two standard errors.""",
      lambda a, b: (paired(a, b)[0] - 2 * paired(a, b)[1] / len(a) ** .5, paired(a, b)[0] + 2 * paired(a, b)[1] / len(a) ** .5))
wrong("difference", """p · (1 − p) / n is for a share of right answers. These are differences, −1, 0 and 1: take *their* standard deviation.""",
      lambda a, b: (sum(a) / len(a) - sum(b) / len(b), 2 * (abs(sum(a) - sum(b)) / len(a) * (1 - abs(sum(a) - sum(b)) / len(a)) / len(a)) ** .5))
wrong("difference", """Two things: you subtracted a from b, and you forgot the root, so this is the variance and not the standard deviation.""",
      lambda a, b: (np.mean(np.subtract(b, a)), 2 * np.var(np.subtract(b, a), ddof=1) / len(a) ** .5))
wrong("difference", """You forgot the root: that is the *variance* (the mean square), not the standard deviation. (`x ** 1/2` isn't a root but half of x: the power comes first. Write `x ** .5`.)""",
      lambda a, b: spread(a, b, lambda d, m, n: 2 * (((d - m) ** 2).sum() / (n - 1) / 2) / n ** .5),
      lambda a, b: spread(a, b, lambda d, m, n: 2 * (((d - m) ** 2).sum() / (n - 1) / 2) / (n / 2)),
      lambda a, b: spread(a, b, lambda d, m, n: 2 * d.std(ddof=1) / (n / 2)),
      lambda a, b: (paired(a, b)[0], 2 * paired(a, b)[1] ** 2 / len(a) ** .5),
      lambda a, b: (paired(a, b)[0], 2 * paired(a, b)[1] ** 2 / len(a)),
      lambda a, b: (paired(a, b)[0], 2 * float(np.var(np.subtract(a, b))) / len(a) ** .5))
wrong("difference", """You divided by the root of n − 1. The n − 1 belongs in the standard deviation; the mean is over n messages.""",
      lambda a, b: (paired(a, b)[0], 2 * paired(a, b)[1] / (len(a) - 1) ** .5))
wrong("difference", """You swapped the two numbers: first comes the mean of the differences, then two standard errors.""",
      lambda a, b: (2 * paired(a, b)[1] / len(a) ** .5, paired(a, b)[0]))
wrong("difference", """Only one number came back. Return two: the mean of the differences, and two standard errors of it.""",
      lambda a, b: paired(a, b)[0],
      lambda a, b: 2 * paired(a, b)[1] / len(a) ** .5)
wrong("difference", """You measured how one list scatters. What matters is how the *differences* scatter: subtract first.""",
      lambda a, b: (paired(a, b)[0], 2 * moments(a)[1] / len(a) ** .5),
      lambda a, b: (paired(a, b)[0], 2 * moments(b)[1] / len(a) ** .5))
wrong("difference", """These are percentages. Return shares between −1 and 1.""",
      lambda a, b: (100 * paired(a, b)[0], 200 * paired(a, b)[1] / len(a) ** .5))
wrong("difference", """You took only the messages where the two differ. Where they agree counts as well: the difference there is 0.""",
      lambda a, b: where_they_differ(a, b))


def where_they_differ(a, b):
    d = [x - y for x, y in zip(a, b) if x != y]
    return (moments(d)[0], 2 * moments(d)[1] / len(d) ** .5) if len(d) > 1 else (0.0, 0.0)


wrong("difference", """Brackets are missing: `total / n - 1` takes 1 away from the quotient. Write `/ (n - 1)`.""",
      lambda a, b: (paired(a, b)[0], 2 * (sum((x - y - paired(a, b)[0]) ** 2 for x, y in zip(a, b)) / len(a) - 1) / len(a) ** .5),
      lambda a, b: not_bracketed(a, b, 2),
      lambda a, b: spread(a, b, lambda d, m, n: 2 * abs(((d - m) ** 2).sum() / n - 1) ** .5 / n ** .5),
      lambda a, b: not_bracketed(a, b, 1))
wrong("difference", """You added two errors, one for each list. What matters is how the *differences* scatter: subtract first, message by message.""",
      lambda a, b: (paired(a, b)[0], 2 * (moments(a)[1] + moments(b)[1]) / len(a) ** .5))
wrong("difference", """Your root covers too much or too little: the standard deviation is already a root, and you divide it by the root of n alone.""",
      lambda a, b: spread(a, b, lambda d, m, n: 2 * (d.std(ddof=1) / n) ** .5),
      lambda a, b: spread(a, b, lambda d, m, n: 2 * d.std(ddof=1) ** .5 / n ** .5),
      lambda a, b: spread(a, b, lambda d, m, n: (2 * d.std(ddof=1) / n) ** .5))
wrong("difference", """You squared the differences themselves. Subtract the mean from each one first, then square.""",
      lambda a, b: spread(a, b, lambda d, m, n: 2 * ((d ** 2).sum() / (n - 1)) ** .5 / n ** .5))
def one_alone(which):
    """One square is left: the last one, if the sum begins again in each round, or the first one, if the loop ends after it."""
    return lambda a, b: spread(a, b, lambda d, mean, n: 2 * ((d[which] - mean) ** 2 / (n - 1)) ** .5 / n ** .5)


wrong("difference", """Only one of the squares is left. All of them are added up.""",
      one_alone(-1), one_alone(0),
      lambda a, b: (float(a[-1] - b[-1]) / len(a), one_alone(-1)(a, b)[1]))
wrong("difference", """A message is missing: your loop leaves out the first or the last. (`range(n)` already ends at n − 1.)""",
      lambda a, b: reference("difference")(a[:-1], b[:-1]),
      lambda a, b: reference("difference")(a[1:], b[1:]))
wrong("difference", """You added up the squares, but didn't divide by n − 1: a standard deviation is the root of a *mean* square.""",
      lambda a, b: spread(a, b, lambda d, m, n: 2 * ((d - m) ** 2).sum() ** .5),
      lambda a, b: spread(a, b, lambda d, m, n: 2 * ((d - m) ** 2).sum() / n ** .5))
def not_added_up(a, b):
    """`total = x - y` in the place of `+=`: the last difference is left, and its share is taken for the mean."""
    d = np.subtract(a, b)
    m = float(d[-1]) / len(d)
    return m, 2 * (float(((d - m) ** 2).sum()) / (len(d) - 1)) ** .5 / len(d) ** .5


wrong("difference", """Your mean is wrong: only the last of the differences is left. `=` replaces what was there; `+=` adds to it.""",
      not_added_up)
wrong("difference", """Your mean is wrong: `sum(a) - sum(b) / n` divides only the second sum. Put the difference in brackets.""",
      lambda a, b: (sum(a) - sum(b) / len(a), paired(a, b)[1] * 2 / len(a) ** .5))
wrong("difference", """`x - m ** 2` squares only the mean: the power comes first. Write `(x - m) ** 2`.""",
      lambda a, b: spread(a, b, lambda d, mean, n: 2 * (max(0, sum(d - mean ** 2)) / (n - 1)) ** .5 / n ** .5))
wrong("difference", """You added up the distances to the mean before squaring, and they cancel each other out. Square each one, then add them up.""",
      lambda a, b: (paired(a, b)[0], 0.0))


# --- confusion ---

def counted(truth, guesses, rows, columns):
    pairs = list(zip(truth, guesses))
    return [[pairs.count((row, column)) for column in columns] for row in rows]


def one_row_for_all(truth, guesses, labels):
    pairs, row = list(zip(truth, guesses)), []
    for what in labels:
        for called in labels:
            row.append(pairs.count((what, called)))
    return [row for _ in labels]


wrong("confusion", """Your row is made once, before the loops, so it grows and grows, and stands in the table several times. Begin a new one for each label.""", one_row_for_all)
wrong("confusion", """You counted in each list by itself. A cell counts *messages*: those that are one label and were called another. `zip(truth, guesses)` gives both of each message.""",
      lambda truth, guesses, labels: [[truth.count(row) if row == column else guesses.count(column) for column in labels] for row in labels])
wrong("confusion", """You swapped rows and columns: your rows are what the messages were *called*. A row is for what they are.""",
      lambda truth, guesses, labels: counted(guesses, truth, labels, labels))
wrong("confusion", """You put the labels in your own order. Rows and columns come in the order of `labels`.""",
      lambda truth, guesses, labels: counted(truth, guesses, sorted(labels), sorted(labels)),
      lambda truth, guesses, labels: counted(truth, guesses, sorted(set(truth)), sorted(set(truth))),
      lambda truth, guesses, labels: counted(truth, guesses, labels[::-1], labels[::-1]),
      lambda truth, guesses, labels: counted(truth, guesses, list(dict.fromkeys(truth)), list(dict.fromkeys(truth))),
      lambda truth, guesses, labels: counted(truth, guesses, sorted(set(truth) | set(guesses)), sorted(set(truth) | set(guesses))))
wrong("confusion", """Your columns are in the order of `labels`, but your rows are in another one. Both come in the order of `labels`.""",
      lambda truth, guesses, labels: counted(truth, guesses, sorted(labels), labels),
      lambda truth, guesses, labels: counted(truth, guesses, sorted(set(truth)), labels),
      lambda truth, guesses, labels: counted(truth, guesses, labels[::-1], labels),
      lambda truth, guesses, labels: sorted(counted(truth, guesses, labels, labels)),
      lambda truth, guesses, labels: counted(truth, guesses, list(dict.fromkeys(truth)), labels))
wrong("confusion", """Your rows are in the order of `labels`, but your columns are in another one. Both come in the order of `labels`.""",
      lambda truth, guesses, labels: counted(truth, guesses, labels, sorted(labels)),
      lambda truth, guesses, labels: counted(truth, guesses, labels, sorted(set(guesses))),
      lambda truth, guesses, labels: counted(truth, guesses, labels, labels[::-1]),
      lambda truth, guesses, labels: counted(truth, guesses, labels, list(dict.fromkeys(guesses))))
wrong("confusion", """These are shares. The task asks for counts: whole numbers of messages.""",
      lambda truth, guesses, labels: [[each / (sum(row) or 1) for each in row] for row in counted(truth, guesses, labels, labels)],
      lambda truth, guesses, labels: [[each / len(truth) for each in row] for row in counted(truth, guesses, labels, labels)],
      lambda truth, guesses, labels: [[100 * each / (sum(row) or 1) for each in row] for row in counted(truth, guesses, labels, labels)])
wrong("confusion", """You counted only what is right. The mistakes off the diagonal are what this matrix is for.""",
      lambda truth, guesses, labels: [[count if row == column else 0 for column, count in zip(labels, counts)] for row, counts in zip(labels, counted(truth, guesses, labels, labels))],
      lambda truth, guesses, labels: [sum(t == g == label for t, g in zip(truth, guesses)) for label in labels])
def looks_in_ours(truth, guesses, labels):
    table = [[0] * len(labels) for _ in labels]
    for what, called in zip(truth, guesses):
        table[LABELS.index(what)][LABELS.index(called)] += 1
    return table


def looks_in_the_messages(truth, guesses, labels):
    table = [[0] * len(labels) for _ in labels]
    for what, called in zip(truth, guesses):
        table[list(truth).index(what)][list(guesses).index(called)] += 1
    return table


wrong("confusion", """You looked up the row and the column by the same label. A row is for what a message is, a column for what it was called.""",
      lambda truth, guesses, labels: counted(truth, truth, labels, labels),
      lambda truth, guesses, labels: counted(guesses, guesses, labels, labels))
wrong("confusion", """You used the five labels of our desk. Rows and columns come from `labels`, which may hold others, or fewer.""",
      lambda truth, guesses, labels: counted(truth, guesses, LABELS, LABELS))
def counts_too_early(truth, guesses, labels):
    table = []
    for _ in labels:
        table.append([0] * len(labels))
        for what, called in zip(truth, guesses):
            table[labels.index(what)][labels.index(called)] += 1
    return table


def in_a_table_of(make):
    """Counts in a table that was made wrongly."""
    def confusion(truth, guesses, labels):
        table = make(labels)
        for what, called in zip(truth, guesses):
            table[labels.index(what)][labels.index(called)] += 1
        return table
    confusion.__name__ = "<lambda>"
    return confusion


wrong("confusion", """The cell you count in doesn't exist. The table needs a row and a column for each of `labels` before you count.""",
      counts_too_early, looks_in_the_messages, looks_in_ours,
      in_a_table_of(lambda labels: []), in_a_table_of(lambda labels: [[0] for _ in labels]), in_a_table_of(lambda labels: [[] for _ in labels]))


def at_the_place_of(row, column):
    """Counts at the place of one label, row, column or both; None: of the message's own."""
    def confusion(truth, guesses, labels):
        table = [[0] * len(labels) for _ in labels]
        for what, called in zip(truth, guesses):
            table[labels.index(row or what)][labels.index(column or called)] += 1
        return table
    confusion.__name__ = "<lambda>"
    return confusion


wrong("confusion", """You looked up one and the same label for every message, so they all land in one cell, one row or one column. A text in quotes doesn't change from round to round: look up each message's own labels.""",
      *(at_the_place_of(row, column) for row in ("fault", "praise", "billing") for column in ("fault", "praise", "billing", None)),
      *(at_the_place_of(None, column) for column in ("fault", "praise", "billing")))
wrong("confusion", """Your rows have a place for each message. A row needs a place for each *label*: `[0] * len(labels)`.""",
      lambda truth, guesses, labels: [row + [0] * (len(truth) - len(labels)) for row in counted(truth, guesses, labels, labels)])
def adds(how_much):
    """Adds more than 1 for a message: how_much(truth, guesses, what, called)."""
    def confusion(truth, guesses, labels):
        table = [[0] * len(labels) for _ in labels]
        for what, called in zip(truth, guesses):
            table[labels.index(what)][labels.index(called)] += how_much(truth, guesses, what, called)
        return table
    confusion.__name__ = "<lambda>"
    return confusion


wrong("confusion", """You added a whole count for each message. Each message is one: add 1.""",
      adds(lambda truth, guesses, what, called: truth.count(what)), adds(lambda truth, guesses, what, called: guesses.count(called)),
      adds(lambda truth, guesses, what, called: guesses.count(what)))
wrong("confusion", """You counted in `truth` alone. A cell counts messages that *are* one label and *were called* another: you need both lists.""",
      lambda truth, guesses, labels: [[truth.count(label) for _ in labels] for label in labels],
      lambda truth, guesses, labels: [[truth.count(label) for label in labels] for _ in labels])
wrong("confusion", """You counted only the mistakes. Right answers belong in it, too, on the diagonal.""",
      lambda truth, guesses, labels: [[0 if row == column else count for column, count in zip(labels, counts)] for row, counts in zip(labels, counted(truth, guesses, labels, labels))])
wrong("confusion", """You put a 1 wherever something happened. The table says how *often* it happened: add 1 each time.""",
      lambda truth, guesses, labels: [[min(1, each) for each in row] for row in counted(truth, guesses, labels, labels)])
wrong("confusion", """All your rows are the same. Each label has a row of its own.""",
      lambda truth, guesses, labels: [[list(guesses[:len(truth)]).count(column) for column in labels]] * len(labels))
wrong("confusion", """That is one long list. Give each label a row: a list of lists.""",
      lambda truth, guesses, labels: [count for row in counted(truth, guesses, labels, labels) for count in row])
wrong("confusion", """That is a dictionary. Return rows in the order of `labels`: a list of lists of numbers.""",
      lambda truth, guesses, labels: dict(zip(labels, counted(truth, guesses, labels, labels))),
      lambda truth, guesses, labels: {row: dict(zip(labels, counts)) for row, counts in zip(labels, counted(truth, guesses, labels, labels))},
      lambda truth, guesses, labels: {(row, column): count for row, counts in zip(labels, counted(truth, guesses, labels, labels)) for column, count in zip(labels, counts)})
wrong("confusion", """You counted each list by itself. A cell is about *pairs*: messages that are the row's label *and* were called the column's.""",
      lambda truth, guesses, labels: [[truth.count(row) + guesses.count(column) for column in labels] for row in labels],
      lambda truth, guesses, labels: [[min(truth.count(row), guesses.count(column)) for column in labels] for row in labels],
      lambda truth, guesses, labels: [[truth.count(label) for label in labels], [guesses.count(label) for label in labels]])
wrong("confusion", """You compared every message with every guess, so your counts are far too large. Walk through both lists together (`zip`).""",
      lambda truth, guesses, labels: [[sum(t == row and g == column for t in truth for g in guesses) for column in labels] for row in labels])


def that_adds(step):
    """Counts that grow by something else than 1: step(what, called, row, column, the count so far)."""
    def confusion(truth, guesses, labels):
        table = [[0] * len(labels) for _ in labels]
        for what, called in zip(truth, guesses):
            row, column = labels.index(what), labels.index(called)
            table[row][column] += step(what, called, row, column, table[row][column])
        return table
    confusion.__name__ = "<lambda>"
    return confusion


wrong("confusion", """You added a row's or a column's place, so what is at place 0 never counts, and what is at place 2 counts double. Each message counts once.""",
      that_adds(lambda what, called, row, column, so_far: column),
      that_adds(lambda what, called, row, column, so_far: row))
wrong("confusion", """You added the old count once more. `+=` already keeps what is there, so your counts double from message to message.""",
      that_adds(lambda what, called, row, column, so_far: so_far + 1))
wrong("confusion", """All your counts are still 0: what you add to them is 0 each time. Each message counts once.""",
      that_adds(lambda what, called, row, column, so_far: so_far))
wrong("confusion", """You added a text, such as a label, to a count, which is a number. A message counts as one, whatever it is called.""",
      that_adds(lambda what, called, row, column, so_far: what),
      that_adds(lambda what, called, row, column, so_far: called))
wrong("confusion", """`labels.index` is a function, and square brackets can't call it: Python looks for an item in it instead. Use round brackets.""",
      lambda truth, guesses, labels: [labels.index[what] for what in truth])


def running(truth, guesses, labels, anew):
    """Counts that go on from cell to cell; anew: whether each row begins at 0."""
    table, n = [], 0
    for row in counted(truth, guesses, labels, labels):
        n = 0 if anew else n
        table.append([n := n + each for each in row])
    return table


@wrong("confusion")
def sorts_the_labels(truth, guesses, labels):
    """You sorted `labels` itself: your rows are in a new order, and the caller's list has lost its own. Take the labels as they come."""
    labels.sort()
    return counted(truth, guesses, labels, labels)


wrong("confusion", """A counter keeps running from cell to cell. It has to start at 0 for each.""",
      lambda truth, guesses, labels: running(truth, guesses, labels, True),
      lambda truth, guesses, labels: running(truth, guesses, labels, False))
wrong("confusion", """A message is missing: your loop leaves out the first or the last.""",
      lambda truth, guesses, labels: counted(truth[1:], guesses[1:], labels, labels),
      lambda truth, guesses, labels: counted(truth[:-1], guesses[:-1], labels, labels))
wrong("confusion", """You counted messages that are the row's label *or* were called the column's. Both have to be true at once.""",
      lambda truth, guesses, labels: [[sum(t == row or g == column for t, g in zip(truth, guesses)) for column in labels] for row in labels])
wrong("confusion", """You left out the row (or column) of a label that doesn't occur. Every label in `labels` gets a row and a column, if only of zeros.""",
      lambda truth, guesses, labels: counted(truth, guesses, [label for label in labels if label in truth], labels),
      lambda truth, guesses, labels: counted(truth, guesses, [label for label in labels if label in truth], [label for label in labels if label in guesses]),
      lambda truth, guesses, labels: counted(truth, guesses, *[[label for label in labels if label in truth or label in guesses]] * 2))
wrong("confusion", """Your table contains the labels themselves. Put in only numbers: `labels` already says which label a row is for.""",
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


def of_both(matrix, i, make):
    precision, recall = make(matrix[i][i], sum(row[i] for row in matrix), sum(matrix[i]))
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0


wrong("scores", """That is the share of those that were *missed*: recall counts the hits. Of all that are, how many were called that?""",
      lambda matrix, i: of_both(matrix, i, lambda hits, called, are: (hits / called if called else 0, (are - hits) / are if are else 0)))
wrong("scores", """You swapped precision and recall. Precision looks at all that were *called* that: a column. Recall looks at all that *are* that: a row.""",
      lambda matrix, i: with_f1(ratio(parts(matrix, i)[0], parts(matrix, i)[2]), ratio(parts(matrix, i)[0], parts(matrix, i)[1])))
wrong("scores", """Your F1 is the ordinary mean of the two. It forgives one very poor half; the harmonic mean, 2 · precision · recall / (precision + recall), doesn't.""",
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


wrong("scores", """Your third number isn't F1, which is 2 · precision · recall / (precision + recall). Check the 2, the brackets, and what is divided by what.""",
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


wrong("scores", """Your F1 is hits / (hits + both kinds of mistakes), which is a different measure (Jaccard's). F1 counts the hits twice: 2 · hits / (2 · hits + both kinds of mistakes).""",
      lambda matrix, i: (*with_f1(ratio(parts(matrix, i)[0], parts(matrix, i)[1]), ratio(parts(matrix, i)[0], parts(matrix, i)[2]))[:2],
                         ratio(parts(matrix, i)[0], parts(matrix, i)[1] + parts(matrix, i)[2] - parts(matrix, i)[0])))
wrong("scores", """For precision you took *accuracy*, the share of right answers among all messages. Precision looks only at those that were called label i: a column.""",
      lambda matrix, i: with_f1(sum(row[j] for j, row in enumerate(matrix)) / sum(map(sum, matrix)), ratio(parts(matrix, i)[0], parts(matrix, i)[2])))


def mean_of_all(matrix, i):
    three = [with_f1(ratio(parts(matrix, j)[0], parts(matrix, j)[1]), ratio(parts(matrix, j)[0], parts(matrix, j)[2])) for j in range(len(matrix))]
    return three, [sum(each[part] for each in three) / len(matrix) for part in range(3)]


wrong("scores", """That is the mean over all labels. Return the three numbers for label i alone.""",
      lambda matrix, i: with_f1(*mean_of_all(matrix, i)[1][:2]),
      lambda matrix, i: tuple(mean_of_all(matrix, i)[1]))
wrong("scores", """You divided by all messages. Other labels don't belong here: precision is a share of those *called* that, recall a share of those that *are* that.""",
      pair(lambda h, c, a, n: ratio(h, n), lambda h, c, a, n: ratio(h, n)),
      pair(lambda h, c, a, n: ratio(h, n), lambda h, c, a, n: ratio(h, a)),
      pair(lambda h, c, a, n: ratio(h, c), lambda h, c, a, n: ratio(h, n)),
      pair(lambda h, c, a, n: ratio(c, n), lambda h, c, a, n: ratio(a, n)))
wrong("scores", """You divided the hits by the *mistakes*. Divide by the whole column, and by the whole row: they include the hits.""",
      pair(lambda h, c, a, n: ratio(h, c - h), lambda h, c, a, n: ratio(h, a - h)),
      pair(lambda h, c, a, n: ratio(h, c - h), lambda h, c, a, n: ratio(h, a)),
      pair(lambda h, c, a, n: ratio(h, c), lambda h, c, a, n: ratio(h, a - h)))
wrong("scores", """You counted the right answers of every label as hits. The hits of label i are one number: `matrix[i][i]`.""",
      lambda matrix, i: with_f1(ratio(sum(row[k] for k, row in enumerate(matrix)), parts(matrix, i)[1]), ratio(sum(row[k] for k, row in enumerate(matrix)), parts(matrix, i)[2])))
wrong("scores", """Where there is nothing to divide by, the task says that the number is 0; and you still return three numbers.""",
      lambda matrix, i: tuple(1 if not parts(matrix, i)[k] else each for k, each in zip((1, 2, 0), reference("scores")(matrix, i))),
      lambda matrix, i: (ratio(parts(matrix, i)[0], parts(matrix, i)[1]) if parts(matrix, i)[1] else 1, *reference("scores")(matrix, i)[1:]),
      lambda matrix, i: tuple(1.0 if k and not parts(matrix, i)[k] else float(each) for k, each in zip((1, 2, 0), reference("scores")(matrix, i))),
      lambda matrix, i: (ratio(parts(matrix, i)[0], parts(matrix, i)[1]) if parts(matrix, i)[1] else 1, *map(float, reference("scores")(matrix, i)[1:])),
      lambda matrix, i: reference("scores")(matrix, i) if parts(matrix, i)[1] and parts(matrix, i)[2] else 0,
      lambda matrix, i: reference("scores")(matrix, i) if parts(matrix, i)[1] and parts(matrix, i)[2] else (0, 0),
      lambda matrix, i: reference("scores")(matrix, i) if parts(matrix, i)[1] and parts(matrix, i)[2] else None)
wrong("scores", """One sum starts where the other ended: row and column are two sums, and each starts at 0.""",
      pair(lambda h, c, a, n: ratio(h, c + a), lambda h, c, a, n: ratio(h, a)),
      pair(lambda h, c, a, n: ratio(h, c), lambda h, c, a, n: ratio(h, c + a)))
wrong("scores", """You divided by how many numbers there are in the row (`len`). Their sum is the number of messages.""",
      lambda matrix, i: with_f1(ratio(parts(matrix, i)[0], parts(matrix, i)[1]), ratio(parts(matrix, i)[0], len(matrix[i]))),
      lambda matrix, i: with_f1(ratio(parts(matrix, i)[0], len(matrix)), ratio(parts(matrix, i)[0], parts(matrix, i)[2])),
      lambda matrix, i: with_f1(ratio(parts(matrix, i)[0], len(matrix)), ratio(parts(matrix, i)[0], len(matrix[i]))))
wrong("scores", """You gave the same number twice, but row and column are two different sums. `sum(matrix[i])` is the row, `sum(row[i] for row in matrix)` the column.""",
      pair(lambda h, c, a, n: ratio(h, a), lambda h, c, a, n: ratio(h, a)),
      pair(lambda h, c, a, n: ratio(h, c), lambda h, c, a, n: ratio(h, c)))
wrong("scores", """These are percentages. Return shares between 0 and 1.""",
      lambda matrix, i: tuple(100 * each for each in reference("scores")(matrix, i)),
      lambda matrix, i: [100 * each for each in reference("scores")(matrix, i)])
wrong("scores", """These are the neighbouring label's numbers. `i` counts from 0, as places in a list do.""",
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


wrong("scores", """You divided by zero. That happens when a label was never guessed, never occurs, or was never right (then precision + recall is 0, too). Check first whether there is something to divide by; if not, the number is 0.""",
      zero_in_f1,
      lambda matrix, i: zero_in_f1(matrix, i) if parts(matrix, i)[1] and parts(matrix, i)[2] else reference("scores")(matrix, i),
      lambda matrix, i: (matrix[i][i] / sum(row[i] for row in matrix), matrix[i][i] / sum(matrix[i]),
                         2 * matrix[i][i] / (sum(row[i] for row in matrix) + sum(matrix[i]))),
      lambda matrix, i: nan_at_zero(matrix, i),
      lambda matrix, i: nan_everywhere(matrix, i))


wrong("scores", """Only two numbers came back: F1 is missing.""",
      lambda matrix, i: reference("scores")(matrix, i)[:2],
      lambda matrix, i: list(reference("scores")(matrix, i)[:2]))
wrong("scores", """That is F1 alone. Return precision, recall and F1, in this order.""",
      lambda matrix, i: reference("scores")(matrix, i)[2])
wrong("scores", """The numbers are right, but rounded. Leave them unrounded.""",
      lambda matrix, i: tuple(round(each, 2) for each in reference("scores")(matrix, i)),
      lambda matrix, i: tuple(round(each, 1) for each in reference("scores")(matrix, i)))
wrong("scores", """That is *accuracy*, the share of right answers among all messages. It says nothing about label i.""",
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


wrong("calibrate", """The leaning is still in there. Divide each share after the message by the leaning of *its own* label; yours stayed the same, or were all divided by one number.""",
      lambda shares, leaning: shared(shares),
      lambda shares, leaning: dict(shares))
wrong("calibrate", """You multiplied by the leaning instead of dividing: now it counts twice.""",
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: s * n)),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: s * n))
wrong("calibrate", """You subtracted the leaning: some shares come out below zero (and they all add up to 0). "How many times likelier" is a quotient.""",
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: s - n)),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: s - n),
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: max(0, s - n))),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: max(0, s - n)),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: abs(s - n)),
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: abs(s - n) + 1e-12)))
wrong("calibrate", """You divided the gain by the leaning: (after − before) / before. The task asks for the quotient of the two shares alone.""",
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: (s - n) / n),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: s / n - 1))
wrong("calibrate", """Your numbers don't sum to 1: these are the quotients. Divide each by the sum of all *quotients* (the shares you were given already summed to 1).""",
      quotients,
      lambda shares, leaning: {label: each / sum(shares.values()) for label, each in quotients(shares, leaning).items()},
      lambda shares, leaning: {label: each / sum(leaning.values()) for label, each in quotients(shares, leaning).items()})
wrong("calibrate", """You divided the wrong way round: by the share after the *message*. Whatever the message made likelier would become less likely.""",
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: n / s)),
      lambda shares, leaning: each_of(shares, leaning, lambda s, n: n / s))
wrong("calibrate", """You don't need `exp` or `log` here: these are shares already, not logarithms. Divide them as they are.""",
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
wrong("calibrate", """You divided the shares after the message by the sum of the quotients. Divide the *quotients* themselves by it.""",
      lambda shares, leaning: {label: each / sum(quotients(shares, leaning).values()) for label, each in shares.items()})
wrong("calibrate", """You multiplied by the sum of the quotients. To share out 1, divide by it.""",
      lambda shares, leaning: {label: each * sum(quotients(shares, leaning).values()) for label, each in quotients(shares, leaning).items()})
wrong("calibrate", """You left some labels as they were, where the leaning is small. Divide every one by its leaning: a small leaning makes a large quotient, and that is right.""",
      *[lambda shares, leaning, least=least: shared({label: each / leaning[label] if leaning[label] > least else each for label, each in shares.items()}) for least in (.05, .1)])
wrong("calibrate", """The last division is the wrong way round: divide each quotient by the sum, not the sum by each quotient.""",
      lambda shares, leaning: {label: sum(quotients(shares, leaning).values()) / each for label, each in quotients(shares, leaning).items()})
wrong("calibrate", """These are numbers without their labels. Return a dictionary, label: share.""",
      lambda shares, leaning: list(shared_quotients(shares, leaning).values()),
      lambda shares, leaning: np.array(list(shared_quotients(shares, leaning).values())))
wrong("calibrate", """That is the likeliest label. Return the shares of all labels, as a dictionary.""",
      lambda shares, leaning: max(shares, key=lambda label: shares[label] / leaning[label]))
wrong("calibrate", """These are percentages. Return numbers that sum to 1.""",
      lambda shares, leaning: {label: 100 * each for label, each in shared_quotients(shares, leaning).items()})
wrong("calibrate", """You wrote into a dictionary that you were given. The caller still needs it unchanged: make a new one.""",
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


def each_by_the_sum_so_far(shares, leaning):
    result = {}
    for label in shares:
        result[label] = shares[label] / leaning[label]
        result[label] = result[label] / sum(result.values())
    return result


wrong("calibrate", """The sum changed while you were dividing by it. Make all the quotients first, add them up, and only then divide.""",
      over_a_growing_sum, over_a_changing_sum, each_by_the_sum_so_far)
def one_number(use):
    """`quotients = …` in the loop: the dictionary is gone, and a number stands in its place; use: what stops at it."""
    def calibrate(shares, leaning):
        quotients = {}
        for label in shares:
            quotients = shares[label] / leaning[label]
        return use(quotients, label)
    calibrate.__name__ = "<lambda>"
    return calibrate


wrong("calibrate", """You have a single number where all the quotients should be. Is there a `quotients = …` in your loop? Without a label in square brackets it replaces the whole dictionary.""",
      one_number(lambda quotients, label: sum(quotients.values())),
      one_number(lambda quotients, label: quotients[label]),
      one_number(lambda quotients, label: quotients.items()))
wrong("calibrate", """You have a single number where all the quotients are needed. Each label has one.""",
      one_number(lambda quotients, label: sum(quotients)),
      lambda shares, leaning: sum(quotients(shares, leaning)[next(iter(shares))]))
wrong("calibrate", """You divided by one label's quotient, or by the sum of both dictionaries. The numbers only sum to 1 if you divide by all the quotients together.""",
      lambda shares, leaning: {label: each / (sum(shares.values()) + sum(leaning.values())) for label, each in quotients(shares, leaning).items()},
      lambda shares, leaning: {label: each / list(quotients(shares, leaning).values())[-1] for label, each in quotients(shares, leaning).items()},
      lambda shares, leaning: {label: each / list(quotients(shares, leaning).values())[0] for label, each in quotients(shares, leaning).items()})
wrong("calibrate", """A pair of brackets is missing. Without them `values` is the function itself, not the numbers that it gives.""",
      lambda shares, leaning: sum(quotients(shares, leaning).values))
wrong("calibrate", """You paired the two dictionaries by their order, which may differ. Look up each label by its name.""",
      lambda shares, leaning: shared({label: s / n for label, s, n in zip(shares, shares.values(), leaning.values())}))
wrong("calibrate", """You rounded, along the way or at the end. Leave the numbers unrounded.""",
      lambda shares, leaning: shared({label: round(each, 1) for label, each in quotients(shares, leaning).items()}),
      lambda shares, leaning: shared({label: round(each, 2) for label, each in quotients(shares, leaning).items()}),
      lambda shares, leaning: {label: round(each, 1) for label, each in shared_quotients(shares, leaning).items()},
      lambda shares, leaning: {label: round(each, 2) for label, each in shared_quotients(shares, leaning).items()},
      lambda shares, leaning: {label: round(each, 4) for label, each in shared_quotients(shares, leaning).items()},
      lambda shares, leaning: {label: round(each, 3) for label, each in shared_quotients(shares, leaning).items()})


wrong("calibrate", """These are texts that look like numbers. Return the numbers themselves; how many places to show is decided when they are printed.""",
      lambda shares, leaning: {label: f"{each:.4f}" for label, each in shared_quotients(shares, leaning).items()},
      lambda shares, leaning: {label: f"{each:.2f}" for label, each in shared_quotients(shares, leaning).items()},
      lambda shares, leaning: {label: f"{each:.1%}" for label, each in shared_quotients(shares, leaning).items()})
wrong("calibrate", """You swapped labels and numbers: `result[label] = …` has the label in the brackets, and the number on the right.""",
      lambda shares, leaning: {each: label for label, each in shared_quotients(shares, leaning).items()})
wrong("calibrate", """Every label has the last one's number: your second loop uses what the first one left behind, instead of its own label's quotient.""",
      lambda shares, leaning: dict.fromkeys(shares, list(shared_quotients(shares, leaning).values())[-1]))
wrong("calibrate", """The numbers are right, but they belong to other labels: you sorted the labels and not the numbers.""",
      lambda shares, leaning: dict(zip(sorted(shares), shared_quotients(shares, leaning).values())))
wrong("calibrate", """You divided by 5.5, the sum of the quotients in the example. Here the sum is different: add them up.""",
      lambda shares, leaning: {label: each / 5.5 for label, each in quotients(shares, leaning).items()})
wrong("calibrate", """You wrote out the labels of the example. There may be others, and more or fewer: use the ones you are given.""",
      lambda shares, leaning: shared({label: shares[label] / leaning[label] for label in ("billing", "delivery", "account")}),
      lambda shares, leaning: shared({label: shares.get(label, 0) / leaning.get(label, 1) for label in ("billing", "delivery", "account")}))
wrong("calibrate", """You used the five labels of our desk. There may be others, or fewer: use the ones in `shares`.""",
      lambda shares, leaning: shared({label: shares[label] / leaning[label] for label in LABELS}))
def by_share(shares, leaning):
    times = {share: share / leaning[label] for label, share in shares.items()}
    return {label: times[shares[label]] / sum(times.values()) for label in shares}


wrong("calibrate", """You used a share as a key. Two labels may have the same share, and then one of them is lost. Use the label as the key.""",
      by_share)
wrong("calibrate", """You raised small numbers before dividing. Nothing here is 0: divide by the leaning as it is.""",
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: s / max(n, .05))),
      *[lambda shares, leaning, little=little: shared(each_of(shares, leaning, lambda s, n: s / (n + little))) for little in (.001, .01, .1, 1)],
      lambda shares, leaning: shared(each_of(shares, leaning, lambda s, n: (s + 1) / (n + 1))))


def in_place(shares, leaning):
    for label in shares:
        shares[label] = shares[label] / leaning[label]
    whole = sum(shares.values())
    for label in shares:
        shares[label] /= whole
    return shares


def less_and_rescaled(shares, leaning):
    rest = each_of(shares, leaning, lambda s, n: s - n)
    whole = sum(map(abs, rest.values()))
    return {label: each / whole for label, each in rest.items()}


wrong("calibrate", """You *subtracted* the leaning, and then rescaled. What counts is how many *times* likelier the message made a label: divide.""", less_and_rescaled)


# --- retrieve ---

def ranked(score, k):
    return sorted(range(len(score)), key=lambda i: -score[i])[:k]


def common(question, page):
    return set(words(question)) & set(words(page))


def scored(question, pages, weights):
    return [sum(weights[word] for word in sorted(common(question, page))) for page in pages]


wrong("retrieve", """All your words count alike: `the` weighs as much as `lamp`. Add up the *weights* of the shared words.""",
      lambda question, pages, weights, k: ranked([len(common(question, page)) for page in pages], k))
wrong("retrieve", """A word that is twice on a page counts twice, so saying `the` twice pays. Count each different word once (`set`).""",
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in words(page) if word in words(question)) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in words(page) if word in set(words(question))) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(word in words(question) for word in words(page)) for page in pages], k))
wrong("retrieve", """A word that is twice in the *question* counts twice. Count each different word once (`set`).""",
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in words(question) if word in words(page)) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(word in words(page) for word in words(question)) for page in pages], k))
wrong("retrieve", """You divided by the length of the page, so short pages win for being short.""",
      lambda question, pages, weights, k: ranked([each / len(words(page)) for each, page in zip(scored(question, pages, weights), pages)], k),
      lambda question, pages, weights, k: ranked([each / len(set(words(page))) for each, page in zip(scored(question, pages, weights), pages)], k),
      lambda question, pages, weights, k: ranked([len(common(question, page)) / len(words(page)) for page in pages], k),
      lambda question, pages, weights, k: ranked([each / (len(common(question, page)) or 1) for each, page in zip(scored(question, pages, weights), pages)], k))
wrong("retrieve", """In a text, `in` finds pieces of words, too: `a` is in `lamp`. Compare words with words.""",
      lambda question, pages, weights, k: ranked([sum(weights.get(word, 0) for word in sorted(set(words(question))) if word in page.lower()) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights.get(word, 0) for word in sorted(set(words(question))) if word in page) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights.get(word, 0) for word in sorted(weights) if word in page.lower() and word in question.lower()) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in sorted(set(words(page))) if word in question) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in sorted(set(words(page))) if word in question.lower()) for page in pages], k))
wrong("retrieve", """You counted all words of a page, whether or not the question has them. Count only words that both have.""",
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in sorted(set(words(page)))) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in words(page)) for page in pages], k))
def in_some_order(found, order):
    """A set's words, in one of the orders in which they may come: Python's own differs each time it starts."""
    return sorted(found, key=lambda word: crc32(f"{order} {word}".encode()))


# The commonest of those that give different pages in the visible test, found by trying.
LAST_IN = (0, 1, 2, 4, 5, 6, 8, 9, 10, 13, 22, 25, 30, 32, 36, 40, 48, 51, 57, 58,
           64, 72, 75, 89, 104, 115, 116, 134, 147, 160, 201, 206, 214, 227, 316, 420, 520, 572, 922, 1079)
SCORED_IN = (0, 2, 3, 4, 9, 10, 12, 13, 14, 15, 16, 19, 26, 30, 33, 36, 41, 42, 46, 52, 83, 87, 88, 149, 155, 156, 221, 397, 412, 640)


def last_shared(question, pages, weights, k):
    """`=` in the place of `+=`: of the shared words the one that comes last in the page counts."""
    asked = set(words(question))
    return ranked([([weights[word] for word in words(page) if word in asked] or [0])[-1] for page in pages], k)


def one_shared(order):
    def retrieve(question, pages, weights, k):
        return ranked([([weights[word] for word in in_some_order(common(question, page), order)] or [0])[-1] for page in pages], k)
    retrieve.__name__ = "<lambda>"
    return retrieve


wrong("retrieve", """Only one shared word of each page counted: the last, or the rarest. Add up the weights of all of them (`=` replaces what was there; `+=` adds to it).""",
      last_shared,
      lambda question, pages, weights, k: ranked([max((weights[word] for word in common(question, page)), default=0) for page in pages], k),
      *map(one_shared, LAST_IN))
wrong("retrieve", """You cut a text with `split`: capitals and full stops are still there, so `lamp?` isn't `lamp`. `words` takes care of that.""",
      lambda question, pages, weights, k: ranked([sum(weights.get(word, 0) for word in sorted(set(question.split()) & set(page.split()))) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in sorted(set(words(question)) & set(page.split()))) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in sorted(set(words(question)) & set(page.lower().split()))) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights.get(word, 0) for word in sorted(set(question.lower().split()) & set(page.lower().split()))) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights.get(word.lower(), 0) for word in sorted(set(question.split()) & set(page.split()))) for page in pages], k))
wrong("retrieve", """The worst pages come first. `sorted` begins with the smallest: reverse it, with a minus sign or `reverse=True`.""",
      lambda question, pages, weights, k: sorted(range(len(pages)), key=lambda i: scored(question, pages, weights)[i])[:k])
wrong("retrieve", """These are the right pages, but the best one is last. Put it first.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), k)[::-1],
      lambda question, pages, weights, k: sorted(range(len(pages)), key=lambda i: scored(question, pages, weights)[i])[-k:])
wrong("retrieve", """These are the right pages, but in the order of the list. Put the best one first.""",
      lambda question, pages, weights, k: sorted(ranked(scored(question, pages, weights), k)))
wrong("retrieve", """Where scores are equal, you put the later page first. Equal ones keep their order: `reverse=True` on pairs, or reversing a sorted list, reverses them, too.""",
      lambda question, pages, weights, k: sorted(range(len(pages)), key=lambda i: (scored(question, pages, weights)[i], i))[::-1][:k],
      lambda question, pages, weights, k: [i for _, i in sorted(((each, i) for i, each in enumerate(scored(question, pages, weights))), reverse=True)[:k]],
      lambda question, pages, weights, k: np.argsort(scored(question, pages, weights), kind="stable")[::-1][:k].tolist())
def taken_twice(question, pages, weights, k):
    score, best = scored(question, pages, weights), []
    for _ in range(k):
        best.append(score.index(max(score)))
        score[best[-1]] = 0
    return best


def crosses_words_off(question, pages, weights, k):
    asked, score = set(words(question)), []
    for page in pages:
        shared = asked & set(words(page))
        score.append(sum(weights[word] for word in sorted(shared)))
        asked -= shared
    return ranked(score, k)


wrong("retrieve", """You take a word off the question once a page has it, so later pages no longer get it. *Counted once* means once for each page.""", crosses_words_off)
@wrong("retrieve")
def takes_pages_away(question, pages, weights, k):
    """You took pages out of `pages`, so the ones after them moved up, and their positions are others. Leave the list as it is: sort positions."""
    found = []
    for _ in range(k):
        score = scored(question, pages, weights)
        best = score.index(max(score))
        found.append(best)
        pages.remove(pages[best])
    return found


wrong("retrieve", """You took a page more than once: after it has been taken, a score of 0 may still be the highest. Put something below every score there, such as -1, or sort.""", taken_twice)
wrong("retrieve", """You divided by the weights, so a common word counts most. Add the weights up as they are: rare words have the large ones.""",
      lambda question, pages, weights, k: ranked([sum(1 / weights[word] if weights[word] else 0 for word in common(question, page)) for page in pages], k))
wrong("retrieve", """These are the pages. Return their positions: whole numbers, from 0.""",
      lambda question, pages, weights, k: [pages[i] for i in ranked(scored(question, pages, weights), k)])
wrong("retrieve", """These are the scores. Return the *positions* of the best pages.""",
      lambda question, pages, weights, k: sorted(scored(question, pages, weights), reverse=True)[:k],
      lambda question, pages, weights, k: sorted(scored(question, pages, weights))[-k:],
      lambda question, pages, weights, k: sorted(scored(question, pages, weights))[:k],
      lambda question, pages, weights, k: sorted(scored(question, pages, weights))[::-1][:k],
      lambda question, pages, weights, k: scored(question, pages, weights)[:k],
      lambda question, pages, weights, k: scored(question, pages, weights))
wrong("retrieve", """Two pages with equal scores got the same position: `index` finds the first one each time. Sort positions, not scores.""",
      lambda question, pages, weights, k: [scored(question, pages, weights).index(each) for each in sorted(scored(question, pages, weights), reverse=True)[:k]])
wrong("retrieve", """The sum keeps growing from page to page. It has to start at 0 for each.""",
      lambda question, pages, weights, k: ranked(np.cumsum(scored(question, pages, weights)).tolist(), k))
wrong("retrieve", """That is one position. Return the first k of the sorted ones, as a list: `[:k]`.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), len(pages))[min(k, len(pages) - 1)],
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), len(pages))[k - 1])
wrong("retrieve", """You returned the scores as well. Return only positions.""",
      lambda question, pages, weights, k: [(i, scored(question, pages, weights)[i]) for i in ranked(scored(question, pages, weights), k)],
      lambda question, pages, weights, k: [(scored(question, pages, weights)[i], i) for i in ranked(scored(question, pages, weights), k)])
wrong("retrieve", """You counted the pages from 1. Positions begin at 0.""",
      lambda question, pages, weights, k: [i + 1 for i in ranked(scored(question, pages, weights), k)])
wrong("retrieve", """That is only the best page. Return a list of the k best.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), 1)[0],
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), 1))
wrong("retrieve", """You returned the end of your list, and the best pages are at its start: `[k:]` leaves out the first k, and `[-k:]` keeps the last k.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), len(pages))[-k:],
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), len(pages))[k:])
wrong("retrieve", """You returned two things, a list and the number `k`: a comma makes a pair of them. Return only a list, with k positions in it.""",
      lambda question, pages, weights, k: (ranked(scored(question, pages, weights), k), k),
      lambda question, pages, weights, k: (ranked(scored(question, pages, weights), len(pages)), k))
wrong("retrieve", """All pages came back, in the order of the list. Two things: return only the k best, `[:k]`; and are all your scores 0? Both sides have to be sets of *words*, `set(words(…))`.""",
      lambda question, pages, weights, k: list(range(len(pages))))
wrong("retrieve", """All pages came back. Return only the k best.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), len(pages)))
wrong("retrieve", """You left out pages that share no word. Return k pages, whatever they score.""",
      lambda question, pages, weights, k: [i for i in ranked(scored(question, pages, weights), k) if scored(question, pages, weights)[i] > 0])
wrong("retrieve", """You looked up a word that is on no page, so it has no weight. Look up only *shared* words.""",
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in words(question)) for page in pages], k),
      lambda question, pages, weights, k: [weights[word] for word in reversed(words(question))])
wrong("retrieve", """You looked up too much at once in `weights`: a page, the question, or a set. It only has single words, so look up each word that both share.""",
      lambda question, pages, weights, k: [sum(weights[page] for word in common(question, page)) for page in pages],
      lambda question, pages, weights, k: [sum(weights[common(question, page)] for word in common(question, page)) for page in pages],
      lambda question, pages, weights, k: [sum(weights[question] for word in common(question, page)) for page in pages])
wrong("retrieve", """You added a text, such as the word itself, to a number. What a shared word adds to the score is its weight.""",
      lambda question, pages, weights, k: ranked([sum(common(question, page)) for page in pages], k))
wrong("retrieve", """You gave `words` the whole list of pages, and it can only take one text. In each round of the loop, look at that round's page.""",
      lambda question, pages, weights, k: words(pages))
wrong("retrieve", """You compared letters: Python walks through a text letter by letter. `words` turns it into words; use it on question and page alike.""",
      lambda question, pages, weights, k: ranked([len(set(question) & set(page)) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in dict.fromkeys(words(page)) if word in set(question)) for page in pages], k))
wrong("retrieve", """You used the score as a dictionary key, so if two pages have the same score, one is lost. Keep a list of scores, one for each page.""",
      lambda question, pages, weights, k: [i for _, i in sorted({each: i for i, each in enumerate(scored(question, pages, weights))}.items(), reverse=True)[:k]],
      lambda question, pages, weights, k: [i for _, i in sorted({each: i for i, each in reversed([*enumerate(scored(question, pages, weights))])}.items(), reverse=True)[:k]])
wrong("retrieve", """You always return three, whatever `k` is: cut at `[:k]`.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), 3))
wrong("retrieve", """You took the words that *either* of the two has (`|`), instead of those that both have (`&`).""",
      lambda question, pages, weights, k: ranked([sum(weights.get(word, 0) for word in sorted(set(words(question)) | set(words(page)))) for page in pages], k))
wrong("retrieve", """There is a whole dictionary where a number should be: `weights` itself, or a new one that `idf` made. Look up each shared word in the one you are given: `weights[word]`.""",
      lambda question, pages, weights, k: ranked([sum((idf(word) for word in common(question, page)), 0) for page in pages], k),
      lambda question, pages, weights, k: ranked([sum((weights for _ in common(question, page)), 0) for page in pages], k))
wrong("retrieve", """`words` takes a text, and you gave it a set. First the words, then the set: `set(words(page))`.""",
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in set(words(question)) & set(words(set(page)))) for page in pages], k))
wrong("retrieve", """Your first place is missing: a slice that starts at 1 leaves out the best page. `order[:k]` takes the first k.""",
      lambda question, pages, weights, k: ranked(scored(question, pages, weights), len(pages))[1:k + 1])
wrong("retrieve", """You made your own weights. You are given them, as `weights`, and they need not be the ones you get from these pages.""",
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


def a_score_for_each_shared_word(order):
    def retrieve(question, pages, weights, k):
        score = []
        for page in pages:
            points = 0
            for word in in_some_order(common(question, page), order):
                points += weights[word]
                score.append(points)
        return sorted(range(len(pages)), key=lambda i: -score[i])[:k]
    retrieve.__name__ = "<lambda>"
    return retrieve


wrong("retrieve", """You have a score for each shared *word*: the `append` is indented too far. It comes once for each page, after its words have been added up.""",
      a_score_for_each_word, *map(a_score_for_each_shared_word, SCORED_IN))


def sorts_too_early(question, pages, weights, k):
    score = []
    for page in pages:
        score.append(sum(weights[word] for word in sorted(common(question, page))))
        order = sorted(range(len(pages)), key=lambda i: -score[i])
    return order[:k]


wrong("retrieve", """You sort before every page has its score. The list of scores comes first.""",
      sorts_too_early)
wrong("retrieve", """These are the first k pages, not the best.""",
      lambda question, pages, weights, k: ranked([sum(weights[word] for word in sorted(set(words(question)) & set(page)) if word in weights) for page in pages], k),
      lambda question, pages, weights, k: list(range(k)))


# --- bill ---

def priced(make):
    """What requests cost, made from (requests, fresh, kept, out, price of input, of cached, of output)."""
    def cost(requests, fresh, kept, out, prices):
        return make(requests, fresh, kept, out, prices["input"], prices["cached"], prices["output"])
    cost.__name__ = "<lambda>"
    return cost


def with_plus_for_times(kinds):
    """Of these kinds the price is added to the tokens."""
    def cost(n, f, k, o, i, c, w):
        return n * sum(tokens + price if kind in kinds else tokens * price for kind, tokens, price in zip("fko", (f, k, o), (i, c, w))) / 1e6
    return priced(cost)


def without_a_price(kinds):
    """Of these kinds the tokens alone are added."""
    def cost(n, f, k, o, i, c, w):
        return n * sum(tokens if kind in kinds else tokens * price for kind, tokens, price in zip("fko", (f, k, o), (i, c, w))) / 1e6
    return priced(cost)


wrong("bill", """You multiplied by `requests` twice. `one` is a single request: times `requests`, once.""",
      priced(lambda n, f, k, o, i, c, w: n * n * (f * i + k * c + o * w) / 1e6))
wrong("bill", """You wrote in the number of requests of the example. It comes in as `requests`, and may be any.""",
      priced(lambda n, f, k, o, i, c, w: 30_000 * (f * i + k * c + o * w) / 1e6))
wrong("bill", """You paid for the same tokens at every price. Each kind has its own: `fresh` with `"input"`, `kept` with `"cached"`, `out` with `"output"`.""",
      *[priced(lambda n, f, k, o, i, c, w, which=which: n * (f, k, o)[which] * (i + c + w) / 1e6) for which in range(3)])
wrong("bill", """You only divided the requests by a million. What costs something is their tokens: multiply by what one request costs.""",
      priced(lambda n, *_: n / 1e6))
wrong("bill", """You paid for the kept tokens twice, at the full price and at their own. They have only their own, `"cached"`.""",
      priced(lambda n, f, k, o, i, c, w: n * ((f + k) * i + k * c + o * w) / 1e6))
wrong("bill", """You paid the full price for the kept tokens, so keeping them saves nothing. They have their own price, `"cached"`.""",
      priced(lambda n, f, k, o, i, c, w: n * ((f + k) * i + o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * i + o * w) / 1e6))
wrong("bill", """In your bill the kept tokens cost nothing. They are cheap, not free.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + o * w) / 1e6))
wrong("bill", """You paid the reading price for written tokens. Writing has its own price, `"output"`, and costs most.""",
      priced(lambda n, f, k, o, i, c, w: n * ((f + o) * i + k * c) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + (k + o) * c) / 1e6))
wrong("bill", """Your bill is a million times too large: the prices are for a *million* tokens. Divide by that.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w)))
wrong("bill", """You divided by something other than a million. The prices are for a million tokens, so your bill is far too large or far too small.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) / 1e3),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) / 1e9))
wrong("bill", """You multiplied by a million. The prices are for a million tokens, so a single token costs only a millionth of its price.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) * 1e6),
      priced(lambda n, f, k, o, i, c, w: (f * i + k * c + o * w) * 1e6))
wrong("bill", """You divided by the number of requests, so the more there are, the less they cost. Each of them has to be paid for.""",
      priced(lambda n, f, k, o, i, c, w: (f * i + k * c + o * w) / n),
      priced(lambda n, f, k, o, i, c, w: (f * i + k * c + o * w) / n / 1e6),
      priced(lambda n, f, k, o, i, c, w: (f * i + k * c + o * w) / n * 1e6))
wrong("bill", """You added a price to a number of tokens: there is a `+` where a `*` belongs. Twice as many tokens of that kind have to cost twice as much.""",
      *(with_plus_for_times(kinds) for kinds in ("f", "k", "o", "fk", "fo", "ko", "fko")))
wrong("bill", """You added tokens without a price, as if their price were 1. Each kind has a price of its own.""",
      *(without_a_price(kinds) for kinds in ("f", "k", "o", "fk", "fo", "ko", "fko")),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k + o * c) / 1e6))
wrong("bill", """You paid for two kinds of tokens, or all three, at one price. Fresh, kept and written tokens each have their own.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + (k + o) * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + (k + o) * (c + w)) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * ((f + k) * c + o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * ((f + o) * w + k * c) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f + k + o) * c / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f + k + o) * w / 1e6))
wrong("bill", """You multiplied one kind's cost by another's: there is a `*` where a `+` belongs. What the three kinds cost has to be added up.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c * o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i * k * c + o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i * k * c * o * w) / 1e6))
wrong("bill", """You subtracted what one kind of token costs, so the more of them there are, the smaller the bill. All three kinds have to be paid for.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c - o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i - k * c + o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i - k * c - o * w) / 1e6))
def into_its_prices(requests, fresh, kept, out, prices):
    for kind in prices:
        prices[kind] /= 1_000_000
    return requests * (fresh * prices["input"] + kept * prices["cached"] + out * prices["output"])


wrong("bill", """You wrote into the prices that you were given. The next bill would be a million times too small: divide at the end, or in a new dictionary.""",
      into_its_prices)
wrong("bill", """You added a price without its tokens: multiply each kind of token by its own price.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + c + w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + w) / 1e6))
wrong("bill", """You asked for prices by names they don't have. They are called `"input"`, `"cached"` and `"output"`.""",
      lambda requests, fresh, kept, out, prices: requests * (fresh * prices["fresh"] + kept * prices["kept"] + out * prices["out"]) / 1e6,
      lambda requests, fresh, kept, out, prices: requests * (fresh * prices["input"] + kept * prices["kept"] + out * prices["output"]) / 1e6,
      lambda requests, fresh, kept, out, prices: requests * (fresh * prices["input"] + kept * prices["cached"] + out * prices["out"]) / 1e6)
wrong("bill", """You typed in the prices of the example. They differ from bill to bill: take them from `prices`.""",
      lambda requests, fresh, kept, out, prices: requests * (fresh * .4 + kept * .1 + out * 1.6) / 1e6,
      lambda requests, fresh, kept, out, prices: requests * (fresh * prices["input"] + kept * .1 + out * 1.6) / 1e6,
      lambda requests, fresh, kept, out, prices: requests * (fresh * .4 + kept * .1 + out * prices["output"]) / 1e6,
      lambda requests, fresh, kept, out, prices: requests * (fresh * .4 + kept * prices["cached"] + out * prices["output"]) / 1e6,
      lambda requests, fresh, kept, out, prices: requests * (fresh * prices["input"] + kept * prices["cached"] + out * 1.6) / 1e6)
wrong("bill", """A million has six zeros. (`1_000_000`, or 1e6.)""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) / 1e7),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) / 1e5),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) / 1e4))
wrong("bill", """That is the price of one request. There are `requests` of them.""",
      priced(lambda n, f, k, o, i, c, w: (f * i + k * c + o * w) / 1e6))
wrong("bill", """Two things are missing: there are `requests` of these, so multiply by that; and the prices are for a million tokens, so divide by a million.""",
      priced(lambda n, f, k, o, i, c, w: f * i + k * c + o * w),
      priced(lambda n, f, k, o, i, c, w: (f * i + k * c + o * w) / 1e3),
      priced(lambda n, f, k, o, i, c, w: (f * i + k * c + o * w) * 1e3))
wrong("bill", """You multiplied only part of the request by `requests`. All three kinds of tokens come with each request: mind the brackets.""",
      priced(lambda n, f, k, o, i, c, w: (n * f * i + k * c + o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: (f * i + k * c + n * o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: (n * (f * i + k * c) + o * w) / 1e6))
wrong("bill", """You divided only part of it by the million. Mind the brackets: all three prices are for a million tokens.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w / 1e6)),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c) + n * o * w / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i / 1e6 + k * c + o * w)))
wrong("bill", """You swapped the prices of fresh and kept tokens. What was read before is the cheap part.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * c + k * i + o * w) / 1e6))
wrong("bill", """The written tokens are missing.""",
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c) / 1e6))
wrong("bill", """You multiplied all the tokens together by all the prices together, or by one of them. Pay each kind at its own price.""",
      priced(lambda n, f, k, o, i, c, w: n * (f + k + o) * (i + c + w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f + k + o) * (i + c + w) / 3e6),
      priced(lambda n, f, k, o, i, c, w: n * (f + k + o) * i / 1e6))
wrong("bill", """You rounded, or cut off what comes after the point (`//`). It adds up over thousands of requests: leave it unrounded.""",
      priced(lambda n, f, k, o, i, c, w: n * f // 1e6 * i + n * k // 1e6 * c + n * o // 1e6 * w),
      priced(lambda n, f, k, o, i, c, w: n * f * i // 1e6 + n * k * c // 1e6 + n * o * w // 1e6),
      priced(lambda n, f, k, o, i, c, w: round(n * (f * i + k * c + o * w) / 1e6, 2)),
      priced(lambda n, f, k, o, i, c, w: round(n * (f * i + k * c + o * w) / 1e6, 1)),
      priced(lambda n, f, k, o, i, c, w: round(n * (f * i + k * c + o * w) / 1e6)),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + k * c + o * w) // 1e6),
      priced(lambda n, f, k, o, i, c, w: int(n * (f * i + k * c + o * w) / 1e6)))
wrong("bill", """You treated kept tokens as part of the fresh ones, or the other way round. They are separate: subtract nothing.""",
      priced(lambda n, f, k, o, i, c, w: n * ((f - k) * i + k * c + o * w) / 1e6),
      priced(lambda n, f, k, o, i, c, w: n * (f * i + (k - f) * c + o * w) / 1e6))


wrong("bill", """To Python `1,000,000` is three numbers, 1, 0 and 0. Write `1_000_000`, or 1e6.""",
      priced(lambda n, f, k, o, i, c, w: (n * (f * i + k * c + o * w) / 1, 0, 0)))
wrong("bill", """You paid for the kept tokens once, for all requests together. They are read again, cheaply, with every request.""",
      priced(lambda n, f, k, o, i, c, w: (n * (f * i + o * w) + k * c) / 1e6))
wrong("bill", """You paid a full million's price for every million you started. Part of a million costs part of the price.""",
      priced(lambda n, f, k, o, i, c, w: ceil(n * f / 1e6) * i + ceil(n * k / 1e6) * c + ceil(n * o / 1e6) * w))
wrong("bill", """You took the prices in the order of the dictionary. Ask for each by its name: `prices["input"]`.""",
      lambda requests, fresh, kept, out, prices: requests * sum(n * p for n, p in zip((fresh, kept, out), prices.values())) / 1e6)
wrong("bill", """Brackets are missing: `requests` multiplies only the first product, and the million divides only the last.""",
      priced(lambda n, f, k, o, i, c, w: n * f * i + k * c + o * w / 1e6))
wrong("bill", """Brackets are missing: `requests` and the million go with the last product only. Add up all three first, in brackets.""",
      priced(lambda n, f, k, o, i, c, w: f * i + k * c + o * w * n / 1e6))


# --- seconds ---

wrong("seconds", """You used the writing speed for everything. A prompt is read in one go, and much faster.""",
      lambda tokens_in, tokens_out, reading, writing: (tokens_in + tokens_out) / writing)
wrong("seconds", """You used the reading speed for everything. An answer is written token by token, and that is slow.""",
      lambda tokens_in, tokens_out, reading, writing: (tokens_in + tokens_out) / reading)
wrong("seconds", """You swapped the two speeds.""",
      lambda tokens_in, tokens_out, reading, writing: tokens_in / writing + tokens_out / reading)
wrong("seconds", """You multiplied by the speed. At 50 tokens *a second*, a hundred tokens take 2 seconds: divide.""",
      lambda tokens_in, tokens_out, reading, writing: tokens_in * reading + tokens_out * writing)
wrong("seconds", """The division is upside down: tokens divided by tokens a second are seconds.""",
      lambda tokens_in, tokens_out, reading, writing: reading / tokens_in + (writing / tokens_out if tokens_out else 0))
wrong("seconds", """You mixed the two speeds into one. The two parts come one after the other, each at its own speed: add up the two times.""",
      lambda tokens_in, tokens_out, reading, writing: (tokens_in + tokens_out) / ((reading + writing) / 2),
      lambda tokens_in, tokens_out, reading, writing: (tokens_in + tokens_out) / (reading + writing))
wrong("seconds", """You counted only one of the two parts: reading *and* writing take time, one after the other.""",
      lambda tokens_in, tokens_out, reading, writing: tokens_in / reading,
      lambda tokens_in, tokens_out, reading, writing: tokens_out / writing,
      lambda tokens_in, tokens_out, reading, writing: max(tokens_in / reading, tokens_out / writing))
wrong("seconds", """These are milliseconds. Return seconds.""",
      lambda tokens_in, tokens_out, reading, writing: 1000 * (tokens_in / reading + tokens_out / writing))
wrong("seconds", """You rounded, or dropped the remainder (`//`). Leave the number unrounded.""",
      lambda tokens_in, tokens_out, reading, writing: round(tokens_in / reading + tokens_out / writing, 2),
      lambda tokens_in, tokens_out, reading, writing: round(tokens_in / reading + tokens_out / writing, 1),
      lambda tokens_in, tokens_out, reading, writing: tokens_in // reading + tokens_out // writing,
      lambda tokens_in, tokens_out, reading, writing: round(tokens_in / reading + tokens_out / writing))
wrong("seconds", """Two numbers came back. The two times follow one another: add them up.""",
      lambda tokens_in, tokens_out, reading, writing: (tokens_in / reading, tokens_out / writing))


wrong("seconds", """You read the prompt again for each token you write. What has been read is kept: read it once.""",
      lambda tokens_in, tokens_out, reading, writing: tokens_out * (tokens_in / reading + 1 / writing),
      lambda tokens_in, tokens_out, reading, writing: tokens_in / reading * tokens_out + tokens_out / writing,
      lambda tokens_in, tokens_out, reading, writing: sum((tokens_in + i) / reading + 1 / writing for i in range(tokens_out)))
wrong("seconds", """You are one token off. All `tokens_out` tokens are written, each at the writing speed.""",
      lambda tokens_in, tokens_out, reading, writing: tokens_in / reading + (tokens_out - 1) / writing,
      lambda tokens_in, tokens_out, reading, writing: tokens_in / reading + (tokens_out + 1) / writing)
wrong("seconds", """Look at the brackets: divide each number of tokens by its own speed, then add the two.""",
      lambda tokens_in, tokens_out, reading, writing: (tokens_in / reading + tokens_out) / writing,
      lambda tokens_in, tokens_out, reading, writing: tokens_in / (reading + tokens_out) / writing,
      lambda tokens_in, tokens_out, reading, writing: (tokens_in + tokens_out / writing) / reading,
      lambda tokens_in, tokens_out, reading, writing: tokens_in + tokens_out / reading + writing)
wrong("seconds", """You subtracted the two times, or multiplied them. One comes after the other: add them up.""",
      lambda tokens_in, tokens_out, reading, writing: tokens_in / reading - tokens_out / writing,
      lambda tokens_in, tokens_out, reading, writing: abs(tokens_in / reading - tokens_out / writing),
      lambda tokens_in, tokens_out, reading, writing: (tokens_in / reading) * (tokens_out / writing))


# --- servers ---

wrong("servers", """You didn't round up: with too few machines the queue grows all day. Even part of a machine needs a whole one.""",
      lambda per_hour, seconds_each, busy: int(per_hour * seconds_each / (3600 * busy)),
      lambda per_hour, seconds_each, busy: max(1, int(per_hour * seconds_each / (3600 * busy))),
      lambda per_hour, seconds_each, busy: max(1, per_hour * seconds_each // (3600 * busy)),
      lambda per_hour, seconds_each, busy: per_hour * seconds_each // (3600 * busy),
      lambda per_hour, seconds_each, busy: max(1, floor(per_hour * seconds_each / (3600 * busy))),
      lambda per_hour, seconds_each, busy: round(per_hour * seconds_each / (3600 * busy)),
      lambda per_hour, seconds_each, busy: max(1, round(per_hour * seconds_each / (3600 * busy))))
wrong("servers", """Your machines work the whole hour, which leaves no room for a rush. Each may work only the share `busy` of it.""",
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / 3600),
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour * seconds_each / 3600)),
      lambda per_hour, seconds_each, busy: int(per_hour * seconds_each / 3600))
wrong("servers", """You multiplied by `busy`. With idle time you need *more* machines: divide by it.""",
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / 3600 * busy),
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour * seconds_each / 3600 * busy)))
wrong("servers", """You used the *idle* share. `busy` is the share of the hour in which a machine may work.""",
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / (3600 * (1 - busy))),
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour * seconds_each / (3600 * (1 - busy)))),
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / 3600 * (1 + (1 - busy))))
wrong("servers", """You added one to be safe, instead of rounding up. Where the work fits exactly, that is one machine too many.""",
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
wrong("servers", """You divided by the seconds a request takes. Longer requests need more machines, not fewer.""",
      lambda per_hour, seconds_each, busy: ceil(per_hour / seconds_each / (3600 * busy)),
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour / seconds_each / (3600 * busy))))
wrong("servers", """You rounded up first, and divided by `busy` afterwards. Then it is no whole number. Round once, at the end.""",
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour * seconds_each / 3600) / busy))
wrong("servers", """You rounded twice: first without `busy`, then with it. That gives too many. Round once, at the end.""",
      lambda per_hour, seconds_each, busy: ceil(ceil(per_hour * seconds_each / 3600) / busy))
wrong("servers", """You always need one machine, even when nobody asks: return at least 1.""",
      lambda per_hour, seconds_each, busy: ceil(per_hour * seconds_each / (3600 * busy)))
wrong("servers", """You get 1, however much work there is.""",
      lambda per_hour, seconds_each, busy: min(1, ceil(per_hour * seconds_each / (3600 * busy))),
      lambda per_hour, seconds_each, busy: max(1, ceil(3600 * busy / (per_hour * seconds_each))) if per_hour else 1,
      lambda per_hour, seconds_each, busy: ceil(3600 * busy / (per_hour * seconds_each)) if per_hour else 1)
wrong("servers", """You rounded too early (`//`, or twice): nobody asked for a whole number of requests a second. Divide with `/`, and round up once, at the end.""",
      lambda per_hour, seconds_each, busy: max(1, ceil(per_hour // 3600 * seconds_each / busy)),
      lambda per_hour, seconds_each, busy: max(1, ceil(ceil(per_hour / 3600) * seconds_each / busy)))


# --- layers and roles: why a choice is wrong, and what to look at in this task; never which one is right ---

SHELF = {"application": "That shelf is for one product on a finished model.",
         "model": "That shelf is for weights, and for the data and methods they come from.",
         "infrastructure": "That shelf is for what serves every model and product alike: machines, networks, stores."}
TRADE = {"AI": "An AI engineer makes a finished model do the job, with prompts, context and tools, and judges its answers.",
         "ML": "An ML engineer trains models, and knows the data and the mathematics behind them.",
         "full_stack": "A full-stack engineer builds pages, servers, accounts and databases.",
         "none": "One of the three trades has this skill."}
TASKS = {
    1: ("model", "full_stack", "It's a page, but no customer ever sees it: what are the choices it collects used for?",
         "It serves training, but what has to be *built* is a page that works."),
    2: ("application", "none", "They are the terms of one assistant.",
         "It's a text, and no model reads it. Who writes texts that hold up in court?"),
    3: ("application", "AI", "The messages are your customers', and you compare two prompts. No weight moves.",
         "The method is statistics, but you judge what a prompt makes a model say."),
    4: ("infrastructure", "none", "The cards don't know what will be computed on them.",
         "Power and cooling: is that prompts, mathematics, or web pages?"),
    5: ("model", "ML", "It's done for one shop. Even so, what is different afterwards: a prompt, or something in the model?",
         "A model *learns* from ten thousand examples. Which trade makes models learn?"),
    6: ("model", "ML", "You don't do it to store the corpus, or for one product, but to improve what is learned from it.",
         "What is in the corpus decides what is learned. Whose material is that?"),
    7: ("application", "full_stack", "These are the chats of one product's users, in its own database.",
         "Chats are stored like orders or addresses. Who builds databases for a product?"),
    8: ("application", "none", "No model and no machine is involved: which product is it for?",
         "All three should listen. But asking people well is a craft of its own."),
    9: ("model", "ML", "It uses thousands of machines. What comes out at the end that didn't exist before?",
         "It begins with random numbers: there is no finished model to ask."),
    10: ("application", "AI", "The model and the machines stay the same: whose questions is the page for?",
         "It reads a database, yes, but what must be right is what the model gets to see."),
    11: ("infrastructure", "full_stack", "It's a page, but its product is machine time, for everybody in the company.",
         "It reserves machines, but what you build is a form with a database behind it."),
    12: ("application", "AI", "The tool and its description belong to one assistant. The model that reads it is finished.",
         "The look-up is code. *When* to use it is put into words, for a model."),
    13: ("infrastructure", "none", "The jobs may be training runs; the card doesn't care.",
         "Ask who has a screwdriver, and a plan for the night."),
    14: ("application", "AI", "They are the bad answers of *your* assistant. They may lead to a better prompt long before they lead to a new model.",
         "Nobody improves answers they haven't read. Whose job is what a model says?"),
    15: ("application", "full_stack", "It's one product's window, on its users' phones.",
         "It's about pages, whoever answers on them."),
    16: ("model", "none", "You are checking what a model may be made from.",
         "All three need the answer, and none of them can give it."),
    17: ("application", "AI", "Nothing is trained here, and no machine is touched: who reads these words, and for whose customers?",
         "Not a line of this is code: it's words that a finished model reads."),
    18: ("application", "AI", "You choose a model; you don't make one or run one. Whose customers' questions are they?",
         "Both models are finished. You judge their answers to your questions."),
    19: ("model", "ML", "It's a setting, but for which work: asking a model, running a machine, or making weights?",
         "A prompt has no learning rate. Where do you set one?"),
    20: ("application", "full_stack", "Customers of one product log in and pay there.",
         "Banks and laws are involved, but building it is ordinary web work."),
    21: ("application", "AI", "They grade your assistant's answers, and nothing is trained on the grades.",
         "The grades measure a finished model at its job."),
    22: ("model", "none", "Nobody builds a product or runs a machine here: what will the answers be used for?",
         "The answers will be training data. But finding and paying people isn't engineering."),
    23: ("application", "AI", "Each product decides what its assistant says when it doesn't know, and no weight changes for that.",
         "The rule is written in words, and a model has to follow it."),
    24: ("application", "full_stack", "The button is in one product, and collects what its users think.",
         "Reading what it stores is another trade's work; the button itself is a page and a table."),
    25: ("infrastructure", "none", "A chip multiplies for every model and every product.",
         "It multiplies matrices, and is designed by people who draw circuits."),
    26: ("application", "AI", "Examples in a prompt change no weight. They go in front of one product's questions.",
         "Examples in a prompt aren't training examples: is anything fitted to them?"),
    27: ("infrastructure", "none", "The rack runs a thousand products and models, and it's hot for all of them.",
         "Ask who gets woken up."),
    28: ("infrastructure", "none", "Every training run and every product in the company goes through these cables alike.",
         "Cables and switches: is that prompts, mathematics, or web pages?"),
    29: ("application", "full_stack", "It involves one product's page and one product's server. The model behind them is somebody else's.",
         "Whatever the model says, the key has to be hidden. Who builds servers?"),
    30: ("model", "ML", "You decide it long before there is a model that a product could use.",
         "It's decided long before anybody can prompt the model, by those who let it read."),
    31: ("infrastructure", "none", "The certificates belong to the machines under everything, not to one product.",
         "They belong to a cluster, not to one product's page. Who keeps clusters running?"),
    32: ("model", "ML", "It saves memory, but not by changing the machine: what does change?",
         "What rounding loses is a question of numbers, and of how a network works with them."),
    33: ("model", "ML", "Wherever it is used later, new weights come out of it.",
         "One model's answers are another's examples: somebody has to run that learning."),
    34: ("infrastructure", "none", "It may be text for training. Storing films would be the same work.",
         "A thousand machines and a petabyte: is that prompts, mathematics, or one product's pages?"),
    35: ("model", "ML", "The preferences come from users, but what you do with them makes weights.",
         "People's choices become a loss to make smaller."),
    36: ("application", "full_stack", "The words arrive anyway. What is left to do happens on one product's page.",
         "The model already sends its answer word by word; a page has to show it that way."),
    37: ("application", "full_stack", "Customers see it, and the page would be the same if a person answered.",
         "Nothing on this page depends on what a model says. Who builds pages?"),
    38: ("model", "ML", "Cutting text looks like preparation, but every weight of the model depends on it.",
         "It's learned from a corpus, before the first weight is."),
    39: ("application", "AI", "You test what *your* assistant promises. The model stays the same.",
         "The trick lies in the words, and in how a model answers them."),
    40: ("model", "ML", "Perhaps a machine broke. To find out, you read what happened in a run that makes weights.",
         "To know why a loss jumps, you have to read a training run."),
}
for answer, lines, place in ("layers", SHELF, 2), ("roles", TRADE, 3):
    for task, (*keys, of_layer, of_role) in TASKS.items():
        for choice, line in lines.items():
            if choice != keys[place - 2]:
                wrong_choice(answer, task, choice, f"{line} {(of_layer, of_role)[place - 2]}")


# --- ways ---

SITUATIONS = {
    "A": ("prompt", "train", "That takes months and millions, to find out what one evening can tell you.",
          "You have no data yet, and one evening: what can you try at once?"),
    "B": ("retrieve", "prompt", "However well you ask, it isn't in the model. Somebody must fetch it.",
          "The answer changes by the hour, and is nobody else's business."),
    "C": ("prompt", "finetune", "The weights lack nothing: ask for the tone first.",
          "The model can do it already: has anybody asked it to?"),
    "D": ("finetune", "prompt", "Your measurements say that this road ends here, and the labels lie unused.",
          "There is nothing to look up; there is a finished model, and you have twenty thousand examples."),
    "E": ("train", "finetune", "No pre-trained language model fits into 20 kilobytes; a tiny network made for this does.",
          "Think of the 20 kilobytes: which finished model fits into them?"),
    "F": ("retrieve", "finetune", "Weights don't remember where they got a sentence.",
          "Every answer has to name its place in four thousand pages."),
    "G": ("prompt", "finetune", "Say so, or restrict the choice: it costs nothing, and you can do it today.",
          "It knows the word, but says too much around it: has anybody told it?"),
    "H": ("retrieve", "finetune", "By next week the weights are wrong, and you pay again.",
          "These facts are in no model, and they change every week."),
    "I": ("train", "prompt", "Rows of figures with known outcomes don't need language: a small classical model learns them in minutes.",
          "These are your own rows of figures, ten years of them: is there a finished model for those?"),
    "J": ("train", "prompt", "No model has read a word about your game, but one can play a million rounds of it.",
          "Nobody has ever written about this game, but you have an exact simulator."),
    "K": ("finetune", "train", "Sentences are language. Begin with a model that knows some.",
          "You have measured many prompts, and no fact is missing; but you have eight thousand pairs."),
    "L": ("finetune", "retrieve", "It would fetch the same four thousand tokens a million times.",
          "It works, but it's too expensive this way; the style is a habit that never changes, and a finished model knows the language."),
}
WAY = {"prompt": "A prompt changes nothing in the model, and brings in nothing that isn't there already.",
       "retrieve": "Retrieval gives the model a fact that it lacks.",
       "finetune": "Finetuning changes weights: it needs many examples, and pays off where a habit should last.",
       "train": "Training from scratch is for tasks where no finished model gives you a start."}
for situation, (right_way, tempting, sentence, other) in SITUATIONS.items():
    for choice, line in WAY.items():
        if choice == tempting:
            wrong_choice("ways", situation, choice, sentence)
        elif choice != right_way:
            wrong_choice("ways", situation, choice, f"{line} {other}")
