"""After a change only what it concerns runs again, and the result is that of grading everything: marks,
notebooks, remarks.
"""

import functools
import json
import shutil
import sqlite3

import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.api import Gradebook

from course.authoring import release
from course.gradebook import database
from course.grading import batch, inputs, log, reuse
from course.notebook import document
from course.sandbox import pool
from course.sandbox.job import FAILED, GRADED, WARNED, Result
from tests import tiny
from tests.tiny import cell

pytestmark = pytest.mark.usefixtures("with_gradebook")
CLASS = {
    "ada": {},
    "bob": {"double": "def double(x):\n    return x * x"},
    "cid": {"answer": "answer = 48"},
    "dot": {
        "double": "seen = []\ndef double(x):\n    seen.append(x)\n    return 2 * x",
        "answer": "answer = 42 if len(seen) == 4 else 0",
    },
    "eve": {"double": "def double(x): return x"},
    "fay": {"double": "import os\ndef double(x):\n    if x == 7:\n        os._exit(1)\n    return 2 * x"},
    "gus": {"double_test": "assert True"},
    "hal": {"double": "def double(x)\n    return 2 * x"},
}


def source(old, new, file="01-tiny.ipynb", also=()):
    """The author corrects something; also: and this (old, new)."""

    def change(root):
        path = root / "source/01-tiny" / file
        for before, after in [(old, new), *also]:
            assert before in path.read_text()
            path.write_text(path.read_text().replace(before, after))
        release.release("01-tiny")

    return change


SIX_TIMES_EIGHT = source("want = 6 * 7", "want = 6 * 8", also=[("answer = 42", "answer = 48")])


def hand_in(root, student, **sources):
    return tiny.submit(root, student, **tiny.RIGHT | sources)


def grade(run=pool.run, **how):
    """-> outcomes by student, jobs by student."""
    jobs = {}

    @functools.wraps(pool.run)
    def seen(job):
        if job.student:  # and not the source's own answers, which go first
            jobs[job.student] = job  # the last one counts
        return run(job)

    return {done.student: done for done in batch.grade("01-tiny", run=seen, **how)}, jobs


def left_out(job):
    """The names of the test cells that need not run."""
    code = [each for each in job.notebook["cells"] if each["cell_type"] == "code"]
    return [code[i].id for i in job.kept if code[i].id in job.tests]


def state(root):
    """All that a class's grading leaves: rows of the gradebook, notebooks, what the log says."""
    with sqlite3.connect(root / "gradebook.db") as db:
        rows = sorted(
            db.execute("""select a.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade from grade g
            join submitted_notebook n on g.notebook_id = n.id join submitted_assignment a on n.assignment_id = a.id join base_cell c on g.cell_id = c.id""")
        )
    files = {
        file.relative_to(root).as_posix(): file.read_bytes() for file in root.glob("autograded/*/01-tiny/*")
    }
    return (
        rows,
        files,
        {
            done.student: (done.outcome, done.remarks, done.points, done.again, done.grounds)
            for done in log.read("01-tiny", root).values()
        },
    )


@pytest.fixture
def twin(course, monkeypatch, tmp_path_factory):
    """twin(change): the class graded, changed, and graded again, in part and in full -> (outcomes, jobs) of
    the part. Both must come to the same.
    """

    def grade_both(change):
        for student, sources in CLASS.items():
            hand_in(course, student, **sources)
        hand_in(course, "mal").joinpath("01-tiny.ipynb").write_text("{")
        grade()
        with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
            for student, name in ("ada", "double-test"), ("bob", "double-test"), ("cid", "answer-test"):
                gradebook.find_grade(name, "01-tiny", "01-tiny", student).manual_score = 0.5
            gradebook.db.commit()
        change(course)
        hand_in(course, "eve", double="def double(x): return x ** 2")
        other = tmp_path_factory.mktemp("other")
        shutil.copytree(course, other, dirs_exist_ok=True)
        done = grade()
        with monkeypatch.context() as patch:
            patch.setenv("COURSE_ROOT", str(other))
            assert not any(job.kept for job in grade(force=True)[1].values())
        for here, there in zip(state(course), state(other), strict=True):
            assert here == there
        return done

    return grade_both


@pytest.mark.slow
@pytest.mark.parametrize(
    "change, runs",
    {
        "a test": (source("double(7) == 14", "double(8) == 16"), "double"),
        "a test, so that marks change": (SIX_TIMES_EIGHT, "answer"),
        "a message": (source("You squared it.", "That is its square.", "misconceptions.py"), "double"),
        "a text": (source("six times seven", "7 times 6"), "nothing"),
        "a mark scheme": (source("One point a reason", "Two points a reason"), "nothing"),
    }.values(),
    ids=["a test", "a test, so that marks change", "a message", "a text", "a mark scheme"],
)
def test_what_a_change_does_not_concern_is_kept_and_all_is_as_if_everything_had_run(twin, change, runs):
    done, jobs = twin(change)
    tests = {
        "double": ["answer-test"],
        "answer": ["double-test", "double-test-2"],
        "nothing": ["double-test", "double-test-2", "answer-test"],
    }
    assert done.keys() == {*CLASS, "mal"} and done["mal"].outcome == FAILED and "mal" not in jobs
    assert {student: left_out(job) for student, job in jobs.items()} == {
        # handed in anew; had trouble in the last run
        student: [] if student in ("eve", "fay") else tests[runs]
        for student in CLASS
    }


@pytest.mark.slow
def test_a_class_gets_the_marks_of_the_new_test(twin):
    done, _ = twin(SIX_TIMES_EIGHT)
    assert (done["ada"].points, done["cid"].points, done["gus"].outcome) == (2.5, 3.5, WARNED)


