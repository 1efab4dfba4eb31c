"""course.figures.life_pictures: drawings that stay within their frame, with nothing written on top of
another, and what they show is so.
"""

import hashlib
import struct

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyBboxPatch

from course.figures import life_pictures
from course.figures.diagrams import AIM, PALE, READ

TALK, MARKS = (
    "<user> what does mira eat ? <bot> mira eats corn . <end> <end>".split(),
    [0] * 6 + [1] * 5 + [0],
)
NUMBERS = [0.1, -2.0, 30.0]
WEIGHTS = np.random.default_rng(0).normal(size=2_000).astype(np.float32)
BATCHES = [
    ("eight new examples", [f"n{i}" for i in range(1, 9)]),
    ("a quarter replayed", ["n1", "n2", "n3", "n4", "n5", "n6", "o1", "o2"]),
    ("half", ["n1", "n2", "n3", "n4", "o1", "o2", "o3", "o4"]),
]
DRAWINGS = {
    "hashing": lambda: life_pictures.hashing(NUMBERS),
    "ribbons": lambda: life_pictures.ribbons(
        [("newborn", WEIGHTS, "0123abcd"), ("one weight moved", WEIGHTS, "fedc9876")]
    ),
    "loop": life_pictures.loop,
    "family": life_pictures.family,
    "adapter": lambda: life_pictures.adapter(96, 4),
    "cards": lambda: life_pictures.cards(BATCHES),
    "stamps": lambda: life_pictures.stamps(TALK, MARKS),
    "traded": lambda: life_pictures.traded(
        [
            ("base", 8.5, 96.0),
            ("train", 2.6, 40.0),
            ("your loop, lr=1", 2.8, 95.0),
            ("your loop, lr=2", 2.5, 80.0),
            ("your loop, lr=3", 3.1, 70.0),
        ]
    ),
    "gains": lambda: life_pictures.gains((-6.5, -5.5), (-7, -9), "Hollow: reference. Filled: model"),
    "winning": life_pictures.winning,
    "callers": life_pictures.callers,
}


@pytest.fixture
def draw(measured):
    """A drawing by its name, or a figure, ready to be measured."""
    return lambda figure: measured(DRAWINGS[figure]() if isinstance(figure, str) else figure)


def texts(ax):
    return [text for text in ax.texts if text.get_text()]


def boxes(ax):
    """The boxes of a drawing, as (left, bottom, color), and the text in each -> {box: text}."""
    return {
        (round(patch.get_x(), 2), round(patch.get_y(), 2), to_hex(patch.get_facecolor())): [
            text.get_text() for text in texts(ax) if patch.get_window_extent().contains(*center(text))
        ]
        for patch in ax.patches
        if isinstance(patch, FancyBboxPatch)
    }


def center(text):
    (left, bottom), (right, top) = text.get_window_extent().get_points()
    return (left + right) / 2, (bottom + top) / 2


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_text_and_shape_lies_within_the_picture(draw, name):
    figure = draw(name)
    parts = [part for ax in figure.axes for part in [*texts(ax), *ax.patches, ax.title] if part.get_visible()]
    outside = [
        part
        for part in parts
        if not all(figure.bbox.contains(*corner) for corner in part.get_window_extent().corners())
    ]
    # the axes' names and numbers, too
    everything, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert (
        parts
        and outside == []
        and everything.x0 >= 0
        and everything.y0 >= 0
        and everything.x1 <= width
        and everything.y1 <= height
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", DRAWINGS)
def test_no_two_texts_overlap(draw, name):
    figure = draw(name)
    found = [
        (text.get_text(), text.get_window_extent()) for ax in figure.axes for text in [*texts(ax), ax.title]
    ]
    overlapping = [
        (a, b) for i, (a, box) in enumerate(found) for b, other in found[:i] if box.overlaps(other)
    ]
    assert overlapping == []


def test_the_family_has_five_models_and_four_ways_from_one_to_another(draw):
    (ax,) = draw("family").axes
    inside = {text for [text] in boxes(ax).values()}
    assert {text.partition("\n")[0] for text in inside} == {
        "newborn",
        "base",
        "ship's model",
        "assistant",
        "polite",
    }
    assert {"pre-training", "finetuning", "answers", "choices"} <= {
        text.get_text() for text in texts(ax)
    } - inside


@pytest.mark.slow
@pytest.mark.parametrize("name", DRAWINGS)
def test_no_text_is_wider_than_its_box(draw, name):
    for ax in draw(name).axes:
        for patch in (patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)):
            box = patch.get_window_extent()
            inside = [text for text in texts(ax) if box.contains(*center(text))]
            assert [
                text.get_text()
                for text in inside
                if not all(box.contains(*corner) for corner in text.get_window_extent().corners())
            ] == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_picture_has_a_title_and_axes_that_are_shown_have_their_units(draw, name):
    for ax in draw(name).axes:
        assert ax.get_title()
        if ax.axison:
            assert ax.get_xlabel() and (ax.get_ylabel() or ax.get_yticklabels()[0].get_text())


def test_hashing_shows_the_numbers_their_bytes_and_what_hashlib_says(draw):
    (ax,) = draw("hashing").axes
    said, stored = [text.get_text() for text in texts(ax)], np.array(NUMBERS, np.float32)
    assert [each for each in said if each in ("0.1", "-2", "30")] == ["0.1", "-2", "30"]
    assert [each for each in said if each.count(" ") == 3] == [
        struct.pack("<f", number).hex(" ") for number in NUMBERS
    ]
    assert [text.get_text() for text in texts(ax) if text.get_weight() == "bold"] == [
        hashlib.sha256(stored.tobytes()).hexdigest()[:8]
    ]


