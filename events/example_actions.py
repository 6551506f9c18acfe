"""The example network's actions: the six that its summer meeting agreed on, and how they go."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from events import acting
from events.acting import Who
from events.models import Action, Event
from members.models import Group, Person
from sekom.text import STOCKHOLM
from surveys.models import SurveyRound

DATA = Path(__file__).parent / "data" / "example_actions.json"
# The day of the meeting that the days in the file go by.
WRITTEN_FOR = date(2026, 8, 20)
UNTIL_LINKED = timedelta(weeks=8)
GROUPS = {
    "styrelsen": Group.Kind.BOARD,
    "expertgruppen": Group.Kind.EXPERT_GROUP,
    "kansliet": Group.Kind.SECRETARIAT,
}
OTHERS = {"kontaktpersonerna": "alla kontaktpersoner", "BTH": "Blekinge Tekniska Högskola"}
WAYS = {"started": acting.start, "done": acting.finish}


def load(meeting: Event, *, by: Person) -> None:
    """Write down the six actions of this meeting with their logs; again it changes nothing."""
    if meeting.actions.exists():
        return
    held_on = timezone.localdate(meeting.starts_at)
    for told in json.loads(DATA.read_text(encoding="utf-8")):
        _load_one(told, meeting, held_on, by)


def _load_one(told: dict, meeting: Event, held_on: date, by: Person) -> None:
    later = held_on - WRITTEN_FOR
    action = acting.agree(
        told["title"],
        description=told["description"],
        meeting=meeting,
        responsible=[_who(name) for name in told["responsible"]],
        due_on=date.fromisoformat(told["due_on"]) + later if told["due_on"] else None,
        on=held_on,
        by=by,
    )
    action.log.update(at=meeting.starts_at)
    for line in told["log"]:
        WAYS[line["kind"]](action, by=by, words=line["words"])
        _put_at(action, date.fromisoformat(line["on"]) + later)
    pages: list[Event | SurveyRound] = [
        *Event.objects.filter(slug__in=told["events"]),
        *SurveyRound.objects.filter(slug__in=told["rounds"]),
    ]
    for page in pages:
        acting.link(action, page.get_absolute_url(), by=by)
        _put_at(action, held_on + UNTIL_LINKED)


def _put_at(action: Action, day: date) -> None:
    """Let what was said last have been said that day."""
    at = datetime.combine(day, time(10), STOCKHOLM) + timedelta(minutes=action.pk % 60)
    latest = action.log.latest("pk")
    action.log.filter(pk=latest.pk).update(at=at)
    Action.objects.closed().filter(pk=action.pk).update(closed_at=at)


def _who(name: str) -> Who:
    """A group where there is one of that kind; the others by name."""
    group = Group.objects.filter(kind=GROUPS.get(name, "")).first()
    return group or OTHERS.get(name, name)
