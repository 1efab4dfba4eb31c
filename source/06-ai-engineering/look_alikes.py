"""Look-alikes by rule (course/exercise/mutation.py) that are another mistake than those of misconceptions.py.

`course release` writes this list: answer -> {look-alike: the misconception that it is kin to, or ""}.
Grading makes them again by their names, and keeps a message silent where one that is no kin does the same.
"""
LOOK_ALIKES = {
    'choose': {'given back as it came': '', 'only the first of it': '', 'only the last of it': '', 'without the last of it': '', 'without the first of it': '', 'back to front': ''},
    'head_to_head': {'first round only': '', 'first round only 2': 'Only one of the two (6)', 'last round only': '', 'last round only 2': 'Only one of the two (6)', 'at the border 2': '', 'nothing given back': '', 'given back as it came': '', 'only the first of it': '', 'only the last of it': '', 'without the first of it': '', 'back to front': '', 'in a list': '', 'as text': ''},
    'confusion': {'first round only': '', 'first round only 2': '', 'last round only': '', 'last round only 2': '', 'nothing given back': '', 'given back as it came': '', 'without the first of it': '', 'changed in place': '', 'sorted': '', 'in a list': '', 'as text': '', 'kept between calls': '', 'arguments swapped 2': '', 'arguments swapped 3': ''},
    'calibrate': {'first round only': '', 'first round only 2': '', 'last round only': '', 'last round only 2': '', 'whole numbers': '', 'whole numbers 2': '', 'operands swapped 2': '', 'nothing given back': '', 'without the last of it': '', 'without the first of it': '', 'changed in place': '', 'in a list': '', 'as text': '', 'rounded to three places': '', 'cut off at the point': '', 'upside down': '', 'one minus it': '', 'minus it': '', 'kept between calls': ''},
    'bill': {'operands swapped': '', 'nothing given back': '', 'given back as it came': '', 'in a list': '', 'rounded to three places': '', 'cut off at the point': '', 'upside down': '', 'one minus it': '', 'minus it': '', 'arguments swapped': '', 'arguments swapped 2': '', 'arguments swapped 3': '', 'arguments swapped 4': '', 'arguments swapped 7': '', 'arguments swapped 9': '', 'arguments swapped 10': ''},
}
