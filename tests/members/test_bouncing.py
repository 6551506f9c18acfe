"""Addresses that bounce: noticed once, told to the counterpart, cleared by what arrives."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members import bouncing, freshness
from members.models import Bounce, Holding
from sekom.outbox import hearing, posting, tasks
from sekom.outbox.models import Delivery, Mailing, Return, Suppression
from sekom.outbox.reading import Verdict
from tests.factories import make_holding, make_member, make_pair, make_person

ANSWER = "550 Okänd mottagare"

pytestmark = pytest.mark.django_db


def settle(person, state, *, minutes_ago=1):
    """A letter to the person that ended so."""
    mailing = posting.post("surveys/submitted", to=person, values={"path": "/"})
    moment = timezone.now() - timedelta(minutes=minutes_ago)
    mailing.deliveries.update(state=state, settled_at=moment, answer=ANSWER)
    if state == Delivery.State.BOUNCED:
        verdict = Verdict(Return.Kind.HARD, True, ANSWER)
        hearing.note(mailing.deliveries.get(), verdict, key=str(mailing.pk), at=moment)
        Suppression.objects.all().delete()  # the secretariat lets it be tried again


def told(kind=bouncing.COUNTERPART_BOUNCES):
    """Whom letters of this kind went to."""
    return list(
        Delivery.objects.filter(mailing__kind=kind).order_by("pk").values_list("email", flat=True)
    )


def test_bounce_turns_the_contact_red_and_is_told_to_the_counterpart_once():
    politician, officer = make_pair(member := make_member("Boden"))
    settle(officer, Delivery.State.BOUNCED)

    for _time in range(2):
        tasks.notice_returns()

    bounce = Bounce.objects.get()
    holding = Holding.objects.with_names().get(person=officer)
    assert (bounce.person, bounce.answer) == (officer, ANSWER)
    assert freshness.of(holding) == "bouncing"
    assert told() == [politician.email]
    letter = Mailing.objects.get(kind=bouncing.COUNTERPART_BOUNCES)
    assert letter.subject == f"Vi når inte längre {officer.name} med mejl"
    assert letter.deliveries.get().values["member"] == str(member)


def test_letter_that_arrives_later_clears_and_a_new_bounce_is_told_again():
    politician, officer = make_pair()
    settle(officer, Delivery.State.BOUNCED, minutes_ago=50)
    bouncing.notice()
    settle(officer, Delivery.State.SENT, minutes_ago=30)
    bouncing.notice()
    cleared = Bounce.objects.present().count()
    settle(officer, Delivery.State.BOUNCED, minutes_ago=10)
    bouncing.notice()

    assert cleared == 0
    assert Bounce.objects.present().count() == 1
    assert told() == [politician.email] * 2


def test_bounce_before_a_letter_that_arrived_is_none():
    person = make_holding().person
    settle(person, Delivery.State.BOUNCED, minutes_ago=20)
    settle(person, Delivery.State.SENT, minutes_ago=10)

    assert bouncing.notice() == []


def test_changed_address_clears_the_bounce():
    person = make_holding().person
    settle(person, Delivery.State.BOUNCED)
    bouncing.notice()
    person.email = "ny.adress@example.org"
    person.save()

    bouncing.notice()

    assert Bounce.objects.present().count() == 0


def test_bounce_of_a_stranger_or_long_ago_is_not_noticed():
    stranger = make_person()
    settle(stranger, Delivery.State.BOUNCED)
    stranger.email = "annan@example.org"
    stranger.save()
    settle(make_holding().person, Delivery.State.BOUNCED, minutes_ago=60 * 24 * 4)

    assert bouncing.notice() == []


def test_bounce_of_who_has_no_counterpart_is_told_to_nobody():
    settle(make_holding().person, Delivery.State.BOUNCED)

    assert len(bouncing.notice()) == 1
    assert told() == []


def test_complaint_turns_the_contact_red_too():
    person = make_holding().person
    letter = posting.post("surveys/submitted", to=person, values={"path": "/"}).deliveries.get()
    hearing.note(letter, Verdict(Return.Kind.COMPLAINT, False), key="complaint")

    [bounce] = bouncing.notice()

    assert (bounce.person, bounce.answer) == (person, Return.Kind.COMPLAINT.label)
