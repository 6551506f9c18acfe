"""Entrusting: how keys are made and revoked by which other systems send issues, and their use.

A key opens what its maker may do, while the maker is of the secretariat. It is shown once: kept is
its digest alone. With 256 random bits in it, a digest without salt gives nothing away.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person, today
from newsletter import dispatching
from newsletter.models import ApiDeed, ApiKey, Issue
from newsletter.models.api_keys import MOMENT
from sekom import history
from sekom.outbox.models import Mailing

What = ApiDeed.What

# By it those who look for secrets in published code know one of ours.
PREFIX = "sekom_"
RANDOM_BYTES = 32


@transaction.atomic
def make_key(*, name: str, ends_on: date | None = None, by: Person) -> tuple[ApiKey, str]:
    """Make a key for another system; and what it shows to be let in, which is told once.

    Raises ValidationError for a day that has been, and for the name of a key that is in use.
    """
    if ends_on and ends_on < today():
        raise ValidationError({"ends_on": _("Choose a day to come.")}, code="past")
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    key = ApiKey(name=name, digest=_digest(secret), ends_on=ends_on, made_by=by)
    key.full_clean()
    key.save()
    ApiDeed.objects.create(key=key, what=What.MADE, by=by)
    return key, secret


@transaction.atomic
def revoke(key: ApiKey, *, by: Person) -> ApiKey:
    """Let the key open nothing any more; revoking it twice changes nothing."""
    key = ApiKey.objects.select_for_update(no_key=True).get(pk=key.pk)
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        ApiDeed.objects.create(key=key, what=What.REVOKED, by=by)
    return key


def key_for(secret: str) -> ApiKey | None:
    """The key that is shown, if it opens anything; that it was used is written down."""
    known = ApiKey.objects.working().select_related("made_by").filter(digest=_digest(secret))
    key = known.first()
    if key:
        now = timezone.now()
        used = ApiKey.objects.filter(pk=key.pk).not_noted_since(now - MOMENT)
        used.update(used_at=now)
    return key


@transaction.atomic
def send(issue: Issue, *, key: ApiKey, expected: int) -> Issue:
    """Send the issue as the button does; one that has been sent already stays as it is.

    Raises what `dispatching.send` raises, and ApiKey.DoesNotExist when the key has ended.
    """
    key, issue = ApiKey.objects.hold(key), Issue.objects.hold(issue)
    if issue.is_sent:
        return issue
    with _in_the_name_of(key):
        mailing = dispatching.send(issue, by=key.made_by, expected=expected)
    return _note(key, What.SENT, issue, mailing)


@transaction.atomic
def take_back(issue: Issue, *, key: ApiKey) -> Issue:
    """Undo the sending of the issue within its minute; a draft stays one.

    Raises what `dispatching.take_back` raises, and ApiKey.DoesNotExist when the key has ended.
    """
    key, issue = ApiKey.objects.hold(key), Issue.objects.hold(issue)
    mailing = issue.mailing
    if mailing is None:
        return issue
    with _in_the_name_of(key):
        dispatching.take_back(mailing, by=key.made_by)
    return _note(key, What.TAKEN_BACK, issue, mailing)


@contextmanager
def _in_the_name_of(key: ApiKey) -> Iterator[None]:
    """Let history tell that it was done by the key, and whose it is."""
    with history.door("api", user=key.made_by_id, reason=key.name):
        yield


def _note(key: ApiKey, what: What, issue: Issue, mailing: Mailing) -> Issue:
    ApiDeed.objects.create(key=key, what=what, issue=issue, mailing=mailing)
    return Issue.objects.get(pk=issue.pk)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
