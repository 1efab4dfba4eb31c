"""A notebook that was handed in, read: bounded, of whatever version, set right where Jupyter would open it,
and refused in a line.
"""

import contextlib
import copy
import json
import random
import time

import nbformat
import pytest

from course.notebook import document
from course.notebook.reading import (
    LARGE,
    LARGEST,
    Unreadable,
    _has_more_than,
    _text,
    _validate,
    read,
    read_to_run,
    without_outputs,
)
from course.notebook.repair import mend
from tests import tiny
from tests.tiny import cell


def test_an_old_format_is_read_as_the_present_one(work, tmp_path):
    old = json.loads(nbformat.writes(nbformat.convert(nbformat.from_dict(work), 3)))
    (tmp_path / "a.ipynb").write_text(json.dumps(old))
    nb = read(tmp_path / "a.ipynb")
    assert (nb.nbformat, nb.nbformat_minor) == (4, 5) and [each.source for each in nb.cells] == [
        each.source for each in work.cells
    ]
    assert read(tmp_path / "a.ipynb") == nb  # ids by place, not by chance


@pytest.mark.parametrize("written", ["\\\\ud83d", "\\\\uDE00"], ids=["the first half", "the second"])
def test_half_a_letter_becomes_a_sign_that_a_file_can_hold(work, tmp_path, written):
    text = json.dumps(work)
    half = written.replace("\\\\", "\\")
    text = text.replace("def double", f"# {half} \\ud83d\\ude00 \\\\\\\\ud83d\\ndef double", 1).replace(
        '"metadata": {"nbgrader"', f'"metadata": {{"x{half}": ["{half}"], "nbgrader"', 1
    )
    (tmp_path / "a.ipynb").write_text(text)
    nb = read(tmp_path / "a.ipynb")
    assert "# \ufffd \U0001f600 \\\\ud83d\ndef double" in "".join(each.source for each in nb.cells)
    json.dumps(nb, ensure_ascii=False).encode()


def test_cells_that_share_an_id_are_told_apart(work, tmp_path):
    work.cells[1]["id"] = work.cells[0]["id"]
    (tmp_path / "a.ipynb").write_text(json.dumps(work))
    assert len({each.id for each in read(tmp_path / "a.ipynb").cells}) == len(work.cells)


def test_a_byte_order_mark_does_no_harm(work, tmp_path):
    (tmp_path / "a.ipynb").write_bytes(b"\xef\xbb\xbf" + document.dumps(work).encode())
    assert read(tmp_path / "a.ipynb") == work


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b'{"nbformat": 4, "cells": [{}]}',
        b"[" * 100_000,
        b'{"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}',
        b"\xff\xfe{}",
    ],
)
def test_what_is_no_notebook_is_said_in_a_line(tmp_path, data):
    (tmp_path / "a.ipynb").write_bytes(data)
    with pytest.raises(Unreadable, match=r"^a.ipynb is not a notebook that can be read \([^\n]+\)$"):
        read(tmp_path / "a.ipynb")


PICTURE = b'"' + b"iVBOR" * 1000 + b'"'
TEXTS = {
    "letters": "caf\u00e9 \u2026 \u4e2d \U0001f600".encode(),
    "an escaped letter": rb"caf\u00e9 \ud83d\ude00",
    "a backslash, then a letter": "\\\\\u00e9".encode(),
    "half a pair, then a letter": rb"\ud83d" + "\U0001f600".encode(),
    "half a pair": rb"\ude00",
    "no such escape": "\\\u00e9".encode(),
    "no UTF-8": b"\xff",
    "a letter cut off": b"\xe2\x80",
    "half a pair in UTF-8": b"\xed\xa0\xbd",
    "a letter over two lines": b"\xe2\n\x80\xa6",
    "a control character": b"\x01",
    "a line in a string": b"a\nb",
    "a letter outside": b'", \xc3\xa9: "',
    "the same name twice": b'", "text": "\xc3\xa9',
}


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_file_with_pictures_is_read_as_json_reads_it(text, end, tmp_path):
    file = tmp_path / "a.ipynb"
    file.write_bytes(
        end.join([b"\xef\xbb\xbf{", b'"picture": ' + PICTURE + b",", b'"text": "' + text + b'"', b"}"])
    )

    def outcome(read):
        try:
            return read()
        except json.JSONDecodeError:  # all are reported alike
            return "not JSON"
        except ValueError as error:
            return str(error)

    assert outcome(lambda: json.loads(_text(file.read_bytes()))) == outcome(
        lambda: json.loads(file.read_text("utf-8-sig"))
    )


