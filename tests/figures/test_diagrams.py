"""course.figures.diagrams: drawings that stay within their frame, with nothing written on top of another."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from course.figures import diagrams

WORDS = ["the", "cat", "sat"]
DRAWINGS = {
    "curtain": lambda: diagrams.curtain(["<start>", "I", "love", "street", "food", ".", "<end>"]),
    "window": lambda: diagrams.window(list("the cat")),
    "grids": lambda: diagrams.grids(
        [
            ("scores", np.eye(3), WORDS),
            ("hidden", np.where(np.tri(3), 1, np.nan), WORDS),
            ("mixed", np.ones((3, 2)), ["", ""], "of"),
        ],
        WORDS,
        "Step by step",
    ),
    "product": lambda: diagrams.product(
        np.eye(3),
        np.array([[1, 2], [-3, 4], [5, 6]]),
        ["A", "B", "A @ B"],
        WORDS,
        row=1,
        column=0,
        title="A product",
    ),
    "product with names": lambda: diagrams.product(
        np.eye(3),
        np.eye(3),
        ["q", "k.T", "q @ k.T"],
        WORDS,
        row=1,
        column=0,
        title="A product",
        columns=WORDS,
    ),
    "block": diagrams.block,
}


@pytest.fixture(params=DRAWINGS)
def figure(request):
    figure = DRAWINGS[request.param]()
    figure.canvas.draw()
    yield figure
    plt.close(figure)


@pytest.mark.slow
def test_every_text_and_shape_lies_within_the_picture(figure):
    frame, (ax,) = figure.bbox, figure.axes
    parts = [part for part in [*ax.texts, *ax.patches] if part.get_visible()]
    outside = [
        part
        for part in parts
        if not all(frame.contains(*corner) for corner in part.get_window_extent().corners())
    ]
    assert parts and outside == []


def test_no_two_texts_overlap(figure):
    boxes = [(text.get_text(), text.get_window_extent()) for text in figure.axes[0].texts if text.get_text()]
    overlapping = [
        (a, b) for i, (a, box) in enumerate(boxes) for b, other in boxes[:i] if box.overlaps(other)
    ]
    assert overlapping == []


def test_a_curtain_has_a_row_for_every_training_example():
    figure = DRAWINGS["curtain"]()
    bold = [text.get_text() for text in figure.axes[0].texts if text.get_weight() == "bold"]
    assert bold == ["I", "love", "street", "food", ".", "<end>"]
    plt.close(figure)


def test_what_must_not_be_seen_is_hatched_and_has_no_number():
    figure = DRAWINGS["grids"]()
    assert sum(bool(patch.get_hatch()) for patch in figure.axes[0].patches) == 3
    plt.close(figure)


def test_a_product_colours_the_row_and_the_column_that_make_the_number_it_works_out():
    figure = DRAWINGS["product"]()
    ax = figure.axes[0]
    colored = [matplotlib.colors.to_hex(patch.get_facecolor()) for patch in ax.patches]
    assert (colored.count(diagrams.READ), colored.count(diagrams.AIM)) == (3 + 3, 1)
    assert "cat: 0 · 1 + 1 · (−3) + 0 · 5 = −3" in [text.get_text() for text in ax.texts]
    plt.close(figure)
