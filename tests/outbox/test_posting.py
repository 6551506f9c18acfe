from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import Person
from sekom.outbox import posting, sending
from sekom.outbox.models import Delivery, Mailing, Suppression, address_hash
from tests.factories import make_person
from tests.outbox.making import (
    KIND,
    LETTER,
    make_draft,
    make_leaving,
    make_recipients,
    state_of,
    states_of,
)

pytestmark = pytest.mark.django_db


def suppress(email):
    Suppression.objects.create(address_hash=address_hash(email), reason="Asked for none")


def test_post_leaves_at_once_and_is_addressed_to_the_person(
    server, django_capture_on_commit_callbacks
):
    person = make_person("Åsa Öberg", email="asa@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        mailing = posting.post(KIND, to=person, values=LETTER, about=person, by=person)

    [message] = server.messages("asa@example.org")
    assert str(message["To"]) == "Åsa Öberg <asa@example.org>"
    assert message["Subject"] == "Enkäten är öppen"
    assert state_of(mailing) == "done"
    assert list(Mailing.objects.about(person)) == [mailing]
    assert mailing.deliveries.get().person == person


def test_post_says_nothing_when_what_caused_it_fails(server, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        posting.post(KIND, to=make_person(), values=LETTER)
        transaction.set_rollback(True)

    assert server.addresses() == []
    assert Mailing.objects.count() == 0


def test_post_with_a_known_key_sends_nothing_more(server, django_capture_on_commit_callbacks):
    person = make_person(email="asa@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        first = posting.post(KIND, to=person, values=LETTER, key="påminnelse:1")
        again = posting.post(KIND, to=person, values=LETTER, key="påminnelse:1")

    assert again == first
    assert server.addresses() == ["asa@example.org"]


def test_post_to_what_belongs_to_a_person_is_addressed_to_the_person():
    person = make_person()
    theirs = SimpleNamespace(name="Åsa", email="asa@jobbet.example.org", person_id=person.pk)

    mailing = posting.post(KIND, to=theirs, values=LETTER)

    assert mailing.deliveries.get().person == person


def test_prepare_sends_once_to_each_address_whatever_its_case():
    twice = SimpleNamespace(name="Anna igen", email="ANNA@example.org")
    recipients = [*make_recipients("Anna", "Bo"), posting.Recipient(twice)]

    mailing = posting.prepare(KIND, recipients=recipients, audience="Två", values=LETTER)

    assert list(mailing.deliveries.values_list("name", "email", "state")) == [
        ("Anna", "anna@example.org", "queued"),
        ("Bo", "bo@example.org", "queued"),
        ("Anna igen", "", "duplicate"),
    ]
    assert (state_of(mailing), mailing.subject) == ("draft", "Enkäten är öppen")


def test_prepare_keeps_a_row_for_who_may_not_get_it():
    suppress("Bo@Example.org")

    mailing = make_draft("Anna", "Bo")

    assert states_of(mailing) == {"anna@example.org": "queued", "bo@example.org": "suppressed"}


def test_prepare_keeps_a_row_for_who_has_no_address():
    nobody, longest = make_recipients("Bo", "x" * 250)
    nobody.to.email = ""

    mailing = posting.prepare(
        KIND, recipients=[*make_recipients("Anna"), nobody, longest], audience="", values=LETTER
    )

    states = list(mailing.deliveries.values_list("name", "state"))
    assert states == [("Anna", "queued"), ("Bo", "no_address"), ("x" * 120, "no_address")]


def test_prepare_finds_the_people_of_a_queryset_and_their_values():
    make_person("Åsa  Öberg", email="Asa@example.org", title="50 % ordförande")
    make_person("Bo", email="bo@example.org", is_active=False)
    audience = posting.Audience(
        Person.objects.filter(is_active=True, name__contains="Å"), {"title": "title"}
    )

    mailing = posting.prepare(KIND, recipients=audience, audience="Alla Å", values=LETTER)

    facts = mailing.deliveries.values_list("person__email", "email", "name", "values", "state")
    assert list(facts) == [
        (
            "asa@example.org",
            "asa@example.org",
            "Åsa Öberg",
            {"title": "50 % ordförande"},
            "queued",
        )
    ]


def test_prepare_refuses_a_queryset_that_finds_nobody():
    with pytest.raises(ValidationError) as refusal:
        posting.prepare(KIND, recipients=posting.Audience(Person.objects.none()), audience="")

    assert refusal.value.code == "nobody"


def test_prepare_spreads_the_addresses_of_one_domain():
    addresses = ["a@one.org", "b@one.org", "c@one.org", "d@two.org", "e@two.org"]
    recipients = [
        posting.Recipient(SimpleNamespace(name=address, email=address)) for address in addresses
    ]

    mailing = posting.prepare(KIND, recipients=recipients, audience="", values=LETTER)

    assert list(mailing.deliveries.order_by("pk").values_list("email", flat=True)) == [
        *("a@one.org", "d@two.org", "b@one.org", "e@two.org", "c@one.org")
    ]


def test_prepare_makes_batches_that_know_how_many_are_in_them():
    suppress("person0@example.org")

    mailing = make_draft(*(f"Person{number}" for number in range(1_001)))

    assert list(mailing.batches.order_by("number").values_list("total", "suppressed")) == [
        (1_000, 1),
        (1, 0),
    ]


def test_prepare_refuses_when_there_is_nobody():
    with pytest.raises(ValidationError) as refusal:
        make_draft()

    assert refusal.value.code == "nobody"


def test_prepare_with_a_known_key_hands_back_the_same_mailing():
    first = make_draft("Anna", key="round-1")

    assert make_draft("Bo", key="round-1") == first
    assert states_of(first) == {"anna@example.org": "queued"}


def test_prepare_with_the_key_of_a_cancelled_mailing_makes_a_new_one():
    first = make_draft("Anna", key="round-1")
    posting.cancel(first, by=None)

    assert make_draft("Anna", key="round-1") != first


def test_the_database_refuses_two_deliveries_to_one_address():
    mailing = make_draft("Anna")

    with pytest.raises(IntegrityError, match="delivery_once_per_address"), transaction.atomic():
        Delivery.objects.create(mailing=mailing, email="ANNA@example.org")


def test_the_database_refuses_an_ended_delivery_without_its_time():
    mailing = make_draft("Anna")

    with pytest.raises(IntegrityError, match="delivery_settled"), transaction.atomic():
        mailing.deliveries.update(state="sent")


def test_approve_lets_it_leave_after_a_minute_and_not_before(server):
    mailing = posting.approve(make_draft("Anna"), by=None)

    sending.send_due()
    before = (state_of(mailing), server.addresses())
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        sending.send_due()

    assert before == ("approved", [])
    assert (state_of(mailing), server.addresses()) == ("done", ["anna@example.org"])


def test_approve_twice_does_not_begin_the_minute_again():
    mailing = posting.approve(make_draft("Anna"), by=None)

    assert posting.approve(mailing, by=None).send_after == mailing.send_after


def test_approve_refuses_a_cancelled_mailing():
    mailing = posting.cancel(make_draft("Anna"), by=None)

    with pytest.raises(ValidationError) as refusal:
        posting.approve(mailing, by=None)

    assert refusal.value.code == "stopped"


def test_undo_makes_it_a_draft_that_does_not_leave(server):
    mailing = posting.approve(make_draft("Anna"), by=None)

    posting.undo(mailing, by=None)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        sending.send_due()

    assert (state_of(mailing), server.addresses()) == ("draft", [])


def test_undo_after_the_minute_is_refused_and_changes_nothing():
    mailing = make_leaving("Anna")

    with pytest.raises(ValidationError) as refusal:
        posting.undo(mailing, by=None)

    assert (refusal.value.code, state_of(mailing)) == ("late", "approved")


def test_pause_holds_it_and_resume_lets_it_go(server):
    mailing = make_leaving("Anna")

    posting.pause(mailing, by=None)
    sending.send_due()
    while_paused = (state_of(mailing), server.addresses())
    posting.resume(mailing, by=None)
    sending.send_due()

    assert while_paused == ("paused", [])
    assert (state_of(mailing), server.addresses()) == ("done", ["anna@example.org"])


def test_resume_gives_back_what_is_left_of_the_minute():
    mailing = posting.approve(make_draft("Anna"), by=None)
    posting.pause(mailing, by=None)

    assert posting.resume(mailing, by=None).state == "approved"


@pytest.mark.parametrize("act", [posting.pause, posting.resume])
def test_what_is_a_draft_can_neither_be_paused_nor_go_on(act):
    with pytest.raises(ValidationError) as refusal:
        act(make_draft("Anna"), by=None)

    assert refusal.value.code == "state"


def test_cancel_leaves_exact_lists_of_who_got_it_and_who_did_not(server):
    server.refuse = {"bo@example.org": "450 4.2.1 Try later"}
    mailing = make_leaving("Anna", "Bo")
    sending.send_due()

    posting.cancel(mailing, by=None)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        sending.send_due()

    assert states_of(mailing) == {"anna@example.org": "sent", "bo@example.org": "cancelled"}
    assert (state_of(mailing), server.addresses()) == ("cancelled", ["anna@example.org"])


def test_cancel_refuses_what_has_left(server):
    mailing = make_leaving("Anna")
    sending.send_due()

    with pytest.raises(ValidationError) as refusal:
        posting.cancel(mailing, by=None)

    assert (refusal.value.code, state_of(mailing)) == ("state", "done")
