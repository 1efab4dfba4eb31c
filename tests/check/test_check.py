"""What a student reads when a check fails, and what nbgrader counts."""

import json
import linecache
import sys
import warnings

import numpy as np
import pytest

from course import check
from course.check import NotYet, known_mistakes
from course.check.calls import call_and_record
from course.check.context import Context, within
from course.exercise.way import Way

SHOWN = [1, 2, 3, 1, 2], (1, 2), 4


def merge(ids, pair, new_id):
    merged, i = [], 0
    while i < len(ids):
        hit = tuple(ids[i : i + 2]) == pair
        merged.append(new_id if hit else ids[i])
        i += 1 + hit
    return merged


def overlapping(ids, pair, new_id):
    """You used the middle id twice."""
    return [new_id if tuple(ids[i : i + 2]) == pair else ids[i] for i in range(len(ids))]


def in_place(ids, pair, new_id):
    """You changed the caller's list."""
    ids[:] = merge(ids, pair, new_id)
    return ids


def run(body, exercise="01-tokens/merge", how="", **answers):
    """Run a test cell whose block has the lines `body`; -> the lines of its failure, or None. how: what else
    `grading` is given.
    """
    source = f"from course.check import grading, close\nwith grading({exercise!r}{how}) as g:\n" + "".join(
        f"    {line}\n" for line in body.split("\n")
    )
    linecache.cache["<test cell>"] = len(source), None, source.splitlines(True), "<test cell>"
    try:
        exec(compile(source, "<test cell>", "exec"), answers)
    except NotYet as error:
        return error.lines


VISIBLE = "assert merge([1, 2, 3, 1, 2], (1, 2), 4) == [4, 3, 4]\nassert g.unchanged()"


@pytest.fixture
def signs(tmp_path, monkeypatch):
    """A notebook's folder with the signs of two misconceptions."""
    monkeypatch.chdir(tmp_path)
    found = {}
    for way in overlapping, in_place:
        call, _ = call_and_record("merge", way, *(lambda ids, *rest: ([ids[:], *rest], {}))(*SHOWN))
        found[known_mistakes.sign("01-tokens/merge", [call])] = way.__doc__
    found[known_mistakes.sign_of_value("01-tokens/split", "split", ["cook", "ing"])] = "That is GPT-2's cut."
    (tmp_path / "signs.json").write_text(json.dumps(found))


@pytest.fixture
def mutants():
    with within(
        Context(
            wrong={
                "merge": [
                    Way("merge", way.__name__, "function", way, way.__doc__)
                    for way in (overlapping, in_place)
                ],
                "split": [Way("split", "gpt2", "value", ["cook", "ing"], "That is GPT-2's cut.")],
                "share": [Way("share", "percent", "value", 75.0, "A share lies between 0 and 1.")],
                "stack": [
                    Way(
                        "stack",
                        "gpus",
                        "choice",
                        ("serve on 64 GPUs", "application"),
                        "Serving is about machines.",
                    )
                ],
            }
        )
    ) as context:
        yield context.wrong


def test_a_right_answer_passes_and_hears_so(capsys):
    assert run(VISIBLE, merge=merge) is None
    assert capsys.readouterr().out == "Merge: these checks pass.\n"


def test_a_failing_check_says_what_was_called_what_came_and_what_should_have():
    assert run(VISIBLE, merge=lambda ids, pair, new_id: ids) == [
        "Merge: not yet.",
        "merge([1, 2, 3, 1, 2], (1, 2), 4) gave [1, 2, 3, 1, 2]; it should give [4, 3, 4].",
    ]


def test_a_misconception_is_named_by_its_sign(signs):
    assert run(VISIBLE, merge=overlapping)[2] == "You used the middle id twice."


def test_an_argument_that_changed_is_said_and_named(signs):
    assert run(VISIBLE, merge=in_place)[1:] == [
        "merge([1, 2, 3, 1, 2], (1, 2), 4) changed what it was given: [1, 2, 3, 1, 2] became [4, 3, 4].",
        "You changed the caller's list.",
    ]


@pytest.mark.parametrize("how", ["signs", "mutants"])
def test_a_mistake_is_named_by_its_results_where_the_argument_was_changed_as_well(how, request):
    request.getfixturevalue(how)

    def both(ids, pair, new_id):
        found = overlapping(list(ids), pair, new_id)
        ids[:] = found
        return found

    assert (
        run(VISIBLE, merge=both)[2]
        == "You used the middle id twice. (And you changed what you were given: build something new.)"
    )


