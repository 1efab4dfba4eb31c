"""The ways people get 01-tokens wrong, and what to say."""

import re
from itertools import pairwise

import tiktoken

from course.exercise.mistakes import edit, instead, result

# --- words per token ---

words_per_token = {
    "You encoded the *name* of the encoding. Encode the text: `.encode(text)`.":
        edit("encode(text)", "encode(encoding)"),
    "You counted each different token once, as a set does. A token counts every time it occurs.":
        edit("len(ids)", "len(set(ids))"),
    "You divided by the length of the text. `len(text)` counts characters, and Python's own `text.encode()` gives bytes. The tokens come from the encoding: `tiktoken.get_encoding(encoding).encode(text)`.":
        [edit("len(ids)", "len(text)"), edit("len(ids)", "len(text.encode())")],
    "That's tokens per word, the wrong way round. `per token` means divided by the number of tokens.":
        instead("1 / words_per_token(text, encoding)"),
    "You divided characters by tokens: `len` of a text counts its characters. Cut the text into words first.":
        edit("len(text.split())", "len(text)"),
    "You counted the spaces between the words. Three words in a row have only two.":
        edit("len(text.split())", "text.count(' ')"),
    "You divided in whole numbers: `//` drops everything after the decimal point, and here that's all that matters.":
        edit(" / ", " // "),
    "You counted each different word once. Here `the` counts every time it occurs.":
        edit("len(text.split())", "len(set(text.split()))"),
    "You left words out: `isalpha` and the like reject digits, apostrophes and a full stop at the end. Here a word is whatever stands between white space.":
        [edit("len(text.split())", f"sum(word.{kind}() for word in text.split())") for kind in ("isalpha", "isalnum")],
    "You use the same encoding for every call. Its name arrives in the argument `encoding`: ask tiktoken for that one.":
        [edit("get_encoding(encoding)", f"get_encoding({name!r})") for name in ("r50k_base", "cl100k_base")],
    "`encoding` is a name here, a string, and a string's own `.encode` does something else. Let `tiktoken.get_encoding` find the encoding with that name.":
        edit("tiktoken.get_encoding(encoding)", "encoding"),
    "You cut at each single space. Two in a row leave an empty word between them, and a new line or a tab doesn't cut at all.":
        edit("text.split()", "text.split(' ')"),
    "You cut at every single space or line break. Two in a row make an empty word. `split()`, with empty brackets, cuts at white space of any kind and length.":
        edit("text.split()", "text.replace(chr(10), ' ').split(' ')"),
    "`tiktoken.get_encoding` doesn't know the name you gave it. The right one arrives in `encoding`: no quotes around it, and not the text.":
        edit("get_encoding(encoding)", "get_encoding('encoding')"),
    "You took runs of letters for words. Here `it's` is one word, and a dash between two spaces is another: a word is whatever stands between white space.":
        instead(r"len(re.findall(r'\w+', text)) / len(tiktoken.get_encoding(encoding).encode(text))"),
    "You encoded each word by itself, without the space before it, and that gives different tokens. Encode the text as it is.":
        instead("len(text.split()) / sum(len(tiktoken.get_encoding(encoding).encode(word)) for word in text.split())"),
    "You put the text into lower case before you encoded it, and that gives different tokens. Encode the text as it is.":
        instead("words_per_token(text.lower(), encoding)"),
}


# --- count pairs ---


def no_overlaps(pieces):
    counts = {}
    for ids in pieces:
        i = 0
        while i < len(ids) - 1:
            counts[ids[i], ids[i + 1]] = counts.get((ids[i], ids[i + 1]), 0) + 1
            i += 2 if ids[i : i + 2] == ids[i + 1 : i + 3] else 1
    return counts


