"""A temperature that you can move: bars that follow a slider, drawn by the browser itself.

    temperature_slider({"Noah": 6.1, "Oliver": 6.5})

Nothing is computed in Python when the slider moves, so it works offline, in an exported page, and without a
kernel. Where scripts are switched off (an untrusted notebook, a printed page) the bars stand still at
temperature 1: a picture like any other.
"""

from html import escape
from math import exp

from course.figures.pictures import BLUE

# each bar keeps its logit; the largest is subtracted before exp, so that small temperatures do not overflow
MOVE = """
const box = this.closest('.temperature'), t = +this.value, rows = [...box.querySelectorAll('[data-logit]')];
const most = Math.max(...rows.map(r => +r.dataset.logit)), e = rows.map(r => Math.exp((r.dataset.logit - most) / t));
const all = e.reduce((a, b) => a + b, 0);
rows.forEach((r, i) => { r.children[1].firstElementChild.style.width = 100 * e[i] / all + '%'; r.children[2].textContent = (100 * e[i] / all).toFixed(1) + ' %'; });
box.querySelector('output').textContent = t.toFixed(2);
"""


# JupyterLab takes these keys for its cells: the slider keeps them, as any page would leave them to it
KEEP = "if (/^(Arrow|Home|End|Page)/.test(event.key)) event.stopPropagation()"


class temperature_slider:
    """Bars for `logits`, {word: score}, with a slider from temperature 0.1 to 3. The last value of a cell
    shows itself.
    """

    def __init__(self, logits):
        self.logits = dict(logits)

    def shares(self):
        """What the bars show before anybody moves the slider: the share of each word at temperature 1."""
        most = max(self.logits.values())
        weights = {word: exp(logit - most) for word, logit in self.logits.items()}
        return {word: weight / sum(weights.values()) for word, weight in weights.items()}

    def __repr__(self):
        return "temperature 1: " + ", ".join(f"{word} {share:.1%}" for word, share in self.shares().items())

    def _repr_html_(self):
        rows = "".join(
            f'<tr data-logit="{self.logits[word]:.6g}"><th scope="row" style="text-align: right">{escape(word)}</th>'
            f'<td style="width: 70%; text-align: left"><div style="height: 1em; width: {share:.2%}; background: {BLUE}"></div></td>'
            f'<td style="text-align: right">{100 * share:.1f} %</td></tr>'
            for word, share in self.shares().items()
        )
        handler = escape(" ".join(MOVE.split()))
        return (
            '<div class="temperature" style="max-width: 620px"><label>temperature '
            f'<input type="range" min="0.1" max="3" step="0.05" value="1" style="width: 50%; vertical-align: middle" oninput="{handler}" onkeydown="{KEEP}"> '
            '<output aria-live="off">1.00</output></label>'
            f'<table style="width: 100%"><caption>Probability of the next token</caption>{rows}</table></div>'
        )
