"""Subscribing: an address gets the newsletter once its owner has said yes by a letter to it.

Whoever asks hears the same whatever we know of the address: it tells nobody who reads.
"""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Member
from newsletter import reader_links, readers, spreading
from newsletter.models import ShareLink, Subscriber
from newsletter.readers import Mailbox, Reader
from sekom import pace
from sekom.outbox import posting

# Count up when the words that one says yes to are changed.
WORDS = 1
MOST_PER_HOUR = 60  # from one network address: a whole town hall may stand behind it
MOST_LETTERS = 3  # a day to one address that somebody else may have typed


def words() -> str:
    """What one says yes to."""
    return _(
        "Yes, send the newsletter of Sveriges Ekokommuner to my address. "
        "I can leave at any time by a link in every issue."
    )


def keep_pace(visitor: str) -> None:
    """Raise ValidationError when too much has been asked from one network address."""
    if pace.is_too_fast("newsletter", visitor, most=MOST_PER_HOUR, per=timedelta(hours=1)):
        raise ValidationError(
            _("Many have asked from here in a short time. Wait an hour and try again."),
            code="pace",
        )


@transaction.atomic
def ask(
    email: str,
    *,
    page: str,
    name: str = "",
    member: Member | None = None,
    topics: Collection[str] = (),
    came_by: ShareLink | None = None,
) -> bool:
    """Write to an address, so that its owner can say yes; `page` is where it was asked from.

    Who gets the newsletter already is told so instead, and who has left how to come back. No more
    than a few such letters a day go to an address, whoever asks: False when it has had them.
    """
    email = email.strip().lower()
    if is_written_to_enough(email):
        return False
    reader = readers.at(email)
    if reader and (reader.gets_it or reader.has_left):
        tell_of_choices(reader)
        return True
    readers.free(email)
    given = {
        "name": name,
        "member": member,
        "topics": list(topics),
        "came_by": spreading.keep(came_by) if came_by else None,
        "asked_at": timezone.now(),
        "proof": {"from": page},
    }
    given = {column: value for column, value in given.items() if value}
    subscriber, _is_new = Subscriber.objects.update_or_create(email=email, defaults=given)
    values = {
        "link": reader_links.yes_address(subscriber),
        "language": subscriber.language,
        "by_office": page.startswith("/kansli/"),
    }
    posting.post("newsletter/say_yes", to=Mailbox(email), about=subscriber, values=values)
    return True


@transaction.atomic
def say_yes(subscriber: Subscriber) -> Subscriber:
    """Begin to subscribe; saying it twice changes nothing. What was said yes to is kept."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if not subscriber.is_active:
        begin(subscriber, page=subscriber.proof.get("from", ""))
    return subscriber


def begin(subscriber: Subscriber, *, page: str) -> None:
    """Make somebody whose row is held a subscriber by their own word."""
    subscriber.state = Subscriber.State.ACTIVE
    subscriber.confirmed_at, subscriber.left_at = timezone.now(), None
    subscriber.paused_until = None
    subscriber.proof = {"words": words(), "version": WORDS, "from": page}
    subscriber.save(
        update_fields=["state", "confirmed_at", "left_at", "paused_until", "proof"],
    )


@transaction.atomic
def send_link(email: str) -> None:
    """Write to an address with a fresh link to its choices, or that nothing goes there.

    A letter goes either way, so that the time it takes tells nobody who reads.
    """
    email = email.strip().lower()
    if is_written_to_enough(email):
        return
    reader = readers.at(email)
    if reader and (reader.gets_it or reader.has_left):
        tell_of_choices(reader)
        return
    values = {"link": settings.SITE_URL + reverse("newsletter:subscribe"), "language": "sv"}
    posting.post("newsletter/nobody", to=Mailbox(email), values=values)


def tell_of_choices(reader: Reader) -> None:
    """Write to a reader with a link to their choices, and whether they get the newsletter."""
    values = {
        "link": reader_links.choices_address(reader),
        "language": reader.language,
        "gets_it": reader.gets_it,
    }
    posting.post(
        "newsletter/choices",
        to=reader.person or reader.subscriber,
        about=reader.subscriber,
        values=values,
    )


def is_written_to_enough(email: str) -> bool:
    """Count one more letter to a mailbox; anna+1@ and anna+2@ are the same one."""
    name, _at, domain = email.rpartition("@")
    mailbox = f"{name.partition('+')[0]}@{domain}"
    return pace.is_too_fast("newsletter-letters", mailbox, most=MOST_LETTERS, per=timedelta(days=1))
