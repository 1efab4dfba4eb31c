"""The figures that move, in a browser alone: no kernel, no script from elsewhere."""

import numpy as np
import pytest
import tiktoken

from course.figures.sliders.bias_slider import bias_slider
from course.figures.sliders.drawing_slider import drawing_slider
from course.figures.sliders.growth_slider import growth_slider
from course.figures.sliders.levels_slider import levels_slider
from course.figures.sliders.queue_slider import mean_wait, queue_slider, waits
from course.figures.sliders.scaling_slider import scaling_slider
from course.figures.sliders.temperature_slider import temperature_slider
from course.figures.widgets.attention_lines import attention_lines
from course.figures.widgets.count_player import count_player
from course.figures.widgets.ladder import ladder
from course.figures.widgets.leaderboard import leaderboard
from course.figures.widgets.merge_player import merge_player
from course.figures.widgets.patch_player import patch_player
from course.figures.widgets.readable_matrix import readable_matrix
from course.figures.widgets.scrubber import scrubber
from course.figures.widgets.token_stream import token_stream

PICTURE = np.linspace(0, 1, 12 * 12 * 3).reshape(12, 12, 3)
HEAD = np.array([[1, 0, 0], [0.4, 0.6, 0], [0.9, 0.02, 0.08]])
WIDGETS = {
    "merge_player": lambda: merge_player(
        [("h o t / h o t", "2 2 / 2 2", "h o"), ("ho t / ho t", "2 / 2", "ho t"), ("hot / hot", " / ", None)],
        "Training",
        "It occurs most often",
    ),
    "growth_slider": lambda: growth_slider({"né ok": [[1] * 6, [3, 1, 2], [3, 3]]}, [0, 10, 100], "Growth"),
    "token_stream": lambda: token_stream("न", tiktoken.get_encoding("r50k_base"), "A letter"),
    "bias_slider": lambda: bias_slider(
        [{"a": 0.75, "b": 0.25}], {"a": 0.75, "b": 0.25}, ["b"], {"a": 0.75, "b": 0.25}, "x <b>", start=28
    ),
    "queue_slider": lambda: queue_slider(start=16),
    "levels_slider": lambda: levels_slider(
        [0.0, 0.4, 1.0],
        [
            {
                "name": "<one> for all",
                "low": -3,
                "high": 3,
                "rounded": rounded,
                "right": {"3": 1, "2": 0.5, "1": 0},
            }
            for rounded in [{"3": [-0.4, 0.4, 1.3], "2": [-1, 1, 1], "1": [-3, 3, 3]}]
        ],
    ),
    "count_player": lambda: count_player("aab", 2, "Counting"),
    "attention_lines": lambda: attention_lines(
        list("a b"), np.array([HEAD, np.eye(3)]), ["head 1", "head 2"], "Heads", start=0
    ),
    "ladder": lambda: ladder(
        [("none", 10, 3.0, ["x <b>"]), ("small", 100, 2.0, ["y"]), ("large", 1000, 1.0, ["z"])], 1.5, "Ladder"
    ),
    "leaderboard": lambda: leaderboard(
        [
            ("One is in.", {"a": 2.0}),
            ("b is better.", {"a": 2.0, "b": 1.5}),
            ("b is out.", {"a": 2.0, "b": None}),
        ],
        "Board",
        "nats",
    ),
    "readable_matrix": lambda: readable_matrix(["a"], {"one": ["a"]}, ["x <b>"], ["a"], start=("one", "a")),
    "scaling_slider": lambda: scaling_slider([(10, 2.0), (20, 1.5), (100, 1.0)], "Scaling"),
    "scrubber": lambda: scrubber(
        "Training",
        {
            0: {"says": "x <b>", "right": 0.0},
            2: {"says": "y", "right": (0.5, "half")},
            4: {"says": "z", "right": 1.0},
        },
        curve=[3.0, 2.0, 1.5, 1.0],
        line=(3.0, "knows nothing"),
        start=0,
    ),
    "patch_player": lambda: patch_player(PICTURE, np.eye(32, 27), list(range(16)), start=13),
    "drawing_slider": lambda: drawing_slider(PICTURE, start=14),
    "temperature_slider": lambda: temperature_slider(
        {"a": 0.75, "<b>": 0.25}, {0.1: "one", 1: "one <b>", 2: "zxq one"}, {"one", "b"}, "Temperature"
    ),
}
LAST = {
    "merge_player": "After 2 merges: hot | hot.",
    "growth_slider": "100 merges: 2 tokens.",
    "token_stream": "2 of 2 tokens.",
    "bias_slider": "Strength 1.5: b 63 %, and 1 of 1 messages right.",
    "levels_slider": "1 bits, 2 levels. <one> for all: 0% of the exam.",
    "queue_slider": "Busy 98 %: over many hours the mean wait is 24.5 times as long as a request takes. In this hour up to 28 wait at once.",
    "count_player": "After a comes b: once so far.",
    "attention_lines": "head 1, from b: 90 % to a.",
    "ladder": "large: 1.000 nats per character.",
    "leaderboard": "b is out.",
    "readable_matrix": "one, a that was called a: 1.",
    "scaling_slider": "100 weights: 1.00 nats per character, 10.0 times the cost.",
    "scrubber": "After 4 steps: loss 1.88, right 100%.",
    "patch_player": "Patch 15 is nearest to entry 15. So it becomes token 15.",
    "drawing_slider": "Left: 16 of 16 tokens drawn. Right: after 16 of 16 steps.",
    "temperature_slider": "T = 2. Of 2 words, 1 are new (underlined).",
}
each = pytest.mark.parametrize("name", WIDGETS)


