"""Signed links for readers: to say yes by, to their choices, to a new address.

Whoever opens one from their own mail has shown whose it is. The links in the foot of an issue have
not: they are forwarded with it (see sekom.outbox.foot).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from newsletter import readers
from newsletter.models import Subscriber
from newsletter.personal_data import PATIENCE
from newsletter.readers import Reader

YES, CHOICES, ADDRESS = "newsletter.yes", "newsletter.choices", "newsletter.address"
# One that came by mail, and one that was given to who typed the right address on the page.
BY_MAIL, ON_THE_PAGE = timedelta(days=7), timedelta(hours=1)


class LinkDead(Exception):
    """The link is not one of ours, too old, or what it led to is gone."""


@dataclass(frozen=True)
class Access:
    """Whose choices a link opens; `is_sure` when it came by their own mail or log-in."""

    reader: Reader
    is_sure: bool


def yes_address(subscriber: Subscriber) -> str:
    """The full address of the page where one says yes."""
    word = signing.dumps(subscriber.uid.hex, salt=YES)
    return settings.SITE_URL + reverse("newsletter:say_yes", args=[word])


def subscriber_by(word: str) -> Subscriber:
    """Who was asked. Raises LinkDead; also once they have left, or a scanner might undo it."""
    found = Subscriber.objects.filter(uid=_read(word, salt=YES, lasts=PATIENCE)).first()
    if found is None or found.state == Subscriber.State.LEFT:
        raise LinkDead
    return found


def word_of(reader: Reader, *, is_sure: bool) -> str:
    """What the address of the page of a reader's choices holds."""
    return signing.dumps([reader.key, is_sure], salt=CHOICES)


def choices_address(reader: Reader) -> str:
    """The full address of a reader's choices, for a letter to them."""
    word = word_of(reader, is_sure=True)
    return settings.SITE_URL + reverse("newsletter:choices", args=[word])


def read_choices(word: str) -> Access:
    """Whose choices a link opens. Raises LinkDead."""
    key, is_sure = _read(word, salt=CHOICES, lasts=BY_MAIL)
    if not is_sure:
        _read(word, salt=CHOICES, lasts=ON_THE_PAGE)
    reader = readers.by_key(key)
    if reader is None:
        raise LinkDead
    return Access(reader, is_sure)


def new_address(subscriber: Subscriber, email: str) -> str:
    """The full address of the page where one says that a new address is one's own."""
    word = signing.dumps([subscriber.uid.hex, subscriber.email, email], salt=ADDRESS)
    return settings.SITE_URL + reverse("newsletter:new_address", args=[word])


def read_new_address(word: str) -> tuple[str, str, str]:
    """Whose address becomes which: (uid, the one before, the new one). Raises LinkDead."""
    uid, before, email = _read(word, salt=ADDRESS, lasts=BY_MAIL)
    return uid, before, email


def _read(word: str, *, salt: str, lasts: timedelta) -> Any:
    try:
        return signing.loads(word, salt=salt, max_age=lasts)
    except signing.BadSignature as forged:
        raise LinkDead from forged
