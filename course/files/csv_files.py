"""CSV files: of somebody's spreadsheet, whatever encoding and separator that chose; and for one, whatever it
takes for a separator, or for a formula.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from course.files.atomic import whole
from course.files.coursedir import CourseError
from course.files.terminal import shown

LARGEST = 20_000_000  # bytes
# what a spreadsheet may pass over before a formula: spaces, quotes, what cannot be shown
GAP = r'(?:[^\S\t\r\n]|["\ufffd])*'
# what a formula begins with, wide ones too; behind an apostrophe it is none
SIGN = r"(?='*[=+@\uff1d\uff0b\uff20\uff0d-])"
# Where a cell may begin: the text, a line of it, and what follows a separator, for not every spreadsheet
# splits at commas and heeds quotes. A negative number
# is no formula if it is all of the cell; behind a semicolon nobody knows that, for there the cell goes on
# into the next one of ours.
BEGINS = re.compile(rf"(^{GAP}(?!-[\d.]+\Z)|,{GAP}(?!-\d[\d.]*(?:[,;)\]}}\n]|\Z))|[;\t\r\n]{GAP}){SIGN}")
INERT = re.compile(rf"(^{GAP}|[,;\t\r\n]{GAP})'{SIGN}")


def read(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The columns of a CSV file, and its rows, each with its number as a spreadsheet has it. Raises
    CourseError for what is no table.
    """
    if not path.is_file():
        raise CourseError(f"{path} is not a file.")
    if path.stat().st_size > LARGEST:
        raise CourseError(
            f"{shown(path.name)} has more than {LARGEST / 1e6:.0f} MB: that is not a class's table."
        )
    data = path.read_bytes()
    try:
        text = data.decode(
            "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
        )
    except UnicodeDecodeError:
        raise CourseError(
            f'{shown(path.name)} is not in UTF-8: letters would come out wrong. Save it as "CSV UTF-8", and try again.'
        ) from None
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        columns = [name.strip() for name in next(reader, [])]
        if twice := next((name for name in columns if name and columns.count(name) > 1), None):
            raise CourseError(f"{shown(path.name)} has two columns called {twice!r}.")
        rows = [
            (number, dict(zip(columns, row + [""] * len(columns))))
            for number, row in enumerate(reader, 2)
            if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise CourseError(f"{shown(path.name)} is not a table that can be read: {error}.") from None
    return columns, rows


def place(path: Path | str) -> Path:
    """The path of a file that is to be written. Raises CourseError if there is no folder for it, or something
    else in its place.
    """
    path = Path(path)
    if not path.absolute().parent.is_dir():
        raise CourseError(f"there is no folder {path.parent}: make it, or name another. No file was written.")
    if path.exists() and not path.is_file():
        raise CourseError(f"{path} is there, but is not a file: name another. No file was written.")
    return path


def write(path: Path, rows: Iterable[Iterable[str]], marked: bool = True) -> None:
    """Write a CSV file, all of it or nothing; each cell `inert`. marked: with the mark at its start by which
    Excel knows UTF-8; platforms want none.
    """
    with whole(path) as new, new.open("w", newline="", encoding="utf-8-sig" if marked else "utf-8") as stream:
        csv.writer(stream, lineterminator="\n").writerows(map(inert, row) for row in rows)


def inert(text: str) -> str:
    """Text with an apostrophe wherever a spreadsheet would take what follows for a formula; its lines may be
    several.
    """
    return BEGINS.sub(r"\1'", text)


def as_written(text: str) -> str:
    """The text that `inert` made this of."""
    return INERT.sub(r"\1", text)
