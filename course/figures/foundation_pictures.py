"""Pictures of how everything becomes one sequence: patches, image tokens and words, drawn before they are asked
for. Each function gives a figure.

    show(cutting(picture, size=3, chosen=5), alt="…")

Pictures are arrays (height, width, 3) of red, green and blue, 0 to 1.
"""

import numpy as np
from matplotlib.patches import ConnectionPatch, Ellipse, Rectangle
from matplotlib.patheffects import withStroke

from course.figures.diagrams import AIM, INK, READ, arrow, canvas
from course.figures.pictures import GREEN, VERMILION, subplots

HALO = [withStroke(linewidth=4, foreground="white")]  # around a line that runs over colored squares


def cutting(picture, size, chosen):
    """A picture; the same cut into patches, numbered as one reads; the patch `chosen` lifted out, and below
    it the first nine numbers of its row.
    """
    height, width = picture.shape[:2]
    across, down = width // size, height // size
    fig, (whole, cut, out) = subplots(1, 3, width=9.8, height=3.7, gridspec_kw={"width_ratios": [1, 1, 1.5]})
    fig.get_layout_engine().set(wspace=0.12)
    for ax, title in (whole, f"{width} × {height} pixels"), (cut, f"{across * down} patches"):
        ax.imshow(picture, extent=(0, width, height, 0), interpolation="nearest")
        ax.set(
            title=title,
            xlabel="column (pixels)",
            ylabel="row (pixels)",
            xticks=range(0, width + 1, size),
            yticks=range(0, height + 1, size),
            anchor="N",
        )
        ax.grid(False)
        fig.add_artist(
            ConnectionPatch(
                (1.05, 0.5),
                (1.2, 0.5),
                ax.transAxes,
                arrowstyle="-|>",
                mutation_scale=13,
                color=INK,
                linewidth=2,
            )
        )
    cut.hlines(range(0, height + 1, size), 0, width, color=INK, linewidth=1, path_effects=HALO)
    cut.vlines(range(0, width + 1, size), 0, height, color=INK, linewidth=1, path_effects=HALO)
    for k in range(across * down):
        _number(cut, (k % across + 0.5) * size, (k // across + 0.5) * size, k, bold=k == chosen)
    top, left = chosen // across * size, chosen % across * size
    cut.add_patch(Rectangle((left, top), size, size, fill=False, edgecolor=INK, linewidth=3.5, zorder=3))
    piece, side = picture[top : top + size][:, left : left + size], 6 / size
    out.set(
        title=f"Patch {chosen}: {size * size} pixels, {piece.size} numbers",
        xlim=(-0.1, 10.2),
        ylim=(-3.4, 6.1),
        anchor="N",
    )
    out.axis("off")
    for k in range(size * size):
        x, y = 1.7 + k % size * side, 6 - (k // size + 1) * side
        out.add_patch(
            Rectangle(
                (x, y), side, side, facecolor=np.clip(piece[k // size, k % size], 0, 1), edgecolor="#777777"
            )
        )
        _number(out, x + side / 2, y + side / 2, k)
    arrow(out, (4.7, -0.1), (4.7, -0.85), INK, width=2)
    for k, value in enumerate(piece.ravel()[:9]):
        out.add_patch(
            Rectangle((1.05 * k, -1.9), 1.05, 1, facecolor=(READ, AIM)[k // 3 % 2], edgecolor="#555555")
        )
        out.text(1.05 * k + 0.525, -1.4, f"{value:.2f}", ha="center", va="center", fontsize=9, color=INK)
        out.text(
            1.05 * k + 0.525, -2.3, ("red", "green", "blue")[k % 3], ha="center", va="center", fontsize=8
        )
    for k in range(3):
        out.text(3.15 * k + 1.575, -3, f"of pixel {k}", ha="center", va="center", fontsize=9)
    out.text(9.85, -1.4, "…", ha="center", va="center")
    return fig


def sequence_strips(rows):
    """Sequences as strips of boxes, the id below each: words blue, special tokens gray and bold, image tokens
    yellow and hatched.

    rows: [(parts, ids)], one strip each; parts: [(kind, text)], kind "word", "special" or "image". The longer a
    text, the wider its box.
    """
    # in ems, as letters are
    widths = [
        [0.65 * max(len(text), 3) + (1.1 if kind == "special" else 0.75) for kind, text in parts]
        for parts, _ in rows
    ]
    longest = max(map(sum, widths))
    size = min(12, 9.4 * 72 / longest)  # points
    spare = (9.45 * 72 / size - longest) / 2
    fig, ax = canvas(
        width=9.6,
        height=0.85 * len(rows) + 0.3,
        xlim=(-spare, longest + spare),
        ylim=(1.1 - 2 * len(rows), 1.1),
    )
    for r, (parts, ids) in enumerate(rows):
        ends = np.cumsum(widths[r])
        for (kind, text), number, width, end in zip(parts, ids, widths[r], ends):
            fill, middle = {"word": READ, "special": "#c8c8c8", "image": AIM}[kind], end - width / 2
            ax.add_patch(
                Rectangle(
                    (end - width + 0.08, -2 * r),
                    width - 0.16,
                    1,
                    facecolor=fill,
                    hatch="////" if kind == "image" else None,
                    edgecolor="#b98d2d" if kind == "image" else "#555555",
                )
            )
            ax.text(
                middle,
                -2 * r + 0.5,
                text,
                ha="center",
                va="center",
                color=INK,
                fontsize=size,
                weight="bold" if kind == "special" else "normal",
                bbox={"boxstyle": "square,pad=.05", "facecolor": fill, "edgecolor": "none"},
            )
            ax.text(
                middle, -2 * r - 0.4, str(number), ha="center", va="center", color=INK, fontsize=0.9 * size
            )
    ax.set_title("Words blue, special tokens gray, image tokens hatched; below each box its id", fontsize=11)
    return fig


def gallery(pictures, captions, verdicts):
    """Pictures, four in a row, each with its caption in two lines below it, and a tick or a cross: whether it
    was recognized.
    """
    rows = -(-len(pictures) // 4)
    fig, ax = canvas(width=9, height=1.85 * rows + 0.4, xlim=(0, 16), ylim=(0.15 - 3.4 * rows, 0.1))
    ax.set_aspect("equal")
    for k, (picture, caption, right) in enumerate(zip(pictures, captions, verdicts)):
        x, y, words = k % 4 * 4 + 0.8, -3.4 * (k // 4), caption.split()
        _paint(ax, picture, x, y - 2.3, 2.3)
        ax.text(
            x + 2.5,
            y - 1.15,
            "✔" if right else "✘",
            va="center",
            fontsize=15,
            color=GREEN if right else VERMILION,
            family="DejaVu Sans",
        )
        half = min(
            range(len(words) + 1),
            key=lambda cut: abs(len(" ".join(words[:cut])) - len(" ".join(words[cut:]))),
        )
        ax.text(
            x + 1.15,
            y - 2.42,
            " ".join(words[:half]) + "\n" + " ".join(words[half:]),
            ha="center",
            va="top",
            fontsize=9.5,
        )
    ax.set_title(
        f"✔ recognized: {sum(map(bool, verdicts))} of {len(verdicts)}; ✘ not recognized",
        fontsize=11,
        family="DejaVu Sans",
    )
    return fig


def error_row(pictures, titles):
    """The same picture several times, side by side, with what there is to say about each above it."""
    fig, axes = subplots(1, len(pictures), width=9.4, height=9.4 / len(pictures) + 0.4, squeeze=False)
    for ax, picture, title in zip(axes[0], pictures, titles):
        ax.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), aspect="equal", anchor="S")
        _paint(ax, picture, 0, 0, 1)
        ax.set_title(title, fontsize=11)
        ax.axis("off")
    return fig


def ovals(left: list[str], both: list[str], right: list[str]):
    """Language models and foundation models, two ovals that overlap: who is only the one, both, only the other."""
    fig, ax = canvas(width=9.4, height=4.2, xlim=(0, 13.4), ylim=(0, 6))
    for x, width, fill in (4.75, 9, READ), (8.9, 8.4, AIM):
        ax.add_patch(Ellipse((x, 2.75), width, 5.2, facecolor=fill, edgecolor="#555555", alpha=0.55))
    for x, name in (3.2, "language models"), (10.4, "foundation models"):
        ax.text(x, 5.55, name, ha="center", va="center", weight="bold", color=INK)
    for x, y, examples in (2.4, 2.75, left), (6.9, 2.75, both), (11.1, 2.75, right):
        ax.text(x, y, "\n".join(examples), ha="center", va="center", color=INK, fontsize=10, linespacing=1.7)
    ax.set_title(
        "One asks for the next token of a text, the other for broad data and many tasks", fontsize=11
    )
    return fig


def _paint(ax, picture, left, bottom, side):
    """A picture at a place of a drawing, in a thin frame."""
    ax.imshow(
        np.clip(picture, 0, 1),
        extent=(left, left + side, bottom, bottom + side),
        interpolation="nearest",
        aspect=ax.get_aspect(),
    )
    ax.add_patch(Rectangle((left, bottom), side, side, fill=False, edgecolor="#888888", linewidth=0.7))


def _number(ax, x, y, number, bold=False):
    """A number on a white spot, to be read on any color."""
    ax.text(
        x,
        y,
        str(number),
        ha="center",
        va="center",
        color=INK,
        fontsize=10,
        weight="bold" if bold else "normal",
        zorder=4,
        bbox={"boxstyle": "circle,pad=.12", "facecolor": "white", "edgecolor": "none"},
    )
