"""An assignment made with nbgrader alone: its tests run beside the answers, as in nbgrader, and a line says
so; those with `with grading(…)` run apart.
"""

import os
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook

from course.authoring import lint, release
from course.files import coursedir
from course.gradebook import database
from course.grading import batch, log
from course.notebook import document
from course.sandbox.job import GRADED, WARNED
from tests.conformance import plain
from tests.conformance.plain import ASSIGNMENTS, Plain, one


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    # nbgrader starts `alembic`
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable), prepend=os.pathsep)
    return tmp_path


@pytest.fixture
def grades(course, monkeypatch):
    """grades(text, changes) makes an assignment of a text, and grades a hand-in with these changes -> (points
    by test, what was said beforehand).
    """

    def graded(text, changes="", files=(), **how):
        monkeypatch.setitem(ASSIGNMENTS, "hw", one(text)._replace(files=dict(files)))
        if not (course / "release/hw").exists():
            plain.make(course, "hw")
        plain.submit(course, "hw", "ada", changes)
        said = []
        (done,) = batch.grade("hw", force=True, tell=said.append, **how)
        assert done.outcome in (GRADED, WARNED)
        return {cell: score for (_, _, cell), (score, _) in plain.marks(course, "hw").items()}, said

    return graded


DOUBLE = """
# %% solution double
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
"""
HELPED = (
    "# %% locked given\nSIX = 6\ndef agrees(x, want):\n    assert double(x) == want\n"
    + DOUBLE
    + "# %% test by_helper 1\nagrees(3, SIX)\n"
)
CHECKED = (
    DOUBLE
    + """# %% test checked 1
from course.check import grading
with grading("hw/double"):
    assert double(3) == 6
"""
)
FORGED = "# %% +double\nimport builtins\nbuiltins.AssertionError = None\nget_ipython().run_cell = lambda *_, **__: __import__('types').SimpleNamespace(success=True, error_in_exec=None, error_before_exec=None)\n"


@pytest.mark.slow
def test_plain_tests_run_beside_the_answers_as_in_nbgrader_and_a_line_says_how_many(grades):
    marks, said = grades(
        HELPED + "# %% test by_text 1\nimport inspect\nassert 'return' in inspect.getsource(double)\n"
    )
    assert marks == {"by_helper": 1, "by_text": 1}
    assert said == [
        "hw: its tests without `with grading(…)`, 2 in all, run beside the answers, as in nbgrader: their points can be forged."
    ]


@pytest.mark.slow
def test_with_grading_a_test_of_such_an_assignment_runs_apart_and_who_breaks_the_kernel_gains_nothing(grades):
    assert grades(CHECKED) == ({"checked": 1}, [])
    assert grades(CHECKED, "# %% double\ndef double(x):\n    return 0\n" + FORGED)[0] == {"checked": 0}


@pytest.mark.slow
def test_a_check_that_takes_what_a_student_could_change_is_refused_before_anybody_is_graded(grades):
    with pytest.raises(
        coursedir.CourseError,
        match="does not pass its own test checked.*`SIX` is no answer. A check imports what it needs, or makes it",
    ):
        grades("# %% locked given\nSIX = 6\n" + CHECKED.replace("== 6", "== SIX"))


@pytest.mark.slow
def test_what_a_hidden_test_prints_where_it_runs_beside_the_answer_is_in_no_notebook(grades, course):
    grades(
        "# %% solution a\nclass A:\n    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\n# %% test a_test 1\n### BEGIN HIDDEN TESTS\nprint('secret')\nassert A().x == 1\n### END HIDDEN TESTS\n"
    )
    assert document.read(course / "autograded/ada/hw/hw.ipynb").cells[1].outputs == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "trick",
    [
        "import sys\nclass A:\n    def __init__(self):\n        sys.exit()",
        "get_ipython().showtraceback = lambda *_, **__: None",
        "get_ipython()._showtraceback = lambda *_, **__: None",
        "class A:\n    def __init__(self):\n        print('x' * 10 ** 7)\n        raise ValueError",
    ],
)
def test_there_who_leaves_python_or_shows_no_errors_has_them_all_the_same_as_in_nbgrader(grades, trick):
    text = "# %% solution a\nclass A:\n    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\n# %% test a_test 1\nassert A().x == 1\n"
    assert grades(text, f"# %% a\nclass A:\n    x = 2\n# %% +a\n{trick}")[0] == {"a_test": 0}


OWN_FAILS = """
# %% solution half
def half(x):
    return x / 2
# %% test half_right 1
assert half(4) == 2
# %% test half_wrong 1
assert half(4) == 3
"""


