"""The ways people get 02-next-token wrong, and what to say. One function each; the docstring is the message."""
from collections import Counter
from math import exp, inf, log, log2, prod

import numpy as np

from course.exercise.mistakes import reference, wrong, wrong_choice
from course.lessons.texts import names

REST = "(any other name)"
totals_of_the_notebook = [sum(names(table).values()) for table in ("west-midlands-boys-2016", "yorkshire-boys-2016")]


# -- names ----------------------------------------------------------------------------------------------------------------

wrong("to_probabilities", """Your division is upside down: divide each count by the total.""",
      lambda counts: {name: sum(counts.values()) / count if count else 0 for name, count in counts.items()})


@wrong("to_probabilities")
def by_how_many_names(counts):
    """You divided by the number of different names. Divide by the number of people: the sum of all counts."""
    return {name: count / len(counts) for name, count in counts.items()}


@wrong("to_probabilities")
def by_the_largest(counts):
    """You divided by the largest count, so the most common name gets 1: certain. Probabilities add up to 1; divide by the sum."""
    return {name: count / max(counts.values()) for name, count in counts.items()}


@wrong("to_probabilities")
def in_per_cent(counts):
    """These are percentages. A probability goes from 0 to 1: three quarters is 0.75, not 75."""
    return {name: 100 * count / sum(counts.values()) for name, count in counts.items()}


