"""Models of every size: what each writes, how large it is, and what it loses."""

from html import escape

from course.figures.widgets.widget import Widget

FRAME = 120  # pixels: the side of the square of the largest


class ladder(Widget):
    """One model at a step. rows: [(name, weights, loss, texts)], small ones first; baseline: a loss to beat."""

    CSS = """
    .ladder .rung { display: grid; grid-template-columns: 1fr 120px; gap: 16px; margin-bottom: 12px }
    .ladder .rung[hidden] { display: none }
    .ladder .texts { min-height: 15em } .ladder .texts p { margin: 0 0 10px; overflow-wrap: anywhere }
    .ladder .size { width: 120px; height: 120px; border: 1px dashed var(--line); position: relative }
    .ladder .size i { position: absolute; left: 0; bottom: 0; background: var(--blue); min-width: 1px; min-height: 1px }
    .ladder .caption { font-size: 12px; color: var(--soft); line-height: 1.3 }
    .ladder .track { position: relative; height: 50px }
    .ladder .loss { position: absolute; top: 8px; height: 18px; left: 0; background: var(--blue); transition: width .5s }
    .ladder .mark { position: absolute; top: 0; height: 46px; border-left: 2px dashed light-dark(#b86b00, #E69F00) }
    .ladder .mark span { position: absolute; left: 6px; top: 28px; font-size: 12px; white-space: nowrap }
    .ladder .value { position: absolute; top: 6px; transition: left .5s; font-size: 14px; background: var(--paper);
      padding: 0 4px; margin-left: 6px }
    @media (max-width: 480px) { .ladder .rung { grid-template-columns: 1fr } }
    @media print { .ladder .rung.rung { display: grid } .ladder .track { display: none } .ladder .texts { min-height: 0 } }
    """
    SHOW = """
    figure.querySelectorAll('.rung').forEach((rung, k) => rung.hidden = k != step);
    const share = 100 * data.rows[step][1] / data.most;
    figure.querySelector('.loss').style.width = share + '%';
    const value = figure.querySelector('.value');
    value.style.left = Math.min(share, 80) + '%'; value.textContent = data.rows[step][1].toFixed(3) + ' nats';
    says.textContent = data.rows[step][0] + ': ' + data.rows[step][1].toFixed(3) + ' nats per character.';
    """

    def __init__(self, rows: list, baseline: float, title: str) -> None:
        largest, most = max(weights for _, weights, _, _ in rows), max(loss for _, _, loss, _ in rows)
        body = "".join(_rung(name, weights, loss, texts, largest) for name, weights, loss, texts in rows)
        body += (
            '<div class="track moves" hidden="hidden"><div class="loss"></div><span class="value"></span>'
            f'<div class="mark" style="left: {100 * baseline / most:.1f}%"><span>counting, n = 8: {baseline:.3f}'
            "</span></div></div>"
        )
        data = {"rows": [[name, round(float(loss), 4)] for name, _, loss, _ in rows], "most": float(most)}
        text = f"{title}. " + " ".join(
            f"{name}: {loss:.3f} nats per character; it writes: {texts[0]}" for name, _, loss, texts in rows
        )
        super().__init__(title, body, data, len(rows) - 1, "model", text)


def _rung(name, weights, loss, texts, largest):
    side = FRAME * (weights / largest) ** 0.5
    paragraphs = "".join(f"<p>{escape(' '.join(text.split()))}</p>" for text in texts)
    return (
        f'<div class="rung"><div class="texts"><p class="still"><b>{escape(name)}</b>, {loss:.3f} nats per '
        f'character</p>{paragraphs}</div><div><div class="size"><i style="width: {side:.1f}px; height: {side:.1f}px">'
        f'</i></div><p class="caption">{weights:,} weights, as an area</p></div></div>'
    )