def test_where_grades_are_given_the_misconceptions_themselves_are_run(mutants):
    hidden = "for _ in range(20):\n    ids = g.ids(9, kinds=2)\n    want = len(ids)\n    assert merge(ids, (1, 1), 1) == want"
    assert run(hidden, merge=overlapping)[2] == "You used the middle id twice."


def test_a_mistake_that_fits_only_some_calls_is_not_named(mutants):
    def sometimes(ids, pair, new_id):
        return overlapping(ids, pair, new_id) if len(ids) == 5 else merge(ids, pair, new_id)

    body = "assert merge([1, 1, 1], (1, 1), 2) == [2, 1]\n" + VISIBLE
    assert len(run(body, merge=sometimes)) == 2


def test_two_misconceptions_that_fit_alike_are_not_told_apart_by_guessing(mutants):
    twin = Way("merge", "twin", "function", overlapping, "Another message.")
    mutants["merge"].append(twin)
    assert len(run(VISIBLE, merge=overlapping)) == 2


def test_an_answer_not_written_yet_is_a_friendly_thing():
    def stub(ids, pair, new_id):
        raise NotImplementedError

    assert (
        run(VISIBLE, merge=stub)[0]
        == run("assert split", "01-tokens/split", split=...)[0].replace("Split", "Merge")
        == "Merge: not written yet."
    )


def test_a_name_that_is_missing_asks_for_the_cell_above():
    assert run(VISIBLE)[1] == "`merge` is not defined. Run the cell above first, then this one."


def test_where_grades_are_given_a_missing_name_is_said_with_what_stopped_its_cell():
    with within(Context(stopped={"merge": "SyntaxError: expected ':'"})):
        said = run(VISIBLE)
    assert said[1] == "`merge` doesn't exist, because its cell stopped: SyntaxError: expected ':'."


def test_an_error_in_the_students_code_shows_their_line():
    source = "def merge(ids, pair, new_id):\n    i = len(ids)\n    return ids[i]\n"
    linecache.cache["<student>"] = len(source), None, source.splitlines(True), "<student>"
    space = {}
    exec(compile(source, "<student>", "exec"), space)
    assert run(VISIBLE, merge=space["merge"])[1].endswith(
        "raised IndexError: list index out of range. It happened in your line 3: `return ids[i]`."
    )


def test_an_error_of_many_lines_is_told_by_its_first():
    def merge(*_):
        raise ValueError("no such encoding\nplugins found: ...\nversion: ...")

    assert run(VISIBLE, merge=merge)[1].endswith("raised ValueError: no such encoding.")


def test_a_loop_that_does_not_end_is_asked_about_when_it_is_stopped():
    def endless(*_):
        raise KeyboardInterrupt

    assert run(VISIBLE, merge=endless)[1:] == [
        "merge([1, 2, 3, 1, 2], (1, 2), 4) was still running when it was stopped.",
        "If it should be quick, one of its loops may never end: what changes each time round? (A `for` doesn't end either while its list grows.)",
    ]


def test_a_forgotten_return_is_asked_about():
    assert "`return`" in run(VISIBLE, merge=lambda *_: None)[2]


def test_an_array_where_a_list_belongs_is_an_ordinary_failure():
    assert (
        "it should give [4, 3, 4]"
        in run(VISIBLE, merge=lambda ids, pair, new_id: np.array(merge(ids, pair, new_id)))[1]
    )


def test_an_expression_around_the_call_is_told_as_it():
    assert (
        run("assert close(sum(softmax([1, 1])), 1)", "x/softmax", softmax=lambda x: [0.2, 0.2])[1]
        == "softmax([1, 1]) gave [0.2, 0.2]; `sum(it)` is 0.4, and should be 1."
    )


def test_one_item_of_a_long_result_is_told_without_the_rest():
    assert run("assert merge([1, 2, 1, 2], (1, 2), 9)[1] == 9", merge=lambda ids, pair, new_id: [9, *ids])[
        1
    ] == ("merge([1, 2, 1, 2], (1, 2), 9)[1] is 1, and should be 9.")


