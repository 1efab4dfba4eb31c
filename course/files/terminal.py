"""How far a long command is, and when it will be done: one line that is rewritten on a terminal, now and then
a line elsewhere.

    for done in bar(grade("01-tokens"), total=300, what="graded"):
        …
"""

import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO

SHORT = 30  # seconds: one thing alone may take longer, so less is not promised


def bar(things: Iterable, total: int, what: str, out: TextIO | None = None, every: float = 10) -> Iterator:
    """Yield `things`, and show how many of `total` are done. On no terminal: a plain line each `every`
    seconds, and the last.
    """
    out = out or sys.stderr
    start = said = last = time.monotonic()
    gaps = []
    for n, thing in enumerate(things, 1):
        yield thing
        now = time.monotonic()
        gaps.append(now - last)
        last = now
        if not out.isatty() and n < total and now - said < every:
            continue
        line = f"{what} {n} of {total}"
        if n == total:
            line += f" in {clock(now - start)}"
        elif (left := pace(gaps) * (total - n)) >= SHORT:
            line += f", {clock(left)} left"
        if out.isatty():
            width = max(0, min(30, shutil.get_terminal_size().columns - len(line) - 4))
            filled = width * n // total
            out.write(f"\r\033[K{'━' * filled}{'╌' * (width - filled)} {line}" + "\n" * (n == total))
            out.flush()
        else:
            said = now
            print(line, file=out)


def pace(gaps: list[float]) -> float:
    """Seconds for each thing to come, from the gaps before each that is done, the first of them from the
    start.

    Between two paces, neither of which is right at first: the plain one counts the warm-up in full, and
    whatever took long; that of the gaps after the first, the longest cut to the next, takes what comes
    several at a time for quick.
    """
    plain, later = sum(gaps) / len(gaps), gaps[1:] or gaps
    most = sorted(later)[-1 - min(len(later) - 1, max(1, len(later) // 16))]
    steady = max(sum(min(gap, most) for gap in later) / len(later), plain / 10)
    return steady**0.7 * plain**0.3


def say(line: str, out: TextIO | None = None) -> None:
    """Print a line above the bar."""
    out = out or sys.stderr
    line = tame(line)
    print(f"\r\033[K{line}" if out.isatty() else line, file=out)


def tame(text: str) -> str:
    """Text of somebody else's as one line that a terminal only shows: no control codes, no half letters, not
    without end.
    """
    return printable(text[:1000])


def printable(text: str) -> str:
    """The same of any length."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def shown(name: object) -> str:
    """A name of somebody else's for a message: its beginning, with no control codes."""
    return tame(str(name)[:100])


def clock(seconds: float) -> str:
    """3725 -> '1:02:05'."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
