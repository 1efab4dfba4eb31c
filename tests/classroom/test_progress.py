import io

from course.classroom import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def show(out, n, every=10):
    assert list(progress.bar(range(n), n, "graded", out, every)) == list(range(n))
    return out.getvalue()


def test_a_terminal_sees_one_line_that_is_rewritten():
    shown = show(Terminal(), 3)
    assert shown.count("\r") == 3 and shown.count("\n") == 1
    assert "graded 2 of 3, 0:00 left" in shown and "graded 3 of 3 in 0:00" in shown


def test_elsewhere_there_are_plain_lines_and_the_last_one_is_sure():
    assert show(io.StringIO(), 100) == "graded 100 of 100 in 0:00\n"
    assert show(io.StringIO(), 3, every=0).splitlines()[0] == "graded 1 of 3, 0:00 left"


def test_the_time_left_comes_from_the_pace_so_far(monkeypatch):
    times = iter([0, 60, 120])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(times))
    assert "graded 1 of 2, 1:00 left" in show(io.StringIO(), 2)


def test_nothing_to_do_says_nothing():
    assert show(io.StringIO(), 0) == ""


def test_long_times_have_hours():
    assert progress.clock(3725) == "1:02:05" and progress.clock(59.6) == "1:00"


def test_no_line_commands_the_terminal(capsys):
    progress.say("\x1b]0;mine\x07: no page\n")
    assert capsys.readouterr().err == "\ufffd]0;mine\ufffd: no page\ufffd\n"
