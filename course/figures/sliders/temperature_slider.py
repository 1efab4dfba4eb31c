"""Sampling at a temperature: how it reshapes a distribution, and what a model then writes."""

import re
from html import escape

import numpy as np

from course.figures.widgets.widget import Widget

MOST = 10  # bars


class temperature_slider(Widget):
    """A bar for each of the most likely tokens, and a text for each temperature.

    probabilities: {token: probability}; texts: {temperature: what was written at it}, temperatures rising;
    known: the words that are not new.
    """

    CSS = """
    .temperature_slider .bars { display: grid; grid-template-columns: max-content 1fr 52px; gap: 2px 8px;
      align-items: center; font-size: 14px; line-height: 1.4 }
    .temperature_slider .token { text-align: right; font-family: monospace }
    .temperature_slider .bar { height: 13px; background: var(--blue); transition: width .3s }
    .temperature_slider .rest { background: light-dark(#b86b00, #E69F00) }
    .temperature_slider .percent { text-align: right; font-variant-numeric: tabular-nums }
    .temperature_slider .written { margin: 12px 0 0; min-height: 8em; overflow-wrap: anywhere }
    .temperature_slider .written[hidden] { display: none }
    .temperature_slider u { text-decoration: underline wavy light-dark(#b86b00, #E69F00) }
    @media print { .temperature_slider .written.written { display: block; min-height: 0 } }
    """
    SHOW = """
    data.shares[step].forEach((share, i) => { figure.querySelectorAll('.bar')[i].style.width = share + '%';
      figure.querySelectorAll('.percent')[i].textContent = share.toFixed(1) + ' %'; });
    figure.querySelectorAll('.written').forEach((text, k) => text.hidden = k != step);
    says.textContent = data.says[step];
    """

    def __init__(self, probabilities: dict, texts: dict, known: set, title: str) -> None:
        order = sorted(probabilities, key=lambda token: -probabilities[token])
        p = np.array([probabilities[token] for token in order])
        shares = {T: _shares(p, T) for T in texts}
        labels = [repr(token) for token in order[:MOST]] + [f"{len(order) - MOST} others"] * (
            len(order) > MOST
        )
        shown = shares.get(1, next(iter(shares.values())))
        bars = "".join(
            f'<span class="token">{escape(label)}</span><div class="bar{" rest" * (i == MOST)}" '
            f'style="width: {share}%"></div><span class="percent">{share:.1f} %</span>'
            for i, (label, share) in enumerate(zip(labels, shown))
        )
        body, says = f'<div class="bars">{bars}</div>', []
        for T, text in texts.items():
            words = re.findall("[A-Za-z]+", text)
            new = [word for word in words if word not in known]
            says.append(f"T = {T}. Of {len(words)} words, {len(new)} are new (underlined).")
            marked = re.sub("[A-Za-z]+", lambda m: m[0] if m[0] in known else f"\0{m[0]}\1", text)
            marked = escape(marked).replace("\0", "<u>").replace("\1", "</u>")
            body += f'<p class="written"><span class="still">T = {T}: </span>{marked}</p>'
        data = {"shares": list(shares.values()), "says": says}
        super().__init__(title, body, data, len(texts) - 1, "temperature", f"{title}. {' '.join(says)}")


def _shares(p, T):
    """The most likely tokens' shares at temperature T, and that of all others together -> per cent."""
    weights = np.exp((np.log(p) - np.log(p[0])) / T)
    percent = 100 * weights / weights.sum()
    rest = [percent[MOST:].sum()] if len(p) > MOST else []
    return [round(float(each), 1) for each in [*percent[:MOST], *rest]]
