"""course.reports.standing: how an exercise stands."""

import pytest

from course.reports.standing import state


@pytest.mark.parametrize(
    "points, out_of, stands", [(2, 2, "right"), (1, 2, "partly"), (0, 2, "not yet"), (None, 2, "waiting")]
)
def test_an_exercise_stands_by_its_points(points, out_of, stands):
    assert state(points, out_of) == stands
