"""One machine, one queue: how many people wait over an hour, and how that grows with the share of time it is busy."""

from html import escape

import numpy as np

from course.figures.widgets.widget import Widget

HOUR, SHARES = 3600, [*range(10, 96, 5), 98]  # seconds, and the percent of the hour that the machine is busy
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 600, 220, 34, 12, 20, 36


def waits(arrivals, service: float) -> list:
    """How long each waits until it is served: one machine, one after another, `service` each (all in s)."""
    found, free = [], 0.0
    for arrival in arrivals:
        found.append(max(0.0, free - arrival))
        free = max(arrival, free) + service
    return found


def mean_wait(busy: float) -> float:
    """Mean wait in service times where requests come at random and all take equally long.

    Source: the formula of Pollaczek and Khinchine for M/D/1; busy: the share, from 0 to below 1.
    """
    return busy / (2 * (1 - busy))


class queue_slider(Widget):
    """People waiting, over one hour with `requests` random arrivals; the slider makes each request take longer.

    seed: of the arrivals; start: the index in SHARES that is shown first.
    """

    CSS = """
    .queue_slider svg { width: 100%; height: auto } .queue_slider text { fill: var(--soft); font: 13px sans-serif }
    .queue_slider path { fill: none; stroke-width: 1.5 } .queue_slider line { stroke: var(--soft) }
    .queue_slider .now, .queue_slider .high { stroke: var(--blue) }
    .queue_slider .low { stroke: light-dark(#b86b00, #E69F00); stroke-width: 3 }
    .queue_slider .key.high { fill: var(--blue); stroke: none } .queue_slider .key.low { fill: light-dark(#b86b00, #E69F00); stroke: none }
    """
    SHOW = f"""
    const {{busy, text}} = data.steps[step], service = busy * {HOUR} / data.arrivals.length, changes = [];
    let free = 0, waiting = 0, path = '';
    data.arrivals.forEach(arrival => {{ const begin = Math.max(arrival, free); free = begin + service;
      changes.push([arrival, 1], [begin, -1]); }});
    changes.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const x = t => ({LEFT} + {WIDTH - LEFT - RIGHT} * t / {HOUR}).toFixed(1);
    const y = n => ({HEIGHT - BOTTOM} - {HEIGHT - TOP - BOTTOM} * n / data.most).toFixed(1);
    changes.forEach(([t, change]) => {{ if (t > {HOUR}) return; path += (path ? '' : 'M' + x(t) + ' ' + y(0)) + 'H' + x(t);
      waiting += change; path += 'V' + y(waiting); }});
    figure.querySelector('.now').setAttribute('d', path); says.textContent = text;
    """

    def __init__(self, requests: int = 600, seed: int = 5, start: int = 10) -> None:
        arrivals = np.sort(np.random.default_rng(seed).uniform(0, HOUR, requests)).round(1).tolist()
        steps, paths = [], {}
        for percent in SHARES:
            times, people = waiting(arrivals, percent / 100 * HOUR / requests)
            paths[percent] = times, people
            text = (
                f"Busy {percent} %: over many hours the mean wait is {mean_wait(percent / 100):.3g} times as long as a request takes. "
                f"In this hour up to {max(people)} wait at once."
            )
            steps.append({"busy": percent / 100, "text": text})
        most = max(max(people) for _, people in paths.values())
        low, high = (steps[SHARES.index(percent)]["text"] for percent in (60, 95))
        body = _axes(most, _path(*paths[60], most), _path(*paths[95], most))
        body += f'<p class="still">{escape(low)} {escape(high)}</p>'
        title = f"One machine, {requests} requests in an hour"
        data = {"arrivals": arrivals, "most": most, "steps": steps}
        text = f"{title}: people waiting, over the hour. {low} {high}"
        super().__init__(
            title, body, data, len(SHARES) - 1, "how busy the machine is, in percent", text, start
        )


def waiting(arrivals, service: float) -> tuple:
    """How many wait, and from when on: (times in s, people after each)."""
    begins = np.add(arrivals, waits(arrivals, service))
    changes = sorted([(t, -1) for t in arrivals] + [(t, 1) for t in begins])  # who comes is counted first
    changes = [(t, -change) for t, change in changes if t <= HOUR]
    return [t for t, _ in changes], np.cumsum([change for _, change in changes]).tolist()


def _place(t, people, most):
    x = LEFT + (WIDTH - LEFT - RIGHT) * t / HOUR
    return round(x, 1), round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * people / most, 1)


def _path(times, people, most):
    places = [_place(t, n, most) for t, n in zip(times, people)]
    return f"M{places[0][0]} {_place(0, 0, most)[1]}" + "".join(f"H{x}V{y}" for x, y in places)


def _axes(most, low, high):
    floor, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    minutes = "".join(
        f'<text x="{_place(60 * m, 0, most)[0]}" y="{floor + 16}" text-anchor="middle">{m}</text>'
        for m in (0, 15, 30, 45, 60)
    )
    numbers = "".join(
        f'<text x="{LEFT - 5}" y="{_place(0, n, most)[1] + 4}" text-anchor="end">{n}</text>'
        for n in range(0, most + 1, 10)
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f'<line x1="{LEFT}" y1="{floor}" x2="{right}" y2="{floor}"/>{minutes}{numbers}'
        '<text x="0" y="12">people waiting</text>'
        f'<text x="{right}" y="{HEIGHT - 2}" text-anchor="end">minutes after nine</text>'
        f'<g class="still"><path class="high" d="{high}"/><path class="low" d="{low}"/>'
        f'<text class="key high" x="{right}" y="{TOP - 6}" text-anchor="end">95 % busy</text>'
        f'<text class="key low" x="{right - 90}" y="{TOP - 6}" text-anchor="end">60 % busy</text></g>'
        '<path class="now moves"/></svg>'
    )
