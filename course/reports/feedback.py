"""The page that a student opens when the marks are in: one HTML file that needs nothing else, runs nothing,
and keeps secrets.

    >>> feedback("01-tokens", "ada")
    PosixPath('…/feedback/ada/01-tokens/01-tokens.html')

What a student wrote or printed is somebody's input: it goes through safe_html and markdown, and the page
forbids itself scripts and the network. Of a test cell nothing is shown but the message of a failed check.
"""

import base64
import html
import itertools
import re
import shutil
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, lru_cache
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import jinja2
from markupsafe import Markup, escape
from nbformat import NotebookNode

from course.files import coursedir
from course.files.atomic import whole
from course.names import exercise_of, title_of
from course.notebook import document
from course.notebook.document import answer_in, beside, kind, lines_of, read, without, write_text
from course.notebook.lost_cells import where_defined
from course.reports.markdown import prose
from course.reports.optional_tests import open_tests, state
from course.reports.sanitize import LARGEST, clean, code, cut, hard, plain, pre
from course.submission import deadline, store
from course.submission.bundle import TIME


class Score(NamedTuple):
    """What the gradebook says of one graded cell; points None: nobody has marked it yet."""

    points: float | None
    out_of: float


# --- from the gradebook to the file ---


def feedback(
    assignment: str,
    student: str,
    root: Path | None = None,
    db: str | None = None,
    found: tuple | None = None,
    **own,
) -> Path:
    """Write feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html under `root` -> its path; of several notebooks a page
    each -> the first's.

    root: the folder that holds autograded/ (default: the course's); db: a gradebook's address (default:
    gradebook.db in root). found: the student's `marks` by notebook, if they have been read; own, visible,
    self_marks: as in `page`. Raises CourseError, with what to do, if nothing was graded.
    """
    root = Path(root or coursedir.root())
    graded = [
        file
        for name in coursedir.names(assignment)
        if (file := root / "autograded" / student / assignment / f"{name}.ipynb").exists()
    ]
    if not graded:
        raise coursedir.CourseError(
            f"{student} has not been graded for {assignment}: `course grade {assignment}` does that."
        )
    # of one's own work the command says it
    own.setdefault("ungraded", not own and student in _ungraded(assignment))
    if root == coursedir.root() and not own.get("own"):
        own.setdefault("which", _which(assignment, student, graded[0].parent))
    pages = [root / "feedback" / student / assignment / f"{file.stem}.html" for file in graded]
    for file, path in zip(graded, pages):
        write(
            file,
            path,
            coursedir.notebook("release", assignment, name=file.stem),
            student,
            found[file.stem]
            if found
            else marks(assignment, student, db or f"sqlite:///{root / 'gradebook.db'}", file.stem),
            **own,
        )
    return pages[0]


def each(
    assignment: str, students: list[str], db: str | None = None, workers: int = 1
) -> Iterator[tuple[str, Exception | None]]:
    """The pages of many, so many at a time -> (student, why there is no page, or None) for each, as they are
    written.
    """
    from course.gradebook import database

    with database.lent(database.options(assignment, db=db).coursedir) as gradebook:
        every = {
            submission.student.id: {
                notebook.name: marks_of(notebook, deadline.rule(assignment))
                for notebook in submission.notebooks
            }
            for submission in database.with_grades(gradebook, assignment)
        }
    newer = _ungraded(assignment)
    if workers < 2:
        yield from (
            _tried(assignment, student, db, every.get(student), student in newer) for student in students
        )
        return
    with ProcessPoolExecutor(workers, max_tasks_per_child=None) as pool:
        yield from pool.map(
            _tried,
            repeat(assignment),
            students,
            repeat(db),
            map(every.get, students),
            map(newer.__contains__, students),
            chunksize=4,
        )


