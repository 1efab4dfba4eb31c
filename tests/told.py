"""A notebook as the tests of its facts read it: its own answers, its prose, its cells, and the numbers in its
prose.
"""

import re
from functools import cache
from pathlib import Path

from course.exercise.way import reference_of
from course.notebook import document


class Told:
    def __init__(self, name):
        self.file = Path(__file__).parents[1] / "source" / name / f"{name}.ipynb"
        self.nb = document.read(self.file)
        self.prose, self.answer = cache(self._prose), cache(self._answer)

    def _answer(self, name):
        return reference_of(self.nb, name)

    def _prose(self):
        return " ".join(
            " ".join(cell.source for cell in self.nb.cells if cell.cell_type == "markdown").split()
        )

    def cell(self, name):
        """The source of a cell."""
        return next(cell.source for cell in self.nb.cells if cell.id == name)

    def number(self, pattern):
        """The number that the prose has at the brackets of the pattern."""
        return float(re.search(pattern, self.prose())[1].replace(",", ""))
