"""What others open: formgrader, the feedback pages, the terminal. Nothing of a student's may run there, or
keep it from the class.
"""

import os
import re
import time

import nbgrader.server_extensions.formgrader.handlers as handlers
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from traitlets.config import Config

from course import cli
from course.grading import batch
from course.nbgrader_plugins.formgrader import Exporter
from course.notebook import document
from course.reports import feedback, markdown, sanitize
from course.reports.feedback import render
from course.sandbox.job import FAILED, GRADED, Result
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
    "a widget that is none": shown(
        data={"application/vnd.jupyter.widget-view+json": "</script><script>evil()</script>"}
    ),
}


def formgrader(*cells):
    """The page that formgrader makes of a notebook with these cells."""
    settings = Config()
    settings.HTMLExporter.update(template_name="formgrade", extra_template_basedirs=[handlers.template_path])
    names = (
        "assignment_id",
        "notebook_id",
        "submission_id",
        "student",
        "last_name",
        "first_name",
        "notebook_path",
        "base_url",
    )
    return Exporter(config=settings).from_notebook_node(
        new_notebook(cells=list(cells)), dict.fromkeys(names, "") | {"index": 0, "total": 1}
    )[0]


@pytest.mark.parametrize("script", SCRIPTS)
def test_formgrader_runs_no_script_of_a_student(script):
    page = formgrader(SCRIPTS[script])
    assert not re.search(r"<script[^>]*>[^<]*evil|<iframe|<[^>]*\bonerror=|href=.?javascript:", page), page[
        page.find("evil") - 200 :
    ][:300]


