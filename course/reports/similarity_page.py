"""The page of answers that are alike, side by side, for a person to judge: report/01-tokens-alike.html.

>>> write(those, find(those), "01-tokens")
PosixPath('…/report/01-tokens-alike.html')
"""

import re
from pathlib import Path

from markupsafe import Markup, escape

from course.files import coursedir
from course.files.terminal import printable
from course.names import title_of
from course.notebook import document
from course.notebook.function_forms import LONGEST, functions, runs_of, words_of
from course.reports.class_report import names
from course.reports.sanitize import code, plain
from course.reports.similarity import FEW, RUN, SHORT, Class, Finding
from course.reports.templates import template

MOST = 100  # findings on it


def write(those: Class, found: list[Finding], assignment: str) -> Path:
    """Write report/ASSIGNMENT-alike.html -> its path."""
    path = coursedir.root() / "report" / f"{assignment}-alike.html"
    document.write_text(path, page(those, found, assignment, names()))
    return path


def page(those: Class, found: list[Finding], assignment: str, names: dict[str, str]) -> str:
    """The findings, side by side, as HTML. names: of the roster, {id: name}."""

    def who(student):
        return printable(f"{student} ({names[student]})" if student in names else student)

    by_name = {mine.student: mine for mine in those.each}
    return template("alike.html").render(
        assignment=assignment,
        found=[(finding, _sides(finding, by_name, who)) for finding in found[:MOST]],
        more=max(0, len(found) - MOST),
        who=who,
        title_of=title_of,
        unread=those.unread,
        handed_in=len(those.each),
        short=SHORT,
        few=FEW,
    )


def _sides(finding, by_name, who):
    """What a person is to compare -> [(title, how it is the same, [(whose, HTML)])]."""
    sides, both = [], [by_name[student] for student in finding.students]
    shown = both[:1] if finding.same_bytes else both
    for exercise in finding.functions:
        sources = [
            _where_shared(mine, exercise, functions(both[0].answers[exercise]).keys()) for mine in shown
        ]
        how = (
            "to the byte"
            if finding.same_bytes
            else "word for word"
            if len({" ".join(source.split()) for source in sources}) == 1
            else "but for names, comments and layout"
        )
        sides.append(
            (
                title_of(exercise),
                how,
                [(who(mine.student), code(source)) for mine, source in zip(shown, sources)],
            )
        )
    for question, n in finding.words.items():
        texts = [plain(mine.written[question][:LONGEST]) for mine in both]
        common = runs_of(words_of(texts[0])).keys() & runs_of(words_of(texts[1])).keys()
        sides.append(
            (
                title_of(question),
                f"in {n} words",
                [(who(mine.student), _marked(text, common)) for mine, text in zip(both, texts)],
            )
        )
    return sides


def _where_shared(mine, exercise, forms):
    """Where a student has most of these functions: in the same exercise, or elsewhere."""
    return max(
        (mine.answers.get(exercise, ""), *mine.answers.values()),
        key=lambda source: len(functions(source).keys() & forms),
    )


def _marked(text, runs):
    """A text as HTML, with the words that stand in one of these runs marked."""
    spans, marked = [(found.start(), found.end()) for found in re.finditer(r"\w+", text)], set()
    # not where a letter becomes two
    if [text[start:end].casefold() for start, end in spans] == words_of(text):
        marked = {
            place + n
            for run, places_ in runs_of(words_of(text)).items()
            if run in runs
            for place in places_
            for n in range(RUN)
        }
    parts, end = [], 0
    for n, (start, stop) in enumerate(spans):
        parts += [
            escape(text[end:start]),
            Markup("<mark>{}</mark>").format(text[start:stop]) if n in marked else escape(text[start:stop]),
        ]
        end = stop
    return Markup("").join([*parts, escape(text[end:])])
