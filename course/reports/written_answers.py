"""The written answers of a class, by pseudonym: read from what was graded, and on one page, question by
question, beside the rubric.

    >>> write(read(options, gradebook))
    PosixPath('…/answers/01-tokens.html')

As on the feedback page, what a student wrote goes through safe_html and markdown, and the page forbids itself
scripts and the network.
"""

import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde

from course.files import coursedir
from course.files.coursedir import CourseError
from course.gradebook import database
from course.gradebook.transaction import BatchGradebook
from course.grading import inputs, manual_marks
from course.grading import log as batches
from course.notebook import document
from course.notebook.document import answer_in, beside, kind, write_text
from course.reports import marker_log, templates
from course.reports.feedback import render
from course.reports.feedback.render import LONGEST, asked, graded_as
from course.reports.markdown import prose
from course.reports.sanitize import LARGEST
from course.submission import roster
from course.submission.pseudonyms import keyed, pseudonyms


class Answer(NamedTuple):
    """One student's answer to one question, and what was said of it."""

    student: str
    pseudonym: str
    question: str  # the cell's name
    out_of: float
    version: str  # which answer it is: another one has another
    cells: Sequence[NotebookNode]  # what was written
    below: bool  # under the question; else what was found near it
    points: float | None  # as the gradebook has them
    comment: str
    again: bool  # it has changed since it got these points
    history: Sequence[marker_log.Mark]
    notebook: str = ""  # in which it stands
    has_0: bool = False  # without a person, since nothing was written

    @property
    def waits(self) -> bool:
        """Whether a person is to give it points."""
        return self.points is None and not self.has_0

    @property
    def said(self) -> dict[str, float]:
        """{marker: points}, of those that count."""
        return marker_log.standing(self.history, self.version, None if self.again else self.points)

    @property
    def disputed(self) -> bool:
        return len(set(self.said.values())) > 1

    @property
    def name(self) -> str:
        return f"{self.pseudonym} {self.question}"


class Answers(NamedTuple):
    assignment: str
    given: NotebookNode  # the whole notebook, with its rubrics
    each: list  # [Answer], by question, then by pseudonym
    seed: str  # of the class
    gone: list  # students with marks, and nothing in autograded/


def read(options: Autograde, gradebook: BatchGradebook) -> Answers:
    """The written answers of an assignment that have been graded. Raises CourseError if there are none."""
    assignment, found, gone = options.coursedir.assignment_id, [], []
    exams, seed = database.exams(options.coursedir, assignment), inputs.class_seed(options)
    whole = document.joined([exam.whole for exam in exams.values()])
    questions = [graded_as(cell) for cell in whole.cells if kind(cell) == "task"]
    if not questions:
        raise CourseError(
            f"{assignment} asks no written question in a task cell: what else a person marks is in formgrader, `course lab --instructor`."
        )
    try:
        submissions = {each.student.id: each for each in gradebook.assignment_submissions(assignment)}
    except MissingEntry:
        submissions = {}
    if not submissions:
        raise CourseError(f"nothing has been graded for {assignment}: `course grade {assignment}` does that.")
    log, history, names = (
        batches.read(assignment),
        marker_log.read(assignment),
        pseudonyms(assignment, _class(assignment) | submissions.keys(), seed),
    )
    for student, submission in submissions.items():
        if not coursedir.notebooks("autograded", assignment, student):
            gone.append(student)
            continue
        named = log[student].again if student in log else []
        for mine in (each for each in submission.notebooks if each.name in exams):
            exam, path = exams[mine.name], coursedir.notebook("autograded", assignment, student, mine.name)
            nb: Any = document.read_if_there(path)
            at = {graded_as(cell): i for i, cell in reversed(list(enumerate(nb.cells)))} if nb else {}
            comments = {comment.name: comment.manual_comment or "" for comment in mine.comments}
            for grade in (grade for grade in mine.grades if nb and grade.name in questions):
                i = at.get(grade.name, len(nb.cells))
                below = answer_in(nb.cells[i + 1 :], exam.given)
                version = keyed(
                    seed,
                    "answer",
                    json.dumps(manual_marks.answer(grade.name, nb, exam.given), sort_keys=True),
                )
                found.append(
                    Answer(
                        student,
                        names[student],
                        grade.name,
                        grade.max_score,
                        version,
                        _cut(below or beside(nb.cells, i, exam.given)),
                        bool(below),
                        grade.manual_score,
                        comments.get(grade.name, ""),
                        manual_marks.is_asked(grade, named),
                        history.get((student, grade.name), ()),
                        mine.name,
                        grade.manual_score is None and grade.auto_score is not None,
                    )
                )
    found.sort(key=lambda answer: (questions.index(answer.question), answer.pseudonym))
    return Answers(assignment, whole, found, seed, gone)


def _cut(cells):
    """The cells of an answer, of their text what can be shown: a class's answers are in memory at once."""
    ends = list(itertools.accumulate(len(cell.source) for cell in cells))
    return [
        cell if end <= LONGEST else new_markdown_cell(cell.source[: max(0, LONGEST - start) + 1], id="cut")
        for cell, start, end in zip(cells, [0, *ends], ends)
    ]


def _class(assignment):
    """All that have a pseudonym, whether or not they have handed in: so that nobody's changes when somebody
    comes late.
    """
    expected = roster.kept()
    return {file.parent.name for file in coursedir.root().glob(f"submitted/*/{assignment}")} | (
        expected.people.keys() if expected else set()
    )


def folder() -> Path:
    return coursedir.root() / "answers"


def write(answers: Answers) -> Path:
    """Write answers/ASSIGNMENT.html -> its path."""
    path = folder() / f"{answers.assignment}.html"
    write_text(path, page(answers.given, answers.each))
    return path


def page(given: NotebookNode, answers: Sequence[Answer]) -> str:
    """The page, as HTML. given: the whole notebook."""
    parts = []
    for name in dict.fromkeys(answer.question for answer in answers):
        i = next(i for i, cell in enumerate(given.cells) if graded_as(cell) == name)
        question, rubric = asked(given.cells[i])
        mine, same = [answer for answer in answers if answer.question == name], {}
        for answer in mine:
            same.setdefault(words(answer), []).append(answer.pseudonym)
        parts.append(
            {
                "id": name,
                "title": render.heading(given.cells, i, name),
                "question": question,
                "rubric": rubric,
                "out_of": mine[0].out_of,
                "boxes": [_box(answer, same[words(answer)]) for answer in mine if answer.cells],
                "empty": [answer for answer in mine if not answer.cells],
            }
        )
    return templates.template("written.html").render(
        title=render.title(given.cells),
        parts=parts,
        all=answers,
        told=marker_log.told,
        waiting=[answer for answer in answers if answer.waits],
        again=[answer for answer in answers if answer.again],
        disputed=[answer for answer in answers if answer.disputed],
    )


def words(answer: Answer) -> str:
    """What makes two answers the same: all of it but white space."""
    return json.dumps(
        [(cell.cell_type, cell.source.split(), cell.get("attachments")) for cell in answer.cells],
        sort_keys=True,
    )


def _box(answer, same):
    pieces, more = render.pieces(answer.cells, LARGEST)
    comments = {"": answer.comment}
    if answer.disputed:  # of each that is in dispute its own words
        comments |= {
            mark.marker: mark.comment
            for mark in answer.history
            if mark.answer == answer.version and mark.comment not in ("", answer.comment)
        }
    return {
        "answer": answer,
        "pieces": pieces,
        "more": more,
        "same": [name for name in same if name != answer.pseudonym],
        "comments": {marker: prose(comment) for marker, comment in comments.items() if comment},
    }
