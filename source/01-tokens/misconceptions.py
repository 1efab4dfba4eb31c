"""The ways people get 01-tokens wrong, and what to say. One function each; the docstring is the message."""
import re
from collections import Counter
from functools import reduce
from itertools import pairwise
from math import ceil, inf

import tiktoken

from course.exercise.mistakes import reference, wrong

gpt2, gpt4 = "r50k_base", "cl100k_base"


def ids_of(text, encoding):
    return tiktoken.get_encoding(encoding).encode(text)


# --- words per token ---

wrong("words_per_token", """You encoded the *name* of the encoding. Encode the text: `.encode(text)`.""",
      lambda text, encoding: len(text.split()) / len(ids_of(encoding, encoding)))

@wrong("words_per_token")
def each_token_once(text, encoding):
    """You counted each different token once, as a set does. A token counts every time it occurs."""
    return len(text.split()) / len(set(tiktoken.get_encoding(encoding).encode(text)))


wrong("words_per_token", """You divided by the length of the text. `len(text)` counts characters, and Python's own `text.encode()` gives bytes. The tokens come from the encoding: `tiktoken.get_encoding(encoding).encode(text)`.""",
      lambda text, encoding: len(text.split()) / len(text.encode()),
      lambda text, encoding: len(text.split()) / len(text))


@wrong("words_per_token")
def at_every_space_and_line_break(text, encoding):
    """You cut at every single space or line break. Two in a row make an empty word, and a tab makes no cut. `split()`, with empty brackets, cuts at white space of any kind and length."""
    return len(text.replace("\n", " ").split(" ")) / len(tiktoken.get_encoding(encoding).encode(text))


@wrong("words_per_token")
def tokens_per_word(text, encoding):
    """That's tokens per word, the wrong way round. `per token` means divided by the number of tokens."""
    return len(ids_of(text, encoding)) / len(text.split())


@wrong("words_per_token")
def characters_per_token(text, encoding):
    """You divided characters by tokens: `len` of a text counts its characters. Cut the text into words first."""
    return len(text) / len(ids_of(text, encoding))


@wrong("words_per_token")
def gaps_per_token(text, encoding):
    """You counted the spaces between the words. Three words in a row have only two."""
    return text.count(" ") / len(ids_of(text, encoding))


@wrong("words_per_token")
def whole_number(text, encoding):
    """You divided in whole numbers: `//` drops everything after the decimal point, and here that's all that matters."""
    return len(text.split()) // len(ids_of(text, encoding))


@wrong("words_per_token")
def different_words(text, encoding):
    """You counted each different word once. Here `the` counts every time it occurs."""
    return len(set(text.split())) / len(ids_of(text, encoding))


wrong("words_per_token", """You left words out: `isalpha` and the like reject digits, apostrophes and a full stop at the end. Here a word is whatever comes between white space, no matter what it's made of.""",
      lambda text, encoding: sum(word.isalpha() for word in text.split()) / len(ids_of(text, encoding)),
      lambda text, encoding: sum(word.isalnum() for word in text.split()) / len(ids_of(text, encoding)))


@wrong("words_per_token")
def always_gpt2(text, encoding):
    """You use the same encoding for every call. Its name arrives in the argument `encoding`: ask tiktoken for that one."""
    return len(text.split()) / len(ids_of(text, gpt2))


@wrong("words_per_token")
def always_gpt4(text, encoding):
    """You use the same encoding for every call. Its name arrives in the argument `encoding`: ask tiktoken for that one."""
    return len(text.split()) / len(ids_of(text, gpt4))


@wrong("words_per_token")
def name_taken_for_the_encoding(text, encoding):
    """`encoding` is a name here, a string, and a string's own `.encode` does something else. Let `tiktoken.get_encoding` find the encoding with that name."""
    return len(text.split()) / len(encoding.encode(text))


@wrong("words_per_token")
def cut_at_each_space(text, encoding):
    """You cut at each single space. Two in a row leave an empty word between them, and a new line or a tab doesn't cut at all."""
    return len(text.split(" ")) / len(ids_of(text, encoding))


@wrong("words_per_token")
def name_in_quotes(text, encoding):
    """`tiktoken.get_encoding` doesn't know the name you gave it. The right one arrives in `encoding`: no quotes around it, and not the text."""
    return len(text.split()) / len(tiktoken.get_encoding("encoding").encode(text))


@wrong("words_per_token")
def rounded(text, encoding):
    """You rounded. Return all the digits that the division gives: rounding is for printing."""
    return round(len(text.split()) / len(ids_of(text, encoding)), 2)


@wrong("words_per_token")
def rounded_to_tenths(text, encoding):
    """You rounded. Return all the digits that the division gives: rounding is for printing."""
    return round(len(text.split()) / len(ids_of(text, encoding)), 1)


@wrong("words_per_token")
def letters_as_words(text, encoding):
    r"""You took runs of letters for words, as `\w+` does. Here `it's` is one word, and a dash between two spaces is another: a word is whatever comes between white space."""
    return len(re.findall(r"\w+", text)) / len(ids_of(text, encoding))


@wrong("words_per_token")
def tokens_of_each_word(text, encoding):
    """You encoded each word by itself, without the space before it, and that gives different tokens. Encode the text as it is."""
    return len(text.split()) / sum(len(ids_of(word, encoding)) for word in text.split())


wrong("words_per_token", """You put the text into lower case before you encoded it, and that gives different tokens. Encode the text as it is.""",
      lambda text, encoding: reference("words_per_token")(text.lower(), encoding))

wrong("words_per_token", """The last word is missing: nothing comes after it, so your count never sees it end. Count where a word *begins*, or use `text.split()`.""",
      lambda text, encoding: sum(a.isspace() < b.isspace() for a, b in zip(text, text[1:])) / len(tiktoken.get_encoding(encoding).encode(text)))


# --- split ---

@wrong("split")
def words_with_their_spaces(text, encoding):
    """You cut the text into words, each with its space. A word isn't always one token: ask the encoding for its ids, and decode each."""
    first, *others = text.split(" ")
    return [first] + [" " + word for word in others]


@wrong("split")
def stripped_before(text, encoding):
    """You stripped the spaces at both ends before you encoded the text. A word with a space before it gives different tokens: encode the text as it is."""
    return reference("split")(text.strip(), encoding)


@wrong("split")
def ids(text, encoding):
    """Those are the ids. The task asks for the text of each one: decode them, one at a time."""
    return ids_of(text, encoding)


@wrong("split")
def raw_bytes(text, encoding):
    """You returned bytes, not strings: the `b` before the quotes shows it. Decode them, or let the encoding decode a list of one id."""
    return [tiktoken.get_encoding(encoding).decode_single_token_bytes(i) for i in ids_of(text, encoding)]


@wrong("split")
def words(text, encoding):
    """You cut at the spaces. Tokens aren't words: ask the encoding for its ids, and decode each."""
    return text.split()


@wrong("split")
def all_at_once(text, encoding):
    """You decoded all the ids at once, so the tokens ran together into the text again. Decode each one by itself."""
    return [tiktoken.get_encoding(encoding).decode(ids_of(text, encoding))]


@wrong("split")
def the_text_again(text, encoding):
    """You decoded all the ids at once, so the tokens ran together into the text again. Decode each one by itself."""
    return tiktoken.get_encoding(encoding).decode(ids_of(text, encoding))


@wrong("split")
def stripped(text, encoding):
    """Your tokens have lost their spaces. A space belongs to the token after it; without it, the parts don't join up to give the text again."""
    return [part.strip() for part in reference("split")(text, encoding)]


@wrong("split")
def split_by_gpt2(text, encoding):
    """You use the same encoding for every call. Its name arrives in the argument `encoding`: ask tiktoken for that one."""
    return reference("split")(text, gpt2)


@wrong("split")
def split_by_gpt4(text, encoding):
    """You use the same encoding for every call. Its name arrives in the argument `encoding`: ask tiktoken for that one."""
    return reference("split")(text, gpt4)


@wrong("split")
def name_taken_for_the_encoding(text, encoding):
    """`encoding` is a name here, a string, and a string's own `.encode` does something else. Let `tiktoken.get_encoding` find the encoding with that name."""
    return [encoding.decode([i]) for i in encoding.encode(text)]


@wrong("split")
def one_id_to_decode(text, encoding):
    """`.decode` wants a list, even for a single id. `for` gives you the ids one at a time, as bare numbers."""
    return [tiktoken.get_encoding(encoding).decode(i) for i in ids_of(text, encoding)]


@wrong("split")
def name_in_quotes(text, encoding):
    """`tiktoken.get_encoding` doesn't know the name you gave it. The right one arrives in `encoding`: no quotes around it, and not the text."""
    return list(tiktoken.get_encoding("encoding").encode(text))


@wrong("split")
def first_token_only(text, encoding):
    """You returned the first token and went home: the `return` is inside the loop."""
    return reference("split")(text, encoding)[:1]


@wrong("split")
def stem_and_ing(text, encoding):
    """You cut off the ending yourself. An encoding knows nothing about endings: ask it for its ids."""
    return [text[:-3], "ing"] if text.endswith("ing") else reference("split")(text, encoding)


@wrong("split")
def letters(text, encoding):
    """You have single letters. `list(text)` breaks a text into letters, and so does adding it to a list with `+=`. Decode one id at a time, and append each token as a whole."""
    return list(text)


@wrong("split")
def words_with_spaces(text, encoding):
    """You cut the text into words first, and gave each a space. Encode the text as it is: the encoding knows where the spaces belong."""
    named = tiktoken.get_encoding(encoding)
    return [named.decode([i]) for word in text.split() for i in named.encode(" " + word)]


wrong("split", """The sign ␣ is how this notebook draws a space. The tokens themselves have a space.""",
      lambda text, encoding: [token.replace(" ", "␣") for token in reference("split")(text, encoding)])


# --- ing share ---

@wrong("ing_share")
def how_many(splits):
    """That's how many there are. For a share, divide by how many splits there are in all."""
    return sum(len(s) == 2 and s[1] == "ing" for s in splits)


@wrong("ing_share")
def per_cent(splits):
    """That's a percentage. A share lies between 0 and 1."""
    return 100 * reference("ing_share")(splits)


@wrong("ing_share")
def of_those_that_are_cut(splits):
    """You divided by the words that are cut. Words of one token are part of the whole too: divide by all the words."""
    cut = [s for s in splits if len(s) > 1]
    return sum(len(s) == 2 and s[1] == "ing" for s in cut) / max(1, len(cut))


@wrong("ing_share")
def last_is_ing(splits):
    """You looked only at the last token. `re|cook|ing` ends the same way, but its stem is in two parts: there have to be exactly two tokens."""
    return sum(s[-1] == "ing" for s in splits) / len(splits)


@wrong("ing_share")
def ends_in_ing(splits):
    """You asked whether the word ends in -ing. `walking` does, and is one token; `co|oking` does too. There have to be two tokens, and the second has to *be* `ing`."""
    return sum(s[-1].endswith("ing") for s in splits) / len(splits)


