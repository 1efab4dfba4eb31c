"""course.check.detectors.pieces: slices that do not cut what they should."""

import numpy as np
import pytest

from course.check.calls import call_and_record
from course.check.detectors import pieces


def call(function, *args):
    return call_and_record(function.__name__, function, args, {})[0]


@pytest.mark.parametrize(
    "part, says",
    [
        ("t[top:top + size][left:left + size]", "cuts rows twice"),
        ("t[top:size, left:left + size]", "To take size from there on: `top:top + size`."),
        ("t[top:top + size, left:t.shape[1]]", "To take size from there on: `left:left + size`."),
        ("t[top:top + size, left:left + size]", None),
        ("t[top:][:size]", "cuts rows twice"),
        ("t[top:top + size][:, left:left + size]", None),
    ],
)
def test_a_slice_of_a_slice_and_one_that_ends_at_a_length_are_seen(part, says):
    source = f"def f(t, size):\n    for top in range(0, 4, size):\n        for left in range(0, t.shape[1], size):\n            x = {part}\n    return x"
    called = call(lambda t, size: 0, np.zeros((4, 4)), 2)
    found = pieces.sliced_twice("f", source, called) or pieces.ends_at_a_length("f", source, called)
    assert found is None if says is None else says in found


def test_of_a_list_a_part_of_a_part_is_not_remarked():
    assert (
        pieces.sliced_twice("f", "def f(xs):\n    return xs[1:][:2]", call(lambda xs: 0, [1, 2, 3])) is None
    )


CUT = """def f(t, size):
    height, width = t.shape
    rows = []
    for top in range(0, height, size):
        for left in range(0, width, size):
            rows.append(t[top:top + size, left:left + size])
    return np.array(rows)"""


@pytest.mark.parametrize(
    "right, wrong, says",
    [
        ("height, width = t.shape", "width, height = t.shape", "`height, width` is the order"),
        (
            "t[top:top + size, left:left + size]",
            "t[left:left + size, top:top + size]",
            "Rows come first in the square brackets. `top` goes along the height",
        ),
        ("range(0, width, size)", "range(width)", "A range has a step as well: `range(0, width, size)`."),
        (
            "range(0, height, size)",
            "range(0, height)",
            "A range has a step as well: `range(0, height, size)`.",
        ),
        ("top:top + size", "top:top * size", "To take size from there on: `top:top + size`."),
        ("left:left + size", "left:top + size", "`left:left + size`."),
        ("left:left + size", "left:left + height", "`left:left + size`."),
        ("left:left + size", "left:left + size - 1", None),
        ("left:left + size", "left:size + left", None),
        ("left:left + size", "left:end", None),
        ("", "", None),
    ],
)
def test_what_is_wrong_with_a_piece_is_said_of_its_loop_or_slice(right, wrong, says):
    source = CUT.replace(right, wrong)
    called = call(lambda t, size: np.array([[1, 2], [3]]), np.zeros((4, 6)), 2)
    assert "inhomogeneous" in str(called.raised)
    looks = pieces.sliced_twice, pieces.ends_at_a_length, pieces.rows_come_first, pieces.without_a_step
    found = next(filter(None, (look("f", source, called) for look in looks)), None)
    assert found is None if says is None else says in found


def test_pieces_that_overlap_may_be_meant_where_nothing_stopped():
    assert (
        pieces.without_a_step(
            "f",
            "def f(xs, n):\n    return [xs[i:i + n] for i in range(len(xs))]",
            call(lambda xs, n: 0, [1, 2], 1),
        )
        is None
    )


@pytest.mark.parametrize(
    "line", ["n, = t.shape", "(n,) = t.shape", "a, b = t.shape", "*rest, last = t.shape"]
)
def test_a_shape_that_is_taken_apart_in_another_way_stops_nothing(line):
    assert (
        pieces.wrongly_cut(
            "f",
            f"def f(t, size):\n    {line}\n    return t[0:2, 0:2]",
            call(lambda t, size: 0, np.zeros((4, 6)), 2),
        )
        is None
    )
