"""Passkeys in a real browser: one is made, and opens the door without a code."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from tests.factories import make_secretary

pytestmark = pytest.mark.django_db(transaction=True)

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def code_of(letter):
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", letter.body, re.MULTILINE).group()


def test_the_secretariat_adds_a_passkey_and_logs_in_with_it(page_as, settings):
    settings.REQUIRE_TWO_FACTOR = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    person = make_secretary()
    page = page_as()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto("/konto/login/")
    page.locator("[name=email], [name=login]").first.fill(person.email)
    page.locator("main form button").first.click()
    page.locator("[name=code]").fill(code_of(mail.outbox[-1]))
    page.locator("[name=code]").press("Enter")
    page.wait_for_url(re.compile("/konto/2fa/"))
    page.goto("/konto/2fa/webauthn/add/")
    page.locator("[name=name]").fill("Kontorets dator")
    page.locator("[name=passwordless]").check()
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/konto/2fa/(?!webauthn/add)"))
    page.goto("/kansli/")
    expect(page.locator("h1")).to_be_visible()

    letters = len(mail.outbox)
    page.goto("/konto/logout/")
    page.locator("main form button").first.click()
    page.goto("/konto/login/")
    page.get_by_role("button", name="passnyckel").click()

    page.wait_for_url(re.compile("/min-sida/|/kansli/"))
    page.goto("/kansli/")
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("/kansli/")
    assert [letter.subject for letter in mail.outbox[letters:]] == []
