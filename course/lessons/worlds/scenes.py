"""A small world of pictures: two objects side by side or one above the other, a caption for each picture, and
both as ids in one running text.

    >>> picture = draw("red ring left of blue cross", rng=0)          # (12, 12, 3): rows, columns, and red,
                                                                      green, blue from 0 to 1
    >>> book = codebook(192)                                          # (192, 27): 192 patches of 3 x 3
                                                                      pixels, the most useful ones
    >>> encoded(picture[None], book).shape                            # the number of the nearest one for each
                                                                      of the 16 patches
    (1, 16)
    >>> recognize(decoded(encoded(picture[None], book), book)[0])
    'red ring left of blue cross'

A word is a token: its id is its place in WORDS, V of them. Then come the markers, V for "draw" and V + 1 for
"tell", the K codes from V + 2, and <end>, V + 2 + K. A sequence is caption, DRAW, codes; or codes, TELL,
caption. A GPT that reads many of them learns both directions.

Objects stand where the grid of patches has its lines, so each has four patches, and a code means a quarter of
one shape in one color. That makes sixteen tokens enough. The price: a color and a shape never seen together
have no codes of their own, and nothing was learned about those that stand in.

Sources: A. van den Oord et al., Neural Discrete Representation Learning (2017); A. Ramesh et al., Zero-Shot
Text-to-Image Generation (2021); D. Arthur and S. Vassilvitskii, k-means++ (2007).
"""

from itertools import combinations, permutations, takewhile

import numpy as np
from threadpoolctl import threadpool_limits

COLORS = {
    "red": (0.85, 0.15, 0.10),
    "green": (0.10, 0.60, 0.30),
    "blue": (0.10, 0.30, 0.80),
    "yellow": (0.95, 0.80, 0.10),
    "pink": (0.92, 0.42, 0.68),
    "black": (0.15, 0.15, 0.15),
}
# (6, 6), True where there is ink
SHAPES = {
    name: np.array([[sign == "#" for sign in row] for row in rows.split()])
    for name, rows in {
        "ring": "..##.. .####. ##..## ##..## .####. ..##..",
        "cross": "..##.. ..##.. ###### ###### ..##.. ..##..",
        "square": "...... .####. .####. .####. .####. ......",
        "triangle": "...... ..##.. ..##.. .####. .####. ######",
        "heart": ".#..#. ###### ###### .####. ..##.. ......",
        "moon": "..###. .##... ##.... ##.... .##... ..###.",
    }.items()
}
RELATIONS = "left of", "above"
OBJECTS = [f"{color} {shape}" for color in COLORS for shape in SHAPES]
WORDS = [*COLORS, *SHAPES, "left", "of", "above"]
NUMBER = {word: i for i, word in enumerate(WORDS)}
DRAW, TELL, FIRST_CODE = range(len(WORDS), len(WORDS) + 3)
# brightness of the paper; standard deviations of every number, and of an object's color
PAPER, NOISE, TINT = 0.93, 0.02, 0.01

# where the two objects of a scene can begin, (row, column) of the pixel, by relation
PLACES = {
    "left of": [((row, 0), (row, 6)) for row in (0, 3, 6)],
    "above": [((0, column), (6, column)) for column in (0, 3, 6)],
}
# (36, 6, 6, 3)
INKED = np.array(
    [np.where(SHAPES[shape][..., None], COLORS[color], PAPER) for color, shape in map(str.split, OBJECTS)]
)


# -- captions ------------------------------------------------------------------------------------------------


def captions(pairs=None):
    """The four captions for every pair of objects, each left of and above the other -> list of str; all 2,520
    if no pairs are given.
    """
    pairs = combinations(OBJECTS, 2) if pairs is None else pairs
    return [
        f"{one} {relation} {other}"
        for pair in pairs
        for one, other in permutations(pair)
        for relation in RELATIONS
    ]


