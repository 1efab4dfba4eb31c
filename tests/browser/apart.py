"""Run a command that sees some folders elsewhere, or in spite of a closed one above them, where there is then
nothing else:

    unshare --mount python apart.py '{"HERE": "THERE"}' command …          # as root: what is in the folder
                                                                           HERE is seen in THERE, by all users
"""

import json
import os
import sys
from pathlib import Path

from course.sandbox.isolation.jail import BIND, RECURSIVE, mount


def closed(place):
    """The outermost folder above it that others may not enter, or none -> set."""
    return set(
        [str(folder) for folder in reversed(Path(place).parents) if not folder.stat().st_mode & 0o001][:1]
    )


def main(folders, *command):
    folders = json.loads(folders)
    sources = {there: os.open(here, os.O_PATH) for here, there in folders.items()}
    for folder in set().union(*map(closed, folders.values())):
        mount("course", folder, "tmpfs", data="mode=755")
    for there, source in sources.items():
        os.makedirs(there, exist_ok=True)
        mount(f"/proc/self/fd/{source}", there, flags=BIND | RECURSIVE)
        os.close(source)
    os.execv(command[0], command)


main(*sys.argv[1:])