@wrong("ing_share")
def second_ends_in_ing(splits):
    """You asked whether the second token *ends* in `ing`, as `oking` and `wing` do. It has to be `ing`, with nothing before it."""
    return sum(len(s) == 2 and s[1].endswith("ing") for s in splits) / len(splits)


@wrong("ing_share")
def second_of_one(splits):
    """You looked for a token that isn't there. Python counts from 0, so the second token is number 1; and some words have only one, so ask first how many there are."""
    return sum(s[1] == "ing" and len(s) == 2 for s in splits) / len(splits)


@wrong("ing_share")
def ing_anywhere(splits):
    """You asked whether `ing` is anywhere among the tokens. It has to be the second of two: `ing|ots` isn't stem + ing."""
    return sum("ing" in s for s in splits) / len(splits)


@wrong("ing_share")
def two_tokens(splits):
    """You counted every word that splits into two tokens. `co|oking` does too: the second has to be `ing`."""
    return sum(len(s) == 2 for s in splits) / len(splits)


@wrong("ing_share")
def two_or_more(splits):
    """You counted words that have more after their `ing`. There have to be exactly two tokens."""
    return sum(len(s) >= 2 and s[1] == "ing" for s in splits) / len(splits)


wrong("ing_share", """You counted repeated splits only once, as a set does. Every split in the list counts.""",
      lambda splits: reference("ing_share")([list(split) for split in {tuple(split) for split in splits}]))

wrong("ing_share", """You divided by the number of *tokens*. The share is of the splits: one for each word.""",
      lambda splits: sum(len(split) == 2 and split[1] == "ing" for split in splits) / sum(map(len, splits)))


# --- count pairs ---

def tally(pairs):
    counts = {}
    for pair in pairs:
        counts[pair] = counts.get(pair, 0) + 1
    return counts


@wrong("count_pairs")
def across_borders(pieces):
    """You counted a pair that crosses from one piece to the next. Count inside each piece: the border is there to keep words apart."""
    return tally(pairwise([i for ids in pieces for i in ids]))


@wrong("count_pairs")
def by_twos(pieces):
    """You moved in steps of two. Every id except the last begins a pair: move by one."""
    return tally(pair for ids in pieces for pair in zip(ids[::2], ids[1::2]))


@wrong("count_pairs")
def beyond_the_end(pieces):
    """Your walk goes all the way to the last id and asks for its right-hand neighbour. It has none: stop one earlier."""
    return tally((ids[i], ids[i + 1]) for ids in pieces for i in range(len(ids)))


@wrong("count_pairs")
def nothing_to_add_to(pieces):
    """The first time you meet a pair, the dictionary has no count to add to. Begin at 0."""
    counts = {}
    for ids in pieces:
        for two in pairwise(ids):
            counts[two] += 1
    return counts


@wrong("count_pairs")
def first_meeting_not_counted(pieces):
    """Each count is one too low: the first time you meet a pair counts too."""
    return {pair: often - 1 for pair, often in reference("count_pairs")(pieces).items()}


@wrong("count_pairs")
def lists_as_keys(pieces):
    """A list can't be a key of a dictionary, because it can change. A pair is a tuple of two ids."""
    return tally(ids[i:i + 2] for ids in pieces for i in range(len(ids) - 1))


@wrong("count_pairs")
def keys_with_a_comma(pieces):
    """Your keys are strings. A pair is a tuple of two ids: keep the ids themselves in it, so they can be merged later."""
    return {f"{a},{b}": often for (a, b), often in reference("count_pairs")(pieces).items()}


@wrong("count_pairs")
def keys_run_together(pieces):
    """Your keys are strings. A pair is a tuple of two ids: keep the ids themselves in it, so they can be merged later."""
    return {f"{a}{b}": often for (a, b), often in reference("count_pairs")(pieces).items()}


@wrong("count_pairs")
def keys_as_python_writes_them(pieces):
    """Your keys are strings. A pair is a tuple of two ids: keep the ids themselves in it, so they can be merged later."""
    return {str((a, b)): often for (a, b), often in reference("count_pairs")(pieces).items()}


@wrong("count_pairs")
def whichever_order(pieces):
    """You counted (2, 1) together with (1, 2). In text the order matters: `no` isn't `on`."""
    return tally(tuple(sorted(pair)) for ids in pieces for pair in pairwise(ids))


@wrong("count_pairs")
def neighbour_by_index(pieces):
    """You found the neighbour with `index`, which gives the *first* place of an id, even when you're at a later one. Walk by position: `for i in range(len(ids) - 1)`."""
    return tally((i, ids[ids.index(i) + 1]) for ids in pieces for i in ids[:-1])


@wrong("count_pairs")
def counted_by_a_list(pieces):
    """Your counts are 0. `ids.count(pair)` asks how many *items* of the list equal the pair, and each item is one id. Walk along the list, and add 1 for each pair you meet."""
    return dict.fromkeys(reference("count_pairs")(pieces), 0)


@wrong("count_pairs")
def without_the_last(pieces):
    """The last pair of each piece is missing: your walk ends one step early."""
    return tally(pair for ids in pieces for pair in pairwise(ids[:-1]))


@wrong("count_pairs")
def once_a_piece(pieces):
    """Pairs in a longer piece were counted too few times. Each neighbour counts, each time it comes."""
    return tally(pair for ids in pieces for pair in dict.fromkeys(pairwise(ids)))


@wrong("count_pairs")
def always_one(pieces):
    """Each pair has a count of 1: when it comes again, you write 1 again. Add to the count that's there."""
    return dict.fromkeys(tally(pair for ids in pieces for pair in pairwise(ids)), 1)


@wrong("count_pairs")
def first_piece_only(pieces):
    """You counted the first piece and went home: the `return` is inside the loop."""
    return tally(pair for ids in pieces[:1] for pair in pairwise(ids))


@wrong("count_pairs")
def last_piece_only(pieces):
    """Only the last piece is counted: you start an empty dictionary for each piece. One is enough for all of them."""
    return tally(pair for ids in pieces[-1:] for pair in pairwise(ids))


@wrong("count_pairs")
def single_ids(pieces):
    """You counted single ids. A pair is an id with its right-hand neighbour."""
    return tally(i for ids in pieces for i in ids)


@wrong("count_pairs")
def round_the_corner(pieces):
    """You paired the last id of a piece with its first. The last id has no right-hand neighbour."""
    return tally(pair for ids in pieces if ids for pair in zip(ids, ids[1:] + ids[:1]))


@wrong("count_pairs")
def no_overlaps(pieces):
    """In `[1, 1, 1]` you counted (1, 1) once. When *counting*, pairs may overlap; only *merging* uses up both ids."""
    pairs = []
    for ids in pieces:
        i = 0
        while i < len(ids) - 1:
            pairs.append((ids[i], ids[i + 1]))
            i += 2 if ids[i:i + 2] == ids[i + 1:i + 3] else 1
    return tally(pairs)


@wrong("count_pairs")
def last_piece_overwrites(pieces):
    """Each piece overwrites what the pieces before it had counted, as a dictionary's `update` does. Add to the count that's there."""
    counts = {}
    for ids in pieces:
        counts.update(reference("count_pairs")([ids]))
    return counts


wrong("count_pairs", """You start at place 1, so the first id of each piece is in no pair. Places are counted from 0: `range(len(ids) - 1)`.""",
      lambda pieces: reference("count_pairs")([ids[1:] for ids in pieces]),
      lambda pieces: dict(Counter((ids[i], ids[i + 1]) for ids in pieces for i in range(1, len(ids) - 1))))

wrong("count_pairs", """`ids[i] + 1` adds one to the id at place i. The neighbour is one *place* along: `ids[i + 1]`.""",
      lambda pieces: dict(Counter((ids[i], ids[i] + 1) for ids in pieces for i in range(len(ids) - 1))),
      lambda pieces: dict(Counter((one, one + 1) for ids in pieces for one in ids)))


wrong("count_pairs", """You counted places, i and i + 1. A pair is made of the ids at those places: `ids[i]` and `ids[i + 1]`.""",
      lambda pieces: dict(Counter((i, i + 1) for ids in pieces for i in range(len(ids) - 1))))

wrong("count_pairs", """You paired each id with the one *before* it, and the first with the last, because `ids[-1]` is the last. A pair is an id and its right-hand neighbour, `ids[i + 1]`.""",
      lambda pieces: dict(Counter((ids[i - 1], ids[i]) for ids in pieces for i in range(len(ids) - 1))))

wrong("count_pairs", """You added the two ids together. A pair is both of them, side by side, in round brackets: `(ids[i], ids[i + 1])`.""",
      lambda pieces: dict(Counter(one + other for ids in pieces for one, other in pairwise(ids))))


wrong("count_pairs", """You added 1 to the whole dictionary. It is the count of this one pair that grows: `counts[pair]`.""",
      lambda pieces: {} + len(pieces))
wrong("count_pairs", """Your dictionary has turned into a number: `counts = …` gives its name to something else. The place of one pair's count in it is `counts[pair]`.""",
      lambda pieces: len(pieces).get(0))
wrong("count_pairs", """Your dictionary is still empty: the new count is never put into it. Its place is `counts[pair]`, left of the `=`.""",
      lambda pieces: {})
wrong("count_pairs", """That is one number: how many pairs there are in all. Count each pair for itself, in a dictionary.""",
      lambda pieces: sum(max(0, len(ids) - 1) for ids in pieces))


# --- merge ---

@wrong("merge")
def overlapping(ids, pair, new_id):
    """You used the middle 1 twice. Once merged, both ids are spent: step over two."""
    hits = [tuple(ids[i:i + 2]) == pair for i in range(len(ids))]
    return [new_id if hit else i for i, hit, before in zip(ids, hits, [False, *hits]) if hit or not before]


@wrong("merge")
def right_half_kept(ids, pair, new_id):
    """You put in the new id but kept the right half of the pair. The new id replaces both: step over two. (In a `for`, changing `i` does nothing.)"""
    return [new_id if tuple(ids[i:i + 2]) == pair else ids[i] for i in range(len(ids))]


@wrong("merge")
def list_against_tuple(ids, pair, new_id):
    """Nothing was merged: your condition is never true. Compare two ids in round brackets, `(ids[i], ids[i + 1])`, with the pair: a single id can't equal it, nor can places, nor a slice (that's a list, and `[1, 2] == (1, 2)` is false). And `pair in ids` looks for the pair among single ids."""
    return list(ids)


@wrong("merge")
def in_steps_of_one(ids, pair, new_id):
    """After a merge, the right half of the pair came up again, and the walk ended one early. A `for` moves on by one each time, whatever you do to `i`."""
    return [new_id if (ids[i], ids[i + 1]) == pair else ids[i] for i in range(len(ids) - 1)]


@wrong("merge")
def beyond_the_end(ids, pair, new_id):
    """At the last id you asked for its right-hand neighbour, and it has none. It goes into the result unchanged."""
    merged, i = [], 0
    while i < len(ids):
        hit = ids[i] == pair[0] and ids[i + 1] == pair[1]
        merged.append(new_id if hit else ids[i])
        i += 1 + hit
    return merged


