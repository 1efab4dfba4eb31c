"""Formgrader shows what students wrote at an address that may do all that the instructor may: nothing of
theirs may run there.

Left alone, it puts the HTML of Markdown cells and the HTML and JavaScript of outputs into its page as they
are: a script in a written answer could give marks, or open a terminal. nbgrader_config.py calls install();
formgrader then shows them as the feedback page does, through the same allow-list, each in a box that it
cannot leave. Formulas are drawn by the browser itself: nbgrader's page asks a server on the internet for
MathJax, which would know when you mark, and could run what it likes there. A submission opens at the first
mark that is to be given.
"""

import sys
from typing import Any

import nbformat
from jinja2 import DictLoader, pass_context
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from traitlets import default

SHOWN = "text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "image/svg+xml"
# characters of a text or of a print-out; of the sources of all cells, of which the course's own have 72,000
LONGEST, ALL = 50_000, 200_000
FORMULAS = 20_000  # characters of Markdown and LaTeX in all outputs: of a letter become dozens
MOST_OWN = 300  # cells of a student's own on a page
LONGEST_CODE = 4000  # as on the feedback page: to color code takes a time that is quadratic
# put where nbgrader's page asks for MathJax. `contain` and `overflow` hold an element whatever its style is:
# what it paints ends with its box
HEAD = """{% macro mathjax(url="") %}
<meta http-equiv="Content-Security-Policy" content="default-src 'self' 'unsafe-inline' data:; object-src 'none'; frame-src 'none'; base-uri 'none'">
<style>
.text_cell_render, .input_area, .output_subarea { contain: layout paint; isolation: isolate; overflow: auto; max-height: 500rem; min-width: 0 }
.text_cell_render img, .output_subarea img { max-width: 100%; height: auto; border: none }
.rendered_html th, .rendered_html td { padding: .1rem 1.2rem .1rem 0 }
.students, .output_wrapper { border: 1px solid #ccc; border-radius: 4px; margin: .4rem 0; padding: .3rem .6rem }
.students::before, .output_wrapper::before, .scheme::before { display: block; color: #666; font-size: 12px }
.students::before { content: "Written by the student" }
.output_wrapper::before { content: "Put out by the code" }
.scheme { border-left: 4px solid #337ab7; background: #eef4fa; margin-top: .6rem; padding: .4rem .8rem }
.scheme::before { content: "Mark scheme"; font-weight: bold }
</style>
<script>
// nbgrader's page waits for MathJax, then goes to the field whose number is in its address, else to the top. Here it waits for the marks, and
// goes to the first that a person has to give, else to that of the first written answer
var MathJax = {Hub: {Startup: {signal: {Interest: function (go) {
  $(document).one("ajaxStop", function () {
    var start = $(".score.needs_manual_grade").get(0) || $(".text_cell .score").get(0)
    if (start && !formgrader.current_index) formgrader.last_selected = $(start)
    go("End")
  })
}}}}}
</script>
{% endmacro %}"""


class Exporter(HTMLExporter):
    """nbconvert's exporter; what is not plain text goes through the allow-list."""

    @default("sanitize_html")
    def _sanitize_html(self):
        return True

    @default("extra_loaders")
    def _extra_loaders(self):
        return [DictLoader({"mathjax.html.j2": HEAD})]

    def default_filters(self):
        yield from super().default_filters()
        yield "clean_html", clean
        # nothing here has such an address, and to look takes hours of brackets beside a picture
        yield "strip_files_prefix", lambda page: page

    @pass_context
    def markdown2html(self, context, source):
        cell = context["cell"]
        return of_a_cell(cell) if cell.cell_type == "markdown" else prose(source)

    def from_notebook_node(self, nb, resources=None, **options):
        return super().from_notebook_node(tamed(nb, as_given(resources or {})), resources, **options)