@wrong("to_probabilities")
def whole_division(counts):
    """You divided with `//`, which drops everything after the decimal point. A share of a whole needs `/`."""
    return {name: count // sum(counts.values()) for name, count in counts.items()}


@wrong("to_probabilities")
def rounded(counts):
    """You rounded, so the probabilities no longer add up to 1. Keep all the digits."""
    return {name: round(count / sum(counts.values()), 2) for name, count in counts.items()}


@wrong("to_probabilities")
def rounded_to_one(counts):
    """You rounded, so the probabilities no longer add up to 1. Keep all the digits."""
    return {name: round(count / sum(counts.values()), 1) for name, count in counts.items()}


@wrong("to_probabilities")
def rounded_to_three(counts):
    """You rounded, so the probabilities no longer add up to 1. Keep all the digits."""
    return {name: round(count / sum(counts.values()), 3) for name, count in counts.items()}


@wrong("to_probabilities")
def rounded_to_four(counts):
    """You rounded, so the probabilities no longer add up to 1. Keep all the digits."""
    return {name: round(count / sum(counts.values()), 4) for name, count in counts.items()}


@wrong("to_probabilities")
def names_lost(counts):
    """You returned a list of numbers, so nobody can tell any more whose they are. Make a dictionary: each name with its probability."""
    return [count / sum(counts.values()) for count in counts.values()]


@wrong("to_probabilities")
def pairs_in_a_list(counts):
    """You returned a list of pairs. The task asks for a dictionary: each name with its probability."""
    return [(name, count / sum(counts.values())) for name, count in counts.items()]


@wrong("to_probabilities")
def summed_again_while_it_changes(counts):
    """You put each result into the caller's own dictionary, then summed again with it in there: the sum changes as you go. Add up once, and build a new
    dictionary."""
    for name in counts:
        counts[name] = counts[name] / sum(counts.values())
    return counts


wrong("to_probabilities", """You divided by the sum of another table, one from the notebook. Add up the counts that came in as `counts`.""",
      *(lambda counts, total=total: {name: count / total for name, count in counts.items()} for total in totals_of_the_notebook))


@wrong("to_probabilities")
def in_the_callers_own(counts):
    """Your numbers are right, but you wrote them into the caller's own dictionary, so its counts are gone. Build a new one."""
    counts.update(reference("to_probabilities")(counts))
    return counts


@wrong("to_probabilities")
def by_the_sum_so_far(counts):
    """You divided each count by the sum *so far*. Add up all of them first, then divide."""
    total, shares = 0, {}
    for name, count in counts.items():
        total += count
        shares[name] = count / total
    return shares


@wrong("to_probabilities")
def without_the_rest_at_all(counts):
    """You left `(any other name)` out. Those people count too: without them, the other names would look like the whole population."""
    return reference("to_probabilities")({name: count for name, count in counts.items() if name != REST}) if set(counts) - {REST} else {}


@wrong("to_probabilities")
def without_the_rest(counts):
    """You left `(any other name)` out of the sum. Those people count too: without them, the probabilities add up to more than 1."""
    total = sum(count for name, count in counts.items() if name != REST)
    return {name: count / total for name, count in counts.items()} if total else dict(counts)


wrong("to_probabilities", """Your sum changes along the way: each share you write in makes it smaller. Add up once, before the loop.""",
      lambda counts: in_place_of(dict(counts)))


def in_place_of(counts):
    for name in counts:
        counts[name] /= sum(counts.values())
    return counts


wrong("to_probabilities", """You rounded, so the probabilities no longer add up to 1. Keep all the digits.""",
      lambda counts: {name: round(share) for name, share in reference("to_probabilities")(counts).items()},
      lambda counts: {name: round(share, 5) for name, share in reference("to_probabilities")(counts).items()})


wrong("to_probabilities", """There is a single number where all the counts are needed. Add up all of them: `counts.values()` gives you the counts alone.""",
      lambda counts: {name: count / sum(count) for name, count in counts.items()})
wrong("to_probabilities", """A single number has no values. All the counts together are `counts.values()`.""",
      lambda counts: {name: count / sum(count.values()) for name, count in counts.items()})
wrong("to_probabilities", """Your keys are the counts. Keep the names as keys: `name` goes into the square brackets.""",
      lambda counts: {count: count / sum(counts.values()) for count in counts.values()})
wrong("to_probabilities", """Each name got the whole total. Divide its own count by that.""",
      lambda counts: dict.fromkeys(counts, sum(counts.values())))


wrong("to_probabilities", """You returned a single number, the share of the last name. All the shares belong in a dictionary: `shares` is the whole dictionary, `shares[name]` the place of one name in it.""",
      lambda counts: [count / sum(counts.values()) for count in counts.values()][-1])
wrong("to_probabilities", """Your total is a single count: `total = count` replaces what was there, `total += count` adds to it. (Start it at 0, before the loop.)""",
      lambda counts: {name: count / list(counts.values())[-1] for name, count in counts.items()},
      lambda counts: {name: count / count for name, count in counts.items()})
wrong("to_probabilities", """Your dictionary is still empty: you never put a share in it. In each round, `shares[name]` is the place where the share of this name goes.""",
      lambda counts: {})


def counted(counts, token_of):
    found = {}
    for name, count in counts.items():
        found[token_of(name)] = found.get(token_of(name), 0) + count
    return found


@wrong("count_tokens")
def last_one_counts(counts, first):
    """Where several names begin with the same token, only the last one is left: each overwrote the one before. Add them up."""
    return {name if name == REST else first(name): count for name, count in counts.items()}


@wrong("count_tokens")
def first_one_counts(counts, first):
    """Where several names begin with the same token, only the first one was counted. Add the others to it."""
    found = {}
    for name, count in counts.items():
        found.setdefault(name if name == REST else first(name), count)
    return found


@wrong("count_tokens")
def names_instead_of_people(counts, first):
    """You counted how many *names* begin with the token. Add up the people who have those names."""
    return dict(Counter(name if name == REST else first(name) for name in counts))


@wrong("count_tokens")
def names_instead_of_people_but_the_rest(counts, first):
    """You counted how many *names* begin with the token. Add up the people who have those names."""
    found = dict(Counter(first(name) for name in counts if name != REST))
    return found | {name: count for name, count in counts.items() if name == REST}


wrong("count_tokens", """Two things at once. You counted how many *names* begin with the token: add up the people who have those names. And you passed `(any other name)` to `first`: it isn't a name, so leave it as it is.""",
      lambda counts, first: dict(Counter(first(name) for name in counts)))


@wrong("count_tokens")
def ends_at_the_rest(counts, first):
    """Your loop stops at `(any other name)`, which can be anywhere in the table. Leave it as it is, and continue with the next name."""
    found = {}
    for name, count in counts.items():
        if name == REST:
            found[name] = count
            break
        found[first(name)] = found.get(first(name), 0) + count
    return found


@wrong("count_tokens")
def all_that_begin_so(counts, first):
    """You added up all names that begin with the letters of the token. `first(name)` says which token a name begins with: compare that."""
    return {first(name) if name != REST else name: sum(n for other, n in counts.items() if other.startswith(first(name))) if name != REST else count for name, count in counts.items()}


@wrong("count_tokens")
def rest_always(counts, first):
    """This table has no entry `(any other name)`, but your result does. Only put in what was there."""
    return {REST: 0} | reference("count_tokens")(counts, first)


@wrong("count_tokens")
def added_to_a_copy(counts, first):
    """You started with a copy of the table, so the names' own counts are still in it. Start with an empty dictionary."""
    found = dict(counts)
    for name, count in counts.items():
        if name != REST:
            found[first(name)] = found.get(first(name), 0) + count
    return found


@wrong("count_tokens")
def rest_left_out(counts, first):
    """`(any other name)` is missing. Don't pass it to `first`, but keep its people in the table: without them, the other names would look like the whole population."""
    return counted({name: count for name, count in counts.items() if name != REST}, first)


@wrong("count_tokens")
def rest_is_a_name(counts, first):
    """You passed `(any other name)` to `first` too. It isn't a name: leave it as it is."""
    return counted(counts, first)


@wrong("count_tokens")
def whole_names(counts, first):
    """The names are still whole, each with its own count. `first(name)` says which token a name begins with."""
    return dict(counts)


@wrong("count_tokens")
def three_letters_always(counts, first):
    """You cut the names yourself. What the first token is depends on the encoding: ask `first(name)`."""
    return counted(counts, lambda name: name if name == REST else name[:3])


@wrong("count_tokens")
def only_the_most_likely(counts, first):
    """You returned a single token. The task asks for all of them, each with its count."""
    found = reference("count_tokens")(counts, first)
    return max((token for token in found if token != REST), key=found.get)


@wrong("count_tokens")
def lists_of_names(counts, first):
    """You collected the names that begin with each token. How many people is that altogether?"""
    found = {}
    for name in counts:
        found.setdefault(name if name == REST else first(name), []).append(name)
    return found


@wrong("count_tokens")
def shares(counts, first):
    """Those are shares. This time the task asks for the counts themselves."""
    found = reference("count_tokens")(counts, first)
    return {token: count / sum(found.values()) for token, count in found.items()}


@wrong("count_tokens")
def in_the_callers_own(counts, first):
    """Your numbers are right, but you changed the caller's own table. Build a new dictionary."""
    found = reference("count_tokens")(counts, first)
    counts.clear()
    counts.update(found)
    return found


@wrong("count_tokens")
def needs_the_rest(counts, first):
    """This table has no entry `(any other name)`, and looking it up made your function fail. Not every table has one."""
    found = counted({name: count for name, count in counts.items() if name != REST}, first)
    found[REST] = counts[REST]
    return found


wrong("count_tokens", """`(any other name)` is kept, but then it's counted as a name as well, and the counts overwrite each other. Is an `else` missing? And add to the count that is already there.""",
      lambda counts, first: {token: count for name, count in counts.items() for token in ([name] if name == REST else []) + [first(name)]})

wrong("count_tokens", """The first name that begins with a token isn't counted: when you meet a token for the first time, put in that name's count, not 0.""",
      lambda counts, first: {token: count - next(counts[name] for name in counts if name == token or name != REST and first(name) == token) if token != REST else count
                             for token, count in reference("count_tokens")(counts, first).items()})

wrong("count_tokens", """`first` is the function itself. The token of a name is `first(name)`.""",
      lambda counts, first: reference("count_tokens")(counts, lambda name: first))


wrong("count_tokens", """Your keys are counts. The key is the thing you count, the first token of the name; the value is how many people.""",
      lambda counts, first: {count: count * list(counts.values()).count(count) for count in counts.values()})


wrong("add_spellings", """You added the count of the *first* spelling each time. Add the count of the spelling that the loop is at.""",
      lambda counts, spellings: {spellings[0]: counts.get(spellings[0], 0) * sum(name in counts for name in spellings)} | {name: counts[name] for name in counts if name not in spellings})
wrong("add_spellings", """Your sum stands under the spelling that comes first in `counts`. It belongs under the first of `spellings`, even where `counts` lacks that one.""",
      lambda counts, spellings: {next((name for name in counts if name in spellings), spellings[0]): sum(counts.get(name, 0) for name in spellings)}
      | {name: counts[name] for name in counts if name not in spellings})


@wrong("add_spellings")
def first_two_alone(counts, spellings):
    """You added up the first two spellings, but the third is still there. There may be one spelling, or three: go through all of them."""
    merged = {name: count for name, count in counts.items() if name not in spellings[:2]}
    merged[spellings[0]] = sum(counts.get(name, 0) for name in spellings[:2])
    return merged


@wrong("add_spellings")
def third_one_lost(counts, spellings):
    """You added up the first two spellings, but left out the people with the third. There may be one spelling, or three: go through all of them."""
    merged = {name: count for name, count in counts.items() if name not in spellings}
    merged[spellings[0]] = sum(counts.get(name, 0) for name in spellings[:2])
    return merged


@wrong("add_spellings")
def under_the_most_frequent(counts, spellings):
    """You counted them under the most frequent spelling. The task says: under the first in the list."""
    merged = reference("add_spellings")(counts, spellings)
    most = max(spellings, key=lambda name: counts.get(name, 0))
    return {most if name == spellings[0] else name: count for name, count in merged.items()}


@wrong("add_spellings")
def only_where_the_first_is(counts, spellings):
    """The first spelling isn't in this table, and the sum of the others got lost. Give it an entry all the same."""
    merged = reference("add_spellings")(counts, spellings)
    return merged if spellings[0] in counts else {name: count for name, count in merged.items() if name != spellings[0]}


@wrong("add_spellings")
def never_put_back(counts, spellings):
    """All the spellings are gone from your table, and so is their sum. Put it in under the first spelling."""
    return {name: count for name, count in counts.items() if name not in spellings}


@wrong("add_spellings")
def what_begins_alike(counts, spellings):
    """You took every name that begins like the first spelling. Go by the list `spellings`: other names may begin that way too, and not every spelling does."""
    merged = {name: count for name, count in counts.items() if not name.startswith(spellings[0])}
    merged[spellings[0]] = sum(count for name, count in counts.items() if name.startswith(spellings[0]))
    return merged


@wrong("add_spellings")
def under_the_last(counts, spellings):
    """You counted them under the last spelling. The task says: under the first in the list."""
    return {spellings[-1] if name == spellings[0] else name: count for name, count in reference("add_spellings")(counts, spellings).items()}


@wrong("add_spellings")
def later_ones_must_be_there(counts, spellings):
    """One of the spellings isn't in the table, and looking it up made your function fail. It counts as 0."""
    merged = dict(counts)
    total = merged.pop(spellings[0], 0) + sum([merged.pop(name) for name in spellings[1:]])
    return merged | {spellings[0]: total}


@wrong("add_spellings")
def parts_of_a_text(counts, spellings):
    """You joined the spellings into one text, and `in` finds any *part* of it. Ask the list: `name in spellings`."""
    together = "".join(spellings)
    return {name: count for name, count in counts.items() if name not in together} | {spellings[0]: sum(count for name, count in counts.items() if name in together)}


wrong("add_spellings", """You joined the spellings into one text, and `in` finds any *part* of it. Ask the list: `name in spellings`.""",
      *(lambda counts, spellings, between=between: {name: count for name, count in counts.items() if name not in between.join(spellings)}
        | {spellings[0]: sum(count for name, count in counts.items() if name in between.join(spellings))} for between in (" ", ", ", ",")))


@wrong("add_spellings")
def what_begins_alike_too(counts, spellings):
    """You took every name that begins like the first spelling. Go by the list `spellings`: other names may begin that way too, and not every spelling does."""
    those = [name for name in counts if name in spellings or name.startswith(spellings[0])]
    return {spellings[0]: sum(counts[name] for name in those)} | {name: count for name, count in counts.items() if name not in those}


@wrong("add_spellings")
def other_names_lost(counts, spellings):
    """The names that aren't among the spellings are gone from your table. Keep them as they were."""
    return {spellings[0]: sum(counts.get(name, 0) for name in spellings)}


@wrong("add_spellings")
def others_stay(counts, spellings):
    """The other spellings are still in the table, so those people are counted twice. Take those entries out."""
    return counts | {spellings[0]: sum(counts.get(name, 0) for name in spellings)}


@wrong("add_spellings")
def last_one_wins(counts, spellings):
    """Each spelling overwrote the one before, so only the last one's count is left. Add them up."""
    merged = {name: count for name, count in counts.items() if name not in spellings}
    for name in spellings:
        merged[spellings[0]] = counts.get(name, 0)
    return merged


@wrong("add_spellings")
def first_one_forgotten(counts, spellings):
    """You added up the other spellings, but left out the first one's own count. The first is one of the spellings too."""
    merged = {name: count for name, count in counts.items() if name not in spellings}
    merged[spellings[0]] = sum(counts.get(name, 0) for name in spellings[1:])
    return merged


wrong("add_spellings", """The first spelling was in the table already, and you added its count again. Add each spelling once.""",
      lambda counts, spellings: {name: count for name, count in counts.items() if name not in spellings[1:]}
      | {spellings[0]: counts.get(spellings[0], 0) + sum(counts.get(name, 0) for name in spellings)})


@wrong("add_spellings")
def in_place(counts, spellings):
    """Your table is right, but you changed the caller's own: its other spellings are gone. Build a new dictionary."""
    counts[spellings[0]] = sum(counts.pop(name, 0) for name in spellings)
    return counts


@wrong("add_spellings")
def missing_spelling_stops(counts, spellings):
    """One of the spellings isn't in the table, and looking it up made your function fail. It counts as 0."""
    merged = {name: count for name, count in counts.items() if name not in spellings}
    merged[spellings[0]] = sum(counts[name] for name in spellings)
    return merged


wrong("add_spellings", """The first spelling got the count of a single spelling: each overwrote the one before. Add to what is there.""",
      lambda counts, spellings: {spellings[0]: ([0] + [count for name, count in counts.items() if name in spellings])[-1]} | {name: count for name, count in counts.items() if name not in spellings})


# -- n-grams --------------------------------------------------------------------------------------------------------------

def grams(text, n):
    return [text[i:i + n] for i in range(len(text) - n + 1)]


def count_windows(text, starts, context, token):
    counts = {}
    for i in starts:
        after = counts.setdefault(text[i:i + context], {})
        after[text[i + token]] = after.get(text[i + token], 0) + 1
    return counts


@wrong("count_contexts")
def context_of_n(text, n):
    """Your context is n characters long. An n-gram has n in total: a context of n - 1, plus the one that follows. (Do you go through `ngrams(text, n)`, and not n + 1?)"""
    return count_windows(text, range(len(text) - n), n, n)


@wrong("count_contexts")
def last_window_missed(text, n):
    """You stopped one n-gram too early. A text of 6 characters has 5 n-grams of 2: the last one begins at len(text) - n, and `range` leaves out its end, so add 1: `range(len(text) - n + 1)`."""
    return count_windows(text, range(len(text) - n), n - 1, n - 1)


wrong("count_contexts", """All your contexts share one dictionary: `dict.fromkeys(…, {})`, or one made before the loop, gives them all the same one. Make one for each.""",
      lambda text, n: {context: following(text, n) for context in reference("count_contexts")(text, n)})

wrong("count_contexts", """`text.count` skips past what it has found, so it finds `ana` only once in `banana`. Windows overlap here: move ahead one character at a time.""",
      lambda text, n: {context: {token: text.count(context + token) for token in after}
                       for context, after in reference("count_contexts")(text, n).items()})
wrong("count_contexts", """You searched the whole text again, and each row holds one token only: a new row takes the place of the old one. Go through the n-grams once, keep each row, and add 1 for
      each n-gram.""",
      lambda text, n: {gram[:-1]: {gram[-1]: text.count(gram)} for gram in grams(text, n)},
      lambda text, n: {gram[:-1]: {gram[-1]: text.count(gram)} for gram in grams(text, n)[::-1]})
wrong("count_contexts", """In each round you searched the whole text again, and added all that was found. A round is about one n-gram: it adds 1.""",
      lambda text, n: added_in_each(text, n, lambda gram: text.count(gram)),
      lambda text, n: added_in_each(text, n, lambda gram: text.count(gram[-1])),
      lambda text, n: added_in_each(text, n, lambda gram: text.count(gram[:-1])))
wrong("count_contexts", """You added n each time, or the length of something. Each n-gram counts once: add 1.""",
      lambda text, n: added_in_each(text, n, len))
wrong("count_contexts", """Every count is 0, because you add 0. Each time a token comes, its count grows by 1.""",
      lambda text, n: added_in_each(text, n, lambda gram: 0))
wrong("count_contexts", """Your rows stay empty. What you get from `row.get(…)`, plus 1, has to be kept: give it to the token's place in `row`, with `=`. (And `row` has to be the row of this context.)""",
      lambda text, n: {gram[:-1]: {} for gram in grams(text, n)})


wrong("count_contexts", """Your table is still empty, because no row was put into it. `counts.get(context, {})` gives you a new row, but doesn't keep it: give each new context a row in `counts` first, and
      count in that one.""",
      lambda text, n: {})


def added_in_each(text, n, what):
    counts = {}
    for gram in grams(text, n):
        row = counts.setdefault(gram[:-1], {})
        row[gram[-1]] = row.get(gram[-1], 0) + what(gram)
    return counts


wrong("count_contexts", """Your n-grams are one character too short: each context comes out empty here. They have n characters: `ngrams(text, n)`.""",
      lambda text, n: windows(text, 1, lambda piece: (piece[:-1], piece[-1])),
      lambda text, n: windows(text, n - 1, lambda piece: (piece[:-1], piece[-1])))


def following(text, n):
    """How often each character comes after any context of n - 1."""
    counts = {}
    for token in text[n - 1:]:
        counts[token] = counts.get(token, 0) + 1
    return counts


@wrong("count_contexts")
def windows_side_by_side(text, n):
    """Each of your rows has a single token, with a 1. A context that comes again keeps its row, and counts in it."""
    return count_windows(text, range(0, len(text) - n + 1, n), n - 1, n - 1)


@wrong("count_contexts")
def each_once(text, n):
    """You noted what follows each context, but not how often: every count is 1. Add one each time it comes. Do you ask the row for the *token*? (Any other key
    isn't in it, and then you begin at 0 again.) And only make a row where there is none: a new one in every round forgets the old one."""
    return {context: dict.fromkeys(after, 1) for context, after in reference("count_contexts")(text, n).items()}


@wrong("count_contexts")
def contexts_alone(text, n):
    """You counted how often each context occurs. We need what came after it: a dictionary for each context."""
    return {context: sum(after.values()) for context, after in reference("count_contexts")(text, n).items()}


@wrong("count_contexts")
def no_entry_yet(text, n):
    """When a context comes for the first time, it has no row yet, so Python stops. Give it an empty one first: where the context is *not* in the table."""
    counts = {}
    for i in range(len(text) - n + 1):
        counts[text[i:i + n - 1]][text[i + n - 1]] += 1
    return counts


@wrong("count_contexts")
def nothing_to_add_to(text, n):
    """The first n-gram is `ab`. Its context `a` has a row now, but there is no `b` in it yet, so there is nothing to add to: with `.get` you can begin at 0. (Or did you look for
    `b` in `counts`? The row you need is that of the context.)"""
    counts = {}
    for gram in grams(text, n):
        counts.setdefault(gram[:-1], {})[gram[-1]] += 1
    return counts


@wrong("count_contexts")
def nothing_to_add_to_in_an_old_row(text, n):
    """The context `a` has a row already, but `c` comes for the first time in it, so there is nothing to add to. With `.get` you can begin at 0."""
    counts = {}
    for gram in grams(text, n):
        if gram[:-1] not in counts:
            counts[gram[:-1]] = {gram[-1]: 1}
        else:
            counts[gram[:-1]][gram[-1]] += 1
    return counts


@wrong("count_contexts")
def asked_for_a_row_of_the_token(text, n):
    """You asked whether the *token* has a row. Ask it of the context: that is what you look up next."""
    counts = {}
    for gram in grams(text, n):
        if gram[-1] not in counts:
            counts[gram[:-1]] = {}
        row = counts[gram[:-1]]
        row[gram[-1]] = row.get(gram[-1], 0) + 1
    return counts


@wrong("count_contexts")
def row_of_the_token(text, n):
    """You count in the row of the *token*. You want the row of the context."""
    counts = {}
    for gram in grams(text, n):
        counts.setdefault(gram[:-1], {})
        row = counts.get(gram[-1], {})
        row[gram[-1]] = row.get(gram[-1], 0) + 1
    return counts


wrong("count_contexts", """`.get` found nothing and gave `None`, and you can't add 1 to that. After a comma, tell it what to give instead when the token isn't in the row yet: 0.""",
      lambda text, n: {text[0]: {}.get(text[0]) + 1})
wrong("count_contexts", """There is a whole dictionary where a count should be. Ask the row of this context, not the whole table, how often the token has come.""",
      lambda text, n: {text[0]: {} + 1})
wrong("count_contexts", """`len` got a number. `ngrams` takes the text first, and then n: is yours the other way round?""",
      lambda text, n: grams(n, text))
wrong("count_contexts", """There is a single number where something else is needed. A loop over `range(…)` gives places, not n-grams; `ngrams(text, n)` gives the n-grams themselves. And each row
      begins as an empty dictionary, not as a number.""",
      lambda text, n: n[:-1])
wrong("count_contexts", """`.get` asks a dictionary, and this is a text. Each row is a dictionary, empty at first: `{}`.""",
      lambda text, n: text.get(text, 0))


@wrong("count_contexts")
def minus_zero(text, n):
    """With n = 1 your contexts aren't empty. `[-(n - 1):]` is then `[-0:]`, which is the whole text: write where the context begins instead, `i - (n - 1)`."""
    found = {}
    for i in range(n - 1, len(text)):
        row = found.setdefault(text[:i][-(n - 1):], {})
        row[text[i]] = row.get(text[i], 0) + 1
    return found


@wrong("count_contexts")
def first_time_not_counted(text, n):
    """Each count is one too small: the first time a character follows counts too. Start at 1, or at 0 and add."""
    return {context: {token: count - 1 for token, count in after.items()} for context, after in reference("count_contexts")(text, n).items()}


@wrong("count_contexts")
def new_row_for_a_new_token(text, n):
    """When a new character follows, you start the context's row again, and what followed before is lost. A row starts once: ask whether the *context* is new, then whether the token is."""
    found = {}
    for i in range(len(text) - n + 1):
        context, token = text[i:i + n - 1], text[i + n - 1]
        if token not in found.get(context, {}):
            found[context] = {token: 1}
        else:
            found[context][token] += 1
    return found


@wrong("count_contexts")
def row_of_another_context(text, n):
    """`row` only changes when the context is new, so what follows a context you have met before goes into the row of another. Each round needs the row of its own context."""
    found = {}
    for i in range(len(text) - n + 1):
        context, token = text[i:i + n - 1], text[i + n - 1]
        if context not in found:
            row = found[context] = {}
        row[token] = row.get(token, 0) + 1
    return found


@wrong("count_contexts")
def one_character_always(text, n):
    """Your context is one character, whatever n is. It should be n - 1: none with n = 1, two with n = 3."""
    return reference("count_contexts")(text, 2)


@wrong("count_contexts")
def without_the_spaces(text, n):
    """You took out the spaces, or counted word by word. A space is a character like any other: it can be a context, and it can follow one."""
    return reference("count_contexts")("".join(text.split()), n)


@wrong("count_contexts")
def word_by_word(text, n):
    """You took out the spaces, or counted word by word. A space is a character like any other: it can be a context, and it can follow one."""
    found = {}
    for word in text.split():
        for context, after in reference("count_contexts")(word, n).items():
            for token, count in after.items():
                row = found.setdefault(context, {})
                row[token] = row.get(token, 0) + count
    return found


@wrong("count_contexts")
def past_the_end(text, n):
    """You ran past the end. The last character of an n-gram is `gram[-1]`: its places are counted from 0, so there is no place n. (If you cut the text yourself: the last n-gram
    begins at len(text) - n, and its token is n - 1 places further.)"""
    return count_windows(text, range(len(text)), n - 1, n - 1)


@wrong("count_contexts")
def past_the_end_by_one_less(text, n):
    """You ran past the end. The last character of an n-gram is `gram[-1]`: its places are counted from 0, so there is no place n. (If you cut the text yourself: the last n-gram
    begins at len(text) - n, and its token is n - 1 places further.)"""
    return count_windows(text, range(len(text) - 1), n - 1, n - 1)


@wrong("count_contexts")
def windows_cut_short(text, n):
    """Near the end your windows are cut short: a slice past the end is empty, and you counted it. The last n-gram begins at len(text) - n."""
    counts = {}
    for i in range(len(text)):
        after = counts.setdefault(text[i:i + n - 1], {})
        after[text[i + n - 1:i + n]] = after.get(text[i + n - 1:i + n], 0) + 1
    return counts


@wrong("count_contexts")
def short_contexts_too(text, n):
    """The first characters of the text have fewer than n - 1 before them, and you counted them too. Start with the first one that has a whole context."""
    counts = {}
    for i, token in enumerate(text):
        after = counts.setdefault(text[max(0, i - n + 1):i], {})
        after[token] = after.get(token, 0) + 1
    return counts


@wrong("count_contexts")
def contexts_round_the_corner(text, n):
    """The first characters of the text have fewer than n - 1 before them, and you counted them too. Start with the first one that has a whole context."""
    counts = {}
    for i, token in enumerate(text):
        after = counts.setdefault(text[i - n + 1:i], {})
        after[token] = after.get(token, 0) + 1
    return counts


@wrong("count_contexts")
def n_grams_whole(text, n):
    """You counted each n-gram as a whole. Sort them by context: a dictionary for each context, with what followed and how often."""
    counts = {}
    for i in range(len(text) - n + 1):
        counts[text[i:i + n]] = counts.get(text[i:i + n], 0) + 1
    return counts


@wrong("count_contexts")
def context_and_token_in_a_pair(text, n):
    """You counted pairs of context and character in one dictionary. Put a dictionary inside: for each context, what followed and how often."""
    return {(gram[:-1], gram[-1]): count for gram, count in n_grams_whole(text, n).items()}


@wrong("count_contexts")
def followers_in_a_list(text, n):
    """You listed what followed each context. Count it: each character once, with how often it came."""
    counts = {}
    for i in range(len(text) - n + 1):
        counts.setdefault(text[i:i + n - 1], []).append(text[i + n - 1])
    return counts


@wrong("count_contexts")
def minus_nothing_of_all(text, n):
    """With n = 1 your contexts aren't empty. `[-(n - 1):]` is then `[-0:]`, which is the whole text: write where the context begins instead, `i - (n - 1)`."""
    counts, before = {}, ""
    for token in text:
        if len(before) == n - 1:
            row = counts.setdefault(before, {})
            row[token] = row.get(token, 0) + 1
        before = (before + token)[-(n - 1):]
    return counts


wrong("count_contexts", """A line end is a character like any other. (In a regular expression the dot doesn't match it unless you set `re.DOTALL`.)""",
      lambda text, n: {context: row for context, row in ((context, {token: count for token, count in row.items() if token != "\n"})
                                                         for context, row in reference("count_contexts")(text, n).items() if "\n" not in context) if row})

wrong("count_contexts", """You turned all letters into lower case. Capitals are characters of their own.""",
      lambda text, n: reference("count_contexts")(text.lower(), n))


def windows(text, n, parts):
    table = {}
    for i in range(len(text) - n + 1):
        context, token = parts(text[i:i + n])
        table.setdefault(context, {}).setdefault(token, 0)
        table[context][token] += 1
    return table


def with_parts(text, n, context, token):
    """A walk along the n-grams with another context, or another token: context(i), token(i) -> text."""
    table = {}
    for i in range(len(text) - n + 1):
        row = table.setdefault(context(i), {})
        row[token(i)] = row.get(token(i), 0) + 1
    return table


wrong("count_contexts", """Your context and your token are the same character. The token is the last character of the n-gram, and the context is all that comes before it; `counts` needs the context,
      and its row the token.""",
      lambda text, n: with_parts(text, n, lambda i: text[i:i + n - 1], lambda i: text[i]),
      lambda text, n: with_parts(text, n, lambda i: text[i:i + n - 1], lambda i: text[i + n - 2]),
      lambda text, n: with_parts(text, n, lambda i: text[i + 1:i + n], lambda i: text[i + n - 1]),
      lambda text, n: with_parts(text, n, lambda i: text[i:i + n - 1], lambda i: text[i:i + n - 1]),
      lambda text, n: with_parts(text, n, lambda i: text[i + n - 1], lambda i: text[i + n - 1]),
      lambda text, n: {gram[:-1]: {gram[:-1]: 1} for gram in grams(text, n)})
wrong("count_contexts", """You swapped the two. The last character of the n-gram is the token, and all that comes before it is the context.""",
      lambda text, n: with_parts(text, n, lambda i: text[i + 1:i + n], lambda i: text[i]),
      lambda text, n: with_parts(text, n, lambda i: text[i + n - 1], lambda i: text[i:i + n - 1]))
wrong("count_contexts", """Your token is the second character of each n-gram. That is the last one with n = 2 only; `gram[-1]` is the last of any.""",
      lambda text, n: with_parts(text, n, lambda i: text[i:i + n - 1], lambda i: text[i + 1]))
wrong("count_contexts", """With n = 3 your token has two characters: all but the first. It should be the last one alone.""",
      lambda text, n: with_parts(text, n, lambda i: text[i:i + n - 1], lambda i: text[i + 1:i + n]))
wrong("count_contexts", """Your token is the whole n-gram. It should be its last character alone.""",
      lambda text, n: with_parts(text, n, lambda i: text[i:i + n - 1], lambda i: text[i:i + n]))
wrong("count_contexts", """Your token is the same one in every round. Take it from the n-gram of this round, not from one place of the text: its last character.""",
      lambda text, n: with_parts(text, n, lambda i: text[i:i + n - 1], lambda i: text[n - 1]),
      lambda text, n: with_parts(text, n, lambda i: text[i:i + n - 1], lambda i: text[n]),
      lambda text, n: with_parts(text, n, lambda i: text[i:i + n - 1], lambda i: text[0]),
      lambda text, n: with_parts(text, n, lambda i: text[i:i + n - 1], lambda i: text[-1]))
wrong("count_contexts", """Your context is the same one in every round. Take it from the n-gram of this round, not from the whole text: all but its last character.""",
      lambda text, n: with_parts(text, n, lambda i: text[:-1], lambda i: text[i + n - 1]),
      lambda text, n: with_parts(text, n, lambda i: text[:n - 1], lambda i: text[i + n - 1]),
      lambda text, n: with_parts(text, n, lambda i: text[:n], lambda i: text[i + n - 1]),
      lambda text, n: with_parts(text, n, lambda i: text, lambda i: text[i + n - 1]))
wrong("count_contexts", """Your context is too short: with n = 2 it comes out empty. It has n − 1 characters, all of the n-gram but the last one.""",
      lambda text, n: windows(text, n, lambda piece: ("", piece[-1])),
      lambda text, n: windows(text, n, lambda piece: (piece[1:-1], piece[-1])),
      lambda text, n: windows(text, n, lambda piece: (piece[:n - 2], piece[-1])))
wrong("count_contexts", """You stopped too early: the last two n-grams are missing. The last one begins at len(text) - n, and `range` leaves out its end.""",
      lambda text, n: count_windows(text, range(len(text) - n - 1), n - 1, n - 1))
wrong("count_contexts", """Your context is one character, whatever n is. It should be n − 1: all of the n-gram but its last character.""",
      lambda text, n: with_parts(text, n, lambda i: text[i:i + 1], lambda i: text[i + n - 1]),
      lambda text, n: with_parts(text, n, lambda i: text[i], lambda i: text[i + n - 1]))
def one_too_many(row_begins, token_begins):
    def count_contexts(text, n):
        table = {}
        for i in range(len(text) - n + 1):
            context, token = text[i:i + n - 1], text[i + n - 1]
            row = table.setdefault(context, {token: 1} if row_begins else {})
            row[token] = row.get(token, token_begins) + 1
        return table
    count_contexts.__name__ = "<lambda>"
    return count_contexts


wrong("count_contexts", """You start at 1 and then add 1, so what came once counts 2. Start a new row empty, `{}`, and a token that isn't in it yet at 0.""",
      one_too_many(True, 0), one_too_many(False, 1))
wrong("count_contexts", """Your token runs to the end of the text. It's one character: `text[i + n - 1]`, without a colon.""",
      lambda text, n: with_parts(text, n, lambda i: text[i:i + n - 1], lambda i: text[i + n - 1:]))
wrong("count_contexts", """That is one row, the last one you looked at. The task asks for the whole table.""",
      lambda text, n: reference("count_contexts")(text, n)[text[len(text) - n:-1]])
wrong("count_contexts", """You only looked at the first n places. There are `len(text) - n + 1` places where n characters begin.""",
      lambda text, n: reference("count_contexts")(text[:2 * n - 1], n))


def with_two_slips(context, token, places):
    def count_contexts(text, n):
        table = {}
        for i in range(places(len(text), n)):
            row = table.setdefault(context(text, i, n), {})
            row[token(text, i, n)] = row.get(token(text, i, n), 0) + 1
        return table
    count_contexts.__name__ = "<lambda>"
    return count_contexts


wrong("count_contexts", """Two things. A slice is [from : to], both counted from the start of the text, so the context that begins at i ends at i + n − 1. And the token is the one right there, `text[i + n - 1]`.""",
      with_two_slips(lambda text, i, n: text[i:n - 1], lambda text, i, n: text[n], lambda length, n: length),
      with_two_slips(lambda text, i, n: text[i:n - 1], lambda text, i, n: text[n], lambda length, n: length - n + 1),
      with_two_slips(lambda text, i, n: text[i:n - 1], lambda text, i, n: text[n - 1], lambda length, n: length),
      with_two_slips(lambda text, i, n: text[i:n - 1], lambda text, i, n: text[n - 1], lambda length, n: length - n + 1),
      with_two_slips(lambda text, i, n: text[i:n], lambda text, i, n: text[n], lambda length, n: length - n + 1))
wrong("count_contexts", """Two things. You stopped one n-gram too early (`range` leaves out its end: `len(text) - n + 1`). And a slice is [from : to], both counted from the start of the text, so the context that begins at i ends at i + n − 1.""",
      with_two_slips(lambda text, i, n: text[i:n - 1], lambda text, i, n: text[i + n - 1], lambda length, n: length - n))


wrong("count_contexts", """Two things. Your context has n characters; it should have n − 1, up to but not including i + n − 1. And your token runs to the end of the text: it's one character, `text[i + n - 1]`.""",
      with_two_slips(lambda text, i, n: text[i:i + n], lambda text, i, n: text[i + n:], lambda length, n: length - n + 1),
      with_two_slips(lambda text, i, n: text[i:i + n], lambda text, i, n: text[i + n - 1:], lambda length, n: length - n + 1))
wrong("count_contexts", """Two things. Whatever n is, your context is one character, and your token is the one after it. Of an n-gram, the token is the last character, and the context all that comes before it: n − 1 characters.""",
      with_two_slips(lambda text, i, n: text[i], lambda text, i, n: text[i + 1], lambda length, n: length - n + 1))


@wrong("count_contexts")
def first_ones_not_counted(text, n):
    """You make a row for a new context, but don't count the token that came with it: each row lacks its first. Count in both cases."""
    counts = {}
    for i in range(len(text) - n + 1):
        context, token = text[i:i + n - 1], text[i + n - 1]
        if context not in counts:
            counts[context] = {}
        else:
            counts[context][token] = counts[context].get(token, 0) + 1
    return counts


wrong("count_contexts", """Your context is the whole n-gram, token included. The context is what comes before the token, n − 1 characters.""",
      lambda text, n: windows(text, n, lambda piece: (piece, piece[-1])))

wrong("count_contexts", """Your token is one place too far to the right. The token is the last of n characters: if they begin at i, it is at i + n − 1. (Do you go through `ngrams(text, n)`, and not n + 1?)""",
      lambda text, n: windows(text, n + 1, lambda piece: (piece[:-2], piece[-1])))


def cut_at_one_place(text, n, end, further):
    table = {}
    for i in range(len(text) - n + 1 - further):
        row = table.setdefault(text[i:end], {})
        row[text[i + n - 1 + further]] = row.get(text[i + n - 1 + further], 0) + 1
    return table


wrong("count_contexts", """A slice is [from : to], both counted from the start of the text: the context that begins at i ends n − 1 characters later, so its end moves along with i.""",
      lambda text, n: cut_at_one_place(text, n, n - 1, 0), lambda text, n: cut_at_one_place(text, n, n - 1, 1), lambda text, n: cut_at_one_place(text, n, n, 0))


def own_share_first(counts, context, token, shorter):
    row = counts.get(context, {})
    total, kinds = sum(row.values()), len(row)
    return (row.get(token, 0) / total + kinds * shorter) / (total + kinds) if row else shorter


wrong("witten_bell", """You divided the count by the total before you added, and then divided again. Above the fraction bar stands the count itself.""", own_share_first)


def over_all_symbols(counts, context, token, shorter):
    row = counts.get(context, {})
    return (row.get(token, 0) + len(row) * shorter) / (sum(row.values()) + 90) if row else shorter


wrong("witten_bell", """You divided by the total plus `size`, as add-one does. Here it is the total plus `kinds`.""", over_all_symbols)


@wrong("witten_bell")
def total_of_all_contexts(counts, context, token, shorter):
    """Your `total` is for all contexts together. It should be how often *this* context was seen: the sum of its own row."""
    return witten_bell_by(lambda after, counts: sum(total_of(row, counts) for row in counts.values()), kinds_of, mixed)(counts, context, token, shorter)


@wrong("witten_bell")
def all_times_shorter(counts, context, token, shorter):
    """You multiplied both count and kinds by `shorter`. Only multiply `kinds`: without brackets, `count + kinds * shorter`."""
    return witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: (count + kinds) * shorter / (total + kinds))(counts, context, token, shorter)


