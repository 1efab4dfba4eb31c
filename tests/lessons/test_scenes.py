"""course.lessons.worlds.scenes: every picture shows what its caption says, a pair that is held out is never
seen together, and the course's GPT learns to draw and to tell.
"""

from itertools import pairwise

import numpy as np
import pytest

from course.lessons.models.gpt import GPT
from course.lessons.models.training import train
from course.lessons.worlds import scenes
from course.lessons.worlds.scenes import (
    COLORS,
    DRAW,
    FIRST_CODE,
    OBJECTS,
    RELATIONS,
    SHAPES,
    TELL,
    WORDS,
    captions,
    ids,
    recognize,
    words,
)

SEEDS = 0, 1, 2
BOOK = scenes.codebook(192)


def pictures(of, rng=0):
    rng = np.random.default_rng(rng)
    return np.array([scenes.draw(caption, rng) for caption in of])


def objects(caption):
    """The two objects of a caption, in no order."""
    (relation,) = (relation for relation in RELATIONS if relation in caption)
    return frozenset(caption.split(f" {relation} "))


def share(said, asked):
    return np.mean([a == b for a, b in zip(said, asked)])


# -- captions ------------------------------------------------------------------------------------------------


def test_there_are_2520_captions_two_relations_of_every_two_of_36_objects():
    assert len(OBJECTS) == len(COLORS) * len(SHAPES) == 36
    assert len(set(captions())) == len(captions()) == len(RELATIONS) * 36 * 35 == 2520


def test_every_caption_becomes_ids_and_the_same_caption_again():
    assert all(words(ids(caption)) == caption for caption in captions())
    assert {i for caption in captions() for i in ids(caption)} == set(range(len(WORDS)))
    assert (DRAW, TELL, FIRST_CODE) == (len(WORDS), len(WORDS) + 1, len(WORDS) + 2)


def test_a_word_or_a_scene_that_the_world_does_not_have_is_named():
    with pytest.raises(ValueError, match="no word 'dog'"):
        ids("red dog left of blue cross")
    for none in "red ring", "red dog left of blue cross", "red ring left of blue cross above black moon", "":
        with pytest.raises(ValueError, match="is no scene"):
            scenes.draw(none)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_pair_in_six_is_never_together_in_a_known_caption_and_every_object_is_known(seed):
    known, new = scenes.split(seed)
    assert sorted(known + new) == sorted(captions()) and len(new) == 2520 // 6
    assert not {objects(caption) for caption in known} & {objects(caption) for caption in new}
    assert min(sum(one in objects(caption) for caption in known) for one in OBJECTS) > 60
    assert scenes.split(seed) == (known, new) != scenes.split(seed + 1)


# -- pictures ------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_picture_is_recognized_and_also_after_it_was_192_codes(seed):
    drawn = pictures(captions(), seed)
    assert share(map(recognize, drawn), captions()) == 1
    assert share(map(recognize, scenes.decoded(scenes.encoded(drawn, BOOK), BOOK)), captions()) >= 0.999
    assert (
        drawn.shape == (2520, 12, 12, 3)
        and drawn.dtype == np.float32
        and drawn.min() >= 0
        and drawn.max() <= 1
    )


def test_no_two_pictures_of_a_scene_are_alike_and_the_same_seed_draws_the_same():
    one = captions()[5]
    assert len({scenes.draw(one, seed).tobytes() for seed in range(50)}) == 50
    assert (scenes.draw(one, 7) == scenes.draw(one, 7)).all()


@pytest.mark.parametrize(
    "caption, nearer",
    [
        ("red ring left of blue cross", (slice(None), slice(6))),
        ("red ring above blue cross", (slice(6), slice(None))),
    ],
)
def test_what_is_left_or_above_is_drawn_there(caption, nearer):
    for seed in range(10):
        picture = scenes.draw(caption, seed)
        red = np.linalg.norm(picture - np.array(COLORS["red"]), axis=-1) < 0.3
        assert red.sum() == SHAPES["ring"].sum() == red[nearer].sum()


