"""The members' pages: who sees what, and who may do what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import (
    Confirmation,
    Group,
    Holding,
    HoldingEvent,
    Member,
    Person,
    Seat,
    today,
)
from sekom.outbox.models import Delivery
from tests.factories import make_group, make_holding, make_member, make_seat
from tests.members.conftest import ROLES

pytestmark = pytest.mark.django_db

SEES_CONTACTS = {"other", "own", "expert", "secretary"}
SEES_HISTORY = {"own", "secretary"}
LOGIN = "/konto/login/?next="


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", ["/medlemmar/", "/medlemmar/?vy=karta", "/medlemmar/kalix/"])
def test_public_pages_are_open_and_show_contacts_to_the_network_alone(visit, kalix, role, address):
    response = visit(role).get(address)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Kalix kommun" in page or "Norrbottens län" in page
    is_told = role in SEES_CONTACTS and address == "/medlemmar/kalix/"
    for person in (kalix.politician, kalix.officer):
        own = visit.people.get(role) == person
        assert (person.email in page) == is_told, person
        assert (person.name in page) == is_told or own


@pytest.mark.parametrize("role", ROLES)
def test_gaps_name_the_counterpart_to_the_network_alone(visit, kalix, role):
    kalix.politician.holdings.update(ends_on=today().replace(year=today().year - 1))
    kalix.politician.holdings.update(starts_on="2020-01-01")

    page = visit(role).get("/medlemmar/?vy=luckor").content.decode()

    assert (f"Fråga {kalix.officer.name}" in page) == (role in SEES_CONTACTS)
    assert ("/utse/" in page) == (role == "secretary")
    assert kalix.officer.email not in page


@pytest.mark.parametrize("role", ROLES)
def test_member_page_offers_each_role_what_it_may_do(visit, kalix, role):
    page = visit(role).get("/medlemmar/kalix/").content.decode()

    assert {
        "write": "/medlemmar/kalix/mejla/" in page,
        "hand over": "/lamna-over/" in page,
        "doubt": "/stammer-inte/" in page,
        "history": 'id="history"' in page,
        "confirm": "/bekrafta/" in page,
        "correct": "/ratta/" in page,
        "edit": "/andra/" in page,
    } == {
        "write": role != "guest",
        "hand over": role in SEES_HISTORY,
        "doubt": role in SEES_CONTACTS,
        "history": role in SEES_HISTORY,
        "confirm": role in SEES_HISTORY,
        "correct": role == "secretary",
        "edit": role == "secretary",
    }


@pytest.mark.parametrize(
    ("status", "seen_by"),
    [("applied", {"secretary"}), ("left", {"secretary"})],
)
@pytest.mark.parametrize("role", ROLES)
def test_member_that_has_left_or_only_applied_is_seen_by_the_secretariat(
    visit, role, status, seen_by
):
    make_member("Borta", slug="borta", status=status, left_on=today())

    response = visit(role).get("/medlemmar/borta/")

    assert response.status_code == (200 if role in seen_by else 404)


def test_member_page_says_since_when_a_seat_is_vacant_and_who_comes(visit, kalix):
    holding = kalix.politician.holdings.get()
    holding.ends_on = today().replace(month=1, day=1)
    holding.starts_on = holding.ends_on.replace(year=holding.ends_on.year - 2)
    holding.save()
    later = today().replace(year=today().year + 1)
    make_holding(seat=holding.seat, starts_on=later, confirmed=False)

    response = visit("own").get("/medlemmar/kalix/")

    place = response.context["pair"].politician
    assert (place.state, place.latest, place.coming.starts_on) == ("vacant", holding, later)
    assert "Vakant" in response.content.decode()


def test_member_page_marks_a_mandate_that_ends_soon(visit, kalix):
    kalix.politician.holdings.update(ends_on=today())

    page = visit("own").get("/medlemmar/kalix/").content.decode()

    assert page.count("sk-tag--warn") == 1


def test_member_page_takes_as_many_queries_for_a_long_history(visit, kalix):
    reporter = make_seat(member=kalix.member, kind=Seat.Kind.KEY_FIGURE_REPORTER)
    client = visit("own")

    def queries_after(years):
        for year in years:
            make_holding(seat=reporter, starts_on=f"{year}-01-01", ends_on=f"{year}-12-31")
        with CaptureQueriesContext(connection) as queries:
            client.get("/medlemmar/kalix/")
        return len(queries)

    queries_after([1998])  # what is the same for all pages is kept from now on
    assert queries_after([1999]) == queries_after(range(2000, 2020))


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("guest", 302),
        ("other", 404),
        ("own", 302),
        ("former", 404),
        ("expert", 404),
        ("secretary", 302),
    ],
)
def test_confirm_is_for_the_pair_itself_and_the_secretariat(visit, kalix, role, status):
    holding = kalix.politician.holdings.get()
    Confirmation.objects.all().delete()

    response = visit(role).post(reverse("members:confirm", args=[holding.pk]))

    through = {"own": ["login"], "secretary": ["secretariat"]}.get(role, [])
    assert response.status_code == status
    assert list(holding.confirmations.values_list("through", flat=True)) == through


def secretariat_addresses(kalix):
    holding = kalix.politician.holdings.get()
    return [
        reverse("members:take_in"),
        reverse("members:edit_member", args=["kalix"]),
        reverse("members:appoint", args=[holding.seat_id]),
        reverse("members:correct", args=[holding.pk]),
        reverse("members:end", args=[holding.pk]),
        reverse("members:groups"),
    ]


@pytest.mark.parametrize("role", ROLES)
def test_the_secretariats_pages_are_its_own(visit, kalix, role):
    client = visit(role)

    for address in secretariat_addresses(kalix):
        response = client.get(address)
        if role == "secretary":
            assert response.status_code == 200, address
        else:
            assert (response.status_code, response.url) == (302, f"{LOGIN}{address}"), address


@pytest.mark.parametrize("role", [role for role in ROLES if role != "secretary"])
def test_nobody_else_changes_anything_by_posting(visit, kalix, role):
    client = visit(role)
    group = make_group(Group.Kind.SECRETARIAT)
    before = HoldingEvent.objects.count(), Member.objects.count(), Seat.objects.count()

    for address in [
        *secretariat_addresses(kalix)[:-1],
        reverse("members:add_seat", args=[group.pk]),
    ]:
        client.post(
            address,
            {"place": "Kalix", "status": "member", "on": "2026-01-01", "reason": "x"},
        )

    assert (HoldingEvent.objects.count(), Member.objects.count(), Seat.objects.count()) == before


def test_take_in_adds_a_member_from_the_list(visit):
    response = visit("secretary").post(
        reverse("members:take_in"),
        {"place": "boden", "status": "member", "since": "5 juni 2020"},
    )

    member = Member.objects.get(code="2582", kind="municipality")
    assert response.url == "/medlemmar/boden/"
    assert (member.name, str(member.joined_on)) == ("Bodens kommun", "2020-06-05")
    assert member.seats.count() == 2


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("Ankeborg", "Kommunen eller regionen finns inte"),
        ("Boden", "finns redan"),
    ],
)
def test_take_in_refuses_what_is_no_place_or_is_there_already(visit, place, words):
    make_member("Boden", code="2582")

    response = visit("secretary").post(
        reverse("members:take_in"), {"place": place, "status": "member"}
    )

    assert response.status_code == 422
    assert "sk-error-summary" in response.content.decode()
    assert 'value="' + place in response.content.decode()


def test_edit_member_mends_the_facts(visit, kalix):
    client = visit("secretary")
    address = reverse("members:edit_member", args=["kalix"])

    refused = client.post(address, {"name": ""})
    saved = client.post(address, {"name": "Kalix kommun", "joined_on": "1998-06-30"})

    assert (refused.status_code, saved.status_code) == (422, 302)
    kalix.member.refresh_from_db()
    assert (kalix.member.status, str(kalix.member.joined_on)) == ("member", "1998-06-30")


def test_appoint_seats_and_invites_somebody(visit):
    seat = make_seat(member=make_member("Boden", slug="boden"), kind=Seat.Kind.OFFICER)

    response = visit("secretary").post(
        reverse("members:appoint", args=[seat.pk]),
        {
            "name": "Exempeltjänsteperson Boden",
            "email": "boden@example.org",
            "starts_on": today().isoformat(),
        },
    )

    assert response.url == "/medlemmar/boden/"
    assert seat.current_holding().person.email == "boden@example.org"
    assert Delivery.objects.get().email == "boden@example.org"


def test_appoint_keeps_what_was_typed_when_the_seat_is_held(visit, kalix):
    holding = kalix.politician.holdings.get()

    response = visit("secretary").post(
        reverse("members:appoint", args=[holding.seat_id]),
        {"name": "Ny Person", "email": "ny@example.org", "starts_on": today().isoformat()},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Någon har redan platsen den tiden" in page
    assert 'value="Ny Person"' in page
    assert not Person.objects.filter(email="ny@example.org").exists()


def test_correct_leaves_who_and_why_in_the_history(visit, kalix):
    holding = kalix.politician.holdings.get()
    secretary = visit.people["secretary"]

    response = visit("secretary").post(
        reverse("members:correct", args=[holding.pk]),
        {
            "starts_on": "2021-02-03",
            "ends_on": "",
            "source": "KS 2021/4",
            "reason": "Fel dag i beslutet",
        },
    )

    assert response.url == "/medlemmar/kalix/"
    event = HoldingEvent.objects.filter(pgh_obj=holding).latest("pgh_id")
    context = event.pgh_context.metadata
    assert (str(event.starts_on), event.source) == ("2021-02-03", "KS 2021/4")
    assert (context["user"], context["reason"], context["door"]) == (
        secretary.pk,
        "Fel dag i beslutet",
        "web",
    )
    old = HoldingEvent.objects.filter(pgh_obj=holding).earliest("pgh_id")
    assert old.starts_on == holding.starts_on


def test_correct_refuses_days_in_the_wrong_order(visit, kalix):
    holding = kalix.politician.holdings.get()

    response = visit("secretary").post(
        reverse("members:correct", args=[holding.pk]),
        {"starts_on": "2021-02-03", "ends_on": "2020-02-03", "reason": "Prov"},
    )

    assert response.status_code == 422
    assert "Sista dagen kan inte komma före den första" in response.content.decode()


def test_end_ends_the_holding_and_the_right_to_look(visit, kalix):
    holding = kalix.politician.holdings.get()
    holding.starts_on = "2020-01-01"
    holding.save()

    response = visit("secretary").post(
        reverse("members:end", args=[holding.pk]), {"on": "2020-12-31", "reason": "Ny mandatperiod"}
    )

    assert response.url == "/medlemmar/kalix/"
    holding.refresh_from_db()
    assert (str(holding.ends_on), holding.reason) == ("2020-12-31", "Ny mandatperiod")
    assert Person.objects.get(pk=kalix.politician.pk).may_see_contacts() is False


def test_add_seat_leads_on_to_appoint_somebody_to_it(visit):
    group = make_group(Group.Kind.SECRETARIAT)

    response = visit("secretary").post(
        reverse("members:add_seat", args=[group.pk]), {"kind": "ordinary"}
    )

    seat = group.seats.get(number=2)
    assert response.url == reverse("members:appoint", args=[seat.pk])


def test_groups_take_as_many_queries_for_one_seat_as_for_many(visit, django_assert_max_num_queries):
    group = make_group(Group.Kind.BOARD)
    for number in range(1, 13):
        make_holding(seat=make_seat(group=group, kind=Seat.Kind.ORDINARY, number=number))
    client = visit("secretary")
    client.get(reverse("members:groups"))  # what is the same for all pages is kept from now on

    with django_assert_max_num_queries(9):
        response = client.get(reverse("members:groups"))

    assert Holding.objects.filter(seat__group=group).count() == 12
    assert response.status_code == 200