def test_formgrader_still_shows_what_is_harmless():
    text = new_markdown_cell("**bold**, a < b, $x^2$\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    picture = shown(data={"image/png": "aGVs"}, metadata={"alt": "a line"})
    assert (
        "<strong>bold</strong>, a &lt; b, <math" in formgrader(text)
        and "<msup>" in formgrader(text)
        and "<td>1</td>" in formgrader(text)
    )
    assert re.search('<img alt="a line" src="data:image/png;base64,aGVs', formgrader(picture))


def test_formgrader_shows_a_large_pasted_picture_and_all_words_beside_it():
    data = "aGVs" * 600_000
    page = formgrader(
        new_markdown_cell(
            "One.\n\n![mine](attachment:my%20shot.png)\n\nNames never end. ![](plot.png)",
            attachments={"my shot.png": {"image/png": data}},
        )
    )
    assert (
        f'src="data:image/png;base64,{data}"' in page
        and 'alt="mine"' in page
        and "Names never end. (a file beside the notebook: plot.png)" in page
    )


@pytest.mark.parametrize(
    "cell",
    [
        new_code_cell("1", metadata={"tags": ["x navbar-fixed-top"], "magics_language": "nothing"}),
        new_raw_cell("<div>raw</div>"),
        new_markdown_cell(
            "[" * 19_000 + " ![a](attachment:a)", attachments={"a": {"image/png": "aGVs" * 200_000}}
        ),
        new_markdown_cell("<b>" * 6000),
        new_markdown_cell("> " * 9000),
        new_markdown_cell("\ud800 &#xe000;7&#xe001;"),
        new_code_cell(
            "\ud800",
            outputs=[
                new_output("stream", text="\ud800"),
                new_output("error", ename="\ud800", evalue="", traceback=["\ud800"]),
                new_output("display_data", data={"text/html": "\ud800"}, metadata={"alt": "\ud800"}),
            ],
        ),
        shown(data={"text/html": "<b>" * 100_000}),
        shown(data={"text/markdown": "<i>" * 6000}),
        new_code_cell("x = (" * 200_000),
        new_code_cell("", outputs=[new_output("stream", text="x" * 10**7)]),
        new_code_cell(
            "", outputs=[new_output("error", ename="E" * 10**6, evalue="x" * 10**7, traceback=["x" * 10**7])]
        ),
        new_code_cell(
            "",
            outputs=[new_output("display_data", data={"text/markdown": "$x$ " * 5000}) for _ in range(100)],
        ),
    ],
    ids=[
        "tags",
        "raw",
        "brackets and a picture",
        "tags in tags",
        "quotes in quotes",
        "letters for private use",
        "halves of letters",
        "HTML",
        "Markdown as an output",
        "long code",
        "a long print-out",
        "a long message",
        "formulas in many outputs",
    ],
)
def test_formgraders_page_is_made_of_anything_in_seconds_and_no_class_in_it_is_a_students(cell):
    start = time.process_time()
    page = formgrader(cell)
    assert time.process_time() - start < 10 and len(page.encode()) < 1_000_000
    assert "celltag" not in page and "<div>raw" not in page


# --- what stands for a formula while Markdown is read ---


@pytest.mark.parametrize(
    "text",
    [
        "&#xe000;7&#xe001;",
        "\ue000\u0667\ue001",
        "&#57344;0&#57345; and $x$",
        "\ue0000\ue001 $x$",
        '<var title="0"></var> $x$',
        "$x$ <b title='$y$'>b</b>",
    ],
    ids=[
        "a number too high",
        "a number in other digits",
        "by its decimal",
        "as it is",
        "an element",
        "in an attribute",
    ],
)
def test_no_text_of_a_student_stands_for_a_formula_or_ends_the_page(text):
    made = str(markdown.prose(text))
    assert made.count("<math") == text.count("$x$") == made.count("<mi>x</mi>")
    made.encode()


def test_letters_for_private_use_are_shown_as_they_were_written():
    assert markdown.prose("a \ue000 b") == "<p>a \ue000 b</p>\n"


@pytest.mark.parametrize("alt", [r'$\text{" onerror=evil() x="}$', "$$x$$", "*a* $x$ `b`"])
def test_a_formula_in_the_words_of_a_picture_ends_no_attribute(alt):
    made = str(markdown.prose(f"![{alt}](attachment:a)", {"attachments": {"a": {"image/png": "aGVs"}}}))
    assert re.fullmatch(r'<p><img src="data:image/png;base64,aGVs" alt="[^"<>]*"></p>\n', made), made


def test_a_text_that_cannot_be_read_as_markdown_is_shown_as_it_stands(monkeypatch):
    monkeypatch.setattr(markdown.mistune, "create_markdown", lambda **_: lambda text: 1 / 0)
    assert markdown.prose("*a* <b>") == '<pre tabindex="0">*a* &lt;b&gt;</pre>'


# --- what a style may be ---


@pytest.mark.parametrize(
    "style",
    [
        "margin-top:-500px",
        "margin:-1px",
        "margin: 0 -1em",
        "margin:5px-500px",
        "margin:- 5px",
        "margin:calc(0px - 5px)",
        "margin:1e3px",
        "margin:999px",
        "margin:1vh",
        "padding:90em",
        "width:calc(1px*99)",
        "width:101%",
        "font-size:9e9px",
        "font-size:2em",
        "font-size:larger",
        "font:900px a",
        "font:9px/9 a",
        "line-height:0",
        "line-height:9",
        "line-height:1px",
        "color:red!important",
        "color:var(--page)",
        "background:url(x)",
        "background:u\\72l(x)",
        "background:image-set('x')",
        "vertical-align:-500px",
        "text-decoration:underline 900px",
        "border:900px solid",
        "position:fixed",
        "transform:none",
        "margin/**/:-5px",
        "margin:/**/-5px",
        "display:block/*",
        "float:right",
        "height:9px",
        "inset:0",
        "content:'x'",
        "--a:b",
        "border-width:99px",
    ],
)
def test_a_style_that_reaches_or_loads_is_left_out(style):
    assert (
        sanitize.style(style) == ""
        and sanitize.style(f"color: red;{style}; font-weight: bold") == "color: red; font-weight: bold"
    )


@pytest.mark.parametrize("endless", ["9" * 900_000 + "(", "." + "9" * 900_000 + "(", "a-" * 450_000 + "("])
def test_a_value_without_end_is_read_once(endless):
    began = time.process_time()
    assert sanitize.style(f"width:{endless}") == "" and time.process_time() - began < 2


def test_a_style_of_the_usual_kind_is_kept():
    usual = (
        "display: inline-block; margin: 2px 1px; padding: 1px 3px; border: 1px solid #333; border-radius: 3px; color: rgb(1, 2, 3); font: 15px/1.3 monospace; "
        "white-space: pre; background: #cfe6f5; width: 43.2%; max-width: 620px; line-height: 1; text-align: right; font-family: 'DejaVu Sans', serif; margin: 0 auto"
    )
    assert sanitize.style(usual) == usual


# --- the feedback page and the terminal ---


def graded(student):
    """Grade what there is without running it -> the Outcome of this student."""
    return {
        done.student: done for done in batch.grade("01-tiny", run=lambda job: Result(job.notebook, GRADED))
    }[student]


def test_formgraders_page_asks_nobody_for_anything():
    meta = re.search(r"<meta [^>]*Content-Security-Policy[^>]*>", formgrader(new_markdown_cell("x")))[0]
    policy = re.search(r'content="([^"]*)"', meta)[1]
    assert policy.startswith("default-src 'self'") and "object-src 'none'" in policy and "http" not in policy


def test_of_a_text_without_end_the_beginning_is_shown():
    assert len(markdown.prose("word " * 100_000)) < 25_000


def test_a_large_attachment_that_is_no_picture_is_looked_at_once():
    start = time.process_time()
    made = markdown.prose(
        "![a](attachment:a)" * 1000, {"attachments": {"a": {"image/png": "aGVs" * 500_000 + "!"}}}
    )
    assert "a picture of a kind that is not shown here" in made and time.process_time() - start < 5


def test_an_error_of_any_kind_on_one_page_keeps_no_other_from_theirs(
    course, with_gradebook, monkeypatch, capsys
):
    def broken(*args, **how):
        if how["student"] == "ada":
            raise RuntimeError("\x1b[2J")
        return real(*args, **how)

    for student in "ada", "zoe":
        tiny.submit(course, student, **tiny.RIGHT)
    graded("ada")
    real = render.page
    monkeypatch.setattr(feedback, "page", broken)
    assert cli.main(["feedback", "01"]) == 1 and (course / "feedback/zoe/01-tiny/01-tiny.html").exists()
    assert "ada: no page: RuntimeError" in (said := capsys.readouterr().err) and "\x1b[2J" not in said


def test_one_students_page_that_cannot_be_made_keeps_no_other_from_theirs(course, with_gradebook, capsys):
    tiny.submit(course, "ada", **tiny.RIGHT)
    tiny.submit(course, "zoe", **tiny.RIGHT)
    graded("ada")
    (course / "autograded/ada/01-tiny/01-tiny.ipynb").chmod(0o644)
    (course / "autograded/ada/01-tiny/01-tiny.ipynb").write_text("{")
    assert cli.main(["feedback", "01"]) == 1
    assert "ada: no page: " in capsys.readouterr().err
    assert (course / "feedback/zoe/01-tiny/01-tiny.html").exists()


@pytest.mark.parametrize(
    "cell",
    [
        shown(data={"image/png": "aGVs"}, metadata={"image/png": "no dict"}),
        new_markdown_cell("![a](attachment:a)", attachments={"a": {"application/json": 5}}),
        new_markdown_cell("![a](attachment:a)", attachments={"a": {"image/png": "\ud800"}}),
        new_markdown_cell("![a](attachment:a)" * 1100, attachments={"a": {"image/png": "aGVs" * 1000}}),
        new_markdown_cell('<img "' * 3300),
        new_markdown_cell("<img src=a '" * 1600),
        new_markdown_cell("<img " + "src='a' " * 2400 + ">"),
        new_markdown_cell("# \ud800\n&#xd800; &#xe000;9&#xe001; \ue0009\ue001 <b title='\ud800'>\ud800"),
        new_code_cell(
            "\ud800 \ue0009\ue001",
            outputs=[
                new_output("stream", text="\ud800"),
                new_output("error", ename="\ud800", evalue="\ud800", traceback=[]),
                *(
                    new_output("display_data", data={kind: "\ud800"})
                    for kind in ("text/html", "image/png", "image/svg+xml", "text/plain")
                ),
            ],
        ),
        shown(data={"image/png": "aGVs"}, metadata={"alt": "\ud800"}),
        shown(data={"image/png": "aGVs"}, metadata={"alt": ["\ud800", 5]}),
        shown(data={"text/html": "<b><i><a>" * 100_000}),
        shown(data={"text/html": "</i><b>" * 100_000}),
        shown(data={"text/html": "<b " + " ".join(f"a{n}=1" for n in range(100_000)) + ">"}),
        shown(data={"text/html": "<b x='>' " + " ".join(f"a{n}" for n in range(100_000)) + ">"}),
        new_code_cell("", outputs=[new_output("error", ename="NotYet", evalue="x" * 10**7)]),
    ],
    ids=[
        "metadata",
        "attachment",
        "half a letter in an attachment",
        "one picture, asked for often",
        "quotes in tags",
        "quotes without an end",
        "many addresses of one picture",
        "half a letter in prose",
        "half a letter in code",
        "half a letter in a picture's words",
        "words that are none",
        "nested tags",
        "tags closed out of order",
        "attributes",
        "attributes behind a quoted >",
        "a long message",
    ],
)
def test_a_page_is_made_of_anything_in_seconds_and_is_not_large(cell):
    nb = tiny.notebook()
    at = [each.id for each in nb.cells].index(
        "written-answer"
        if cell.cell_type == "markdown"
        else "double-test"
        if "error" in str(cell)[:200]
        else "double"
    )
    cell.id, cell.metadata = nb.cells[at].id, nb.cells[at].metadata
    nb.cells[at] = cell
    start = time.process_time()
    made = render.page(nb, {"double-test": render.Score(0, 1), "written": render.Score(None, 2)})
    assert time.process_time() - start < 10 and len(made.encode()) < 200_000


@pytest.mark.slow
def test_many_cells_that_are_slow_to_colour_hold_formgrader_for_seconds_at_most():
    start = time.process_time()
    page = formgrader(*(new_code_cell("a." * 24_000) for _ in range(200)))
    assert time.process_time() - start < 70 and len(page) < 20_000_000


MULTIPLY = {
    "not closed": "<p>" + "<b title=i>" * 20 + "<p>x" * 3900,
    "closed each": "<p>" + "<b title=i>" * 11 + "</p><p>x</p>" * 1600,
    "many": "<p>" + "<b>" * 500 + "<p>x" * 3000,
    "deep": "<b style='display:inline-block'>" * 400,
    "spans": "<table>" + "<tr><td colspan=1000 rowspan=9999>x" * 330,
    "in a table": "<table>" + "<b>" * 11 + "<tr><td>x" * 2000,
    "links": "<a href='#'>" * 11 + "</p><p>x" * 2000,
}


@pytest.mark.parametrize("text", MULTIPLY.values(), ids=MULTIPLY)
def test_many_cells_whose_tags_multiply_make_no_page_without_end(text):
    nb, n = tiny.notebook(), 40
    nb.cells += [new_markdown_cell(text, id=f"mine-{i}") for i in range(n)]
    start = time.process_time()
    made = render.page(nb, {"double-test": render.Score(0, 1), "written": render.Score(None, 2)})
    assert time.process_time() - start < 0.25 * n and len(made) < n * (6 * len(text) + 11_000)


@pytest.mark.parametrize(
    "text",
    [
        "<table><thead><tr><th></th><th>a</th></tr></thead><tbody>"
        + "<tr><th>1</th><td style='color: red'><b>2</b></td></tr>" * 3000
        + "</tbody></table>",
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>" * 500,
        "<p>a <b>b</b> &amp; <i>c</i><br>" * 90,
        "<div>" * 8 + "<p>x</p>" * 5000,
        "a & b < c " * 2000,
    ],
    ids=[
        "a table",
        "lists in lists",
        "paragraphs that nobody closed",
        "boxes",
        "signs that are none of HTML",
    ],
)
def test_what_people_write_is_shown_as_it_is_meant(text):
    assert not sanitize.hard(text) and not str(sanitize.clean(text)).startswith("<pre")


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 20_000,
        "<b><i><a>" * 5000,
        "<p>" + "".join(f"<b title={n}>" for n in range(700)) + "</p><p>x" * 1200,
    ],
    ids=["nested", "nested in turn", "opened again in each paragraph"],
)
def test_the_allow_list_takes_no_more_than_seconds_for_the_worst_of_tags_and_makes_no_more_than_a_page_of_them(
    text,
):
    start = time.process_time()
    made = sanitize.clean(text)
    assert time.process_time() - start < 10 and len(made) < 2_000_000


