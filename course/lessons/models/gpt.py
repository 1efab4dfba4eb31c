"""A GPT: a decoder transformer in numpy, its backward pass written by hand, small enough to read and fast
enough to train while you wait.

    >>> gpt = GPT(vocab=90)                       # 90 different tokens; nothing learnt yet, so each is as
                                                  likely as any other
    >>> x, y = np.array([7, 3, 9]), np.array([3, 9, 4])
    >>> gpt.logits(x).shape, gpt.slope(x, y)[0]
    ((3, 90), 4.4998…)

Every layer adds two things to the arrow that a token carries: what attention fetched from earlier tokens, and
what a small network (the MLP) makes of it. All weights lie in one vector, `gpt.weights`; its views have
names. The gradient is a vector of the same form.

What is left out: biases, gains of the norms, dropout. What may be new to you, each in a line or two below:
- positions by ALiBi: a score is lowered in proportion to the distance, each head at its own rate (Press et
al. 2022); - the token shift: a quarter of the channels shows the token before, a quarter the one before that
(after Peng et al. 2023, RWKV); - ReLU squared in the MLP (So et al. 2021), and RMSNorm, which sets the length
of an arrow and leaves its direction (Zhang and Sennrich 2019).

Source: A. Vaswani et al., Attention Is All You Need (2017); A. Radford et al., Language Models are
Unsupervised Multitask Learners (2019).
"""

import numpy as np

from course.lessons.models.layers import (
    as_rows,
    fast_attention,
    fast_attention_back,
    rms_norm,
    rms_norm_back,
    room,
    score_penalty,
    softmax_in_place,
    split_heads,
    token_shift,
)


