"""Pictures of time, price and work: where a message's seconds go, whose job each part is, in which order."""

from textwrap import fill

import numpy as np
from matplotlib.patches import Ellipse, Polygon, Rectangle

from course.figures.diagrams import AIM, INK, PALE, READ, arrow, box
from course.figures.helpdesk_pictures.drawing import MINT, text_width, titled_page

QUESTIONS = [
    ("Is a good prompt enough (measure it), on your device and within your budget?", "prompt"),
    ("Is the answer itself written down somewhere?", "retrieve"),
    ("Does a model for such data fit your device, and do you have many examples?", "finetune"),
    ("None of these?", "train"),
]


def priced(parts):
    """A request as two strips, the upper one as long as its tokens are many, the lower one as they cost.
    parts: [(name, tokens, price of a million)], a price as text.
    """
    count = np.array([tokens for _, tokens, _ in parts])
    money = count * [float(price) for *_, price in parts]
    below = [
        f"{fill(name, 18)}\n{tokens} token{'s' * (tokens != 1)}\n{price} a million"
        for name, tokens, price in parts
    ]
    shares = [f"{name.split(',')[0]}: {share:.0%}" for (name, *_), share in zip(parts, money / money.sum())]
    deep = 0.2 * (max(text.count("\n") for text in below) + 1)
    fig, ax = titled_page(9, deep + 2.6, "Reading and writing do not cost the same")
    for top, lengths, texts, heading in (
        (deep + 2.15, count, below, "its tokens"),
        (0.85, money, shares, "its cost"),
    ):
        x, wide = _strip(lengths)
        ax.text(0.2, top + 0.12, heading, fontsize=11, color=INK, weight="bold")
        places = _side_by_side(x + wide / 2, np.array([text_width(text) / 2 for text in texts]))
        for k, (_, tokens, _) in enumerate(parts):
            color, hatch = [(READ, "////"), (AIM, ""), (MINT, "....")][k % 3]
            ax.add_patch(
                Rectangle(
                    (x[k], top - 0.45),
                    wide[k],
                    0.45,
                    facecolor=color,
                    edgecolor="#888888",
                    hatch=hatch,
                    linewidth=0,
                )
            )
            if lengths is count and wide[k] / tokens > 0.04:  # finer lines would run together
                ax.vlines(
                    np.linspace(x[k], x[k] + wide[k], tokens + 1), top - 0.45, top, color=INK, linewidth=0.8
                )
            ax.add_patch(
                Rectangle((x[k], top - 0.45), wide[k], 0.45, fill=False, edgecolor=INK, linewidth=1.2)
            )
            ax.plot(
                [x[k] + wide[k] / 2, places[k]], [top - 0.49, top - 0.6], color=INK, linewidth=1, marker=""
            )
            ax.text(places[k], top - 0.64, texts[k], ha="center", va="top", fontsize=11, color=INK)
    return fig


def _strip(lengths, gap=0.2, room=8.6, least=0.16):
    """Where parts of a strip begin, and how wide they are: as their lengths, but none so narrow that it is
    not seen (inches).
    """
    free = room - gap * (len(lengths) - 1)
    wide = lengths * free / lengths.sum()
    small = wide < least
    wide[small] = least
    wide[~small] *= (free - wide[small].sum()) / wide[~small].sum()
    return 0.2 + np.cumsum(wide + gap) - wide - gap, wide


def _side_by_side(places, half):
    """Places for texts of these half widths, near those wanted: side by side, and not over the right edge
    (inches).
    """
    places = places.copy()
    for k in range(len(places)):
        places[k] = max(places[k], half[k] + 0.1, places[k - 1] + half[k - 1] + half[k] + 0.2 if k else 0)
    for k in reversed(range(len(places))):
        places[k] = min(
            places[k],
            8.9 - half[k],
            places[k + 1] - half[k + 1] - half[k] - 0.2 if k + 1 < len(places) else 9,
        )
    return places


def order_of_work():
    """ML engineering goes from data to a model to a product, AI engineering from a product to data to a
    model: the same thing, the same shape.
    """
    fig, ax = titled_page(8.2, 2.3, "The same three things, in another order")
    for y, name, things in (
        (1.65, "ML engineering", ("data", "model", "product")),
        (0.6, "AI engineering", ("product", "data", "model")),
    ):
        ax.text(0.15, y, name, va="center", fontsize=12, color=INK, weight="bold")
        for k, thing in enumerate(things):
            x = 2.65 + 2.2 * k
            ax.add_patch(
                {
                    "data": Ellipse((x, y), 1.5, 0.76, facecolor=READ, edgecolor=INK, linewidth=1.3),
                    "model": Rectangle(
                        (x - 0.7, y - 0.34), 1.4, 0.68, facecolor=AIM, edgecolor=INK, linewidth=1.3
                    ),
                    "product": Polygon(
                        [
                            (x - 0.8, y),
                            (x - 0.5, y + 0.36),
                            (x + 0.5, y + 0.36),
                            (x + 0.8, y),
                            (x + 0.5, y - 0.36),
                            (x - 0.5, y - 0.36),
                        ],
                        facecolor=MINT,
                        edgecolor=INK,
                        linewidth=1.3,
                    ),
                }[thing]
            )
            ax.text(x, y, thing, ha="center", va="center", fontsize=12, color=INK)
            if k:
                arrow(ax, (x - 1.34, y), (x - 0.92, y), INK, width=2)
    return fig


def path():
    """Four questions, one below the other: at the first yes one leaves, with the thing to do."""
    fig, ax = titled_page(7.6, 4.25, "Ask from the top, and stop at the first yes")
    for k, (question, word) in enumerate(QUESTIONS):
        y = 3.75 - 1.08 * k
        box(ax, 0.15, y - 0.33, 4.9, 0.66, fill(question, 47), PALE)
        arrow(ax, (5.1, y), (5.95, y), INK, width=2)
        ax.text(5.5, y + 0.13, "yes", ha="center", fontsize=11, color=INK)
        box(ax, 6, y - 0.26, 1.4, 0.52, word, MINT, bold=True)
        if k:
            arrow(ax, (2.6, y + 0.74), (2.6, y + 0.35), INK, width=2)
            ax.text(2.72, y + 0.54, "no", va="center", fontsize=11, color=INK)
    return fig
