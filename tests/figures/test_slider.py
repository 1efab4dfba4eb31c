"""The temperature slider: right before anybody moves it, and the browser's formula is the same as ours."""

import math
import re

import pytest

from course.figures.slider import temperature_slider


def test_before_it_is_moved_the_bars_are_the_softmax_at_temperature_one():
    shares = temperature_slider({"a": 1.0, "b": 1.0 + math.log(3)}).shares()
    assert shares == pytest.approx({"a": 0.25, "b": 0.75})


def test_the_html_shows_the_same_numbers_as_the_text():
    slider = temperature_slider({"a": 0, "b": math.log(3)})
    assert re.findall(r"(\d+\.\d) %", slider._repr_html_()) == ["25.0", "75.0"]
    assert repr(slider) == "temperature 1: a 25.0%, b 75.0%"


def test_large_scores_do_not_overflow():
    assert temperature_slider({"a": 2000.0, "b": 0.0}).shares() == pytest.approx({"a": 1, "b": 0})


def test_words_are_escaped():
    assert "<b>" not in temperature_slider({"<b>": 0})._repr_html_()


def test_two_runs_give_the_same_bytes_and_load_nothing():
    html = [temperature_slider({"a": 0, "b": 1})._repr_html_() for _ in range(2)]
    assert html[0] == html[1]
    assert "http" not in html[0] and "<script" not in html[0]
