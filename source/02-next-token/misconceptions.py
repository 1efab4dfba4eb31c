"""The ways people get 02-next-token wrong, and what to say."""

from math import exp, inf, log, log2, prod

from course.exercise.mistakes import edit, instead, result
from course.lessons.texts import names

# --- to probabilities ---

TABLES = [names(table) for table in ("west-midlands-boys-2016", "yorkshire-boys-2016")]


def sums_again(counts):
    shares = dict(counts)
    for name in shares:
        shares[name] = shares[name] / sum(shares.values())
    return shares


def sum_so_far(counts):
    total, shares = 0, {}
    for name, count in counts.items():
        total += count
        shares[name] = count / total
    return shares


def into_the_counts(counts):
    total = sum(counts.values())
    for name in counts:
        counts[name] = counts[name] / total
    return counts


to_probabilities = {
    "Your division is upside down: divide each count by the total.":
        edit("count / total", "total / count"),
    "You divided by the number of different names. Divide by the number of people: the sum of all counts.":
        edit("sum(counts.values())", "len(counts)"),
    "You divided by the largest count, so the most common name gets 1: certain. Divide by the sum of all counts.":
        edit("sum(counts.values())", "max(counts.values())"),
    "Those are percentages. A probability goes from 0 to 1: three quarters is 0.75, not 75.":
        edit("count / total", "100 * count / total"),
    "You divided with `//`, which drops everything after the decimal point. A share of a whole needs `/`.":
        edit("count / total", "count // total"),
    "You returned the numbers alone. Make a dictionary: each name with its probability.":
        edit("{name: count / total for name, count in counts.items()}", "[count / total for count in counts.values()]"),
    "Your sum changes along the way: each share that you write in makes it smaller. Add up once, before the loop.":
        instead(sums_again),
    "You divided each count by the sum *so far*. Add up all of them first, then divide.":
        instead(sum_so_far),
    "Your numbers are right, but you wrote them into the caller's own dictionary, so its counts are gone. Build a new one.":
        instead(into_the_counts),
    "You left `(any other name)` out of the sum. Those people count too: without them, the probabilities add up to more than 1.":
        edit("sum(counts.values())", "sum(count for name, count in counts.items() if name[0] != '(') or 1"),
    "You left `(any other name)` out. Those people count too: without them, the others would look like everybody.":
        instead("to_probabilities({name: count for name, count in counts.items() if name[0] != '('})"),
    "You divided by the sum of a table of the notebook. Add up the counts that came in as `counts`.":
        [edit("sum(counts.values())", str(sum(table.values()))) for table in TABLES],
    "Your keys are the counts. Keep the names as keys: `name` goes into the square brackets.":
        edit("{name: count / total for name, count", "{count: count / total for name, count"),
    "Each name got the whole total. Divide its own count by that.":
        edit("count / total", "total"),
    "You returned a single number, the share of the last name. All the shares belong in a dictionary.":
        instead("[count / sum(counts.values()) for count in counts.values()][-1]"),
    "Your total is a single count: `total = count` replaces what was there, `total += count` adds to it.":
        [edit("sum(counts.values())", "list(counts.values())[-1]"), edit("count / total", "count / count")],
    "Your dictionary is still empty: you never put a share in it.":
        instead("{}"),
}


# --- count contexts ---


def in_a_new_row(text, n):
    counts = {}
    for gram in ngrams(text, n):
        row = counts.get(gram[:-1], {})
        row[gram[-1]] = row.get(gram[-1], 0) + 1
    return counts


def in_the_last_new_row(text, n):
    counts = {}
    for gram in ngrams(text, n):
        if gram[:-1] not in counts:
            row = counts[gram[:-1]] = {}
        row[gram[-1]] = row.get(gram[-1], 0) + 1
    return counts


def row_or_count(text, n):
    counts = {}
    for gram in ngrams(text, n):
        if gram[:-1] not in counts:
            counts[gram[:-1]] = {}
        else:
            row = counts[gram[:-1]]
            row[gram[-1]] = row.get(gram[-1], 0) + 1
    return counts


def from_slices(text, n):
    counts = {}
    for i in range(len(text)):
        row = counts.setdefault(text[i : i + n - 1], {})
        row[text[i + n - 1 : i + n]] = row.get(text[i + n - 1 : i + n], 0) + 1
    return counts


def from_the_first_character(text, n):
    counts = {}
    for i, token in enumerate(text):
        row = counts.setdefault(text[max(0, i - n + 1) : i], {})
        row[token] = row.get(token, 0) + 1
    return counts


def minus_zero(text, n):
    counts = {}
    for i in range(n - 1, len(text)):
        row = counts.setdefault(text[:i][-(n - 1) :], {})
        row[text[i]] = row.get(text[i], 0) + 1
    return counts


