"""Pictures of a help desk built on a language model: asked, measured, repaired and priced, drawn before it is
asked for. Each function gives a figure.

    show(paired([1, 1, 0], [1, 0, 0], ["short prompt", "long prompt"]), alt="…")
"""

from math import ceil, floor
from textwrap import fill, shorten, wrap

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Ellipse, FancyBboxPatch, Polygon, Rectangle
from matplotlib.textpath import TextPath
from matplotlib.ticker import MaxNLocator

from course.figures.diagrams import AIM, INK, PALE, READ, arrow, box, canvas
from course.figures.pictures import BLUE, GREEN, ORANGE, PINK, SKY, VERMILION, subplots

MINT = "#c9ebdf"  # a third light color beside READ and AIM
TITLE = 0.4  # inches that a title takes
LAYERS = {
    "application": ("application\ndevelopment", "one product that uses a finished model"),
    "model": ("model\ndevelopment", "a model's weights, and the data and methods they come from"),
    "infrastructure": ("infrastructure", "the machines, networks and storage that all of it runs on"),
}
ROLES = {
    "AI": "AI engineer",
    "ML": "ML engineer",
    "full_stack": "full-stack engineer",
    "none": "none of these",
}
QUESTIONS = [
    ("Is a good prompt enough (measure it), on your device and within your budget?", "prompt"),
    ("Is the answer itself written down somewhere?", "retrieve"),
    ("Does a model for such data fit your device, and do you have many examples?", "finetune"),
    ("None of these?", "train"),
]


def hole(template, message, shares):
    """A prompt as a function: the message goes into the hole of the template, the model shares out 100 %
    among the answers.

    template: a text with {message} in it once (ValueError if not); shares: {answer: probability, 0 to 1}.
    """
    if template.count("{message}") != 1:
        raise ValueError("hole(template, …): the template needs {message} exactly once.")
    lines = [
        line
        for long in template.split("\n")
        for line in wrap(long, 44, subsequent_indent="↳ ", break_on_hyphens=False) or [""]
    ]
    slip, em, left, line = fill(message, 40), 0.0837, 0.5, 0.25  # em: a letter of 10 points; all in inches
    at = next(k for k, text in enumerate(lines) if "{message}" in text)
    right = left + max(2.4, em * max(map(len, lines)) + 0.36)
    slip_high, card_high = 0.22 * (slip.count("\n") + 1) + 0.16, line * len(lines) + 0.55
    height = max(slip_high + card_high + 0.95, 0.36 * len(shares) + 1.2)
    fig, (ax, bars) = subplots(1, 2, width=9, height=height + TITLE)
    _inches(fig, ax, "A prompt with a hole is a function: a message goes in, shares come out")

    top = height - 0.35 - slip_high - 0.3  # of the card
    middle, y = left + 0.18 + em * (lines[at].index("{message}") + 4.5), top - 0.15 - 0.26 - line * (at + 0.5)
    wide = _wide(slip) + 0.3
    x = left if at else max(left, min(middle - wide / 2, right - wide))
    box(ax, x, top + 0.3, wide, slip_high, slip, AIM)
    ax.text(x, height - 0.16, "the message", va="center", color=INK)
    box(ax, left, top - card_high, right - left, card_high, "", READ)
    ax.text(left, top - card_high - 0.16, "the template", va="center", color=INK)
    for k, text in enumerate(lines):
        before, _, after = text.partition("{message}")
        for place, piece in (left + 0.18, before), (middle + 4.5 * em, after):
            ax.text(
                place,
                top - 0.15 - 0.26 * (k >= at) - line * (k + 0.5),
                piece,
                va="center",
                family="monospace",
                color=INK,
            )
    ax.add_patch(
        Rectangle(
            (middle - 4.2 * em, y - 0.115),
            8.4 * em,
            0.23,
            facecolor="white",
            edgecolor=INK,
            linestyle="--",
            linewidth=1.3,
        )
    )
    turn = y + 0.29  # in the free space above the line with the hole
    if at:  # round the lines above it, not across them
        ax.plot(
            [left, 0.25, 0.25, middle, middle],
            [top + 0.3 + slip_high / 2] * 2 + [turn] * 2 + [y + 0.2],
            color=INK,
            linewidth=1.8,
            marker="",
        )
    arrow(ax, (middle, turn if at else top + 0.3), (middle, y + 0.1), INK, width=1.8)
    level = top - card_high / 2
    arrow(ax, (right + 0.1, level), (right + 0.95, level), INK, width=2)
    ax.text(right + 0.5, level + 0.14, "the model", ha="center", color=INK)

    start, high = right + 1.15 + max(_wide(label, 10) for label in shares), 0.36 * len(shares)
    bottom = min(max(0.6, level - high / 2), height - high - 0.35)
    bars.set_position((start / 9, bottom / (height + TITLE), (8.85 - start) / 9, high / (height + TITLE)))
    _bars(bars, {label: 100 * share for label, share in shares.items()}, BLUE)
    bars.set_xlabel("share of this answer (%)", fontsize=10)
    bars.set_title("the answers", fontsize=10)
    return fig


