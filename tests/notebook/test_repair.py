import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.utils import compute_checksum

from course.notebook import document
from course.notebook.document import labeled
from course.notebook.reading import Unreadable
from course.notebook.repair import mend, of_another_release
from tests import tiny
from tests.tiny import cell


def test_an_honest_submission_is_left_as_it_is_and_nothing_is_remarked(work, release):
    mended, remarks = mend(work, release)
    assert mended == work and remarks == []


def test_what_is_mended_is_a_copy(work, release):
    cell(work, "double-test").source = "pass"
    mend(work, release)
    assert cell(work, "double-test").source == "pass"


def test_an_edited_test_is_undone_and_told_with_its_line(work, release):
    cell(work, "double-test").source = cell(release, "double-test").source.replace("double(2) == 4", "True")
    mended, remarks = mend(work, release)
    assert cell(mended, "double-test").source == cell(release, "double-test").source
    assert remarks == ["test cell double-test was edited (line 4: `assert True`): the original was used"]


def test_what_the_author_changed_after_the_release_is_no_remark_on_the_student(work, release):
    cell(release, "double-test").source = cell(release, "double-test").source.replace(
        "double(2) == 4", "double(3) == 6"
    )
    cell(release, "answer-test").metadata.nbgrader.points = 5
    release.cells.insert(
        4, new_code_cell("pass", id="double-test-3", metadata=tiny.label("double-test-3", 1, grade=True))
    )
    assert of_another_release(work, release) == {
        "double-test": "test cell double-test (text)",
        "answer-test": "test cell answer-test (points)",
        "double-test-3": "test cell double-test-3 (new)",
    }
    mended, remarks = mend(work, release)
    assert (
        "double(3) == 6" in cell(mended, "double-test").source
        and cell(mended, "answer-test").metadata.nbgrader.points == 5
    )
    assert "double-test-3" in labeled(mended) and remarks == []


def test_what_a_student_typed_into_a_question_whose_label_is_lost_is_kept_though_the_author_changed_a_test(
    work, release
):
    cell(release, "answer-test").metadata.nbgrader.points = 5
    cell(work, "written").source += "\n\nBecause it is."
    del cell(work, "written").metadata["nbgrader"]
    assert "Because it is." in [each.source for each in mend(work, release)[0].cells]


def test_of_what_the_student_did_beside_the_authors_change_there_is_a_remark(work, release):
    cell(release, "answer-test").metadata.nbgrader.points = 5
    cell(work, "double-test").source += "\npass"
    assert mend(work, release)[1] == [
        "test cell double-test was edited (line 5: `pass`): the original was used"
    ]


def test_an_edited_test_whose_checksum_was_computed_again_is_told_as_if_the_author_had_changed_it_and_in_no_word_of_the_students(
    work, release
):
    cell(work, "double-test").source = cell(release, "double-test").source.replace(
        "double(2) == 4", "'`), ada'"
    )
    cell(work, "double-test").metadata.nbgrader["checksum"] = compute_checksum(cell(work, "double-test"))
    assert of_another_release(work, release) == {"double-test": "test cell double-test (text)"}
    assert cell(mend(work, release)[0], "double-test").source == cell(release, "double-test").source


@pytest.mark.parametrize("damage", [{"points": None}, {"points": "many"}, {"grade": "x"}])
def test_an_edited_test_with_a_damaged_label_is_told_as_edited(work, release, damage):
    edited = cell(work, "double-test")
    edited.source += "\n\ud800"
    edited.metadata.nbgrader.update(checksum="0", **damage)
    if damage.get("points", 0) is None:
        del edited.metadata.nbgrader["points"]
    mended, remarks = mend(work, release)
    assert (
        cell(mended, "double-test").source == cell(release, "double-test").source
        and "was edited (line 5" in remarks[-1]
    )


def test_a_test_cut_short_is_told(work, release):
    cell(work, "double-test").source = "from course.check import grading"
    assert "from line 2 on" in mend(work, release)[1][0]


