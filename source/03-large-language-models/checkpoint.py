"""Make the checkpoint of 03-large-language-models from the notebook's own answers: `python source/03-large-language-models/checkpoint.py`."""
import numpy as np

from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons.models import ngram, training
from course.lessons.models.gpt import log_probabilities
from course.lessons.texts import speeches


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`."""
    batch, gradient, weigh, mixed = map(reference, ("batch", "gradient", "weigh", "mixed"))
    softmax = weigh.__globals__["softmax"]                               # the notebook's own, which its weigh calls
    text = "\n".join(speeches())[-1_000_000:]
    symbols, ids = np.unique(list(text), return_inverse=True)
    size, train, held_out = len(symbols), ids[:900_000], ids[900_000:]
    W, rng = np.zeros((size, size)), np.random.default_rng(0)
    for step in range(1_000):                                            # as in the cell train-bigram
        x, y = batch(train, rng.integers(0, len(train) - 65, 16), 64)
        g = gradient(softmax(W[np.ravel(x)]), np.ravel(y))
        np.subtract.at(W, np.ravel(x), 100 * (1 - step / 1_000) * g)
    a = np.exp(log_probabilities(training.pretrained("speeches"), held_out))
    b = np.exp(ngram.log_probabilities(ngram.fit(train, order=8, size=size), held_out))
    first, second, losses = slice(0, 50_000), slice(50_000, None), []
    for choose, score in (first, second), (second, first):               # as in the cell mixed-run
        w = min(np.arange(0, 1.01, .05), key=lambda w: mixed(a[choose], b[choose], w))
        losses.append(mixed(a[score], b[score], w))
    return {"bigram": np.round(softmax(W), 4).tolist(),                  # probabilities
            "bigram_loss": round(float(-np.log(softmax(W)[held_out[:-1], held_out[1:]]).mean()), 4),
            "mixture": round(float(sum(losses) / 2), 3)}


if __name__ == "__main__":
    checkpoint.write("03-large-language-models", make())
