"""Who sees what of a contact: the table whole, and that pages keep to it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from members import visibility
from members.models import Holding, Member, Person, today
from tests.factories import make_holding
from tests.members.conftest import ROLES

pytestmark = pytest.mark.django_db

PUBLIC = {"seat", "confirmed"}
NETWORK = PUBLIC | {"name", "title", "email", "phone", "freshness", "latest"}
PAIR = NETWORK | {"past", "changes"}
ALL = PAIR | {"source"}

SEES = {
    "guest": PUBLIC,
    "former": PUBLIC,
    "other": NETWORK,
    "expert": NETWORK,
    "own": PAIR,
    "secretary": ALL,
}


def test_every_fact_has_its_line_in_the_table():
    assert {fact.key for fact in visibility.FACTS} == ALL
    assert set(SEES) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_just_the_facts_of_its_circles(kalix, visit, role):
    person = visit.people.get(role)
    user = person or visit(role).get("/").wsgi_request.user

    is_own = Member.objects.represented_by(user).contains(kalix.member)

    assert visibility.shown_to(user, is_own=is_own) == SEES[role]


@pytest.fixture
def marked(kalix):
    """A contact of whom every fact can be told from any other: {fact: how it looks on a page}."""
    Person.objects.filter(pk=kalix.politician.pk).update(
        name="Namnet Syns",
        title="Titeln syns",
        email="adressen.syns@example.org",
        phone="070-174 06 05",
    )
    holding = kalix.politician.holdings.get()
    Holding.objects.filter(pk=holding.pk).update(source="Källan syns")
    make_holding(
        seat=holding.seat,
        starts_on=today() - timedelta(days=900),
        ends_on=holding.starts_on - timedelta(days=1),
        reason="Förr syns",
    )
    return {
        "seat": r"Sedan</dt>",
        "confirmed": r"Bekräftad</dt>",
        "name": "Namnet Syns",
        "title": "Titeln syns",
        "email": "adressen.syns@example.org",
        "phone": "070-174 06 05",
        "freshness": "Nyligen bekräftad",
        "latest": "Namnet Syns har bekräftats|Namnet Syns är bekräftad",
        "past": "Förr syns",
        "changes": "Namnet Syns har ändrat sina uppgifter",
        "source": "Källan syns",
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_members_page_shows_each_role_just_what_the_table_says(visit, kalix, marked, role):
    page = visit(role).get("/medlemmar/kalix/").content.decode()

    shown = {key for key, pattern in marked.items() if re.search(pattern, page)}

    assert shown == SEES[role]


def test_who_sees_me_tells_each_fact_its_value_and_its_circle(visit, kalix):
    response = visit("own").get(reverse("members:who_sees_me"))

    groups = response.context["groups"]
    assert [
        (audience.value, {fact.key for fact, _value in facts}) for audience, facts in groups
    ] == [
        ("public", PUBLIC),
        ("network", NETWORK - PUBLIC),
        ("pair", PAIR - NETWORK),
        ("secretariat", ALL - PAIR),
    ]
    values = {fact.key: value for _audience, facts in groups for fact, value in facts}
    assert values["email"] == kalix.officer.email
    assert kalix.officer.email in response.content.decode()


def test_who_sees_me_tells_a_former_contact_that_nothing_is_shown(visit):
    page = visit("former").get(reverse("members:who_sees_me")).content.decode()

    assert "Du har ingen plats nu" in page


# --- What a member's page offers ----------------------------------------------------------------


def test_the_pair_edits_what_its_page_says_and_nothing_else(visit, kalix):
    client = visit("own")
    address = reverse("members:edit_own", args=["kalix"])

    saved = client.post(
        address,
        {"website": "kalix.example", "description": "Vi odlar.", "name": "Annat", "status": "left"},
    )
    refused = client.post(address, {"website": "inte en adress", "description": "Kvar"})

    kalix.member.refresh_from_db()
    assert (saved.status_code, refused.status_code) == (302, 422)
    assert (kalix.member.website, kalix.member.description) == (
        "https://kalix.example",
        "Vi odlar.",
    )
    assert (kalix.member.name, kalix.member.status) == ("Kalix kommun", "member")
    assert "Kvar</textarea>" in refused.content.decode()
    assert "Vi odlar." in visit("guest").get("/medlemmar/kalix/").content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_a_page_is_edited_by_its_own_pair_and_the_secretariat(visit, kalix, role):
    response = visit(role).get(reverse("members:edit_own", args=["kalix"]))

    expected = 200 if role in {"own", "secretary"} else 302 if role == "guest" else 404
    assert response.status_code == expected


def test_what_one_of_the_pair_changes_is_told_to_the_other(visit, kalix):
    kalix.politician.phone = "070-174 06 99"
    kalix.politician.save()
    line = f"{kalix.politician.name} har ändrat sina uppgifter"

    told = {
        role: line in visit(role).get("/medlemmar/kalix/").content.decode()
        for role in ("other", "own", "secretary")
    }

    assert told == {"other": False, "own": True, "secretary": True}
    assert line in visit("own").get("/min-sida/").content.decode()


def test_a_change_of_theme_is_no_news(visit, kalix):
    kalix.politician.theme = "dark"
    kalix.politician.save()

    assert "har ändrat sina" not in visit("own").get("/medlemmar/kalix/").content.decode()


def test_a_seat_beside_the_pair_is_added_and_shown(visit, kalix):
    client = visit("secretary")
    address = reverse("members:add_member_seat", args=["kalix", "nyckeltalsrapportor"])

    answers = [client.post(address) for _time in range(2)]
    wrong = client.post(reverse("members:add_member_seat", args=["kalix", "kung"]))

    seat = kalix.member.seats.beside_pairs().get()
    assert [answer.url for answer in answers] == [reverse("members:appoint", args=[seat.pk])] * 2
    assert wrong.url == "/medlemmar/kalix/"
    make_holding(seat=seat)
    client.post(address)
    assert kalix.member.seats.beside_pairs().count() == 2
    assert "Nyckeltalsrapportör" in visit("guest").get("/medlemmar/kalix/").content.decode()


def test_a_holding_to_come_is_shown_and_taken_away(visit, kalix):
    holding = kalix.politician.holdings.get()
    Holding.objects.filter(pk=holding.pk).update(ends_on=today())
    coming = make_holding(seat=holding.seat, starts_on=today() + timedelta(days=1))
    address = reverse("members:cancel", args=[coming.pk])
    client = visit("secretary")

    page = client.get("/medlemmar/kalix/").content.decode()
    client.post(address, {"why": "Kom inte"})
    begun = client.post(reverse("members:cancel", args=[holding.pk]), {"why": "Prov"})

    assert address in page
    assert not Holding.objects.filter(pk=coming.pk).exists()
    assert begun.status_code == 422
    assert Holding.objects.filter(pk=holding.pk).exists()
