"""The page that a student opens when the marks are in: one HTML file that needs nothing else, runs nothing, and keeps secrets.

    >>> feedback("01-tokens", "ada")
    PosixPath('…/feedback/ada/01-tokens/01-tokens.html')

What a student wrote or printed is somebody's input: it is escaped, or passed through an allow-list, and the page forbids itself
scripts and the network. Of a test cell nothing is shown but the message of a failed check.
"""
import base64
import html
import re
import xml.etree.ElementTree as ET
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import bleach
import jinja2
import mistune
from bleach.css_sanitizer import CSSSanitizer
from latex2mathml.converter import convert
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from course.names import exercise_of, title_of
from course.classroom import notebooks, places
from course.classroom.notebooks import answer_in, kind, lines_of, read, without, write_text


class Score(NamedTuple):
    """What the gradebook says of one graded cell; points None: nobody has marked it yet."""
    points: float | None
    out_of: float


# --- from the gradebook to the file ---

def feedback(assignment, student, root=None, db=None, **own):
    """Write feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html under `root` -> its path.

    root: the folder that holds autograded/ (default: the course's); db: a gradebook's address (default: gradebook.db in root).
    own, visible, self_marks: as in `page`.
    Raises CourseError, with what to do, if nothing was graded.
    """
    root = Path(root or places.root())
    graded = root / "autograded" / student / assignment / f"{assignment}.ipynb"
    if not graded.exists():
        raise places.CourseError(f"nothing of {student} has been graded for {assignment}: `course grade {assignment}` does that.")
    path = root / "feedback" / student / assignment / f"{assignment}.html"
    write(graded, path, places.notebook("release", assignment), student,
          marks(assignment, student, db or f"sqlite:///{root / 'gradebook.db'}"), **own)
    return path


def write(graded, path, released, student, marks, **own):
    """Write the page on the notebook `graded` to `path`; `released`: the notebook as it was given."""
    scores, comments, late = marks
    given = read(released) if released.exists() else None
    write_text(path, page(read(graded), scores, comments, student=student, late=late, given=given, **own))


def marks(assignment, student, db, name=None):
    """What the gradebook `db` holds -> ({cell: Score}, {cell: comment}, points taken off for lateness)."""
    from nbgrader.api import Gradebook                           # half of a second: not for those who only want `page`
    with Gradebook(db) as gradebook:
        notebook = gradebook.find_submission_notebook(name or assignment, assignment, student)
        scores = {grade.name: Score(None if grade.auto_score is None is grade.manual_score else grade.score, grade.max_score)
                  for grade in notebook.grades}
        # what a person wrote; nbgrader's own "No response." says less than the message does
        comments = {comment.name: comment.manual_comment for comment in notebook.comments if comment.manual_comment}
        return scores, comments, notebook.late_submission_penalty or 0


# --- the page ---

def page(notebook, scores, comments=None, student="", late=0, given=None, own=False, visible=False, self_marks=None):
    """The feedback on an autograded notebook, as HTML.

    scores: {cell: Score} for each test and task cell; comments: {cell: Markdown}; late: points taken off.
    given: the notebook as it was given: what is still in it is nobody's answer.
    own: for a self-learner: the rubric is shown, and the written answer counts apart, by self_marks {cell: points}.
    visible: in a kit, whose checks are the visible ones: no points, since hidden tests decide them.
    """
    comments, self_marks = comments or {}, self_marks or {}
    cells = [cell for cell in notebook.cells if cell.get("source") is not None]
    secret = hidden_lines(cells)
    parts, read_before = [], set()
    for i, cell in enumerate(cells):
        if kind(cell) not in ("solution", "task") or graded_as(cell) in [part["id"] for part in parts]:
            continue                                             # a copy of a cell earns nothing, and counts for nothing
        if kind(cell) == "solution":
            part = exercise(cells, i, scores, secret)
        else:
            part = written(cells, i, scores, given, own, self_marks)
        if not any(test in scores for test in part["tests"]):    # a cell that is not the course's
            continue
        part["comment"] = prose(comments.get(graded_as(cell), ""))
        part["again"] = section(cells, i) if part["state"] in ("partly", "not yet") and kind(cell) == "solution" else None
        part["read_before"] = part["again"] and part["again"]["title"] in read_before
        read_before |= {part["again"]["title"]} if part["again"] else set()
        parts.append(part)
    parts += missing(parts, scores)
    counted = [part for part in parts if not (own and part["written"])]
    return template().render(
        title=title(cells), student=student, parts=parts, own=own, visible=visible, late=late, counted=counted,
        points=max(0, sum(part["points"] or 0 for part in counted) - late), out_of=sum(part["out_of"] for part in counted),
        waiting=[part for part in counted if part["points"] is None],
        again=[part for part in parts if part["state"] in ("partly", "not yet") and not part["written"]],
        right=[part for part in parts if part["state"] == "right" and not part["written"]],
    )


