"""course.figures.pictures: what a student sees, and what those hear who do not see."""

import base64
import re

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_rgb

from course.figures import pictures
from course.lessons.models import bpe


@pytest.fixture
def displayed(monkeypatch):
    bundles = []
    monkeypatch.setattr(pictures, "display", lambda bundle, raw: bundles.append(bundle))
    return bundles


def luminance(color):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear))


def test_a_figure_is_shown_as_an_image_that_carries_its_alternative_text(displayed):
    fig, ax = pictures.subplots()
    pictures.show(fig, alt='Two "bars" & a line')
    html = displayed[0]["text/html"]
    assert 'alt="Two &quot;bars&quot; &amp; a line"' in html and "width: 800px" in html
    png = base64.b64decode(re.search('base64,([^"]+)', html)[1])
    assert png.startswith(b"\x89PNG") and displayed[0]["text/plain"] == '[Picture: Two "bars" & a line]'


def test_a_figure_is_closed_once_it_is_shown(displayed):
    fig, _ = pictures.subplots()
    pictures.show(fig, alt="Nothing much")
    assert fig.number not in plt.get_fignums()


def test_a_figure_without_alternative_text_is_refused(displayed):
    fig, _ = pictures.subplots()
    with pytest.raises(ValueError, match="what the picture shows"):
        pictures.show(fig, alt=" ")
    plt.close(fig)


def test_figures_can_be_collected(displayed, monkeypatch):
    monkeypatch.setattr(pictures, "shown", [])
    fig, _ = pictures.subplots()
    pictures.show(fig, alt="Collected")
    assert pictures.shown == [(fig, "Collected")]


def test_the_house_style_stays_in_the_house():
    before = plt.rcParams["axes.spines.top"]
    fig, ax = pictures.subplots(1, 2, width=5, height=2)
    assert not ax[0].spines["top"].get_visible() and plt.rcParams["axes.spines.top"] == before
    plt.close(fig)


def test_tokens_are_boxes_with_their_ids():
    html = pictures.tokens("My name is", "r50k_base")._repr_html_()
    assert (
        html.count('role="listitem"') == 3
        and ">␣name<" in html
        and ">1438<" in html
        and 'title="token 1438"' in html
    )


def test_tokens_of_an_encoding_of_ones_own_are_boxes_too():
    assert repr(pictures.tokens("low lower", bpe.train(["low lower"], 2))) == "low|␣|low|e|r"


def test_text_in_a_token_cannot_become_markup():
    html = pictures.tokens("<script>&", "cl100k_base")._repr_html_()
    assert "<script" not in html and "&lt;" in html and "&amp;" in html


def test_letters_in_a_box_have_strong_contrast_on_each_shade():
    for shade in pictures.Boxes.SHADES:
        assert (luminance(shade) + 0.05) / (luminance("#000") + 0.05) > 12


def test_neighbouring_boxes_differ_in_colour_and_each_has_a_border():
    html = pictures.tokens("a b c", "r50k_base")._repr_html_()
    shades = re.findall("background: (#[0-9a-f]+)", html)
    assert len(set(shades)) == 3 and html.count("border: 1px solid") == 3


@pytest.mark.parametrize(
    "token, seen",
    [
        (b" a", "␣a"),
        (b"\n\t", "↵⇥"),
        (b"\xf0\x9f", "f0 9f"),
        ("\u00a0".encode(), "⍽"),
        ("\u200b".encode(), "U+200B"),
        ("é".encode(), "é"),
    ],
)
def test_what_cannot_be_seen_gets_a_sign(token, seen):
    assert pictures.visible(token) == seen
