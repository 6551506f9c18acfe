"""The frame's own pages: the start, one's own page, the desk, and what must be said."""

import pytest
import time_machine
from django.test import Client

from members.models import Member, Person, Seat, today
from newsletter.loading import load_pages
from tests.factories import (
    make_expert,
    make_former_contact,
    make_holding,
    make_member,
    make_pair,
    make_secretary,
)
from tests.survey_factories import make_response, make_round
from toolbox.loading import load_principles

pytestmark = pytest.mark.django_db

ROLES = ("guest", "other", "own", "former", "expert", "secretary")
LOGIN = "/konto/login/?next="


@pytest.fixture
def kalix():
    """A member and its pair: (member, politician, officer)."""
    member = make_member("Kalix", slug="kalix")
    return member, *make_pair(member)


@pytest.fixture
def visit(kalix, settings):
    """Call it with a role to get a client that is logged in as one who has it."""
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    makers = {
        "own": lambda: kalix[2],
        "other": lambda: make_pair()[0],
        "former": make_former_contact,
        "expert": make_expert,
        "secretary": make_secretary,
    }

    def visit(role):
        client = Client()
        if role != "guest":
            client.force_login(makers[role]())
        return client

    return visit


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/", "visar vägen"),
        ("/integritet/", "Personuppgifter"),
        ("/tillganglighet/", "illgänglighet"),
        ("/kakor/", "Kakor"),
    ],
)
def test_what_concerns_everybody_is_open_to_everybody(visit, kalix, role, address, heading):
    load_pages()

    response = visit(role).get(address)

    page = response.content.decode()
    assert response.status_code == 200
    assert heading in page
    assert kalix[1].email not in page


@pytest.mark.parametrize("role", ROLES)
def test_my_page_is_for_whoever_is_logged_in(visit, kalix, role):
    _member, politician, officer = kalix

    response = visit(role).get("/min-sida/")

    if role == "guest":
        assert (response.status_code, response.url) == (302, f"{LOGIN}/min-sida/")
        return
    page = response.content.decode()
    assert response.status_code == 200
    assert {
        "the counterpart": politician.name in page,
        "no seat": "ingen plats i nätverket" in page,
        "own address": officer.email in page,
    } == {
        "the counterpart": role == "own",
        "no seat": role == "former",
        "own address": role == "own",
    }


@pytest.mark.parametrize("role", ROLES)
def test_desk_is_the_secretariats(visit, role):
    response = visit(role).get("/kansli/")

    if role == "secretary":
        assert response.status_code == 200
    else:
        assert (response.status_code, response.url) == (302, f"{LOGIN}/kansli/")


def test_start_counts_the_members_of_today_and_says_the_principles(client):
    load_principles()
    make_member("Kalix")
    make_member("Norr", kind=Member.Kind.REGION, code="25")
    make_member("Borta", status="left", left_on=today())
    make_member("Sökt", status="applied")

    response = client.get("/")

    page = response.content.decode()
    assert (response.context["municipality_count"], response.context["region_count"]) == (1, 1)
    for principle in ("Ämnen från berggrunden", "Fysisk utarmning av naturen"):
        assert principle in page


def test_start_shows_an_open_round_and_nothing_when_there_is_none(client):
    before = client.get("/").content.decode()
    round = make_round()

    after = client.get("/").content.decode()

    assert (round.title in before, round.title in after) == (False, True)


def test_my_page_saves_ones_own_details_and_keeps_what_was_typed(client, kalix):
    _member, _politician, officer = kalix
    client.force_login(officer)

    saved = client.post("/min-sida/", {"name": "Nytt Namn", "title": "Strateg", "phone": "0923"})
    refused = client.post("/min-sida/", {"name": "", "title": "Chef", "phone": ""})

    officer.refresh_from_db()
    assert saved.status_code == 302
    assert (officer.name, officer.title, officer.phone) == ("Nytt Namn", "Strateg", "0923")
    assert refused.status_code == 422
    assert 'value="Chef"' in refused.content.decode()


def test_my_page_does_not_let_anybody_change_their_address(client, kalix):
    officer = kalix[2]
    client.force_login(officer)

    client.post("/min-sida/", {"name": "N", "email": "x@example.org", "is_active": ""})

    assert Person.objects.get(pk=officer.pk).email == officer.email


