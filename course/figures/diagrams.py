"""Diagrams: how a step works, drawn before it is asked for. Each function gives a figure, for
`pictures.show`.

    show(curtain(["<start>", "I", "love", "street", "food", ".", "<end>"]), alt="…")
"""

import re

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from course.figures.pictures import SKY, subplots

INK, PALE, READ, AIM = "#222222", "#f0f0f0", "#cfe6f5", "#fbe3b5"  # letters; not yet seen; context; target


def curtain(tokens):
    """One row for each training example in a text: what is read, what is to be guessed, what is still behind
    the curtain.
    """
    n = len(tokens)
    fig, ax = canvas(width=min(9, 1.3 * n), height=0.55 * (n - 1) + 0.6, xlim=(0, n), ylim=(1 - n, 0.5))
    for row in range(1, n):
        for column, token in enumerate(tokens):
            fill = READ if column < row else AIM if column == row else PALE
            box(
                ax,
                column + 0.04,
                1 - row - 0.4,
                0.92,
                0.8,
                token if column <= row else "",
                fill,
                bold=column == row,
            )
    ax.set_title("Each row is a training example: read the blue, guess the yellow", fontsize=11)
    return fig


def window(tokens):
    """A text as the rows x (read) and y (to be guessed), y one step further on: arrows join the same token in
    both.
    """
    T = len(tokens) - 1
    fig, ax = canvas(width=8, height=2, xlim=(-1.1, T), ylim=(-1.75, 1.05))
    ax.text(-0.6, 0.4, "x, read", ha="center", va="center")
    ax.text(-0.6, -1.2, "y, to guess", ha="center", va="center")
    for i in range(T):
        box(ax, i + 0.06, 0, 0.88, 0.8, tokens[i], READ)
        box(ax, i + 0.06, -1.6, 0.88, 0.8, tokens[i + 1], AIM)
        if i:
            arrow(ax, (i + 0.4, -0.05), (i - 0.4, -0.75), "#888888")
    ax.text(1.5, -0.38, "the same\ntoken", ha="center", va="center", fontsize=8, color="#444444")
    ax.set_title("One window of text, read and to be guessed", fontsize=11)
    return fig


def grids(panels, names, title):
    """Tables of numbers side by side, a step from one to the next.

    panels: [(heading, array (rows, columns), names of the columns)], and a sign if there is to be one before
    it in place of an arrow; nan is hatched: not to be seen. names: what the rows stand for.
    """
    widths = [array.shape[1] for _, array, *_ in panels]
    gap, rows = 0.9, len(names)
    fig, ax = canvas(
        width=9.2,
        height=0.62 * rows + 1.3,
        xlim=(-1.2, sum(widths) + gap * (len(panels) - 1) + 0.1),
        ylim=(-rows - 0.1, 1.3),
    )
    left = 0
    for k, (heading, array, columns, *sign) in enumerate(panels):
        ax.text(left + widths[k] / 2, 0.5, heading, ha="center", va="bottom", fontsize=10)
        for c, column in enumerate(columns):
            ax.text(left + c + 0.5, 0.1, column, ha="center", va="bottom", fontsize=8.5, color="#444444")
        table(ax, left, array, () if k else names)
        if sign:
            ax.text(left - gap / 2, -rows / 2, *sign, ha="center", va="center", fontsize=11, color=INK)
        elif k:
            arrow(ax, (left - gap + 0.12, -rows / 2), (left - 0.12, -rows / 2), INK, width=1.5)
        left += widths[k] + gap
    ax.set_title(title, fontsize=11)
    return fig


def product(A, B, headings, names, row, column, title, columns=()):
    """A @ B as tables, and one number of it worked out: the row of A and the column of B that make it are
    colored.

    headings: what A, B and their product are called; names, columns: what the rows of A and the columns of B
    stand for.
    """
    made, height, gap = A @ B, max(len(A), len(B)), 1.2
    widths = [array.shape[1] for array in (A, B, made)]
    fig, ax = canvas(
        width=0.62 * (sum(widths) + 2 * gap + 1.4),
        height=0.62 * height + 1.6,
        xlim=(-1.2, sum(widths) + 2 * gap + 0.1),
        ylim=(-height - 1, 1 if columns else 0.7),
    )
    left = 0
    for array, heading, sign, lit in zip(
        (A, B, made), headings, ("", "@", "="), ((row, None), (None, column), (row, column))
    ):
        ax.text(
            left + array.shape[1] / 2,
            0.5 if columns else 0.15,
            heading,
            ha="center",
            va="bottom",
            fontsize=11,
            color=INK,
        )
        for c, name in enumerate(columns if sign else ()):
            ax.text(left + c + 0.5, 0.1, name, ha="center", va="bottom", fontsize=8.5, color="#444444")
        ax.text(left - gap / 2, -height / 2, sign, ha="center", va="center", fontsize=14, color=INK)
        table(ax, left, array, () if sign else names, lit, AIM if sign == "=" else READ)
        left += array.shape[1] + gap
    parts = [f"{a:g} · {b:g}" if b >= 0 else f"{a:g} · (−{-b:g})" for a, b in zip(A[row], B[:, column])]
    ax.text(
        (sum(widths) + 2 * gap) / 2,
        -height - 0.5,
        f"{names[row]}: {' + '.join(parts)} = {made[row, column]:g}".replace("= -", "= −"),
        ha="center",
        va="center",
        fontsize=11,
        color=INK,
    )
    ax.set_title(title, fontsize=11)
    return fig


