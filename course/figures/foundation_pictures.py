"""Pictures of how everything becomes one sequence: answers, patches, codes and sound, drawn before they are
asked for. Each function gives a figure.

    show(cutting(picture, size=3, chosen=5), alt="…")

Pictures are arrays (height, width, 3) of red, green and blue, 0 to 1.
"""

import numpy as np
from matplotlib.patches import ConnectionPatch, Ellipse, FancyBboxPatch, Rectangle
from matplotlib.patheffects import withStroke

from course.figures.diagrams import AIM, INK, PALE, READ, arrow, box, canvas
from course.figures.pictures import BLUE, GREEN, VERMILION, subplots

HALO = [withStroke(linewidth=4, foreground="white")]  # around a line that runs over colored squares


def answer_grid(columns, P, answer):
    """A distribution over the tokens in each row, a ring around the answer's token, an arrow to its
    logarithm, and the sum of these.

    columns: the tokens; P: (rows, tokens), each row sums to 1; answer: for each row, the position of the
    answer's token.
    """
    rows, wide = np.shape(P)
    right = 1.7 * wide + 0.3
    fig, ax = canvas(
        width=9, height=0.78 * rows + 1.35, xlim=(-1.9, right + 2.95), ylim=(-1.5 * rows - 0.95, 0.65)
    )
    for c, token in enumerate(columns):
        ax.text(1.7 * c + 0.85, 0.15, token.replace(" ", "␣"), ha="center", family="monospace")
    for r, token in enumerate(answer):
        y = -1.5 * r - 1
        ax.text(
            -0.15,
            y + 0.5,
            f"{r + 1}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(r + 1, 'th') } guess",
            ha="right",
            va="center",
        )
        for c in range(wide):
            ax.add_patch(Rectangle((1.7 * c, y), 1.7, 1, facecolor="white", edgecolor="#777777"))
            ax.text(
                1.7 * c + 0.85,
                y + 0.5,
                f"{P[r][c]:.1%}".replace("%", " %"),
                ha="center",
                va="center",
                color=INK,
            )
        middle = 1.7 * token + 0.85
        ax.add_patch(Ellipse((middle, y + 0.5), 1.5, 0.84, fill=False, edgecolor=VERMILION, linewidth=2.5))
        # between the rows, so that no number is crossed out
        ax.plot([middle, middle], [y + 0.08, y - 0.25], color=VERMILION, marker="")
        arrow(ax, (middle, y - 0.25), (right, y - 0.25), VERMILION, width=2)
        ax.text(right + 0.15, y - 0.25, f"ln {P[r][token]:.3g}  =", va="center")
        ax.text(right + 2.8, y - 0.25, f"{np.log(P[r][token]):.2f}", ha="right", va="center")
    ax.plot([right + 0.1, right + 2.85], [-1.5 * rows - 0.1] * 2, color=INK, linewidth=1.2, marker="")
    ax.text(right + 0.15, -1.5 * rows - 0.5, "the sum", va="center", weight="bold")
    total = np.log([P[r][token] for r, token in enumerate(answer)]).sum()
    ax.text(right + 2.8, -1.5 * rows - 0.5, f"{total:.2f}", ha="right", va="center", weight="bold")
    ax.set_title("Each row shares out 100 %; a ring is around the answer's token", fontsize=11)
    return fig


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


def lookup(patch, codebook, size):
    """A patch, a line to the nearest patch of the codebook, its number, and what comes back for that number.

    patch: size*size*3 numbers; codebook: (codes, size*size*3), drawn in rows of 16.
    """
    found = int(((np.asarray(codebook, float) - np.ravel(patch)) ** 2).sum(axis=-1).argmin())
    high = -(-len(codebook) // 16)
    fig, ax = canvas(width=9.6, height=4.6, xlim=(-5.6, 22.4), ylim=(-0.3, high + 0.6))
    ax.set_aspect("equal")
    for k, code in enumerate(codebook):
        _paint(ax, np.reshape(code, (size, size, 3)), k % 16 + 0.09, high - 1 - k // 16 + 0.09, 0.82)
    x, y, middle = found % 16 + 0.5, high - 0.5 - found // 16, high / 2
    _paint(ax, np.reshape(patch, (size, size, 3)), -5, middle - 1.5, 3)
    ax.text(-3.5, middle - 1.8, "a patch", ha="center", va="top")
    (line,) = ax.plot([-1.9, x - 0.5], [middle, y], color=INK, marker="")
    ring = ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, fill=False, edgecolor=INK, linewidth=2.5))
    arrow(ax, (x + 0.5, y), (17.6, high - 1.5), INK, width=2)
    for over in line, ring, ax.patches[-1]:
        over.set(path_effects=HALO, zorder=5)
    box(ax, 17.8, high - 2.4, 3.6, 1.8, str(found), AIM, bold=True)
    ax.text(19.6, high - 0.35, "its number", ha="center", va="bottom")
    arrow(ax, (19.6, high - 2.5), (19.6, middle - 0.9), INK, width=2)
    _paint(ax, np.reshape(codebook[found], (size, size, 3)), 18.1, middle - 4, 3)
    ax.text(19.6, middle - 4.3, "what comes back", ha="center", va="top")
    ax.set_title(f"The nearest of {len(codebook)} patches gives its number", fontsize=11)
    return fig


