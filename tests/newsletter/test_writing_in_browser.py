"""Writing an issue in a real browser: what was typed stays, whatever becomes of the contact."""

import pytest
from playwright.sync_api import expect

from newsletter import editing
from newsletter.models import Issue
from tests.newsletter_factories import make_issue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def ours(settings, live_server):
    settings.REQUIRE_TWO_FACTOR, settings.SITE_URL = False, live_server.url


def test_a_button_that_is_refused_says_why(page_as, secretary):
    issue = make_issue(*["divider"] * editing.MOST_BLOCKS, subject="Lång")
    page = page_as(secretary)
    page.goto(f"/kansli/nyhetsbrev/{issue.pk}/")

    page.get_by_role("group", name="Lägg till").get_by_role("button", name="Text").click()

    expect(page.get_by_role("alert")).to_have_text(
        "Brevet har redan många block. Ta bort ett först."
    )
    expect(page.get_by_role("alert")).to_be_in_viewport()


def test_what_was_typed_is_saved_when_one_has_logged_in_again(page_as, secretary):
    issue = make_issue("text", subject="Först")
    page = page_as(secretary)
    page_as.expect_complaint("403")  # the page's token is of before
    page.goto(f"/kansli/nyhetsbrev/{issue.pk}/")
    session = [one for one in page.context.cookies() if one["name"] == "sessionid"]
    page.context.clear_cookies(name="sessionid")

    page.get_by_label("Ämnesrad").fill("Skrivet utloggad")
    page.get_by_role("group", name="Lägg till").get_by_role("button", name="Text").click()

    expect(page.locator("[data-save]")).to_contain_text("Logga in i ett annat fönster")
    expect(page.get_by_label("Ämnesrad")).to_have_value("Skrivet utloggad")

    page.context.clear_cookies()
    page.context.add_cookies(session)

    expect(page.locator("[data-save]")).to_contain_text("Allt är sparat", timeout=12_000)
    kept = Issue.objects.get(pk=issue.pk)
    assert (kept.subject, kept.blocks.count()) == ("Skrivet utloggad", 1)
