"""The ways people get 06-ai-engineering wrong, and what to say."""

import math

import numpy as np

from course.exercise.mistakes import edit, instead, result, wrong_choice
from course.lessons.worlds.helpdesk import LABELS

# --- choose ---

key = "key=lambda label: sum(log_probs[label])"
best = f"max(log_probs, {key})"


def forgets_the_best_sum(log_probs):
    best = most = None
    for label, tokens in log_probs.items():
        if best is None or sum(tokens) > most:
            best, most = label, sum(tokens) if most is None else most
    return best


def from_zero(log_probs):
    best, most = None, 0
    for label, tokens in log_probs.items():
        if sum(tokens) > most:
            best, most = label, sum(tokens)
    return best


choose = {
    "You took the *mean* over the tokens, so an answer pays nothing for its length. Along an answer log-probabilities add up.":
        [edit(key, f"key=lambda label: {mean}") for mean in ("sum(log_probs[label]) / len(log_probs[label])", "np.mean(log_probs[label])")],
    "Only a label's first token decided. All of its tokens count: add them up.":
        [edit(key, "key=lambda label: log_probs[label][0]"), edit(key, "key=log_probs.get")],
    "Only a label's last token decided. All of its tokens count: add them up.":
        edit(key, "key=lambda label: log_probs[label][-1]"),
    "You compared single tokens, each label's likeliest or its unlikeliest. The sum over all its tokens decides.":
        [edit(key, "key=lambda label: max(log_probs[label])"), edit(key, "key=lambda label: min(log_probs[label])")],
    "You added probabilities. Along an answer they are *multiplied*, and that is why their logarithms are added.":
        edit(key, "key=lambda label: sum(np.exp(log_probs[label]))"),
    "You multiplied the log-probabilities. Probabilities are multiplied, and their logarithms added.":
        edit(key, "key=lambda label: math.prod(log_probs[label])"),
    "That is the *least* likely label. Log-probabilities are negative: the largest is the one nearest to zero.":
        [edit(best, f"min(log_probs, {key})"), edit(key, "key=lambda label: abs(sum(log_probs[label]))")],
    "You keep the best label so far, and not its sum, so every later label is compared with the first. Keep both up to date.":
        instead(forgets_the_best_sum),
    "Your search found nothing: every sum is below the number it starts from. Log-probabilities are negative, so begin with the first label.":
        [instead(from_zero), instead("''")],
    "That is the sum. Return the *label* that has it, a text.":
        result("sum(log_probs[it])"),
    "Those are the label's log-probabilities. Return the label itself, a text.":
        [result("log_probs[it]"), instead("max(log_probs.values())")],
    "That is the label's place. Return the label itself, a text.":
        result("list(log_probs).index(it)"),
    "You returned more than the label. Return only the label, a text.":
        [result("(it, log_probs[it])"), result("(it, sum(log_probs[it]))"), result("{it: sum(log_probs[it])}"), result("[it]"),
         instead("{label: sum(tokens) for label, tokens in log_probs.items()}"), instead(f"sorted(log_probs, {key})")],
    "You compared the labels' own letters. Compare the *sums* of their log-probabilities.":
        [edit(f", {key}", ""), edit(key, "key=str"), instead("max(log_probs.items())")],
    "You went by the number of tokens. What counts is how likely they are.":
        [edit(key, "key=lambda label: -len(log_probs[label])"), edit(key, "key=lambda label: len(log_probs[label])")],
    "You always get the first label, or the last. Compare the sums.":
        [instead("list(log_probs)[0]"), instead("list(log_probs)[-1]")],
}


# --- head_to_head ---

won, lost = "won = sum(x > y for x, y in zip(a, b))", "lost = sum(x < y for x, y in zip(a, b))"
luck = "abs(won - lost) <= 2 * (won + lost) ** 0.5"


def all_as_won(a, b):
    differ = sum(x != y for x, y in zip(a, b))
    return differ, differ, True


