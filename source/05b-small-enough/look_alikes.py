"""Look-alikes by rule (course/exercise/mutation.py) that are another mistake than those of misconceptions.py.

`course release` writes this list: answer -> {look-alike: the misconception that it is kin to, or ""}.
Grading makes them again by their names, and keeps a message silent where one that is no kin does the same.
"""
LOOK_ALIKES = {
    'quantize': {'the other end': '', 'whole numbers': '', 'whole numbers 2': 'You cut off in place', 'operands swapped': '', 'operands swapped 4': '', 'operands swapped 5': '', 'operands swapped 6': '', 'nothing given back': '', 'given back as it came': '', 'only the first of it': '', 'only the last of it': '', 'without the last of it': '', 'without the first of it': '', 'changed in place': '', 'back to front': '', 'in a list': '', 'rounded to two places': '', 'rounded to three places': '', 'cut off at the point': '', 'upside down': '', 'in per cent': '', 'one minus it': '', 'minus it': '', 'arguments swapped': ''},
    'adapter_gradients': {'nothing given back': '', 'given back as it came': '', 'only the first of it': '', 'only the last of it': '', 'without the last of it': '', 'without the first of it': '', 'in a list': '', 'as text': '', 'cut off at the point': '', 'upside down': '', 'in per cent': '', 'one minus it': '', 'arguments swapped': '', 'arguments swapped 2': 'You turned G. Leave it'},
    'shares': {'return in the loop': '', 'first round only': '', 'first round only 2': '', 'last round only': '', 'last round only 2': '', 'operands swapped': '', 'another start': '', 'nothing given back': '', 'given back as it came': '', 'without the last of it': '', 'without the first of it': '', 'in a list': '', 'as text': '', 'rounded to three places': '', 'upside down': '', 'in per cent': '', 'one minus it': '', 'minus it': '', 'kept between calls': ''},
}
