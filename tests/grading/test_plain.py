"""An assignment made with nbgrader alone: where its tests run, what is said of it beforehand, and what a student gains by redefining what the author gave."""
import os
import subprocess
import sys
from collections import Counter

import pytest

from course.authoring import lint, release
from course.files import coursedir
from course.grading import batch, log
from course.notebook import document
from course.sandbox.job import GRADED, WARNED
from tests.conformance import plain
from tests.conformance.plain import ASSIGNMENTS, one


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable), prepend=os.pathsep)      # nbgrader starts `alembic`
    return tmp_path


@pytest.fixture
def grades(course, monkeypatch):
    """grades(text, changes) makes an assignment of a text, and grades a hand-in with these changes -> (points by test, what was said beforehand)."""
    def graded(text, changes="", files=(), **how):
        monkeypatch.setitem(ASSIGNMENTS, "hw", one(text)._replace(files=dict(files)))
        if not (course / "release/hw").exists():
            plain.make(course, "hw")
        plain.submit(course, "hw", "ada", changes)
        said = []
        done, = batch.grade("hw", force=True, tell=said.append, **how)
        assert done.outcome in (GRADED, WARNED)
        return {cell: score for (_, _, cell), (score, _) in plain.marks(course, "hw").items()}, said
    return graded


HELPED = '''
# %% code setup
import numpy as np
from math import isclose
# %% locked given
WANTED = [2, 4]
def agrees(function, x, want):
    assert np.isclose(function(x), want)
# %% solution double
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
# %% test by_helper 1
agrees(double, 3, 6)
# %% test by_module 1
assert np.isclose(double(2), 4) and isclose(double(3), 6)
# %% test by_data 1
assert [double(1), double(2)] == WANTED
'''


def test_the_authors_imports_helpers_and_data_are_met_by_tests_without_a_word(grades):
    assert grades(HELPED) == ({"by_helper": 1, "by_module": 1, "by_data": 1}, [])


@pytest.mark.parametrize("trick", [
    "def agrees(*_):\n    pass", "WANTED = [0, 0]", "class np:\n    isclose = staticmethod(lambda *_: True)\nisclose = np.isclose", "import numpy\nnumpy.isclose = lambda *_: True",
    "class Yes:\n    __eq__ = lambda *_: True\n    __sub__ = __rsub__ = __abs__ = lambda *_: Yes()\n    __le__ = __lt__ = __bool__ = lambda *_: True\ndef double(x):\n    return Yes()"])
def test_who_redefines_them_or_answers_with_an_object_that_equals_everything_gains_nothing(grades, trick):
    assert set(grades(HELPED, f"# %% double\ndef double(x):\n    return 0\n# %% +double\n{trick}")[0].values()) == {0}


DOUBLE = """
# %% solution double
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
"""
SHARED = {
    "a helper that calls the answer": DOUBLE + "# %% locked given\ndef agrees(x, want):\n    assert double(x) == want\n# %% test t 1\nagrees(3, 6)\n",
    "a value that a given cell makes of it": DOUBLE + "# %% locked given\nsix = double(3)\n# %% test t 1\nassert six == 6\n",
    "a list in which a helper notes": "# %% locked given\nerrors = []\ndef expect(got, want):\n    if got != want:\n        errors.append(got)\n" + DOUBLE
                                      + "# %% locked after\nexpect(double(3), 6)\n# %% test t 1\nassert not errors\n",
    "functions that were registered": "# %% locked given\nchecks = []\ndef register(f):\n    checks.append(f)\n" + DOUBLE
                                      + "# %% locked after\nregister(double)\n# %% test t 1\nfor f in checks:\n    assert f(3) == 6\n",
    "a global that a helper sets": "# %% locked given\nfailed = 0\ndef expect(got, want):\n    global failed\n    failed += got != want\n" + DOUBLE
                                   + "# %% locked after\nexpect(double(3), 6)\n# %% test t 1\nassert not failed\n",
    "a global that a test sets for a helper": "# %% locked given\ntol = 100\ndef close(got, want):\n    assert abs(got - want) < tol\n" + DOUBLE
                                              + "# %% test t 1\ntol = .1\nclose(double(3), 6)\n",
    "a cell of another language": "# %% locked given\nx = !true\ndef agrees(f, x, want):\n    assert f(x) == want\n" + DOUBLE + "# %% test t 1\nagrees(double, 3, 6)\n",
    "helpers by a star": "# %% locked given\nfrom os.path import *\nfrom helper import *\n" + DOUBLE + "# %% test t 1\nagrees(double, 3, 6)\n",
    "a helper that nothing here makes": "# %% locked given\nget_ipython().ex('import math')\nfloor = get_ipython().ev('math.floor')\n" + DOUBLE + "# %% test t 1\nassert floor(double(3)) == 6\n",
    "what is printed": DOUBLE.replace("    return", "    print(x)\n    return")
                       + "# %% test t 1\nimport io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n    double(3)\nassert out.getvalue() == '3\\n'\n",
    "a value that an answer has, too": "# %% solution first\n### BEGIN SOLUTION\nxs = [1]\n### END SOLUTION\n" + DOUBLE
                                       + "# %% locked given\nxs = [3, 1]\n# %% test t 1\nassert [double(x) for x in xs] == [6, 2]\n",
}