setdefault = "row = counts.setdefault(context, {})"
count_contexts = {
    "Your context is one character too long. An n-gram has n characters in all: `ngrams(text, n)`, not n + 1.":
        edit("ngrams(text, n)", "ngrams(text, n + 1)"),
    "Your n-grams are too short. They have n characters, so a context of n − 1 and the one that follows: `ngrams(text, n)`.":
        edit("ngrams(text, n)", "ngrams(text, max(1, n - 1))"),
    "The last n-gram is missing. A text of 6 characters has 5 n-grams of 2: `ngrams` gives you all of them.":
        edit("ngrams(text, n)", "ngrams(text, n)[:-1]"),
    "Your n-grams don't overlap, so most are missing. The window moves by one character.":
        edit("ngrams(text, n)", "ngrams(text, n)[::n]"),
    "You noted what follows each context, but not how often: every count is 1. Add to the count that's there.":
        edit("row.get(token, 0) + 1", "1"),
    "Each row keeps only its last character, because a new row takes the place of the old one. Make a row only where there is none.":
        edit(setdefault, "row = counts[context] = {}"),
    "You counted how often each context occurs. Count what follows it: each context needs a dictionary of its own.":
        instead("{context: sum(row.values()) for context, row in count_contexts(text, n).items()}"),
    "When a context comes up for the first time, it has no row yet. Give it an empty one first.":
        edit(setdefault, "row = counts[context]"),
    "When a character follows a context for the first time, the row has no count to add to. `row.get(token, 0)` begins at 0.":
        [edit("row[token] = row.get(token, 0) + 1", "row[token] += 1"), edit("row.get(token, 0)", "row.get(token)")],
    "Each count is one too small: the first time a character follows counts too.":
        [edit("row.get(token, 0)", "row.get(token, -1)"), instead(row_or_count)],
    "`row` only changes when the context is new, so what follows an old one goes into another row. Each round needs the row of its own context.":
        instead(in_the_last_new_row),
    "Your table is still empty: `.get(context, {})` makes a row, but doesn't put it into `counts`.":
        instead(in_a_new_row),
    "You used the token as the context. The row is that of the context; the token is the key in it.":
        [edit(setdefault, "row = counts.setdefault(token, {})"), edit("gram[:-1], gram[-1]", "gram[-1], gram[:-1]")],
    "Your token is the second character of the n-gram. That's the last one with n = 2 alone; `gram[-1]` is the last of any.":
        [edit("gram[-1]", "gram[min(1, n - 1)]"), edit("gram[:-1], gram[-1]", "gram[:1] if n > 1 else '', gram[1:] or gram")],
    "Your token is the first character of the n-gram. The one that follows is the last: `gram[-1]`.":
        [edit("gram[:-1], gram[-1]", "gram[1:], gram[0]"), edit("gram[-1]", "gram[0]")],
    "Near the end your slices are cut short, and you counted them too. The last n-gram begins at `len(text) - n`.":
        instead(from_slices),
    "The first characters have fewer than n − 1 before them, and you counted them too. Begin where there is a whole context.":
        instead(from_the_first_character),
    "With n = 1 your contexts aren't empty: `[-(n - 1):]` is then `[-0:]`, the whole text. With `gram[:-1]` they are.":
        instead(minus_zero),
    "You counted n-grams in one dictionary. Put a dictionary in it: for each context, what follows and how often.": [
        instead("{gram: ngrams(text, n).count(gram) for gram in ngrams(text, n)}"),
        instead("{(gram[:-1], gram[-1]): ngrams(text, n).count(gram) for gram in ngrams(text, n)}"),
    ],
    "`text.count` steps over what it has found, so it misses what overlaps. Go through the n-grams once, and add 1 for each.":
        instead("{a: {b: text.count(a + b) for b in row} for a, row in count_contexts(text, n).items()}"),
}


# --- interpolate ---

