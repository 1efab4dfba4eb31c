"""course.exercise.mutation: wrong answers by rule, and what they prove and silence."""

import ast

import pytest

from course.authoring import release
from course.exercise import mistakes, mutant_messages, mutation, tree_mutants
from course.exercise.run_checks import attempt
from course.exercise.way import Way
from course.notebook import document
from tests import mini

TOTAL = '''
# %% solution total
def total(numbers):
    """The sum."""
    ### BEGIN SOLUTION
    found = 0
    for n in numbers:
        found += n
    return found
    ### END SOLUTION

# %% test total-test 1
from course.check import grading
with grading("01-mini/total") as g:
    assert total([1, 2, 4]) == 7
    ### BEGIN HIDDEN TESTS
    for _ in range(9):
        drawn = g.ids()
        want = sum(drawn)
        assert total(drawn) == want
    ### END HIDDEN TESTS
'''


def changed(rule, source):
    """What a rule makes of a function -> functions."""
    found = []
    for tree in rule(ast.parse(source).body[0]):
        space = {}
        exec(compile(ast.fix_missing_locations(ast.Module([tree], [])), "<rule>", "exec"), space)
        found.append(space["f"])
    return found


LOOP = "def f(xs):\n    seen = []\n    for x in xs:\n        seen.append(x)\n    return seen"
NESTED = (
    "def f(rows):\n    n = 0\n    for row in rows:\n        for x in row:\n            n += x\n    return n"
)


@pytest.mark.parametrize(
    "rule, source, given, results",
    [
        (tree_mutants.return_in_the_loop, LOOP, [3, 4], [[3]]),
        (tree_mutants.return_in_the_loop, NESTED, [[1, 2], [4]], [1, 3]),
        (tree_mutants.first_round_only, LOOP, [3, 4], [[3]]),
        (tree_mutants.last_round_only, LOOP, [3, 4], [[4], [4]]),
        (tree_mutants.one_off, "def f(n):\n    return list(range(n))", 3, [[0, 1], [0, 1, 2, 3], [1, 2]]),
        (tree_mutants.one_off, "def f(x):\n    return x[1:]", [1, 2, 3], [[3], [1, 2, 3], [2]]),
        (tree_mutants.at_the_border, "def f(n):\n    return n < 3", 3, [True]),
        (tree_mutants.other_end, "def f(x):\n    return max(x)", [1, 3, 2], [1]),
        (tree_mutants.other_end, "def f(x):\n    return sorted(x)", [1, 3, 2], [[3, 2, 1]]),
        (
            tree_mutants.other_end,
            "def f(x):\n    return sorted(x, key=lambda n: -n)",
            [1, 3, 2],
            [[1, 2, 3], [1, 2, 3]],
        ),
        (tree_mutants.other_equal, "def f(x):\n    return max(x, key=len)", ["ab", "cd"], ["cd"]),
        (tree_mutants.whole_numbers, "def f(n):\n    return n / 2", 3, [1]),
        (tree_mutants.operands_swapped, "def f(n):\n    return n - 1", 3, [-2]),
        (tree_mutants.overwritten, NESTED, [[1, 2], [4]], [4]),
        (tree_mutants.half_a_condition, "def f(n):\n    return n > 1 and n > 2", 2, [True, False]),
        (tree_mutants.another_start, "def f(x):\n    return x[0]", [1, 2], [2]),
    ],
)
def test_a_rule_changes_one_thing_at_a_time(rule, source, given, results):
    assert [f(given) for f in changed(rule, source)] == results


def test_every_rule_for_trees_is_tried_above():
    tried = {case[0] for mark in test_a_rule_changes_one_thing_at_a_time.pytestmark for case in mark.args[1]}
    assert {rule for rule, _ in tree_mutants.RULES.values()} == tried


def made(nb, answer):
    return {way.name: way for way in mutation.made(nb, answer)}


def test_what_comes_back_is_changed_by_rule_too():
    way = made(mini.notebook(TOTAL), "total")
    assert way["one more"].fresh()([1, 2]) == 4 and way["nothing given back"].fresh()([1, 2]) is None
    assert way["as text"].fresh()([1, 2]) == "3" and way["in a list"].fresh()([1, 2]) == [3]


def test_a_look_alike_with_state_begins_afresh_each_time():
    way = made(mini.notebook(), "merge")["kept between calls"]
    for _ in range(2):
        merge = way.fresh()
        assert merge([1, 2], (1, 2), 9) == [9] and merge([3], (1, 2), 9) == [9, 3]


def test_arguments_that_changed_places_are_called_by_their_names():
    assert "`pair` and `new_id` are swapped." in {
        way.message for way in mutation.made(mini.notebook(), "merge")
    }


def test_a_value_has_no_look_alikes():
    assert mutation.made(mini.notebook(), "cooking_split") == []


def of(folder, nb, misconceptions=""):
    """An assignment with the exercise total -> (notebook, ways, exercise)."""
    head = "from course.exercise.mistakes import wrong, reference\n"
    source = mini.course(folder, nb, head + misconceptions, "") / "source" / "01-mini"
    return nb, mistakes.load(source), document.exercises(nb)[0]


