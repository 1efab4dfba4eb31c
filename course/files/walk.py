"""What lies in a folder, whatever somebody put there."""

import os
from pathlib import Path

DEEPEST = 50  # folders inside of folders


def below(home: Path) -> tuple[list[Path], list[Path]]:
    """What lies in a folder and in those below it, in order -> (all but folders, folders into which nobody
    looked: they cannot be read, which rglob passes over, or lie more than DEEPEST deep, where Python's own
    recursion would end).
    """
    found, closed = [], []
    every = os.walk(home, onerror=lambda error: closed.append(Path(error.filename)))
    for place, folders, files in every:
        # nobody goes into these
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        found += [Path(place, name) for name in (*files, *links)]
        if len(Path(place).parts) >= len(home.parts) + DEEPEST:
            closed += [Path(place, name) for name in folders]
            folders.clear()
    return sorted(found), sorted(closed)