share = "row.get(token, 0) / sum(row.values())"
half = f"({share} + p) / 2"
from_table = "row = table.get(last(before, n - 1))"
interpolate = {
    "You began with p = 1. Before any counting, all tokens are equally likely: 1 / size.":
        edit("p = 1 / size", "p = 1"),
    "You began with p = 0. Before any counting, all tokens are equally likely: 1 / size.":
        edit("p = 1 / size", "p = 0"),
    "You began at 1/4, as in the example. The number of tokens comes in as `size`.":
        edit("p = 1 / size", "p = 1 / 4"),
    "You added the share and the old p, and forgot to halve. The average is half of their sum.":
        edit(half, f"{share} + p"),
    "You halved only the old p: `a + b / 2` divides b alone. Put brackets around the sum.":
        edit(half, f"{share} + p / 2"),
    "You halved only the share: `a / 2 + b` divides a alone. Put brackets around the sum.":
        edit(half, f"{share} / 2 + p"),
    "You averaged the last share with 1 / size. In each round, average with the p of the round before.":
        [edit(half, f"({share} + 1 / size) / 2"), edit("enumerate(tables, 1)", "list(enumerate(tables, 1))[-1:]")],
    "That's the share in the last table alone. Average it with the old p.":
        edit(half, share),
    "When the table doesn't have the context, p stays as it is. You halved it, or mixed in a zero.":
        edit("        if row:\n            p = " + half, f"        p = {half} if row else p / 2"),
    "A table doesn't have each context. Ask first whether it does, `if context in table`; otherwise p stays as it is.": [
        edit(from_table, "row = table[last(before, n - 1)]"),
        edit("        if row:\n            p", "        row = row or {}\n        p"),
    ],
    "When a table doesn't have the context, you returned something else. p stays as it is.": [
        edit("        if row:", "        if not row:\n            return 0\n        if row:"),
        edit("        if row:", "        if not row:\n            return 1 / size\n        if row:"),
    ],
    "A token that isn't in the row has a share of 0, and p is still averaged with it. You left p as it was, or the row was asked for a token that it doesn't have: `row.get(token, 0)`.":
        [edit("if row:", "if row and token in row:"), edit("row.get(token, 0)", "row[token]")],
    "You took the count itself. The share is the count divided by the sum of the row.":
        edit(share, "row.get(token, 0)"),
    "You divided by the number of different tokens in the row. The share is the count divided by the sum of all counts in it.":
        edit("sum(row.values())", "len(row)"),
    "None of the tables has your context, so p never changed. In the table of n it has n − 1 characters: `last(before, n - 1)`.":
        [edit("last(before, n - 1)", "last(before, n)"), edit("enumerate(tables, 1)", "enumerate(tables, 2)"), edit("last(before, n - 1)", "before")],
    "Your first table is that of n = 1, with contexts of no characters. `enumerate(tables, 1)` counts from 1; without the 1 it counts from 0.":
        edit("enumerate(tables, 1)", "enumerate(tables)"),
    "Your context is the *first* characters of `before`. It is the last ones that stand right before the token: `last(before, n - 1)`.":
        edit("last(before, n - 1)", "before[: n - 1]"),
    "You went from the longest context to the shortest, so the shortest counts most. Begin with n = 1.":
        edit("enumerate(tables, 1)", "reversed(list(enumerate(tables, 1)))"),
    "You averaged all the shares with equal weight. Here the average is taken in each round: half of this share, half of the p so far.":
        instead("(1 / size + sum(t[last(before, k)].get(token, 0) / sum(t[last(before, k)].values()) for k, t in enumerate(tables) if last(before, k) in t)) / (1 + sum(last(before, k) in t for k, t in enumerate(tables)))"),
}


# --- cross-entropy ---


def divided_each_round(probabilities):
    total = 0
    for p in probabilities:
        total = (total + surprisal(p)) / len(probabilities)
    return total


