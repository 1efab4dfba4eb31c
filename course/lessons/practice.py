"""Tasks to practise sorting on, before those that are marked: the answer comes at once, with its reason.

my_ways = ["retrieve", None, "train"]
trial("ways", "my_ways")
"""

import sys
import tomllib
from string import ascii_lowercase

from course import data
from course.lessons.guess import is_open, made, your_guess


def trial(name, guesses):
    """Print for each task ("systems", "trainings", "layers", "roles" or "ways") the
    guess, the shelf where it belongs, and why; not before there is a guess.

    guesses: the name of a list of shelves in the order of the tasks; None, or nothing, is no guess yet, and
    "?" asks for the answer without one.
    """
    table, held_back = _table(), False
    for letter, each, guess in _guessed(table, name, made(guesses, sys._getframe(1).f_globals)):
        # "Training" is as good
        guess = next(
            (
                shelf
                for shelf in table["shelves"][name]
                if isinstance(guess, str) and guess.strip().lower() == shelf.lower()
            ),
            guess,
        )
        said = your_guess(guess)
        odd = (
            " (that is not one of them)"
            if said != your_guess(None) and guess not in table["shelves"][name]
            else ""
        )
        verdict = "right" if guess == each["shelf"] else f"answer: {each['shelf']}"
        if _is_open(guess):
            held_back = True
            print(f"{letter}  {each['task']}\n   {said}")
        else:
            print(f"{letter}  {each['task']}\n   {said}{odd} · {verdict}. {each['why']}")
    if held_back:
        print(
            '\nWrite your guesses into the cell above, and run both cells again. (A "?" as a guess shows the answer.)'
        )


def _table():
    """All tasks to practise on, and their shelves, by the name of the exercise that they prepare."""
    return tomllib.loads(data.read("trials.toml").decode("utf-8"))


def _guessed(table, name, guesses):
    """(letter, task, guess) of each task, None for a guess that is missing."""
    several = list(guesses) if isinstance(guesses, (list, tuple)) else [guesses]
    return zip(ascii_lowercase, table[name], several + [None] * len(table[name]))


def _is_open(guess):
    return is_open(guess) and guess != "?"
