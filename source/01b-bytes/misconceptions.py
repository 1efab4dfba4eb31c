"""The ways people get 01b-bytes wrong, and what to say."""
from itertools import pairwise
from math import ceil

from course.exercise.mistakes import edit, instead, result

# --- decode ---

decode = {
    "You read the bytes as ASCII, which knows nothing above 127. These bytes are UTF-8.":
        edit('"utf-8"', '"ascii"'),
    "You joined the whole vocabulary. The ids say which tokens to take, and in what order.":
        edit("vocab[i] for i in ids", "vocab.values()"),
    "You went through the vocabulary and kept what's among the ids. The ids say which tokens to take, in what order, and how often.":
        edit("vocab[i] for i in ids", "part for i, part in vocab.items() if i in ids"),
    "You put spaces between the tokens. If there is a space, it's already in a token.":
        edit('b""', 'b" "'),
    "`str` of bytes shows them as Python writes them, with `b'…'`. To read them as UTF-8, decode them.":
        instead("str(b''.join(vocab[i] for i in ids))"),
    "You decoded each token by itself. A character may be spread over two tokens: join all the bytes first, then decode once.":
        instead("''.join(vocab[i].decode('utf-8', errors='replace') for i in ids)"),
    "You joined the tokens, but what you have is bytes, as the `b` before the quotes shows. Decode them to get the text.":
        instead("b''.join(vocab[i] for i in ids)"),
    "You read each byte as a character of its own, as the old Latin-1 does. These bytes are UTF-8.":
        edit('"utf-8"', '"latin-1"'),
    "Your decoder stops at bytes that aren't valid UTF-8. A model can write them at any time: put the replacement character there.":
        edit(', errors="replace"', ""),
    "You dropped the bytes that aren't valid UTF-8. Nobody would notice that something was lost: put the replacement character there.":
        edit('"replace"', '"ignore"'),
    "You wrote the broken bytes as `\\x…`. That's useful for finding an error, but we agreed on the replacement character.":
        edit('"replace"', '"backslashreplace"'),
    "You sorted the ids by size. Their own order is the text.":
        edit("for i in ids", "for i in sorted(ids)"),
    "You turned the ids themselves into bytes. What an id stands for is in the vocabulary: `vocab[i]`.":
        [edit("vocab[i]", "bytes([i])"), edit("vocab[i]", "chr(i).encode()")],
    "You took the id for a *position* among the values. It's a key: `vocab[i]`, whatever order they're in.":
        edit("vocab[i]", "list(vocab.values())[i]"),
}


# --- vocabulary ---

def numbered_by_sum(merges):
    vocab = {i: bytes([i]) for i in range(256)}
    for left, right in merges:
        vocab[len(vocab)] = vocab[left + right]
    return vocab


