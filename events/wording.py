"""When and where an event is, in words: the same in pages, letters and lists."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import links
from events.models import Event, Signup
from sekom.text import STOCKHOLM, say_day, say_moment


def say_when(event: Event) -> str:
    """Tisdag 9 februari 2027 kl. 9.00–10.30 (svensk tid); both days where it lasts several."""
    starts, ends = (timezone.localtime(at, STOCKHOLM) for at in (event.starts_at, event.ends_at))
    words = {
        "day": _day(starts),
        "from": date_format(starts, "CLOCK_FORMAT"),
        "last_day": _day(ends),
        "until": date_format(ends, "CLOCK_FORMAT"),
    }
    if starts.date() == ends.date():
        return _("%(day)s at %(from)s–%(until)s (Swedish time)") % words
    return _("%(day)s at %(from)s – %(last_day)s at %(until)s (Swedish time)") % words


def _day(moment) -> str:
    return f"{date_format(moment, 'l')} {say_day(moment.date())}"


def say_where(event: Event) -> str:
    """På nätet; the place; or both. Never the link."""
    if event.form == Event.Form.ONLINE:
        return _("Online")
    place = event.place or _("The place is not decided yet")
    if event.form == Event.Form.BOTH:
        return _("%(place)s, and online") % {"place": place}
    return place


def values_of(signup: Signup) -> dict:
    """What every letter about a sign-up may say, in Swedish; never the link to the meeting."""
    event = signup.event
    with override("sv"):
        return {
            "event": event.title,
            "path": event.get_absolute_url(),
            "when": say_when(event),
            "where": say_where(event),
            "bring": event.bring,
            "is_online": event.is_online,
            "link": links.link_to(signup),
            "until": say_moment(signup.offered_until) if signup.offered_until else "",
            "signed_up_by": signup.signed_up_by.name if signup.signed_up_by else "",
        }
