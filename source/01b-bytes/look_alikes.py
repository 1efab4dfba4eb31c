"""Look-alikes by rule (course/exercise/mutation.py) that are another mistake than those of misconceptions.py.

`course release` writes this list: answer -> {look-alike: the misconception that it is kin to, or ""}.
Grading makes them again by their names, and keeps a message silent where one that is no kin does the same.
"""
LOOK_ALIKES = {
    'decode': {'first round only': '', 'last round only': '', 'nothing given back': '', 'given back as it came': '', 'only the first of it': '', 'only the last of it': '', 'without the last of it': '', 'without the first of it': '', 'back to front': '', 'in a list': '', 'arguments swapped': 'You took the id for'},
    'vocabulary': {'return in the loop': '', 'first round only': '', 'first round only 2': '', 'last round only': '', 'last round only 2': '', 'last round only 3': '', 'off by one 2': '', 'off by one 3': '', 'overwritten': '', 'another start': '', 'nothing given back': '', 'given back as it came': '', 'only the first of it': '', 'only the last of it': '', 'without the last of it': '', 'without the first of it': '', 'in a list': '', 'as text': '', 'kept between calls': ''},
    'encode': {'first round only': '', 'first round only 2': '', 'first round only 3': '', 'last round only': '', 'last round only 2': '', 'last round only 3': '', 'last round only 4': '', 'off by one': '', 'off by one 2': '', 'off by one 3': '', 'operands swapped': '', 'another start': '', 'another start 3': '', 'another start 4': '', 'nothing given back': '', 'given back as it came': '', 'without the last of it': '', 'without the first of it': '', 'sorted': '', 'back to front': '', 'no repeats': '', 'in a list': '', 'as text': '', 'kept between calls': '', 'arguments swapped': ''},
    'cost': {'operands swapped': '', 'nothing given back': '', 'given back as it came': '', 'in a list': '', 'rounded to two places': '', 'rounded to three places': '', 'cut off at the point': '', 'upside down': '', 'in per cent': '', 'one minus it': '', 'minus it': '', 'arguments swapped 3': '', 'arguments swapped 4': ''},
}
