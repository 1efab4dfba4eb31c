"""Direct preference optimisation (DPO): of two answers the model should come to prefer the one that people
liked better.

    >>> prefer = Preference(reference=copy(model), beta=.3)
    >>> train(model, pairs(world, 40, rng), "preferences", lr=4e-4, slope=prefer)

A batch holds the chosen answers in its even rows and the rejected ones in its odd rows, each after the same
question. An answer's log-probability is the sum of those of its tokens. The loss is the surprise that the
chosen one should win, if the chance to win is the logistic function of how much the margin has grown since the
reference, times beta.

Source: R. Rafailov et al., Direct Preference Optimization (2023).
"""

import hashlib
from pathlib import Path

import numpy as np

from course.lessons.worlds.life import rows, surprises
from course.lessons.worlds.world import ASKED, BOT, END, KINDS, NUMBER, USER, question


class Preference:
    """A `slope` for `life.train`. It reads every text with the reference, too."""

    def __init__(self, reference, beta=0.3):
        self.reference, self.beta = reference, beta
        recipe = Path(__file__).read_bytes() + repr(beta).encode() + reference.weights.tobytes()
        self.key = hashlib.sha256(recipe).hexdigest()  # for `training.kept`

    def __call__(self, model, array, mask, out):
        before, found = log_probability(self.reference, array, mask), []  # (B,)

        def d_logits(P, targets):  # (N, V), (N,)
            here = np.arange(len(targets))
            logs = np.log(np.maximum(P[here, targets], 1e-30)).reshape(mask.shape)
            losses, slopes = self.of_pairs((logs * mask).sum(1), before)
            found.append(np.mean(losses))
            counts = (-slopes[:, None] / len(losses) * mask).ravel()
            P = P * counts[:, None]
            P[here, targets] -= counts
            return P

        model.slope(array[:, :-1], array[:, 1:], gradient=d_logits, out=out)
        return float(found[0])

    def of_pairs(self, now, before):
        """Log-probabilities, chosen and rejected in turns, by the model and by the reference -> losses (B /
        2,), and their slopes by each of `now` (B,).
        """
        gained = now - before
        margin = self.beta * (gained[::2] - gained[1::2])  # (B / 2,)
        pull = self.beta / (1 + np.exp(margin))  # strong while the chosen one is not ahead
        return np.logaddexp(0, -margin), np.ravel([-pull, pull], order="F")

    def margins(self, model, array, mask):
        """How much more the chosen answer of each pair has gained than the rejected one (nats) -> (B / 2,)."""
        gained = log_probability(model, array, mask) - log_probability(self.reference, array, mask)
        return gained[::2] - gained[1::2]


def log_probability(model, array, mask):
    """Log-probability (nats) of the answer in each row: the sum over the tokens that the mask points at ->
    (B,).
    """
    return -(surprises(model, array) * mask).sum(1)


def pairs(world, steps, rng, n=16):
    """`steps` batches of n pairs: the polite answer, then the curt one, to a question about somebody known
    from post-training -> list.
    """
    return [
        _with_mask(world, [(rng.choice(ASKED), rng.choice(list(KINDS))) for _ in range(n)])
        for _ in range(steps)
    ]


def _with_mask(world, asked):
    texts = [
        f"{USER} {question(name, kind)} {BOT} {world.answer(name, kind, polite=polite)} {END}"
        for name, kind in asked
        for polite in (True, False)
    ]
    array = rows(texts, 18)
    lengths = np.array([len(text.split()) for text in texts])[:, None]
    place = np.arange(1, array.shape[1])
    # from the first word of the answer to its <end>
    return array, (place > (array == NUMBER[BOT]).argmax(1)[:, None]) & (place < lengths)
