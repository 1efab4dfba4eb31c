"""Tasks to practise sorting on, before those that are marked: the answer comes at once, with its reason.

    trial("ways", ["retrieve", None, "train"])
"""
import tomllib
from string import ascii_lowercase

from course import data
from course.guess import your_guess


def trial(name, guesses):
    """Print for each task ("verdicts", "trainings", "callers", "layers", "roles" or "ways") the guess, the shelf where it belongs, and why.

    guesses: a list of shelves in the order of the tasks; None, or nothing, is no guess yet.
    """
    table = tomllib.loads(data.read("trials.toml").decode("utf-8"))
    several = list(guesses) if isinstance(guesses, (list, tuple)) else [guesses]
    for letter, each, guess in zip(ascii_lowercase, table[name], several + [None] * len(table[name])):
        guess = next((shelf for shelf in table["shelves"][name] if isinstance(guess, str) and guess.strip().lower() == shelf.lower()), guess)      # "Training" is as good
        said = your_guess(guess)
        odd = " (that is not one of them)" if said != your_guess(None) and guess not in table["shelves"][name] else ""
        verdict = "right" if guess == each["shelf"] else f"it is {each['shelf']}"
        print(f"{letter}  {each['task']}\n   {said}{odd} · {verdict}. {each['why']}")
