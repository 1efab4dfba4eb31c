"""A notebook that somebody handed in, as nbformat 4.5: bounded before anything is made of it, set right where
Jupyter would open it all the same.

    nb = read(path, release)                             # raises Unreadable, with what to do
"""

import codecs
import contextlib
import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v3 import rwbase as v3
from nbformat.v4.convert import upgrade_cell
from nbformat.v4.rwbase import rejoin_lines, strip_transient
from nbformat.validator import get_validator

from course.files import LARGEST_SUBMISSION
from course.files.coursedir import CourseError
from course.notebook import document

LARGEST = 10_000_000  # bytes; a notebook with many pictures has 5 million
LARGE = 3_000_000  # from here on it is quicker to leave out its outputs before it is parsed
MOST = 250_000  # values and lines in it; a notebook of this course has 10,000
MOST_LINES = 1_000_000  # of its texts
DEEPEST = 60  # lists inside of lists; written out, each line is indented by its depth
# characters of a cell of which nbformat says what is wrong: it tries to say all at once
LONGEST_WRONG = 20_000


class Unreadable(CourseError):
    """This file is no notebook, and why."""


def read(path: Path, release: NotebookNode | None = None) -> NotebookNode:
    """A student's notebook, of whatever version it was saved by -> nbformat 4.5. Raises Unreadable.

    Cells that are still the release's, most of every submission, are not checked again.
    """
    return _notebook(bounded(path), path, release)


def read_to_run(path: Path, release: NotebookNode, outputs: bool = False) -> tuple[NotebookNode, int]:
    """The same -> (notebook, what it takes in memory, in bytes, roughly). outputs: False where they are
    thrown away before anything runs.

    Most of a file's bytes are its outputs, and nothing is made of them then.
    """
    data = bounded(path) if outputs else bounded(path, without_outputs, LARGEST_SUBMISSION)
    return _notebook(data, path, release, outputs), weight(data)


def bounded(path: Path, shorten: Callable[[bytes], Any] = bytes, most: int = LARGEST) -> bytes:
    """What a notebook's file of `most` bytes holds, a large one shortened, if that is not too much to be
    parsed. Raises Unreadable.
    """
    if not path.is_file() or path.is_symlink():
        raise Unreadable(f"{path.name} is {'not a file' if path.exists() else 'missing'}")
    size = path.stat().st_size
    if size <= most:
        data = path.read_bytes()
        too_many = _is_too_many(data)
        if too_many or size > LARGE:
            size = len(data := shorten(data))
            too_many = _is_too_many(data)
    if size > LARGEST:
        raise Unreadable(
            f"{path.name} has {size / 1e6:.0f} MB{' without its outputs' * (most > LARGEST)}, and {LARGEST / 1e6:.0f} are the limit: clear its outputs and save it"
        )
    if too_many:
        raise Unreadable(
            f"{path.name} holds more than {MOST:,} values, or {MOST_LINES:,} lines: clear its outputs and save it"
        )
    return data


OUTPUTS = re.compile(rb'(?<!\\)"outputs"\s*+:\s*+\[')
TEXTS_OR_BRACKET = re.compile(rb'(?:"(?:[^"\\]++|\\.)*+"?+|[^"\[\]{}]++)++|[\[\]{}]', re.DOTALL)
MOST_BRACKETS = 4 * MOST  # in all outputs: they are passed over, a second or two of them at most


def without_outputs(data: bytes) -> bytes | bytearray:
    """JSON with every list called `outputs` empty; nothing is made of what is in them. Outputs that never
    end, or are too many, stay, all of them.
    """
    kept, at, left = bytearray(), 0, MOST_BRACKETS  # one piece: millions of small ones took 360 MB
    for found in OUTPUTS.finditer(data):
        if found.start() < at:  # within the last
            continue
        depth = 1
        for token in itertools.islice(TEXTS_OR_BRACKET.finditer(data, found.end()), left):
            if (sign := data[token.start()]) in b"[]{}":
                left, depth = left - 1, depth + (1 if sign in b"[{" else -1)
                if not depth:
                    kept += memoryview(data)[at : found.end()]
                    at = token.end() - 1
                    break
        else:
            return data
    kept += memoryview(data)[at:]
    return kept


def _notebook(data, path, release, outputs=True):
    try:
        nb = _parse(_text(data), outputs)
        given = {cell["id"]: cell for cell in release.cells} if release else {}
        _validate(nb, given)
    except Exception as error:  # a damaged file can break any line of the reader
        why = (
            "not JSON"
            if isinstance(error, json.JSONDecodeError)
            else str(error).strip().partition("\n")[0][:120]
        )
        raise Unreadable(
            f"{path.name} is not a notebook that can be read ({why or type(error).__name__})"
        ) from error
    return nb


