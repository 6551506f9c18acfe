"""Repeating: the days of a series, its events made in one go, and changes to all that follow.

Days are counted in the calendar and clocks in Sweden: nine o'clock stays nine o'clock when the
clocks change.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import planning
from events.models import Event, Series
from members.models import Person
from sekom.text import STOCKHOLM

MOST_DATES = 26
# A series that finds no day for so long (always the skipped ones) is at its end.
LONGEST = timedelta(days=5 * 366)


class Rhythm(models.TextChoices):
    """How often a series comes."""

    WEEKLY = "1", gettext_lazy("Every week")
    FORTNIGHTLY = "2", gettext_lazy("Every second week")
    THIRD_WEEK = "3", gettext_lazy("Every third week")
    FOURTH_WEEK = "4", gettext_lazy("Every fourth week")
    SAME_WEEKDAY = (
        "nth",
        gettext_lazy("Every month, the same weekday (such as the third Wednesday)"),
    )
    LAST_WEEKDAY = "last", gettext_lazy("Every month, the last such weekday")


class Which(models.TextChoices):
    """Which dates of a series a change is for."""

    ONE = "one", gettext_lazy("This date alone")
    FOLLOWING = "following", gettext_lazy("This date and all that follow")


def days(first: date, rhythm: str, *, count: int, skipping: Collection[date] = ()) -> list[date]:
    """So many days of a rhythm from the first on, without those that are skipped."""
    found = (day for day in _days(first, Rhythm(rhythm)) if day not in skipping)
    return list(islice(found, count))


def _days(first: date, rhythm: Rhythm) -> Iterator[date]:
    if rhythm.value.isdigit():
        step = timedelta(weeks=int(rhythm.value))
        for number in range(LONGEST // step):
            yield first + number * step
        return
    place = (first.day - 1) // 7
    for number in range(LONGEST.days // 31):
        months = first.month - 1 + number
        day = _weekday_of(
            first.year + months // 12, months % 12 + 1, first.weekday(), place, rhythm
        )
        if day and day >= first:
            yield day


def _weekday_of(year: int, month: int, weekday: int, place: int, rhythm: Rhythm) -> date | None:
    """The weekday in its place of the month; None in a month that has no fifth."""
    begins = date(year, month, 1)
    earliest = begins + timedelta(days=(weekday - begins.weekday()) % 7)
    found = [earliest + timedelta(weeks=week) for week in range(5)]
    found = [day for day in found if day.month == month]
    if rhythm == Rhythm.LAST_WEEKDAY:
        return found[-1]
    return found[place] if place < len(found) else None


def at(day: date, clock: time) -> datetime:
    """The moment when Swedish clocks show this time on this day."""
    return datetime.combine(day, clock, STOCKHOLM)


@transaction.atomic
def repeat(event: Event, chosen: Collection[date], *, by: Person) -> list[Event]:
    """Make a series of an event: a draft like it on each of the days, at the same time of day.

    The event itself is the first. Days on which the series has one already are left out. Raises
    ValidationError when there is no day to add, or too many.
    """
    held = Event.objects.hold(event)
    series = held.series or Series(title=held.title)
    taken = {day_of(one) for one in held.series.events.all()} if held.series else {day_of(held)}
    wanted = sorted(set(chosen) - taken)
    if not wanted:
        raise ValidationError(_("Choose at least one more day."), code="none")
    if len(wanted) + len(taken) > MOST_DATES:
        raise ValidationError(
            _("A series has at most %(most)d dates.") % {"most": MOST_DATES}, code="too_many"
        )
    series.save()
    clock = timezone.localtime(held.starts_at, STOCKHOLM).time()
    made = [planning.duplicate(held, starts_at=at(day, clock), by=by) for day in wanted]
    belonging = Event.objects.filter(pk__in=[one.pk for one in (held, *made)])
    belonging.update(series=series)
    return list(belonging.order_by("starts_at"))


def day_of(event: Event) -> date:
    """The day on which it starts, in Sweden."""
    return timezone.localtime(event.starts_at, STOCKHOLM).date()


def following(event: Event) -> list[Event]:
    """The later dates of its series that are still on."""
    return list(Event.objects.following(event)) if event.series_id else []


# What the dates of a series share; the rest is each one's own.
SHARED = (
    "title", "kind", "summary", "description", "audience", "bring", "form", "place",
    "online_link", "link_hours_before", "has_signup", "is_open_to_all", "places",
    "most_per_member", "asks_diet", "asks_access_needs",
)  # fmt: skip


@transaction.atomic
def change_following(event: Event, values, *, by: Person, version: int, parts) -> list[Event]:
    """Change a date of a series and all that follow alike; when each is stays as it was.

    Only what was changed in this one is changed in the others, so that what has been made different
    elsewhere stays. Raises StaleEvent or ValidationError, and then nothing has changed.
    """
    changed = {
        name: value
        for name, value in values.items()
        if name in SHARED and getattr(event, name) != value
    }
    first = planning.change(event, values, by=by, version=version, parts=parts)
    others = [
        planning.change(other, changed, by=by, parts=_parts_for(other, parts))
        for other in following(first)
    ]
    return [first, *others]


def _parts_for(other: Event, parts: planning.Parts) -> planning.Parts:
    """The same parts for another date, whose own speakers keep their links where names agree."""
    known = {speaker.name: speaker.pk for speaker in other.speakers.all()}
    speakers = [row | {"id": known.get(row["name"])} for row in parts.speakers]
    return planning.Parts(parts.programme, speakers, parts.tools, parts.results)


@transaction.atomic
def move_following(
    event: Event, starts_at: datetime, *, by: Person, ends_at: datetime | None = None
) -> list[Event]:
    """Move a date and all that follow by as many days, each to the same time of day."""
    by_days = timezone.localtime(starts_at, STOCKHOLM).date() - day_of(event)
    clock = timezone.localtime(starts_at, STOCKHOLM).time()
    length = planning.length_of(event)
    if ends_at is not None:
        length = planning.between(starts_at, ends_at)
    moved = []
    for one in (event, *following(event)):
        begins = at(day_of(one) + by_days, clock)
        ends = planning.later(begins, length)
        moved.append(planning.move(one, begins, ends_at=ends, by=by))
    return moved


@transaction.atomic
def publish_all(event: Event, *, by: Person) -> None:
    """Let readers see every draft of a series. Raises ValidationError when one is not ready."""
    others = Event.objects.drafts_of(event.series_id) if event.series_id else []
    for one in (event, *others):
        planning.publish(one, by=by)
