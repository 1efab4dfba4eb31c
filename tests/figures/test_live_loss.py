"""course.figures.live_loss: a picture of the loss that grows while a model trains."""

import pytest

from course.figures import live_loss

HISTORY = [
    {"done": 0.1, "seconds": 1.0, "tokens": 100, "loss": 4.0, "held_out": 4.1},
    {"done": 0.15, "seconds": 1.5, "tokens": 150, "loss": 3.5},
    {"done": 0.2, "seconds": 2.0, "tokens": 200, "loss": 3.0, "held_out": 3.2},
]


class Page:
    """What is displayed: the first picture, and how often it was replaced."""

    shown, updated = 0, 0

    def display(self, shown, raw, display_id):
        self.shown += 1
        return self

    def update(self, shown, raw):
        self.updated += 1


@pytest.fixture
def page(monkeypatch):
    page = Page()
    monkeypatch.setattr(live_loss, "display", page.display)
    return page


@pytest.mark.slow
def test_one_picture_is_drawn_and_then_replaced(page):
    watch = live_loss.LiveLoss(to_beat=1.2)
    for n in (1, 2, 3):
        watch(HISTORY[:n])
    assert (page.shown, page.updated) == (1, 1)  # the second record has nothing measured on held-out text


def test_the_picture_says_what_it_shows_for_those_who_do_not_see_it():
    figure, alt = live_loss.LiveLoss(to_beat=1.2).picture(HISTORY)
    (ax,) = figure.axes
    assert "from 4.10 to 3.20 nats" in alt and "mark to beat, 1.20" in alt
    assert ax.get_xlabel() == "training time (seconds)" and ax.get_ylabel() == "loss (nats per character)"
    assert ax.get_xlim()[1] == pytest.approx(10.2)  # a fifth is done after two seconds
