"""Looking at pages as people do: in both themes, on a desk and in a hand."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import COLOUR_RULES, DESKTOP, PHONE, assert_accessible, assert_fits

NARROW = 320


def assert_looks_right(page):
    """Fail on whatever is wrong with the page in either theme, on a desk and in a hand."""
    # Each change costs a layout: no more of them than there must be.
    turn(page, "light")
    resize(page, DESKTOP)
    assert_accessible(page)
    assert_fits(page)
    resize(page, NARROW)
    assert_fits(page)
    resize(page, PHONE)
    assert_accessible(page)
    assert_fits(page)
    turn(page, "dark")
    assert_accessible(page, only=COLOUR_RULES)
    assert_fits(page)
    resize(page, DESKTOP)
    assert_accessible(page, only=COLOUR_RULES)


def turn(page, theme):
    """Show the page in this theme, which its script chooses by what the browser prefers."""
    page.emulate_media(color_scheme=theme)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 900})


def path(name, *args):
    return reverse(name, args=args)
