"""A confusion matrix to click on: behind each number stand the messages that it counts."""

from html import escape

from course.figures.widgets.widget import Widget


class readable_matrix(Widget):
    """Rows are what a message is, columns what it was called. A number, a row's name or a column's name shows its
    messages, and a name the recall or the precision as well.

    truth: a label for each message; guesses: {version: a label for each message}; start: (version, label), the row
    that is shown first.
    """

    CSS = """
    .readable_matrix .versions { display: flex; gap: 6px; margin-bottom: 8px }
    .readable_matrix table { border-collapse: collapse; width: 100%; table-layout: fixed; color: inherit; margin: 0 }
    .readable_matrix caption { caption-side: top; text-align: right; font-size: 13px; color: var(--soft); padding: 0 0 2px }
    .widget.readable_matrix th, .widget.readable_matrix td { padding: 1px; text-align: center }
    .widget.readable_matrix table button { width: 100%; min-width: 0; padding: 0 1px; font-size: 14px;
      overflow-wrap: anywhere }
    .readable_matrix th button { border-color: transparent; font-weight: 600 }
    .readable_matrix td button { background: color-mix(in srgb, var(--blue) var(--dark), var(--paper)) }
    .readable_matrix .diagonal button { border: 2px solid var(--ink) }
    .readable_matrix [aria-pressed=true] { outline: 3px solid light-dark(#b86b00, #E69F00); outline-offset: -1px }
    .readable_matrix .shown { background: var(--aim) }
    .readable_matrix ul { margin: 8px 0 0; padding: 0; list-style: none; font-size: 14px; min-height: 20em }
    .readable_matrix li { display: flex; gap: 8px; padding: 1px 0 } .readable_matrix li b { flex: 0 0 64px }
    .readable_matrix .play { display: none }
    @media print { .readable_matrix ul { min-height: 0 } }
    @media (max-width: 480px) { .widget.readable_matrix table button { font-size: 11px } }
    """
    SHOW = """
    const {version, row, column, text, lines} = data[step];
    const versions = figure.querySelectorAll('.versions button'), buttons = figure.querySelectorAll('table button');
    if (!figure.ready) { figure.ready = true;
      const find = (version, row, column) => data.findIndex(
        each => each.version == version && each.row == row && each.column == column);
      versions.forEach((b, v) => b.onclick = () => { stop();
        const {row, column} = data[+range.value]; go(Math.max(find(v, row, column), find(v, row, -1))); });
      buttons.forEach(b => b.onclick = () => { stop();
        go(find(data[+range.value].version, +b.dataset.row, +b.dataset.column)); }); }
    versions.forEach((b, v) => b.setAttribute('aria-pressed', v == version));
    buttons.forEach(b => { const [r, c] = [+b.dataset.row, +b.dataset.column], n = data.find(
        each => each.version == version && each.row == r && each.column == c);
      if (r >= 0 && c >= 0) { b.textContent = n ? n.lines.length : 0; b.disabled = !n;
        b.style.setProperty('--dark', (n ? 5 * n.lines.length : 0) + '%'); }
      b.setAttribute('aria-pressed', r == row && c == column);
      b.parentElement.classList.toggle('shown', (r == row || row < 0) && (c == column || column < 0)); });
    const list = figure.querySelector('ul'); list.replaceChildren(...lines.map(([label, words]) => {
      const line = document.createElement('li'), name = document.createElement('b');
      name.textContent = label; line.append(name, words); return line; }));
    says.textContent = text;
    """

    def __init__(self, truth: list, guesses: dict, messages: list, labels: list, start: tuple) -> None:
        data = [
            step
            for number, (version, called) in enumerate(guesses.items())
            for step in _steps(number, version, list(zip(truth, called, messages)), list(labels))
        ]
        names = list(guesses)
        first = next(
            k
            for k, step in enumerate(data)
            if (step["version"], step["row"], step["column"])
            == (names.index(start[0]), labels.index(start[1]), -1)
        )
        shown = data[first]
        tabs = "".join(
            f'<button type="button" aria-pressed="{str(name == start[0]).lower()}">{escape(name)}</button>'
            for name in names
        )
        body = (
            f'<div class="versions moves" hidden="hidden">{tabs}</div>'
            f"{_table(data, shown, labels)}"
            f'<p class="still">{escape(start[0])}. {escape(shown["text"])}</p><ul>'
            + "".join(f"<li><b>{escape(label)}</b>{escape(text)}</li>" for label, text in shown["lines"])
            + "</ul>"
        )
        title = "What each message is, and what it was called"
        text = f"{title}. {start[0]}. {shown['text']}"
        super().__init__(title, body, data, len(data) - 1, "what is shown", text, first)


def _steps(number, version, rows, labels):
    """All that can be shown of one version: its rows, its columns, and its cells that are not 0."""
    found = []
    for k, label in enumerate(labels):
        lines = [(called, text) for is_, called, text in rows if is_ == label]
        hits = sum(called == label for called, _ in lines)
        found.append((k, -1, f"recall of {label}: {hits} of {len(lines)}", lines))
    for k, label in enumerate(labels):
        lines = [(is_, text) for is_, called, text in rows if called == label]
        hits = sum(is_ == label for is_, _ in lines)
        found.append((-1, k, f"precision of {label}: {hits} of {len(lines)}", lines))
    for r, label in enumerate(labels):
        for c, other in enumerate(labels):
            lines = [(called, text) for is_, called, text in rows if (is_, called) == (label, other)]
            if lines:
                found.append((r, c, f"{label} that was called {other}: {len(lines)}", lines))
    return [
        {
            "version": number,
            "row": row,
            "column": column,
            "text": f"{version}, {text}.",
            "lines": sorted(lines),
        }
        for row, column, text, lines in found
    ]


def _table(data, shown, labels):
    counts = {
        (step["row"], step["column"]): len(step["lines"])
        for step in data
        if step["version"] == shown["version"] and min(step["row"], step["column"]) >= 0
    }

    def button(row, column, text):
        pressed = str((row, column) == (shown["row"], shown["column"])).lower()
        dark = f' style="--dark: {5 * counts.get((row, column), 0)}%"' if min(row, column) >= 0 else ""
        return (
            f'<button type="button" data-row="{row}" data-column="{column}" aria-pressed="{pressed}"'
            f"{dark}>{escape(str(text))}</button>"
        )

    head = "".join(f'<th scope="col">{button(-1, c, label)}</th>' for c, label in enumerate(labels))
    body = "".join(
        f'<tr><th scope="row">{button(r, -1, label)}</th>'
        + "".join(
            f"<td{' class=diagonal' if r == c else ''}>{button(r, c, counts.get((r, c), 0))}</td>"
            for c in range(len(labels))
        )
        + "</tr>"
        for r, label in enumerate(labels)
    )
    return (
        "<table><caption>rows: what it is · columns: what it was called</caption>"
        f"<tr><td></td>{head}</tr>{body}</table>"
    )
