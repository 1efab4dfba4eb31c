"""Write the checkpoint of an assignment, and its hash where the course looks for it:
`source/NN/checkpoint.py` makes the data.
"""

import hashlib
import json

from course import data


def text(content: dict, **style) -> str:
    """The file's text. style: as for `json.dumps`."""
    return json.dumps(content, **style) + "\n"


def write(assignment: str, content: dict, **style) -> None:
    """Write the file of an assignment such as "01-tokens", and put its hash into SHA256SUMS."""
    write_file(f"checkpoints/{assignment}.json", text(content, **style))


def write_file(name: str, content: str) -> None:
    """Write a file below course/data, and put its hash into SHA256SUMS."""
    written = content.encode()
    hashes = data.hashes() | {name: hashlib.sha256(written).hexdigest()}
    (data.FOLDER / name).write_bytes(written)
    (data.FOLDER / "SHA256SUMS").write_bytes(
        "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode("ascii")
    )
    print(f"{name} is made again. Commit it, and SHA256SUMS.")