@wrong("witten_bell")
def impossible_if_never_here(counts, context, token, shorter):
    """For a token that never came here you say 0: impossible. Its count is 0, but it keeps its share from the shorter context: kinds times `shorter`, divided as always."""
    after = counts.get(context, {})
    return shorter if not after else reference("witten_bell")(counts, context, token, shorter) if token in after else 0


@wrong("witten_bell")
def different_counts(counts, context, token, shorter):
    """Your `kinds` is the number of different *counts*. It should be how many different tokens followed: the number of keys, `len` of the row."""
    return witten_bell_by(total_of, lambda after, counts: len(set(after.values())), mixed)(counts, context, token, shorter)


wrong("witten_bell", """You rounded. Keep all the digits: a rare token has so little that rounding makes it impossible.""",
      *(lambda counts, context, token, shorter, places=places: round(reference("witten_bell")(counts, context, token, shorter), places) for places in (2, 3, 4)))


@wrong("witten_bell")
def kinds_of_the_total(counts, context, token, shorter):
    """You gave the shorter context kinds shares out of *total*. There are total + kinds shares: total for the context, kinds for the shorter one."""
    return witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: (1 - kinds / total) * count / total + kinds / total * shorter)(counts, context, token, shorter)


@wrong("witten_bell")
def weights_swapped(counts, context, token, shorter):
    """You swapped the weights: `total` is how far the context is trusted, `kinds` is what goes to the shorter one."""
    after = counts.get(context, {})
    if not after:
        return shorter
    total, kinds = sum(after.values()), len(after)
    return (kinds * after.get(token, 0) / total + total * shorter) / (total + kinds)


@wrong("witten_bell")
def weights_swapped_on_counts(counts, context, token, shorter):
    """You swapped the weights: `total` is how far the context is trusted, `kinds` is what goes to the shorter one."""
    after = counts.get(context, {})
    total, kinds = sum(after.values()), len(after)
    return (kinds * after.get(token, 0) + total * shorter) / (total + kinds) if after else shorter


@wrong("witten_bell")
def kinds_times_the_count(counts, context, token, shorter):
    """You multiplied the count by `kinds`. Multiply `shorter` instead, and leave the count alone."""
    after = counts.get(context, {})
    total, kinds = sum(after.values()), len(after)
    return (kinds * after.get(token, 0) + shorter) / (total + kinds) if after else shorter


@wrong("witten_bell")
def mixed_for_the_new_alone(counts, context, token, shorter):
    """A token that was seen got its count alone, without its share from the shorter context. Every token gets a mix of both, even one that was seen."""
    after = counts.get(context, {})
    if not after:
        return shorter
    total, kinds = sum(after.values()), len(after)
    return after[token] / (total + kinds) if token in after else kinds * shorter / (total + kinds)


@wrong("witten_bell")
def kinds_of_contexts_before_it(counts, context, token, shorter):
    """Your `kinds` is the number of contexts this token followed. It's the other way round: how many different tokens followed this context."""
    return witten_bell_by(total_of, lambda after, counts: sum(token in other for other in counts.values()),
                          lambda count, total, kinds, shorter: (count + kinds * shorter) / (total + kinds))(counts, context, token, shorter)


wrong("witten_bell", """Your probabilities add up to more than 1. Below the fraction bar is `total + kinds`, and `total` is the sum of this row's counts, not the number of contexts, `len(counts)`. Above it,
      `kinds` is multiplied by `shorter`, not added.""",
      lambda counts, context, token, shorter: (counts[context].get(token, 0) + len(counts[context]) * shorter) / (len(counts) + len(counts[context])) if counts.get(context) else shorter,
      lambda counts, context, token, shorter: (counts[context].get(token, 0) + len(counts[context]) * shorter) / sum(counts[context].values()) if counts.get(context) else shorter,
      lambda counts, context, token, shorter: (counts[context].get(token, 0) + len(counts[context]) + shorter) / (sum(counts[context].values()) + len(counts[context])) if counts.get(context) else shorter)
wrong("witten_bell", """The shorter context has no say: you add `kinds` by itself. Add `kinds` times `shorter`.""",
      lambda counts, context, token, shorter: (counts[context].get(token, 0) + len(counts[context])) / (sum(counts[context].values()) + len(counts[context])) if counts.get(context) else shorter)
