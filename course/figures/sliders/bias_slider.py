"""Contextual calibration, more or less of it: how strongly the prior is divided out, and what that does."""

from html import escape

from course.figures.widgets.widget import Widget

STRENGTHS = [round(0.05 * k, 2) for k in range(31)]  # exponents of the prior
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 280, 150, 28, 14, 22, 34  # of the curve, and its margins


class bias_slider(Widget):
    """Bars for one message, and how many of all messages are right, over the strength.

    shares: for each message {label: share}; prior: {label: share}; truth: the right labels; example: the shares of
    the message that the bars show, and message, its text; start: the index of the first strength. At strength s a share is divided by prior ** s, and all
    are rescaled to sum to 1. Source: T. Zhao and others (2021) for strength 1.
    """

    CSS = """
    .bias_slider .two { display: flex; flex-wrap: wrap; gap: 16px }
    .bias_slider .bars { flex: 1 1 250px; display: grid; grid-template-columns: max-content 1fr 44px; gap: 6px 8px;
      align-items: center; align-content: start; font-size: 14px }
    .bias_slider .message { grid-column: 1 / -1; font-style: italic }
    .bias_slider .track { position: relative; height: 18px }
    .bias_slider .bar { position: absolute; inset: 2px auto 2px 0; background: var(--blue); transition: width .2s }
    .bias_slider .outline { position: absolute; inset: 0 auto 0 0; border: 2px dashed var(--ink) }
    .bias_slider .percent { text-align: right; font-variant-numeric: tabular-nums }
    .bias_slider svg { flex: 0 1 280px; max-width: 100%; height: auto } .bias_slider text { fill: var(--soft); font: 13px sans-serif }
    .bias_slider path { fill: none; stroke: var(--blue); stroke-width: 2 } .bias_slider line { stroke: var(--soft) }
    .bias_slider circle { fill: light-dark(#b86b00, #E69F00) }
    .bias_slider .note { margin: 6px 0 0; font-size: 13px; color: var(--soft) }
    """
    SHOW = """
    const {shares, at, text} = data[step];
    shares.forEach((share, i) => { figure.querySelectorAll('.bar')[i].style.width = share + '%';
      figure.querySelectorAll('.percent')[i].textContent = Math.round(share) + ' %'; });
    const dot = figure.querySelector('circle'); dot.setAttribute('cx', at[0]); dot.setAttribute('cy', at[1]);
    says.textContent = text;
    """

    def __init__(
        self, shares: list, prior: dict, truth: list, example: dict, message: str, start: int = 0
    ) -> None:
        scores = [
            sum(
                max(each, key=each.get) == label
                for each, label in zip((_divided(one, prior, strength) for one in shares), truth)
            )
            for strength in STRENGTHS
        ]
        data = []
        for strength, score in zip(STRENGTHS, scores):
            bars = _divided(example, prior, strength)
            top = max(bars, key=bars.get)
            text = f"Strength {strength:g}: {top} {100 * bars[top]:.0f} %, and {score} of {len(truth)} messages right."
            at = _place(strength, score, len(truth))
            data.append({"shares": [round(100 * each, 1) for each in bars.values()], "at": at, "text": text})
        still = STRENGTHS.index(1)
        rows = "".join(
            f'<span>{escape(label)}</span><span class="track"><span class="bar" style="width: {share}%"></span>'
            f'<span class="outline" style="width: {100 * prior[label]:.1f}%"></span></span>'
            f'<span class="percent">{share:.0f} %</span>'
            for label, share in zip(example, data[still]["shares"])
        )
        body = (
            f'<div class="two"><div class="bars"><span class="message">{escape(message)}</span>{rows}</div>'
            f"{_curve(scores, len(truth), data[still]['at'])}</div>"
            '<p class="note">Bars: the shares after the message. Dashed: the prior.</p>'
            f'<p class="still">{escape(data[0]["text"])} {escape(data[still]["text"])}</p>'
        )
        title = "How much of the prior to divide out"
        text = f"{title}. {data[0]['text']} {data[still]['text']} {data[-1]['text']}"
        super().__init__(title, body, data, len(data) - 1, "strength, from 0 to 1.5", text, start)


def _divided(shares, prior, strength):
    """Shares divided by the prior to the power of the strength, rescaled -> {label: share}."""
    quotients = {label: share / prior[label] ** strength for label, share in shares.items()}
    whole = sum(quotients.values())
    return {label: each / whole for label, each in quotients.items()}


def _place(strength, score, most):
    x = LEFT + (WIDTH - LEFT - RIGHT) * strength / STRENGTHS[-1]
    return [round(x, 1), round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - score / most), 1)]


def _curve(scores, most, at):
    points = " L".join("{} {}".format(*_place(s, score, most)) for s, score in zip(STRENGTHS, scores))
    floor = HEIGHT - BOTTOM
    ticks = "".join(
        f'<text x="{_place(s, 0, most)[0]}" y="{floor + 15}" text-anchor="middle">{s:g}</text>'
        for s in (0, 0.5, 1, 1.5)
    )
    numbers = "".join(
        f'<text x="{LEFT - 5}" y="{_place(0, score, most)[1] + 4}" text-anchor="end">{score}</text>'
        for score in (0, most // 2, most)
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" aria-hidden="true">'
        f'<line x1="{LEFT}" y1="{floor}" x2="{WIDTH - RIGHT}" y2="{floor}"/>'
        f'<line x1="{LEFT}" y1="{TOP}" x2="{LEFT}" y2="{floor}"/>{ticks}{numbers}'
        f'<text x="0" y="12">right, of {most}</text>'
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 3}" text-anchor="end">strength</text>'
        f'<path d="M{points}"/><circle cx="{at[0]}" cy="{at[1]}" r="6"/></svg>'
    )
