"""nbgrader's steps before and after the cells of a submission run: those that its options name, and nothing
of them changed.

What is saved is work that comes to nothing: every student's labels are the same (20 ms a submission of
benchmarks/grade.py are nbgrader's check of them), and most cells carry none (1 ms of 18 for 01-tokens), and
have nothing to be cleared.
"""

import json

from nbformat import NotebookNode
from nbgrader import preprocessors as stock
from nbgrader.converters import Autograde
from nbgrader.preprocessors import NbGraderPreprocessor


class CheckLabels(stock.CheckCellMetadata):
    """nbgrader's check, which reads three schemas from their files each time, for labels that it has not
    found valid before.
    """

    def preprocess(self, nb, resources):
        labels = json.dumps(
            [
                (cell["cell_type"], cell["metadata"]["nbgrader"])
                for cell in nb["cells"]
                if "nbgrader" in cell["metadata"]
            ]
        )
        if labels not in self.valid:
            nb, resources = super().preprocess(nb, resources)
            self.valid.add(labels)
        return nb, resources

    def __init__(self, **how):
        super().__init__(**how)
        self.valid = set()


def steps(options: Autograde) -> tuple[list[NbGraderPreprocessor], list[NbGraderPreprocessor]]:
    """The steps before and after the cells run."""
    every = options.sanitize_preprocessors + options.autograde_preprocessors
    at = next(n for n, step in enumerate(every) if issubclass(step, stock.Execute))
    made = [(CheckLabels if step is stock.CheckCellMetadata else step)(parent=options) for step in every]
    return made[:at], made[at + 1 :]


def take(steps: list[NbGraderPreprocessor], nb: NotebookNode, resources: dict) -> NotebookNode:
    """The notebook after these steps; those of nbgrader's own that care for some cells alone see no others."""
    for step in steps:
        cares = None if getattr(step, "add_missing_cells", False) else CARES.get(type(step))
        if cares:
            step(NotebookNode(nb, cells=[cell for cell in nb["cells"] if cares(step, cell)]), resources)
        else:
            nb, resources = step(nb, resources)
    return nb


def _is_labelled(step, cell):
    return "nbgrader" in cell["metadata"]


def _has_outputs(step, cell):
    return bool(cell.get("outputs"))


def _is_to_be_cleared(step, cell):
    """Whether a code cell has outputs, a number, or metadata that tells how they are shown."""
    return cell["cell_type"] == "code" and (
        cell.get("outputs") != []
        or cell.get("execution_count", 0) is not None
        or not step.remove_metadata_fields.isdisjoint(cell["metadata"])
    )


CARES = dict.fromkeys(
    [stock.DeduplicateIds, stock.OverwriteCells, stock.SaveAutoGrades, stock.AssignLatePenalties],
    _is_labelled,
) | {stock.LimitOutput: _has_outputs, stock.ClearOutput: _is_to_be_cleared}
