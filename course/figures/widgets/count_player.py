"""Counting n-grams: a window that slides over a text, and the table that it fills."""

from html import escape

from course.figures.widgets.widget import Widget


class count_player(Widget):
    """A window of n characters over `text`; what stands in it is counted in the row of its context."""

    CSS = """
    .count_player .text { display: flex; flex-wrap: wrap; gap: 4px; margin-bottom: 14px }
    .count_player .letter { width: 40px; height: 44px; border: 1.5px solid var(--line); border-radius: 6px;
      text-align: center; font: 22px/40px monospace; transition: background .4s, border-color .4s }
    .count_player .context { background: var(--fill); border-color: var(--blue) }
    .count_player .next { background: var(--aim); border-color: light-dark(#b86b00, #E69F00) }
    .widget.count_player tr { background: none }
    .count_player table { border-collapse: collapse; font: 16px/1.5 monospace }
    .widget.count_player th, .widget.count_player td { padding: 4px 12px; border: 1px solid var(--line);
      text-align: left }
    .count_player td { min-width: 110px }
    .count_player thead th { font: 13px/1.5 sans-serif; color: var(--soft) }
    .count_player .unseen { visibility: hidden }
    .count_player .hit { animation: counted .8s }
    @keyframes counted { from { background: var(--aim); transform: translateY(-12px) } }
    """
    SHOW = """
    figure.querySelectorAll('.letter').forEach((box, i) => { const at = i - step + 1;
      box.className = 'letter' + (!step || at < 0 || at >= data.n ? '' : at == data.n - 1 ? ' next' : ' context'); });
    figure.querySelectorAll('[data-at]').forEach(part => { const at = part.dataset.at.split(' ').map(Number);
      const times = at.filter(k => k <= step).length, hit = at.includes(step) && 'times' in part.dataset;
      part.classList.toggle('unseen', !times); part.classList.toggle('hit', hit);
      if ('times' in part.dataset) part.lastElementChild.textContent = times; });
    says.textContent = data.says[step];
    """

    def __init__(self, text: str, n: int, title: str) -> None:
        table, says = {}, [f"n = {n}: the context is {n - 1} characters long."]
        for step in range(1, len(text) - n + 2):
            context, token = text[step - 1 : step + n - 2], text[step + n - 2]
            steps = table.setdefault(context, {}).setdefault(token, [])
            steps.append(step)
            times = "once" if len(steps) == 1 else f"{len(steps)} times"
            says.append(f"After {context} comes {token}: {times} so far.")
        letters = "".join(f'<span class="letter">{escape(letter)}</span>' for letter in text)
        rows = "".join(_row(context, row) for context, row in table.items())
        body = (
            f'<div class="text">{letters}</div><table><thead><tr><th scope="col">context</th>'
            f'<th scope="col">what follows it, and how often</th></tr></thead>{rows}</table>'
        )
        super().__init__(
            title,
            body,
            {"n": n, "says": says},
            len(says) - 1,
            "characters read",
            f"{title}. {' '.join(says)}",
        )


def _row(context, row):
    first = min(step for steps in row.values() for step in steps)
    cells = " ".join(
        f'<span data-times data-at="{" ".join(map(str, steps))}">{escape(token)}: <b>{len(steps)}</b></span>'
        for token, steps in row.items()
    )
    return f'<tr data-at="{first}"><th scope="row">{escape(context)}</th><td>{cells}</td></tr>'