def test_my_page_tells_a_contact_that_the_counterpart_is_missing(client):
    officer = make_holding(member=make_member("Boden"), kind=Seat.Kind.OFFICER).person
    client.force_login(officer)

    page = client.get("/min-sida/").content.decode()

    assert "Saknar politiker" in page or "saknas" in page.lower()


def test_my_page_shows_the_survey_that_waits(client, kalix):
    response = make_response(make_round(), member=kalix[0])
    client.force_login(kalix[2])

    page = client.get("/min-sida/").content.decode()

    assert response.round.title in page
    assert page.count(f'href="/enkater/{response.round.slug}/svara/"') == 1
    assert "1 sak väntar på dig." in page
    assert '<h2 class="sk-card__title">Väntar på dig</h2>' not in page


def test_my_page_asks_only_the_one_who_has_not_approved_to_approve(client, kalix):
    member, politician, officer = kalix
    make_response(make_round(), member=member, answers={"home": "bygg"}, signed="politician")
    asked = {}

    for person in (politician, officer):
        client.force_login(person)
        page = client.get("/min-sida/").content.decode()
        asked[person] = ("Du har godkänt." in page, "Läs och godkänn" in page)

    assert asked == {politician: (True, False), officer: (False, True)}


@pytest.mark.parametrize(
    ("moment", "greeting"),
    [
        ("2026-10-08 05:30", "God morgon"),
        ("2026-10-08 12:00", "Hej"),
        ("2026-10-08 18:30", "God kväll"),
    ],
)
def test_desk_greets_by_the_clock_in_sweden_and_says_day_and_week(
    client, settings, moment, greeting
):
    settings.REQUIRE_TWO_FACTOR = False
    with time_machine.travel(f"{moment} +02:00"):
        client.force_login(make_secretary())
        page = client.get("/kansli/").content.decode()

    assert greeting in page
    assert "Torsdag 8 oktober" in page
    assert "vecka 41" in page


def test_desk_counts_the_gaps_and_leads_to_them(client, settings):
    settings.REQUIRE_TWO_FACTOR = False
    make_holding(member=make_member("Boden"), kind=Seat.Kind.OFFICER)
    make_member("Kiruna")
    client.force_login(make_secretary())

    response = client.get("/kansli/")

    assert response.context["gaps"] == {"politician": 1, "officer": 0, "both": 1}
    assert 'href="/medlemmar/?vy=luckor"' in response.content.decode()


def test_theme_is_kept_with_the_person_and_leads_back(client, kalix):
    client.force_login(kalix[2])

    response = client.post("/utseende/", {"theme": "dark", "next": "/medlemmar/?lan=25"})

    assert response.url == "/medlemmar/?lan=25"
    assert Person.objects.get(pk=kalix[2].pk).theme == "dark"
    assert 'data-bs-theme="dark"' in client.get("/kakor/").content.decode()


@pytest.mark.parametrize("next_page", ["https://ond.example/", "//ond.example/", ""])
def test_theme_and_language_never_lead_away(client, kalix, next_page):
    client.force_login(kalix[2])

    urls = [
        client.post(address, {"theme": "x", "language": "x", "next": next_page}).url
        for address in ("/utseende/", "/sprak/")
    ]

    assert urls == ["/", "/"]
    assert Person.objects.get(pk=kalix[2].pk).theme == "auto"


def test_language_is_kept_in_a_cookie(client):
    response = client.post("/sprak/", {"language": "en", "next": "/kakor/"})

    assert (response.url, response.cookies["django_language"].value) == ("/kakor/", "en")
    assert '<html lang="en"' in client.get("/kakor/").content.decode()


@pytest.mark.parametrize("address", ["/utseende/", "/sprak/"])
def test_settings_are_not_changed_by_getting(client, address):
    assert client.get(address).status_code == 405


def test_start_takes_as_many_queries_for_one_member_as_for_many(
    client, django_assert_max_num_queries
):
    load_principles()
    for _number in range(30):
        make_member()
    client.get("/")  # what is the same for all pages is kept from now on

    with django_assert_max_num_queries(11):
        client.get("/")


def test_the_mark_is_found_where_browsers_look_for_it(client):
    answer = client.get("/favicon.ico")

    assert (answer.status_code, answer.url) == (302, "/static/img/favicon.svg")