class GPT:
    """A transformer of `layers` layers over `vocab` tokens: 2 V C + 12 L C² weights, for V = vocab, C =
    width, L = layers.
    """

    def __init__(self, vocab, width=128, layers=2, heads=4, causal=True, seed=0, dtype=np.float32):
        """width: numbers a token carries (C), divisible by heads and by 4. causal=False: no mask, every token
        sees those after it as well.
        """
        if width % heads or width % 4:
            raise ValueError(
                f"the width is divided among the heads, and into four: {width} is not divisible by {heads} and by 4"
            )
        self.vocab, self.width, self.layers, self.heads, self.causal = vocab, width, layers, heads, causal
        self.shapes = {
            "embedding": (vocab, width),
            "hidden": (layers, 12, width, width),
            "output": (width, vocab),
        }
        self.weights = np.zeros(sum(int(np.prod(shape)) for shape in self.shapes.values()), dtype)
        self.embedding, self.hidden, self.output = self.views(self.weights).values()
        rng = np.random.default_rng(seed)
        self.embedding[:] = rng.normal(size=self.embedding.shape)
        # standard deviation .5 / sqrt(C)
        self.hidden[:] = rng.uniform(-1, 1, self.hidden.shape) * (0.5 * 3**0.5 / width**0.5)
        self.hidden[:, [3, 8, 9, 10, 11]] = 0  # a layer begins by adding nothing

    def views(self, flat):
        """A vector of the form of `weights`, by name -> {"embedding": (V, C), "hidden": (L, 12, C, C),
        "output": (C, V)}, without a copy.

        The twelve of a layer are q, k, v, o of attention, then four blocks of the MLP's first matrix and four
        of its second.
        """
        views, start = {}, 0
        for name, shape in self.shapes.items():
            views[name] = flat[start : start + int(np.prod(shape))].reshape(shape)
            start += views[name].size
        return views

    def logits(self, ids):
        """For each position the logits of the token that follows: (T,) or (B, T) -> (T, V) or (B, T, V)."""
        ids = self._checked(ids)
        final, _ = self._forward(ids.reshape(-1, ids.shape[-1]))
        return (final @ self.output).reshape(*ids.shape, self.vocab)

    def look(self, ids):
        """Where the heads look while the model reads `ids` (T,) -> (L, H, T, T): in row i the shares of the
        places that token i looks at.
        """
        _, (_, *layers, _) = self._forward(self._checked(ids)[None])
        # weights (H, T, T), before they are divided by their sum
        return np.array([layer[4][3][0] / layer[4][4][0] for layer in layers])

    def slope(self, x, y, gradient=None, out=None):
        """How wrong the model is about the targets y after x, and which way every weight should go -> (loss
        in nats, gradient (n,)).

        x, y: ids (T,) or (B, T). The loss is the mean over all positions. gradient(P (N, V), targets (N,)) ->
        (N, V), from probabilities the slopes of the mean loss with respect to the logits: yours instead of
        ours.
        out: a vector for the gradient. ValueError if ids are out of range, or if your function returns
        another shape or no number.
        """
        x, y = self._checked(x), self._checked(y)
        if x.shape != y.shape:
            raise ValueError(
                f"every id wants its target: here are ids of the shape {x.shape} and targets of the shape {y.shape}"
            )
        x, targets = x.reshape(-1, x.shape[-1]), y.ravel()
        final, kept = self._forward(x)
        P = room("P", (x.size, self.vocab), final.dtype)  # (N, V)
        np.matmul(final, self.output, out=P)
        softmax_in_place(P)
        rows = np.arange(len(targets))
        loss = -np.log(np.maximum(P[rows, targets], np.finfo(P.dtype).tiny)).mean()
        if gradient:
            d_logits = np.asarray(_expected("gradient", gradient(P, targets), P.shape), final.dtype)
        else:
            P[rows, targets] -= 1
            P /= len(targets)
            d_logits = P
        out = np.empty_like(self.weights) if out is None else out
        self._backward(x, d_logits, final, kept, self.views(out))
        return float(loss), out

    def _forward(self, x):
        """The arrows after the last norm (N, C) for ids (B, T), N = B T, and what the way back needs."""
        (B, T), C, dtype = x.shape, self.width, self.weights.dtype
        N = B * T
        penalty = score_penalty(T, self.heads, self.causal, dtype)
        embedding, e_scale = rms_norm(self.embedding)
        stream, kept = embedding[x.ravel()], [(embedding, e_scale)]  # (N, C)
        for layer, W in enumerate(self.hidden):  # W: (12, C, C)

            def new(name, *shape, layer=layer):
                return room((layer, name), shape, dtype)

            normed, scale = rms_norm(stream, out=new("normed", N, C))
            seen = token_shift(normed, T, out=new("seen", N, C))
            qkv = np.matmul(seen, as_rows(W[:3]).T, out=new("qkv", N, 3 * C))
            mixed, attention = fast_attention(split_heads(qkv, B, self.heads), penalty, new)  # (N, C)
            stream += np.matmul(mixed, W[3], out=room("step", (N, C), dtype))
            normed2, scale2 = rms_norm(stream, out=new("normed2", N, C))
            seen2 = token_shift(normed2, T, out=new("seen2", N, C))
            up = np.matmul(seen2, as_rows(W[4:8]).T, out=new("up", N, 4 * C))
            np.maximum(up, np.zeros(4 * C, dtype), out=up)  # a row of zeros: three times as fast as one zero
            squared = np.square(up, out=new("squared", N, 4 * C))
            stream += np.matmul(squared, as_rows(W[8:]), out=room("step", (N, C), dtype))
            kept.append((normed, scale, seen, mixed, attention, normed2, scale2, seen2, up, squared))
        final, f_scale = rms_norm(stream, out=room("final", (N, C), dtype))
        return final, kept + [f_scale]

    def _backward(self, x, d_logits, final, kept, g):
        """From the slopes of the logits (N, V) back to those of every weight, which go into the views g."""
        (B, T), C, dtype = x.shape, self.width, self.weights.dtype
        N = B * T
        (embedding, e_scale), *layers, f_scale = kept

        def new(name, *shape):
            return room(("back", name), shape, dtype)

        np.matmul(final.T, d_logits, out=g["output"])
        # (N, C), from here down to the embedding
        d = rms_norm_back(np.matmul(d_logits, self.output.T, out=new("d", N, C)), final, f_scale)
        for W, gW, saved in zip(self.hidden[::-1], g["hidden"][::-1], layers[::-1]):
            normed, scale, seen, mixed, attention, normed2, scale2, seen2, up, squared = saved
            # the MLP
            np.matmul(squared.T, d, out=as_rows(gW[8:]))
            d_up = np.matmul(np.add(d, d, out=new("twice", N, C)), as_rows(W[8:]).T, out=squared)
            d_up *= up  # the slope of max(u, 0)² is 2 max(u, 0)
            np.matmul(d_up.T, seen2, out=as_rows(gW[4:8]))
            d_seen = np.matmul(d_up, as_rows(W[4:8]), out=new("d_seen", N, C))
            d += rms_norm_back(token_shift(d_seen, T, out=new("d_normed", N, C), back=True), normed2, scale2)
            # attention
            np.matmul(mixed.T, d, out=gW[3])
            d_mixed = np.matmul(d, W[3].T, out=new("d_mixed", N, C))
            d_qkv = fast_attention_back(d_mixed, mixed, attention, new)  # (N, 3C)
            np.matmul(d_qkv.T, seen, out=as_rows(gW[:3]))
            d_seen = np.matmul(d_qkv, as_rows(W[:3]), out=new("d_seen", N, C))
            d += rms_norm_back(token_shift(d_seen, T, out=new("d_normed", N, C), back=True), normed, scale)
        places = new("places", N, self.vocab)  # a 1 where a token stands: the product adds up what it gets
        places.fill(0)
        places[np.arange(N), x.ravel()] = 1
        np.matmul(places.T, d, out=g["embedding"])
        rms_norm_back(g["embedding"], embedding, e_scale)

    def _checked(self, ids):
        ids = np.asarray(ids)
        if not ids.size or ids.dtype.kind not in "iu" or ids.min() < 0 or ids.max() >= self.vocab:
            raise ValueError(
                f"ids are whole numbers from 0 to {self.vocab - 1}, one at least"
                + (f"; here they go from {ids.min()} to {ids.max()}" if ids.size else "; here there are none")
            )
        return ids


