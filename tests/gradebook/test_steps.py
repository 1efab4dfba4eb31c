"""nbgrader's steps, spared what comes to nothing, still find what they are there to find."""

import nbformat
import pytest
from nbgrader import preprocessors as stock
from nbgrader.nbgraderformat import ValidationError

from course.gradebook import database, steps
from course.notebook import document


@pytest.fixture
def released(course):
    return document.read(course / "release/01-tiny/01-tiny.ipynb")


def test_labels_that_were_found_valid_are_not_checked_again_and_others_are(released, monkeypatch):
    ran, check = [], stock.CheckCellMetadata.preprocess
    monkeypatch.setattr(
        stock.CheckCellMetadata, "preprocess", lambda *arguments: ran.append(1) or check(*arguments)
    )
    step = steps.CheckLabels()
    for _ in range(3):
        assert step.preprocess(released, {})[0] == released
    assert len(ran) == 1
    other = nbformat.from_dict(released)
    next(cell for cell in other.cells if cell.id == "double-test").metadata.nbgrader.points = "three"
    for _ in range(2):
        with pytest.raises(ValidationError):
            step.preprocess(other, {})


def test_the_steps_are_those_that_the_options_name_in_their_order(course):
    options = database.options("01-tiny")
    options.autograde_preprocessors = [stock.Execute, stock.SaveAutoGrades]
    before, after = steps.steps(options)
    assert [step.__class__ for step in before] == [
        steps.CheckLabels if each is stock.CheckCellMetadata else each
        for each in options.sanitize_preprocessors
    ]
    assert [step.__class__ for step in after] == [stock.SaveAutoGrades]


def test_a_step_that_is_not_nbgraders_own_sees_every_cell(released):
    class Mine(stock.DeduplicateIds):
        def preprocess(self, nb, resources):
            seen.extend(cell.id for cell in nb.cells)
            return nb, resources

    seen = []
    assert steps.take([Mine()], released, {}) == released and seen == [cell.id for cell in released.cells]


def test_what_is_cleared_is_what_nbgrader_clears(released):
    code = [cell for cell in released.cells if cell.cell_type == "code"][:4]
    code[0].outputs = [nbformat.v4.new_output("stream", text="3\n")]
    code[1].execution_count = 7
    code[2].metadata["collapsed"] = True
    code[3].metadata["mine"] = True
    theirs, _ = stock.ClearOutput()(nbformat.from_dict(released), {})
    assert steps.take([stock.ClearOutput()], nbformat.from_dict(released), {}) == theirs != released
    step = stock.ClearOutput(remove_metadata_fields={"mine"})
    assert (
        steps.take([step], released, {}).cells == step(nbformat.from_dict(released), {})[0].cells
        and "mine" not in code[3].metadata
    )
