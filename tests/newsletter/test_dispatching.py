"""How an issue is sent: now, at a time to come, and once more to those that it missed."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.models import Event
from newsletter import choosing, dispatching, leaving, readers, tasks
from newsletter.models import Issue
from sekom.outbox import posting, sending
from sekom.outbox.models import Delivery, Mailing, Suppression, address_hash
from sekom.text import STOCKHOLM
from tests.event_factories import make_event
from tests.factories import make_person, make_secretary
from tests.newsletter_factories import make_block, make_issue, make_subscriber
from tests.outbox.making import state_of, states_of

pytestmark = pytest.mark.django_db

State = Delivery.State
SUBSCRIBERS = {"subscribers": "all"}
EIGHT = datetime(2026, 11, 24, 8, tzinfo=STOCKHOLM)


@pytest.fixture
def secretary():
    return make_secretary()


@pytest.fixture
def anna():
    return make_subscriber("anna@example.org", name="Anna")


@pytest.fixture
def bo():
    return make_subscriber("bo@example.org", name="Bo")


@pytest.fixture
def issue(anna, bo):
    return make_issue(audience=SUBSCRIBERS)


def leave(mailing):
    """Let the time to undo go by, and the letters leave."""
    Mailing.objects.filter(pk=mailing.pk).update(send_after=timezone.now())
    sending.send_due()


def fresh(issue):
    return Issue.objects.get(pk=issue.pk)


def frozen(issue):
    """What each block says for good; None where it says what it says now."""
    return [block.frozen and block.frozen["heading"] for block in issue.blocks.all()]


# --- Now ----------------------------------------------------------------------------------------


def test_send_freezes_the_letter_and_its_readers_and_leaves_a_minute_to_undo(issue, secretary):
    mailing = dispatching.send(issue, by=secretary, expected=2, is_in_archive=False)

    sent = fresh(issue)
    assert (sent.state, sent.mailing, sent.is_in_archive) == (Issue.State.SENT, mailing, False)
    assert frozen(sent) == ["Rubrik"]
    assert states_of(mailing) == {"anna@example.org": "queued", "bo@example.org": "queued"}
    assert (mailing.state, mailing.sender) == (Mailing.State.APPROVED, secretary)
    assert mailing.send_after - mailing.approved_at == timedelta(seconds=60)
    assert "Rubrik" in mailing.source["text"]


def test_send_twice_sends_once(issue, secretary):
    first = dispatching.send(issue, by=secretary)
    again = dispatching.send(issue, by=secretary)

    assert again == first
    assert Delivery.objects.count() == 2


def test_send_refuses_what_stands_in_the_way_and_leaves_all_as_it_was(secretary, anna):
    issue = make_issue(audience=SUBSCRIBERS, subject="")

    with pytest.raises(ValidationError) as refusal:
        dispatching.send(issue, by=secretary)

    assert refusal.value.messages == ["Skriv en ämnesrad."]
    assert fresh(issue).is_draft
    assert Mailing.objects.count() == 0


def test_send_refuses_an_issue_for_nobody(secretary):
    issue = make_issue(audience=SUBSCRIBERS)

    with pytest.raises(ValidationError):
        dispatching.send(issue, by=secretary)

    assert (fresh(issue).state, frozen(issue)) == (Issue.State.DRAFT, [None])


def test_send_refuses_another_number_than_was_seen_and_says_it(issue, secretary):
    make_subscriber("cilla@example.org")

    with pytest.raises(dispatching.OtherNumber) as refusal:
        dispatching.send(issue, by=secretary, expected=2)

    assert refusal.value.count == 3
    assert (fresh(issue).state, Mailing.objects.count()) == (Issue.State.DRAFT, 0)


# --- Undoing ------------------------------------------------------------------------------------


def test_take_back_makes_the_issue_a_draft_that_can_be_sent_anew(issue, secretary):
    mailing = dispatching.send(issue, by=secretary)

    dispatching.take_back(mailing, by=secretary)
    dispatching.take_back(mailing, by=secretary)

    assert (fresh(issue).state, frozen(issue)) == (Issue.State.DRAFT, [None])
    assert state_of(mailing) == "cancelled"
    anew = dispatching.send(issue, by=secretary)
    assert list(dispatching.mailings_of(fresh(issue))) == [anew]


def test_take_back_is_refused_once_a_letter_may_have_left(issue, secretary):
    mailing = dispatching.send(issue, by=secretary)
    leave(mailing)

    with pytest.raises(ValidationError):
        dispatching.take_back(mailing, by=secretary)

    assert fresh(issue).is_sent


def test_take_back_brings_back_an_issue_that_was_cancelled_before_any_letter_left(issue, secretary):
    mailing = posting.cancel(dispatching.send(issue, by=secretary), by=secretary)

    dispatching.take_back(mailing, by=secretary)

    assert fresh(issue).is_draft


def test_an_issue_is_in_the_archive_once_its_letters_leave(issue, secretary):
    mailing = dispatching.send(issue, by=secretary)
    before = list(Issue.objects.archived())
    leave(mailing)

    assert (before, list(Issue.objects.archived())) == ([], [issue])


# --- At a time to come --------------------------------------------------------------------------


def scheduled(issue, secretary, at=EIGHT):
    with time_machine.travel(at - timedelta(hours=12), tick=False):
        return dispatching.schedule(issue, at=at, by=secretary)


def test_a_scheduled_issue_leaves_when_it_is_time_and_once(issue, secretary):
    scheduled(issue, secretary)

    with time_machine.travel(EIGHT - timedelta(seconds=1), tick=False):
        tasks.send_due()
    early = fresh(issue).state
    with time_machine.travel(EIGHT, tick=False):
        tasks.send_due()
        tasks.send_due()

    sent = fresh(issue)
    assert (early, sent.state) == (Issue.State.SCHEDULED, Issue.State.SENT)
    assert (sent.sent_at, sent.scheduled_at) == (EIGHT, None)
    assert Mailing.objects.about(issue).count() == 1


@pytest.mark.parametrize(("late", "is_sent"), [(120, True), (121, False)])
def test_a_scheduled_issue_that_is_hours_late_asks_instead(issue, secretary, late, is_sent):
    scheduled(issue, secretary)

    with time_machine.travel(EIGHT + timedelta(minutes=late), tick=False):
        tasks.send_due()

    held = fresh(issue)
    assert (held.is_sent, bool(held.held_because)) == (is_sent, not is_sent)
    assert list(Issue.objects.held_back()) == ([] if is_sent else [issue])


def test_a_scheduled_issue_with_a_problem_since_asks_until_somebody_answers(issue, secretary):
    event = make_event()
    make_block(issue, "event", event=event)
    scheduled(issue, secretary)
    Event.objects.update(state=Event.State.DRAFT)

    with time_machine.travel(EIGHT, tick=False):
        tasks.send_due()
        Event.objects.update(state=Event.State.PUBLISHED)
        tasks.send_due()
        asking = fresh(issue)
        dispatching.send(issue, by=secretary)

    assert asking.held_because == "Evenemanget är inte publicerat, eller har ställts in."
    assert (fresh(issue).is_sent, fresh(issue).held_because) == (True, "")


def test_schedule_refuses_a_time_that_has_been(issue, secretary):
    with pytest.raises(ValidationError):
        dispatching.schedule(issue, at=timezone.now(), by=secretary)

    assert fresh(issue).is_draft


def test_schedule_refuses_what_stands_in_the_way_today(secretary):
    with pytest.raises(ValidationError):
        scheduled(make_issue(subject=""), secretary)


def test_schedule_and_unschedule_refuse_an_issue_that_is_sent(issue, secretary):
    dispatching.send(issue, by=secretary)

    with pytest.raises(ValidationError):
        scheduled(issue, secretary)
    with pytest.raises(ValidationError):
        dispatching.unschedule(issue, by=secretary)


def test_unschedule_makes_it_a_draft_that_never_leaves_by_itself(issue, secretary):
    scheduled(issue, secretary)
    dispatching.unschedule(issue, by=secretary)

    with time_machine.travel(EIGHT, tick=False):
        tasks.send_due()

    assert (fresh(issue).state, fresh(issue).scheduled_at) == (Issue.State.DRAFT, None)


# --- Afterwards ---------------------------------------------------------------------------------


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

    again = dispatching.send_again(issue, states=[State.FAILED], by=secretary)

    assert states_of(again) == {"bo@example.org": "queued"}
    assert again.source == sent.source
    assert dispatching.count_missed(fresh(issue)) == {State.CANCELLED: 1}


def test_send_again_twice_sends_once(issue, sent, secretary):
    ended(sent, anna=State.SENT, bo=State.FAILED, cilla=State.SENT)

    first = dispatching.send_again(issue, states=[State.FAILED], by=secretary)
    again = dispatching.send_again(issue, states=[State.FAILED], by=secretary)

    assert again == first


def test_send_again_is_the_same_message_for_who_may_have_got_it(issue, sent, secretary):
    ended(sent, anna=State.IN_DOUBT, bo=State.FAILED, cilla=State.SENT)
    before = {d.email: sending.headers_of(d)["Message-ID"] for d in sent.deliveries.all()}

    again = dispatching.send_again(issue, states=dispatching.MISSED, by=secretary)

    after = {d.email: sending.headers_of(d)["Message-ID"] for d in again.deliveries.all()}
    assert after["anna@example.org"] == before["anna@example.org"]
    assert after["bo@example.org"] != before["bo@example.org"]


def test_send_again_goes_to_the_address_that_a_person_has_now(issue, sent, secretary):
    person = make_person(email="nu@example.org")
    ended(sent, anna=State.BOUNCED, bo=State.SENT, cilla=State.SENT)
    sent.deliveries.filter(email="anna@example.org").update(person=person)

    again = dispatching.send_again(issue, states=[State.BOUNCED], by=secretary)

    assert states_of(again) == {"nu@example.org": "queued"}


def test_send_again_goes_to_where_a_subscriber_has_moved(issue, sent, secretary, anna):
    ended(sent, anna=State.FAILED, bo=State.FAILED, cilla=State.SENT)
    choosing.move(anna.uid, anna.email, "ny@example.org")
    choosing.move(anna.uid, "ny@example.org", "nyast@example.org")

    again = dispatching.send_again(issue, states=[State.FAILED], by=secretary)

    assert states_of(again) == {"nyast@example.org": "queued", "bo@example.org": "queued"}


def test_send_again_stays_with_who_reads_at_the_address_now(issue, sent, secretary, anna):
    ended(sent, anna=State.FAILED, bo=State.SENT, cilla=State.SENT)
    choosing.move(anna.uid, anna.email, "ny@example.org")
    make_subscriber("anna@example.org", name="Anna Ek")

    again = dispatching.send_again(issue, states=[State.FAILED], by=secretary)

    assert states_of(again) == {"anna@example.org": "queued"}


def test_send_again_leaves_out_who_moved_and_left_or_is_silenced_there(
    issue, sent, secretary, anna, bo
):
    ended(sent, anna=State.FAILED, bo=State.FAILED, cilla=State.FAILED)
    left = choosing.move(anna.uid, anna.email, "borta@example.org")
    leaving.leave(readers.of_subscriber(left))
    choosing.move(bo.uid, bo.email, "tyst@example.org")
    Suppression.objects.create(address_hash=address_hash("tyst@example.org"), reason="Finns inte")

    again = dispatching.send_again(issue, states=[State.FAILED], by=secretary)

    assert states_of(again) == {"tyst@example.org": "suppressed", "cilla@example.org": "queued"}


def test_send_again_leaves_alone_who_is_forgotten(issue, sent, secretary, anna):
    ended(sent, anna=State.FAILED, bo=State.FAILED, cilla=State.SENT)
    moved = choosing.move(anna.uid, anna.email, "ny@example.org")
    choosing.erase(readers.of_subscriber(moved))

    again = dispatching.send_again(issue, states=[State.FAILED], by=secretary)

    assert states_of(again) == {"bo@example.org": "queued"}


def test_send_again_leaves_alone_who_has_left_since(issue, sent, secretary, anna):
    ended(sent, anna=State.FAILED, bo=State.SENT, cilla=State.SENT)
    anna.state, anna.left_at = anna.State.LEFT, timezone.now()
    anna.save()

    with pytest.raises(ValidationError):
        dispatching.send_again(issue, states=[State.FAILED], by=secretary)

    assert Mailing.objects.about(issue).count() == 1


def test_a_mailing_to_the_missed_that_is_taken_back_leaves_the_issue_sent(issue, sent, secretary):
    ended(sent, anna=State.SENT, bo=State.FAILED, cilla=State.SENT)
    again = dispatching.send_again(issue, states=[State.FAILED], by=secretary)

    dispatching.take_back(again, by=secretary)

    assert fresh(issue).is_sent
    assert dispatching.count_missed(fresh(issue)) == {State.CANCELLED: 1}
