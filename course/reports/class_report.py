"""What a class can do, and where it is stuck: a table of marks, the misconceptions counted, and what was odd.

>>> print(text(report("01-tokens")))
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from course.files import coursedir, csv_files
from course.files.terminal import printable, tame
from course.grading.log import tricks_first
from course.names import exercise_of, is_optional
from course.notebook import document
from course.reports import marker_log as who_marked
from course.submission import deadline, rejected, roster


class Report(NamedTuple):
    assignment: str
    out_of: dict  # exercise -> most points
    marks: dict  # student -> {exercise: points, None while it waits for a mark}
    penalties: dict  # student -> points taken off for lateness
    mistakes: dict  # (exercise, message) -> [student], of those whom a check said it to
    remarks: dict  # student -> [remark], what the batch said
    again: dict  # student -> [mark]: those given by hand to an answer that has changed since
    missing: Sequence = ()  # on the roster, and handed in nothing
    unknown: Sequence = ()  # handed in, and not on the roster
    late: dict = {}  # student -> Late, whatever it costs
    refused: Sequence = ()  # Refusals, of hand-ins after which nothing better has come
    disputed: tuple = ()  # written answers on which markers disagree: "K7Q4 written: eva 3, tom 1"
    until: dict = {}  # student -> their own due date, of those whose extension is not over
    names: dict = {}  # student -> full name, of those who have one on the roster
    fell: dict = {}  # student -> {exercise: Fall}
    others: str = ""  # what in hand-ins is as another release has it, in one line


class Fall(NamedTuple):
    """A mark that a grading took points from."""

    old: float
    new: float
    same: bool  # the hand-in is the same, and tests have changed; else a newer one earns less


OF_MANY = 5  # students of whom the same is said: an exercise was corrected, and theirs is the old one
SHORTEST_NAME = 8  # letters of a name that a row has room for
LOOK_AGAIN = "Look again at these: they have changed since you marked them. Your marks stand until you save others in formgrader, or by `course mark`:"
FELL = {True: "with other tests", False: "with a newer hand-in"}
DISPUTED = "Markers disagree on these. The gradebook stays unchanged until they agree, or one settles it by `course mark … --final`:"


def report(assignment: str, db: str | None = None) -> Report:
    """Read it from the gradebook (another one: `db`), from autograded/ and from the log of the batches ->
    Report.
    """
    from course.gradebook import database
    from course.grading import failures
    from course.grading import log as batches
    from course.grading.manual_marks import is_asked
    from course.sandbox.job import FAILED

    log = batches.read(assignment)
    mistakes: dict
    marks, out_of, penalties, mistakes, again, late, rule = (
        {},
        {},
        {},
        defaultdict(list),
        {},
        {},
        deadline.rule(assignment),
    )
    options, disputed = database.options(assignment, db=db), []
    with database.lent(options.coursedir) as gradebook:
        for name, most in cells(gradebook, assignment):
            out_of[exercise_of(name)] = out_of.get(exercise_of(name), 0) + most
        for submission in database.with_grades(gradebook, assignment) if out_of else []:
            mine: dict[str, Any] = defaultdict(float)
            asked = log[submission.student.id].again if submission.student.id in log else []
            for grade in (grade for notebook in submission.notebooks for grade in notebook.grades):
                name = exercise_of(grade.name)
                if is_asked(grade, asked):
                    again.setdefault(submission.student.id, []).append(
                        f"{grade.name} ({grade.manual_score:g} of {grade.max_score:g})"
                    )
                waits = grade.auto_score is None and grade.manual_score is None
                mine[name] = None if waits or mine[name] is None else mine[name] + grade.score
            marks[submission.student.id] = mine
            penalties[submission.student.id] = submission.late_submission_penalty or 0
            if rule:  # then it decides, and not what the plug-in of nbgrader took off when it was graded
                found = deadline.lateness(
                    rule,
                    submission.student.id,
                    submission.timestamp,
                    sum(points or 0 for points in mine.values()),
                )
                penalties[submission.student.id] = found.off if found else 0
                late |= {submission.student.id: found} if found else {}
            for mistake in failures.of(assignment, submission.student.id, log.get(submission.student.id)):
                mistakes[mistake].append(submission.student.id)
        if marks and who_marked.read(assignment):
            from course.reports import written_answers

            disputed = [
                f"{answer.name}: {who_marked.told(answer.said)}"
                for answer in written_answers.read(options, gradebook).each
                if answer.disputed
            ]
    remarks = {
        student: [f"{FAILED}: {line}" for line in done.remarks]
        if done.outcome == FAILED
        else list(done.remarks)
        for student, done in sorted(log.items())
        if done.remarks
    }
    mistakes = {mistake: sorted(students) for mistake, students in mistakes.items()}
    return Report(
        assignment,
        out_of,
        dict(sorted(marks.items())),
        penalties,
        mistakes,
        remarks,
        dict(sorted(again.items())),
        *absent({*log, *marks}, assignment, refused := rejected.standing(assignment)),
        dict(sorted(late.items())),
        refused,
        tuple(disputed),
        {student: time for student, time in deadline.running(rule).items() if student},
        names(),
        {
            student: lower
            for student, done in sorted(log.items())
            if (lower := falls(done.fell, marks.get(student, {}), out_of))
        },
        of_another_release(log),
    )


def of_another_release(log: dict) -> str:
    """What in hand-ins is as another release has it, in one line; "" if nothing is. log: as read."""
    found = defaultdict(list)
    for student, done in sorted(log.items()):
        for what in done.others:
            found[what].append(student)
    each = [
        f"{what}, {f'{len(who)} students' if len(who) >= OF_MANY else ', '.join(who)}"
        for what, who in found.items()
    ]
    return (
        tame(f"Handed in as another release has it, and replaced by this one's: {'; '.join(each)}.")
        if each
        else ""
    )


def falls(noted: dict[str, list], now: dict, out_of: dict) -> dict[str, Fall]:
    """The marks that a grading took points from and nobody has given back, {exercise: Fall}. noted: as in the
    log. Whoever has all there is has lost nothing.
    """
    return {
        exercise: Fall(old, now[exercise], same)
        for exercise, (old, same) in noted.items()
        if now.get(exercise) is not None and now[exercise] < min(old, out_of.get(exercise, 0))
    }


def absent(known: set[str], assignment: str, refused: list[rejected.Refusal]) -> tuple[list[str], list[str]]:
    """Who is on the roster and handed in nothing (nobody, if the assignment is optional), and who handed in and
    is not on it; nobody without a roster. known: students met elsewhere. refused: what came, and was not taken in: that is not nothing.
    """
    expected = roster.kept()
    if expected is None:
        return [], []
    handed_in = known | {
        file.parent.parent.name for file in coursedir.root().glob(f"submitted/*/{assignment}/*")
    }
    missing = set() if is_optional(assignment) else expected.people.keys() - handed_in - not_taken_in(refused)
    return sorted(missing), sorted(handed_in - expected.people.keys())


def not_taken_in(refused: list[rejected.Refusal]) -> set[str]:
    """Those of whom something came that was refused, or waits for a person, as far as anybody knows whose it
    is.
    """
    return {student for refusal in refused for student in (refusal.student, *refusal.claimants) if student}


def names() -> dict[str, str]:
    """The roster's names, where they say more than the ids."""
    expected = roster.kept()
    return (
        {
            student: person.name
            for student, person in expected.people.items()
            if person.name not in ("", student)
        }
        if expected
        else {}
    )


