"""Trying the portal as example people: one click where it is a demo, nothing anywhere else."""

import pytest
from django.urls import reverse

from members.models import Confirmation, Seat
from tests.factories import (
    make_former_contact,
    make_holding,
    make_member,
    make_person,
    make_secretary,
)
from tests.factories import make_pair as make_pair_of
from tests.survey_factories import make_response, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.REQUIRE_TWO_FACTOR = False


@pytest.mark.parametrize(
    "address",
    ["/demo/", "/demo/komponenter/", "/demo/post/", "/demo/post/x/", "/demo/post/x/html/"],
)
def test_demo_is_not_there_where_it_is_no_demo(client, address):
    assert client.get(address).status_code == 404


def test_nobody_becomes_somebody_where_it_is_no_demo(client):
    person = make_secretary()

    response = client.post(reverse("demo:be", args=[person.pk]))

    assert response.status_code == 404
    assert "_auth_user_id" not in client.session


def test_one_click_logs_in_and_leads_to_what_waits(client, demo):
    secretary, officer = make_secretary(), make_pair_of()[1]

    to_desk = client.post(reverse("demo:be", args=[secretary.pk]))
    to_own = client.post(reverse("demo:be", args=[officer.pk]))

    assert (to_desk.url, to_own.url) == ("/kansli/", "/min-sida/")
    assert client.session["_auth_user_id"] == str(officer.pk)


def test_one_click_confirms_the_holding(client, demo):
    holding = make_holding(confirmed=False)

    client.post(reverse("demo:be", args=[holding.person_id]))

    assert holding.confirmations.get().through == Confirmation.Through.LOGIN


def test_getting_logs_nobody_in(client, demo):
    assert client.get(reverse("demo:be", args=[make_secretary().pk])).status_code == 405


def test_only_example_people_can_be_tried(client, demo):
    person = make_person(email="namn@granfors.se")

    assert client.post(reverse("demo:be", args=[person.pk])).status_code == 404


def test_people_offers_a_secretary_pairs_a_vacancy_and_a_former_contact(client, demo):
    secretary = make_secretary()
    pair = make_pair_of(begun := make_member("Hel"))
    make_response(make_round(), begun, answers={"home": "bygg"})
    alone = make_holding(member=make_member("Avesta"), kind=Seat.Kind.OFFICER).person
    former = make_former_contact()

    page = client.get("/demo/").content.decode()

    for person in (secretary, *pair, alone, former):
        assert f'action="/demo/som/{person.pk}/"' in page
    assert 'href="/demo/post/"' in page


def test_people_still_offers_the_counterpart_of_whom_one_has_been(client, demo):
    make_pair_of(make_member("Hel"))
    politician, officer = make_pair_of(make_member("Avesta"))
    before = client.get("/demo/").content.decode()

    client.post(reverse("demo:be", args=[politician.pk]))

    assert f'action="/demo/som/{officer.pk}/"' not in before
    assert f'action="/demo/som/{officer.pk}/"' in client.get("/demo/").content.decode()