def test_a_deleted_test_comes_back_in_its_place(work, release):
    work.cells = [each for each in work.cells if each.id not in ("double-test", "double-test-2")]
    mended, remarks = mend(work, release)
    assert [each.id for each in mended.cells] == [each.id for each in release.cells]
    assert remarks == [
        f"test cell {name} was deleted: the original was put back"
        for name in ("double-test", "double-test-2")
    ]


def test_a_deleted_answer_is_told_and_its_stub_overwrites_nothing(work, release):
    work.cells = [each for each in work.cells if each.id != "double"]
    work.cells.insert(0, new_code_cell("def twice(x): return 2 * x"))
    mended, remarks = mend(work, release)
    assert remarks == ["solution cell double was deleted"]
    assert "double" not in labeled(mended)


def test_an_answer_that_was_written_anew_in_another_cell_is_found_by_what_it_defines_and_runs_in_its_place(
    work, release
):
    work.cells = [each for each in work.cells if each.id != "double"]
    work.cells.insert(0, new_code_cell("def double(x): return 2 * x", id="mine"))
    mended, remarks = mend(work, release)
    assert remarks == [
        "double had lost id and label: what it defines, or its question, said which it is",
        "solution cell double had been moved: it ran in its place",
    ]
    assert [each.id for each in mended.cells] == [each.id for each in release.cells]
    assert labeled(mended)["double"].source == "def double(x): return 2 * x"


def stripped(nb):
    """As tools leave it that know neither labels nor ids."""
    for number, each in enumerate(nb.cells):
        each.id, each.metadata = f"other-{number}", nbformat.from_dict({})
    return nb


def test_a_notebook_without_labels_and_ids_is_recognised_by_its_texts_and_by_what_answers_define(
    work, release
):
    mended, remarks = mend(stripped(work), release)
    assert [each.id for each in mended.cells] == [each.id for each in release.cells]
    assert (
        list(labeled(mended)) == list(labeled(release))
        and labeled(mended)["double"].source == tiny.RIGHT["double"]
    )
    assert "double had lost id and label: what it defines, or its question, said which it is" in remarks


def test_words_below_a_question_without_a_label_are_still_its_answer(work, release):
    work.cells.insert(
        next(i for i, each in enumerate(work.cells) if each.id == "written") + 1,
        nbformat.v4.new_markdown_cell("It is even.", id="mine"),
    )
    mended, _ = mend(stripped(work), release)
    names = [each.id for each in mended.cells]
    assert mended.cells[names.index("written") + 1].source == "It is even."


def test_where_two_cells_could_be_the_answer_and_no_label_is_left_nobody_guesses(work, release):
    work.cells.append(new_code_cell("def double(x): return x"))
    with pytest.raises(Unreadable, match="2 of them could be the answer double: leave one"):
        mend(stripped(work), release)


def test_the_notebook_of_another_assignment_is_not_graded_as_an_empty_one(release):
    other = nbformat.v4.new_notebook(
        cells=[
            new_code_cell(
                "def merge(a, b): return a", id="merge", metadata=tiny.label("merge", 0, solution=True)
            )
        ]
    )
    with pytest.raises(Unreadable, match="none of this assignment's answers is in it"):
        mend(other, release)


def test_cells_that_were_moved_run_in_the_releases_order_and_a_students_own_stay(work, release):
    names = [each.id for each in work.cells]
    work.cells.insert(names.index("double"), new_code_cell("helper = 1", id="mine"))
    work.cells.insert(
        1, work.cells.pop(next(i for i, each in enumerate(work.cells) if each.id == "double-test"))
    )
    mended, remarks = mend(work, release)
    assert [each.id for each in mended.cells if each.id != "mine"] == names
    assert mended.cells[names.index("double")].id == "mine"
    assert remarks == ["test cell double-test had been moved: it ran in its place"]


