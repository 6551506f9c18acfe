"""The example network's meetings: the notes of the summer meeting, and the next agenda."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from events import deciding, example_actions, noting, planning, preparing
from events.models import AgendaItem, Approver, Decision, Event, Notes
from members.models import Group, Holding, Person
from sekom.text import STOCKHOLM

DATA = Path(__file__).parent / "data" / "example_meetings.json"
YEAR = timedelta(weeks=52)
UNTIL_OUT, UNTIL_APPROVED = timedelta(days=6), timedelta(days=21)


def load(*, by: Person) -> None:
    """Load the summer meeting as it was approved and the winter meeting's agenda, once."""
    told = json.loads(DATA.read_text(encoding="utf-8"))
    if not Event.objects.filter(slug=told["summer"]["slug"]).exists():
        _load_summer_meeting(told["summer"], by)
    winter = Event.objects.upcoming().filter(kind=Event.Kind.WINTER).first()
    if winter and not winter.agenda.exists():
        for values in told["winter"]:
            preparing.add_item(winter, values, by=by)


def _load_summer_meeting(told: dict, by: Person) -> None:
    starts_at, ends_at = (
        datetime.fromisoformat(told[name]).replace(tzinfo=STOCKHOLM)
        for name in ("starts_at", "ends_at")
    )
    while starts_at + YEAR < timezone.now():
        starts_at, ends_at = planning.later(starts_at, YEAR), planning.later(ends_at, YEAR)
    event = Event.objects.create(
        kind=Event.Kind.SUMMER,
        form=Event.Form.ON_SITE,
        has_signup=False,
        starts_at=starts_at,
        ends_at=ends_at,
        state=Event.State.PUBLISHED,
        published_at=starts_at - timedelta(weeks=8),
        **{name: told[name] for name in ("title", "slug", "place", "summary")},
    )
    example_actions.load(event, by=by)
    noting.say_participants(event, text=told["participants"], by=by)
    for values in told["items"]:
        item = preparing.add_item(event, values, by=by)
        noting.save_note(item, text=values["note"], version=0, by=by)
    deciding.decide(item, text=told["decision"], by=by)
    _approve(event, by)


def _approve(event: Event, by: Person) -> None:
    """Let the notes have been written that day, and approved three weeks later."""
    AgendaItem.objects.of(event).exclude(note="").update(noted_at=event.ends_at)
    Decision.objects.filter(item__event=event).update(written_at=event.ends_at)
    notes = Notes.objects.get(event=event)
    leading = Holding.objects.current().filter(seat__group__kind=Group.Kind.BOARD).order_by("pk")
    approved_at = event.ends_at + UNTIL_APPROVED
    for holding in [*leading[:1], *by.holdings.current()[:1]]:
        Approver.objects.create(
            notes=notes, person=holding.person, role=str(holding.seat), approved_at=approved_at
        )
    notes.state, notes.approved_at = Notes.State.APPROVED, approved_at
    notes.out_at, notes.comments_until = event.ends_at + UNTIL_OUT, approved_at.date()
    notes.save()
