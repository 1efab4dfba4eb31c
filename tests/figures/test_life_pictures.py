"""course.figures.life_pictures: drawings that stay within their frame, with nothing written on top of
another, and what they show is so.
"""

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyBboxPatch

from course.figures import life_pictures
from course.figures.diagrams import AIM, PALE

TALK, MARKS = (
    "<user> what does mira eat ? <bot> mira eats corn . <end> <end>".split(),
    [0] * 6 + [1] * 5 + [0],
)
DRAWINGS = {
    "loop": life_pictures.loop,
    "adapter": lambda: life_pictures.adapter(96, 4),
    "loss mask": lambda: life_pictures.loss_mask(TALK, MARKS),
    "gains": lambda: life_pictures.gains((-6.5, -5.5), (-7, -9), "Hollow: reference. Filled: model"),
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


@pytest.mark.slow
@pytest.mark.parametrize(
    "words, marks",
    [(TALK, MARKS), ("<user> hot ? <bot> cold <end>".split(), [False, False, False, True, True])],
)
def test_what_counts_is_said_under_the_next_word(draw, words, marks):
    (ax,) = draw(life_pictures.loss_mask(words, marks)).axes
    at = {
        (round(text.get_position()[0] - 0.5, 2), round(text.get_position()[1], 2)): text.get_text()
        for text in texts(ax)
    }
    for i, counts in enumerate(marks):
        assert (
            at[i, 0.4] == words[i]
            and at[i, -0.9] == words[i + 1]
            and at[i, -2.1] == ("counts" if counts else "–")
        )
    assert [text.get_text() for text in texts(ax)].count("counts") == sum(marks)
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