head_to_head = {
    "`won` and `lost` are swapped. `won` counts the messages that only `a` got right.":
        result("(it[1], it[0], it[2])"),
    "You counted everything that *one* prompt got right. Where both are right, neither wins: count only the messages in which they differ.":
        [edit(f"{won}\n    {lost}", "won, lost = sum(a), sum(b)"),
         edit(f"{won}\n    {lost}", "won = sum(x >= y for x, y in zip(a, b))\n    lost = sum(x <= y for x, y in zip(a, b))"),
         edit(f"{won}\n    {lost}", "won = sum(x == 1 for x, y in zip(a, b))\n    lost = sum(x == 0 for x, y in zip(a, b))"),
         edit(f"{won}\n    {lost}", "won = sum(x > y for x, y in zip(a, b))\n    lost = len(a) - won")],
    "Only one of the two is counted right: `won` needs *a* right and *b* wrong, and `lost` the opposite.":
        [edit(won, "won = sum(x == y for x, y in zip(a, b))"), edit(lost, "lost = sum(x == y for x, y in zip(a, b))"),
         edit(lost, "lost = sum(x != y for x, y in zip(a, b))"), edit(won, "won = sum(x != y for x, y in zip(a, b))"),
         edit(lost, "lost = sum(x == y == 0 for x, y in zip(a, b))"), edit(lost, "lost = 0"), instead(all_as_won)],
    "`luck` is the wrong way round. It is `True` where chance *explains* the difference, so where won and lost are close.":
        [result("(it[0], it[1], not it[2])"), edit("<=", ">"), edit("<=", ">=")],
    "Without `abs`, a prompt that loses by far counts as luck. Take the distance without its sign.":
        edit("abs(won - lost)", "won - lost"),
    "With `lost - won`, a prompt that *wins* by far counts as luck. Take the distance without its sign.":
        edit("abs(won - lost)", "lost - won"),
    "Exactly 2 · √n apart is still luck. It isn't where they are *more* than that apart.":
        edit("<=", "<"),
    "The square root goes over won + lost only. How many messages there are in all doesn't matter.":
        [edit("(won + lost) ** 0.5", "len(a) ** 0.5"), edit("(won + lost) ** 0.5", "(len(a) + len(b)) ** 0.5")],
    "The root is missing its 2: luck reaches to *2* · √(won + lost).":
        edit("2 * (won + lost)", "(won + lost)"),
    "The 2 belongs in front of the root, not under it.":
        edit("2 * (won + lost) ** 0.5", "(2 * (won + lost)) ** 0.5"),
    "`luck` is `True` each time. It's `False` where won and lost are *more* than 2 · √(won + lost) messages apart. Mind the root, `x ** .5`.":
        [edit(luck, "True"), edit(" ** 0.5", ""), edit("** 0.5", "* 0.5"), edit("** 0.5", "** 2"),
         edit("abs(won - lost)", "abs(won - lost) / len(a)"), edit("abs(won - lost)", "abs(sum(a) / len(a) - sum(b) / len(b))")],
    "The root goes over the *sum* of won and lost, of all in which they differ. You took one of them, or the difference.":
        [edit("(won + lost)", "won"), edit("(won + lost)", "lost"), edit("(won + lost)", "abs(won - lost)"), edit("(won + lost)", "max(won, lost)")],
    "Parentheses are missing: `won + lost ** .5` takes the root of `lost` alone.":
        edit("(won + lost) ** 0.5", "won + lost ** 0.5"),
    "You compared what differs, not how far won and lost are *apart*: `abs(won - lost)`.":
        [edit("abs(won - lost)", "(won + lost)"), edit("abs(won - lost)", "won"), edit("abs(won - lost)", "max(won, lost)")],
    "Return three things: `won`, `lost` and `luck`.":
        [edit("return won, lost, " + luck, "return won, lost"), edit("return won, lost, " + luck, f"return {luck}"),
         edit("return won, lost, " + luck, f"return won - lost, {luck}")],
    "The third thing is `True` or `False`: whether the distance may be luck. You returned a number or a text.":
        [edit(luck, "2 * (won + lost) ** 0.5"), edit(luck, "abs(won - lost)"), edit(luck, "'True'"), edit(luck, "str(" + luck + ")")],
    "`luck` is `False` each time. It's `True` where won and lost are close.":
        edit(luck, "False"),
}


