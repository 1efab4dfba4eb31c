"""By a test that is wrong itself nobody is graded: the source's own answers must pass first, once for each
state of the tests.
"""

import pytest

from course.files import coursedir
from course.grading import batch, log
from course.sandbox.job import GRADED
from tests import tiny

pytestmark = pytest.mark.usefixtures("with_gradebook")


def edit(course, old, new):
    file = course / "source/01-tiny/01-tiny.ipynb"
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def ran(students, run=batch.pool.run):
    """A run that notes whose notebooks it was given."""

    def noted(job):
        students.append(job.student)
        return run(job)

    return noted


def test_a_hidden_test_with_a_wrong_name_in_it_grades_nobody_and_the_message_says_which_why_and_what_to_do(
    course,
):
    tiny.submit(course, "ada", **tiny.RIGHT)
    edit(course, "want = n + n", "want = n + enn")
    with pytest.raises(coursedir.CourseError) as refused:
        list(batch.grade("01-tiny"))
    assert str(refused.value).startswith(
        "the source's own answer does not pass its own test double-test-2 (The check stopped with NameError: name 'enn' is not defined"
    )
    assert "`course lint 01-tiny` says more" in str(refused.value)
    assert log.read("01-tiny") == {} and not (course / "autograded/ada").exists()


@pytest.mark.slow
def test_after_a_correction_that_is_wrong_everybody_keeps_the_marks_that_they_had(course):
    tiny.submit(course, "ada", **tiny.RIGHT)
    before = list(batch.grade("01-tiny"))
    edit(course, "want = n + n", "want = n + n + 1")
    with pytest.raises(coursedir.CourseError, match="does not pass its own test double-test-2"):
        list(batch.grade("01-tiny"))
    assert (
        [log.read("01-tiny")["ada"]] == before
        and before[0].outcome == GRADED
        and (course / "autograded/ada/01-tiny/01-tiny.ipynb").exists()
    )
    edit(course, "want = n + n + 1", "want = n + n")
    assert list(batch.grade("01-tiny")) == []


@pytest.mark.slow
def test_it_is_done_once_for_each_state_of_the_tests(course):
    students = []
    for student in "ada", "bob":
        tiny.submit(course, student, **tiny.RIGHT)
        list(batch.grade("01-tiny", run=ran(students)))
    assert students == ["", "ada", "bob"]
    edit(course, "want = n + n", "want = 2 * n")
    list(batch.grade("01-tiny", run=ran(students)))
    assert students[3] == "" and sorted(students[4:]) == ["ada", "bob"]


@pytest.mark.slow
def test_a_new_answer_is_tried_as_a_new_test_is(course):
    students = []
    tiny.submit(course, "ada", **tiny.RIGHT)
    list(batch.grade("01-tiny", run=ran(students)))
    edit(course, "return 2 * x", "return 3 * x")
    tiny.submit(course, "bob", **tiny.RIGHT)
    with pytest.raises(coursedir.CourseError, match="the source's own answer does not pass"):
        list(batch.grade("01-tiny", run=ran(students)))


@pytest.mark.slow
def test_a_new_message_or_rubric_needs_no_new_proof(course):
    students = []
    tiny.submit(course, "ada", **tiny.RIGHT)
    list(batch.grade("01-tiny", run=ran(students)))
    edit(course, "One point a reason.", "Two points a reason.")
    list(batch.grade("01-tiny", run=ran(students)))
    assert students == ["", "ada", "ada"]


def test_a_source_without_answers_of_its_own_as_nbgrader_allows_is_graded_as_ever(course):
    tiny.submit(course, "ada", **tiny.RIGHT)
    edit(course, "    ### BEGIN SOLUTION\\n", "")
    edit(course, "return 2 * x", "raise NotImplementedError()")
    edit(course, "    ### END SOLUTION", "")
    students = []
    list(batch.grade("01-tiny", run=ran(students)))
    assert students == ["ada"]
