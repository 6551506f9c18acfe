"""How an issue leaves by itself at a time to come, or asks first."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.models import Event
from newsletter import dispatching, scheduling, tasks
from newsletter.models import Issue
from sekom.outbox.models import Mailing
from sekom.text import STOCKHOLM
from tests.event_factories import make_event
from tests.newsletter_factories import make_block, make_issue

pytestmark = pytest.mark.django_db

EIGHT = datetime(2026, 11, 24, 8, tzinfo=STOCKHOLM)


def fresh(issue):
    return Issue.objects.get(pk=issue.pk)


def scheduled(issue, secretary, at=EIGHT):
    with time_machine.travel(at - timedelta(hours=12), tick=False):
        return scheduling.schedule(issue, at=at)


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
        scheduling.schedule(issue, at=timezone.now())

    assert fresh(issue).is_draft


def test_schedule_refuses_what_stands_in_the_way_today(secretary):
    with pytest.raises(ValidationError):
        scheduled(make_issue(subject=""), secretary)


def test_schedule_and_unschedule_refuse_an_issue_that_is_sent(issue, secretary):
    dispatching.send(issue, by=secretary)

    with pytest.raises(ValidationError):
        scheduled(issue, secretary)
    with pytest.raises(ValidationError):
        scheduling.unschedule(issue)


def test_unschedule_makes_it_a_draft_that_never_leaves_by_itself(issue, secretary):
    scheduled(issue, secretary)
    scheduling.unschedule(issue)

    with time_machine.travel(EIGHT, tick=False):
        tasks.send_due()

    assert (fresh(issue).state, fresh(issue).scheduled_at) == (Issue.State.DRAFT, None)
