"""course.figures.helpdesk_pictures: drawings that stay within their frame, with nothing written on top of
another, and what they show is so.
"""

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.text import Text

from course.figures import helpdesk_pictures as drawn
from course.figures.diagrams import AIM

pytestmark = pytest.mark.slow  # twenty-five drawings, each drawn for each test

LABELS, LONG = (
    ["praise", "fault", "billing", "delivery", "advice"],
    ["guarantee", "complaints", "billing", "deliveries", "something else"],
)
TEMPLATE, SHARES = "Message: {message}\nCategory:", dict(zip(LABELS, [0.08, 0.31, 0.52, 0.06, 0.03]))
EXAMPLES = (
    "You sort messages to a shop for reading lamps.\nAnswer with one word: praise, fault, billing, delivery or advice.\n\n"
    'Message: My lamp is broken.\nCategory: fault\n\nMessage: "{message}" (from the form)\nCategory:'
)
A, B = [1, 0, 1, 1, 0, 1, 1, 0, 1, 1], [1, 0, 0, 1, 1, 1, 0, 0, 1, 0]
TRUTH, GUESSES = (
    "praise fault billing fault praise billing fault".split(),
    "praise fault fault fault praise billing billing".split(),
)
MESSAGE, PRIOR, AFTER = (
    dict(zip(LABELS, shares))
    for shares in ([6, 48, 31, 10, 5], [10, 55, 15, 12, 8], [12, 17.5, 41.4, 16.7, 12.5])
)
PARTS = [("instructions, kept from before", 71, "0.10"), ("message", 13, "0.40"), ("answer", 2, "1.60")]


DRAWINGS = {
    "hole": lambda: drawn.hole(TEMPLATE, "I can't sign in.", SHARES),
    "hole, eight lines": lambda: drawn.hole(
        EXAMPLES,
        "I can't sign in, and the bill has the wrong name on it. " * 2,
        dict(zip(LONG, [0.3, 0.2, 0.35, 0.1, 0.05])),
    ),
    "paired": lambda: drawn.paired(A, B, ["with a list of labels", "plain"]),
    "paired, long": lambda: drawn.paired(
        A + [0, 1],
        B + [1, 0],
        ["the prompt with labels and four examples", "the very first prompt that we wrote"],
    ),
    "counting": lambda: drawn.counting(TRUTH, GUESSES, LABELS[:3]),
    "counting, full": lambda: drawn.counting(
        ["guarantee"] * 4 + ["complaints"] * 4, ["guarantee"] * 4 + ["guarantee"] * 4, LONG[:4]
    ),
    "divided_out": lambda: drawn.divided_out(PRIOR, MESSAGE),
    "priced": lambda: drawn.priced(PARTS),
    "priced, long": lambda: drawn.priced(
        [
            ("instructions, kept from before", 1271, "0.10"),
            ("two pages that were found", 113, "0.40"),
            *PARTS[1:],
        ]
    ),
    "order_of_work": drawn.order_of_work,
    "path": drawn.path,
}


@pytest.fixture
def draw(measured):
    """A drawing by its name, or a figure, ready to be measured -> its axes."""
    return lambda figure: measured(DRAWINGS[figure]() if isinstance(figure, str) else figure).axes


def texts(ax):
    return [text for text in ax.texts if text.get_text().strip()]


def said(ax):
    return [text.get_text() for text in texts(ax)]


def shapes(ax, kind):
    return [patch for patch in ax.patches if type(patch) is kind]


def middle(part):
    return part.get_window_extent().get_points().mean(axis=0)


def within(ax, shape):
    """What is written in a shape."""
    return [text.get_text() for text in texts(ax) if shape.get_window_extent().contains(*middle(text))]


