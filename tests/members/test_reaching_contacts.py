"""Writing to a member's contacts without seeing their addresses, and saying that one is wrong."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from members import doubting, writing_to_pairs
from members.models import Doubt, Holding, today
from sekom import desk
from sekom.outbox import sending
from sekom.outbox.models import Delivery, Mailing
from tests.factories import make_doubt, make_pair, make_person, make_secretary
from tests.members.conftest import ROLES

pytestmark = pytest.mark.django_db

LETTER = {"subject": "Fråga om ängar", "text": "Hej!\n\nHur gjorde ni?"}


def write(kalix, by, **given):
    readers = writing_to_pairs.readers_of(kalix.member, **given)
    return writing_to_pairs.write(kalix.member, to=readers, by=by, **LETTER)


def test_a_letter_goes_to_each_and_is_answered_to_the_sender(kalix):
    sender = make_person(email="fragar@example.org")

    write(kalix, sender)

    deliveries = list(Delivery.objects.select_related("mailing"))
    assert sorted(one.email for one in deliveries) == sorted(
        [kalix.politician.email, kalix.officer.email]
    )
    assert {sending.headers_of(one)["Reply-To"] for one in deliveries} == {"fragar@example.org"}
    assert {one.mailing.sender for one in deliveries} == {sender}
    letters = [sending.letter_of(one) for one in deliveries]
    assert {letter.subject for letter in letters} == {"Fråga om ängar"}
    for other, letter in zip(deliveries, reversed(letters), strict=True):
        assert other.email not in letter.text + letter.html


def test_a_letter_to_nobody_is_refused(kalix):
    Holding.objects.update(starts_on="2020-01-01", ends_on="2020-12-31")

    with pytest.raises(ValidationError) as refusal:
        write(kalix, make_person())

    assert refusal.value.code == "vacant"


def test_the_eleventh_pair_of_a_day_is_refused_and_the_day_after_is_free(kalix):
    sender = make_person()
    for _number in range(10):
        write(kalix, sender)

    with pytest.raises(ValidationError) as refusal:
        write(kalix, sender, to="officer")
    Mailing.objects.update(created_at=Mailing.objects.first().created_at - timedelta(days=1))
    write(kalix, sender, to="officer")

    assert refusal.value.code == "many"
    assert Mailing.objects.count() == 21


@pytest.mark.parametrize("role", ROLES)
def test_the_form_names_people_and_addresses_to_the_network_alone(visit, kalix, role):
    response = visit(role).get(reverse("members:write", args=["kalix"]))

    page = response.content.decode()
    may_see = role in {"other", "own", "expert", "secretary"}
    own = visit.people.get(role)
    assert response.status_code == (302 if role == "guest" else 200)
    for person in (kalix.politician, kalix.officer):
        if person != own:
            assert (person.email in page, person.name in page) == (may_see, may_see)


def test_the_form_sends_to_the_one_who_was_chosen(visit, kalix):
    address = reverse("members:write", args=["kalix"])

    response = visit("former").post(address, LETTER | {"to": "officer"}, follow=True)

    assert "Mejlet är skickat." in response.content.decode()
    assert [one.email for one in Delivery.objects.all()] == [kalix.officer.email]


def test_the_form_says_what_is_missing_and_keeps_what_was_typed(visit, kalix):
    address = reverse("members:write", args=["kalix"])

    response = visit("other").post(address, {"subject": "", "text": "Hej!"})

    assert response.status_code == 422
    assert "Hej!</textarea>" in response.content.decode()
    assert Delivery.objects.count() == 0


def test_the_form_says_so_when_there_is_nobody(visit, kalix):
    Holding.objects.of_member(kalix.member).update(starts_on="2020-01-01", ends_on="2020-12-31")

    page = visit("other").get(reverse("members:write", args=["kalix"])).content.decode()

    assert "ingen att skriva till" in page


# --- Doubts -------------------------------------------------------------------------------------


def test_a_doubt_is_one_until_settled_and_holds_all_that_was_said(kalix):
    holding, by = kalix.officer.holdings.get(), make_pair()[0]

    for said in ("Har slutat.", "Har slutat.", "Mejl studsar."):
        found = doubting.doubt(holding, said=said, by=by)

    assert Doubt.objects.get().said == "Har slutat.\nMejl studsar."
    doubting.settle(found, outcome="Bytt", by=kalix.politician)
    doubting.doubt(holding, said="Har slutat.", by=by)
    assert (Doubt.objects.count(), Doubt.objects.open().count()) == (2, 1)


def test_a_doubt_without_words_or_with_too_many_is_refused(kalix):
    holding = kalix.officer.holdings.get()

    for said in ("", "x" * 501):
        with pytest.raises(ValidationError):
            doubting.doubt(holding, said=said, by=kalix.politician)


def test_the_first_to_settle_a_doubt_is_who_did(kalix):
    found = make_doubt(kalix.officer.holdings.get())

    doubting.settle(found, outcome="Rätt hela tiden", by=kalix.officer)
    doubting.settle(found, outcome="Något annat", by=kalix.politician)
    with pytest.raises(ValidationError):
        doubting.settle(found, outcome=" ", by=kalix.politician)

    found.refresh_from_db()
    assert (found.outcome, found.settled_by) == ("Rätt hela tiden", kalix.officer)


def test_a_doubt_waits_on_the_desk_of_the_pair_and_the_secretariat(kalix):
    found = make_doubt(kalix.officer.holdings.get(), said="Har slutat.")
    address = reverse("members:settle", args=[found.pk])
    people = [kalix.officer, kalix.politician, make_secretary(), make_pair()[0], found.by]

    told = [address in [task.url for task in desk.tasks_for(person)] for person in people]

    assert told == [True, True, True, False, False]
    doubting.settle(found, outcome="Bytt", by=kalix.officer)
    assert address not in [task.url for task in desk.tasks_for(kalix.officer)]


@pytest.mark.parametrize("role", ROLES)
def test_a_doubt_is_said_by_who_sees_the_contact_and_closed_by_the_pair(visit, kalix, role):
    holding = kalix.politician.holdings.get()
    client = visit(role)

    client.post(reverse("members:doubt", args=[holding.pk]), {"said": "Har slutat."})
    sees = {"other", "own", "expert", "secretary"}
    assert Doubt.objects.count() == (role in sees)

    found = Doubt.objects.first() or make_doubt(holding)
    client.post(reverse("members:settle", args=[found.pk]), {"outcome": "Bytt"})
    assert Doubt.objects.open().count() == (role not in {"own", "secretary"})


def test_the_forms_of_doubts_say_what_is_missing(visit, kalix):
    found = make_doubt(kalix.officer.holdings.get())
    client = visit("own")

    answers = [
        client.post(reverse("members:doubt", args=[found.holding_id]), {"said": ""}),
        client.post(reverse("members:settle", args=[found.pk]), {"outcome": ""}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]


def test_a_contact_of_yesterday_is_doubted_by_nobody(visit, kalix):
    holding = kalix.politician.holdings.get()
    Holding.objects.filter(pk=holding.pk).update(ends_on=today() - timedelta(days=1))

    assert visit("own").get(reverse("members:doubt", args=[holding.pk])).status_code == 404