@pytest.mark.parametrize("text", SHARED.values(), ids=SHARED)
def test_a_test_of_what_given_cells_make_of_answers_runs_as_in_nbgrader_and_is_named(grades, text):
    marks, said = grades(text, files={"helper.py": "def agrees(f, x, want):\n    assert f(x) == want\n"})
    assert marks["t"] == 1 and len(said) == 1 and said[0].startswith("hw: t: ") and "its points can be forged" in said[0]
    assert grades(text, "# %% double\ndef double(x):\n    return 0")[0]["t"] == 0


@pytest.mark.parametrize("given", ["", "from math import *"])
@pytest.mark.parametrize("name", ["sum", "gcd"])
def test_an_answer_with_a_name_of_pythons_or_of_an_import_is_what_is_tested(grades, given, name):
    text = f"# %% locked given\n{given}\n" + DOUBLE.replace("double", name) + f"# %% test t 1\nassert {name}(3) == 6\n"
    assert grades(text) == ({"t": 1}, [])
    assert grades(text, f"# %% {name}\ndef {name}(x):\n    return 0")[0] == {"t": 0}


def test_a_test_of_what_cannot_cross_runs_beside_the_answer_and_the_line_names_it_and_no_other(grades):
    text = HELPED + "# %% test by_text 1\nimport inspect\nassert 'return' in inspect.getsource(double)\n"
    marks, said = grades(text)
    assert marks["by_text"] == 1 and len(said) == 1 and said[0].startswith("hw: by_text: ") and "its points can be forged" in said[0]
    assert grades(text, "# %% double\ndouble = lambda x: 2 * x")[0] == {"by_helper": 1, "by_module": 1, "by_data": 1, "by_text": 0}


def test_what_a_hidden_test_prints_where_it_runs_beside_the_answer_is_in_no_notebook(grades, course):
    grades("# %% solution a\nclass A:\n    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\n# %% test a_test 1\n### BEGIN HIDDEN TESTS\nprint('secret')\nassert A().x == 1\n### END HIDDEN TESTS\n")
    assert document.read(course / "autograded/ada/hw/hw.ipynb").cells[1].outputs == []


@pytest.mark.parametrize("trick", ["import sys\nclass A:\n    def __init__(self):\n        sys.exit()", "get_ipython().showtraceback = lambda *_, **__: None",
                                   "get_ipython()._showtraceback = lambda *_, **__: None", "class A:\n    def __init__(self):\n        print('x' * 10 ** 7)\n        raise ValueError"])
def test_there_who_leaves_python_or_shows_no_errors_has_them_all_the_same_as_in_nbgrader(grades, trick):
    text = "# %% solution a\nclass A:\n    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\n# %% test a_test 1\nassert A().x == 1\n"
    assert grades(text, f"# %% a\nclass A:\n    x = 2\n# %% +a\n{trick}")[0] == {"a_test": 0}


