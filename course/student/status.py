"""How far one is: a table that fits 80 columns, and what its marks mean below it.

assignment                points      checked        handed in
01-tokens                 22 of 25 *  27 Nov 12:10   27 Nov 12:31
02-next-token             started
"""

import textwrap

from course.names import is_optional
from course.student import work
from course.submission.bundle import unstamp

WIDTH = 80


def table() -> str:
    """The table, and its notes."""
    lines = work.status()
    notes = [(line["assignment"], note) for line in lines for note in _notes(line)]
    noted = {assignment for assignment, _ in notes}
    rows = [
        ("assignment", "points", "checked", "handed in"),
        *(
            (line["assignment"], _stands(line) + " *" * (line["assignment"] in noted), *_times(line))
            for line in lines
        ),
    ]
    widths = [max(map(len, column)) for column in zip(*rows)]
    text = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    if any(time for row in rows[1:] for time in row[2:]):
        notes.append(("", "Times are UTC."))
    if notes:
        text.append("")
    for assignment, note in notes:
        text += textwrap.wrap(
            f"* {assignment}: {note}" if assignment else note,
            WIDTH,
            subsequent_indent="  ",
            break_on_hyphens=False,
        )
    return "\n".join(text)


def _stands(line):
    seen = line["check"]
    if not seen:
        open_ = "optional" if is_optional(line["assignment"]) else "not started"
        return "started" if line["started"] else open_
    if seen.get("visible"):
        return f"{seen['right']} of {seen['exercises']} pass"
    return f"{seen['points']:g} of {seen['out_of']:g}"


def _times(line):
    return [
        f"{time:%d %b %H:%M}" if time else ""
        for time in (line["check"] and unstamp(line["check"]["when"]), line["submitted"])
    ]


def _notes(line):
    seen = line["check"] or {}
    if seen.get("visible"):
        yield f"{work.passing(seen['right'], seen['exercises'], seen.get('filled', 0))}; hidden tests decide the marks."
    if seen.get("self_mark") is not None:
        yield f"your own mark for the written answer: {seen['self_mark']:g} of {work.counted(seen['self_out_of'])}."
