"""A mark that a person gave to an answer that has changed since: it stands, and the person is told, until it
is saved anew.
"""

import csv
import json
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from course import cli
from course.authoring import release
from course.files import coursedir
from course.gradebook import database
from course.grading import batch, manual_marks
from course.nbgrader_plugins import autograde
from course.notebook import document
from course.reports import class_report
from course.sandbox.job import FAILED, GRADED, Result
from tests import tiny

pytestmark = pytest.mark.slow  # a gradebook each
OTHER = "Another answer, handed in after it was marked."


def run(job):
    """A check fails where the double of something is written as a square."""
    nb = nbformat.from_dict(job.notebook)
    wrong = any("x * x" in cell.source for cell in nb.cells)
    for cell in nb.cells:
        if cell.id.startswith("double-test") and wrong:
            cell.outputs = [
                new_output("error", ename="NotYet", evalue="Double: not yet.", traceback=["Double: not yet."])
            ]
    return Result(nb, GRADED)


def grade(**how):
    """Grade what there is -> {student: marks that are to be looked at again}."""
    return {done.student: done.again for done in batch.grade("01-tiny", run=run, **how)}


def save(root, cell, points, student="ada"):
    """What formgrader does as a mark is saved."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        row = gradebook.find_grade(cell, "01-tiny", "01-tiny", student)
        row.manual_score, row.needs_manual_grade = points, False
        gradebook.db.commit()


def row(root, cell, student="ada"):
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        found = gradebook.find_grade(cell, "01-tiny", "01-tiny", student)
        return found.manual_score, found.needs_manual_grade


def change(root, how, **sources):
    """Hand in again, with a change that can be more than other sources."""
    folder = tiny.submit(root, "ada", when="2026-11-25 13:00:00 UTC", **tiny.RIGHT | sources)
    nb = document.read(folder / "01-tiny.ipynb")
    how(nb)
    document.write(nb, folder / "01-tiny.ipynb")


@pytest.fixture
def marked(course, with_gradebook):
    """Ada's written answer has 1.5 points, and a check that gave her 2 was overruled."""
    tiny.submit(course, "ada", **tiny.RIGHT)
    assert grade() == {"ada": []}
    save(course, "written", 1.5)
    save(course, "double-test", 0.5)
    return course


def test_a_written_answer_that_was_marked_and_is_handed_in_again_changed_keeps_its_mark_and_is_flagged_and_named(
    marked,
):
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": OTHER})
    assert grade() == {"ada": ["01-tiny/written"]}
    assert row(marked, "written") == (1.5, True)


def test_an_overruled_check_is_named_if_its_exercise_has_changed_and_no_other(marked):
    tiny.submit(marked, "ada", **tiny.RIGHT | {"double": "def double(x):\n    return 2 * x"})
    assert grade() == {"ada": ["01-tiny/double-test"]}
    assert row(marked, "double-test") == (0.5, True) and row(marked, "written") == (1.5, False)


@pytest.mark.parametrize("points", [1, 4])
def test_a_mark_given_when_the_question_was_worth_other_points_is_named(marked, points):
    source = coursedir.notebook("source", "01-tiny")
    nb = document.read(source)
    document.labeled(nb)["written"].metadata.nbgrader.points = points
    document.write(nb, source)
    release.release("01-tiny")
    assert grade() == {"ada": ["01-tiny/written"]} and row(marked, "written") == (1.5, True)


@pytest.mark.parametrize(
    "how",
    [
        lambda nb: nb.cells.insert(0, new_markdown_cell("A note elsewhere.")),
        lambda nb: nb.cells.insert(0, new_code_cell("1 + 1")),
        lambda nb: [
            cell.update(source=cell.source + "\n") for cell in nb.cells if cell.id == "written-answer"
        ],
        lambda nb: nb.metadata.update(saved_by="another editor"),
    ],
    ids=["a note", "a cell", "a line at the end", "another editor"],
)
def test_what_is_handed_in_again_with_the_same_answers_asks_nobody_to_look_again(marked, how):
    change(marked, how)
    assert grade() == {"ada": []} and row(marked, "written") == (1.5, False)


def test_grading_the_same_again_by_force_names_nothing(marked):
    assert grade(force=True) == {"ada": []}
    # the flag of a check is nbgrader's own
    assert row(marked, "written") == (1.5, False) and row(marked, "double-test") == (0.5, True)