# --- confusion ---

count = "pairs.count((row, column))"
table = f"[[{count} for column in labels] for row in labels]"


def one_row_for_all(truth, guesses, labels):
    row, table = [0] * len(labels), []
    for _ in labels:
        table.append(row)
    for what, called in zip(truth, guesses):
        table[labels.index(what)][labels.index(called)] += 1
    return table


def other_order(rows, columns):
    return edit(table, f"[[{count} for column in {columns}] for row in {rows}]")


confusion = {
    "Rows and columns are swapped. The row is what a message *is*, the column what it was called.":
        [edit("(row, column)", "(column, row)"), edit("zip(truth, guesses)", "zip(guesses, truth)")],
    "Rows and columns come in the order of `labels`, as it is given. You used another order.":
        [other_order(rows, columns) for rows in ("labels", "sorted(labels)", "labels[::-1]", "sorted(set(truth))", "list(dict.fromkeys(truth))")
         for columns in ("labels", "sorted(labels)", "labels[::-1]", "sorted(set(truth))", "list(dict.fromkeys(truth))") if rows != columns or rows != "labels"],
    "You used the five labels of our desk. Take those in `labels`: there may be fewer, or others.":
        other_order("LABELS", "LABELS"),
    "All rows hold the same counts. Make a new row for each label, `[0] * len(labels)` inside the loop, and count in it only messages that *are* that label.":
        [instead(one_row_for_all), edit(count, "guesses.count(column)")],
    "You counted only what is right. The mistakes are what this table is for.":
        [edit(count, f"{count} if row == column else 0"), instead("[sum(x == y == label for x, y in zip(truth, guesses)) for label in labels]")],
    "You counted only the mistakes. What is right belongs in it, too, on the diagonal.":
        edit(count, f"{count} if row != column else 0"),
    "You put a 1 where something happened. The table says how *often*: add 1 each time.":
        [edit(count, f"int({count} > 0)"), edit(count, f"{count} > 0")],
    "Those are shares. Return counts, whole numbers of messages.":
        [edit(count, f"{count} / len(truth)"), edit(count, f"{count} / max(1, truth.count(row))"), edit(count, f"{count} / max(1, guesses.count(column))"),
         edit(count, f"100 * {count} / len(truth)")],
    "You looked up the row and the column by the same list. The row comes from `truth`, the column from `guesses`.":
        [edit("zip(truth, guesses)", "zip(truth, truth)"), edit("zip(truth, guesses)", "zip(guesses, guesses)")],
    "You counted in one list, or in each by itself. A cell counts the messages that are one label *and* were called another: `zip` gives both.":
        [edit(count, other) for other in ("truth.count(row)", "truth.count(column)", "guesses.count(row)",
                                          "truth.count(row) + guesses.count(column)", "min(truth.count(row), guesses.count(column))", "truth.count(row) * guesses.count(column)")],
    "You added more than 1 for a message. Each message is one.":
        [edit(count, f"{count} * {much}") for much in ("2", "truth.count(row)", "guesses.count(column)")],
    "You left out a message. Count all of them.":
        [edit("list(zip(truth, guesses))", f"list(zip(truth, guesses))[{part}]") for part in ("1:", ":-1")],
    "You counted every message in the first row or column. Look up each message's own labels.":
        [edit(count, "sum(y == column for x, y in pairs) if row == labels[0] else 0"), edit(count, "sum(x == row for x, y in pairs) if column == labels[0] else 0")],
    "A row is missing, or there's one too many. There is one for each of `labels`, even where nothing was counted.":
        [edit("for row in labels]", "for row in labels if row in truth]"), edit(table, f"[[{count} for column in labels if column in guesses] for row in labels]"),
         result("it + [[0] * len(labels)]"), result("[[0] * len(labels)] + it"), result("it[:-1]")],
    "That is one long list. Return a list of lists, a row for each label.":
        result("sum(it, [])"),
    "That is a dictionary. Return a list of lists.":
        [result("dict(zip(labels, it))"), result("{pair: pairs.count(pair) for pair in [*zip(truth, guesses)] for pairs in [[*zip(truth, guesses)]]}")],
    "Those are the pairs, or the messages' places. Return how many there are in each cell.":
        [instead("list(zip(truth, guesses))"), edit(count, "[i for i, pair in enumerate(pairs) if pair == (row, column)]")],
    "You returned the sums of the rows or of the columns. Return the whole table.":
        [result("[sum(row) for row in it]"), result("[sum(column) for column in zip(*it)]"), result("sum(it[i][i] for i in range(len(it)))")],
}


