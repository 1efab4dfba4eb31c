"""What the author's own cells give to tests: imports, helpers and data that stand on no answer. The examiner runs them from the author's text, so whatever a
student makes of these names, a test meets the author's.

A statement stands on answers if it uses, also inside of a function, what an answer binds or changes; what it makes is the student's to give.

A test that takes such a thing, or one whose state answers may change by the author's functions, sees here another thing than in nbgrader's one process. Such
tests `share_state` with answers, and proof.py has them run there.
"""
import ast
import copy
import importlib
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from nbformat import NotebookNode

from course.check.scopes import plain
from course.notebook import document
from course.notebook.document import kind, tags

IMPORTS = ast.Import, ast.ImportFrom


@dataclass(frozen=True)
class Fixtures:
    imports: dict = field(default_factory=dict)          # name -> the statement that imports it
    statements: list = field(default_factory=list)       # (code, names that it binds), in order: all that stand on no answer
    above: dict = field(default_factory=dict)            # test -> how many of them stand above it, if it needs more than imports
    names: frozenset = frozenset()                       # all that they give
    share_state: frozenset = frozenset()                 # tests that are to run where the answers are


def of(nb: NotebookNode, needs: Mapping[str, Set[str]]) -> Fixtures:
    """The fixtures in an author's notebook. needs: test -> the names that it takes from elsewhere."""
    steps, answers, of_test, above = [], [], {}, {}
    for cell in (cell for cell in nb.cells if cell.cell_type == "code" and "skip-execution" not in tags(cell)):
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if kind(cell) == "test":
            above[name] = len(steps)
            of_test[name] = _steps(cell)
            continue
        for step in _steps(cell):
            (answers if kind(cell) == "solution" and not _is_given(step, cell) else steps).append(step)
    imports = {each: f"{_from(step.statement)}import {alias.name}{f' as {alias.asname}' if alias.asname else ''}"
               for step in steps if isinstance(step.statement, IMPORTS) for alias in step.statement.names for each in _bound(step.statement, alias)}
    answered = set().union(*(step.binds | step.changes - imports.keys() for step in answers if not isinstance(step.statement, IMPORTS)))
    written = frozenset(answered)
    while more := set().union(*(step.binds | step.changes - imports.keys() for step in steps if step.uses & answered)) - answered:
        answered |= more
    imports = {name: statement for name, statement in imports.items() if name not in answered}
    names, statements, counts = set(imports), [], [0]
    for n, step in enumerate(steps):
        if isinstance(step.statement, IMPORTS) or not (step.uses | step.binds) & answered:
            statements.append((compile(ast.Module([step.statement], []), f"<given {n}>", "exec"), step.binds))
            names |= step.binds - answered
        counts.append(len(statements))
    helped = {test: counts[above[test]] for test, wanted in needs.items() if test in above and wanted & names - imports.keys()}
    data, made = names - imports.keys(), set().union(*(step.binds for some in of_test.values() for step in some if not isinstance(step.statement, IMPORTS)))
    state = _state(steps, data)
    if (any(step.uses & answered and step.uses & data for step in steps) or any(_at_once(step.statement) & data for step in answers) or made & _used(data, steps)
            or any(_captures(step) for step in steps)):
        state = data                                     # an answer went through them before the test, or a test gives them another global
    given = set().union(*(step.binds for step in steps if not isinstance(step.statement, IMPORTS)))
    known = names | answered | made
    sharing = {test for test, wanted in needs.items()
               if _used(wanted, steps) & state or wanted & (answered - written | written & given) or wanted - known or any(map(_captures, of_test.get(test, ())))}
    return Fixtures(imports, statements, helped, frozenset(names), frozenset(sharing))


def _used(names, steps):
    """These names, and all that the functions and data of these names use."""
    used, more = set(), set(names)
    while more:
        used |= more
        more = set().union(*(step.uses for step in steps if step.binds & more and not isinstance(step.statement, IMPORTS))) - used
    return used


def _state(steps, data):
    """What the author's functions change when they are called."""
    functions = [step for step in steps if isinstance(step.statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
    return data & set().union(*(step.changes | step.binds - {step.statement.name} for step in functions))


def _captures(step):
    """Whether a statement looks at what answers print, which is nothing here."""
    return any({getattr(node, "attr", ""), getattr(node, "id", "")} & {"stdout", "redirect_stdout"} for node in ast.walk(step.statement))


def _at_once(statement):
    """The names that a statement uses when it runs: of a function, and of a class's methods, not those in the body."""
    return document.names(ast.Module([_Bodiless().visit(copy.deepcopy(statement))], []))[0]


class _Bodiless(ast.NodeTransformer):
    def visit_FunctionDef(self, node):
        node.body = [ast.copy_location(ast.Pass(), node.body[0])]
        return node
    visit_AsyncFunctionDef = visit_FunctionDef


def _steps(cell):
    try:
        return document.steps(plain(cell.source))
    except (SyntaxError, ValueError):                    # other magics: what it makes is in the student's process, and nobody's here
        return ()


def _is_given(step, cell):
    """Whether a statement of an answer's cell is an import that a student has been given: it stands outside of the solution."""
    return isinstance(step.statement, IMPORTS) and bool(region := document.lines_of(cell.source, "SOLUTION")) and not any(
        line in region for line in cell.source.split("\n")[step.statement.lineno - 1:step.statement.end_lineno])


def _from(statement):
    return f"from {'.' * statement.level}{statement.module or ''} " if isinstance(statement, ast.ImportFrom) else ""


def _bound(statement, alias):
    """The names that one part of an import binds; of `*` those that its module has, if it is there."""
    if alias.name != "*":
        return [(alias.asname or alias.name).partition(".")[0]]
    try:
        module = importlib.import_module(statement.module)
    except Exception:                                    # an author's own module, beside the notebook
        return []
    return getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
