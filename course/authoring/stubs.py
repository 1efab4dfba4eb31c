"""Stubs: what a student finds in place of a solution, and the order in which nbgrader makes a release.

nbgrader_config.py hands `preprocessors` to stock `nbgrader generate_assignment`; `course release` runs the
same.
"""

import ast

from nbformat import NotebookNode
from nbgrader import preprocessors as stock
from nbgrader.preprocessors import NbGraderPreprocessor

from course.check import scopes
from course.notebook import document


class ClearSolutions(stock.ClearSolutions):
    """nbgrader's, with stubs that run: a function raises NotImplementedError, a value is `...`."""

    def _replace_solution_region(self, cell, language):
        self.code_stub = {"python": stub(cell)}
        return super()._replace_solution_region(cell, language)


def stub(cell: NotebookNode) -> str:
    """What a student finds in place of a solution: `raise NotImplementedError()`, or at the top level `name =
    ...` for each value.
    """
    lines = document.lines_of(cell.source, "SOLUTION")
    if cell.cell_type != "code" or not lines or lines[0][:1].isspace():
        return "raise NotImplementedError()"
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:  # magics: such a stub is nbgrader's own
        return "raise NotImplementedError()"
    stores = [
        node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    in_order = [node.id for node in sorted(stores, key=lambda node: (node.lineno, node.col_offset))]
    bound = scopes.names(tree)[1]
    return "\n".join(f"{name} = ..." for name in dict.fromkeys(in_order) if name in bound)


class MarkGiven(NbGraderPreprocessor):
    """Note in each cell that has no label as what it was given: `course update` knows it again, and leaves
    alone what a student has changed.
    """

    def preprocess_cell(self, cell, resources, index):
        if "nbgrader" not in cell.metadata and "id" in cell:
            cell.metadata[document.GIVEN] = document.given_as(cell.id, cell.source)
        return cell, resources


# c.GenerateAssignment.preprocessors: SaveCells stands where nbgrader has it, before the hidden tests go
preprocessors = [
    stock.IncludeHeaderFooter,
    stock.InstantiateTests,
    stock.LockCells,
    ClearSolutions,
    stock.ClearOutput,
    stock.CheckCellMetadata,
    stock.ComputeChecksums,
    stock.SaveCells,
    stock.ClearHiddenTests,
    stock.ClearMarkScheme,
    stock.ComputeChecksums,
    stock.CheckCellMetadata,
    MarkGiven,
]