def test_of_a_copied_cell_the_original_counts_and_the_copy_stays_as_an_ordinary_cell(work, release):
    copy = nbformat.from_dict(cell(work, "double"))
    copy.update(id="pasted", source="def double(x): return x")
    work.cells.append(copy)
    mended, remarks = mend(work, release)
    assert remarks == ["solution cell double came 2 times: the original was used"]
    assert labeled(mended)["double"].id == "double"
    assert (
        cell(mended, "pasted").source == "def double(x): return x"
        and "nbgrader" not in cell(mended, "pasted").metadata
    )


def test_of_copies_that_cannot_be_told_apart_the_last_counts_as_in_nbgrader(work, release):
    cell(work, "double").id = "a"
    work.cells.append(nbformat.from_dict(cell(work, "a")) | {"id": "b"})
    mended, remarks = mend(work, release)
    assert remarks == [
        "solution cell double came 2 times: the last one was used",
        "solution cell double had been moved: it ran in its place",
    ]
    assert labeled(mended)["double"].id == "b"


@pytest.mark.parametrize("change", [{"points": 100}, {"grade": False}, {"solution": True}, {"locked": False}])
def test_changed_labels_are_undone_and_told(work, release, change):
    cell(work, "double-test").metadata.nbgrader.update(change)
    mended, remarks = mend(work, release)
    assert cell(mended, "double-test").metadata == cell(release, "double-test").metadata
    assert remarks == [
        f"test cell double-test was relabelled ({next(iter(change))}): the original labels were used"
    ]


def test_labels_that_another_editor_lost_are_found_by_the_cells_id(work, release):
    for each in work.cells:
        each.metadata.pop("nbgrader", None)
    mended, remarks = mend(work, release)
    assert list(labeled(mended)) == list(labeled(release))
    assert remarks == [
        "6 cells had lost the label, as some editors leave it: the cell's id or text said which it is"
    ]


@pytest.mark.parametrize("name", ["double", "double-test"])
def test_a_code_cell_turned_into_text_is_turned_back(work, release, name):
    source = cell(work, name).source
    i = work.cells.index(cell(work, name))
    work.cells[i] = nbformat.v4.new_markdown_cell(source, id=name, metadata=work.cells[i].metadata)
    mended, remarks = mend(work, release)
    assert cell(mended, name).cell_type == "code" and cell(mended, name).source == source
    assert "relabelled (type)" in remarks[0]
    nbformat.validate(mended)


@pytest.mark.parametrize("many, says", [(1, "a cell has a label"), (500, "500 cells have labels")])
def test_labels_of_another_assignment_are_dropped_and_told_once(work, release, many, says):
    work.cells += [
        new_code_cell("1", metadata=tiny.label(f"reaches into {n}", 50, grade=True)) for n in range(many)
    ]
    mended, remarks = mend(work, release)
    assert (
        "reaches into 0" not in labeled(mended)
        and len(remarks) == 1
        and says in remarks[0]
        and "reaches" not in remarks[0]
    )


def test_words_typed_into_the_question_stand_below_it(work, release):
    cell(work, "written").source += "\n\nBecause it is a sum of two."
    mended, remarks = mend(work, release)
    i = mended.cells.index(cell(mended, "written"))
    assert mended.cells[i].source == cell(release, "written").source
    assert mended.cells[i + 1].source == "Because it is a sum of two." and remarks == []


def test_a_question_that_the_author_corrected_is_no_answer(work, release):
    cell(release, "written").source = cell(release, "written").source.replace("even", "always even")
    mended, remarks = mend(work, release)
    assert [each.id for each in mended.cells] == [each.id for each in work.cells] and remarks == []


@pytest.mark.parametrize("label", [5, None, {}, {"grade_id": ["a"]}, {"grade": True}])
def test_a_label_of_no_sense_is_none(work, release, label):
    work.cells.append(new_code_cell("1", id="odd", metadata={"nbgrader": label}))
    mended, remarks = mend(work, release)
    assert "nbgrader" not in cell(mended, "odd").metadata and remarks == []


def test_words_typed_in_place_of_the_question_are_kept_too(work, release):
    cell(work, "written").source = "It is even."
    mended, _ = mend(work, release)
    assert "It is even." in [each.source for each in mended.cells]


