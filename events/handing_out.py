"""Handing out an event's material to those who were signed up, by a link and without an account."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from events.links import LinkDead, LinkUnknown
from events.models import Signup

SALT = "events.handing_out"
LASTS = timedelta(days=365)


def link_to(signup: Signup) -> str:
    """The full address of the material that is for who signed up, for a letter."""
    token = signing.dumps(signup.pk, salt=SALT)
    return settings.SITE_URL + reverse("events:own_material", args=[token])


def read(token: str) -> Signup:
    """Whose link it is. Raises LinkUnknown or, when it is too old, LinkDead."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired as too_old:
        raise LinkDead from too_old
    except signing.BadSignature as forged:
        raise LinkUnknown from forged
    signup = Signup.objects.confirmed().with_names().filter(pk=pk).first()
    if signup is None:
        raise LinkUnknown
    return signup