@pytest.fixture
def shown(chromium):
    """shown(html, …) -> a page with it."""
    contexts = []

    def opened(html, **options):
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.set_content(html)
        return page

    yield opened
    for context in contexts:
        context.close()


@each
def test_the_button_moves_it_to_its_last_step_and_the_sentence_says_which(shown, name):
    page = shown(WIDGETS[name]()._repr_html_())
    on = page.get_by_label("one step on")
    for _ in range(2):
        on.click()
    assert page.locator(".says").inner_text() == LAST[name] and on.is_disabled()
    page.get_by_label("one step back").click()
    assert page.locator(".says").inner_text() != LAST[name] and on.is_enabled()


@each
def test_arrows_move_it_and_do_not_reach_the_page_which_would_move_its_cells(shown, name):
    page = shown(
        "<script>document.addEventListener('keydown', () => window.reached = true)</script>"
        + WIDGETS[name]()._repr_html_()
    )
    page.locator("input[type=range]").focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    assert page.locator(".says").inner_text() == LAST[name]
    assert page.evaluate("window.reached") is None


@each
def test_without_scripts_it_stands_still_and_shows_what_comes_of_it(shown, name):
    page = shown(WIDGETS[name]()._repr_html_(), java_script_enabled=False)
    assert (
        page.locator(".controls").is_hidden()
        and page.locator(".still, table, .ids, .canvas").first.is_visible()
    )


