"""Leaving, with one click and by hand: nothing goes any more, also in the midst of a sending."""

import pytest
from django.utils import timezone

from newsletter import leaving, readers
from newsletter.models import Subscriber
from newsletter.readers import KIND
from sekom.outbox import claiming, one_click, posting
from sekom.outbox.models import Batch, Delivery, Lease, Mailing
from sekom.outbox.withdrawing import withdraw
from tests.factories import make_pair, make_person
from tests.newsletter_factories import make_letter, make_subscriber

pytestmark = pytest.mark.django_db

State = Subscriber.State
SOURCE = {"subject": "Brev", "text": "Hej {{ token }}", "html": "<p>Hej {{ token }}</p>"}


def make_mailing(*readers, kind=KIND):
    """An issue that waits to leave to these."""
    recipients = [posting.Recipient(one) for one in readers]
    draft = posting.prepare(kind, recipients=recipients, audience="Några", source=SOURCE)
    return posting.approve(draft, by=None)


def states(mailing):
    return dict(mailing.deliveries.values_list("email", "state"))


def kinds_to(email):
    sent = Delivery.objects.filter(email=email).exclude(mailing__kind=KIND)
    return list(sent.values_list("mailing__kind", flat=True))


def test_one_click_ends_a_subscription_without_a_letter_and_twice_is_once():
    subscriber = make_subscriber("anna@example.org")
    signed = one_click.sign(make_letter(subscriber).token)

    reader = leaving.leave_by(signed)
    left_at = Subscriber.objects.get().left_at
    leaving.leave_by(signed)

    subscriber.refresh_from_db()
    assert (reader.subscriber, subscriber.state) == (subscriber, State.LEFT)
    assert (subscriber.left_at, kinds_to("anna@example.org")) == (left_at, [])


def test_one_click_of_a_contact_makes_a_row_of_their_own():
    politician, officer = make_pair()
    signed = one_click.sign(make_letter(politician).token)

    leaving.leave_by(signed)

    assert list(Subscriber.objects.values_list("person", "email", "state")) == [
        (politician.pk, politician.email, State.LEFT)
    ]
    assert [readers.of_person(one).gets_it for one in (politician, officer)] == [False, True]


def test_one_click_of_other_letters_or_of_those_who_are_gone_does_nothing():
    subscriber = make_subscriber()
    issue_letter = make_letter(subscriber)
    other = posting.post("outbox/letter", to=subscriber, values={"subject": "a", "text": "b"})
    gone = make_subscriber()
    letter_to_gone = make_letter(gone)
    gone.delete()

    words = [one_click.sign(letter.token) for letter in (other.deliveries.get(), letter_to_gone)]
    words.append(str(issue_letter.token))

    assert [leaving.leave_by(word) for word in words] == [None, None, None]
    assert Subscriber.objects.get().state == State.ACTIVE


def test_leaving_by_hand_is_confirmed_by_one_letter_with_the_way_back():
    subscriber = make_subscriber("anna@example.org")
    reader = readers.of_subscriber(subscriber)

    leaving.leave(reader)
    leaving.leave(reader)

    letter = Delivery.objects.get(email="anna@example.org")
    assert Subscriber.objects.get().state == State.LEFT
    assert kinds_to("anna@example.org") == ["newsletter/left"]
    assert "/nyhetsbrev/mina-val/" in letter.values["link"]


def test_who_leaves_does_so_with_what_was_subscribed_at_the_same_address_before():
    person = make_person()
    make_subscriber("gammal@example.org", person=person)
    make_subscriber(person.email)

    leaving.leave(readers.of_person(person))

    assert list(Subscriber.objects.values_list("state", flat=True)) == [State.LEFT] * 2


def test_what_waits_for_somebody_who_leaves_does_not_leave_and_the_numbers_hold():
    anna, bo = make_subscriber("anna@example.org"), make_subscriber("bo@example.org")
    mailing = make_mailing(anna, bo)
    other = make_mailing(anna, kind="events/invitation")

    leaving.leave(readers.of_subscriber(anna))

    assert states(mailing) == {"anna@example.org": "suppressed", "bo@example.org": "queued"}
    assert states(other) == {"anna@example.org": "queued"}
    assert claiming.numbers_of(mailing) == {"suppressed": 1, "queued": 1}


def test_a_letter_that_a_worker_is_sending_is_left_to_it():
    anna = make_subscriber("anna@example.org")
    mailing = make_mailing(anna)
    Lease.objects.create(number=1, in_flight=[mailing.deliveries.get().pk])

    assert withdraw(KIND, ["anna@example.org"]) == 0
    Lease.objects.update(in_flight=[])
    assert [withdraw(KIND, ["ANNA@example.org"]) for _time in range(2)] == [1, 0]
    assert states(mailing) == {"anna@example.org": "suppressed"}


def test_a_batch_that_is_withdrawn_whole_is_finished_by_the_next_worker():
    anna = make_subscriber("anna@example.org")
    mailing = make_mailing(anna)
    leaving.leave(readers.of_subscriber(anna))
    Mailing.objects.filter(pk=mailing.pk).update(
        state=Mailing.State.SENDING, send_after=timezone.now()
    )

    with claiming.lease() as number:
        claims = claiming.claim(number, most=5)
        claiming.give_back(number)
    claiming.finish_sent()

    mailing.refresh_from_db()
    assert [claim.jobs for claim in claims if claim.batch == mailing.batches.get().pk] == [[]]
    assert (mailing.state, Batch.objects.get(mailing=mailing).due_at) == (Mailing.State.DONE, None)
