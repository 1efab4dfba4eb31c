"""Weights rounded to fewer and fewer levels, with one scale for the whole model and with one for each block."""

from html import escape

import numpy as np

from course.figures.widgets.widget import Widget

WIDTH, LEFT, RIGHT, ROW, GAP = (
    600,
    12,
    12,
    46,
    34,
)  # of the drawing; a row shows the weights as they are, and rounded


class levels_slider(Widget):
    """One block of weights, as ticks on a line; the slider says how many bits each may have.

    block: its weights; scales: for each scale {"name", "low", "high", "rounded": {bits: the block's weights},
    "right": {bits: share of the exam}}, from many bits to few; start: the index of the first bits.
    """

    CSS = """
    .levels_slider svg { width: 100%; height: auto } .levels_slider text { fill: var(--ink); font: 14px sans-serif }
    .levels_slider line { stroke: var(--soft); stroke-width: 1.5 } .levels_slider .rounded { stroke: var(--blue); stroke-width: 2.5; transition: .3s }
    .levels_slider .levels { stroke: var(--line); stroke-width: 1 }
    """
    SHOW = """
    const {rows, text} = data[step];
    figure.querySelectorAll('.scale').forEach((scale, k) => { scale.querySelector('.levels').setAttribute('d', rows[k].levels);
      scale.querySelectorAll('.rounded').forEach((tick, i) => { tick.style.transform = 'translateX(' + rows[k].at[i] + 'px)'; }); });
    says.textContent = text;
    """

    def __init__(self, block: list, scales: list, start: int = 0) -> None:
        low, *_, high = sorted(block)
        margin = 0.08 * (high - low)

        def x(weight):
            share = (weight - low + margin) / (high - low + 2 * margin)
            return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)

        def levels(scale, bits):
            places = map(x, np.linspace(scale["low"], scale["high"], 2 ** int(bits)))
            return "".join(f"M{place} 0V{ROW}" for place in places if LEFT <= place <= WIDTH - RIGHT)

        data: list[dict] = []
        for bits in scales[0]["rounded"]:
            rows = [
                {"levels": levels(scale, bits), "at": [x(w) for w in scale["rounded"][bits]]}
                for scale in scales
            ]
            right = ". ".join(f"{scale['name']}: {scale['right'][bits]:.0%} of the exam" for scale in scales)
            data.append({"rows": rows, "text": f"{bits} bits, {2 ** int(bits)} levels. {right}."})
        still = data[len(data) // 2]
        body = "".join(
            f'<g class="scale" transform="translate(0 {k * (ROW + GAP) + 22})">'
            f'<text x="{LEFT}" y="-7">{escape(scale["name"])}</text><path class="levels" d="{row["levels"]}"/>'
            + "".join(f'<line x1="{x(w)}" x2="{x(w)}" y1="0" y2="{ROW // 2 - 2}"/>' for w in block)
            + "".join(
                f'<line class="rounded" y1="{ROW // 2 + 2}" y2="{ROW}" style="transform: translateX({at}px)"/>'
                for at in row["at"]
            )
            + "</g>"
            for k, (scale, row) in enumerate(zip(scales, still["rows"]))
        )
        height = len(scales) * (ROW + GAP)
        body = f'<svg viewBox="0 0 {WIDTH} {height}" aria-hidden="true">{body}</svg>'
        body += f'<p class="still">{escape(still["text"])}</p>'
        title = f"{len(block)} weights as they are (above) and rounded (below)"
        text = f"{title}. {data[0]['text']} {still['text']} {data[-1]['text']}"
        super().__init__(title, body, data, len(data) - 1, "how many bits a weight has", text, start)