def test_of_several_calls_in_one_assert_the_first_wrong_one_is_told():
    body = "want = [2, 4, 6]\nassert [double(x) for x in (1, 2, 3)] == want"
    assert run(body, "x/double", double=lambda x: x * x if x > 1 else 2) == [
        "Double: not yet.",
        "double(3) gave 9; it should give 6.",
    ]
    assert run(body, "x/double", double=lambda x: None)[1:] == [
        "double(1) gave None; it should give 2.",
        "It returned nothing: is there a `return` at its end, and wherever else it may end? (A `return` with nothing behind it gives nothing, too.)",
    ]


def test_a_mistake_is_named_by_all_the_calls_of_one_assert():
    square = Way("double", "square", "function", lambda x: x * x, "You squared.")
    body = "want = [4, 6]\nassert [double(x) for x in (2, 3)] == want"
    with within(Context(wrong={"double": [square]})):
        assert run(body, "x/double", double=lambda x: x * x)[2] == "You squared."
        assert len(run(body, "x/double", double=lambda x: 4 if x == 2 else 8)) == 2


def test_your_line_is_one_of_the_answers_own_cell_also_where_it_stopped_in_what_that_calls():
    def cell(name, source, **names):
        linecache.cache[name] = len(source), None, source.splitlines(True), name
        exec(compile(source, name, "exec"), names)
        return names

    given = cell("<given>", "def surprise(p):\n    return -p if p > 0 else 0\n")
    mine = cell(
        "<mine>", "def total(numbers):\n    return sum(surprise(numbers))\n", surprise=given["surprise"]
    )
    said = run("    assert total([1, 2]) == 3", "x/total", total=mine["total"])
    assert said[1].endswith("It happened in your line 2: `return sum(surprise(numbers))`.") and said[
        2
    ].startswith("This compares a list with a number")


def test_an_answer_that_stops_with_an_error_of_the_same_name_that_is_about_something_else_is_not_named():
    nothing = Way(
        "smallest", "nothing", "function", lambda ids: min([]), "You look for the smallest of none."
    )
    body = "    assert smallest([300, 2]) == 2"
    with within(Context(wrong={"smallest": [nothing]})):
        assert "smallest of none" in " ".join(
            run(body, "x/smallest", smallest=lambda ids: max(i for i in ids if i < 0))
        )
        lines = run(body, "x/smallest", smallest=lambda ids: bytes(ids)[0])
    assert "smallest of none" not in " ".join(lines) and lines[2].startswith(
        "A byte is a number from 0 to 255, and one of these is larger"
    )


def test_a_mistake_is_named_whether_it_comes_in_a_list_or_in_an_array():
    tenfold = Way("double", "tenfold", "function", lambda x: [10.0 * n for n in x], "You took ten times.")
    body = "want = [2.0, 4.0]\nassert close(double([1.0, 2.0]), want)"
    with within(Context(wrong={"double": [tenfold]})):
        assert run(body, "x/double", double=lambda x: 10 * np.array(x))[2] == "You took ten times."


def test_the_place_that_is_still_to_be_filled_is_named():
    assert "for 'B'" in run("assert sort", "x/sort", sort={"A": "honest", "B": ...})[1]


def test_an_error_that_should_be_raised_is_told():
    assert (
        run("assert g.raises(ValueError, f, 3)", "x/f", f=lambda x: x)[1]
        == "f(3) gave 3; it should raise ValueError."
    )
    assert run("assert g.raises(ValueError, f, 3)", "x/f", f=lambda x: int("no")) is None


def test_two_long_answers_are_compared_where_they_part():
    body = "want = list(range(500))\nassert f() == want"
    assert (
        "They first differ at index 400: 0 instead of 400."
        in run(body, "x/f", f=lambda: [i * (i != 400) for i in range(500)])[1]
    )


def test_a_value_is_never_told_what_it_should_be(mutants):
    body = "want = ['co', 'oking']\nassert split == want"
    assert run(body, "01-tokens/split", split=["cook", "ing"])[1:] == [
        "`split` is ['cook', 'ing'].",
        "That is GPT-2's cut.",
    ]
    assert (
        run("want = .75\nassert close(share, want)", "01-tokens/share", share=75.02)[2]
        == "A share lies between 0 and 1."
    )


def test_a_value_of_the_right_form_that_is_known_to_be_wrong_is_named_in_the_notebook_too(signs):
    assert (
        run("assert len(split) == 2", "01-tokens/split", split=["cook", "ing"])[2] == "That is GPT-2's cut."
    )


