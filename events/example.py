"""The example network's workshops and winter meeting; only made-up members have signed up."""

import json
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.utils import timezone

from events import example_held, example_meetings, planning
from events.models import Event, Series, Signup
from members.models import Holding, Person
from sekom.text import STOCKHOLM
from surveys.models import SurveyRound
from toolbox.models import Tool

DATA = Path(__file__).parent / "data"
TIMES = ("starts_at", "ends_at", "signup_closes_at")
# How many want to come to each: 23 of 40 places are taken; 30 of 30, and three wait.
COMING = {
    "hallbarhetskoll-i-tjansteskrivelsen": 23,
    "fran-nulage-till-handlingsplan": 33,
    "kontaktpersonerna-tillsammans": 12,
    "vintermote-2027": 18,
}
YEAR = timedelta(weeks=52)  # so that a weekday stays one
SIGNED_UP_EACH = timedelta(hours=5)


def load(*, by: Person) -> None:
    """Load the example events, published; loading them again changes nothing."""
    known = set(Event.objects.values_list("slug", flat=True))
    for told in json.loads((DATA / "workshops.json").read_text(encoding="utf-8")):
        if told["slug"] not in known:
            _load_event(told, by)
    example_held.load(by=by)
    example_meetings.load(by=by)


def _load_event(told: dict, by: Person) -> None:
    tools, series = told.pop("tools"), told.pop("series", None)
    rounds = SurveyRound.objects.opened() if told["kind"] == Event.Kind.WINTER else []
    parts = planning.Parts(
        programme=told.pop("programme"),
        speakers=[speaker | {"id": None} for speaker in told.pop("speakers")],
        tools=list(Tool.objects.filter(slug__in=tools).order_by("title")),
        results=list(rounds),
    )
    times = _to_come({name: told.pop(name) for name in TIMES})
    event = planning.begin(
        length=planning.between(times["starts_at"], times["ends_at"]),
        by=by,
        parts=parts,
        starts_at=times["starts_at"],
        signup_closes_at=times["signup_closes_at"],
        series=Series.objects.get_or_create(title=series)[0] if series else None,
        **told,
    )
    planning.publish(event, by=by)
    _sign_up(event, COMING[event.slug])


def _to_come(said: dict[str, str]) -> dict[str, datetime]:
    """The times, a year or more later where the day has been."""
    times = {
        name: datetime.fromisoformat(at).replace(tzinfo=STOCKHOLM) for name, at in said.items()
    }
    while times["signup_closes_at"] <= timezone.now():
        times = {name: planning.later(at, YEAR) for name, at in times.items()}
    return times


def _sign_up(event: Event, number: int) -> None:
    """Sign up contacts of made-up members during the last days; nobody is sent a letter."""
    holdings = Holding.objects.current().of_pairs().filter(seat__member__is_fictional=True)
    chosen = islice(holdings.with_names().order_by("seat__member__code", "pk"), number)
    began = timezone.now() - number * SIGNED_UP_EACH
    for place, holding in enumerate(chosen):
        at = began + place * SIGNED_UP_EACH
        has_place = event.places is None or place < event.places
        Signup.objects.create(
            event=event,
            person=holding.person,
            name=holding.person.name,
            email=holding.person.email,
            member=holding.seat.member,
            state=Signup.State.CONFIRMED if has_place else Signup.State.WAITING,
            created_at=at,
            queued_at=at,
            confirmed_at=at if has_place else None,
        )
