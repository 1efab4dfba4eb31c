"""What students do to cells is undone before grading, and reported: a copied, deleted, moved, edited or relabelled cell costs no points.

The yardstick is the release, the notebook that the student was given. Nothing of the student's own is dropped: a cell that
came twice stays as an ordinary cell, and words typed into the question stand below it.
"""
import bisect
import codecs
import contextlib
import itertools
import json
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v3 import rwbase as v3
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbformat.v4.convert import upgrade_cell
from nbformat.v4.rwbase import rejoin_lines, strip_transient
from nbformat.validator import get_validator

from course.classroom import notebooks
from course.classroom.notebooks import kind
from course.classroom.places import CourseError
from course.names import exercise_of

LARGEST = 10_000_000                                     # bytes; a notebook with many pictures has 5 million
MOST = 250_000                                           # values and lines in it; a notebook of this course has 10,000
DEEPEST = 60                                             # lists inside of lists; written out, each line is indented by its depth
LONGEST_WRONG = 20_000                                   # characters of a cell of which nbformat says what is wrong: it tries to say all at once


class Unreadable(CourseError):
    """This file is no notebook, and why."""


def read(path: Path, release: NotebookNode | None = None) -> NotebookNode:
    """A student's notebook, of whatever version it was saved by -> nbformat 4.5. Raises Unreadable.

    Cells that are still the release's, most of every submission, are not checked again.
    """
    if not path.is_file() or path.is_symlink():
        raise Unreadable(f"{path.name} is {'not a file' if path.exists() else 'missing'}")
    if path.stat().st_size > LARGEST:
        raise Unreadable(f"{path.name} has {path.stat().st_size / 1e6:.0f} MB, and {LARGEST / 1e6:.0f} are the limit: "
                         "clear its outputs and save it")
    data = path.read_bytes()
    if _has_more_than(MOST, data):
        raise Unreadable(f"{path.name} holds more than {MOST:,} values: clear its outputs and save it")
    try:
        nb = _parse(_text(data))
        given = {cell.id: cell for cell in release.cells} if release else {}
        _validate(nb, given)
    except Exception as error:                           # a damaged file can break any line of the reader
        why = "not JSON" if isinstance(error, json.JSONDecodeError) else str(error).strip().partition("\n")[0][:120]
        raise Unreadable(f"{path.name} is not a notebook that can be read ({why or type(error).__name__})") from error
    return nb


NOT_BETWEEN_VALUES = bytes(set(range(256)) - set(b",:[{\n"))
STRING_OR_BETWEEN = re.compile(rb'"[^"]*"?|[,\[{]\n?|\n')


def _has_more_than(most, data):
    """Whether JSON holds so many values or lines, before any is made: 9 MB of `{},` took 0.9 GB. At first those in texts are counted, too
    (0.4 ms for a megabyte)."""
    if len(data) < 2 * most or len(data.translate(None, NOT_BETWEEN_VALUES)) < most / 2:         # a comma, and a string or a number
        return False
    bare = data.replace(rb"\\", b"").replace(rb'\"', b"")                                      # now each quote begins or ends a text
    return next(itertools.islice(STRING_OR_BETWEEN.finditer(bare), most, None), None) is not None


def weight(path: Path) -> int:
    """What a notebook takes in memory, in bytes, roughly: its text, and twenty for each value, which are small and many where somebody means harm."""
    data = path.read_bytes()
    return len(data) + 20 * len(data.translate(None, NOT_BETWEEN_VALUES))


def _text(data):
    """A file's text as JSON in ASCII, where that is soon made of it: one letter outside of Latin-1, and every picture takes twice
    the memory (2.3 ms of 18 for 01-tokens)."""
    data = data.removeprefix(codecs.BOM_UTF8)
    lines = data.split(b"\n")
    letters = {number: line for number, line in enumerate(lines) if not line.isascii()}
    if sum(map(len, letters.values())) < min(len(data) / 10, 200_000):
        with contextlib.suppress(UnicodeError):          # it is not UTF-8, or not JSON: the usual way says so
            for number, line in letters.items():
                lines[number] = line.decode().encode("ascii", "json")
            return b"\n".join(lines).decode("ascii")
    return data.decode()


def _escaped(error):
    """Letters that ASCII does not have, as JSON writes them; not after a backslash, which would make something else of them."""
    if error.object[error.start - 1:error.start] == "\\":
        raise error
    return json.dumps(error.object[error.start:error.end])[1:-1], error.end


codecs.register_error("json", _escaped)


