"""The failure of a check: lines for nbgrader, and a card for who reads it."""

import pytest

from course.check.not_yet import Compared, NotYet, passed

COMPARED = Compared(("f(1) gave [1, 2]; it should give [1, 3].",), ("f(1)", "[1, 2]", "[1, 3]", ""))


def test_to_nbgrader_it_is_its_lines_with_a_card_and_without():
    failure = NotYet("F: not yet.", COMPARED, "You did.")
    assert failure._render_traceback_() == failure.lines and len(failure.lines) == 3
    card = failure.card()
    assert str(failure) == repr(card) == "\n".join(failure.lines)
    assert failure._render_traceback_() == ["F: not yet."]


def test_the_card_has_what_came_above_what_was_expected_and_marks_what_differs():
    html = NotYet("F: not yet.", COMPARED, "You did.").card().html
    assert "<code>[1, <del>2</del>]</code>" in html and "<code>[1, <ins>3</ins>]</code>" in html
    assert "it should give" not in html


def test_where_words_say_how_they_differ_nothing_is_marked():
    compared = Compared(("…",), ("f(1)", "{1: 2}", "{1: 3}", "Wrong value: 1."))
    html = NotYet("F: not yet.", compared).card().html
    assert "<del>" not in html and "<p>Wrong value: 1.</p>" in html


@pytest.mark.parametrize(
    "text, html",
    [
        ("`<b>` *is* <b>", "<code>&lt;b&gt;</code> <em>is</em> &lt;b&gt;"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("`a * b`", "<code>a * b</code>"),
        (("one", "two"), "one<br>two"),
    ],
)
def test_code_and_emphasis_are_drawn_and_what_an_answer_gave_is_text(text, html):
    assert html in NotYet("F: not yet.", "f(1) gave *1*.", text).card().html


def test_what_passes_is_one_calm_line():
    card = passed("F: these checks pass.")
    assert repr(card) == "F: these checks pass." and "✓" in card.html and card.kind == "passed"