def with_rubric(assignment: str, students: Collection[str], db: str | None = None) -> int:
    """How many of these students' pages print a rubric: those whose written answer a person has marked."""
    from nbgrader.api import TaskCell

    from course.gradebook import database

    with database.lent(database.options(assignment, db=db).coursedir) as gradebook:
        mine = [
            submission
            for submission in database.with_grades(gradebook, assignment)
            if submission.student.id in students
        ]
        return sum(
            any(
                isinstance(grade.cell, TaskCell) and grade.manual_score is not None
                for notebook in submission.notebooks
                for grade in notebook.grades
            )
            for submission in mine
        )


def _which(assignment, student, home):
    """The time of the hand-in that was graded, if it is one of several."""
    time = store.timestamp(home)
    return f"{time:%Y-%m-%d %H:%M} UTC" if time and len(store.attempts(student, assignment)) > 1 else ""


def _ungraded(assignment):
    """Those whose newest hand-in could not be graded."""
    from course.grading import log
    from course.sandbox.job import FAILED

    return {student for student, last in log.read(assignment).items() if last.outcome == FAILED}


def _tried(assignment, student, db, found, ungraded):
    try:
        feedback(assignment, student, db=db, found=found, ungraded=ungraded)
    except Exception as error:  # what one student wrote never keeps the others from their pages
        return student, error if isinstance(error, coursedir.CourseError) else RuntimeError(repr(error))
    return student, None


def write(graded: Path, path: Path, released: Path, student: str, marks: tuple, **own) -> None:
    """Write the page on the notebook `graded` to `path`; `released`: the notebook as it was given."""
    scores, comments, late = marks
    given = _given(released, released.stat().st_mtime_ns) if released.exists() else None
    write_text(path, page(read(graded), scores, comments, student=student, late=late, given=given, **own))
    _address(graded.parent, path.parent)


SECRET = "submission_secret.txt"  # nbgrader's exchange gives the page to whoever has it


def _address(graded, home):
    """Of what came by nbgrader's exchange, put beside the page what `nbgrader release_feedback` finds its
    reader by. Anything else of that name is a student's.
    """
    secret = graded / SECRET
    if (
        secret.is_file()
        and secret.stat().st_size == 128
        and re.fullmatch(rb"[0-9a-f]{128}", secret.read_bytes())
        and (graded / TIME).is_file()
    ):
        for name in SECRET, TIME:
            with whole(home / name) as new:
                shutil.copyfile(graded / name, new)


@lru_cache(1)
def _given(released, changed):
    return read(released)


def marks(
    assignment: str, student: str, db: str, name: str = ""
) -> tuple[dict[str, Score], dict[str, str], float]:
    """What the gradebook `db` holds -> ({cell: Score}, {cell: comment}, points taken off for lateness)."""
    from nbgrader.api import Gradebook  # half of a second: not for those who only want `page`

    with Gradebook(db) as gradebook:
        return marks_of(
            gradebook.find_submission_notebook(name or coursedir.names(assignment)[0], assignment, student),
            deadline.rule(assignment),
        )


def all_marks(assignment: str, student: str, db: str) -> dict[str, Score]:
    """The scores of all notebooks of an assignment."""
    return {
        cell: score
        for name in coursedir.names(assignment)
        for cell, score in marks(assignment, student, db, name)[0].items()
    }


def marks_of(notebook, rule: deadline.Rule | None) -> tuple[dict[str, Score], dict[str, str], float]:
    """The same of a SubmittedNotebook of nbgrader's."""
    scores = {
        grade.name: Score(
            None if grade.auto_score is None is grade.manual_score else grade.score, grade.max_score
        )
        for grade in notebook.grades
    }
    # what a person wrote; nbgrader's own "No response." says less than the message does
    comments = {
        comment.name: comment.manual_comment for comment in notebook.comments if comment.manual_comment
    }
    if not rule:
        return scores, comments, notebook.late_submission_penalty or 0
    found = deadline.lateness(
        rule,
        notebook.student.id,
        notebook.assignment.timestamp,
        sum(score.points or 0 for score in scores.values()),
    )
    return scores, comments, found.off if found else 0


# --- the page ---


