"""The run: a class hands in, is collected, graded, given feedback, reported and exported, each by the
function behind its command; and what came otherwise than expected.

    rows, place = rehearse(["01-tokens"], students=60, seed=1)
"""

import contextlib
import csv
import html
import random
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from course.files import coursedir
from course.files.coursedir import CourseError
from course.files.terminal import bar, tame
from course.gradebook import database
from course.grading import active_submission, batch, inputs
from course.names import is_optional
from course.notebook import document
from course.rehearsal import irregular, platforms, scratch
from course.rehearsal.deal import REFERENCE, UNTOUCHED, WRONG, Answer, Lesson, Student
from course.rehearsal.deviation import NOT_WRITTEN, Came, Deviation, Row, heard, letters, outcome, said, show
from course.rehearsal.expected import Expected
from course.rehearsal.irregular import HOSTILE, ODD, STRANGER
from course.reports import feedback
from course.reports.class_report import report
from course.reports.export import GRADED, MISSING, NOT_TAKEN_IN, WAITING, export
from course.sandbox import executors
from course.sandbox.job import FAILED
from course.submission import deadline, roster
from course.submission.collecting import collect

FEWEST = 2 + len(ODD) + len(HOSTILE)  # who touches nothing, who has all right, and one of each kind
STEPS = "collect", "grade", "feedback", "report"


def rehearse(
    assignments: list[str], students: int, seed: object, keep: bool = False
) -> tuple[list[Row], Path | None]:
    """Rehearse these assignments -> what came of each, and the scratch folder, if it is kept: where something
    is otherwise, or went wrong here, or if one wants to `keep` it.

    Raises CourseError for what cannot be rehearsed.
    """
    place, rows, go = scratch.make(assignments, seed), [], not keep
    try:
        with Rehearsal(assignments, students, seed, place) as rehearsal:
            for name in assignments:
                rows.append(rehearsal.run(name))
        go = not keep and not any(row.deviations for row in rows)
    except (CourseError, OSError, KeyboardInterrupt):
        raise
    except Exception as error:  # what was handed in is what one has to look at
        go = False
        error.add_note(f"The scratch folder is kept: {place}")
        raise
    finally:
        if go:
            shutil.rmtree(place)
    return rows, None if go else place