def exercise(cells, i, scores, secret):
    """All that the page says of the exercise whose solution is cell i."""
    name = graded_as(cells[i])
    tests = {graded_as(cell): cell for cell in cells if kind(cell) == "test"}
    mine = {test: score for test, score in scores.items() if exercise_of(test) == name}
    own = [cells[i]]
    for cell in cells[i + 1:]:                                   # cells that the student put in between belong to it
        if cell.cell_type != "code" or kind(cell) != "code":
            break
        own.append(cell)
    points, out_of = total(mine)
    lost = [test for test, score in mine.items() if score.points is not None and score.points < score.out_of]
    said = dict.fromkeys(text for test in lost if test in tests for text in messages(tests[test], secret))
    return {
        "id": name, "title": heading(cells[i - 1] if i else None, name), "written": False, "tests": list(mine),
        "points": points, "out_of": out_of, "state": state(points, out_of),
        "messages": [list(message(text)) for text in said],
        "silent": bool(lost) and not said,
        "cells": [{"code": code(cell.source), "outputs": outputs(cell, secret)} for cell in own],
    }


def written(cells, i, scores, given, own, self_marks):
    """All that the page says of the written answer asked for in cell i; the rubric only once it can no longer be copied."""
    task, name = cells[i], graded_as(cells[i])
    answer = [prose(cell.source, cell) if cell.cell_type == "markdown" else Markup("<pre>{}</pre>").format(code(cell.source))
              for cell in answer_in(cells[i + 1:], given)]
    points, out_of = scores.get(name, Score(None, task.metadata.nbgrader.get("points", 0)))
    if own:
        points = self_marks.get(name)
    rubric = "\n".join(lines_of(task.source, "MARK SCHEME")) if own and answer or not own and points is not None else ""
    question = TITLE.sub("", without(task.source, "MARK SCHEME"), count=1)
    return {
        "id": name, "title": heading(task, name), "written": True, "tests": [name], "points": points, "out_of": out_of,
        "state": state(points, out_of), "question": prose(question), "answer": answer, "rubric": prose(rubric), "cells": [],
    }


def missing(parts, scores):
    """Graded cells that are no longer in the notebook: they lose no one's trust by being passed over in silence."""
    known = {test for part in parts for test in part["tests"]}
    gone = {}
    for test, score in scores.items():
        if test not in known:
            gone.setdefault(exercise_of(test), {})[test] = score
    for name, mine in gone.items():
        points, out_of = total(mine)
        yield {"id": name, "title": title_of(name), "written": False, "tests": list(mine), "points": points, "out_of": out_of,
               "state": state(points, out_of), "messages": [], "silent": True, "cells": [], "comment": "", "again": None}


def total(scores):
    """Points and the most there are; None while one of them waits for a mark."""
    points = [score.points for score in scores.values()]
    return None if None in points else sum(points), sum(score.out_of for score in scores.values())


def state(points, out_of):
    return "waiting" if points is None else "right" if points >= out_of else "partly" if points > 0 else "not yet"


# --- reading the notebook ---

