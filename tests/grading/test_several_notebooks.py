"""An assignment of several notebooks, none of its own name: everything that comes after the grading knows all
of them, and nothing is lost on the way in.
"""

import csv
import os
import shutil
import sys
import zipfile

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.files import coursedir
from course.gradebook import database
from course.grading import batch
from course.notebook import document
from course.reports import (
    class_report,
    export,
    feedback,
    feedback_zip,
    marking,
    preview,
    similarity,
    summary,
    written_answers,
)
from course.student import check_work, update, work
from course.submission import roster
from course.submission.collecting.collect import collect
from tests.conformance import plain
from tests.conformance.plain import ASSIGNMENTS, Plain

NAME, NOTEBOOKS = "week_1", ["first", "second"]
PARTS = Plain(
    {
        "first": """
# %% solution double
def double(x):
    ### BEGIN SOLUTION
    total = x
    for _ in range(1):
        total = total + x
    return [total][0] if total else total
    ### END SOLUTION
# %% test double_test 2
assert double(3) == 6
""",
        "second": """
# %% solution triple
def triple(x):
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION
# %% test triple_test 3
assert triple(3) == 9
# %% task why 4
Why?

### BEGIN MARK SCHEME
Four points.
### END MARK SCHEME
# %% text why_answer
Your answer.
""",
    },
    {"ada": "", "bob": "# %% second/triple\ndef triple(x):\n    return x"},
)


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    # nbgrader starts `alembic`
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable), prepend=os.pathsep)
    monkeypatch.setitem(ASSIGNMENTS, NAME, PARTS)
    return plain.make(tmp_path, NAME)


@pytest.fixture
def graded(course):
    for student, changes in PARTS.hand_ins.items():
        plain.submit(course, NAME, student, changes)
    list(batch.grade(NAME))
    return course


@pytest.mark.slow
def test_it_is_an_assignment_of_the_course(course):
    assert (
        coursedir.assignments() == [NAME]
        and coursedir.resolve("week") == NAME
        and coursedir.names(NAME) == NOTEBOOKS
    )


@pytest.mark.slow
def test_the_report_counts_the_points_of_all(graded):
    found = class_report.report(NAME)
    assert found.out_of == {"double_test": 2, "triple_test": 3, "why": 4}
    assert found.marks == {
        "ada": {"double_test": 2, "triple_test": 3, "why": None},
        "bob": {"double_test": 2, "triple_test": 0, "why": None},
    }
    assert "bob" in class_report.text(found) and summary.of(found, *summary.outline(NAME))["out_of"] == 9


@pytest.mark.slow
def test_each_has_a_page_of_its_own_and_all_go_into_the_zip(graded, tmp_path):
    assert dict(feedback.each(NAME, ["ada", "bob"])) == {"ada": None, "bob": None}
    pages = {each: (graded / f"feedback/bob/{NAME}/{each}.html").read_text() for each in NOTEBOOKS}
    assert "2 of 2" in pages["first"] and "0 of 3" in pages["second"]
    assert feedback_zip.zipped(NAME, ["ada", "bob"], tmp_path / "back.zip").pages == 4
    assert {"bob_first-feedback.html", "bob_second-feedback.html"} < set(
        zipfile.ZipFile(tmp_path / "back.zip").namelist()
    )


@pytest.mark.slow
def test_copied_work_is_found_in_each(graded):
    both = similarity.read(NAME)
    assert [(work_.student, [*work_.answers]) for work_ in both.each] == [
        ("ada", ["double", "triple"]),
        ("bob", ["double", "triple"]),
    ] and not both.unread


@pytest.mark.slow
def test_marks_leave_with_all_points(graded, tmp_path):
    export.export(tmp_path / "marks.csv", assignments=[NAME])
    rows = list(csv.DictReader((tmp_path / "marks.csv").open(encoding="utf-8-sig")))
    assert {row["student_id"]: (float(row["raw_score"]), float(row["max_score"])) for row in rows} == {
        "ada": (5, 9),
        "bob": (2, 9),
    }


