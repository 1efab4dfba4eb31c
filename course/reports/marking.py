"""Marks through a spreadsheet: a line for each written answer goes out, points and comments come back, and
the gradebook gets what markers agree on.

    course answers 01                                    answers/01-tokens.csv, to be filled in
    course mark answers/01-tokens.csv --by eva

The last column says which answer a line is about, and what mark it had as the file was written: a line that
nobody has changed since is nobody's mark, and one whose answer has changed since marks nothing.
"""

import datetime
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from course.files import coursedir, csv_files, locking
from course.files.coursedir import CourseError
from course.files.terminal import shown
from course.gradebook import database
from course.grading import log
from course.reports import marker_log, written_answers
from course.reports.sanitize import CONTROL, cut
from course.reports.written_answers import Answer, Answers
from course.submission.bundle import an_id
from course.submission.pseudonyms import keyed

COLUMNS = ["pseudonym", "question", "points", "out of", "comment", "answer", "version"]
UNREAD = "out of", "answer"  # for who marks: as they come back, nobody looks at them
LONGEST = 10_000  # characters of an answer: no spreadsheet takes many more in a cell
MOST_NAMED = 10  # lines of a file that cannot be taken in


class Row(NamedTuple):
    """A line that came back."""

    answer: Answer
    points: float | None
    comment: str
    version: str  # of the answer that the marker saw
    changed: bool  # whether points or comment are other than they went out
    had: bool  # whether the answer still has the mark that went out


class Marked(NamedTuple):
    entered: int  # marks that are new
    before: int  # those that this marker had given before
    left_out: list  # (answer's name, why)
    disputed: list  # [Answer] of the assignment, as they stand now
    changed: list  # (answer's name, points that the gradebook had, points that it has now)
    assignment: str
    students: set  # whose answers have a new mark


# --- out ---


def write(found: Answers) -> tuple[Path, Path | None]:
    """Write answers/ASSIGNMENT.csv -> its path, and where the last one went, if there are marks in it that
    were not taken in.
    """
    path, kept = written_answers.folder() / f"{found.assignment}.csv", None
    if path.exists() and _is_filled_in(path, found):
        kept = next(
            other
            for n in range(2, 10**6)
            if not (other := path.with_stem(f"{found.assignment}-{n}")).exists()
        )
        path.rename(kept)
    lines = [COLUMNS]
    for answer in _same_together(found.each):
        points, comment = _mark(answer)
        version = f"{answer.version}-{_key(found.seed, _number(points), comment, answer.disputed)}"
        lines.append(
            [answer.pseudonym, answer.question, points, f"{answer.out_of:g}", comment, _text(answer), version]
        )
    csv_files.write(path, lines)
    return path, kept


def _same_together(answers):
    """By question as they come, and the same words next to the first who wrote them."""
    first = {}
    for n, answer in enumerate(answers):
        first.setdefault((answer.question, written_answers.words(answer)), n)
    return sorted(answers, key=lambda answer: first[answer.question, written_answers.words(answer)])


def _text(answer):
    """What the student wrote, as it is; but nothing that a terminal takes for a command."""
    text = "\n\n".join(cell.source.strip() for cell in answer.cells)
    return cut(CONTROL.sub("\ufffd", "\n".join(text.splitlines())), LONGEST)


def _mark(answer):
    """What a line goes out with: no points where a person is to decide, so that each decision is a change."""
    return (
        "" if answer.points is None or answer.again or answer.disputed else f"{answer.points:g}",
        answer.comment,
    )


def _key(seed, points, comment, disputed=False):
    """What a line went out with. One without points, for markers disagree, is no older one to which nobody
    had given any.
    """
    return keyed(
        seed,
        "dispute" if disputed else "mark",
        "" if points is None else f"{points:g}",
        " ".join(comment.split()),
    )


def _is_filled_in(path, found):
    try:
        rows = _read(path, found)
    except CourseError:
        return True
    return any(
        row.changed
        and not any((mark.points, mark.comment) == (row.points, row.comment) for mark in row.answer.history)
        for row in rows
    )


# --- back ---


def mark(path: Path, marker: str, final: bool = False, db: str | None = None) -> Marked:
    """Take in the marks of a file that went out. final: they settle what others said. Raises CourseError, and
    changes nothing, for what cannot be.
    """
    if not an_id(marker) or marker == marker_log.FORMGRADER:
        raise CourseError(
            f"{shown(marker)!r} cannot be a marker: letters and digits, and . _ @ - between them, and not {marker_log.FORMGRADER}. Nothing was changed."
        )
    assignment, now = _assignment(path), datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    options = database.options(assignment, db=db)
    # nobody grades meanwhile
    with (
        locking.alone(log.file(assignment).with_name(".lock")),
        database.lent(options.coursedir) as gradebook,
    ):
        found = written_answers.read(options, gradebook)
        new, before, left_out, changed, after = [], 0, [], [], {answer.name: answer for answer in found.each}
        for row in (row for row in _read(path, found) if row.changed):
            answer = row.answer
            if row.version != answer.version:
                left_out.append(
                    (answer.name, "the answer has changed since this file was written: look at the new one")
                )
                continue
            if row.points is None:
                left_out.append((answer.name, "it has no points"))
                continue
            own = [each for each in answer.history if (each.marker, each.answer) == (marker, answer.version)]
            given = [(each.points, each.comment) == (row.points, row.comment) for each in own]
            if any(given) and given[-1] and own[-1].final >= final and not answer.again:
                before += 1
                continue
            # an older file: nobody who writes into it now has seen the mark that stands
            if any(given) and not given[-1] and not row.had:
                left_out.append((answer.name, _replaced(row, own[-1])))
                continue
            agreed = final or {row.points} == set((answer.said | {marker: row.points}).values())
            new.append(
                marker_log.Mark(
                    now,
                    assignment,
                    answer.student,
                    answer.question,
                    marker,
                    row.points,
                    row.comment,
                    answer.version,
                    final,
                    agreed,
                )
            )
            answer = answer._replace(history=[*answer.history, new[-1]])
            if agreed:
                if answer.points not in (None, row.points):
                    changed.append((answer.name, answer.points, row.points))
                answer = answer._replace(points=row.points, again=False)
                _enter(gradebook, assignment, answer, _comment(row))
            after[answer.name] = answer
        if new:
            with marker_log.adding(new):
                gradebook.db.commit()
    return Marked(
        len(new),
        before,
        left_out,
        [answer for answer in after.values() if answer.disputed],
        changed,
        assignment,
        {each.student for each in new},
    )


