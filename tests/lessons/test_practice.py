"""course.lessons.practice: tasks to practise on, answered at once."""

import pytest

from course.lessons.practice import trial


def test_a_task_to_practise_on_shows_the_guess_the_shelf_and_the_reason(capsys):
    trial("ways", ["retrieve", "train", "prompt"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a  A passenger asks when the next bus leaves."
    assert lines[1].startswith("   your guess: retrieve · right. It lacks a fact") and lines[3].startswith(
        "   your guess: train · answer: finetune. "
    )
    assert len(lines) == 12


def test_no_answer_is_shown_before_there_is_a_guess_unless_it_is_asked_for(capsys):
    trial("ways", ["retrieve", None, "?"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[3] == "   no guess yet" and lines[5].startswith("   no guess yet · answer: train. ")
    assert lines[-1].startswith("Write your guesses into the cell above")


@pytest.mark.parametrize("guesses", [None, "model", [], ["model"] * 9, ("model", ...)])
def test_guesses_of_another_form_or_number_stop_nothing(guesses, capsys):
    trial("layers", guesses)
    assert [line[0] for line in capsys.readouterr().out.splitlines()[:8:2]] == list("abcd")


@pytest.mark.parametrize(
    "name, shelves",
    [
        ("trainings", {"training", "no training"}),
        ("layers", {"application", "model", "infrastructure"}),
        (
            "systems",
            {"foundation, text only", "foundation, multimodal", "language model, no foundation", "neither"},
        ),
        ("roles", {"AI", "ML", "full_stack", "none_of_them"}),
    ],
)
def test_what_one_practises_on_has_every_shelf(name, shelves, capsys):
    trial(name, ["?"] * 9)
    assert {
        line.split(" · answer: ")[1].split(".")[0] for line in capsys.readouterr().out.splitlines()[1::2]
    } == shelves


def test_a_guess_that_is_no_shelf_is_said_to_be_none(capsys):
    trial("ways", ["prompt", "app", ...])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" · ")[0].strip() for line in lines[1:6:2]] == [
        "your guess: prompt",
        "your guess: app (that is not one of them)",
        "no guess yet",
    ]


def test_guesses_that_nobody_made_are_open(capsys):
    trial("ways", "my_ways")
    assert "no guess yet" in capsys.readouterr().out
