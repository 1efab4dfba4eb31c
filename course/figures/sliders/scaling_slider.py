"""A scaling law that you can walk along: what more weights buy, and what they cost."""

from math import log

from course.figures.widgets.widget import Widget

WIDTH, HEIGHT = 560, 220


class scaling_slider(Widget):
    """A point on a falling line, both axes logarithmic.

    points: [(weights, loss in nats)], small ones first; the cost of a point is its weights divided by the first's,
    since each was trained on the same text.
    """

    CSS = """
    .scaling_slider svg { display: block; max-width: 100%; height: auto }
    .scaling_slider polyline { fill: none; stroke: var(--blue); stroke-width: 2 }
    .scaling_slider .all { fill: var(--blue) } .scaling_slider .here { fill: light-dark(#b86b00, #E69F00);
      transition: cx .3s, cy .3s }
    .scaling_slider text { fill: var(--soft); font: 13px sans-serif }
    """
    SHOW = """
    const [x, y] = data.places[step], dot = figure.querySelector('.here');
    dot.setAttribute('cx', x); dot.setAttribute('cy', y);
    says.textContent = data.says[step];
    """

    def __init__(self, points: list, title: str) -> None:
        (smallest, worst), (largest, best) = points[0], points[-1]
        places = [
            (
                30 + (WIDTH - 60) * log(weights / smallest) / log(largest / smallest),
                20 + (HEIGHT - 70) * log(worst / loss) / log(worst / best),
            )
            for weights, loss in points
        ]
        says = [
            f"{weights:,} weights: {loss:.2f} nats per character, {weights / smallest:.1f} times the cost."
            for weights, loss in points
        ]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        dots = "".join(f'<circle class="all" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in places)
        body = (
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" aria-hidden="true"><polyline points="{line}"/>{dots}'
            f'<circle class="here" cx="{places[0][0]}" cy="{places[0][1]}" r="9"/>'
            f'<text x="30" y="{HEIGHT - 12}">{smallest:,} weights, {worst:.2f} nats</text>'
            f'<text x="{WIDTH - 30}" y="{HEIGHT - 12}" text-anchor="end">{largest:,} weights, {best:.2f} nats</text></svg>'
            f'<p class="still">{says[0]} {says[-1]}</p>'
        )
        data = {"places": places, "says": says}
        super().__init__(
            title, body, data, len(points) - 1, "number of weights", f"{title}. {' '.join(says)}"
        )