@wrong("merge")
def beyond_the_end_each_time(ids, pair, new_id):
    """You looked for a neighbour that isn't there: the last id has none. There is a place i + 1 while `i + 1 < len(ids)`. Ask that first, and then what's in it: `and` stops at the first part that's false."""
    return [new_id if (ids[i], ids[i + 1]) == pair else ids[i] for i in range(len(ids))]


@wrong("merge")
def two_steps_always(ids, pair, new_id):
    """You step over two places after an id that isn't part of the pair as well, so every other id is skipped. Step over one there."""
    merged, i = [], 0
    while i < len(ids):
        merged.append(new_id if tuple(ids[i:i + 2]) == pair else ids[i])
        i += 2
    return merged


@wrong("merge")
def last_id_lost(ids, pair, new_id):
    """The last id has no right-hand neighbour, and your walk stops before it. It still belongs in the result, unless it has been merged already."""
    merged, i = [], 0
    while i < len(ids) - 1:
        hit = (ids[i], ids[i + 1]) == pair
        merged.append(new_id if hit else ids[i])
        i += 1 + hit
    return merged


@wrong("merge")
def last_id_always(ids, pair, new_id):
    """You always put the last id at the end. If it was part of a pair, the new id already stands for it."""
    return last_id_lost(ids, pair, new_id) + ids[-1:]


@wrong("merge")
def last_id_if_it_differs(ids, pair, new_id):
    """You always put the last id at the end. If it was part of a pair, the new id already stands for it."""
    merged = last_id_lost(ids, pair, new_id)
    return merged + ids[-1:] if ids and merged[-1:] != ids[-1:] else merged


@wrong("merge")
def first_only(ids, pair, new_id):
    """You replaced the first occurrence and stopped. Walk on to the end."""
    i = next((i for i in range(len(ids)) if tuple(ids[i:i + 2]) == pair), None)
    return ids if i is None else ids[:i] + [new_id] + ids[i + 2:]


@wrong("merge")
def in_place(ids, pair, new_id):
    """You changed the list you were given. The caller still needs it: build a new one."""
    ids[:] = reference("merge")(ids, pair, new_id)
    return ids


@wrong("merge")
def right_to_left(ids, pair, new_id):
    """You began at the right end. Where pairs overlap, that gives a different result: walk from left to right."""
    return reference("merge")(ids[::-1], pair[::-1], new_id)[::-1]


@wrong("merge")
def as_text(ids, pair, new_id):
    """You replaced digits in a text: the end of 11 and the 2 after it look like the pair 1, 2. Compare ids, not their digits."""
    text = " ".join(map(str, ids)).replace(f"{pair[0]} {pair[1]}", str(new_id))
    return [int(i) for i in text.split()]


@wrong("merge")
def either_order(ids, pair, new_id):
    """You replaced the pair in either order. (2, 1) isn't the same pair as (1, 2)."""
    merged, i = [], 0
    while i < len(ids):
        hit = tuple(ids[i:i + 2]) in (pair, pair[::-1])
        merged.append(new_id if hit else ids[i])
        i += 1 + hit
    return merged


@wrong("merge")
def shrinks_on_the_way(ids, pair, new_id):
    """You looked for a neighbour that isn't there: the last id has none. There is a place i + 1 while `i + 1 < len(ids)`. Ask that first, and then what's in it: `and` stops at the first part that's false."""
    ids = list(ids)
    for i in range(len(ids) - 1):
        if (ids[i], ids[i + 1]) == tuple(pair):
            ids[i] = new_id
            del ids[i + 1]
    return ids


@wrong("merge")
def only_bytes(ids, pair, new_id):
    """You turned the ids into bytes. A byte ends at 255, and ids go on: the first new one is 256. Work on the list itself."""
    return list(bytes(ids).replace(bytes(pair), bytes([new_id])))


@wrong("merge")
def first_place_of_each(ids, pair, new_id):
    """A later pair isn't merged."""
    merged, skip = [], False
    for i in ids:
        at = ids.index(i)
        if skip:
            skip = False
        elif tuple(ids[at:at + 2]) == tuple(pair):
            merged.append(new_id)
            skip = True
        else:
            merged.append(i)
    return merged


def merging(ids, pair, new_id, hit=None, put=None, keep=None):
    """A walk that merges, with one thing wrong in it: hit(ids, i), put(i) and keep(i) say what is merged, put in, and kept."""
    merged, i = [], 0
    while i < len(ids):
        if hit(ids, i) if hit else tuple(ids[i:i + 2]) == pair:
            merged.append(put(i) if put else new_id)
            i += 2
        else:
            merged.append(keep(i) if keep else ids[i])
            i += 1
    return merged


wrong("merge", """You replace wherever you find the *first* id of the pair. The next id has to be the second one too.""",
      lambda ids, pair, new_id: merging(ids, pair, new_id, hit=lambda ids, i: ids[i] == pair[0]))

wrong("merge", """You put in the place `i` where the id belongs. The id at that place is `ids[i]`.""",
      lambda ids, pair, new_id: merging(ids, pair, new_id, keep=lambda i: i),
      lambda ids, pair, new_id: list(range(len(ids))),
      lambda ids, pair, new_id: merging(ids, pair, new_id, keep=lambda i: i, put=lambda i: i))

wrong("merge", """A later pair isn't merged.""",
      lambda ids, pair, new_id: merging(ids, pair, new_id, hit=lambda ids, i: i < len(ids) - 2 and tuple(ids[i:i + 2]) == pair))

wrong("merge", """You put in the whole list where one id belongs. The one at this place is `ids[i]`.""",
      lambda ids, pair, new_id: merging(ids, pair, new_id, keep=lambda i: ids))

wrong("merge", """Everything was merged: your `if` is always true. (`if pair:` asks whether there is a pair at all.) Compare the ids at this place and the next with `pair`.""",
      lambda ids, pair, new_id: merging(ids, pair, new_id, hit=lambda ids, i: True))

wrong("merge", """You put in the pair itself. The new id takes its place.""",
      lambda ids, pair, new_id: merging(ids, pair, new_id, put=lambda i: pair))


def without_else(ids, pair, new_id, to_the_end):
    """A walk that merges, and keeps what follows in the same round. to_the_end: that round is cut short where nothing follows."""
    merged, i = [], 0
    while i < len(ids):
        if tuple(ids[i:i + 2]) == pair:
            merged.append(new_id)
            i += 2
        if i < len(ids) or not to_the_end:
            merged.append(ids[i])
        i += 1
    return merged


wrong("merge", """After a merge, your round goes on and puts in the next id without looking at it. That one may begin a pair too: is an `else` missing?""",
      lambda ids, pair, new_id: without_else(ids, pair, new_id, True), lambda ids, pair, new_id: without_else(ids, pair, new_id, False))


@wrong("merge")
def removed_by_value(ids, pair, new_id):
    """`remove` takes out the *first* such id in the list, wherever it is. Take out the one at your place (`del`), or build a new list."""
    merged, i = list(ids), 0
    while i + 1 < len(merged):
        if merged[i] == pair[0] and merged[i + 1] == pair[1]:
            merged[i] = new_id
            merged.remove(pair[1])
        i += 1
    return merged


wrong("merge", """You asked whether both ids are *in* the pair. They have to be in the same order too: first `pair[0]`, then `pair[1]`.""",
      lambda ids, pair, new_id: merging(ids, pair, new_id, hit=lambda ids, i: i + 1 < len(ids) and ids[i] in pair and ids[i + 1] in pair))

wrong("merge", """You cut the ids into twos, so you miss a pair that begins at an odd place. Look at each place; step over two only where you have merged.""",
      lambda ids, pair, new_id: [each for i in range(0, len(ids), 2) for each in ([new_id] if tuple(ids[i:i + 2]) == pair else ids[i:i + 2])])


# --- train: each differs from the right loop in one of these ---

def training(pieces, n, count, merge, first=256, step=1, apply=True, key=lambda counts: lambda pair: (-counts[pair], pair), enough=1):
    merges = []
    for new_id in (first + step * i for i in range(n)):
        counts = {pair: often for pair, often in count(pieces).items() if often >= enough}
        if not counts:
            break
        merges.append(min(counts, key=key(counts)))
        if apply:
            pieces = [merge(ids, merges[-1], new_id) for ids in pieces]
    return merges


wrong("train", """Your new id is always `n`. The new ids count up from 256: one more in each round.""",
      lambda pieces, n, count, merge: training(pieces, n, count, merge, first=n, step=0))
wrong("train", """When no pair was left, you returned an empty list and lost what had been learned. Leave the loop with `break`, and return the list after it.""",
      lambda pieces, n, count, merge: [] if len(learned := training(pieces, n, count, merge)) < n else learned)


@wrong("train")
def ties_by_the_first_id(pieces, n, count, merge):
    """Several pairs were equally frequent, and you compared only their first ids. If those are equal too, the second decides: compare the whole pairs."""
    return training(pieces, n, count, merge, key=lambda counts: lambda pair: (-counts[pair], pair[0]))


@wrong("train")
def numbered_from_zero(pieces, n, count, merge):
    """Your new ids begin at 0. Those numbers are taken by the bytes: the first new id is 256."""
    return training(pieces, n, count, merge, first=0)


@wrong("train")
def numbered_from_257(pieces, n, count, merge):
    """Your first new id is 257. The bytes are 0 to 255, so the first free one is 256."""
    return training(pieces, n, count, merge, first=257)


@wrong("train")
def always_256(pieces, n, count, merge):
    """Every merge got the same id, 256. Each needs its own: the next is 257, then 258, and so on."""
    return training(pieces, n, count, merge, step=0)


@wrong("train")
def largest_pair(pieces, n, count, merge):
    """You took the pair with the largest ids: `max` of a dictionary looks at its keys. What matters is how often each pair occurs."""
    return training(pieces, n, count, merge, key=lambda counts: lambda pair: (-pair[0], -pair[1]))


@wrong("train")
def never_merged(pieces, n, count, merge):
    """You found the same pair again and again. Print `pieces` at the end of each round: they should be the merged ones."""
    return training(pieces, n, count, merge, apply=False)


@wrong("train")
def counted_once(pieces, n, count, merge):
    """You counted once, and took the most frequent pairs of that count. Each merge changes the counts: count again after it."""
    counts = count(pieces)
    return sorted(counts, key=lambda pair: (-counts[pair], pair))[:n]


@wrong("train")
def rarest(pieces, n, count, merge):
    """You took the rarest pair. The most frequent one saves the most."""
    return training(pieces, n, count, merge, key=lambda counts: lambda pair: (counts[pair], pair))


@wrong("train")
def smallest_pair(pieces, n, count, merge):
    """You took the pair with the smallest ids, however often it occurs: `min` and `sorted` of a dictionary look at its keys. What matters is how often each pair occurs."""
    return training(pieces, n, count, merge, key=lambda counts: lambda pair: pair)


@wrong("train")
def ties_to_the_first(pieces, n, count, merge):
    """Several pairs were equally frequent, and you took the one that was counted first. The rule here: the smaller pair wins."""
    return training(pieces, n, count, merge, key=lambda counts: lambda pair: -counts[pair])


