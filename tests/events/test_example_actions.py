"""The six actions of the summer meeting: the acceptance test of all that actions are for."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from events import acting, example_actions, tasks
from events.models import Action
from members.models import Group, Holding
from sekom.outbox.models import Mailing
from tests.event_factories import make_event, make_meeting
from tests.factories import make_expert, make_group, make_secretary

pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(*moment):
    return datetime(*moment, tzinfo=STOCKHOLM)


@pytest.fixture
def summer_meeting():
    """The meeting with its six actions, loaded in November."""
    for kind, name in [
        (Group.Kind.BOARD, "Styrelsen"),
        (Group.Kind.EXPERT_GROUP, "Expertgruppen"),
        (Group.Kind.SECRETARIAT, "Kansliet"),
    ]:
        make_group(kind, name=name)
    with time_machine.travel(at(2026, 11, 22, 12), tick=False):
        secretary = make_secretary()
        make_event("Vintermötet", slug="vintermote-2027")
        meeting = make_meeting("Sommarmötet 2026", starts_at=at(2026, 8, 20, 10))
        for _time in range(2):
            example_actions.load(meeting, by=secretary)
    return meeting


def test_the_six_actions_are_as_the_meeting_agreed(summer_meeting):
    actions = Action.objects.of_meeting(summer_meeting).with_log()

    assert [
        (action.number, action.state, action.due_on, action.say_responsible()) for action in actions
    ] == [
        (1, "new", date(2027, 1, 29), "Styrelsen och Kansliet"),
        (2, "under_way", date(2027, 1, 15), "Expertgruppen och Kansliet"),
        (3, "under_way", date(2027, 3, 31), "Kansliet"),
        (4, "done", date(2026, 10, 30), "Kansliet"),
        (5, "under_way", None, "alla kontaktpersoner"),
        (6, "new", date(2027, 4, 30), "Expertgruppen, Blekinge Tekniska Högskola och Kansliet"),
    ]
    assert [link.title for link in actions[0].links.all()] == ["Vintermötet"]
    assert [entry.at.date() for entry in actions[3].log.all()] == [
        date(2026, 8, 20),
        date(2026, 9, 7),
        date(2026, 10, 28),
    ]


def test_the_sixth_action_goes_from_one_meeting_over_reminders_to_the_next_and_is_closed_there(
    summer_meeting,
):
    expert = make_expert(starts_on=date(2026, 1, 1))
    secretary = Holding.objects.of_secretariat().get().person
    sixth = Action.objects.of_meeting(summer_meeting).last()
    winter = make_meeting("Vintermötet 2027", kind="winter", starts_at=at(2027, 2, 4, 10))
    spring = make_meeting("Årsmötet 2027", kind="annual", starts_at=at(2027, 5, 20, 10))
    days = [(3, 1), (4, 22), (4, 23), (4, 24), (4, 30), (5, 1), (5, 7), (5, 14), (5, 21), (5, 28)]
    reminded_on = []

    for month, day in days:
        with time_machine.travel(at(2027, month, day, 6, 50), tick=False):
            before = reminders_of(sixth)
            tasks.remind_of_actions()
            reminded_on += [(month, day)] if reminders_of(sixth) > before else []
        if (month, day) == (5, 14):
            with time_machine.travel(spring.starts_at + timedelta(minutes=20), tick=False):
                acting.finish(sixth, by=secretary, words="Tre hölls.", meeting=spring)

    # On the agenda of both meetings, the fourth, which was done in between, of none.
    assert [action.number for action in acting.open_for(winter)] == [2, 1, 3, 6, 5]
    assert [action.number for action in acting.open_for(spring)] == [2, 1, 3, 6, 5]
    assert reminded_on == [(4, 23), (4, 30), (5, 7), (5, 14)]
    assert reminders_of(sixth) == 4 * len([expert, secretary])
    assert list(sixth.log.values_list("kind", "meeting__title", "words")) == [
        ("agreed", "Sommarmötet 2026", ""),
        ("done", "Årsmötet 2027", "Tre hölls."),
    ]
    autumn = make_meeting("Hösten", starts_at=at(2027, 9, 1, 10))
    assert [action.number for action in acting.open_for(autumn)] == [2, 1, 3, 5]


def reminders_of(action):
    """How many reminders of an action were posted."""
    return Mailing.objects.about(action).count()