NOT_BETWEEN_VALUES = bytes(set(range(256)) - set(b",:[{\n"))
STRING_OR_BETWEEN = re.compile(rb'"[^"]*"?|[,\[{]\n?|\n')


def _is_too_many(data):
    return _has_more_than(MOST, data) or data.count(rb"\n") > MOST_LINES


def _has_more_than(most, data):
    """Whether JSON holds so many values or lines, before any is made: 9 MB of `{},` took 0.9 GB. At first
    those in texts are counted, too (0.4 ms for a megabyte).
    """
    # a comma, and a string or a number
    if len(data) < 2 * most or len(data.translate(None, NOT_BETWEEN_VALUES)) < most / 2:
        return False
    bare = data.replace(rb"\\", b"").replace(rb"\"", b"")  # now each quote begins or ends a text
    return next(itertools.islice(STRING_OR_BETWEEN.finditer(bare), most, None), None) is not None


def weight(data: bytes) -> int:
    """What a notebook takes in memory, in bytes, roughly: its text, and twenty for each value, which are
    small and many where somebody means harm.
    """
    return len(data) + 20 * sum(map(data.count, (b",", b":", b"[", b"{")))


def _text(data):
    """A file's text as JSON in ASCII, where that is soon made of it: one letter outside of Latin-1, and every
    picture takes twice the memory (2.3 ms of 18 for 01-tokens).
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    lines = data.split(b"\n")
    letters = {number: line for number, line in enumerate(lines) if not line.isascii()}
    if sum(map(len, letters.values())) < min(len(data) / 10, 200_000):
        with contextlib.suppress(UnicodeError):  # it is not UTF-8, or not JSON: the usual way says so
            for number, line in letters.items():
                lines[number] = line.decode().encode("ascii", "json")
            return b"\n".join(lines).decode("ascii")
    return data.decode()


def _escaped(error):
    """Letters that ASCII does not have, as JSON writes them; not after a backslash, which would make
    something else of them.
    """
    if error.object[error.start - 1 : error.start] == "\\":
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error("json", _escaped)


def _parse(text, outputs=True):
    nb = json.loads(text, object_hook=node)
    version = nb.get("nbformat") if isinstance(nb, dict) else None
    if version not in (3, 4):
        raise ValueError(
            f"nbformat {version}: only 3 and 4 are known here" if version else "it has no nbformat"
        )
    if version == 4 and not outputs:
        for cell in nb["cells"]:
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
    if _may_have_half(text):
        _whole_letters(nb)
    nb = strip_transient(rejoin_lines(nb)) if version == 4 else _from_3(nb)
    for cell in nb["cells"]:
        if isinstance(source := cell.get("source"), str) and "\r" in source:  # written on Windows
            cell["source"] = source.replace("\r\n", "\n").replace("\r", "\n")
    if _is_deeper_than(DEEPEST, nb):
        raise ValueError(f"lists inside of lists, more than {DEEPEST} deep")
    drop_odd_labels(nb)
    return identify(nb, had_none=version == 3)


HALF = re.compile("[\ud800-\udfff]")
# or two that make a letter; in JSON only so: UTF-8 has none
HALVES = re.compile(r"\\u[dD](?:[89abAB]..(?:\\u[dD][c-fC-F]..)?|[c-fC-F])")


def _may_have_half(text):
    """Whether JSON has half of a letter; after a backslash, which may be escaped itself, it is not made out
    here.
    """
    return any(len(match[0]) < 12 or text[match.start() - 1] == "\\" for match in HALVES.finditer(text))


def _whole_letters(nb):
    """Put a sign in the place of half a letter, as is left where an editor cuts through an emoji: no file can
    hold it, and no gradebook.
    """
    rest = [nb]
    while rest:
        each = rest.pop()
        for key, value in list(
            each.items() if isinstance(each, dict) else enumerate(each if isinstance(each, list) else ())
        ):
            if isinstance(key, str) and HALF.search(key):
                del each[key]
                key = HALF.sub("\ufffd", key)
            if isinstance(value, (dict, list)):
                rest.append(value)
            each[key] = HALF.sub("\ufffd", value) if isinstance(value, str) else value


def _from_3(nb):
    """nbformat.convert, less its complaints about what is not right: it is looked at when it is converted,
    and to say all takes gigabytes.
    """
    cells = [upgrade_cell(cell) for sheet in v3.rejoin_lines(nb).worksheets for cell in sheet.cells]
    metadata = {name: value for name, value in nb.metadata.items() if name not in ("name", "signature")}
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode(metadata), cells=cells)


def _is_deeper_than(most, value):
    """Whether lists and dicts are nested so deep; level by level, since Python's own recursion ends soon."""
    level, nested = [value], (NotebookNode, dict, list)
    for _ in range(most):
        level = [
            inner
            for each in level
            for inner in (each if type(each) is list else each.values())
            if type(inner) in nested
        ]
        if not level:
            break
    return bool(level)


