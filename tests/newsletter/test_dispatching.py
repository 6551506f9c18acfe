"""How an issue is sent, and taken back before its first letter leaves."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from newsletter import dispatching
from newsletter.models import Issue
from sekom.outbox import posting
from sekom.outbox.models import Delivery, Mailing
from tests.newsletter_factories import leave, make_issue, make_subscriber
from tests.outbox.making import state_of, states_of

pytestmark = pytest.mark.django_db

State = Delivery.State
SUBSCRIBERS = {"subscribers": "all"}


def fresh(issue):
    return Issue.objects.get(pk=issue.pk)


def frozen(issue):
    """What each block says for good; None where it says what it says now."""
    return [block.frozen and block.frozen["heading"] for block in issue.blocks.all()]


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
