"""A change of the author's concerns the exercise it is about, and no other; what cannot be told apart
concerns all.
"""

import pytest

from course.grading.cell_dependencies import concerns
from course.notebook import document
from tests import mini

LOOK_ALIKES = 'LOOK_ALIKES = {\n    "merge": {"one more": ""},\n}\n'
BY_HELPER = """
def told(answer, message, function):
    wrong(answer, message, function)

told("merge", "Told.", lambda ids, pair, new_id: LIMIT)
LIMIT = 3
for value in "x", "y":
    wrong_value("cooking_split", value, "Neither.")
"""


def exam(**changed):
    """-> concerns of the mini assignment, with what is changed: old text -> new, in its notebook or another
    file.
    """
    files = {
        "notebook": mini.NOTEBOOK,
        "misconceptions": mini.MISCONCEPTIONS + BY_HELPER,
        "answers": mini.ANSWERS,
        "look_alikes": LOOK_ALIKES,
        "checkpoint": "",
    }
    for file, (old, new) in changed.items():
        assert old in files[file]
        files[file] = files[file].replace(old, new)
    nb = mini.notebook(files.pop("notebook"))
    tests = {cell.id: cell.source for cell in nb.cells if document.kind(cell) == "test"}
    return concerns(
        "01-mini",
        tests,
        {f"{name}.py": text.encode() for name, text in files.items()}
        | {"01-mini.ipynb": document.dumps(nb).encode()},
    )


def test_the_same_bytes_are_the_same():
    assert exam() == exam() and exam().keys() == {"", "merge", "cooking_split"}


@pytest.mark.parametrize(
    "change, what",
    [
        ({"notebook": ("== [2, 1]", "== [2, 1] and True")}, {"merge"}),
        (
            {"notebook": ('== ["co", "oking"]\n    ###', '== ["co", "oking"] and True\n    ###')},
            {"cooking_split"},
        ),
        ({"notebook": ("i += 1 + hit", "i += hit + 1")}, {"merge"}),
        ({"misconceptions": ("You used the middle 1 twice", "Twice the middle 1")}, {"merge"}),
        ({"misconceptions": ("GPT-2's way", "the way of GPT-2")}, {"cooking_split"}),
        ({"misconceptions": ("LIMIT = 3", "LIMIT = 4")}, {"merge"}),
        (
            {
                "misconceptions": (
                    "wrong(answer, message, function)",
                    "wrong(answer, message + '!', function)",
                )
            },
            {"merge"},
        ),
        ({"misconceptions": ("Neither.", "None of them.")}, {"cooking_split"}),
        ({"answers": ("spent = False\n        else", "spent = 0\n        else")}, {"merge"}),
        ({"look_alikes": ("one more", "one less")}, {"merge"}),
        ({"notebook": ("Merging turns", "To merge turns")}, set()),
        ({"misconceptions": ("\n\n@wrong", "\n\n# a remark\n@wrong")}, set()),
    ],
    ids=str,
)
def test_a_change_concerns_its_exercise_alone(change, what):
    before, after = exam(), exam(**change)
    assert {exercise for exercise in before if before[exercise] != after[exercise]} == what


@pytest.mark.parametrize(
    "change",
    [
        {"misconceptions": ("LIMIT = 3", "LIMIT = 3\nwrong.__doc__ = ''")},
        {
            "misconceptions": (
                "LIMIT = 3",
                "LIMIT = 3\nfor name in 'mer', 'cooking_spl': wrong_value(name + 'it', 1, 'No.')",
            )
        },
        {"checkpoint": ("", "x")},
        {"notebook": ("fig, ax =", "figure, ax =")},
    ],
    ids=str,
)
def test_what_names_no_answer_and_what_cells_bind_concerns_all(change):
    before, after = exam(), exam(**change)
    assert before[""] != after[""]


@pytest.mark.parametrize(
    "change",
    [
        {"notebook": ('assert "".join(cooking_split) == "cooking"', "assert want")},
        {"notebook": ("### BEGIN SOLUTION\ncooking_split", "### BEGIN SOLUTION\n%time\ncooking_split")},
        {"misconceptions": ("LIMIT = 3", "LIMIT = (")},
    ],
    ids=["a test that takes what another made", "magics", "no Python"],
)
def test_where_nothing_can_be_told_apart_all_concerns_all(change):
    def also(old, new):
        return exam(**change | {"answers": (old, new)})

    before, after = exam(**change), also("spent = False\n        else", "spent = 0\n        else")
    assert all(before[exercise] != after[exercise] for exercise in before)


def test_a_test_that_does_not_say_what_it_grades_is_concerned_by_all_ways():
    change = {"notebook": ('with grading("01-mini/cooking_split") as g:', "with grading(NAME) as g:")}
    before, after = (
        exam(**change),
        exam(**change, misconceptions=("You used the middle 1 twice", "Twice the middle 1")),
    )
    assert before["cooking_split"] != after["cooking_split"] and before[""] == after[""]