# --- calibrate ---

divided = "shares[label] / prior[label]"
rescaled = "each / sum(times.values())"
both = f"times = {{label: {divided} for label in shares}}\n    return {{label: {rescaled} for label, each in times.items()}}"

def sum_that_changes(shares, prior):
    times = {label: shares[label] / prior[label] for label in shares}
    for label in times:
        times[label] /= sum(times.values())
    return times


calibrate = {
    "Those are the quotients. Divide each by the sum of all *quotients*: the shares sum to 1 already.":
        [edit(rescaled, "each"), edit(rescaled, "each / sum(shares.values())"), edit(rescaled, "each / sum(prior.values())")],
    "You divided the wrong way round. The share after the message comes first: how many times likelier has the message made it?":
        edit(divided, "prior[label] / shares[label]"),
    "You *multiplied* by the prior, which makes the bias larger. Divide by it.":
        [edit(divided, "shares[label] * prior[label]"), edit(both, "return {label: shares[label] * prior[label] for label in shares}")],
    "You *subtracted* the prior. What counts is how many *times* likelier the message made a label: divide.":
        [edit(divided, "shares[label] - prior[label]"), edit(both, "return {label: shares[label] - prior[label] for label in shares}"),
         edit(divided, "max(0, shares[label] - prior[label])"), edit(divided, "abs(shares[label] - prior[label])")],
    "You rescaled by the largest quotient, by the number of labels or by the example's 5.5. Divide by the *sum* of the quotients you have here.":
        [edit(rescaled, f"each / {by}") for by in ("max(times.values())", "len(times)", "5.5", "min(times.values())")],
    "Your sum changes while you divide by it. Add up all quotients first, and divide afterwards.":
        instead(sum_that_changes),
    "You used the prior alone. The share after the message comes first, then divide by the prior.":
        [edit(divided, "prior[label]"), edit(divided, "1 / prior[label]"), edit(divided, "1 - prior[label]")],
    "You took shares and priors by their *places*. The two dictionaries may have another order: ask by the label, `prior[label]`.":
        edit(divided + " for label in shares", "shares[label] / each for label, each in zip(shares, prior.values())"),
    "You used softmax, which is for logarithms. Divide each quotient by the sum of all.":
        [edit(rescaled, "np.exp(each) / sum(np.exp(list(times.values())))"), edit(divided, "np.exp(shares[label] / prior[label])"),
         edit(divided, "np.exp(shares[label] - prior[label])")],
    "You took logarithms of the quotients. Divide the quotients themselves by their sum.":
        [edit(divided, "np.log(shares[label] / prior[label])"), edit(divided, "np.log(shares[label]) / np.log(prior[label])")],
    "Those are the numbers without their labels. Return a dictionary, with each label's number.":
        [result("list(it.values())"), result("tuple(it.values())"), result("list(it.items())"), result("np.array(list(it.values()))"), result("sum(it.values())")],
    "That is the likeliest label. Return the dictionary, with the number of each label.":
        [result("max(it, key=it.get)"), result("max(it.values())")],
    "Those are per cent. The numbers sum to 1.":
        result("{label: 100 * each for label, each in it.items()}"),
    "You rounded, or made texts of the numbers. Return the numbers as they are.":
        [result("{label: " + how + " for label, each in it.items()}") for how in ("round(each, 2)", "round(each, 1)", "round(each)", "f'{each:.4f}'", "f'{each:.0%}'", "str(each)")],
    "You divided by the largest prior, or by the sum, for every label. Each label has a prior of its own.":
        [edit(divided, "shares[label] / max(prior.values())"), edit(divided, "shares[label] / sum(prior.values())"), edit(divided, "shares[label] / prior[min(prior)]")],
    "You added something before dividing. Nothing here is 0: divide by the prior as it is.":
        [edit(divided, f"shares[label] / (prior[label] + {some})") for some in (.01, .1, 1)] + [edit(divided, "shares[label] / max(prior[label], .05)")],
    "You wrote out the labels of the example, or of our desk. Take those in `shares`.":
        [edit("for label in shares}", f"for label in {names}}}") for names in ("('billing', 'delivery', 'account')", "LABELS")],
    "You wrote into a dictionary that you were given. Make a new one.":
        [edit(both, f"for label in {which}:\n        {which}[label] = {divided}\n    return {{label: each / sum({which}.values()) for label, each in {which}.items()}}")
         for which in ("shares", "prior")],
}


