"""Formgrader shows what students wrote at an address that may do all that the instructor may: nothing of theirs may run there.

Left alone, it puts the HTML of Markdown cells and the HTML and JavaScript of outputs into its page as they are: a script in a
written answer could give marks, or open a terminal. nbgrader_config.py calls install(); formgrader then shows them as the
feedback page does, through the same allow-list.
"""
import sys

import nbformat
from jinja2 import pass_context
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from traitlets import default

SHOWN = "text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "image/svg+xml"


class Exporter(HTMLExporter):
    """nbconvert's exporter; what is not plain text goes through the allow-list."""

    @default("sanitize_html")
    def _sanitize_html(self):
        return True

    def default_filters(self):
        yield from super().default_filters()
        yield "clean_html", clean

    @pass_context
    def markdown2html(self, context, source):
        return clean(super().markdown2html(context, source))

    def from_notebook_node(self, nb, resources=None, **options):
        nb = nbformat.from_dict(nb)
        for output in (output for cell in nb.cells for output in cell.get("outputs", []) if "data" in output):
            alt = output.metadata.get("alt")             # the template puts a width into the page without quotes
            output.metadata = nbformat.from_dict({"alt": alt} if isinstance(alt, str) else {})
            output.data = nbformat.from_dict({kind: data for kind, data in output.data.items() if kind in SHOWN})
        return super().from_notebook_node(nb, resources, **options)


def clean(text: str | bytes) -> Markup:
    from course.classroom import safe_html  # not earlier: every Validate reads nbgrader_config.py
    text = text.decode() if isinstance(text, bytes) else text
    return Markup("<pre>{}</pre>").format(safe_html.cut(text)) if safe_html.hard(text) else safe_html.clean(text)


def install() -> None:
    """In the process that runs formgrader, put our exporter in the place where it takes nbconvert's from."""
    formgrader = sys.modules.get("nbgrader.server_extensions.formgrader.formgrader")
    if formgrader:
        formgrader.HTMLExporter = Exporter
