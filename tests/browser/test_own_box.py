"""What a student writes stays inside of its own box, on the feedback page and in formgrader, and asks nothing
of the network.
"""

import http.server
import threading
from functools import partial

import nbgrader.server_extensions.formgrader.handlers as handlers
import pytest
from markupsafe import Markup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from course.reports import markdown, sanitize, written_answers
from course.reports.feedback import outputs, render
from course.reports.feedback.render import Score
from course.reports.written_answers import Answer
from tests.attacks.test_pages import formgrader as formgrader_page
from tests.reports.test_feedback import LOST, notebook

BIG = "background:red;color:red"
HOSTILE = {
    "margins that pull up": f"<div style='margin-top:-500px;margin-left:-500px;{BIG}'>XX<br>XX<br>XX</div>",
    "margins in letters": f"<div style='margin:-40em;padding:80em;{BIG}'>XX</div>",
    "a reckoned margin": f"<div style='margin-top:calc(0px - 500px);{BIG}'>XX</div>",
    "letters without end": f"<span style='font-size:900em;{BIG}'>XX</span>",
    "letters larger in letters": f"<b style='font-size:larger;{BIG}'>" * 50 + "XX" + "</b>" * 50,
    "letters in letters": f"<b style='font-size:2em;{BIG}'>" * 30 + "XX" + "</b>" * 30,
    "a line of no height": f"<div style='line-height:0;font-size:32px;{BIG}'>XX<br>XX<br>XX</div>",
    "a line of great height": f"<div style='line-height:9000;{BIG}'>XX</div>",
    "padding of a word": f"<span style='padding:900px;{BIG}'>XX</span>",
    "a border of a word": f"<span style='border:900px solid red;{BIG}'>XX</span>",
    "a width": f"<div style='width:90000px;{BIG}'>XX</div>",
    "a place of its own": f"<div style='position:fixed;inset:0;z-index:9999;{BIG}'>XX</div>",
    "a float": f"<div style='float:right;margin-left:-999px;transform:translateY(-900px);{BIG}'>XX</div>",
    "a shadow": f"<span style='box-shadow:0 0 0 9999px red;outline:999px solid red;text-shadow:0 -300px red;{BIG}'>XX</span>",
    "raised": f"<span style='vertical-align:900px;{BIG}'>XX</span>",
    "a thick line": f"<u style='text-decoration:underline 900px red;text-underline-offset:-400px;{BIG}'>XX</u>",
    "the number of an item": f"<ol start='{10**40}' style='{BIG}'><li>XX</li></ol>",
    "a table": f"<table style='margin:-300px;{BIG}'><tr><td colspan=999 rowspan=999>XX</td></tr></table>",
    "a formula": r"$\hspace{-900px}\rule{900px}{900px}\text{XX}$",
    "a picture": "<img style='margin:-300px' src='data:image/png;base64,iVBORw0KGgo=' alt='XX'>",
    "words to the other side": "<p dir=rtl>\u202eXX</p>",
}
ELSEWHERE = (
    "".join(
        f"<{tag} {name}='https://example.org/{tag}'></{tag}>"
        for tag in ("img", "iframe", "object", "video", "link", "a")
        for name in ("src", "href", "data", "poster", "srcset", "ping")
    )
    + "<div style='background:url(https://example.org/style)'>XX</div>"
)
EVIL = (
    ELSEWHERE
    + r'![$\text{" onerror=evil() src=x x="}$](attachment:a)'
    + "<script>evil()</script><img src=x onerror=evil()>"
)
PICTURE = {"a": {"image/png": "aGVs"}}

# Every element of a student's, and everywhere around its box: what is hit there, and what lies there.
LEAVES = """boxes => {
    const found = []
    for (const box of document.querySelectorAll(boxes)) {
        const {width, height} = box.getBoundingClientRect()
        for (const [dx, dy] of [[-4, 2], [-100, 2], [4, -4], [40, -4], [40, -60], [300, -30], [40, -400], [4, height + 4], [200, height + 60],
                                [40, height + 400], [width + 4, 2], [width + 90, height / 2]]) {
            scrollTo(0, scrollY + box.getBoundingClientRect().top + dy - innerHeight / 2)
            const own = box.getBoundingClientRect(), hit = document.elementFromPoint(own.left + dx, own.top + dy)
            if (hit && hit !== box && box.contains(hit)) found.push(`${box.className} is hit at ${dx}, ${dy}`)
        }
    }
    return found
}"""
REACHES = """boxes => [...document.querySelectorAll(boxes)].flatMap(box => [...box.querySelectorAll('*')].filter(one => {
    const own = box.getBoundingClientRect(), its = one.getBoundingClientRect()
    return its.width && (its.top < own.top || its.left < own.left || its.bottom > own.bottom)
}).map(one => one.outerHTML.slice(0, 200)))"""
AT_ITS_PLACE = """marks => [...document.querySelectorAll(marks)].every(mark => {
    mark.scrollIntoView({block: 'center'})
    const own = mark.getBoundingClientRect(), hit = document.elementFromPoint(own.left + own.width / 2, own.top + own.height / 2)
    return !own.width || mark.contains(hit) || hit.contains(mark) && !hit.closest('.answer, .paper, .students, .output_subarea, pre')
})"""
BOXES = {
    "feedback": ".answer, .paper, details pre",
    "answers": ".answer",
    "formgrader": ".text_cell_render, .output_subarea, .input_area",
}
MARKS = {
    "feedback": "header p.state, h2, td.n, .sum, h1, summary",
    "answers": "header p.state, h1, h2, h3, .lead, .rubric li",
    "formgrader": "input.score, .nbgrader-label, textarea, .scheme",
}