wrong("witten_bell", """Two things: `kinds` is how many tokens followed *this* context, `len(row)`; and you need brackets, around everything above the fraction bar and everything below it.""",
      lambda counts, context, token, shorter: counts[context].get(token, 0) + len(counts) * shorter / sum(counts[context].values()) + len(counts) if counts.get(context) else shorter,
      lambda counts, context, token, shorter: (counts[context].get(token, 0) + len(counts) * shorter) / sum(counts[context].values()) + len(counts) if counts.get(context) else shorter)
wrong("witten_bell", """What goes below the fraction bar is a sum: `total + kinds`, in brackets.""",
      lambda counts, context, token, shorter: (counts[context].get(token, 0) + len(counts[context]) * shorter) / sum(counts[context].values()) * len(counts[context]) if counts.get(context) else shorter)
wrong("witten_bell", """Your count above the fraction bar is too large. It is how often this *token* came: not how often the context was seen, and without the 1 that add-one adds.""",
      lambda counts, context, token, shorter: (counts[context].get(token, 0) + 1 + len(counts[context]) * shorter) / (sum(counts[context].values()) + len(counts[context])) if counts.get(context) else shorter,
      lambda counts, context, token, shorter: (sum(counts[context].values()) + len(counts[context]) * shorter) / (sum(counts[context].values()) + len(counts[context])) if counts.get(context) else shorter)


def asks_before_it_knows(counts, context, token, shorter):
    if context not in counts:
        return kinds * shorter                                        # noqa: F821, F841
    kinds = len(counts[context])
    return (counts[context].get(token, 0) + kinds * shorter) / (sum(counts[context].values()) + kinds)


wrong("witten_bell", """A context that was never seen has no row, so there are no kinds. Then `shorter` alone is the whole answer.""",
      asks_before_it_knows)
wrong("witten_bell", """Your `kinds` is how often the token came. It should be how many *different* tokens followed: `len(row)`.""",
      lambda counts, context, token, shorter: ((1 + shorter) * counts[context].get(token, 0) / (sum(counts[context].values()) + counts[context].get(token, 0))) if counts.get(context) else shorter)


@wrong("witten_bell")
def half_and_half(counts, context, token, shorter):
    """You mixed half and half. Is your `kinds` the same as your `total`? It should be how many *different* tokens followed: that says how far to trust the context."""
    after = counts.get(context, {})
    return .5 * after.get(token, 0) / sum(after.values()) + .5 * shorter if after else shorter


@wrong("witten_bell")
def shorter_only_if_unseen(counts, context, token, shorter):
    """You only ask the shorter context about tokens that never came. Then the probabilities add up to more than 1. Every token gets a mix of both."""
    after = counts.get(context, {})
    return after[token] / sum(after.values()) if token in after else shorter


TOO_FEW_KINDS = """Your `kinds` is too small. It isn't always 1 (as the length of the token is here), nor how many tokens were seen once: every different token that followed this
context counts."""
wrong("witten_bell", TOO_FEW_KINDS,
      lambda counts, context, token, shorter: (counts.get(context, {}).get(token, 0) + shorter) / (sum(counts.get(context, {}).values()) + 1))


@wrong("witten_bell")
def new_context_is_nothing(counts, context, token, shorter):
    """For a context that was never seen you say 0: impossible. Where the context knows nothing, `shorter` is the whole answer."""
    after = counts.get(context, {})
    return reference("witten_bell")(counts, context, token, shorter) if after else 0.0


@wrong("witten_bell")
def new_context_is_a_whole_nothing(counts, context, token, shorter):
    """For a context that was never seen you say 0: impossible. Where the context knows nothing, `shorter` is the whole answer."""
    return reference("witten_bell")(counts, context, token, shorter) if context in counts else 0


def witten_bell_by(total, kinds, formula):
    """Witten-Bell with something wrong in it: total(after, counts) and kinds(after, counts) make the numbers, formula mixes them."""
    def mutant(counts, context, token, shorter):
        after = counts.get(context, {})
        return formula(after.get(token, 0), total(after, counts), kinds(after, counts), shorter) if after else shorter
    mutant.__name__ = "<lambda>"
    return mutant


def total_of(after, counts):
    return sum(after.values())


def kinds_of(after, counts):
    return len(after)


def mixed(count, total, kinds, shorter):
    return (count + kinds * shorter) / (total + kinds)


@wrong("witten_bell")
def total_and_kinds_swapped(*question):
    """You swapped `total` and `kinds`, at least above the fraction bar, where `shorter` is multiplied by `kinds`. Total is the sum of the counts; kinds is how many different
    tokens there are."""
    return witten_bell_by(kinds_of, total_of, lambda count, total, kinds, shorter: (count + kinds * shorter) / (total + kinds))(*question)


@wrong("witten_bell")
def kinds_of_contexts(*question):
    """Your `kinds` is the number of contexts in the table. It should be how many different tokens followed *this* context."""
    return witten_bell_by(total_of, lambda after, counts: len(counts), lambda count, total, kinds, shorter: (count + kinds * shorter) / (total + kinds))(*question)


wrong("witten_bell", TOO_FEW_KINDS,
      witten_bell_by(total_of, lambda after, counts: sum(n == 1 for n in after.values()),
                     lambda count, total, kinds, shorter: (count + kinds * shorter) / (total + kinds)))


@wrong("witten_bell")
def kinds_of_all_characters(*question):
    """Your `kinds` is the number of all characters, 90. It should be how many different tokens followed *this* context."""
    return witten_bell_by(total_of, lambda after, counts: 90, lambda count, total, kinds, shorter: (count + kinds * shorter) / (total + kinds))(*question)


@wrong("witten_bell")
def no_brackets(*question):
    """Brackets are missing: without them, Python only divides what is right next to the `/`. Divide everything above the fraction bar by everything below it."""
    return witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: count + kinds * shorter / total + kinds)(*question)


@wrong("witten_bell")
def no_brackets_above(*question):
    """Brackets are missing above the fraction bar: only the last part of it is divided. Divide all of it by `total + kinds`."""
    return witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: count + kinds * shorter / (total + kinds))(*question)


@wrong("witten_bell")
def multiplied_below(*question):
    """Below the fraction bar you multiplied. It's `total` plus `kinds`: all the shares together."""
    return witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: (count + kinds * shorter) / (total * kinds))(*question)


@wrong("witten_bell")
def one_added(*question):
    """You added 1, as add-one does. What is added to the count here is what the shorter context says: `kinds` times `shorter`."""
    return witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: (count + 1) / (total + kinds))(*question)


@wrong("witten_bell")
def no_brackets_below(*question):
    """Brackets are missing below the fraction bar: `kinds` is added after the division. Divide by `total + kinds` as a whole."""
    return witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: (count + kinds * shorter) / total + kinds)(*question)


wrong("witten_bell", """Two things: `shorter` has to be multiplied by `kinds`, and brackets are missing: all that is above the fraction bar is divided by `total + kinds` as a whole.""",
      lambda *question: witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: (count + shorter) / total + kinds)(*question),
      lambda *question: witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: count + shorter / (total + kinds))(*question),
      lambda *question: witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: count + shorter / total + kinds)(*question))


wrong("witten_bell", """Two things: `kinds` is missing below the fraction bar. And above it `shorter` counts only once, so `kinds` is 1 or missing there: it should be how many different tokens
      followed this context.""",
      lambda *question: witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: (count + shorter) / total)(*question))


@wrong("witten_bell")
def shorter_once(*question):
    """Above the fraction bar you added `shorter` once. Multiply it by `kinds` first."""
    return witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: (count + shorter) / (total + kinds))(*question)


@wrong("witten_bell")
def shorter_alone_for_a_new_token(counts, context, token, shorter):
    """For a token that never came here you returned `shorter` alone. The context was seen, so it has a say: it mixes in a count of 0."""
    return reference("witten_bell")(counts, context, token, shorter) if token in counts.get(context, {}) else shorter


@wrong("witten_bell")
def new_token_stops(counts, context, token, shorter):
    """The context was seen, but never with this token: the row doesn't have it, and your function stopped. Ask the row with `.get`, which can give 0 for a token that is missing."""
    after = counts.get(context)
    return (after[token] + len(after) * shorter) / (sum(after.values()) + len(after)) if after else shorter


@wrong("witten_bell")
def new_context_stops_it(counts, context, token, shorter):
    """A context that was never seen isn't in the table, and looking it up made your function fail. Then `shorter` is the whole answer."""
    after = counts[context]
    return reference("witten_bell")({context: after}, context, token, shorter)


@wrong("witten_bell")
def nothing_by_nothing_again(counts, context, token, shorter):
    """You divided 0 by 0: for a context that was never seen, total and kinds are 0. Then `shorter` is the whole answer."""
    after = counts.get(context, {})
    return (after.get(token, 0) + len(after) * shorter) / (sum(after.values()) + len(after))


wrong("witten_bell", """`len` of the values is how many there are, the same as the kinds. How often the context was seen is their *sum*.""",
      lambda counts, context, token, shorter: (counts[context].get(token, 0) + len(counts[context]) * shorter) / (2 * len(counts[context])) if context in counts else shorter)


wrong("witten_bell", """Your `total` is how often this *token* came. It should be how often the context was seen: the sum of its whole row.""",
      witten_bell_by(lambda after, counts: 0, kinds_of, lambda count, total, kinds, shorter: (count + kinds * shorter) / (count + kinds)))
wrong("witten_bell", """Your count above the fraction bar is 0, though this token came. Ask the row of this context, not the whole table; and ask it for the token, not for the context.""",
      witten_bell_by(total_of, kinds_of, lambda count, total, kinds, shorter: kinds * shorter / (total + kinds)))
wrong("witten_bell", """The count of a token that never came here is 0, not 1: `.get` gives what you say after the comma.""",
      lambda counts, context, token, shorter: (counts[context].get(token, 1) + len(counts[context]) * shorter) / (sum(counts[context].values()) + len(counts[context])) if counts.get(context) else shorter)
wrong("witten_bell", """You looked up the token in the whole table, whose keys are contexts. Look it up in the row of this context.""",
      lambda counts, context, token, shorter: counts[token] if context in counts else shorter)
wrong("witten_bell", """You looked up the context in its own row. A row's keys are tokens.""",
      lambda counts, context, token, shorter: counts[context][context] if context in counts else shorter)


@wrong("witten_bell")
def none_for_a_new_token(counts, context, token, shorter):
    """The row doesn't have this token, so `.get` gave `None`, and you can't add to that. After a comma, tell it what to give instead: 0."""
    after = counts.get(context)
    return (after.get(token) + len(after) * shorter) / (sum(after.values()) + len(after)) if after else shorter


wrong("witten_bell", """You answered `shorter`, though this context was seen. Only do that where `context` isn't in `counts`.""",
      lambda counts, context, token, shorter: shorter)
wrong("witten_bell", """A name is used before it has a value. Whether the context was seen is a question to the whole table, `counts`: only then take the row out of it, and `total` and `kinds` out of
      the row.""",
      lambda counts, context, token, shorter: asked_too_early(counts, context))
wrong("witten_bell", """You added a whole dictionary. What belongs there is one number out of the row: how often the token came.""",
      lambda counts, context, token, shorter: counts[context] + shorter if context in counts else shorter)
wrong("witten_bell", """You added a text. What belongs there is the token's count, a number out of the row.""",
      lambda counts, context, token, shorter: token + shorter if context in counts else shorter)


def asked_too_early(counts, context):
    if context in row:                                                # noqa: F821, F823
        row = counts[context]                                         # noqa: F841
    return row


@wrong("witten_bell")
def row_put_in(counts, context, token, shorter):
    """Your number is right, but you put a row for the new context into the caller's own table (`setdefault` does that). Look without adding anything: `counts.get(context, {})`."""
    row = counts.setdefault(context, {})
    return (row.get(token, 0) + len(row) * shorter) / (sum(row.values()) + len(row)) if row else shorter


def all_mixed(tables, before, token, mix, start, context_of):
    p = start
    for n, counts in enumerate(tables, 1):
        p = mix(counts, context_of(before, n), token, p)
    return p


def last_characters(before, n):
    return before[max(0, len(before) - n + 1):]


wrong("interpolate", """You started with 0 before the first table. Before anything is counted, all tokens are equally likely: each has 1 / `size`.""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 0, last_characters))
wrong("interpolate", """You started with 1 before the first table. Before anything is counted, all tokens are equally likely: each has 1 / `size`.""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1, last_characters))
wrong("interpolate", """You started with `size` itself before the first table. Before anything is counted, each of `size` tokens has the same probability.""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, size, last_characters))
wrong("interpolate", """You started with another number than one over `size`. Before anything is counted, all `size` tokens are equally likely.""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / len(tables), last_characters),
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / len(before), last_characters),
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / len(tables[0][""]), last_characters))


wrong("interpolate", """The table of n = 1 plays no part in your answer. Its context is `""`, no characters at all. (And `before[-0:]`, which is `before[-n + 1:]` with n =
      1, isn't empty: it is all of `before`.)""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: before[-n + 1:]),
      lambda tables, before, token, size, mix: all_mixed([{}] + tables[1:], before, token, mix, 1 / size, last_characters))
wrong("interpolate", """You took the first characters of `before`. The context is what comes right before the token: the last n - 1.""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: before[:n - 1]))
wrong("interpolate", """The tables don't have your context. In the table of n it is the last n - 1 characters, none with n = 1.""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: before[max(0, len(before) - n):]),
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: before))
wrong("interpolate", """No table had a say: your answer is still 1 / `size`. Is the result of `mix` kept in `p`, not under another name? If it is, `mix` doesn't find your context: give it the whole
      table of n, with the last n - 1 characters (for `tables[0]` n is 1, and the context is empty).""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: before[len(before) - n:]),
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: before[max(-1, len(before) - n):]),
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: n - 1))
wrong("interpolate", """You cut your context out of the *token*. It comes before the token: the last n − 1 characters of `before`.""",
      lambda tables, before, token, size, mix: all_mixed(tables, token, token, mix, 1 / size, last_characters))
