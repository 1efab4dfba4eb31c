"""course.figures.foundation_pictures: drawings that stay within their frame, with nothing written on top of
another, and what they show is so.
"""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Ellipse, Rectangle

from course.figures import foundation_pictures as drawn
from course.figures.diagrams import AIM, READ

PICTURE = np.random.default_rng(0).random((12, 12, 3)).astype(np.float32)
CAPTIONS, VERDICTS = (
    ["red ring left of blue cross", "yellow triangle above green triangle"] * 8,
    [k not in (3, 9) for k in range(16)],
)
WORDS, CODES = (
    [("word", word) for word in "red ring left of blue cross".split()],
    [("image", str(100 + k)) for k in range(16)],
)
STRIPS = [
    (WORDS + [("special", "draw")] + CODES, range(300, 323)),
    (CODES[:3] + [("special", "tell")] + WORDS, range(400, 410)),
]
TITLES = ["the original", "8 codes\nerror 0.0312", "32 codes\nerror 0.0051", "192 codes\nerror 0.0004"]
NAMES = (
    ["Markov's table of", "Pushkin's vowels (1913)"],
    ["OPT-175B (2022)", "LLaMA (2023)", "SmolLM2 (2024)"],
    ["CLIP (2021)", "Stable Diffusion"],
)
DRAWINGS = {
    "cutting": lambda: drawn.cutting(PICTURE, size=3, chosen=6),
    "sequence_strips": lambda: drawn.sequence_strips(STRIPS),
    "gallery": lambda: drawn.gallery([PICTURE] * 16, CAPTIONS, VERDICTS),
    "ovals": lambda: drawn.ovals(*NAMES),
    "error_row": lambda: drawn.error_row([PICTURE, PICTURE.round(), PICTURE.round(1), PICTURE], TITLES),
}


@pytest.fixture
def draw(measured):
    """A drawing by its name, or a figure, ready to be measured -> its axes."""
    return lambda figure: measured(DRAWINGS[figure]() if isinstance(figure, str) else figure).axes


def texts(ax):
    return [text for text in ax.texts if text.get_text()]


def said(ax):
    return [text.get_text() for text in texts(ax)]


def shapes(ax, kind):
    return [patch for patch in ax.patches if type(patch) is kind]


@pytest.mark.slow
@pytest.mark.parametrize("name", DRAWINGS)
def test_every_text_and_shape_lies_within_the_picture(draw, name):
    axes = draw(name)
    figure = axes[0].figure
    parts = [part for ax in axes for part in [*texts(ax), *ax.patches, ax.title]] + figure.artists
    assert [
        part
        for part in parts
        if not all(figure.bbox.contains(*corner) for corner in part.get_window_extent().corners())
    ] == []
    # the axes' names and numbers, too
    everything, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert everything.x0 >= 0 and everything.y0 >= 0 and everything.x1 <= width and everything.y1 <= height


@pytest.mark.slow
@pytest.mark.parametrize("name", DRAWINGS)
def test_no_two_texts_overlap(draw, name):
    found = [
        (text.get_text(), text.get_window_extent()) for ax in draw(name) for text in [*texts(ax), ax.title]
    ]
    assert [(a, b) for i, (a, box) in enumerate(found) for b, other in found[:i] if box.overlaps(other)] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", DRAWINGS)
def test_every_picture_has_a_title_and_axes_that_are_shown_have_their_units(draw, name):
    axes = draw(name)
    assert all(ax.get_title() for ax in axes) and all("(" in ax.get_xlabel() for ax in axes if ax.axison)
    assert "(" in axes[0].get_ylabel() or not axes[0].axison


@pytest.mark.slow
@pytest.mark.parametrize("shape, chosen", [((12, 12), 6), ((6, 9), 5)])
def test_cutting_numbers_the_patches_like_reading_and_lifts_one_out(draw, shape, chosen):
    part = PICTURE[: shape[0], : shape[1]]
    whole, cut, out = draw(drawn.cutting(part, 3, chosen))
    across = shape[1] // 3
    assert {text.get_text(): text.get_position() for text in cut.texts} == {
        str(k): (k % across * 3 + 1.5, k // across * 3 + 1.5) for k in range(across * shape[0] // 3)
    }
    assert [text.get_text() for text in cut.texts if text.get_weight() == "bold"] == [str(chosen)]
    y, x = chosen // across * 3, chosen % across * 3
    pixels = part[y : y + 3, x : x + 3].reshape(9, 3)
    assert [to_hex(patch.get_facecolor()) for patch in shapes(out, Rectangle)[:9]] == [
        to_hex(pixel) for pixel in pixels
    ]
    assert said(out)[:9] == [str(k) for k in range(9)]
    assert [text for text in said(out) if "." in text] == [
        f"{value:.2f}" for value in pixels[:3].ravel()
    ] and said(out)[-1] == "…"
    assert whole.get_xlabel() == cut.get_xlabel() == "column (pixels)"


def test_strips_have_an_id_below_each_box_and_each_kind_its_look(draw):
    (ax,) = draw("sequence_strips")
    boxes = shapes(ax, Rectangle)
    parts, ids = (
        [part for strip, _ in STRIPS for part in strip],
        [str(number) for _, numbers in STRIPS for number in numbers],
    )
    assert said(ax)[::2] == [text for _, text in parts] and said(ax)[1::2] == ids
    for (kind, _), box, text, number in zip(parts, boxes, ax.texts[::2], ax.texts[1::2]):
        assert to_hex(box.get_facecolor()) == {"word": READ, "special": "#c8c8c8", "image": AIM}[kind]
        assert bool(box.get_hatch()) == (kind == "image") and (text.get_weight() == "bold") == (
            kind == "special"
        )
        frame, below = box.get_window_extent(), number.get_window_extent()
        assert (
            frame.x0 < text.get_window_extent().x0
            and text.get_window_extent().x1 < frame.x1
            and frame.x0 < below.x0
            and below.y1 < frame.y0
        )


def test_a_gallery_has_a_caption_in_two_lines_and_a_mark_for_each_picture(draw):
    (ax,) = draw("gallery")
    assert (
        len(ax.images) == 16
        and said(ax)[::2] == ["✔" if right else "✘" for right in VERDICTS]
        and "14 of 16" in ax.get_title()
    )
    assert [text.split() for text in said(ax)[1::2]] == [caption.split() for caption in CAPTIONS] and all(
        text.count("\n") == 1 for text in said(ax)[1::2]
    )


def test_an_error_row_has_each_picture_under_its_title(draw):
    axes = draw("error_row")
    assert [ax.get_title() for ax in axes] == TITLES and (
        np.asarray(axes[1].images[0].get_array()) == PICTURE.round()
    ).all()


def test_two_ovals_overlap_and_each_name_lies_where_it_belongs(draw):
    (ax,) = draw("ovals")
    left, right = (oval.get_window_extent() for oval in shapes(ax, Ellipse))
    assert left.overlaps(right)
    one, both, other = (
        next(text.get_window_extent() for text in texts(ax) if text.get_text() == "\n".join(names))
        for names in NAMES
    )
    assert one.x1 < right.x0 < both.x0 and both.x1 < left.x1 < other.x0
