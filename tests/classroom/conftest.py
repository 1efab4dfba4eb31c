"""What several tests of the classroom begin with: a class that was graded, and a roster's file."""
import nbformat
import pytest
from nbformat.v4 import new_output

from course.classroom.grade import GRADED, Result, batch
from tests import tiny
from tests.sent import in_class, inbox  # noqa: F401  for whatever test asks for them

SAID = {
    "ada": {},
    "bob": {"double-test": "Double: not yet.\ndouble(7) gave 49; it should give 14.\nYou squared it.",
            "double-test-2": "Double: not yet.\ndouble(5) gave 25; it should give 10.\nYou squared it."},
    "cid": {"double-test": "Double: not yet.\ndouble(7) gave 49; it should give 14.\nYou squared it.",
            "answer-test": "Answer: not written yet.\nPut it in."},
    "eve": {"double-test": "Double: not yet.\ndouble(7) gave 7; it should give 14."},
}


@pytest.fixture
def graded(course, with_gradebook):
    """A class of four, and mal, whose notebook is damaged."""
    def run(job):
        nb = nbformat.from_dict(job.notebook)
        for cell in nb.cells:
            if said := SAID.get(job.student, {}).get(cell.id):
                cell.outputs = [new_output("error", ename="NotYet", evalue=said, traceback=said.split("\n"))]
        return Result(nb, GRADED)
    for student in SAID:
        tiny.submit(course, student, written_answer="Because.")
    tiny.submit(course, "mal").joinpath("01-tiny.ipynb").write_text("{")
    list(batch.grade("01-tiny", run=run))
    return course


@pytest.fixture
def answered(course, with_gradebook):
    """answered(eve="Because.") hands in these written answers and grades them -> the course. Three are there already; cid's is empty."""
    def hand_in(**answers):
        for student, text in answers.items():
            tiny.submit(course, student, **tiny.RIGHT | {"written_answer": text})
        list(batch.grade("01-tiny", run=lambda job: Result(nbformat.from_dict(job.notebook), GRADED)))
        return course
    hand_in(ada_king="A sum of two equals is even.", bob_noyce="It  is $2x$, so *even*.\n", cid_vicious="*Your answer goes here.*")
    return hand_in


@pytest.fixture
def made(course, tmp_path):
    def write(text, encoding="utf-8", name="class.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path
    return write