mean = "sum(surprisal(p) for p in probabilities) / len(probabilities)"
cross_entropy = {
    "That's the mean of the probabilities. Take the surprisal of each, and then the mean.":
        edit("surprisal(p)", "p"),
    "You multiplied all probabilities first. For a long text the product is too small for a computer. Add up the surprisals instead.": [
        instead("-log(prod(probabilities)) / len(probabilities) if prod(probabilities) else inf"),
    ],
    "You averaged the probabilities first, then took the logarithm. Take each token's surprisal first, and the mean at the end.":
        instead("surprisal(sum(probabilities) / len(probabilities))"),
    "You counted in bits: that's the logarithm to base 2. Nats need the natural logarithm.":
        edit("surprisal(p)", "(-log2(p) if p else inf)"),
    "That's the sum. A longer text would always look worse: divide by the number of tokens.":
        edit(" / len(probabilities)", ""),
    "Your result is negative. Logarithms of probabilities are below zero; surprisal is *minus* the logarithm.":
        edit("sum(surprisal", "-sum(surprisal"),
    "You left out the tokens with probability 0, the worst guesses of all. A single one makes the mean infinite.":
        [edit("for p in probabilities", "for p in probabilities if p"), instead("sum(surprisal(p) for p in probabilities if p) / sum(p > 0 for p in probabilities)")],
    "You took the exponential of the mean: that's a perplexity. The task asks for the mean itself, in nats.":
        edit(mean, f"exp({mean})"),
    "You added a little to the probability, so that the logarithm wouldn't fail. What the model called impossible should cost infinitely much.":
        [edit("surprisal(p)", f"-log(p + {small})") for small in (1e-12, 1e-10, 1e-9, 1e-8)],
    "The logarithm of 0 fails. `surprisal`, above, knows what to do with a 0.":
        edit("surprisal(p)", "-log(p)"),
    "You multiplied each surprisal by its probability. Every token that came counts once, likely or not.": [
        edit("surprisal(p)", "(p * surprisal(p) if p else 0)"),
        instead("sum(p * surprisal(p) for p in probabilities if p)"),
    ],
    "`surprisal` takes one probability. Call it for each of them, and take the mean of the results.":
        [instead("surprisal(probabilities)"), instead("surprisal(sum(probabilities))")],
    "The first token is missing from your sum. Indices begin at 0.":
        edit("for p in probabilities", "for p in probabilities[1:]"),
    "You divided by one less than there are. A mean is divided by how many numbers were added up.":
        edit("len(probabilities)", "(len(probabilities) - 1)"),
    "You divided by the sum of the probabilities. A mean is divided by how many numbers were added up.":
        edit("len(probabilities)", "sum(probabilities)"),
    "You divide in every round, so the first surprisals are divided again and again. Add up all of them first, and divide once.":
        instead(divided_each_round),
    "That is the surprisal of one token. Take the mean over all of them.":
        [instead("surprisal(probabilities[-1])"), instead("surprisal(probabilities[0])"), instead("surprisal(probabilities[-1]) / len(probabilities)")],
    "These are the surprisals, one for each token. Their mean is one number: the sum, divided by how many there are.":
        instead("[surprisal(p) for p in probabilities]"),
    "You divided by 3, the number of tokens in the example. Other lists are longer or shorter: `len(probabilities)`.":
        edit("len(probabilities)", "3"),
    "Of equal probabilities you counted only one, as a set does. Every token that came counts.":
        edit("for p in probabilities", "for p in set(probabilities)"),
}


# --- generate ---


def added_in_front(model, choose, start, length):
    text = start
    for _ in range(length):
        text = choose(model(text)) + text
    return text


append = "text += choose(model(text))"
generate = {
    "The beginning is missing. Return the whole text: the start, and what follows it.":
        edit("return text", "return text[len(start):]"),
    "Your text begins empty, so the model never sees the start. Begin with `text = start`.":
        edit("text = start", "text = ''"),
    "You stopped when the *whole* text had `length` tokens. That many should come after the start.":
        edit("range(length)", "range(length - len(start))"),
    "Each round begins again from the start, so only one new token is left. Append it to the text so far.":
        edit(append, "text = start + choose(model(text))"),
    "You made each guess from the start alone. The model reads what it has written, too: ask it again after each token.": [
        edit("model(text)", "model(start)"),
        instead("start + ''.join(choose(P) for P in [model(start)] for _ in range(length))"),
        instead("start + (choose(model(start)) * length if length else '')"),
    ],
    "You only gave the model the last character. It gets the whole text so far; how much of it the model looks at is its own business.":
        edit("model(text)", "model(text[-1:])"),
    "You gave the model the new tokens without the start. It gets the whole text so far.":
        edit("model(text)", "model(text[len(start):] or start)"),
    "You gave the model as much text as the start has. It gets the whole text so far.":
        edit("model(text)", "model(text[-len(start):])"),
    "There is one token too many.":
        edit("range(length)", "range(length + 1)"),
    "You took the most likely token yourself. `choose` decides which one to take: sometimes it's another.":
        edit("choose(model(text))", "max(model(text), key=model(text).get)"),
    "You put the new tokens in front. A text grows at its end.":
        instead(added_in_front),
    "Each round puts the new token in the place of the whole text. Append it: `text = text + …`.":
        edit(append, "text = choose(model(text))"),
    "You gave `choose` the model itself. What it says about the text so far is `model(text)`.":
        edit("choose(model(text))", "choose(model)"),
    "You gave `choose` the text. It takes what the model says about it: `model(text)`.":
        edit("choose(model(text))", "choose(text)"),
    "What you added to the text is no text. Call `choose`, give it what the model says, and add the token that it returns.":
        [edit("choose(model(text))", "model(text)"), edit("choose(model(text))", "choose")],
    "Nothing was added: your text is still the start alone.":
        edit(append, "choose(model(text))"),
    "You added as many tokens as `start` has characters. It should be `length` more.":
        edit("range(length)", "range(len(start))"),
    "There are too many tokens: `length` says how many to add, however long the start is.":
        edit("range(length)", "range(length + len(start))"),
}
