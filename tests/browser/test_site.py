"""The site as a passer-by sees it, on a phone and on a desk, by day and by night; its links, its search, and
what must not be on it.
"""

import functools
import html
import http.server
import os
import re
import threading
import urllib.parse
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from course.authoring.site import build, pages
from course.files import coursedir
from course.notebook import document

PAGES = [
    "index.html",
    *(
        f"release/{name}/{name}.html"
        for name in sorted(file.stem for file in (Path(__file__).parents[2] / "source").glob("*/*.ipynb"))
    ),
    "docs/instructors.html",
    "search.html",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site. A notebook that another test has run already is not run again."""

    def run(nb, assignment):
        before = Path(os.environ.get("COURSE_CACHE", "nowhere")) / "ran" / f"{assignment}.ipynb"
        return nbformat.read(before, as_version=4) if before.exists() else pages.ran(nb, assignment)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(Path(__file__).parents[2]))
        return build.build(tmp_path_factory.mktemp("site") / "site", run).parent


@pytest.fixture(scope="module")
def address(site):
    """Where it is served, as any static host would."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=site)
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("width, dark", [(1280, False), (390, True)], ids=["desk by day", "phone at night"])
@pytest.mark.parametrize("page", PAGES)
def test_everybody_can_read_each_page_and_nothing_of_it_comes_from_elsewhere(
    address, open_page, page, width, dark
):
    opened = open_page(address + page, dark=dark, width=width)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    fetched = opened.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    assert [name for name in fetched if not name.startswith((address, "data:"))] == []
    found = Axe().run(opened, options={"resultTypes": ["violations"]})
    bad = [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")]
    assert not bad, [
        (each["id"], len(each["nodes"]), [node["html"][:160] for node in each["nodes"][:3]]) for each in bad
    ]


def test_nothing_is_left_beside_the_site(site):
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_every_link_within_the_site_leads_somewhere(site):
    text = {file: file.read_text("utf-8") for file in site.rglob("*.html")}
    places_in = {file: set(re.findall(r'\bid="([^"]+)"', found)) for file, found in text.items()}
    lost = []
    for file, found in text.items():
        for link in set(re.findall(r'(?:href|src)="([^"]+)"', found)):
            path, _, place = html.unescape(link).partition("#")
            if re.match(r"[a-z]+:", path):
                continue
            target = (file.parent / urllib.parse.unquote(path.partition("?")[0])).resolve() if path else file
            if (
                not target.exists()
                or place
                and target.suffix == ".html"
                and place not in places_in.get(target, ())
            ):
                lost.append(f"{file.relative_to(site)}: {link}")
    assert len(text) > 15 and lost == []


def test_no_answer_no_hidden_test_and_no_rubric_is_on_it(site, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(Path(__file__).parents[2]))
    text = " ".join(
        html.unescape(re.sub(r"<[^>]+>", "", file.read_text("utf-8"))) for file in site.rglob("*.html")
    )
    for name in coursedir.assignments():
        for cell in document.read(coursedir.notebook("source", name)).cells:
            for mark in ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME"):
                secret = [
                    line.strip() for line in document.lines_of(cell.source, mark) if len(line.strip()) > 30
                ]
                assert [line for line in secret if line in text and line not in released(name)] == [], cell.id


@functools.cache
def released(name):
    return "\n".join(cell.source for cell in document.read(coursedir.notebook("release", name)).cells)


def test_what_answers_a_guess_is_folded_until_one_asks_for_it(address, open_page):
    page = open_page(address + "release/01-tokens/01-tokens.html")
    folded = page.locator("details.hide").filter(has_text="Show the output").first
    expect(folded).not_to_have_attribute("open", "")
    folded.locator("summary").first.click()
    expect(folded.locator(".cell_output, .output").first).to_be_visible()


def test_a_word_is_found(address, open_page):
    page = open_page(address + "search.html?q=perplexity")
    expect(page.locator("#search-results a").first).to_be_visible()
    assert page.locator("#search-results a", has_text="My name is").count()


def test_on_a_phone_the_notebooks_are_two_taps_away(address, open_page):
    page = open_page(address, width=390)
    page.locator("label[for=__navigation]:visible").first.click()
    page.get_by_role("link", name=re.compile("01 · How many .* strawberry")).click()
    expect(page.get_by_role("heading", name=re.compile("How many .* strawberry")).first).to_be_visible()


@pytest.mark.parametrize(
    "name, page, figure, width, dark",
    [
        ("site-desk.png", "03-large-language-models", "Falling lines over", 1040, False),
        ("site-phone.png", "04-foundation-models", "The picture, and next to it", 390, False),
        ("site-night.png", "01-tokens", "Encoding “cooking”", 390, True),
    ],
    ids=["desk", "phone", "night"],
)
def test_a_notebooks_figures_are_drawn_where_they_stand(
    address, open_page, picture, name, page, figure, width, dark
):
    opened = open_page(f"{address}release/{page}/{page}.html", dark=dark, width=width, height=780)
    drawn = opened.locator(f"img[alt^='{figure}'], [aria-label^='{figure}']").first
    drawn.evaluate("figure => figure.scrollIntoView({block: 'center', behavior: 'instant'})")
    opened.wait_for_timeout(500)  # the theme scrolls softly
    expect(drawn).to_be_in_viewport()
    box = drawn.bounding_box()
    assert box["width"] > 200 and box["x"] >= 0 and box["x"] + box["width"] <= width
    picture(opened, name)