def log_probabilities(gpt, ids, T=128):
    """Log-probability of each id of `ids` after the ones before it, in nats -> (N,): what
    `ngram.log_probabilities` gives for counts.

    The text is read in windows that do not overlap: ids 0 to T - 1 are read and 1 to T are predicted, then T
    to 2T - 1 are read, and so on. So the first of a window is predicted from one token, the last from T:
    [T::T] are those of the last places. The very first id has nothing before it: there each token is as
    likely as any other.
    """
    if not len(ids):
        return np.zeros(0)
    ids = gpt._checked(ids)
    read, cut = ids[:-1], (len(ids) - 1) // T * T
    windows = read[:cut].reshape(-1, T)
    logs = [[-np.log(gpt.vocab)]]
    for x in [windows[i : i + 8] for i in range(0, len(windows), 8)] + (
        [read[cut:]] if cut < len(read) else []
    ):
        logits = gpt.logits(x).reshape(-1, gpt.vocab)  # (n, V)
        logits -= logits.max(-1, keepdims=True)
        done = sum(map(len, logs))
        logs.append(logits[np.arange(x.size), ids[done : done + x.size]] - np.log(np.exp(logits).sum(-1)))
    return np.concatenate(logs)


def next_token(gpt, ids):
    """Probability of every token after the text `ids` (T,) -> (V,); what `ngram.next_token` gives for counts."""
    return _probabilities(gpt.logits(ids)[-1])


def generate(gpt, ids, n, rng=0, temperature=1.0, T=128):
    """`n` ids after `ids`, each drawn from the model's own distribution -> list of int.

    rng: a seed or a numpy Generator. temperature: 0 takes the likeliest.
    The model looks back at T tokens at most: when that window is full, its older half is dropped.
    """
    text, start, rng = list(map(int, gpt._checked(ids))), 0, np.random.default_rng(rng)
    given, reader = len(text), _Reader(gpt, T)
    for _ in range(n):
        if len(text) - start > T:
            start, reader = len(text) - T // 2, _Reader(gpt, T)
        if gpt.causal:
            *behind, last = text[start + reader.n :]  # more than one only where it begins, or begins anew
            if behind:
                reader.read_at_once(behind)
            logits = reader.read(last)
        else:
            logits = gpt.logits(text[start:])[-1]
        text.append(_draw(logits, temperature, rng))
    return text[given:]


