"""Planning: how the secretariat makes an event, changes, publishes, moves and cancels it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import inviting, waiting
from events.models import Event, EventTool, ProgrammeItem, SharedResults, Speaker
from members.models import Person
from sekom import rich_text
from sekom.text import STOCKHOLM, slugify_sv
from surveys.models import SurveyRound
from toolbox.models import Tool

# What calendars show, so that a change of it must reach them.
IN_CALENDARS = ("title", "starts_at", "ends_at", "form", "place", "online_link")
# What goes with an event when another is made like it.
COPIED = (
    "title", "kind", "group", "summary", "description", "audience", "bring", "form", "place",
    "online_link", "link_hours_before", "has_signup", "is_open_to_all", "places",
    "most_per_member", "asks_diet", "asks_access_needs", "questions",
)  # fmt: skip
SPEAKER_TEXTS = ("name", "organisation", "about", "email", "fee_note")
# Words that are pages of their own where an event's address stands.
TAKEN_WORDS = {"ny", "narvaro", "kalender"}
LONGEST_SLUG = 70


class StaleEvent(ValidationError):
    """Somebody else has saved meanwhile; `theirs` is the event as it is kept."""

    def __init__(self, theirs: Event):
        self.theirs = theirs
        super().__init__(
            _(
                "Somebody else has saved this event since you opened it. Nothing of theirs is "
                "written over. Compare, and save again what you want to keep."
            ),
            code="stale",
        )


@dataclass(frozen=True)
class Parts:
    """What an event has besides its own facts, all of it: what is left out is taken away.

    programme  {"minutes", "title", "text"} each
    speakers   {"id" or None, "name", "organisation", "about", "email", "fee_note"}, in order
    """

    programme: Sequence[dict] = ()
    speakers: Sequence[dict] = ()
    tools: Sequence[Tool] = ()
    results: Sequence[SurveyRound] = ()


@transaction.atomic
def begin(
    *,
    title: str,
    starts_at: datetime,
    length: timedelta,
    by: Person,
    slug: str = "",
    parts: Parts | None = None,
    **values: Any,
) -> Event:
    """Begin a draft, which nobody but the secretariat sees."""
    event = Event(
        title=title,
        slug=slug or free_address(title),
        starts_at=starts_at,
        ends_at=later(starts_at, length),
        **values,
    )
    event.full_clean(exclude=["series", "group", "questions"])
    event.save()
    if parts is not None:
        put_parts(event, parts)
    return event


@transaction.atomic
def duplicate(event: Event, *, starts_at: datetime, by: Person, title: str = "") -> Event:
    """A draft like this event at another time; with programme, speakers and tools, not people."""
    given = {name: getattr(event, name) for name in COPIED} | ({"title": title} if title else {})
    parts = parts_of(event)
    return begin(
        starts_at=starts_at,
        length=length_of(event),
        by=by,
        parts=Parts(parts.programme, [row | {"id": None} for row in parts.speakers], parts.tools),
        signup_closes_at=_shifted(event.signup_closes_at, event.starts_at, starts_at),
        **given,
    )


@transaction.atomic
def change(
    event: Event,
    values: Mapping[str, Any],
    *,
    by: Person,
    version: int | None = None,
    parts: Parts | None = None,
) -> Event:
    """Keep what the secretariat writes; those who have a place hear of what calendars show.

    `version` is the one that the writer began from. Raises StaleEvent when somebody saved
    meanwhile, ValidationError when what was written cannot be.
    """
    held = Event.objects.hold(event)
    if version is not None and held.version != version:
        raise StaleEvent(held)
    if held.is_cancelled:
        raise ValidationError(
            _("The event is cancelled and cannot be changed. Make a new one like it."),
            code="state",
        )
    before = {name: getattr(held, name) for name in IN_CALENDARS}
    for name, value in values.items():
        if name != "places":
            setattr(held, name, value)
    changed = [name for name, value in before.items() if getattr(held, name) != value]
    held.version += 1
    held.sequence += bool(changed)
    held.full_clean()
    if held.is_published:
        _refuse([*_lacking(held), *(_wrong_times(held) if "starts_at" in changed else ())])
    held.save()
    if parts is not None:
        put_parts(held, parts)
    if "starts_at" in changed:
        _shorten_offers(held)
    if (places := values.get("places", held.places)) != held.places:
        held = waiting.change_capacity(held, places, by=by)
    if changed and held.is_published:
        inviting.tell_of_change(held, by=by)
    return held


def _shorten_offers(event: Event) -> None:
    """No offer lasts past the new start."""
    latest = event.starts_at - waiting.ANSWERED_BEFORE
    event.signups.offered().filter(offered_until__gt=latest).update(offered_until=latest)


def move(
    event: Event, starts_at: datetime, *, by: Person, ends_at: datetime | None = None
) -> Event:
    """Put the event at another time; how long it lasts and when sign-up closes follow."""
    values = {
        "starts_at": starts_at,
        "ends_at": ends_at or later(starts_at, length_of(event)),
        "signup_closes_at": _shifted(event.signup_closes_at, event.starts_at, starts_at),
    }
    return change(event, values, by=by)


@transaction.atomic
def publish(event: Event, *, by: Person) -> Event:
    """Let readers see the event; publishing it twice changes nothing."""
    event = Event.objects.hold(event)
    if event.is_published:
        return event
    if event.is_cancelled:
        raise ValidationError(
            _("The event is cancelled. Make a new one like it instead."), code="state"
        )
    _refuse(problems(event))
    event.state, event.published_at = Event.State.PUBLISHED, timezone.now()
    event.save(update_fields=["state", "published_at"])
    return event


@transaction.atomic
def cancel(event: Event, *, by: Person, reason: str = "") -> Event:
    """Call the event off and tell everybody who was to come; doing it twice changes nothing."""
    event = Event.objects.hold(event)
    if event.is_cancelled:
        return event
    if not event.is_published:
        raise ValidationError(
            _("A draft is not cancelled: delete it, nobody has seen it."), code="state"
        )
    if event.is_over:
        raise ValidationError(_("The event has been held already."), code="over")
    event.state, event.cancelled_at = Event.State.CANCELLED, timezone.now()
    event.cancel_reason = " ".join(reason.split())
    event.sequence += 1
    event.full_clean()
    event.save(update_fields=["state", "cancelled_at", "cancel_reason", "sequence"])
    inviting.tell_of_cancellation(event, by=by)
    return event


@transaction.atomic
def delete_draft(event: Event, *, by: Person) -> None:
    """Take away a draft that nobody has seen; one that is gone already is no matter."""
    found = Event.objects.select_for_update().filter(pk=event.pk).first()
    if found is None:
        return
    if found.state != Event.State.DRAFT:
        raise ValidationError(
            _("Only a draft can be deleted. Cancel the event, so that people hear of it."),
            code="state",
        )
    if found.signups.exists():
        raise ValidationError(
            _("Somebody has been signed up. Publish the event and cancel it instead."),
            code="signups",
        )
    found.delete()


# --- What an event is made of -----------------------------------------------------------------


def put_parts(event: Event, parts: Parts) -> None:
    """Make programme, speakers, tools and shared results as they were given."""
    event.programme.all().delete()
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(event=event, **row) for row in _judged(event, parts.programme)
    )
    _put_speakers(event, parts.speakers)
    event.tool_links.all().delete()
    EventTool.objects.bulk_create(
        EventTool(event=event, tool=tool, position=place) for place, tool in enumerate(parts.tools)
    )
    event.shared_results.exclude(round__in=parts.results).delete()
    SharedResults.objects.bulk_create(
        [SharedResults(event=event, round=round) for round in parts.results],
        ignore_conflicts=True,
    )


def _judged(event: Event, rows: Iterable[dict]) -> Iterator[dict]:
    """The rows, each within the event's time."""
    longest = length_of(event) // timedelta(minutes=1)
    for row in rows:
        if not 0 <= row["minutes"] < longest:
            raise ValidationError(
                _("“%(row)s” lies outside the time of the event.") % {"row": row["title"]},
                code="programme",
            )
        yield row