def page(
    notebook: NotebookNode,
    scores: dict[str, Score],
    comments: dict[str, str] | None = None,
    student: str = "",
    late: float = 0,
    given: NotebookNode | None = None,
    own: bool = False,
    visible: bool = False,
    self_marks: dict[str, float] | None = None,
    ungraded: bool = False,
    which: str = "",
) -> str:
    """The feedback on an autograded notebook, as HTML.

    scores: {cell: Score} for each test and task cell; comments: {cell: Markdown}; late: points taken off.
    given: the notebook as it was given: titles, and what to read again, are its own; what is still in it is
    nobody's answer. own: for a self-learner: the rubric is shown, and the written answer counts apart, by
    self_marks {cell: points}. ungraded: whether a newer hand-in could not be graded, so that this is about an
    older one. which: the time of the hand-in that this is about, if there are several.
    visible: in a kit, whose checks are the visible ones: no points, since hidden tests decide them.
    """
    comments, self_marks = comments or {}, self_marks or {}
    cells = [cell for cell in notebook.cells if cell.get("source") is not None]
    secret, still_open = hidden_lines(cells), open_tests(notebook, scores, given)
    # a student may have written above an exercise, or over its title
    outline = given.cells if given else cells
    at = {graded_as(cell): i for i, cell in reversed(list(enumerate(outline)))}  # of copies the first
    parts, read_before = [], set()
    for i, cell in enumerate(cells):
        if kind(cell) not in ("solution", "task") or graded_as(cell) in [part["id"] for part in parts]:
            continue  # a copy of a cell earns nothing, and counts for nothing
        if kind(cell) == "solution":
            part = exercise(graded_as(cell), with_what_follows(cells, i), cells, scores, secret, still_open)
            part["title"] = heading(outline, at.get(part["id"], 0) - 1, part["id"])
            part["form"] = visible and part["id"] in form_only(given)
            if part["form"] and part["state"] == "right":
                part["state"] = "filled"
        else:
            part = written(cells, i, scores, given, own, self_marks)
            part["title"] = heading(cells, i, part["id"])
        if not any(test in scores for test in part["tests"]):  # a cell that is not the course's
            continue
        part["comment"] = prose(comments.get(graded_as(cell), ""))
        parts.append(part)
    for name in dict.fromkeys(
        exercise_of(test) for test in scores if test not in {test for part in parts for test in part["tests"]}
    ):
        part = exercise(name, defined_elsewhere(notebook, given, name), cells, scores, secret, still_open)
        parts.append(part | {"title": heading(outline, at.get(name, 0) - 1, name), "comment": ""})
    parts.sort(key=lambda part: at.get(part["id"], len(outline)))
    for part in parts:
        part["again"] = (
            section(outline, at.get(part["id"], 0))
            if part["state"] in ("partly", "not yet") and not part["written"]
            else None
        )
        part["read_before"] = part["again"] and part["again"]["title"] in read_before
        read_before |= {part["again"]["title"]} if part["again"] else set()
    counted = [part for part in parts if not (own and part["written"])]
    return template().render(
        title=title(outline),
        student=student,
        parts=parts,
        own=own,
        visible=visible,
        late=late,
        ungraded=ungraded,
        which=which,
        counted=counted,
        points=max(0, sum(part["points"] or 0 for part in counted) - late),
        out_of=sum(part["out_of"] for part in counted),
        waiting=[part for part in counted if part["points"] is None],
        again=[part for part in parts if part["state"] in ("partly", "not yet") and not part["written"]],
        right=[part for part in parts if part["state"] == "right" and not part["written"]],
        filled=[part for part in parts if part["state"] == "filled"],
        still_open=sum(part["still_open"] for part in parts),
    )


def with_what_follows(cells, i):
    """The solution in cell i, and the first MOST_CELLS of those that the student put between it and its
    check.
    """
    below = itertools.takewhile(
        lambda cell: cell.cell_type == "code" and kind(cell) == "code", cells[i + 1 :]
    )
    return [cells[i], *itertools.islice(below, MOST_CELLS)]


MOST_CELLS = 30  # a page is for reading