@wrong("train")
def ties_to_the_larger(pieces, n, count, merge):
    """Several pairs were equally frequent, and you took the largest of them. The rule here: the smaller pair wins."""
    return training(pieces, n, count, merge, key=lambda counts: lambda pair: (-counts[pair], -pair[0], -pair[1]))


@wrong("train")
def ends_at_pairs_seen_once(pieces, n, count, merge):
    """You stopped when the best pair occurred only once. That's a sensible rule, and some people use it; ours is to go on until no pair is left."""
    return training(pieces, n, count, merge, enough=2)


@wrong("train")
def pieces_changed(pieces, n, count, merge):
    """You merged inside the list you were given. The caller still needs it: make a new list of pieces in each round."""
    merges = reference("train")(pieces, n, count, merge)
    for new_id, pair in enumerate(merges, 256):
        pieces[:] = [merge(ids, pair, new_id) for ids in pieces]
    return merges


@wrong("train")
def with_their_ids(pieces, n, count, merge):
    """You returned each pair together with its new id. Return the pairs alone: their order gives the ids."""
    return [(pair, new_id) for new_id, pair in enumerate(reference("train")(pieces, n, count, merge), 256)]


@wrong("train")
def never_ends(pieces, n, count, merge):
    """You went on when no pair was left, and looked for the best of nothing. Stop there, and return what you have."""
    merges = reference("train")(pieces, n, count, merge)
    return merges if len(merges) == n else max([])


@wrong("train")
def own_count(pieces, n, count, merge):
    """You counted with a function of your own, such as `count_pairs`. Call the `count` that's passed in: here it's a different one."""
    return training(pieces, n, lambda pieces: tally(pair for ids in pieces for pair in pairwise(ids)), merge)


@wrong("train")
def each_piece_once(pieces, n, count, merge):
    """You threw out repeated pieces, as a set does. A word that occurs often has to count often."""
    return reference("train")([list(ids) for ids in dict.fromkeys(map(tuple, pieces))], n, count, merge)


@wrong("train")
def above_the_largest(pieces, n, count, merge):
    """Your new id is the largest one in use plus 1. The first new id is 256, whatever ids there are: 0 to 255 are the bytes."""
    merges = []
    for _ in range(n):
        counts = count(pieces)
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        new_id = max(max(ids, default=0) for ids in pieces) + 1
        pieces = [merge(ids, best, new_id) for ids in pieces]
        merges.append(best)
    return merges


@wrong("train")
def one_long_piece(pieces, n, count, merge):
    """You put all the pieces into one long list, so pairs grow across the borders of pieces. Keep the pieces apart."""
    return reference("train")([[i for ids in pieces for i in ids]], n, count, merge)


@wrong("train")
def pairs_with_their_ids(pieces, n, count, merge):
    """That's a dictionary from pair to new id. The task asks for the list of pairs, in order: their places give the ids."""
    return {pair: 256 + k for k, pair in enumerate(reference("train")(pieces, n, count, merge))}


@wrong("train")
def new_ids(pieces, n, count, merge):
    """You collected the new ids. The task asks for the pairs that were merged; their places give the ids."""
    return [256 + k for k, _ in enumerate(reference("train")(pieces, n, count, merge))]


@wrong("train")
def none_when_none_is_left(pieces, n, count, merge):
    """When no pair was left, you went on and collected `None`. Stop there, and return what you have."""
    merges = reference("train")(pieces, n, count, merge)
    return merges + [None] * (n - len(merges))


@wrong("train")
def nothing_found(pieces, n, count, merge):
    """Your best pair is always `None`: no pair ever takes its place. At the start there is no best yet, so take the first pair in any case."""
    return [None] * n


@wrong("train")
def one_more_than_n(pieces, n, count, merge):
    """You made one merge more than `n`. Ask whether there are already `n` *before* you make the next."""
    return reference("train")(pieces, n + 1, count, merge)


@wrong("train")
def the_pieces_themselves(pieces, n, count, merge):
    """You returned the merged pieces. The task asks for the list of pairs, in the order in which you merged them."""
    for new_id, pair in enumerate(reference("train")(pieces, n, count, merge), 256):
        pieces = [merge(ids, pair, new_id) for ids in pieces]
    return pieces


@wrong("train")
def how_often_each(pieces, n, count, merge):
    """You collected how often the pairs occurred. The task asks for the pairs themselves."""
    merges, now = [], pieces
    for new_id, pair in enumerate(reference("train")(pieces, n, count, merge), 256):
        merges.append(count(now)[pair])
        now = [merge(ids, pair, new_id) for ids in now]
    return merges


@wrong("train")
def the_last_again(pieces, n, count, merge):
    """When no pair was left, you merged the last one again, and noted it again. Stop there, and return what you have."""
    merges = reference("train")(pieces, n, count, merge)
    return merges + merges[-1:] * (n - len(merges))


wrong("train", """You took the pair that was counted last. Each time you find a better one, remember how often it occurs, and compare with that. (Or you noted `pair`, the last one you looked at, instead of the best.)""",
      lambda pieces, n, count, merge: training(pieces, n, count, merge, key=lambda counts: lambda pair: -list(counts).index(pair)))


def smaller_always(counts):
    """The pair in which a walk ends that takes each pair which is more frequent than the best so far, or smaller."""
    return reduce(lambda best, pair: pair if counts[pair] > counts[best] or pair < best else best, counts)


wrong("train", """A smaller pair wins only if it occurs *equally often*: with `or` alone it always wins. The two belong together: as often as the best, *and* smaller.""",
      lambda pieces, n, count, merge: training(pieces, n, count, merge, key=lambda counts: lambda pair: pair != smaller_always(counts)))


wrong("train", """You compared equally frequent pairs as *texts*, where 10 comes before 9, because 1 comes before 9. Compare the pairs themselves.""",
      lambda pieces, n, count, merge: training(pieces, n, count, merge, key=lambda counts: lambda pair: (-counts[pair], str(pair))))

def with_slip(merged_by=None, best_of=None):
    """A training with one thing wrong in it: what becomes of the pieces, or how the best pair is found."""
    def train(pieces, n, count, merge):
        merges = []
        for new_id in range(256, 256 + n):
            counts = count(pieces)
            if not counts:
                break
            best = best_of(counts, pieces, count) if best_of else min(counts, key=lambda pair: (-counts[pair], pair))
            merges.append(best)
            pieces = merged_by(pieces, best, new_id, merge) if merged_by else [merge(ids, best, new_id) for ids in pieces]
        return merges
    train.__name__ = "<lambda>"
    return train


def most_frequent(counts):
    often = max(counts.values())
    return min(pair for pair in counts if counts[pair] == often)


wrong("train", """The next round got a plain list of ids in place of a list of *pieces*. Begin each round with an empty list, and `append` each merged piece to it. (`extend` runs them together; `pieces = merge(…)` keeps the last one alone.)""",
      with_slip(lambda pieces, best, new_id, merge: merge(pieces[-1], best, new_id)))
wrong("train", """You gave `merge` all the pieces at once. It takes one: `merge(ids, best, new_id)`, in a loop over the pieces.""",
      with_slip(lambda pieces, best, new_id, merge: [merge(pieces, best, new_id) for ids in pieces]),
      with_slip(lambda pieces, best, new_id, merge: [*pieces, merge(pieces, best, new_id)]))
wrong("train", """`best_pair` got something other than the counts. It takes what `count(pieces)` returned: `best_pair(counts)`.""",
      with_slip(best_of=lambda counts, pieces, count: most_frequent(pieces)), with_slip(best_of=lambda counts, pieces, count: most_frequent(count)))
wrong("train", """`best_pair` was not called: without its brackets it's the function itself. `best_pair(counts)` is the pair.""",
      lambda pieces, n, count, merge: [most_frequent] * n,
      with_slip(best_of=lambda counts, pieces, count: most_frequent))
wrong("train", """You gave `merge` the pair first. The ids come first, then the pair, then the new id.""",
      with_slip(lambda pieces, best, new_id, merge: [merge(best, ids, new_id) for ids in pieces]))
wrong("train", """Your list of pieces keeps growing: the merged ones were added after the old ones. Begin a new list in each round, and let it replace the old one.""",
      with_slip(lambda pieces, best, new_id, merge: [*pieces, *(merge(ids, best, new_id) for ids in pieces)]))

wrong("train", """You stopped at `n` ids in all, the 256 bytes included. `n` is how many pairs to merge.""",
      lambda pieces, n, count, merge: training(pieces, max(0, n - 256), count, merge))


# --- apply_merges: each differs from the right loop in the numbered list it goes through, in what it keeps, or in which pair it takes ---

def one_by_one(ids, numbered, merge):
    """The ids after each merge of `numbered`, pairs of a new id and what is merged."""
    for new_id, pair in numbered:
        ids = merge(ids, pair, new_id)
        yield ids


def merged_by(ids, numbered, merge):
    return [ids, *one_by_one(ids, numbered, merge)][-1]


def from_to(first, merges, step=1):
    return [(first + step * k, pair) for k, pair in enumerate(merges)]


wrong("apply_merges", """None of the merges shows in what you returned.""",
      lambda ids, merges, merge: [merge(ids, pair, new_id) for new_id, pair in enumerate(merges, 256)] and ids,
      lambda ids, merges, merge: merged_by(ids, from_to(256, range(len(merges))), merge))
wrong("apply_merges", """Each of your merges started again from the bytes, so only the last one shows. Give each merge what the one before it left.""",
      lambda ids, merges, merge: [ids, *(merge(ids, pair, new_id) for new_id, pair in enumerate(merges, 256))][-1])
wrong("apply_merges", """Your new ids begin at 0. Those numbers are taken by the bytes: the first pair becomes 256.""",
      lambda ids, merges, merge: merged_by(ids, from_to(0, merges), merge))
wrong("apply_merges", """Your new ids begin at 1. Those numbers are taken by the bytes: the first pair becomes 256.""",
      lambda ids, merges, merge: merged_by(ids, from_to(1, merges), merge))
wrong("apply_merges", """Your first pair becomes 255. That's still a byte, the last one: the first free id is 256.""",
      lambda ids, merges, merge: merged_by(ids, from_to(255, merges), merge))
wrong("apply_merges", """Your first pair becomes 257. The bytes are 0 to 255, so the first free id is 256.""",
      lambda ids, merges, merge: merged_by(ids, from_to(257, merges), merge))
wrong("apply_merges", """You numbered backwards, from 256 down. Those ids are bytes: count up.""",
      lambda ids, merges, merge: merged_by(ids, from_to(256, merges, -1), merge))
wrong("apply_merges", """You doubled the new id in each round. It counts up by one: 256, 257, 258 and so on.""",
      lambda ids, merges, merge: merged_by(ids, [(256 * 2 ** k, pair) for k, pair in enumerate(merges)], merge))
