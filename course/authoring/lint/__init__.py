"""Rules that every source notebook keeps, each one small function: what an author forgets, said with the cell
and what to do.

    >>> for finding in lint("01-tokens"): print(finding)
    source/01-tokens/01-tokens.ipynb, cell merge-test: there is no hidden test. Add asserts between ### BEGIN
    HIDDEN TESTS …

A rule takes a Lesson and yields (cell id, what is wrong, what to do). To add one, write it and put it into
RULES.
"""

import ast
import builtins
import contextlib
import copy
import inspect
import io
import itertools
import re
import textwrap
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from course.authoring.release import released
from course.authoring.stale import stale
from course.authoring.stubs import ClearSolutions
from course.check.detectors.skipped import LEFT_OUT, TAG, never_runs
from course.exercise import mistakes, mutation
from course.exercise.run_checks import attempt, elsewhere, instead, run
from course.exercise.way import Ways, reference_of
from course.files import coursedir
from course.files.coursedir import is_plain, root
from course.names import EXERCISE, exercise_of, title_of
from course.notebook import document
from course.notebook.document import kind, names, parse, tags, visible
from course.sandbox.canary import NotIsolated

ENOUGH_WRONG, ENOUGH_RIGHT = 3, 2
# seconds of processor time for a cell that runs where an answer needs it: half of what grading has
PATIENCE = 30
FORBIDDEN = r"\b(simply|obviously|just)\b"
HEADING = r"\*\*Exercise (\d+) · (.+?) \((\d+) points?\)\.\*\*"


@dataclass(frozen=True)
class Finding:
    file: str
    cell: str
    what: str
    do: str

    def __str__(self):
        return f"{self.file}, cell {self.cell}: {self.what}. {self.do}."


@dataclass(frozen=True)
class Lesson:
    """What the rules look at."""

    name: str  # 01-tokens
    nb: NotebookNode
    ways: Ways

    @property
    def exercises(self) -> list:
        return document.exercises(self.nb)

    def cells(self, *kinds: str) -> list[NotebookNode]:
        return [cell for cell in self.nb.cells if kind(cell) in kinds]

    @property
    def asserts(self) -> list[tuple]:
        """Each test cell's asserts, with the names of its answers -> (cell, assert node, set)."""
        return [
            (cell, node, set(document.grades(cell)[1]))
            for cell in self.cells("test")
            for node in ast.walk(parse(cell))
            if isinstance(node, ast.Assert)
        ]


def lint(assignment: str, runs: bool = True) -> list[Finding]:
    """Check source/NN against every rule -> list of Finding. Runs the notebook once, to look at its pictures;
    not if somebody else looks while it runs.

    The rules are this course's. Of an assignment made with nbgrader alone it is said what nbgrader would
    refuse, and where grading has something to say.
    """
    if is_plain(assignment):
        return [*nbgrader_releases_it(assignment), *(proof_of_a_plain_one(assignment) if runs else ())]
    folder = root() / "source" / assignment
    file = folder / f"{assignment}.ipynb"
    lesson = Lesson(assignment, document.read(file), mistakes.load(folder))
    # a notebook that these refuse, the next rules cannot read, and nobody should release
    for rules in FIRST, [*RULES, *RUNNING * runs], LAST:
        found = [
            Finding(f"source/{assignment}/{file.name}", *finding)
            for rule in rules
            for finding in rule(lesson)
        ]
        if found:
            break
    return found


# --- an assignment made with nbgrader alone ---


def nbgrader_releases_it(assignment: str) -> Iterator[Finding]:
    for name in coursedir.names(assignment):
        try:
            released(document.read(coursedir.notebook("source", assignment, name=name)))
        except Exception as error:
            # one of nbgrader's steps: a region without its end, a label that is none, two of one name
            yield Finding(
                f"source/{assignment}/{name}.ipynb",
                "(all)",
                f"nbgrader makes no release of it ({str(error).partition(chr(10))[0]})",
                "Correct that cell, or its label",
            )


