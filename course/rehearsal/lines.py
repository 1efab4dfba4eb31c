"""What a rehearsal says at its end: a table with a row for each assignment, each deviation as a line, a
sentence, and where to look.
"""

from collections.abc import Iterator
from pathlib import Path

from course.rehearsal.deviation import Row
from course.rehearsal.rehearse import STEPS

MOST = 20  # deviations of one assignment that are told
HEADING = "assignment", "students", "as expected", "answers", "named", *STEPS


def lines(rows: list[Row], place: Path | None) -> Iterator[str]:
    """The table and what follows. place: the scratch folder, if it is kept."""
    table = [HEADING, *(_cells(row) for row in rows)]
    first, *widths = [max(map(len, column)) for column in zip(*table)]
    yield from ("  ".join([name.ljust(first), *map(str.rjust, rest, widths)]) for name, *rest in table)
    yield "Answers: different ones that were handed in. Named: misconceptions that were called by their names. The rest are seconds."
    for row in rows:
        if row.deviations:
            yield f"\nOtherwise than expected in {row.assignment}:"
            yield from (f"  {deviation}" for deviation in row.deviations[:MOST])
            yield from [f"  … and {len(row.deviations) - MOST} more"] * (len(row.deviations) > MOST)
    marks, wrong = sum(row.students for row in rows), sum(row.students - row.right for row in rows)
    yield ""
    yield (
        f"{wrong} of {marks} marks {'is' if wrong == 1 else 'are'} not as expected, or not for the reason expected."
        if wrong
        else f"All {marks} marks are as expected."
    )
    if place:
        name = next((row.assignment for row in rows if row.deviations), rows[0].assignment)
        who = next((deviation.student for row in rows for deviation in row.deviations), "s002")
        yield f"Look at it: `COURSE_ROOT={place} course report {name}`; the page of {who} is {place}/feedback/{who}/{name}/{name}.html, what was handed in is in submitted/ beside it."


def _cells(row):
    return (
        row.assignment,
        str(row.students),
        str(row.right),
        str(row.met),
        f"{row.named} of {row.to_name}",
        *(f"{row.seconds[step]:.1f}" for step in STEPS),
    )
