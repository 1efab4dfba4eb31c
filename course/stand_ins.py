"""Simple functions that take the place of a student's own where a check gives them to another function: known to work, and no answer to anything.

    train(pieces, 2, always({(97, 98): 8}), merge_first)
"""
from collections import Counter
from collections.abc import Callable


def always(counts: dict) -> Callable[[list], dict]:
    """A count that gives the same counts whatever the pieces are."""
    def made_up(pieces):
        return dict(counts)
    return made_up


def first_two(pieces: list[list[int]]) -> dict[tuple[int, int], int]:
    """How often pieces begin with each pair; what follows the first two ids is not looked at."""
    return dict(Counter(tuple(ids[:2]) for ids in pieces if len(ids) > 1))


def merge_first(ids: list[int], pair: tuple[int, int], new_id: int) -> list[int]:
    """`new_id` in the place of the first two ids, if they are the pair; what follows is not looked at."""
    return [new_id, *ids[2:]] if tuple(ids[:2]) == pair else ids


def merge_ends(ids: list[int], pair: tuple[int, int], new_id: int) -> list[int]:
    """The same, and then in the place of the last two; what is between is not looked at."""
    ids = merge_first(ids, pair, new_id)
    return [*ids[:-2], new_id] if tuple(ids[-2:]) == pair else ids
