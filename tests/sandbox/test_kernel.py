import time

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.sandbox import kernel
from course.sandbox.job import GRADED, WARNED, Job
from tests import tiny

pytestmark = pytest.mark.slow
TEST = 'from course.check import grading\nwith grading("01-tiny/double") as g:\n    assert double(3) == 6'


def run(*cells, files=(), seconds=20):
    """Run cells (sources, or cells) -> (Result, the outputs of each cell)."""
    cells = [
        new_code_cell(cell, id=f"cell-{n}") if isinstance(cell, str) else cell for n, cell in enumerate(cells)
    ]
    nb = new_notebook(cells=cells)
    tests = {cell.id: cell.source for cell in nb.cells if "nbgrader" in cell.metadata}
    result = kernel.run(Job("01-tiny", "ada", nb, tests, dict(files), "seed", {}, seconds))
    return result, [cell.outputs for cell in result.notebook.cells]


def test_cell(source=TEST):
    return new_code_cell(source, id="double-test", metadata=tiny.label("double-test", 1, grade=True))


test_cell.__test__ = False


def text(outputs):
    return "".join(output.get("text", output.get("evalue", "")) for output in outputs)


def test_an_error_in_a_cell_stops_neither_the_next_cell_nor_the_tests():
    result, (error, asked, _, checked) = run("1 / 0", "input()", "def double(x): return 2 * x", test_cell())
    assert error[0].ename == "ZeroDivisionError" and asked[0].ename == "StdinNotImplementedError"
    assert checked == [] and (result.outcome, result.remarks) == (GRADED, [])


def test_what_a_test_prints_is_dropped_and_its_partial_credit_is_kept():
    source = TEST.replace("    assert", "    with g.part(1): assert double(2) == 4\n    assert")
    _, (_, checked) = run(
        "import sys\ndef double(x):\n    print('case', x, file=sys.stderr)\n    return 4", test_cell(source)
    )
    assert [output.output_type for output in checked] == ["execute_result", "error"]
    assert checked[0].data["text/plain"] == "1" and checked[1].ename == "NotYet"


def test_cells_that_are_to_be_skipped_are():
    skipped = new_code_cell("open('made', 'w')", metadata={"tags": ["skip-execution"]})
    _, (_, there) = run(skipped, "import os; print(os.path.exists('made'))")
    assert text(there) == "False\n"


def test_files_lie_beside_the_notebook_and_none_of_them_takes_the_place_of_a_package():
    files = {"numpy.py": b"raise SystemExit", "mine.py": b"X = 1", "a b/ü.txt": b"there"}
    _, (own, other) = run(
        "import numpy; print(numpy.__name__, hasattr(numpy, 'ndarray'))",
        "import mine; print(mine.X, open('a b/ü.txt').read())",
        files=files,
    )
    assert text(own) == "numpy True\n" and text(other) == "1 there\n"


def test_a_cell_that_cannot_be_stopped_is_told_by_the_tests_after_it():
    stubborn = "import time\nwhile True:\n    try: time.sleep(60)\n    except KeyboardInterrupt: pass"
    start = time.monotonic()
    result, (_, checked) = run(stubborn, test_cell(), seconds=1)
    assert time.monotonic() - start < 40
    why = "took longer than 1 s and could not be stopped"
    assert (result.outcome, result.remarks) == (WARNED, [f"cell cell-0 {why}"])
    assert checked[0].traceback == [
        "Double: not yet.",
        f"This test was not run: the cell cell-0, further up, {why}.",
    ]


def test_a_bar_that_rewrites_itself_leaves_its_last_state():
    _, (shown,) = run(
        "from IPython.display import clear_output\nfor n in range(3):\n    clear_output(wait=True)\n    print(n)"
    )
    assert text(shown) == "2\n"


def test_what_was_given_runs_after_a_changed_cell_that_failed():
    cells = [
        new_code_cell("import no_such_package\nfrom math import factorial", id="imports"),
        new_code_cell("def double(x): return factorial(2) * x", id="double"),
        test_cell(),
    ]
    job = Job(
        "01-tiny",
        "ada",
        new_notebook(cells=cells),
        {"double-test": TEST},
        {},
        "seed",
        {},
        20,
        given={"imports": "from math import factorial"},
    )
    result = kernel.run(job)
    assert result.notebook.cells[2].outputs == [] and any(
        "the original ran after it" in remark for remark in result.remarks
    )
