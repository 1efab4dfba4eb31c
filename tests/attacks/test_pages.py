"""What others open: formgrader, the feedback pages, the terminal. Nothing of a student's may run there, or keep it from the class."""
import re

import nbgrader.server_extensions.formgrader.handlers as handlers
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from course.classroom.formgrader import Exporter


def shown(**output):
    return new_code_cell("", outputs=[new_output("display_data", **output)])


SCRIPTS = {
    "a script in Markdown": new_markdown_cell("<script>evil()</script>"),
    "an event in Markdown": new_markdown_cell("<img src=x onerror='evil()'>"),
    "a link in Markdown": new_markdown_cell("[a](javascript:evil())"),
    "a script in HTML": shown(data={"text/html": "<script>evil()</script>"}),
    "a frame": shown(data={"text/html": "<iframe srcdoc='<script>evil()</script>'></iframe>"}),
    "JavaScript": shown(data={"application/javascript": "evil()"}),
    "Markdown as an output": shown(data={"text/markdown": "<script>evil()</script>"}),
    "a picture that is none": shown(data={"image/png": '"><script>evil()</script>'}),
    "the width of a picture": shown(data={"image/png": "aGVs"}, metadata={"width": "1 onerror=evil()"}),
    "a widget that is none": shown(data={"application/vnd.jupyter.widget-view+json": "</script><script>evil()</script>"}),
}


def formgrader(cell):
    """The page that formgrader makes of a notebook with this cell."""
    settings = Config()
    settings.HTMLExporter.update(template_name="formgrade", extra_template_basedirs=[handlers.template_path])
    names = "assignment_id", "notebook_id", "submission_id", "student", "last_name", "first_name", "notebook_path", "base_url"
    return Exporter(config=settings).from_notebook_node(new_notebook(cells=[cell]), dict.fromkeys(names, "") | {"index": 0, "total": 1})[0]


@pytest.mark.parametrize("script", SCRIPTS)
def test_formgrader_runs_no_script_of_a_student(script):
    page = formgrader(SCRIPTS[script])
    assert not re.search(r"<script[^>]*>[^<]*evil|<iframe|<[^>]*\bonerror=|href=.?javascript:", page), page[page.find("evil") - 200:][:300]


def test_formgrader_still_shows_what_is_harmless():
    text = new_markdown_cell("**bold**, a < b, $x^2$\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    picture = shown(data={"image/png": "aGVs"}, metadata={"alt": "a line"})
    assert "<strong>bold</strong>, a &lt; b, $x^2$" in formgrader(text) and "<td>1</td>" in formgrader(text)
    assert re.search('<img alt="a line" src="data:image/png;base64,aGVs', formgrader(picture))
