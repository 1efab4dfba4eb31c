"""Rules for the cells that check an answer: visible and hidden cases, what they compare, where they begin."""

import ast
import builtins
import inspect
import re
import textwrap

from nbformat import NotebookNode

from course.check.scopes import names
from course.exercise import mutation
from course.exercise.run_checks import attempt
from course.exercise.way import reference_of
from course.notebook import document
from course.notebook.document import kind, parse, tags, visible


def tests_let_run_all_go_on(lesson):
    for cell in lesson.cells("test"):
        if "raises-exception" not in tags(cell):
            yield cell.id, "it would stop Run All", "Give it the tag raises-exception"


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


def parts_stand_alone(lesson):
    """A part that fails ends there: what it would have made or imported below, another part has not."""
    for cell in lesson.cells("test"):
        parts = [
            node
            for node in ast.walk(parse(cell))
            if isinstance(node, ast.With) and ast.unparse(node.items[0].context_expr).startswith("g.part(")
        ]
        made = set()
        for part in parts:
            uses, binds = names(ast.Module(part.body, []))
            for name in sorted(uses & made - binds):
                yield (
                    cell.id,
                    f"a part needs `{name}`, which another part makes",
                    "Make or import it in each part, or above them",
                )
            made |= binds


RULES = [
    parts_stand_alone,
    tests_let_run_all_go_on,
    beginnings_fit_their_exercise,
    tests_are_visible_and_hidden,
    the_first_case_is_unremarkable,
    tests_take_only_the_answers,
    tests_leave_the_notebooks_names_alone,
    asserts_have_an_expected_side,
    asserts_do_not_let_nan_pass,
    tests_draw_with_a_seed,
]
