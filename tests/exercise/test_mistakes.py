"""The ways to answer an exercise, declared beside its source."""

import shutil

import nbformat.v4 as v4
import pytest

from course.exercise import mistakes
from course.notebook import document

SOLUTION = {
    "nbgrader": {
        "solution": True,
        "grade": False,
        "task": False,
        "grade_id": "double",
        "schema_version": 3,
        "locked": False,
    }
}


@pytest.fixture
def folder(tmp_path):
    cells = [
        v4.new_code_cell("FACTOR = 2\nprint('a free cell')", id="free"),
        v4.new_code_cell(
            "def double(x, factor=FACTOR):\n    return factor * x", id="double", metadata=SOLUTION
        ),
    ]
    document.write(v4.new_notebook(cells=cells), tmp_path / f"{tmp_path.name}.ipynb")
    return tmp_path


def declare(folder, text, file="misconceptions.py"):
    (folder / file).write_text(
        "from course.exercise.mistakes import *\nfrom course.exercise.mistakes import reference\n" + text
    )
    return mistakes.load(folder)


def test_a_misconception_is_a_function_and_its_docstring_the_message(folder):
    (way,) = declare(
        folder, '@wrong("double")\ndef squared(x):\n    """You squared\n    it."""\n    return x * x'
    ).wrong["double"]
    assert (way.kind, way.name, way.value(3), way.message) == ("function", "squared", 9, "You squared it.")


def test_several_that_look_alike_share_a_message_that_comes_first(folder):
    one, other = declare(
        folder, 'wrong("double", "Not  that\\noften.", lambda x: 3 * x, lambda x: 4 * x)'
    ).wrong["double"]
    assert (one.value(5), other.value(5)) == (15, 20)
    assert one.message == other.message == "Not that often." and one.name != other.name


def test_several_functions_may_be_decorated_with_one_message(folder):
    ways = declare(
        folder,
        'often = wrong("double", "Too often.")\n@often\ndef thrice(x):\n    return 3 * x\n@often\ndef four(x):\n    return 4 * x',
    )
    assert [(way.name, way.message, way.value(1)) for way in ways.wrong["double"]] == [
        ("thrice", "Too often.", 3),
        ("four", "Too often.", 4),
    ]


def test_functions_without_the_message_before_them_are_refused(folder):
    with pytest.raises(ValueError, match="no message: it comes first"):
        declare(folder, 'wrong("double", lambda x: 3 * x)')


def test_values_and_choices_carry_their_message_too(folder):
    ways = declare(
        folder,
        'wrong_value("n", 3, "Too few.")\nwrong_choice("stack", "serve", "application", "Ask whose machines.")',
    ).wrong
    assert [(w.kind, w.value, w.message) for w in ways["n"] + ways["stack"]] == [
        ("value", 3, "Too few."),
        ("choice", ("serve", "application"), "Ask whose machines."),
    ]


def test_other_right_answers_are_declared_alike(folder):
    ways = declare(
        folder, '@right("double")\ndef added(x):\n    return x + x\nright_value("n", 4.0)', "answers.py"
    ).right
    assert ways["double"][0].value(4) == 8 and ways["n"][0].value == 4.0


def test_a_mutant_may_reuse_the_reference_and_replace_a_part_of_it(folder):
    (way,) = declare(
        folder,
        '@wrong("double")\ndef thrice(x):\n    """Three."""\n    return reference("double")(x, factor=3)',
    ).wrong["double"]
    assert way.value(5) == 15


def test_the_reference_is_there_when_the_folder_has_gone(folder):
    (way,) = declare(
        folder,
        '@wrong("double")\ndef thrice(x):\n    """Three."""\n    return reference("double")(x, factor=3)',
    ).wrong["double"]
    shutil.rmtree(folder)
    assert way.value(5) == 15


def test_a_misconception_without_a_message_is_refused(folder):
    with pytest.raises(ValueError, match="`squared` of `double` has no docstring"):
        declare(folder, '@wrong("double")\ndef squared(x):\n    return x * x')


def test_two_ways_of_one_name_are_refused(folder):
    with pytest.raises(ValueError, match="give each its own name"):
        declare(folder, 'wrong_value("n", 3, "a")\nwrong_value("n", 3, "b")')


def test_nothing_is_left_beside_the_sources(folder):
    declare(folder, 'wrong_value("n", 3, "a")')
    assert not (folder / "__pycache__").exists()
