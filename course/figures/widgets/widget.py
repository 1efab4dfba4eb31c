"""A figure that moves: what those of the notebooks share. HTML, CSS and one script each, nothing is loaded.

    class merge_player(Widget): …          # the last value of a cell shows itself

Without scripts (an untrusted notebook, paper) a figure stands still and shows all of its steps: what only moves
carries `hidden`, what is only for paper the class `still`. A figure may stand on a page twice: it has no ids.
"""

import base64
import io
import json
import re
from html import escape

import numpy as np
from matplotlib.image import imsave

CSS = """
.widget { color-scheme: light dark }
[data-jp-theme-light=true] .widget, [data-theme=light] .widget { color-scheme: light }
[data-jp-theme-light=false] .widget, [data-theme=dark] .widget { color-scheme: dark }
.widget.widget { --paper: light-dark(#fff, #15181b); --ink: light-dark(#222, #e8e8e8);
  --soft: light-dark(#5a6067, #a4abb2); --line: light-dark(#d5dae0, #3d444b);
  --blue: light-dark(#0072B2, #56B4E9); --fill: light-dark(#e2eff8, #1d3340); --aim: light-dark(#ffe3a3, #6b5115);
  box-sizing: border-box; max-width: 640px; margin: 12px 0; padding: 16px; border: 1px solid var(--line);
  border-radius: 8px; background: var(--paper); color: var(--ink); font: 15px/1.5 sans-serif; text-align: left }
.widget * { box-sizing: border-box }
.widget .title { font-weight: 600; margin: 0 0 12px }
.widget .says { margin: 8px 0 0; min-height: 3em }
.widget .controls { display: flex; align-items: center; gap: 8px; margin-top: 12px }
.widget .controls[hidden] { display: none }
.widget button { font: inherit; min-width: 40px; height: 36px; padding: 0 10px; border: 1px solid var(--line);
  border-radius: 6px; background: var(--paper); color: var(--ink); cursor: pointer }
.widget button:disabled { opacity: .4; cursor: default }
.widget input[type=range] { flex: 1; min-width: 60px; height: 36px; margin: 0; accent-color: var(--blue) }
.widget :focus-visible { outline: 2px solid var(--blue); outline-offset: 2px }
@media screen { .widget.live .still { display: none } }
@media print { .widget.widget { color-scheme: light; break-inside: avoid; print-color-adjust: exact }
  .widget .moves { display: none } .widget .still { display: block !important } }
@media (prefers-reduced-motion: reduce) { .widget * { transition: none !important; animation: none !important }
  .widget .play { display: none } }
"""
# Each script takes the figures of its kind that do not live yet. JupyterLab would take arrows and Enter for its
# cells: a figure keeps them. `go` shows step k; the range, the two buttons and Play all call it.
SCRIPT = """
(() => { document.querySelectorAll('.widget.KIND').forEach(figure => {
  if (figure.lives) return;
  figure.lives = true; figure.classList.add('live');
  figure.querySelectorAll('.moves').forEach(part => part.hidden = false);
  figure.addEventListener('keydown', e => { if (!(e.ctrlKey || e.metaKey || e.altKey)
    && /^(Arrow|Home|End|Page|Enter| )/.test(e.key)) e.stopPropagation(); });
  const data = JSON.parse(figure.dataset.steps), range = figure.querySelector('input[type=range]');
  const [back, on, play] = figure.querySelectorAll('.controls button'), last = +range.max;
  const says = figure.querySelector('.says');
  let timer = 0;
  const stop = () => { clearInterval(timer); timer = 0; if (play) play.textContent = 'Play'; };
  const show = (step, before) => { SHOW };
  const go = k => { const before = +range.value, step = Math.max(0, Math.min(last, k)); range.value = step;
    back.disabled = step == 0; on.disabled = step == last; show(step, before); };
  range.oninput = () => { stop(); back.disabled = +range.value == 0; on.disabled = +range.value == last;
    show(+range.value, +range.value); };
  back.onclick = () => { stop(); go(+range.value - 1); };
  on.onclick = () => { stop(); go(+range.value + 1); };
  if (play) play.onclick = () => { if (timer) return stop(); go(+range.value == last ? 0 : +range.value + 1);
    play.textContent = 'Pause'; timer = setInterval(() => {
      if (!figure.isConnected || +range.value == last) return stop(); go(+range.value + 1); }, PACE); };
  go(+range.value);
}); })()
"""


class Widget:
    """A figure with steps from 0 to `last`, shown at `start`. A kind of figure gives CSS and SHOW, the body of `show(step, before)`
    in JavaScript, which knows `figure`, `data` and `says`; and PACE, the milliseconds of a step that plays.
    """

    CSS = SHOW = ""
    PACE = 1500

    def __init__(
        self, title: str, body: str, data: object, last: int, label: str, text: str, start: int = 0
    ) -> None:
        self.title, self.body, self.data, self.text = title, body, data, text
        self.last, self.label, self.start = last, label, start

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        kind, data = type(self).__name__, escape(json.dumps(self.data, ensure_ascii=False))
        script = SCRIPT.replace("KIND", kind).replace("PACE", str(self.PACE)).replace("SHOW", self.SHOW)
        return (
            f'<div class="widget {kind}" role="group" aria-label="{escape(self.text)}" data-steps="{data}">'
            f"<style>{_tight(CSS + self.CSS)}</style>"
            f'<p class="title">{escape(self.title)}</p>{self.body}'
            '<div class="controls moves" hidden="hidden">'
            '<button type="button" aria-label="one step back">◀&#xFE0E;</button>'
            f'<input type="range" min="0" max="{self.last}" value="{self.start}" step="1" aria-label="{escape(self.label)}">'
            '<button type="button" aria-label="one step on">▶&#xFE0E;</button>'
            '<button type="button" class="play">Play</button></div>'
            '<p class="says moves" role="status" aria-live="polite" hidden="hidden"></p>'
            f"<script>{_tight(script)}</script></div>"
        )


def image(pixels: np.ndarray) -> str:
    """Pixels (height, width, 3) from 0 to 1 -> a PNG as CSS has it, `url(data:…)`."""
    file = io.BytesIO()
    imsave(file, np.clip(pixels, 0, 1), format="png")
    return f"url(data:image/png;base64,{base64.b64encode(file.getvalue()).decode()})"


def _tight(text):
    return re.sub(r"\s*\n\s*", " ", text).strip()
