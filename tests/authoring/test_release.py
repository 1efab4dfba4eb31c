"""course.authoring.release: what students get of a source notebook, and the signs of mistakes."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course.authoring import release
from course.exercise import mistakes
from course.exercise.run_checks import attempt
from course.files.coursedir import CourseError
from course.notebook import document
from tests import mini

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(mini.course(tmp_path)))
    return tmp_path


def cells(nb):
    return {cell.id: cell for cell in nb.cells}


def test_a_function_is_released_as_a_stub_that_raises_inside_its_docstring_and_name():
    assert cells(release.released(mini.notebook()))["merge"].source == (
        'def merge(ids, pair, new_id):\n    """Replace each `pair` in `ids` by `new_id`, from left to right."""\n    raise NotImplementedError()'
    )


def test_a_value_is_released_as_its_name_and_three_dots_so_that_the_cell_runs():
    assert cells(release.released(mini.notebook()))["cooking_split"].source == "cooking_split = ..."


def test_a_region_with_several_values_is_released_as_all_their_names_in_order_and_no_loop_variable_of_a_comprehension():
    nb = mini.notebook(
        "# %% solution two\n### BEGIN SOLUTION\nfirst = [word for word in 'ab']\nsecond, third = 1, 2\n### END SOLUTION"
    )
    assert release.released(nb).cells[0].source == "first = ...\nsecond = ...\nthird = ..."


def test_hidden_tests_and_the_mark_scheme_are_gone_and_the_visible_tests_are_there():
    nb = release.released(mini.notebook())
    text = document.dumps(nb)
    assert (
        "HIDDEN" not in text
        and "g.ids()" not in text
        and "MARK SCHEME" not in text
        and "One point for each" not in text
    )
    assert cells(nb)["merge-test"].source.endswith("assert merge([1, 1, 1], (1, 1), 2) == [2, 1]")


def test_tests_cannot_be_edited_and_solutions_cannot_be_deleted():
    released = cells(release.released(mini.notebook()))
    assert released["merge-test"].metadata.editable is False
    assert released["merge"].metadata.deletable is False and "editable" not in released["merge"].metadata


def test_every_graded_cell_has_a_checksum_of_what_the_student_gets():
    from nbgrader.utils import compute_checksum

    for cell in release.released(mini.notebook()).cells:
        if document.kind(cell) in ("solution", "test"):
            assert cell.metadata.nbgrader.checksum == compute_checksum(cell)


def test_the_source_is_left_as_it_was():
    nb = mini.notebook()
    release.released(nb)
    assert nb == mini.notebook()


def signs_of(folder):
    source = folder / "source" / "01-mini"
    return release.signs(document.read(source / "01-mini.ipynb"), mistakes.load(source))


def test_a_sign_names_each_misconception_that_a_visible_test_shows(folder):
    assert set(signs_of(folder).values()) == {
        "You used the middle 1 twice: step over two.",
        "The last id still belongs in the result.",
        "That is GPT-2's way: run the other encoding and look.",
        "With a space before it, yes: look at the start of a text.",
        "Those are characters, which come before any merge.",
    }  # in_place shows in a hidden test only


def test_a_student_who_makes_the_mistake_reads_its_message(folder):
    source = document.visible(cells(mini.notebook())["merge-test"])
    merge = lambda ids, pair, new_id: [new_id if (a, b) == pair else a for a, b in zip(ids, ids[1:] + [0])]
    lines = attempt(source, {"merge": merge}, signs=signs_of(folder)).lines
    assert lines == [
        "Merge: not yet.",
        "merge([1, 2, 3, 1, 2], (1, 2), 4) gave [4, 2, 3, 4, 2]; it should give [4, 3, 4].",
        "You used the middle 1 twice: step over two.",
    ]


def test_two_misconceptions_that_do_the_same_have_no_sign(tmp_path):
    twin = (
        mini.MISCONCEPTIONS
        + '\n@wrong("merge")\ndef twin(ids, pair, new_id):\n    """Another message."""\n    return overlapping(ids, pair, new_id)\n'
    )
    found = signs_of(mini.course(tmp_path, misconceptions=twin)).values()
    assert "Another message." not in found and "You used the middle 1 twice: step over two." not in found


def test_what_a_right_answer_does_is_no_sign(tmp_path):
    right = (
        mini.MISCONCEPTIONS
        + '\nwrong_value("cooking_split", ("co", "oking"), "A message for a right answer.")\n'
    )
    assert (
        "A message for a right answer." not in signs_of(mini.course(tmp_path, misconceptions=right)).values()
    )


def test_signs_hold_no_answer_right_or_wrong(folder):
    text = json.dumps(signs_of(folder))
    assert "oking" not in text and "[4, 3, 4]" not in text and "new_id if" not in text


@pytest.mark.slow
def test_a_release_is_two_files_and_leaves_nothing_half_written(folder):
    assert release.release("01-mini") == folder / "release" / "01-mini"
    assert sorted(file.name for file in (folder / "release" / "01-mini").iterdir()) == [
        "01-mini.ipynb",
        "signs.json",
    ]


@pytest.mark.slow
def test_nothing_is_released_while_the_sources_own_answer_does_not_pass_its_own_hidden_test_and_the_message_says_which(
    folder,
):
    source = folder / "source/01-mini/01-mini.ipynb"
    release.release("01-mini")
    before = (folder / "release/01-mini/signs.json").read_bytes()
    source.write_text(
        source.read_text("utf-8").replace("want[i:i + 2] = [99]", "want[i:i + 2] = [98]"), "utf-8"
    )
    with pytest.raises(
        CourseError,
        match=r"does not pass its own test merge-test \(.*\)\. Nothing was released\. Correct the test, or the answer, in source/01-mini/",
    ):
        release.release("01-mini")
    assert (folder / "release/01-mini/signs.json").read_bytes() == before


def test_a_cell_without_label_carries_what_tells_later_whether_a_student_changed_it(folder):
    released = cells(release.released(mini.notebook()))
    assert released["merge-task"].metadata["given"] == document.given_as(
        "merge-task", released["merge-task"].source
    )
    assert all(("given" in cell.metadata) == ("nbgrader" not in cell.metadata) for cell in released.values())


def test_signs_say_which_source_they_were_made_from_and_no_check_takes_that_for_a_sign(folder):
    made = json.loads(release.build("01-mini")["signs.json"])
    assert len(made.pop(release.SEAL)) == 64 and made == signs_of(folder)
    assert all(len(sign) == 24 for sign in made)


# --- the same bytes everywhere ---

HASH = """
import hashlib
from course.files.coursedir import root
from course.authoring.release import build
for folder in sorted((root() / "source").iterdir()):
    for name, text in build(folder.name).items():
        print(folder.name, name, hashlib.sha256(text.encode()).hexdigest())
"""


@pytest.mark.release
def test_under_another_python_locale_and_hash_seed_the_releases_are_to_the_byte_the_committed_ones(tmp_path):
    """What this Python makes of the sources is compared with the committed ones in
    tests/source/test_exercises.py.
    """
    other = "3.11" if sys.version_info >= (3, 13) else "3.13"
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    for command in (
        ["uv", "venv", "--python", other, tmp_path / "venv"],
        ["uv", "pip", "install", "--python", python, "--requirement", ROOT / "requirements.lock"],
    ):
        subprocess.run(command, check=True, capture_output=True)
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "COURSE_ROOT": str(ROOT),
        "MPLBACKEND": "agg",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "1",
        "PYTHONUTF8": "0",
    }
    made = subprocess.run(
        [python, "-c", HASH], env=environment, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    committed = {
        f"{file.parent.name} {file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}"
        for file in (ROOT / "release").glob("*/*")
    }
    assert committed and set(made) == committed
