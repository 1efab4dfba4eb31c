"""course.check.cells: which cell of a kernel wrote an answer, and whether it ran."""

import pytest

from course.check import cells
from tests.check.test_check import VISIBLE, run


def test_a_cell_that_is_no_python_is_said_instead_of_judging_the_answer_before_it(monkeypatch):
    import IPython
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.run_cell("def merge(ids, pair, new_id):\n    return [4, 3, 4]", store_history=True)
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    assert run(VISIBLE, merge=shell.user_ns["merge"]) is None
    shell.run_cell("def merge(ids, pair, new_id)\n    return [4, 3, 4]", store_history=True)
    lines = run(VISIBLE, merge=shell.user_ns["merge"])
    assert (
        lines[1].startswith(
            "The cell of `merge` did not run: SyntaxError in its line 1, `def merge(ids, pair, new_id)`: expected ':'."
        )
        and "older version" in lines[2]
    )
    shell.run_cell("def merge(ids, pair, new_id):\n    i = i += 1", store_history=True)
    assert "nothing in front: `x += 1`." in run(VISIBLE, merge=shell.user_ns["merge"])[1]
    shell.run_cell(
        "def merge(ids, pair, new_id):\n    if ids[0], ids[1] == pair:\n        return 1", store_history=True
    )
    assert run(VISIBLE, merge=shell.user_ns["merge"])[1].endswith("A pair needs round brackets: `(a, b)`.")
    shell.run_cell("%time\ndef merge(ids, pair, new_id):\n    return [4, 3, 4]", store_history=True)
    assert run(VISIBLE, merge=shell.user_ns["merge"]) is None


@pytest.mark.parametrize(
    "why, said",
    [
        (
            "SyntaxError: expected ':' (1234.py, line 2)",
            "SyntaxError: expected ':', in its line 2: `def f(x)`",
        ),
        (
            "SyntaxError: '(' was never closed (<string>, line 1)",
            "SyntaxError: '(' was never closed, in its line 1: `import math`",
        ),
        ("SyntaxError: no such line (x.py, line 9)", "SyntaxError: no such line (x.py, line 9)"),
        ("SyntaxError: no such line (x.py, line 0)",) * 2,
        ("NameError: name 'x' is not defined",) * 2,
    ],
)
def test_where_grades_are_given_a_cell_that_is_no_python_is_told_with_its_line(why, said):
    assert cells.with_its_line(why, "import math\ndef f(x)\n    return 1") == said


def test_a_long_line_is_quoted_in_part():
    assert cells.quoted("  x = " + "1" * 200) == "`x = " + "1" * 76 + "…`" and cells.quoted(" ") == ""


@pytest.mark.slow
def test_a_sorting_whose_cell_stopped_is_not_judged_by_what_was_there_before(monkeypatch):
    import IPython
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    cells.watch()
    shell.run_cell("ways = {'A': 'prompt'}", store_history=True)
    assert cells.did_not_run("ways", is_value=True) is None
    shell.run_cell("ways = {'A': prompt}\n\n", store_history=True)
    assert cells.did_not_run("ways", is_value=True) == "NameError: name 'prompt' is not defined"
    assert cells.did_not_run("ways") is None  # a function is there as soon as it is read
    # the value was made before the cell stopped
    shell.run_cell("ways = {'A': 'prompt'}\n1 / 0", store_history=True)
    assert cells.did_not_run("ways", is_value=True) is None
    shell.run_cell("import math\nways = {'A':\n  (lambda: math.nothing)()}", store_history=True)
    assert cells.did_not_run("ways", is_value=True).startswith("AttributeError")
    shell.run_cell("ways = {'A': 'retrieve'}", store_history=True)
    assert cells.did_not_run("ways", is_value=True) is None


def test_an_answer_whose_name_is_misspelt_is_found(monkeypatch):
    monkeypatch.setattr(
        cells,
        "cells",
        lambda: [
            "def to_probabilities(counts):\n    raise NotImplementedError()",
            "def to_probabilites(counts):\n    return counts",
            "encode = 1",
        ],
    )
    assert (
        cells.near("to_probabilities") == "There is a `to_probabilites`: is that the one? Check its spelling."
    )
    assert cells.near("decode") == ""


def test_an_error_that_brings_its_own_sign_at_the_end_gets_no_other():
    assert [cells.sentence(words) for words in ("no", "no.", "did you mean '='?")] == [
        "no.",
        "no.",
        "did you mean '='?",
    ]


def test_a_helper_whose_name_another_cell_took_is_told_from_a_missing_bracket(monkeypatch):
    import IPython
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    shell.run_cell("def order(x):\n    return x", store_history=True)
    assert cells.taken_over("    return order(x)", {"order": [1]}).startswith(
        "`order` was a function, but a cell that ran later gave its name"
    )
    assert (
        cells.taken_over("    return order(x)", {"order": len}) is None
        and cells.taken_over("    return x(1)", {"x": 3}) is None
    )


def test_a_name_that_differs_in_capitals_alone_is_found(monkeypatch):
    import IPython
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    cells.watch()
    shell.run_cell("NEITHER = 'neither'", store_history=True)
    shell.run_cell("ways = Neither", store_history=True)
    assert (
        run("    assert ways == 'neither'", "x/ways", NEITHER="neither")[2]
        == "Did you mean `NEITHER`? Capital and small letters count. Fix that cell, run it, then run this one."
    )
    shell.run_cell("ways = NETHER", store_history=True)
    assert run("    assert ways == 'neither'", "x/ways", NEITHER="neither")[2].startswith(
        "Did you mean `NEITHER`? Check its spelling."
    )
    assert run("    assert ways == 'neither'", "x/ways", BOTH="both")[2].startswith("A text needs quotes.")
    shell.run_cell("ways = out", store_history=True)
    # not IPython's
    assert run("    assert ways == 'neither'", "x/ways", Out={})[2].startswith("A text needs quotes.")
