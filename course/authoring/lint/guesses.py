"""Rules for guesses: a cell whose id ends in -guess, and the picture that answers it."""

import ast
import itertools

from course.notebook.document import parse

OPEN = None, "…", ...  # what `your_guess` takes for no guess yet


def guesses_are_open(lesson):
    for cell in _guesses(lesson):
        for value in (
            value
            for node in parse(cell).body
            if isinstance(node, ast.Assign)
            for value in _values(node.value)
        ):
            if not (isinstance(value, ast.Constant) and value.value in OPEN):
                yield (
                    cell.id,
                    f"it guesses {ast.unparse(value)} for the student",
                    'Begin with None, or with "…" where a text is asked for',
                )


def _values(node):
    """What an assignment puts into its names: the items of lists, and of dictionaries what is not a key."""
    several = node.values if isinstance(node, ast.Dict) else getattr(node, "elts", None)
    return [node] if several is None else [value for each in several for value in _values(each)]


def guesses_are_shown_alike(lesson):
    for cell in lesson.nb.cells:
        if cell.cell_type == "code" and "your guess" in cell.source:
            yield (
                cell.id,
                "it says “your guess” itself",
                "Print your_guess(…): it also says when there is none yet",
            )


def pictures_that_answer_a_guess_are_folded(lesson):
    """Their alternative text is the answer: whoever scrolls on reads it. (One that is computed tells
    nothing.)
    """
    for guess in _guesses(lesson):
        after = lesson.nb.cells[lesson.nb.cells.index(guess) + 1 :]
        for cell in itertools.takewhile(lambda cell: cell.cell_type == "code", after):
            told = [
                node
                for node in ast.walk(parse(cell))
                if isinstance(node, ast.keyword)
                and node.arg == "alt"
                and isinstance(node.value, ast.Constant)
            ]
            if told and not cell.metadata.get("jupyter", {}).get("source_hidden"):
                yield (
                    cell.id,
                    "its alternative text can be read before the guess is made",
                    'Fold the cell: {"jupyter": {"source_hidden": true}} in its metadata',
                )


def _guesses(lesson):
    return [cell for cell in lesson.nb.cells if cell.cell_type == "code" and cell.id.endswith("-guess")]


RULES = [guesses_are_open, guesses_are_shown_alike, pictures_that_answer_a_guess_are_folded]