wrong("interpolate", """You asked every table for a context of the same length. The table of n has contexts of n - 1 characters, so they grow from table to table. (Or do you begin with the last table?)""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: before[-1:]))
wrong("interpolate", """The token itself is in your context. The context is what comes *before* it.""",
      lambda tables, before, token, size, mix: all_mixed(tables, before + token, token, mix, 1 / size, last_characters))


@wrong("interpolate")
def longest_first(tables, before, token, size, mix):
    """You went from the longest context to the shortest, so the shortest has the last word. Start with n = 1: each longer one is mixed with what came from
    below."""
    p = 1 / size
    for n in range(len(tables), 0, -1):
        p = mix(tables[n - 1], last_characters(before, n), token, p)
    return p


wrong("interpolate", """Only the table of the longest context has a say in your answer. All of them should.""",
      lambda tables, before, token, size, mix: mix(tables[-1], last_characters(before, len(tables)), token, 1 / size),
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: last_characters(before, 3)),
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: last_characters(before, len(tables))))


@wrong("interpolate")
def two_orders_alone(tables, before, token, size, mix):
    """You mixed two tables, and here there are three. Go through all of them, however many there are: does your loop end one too early? (`range` leaves out its end.)"""
    return all_mixed(tables[:2], before, token, mix, 1 / size, last_characters)


@wrong("interpolate")
def gives_up_on_a_short_text(tables, before, token, size, mix):
    """You gave up where `before` is shorter than the longest context. The shorter contexts are still there, and the one of n = 1 needs no characters at all."""
    return 1 / size if len(before) < len(tables) - 1 else all_mixed(tables, before, token, mix, 1 / size, last_characters)


@wrong("interpolate")
def three_orders_alone(tables, before, token, size, mix):
    """You mixed three tables, but there may be more or fewer. Go through all of them, and pass on the result from one to the next."""
    return all_mixed(tables[:3], before, token, mix, 1 / size, last_characters)


@wrong("interpolate")
def mean_of_the_mixtures(tables, before, token, size, mix):
    """You averaged the results of all the tables. Each is mixed into the next already: the last one is the answer."""
    return sum(all_mixed(tables[:n], before, token, mix, 1 / size, last_characters) for n in range(1, len(tables) + 1)) / len(tables)


@wrong("interpolate")
def mean_of_the_orders(tables, before, token, size, mix):
    """You averaged the orders. Mix each into the next: the result of one table is the `shorter` of the table above it."""
    return sum(mix(counts, last_characters(before, n), token, 1 / size) for n, counts in enumerate(tables, 1)) / len(tables)


wrong("interpolate", """You added what `mix` returns to what the shorter ones say. `mix` has already mixed that in: its result replaces the old one.""",
      lambda tables, before, token, size, mix: added_up(tables, before, token, mix, 1 / size), lambda tables, before, token, size, mix: added_up(tables, before, token, mix, 0))
wrong("interpolate", """You multiplied what `mix` returns by what the shorter ones say. `mix` has already mixed that in: its result replaces the old one.""",
      lambda tables, before, token, size, mix: multiplied_on(tables, before, token, mix, 1 / size), lambda tables, before, token, size, mix: multiplied_on(tables, before, token, mix, 1))


def multiplied_on(tables, before, token, mix, p):
    for n, counts in enumerate(tables, 1):
        p *= mix(counts, last_characters(before, n), token, p)
    return p


def added_up(tables, before, token, mix, p):
    for n, counts in enumerate(tables, 1):
        p += mix(counts, last_characters(before, n), token, p)
    return p


wrong("interpolate", """You added or multiplied what the orders say. Mix each into the next: the result of one table is the `shorter` of the table above it.""",
      lambda tables, before, token, size, mix: sum(mix(counts, last_characters(before, n), token, 1 / size) for n, counts in enumerate(tables, 1)),
      lambda tables, before, token, size, mix: prod(mix(counts, last_characters(before, n), token, 1 / size) for n, counts in enumerate(tables, 1)),
      lambda tables, before, token, size, mix: 1 / size + sum(mix(counts, last_characters(before, n), token, 1 / size) for n, counts in enumerate(tables, 1)),
      lambda tables, before, token, size, mix: prod(mix(counts, last_characters(before, n), token, 1 / size) for n, counts in enumerate(tables, 1)) / size)


@wrong("interpolate")
def one_for_each_order(tables, before, token, size, mix):
    """You returned a list, one probability for each order. The task asks for one number: the last one, with all the others mixed in."""
    return [all_mixed(tables[:n], before, token, mix, 1 / size, last_characters) for n in range(1, len(tables) + 1)]


@wrong("interpolate")
def mixed_by_witten_bell(tables, before, token, size, mix):
    """You mixed with Witten and Bell's formula, but the check gave you another `mix`. Call `mix(counts, context, token, shorter)`, and leave the mixing to it."""
    return all_mixed(tables, before, token, reference("witten_bell"), 1 / size, last_characters)


@wrong("interpolate")
def only_the_share(tables, before, token, size, mix):
    """That is what the longest context says by itself. Nothing from the shorter ones is in it: call `mix` for each table, and pass its result on."""
    after = tables[-1].get(last_characters(before, len(tables)), {})
    return after.get(token, 0) / sum(after.values()) if after else 0.0


@wrong("interpolate")
def nothing_if_unseen(tables, before, token, size, mix):
    """You gave up when a context was never seen. `mix` knows what to do then: what the shorter ones say is the answer."""
    for n, counts in enumerate(tables, 1):
        if last_characters(before, n) not in counts:
            return 0.0
    return all_mixed(tables, before, token, mix, 1 / size, last_characters)


wrong("interpolate", """When a context was never seen, you started again with 1 / `size`. What came from the shorter ones is still worth something: pass it on.""",
      lambda tables, before, token, size, mix: all_mixed(
          tables, before, token, lambda counts, context, token, p: mix(counts, context, token, p) if context in counts else 1 / size, 1 / size, last_characters))


wrong("interpolate", """You passed the context and the token to `mix` the wrong way round. The order is: counts, context, token, shorter.""",
      lambda tables, before, token, size, mix: all_mixed(
          tables, before, token, lambda counts, context, token, p: mix(counts, token, context, p), 1 / size, last_characters))


wrong("interpolate", """Nothing you looked up was in a table, and you started at 0. At the bottom all tokens are equally likely: start at 1 / `size`. And the table of n has contexts of n - 1 characters, the last ones of `before`.""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 0, lambda before, n: before))

wrong("interpolate", """Each table is asked for a context that is one too short: `tables[0]` is the table of n = 1, and its context is empty; the context of `tables[n]` is the last n characters of `before`.""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, one_too_short))

wrong("interpolate", """Your n starts at 0, so each table is asked for a context that is one too short: the context of `tables[n]` is the last n characters of `before`. And at the bottom all tokens are equally likely: start at 1 / `size`.""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 0, one_too_short))


def one_too_short(before, n):
    return last_characters(before, max(1, n - 1))


wrong("interpolate", """You tried to take a number away from a text. Take 1 away from n instead, inside the brackets: the context is the last n − 1 characters.""",
      lambda tables, before, token, size, mix: before - 1)
wrong("interpolate", """`before[k]` is one character, counted from the front. The context is the last n − 1 characters of `before`, a text that grows with n: `last` can give you that.""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: before[n - 1]))
wrong("interpolate", """There is nothing at that place. `tables[0]` is the table of n = 1, so that of n is at place n − 1. (And the context is a piece of `before`, not the character at one place.)""",
      lambda tables, before, token, size, mix: tables[len(tables)])
wrong("interpolate", """The longest table had no say, though `before` is long enough for it: a context has n − 1 characters, not n. (You needn't ask at all: `mix` knows what to do with a context that
      the table doesn't have.)""",
      lambda tables, before, token, size, mix: all_mixed(tables[:len(before)], before, token, mix, 1 / size, last_characters),
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: before[max(1, len(before) - n + 1):]))
wrong("interpolate", """Your contexts get shorter from table to table, but they should grow: no character with n = 1, one with n = 2. `last` only wants to know how many, counted from the end: n − 1.""",
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: last_of(before, len(before) - n)),
      lambda tables, before, token, size, mix: all_mixed(tables, before, token, mix, 1 / size, lambda before, n: last_of(before, len(before) - n - 1)))
wrong("interpolate", """`len` got a number. `last` takes the text first, and then how many characters: is yours the other way round?""",
      lambda tables, before, token, size, mix: len(size))


def last_of(before, k):
    return before[max(0, len(before) - k):]


wrong("interpolate", """`mix` wants the table first, then the context: `mix(counts, context, token, p)`.""",
      lambda tables, before, token, size, mix: all_mixed(
          tables, before, token, lambda counts, context, token, p: mix(context, counts, token, p), 1 / size, last_characters))


@wrong("interpolate")
def shorter_at_the_wrong_end(tables, before, token, size, mix):
    """For the shorter context you dropped the *last* character of `before`. Drop the first: what comes right before the token stays."""
    if not tables:
        return 1 / size
    return mix(tables[-1], last_characters(before, len(tables)), token, shorter_at_the_wrong_end(tables[:-1], before[:-1], token, size, mix))


def mixed_with(tables, context, token, size, mix):
    p = 1 / size
    for n, table in enumerate(tables, 1):
        p = mix(table, context(n), token, p)
    return p


wrong("interpolate", """Without brackets, `len(before) - n - 1` takes away n, and then 1 more: it begins two characters too early. You want the last n − 1, so put brackets around that.""",
      lambda tables, before, token, size, mix: mixed_with(tables, lambda n: before[len(before) - n - 1:], token, size, mix))

wrong("interpolate", """`mix` mixes one table with what the shorter ones say, but you passed it the list of all tables. Pass it the table of this round.""",
      lambda tables, before, token, size, mix: mix(tables, "", token, 1 / size))

wrong("interpolate", """You gave `mix` a number where it needs the table. `enumerate` gives you both in each round, the number `n` and the `table` that belongs to it.""",
      lambda tables, before, token, size, mix: mix(1, "", token, 1 / size))

wrong("interpolate", """The last thing you gave `mix` is a function. It needs a number there: the probability from the round before.""",
      lambda tables, before, token, size, mix: mix(tables[0], "", token, mix))

wrong("interpolate", """`mix` takes the token third and what the shorter ones say last: you passed these two the other way round.""",
      lambda tables, before, token, size, mix: mix(tables[0], "", 1 / size, token))

wrong("interpolate", """The 3 in our table is the length of `ban`. Here `before` may have another length: use `len(before)`.""",
      lambda tables, before, token, size, mix: mixed_with(tables, lambda n: before[4 - n:], token, size, mix),
      lambda tables, before, token, size, mix: mixed_with(tables, lambda n: before[3 - (n - 1):], token, size, mix))

wrong("interpolate", """You passed `size` to `mix`, which needs what the shorter ones say there: the probability so far.""",
      lambda tables, before, token, size, mix: mixed_with(tables, lambda n: before[max(0, len(before) - n + 1):], token, size, lambda table, context, token, p: mix(table, context, token, size)))


# -- scores ---------------------------------------------------------------------------------------------------------------

def surprises(probabilities, logarithm=log):
    return [-logarithm(p) if p > 0 else inf for p in probabilities]


@wrong("cross_entropy")
def mean_of_the_probabilities(probabilities):
    """That is the mean of the probabilities. Take the surprise of each token first, and then the mean of the surprises."""
    return sum(probabilities) / len(probabilities)


@wrong("cross_entropy")
def all_multiplied_first(probabilities):
    """You multiplied all probabilities first. For a long text the product is too small for a computer, and becomes 0: add up the surprises instead."""
    product = prod(probabilities)
    return -log(product) / len(probabilities) if product > 0 else inf


@wrong("cross_entropy")
def log_of_the_mean(probabilities):
    """You averaged the probabilities first, then took the logarithm. Take each token's surprise first, and the mean at the end."""
    return -log(sum(probabilities) / len(probabilities))


@wrong("cross_entropy")
def in_bits(probabilities):
    """You counted in bits: that is the logarithm to base 2. The task asks for nats: the natural logarithm."""
    return sum(surprises(probabilities, log2)) / len(probabilities)


@wrong("cross_entropy")
def sum_of_surprises(probabilities):
    """That is the surprise of all the tokens together, and a longer text would always look worse: divide by how many there are. (If you multiplied the probabilities: of a long text
    the product becomes 0. Add up the surprises.)"""
    return sum(surprises(probabilities))


@wrong("cross_entropy")
def sign_lost(probabilities):
    """Your surprise is negative. Logarithms of probabilities are below zero; surprise is minus the logarithm."""
    return -sum(surprises(probabilities)) / len(probabilities)


@wrong("cross_entropy")
def zeros_left_out(probabilities):
    """You left out the tokens with probability 0, the worst guesses of all. A single one makes the mean infinite."""
    possible = [p for p in probabilities if p > 0]
    return sum(surprises(possible)) / len(possible)


@wrong("cross_entropy")
def zeros_skipped(probabilities):
    """You left out the tokens with probability 0, the worst guesses of all. A single one makes the mean infinite."""
    return sum(surprises([p for p in probabilities if p > 0])) / len(probabilities)


@wrong("cross_entropy")
def perplexity_already(probabilities):
    """You took the exponential of the mean: that is a perplexity. The task asks for the mean itself, in nats."""
    return exp(sum(surprises(probabilities)) / len(probabilities))


@wrong("cross_entropy")
def a_little_added(probabilities):
    """You added a little to the probability, so that the logarithm wouldn't fail. Then what the model called impossible only costs about 28 nats. It should be infinite."""
    return sum(-log(p + 1e-12) for p in probabilities) / len(probabilities)


@wrong("cross_entropy")
def logarithm_of_zero_stops(probabilities):
    """The logarithm of 0 made your function fail. `surprise`, which you have above, knows what to do with a 0."""
    return -sum(log(p) for p in probabilities) / len(probabilities)


@wrong("cross_entropy")
def weighted_by_the_guess(probabilities):
    """You multiplied each surprise by its probability. That is an entropy, the surprise a model expects of itself. Here every token that came counts once: take the plain mean."""
    return -sum(p * log(p) for p in probabilities if p > 0)


@wrong("cross_entropy")
def mean_weighted_by_the_guess(probabilities):
    """You multiplied each surprise by its probability before taking the mean. Every token that came counts once, likely or not: leave the probability out."""
    return -sum(p * log(p) for p in probabilities if p > 0) / len(probabilities)


def surprised_by_one(p):
    return -log(p) if p > 0 else inf


wrong("cross_entropy", """`surprise` takes one probability, not all of them, and not their sum. Call it for each one in a loop, and take the mean of the results.""",
      lambda probabilities: surprised_by_one(probabilities),
      lambda probabilities: surprised_by_one(sum(probabilities)),
      lambda probabilities: surprised_by_one(sum(probabilities)) / len(probabilities))
wrong("cross_entropy", """Not every token is in your result. The task asks for the mean of all.""",
      lambda probabilities: surprised_by_one(probabilities[0]),
      lambda probabilities: sum(surprises(probabilities)[:-1]) / len(probabilities))
wrong("cross_entropy", """The first token is missing from your sum. Places are counted from 0; or go through the probabilities themselves, without their places.""",
      lambda probabilities: sum(surprises(probabilities)[1:]) / len(probabilities),
      lambda probabilities: sum(surprises(probabilities)[1:]) / len(probabilities[1:]))
wrong("cross_entropy", """You divided by probabilities. A mean is divided by how many things were added up.""",
      lambda probabilities: sum(surprises(probabilities)) / sum(probabilities),
      lambda probabilities: sum(surprises(probabilities)) / probabilities[-1])
wrong("cross_entropy", """You divided by one less than there are. A mean is divided by how many things were added up.""",
      lambda probabilities: sum(surprises(probabilities)) / (len(probabilities) - 1))
wrong("cross_entropy", """You divide in every round of the loop, so the first surprises get divided again and again. Add up all of them first, and divide once, after the loop.""",
      lambda probabilities: divided_in_the_loop(probabilities, lambda n: len(probabilities)),
      lambda probabilities: divided_in_the_loop(probabilities, lambda n: n),
      lambda probabilities: divided_in_the_loop(probabilities, lambda n: 2))
wrong("cross_entropy", """You multiplied the surprises. Probabilities multiply, surprises add.""",
      lambda probabilities: prod(surprises(probabilities)) / len(probabilities),
      lambda probabilities: prod(surprises(probabilities)))


def divided_in_the_loop(probabilities, by):
    total = 0
    for n, each in enumerate(surprises(probabilities), 1):
        total = (total + each) / by(n)
    return total



wrong("cross_entropy", """That is the surprise of the last token alone: each round overwrites the one before. The task asks for the mean of all.""",
      lambda probabilities: surprised_by_one(probabilities[-1]))
wrong("cross_entropy", """Your result is infinite, though none of these probabilities is 0. Take the surprise of each of the `probabilities`.""",
      lambda probabilities: inf)
