"""What 06b-monday-nine says is so: every number of its prose that no cell prints."""

import pytest

from course.figures.sliders.queue_slider import mean_wait
from course.lessons.checkpoints import checkpoint
from course.lessons.worlds import helpdesk
from tests.told import Told

TOLD = Told("06b-monday-nine")
answer, prose = TOLD.answer, TOLD.prose
PER_TOKEN = dict(checkpoint("06b-monday-nine")["per_token"])


def test_tokens_read_in_one_go_take_less_time_each_and_one_alone_some_50_milliseconds():
    times = list(PER_TOKEN.values())
    assert list(PER_TOKEN) == [1, 4, 16, 64, 256] and times == sorted(times, reverse=True)
    assert "a single token took about 50 milliseconds" in prose() and 40 < PER_TOKEN[1] < 65


@pytest.mark.slow
def test_the_model_reads_256_tokens_in_one_go_much_faster_than_it_writes():
    clerk = helpdesk.Clerk()
    reading, writing = clerk.speeds()
    assert reading > 3 * writing


def test_the_table_of_the_first_exercise_is_its_example():
    assert 30 / 10.9 == pytest.approx(TOLD.number(r"it reads \| 30 \| 10.9 \| ([\d.]+)…"), abs=1e-3)
    assert 4 / 1.4 == pytest.approx(TOLD.number(r"it writes \| 4 \| 1.4 \| ([\d.]+)…"), abs=1e-3)
    assert answer("seconds")(30, 4, 10.9, 1.4) == pytest.approx(5.609, abs=1e-3)


def test_the_table_of_the_second_too():
    assert 28_160 * 1.8 == TOLD.number(r"1.8 s \| ([\d,]+) s") and 0.4 * 3600 == TOLD.number(
        r"3,600 s \| ([\d,]+) s"
    )
    assert TOLD.number(r"1,440 \| ([\d.]+) machines") == 50_688 / 1_440
    assert answer("servers")(28_160, 1.8, 0.4) == 36


def test_from_60_to_95_percent_the_mean_wait_grows_more_than_twelvefold():
    assert 12 < mean_wait(0.95) / mean_wait(0.6) < 13 and "more than twelvefold" in prose()
    assert mean_wait(0.8) == pytest.approx(2) and 2 * mean_wait(0.9) == pytest.approx(9)


def test_written_answers_take_more_than_twenty_times_the_machines_of_sorting():
    seconds, servers = answer("seconds"), answer("servers")
    reading, writing = 1000 / PER_TOKEN[64], 1000 / PER_TOKEN[1]
    sorted_, answered = (servers(100_000, seconds(83, out, reading, writing), 0.6) for out in (0, 150))
    assert answered > 20 * sorted_