def test_what_is_not_there_is_not_recognized():
    drawn = pictures(["red ring left of blue cross"] * 3)
    # in a mirror; both shapes are symmetric
    assert recognize(drawn[0][:, ::-1]) == "blue cross left of red ring"
    assert recognize(drawn[1].swapaxes(0, 1)) == "red ring above blue cross"
    assert recognize(drawn[2][..., ::-1]) != "red ring left of blue cross"


# -- codes ---------------------------------------------------------------------------------------------------


def test_the_codes_of_decoded_codes_are_the_same_codes():
    codes = np.random.default_rng(0).integers(192, size=(500, 16))
    assert (scenes.encoded(scenes.decoded(codes, BOOK), BOOK) == codes).all()


def test_a_code_is_that_of_the_patch_at_its_place_and_no_other_row_is_nearer():
    drawn = pictures(captions()[:40])
    codes = scenes.encoded(drawn, BOOK)
    for picture, row in zip(drawn, codes):
        for k, code in enumerate(row):
            y, x = 3 * (k // 4), 3 * (k % 4)
            distances = ((BOOK - picture[y : y + 3, x : x + 3].reshape(27)) ** 2).sum(1)
            assert distances[code] < distances.min() + 1e-5
            assert (scenes.decoded(row[None], BOOK)[0, y : y + 3, x : x + 3].ravel() == BOOK[code]).all()


def test_the_example_of_the_docstring_is_so():
    picture = scenes.draw("red ring left of blue cross", rng=0)
    codes = scenes.encoded(picture[None], BOOK)
    assert codes.shape == (1, 16) and f"'{recognize(scenes.decoded(codes, BOOK)[0])}'" in scenes.__doc__


def test_what_is_not_12_by_12_in_three_colors_is_refused():
    for shape in (12, 12, 3), (5, 9, 16, 3), (5, 12, 12):
        with pytest.raises(ValueError, match=r"pictures \(N, 12, 12, 3\)"):
            scenes.encoded(np.zeros(shape), BOOK)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_codebook_is_made_by_its_seed_and_more_codes_come_closer(seed):
    drawn, errors = pictures(captions()[::5], 9), []
    for K in 8, 32, 192:
        book = scenes.codebook(K, seed)
        assert book.shape == (K, 27) and book.dtype == np.float32 and (book == scenes.codebook(K, seed)).all()
        errors.append(((scenes.decoded(scenes.encoded(drawn, book), book) - drawn) ** 2).mean())
    assert all(more > 2 * less for more, less in pairwise(errors)) and errors[-1] < 1.5 * scenes.NOISE**2


def test_a_codebook_of_other_scenes_has_not_seen_what_is_not_in_them():
    book = scenes.codebook(64, scenes=[caption for caption in captions() if "red" not in caption])
    assert (np.linalg.norm(book.reshape(-1, 3) - np.array(COLORS["red"]), axis=1) > 0.3).all()


# -- the running text ----------------------------------------------------------------------------------------


def test_the_library_has_every_picture_in_both_directions():
    codes = np.array([np.arange(16), np.arange(16)[::-1]])
    end, asked = FIRST_CODE + 16, ["red ring left of blue cross", "black moon above pink heart"]
    found = scenes.library(asked, codes)
    assert len(found) == 4 and all(max(each) < end for each in found)
    for caption, row in zip(asked, codes):
        (drawn,) = (each for each in found if each[:-17] == ids(caption))
        (told,) = (each for each in found if each[17:] == ids(caption))
        assert drawn[-17:] == [DRAW, *(FIRST_CODE + row)] and told[:17] == [*(FIRST_CODE + row), TELL]


def test_the_running_text_is_all_sequences_in_another_order_with_an_end_around_each():
    sequences = [[i] * (1 + i % 3) for i in range(60)]
    text = scenes.running_text(sequences, 99, rng=0)
    assert text[0] == text[-1] == 99 and (text == scenes.running_text(sequences, 99, rng=0)).all()
    parts = [part.tolist() for part in np.split(text[1:], np.flatnonzero(text[1:] == 99) + 1)]
    assert parts.pop() == [] and sorted(parts) == [[*each, 99] for each in sequences]
    assert (
        parts != [[*each, 99] for each in sequences]
        and (text != scenes.running_text(sequences, 99, rng=1)).any()
    )


# -- drawing and telling -------------------------------------------------------------------------------------


class Told:
    """A model that goes on with whatever is written in `after`, a dict from the last id to the next."""

    def __init__(self, vocab, after):
        self.vocab, self.after = vocab, after

    def logits(self, text):
        text = np.asarray(text)
        assert (text[:, 0] == self.vocab - 1).all()  # a sequence begins after an <end>
        logits = np.full((*text.shape, self.vocab), -9.0)
        for place in np.ndindex(text.shape):
            logits[*place, self.after.get(text[place], self.vocab - 1)] = 9
        return logits


def test_a_drawing_is_sixteen_codes_even_if_the_model_would_rather_stop():
    model = Told(FIRST_CODE + 7, {DRAW: FIRST_CODE + 3, FIRST_CODE + 3: FIRST_CODE + 5, FIRST_CODE + 5: DRAW})
    asked = ["red ring left of blue cross", "black moon above pink heart", "blue moon left of red moon"]
    codes = scenes.paint(model, asked, rng=0, temperature=0.1)
    assert codes.shape == (3, 16) and (codes[:, :2] == [3, 5]).all() and set(codes.ravel()) == set(range(6))
    assert (codes == scenes.paint(model, asked, rng=0, temperature=0.1)).all() and (
        codes[:, 2:] != scenes.paint(model, asked, rng=1)[:, 2:]
    ).any()


def test_what_is_told_ends_at_the_first_id_that_is_no_word():
    red, ring = ids("red ring")
    codes = np.zeros((2, 16), int)
    assert scenes.tell(Told(FIRST_CODE + 6, {TELL: red, red: ring}), codes) == ["red ring"] * 2
    assert (
        scenes.tell(Told(FIRST_CODE + 6, {TELL: red, red: ring, ring: FIRST_CODE}), codes) == ["red ring"] * 2
    )
    assert scenes.tell(Told(FIRST_CODE + 6, {}), codes) == ["", ""]


@pytest.mark.release
@pytest.mark.parametrize("seed", (0, 1))
def test_the_gpt_tells_and_draws_pairs_that_it_has_never_seen_together(seed):
    known, new = scenes.split(seed)
    rng = np.random.default_rng(seed)
    read = [known[i] for i in rng.integers(len(known), size=16_000)]
    text = scenes.running_text(
        scenes.library(read, scenes.encoded(pictures(read, rng), BOOK)), FIRST_CODE + 192, rng
    )
    gpt = GPT(FIRST_CODE + 193, width=96, seed=seed)
    train(gpt, text, tokens=750_000, T=64, lr=0.01, seed=seed)
    assert share(scenes.tell(gpt, scenes.encoded(pictures(new, rng), BOOK)), new) >= 0.97
    codes = scenes.paint(gpt, new, rng)
    assert share(scenes.tell(gpt, codes), new) >= 0.9
    assert share(map(recognize, scenes.decoded(codes, BOOK)), new) >= 0.9


def test_the_likelihood_of_a_caption_is_the_product_of_those_of_its_words():
    gpt = GPT(vocab=FIRST_CODE + 193, width=16, layers=1, heads=2)
    gpt.weights[:] = np.random.default_rng(0).normal(0, 0.1, gpt.weights.shape)
    codes, caption = np.arange(16), "red ring left of blue cross"
    text = [gpt.vocab - 1, *(codes + FIRST_CODE), TELL]
    by_hand = 1.0
    for word in ids(caption):
        logits = gpt.logits(np.array(text))[-1].astype(float)
        by_hand *= np.exp(logits[word]) / np.exp(logits).sum()
        text.append(word)
    assert scenes.likelihood(gpt, codes, caption) == pytest.approx(by_hand, rel=1e-4)