def _put_speakers(event: Event, rows: Sequence[dict]) -> None:
    """Change, add and take away speakers; one that stays keeps the guest link."""
    known = {speaker.pk: speaker for speaker in event.speakers.all()}
    for place, row in enumerate(rows):
        speaker = known.pop(row["id"], None) or Speaker(event=event)
        speaker.position = place
        for name in SPEAKER_TEXTS:
            setattr(speaker, name, row[name])
        speaker.full_clean()
        speaker.save()
    event.speakers.filter(pk__in=known).delete()


def _told(speaker: Speaker) -> dict:
    return {"id": speaker.pk} | {name: getattr(speaker, name) for name in SPEAKER_TEXTS}


def parts_of(event: Event) -> Parts:
    """What an event is made of now."""
    return Parts(
        programme=[dict(row) for row in event.programme.values("minutes", "title", "text")],
        speakers=[_told(speaker) for speaker in event.speakers.in_order()],
        tools=tools_of(event),
        results=[shared.round for shared in event.shared_results.select_related("round")],
    )


def tools_of(event: Event) -> list[Tool]:
    """The tools that an event is about, in their order."""
    return [link.tool for link in event.tool_links.select_related("tool")]


def differences(theirs: Event, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is kept where it is not what was written: [(what it is called, what is kept)]."""
    labels = {field.name: str(field.verbose_name) for field in Event._meta.fields}
    return [
        (labels[name], _said(theirs, name))
        for name, value in values.items()
        if getattr(theirs, name) != value
    ]


def _said(event: Event, name: str) -> str:
    if hasattr(event, f"get_{name}_display"):
        return str(getattr(event, f"get_{name}_display")())
    value = getattr(event, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value in (None, "") else rich_text.plain(str(value))


# --- What must hold ---------------------------------------------------------------------------


def problems(event: Event) -> list[str]:
    """What must be mended before the event is published, each as a sentence."""
    return [*_wrong_times(event), *_lacking(event)]


def _wrong_times(event: Event) -> Iterator[str]:
    now = timezone.now()
    if event.starts_at <= now:
        yield _("The start has passed. Move the event to a day to come.")
    elif event.has_signup and event.last_signup_at <= now:
        yield _("Sign-up has closed already. Choose a later time for it.")


def _lacking(event: Event) -> Iterator[str]:
    if event.is_online and not event.online_link:
        yield _("The link to the online meeting is missing.")
    if event.is_on_site and not event.place:
        yield _("The place is missing.")
    if not event.summary and not event.group_id:
        yield _("The summary is missing: one sentence about what one gets out of it.")


def _refuse(problems: list[str]) -> None:
    if problems:
        raise ValidationError(problems, code="problems")


# --- Times as clocks show them ----------------------------------------------------------------


def length_of(event: Event) -> timedelta:
    """How long it lasts by the clocks in Sweden."""
    return between(event.starts_at, event.ends_at)


def between(first: datetime, last: datetime) -> timedelta:
    """How long it is from one moment to another by the clocks in Sweden."""
    return _naive(last) - _naive(first)


def later(moment: datetime, length: timedelta) -> datetime:
    """So much later by the clocks in Sweden."""
    return (_naive(moment) + length).replace(tzinfo=STOCKHOLM)


def _shifted(moment: datetime | None, old: datetime, new: datetime) -> datetime | None:
    """A moment that lies to the new start as it lay to the old."""
    return None if moment is None else later(new, between(old, moment))


def _naive(moment: datetime) -> datetime:
    return timezone.localtime(moment, STOCKHOLM).replace(tzinfo=None)


def free_address(title: str) -> str:
    """An address that no other event has."""
    stem = slugify_sv(title)[:LONGEST_SLUG].strip("-") or "evenemang"
    taken = set(Event.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= TAKEN_WORDS
    return next(
        slug
        for number in range(1, len(taken) + 2)
        if (slug := stem if number == 1 else f"{stem}-{number}") not in taken
    )