def tamed(nb: nbformat.NotebookNode, given: set[str]) -> nbformat.NotebookNode:
    """A copy that holds nothing but what the template may see. given: the sources of the cells as they were
    given.
    """
    nb = nbformat.from_dict(nb)
    # ipython3 takes ten times as long for the worst
    nb.metadata = nbformat.from_dict({"language_info": {"name": "python", "pygments_lexer": "python"}})
    left, own = (
        ALL,
        [cell for cell in nb.cells if "nbgrader" not in cell.metadata and cell.source.strip() not in given],
    )
    if len(own) > MOST_OWN:  # each takes the highlighter 4 ms, in Lab's server
        dropped = set(map(id, own[MOST_OWN:]))
        nb.cells = [cell for cell in nb.cells if id(cell) not in dropped]
        nb.cells.append(
            nbformat.v4.new_markdown_cell(
                f"… and {len(dropped):,} more cells of the student's own: open the notebook to see them."
            )
        )
    formulas = FORMULAS
    for cell in nb.cells:
        mark = cell.metadata.get("nbgrader")  # of the rest of it the template makes classes and attributes
        cell.metadata = nbformat.from_dict({"nbgrader": mark} if mark else {})
        cell.metadata.students = not mark and cell.source.strip() not in given
        if cell.cell_type == "raw":  # the template puts it beside the cells, into no box
            cell.cell_type, cell.metadata.raw = "markdown", True
        cell.source = short(
            cell.source, min(max(left, 200), LONGEST_CODE if cell.cell_type == "code" else LONGEST)
        )
        left -= len(cell.source)
        for output in cell.get("outputs", []):
            if "text" in output:
                output.text = short(output.text)
            if "traceback" in output:
                output.traceback = [short(line) for line in output.traceback[:100]]
            if "data" in output:
                alt = output.metadata.get("alt")  # the template puts a width into the page without quotes
                output.metadata = nbformat.from_dict({"alt": short(alt)} if isinstance(alt, str) else {})
                data = {
                    kind: text
                    for kind, text in output.data.items()
                    if kind in SHOWN and isinstance(text, str)
                }
                for kind in data.keys() & {"text/markdown", "text/latex"}:
                    data[kind] = short(data[kind], max(formulas, 0))
                    formulas -= len(data[kind])
                if "text/plain" in data:
                    data["text/plain"] = short(data["text/plain"])
                output.data = nbformat.from_dict(data)
    return nb


def short(text: str, most: int = LONGEST) -> str:
    """What a page can hold of a text: not megabytes, and no half of a letter."""
    from course.reports.sanitize import cut

    return cut(text, most).encode(errors="replace").decode()


def as_given(resources: dict) -> set[str]:
    """The sources of the cells of the notebook that students were given; of one that is not there, none."""
    from course.files import coursedir
    from course.notebook import document

    try:
        path = coursedir.notebook("release", resources["assignment_id"]).with_name(
            f"{resources['notebook_id']}.ipynb"
        )
        return {cell.source.strip() for cell in document.read(path).cells}
    except (KeyError, OSError, coursedir.CourseError):
        return set()


def of_a_cell(cell: nbformat.NotebookNode) -> Markup:
    """A Markdown cell as HTML: a question with its mark scheme in a box of the course's, a student's words in
    one that says so.
    """
    from course.notebook import document
    from course.reports import sanitize

    if cell.metadata.get("raw"):
        shown = sanitize.pre(cell.source)
    elif document.kind(cell) == "task":
        shown, scheme = (
            prose(document.without(cell.source, "MARK SCHEME"), cell),
            document.lines_of(cell.source, "MARK SCHEME"),
        )
        if scheme:
            shown += Markup('<div class="scheme">{}</div>').format(prose("\n".join(scheme), cell))
    else:
        shown = prose(cell.source, cell)
    return Markup('<div class="students">{}</div>').format(shown) if cell.metadata.get("students") else shown


def prose(text: str, cell: nbformat.NotebookNode | None = None) -> Markup:
    from course.reports import markdown  # not earlier: every Validate reads nbgrader_config.py

    return markdown.prose(text, cell)


def clean(text: str | bytes) -> Markup:
    """HTML through the allow-list; what is Markup has been through it."""
    from course.reports import sanitize

    if isinstance(text, Markup):
        return text
    text = (text if isinstance(text, bytes) else text.encode(errors="replace")).decode(errors="replace")
    return sanitize.clean(text)


def install() -> None:
    """In the process that runs formgrader, put our exporter in the place where it takes nbconvert's from."""
    formgrader: Any = sys.modules.get("nbgrader.server_extensions.formgrader.formgrader")
    if formgrader:
        formgrader.HTMLExporter = Exporter
