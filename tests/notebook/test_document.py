"""course.notebook.document: files, exercises and slices."""

import ast
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.check import scopes
from course.files.coursedir import CourseError
from course.notebook import document, slicing


def notebook(*cells):
    """Cells given as "kind id: source"."""
    nb = new_notebook()
    for text in cells:
        head, _, source = text.partition(": ")
        what, name = head.split()
        mark = {
            "grade_id": name,
            "grade": what == "test",
            "solution": what == "solution",
            "locked": what != "solution",
            "schema_version": 3,
            "task": False,
        }
        make = new_markdown_cell if what == "text" else new_code_cell
        nb.cells.append(
            make(source, id=name, metadata={"nbgrader": mark} if what in ("test", "solution") else {})
        )
    return nb


def run(nb, answer):
    namespace = {}
    exec(slicing.slice_for(nb, answer), namespace)
    return namespace


def test_a_notebook_is_written_with_sorted_keys_real_letters_line_feeds_and_a_last_newline(tmp_path):
    nb = notebook("text intro: Grüße, नमस्ते", "code one: x = 1\ny = 2")
    document.write(nb, tmp_path / "new" / "a.ipynb")
    raw = (tmp_path / "new" / "a.ipynb").read_bytes()
    assert "Grüße, नमस्ते".encode() in raw and b"\r" not in raw and raw.endswith(b"}\n")
    assert list(json.loads(raw)) == sorted(json.loads(raw)) and b'\n "cells"' in raw
    assert document.read(tmp_path / "new" / "a.ipynb") == nb


def test_writing_leaves_no_other_file_behind(tmp_path):
    document.write(notebook("code one: x = 1"), tmp_path / "a.ipynb")
    assert [path.name for path in tmp_path.iterdir()] == ["a.ipynb"]


def test_a_file_that_is_no_notebook_is_refused_with_its_name(tmp_path):
    (tmp_path / "a.ipynb").write_text("{not json")
    with pytest.raises(CourseError, match="a.ipynb is not a notebook"):
        document.read(tmp_path / "a.ipynb")


def test_an_exercise_is_a_solution_its_text_before_and_the_tests_named_after_it():
    nb = notebook(
        "text task: **Exercise 1 · Merge (2 points).**",
        "solution merge: def merge(ids): pass",
        "test merge-test: with grading('01-tokens/merge') as g:\n    assert merge([])",
        "test merge-test-2: with grading('01-tokens/merge', 'merge', 'split') as g:\n    assert merge([])",
        "solution other: other = 1",
    )
    merge, other = document.exercises(nb)
    assert (merge.name, merge.text.id, [test.id for test in merge.tests]) == (
        "merge",
        "task",
        ["merge-test", "merge-test-2"],
    )
    assert merge.answers == ["merge", "split"]
    assert (other.text, other.tests) == (None, [])


def test_a_region_and_the_rest_of_a_cell_can_be_told_apart():
    source = "a\n  ### BEGIN HIDDEN TESTS\n  b\n  ### END HIDDEN TESTS\nc"
    assert document.lines_of(source, "HIDDEN TESTS") == ["  b"]
    assert document.without(source, "HIDDEN TESTS") == "a\nc"


@pytest.mark.parametrize(
    "source, uses, binds",
    [
        ("[x for x in y if x > w]", {"y", "w"}, set()),
        ("def f(n, *, k=K):\n  return f(n - 1) + np.x", {"f", "np", "K"}, {"f"}),
        ("class C:\n  z = 1\n  t = z + U", {"U"}, {"C"}),
        ("import os.path as p\nwith a as b: pass\nfor i in b: c = i", {"a", "b", "i"}, {"p", "b", "i", "c"}),
        ("def f():\n  global g\n  g = 1", set(), {"g", "f"}),
    ],
)
def test_names_used_and_bound_follow_pythons_scopes(source, uses, binds):
    assert scopes.names(ast.parse(source)) == (uses, binds)


