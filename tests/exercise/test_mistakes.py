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


# --- wrong answers written down as text ---

FORM = "from course.exercise.mistakes import edit, instead, result\n"


def written(folder, entries, above=""):
    (folder / "misconceptions.py").write_text(f"{FORM}{above}\ndouble = {{{entries}}}\n")
    return mistakes.load(folder).wrong["double"]


@pytest.mark.parametrize(
    "entry, what_it_gives",
    [
        ("edit('factor * x', 'factor + x')", 7),
        ("result('it + 1')", 11),
        ("result('it + x')", 15),
        ("instead('x')", 5),
        ("instead('double(x + 1)')", 12),
        ("instead('double(x, factor=3)')", 15),
        ("instead('tripled(x)')", 15),
        ("instead(doubled_twice)", 20),
        ("instead('floor(x / 2)')", 2),
    ],
)
def test_a_wrong_answer_is_the_text_of_a_cell(folder, entry, what_it_gives):
    above = (
        "from math import floor\ndef tripled(x):\n    return 3 * x\n"
        "def doubled_twice(x):\n    return double(double(x))\n"
    )
    (way,) = written(folder, f"'Not quite.': {entry}", above)
    handed_in = {"FACTOR": 2}
    exec(way.text, handed_in)
    assert way.fresh()(5) == handed_in["double"](5) == what_it_gives
    assert (way.kind, way.message, way.is_look_alike) == ("function", "Not quite.", False)


def test_several_that_look_alike_are_a_list(folder):
    ways = written(folder, "'Too often.': [result(f'it * {n}') for n in (2, 3)]")
    assert [way.fresh()(1) for way in ways] == [4, 6]
    assert [way.name for way in ways] == ["Too often.", "Too often. (2)"]


def test_what_a_wrong_answer_keeps_is_new_each_time(folder):
    (way,) = written(
        folder, "'Kept.': instead(kept)", "def kept(x, seen=[]):\n    seen.append(x)\n    return len(seen)\n"
    )
    assert [way.fresh()(1), way.fresh()(1)] == [1, 1] and way.has_state


@pytest.mark.parametrize(
    "entry, why",
    [
        ("edit('x', 'y')", "'x' occurs"),
        ("edit('factor * x', 'factor  *  x')", "it is the answer itself"),
        ("instead('x +')", "invalid syntax"),
        ("instead('thrice(x)')", "nobody defines thrice"),
    ],
)
def test_a_text_that_stands_for_no_cell_is_refused_with_its_line(folder, entry, why):
    with pytest.raises(ValueError, match=f"misconceptions.py, line 4, `double`: .*{why}"):
        written(folder, f"\n'Not quite.': {entry}")


def test_a_dictionary_named_like_no_answer_is_refused(folder):
    (folder / "misconceptions.py").write_text(f"{FORM}\ndubble = {{'No.': instead('x')}}\n")
    with pytest.raises(ValueError, match="`dubble` is no answer"):
        mistakes.load(folder)