def proof_of_a_plain_one(assignment: str) -> Iterator[Finding]:
    """What grading would say of it before anybody is graded."""
    from course.grading import batch

    try:
        found = batch.proved(assignment)
    except coursedir.CourseError as error:
        if not isinstance(error.__cause__, NotIsolated):
            yield Finding(
                f"source/{assignment}", "(all)", str(error).rstrip("."), "Then `course lint` says more"
            )
        return
    for test, why in found.failed.items():
        yield Finding(
            f"source/{assignment}",
            test,
            f"the source's own answers do not pass it{why}",
            "Correct the test, or the answer",
        )


# --- the notebook ---


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


# --- prose ---


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


# --- guesses: a cell whose id ends in -guess ---

OPEN = None, "…", ...  # what `your_guess` takes for no guess yet


def guesses_are_open(lesson):
    for cell in _guesses(lesson):
        for value in (
            value
            for node in parse(cell).body
            if isinstance(node, ast.Assign)
            for value in _values(node.value)
        ):
            if not (isinstance(value, ast.Constant) and value.value in OPEN):
                yield (
                    cell.id,
                    f"it guesses {ast.unparse(value)} for the student",
                    'Begin with None, or with "…" where a text is asked for',
                )


def _values(node):
    """What an assignment puts into its names: the items of lists, and of dictionaries what is not a key."""
    several = node.values if isinstance(node, ast.Dict) else getattr(node, "elts", None)
    return [node] if several is None else [value for each in several for value in _values(each)]


def guesses_are_shown_alike(lesson):
    for cell in lesson.nb.cells:
        if cell.cell_type == "code" and "your guess" in cell.source:
            yield (
                cell.id,
                "it says “your guess” itself",
                "Print your_guess(…): it also says when there is none yet",
            )


def pictures_that_answer_a_guess_are_folded(lesson):
    """Their alternative text is the answer: whoever scrolls on reads it. (One that is computed tells
    nothing.)
    """
    for guess in _guesses(lesson):
        after = lesson.nb.cells[lesson.nb.cells.index(guess) + 1 :]
        for cell in itertools.takewhile(lambda cell: cell.cell_type == "code", after):
            told = [
                node
                for node in ast.walk(parse(cell))
                if isinstance(node, ast.keyword)
                and node.arg == "alt"
                and isinstance(node.value, ast.Constant)
            ]
            if told and not cell.metadata.get("jupyter", {}).get("source_hidden"):
                yield (
                    cell.id,
                    "its alternative text can be read before the guess is made",
                    'Fold the cell: {"jupyter": {"source_hidden": true}} in its metadata',
                )


def _guesses(lesson):
    return [cell for cell in lesson.nb.cells if cell.cell_type == "code" and cell.id.endswith("-guess")]


# --- exercises ---


def solutions_have_one_region(lesson):
    for cell in lesson.cells("solution"):
        if cell.source.count("### BEGIN SOLUTION") != 1 or not document.lines_of(cell.source, "SOLUTION"):
            yield (
                cell.id,
                "it has not one solution region",
                "Put the answer between ### BEGIN SOLUTION and ### END SOLUTION, once",
            )


def answers_keep_their_names(lesson):
    """What another cell binds under an answer's name is in its place from then on, for the student and for
    what comes after it.
    """
    answers = {name for exercise in lesson.exercises for name in exercise.answers}
    for cell in lesson.cells("code"):
        for name in sorted(answers & names(parse(cell))[1]):
            yield (
                cell.id,
                f"it gives another meaning to `{name}`, which is an answer",
                "Take another name there",
            )


def solutions_are_tested(lesson):
    for exercise in lesson.exercises:
        if not exercise.tests:
            yield exercise.name, "nothing tests it", f"Add a test cell with the id {exercise.name}-test"


def stubs_run(lesson):
    nb, _ = ClearSolutions()(copy.deepcopy(lesson.nb), {})
    for cell in nb.cells:
        if kind(cell) == "solution":
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    for name in names(parse(cell))[1]:
                        exec(document.slice_for(nb, name), {"__name__": "stub"})
            except Exception as error:
                yield (
                    cell.id,
                    f"its stub stops with {type(error).__name__}: {error}",
                    "What a student is given must run before it is filled in",
                )