def defined_elsewhere(notebook, given, name):
    """Where an answer stands whose own cell is gone, as when cells were merged -> list of one cell, or none."""
    solution = (
        next((cell for cell in given.cells if graded_as(cell) == name and kind(cell) == "solution"), None)
        if given
        else None
    )
    found = solution and where_defined(notebook, solution)
    return [found] if found else []


def exercise(name, own, cells, scores, secret, still_open):
    """All that the page says of an exercise. own: the student's cells of it; still_open: tests of further
    work that nobody has begun.
    """
    tests = {graded_as(cell): cell for cell in cells if kind(cell) == "test"}
    mine = {test: score for test, score in scores.items() if exercise_of(test) == name}
    points, out_of = total(mine)
    can_come = sum(score.out_of for test, score in mine.items() if test in still_open)
    lost = [
        test
        for test, score in mine.items()
        if score.points is not None and score.points < score.out_of and test not in still_open
    ]
    said = dict.fromkeys(text for test in lost if test in tests for text in messages(tests[test], secret))
    return {
        "id": name,
        "written": False,
        "tests": list(mine),
        "points": points,
        "out_of": out_of,
        "state": state(points, out_of, can_come),
        "still_open": can_come,
        "form": False,
        "messages": [list(message(text)) for text in said],
        "silent": bool(lost) and not said,
        "cells": [{"code": code(cell.source), "outputs": outputs(cell, secret)} for cell in own],
    }


MOST_CELLS, LONGEST = 30, 40_000  # of one answer, and characters of their sources: a hand-in is for reading


def written(cells, i, scores, given, own, self_marks):
    """All that the page says of the written answer asked for in cell i; the rubric only once it can no longer
    be copied.
    """
    task, name = cells[i], graded_as(cells[i])
    answer, more = pieces(answer_in(cells[i + 1 :], given))
    elsewhere, more = pieces(beside(cells, i, given)) if given and not answer else ([], more)
    points, out_of = scores.get(name, Score(None, task.metadata.nbgrader.get("points", 0)))
    if own:
        points = self_marks.get(name)
    question, rubric = asked(task)
    return {
        "id": name,
        "written": True,
        "tests": [name],
        "points": points,
        "out_of": out_of,
        "state": state(points, out_of),
        "still_open": 0,
        "form": False,
        "question": question,
        "answer": answer,
        "elsewhere": elsewhere,
        "more": more,
        "rubric": rubric
        if (answer or elsewhere) and (own and answer or not own and points is not None)
        else "",
        "cells": [],
    }


def asked(task: NotebookNode) -> tuple[Markup, Markup]:
    """A written question without its title, and its rubric."""
    return prose(TITLE.sub("", without(task.source, "MARK SCHEME"), count=1)), prose(
        "\n".join(lines_of(task.source, "MARK SCHEME"))
    )


def pieces(cells: list[NotebookNode], largest: float = float("inf")) -> tuple[list[Markup], int]:
    """The cells of an answer as HTML, as many as somebody would read, and how many more there are. largest:
    characters of HTML, with its pictures.
    """
    shown, size = [], 0
    for cell, end in itertools.islice(
        zip(cells, itertools.accumulate(len(cell.source) for cell in cells)), MOST_CELLS
    ):
        if shown and end > LONGEST:  # of a long first one the page has the beginning
            break
        shown.append(piece := as_written(cell))
        size += len(piece)
        if size > largest:
            shown.pop()
            break
    return shown, len(cells) - len(shown)


def as_written(cell: NotebookNode) -> Markup:
    """A cell of an answer as HTML; what shows nothing, as a comment of HTML, as it was typed: nobody is told
    that it is not there.
    """
    shown = prose(cell.source, cell) if cell.cell_type == "markdown" else pre(code(cell.source))
    return shown if "<img" in shown or shown.striptags().strip() else pre(cut(plain(cell.source)))


def total(scores):
    """Points and the most there are; None while one of them waits for a mark."""
    points = [score.points for score in scores.values()]
    return None if None in points else sum(points), sum(score.out_of for score in scores.values())


# --- reading the notebook ---