def written(axes):
    """Every text that is seen, those of the axes and the legend, too."""
    return [
        text
        for text in axes[0].figure.findobj(Text)
        if text.get_visible()
        and text.get_text().strip()
        and (text.axes is None or text.axes.axison or text in [*text.axes.texts, text.axes.title])
    ]


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_text_and_shape_lies_within_the_picture_of_at_most_nine_inches(draw, name):
    axes = draw(name)
    figure = axes[0].figure
    parts = [part for ax in axes for part in [*texts(ax), *ax.patches, *ax.lines, ax.title]]
    assert [
        part
        for part in parts
        if not all(figure.bbox.padded(0.5).contains(*corner) for corner in part.get_window_extent().corners())
    ] == []
    # the axes' names and numbers, too
    everything, (width, height) = figure.get_tightbbox(), figure.get_size_inches() + 1e-6
    assert (
        everything.x0 >= 0
        and everything.y0 >= 0
        and everything.x1 <= width < 9.01
        and everything.y1 <= height
    )


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_two_texts_overlap_and_none_is_smaller_than_nine_points(draw, name):
    found = [(text.get_text(), text.get_window_extent()) for text in written(draw(name))]
    assert [(a, b) for i, (a, box) in enumerate(found) for b, other in found[:i] if box.overlaps(other)] == []
    assert all(text.get_fontsize() >= 9 for text in written(draw(name)))


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_text_sticks_out_of_the_shape_that_it_stands_in(draw, name):
    for ax in draw(name):
        for shape in shapes(ax, FancyBboxPatch) + shapes(ax, Rectangle):
            box = shape.get_window_extent()
            if not ax.axison and shape.get_fill():
                assert [
                    text.get_text()
                    for text in texts(ax)
                    if box.contains(*middle(text))
                    and not all(
                        box.padded(0.5).contains(*corner) for corner in text.get_window_extent().corners()
                    )
                ] == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_picture_has_a_title_and_axes_that_are_shown_have_names(draw, name):
    axes = draw(name)
    assert all(ax.get_title() for ax in axes) and all(ax.get_xlabel() for ax in axes if ax.axison)


def test_the_hole_is_dashed_and_empty_and_the_message_and_the_answers_stand_around_it(draw):
    ax, bars = draw("hole")
    (gap,) = (shape for shape in shapes(ax, Rectangle) if shape.get_linestyle() == "--")
    assert within(ax, gap) == [] and {"I can't sign in.", "Message: ", "Category:"} <= set(said(ax))
    assert [bar.get_width() for bar in bars.patches] == pytest.approx(
        [100 * share for share in SHARES.values()]
    )
    assert [label.get_text() for label in bars.get_yticklabels()] == list(SHARES) and said(bars) == [
        "8.0",
        "31.0",
        "52.0",
        "6.0",
        "3.0",
    ]


def test_text_after_the_hole_is_not_covered_by_it(draw):
    ax, _ = draw("hole, eight lines")
    (gap,) = (shape for shape in shapes(ax, Rectangle) if shape.get_linestyle() == "--")
    assert [
        text.get_text() for text in texts(ax) if text.get_window_extent().overlaps(gap.get_window_extent())
    ] == []


@pytest.mark.parametrize("template", ["no hole", "{message} and {message}"])
def test_a_template_without_its_one_hole_is_an_error(template):
    with pytest.raises(ValueError, match="once"):
        drawn.hole(template, "Hi", SHARES)


def test_pairs_have_a_box_each_a_ring_where_they_differ_and_the_difference_below(draw):
    (ax,) = draw("paired")
    assert [within(ax, box) for box in shapes(ax, Rectangle)] == [
        ["✓" if right else "✗"] for pair in zip(A, B) for right in pair
    ]
    assert [within(ax, ring) for ring in shapes(ax, FancyBboxPatch)] == [
        ["✓", "✗"],
        ["✗", "✓"],
        ["✓", "✗"],
        ["✓", "✗"],
    ]
    assert [text for text in said(ax) if text in ("+1", "0", "−1")] == [
        "0",
        "0",
        "+1",
        "0",
        "−1",
        "0",
        "+1",
        "0",
        "0",
        "+1",
    ]


