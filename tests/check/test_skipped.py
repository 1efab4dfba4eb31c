"""A name that only cells make which grading skips: the answer that uses it is told so in the notebook, where it works."""
import json

import pytest

from course.check import skipped
from tests.attacks.conftest import cell as code

PICTURE = "order = {'a': 1}\nfig = 1"
TEST = "from course.check import grading\nwith grading('01-mini/place') as g:\n    assert place('a') == 1"
USES = "def place(x):\n    return order[x]"


@pytest.fixture
def kernel(monkeypatch, tmp_path):
    """kernel(cells, more) -> what the last one prints or says: `cells` are in the saved notebook, (source, skipped); `more` are run and not saved."""
    import IPython
    from IPython.core.interactiveshell import InteractiveShell
    shell = InteractiveShell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    monkeypatch.chdir(tmp_path)

    def run(*cells, more=()):
        nb = {"cells": [{"cell_type": "code", "source": source.splitlines(True), "metadata": {"tags": ["skip-execution"] if skip else []}} for source, skip in cells]}
        (tmp_path / "01-mini.ipynb").write_text(json.dumps(nb))
        results = [shell.run_cell(source, store_history=True) for source in [*(source for source, _ in cells), *more, TEST]]
        return str(results[-1].error_in_exec or "")
    return run


def test_an_answer_that_uses_a_name_of_a_skipped_cell_is_told_that_it_would_not_work_in_grading(kernel):
    said = kernel((PICTURE, True), (USES, False))
    assert said.startswith("Place: not yet.\n`place` works here, and would not when it is graded.\n`order` is made by a cell that is not run when you are graded")


@pytest.mark.parametrize("cells", [
    [(PICTURE, False), (USES, False)], [(PICTURE, True), ("order = {'a': 1}", False), (USES, False)], [(PICTURE, True), ("order = {'a': 1}\n" + USES, False)],
    [(PICTURE, True), ("def place(x):\n    order = {x: 1}\n    return order[x]", False)], [(PICTURE, True), ("def place(order):\n    return 1", False)]])
def test_a_name_that_another_cell_makes_too_or_that_is_the_answers_own_is_no_trouble(kernel, cells):
    assert kernel(*cells) == ""


def test_a_name_that_a_star_import_brings_is_no_trouble(kernel):
    cells = ("array = [1]", True), ("from numpy import *", False), ("def place(x):\n    return int(array([1])[0])", False)
    assert kernel(*cells) == "" and "`order` is made by a cell" in kernel((PICTURE, True), ("from numpy import *", False), (USES, False))


def test_a_cell_that_is_not_saved_yet_counts_as_well(kernel):
    assert kernel((PICTURE, True), more=["order = {'a': 1}", USES]) == ""


CHECKS = """from course.check import grading
length = {'a': 1}
with grading('01-mini/place') as g:
    assert place('a') == length['a']
    ### BEGIN HIDDEN TESTS
    secret = {'b': 2}
    assert place('b') == 2
    ### END HIDDEN TESTS
"""


def test_an_answer_that_uses_a_name_of_a_check_is_told_so_too(kernel, tmp_path):
    check = code("other-test", "length = {'a': 1}", grade=True, points=1, locked=True)
    answer = code("place", "def place(x):\n    return length[x]", solution=True)
    assert kernel((check["source"], False), (answer["source"], False)) == ""
    nb = {"cells": [check, answer]}
    (tmp_path / "01-mini.ipynb").write_text(json.dumps(nb))
    assert skipped.in_answer(answer["source"], "place", "01-mini").startswith("`length` is made by a cell that is not run when you are graded")


@pytest.mark.parametrize("name, is_told", [("length", True), ("secret", False)], ids=["of a check that is seen", "of a hidden one, which nobody could use"])
def test_in_grading_a_name_of_a_check_is_called_by_its_reason(name, is_told):
    from course.classroom.grade.locked.exam import make
    author = [code("place", "def place(x):\n    return 1", solution=True), code("place-test", CHECKS, grade=True, points=1, locked=True)]
    ways = {"01-mini.ipynb": json.dumps({"cells": author, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "misconceptions.py": "", "answers.py": ""}
    assert (name in make("01-mini", {"place-test": CHECKS}, ways).skipped) == is_told


def test_without_the_notebook_beside_it_nothing_is_said(kernel, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert kernel((PICTURE, True), (USES, False)) == ""


def test_in_grading_the_name_is_called_by_its_reason():
    from course.classroom.grade import Job
    from course.classroom.grade.locked.pool import Pool
    author = [code("picture", PICTURE), code("place", "def place(x):\n    return 1", solution=True), code("place-test", TEST, grade=True, points=1, locked=True)]
    author[0]["metadata"]["tags"] = ["skip-execution"]
    ways = {"01-mini.ipynb": json.dumps({"cells": author, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode(), "misconceptions.py": b"", "answers.py": b""}
    for answer in USES, "place = order['a']":
        given = [author[0], code("place", answer, solution=True), author[2]]
        with Pool() as pool:
            done = pool.run(Job("01-mini", "m", {"cells": given, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, {"place-test": TEST}, {}, "s", ways, 5))
        assert "`order` is made by a cell that is not run when you are graded" in str(done.notebook.cells[2].outputs)


def test_what_is_no_python_makes_and_uses_nothing():
    assert skipped.made_by_skipped([("def f(:", True), ("%matplotlib inline", True), ("return 1", True), ("x = 1", True), ("y = 2", False)]) == {"x"}


DEMONSTRATED = "def place(x):\n    return 1\n\nprint(place('a'), order)"


@pytest.mark.parametrize("answer", [DEMONSTRATED, "def place(x):\n    return 1\n\nfor x in order:\n    print(place(x))"])
def test_a_right_function_with_a_demonstration_below_it_is_not_told_that_it_would_not_work(kernel, answer):
    assert kernel((PICTURE, True), (answer, False)) == ""


def test_and_in_grading_it_does_work():
    from course.classroom.grade import Job
    from course.classroom.grade.locked.pool import Pool
    given = [code("picture", PICTURE), code("place", DEMONSTRATED, solution=True), code("place-test", TEST, grade=True, points=1, locked=True)]
    given[0]["metadata"]["tags"] = ["skip-execution"]
    with Pool() as pool:
        done = pool.run(Job("01-mini", "m", {"cells": given, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, {"place-test": TEST}, {}, "s", {}, 5))
    assert "NotYet" not in str(done.notebook.cells[2].outputs)