@pytest.mark.parametrize(
    "answer",
    [
        41,
        1.5,
        "text",
        b"x",
        True,
        None,
        [1],
        (1, 2),
        {"A": "honest"},
        {1},
        np.array([1, 2]),
        np.float64(1),
        range(3),
    ],
    ids=repr,
)
def test_a_value_of_any_kind_is_filled_in_where_a_check_knows_its_form_alone_and_passes_where_grades_are_given(
    answer, capsys, mutants
):
    assert run("assert answer is not ...", "x/answer", answer=answer) is None
    assert capsys.readouterr().out == "Answer: these checks pass.\n"
    with within(Context()):
        assert run("assert answer is not ...", "x/answer", answer=answer) is None
    assert (
        capsys.readouterr().out
        == "Answer: filled in. `course check x` says whether it is right; in a class you learn it when it is graded.\n"
    )


def test_a_sorting_names_every_wrong_item_with_its_reason_and_not_the_right_choice(mutants):
    source = "want = {'serve on 64 GPUs': 'infrastructure', 'write a prompt': 'application', 'mend a bus': 'model'}\nassert stack == want"
    lines = run(
        source,
        "x/stack",
        stack={
            "serve on 64 GPUs": "application",
            "write a prompt": "application",
            "mend a bus": "infrastructure",
        },
    )
    assert lines[1:] == [
        "For 'serve on 64 GPUs' you chose 'application'.",
        "Serving is about machines.",
        "For 'mend a bus' you chose 'infrastructure'.",
        "That is not where it belongs.",
    ]


def test_parts_give_their_points_and_the_failure_is_still_told(monkeypatch):
    points = []
    monkeypatch.setattr(sys, "displayhook", points.append)
    body = "with g.part(1):\n    assert f(1) == 1\nwith g.part(2):\n    assert f(2) == 2"
    assert run(body, "x/f", f=lambda x: 1)[1] == "f(2) gave 1; it should give 2." and points == [1]


def test_what_numpy_warns_of_is_not_printed_above_what_the_check_says(capsys):
    def merge(ids, pair, new):
        return np.array([0.0]) / 0

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert run(VISIBLE, merge=merge) and said == []


def test_what_a_right_answer_writes_to_stderr_costs_nothing(capsys):
    def loud(ids, pair, new_id):
        print("this is old", file=sys.stderr)
        return merge(ids, pair, new_id)

    assert run(VISIBLE, merge=loud) is None and capsys.readouterr().err == ""


def test_a_recursive_answer_is_recorded_once_and_calls_itself():
    def count(n):
        return 0 if n == 0 else 1 + space["count"](n - 1)

    space = {"count": count}
    source = "from course.check import grading\nwith grading('x/count') as g:\n    assert count(900) == 900\nassert len(g.calls) == 1"
    linecache.cache["<test cell>"] = len(source), None, source.splitlines(True), "<test cell>"
    exec(compile(source, "<test cell>", "exec"), space)


def test_the_answers_own_assert_is_the_students_error():
    def merge(*_):
        assert False, "my own check"  # noqa: B011  as a student writes it

    assert "raised AssertionError: my own check" in run(VISIBLE, merge=merge)[1]


def test_draws_depend_on_the_seed_and_the_exercise_alone():
    def draw(exercise):
        return check.grading(exercise).ids(20)

    assert draw("a/b") == draw("a/b") != draw("a/c")
    before = draw("a/b")
    with within(Context(seed="secret")):
        assert draw("a/b") != before


def in_a_kernel(folder):
    """What a cell puts out whose check finds a mistake."""
    import nbformat
    from nbclient import NotebookClient

    body = (
        "from course.check import grading\nf = lambda x: 1\nwith grading('x/f') as g:\n    with g.part(1):\n        assert f(1) == 1\n"
        "    with g.part(2):\n        assert f(2) == 2\n        ### BEGIN HIDDEN TESTS\n        ### END HIDDEN TESTS"
    )
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(body, metadata={"tags": ["raises-exception"]})]
    )
    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook.cells[0].outputs


@pytest.mark.slow
def test_in_a_kernel_the_message_comes_without_traceback_and_the_points_come_first(tmp_path):
    (tmp_path / "signs.json").write_text("{}")
    points, failure = in_a_kernel(tmp_path)
    assert points.output_type == "execute_result" and points.data["text/plain"] == "1"
    assert failure.ename == "NotYet" and failure.traceback == [
        "F: not yet.",
        "f(2) gave 1; it should give 2.",
    ]