vocabulary = {
    "Your first merge has the id 257. The bytes are 0 to 255, so the first free id is 256.":
        result("{i if i < 256 else i + 1: part for i, part in it.items()}"),
    "You looked up a merge's parts only one level deep. A part may be a merge of merges: take its bytes from the vocabulary you have built so far.":
        instead("{i: bytes([i]) for i in range(256)} | {256 + k: b''.join(bytes([i]) if i < 256 else b''.join(bytes([j % 256]) for j in merges[i - 256]) for i in pair) for k, pair in enumerate(merges)}"),
    "From 128 on you have two bytes instead of one: `chr(i).encode()` is the UTF-8 of a character. `bytes([i])` is the byte.":
        edit("bytes([i])", "chr(i).encode()"),
    "`bytes(3)` makes three zero bytes. `bytes([3])`, with a list, is the one byte 3.":
        edit("bytes([i])", "bytes(i)"),
    "You joined the parts in the wrong order: the left one comes first.":
        edit("vocab[left] + vocab[right]", "vocab[right] + vocab[left]"),
    "You stored strings. Tokens are bytes: a token may be half a character, and no string can hold that.":
        [edit("bytes([i])", "chr(i)"), result("{i: part.decode('latin-1') for i, part in it.items()}")],
    "You stored numbers, and adding two of them makes a third. A token is bytes: `bytes([104]) + bytes([111])` is `b\"ho\"`.":
        edit("bytes([i])", "i"),
    "For a merge you stored its pair of ids. The task asks for the bytes of the two, joined: look up what each stands for.":
        edit("vocab[left] + vocab[right]", "(left, right)"),
    "The single bytes are missing: ids 0 to 255 belong to the vocabulary too.":
        result("{i: part for i, part in it.items() if i > 255}"),
    "`range(255)` ends at 254, so the byte 255 is missing. There are 256 bytes, 0 to 255.":
        edit("range(256)", "range(255)"),
    "Yours is the wrong way round, from bytes to id. To read ids you look up an id: the ids are the keys, the bytes the values.":
        result("{part: i for i, part in it.items()}"),
    "You turned the two ids of a pair into bytes. An id from 256 on isn't a byte: look up what it stands for.":
        edit("vocab[left] + vocab[right]", "bytes([left, right])"),
    "You returned a list. The task asks for a dictionary, from id to bytes.":
        result("list(it.values())"),
    "You added the two *ids*, and that's a number. Join what each of them stands for: `vocab[first] + vocab[second]`.":
        edit("vocab[left] + vocab[right]", "left + right"),
    "You added the two ids first, then looked up what that number stands for. Look up each of them, and join what they stand for.":
        instead(numbered_by_sum),
}


# --- encode ---

def by_a_choice(piece, ranks, choose):
    parts = [bytes([byte]) for byte in piece]
    while found := [(ranks[a + b], i) for i, (a, b) in enumerate(pairwise(parts)) if a + b in ranks]:
        i = choose(found, parts)
        parts[i:i + 2] = [parts[i] + parts[i + 1]]
    return [ranks[part] for part in parts]


def most_frequent(found, parts):
    made = [a + b for a, b in pairwise(parts)]
    return max(found, key=lambda each: (made.count(made[each[1]]), -each[0]))[1]


def longest_first(piece, ranks):
    ids = []
    while piece:
        end = next(end for end in range(len(piece), 0, -1) if piece[:end] in ranks)
        ids, piece = [*ids, ranks[piece[:end]]], piece[end:]
    return ids


def one_join(piece, ranks):
    parts = [bytes([byte]) for byte in piece]
    found = [(ranks[a + b], i) for i, (a, b) in enumerate(pairwise(parts)) if a + b in ranks]
    if found:
        _, i = min(found)
        parts[i:i + 2] = [parts[i] + parts[i + 1]]
    return [ranks[part] for part in parts]