def test_no_name_or_line_of_a_student_commands_a_terminal(course, with_gradebook, capsys):
    folder = tiny.submit(course, "ada", **tiny.RIGHT)
    os.symlink("/etc/passwd", os.fsencode(folder) + b"/\x1b[2Jgone\xff")
    nb = document.read(folder / "01-tiny.ipynb")
    next(cell for cell in nb.cells if cell.id == "double-test").source = "\x1b]0;mine\x07\r# other"
    document.write(nb, folder / "01-tiny.ipynb")
    assert len(graded("ada").remarks) == 2
    assert cli.main(["report", "01", "--csv", str(course / "marks.csv")]) == 0
    said = capsys.readouterr().out + (course / "marks.csv").read_text("utf-8-sig")
    assert (
        "gone" in said and "mine" in said and not re.search(r"[^\n -~\u00a0-\ud7ff\ue000-\U0010ffff]", said)
    )


@pytest.mark.slow
def test_cells_without_end_below_an_answer_make_no_page_without_end():
    nb, long = tiny.notebook(), "x = 1\n" * 2000
    place = next(i for i, cell in enumerate(nb.cells) if cell.id == "double") + 1
    nb.cells[place:place] = [new_code_cell(long, id=f"own-{i}") for i in range(2000)]
    assert len(render.page(nb, {"double-test": render.Score(0, 1)})) < 2_000_000


