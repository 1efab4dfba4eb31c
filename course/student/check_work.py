"""Check one's own work: the very path that a class's submissions take, in a private place, and its feedback
in the browser.

    work/.course/        submitted/, autograded/, feedback/ and gradebook.db of one student called `me`

The gradebook of a class is never touched. A kit has no source/: there the visible tests are run, and
everything says so.
"""

import contextlib
import shutil
import sys
import textwrap
from pathlib import Path
from typing import NamedTuple

from course.files import coursedir
from course.files.coursedir import CourseError
from course.names import exercise_of
from course.notebook import document
from course.reports.standing import state
from course.student import work
from course.submission import bundle, file_names

ME, SEED = "me", "check"


class Checked(NamedTuple):
    assignment: str
    exercises: dict  # exercise -> (points, most)
    said: dict  # exercise -> lines of its first failed check, and of a sorting of all
    written: tuple  # of the written question: name or None, rubric, points
    answered: bool  # it
    mark: float | None  # one's own, for it
    visible: bool  # whether only the visible tests were there
    isolated: bool  # whether the code was locked in while it ran
    remarks: list  # what was odd about the notebook
    page: Path  # the feedback
    form: frozenset = frozenset()  # exercises of which a kit can see no more than that they are filled in

    def stands(self, exercise):
        """As the feedback page says it: "right", "filled", "partly" or "not yet"."""
        stands = state(*self.exercises[exercise])
        return "filled" if stands == "right" and exercise in self.form else stands

    def those(self, *states):
        return {exercise for exercise in self.exercises if self.stands(exercise) in states}

    @property
    def filled(self):
        return self.those("filled")

    @property
    def right(self):
        return len(self.those("right"))

    @property
    def judged(self):
        """How many exercises a check can judge."""
        return len(self.those("right", "partly", "not yet"))


def check(assignment, self_mark=None):
    """Grade the work -> Checked. Raises CourseError for a notebook that cannot be read, or a mark that cannot
    be given.

    self_mark: points that one gives to one's own written answer; kept apart from the others, and remembered.
    """
    from course.sandbox import canary, pool

    with contextlib.suppress(canary.NotIsolated):
        pool.pool()  # it warms up while we import nbgrader
    from course.reports.feedback import all_marks, feedback

    visible, (task, rubric, most) = not coursedir.notebook("source", assignment).exists(), written(assignment)
    answered = task not in work.unwritten(assignment)
    if self_mark is not None:
        may_mark(assignment, self_mark, most, visible, answered)
    place = coursedir.root() / "work" / ".course"
    hand_in(assignment, place / "submitted" / ME / assignment)
    done, isolated = grade_own(assignment, place)
    mark = (
        self_mark
        if self_mark is not None
        else work.recall().get("checks", {}).get(assignment, {}).get("self_mark")
    )
    mark = mark if answered else None
    page = feedback(
        assignment, ME, root=place, own=True, visible=visible, self_marks={} if mark is None else {task: mark}
    )
    scores = all_marks(assignment, ME, f"sqlite:///{place / 'gradebook.db'}")
    scores.pop(task, None)
    graded = document.joined(
        [document.read(file) for file in sorted((place / "autograded" / ME / assignment).glob("*.ipynb"))]
    )
    checked = Checked(
        assignment,
        by_exercise(scores),
        said(graded),
        (task, rubric, most),
        answered,
        mark,
        visible,
        isolated,
        done.remarks,
        page,
        form_only(assignment) & by_exercise(scores).keys() if visible else frozenset(),
    )
    points, out_of = map(sum, zip(*checked.exercises.values()))
    remember(
        assignment,
        points=points,
        out_of=out_of,
        right=checked.right,
        exercises=checked.judged,
        filled=len(checked.filled),
        visible=visible,
        when=bundle.stamp(work.now()),
        self_mark=mark,
        self_out_of=most,
    )
    return checked


def may_mark(assignment, mark, most, visible, answered):
    """Raises CourseError, with the reason, if one may not give oneself this mark."""
    if visible:
        raise CourseError(
            "this is a class kit, without the rubrics: your instructor marks the written answer."
        )
    if not answered:
        raise CourseError(
            f"the written question of {assignment} has no answer yet: "
            "write one below the question, save, and check first."
        )
    if not 0 <= mark <= most:
        raise CourseError(f"the written answer of {assignment} earns 0 to {most:g} points, not {mark:g}.")


# --- what is said ---

# by visible checks
SEEN = {"right": "passes", "filled": "filled in", "partly": "passes in part", "not yet": "not yet"}


