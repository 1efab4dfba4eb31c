"""The layout of docs/authors.md: the folder says who uses a module, and what it may touch."""
import ast
from pathlib import Path

import pytest

from tests import run

ROOT = Path(__file__).parents[1]
MODULES = {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in ROOT.glob("course/**/*.py")}
FOR_NOTEBOOKS = [name for name in MODULES if not name.startswith(("course.classroom", "course.desk", "course.cli"))]
LOCKED = [name for name in MODULES if name.startswith("course.classroom.grade.locked")]


def imports(module):
    """Names of all that a module imports, in functions too; of the course's as far as they are modules."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name in MODULES or not name.startswith("course")}


def reach(module):
    """The same, and what those import in turn."""
    seen, todo = set(), [module]
    while todo:
        for name in imports(todo.pop()) - seen:
            seen.add(name)
            todo += [name] if name in MODULES else []
    return seen


@pytest.mark.parametrize("module", FOR_NOTEBOOKS)
def test_what_notebooks_import_never_imports_the_classroom_nor_a_students_desk(module):
    assert not [name for name in reach(module) if name.startswith(("course.classroom", "course.desk", "course.cli"))]


@pytest.mark.parametrize("module", LOCKED)
def test_nothing_that_runs_beside_a_students_code_imports_the_batch_or_nbgrader(module):
    ours = ("course.classroom.grade.batch", "course.classroom.grade.log", "course.classroom.stock")
    assert not [name for name in reach(module) if name.startswith((*ours, "nbgrader"))]


def test_the_drawing_in_authors_md_names_every_folder_and_every_module():
    drawing = (ROOT / "docs/authors.md").read_text("utf-8").partition("## The house")[2].partition("## ")[0]
    words = set(drawing.replace("/", " ").replace(",", " ").split())
    assert [name for name in MODULES if name.rpartition(".")[2] not in words] == []


def test_what_is_listed_as_slow_is_there():
    for line in (ROOT / "tests/slow.txt").read_text().splitlines():
        module, _, name = line.partition("::")
        assert f"def {name}(" in (ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8"), f"{line}: `python tests/run.py slow` makes the list anew"


def test_every_test_is_in_one_part_of_the_run():
    """What no part collects would never run. Where one leaves out what trains, another runs that."""
    def marks_where_it_is_collected(file):
        for words in run.PARTS.values():
            out = [ROOT / word.removeprefix("--ignore=") for word in words if word.startswith("--ignore=")]
            places = [ROOT / word for word in words if word.startswith("tests/")] or [ROOT / "tests"]
            if any(map(file.is_relative_to, places)) and not any(map(file.is_relative_to, out)):
                yield words[-1] if "-m" in words else "all"
    for file in ROOT.glob("tests/**/test_*.py"):
        assert sorted(marks_where_it_is_collected(file)) in (["all"], ["not training", "training"]), file