def test_a_file_with_pictures_has_no_letters_left_to_widen_it(work, tmp_path):
    work.cells[0].source = "\u2026" + "x" * 10_000
    work.cells[0].metadata["picture"] = "x" * 200_000
    document.write(work, tmp_path / "a.ipynb")
    assert _text((tmp_path / "a.ipynb").read_bytes()).isascii() and read(tmp_path / "a.ipynb") == work


RIGHT = {
    "stream": {"name": "stdout", "text": "x"},
    "display_data": {"data": {"text/plain": "x", "image/png": "x"}, "metadata": {}},
    "execute_result": {"data": {"text/plain": "x"}, "metadata": {}, "execution_count": 1},
    "error": {"ename": "E", "evalue": "", "traceback": ["x"]},
}
ODD = (
    None,
    "x",
    1,
    -1,
    True,
    1.5,
    [],
    ["x"],
    [1],
    {},
    {"text/plain": 1},
    {"text/plain": ["x"]},
    {"application/json": {"x": 1}},
)


def outputs_to_try():
    for kind, fields in RIGHT.items():
        right = {"output_type": kind} | fields
        yield from (
            [right],
            [right, right | {"more": 1}],
            [right, right | {"output_type": "update"}],
            right,
            "x",
            [right, "x"],
        )
        for name in right:
            yield from ([right, right | {name: odd}] for odd in ODD)
            yield [{other: value for other, value in right.items() if other != name}]


@pytest.mark.slow
def test_outputs_that_nbformat_has_stay_as_they_are_and_others_are_set_right():
    seen = set()
    for outputs in outputs_to_try():
        given = {
            "cell_type": "code",
            "id": "a",
            "metadata": {},
            "source": "",
            "execution_count": None,
            "outputs": [],
        }
        for count in None, 3, -1, True, "3":
            nb = {
                "nbformat": 4,
                "nbformat_minor": 5,
                "metadata": {},
                "cells": [given | {"execution_count": count, "outputs": outputs}],
            }
            try:
                nbformat.validate(copy.deepcopy(nb))
                is_right = True
            except nbformat.ValidationError:
                is_right = False
            for known in {}, {"a": given}:
                made = copy.deepcopy(nb)
                _validate(made, known)
                nbformat.validate(made)
                assert (made == nb) == is_right, (outputs, count)
            seen.add(is_right)
    assert seen == {True, False}


def test_a_cell_that_is_wrong_in_thousands_of_ways_is_set_right_and_they_are_not_said(work, tmp_path):
    cell(work, "double").outputs = [{}] * 10_000
    (tmp_path / "a.ipynb").write_text(json.dumps(work))
    start = time.process_time()
    assert cell(read(tmp_path / "a.ipynb"), "double").outputs == []
    assert time.process_time() - start < 2  # nbformat took 1.8 GB and 25 s for 20,000


def test_a_cell_that_cannot_be_set_right_is_named_and_what_is_wrong_with_it_not_said_at_length(
    work, tmp_path
):
    cell(work, "double").source = [1] * 50_000
    (tmp_path / "a.ipynb").write_text(json.dumps(work))
    with pytest.raises(Unreadable, match=r"is not a notebook that can be read \([^\n]{1,120}\)$"):
        read(tmp_path / "a.ipynb")


