"""The page behind a link: three buttons, and words for every way a link can fail."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members import links, verifying
from members.models import Holding, Inquiry, today
from tests.factories import make_holding, make_member, make_secretary

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def holding():
    return make_holding(member=make_member("Boden", slug="boden"), kind="officer")


@pytest.fixture
def address(holding):
    """The page in the letter to the contact."""
    round = verifying.open_round(
        [holding], answer_by=today() + timedelta(days=20), by=make_secretary()
    )
    link = verifying.link(round.inquiries.with_names().get())
    return "/" + link.split("/", 3)[3]


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("page", ["", "andrat/", "slutat/"])
def test_opening_the_link_changes_nothing(client, address, method, page):
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(address + page)

    assert answer.status_code == 200
    assert [one["sql"] for one in queries if one["sql"].startswith(WRITES)] == []
    assert Inquiry.objects.get().answer == ""


def test_page_names_who_is_asked_and_has_three_buttons(client, address, holding):
    page = client.get(address).content.decode()

    assert f"Stämmer det här fortfarande, {holding.person}?" in page
    for words in ("Ja, det stämmer", "Något har ändrats", "Jag har slutat"):
        assert words in page


def test_yes_is_noted_and_a_used_link_says_so(client, address, holding):
    first = client.post(address, follow=True)
    again = client.post(address, follow=True)
    later = client.get(f"{address}slutat/")

    holding.refresh_from_db()
    assert first.status_code == again.status_code == 200
    assert Inquiry.objects.get().answer == "right"
    assert "Länken är använd" in later.content.decode()
    assert holding.ends_on is None


def test_used_link_can_answer_nothing_else(client, address, holding):
    client.post(address)

    client.post(f"{address}slutat/", {"last_day": today().isoformat()})

    holding.refresh_from_db()
    assert (Inquiry.objects.get().answer, holding.ends_on) == ("right", None)


def test_yes_after_another_answer_is_refused_in_words(client, address):
    client.post(f"{address}slutat/", {"last_day": today().isoformat()})

    answer = client.post(address)

    assert answer.status_code == 422
    assert "Frågan är redan besvarad" in answer.content.decode()


def test_changed_keeps_what_was_typed_when_it_refuses(client, address):
    facts = {"name": "Nya Namnet", "title": "", "phone": "", "email": "ingen adress"}

    refused = client.post(f"{address}andrat/", facts)
    taken = client.post(f"{address}andrat/", facts | {"email": "ny@example.org"}, follow=True)

    assert refused.status_code == 422
    assert "Nya Namnet" in refused.content.decode()
    assert "ny@example.org" in taken.content.decode()
    assert Inquiry.objects.get().new_email == "ny@example.org"


def test_left_leads_to_the_handover_or_takes_the_last_day(client, address, holding):
    page = client.get(f"{address}slutat/")
    handover = client.get(page.context["handover_url"])
    refused = client.post(f"{address}slutat/", {"last_day": "1999-01-01"})
    client.post(f"{address}slutat/", {"last_day": today().isoformat(), "note": "Fråga chefen"})

    holding.refresh_from_db()
    assert handover.status_code == 200
    assert refused.status_code == 422
    assert (holding.ends_on, Inquiry.objects.get().note) == (today(), "Fråga chefen")


@pytest.mark.parametrize("page", ["", "andrat/", "slutat/"])
def test_link_that_is_too_old_says_what_to_do(client, address, page):
    with time_machine.travel(timezone.now() + links.LASTS + timedelta(days=1)):
        seen = [client.get(address + page), client.post(address + page)]

    assert [answer.status_code for answer in seen] == [410, 410]
    assert "30 dagar" in seen[0].content.decode()
    assert Inquiry.objects.get().answer == ""


@pytest.mark.parametrize("page", ["", "andrat/", "slutat/"])
def test_link_that_was_tampered_with_leads_nowhere(client, address, page):
    token = address.split("/")[2]
    others = [token[:-1] + ("a" if token[-1] != "a" else "b"), links.sign("other", 1, 1), "x"]

    seen = [client.post(f"/stammer/{other}/{page}") for other in others]

    assert [answer.status_code for answer in seen] == [404] * 3
    assert "leder ingenstans" in seen[0].content.decode()
    assert Inquiry.objects.get().answer == ""


def test_link_of_a_round_that_was_undone_leads_nowhere(client, address):
    Inquiry.objects.get().round.delete()

    assert client.get(address).status_code == 404


def test_link_of_who_no_longer_sits_there_says_so(client, address):
    Holding.objects.update(ends_on=today() - timedelta(days=1))

    seen = [client.get(address), client.get(f"{address}andrat/")]

    assert ["Du har inte längre" in answer.content.decode() for answer in seen] == [True, True]


def test_forwarded_link_lets_nobody_in_and_names_whom_it_is_for(client, address, holding):
    page = client.get(address).content.decode()

    assert f"Är du inte {holding.person}?" in page
    assert client.get("/min-sida/").url.startswith("/konto/login/")