def graded_as(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def title(cells):
    """The notebook's own title, its first heading."""
    found = (re.search(r"^# (.+)", cell.source, re.M) for cell in cells if cell.cell_type == "markdown")
    return next((plain(line[1]) for line in found if line), "Feedback")


TITLE = re.compile(r"\*\*((?:Exercise|Written)\b[^*\n]*?)(?: \([\d.]+ points?\))?\.?\*\*")


def heading(cells, i, name):
    """ "Exercise 4 · Merge" from the bold words that head an exercise, in cell i; else its name."""
    found = TITLE.search(cells[i].source) if i >= 0 else None
    return plain(found[1]) if found else title_of(name)


_of_everybody = lru_cache(500)(prose)  # the release's own text stands on every page


def section(cells, i):
    """The part of the notebook that leads up to cell i: its heading, and its prose as HTML; None without a
    heading.
    """
    for start in range(i, -1, -1):
        found = cells[start].cell_type == "markdown" and re.match(r"\s*#{2,6} (.+)\n?", cells[start].source)
        if found:
            texts = [cells[start].source[found.end() :]] + [
                cell.source for cell in cells[start + 1 : i] if kind(cell) == "text"
            ]
            return {
                "title": plain(found[1]).strip(),
                "id": "read-" + re.sub(r"\W+", "-", found[1].strip().lower()),
                "texts": [_of_everybody(text) for text in texts if text.strip()],
            }
    return None


def hidden_lines(cells: list[NotebookNode]) -> set[str]:
    """The lines of hidden tests that stand nowhere else in the notebook. No output that holds one is shown."""
    hidden, open_ = set(), set()
    for cell in cells:
        if kind(cell) == "test":
            hidden |= {line.strip() for line in lines_of(cell.source, "HIDDEN TESTS")}
        open_ |= {
            line.strip()
            for line in (document.visible(cell) if kind(cell) == "test" else cell.source).splitlines()
        }
    return {line for line in hidden - open_ if len(line) >= 12}  # shorter ones (`else:`) give nothing away


# --- what is said, written and printed, made safe ---


def form_only(given: NotebookNode | None) -> set[str]:
    """The exercises of a release whose answer is no function: of these the visible checks see the form alone."""
    solutions = [cell for cell in given.cells if kind(cell) == "solution"] if given else []
    return {graded_as(cell) for cell in solutions if not re.search(r"^def ", cell.source, re.MULTILINE)}


def messages(cell: NotebookNode, secret: set[str]) -> Iterator[str]:
    """The messages of a test cell's failed checks; other errors (the cell itself did not run to its end) by
    their name alone.
    """
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            lines = [line for line in plain(cut(output.evalue)).splitlines() if line.strip()]
            lines = [line for line in lines if not any(hidden in line for hidden in secret)]
            yield (
                "\n".join(lines)
                if output.ename == "NotYet"
                else f"The check did not run to its end ({plain(output.ename)})."
            )


def message(text):
    """The lines as HTML, each with its place: "what" (not yet), "case" (a call and what it gave, on one line
    or on three) or "why".

    The second line, and what is a case, shows values of the student's: no sign in them is emphasis.
    """
    for n, line in enumerate(text.splitlines()):
        place = "what" if n == 0 else "case" if re.match(r"\w+\(|gave .*;$|it should give ", line) else "why"
        yield (
            place,
            drawn(line)
            if n > 1
            and place == "why"
            and not re.match(r"For .* (you chose|there is) |Its cell stopped before: ", line)
            else coded(line),
        )


def drawn(line: str) -> Markup:
    """A line of the course's own as HTML: the same as `coded`, with its *emphasis* outside of code."""
    parts = re.split(r"(`[^`]+`)", line)
    return Markup().join(
        coded(part)
        if n % 2
        else Markup(re.sub(r"(?<![\w*])\*(?! )([^*]+)(?<! )\*(?![\w*])", r"<em>\1</em>", str(escape(part))))
        for n, part in enumerate(parts)
    )


def coded(line: str) -> Markup:
    """A line of plain text as HTML, with what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(line))))


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


# --- the template ---


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
