"""Where the heads of a transformer look: arcs from a token back to those that it attends to."""

from html import escape

import numpy as np

from course.figures.widgets.widget import Widget

LEAST = 0.03  # weights below it are not drawn
STEP = 24  # pixels from one token to the next


class attention_lines(Widget):
    """Arcs over a text, for one head and one token at a time: the wider, the more attention.

    tokens: T texts; weights: (H, T, T), in row i what token i attends to; names: of the H heads; start: the token
    that is chosen at first, the last one for None.
    """

    CSS = """
    .attention_lines .heads { display: flex; flex-wrap: wrap; gap: 6px; margin-bottom: 8px }
    .widget.attention_lines .heads button { height: auto; padding: 4px 8px; font-size: 13px }
    .attention_lines .strip { display: flex; height: 8px; margin-top: 3px; background: var(--line) }
    .attention_lines .strip i { flex: 1; background: var(--blue) }
    .attention_lines button[aria-pressed=true] { border-color: var(--ink); box-shadow: inset 0 0 0 1px var(--ink) }
    .attention_lines .scroll { overflow-x: auto }
    .widget.attention_lines svg { display: block; overflow: visible; max-width: none; height: 120px }
    .attention_lines path { fill: none; stroke: var(--blue); stroke-linecap: round }
    .attention_lines text { fill: var(--ink); font: 11px sans-serif; text-anchor: middle }
    .attention_lines .tokens { display: flex }
    .widget.attention_lines .token { flex: none; width: 24px; min-width: 24px; height: 30px; padding: 0;
      border-radius: 0; font: 16px/1 monospace }
    .widget.attention_lines .token.chosen { background: var(--aim) }
    .attention_lines .token.future { color: var(--soft); background: repeating-linear-gradient(45deg,
      var(--line) 0 2px, transparent 2px 6px) }
    """
    SHOW = """
    const T = data.tokens.length, heads = figure.querySelectorAll('.heads button');
    const tokens = figure.querySelectorAll('.token'), svg = figure.querySelector('svg');
    if (figure.head === undefined) { figure.head = data.head;
      heads.forEach((b, h) => b.onclick = () => { figure.head = h; draw(+range.value); });
      tokens.forEach((b, i) => { b.onclick = () => { stop(); go(i); }; b.onpointerenter = () => draw(i);
        b.onpointerleave = () => draw(+range.value); }); }
    const draw = at => { let arcs = '', words = [];
      data.weights[figure.head][at].forEach(([j, w], k) => { const x = 24 * at + 12, y = 24 * j + 12;
        const top = 118 - Math.max(14, Math.min(100, 5 * (at - j)));
        const peak = at == j ? 'M' + (x - 6) + ' 118 C' + (x - 14) + ' 84 ' + (x + 14) + ' 84 ' + (x + 6) + ' 118'
          : 'M' + x + ' 118 Q' + (x + y) / 2 + ' ' + (2 * top - 118) + ' ' + y + ' 118';
        arcs += '<path d="' + peak + '" stroke-width="' + (1 + 9 * w) + '" stroke-opacity="' + (.25 + .75 * w) + '"/>';
        if (k < 1 && w >= .1) arcs += '<text x="' + (x + y) / 2 + '" y="' + (at == j ? 88 : top - 6) + '">'
          + Math.round(100 * w) + ' %</text>';
        if (k < 2 && w >= .1) words.push(Math.round(100 * w) + ' % to ' + data.tokens[j] + (at == j ? ' itself' : '')); });
      svg.innerHTML = arcs;
      const room = svg.parentElement; room.scrollLeft = 24 * at + 48 - room.clientWidth;
      tokens.forEach((b, i) => { b.classList.toggle('chosen', i == at); b.classList.toggle('future', i > at); });
      heads.forEach((b, h) => { b.setAttribute('aria-pressed', h == figure.head);
        b.querySelectorAll('i').forEach((cell, j) => { const w = data.weights[h][at].find(pair => pair[0] == j);
          cell.style.opacity = w ? w[1] : 0; }); });
      says.textContent = data.names[figure.head] + ', from ' + data.tokens[at] + ': '
        + (words.join(', ') || 'a little to many') + '.'; };
    draw(step);
    """

    def __init__(
        self, tokens: list, weights: np.ndarray, names: list, title: str, start: int | None = None
    ) -> None:
        tokens = [token.replace(" ", "␣") for token in tokens]
        T, data = len(tokens), [[_row(row) for row in head] for head in weights]
        last = [dict(head[-1]) for head in data]
        farthest = max(range(len(data)), key=lambda h: sum(w * (T - 1 - j) for j, w in last[h].items()))
        heads = "".join(
            f'<button type="button" aria-pressed="{str(h == 0).lower()}">{escape(name)}'
            f'<span class="strip">{"".join(f"<i style=opacity:{last[h].get(j, 0)}></i>" for j in range(T))}'
            "</span></button>"
            for h, name in enumerate(names)
        )
        arcs = "".join(
            f'<path d="M{STEP * (T - 1) + 12} 118 Q{STEP * (T - 1 + j) / 2 + 12} '
            f'{118 - 2 * max(14, min(100, 5 * (T - 1 - j)))} {STEP * j + 12} 118" stroke-width="{1 + 9 * w}"/>'
            for j, w in data[farthest][-1]
        )
        boxes = "".join(f'<button type="button" class="token">{escape(token)}</button>' for token in tokens)
        text = f"{title}. From the last token, " + "; ".join(
            f"{name}: "
            + (", ".join(f"{w:.0%} to {tokens[j]}" for j, w in row[-1][:2] if w >= 0.1) or "a little to many")
            for name, row in zip(names, data)
        )
        body = (
            f'<div class="heads">{heads}</div><div class="scroll"><svg width="{STEP * T}" height="120" '
            f'aria-hidden="true">{arcs}</svg><div class="tokens">{boxes}</div></div>'
            f'<p class="still">The arcs are those of {escape(names[farthest])}, from the last token.</p>'
        )
        everything = {"tokens": tokens, "weights": data, "names": names, "head": 0}
        super().__init__(
            title, body, everything, T - 1, "token that looks", text + ".", T - 1 if start is None else start
        )


def _row(weights):
    """What one token attends to, the most first -> [(position, weight)], without the smallest."""
    order = np.argsort(-weights)
    return [(int(j), round(float(weights[j]), 2)) for j in order if weights[j] >= LEAST]
