"""Look-alikes by rule (course/exercise/mutation.py) that are another mistake than those of misconceptions.py.

`course release` writes this list: answer -> {look-alike: the misconception that it is kin to, or ""}.
Grading makes them again by their names, and keeps a message silent where one that is no kin does the same.
"""
LOOK_ALIKES = {
    'count_words': {'nothing given back': '', 'given back as it came': '', 'the first that came in': '', 'the last that came in': '', 'in a list': '', 'as text': '', 'one more': '', 'one less': ''},
}
