"""The temperature slider moves in a browser alone: no kernel, no script from elsewhere."""

import math

from course.figures.slider import temperature_slider


def test_moving_it_changes_the_bars_without_a_kernel(chromium):
    page = chromium.new_page()
    page.set_content(temperature_slider({"a": 0, "b": math.log(3)})._repr_html_())
    page.locator("input").fill("0.5")
    assert page.locator("tr td:last-child").all_text_contents() == ["10.0 %", "90.0 %"]  # 1 : 3 becomes 1 : 9
    assert page.locator("output").text_content() == "0.50"
    page.close()


def test_its_keys_stay_with_it_and_others_reach_the_page(chromium):
    page = chromium.new_page()
    page.set_content(temperature_slider({"a": 0, "b": 1})._repr_html_())
    page.evaluate("window.met = []; document.addEventListener('keydown', event => met.push(event.key))")
    page.locator("input").focus()
    for key in "ArrowRight", "ArrowUp", "PageDown", "Home", "Escape":
        page.keyboard.press(key)
    assert page.locator("output").text_content() == "0.10" and page.evaluate("met") == ["Escape"]
    page.close()