# --- bill ---

one = 'fresh * prices["input"] + cached * prices["cached"] + out * prices["output"]'
whole = "requests * one / 1_000_000"
fresh_part, cached_part, out_part = 'fresh * prices["input"]', 'cached * prices["cached"]', 'out * prices["output"]'

bill = {
    "Your bill is a million times too large. The prices are for a *million* tokens: divide by that.":
        edit(whole, "requests * one"),
    "That is one request. There are `requests` of them.":
        edit(whole, "one / 1_000_000"),
    "Two things are missing: multiply by `requests`, and divide by a million.":
        edit(whole, "one"),
    "You divided by something other than a million, or multiplied by it. The prices are for a million tokens: `/ 1_000_000`.":
        [edit(whole, f"requests * one {by}") for by in ("/ 1_000", "/ 1e4", "/ 1e5", "/ 1e7", "/ 1e9", "* 1_000_000")],
    "You divided by the number of requests. Each of them has to be paid for: multiply.":
        [edit(whole, "one / requests"), edit(whole, "one / requests / 1_000_000")],
    "The prices got mixed up. Fresh tokens cost `\"input\"`, cached ones `\"cached\"`, written ones `\"output\"`.":
        [edit(one, f'fresh * prices["{a}"] + cached * prices["{b}"] + out * prices["{c}"]') for a in ("input", "cached", "output")
         for b in ("input", "cached", "output") for c in ("input", "cached", "output") if (a, b, c) != ("input", "cached", "output")],
    "You took the prices in the order of the dictionary. Ask for each by its name: `prices[\"input\"]`.":
        edit(one, "sum(n * p for n, p in zip((fresh, cached, out), prices.values()))"),
    "In your bill some tokens cost nothing. Fresh, cached and written ones all have their price.":
        [edit(one, " + ".join(parts)) for parts in ((fresh_part, out_part), (fresh_part, cached_part), (cached_part, out_part), (fresh_part,), (out_part,), (cached_part,))],
    "The cached tokens are paid twice, or as part of the fresh ones. They are separate, with a price of their own.":
        [edit("fresh * prices", "(fresh + cached) * prices"), edit("fresh * prices", "(fresh - cached) * prices"), edit("cached * prices", "(cached - fresh) * prices")],
    "All tokens are paid at one price. Each kind has its own: multiply first, then add.":
        [edit(one, f"(fresh + cached + out) * {price}") for price in ("sum(prices.values())", "sum(prices.values()) / 3")],
    "There's a `+` where a `*` belongs. Multiply each kind of token by its own price, then add the three.":
        [edit(part, part.replace("*", "+")) for part in (fresh_part, cached_part, out_part)] + [edit(one, one.replace("*", "+"))],
    "There's a `*` or a `-` where a `+` belongs. What the three kinds cost is added up.":
        [edit(one, sign.join((fresh_part, cached_part, out_part))) for sign in (" * ", " - ")]
        + [edit(" + out", " * out"), edit(" + out", " - out"), edit(" + cached", " * cached"), edit(" + cached", " - cached")],
    "Some tokens have no price, or a price no tokens. Each kind is multiplied by its own price.":
        [edit(f' * prices["{name}"]', "") for name in ("input", "cached", "output")] + [edit(f'{name} * prices["{price}"]', f'prices["{price}"]')
         for name, price in (("fresh", "input"), ("cached", "cached"), ("out", "output"))],
    "Parentheses are missing: `requests`, or the million, goes with one kind of token only. Add up all three first.":
        [edit(f"one = {one}\n    return {whole}", f"return {line}") for line in (
            f"requests * {one} / 1_000_000", f"{one} * requests / 1_000_000", f"(requests * {one}) / 1_000_000", f"({one} * requests) / 1_000_000",
            f"requests * ({one} / 1_000_000)", f"requests * ({fresh_part} / 1_000_000 + {cached_part} + {out_part})")],
    "Don't round, and cut nothing off: over many requests it adds up.":
        [result("round(it, 2)"), result("round(it, 1)"), result("round(it)"), edit("/ 1_000_000", "// 1_000_000"), result("math.ceil(it)"), edit(whole, "requests * round(one / 1_000_000, 6)")],
    "You typed in numbers of the example. They differ from bill to bill: take what comes in.":
        [edit('prices["input"]', ".4"), edit('prices["cached"]', ".1"), edit('prices["output"]', "1.6"), edit(one, "fresh * .4 + cached * .1 + out * 1.6"),
         edit(whole, "30_000 * one / 1_000_000")],
    "You multiplied by `requests` twice. `one` is a single request.":
        edit(whole, "requests * requests * one / 1_000_000"),
    "One kind of token is paid once for all requests. All three come again in each.":
        [edit(f"one = {one}\n    return {whole}", f"return (requests * ({first} + {second}) + {once}) / 1_000_000") for first, second, once in (
            (fresh_part, out_part, cached_part), (fresh_part, cached_part, out_part), (cached_part, out_part, fresh_part))],
    "To Python `1,000,000` is three numbers. Write `1_000_000`, or 1e6.":
        edit(whole, "requests * one / 1,000,000".replace(",000", ", 0")),
    "You wrote into the prices that you were given. The next bill would be a million times too small.":
        edit(f"one = {one}\n    return {whole}", f"for name in prices:\n        prices[name] /= 1_000_000\n    return requests * ({one})"),
}