@pytest.mark.slow
def test_an_answer_of_the_source_that_fails_is_said_and_everybody_is_graded(grades):
    marks, said = grades(OWN_FAILS)
    assert marks == {"half_right": 1, "half_wrong": 0} and len(said) == 2
    assert said[1].startswith(
        "hw: half_wrong (The check stopped with AssertionError): the source's own answers fail there."
    )


@pytest.mark.slow
def test_a_source_without_answers_is_graded_as_in_nbgrader(grades):
    marks, said = grades(
        "# %% solution f\nraise NotImplementedError()\n# %% test f_test 1\nassert f(2) == 4\n",
        "# %% f\nf = lambda x: x + 2",
    )
    assert marks == {"f_test": 1} and len(said) == 1


OUTSIDE = """
# %% solution f
def f(x):
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION
# %% test f_test 1
import subprocess
assert subprocess.run(["true"]).returncode == 0 and f(1) == 1
"""


@pytest.mark.slow
def test_a_test_that_needs_an_ordinary_kernel_grades_nobody_and_the_line_names_it_why_and_the_command(
    grades, course
):
    with pytest.raises(coursedir.CourseError) as refused:
        grades(OUTSIDE)
    assert str(refused.value).startswith(
        "hw: the test f_test passes in an ordinary kernel, and not where students' code is locked in (The check stopped with PermissionError"
    )
    assert (
        "\n" not in str(refused.value) and log.read("hw") == {} and not (course / "autograded/ada").exists()
    )
    command = str(refused.value).partition("`")[2].partition("`")[0].split()
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\nfrom course.nbgrader_plugins import autograde\nautograde.install()\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=course,
        capture_output=True,
        text=True,
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(course)},
    )
    assert done.returncode == 0, done.stderr
    assert plain.marks(course, "hw") == {("ada", "hw", "f_test"): (1, False)}


@pytest.mark.slow
def test_what_an_answer_writes_to_stderr_costs_the_points_as_in_nbgrader_and_the_message_says_so(
    grades, course
):
    marks, _ = grades(
        HELPED, "# %% double\nimport warnings\ndef double(x):\n    warnings.warn('odd')\n    return 2 * x"
    )
    assert marks["by_helper"] == 0
    failed = document.labeled(document.read(course / "autograded/ada/hw/hw.ipynb"))["by_helper"].outputs[0]
    assert "Something was written to stderr" in failed.evalue