def ways_are_enough(lesson):
    for exercise in lesson.exercises:
        for which, ways, enough, file in (
            ("misconceptions", lesson.ways.wrong, ENOUGH_WRONG, "misconceptions.py"),
            ("other right answers", lesson.ways.right, ENOUGH_RIGHT, "answers.py"),
        ):
            count = sum(len(ways.get(answer, [])) for answer in exercise.answers)
            if count < enough:
                yield exercise.name, f"it has {count} {which}", f"Write {enough} or more in {file}"


# --- test cells ---


def tests_let_run_all_go_on(lesson):
    for cell in lesson.cells("test"):
        if "raises-exception" not in tags(cell):
            yield cell.id, "it would stop Run All", "Give it the tag raises-exception"


def grading_names_its_exercise(lesson):
    for exercise in lesson.exercises:
        for cell in exercise.tests:
            name, want = document.grades(cell)[0], f"{lesson.name}/{exercise.name}"
            if name != want:
                yield cell.id, f"it grades {name!r}", f'Begin it with: with grading("{want}") as g'


def further_work_is_marked_alike(lesson):
    """In the text, for who reads it; by a tag, for the marks and the feedback; and in the check, for what it
    says while nothing is written.
    """
    for exercise in lesson.exercises:
        text = exercise.text.source if exercise.text else ""
        all_of_it = re.search(HEADING + r" \*Further\.\*", text)
        for cell in exercise.tests:
            tagged, said = "further" in tags(cell), "further=True" in cell.source
            if all_of_it and not tagged:
                yield cell.id, "its exercise is *Further.*, and it has no such tag", "Give it the tag further"
            if tagged and not re.search(r"\*further", text, re.I):
                yield (
                    cell.id,
                    "it has the tag further, and its exercise does not say so",
                    "Write *Further.* behind the heading, or say what part is *further*",
                )
            if tagged != said:
                yield (
                    cell.id,
                    "its tag and its check do not agree on whether it is further",
                    "Where the tag is further, write grading(…, further=True)",
                )


def beginnings_fit_their_exercise(lesson):
    """What is folded under an exercise, for who is stuck: its function, with gaps."""
    for exercise in lesson.exercises:
        for code in re.findall(
            r"<summary>[^<]*beginning.*?```python\n(.*?)```",
            exercise.text.source if exercise.text else "",
            re.DOTALL,
        ):
            where, do = (
                exercise.text.id,
                "Write its function with `...` in the place of each part that matters",
            )
            try:
                made = {
                    node.name: ast.unparse(node.args)
                    for node in ast.parse(code).body
                    if isinstance(node, ast.FunctionDef)
                }
            except SyntaxError as error:
                yield where, f"its beginning is not Python ({error.msg})", do
                continue
            asked = {
                node.name: ast.unparse(node.args)
                for node in parse(exercise.solution).body
                if isinstance(node, ast.FunctionDef)
            }
            if not made.items() <= asked.items() or not made:
                yield where, "its beginning is not of this exercise's function, or has other arguments", do
            elif not any(
                isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(ast.parse(code))
            ):
                yield where, "its beginning has no gap", do
            else:
                ways = [
                    inspect.getsource(way.value)
                    for way in lesson.ways.right.get(exercise.name, [])
                    if way.kind == "function"
                ]
                if not any(_fits(_body(way), _body(code)) for way in [exercise.solution.source, *ways]):
                    yield (
                        where,
                        "no right answer, yours or one in answers.py, fills its gaps",
                        "Write one there that does: so it is seen that it leads somewhere",
                    )


def _body(source):
    """The statements of the last function in a source, without its docstring."""
    function = [
        node for node in ast.parse(textwrap.dedent(source)).body if isinstance(node, ast.FunctionDef)
    ][-1]
    return function.body[ast.get_docstring(function) is not None :]


