"""course.check.limits: a call that does not end, or takes all the memory, is stopped, in the student's own
kernel too.
"""

import threading
import time

import pytest

from course.check import limits
from course.check.calls import call_and_record
from course.check.context import Context, within
from course.check.limits import LOOP, Stopped, limited
from course.check.peek import peek
from course.check.values import is_too_much
from course.lessons.fallback import plug_in, yours_or
from course.sandbox import kernel
from tests.check.test_check import VISIBLE, merge, run

ENDLESS = """
def merge(ids, pair, new_id):
    merged, i = [], 0
    while i < len(ids):
        if tuple(ids[i:i + 2]) == pair:
            merged.append(new_id)
            i += 2
        else:
            merged.append(ids[i])
    return merged
"""  # where the last line of the loop, `i += 1`, was forgotten


@pytest.fixture
def watched():
    with within(Context(watched=True)):
        yield


@pytest.fixture
def short(watched, monkeypatch):
    """Limits that a test can wait for."""
    monkeypatch.setattr(limits, "SECONDS", 1)
    monkeypatch.setattr(limits, "MEMORY", 50 << 20)


def endless(*_):
    while True:
        pass


def greedy(*_):
    kept = []
    while True:
        kept.append(b"x" * (1 << 20))
        time.sleep(0.001)


@pytest.mark.slow
def test_a_call_that_does_not_end_is_stopped_and_the_three_lines_say_after_how_long(short):
    assert run(VISIBLE, merge=endless) == [
        "Merge: not yet.",
        "merge([1, 2, 3, 1, 2], (1, 2), 4) was still running after 1 s, and was stopped.",
        LOOP,
    ]


def test_a_call_that_takes_much_memory_is_stopped_and_the_three_lines_say_how_much(short, monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 60)
    assert run(VISIBLE, merge=greedy)[1:] == [
        "merge([1, 2, 3, 1, 2], (1, 2), 4) had taken 0.049 GB of memory, and was stopped.",
        LOOP,
    ]


def test_the_memory_of_a_call_that_was_stopped_is_given_back(short, monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 60)
    monkeypatch.setattr(limits, "OFTEN", 0.01)
    before = limits.memory()
    grown = []

    def merge(ids, *_):
        for _ in ids:  # each round adds one more
            ids.append(bytes(1 << 21) + b"x")  # large pieces: small ones the C library keeps for later
            grown.append(len(ids))

    lines = run(VISIBLE, merge=merge)
    assert "of memory" in lines[1] and len(grown) > 20
    assert limits.memory() - before < 40 << 20


@pytest.mark.slow
def test_a_call_that_catches_everything_is_stopped_in_the_end(short, monkeypatch):
    monkeypatch.setattr(limits, "AGAIN", 0.2)
    met = []

    def stubborn():
        while len(met) < 3:
            try:
                endless()
            except:  # noqa: E722 (the mistake in question)
                met.append(1)
        endless()

    with pytest.raises(Stopped):
        limited(stubborn, ())
    assert len(met) == 3


@pytest.mark.slow
def test_what_waits_and_does_not_work_is_not_stopped(short):
    assert limited(lambda: time.sleep(1.5) or 1, ()) == 1


@pytest.mark.slow
def test_a_call_within_a_call_is_part_of_it(short):
    def outer(*_):
        while True:
            limited(sum, (range(10_000),))

    with pytest.raises(Stopped, match="after 1 s"):
        limited(outer, ())