count_pairs = {
    "You counted a pair that crosses from one piece to the next. Count inside each piece: the border is there to keep words apart.":
        instead("count_pairs([[i for ids in pieces for i in ids]])"),
    "You moved in steps of two. Every id except the last begins a pair: move by one.":
        edit("range(len(ids) - 1)", "range(0, len(ids) - 1, 2)"),
    "Your walk goes all the way to the last id and asks for its right-hand neighbor. It has none: stop one earlier.":
        edit("len(ids) - 1", "len(ids)"),
    "The first time you meet a pair, the dictionary has no count to add to. Begin at 0.":
        edit("counts[pair] = counts.get(pair, 0) + 1", "counts[pair] += 1"),
    "Each count is one too low: the first time you meet a pair counts too.":
        [edit(".get(pair, 0)", ".get(pair, -1)"), result("{pair: n - 1 for pair, n in it.items()}")],
    "A list can't be a key of a dictionary, because it can change. A pair is a tuple of two ids.":
        edit("(ids[i], ids[i + 1])", "[ids[i], ids[i + 1]]"),
    "Your keys are strings. A pair is a tuple of two ids: keep the ids themselves in it, so they can be merged later.":
        [edit("(ids[i], ids[i + 1])", text) for text in ("str((ids[i], ids[i + 1]))", "f'{ids[i]},{ids[i + 1]}'", "str(ids[i]) + str(ids[i + 1])")],
    "You counted (2, 1) together with (1, 2). In text the order matters: `no` isn't `on`.":
        edit("(ids[i], ids[i + 1])", "tuple(sorted(ids[i:i + 2]))"),
    "You found the neighbor with `index`, which gives the *first* index of an id, even when you're at a later one. Walk by position: `for i in range(len(ids) - 1)`.":
        edit("(ids[i], ids[i + 1])", "(ids[i], ids[ids.index(ids[i]) + 1])"),
    "Each pair has a count of 1: when it comes again, you write 1 again. Add to the count that's there.":
        edit("counts.get(pair, 0) + 1", "1"),
    "You counted single ids. A pair is an id with its right-hand neighbor.":
        [edit("pair = (ids[i], ids[i + 1])", "pair = ids[i]"), instead("{i: sum(ids.count(i) for ids in pieces) for ids in pieces for i in ids}")],
    "You paired the last id of a piece with its first. The last id has no right-hand neighbor.":
        edit("range(len(ids) - 1):\n            pair = (ids[i], ids[i + 1])", "range(len(ids)):\n            pair = (ids[i], ids[(i + 1) % len(ids)])"),
    "In `[1, 1, 1]` you counted (1, 1) once. When *counting*, pairs may overlap; only *merging* uses up both ids.":
        instead(no_overlaps),
    "Each piece overwrites what the pieces before it had counted. Add to the count that's there.":
        instead("{pair: n for ids in pieces for pair, n in count_pairs([ids]).items()}"),
    "`ids[i] + 1` adds one to the id at index i. The neighbor is one *index* along: `ids[i + 1]`.":
        edit("ids[i + 1]", "ids[i] + 1"),
    "You counted indices, i and i + 1. A pair is made of the ids there: `ids[i]` and `ids[i + 1]`.":
        edit("(ids[i], ids[i + 1])", "(i, i + 1)"),
    "You paired each id with the one *before* it, and the first with the last, because `ids[-1]` is the last. A pair is an id and its right-hand neighbor, `ids[i + 1]`.":
        edit("(ids[i], ids[i + 1])", "(ids[i - 1], ids[i])"),
    "You added the two ids together. A pair is both of them, side by side, in round brackets: `(ids[i], ids[i + 1])`.":
        edit("(ids[i], ids[i + 1])", "ids[i] + ids[i + 1]"),
    "That is one number: how many pairs there are in all. Count each pair for itself, in a dictionary.":
        instead("sum(max(0, len(ids) - 1) for ids in pieces)"),
}


# --- merge ---


def first_occurrence(ids, pair, new_id):
    at = next((i for i in range(len(ids)) if tuple(ids[i : i + 2]) == pair), None)
    return list(ids) if at is None else [*ids[:at], new_id, *ids[at + 2 :]]


def as_text(ids, pair, new_id):
    text = " ".join(map(str, ids)).replace(f"{pair[0]} {pair[1]}", str(new_id))
    return [int(i) for i in text.split()]


def middle_twice(ids, pair, new_id):
    hits = [tuple(ids[i : i + 2]) == pair for i in range(len(ids))]
    return [new_id if hit else i for i, hit, before in zip(ids, hits, [False, *hits]) if hit or not before]


def shortened(ids, pair, new_id):
    ids = list(ids)
    for i in range(len(ids) - 1):
        if (ids[i], ids[i + 1]) == pair:
            ids[i] = new_id
            del ids[i + 1]
    return ids


