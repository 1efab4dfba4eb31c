"""What the student's process says that a cell put out, as the notebook format has it: known kinds and strings
alone, counted whole.
"""

import re
import sys
from collections.abc import Sequence
from json.encoder import encode_basestring

ADDRESS = re.compile(r"\b0x[0-9a-f]{8,16}\b")
LONGEST = 4_000  # characters in a line of a message
KINDS = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata"),
    "error": ("ename", "evalue", "traceback"),
}
TOO_MUCH = {
    "output_type": "stream",
    "name": "stderr",
    "text": "\n[This was too much output: the rest is left out.]\n",
}


def as_output(kind: str, *fields) -> dict:
    """One output as the notebook format has it: known types, strings only, rebuilt field by field."""
    output = {"output_type": kind} | {
        name: plain(field) for name, field in zip(KINDS[kind], fields, strict=True)
    }
    if kind == "stream" and output["name"] not in ("stdout", "stderr"):
        raise ValueError("no such stream")
    if kind == "execute_result":
        output["execution_count"] = None
    return output


def plain(field):
    if type(field) is str:
        return clean(field)
    if type(field) is list:
        return [clean(line) for line in field if type(line) is str]
    return {clean(mime): clean(what) for mime, what in field.items() if type(mime) is type(what) is str}


def clean(text: str) -> str:
    """Text that any file can hold, and that is the same in every run: no lone surrogates, no addresses."""
    return ADDRESS.sub("0x…", text).encode("utf-8", "replace").decode()


# where str.splitlines, and so nbformat, begins another; its indent, quotes and comma
LINE_ENDS, OF_A_LINE = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", 14


def size_of(output: dict) -> int:
    """Bytes that an output takes, written or in memory, whichever is more: a million of empty pieces are not
    nothing, nor is a letter that JSON writes as six, nor a line, which is written on one of its own.
    """
    pieces = []
    for field in output.values():
        pieces += (
            [*field.keys(), *field.values()]
            if type(field) is dict
            else field
            if type(field) is list
            else [str(field)]
        )
    return sum(
        max(
            len(encode_basestring(piece).encode("utf-8", "replace"))
            + OF_A_LINE * sum(map(piece.count, LINE_ENDS)),
            sys.getsizeof(piece),
        )
        for piece in pieces
    )


def failure(*lines: str | Sequence[str]) -> dict:
    """An error in the form of check.NotYet, a line of whose that is shown on several comes as its parts; of
    one that no person would read, its beginning.
    """
    parts = [[line] if isinstance(line, str) else line for line in lines]
    said = [
        "\n".join(
            clean(part if len(part) <= LONGEST else f"{part[:LONGEST]}…").replace("\n", " ") for part in each
        )
        for each in parts
    ]
    return {"output_type": "error", "ename": "NotYet", "evalue": "\n".join(said), "traceback": said}
