"""Look-alikes by rule (course/exercise/mutation.py) that are another mistake than those of misconceptions.py.

`course release` writes this list: answer -> {look-alike: the misconception that it is kin to, or ""}.
Grading makes them again by their names, and keeps a message silent where one that is no kin does the same.
"""
LOOK_ALIKES = {
    'seconds': {'whole numbers': '', 'whole numbers 2': '', 'operands swapped': '', 'operands swapped 2': '', 'nothing given back': '', 'given back as it came': '', 'in a list': '', 'rounded to two places': '', 'rounded to three places': '', 'upside down': '', 'in per cent': '', 'one minus it': '', 'minus it': '', 'arguments swapped 2': '', 'arguments swapped 3': '', 'arguments swapped 4': '', 'arguments swapped 5': ''},
    'servers': {'another of equals': '', 'operands swapped': 'You get 1, however much (2)', 'nothing given back': '', 'given back as it came': '', 'the first that came in': '', 'the last that came in': '', 'in a list': '', 'as text': '', 'one more': 'You added one to be (2)', 'one less': "You didn't round up: with (5)", 'arguments swapped 2': 'You get 1, however much', 'arguments swapped 3': ''},
}
