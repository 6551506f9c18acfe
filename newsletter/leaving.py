"""Leaving: no issue goes any more to who wants none, nor what already waits for them."""

from django.db import transaction
from django.utils import timezone

from newsletter import reader_links, readers
from newsletter.models import Subscriber
from newsletter.readers import KIND, Reader
from sekom.outbox import one_click, posting
from sekom.outbox.withdrawing import withdraw


@transaction.atomic
def leave(reader: Reader) -> Subscriber:
    """End a subscription, or what a contact gets by their role; leaving twice changes nothing.

    A letter says so, with the way back: should somebody else have done it, one knows.
    """
    row = readers.hold(reader)
    if row.state != Subscriber.State.LEFT:
        _end(row, reader)
        values = {"link": reader_links.choices_address(reader), "language": row.language}
        posting.post("newsletter/left", to=reader.person or row, about=row, values=values)
    return row


@transaction.atomic
def leave_by(signed: str) -> Reader | None:
    """End what brought the letter with this word in its head; safe to do twice.

    None for a word that is not ours. No letter: it was the reader's own mail program.
    """
    reader = reader_by(signed)
    if reader is None:
        return None
    row = readers.hold(reader)
    if row.state != Subscriber.State.LEFT:
        _end(row, reader)
    return reader


def reader_by(signed: str) -> Reader | None:
    """Whose letter has this word in its head; None for no word of ours, or once they are gone."""
    token = one_click.read(signed)
    letter = readers.letter_with(token) if token else None
    return readers.of_delivery(letter) if letter else None


def _end(row: Subscriber, reader: Reader) -> None:
    row.state, row.left_at = Subscriber.State.LEFT, timezone.now()
    row.save(update_fields=["state", "left_at"])
    if reader.person:  # who may have subscribed with the address before it became theirs
        double = Subscriber.objects.at(reader.email).exclude(pk=row.pk)
        double.update(state=row.state, left_at=row.left_at)
    withdraw(KIND, reader.addresses)
