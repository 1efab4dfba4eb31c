"""A CSV file of somebody's spreadsheet, whatever encoding and separator that chose."""
import codecs
import csv
import io
from pathlib import Path

from course.classroom.places import CourseError
from course.classroom.submission import shown

LARGEST = 20_000_000                                     # bytes


def read(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The columns of a CSV file, and its rows, each with its number as a spreadsheet has it. Raises CourseError for what is no table."""
    if not path.is_file():
        raise CourseError(f"{path} is not a file.")
    if path.stat().st_size > LARGEST:
        raise CourseError(f"{shown(path.name)} has more than {LARGEST / 1e6:.0f} MB: that is no table of a class.")
    data = path.read_bytes()
    try:
        text = data.decode("utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        raise CourseError(f"{shown(path.name)} is not in UTF-8: letters would come out wrong. Save it as \"CSV UTF-8\", and try again.") from None
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        columns = [name.strip() for name in next(reader, [])]
        if twice := next((name for name in columns if name and columns.count(name) > 1), None):
            raise CourseError(f"{shown(path.name)} has two columns called {twice!r}.")
        rows = [(number, dict(zip(columns, row + [""] * len(columns)))) for number, row in enumerate(reader, 2) if any(map(str.strip, row))]
    except csv.Error as error:
        raise CourseError(f"{shown(path.name)} is not a table that can be read: {error}.") from None
    return columns, rows
