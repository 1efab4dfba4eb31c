"""Values in a message: what differs from run to run is left out."""
import numpy as np
import pytest

from course.check.show import show_value


@pytest.mark.parametrize("value", [object(), iter([1])])
def test_an_object_is_shown_without_its_address_which_differs_each_time(value):
    assert " at 0x" in repr(value)
    assert "0x" not in show_value(value)


def test_a_generator_is_shown_by_the_number_that_comes_next_and_keeps_it():
    rng = np.random.default_rng(8)
    assert show_value(rng) == "<generator whose random() gives 0.327>"
    assert round(rng.random(), 3) == .327


def test_a_dict_is_shown_in_its_own_order_and_cut_after_eight():
    assert show_value({b"c": 0, b"a": {"z": 1, "y": 2}}) == "{b'c': 0, b'a': {'z': 1, 'y': 2}}"
    assert show_value(dict.fromkeys(range(9, 0, -1))) == "{9: None, 8: None, 7: None, 6: None, 5: None, 4: None, 3: None, 2: None, ...}"
    assert show_value({1: {2: {3: {4: {5: 6}}}}}) == "{1: {2: {3: {4: {...}}}}}"
