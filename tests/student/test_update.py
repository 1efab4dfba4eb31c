"""course.student.update: a corrected exercise comes into a student's notebook, and nothing of the student's
is touched.
"""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from course import cli
from course.authoring import release
from course.files.coursedir import CourseError
from course.notebook import document
from course.student import update, work
from tests import tiny

TEST = "assert double(3) == 6"


@pytest.fixture
def started(course):
    work.start("01-tiny")
    return course / "work/01-tiny/01-tiny.ipynb"


@pytest.fixture
def answered(course, started):
    """A student's notebook: answers with outputs, cells of their own, one of them the written answer's
    second.
    """
    nb = tiny.answers(course, started, **tiny.RIGHT)
    tiny.cell(nb, "double").outputs = [new_output("stream", text="hello\n")]
    tiny.cell(nb, "double-test").outputs = [new_output("stream", text="Double: pass.\n")]
    tiny.cell(nb, "answer-test").outputs = [new_output("stream", text="Answer: filled in.\n")]
    tiny.cell(nb, "double").execution_count = 7
    nb.cells.insert(
        3,
        new_code_cell(
            "double(21)",
            id="scratch",
            execution_count=8,
            outputs=[new_output("execute_result", {"text/plain": "42"}, execution_count=8)],
        ),
    )
    nb.cells.append(new_markdown_cell("And twice two is four.", id="more"))
    document.write(nb, started)
    return started


def correct(root, old="assert double(2) == 4", new=TEST, edit=lambda nb: None):
    """What the instructor does: the source corrected, and the new kit unpacked over the old one."""
    nb = tiny.notebook()
    for cell in nb.cells:
        cell.source = cell.source.replace(old, new)
    edit(nb)
    document.write(nb, root / "source/01-tiny/01-tiny.ipynb")
    files = {
        "01-tiny.ipynb": document.dumps(release.released(nb)),
        "signs.json": '{"made from": "another source"}\n',
    }
    for name, text in files.items():
        document.write_text(root / "release/01-tiny" / name, text)


def cells(path):
    return {cell["id"]: cell for cell in json.loads(path.read_text())["cells"]}


def ids(path):
    return list(cells(path))


def alike(before, after, but=()):
    """The cells of `before`, all but some, as they are in `after`, in their order."""
    return [cell for name, cell in before.items() if name not in but] == [
        cell for name, cell in after.items() if name in before and name not in but
    ]


# --- what is new comes ---


def test_a_corrected_check_comes_and_every_other_cell_stays_byte_for_byte(course, answered):
    before, text = cells(answered), answered.read_bytes()
    correct(course)
    done = update.update("01-tiny")
    after = cells(answered)
    assert done.new[0] == "double: its check is new" and done.left == []
    assert TEST in "".join(after["double-test"]["source"]) and after["double-test"]["outputs"] == []
    assert alike(before, after, ["double-test"]) and list(before) == list(after)
    assert done.kept.parent == answered.parent / "kept" and done.kept.read_bytes() == text


def test_what_names_mistakes_comes_too(course, answered):
    correct(course)
    assert "signs.json: the checks know your mistakes by their new names" in update.update("01-tiny").new
    assert (answered.parent / "signs.json").read_bytes() == (
        course / "release/01-tiny/signs.json"
    ).read_bytes()


def test_the_second_time_nothing_changes(course, answered):
    correct(course)
    update.update("01-tiny")
    text, kept = answered.read_bytes(), len(list((answered.parent / "kept").iterdir()))
    assert update.update("01-tiny") == (None, [], [])
    assert answered.read_bytes() == text and len(list((answered.parent / "kept").iterdir())) == kept


def test_where_nothing_is_new_nothing_is_written(course, answered):
    before = answered.read_bytes(), answered.stat().st_mtime_ns
    assert update.update("01-tiny") == (None, [], [])
    assert (answered.read_bytes(), answered.stat().st_mtime_ns) == before and not (
        answered.parent / "kept"
    ).exists()


def test_a_text_that_nobody_has_written_in_is_the_new_one(course, answered):
    correct(course, "Write `double(x)`.", "Write `double(x)`, for any number.")
    assert update.update("01-tiny").new[0] == "double: its text is new"
    assert "for any number" in "".join(cells(answered)["double-task"]["source"])


def test_a_text_with_a_students_note_in_it_is_left_alone_and_said(course, answered):
    nb = document.read(answered)
    tiny.cell(nb, "double-task").source += "\n\nNote to myself: mind the zero."
    document.write(nb, answered)
    before = answered.read_bytes()
    assert update.update("01-tiny") == (None, [], [])  # it is not new in the release
    correct(course, "Write `double(x)`.", "Write `double(x)`, for any number.")
    assert update.update("01-tiny").left == [
        "double: its text is new in the release; yours was left unchanged, since you may have written in it"
    ]
    assert answered.read_bytes() == before