@pytest.mark.slow
def test_a_notebook_that_was_copied_elsewhere_says_why_its_mistakes_have_no_names(tmp_path):
    assert in_a_kernel(tmp_path)[1].traceback[2:] == [
        "The names of mistakes are in signs.json, and that file is not next to this notebook. Work in the folder that the course made, or copy the file here."
    ]


def test_of_a_sorting_a_cell_may_be_about_some_items_only_and_the_others_may_be_open():
    def sort(items, **sorting):
        source = f'from course.check import grading\nwith grading("x/sort", items={items!r}) as g:\n    assert sort["A"] == "honest"'
        linecache.cache["<some items>"] = len(source), None, source.splitlines(True), "<some items>"
        try:
            exec(compile(source, "<some items>", "exec"), {"sort": sorting})
        except NotYet as error:
            return error.lines

    assert sort("A", A="honest", B=...) is None
    assert "for 'B'" in sort("AB", A="honest", B=...)[1] and "for 'A'" in sort("A", A=..., B="honest")[1]


def test_what_was_expected_is_worked_out_from_the_checks_own_names_and_the_students_are_there_again():
    space = {"f": lambda x: x, "want": "the student's", "grading": check.grading}
    source = "with grading('x/f') as g:\n    want = [1, 2]\n    assert f([1]) == want"
    linecache.cache["<names>"] = len(source), None, source.splitlines(True), "<names>"
    with pytest.raises(NotYet) as failed:
        exec(compile(source, "<names>", "exec"), space)
    assert "it should give [1, 2]" in failed.value.lines[1] and space["want"] == "the student's"


def test_a_call_back_of_a_checks_sees_the_checks_own_values_while_an_answer_runs():
    space = {"f": lambda call: call(), "want": 1, "grading": check.grading}
    source = "with grading('x/f') as g:\n    want = 2\n    assert f(lambda: want) == 2"
    linecache.cache["<call-back>"] = len(source), None, source.splitlines(True), "<call-back>"
    exec(compile(source, "<call-back>", "exec"), space)
    assert space["want"] == 1


def test_a_table_is_never_a_wall_of_numbers_whatever_shape_came_instead():
    from course.check.calls import call_and_record
    from course.check.explanation import gave_instead

    for made in (np.zeros((2, 36)), np.zeros(72), np.zeros((6, 12))):
        said = " ".join(
            gave_instead(
                call_and_record("cut", lambda made=made: made, (), {})[0],
                [[12 * row + n for n in range(12)] for row in range(6)],
            )
        )
        assert "shape (6, 12)" in said and len(said) < 250, said
    said = " ".join(
        gave_instead(
            call_and_record("cut", lambda: np.zeros((2, 2, 3)), (), {})[0],
            [[[n] * 3 for n in range(8)] for row in range(4)],
        )
    )
    assert "shape (4, 8, 3)" in said and len(said) < 250, said


def test_a_long_case_is_told_on_three_lines_and_a_short_one_on_one():
    for rows, parts in (1, 1), (4, 3):
        case = run(
            f"assert close(merge(np.ones(({rows}, 4)), 1, 2), np.zeros(({rows}, 4)))",
            merge=lambda table, *_: table,
            np=np,
        )[1].split("\n")
        assert [line.split("(")[0] for line in case] == ["merge", "gave array", "it should give array"][
            :parts
        ], case


def test_what_numpy_says_of_a_product_whose_shapes_do_not_fit_is_said_in_few_words():
    def f(q, k):
        return q @ k

    lines = run("    assert f(np.ones((3, 2)), np.ones((3, 2))).shape == (3, 3)", "x/f", f=f, np=np)
    assert (
        "raised ValueError: matmul: the shapes don't fit (size 3 is different from 2)." in lines[1]
        and "gufunc" not in lines[1]
    )


def test_a_check_that_stops_by_itself_names_no_mistake():
    # a third line would be a mistake's name
    title, stopped = run("merge([1], (1, 2), 3)\n1 / 0", merge=merge)
    assert (
        stopped
        == "The check stopped with ZeroDivisionError: division by zero.\nJust before, merge([1], (1, 2), 3) gave [1]."
    )
