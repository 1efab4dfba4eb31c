"""A wait with a sign of life: how many are done, and how long the rest will take.

for prompt in counted(prompts, "questions"):
    …                                               300 of 420 questions, about 12 s to go
"""

import time
from collections.abc import Iterable, Iterator

PATIENCE: float = 2  # seconds before anything is said


def counted(items: Iterable, what: str) -> Iterator:
    """Go through items; what takes longer than two seconds says on one line, which it writes anew each
    second, how far it is. what: what they are.
    """
    items = list(items)
    start, said, longest = time.monotonic(), PATIENCE, 0
    for done, item in enumerate(items):
        seconds = time.monotonic() - start
        if done and seconds > said:
            text = f"{done} of {len(items)} {what}, about {seconds / done * (len(items) - done):.0f} s to go"
            longest, said = max(longest, len(text)), seconds + 1
            print(f"\r{text:{longest}}", end="", flush=True)
        yield item
    if longest:
        print(f"\r{f'{len(items)} {what} in {time.monotonic() - start:.0f} s':{longest}}")
