"""The example network's workshop that has been held: who came, what they thought of it, papers."""

import json
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.utils import timezone

from events import attending, certifying, evaluating, planning
from events.models import Asked, Certificate, Evaluation, Event, Reply, Signup
from members.models import Holding, Person
from sekom.text import STOCKHOLM
from toolbox.models import Tool

DATA = Path(__file__).parent / "data" / "example_held.json"
YEAR = timedelta(weeks=52)
PUBLISHED_BEFORE, SIGNED_UP_BEFORE = timedelta(weeks=6), timedelta(weeks=5)
SIGNED_UP_EACH = timedelta(hours=30)
CERTIFIED_AFTER, ASKED_AFTER = timedelta(hours=3), timedelta(hours=1)


def load(*, by: Person) -> None:
    """Load the workshop as it was within the last year, once; nobody is sent a letter."""
    told = json.loads(DATA.read_text(encoding="utf-8"))
    if Event.objects.filter(slug=told["slug"]).exists():
        return
    event = _hold(told)
    signups = _sign_up(event, told["signed_up"])
    came = [one for place, one in enumerate(signups, start=1) if place not in told["absent"]]
    attending.mark(event, [one.pk for one in came], attended=True, by=by)
    attending.mark_all(event, attended=False, by=by)
    event.signups.update(attended_at=event.ends_at)
    for signup in came[: told["certificates"]]:
        certifying.issue(signup)
    certified_at = event.ends_at + CERTIFIED_AFTER
    Certificate.objects.filter(signup__event=event).update(issued_at=certified_at)
    _evaluate(event, came, told["replies"])


def _hold(told: dict) -> Event:
    starts_at, ends_at = (
        datetime.fromisoformat(told[name]).replace(tzinfo=STOCKHOLM)
        for name in ("starts_at", "ends_at")
    )
    while ends_at > timezone.now():
        starts_at, ends_at = planning.later(starts_at, -YEAR), planning.later(ends_at, -YEAR)
    while ends_at + YEAR < timezone.now():
        starts_at, ends_at = planning.later(starts_at, YEAR), planning.later(ends_at, YEAR)
    event = Event.objects.create(
        kind=Event.Kind.WORKSHOP,
        form=Event.Form.ONLINE,
        starts_at=starts_at,
        ends_at=ends_at,
        state=Event.State.PUBLISHED,
        published_at=starts_at - PUBLISHED_BEFORE,
        **{
            name: told[name]
            for name in ("slug", "title", "summary", "audience", "online_link", "places")
        },
    )
    tools = Tool.objects.filter(slug__in=told["tools"]).order_by("title")
    planning.put_parts(event, planning.Parts(tools=list(tools)))
    return event


def _sign_up(event: Event, number: int) -> list[Signup]:
    """Contacts of made-up members who had a place, one after the other."""
    holdings = Holding.objects.current().of_pairs().filter(seat__member__is_fictional=True)
    chosen = islice(holdings.with_names().order_by("seat__member__code", "pk"), number)
    began = event.starts_at - SIGNED_UP_BEFORE
    moments = (began + place * SIGNED_UP_EACH for place in range(number))
    return [
        Signup.objects.create(
            event=event,
            person=holding.person,
            name=holding.person.name,
            email=holding.person.email,
            member=holding.seat.member,
            state=Signup.State.CONFIRMED,
            created_at=at,
            queued_at=at,
            confirmed_at=at,
        )
        for holding, at in zip(chosen, moments, strict=False)
    ]


def _evaluate(event: Event, came: list[Signup], replies: list[dict]) -> None:
    """What those who came thought of it, as it was when its time to answer had passed."""
    opened_at = event.ends_at + ASKED_AFTER
    closes_at = opened_at + evaluating.OPEN_FOR
    evaluation = Evaluation.objects.create(
        event=event,
        version=evaluating.form(),
        opened_at=opened_at,
        closes_at=closes_at,
        closed_at=closes_at if closes_at <= timezone.now() else None,
    )
    Asked.objects.bulk_create(
        Asked(evaluation=evaluation, signup=signup, has_answered=place < len(replies))
        for place, signup in enumerate(came)
    )
    Reply.objects.bulk_create(
        Reply(evaluation=evaluation, answers=answers) for answers in replies[: len(came)]
    )
