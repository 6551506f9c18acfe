"""The survey in a real browser: two people in one response."""

import pytest
from playwright.sync_api import expect

from surveys import answering
from surveys.models import AnswerEdit, Response
from tests.browser import PHONE, assert_accessible
from tests.factories import make_member, make_pair
from tests.survey_factories import make_response, make_round, make_version, real_items

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair(transactional_db):
    return make_pair(make_member("Granfors"))


@pytest.fixture
def response(pair):
    member = pair[0].holdings.get().seat.member
    return make_response(make_round(make_version(real_items())), member)


def address(response, page="g1"):
    return f"/enkater/{response.round.slug}/svara/?sida={page}"


def test_an_answer_is_saved_at_once_and_shows_at_the_others(page_as, pair, response):
    politician, officer = (page_as(person) for person in pair)
    politician.goto(address(response))
    officer.goto(address(response))

    politician.get_by_label("Miljöförvaltningen eller miljökontoret").check()

    expect(politician.locator("[data-progress] [data-save-words]")).to_contain_text("sparat")
    expect(
        officer.get_by_label("Miljöförvaltningen eller miljökontoret"),
    ).to_be_checked(timeout=4000)
    expect(officer.locator("#q-k1_placering [data-part=foot]")).to_contain_text("politikern")
    assert response.answers.get().value == "miljo"


def test_who_is_here_and_at_which_question_shows_within_three_seconds(page_as, pair, response):
    politician, officer = (page_as(person) for person in pair)
    politician.goto(address(response))
    officer.goto(address(response))

    politician.get_by_label("Vad skulle göra kontakten bättre?").focus()

    expect(officer.locator("[data-here] .sk-present")).to_be_visible(timeout=5000)
    expect(officer.locator("#q-k8_forbattra .sk-typing")).to_be_visible(timeout=5000)


def test_two_answers_to_one_question_are_both_shown_and_one_is_kept(page_as, pair, response):
    politician, officer = pair
    page = page_as(officer)
    page.expect_complaint = None
    page.goto(address(response))
    text = page.get_by_label("Vad skulle göra kontakten bättre?")
    text.focus()
    page.route("**/lage/**", lambda route: route.abort())
    answering.save(response, key="k8_forbattra", raw="Fler möten", base_number=0, by=politician)

    text.fill("Mer tid")

    conflict = page.locator("#q-k8_forbattra .sk-conflict")
    expect(conflict).to_contain_text("Mer tid")
    expect(conflict).to_contain_text("Fler möten")
    page.unroute("**/lage/**")
    conflict.get_by_role("button", name="Behåll mitt").click()
    expect(conflict).to_have_count(0)
    expect(page.locator("[data-progress] [data-save-words]")).to_contain_text("sparat")
    assert response.answers.get().value == "Mer tid"
    assert list(response.edits.values_list("new", "outcome")) == [
        ("Fler möten", "saved"),
        ("Mer tid", "refused"),
        ("Mer tid", "saved"),
    ]
