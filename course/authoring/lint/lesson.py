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


WIDEST = 88  # characters of a line of code that fit their box in JupyterLab, on the site and on a phone


def size(nb: NotebookNode) -> str:
    """How much a student has to go through, in a line. Words: of prose, what is folded included."""
    prose = [
        document.without(cell.source, "MARK SCHEME") for cell in nb.cells if cell.cell_type == "markdown"
    ]
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    long = sum(len(line) > WIDEST for cell in code for line in cell.source.split("\n"))
    counts = {
        "words": sum(len(text.split()) for text in prose),
        "cells": len(nb.cells),
        "folds": sum(text.count("<details>") for text in prose),
        "guesses": sum(cell.id.endswith("-guess") for cell in code),
        f"lines of code over {WIDEST} characters": long,
    }
    return ", ".join(f"{n:,} {what}" for what, n in counts.items())


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
