"""Make the checkpoint of 02-next-token from the notebook's own answers: `python source/02-next-token/checkpoint.py`."""
from course import texts
from course.classroom.author import checkpoint
from course.classroom.author.mutants import reference

CORPORA = "us-men-1990", "west-midlands-boys-2016", "yorkshire-boys-2016"


def make():
    """The data that later cells draw on -> dict; see `course.checkpoints`."""
    to_probabilities, count_contexts = reference("to_probabilities"), reference("count_contexts")
    train = "\n".join(texts.speeches())[-1_000_000:][:900_000]
    return {"to_probabilities": {corpus: to_probabilities(texts.names(corpus)) for corpus in CORPORA}, "pairs": count_contexts(train, 2)}


if __name__ == "__main__":
    checkpoint.write("02-next-token", make(), indent=0, ensure_ascii=False)
