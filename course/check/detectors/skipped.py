"""Cells that grading skips, and names that only they make.

What draws, or takes a moment, is skipped until an answer uses a name of it (`needed`): then it runs. What
trains, or asks a model that is not everywhere (LEFT_OUT), and checks, which run in another process, never run
beside the answers; in the notebook their names are there, in grading they are not. So an answer that uses one
is told so where it can still be changed, though it works.
"""

import ast
import builtins
import json
import re
import sys
from collections.abc import Sequence, Set
from pathlib import Path

from course.check.cells import cells
from course.check.detectors.syntax_tree import parsed
from course.check.scopes import names, plain, read

# nbgrader's own, which stops every grader; and ours beside it
TAG, LEFT_OUT = "skip-execution", "not-in-grading"


def made_by_skipped(sources: list[tuple[str, bool]]) -> set[str]:
    """The names that cells make, (source, whether it never runs) each, and that no cell makes which may run."""
    made = {True: set(), False: set()}
    for source, never_runs in sources:
        made[never_runs] |= _names(source)[1]
    return made[True] - made[False]


def never_runs(metadata: dict) -> bool:
    """Whether a cell of this metadata never runs beside the answers."""
    tags = metadata.get("tags", [])
    return TAG in tags and LEFT_OUT in tags or _is_check(metadata)


def needed(code: Sequence[tuple[str, dict]], given: Set[str] = frozenset()) -> set[int]:
    """Which of the code cells that are skipped must run: those that make what one uses that runs, and what
    they need in turn -> their numbers.

    code: (source, metadata) of each cell. given: sources of the author's, which need none of them (lint sees
    to it). A cell above comes before one below.
    """
    skipped = {
        i: read(source)[1]
        for i, (source, metadata) in enumerate(code)
        if TAG in metadata.get("tags", []) and not never_runs(metadata)
    }
    runs = [i for i, (_, metadata) in enumerate(code) if i not in skipped and not never_runs(metadata)]
    asking = [i for i in runs if code[i][0] not in given]
    if not any(read(code[i][0])[0] & made for i in asking for made in skipped.values()):
        return set()
    there, found = frozenset().union(*(read(code[i][0])[1] for i in runs)), set()
    while asking:
        i = asking.pop()
        for name in read(code[i][0])[0] - there:
            makers = [j for j in skipped if name in skipped[j] and j != i]
            above = [j for j in makers if j < i]
            more = set(above[-1:] or makers[:1]) - found
            found |= more
            asking += more
    return found


def _is_check(metadata):
    mark = metadata.get("nbgrader", {})
    return bool(mark.get("grade") and not mark.get("solution"))


def in_answer(cell: str, answer: str, assignment: str) -> str | None:
    """What to say if an answer, in the notebook of this assignment that lies here, uses such a name; None if
    it does not. cell: its text.
    """
    try:
        notebook = json.loads(Path(f"{assignment}.ipynb").read_text("utf-8"))
        sources = [
            ("".join(each["source"]), never_runs(each["metadata"]))
            for each in notebook["cells"]
            if each["cell_type"] == "code"
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # another editor, another name: grading will say it
        return None
    never = {source.strip() for source, never in sources if never}
    own = [cell, *(each for each in reversed(cells()) if each.strip() not in never)]
    if not (wanted := _taken(answer, own)):
        return None
    known = {source.strip() for source, _ in sources}
    sources += [(each, False) for each in own if each.strip() not in known]  # not saved yet
    return about(
        sorted(
            (wanted & made_by_skipped(sources)) - _starred(source for source, never in sources if not never)
        )
    )


def _starred(sources):
    """The names that `from module import *` brings, of modules that are loaded."""
    modules = (
        sys.modules.get(module)
        for source in sources
        for module in re.findall(r"^from ([\w.]+) import \*", source, re.MULTILINE)
    )
    return {name for module in modules if module for name in getattr(module, "__all__", None) or vars(module)}


def _taken(answer, own):
    """The names that an answer takes, by way of the cells that make what it uses, and that none of these
    makes. own: the newest first.

    What makes none of them may use anything, such as a call that tries it out: grading runs that as well, and
    if it fails, no mark is lost.
    """
    wanted, found, missing = [answer], set(), set()
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        found.add(name)
        cell = next((each for each in own if name in read(each)[1]), None)
        if cell is None:
            missing.add(name)
            continue
        makes = (
            [uses for uses, binds in (_names(node) for node in parsed(plain(cell)).body) if name in binds]
            if parsed(plain(cell))
            else []
        )
        wanted += set().union(*makes)
    return missing - set(dir(builtins))


def about(found: list[str]) -> str | None:
    """What to say of such names; None if there are none."""
    if not found:
        return None
    return (
        f"`{found[0]}` comes from a cell that is not run when you are graded (it takes long, asks the real model, or is a check). Make what you need from it "
        "in the cell of your answer, or use the argument if there is one."
    )


def named_in(error: BaseException | str, these: Set[str]) -> list[str]:
    """Which of these names an error says is not defined -> list of one or none."""
    found = re.search(r"name '(\w+)' is not defined", str(error))
    return [found[1]] if found and found[1] in these else []


def _names(source):
    """The names that a text, or a statement, uses and binds; none in what is no Python."""
    tree = ast.Module([source], []) if isinstance(source, ast.stmt) else parsed(plain(source))
    try:
        return names(tree) if isinstance(tree, ast.Module) else (set(), set())
    except (SyntaxError, ValueError, RecursionError):  # `return` outside of a function, and the like
        return set(), set()