@pytest.mark.parametrize(
    "data, many",
    [
        (b"[1,2,[],{}]", 6),
        (b'["a,[{", 1]', 3),
        (rb'["a\",[{", 1]', 3),
        (rb'["a\\", 1, 2]', 4),
        (rb'["a\\\", 1, 2]', 2),
        (b"\n\n[\n]", 3),
        (b'["a,', 2),
        (b"", 0),
    ],
)
def test_values_are_counted_outside_of_texts(data, many):
    for most in range(many + 3):
        assert _has_more_than(most, data + b" " * 2 * most) == (many > most), most


SHOWN = {
    "image/png": "iVBOR\n",
    "text/html": '<img alt="a \\"quoted\\" wave" src="data:image/png;base64,iVBOR"> and more',
}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("indent", [None, 1])
def test_what_will_run_is_read_without_outputs_and_as_if_they_had_been_cleared(
    work, release, tmp_path, indent, large
):
    document.write(work, tmp_path / "a.ipynb")
    plain, light = read_to_run(tmp_path / "a.ipynb", release)
    for number, each in enumerate(work.cells):
        if each.cell_type == "code":
            each.update(
                execution_count=number,
                outputs=[
                    {
                        "output_type": "display_data",
                        "data": {
                            name: text.replace("iVBOR", "iVBOR" * (LARGE // 30 if large else 1))
                            for name, text in SHOWN.items()
                        },
                        "metadata": {},
                    }
                ],
            )
    (tmp_path / "a.ipynb").write_text(json.dumps(work, indent=indent))
    nb, heavy = read_to_run(tmp_path / "a.ipynb", release)
    assert nb == plain and all(each.outputs == [] for each in nb.cells if each.cell_type == "code")
    assert [each.source for each in nb.cells] == [each.source for each in work.cells] and heavy < 2 * light
    assert large == ((tmp_path / "a.ipynb").stat().st_size > LARGE)
    assert read_to_run(tmp_path / "a.ipynb", release, outputs=True)[0] == read(tmp_path / "a.ipynb")


def test_a_picture_in_an_answer_is_no_output(work, release, tmp_path):
    for about in (
        {"attachments": {"a.png": {"image/png": "iVBOR"}}},
        {"source": "![](data:image/png;base64,iVBOR)"},
    ):
        answer = cell(work, "written-answer")
        answer.update(about)
        document.write(work, tmp_path / "a.ipynb")
        found = cell(read_to_run(tmp_path / "a.ipynb", release)[0], "written-answer")
        assert {name: found[name] for name in about} == about


BETWEEN = [
    '"outputs": [',
    '"outputs"',
    '"',
    "\\",
    '\\"',
    ",",
    "{",
    "}",
    "[",
    "]",
    ":",
    "n",
    "\n",
    " ",
    '"a"',
    "\\u0041",
    "1",
]


@pytest.mark.slow
def test_of_json_nothing_but_outputs_is_lost():
    draw, whole = random.Random(0), 0

    def emptied(value):
        if isinstance(value, dict):
            return {
                name: [] if name == "outputs" and isinstance(each, list) else emptied(each)
                for name, each in value.items()
            }
        return [emptied(each) for each in value] if isinstance(value, list) else value

    for _ in range(60_000):
        text = "".join(draw.choices(BETWEEN, k=draw.randint(1, 12)))
        text = (
            draw.choice(
                [
                    '["%s"]',
                    '{"a": [%s]}',
                    '{"outputs": [%s], "b": ["outputs"]}',
                    '{"a": "%s"}',
                    '{"outputs": ["%s"]}',
                    '{"a": {"outputs": [%s]}, "outputs": []}',
                ]
            )
            % text
        )
        with contextlib.suppress(ValueError):
            assert json.loads(without_outputs(text.encode()), strict=False) == emptied(
                json.loads(text, strict=False)
            ), text
            whole += 1
    assert whole > 3000


@pytest.mark.slow
def test_outputs_that_never_end_take_no_longer_than_others():
    start = time.process_time()
    for data in (
        b'"outputs": [' * 1_000_000,
        b'"outputs": ["a",' * 1_000_000,
        b'{"outputs": ["' + b'\\"' * 6_000_000,
        b'"outputs": [' + b"{}," * 4_000_000,
    ):
        assert without_outputs(data) == data
    assert time.process_time() - start < 20


@pytest.mark.slow
def test_saved_outputs_of_50_mb_are_no_reason_not_to_grade_and_are_never_built(work, release, tmp_path):
    cell(work, "double").outputs = [{"output_type": "stream", "name": "stdout", "text": ["ab\n"] * 7_000_000}]
    (tmp_path / "a.ipynb").write_text(json.dumps(work))
    assert (tmp_path / "a.ipynb").stat().st_size > 50_000_000
    nb, heavy = read_to_run(tmp_path / "a.ipynb", release)
    assert (
        cell(nb, "double").source == tiny.RIGHT["double"]
        and cell(nb, "double").outputs == []
        and heavy < 100_000
    )


def test_what_is_too_much_without_its_outputs_is_not_read(work, release, tmp_path):
    cell(work, "double").source = "#" * LARGEST
    (tmp_path / "a.ipynb").write_text(json.dumps(work))
    with pytest.raises(Unreadable, match="10 MB without its outputs, and 10 are the limit"):
        read_to_run(tmp_path / "a.ipynb", release)


def test_millions_of_lines_are_not_read(work, release, tmp_path):
    cell(work, "written-answer").source = "\n" * 1_200_000
    (tmp_path / "a.ipynb").write_text(json.dumps(work))
    with pytest.raises(Unreadable, match="1,000,000 lines"):
        read_to_run(tmp_path / "a.ipynb", release)


def test_a_huge_file_is_not_read(tmp_path):
    with (tmp_path / "a.ipynb").open("wb") as stream:
        stream.truncate(LARGEST + 1)
    with pytest.raises(Unreadable, match="clear its outputs"):
        read(tmp_path / "a.ipynb")


def test_a_link_is_not_followed(work, tmp_path):
    document.write(work, tmp_path / "b.ipynb")
    (tmp_path / "a.ipynb").symlink_to(tmp_path / "b.ipynb")
    with pytest.raises(Unreadable, match="not a file"):
        read(tmp_path / "a.ipynb")


NOT_BY_THE_BOOK = {
    "an output with what a live session adds": {
        "outputs": [
            {"output_type": "display_data", "data": {}, "metadata": {}, "transient": {"display_id": "a"}}
        ]
    },
    "a stream without a name": {"outputs": [{"output_type": "stream", "text": "a"}]},
    "an error without a traceback": {"outputs": [{"output_type": "error", "ename": "E", "evalue": ""}]},
    "text that has outputs, as when it was code": {"cell_type": "markdown"},
    "tags twice": {"metadata": {"tags": ["a", "a"]}},
    "no outputs": {"outputs": None},
}


@pytest.mark.parametrize("odd", NOT_BY_THE_BOOK.values(), ids=NOT_BY_THE_BOOK)
def test_a_notebook_that_jupyter_opens_can_be_graded(work, release, tmp_path, odd):
    made = {
        "cell_type": "code",
        "id": "mine",
        "metadata": {},
        "source": "1",
        "execution_count": None,
        "outputs": [],
    } | odd
    work["cells"].append(
        {name: value for name, value in made.items() if value is not None or name == "execution_count"}
    )
    (tmp_path / "a.ipynb").write_text(json.dumps(work))
    assert cell(mend(read(tmp_path / "a.ipynb"), release)[0], "double").source == tiny.RIGHT["double"]