def last_id_again(ids, pair, new_id):
    merged, i = [], 0
    while i < len(ids) - 1:
        hit = (ids[i], ids[i + 1]) == pair
        merged.append(new_id if hit else ids[i])
        i += 1 + hit
    return merged + ids[-1:]


condition = "tuple(ids[i:i + 2]) == pair"
merge = {
    "You used the middle 1 twice. Once merged, both ids are spent: step over two.":
        instead(middle_twice),
    "You put in the new id but kept the right half of the pair. The new id replaces both: step over two. In a `for`, changing `i` does nothing.":
        edit("i += 2", "i += 1"),
    "Nothing was merged: your condition is never true. Compare two ids in round brackets, `(ids[i], ids[i + 1])`, with the pair.":
        [edit(condition, other) for other in ("ids[i:i + 2] == pair", "ids[i] == pair", "pair in ids")],
    "After a merge, the right half of the pair came up again, and the walk ended one early. A `for` moves on by one each time, whatever you do to `i`.":
        instead("[new_id if (ids[i], ids[i + 1]) == pair else ids[i] for i in range(len(ids) - 1)]"),
    "You looked for a neighbor that isn't there: the last id has none. Ask first whether `i + 1 < len(ids)`, and then what's there: `and` stops at the first part that's false.": [
        edit(condition, "(ids[i], ids[i + 1]) == pair"),
        edit(condition, "ids[i] == pair[0] and ids[i + 1] == pair[1]"),
        instead(shortened),
        instead("[new_id if (ids[i], ids[i + 1]) == pair else ids[i] for i in range(len(ids))]"),
    ],
    "You step over two ids where there is no pair as well, so every other id is skipped. Step over one there.":
        edit("i += 1", "i += 2"),
    "The last id has no right-hand neighbor, and your walk stops before it. It still belongs in the result, unless it has been merged already.":
        edit("while i < len(ids)", "while i < len(ids) - 1"),
    "You always put the last id at the end. If it was part of a pair, the new id already stands for it.":
        [edit("    return merged", "    return merged + ids[-1:] * (merged[-1:] != ids[-1:])"), instead(last_id_again)],
    "You replaced the first occurrence and stopped. Walk on to the end.":
        instead(first_occurrence),
    "You began at the right end. Where pairs overlap, that gives a different result: walk from left to right.":
        instead("merge(ids[::-1], pair[::-1], new_id)[::-1]"),
    "You replaced digits in a text: the end of 11 and the 2 after it look like the pair 1, 2. Compare ids, not their digits.":
        instead(as_text),
    "You replaced the pair in either order. (2, 1) isn't the same pair as (1, 2).":
        edit("== pair", "in (pair, pair[::-1])"),
    "`in pair` is true for either of the two, so (2, 1) and (1, 1) are merged as well. Compare both ids with `pair` itself.":
        edit(condition, "i + 1 < len(ids) and ids[i] in pair and ids[i + 1] in pair"),
    "You turned the ids into bytes. A byte ends at 255, and ids go on: the first new one is 256. Work on the list itself.":
        instead("list(bytes(ids).replace(bytes(pair), bytes([new_id])))"),
    "You replace wherever you find the *first* id of the pair. The next id has to be the second one too.":
        [edit(condition, "ids[i] == pair[0]"), edit(condition, "i + 1 < len(ids) and ids[i] == pair[0]")],
    "You put in the index `i` where the id belongs. The id at that index is `ids[i]`.":
        edit("append(ids[i])", "append(i)"),
    "A later pair isn't merged.":
        edit(condition, "i + 2 < len(ids) and tuple(ids[i:i + 2]) == pair"),
    "You put in the whole list where one id belongs. The one at this index is `ids[i]`.":
        edit("append(ids[i])", "append(ids)"),
    "Everything was merged: your `if` is always true. Compare the ids at this index and the next with `pair`.":
        [edit(condition, "True"), edit(condition, "pair")],
    "You put in the pair itself where it was found. One new id takes its place: `new_id`.":
        edit("append(new_id)", "append(pair)"),
}


# --- train ---

