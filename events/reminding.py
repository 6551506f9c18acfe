"""Reminding those who have a place: a week, a day and an hour before, or as the event says.

Which reminder is due follows from the clock and the event alone, so a moved event moves them. A
letter for each sign-up, event, time and reminder leaves once, whoever is killed in the middle.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events import checking_in, inviting, wording
from events.models import Event, Reminders, Signup
from events.models.around import usual_reminders
from members.models import Person
from sekom.outbox import posting
from sekom.outbox.models import Mailing

EARLIEST = timedelta(days=31)
# A reminder that is later than this part of its time ahead is not sent: the next one is near.
LATEST = 4


def remind_due() -> int:
    """Remind everybody whose time has come; how many letters. Safe to run twice, or be killed."""
    now = timezone.now()
    soon = Event.objects.published().filter(
        has_signup=True, starts_at__gt=now, starts_at__lte=now + EARLIEST
    )
    return sum(_remind_all(event, now) for event in soon.select_related("reminders"))


def schedule(event: Event) -> list[int]:
    """How many minutes before the start the participants are reminded, the earliest first.

    The link to the online meeting goes with the first reminder that may have it; where none is
    left then, there is one more.
    """
    found = set(reminders_of(event).minutes_before)
    link = event.link_hours_before * 60
    if event.online_link and not any(minutes <= link for minutes in found):
        found.add(link)
    return sorted(found, reverse=True)


def reminders_of(event: Event) -> Reminders:
    """When the participants of an event are reminded; unsaved where it is as usual."""
    return getattr(event, "reminders", None) or Reminders(
        event=event, minutes_before=usual_reminders()
    )


def due_at(event: Event, minutes: int) -> datetime:
    """When a reminder of an event leaves."""
    return event.starts_at - timedelta(minutes=minutes)


def due_now(event: Event, now: datetime) -> int | None:
    """The reminder to send now, if any: the last one that is due, and not one that is too late."""
    due = [minutes for minutes in schedule(event) if due_at(event, minutes) <= now]
    if not due or event.starts_at <= now:
        return None
    minutes = min(due)
    too_late = due_at(event, minutes) + timedelta(minutes=minutes / LATEST)
    return minutes if now < too_late else None


def _remind_all(event: Event, now: datetime) -> int:
    minutes = due_now(event, now)
    _count_link(event, now)
    if minutes is None:
        return 0
    signups = event.signups.confirmed().filter(confirmed_at__lte=due_at(event, minutes))
    keys = {_key(event, minutes, pk): pk for pk in signups.values_list("pk", flat=True)}
    known = Mailing.objects.filter(key__in=keys).values_list("key", flat=True)
    return sum(_remind(event, minutes, keys[key]) for key in keys.keys() - set(known))


def _key(event: Event, minutes: int, signup_id: int) -> str:
    return f"{inviting.reminder_key(event, signup_id)}{event.starts_at.timestamp():.0f}:{minutes}"


@transaction.atomic
def _remind(event: Event, minutes: int, signup_id: int) -> bool:
    # Held, so that nobody is written to who cancels now, and no old time is told.
    held = Event.objects.hold(event)
    signup = held.signups.confirmed().with_names().filter(pk=signup_id).first()
    if signup is None or not held.is_published or held.starts_at != event.starts_at:
        return False
    posting.post(
        "events/reminder",
        to=signup,
        about=held,
        values=values_of(signup, minutes),
        key=_key(held, minutes, signup_id),
    )
    return True


def values_of(signup: Signup, minutes: int) -> dict:
    """What a reminder says; the first one that may have the link brings it to the calendar too."""
    event = signup.event
    values = wording.values_of(signup) | {
        "meeting_link": event.online_link if signup.may_see_link else "",
        "code": checking_in.shown_code_of(signup) if event.is_on_site else "",
    }
    if signup.may_see_link and minutes == _first_with_link(event):
        values["calendar"] = inviting.invitation_of(signup)
    return values


def _first_with_link(event: Event) -> int:
    """The first reminder of an event at which the link may be shown."""
    link = event.link_hours_before * 60
    return max(minutes for minutes in schedule(event) if minutes <= link)


@transaction.atomic
def _count_link(event: Event, now: datetime) -> None:
    """That the link may be shown is a change of the event for the participants' calendars."""
    if not inviting.may_hear_link(event, now) or _has_counted(reminders_of(event), event):
        return
    held = Event.objects.hold(event)
    reminders = reminders_of(held)
    if held.starts_at == event.starts_at and not _has_counted(reminders, held):
        held.sequence += 1
        held.save(update_fields=["sequence"])
        reminders.link_told_at = now
        reminders.save()


def _has_counted(reminders: Reminders, event: Event) -> bool:
    return reminders.link_told_at is not None and reminders.link_told_at >= event.link_shown_at


@transaction.atomic
def change_reminders(event: Event, minutes_before: list[int], *, by: Person) -> Reminders:
    """Choose when the participants are reminded."""
    reminders = reminders_of(Event.objects.hold(event))
    reminders.minutes_before = sorted(set(minutes_before), reverse=True)
    reminders.save()
    return reminders
