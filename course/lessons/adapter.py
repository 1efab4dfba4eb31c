"""An adapter (LoRA): beside each frozen matrix W of a model stand two thin ones, A and B, and W + A @ B is
used. Only they learn.

    >>> thin = Adapter(model, rank=4)
    >>> loss, gradient = thin.loss_and_gradient(gradients)(thin.start, (array, mask))
    >>> finetuned = thin.put_on(numbers)

`gradients` is somebody's own: it says what the gradients of A and of B are. B begins as zeros, so that an adapter
that has not learned changes nothing.

Source: E. Hu et al., LoRA: Low-Rank Adaptation of Large Language Models (2021).
"""

import numpy as np

from course.lessons.worlds import life

ADAPTED = "hidden", "output"  # of a GPT's arrays the matrices in its blocks, and the last one


class Adapter:
    """Thin matrices for a copy of `model`, whose weights are never changed. Their numbers are one flat array;
    start: as they begin.
    """

    def __init__(self, model, rank=4, seed=0):
        self.base, self.worn, self.rank = life.copy(model), life.copy(model), rank
        self.out = np.empty_like(model.weights)
        self.frozen = self.matrices(self.base.weights)
        rng = np.random.default_rng(seed)
        self.start = np.concatenate(
            [
                part.ravel()
                for W in self.frozen
                for part in (
                    rng.normal(scale=W.shape[0] ** -0.5, size=(W.shape[0], rank)),
                    np.zeros((rank, W.shape[1])),
                )
            ]
        ).astype(model.weights.dtype)

    def matrices(self, weights):
        """The matrices beside which thin ones stand -> views of `weights`, each (C, D)."""
        views = self.base.views(weights)
        return [W for name in ADAPTED for W in views[name].reshape(-1, *views[name].shape[-2:])]

    def pairs(self, numbers):
        """(A, B) beside each matrix: views of `numbers`, (C, rank) and (rank, D)."""
        found, at = [], 0
        for W in self.frozen:
            ends = at + W.shape[0] * self.rank, at + sum(W.shape) * self.rank
            found.append(
                (
                    numbers[at : ends[0]].reshape(-1, self.rank),
                    numbers[ends[0] : ends[1]].reshape(self.rank, -1),
                )
            )
            at = ends[1]
        return found

    def put_on(self, numbers):
        """A model with W + A @ B in the place of each W."""
        made = life.copy(self.base)
        self._put_on(made, numbers)
        return made

    def _put_on(self, model, numbers):
        for W, frozen, (A, B) in zip(self.matrices(model.weights), self.frozen, self.pairs(numbers)):
            W[:] = frozen + A @ B

    def loss_and_gradient(self, gradients):
        """For a training loop: (numbers, batch) -> loss, gradient of each number. gradients(G, A, B) -> those
        of A and of B, of one matrix W + A @ B.
        """

        def of_batch(numbers, batch):
            self._put_on(self.worn, numbers)
            loss = life.surprise(self.worn, *batch, self.out)
            found = [gradients(G, A, B) for G, (A, B) in zip(self.matrices(self.out), self.pairs(numbers))]
            return loss, np.concatenate([np.ravel(part) for both in found for part in both])

        return of_batch
