import heapq
import io
import random
import re

import pytest

from course.files import terminal


class Terminal(io.StringIO):
    def isatty(self):
        return True


def show(out, n, every=10):
    assert list(terminal.bar(range(n), n, "graded", out, every)) == list(range(n))
    return out.getvalue()


def test_a_terminal_sees_one_line_that_is_rewritten():
    shown = show(Terminal(), 3)
    assert shown.count("\r") == 3 and shown.count("\n") == 1
    assert "graded 2 of 3\r" in shown and "graded 3 of 3 in 0:00" in shown


def test_elsewhere_there_are_plain_lines_and_the_last_one_is_sure():
    assert show(io.StringIO(), 100) == "graded 100 of 100 in 0:00\n"
    assert show(io.StringIO(), 3, every=0).splitlines()[0] == "graded 1 of 3"


def test_the_time_left_comes_from_the_pace_so_far(monkeypatch):
    times = iter([0, 60, 120])
    monkeypatch.setattr(terminal.time, "monotonic", lambda: next(times))
    assert "graded 1 of 2, 1:00 left" in show(io.StringIO(), 2)


def test_a_few_seconds_are_not_promised_since_the_last_may_run_without_end(monkeypatch):
    times = iter([0, *range(1, 24), 300])
    monkeypatch.setattr(terminal.time, "monotonic", lambda: next(times))
    said = show(Terminal(), 24)
    assert "graded 23 of 24\r" in said and not re.search(r" 0:[012]\d left", said)


def done_at(seconds, workers=2, warm_up=0.0, at_a_time=1, save=0.0):
    """When things are done that take so many seconds, in the order in which they are done; at_a_time: so many
    are handed on together, but for the last.
    """
    free, ends = [warm_up] * workers, []
    for each in seconds:
        ends.append(heapq.heappop(free) + each)
        heapq.heappush(free, ends[-1])
    ends.sort()
    times = [0]
    for i in range(len(ends)):
        handed_on = ends[(i // at_a_time + 1) * at_a_time - 1 if i < len(ends) - 2 * at_a_time else i]
        times.append(max(times[-1], handed_on) + save)
    return times[1:]


def drawn(draw, n, seed=3):
    numbers = random.Random(seed)
    return [draw(numbers) for _ in range(n)]


BATCHES = {
    "all take the same": done_at([10] * 60),
    "the first come late": done_at([10] * 100, warm_up=150),
    "a short batch, mostly warm-up, handed on by eights": done_at(
        [20] * 60, warm_up=300, at_a_time=8, save=3
    ),
    "many cores, handed on by 64": done_at([20] * 300, workers=16, warm_up=300, at_a_time=64, save=3),
    "one of the first takes long": done_at([10] * 3 + [300] + [10] * 96),
    "one of the first takes long, one at a time": done_at([10] * 3 + [300] + [10] * 96, workers=1),
    "a few take long, and are done out of order": done_at([100 if i % 25 == 20 else 10 for i in range(100)]),
    "all take something else": done_at(
        drawn(lambda numbers: numbers.lognormvariate(3, 0.8), 200), warm_up=60
    ),
}


@pytest.mark.parametrize("times", BATCHES.values(), ids=BATCHES)
def test_the_time_left_is_right_within_a_factor_of_two_once_a_tenth_is_done(times, monkeypatch):
    clock, n = iter([0, *times]), len(times)
    monkeypatch.setattr(terminal.time, "monotonic", lambda: next(clock))
    said = re.findall(r"graded (\d+) of \d+, (?:(\d+):)?(\d+):(\d+) left", show(Terminal(), n))
    left = {
        int(done): int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
        for done, hours, minutes, seconds in said
    }
    for done in range(-(-n // 10), n * 9 // 10):
        truth = times[-1] - times[done - 1]
        assert (
            truth / 2 <= left.get(done, terminal.SHORT) <= truth * 2
            or done not in left
            and truth < terminal.SHORT * 2
        ), (done, left.get(done), truth)


def test_nothing_to_do_says_nothing():
    assert show(io.StringIO(), 0) == ""


def test_long_times_have_hours():
    assert terminal.clock(3725) == "1:02:05" and terminal.clock(59.6) == "1:00"


def test_no_line_commands_the_terminal(capsys):
    terminal.say("\x1b]0;mine\x07: no page\n")
    assert capsys.readouterr().err == "\ufffd]0;mine\ufffd: no page\ufffd\n"
