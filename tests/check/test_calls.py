"""course.check.calls: what a call did, as marks that are the same wherever it ran."""

from course.check.calls import kind_of


def test_an_error_at_a_function_of_the_checks_is_of_the_same_kind_where_that_is_a_stub():
    here, graded = (
        AttributeError(f"'{kind}' object has no attribute 'values'") for kind in ("function", "Stub")
    )
    assert kind_of(here) == kind_of(graded)
    assert kind_of(TypeError("'function' object is not iterable")) == kind_of(
        TypeError("'Stub' object is not iterable")
    )
