"""Byte-pair encoding, step by step: the parts of a text, which grow together."""

from html import escape

from course.figures.widgets.widget import Widget


class merge_player(Widget):
    """Parts of a text that grow together, a step for each merge.

    rows: [(parts, numbers, joined)], as ("h o t / t e a", "2 2 / 1 1", "h o"). "/" is the border of two pieces;
    the numbers stand between neighbors; joined: which two are joined next, wherever they are, or None.
    number: what the numbers are, as "how often the two occur".
    """

    CSS = """
    .merge_player .step { display: flex; flex-wrap: wrap; align-items: flex-start; padding-bottom: 12px }
    .merge_player .step[hidden] { display: none }
    .merge_player .piece { display: flex; margin-right: 18px }
    .merge_player .part { flex: none; width: calc(var(--n) * 34px + (var(--n) - 1) * 14px); height: 38px;
      border: 1.5px solid var(--blue); border-radius: 6px; background: var(--fill); text-align: center;
      font: 19px/34px monospace; overflow: hidden }
    .merge_player .next { background: var(--aim); border-color: light-dark(#b86b00, #E69F00) }
    .merge_player .number { flex: none; width: 14px; padding-top: 42px; font-size: 12px; line-height: 14px;
      color: var(--soft); display: flex; justify-content: center; white-space: nowrap }
    .merge_player .number.far { padding-top: 56px }
    .merge_player .number.aim { color: var(--ink); font-weight: 700 }
    .merge_player .step { min-height: 84px }
    .merge_player .new { animation: joined .7s }
    @keyframes joined { from { letter-spacing: 20px; background: var(--aim) } }
    @media (max-width: 480px) { .merge_player .part { width: calc(var(--n) * 24px + (var(--n) - 1) * 10px);
      font-size: 16px } .merge_player .number { width: 10px; font-size: 11px } }
    """
    SHOW = """
    figure.querySelectorAll('.step').forEach((row, k) => row.hidden = k != step);
    says.textContent = data[step];
    """

    def __init__(self, rows: list, title: str, number: str) -> None:
        sentences = [_sentence(k, rows, number) for k in range(len(rows))]
        body = "".join(
            f'<div class="step">{_row(row, rows[k - 1][2] if k else None)}</div>'
            f'<p class="still">{escape(sentence)}</p>'
            for k, (row, sentence) in enumerate(zip(rows, sentences))
        )
        text = f"{title}. " + " ".join(sentences)
        super().__init__(title, body, sentences, len(rows) - 1, "merges made", text)


def _sentence(k, rows, number):
    parts, numbers, joined = rows[k]
    if joined is None:
        return f"After {k} merges: {' | '.join(parts.replace('/', ' ').split())}."
    left, right = joined.split()
    first = next(
        n
        for piece, row in zip(parts.split("/"), numbers.split("/"))
        for n, pair in zip(row.split(), zip(piece.split(), piece.split()[1:]))
        if pair == (left, right)
    )
    return f"Step {k + 1}: join {left} and {right}. {number}: {first}."


def _row(row, made):
    parts, numbers, joined = row
    wide, found = max(map(len, numbers.split())) > 2, []
    for piece, counts in zip(parts.split("/"), numbers.split("/"), strict=True):
        words, between, cells = piece.split(), counts.split(), ""
        aims = {i for i in range(len(words) - 1) if f"{words[i]} {words[i + 1]}" == joined}
        for i, word in enumerate(words):
            kind = "part" + " next" * bool({i - 1, i} & aims)
            kind += " new" * (made is not None and word == made.replace(" ", ""))
            cells += f'<span class="{kind}" style="--n: {len(word)}">{escape(word)}</span>'
            if i < len(words) - 1:
                kind = "number" + " aim" * (i in aims) + " far" * (wide and i % 2)
                cells += f' <span class="{kind}">{between[i]}</span> '
        found.append(f'<span class="piece">{cells}</span>')
    return " ".join(found)
