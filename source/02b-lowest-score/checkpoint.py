"""Make the checkpoint of 02b-lowest-score from the notebook's own answers: `python source/02b-lowest-score/checkpoint.py`."""
from collections import Counter
from math import log
from pathlib import Path

import numpy as np
import tiktoken

from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons.texts import speeches
from course.notebook import document

NOTEBOOK = Path(__file__).parent / "02b-lowest-score.ipynb"


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`."""
    space = {"Counter": Counter, "log": log, "np": np}
    text = "\n".join(speeches())[-1_000_000:]
    space |= {"text": text, "train": text[:900_000], "new": text[900_000:]}
    exec(next(cell.source for cell in document.read(NOTEBOOK).cells if cell.id == "model"), space)
    gpt2, bits = tiktoken.get_encoding("r50k_base"), reference("bits_per_character")
    continued, discount = reference("continuation_counts"), reference("discount")
    n_grams, contexts, surprisals, half = (space[name] for name in ("n_grams", "contexts", "surprisals", "half_and_half"))
    counts, tables, size = (space[name] for name in ("counts", "tables", "size"))

    def discounted(count, total, kinds, p):
        return discount(count, total, kinds, p, .75)

    train_ids, new_ids = ("".join(map(chr, gpt2.encode(part))) for part in (space["train"], space["new"]))
    token_counts = [n_grams(train_ids, n) for n in (1, 2, 3)]
    token_tables = [contexts(grams) for grams in token_counts]
    pieces = [gpt2.decode([ord(i)]) for i in new_ids]
    by_tokens, by_characters = surprisals(token_tables, 50_257, half, new_ids), surprisals(tables[:7], size, half)
    better = [contexts(Counter(continued(grams))) for grams in counts[1:]] + tables[7:]
    found = [np.mean(surprisals(some, size, mix)) for mix in (half, discounted) for some in (tables, better)]
    better_tokens = [contexts(Counter(continued(grams))) for grams in token_counts[1:]] + token_tables[2:]
    found.append(sum(surprisals(better_tokens, 50_257, discounted, new_ids)) / len(space["new"]))
    two = [([" name", " is"], [log(4), log(16)]), (list(" name is"), [log(2)] * 8)]
    return {"bits": [bits(*case) for case in [*two, (pieces, by_tokens), (list(space["new"]), by_characters)]],
            "scores": [round(float(each), 3) for each in found]}


if __name__ == "__main__":
    checkpoint.write("02b-lowest-score", make(), indent=1)
