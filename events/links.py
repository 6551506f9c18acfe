"""Signed links in the letters about a sign-up: they lead to that one, and let nobody in.

A link lives as long as its event: after that there is nothing left to change.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from events.models import Signup

SALT = "events.links"


class LinkUnknown(Exception):
    """The link is not one of ours, or what it led to is gone."""


class LinkDead(Exception):
    """The link was ours, but its event is over."""


def token_of(signup: Signup) -> str:
    """What the addresses of a sign-up's own pages hold."""
    return signing.Signer(salt=SALT).sign(str(signup.pk))


def link_to(signup: Signup) -> str:
    """The full address of a sign-up's own page, for a letter."""
    return settings.SITE_URL + reverse("events:own_signup", args=[token_of(signup)])


def read(token: str) -> Signup:
    """The sign-up that a link leads to. Raises LinkUnknown or LinkDead."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(token))
    except signing.BadSignature as forged:
        raise LinkUnknown from forged
    signup = Signup.objects.with_names().filter(pk=pk).first()
    if signup is None:
        raise LinkUnknown
    if signup.event.is_over:
        raise LinkDead
    return signup
