"""Right work that would get fewer marks than it should, and messages that would not be true."""

import csv
import json
import linecache
import re
import time
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.utils import determine_grade

from course import cli
from course.check import cells, grading
from course.check.detectors import skipped
from course.check.limits import Stopped
from course.gradebook import database
from course.grading import batch, inputs
from course.lessons.fallback import doubt
from course.notebook import document, given_cells
from course.notebook.repair import mend
from course.reports import class_report, export, feedback
from course.sandbox.job import Job
from course.sandbox.pool import Pool
from course.sandbox.stateful import is_stateful
from course.student import work
from tests import tiny
from tests.attacks.conftest import TESTS, assignment
from tests.attacks.conftest import cell as code_cell
from tests.sent import bare, zipped_by_submit
from tests.tiny import cell

ROOT = Path(__file__).parents[2]


def graded(course, edit=lambda nb: None, who="ada", **sources):
    """Hand in the release with these answers, edited, and grade it as `course grade` does -> (points by test,
    what the check said, outcome).
    """
    folder = tiny.submit(course, who, **{**tiny.RIGHT, **sources})
    path = folder / "01-tiny.ipynb"
    nb = document.read(path)
    edit(nb)
    path.write_text(json.dumps(nb))
    (done,) = batch.grade("01-tiny", [who], force=True)
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        marks = {
            grade.name: grade.auto_score
            for grade in gradebook.find_submission_notebook("01-tiny", "01-tiny", who).grades
        }
    out = document.read(course / "autograded" / who / "01-tiny/01-tiny.ipynb")
    said = {each.id: "\n".join(o.get("evalue", "") for o in each.get("outputs", [])) for each in out.cells}
    return marks, said, done


def below(nb, name, source, **metadata):
    nb.cells.insert(
        next(i for i, each in enumerate(nb.cells) if each.id == name) + 1,
        new_code_cell(source, id="mine", metadata=metadata),
    )