def graded_as(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def title(cells):
    """The notebook's own title, its first heading."""
    found = (re.search(r"^# (.+)", cell.source, re.M) for cell in cells if cell.cell_type == "markdown")
    return next((line[1] for line in found if line), "Feedback")


TITLE = re.compile(r"\*\*((?:Exercise|Written)\b[^*\n]*?)(?: \([\d.]+ points?\))?\.?\*\*")


def heading(cell, name):
    """"Exercise 4 · Merge" from the bold words that head an exercise; else its name."""
    found = cell and TITLE.search(cell.source)
    return found[1] if found else title_of(name)


def section(cells, i):
    """The part of the notebook that leads up to cell i: its heading, and its prose as HTML; None without a heading."""
    for start in range(i, -1, -1):
        found = cells[start].cell_type == "markdown" and re.match(r"\s*#{2,6} (.+)\n?", cells[start].source)
        if found:
            texts = [cells[start].source[found.end():]] + [cell.source for cell in cells[start + 1:i] if kind(cell) == "text"]
            return {"title": found[1].strip(), "id": "read-" + re.sub(r"\W+", "-", found[1].strip().lower()),
                    "texts": [prose(text) for text in texts if text.strip()]}
    return None


def hidden_lines(cells):
    """The lines of hidden tests that stand nowhere else in the notebook. No output that holds one is shown."""
    hidden, open_ = set(), set()
    for cell in cells:
        if kind(cell) == "test":
            hidden |= {line.strip() for line in lines_of(cell.source, "HIDDEN TESTS")}
        open_ |= {line.strip() for line in (notebooks.visible(cell) if kind(cell) == "test" else cell.source).splitlines()}
    return {line for line in hidden - open_ if len(line) >= 12}   # shorter ones (`else:`) give nothing away


# --- what is said, written and printed, made safe ---

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000\ue001]|[\ud800-\udfff]")


def plain(text):
    """Text as it would stand on a terminal at the end, without the terminal's codes."""
    lines = ANSI.sub("", "".join(text)).replace("\r\n", "\n").split("\n")
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in lines]     # a progress bar leaves its last state
    return CONTROL.sub("", "\n".join(lines))


def cut(text, most=4000):
    """The beginning of a long text: a page is for reading."""
    return text if len(text) <= most else f"{text[:most]}\n… and {len(text) - most:,} characters more"


def messages(cell, secret):
    """The messages of a test cell's failed checks; other errors (the cell itself did not run to its end) by their name alone."""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            lines = [line for line in plain(cut(output.evalue)).splitlines() if line.strip()]
            lines = [line for line in lines if not any(hidden in line for hidden in secret)]
            yield "\n".join(lines) if output.ename == "NotYet" else f"The check did not run to its end ({plain(output.ename)})."


def message(text):
    """The three lines as HTML, each with its place: "what" (not yet), "case" (a call and what it gave) or "why"."""
    for n, line in enumerate(text.splitlines()):
        place = "what" if n == 0 else "case" if re.match(r"\w+\(", line) else "why"
        yield place, Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(line))))


def code(source):
    """A student's code, coloured."""
    return Markup(highlight(cut(plain(source)), PythonLexer(stripall=False), HtmlFormatter(nowrap=True)))


def outputs(cell, secret):
    """What a cell printed, drew or returned, as a list of HTML; whatever could give a hidden test away is left out."""
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
            return _picture(mime, "".join(data[mime]), {**output.metadata, **(own if isinstance(own, dict) else {})})
    page = plain(data.get("text/html", ""))
    if page and len(page) < 2_000_000 and not hard(page) and not any(line in html.unescape(page) for line in secret):
        return Markup('<div class="paper">{}</div>').format(clean(page))
    return _text(plain(data.get("text/plain", "")), secret)


def _text(text, secret):
    if any(line in text for line in secret):
        return Markup('<p class="note">This output repeats a hidden test. It is left out.</p>')
    return text.strip() and Markup("<pre>{}</pre>").format(cut(text.strip("\n")))


def _picture(mime, data, about):
    try:
        data = base64.b64encode(data.encode() if mime == "image/svg+xml" else base64.b64decode(data, validate=False)).decode()
    except ValueError:
        return ""
    alt = about.get("alt") or "A picture that your code drew."
    return Markup('<img src="data:{};base64,{}" alt="{}">').format(mime, data, alt)


# --- prose ---

TAGS = set("a abbr b blockquote br caption code dd del details div dl dt em figcaption figure hr i img kbd li mark ol p pre q s "
           "samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var".split())
# none of these properties can lift its element out of its place, over the course's own words
STYLE = CSSSanitizer(allowed_css_properties="background background-color border border-color border-radius color display font "
                     "font-family font-size font-style font-weight line-height margin max-width padding text-align text-decoration "
                     "vertical-align white-space width".split())


