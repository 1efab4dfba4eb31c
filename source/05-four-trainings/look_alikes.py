"""Look-alikes by rule (course/exercise/mutation.py) that are another mistake than those of misconceptions.py.

`course release` writes this list: answer -> {look-alike: the misconception that it is kin to, or ""}.
Grading makes them again by their names, and keeps a message silent where one that is no kin does the same.
"""
LOOK_ALIKES = {
    'checksum': {'off by one': '', 'nothing given back': '', 'given back as it came': '', 'back to front': '', 'in a list': ''},
    'learn': {'return in the loop': '', 'last round only': '', 'last round only 2': '', 'nothing given back': '', 'given back as it came': '', 'only the first of it': '', 'only the last of it': '', 'without the last of it': '', 'without the first of it': '', 'in a list': '', 'as text': '', 'rounded to two places': '', 'rounded to three places': '', 'cut off at the point': '', 'upside down': '', 'in per cent': '', 'one minus it': '', 'minus it': '', 'arguments swapped': '', 'arguments swapped 2': '', 'arguments swapped 3': '', 'arguments swapped 4': '', 'arguments swapped 5': '', 'arguments swapped 6': ''},
    'loss_mask': {'return in the loop': '', 'last round only': '', 'nothing given back': '', 'given back as it came': '', 'only the first of it': '', 'only the last of it': '', 'changed in place': '', 'sorted': '', 'back to front': '', 'no repeats': '', 'in a list': '', 'as text': '', 'kept between calls': '', 'arguments swapped': '', 'arguments swapped 2': '', 'arguments swapped 3': ''},
    'reward_margin': {'nothing given back': '', 'given back as it came': '', 'in a list': '', 'upside down': '', 'in per cent': '', 'one minus it': '', 'arguments swapped': ''},
}
