"""course.lessons.fallback: a student's function enters the course's machines once it does what it should, and
not before.
"""

import numpy as np
import pytest

from course.lessons.fallback import doubt, is_wrong, plug_in, yours_or


def batch(ids, starts, T):
    return [ids[s : s + T] for s in starts], [ids[s + 1 : s + 1 + T] for s in starts]


def gradient(P, targets):
    return (P - np.eye(P.shape[1])[targets]) / len(targets)


RIGHT = {"batch": batch, "gradient": gradient}


def test_right_functions_are_taken_under_the_names_that_train_knows_and_give_arrays(capsys):
    taken = plug_in(**RIGHT | {"gradient": lambda P, targets: gradient(P, targets).tolist()})
    assert capsys.readouterr().out == "batch: yours. gradient: yours.\n"
    ids, P = np.arange(9), np.array([[0.0, 1, 2]])
    assert (taken.pop("batch_of")(ids, [1, 4], 3) == np.array(batch(ids, [1, 4], 3))).all()
    assert (taken.pop("gradient")(P, [1]) == gradient(P, [1])).all() and taken == {}


def test_ids_that_a_table_of_zeros_has_made_floats_are_ids_again():
    taken = plug_in(batch=lambda *given: np.array(batch(*given), float))["batch_of"](np.arange(9), [1, 4], 3)
    assert taken.dtype.kind == "i" and taken.tolist() == [[[1, 2, 3], [4, 5, 6]], [[2, 3, 4], [5, 6, 7]]]


def not_written(*_):
    raise NotImplementedError()


@pytest.mark.parametrize("name", RIGHT)
def test_one_that_is_not_written_yet_is_left_to_the_course(name, capsys):
    assert len(plug_in(**RIGHT | {name: not_written})) == 1
    assert f"{name}: not written yet, so the course's own" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name, wrong",
    [
        ("batch", lambda ids, starts, T: (batch(ids, starts, T)[0],) * 2),
        ("batch", lambda ids, starts, T: batch(ids, sorted(starts), T)),
        ("gradient", lambda P, targets: 1 / 0),
        ("gradient", lambda P, targets: -gradient(P, targets)),
        ("gradient", lambda P, targets: gradient(P, targets) * len(targets)),
        ("gradient", lambda P, targets: None),
    ],
)
def test_one_that_is_not_right_yet_is_left_to_the_course(name, wrong, capsys):
    assert name not in " ".join(plug_in(**RIGHT | {name: wrong}))
    assert f"{name}: not right yet, so the course's own" in capsys.readouterr().out


# -- results -------------------------------------------------------------------------------------------------


def double(numbers, times=2):
    return [times * each for each in numbers]


CASES, KNOWN = [([1, 2],), ([3],), ([4, 5], 2)], [[2, 4], [6], [8, 10]]


def test_right_results_are_yours(capsys):
    made = yours_or(KNOWN, double, CASES)
    assert (
        made == KNOWN
        and made is not KNOWN
        and capsys.readouterr().out == "double: yours gives the right results here, and is used.\n"
    )


@pytest.mark.parametrize(
    "known, function",
    [
        (["2 - 4", "6"], lambda numbers: " - ".join(str(2 * each) for each in numbers)),
        ([{"sum": 3}, {"sum": 3}], lambda numbers: {"sum": sum(numbers)}),
        ([[True, False], [False]], lambda numbers: [each < 2 for each in numbers]),
    ],
)
def test_results_may_be_texts_dictionaries_or_marks(known, function, capsys):
    assert yours_or(known, function, CASES[:2]) == known
    assert ": yours gives the right results here, and is used." in capsys.readouterr().out


def test_numpy_arrays_are_as_good_as_lists_and_come_back_as_plain_data(capsys):
    for function in (
        lambda numbers: 2 * np.array(numbers),
        lambda numbers: [np.int64(2 * each) for each in numbers],
        lambda numbers: tuple(double(numbers)),
    ):
        made = yours_or(KNOWN[:2], function, CASES[:2])
        assert made == KNOWN[:2] and type(made[0]) is list and type(made[0][0]) is int
        assert yours_or([np.array(each) for each in KNOWN[:2]], function, CASES[:2]) == KNOWN[:2]
    assert capsys.readouterr().out.count(": yours gives the right results here, and is used.") == 6


