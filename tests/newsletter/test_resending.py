"""How an issue goes to those that it did not reach, and to nobody twice."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from newsletter import choosing, dispatching, leaving, readers, resending
from newsletter.models import Issue
from sekom.outbox import sending
from sekom.outbox.models import Delivery, Mailing, Suppression, address_hash
from tests.factories import make_person
from tests.newsletter_factories import make_subscriber
from tests.outbox.making import states_of

pytestmark = pytest.mark.django_db

State = Delivery.State


def fresh(issue):
    return Issue.objects.get(pk=issue.pk)


def ended(mailing, **states):
    """The letters of a mailing have ended in these states: {name: state}."""
    for name, state in states.items():
        mailing.deliveries.filter(email=f"{name}@example.org").update(
            state=state, settled_at=timezone.now()
        )


@pytest.fixture
def sent(issue, secretary):
    make_subscriber("cilla@example.org", name="Cilla")
    return dispatching.send(issue, by=secretary)


def test_send_again_reaches_those_that_were_missed_and_nobody_twice(issue, sent, secretary):
    ended(sent, anna=State.SENT, bo=State.FAILED, cilla=State.CANCELLED)

    again = resending.send_again(issue, states=[State.FAILED], by=secretary)

    assert states_of(again) == {"bo@example.org": "queued"}
    assert again.source == sent.source
    assert resending.count_missed(fresh(issue)) == {State.CANCELLED: 1}


def test_send_again_twice_sends_once(issue, sent, secretary):
    ended(sent, anna=State.SENT, bo=State.FAILED, cilla=State.SENT)

    first = resending.send_again(issue, states=[State.FAILED], by=secretary)
    again = resending.send_again(issue, states=[State.FAILED], by=secretary)

    assert again == first


def test_send_again_is_the_same_message_for_who_may_have_got_it(issue, sent, secretary):
    ended(sent, anna=State.IN_DOUBT, bo=State.FAILED, cilla=State.SENT)
    before = {d.email: sending.headers_of(d)["Message-ID"] for d in sent.deliveries.all()}

    again = resending.send_again(issue, states=resending.MISSED, by=secretary)

    after = {d.email: sending.headers_of(d)["Message-ID"] for d in again.deliveries.all()}
    assert after["anna@example.org"] == before["anna@example.org"]
    assert after["bo@example.org"] != before["bo@example.org"]


def test_send_again_goes_to_the_address_that_a_person_has_now(issue, sent, secretary):
    person = make_person(email="nu@example.org")
    ended(sent, anna=State.BOUNCED, bo=State.SENT, cilla=State.SENT)
    sent.deliveries.filter(email="anna@example.org").update(person=person)

    again = resending.send_again(issue, states=[State.BOUNCED], by=secretary)

    assert states_of(again) == {"nu@example.org": "queued"}


def test_send_again_goes_to_where_a_subscriber_has_moved(issue, sent, secretary, anna):
    ended(sent, anna=State.FAILED, bo=State.FAILED, cilla=State.SENT)
    moved = choosing.move(anna.uid, anna.email, "ny@example.org")
    choosing.move(moved.uid, "ny@example.org", "nyast@example.org")

    again = resending.send_again(issue, states=[State.FAILED], by=secretary)

    assert states_of(again) == {"nyast@example.org": "queued", "bo@example.org": "queued"}


def test_send_again_stays_with_who_reads_at_the_address_now(issue, sent, secretary, anna):
    ended(sent, anna=State.FAILED, bo=State.SENT, cilla=State.SENT)
    choosing.move(anna.uid, anna.email, "ny@example.org")
    make_subscriber("anna@example.org", name="Anna Ek")

    again = resending.send_again(issue, states=[State.FAILED], by=secretary)

    assert states_of(again) == {"anna@example.org": "queued"}


def test_send_again_leaves_out_who_moved_and_left_or_is_silenced_there(
    issue, sent, secretary, anna, bo
):
    ended(sent, anna=State.FAILED, bo=State.FAILED, cilla=State.FAILED)
    left = choosing.move(anna.uid, anna.email, "borta@example.org")
    leaving.leave(readers.of_subscriber(left))
    choosing.move(bo.uid, bo.email, "tyst@example.org")
    Suppression.objects.create(address_hash=address_hash("tyst@example.org"), reason="Finns inte")

    again = resending.send_again(issue, states=[State.FAILED], by=secretary)

    assert states_of(again) == {"tyst@example.org": "suppressed", "cilla@example.org": "queued"}


def test_send_again_leaves_alone_who_is_forgotten(issue, sent, secretary, anna):
    ended(sent, anna=State.FAILED, bo=State.FAILED, cilla=State.SENT)
    moved = choosing.move(anna.uid, anna.email, "ny@example.org")
    choosing.erase(readers.of_subscriber(moved))

    again = resending.send_again(issue, states=[State.FAILED], by=secretary)

    assert states_of(again) == {"bo@example.org": "queued"}


def test_send_again_leaves_alone_who_has_left_since(issue, sent, secretary, anna):
    ended(sent, anna=State.FAILED, bo=State.SENT, cilla=State.SENT)
    anna.state, anna.left_at = anna.State.LEFT, timezone.now()
    anna.save()

    with pytest.raises(ValidationError):
        resending.send_again(issue, states=[State.FAILED], by=secretary)

    assert Mailing.objects.about(issue).count() == 1


def test_a_mailing_to_the_missed_that_is_taken_back_leaves_the_issue_sent(issue, sent, secretary):
    ended(sent, anna=State.SENT, bo=State.FAILED, cilla=State.SENT)
    again = resending.send_again(issue, states=[State.FAILED], by=secretary)

    dispatching.take_back(again, by=secretary)

    assert fresh(issue).is_sent
    assert resending.count_missed(fresh(issue)) == {State.CANCELLED: 1}
