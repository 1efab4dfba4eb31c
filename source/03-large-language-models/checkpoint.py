"""Make the checkpoint of 03-large-language-models from the notebook's own answers: `python source/03-large-language-models/checkpoint.py`."""
import numpy as np

from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons.texts import speeches


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`."""
    batch, gradient, weights = map(reference, ("batch", "gradient", "attention_weights"))
    softmax = weights.__globals__["softmax"]                             # the notebook's own, which it calls
    text = "\n".join(speeches())[-1_000_000:]
    symbols, ids = np.unique(list(text), return_inverse=True)
    size, train = len(symbols), ids[:900_000]
    W, rng = np.zeros((size, size)), np.random.default_rng(0)
    for step in range(1_000):                                            # as in the cell train-bigram
        x, y = batch(train, rng.integers(0, len(train) - 65, 16), 64)
        g = gradient(softmax(W[np.ravel(x)]), np.ravel(y))
        np.subtract.at(W, np.ravel(x), 100 * (1 - step / 1_000) * g)
    return {"bigram": np.round(softmax(W), 4).tolist()}                  # probabilities


if __name__ == "__main__":
    checkpoint.write("03-large-language-models", make())
