"""The failure of a check, and how a notebook shows it: a card with the call, what it gave and what was expected,
one below the other, then the sentence. Where there is no HTML, and to nbgrader, it is two or three lines.
"""

import difflib
import re
from html import escape
from typing import NamedTuple

STYLE = """
.check-card { color-scheme: light dark; max-width: 640px; margin: 4px 0; padding: 10px 14px; font: 14px/1.5 sans-serif;
  border: 1px solid light-dark(#d5dae0, #3d444b); border-left: 5px solid light-dark(#b35900, #F08A3C);
  border-radius: 6px; background: light-dark(#fff, #15181b); color: light-dark(#222, #e8e8e8) }
[data-jp-theme-light=true] .check-card, [data-theme=light] .check-card { color-scheme: light }
[data-jp-theme-light=false] .check-card, [data-theme=dark] .check-card { color-scheme: dark }
.check-card.passed { border-left-color: light-dark(#00805d, #2FC495) }
.check-card p { margin: 6px 0 0 } .check-card p:first-child { margin: 0 }
.check-card .scroll { overflow-x: auto }
.check-card.check-card table { margin: 6px 0 0; border: 0; border-collapse: collapse; font-size: 14px }
.check-card.check-card tr:nth-child(n) { background: none }
.check-card.check-card .called { white-space: pre-wrap; overflow-wrap: anywhere }
.check-card.check-card :is(th, td) { padding: 1px 14px 1px 0; border: 0; text-align: left; vertical-align: top;
  font-weight: 400; white-space: nowrap; max-width: none }
.check-card th { color: light-dark(#5a6067, #a4abb2) }
.check-card.check-card :is(p, td) > code:nth-child(n) { font: 13.5px/1.5 monospace; background: none; color: inherit; padding: 0; white-space: pre }
.check-card del, .check-card ins { text-decoration: none; border-bottom: 2px solid light-dark(#b35900, #F08A3C) }
.check-card del { background: light-dark(#fbe3d3, #55300f) }
.check-card ins { background: light-dark(#d3f0e6, #12463a); border-color: light-dark(#00805d, #2FC495) }
"""


class Compared(tuple):
    """The lines that say what a call gave, and what was expected; its parts: the texts of these three, and of
    how they differ.
    """

    parts: tuple[str, str, str, str]

    def __new__(cls, lines: tuple[str, ...], parts: tuple[str, str, str, str]) -> "Compared":
        made = super().__new__(cls, lines)
        made.parts = parts
        return made


class NotYet(AssertionError):
    """A check that failed, said in two or three lines (of a sorting two for each wrong choice) and without a
    traceback; `sign`: what its name was looked up by, if it was.

    What an answer gave never begins a line of its own: the third is the name of a mistake. A line that would
    be too long comes as a tuple, and is shown on several.
    """

    def __init__(self, *lines, sign=None):
        parts = [(line,) if isinstance(line, str) else line for line in lines]
        self.lines = ["\n".join(part.replace("\n", " ") for part in line) for line in parts]
        self.sign = sign
        self.at = next((i for i, line in enumerate(lines) if isinstance(line, Compared)), None)
        self.compared = lines[self.at].parts if self.at is not None else None
        self.has_card = False
        super().__init__("\n".join(self.lines))

    def _render_traceback_(self):  # what IPython prints instead of a traceback
        return self.lines[:1] if self.has_card else self.lines

    def card(self) -> "Card":
        """What a student's notebook shows above the one line that is left."""
        self.has_card = True
        said = [(coded(line) if n < 2 else drawn(line)) for n, line in enumerate(self.lines)]
        said = [f"<p>{line}</p>".replace("\n", "<br>") for line in said]
        if self.compared:
            said[self.at] = _table(*self.compared)
        return Card("\n".join(self.lines), "".join(said))


class Card(NamedTuple):
    """Something to display: as HTML, or as text."""

    text: str
    html: str
    kind: str = ""

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        style = re.sub(r"\s*\n\s*", " ", STYLE)
        return f'<div class="check-card {self.kind}" role="status"><style>{style}</style>{self.html}</div>'


def passed(line: str) -> Card:
    """One calm line for a check that passes."""
    return Card(line, f'<p><span aria-hidden="true">✓</span> {coded(line)}</p>', "passed")


def coded(line: str) -> str:
    """A line as HTML, with what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", _escaped(line))


def drawn(line: str) -> str:
    """A line of the course's own as HTML: the same, with its *emphasis* outside of code. What shows values of a
    student's is `coded`: no sign in them is emphasis.
    """
    emphasis = r"(?<![\w*])\*(?! )([^*]+)(?<! )\*(?![\w*])"
    parts = re.split(r"(`[^`]+`)", line)
    return "".join(
        coded(part) if n % 2 else re.sub(emphasis, r"<em>\1</em>", _escaped(part))
        for n, part in enumerate(parts)
    )


def _escaped(text):
    return escape(text).replace("&#x27;", "&#39;")  # as a page's templates write it


def _table(call, gave, want, differs):
    # what has words for how it differs needs no marks
    mine, right = (escape(gave), escape(want)) if differs else _differing(gave, want)
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td><code>{text}</code></td></tr>'
        for name, text in (("gave", mine), ("expected", right))
    )
    return (
        f'<p><code class="called">{escape(call)}</code></p>'
        f'<div class="scroll"><table>{rows}</table></div>' + f"<p>{coded(differs)}</p>" * bool(differs)
    )


def _differing(gave, want):
    """Two texts, what differs in them marked, as HTML."""
    one, other = (re.findall(r"\w+(?:\.\w+)?|\s+|.", text, re.DOTALL) for text in (gave, want))
    left, right = "", ""
    for kind, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        mine, theirs = (escape("".join(part)) for part in (one[a:b], other[c:d]))
        same = kind == "equal"
        left += mine if same or not mine else f"<del>{mine}</del>"
        right += theirs if same or not theirs else f"<ins>{theirs}</ins>"
    return left, right
