"""course.check.peek: a forgotten `print` in a function that is called a thousand times does not bury the
page.
"""

from course.check.peek import few_lines, peek
from course.lessons.fallback import yours_or


def talks(n):
    for i in range(n):
        print("line", i)
    return n


def test_the_first_lines_are_shown_and_the_others_counted(capsys):
    with few_lines(2):
        talks(1000)
    said = capsys.readouterr().out
    assert said.startswith("line 0\nline 1\n(… and 998 more lines.") and said.count("\n") == 3


def test_few_lines_are_all_shown(capsys):
    with few_lines(2):
        print("a", end="")
        print("b\nc")
    assert capsys.readouterr().out == "ab\nc\n"


def test_a_peek_shows_forty_lines_at_most(capsys):
    assert peek(talks, 1000) == 1000
    assert capsys.readouterr().out.count("line ") == 40


def test_where_a_function_is_called_for_a_picture_five_are_enough(capsys):
    assert yours_or([1000, 500], talks, [(1000,), (500,)]) == [1000, 500]
    said = capsys.readouterr().out
    assert said.count("line ") == 5 and "talks: yours gives the right results here, and is used." in said


def test_what_was_printed_before_an_error_is_shown(capsys):
    def stops():
        print("before")
        raise ValueError("oh")

    assert "ValueError" in peek(stops)
    assert capsys.readouterr().out == "before\n"
