"""Make the checkpoint of 02-next-token from the notebook's own answers: `python source/02-next-token/checkpoint.py`."""
import tiktoken

from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons import texts
from course.lessons.models import bpe

CORPORA = "us-men-1990", "west-midlands-boys-2016", "yorkshire-boys-2016"


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`."""
    to_probabilities, count_contexts, one_shorter = map(reference, ("to_probabilities", "count_contexts", "one_shorter"))
    text = "\n".join(texts.speeches())[-1_000_000:]
    train, new, size = text[:900_000], text[900_000:], len(set(text))
    tables = [count_contexts(train, n) for n in range(1, 9)]
    return {"first_tokens": [first_token(encoding) for encoding in ("r50k_base", "cl100k_base", "o200k_base")],
            "to_probabilities": {corpus: to_probabilities(texts.names(corpus)) for corpus in CORPORA}, "pairs": tables[1],
            # nats a character with n = 1 to 8
            "on_new": [nats(tables[:n], new, size) for n in range(1, 9)],
            "on_train": [nats(tables[:n], train[:20_000], size) for n in range(1, 9)],
            "add_one": [by_add_one(table, new, n, size) for n, table in enumerate(tables, 1)],
            "by_tokens": {"1,256 tokens of these speeches": of_tokens(train, new, bpe.train([train], 1000), 1256),
                          "50,257 tokens of GPT-2": of_tokens(train, new, tiktoken.get_encoding("r50k_base"), 50257)},
            "better": nats([one_shorter(table) for table in tables[1:6]] + [tables[5]], new, size)}


def first_token(name):
    """The most likely first token of a US man's name in the encoding of that name, and of how many it is."""
    encoding = tiktoken.get_encoding(name)
    by_token = reference("count_tokens")(texts.names("us-men-1990"), lambda man: encoding.decode(encoding.encode(" " + man)[:1]))
    best = max(by_token.keys() - {"(any other name)"}, key=by_token.get)
    return f"{best!r} {by_token[best]}"


def probabilities(tables, text, size):
    """What the model of these tables gives to each token of a text, in which a character stands for a token."""
    interpolate, witten_bell = reference("interpolate"), reference("witten_bell")
    return [interpolate(tables, text[max(0, i - 7):i], text[i], size, witten_bell) for i in range(len(text))]


def nats(tables, text, size):
    """The score of that model -> nats for each token."""
    return round(reference("cross_entropy")(probabilities(tables, text, size)), 3)


def by_add_one(table, text, n, size):
    """The score of add-one on the table of n -> nats for each character."""
    rows = [(table.get(text[max(0, i - n + 1):i], {}), text[i]) for i in range(len(text))]
    return round(reference("cross_entropy")([(row.get(token, 0) + 1) / (sum(row.values()) + size) for row, token in rows]), 3)


def of_tokens(train, new, encoding, size):
    """Of the model that reads such tokens, with n = 3 -> perplexity, bits per character."""
    surprise, score = reference("cross_entropy"), reference("score")
    counted, came = ("".join(map(chr, encoding.encode(part))) for part in (train, new))
    P = probabilities([reference("count_contexts")(counted, n) for n in (1, 2, 3)], came, size)
    found = score([encoding.decode([ord(i)]) for i in came], [surprise([p]) for p in P])
    return [round(found["perplexity"], 1), round(found["bits per character"], 3)]


if __name__ == "__main__":
    checkpoint.write("02-next-token", make(), indent=0, ensure_ascii=False)
