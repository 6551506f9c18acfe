"""Choosing: what readers want of the newsletter, how often, to which address, and what we know."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import today
from newsletter import reader_links, readers, subscribing
from newsletter.models import Subscriber
from newsletter.readers import KIND, Mailbox, Reader
from sekom.outbox import personal_data as kept_letters
from sekom.outbox import posting
from sekom.outbox.models import Delivery
from sekom.outbox.withdrawing import withdraw

PAUSE = timedelta(days=91)


@transaction.atomic
def choose(reader: Reader, *, topics: Collection[str], frequency: str, language: str) -> Subscriber:
    """Keep what a reader wants. Raises ValidationError once they have left."""
    row = _held(reader)
    row.topics, row.frequency, row.language = list(topics), frequency, language
    row.save(update_fields=["topics", "frequency", "language"])
    return row


def pause_end() -> date:
    """The last day of a pause that begins today."""
    return today() + PAUSE


@transaction.atomic
def pause(reader: Reader) -> date:
    """Let nothing come for three months from today, and say until when."""
    row = _held(reader)
    row.paused_until = pause_end()
    row.save(update_fields=["paused_until"])
    withdraw(KIND, reader.addresses)
    return row.paused_until


@transaction.atomic
def end_pause(reader: Reader) -> Subscriber:
    """Let the next issue come again; ending it twice changes nothing."""
    row = _held(reader)
    row.paused_until = None
    row.save(update_fields=["paused_until"])
    return row


@transaction.atomic
def come_back(reader: Reader, *, page: str) -> Subscriber:
    """Subscribe again after leaving; coming back twice changes nothing."""
    row = readers.hold(reader)
    if not row.is_active:
        subscribing.begin(row, page=page)
    return row


@transaction.atomic
def ask_to_move(reader: Reader, email: str) -> None:
    """Write to a new address, so that its owner can say that the newsletter shall go there.

    Raises ValidationError for a contact, whose address is the one in the register.
    """
    row = _held_with_own_address(reader)
    email = email.strip().lower()
    if email == row.email.lower():
        raise ValidationError(_("The newsletter goes to this address already."), code="same")
    if subscribing.is_written_to_enough(email):
        return
    values = {"link": reader_links.new_address(row, email), "language": row.language}
    posting.post("newsletter/new_address", to=Mailbox(email), about=row, values=values)


@transaction.atomic
def move(uid: str, before: str, email: str) -> Subscriber:
    """Send the newsletter to another address from now on, and tell the old one.

    Twice changes nothing. The links that went to the old one end. Raises ValidationError when it
    has been moved elsewhere or left meanwhile, or when somebody subscribes there already.
    """
    held = Subscriber.objects.select_for_update().filter(uid=uid, email=before).first()
    reader = readers.at(before) if held else None
    if reader is None:
        moved = Subscriber.objects.at(email).filter(earlier__contains=[before.lower()]).first()
        if moved:
            return moved
        raise ValidationError(
            _("The address has been changed since. Open the newest letter from us."), code="late"
        )
    row = _held_with_own_address(reader)
    Subscriber.objects.at(email).unconfirmed().delete()  # by whomever: its owner says so now
    if readers.at(email):
        raise ValidationError(
            _("The newsletter goes to %(email)s already. Leave at the old address instead."),
            params={"email": email},
            code="taken",
        )
    readers.free(email)
    row.earlier = [*row.earlier, before.lower()]
    row.email, row.uid = email, uuid4()
    row.save(update_fields=["email", "earlier", "uid"])
    withdraw(KIND, [before])
    values = {"language": row.language}
    posting.post("newsletter/moved", to=Mailbox(before, row.name), about=row, values=values)
    return row


@transaction.atomic
def erase(reader: Reader) -> None:
    """Delete a subscriber, and leave of their letters that they were sent; safe to do twice.

    That an address must get no mail stays known, as a code that leads to nobody. Raises
    ValidationError for a person of the register, who is erased there.
    """
    if reader.person:
        raise ValidationError(
            _("What the register knows of you is on the page My data. Ask to be erased there."),
            code="person",
        )
    withdraw(KIND, reader.addresses)
    letters = _letters_of(reader).exclude(state=Delivery.State.QUEUED)
    kept_letters.forget(list(letters))
    Subscriber.objects.at(reader.email).delete()


def copy_of(reader: Reader) -> dict[str, Any]:
    """Everything that is kept of a reader as one, for a file."""
    row = reader.subscriber
    columns = (
        *("email", "earlier", "name", "state", "topics", "frequency", "paused_until"),
        *("language", "asked_at", "confirmed_at", "left_at", "proof"),
    )
    letters = _letters_of(reader).select_related("mailing").order_by("-mailing__approved_at")
    return {
        "made_at": timezone.now(),
        "subscription": {name: getattr(row, name) for name in columns} if row else None,
        "organisation": str(row.member) if row and row.member else None,
        "letters": [
            {
                "subject": letter.mailing.subject,
                "email": letter.email,
                "state": letter.state,
                "at": letter.settled_at,
            }
            for letter in letters
        ],
    }


def _letters_of(reader: Reader):
    """The letters to a reader, also where they got them before and nobody else does now."""
    before = reader.subscriber.earlier if reader.subscriber else []
    own = {address for address in before if readers.at(address) is None}
    return Delivery.objects.sent_to(reader.person, reader.addresses | own)


def _held(reader: Reader) -> Subscriber:
    """The row of somebody who gets the newsletter, held until commit."""
    row = readers.hold(reader)
    if row.state == Subscriber.State.LEFT:
        raise ValidationError(
            _("You have left the newsletter. Come back first, then choose."), code="left"
        )
    if row.state == Subscriber.State.ASKED:
        raise ValidationError(
            _("You have not said yes yet. Open the letter that we sent you."), code="asked"
        )
    return row


def _held_with_own_address(reader: Reader) -> Subscriber:
    """The same of somebody who may move it: a contact's address is the one in the register."""
    row = _held(reader)
    if reader.person:
        raise ValidationError(
            _("You get the newsletter at the address you log in with. Change it on your page."),
            code="contact",
        )
    return row
