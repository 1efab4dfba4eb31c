"""Make the checkpoint of 03b-should-we-pay from the notebook's own answers: `python source/03b-should-we-pay/checkpoint.py`."""
import numpy as np

from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons.measured import scaling
from course.lessons.models import ngram, training
from course.lessons.models.gpt import log_probabilities
from course.lessons.texts import speeches


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`."""
    ensemble_loss, parameters = map(reference, ("ensemble_loss", "parameters"))
    text = "\n".join(speeches())[-1_000_000:]
    symbols, ids = np.unique(list(text), return_inverse=True)
    train, held_out = ids[:900_000], ids[900_000:]
    a = np.exp(log_probabilities(training.pretrained("speeches"), held_out))
    b = np.exp(ngram.log_probabilities(ngram.fit(train, order=8, size=len(symbols)), held_out))
    first, second, losses = slice(0, 50_000), slice(50_000, None), []
    for choose, score in (first, second), (second, first):               # as in the cell mixed-run
        w = min(np.arange(0, 1.01, .05), key=lambda w: ensemble_loss(a[choose], b[choose], w))
        losses.append(ensemble_loss(a[score], b[score], w))
    runs = [run for run in scaling() if run["tokens"] // 250_000 == 4]
    return {"mixture": round(float(np.mean(losses)), 3),
            "parameters": [parameters(len(symbols), run["width"], 2) for run in runs]}


if __name__ == "__main__":
    checkpoint.write("03b-should-we-pay", make(), indent=1)
