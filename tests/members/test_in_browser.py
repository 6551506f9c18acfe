"""The directory and the members' pages in a real browser: smooth with scripts, whole without."""

import pytest
from playwright.sync_api import expect

from members.models import Seat
from tests.factories import make_holding, make_member, make_pair, make_secretary
from tests.survey_factories import make_response, make_round

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def network(settings):
    """A pair, a gap and a survey: (politician, secretary)."""
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    member = make_member("Kalix", slug="kalix", county="25", code="2514")
    politician, _officer = make_pair(member)
    make_holding(member=make_member("Boden", slug="boden", code="2582"), kind=Seat.Kind.OFFICER)
    make_response(make_round(), member=member)
    return politician, make_secretary()


def test_filter_changes_list_and_address_as_one_writes(page_as, network):
    page = page_as(network[0])
    page.goto("/medlemmar/")

    page.get_by_label("Sök medlem").press_sequentially("kal", delay=30)

    expect(page.locator("#members tbody tr")).to_have_count(1)
    expect(page.locator("#status")).to_have_text("1 medlem hittades")
    assert page.url.endswith("/medlemmar/?sok=kal&lan=&storlek=&par=")
    expect(page.get_by_label("Sök medlem")).to_be_focused()
    page.get_by_label("Kontaktpar").select_option("politiker")
    expect(page.get_by_role("heading", name="Ingen medlem")).to_be_visible()
    page.go_back()
    expect(page.locator("#members tbody tr")).to_have_count(1)


def test_filter_works_without_scripts(page_as, network):
    page = page_as(network[0], javascript=False)
    page.goto("/medlemmar/")

    page.get_by_label("Kontaktpar").select_option("politiker")
    page.get_by_role("button", name="Visa").click()

    expect(page.locator("#members tbody tr")).to_have_count(1)
    expect(page.get_by_role("link", name="Boden kommun")).to_be_visible()