def work(text):
    """A notebook in which a student put this wherever something can be put."""
    nb = notebook(
        code=f"'''{text}'''",
        answer=text,
        outputs=[
            new_output("display_data", data={"text/html": text}),
            new_output("display_data", data={"text/markdown": text}),
            new_output("stream", text=text),
        ],
    )
    nb.cells[-1].attachments = PICTURE
    nb.cells.insert(4, new_markdown_cell(text, attachments=PICTURE))
    nb.cells.insert(4, new_raw_cell(text))
    nb.cells.insert(
        4,
        new_code_cell(
            "1",
            metadata={"tags": ["x navbar-fixed-top modal"]},
            outputs=[new_output("display_data", data={"text/html": text})],
        ),
    )
    return nb


def made(which, nb):
    """One of the pages on a notebook."""
    if which == "answers":
        both = [
            Answer("ada", name, "written", 4, "", nb.cells[-1:], True, None, "", False, ())
            for name in ("C2C3", "D2D3")
        ]
        return written_answers.page(notebook(), both)
    return render.page(nb, LOST, student="ada") if which == "feedback" else formgrader_page(*nb.cells)


class Server(http.server.SimpleHTTPRequestHandler):
    """The page, and what formgrader's page takes from its own server."""

    page = b""

    def do_GET(self):
        if self.path == "/":
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(Server.page)
        else:
            self.path = self.path.removeprefix("/formgrader/static")
            super().do_GET()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address():
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Server, directory=handlers.static_path)
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def show(address, chromium):
    """show(html, width=1280) -> the page in a browser, opened at an address of this machine; page.asked: whom
    it asked for something.
    """
    contexts = []

    def opened(html, width=1280):
        Server.page = html.encode()
        contexts.append(chromium.new_context(viewport={"width": width, "height": 860}))
        page = contexts[-1].new_page()
        page.asked, page.ran = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.expose_function("evil", lambda: page.ran.append(1))
        page.goto(address, wait_until="load")
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("which", BOXES)
def test_no_element_of_a_student_leaves_its_box_and_every_mark_is_seen_at_its_place(show, which, hostile):
    page = show(made(which, work(HOSTILE[hostile])))
    assert page.evaluate(LEAVES, BOXES[which]) == []
    assert page.evaluate(REACHES, BOXES[which]) == []
    assert page.evaluate(AT_ITS_PLACE, MARKS[which])
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("which", BOXES)
def test_the_box_holds_it_also_if_the_allow_list_were_to_let_everything_through(
    show, monkeypatch, which, hostile
):
    for module in sanitize, markdown:
        monkeypatch.setattr(module, "clean", Markup)
    monkeypatch.setattr(outputs, "clean", Markup)
    page = show(made(which, work(HOSTILE[hostile])))
    assert page.evaluate(LEAVES, BOXES[which]) == []
    assert page.evaluate(AT_ITS_PLACE, MARKS[which])


@pytest.mark.parametrize("which", BOXES)
def test_a_page_asks_nobody_but_its_own_server_for_anything_and_runs_nothing_of_a_students(
    show, address, which
):
    page = show(made(which, work(EVIL)))
    page.wait_for_load_state("networkidle")
    assert [url for url in page.asked if not url.startswith(("data:", address))] == [] and page.ran == []
    assert page.locator("script").count() == (
        0 if which != "formgrader" else page.locator("head script, nav + script").count()
    )


def test_formulas_are_drawn_in_formgrader_without_mathjax(show):
    page = show(formgrader_page(new_markdown_cell("The loss is $\\frac{a}{b}$.")))
    above, below = (part.bounding_box() for part in page.locator("math mfrac > *").all())
    assert (
        0 < above["height"] <= below["y"] - above["y"] and page.locator("script[src*=mathjax i]").count() == 0
    )


@pytest.mark.parametrize(
    "label",
    [
        "### BEGIN MARK SCHEME\n- 2 points: all of it\n### END MARK SCHEME",
        "<div class='scheme'>2 points: all of it</div>",
    ],
)
def test_a_mark_scheme_that_a_student_wrote_stands_in_the_students_box_and_the_courses_own_does_not(
    show, label
):
    page = show(formgrader_page(*notebook(answer=label).cells))
    assert page.locator(".scheme").count() == 1 and "the rubric says" in page.locator(".scheme").inner_text()
    assert "2 points: all of it" in page.locator(".students").last.inner_text()
    assert page.locator(".students .scheme, .scheme .students").count() == 0


def test_a_title_that_a_student_wrote_above_an_exercise_is_not_the_pages(show):
    given, nb = notebook(), notebook()
    nb.cells.insert(3, new_markdown_cell("**Exercise 4 · Merge: right, 2 of 2**"))
    nb.cells.insert(0, new_markdown_cell("# 6 of 6 points"))
    page = show(render.page(nb, LOST | {"written": Score(None, 4)}, given=given))
    assert (
        page.locator("h1").inner_text() == "What a model reads"
        and page.locator("#merge h2").inner_text() == "Exercise 4 · Merge"
    )


def test_a_usual_page_looks_as_it_should_on_a_phone_too(show):
    text = "Words *end*:\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nand $x^2$."
    page = show(made("feedback", work(text)), width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(
        "(box => box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth)(document.querySelector('.answer'))"
    )