def _fits(node, pattern):
    """Whether a tree is of a pattern's form, in which `...` stands for any expression or statement."""
    gap = pattern.value if isinstance(pattern, ast.Expr) else pattern
    if isinstance(gap, ast.Constant) and gap.value is ...:
        return isinstance(node, ast.AST)
    if isinstance(pattern, list):
        return isinstance(node, list) and len(node) == len(pattern) and all(map(_fits, node, pattern))
    if isinstance(pattern, ast.AST):
        return type(node) is type(pattern) and all(
            _fits(getattr(node, field), getattr(pattern, field)) for field in pattern._fields
        )
    return node == pattern


def tests_are_visible_and_hidden(lesson):
    for cell in lesson.cells("test"):
        for part, source in (
            ("visible", visible(cell)),
            ("hidden", "\n".join(document.lines_of(cell.source, "HIDDEN TESTS"))),
        ):
            if not re.search(r"^\s+assert\b", source, re.M):
                yield (
                    cell.id,
                    f"there is no {part} test",
                    (
                        "Show the student one case"
                        if part == "visible"
                        else "Add asserts between ### BEGIN HIDDEN TESTS and ### END HIDDEN TESTS"
                    ),
                )


AT_FIRST = (
    "return in the loop",
    "first round only",
    "the other end",
    "whole numbers",
    "the first that came in",
)


def the_first_case_is_unremarkable(lesson):
    """Whoever leaves the loop at once, or takes the wrong end, should fail the first case that a student
    sees, not the second.
    """
    for exercise in lesson.exercises:
        try:
            right = {answer: reference_of(lesson.nb, answer) for answer in exercise.answers}
            [first_case(test) for test in exercise.tests]
        except Exception:  # a solution that stops, a test without a visible part: other rules say so
            continue
        for answer in (name for name in exercise.answers if callable(right[name])):
            for way in (way for way in mutation.made(lesson.nb, answer) if way.name in AT_FIRST):
                seen, wrong = (
                    [attempt(case(test), right | {answer: way.fresh()}).error for test in exercise.tests]
                    for case in (first_case, second_case)
                )
                if any(wrong) and not any(seen):
                    yield (
                        exercise.tests[0].id,
                        f"its first case passes “{way.name}” of `{answer}` by chance",
                        (
                            "Begin with a case that nobody gets right by luck: two of everything, neither the largest nor the smallest first"
                        ),
                    )


def first_case(test: NotebookNode, cases: int = 1) -> str:
    """A test cell up to its first assert that has no message of its own -> source."""
    tree = ast.parse(visible(test))
    for block in (node for node in tree.body if isinstance(node, ast.With)):
        ends = [i for i, node in enumerate(block.body) if isinstance(node, ast.Assert) and node.msg is None]
        block.body = block.body[: (ends[:cases] or [len(block.body)])[-1] + 1]
    return ast.unparse(tree)


def second_case(test: NotebookNode) -> str:
    return first_case(test, 2)


def tests_take_only_the_answers(lesson):
    for cell in lesson.cells("test"):
        uses, binds = names(parse(cell))
        for name in sorted(uses - binds - set(dir(builtins)) - set(document.grades(cell)[1])):
            yield (
                cell.id,
                f"it takes `{name}` from the notebook",
                "Import or compute it here: only answers come from the student",
            )


def tests_leave_the_notebooks_names_alone(lesson):
    """A test cell runs in the student's notebook: what it binds, the cells after it find. The same import
    twice is no harm.
    """
    needed, imported = {}, {}
    for cell in lesson.nb.cells:
        if cell.cell_type == "code" and kind(cell) != "test":
            uses, binds = names(parse(cell))
            needed |= dict.fromkeys(uses - binds, cell.id)
            imported |= _imports(cell)
    for cell in lesson.cells("test"):
        same = {name for name, what in _imports(cell).items() if imported.get(name) == what}
        for name in sorted((names(parse(cell))[1] - same) & needed.keys()):
            yield (
                cell.id,
                f"it binds `{name}` again, which cell {needed[name]} uses",
                "Give it another name here",
            )


