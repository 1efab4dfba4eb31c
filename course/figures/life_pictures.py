"""Pictures of a model's life: how its stages work, drawn before they are asked for. Each function gives a
figure, for `pictures.show`.

    show(stamps("<user> what does mira eat ? <bot> mira eats corn . <end>".split(), [0] * 6 + [1] * 5),
    alt="…")
"""

import hashlib
import struct

import numpy as np

from course.figures.diagrams import AIM, INK, PALE, READ, arrow, box, canvas
from course.figures.pictures import BLUE, GREEN, ORANGE, SKY, VERMILION, subplots


def hashing(numbers):
    """Numbers, the four bytes of each, and the first digits of what SHA-256 makes of all bytes together."""
    fig, ax = canvas(width=9, height=2.6, xlim=(0, 2.2 * len(numbers)), ylim=(-2.6, 1.5))
    stored = [struct.pack("<f", number) for number in numbers]
    for i, (number, four) in enumerate(zip(numbers, stored)):
        box(ax, 2.2 * i + 0.1, 0.35, 2, 0.75, f"{number:g}", PALE)
        box(ax, 2.2 * i + 0.1, -0.85, 2, 0.75, four.hex(" "), READ)
        arrow(ax, (2.2 * i + 1.1, 0.33), (2.2 * i + 1.1, -0.08), INK)
    middle, right = 1.1 * len(numbers), 2.2 * len(numbers)
    # a bracket: all the bytes
    ax.plot(
        [0.1, 0.1, right - 0.1, right - 0.1], [-0.95, -1.1, -1.1, -0.95], color=INK, linewidth=1.5, marker=""
    )
    arrow(ax, (middle, -1.1), (middle, -1.65), INK, width=2)
    ax.text(middle + 0.15, -1.38, "SHA-256, the first 8 of its 64 digits", va="center", fontsize=10)
    box(ax, middle - 1.4, -2.5, 2.8, 0.8, hashlib.sha256(b"".join(stored)).digest()[:4].hex(), AIM, bold=True)
    ax.set_title("Numbers, their bytes, and eight digits for all of them together", fontsize=11)
    return fig


def ribbons(named, moved=None):
    """Weights as ribbons of colored bars, one below the other, each with its digits. named: [(name, weights
    (n,), digits)]; moved: the place of a weight to which an arrow points in the last of them.
    """
    fig, axes = subplots(len(named), 1, width=9, height=1.15 * len(named) + 0.2)
    for ax, (name, weights, digits) in zip(np.atleast_1d(axes), named):
        rows = weights[: len(weights) // 24 * 24].reshape(24, -1)
        rows = np.sign(rows) * np.abs(rows) ** 0.4  # so that small weights are seen, too
        ax.imshow(rows, cmap="RdBu", vmin=-1, vmax=1, aspect="auto", interpolation="nearest")
        ax.set_title(f"{name}: {digits}", fontsize=11)
        ax.axis("off")
    if moved is not None:
        y, x = divmod(moved, rows.shape[1])
        ax.annotate(
            "",
            (x, y),
            xytext=(0, -26),
            textcoords="offset points",
            arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 1.8},
        )
    return fig