def text(checked, width=100, only=None):
    """What came of a check, for a terminal; of one exercise alone if `only` names it. Raises CourseError."""
    if only and only not in checked.exercises:
        raise CourseError(f"{checked.assignment} has {', '.join(checked.exercises)}, and no {only}.")
    lines, longest = [], max(map(len, checked.exercises))
    for exercise, (points, most) in checked.exercises.items():
        if only not in (None, exercise):
            continue
        first, *more = checked.said.get(exercise, [""])
        # of what is there in part the message says more
        unwritten = first.endswith("not written yet.") and not points
        stands = checked.stands(exercise)
        shown = f"{points:g} of {most:g}"
        if checked.visible:
            shown = (
                ""
                if unwritten
                else (SEEN | ({"partly": "partly filled in"} if exercise in checked.form else {}))[stands]
            )
        why = "not written yet" if unwritten else ""
        lines.append("  ".join(filter(None, [f"{exercise:{longest}}", shown, why])))
        if not unwritten:
            indent = {"initial_indent": "    ", "subsequent_indent": "    "}
            lines += [
                line
                for each in more
                for line in textwrap.wrap(
                    each, width, max_lines=3, placeholder=" …", break_on_hyphens=False, **indent
                )
            ]
    if only:
        return "\n".join(lines)
    if checked.visible:
        lines += [
            "",
            f"{work.passing(checked.right, checked.judged, len(checked.filled))}. Hidden tests decide the marks.",
        ]
    else:
        lines += ["", "{:g} of {}.".format(*total(checked))]
    lines += [f"Note: {remark}." for remark in checked.remarks]
    if not checked.isolated:
        why = "this machine cannot lock it in" if sys.platform == "linux" else "only Linux can lock it in"
        lines.append(f"Your code ran with your own rights, as in JupyterLab: {why}.")
    return "\n".join(lines + about_written(checked))


def total(checked):
    points, out_of = map(sum, zip(*checked.exercises.values()))
    return points, work.counted(out_of)


def about_written(checked):
    task, rubric, most = checked.written
    if not task:
        return []
    if not checked.answered:
        return [f"Your written answer ({work.counted(most)}) is still empty."]
    if checked.visible:
        return [f"Your written answer ({work.counted(most)}) is for your instructor to mark."]
    if checked.mark is not None:
        return [f"Your written answer: {checked.mark:g} of {work.counted(most)}, by your own mark."]
    return [
        "",
        f"Your written answer ({work.counted(most)}) is yours to mark. What a good one has:",
        "",
        rubric,
        "",
        f"Be honest, then run `course check {checked.assignment} --self-mark POINTS`",
    ]


def said(graded):
    """What the failed checks said -> {exercise: lines of the first, and of a sorting of all}; nothing that
    could give a hidden test away.
    """
    from course.reports.feedback.render import form_only, hidden_lines, messages

    secret, found, sortings = hidden_lines(graded.cells), {}, form_only(graded)
    for cell in graded.cells:
        for message in messages(cell, secret) if document.kind(cell) == "test" else ():
            exercise, lines = exercise_of(cell.metadata.nbgrader.grade_id), message.split("\n")
            if exercise not in found:
                found[exercise] = lines
            elif exercise in sortings:  # each of its cells is about other items
                found[exercise] += lines[1:]
    return found


def form_only(assignment):
    """The exercises of a kit's assignment of which its checks see the form alone -> frozenset."""
    from course.reports.feedback import render

    return frozenset(render.form_only(given(assignment)))


def given(assignment):
    """The release; of several notebooks, one with all their cells."""
    return document.joined([document.read(file) for file in coursedir.notebooks("release", assignment)])


# --- how it is done ---


def grade_own(assignment, place):
    """By the examiner; where it cannot lock code in, in a kernel like JupyterLab's -> (Outcome, whether it
    was locked in).
    """
    from course.grading import batch
    from course.sandbox import canary, kernel
    from course.sandbox.job import FAILED

    how, isolated = {"force": True, "place": place, "seed": SEED}, True
    try:
        (done,) = batch.grade(assignment, **how)
    except CourseError as error:
        if not isinstance(error.__cause__, canary.NotIsolated):
            raise
        (done,), isolated = batch.grade(assignment, run=kernel.run, **how), False
    if done.outcome == FAILED:
        raise CourseError(
            f"work/{assignment}/{assignment}.ipynb could not be checked: {'; '.join(done.remarks)}."
        )
    return done, isolated


def by_exercise(scores):
    """{test cell: Score} -> {exercise: (points, most)}."""
    total = {}
    for name, score in scores.items():
        points, most = total.get(exercise_of(name), (0, 0))
        total[exercise_of(name)] = points + (score.points or 0), most + score.out_of
    return total


def hand_in(assignment, target):
    """A fresh copy of the work."""
    shutil.rmtree(target, ignore_errors=True)
    home = work.folder(assignment)
    for file in file_names.files(home):
        copy = target / file.relative_to(home)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)


def remember(assignment, **facts):
    checks = work.recall().get("checks", {})
    work.remember(checks=checks | {assignment: checks.get(assignment, {}) | facts})


def written(assignment):
    """The written question -> (its cell's name, rubric, points); (None, "", 0) without one. A kit holds no
    rubric.
    """
    from course.gradebook import database

    for cell in database.exam(assignment).cells:
        if document.kind(cell) == "task":
            rubric = "\n".join(document.lines_of(cell.source, "MARK SCHEME")).strip()
            return cell.metadata.nbgrader.grade_id, rubric, document.points(cell)
    return None, "", 0