train = {
    "You found the same pair in every round: the pieces that you count are still the old ones. In each round, count the pieces that the round before has merged.": [
        edit("    for new_id in range(256, 256 + n):\n        counts = count(pieces)", "    counts = count(pieces)\n    for new_id in range(256, 256 + n):"),
        edit("pieces = [merge(ids, best, new_id) for ids in pieces]", "[merge(ids, best, new_id) for ids in pieces]"),
        edit("[merge(ids, best, new_id) for ids in pieces]", "merge(pieces, best, new_id)"),
    ],
    "You noted the new id. The list is of the *pairs* that were merged.":
        edit("append(best)", "append(new_id)"),
    "You noted how often the pair occurs. The list is of the pairs alone.":
        [edit("append(best)", "append((best, counts[best]))"), edit("append(best)", "append(counts[best])")],
    "Your new ids begin at 0. Those numbers are taken by the bytes: the first new id is 256.":
        edit("range(256, 256 + n)", "range(n)"),
    "Your new ids begin at 257. The bytes are 0 to 255, so the first free id is 256.":
        edit("range(256, 256 + n)", "range(257, 257 + n)"),
    "Each merge got the same new id. The first pair becomes 256, the next 257, and so on.":
        edit("merge(ids, best, new_id)", "merge(ids, best, 256)"),
    "When no pair was left, you went on. Stop there, and return what you have.": [
        edit("        if not counts:\n            break\n", ""),
        edit("            break", "            return None"),
        edit("            break", "            return []"),
    ],
    "You took the *least* frequent pair. Merge the one that occurs most often.":
        edit("best_pair(counts)", "min(counts, key=counts.get)"),
    "Of equally frequent pairs you took the first that was counted, as `max` does. The rule is: the smaller one. `best_pair` follows it.":
        edit("best_pair(counts)", "max(counts, key=counts.get)"),
    "Of equally frequent pairs you took the largest. The rule is: the smaller one. `best_pair` follows it.":
        edit("best_pair(counts)", "max(counts, key=lambda pair: (counts[pair], pair))"),
    "You compared equally frequent pairs as *texts*, where 10 comes before 9. Compare the pairs themselves.":
        edit("best_pair(counts)", "min(counts, key=lambda pair: (-counts[pair], str(pair)))"),
    "`max` of a dictionary looks at its keys, the pairs. How often each occurs is its value: `best_pair` looks at that.":
        edit("best_pair(counts)", "max(counts)"),
    "You merged the smallest pair, however often it occurs. The most frequent one goes first.":
        edit("best_pair(counts)", "min(counts)"),
    "The next round got a plain list of ids in place of a list of *pieces*. Begin each round with an empty list, and `append` each merged piece to it.": [
        edit("[merge(ids, best, new_id) for ids in pieces]", "merge(pieces[-1], best, new_id)"),
        edit(
            "[merge(ids, best, new_id) for ids in pieces]",
            "[i for ids in pieces for i in merge(ids, best, new_id)]",
        ),
    ],
    "Your list of pieces keeps growing: the merged ones were added after the old ones. Begin a new list in each round, and let it replace the old one.":
        edit("[merge(ids, best, new_id) for ids in pieces]", "[*pieces, *(merge(ids, best, new_id) for ids in pieces)]"),
    "You gave `merge` the pair first. The ids come first, then the pair, then the new id.":
        edit("merge(ids, best, new_id)", "merge(best, ids, new_id)"),
    "You stopped at `n` ids in all, the 256 bytes included. `n` is how many pairs to merge.":
        edit("range(256, 256 + n)", "range(256, n)"),
    "You changed the pieces you were given. The caller still needs them: make a new list in each round.":
        edit("pieces = [", "pieces[:] = ["),
}


# --- apply merges ---


def while_one_fits(ids, merges, merge, choose):
    while fit := [pair for pair in pairwise(ids) if pair in merges and merge(ids, pair, 0) != ids]:
        best = choose(fit)
        ids = merge(ids, best, 256 + merges.index(best))
    return ids


def counted_where_found(ids, merges, merge):
    new_id = 256
    for pair in merges:
        after = merge(ids, pair, new_id)
        new_id += after != ids
        ids = after
    return ids


def until(ids, merges, merge, found):
    for new_id, pair in enumerate(merges, 256):
        after = merge(ids, pair, new_id)
        if (after != ids) == found:
            return after
        ids = after
    return ids


