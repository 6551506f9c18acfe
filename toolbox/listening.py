"""Listening to readers: whether a page was of help, once per visitor and day, without cookies.

A visitor is known for a day by a digest of address and browser, salted with what is drawn anew each
day and kept in the cache alone; the night after, the digest is forgotten too.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person
from sekom import pace
from sekom.outbox.models import reference
from toolbox.models import Opinion

SALT = "toolbox.listening"
DAY = timedelta(days=1)
MOST_PER_HOUR = 30  # from one address, whatever the browser calls itself


@dataclass(frozen=True)
class Page:
    """A page that asks: the row it is about, its heading and its address."""

    about: str
    title: str
    address: str


def ask_about(thing: models.Model, address: str) -> str:
    """A token for the form of a page of ours; nobody else can make one."""
    page = [reference(thing), str(thing)[:200], address[:300]]
    return signing.Signer(salt=SALT).sign_object(page, compress=True)


def page_of(token: str) -> Page:
    """The page that a token is about. Raises ValidationError when it is not one of ours."""
    try:
        return Page(*signing.Signer(salt=SALT).unsign_object(token))
    except signing.BadSignature as forged:
        raise ValidationError(_("Load the page again and answer once more."), code="forged") from (
            forged
        )


def visitor_of(address: str, browser: str = "") -> str:
    """A digest that tells visitors apart today and means nothing tomorrow."""
    key = f"opinion-salt:{timezone.localdate()}"
    salt = cache.get_or_set(key, lambda: secrets.token_hex(32), DAY.total_seconds())
    return hashlib.sha256(f"{salt}\n{address}\n{browser}".encode()).hexdigest()


def give_opinion(
    page: Page,
    *,
    is_helpful: bool,
    comment: str = "",
    address: str,
    browser: str,
    person: Person | None = None,
) -> Opinion:
    """Note what a visitor says about a page.

    Raises ValidationError when the same visitor has said something about it today, or when too
    many answers come from one address. `person` is who wants an answer, if anybody.
    """
    if pace.is_too_fast("opinions", address, most=MOST_PER_HOUR, per=timedelta(hours=1)):
        raise ValidationError(
            _("Many answers have come from your network. Try again in an hour."), code="often"
        )
    opinion = Opinion(
        about=page.about,
        title=page.title,
        address=page.address,
        is_helpful=is_helpful,
        comment=comment.replace("\0", "").strip(),
        visitor=visitor_of(address, browser),
        person=person,
    )
    opinion.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            opinion.save()
    except IntegrityError as again:
        raise ValidationError(
            _("You have already answered about this page today. Thank you."), code="again"
        ) from again
    return opinion


def put_aside(opinion: Opinion) -> None:
    """Mark a comment as read; doing it twice changes nothing."""
    unread = Opinion.objects.filter(pk=opinion.pk, read_at__isnull=True)
    unread.update(read_at=timezone.now())


def forget_visitors() -> int:
    """Forget what told earlier days' visitors apart; says of how many."""
    known = Opinion.objects.filter(on__lt=timezone.localdate(), visitor__isnull=False)
    return known.update(visitor=None)