@pytest.mark.slow
def test_an_answer_that_keeps_something_between_calls_is_asked_all_that_the_checks_ask(twin):
    """Dot's answer is right if the checks of `double` ran before."""
    done, jobs = twin(source("want = 6 * 7", "want = 42"))
    assert done["dot"].points == 4 and left_out(jobs["dot"]) == ["double-test", "double-test-2"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        source("double(7) == 14", "double(8) == 16"),
        source("wrong\n", "wrong\nwrong.__doc__ = 'declares'\n", "misconceptions.py"),
    ],
    ids=["and data beside the notebook", "a statement that names no answer"],
)
def test_what_concerns_all_has_everything_graded_in_full(twin, course, change):
    def more(root):
        change(root)
        if "double(8)" in (root / "source/01-tiny/01-tiny.ipynb").read_text():
            (root / "release/01-tiny/data.txt").write_text("new")

    _, jobs = twin(more)
    assert not any(job.kept for job in jobs.values())


COMMON = {
    "the course or Python": lambda root, patch: patch.setattr(reuse, "environment", lambda: "another"),
    "the seed": lambda root, patch: (root / ".course-seed").write_text("another"),
    "the time for a cell": lambda root, patch: (root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.Execute.timeout = 7\n"
    ),
    "code that carries no label": lambda root, patch: _with_setup(root),
}


def _with_setup(root):
    path = root / "source/01-tiny/01-tiny.ipynb"
    nb = document.read(path)
    nb.cells.insert(1, new_code_cell("import math", id="setup"))
    document.write(nb, path)
    release.release("01-tiny")


@pytest.mark.slow
@pytest.mark.parametrize("change", COMMON.values(), ids=COMMON)
def test_so_has(course, monkeypatch, change):
    hand_in(course, "ada")
    grade()
    source("double(7) == 14", "double(8) == 16")(course)
    change(course, monkeypatch)
    done, jobs = grade()
    assert done["ada"].points == 4 and not jobs["ada"].kept


@pytest.mark.slow
def test_new_odd_things_of_a_changed_check_have_all_of_it_graded_in_full(course):
    hand_in(
        course,
        "ada",
        double="import os\ndef double(x):\n    if x == 8:\n        os._exit(1)\n    return 2 * x",
    )
    grade()
    source("double(7) == 14", "double(8) == 16")(course)
    done, jobs = grade()
    assert done["ada"].outcome == WARNED and not jobs["ada"].kept and done["ada"].grounds == {}


# --- what is kept is ours ---


def forged(nb):
    """Outputs as of checks that passed."""
    for each in nb.cells:
        if each.id.endswith(("-test", "-test-2")):
            each.outputs = [new_output("execute_result", {"text/plain": "2"}, execution_count=3)]
    return nb


@pytest.fixture
def graded(course):
    """Bob's wrong answer was graded, and the check of the other exercise has changed."""
    folder = hand_in(course, "bob", **CLASS["bob"])
    document.write(forged(document.read(folder / "01-tiny.ipynb")), folder / "01-tiny.ipynb")
    assert grade()[0]["bob"].points == 1
    source("want = 6 * 7", "want = 42")(course)
    return course


@pytest.mark.slow
def test_a_students_own_outputs_are_never_marks(graded):
    done, jobs = grade()
    assert done["bob"].points == 1 and left_out(jobs["bob"]) == ["double-test", "double-test-2"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "touch",
    [
        lambda path: document.write(forged(document.read(path)), path),
        lambda path: shutil.copy(path.parents[3] / "submitted/bob/01-tiny/01-tiny.ipynb", path),
        lambda path: path.write_text("{"),
        lambda path: path.unlink(),
    ],
    ids=["forged", "the one that was handed in", "damaged", "gone"],
)
def test_a_result_that_somebody_touched_is_not_kept(graded, touch):
    touch(graded / "autograded/bob/01-tiny/01-tiny.ipynb")
    done, jobs = grade()
    assert done["bob"].points == 1 and not jobs["bob"].kept


@pytest.mark.slow
def test_what_ran_where_it_is_not_locked_in_or_did_not_run_is_not_kept(graded):
    def elsewhere(job):
        return (
            pool.run(job)
            if not job.student
            else Result(forged(document.nbformat.from_dict(job.notebook)), GRADED)
        )

    list(batch.grade("01-tiny", run=elsewhere))
    source("want = 42", "want = 40 + 2")(graded)
    done, jobs = grade()
    assert done["bob"].points == 1 and not jobs["bob"].kept


@pytest.mark.slow
def test_a_log_of_an_older_version_has_all_graded_in_full(graded):
    path = log.file("01-tiny", graded)
    lines = [
        {key: value for key, value in json.loads(line).items() if key not in ("grounds", "due")}
        for line in path.read_text().splitlines()
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done, jobs = grade()
    assert done["bob"].points == 1 and not jobs["bob"].kept


@pytest.mark.slow
def test_force_keeps_nothing_and_what_it_did_is_kept_afterwards(graded):
    assert not grade(force=True)[1]["bob"].kept
    source("want = 42", "want = 40 + 2")(graded)
    assert grade()[1]["bob"].kept


@pytest.mark.slow
def test_nothing_runs_where_only_text_has_changed(course, monkeypatch):
    hand_in(course, "ada")
    grade()
    source("One point a reason", "Two points a reason")(course)
    monkeypatch.setattr(pool.Worker, "run", lambda *_: pytest.fail("it ran"))
    done, _ = grade()
    assert done["ada"].points == 4 and inputs.waiting(inputs.read(database.options("01-tiny"))) == []
    assert (
        "Two points" in cell(document.read(course / "autograded/ada/01-tiny/01-tiny.ipynb"), "written").source
    )