def of_the_course(name, seconds=20, **answers):
    """Grade the course's own notebook as it is given, with these answers -> Result."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(ROOT))
        read = inputs.read(database.options(name))
    exam = read.exams[name]
    nb = nbformat.from_dict(exam.given)
    for exercise, source in answers.items():
        cell(nb, exercise).source = source
    nb, _ = mend(nb, exam.given)
    with Pool() as pool:
        return pool.run(
            Job(
                name,
                "m",
                nb,
                inputs.tests(exam.whole),
                {},
                "s",
                read.ways,
                seconds,
                given=given_cells.changed(nb, exam.given),
            )
        )


def kernel_that_ran(monkeypatch, sources, names=None):
    """A kernel in which these cells ran, and these names are."""
    shell = SimpleNamespace(
        kernel=None,
        user_ns=names or {},
        history_manager=SimpleNamespace(input_hist_parsed=["", *sources]),
        transform_cell=lambda source: source,
    )
    monkeypatch.setattr(cells, "shell", lambda: shell)


STUB = "def double(x):\n    raise NotImplementedError()"
RIGHT = "def double(x):\n    return 2 * x"


def test_an_answer_in_a_copy_of_its_cell_counts_where_the_original_is_as_it_was_given(course, with_gradebook):
    def edit(nb):
        below(nb, "double-test-2", RIGHT, **nbformat.from_dict(cell(nb, "double").metadata))

    marks, said, done = graded(course, edit, double=STUB)
    assert marks["double-test"] == 1, said["double-test"]


def test_of_an_answer_that_stands_below_its_check_it_is_not_said_that_it_is_not_written(
    course, with_gradebook
):
    marks, said, done = graded(course, lambda nb: below(nb, "double-test-2", RIGHT), double=STUB)
    assert marks["double-test"] == 1 and "the cell mine holds an answer" in str(done.remarks), (
        said["double-test"],
        done.remarks,
    )


def test_a_package_that_is_not_here_is_named_to_the_student_under_its_other_name_too(hand_in):
    got = hand_in(total="import pandas as pd\n\ndef total(ids):\n    return int(pd.Series(ids).sum())")
    assert "pandas" in str(got.outputs["total-test"]), got.outputs["total-test"]


def test_a_return_of_an_inner_function_is_not_said_to_be_reached(hand_in):
    got = hand_in(
        total="def total(ids):\n    def total(ids):\n        m = 0\n        for i in ids:\n            m = m + i\n        return m"
    )
    assert "reaches `return m`" not in str(got.outputs["total-test"]), got.outputs["total-test"]


def test_an_answer_under_a_misspelt_name_is_not_called_work_that_nobody_has_begun(hand_in):
    got = hand_in(total="def totals(ids):\n    return sum(ids)")
    test = next(each for each in got.notebook.cells if each.id == "total-test")
    assert "not written yet." not in str(got.outputs["total-test"]).partition("\n")[0], test.id
    assert "totals" in str(got.outputs["total-test"])


@pytest.mark.parametrize("chunk", [50_000, 1_000_000])
def test_an_answer_that_keeps_all_memory_costs_no_other_exercise(hand_in, chunk):
    got = hand_in(
        seconds=10,
        total=f"seen = []\ndef total(ids):\n    while True: seen.append(b' ' * {chunk})",
        mean="import numpy as np\ntable = np.ones(10**6)\ndef mean(x):\n    return (x * table[:len(x)]).sum() / len(x)",
    )
    assert got.points == {"total": 0, "mean": 2, "last": 1}, (
        got.points,
        got.remarks,
        got.outputs["mean-test"],
    )


@pytest.mark.parametrize(
    "cells",
    [
        {"free": "sum = 0"},
        {"total": "!ls\nsum = 0\ndef total(ids):\n    n = 0\n    for i in ids: n += i\n    return n"},
        {"free": "from numpy import *"},
        {"free": "import math as sum"},
    ],
)
def test_a_built_in_that_any_cell_hid_is_named(hand_in, cells):
    got = hand_in(**cells, mean="def mean(x):\n    return sum(i for i in x) / len(x)")
    assert "`sum` is no longer Python's" in str(got.outputs["mean-test"]), got.outputs["mean-test"]


UNTRUE = {
    "def total(ids):\n    return chr(ids)": "`range` needs",
    "def total(ids):\n    return bytes([b'ab' for i in ids])": "2.0 is not one",
    "def total(ids):\n    n = 0\n    for i in ids:\n        n += 1\n        if n < 9: break\n        return n\n    return 0": "ends in the first round",
    "def total(ids):\n    def first(x):\n        for each in x:\n            y = each\n            return y\n    return first(ids)": "ends in the first round",
    "def total(ids):\n    # from 256,300 on\n    return (1, 2)": "A comma separates two things",
}


@pytest.mark.parametrize("answer", UNTRUE)
def test_a_hint_says_nothing_that_is_not_so(hand_in, answer):
    got = hand_in(total=answer)
    assert UNTRUE[answer] not in str(got.outputs["total-test"]), got.outputs["total-test"]


def test_without_a_time_it_counts_as_in_time_also_if_it_was_late_before(course, with_gradebook, monkeypatch):
    graded(course)
    assert cli.main(["due", "01", "2026-11-20 18:00 UTC", "--late", "10"]) in (0, None)
    assert class_report.report("01-tiny").late.keys() == {"ada"}
    (course / "submitted/ada/01-tiny/timestamp.txt").unlink()  # docs/instructors.md, Back to an earlier one
    list(batch.grade("01-tiny", ["ada"], force=True))
    assert class_report.report("01-tiny").late == {}


@pytest.mark.parametrize("line", ["breakpoint()", "import pdb; pdb.set_trace()"])
@pytest.mark.parametrize(
    "answer", ["{}\ndef total(ids):\n    return sum(ids)", "def total(ids):\n    {}\n    return sum(ids)"]
)
def test_a_forgotten_breakpoint_costs_nothing(hand_in, line, answer):
    got = hand_in(total=answer.format(line))
    assert got.points["total"] == 2, got.outputs["total-test"]


def test_an_overruled_check_is_looked_at_again_if_a_helper_of_its_answer_has_changed(course, with_gradebook):
    uses = "def double(x):\n    return helper(x)"

    def with_helper(source):
        return lambda nb: nb.cells.insert(1, new_code_cell(source, id="helper"))

    graded(course, with_helper("def helper(x):\n    return 2 * x + 1"), double=uses)
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        grade = gradebook.find_grade("double-test", "01-tiny", "01-tiny", "ada")
        grade.manual_score, grade.needs_manual_grade = 1, False  # a person: "only one off"
        gradebook.db.commit()
    _, _, done = graded(course, with_helper("def helper(x):\n    return None"), double=uses)
    assert done.again == ["01-tiny/double-test"], done.again


@pytest.mark.slow
@pytest.mark.parametrize(
    "total, files",
    [
        ("total = lambda ids: sum(1 for _ in iter(int, 1))", {}),
        ("from mine import total", {"mine.py": b"def total(ids):\n    while True: pass"}),
    ],
)
def test_an_endless_loop_of_any_make_costs_the_time_of_one_cell(pool, total, files):
    nb = assignment({"total": total})
    nb["cells"][2:2] = [code_cell(f"shown-{i}", "print(total([1]))") for i in range(8)]
    start = time.monotonic()
    pool.run(Job("attack", "m", nb, {name: source for name, (_, source) in TESTS.items()}, files, "s", {}, 4))
    assert time.monotonic() - start < 4 * 3 + 9 * 2


@pytest.mark.parametrize(
    "source",
    [
        "from mine import total",
        "import mine\ndef total(ids):\n    return mine.total(ids)",
        "import os\ndef total(ids):\n    os.environ['x'] = 'y'\n    return 1",
        "from pathlib import Path\ndef total(ids):\n    Path('x').write_text('y')\n    return 1",
    ],
)
def test_what_keeps_something_elsewhere_keeps_something(source):
    assert is_stateful([source], {"total"})


@pytest.mark.parametrize(
    "assignment, exercise, source",
    [
        (
            "04-foundation-models",
            "few_shot",
            "def pairs(examples):\n    return [f'{a} -> {b}' for a, b in examples]\ndef few_shot(examples, query):\n    return '\\n'.join(pairs(examples) + [f'{query} ->'])",
        ),
        (
            "02-next-token",
            "to_probabilities",
            "def table(counts):\n    return sum(counts.values())\ndef to_probabilities(counts):\n"
            "    return {word: count / table(counts) for word, count in counts.items()}",
        ),
    ],
)
def test_a_check_takes_no_name_of_a_students_helper(assignment, exercise, source, capsys):
    nb = document.read(ROOT / "release" / assignment / f"{assignment}.ipynb")
    test, space = cell(nb, f"{exercise}-test").source, {"__name__": "__main__"}
    exec(compile(source, "<answer>", "exec"), space)
    linecache.cache["<check>"] = len(test), None, test.splitlines(True), "<check>"
    exec(compile(test, "<check>", "exec"), space)
    assert "these checks pass" in capsys.readouterr().out


def above_the_question(nb):
    nb.cells.insert(
        next(i for i, each in enumerate(nb.cells) if each.id == "written"),
        nbformat.v4.new_markdown_cell("A sum of two equals is even."),
    )


def with_a_base(nb):
    cell(
        nb, "double"
    ).source = "class Base:\n    def step(self):\n        raise NotImplementedError\n\ndef double(x):\n    return 2 * x"


@pytest.mark.parametrize("edit, name", [(above_the_question, "written"), (with_a_base, "double")])
def test_of_what_is_there_it_is_not_said_that_it_is_not_written(course, edit, name):
    given = document.read(course / "release/01-tiny/01-tiny.ipynb")
    nb = document.read(course / "release/01-tiny/01-tiny.ipynb")
    edit(nb)
    assert name not in document.unwritten(nb, given)


@pytest.mark.parametrize(
    "verbose", ["print('x' * 5_000_000)", "for i in range(300_000): print('step', i, i * i)"]
)
def test_a_cell_that_prints_much_costs_no_other_exercise(hand_in, verbose):
    got = hand_in(
        seconds=10,
        free=verbose,
        mean="import time\ntime.sleep(.3)\nprint('now the mean')\ndef mean(x):\n    return x.mean()",
    )
    assert got.points == {"total": 2, "mean": 2, "last": 1}, (got.points, got.outputs["mean-test"])


@pytest.mark.parametrize(
    "total",
    [
        "def total(ids):\n    return [lambda: 1 for _ in range(20_000)]",
        "def total(ids):\n    return [iter(ids) for _ in range(20_000)]",
    ],
)
def test_an_answer_that_lends_too_much_costs_no_other_exercise(hand_in, total):
    got = hand_in(total=total)
    assert got.points == {"total": 0, "mean": 2, "last": 1}, (got.points, got.outputs["mean-test"])


@pytest.mark.slow
def test_an_answer_whose_threads_never_rest_costs_no_other_exercise(hand_in):
    busy = "import threading\ndef work():\n    while True: pass\nfor _ in range(30): threading.Thread(target=work, daemon=True).start()\ndef total(ids):\n    return sum(ids)"
    got = hand_in(total=busy, seconds=6)
    assert got.points["mean"] == 2 and got.points["last"] == 1, (got.points, got.remarks)
    # by how long the threads let it answer
    assert re.search("cell total (left no peace|took too long and had to be ended)", got.remarks), got.remarks


@pytest.mark.parametrize("left", ["Event().wait()", "sleep(.2)", "sum(range(1_000_000))"])
def test_threads_that_sleep_or_end_cost_nothing(hand_in, left):
    resting = f"import threading\nfrom threading import Event\nfrom time import sleep\nfor _ in range(5): threading.Thread(target=lambda: {left}, daemon=True).start()"
    got = hand_in(free=resting, seconds=6)
    assert got.points == {"total": 2, "mean": 2, "last": 1} and "left no" not in got.remarks, (
        got.points,
        got.remarks,
    )


@pytest.mark.parametrize("changed", ["", "# done", "import os"])
def test_what_was_given_is_there_also_if_its_cell_was_emptied(pool, changed):
    nb = assignment({"free": changed, "total": "def total(ids):\n    return int(math.fsum(ids))"})
    result = pool.run(
        Job(
            "attack",
            "m",
            nb,
            {name: source for name, (_, source) in TESTS.items()},
            {},
            "s",
            {},
            4,
            False,
            {"free": "import math"},
        )
    )
    assert determine_grade(next(each for each in result.notebook.cells if each.id == "total-test"))[0] == 2


def test_a_students_own_cell_runs_though_it_was_copied_from_one_that_is_skipped(course, with_gradebook):
    def edit(nb):
        nb.cells.insert(
            1,
            new_code_cell(
                "def helper(x):\n    return 2 * x", id="pasted", metadata={"tags": ["skip-execution"]}
            ),
        )

    marks, said, done = graded(course, edit, double="def double(x):\n    return helper(x)")
    assert marks["double-test"] == 1, said["double-test"]


@pytest.mark.parametrize("value", [3, [[1, 0], [0, 1]], None])
def test_a_variable_named_In_breaks_no_check(monkeypatch, value):
    kernel_that_ran(monkeypatch, ["In = 3"], {"In": value})
    space = {"total": lambda ids: sum(ids), "grading": grading, "__name__": "__main__"}
    exec("with grading('x/total') as g:\n    assert total([1, 2]) == 3", space)


def test_an_exercise_that_was_moved_down_costs_no_other_its_helper(course, with_gradebook):
    def edit(nb):
        names = ["double", "double-test", "double-test-2"]
        moved = [each for each in nb.cells if each.id in names]
        nb.cells = [each for each in nb.cells if each.id not in names]
        at = next(i for i, each in enumerate(nb.cells) if each.id == "answer")
        nb.cells.insert(at, new_code_cell("def helper(x):\n    return 2 * x", id="one"))
        nb.cells[at + 3 : at + 3] = [new_code_cell("def helper(x):\n    return x + 1", id="two"), *moved]

    marks, said, done = graded(
        course, edit, answer="answer = helper(21)", double="def double(x):\n    return helper(x) + x - 1"
    )
    assert marks == {"double-test": 1, "double-test-2": 2, "answer-test": 1, "written": None}, (marks, said)


@pytest.mark.parametrize("source", ["def total(ids):\n    nonlocal x", "def total(ids, ids):\n    return 1"])
def test_a_cell_that_python_cannot_compile_did_not_run(monkeypatch, source):
    kernel_that_ran(monkeypatch, [source])
    assert cells.did_not_run("total")


@pytest.mark.parametrize(
    "source, line",
    [("@cache\ndef total(ids):\n    return 1", 1), ("def total(ids, n=undefined):\n    return 1", 1)],
)
def test_a_function_whose_head_stopped_is_an_older_one(monkeypatch, source, line):
    kernel_that_ran(monkeypatch, [source])
    monkeypatch.setitem(cells._stopped, source, ("NameError: name 'cache' is not defined", line))
    assert cells.did_not_run("total")


def test_of_a_bracket_that_was_not_closed_the_line_is_told(hand_in):
    got = hand_in(total="\ndef total(ids):\n    return [i for i in ids\n")
    assert "return [i for i in ids" in str(got.outputs["total-test"]), got.outputs["total-test"]


@pytest.mark.slow
def test_what_is_large_and_wrong_costs_the_time_of_one_cell():
    start = time.monotonic()
    result = of_the_course(
        "01-tokens", seconds=5, merge="def merge(ids, pair, new_id):\n    return list(range(1_900_000))"
    )
    assert time.monotonic() - start < 5 * 3 + 25, result.remarks


def test_report_page_and_export_say_the_same_of_who_hands_in_what_cannot_be_graded(course, with_gradebook):
    graded(course)
    (course / "submitted/ada/01-tiny/01-tiny.ipynb").write_text("{broken")
    list(batch.grade("01-tiny"))
    export.export(course / "m.csv")
    (line,) = csv.DictReader((course / "m.csv").read_text("utf-8-sig").splitlines())
    total = next(row for row in class_report.rows(class_report.report("01-tiny")) if row[0] == "ada")[-1]
    assert line["raw_score"] == total, (line["raw_score"], line["status"], total)
    assert "could not be" in feedback.feedback("01-tiny", "ada").read_text()


@pytest.mark.parametrize("own", ["%%time\nrows = 3", "%time rows = 3"])
def test_what_a_student_makes_in_a_timed_cell_is_there_in_grading(tmp_path, monkeypatch, own):
    monkeypatch.chdir(tmp_path)
    answer = "def merge(ids):\n    return ids[:rows]"
    cells = [
        (own, {}),
        (answer, {"nbgrader": {"solution": True, "grade": False}}),
        ("rows = [1], [2]\nassert merge(rows)", {"nbgrader": {"grade": True, "solution": False}}),
    ]
    (tmp_path / "01-x.ipynb").write_text(
        json.dumps(
            {
                "cells": [
                    {"cell_type": "code", "source": source, "metadata": metadata}
                    for source, metadata in cells
                ]
            }
        )
    )
    assert skipped.in_answer(answer, "merge", "01-x") is None


def test_a_helper_of_nearly_the_name_is_not_called_the_answer(monkeypatch):
    kernel_that_ran(
        monkeypatch,
        [
            "def scores(matrix, i):\n    return 1",
            "def score(matrix):\n    return [scores(matrix, i) for i in range(3)]",
        ],
    )
    assert cells.since("scores") is None


def test_a_bare_notebook_counts_as_in_time_also_if_a_late_zip_was_graded_before(
    course, with_gradebook, tmp_path_factory
):
    work.start("01-tiny")
    place = tmp_path_factory.mktemp("inbox")
    cli.main(["due", "01", "2026-11-20 18:00 UTC", "--late", "10"])
    (place / "a.zip").write_bytes(
        zipped_by_submit(course, "ada", when="20261125T124500Z", double="return 2 * x")
    )
    cli.main(["collect", str(place / "a.zip")])
    list(batch.grade("01-tiny"))
    (place / "homework.ipynb").write_bytes(bare(course, double="def double(x):\n    return x + x"))
    cli.main(["collect", str(place / "homework.ipynb"), "--as", "ada"])
    assert not (course / "submitted/ada/01-tiny/timestamp.txt").exists()
    list(batch.grade("01-tiny"))
    assert class_report.report("01-tiny").late == {}


def test_a_hint_is_about_the_version_that_was_called(course, with_gradebook):
    old = "def double(x):\n    for i in range(9):\n        y = i\n        return y"
    marks, said, done = graded(
        course, lambda nb: below(nb, "double", "def double(x):\n    return 2 * x + 1"), double=old
    )
    assert "inside a loop" not in said["double-test"], said["double-test"]


@pytest.mark.parametrize("stop", ["raise SystemExit('drafts')", "assert False", "1 / 0"])
def test_a_draft_below_a_line_that_stops_replaces_no_answer(course, with_gradebook, stop):
    marks, said, done = graded(
        course,
        lambda nb: below(nb, "double", f"{stop}\n\ndef double(x):\n    return x        # my first try"),
        double=RIGHT,
    )
    assert marks["double-test"] == 1, said["double-test"]


def test_the_last_result_is_there_as_in_a_notebook(hand_in):
    got = hand_in(free="6 * 7", total="size = _\ndef total(ids):\n    return sum(ids) + size - 42")
    assert got.points["total"] == 2, got.outputs["total-test"]


def test_doubt_goes_on_where_an_answer_was_stopped(capsys):
    def endless(x):
        raise Stopped("was still running after 20 s, and was stopped")

    try:
        doubt(endless, [1], 1)
    except KeyboardInterrupt:  # which would end pytest as well
        pytest.fail("Stopped came through")
    assert "don't trust" in capsys.readouterr().out


def test_the_report_does_not_call_an_answer_wrong_that_is_not_there(course, with_gradebook):
    graded(course, double="def double(x) return 2 * x")
    mistakes = class_report.report("01-tiny").mistakes
    assert ("double", "wrong, and no known mistake") not in mistakes, mistakes


@pytest.mark.parametrize(
    "free",
    [
        "class Log:\n    def __init__(self):\n        self.events = []\nlog = Log()\nlog.events.append(1)",
        "from types import SimpleNamespace\nday = SimpleNamespace(events=3)\nprint(day.events)",
    ],
)
def test_an_attribute_of_ones_own_reaches_into_nothing(hand_in, free):
    assert "reaches into IPython" not in hand_in(free=free).remarks


def test_an_end_of_a_file_is_no_input(hand_in):
    assert "input()" not in hand_in(free="import io, pickle\npickle.load(io.BytesIO(b''))").remarks


@pytest.mark.slow
@pytest.mark.parametrize(
    "answer",
    [
        "from tiktoken._educational import bpe_encode\ndef encode(piece, ranks):\n    return bpe_encode(ranks, piece, visualize=None)",
        "import tiktoken\ndef encode(piece, ranks):\n    return tiktoken.Encoding('x', pat_str='(?s).+', mergeable_ranks=ranks, special_tokens={})._encode_bytes(piece)",
        "import tiktoken\ncore = getattr(tiktoken._tiktoken, 'Core' + 'BPE')\ndef encode(piece, ranks):\n    return core(ranks, {}, '(?s).+').encode_ordinary(piece.decode())",
    ],
)
def test_tiktoken_does_not_earn_the_points_of_encode(answer):
    result = of_the_course("01b-bytes", encode=answer)
    assert determine_grade(cell(result.notebook, "encode-test"))[0] == 0


def test_an_exercise_afresh_is_the_one_that_counts(course):
    work.start("01-tiny")
    path = course / "work/01-tiny/01-tiny.ipynb"
    nb = document.read(path)
    cell(nb, "double").source = "def double(x):\n    return 'old attempt'"
    copy = nbformat.from_dict(cell(nb, "double"))
    copy.id = "pasted"
    nb.cells.append(copy)
    document.write(nb, path)
    work.again("01-tiny", "double")
    assert "old attempt" not in cell(document.read(path), "double").source


def test_what_stops_at_one_case_is_written(hand_in):
    got = hand_in(
        total="def total(ids):\n    if len(ids) > 2:\n        raise NotImplementedError('more than two')\n    return sum(ids)"
    )
    assert "not written yet" not in str(got.outputs["total-test"]), got.outputs["total-test"]


def test_a_timeout_of_the_students_own_was_not_stopped_by_us(hand_in):
    got = hand_in(total="def total(ids):\n    raise TimeoutError('no answer from the queue')")
    assert "was stopped" not in str(got.outputs["total-test"]), got.outputs["total-test"]