OWN_FAILS = '''
# %% solution half
def half(x):
    return x / 2
# %% test half_right 1
assert half(4) == 2
# %% test half_wrong 1
assert half(4) == 3
'''


def test_an_answer_of_the_source_that_fails_is_said_and_everybody_is_graded(grades):
    marks, said = grades(OWN_FAILS)
    assert marks == {"half_right": 1, "half_wrong": 0} and len(said) == 1
    assert said[0].startswith("hw: half_wrong (The check stopped with AssertionError): the source's own answers fail there.")


def test_of_a_source_without_answers_all_tests_run_as_in_nbgrader_and_a_line_says_so(grades):
    marks, said = grades("# %% solution f\nraise NotImplementedError()\n# %% test f_test 1\nassert f(2) == 4\n", "# %% f\nf = lambda x: x + 2")
    assert marks == {"f_test": 1} and len(said) == 1 and said[0].startswith("hw: f_test: the source holds no answers to try it on.")


OUTSIDE = '''
# %% solution f
def f(x):
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION
# %% test f_test 1
import subprocess
assert subprocess.run(["true"]).returncode == 0 and f(1) == 1
'''


def test_a_test_that_needs_an_ordinary_kernel_grades_nobody_and_the_line_names_it_why_and_the_command(grades, course):
    with pytest.raises(coursedir.CourseError) as refused:
        grades(OUTSIDE)
    assert str(refused.value).startswith("hw: the test f_test passes in an ordinary kernel, and not where students' code is locked in (The check stopped with PermissionError")
    assert "\n" not in str(refused.value) and log.read("hw") == {} and not (course / "autograded/ada").exists()
    command = str(refused.value).partition("`")[2].partition("`")[0].split()
    (course / "nbgrader_config.py").write_text("c = get_config()\nfrom course.nbgrader_plugins import autograde\nautograde.install()\n")
    done = subprocess.run([sys.executable, "-m", *command], cwd=course, capture_output=True, text=True, env=os.environ | {"JUPYTER_CONFIG_DIR": str(course)})
    assert done.returncode == 0, done.stderr
    assert plain.marks(course, "hw") == {("ada", "hw", "f_test"): (1, False)}


def test_it_is_found_out_once_and_again_when_the_sources_answers_change(grades, course):
    ran = Counter()

    def run(job):
        ran[job.student] += 1
        return batch.pool.run(job)
    grades(HELPED, run=run)
    grades(HELPED, run=run)
    assert ran == {"": 1, "ada": 2}
    file = course / "source/hw/hw.ipynb"
    file.write_text(file.read_text().replace("return 2 * x", "return x * 2"))
    grades(HELPED, run=run)
    assert ran == {"": 2, "ada": 3}


def test_what_an_answer_writes_to_stderr_costs_the_points_as_in_nbgrader_and_the_message_says_so(grades, course):
    marks, _ = grades(HELPED, "# %% double\nimport warnings\ndef double(x):\n    warnings.warn('odd')\n    return 2 * x")
    assert marks["by_helper"] == 0
    failed = document.labelled(document.read(course / "autograded/ada/hw/hw.ipynb"))["by_helper"].outputs[0]
    assert "Something was written to stderr" in failed.evalue


# --- lint ---

def test_lint_is_a_report_of_what_grading_would_say_and_silent_where_it_would_say_nothing(course):
    plain.make(course, "essay", "old", "two_parts")
    assert lint.lint("essay") == lint.lint("two_parts") == []
    found, = lint.lint("old")
    assert str(found).startswith("source/old/old.ipynb, cell spread_wrong: the source's own answers do not pass it (")


def test_lint_says_what_nbgrader_would_refuse_and_that_there_is_no_release_yet(course):
    plain.make(course, "old")
    text = ASSIGNMENTS["circle"].notebooks[""].replace("    ### END SOLUTION\n", "")
    document.write(plain.notebook(text), course / "source/circle/circle.ipynb")
    assert ["nbgrader makes no release of it" in found.what or "is not in release" in found.what for found in lint.lint("circle")] == [True, True]
    with pytest.raises(coursedir.CourseError, match="nbgrader makes no release of source/circle"):
        release.release("circle")
