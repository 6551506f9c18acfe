"""Calendars to subscribe to: everybody's, and each person's own at a secret address."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import calendars, inviting, wording
from events.calendars import Entry, Method
from events.inviting import organiser, uid_of
from events.models import CalendarFeed, Event, Signup
from events.models.around import new_feed_key
from members.models import Group, Person

# How long what has been stays in the calendars, so that none grows without end.
LOOKS_BACK = timedelta(days=400)


def public_calendar() -> str:
    """What is held, for everybody; nothing that is only for some, and never a link to a meeting."""
    events = Event.objects.visible_to(AnonymousUser()).filter(ends_at__gt=_since())
    with override("sv"):
        name = _("Sveriges Ekokommuner")
        return calendars.write(Method.PUBLISH, map(_entry, events.order_by("pk")), name=name)


def own_calendar(feed: CalendarFeed) -> str:
    """What the owner of a feed comes to: where they have a place, and their groups' meetings."""
    signups = Signup.objects.of(feed.person).confirmed().filter(event__ends_at__gt=_since())
    signups = signups.exclude(event__state=Event.State.DRAFT).with_names().order_by("event", "pk")
    by_event = {signup.event_id: signup for signup in signups}
    groups = Group.objects.sat_in_by(feed.person)
    meetings = Event.objects.visible_to(feed.person).filter(
        group__in=groups, has_signup=False, ends_at__gt=_since()
    )
    entries = [_own_entry(signup) for signup in by_event.values()]
    entries += [_entry(meeting) for meeting in meetings.exclude(state=Event.State.DRAFT)]
    with override("sv"):
        name = _("My events, Sveriges Ekokommuner")
    return calendars.write(Method.PUBLISH, entries, name=name)


def _since() -> datetime:
    return timezone.now() - LOOKS_BACK


def _own_entry(signup: Signup) -> Entry:
    """The same entry as the invitation's; it says the same until something changes."""
    entry = inviting.entry_of(signup)
    event = signup.event
    return replace(
        entry,
        changed_at=event.published_at or event.created_at,
        attendee=None,
        is_cancelled=event.is_cancelled,
    )


def _entry(event: Event) -> Entry:
    return Entry(
        uid=uid_of(f"evenemang-{event.pk}"),
        number=event.sequence,
        changed_at=event.published_at or event.created_at,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        title=event.title,
        description=event.summary,
        place=wording.say_where(event),
        url=settings.SITE_URL + event.get_absolute_url(),
        organiser=organiser(),
        is_cancelled=event.is_cancelled,
    )


# --- One's own address --------------------------------------------------------------------------


@transaction.atomic
def renew(person: Person) -> CalendarFeed:
    """Give somebody an address for their calendar; one that they had is dead at once."""
    feed, _is_new = CalendarFeed.objects.update_or_create(
        person=person, defaults={"key": new_feed_key(), "made_at": timezone.now()}
    )
    return feed


def end(person: Person) -> None:
    """End the address of somebody's calendar; ending it twice changes nothing."""
    CalendarFeed.objects.of(person).delete()