@pytest.mark.parametrize(
    "how, name",
    [
        (lambda nb: nb.cells.append(new_markdown_cell("And a second thought.")), "written"),
        (lambda nb: nb.cells.append(new_code_cell("print('a proof')")), "written"),
        (lambda nb: nb.cells[-1].update(attachments={"a.png": {"image/png": "aGVs"}}), "written"),
        (lambda nb: nb.cells.pop(), "written"),
        (
            lambda nb: nb.cells.insert(
                next(i for i, cell in enumerate(nb.cells) if cell.id == "double-test"),
                new_code_cell("double = double"),
            ),
            "double-test",
        ),
        (lambda nb: nb.cells.insert(0, new_code_cell("def helper(x): return x * x")), "double-test"),
    ],
    ids=[
        "a second cell",
        "code",
        "a picture",
        "nothing any more",
        "a cell between",
        "a helper elsewhere that fails the check",
    ],
)
def test_all_that_belongs_to_an_answer_counts(marked, how, name):
    change(marked, how)
    assert grade() == {"ada": [f"01-tiny/{name}"]}


def test_it_is_named_until_the_mark_is_saved_and_not_after(marked):
    tiny.submit(
        marked, "ada", **tiny.RIGHT | {"written_answer": OTHER, "double": "def double(x): return x + x"}
    )
    both = {"ada": ["01-tiny/double-test", "01-tiny/written"]}
    assert {who: sorted(names) for who, names in grade().items()} == both
    assert {who: sorted(names) for who, names in grade(force=True).items()} == both
    save(marked, "written", 1.5)  # looked at, and it stays as it is
    assert grade(force=True) == {"ada": ["01-tiny/double-test"]}
    save(marked, "double-test", 0)
    assert grade(force=True) == {"ada": []}


@pytest.mark.parametrize("between", [1, 2, 3])
def test_an_answer_that_is_again_the_one_that_was_marked_is_named_no_more(marked, between):
    for n in range(between):
        tiny.submit(
            marked,
            "ada",
            when=f"2026-11-25 13:0{n}:00 UTC",
            **tiny.RIGHT | {"written_answer": f"{OTHER} {n}", "double": "def double(x):\n    return x * x"},
        )
        assert sorted(grade()["ada"]) == ["01-tiny/double-test", "01-tiny/written"]
    tiny.submit(marked, "ada", **tiny.RIGHT)
    assert grade() == {"ada": []}
    # the flag of a check is nbgrader's own
    assert row(marked, "written") == (1.5, False) and row(marked, "double-test") == (0.5, True)
    assert class_report.report("01-tiny").again == {}


def test_a_mark_comes_back_with_the_answer_that_got_it(marked):
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": OTHER})
    grade()
    save(marked, "written", 2)
    tiny.submit(marked, "ada", **tiny.RIGHT)  # it was marked once, with other points
    assert grade() == {"ada": []} and row(marked, "written") == (1.5, False)
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": OTHER})
    assert grade() == {"ada": []} and row(marked, "written") == (2, False)


def test_of_two_marks_for_one_answer_the_last_one_stays(marked):
    grade(force=True)
    save(marked, "written", 1)
    assert grade(force=True) == {"ada": []} and row(marked, "written") == (1, False)


def test_it_is_known_which_answer_was_marked_also_after_a_submission_that_could_not_be_graded(marked):
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": OTHER})
    grade()
    (marked / "submitted/ada/01-tiny/01-tiny.ipynb").write_text("{")
    grade()
    tiny.submit(marked, "ada", **tiny.RIGHT)
    assert grade() == {"ada": []}


def test_where_a_log_of_before_does_not_say_which_answer_was_marked_it_is_named_until_the_mark_is_saved(
    marked,
):
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": OTHER})
    grade()
    log = marked / "autograded/_log/01-tiny.jsonl"
    log.write_text(
        "".join(
            json.dumps({k: v for k, v in json.loads(line).items() if k not in ("marked", "by_hand")}) + "\n"
            for line in log.read_text().splitlines()
        )
    )
    tiny.submit(marked, "ada", **tiny.RIGHT)
    assert grade() == {"ada": ["01-tiny/written"]}


def test_a_submission_in_between_that_could_not_be_graded_forgets_nothing(marked):
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": OTHER})
    grade()
    (marked / "submitted/ada/01-tiny/01-tiny.ipynb").write_text("{")
    assert [done.outcome for done in batch.grade("01-tiny", run=run)] == [FAILED]
    assert class_report.report("01-tiny").again == {"ada": ["written (1.5 of 2)"]}
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": OTHER})
    assert grade() == {"ada": ["01-tiny/written"]}


@pytest.mark.parametrize(
    "damage", [lambda path: path.unlink(), lambda path: path.write_text("{")], ids=["gone", "damaged"]
)
def test_if_nobody_knows_any_more_what_was_marked_it_counts_as_changed(marked, damage):
    path = marked / "autograded/ada/01-tiny/01-tiny.ipynb"
    path.chmod(0o644)
    path.parent.chmod(0o755)
    damage(path)
    tiny.submit(marked, "ada", when="2026-11-25 13:00:00 UTC", **tiny.RIGHT)
    assert sorted(grade()["ada"]) == ["01-tiny/double-test", "01-tiny/written"]


