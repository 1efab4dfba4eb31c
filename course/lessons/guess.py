"""A guess before the answer: written down, shown beside what was measured, and never marked.

>>> my_length = 6
>>> your_guess("my_length"), your_guess("my_width")
('your guess: 6', 'no guess yet')
"""

import re
import sys


def made(guess, space):
    """The guess that stands under a name, such as "my_length", in a notebook's `space`: None if its cell was
    skipped. What is no such name is a guess itself.
    """
    return space.get(guess) if isinstance(guess, str) and re.fullmatch(r"my_\w+", guess) else guess


def is_open(guess):
    """Whether nobody has guessed: None, `...`, an ellipsis in quotes, an empty text, or a list of nothing
    else.
    """
    if isinstance(guess, (list, tuple)):
        return len(guess) > 0 and all(map(is_open, guess))
    return guess is None or guess is ... or isinstance(guess, str) and guess.strip("… .?") == ""


def your_guess(guess, unit="", among=(), of=None):
    """What to print of a guess, by its name in the notebook: `your_guess("my_length")` -> str. among: the
    words that it may be, if there are some; of: which item of a dictionary.
    """
    guess = made(guess, sys._getframe(1).f_globals)
    guess = guess.get(of) if of is not None and isinstance(guess, dict) else guess
    if is_open(guess):
        return "no guess yet"
    if callable(guess):
        return f"your guess: `{getattr(guess, '__name__', 'it')}`, which is a function. Did you forget the quotes?"
    if unit == "nats" and isinstance(guess, (int, float)) and guess < 0:
        return f"your guess: {guess:.4g} nats, but a surprise is never below zero. Is a minus missing, or one too many? It is −log(p): of 1/4, say, −log(1/4), which is log(4)."
    # of a token the space counts
    if isinstance(guess, str) and not unit and not among and guess != guess.strip():
        return f"your guess: {guess!r}"
    if unit == "%" and isinstance(guess, float) and 0 < guess < 1:
        return f"your guess: {guess:.4g} %, that is less than one in a hundred"
    if isinstance(guess, float) and 0.001 < abs(guess) < 10_000:
        guess = f"{guess:.4g}"  # worked out by Python, to sixteen digits
    if among and isinstance(guess, str) and guess.strip().lower() in among:  # "Yes" is as good as "yes"
        guess = guess.strip().lower()
    if among and (not isinstance(guess, str) or guess.strip() not in among):
        return f"your guess: {guess}, which is none of " + ", ".join(map(repr, among))
    if unit and isinstance(guess, tuple) and len(guess) == 2 and all(type(part) is int for part in guess):
        return f"your guess: {guess[0]}.{guess[1]} {unit} (in Python with a point; with a comma they are two numbers)"
    if unit and isinstance(guess, str) and not any(map(str.isdigit, guess)):
        return f"your guess: {guess}, which is no number"
    said = str(guess).strip().removesuffix(unit).rstrip()  # "20 %" is as good as 20
    return f"your guess: {said}{unit and ' ' + unit}"
