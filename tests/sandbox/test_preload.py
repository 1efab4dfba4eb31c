"""What the warm process loads before it forks: public data, and no more than an assignment asks for."""

import ast
import json
from pathlib import Path

from course import FOR_NOTEBOOKS
from course.sandbox import pool
from course.sandbox.isolation import preload


def test_every_loader_works():
    preload.load(preload.LOADERS)


def test_what_is_needed_is_what_the_cells_speak_of():
    assert preload.needed(
        ["tiktoken.get_encoding('r50k_base')", "from course.lessons.texts import speeches"]
    ) == ["r50k_base", "speeches"]
    assert preload.needed(["speeches_of_mine = r50k_based"]) == []


def test_cells_that_grading_skips_load_nothing():
    def cell(source, *tags):
        return {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": [source]}

    nb = {
        "cells": [
            cell("texts.speeches()", "skip-execution"),
            cell("texts.paragraphs()"),
            {"cell_type": "markdown", "metadata": {}, "source": ["genres"]},
        ]
    }
    assert pool.loaders_for(
        ("g.choice(texts.genres())",), (("x.ipynb", json.dumps(nb).encode()), ("signs.json", b"{}"))
    ) == ["genres", "paragraphs"]


def test_the_list_reaches_nothing_but_what_notebooks_import():
    nodes = list(ast.walk(ast.parse(Path(preload.__file__).read_text("utf-8"))))
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)} | {
        alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
    }
    assert "course.lessons.encodings" in modules and all(
        name.split(".")[1] in FOR_NOTEBOOKS for name in modules if name.startswith("course.")
    )