def node(values: dict) -> NotebookNode:
    """NotebookNode(values), whose own values are nodes already, at half the cost."""
    made = NotebookNode.__new__(NotebookNode)
    dict.update(made, values)
    return made


def _validate(nb, given):
    """nbformat.validate, less the outputs that are plainly right, which it tries by four schemas in turn, and
    less the cells that are else as they were given (id -> cell): most of its time. What Jupyter would open in
    spite of it is set right: outputs are thrown away before anything runs. What is left is said of the first
    cell, if that is short.
    """
    few = [(_less(cell), cell) for cell in nb["cells"]]
    odd = [(less, cell) for less, cell in few if less != given.get(less.get("id"))]
    if _is_right({**nb, "cells": [less for less, _ in odd]}):
        return
    if not _is_right({**nb, "cells": []}):
        for name in nb.keys() - {"nbformat", "nbformat_minor", "cells"}:
            del nb[name]
        nb["metadata"] = NotebookNode()
    bare = {**nb, "cells": []}
    for less, cell in odd:
        if not _is_right({**bare, "cells": [less]}):
            _set_right(cell)
            if not _is_right({**bare, "cells": [cell]}):
                if len(document.compact(cell)) > LONGEST_WRONG:
                    raise ValueError(f"cell {nb['cells'].index(cell) + 1} is none that Jupyter writes")
                nbformat.validate({**bare, "cells": [cell]})  # for its own words


KNOWN = {"code": {"outputs", "execution_count"}, "markdown": {"attachments"}, "raw": {"attachments"}}


def _set_right(cell):
    """A cell with what belongs to one of its type alone: outputs that are none left out, tags once, a number
    where there is none.
    """
    kept = {"id", "cell_type", "metadata", "source"} | KNOWN.get(cell.get("cell_type"), set())
    for name in cell.keys() - kept:
        del cell[name]
    tags = cell["metadata"].get("tags") if isinstance(cell.get("metadata"), dict) else None
    if isinstance(tags, list):
        cell["metadata"]["tags"] = list(
            dict.fromkeys(tag for tag in tags if isinstance(tag, str) and "," not in tag)
        )
    if cell.get("cell_type") == "code":
        outputs = cell.get("outputs")
        cell["outputs"] = (
            [output for output in outputs if _is_plain(output)] if isinstance(outputs, list) else []
        )
        count = cell.get("execution_count")
        cell["execution_count"] = count if type(count) is int and count >= 0 else None


def _is_right(nb):
    """Whether it is a notebook, without a word of what is wrong."""
    validator = get_validator(4, 5, name="fastjsonschema")
    return not list(validator.iter_errors(nb))


def _less(cell):
    """A cell without its outputs that are plainly right; if those are all, without its number, too."""
    if not isinstance(outputs := cell.get("outputs"), list):
        return cell
    odd, count = [output for output in outputs if not _is_plain(output)], cell.get("execution_count")
    return {
        **cell,
        "outputs": odd,
        "execution_count": None if not odd and type(count) is int and count >= 0 else count,
    }


def _is_plain(output):
    """Whether it is the text of a stream, or shows texts and pictures, and has nothing else in it."""
    match output:
        case {"output_type": "stream", "name": str(), "text": str()}:
            return len(output) == 3
        case {"output_type": "display_data", "data": dict(data), "metadata": dict()}:
            return len(output) == 3 and all(isinstance(shown, str) for shown in data.values())
        case {
            "output_type": "execute_result",
            "data": dict(data),
            "metadata": dict(),
            "execution_count": count,
        }:
            return (
                len(output) == 4
                and all(isinstance(shown, str) for shown in data.values())
                and (count is None or type(count) is int and count >= 0)
            )
    return False


def drop_odd_labels(nb: NotebookNode) -> None:
    """Take away labels that are not of nbgrader's making."""
    for cell in nb["cells"]:
        about = cell.get("metadata")
        if isinstance(about, dict) and "nbgrader" in about:
            label = about["nbgrader"]
            if not (isinstance(label, dict) and isinstance(label.get("grade_id"), str)):
                del about["nbgrader"]


AN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")  # nbformat's


def identify(nb: NotebookNode, had_none: bool = False) -> NotebookNode:
    """An id for each cell that has none, as in older versions, or another's; not by chance: the same bytes
    each time.
    """
    seen, free = set(), {}
    for number, cell in enumerate(nb["cells"], 1):
        label = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")
        name = label if had_none or "id" not in cell else cell["id"]
        name = name if isinstance(name, str) and AN_ID.fullmatch(name) else f"cell-{number}"
        if name in seen:
            numbers = free.setdefault(name[:50], itertools.count(number))  # none is tried twice
            name = next(other for n in numbers if (other := f"{name[:50]}-{n}") not in seen)
        seen.add(name)
        if cell.get("id") != name:
            cell["id"] = name
    nb.nbformat_minor = 5
    return nb