@pytest.mark.parametrize(
    "wrong",
    [
        lambda numbers, times=2: double(numbers, 3),
        lambda numbers, times=2: double(numbers)[::-1],
        lambda numbers, times=2: 2 * numbers[0],
        lambda numbers, times=2: None,
        lambda numbers, times=2: print(numbers),
        lambda numbers, times=2: [[2], [4, 6]],
        lambda numbers: double(numbers),
        lambda numbers, times=2: 1 / 0,
        lambda numbers, times=2: nowhere,  # noqa: F821
        lambda numbers, times=2: [str(each) for each in double(numbers)],
    ],
)
def test_one_wrong_result_or_an_error_and_the_courses_own_stand_in(wrong, capsys):
    assert yours_or(KNOWN, wrong, CASES) is KNOWN
    assert capsys.readouterr().out.endswith(
        "<lambda>: not right yet, so this uses the course's own results.\n"
    )


def test_what_is_not_written_yet_is_called_so(capsys):
    assert yours_or(KNOWN, not_written, CASES) is KNOWN
    assert capsys.readouterr().out == "not_written: not written yet, so this uses the course's own results.\n"


def test_what_calls_an_answer_is_called_by_the_answers_name(capsys):
    def doubled_by_yours(numbers, times=2):
        return not_written(numbers)

    assert yours_or(KNOWN, doubled_by_yours, CASES, name="double") is KNOWN
    assert capsys.readouterr().out == "not_written: not written yet, so this uses the course's own results.\n"


def test_an_answer_whose_cell_was_left_out_is_called_missing_and_an_answers_own_slip_is_not(capsys):
    def doubled_by_yours(numbers, times=2):
        return left_out(numbers)  # noqa: F821

    assert (
        yours_or(KNOWN, doubled_by_yours, CASES, name="double") is KNOWN
        and yours_or(KNOWN, doubled_by_yours, CASES) is KNOWN
    )
    assert capsys.readouterr().out == (
        "double: `left_out` is not there, because its cell has not been run, so this uses the course's own results.\n"
        "doubled_by_yours: not right yet, so this uses the course's own results.\n"
    )


def test_something_without_a_name_is_your_function(capsys):
    class Doubling:
        def __call__(self, numbers, times=2):
            return double(numbers, times)

    assert yours_or(KNOWN, Doubling(), CASES) == KNOWN and yours_or(KNOWN, None, CASES) is KNOWN
    assert (
        capsys.readouterr().out
        == "your function: yours gives the right results here, and is used.\nyour function: not right yet, so this uses the course's own results.\n"
    )


# -- what is printed with an answer that is not right yet ----------------------------------------------------


def mean(numbers):
    return sum(numbers) / len(numbers)


@pytest.mark.parametrize("answer", [mean, lambda numbers: np.mean(numbers), not_written])
def test_what_is_right_or_not_written_yet_raises_no_doubt(answer, capsys):
    assert doubt(answer, ([1, 2],), 1.5) is None and not is_wrong(answer, ([1, 2],), 1.5)
    assert capsys.readouterr().out == ""


def test_a_whole_number_is_as_good_as_one_with_a_point(capsys):
    doubt(mean, ([1, 3],), 2)
    doubt(lambda numbers: (0.33333, 2), ([1],), (1 / 3, 2.0))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "answer", [sum, lambda numbers: None, lambda numbers: numbers, lambda numbers: 1 / 0]
)
def test_what_is_not_right_yet_is_not_to_be_trusted(answer, capsys):
    # None: a notebook shows what a cell ends with
    assert doubt(answer, ([1, 2],), 1.5) is None and is_wrong(answer, ([1, 2],), 1.5)
    assert "is not right yet: don't trust what this cell shows.)" in capsys.readouterr().out


def test_a_right_text_is_not_doubted_and_a_wrong_one_is(capsys):
    doubt(lambda x: x.upper(), ("ab",), "AB")
    assert capsys.readouterr().out == ""
    doubt(lambda x: x, ("ab",), "AB")
    assert "is not right yet: don't trust what this cell shows" in capsys.readouterr().out


def test_each_of_several_cases_may_raise_the_doubt(capsys):
    doubt(double, ([1],), [2], (([3],), [6]))
    assert capsys.readouterr().out == ""
    doubt(double, ([1],), [2], (([3],), [7]))
    assert "double is not right yet" in capsys.readouterr().out
