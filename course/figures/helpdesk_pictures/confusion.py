"""Pictures of a confusion matrix: what each message was, and what it was taken for."""

import numpy as np
from matplotlib.patches import Rectangle

from course.figures.diagrams import AIM, INK
from course.figures.helpdesk_pictures.drawing import text_width, titled_page
from course.figures.pictures import BLUE, VERMILION, subplots


def heat(matrices, labels, titles):
    """One or two confusion matrices side by side, the darker the more messages, with a number in each cell,
    the diagonal framed.

    matrices: counts, (labels, labels) each, what it is by what it was called.
    """
    n, most, longest = (
        len(labels),
        max(np.max(matrix) for matrix in matrices),
        max(text_width(label, 10) for label in labels),
    )
    cell = min(0.85, (8.4 - longest) / len(matrices) / n)
    turned = longest > cell - 0.1  # too long to stand side by side
    fig, axes = subplots(
        1,
        len(matrices),
        width=min(9, len(matrices) * n * cell + longest + 0.8),
        height=0.62 * n + (1.65 if turned else 1.25),
        sharey=True,
        squeeze=False,
    )
    for ax, matrix, title in zip(axes[0], matrices, titles, strict=True):
        ax.imshow(matrix, cmap="Blues", vmin=0, vmax=most, aspect="auto")
        # how light the cells are
        shade = ax.images[0].cmap(ax.images[0].norm(matrix))[..., :3] @ (0.299, 0.587, 0.114)
        for (r, c), count in np.ndenumerate(matrix):
            ax.text(
                c,
                r,
                str(count),
                ha="center",
                va="center",
                fontsize=12,
                color="white" if shade[r, c] < 0.47 else "black",
            )
        for k in range(n):
            ax.add_patch(
                Rectangle((k - 0.46, k - 0.46), 0.92, 0.92, fill=False, edgecolor=VERMILION, linewidth=2.5)
            )
        ax.set(
            xlabel="what it was called",
            xticks=range(n),
            xticklabels=labels,
            yticks=range(n),
            yticklabels=labels,
        )
        ax.set_title(title, fontsize=11)
        if turned:
            ax.tick_params(axis="x", labelrotation=40)
        ax.grid(False)
    axes[0, 0].set_ylabel("what it is")
    fig.supxlabel("in each cell: number of messages; framed: right", fontsize=10)
    return fig


def row_and_column(matrix, labels, i):
    """A confusion matrix with row i in a solid frame (what recall looks at), column i in a dashed one
    (precision), and the cell in both filled.
    """
    n, high, low, longest = len(labels), 0.5, 0.62, max(text_width(label, 10) for label in labels)
    left = max(longest, text_width("what it is", 10, weight="bold")) + 0.3
    across = f"recall looks along\nthis row: all that\nare “{labels[i]}”"
    down = f"precision looks down this column:\nall that were called “{labels[i]}”"
    wide = min(max(0.95, longest + 0.2), (8.7 - left - text_width(across)) / n)
    right, top = left + wide * n, low + high * n
    fig, ax = titled_page(
        right + 0.3 + text_width(across), top + 0.75, "Recall looks along a row, precision down a column"
    )
    ax.text(
        (left + right) / 2,
        top + 0.58,
        "what it was called",
        ha="center",
        va="center",
        color=INK,
        weight="bold",
    )
    ax.text(left - 0.15, top + 0.27, "what it is", ha="right", va="center", color=INK, weight="bold")
    for k, label in enumerate(labels):
        ax.text(left + wide * (k + 0.5), top + 0.27, label, ha="center", va="center", color=INK)
        ax.text(left - 0.15, top - high * (k + 0.5), label, ha="right", va="center", color=INK)
    for (r, c), count in np.ndenumerate(matrix):
        both = r == c == i
        ax.add_patch(
            Rectangle(
                (left + wide * c, top - high * (r + 1)),
                wide,
                high,
                facecolor=AIM if both else "white",
                edgecolor="#999999",
            )
        )
        ax.text(
            left + wide * (c + 0.5),
            top - high * (r + 0.5),
            str(count),
            ha="center",
            va="center",
            fontsize=12,
            color=INK,
            weight="bold" if both else "normal",
        )
    ax.add_patch(
        Rectangle(
            (left - 0.06, top - high * (i + 1)),
            wide * n + 0.12,
            high,
            fill=False,
            edgecolor=BLUE,
            linewidth=3.5,
        )
    )
    ax.add_patch(
        Rectangle(
            (left + wide * i, low - 0.06),
            wide,
            high * n + 0.12,
            fill=False,
            edgecolor=VERMILION,
            linewidth=3.5,
            linestyle=(0, (2.2, 1.2)),
        )
    )
    ax.text(
        right + 0.18,
        np.clip(top - high * (i + 0.5), low + 0.3, top - 0.3),
        across,
        va="center",
        fontsize=11,
        color=INK,
    )
    half = text_width(down) / 2
    ax.text(
        np.clip(left + wide * (i + 0.5), half + 0.1, right + 1.5 - half),
        low - 0.18,
        down,
        ha="center",
        va="top",
        fontsize=11,
        color=INK,
    )
    return fig