def cells(gradebook, assignment):
    """(name, most points) of every cell that gives points, in the notebooks' order."""
    from nbgrader.api import MissingEntry

    try:
        found = gradebook.find_assignment(assignment).notebooks
    except MissingEntry:
        return []
    order = [
        name
        for file in coursedir.notebooks("release", assignment)
        for name in document.labeled(document.read(file))
    ]
    most = [
        (cell.name, cell.max_score)
        for notebook in found
        for cell in [*notebook.grade_cells, *notebook.task_cells]
    ]
    return sorted(most, key=lambda item: order.index(item[0]) if item[0] in order else len(order))


def rows(report: Report) -> Iterator[list[str]]:
    """The table of marks: a heading, a row for each student, the mean of the class, the most there is."""

    def show(points):
        return "" if points is None else f"{points:g}"

    yield ["student", *report.out_of, "late", "total"]
    totals = []
    for student, marks in report.marks.items():
        totals.append(max(0, sum(points or 0 for points in marks.values()) - report.penalties[student]))
        late = -report.penalties[student] or 0
        yield [student, *(show(marks.get(name)) for name in report.out_of), show(late), show(totals[-1])]
    if totals:
        means = [mean(report, name) for name in report.out_of]
        yield [
            "mean",
            *("" if points is None else f"{points:.1f}" for points in means),
            "",
            f"{sum(totals) / len(totals):.1f}",
        ]
    yield ["out of", *map(show, report.out_of.values()), "", show(sum(report.out_of.values()))]