def test_the_students_own_stop_stays_what_it_is(short):
    def pressed(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as found:
        limited(pressed, ())
    assert type(found.value) is KeyboardInterrupt
    assert run(VISIBLE, merge=pressed)[1].endswith("was still running when it was stopped.")


@pytest.mark.slow
def test_after_a_call_that_was_stopped_nothing_comes_late_and_the_next_ones_have_their_own_time(
    short, monkeypatch
):
    monkeypatch.setattr(limits, "SECONDS", 0.02)
    monkeypatch.setattr(limits, "OFTEN", 0.001)
    stopped = 0
    # the first end just when they would be stopped, the last are, whoever else has the processor
    for n in range(30):
        began = time.process_time()

        def busy(began=began, n=n):
            while time.process_time() - began < 0.019 + n * n / 8_000:
                pass

        try:
            limited(busy, ())
        except Stopped:
            stopped += 1
        assert limits._watch.running is None
    end = time.process_time() + 0.1
    while time.process_time() < end:  # and here no call runs
        pass
    assert limited(merge, ([1, 2], (1, 2), 3)) == [3]
    assert 0 < stopped


def test_what_such_a_call_left_behind_is_not_copied(short):
    def grows(ids):
        while True:
            ids.append(1)

    call, _ = call_and_record("grows", grows, [[0]], {})
    assert type(call.raised) is Stopped and call.after == ([[0]], {})


def doubles(ids, pair, new_id):
    out = [1]
    for _ in range(25):
        out = out + out
    return out


def repeats(ids, pair, new_id):
    return ["x" * 10**6] * 3000


def swells(ids, pair, new_id):
    ids += [0] * 30_000_000
    return ids[:1]


@pytest.mark.slow
@pytest.mark.parametrize("answer", [doubles, swells, repeats])
def test_what_is_soon_made_and_endless_to_walk_through_is_not_looked_at(watched, answer):
    start = time.process_time()
    said = run(VISIBLE, merge=answer)
    assert (
        "more than 2,000,000 items came back, or stand in an argument now" in said[1]
        and time.process_time() - start < 5
    )


@pytest.mark.slow
def test_lists_that_share_their_lists_are_counted_as_often_as_one_meets_them():
    shared, itself = [], [1]
    for _ in range(60):
        shared = [shared, shared]
    itself.append(itself)
    assert (
        is_too_much(shared)
        and not is_too_much(itself)
        and not is_too_much({1: [2] * 1_000_000})
        and is_too_much({1: [2] * 2_000_000})
    )


@pytest.mark.slow
def test_peek_says_that_a_call_was_stopped_and_the_notebook_goes_on(short):
    space = {"peek": peek, "endless": endless}
    exec(compile("said = peek(endless, 1)", "<another cell>", "exec"), space)
    assert repr(space["said"]) == f"endless was still running after 1 s, and was stopped. {LOOP}"


@pytest.mark.slow
def test_a_demonstration_in_the_cell_that_peeks_may_take_its_time_but_not_all_memory(short):
    def slow():
        began = time.process_time()
        while time.process_time() - began < 0.6:
            pass
        return "done"

    assert peek(slow) == "done"
    assert "of memory, and was stopped" in repr(peek(greedy))


@pytest.mark.slow
def test_the_courses_own_stands_in_for_what_was_stopped(short, capsys):
    assert yours_or([1], endless, [(1,)]) == [1] and plug_in(gradient=endless) == {}
    assert capsys.readouterr().out.splitlines() == [
        "endless: was still running after 1 s, and was stopped, so this uses the course's own results.",
        "gradient: was still running after 1 s, and was stopped, so the course's own.",
    ]


def test_one_thread_looks_at_all_calls_and_sleeps_while_there_is_none(watched):
    for _ in range(50):
        limited(abs, (-1,))
    assert sum(thread.name == "limits of a call" for thread in threading.enumerate()) == 1
    for _ in range(50):
        if not limits._watch.wake.is_set():
            break
        time.sleep(0.1)
    assert not limits._watch.wake.is_set()


@pytest.mark.slow
def test_it_costs_a_small_call_less_than_a_hundred_microseconds(watched):
    def seconds(n=500):
        began = time.thread_time()  # of this call's own: what others do on the machine is not its cost
        for _ in range(n):
            limited(abs, (-1,))
        return (time.thread_time() - began) / n

    assert min(seconds() for _ in range(20)) < 100e-6


def test_where_grades_are_given_and_in_a_plain_python_nothing_is_watched():
    assert not Context().watched
    assert limited(lambda: limits._watch.running, ()) is None


# -- in a kernel ---------------------------------------------------------------------------------------------


def in_a_kernel(folder, *cells, seconds=60):
    """Run cells in a fresh kernel that grades -> what unlocked.execute saw of each."""
    with kernel.kernel(str(folder)) as client:
        return [kernel.execute(client, cell, seconds) for cell in cells]


def at_work(folder, *cells):
    """The same in a student's own, which nobody grades."""
    return in_a_kernel(folder, "import os\ndel os.environ['NBGRADER_EXECUTION']", *cells)[1:]


CHECK = """
from course.check import grading
with grading("01-tokens/merge") as g:
    assert merge([1, 2, 3, 1, 2], (1, 2), 4) == [4, 3, 4]
"""


@pytest.mark.slow
def test_in_a_kernel_a_check_and_a_peek_are_watched_and_the_next_cell_runs(tmp_path):
    short = "from course.check import limits\nlimits.SECONDS = .5"
    _, _, check, look, after = in_a_kernel(
        tmp_path,
        short,
        ENDLESS,
        CHECK,
        "from course.check.peek import peek\npeek(merge, [1, 2, 3], (1, 2), 4)",
        "6 * 7",
    )
    assert check.errors[0].traceback == [
        "Merge: not yet.",
        "merge([1, 2, 3, 1, 2], (1, 2), 4) was still running after 0.5 s, and was stopped.",
        "There is a way through your `while` on which `i` stays as it is, so it never ends. Each way needs a line that moves on, such as `i += 1`.",
    ]
    assert (
        look.outputs[0].data["text/plain"].startswith("merge was still running after 0.5 s, and was stopped.")
    )
    assert after.outputs[0].data["text/plain"] == "42" and not check.trouble


@pytest.mark.slow
def test_in_a_kernel_a_check_leaves_no_names_of_its_own_behind_and_those_of_the_notebook_as_they_were(
    tmp_path,
):
    check = (
        'from course.check import grading\nwith grading("01-tokens/merge") as g:\n    largest, table = max, {}\n'
        "    for case in range(2):\n        assert merge(case) == case\n"
    )
    *_, after = in_a_kernel(
        tmp_path,
        "table = 5\ndef merge(x): return x",
        check,
        "print(table, [name for name in ('largest', 'case', 'merge', 'g') if name in globals()])",
    )
    assert after.outputs[0].text == "5 ['merge', 'g']\n"


@pytest.mark.release
def test_a_merge_that_does_not_step_on_ends_in_the_students_kernel_within_half_a_minute_of_work_and_two_gigabytes(
    tmp_path,
):
    spy = (
        "import psutil, threading, time\nfrom course.check import limits\nmost, began = [limits.memory()] * 2, time.process_time()\n"
        "def spy():\n    while True:\n        most[1] = max(most[1], limits.memory())\n        time.sleep(.05)\n"
        "threading.Thread(target=spy, daemon=True).start()"
    )
    end = "print(time.process_time() - began, most[1] - most[0], limits.memory() - most[0])"
    _, _, check, said = in_a_kernel(tmp_path, spy, ENDLESS, CHECK, end, seconds=120)
    seconds, most, left = map(float, said.outputs[0].text.split())
    assert (
        "of memory, and was stopped" in check.errors[0].evalue
        or "after 20 s, and was stopped" in check.errors[0].evalue
    )
    assert seconds < 30 and most < 2 << 30 and left < 1 << 28


def test_the_limits_are_twenty_seconds_and_a_gigabyte():
    assert (limits.SECONDS, limits.MEMORY) == (20, 1 << 30)


def test_a_thread_that_a_fork_left_behind_is_started_again(watched, monkeypatch):
    limited(abs, (-1,))
    monkeypatch.setattr(limits._watch, "thread", threading.Thread())  # one that does not run
    assert limited(abs, (-1,)) == 1 and limits._watch.thread.is_alive()