def table(ax, left, array, names=(), lit=(-1, -1), fill="white"):
    """An array (rows, columns) as boxes with numbers, from 0 down; nan is hatched. names: of the rows. lit:
    the row and the column that are colored, None for all.
    """
    for row, name in enumerate(names):
        ax.text(left - 0.15, -row - 0.5, name, ha="right", va="center", fontsize=11)
    for place, value in np.ndenumerate(array):
        (r, c), hidden = place, np.isnan(value)
        colored = all(one in (None, at) for one, at in zip(lit, place))
        ax.add_patch(
            Rectangle(
                (left + c, -r - 1),
                1,
                1,
                facecolor="#e4e4e4" if hidden else fill if colored else "white",
                edgecolor="#777777",
                hatch="///" if hidden else None,
                linewidth=1,
            )
        )
        if not hidden:
            ax.text(
                left + c + 0.5,
                -r - 0.5,
                re.sub(r"\b0\.", ".", f"{value:.3g}").replace("-", "−"),
                ha="center",
                va="center",
                fontsize=10.5,
            )


def block():
    """A transformer from ids to logits, with the shape of what flows on every arrow."""
    fig, ax = canvas(width=8.6, height=6.1, xlim=(0, 10), ylim=(-0.2, 11.7))
    steps = [
        (0.0, "ids", PALE),
        (1.4, "look up each token's row", SKY),
        (8.4, "the last matrix", SKY),
        (10.1, "logits of the next token", PALE),
    ]
    for y, text, fill in steps:
        box(ax, 2.3, y, 3.4, 0.8, text, fill)
    ax.add_patch(
        FancyBboxPatch(
            (0.55, 2.4),
            9.2,
            5.3,
            boxstyle="round,pad=0,rounding_size=.15",
            facecolor="#fafafa",
            edgecolor="#777777",
            linestyle="--",
        )
    )
    ax.text(9.6, 7.25, "one layer,\nL times", ha="right", va="center", fontsize=10)
    box(ax, 2.3, 3.2, 3.4, 0.9, "attention: look back", AIM, bold=True)
    box(ax, 2.3, 5.75, 3.4, 0.9, "MLP: each token by itself", AIM)
    for y in 4.75, 7.3:
        ax.text(
            4,
            y,
            "+",
            ha="center",
            va="center",
            fontsize=13,
            bbox={"boxstyle": "circle,pad=.15", "facecolor": "white", "edgecolor": INK},
        )
    for a, b, shape in (
        (0.8, 1.4, "(T)"),
        (2.2, 3.2, "(T, C)"),
        (4.1, 4.5, ""),
        (5.0, 5.75, "(T, C)"),
        (6.65, 7.05, ""),
        (7.55, 8.4, "(T, C)"),
        (9.2, 10.1, "(T, V)"),
    ):
        arrow(ax, (4, a), (4, b), INK)
        ax.text(4.15, (a + b) / 2 + 0.05, shape, va="center", fontsize=10, family="monospace")
    for low, high in (2.55, 4.75), (5.2, 7.3):  # the stream goes round what is added to it
        ax.plot([4, 1.2, 1.2], [low, low, high], color=INK, linewidth=1.2, marker="")
        arrow(ax, (1.2, high), (3.84, high), INK)
        ax.text(1.05, (low + high) / 2, "as it was", rotation=90, va="center", ha="right", fontsize=9)
    notes = [
        (3.65, "of each head: q, k, v (T, d)\nand scores (T, T); a matrix\nmixes the heads: (T, C)"),
        (6.2, "(T, C) → (T, 4C) → (T, C)"),
    ]
    for y, text in notes:
        ax.text(5.95, y, text, va="center", fontsize=9, family="monospace")
    ax.text(
        6.2,
        9.65,
        "T: tokens in the window\nC: numbers that a token carries\nd: numbers in a query\nV: different tokens\nL: layers",
        va="center",
        fontsize=9.5,
    )
    ax.set_title("A GPT: what flows, and in which shape", fontsize=11)
    return fig


def box(ax, x, y, width, height, text, fill, bold=False, edge="#555555", thick=1, corners=0.08):
    ax.add_patch(
        FancyBboxPatch(
            (x, y),
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={corners}" if corners else "square,pad=0",
            facecolor=fill,
            edgecolor=edge,
            linewidth=thick,
        )
    )
    ax.text(
        x + width / 2,
        y + height / 2,
        text,
        ha="center",
        va="center",
        fontsize=11,
        color=INK,
        weight="bold" if bold else "normal",
    )


def arrow(ax, start, end, color, width=1.2):
    ax.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            mutation_scale=11,
            color=color,
            linewidth=width,
            shrinkA=0,
            shrinkB=0,
        )
    )


def canvas(width, height, xlim, ylim):
    """An empty picture without axes -> figure, axes."""
    fig, ax = subplots(width=width, height=height)
    ax.set(xlim=xlim, ylim=ylim)
    ax.axis("off")
    return fig, ax
