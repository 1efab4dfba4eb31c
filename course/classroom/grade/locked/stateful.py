"""Whether what a check gives may depend on the checks before it: a function may keep something from one call to the next.

Then all checks run, in their order. It is asked of what a student wrote, which is read and never compiled; where it is not plain that nothing
is kept, something may be.
"""
import ast
import re
import symtable
from collections.abc import Iterable, Set

from course.check.hints import parsed
from course.check.scopes import defined

FUNCTION = re.compile(r"\b(def|lambda|class)\b")
OF_THE_PROCESS = {"globals", "vars", "setattr", "exec", "eval", "open", "__dict__", "__defaults__"}      # they hold, or reach, what lasts
FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda
COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}


def is_stateful(sources: Iterable[str], asked: Set[str]) -> bool:
    """Whether a function of these cells that is reached from the names `asked` for may keep something; one in a cell that cannot be read may."""
    lasting, uses, opened = set(), {}, set()             # what can be changed in place; function -> its global names; what has attributes
    for source in sources:
        tree, has_function = parsed(source), FUNCTION.search(source)
        lasting |= _lasting(tree) if tree else defined(source)
        if has_function:
            try:
                tables = symtable.symtable(source, "cell", "exec").get_children() if tree else None
            except (SyntaxError, ValueError, RecursionError, MemoryError):           # a student wrote it
                tables = None
            if tables is None or any(map(_keeps, ast.walk(tree))):
                return True
            bases = {node.value.id for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)}
            for table in tables:
                name, used = None if table.get_name() in (*COMPREHENSIONS, "lambda") else table.get_name(), _globals(table)
                uses[name], opened = uses.get(name, set()) | used, opened | used & bases
    reached, found = set(), {None, *asked}               # what has no name may be anywhere
    while more := (found & uses.keys()) - reached:
        reached |= more
        found |= set().union(*(uses[name] for name in more))
    return not opened.isdisjoint(uses) or any(not lasting.isdisjoint(uses[name]) for name in reached)


def _lasting(tree):
    """Names to which a cell gives anything but a function, a module or a plain value."""
    found = set()
    for node in tree.body:
        if not isinstance(node, (ast.Import, ast.ImportFrom, *FUNCTIONS)) and not (
                isinstance(node, ast.Assign) and isinstance(node.value, (ast.Constant, ast.Lambda))):
            found |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    return found


def _keeps(node):
    """Whether a piece of code says that something is kept, or may hide it: a decorator, a default, a function that gives a function."""
    if isinstance(node, ast.Lambda):
        return _may_last(node.args) or isinstance(node.body, ast.Lambda)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        inner = {each.name for each in ast.walk(node) if isinstance(each, ast.FunctionDef) and each is not node}
        given = [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
        return node.decorator_list or _may_last(node.args) or any(isinstance(each, ast.Lambda) or getattr(each, "id", None) in inner for each in given)
    if isinstance(node, ast.Attribute):                  # np.random.choice, and what hangs on a function; not rng.random
        return node.attr in OF_THE_PROCESS or getattr(node.value, "attr", None) == "random" or not isinstance(node.ctx, ast.Load)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return "random" in re.split(r"\W", ast.unparse(node))
    return isinstance(node, (ast.ClassDef, ast.Global, ast.Nonlocal)) or getattr(node, "id", None) in OF_THE_PROCESS


def _may_last(arguments):
    """Whether a default may be changed in place."""
    return not all(isinstance(each, (ast.Constant, ast.UnaryOp)) for each in (*arguments.defaults, *arguments.kw_defaults) if each)


def _globals(table, inside=False):
    """The global names that a function uses, and those inside of it; a comprehension that stands in none runs once, and keeps nothing."""
    inside = inside or table.get_name() not in COMPREHENSIONS
    mine = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()} if inside else set()
    return mine.union(*(_globals(each, inside) for each in table.get_children()))
