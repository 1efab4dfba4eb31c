"""How an exercise stands, by its points.

>>> state(2, 2), state(1, 2), state(None, 2)
('right', 'partly', 'waiting')
"""


def state(points: float | None, out_of: float) -> str:
    """ "waiting" (for a mark), "right", "partly" or "not yet"."""
    if points is None:
        return "waiting"
    return "right" if points >= out_of else "partly" if points > 0 else "not yet"