def test_another_students_marks_are_nobody_elses(marked):
    tiny.submit(marked, "bob", **tiny.RIGHT)
    assert grade() == {"bob": []}
    tiny.submit(marked, "bob", **tiny.RIGHT | {"written_answer": OTHER})
    assert grade() == {"bob": []}  # nobody has marked it yet


def test_formgrader_lists_it_as_needing_a_mark(marked):
    def needs():
        (found,) = NbGraderAPI(database.options("01-tiny").coursedir).get_notebook_submissions(
            "01-tiny", "01-tiny"
        )
        return found["needs_manual_grade"]

    assert not needs()
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": OTHER})
    grade()
    assert needs()
    save(marked, "double-test", 0.5)  # nbgrader flags a check that was overruled whenever it is graded
    assert needs()
    save(marked, "written", 2)
    assert not needs()


@pytest.fixture
def nothing_runs(monkeypatch):
    own = batch.outcomes
    monkeypatch.setattr(batch, "outcomes", lambda *given, **how: own(*given, **how | {"run": run}))


def test_nbgraders_own_command_says_it_too(marked, nothing_runs, caplog):
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": OTHER})
    autograde.Autograde(coursedir=database.options("01-tiny").coursedir).start()
    assert (
        "ada: look again at 01-tiny/written: it has changed since you marked it, and your mark stands"
        in caplog.text
    )


def test_the_terminal_and_the_report_say_it_until_it_is_saved(marked, nothing_runs, capsys):
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": OTHER})
    assert cli.main(["grade", "01", "--workers", "1"]) == 0
    assert f"{class_report.LOOK_AGAIN}\n  ada: written\n" in capsys.readouterr().out
    assert cli.main(["report", "01", "--csv", str(marked / "marks.csv")]) == 0
    assert f"{class_report.LOOK_AGAIN}\n  ada: written (1.5 of 2)\n" in capsys.readouterr().out
    assert (
        "look again at written (1.5 of 2): changed since it was marked"
        in list(csv.reader((marked / "marks.csv").open()))[1][-1]
    )
    save(marked, "written", 2)
    assert cli.main(["report", "01"]) == 0 and "Look again" not in capsys.readouterr().out


def test_a_log_of_before_can_still_be_read(marked):
    log = marked / "autograded/_log/01-tiny.jsonl"
    entry = json.loads(log.read_text())
    del entry["again"]
    log.write_text(json.dumps(entry) + "\n")
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": OTHER})
    assert grade() == {"ada": ["01-tiny/written"]}


def test_where_nobody_marked_by_hand_it_costs_next_to_nothing(course, with_gradebook):
    tiny.submit(course, "ada", **tiny.RIGHT)
    grade()
    with (
        database.lent(database.options("01-tiny").coursedir) as gradebook,
        gradebook.submission("01-tiny", "ada") as marks,
    ):
        start = time.process_time()
        for _ in range(1000):
            manual_marks.flag(marks, manual_marks.by_hand(marks), {}, course, {}, {}, {})
        assert (time.process_time() - start) / 1000 < 0.0003


def test_an_answer_with_a_heading_of_its_own_that_has_changed_is_flagged_too(marked):
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": "# Mine\n\nOne."})
    grade()
    save(marked, "written", 2)
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": "# Mine\n\nAnother."})
    assert grade() == {"ada": ["01-tiny/written"]}


def above(text):
    return lambda nb: nb.cells.insert(
        next(i for i, cell in enumerate(nb.cells) if cell.id == "written"), new_markdown_cell(text, id="mine")
    )


@pytest.mark.parametrize(
    "next_one, named", [("Another.", ["01-tiny/written"]), ("One reason.", [])], ids=["changed", "the same"]
)
def test_an_answer_above_its_question_that_has_changed_is_flagged_too(marked, next_one, named):
    change(marked, above("One reason."), written_answer="*Your answer goes here.*")
    grade()
    save(marked, "written", 2)
    change(
        marked,
        above(next_one),
        written_answer="*Your answer goes here.*",
        double="def double(x): return 2 * x",
    )
    assert [name for name in grade()["ada"] if "written" in name] == named


def test_an_answer_that_was_moved_below_its_question_is_the_same(marked):
    change(marked, above("One reason."), written_answer="*Your answer goes here.*")
    grade()
    save(marked, "written", 2)
    tiny.submit(marked, "ada", **tiny.RIGHT | {"written_answer": "One reason."})
    assert grade() == {"ada": []}


def test_another_picture_pasted_into_the_question_is_a_change(marked):
    def paste(data):
        def how(nb):
            question = next(cell for cell in nb.cells if cell.id == "written")
            question.update(
                source=question.source + "\n\n![i](attachment:i.png)",
                attachments={"i.png": {"image/png": data}},
            )

        return how

    change(marked, paste("aGVs"))
    grade()
    save(marked, "written", 1)
    change(marked, paste("bbbb"))
    assert grade() == {"ada": ["01-tiny/written"]}