def _replaced(row, last):
    """Why a mark that its marker has replaced since is not taken in."""
    since = f"{last.points:g}" if last.points != row.points else "another comment"
    return (
        f"{last.marker} gave {row.points:g} before, and {since} since{', which stands' if row.answer.points == last.points else ''}. "
        f"To go back, write {row.points:g} into a new table (`course answers {last.assignment}`)"
    )


def _enter(gradebook, assignment, answer, comment):
    grade = gradebook.find_grade(answer.question, answer.notebook, assignment, answer.student)
    grade.manual_score, grade.needs_manual_grade = answer.points, False
    gradebook.find_comment(answer.question, answer.notebook, assignment, answer.student).manual_comment = (
        comment or None
    )


def _comment(row):
    """The marker's comment in the place of the one they saw; behind one that they did not see."""
    old = row.answer.comment
    return (
        row.comment
        if row.had or old in row.comment
        else old
        if row.comment in old
        else f"{old}\n\n{row.comment}"
    )


def _assignment(path):
    names = [name for name in coursedir.assignments() if path.name.startswith(name)]
    if not names:
        raise CourseError(
            f"{shown(path.name)} does not say which assignment it belongs to: let its name begin as it did, such as 01-tokens-eva.csv. Nothing was changed."
        )
    return max(names, key=len)


def _read(path, found) -> Sequence[Row]:
    """The lines of a file. Raises CourseError that names all that cannot be, ten at most."""
    columns, lines = csv_files.read(path)
    columns = [column for column in COLUMNS if column not in (*UNREAD, *columns)]
    if columns:
        raise CourseError(
            f"{shown(path.name)} has no column {columns[0]!r}: give back what `course answers` wrote, with all its columns. Nothing was changed."
        )
    known, rows, seen, wrong = (
        {(answer.pseudonym, answer.question): answer for answer in found.each},
        [],
        set(),
        [],
    )
    for number, line in lines:
        try:
            rows.append(row := _row(line, known, found))
            if row.answer.name in seen:
                raise _Wrong(f"{row.answer.name} is here twice: leave one")
            seen.add(row.answer.name)
        except _Wrong as error:
            wrong.append(f"line {number}: {error}.")
    if len(wrong) == 1:
        raise CourseError(f"{shown(path.name)}, {wrong[0]} Nothing was changed.")
    if wrong:
        more = [f"and {len(wrong) - MOST_NAMED} more."] if len(wrong) > MOST_NAMED else []
        raise CourseError(
            "\n  ".join(
                [
                    f"{shown(path.name)} has {len(wrong)} lines that cannot be taken in. Nothing was changed.",
                    *wrong[:MOST_NAMED],
                    *more,
                ]
            )
        )
    return rows


class _Wrong(Exception):
    """Why a line cannot be a mark."""


def _row(line, known, found):
    """A line -> Row. Raises _Wrong."""
    name, question = line["pseudonym"].strip(), line["question"].strip()
    if name not in {pseudonym for pseudonym, _ in known}:
        raise _Wrong(
            f"{shown(name)!r} is nobody's pseudonym in {found.assignment}: `course answers {found.assignment}` lists them"
        )
    if (name, question) not in known:
        raise _Wrong(
            f"{found.assignment} has no written question {shown(question)!r}: there is {', '.join(dict.fromkeys(asked for _, asked in known))}"
        )
    answer, (version, _, had) = known[name, question], line["version"].strip().partition("-")
    if not re.fullmatch(r"(?:[A-Z]\d){4}-(?:[A-Z]\d){4}", f"{version}-{had}"):
        raise _Wrong(
            "its version is not what `course answers` wrote: without it nobody knows which answer was marked"
        )
    try:
        points = _number(line["points"])
    except ValueError:
        raise _Wrong(f"{shown(line['points'])!r} is not a number of points") from None
    comment = csv_files.as_written(line["comment"].replace("\r\n", "\n").strip())
    changed = had not in (_key(found.seed, points, comment), _key(found.seed, points, comment, disputed=True))
    # a row as it went out may have a mark of before the question's points were lowered
    if changed and points is not None and not 0 <= points <= answer.out_of:
        raise _Wrong(
            f"{line['points'].strip()} points are {'fewer than 0' if points < 0 else f'more than {answer.out_of:g}, the most there is'}"
        )
    return Row(
        answer,
        points,
        comment,
        version,
        changed,
        _key(found.seed, _number(_mark(answer)[0]), answer.comment, answer.disputed) == had,
    )


def _number(text):
    """Points as people type them, 2.5 or 2,5; None for an empty place. Raises ValueError."""
    if text.strip() and not re.fullmatch(r"[+-]?\d*[.,]?\d*", text.strip()):
        raise ValueError(text)
    return float(text.replace(",", ".")) if text.strip() else None
