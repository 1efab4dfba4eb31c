"""Pictures of a model's trainings, drawn before they are asked for. Each function gives a figure, for
`pictures.show`.

    show(loss_mask("<user> what does mira eat ? <bot> mira eats corn . <end>".split(), [0] * 6 + [1] * 5),
    alt="…")
"""

from course.figures.diagrams import AIM, INK, PALE, READ, arrow, box, canvas
from course.figures.pictures import GREEN, VERMILION, subplots


def loop():
    """Who calls whom in a training: `learn` asks the model for a gradient, and `step` for new weights, again
    and again.
    """
    fig, ax = canvas(width=9, height=2.3, xlim=(0, 13.6), ylim=(-1.45, 1.8))
    box(ax, 4.9, 0.1, 3.8, 1.1, "learn\nyour loop", AIM, bold=True)
    box(ax, 0.2, 0.1, 2.7, 1.1, "gradient_of\nthe model", READ)
    box(ax, 10.7, 0.1, 2.7, 1.1, "step\ngiven", READ)
    for start, end, text, y in (
        ((4.8, 0.95), (3, 0.95), "weights, batch", 1.5),
        ((3, 0.35), (4.8, 0.35), "loss, gradient", -0.3),
        ((8.8, 0.95), (10.6, 0.95), "weights, gradient", 1.5),
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
    ax.set_title("The one in the middle is yours", fontsize=11)
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


def loss_mask(words, marks):
    """Three strips: what the model reads, what it is to guess at that place, and whether the loss counts it.
    marks: for words[1:].
    """
    T = len(words) - 1
    fig, ax = canvas(width=9.6, height=2.3, xlim=(-1.35, T), ylim=(-2.45, 1))
    for y, name in ((0.4, "reads"), (-0.9, "guesses"), (-2.1, "loss")):
        ax.text(-0.15, y, name, ha="right", va="center")
    for i in range(T):
        for y, word, fill in ((0, words[i], READ), (-1.3, words[i + 1], AIM if marks[i] else PALE)):
            box(ax, i + 0.04, y, 0.92, 0.8, "", fill)
            ax.text(i + 0.5, y + 0.4, word, ha="center", va="center", fontsize=9.5, color=INK)
        arrow(ax, (i + 0.5, -0.03), (i + 0.5, -0.45), "#888888")
        ax.text(
            i + 0.5,
            -2.1,
            "counts" if marks[i] else "–",
            ha="center",
            va="center",
            fontsize=9.5,
            weight="bold" if marks[i] else None,
            color=INK if marks[i] else "#666666",
        )
    ax.set_title("Reads one word, guesses the next; the loss counts some of the guesses", fontsize=11)
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