class Rehearsal:
    """A class of so many students, in the course that scratch.py has made in `place`."""

    def __init__(self, assignments: list[str], students: int, seed: object, place: Path):
        if students < FEWEST:
            raise CourseError(
                f"{students} students are too few: the odd and the hostile ones alone, with one who has all right and one who touched nothing, are {FEWEST}."
            )
        self.assignments, self.n, self.seed, self.place = assignments, students, seed, place
        self.lessons, self.classes, self.targets, self.seeds = {}, {}, {}, {}

    def __enter__(self):
        with contextlib.ExitStack() as opening:
            opening.enter_context(scratch.inside(self.place))
            self.expected = opening.enter_context(Expected())
            for name in self.assignments:
                self.lessons[name] = lesson = Lesson(name)
                self.classes[name] = self.class_of(lesson)
                deadline.keep(name, platforms.RULE)
            (self.place / "class.csv").write_text(
                platforms.roster(student for student in self.classes[name] if student.odd != STRANGER),
                "utf-8",
            )
            roster.keep(roster.read(self.place / "class.csv"))
            self.opened = opening.pop_all()
        return self

    def __exit__(self, *error):
        return self.opened.__exit__(*error)

    # --- before ---

    def class_of(self, lesson: Lesson) -> list[Student]:
        """Who hands in what. The last one is on no roster."""
        chance = random.Random(f"{self.seed}/{lesson.name}")
        students = [Student(n) for n in range(1, self.n + 1)]
        some = chance.sample(students[2:-1], len(ODD) + len(HOSTILE) - 1)
        for student, kind in zip(
            [*some, students[-1]], [*(kind for kind in [*ODD, *HOSTILE] if kind != STRANGER), STRANGER]
        ):
            student.odd = kind
        functions = [
            exercise for exercise in lesson.exercises if callable(lesson.references[exercise.answers[0]])
        ]
        for student in students:
            if student.odd in HOSTILE:
                if functions:
                    self.targets[lesson.name, student.id] = chance.choice(functions)
                else:
                    student.odd = ""
        lesson.deal(
            [student for student in students if outcome(student) == irregular.TAKEN],
            self.seed,
            {student.id: self.spoilt(lesson.name, student) for student in students},
        )
        for student in students:
            student.answers = student.answers or {
                exercise.name: Answer(exercise.name, REFERENCE) for exercise in lesson.exercises
            }
        return students

    def files(self, name: str) -> dict[str, bytes]:
        """What the class hands in -> {name in the platform's zip: content}."""
        lesson, files = self.lessons[name], {}
        given = document.dumps(lesson.release).encode()
        for student in self.classes[name]:
            nb = lesson.notebook(student)
            if target := self.targets.get((name, student.id)):
                irregular.spoil(nb, HOSTILE[student.odd], target.name, target.answers[0])
            hand_in = platforms.HandIn(student, name, document.dumps(nb).encode(), given)
            files |= (
                ODD[student.odd].files(hand_in) if student.odd in ODD else irregular.as_it_should_be(hand_in)
            )
        return files

    # --- the run ---

    def run(self, name: str) -> Row:
        """Have the class hand in an assignment, and compare what comes of it."""
        seconds, files = dict.fromkeys(STEPS, 0.0), self.files(name)
        platforms.write(self.place / f"{name}.zip", files)

        @contextlib.contextmanager
        def timed(step):
            start = time.perf_counter()
            yield
            seconds[step] += time.perf_counter() - start

        with timed("collect"):
            collected = {
                file.name: line
                for file, _, line in bar(
                    collect.collect(self.place / f"{name}.zip"), len(files), f"{name}: collected"
                )
            }
        with timed("grade"):
            given = inputs.read(database.options(name))
            list(active_submission.settle(given, active_submission.contested(given)))
            log = {
                done.student: done
                for done in bar(
                    batch.grade(name), len(inputs.submitted(database.options(name))), f"{name}: graded"
                )
            }
        self.seeds[name] = {student: done.seeds[name] for student, done in log.items() if name in done.seeds}
        self.expected.ask(
            name,
            {
                (answer, self.seeds[name][student.id])
                for student in self.classes[name]
                if student.id in self.seeds[name]
                for answer in student.answers.values()
            },
        )
        with timed("feedback"):
            graded = sorted(student for student, done in log.items() if done.outcome != FAILED)
            pages = dict(
                bar(feedback.each(name, graded, workers=executors.cores()), len(graded), f"{name}: pages")
            )
        with timed("report"):
            found = report(name)
            export(self.place / f"{name}.csv", assignments=[name])
        came = Came(log, found, self.lines(name), collected)
        deviations, right, named, to_name = [], 0, 0, 0
        for student in self.classes[name]:
            mine = list(self.deviations(name, student, came, pages))
            wrong = self.misconceptions(name, student)
            to_name += len(wrong)
            named += sum(self.named(name, student, answer, came) is not None for answer in wrong)
            right += not mine
            deviations += mine
        met = {
            answer
            for student in self.classes[name]
            if outcome(student) == irregular.TAKEN
            for answer in student.answers.values()
        }
        return Row(name, self.n, right, named, to_name, len(met), seconds, deviations)

    def lines(self, name):
        with (self.place / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            return {line["student_id"]: line for line in csv.DictReader(stream)}

    # --- what came otherwise ---

    def points(self, name: str, student: Student) -> dict[str, float]:
        """What each exercise must get: all for what is right, nothing for what nobody touched, for a mistake
        what the tests give it here.
        """
        lost = self.spoilt(name, student)
        return {
            exercise: 0
            if exercise == lost or answer.kind == UNTOUCHED
            else self.expected.of(name, answer, self.seeds[name][student.id])
            if answer.kind == WRONG
            else self.lessons[name].exercise(exercise).points
            for exercise, answer in student.answers.items()
        }

    def spoilt(self, name, student):
        """The exercise that somebody hostile loses; None of others."""
        target = self.targets.get((name, student.id))
        return target.name if target and HOSTILE[student.odd].text else None

    def misconceptions(self, name, student):
        """The answers of a student that are to be called by their name."""
        if outcome(student) != irregular.TAKEN:
            return []
        return [
            answer
            for answer in student.answers.values()
            if answer.kind == WRONG and answer.exercise != self.spoilt(name, student)
        ]

    def named(self, name, student, answer, came):
        """The message by which grading named a misconception: its own, or what is there to see in the text,
        which comes first; None without one.
        """
        mine = [message for exercise, message in said(student, came) if exercise == answer.exercise]
        if tame(answer.message) in mine:
            return answer.message
        return (
            next(
                (
                    line
                    for line in self.expected.seen(name, answer, self.seeds[name][student.id])
                    if tame(line) in mine
                ),
                None,
            )
            if mine
            else None
        )

    def deviations(self, name: str, student: Student, came: Came, pages: dict) -> Iterator[Deviation]:
        """All that is otherwise of one student."""
        if outcome(student) != irregular.TAKEN:
            yield from self.not_taken(name, student, came)
            return
        done, marks = came.log.get(student.id), came.report.marks.get(student.id)
        how = f"It is {student.odd}." if student.odd else "Nothing was odd about it."
        if done is None or done.outcome == FAILED or marks is None:
            lines = [line for file, line in came.collected.items() if f"_{student.number}_" in file]
            yield Deviation(
                student.id,
                "the hand-in",
                "it graded",
                f"{'; '.join(done.remarks if done else lines) or 'nothing'}",
                how,
            )
            return
        points = self.points(name, student)
        for exercise, answer in student.answers.items():
            if marks.get(exercise) != points[exercise]:
                yield Deviation(
                    student.id,
                    exercise,
                    f"{points[exercise]:g}",
                    show(marks.get(exercise)),
                    self.why(name, student, answer, came),
                )
            elif (
                answer.kind == UNTOUCHED
                and exercise != self.spoilt(name, student)
                and (exercise, NOT_WRITTEN) not in said(student, came)
            ):
                yield Deviation(
                    student.id,
                    exercise,
                    f"“{NOT_WRITTEN}”",
                    heard(student, exercise, came),
                    "The exercise was left as it was given.",
                )
        page = self.page(name, student)
        for answer in self.misconceptions(name, student):
            if points[answer.exercise] >= self.lessons[name].exercise(answer.exercise).points:
                yield Deviation(
                    student.id,
                    answer.exercise,
                    "fewer than all points",
                    show(marks.get(answer.exercise)),
                    f"{answer} is a mistake, and no case that was drawn for this hand-in shows it.",
                )
                continue
            message = self.named(name, student, answer, came)
            if message is None:
                yield Deviation(
                    student.id,
                    answer.exercise,
                    f"“{answer.message}”",
                    heard(student, answer.exercise, came),
                    f"{answer} is a known mistake, and was not called by its name.",
                )
            elif letters(message) not in page:
                yield Deviation(
                    student.id,
                    answer.exercise,
                    f"“{message}” on the page",
                    "a page without it",
                    f"{answer} was named in grading, and the student does not read it.",
                )
        if (failed := pages.get(student.id, "nobody wrote one")) is not None:
            yield Deviation(student.id, "the page", "a feedback page", f"none ({failed})", how)
        if (
            remark := HOSTILE[student.odd].remark if student.odd in HOSTILE else ""
        ) and remark not in "; ".join(done.remarks):
            yield Deviation(
                student.id,
                "the remarks",
                f"“{remark}”",
                "; ".join(done.remarks) or "none",
                f"{how} You would not be told.",
            )
        yield from self.totals(name, student, came, how)

    def why(self, name, student, answer, came):
        """Why a mark that is not as expected should be looked at."""
        if answer.exercise == self.spoilt(name, student):
            return f"It is {student.odd}, and must get nothing."
        here = self.expected.of(name, answer, self.seeds[name][student.id])
        which = (
            "without the lock the tests give it as much: look at the tests"
            if here == came.report.marks[student.id].get(answer.exercise)
            else f"without the lock the tests give it {here:g}: look at how it is graded"
        )
        return f"{answer} was handed in; grading said {heard(student, answer.exercise, came)}, and {which}."

    def totals(self, name, student, came, how):
        """What is otherwise in the sums of the marks as they are, and in what waits for a person."""
        marks = came.report.marks[student.id]
        questions = [cell.id for cell in self.lessons[name].source.cells if document.kind(cell) == "task"]
        # who has written nothing
        want = None if any(answer.kind != UNTOUCHED for answer in student.answers.values()) else 0
        if any((got := marks.get(question)) != want for question in questions):
            yield Deviation(
                student.id,
                "the written answer",
                "no mark yet" if want is None else "0",
                show(got),
                "Only a person can give one for what was written.",
            )
        total, line = (
            sum(marks.get(exercise) or 0 for exercise in student.answers),
            came.lines.get(student.id, {}),
        )
        off = total * ODD[student.odd].off if student.odd in ODD else 0
        if abs(came.report.penalties[student.id] - off) > 1e-9:
            yield Deviation(
                student.id, "lateness", f"{off:g} off", f"{came.report.penalties[student.id]:g}", how
            )
        status = WAITING if questions and want is None else GRADED
        if line.get("status") != status or abs(float(line.get("raw_score") or "nan") - total) > 1e-4:
            yield Deviation(
                student.id,
                "the exported table",
                f"{total:g}, {status}",
                f"{line.get('raw_score', 'no line')}, {line.get('status', '')}",
                how,
            )

    def not_taken(self, name, student, came):
        """The same of a hand-in that is not to be taken in, and of one that never came."""
        how, status = outcome(student), came.lines.get(student.id, {}).get("status", "no line")
        on_the_list = [refusal for refusal in came.report.refused if f"_{student.number}_" in refusal.name]
        why = f"It is {student.odd}."
        if student.id in came.log or (self.place / "submitted" / student.id / name).exists():
            yield Deviation(student.id, "the hand-in", how, "it taken in", why)
        want = {irregular.MISSING: MISSING, irregular.REFUSED: NOT_TAKEN_IN, irregular.WAITS: "no line"}[how]
        if status != want:
            yield Deviation(student.id, "the exported table", want, status, why)
        is_asked_for = how == irregular.MISSING and not is_optional(name)
        if is_asked_for and student.id not in came.report.missing:
            yield Deviation(student.id, "the report", "a line under “Not handed in”", "none", why)
        if how != irregular.MISSING and not on_the_list:
            yield Deviation(student.id, "the report", "a line under “Refused”", "none", why)
        if how == irregular.WAITS and not any(
            refusal.kept and (self.place / refusal.kept).is_file() for refusal in on_the_list
        ):
            yield Deviation(student.id, "collected/_refused", "a copy of it", "none", why)

    def page(self, name, student):
        """The letters and digits that a student's page shows; "" without one."""
        path = coursedir.root() / "feedback" / student.id / name / f"{name}.html"
        return (
            letters(
                html.unescape(
                    re.sub(
                        r"<(?:style|script).*?</(?:style|script)>|<[^>]*>",
                        "",
                        path.read_text("utf-8"),
                        flags=re.DOTALL,
                    )
                )
            )
            if path.exists()
            else ""
        )
