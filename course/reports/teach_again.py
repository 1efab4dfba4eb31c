"""What to teach again, in three sentences at most; and that there is nothing, or that nobody can tell, where
the marks say no more.

    Exercise 5 · Merge: the class has 62 % of the points, and 231 of 500 students lost some; 74 were told “You
    used the middle 1 twice.”
"""

import re
from typing import Any

FEW = 5  # students: of fewer nobody can say what a class has not understood
UNDERSTOOD = 0.85  # of the points; a class that has as many has understood
HELD = 0.15  # of the students; a mistake that so many make is the class's
SENTENCES = 3


def again(exercises: list[dict]) -> list[str]:
    """The sentences, on those exercises first that cost the class most points. exercises: as in summary.of."""
    judged = [each for each in exercises if each["out_of"] and each["marked"]]
    most = max((each["marked"] for each in judged), default=0)
    if not most:
        return ["Nobody has a mark yet."]
    if most < FEW:
        return [
            f"{'Only one student has' if most == 1 else f'Only {most} students have'} marks: too few to say what a class should hear again."
        ]
    judged = [each for each in judged if each["marked"] >= FEW]
    topics = [
        each
        for each in judged
        if each["success"] < UNDERSTOOD or _most_made(each) >= max(2, HELD * each["marked"])
    ]
    topics.sort(key=lambda each: -each["points_lost"])
    sentences = [_sentence(each) for each in topics[:SENTENCES]]
    if len(topics) < SENTENCES and (rest := [each for each in judged if each not in topics]):
        share = percent(min(each["success"] for each in rest), down=True)
        if topics:
            sentences.append(
                f"In the other exercise the class has {share} of the points."
                if len(rest) == 1
                else f"In each of the other {len(rest)} exercises the class has {share} of the points or more."
            )
        else:
            made = max(rest, key=_most_made)
            none = (
                f"no mistake was named to more than {_most_made(made)} of {made['marked']} students"
                if _most_made(made)
                else "no known mistake was found"
            )
            sentences.append(
                f"Nothing: in each exercise the class has {share} of the points or more, and {none}."
            )
    return sentences


def _sentence(exercise):
    title, n, lost = exercise["title"], exercise["marked"], exercise["students_who_lost"]
    share = f"{percent(exercise['success'])} of its points"
    some = f"all {n} students" if lost == n else f"{lost} of {n} students"
    known = next((each for each in exercise["mistakes"] if each["known"]), None)
    made, blank = _most_made(exercise), exercise["not_written"]
    if made >= max(2, 0.05 * n, blank):
        why = f"{made} {'was' if made == 1 else 'were'} told “{first_sentence(known['message'])}”"
        return f"{title}: the class has {share}, and {some} lost some; {why}"
    if blank > lost / 2:
        return f"{title}: the class has {share}, and {some} lost some; {blank} had not written it."
    if exercise["written"]:
        return f"{title}: the class has {share}, and {some} lost some."
    return f"{title}: the class has {share}, and {some} lost some, by mistakes that differ: {f'none was named to more than {made}' if made else 'none of them is a known one'}."


def _most_made(exercise):
    """To how many students its commonest mistake was named."""
    return max((len(each["students"]) for each in exercise["mistakes"] if each["known"]), default=0)


def first_sentence(message: str) -> str:
    """What a message says first: up to a full stop, outside of code."""
    found: Any = re.match(r"(?:`[^`]*`|[^`])*?[.?!](?=\s|$)|.*", message, re.DOTALL)
    return found[0]


def percent(share: float, down: bool = False) -> str:
    """.623 -> "62 %". down: never more than it is; 1 alone is 100 %, and only 0 is 0 %."""
    whole = int(share * 100 + (1e-9 if down else 0.5))
    return f"{min(99, max(1, whole)) if 0 < share < 1 else whole} %"
