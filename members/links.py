"""Signed links in the register's letters: what they are for, whom they were written to, how long.

A link lets nobody in: the page it leads to can do one thing, and says for whom.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

LASTS = timedelta(days=30)


class LinkUnknown(Exception):
    """The link is not one of ours, or what it led to is gone."""


class LinkExpired(Exception):
    """The link was ours once, but is too old to be followed."""


def sign(purpose: str, *ids: int) -> str:
    """A token that says these ids for this purpose; no other purpose takes it."""
    return signing.dumps(ids, salt=f"members.links.{purpose}")


def read(purpose: str, token: str, *, lasts: timedelta = LASTS) -> list[int]:
    """The ids that a token was signed with. Raises LinkExpired or LinkUnknown."""
    try:
        return signing.loads(token, salt=f"members.links.{purpose}", max_age=lasts)
    except signing.SignatureExpired as too_old:
        raise LinkExpired from too_old
    except signing.BadSignature as forged:
        raise LinkUnknown from forged


def address(name: str, token: str) -> str:
    """The full address of a page that takes a token, for a letter."""
    return settings.SITE_URL + reverse(name, args=[token])
