"""nbgrader's steps before and after the cells of a submission run: those that its options name, and nothing of them changed.

What is saved is work that comes to nothing: every student's labels are the same (20 ms a submission of benchmarks/grade.py are
nbgrader's check of them), and most cells carry none (1 ms of 18 for 01-tokens).
"""
import json

from nbformat import NotebookNode
from nbgrader import preprocessors as stock
from nbgrader.converters import Autograde
from nbgrader.preprocessors import NbGraderPreprocessor

FOR_LABELLED = stock.DeduplicateIds, stock.OverwriteCells, stock.SaveAutoGrades, stock.AssignLatePenalties


class CheckLabels(stock.CheckCellMetadata):
    """nbgrader's check, which reads three schemas from their files each time, for labels that it has not found valid before."""

    def preprocess(self, nb, resources):
        labels = json.dumps([(cell["cell_type"], cell["metadata"]["nbgrader"]) for cell in nb["cells"] if "nbgrader" in cell["metadata"]])
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
    return made[:at], made[at + 1:]


def take(steps: list[NbGraderPreprocessor], nb: NotebookNode, resources: dict) -> NotebookNode:
    """The notebook after these steps; those of nbgrader's own that care for labelled cells alone, or for outputs, see no others."""
    for step in steps:
        if type(step) in FOR_LABELLED and not getattr(step, "add_missing_cells", False):
            step(NotebookNode(nb, cells=[cell for cell in nb["cells"] if "nbgrader" in cell["metadata"]]), resources)
        elif type(step) is stock.LimitOutput:
            step(NotebookNode(nb, cells=[cell for cell in nb["cells"] if cell.get("outputs")]), resources)
        else:
            nb, resources = step(nb, resources)
    return nb