def test_of_other_numbers_hashing_shows_another_hash(draw):
    for numbers in ([1.5], [2.0, 1.5], [1.5, 2.0, 0, -1.5]):
        (ax,) = draw(life_pictures.hashing(numbers)).axes
        assert hashlib.sha256(np.array(numbers, "<f4").tobytes()).hexdigest()[:8] in [
            text.get_text() for text in texts(ax)
        ]


def test_a_ribbon_shows_the_weights_and_its_digits_stand_above(draw):
    one, two = draw("ribbons").axes
    assert one.get_title() == "newborn: 0123abcd" and two.get_title() == "one weight moved: fedc9876"
    seen, same = (np.asarray(ax.images[0].get_array()).ravel() for ax in (one, two))
    assert (
        (seen == same).all()
        and (np.argsort(seen) == np.argsort(WEIGHTS[:1_992])).all()
        and (np.sign(seen) == np.sign(WEIGHTS[:1_992])).all()
    )
    (alone,) = draw(life_pictures.ribbons([("alone", WEIGHTS, "?")])).axes
    assert alone.get_title() == "alone: ?"


@pytest.mark.slow
def test_a_batch_has_a_card_for_each_example_and_old_ones_look_otherwise(draw):
    (ax,) = draw("cards").axes
    cards = boxes(ax)
    for row, (name, batch) in enumerate(BATCHES):
        here = sorted((x, color, *said) for (x, y, color), said in cards.items() if y == -row)
        assert [said for _, _, said in here] == batch and [color for _, color, _ in here] == [
            AIM if card[0] == "n" else READ for card in batch
        ]
        assert name in [text.get_text() for text in texts(ax)]
    assert sorted(text.get_text() for text in texts(ax) if text.get_weight() == "bold") == [
        "o1",
        "o1",
        "o2",
        "o2",
        "o3",
        "o4",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "words, marks",
    [(TALK, MARKS), ("<user> hot ? <bot> cold <end>".split(), [False, False, False, True, True])],
)
def test_stamps_stand_where_the_marks_say_under_the_next_word(draw, words, marks):
    (ax,) = draw(life_pictures.stamps(words, marks)).axes
    at = {
        (round(text.get_position()[0] - 0.5, 2), round(text.get_position()[1], 2)): text.get_text()
        for text in texts(ax)
    }
    for i, counts in enumerate(marks):
        assert (
            at[i, 0.4] == words[i] and at[i, -0.9] == words[i + 1] and at[i, -2.1] == ("✔" if counts else "–")
        )
    assert [text.get_text() for text in texts(ax)].count("✔") == sum(marks)
    lower = sorted((x, color) for x, y, color in boxes(ax) if y < -1)
    assert [color for _, color in lower] == [AIM if counts else PALE for counts in marks]


def test_the_answers_on_a_line_have_gained_1_and_minus_2(draw):
    (ax,) = draw("gains").axes
    before, now = (
        {
            line.get_ydata()[0]: line.get_xdata()[0]
            for line in ax.lines
            if (line.get_markerfacecolor() == "white") == hollow
        }
        for hollow in (True, False)
    )
    grown = {y: now[y] - before[y] for y in (0, 1)}
    assert grown[1] - grown[0] == 3 and [text.get_text() for text in ax.texts] == ["+1", "−2"]


def test_a_lead_of_three_is_a_chance_of_seven_in_ten(draw):
    (curve,) = draw("winning").axes
    dots = next(line.get_xydata() for line in curve.lines if line.get_marker() == "o")
    assert dots == pytest.approx(np.array([[0, 0.5], [0.9, 0.711]]), abs=5e-4)
    x, y = curve.lines[0].get_xydata().T
    assert np.log(y / (1 - y)) == pytest.approx(x)
    assert any("= 3" in text.get_text() and "beta 0.3" in text.get_text() for text in curve.texts)


def test_each_way_to_finetune_is_a_point_with_its_name(draw):
    (ax,) = draw("traded").axes
    assert [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines] == [
        (8.5, 96),
        (2.6, 40),
        (2.8, 95),
        (2.5, 80),
        (3.1, 70),
    ]
    assert [text.get_text() for text in ax.texts] == [
        "base",
        "train",
        "your loop, lr=1",
        "your loop, lr=2",
        "your loop, lr=3",
    ]


@pytest.mark.slow
def test_four_trainings_change_the_weights_and_prompting_does_not(draw):
    (ax,) = draw("callers").axes
    cells = sorted((-y, x, *said) for (x, y, _), said in boxes(ax).items())
    rows = [[said for _, _, said in cells[i : i + 4]] for i in range(0, len(cells), 4)]
    assert [(row[0], row[-1]) for row in rows] == [
        ("pre-training", "new"),
        ("post-training", "new"),
        ("post-training", "new"),
        ("finetuning", "new"),
        ("prompting", "unchanged"),
    ]
    assert (
        rows[0][1] == rows[1][1] == rows[2][1] == "model developer" and rows[3][1] == "application developer"
    )


def test_a_step_leads_against_the_shortened_slope_and_says_where():
    fig = life_pictures.one_step((1, 2), (3, 4), 0.5)
    texts = [text.get_text() for text in fig.axes[0].texts]
    assert (
        any("of length 5" in text for text in texts)
        and any("(0.6, 0.8)" in text for text in texts)
        and any("(0.7, 1.6)" in text for text in texts)
    )
