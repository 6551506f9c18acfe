"""Reminding of actions: a week before the day, on it, and every week after, until it is done."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from events import action_links
from events.models import Action
from members.models import Person, today
from sekom.outbox import posting

KIND = "events/action_due"
WEEK = timedelta(days=7)


def remind() -> None:
    """Write to whoever answers today for what is due, once for each occasion."""
    for action in Action.objects.due_by(today() + WEEK):
        _remind(action)


@transaction.atomic
def _remind(action: Action) -> None:
    # Held, so that nobody is reminded of what is being closed this moment.
    action = Action.objects.hold(action)
    if not action.is_open or not action.due_on:
        return
    occasion = occasion_on(today(), due_on=action.due_on)
    for person in people_of(action):
        posting.post(
            KIND,
            to=person,
            about=action,
            key=f"{KIND}:{action.pk}:{action.due_on}:{occasion}:{person.pk}",
            values={
                "due_on": action.due_on.isoformat(),
                "days_late": (today() - action.due_on).days,
                "path": action.get_absolute_url(),
                **_told(action, person),
            },
        )


def _told(action: Action, person: Person) -> dict[str, str]:
    """What the letter says of the action, and its link."""
    # The secretariat may look at every letter: one about a member's own action says not which.
    if action.member_id:
        return {
            "title": _("One of your own actions"),
            "description": "",
            "meeting": "",
            "link": "",
        }
    return {
        "title": action.title,
        "description": action.description,
        "meeting": action.meeting.title if action.meeting else "",
        "link": action_links.link_to(action, person),
    }


def occasion_on(day: date, *, due_on: date) -> str:
    """Which reminder a day is for: "before", "day", or how many weeks it is late, "week 2".

    One that could not be sent on its day is sent as soon as it can, until the next one comes.
    """
    if day < due_on:
        return "before"
    weeks = (day - due_on) // WEEK
    return f"week {weeks}" if weeks else "day"


def people_of(action: Action) -> list[Person]:
    """Who answers for an action today and can be written to, each once."""
    found = {
        person.pk: person
        for responsible in action.responsible.with_names()
        for person in responsible.people()
        if person.is_active
    }
    return list(found.values())
