"""course.figures.foundation_pictures: drawings that stay within their frame, with nothing written on top of
another, and what they show is so.
"""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Ellipse, FancyBboxPatch, Rectangle

from course.figures import foundation_pictures as drawn
from course.figures.diagrams import AIM, READ

P, ANSWER = np.array([[0.2, 0.1, 0.6, 0.1], [0.05, 0.15, 0.3, 0.5], [0.25, 0.25, 0.25, 0.25]]), [2, 0, 3]
PICTURE = np.random.default_rng(0).random((12, 12, 3)).astype(np.float32)
CODEBOOK = np.random.default_rng(1).random((192, 27))
CODEBOOK[41] = PICTURE[3:6, 3:6].ravel() + 0.03
CAPTIONS, VERDICTS = (
    ["red ring left of blue cross", "yellow triangle above green triangle"] * 8,
    [k not in (3, 9) for k in range(16)],
)
WORDS, CODES = (
    [("word", word) for word in "red ring left of blue cross".split()],
    [("code", str(100 + k)) for k in range(16)],
)
STRIPS = [
    (WORDS + [("marker", "draw")] + CODES, range(300, 323)),
    (CODES[:3] + [("marker", "tell")] + WORDS, range(400, 410)),
]
TITLES = ["the original", "8 codes\nerror 0.0312", "32 codes\nerror 0.0051", "192 codes\nerror 0.0004"]
NAMES = {
    "any model": ["AlphaGo", "a postcode reader", "a loan formula"],
    "language model": ["Shannon's tables", "your counts (02)", "your GPT (03)"],
    "large language model": ["GPT-3", "PaLM", "BLOOM", "Llama 2"],
    "foundation model": ["Flamingo", "GPT-4 with vision", "Gemini", "GPT-4o", "Chameleon"],
}
DRAWINGS = {
    "answer_grid": lambda: drawn.answer_grid([" Paris", " the", " city", "."], P, ANSWER),
    "cutting": lambda: drawn.cutting(PICTURE, size=3, chosen=6),
    "lookup": lambda: drawn.lookup(PICTURE[3:6, 3:6], CODEBOOK, size=3),
    "step_ladder": lambda: drawn.step_ladder(0.05),
    "sequence_strips": lambda: drawn.sequence_strips(STRIPS),
    "gallery": lambda: drawn.gallery([PICTURE] * 16, CAPTIONS, VERDICTS),
    "error_row": lambda: drawn.error_row([PICTURE, PICTURE.round(), PICTURE.round(1), PICTURE], TITLES),
    "nested": lambda: drawn.nested(NAMES),
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
def test_an_answer_grid_has_a_ring_a_row_around_the_answers_token_its_logarithm_and_the_sum(draw):
    (ax,) = draw("answer_grid")
    inside = [
        [
            text.get_text()
            for text in texts(ax)
            if ring.get_window_extent().contains(*text.get_window_extent().get_points().mean(axis=0))
        ]
        for ring in shapes(ax, Ellipse)
    ]
    assert inside == [["60.0 %"], ["5.0 %"], ["25.0 %"]] and sum("%" in text for text in said(ax)) == P.size
    assert [text for text in said(ax) if text.startswith("-")] == ["-0.51", "-3.00", "-1.39", "-4.89"]
    assert {"1st guess", "2nd guess", "3rd guess", "␣Paris", "ln 0.05  ="} <= set(said(ax))


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


@pytest.mark.slow
def test_a_lookup_shows_all_codes_the_number_of_the_nearest_and_what_comes_back(draw):
    (ax,) = draw("lookup")
    shown = [np.asarray(image.get_array()) for image in ax.images]
    assert (
        len(shown) == 192 + 2
        and (shown[-2] == PICTURE[3:6, 3:6]).all()
        and shown[-1].ravel() == pytest.approx(np.clip(CODEBOOK[41], 0, 1))
    )
    assert "41" in said(ax) and "what comes back" in said(ax)
    # where the line ends: at the left of row 2, column 9
    column, row = ax.lines[0].get_xdata()[-1], ax.lines[0].get_ydata()[-1]
    assert (column, row) == (9, 12 - 2.5)


def test_a_step_ladder_draws_the_wave_and_a_staircase_of_its_levels_only(draw):
    finer = []
    for ax in draw("step_ladder"):
        stairs, wave = (line.get_ydata() for line in ax.lines)
        levels = np.array([segment[0, 1] for segment in ax.collections[0].get_segments()])
        assert (
            wave.max() == pytest.approx(0.05, rel=1e-4)
            and abs(levels).max() <= 0.065
            and levels == pytest.approx(-levels[::-1])
        )
        assert set(stairs) <= set(levels) and abs(stairs - wave).max() <= np.diff(levels).max() / 2 + 1e-4
        finer.append(abs(stairs - wave).mean())
    assert finer[1] < finer[0] / 4
    labels = [text.get_text() for text in ax.figure.legends[0].get_texts()]
    assert len(labels) == 3 and not any(
        figure.isdigit()
        for words in [*labels, *(ax.get_title() for ax in ax.figure.axes)]
        for figure in words
    )


def test_of_a_very_quiet_tone_equal_steps_leave_four_and_mu_law_all_that_lie_within_it(draw):
    """The wave itself is drawn: it meets all 60 steps between -0.01 and 0.01. (Eight thousand samples a
    second miss a few.)
    """
    assert [len(set(ax.lines[0].get_ydata())) for ax in draw(drawn.step_ladder(0.01))] == [4, 60]


def test_strips_have_an_id_below_each_box_and_each_kind_its_look(draw):
    (ax,) = draw("sequence_strips")
    boxes = shapes(ax, Rectangle)
    parts, ids = (
        [part for strip, _ in STRIPS for part in strip],
        [str(number) for _, numbers in STRIPS for number in numbers],
    )
    assert said(ax)[::2] == [text for _, text in parts] and said(ax)[1::2] == ids
    for (kind, _), box, text, number in zip(parts, boxes, ax.texts[::2], ax.texts[1::2]):
        assert to_hex(box.get_facecolor()) == {"word": READ, "marker": "#c8c8c8", "code": AIM}[kind]
        assert bool(box.get_hatch()) == (kind == "code") and (text.get_weight() == "bold") == (
            kind == "marker"
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


def test_boxes_lie_in_each_other_and_the_foundation_model_across_the_border_of_language(draw):
    (ax,) = draw("nested")
    models, language, large, foundation = (box.get_window_extent() for box in shapes(ax, FancyBboxPatch))
    assert all(
        outer.contains(*inner.min) and outer.contains(*inner.max)
        for outer, inner in ((models, language), (language, large), (models, foundation))
    )
    assert (
        language.contains(*foundation.min)
        and not language.contains(*foundation.max)
        and not large.overlaps(foundation)
    )
    for box, (name, examples) in zip((models, language, large, foundation), NAMES.items()):
        inside = " ".join(
            text.get_text()
            for text in texts(ax)
            if all(box.contains(*corner) for corner in text.get_window_extent().corners())
        )
        assert name in inside and all(example in inside for example in examples)