def test_an_untouched_stub_is_the_new_one_and_an_answer_never_is(course, answered):
    correct(course, "def double(x):", "def double(x, times=2):")
    done = update.update("01-tiny")
    assert done.left == [
        "double: its starting code is new in the release; yours was left unchanged, since you may have written in it"
    ]
    assert "".join(cells(answered)["double"]["source"]) == tiny.RIGHT["double"]
    answered.unlink()
    work.start("01-tiny")
    correct(course)
    assert (
        "its starting code is new" in update.update("01-tiny").new[0]
        and "times=2" not in answered.read_text()
    )


def test_an_exercise_afresh_counts_as_given(course, answered):
    correct(course, "def double(x):", "def double(x, times=2):")
    work.again("01-tiny", "double")
    correct(course, "def double(x):", "def double(x, factor=2):")
    assert "double: its starting code is new" in update.update("01-tiny").new and "factor" in "".join(
        cells(answered)["double"]["source"]
    )


def test_points_that_changed_come_with_the_check(course, answered):
    correct(course, edit=lambda nb: tiny.cell(nb, "double-test-2").metadata.nbgrader.update(points=5))
    update.update("01-tiny")
    assert cells(answered)["double-test-2"]["metadata"]["nbgrader"]["points"] == 5


def test_a_new_question_comes_and_an_answer_that_was_typed_into_it_stays(course, answered):
    correct(course, "Why is doubling even?", "Why is twice a number even?")
    assert "written: the question is new" in update.update("01-tiny").new
    nb = document.read(answered)
    tiny.cell(nb, "written").source += "\n\nBecause it is."
    document.write(nb, answered)
    correct(course, "Why is doubling even?", "Why is it even?")
    assert len(update.update("01-tiny").left) == 1 and "Because it is." in "".join(
        cells(answered)["written"]["source"]
    )


def halve(nb):
    at = next(i for i, cell in enumerate(nb.cells) if cell.id == "answer-task")
    nb.cells[at:at] = [
        new_markdown_cell("**Exercise 2 · Halve (1 point).** Write `halve(x)`.", id="halve-task"),
        tiny.solution(
            "halve", "def halve(x):\n    ### BEGIN SOLUTION\n    return x / 2\n    ### END SOLUTION"
        ),
        tiny.test("halve-test", 1, "halve", "assert halve(4) == 2", ["assert halve(7) == 3.5"]),
    ]


def test_a_new_exercise_stands_where_the_release_has_it(course, answered):
    before = cells(answered)
    correct(course, edit=halve)
    done = update.update("01-tiny")
    order = ids(answered)
    assert "halve: new" in done.new and alike(before, cells(answered), ["double-test"])
    assert order[order.index("double-test-2") + 1 : order.index("answer-task")] == [
        "halve-task",
        "halve",
        "halve-test",
    ]
    assert cells(answered)["halve"]["source"][-1] == "    raise NotImplementedError()"


def test_what_a_student_wrote_below_a_cell_or_moved_stays_where_it_is(course, answered):
    nb = document.read(answered)
    moved = [cell for cell in nb.cells if cell.id.startswith("answer")]
    nb.cells = moved + [cell for cell in nb.cells if cell not in moved]
    nb.cells.insert(
        [cell.id for cell in nb.cells].index("double-test-2") + 1, new_code_cell("double(1)", id="below")
    )
    document.write(nb, answered)
    before = ids(answered)
    correct(course, edit=halve)
    update.update("01-tiny")
    after = ids(answered)
    assert [name for name in after if name in before] == before
    assert after[after.index("double-test-2") :][:5] == [
        "double-test-2",
        "below",
        "halve-task",
        "halve",
        "halve-test",
    ]


def test_a_written_answer_that_goes_on_in_further_cells_is_not_cut_in_two(course, answered):
    correct(course, edit=lambda nb: nb.cells.append(new_markdown_cell("## The end", id="end")))
    update.update("01-tiny")
    assert ids(answered)[-4:] == ["written", "written-answer", "more", "end"]


# --- what was deleted ---


def test_a_check_that_was_deleted_comes_back_and_is_said(course, answered):
    nb = document.read(answered)
    order = [cell.id for cell in nb.cells]
    nb.cells = [cell for cell in nb.cells if cell.id not in ("double-test-2", "title")]
    document.write(nb, answered)
    done = update.update("01-tiny")
    assert (
        done.new == ["“Tiny”: a missing text was put back", "double: a missing check was put back"]
        and done.kept
    )
    assert ids(answered) == order


def test_an_answer_that_stands_in_another_cell_is_not_undone_by_a_stub(course, answered):
    nb = document.read(answered)
    tiny.cell(nb, "scratch").source = tiny.RIGHT["double"]
    nb.cells = [cell for cell in nb.cells if cell.id != "double"]
    document.write(nb, answered)
    correct(course)
    update.update("01-tiny")
    assert (
        "double" not in ids(answered)
        and "".join(cells(answered)["scratch"]["source"]) == tiny.RIGHT["double"]
    )


def test_an_answer_in_the_cell_of_its_check_is_left_alone_and_said(course, answered):
    nb = document.read(answered)
    test = tiny.cell(nb, "double-test")
    test.source = f"{tiny.RIGHT['double']}\n\n{test.source}"
    for gone in False, True:
        nb.cells = [cell for cell in nb.cells if not gone or cell.id != "double"]
        document.write(nb, answered)
        correct(course)
        assert update.update("01-tiny").left == [
            "double: your answer is in the cell of its check, which was left unchanged"
        ]
        assert (
            "".join(cells(answered)["double-test"]["source"]) == test.source
            and ("double" in ids(answered)) != gone
        )