def test_tests_with_teeth_let_no_look_alike_survive(tmp_path):
    assert mutation.survivors(*of(tmp_path, mini.notebook(TOTAL))) == []


def test_tests_without_teeth_are_told_by_the_look_alikes_that_survive(tmp_path):
    blunt = TOTAL.replace("[1, 2, 4]) == 7", "[1]) == 1").replace("drawn = g.ids()", "drawn = g.ids(1)")
    assert ("total", "return in the loop") in mutation.survivors(*of(tmp_path, mini.notebook(blunt)))


@pytest.mark.slow
def test_one_that_does_not_end_is_no_survivor_and_has_no_behaviour(tmp_path):
    loop = TOTAL.replace(
        "for n in numbers:\n        found += n",
        "i = 0\n    while i < len(numbers):\n        found += numbers[i]\n        i += 1",
    )
    nb, ways, exercise = of(tmp_path, mini.notebook(loop))
    calls = mutation.calls_of(exercise, {"total": sum}, "total")
    assert any(
        mutation.behavior(way, calls) is None
        for way in mutation.made(nb, "total")
        if way.name.startswith("another start")
    )
    assert mutation.survivors(nb, ways, exercise) == []


def test_what_a_misconception_does_is_not_listed_and_its_kin_are_named(tmp_path):
    first = 'wrong("total", "Only the first.", lambda numbers: numbers[0] if numbers else 0)\n'
    nb, ways, exercise = of(tmp_path, mini.notebook(TOTAL.replace("g.ids()", "g.ids(g.int(0, 6))")), first)
    listed = mutation.others(nb, ways, exercise)["total"]
    assert "first round only" not in listed  # the same in every call
    assert listed["return in the loop"] == "Only the first."  # None where there is no round
    assert listed["last round only"] == ""


def wrong_total(nb, ways, answer):
    """What a student reads, in grading and in the notebook -> two lists."""
    test = document.exercises(nb)[0].tests[0]
    visible = attempt(document.visible(test), {"total": answer}, signs=release.signs(nb, ways)).lines
    return attempt(test.source, {"total": answer}, ways).lines, visible


def listed(folder, nb, misconceptions):
    """The same assignment once release has listed its look-alikes -> (notebook, ways)."""
    of(folder, nb, misconceptions)
    source = folder / "source" / "01-mini"
    document.write_text(source / "look_alikes.py", release.look_alikes("01-mini"))
    return nb, mistakes.load(source)


@pytest.fixture
def total(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    smallest = 'wrong("total", "You took the smallest.", lambda numbers: min(numbers, default=0))\n'
    return lambda: listed(tmp_path, mini.notebook(TOTAL), smallest)


def test_a_message_is_silent_where_a_look_alike_of_another_kind_does_the_same(total):
    # 1 is the smallest and the first
    for lines in wrong_total(*total(), lambda numbers: min(numbers, default=0)):
        assert len(lines) == 2, lines


def test_a_look_alike_alone_says_what_its_rule_can_say(total):
    for lines in wrong_total(*total(), lambda numbers: sum(numbers[-1:])):
        assert lines[2] == mutant_messages.LAST_ROUND


@pytest.mark.slow
def test_two_look_alikes_that_say_different_things_say_nothing(total):
    nb, ways = total()
    ways.alike["total"] += [
        Way("total", name, "function", None, name, lambda: lambda numbers: 5, is_look_alike=True)
        for name in ("Five.", "Always five.")
    ]
    assert len(wrong_total(nb, ways, lambda numbers: 5)[0]) == 2


def test_that_both_stop_with_the_same_error_silences_nothing(total):
    nb, ways = total()
    ways.wrong["total"].append(Way("total", "stops", "function", lambda numbers: numbers[99], "Too far."))
    ways.alike["total"].append(
        Way("total", "x", "function", None, "Off by one.", lambda: lambda numbers: [][1], is_look_alike=True)
    )
    for lines in wrong_total(nb, ways, lambda numbers: numbers[99]):
        assert lines[2] == "Too far."


def test_kin_do_not_speak_against_a_misconception_and_alone_say_their_own_message(total):
    nb, ways = total()
    ways.wrong["total"] = [Way("total", "few", "function", lambda numbers: 3 if numbers[1:] else 0, "Three.")]
    ways.alike["total"] = [
        Way(
            "total",
            "x",
            "function",
            None,
            "At most three.",
            lambda: lambda numbers: min(3, sum(numbers)),
            is_look_alike=True,
            kin="Three.",
        )
    ]
    assert wrong_total(nb, ways, lambda numbers: 3 if numbers[1:] else 0)[0][2] == "Three."
    assert wrong_total(nb, ways, lambda numbers: 3)[0][2] == "Three."  # both agree with the one call there is
    ways.wrong["total"] = [Way("total", "none", "function", lambda numbers: None, "None.")]
    assert wrong_total(nb, ways, lambda numbers: 3)[0][2] == "At most three."
