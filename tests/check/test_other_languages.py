"""course.check.other_languages: what JavaScript and others call it."""

import pytest

from course.check import other_languages
from course.check.detectors.errors import in_the_error
from course.check.other_languages import no_python


@pytest.mark.parametrize(
    "wrong, says",
    [
        ("[1].push(2)", "`x.append(y)`"),
        ("[1].concat([2])", "`a + b`"),
        ("[1].map(str)", "`[f(y) for y in x]`"),
        ("' a '.trim()", "`x.strip()`"),
        ("'A'.toLowerCase()", "`x.lower()`"),
        ("'a'.length", "`len(x)`"),
        ("[1].includes(1)", "`y in x`"),
        ("true", "`True`"),
        ("null", "`None`"),
        ("Math.ceil(2)", "`import math` first"),
        ("Infinity", '`float("inf")`'),
    ],
)
def test_a_name_of_another_language_is_told_in_python(wrong, says):
    with pytest.raises((AttributeError, NameError)) as found:
        eval(wrong)
    said = in_the_error(found.value)
    assert "is of another language. In Python" in said and says in said


@pytest.mark.parametrize(
    "other", ["[1].shape", "[1].flatten()", "nobody", "(5).push(1)", "'a'.decode()", "object().length"]
)
def test_what_python_or_numpy_has_is_no_other_language(other):
    with pytest.raises((AttributeError, NameError)) as found:
        eval(other)
    assert other_languages.in_an_error(found.value) is None


@pytest.mark.parametrize(
    "line, says",
    [
        ("if a === b:", "`==`"),
        ("if a !== b:", "`!=`"),
        ("let x = 1", "no `let`"),
        ("const x = 1;", "no `let`"),
        ("if a && b:", "`and`"),
        ("if a || b:", "`or`"),
        ("i++", "`x += 1`"),
        ("return [...a, ...b]", "`[*a, *b]`"),
        ("f = x => x + 1", "`lambda x: …`"),
        ("function f(x) {", "`def`"),
        ("} else if (x) {", "`elif`"),
        ("return x ? 1 : 2", "`a if … else b`"),
        ("if !x:", "`not`"),
    ],
)
def test_a_sign_of_another_language_is_told_in_python(line, says):
    with pytest.raises(SyntaxError):
        compile(line, "cell", "exec")
    assert says in no_python(line)


@pytest.mark.parametrize(
    "line",
    [
        "print('a && b'",
        "x = 'let y = 1",
        "if a != b",
        "d = {x: 1",
        "def f(x",
        "x = a <= b)",
        "xs[1:2",
        "total =+ 1)",
        "x = y  # really?",
        "let = 5)",
        "y = ~x )",
    ],
)
def test_other_lines_that_are_no_python_are_not_taken_for_one(line):
    assert other_languages.in_a_line(line) == ""


def test_a_method_that_is_asked_of_a_number_wants_brackets_around_what_comes_before():
    with pytest.raises(SyntaxError):
        compile("d = (a - b) ** 2.sum(axis=1)", "cell", "exec")
    assert (
        "`((a - b) ** 2).sum()`" in no_python("d = (a - b) ** 2.sum(axis=1)")
        and no_python("x = y2.sum(axis=1") == no_python("x = 2.5 + (") == ""
    )
