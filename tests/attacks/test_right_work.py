"""Right work that would get fewer marks than it should, and messages that would not be true."""
import json

import nbformat
from nbformat.v4 import new_code_cell

from course.classroom import notebooks
from course.classroom.grade import batch
from course.classroom.stock import book
from tests import tiny
from tests.tiny import cell


def graded(course, edit=lambda nb: None, who="ada", **sources):
    """Hand in the release with these answers, edited, and grade it as `course grade` does -> (points by test, what the check said, outcome)."""
    folder = tiny.submit(course, who, **{**tiny.RIGHT, **sources})
    path = folder / "01-tiny.ipynb"
    nb = notebooks.read(path)
    edit(nb)
    path.write_text(json.dumps(nb))
    done, = batch.grade("01-tiny", [who], force=True)
    with book.lent(book.options("01-tiny").coursedir) as gradebook:
        marks = {grade.name: grade.auto_score for grade in gradebook.find_submission_notebook("01-tiny", "01-tiny", who).grades}
    out = notebooks.read(course / "autograded" / who / "01-tiny/01-tiny.ipynb")
    said = {each.id: "\n".join(o.get("evalue", "") for o in each.get("outputs", [])) for each in out.cells}
    return marks, said, done


def below(nb, name, source, **metadata):
    nb.cells.insert(next(i for i, each in enumerate(nb.cells) if each.id == name) + 1, new_code_cell(source, id="mine", metadata=metadata))


STUB = "def double(x):\n    raise NotImplementedError()"
RIGHT = "def double(x):\n    return 2 * x"



def test_an_answer_in_a_copy_of_its_cell_counts_where_the_original_is_as_it_was_given(course, with_gradebook):
    def edit(nb):
        below(nb, "double-test-2", RIGHT, **nbformat.from_dict(cell(nb, "double").metadata))
    marks, said, done = graded(course, edit, double=STUB)
    assert marks["double-test"] == 1, said["double-test"]



def test_of_an_answer_that_stands_below_its_check_it_is_not_said_that_it_is_not_written(course, with_gradebook):
    marks, said, done = graded(course, lambda nb: below(nb, "double-test-2", RIGHT), double=STUB)
    assert marks["double-test"] == 1 or "not written" not in said["double-test"] and done.remarks, (said["double-test"], done.remarks)



def test_a_package_that_is_not_here_is_named_to_the_student_under_its_other_name_too(hand_in):
    got = hand_in(total="import pandas as pd\n\ndef total(ids):\n    return int(pd.Series(ids).sum())")
    assert "pandas" in str(got.outputs["total-test"]), got.outputs["total-test"]



def test_a_return_of_an_inner_function_is_not_said_to_be_reached(hand_in):
    got = hand_in(total="def total(ids):\n    def total(ids):\n        m = 0\n        for i in ids:\n            m = m + i\n        return m")
    assert "`return m` is reached" not in str(got.outputs["total-test"]), got.outputs["total-test"]