def text(report: Report, width: int = 100) -> str:
    """The report for a screen so wide: exercises by number, so that a row fits; their names, with the class's
    mean, below. A student's name ends the row, cut to what is left; where that is next to nothing, names have
    lines of their own.
    """

    def who(student):
        return tame(f"{student} ({report.names[student]})" if student in report.names else student)

    (student, *_, late, total), *marks = list(rows(report))
    marks = [
        [student, *map(str, range(1, len(report.out_of) + 1)), late, total],
        *([tame(row[0]), *row[1:]] for row in marks),
    ]
    first, *widths = [max(map(len, column)) for column in zip(*marks)]
    lines = ["  ".join([row[0].ljust(first), *map(str.rjust, row[1:], widths)]) for row in marks]
    named, room = (
        {student: tame(report.names[student]) for student in report.marks if student in report.names},
        width - len(lines[0]) - 2,
    )
    if named and room >= SHORTEST_NAME:
        column = ["name", *(named.get(student, "") for student in report.marks)]
        lines[: len(column)] = [
            f"{line}  {name if len(name) <= room else name[: room - 1] + '…'}".rstrip()
            for line, name in zip(lines, column)
        ]
    elif named:
        lines += ["", *(f"  {tame(student).ljust(first)}  {name}" for student, name in named.items())]
    lines.append("")
    longest = max(map(len, report.out_of), default=0)
    for n, (name, most) in enumerate(report.out_of.items(), 1):
        lines.append(f"{n:5}  {name:{longest}}  {bar(mean(report, name), most)}")
    if to_come := [
        most
        for marks in report.marks.values()
        if (most := sum(report.out_of[name] for name, points in marks.items() if points is None))
    ]:
        most, n = (
            f"{'up to ' if min(to_come) < max(to_come) else ''}{max(to_come):g} of the {sum(report.out_of.values()):g} points",
            len(to_come),
        )
        lines += [
            "",
            f"An empty place waits for a mark, and is in no total: {n} student{'s' * (n != 1)} can still get {most}.",
            f"`course answers {report.assignment}` lists the answers, and `course lab --instructor` opens formgrader.",
        ]
    if report.again:
        lines += [
            "",
            LOOK_AGAIN,
            *(tame(f"  {who(student)}: {', '.join(flagged)}") for student, flagged in report.again.items()),
        ]
    if report.disputed:
        lines += ["", DISPUTED, *(f"  {line}" for line in report.disputed)]
    if report.mistakes:
        lines += ["", "What the class got wrong (students):"]
        lines += [
            f"{len(students):5}  {name}: {message}"
            for (name, message), students in sorted(
                report.mistakes.items(), key=lambda item: (-len(item[1]), item[0])
            )
        ]
    if report.fell:
        lines += ["", "Marks that fell in the last grading:"]
        lines += [
            f"  {who(student)}: {name} {each.old:g} → {each.new:g}, {FELL[each.same]}"
            for student, lower in report.fell.items()
            for name, each in lower.items()
        ]
    if report.late:
        lines += [
            "",
            "Late:",
            *(
                f"  {who(student)}: by {deadline.length(each.by)}, {f'{each.off:g} points off' if each.off else 'which costs nothing'}"
                for student, each in report.late.items()
            ),
        ]
    if report.missing:
        lines += ["", f"Not handed in ({len(report.missing)}):"]
        lines += [
            f"  {who(student)}"
            + (f", until {deadline.day(report.until[student])}" if student in report.until else "")
            for student in report.missing
        ]
    if report.unknown:
        lines += ["", "Not on the roster:", *(f"  {tame(student)}" for student in report.unknown)]
    if report.refused:
        lines += ["", "Refused, and nothing better has come:"]
        lines += [
            tame(f"  {rejected.told(refusal)}" + (f" ({refusal.kept})" if refusal.kept else ""))
            for refusal in report.refused
        ]
    lines += ["", report.others] if report.others else []
    if report.remarks:
        lines += ["", "What was odd:"]
        often = Counter(remark for remarks in report.remarks.values() for remark in remarks)
        lines += [f"  {n} students: {remark}" for remark, n in often.items() if n >= OF_MANY]
        lines += [
            f"  {who(student)}: {remark}"
            for student, remarks in report.remarks.items()
            for remark in few([each for each in remarks if often[each] < OF_MANY])
        ]
    return "\n".join(lines)


def mean(report: Report, name: str) -> float | None:
    """The class's mean in an exercise, of those who have a mark; None if nobody has."""
    points = [marks[name] for marks in report.marks.values() if marks.get(name) is not None]
    return sum(points) / len(points) if points else None


def bar(points, most, width=20):
    if points is None:
        return f"{'·' * width}  waits for marks"
    filled = round(width * points / most) if most else 0
    return f"{'█' * filled}{'░' * (width - filled)}  {points:.1f} of {most:g}"


def write_csv(report: Report, path: Path | str) -> None:
    """The table of marks as CSV, with the roster's names in a second column, if there are any, and the
    remarks in a last one; no mean.
    """
    heading, *students = itertools.islice(rows(report), len(report.marks) + 1)
    remarks = {student: few(remarks) for student, remarks in report.remarks.items()}
    for student, flagged in report.again.items():
        remarks[student] = [
            f"look again at {', '.join(flagged)}: changed since it was marked",
            *remarks.get(student, []),
        ]
    students += [
        [student, *[""] * (len(heading) - 1)] for student in sorted(remarks.keys() - report.marks.keys())
    ]
    lines = [[*heading, "remarks"], *([*row, "; ".join(remarks.get(row[0], []))] for row in students)]
    if report.names:
        lines = [
            [first, name, *rest]
            for (first, *rest), name in zip(
                lines, ["name", *(report.names.get(row[0], "") for row in students)]
            )
        ]
    csv_files.write(csv_files.place(path), [map(printable, line) for line in lines])


def few(remarks: list[str], most: int = 3) -> list[str]:
    """Of the remarks on one student the first: on a wrong notebook there is one for each cell."""
    remarks = tricks_first(remarks)
    return (
        remarks if len(remarks) <= most else [*remarks[:most], f"and {len(remarks) - most} more (in the log)"]
    )
