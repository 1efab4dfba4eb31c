"""What the name of a cell says: `merge` is an exercise; `merge-test` and `merge-test-2` test it,
`merge-answer` answers it.

    >>> exercise_of("count_pairs-test-2"), title_of("count_pairs")
    ('count_pairs', 'Count pairs')
"""

import re

BELONGS = re.compile(r"(?P<exercise>.+?)-(test(-\d+)?|answer)")
PROPER = {"bpe": "BPE", "dpo": "DPO", "gpt": "GPT"}
PROPERLY = re.compile(rf"\b({'|'.join(PROPER)})\b", re.IGNORECASE)
EXERCISE = re.compile(r"[a-z][a-z0-9_]*(-[a-z0-9_]+)*")  # what an exercise may be called; lint holds it


def exercise_of(cell: str) -> str:
    """The exercise, or written question, that the cell of this name belongs to; a name of no such form stands
    for itself.
    """
    found = BELONGS.fullmatch(cell)
    return found["exercise"] if found else cell


def is_optional(assignment: str) -> bool:
    """Whether an assignment is a companion, as 01b-bytes is of 01-tokens: nobody has to hand it in."""
    return re.match(r"\d\d[a-z]-", assignment) is not None


def title_of(exercise: str) -> str:
    """An exercise's name as a person reads it."""
    return PROPERLY.sub(
        lambda found: PROPER[found[0].lower()], exercise.replace("_", " ").replace("-", " ").capitalize()
    )