def test_a_stub_that_is_gone_with_nothing_in_its_place_comes_back(course, answered):
    nb = document.read(answered)
    nb.cells = [cell for cell in nb.cells if cell.id != "double"]
    document.write(nb, answered)
    assert update.update("01-tiny").new == ["double: the missing cell for its answer was put back"]
    assert ids(answered)[1:3] == ["double-task", "double"]


def test_a_check_that_the_release_has_no_more_stays_and_is_said(course, answered):
    def drop(nb):
        nb.cells = [cell for cell in nb.cells if cell.id != "double-test-2"]

    correct(course, edit=drop)
    assert update.update("01-tiny").left == [
        "double: a check in your notebook is no longer in the release, and no longer counts"
    ]
    assert "double-test-2" in ids(answered)


def test_a_file_of_the_release_that_is_missing_is_put(course, answered):
    (course / "release/01-tiny/table.csv").write_text("1,2")
    assert (
        update.update("01-tiny").new == ["table.csv: was missing, and has been put back"]
        and (answered.parent / "table.csv").read_text() == "1,2"
    )


# --- odd notebooks ---


def test_of_a_copied_check_the_original_is_renewed_and_the_copy_is_the_students(course, answered):
    nb = document.read(answered)
    twin = copy.deepcopy(tiny.cell(nb, "double-test")) | {"id": "twin"}
    nb.cells.append(nbformat.from_dict(twin))
    document.write(nb, answered)
    before = cells(answered)
    correct(course)
    update.update("01-tiny")
    assert TEST in "".join(cells(answered)["double-test"]["source"]) and alike(
        before, cells(answered), ["double-test"]
    )


def test_a_notebook_that_an_older_jupyter_saved_without_ids_gets_no_cell_twice(course, answered):
    nb = json.loads(answered.read_text()) | {"nbformat_minor": 4}
    for cell in nb["cells"]:
        del cell["id"]
    answered.write_text(json.dumps(nb))
    correct(course, "Write `double(x)`.", "Write `double(x)`, for any number.")
    assert update.update("01-tiny").new[0] == "double: its text is new"
    assert len(ids(answered)) == len(nb["cells"])


def test_in_a_notebook_of_a_kit_that_marked_no_texts_they_are_left_alone(course, answered):
    nb = document.read(answered)
    for cell in nb.cells:
        cell.metadata.pop("given", None)
    document.write(nb, answered)
    correct(course, "Write `double(x)`.", "Write `double(x)`, for any number.")
    done = update.update("01-tiny")
    assert (
        done.left
        == [
            "double: its text differs from the release's; yours was left unchanged, since you may have written in it"
        ]
        and done.kept is None
        and "for any number" not in answered.read_text()
    )


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[1, 2]",
        b'{"cells": 5, "nbformat": 4}',
        b"\xff\xfe\x00",
        b'{"nbformat": 9, "cells": []}',
        document.dumps(nbformat.v4.new_notebook(cells=[new_code_cell("1", id="title")])).encode(),
    ],
)
def test_what_is_no_notebook_or_another_one_is_said_in_a_sentence_and_left_as_it_is(course, started, damage):
    started.write_bytes(damage)
    correct(course)
    signs = (started.parent / "signs.json").read_bytes()
    with pytest.raises(
        CourseError, match="^work/01-tiny/01-tiny.ipynb .*rename it, `course start 01-tiny`"
    ) as error:
        update.update("01-tiny")
    assert "\n" not in str(error.value) and (
        started.read_bytes(),
        (started.parent / "signs.json").read_bytes(),
    ) == (damage, signs)
    assert not (started.parent / "kept").exists()


def test_an_assignment_that_was_never_started_is_said(course):
    with pytest.raises(CourseError, match="is missing. `course start 01-tiny`"):
        update.update("01-tiny")


def test_of_a_disk_that_is_full_the_notebook_stays_as_it_was(course, answered, monkeypatch):
    before = answered.read_bytes()
    correct(course)
    opened = type(answered).open

    def full(path, mode="r", *more, **options):
        if "w" in mode:
            raise OSError(28, "No space left on device")
        return opened(path, mode, *more, **options)

    monkeypatch.setattr(type(answered), "open", full)
    with pytest.raises(OSError):
        update.update("01-tiny")
    assert answered.read_bytes() == before


def test_the_command_says_what_is_new_and_where_the_old_notebook_is_and_then_that_nothing_is(
    course, answered, capsys
):
    correct(course)
    assert cli.main(["update", "01"]) == 0
    said = capsys.readouterr().out
    assert (
        said.startswith("double: its check is new\n")
        and "Your notebook before this: work/01-tiny/kept/01-tiny_" in said
        and "Reload Notebook from Disk" in said
    )
    assert cli.main(["update", "01"]) == 0 and capsys.readouterr().out == "Nothing is new in 01-tiny.\n"