wrong("cross_entropy", """You divided by `size`, the number of different characters. A mean is divided by how many things were added up: here, the tokens that came.""",
      lambda probabilities: sum(surprises(probabilities)) / 90)
wrong("cross_entropy", """These are the surprises, one for each token. Their mean is one number: the sum, divided by how many there are.""",
      surprises)
wrong("cross_entropy", """You divided by 3, the number of tokens in the example. Other lists are longer or shorter: `len(probabilities)`.""",
      lambda probabilities: sum(surprises(probabilities)) / 3)
wrong("cross_entropy", """Of several equal surprises you only counted one, as a set does. Every token that came counts.""",
      lambda probabilities: sum(set(surprises(probabilities))) / len(set(surprises(probabilities))),
      lambda probabilities: sum(set(surprises(probabilities))) / len(probabilities))


def scores(tokens, surprises, **other):
    """The right two scores, with one of them another."""
    return reference("score")(tokens, surprises) | {name.replace("_", " "): value for name, value in other.items()}


@wrong("score")
def times_the_characters(tokens, surprises):
    """You multiplied by the number of characters: `a / b * c` is a / b, times c. The bits are shared out over the characters, so divide by their number, too."""
    return reference("score")(tokens, surprises) | {"bits per character": sum(surprises) / log(2) * sum(map(len, tokens))}


@wrong("score")
def what_comes_twice_once(tokens, surprises):
    """A token that came twice counts once in your answer: a dictionary or a set only holds it once. Go through both lists together."""
    return reference("score")(*zip(*dict(zip(tokens, surprises)).items()))


@wrong("score")
def bytes_for_characters(tokens, surprises):
    """You divided by bytes. An `é` is one character of the text, but two bytes: count with `len` of the text."""
    found = reference("score")(tokens, surprises)
    return found | {"bits per character": found["bits per character"] * len("".join(tokens)) / len("".join(tokens).encode())}


@wrong("score")
def by_a_rounded_factor(tokens, surprises):
    """One nat is 1.44 bits only when *rounded*. Divide the nats by `log(2)`: that has all the digits."""
    found = reference("score")(tokens, surprises)
    return found | {"bits per character": found["bits per character"] * log(2) * 1.44}


@wrong("score")
def by_a_rounded_base(tokens, surprises):
    """2.718 is e *rounded*. `exp(x)` is e to the power of x, with all the digits."""
    found = reference("score")(tokens, surprises)
    return found | {"perplexity": 2.718 ** log(found["perplexity"])}


@wrong("score")
def two_to_the_nats(tokens, surprises):
    """You raised 2 to that power. That fits bits; nats come from the natural logarithm, so the base is e."""
    return scores(tokens, surprises, perplexity=2 ** (sum(surprises) / len(surprises)))


@wrong("score")
def one_in(tokens, surprises):
    """Your perplexity is 1 divided by the right one: you raised e to *minus* the nats. A surprise is already positive."""
    return scores(tokens, surprises, perplexity=exp(-sum(surprises) / len(surprises)))


@wrong("score")
def of_the_whole_text(tokens, surprises):
    """Your perplexity is for all the tokens at once: a longer text would always look worse. Take the mean surprise first."""
    return scores(tokens, surprises, perplexity=exp(sum(surprises)))


@wrong("score")
def mean_of_the_powers(tokens, surprises):
    """You raised e to each surprise, then took the mean. Take the mean first, or one bad guess outweighs all the good ones."""
    return scores(tokens, surprises, perplexity=sum(exp(nats) for nats in surprises) / len(surprises))


@wrong("score")
def per_character_too(tokens, surprises):
    """You divided by the characters for the perplexity too. Perplexity is per token here: the mean surprise of a token."""
    return scores(tokens, surprises, perplexity=exp(sum(surprises) / len("".join(tokens))))


@wrong("score")
def nats_kept(tokens, surprises):
    """These are nats per character. One nat is 1 / log(2) bits, about 1.44."""
    return scores(tokens, surprises, bits_per_character=sum(surprises) / len("".join(tokens)))


@wrong("score")
def times_log_two(tokens, surprises):
    """You multiplied by log(2), which made the number smaller. A bit is less than a nat, so there are more of them: divide."""
    return scores(tokens, surprises, bits_per_character=sum(surprises) * log(2) / len("".join(tokens)))


@wrong("score")
def per_token_still(tokens, surprises):
    """These are bits per token. Spread them over the characters of the text."""
    return scores(tokens, surprises, bits_per_character=sum(surprises) / log(2) / len(tokens))


@wrong("score")
def mean_over_all_characters(tokens, surprises):
    """You divided the *mean* surprise by all the characters. All the characters share all the surprise."""
    return scores(tokens, surprises, bits_per_character=sum(surprises) / len(tokens) / log(2) / len("".join(tokens)))


@wrong("score")
def mean_of_shares(tokens, surprises):
    """You divided each token's bits by its own characters, then took the mean: a short token then counts as much as a long one. Add up first, divide once."""
    shares = [nats / log(2) / len(token) for token, nats in zip(tokens, surprises)]
    return scores(tokens, surprises, bits_per_character=sum(shares) / len(shares))


@wrong("score")
def spaces_left_out(tokens, surprises):
    """You left the spaces out of the count. They are characters of the text, and the model had to guess them too."""
    return scores(tokens, surprises, bits_per_character=sum(surprises) / log(2) / len("".join(tokens).replace(" ", "")))


wrong("score", """Powers of 2 are for bits, and multiplying by log(2) turns bits into nats. Your surprises are in nats: the base of the power is e, and dividing gives bits.""",
      lambda tokens, surprises: scores(tokens, surprises, perplexity=2 ** (sum(surprises) / len(surprises)),
                                       bits_per_character=sum(surprises) * log(2) / len("".join(tokens))))


wrong("score", """You divided the *mean* surprise, and then by the number of tokens again. Spread the whole surprise over all the characters of the text.""",
      lambda tokens, surprises: scores(tokens, surprises, bits_per_character=sum(surprises) / len(surprises) / log(2) / len(tokens)))

wrong("score", """You joined the tokens with spaces, so the text has characters it never had. The spaces are already in the tokens: `"".join(tokens)`, or add up their lengths.""",
      lambda tokens, surprises: scores(tokens, surprises, bits_per_character=sum(surprises) / log(2) / len(" ".join(tokens))))


wrong("score", """You treated the surprises as probabilities. They are surprises already, in nats: add them up as they are (`cross_entropy` would take the logarithm again, too).""",
      lambda tokens, surprises: {"perplexity": exp(-sum(log(each) for each in surprises) / len(surprises)), "bits per character": sum(surprises) / log(2) / sum(map(len, tokens))},
      lambda tokens, surprises: reference("score")(tokens, [-log(nats) for nats in surprises]),
      lambda tokens, surprises: {"perplexity": exp(-sum(log(each) for each in surprises) / len(surprises)), "bits per character": -sum(log(each) for each in surprises) / len(surprises) / log(2) / sum(map(len, tokens))},
      lambda tokens, surprises: {"perplexity": exp(-sum(log(each) for each in surprises) / len(surprises)), "bits per character": sum(surprises) / len(surprises) / log(2) / sum(map(len, tokens))})


def two_at_once(one, other):
    """The perplexity of the one wrong way, and the bits per character of the other."""
    return lambda tokens, surprises: one(tokens, surprises) | {"bits per character": other(tokens, surprises)["bits per character"]}


for per_token in two_to_the_nats, one_in, of_the_whole_text, mean_of_the_powers, per_character_too:
    for per_character in nats_kept, times_log_two, per_token_still, mean_over_all_characters, mean_of_shares:
        if (per_token, per_character) != (two_to_the_nats, times_log_two):
            wrong("score", f"Two things at once. The perplexity: {per_token.__doc__} The bits: {per_character.__doc__}", two_at_once(per_token, per_character))

wrong_choice("honest", "A", "honest", "The questions and their answers are on the web, and the model has read much of the web. It may know them by heart.")
wrong_choice("honest", "B", "leaks", "Nobody had seen the text, and no score was picked out: all five are reported. What could they have learnt from it?")
wrong_choice("honest", "C", "honest", "A second edition is a new book only on the cover. How much of its text was counted?")
wrong_choice("honest", "D", "honest", "The best of the twenty was chosen because it did well on these very questions. Some of that was luck, and luck doesn't repeat.")
wrong_choice("honest", "E", "leaks", "The text of the final score played no part in choosing n. What could the model have learnt from it?")
wrong_choice("honest", "F", "honest", "A report that several papers printed may end up on both sides of the cut. Shuffling doesn't notice that two are the same.")


# -- writing --------------------------------------------------------------------------------------------------------------

def writing(guess, choose, start, length, seen=lambda tokens: tokens):
    tokens = list(start)
    for _ in range(length):
        tokens.append(choose(guess(seen(tokens))))
    return tokens


def by_the_new_ones(guess, choose, start, length):
    new = []
    for _ in range(length):
        new.append(choose(guess(new)))
    return start + new


wrong("write", """You made each guess from the new tokens alone. The model reads the start, too: let the list that you pass on begin with it.""", by_the_new_ones)


@wrong("write")
def only_the_new_ones(guess, choose, start, length):
    """The beginning is missing. Return the whole list: the start, and what follows it."""
    return writing(guess, choose, start, length)[len(start):]


@wrong("write")
def length_of_all(guess, choose, start, length):
    """You stopped when the *whole* list had `length` tokens. That many more should come after the start."""
    return writing(guess, choose, start, max(0, length - len(start)))


@wrong("write")
def a_window_of_the_start(guess, choose, start, length):
    """You showed `guess` only as many tokens as the start had. It gets all of them; how many it looks at is its own business."""
    return writing(guess, choose, start, length, lambda tokens: tokens[-len(start):])


@wrong("write")
def last_token_as_a_number(guess, choose, start, length):
    """There is a single number where a list is needed. `guess` takes the whole list of tokens so far. And `+=` and `extend` join two lists: `append` adds a single token."""
    tokens = list(start)
    for _ in range(length):
        tokens.append(choose(guess(tokens[-1])))
    return tokens


wrong("write", "You made every guess from the start alone. The model reads what it has written, too: guess again after each token.",
      lambda guess, choose, start, length: list(start) + [choose(guess(list(start))) for _ in range(length)])


@wrong("write")
def after_the_last_token_only(guess, choose, start, length):
    """You only gave `guess` the last token. It gets all tokens so far; how many of them it looks at is its own business."""
    return writing(guess, choose, start, length, seen=lambda tokens: tokens[-1:])


@wrong("write")
def after_the_new_ones_only(guess, choose, start, length):
    """You gave `guess` the new tokens without the start. It gets the whole list so far."""
    return writing(guess, choose, start, length, seen=lambda tokens: tokens[len(start):] or list(start))


@wrong("write")
def one_too_many(guess, choose, start, length):
    """There is one token too many."""
    return writing(guess, choose, start, length + 1)


@wrong("write")
def chosen_by_oneself(guess, choose, start, length):
    """You took the largest logit yourself. `choose(logits)` decides which one to take: sometimes it is another."""
    return writing(guess, lambda logits: int(np.argmax(logits)), start, length)


@wrong("write")
def the_logit_itself(guess, choose, start, length):
    """What you appended isn't the position that `choose` gives for the logits."""
    tokens = list(start)
    for _ in range(length):
        logits = guess(tokens)
        tokens.append(logits[choose(logits)])
    return tokens


@wrong("write")
def the_largest_logit_itself(guess, choose, start, length):
    """What you appended isn't the position that `choose` gives for the logits."""
    tokens = list(start)
    for _ in range(length):
        tokens.append(max(guess(tokens)))
    return tokens


@wrong("write")
def in_lists_of_their_own(guess, choose, start, length):
    """Each new token is in a list of its own. `append` takes the token as it is; `+=` and `extend` take a list of tokens."""
    return list(start) + [[token] for token in writing(guess, choose, start, length)[len(start):]]


@wrong("write")
def in_front(guess, choose, start, length):
    """You put the new tokens in front. A text grows at its end."""
    tokens = list(start)
    for _ in range(length):
        tokens.insert(0, choose(guess(tokens)))
    return tokens


@wrong("write")
def in_the_callers_own(guess, choose, start, length):
    """Your tokens are right, but you appended them to the caller's own list. Begin with a copy: `list(start)`."""
    for _ in range(length):
        start.append(choose(guess(start)))
    return start


@wrong("write")
def without_the_start(guess, choose, start, length):
    """Your list begins empty, and you only show `guess` the `start`, each time. Begin with a copy of `start`, `list(start)`, and pass on everything written so far."""
    return [choose(guess(list(start))) for _ in range(length)]


@wrong("write")
def one_token_only(guess, choose, start, length):
    """Only one token was added. Each round adds one to those of the rounds before."""
    return list(start) + ([choose(guess(list(start)))] if length else [])


@wrong("write")
def each_round_from_the_start(guess, choose, start, length):
    """Only one token was added. Each round adds one to those of the rounds before."""
    tokens = list(start)
    for _ in range(length):
        tokens = start + [choose(guess(tokens))]
    return tokens


wrong("write", """You added as many tokens as `start` has. It should be `length` more, however many there are at the start.""",
      lambda guess, choose, start, length: writing(guess, choose, start, len(start)))
wrong("write", """There are too many tokens: `length` is how many to add, however many there are at the start.""",
      lambda guess, choose, start, length: writing(guess, choose, start, length + len(start)))


@wrong("write")
def the_last_one_alone(guess, choose, start, length):
    """Each round puts a new token in the place of the whole list. Append it: the tokens so far have to stay."""
    tokens = list(start)
    for _ in range(length):
        tokens = [choose(guess(tokens))]
    return tokens


@wrong("write")
def into_the_start(guess, choose, start, length):
    """Your own list never grows: you appended to `start`, which should stay as it is. Append to the new list."""
    tokens = list(start)
    for _ in range(length):
        start.append(choose(guess(tokens)))
    return tokens


wrong("write", """You appended the number of the round. Append the position that `choose` gives.""",
      lambda guess, choose, start, length: list(start) + list(range(length)))
wrong("write", """There is no such place. `choose` takes the logits that `guess` gave, and the position it gives *is* the new token.""",
      lambda guess, choose, start, length: [][0] if length else list(start))


@wrong("write")
def chosen_from_the_function(guess, choose, start, length):
    """You gave `choose` the function `guess` itself. Its guess for the tokens so far is `guess(…)`."""
    tokens = list(start)
    for _ in range(length):
        tokens.append(choose(guess))
    return tokens


def puts_in(made):
    """A loop that appends something else than a token: made(guess, choose, tokens)."""
    def write(guess, choose, start, length):
        tokens = list(start)
        for _ in range(length):
            tokens.append(made(guess, choose, tokens))
        return tokens
    write.__name__ = "<lambda>"
    return write


wrong("write", """There is a list among your tokens, but each should be one number.""",
      lambda guess, choose, start, length: writing(guess, choose, [list(start)], length),
      puts_in(lambda guess, choose, tokens: guess(tokens)),
      puts_in(lambda guess, choose, tokens: [choose(guess(tokens))]))

@wrong("write")
def square_brackets(guess, choose, start, length):
    """Your `list` has square brackets, which name a kind of list but make none, so there are no tokens to add up. To call `list`, use round brackets."""
    tokens = list[start]
    for _ in range(length):
        tokens.append(choose(guess(tokens)))
    return tokens


wrong("write", """You looked up what `choose` gave with `.index`. But it gives a position already, and the position *is* the new token: append it as it is.""",
      puts_in(lambda guess, choose, tokens: guess(tokens).index(choose(guess(tokens)))))