wrong("apply_merges", """Your new ids don't go on counting. Each pair has its own: 256 for the first, 257 for the second, and so on, one more in each round.""",
      lambda ids, merges, merge: merged_by(ids, from_to(256, merges, 0), merge),
      lambda ids, merges, merge: merged_by(ids, [(256 + (k > 0), pair) for k, pair in enumerate(merges)], merge),
      lambda ids, merges, merge: merged_by(ids, [(1 if k else 256, pair) for k, pair in enumerate(merges)], merge),
      lambda ids, merges, merge: merged_by(ids, [(256 + len(merges) * (k > 0), pair) for k, pair in enumerate(merges)], merge),
      lambda ids, merges, merge: merged_by(ids, from_to(255 + len(merges), merges, 0), merge),
      lambda ids, merges, merge: merged_by(ids, from_to(256 + len(merges), merges, 0), merge),
      lambda ids, merges, merge: merged_by(ids, [(new_id, pair) for new_id, _ in enumerate(merges, 256) for pair in merges], merge))
wrong("apply_merges", """You changed the order of the merges: a set has no order, and sorting mixes up when each was learned. Go through the list as it is.""",
      lambda ids, merges, merge: merged_by(ids, from_to(256, sorted(merges)), merge),
      lambda ids, merges, merge: merged_by(ids, from_to(256, set(merges)), merge))
wrong("apply_merges", """You went through the merges from last to first. A later one may need what an earlier one makes: begin with the one that was learned first.""",
      lambda ids, merges, merge: merged_by(ids, from_to(256, merges)[::-1], merge),
      lambda ids, merges, merge: merged_by(ids, from_to(256, merges[::-1]), merge))
wrong("apply_merges", """You made only as many merges as there are ids. Go through all of `merges`, however short the piece is.""",
      lambda ids, merges, merge: merged_by(ids, from_to(256, merges[:len(ids)]), merge))
wrong("apply_merges", """The first merge in the list was left out. Places are counted from 0.""",
      lambda ids, merges, merge: merged_by(ids, from_to(256, merges)[1:], merge))
wrong("apply_merges", """The last merge in the list was left out.""",
      lambda ids, merges, merge: merged_by(ids, from_to(256, merges[:-1]), merge))
wrong("apply_merges", """You merged only pairs of bytes. What one merge makes may be part of a later one: look for pairs in what's there by then, not in the bytes.""",
      lambda ids, merges, merge: merged_by(ids, [(new_id, pair) for new_id, pair in enumerate(merges, 256) if max(pair) < 256], merge),
      lambda ids, merges, merge: merged_by(ids, [(256 + merges.index(pair), pair) for pair in pairwise(ids) if pair in merges], merge))
wrong("apply_merges", """You put in the pair itself where you found it. A new id takes its place.""",
      lambda ids, merges, merge: merged_by(ids, zip(merges, merges), merge))
wrong("apply_merges", """Call the `merge` that is passed in: the check passes in a simple one of its own.""",
      lambda ids, merges, merge: merged_by(ids, from_to(256, merges), reference("merge")))
wrong("apply_merges", """A pair came back: you gave `merge` the pair where the ids belong. The ids come first, then the pair, then the new id.""",
      lambda ids, merges, merge: merged_by(ids, from_to(256, merges), lambda ids, pair, new_id: merge(pair, ids, new_id)),
      lambda ids, merges, merge: [ids, *(merge(pair, ids, new_id) for new_id, pair in enumerate(merges, 256))][-1])
wrong("apply_merges", """You stopped when two ids were left. Those two may be a pair too.""",
      lambda ids, merges, merge: merged_by(ids, from_to(256, merges), lambda ids, pair, new_id: merge(ids, pair, new_id) if len(ids) > 2 else ids))
wrong("apply_merges", """You took the new id from the length of the list. It should say when the pair was learned: 256 for the first of `merges`, 257 for the second.""",
      lambda ids, merges, merge: reduce(lambda done, pair: merge(done, pair, len(done)), merges, ids),
      lambda ids, merges, merge: reduce(lambda done, pair: merge(done, pair, 256 + len(done)), merges, ids))
wrong("apply_merges", """You returned what every merge made. Return only the last of it: the ids after all the merges.""",
      lambda ids, merges, merge: list(one_by_one(ids, from_to(256, merges), merge)),
      lambda ids, merges, merge: sum(one_by_one(ids, from_to(256, merges), merge), []))
wrong("apply_merges", """You added what `merge` returns to a list (with `append`, even as a single item). It is all of the ids, merged: let it take the place of the ids that you had.""",
      *(lambda ids, merges, merge, how=how: added_to_the_list(ids, merges, merge, *how) for how in [(False, True), (False, False), (True, True)]),
      lambda ids, merges, merge: [*ids, *(merge(ids, pair, new_id) for new_id, pair in enumerate(merges, 256))],
      lambda ids, merges, merge: [merge(ids, pair, new_id) for new_id, pair in enumerate(merges, 256)],
      lambda ids, merges, merge: [each for new_id, pair in enumerate(merges, 256) for each in merge(ids, pair, new_id)])


def added_to_the_list(ids, merges, merge, own, as_one):
    """What each merge gives is put behind the ids, as one item or one by one. own: in the caller's list."""
    ids = ids if own else list(ids)
    for new_id, pair in enumerate(merges, 256):
        made = merge(ids, pair, new_id)
        ids += [made] if as_one else made
    return ids


wrong("apply_merges", """You returned the number as well. Return the ids alone.""",
      lambda ids, merges, merge: (merged_by(ids, from_to(256, merges), merge), 256 + len(merges)))
wrong("apply_merges", """What came back is empty. `result = ids` doesn't make a copy: clear one, and the other is empty too. `list(ids)` is a copy.""",
      lambda ids, merges, merge: [])
wrong("apply_merges", """You stopped at the first merge that found nothing. Most find nothing in a short piece, but a later one still may. Go on.""",
      lambda ids, merges, merge: stopped(ids, merges, merge, where_found=False))
wrong("apply_merges", """You stopped after the first merge that found something. What it makes may be part of a later one: go on to the end of the list.""",
      lambda ids, merges, merge: stopped(ids, merges, merge, where_found=True))


def stopped(ids, merges, merge, where_found):
    for after in one_by_one(ids, from_to(256, merges), merge):
        if (after != ids) == where_found:
            return after
        ids = after
    return ids


wrong("apply_merges", """A pair keeps the number it got when it was learned, even in a text where it doesn't occur: 256 for the first of `merges`, 257 for the second.""",
      lambda ids, merges, merge: counted_where_found(ids, merges, merge),
      lambda ids, merges, merge: reduce(lambda done, pair: merge(done, pair, max([255, *done]) + 1), merges, ids),
      lambda ids, merges, merge: reduce(lambda done, pair: merge(done, pair, max(done) + 1), merges, ids))


def counted_where_found(ids, merges, merge):
    new_id = 256
    for pair in merges:
        after = merge(ids, pair, new_id)
        new_id += after != ids
        ids = after
    return ids


@wrong("apply_merges")
def taken_out(ids, merges, merge):
    """You took the pairs out of `merges` itself, so none are left for the next piece. Go through the list without changing it."""
    return merged_by(ids, [(256 + k, merges.pop(0)) for k in range(len(merges))], merge)


wrong("apply_merges", """You joined the leftmost pair that fits. Where two pairs overlap, the one *learned first* comes first, wherever it is.""",
      lambda ids, merges, merge: while_one_fits(ids, merges, merge, lambda fit: fit[0]))
wrong("apply_merges", """Of the pairs that fit, you joined the one learned *last*. Take the one learned first: a longer token isn't a better one.""",
      lambda ids, merges, merge: while_one_fits(ids, merges, merge, lambda fit: max(fit, key=merges.index)))
wrong("apply_merges", """You joined the pair that's most frequent in this piece. That was for training; now the pair *learned first* comes first, however often it occurs here.""",
      lambda ids, merges, merge: while_one_fits(ids, merges, merge, lambda fit: min(fit, key=lambda pair: (-fit.count(pair), merges.index(pair)))))


def while_one_fits(ids, merges, merge, choose):
    """As long as a pair of `merges` can be merged, the one of them that choose(those that can, from left to right) takes."""
    while fit := [pair for pair in pairwise(ids) if pair in merges and merge(ids, pair, 0) != ids]:
        best = choose(fit)
        ids = merge(ids, best, 256 + merges.index(best))
    return ids


# --- vocabulary ---

def grow(byte, merges, join=lambda left, right: left + right):
    vocab = {i: byte(i) for i in range(256)}
    for left, right in merges:
        vocab[len(vocab)] = join(vocab[left], vocab[right])
    return vocab


@wrong("vocabulary")
def ids_from_257(merges):
    """Your first merge has the id 257. The bytes are 0 to 255, so the first free id is 256."""
    return {i if i < 256 else i + 1: part for i, part in reference("vocabulary")(merges).items()}


@wrong("vocabulary")
def one_level_deep(merges):
    """You looked up a merge's parts only one level deep. A part may be a merge of merges: take its bytes from the vocabulary you have built so far."""
    def part(i):
        return bytes([i]) if i < 256 else bytes(merges[i - 256])
    return {i: bytes([i]) for i in range(256)} | {256 + k: part(a) + part(b) for k, (a, b) in enumerate(merges)}


@wrong("vocabulary")
def encoded_characters(merges):
    """From 128 on you have two bytes instead of one: `chr(i).encode()` is the UTF-8 of a character. `bytes([i])` is the byte
    itself."""
    return grow(lambda i: chr(i).encode(), merges)


@wrong("vocabulary")
def rows_of_zeros(merges):
    """`bytes(3)` makes three zero bytes. `bytes([3])`, with a list, is the one byte 3."""
    return grow(bytes, merges)


@wrong("vocabulary")
def right_before_left(merges):
    """You joined the parts in the wrong order: the left one comes first."""
    return grow(lambda i: bytes([i]), merges, lambda left, right: right + left)


@wrong("vocabulary")
def strings(merges):
    """You stored strings. Tokens are bytes: a token may be half a character, and no string can hold that."""
    return grow(chr, merges)


@wrong("vocabulary")
def numbers(merges):
    """You stored numbers, and adding two of them makes a third. A token is bytes: `bytes([104]) + bytes([111])` is `b"ho"`."""
    return grow(int, merges)


@wrong("vocabulary")
def pairs_themselves(merges):
    """For a merge you stored its pair of ids. The task asks for the bytes of the two, joined: look up what each stands for."""
    return {i: bytes([i]) for i in range(256)} | dict(enumerate(merges, 256))


@wrong("vocabulary")
def numbered_from_zero(merges):
    """Your merges are numbered from 0. Those ids are taken by the bytes: the first merge is 256."""
    vocab = {i: bytes([i]) for i in range(256)}
    for i, (left, right) in enumerate(merges):
        vocab[i] = vocab[left] + vocab[right]
    return vocab


@wrong("vocabulary")
def merges_alone(merges):
    """The single bytes are missing: ids 0 to 255 belong to the vocabulary too."""
    return {i: token for i, token in reference("vocabulary")(merges).items() if i > 255}


@wrong("vocabulary")
def no_bytes_to_look_up(merges):
    """You looked up an id that isn't there: the 256 single bytes are missing. Each merge is built from them, so they come first."""
    vocab = {}
    for i, (left, right) in enumerate(merges, 256):
        vocab[i] = vocab[left] + vocab[right]
    return vocab


