"""Events and sign-ups for tests: valid by default, the test spells out what matters."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from events import acting
from events.models import Event, Signup
from tests.factories import make_secretary

_numbers = count(1)


def make_event(title="", *, lasts=timedelta(minutes=90), **columns):
    """A published workshop on the net, in a month, with as many places as one likes."""
    number = next(_numbers)
    starts_at = columns.pop("starts_at", timezone.now() + timedelta(days=30))
    given = {
        "title": title or f"Exempelworkshop {number}",
        "slug": f"exempelworkshop-{number}",
        "starts_at": starts_at,
        "ends_at": starts_at + lasts,
        "state": Event.State.PUBLISHED,
        "published_at": timezone.now(),
        "online_link": "https://moten.example.org/hemlig-lank",
    }
    return Event.objects.create(**(given | columns))


def make_signup(event=None, *, state=Signup.State.CONFIRMED, **columns):
    """Somebody at an event; nobody is told."""
    number = next(_numbers)
    now = timezone.now()
    person = columns.get("person")
    given = {
        "event": event or make_event(),
        "name": person.name if person else f"Exempeldeltagare {number}",
        "email": person.email if person else f"deltagare{number}@example.org",
        "state": state,
        "confirmed_at": now if state == Signup.State.CONFIRMED else None,
        "offered_until": now + timedelta(hours=48) if state == Signup.State.OFFERED else None,
        "ended_at": None if state in Signup.LIVE else now,
    }
    return Signup.objects.create(**(given | columns))


def make_meeting(title="", **columns):
    """A published meeting of the network without sign-up, in a month."""
    given = {"kind": Event.Kind.SUMMER, "has_signup": False, "online_link": ""}
    return make_event(title or f"Exempelmöte {next(_numbers)}", **(given | columns))


def make_action(title="", *, by=None, **given):
    """An open action, written down by the secretariat."""
    return acting.agree(
        title or f"Exempelåtgärd {next(_numbers)}", by=by or make_secretary(), **given
    )