@pytest.mark.parametrize(
    "name, truth, guesses, labels",
    [
        ("counting", TRUTH, GUESSES, LABELS[:3]),
        ("counting, full", ["guarantee"] * 4 + ["complaints"] * 4, ["guarantee"] * 8, LONG[:4]),
    ],
)
def test_each_number_is_in_the_cell_of_its_pair_and_the_arrow_ends_in_that_of_the_first_wrong_one(
    draw, name, truth, guesses, labels
):
    (ax,) = draw(name)
    cells = [cell for cell in shapes(ax, Rectangle) if cell.get_fill()]
    expected = [
        [str(k + 1) for k, pair in enumerate(zip(truth, guesses)) if pair == (row, column)]
        for row in labels
        for column in labels
    ]
    assert [within(ax, cell) for cell in cells] == expected
    wrong = next(k for k, (is_, called) in enumerate(zip(truth, guesses)) if is_ != called)
    (frame,) = (shape for shape in shapes(ax, Rectangle) if not shape.get_fill())
    assert within(ax, frame) == [str(wrong + 1), f"{truth[wrong]} → {guesses[wrong]}"]
    (marked,) = (cell for cell in cells if to_hex(cell.get_facecolor()) == AIM)
    (point,) = shapes(ax, FancyArrowPatch)
    assert str(wrong + 1) in within(ax, marked) and marked.get_window_extent().contains(
        point.get_window_extent().x1, middle(point)[1]
    )


def test_divided_out_shows_the_message_then_the_prior_then_their_quotients_and_what_remains_with_the_same_labels(
    draw,
):
    axes = draw("divided_out")
    times = {label: MESSAGE[label] / PRIOR[label] for label in MESSAGE}
    for ax, shares in zip(axes, (MESSAGE, PRIOR, times, AFTER), strict=True):
        assert [bar.get_width() for bar in ax.patches] == pytest.approx(list(shares.values()), abs=0.5)
    assert [ax.get_title().replace("\n", " ") for ax in axes] == [
        "after the message",
        "after nothing",
        "times as likely",
        "rescaled to 100 %",
    ]
    assert "÷" in said(axes[1]) and "=" in said(axes[2])
    other = draw(drawn.divided_out(PRIOR, dict(reversed(MESSAGE.items())), titles=("a", "b", "c", "d")))
    assert [ax.get_title() for ax in other] == ["a", "b", "c", "d"] and [
        bar.get_width() for bar in other[1].patches
    ] == list(PRIOR.values())[::-1]


def test_a_request_is_as_long_as_its_tokens_and_two_of_them_are_still_seen(draw):
    (ax,) = draw("priced")
    first, second, last, *costs = (shape.get_width() for shape in shapes(ax, Rectangle) if shape.get_fill())
    assert first / second == pytest.approx(71 / 13) and 0.15 < last < second
    money = [tokens * float(price) for _, tokens, price in PARTS]
    assert [cost / sum(costs) for cost in costs] == pytest.approx([each / sum(money) for each in money])
    assert [text.split("\n")[-2:] for text in said(ax)[1:4]] == [
        [f"{tokens} tokens", f"{price} a million"] for _, tokens, price in PARTS
    ]
    assert [text.split(": ")[1] for text in said(ax)[5:]] == [f"{each / sum(money):.0%}" for each in money]
    assert [len(lines.get_segments()) for lines in ax.collections] == [72, 14, 3]
    (long,) = draw("priced, long")
    assert min(shape.get_width() for shape in shapes(long, Rectangle)) > 0.15


def test_the_orders_of_work_are_turned_and_the_same_thing_looks_the_same(draw):
    (ax,) = draw("order_of_work")
    assert said(ax) == [
        "ML engineering",
        "data",
        "model",
        "product",
        "AI engineering",
        "product",
        "data",
        "model",
    ]
    looks = [
        (type(shape), to_hex(shape.get_facecolor()))
        for shape in ax.patches
        if type(shape) is not FancyArrowPatch
    ]
    assert (
        looks[:3] == [looks[4], looks[5], looks[3]]
        and len(set(looks)) == len({kind for kind, _ in looks}) == 3
    )


def test_the_path_has_four_questions_each_with_a_yes_to_its_word_and_a_no_to_the_next(draw):
    (ax,) = draw("path")
    assert [within(ax, box)[0].replace("\n", " ") for box in shapes(ax, FancyBboxPatch)] == [
        text for pair in drawn.stack.QUESTIONS for text in pair
    ]
    assert said(ax).count("yes") == 4 and said(ax).count("no") == 3
    assert [word for _, word in drawn.stack.QUESTIONS] == ["prompt", "retrieve", "finetune", "train"]
