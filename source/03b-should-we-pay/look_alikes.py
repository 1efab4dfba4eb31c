"""Look-alikes by rule (course/exercise/mutation.py) that are another mistake than those of misconceptions.py.

`course release` writes this list: answer -> {look-alike: the misconception that it is kin to, or ""}.
Grading makes them again by their names, and keeps a message silent where one that is no kin does the same.
"""
LOOK_ALIKES = {
    'leaks_future': {'first round only': 'You compared the two lists', 'off by one': 'You found only the first', 'off by one 3': '', 'nothing given back': '', 'given back as it came': '', 'without the first of it': 'You looked only at the', 'back to front': '', 'in a list': '', 'as text': '', 'kept between calls': '', 'arguments swapped': '', 'arguments swapped 2': '', 'arguments swapped 3': ''},
    'parameters': {'nothing given back': '', 'given back as it came': '', 'the first that came in': '', 'the last that came in': '', 'in a list': '', 'as text': '', 'one more': '', 'one less': '', 'arguments swapped': '', 'arguments swapped 2': '', 'arguments swapped 3': ''},
    'exponent': {'another start': '', 'nothing given back': '', 'given back as it came': '', 'in a list': '', 'rounded to three places': '', 'cut off at the point': '', 'upside down': '', 'in per cent': '', 'one minus it': ''},
    'petaflop_days': {'nothing given back': '', 'given back as it came': '', 'in a list': '', 'cut off at the point': '', 'one minus it': '', 'minus it': ''},
    'ensemble_loss': {'operands swapped': '', 'another start': '', 'nothing given back': '', 'given back as it came': '', 'in a list': '', 'rounded to two places': '', 'rounded to three places': '', 'cut off at the point': '', 'upside down': '', 'in per cent': '', 'one minus it': '', 'arguments swapped 2': '', 'arguments swapped 3': ''},
}
