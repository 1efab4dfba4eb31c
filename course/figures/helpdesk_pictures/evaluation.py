"""Pictures of evaluating a help desk: one template, two prompts on the same messages, errors by kind."""

from textwrap import fill, wrap

from matplotlib.patches import FancyBboxPatch, Rectangle

from course.figures.diagrams import AIM, INK, READ, arrow, box
from course.figures.helpdesk_pictures.drawing import (
    MINT,
    TITLE,
    draw_bars,
    draw_number,
    in_inches,
    text_width,
    titled_page,
)
from course.figures.pictures import BLUE, GREEN, ORANGE, SKY, VERMILION, subplots


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
    in_inches(fig, ax, "A prompt with a hole is a function: a message goes in, shares come out")

    top = height - 0.35 - slip_high - 0.3  # of the card
    middle, y = left + 0.18 + em * (lines[at].index("{message}") + 4.5), top - 0.15 - 0.26 - line * (at + 0.5)
    wide = text_width(slip) + 0.3
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

    start, high = right + 1.15 + max(text_width(label, 10) for label in shares), 0.36 * len(shares)
    bottom = min(max(0.6, level - high / 2), height - high - 0.35)
    bars.set_position((start / 9, bottom / (height + TITLE), (8.85 - start) / 9, high / (height + TITLE)))
    draw_bars(bars, {label: 100 * share for label, share in shares.items()}, BLUE)
    bars.set_xlabel("share of this answer (%)", fontsize=10)
    bars.set_title("the answers", fontsize=10)
    return fig


def paired(a, b, names):
    """The same messages judged under two prompts: right or wrong under each, and the difference; a ring where
    they differ.

    a, b: 0 or 1 for each message; names: of the two prompts.
    """
    names = [fill(name, 22) for name in (*names, "difference")]
    left = max(map(text_width, names)) + 0.35
    step = min(0.6, (8.85 - left) / len(a))
    side, pitch, low = 0.74 * step, step + 0.05, 0.3
    fig, ax = titled_page(
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
    lane = 0.55 + max(text_width(text, weight="bold") for text in says) + 0.4  # where the arrow turns
    left = lane + 0.2 + max(text_width(text, 10) for text in (*labels, "what it is")) + 0.15
    wide, high, line = min(1.15, (8.85 - left) / n), 0.92, 0.4
    height = max(n * high + 0.75, len(pairs) * line + 0.6)
    fig, ax = titled_page(
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
        draw_number(ax, 0.27, y, k + 1, bold=k == wrong)
        ax.text(
            0.55, y, says[k], va="center", fontsize=11, color=INK, weight="bold" if k == wrong else "normal"
        )
        row, column = (labels.index(label) for label in pair)
        beside, below = (
            0.18 * (-1) ** (place + 1) if many > 1 else 0,
            0.32 * (place // 2) + (0.4 if many > 2 else 0.54),
        )
        draw_number(
            ax, left + wide * (column + 0.5) + beside, top - high * row - below, k + 1, bold=k == wrong
        )
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
        draw_bars(
            ax, {label: each[label] for label in message}, color, hatch, None if each is times else longest
        )
        ax.set_xlabel("quotient (times)" if each is times else "share (%)")
        ax.set_title(fill(title, 20), fontsize=11)
        if sign:
            ax.tick_params(axis="y", left=False, labelleft=False)
            ax.text(-0.2, 0.5, sign, transform=ax.transAxes, ha="center", va="center", fontsize=24, color=INK)
    return fig