def _parse(text):
    nb = json.loads(text, object_hook=_node)
    version = nb.get("nbformat") if isinstance(nb, dict) else None
    if version not in (3, 4):
        raise ValueError(f"nbformat {version}: only 3 and 4 are known here" if version else "it has no nbformat")
    nb = strip_transient(rejoin_lines(nb)) if version == 4 else _from_3(nb)
    for cell in nb.cells:
        if isinstance(source := cell.get("source"), str) and "\r" in source:                # written on Windows
            cell["source"] = source.replace("\r\n", "\n").replace("\r", "\n")
    if _is_deeper_than(DEEPEST, nb):
        raise ValueError(f"lists inside of lists, more than {DEEPEST} deep")
    return identify(nb, had_none=version == 3)


def _from_3(nb):
    """nbformat.convert, less its complaints about what is not right: it is looked at when it is converted, and to say all takes gigabytes."""
    cells = [upgrade_cell(cell) for sheet in v3.rejoin_lines(nb).worksheets for cell in sheet.cells]
    metadata = {name: value for name, value in nb.metadata.items() if name not in ("name", "signature")}
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode(metadata), cells=cells)


def _is_deeper_than(most, value):
    """Whether lists and dicts are nested so deep; level by level, since Python's own recursion ends soon."""
    level, nested = [value], (NotebookNode, dict, list)
    for _ in range(most):
        level = [inner for each in level for inner in (each if type(each) is list else each.values()) if type(inner) in nested]
        if not level:
            break
    return bool(level)


def _node(values):
    """NotebookNode(values), whose own values are nodes already, at half the cost."""
    node = NotebookNode.__new__(NotebookNode)
    dict.update(node, values)
    return node


def _validate(nb, given):
    """nbformat.validate, less the outputs that are plainly right, which it tries by four schemas in turn, and less the cells that are
    else as they were given (id -> cell): most of its time. What Jupyter would open in spite of it is set right: outputs are thrown away
    before anything runs. What is left is said of the first cell, if that is short."""
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
                if len(notebooks.compact(cell)) > LONGEST_WRONG:
                    raise ValueError(f"cell {nb['cells'].index(cell) + 1} is none that Jupyter writes")
                nbformat.validate({**bare, "cells": [cell]})           # for its own words


KNOWN = {"code": {"outputs", "execution_count"}, "markdown": {"attachments"}, "raw": {"attachments"}}


def _set_right(cell):
    """A cell with what belongs to one of its type alone: outputs that are none left out, tags once, a number where there is none."""
    kept = {"id", "cell_type", "metadata", "source"} | KNOWN.get(cell.get("cell_type"), set())
    for name in cell.keys() - kept:
        del cell[name]
    tags = cell["metadata"].get("tags") if isinstance(cell.get("metadata"), dict) else None
    if isinstance(tags, list):
        cell["metadata"]["tags"] = list(dict.fromkeys(tag for tag in tags if isinstance(tag, str) and "," not in tag))
    if cell.get("cell_type") == "code":
        outputs = cell.get("outputs")
        cell["outputs"] = [output for output in outputs if _is_plain(output)] if isinstance(outputs, list) else []
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
    return {**cell, "outputs": odd, "execution_count": None if not odd and type(count) is int and count >= 0 else count}


def _is_plain(output):
    """Whether it is the text of a stream, or shows texts and pictures, and has nothing else in it."""
    match output:
        case {"output_type": "stream", "name": str(), "text": str()}:
            return len(output) == 3
        case {"output_type": "display_data", "data": dict(data), "metadata": dict()}:
            return len(output) == 3 and all(isinstance(shown, str) for shown in data.values())
        case {"output_type": "execute_result", "data": dict(data), "metadata": dict(), "execution_count": count}:
            return len(output) == 4 and all(isinstance(shown, str) for shown in data.values()) and (count is None or type(count) is int and count >= 0)
    return False


AN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")              # nbformat's


def identify(nb: NotebookNode, had_none: bool = False) -> NotebookNode:
    """An id for each cell that has none, as in older versions, or another's; not by chance: the same bytes each time."""
    seen = set()
    for number, cell in enumerate(nb.cells, 1):
        label = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")
        name = label if had_none or "id" not in cell else cell["id"]
        name = name if isinstance(name, str) and AN_ID.fullmatch(name) else f"cell-{number}"
        if name in seen:
            name = next(other for n in itertools.count(number) if (other := f"{name[:50]}-{n}") not in seen)
        seen.add(name)
        cell["id"] = name
    nb.nbformat_minor = 5
    return nb