apply_merges = {
    "None of the merges shows in what you returned.":
        edit("ids = merge(", "merge("),
    "Each of your merges started again from the bytes, so only the last one shows. Give each merge what the one before it left.":
        edit("ids = merge(ids, pair, new_id)\n        new_id += 1\n    return ids", "done = merge(ids, pair, new_id)\n        new_id += 1\n    return done if merges else ids"),
    "Your new ids don't begin at 256. The bytes are 0 to 255, so the first free id is 256.":
        [edit("new_id = 256", f"new_id = {n}") for n in (0, 1, 255, 257)],
    "Your new ids don't go on counting. Each pair has its own: 256 for the first, 257 for the second, one more in each round.":
        [edit("        new_id += 1\n", ""), edit("new_id += 1", "new_id = 257"), edit("new_id += 1", "new_id *= 2"), edit("new_id += 1", "new_id -= 1")],
    "You changed the order of the merges: a set has no order, and sorting mixes up when each was learned. Go through the list as it is.":
        [edit("in merges", f"in {kind}(merges)") for kind in ("sorted", "set")],
    "You went through the merges from last to first. A later one may need what an earlier one makes: begin with the one that was learned first.": [
        edit("in merges", "in merges[::-1]"),
        instead(
            "[ids := merge(ids, merges[k], 256 + k) for k in reversed(range(len(merges)))][-1] if merges else ids"
        ),
    ],
    "You made only as many merges as there are ids. Go through all of `merges`, however short the piece is.":
        edit("in merges", "in merges[:len(ids)]"),
    "The first merge in the list was left out. Indices begin at 0.":
        instead("[ids := merge(ids, merges[k], 256 + k) for k in range(1, len(merges))][-1] if merges[1:] else ids"),
    "You merged only pairs of bytes. What one merge makes may be part of a later one.":
        edit("ids = merge(ids, pair, new_id)", "ids = merge(ids, pair, new_id) if max(pair) < 256 else ids"),
    "You put in the pair itself where you found it. A new id takes its place.":
        edit("merge(ids, pair, new_id)", "merge(ids, pair, pair)"),
    "A pair came back: you gave `merge` the pair where the ids belong. The ids come first, then the pair, then the new id.":
        edit("merge(ids, pair, new_id)", "merge(pair, ids, new_id)"),
    "You took the new id from the length of the list. It should say when the pair was learned: 256 for the first of `merges`, 257 for the second.":
        [edit("merge(ids, pair, new_id)", f"merge(ids, pair, {n})") for n in ("len(ids)", "256 + len(ids)")],
    "You returned what every merge made. Return only the last of it: the ids after all the merges.":
        instead("[ids := merge(ids, pair, new_id) for new_id, pair in enumerate(merges, 256)]"),
    "You added what `merge` returns to a list. It is all of the ids, merged: let it take the place of the ids that you had.": [
        edit("ids = merge(ids, pair, new_id)", "ids = ids + merge(ids, pair, new_id)"),
        edit("ids = merge(ids, pair, new_id)", "ids = [*ids, merge(ids, pair, new_id)]"),
    ],
    "You stopped at the first merge that found nothing. Most find nothing in a short piece, but a later one still may. Go on.":
        instead("until(ids, merges, merge, False)"),
    "You stopped after the first merge that found something. What it makes may be part of a later one: go on to the end of the list.":
        instead("until(ids, merges, merge, True)"),
    "A pair keeps the number it got when it was learned, even in a text where it doesn't occur: 256 for the first of `merges`, 257 for the second.":
        [instead(counted_where_found), edit("merge(ids, pair, new_id)", "merge(ids, pair, max(255, *ids) + 1)")],
    "You joined the leftmost pair that fits. Where two pairs overlap, the one *learned first* comes first, wherever it is.":
        instead("while_one_fits(ids, merges, merge, lambda fit: fit[0])"),
    "Of the pairs that fit, you joined the one learned *last*. Take the one learned first: a longer token isn't a better one.":
        instead("while_one_fits(ids, merges, merge, lambda fit: max(fit, key=merges.index))"),
    "You joined the pair that's most frequent in this piece. That was for training; now the pair *learned first* comes first.":
        instead("while_one_fits(ids, merges, merge, lambda fit: min(fit, key=lambda pair: (-fit.count(pair), merges.index(pair))))"),
}