def test_a_slice_defines_the_answer_and_what_it_needs_and_nothing_else():
    nb = notebook(
        "code imports: from math import log, exp",
        "code data: words = ['a', 'b']\nwords.append('c')\nloud = print('seen')",
        "solution size: def size(): return helper() + log(1)\ndef helper(): return len(words)",
        "code after: words = None",
    )
    namespace = run(nb, "size")
    assert namespace["size"]() == 3
    assert set(namespace) - {"__builtins__"} == {"log", "exp", "words", "size", "helper"}
    assert [cell.id for cell in slicing.cells_for(nb, "size")] == ["imports", "data", "size"]


def test_a_slice_takes_a_name_as_it_was_last_bound_before_the_answer():
    nb = notebook(
        "code one: n = open('no such file')",
        "code two: n = 2",
        "code three: n += 3",
        "solution double: double = 2 * n",
        "code four: n = 7",
    )
    assert run(nb, "double")["double"] == 10


def test_a_slice_never_takes_a_test_or_a_cell_that_grading_skips():
    nb = notebook("test t: n = 1", "code long: n = 2", "code short: n = 3", "solution a: a = n")
    nb.cells[1].metadata["tags"] = ["skip-execution"]
    assert run(nb, "a")["a"] == 3


def test_an_answer_that_no_solution_defines_is_said_to_be_missing():
    with pytest.raises(KeyError, match="merge"):
        slicing.slice_for(notebook("code a: merge = 1"), "merge")


@pytest.mark.parametrize("deep", [[0] * 20_000, [[[[[[[[[[0] * 20_000]]]]]]]]]])
def test_lists_in_lists_are_written_without_indents(deep, tmp_path):
    for nb in (
        new_notebook(metadata={"x": deep}),
        new_notebook(cells=[new_markdown_cell(metadata={"x": deep})]),
    ):
        document.write(nb, tmp_path / "a.ipynb")
        assert (tmp_path / "a.ipynb").stat().st_size < 3 * 2 * 20_000 + 1500 and document.read(
            tmp_path / "a.ipynb"
        ) == nb


def test_the_text_of_a_notebook_is_nbformats_whatever_is_in_it():
    nb = new_notebook(
        metadata={"signature": "x", "b": {}, "a": [1, 2.5, None, True]},
        cells=[
            new_markdown_cell(
                "ü\u2028\x0b one\r\ntwo\n",
                attachments={"a.png": {"image/png": "aGVs\n", "text/plain": "a\nb"}},
                metadata={"trusted": True},
            ),
            new_code_cell("", metadata={"tags": []}),
            new_code_cell(
                '"\\n"\n\t# \ud83d 🙂',
                execution_count=3,
                outputs=[
                    new_output("stream", name="stdout", text="1\n2"),
                    new_output(
                        "display_data",
                        data={
                            "image/png": "a\nb",
                            "image/svg+xml": "<svg>\n</svg>",
                            "application/json": {"z": ["x\ny"], "a": 1e-7},
                        },
                    ),
                    new_output("execute_result", data={"text/html": "<b>\n"}, execution_count=3),
                    new_output("error", ename="E", evalue="a\nb", traceback=["a\nb"]),
                ],
            ),
        ],
    )
    for each in nb, nb, new_notebook():
        assert document.dumps(each) == nbformat.v4.writes(each) + "\n"


def test_an_answer_typed_into_its_own_cell_may_begin_with_a_heading():
    given = notebook(
        "text written: **Written (4 points).** Why?",
        "text written-answer: *Your answer goes here.*",
        "text next: ## Next",
    )
    given.cells[0].metadata["nbgrader"] = {"grade_id": "written", "task": True, "points": 4}
    nb = nbformat.from_dict(given)
    nb.cells[1].source = "# My answer\n\nNames never end."
    assert document.answer_in(nb.cells[1:], given) == [nb.cells[1]]
    assert document.unwritten(nb, given) == {}