wrong("write", """Nothing was added: your list is still the start alone. In each round, append the token that `choose` gives.""",
      lambda guess, choose, start, length: list(start))
wrong("write", """Two things. `[start]` is a list with a list in it, and `list(start)` a new list of its tokens. And `guess` needs all the tokens so far, in every round: not only the start.""",
      lambda guess, choose, start, length: [list(start)] + [choose(guess(list(start))) for _ in range(length)])

wrong("write", """You appended a function, not a token. `choose` has to be called: give it the logits, and append what it returns.""",
      puts_in(lambda guess, choose, tokens: choose), puts_in(lambda guess, choose, tokens: (guess(tokens), choose)[1]))

wrong("write", """Your list begins empty, so `guess` never sees the start. Begin with a copy of it: `list(start)`.""",
      lambda guess, choose, start, length: writing(guess, choose, [], length))


def softmax(scores):
    weights = np.exp(np.asarray(scores, float) - np.max(scores))
    return weights / weights.sum()


@wrong("soften")
def multiplied(logits, T):
    """You multiplied by T, so a high temperature makes the model bolder about its favourite. Divide: hot is even, cold is sharp."""
    return softmax(np.asarray(logits) * T)


@wrong("soften")
def on_probabilities(logits, T):
    """T changes nothing in your answer. Divide every logit by T before the exponential: the sum undoes any division after it."""
    return softmax(logits) / T / (softmax(logits) / T).sum()


@wrong("soften")
def softmax_twice(logits, T):
    """You turned logits into probabilities, divided these by T, and took exponentials again. Divide the logits themselves by T."""
    return softmax(softmax(logits) / T)


@wrong("soften")
def sums_to_anything(logits, T):
    """These don't add up to 1. Divide the exponentials by their sum."""
    return np.exp(np.asarray(logits) / T - np.max(logits) / T)


@wrong("soften")
def overflows(logits, T):
    """exp of a number above 709 is too large for a computer, and infinity divided by infinity is not a number. Subtract the largest logit from all of them first."""
    with np.errstate(all="ignore"):
        weights = np.exp(np.asarray(logits) / T)
        return weights / weights.sum()


@wrong("soften")
def overflow_stops(logits, T):
    """exp of a number above 709 is too large for a computer, so your function failed. Subtract the largest logit from all of them first."""
    weights = [exp(logit / T) for logit in logits]
    return [weight / sum(weights) for weight in weights]


@wrong("soften")
def list_divided(logits, T):
    """You can't calculate with a whole list. Turn it into an array (`np.array`), or go through it."""
    return softmax(logits / T)


@wrong("soften")
def smallest_subtracted(logits, T):
    """You subtracted the smallest logit. That leaves the others as far above 0 as they can be, and exp of them is too large. Subtract the largest."""
    with np.errstate(all="ignore"):
        weights = np.exp((np.asarray(logits) - np.min(logits)) / T)
        return weights / weights.sum()


@wrong("soften")
def largest_not_divided(logits, T):
    """You divided by T, then subtracted the largest logit as it was *before*. Subtract first and then divide, or subtract the largest of the divided ones."""
    with np.errstate(all="ignore"):
        weights = np.exp(np.asarray(logits) / T - np.max(logits))
        return weights / weights.sum()


@wrong("soften")
def cut_off_at_700(logits, T):
    """You cut large logits off, so all beyond the limit become equal. Subtract the largest from all of them: the differences stay, and nothing overflows."""
    return softmax(np.minimum(np.asarray(logits) / T, 700))


@wrong("soften")
def largest_not_divided_and_stopped(logits, T):
    """You divided by T, then subtracted the largest logit as it was *before*: what is left can still be too large for exp. Subtract the largest of the divided ones."""
    weights = [exp(logit / T - max(logits)) for logit in logits]
    return [weight / sum(weights) for weight in weights]


@wrong("soften")
def divided_by_the_sum_of_the_logits(logits, T):
    """You divided by the sum of the logits. Divide the exponentials by *their* sum: then they add up to 1."""
    with np.errstate(all="ignore"):
        return np.exp((np.asarray(logits) - np.max(logits)) / T) / np.sum(logits)


@wrong("soften")
def divided_by_T_at_the_end(logits, T):
    """You divided by T at the very end, so these don't add up to 1. Divide every logit by T, before the exponential."""
    return softmax(logits) / T


@wrong("soften")
def largest_of_what_is_left(logits, T):
    """You looked for the largest again and again while you were changing the list: each time it is another. Look once, before the loop."""
    scores = [float(logit) / T for logit in logits]
    for i in range(len(scores)):
        scores[i] = exp(min(700, scores[i] - max(scores)))
    return [score / sum(scores) for score in scores]


@wrong("soften")
def divided_by_the_largest(logits, T):
    """You divided by the largest logit. Subtract it: the differences stay the same, and so do the proportions of the exponentials."""
    logits = np.asarray(logits)
    return softmax(logits / logits.max() / T)


@wrong("soften")
def largest_but_at_least_zero(logits, T):
    """Your largest logit is never below 0, because your search starts at 0. When all logits are far below, all exponentials become 0. Start with the first logit, or take `max`."""
    with np.errstate(all="ignore"):
        weights = np.exp((np.asarray(logits) - max(0, np.max(logits))) / T)
        return weights / weights.sum()


@wrong("soften")
def divided_by_a_sum_that_changes(logits, T):
    """You divided by a sum while changing what is in it. Add up once, before the loop."""
    weights = [float(weight) for weight in np.exp((np.asarray(logits) - np.max(logits)) / T)]
    for i in range(len(weights)):
        weights[i] = weights[i] / sum(weights)
    return weights


def softened(logits, T, share):
    """A softmax whose last step is share(weights, scaled, i)."""
    scaled = [logit / T for logit in logits]
    scaled = [each - max(scaled) for each in scaled]
    weights = [float(np.exp(each)) for each in scaled]
    return [share(weights, scaled, i) for i in range(len(weights))]


wrong("soften", """You divided by a sum that is still growing. Add all of them up first, in a loop of its own, and then divide.""",
      lambda logits, T: softened(logits, T, lambda weights, scaled, i: weights[i] / sum(weights[:i + 1])))

wrong("soften", """You added up before the exponential. Sum the *exponentials*: only then does the result add up to one.""",
      lambda logits, T: softened(logits, T, lambda weights, scaled, i: weights[i] / sum(scaled)))

wrong("soften", """You divided by how many there are. Divide by their *sum*: only then does the result add up to one.""",
      lambda logits, T: softened(logits, T, lambda weights, scaled, i: weights[i] / len(weights)))

wrong("soften", """Your numbers are right, but you wrote them into the caller's own array: its logits are gone. (`np.asarray` doesn't copy an array; `np.array` does.)""",
      lambda logits, T: in_place_softened(logits, T))


def in_place_softened(logits, T):
    scores = np.asarray(logits, dtype=float)
    scores /= T
    scores -= scores.max()
    weights = np.exp(scores)
    return weights / weights.sum()


def keep(logits, kept, gone=-inf):
    return [logit if i in kept else gone for i, logit in enumerate(logits)]


def best_first(logits):
    return sorted(range(len(logits)), key=lambda i: -logits[i])


@wrong("top_k")
def places_by_index(logits, k):
    """`index` finds the *first* place of a number, so of several equal logits only one stays. Sort the places: `sorted(range(len(logits)), key=…)`."""
    places = {list(logits).index(logit) for logit in sorted(logits, reverse=True)[:k]}
    return [logit if i in places else -inf for i, logit in enumerate(logits)]


@wrong("top_k")
def places_that_have_moved(logits, k):
    """You took the largest out of a copy, so the places after it moved up. Put something small in its place instead, or sort the places."""
    left, kept = list(logits), [-inf] * len(logits)
    for _ in range(k):
        i = left.index(max(left))
        kept[i] = logits[i]
        left.pop(i)
    return kept


@wrong("top_k")
def first_of_the_large(logits, k):
    """You kept the first k that are as large as the k-th. A larger one further on comes before them: only among *equal* ones does the earlier one stay."""
    least, kept, left = sorted(logits)[-k], [], k
    for logit in logits:
        kept.append(logit if logit >= least and left else -inf)
        left -= logit >= least and left > 0
    return kept


@wrong("top_k")
def sorted_and_cut(logits, k):
    """You put the largest first and the cut ones after them. Each logit keeps its place: only those that aren't among the k largest change."""
    return sorted(logits, reverse=True)[:k] + [-inf] * (len(logits) - k)


@wrong("top_k")
def the_kept_alone(logits, k):
    """You returned the k that stay. The list keeps its length: put minus infinity in the other places."""
    best = sorted(range(len(logits)), key=lambda i: -logits[i])[:k]
    return [logits[i] for i in sorted(best)]


@wrong("top_k")
def by_value(logits, k):
    """You kept everything as large as the k-th largest. Where several are equal, that is more than k: of equal ones, keep the earlier."""
    least = sorted(logits)[-k]
    return [logit if logit >= least else -inf for logit in logits]


@wrong("top_k")
def later_of_equals(logits, k):
    """Of equal logits you kept the later ones: a list sorted upwards and read backwards begins with them. The rule here is: keep the earlier."""
    return keep(logits, sorted(range(len(logits)), key=lambda i: logits[i])[::-1][:k])


@wrong("top_k")
def compared_with_k(logits, k):
    """You compared each logit with k. But k is how many tokens stay, not how large a logit has to be."""
    return [logit if logit >= k else -inf for logit in logits]


@wrong("top_k")
def cut_in_the_callers_own(logits, k):
    """Your logits are right, but you cut them in the caller's own list. Build a new one."""
    logits[:] = reference("top_k")(logits, k)
    return logits


@wrong("top_k")
def a_whole_zero_instead(logits, k):
    """You set the others to 0. But 0 is a logit like any other, and exp(0) is 1. A logit that is cut becomes minus infinity."""
    return keep(logits, best_first(logits)[:k], 0)


@wrong("top_k")
def zero_instead(logits, k):
    """You set the others to 0. But 0 is a logit like any other, and exp(0) is 1. A logit that is cut becomes minus infinity."""
    return keep(logits, best_first(logits)[:k], 0.0)


@wrong("top_k")
def smallest_kept(logits, k):
    """You kept the k smallest. The most likely tokens have the largest logits."""
    return keep(logits, best_first(logits)[::-1][:k])


wrong("top_k", "You kept the k smallest. The most likely tokens have the largest logits.",
      lambda logits, k: keep(logits, sorted(range(len(logits)), key=lambda i: logits[i])[:k]))


@wrong("top_k")
def k_removed(logits, k):
    """You cut the k most likely and kept the others. k is how many stay."""
    return keep(logits, best_first(logits)[k:])


@wrong("top_k")
def one_too_few(logits, k):
    """You kept k - 1. The k-th largest stays too: look at your comparison, or at where your slice ends."""
    return keep(logits, best_first(logits)[:k - 1])


@wrong("top_k")
def one_too_many(logits, k):
    """You kept k + 1. Exactly k stay: look at your comparison, or at where your slice ends."""
    return keep(logits, best_first(logits)[:k + 1])


@wrong("top_k")
def first_of_the_list(logits, k):
    """You kept the first k in the list. Keep the k largest, wherever they are."""
    return keep(logits, range(k))


@wrong("top_k")
def only_the_kept(logits, k):
    """You returned the k kept logits alone. Keep the length of the list, or nobody can tell which token is which."""
    return [logits[i] for i in best_first(logits)[:k]]


def backwards(logits, k):
    """The k last of a sort in which neither the earlier nor the later of equal ones comes first."""
    equals = [i for i, each in enumerate(logits) if each == sorted(logits)[-k]]
    kept = [i for i, each in enumerate(logits) if each > sorted(logits)[-k]]
    return kept + (equals[1:] + equals[:1])[:k - len(kept)]


wrong("top_k", """Of equal logits you didn't keep the earlier one. `np.argsort` promises no order among equals, and reading it backwards doesn't give the one you want.""",
      lambda logits, k: [each if i in backwards(logits, k) else -inf for i, each in enumerate(logits)])


def until(logits, p, order, shares, stays):
    kept, reached = [], 0
    for i in order:
        if not stays and reached + shares[i] >= p:
            break
        kept.append(i)
        reached += shares[i]
        if reached >= p:
            break
    return keep(logits, kept)


wrong("top_p", """You kept a share p of the *tokens*. What has to reach p is the sum of their probabilities: that may take one token, or nearly all.""",
      lambda logits, p: [x if sorted(range(len(logits)), key=lambda i: -logits[i]).index(k) < max(1, round(p * len(logits))) else -inf for k, x in enumerate(logits)])


@wrong("top_p")
def places_of_shares_by_index(logits, p):
    """`index` finds the *first* place of a number, so with two equal ones it finds the same place twice. Sort the places: `sorted(range(len(logits)), key=…)`."""
    shares, kept, reached = [float(share) for share in softmax(logits)], [-inf] * len(logits), 0
    for share in sorted(shares, reverse=True):
        i = shares.index(share)
        kept[i] = logits[i]
        reached += share
        if reached >= p:
            break
    return kept


@wrong("top_p")
def stops_before_but_keeps_the_first(logits, p):
    """You stopped before the token that reaches p. That one still stays: without it, the kept ones have less than p, or nothing is kept at all."""
    first = best_first(logits)[0]
    return [logit if i == first else kept for i, (logit, kept) in enumerate(zip(logits, until(logits, p, best_first(logits), softmax(logits), False)))]


@wrong("top_p")
def stops_before(logits, p):
    """You stopped before the token that reaches p. That one still stays: without it, the kept ones have less than p, or nothing is kept at all."""
    return until(logits, p, best_first(logits), softmax(logits), False)


@wrong("top_p")
def in_the_order_of_the_list(logits, p):
    """You added up in the order of the list. Go through the most likely first, wherever they are."""
    return until(logits, p, range(len(logits)), softmax(logits), True)


@wrong("top_p")
def each_above_p_or_the_first(logits, p):
    """You compared each token's own probability with p. It's their sum, the most likely first, that has to reach p."""
    shares = softmax(logits)
    return [logit if share >= p or i == shares.argmax() else -inf for i, (logit, share) in enumerate(zip(logits, shares))]


@wrong("top_p")
def each_above_p(logits, p):
    """You compared each token's own probability with p. It's their sum, the most likely first, that has to reach p."""
    shares = softmax(logits)
    return [logit if share >= p else -inf for logit, share in zip(logits, shares)]


@wrong("top_p")
def least_likely_first(logits, p):
    """You started with the least likely tokens. The most likely come first."""
    return until(logits, p, best_first(logits)[::-1], softmax(logits), True)


@wrong("top_p")
def probabilities_back(logits, p):
    """You returned probabilities. The task asks for logits: the kept ones as they came in, the others minus infinity."""
    kept = reference("top_p")(logits, p)
    return [float(share) if logit > -inf else -inf for logit, share in zip(kept, softmax(logits))]


@wrong("top_p")
def probabilities_and_zeros(logits, p):
    """You returned probabilities. The task asks for logits: the kept ones as they came in, the others minus infinity."""
    kept = reference("top_p")(logits, p)
    return [float(share) if logit > -inf else 0.0 for logit, share in zip(kept, softmax(logits))]


@wrong("top_p")
def probabilities_of_the_kept(logits, p):
    """You returned probabilities. The task asks for logits: the kept ones as they came in, the others minus infinity."""
    return softmax(reference("top_p")(logits, p))


@wrong("top_p")
def more_than_p(logits, p):
    """You kept going until the sum was *more* than p. Reaching p is enough."""
    kept, reached = [], 0
    for i in best_first(logits):
        kept.append(i)
        reached += softmax(logits)[i]
        if reached > p:
            break
    return keep(logits, kept)


