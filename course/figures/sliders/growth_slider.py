"""What more merges do to sentences: the same text, cut into fewer and longer tokens."""

from html import escape

import regex

from course.figures.widgets.widget import Widget


class growth_slider(Widget):
    """Sentences, and below each a bar that is cut where a token begins.

    cuts: {sentence: [[length of each token in bytes], … for each stop]}; stops: numbers of merges, rising.
    """

    CSS = """
    .growth_slider .line { margin: 0 0 14px }
    .growth_slider .text { display: flex; flex-wrap: wrap; font: 17px/1.5 sans-serif }
    .growth_slider .letter { display: flex; flex-direction: column; align-items: stretch; min-width: 10px;
      text-align: center; margin-bottom: 4px; white-space: pre }
    .growth_slider .bytes { display: flex; height: 9px }
    .growth_slider .byte { flex: 1; min-width: 6px; background: var(--blue); border-left: 2px solid var(--paper);
      transition: border-color .3s }
    .growth_slider .joined { border-left-color: var(--blue) }
    .growth_slider .count { font-size: 13px; color: var(--soft) }
    """
    SHOW = """
    figure.querySelectorAll('.byte').forEach(b => b.classList.toggle('joined', +b.dataset.joined <= step));
    figure.querySelectorAll('.now').forEach((out, i) => out.textContent = data.counts[i][step]);
    says.textContent = data.stops[step].toLocaleString('en') + ' merges: ' + data.counts.map(c => c[step]).join(', ')
      + ' tokens.';
    """

    def __init__(self, cuts: dict, stops: list, title: str) -> None:
        body, counts = "", []
        for sentence, lengths in cuts.items():
            counts.append([len(one) for one in lengths])
            body += (
                f'<div class="line"><div class="text">{_letters(sentence, lengths)}</div>'
                f'<div class="count"><span class="still">{counts[-1][0]} tokens at first, {counts[-1][-1]} after '
                f'{stops[-1]:,} merges</span><span class="moves" hidden="hidden"><b class="now"></b> tokens</span>'
                "</div></div>"
            )
        text = f"{title}. " + " ".join(
            f"{sentence} {some[0]} tokens at first, {some[-1]} after {stops[-1]:,} merges."
            for sentence, some in zip(cuts, counts)
        )
        data = {"stops": stops, "counts": counts}
        super().__init__(title, body, data, len(stops) - 1, "number of merges", text)


def _letters(sentence, lengths):
    """A letter is one or more bytes; each byte knows from which stop on no token begins there."""
    begins = [{sum(one[:i]) for i in range(len(one))} for one in lengths]
    at, found = 0, ""
    for letter in regex.findall(r"\X", sentence):
        cells = ""
        for _ in letter.encode():
            joined = next((k for k, some in enumerate(begins) if at not in some), len(lengths))
            kind = "byte" + " joined" * (joined < len(lengths))
            cells += f'<span class="{kind}" data-joined="{joined}"></span>'
            at += 1
        shown = escape(letter.replace(" ", "␣"))
        found += f'<span class="letter">{shown}<span class="bytes">{cells}</span></span>'
    return found
