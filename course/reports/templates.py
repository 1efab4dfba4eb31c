"""The pages' templates, and how they write a number, a word and a text with code in it."""

from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from course.check import not_yet


def drawn(line: str) -> Markup:
    """A line of the course's own as HTML, as the check's card draws it."""
    return Markup(not_yet.drawn(line))


def coded(line: str) -> Markup:
    """A line of plain text as HTML, with what stands between backticks as code."""
    return Markup(not_yet.coded(line))


@cache
def template(name: str = "feedback.html") -> jinja2.Template:
    """A page of this folder, to be filled in."""
    here = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    here.filters |= {
        "number": number,
        "coded": coded,
        "drawn": drawn,
        "points": lambda n: f"{number(n)} point{'s' * (n != 1)}",
        "word": word,
    }
    return here.get_template(name)


def number(points):
    return f"{points:g}"


def word(n):
    """2 -> "two": in a sentence, small numbers are words."""
    return (
        "no one two three four five six seven eight nine ten eleven twelve".split()[n] if n <= 12 else str(n)
    )
