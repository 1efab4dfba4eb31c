"""A slider through a training: what the model of each moment says and can do."""

from html import escape

from course.figures.widgets.widget import Widget

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 600, 190, 36, 12, 30, 24  # of the curve, and its margins


class scrubber(Widget):
    """Rows of text and bars, for moments of a training.

    moments: {step: {name: cell}}; a cell is a text, or a share from 0 to 1 for a bar, or (share, text). curve: the
    loss of every step (nats), drawn above with a dot at the moment; line: (loss, name), dashed. start: the step shown
    first, the last if None.
    """

    PACE = 1200
    CSS = """
    .scrubber svg { display: block; max-width: 100%; height: auto } .scrubber svg text { fill: var(--soft); font: 13px sans-serif }
    .scrubber path { fill: none; stroke: var(--blue); stroke-width: 1.5 }
    .scrubber .axis, .scrubber .dashed { stroke: var(--soft) } .scrubber .dashed { stroke-dasharray: 5 4 }
    .scrubber .dot { fill: light-dark(#b86b00, #E69F00) }
    .scrubber table.widget-rows { width: 100%; border-collapse: collapse; margin: 8px 0; color: inherit; font-size: 14px;
      table-layout: fixed }
    .scrubber table.widget-rows th { text-align: left; font-weight: 600; width: 38%; padding: 4px 8px 4px 0; overflow-wrap: anywhere }
    .scrubber table.widget-rows td { text-align: left; padding: 4px 0; height: 30px; overflow-wrap: anywhere }
    .scrubber .track { position: relative; display: inline-block; vertical-align: middle; width: calc(100% - 84px); height: 14px;
      margin-right: 8px; background: var(--fill) }
    .scrubber .bar { position: absolute; inset: 0 auto 0 0; background: var(--blue) }
    .scrubber .last { position: absolute; top: -3px; bottom: -3px; width: 2px; background: var(--ink) }
    .scrubber details { font-size: 13px } .scrubber details table { color: inherit; border-collapse: collapse; display: block; overflow-x: auto }
    .scrubber details td, .scrubber details th { padding: 2px 8px 2px 0; text-align: left; white-space: nowrap }
    """
    SHOW = """
    const moment = data.moments[step];
    figure.querySelectorAll('.widget-rows tr').forEach((row, k) => { const [share, text] = moment.cells[k];
      if (share !== null) row.querySelector('.bar').style.width = 100 * share + '%';
      row.querySelector('.value').textContent = text; });
    const dot = figure.querySelector('.dot');
    if (dot) { dot.setAttribute('cx', moment.at[0]); dot.setAttribute('cy', moment.at[1]); }
    says.textContent = moment.says;
    """

    def __init__(
        self,
        title: str,
        moments: dict,
        curve: list | None = None,
        line: tuple | None = None,
        start: int | None = None,
    ) -> None:
        steps = list(moments)
        place = steps.index(start) if start is not None else len(steps) - 1
        cells = {step: [_cell(each) for each in rows.values()] for step, rows in moments.items()}
        names = list(moments[steps[0]])
        data: list[dict] = []
        for step in steps:
            bars = [f"{name} {text}" for name, (share, text) in zip(names, cells[step]) if share is not None]
            told = ([f"loss {_loss(curve, step):.2f}"] if curve else []) + bars
            data.append({"cells": cells[step], "says": f"After {step} steps: {', '.join(told)}."})
            data[-1]["at"] = _place(curve, step, line) if curve else []
        shown = data[place]
        body = (
            (_curve(curve, line, shown["at"]) if curve else "")
            + '<table class="widget-rows">'
            + "".join(map(_row, names, shown["cells"], data[-1]["cells"]))
            + f'</table><p class="still">{escape(str(shown["says"]))}</p>'
            f"<details><summary>all {len(steps)} moments as a table</summary><table><tr><th>steps</th>"
            + "".join(f"<th>{escape(name)}</th>" for name in names)
            + "</tr>"
            + "".join(
                f"<tr><td>{step}</td>"
                + "".join(f"<td>{escape(text)}</td>" for _, text in cells[step])
                + "</tr>"
                for step in steps
            )
            + "</table></details>"
        )
        text = f"{title}. {data[0]['says']} {data[-1]['says']}"
        super().__init__(title, body, {"moments": data}, len(steps) - 1, "steps of the training", text, place)


def _cell(value):
    """(share or None, text) of what a row shows."""
    if isinstance(value, str):
        return None, value
    share, text = value if isinstance(value, tuple) else (value, f"{value:.0%}")
    return float(min(1, max(0, share))), text


def _row(name, cell, last):
    share, text = cell
    value = f'<span class="value">{escape(text)}</span>'
    if share is not None:
        value = (
            f'<span class="track"><span class="bar" style="width: {100 * share:.1f}%"></span>'
            f'<span class="last" style="left: {100 * last[0]:.1f}%" title="at the end"></span></span>{value}'
        )
    return f'<tr><th scope="row">{escape(name)}</th><td>{value}</td></tr>'


def _loss(curve, step):
    """The mean loss of twenty steps around this one; of the first, its own."""
    return (
        curve[0] if step == 0 else sum(curve[max(0, step - 20) : step]) / len(curve[max(0, step - 20) : step])
    )


def _place(curve, step, line):
    top = max(curve[0], line[0] if line else 0) * 1.05
    x = LEFT + (WIDTH - LEFT - RIGHT) * step / len(curve)
    return [round(x, 1), round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - _loss(curve, step) / top), 1)]


def _curve(curve, line, at):
    points = [_place(curve, step, line) for step in range(0, len(curve) + 1, max(1, len(curve) // 160))]
    path = "M" + " L".join(f"{x} {y}" for x, y in points)
    floor = HEIGHT - BOTTOM
    drawn = [
        f'<line class="axis" x1="{LEFT}" y1="{floor}" x2="{WIDTH - RIGHT}" y2="{floor}"/>',
        f'<line class="axis" x1="{LEFT}" y1="{TOP}" x2="{LEFT}" y2="{floor}"/>',
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 4}" text-anchor="end">{len(curve)} steps</text>',
        f'<text x="{LEFT}" y="{HEIGHT - 4}">0</text>',
        f'<text x="{LEFT - 6}" y="{floor}" text-anchor="end">0</text>',
        '<text x="0" y="14">loss (nats per word)</text>',
    ]
    if line:
        y = _place([line[0]] * len(curve), 0, (max(curve[0], line[0]), ""))[1]
        drawn += [
            f'<line class="dashed" x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}"/>',
            f'<text x="{WIDTH - RIGHT}" y="{y + 16}" text-anchor="end">{escape(line[1])}</text>',
            f'<text x="{LEFT - 6}" y="{y + 5}" text-anchor="end">{line[0]:.1f}</text>',
        ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" aria-hidden="true">{"".join(drawn)}<path d="{path}"/>'
        f'<circle class="dot" cx="{at[0]}" cy="{at[1]}" r="7"/></svg>'
    )
