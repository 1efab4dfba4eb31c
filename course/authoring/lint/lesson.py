"""What the rules look at, and what they find."""

import ast
from dataclasses import dataclass

from nbformat import NotebookNode

from course.exercise.way import Ways
from course.notebook import document
from course.notebook.document import kind, parse


@dataclass(frozen=True)
class Finding:
    file: str
    cell: str
    what: str
    do: str

    def __str__(self):
        return f"{self.file}, cell {self.cell}: {self.what}. {self.do}."


@dataclass(frozen=True)
class Lesson:
    """What the rules look at."""

    name: str  # 01-tokens
    nb: NotebookNode
    ways: Ways

    @property
    def exercises(self) -> list:
        return document.exercises(self.nb)

    def cells(self, *kinds: str) -> list[NotebookNode]:
        return [cell for cell in self.nb.cells if kind(cell) in kinds]

    @property
    def asserts(self) -> list[tuple]:
        """Each test cell's asserts, with the names of its answers -> (cell, assert node, set)."""
        return [
            (cell, node, set(document.grades(cell)[1]))
            for cell in self.cells("test")
            for node in ast.walk(parse(cell))
            if isinstance(node, ast.Assert)
        ]
