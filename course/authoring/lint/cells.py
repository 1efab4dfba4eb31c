"""Rules for every cell of a notebook: its form, its id, its prose."""

import re
from collections import Counter

from course.check.detectors.skipped import LEFT_OUT, TAG, never_runs
from course.check.scopes import names
from course.names import EXERCISE, exercise_of, title_of
from course.notebook import document
from course.notebook.document import parse, tags

FORBIDDEN = r"\b(simply|obviously|just)\b"
HEADING = r"\*\*Exercise (\d+) · (.+?) \((\d+) points?\)\.\*\*"


def parses(lesson):
    for cell in lesson.nb.cells:
        if cell.cell_type == "code":
            try:
                parse(cell)
            except SyntaxError as error:
                yield (
                    cell.id,
                    f"it is not Python ({error.msg})",
                    "Write plain Python: no magics, no half sentences",
                )


def form_is_one_that_opens_everywhere(lesson):
    version = lesson.nb.nbformat, lesson.nb.nbformat_minor
    if version != (4, 5) or lesson.nb.metadata.get("kernelspec", {}).get("name") != "python3":
        yield (
            "(all)",
            "it is not format 4.5 with kernel python3",
            "Otherwise Lab asks the student to select a kernel: set both",
        )


def ids_are_unique(lesson):
    marks = [cell.metadata.nbgrader.get("grade_id") for cell in lesson.cells("solution", "test", "task")]
    for name, count in Counter([cell.id for cell in lesson.nb.cells] + [mark for mark in marks]).items():
        if count > 1 + (name in marks):
            yield name, "its id is used twice", "Give each cell its own id"
    for cell in lesson.cells("solution", "test", "task"):
        if cell.metadata.nbgrader.get("grade_id") != cell.id:
            yield (
                cell.id,
                f"its grade_id is {cell.metadata.nbgrader.get('grade_id')!r}",
                "Let grade_id and cell id be the same",
            )


def ids_say_what_they_belong_to(lesson):
    """As `course.names` reads them: marks, feedback and `start --again` go by it."""
    exercises = {cell.id for cell in lesson.cells("solution")}
    for cell in lesson.cells("solution", "task"):
        if not EXERCISE.fullmatch(cell.id) or exercise_of(cell.id) != cell.id:
            yield (
                cell.id,
                "its id is not the name of an exercise",
                "Name it in small letters, like merge or count_pairs, and not like its test",
            )
    for cell in lesson.cells("test"):
        if exercise_of(cell.id) == cell.id or exercise_of(cell.id) not in exercises:
            yield cell.id, "it tests no exercise", "Name it after a solution cell: merge-test, merge-test-2"


def points_are_positive(lesson):
    for cell in lesson.cells("test", "task"):
        points = cell.metadata.nbgrader.get("points")
        if not (isinstance(points, int) and points > 0):
            yield cell.id, f"its points are {points!r}", "Give it a whole number of points, 1 or more"


def no_outputs_in_source(lesson):
    for cell in lesson.nb.cells:
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count):
            yield cell.id, "it holds outputs", "Clear all outputs before you save"


def skipped_names_are_not_needed(lesson):
    skipped = {}
    for cell in lesson.nb.cells:
        if cell.cell_type != "code":
            continue
        uses, binds = names(parse(cell))
        if "skip-execution" in tags(cell):
            skipped |= dict.fromkeys(binds, cell.id)
            continue
        for name in sorted(uses & skipped.keys()):
            yield (
                cell.id,
                f"it needs `{name}` of cell {skipped[name]}, which grading skips",
                "Make a checkpoint for it before the long cell",
            )
        skipped = {name: where for name, where in skipped.items() if name not in binds}


def skipped_cells_run_where_an_answer_needs_them(lesson):
    """An answer may use what a cell binds beside its figure: then that cell runs in grading
    (course/check/detectors/skipped.py), so it must be able to.
    """
    out = {}
    for cell in lesson.cells("code"):
        uses, binds = names(parse(cell))
        if LEFT_OUT in tags(cell) and TAG not in tags(cell):
            yield (
                cell.id,
                f"it has the tag {LEFT_OUT} alone",
                f"Give it {TAG} as well: nbgrader knows no other",
            )
        if never_runs(cell.metadata):
            out |= dict.fromkeys(binds, cell.id)
            continue
        for name in sorted((uses - binds) & out.keys() if TAG in tags(cell) else ()):
            yield (
                cell.id,
                f"it needs `{name}` of cell {out[name]}, which never runs in grading, so an answer that uses what it makes would fail",
                f"Give it the tag {LEFT_OUT}, too: then the notebook says so",
            )
        out = {name: where for name, where in out.items() if name not in binds}


def written_answers_have_a_mark_scheme(lesson):
    for cell in lesson.cells("task"):
        if not document.lines_of(cell.source, "MARK SCHEME"):
            yield (
                cell.id,
                "there is no mark scheme",
                "Say between ### BEGIN MARK SCHEME and ### END MARK SCHEME what earns each point",
            )


def exercises_have_a_heading(lesson):
    for number, exercise in enumerate(lesson.exercises, 1):
        title = title_of(exercise.name)
        want = f"**Exercise {number} · {title} ({exercise.points} point{'s' * (exercise.points != 1)}).**"
        found = re.search(HEADING, exercise.text.source) if exercise.text else None
        if not found:
            yield (
                exercise.name,
                "the cell before it has no heading",
                f"Put a markdown cell before it that says {want}",
            )
        elif found.group() != want:
            yield exercise.text.id, f"its heading is {found.group()}", f"It should be {want}"


def headings_begin_their_cell(lesson):
    """What to read again before an exercise begins at the last heading that begins a cell."""
    for cell in lesson.cells("text", "task"):
        text = re.sub(r"^```.*?^```", "", document.without(cell.source, "MARK SCHEME"), flags=re.S | re.M)
        for line in re.findall(r"(?<=\n)#{1,6} .+", text):
            yield cell.id, f"the heading {line!r} stands in the midst of it", "Let it begin a cell of its own"


def words_do_not_belittle(lesson):
    said = [
        (cell.id, re.sub(r"```.*?```|`[^`]*`", "", cell.source, flags=re.S))
        for cell in lesson.cells("text", "task")
    ]
    said += [(answer, way.message) for answer, ways in lesson.ways.wrong.items() for way in ways]
    for where, text in said:
        for word in re.findall(FORBIDDEN, text, re.I):
            yield where, f"it says “{word}”", "To someone who is stuck it is neither: leave the word out"


def images_have_alternative_text(lesson):
    for cell in lesson.cells("text", "task"):
        bare = re.findall(r"!\[\s*\]\(", cell.source)
        bare += [
            tag
            for tag in re.findall(r"<img\b[^>]*>", cell.source)
            if not re.search(r"\balt\s*=\s*[\"'][^\"']", tag)
        ]
        if bare:
            yield cell.id, "an image has no alternative text", "Say what it shows: ![what it shows](…)"


RULES = [
    ids_are_unique,
    ids_say_what_they_belong_to,
    points_are_positive,
    no_outputs_in_source,
    skipped_names_are_not_needed,
    skipped_cells_run_where_an_answer_needs_them,
    written_answers_have_a_mark_scheme,
    exercises_have_a_heading,
    headings_begin_their_cell,
    words_do_not_belittle,
    images_have_alternative_text,
]
