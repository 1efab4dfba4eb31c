"""Look-alikes by rule (course/exercise/mutation.py) that are another mistake than those of misconceptions.py.

`course release` writes this list: answer -> {look-alike: the misconception that it is kin to, or ""}.
Grading makes them again by their names, and keeps a message silent where one that is no kin does the same.
"""
LOOK_ALIKES = {
    'bits_per_character': {'first round only': '', 'last round only': '', 'whole numbers': '', 'whole numbers 2': '', 'operands swapped 2': '', 'nothing given back': '', 'given back as it came': '', 'the first that came in': '', 'the last that came in': '', 'in a list': '', 'rounded to two places': '', 'rounded to three places': '', 'cut off at the point': '', 'in per cent': '', 'one minus it': '', 'minus it': '', 'arguments swapped': ''},
    'discount': {'the other end': '', 'another of equals': '', 'whole numbers': '', 'whole numbers 2': '', 'operands swapped': '', 'operands swapped 2': '', 'operands swapped 3': '', 'another start': '', 'nothing given back': '', 'given back as it came': '', 'in a list': '', 'rounded to two places': '', 'rounded to three places': '', 'cut off at the point': '', 'upside down': '', 'in per cent': '', 'one minus it': '', 'minus it': '', 'arguments swapped': '', 'arguments swapped 2': '', 'arguments swapped 3': '', 'arguments swapped 4': '', 'arguments swapped 5': '', 'arguments swapped 6': '', 'arguments swapped 7': '', 'arguments swapped 9': '', 'arguments swapped 10': ''},
    'continuation_counts': {'return in the loop': '', 'last round only': '', 'off by one': '', 'off by one 3': '', 'another start': '', 'another start 2': '', 'nothing given back': '', 'given back as it came': '', 'only the first of it': '', 'only the last of it': '', 'without the last of it': '', 'without the first of it': '', 'changed in place': '', 'in a list': '', 'as text': '', 'kept between calls': ''},
}
