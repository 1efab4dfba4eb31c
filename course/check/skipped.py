"""Names that only cells make which grading skips: those that draw, train or take long, and checks, which run in another process. In the notebook
they are there; in grading they are not.

So an answer that uses one is told so where it can still be changed, though it works.
"""
import ast
import builtins
import json
import re
import sys
from pathlib import Path

from course.check.cells import cells
from course.check.hints import parsed
from course.check.scopes import names

TAG = "skip-execution"


def made_by_skipped(sources: list[tuple[str, bool]]) -> set[str]:
    """The names that cells make, (source, whether it is skipped) each, and that no cell makes which is run."""
    made = {True: set(), False: set()}
    for source, is_skipped in sources:
        made[is_skipped] |= _names(source)[1]
    return made[True] - made[False]


def is_skipped(metadata: dict) -> bool:
    """Whether a cell of this metadata does not run beside the answers."""
    mark = metadata.get("nbgrader", {})
    return TAG in metadata.get("tags", []) or bool(mark.get("grade") and not mark.get("solution"))


def in_answer(cell: str, answer: str, assignment: str) -> str | None:
    """What to say if an answer, in the notebook of this assignment that lies here, uses such a name; None if it does not. cell: its text."""
    uses, binds = _names(_answer_alone(cell, answer))
    if not (wanted := uses - binds - set(dir(builtins))):
        return None
    try:
        notebook = json.loads(Path(f"{assignment}.ipynb").read_text("utf-8"))
        sources = [("".join(each["source"]), is_skipped(each["metadata"])) for each in notebook["cells"] if each["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):   # another editor, another name: grading will say it
        return None
    known = {source.strip() for source, _ in sources}
    sources += [(each, False) for each in cells() if each.strip() not in known]          # not saved yet
    return about(sorted((wanted & made_by_skipped(sources)) - _starred(source for source, skipped in sources if not skipped)))


def _starred(sources):
    """The names that `from module import *` brings, of modules that are loaded."""
    modules = (sys.modules.get(module) for source in sources for module in re.findall(r"^from ([\w.]+) import \*", source, re.MULTILINE))
    return {name for module in modules if module for name in getattr(module, "__all__", None) or vars(module)}


def _answer_alone(cell, answer):
    """What an answer that is a function needs of its cell: imports, definitions, and what is assigned before it.

    Calls that try it out, and what comes after it, may use anything: grading runs them as well, and if they fail, no mark is lost.
    """
    tree = parsed(cell)
    defines = [i for i, node in enumerate(tree.body) if getattr(node, "name", "") == answer] if isinstance(tree, ast.Module) else []
    if not defines:
        return cell
    kept = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    return ast.unparse(ast.Module([node for i, node in enumerate(tree.body) if i < defines[-1] and isinstance(node, ast.Assign) or isinstance(node, kept)], []))


def about(found: list[str]) -> str | None:
    """What to say of such names; None if there are none."""
    if not found:
        return None
    return (f"`{found[0]}` is made by a cell that is not run when you are graded (it draws, takes long, or is a check). Make what you need of it "
            "in the cell of your answer, or take it as an argument if there is one.")


def named_in(error: BaseException | str, these: set[str]) -> list[str]:
    """Which of these names an error says is not defined -> list of one or none."""
    found = re.search(r"name '(\w+)' is not defined", str(error))
    return [found[1]] if found and found[1] in these else []


def _names(source):
    tree = parsed(source)
    try:
        return names(tree) if isinstance(tree, ast.Module) else (set(), set())
    except (SyntaxError, ValueError, RecursionError):                    # `return` outside of a function, and the like
        return set(), set()