@pytest.mark.slow
@pytest.mark.parametrize("deleted", ["given", "by_helper"])
def test_a_deleted_cell_of_the_instructors_is_put_back(grades, course, deleted):
    grades(HELPED)
    path = course / "submitted/ada/hw/hw.ipynb"
    nb = document.read(path)
    nb.cells = [cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") != deleted]
    document.write(nb, path)
    (done,) = batch.grade("hw", force=True)
    assert done.outcome == WARNED and "the original was put back" in done.remarks[0]
    assert plain.marks(course, "hw")["ada", "hw", "by_helper"][0] == 1


@pytest.mark.slow
def test_a_test_that_gives_more_than_its_points_is_named_before_anybody_is_graded(grades):
    with pytest.raises(
        coursedir.CourseError, match="the test f_test of hw: partial credit cannot be greater"
    ):
        grades("# %% solution f\nf = 3\n# %% test f_test 2\nf\n")


@pytest.mark.slow
def test_a_test_that_writes_to_stderr_gives_nothing_as_in_nbgrader_and_a_line_says_so(grades):
    loud = "\nimport warnings\nwarnings.warn('old')\n"
    marks, said = grades(DOUBLE + "# %% test loud 1" + loud + "# %% test in_part 2" + loud + "1\n")
    assert marks == {"loud": 0, "in_part": 0} and "the source's own answers fail there" in said[1]


@pytest.mark.slow
def test_a_program_that_an_answer_starts_in_a_test_is_named(grades, course):
    marks, _ = grades(DOUBLE + "# %% test d 1\nassert double(2) == 4\n", PROGRAM)
    (done,) = log.read("hw").values()
    assert marks == {"d": 0} and done.remarks[0].startswith(
        "cell d tried something that grading does not allow"
    )


PROGRAM = """# %% double
import subprocess
def double(x):
    return int(subprocess.check_output(["expr", str(x), "+", str(x)]))
"""


@pytest.mark.slow
def test_a_notebook_that_needs_a_file_of_the_one_before_it_is_left_to_nbgrader(course, monkeypatch):
    monkeypatch.setitem(ASSIGNMENTS, "chain", Plain(CHAIN, {}, {}))
    plain.make(course, "chain")
    plain.submit(course, "chain", "ada", "")
    with pytest.raises(coursedir.CourseError, match="the test loaded passes in an ordinary kernel"):
        list(batch.grade("chain"))


@pytest.mark.slow
@pytest.mark.parametrize("test", ["assert Path.cwd().name == 'hw'", "assert Path('hw.ipynb').exists()"])
def test_a_test_that_asks_for_its_folder_or_its_own_file_is_left_to_nbgrader(grades, test):
    with pytest.raises(coursedir.CourseError, match="the test place passes in an ordinary kernel"):
        grades(f"{DOUBLE}# %% test place 1\nfrom pathlib import Path\n{test}\n")


CHAIN = {
    "p1": '# %% solution save\nopen("out.txt", "w").write("abc")\n# %% test saved 1\nassert open("out.txt")\n',
    "p2": '# %% solution load\ntext = open("out.txt").read()\n# %% test loaded 2\nassert text == "abc"\n',
}


@pytest.mark.slow
def test_a_release_that_nbgrader_refuses_says_why_and_leaves_the_gradebook_as_it_was(grades, course):
    grades(HELPED)
    before = plain.marks(course, "hw")
    text = HELPED.replace("by_helper 1", "by_helper 4") + "# %% test added 1\nassert True\n"
    document.write(plain.notebook(text), course / "source/hw/hw.ipynb")
    with pytest.raises(coursedir.CourseError, match="Cannot add or remove cells"):
        release.release("hw")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        assert book.find_assignment("hw").max_score == 1 and plain.marks(course, "hw") == before


AUTOTEST = """
# %% solution f
def f(x):
    ### BEGIN SOLUTION
    return x + 2
    ### END SOLUTION
# %% test f_test 3
### AUTOTEST f(1); f(10)
"""
TEMPLATES = """
python3:
  setup: "from hashlib import sha1"
  hash: 'sha1({{snippet}}.encode("utf-8")+b"{{salt}}").hexdigest()'
  dispatch: "type({{snippet}})"
  normalize: "str({{snippet}})"
  check: 'assert {{snippet}} == "{{value}}", "{{message}}"'
  success: "print()"
  templates:
    default:
      - test: "{{snippet}}"
        fail: "the value is not correct"
"""


@pytest.mark.slow
@pytest.mark.parametrize("answer, points", [("return x + 2", 3), ("return None", 0)])
def test_nbgraders_autotests_are_released_as_tests(grades, course, answer, points):
    (course / "autotests.yml").write_text(TEMPLATES)
    marks, _ = grades(AUTOTEST, f"# %% f\ndef f(x):\n    {answer}\n")
    assert marks == {"f_test": points}
    released = document.read(course / "release/hw/hw.ipynb")
    assert "AUTOTEST" not in "".join(cell.source for cell in released.cells)


@pytest.mark.slow
def test_a_file_that_is_in_source_alone_is_there_for_the_tests_as_in_nbgrader(grades, course):
    table = DOUBLE + "# %% test by_table 1\nassert double(3) == int(open('table.txt').read())\n"
    grades(table, files={"table.txt": "6"})
    (course / "release/hw/table.txt").unlink()
    assert grades(table)[0] == {"by_table": 1}


@pytest.mark.slow
def test_what_silences_a_print_and_what_changes_the_folder_costs_nothing(grades):
    marks, _ = grades(DOUBLE + "# %% test d 1\nassert double(2) == 4\n", SILENCED)
    assert marks == {"d": 1}


SILENCED = """# %% double
%cd .
import contextlib, os
def double(x):
    with open(os.devnull, "w") as nothing, contextlib.redirect_stdout(nothing):
        print(x)
    return 2 * x
"""


@pytest.mark.slow
def test_a_gradebook_may_be_named_by_its_file(course):
    plain.make(course, "circle")
    assert database.options("circle", db="other.db").coursedir.db_url == f"sqlite:///{course / 'other.db'}"


# --- lint ---


@pytest.mark.slow
def test_lint_is_a_report_of_what_grading_would_say_and_silent_where_it_would_say_nothing(course):
    plain.make(course, "essay", "old", "two_parts")
    assert lint.lint("essay") == lint.lint("two_parts") == []
    (found,) = lint.lint("old")
    assert str(found).startswith("source/old, cell spread_wrong: the source's own answers do not pass it (")


@pytest.mark.slow
def test_lint_says_what_nbgrader_would_refuse_and_that_there_is_no_release_yet(course):
    plain.make(course, "old")
    text = ASSIGNMENTS["circle"].notebooks[""].replace("    ### END SOLUTION\n", "")
    document.write(plain.notebook(text), course / "source/circle/circle.ipynb")
    assert [
        "nbgrader makes no release of it" in found.what or "is not in release" in found.what
        for found in lint.lint("circle")
    ] == [True, True]
    with pytest.raises(coursedir.CourseError, match="nbgrader makes no release of source/circle"):
        release.release("circle")