encode = {
    "You joined whatever formed a token, from the left. Look at all neighbors first: the lowest rank goes first, wherever it is.":
        instead("by_a_choice(piece, ranks, lambda found, parts: found[0][1])"),
    "You took the *last* two that form a token. Each time you find a lower rank, remember it, and compare with that.":
        [edit(" and ranks[joined] < lowest", ""), edit("best, lowest = i, ranks[joined]", "best = i")],
    "You took the longest token that fits, from the left. BPE never looks at length: it only joins neighbors, by rank.":
        instead(longest_first),
    "You joined the highest rank first. A low rank was learned early, and is joined early.":
        edit("ranks[joined] < lowest", "(best is None or ranks[joined] > lowest)"),
    "You joined one pair and stopped. Go on until no two neighbors form a token.":
        instead(one_join),
    "Where the lowest rank occurs in two places, you joined the right one. The left one goes first.":
        edit("ranks[joined] < lowest", "ranks[joined] <= lowest"),
    "For a single byte you gave its number. Its id is its rank: look it up, like that of any other token.":
        edit("[ranks[part] for part in parts]", "[part[0] if len(part) == 1 else ranks[part] for part in parts]"),
    "`list(piece)` gives numbers, but the ranks belong to bytes: look up `b\"a\"`, not 97. `bytes([97])` is bytes.":
        edit("[bytes([byte]) for byte in piece]", "list(piece)"),
    "Most neighbors form no token, so the dictionary has no rank for them. Ask whether it has one before you look it up.":
        edit("joined in ranks and ", ""),
    "You joined two parts, then deleted the index where you had put them. Delete the right-hand one instead: the index after it.":
        edit("del parts[best + 1]", "del parts[best]"),
    "You joined the pair that occurs most often in this piece. That's training. In encoding, the lowest rank goes first, however often the pair occurs.":
        instead("by_a_choice(piece, ranks, most_frequent)"),
    "You compared the rank of the left part. What counts is the rank of the token that the two make together.":
        [edit("if joined in ranks and ranks[joined] < lowest:\n                best, lowest = i, ranks[joined]", "if joined in ranks and ranks[parts[i]] < lowest:\n                best, lowest = i, ranks[parts[i]]")],
    "You added the ranks of the two *parts*. What counts is the rank of the token they make together.":
        [edit("if joined in ranks and ranks[joined] < lowest:\n                best, lowest = i, ranks[joined]", "rank = ranks[parts[i]] + ranks[parts[i + 1]]\n            if joined in ranks and rank < lowest:\n                best, lowest = i, rank")],
    "Index 0 counts as false, so you stopped where the first two belonged together. Ask `is None`: 0 is an index.":
        edit("if best is None:", "if not best:"),
    "You returned the tokens themselves. The model wants their ids: look up the rank of each.":
        edit("[ranks[part] for part in parts]", "parts"),
    "You began with whole characters. A piece begins as single *bytes*: a character may be several bytes, and not a token itself.":
        edit("[bytes([byte]) for byte in piece]", "[letter.encode() for letter in piece.decode(errors='replace')]"),
    "You put in what your loop looked at *last*. The best index holds something else: join the two that are there.":
        edit("parts[best] = parts[best] + parts[best + 1]", "parts[best] = joined"),
}


# --- cost ---

cost = {
    "You divided by a thousand. Prices used to be per thousand tokens; these are per million.":
        edit(") / 1_000_000", ") / 1_000"),
    "`10e6` is ten million: 10 and six more zeros. A million is `1e6`, or `1_000_000`.":
        edit(") / 1_000_000", ") / 10e6"),
    "You treated the prices as prices per token. They're per million.":
        edit(") / 1_000_000", ")"),
    "Only the last part was divided by a million: without brackets, `/` comes before `+`.":
        edit("(tokens_in * price_in + tokens_out * price_out)", "tokens_in * price_in + tokens_out * price_out"),
    "You gave the input the price of the output, and the other way round.":
        instead("cost(tokens_in, tokens_out, price_out, price_in)"),
    "You forgot what comes back: you pay for the output too, at its own price.":
        instead("cost(tokens_in, 0, price_in, price_out)"),
    "You charged all tokens at the input price. The output has its own price.":
        instead("cost(tokens_in, tokens_out, price_in, price_in)"),
    "You charged all tokens at the mean of the two prices. That's right only if as many go in as come back.":
        instead("(tokens_in + tokens_out) * (price_in + price_out) / 2 / 1_000_000"),
    "You charged both prices for every token. The input price is for what goes in, the other for what comes back.":
        instead("(tokens_in + tokens_out) * (price_in + price_out) / 1_000_000"),
    "`//` drops everything after the decimal point, and one request costs far less than 1. Divide with `/`.":
        edit(") / 1_000_000", ") // 1_000_000"),
    "`//` counts whole millions of tokens, and one request has far fewer. Divide with `/`.":
        instead("tokens_in // 1_000_000 * price_in + tokens_out // 1_000_000 * price_out"),
    "You charged for every million begun. The price is in proportion: half a million costs half as much.":
        instead("ceil(tokens_in / 1_000_000) * price_in + ceil(tokens_out / 1_000_000) * price_out"),
}
