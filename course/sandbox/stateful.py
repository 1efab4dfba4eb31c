"""Whether what a check gives may depend on the checks before it: a function may keep something from one call
to the next.

Then all checks run, in their order. It is asked of what a student wrote, which is read and never compiled;
where it is not plain that nothing is kept, something may be.
"""

import ast
import re
import symtable
import sys
from collections.abc import Iterable, Set
from typing import Any

from course.check.detectors.syntax_tree import parsed
from course.check.scopes import defined

FUNCTION = re.compile(r"\b(def|lambda|class)\b")
OF_THE_PROCESS = {
    "globals",
    "vars",
    "setattr",
    "exec",
    "eval",
    "open",
    "__dict__",
    "__defaults__",
    "environ",
    "seterr",
    "errstate",
    "simplefilter",
    "filterwarnings",
    # they hold, or reach, what lasts
    "__import__",
    "import_module",
    "write_text",
    "write_bytes",
    "mkdir",
    "listdir",
    "chdir",
    "setrecursionlimit",
}
# modules that do
LASTING = {"os", "pathlib", "shutil", "sys", "tempfile", "importlib", "warnings", "random", "locale"}
# a module of the student's may keep what it likes
KNOWN = sys.stdlib_module_names | {"course", "numpy", "matplotlib", "tiktoken", "IPython"}
FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda
GIVE_VALUES = {
    "abs",
    "dict",
    "float",
    "int",
    "len",
    "list",
    "max",
    "min",
    "range",
    "round",
    "set",
    "sorted",
    "str",
    "sum",
    "tuple",
}
COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}


def is_stateful(sources: Iterable[str], asked: Set[str]) -> bool:
    """Whether what is reached from the names `asked` for may keep something; a function in a cell that cannot
    be read may, and one of a student's module.
    """
    # names of what can be changed in place, of what may be anything, of what has attributes
    lasting, unknown, opened = set(), set(), set()
    # names that a function uses; names that a value is made of; names from the course's modules
    uses, values, ours = {}, {}, set()
    for source in sources:
        tree: Any = parsed(source)
        has_function = FUNCTION.search(source)
        if not tree:
            lasting, unknown = lasting | defined(source), unknown | defined(source)
        for node in tree.body if tree else ():
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "course":
                ours |= {alias.asname or alias.name for alias in node.names}
            if isinstance(node, (ast.Import, ast.ImportFrom)) and not _modules(node) <= KNOWN:
                return True
            if isinstance(node, (ast.Import, ast.ImportFrom, *FUNCTIONS)):
                continue
            given, used = (
                {
                    each.id
                    for each in ast.walk(node)
                    if isinstance(each, ast.Name) and isinstance(each.ctx, how)
                }
                for how in (ast.Store, ast.Load)
            )
            lasting |= set() if isinstance(node, ast.Assign) and _is_plain(node.value) else given
            unknown |= given if any(_may_give_anything(each, ours) for each in ast.walk(node)) else set()
            values |= {name: values.get(name, set()) | used for name in given}
        if has_function:
            try:
                tables = symtable.symtable(source, "cell", "exec").get_children() if tree else None
            except (SyntaxError, ValueError, RecursionError, MemoryError):  # a student wrote it
                tables = None
            if tables is None or any(map(_keeps, ast.walk(tree))):
                return True
            bases = {
                node.value.id
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            }
            for table in tables:
                name, used = (
                    None if table.get_name() in (*COMPREHENSIONS, "lambda") else table.get_name(),
                    _globals(table),
                )
                uses[name], opened = uses.get(name, set()) | used, opened | used & bases
    reached, found = set(), {None, *asked}  # what has no name may be anywhere
    while more := found - reached:
        reached |= more
        found |= set().union(*(uses.get(name, set()) | values.get(name, set()) for name in more))
    touched = set().union(*(uses[name] for name in reached & uses.keys()))
    return not unknown.isdisjoint(asked) or not touched.isdisjoint(lasting | opened & uses.keys())


def _modules(node):
    """The modules that a statement imports, by the first part of their names."""
    names = [node.module or "."] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    return {name.partition(".")[0] for name in names}


def _may_give_anything(node, ours):
    """Whether what a piece of code gives may be a function that keeps something, or a generator; the course's
    own give none.
    """
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", None) not in ours | GIVE_VALUES
    return isinstance(node, (ast.Attribute, ast.GeneratorExp))


def _is_plain(value):
    """Whether a value is a constant, several of them, or a function."""
    return (
        isinstance(value, (ast.Constant, ast.Lambda))
        or isinstance(value, ast.Tuple)
        and all(map(_is_plain, value.elts))
    )


def _keeps(node):
    """Whether a piece of code says that something is kept, or may hide it: a decorator, a default, a function
    that gives a function.
    """
    if isinstance(node, ast.Lambda):
        return _may_last(node.args) or isinstance(node.body, ast.Lambda)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        inner = {
            each.name for each in ast.walk(node) if isinstance(each, ast.FunctionDef) and each is not node
        }
        given = [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
        return (
            node.decorator_list
            or _may_last(node.args)
            or any(isinstance(each, ast.Lambda) or getattr(each, "id", None) in inner for each in given)
        )
    if isinstance(node, ast.Attribute):  # np.random.choice, and what hangs on a function; not rng.random
        return (
            node.attr in OF_THE_PROCESS
            or getattr(node.value, "attr", None) == "random"
            or not isinstance(node.ctx, ast.Load)
        )
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return not LASTING.isdisjoint(re.split(r"\W", ast.unparse(node)))
    return (
        isinstance(node, (ast.ClassDef, ast.Global, ast.Nonlocal))
        or getattr(node, "id", None) in OF_THE_PROCESS
    )


def _may_last(arguments):
    """Whether a default may be changed in place."""
    return not all(
        isinstance(each, (ast.Constant, ast.UnaryOp))
        for each in (*arguments.defaults, *arguments.kw_defaults)
        if each
    )


def _globals(table, inside=False):
    """The global names that a function uses, and those inside of it; a comprehension that stands in none runs
    once, and keeps nothing.
    """
    inside = inside or table.get_name() not in COMPREHENSIONS
    mine = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()} if inside else set()
    return mine.union(*(_globals(each, inside) for each in table.get_children()))