def _draw(logits, temperature, rng):
    if temperature == 0:
        return int(logits.argmax())
    up_to = _probabilities(logits / temperature).cumsum()
    return int(up_to.searchsorted(rng.random() * up_to[-1], side="right"))


def _probabilities(logits):
    P = np.array(logits, float)  # (V,)
    assert P.ndim == 1
    softmax_in_place(P)
    return P


class _Reader:
    """Reads one token after the other, up to T, and keeps what later ones will look at: keys, values, and two
    arrows for every shift.
    """

    def __init__(self, gpt, T):
        L, H, C, dtype = gpt.layers, gpt.heads, gpt.width, gpt.weights.dtype
        self.gpt, self.n, self.heads, self.embedding, self.output = (
            gpt,
            0,
            H,
            rms_norm(gpt.embedding)[0],
            gpt.output,
        )
        self.layers = list(
            zip(
                *(
                    map(as_rows, part)
                    for part in (gpt.hidden[:, :3], gpt.hidden[:, 3:4], gpt.hidden[:, 4:8], gpt.hidden[:, 8:])
                ),
                *np.zeros((2, L, H, T, C // H), dtype),
                np.zeros((L, 2, 2, C), dtype),
            )
        )
        self.penalty = score_penalty(T, H, True, dtype)[:, -1].copy()  # (H, T): of the last token

    def read_at_once(self, ids):
        """The tokens `ids` (n,) that a text begins with: the same as to read one after the other, some seven
        times as fast.
        """
        self.n = n = len(ids)
        _, (_, *layers, _) = self.gpt._forward(np.array([ids]))
        for (*_, keys, values, before), (normed, _, _, _, (_, k, v, *_), normed2, *_) in zip(
            self.layers, layers
        ):
            keys[:, :n], values[:, :n] = k[0], v[0]
            before[0, :n], before[1, :n] = normed[:-3:-1], normed2[:-3:-1]  # the last, and the one before it

    def read(self, token):
        """The logits (V,) of what follows `token`."""
        n, H, stream = self.n, self.heads, self.embedding[token].copy()  # (C,)
        self.n = n + 1
        for W_qkv, W_o, W_up, W_down, keys, values, before in self.layers:
            q, keys[:, n], values[:, n] = (W_qkv @ self._seen(stream, before[0])).reshape(3, H, -1)
            scores = (keys[:, : n + 1] @ q[:, :, None])[..., 0]  # (H, n + 1)
            scores *= q.shape[1] ** -0.5
            scores += self.penalty[:, self.penalty.shape[1] - n - 1 :]
            softmax_in_place(scores)
            stream += (scores[:, None] @ values[:, : n + 1]).ravel() @ W_o
            up = W_up @ self._seen(stream, before[1])  # (4C,)
            np.maximum(up, 0, out=up)
            stream += (up * up) @ W_down
        return self._normed(stream) @ self.output

    def _normed(self, stream):
        return stream * (float(stream @ stream) / len(stream) + 1e-6) ** -0.5

    def _seen(self, stream, before):
        """The shift: a quarter of the arrow from the token before, a quarter from the one before that."""
        normed, c = self._normed(stream), len(stream) // 4
        seen = normed.copy()
        seen[:c], seen[c : 2 * c] = before[0, :c], before[1, c : 2 * c]
        before[1], before[0] = before[0], normed
        return seen


def _expected(name, result, shape):
    """The array that a plugged-in function has made. ValueError in a sentence if it is another one than
    expected.
    """
    array = np.asarray(result)
    if result is None or array.dtype.kind not in "fiu":
        raise ValueError(
            f"{name} returned {'nothing' if result is None else f'no array of numbers but {type(result).__name__}'}; wanted is an array {shape}"
        )
    if array.shape != shape:
        raise ValueError(f"{name} returned an array of the shape {array.shape}; wanted is {shape}")
    if not np.isfinite(array).all():
        raise ValueError(
            f"{name} returned nan or infinity at {np.argwhere(~np.isfinite(array))[0].tolist()}; wanted are numbers"
        )
    return array