def one_step(weights, slope, lr):
    """Two weights as a point, its slope as a pale arrow, the same shortened to length 1, and the step against
    it, lr times as long.
    """
    fig, ax = subplots(width=5.6, height=4.6)
    at, way = np.array(weights, float), np.array(slope, float)
    short = way / max(1, np.hypot(*way))
    to = at - lr * short
    for end, color, width in (at + way, "#bbbbbb", 2), (at + short, BLUE, 2.6), (to, VERMILION, 2.6):
        arrow(ax, at, end, color, width=width)
    ax.plot(*at, "o", color=INK, markersize=8)
    ax.plot(*to, "o", color=VERMILION, markersize=8)
    side = np.array([way[1], -way[0]]) / np.hypot(*way)  # to the right of the arrows, where nothing is drawn
    for place, text, color in (
        (at + way * 0.62 + 0.25 * side, f"the slope {tuple(slope)}, of length {np.hypot(*way):g}", "#555555"),
        (at + short * 0.8 + 0.25 * side, f"shortened to length 1: ({short[0]:g}, {short[1]:g})", BLUE),
        (
            to + (0.18, -0.12),
            f"the step, {lr:g} times that, against it:\nto ({to[0]:g}, {to[1]:g})",
            VERMILION,
        ),
    ):
        ax.text(*place, text, color=color, va="center" if color != VERMILION else "top", fontsize=10.5)
    ax.text(at[0] - 0.15, at[1] + 0.1, f"({at[0]:g}, {at[1]:g})", ha="right", color=INK)
    ax.set(
        title="One step downhill, with two weights",
        xlabel="first weight (its value)",
        ylabel="second weight (its value)",
        xlim=(0, 7.4),
        ylim=(0.6, 6.4),
    )
    return fig


def loop():
    """Who calls whom in a training: `learn` asks the model for a slope and one's own step for new weights,
    again and again.
    """
    fig, ax = canvas(width=9, height=2.3, xlim=(0, 13.6), ylim=(-1.45, 1.8))
    box(ax, 4.9, 0.1, 3.8, 1.1, "learn\nyour loop", AIM, bold=True)
    box(ax, 0.2, 0.1, 2.7, 1.1, "slope_of\nthe model", READ)
    box(ax, 10.7, 0.1, 2.7, 1.1, "step\nyour one_step", AIM, bold=True)
    for start, end, text, y in (
        ((4.8, 0.95), (3, 0.95), "weights, batch", 1.5),
        ((3, 0.35), (4.8, 0.35), "loss, slope", -0.3),
        ((8.8, 0.95), (10.6, 0.95), "weights, slope", 1.5),
        ((10.6, 0.35), (8.8, 0.35), "new weights", -0.3),
    ):
        arrow(ax, start, end, INK, width=1.8)
        ax.text((start[0] + end[0]) / 2, y, text, ha="center", va="center", fontsize=10.5)
    ax.text(
        6.8,
        -1.15,
        "for each batch: first left, then right; then the next batch, with the new weights",
        ha="center",
        va="center",
        fontsize=10.5,
        color=INK,
    )
    ax.set_title("Two of these three are yours", fontsize=11)
    return fig


def family():
    """Which model is made from which, and by what: the stages of a life as arrows between boxes."""
    fig, ax = canvas(width=9, height=3.1, xlim=(0, 15), ylim=(-2.35, 2.3))
    for x, y, name, fill in (
        (0.2, 0, "newborn\nrandom weights", PALE),
        (4.3, 0, "base\nknows its world", READ),
        (8.8, 1.25, "ship's model\nwrites the log", READ),
        (8.8, -1.25, "assistant\nanswers", AIM),
        (12.4, -1.25, "polite\nis liked better", AIM),
    ):
        box(ax, x, y - 0.45, 2.4, 0.9, name, fill, bold=fill == AIM)
    for start, end, text, at in (
        ((2.65, 0), (4.25, 0), "pre-training", (3.45, 0.3)),
        ((6.75, 0.15), (8.75, 1.25), "finetuning", (7.5, 1.25)),
        ((6.75, -0.15), (8.75, -1.25), "answers", (7.5, -1.25)),
        ((11.25, -1.25), (12.35, -1.25), "choices", (11.8, -0.95)),
    ):
        arrow(ax, start, end, INK, width=1.8)
        ax.text(*at, text, ha="center", va="center", fontsize=10.5)
    ax.annotate("", (14.8, -2), (8.8, -2), arrowprops={"arrowstyle": "-", "color": INK})
    ax.text(
        11.8, -2.2, "post-training: by the model's makers", ha="center", va="center", fontsize=10.5, color=INK
    )
    ax.set_title("A life: which model comes from which", fontsize=11)
    return fig