def mend(nb: NotebookNode, release: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """The submission with the release's labels on the cells that count, in the release's order -> (notebook, remarks to the instructor).

    Raises Unreadable for a notebook that cannot be one of this assignment, and where nobody could say which cell is the answer.
    """
    nb, remarks = _copy(nb), []
    for cell in nb.cells:
        label = cell.metadata.get("nbgrader")
        if "nbgrader" in cell.metadata and not (isinstance(label, dict) and isinstance(label.get("grade_id"), str)):
            del cell.metadata["nbgrader"]                # not of nbgrader's making
    counting = labelled(release)
    _recognise(nb, release, remarks)
    by_name, by_id = {}, {}
    for cell in nb.cells:
        by_name.setdefault(cell.metadata.get("nbgrader", {}).get("grade_id"), []).append(cell)
        by_id.setdefault(cell.id, []).append(cell)
    mine = {name: _owner(given, by_name.get(name, []), by_id.get(given.id, []), remarks) for name, given in counting.items()}
    answers = [name for name, given in counting.items() if not is_locked(given) or kind(given) == "task"]
    if answers and not any(mine[name] for name in answers) and any(cell.source.strip() for cell in nb.cells):
        raise Unreadable("none of this assignment's answers is in it: perhaps it is the notebook of another one")
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if "nbgrader" in cell.metadata and mine.get(name) is not cell:
            del cell.metadata["nbgrader"]
            if name not in mine:
                remarks.append(f"a cell labelled {name!r} is not of this assignment: taken as an ordinary cell")
    for name, given in counting.items():
        if mine[name] is None:
            remarks.append(_absent(nb, release, given))
        else:
            as_given = not is_locked(given) or _same(mine[name].source, given.source)
            of_another_release = not as_given and _has_nbgraders_checksum(mine[name])
            remarks += _relabel(mine[name], given)
            if not as_given and kind(given) == "task" and not of_another_release:
                _keep_answer(nb, mine[name], given)
            elif not as_given and kind(given) != "task":
                change = _first_change(mine[name].source, given.source)
                how = "is that of another release, or was edited together with its checksum" if of_another_release else "was edited"
                remarks.append(f"{kind(given)} cell {name} {how} ({change}): the original was used")
            if is_locked(given):
                mine[name].source = given.source
    return nb, remarks + _put_in_order(nb, release)


def _copy(nb):
    """A copy whose cells may be changed: their sources, outputs and labels, not what is inside of an output."""
    return NotebookNode(nb, metadata=NotebookNode(nb.metadata), cells=[NotebookNode(cell, metadata=NotebookNode(cell["metadata"])) for cell in nb.cells])


def labelled(nb: NotebookNode) -> dict[str, NotebookNode]:
    """The cells that count, by name, in order."""
    return {cell.metadata.nbgrader.grade_id: cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id")}


def is_locked(cell: NotebookNode) -> bool:
    """Whether the author alone writes this cell: tests and questions, but no answers."""
    mark = cell.metadata.get("nbgrader", {})
    return not mark.get("solution") and bool(mark.get("grade") or mark.get("locked") or mark.get("task"))


def put_back(nb: NotebookNode, release: NotebookNode, cell: NotebookNode) -> None:
    """Insert a cell of the release after the nearest cell before it that is still there."""
    order = [each.id for each in release.cells]
    before = set(order[:order.index(cell.metadata.get("nbgrader", {}).get("grade_id", cell.id))])
    at = max((i + 1 for i, name in enumerate(_names(nb)) if name in before), default=0)
    nb.cells.insert(at, cell)


def _names(nb):
    """Which of the release's cells each cell is, if it is one: its label says so, or else its id, if that is no other's label."""
    labels = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells]
    taken = set(labels)
    return [label or (cell.id if cell.id not in taken else None) for label, cell in zip(labels, nb.cells)]


def _recognise(nb, release, remarks):
    """Give cells that lost both id and label (some tools strip them) the release's ids again: by their text, where it is the release's,
    and an answer by what it defines. Raises Unreadable where several cells could be it, and no other sign is left."""
    known = {cell.id for cell in release.cells}
    there = {cell.id for cell in nb.cells} | {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells}
    lost = [cell for cell in release.cells if cell.id not in there]
    if not lost:
        return
    free = [cell for cell in nb.cells if cell.id not in known and "nbgrader" not in cell.metadata]
    by_text = _by(free, lambda cell: (cell.cell_type, cell.source.strip()))
    for text, same in _by(lost, lambda given: (given.cell_type, given.source.strip())).items():
        found = by_text.get(text, [])
        if len(found) == len(same):
            for cell, given in zip(found, same):
                cell.id = given.id
    stripped, defines = len(lost) == len(release.cells), _definitions(cell for cell in free if cell.id not in known)
    for given in lost:
        if kind(given) == "solution":
            _take_out_of_its_check(nb, given, release, remarks)
        if kind(given) not in ("solution", "task") or given.id in {cell.id for cell in nb.cells}:
            continue
        if kind(given) == "task":
            found = [cell for cell in free if cell.cell_type == "markdown" and cell.source.strip().startswith(given.source.strip())]
        else:
            wanted = _defined(given.source)
            found = [cell for cell, names in defines if wanted and wanted <= names]
        found = [cell for cell in found if cell.id not in known]
        if len(found) == 1:
            found[0].id, found[0].metadata["nbgrader"] = given.id, NotebookNode(given.metadata.nbgrader)
            remarks.append(f"{kind(given)} cell {given.id} had lost its label: it was found by {'what it defines' if kind(given) == 'solution' else 'its question'}")
        elif found and stripped:
            raise Unreadable(f"its cells have lost their labels, and {len(found)} of them could be the answer {given.id}: leave one, or put it "
                             "into a fresh copy of the notebook")


def _definitions(cells):
    """What code cells define -> [(cell, names)], of those that a person would write: others are long, or without end in number."""
    found, left = [], MOST_READ
    for cell in cells:
        if cell.cell_type == "code" and len(cell.source) <= LONGEST_READ and left > 0 and ("def " in cell.source or "=" in cell.source):
            left -= len(cell.source) + 100
            found.append((cell, _defined(cell.source)))
    return found


LONGEST_READ, MOST_READ = 20_000, 400_000                # characters of cells that are looked through for a lost answer: of one, of all


DEFINES = re.compile(r"(?:async )?(?:def|class) +(\w+)")


def _defined(source):
    """The names that a cell gives a value, by its lines' beginnings: to compile what a student wrote may take hours, or all memory."""
    found = set()
    for line in source.splitlines():
        head = line[:300]
        if made := DEFINES.match(head):
            found.add(made[1])
        elif "=" in head and not head[:1].isspace():
            for part in head.split("=")[:-1] if "==" not in head else head.split("=")[:1]:       # a = b = 1
                found |= {name for each in part.partition(":")[0].strip(" ()*").split(",") if (name := each.strip(" *")).isidentifier()}
    return found


def _take_out_of_its_check(nb, given, release, remarks):
    """An answer that was merged into the check below it, as by JupyterLab's "Merge Cell Above", gets its own cell again."""
    for test in (cell for cell in release.cells if kind(cell) == "test" and exercise_of(cell.id) == given.id):
        for place, cell in enumerate(nb.cells):
            if cell.metadata.get("nbgrader", {}).get("grade_id", cell.id) == test.id and len(cell.source) <= LONGEST_READ and test.source.strip() in cell.source:
                answer = cell.source.replace(test.source.strip(), "", 1).strip()
                wanted = _defined(given.source)
                if wanted and wanted <= _defined(answer):
                    cell.source = test.source
                    nb.cells.insert(place, new_code_cell(answer, id=given.id, metadata=NotebookNode(given.metadata)))
                    remarks.append(f"solution cell {given.id} had been merged into its check: it was taken out of it")
                    return


def _by(cells, key):
    """Cells that share a key -> {key: cells}."""
    found = {}
    for cell in cells:
        found.setdefault(key(cell), []).append(cell)
    return found


def _put_in_order(nb, release):
    """Cells run in the release's order, wherever they were moved to; a student's own stay where they are -> remarks."""
    places = {cell.id: place for place, cell in enumerate(release.cells)}
    order = [places.get(name) for name in _names(nb)]
    known = [place for place in order if place is not None]
    if known == sorted(known):
        return []
    stay = {None, *_longest_rising(known)}
    before, nb.cells = list(zip(order, nb.cells)), [cell for place, cell in zip(order, nb.cells) if place in stay]
    moved = sorted(((place, cell) for place, cell in before if place not in stay), key=lambda each: each[0])
    for _, cell in moved:
        put_back(nb, release, cell)
    _in_time(nb, before)
    return [f"{kind(cell)} cell {release.cells[place].id} had been moved: it ran in its place" for place, cell in moved]


def _in_time(nb, before):
    """A student's own cells stand before all of the release's cells that they stood before: those which now come too late go up. before: each
    cell's place in the release, or None, and the cell, as they stood."""
    first, needed = None, {}                             # id of an own cell -> the place of the first cell, in the release's order, that was below it
    for place, cell in reversed(before):
        if place is None:
            needed[id(cell)] = first
        else:
            first = place if first is None else min(first, place)
    places = {id(cell): place for place, cell in before}
    late, cells, passed = {}, [], -1
    for cell in nb.cells:
        place = places[id(cell)]
        if place is None and needed[id(cell)] is not None and needed[id(cell)] <= passed:
            late.setdefault(needed[id(cell)], []).append(cell)
        else:
            cells.append(cell)
            passed = max(passed, -1 if place is None else place)
    nb.cells = [each for cell in cells for each in (*late.get(places[id(cell)], []), cell)] if late else nb.cells


def _longest_rising(numbers):
    """The longest part of a row of different numbers that rises, others left out."""
    ends, before = [], {}                                # ends[n]: the smallest number that a rising row of n + 1 can end with
    for number in numbers:
        place = bisect.bisect(ends, number)
        before[number] = ends[place - 1] if place else None
        ends[place:place + 1] = [number]
    row = [ends[-1]]
    while before[row[-1]] is not None:
        row.append(before[row[-1]])
    return row[::-1]


def _owner(given, found, same_id, remarks):
    """The one cell of the submission that stands for the release's cell `given`, or None. found: those labelled as it is."""
    name = given.metadata.nbgrader.grade_id
    original = [cell for cell in found if cell.id == given.id]
    if len(found) > 1:
        which = "the original" if original else "the last one"
        remarks.append(f"{kind(given)} cell {name} came {len(found)} times: {which} was used")
    if not found:                                        # labels lost, by another editor: the cell's id still says
        original = same_id
    return (original or found or [None])[-1]


def _absent(nb, release, given):
    name = given.metadata.nbgrader.grade_id
    if not is_locked(given):                             # its stub would overwrite what was perhaps written elsewhere
        wanted = _defined(given.source)
        where = next((cell.id for cell, names in _definitions(nb.cells) if wanted and wanted <= names), None)
        skipped = next((cell for cell in nb.cells if cell.id == where and "skip-execution" in notebooks.tags(cell)), None)
        runs = "is not run when it is graded" if skipped else "runs where it stands"
        return f"solution cell {name} was deleted" + (f"; the cell {where} defines it, which {runs}" if where else "")
    put_back(nb, release, nbformat.from_dict(given))
    return f"{kind(given)} cell {name} was deleted: the original was put back"


def _same(source, original):
    """Whether two texts differ in white space at the ends of lines at most, as editors leave it."""
    return source == original or [line.rstrip() for line in source.strip().splitlines()] == [line.rstrip() for line in original.strip().splitlines()]


def _has_nbgraders_checksum(cell):
    """Whether nobody has changed it since nbgrader gave it its checksum, as in a test that the author corrected since; or whoever did
    has computed it again."""
    from nbgrader.utils import compute_checksum  # two seconds to import, and rarely needed
    return "checksum" in cell.metadata.get("nbgrader", {}) and cell.metadata.nbgrader.checksum == compute_checksum(cell)


def _relabel(cell, given):
    """Give `cell` the type, tags and labels of `given` -> remarks."""
    name = given.metadata.nbgrader.grade_id
    here, there = cell.metadata.get("nbgrader", {}), given.metadata.nbgrader
    changed = [key for key in ("grade", "solution", "locked", "task", "points") if here.get(key) != there.get(key)]
    remarks = []
    if cell.cell_type != given.cell_type:
        changed.append("type")
        source, old = cell.source, dict(cell)
        cell.clear()
        cell.update(nbformat.from_dict(given) | {"id": old["id"], "source": source})
    if changed:
        remarks.append(f"{kind(given)} cell {name} was relabelled ({', '.join(changed)}): the original labels were used")
    cell.metadata["nbgrader"] = NotebookNode(there)
    cell.metadata["tags"] = list(notebooks.tags(given))
    return remarks


def _keep_answer(nb, cell, given):
    """nbgrader puts the question back with its rubric; what the student typed into it goes into a cell below."""
    answer = cell.source.replace(given.source.strip(), "", 1).strip()
    if answer:
        place = next(i for i, each in enumerate(nb.cells) if each is cell)
        pictures = {"attachments": cell["attachments"]} if "attachments" in cell else {}
        nb.cells.insert(place + 1, new_markdown_cell(answer, id=f"{given.id}-in-the-question", **pictures))


def _first_change(source, original):
    lines, originals = source.split("\n"), original.split("\n")
    for number, line in enumerate(lines, 1):
        if originals[number - 1:number] != [line]:
            return f"line {number}: `{line.strip()[:60]}`"
    return f"from line {len(lines) + 1} on"

