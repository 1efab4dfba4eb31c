"""What others open: formgrader, the feedback pages, the terminal. Nothing of a student's may run there, or keep it from the class."""
import os
import re
import time

import nbgrader.server_extensions.formgrader.handlers as handlers
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from course import cli
from course.classroom import feedback, notebooks, safe_html
from course.classroom.grade import FAILED, GRADED, Result, batch
from course.classroom.stock.formgrader import Exporter
from tests import tiny


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


# --- the feedback page and the terminal ---

def graded(student):
    """Grade what there is without running it -> the Outcome of this student."""
    return {done.student: done for done in batch.grade("01-tiny", run=lambda job: Result(job.notebook, GRADED))}[student]


def test_one_students_page_that_cannot_be_made_keeps_no_other_from_theirs(course, with_gradebook, capsys):
    tiny.submit(course, "ada", **tiny.RIGHT)
    tiny.submit(course, "zoe", **tiny.RIGHT)
    graded("ada")
    (course / "autograded/ada/01-tiny/01-tiny.ipynb").chmod(0o644)
    (course / "autograded/ada/01-tiny/01-tiny.ipynb").write_text("{")
    assert cli.main(["feedback", "01"]) == 1
    assert "ada: no page: " in capsys.readouterr().err
    assert (course / "feedback/zoe/01-tiny/01-tiny.html").exists()


@pytest.mark.parametrize("cell", [
    shown(data={"image/png": "aGVs"}, metadata={"image/png": "no dict"}),
    new_markdown_cell("![a](attachment:a)", attachments={"a": {"application/json": 5}}),
    shown(data={"text/html": "<b><i><a>" * 100_000}),
    shown(data={"text/html": "</i><b>" * 100_000}),
    shown(data={"text/html": "<b " + " ".join(f"a{n}=1" for n in range(100_000)) + ">"}),
    shown(data={"text/html": "<b x='>' " + " ".join(f"a{n}" for n in range(100_000)) + ">"}),
    new_code_cell("", outputs=[new_output("error", ename="NotYet", evalue="x" * 10**7)]),
], ids=["metadata", "attachment", "nested tags", "tags closed out of order", "attributes", "attributes behind a quoted >", "a long message"])
def test_a_page_is_made_of_anything_in_seconds_and_is_not_large(cell):
    nb = tiny.notebook()
    at = [each.id for each in nb.cells].index("written-answer" if cell.cell_type == "markdown" else "double-test" if "error" in str(cell)[:200] else "double")
    cell.id, cell.metadata = nb.cells[at].id, nb.cells[at].metadata
    nb.cells[at] = cell
    start = time.monotonic()
    made = feedback.page(nb, {"double-test": feedback.Score(0, 1), "written": feedback.Score(None, 2)})
    assert time.monotonic() - start < 10 and len(made) < 200_000


@pytest.mark.parametrize("text", [
    "<div>" * 20_000,
    "<b><i><a>" * 5000,
    "<p>" + "".join(f"<b title={n}>" for n in range(700)) + "</p><p>x" * 1200,
], ids=["nested", "nested in turn", "opened again in each paragraph"])
def test_the_allow_list_takes_no_more_than_seconds_for_the_worst_of_tags_and_makes_no_more_than_a_page_of_them(text):
    start = time.process_time()
    made = safe_html.clean(text)
    assert time.process_time() - start < 10 and len(made) < 2_000_000


def test_no_name_or_line_of_a_student_commands_a_terminal(course, with_gradebook, capsys):
    folder = tiny.submit(course, "ada", **tiny.RIGHT)
    os.symlink("/etc/passwd", os.fsencode(folder) + b"/\x1b[2Jgone\xff")
    nb = notebooks.read(folder / "01-tiny.ipynb")
    next(cell for cell in nb.cells if cell.id == "double-test").source = "\x1b]0;mine\x07\r# other"
    notebooks.write(nb, folder / "01-tiny.ipynb")
    assert len(graded("ada").remarks) == 2
    assert cli.main(["report", "01", "--csv", str(course / "marks.csv")]) == 0
    said = capsys.readouterr().out + (course / "marks.csv").read_text("utf-8")
    assert "gone" in said and "mine" in said and not re.search(r"[^\n -~\u00a0-\ud7ff\ue000-\U0010ffff]", said)


@pytest.mark.parametrize("make", [lambda path: path.symlink_to("/dev/zero"), os.mkfifo], ids=["link", "pipe"])
def test_a_time_that_is_no_file_holds_nobody_up(course, with_gradebook, make):
    folder = tiny.submit(course, "ada", **tiny.RIGHT)
    (folder / "timestamp.txt").unlink()
    make(folder / "timestamp.txt")
    done = graded("ada")
    assert done.outcome == FAILED and "no plain file" in done.remarks[0]


def test_a_folder_named_as_a_file_of_the_release_keeps_it_out_of_nothing(course, with_gradebook):
    folder = tiny.submit(course, "ada", **tiny.RIGHT)
    (folder / "signs.json").mkdir()
    (folder / "signs.json/evil").write_text("x")
    assert graded("ada").outcome == GRADED
    assert (course / "autograded/ada/01-tiny/signs.json").read_bytes() == (course / "release/01-tiny/signs.json").read_bytes()