def adapter(size, rank):
    """A frozen square matrix of size x size numbers, and beside it two thin ones, of which the product is
    added: they learn.
    """
    fig, ax = canvas(width=9, height=3.5, xlim=(0, 13.6), ylim=(-1.1, 3.7))
    for x, y, width, height, name, fill in (
        (0.2, 0, 3.4, 3.4, "W", PALE),
        (4.6, 0, 0.62, 3.4, "A", AIM),
        (6.0, 1.39, 3.4, 0.62, "B", AIM),
        (10.0, 0, 3.4, 3.4, "what is used", READ),
    ):
        box(ax, x, y, width, height, name, fill, bold=fill == AIM, corners=0)
    for x, sign in (4.1, "+"), (5.61, "@"), (9.7, "="):
        ax.text(x, 1.7, sign, ha="center", va="center", fontsize=15, color=INK)
    for x, text in (
        (1.9, f"{size} × {size} = {size * size:,}\nfrozen"),
        (4.91, f"{size} × {rank}\nlearns"),
        (7.7, f"{rank} × {size}\nlearns"),
        (11.7, f"W + A @ B\n{size} × {size}"),
    ):
        ax.text(x, -0.25, text, ha="center", va="top", fontsize=10, color=INK)
    ax.set_title(
        f"An adapter of rank {rank}: {2 * size * rank:,} numbers learn, next to {size * size:,} that do not",
        fontsize=11,
    )
    return fig


def cards(batches):
    """Batches as rows of cards: new examples yellow, old ones blue. batches: [(name, list of names such as
    "n1", "o2")].
    """
    wide = max(len(batch) for _, batch in batches)
    fig, ax = canvas(
        width=9, height=0.8 * len(batches) + 0.35, xlim=(-3.2, wide + 0.1), ylim=(-len(batches) + 0.9, 0.95)
    )
    for row, (name, batch) in enumerate(batches):
        ax.text(-0.2, -row + 0.4, name, ha="right", va="center", fontsize=11)
        for i, card in enumerate(batch):
            box(
                ax,
                i + 0.08,
                -row,
                0.84,
                0.8,
                card,
                AIM if card.startswith("n") else READ,
                bold=card.startswith("o"),
            )
    ax.set_title("The batch keeps its size", fontsize=11)
    return fig


def stamps(words, marks):
    """Three strips: what the model reads, what it is to guess at that place, and a stamp under each guess
    that counts. marks: for words[1:].
    """
    T = len(words) - 1
    fig, ax = canvas(width=9.6, height=2.3, xlim=(-1.35, T), ylim=(-2.45, 1))
    for y, name in ((0.4, "reads"), (-0.9, "guesses"), (-2.1, "stamp")):
        ax.text(-0.15, y, name, ha="right", va="center")
    for i in range(T):
        for y, word, fill in ((0, words[i], READ), (-1.3, words[i + 1], AIM if marks[i] else PALE)):
            box(ax, i + 0.04, y, 0.92, 0.8, "", fill)
            ax.text(i + 0.5, y + 0.4, word, ha="center", va="center", fontsize=9.5, color=INK)
        arrow(ax, (i + 0.5, -0.03), (i + 0.5, -0.45), "#888888")
        ax.text(
            i + 0.5,
            -2.1,
            "✔" if marks[i] else "–",
            ha="center",
            va="center",
            fontsize=14 if marks[i] else 11,
            color=GREEN if marks[i] else "#666666",
            family="DejaVu Sans",
        )
    ax.set_title("Reads one word, guesses the next; some guesses count", fontsize=11)
    return fig


def traded(measured):
    """What finetuning gained against what it cost. measured: at most five triples (name, loss on the new text
    in nats per word, facts completed in %): the model before, the one by `train`, one's own.
    """
    fig, ax = subplots(width=7.4, height=3.7)
    for (name, loss, facts), color, marker in zip(measured, (SKY, VERMILION, BLUE, BLUE, BLUE), "osDDD"):
        ax.plot([loss], [facts], marker, color=color, markersize=9)
        ax.annotate(name, (loss, facts), xytext=(9, 4), textcoords="offset points", fontsize=9.5, color=INK)
    ax.set(
        title="Further left: better at the logbook. Higher: more facts left",
        xlabel="loss on the logbook (nats per word)",
        ylabel="facts completed (%)",
        ylim=(0, 112),
    )
    ax.margins(x=0.16)
    return fig