def step_ladder(amplitude):
    """One period of a quiet tone of 440 Hz on 256 equal levels and on mu-law's, and the staircase that the
    codes give. amplitude: 1 is the loudest.
    """
    ms, scale = np.linspace(0, 1000 / 440, 2_000, endpoint=False), np.linspace(-1, 1, 256)
    wave = amplitude * np.sin(2 * np.pi * 0.44 * ms)
    squeezed, stretched = (
        np.copysign(np.log1p(255 * abs(wave)), wave) / np.log(256),
        np.copysign(256 ** abs(scale) - 1, scale) / 255,
    )
    fig, axes = subplots(1, 2, width=9.4, height=3.9, sharey=True)
    for ax, title, places, levels in zip(
        axes, ("Equal levels", "The levels of mu-law"), (wave, squeezed), (scale, stretched)
    ):
        ax.hlines(
            levels[abs(levels) <= 1.3 * amplitude],
            0,
            ms[-1],
            color="#999999",
            linewidth=0.4,
            label="the levels",
        )
        ax.plot(
            ms,
            levels[np.rint((places + 1) * 127.5).astype(int)],
            color=VERMILION,
            marker="",
            label="the staircase that comes back",
        )
        ax.plot(ms, wave, color=BLUE, linestyle="--", linewidth=1.6, marker="", label="the wave")
        ax.set(title=title, xlabel="time (ms)", ylim=(-1.3 * amplitude, 1.3 * amplitude))
        ax.grid(False)
    axes[0].set_ylabel("how far the air moves (1: furthest)")
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False)
    return fig


def sequence_strips(rows):
    """Sequences as strips of boxes, the id below each: words blue, markers gray and bold, codes yellow and
    hatched.

    rows: [(parts, ids)], one strip each; parts: [(kind, text)], kind "word", "marker" or "code". The longer a
    text, the wider its box.
    """
    # in ems, as letters are
    widths = [
        [0.65 * max(len(text), 3) + (1.1 if kind == "marker" else 0.75) for kind, text in parts]
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
            fill, middle = {"word": READ, "marker": "#c8c8c8", "code": AIM}[kind], end - width / 2
            ax.add_patch(
                Rectangle(
                    (end - width + 0.08, -2 * r),
                    width - 0.16,
                    1,
                    facecolor=fill,
                    hatch="////" if kind == "code" else None,
                    edgecolor="#b98d2d" if kind == "code" else "#555555",
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
                weight="bold" if kind == "marker" else "normal",
                bbox={"boxstyle": "square,pad=.05", "facecolor": fill, "edgecolor": "none"},
            )
            ax.text(
                middle, -2 * r - 0.4, str(number), ha="center", va="center", color=INK, fontsize=0.9 * size
            )
    ax.set_title("Words blue, markers gray, codes hatched; below each box its id", fontsize=11)
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


def nested(boxes):
    """Which model lies in which: "any model" around "language model" around "large language model";
    "foundation model" across the border of language.

    boxes: for each of these four names, a list of four or five short examples.
    """
    fig, ax = canvas(width=9.6, height=4.9, xlim=(0, 10), ylim=(0, 5))
    ax.set_title("Boxes in boxes; a foundation model reaches beyond language", fontsize=11)
    for name, (x, y, width, height), fill, between, says, place in (
        ("any model", (0.05, 0.05, 9.9, 4.9), "white", "  ·  ", "", (0.25, 4.6)),
        (
            "language model",
            (0.3, 0.25, 6.9, 3.75),
            PALE,
            "  ·  ",
            "gives the chances of the next token",
            (2.05, 3.86),
        ),
        (
            "large language model",
            (0.55, 0.45, 3, 2.6),
            READ,
            "\n",
            "text of every kind, many tasks",
            (0.75, 2.57),
        ),
        (
            "foundation model",
            (3.8, 0.45, 5.9, 2.6),
            AIM,
            "\n",
            "learned from more than\none kind of data: text\nand pictures, sound,\nfilms …; many tasks",
            (7.4, 2.88),
        ),
    ):
        ax.add_patch(
            FancyBboxPatch(
                (x, y),
                width,
                height,
                boxstyle="round,pad=0,rounding_size=.1",
                facecolor=fill,
                edgecolor="#555555",
            )
        )
        ax.text(x + 0.2, y + height - 0.15, name, va="top", weight="bold", color=INK)
        ax.text(*place, says, va="top", fontsize=9.5, color="#444444", linespacing=1.4)
        ax.text(
            x + 0.2,
            y + height - (0.9 if between == "\n" else 0.52),
            between.join(boxes[name]),
            va="top",
            fontsize=10,
            color=INK,
            linespacing=1.5,
        )
    # where language ends
    ax.plot([7.2, 7.2], [0.45, 3.05], color="#555555", linewidth=1, linestyle="--", marker="")
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
