"""course.scaling: the table of losses by size, as numbers."""
from course.scaling import scaling


def test_a_row_is_a_training_with_numbers_for_everything():
    for run in scaling():
        assert list(run) == ["width", "parameters", "tokens", "nats", "training", "cpu_seconds"]
        assert isinstance(run["width"], int) and isinstance(run["nats"], float)


def test_larger_models_that_read_the_same_are_never_much_worse():
    runs = scaling()
    for amount in {run["tokens"] for run in runs}:
        losses = [run["nats"] for run in runs if run["tokens"] == amount]
        assert all(b < a + .02 for a, b in zip(losses, losses[1:]))
