"""CSV files for spreadsheets: text, and never a formula, wherever a spreadsheet takes a cell to begin."""

import csv
import itertools

import pytest

from course.files import csv_files


@pytest.mark.parametrize(
    "text, safe",
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-cmd", "'-cmd"),
        ("-2.5", "-2.5"),
        ("-2.5\n", "'-2.5\n"),
        ("ada", "ada"),
        ("", ""),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("a; @x, -cmd", "a; '@x, '-cmd"),
        ("1;-2", "1;'-2"),
        ("a; b", "a; b"),
        ("[1, -2, -.5]", "[1, -2, '-.5]"),
        ("[1, -2]", "[1, -2]"),
        ("x;-1+cmd|' /C calc'!A0", "x;'-1+cmd|' /C calc'!A0"),
        ("x;\t-1+1", "x;\t'-1+1"),
        ("x,-1+1", "x,'-1+1"),
        ("x, -1 +1", "x, '-1 +1"),
        ("one\n=1+1\n-2", "one\n'=1+1\n'-2"),
        ("\n\t =1+1", "\n\t '=1+1"),
        ('a;"=1+1"', 'a;"\'=1+1"'),
        (";\ufffd=1", ";\ufffd'=1"),
        ("\xa0=1", "\xa0'=1"),
        ("'=1+1", "''=1+1"),
        ("x = 1 - 2", "x = 1 - 2"),
    ],
)
def test_no_spreadsheet_takes_a_cell_or_what_it_splits_off_for_a_formula(text, safe):
    assert csv_files.inert(text) == safe and csv_files.as_written(safe) == text


@pytest.mark.slow
def test_what_was_made_inert_comes_back_as_it_was():
    for letters in itertools.product("';=-1\n, ", repeat=5):
        text = "".join(letters)
        assert csv_files.as_written(csv_files.inert(text)) == text


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "cells",
    [
        ["x;-1", "*cmd|' /C calc'!A0"],
        ["a", '"=1+1'],
        ['a;"=1+1', "b"],
        ["a\n=1+1", "b"],
        ["a;\n\t+1", "b"],
        ["a, @x", "-cmd"],
    ],
)
def test_a_file_has_no_formula_at_whatever_it_is_split(tmp_path, cells, delimiter):
    csv_files.write(tmp_path / "t.csv", [cells])
    text = (tmp_path / "t.csv").read_text("utf-8-sig")
    for quoting in csv.QUOTE_MINIMAL, csv.QUOTE_NONE:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter, quoting=quoting):
            assert not [cell for cell in row if cell.lstrip(' \t\n"')[:1] in tuple("=+@-")], row
