"""course.lessons.measured: the tables of losses, as numbers."""

from course.lessons.measured import larger, scaling


def test_a_row_is_a_training_with_numbers_for_everything():
    for run in scaling():
        assert list(run) == ["width", "parameters", "tokens", "nats", "training", "cpu_seconds"]
        assert isinstance(run["width"], int) and isinstance(run["nats"], float)


def test_larger_models_that_read_the_same_are_never_much_worse():
    runs = scaling()
    for amount in {run["tokens"] for run in runs}:
        losses = [run["nats"] for run in runs if run["tokens"] == amount]
        assert all(b < a + 0.02 for a, b in zip(losses, losses[1:]))


def test_the_larger_one_has_more_of_all_three_and_is_ahead_of_counting_on_the_same_text():
    grown, widest = larger(), scaling()[-1]
    assert list(grown) == [
        "characters",
        "parameters",
        "tokens",
        "network",
        "training",
        "counting",
        "network_first",
        "counting_first",
        "cpu_seconds",
        "writes",
    ]
    assert (
        grown["characters"] == 3 * 900_000
        and grown["parameters"] > 3.8 * widest["parameters"]
        and grown["tokens"] > 2 * widest["tokens"]
    )
    assert grown["network"] < grown["counting"]