def _allowed(tag, name, value):
    if name == "href":
        return bool(re.match(r"(https?://|mailto:|#)", value))
    if name == "src":
        return tag == "img" and bool(re.match(r"data:image/(png|jpeg|gif);base64,", value))
    if name == "style":
        return not re.search(r"\\|url|image|@", value, re.I)      # nothing that could load a thing
    return name in ("alt", "title", "lang", "dir", "colspan", "rowspan", "scope", "start", "aria-label") or (
        name == "role" and value in ("list", "listitem", "img"))


def clean(text):
    """HTML through the allow-list. Headings become bold lines: the page has its own outline."""
    text = re.sub(r"<(script|style)\b.*?(</\1\s*>|\Z)", "", text, flags=re.S | re.I)
    return Markup(bleach.clean(text, tags=TAGS, attributes=_allowed, protocols={"http", "https", "mailto", "data"},
                               css_sanitizer=STYLE, strip=True))


VOID = "br", "hr", "img"


def hard(text):
    """Whether `clean` could take minutes: its time is quadratic in tags within tags, and in attributes beside attributes."""
    if len(text) <= 20_000:
        return False
    open_ = Counter()
    for tag in re.finditer(r"<(/?)([a-zA-Z]+)([^<]*)", re.sub(r"(data:image/\w+;base64,)[\w+/=]+", r"\1", text)):
        name = tag[2].lower()
        open_[name] = max(0, open_[name] - 1) if tag[1] else open_[name] + (name not in VOID)
        if open_.total() > 100 or len(re.findall(r"[\s/=\"']+", tag[3])) > 500:
            return True
    return False


class _Prose(mistune.HTMLRenderer):
    """Markdown to HTML, formulas put aside as they are no HTML for the allow-list, pasted pictures put in."""

    def __init__(self, attachments):
        super().__init__(escape=False)                           # `clean` reads all of it afterwards
        self.attachments, self.formulas = attachments, []

    def heading(self, text, level, **_):
        return f"<p><strong>{text}</strong></p>\n"

    def image(self, text, url, title=None):
        for mime, data in self.attachments.get(url.removeprefix("attachment:"), {}).items():
            url = f"data:{mime};base64,{data if isinstance(data, str) else ''}"
        return f'<img src="{html.escape(url)}" alt="{html.escape(text or "A picture.")}">' if url.startswith("data:") else text

    def inline_math(self, text):
        self.formulas.append(formula(text))
        return f"\ue000{len(self.formulas) - 1}\ue001"

    def block_math(self, text):
        self.formulas.append(formula(text, "block"))
        return f"<p>\ue000{len(self.formulas) - 1}\ue001</p>"


def prose(text, cell=None):
    """Markdown with formulas -> safe HTML."""
    if not text.strip():
        return Markup("")
    renderer = _Prose((cell or {}).get("attachments", {}))
    to_html = mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough", "math"])
    done = clean(to_html(cut(plain(text), 20_000)))              # longer, and hostile Markdown takes minutes
    return Markup(re.sub("\ue000(\\d+)\ue001", lambda n: renderer.formulas[int(n[1])], done))


MATHML = set("math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle "
             "mpadded mphantom menclose".split())


def formula(latex, display="inline"):
    """LaTeX -> MathML, which every browser draws without a script; the LaTeX itself where it cannot be read.

    latex2mathml passes on what stands in \\text{…} as it is, tags too: only MathML's own tags, and of attributes those
    without an address or a style, come through.
    """
    try:
        tree = ET.fromstring(convert(latex, display=display))
    except Exception:                                            # a student's LaTeX may be anything
        return f"<code>{html.escape(latex)}</code>"
    for node in tree.iter():
        node.tag = node.tag.rpartition("}")[2]
        if node.tag not in MATHML:
            return f"<code>{html.escape(latex)}</code>"
        node.attrib = {name: value for name, value in node.attrib.items()
                       if name in ("display", "stretchy", "mathvariant", "linethickness", "columnalign", "accent", "fence", "width")}
    tree.set("xmlns", "http://www.w3.org/1998/Math/MathML")
    return ET.tostring(tree, encoding="unicode")


# --- the template ---

@cache
def template():
    here = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True,
                              lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    here.filters |= {"number": number, "points": lambda n: f"{number(n)} point{'s' * (n != 1)}", "word": word}
    return here.get_template("feedback.html")


def number(points):
    return f"{points:g}"


def word(n):
    """2 -> "two": in a sentence, small numbers are words."""
    return "no one two three four five six seven eight nine ten eleven twelve".split()[n] if n <= 12 else str(n)
