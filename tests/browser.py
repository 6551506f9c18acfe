"""A real browser for the tests: log in as somebody, look at a page, and hear every complaint."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

# The first is the same engine without windows: it takes less time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--js-flags=--no-opt --no-maglev",  # no page lives long enough to earn what it costs
    "--no-first-run",
)
expect.set_options(timeout=15_000)  # three of us at once on two cores; a pass takes no longer
PHONE = 390
DESKTOP = 1280


@contextmanager
def launched_chromium() -> Iterator[Browser]:
    """The Chromium of this machine, or a failure that says how to get one."""
    with sync_playwright() as playwright:
        candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, PROGRAMS)]
        candidates.append(playwright.chromium.executable_path)
        found = next((path for path in candidates if path and Path(path).exists()), None)
        if not found:
            pytest.fail(
                "The browser tests need Chromium. Install it (Debian: apt-get install chromium; "
                "others: .venv/bin/playwright install chromium) or set CHROMIUM to its path."
            )
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


class Pages:
    """Pages opened as different people; whatever any of them complains of fails the test.

    Calling it opens a page of its own browser context. A complaint that the test means to cause
    (say, the refusal of a stale save) is announced with `expect_complaint`.
    """

    def __init__(self, browser: Browser, address: str):
        self.browser = browser
        self.address = address
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self.contexts = []

    def __call__(
        self,
        person=None,
        *,
        width: int = DESKTOP,
        theme: str = "light",
        javascript: bool = True,
    ) -> Page:
        """A new page as this person (nobody when None), in a light or dark browser."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme=theme,
            java_script_enabled=javascript,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        if person is not None:
            context.add_cookies([self._session_of(person)])
        page = context.new_page()
        page.on("console", self._hear_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("requestfailed", self._hear_failed_request)
        page.on("response", self._hear_response)
        return page

    def expect_complaint(self, pattern: str) -> None:
        """Let complaints that match this regular expression pass."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [
            complaint
            for complaint in self.complaints
            if not any(re.search(pattern, complaint) for pattern in self.expected)
        ]

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _session_of(self, person) -> dict:
        """A cookie for the session that logging in by any door would have made."""
        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.address}

    def _hear_console(self, message) -> None:
        # Violations of the content security policy come this way too.
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _hear_failed_request(self, request) -> None:
        # Aborted: the page was left, or the answer became a download.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"request: {request.url} {request.failure}")

    def _hear_response(self, response) -> None:
        if response.status >= 500:
            self.complaints.append(f"response: {response.status} {response.url}")
        if not response.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"third party: {response.url}")


# The rules of axe that look at colours: all that another theme can break.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
# Rules that axe does not look at by itself.
TO_BE_ASKED_FOR = {"target-size": {"enabled": True}}
# Of all that axe has to say only what is wrong; null where it is not in the page yet.
VIOLATIONS = """options => typeof axe === "undefined"
  ? null
  : axe.run(options).then(({violations}) => violations)"""


def assert_accessible(page: Page, *, only: list[str] | None = None) -> None:
    """Fail with every rule of axe that the page breaks, and where; of `only` these if given.

    The page must run JavaScript.
    """
    # What stands in a frame is a page of its own, and a letter's runs no scripts to look at it.
    options = {"resultTypes": ["violations"], "iframes": False}
    options |= {"runOnly": only} if only else {"rules": TO_BE_ASKED_FOR}
    violations = page.evaluate(VIOLATIONS, options)
    if violations is None:  # half a megabyte: once per page is enough
        page.evaluate(AXE_SCRIPT)
        violations = page.evaluate(VIOLATIONS, options)
    broken = [
        f"{violation['id']}: {violation['help']}: {' '.join(map(str, node['target']))}"
        for violation in violations
        for node in violation["nodes"]
        if not is_scrolled_under(node)
    ]
    if broken:
        pytest.fail(f"{page.url} breaks rules of accessibility:\n" + "\n".join(broken))


def is_scrolled_under(node: dict) -> bool:
    """Whether axe found a target small for lying half under a bar that the page scrolls under."""
    return any(
        check["id"] == "target-size"
        and str((check["data"] or {}).get("messageKey")).startswith("partially")
        for check in node["any"]
    )


# What reaches beyond the right edge, unless something around it scrolls or cuts it off.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const isHeld = element => {
    for (let one = element.parentElement; one; one = one.parentElement)
      if (getComputedStyle(one).overflowX !== "visible" && one !== document.body) return true;
    return false;
  };
  return [...document.body.querySelectorAll("*")]
    .filter(one => one.getBoundingClientRect().right > width + 0.5 && !isHeld(one))
    .map(one => `${one.localName}.${one.getAttribute("class") ?? ""}`);
}"""


def assert_fits(page: Page) -> None:
    """Fail if the page can be scrolled sideways, and say what sticks out."""
    needed = page.evaluate("document.documentElement.scrollWidth")
    if needed > page.viewport_size["width"]:
        pytest.fail(
            f"{page.url} is {needed} px wide in {page.viewport_size['width']} px: "
            + ", ".join(page.evaluate(STICKING_OUT))
        )