def test_labels_of_an_older_nbgrader_are_renewed_without_a_word(work, release):
    for each in labeled(work).values():
        each.metadata.nbgrader["schema_version"] = 1
        each.metadata.nbgrader.pop("task")
    mended, remarks = mend(work, release)
    assert {each.metadata.nbgrader.schema_version for each in labeled(mended).values()} == {3}
    assert [line for line in remarks if "(task)" not in line] == []


# --- right work in odd places ---


def test_an_answer_that_was_merged_into_its_check_is_still_the_answer(work, release):
    """JupyterLab's "Merge Cell Above", given in the check."""
    cell(work, "double-test").source = f"{tiny.RIGHT['double']}\n\n{cell(work, 'double-test').source}"
    work.cells.remove(cell(work, "double"))
    mended, _ = mend(work, release)
    place = [each.id for each in mended.cells].index("double-test")
    assert any("return x + x" in each.source for each in mended.cells[:place])


def test_of_an_answer_that_was_merged_into_a_later_one_it_is_said_where_it_is(work, release):
    """As in a notebook, it runs after its check: nobody can do that for the student, but one can say it."""
    cell(work, "answer").source = f"{tiny.RIGHT['double']}\n\nanswer = 42"
    work.cells.remove(cell(work, "double"))
    assert mend(work, release)[1] == [
        "solution cell double was deleted; the cell answer defines it, which runs where it stands"
    ]


def test_a_helper_that_was_moved_together_with_its_exercise_still_stands_before_it(work, release):
    moved = [cell(work, name) for name in ("double", "double-test", "double-test-2")]
    work.cells = [each for each in work.cells if each not in moved] + [
        new_code_cell("two = 2", id="helper"),
        *moved,
    ]
    moved[0].source = "def double(x, by=two):\n    return by * x"
    names = [each.id for each in mend(work, release)[0].cells]
    assert names.index("helper") < names.index("double")


SHARED = (
    "h answer title double-task answer-task answer-test double double-test double-test-2 written written-answer",
    "title answer-task h answer answer-test double-task double double-test double-test-2 written written-answer",
    "title double-task answer-task answer-test h answer double double-test double-test-2 written written-answer",
)


@pytest.mark.parametrize("order", SHARED)
def test_a_helper_of_two_answers_of_which_one_was_moved_stands_above_both(work, release, order):
    cell(work, "double").source, cell(work, "answer").source = (
        "def double(x):\n    return add(x, x)",
        "answer = add(40, 2)",
    )
    by_name = {each.id: each for each in work.cells} | {
        "h": new_code_cell("def add(a, b):\n    return a + b", id="h")
    }
    work.cells = [by_name[name] for name in order.split()]
    names = [each.id for each in mend(work, release)[0].cells]
    assert names.index("h") < min(names.index("double-test"), names.index("answer"))


def test_a_picture_pasted_into_the_question_stays_with_the_words_that_show_it(work, release):
    picture = {"image.png": {"image/png": "iVBORw0KGgo="}}
    cell(work, "written").update(
        source=cell(work, "written").source + "\n\n![image.png](attachment:image.png)", attachments=picture
    )
    assert cell(mend(work, release)[0], "written-in-the-question").get("attachments") == picture


def test_of_an_answer_merged_into_a_cell_that_is_not_run_it_is_not_said_that_it_runs(work, release):
    figure = new_code_cell("fig = 1", id="figure", metadata={"tags": ["skip-execution"]})
    release.cells.insert(2, figure)
    answer = next(i for i, each in enumerate(work.cells) if each.id == "double")
    work.cells[answer] = nbformat.from_dict(figure | {"source": "fig = 1\n\n" + tiny.RIGHT["double"]})
    mended, remarks = mend(work, release)
    runs = [
        each
        for each in mended.cells
        if "def double" in each.source and "skip-execution" not in document.tags(each)
    ]
    assert runs or not any("which runs" in remark for remark in remarks)


# --- remarks that are fair ---


