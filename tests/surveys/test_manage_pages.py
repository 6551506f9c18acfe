"""The secretariat's pages of surveys in a real browser, with and without JavaScript."""

import pytest
from django.urls import reverse

from sekom.outbox.models import Mailing
from surveys.models import SurveyRound, Version
from tests.factories import make_pair, make_secretary
from tests.survey_factories import REAL_WORKBOOK, make_response, make_round

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secretary(settings):
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    return make_secretary()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_workbook_to_letters_and_back(page_as, secretary, javascript):
    make_pair()
    page = page_as(secretary, javascript=javascript)

    page.goto(reverse("surveys:import"))
    page.set_input_files("input[type=file]", REAL_WORKBOOK)
    page.locator("form[enctype] button").click()
    version = Version.objects.get()
    page.locator(f"form[action$='{reverse('surveys:publish', args=[version.pk])}'] button").click()
    page.goto(reverse("surveys:round_new"))
    page.fill("[name=title]", "Enkäten 2027")
    page.fill("[name=closes_on]", "2099-06-05")
    page.locator("form:has([name=title]) button").click()
    round = SurveyRound.objects.get()
    page.locator("form[action$='/skicka/'] button").click()
    page.locator("#sending form button").wait_for()
    sent = Mailing.objects.get()
    page.locator("#sending form button").click()
    page.locator("form[action$='/skicka/'] button").wait_for()

    assert (sent.state, sent.deliveries.count()) == (Mailing.State.APPROVED, 2)
    round.refresh_from_db()
    sent.refresh_from_db()
    assert (round.is_draft, sent.state) == (True, Mailing.State.CANCELLED)


def test_countdown_counts_by_itself(page_as, secretary):
    make_pair()
    round = make_round(opened=False)
    page = page_as(secretary)
    page.goto(reverse("surveys:manage_round", args=[round.slug]))
    page.locator("form[action$='/skicka/'] button").click()

    first = int(page.locator("#sending progress").get_attribute("value"))
    page.wait_for_function(
        "first => document.querySelector('#sending progress').value < first", arg=first
    )

    assert first > int(page.locator("#sending progress").get_attribute("value"))


def test_choosing_a_state_shows_it_at_once(page_as, secretary):
    round = make_round()
    started = make_response(round, answers={"home": "bygg"}).member
    make_response(round)
    page = page_as(secretary)
    page.goto(reverse("surveys:manage_round", args=[round.slug]))

    page.select_option("#lage", "paborjat")
    page.wait_for_url("**lage=paborjat**")

    assert page.locator("#standings tbody a.sk-title-link").all_inner_texts() == [started.name]