def gains(chosen, rejected, title):
    """A pair of answers on a line, for the frozen reference (hollow) and for the model (filled). chosen,
    rejected: log-probabilities (nats), before and now.
    """
    fig, ax = subplots(width=7, height=2.8)
    ends = [*chosen, *rejected]
    gap = 0.03 * (max(ends) - min(ends))
    for y, color, (before, now) in (1, GREEN, chosen), (0, VERMILION, rejected):
        way = 1 if now > before else -1
        ax.plot([before], [y], "o", color=color, markerfacecolor="white", markersize=11, markeredgewidth=2)
        ax.plot([now], [y], "o", color=color, markersize=11)
        arrow(ax, (before + way * gap, y), (now - way * gap, y), color, width=2)
        ax.text(
            (before + now) / 2,
            y + 0.16,
            f"{now - before:+.3g}".replace("-", "−"),
            ha="center",
            fontsize=11,
            color=INK,
        )
    ax.set(
        title=title,
        xlabel="log-probability of the answer (nats)",
        ylim=(-0.5, 1.6),
        yticks=[0, 1],
        yticklabels=["rejected", "chosen"],
    )
    ax.margins(x=0.12)
    return fig


def winning():
    """The curve from a lead, times beta, to the chance that the chosen answer wins, with the pair of `gains`
    on it.
    """
    fig, ax = subplots(width=6, height=3)
    lead = np.linspace(-6, 6, 100)
    ax.plot(lead, 1 / (1 + np.exp(-lead)), color=BLUE, marker="")
    ax.plot([0, 0.9], [0.5, 1 / (1 + np.exp(-0.9))], "o", color=ORANGE)
    for point, text, place in (
        ((0, 0.5), "no lead:\none half", (-5.8, 0.5)),
        ((0.9, 0.71), "lead 1 - (-2) = 3,\ntimes beta 0.3:\nabout 0.7", (2.2, 0.3)),
    ):
        ax.annotate(
            text,
            point,
            xytext=place,
            ha="left",
            va="center",
            color=INK,
            fontsize=9.5,
            arrowprops={"arrowstyle": "-", "color": INK, "shrinkB": 5},
        )
    ax.set(
        title="From a lead to the chance of winning",
        xlabel="lead × beta (nats)",
        ylabel="chance of winning (0 to 1)",
        ylim=(0, 1),
    )
    return fig


def callers():
    """Who calls the training function, with what, and when: the five things side by side."""
    rows = [
        ("pre-training", "model developer", "all text there is", "new"),
        ("post-training", "model developer", "answers", "new"),
        ("post-training", "model developer", "preferences", "new"),
        ("finetuning", "application developer", "text of one field", "new"),
        ("prompting", "user or app developer", "text put in front", "unchanged"),
    ]
    fig, ax = canvas(width=9, height=3.6, xlim=(0, 10), ylim=(-5.1, 1))
    for x, head in ((1.05, "what"), (3.6, "who, as a rule"), (6.35, "with what"), (8.9, "weights")):
        ax.text(x, 0.35, head, ha="center", weight="bold")
    for row, (what, who, material, weights) in enumerate(rows):
        for x, width, text, fill in (
            (0, 2.1, what, SKY if row < 4 else PALE),
            (2.3, 2.6, who, PALE),
            (5.1, 2.5, material, PALE),
            (7.8, 2.1, weights, AIM if row < 4 else PALE),
        ):
            box(ax, x + 0.03, -row - 0.85, width, 0.75, text, fill)
    ax.set_title("Four kinds of training, and prompting, which is none", fontsize=11)
    return fig
