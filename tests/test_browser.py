"""The browser of the tests hears what pages complain of."""

import re

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, assert_fits
from tests.looking import NARROW, assert_looks_right


def test_pages_hear_what_a_page_complains_of_and_forgive_what_is_expected(page_as):
    page = page_as(width=390)
    page.evaluate("console.error('first'); console.warn('second'); console.log('third')")

    heard = page_as.unexpected()
    page_as.expect_complaint("first|second")

    assert heard == ["console error: first", "console warning: second"]
    assert page_as.unexpected() == []


def test_a_page_that_breaks_rules_fails_with_each_rule_and_place(page_as):
    page = page_as(width=390)
    page.set_content(
        "<!doctype html><html lang=sv><title>Sida</title><main><h1>Sida</h1>"
        "<img src='data:,'><div id=wide>x</div></main></html>"
    )
    page.evaluate("document.getElementById('wide').style.width = '500px'")

    with pytest.raises(pytest.fail.Exception) as broken:
        assert_accessible(page)
    with pytest.raises(pytest.fail.Exception) as wide:
        assert_fits(page)

    assert str(broken.value) == (
        "about:blank breaks rules of accessibility:\n"
        "image-alt: Images must have alternative text: img"
    )
    assert str(wide.value) == "about:blank is 508 px wide in 390 px: div."


SOUND = """<!doctype html><html lang=sv data-bs-theme=light><title>Sida</title>
  <style>
    html { color-scheme: light dark }
    html[data-bs-theme=dark] { background: #000; color: #fff }
    @media (width > 600px) { .hand { display: none } }
    @media (width < 600px) { .desk { display: none } }
    html[data-bs-theme=light] .dark, html[data-bs-theme=dark] .light { display: none }
  </style>
  <main><h1>Sida</h1>%s</main></html>"""
RULE = re.compile(r"^[a-z-]+(?=: )|(?<= in )\d+ px", re.MULTILINE)
FOLLOW_THE_THEME = """() => {
  const query = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.documentElement.dataset.bsTheme = query.matches ? "dark" : "light";
  query.addEventListener("change", follow);
  follow();
}"""


def looked_at(page, fault):
    """What a look at a page with this in it complains of, "" if of nothing."""
    page.set_content(SOUND % fault)
    page.evaluate(FOLLOW_THE_THEME)
    try:
        assert_looks_right(page)
    except pytest.fail.Exception as complaint:
        return str(complaint)
    return ""


def test_a_look_finds_what_is_wrong_in_one_theme_or_at_one_width_alone(page_as):
    page = page_as()
    pale = "<p class='{}' style='color: #888; background: #999'>Text</p>"
    scrolled = "<div class={} style='height: 2em; overflow: auto'><p style='height: 9em'>x</div>"
    wide = "<div class={} style='width: {}px'>x</div>"
    small = "<button style='width: 12px; height: 12px; padding: 0' aria-label='x'></button>"

    found = {
        "contrast": [
            looked_at(page, pale.format(f"{theme} {place}"))
            for theme in ("light", "dark")
            for place in ("desk", "hand")
        ],
        "scrolled": [looked_at(page, scrolled.format(place)) for place in ("desk", "hand")],
        "name": [looked_at(page, f"<button class={place}></button>") for place in ("desk", "hand")],
        "small": [looked_at(page, f"<p class={place}>{small * 2}") for place in ("desk", "hand")],
        "width": [
            looked_at(page, wide.format(*one))
            for one in (("desk", DESKTOP), ("hand", PHONE), ("all", NARROW))
        ],
    }

    rules = {
        what: [RULE.findall(said) for said in complaints] for what, complaints in found.items()
    }
    assert rules == {
        "contrast": [["color-contrast"]] * 4,
        "scrolled": [["scrollable-region-focusable"]] * 2,
        "name": [["button-name"]] * 2,
        "small": [["target-size", "target-size"]] * 2,
        "width": [[f"{width} px"] for width in (DESKTOP, NARROW, NARROW)],
    }
    assert looked_at(page, "<p>Text</p>") == ""
