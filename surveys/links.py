"""Personal links in letters: they say who is meant and where to, and let nobody in."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from members.models import Person
from surveys.models import Response

SALT = "surveys.links"
LASTS = timedelta(days=60)


class LinkUnknown(Exception):
    """The link is not one of ours, or what it led to is gone."""


class LinkExpired(Exception):
    """The link was ours once, but is too old to be followed."""


@dataclass(frozen=True)
class Link:
    """Whom a personal link was written to, and which response it leads to."""

    response: Response
    person: Person


def personal_link(response: Response, person: Person) -> str:
    """The full address that leads this person to the member's response, good for 60 days."""
    token = signing.dumps([response.pk, person.pk], salt=SALT)
    return settings.SITE_URL + reverse("surveys:open_link", args=[token])


def read(token: str) -> Link:
    """Whom a link is for and where it leads. Raises LinkExpired or LinkUnknown."""
    try:
        response_id, person_id = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired as too_old:
        raise LinkExpired from too_old
    except signing.BadSignature as forged:
        raise LinkUnknown from forged
    responses = Response.objects.select_related("round", "member")
    response = responses.filter(pk=response_id, round__opened_at__isnull=False).first()
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if response is None or person is None:
        raise LinkUnknown
    return Link(response, person)