def _imports(cell):
    """What a cell imports -> {name: where from}, as {"texts": "course.lessons.texts"}."""
    found = {}
    for node in ast.walk(parse(cell)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            found |= {alias.asname or alias.name: module + alias.name for alias in node.names}
    return found


def asserts_have_an_expected_side(lesson):
    for cell, node, answers in lesson.asserts:
        said, test = ast.unparse(node), node.test
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test = test.operand
        if not _mentions(test, answers | {"g"}):
            yield cell.id, f"`{said}` is about no answer", "Call the answer in the assert itself"
        elif isinstance(test, ast.BoolOp):
            yield (
                cell.id,
                f"`{said}` asks two things",
                "Write one assert for each, so that the message can say which",
            )
        elif sides := _sides(test):
            ours = [side for side in sides if not _mentions(side, answers)]
            if len(sides) != 2 or len(ours) != 1 or not _plain(ours[0]):
                yield (
                    cell.id,
                    f"`{said}` has no side that is a literal or a name",
                    "Compute it on the line before: want = …",
                )
            elif "abs" in {n.id for side in sides for n in ast.walk(side) if isinstance(n, ast.Name)}:
                yield cell.id, f"`{said}` hides what was expected", "Write assert close(answer, want)"


def _sides(test):
    """The sides of a comparison or of `close(a, b)`; [] of anything else."""
    if isinstance(test, ast.Compare):
        return [test.left, *test.comparators]
    return test.args[:2] if isinstance(test, ast.Call) and ast.unparse(test.func) == "close" else []


def _mentions(node, wanted):
    return any(isinstance(n, ast.Name) and n.id in wanted for n in ast.walk(node))


def _plain(node):
    """Whether an expression is made of literals and names alone."""
    parts = (
        ast.Constant,
        ast.Name,
        ast.UnaryOp,
        ast.USub,
        ast.List,
        ast.Tuple,
        ast.Set,
        ast.Dict,
        ast.expr_context,
    )
    return all(isinstance(n, parts) for n in ast.walk(node))


def asserts_do_not_let_nan_pass(lesson):
    for cell, node, _ in lesson.asserts:
        ordered = [
            n
            for n in ast.walk(node)
            if isinstance(n, ast.UnaryOp) and isinstance(n.op, ast.Not) and isinstance(n.operand, ast.Compare)
        ]
        unequal = [
            n
            for n in ast.walk(node)
            if isinstance(n, ast.Compare) and any(isinstance(op, ast.NotEq) for op in n.ops)
        ]
        if ordered or unequal:
            yield (
                cell.id,
                f"NaN would pass `{ast.unparse(node)}`",
                "Say what must hold, with ==, close(…) or <, not what must not",
            )


def tests_draw_with_a_seed(lesson):
    for cell in lesson.cells("test"):
        for node in ast.walk(parse(cell)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                free = re.fullmatch(r"(random|np\.random|numpy\.random)\.(?!Random$|default_rng$)\w+", called)
                if free or called.split(".")[-1] in ("Random", "default_rng") and not node.args:
                    yield (
                        cell.id,
                        f"`{ast.unparse(node)}` draws without a seed",
                        "Draw from g: g.ids(), g.rng, g.numpy",
                    )
            elif (
                isinstance(node, ast.ImportFrom)
                and node.module == "random"
                and {a.name for a in node.names} - {"Random"}
            ):
                yield (
                    cell.id,
                    f"`{ast.unparse(node)}` draws without a seed",
                    "Draw from g: g.ids(), g.rng, g.numpy",
                )


# --- pictures ---


def source_runs_and_pictures_speak(lesson):
    """Run the source once, in order, and look at each figure that it shows."""
    import matplotlib.pyplot as plt

    from course.figures import pictures

    plt.switch_backend("agg")
    plt.close("all")
    space, quiet, shown = {"__name__": "__main__"}, io.StringIO(), []
    with (
        instead(pictures, "shown", shown),
        elsewhere(),
        contextlib.redirect_stdout(quiet),
        contextlib.redirect_stderr(quiet),
    ):
        for cell in lesson.nb.cells:
            if cell.cell_type != "code":
                continue
            start = time.process_time()
            try:
                run(cell.source, space)
            except Exception as error:
                yield (
                    cell.id,
                    f"it stops with {type(error).__name__}: {error}",
                    "The source must run from top to bottom",
                )
            for what, do in run_lacks(cell, time.process_time() - start, bool(plt.get_fignums()), shown):
                yield cell.id, what, do
            plt.close("all")
            shown.clear()


def run_lacks(
    cell: NotebookNode, seconds: float, left: bool, shown: list[tuple]
) -> Iterator[tuple[str, str]]:
    """What is to be said of a cell that has run -> (what, what to do).

    seconds: of processor time that it took. left: whether it drew what it did not show. shown: what it did,
    as (figure, alternative text).
    """
    if TAG in tags(cell) and not never_runs(cell.metadata) and seconds > PATIENCE:
        yield (
            f"it takes {seconds:.0f} s, and runs in grading if an answer uses what it makes",
            f"Make it quicker, or give it the tag {LEFT_OUT}, too",
        )
    if left or "plt.show(" in cell.source:  # show(…) closes what it shows
        yield (
            "it draws a figure that show(…) does not get",
            'End the cell with: show(fig, alt="what it shows")',
        )
    for figure, alt in shown:
        yield from picture_lacks(figure, alt)


def picture_lacks(figure, alt: str) -> Iterator[tuple[str, str]]:
    """What a reader would miss in a figure -> (what, what to do)."""
    if len(alt.split()) < 3:
        yield "its picture has no alternative text", 'Say in words what it shows: show(fig, alt="…")'
    panels = [ax for ax in figure.axes if ax.has_data() and ax.get_label() != "<colorbar>"]
    if not figure.get_suptitle() and not all(ax.get_title() or ax.get_title("left") for ax in panels):
        yield "its picture has no title", "Give it one that says what is seen: ax.set_title(…)"
    for ax in panels:
        for name, axis, common in (
            ("x", ax.xaxis, figure.get_supxlabel()),
            ("y", ax.yaxis, figure.get_supylabel()),
        ):
            ticks = [tick.get_text() for tick in axis.get_ticklabels() if tick.get_visible()]
            label = axis.get_label_text() or common
            if not ax.axison or not axis.get_visible() or not any(ticks) or any(map(_is_name, ticks)):
                continue  # names say themselves what they are
            if not label:
                yield (
                    f"its {name} axis has no label",
                    f'Name what is measured, and in what: ax.set_{name}label("length (characters)")',
                )
            elif not re.search(UNIT, label):
                yield (
                    f"its {name} axis {label!r} has no unit",
                    "Name the unit in the label: length (characters), tokens per word",
                )


def _is_name(tick):
    """Whether a tick is labeled by a word, not by a number such as 0.5, 1e6 or $10^{2}$."""
    return re.search(r"[^\W\d]{2}", re.sub(r"\\\w+", "", tick))


# counted things are their own unit: tokens
UNIT = r"\(.+\)|\bper\b|%|\w\ws\b|\b([Ss]hare|[Pp]robability|[Rr]ank|[Rr]atio)\b"


# --- the release ---


def release_is_what_this_gives(lesson):
    for file, what in stale(lesson.name).items():
        yield "(all)", f"{file} {what}", f"Make it again: `course release {lesson.name}`"


FIRST = [form_is_one_that_opens_everywhere, parses]

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
    solutions_have_one_region,
    answers_keep_their_names,
    solutions_are_tested,
    stubs_run,
    ways_are_enough,
    tests_let_run_all_go_on,
    guesses_are_open,
    guesses_are_shown_alike,
    pictures_that_answer_a_guess_are_folded,
    grading_names_its_exercise,
    further_work_is_marked_alike,
    beginnings_fit_their_exercise,
    tests_are_visible_and_hidden,
    the_first_case_is_unremarkable,
    tests_take_only_the_answers,
    tests_leave_the_notebooks_names_alone,
    asserts_have_an_expected_side,
    asserts_do_not_let_nan_pass,
    tests_draw_with_a_seed,
]

RUNNING = [source_runs_and_pictures_speak]

LAST = [release_is_what_this_gives]
