"""The ways people get 02b-lowest-score wrong, and what to say."""

from math import exp, log

from course.exercise.mistakes import edit, instead, result, wrong_choice

# --- bits per character ---

bits_per_character = {
    "Those are nats per character. A nat is 1 / log(2) bits: divide by `log(2)`.":
        edit(" / log(2)", ""),
    "You multiplied by log(2), which made the number smaller. A bit is less than a nat, so there are more of them: divide.":
        edit(" / log(2)", " * log(2)"),
    "Those are bits per token. Divide by the number of characters in all the tokens.":
        edit("sum(len(token) for token in tokens)", "len(tokens)"),
    "You took the mean surprisal of a token, and then divided by the characters. All the surprisal together is spread over the characters: the sum.":
        edit("sum(surprisals)", "sum(surprisals) / len(surprisals)"),
    "You divided each token's bits by its own characters, and took the mean of that. Add up first, and divide once.":
        instead("sum(nats / log(2) / len(token) for token, nats in zip(tokens, surprisals)) / len(tokens)"),
    "You left the spaces out of the count. They are characters of the text, and the model had to guess them.":
        edit("len(token)", "len(token.strip())"),
    "You joined the tokens with spaces, so the text has characters it never had. The spaces are already in the tokens.":
        edit("sum(len(token) for token in tokens)", "len(' '.join(tokens))"),
    "You divided by bytes. An `ï` is one character of the text, but two bytes: `len` of the text counts characters.":
        edit("len(token)", "len(token.encode())"),
    "A token that comes twice counts once in your answer, as in a set or a dictionary. Each of them counts.":
        [edit("for token in tokens", "for token in set(tokens)"), instead("bits_per_character(*zip(*dict(zip(tokens, surprisals)).items()))")],
    "You treated the surprisals as probabilities. They are surprisals already: no logarithm of them.":
        edit("sum(surprisals)", "-sum(log(each) for each in surprisals)"),
    "That's a perplexity. Bits per character need no exponential.":
        instead("exp(sum(surprisals) / len(surprisals))"),
    "You multiplied by the number of characters: `a / b * c` is a / b, times c. Divide by both.":
        edit(" / characters", " * characters"),
    "Your fraction is upside down. Bits *per* character are bits divided by characters.":
        edit("sum(surprisals) / log(2) / characters", "characters / (sum(surprisals) / log(2))"),
    "One nat is 1.44 bits only when rounded. Divide by `log(2)`, which has all the digits.":
        edit(" / log(2)", " * 1.44"),
}


# --- honest ---

wrong_choice("honest", "A", "honest", "The questions and their answers are on the web, and the model has read much of the web. It may know them by heart.")
wrong_choice("honest", "B", "leaks", "Nobody had seen the text, and no score was picked out: all five are reported. What could they have learned from it?")
wrong_choice("honest", "C", "honest", "A second edition is a new book only on the cover. How much of its text was counted?")
wrong_choice("honest", "D", "honest", "The best of the twenty was chosen because it did well on these very questions. Some of that was luck, and luck doesn't repeat.")
wrong_choice("honest", "E", "leaks", "The text of the final score played no part in choosing n. What could the model have learned from it?")
wrong_choice("honest", "F", "honest", "A report that several papers printed may end up on both sides of the cut. Shuffling doesn't notice that two are the same.")


# --- discount ---

discount = {
    "A count of 0 came out below 0: nothing can be taken from it. `max(…, 0)` keeps it at 0.":
        edit("max(count - d, 0)", "(count - d)"),
    "You took d from the share. Take it from the count, and then divide by the total.":
        edit("max(count - d, 0) / total", "max(count / total - d, 0)"),
    "You took nothing from the count, so the probabilities add up to more than 1.":
        edit("max(count - d, 0)", "count"),
    "d is taken once from each kind: what the context hands out is d times `kinds`, divided by the total.":
        [edit("d * kinds / total", "d / total"), edit("d * kinds / total", "d")],
    "What is handed out isn't divided by the total. Both parts are shares.":
        edit("d * kinds / total", "d * kinds"),
    "This token gets p of what's handed out, not all of it: multiply by p.":
        edit("d * kinds / total * p", "d * kinds / total"),
    "You added all of p. The token gets p of what the context has to hand out: multiply.":
        [edit("d * kinds / total * p", "p"), edit("d * kinds / total * p", "d * kinds / total + p")],
    "The example has d = 0.75. Here d comes in as an argument.":
        [edit("count - d", "count - 0.75"), edit("d * kinds", "0.75 * kinds")],
    "A token that was never seen gets its part of what's handed out, too. You returned 0, or p, for it.":
        [edit("    return", "    if not count:\n        return 0\n    return"), edit("    return", "    if not count:\n        return p\n    return")],
    "You divided the count by the kinds. A share is divided by `total`, how often the context occurred.":
        edit("max(count - d, 0) / total", "max(count - d, 0) / kinds"),
    "That's half and half. This mix takes d from the count.":
        instead("(count / total + p) / 2"),
    "A token that was seen gets its part of what's handed out as well: add both parts.":
        edit("    return", "    if count:\n        return kept\n    return"),
}


# --- continuation counts ---

continuation_counts = {
    "You added up how often the n-grams occurred. Each different n-gram counts once, however often it occurred.":
        edit("shorter.get(gram[1:], 0) + 1", "shorter.get(gram[1:], 0) + grams[gram]"),
    "You dropped the last character. Drop the first: the token at the end stays.":
        instead("{g[:-1]: sum(h[:-1] == g[:-1] for h in grams) for g in grams}"),
    "You kept only the last character. Drop one character, the first: `gram[1:]`.":
        instead("{g[-1]: sum(h[-1] == g[-1] for h in grams) for g in grams}"),
    "Your n-grams are as long as they were. Drop the first character of each: `gram[1:]`.":
        instead("dict.fromkeys(grams, 1)"),
    "Every number is 1: each n-gram overwrote the one before it. Add 1 to what's there.":
        edit("shorter.get(gram[1:], 0) + 1", "1"),
    "You kept the count of the last n-gram that ended so. Count the n-grams: 1 for each.":
        edit("shorter.get(gram[1:], 0) + 1", "grams[gram]"),
    "Each number is one too small: the first n-gram counts too.":
        edit("get(gram[1:], 0)", "get(gram[1:], -1)"),
    "The first time a shorter n-gram comes up, the dictionary has no number to add to. Begin at 0, as `.get(…, 0)` does.":
        edit("shorter[gram[1:]] = shorter.get(gram[1:], 0) + 1", "shorter[gram[1:]] += 1"),
    "You kept the largest count. Count the n-grams: 1 for each.":
        edit("shorter.get(gram[1:], 0) + 1", "max(shorter.get(gram[1:], 0), grams[gram])"),
    "You collected the n-grams themselves. How many are there for each?":
        instead("{g[1:]: [h for h in grams if h[1:] == g[1:]] for g in grams}"),
    "That's how many shorter n-grams there are in all. Return a dictionary: for each of them, its number.":
        instead("len({g[1:] for g in grams})"),
    "You dropped the first character everywhere, as `replace` does, or several of them, as `lstrip` does. Drop it once: `gram[1:]`.":
        [instead("{g.replace(g[0], ''): sum(h.replace(h[0], '') == g.replace(g[0], '') for h in grams) for g in grams}"), instead("{g.lstrip(g[0]): sum(h.lstrip(h[0]) == g.lstrip(g[0]) for h in grams) for g in grams}")],
    "You left out those that occurred only once. Each different n-gram counts.":
        edit("for gram in grams:", "for gram in [g for g in grams if grams[g] > 1]:"),
}
