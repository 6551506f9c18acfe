"""Looking at pages as people do: in both themes, on a desk and in a hand."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import COLOUR_RULES, DESKTOP, PHONE, assert_accessible, assert_fits

NARROW = 320


def assert_looks_right(page):
    """Fail on whatever is wrong with the page in either theme, on a desk and in a hand."""
    # Each change of the width costs a layout: no more of them than there must be.
    for theme, widths in (("light", (DESKTOP, PHONE)), ("dark", (PHONE, DESKTOP))):
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page, only=COLOUR_RULES if theme == "dark" else None)
            assert_fits(page)
    page.set_viewport_size({"width": NARROW, "height": 640})
    assert_fits(page)
    page.set_viewport_size({"width": DESKTOP, "height": 900})


def path(name, *args):
    return reverse(name, args=args)
