"""Inviting speakers: a link of their own to what they need, and back again; no account.

A link says which speaker it is for. It lives until some time after the event, or until the
secretariat ends it.
"""

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import wording
from events.models import Speaker
from events.models.planning import new_key
from members.models import Person
from sekom.outbox import posting

SALT = "events.inviting_speakers"


class LinkClosed(Exception):
    """The link is not one of ours, has been ended, or its event was held long ago."""


@transaction.atomic
def open_link(speaker: Speaker, *, by: Person) -> str:
    """The full address of a speaker's own page; the same as long as nobody has ended it."""
    speaker = Speaker.objects.select_for_update(no_key=True).get(pk=speaker.pk)
    if not speaker.link_key:
        speaker.link_key = new_key()
        speaker.save(update_fields=["link_key"])
    return address_of(speaker)


@transaction.atomic
def send_link(speaker: Speaker, *, by: Person) -> None:
    """Mail the speaker their link. Raises ValidationError when there is no address to write to."""
    if not speaker.email:
        raise ValidationError(_("Write the speaker’s e-mail address first."), code="no_address")
    link = open_link(speaker, by=by)
    event = speaker.event
    with override("sv"):
        values = {"event": event.title, "when": wording.say_when(event), "link": link}
    posting.post("events/speaker_link", to=speaker, about=event, values=values, by=by)


@transaction.atomic
def end_link(speaker: Speaker, *, by: Person) -> None:
    """Close the speaker's page; ending it twice changes nothing."""
    Speaker.objects.select_for_update(no_key=True).filter(pk=speaker.pk).update(link_key="")


def address_of(speaker: Speaker) -> str:
    """The full address of the page; "" where no link is out."""
    if not speaker.link_key:
        return ""
    token = signing.dumps([speaker.pk, speaker.link_key], salt=SALT)
    return settings.SITE_URL + reverse("events:speaker", args=[token])


def read(token: str) -> Speaker:
    """The speaker that a link is for, with the event. Raises LinkClosed."""
    try:
        pk, key = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as bad:
        raise LinkClosed from bad
    speaker = Speaker.objects.with_link(pk, key).first()
    if speaker is None or speaker.link_ends_at <= timezone.now():
        raise LinkClosed
    return speaker
