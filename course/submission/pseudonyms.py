"""Short names under which answers are marked: the same for a class and an assignment each time, and nobody's
without the class's seed.

    >>> pseudonyms("01-tokens", ["ada", "bob"], seed)
    {'ada': 'K7Q4', 'bob': 'C3X9'}

A letter and a digit in turn, none of which is taken for another: so no spreadsheet sees a number, a date or a
formula in one.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable

LETTERS, DIGITS = "CDFHJKMNPQRTVWXY", "23456789"


def pseudonyms(assignment: str, students: Iterable[str], seed: str) -> dict[str, str]:
    """{student: pseudonym}. Of those that would have the same each gets a longer one, so that what one was
    called is never another's name.
    """
    left, length, found = set(students), 4, {}
    while left:
        names = {student: keyed(seed, "pseudonym", assignment, student, length=length) for student in left}
        often = Counter(names.values())
        found |= {student: name for student, name in names.items() if often[name] == 1}
        left, length = left - found.keys(), length + 2
    return found


def keyed(seed: str, *words: str, length: int = 8) -> str:
    """The first `length` signs, 64 at most, of what only this seed makes of these words; a longer one begins
    with the shorter.
    """
    text = "\0".join(words).encode("utf-8", "surrogateescape")
    bits = hmac.digest(seed.encode(), text, hashlib.sha512)
    return "".join(
        (DIGITS if n % 2 else LETTERS)[byte % (8 if n % 2 else 16)] for n, byte in enumerate(bits[:length])
    )
