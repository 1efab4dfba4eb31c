"""The page on one notebook: from its cells and marks to HTML."""

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup
from nbformat import NotebookNode

from course.names import exercise_of, title_of
from course.notebook import document
from course.notebook.document import answer_in, beside, kind, lines_of, without
from course.notebook.misplaced_answers import where_defined
from course.reports.feedback.outputs import outputs
from course.reports.markdown import prose
from course.reports.sanitize import code, cut, plain, pre
from course.reports.standing import state
from course.reports.templates import coded, drawn, template


class Score(NamedTuple):
    """What the gradebook says of one graded cell; points None: nobody has marked it yet."""

    points: float | None
    out_of: float


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
    secret = hidden_lines(cells)
    # a student may have written above an exercise, or over its title
    outline = given.cells if given else cells
    at = {graded_as(cell): i for i, cell in reversed(list(enumerate(outline)))}  # of copies the first
    parts, read_before = [], set()
    for i, cell in enumerate(cells):
        if kind(cell) not in ("solution", "task") or graded_as(cell) in [part["id"] for part in parts]:
            continue  # a copy of a cell earns nothing, and counts for nothing
        if kind(cell) == "solution":
            part = exercise(graded_as(cell), with_what_follows(cells, i), cells, scores, secret)
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
        part = exercise(name, defined_elsewhere(notebook, given, name), cells, scores, secret)
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


def exercise(name, own, cells, scores, secret):
    """All that the page says of an exercise. own: the student's cells of it."""
    tests = {graded_as(cell): cell for cell in cells if kind(cell) == "test"}
    mine = {test: score for test, score in scores.items() if exercise_of(test) == name}
    points, out_of = total(mine)
    lost = [test for test, score in mine.items() if score.points is not None and score.points < score.out_of]
    said = dict.fromkeys(text for test in lost if test in tests for text in messages(tests[test], secret))
    return {
        "id": name,
        "written": False,
        "tests": list(mine),
        "points": points,
        "out_of": out_of,
        "state": state(points, out_of),
        "form": False,
        "messages": [list(message(text)) for text in said],
        "silent": bool(lost) and not said,
        "cells": [{"code": code(cell.source), "outputs": outputs(cell, secret)} for cell in own],
    }


LONGEST = 40_000  # characters of the sources of one answer


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