def split(seed=0):
    """All captions in two lists, known and new: every sixth pair of objects, by lot, is never together in a
    known one, however arranged.
    """
    pairs = np.random.default_rng(seed).permutation(list(combinations(OBJECTS, 2)))
    return captions(pairs[len(pairs) // 6 :]), captions(pairs[: len(pairs) // 6])


def ids(caption):
    """A caption -> ids of its words, a list of int. ValueError for a word that the world does not have."""
    try:
        return [NUMBER[word] for word in caption.split()]
    except KeyError as word:
        raise ValueError(f"the world of scenes has no word {word}") from None


def words(ids):
    """Ids of words -> the caption."""
    return " ".join(WORDS[i] for i in ids)


# -- pictures ------------------------------------------------------------------------------------------------


def draw(caption, rng=0):
    """A picture of the scene -> (12, 12, 3) float32 from 0 to 1; no two are alike. rng: a seed or a numpy
    Generator. ValueError for no scene.
    """
    rng, parts = (
        np.random.default_rng(rng),
        [(relation, *caption.split(f" {relation} ")) for relation in RELATIONS if f" {relation} " in caption],
    )
    if len(parts) != 1 or not {*parts[0][1:]} <= {*OBJECTS}:
        raise ValueError(f"{caption!r} is no scene; one is {captions()[0]!r}")
    relation, *objects = parts[0]
    picture = np.full((12, 12, 3), PAPER)
    for (y, x), (color, shape) in zip(PLACES[relation][rng.integers(3)], map(str.split, objects)):
        picture[y : y + 6, x : x + 6][SHAPES[shape]] = COLORS[color] + rng.normal(0, TINT, 3)
    return np.clip(picture + rng.normal(0, NOISE, picture.shape), 0, 1).astype(np.float32)


def recognize(picture):
    """What a picture (12, 12, 3) shows -> the caption whose clean picture is the nearest, found by comparing:
    no codebook, no model.
    """

    def gains(y, x):  # how much nearer than paper every object is, here -> (36,)
        window = picture[y : y + 6, x : x + 6]
        return ((window - PAPER) ** 2).sum() - ((window - INKED) ** 2).sum((1, 2, 3))

    found = [
        (one.max() + other.max(), f"{OBJECTS[one.argmax()]} {relation} {OBJECTS[other.argmax()]}")
        for relation, places in PLACES.items()
        for one, other in (map(gains, *zip(*pair)) for pair in places)
    ]
    return max(found)[1]


def codebook(K=192, seed=0, scenes=None, pictures=600, steps=12):
    """K patches that stand for all -> (K, 27) float32: k-means on the patches of drawn pictures. scenes:
    captions to draw; all if none are given.

    The first ones are chosen by lot, what is far from those chosen so far with more chance (k-means++). Then,
    in each step, every one moves to the mean of the patches that are nearer to it than to any other. Half of
    all patches are paper, so of 192 about thirty are paper with different noise.
    """
    rng, scenes = np.random.default_rng(seed), captions() if scenes is None else scenes
    drawn = np.array([draw(scenes[i], rng) for i in rng.integers(len(scenes), size=pictures)])
    patches = _cut(drawn)
    # squared distance to the nearest one so far; none is further than 27
    book, far = np.empty((K, 27), np.float32), np.full(len(patches), 27.0)
    for k in range(K):
        book[k] = patches[rng.choice(len(patches), p=far / far.sum())]
        far = np.minimum(far, ((patches - book[k]) ** 2).sum(1))
    for _ in range(steps):
        codes, sums = encoded(drawn, book).ravel(), np.zeros_like(book)
        np.add.at(sums, codes, patches)
        count = np.bincount(codes, minlength=K)[:, None]
        book = np.where(count, sums / np.maximum(count, 1), book).astype(np.float32)  # who has none stays
    return book


def encoded(pictures, book):
    """Pictures (N, 12, 12, 3) -> codes (N, 16), row by row like reading: of each patch the number of the
    nearest in the codebook.

    Measured from paper, of which half of all patches are: with small numbers the sums are exact enough for
    codes that are nearly equally near.
    """
    if np.shape(pictures)[1:] != (12, 12, 3):
        raise ValueError(f"wanted are pictures (N, 12, 12, 3), not {np.shape(pictures)}")
    with threadpool_limits(1, "blas"):  # the same sums on any number of cores
        # less the patch's own square, the same for all
        distances = ((book - PAPER) ** 2).sum(1) - 2 * (_cut(pictures) - PAPER) @ (book - PAPER).T
    return distances.argmin(1).reshape(-1, 16)


def decoded(codes, book):
    """Codes (N, 16) -> pictures (N, 12, 12, 3)."""
    return book[codes].reshape(-1, 4, 4, 3, 3, 3).swapaxes(2, 3).reshape(-1, 12, 12, 3)


def _cut(pictures):
    return np.reshape(pictures, (-1, 4, 3, 4, 3, 3)).swapaxes(2, 3).reshape(-1, 27)


# -- one running text ----------------------------------------------------------------------------------------


def library(captions, codes):
    """Sequences in both directions for captions and their pictures' codes (N, 16) -> list of 2 N lists of
    ids.
    """
    found = []
    for text, row in zip(map(ids, captions), (np.asarray(codes) + FIRST_CODE).tolist()):
        found += [[*text, DRAW, *row], [*row, TELL, *text]]
    return found


def running_text(sequences, end, rng=0):
    """Sequences, in an order by lot, one after the other, with the id `end` before the first and after each
    -> ids (N,).
    """
    order = np.random.default_rng(rng).permutation(len(sequences))
    return np.array([end] + [i for k in order for i in [*sequences[k], end]])


def paint(gpt, captions, rng=0, temperature=0.7):
    """What the model draws for each caption -> codes (N, 16). Nothing but codes is offered; temperature 0
    takes the likeliest. rng: as for `draw`.
    """
    rng, codes = np.random.default_rng(rng), np.zeros((len(captions), 16), int)

    def choose(logits):  # (n, V)
        logits = logits[:, FIRST_CODE:-1].astype(float)
        if temperature:
            # the largest is then drawn from the softmax
            logits = logits / temperature + rng.gumbel(size=logits.shape)
        return FIRST_CODE + logits.argmax(1)

    asked = [ids(caption) for caption in captions]
    for length in {len(each) for each in asked}:  # what is of one length is read together
        places = [i for i, each in enumerate(asked) if len(each) == length]
        codes[places] = _continued(gpt, [[*asked[i], DRAW] for i in places], 16, choose) - FIRST_CODE
    return codes


def tell(gpt, codes):
    """What the model says of each picture, given as codes (N, 16) -> list of captions: the likeliest words,
    up to whatever is none.
    """
    said = _continued(
        gpt, np.insert(np.asarray(codes) + FIRST_CODE, 16, TELL, axis=1), 7, lambda logits: logits.argmax(1)
    )
    return [words(takewhile(DRAW.__gt__, row)) for row in said.tolist()]


def likelihood(gpt, codes, caption):
    """How likely the model finds a caption after a picture, given as codes (16,) -> a probability: the product
    of those of its words.
    """
    said = ids(caption)
    text = [gpt.vocab - 1, *(np.asarray(codes) + FIRST_CODE), TELL, *said]
    logits = gpt.logits(np.array(text[:-1]))[-len(said) :].astype(float)  # a row for each word
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return float(np.prod(powers[range(len(said)), said] / powers.sum(1)))


def _continued(gpt, prompts, n, choose):
    """`n` ids after each prompt (N, T), which begins after an <end> like every sequence -> (N, n)."""
    text = np.insert(prompts, 0, gpt.vocab - 1, axis=1)
    with threadpool_limits(1, "blas"):  # small products: a second thread would only wait
        for _ in range(n):
            text = np.column_stack([text, choose(gpt.logits(text)[:, -1])])
    return text[:, -n:]
