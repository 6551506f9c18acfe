"""The browser of the tests hears what pages complain of."""

import pytest

from tests.browser import assert_accessible, assert_fits


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
