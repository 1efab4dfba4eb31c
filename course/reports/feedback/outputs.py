"""What a cell printed, drew or failed with, as HTML that is safe to show."""

import base64
import html

from markupsafe import Markup

from course.notebook.document import kind
from course.reports.sanitize import LARGEST, clean, cut, hard, plain, pre


def outputs(cell, secret):
    """What a cell printed, drew or returned, as a list of HTML. Of a test's, whatever could give it away is
    left out; no other cell's process ever holds a hidden test, and to leave out a line there would say that
    it is one.
    """
    secret = secret if kind(cell) == "test" else set()
    return [shown for output in cell.get("outputs", []) if (shown := _output(output, secret))]


def _output(output, secret):
    if output.output_type == "stream":
        return _text(plain(output.text), secret)
    if output.output_type == "error":
        return _text(plain(f"{output.ename}: {output.evalue}"), secret)
    data = output.get("data", {})
    for mime in "image/png", "image/jpeg", "image/svg+xml":
        if mime in data:
            own = output.metadata.get(mime)
            return _picture(
                mime, "".join(data[mime]), {**output.metadata, **(own if isinstance(own, dict) else {})}
            )
    page = plain(data.get("text/html", ""))
    if (
        page
        and len(page) < LARGEST
        and not hard(page)
        and not any(line in html.unescape(page) for line in secret)
    ):
        return Markup('<div class="paper">{}</div>').format(clean(page))
    return _text(plain(data.get("text/plain", "")), secret)


def _text(text, secret):
    if any(line in text for line in secret):
        return Markup('<p class="note">This output repeats a hidden test. It is left out.</p>')
    return text.strip() and pre(cut(text.strip("\n")))


def _picture(mime, data, about):
    try:
        data = base64.b64encode(
            data.encode() if mime == "image/svg+xml" else base64.b64decode(data, validate=False)
        ).decode()
    except ValueError:
        return ""
    alt = plain(str(about.get("alt") or "")) or "A picture that your code drew."
    return Markup('<img src="data:{};base64,{}" alt="{}">').format(mime, data, alt)
