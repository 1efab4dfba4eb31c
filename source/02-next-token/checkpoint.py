"""Make the checkpoint of 02-next-token from the notebook's own answers: `python source/02-next-token/checkpoint.py`."""
from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons import texts

CORPORA = "us-men-1990", "west-midlands-boys-2016", "yorkshire-boys-2016"


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`."""
    to_probabilities, count_contexts = map(reference, ("to_probabilities", "count_contexts"))
    text = "\n".join(texts.speeches())[-1_000_000:]
    train, new, size = text[:900_000], text[900_000:], len(set(text))
    tables = [count_contexts(train, n) for n in range(1, 9)]
    return {"to_probabilities": {corpus: to_probabilities(texts.names(corpus)) for corpus in CORPORA}, "pairs": tables[1],
            # nats a character with n = 1 to 8
            "on_new": [nats(tables[:n], new, size) for n in range(1, 9)],
            "on_train": [nats(tables[:n], train[:20_000], size) for n in range(1, 9)]}


def nats(tables, text, size):
    """The score of the model of these tables -> nats for each character."""
    interpolate = reference("interpolate")
    P = [interpolate(tables, text[max(0, i - 7):i], text[i], size) for i in range(len(text))]
    return round(reference("cross_entropy")(P), 3)


if __name__ == "__main__":
    checkpoint.write("02-next-token", make(), indent=0, ensure_ascii=False)
