"""Pictures of answering from pages: what a page scores by its words, which text is the most likely."""

from textwrap import fill, shorten

from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from course.figures.diagrams import AIM, INK, READ
from course.figures.helpdesk_pictures.drawing import lines_between, titled_page
from course.figures.pictures import BLUE, VERMILION, subplots


def strips(question, pages, weights, words, sums=True):
    """A question and pages as strips of words. What a page shares with the question is filled; the more it
    weighs, the thicker its border.

    weights: {word: weight, 0 or more}, drawn below the word; words: words(text) -> list of lower-case words.
    At the right of a page, the sum of its weights, in which each word counts once.
    """
    asked, left, right = set(words(question)), 0.95, 7.95 if sums else 8.75
    heaviest = max(weights.values(), default=0) or 1
    rows = [("question", lines_between([(word, False, "") for word in words(question)], left, right))]
    for number, page in enumerate(pages):
        said = words(page)
        below = [
            ("" if word not in asked else "again" if word in said[:k] else f"{weights[word]:.1f}")
            for k, word in enumerate(said)
        ]
        rows.append(
            (
                f"page {number}",
                lines_between([(word, word in asked, note) for word, note in zip(said, below)], left, right),
            )
        )
    heights = [
        [0.65 if any(note for _, _, _, _, note in line) else 0.46 for line in lines] for _, lines in rows
    ]
    y = sum(map(sum, heights)) + 0.12
    fig, ax = titled_page(
        8.9, y + 0.05, "Filled: a word of the question. The thicker its border, the more it weighs"
    )
    for (name, lines), high in zip(rows, heights):
        ax.text(
            0.12,
            y - 0.2,
            name,
            va="center",
            fontsize=11,
            color=INK,
            weight="bold" if name == "question" else "normal",
        )
        for line, step in zip(lines, high):
            for x, wide, word, shared, note in line:
                ax.add_patch(
                    Rectangle(
                        (x, y - 0.34),
                        wide,
                        0.28,
                        facecolor=AIM if shared else READ if name == "question" else "white",
                        edgecolor=INK if shared else "#999999",
                        linewidth=0.8 + 3.2 * weights[word] / heaviest if shared else 0.8,
                    )
                )
                ax.text(x + wide / 2, y - 0.2, word, ha="center", va="center", color=INK)
                if note:
                    ax.text(x + wide / 2, y - 0.48, note, ha="center", va="center", fontsize=9, color=INK)
            y -= step
        if sums and name != "question":
            total = sum(
                weights[word] for word in {word for line in lines for _, _, word, shared, _ in line if shared}
            )
            ax.text(
                8.75,
                y + high[-1] - 0.2,
                f"= {total:.1f}",
                ha="right",
                va="center",
                fontsize=11,
                color=INK,
                weight="bold",
            )
    return fig


def likeliest(question, texts, totals, right):
    """How likely a question is after each page: a dot for each, the likeliest at the top; the right page is
    named. totals: log-probabilities (nats); right: its place in texts.
    """
    order = sorted(range(len(texts)), key=lambda i: -totals[i])
    fig, ax = subplots(width=9, height=0.33 * len(texts) + 1.2)
    for y, i in enumerate(order):
        ax.plot(
            totals[i], y, "s" if i == right else "o", color=VERMILION if i == right else BLUE, markersize=9
        )
    ax.annotate(
        "the right page",
        (totals[right], order.index(right)),
        (11, 0),
        textcoords="offset points",
        va="center",
        fontsize=10,
        color=INK,
    )
    span = totals[order[0]] - totals[order[-1]]
    ax.set(
        xlim=(totals[order[-1]] - 0.06 * span, totals[order[0]] + 0.3 * span),
        ylim=(len(texts) - 0.4, -0.6),
        yticks=range(len(texts)),
        yticklabels=[shorten(texts[i], 52, placeholder=" …") for i in order],
        xlabel="log-probability of the question (nats); further right: likelier",
    )
    ax.set_title(fill(f"How likely is “{question}” after each page?", 52), fontsize=11)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    return fig