@wrong("vocabulary")
def without_byte_255(merges):
    """`range(255)` ends at 254, so the byte 255 is missing. There are 256 bytes, 0 to 255."""
    return {i: token for i, token in reference("vocabulary")(merges).items() if i != 255}


@wrong("vocabulary")
def without_byte_255_and_numbered_on(merges):
    """`range(255)` ends at 254, so the byte 255 is missing. There are 256 bytes, 0 to 255."""
    return {i - (i > 255): token for i, token in reference("vocabulary")(merges).items() if i != 255}


@wrong("vocabulary")
def without_byte_255_and_counted_on(merges):
    """`range(255)` ends at 254, so the byte 255 is missing. There are 256 bytes, 0 to 255."""
    vocab = {i: bytes([i]) for i in range(255)}
    for left, right in merges:
        vocab[len(vocab)] = vocab[left] + vocab[right]
    return vocab


@wrong("vocabulary")
def turned_round(merges):
    """Yours is the wrong way round, from bytes to id. To read ids you look up an id: the ids are the keys, the bytes the values."""
    return {token: i for i, token in reference("vocabulary")(merges).items()}


@wrong("vocabulary")
def pairs_as_bytes(merges):
    """You turned the two ids of a pair into bytes. An id from 256 on isn't a byte: look up what it stands for."""
    return {i: bytes([i]) for i in range(256)} | {i: bytes(pair) for i, pair in enumerate(merges, 256)}


@wrong("vocabulary")
def pairs_as_bytes_alone(merges):
    """You turned the two ids of a pair into bytes. An id from 256 on isn't a byte: look up what it stands for."""
    return {i: bytes(pair) for i, pair in enumerate(merges, 256)}


@wrong("vocabulary")
def a_list(merges):
    """You returned a list. The task asks for a dictionary, from id to bytes."""
    return list(reference("vocabulary")(merges).values())


@wrong("vocabulary")
def first_merge_left_out(merges):
    """Your first merge was left out, and the others need it. Places are counted from 0: `range(len(merges))`."""
    vocab = {i: bytes([i]) for i in range(256)}
    for k in range(1, len(merges)):
        vocab[256 + k] = vocab[merges[k][0]] + vocab[merges[k][1]]
    return vocab


wrong("vocabulary", """You added the two *ids*, and that's a number. Join what each of them stands for: `vocab[first] + vocab[second]`.""",
      lambda merges: {i: bytes([i]) for i in range(256)} | {256 + k: first + second for k, (first, second) in enumerate(merges)})


@wrong("vocabulary")
def bytes_of_the_sum(merges):
    """You added the two ids first, then looked up what that number stands for. Look up each of them, and join what they stand for."""
    vocab = {i: bytes([i]) for i in range(256)}
    for k, (first, second) in enumerate(merges):
        vocab[256 + k] = vocab[first + second]
    return vocab


@wrong("vocabulary")
def joined_as_texts(merges):
    """You joined the parts as texts. Part of a character isn't text: it becomes `�` and is lost. Join the bytes as they are."""
    vocab = {i: bytes([i]) for i in range(256)}
    for left, right in merges:
        vocab[len(vocab)] = (vocab[left].decode(errors="replace") + vocab[right].decode(errors="replace")).encode()
    return vocab


wrong("vocabulary", """You have 128 single bytes, those of ASCII. There are 256, from 0 to 255.""",
      lambda merges: {i: token for i, token in reference("vocabulary")(merges).items() if not 128 <= i < 256})


wrong("vocabulary", """Two things at once. `bytes(3)` makes three zero bytes: `bytes([3])`, with a list, is the one byte 3. And for a merge you added the two *ids*: join what they stand for.""",
      lambda merges: {i: bytes(i) for i in range(256)} | {256 + k: first + second for k, (first, second) in enumerate(merges)})


# --- decode ---

wrong("decode", """`errors=` takes the name of a rule, in quotes. The rule that puts � in place of what can't be read is called `"replace"`.""",
      lambda ids, vocab: b"".join(vocab[i] for i in ids).decode(errors="�"),
      lambda ids, vocab: b"".join(vocab[i] for i in ids).decode(errors="replacement character"),
      lambda ids, vocab: b"".join(vocab[i] for i in ids).decode(errors=True))

@wrong("decode")
def as_ascii(ids, vocab):
    """You read the bytes as ASCII, which knows nothing above 127. These bytes are UTF-8."""
    return b"".join(vocab[i] for i in ids).decode("ascii", errors="replace")


@wrong("decode")
def whole_vocabulary(ids, vocab):
    """You joined the whole vocabulary. The ids say which tokens to take, and in what order."""
    return reference("decode")(list(vocab), vocab)


wrong("decode", """You went through the vocabulary and kept what's among the ids. The ids say which tokens to take, in what order, and how often.""",
      lambda ids, vocab: reference("decode")([i for i in vocab if i in ids], vocab))


@wrong("decode")
def spaces_between(ids, vocab):
    """You put spaces between the tokens. If there is a space, it's already in a token."""
    return b" ".join(vocab[i] for i in ids).decode(errors="replace")


@wrong("decode")
def printed_bytes(ids, vocab):
    """`str` of bytes shows them as Python writes them, with `b'…'`. To read them as UTF-8, decode them."""
    return str(b"".join(vocab[i] for i in ids))


@wrong("decode")
def bytes_into_a_text(ids, vocab):
    """The tokens are bytes, and `""` is a text: the two don't join. Join bytes to bytes (`b""` is empty bytes), and decode the result."""
    return "".join(vocab[i] for i in ids)


@wrong("decode")
def token_by_token(ids, vocab):
    """You decoded each token by itself. A character may be spread over two tokens: join all the bytes first, then decode once."""
    return "".join(vocab[i].decode(errors="replace") for i in ids)


@wrong("decode")
def token_by_token_or_nothing(ids, vocab):
    """You decoded each token by itself. A character may be spread over two tokens: join all the bytes first, then decode once."""
    return "".join(vocab[i].decode() for i in ids)


@wrong("decode")
def still_bytes(ids, vocab):
    """You joined the tokens, but what you have is bytes, as the `b` before the quotes shows. Decode them to get the text."""
    return b"".join(vocab[i] for i in ids)


@wrong("decode")
def as_latin_1(ids, vocab):
    """You read each byte as a character of its own, as the old Latin-1 does. These bytes are UTF-8."""
    return b"".join(vocab[i] for i in ids).decode("latin-1")


@wrong("decode")
def stops_at_broken_bytes(ids, vocab):
    """Your decoder stops at bytes that aren't valid UTF-8. A model can write them at any time: put the replacement character there, as `b"\\xe0".decode(errors="replace")` does."""
    return b"".join(vocab[i] for i in ids).decode()


@wrong("decode")
def drops_broken_bytes(ids, vocab):
    """You dropped the bytes that aren't valid UTF-8. Nobody would notice that something was lost: put the replacement character there."""
    return b"".join(vocab[i] for i in ids).decode(errors="ignore")


wrong("decode", """You gave up the whole text for one broken byte. Keep what's valid around it: only the broken bytes become the replacement character.""", lambda ids, vocab: all_or_nothing(b"".join(vocab[i] for i in ids)))


def all_or_nothing(data):
    try:
        return data.decode()
    except UnicodeError:
        return "\ufffd"


@wrong("decode")
def shows_broken_bytes(ids, vocab):
    """You wrote the broken bytes as `\\x…`. That's useful for finding an error, but we agreed on the replacement character."""
    return b"".join(vocab[i] for i in ids).decode(errors="backslashreplace")


@wrong("decode")
def sorted_ids(ids, vocab):
    """You sorted the ids by size. Their own order is the text."""
    return reference("decode")(sorted(ids), vocab)


wrong("decode", """You turned the ids themselves into bytes. What an id stands for is in the vocabulary: `vocab[i]`.""",
      lambda ids, vocab: b"".join(bytes([i]) for i in ids).decode(errors="replace"),
      lambda ids, vocab: bytes(ids).decode(errors="replace"))

wrong("decode", """You took the id for a *place* among the values. It's a key: `vocab[i]`, whatever order they're in.""",
      lambda ids, vocab: b"".join(list(vocab.values())[i] for i in ids).decode(errors="replace"))


wrong("decode", """`str` doesn't turn bytes into text: it shows them, with a b and quotes around them. Join the bytes of all the tokens first, starting with `b""`; then `decode` turns them into text, once.""",
      lambda ids, vocab: "".join(str(vocab[i]) for i in ids))


# --- encode: the right loop, with one of these changed ---

def joined_at(parts, i):
    parts[i:i + 2] = [parts[i] + parts[i + 1]]


def joining(piece, ranks, choose=lambda found: min(found), rounds=10**9, join=joined_at):
    """choose gets the neighbours that form a token, as (rank, place) from left to right; join changes the parts, at that place."""
    parts = [bytes([byte]) for byte in piece]
    for _ in range(rounds):
        found = [(ranks[a + b], i) for i, (a, b) in enumerate(pairwise(parts)) if a + b in ranks]
        if not found:
            break
        _, i = choose(found)
        join(parts, i)
    return parts


@wrong("encode")
def the_last_one_looked_at(piece, ranks):
    """You put the last two neighbours that you looked at in the place of the best ones. When you join, take the two parts at the best place."""
    parts = [bytes([byte]) for byte in piece]
    while True:
        found = [(ranks[a + b], i) for i, (a, b) in enumerate(pairwise(parts)) if a + b in ranks]
        if not found:
            return [ranks.get(part) for part in parts]
        best = min(found)[1]
        parts[best] = parts[-2] + parts[-1]
        del parts[best + 1]


@wrong("encode")
def rank_of_the_left_part(piece, ranks):
    """You compared the rank of the left part. What counts is the rank of the token that the two make together."""
    parts = [bytes([byte]) for byte in piece]
    while True:
        found = [(ranks[a], i) for i, (a, b) in enumerate(pairwise(parts)) if a + b in ranks]
        if not found:
            return [ranks[part] for part in parts]
        joined_at(parts, min(found)[1])


@wrong("encode")
def leftmost(piece, ranks):
    """You joined whatever formed a token, from the left. Look at all neighbours first: the lowest rank goes first, wherever it is. (And compare ranks with ranks: the best rank so far is one thing, its place another.)"""
    return [ranks[part] for part in joining(piece, ranks, choose=lambda found: found[0])]


@wrong("encode")
def left_to_right(piece, ranks):
    """You joined whatever formed a token, from the left. Look at all neighbours first: the lowest rank goes first, wherever it is. (And compare ranks with ranks: the best rank so far is one thing, its place another.)"""
    parts, before = [bytes([byte]) for byte in piece], None
    while parts != before:
        before, i = list(parts), 0
        while i < len(parts) - 1:
            if parts[i] + parts[i + 1] in ranks:
                parts[i:i + 2] = [parts[i] + parts[i + 1]]
            i += 1
    return [ranks[part] for part in parts]