@each
def test_it_is_no_wider_than_a_phone(shown, name):
    page = shown(WIDGETS[name]()._repr_html_(), viewport={"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_two_on_one_page_move_apart(shown):
    page = shown(2 * WIDGETS["growth_slider"]()._repr_html_())
    page.get_by_label("one step on").first.click()
    assert page.locator(".says").all_inner_texts() == ["10 merges: 3 tokens.", "0 merges: 6 tokens."]


def test_play_goes_on_by_itself_and_not_where_motion_is_unwelcome(shown):
    page = shown(WIDGETS["growth_slider"]()._repr_html_())
    page.get_by_text("Play").click()
    page.get_by_text(LAST["growth_slider"]).wait_for(timeout=10_000)
    still = shown(WIDGETS["growth_slider"]()._repr_html_(), reduced_motion="reduce")
    assert still.locator(".play").is_hidden()


def test_a_letter_is_complete_once_its_last_byte_has_come():
    assert repr(WIDGETS["token_stream"]()) == "A letter. After each token: �, न"


def test_the_queue_that_scripts_draw_is_the_one_that_stands_on_paper(shown):
    page = shown(queue_slider(start=17)._repr_html_())
    assert page.locator(".now").get_attribute("d") == page.locator("path.high").get_attribute("d")


def test_over_many_hours_people_wait_as_long_as_the_formula_says():
    for busy in 0.6, 0.9:
        arrivals = np.random.default_rng(1).exponential(1, 200_000).cumsum()
        assert abs(np.mean(waits(arrivals, busy)) / busy / mean_wait(busy) - 1) < 0.1


def test_a_context_that_comes_again_is_counted_in_its_row(shown):
    page = shown(WIDGETS["count_player"]()._repr_html_())
    for _ in range(2):
        page.get_by_label("one step on").click()
    assert page.locator("tr:has(th[scope=row])").inner_text().split() == ["a", "a:", "1", "b:", "1"]
    page.get_by_label("one step back").click()
    assert page.locator("[data-times]").last.evaluate("e => getComputedStyle(e).visibility") == "hidden"


def test_temperature_moves_the_bars_and_shows_what_is_written_at_it(shown):
    page = shown(WIDGETS["temperature_slider"]()._repr_html_())
    assert page.locator(".percent").all_inner_texts() == ["100.0 %", "0.0 %"]
    page.get_by_label("one step on").click()
    assert page.locator(".percent").all_inner_texts() == ["75.0 %", "25.0 %"]
    page.get_by_label("one step on").click()
    assert page.locator(".written:visible").inner_text() == "zxq one"
    assert page.locator(".written:visible u").inner_text() == "zxq"


def test_the_lowest_score_is_on_top_and_what_is_out_at_the_bottom(shown):
    page = shown(WIDGETS["leaderboard"]()._repr_html_(), reduced_motion="reduce")

    def order():
        rows = page.locator(".entry:visible")
        tops = rows.evaluate_all("rows => rows.map(r => r.getBoundingClientRect().top)")
        return [text.split()[0] for _, text in sorted(zip(tops, rows.all_inner_texts()))]

    assert order() == ["a"]
    page.get_by_label("one step on").click()
    assert order() == ["b", "a"]
    page.get_by_label("one step on").click()
    assert order() == ["a", "b"]


def test_a_head_that_is_chosen_draws_its_own_lines_and_none_goes_to_the_right(shown):
    page = shown(WIDGETS["attention_lines"]()._repr_html_())
    page.locator(".token").last.click()
    assert page.locator("path").count() == 2  # 2 % is not drawn
    page.get_by_role("button", name="head 2").click()
    assert page.locator(".says").inner_text() == "head 2, from b: 100 % to b itself."
    page.locator(".token").first.click()
    assert page.locator(".future").all_inner_texts() == ["␣", "b"]


def test_the_square_of_a_model_has_the_area_of_its_weights(shown):
    page = shown(WIDGETS["ladder"]()._repr_html_())
    sides = page.locator(".size i").evaluate_all("all => all.map(each => parseFloat(each.style.width))")
    assert [round((side / 120) ** 2, 2) for side in sides] == [0.01, 0.1, 1]


def test_a_click_on_a_number_shows_its_messages_and_on_a_name_the_recall_or_the_precision(shown):
    truth, one, other = list("aab"), list("aba"), list("aab")
    widget = readable_matrix(truth, {"one": one, "two": other}, ["x", "<b>", "z"], ["a", "b"], ("one", "b"))
    page = shown(widget._repr_html_())

    def seen():
        return page.locator(".says").inner_text(), page.locator("li").all_inner_texts()

    assert seen() == ("one, recall of b: 0 of 1.", ["a\nz"])
    page.locator("[data-row='0'][data-column='1']").click()
    assert seen() == ("one, a that was called b: 1.", ["b\n<b>"])
    page.locator("[data-row='-1'][data-column='0']").click()
    assert seen() == ("one, precision of a: 1 of 2.", ["a\nx", "b\nz"])
    page.get_by_text("two", exact=True).click()
    assert seen() == ("two, precision of a: 2 of 2.", ["a\n<b>", "a\nx"])
    assert page.locator("[data-row='0'][data-column='1']").is_disabled()
