"""Calendar invitations: what stands in a participant's calendar follows the event.

Each sign-up has an invitation of its own, known by the same name as long as it lives. The online
link stands in it once it may be shown.
"""

import contextlib
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import calendars, wording
from events.calendars import Entry, Method, Someone
from events.models import Event, Signup
from members.models import Person
from sekom.outbox import posting
from sekom.outbox.models import Mailing


def invitation_of(signup: Signup) -> str:
    """The calendar that goes with a letter to somebody who has a place."""
    return calendars.write(Method.REQUEST, [entry_of(signup)])


def cancellation_of(signup: Signup) -> str:
    """The calendar that takes the event out of the participant's own again."""
    return calendars.write(Method.CANCEL, [entry_of(signup, is_cancelled=True)])


def entry_of(signup: Signup, *, is_cancelled: bool = False) -> Entry:
    """What stands in the calendar of somebody who has, or had, a place."""
    event = signup.event
    shows_link = signup.may_see_link and not is_cancelled
    # The event's cancellation has been counted as a change of it; that of a sign-up has not.
    number = event.sequence + (is_cancelled and not event.is_cancelled)
    with override("sv"):
        return Entry(
            uid=uid_of(signup.uid),
            number=number,
            changed_at=timezone.now(),
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            title=event.title,
            description=_describe(event, shows_link=shows_link),
            place=event.online_link
            if shows_link and not event.is_on_site
            else wording.say_where(event),
            url=settings.SITE_URL + event.get_absolute_url(),
            organiser=organiser(),
            attendee=Someone(signup.name, signup.email),
            is_cancelled=is_cancelled,
        )


def _describe(event: Event, *, shows_link: bool) -> str:
    lines = [event.summary] if event.summary else []
    if shows_link:
        lines.append(_("Take part online: %(link)s") % {"link": event.online_link})
    elif event.is_online and event.online_link:
        lines.append(_("The link to the online meeting comes by letter before it starts."))
    return "\n\n".join(lines)


def organiser() -> Someone:
    """The secretariat, to whom mail programs send answers."""
    return Someone(*parseaddr(settings.DEFAULT_FROM_EMAIL))


def uid_of(name: object) -> str:
    """A name for an entry that no other calendar in the world uses."""
    return f"{name}@{organiser().email.rpartition('@')[2]}"


# --- Telling the participants -------------------------------------------------------------------


def tell_of_change(event: Event, *, by: Person | None = None) -> int:
    """Tell all who come or wait that the event is not as it was; how many letters.

    Those who have a place get the invitation anew. Once for each change, however often it is asked.
    """
    return _tell_all(event, "changed", "events.changed", f"{event.sequence}", by=by)


def tell_of_cancellation(event: Event, *, by: Person | None = None) -> int:
    """Tell all who come or wait that the event is called off, and clear it from calendars."""
    return _tell_all(event, "called_off", "events.called_off", "", by=by)


def _tell_all(event: Event, kind: str, key: str, part: str, *, by: Person | None) -> int:
    signups = list(event.signups.live().with_names())
    take_back_reminders(event)
    for signup in signups:
        signup.event = event
        values = wording.values_of(signup) | {
            "has_place": signup.is_confirmed,
            "meeting_link": event.online_link if signup.may_see_link else "",
        }
        if signup.is_confirmed:
            write = cancellation_of if event.is_cancelled else invitation_of
            values |= {"calendar": write(signup)}
        if event.is_cancelled:
            values |= {"reason": event.cancel_reason}
        posting.post(
            f"events/{kind}",
            to=signup,
            about=event,
            by=by,
            values=values,
            key=f"{key}:{event.pk}:{part}:{signup.pk}",
        )
    return len(signups)


def reminder_key(event: Event, signup_id: int | None = None) -> str:
    """How the keys of an event's reminders begin; with a sign-up, of those to that one."""
    return f"events.reminder:{event.pk}:" + (f"{signup_id}:" if signup_id else "")


def take_back_reminders(event: Event, signup: Signup | None = None) -> None:
    """Stop the reminders that have not left yet: what they say no longer holds."""
    key = reminder_key(event, signup.pk if signup else None)
    for mailing in Mailing.objects.under_way().filter(key__startswith=key):
        with contextlib.suppress(ValidationError):  # it has left this very moment
            posting.cancel(mailing, by=None)


def may_hear_link(event: Event, now: datetime) -> bool:
    """Whether the link is out for those who have a place."""
    return bool(event.online_link) and event.is_published and now >= event.link_shown_at