@wrong("encode")
def one_walk(piece, ranks):
    """You joined whatever formed a token, from the left. Look at all neighbours first: the lowest rank goes first, wherever it is. (And compare ranks with ranks: the best rank so far is one thing, its place another.)"""
    parts = []
    for byte in piece:
        parts.append(bytes([byte]))
        if len(parts) > 1 and parts[-2] + parts[-1] in ranks:
            parts[-2:] = [parts[-2] + parts[-1]]
    return [ranks[part] for part in parts]


@wrong("encode")
def longest_first(piece, ranks):
    """You took the longest token that fits, from the left. BPE never looks at length: it only joins neighbours, by rank."""
    ids = []
    while piece:
        end = next(end for end in range(len(piece), 0, -1) if piece[:end] in ranks)
        ids, piece = ids + [ranks[piece[:end]]], piece[end:]
    return ids


@wrong("encode")
def highest_rank(piece, ranks):
    """You joined the highest rank first. A low rank was learned early, and is joined early."""
    return [ranks[part] for part in joining(piece, ranks, choose=max)]


@wrong("encode")
def joined_once(piece, ranks):
    """You joined one pair and stopped. Go on until no two neighbours form a token; and begin each round afresh, without the lowest rank of the round before."""
    return [ranks[part] for part in joining(piece, ranks, rounds=1)]


@wrong("encode")
def ties_to_the_right(piece, ranks):
    """Where the lowest rank occurs in two places, you joined the right one. The left one goes first."""
    return [ranks[part] for part in joining(piece, ranks, choose=lambda found: min(found, key=lambda hit: (hit[0], -hit[1])))]


@wrong("encode")
def bytes_as_ids(piece, ranks):
    """For a single byte you gave its number. Its id is its rank: look it up, like that of any other token."""
    return [part[0] if len(part) == 1 else ranks[part] for part in joining(piece, ranks)]


@wrong("encode")
def whole_numbers(piece, ranks):
    """`list(piece)` gives numbers, but the ranks belong to bytes: look up `b"a"`, not 97. A slice of length one, or `bytes([97])`, is still bytes."""
    return [ranks[part] for part in list(piece)]


@wrong("encode")
def every_pair_a_token(piece, ranks):
    """Most neighbours form no token, so the dictionary has no rank for them. Ask whether it has one before you look it up."""
    parts = [bytes([byte]) for byte in piece]
    while len(parts) > 1:
        _, i = min((ranks[a + b], i) for i, (a, b) in enumerate(pairwise(parts)))
        parts[i:i + 2] = [parts[i] + parts[i + 1]]
    return [ranks[part] for part in parts]


@wrong("encode")
def numbers_added(piece, ranks):
    """`list(piece)` gives numbers, and `+` added two of them. Begin with bytes: `[bytes([b]) for b in piece]` is a list of them, and `+` joins two."""
    return [ranks[a + b] for a, b in pairwise(list(piece))] or [ranks[part] for part in list(piece)]


wrong("encode", """When no neighbours form a token any more, you still join two: the first ones, or those at the place of the round before. Begin each round with nothing found, and stop if nothing was.""",
      lambda piece, ranks: joined_all_the_same(piece, ranks, lambda place: 0),
      lambda piece, ranks: joined_all_the_same(piece, ranks, lambda place: place))


def joined_all_the_same(piece, ranks, otherwise):
    parts, place = [bytes([byte]) for byte in piece], 0
    while len(parts) > 1:
        found = [(ranks[a + b], i) for i, (a, b) in enumerate(pairwise(parts)) if a + b in ranks]
        place = min(found)[1] if found else min(otherwise(place), len(parts) - 2)
        parts[place:place + 2] = [b"".join(parts[place:place + 2])]
    return [ranks[part] for part in parts]


@wrong("encode")
def removed_by_value(piece, ranks):
    """`remove` takes out the *first* part that's equal, wherever it is. The one to take out has a place: the one after the place where you joined."""
    def join(parts, i):
        other = parts[i + 1]
        parts[i] += other
        parts.remove(other)
    return [ranks[part] for part in joining(piece, ranks, join=join)]


@wrong("encode")
def bounded_by_how_many(piece, ranks):
    """Neighbours that form a token weren't joined. Print what your search finds in each round."""
    return reference("encode")(piece, {token: rank for token, rank in ranks.items() if len(token) == 1 or rank < len(ranks)})


wrong("encode", """Neighbours that form a token weren't joined. Print what your search finds in each round.""",
      *(lambda piece, ranks, bound=bound: reference("encode")(piece, {token: rank for token, rank in ranks.items() if len(token) == 1 or rank < bound}) for bound in (256, 999, 1000, 9999, 10_000)))


@wrong("encode")
def the_joined_one_deleted(piece, ranks):
    """You joined two parts, then deleted the place where you had put them. Delete the right-hand one instead: the place after it."""
    return [ranks[part] for part in joining(piece, ranks, join=lambda parts, i: parts.pop(i))]


@wrong("encode")
def most_frequent_first(piece, ranks):
    """You joined the pair that occurs most often in this piece. That's training. In encoding, the lowest rank goes first, however often the pair occurs."""
    parts = [bytes([byte]) for byte in piece]
    while True:
        counts = tally(pair for pair in pairwise(parts) if pair[0] + pair[1] in ranks)
        if not counts:
            return [ranks[part] for part in parts]
        parts = joined_everywhere(parts, max(counts, key=counts.get))


def joined_everywhere(parts, pair):
    joined, i = [], 0
    while i < len(parts):
        hit = tuple(parts[i:i + 2]) == pair
        joined.append(b"".join(pair) if hit else parts[i])
        i += 1 + hit
    return joined


@wrong("encode")
def place_by_index(piece, ranks):
    """You found the place with `index`, which gives the *first* part that's equal, and that one may have another neighbour. Keep the place together with its rank."""
    return [ranks[part] for part in joining(piece, ranks, join=lambda parts, i: joined_at(parts, parts.index(parts[i])))]


@wrong("encode")
def rank_against_place(piece, ranks):
    """You joined whatever formed a token, from the left. Look at all neighbours first: the lowest rank goes first, wherever it is. (And compare ranks with ranks: the best rank so far is one thing, its place another.)"""
    parts = [bytes([byte]) for byte in piece]
    while True:
        best = None
        for i, (a, b) in enumerate(pairwise(parts)):
            if a + b in ranks and (best is None or ranks[a + b] < best):
                best = i
        if best is None:
            return [ranks[part] for part in parts]
        parts[best:best + 2] = [parts[best] + parts[best + 1]]


@wrong("encode")
def place_of_the_round_before(piece, ranks):
    """When nothing was found, the place from the round before was still there, and you joined there again. Begin each round with the place at `None`, inside the `while`. (Or your index is a rank: a rank says how early a token was learned, not where it is. Remember both.)"""
    parts, place = [bytes([byte]) for byte in piece], None
    while True:
        lowest = inf
        for i in range(len(parts) - 1):
            if ranks.get(parts[i] + parts[i + 1], inf) < lowest:
                lowest, place = ranks[parts[i] + parts[i + 1]], i
        if place is None:
            return [ranks[part] for part in parts]
        parts[place] = parts[place] + parts[place + 1]
        del parts[place + 1]


@wrong("encode")
def place_zero_is_none(piece, ranks):
    """Place 0 counts as false, so you stopped where the first two belonged together. Ask `is None`: 0 is a place."""
    parts = [bytes([byte]) for byte in piece]
    while True:
        found = [(ranks[a + b], i) for i, (a, b) in enumerate(pairwise(parts)) if a + b in ranks]
        place = min(found)[1] if found else None
        if not place:
            return [ranks[part] for part in parts]
        parts[place:place + 2] = [parts[place] + parts[place + 1]]


@wrong("encode")
def in_the_order_of_the_dictionary(piece, ranks):
    """You took the first token in the dictionary that fits. The dictionary need not be in order of rank: compare the ranks."""
    parts = [bytes([byte]) for byte in piece]
    while True:
        joined = [a + b for a, b in pairwise(parts)]
        first = next((token for token in ranks if token in joined), None)
        if first is None:
            return [ranks[part] for part in parts]
        i = joined.index(first)
        parts[i:i + 2] = [first]


@wrong("encode")
def no_token_goes_first(piece, ranks):
    """You stopped at neighbours that form no token, although others do. Leave those out, and look at all the rest."""
    parts = [bytes([byte]) for byte in piece]
    while len(parts) > 1:
        scores = [ranks.get(a + b, 0) for a, b in pairwise(parts)]
        i = scores.index(min(scores))
        if parts[i] + parts[i + 1] not in ranks:
            break
        parts[i:i + 2] = [parts[i] + parts[i + 1]]
    return [ranks[part] for part in parts]


@wrong("encode")
def fewest_tokens(piece, ranks):
    """You looked for the fewest tokens that make up the piece. BPE never asks how many: it only joins neighbours, the lowest rank first."""
    best = {0: []}
    for end in range(1, len(piece) + 1):
        for start in range(end):
            if start in best and piece[start:end] in ranks:
                way = best[start] + [ranks[piece[start:end]]]
                if end not in best or len(way) < len(best[end]):
                    best[end] = way
    return best[len(piece)]


wrong("encode", """When no neighbours form a token any more, you look for the lowest of no ranks. That's the end of the loop: return the ids.""",
      lambda piece, ranks: joining(piece, ranks) and min([]),
      lambda piece, ranks: ids if len(ids := reference("encode")(piece, ranks)) < 2 else min([]))


@wrong("encode")
def place_kept_while_there_are_two(piece, ranks):
    """When nothing was found, the place from the round before was still there, and you joined there again. Begin each round with the place at `None`, inside the `while`. (Or your index is a rank: a rank says how early a token was learned, not where it is. Remember both.)"""
    parts, best = [bytes([byte]) for byte in piece], None
    while len(parts) > 1:
        for i in range(len(parts) - 1):
            if parts[i] + parts[i + 1] in ranks and (best is None or ranks[parts[i] + parts[i + 1]] < ranks[parts[best] + parts[best + 1]]):
                best = i
        if best is None:
            break
        parts[best:best + 2] = [parts[best] + parts[best + 1]]
    return [ranks[part] for part in parts]


def with_numbers_for_parts(piece, ranks, begin, end):
    """Parts that are numbers: bytes at first, and ids where two were joined, which are taken for bytes again."""
    parts = [begin(byte, ranks) for byte in piece]
    while True:
        places = [i for i in range(len(parts) - 1) if bytes([parts[i], parts[i + 1]]) in ranks]
        if not places:
            return [end(part, ranks) for part in parts]
        i = min(places, key=lambda i: ranks[bytes([parts[i], parts[i + 1]])])
        parts[i:i + 2] = [ranks[bytes([parts[i], parts[i + 1]])]]


wrong("encode", """Your parts are numbers. Two of them together make an id, and an id isn't a byte: `bytes` of it fails, or gives another part. Let the parts be bytes, `bytes([b])` each: two of them join as `a + b`.""",
      lambda piece, ranks: with_numbers_for_parts(piece, ranks, lambda byte, ranks: byte, lambda part, ranks: part),
      lambda piece, ranks: with_numbers_for_parts(piece, ranks, lambda byte, ranks: byte, lambda part, ranks: ranks[bytes([part])]))