@pytest.mark.parametrize(
    "saved",
    [lambda source: source.replace("\n", "\r\n"), lambda source: f"{source}\n"],
    ids=["Windows line ends", "a line feed at the end"],
)
def test_an_editor_that_writes_line_ends_in_its_own_way_edited_no_check(work, release, saved):
    for each in work.cells:
        each.source = saved(each.source)
    assert mend(work, release)[1] == []


def test_the_question_with_windows_line_ends_is_nobodys_answer(work, release):
    cell(release, "written").source = cell(work, "written").source = (
        "**Written (2 points).** Why is\ndoubling even?"
    )
    cell(work, "written").source = cell(work, "written").source.replace("\n", "\r\n")
    assert [each.id for each in mend(work, release)[0].cells] == [each.id for each in release.cells]


def test_a_cell_that_python_cannot_parse_for_its_depth_is_not_the_answer(work, release):
    work.cells.remove(cell(work, "double"))
    work.cells.append(new_code_cell("-" * 5000 + "1", id="mine"))
    assert "solution cell double was deleted" in mend(work, release)[1]


ELSEWHERE = "def double(x):\n    return x + x"


def left(work, release, *cells, below="double-test"):
    """The submission whose answer's cell stayed as it was given, with cells below a check."""
    cell(work, "double").source = cell(release, "double").source
    place = work.cells.index(cell(work, below)) + 1
    work.cells[place:place] = cells
    return work


@pytest.mark.parametrize(
    "more", [[], [new_code_cell("double = None")]], ids=["", "and tried elsewhere before"]
)
def test_an_answer_in_a_copy_of_its_cell_is_taken_where_the_original_is_as_it_was_given(more, work, release):
    copy = nbformat.from_dict({**cell(release, "double"), "id": "copy", "source": ELSEWHERE})
    mended, remarks = mend(left(work, release, *more, copy), release)
    assert (
        cell(mended, "double").source == ELSEWHERE == cell(mended, "copy").source
        and "nbgrader" not in cell(mended, "copy").metadata
    )
    assert (
        "solution cell double was left as it was given, and a copy of it holds an answer: that was taken"
        in remarks
    )


def test_so_is_one_in_a_cell_of_the_students_own_the_last_of_several(work, release):
    mended, remarks = mend(
        left(
            work,
            release,
            new_code_cell("def double(x): pass", id="first"),
            new_code_cell(ELSEWHERE, id="mine"),
            new_code_cell("x = 1"),
        ),
        release,
    )
    assert cell(mended, "double").source == ELSEWHERE
    assert remarks == [
        "solution cell double was left as it was given, and the cell mine holds an answer: that was taken"
    ]


def test_and_one_in_an_empty_cells_check(work, release):
    cell(work, "double").source = ""
    cell(work, "double-test").source = f"{ELSEWHERE}\n\n{cell(release, 'double-test').source}"
    mended, remarks = mend(work, release)
    assert (
        cell(mended, "double").source == ELSEWHERE
        and cell(mended, "double-test").source == cell(release, "double-test").source
    )
    assert remarks == [
        "solution cell double was left as it was given, and its check holds an answer: that was taken"
    ]


def test_where_the_answers_cell_holds_anything_nothing_else_is_taken(work, release):
    place = work.cells.index(cell(work, "double-test")) + 1
    work.cells.insert(place, new_code_cell(ELSEWHERE, id="mine"))
    mended, remarks = mend(work, release)
    assert cell(mended, "double").source == tiny.RIGHT["double"] and remarks == []


def test_of_an_exercise_that_was_given_another_name_the_test_runs_below_the_answer(work, release):
    for each in release.cells:
        if (each.metadata.get("nbgrader", {}).get("grade_id", "")).startswith("double"):
            each.id = each.metadata.nbgrader.grade_id = each.metadata.nbgrader.grade_id.replace(
                "double", "twice"
            )
    mended, _ = mend(work, release)
    names = [each.metadata.get("nbgrader", {}).get("grade_id", each.id) for each in mended.cells]
    assert names.index("double") < names.index("twice-test")