@pytest.mark.parametrize("make", [lambda path: path.symlink_to("/dev/zero"), os.mkfifo], ids=["link", "pipe"])
def test_a_time_that_is_no_file_holds_nobody_up(course, with_gradebook, make):
    folder = tiny.submit(course, "ada", **tiny.RIGHT)
    (folder / "timestamp.txt").unlink()
    make(folder / "timestamp.txt")
    done = graded("ada")
    assert done.outcome == FAILED and "no plain file" in done.remarks[0]


def test_a_folder_named_as_a_file_of_the_release_keeps_it_out_of_nothing(course, with_gradebook):
    (course / "release/01-tiny/table.csv").write_text("the release's")
    folder = tiny.submit(course, "ada", **tiny.RIGHT)
    (folder / "table.csv").mkdir()
    (folder / "table.csv/evil").write_text("x")
    assert graded("ada").outcome == GRADED
    assert (course / "autograded/ada/01-tiny/table.csv").read_text() == "the release's"


@pytest.mark.parametrize("name", ["signs.json", "signs.json/evil"])
def test_signs_that_are_handed_in_are_left_out_of_grading(course, with_gradebook, name):
    (path := tiny.submit(course, "ada", **tiny.RIGHT) / name).parent.mkdir(exist_ok=True)
    path.write_text("{}")
    assert graded("ada").outcome == GRADED
    assert not (course / "autograded/ada/01-tiny/signs.json").exists()