# --- ways ---

SITUATIONS = {
    "A": ("prompt", "train", "That takes months and millions, to find out what one evening can tell you.",
          "You have no data yet, and one evening: what can you try at once?"),
    "B": ("retrieve", "prompt", "However well you ask, it isn't in the model. Somebody must fetch it.",
          "The answer changes by the hour, and is nobody else's business."),
    "C": ("prompt", "finetune", "The weights lack nothing: ask for the tone first.",
          "The model can do it already: has anybody asked it to?"),
    "D": ("finetune", "prompt", "Your measurements say that this road ends here, and the labels lie unused.",
          "There is nothing to look up. There is a finished model, and you have twenty thousand examples."),
    "E": ("train", "finetune", "No pre-trained language model fits into 20 kilobytes; a tiny network made for this does.",
          "Think of the 20 kilobytes: which finished model fits into them?"),
    "F": ("retrieve", "finetune", "Weights don't remember where they got a sentence.",
          "Every answer has to name its place in four thousand pages."),
    "G": ("retrieve", "finetune", "By next week the weights are wrong, and you pay again.",
          "These facts are in no model, and they change every week."),
    "H": ("train", "prompt", "Rows of figures with known outcomes don't need language: a small classical model learns them in minutes.",
          "These are your own rows of figures, ten years of them: is there a finished model for those?"),
    "I": ("finetune", "retrieve", "It would fetch the same four thousand tokens a million times.",
          "It works, but it's too expensive this way. The style is a habit that never changes, and a finished model knows the language."),
}
WAY = {"prompt": "A prompt changes nothing in the model, and brings in nothing that isn't there already.",
       "retrieve": "Retrieval gives the model a fact that it lacks.",
       "finetune": "Finetuning changes weights: it needs many examples, and pays off where a habit should last.",
       "train": "Training from scratch is for tasks where no finished model gives you a start."}
for situation, (right_way, tempting, sentence, other) in SITUATIONS.items():
    for choice, line in WAY.items():
        if choice != right_way:
            wrong_choice("ways", situation, choice, sentence if choice == tempting else f"{line} {other}")