@pytest.mark.slow
def test_a_written_answer_is_marked_in_the_notebook_in_which_it_stands(graded):
    options = database.options(NAME)
    with database.lent(options.coursedir) as gradebook:
        table, _ = marking.write(written_answers.read(options, gradebook))
    lines = table.read_text().splitlines()
    table.write_text(
        "\n".join([lines[0], *(line.replace(",why,,", ",why,3,", 1) for line in lines[1:])]) + "\n"
    )
    assert marking.mark(table, "eva").entered == 2
    assert class_report.report(NAME).marks["ada"]["why"] == 3


@pytest.mark.slow
def test_one_of_them_is_looked_at_without_the_gradebook(graded):
    tried = preview.try_one(NAME, graded / f"submitted/bob/{NAME}/second.ipynb")
    assert tried.points["triple_test"] == (0, 3) and tried.points["why"] == (None, 4)


@pytest.mark.slow
def test_a_folder_with_all_of_them_is_one_hand_in_and_one_without_the_others_is_not_taken_for_it(
    course, tmp_path
):
    home = plain.submit(course, NAME, "ada", "")
    inbox = tmp_path / "inbox"
    shutil.copytree(home, inbox / "Ada Lovelace_12_assignsubmission_file_")
    (inbox / "Bob Noyce_13_assignsubmission_file_").mkdir()
    shutil.copy(home / "first.ipynb", inbox / "Bob Noyce_13_assignsubmission_file_")
    shutil.rmtree(course / "submitted")
    (tmp_path / "class.csv").write_text("id,name\nada,Ada Lovelace\nbob,Bob Noyce\n")
    roster.keep(roster.read(tmp_path / "class.csv"))
    lines = {file.parent.name[:3]: outcome for file, _, outcome in collect(inbox)}
    assert lines["Ada"].startswith("collected") and sorted(
        file.name for file in (course / "submitted/ada" / NAME).glob("*.ipynb")
    ) == ["first.ipynb", "second.ipynb"]
    assert (
        lines["Bob"].startswith(f"refused: it is one of the notebooks of {NAME}, without second.ipynb")
        and not (course / "submitted/bob").exists()
    )


@pytest.mark.slow
def test_a_copy_or_a_trial_beside_them_is_no_reason_to_refuse_all(course, tmp_path):
    home = plain.submit(course, NAME, "ada", "")
    folder = tmp_path / "inbox" / "Ada Lovelace_12_assignsubmission_file_"
    shutil.copytree(home, folder)
    shutil.copy(home / "second.ipynb", folder / "second-Copy1.ipynb")
    document.write(new_notebook(cells=[new_code_cell("1 + 1")]), folder / "A trial.ipynb")
    shutil.rmtree(course / "submitted")
    (tmp_path / "class.csv").write_text("id,name\nada,Ada Lovelace\n")
    roster.keep(roster.read(tmp_path / "class.csv"))
    assert [outcome[:9] for _, _, outcome in collect(folder.parent)] == ["collected"]
    (outcome,) = batch.grade(NAME)
    assert {
        f"{name} is no notebook of this assignment: left out" for name in ("A trial", "second-Copy1")
    } <= {remark.replace(".ipynb", "") for remark in outcome.remarks}


@pytest.mark.slow
def test_a_student_packs_all_and_collect_takes_them_in(course):
    work.start(NAME)
    assert work.unwritten(NAME).keys() == {"double", "triple", "why"}
    path, _ = work.submit(NAME, "ada")
    assert [outcome for *_, outcome in collect(path)] == ["collected"]
    assert sorted(file.stem for file in (course / "submitted/ada" / NAME).glob("*.ipynb")) == NOTEBOOKS


@pytest.mark.slow
def test_a_student_checks_all_of_them_and_what_renews_our_own_notebooks_leaves_them_alone(course):
    work.start(NAME)
    before = [file.read_bytes() for file in coursedir.notebooks("work", NAME)]
    assert check_work.check(NAME).exercises == {"double_test": (0, 2), "triple_test": (0, 3)}
    for renew in update.update, lambda name: work.again(name, "double"):
        with pytest.raises(coursedir.CourseError, match="made with nbgrader alone"):
            renew(NAME)
    assert [
        file.read_bytes() for file in coursedir.notebooks("work", NAME)
    ] == before and not document.read_if_there(course / "work" / NAME / "kept")
