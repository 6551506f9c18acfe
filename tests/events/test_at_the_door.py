"""At the door, in a real browser: the network drops, and no mark is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events import checking_in
from tests.event_factories import make_event, make_signup
from tests.factories import make_secretary

pytestmark = pytest.mark.django_db(transaction=True)


def test_marks_that_are_made_without_a_network_are_sent_when_it_is_back(page_as):
    page_as.expect_complaint("ERR_INTERNET_DISCONNECTED")
    event = make_event()
    asa = make_signup(event, name="Åsa Öberg")
    make_signup(event, name="Bo Ek")
    page = page_as(make_secretary())
    page.goto(reverse("events:check_in", args=[event.slug]))
    field, said = page.get_by_label("Kod", exact=True), page.locator("[data-said]")

    page.context.set_offline(True)
    field.fill(checking_in.shown_code_of(asa))
    field.press("Enter")
    expect(said).to_have_text("Åsa Öberg är incheckad.")
    page.get_by_role("button", name="Checka in Bo Ek").click()
    expect(said).to_have_text("Bo Ek är incheckad.")
    expect(page.locator("[data-waiting]")).to_contain_text("Inget nät: 2 sparade i telefonen.")
    field.fill(checking_in.shown_code_of(asa))
    field.press("Enter")
    expect(said).to_have_text("Åsa Öberg var redan incheckad.")
    expect(page.locator("[data-came]")).to_have_text("2")
    assert list(event.signups.values_list("attended", flat=True)) == [None, None]

    page.context.set_offline(False)

    expect(page.locator("[data-waiting]")).to_have_text("")
    assert list(event.signups.values_list("attended", flat=True)) == [True, True]