@wrong("top_p")
def equals_of_the_last(logits, p):
    """You kept everything as large as the last one you needed. Where several are equal there, one is enough to reach p: the others go."""
    least = min(logit for logit in reference("top_p")(logits, p) if logit > -inf)
    return [logit if logit >= least else -inf for logit in logits]


@wrong("top_p")
def not_yet_probabilities(logits, p):
    """You added up exponentials that don't sum to 1. Divide each by their sum first: then they are probabilities."""
    return until(logits, p, best_first(logits), np.exp(logits), True)


@wrong("top_p")
def logits_added(logits, p):
    """You added up the logits themselves. p is a probability: turn the logits into probabilities first."""
    return until(logits, p, best_first(logits), logits, True)


@wrong("top_p")
def tail_cut_in_the_callers_own(logits, p):
    """Your logits are right, but you cut them in the caller's own list. Build a new one."""
    logits[:] = reference("top_p")(logits, p)
    return logits


wrong("draw", """You compared the dart with each probability by itself. A piece ends at the sum of all probabilities up to and including its own.""",
      lambda probabilities, rng: int(np.searchsorted(probabilities, rng.random())),
      lambda probabilities, rng: min(int(np.searchsorted(probabilities, rng.random())), len(probabilities) - 1))


wrong("draw", """Your position is the one in a *sorted* list. The pieces lie on the line in the order of the list you are given.""",
      lambda probabilities, rng: reference("draw")(sorted(probabilities), rng), lambda probabilities, rng: reference("draw")(sorted(probabilities, reverse=True), rng))


wrong("draw", """You threw a new dart for every token. Throw one dart for all: whose piece does it hit?""",
      lambda probabilities, rng: next((i for i, p in enumerate(probabilities) if rng.random() < p), len(probabilities) - 1),
      lambda probabilities, rng: next((i for i, p in enumerate(probabilities) if rng.random() < p), None),
      lambda probabilities, rng: next((i for i, p in enumerate(probabilities) if rng.random() < p), 0))


@wrong("draw")
def one_of_the_probabilities(probabilities, rng):
    """You drew one of the probabilities, each as often as the others. Draw a position, each as often as its probability says."""
    return float(rng.choice(probabilities))


@wrong("draw")
def first_of_equals(probabilities, rng):
    """`index` finds the *first* piece of that length, but here two are equally long. Keep track of the position as you go: `enumerate`, or `range(len(…))`."""
    return list(probabilities).index(probabilities[reference("draw")(probabilities, rng)])


@wrong("draw")
def the_likeliest(probabilities, rng):
    """You took the most likely, whatever the dart. That is greedy; here each token should come as often as its probability says."""
    return int(np.argmax(probabilities))


@wrong("draw")
def all_equally_often(probabilities, rng):
    """You drew a position as if all were equally likely. The pieces of the line are as long as the probabilities."""
    return int(rng.integers(len(probabilities)))


@wrong("draw")
def pieces_of_one_length(probabilities, rng):
    """You drew a position as if all were equally likely. The pieces of the line are as long as the probabilities."""
    return int(rng.random() * len(probabilities))


@wrong("draw")
def likeliest_piece_first(probabilities, rng):
    """You put the most likely piece first. The pieces lie in the order of the list, whatever their length."""
    order = best_first(probabilities)
    return order[reference("draw")([probabilities[i] for i in order], rng)]


@wrong("draw")
def nearest_to_the_dart(probabilities, rng):
    """You looked for the probability nearest to the dart. The dart hits a place on the line: whose piece is there?"""
    dart = rng.random()
    return min(range(len(probabilities)), key=lambda i: abs(probabilities[i] - dart))


@wrong("draw")
def in_an_array_of_one(probabilities, rng):
    """You returned an array with one number in it (numpy's `size=1` does that). Return the number itself."""
    return rng.choice(len(probabilities), p=probabilities, size=1)


@wrong("draw")
def generator_of_its_own(probabilities, rng):
    """You made a generator of your own, with its own seed: it throws the same dart each time. Throw with the `rng` you are given."""
    return int(np.random.default_rng(0).choice(len(probabilities), p=probabilities))


@wrong("draw")
def generator_of_42(probabilities, rng):
    """You made a generator of your own, with its own seed: it throws the same dart each time. Throw with the `rng` you are given."""
    return int(np.random.default_rng(42).choice(len(probabilities), p=probabilities))


@wrong("draw")
def lengths_not_ends(probabilities, rng):
    """You compared the dart with each probability by itself. A piece ends at the sum of all probabilities up to and including its own."""
    dart = rng.random()
    return next((i for i, p in enumerate(probabilities) if dart < p), len(probabilities) - 1)


@wrong("draw")
def lengths_not_ends_or_nothing(probabilities, rng):
    """You compared the dart with each probability by itself. A piece ends at the sum of all probabilities up to and including its own."""
    dart = rng.random()
    return next((i for i, p in enumerate(probabilities) if dart < p), None)


@wrong("draw")
def one_piece_further(probabilities, rng):
    """You are one piece too far. The dart hits the first piece whose end lies beyond it."""
    return min(reference("draw")(probabilities, rng) + 1, len(probabilities) - 1)


@wrong("draw")
def asked_before_adding(probabilities, rng):
    """You are one piece too far. The dart hits the first piece whose end lies beyond it."""
    dart, reached = rng.random(), 0
    for i, p in enumerate(probabilities):
        if reached > dart:
            return i
        reached += p


@wrong("draw")
def one_past_the_end(probabilities, rng):
    """You are one piece too far. The dart hits the first piece whose end lies beyond it."""
    return reference("draw")(probabilities, rng) + 1


def first_end_before(dart, probabilities, otherwise):
    for i, end in enumerate(np.cumsum(probabilities)):
        if dart > end:
            return i
    return otherwise


@wrong("draw")
def comparison_turned_round(probabilities, rng):
    """Your comparison is the wrong way round: you stop at a piece that ends *before* the dart. The dart hits the first piece whose end lies beyond it."""
    return first_end_before(rng.random(), probabilities, len(probabilities) - 1)


@wrong("draw")
def comparison_turned_round_or_nothing(probabilities, rng):
    """Your comparison is the wrong way round: you stop at a piece that ends *before* the dart. The dart hits the first piece whose end lies beyond it."""
    return first_end_before(rng.random(), probabilities, None)


@wrong("draw")
def first_piece_whatever_the_dart(probabilities, rng):
    """You gave 0 for each of these darts: your comparison is already true at the first piece. Where does that piece end, and on which side of it is the dart?"""
    rng.random()
    return 0


@wrong("draw")
def one_piece_short(probabilities, rng):
    """You are one piece too early. The dart hits the first piece whose end lies beyond it, not the one before."""
    return reference("draw")(probabilities, rng) - 1


@wrong("draw")
def one_piece_short_but_the_first(probabilities, rng):
    """You are one piece too early. The dart hits the first piece whose end lies beyond it, not the one before."""
    return max(0, reference("draw")(probabilities, rng) - 1)


@wrong("draw")
def length_of_the_piece(probabilities, rng):
    """You found the piece, but returned its probability. The task asks where it is in the list: its position, counting from 0."""
    return probabilities[reference("draw")(probabilities, rng)]


@wrong("draw")
def a_dart_for_each(probabilities, rng):
    """You threw a new dart for every token. Throw one dart for all: whose piece does it hit?"""
    reached = 0
    for i, p in enumerate(probabilities):
        reached += p
        if rng.random() < reached:
            return i
    return len(probabilities) - 1


@wrong("draw")
def between_neighbours(probabilities, rng):
    """A piece doesn't run from one probability to the next. It begins where the pieces before it end: at the *sum* of their probabilities."""
    dart = rng.random()
    for i in range(len(probabilities) - 1):
        if probabilities[i] <= dart < probabilities[i + 1]:
            return i
    return len(probabilities) - 1


@wrong("draw")
def noise_for_each(probabilities, rng):
    """You drew a random number for each token (Gumbel's way), and took the largest. The shares come out right, but here we throw one dart, and ask which piece it hits."""
    with np.errstate(divide="ignore"):
        return int(np.argmax(np.log(probabilities) - np.log(-np.log(rng.random(len(probabilities))))))


@wrong("draw")
def gumbel_for_each(probabilities, rng):
    """You drew a random number for each token (Gumbel's way), and took the largest. The shares come out right, but here we throw one dart, and ask which piece it hits."""
    with np.errstate(divide="ignore"):
        return int(np.argmax(np.log(probabilities) + rng.gumbel(size=len(probabilities))))


wrong("draw", """You always give the last position.""",
      lambda probabilities, rng: len(probabilities) - 1 if rng.random() < 2 else 0)

wrong("draw", """You added up the places. Add up the probabilities: that is how far the piece reaches.""",
      lambda probabilities, rng: 1 if rng.random() < 2 else 0)


# -- the floor ------------------------------------------------------------------------------------------------------------

def shortened(counts, context_of=lambda context: context[1:], add=lambda before, count: before + 1, start=0):
    shorter = {}
    for context, after in counts.items():
        found = shorter.setdefault(context_of(context), {})
        for token, count in after.items():
            found[token] = add(found.get(token, start), count)
    return shorter


wrong("one_shorter", """You counted in how many contexts of the whole table a token comes. Count only those that have become this shorter context.""",
      lambda counts: {short: {token: sum(token in other for other in counts.values()) for context in counts if context[1:] == short for token in counts[context]} for short in dict.fromkeys(c[1:] for c in counts)})


wrong("one_shorter", """You added up how often each token was seen. Each longer context counts once, however often the token followed it.""",
      lambda counts: shortened(counts, add=lambda before, count: before + count))
wrong("one_shorter", """You dropped the last character of the context. Drop the first: what comes right before the token stays.""",
      lambda counts: shortened(counts, lambda context: context[:-1]))
wrong("one_shorter", """You only kept the last character of the context. Drop one character, the first: `context[1:]`.""",
      lambda counts: shortened(counts, lambda context: context[-1:]))
wrong("one_shorter", """You kept the first character, but that's the one to drop: `context[1:]` is all the rest.""",
      lambda counts: shortened(counts, lambda context: context[:1]), lambda counts: shortened(counts, lambda context: context[0]))
wrong("one_shorter", """Your contexts are as long as they were. Drop their first character: `context[1:]`. Then several become the same, and are counted together.""",
      lambda counts: shortened(counts, lambda context: context))
wrong("one_shorter", """All your contexts have become one. Only drop the first character of each; contexts that still differ stay apart.""",
      lambda counts: shortened(counts, lambda context: ""))
wrong("one_shorter", """Where several contexts became the same, only the last one is left: it overwrote those before it. Add to what is there.""",
      lambda counts: {context[1:]: dict.fromkeys(after, 1) for context, after in counts.items()},
      lambda counts: {context[1:]: dict(after) for context, after in counts.items()})
wrong("one_shorter", """Every token has a 1: each longer context overwrote the one before with its own 1. Add 1 for each.""",
      lambda counts: shortened(counts, add=lambda before, count: 1))
wrong("one_shorter", """You kept how often the token followed the last of the longer contexts. Count the contexts: 1 for each one it was seen after.""",
      lambda counts: shortened(counts, add=lambda before, count: count))
wrong("one_shorter", """You noted how many tokens follow the longer context. For each token, count the longer contexts: 1 for each one it was seen after.""",
      lambda counts: {context: {token: len(counts[[each for each in counts if each[1:] == context and token in counts[each]][-1]]) for token in after} for context, after in shortened(counts).items()})
wrong("one_shorter", """You kept the largest of the counts. Count the contexts: 1 for each one the token was seen after.""",
      lambda counts: shortened(counts, add=max))
wrong("one_shorter", """Each number is one too large: when you meet a token for the first time, its count is 1, not 2.""",
      lambda counts: shortened(counts, start=1))
wrong("one_shorter", """Each number is one too small: when you meet a token for the first time, its count is 1, not 0.""",
      lambda counts: shortened(counts, start=-1))
wrong("one_shorter", """You left out the longer contexts after which the token was seen only once. Every context it was ever seen after counts.""",
      lambda counts: shortened(counts, add=lambda before, count: before + (count > 1)))


def rows_kept(counts, also_the_first):
    shorter = {}
    for context, after in counts.items():
        first = context[1:] not in shorter
        if first:
            shorter[context[1:]] = after
        for token in list(after) if also_the_first or not first else ():
            shorter[context[1:]][token] = shorter[context[1:]].get(token, 0) + 1
    return shorter


wrong("one_shorter", """The rows of your table are the caller's own, with their counts still in them. Begin each shorter context with a new, empty row: `{}`.""",
      lambda counts: rows_kept(counts, True), lambda counts: rows_kept(counts, False))


@wrong("one_shorter")
def replaced_everywhere(counts):
    """`replace` takes that character out everywhere in the context. Only drop the first place: `context[1:]`."""
    return shortened(counts, lambda context: context.replace(context[0], ""))


@wrong("one_shorter")
def no_empty_context(counts):
    """A context of one character becomes the empty one, `""`, and you left it out. It's a context like the others: the one in the table of n = 1."""
    return {context: after for context, after in shortened(counts).items() if context}


@wrong("one_shorter")
def contexts_for_each(counts):
    """You gave every token the number of all longer contexts. For each token, only count those it was seen after."""
    return {context: {token: sum(other[1:] == context for other in counts) for token in after} for context, after in shortened(counts).items()}


@wrong("one_shorter")
def tokens_alone(counts):
    """Your result has no contexts: for each token it says how many it was seen after in all. Keep the form of the table: contexts, one shorter, each with its tokens."""
    found = {}
    for after in counts.values():
        for token in after:
            found[token] = found.get(token, 0) + 1
    return found


wrong("one_shorter", """You gave one number for each shorter context. Keep the form of the table: in each context its tokens, and for each token how many longer contexts it
      was seen after.""",
      lambda counts: {context: len(after) for context, after in shortened(counts).items()},
      lambda counts: dict(Counter(context[1:] for context in counts)),
      lambda counts: {context: sum(after.values()) for context, after in shortened(counts).items()})


def collected(counts):
    found = {}
    for context, after in counts.items():
        for token in after:
            found.setdefault(context[1:], {}).setdefault(token, []).append(context)
    return found


wrong("one_shorter", """You collected the longer contexts themselves. How many are there for each token?""",
      collected,
      lambda counts: {context: {token: set(those) for token, those in after.items()} for context, after in collected(counts).items()},
      lambda counts: {context: {token: [each[0] for each in those] for token, those in after.items()} for context, after in collected(counts).items()},
      lambda counts: {context: {token: {each[0] for each in those} for token, those in after.items()} for context, after in collected(counts).items()})


@wrong("one_shorter")
def first_number_missing(counts):
    """The first time you meet a token, the dictionary has no number to add to. Start at 0, as `found.get(token, 0)` does."""
    found = {}
    for context, after in counts.items():
        for token in after:
            found.setdefault(context[1:], {})[token] += 1
    return found


@wrong("one_shorter")
def first_context_missing(counts):
    """The first time you meet a shorter context, your table has no row for it. Put an empty one there first: `table[context] = {}`, or `setdefault`."""
    found = {}
    for context, after in counts.items():
        for token in after:
            found[context[1:]][token] = 1
    return found


wrong("one_shorter", """All contexts share one and the same row: what you count for one is counted for all. Make a new `{}` for each. (`dict.fromkeys(keys, {})` only makes one.)""",
      lambda counts: dict.fromkeys(reference("one_shorter")(counts), dict(Counter(token for row in counts.values() for token in row))))
