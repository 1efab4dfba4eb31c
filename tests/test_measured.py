"""course.measured: the tables of losses, as numbers."""
from course.measured import scaling, shakespeare


def test_a_row_is_a_training_with_numbers_for_everything():
    for run in scaling():
        assert list(run) == ["width", "parameters", "tokens", "nats", "training", "cpu_seconds"]
        assert isinstance(run["width"], int) and isinstance(run["nats"], float)


def test_larger_models_that_read_the_same_are_never_much_worse():
    runs = scaling()
    for amount in {run["tokens"] for run in runs}:
        losses = [run["nats"] for run in runs if run["tokens"] == amount]
        assert all(b < a + .02 for a, b in zip(losses, losses[1:]))


def test_the_plays_were_measured_with_a_gpt_of_the_courses_size_and_mixing_beats_both():
    plays = shakespeare()
    assert list(plays) == ["characters", "repeated", "counting", "network", "mixed", "parameters", "tokens"]
    assert plays["mixed"] < min(plays["counting"], plays["network"]) and 0 < plays["repeated"] < 1