def paired(a, b, names):
    """The same messages judged under two prompts: right or wrong under each, and the difference; a ring where
    they differ.

    a, b: 0 or 1 for each message; names: of the two prompts.
    """
    names = [fill(name, 22) for name in (*names, "difference")]
    left = max(map(_wide, names)) + 0.35
    step = min(0.6, (8.85 - left) / len(a))
    side, pitch, low = 0.74 * step, step + 0.05, 0.3
    fig, ax = _page(
        max(left + step * len(a) + 0.15, 5.6),
        low + 2 * pitch + step + 0.1,
        "The same messages, once under each prompt; a ring where they differ",
    )
    for row, name in enumerate(names):
        ax.text(left - 0.15, low + pitch * (2 - row), name, ha="right", va="center", fontsize=11, color=INK)
    ax.text(left - 0.15, low + 2 * pitch + 0.5 * step + 0.18, "message", ha="right", va="center", color=INK)
    for k, (one, other) in enumerate(zip(a, b, strict=True)):
        x = left + step * (k + 0.5)
        ax.text(x, low + 2 * pitch + 0.5 * step + 0.18, str(k + 1), ha="center", va="center", color=INK)
        for y, right in ((low + 2 * pitch, one), (low + pitch, other)):
            ax.add_patch(
                Rectangle(
                    (x - side / 2, y - side / 2),
                    side,
                    side,
                    facecolor=MINT if right else "white",
                    edgecolor="#555555",
                )
            )
            ax.text(
                x,
                y,
                "✓" if right else "✗",
                ha="center",
                va="center",
                fontsize=14,
                color=INK,
                family="DejaVu Sans",
            )
        ax.text(
            x,
            low,
            f"{one - other:+d}".replace("-", "−") if one != other else "0",
            ha="center",
            va="center",
            fontsize=12,
            color=INK,
            weight="bold" if one != other else "normal",
        )
        if one != other:
            wide, high = 0.92 * step, pitch + 0.98 * step
            ax.add_patch(
                FancyBboxPatch(
                    (x - wide / 2, low + 1.5 * pitch - high / 2),
                    wide,
                    high,
                    boxstyle=f"round,pad=0,rounding_size={wide / 5}",
                    fill=False,
                    edgecolor=VERMILION,
                    linewidth=2.5,
                )
            )
    return fig


