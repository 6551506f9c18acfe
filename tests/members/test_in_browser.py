"""The directory and the members' pages in a real browser: smooth with scripts, whole without."""

import pytest
from playwright.sync_api import expect

from members.models import Seat
from tests.browser import DESKTOP, PHONE, assert_accessible, assert_fits
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
    assert page.url.endswith("/medlemmar/?sok=kal&lan=&par=")
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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_members_pages_are_accessible_and_fit(page_as, network, width, theme):
    politician, secretary = network
    seat = Seat.objects.vacant().get()
    holding = politician.holdings.get()
    pages = {person: page_as(person, width=width, theme=theme) for person in (None, *network)}
    for person, address in [
        (None, "/"),
        (None, "/medlemmar/kalix/"),
        (politician, "/medlemmar/"),
        (politician, "/medlemmar/?vy=karta"),
        (politician, "/medlemmar/kalix/"),
        (politician, "/min-sida/"),
        (secretary, "/kansli/"),
        (secretary, "/medlemmar/"),
        (secretary, "/medlemmar/boden/"),
        (secretary, "/medlemmar/?vy=luckor"),
        (secretary, "/kansli/grupper/"),
        (secretary, "/kansli/medlemmar/lagg-till/"),
        (secretary, f"/kansli/medlemmar/plats/{seat.pk}/utse/"),
        (secretary, f"/kansli/medlemmar/uppdrag/{holding.pk}/ratta/"),
        (secretary, f"/kansli/medlemmar/uppdrag/{holding.pk}/avsluta/"),
        (secretary, "/kansli/medlemmar/kalix/andra/"),
        (None, "/integritet/"),
        (None, "/tillganglighet/"),
        (None, "/kakor/"),
    ]:
        pages[person].goto(address)
        assert_accessible(pages[person])
        assert_fits(pages[person])