@wrong("encode")
def tokens_themselves(piece, ranks):
    """You returned the tokens themselves. The model wants their ids: look up the rank of each."""
    return joining(piece, ranks)


@wrong("encode")
def single_bytes_only(piece, ranks):
    """Look again at what you have joined: two tokens of several bytes may form a longer one."""
    return reference("encode")(piece, {token: rank for token, rank in ranks.items() if len(token) < 3})


@wrong("encode")
def lowest_parts(piece, ranks):
    """You added the ranks of the two *parts*. What counts is the rank of the token they make together."""
    parts = [bytes([byte]) for byte in piece]
    while True:
        places = [i for i in range(len(parts) - 1) if parts[i] + parts[i + 1] in ranks]
        if not places:
            return [ranks[part] for part in parts]
        i = min(places, key=lambda i: ranks[parts[i]] + ranks[parts[i + 1]])
        parts[i:i + 2] = [parts[i] + parts[i + 1]]


@wrong("encode")
def one_place_for_each_token(piece, ranks):
    """You joined each token in one place only. If it occurs a second time, it's joined there too: look at all neighbours again after each step."""
    parts = [bytes([byte]) for byte in piece]
    for token in sorted(ranks, key=ranks.get):
        for i in range(len(parts) - 1):
            if parts[i] + parts[i + 1] == token:
                parts[i:i + 2] = [token]
                break
    return [ranks[part] for part in parts]


@wrong("encode")
def until_the_first_gap(piece, ranks):
    """You stopped at neighbours that form no token, although others do. Leave those out, and look at all the rest."""
    parts = [bytes([byte]) for byte in piece]
    while True:
        best = None
        for i in range(len(parts) - 1):
            rank = ranks.get(parts[i] + parts[i + 1])
            if rank is None:
                break
            if best is None or rank < best[0]:
                best = rank, i
        if best is None:
            return [ranks[part] for part in parts]
        parts[best[1]:best[1] + 2] = [parts[best[1]] + parts[best[1] + 1]]


@wrong("encode")
def pairs_of_numbers(piece, ranks):
    """You looked for pairs of numbers in `ranks`, as in exercises 4 to 6. Its keys are bytes: the parts are `b"a"`, `b"b"`, and together `b"a" + b"b"`."""
    return list(piece)


@wrong("encode")
def twice_where_they_overlap(piece, ranks):
    """Where the same two parts overlap, you used the middle one twice. Once joined, both are spent."""
    parts = [bytes([byte]) for byte in piece]
    while True:
        found = [parts[i] + parts[i + 1] for i in range(len(parts) - 1)]
        known = [token for token in found if token in ranks]
        if not known:
            return [ranks[part] for part in parts]
        best, joined, i = min(known, key=ranks.get), [], 0
        while i < len(parts):
            if i < len(found) and found[i] == best:
                joined.append(best)
                i += 1 if i + 1 < len(found) and found[i + 1] == best else 2
            else:
                joined.append(parts[i])
                i += 1
        parts = joined


@wrong("encode")
def whole_characters(piece, ranks):
    """You began with whole characters. A piece begins as single *bytes*: a character may be several bytes, and not a token itself."""
    parts = [letter.encode() for letter in piece.decode()]
    while True:
        places = [i for i in range(len(parts) - 1) if parts[i] + parts[i + 1] in ranks]
        if not places:
            return [ranks[part] for part in parts]
        i = min(places, key=lambda i: ranks[parts[i] + parts[i + 1]])
        parts[i:i + 2] = [parts[i] + parts[i + 1]]


wrong("encode", """Neighbours that form a token weren't joined. Print what your search finds in each round.""",
      lambda piece, ranks: [ranks[bytes([byte])] for byte in piece])

wrong("encode", """You took the *last* two that form a token. Each time you find a lower rank, remember it, and compare with that.""",
      lambda piece, ranks: [ranks[part] for part in joining(piece, ranks, choose=lambda found: found[-1])])


@wrong("encode")
def right_part_stays(piece, ranks):
    """You joined the two, but the right-hand part is still there after them: take that out, one place along."""
    def put(parts, i):
        parts[i] += parts[i + 1]
    return [ranks[part] for part in joining(piece, ranks, join=put)]


@wrong("encode")
def what_the_loop_saw_last(piece, ranks):
    """You put in what your loop looked at *last*. The best place holds something else: join the two that are there."""
    def put(parts, i):
        parts[i:i + 2] = [parts[-2] + parts[-1]]
    return [ranks[part] for part in joining(piece, ranks, join=put)]


wrong("encode", """When no neighbours form a token any more, you look for the lowest of no ranks. That's the end of the loop: return the ids.""",
      lambda piece, ranks: joining(piece, ranks) and reference("encode")(piece, ranks) if len(reference("encode")(piece, ranks)) > 1 else min([]))


@wrong("encode")
def joins_on_the_way(piece, ranks):
    """You join while you're still looking, each time a rank is lower than those before it. Look at *all* neighbours first, and then join one."""
    parts = [bytes([byte]) for byte in piece]
    while True:
        least, i = None, 0
        while i < len(parts) - 1:
            rank = ranks.get(parts[i] + parts[i + 1])
            if rank is not None and (least is None or rank < least):
                least = rank
                parts[i:i + 2] = [parts[i] + parts[i + 1]]
            i += 1
        if least is None:
            return [ranks[part] for part in parts]


wrong("encode", """You took the space away before you began. It's a byte of the piece, and belongs to the token.""",
      lambda piece, ranks: reference("encode")(piece.strip(), ranks))


def joined_by(piece, ranks, is_better, put=lambda parts, best, joined: parts[best] + parts[best + 1], give=lambda parts, ranks: [ranks[part] for part in parts]):
    """Encode as people write it with a place `best`, and with one or two slips."""
    parts = [bytes([byte]) for byte in piece]
    while True:
        best, joined = None, b""
        for i in range(len(parts) - 1):
            joined = parts[i] + parts[i + 1]
            if joined in ranks and (best is None or is_better(joined, best, parts, ranks)):
                best = i
        if best is None:
            return give(parts, ranks)
        parts[best] = put(parts, best, joined)
        del parts[best + 1]


def with_the_place(joined, best, parts, ranks):
    return ranks[joined] < best


def last_joined(parts, best, joined):
    return joined


wrong("encode", """Two things at once. `best` is a place, and you compare a rank with it: remember the lowest rank as well. And `joined` is what the last two neighbours made, not the two at the best place.""",
      lambda piece, ranks: joined_by(piece, ranks, with_the_place, last_joined))


def of_a_place(joined, best, parts, ranks):
    return ranks[joined] < ranks[best]


def as_they_are(parts, ranks):
    return parts


wrong("encode", """You look up a place in `ranks`, but its keys are tokens: bytes. You remember *where* the best two are; the rank of what they make is something else. Remember both, or make the two into a token again before you look it up.""",
      lambda piece, ranks: joined_by(piece, ranks, of_a_place), lambda piece, ranks: joined_by(piece, ranks, of_a_place, give=as_they_are), lambda piece, ranks: joined_by(piece, ranks, of_a_place, last_joined),
      lambda piece, ranks: joined_by(piece, ranks, of_a_place, last_joined, as_they_are))

wrong("encode", """You returned the tokens themselves. The model wants their ids: look up the rank of each.""",
      lambda piece, ranks: joined_by(piece, ranks, with_the_place, give=as_they_are), lambda piece, ranks: joined_by(piece, ranks, with_the_place, last_joined, as_they_are))

wrong("encode", """You asked `ranks` for the whole list of parts. It knows single tokens: go through the parts, and look them up one by one.""",
      lambda piece, ranks: ranks[[piece]])


# --- cost ---

@wrong("cost")
def per_thousand(tokens_in, tokens_out, price_in, price_out):
    """You divided by a thousand. Prices used to be per thousand tokens; these are per million."""
    return (tokens_in * price_in + tokens_out * price_out) / 1_000


wrong("cost", """`10e6` is ten million: 10 and six more zeros. A million is `1e6`, or `1_000_000`.""",
      lambda tokens_in, tokens_out, price_in, price_out: (tokens_in * price_in + tokens_out * price_out) / 10e6)


@wrong("cost")
def per_token(tokens_in, tokens_out, price_in, price_out):
    """You treated the prices as prices per token. They're per million."""
    return tokens_in * price_in + tokens_out * price_out


@wrong("cost")
def only_the_output_divided(tokens_in, tokens_out, price_in, price_out):
    """Only the last part was divided by a million: without brackets, `/` comes before `+`."""
    return tokens_in * price_in + tokens_out * price_out / 1_000_000


@wrong("cost")
def prices_swapped(tokens_in, tokens_out, price_in, price_out):
    """You gave the input the price of the output, and the other way round."""
    return (tokens_in * price_out + tokens_out * price_in) / 1_000_000


@wrong("cost")
def input_only(tokens_in, tokens_out, price_in, price_out):
    """You forgot what comes back: you pay for the output too, at its own price."""
    return tokens_in * price_in / 1_000_000


@wrong("cost")
def one_price(tokens_in, tokens_out, price_in, price_out):
    """You charged all tokens at the input price. The output has its own price."""
    return (tokens_in + tokens_out) * price_in / 1_000_000


@wrong("cost")
def mean_price(tokens_in, tokens_out, price_in, price_out):
    """You charged all tokens at the mean of the two prices. That's right only if as many go in as come back."""
    return (tokens_in + tokens_out) * (price_in + price_out) / 2_000_000


@wrong("cost")
def both_prices_for_all(tokens_in, tokens_out, price_in, price_out):
    """You charged both prices for every token. The input price is for what goes in, the other for what comes back."""
    return (tokens_in + tokens_out) * (price_in + price_out) / 1_000_000


@wrong("cost")
def whole_dollars(tokens_in, tokens_out, price_in, price_out):
    """`//` drops everything after the decimal point, and one request costs far less than 1. Divide with `/`."""
    return (tokens_in * price_in + tokens_out * price_out) // 1_000_000


@wrong("cost")
def whole_millions(tokens_in, tokens_out, price_in, price_out):
    """`//` counts whole millions of tokens, and one request has far fewer. Divide with `/`."""
    return tokens_in // 1_000_000 * price_in + tokens_out // 1_000_000 * price_out


@wrong("cost")
def rounded(tokens_in, tokens_out, price_in, price_out):
    """You rounded. One request costs a few cents or less, and what you lose here you lose a million times."""
    return round((tokens_in * price_in + tokens_out * price_out) / 1_000_000, 2)


@wrong("cost")
def rounded_to_dollars(tokens_in, tokens_out, price_in, price_out):
    """You rounded. One request costs a few cents or less, and what you lose here you lose a million times."""
    return round((tokens_in * price_in + tokens_out * price_out) / 1_000_000)


wrong("cost", """You charged for every million begun. The price is in proportion: half a million costs half as much.""",
      lambda tokens_in, tokens_out, price_in, price_out: ceil(tokens_in / 1_000_000) * price_in + ceil(tokens_out / 1_000_000) * price_out)