def counting(truth, guesses, labels):
    """How a confusion matrix is filled: each message's number in the row of what it is and the column of what
    it was called; an arrow for the first wrong one.

    truth, guesses: a label for each message, no pair of them more than four times.
    """
    pairs = list(zip(truth, guesses, strict=True))
    says, n = [f"{is_} → {called}" for is_, called in pairs], len(labels)
    lane = 0.55 + max(_wide(text, weight="bold") for text in says) + 0.4  # where the arrow turns
    left = lane + 0.2 + max(_wide(text, 10) for text in (*labels, "what it is")) + 0.15
    wide, high, line = min(1.15, (8.85 - left) / n), 0.92, 0.4
    height = max(n * high + 0.75, len(pairs) * line + 0.6)
    fig, ax = _page(
        left + wide * n + 0.15, height, "Each message goes into one cell: what it is, and what it was called"
    )
    ax.text(0.12, height - 0.2, "is → was called", va="center", color=INK, weight="bold")
    ax.text(
        left + wide * n / 2,
        height - 0.14,
        "what it was called",
        ha="center",
        va="center",
        color=INK,
        weight="bold",
    )
    ax.text(left - 0.15, height - 0.45, "what it is", ha="right", va="center", color=INK, weight="bold")
    wrong = next((k for k, (is_, called) in enumerate(pairs) if is_ != called), None)
    top = height - 0.62
    for k, label in enumerate(labels):
        ax.text(left + wide * (k + 0.5), height - 0.45, label, ha="center", va="center", color=INK)
        ax.text(left - 0.15, top - high * k - 0.56, label, ha="right", va="center", color=INK)
        for c in range(n):
            here = wrong is not None and pairs[wrong] == (label, labels[c])
            ax.add_patch(
                Rectangle(
                    (left + wide * c, top - high * (k + 1)),
                    wide,
                    high,
                    facecolor=AIM if here else "white",
                    edgecolor="#777777",
                )
            )
    for k, pair in enumerate(pairs):
        y, place, many = height - 0.62 - line * k, pairs[:k].count(pair), pairs.count(pair)
        _numbered(ax, 0.27, y, k + 1, bold=k == wrong)
        ax.text(
            0.55, y, says[k], va="center", fontsize=11, color=INK, weight="bold" if k == wrong else "normal"
        )
        row, column = (labels.index(label) for label in pair)
        beside, below = (
            0.18 * (-1) ** (place + 1) if many > 1 else 0,
            0.32 * (place // 2) + (0.4 if many > 2 else 0.54),
        )
        _numbered(ax, left + wide * (column + 0.5) + beside, top - high * row - below, k + 1, bold=k == wrong)
        if k == wrong:  # along the free upper edge of the row, so that no number is crossed out
            across, end = top - high * row - 0.12, left + wide * column + 0.28
            ax.add_patch(
                Rectangle((0.06, y - 0.18), lane - 0.26, 0.36, fill=False, edgecolor=VERMILION, linewidth=2)
            )
            ax.plot(
                [lane - 0.2, lane, lane, end - 0.2],
                [y, y, across, across],
                color=VERMILION,
                linewidth=2,
                marker="",
            )
            arrow(ax, (end - 0.25, across), (end, across), VERMILION, width=2)
    return fig


def heat(matrices, labels, titles):
    """One or two confusion matrices side by side, the darker the more messages, with a number in each cell,
    the diagonal framed.

    matrices: counts, (labels, labels) each, what it is by what it was called.
    """
    n, most, longest = (
        len(labels),
        max(np.max(matrix) for matrix in matrices),
        max(_wide(label, 10) for label in labels),
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
    n, high, low, longest = len(labels), 0.5, 0.62, max(_wide(label, 10) for label in labels)
    left = max(longest, _wide("what it is", 10, weight="bold")) + 0.3
    across = f"recall looks along\nthis row: all that\nare “{labels[i]}”"
    down = f"precision looks down this column:\nall that were called “{labels[i]}”"
    wide = min(max(0.95, longest + 0.2), (8.7 - left - _wide(across)) / n)
    right, top = left + wide * n, low + high * n
    fig, ax = _page(
        right + 0.3 + _wide(across), top + 0.75, "Recall looks along a row, precision down a column"
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
    half = _wide(down) / 2
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


def divided_out(
    prior, message, titles=("after the message", "after nothing", "times as likely", "rescaled to 100 %")
):
    """The shares after a message ÷ the shares without one = how many times likelier the message made each; of
    these, the shares.

    prior, message: {label: per cent}, with the same labels; titles as drawn.
    """
    times = {label: message[label] / prior[label] for label in message}
    shares = {label: 100 * each / sum(times.values()) for label, each in times.items()}
    fig, axes = subplots(1, 4, width=9, height=0.36 * len(shares) + 1.3, sharey=True)
    longest = max(max(each.values()) for each in (prior, message, shares))
    looks = zip(
        axes,
        (message, prior, times, shares),
        titles,
        ("", "÷", "=", "→"),
        (BLUE, ORANGE, SKY, GREEN),
        ("", "//", "\\\\", ".."),
    )
    for ax, each, title, sign, color, hatch in looks:
        _bars(ax, {label: each[label] for label in message}, color, hatch, None if each is times else longest)
        ax.set_xlabel("quotient (times)" if each is times else "share (%)")
        ax.set_title(fill(title, 20), fontsize=11)
        if sign:
            ax.tick_params(axis="y", left=False, labelleft=False)
            ax.text(-0.2, 0.5, sign, transform=ax.transAxes, ha="center", va="center", fontsize=24, color=INK)
    return fig


def strips(question, pages, weights, words, sums=True):
    """A question and pages as strips of words. What a page shares with the question is filled; the more it
    weighs, the thicker its border.

    weights: {word: weight, 0 or more}, drawn below the word; words: words(text) -> list of lower-case words.
    At the right of a page, the sum of its weights, in which each word counts once.
    """
    asked, left, right = set(words(question)), 0.95, 7.95 if sums else 8.75
    heaviest = max(weights.values(), default=0) or 1
    rows = [("question", _lines([(word, False, "") for word in words(question)], left, right))]
    for number, page in enumerate(pages):
        said = words(page)
        below = [
            ("" if word not in asked else "again" if word in said[:k] else f"{weights[word]:.1f}")
            for k, word in enumerate(said)
        ]
        rows.append(
            (
                f"page {number}",
                _lines([(word, word in asked, note) for word, note in zip(said, below)], left, right),
            )
        )
    heights = [
        [0.65 if any(note for _, _, _, _, note in line) else 0.46 for line in lines] for _, lines in rows
    ]
    y = sum(map(sum, heights)) + 0.12
    fig, ax = _page(
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


def timeline(rows, title="Where the time of one message goes"):
    """Bars made of parts, one after the other in time, with the total at the end of each. rows: [(name,
    [(part, milliseconds), …])].
    """
    kinds = list(dict.fromkeys(part for _, parts in rows for part, _ in parts))
    looks = dict(
        zip(
            kinds,
            zip([SKY, ORANGE, GREEN, PINK, BLUE, VERMILION], ["//", "", "..", "xx", "\\\\", "--"]),
            strict=False,
        )
    )
    longest = max(sum(ms for _, ms in parts) for _, parts in rows)
    fig, ax = subplots(width=9, height=0.62 * len(rows) + 1.35)
    for y, (_, parts) in enumerate(rows):
        start = 0
        for part, ms in parts:
            color, hatch = looks[part]
            ax.barh(
                y,
                ms,
                left=start,
                height=0.62,
                color=_lighter(color),
                edgecolor=INK,
                linewidth=0.8,
                hatch=hatch,
            )
            if ms > 0.06 * longest:
                ax.text(
                    start + ms / 2,
                    y,
                    f"{ms:g}",
                    ha="center",
                    va="center",
                    color=INK,
                    bbox={"boxstyle": "round,pad=.2", "facecolor": "white", "edgecolor": "none"},
                )
            start += ms
        ax.text(
            start + 0.01 * longest, y, f"{start:g} ms", va="center", fontsize=11, color=INK, weight="bold"
        )
    ax.set(
        xlabel="time (ms)",
        xlim=(0, 1.13 * longest),
        ylim=(len(rows) - 0.5, -0.5),
        yticks=range(len(rows)),
        yticklabels=[fill(name, 20) for name, _ in rows],
    )
    ax.set_title(title, fontsize=11)
    ax.grid(False, axis="y")
    handles = [
        Rectangle((0, 0), 1, 1, facecolor=_lighter(color), edgecolor=INK, linewidth=0.8, hatch=hatch)
        for color, hatch in looks.values()
    ]
    fig.legend(handles, looks, loc="outside lower center", ncols=3, frameon=False, fontsize=10)
    return fig


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
    fig, ax = _page(9, deep + 2.6, "Reading and writing do not cost the same")
    for top, lengths, texts, heading in (
        (deep + 2.15, count, below, "its tokens"),
        (0.85, money, shares, "its cost"),
    ):
        x, wide = _strip(lengths)
        ax.text(0.2, top + 0.12, heading, fontsize=11, color=INK, weight="bold")
        places = _side_by_side(x + wide / 2, np.array([_wide(text) / 2 for text in texts]))
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


def shelves(layers, roles=None):
    """The stack, three layers as shelves with each task's number on its own; with roles in four columns, one
    a calling. A task that is missing in one of the two is left out.

    layers: {task: "application", "model" or "infrastructure"}; roles: {task: "AI", "ML", "full_stack" or
    "none"}.
    """
    columns = {"": ""} if roles is None else ROLES
    cells = {
        (layer, role): sorted(
            task for task in layers if layers[task] == layer and (roles or {}).get(task, "") == role
        )
        for layer in LAYERS
        for role in columns
    }
    left, line, top = 1.55, 0.33, 0.5 if roles is not None else 0.12
    wide = 7.2 / len(columns)
    room = floor((wide - 0.2) / line)
    high = (
        line * max(1 if roles is None else 2, *(ceil(len(tasks) / room) for tasks in cells.values())) + 0.18
    )
    fig, ax = _page(
        left + 7.35,
        3 * (high + 0.34) + top,
        "The stack: what a task serves" + (", and whose job it is" if roles is not None else ""),
    )
    for r, (layer, (name, serves)) in enumerate(LAYERS.items()):
        y = 3 * (high + 0.34) - (r + 1) * (high + 0.34) + 0.08
        ax.add_patch(
            Rectangle((0.1, y), left + 7.15, high + 0.34, fill=False, edgecolor="#777777", linewidth=1)
        )
        # what it serves
        ax.add_patch(
            Rectangle(
                (0.1, y + high + 0.04), left + 7.15, 0.3, facecolor=(READ, AIM, MINT)[r], edgecolor="#777777"
            )
        )
        ax.text(left + 3.6, y + high + 0.19, serves, ha="center", va="center", color=INK)
        ax.text(0.2, y + 0.02 + high / 2, name, va="center", fontsize=11, color=INK, weight="bold")
        for c, role in enumerate(columns):
            x = left + wide * c
            ax.plot([x, x], [y, y + high + 0.04], color="#999999", linewidth=1, linestyle=":", marker="")
            tasks = cells[layer, role]
            for k, task in enumerate(tasks):
                row, column, down, across = (
                    k // room,
                    k % room,
                    ceil(len(tasks) / room),
                    min(room, len(tasks) - k // room * room),
                )
                _numbered(
                    ax,
                    x + wide / 2 + line * (column - (across - 1) / 2),
                    y + 0.02 + high / 2 - line * (row - (down - 1) / 2),
                    task,
                )
    for c, name in enumerate(columns.values()):
        ax.text(
            left + wide * (c + 0.5),
            3 * (high + 0.34) + 0.28,
            name,
            ha="center",
            va="center",
            fontsize=11,
            color=INK,
            weight="bold",
        )
    return fig


def order_of_work():
    """ML engineering goes from data to a model to a product, AI engineering from a product to data to a
    model: the same thing, the same shape.
    """
    fig, ax = _page(8.2, 2.3, "The same three things, in another order")
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
    fig, ax = _page(7.6, 4.25, "Ask from the top, and stop at the first yes")
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


def versions(names, shares, errors, chance):
    """How many messages each version of a prompt gets right, with bars of two standard errors up and down,
    and a line at chance.

    shares, errors (one standard error), chance: 0 to 1.
    """
    fig, ax = subplots(width=min(9, max(5, 1.5 * len(names) + 1.5)), height=3.8)
    x, right = np.arange(len(names)), 100 * np.asarray(shares)
    ax.errorbar(
        x, right, yerr=200 * np.asarray(errors), fmt="o", color=BLUE, markersize=8, elinewidth=2, capsize=4
    )
    for k, (value, error) in enumerate(zip(right, 200 * np.asarray(errors))):
        ax.annotate(
            f"{value:.0f}",
            (k, value + error),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=11,
            color=INK,
        )
    ax.axhline(100 * chance, color=VERMILION, linestyle="--", marker="")
    ax.text(
        1.01,
        100 * chance,
        f"chance\n({100 * chance:.0f} %)",
        transform=ax.get_yaxis_transform(),
        va="center",
        color=INK,
    )
    ax.set(
        xlabel="version of the prompt",
        ylabel="right (%)",
        xlim=(-0.5, len(names) - 0.5),
        ylim=(0, 105),
        xticks=x,
        xticklabels=[fill(name, max(6, 48 // len(names))) for name in names],
    )
    ax.set_title("Right answers, and two standard errors up and down", fontsize=11)
    ax.grid(False, axis="x")
    return fig


def before_and_after(rows, out_of):
    """Right answers of each prompt uncalibrated and calibrated: two dots on a line, joined. rows: (name,
    before, after), from the top; out_of: the most.
    """
    fig, ax = subplots(width=8.6, height=0.34 * len(rows) + 1.3)
    for y, (_, before, after) in enumerate(rows):
        ax.plot([before, after], [y, y], color="#999999", linewidth=2.5, marker="", zorder=1)
    heights = range(len(rows))
    ax.plot(
        [before for _, before, _ in rows], heights, "o", color=VERMILION, markersize=8, label="uncalibrated"
    )
    ax.plot([after for *_, after in rows], heights, "s", color=BLUE, markersize=8, label="calibrated")
    for y, (_, *both) in enumerate(rows):
        for value, away in zip(sorted(both), (-1, 1)):
            ax.annotate(
                str(value),
                (value, y),
                (10 * away, 0),
                textcoords="offset points",
                ha="right" if away < 0 else "left",
                va="center",
                color=INK,
            )
    ax.set(
        xlim=(0, out_of),
        ylim=(len(rows) - 0.4, -0.6),
        yticks=heights,
        yticklabels=[name for name, *_ in rows],
        xlabel=f"right answers (of {out_of})",
    )
    ax.set_title("What dividing out the prior does to each prompt", fontsize=11)
    ax.grid(False, axis="y")
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5))
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


def _page(width, height, title):
    """A drawing under its title, without axes; one unit is an inch, (0, 0) is at the bottom left -> figure,
    axes.
    """
    fig, ax = canvas(width, height + TITLE, (0, width), (0, height))
    _inches(fig, ax, title)
    return fig, ax


def _inches(fig, ax, title):
    """`ax` over all of `fig` but its title, one unit an inch."""
    width, height = fig.get_size_inches()
    fig.set_layout_engine("none")
    ax.set(xlim=(0, width), ylim=(0, height - TITLE), position=(0, 0, 1, 1 - TITLE / height))
    ax.axis("off")
    ax.set_title(title, fontsize=11)


def _wide(text, size=11, **font):
    """The width of a text in inches, of its longest line."""
    return (
        max(
            TextPath((0, 0), line, size=size, prop=FontProperties(**font)).get_extents().width
            for line in text.split("\n")
        )
        / 72
        + 0.03
    )


def _bars(ax, values, color, hatch="", longest=None):
    """Horizontal bars in per cent, the first on top, each with its number. longest: what the axis has room
    for, if not for these alone.
    """
    longest = longest or max(values.values())
    ax.barh(
        range(len(values)),
        list(values.values()),
        color=_lighter(color) if hatch else color,
        edgecolor=INK,
        linewidth=0.8,
        hatch=hatch,
        height=0.68,
    )
    for y, value in enumerate(values.values()):
        ax.text(value + 0.03 * longest, y, f"{value:.{1 if value >= 1 else 2}f}", va="center", color=INK)
    ax.set(
        xlim=(0, 1.3 * longest),
        ylim=(len(values) - 0.5, -0.5),
        yticks=range(len(values)),
        yticklabels=list(values),
    )
    # there is no more than 100 %
    ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= min(100, 1.3 * longest)])
    ax.grid(False, axis="y")


def _lighter(color):
    """The color half way to white, on which dark hatches and letters are read."""
    return tuple((1 + part) / 2 for part in to_rgb(color))


def _numbered(ax, x, y, number, bold=False):
    """A small box with a number, around (x, y)."""
    box(
        ax,
        x - 0.14,
        y - 0.13,
        0.28,
        0.26,
        "",
        "white",
        edge=VERMILION if bold else "#555555",
        thick=2 if bold else 1,
    )
    ax.text(x, y, str(number), ha="center", va="center", color=INK, weight="bold" if bold else "normal")


def _lines(row, left, right):
    """Words on their places, in as many lines as they need: row of (word, shared, note) -> lines of (x,
    width, word, shared, note).
    """
    lines, x = [[]], left
    for word, shared, note in row:
        wide = max(_wide(word, 10) + 0.13, _wide(note, 9) + 0.06 if note else 0.28)
        if x + wide > right:
            lines, x = [*lines, []], left
        lines[-1].append((x, wide, word, shared, note))
        x += wide + 0.085
    return lines
