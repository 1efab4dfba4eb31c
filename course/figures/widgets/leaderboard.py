"""A competition, entry by entry: bars that change places when an entry comes, improves or is out."""

from html import escape

from course.figures.widgets.widget import Widget

ROW = 34  # pixels


class leaderboard(Widget):
    """The lowest score on top.

    stages: [(sentence, {entry: score, or None for one that is out})], an entry is shown from the stage on in
    which it first has a score; unit: what the scores are.
    """

    CSS = """
    .leaderboard .board { position: relative; transition: height .4s }
    .leaderboard .entry { position: absolute; left: 0; right: 0; display: grid; gap: 8px; align-items: center;
      grid-template-columns: minmax(110px, 38%) 1fr 48px; height: 34px; line-height: 1.15; font-size: 14px;
      transition: transform .5s }
    .leaderboard .entry[hidden] { display: none }
    .leaderboard .score { height: 16px; background: var(--blue); transition: width .5s }
    .leaderboard .number { text-align: right; font-variant-numeric: tabular-nums }
    .leaderboard .out { color: var(--soft); text-decoration: line-through }
    """
    SHOW = """
    data[step].places.forEach(([place, width, number], i) => { const row = figure.querySelectorAll('.entry')[i];
      row.hidden = place < 0; row.style.transform = 'translateY(' + 34 * place + 'px)';
      row.firstElementChild.classList.toggle('out', number == 'out');
      row.children[1].style.width = width + '%'; row.lastElementChild.textContent = number; });
    says.textContent = data[step].says;
    """

    def __init__(self, stages: list, title: str, unit: str) -> None:
        entries = list(dict.fromkeys(entry for _, scores in stages for entry in scores))
        most = max(score for _, scores in stages for score in scores.values() if score)
        data = [{"says": says, "places": _places(entries, scores, most)} for says, scores in stages]
        rows = "".join(
            f'<div class="entry" style="transform: translateY({ROW * place}px)">'
            f'<span class="{"out" * (number == "out")}">{escape(entry)}</span>'
            f'<div class="score" style="width: {width}%"></div><span class="number">{number}</span></div>'
            for entry, (place, width, number) in zip(entries, data[-1]["places"])
        )
        body = f'<div class="board" style="height: {ROW * len(entries)}px">{rows}</div>'
        body += f'<p class="still">{escape(unit)}, lower is better. {escape(stages[-1][0])}</p>'
        text = f"{title}, {unit}. " + " ".join(says for says, _ in stages)
        super().__init__(f"{title} ({unit})", body, data, len(stages) - 1, "what happened", text)


def _places(entries, scores, most):
    """For each entry its place from 0 (-1: not there yet), its bar in per cent, and what is written behind."""
    order = sorted(scores, key=lambda entry: (scores[entry] is None, scores[entry] or 0))
    found = []
    for entry in entries:
        score = scores.get(entry)
        place = order.index(entry) if entry in scores else -1
        found.append([place, round(100 * (score or 0) / most), f"{score:.3f}" if score else "out"])
    return found
